//! The composition root: the service out of its parts.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tonic::transport::server::TcpIncoming;

use crate::clock::WallClock;
use crate::config::{Config, ConfigError, NO_MODEL, model_folder};
use crate::deliver::grpc::{self, Delivery};
use crate::keeper::{Keeper, LOOK_EVERY_MS};
use crate::live::LiveCalls;
use crate::procedure::ProcedureError;
use crate::proto::v1::tap_service_server::TapServiceServer;
use crate::session::{NoTranscriber, Pace, Procedures, SessionSettings, Sessions, Transcriber};
use crate::staff::{Staff, StaffError};
use crate::store::{SqliteSettings, SqliteStore, StoreError};
use crate::tap::grpc::GrpcTap;
use crate::transcribe::{Model, Pool, TranscribeError, WhisperModel};

/// How long connections are given to end by themselves when the service stops.
const GOODBYE: Duration = Duration::from_secs(2);

/// Why the service cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The configuration is incomplete.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Another program listens there.
    #[error(
        "{listen} is in use: is another `czujka serve` running? Stop it, or set another address: listen = \"127.0.0.1:7411\""
    )]
    InUse {
        /// The address.
        listen: SocketAddr,
    },
    /// The address cannot be listened at.
    #[error("{listen} cannot be listened at ({reason}): set an address of this machine and a port above 1023")]
    Address {
        /// The address.
        listen: SocketAddr,
        /// What the system said.
        reason: io::Error,
    },
    /// The journal's folder cannot be made.
    #[error(
        "the folder {folder} of the journal cannot be made ({reason}): make it, or set store = \"/path/czujka.db\""
    )]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// The journal cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A procedure cannot be used.
    #[error(transparent)]
    Procedure(#[from] ProcedureError),
    /// The staff file cannot be used.
    #[error(transparent)]
    Staff(#[from] StaffError),
    /// The speech model cannot be used.
    #[error("{0}; `model = \"none\"` would do without words")]
    Model(String),
    /// Transcription cannot be started.
    #[error(transparent)]
    Transcribe(#[from] TranscribeError),
}

/// The running service.
pub struct Service {
    address: SocketAddr,
    sessions: Sessions,
    store: Arc<SqliteStore>,
    closing: watch::Sender<bool>,
    server: JoinHandle<Result<(), tonic::transport::Error>>,
    sweeper: JoinHandle<()>,
    keeper: JoinHandle<()>,
}

impl Service {
    /// Starts everything and listens. `pace` is [`Pace::REAL`] outside tests.
    ///
    /// # Errors
    /// Says what to do about it.
    pub async fn start(config: &Config, pace: Pace) -> Result<Self, StartError> {
        Self::start_by(config, pace, WallClock::of_machine()).await
    }

    /// The same by another clock than the machine's.
    ///
    /// # Errors
    /// Says what to do about it.
    pub async fn start_by(config: &Config, pace: Pace, clock: WallClock) -> Result<Self, StartError> {
        let listener = TcpListener::bind(config.listen).await.map_err(|reason| match reason.kind() {
            io::ErrorKind::AddrInUse => StartError::InUse { listen: config.listen },
            _ => StartError::Address { listen: config.listen, reason },
        })?;
        let address = listener.local_addr().map_err(|reason| StartError::Address { listen: config.listen, reason })?;
        if !address.ip().is_loopback() {
            tracing::warn!(%address, "listening beyond this machine, without encryption or login: put a proxy with both before it");
        }
        let procedures = Procedures::load(&config.procedure, &config.procedures)?;
        let store = open_store(config).await?;
        let transcriber = transcriber(config).await?;
        let live = LiveCalls::default();
        let keeper = {
            let procedures = procedures.clone();
            let find = Arc::new(move |name: &str| procedures.find(name).ok());
            Keeper::new(Arc::<SqliteStore>::clone(&store), find, clock.clone())
        };
        let sessions = Sessions::new(SessionSettings {
            store: Arc::<SqliteStore>::clone(&store),
            transcriber,
            procedures,
            staff: Arc::new(config.staff.as_deref().map(Staff::read).transpose()?.unwrap_or_default()),
            live: live.clone(),
            max_calls: config.max_calls,
            pace,
            clock,
        });
        let sweeper = {
            let sessions = sessions.clone();
            tokio::spawn(async move { sessions.sweep().await })
        };
        let keeper = {
            let (every, stopping) = (pace.sleep(LOOK_EVERY_MS), sessions.stopping());
            tokio::spawn(async move { keeper.run(every, stopping).await })
        };
        let delivery = Delivery::new(Arc::<SqliteStore>::clone(&store), live, sessions.stopping());
        let (closing, closed) = watch::channel(false);
        let server = tokio::spawn(serve(listener, delivery, sessions.clone(), closed));
        tracing::info!(%address, model = %config.model, "listening for calls and subscribers");
        Ok(Self { address, sessions, store, closing, server, sweeper, keeper })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The calls it listens to.
    pub const fn sessions(&self) -> &Sessions {
        &self.sessions
    }

    /// Waits until the server fails; it does not end by itself otherwise.
    ///
    /// # Errors
    /// The server failed.
    pub async fn failed(&mut self) -> anyhow::Result<()> {
        Ok((&mut self.server).await??)
    }

    /// Stops: commits what the calls have said, leaves them to be resumed, and closes the journal.
    pub async fn stop(self) {
        self.sessions.stop().await;
        self.closing.send_replace(true);
        let abort = self.server.abort_handle();
        if tokio::time::timeout(GOODBYE, self.server).await.is_err() {
            abort.abort();
        }
        self.sweeper.abort();
        self.keeper.abort();
        self.store.close().await;
        tracing::info!("stopped");
    }
}

async fn serve(
    listener: TcpListener,
    delivery: Delivery,
    sessions: Sessions,
    mut closed: watch::Receiver<bool>,
) -> Result<(), tonic::transport::Error> {
    let (routes, health) = grpc::router(delivery).await;
    let tap = TapServiceServer::new(GrpcTap::new(Arc::new(sessions)));
    health.set_serving::<TapServiceServer<GrpcTap>>().await;
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    grpc::server()
        .add_routes(routes.add_service(tap))
        .serve_with_incoming_shutdown(incoming, async move {
            // An error means that the service is dropped, which is an end as well.
            let _ = closed.wait_for(|closed| *closed).await;
        })
        .await
}

async fn open_store(config: &Config) -> Result<Arc<SqliteStore>, StartError> {
    let path = config.store_path()?;
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|reason| StartError::Folder { folder: folder.to_owned(), reason })?;
    Ok(Arc::new(SqliteStore::open(&SqliteSettings { path, max_pages: None }).await?))
}

async fn transcriber(config: &Config) -> Result<Arc<dyn Transcriber>, StartError> {
    if config.model == NO_MODEL {
        tracing::warn!("no speech model: checks that rest on words will be undetermined");
        return Ok(Arc::new(NoTranscriber));
    }
    let (name, workers) = (config.model.clone(), config.worker_count());
    let load = move || -> Result<Arc<dyn Transcriber>, StartError> {
        let found = Model::find(&name, &model_folder());
        let model = found.and_then(|found| WhisperModel::load(&found));
        let model = model.map_err(|error| StartError::Model(error.to_string()))?;
        Ok(Arc::new(Pool::new(&model, workers)?))
    };
    match tokio::task::spawn_blocking(load).await {
        Ok(loaded) => loaded,
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}
