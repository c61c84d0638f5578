//! The service killed at any point: no committed alert is lost or doubled for any subscriber, and no
//! call raises one twice.
//!
//! `CZUJKA_KILLS` says how often it is killed, 10 times by default.

mod exchange;
#[path = "../journal_support/mod.rs"]
mod journal_support;
mod keeper;
mod service;
mod subscriber;

use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use exchange::Exchange;
use service::Service;
use subscriber::Subscriber;

/// An alert's place in the journal, and what makes it unique.
pub type Seen = (i64, String, String, i32);

/// Calls at once.
const EXCHANGES: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_or_doubled_however_often_the_service_is_killed() {
    let kills = std::env::var("CZUJKA_KILLS").map_or(10, |kills| kills.parse().expect("CZUJKA_KILLS is a number"));
    let mut service = Service::new();
    service.start().await;
    let address = service.address().to_owned();
    let subscribers = [0, 1].map(|_| Subscriber::begin(address.clone()));
    let last_calls = Arc::new(AtomicBool::new(false));
    let exchanges: Vec<_> = (0..EXCHANGES)
        .map(|number| tokio::spawn(Exchange::new(number, address.clone()).run(Arc::clone(&last_calls))))
        .collect();

    for _ in 0..kills {
        let pause = RandomState::new().hash_one(0) % 700;
        tokio::time::sleep(Duration::from_millis(100 + pause)).await;
        service.kill();
        service.start().await;
    }
    last_calls.store(true, Ordering::Relaxed);
    let mut told = Vec::new();
    let mut ended = 0;
    for exchange in exchanges {
        let exchange = exchange.await.expect("an exchange does not fail");
        told.extend(exchange.told);
        ended += exchange.ended;
    }

    let journal = subscriber::journal(&address).await;
    let mut unique = BTreeSet::new();
    for (seq, call, episode, kind) in &journal {
        assert!(unique.insert((call, episode, kind)), "{episode} of {call} was raised twice, again as {seq}");
    }
    assert!(journal.is_sorted_by_key(|alert| alert.0));
    for alert in &told {
        assert!(journal.contains(alert), "{alert:?} was told to a tap and is not in the journal");
    }
    for subscriber in subscribers {
        let seen = subscriber.until(journal.last().map_or(0, |last| last.0)).await;
        assert_eq!(seen, journal, "a subscriber saw something else than the journal");
    }
    assert!(ended >= EXCHANGES, "every exchange brought a call to its end: {ended}");
    assert!(journal.len() > EXCHANGES * 5, "too few alerts to prove anything: {}", journal.len());
    println!("{} kills, {ended} calls ended, {} alerts, {} of them told to taps", kills, journal.len(), told.len());
}
