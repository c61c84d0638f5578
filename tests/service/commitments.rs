//! Sequences of calls: missed and returned, promised and kept, over days, restarts and moved clocks.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use czujka::alert::{Check, Finding, Scorecard, Verdict};
use czujka::clock::WallClock;
use czujka::commitment::{Commitment, LocalTime};
use czujka::facts::{Agent as Clerk, CallFacts};
use czujka::private::Private;
use czujka::proto::v1::alert_service_client::AlertServiceClient;
use czujka::proto::v1::call_service_client::CallServiceClient;
use czujka::proto::v1::commitment_service_client::CommitmentServiceClient;
use czujka::proto::v1::exchange_signal::{Dialling, Hangup, Kind, Ringing, hangup::By};
use czujka::proto::v1::stream_call_request::Event as Ask;
use czujka::proto::v1::{
    Agent, Audience, Direction, ExchangeSignal, Finding as Found, GetCallRequest, ListAlertsRequest,
    ListCommitmentsRequest, StartCall,
};
use czujka::session::Pace;
use czujka::store::{SqliteSettings, SqliteStore, Store};
use jiff::Timestamp;

use crate::support::{Kept, PATIENCE, Running, start_by, start_call, verdicts};

/// The keeper looks ten times a second.
const PACE: Pace = Pace::times(50.0);

const CALLER: &str = "+48855550123";

/// A wall clock that stands still until it is set.
#[derive(Clone)]
struct Clock(Arc<AtomicI64>);

impl Clock {
    fn at(time: &str) -> Self {
        let clock = Self(Arc::default());
        clock.set(time);
        clock
    }

    /// `2026-07-10T14:10` in Warsaw.
    fn set(&self, time: &str) {
        self.0.store(warsaw(time).as_microsecond(), Ordering::SeqCst);
    }

    fn wall(&self) -> WallClock {
        let micros = Arc::clone(&self.0);
        WallClock::telling(move || Timestamp::from_microsecond(micros.load(Ordering::SeqCst)).expect("a time"))
    }
}

fn warsaw(time: &str) -> Timestamp {
    let civil: jiff::civil::DateTime = time.parse().expect("a date and time");
    czujka::calendar::at(civil.date(), civil.time()).timestamp()
}

async fn start(clock: &Clock) -> Running {
    start_by(clock.wall(), PACE, |config| "lomza".clone_into(&mut config.procedure)).await
}

async fn restart(kept: Kept, clock: &Clock) -> Running {
    kept.start_by(clock.wall(), PACE).await
}

fn inbound(external_id: &str) -> StartCall {
    StartCall {
        direction: Direction::Inbound.into(),
        remote_number: CALLER.to_owned(),
        extension: "214".to_owned(),
        agent: Some(Agent { id: "a7".to_owned(), ..Agent::default() }),
        ..start_call(external_id)
    }
}

/// The same number as the caller's, written as a clerk dials it.
fn outbound(external_id: &str) -> StartCall {
    StartCall {
        direction: Direction::Outbound.into(),
        remote_number: "85 555 01 23".to_owned(),
        ..inbound(external_id)
    }
}

/// A call that rings for so long, and that nobody answers; its id and what was told of it.
async fn unanswered(running: &Running, start: StartCall, rings_ms: i64) -> (String, Vec<String>) {
    let first =
        if start.direction() == Direction::Outbound { Kind::Dialling(Dialling {}) } else { Kind::Ringing(Ringing {}) };
    let mut exchange = running.stream(start).await.expect("taken");
    let hangup = Kind::Hangup(Hangup { by: By::Caller.into() });
    for (at_ms, kind) in [(0, first), (rings_ms, hangup)] {
        let signal = ExchangeSignal { at_ms: Some(at_ms), kind: Some(kind), ..ExchangeSignal::default() };
        exchange.send(Ask::Signal(signal)).await;
    }
    let (alerts, scorecard) = exchange.rest().await;
    let verdict = verdicts(&scorecard)["missed_call"].clone();
    let told = alerts.iter().filter(|alert| of_commitments(alert)).map(crate::support::kind).chain([verdict]).collect();
    (exchange.call, told)
}

/// A call that is answered at once and goes on for a second.
async fn answered(running: &Running, start: StartCall) -> String {
    let mut exchange = running.stream(start).await.expect("taken");
    exchange.answered().await;
    exchange.silence(1_000).await;
    exchange.hangup().await;
    exchange.rest().await;
    exchange.call
}

