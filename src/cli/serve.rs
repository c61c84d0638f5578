//! `czujka serve`: the sidecar.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::Outcome;
use crate::app::Service;
use crate::config::Config;
use crate::session::Pace;

/// Overrides the configuration's `log`.
const LOG_VARIABLE: &str = "CZUJKA_LOG";

/// Listens to live calls beside a telephone exchange and serves alerts over gRPC.
///
/// Without a configuration it listens on 127.0.0.1:7401, judges by the procedure of Białystok, and
/// keeps its journal in the user's folder for state. It ends at Ctrl-C or SIGTERM; calls that are
/// going on can be resumed within 60 s.
#[derive(Debug, Args)]
pub struct Serve {
    /// The configuration, a TOML file.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Serve {
    /// Runs until it is told to stop.
    ///
    /// # Errors
    /// It could not start, or its server failed.
    pub fn run(self) -> anyhow::Result<Outcome> {
        let config = match &self.config {
            Some(path) => match Config::read(path) {
                Ok(config) => config,
                Err(error) => {
                    anstream::eprintln!("czujka: {error}");
                    return Ok(Outcome::Refused);
                }
            },
            None => Config::default(),
        };
        log_to_stderr(&config.log)?;
        Builder::new_multi_thread()
            .enable_all()
            .build()?
            .block_on(serve(&config))?;
        Ok(Outcome::Done)
    }
}

async fn serve(config: &Config) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut service = Service::start(config, Pace::REAL).await?;
    tokio::select! {
        failed = service.failed() => failed.context("the server failed")?,
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping; calls can be resumed within 60 s");
    service.stop().await;
    Ok(())
}

fn log_to_stderr(configured: &str) -> anyhow::Result<()> {
    let wanted = std::env::var(LOG_VARIABLE).unwrap_or_else(|_| configured.to_owned());
    let filter = EnvFilter::try_new(&wanted).with_context(|| {
        format!("`{wanted}` is no log filter: try info, debug or czujka=debug,sqlx=warn")
    })?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    Ok(())
}
