//! `czujka demo`: shipped calls through the whole service, live, in one terminal.

mod screen;

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use tokio::runtime::Builder;
use tokio::sync::mpsc;

use super::Outcome;
use super::play::{Timeline, stream};
use crate::app::Service;
use crate::config::Config;
use crate::proto::v1::alert_service_client::AlertServiceClient;
use crate::proto::v1::call_service_client::CallServiceClient;
use crate::proto::v1::stream_call_response::Event as Happened;
use crate::proto::v1::subscribe_alerts_request::From as SubscribeFrom;
use crate::proto::v1::subscribe_alerts_response::Event as Told;
use crate::proto::v1::{
    Alert, AudioEncoding, Scorecard, StreamTranscriptRequest, SubscribeAlertsRequest, stream_transcript_response,
};
use crate::session::Pace;
use screen::Screen;

/// A call of the demo.
pub(super) struct DemoCall {
    name: &'static str,
    about: &'static str,
    sound: &'static [u8],
    signals: &'static str,
}

macro_rules! demo_call {
    ($name:literal, $about:literal) => {
        DemoCall {
            name: $name,
            about: $about,
            sound: include_bytes!(concat!("../../demo/", $name, ".flac")),
            signals: include_str!(concat!("../../demo/", $name, ".signals.jsonl")),
        }
    };
}

/// They are part of the program, so that the demo runs from any folder.
const CALLS: [DemoCall; 3] = [
    demo_call!("podatek", "Białystok: a tax paid to the wrong account"),
    demo_call!("meldunek", "Białystok: registering for a mother in hospital"),
    demo_call!("garaz", "Łomża: the tax on a late father's garage"),
];

/// How long the subscription may lag behind the calls' ends.
const LAST_ALERTS: Duration = Duration::from_secs(10);

/// Plays three recorded calls through the service, side by side and in real time.
///
/// Starts the service on a free port of this machine with a journal in a temporary folder, streams the
/// calls into it as a telephone exchange would, and shows what any gRPC subscriber gets: transcripts,
/// alerts, scorecards. Takes about 100 seconds; leaves nothing behind.
#[derive(Debug, Args)]
pub struct Demo {}

/// What happens on the screen.
enum Scene {
    Begun {
        name: &'static str,
        call: String,
    },
    Said(stream_transcript_response::Event),
    Alert(Box<Alert>),
    /// The subscription has told all up to this number.
    UpTo(i64),
    Ended {
        name: &'static str,
        scorecard: Scorecard,
        last_seq: i64,
    },
}

impl Demo {
    /// Runs to the calls' ends, or until Ctrl-C.
    ///
    /// # Errors
    /// The service does not start, or a call breaks off.
    #[expect(clippy::unused_self, reason = "all commands answer alike")]
    pub fn run(&self) -> anyhow::Result<Outcome> {
        Builder::new_multi_thread().enable_all().build()?.block_on(demo())?;
        Ok(Outcome::Done)
    }
}

async fn demo() -> anyhow::Result<()> {
    let folder = tempfile::tempdir().context("no temporary folder can be made; set TMPDIR to one with 10 MB free")?;
    let config = Config {
        listen: ([127, 0, 0, 1], 0).into(),
        store: Some(folder.path().join("czujka.db")),
        ..Config::default()
    };
    let service = Service::start(&config, Pace::REAL).await?;
    let address = service.address().to_string();
    let mut screen = Screen::new(&CALLS);
    screen.introduce(&address);
    let played = tokio::select! {
        played = play(&address, folder.path(), &mut screen) => played.map(|()| true),
        _ = tokio::signal::ctrl_c() => Ok(false),
    };
    service.stop().await;
    if played? {
        screen.scorecards();
        Screen::what_next();
    }
    Ok(())
}

