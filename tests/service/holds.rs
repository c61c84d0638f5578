//! Time goes on although no sound comes.

use std::time::{Duration, Instant};

use czujka::proto::v1::AlertKind;
use czujka::session::Pace;

use crate::support::{kinds, start};

/// The clock runs so many times as fast here; all limits of the session keep their proportions.
const TIMES: f64 = 40.0;

/// A busy machine delays a tick by some tens of milliseconds, which the clock makes seconds of; the
/// moments that alerts are due at do not move by that.
const EXACT_MS: i64 = 150;

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_without_any_sound_is_nudged_at_60_s_and_breached_at_75_s() {
    let running = start(Pace::times(TIMES)).await;
    let mut exchange = running.call("hold").await;
    exchange.answered().await;
    exchange.silence(1_000).await;
    let held = Instant::now();
    exchange.hold().await;
    let mut alerts = Vec::new();
    for _ in 0..5 {
        alerts.push(exchange.alert().await);
    }
    let waited = held.elapsed().mul_f64(TIMES);
    alerts.retain(|alert| alert.check == "wait_notice");
    assert_eq!(kinds(&alerts), ["wait_notice/1 BREACH", "wait_notice/2 NUDGE", "wait_notice/2 BREACH"]);
    let hold_at = alerts[0].from_ms;
    assert!((0..=2_000).contains(&hold_at), "{hold_at}");
    for (alert, due) in alerts.iter().zip([2_000, 60_000, 75_000]) {
        assert!(
            (alert.at_ms - hold_at - due).abs() <= EXACT_MS,
            "{} at {}, hold at {hold_at}",
            alert.episode,
            alert.at_ms
        );
    }
    assert!(waited >= Duration::from_secs(70), "a minute and a quarter passed on the session's clock: {waited:?}");
    exchange.hangup().await;
    exchange.rest().await;
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sound_after_a_silent_hold_goes_on_where_time_is() {
    let running = start(Pace::times(TIMES)).await;
    let mut exchange = running.call("goes-on").await;
    exchange.answered().await;
    exchange.silence(1_000).await;
    exchange.hold().await;
    loop {
        let alert = exchange.alert().await;
        if alert.check == "introduction" && alert.kind() == AlertKind::Breach {
            break; // due 23 s after the answer
        }
    }
    exchange.resume().await;
    exchange.silence(1_000).await;
    exchange.hold().await;
    exchange.silence(3_000).await;
    let next = loop {
        let alert = exchange.alert().await;
        if alert.episode == "wait_notice/2" {
            break alert;
        }
    };
    assert_eq!(next.kind(), AlertKind::Breach);
    assert!(next.from_ms > 20_000, "the second hold lies after the first: {}", next.from_ms);
    exchange.hangup().await;
    exchange.rest().await;
    running.service.stop().await;
}