/// A call in which the clerk promised to call back; as if its words had been understood.
async fn promised(running: &Running, due: &str, said: &str, now: &str) -> String {
    let path = running.config.store_path().expect("configured");
    let store = SqliteStore::open(&SqliteSettings { path, max_pages: None }).await.expect("opens");
    let facts = CallFacts {
        external_id: "promise".to_owned(),
        procedure: "lomza".to_owned(),
        agent: Clerk { id: "a7".to_owned(), ..Clerk::default() },
        remote: Some(Private::new(CALLER.to_owned())),
        ..CallFacts::default()
    };
    let call = store.open_call(&facts, warsaw(now)).await.expect("opens").call.id;
    store.touch(call, Some(warsaw(now)), warsaw(now)).await.expect("answers");
    let mut finding = Finding::new(Verdict::Pending, "promised");
    let due = LocalTime::of(warsaw(due));
    finding.commitment = Some(Commitment { due, open_ended: false, said: Private::new(said.to_owned()) });
    let scorecard = Scorecard { checks: [(Check::CallbackKept, finding)].into() };
    store.close_call(call, &scorecard.into(), warsaw(now)).await.expect("closes");
    store.close().await;
    call.to_string()
}

/// What a call's alerts say of commitments, in order; how long it rang is another check's business.
async fn alerts_of(running: &Running, call: &str) -> Vec<czujka::proto::v1::Alert> {
    let mut client = AlertServiceClient::new(running.channel().await);
    let request = ListAlertsRequest { page_size: 1000, ..ListAlertsRequest::default() };
    let mut alerts = client.list_alerts(request).await.expect("lists").into_inner().alerts;
    alerts.retain(|alert| alert.call == call && of_commitments(alert));
    alerts.reverse();
    alerts
}

fn of_commitments(alert: &czujka::proto::v1::Alert) -> bool {
    ["missed_call", "callback_kept"].contains(&alert.check.as_str())
}

async fn kinds_of(running: &Running, call: &str) -> Vec<String> {
    crate::support::kinds(&alerts_of(running, call).await)
}

