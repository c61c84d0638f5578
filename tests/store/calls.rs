//! Calls: resumed, closed, listed.

use std::collections::BTreeMap;

use czujka::alert::{AlertKind, Check, Finding, Scorecard, Verdict};
use czujka::store::{AlertFilter, CallFilter, CallState, Closing, PageRequest, Store, StoreError, close_abandoned};
use uuid::Uuid;

use crate::journal_support::{alert, at_ms, facts, nudge, open};

pub async fn a_call_is_resumed_within_a_minute(store: &dyn Store) {
    let call = open(store, "resumed", "a2", 0).await;
    store.append(call, &[nudge(1)], at_ms(10_000)).await.expect("appends");
    store.touch(call, Some(at_ms(5_000)), at_ms(20_000)).await.expect("touches");
    store.touch(call, Some(at_ms(6_000)), at_ms(30_000)).await.expect("touches");

    let again = store.open_call(&facts("resumed", ""), at_ms(90_000)).await.expect("opens");
    assert!(again.resumed);
    assert_eq!(again.call.id, call);
    assert_eq!(again.call.facts.call, call.to_string());
    assert_eq!(again.call.facts.agent.id, "a2", "the facts on record count");
    assert_eq!(again.call.facts.remote, facts("", "").remote);
    assert_eq!(again.call.facts.started, Some(at_ms(5_000)), "the first answer counts");
    assert_eq!(again.alerts.len(), 1);
    assert_eq!(again.alerts[0].alert, nudge(1).alert);

    let late = store.open_call(&facts("resumed", "a2"), at_ms(150_001)).await.expect("opens");
    assert!(!late.resumed && late.alerts.is_empty() && late.call.id != call);

    store.close_call(late.call.id, &Closing::default(), at_ms(150_002)).await.expect("closes");
    let over = store.open_call(&facts("resumed", "a2"), at_ms(150_003)).await.expect("opens");
    assert!(!over.resumed, "a call that ended is not resumed");

    let nameless = open(store, "", "a2", 0).await;
    assert_ne!(open(store, "", "a2", 1).await, nameless, "a call without a name is never resumed");
}

pub async fn a_call_that_broke_off_is_closed(store: &dyn Store) {
    let hour = 3_600_000;
    let broken = open(store, "broken", "a3", hour).await;
    let alive = open(store, "alive", "a3", hour).await;
    let breach = alert(Check::WaitNotice, 1, AlertKind::Breach);
    let raised = [alert(Check::Introduction, 1, AlertKind::Nudge), breach.clone()];
    store.append(broken, &raised, at_ms(hour + 5_000)).await.expect("appends");
    store.touch(alive, None, at_ms(hour + 50_000)).await.expect("touches");

    let now = at_ms(hour + 65_001);
    let listed = store.abandoned(now).await.expect("lists");
    let (stale, alerts) = listed.iter().find(|(call, _)| call.id == broken).expect("is listed");
    assert_eq!(alerts.len(), 2);
    assert!(listed.iter().all(|(call, _)| call.id != alive));

    store.touch(broken, None, at_ms(hour + 65_000)).await.expect("touches");
    let taken = store.close_abandoned_call(stale, &Scorecard::default()).await;
    assert!(!taken.expect("answers"), "heard of since it was listed");

    let now = at_ms(hour + 125_001);
    store.touch(alive, None, now).await.expect("touches");
    let monitored = |_: &_, check| check != Check::PriorityService;
    let closed = close_abandoned(store, &monitored, now).await.expect("closes");
    assert!(closed.contains(&broken) && !closed.contains(&alive));
    let call = store.get_call(broken).await.expect("is there");
    assert_eq!(call.state, CallState::Abandoned);
    assert_eq!(call.ended, Some(at_ms(hour + 65_000)), "it ended with its last sign of life");
    let verdicts: BTreeMap<_, _> = call.scorecard.expect("has one").checks.into_iter().collect();
    assert_eq!(verdicts.len(), Check::ALL.len());
    assert_eq!(verdicts[&Check::WaitNotice].verdict, Verdict::Breached);
    assert_eq!(verdicts[&Check::WaitNotice].heard, breach.alert.heard);
    assert_eq!(verdicts[&Check::Introduction].verdict, Verdict::Undetermined);
    assert_eq!(verdicts[&Check::PriorityService].verdict, Verdict::NotMonitored);
    assert!(close_abandoned(store, &monitored, now).await.expect("closes").is_empty());
}

