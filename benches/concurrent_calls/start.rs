//! How long the real program takes from its start until an alert could be raised.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use tonic::transport::Channel;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

const STARTS: usize = 5;

/// Longer than any start.
const PATIENCE: Duration = Duration::from_mins(1);

/// What must be serving for sound to be taken in.
const TAP: &str = "czujka.v1.TapService";

/// Starts the program some times and prints how long it took.
pub async fn print() -> Result<()> {
    let mut took = Vec::new();
    for _ in 0..STARTS {
        took.push(one().await?);
    }
    took.sort();
    println!(
        "start to the first alert possible: {} ms at best, {} ms in the middle (target 1000)",
        took[0].as_millis(),
        took[STARTS / 2].as_millis()
    );
    Ok(())
}

/// The running program, killed at the end.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn one() -> Result<Duration> {
    let folder = tempfile::tempdir()?;
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let config = folder.path().join("czujka.toml");
    std::fs::write(&config, format!("listen = \"{address}\"\nstore = \"czujka.db\"\nlog = \"error\"\n"))?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_czujka"));
    command.arg("serve").arg("--config").arg(&config).stdin(Stdio::null());
    let began = Instant::now();
    let mut program = Program(command.spawn().context("the program does not start")?);
    while began.elapsed() < PATIENCE {
        if let Ok(channel) = Channel::from_shared(format!("http://{address}"))?.connect().await {
            let mut client = HealthClient::new(channel);
            let request = HealthCheckRequest { service: TAP.to_owned() };
            let answer = client.check(request).await;
            if answer.is_ok_and(|answer| answer.get_ref().status() == ServingStatus::Serving) {
                return Ok(began.elapsed());
            }
        }
        anyhow::ensure!(program.0.try_wait()?.is_none(), "the program ended by itself");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    anyhow::bail!("the program does not serve")
}
