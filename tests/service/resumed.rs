//! Calls that break off: by their tap, or by the service.

use std::time::Duration;

use czujka::app::Service;
use czujka::proto::v1::call_service_client::CallServiceClient;
use czujka::proto::v1::{GetCallRequest, call};
use czujka::session::Pace;
use tonic::Code;

use crate::support::{PATIENCE, kinds, start, start_call, verdicts};

#[tokio::test(flavor = "multi_thread")]
async fn a_tap_that_comes_back_goes_on_with_its_call_after_a_gap() {
    let running = start(Pace::times(10.0)).await;
    let mut exchange = running.call("breaks").await;
    let call = exchange.call.clone();
    exchange.answered().await;
    exchange.silence(6_000).await;
    assert_eq!(exchange.alert().await.episode, "introduction/1");
    drop(exchange);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let mut again = running.call("breaks").await;
    assert!(again.resumed);
    assert_eq!(again.call, call);
    // What was said just before a hold must have been heard for it to be judged.
    again.silence(11_000).await;
    again.hold().await;
    again.silence(3_000).await;
    let breach = again.alert().await;
    assert_eq!(kinds(std::slice::from_ref(&breach)), ["wait_notice/1 BREACH"], "nothing is told twice");
    assert!(breach.from_ms > 19_000, "time went on while the tap was away: {}", breach.from_ms);
    again.hangup().await;
    let (_, scorecard) = again.rest().await;
    assert_eq!(verdicts(&scorecard)["introduction"], "UNDETERMINED");
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_whose_tap_stays_away_is_closed_with_its_open_checks_undetermined() {
    let running = start(Pace::times(100.0)).await;
    let mut exchange = running.call("gone").await;
    let name = format!("calls/{}", exchange.call);
    exchange.answered().await;
    exchange.silence(6_000).await;
    exchange.alert().await;
    drop(exchange);
    let mut calls = CallServiceClient::new(running.channel().await);
    let closed = async {
        loop {
            let call = calls.get_call(GetCallRequest { name: name.clone() }).await.expect("known").into_inner();
            if call.state() != call::State::Running {
                return call;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let call = tokio::time::timeout(PATIENCE, closed).await.expect("the call is closed");
    assert_eq!(call.state(), call::State::Abandoned);
    let scorecard = call.scorecard.expect("a scorecard");
    let verdicts = verdicts(&scorecard);
    assert_eq!(verdicts["introduction"], "UNDETERMINED");
    assert_eq!(verdicts["wait_notice"], "UNDETERMINED", "{:?}", scorecard.checks["wait_notice"].because);
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_stops_leaves_its_calls_to_the_next_one() {
    let running = start(Pace::REAL).await;
    let mut exchange = running.call("restart").await;
    let call = exchange.call.clone();
    exchange.answered().await;
    exchange.silence(4_000).await;
    exchange.hold().await;
    exchange.silence(3_000).await;
    exchange.resume().await;
    let before = [exchange.alert().await, exchange.alert().await];
    assert_eq!(kinds(&before), ["introduction/1 NUDGE", "wait_notice/1 BREACH"]);
    let config = running.config.clone();
    let folder = running.stop_and_keep().await;
    let status = exchange.refusal().await;
    assert_eq!(status.code(), Code::Unavailable, "{}", status.message());

    let service = Service::start(&config, Pace::REAL).await.expect("it starts again");
    let running = folder.with(service);
    let mut again = running.stream(start_call("restart")).await.expect("taken up");
    assert!(again.resumed);
    assert_eq!(again.call, call);
    again.hold().await;
    again.silence(20_000).await;
    again.hangup().await;
    let (alerts, scorecard) = again.rest().await;
    assert!(
        alerts
            .iter()
            .all(|alert| alert.seq > 2 && alert.episode != "wait_notice/1" && alert.episode != "introduction/1"),
        "{:?}",
        kinds(&alerts)
    );
    let verdicts = verdicts(&scorecard);
    assert_eq!(verdicts["introduction"], "UNDETERMINED", "what was said before is lost");
    assert_eq!(verdicts["wait_notice"], "BREACHED", "it was, before");
    running.service.stop().await;
}
