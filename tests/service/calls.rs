//! Calls that go as calls should.

use czujka::proto::v1::call_service_client::CallServiceClient;
use czujka::proto::v1::{Audience, GetCallRequest, call};
use czujka::session::Pace;

use crate::support::{kinds, next_alert, start, start_call, verdicts};

/// The agent says nothing (nudge at 5 s, breach at 20 s and 3 s for the final words) and puts the
/// caller on hold without notice (breach 2 s later).
const EXPECTED: [&str; 3] = ["introduction/1 NUDGE", "introduction/1 BREACH", "wait_notice/1 BREACH"];

#[tokio::test(flavor = "multi_thread")]
async fn alerts_reach_the_tap_and_subscribers_and_the_scorecard_the_journal() {
    let running = start(Pace::REAL).await;
    let mut subscription = running.subscribe(0).await;
    let mut exchange = running.call("one").await;
    // It rings for longer than anything is due after the answer.
    exchange.silence(30_000).await;
    exchange.answered().await;
    exchange.silence(24_000).await;
    exchange.hold().await;
    exchange.silence(5_000).await;
    exchange.resume().await;
    exchange.silence(1_000).await;
    exchange.hangup().await;
    let (alerts, scorecard) = exchange.rest().await;
    assert_eq!(kinds(&alerts), EXPECTED);
    assert_eq!(alerts.iter().map(|alert| alert.seq).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(alerts.iter().all(|alert| alert.answered && alert.raised_at.is_some() && alert.call == exchange.call));
    assert_eq!(alerts[0].at_ms, 5_000);
    assert_eq!(alerts[2].at_ms, 26_000);
    for alert in &alerts {
        assert_eq!(next_alert(&mut subscription).await, *alert);
    }
    let verdicts = verdicts(&scorecard);
    assert_eq!(verdicts["introduction"], "BREACHED");
    assert_eq!(verdicts["wait_notice"], "BREACHED");

    let name = format!("calls/{}", exchange.call);
    let call = CallServiceClient::new(running.channel().await).get_call(GetCallRequest { name }).await;
    let call = call.expect("the call is in the journal").into_inner();
    assert_eq!(call.state(), call::State::Closed);
    assert_eq!(call.procedure, "lomza");
    assert_eq!(call.scorecard, Some(scorecard));
    assert!(call.start_time.is_some());
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixteen_calls_at_once_get_their_own_alerts_each_once() {
    let running = start(Pace::REAL).await;
    let mut subscription = running.subscribe(0).await;
    let mut calls = Vec::new();
    for number in 0..16 {
        calls.push(running.call(&format!("call-{number}")).await);
    }
    assert_eq!(running.service.sessions().count(), 16);
    let streaming = calls.into_iter().map(|mut exchange| {
        tokio::spawn(async move {
            exchange.answered().await;
            exchange.silence(24_000).await;
            exchange.hold().await;
            exchange.silence(5_000).await;
            exchange.hangup().await;
            (exchange.rest().await.0, exchange.call)
        })
    });
    let mut told = Vec::new();
    for done in streaming.collect::<Vec<_>>() {
        let (alerts, call) = done.await.expect("no panic");
        assert_eq!(kinds(&alerts), EXPECTED);
        assert!(alerts.iter().all(|alert| alert.call == call));
        told.extend(alerts);
    }
    told.sort_by_key(|alert| alert.seq);
    let mut subscribed = Vec::new();
    for _ in 0..told.len() {
        subscribed.push(next_alert(&mut subscription).await);
    }
    assert_eq!(subscribed, told);
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sound_is_the_clock_however_its_pieces_are_cut() {
    let running = start(Pace::REAL).await;
    let mut told = Vec::new();
    for (number, piece) in [160, 1600, 1602, 48_000].into_iter().enumerate() {
        let mut exchange = running.call(&format!("cut-{number}")).await;
        exchange.answered().await;
        for _ in 0..(24_000 * 16_usize).div_ceil(piece) {
            exchange.payload(vec![0xd5; piece], None).await;
        }
        exchange.hangup().await;
        let (alerts, _) = exchange.rest().await;
        told.push(alerts.iter().map(|alert| (alert.episode.clone(), alert.kind, alert.at_ms)).collect::<Vec<_>>());
    }
    assert_eq!(told[0].len(), 2);
    assert!(told.iter().all(|alerts| *alerts == told[0]), "{told:?}");
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_without_signals_begins_with_its_sound_and_ends_with_its_stream() {
    let running = start(Pace::REAL).await;
    let mut start = start_call("plain");
    start.exchange_signals = false;
    let mut exchange = running.stream(start).await.expect("taken");
    exchange.silence(24_000).await;
    let alerts = [exchange.alert().await, exchange.alert().await];
    assert_eq!(kinds(&alerts), EXPECTED[..2]);
    assert_eq!(alerts[0].audience(), Audience::Agent);
    exchange.close();
    let (_, scorecard) = exchange.rest().await;
    assert_eq!(verdicts(&scorecard)["introduction"], "BREACHED");
    running.service.stop().await;
}
