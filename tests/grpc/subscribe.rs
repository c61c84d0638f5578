//! Subscriptions: order, resumption, filters, bookmarks, slow readers, deletions.

use crate::journal_support::{alert, at_ms, nudge, open};
use crate::running::Running;
use czujka::alert::{AlertKind, Check};
use czujka::private::Private;
use czujka::proto::v1;
use czujka::proto::v1::subscribe_alerts_request::From;
use czujka::proto::v1::subscribe_alerts_response::Event;
use czujka::store::Store;
use tonic::{Code, Streaming};

type Stream = Streaming<v1::SubscribeAlertsResponse>;

async fn subscribe(running: &Running, filter: v1::AlertFilter, from: Option<From>) -> Stream {
    let request = v1::SubscribeAlertsRequest { filter: Some(filter), from };
    let stream = running.alerts().await.subscribe_alerts(request).await;
    stream.expect("subscribes").into_inner()
}

async fn event(stream: &mut Stream) -> Event {
    let response = stream.message().await.expect("is not cut off");
    response.expect("goes on").event.expect("says something")
}

/// The numbers of the next so many alerts and deletions.
async fn numbers(stream: &mut Stream, count: usize) -> Vec<i64> {
    let mut seqs = Vec::new();
    while seqs.len() < count {
        match event(stream).await {
            Event::Alert(alert) => seqs.push(alert.seq),
            Event::CallDeleted(deleted) => seqs.push(deleted.seq),
            Event::Bookmark(_) => {}
        }
    }
    seqs
}

#[tokio::test]
async fn an_alert_arrives_as_it_was_raised() {
    let running = Running::start().await;
    let mut stream = subscribe(&running, v1::AlertFilter::default(), None).await;
    assert_eq!(event(&mut stream).await, Event::Bookmark(v1::Bookmark { seq: 0 }));
    let call = open(&*running.store, "x", "a1", 0).await;
    running.store.append(call, &[nudge(1)], at_ms(0)).await.expect("appends");
    let told = loop {
        if let Event::Alert(alert) = event(&mut stream).await {
            break alert;
        }
    };
    assert_eq!((told.name.as_str(), told.seq), ("alerts/1", 1));
    assert_eq!((told.call.as_str(), told.agent.as_str()), (call.to_string().as_str(), "a1"));
    assert_eq!((told.check.as_str(), told.episode.as_str()), ("wait_notice", "wait_notice/1"));
    assert_eq!(told.kind(), v1::AlertKind::Nudge);
    assert_eq!(told.severity(), v1::Severity::Warning);
    assert_eq!(told.audience(), v1::Audience::Agent);
    assert_eq!(told.channel(), v1::Channel::Agent);
    let times = (told.at_ms, told.deadline_ms, told.from_ms, told.to_ms);
    assert_eq!(times, (10_000, Some(14_000), 8_000, 10_000));
    let raised_at = told.raised_at.as_ref().map(|time| (time.seconds, time.nanos));
    assert_eq!(raised_at, Some((at_ms(10_000).as_second(), 0)));
    assert_eq!(told.heard, "proszę chwileczkę zaczekać");
    assert_eq!(told.missing, ["reason"]);
    assert_eq!(told.point, "III.16");
    let quiet = &told.detail.as_ref().expect("has detail").fields["quiet_ms"];
    assert_eq!(quiet.kind, Some(prost_types::value::Kind::NumberValue(6000.0)));
    assert!(told.answered);
    let printed = format!("{told:?}");
    assert!(!printed.contains("chwileczk"), "{printed}");
}

