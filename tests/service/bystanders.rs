//! What a bystander says beside a live call is in no alert, no log and no journal; nor is what the parties
//! say in a log.

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use czujka::audio::Frame;
use czujka::proto::v1::{AudioEncoding, StartCall};
use czujka::session::Pace;
use czujka::tap::file::Recording;
use czujka::transcribe::model;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::{start_call, start_with, verdicts};

/// Of what the colleague in `demo/meldunek.flac` dictates, whole or as a recogniser may hear it.
const BYSTANDER: [&str; 6] = ["pesel", "siedem", "osiem", "nazwisk", "kowalcz", "halin"];

/// Of what the parties say there.
const PARTIES: [&str; 4] = ["borowska", "białymstoku", "pełnomocnictw", "cierpliwości"];

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// The introduction, the announcement and what is dictated meanwhile.
fn sound() -> Frame {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/meldunek.flac");
    let mut recording = Recording::open(&[path]).unwrap_or_else(|error| panic!("{error}"));
    let mut all = Frame::default();
    while let Some(frame) = recording.next_frame().expect("a readable file") {
        all.agent.extend(frame.agent);
        all.caller.extend(frame.caller);
    }
    let parts = [0..8_000 * 8, 8_000 * 26..8_000 * 50];
    let of = |channel: &[f32]| parts.iter().flat_map(|part| channel[part.clone()].iter().copied()).collect();
    Frame { agent: of(&all.agent), caller: of(&all.caller) }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_of_a_bystander_reach_neither_subscriber_nor_log_nor_journal() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    tracing::subscriber::set_global_default(subscriber).expect("the first in this process");
    let running = start_with(Pace::REAL, |config| model::SHIPPED_NAME.clone_into(&mut config.model)).await;
    let start = StartCall {
        procedure: "bialystok".to_owned(),
        encoding: AudioEncoding::Linear16.into(),
        ..start_call("bystander")
    };
    let mut exchange = running.stream(start).await.expect("the call is taken");
    exchange.answered().await;
    let sound = sound();
    for (agent, caller) in sound.agent.chunks(800).zip(sound.caller.chunks(800)) {
        let samples = agent.iter().zip(caller).flat_map(|(agent, caller)| [*agent, *caller]);
        exchange.payload(samples.flat_map(|sample| ((sample * 32_767.0) as i16).to_le_bytes()).collect(), None).await;
    }
    exchange.hangup().await;
    let (alerts, scorecard) = exchange.rest().await;
    assert_eq!(verdicts(&scorecard)["background_voice"], "BREACHED");
    assert!(alerts.iter().any(|alert| alert.check == "background_voice" && alert.heard.is_empty()));
    let store = running.config.store.clone().expect("a journal");
    let kept = running.stop_and_keep().await;

    let mut journal = String::new();
    for entry in std::fs::read_dir(store.parent().expect("its folder")).expect("it is there") {
        let bytes = std::fs::read(entry.expect("a file").path()).expect("readable");
        journal.push_str(&String::from_utf8_lossy(&bytes).to_lowercase());
    }
    drop(kept);
    assert!(journal.contains("background_voice"), "the alert is in the journal");
    let log = String::from_utf8_lossy(&log.0.lock().unwrap_or_else(PoisonError::into_inner)).to_lowercase();
    assert!(log.contains("listening to a call"), "the log was kept");
    // Messages of prost hide their content from `Debug`; serialised they are what a subscriber gets.
    let told: Vec<u8> = alerts
        .iter()
        .flat_map(prost::Message::encode_to_vec)
        .chain(prost::Message::encode_to_vec(&scorecard))
        .collect();
    let told = String::from_utf8_lossy(&told).to_lowercase();
    for word in BYSTANDER {
        assert!(!told.contains(word), "`{word}` was told");
        assert!(!journal.contains(word), "`{word}` is in the journal");
        assert!(!log.contains(word), "`{word}` is in the log");
    }
    for word in PARTIES {
        assert!(!log.contains(word), "`{word}` is in the log");
    }
}
