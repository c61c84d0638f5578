//! A promise in words, from its sound to the call that keeps it; only the recogniser is made up.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use czujka::alert::{Check, Verdict};
use czujka::audio::Frame;
use czujka::clock::WallClock;
use czujka::event::{Channel, Direction, HangupBy, Signal};
use czujka::facts::{Agent, CallFacts};
use czujka::keeper::Keeper;
use czujka::live::LiveCalls;
use czujka::session::{Pace, Procedures, Reply, SessionSettings, Sessions, Transcriber};
use czujka::store::{AlertFilter, CommitmentState, PageRequest, SqliteSettings, SqliteStore, Store};
use czujka::tap::live::{NewCall, OpenCall, Switchboard, ToTap};
use czujka::transcribe::{Cost, Recognised, RecognisedWord, Request, to_transcript};
use jiff::Timestamp;

const PROMISE: &str = "Oddzwonię do pana jutro o dziesiątej";

/// Hears the promise in the agent's first utterance, and nothing in any other.
#[derive(Default)]
struct Promising(AtomicBool);

impl Transcriber for Promising {
    fn ask(&self, _call: &Arc<str>, request: Request, reply: Reply) {
        let speaks = request.channel == Channel::Agent && request.complete && !self.0.swap(true, Ordering::SeqCst);
        let said: Vec<&str> = if speaks { PROMISE.split(' ').collect() } else { Vec::new() };
        let each_ms = (request.to - request.from) / 6;
        let words = said.iter().zip(0..).map(|(text, index)| RecognisedWord {
            text: (*text).to_owned(),
            from_ms: each_ms * index,
            to_ms: each_ms * (index + 1),
            confidence: 0.95,
        });
        let recognised = Recognised { words: words.collect::<Vec<_>>().into(), nothing: None };
        reply(Some(to_transcript(&request, &recognised, request.asked)));
    }

    fn cost(&self) -> Cost {
        Cost::default()
    }
}

fn call(external_id: &str, direction: Direction) -> NewCall {
    let facts = CallFacts {
        external_id: external_id.to_owned(),
        direction,
        agent: Agent { id: "a7".to_owned(), ..Agent::default() },
        remote: Some("+48855550123".to_owned().into()),
        ..CallFacts::default()
    };
    NewCall { facts, rate_hz: 8000, both_channels: true, signals: true, began: None }
}

/// A clerk's voice; what it says is made up by the recogniser.
fn voice() -> Vec<f32> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/speech/jutro-o-dziesiatej.wav");
    let reader = hound::WavReader::open(path).expect("the fixture");
    reader.into_samples::<i16>().map(|sample| f32::from(sample.expect("a sample")) / 32_768.0).collect()
}

async fn say(open: &mut OpenCall, agent: &[f32]) {
    for piece in agent.chunks(800) {
        let frame = Frame { agent: piece.to_vec(), caller: vec![0.0; piece.len()] };
        open.inlet.audio(frame).await.expect("the call goes on");
    }
}

async fn hang_up(mut open: OpenCall) {
    open.inlet.signal(Signal::Hangup { by: Some(HangupBy::Caller) }.into()).await.expect("heard");
    while let Some(told) = open.told.recv().await {
        if matches!(told, ToTap::Scorecard(_)) {
            return;
        }
    }
    panic!("the call ended without a scorecard");
}

fn warsaw(time: &str) -> Timestamp {
    let civil: jiff::civil::DateTime = time.parse().expect("a date and time");
    czujka::calendar::at(civil.date(), civil.time()).timestamp()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promise_in_words_is_reminded_of_and_kept_by_a_later_call() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = SqliteSettings { path: folder.path().join("czujka.db"), max_pages: None };
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&settings).await.expect("a journal"));
    let now = Arc::new(AtomicI64::default());
    let set = |time: &str| now.store(warsaw(time).as_microsecond(), Ordering::SeqCst);
    let micros = Arc::clone(&now);
    let clock = WallClock::telling(move || Timestamp::from_microsecond(micros.load(Ordering::SeqCst)).expect("a time"));
    let procedures = Procedures::load("bialystok", &[]).expect("shipped");
    let sessions = Sessions::new(SessionSettings {
        store: Arc::clone(&store),
        staff: Arc::default(),
        transcriber: Arc::new(Promising::default()),
        procedures: procedures.clone(),
        live: LiveCalls::default(),
        max_calls: 4,
        pace: Pace::REAL,
        clock: clock.clone(),
    });
    let find = Arc::new(move |name: &str| procedures.find(name).ok());
    let keeper = Keeper::new(Arc::clone(&store), find, clock);

    set("2026-07-09T12:00");
    let mut promising = sessions.open(call("promising", Direction::Inbound)).await.expect("opened");
    let promised = promising.call;
    promising.inlet.signal(Signal::Answered.into()).await.expect("heard");
    say(&mut promising, &voice()).await;
    say(&mut promising, &vec![0.0; 16_000]).await;
    hang_up(promising).await;
    let commitment = store.get_commitment(promised, Check::CallbackKept).await.expect("it is owed");
    assert_eq!(commitment.due, warsaw("2026-07-10T10:00"));
    assert_eq!(commitment.said.expose(), "jutro o dziesiątej");

    let kinds = async || {
        let filter = AlertFilter { checks: vec![Check::CallbackKept], ..AlertFilter::default() };
        let mut alerts = store.list_alerts(&filter, &PageRequest::first(9)).await.expect("lists").items;
        alerts.reverse();
        alerts.iter().map(|one| format!("{} {}", one.alert.kind, one.alert.episode)).collect::<Vec<_>>()
    };
    set("2026-07-10T09:44");
    keeper.look().await.expect("looks");
    assert_eq!(kinds().await, [""; 0]);
    set("2026-07-10T09:45");
    keeper.look().await.expect("looks");
    assert_eq!(kinds().await, ["nudge callback_kept/1"]);

    set("2026-07-10T10:10");
    let mut back = sessions.open(call("back", Direction::Outbound)).await.expect("opened");
    back.inlet.signal(Signal::Dialling.into()).await.expect("heard");
    say(&mut back, &vec![0.0; 8_000]).await;
    back.inlet.signal(Signal::Answered.into()).await.expect("heard");
    say(&mut back, &vec![0.0; 8_000]).await;
    hang_up(back).await;
    set("2026-07-10T10:16");
    keeper.look().await.expect("looks");
    assert_eq!(kinds().await, ["nudge callback_kept/1", "resolved callback_kept/1"]);
    let commitment = store.get_commitment(promised, Check::CallbackKept).await.expect("is there");
    assert_eq!((commitment.state, commitment.reached), (CommitmentState::Kept, Some(true)));
    let finding =
        &store.get_call(promised).await.expect("is there").scorecard.expect("is over").checks[&Check::CallbackKept];
    assert_eq!(finding.verdict, Verdict::Kept);
    sessions.stop().await;
}