#[tokio::test]
async fn a_subscription_resumes_without_loss_or_repetition() {
    let running = Running::start().await;
    let call = open(&*running.store, "x", "a1", 0).await;
    let alerts: Vec<_> = (1..=250).map(nudge).collect();
    running.store.append(call, &alerts, at_ms(0)).await.expect("appends");
    let mut seen = Vec::new();
    while seen.len() < 250 {
        let after = From::AfterSeq(seen.last().copied().unwrap_or(0));
        let mut stream = subscribe(&running, v1::AlertFilter::default(), Some(after)).await;
        seen.extend(numbers(&mut stream, 50).await);
    }
    assert_eq!(seen, (1..=250).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_subscription_begins_where_it_is_told() {
    let running = Running::start().await;
    let call = open(&*running.store, "x", "a1", 0).await;
    for second in 0..5 {
        let alert = nudge(second);
        running.store.append(call, &[alert], at_ms(i64::from(second) * 1_000)).await.expect("appends");
    }
    for (from, first) in [
        (None, 5),
        (Some(From::AfterSeq(0)), 0),
        (Some(From::AfterSeq(5)), 5),
        (Some(From::FromTime(czujka::proto::timestamp_message(at_ms(2_000)))), 2),
        (Some(From::FromTime(czujka::proto::timestamp_message(at_ms(9_000)))), 5),
    ] {
        let mut stream = subscribe(&running, v1::AlertFilter::default(), from).await;
        assert_eq!(event(&mut stream).await, Event::Bookmark(v1::Bookmark { seq: first }), "{from:?}");
        if first < 5 {
            assert_eq!(numbers(&mut stream, 1).await, [first + 1], "{from:?}");
        }
    }
    for (from, code, word) in [
        (From::AfterSeq(6), Code::OutOfRange, "after_seq"),
        (From::AfterSeq(-1), Code::InvalidArgument, "after_seq"),
        (From::FromTime(prost_types::Timestamp { seconds: 0, nanos: -1 }), Code::InvalidArgument, "from_time"),
    ] {
        let request = v1::SubscribeAlertsRequest { filter: None, from: Some(from) };
        let refused = running.alerts().await.subscribe_alerts(request).await.expect_err("refused");
        assert_eq!(refused.code(), code, "{refused}");
        assert!(refused.message().contains(word), "{refused}");
    }
}

#[tokio::test]
async fn filters_narrow_and_bookmarks_go_on_past_what_they_hold_back() {
    let running = Running::start().await;
    let store = &*running.store;
    let (one, two) = (open(store, "1", "a1", 0).await, open(store, "2", "a2", 0).await);
    let breach = alert(Check::Introduction, 1, AlertKind::Breach);
    store.append(one, &[nudge(1), breach.clone()], at_ms(0)).await.expect("appends");
    store.append(two, &[nudge(1), breach], at_ms(0)).await.expect("appends");
    let all = v1::AlertFilter::default;
    for (filter, wanted) in [
        (v1::AlertFilter { calls: vec![two.to_string()], ..all() }, [3, 4]),
        (v1::AlertFilter { agents: vec!["a1".into()], ..all() }, [1, 2]),
        (v1::AlertFilter { checks: vec!["introduction".into()], ..all() }, [2, 4]),
        (v1::AlertFilter { kinds: vec![v1::AlertKind::Nudge.into()], ..all() }, [1, 3]),
        (v1::AlertFilter { agents: vec!["a1".into(), "a9".into()], ..all() }, [1, 2]),
        (v1::AlertFilter { audiences: vec![v1::Audience::Agent.into()], agents: vec!["a2".into()], ..all() }, [3, 4]),
    ] {
        let mut stream = subscribe(&running, filter.clone(), Some(From::AfterSeq(0))).await;
        assert_eq!(numbers(&mut stream, 2).await, wanted, "{filter:?}");
    }
    let nothing = v1::AlertFilter { checks: vec!["courtesy".into()], ..all() };
    let mut stream = subscribe(&running, nothing, Some(From::AfterSeq(0))).await;
    loop {
        match event(&mut stream).await {
            Event::Bookmark(bookmark) if bookmark.seq == 4 => break,
            Event::Bookmark(_) => {}
            other => panic!("{other:?} passed"),
        }
    }
}

#[tokio::test]
async fn a_slow_subscriber_holds_up_nobody_and_loses_nothing() {
    let running = Running::start().await;
    let after = Some(From::AfterSeq(0));
    let mut slow = subscribe(&running, v1::AlertFilter::default(), after).await;
    let mut fast = subscribe(&running, v1::AlertFilter::default(), after).await;
    let call = open(&*running.store, "x", "a1", 0).await;
    for batch in 0..10 {
        let long = |episode| {
            let mut new = nudge(episode);
            new.alert.heard = Private::new("słowo ".repeat(300));
            new
        };
        let alerts: Vec<_> = (batch * 100..(batch + 1) * 100).map(long).collect();
        running.store.append(call, &alerts, at_ms(0)).await.expect("appends");
    }
    let all: Vec<_> = (1..=1_000).collect();
    // Two megabytes lie between: more than the connection of the slow one can hold.
    assert_eq!(numbers(&mut fast, 1_000).await, all);
    assert_eq!(numbers(&mut slow, 1_000).await, all);
}

#[tokio::test]
async fn a_deletion_is_heard_in_its_place() {
    let running = Running::start().await;
    let store = &*running.store;
    let mut stream = subscribe(&running, v1::AlertFilter::default(), None).await;
    let (gone, stays) = (open(store, "1", "a1", 0).await, open(store, "2", "a2", 0).await);
    store.append(gone, &[nudge(1)], at_ms(0)).await.expect("appends");
    assert_eq!(numbers(&mut stream, 1).await, [1]);
    let name = format!("calls/{gone}");
    let mut calls = running.calls().await;
    calls.delete_call(v1::DeleteCallRequest { name: name.clone() }).await.expect("deletes");
    store.append(stays, &[nudge(1)], at_ms(0)).await.expect("appends");
    let deleted = loop {
        match event(&mut stream).await {
            Event::Bookmark(_) => {}
            event => break event,
        }
    };
    assert_eq!(deleted, Event::CallDeleted(v1::CallDeleted { call: gone.to_string(), seq: 2 }));
    assert_eq!(numbers(&mut stream, 1).await, [3]);
    let again = calls.delete_call(v1::DeleteCallRequest { name: name.clone() }).await;
    assert_eq!(again.expect_err("is gone").code(), Code::NotFound);
    let call = calls.get_call(v1::GetCallRequest { name }).await;
    assert_eq!(call.expect_err("is gone").code(), Code::NotFound);
}

#[tokio::test]
async fn streams_end_when_the_service_stops() {
    let running = Running::start().await;
    let mut stream = subscribe(&running, v1::AlertFilter::default(), None).await;
    event(&mut stream).await;
    running.stop.send_replace(true);
    let status = loop {
        match stream.message().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("it ended without a word"),
            Err(status) => break status,
        }
    };
    assert_eq!(status.code(), Code::Unavailable, "{status}");
    running.server.await.expect("no task failed").expect("the server ends by itself");
}
