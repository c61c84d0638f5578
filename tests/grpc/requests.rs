//! Single requests: lists, acknowledgements, and what is refused.

use crate::journal_support::{at_ms, nudge, open};
use crate::running::Running;
use czujka::alert::{Check, Finding, Scorecard, Verdict};
use czujka::proto::v1;
use czujka::store::Store;
use tonic::{Code, Status};

#[tokio::test]
async fn calls_and_alerts_are_listed_and_acknowledged() {
    let running = Running::start().await;
    let store = &*running.store;
    for number in 0..3 {
        let call = open(store, &format!("x-{number}"), "a1", number).await;
        store.append(call, &[nudge(1)], at_ms(number)).await.expect("appends");
    }
    let mut alerts = running.alerts().await;
    let mut page_token = String::new();
    let mut seqs = Vec::new();
    loop {
        let request = v1::ListAlertsRequest { filter: None, page_size: 2, page_token };
        let page = alerts.list_alerts(request).await.expect("lists").into_inner();
        seqs.extend(page.alerts.iter().map(|alert| alert.seq));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(seqs, [3, 2, 1]);

    let name = "alerts/2".to_owned();
    let request = v1::AcknowledgeAlertRequest { name: name.clone(), by: "kierowniczka".into(), note: "już".into() };
    let answer = alerts.acknowledge_alert(request).await.expect("acknowledges").into_inner();
    let got = alerts.get_alert(v1::GetAlertRequest { name }).await.expect("is there").into_inner();
    assert_eq!(answer, got);
    assert_eq!(got.acknowledgements.len(), 1);
    assert_eq!((got.acknowledgements[0].by.as_str(), got.acknowledgements[0].note.as_str()), ("kierowniczka", "już"));
}

#[tokio::test]
async fn a_call_comes_with_its_scorecard_once_it_is_over() {
    let running = Running::start().await;
    let call = open(&*running.store, "x", "a1", 0).await;
    let mut finding = Finding::new(Verdict::Breached, "nie powiedziano").heard("proszę czekać");
    finding.from = Some(czujka::event::CallTime(-5));
    let scorecard = Scorecard { checks: [(Check::WaitNotice, finding)].into() };
    let mut calls = running.calls().await;
    let get = || v1::GetCallRequest { name: format!("calls/{call}") };
    let before = calls.get_call(get()).await.expect("is there").into_inner();
    assert_eq!(before.state(), v1::call::State::Running);
    assert!(before.scorecard.is_none() && before.end_time.is_none());
    assert_eq!(before.remote_number, "+48855550123");
    assert_eq!(before.agent.expect("is known").surname, "Nowak");

    running.store.close_call(call, &scorecard.into(), at_ms(9)).await.expect("closes");
    let after = calls.get_call(get()).await.expect("is there").into_inner();
    assert_eq!(after.state(), v1::call::State::Closed);
    let checks = after.scorecard.expect("is over").checks;
    let finding = &checks["wait_notice"];
    assert_eq!(finding.verdict(), v1::Verdict::Breached);
    assert_eq!((finding.heard.as_str(), finding.from_ms, finding.to_ms), ("proszę czekać", Some(-5), None));

    let filter = v1::CallFilter { states: vec![v1::call::State::Running.into()], ..Default::default() };
    let request = v1::ListCallsRequest { filter: Some(filter), ..Default::default() };
    let running_calls = calls.list_calls(request).await.expect("lists").into_inner();
    assert!(running_calls.calls.is_empty());
    let listed = calls.list_calls(v1::ListCallsRequest::default()).await.expect("lists").into_inner();
    assert_eq!(listed.calls.len(), 1);
    assert!(listed.calls[0].scorecard.is_none());
}

fn refused<T>(result: Result<T, Status>, code: Code, word: &str) {
    let Err(status) = result else {
        panic!("{word} was accepted");
    };
    assert_eq!(status.code(), code, "{status}");
    assert!(status.message().contains(word), "{status} does not name {word}");
}

#[tokio::test]
async fn a_bad_filter_is_refused_with_the_field() {
    let running = Running::start().await;
    let mut alerts = running.alerts().await;
    let all = v1::AlertFilter::default;
    for (filter, field) in [
        (v1::AlertFilter { calls: vec!["x".into()], ..all() }, "filter.calls[0]"),
        (v1::AlertFilter { checks: vec!["courtesy".into(), "curtsy".into()], ..all() }, "filter.checks[1]"),
        (v1::AlertFilter { kinds: vec![0], ..all() }, "filter.kinds[0]"),
        (v1::AlertFilter { audiences: vec![9], ..all() }, "filter.audiences[0]"),
        (v1::AlertFilter { agents: vec!["a".into(); 101], ..all() }, "filter.agents"),
    ] {
        let request = v1::ListAlertsRequest { filter: Some(filter.clone()), ..Default::default() };
        refused(alerts.list_alerts(request).await, Code::InvalidArgument, field);
        let request = v1::SubscribeAlertsRequest { filter: Some(filter), from: None };
        refused(alerts.subscribe_alerts(request).await, Code::InvalidArgument, field);
    }
}

#[tokio::test]
async fn a_bad_page_or_name_is_refused() {
    let running = Running::start().await;
    let mut alerts = running.alerts().await;
    let mut calls = running.calls().await;
    for (page_size, page_token, field) in [(-1, "", "page_size"), (1, "x", "page_token")] {
        let page_token = page_token.to_owned();
        let request = v1::ListCallsRequest { filter: None, page_size, page_token };
        refused(calls.list_calls(request).await, Code::InvalidArgument, field);
    }
    for name in ["", "1", "alerts/", "alerts/-1", "alerts/99999999999999999999", "calls/1"] {
        let request = v1::GetAlertRequest { name: name.into() };
        refused(alerts.get_alert(request).await, Code::InvalidArgument, "name");
        let request = v1::GetCallRequest { name: name.into() };
        refused(calls.get_call(request).await, Code::InvalidArgument, "name");
    }
}

#[tokio::test]
async fn an_acknowledgement_needs_a_name_and_has_bounds() {
    let running = Running::start().await;
    let mut alerts = running.alerts().await;
    let acknowledge =
        |by: &str, note: String| v1::AcknowledgeAlertRequest { name: "alerts/1".into(), by: by.into(), note };
    for (request, field) in [(acknowledge(" ", String::new()), "by"), (acknowledge("a", "ą".repeat(2_001)), "note")] {
        refused(alerts.acknowledge_alert(request).await, Code::InvalidArgument, field);
    }
    refused(alerts.acknowledge_alert(acknowledge("a", "ą".repeat(2_000))).await, Code::NotFound, "alert 1");
    let huge = acknowledge("a", "x".repeat(300 * 1024));
    refused(alerts.acknowledge_alert(huge).await, Code::OutOfRange, "");
}

#[tokio::test]
async fn a_failing_journal_is_unavailable_and_tells_no_path() {
    let running = Running::start().await;
    running.store.close().await;
    let mut alerts = running.alerts().await;
    let status = alerts.list_alerts(v1::ListAlertsRequest::default()).await.expect_err("fails");
    assert_eq!(status.code(), Code::Unavailable);
    let path = running.folder.path().display().to_string();
    assert!(!status.message().contains(&path), "{status}");
}
