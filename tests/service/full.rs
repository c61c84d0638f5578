//! A disk that is full for a while.

use std::sync::Arc;
use std::time::Duration;

use czujka::alert::{Alert, AlertKind, Audience, Check, Severity};
use czujka::audio::Frame;
use czujka::clock;
use czujka::event::{CallTime, Channel, Signal};
use czujka::facts::CallFacts;
use czujka::live::LiveCalls;
use czujka::session::{NoTranscriber, Pace, Procedures, SessionSettings, Sessions};
use czujka::store::{NewAlert, SqliteSettings, SqliteStore, Store, StoreError};
use czujka::tap::live::{NewCall, OpenCall, Switchboard, ToTap};
use uuid::Uuid;

use crate::support::PATIENCE;

/// Pages of the journal: enough for its tables and a few hundred kilobytes more.
const PAGES: u32 = 150;

#[tokio::test(flavor = "multi_thread")]
async fn alerts_wait_for_a_full_disk_and_are_told_once_it_has_room() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("czujka.db");
    let settings = SqliteSettings { path, max_pages: Some(PAGES) };
    let store = Arc::new(SqliteStore::open(&settings).await.expect("a journal"));
    let sessions = Sessions::new(SessionSettings {
        store: Arc::<SqliteStore>::clone(&store),
        transcriber: Arc::new(NoTranscriber),
        procedures: Procedures::load("lomza", &[]).expect("shipped"),
        staff: Arc::default(),
        live: LiveCalls::default(),
        max_calls: 4,
        pace: Pace::REAL,
        clock: clock::WallClock::of_machine(),
    });
    let mut open = sessions.open(new_call("waits")).await.expect("opened");
    let filler = fill(&store).await;

    open.inlet.signal(Signal::Answered.into()).await.expect("heard");
    silence(&mut open, 6).await;
    let early = tokio::time::timeout(Duration::from_millis(500), open.told.recv()).await;
    assert!(early.is_err(), "nobody is told what is not in the journal: {early:?}");

    let now = clock::now();
    store.delete_call(filler, now).await.expect("room is made");
    silence(&mut open, 18).await;
    let mut told = Vec::new();
    while told.len() < 2 {
        let next = tokio::time::timeout(PATIENCE, open.told.recv()).await;
        match next.expect("told in time").expect("the call goes on") {
            ToTap::Alert(committed) => told.push((committed.alert.episode, committed.alert.kind)),
            other => panic!("an alert was expected, not {other:?}"),
        }
    }
    let episode = "introduction/1".to_owned();
    assert_eq!(told, [(episode.clone(), AlertKind::Nudge), (episode, AlertKind::Breach)]);
    sessions.stop().await;
}

fn new_call(external_id: &str) -> NewCall {
    NewCall {
        facts: CallFacts { external_id: external_id.to_owned(), ..CallFacts::default() },
        rate_hz: 8000,
        both_channels: true,
        signals: true,
        began: None,
    }
}

async fn silence(open: &mut OpenCall, seconds: usize) {
    for _ in 0..seconds {
        let second = vec![0.0; 8000];
        let frame = Frame { agent: second.clone(), caller: second };
        open.inlet.audio(frame).await.expect("the call goes on");
    }
}

/// Fills the journal with another call's alerts, down to the last small one.
async fn fill(store: &SqliteStore) -> Uuid {
    let opened = store.open_call(&CallFacts::default(), clock::now()).await;
    let call = opened.expect("room for a call").call.id;
    let mut number = 0;
    for size in [50_000, 2_000, 1] {
        loop {
            number += 1;
            let alerts = [large(number, size)];
            match store.append(call, &alerts, clock::now()).await {
                Ok(_) => {}
                Err(StoreError::Full { .. }) => break,
                Err(other) => panic!("the journal is to be full, not {other}"),
            }
        }
    }
    call
}

fn large(number: u32, size: usize) -> NewAlert {
    let alert = Alert {
        check: Check::Courtesy,
        episode: format!("courtesy/{number}"),
        kind: AlertKind::Breach,
        severity: Severity::Info,
        audience: Audience::Review,
        channel: Channel::Agent,
        at: CallTime::ZERO,
        deadline: None,
        from: CallTime::ZERO,
        to: CallTime::ZERO,
        heard: "x".repeat(size).into(),
        missing: Vec::new(),
        point: None,
        confidence: 1.0,
        detail: serde_json::Map::default(),
    };
    NewAlert { alert, raised_at: None, answered: true }
}
