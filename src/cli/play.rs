//! `czujka play`: recorded calls into a running service, as an exchange would stream them.

mod messages;
mod timeline;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use tokio::runtime::Builder;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::service::Service;
use super::{Outcome, watch};
use crate::proto::v1::stream_call_response::Event;
use crate::proto::v1::tap_service_client::TapServiceClient;
use crate::proto::v1::{AudioEncoding, Scorecard, Verdict};
use timeline::pump;

pub(super) use timeline::Timeline;

/// Streams recorded calls into a running service, in real time, as an exchange would.
///
/// Each FILE is a recording as `czujka analyze` takes it, with the exchange's signals beside it
/// (NAME.signals.jsonl). The calls' alerts and verdicts are shown as they come.
#[derive(Debug, Args)]
pub struct Play {
    /// Stereo recordings: left the agent, right the caller.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    service: Service,
    /// How many times as fast as it was spoken.
    #[arg(long, default_value_t = 1.0, value_parser = speed)]
    speed: f64,
    /// How the samples are sent.
    #[arg(long, value_enum, default_value_t = Encoding::Alaw)]
    encoding: Encoding,
    /// The procedure to judge by, in place of the files' own.
    #[arg(long, value_name = "NAME")]
    procedure: Option<String>,
    /// All calls at once rather than one after the other.
    #[arg(long)]
    together: bool,
}

/// How samples are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Encoding {
    /// G.711 A-law.
    Alaw,
    /// G.711 µ-law.
    Mulaw,
    /// 16-bit integers.
    Linear,
}

impl From<Encoding> for AudioEncoding {
    fn from(encoding: Encoding) -> Self {
        match encoding {
            Encoding::Alaw => Self::Alaw,
            Encoding::Mulaw => Self::Mulaw,
            Encoding::Linear => Self::Linear16,
        }
    }
}

fn speed(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(speed) if (0.1..=100.0).contains(&speed) => Ok(speed),
        _ => Err("from 0.1 to 100".to_owned()),
    }
}

impl Play {
    /// Plays all files to their ends.
    ///
    /// # Errors
    /// No service answers, or it broke a stream off.
    pub fn run(self) -> anyhow::Result<Outcome> {
        let refused = Builder::new_multi_thread().enable_all().build()?.block_on(self.play())?;
        Ok(if refused { Outcome::Refused } else { Outcome::Done })
    }

    /// Whether a file was refused.
    async fn play(&self) -> anyhow::Result<bool> {
        let mut calls = Vec::new();
        let mut refused = false;
        for file in &self.files {
            match Timeline::open(file, self.encoding.into(), self.procedure.as_deref()) {
                Ok(timeline) => calls.push(timeline),
                Err(error) => {
                    anstream::eprintln!("czujka: {error}; {}", error.hint());
                    refused = true;
                }
            }
        }
        if self.together {
            let all = calls.into_iter().map(|timeline| self.one(timeline));
            for done in futures::future::join_all(all).await {
                done?;
            }
        } else {
            for timeline in calls {
                self.one(timeline).await?;
            }
        }
        Ok(refused)
    }

    async fn one(&self, timeline: Timeline) -> anyhow::Result<()> {
        let name = timeline.name().to_owned();
        let (events, mut happens) = mpsc::channel(16);
        let showing = async {
            while let Some(event) = happens.recv().await {
                match event {
                    Event::Accepted(accepted) => {
                        let how = if accepted.resumed { "goes on" } else { "begins" };
                        anstream::println!("{name}: call {} {how}", accepted.call);
                    }
                    Event::Alert(alert) => anstream::println!("{name}: {}", watch::line(&alert)),
                    Event::Scorecard(scorecard) => anstream::println!("{name}: {}", verdicts(&scorecard)),
                }
            }
        };
        tokio::join!(stream(&self.service.address, timeline, self.speed, events), showing).0
    }
}

/// Streams one call into the service at `address` and hands out what the service says of it.
///
/// # Errors
/// No service answers, it broke the stream off, or the recording turns out unreadable.
pub(super) async fn stream(
    address: &str,
    timeline: Timeline,
    speed: f64,
    events: mpsc::Sender<Event>,
) -> anyhow::Result<()> {
    let name = timeline.name().to_owned();
    let mut client = TapServiceClient::connect(format!("http://{address}")).await.with_context(|| {
        format!("no service answers at {address}: start it with `czujka serve`, or give its --address")
    })?;
    let (sender, requests) = mpsc::channel(4);
    // Reading and decoding the file blocks.
    let pumping = tokio::task::spawn_blocking(move || pump(timeline, speed, &sender));
    let responses = client.stream_call(ReceiverStream::new(requests)).await;
    let mut responses = responses.map_err(|status| refusal(&name, &status))?.into_inner();
    while let Some(response) = responses.message().await.map_err(|status| refusal(&name, &status))? {
        if let Some(event) = response.event {
            events.send(event).await.context("nobody takes what the service says")?;
        }
    }
    tokio::time::timeout(Duration::from_secs(1), pumping)
        .await
        .unwrap_or(Ok(Ok(())))?
        .with_context(|| format!("the recording {name} cannot be read on"))
}

fn refusal(name: &str, status: &tonic::Status) -> anyhow::Error {
    anyhow::anyhow!("{name}: the service ended the stream ({:?}): {}", status.code(), status.message())
}

/// The checks whose verdict says something, breached ones first.
fn verdicts(scorecard: &Scorecard) -> String {
    let mut checks: Vec<_> = scorecard
        .checks
        .iter()
        .filter(|(_, finding)| !matches!(finding.verdict(), Verdict::NotMonitored | Verdict::NotApplicable))
        .map(|(check, finding)| {
            let verdict = finding.verdict().as_str_name().trim_start_matches("VERDICT_").to_lowercase();
            (finding.verdict() != Verdict::Breached, format!("{check} {verdict}"))
        })
        .collect();
    checks.sort();
    checks.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(", ")
}