/// Streams the calls in, and shows what comes out until each has ended and its last alert was told.
async fn play(address: &str, folder: &Path, screen: &mut Screen) -> anyhow::Result<()> {
    let (scenes, mut happens) = mpsc::channel(256);
    let subscription = tokio::spawn(subscribe(address.to_owned(), scenes.clone()));
    let mut calls = Vec::new();
    for call in &CALLS {
        calls.push(tokio::spawn(exchange(address.to_owned(), call, written(call, folder)?, scenes.clone())));
    }
    drop(scenes);
    let (mut going_on, mut told, mut last) = (CALLS.len(), 0, 0);
    while going_on > 0 || told < last {
        let next = if going_on > 0 {
            happens.recv().await
        } else {
            tokio::time::timeout(LAST_ALERTS, happens.recv()).await.context("the subscription stands still")?
        };
        match next.context("the service's streams ended early")? {
            Scene::Begun { name, call } => {
                screen.begun(name, call);
            }
            Scene::Said(said) => screen.said(&said),
            Scene::Alert(alert) => {
                told = told.max(alert.seq);
                screen.alert(&alert);
            }
            Scene::UpTo(seq) => told = told.max(seq),
            Scene::Ended { name, scorecard, last_seq } => {
                going_on -= 1;
                last = last.max(last_seq);
                screen.ended(name, scorecard);
            }
        }
        for call in calls.extract_if(.., |call| call.is_finished()) {
            call.await??;
        }
    }
    subscription.abort();
    Ok(())
}

/// Puts a call where [`Timeline`] finds it.
fn written(call: &DemoCall, folder: &Path) -> anyhow::Result<Timeline> {
    let path = folder.join(call.name).with_extension("flac");
    fs::write(&path, call.sound)
        .and_then(|()| fs::write(folder.join(format!("{}.signals.jsonl", call.name)), call.signals))
        .with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(Timeline::open(&path, AudioEncoding::Alaw, None)?)
}

/// An exchange that streams one call, and somebody who reads along.
async fn exchange(
    address: String,
    call: &'static DemoCall,
    timeline: Timeline,
    scenes: mpsc::Sender<Scene>,
) -> anyhow::Result<()> {
    let mut last_seq = 0;
    let name = call.name;
    let (events, mut happens) = mpsc::channel(16);
    let telling = async {
        while let Some(event) = happens.recv().await {
            match event {
                Happened::Accepted(accepted) => {
                    tokio::spawn(read_along(address.clone(), accepted.call.clone(), scenes.clone()));
                    scenes.send(Scene::Begun { name, call: accepted.call }).await?;
                }
                // The subscriber shows it; here it counts alone.
                Happened::Alert(alert) => last_seq = alert.seq,
                Happened::Scorecard(scorecard) => scenes.send(Scene::Ended { name, scorecard, last_seq }).await?,
            }
        }
        anyhow::Ok(())
    };
    let (streamed, told) = tokio::join!(stream(&address, timeline, 1.0, events), telling);
    streamed.and(told)
}

async fn read_along(address: String, call: String, scenes: mpsc::Sender<Scene>) -> anyhow::Result<()> {
    let mut client = CallServiceClient::connect(format!("http://{address}")).await?;
    let request = StreamTranscriptRequest { name: format!("calls/{call}") };
    let mut transcript = client.stream_transcript(request).await?.into_inner();
    while let Some(response) = transcript.message().await? {
        if let Some(said) = response.event {
            scenes.send(Scene::Said(said)).await?;
        }
    }
    Ok(())
}

async fn subscribe(address: String, scenes: mpsc::Sender<Scene>) -> anyhow::Result<()> {
    let mut client = AlertServiceClient::connect(format!("http://{address}")).await?;
    let request = SubscribeAlertsRequest { filter: None, from: Some(SubscribeFrom::AfterSeq(0)) };
    let mut told = client.subscribe_alerts(request).await?.into_inner();
    while let Some(response) = told.message().await? {
        match response.event {
            Some(Told::Alert(alert)) => scenes.send(Scene::Alert(Box::new(alert))).await?,
            Some(Told::Bookmark(bookmark)) => scenes.send(Scene::UpTo(bookmark.seq)).await?,
            Some(Told::CallDeleted(_)) | None => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_can_be_streamed() {
        let folder = tempfile::tempdir().expect("a folder");
        for call in &CALLS {
            let timeline = written(call, folder.path()).expect("a recording with its signals");
            assert_eq!(timeline.name(), call.name);
            assert!(call.signals.contains("hangup"), "{}", call.name);
        }
    }
}
