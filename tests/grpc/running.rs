//! A server over a journal of its own.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use czujka::deliver::grpc::{Delivery, router, server};
use czujka::live::LiveCalls;
use czujka::proto::v1::alert_service_client::AlertServiceClient;
use czujka::proto::v1::call_service_client::CallServiceClient;
use czujka::proto::v1::commitment_service_client::CommitmentServiceClient;
use czujka::proto::v1::summary_service_client::SummaryServiceClient;
use czujka::store::{SqliteStore, Store};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::transport::{Channel, Error};

use crate::journal_support::sqlite;

pub struct Running {
    pub store: Arc<SqliteStore>,
    pub live: LiveCalls,
    pub address: SocketAddr,
    pub stop: watch::Sender<bool>,
    pub server: JoinHandle<Result<(), Error>>,
    pub folder: tempfile::TempDir,
}

impl Running {
    /// Bookmarks come every 50 ms, so that no test waits for the contract's 5 s.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = sqlite(&folder.path().join("journal.db")).await;
        let live = LiveCalls::default();
        let (stop, stopping) = watch::channel(false);
        let journal: Arc<dyn Store> = Arc::clone(&store) as _;
        let mut delivery = Delivery::new(journal, live.clone(), stopping.clone());
        delivery.bookmark_every = Duration::from_millis(50);
        let (routes, _health) = router(delivery).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("is bound");
        let mut stopping = stopping;
        let server = tokio::spawn(server().add_routes(routes).serve_with_incoming_shutdown(
            TcpListenerStream::new(listener),
            async move {
                // An error means that the test is over.
                let _ = stopping.wait_for(|stop| *stop).await;
            },
        ));
        Self { store, live, address, stop, server, folder }
    }

    async fn channel(&self) -> Channel {
        let endpoint = Channel::from_shared(format!("http://{}", self.address));
        endpoint.expect("an address").connect().await.expect("connects")
    }

    /// A client with a connection of its own.
    pub async fn alerts(&self) -> AlertServiceClient<Channel> {
        AlertServiceClient::new(self.channel().await)
    }

    /// A client with a connection of its own.
    pub async fn commitments(&self) -> CommitmentServiceClient<Channel> {
        CommitmentServiceClient::new(self.channel().await)
    }

    /// A client with a connection of its own.
    pub async fn summaries(&self) -> SummaryServiceClient<Channel> {
        SummaryServiceClient::new(self.channel().await)
    }

    /// A client with a connection of its own.
    pub async fn calls(&self) -> CallServiceClient<Channel> {
        CallServiceClient::new(self.channel().await)
    }
}