/// Waits until a call has exactly these alerts.
async fn until(running: &Running, call: &str, wanted: &[&str]) {
    let came = async {
        while kinds_of(running, call).await != wanted {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let in_time = tokio::time::timeout(PATIENCE, came).await.is_ok();
    assert!(in_time, "{wanted:?} did not come, but {:?}", kinds_of(running, call).await);
}

/// Lets the keeper look some times, and then the call must have exactly these alerts.
async fn still(running: &Running, call: &str, wanted: &[&str]) {
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(kinds_of(running, call).await, wanted);
}

async fn finding(running: &Running, call: &str, check: &str) -> Found {
    let mut client = CallServiceClient::new(running.channel().await);
    let call = client.get_call(GetCallRequest { name: format!("calls/{call}") }).await.expect("is there").into_inner();
    call.scorecard.expect("is over").checks.remove(check).expect("is judged")
}

async fn verdict(running: &Running, call: &str, check: &str) -> String {
    finding(running, call, check).await.verdict().as_str_name().trim_start_matches("VERDICT_").to_owned()
}

/// A value of a detail as text.
fn detail(detail: Option<&prost_types::Struct>, key: &str) -> String {
    use prost_types::value::Kind as Value;
    match detail.and_then(|detail| detail.fields.get(key)).and_then(|value| value.kind.clone()) {
        Some(Value::StringValue(text)) => text,
        Some(Value::BoolValue(truth)) => truth.to_string(),
        Some(Value::NumberValue(number)) => number.to_string(),
        other => format!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn missed_then_tried_in_vain_then_reached() {
    let clock = Clock::at("2026-07-09T10:00");
    let running = start(&clock).await;
    let (call, told) = unanswered(&running, inbound("missed"), 20_000).await;
    assert_eq!(told, ["missed_call/1 NUDGE", "PENDING"]);
    let nudge = &alerts_of(&running, &call).await[0];
    assert_eq!(nudge.audience(), Audience::Agent);
    assert_eq!(detail(nudge.detail.as_ref(), "due"), "2026-07-10T15:30:00+02:00");

    clock.set("2026-07-09T10:10");
    unanswered(&running, outbound("too short"), 14_000).await;
    still(&running, &call, &["missed_call/1 NUDGE"]).await;
    assert_eq!(verdict(&running, &call, "missed_call").await, "PENDING");

    clock.set("2026-07-09T10:20");
    unanswered(&running, outbound("long enough"), 16_000).await;
    until(&running, &call, &["missed_call/1 NUDGE", "missed_call/1 RESOLVED"]).await;
    let kept = finding(&running, &call, "missed_call").await;
    assert_eq!(detail(kept.detail.as_ref(), "reached"), "false");

    clock.set("2026-07-10T09:00");
    answered(&running, outbound("reached")).await;
    let reached = async {
        while detail(finding(&running, &call, "missed_call").await.detail.as_ref(), "reached") != "true" {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, reached).await.expect("that they were reached at last is seen");
    clock.set("2026-07-13T12:00");
    still(&running, &call, &["missed_call/1 NUDGE", "missed_call/1 RESOLVED"]).await;
    assert_eq!(verdict(&running, &call, "missed_call").await, "KEPT");
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_is_answered_at_the_next_try_needs_no_call() {
    let clock = Clock::at("2026-07-09T10:00");
    let running = start(&clock).await;
    let (call, _) = unanswered(&running, inbound("missed"), 20_000).await;
    clock.set("2026-07-09T10:05");
    let mut exchange = running.stream(inbound("again")).await.expect("taken");
    exchange.answered().await;
    // The nudge goes off the screen while they still talk.
    until(&running, &call, &["missed_call/1 NUDGE", "missed_call/1 RESOLVED"]).await;
    exchange.hangup().await;
    exchange.rest().await;
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promise_for_two_o_clock_is_kept_at_ten_past() {
    let clock = Clock::at("2026-07-10T09:00");
    let running = start(&clock).await;
    let call = promised(&running, "2026-07-10T14:00", "o czternastej", "2026-07-10T09:00").await;
    clock.set("2026-07-10T13:44");
    still(&running, &call, &[]).await;
    clock.set("2026-07-10T13:45");
    until(&running, &call, &["callback_kept/1 NUDGE"]).await;
    clock.set("2026-07-10T14:10");
    still(&running, &call, &["callback_kept/1 NUDGE"]).await;
    answered(&running, outbound("back")).await;
    until(&running, &call, &["callback_kept/1 NUDGE", "callback_kept/1 RESOLVED"]).await;
    let kept = finding(&running, &call, "callback_kept").await;
    assert_eq!(detail(kept.detail.as_ref(), "called_at"), "2026-07-10T14:10:00+02:00");
    assert_eq!(kept.commitment.expect("it stays").said, "o czternastej");
    clock.set("2026-07-10T14:20");
    still(&running, &call, &["callback_kept/1 NUDGE", "callback_kept/1 RESOLVED"]).await;
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withheld_number_cannot_be_called_back() {
    let clock = Clock::at("2026-07-10T09:00");
    let running = start(&clock).await;
    let withheld = StartCall { remote_number: String::new(), ..inbound("withheld") };
    let (call, told) = unanswered(&running, withheld, 20_000).await;
    assert_eq!(told, ["UNDETERMINED"]);
    clock.set("2026-07-20T09:00");
    still(&running, &call, &[]).await;
    let mut client = CommitmentServiceClient::new(running.channel().await);
    let listed = client.list_commitments(ListCommitmentsRequest::default()).await.expect("lists").into_inner();
    assert!(listed.commitments.is_empty());
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_friday_afternoon_before_a_holiday_is_due_on_the_tuesday() {
    // Good Friday; Easter Monday is a public holiday.
    let clock = Clock::at("2026-04-03T15:00");
    let running = start(&clock).await;
    let (call, _) = unanswered(&running, inbound("missed"), 20_000).await;
    for quiet in ["2026-04-03T15:31", "2026-04-04T12:00", "2026-04-06T15:31", "2026-04-07T14:29"] {
        clock.set(quiet);
        still(&running, &call, &["missed_call/1 NUDGE"]).await;
    }
    clock.set("2026-04-07T14:30");
    until(&running, &call, &["missed_call/1 NUDGE", "missed_call/2 NUDGE"]).await;
    clock.set("2026-04-07T15:30");
    still(&running, &call, &["missed_call/1 NUDGE", "missed_call/2 NUDGE"]).await;
    clock.set("2026-04-07T15:31");
    until(&running, &call, &["missed_call/1 NUDGE", "missed_call/2 NUDGE", "missed_call/1 BREACH"]).await;
    assert_eq!(verdict(&running, &call, "missed_call").await, "BREACHED");
    let breach = &alerts_of(&running, &call).await[2];
    assert_eq!(breach.agent, "a7");
    assert_eq!(detail(breach.detail.as_ref(), "fell_due"), "2026-04-07T15:30:00+02:00");
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fell_due_while_the_service_was_down_is_said_when_it_is_back() {
    let clock = Clock::at("2026-07-09T10:00");
    let running = start(&clock).await;
    let (late, _) = unanswered(&running, inbound("late"), 20_000).await;
    let other = StartCall { remote_number: "+48855550199".to_owned(), ..inbound("in time") };
    let (in_time, _) = unanswered(&running, other.clone(), 20_000).await;
    let kept = running.stop_and_keep().await;
    clock.set("2026-07-10T15:00");
    let running = restart(kept, &clock).await;
    until(&running, &in_time, &["missed_call/1 NUDGE", "missed_call/2 NUDGE"]).await;
    answered(&running, StartCall { direction: Direction::Outbound.into(), external_id: "back".into(), ..other }).await;
    let resolved = ["missed_call/1 NUDGE", "missed_call/2 NUDGE", "missed_call/1 RESOLVED", "missed_call/2 RESOLVED"];
    until(&running, &in_time, &resolved).await;
    let kept = running.stop_and_keep().await;
    clock.set("2026-07-12T10:00");
    let running = restart(kept, &clock).await;
    until(&running, &late, &["missed_call/1 NUDGE", "missed_call/2 NUDGE", "missed_call/1 BREACH"]).await;
    let breach = &alerts_of(&running, &late).await[2];
    assert_eq!(detail(breach.detail.as_ref(), "fell_due"), "2026-07-10T15:30:00+02:00");
    assert_eq!(detail(breach.detail.as_ref(), "found_late_s"), (42 * 3600 + 1800).to_string());
    still(&running, &in_time, &resolved).await;
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_moved_doubles_nothing() {
    let clock = Clock::at("2026-07-09T10:00");
    let running = start(&clock).await;
    let (call, _) = unanswered(&running, inbound("missed"), 20_000).await;
    let reminded = ["missed_call/1 NUDGE", "missed_call/2 NUDGE"];
    clock.set("2026-07-10T14:45");
    until(&running, &call, &reminded).await;
    for moved in ["2026-07-10T09:00", "2026-07-09T08:00", "2026-07-10T14:50"] {
        clock.set(moved);
        still(&running, &call, &reminded).await;
    }
    clock.set("2027-01-01T00:00");
    let breached = ["missed_call/1 NUDGE", "missed_call/2 NUDGE", "missed_call/1 BREACH"];
    until(&running, &call, &breached).await;
    clock.set("2026-07-10T10:00");
    answered(&running, outbound("too late, as it was said already")).await;
    clock.set("2026-07-10T16:00");
    still(&running, &call, &breached).await;
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_missed_at_an_extension_without_an_agent_are_the_supervisors() {
    let clock = Clock::at("2026-07-09T10:00");
    let running = start(&clock).await;
    let nobodys = StartCall { agent: None, ..inbound("nobody's") };
    let (call, _) = unanswered(&running, nobodys, 20_000).await;
    clock.set("2026-07-10T15:31");
    until(&running, &call, &["missed_call/1 NUDGE", "missed_call/1 BREACH"]).await;
    let alerts = alerts_of(&running, &call).await;
    assert!(alerts.iter().all(|alert| alert.audience() == Audience::Supervisor && alert.agent.is_empty()));
    running.service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn supervisors_are_advised_once_to_forward_an_extension() {
    let clock = Clock::at("2026-07-09T10:00");
    let running = start(&clock).await;
    let mut calls = Vec::new();
    for number in 0..4 {
        let start = StartCall { remote_number: format!("+4885555020{number}"), ..inbound(&format!("m{number}")) };
        let (call, _) = unanswered(&running, start, 20_000).await;
        calls.push(call);
        if number == 2 {
            until(&running, &calls[2], &["missed_call/1 NUDGE", "missed_call/3 NUDGE"]).await;
        }
    }
    still(&running, &calls[3], &["missed_call/1 NUDGE"]).await;
    let advice = &alerts_of(&running, &calls[2]).await[1];
    assert_eq!(advice.audience(), Audience::Supervisor);
    assert_eq!(detail(advice.detail.as_ref(), "advice"), "forward_calls");
    assert_eq!(detail(advice.detail.as_ref(), "extension"), "214");
    running.service.stop().await;
}
