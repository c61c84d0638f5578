//! The real program.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tokio::net::TcpStream;

/// The real program, its configuration and its journal.
pub struct Service {
    config: PathBuf,
    address: String,
    child: Option<Child>,
    _folder: TempDir,
}

impl Service {
    /// Configured for a free port, not started.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = free.local_addr().expect("its address").to_string();
        let config = folder.path().join("czujka.toml");
        let text = format!("listen = \"{address}\"\nstore = \"czujka.db\"\nmodel = \"none\"\nlog = \"error\"\n");
        std::fs::write(&config, text).expect("written");
        Self { config, address, child: None, _folder: folder }
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// Starts it and waits until it answers.
    pub async fn start(&mut self) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_czujka"));
        command.arg("serve").arg("--config").arg(&self.config).stdin(Stdio::null());
        self.child = Some(command.spawn().expect("the program starts"));
        while TcpStream::connect(&self.address).await.is_err() {
            let ended = self.child.as_mut().and_then(|child| child.try_wait().expect("its state"));
            assert!(ended.is_none(), "the service ended by itself: {ended:?}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("it is ours to kill");
            child.wait().expect("it ends");
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.kill();
    }
}