pub async fn a_scorecard_can_be_replaced(store: &dyn Store) {
    let call = open(store, "card", "a4", 0).await;
    let card = |verdict| Scorecard { checks: [(Check::CallbackKept, Finding::new(verdict, "ponieważ"))].into() };
    assert_eq!(store.get_call(call).await.expect("is there").state, CallState::Running);
    store.close_call(call, &card(Verdict::Pending).into(), at_ms(9_000)).await.expect("closes");
    store.append(call, &[nudge(1)], at_ms(10_000)).await.expect("a closed call takes alerts");
    store.close_call(call, &card(Verdict::Kept).into(), at_ms(99_000)).await.expect("closes");
    let stored = store.get_call(call).await.expect("is there");
    assert_eq!(stored.state, CallState::Closed);
    assert_eq!(stored.ended, Some(at_ms(9_000)));
    assert_eq!(stored.scorecard, Some(card(Verdict::Kept)));
    let nobody = store.close_call(Uuid::from_u128(1), &Closing::default(), at_ms(0)).await;
    assert!(matches!(nobody, Err(StoreError::NoSuchCall(_))));
}

pub async fn lists_come_in_pages(store: &dyn Store) {
    let mut ids = Vec::new();
    for number in 0..5 {
        let call = open(store, &format!("page-{number}"), "pages", number).await;
        store.append(call, &[nudge(1)], at_ms(number)).await.expect("appends");
        ids.insert(0, call);
    }
    let filter = CallFilter { agents: vec!["pages".into()], ..CallFilter::default() };
    let first = store.list_calls(&filter, &PageRequest::first(2)).await.expect("lists");
    open(store, "page-new", "pages", 9).await;
    let mut listed: Vec<_> = first.items.iter().map(|call| call.id).collect();
    let mut token = first.next;
    while token.is_some() {
        let page = store.list_calls(&filter, &PageRequest { size: 2, token }).await.expect("lists");
        listed.extend(page.items.iter().map(|call| call.id));
        token = page.next;
    }
    assert_eq!(listed, ids, "newest first, and a new one shifts no page");

    let by_agent = AlertFilter { agents: vec!["pages".into()], ..AlertFilter::default() };
    let page = store.list_alerts(&by_agent, &PageRequest::first(3)).await.expect("lists");
    assert_eq!(page.items.iter().map(|one| one.call).collect::<Vec<_>>(), ids[..3]);
    let request = PageRequest { size: 3, token: page.next };
    let rest = store.list_alerts(&by_agent, &request).await.expect("lists");
    assert_eq!(rest.items.iter().map(|one| one.call).collect::<Vec<_>>(), ids[3..]);
    assert_eq!(rest.next, None);

    for (filter, token) in
        [(AlertFilter::default(), request.token.as_deref().expect("there was one")), (by_agent, "nonsense")]
    {
        let token = Some(token.to_owned());
        let refused = store.list_alerts(&filter, &PageRequest { size: 3, token }).await;
        assert!(matches!(refused, Err(StoreError::BadPageToken)));
    }
    let only = CallFilter { external_ids: vec!["page-3".into()], states: vec![CallState::Running], ..filter };
    let one = store.list_calls(&only, &PageRequest::first(9)).await.expect("lists");
    assert_eq!(one.items.iter().map(|call| call.id).collect::<Vec<_>>(), [ids[1]]);
    assert_eq!(one.next, None);
}
