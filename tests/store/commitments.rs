//! Commitments: made with their call's scorecard, advanced once, erased with their call.

use czujka::alert::{AlertKind, Check, Finding, Scorecard, Verdict};
use czujka::commitment::{Commitment, LocalTime};
use czujka::event::Direction;
use czujka::facts::CallFacts;
use czujka::private::Private;
use czujka::store::{
    Change, Closing, CommitmentFilter, CommitmentState, CommitmentStep, PageRequest, Store, StoreError,
    StoredCommitment, Tally, Waiting,
};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::journal_support::{alert, at_ms, everything, facts, open};

const HOUR: i64 = 3_600_000;

/// How a call ends that leaves a commitment due after so many milliseconds, with the nudge of its end.
fn closing(check: Check, due_ms: i64) -> Closing {
    let mut finding = Finding::new(Verdict::Pending, "nobody answered").heard("oddzwonię");
    finding.commitment = Some(Commitment {
        due: LocalTime::of(at_ms(due_ms)),
        open_ended: false,
        said: Private::new("za godzinę".to_owned()),
    });
    let other = (Check::Introduction, Finding::new(Verdict::NotApplicable, ""));
    Closing {
        scorecard: Scorecard { checks: [(check, finding), other].into() },
        alerts: vec![alert(check, 1, AlertKind::Nudge)],
        rang_ms: Some(20_000),
    }
}

fn decide(call: Uuid, check: Check, state: CommitmentState) -> CommitmentStep {
    let kind = if state == CommitmentState::Kept { AlertKind::Resolved } else { AlertKind::Breach };
    CommitmentStep {
        call,
        check,
        before: CommitmentState::Open,
        change: Change::Decide {
            state,
            reached: Some(false),
            kept_by: None,
            finding: Finding::new(state.verdict(), "it rang").detail("reached", false).into(),
        },
        alerts: vec![alert(check, 1, kind)],
    }
}

/// The waiting commitment of a call.
async fn waits(store: &dyn Store, call: Uuid) -> Option<Waiting> {
    let waiting = store.waiting_commitments(at_ms(-HOUR)).await.expect("lists");
    waiting.into_iter().find(|one| one.commitment.call == call)
}

async fn finding(store: &dyn Store, call: Uuid, check: Check) -> Finding {
    store.get_call(call).await.expect("is there").scorecard.expect("is over").checks[&check].clone()
}

pub async fn a_commitment_comes_with_the_end_of_its_call(store: &dyn Store) {
    let check = Check::CallbackKept;
    let call = open(store, "promise", "a8", 0).await;
    let appended = store.close_call(call, &closing(check, HOUR), at_ms(60_000)).await.expect("closes");
    assert!(!appended[0].known);
    let again = store.close_call(call, &closing(check, 2 * HOUR), at_ms(70_000)).await.expect("closes again");
    assert!(again[0].known, "the alert of the end is raised once");
    let waiting = waits(store, call).await.expect("waits");
    assert_eq!(
        waiting.commitment,
        StoredCommitment {
            call,
            check,
            procedure: "bialystok".to_owned(),
            agent: "a8".to_owned(),
            extension: Some("214".to_owned()),
            remote: facts("", "").remote,
            due: at_ms(2 * HOUR),
            open_ended: false,
            said: Private::new("za godzinę".to_owned()),
            state: CommitmentState::Open,
            reminded: None,
            decided: None,
            reached: None,
        }
    );
    assert_eq!((waiting.opened, waiting.answered), (at_ms(0), None));

    // Found out to be none after all.
    let none = Scorecard { checks: [(check, Finding::new(Verdict::NotApplicable, ""))].into() };
    store.close_call(call, &none.into(), at_ms(80_000)).await.expect("closes");
    assert_eq!(waits(store, call).await, None);
    let gone = store.get_commitment(call, check).await;
    assert!(matches!(gone, Err(StoreError::NoSuchCommitment(id)) if id == call));
}

pub async fn a_step_is_taken_once(store: &dyn Store) {
    let check = Check::MissedCall;
    let call = open(store, "stepped", "a8", 0).await;
    store.close_call(call, &closing(check, HOUR), at_ms(60_000)).await.expect("closes");
    let before = *store.last_seq().borrow();
    let remind = CommitmentStep {
        call,
        check,
        before: CommitmentState::Open,
        change: Change::Remind,
        alerts: vec![alert(check, 2, AlertKind::Nudge)],
    };
    assert!(store.advance_commitment(&remind, at_ms(1)).await.expect("reminds"));
    assert!(!store.advance_commitment(&remind, at_ms(2)).await.expect("answers"), "it was reminded of");
    assert_eq!(store.get_commitment(call, check).await.expect("is there").reminded, Some(at_ms(1)));
    assert_eq!(finding(store, call, check).await.verdict, Verdict::Pending);

    let kept = decide(call, check, CommitmentState::Kept);
    assert!(store.advance_commitment(&kept, at_ms(3)).await.expect("decides"));
    let breached = decide(call, check, CommitmentState::Breached);
    assert!(!store.advance_commitment(&breached, at_ms(4)).await.expect("answers"), "it was decided");
    assert_eq!(*store.last_seq().borrow(), before + 2, "a step that is not taken raises nothing");
    let found = finding(store, call, check).await;
    assert_eq!((found.verdict, found.because.as_str()), (Verdict::Kept, "it rang"));
    assert_eq!(found.heard.expose(), "oddzwonię", "the call's own evidence stays");
    assert!(found.commitment.is_some());

    // A close that is tried again, since nobody knows whether it was done, undoes no decision.
    store.close_call(call, &closing(check, HOUR), at_ms(61_000)).await.expect("closes again");
    assert_eq!(finding(store, call, check).await, found);
    let stored = store.get_commitment(call, check).await.expect("is there");
    assert_eq!((stored.state, stored.decided, stored.reached), (CommitmentState::Kept, Some(at_ms(3)), Some(false)));
    assert!(waits(store, call).await.is_some(), "kept by mere ringing: somebody may still be reached");
    assert!(store.waiting_commitments(at_ms(HOUR)).await.expect("lists").iter().all(|one| one.commitment.call != call));
}

pub async fn later_calls_of_the_number_bear_on_it(store: &dyn Store) {
    let written = |number: &str, direction| CallFacts {
        remote: Some(Private::new(number.to_owned())),
        direction,
        ..facts("", "a8")
    };
    let open_with = async |facts: CallFacts, ms| store.open_call(&facts, at_ms(ms)).await.expect("opens").call.id;
    open_with(written("+48 85 555 77 01", Direction::Outbound), 0).await;
    let beside = open_with(written("+48 85 555 77 01", Direction::Inbound), 5_000).await;
    let call = open_with(written("+48855557701", Direction::Inbound), 5_000).await;
    store.close_call(call, &closing(Check::MissedCall, HOUR), at_ms(9_000)).await.expect("closes");
    assert!(waits(store, call).await.expect("waits").attempts.is_empty(), "what was before does not count");

    store.touch(beside, Some(at_ms(11_000)), at_ms(11_000)).await.expect("touches");
    let tried = open_with(written("85 555 77 01", Direction::Outbound), 20_000).await;
    let rang = Closing { rang_ms: Some(8_000), ..Closing::default() };
    store.close_call(tried, &rang, at_ms(28_000)).await.expect("closes");
    open_with(written("0048 85 555 77 01", Direction::Outbound), 30_000).await;
    open_with(written("+48855557702", Direction::Outbound), 30_000).await;
    let attempts = waits(store, call).await.expect("waits").attempts;
    let told: Vec<_> = attempts.iter().map(|one| (one.direction, one.answered, one.ended, one.rang_ms)).collect();
    assert_eq!(
        told,
        [
            (Direction::Inbound, Some(at_ms(11_000)), None, None),
            (Direction::Outbound, None, Some(at_ms(28_000)), Some(8_000)),
            (Direction::Outbound, None, None, None),
        ]
    );
}

pub async fn erasing_a_call_erases_its_commitment(store: &dyn Store) {
    let call = open(store, "erased", "a8", 0).await;
    store.close_call(call, &closing(Check::MissedCall, HOUR), at_ms(60_000)).await.expect("closes");
    store.delete_call(call, at_ms(61_000)).await.expect("deletes");
    assert_eq!(waits(store, call).await, None);
    let before = everything(store, &czujka::store::AlertFilter::default()).await.len();
    let late = decide(call, Check::MissedCall, CommitmentState::Breached);
    assert!(!store.advance_commitment(&late, at_ms(62_000)).await.expect("answers"));
    assert_eq!(everything(store, &czujka::store::AlertFilter::default()).await.len(), before);
}

pub async fn commitments_are_listed(store: &dyn Store) {
    let mut calls = Vec::new();
    for (number, check) in [Check::MissedCall, Check::CallbackKept, Check::MissedCall].into_iter().enumerate() {
        let call = open(store, &format!("listed-{number}"), "a-listed", 0).await;
        store.close_call(call, &closing(check, HOUR), at_ms(0)).await.expect("closes");
        calls.insert(0, call);
    }
    let breached = decide(calls[0], Check::MissedCall, CommitmentState::Breached);
    store.advance_commitment(&breached, at_ms(1)).await.expect("decides");
    let filter = CommitmentFilter { agents: vec!["a-listed".into()], ..CommitmentFilter::default() };
    let first = store.list_commitments(&filter, &PageRequest::first(2)).await.expect("lists");
    assert_eq!(first.items.iter().map(|one| one.call).collect::<Vec<_>>(), calls[..2]);
    let rest = store.list_commitments(&filter, &PageRequest { size: 2, token: first.next }).await.expect("lists");
    assert_eq!(rest.items.iter().map(|one| one.call).collect::<Vec<_>>(), calls[2..]);
    assert_eq!(rest.next, None);
    for (narrower, wanted) in [
        (CommitmentFilter { states: vec![CommitmentState::Open], ..filter.clone() }, &calls[1..]),
        (CommitmentFilter { checks: vec![Check::CallbackKept], ..filter.clone() }, &calls[1..2]),
        (CommitmentFilter { extensions: vec!["214".into()], ..filter.clone() }, &calls[..]),
        (CommitmentFilter { extensions: vec!["215".into()], ..filter.clone() }, &[][..]),
    ] {
        let listed = store.list_commitments(&narrower, &PageRequest::first(9)).await.expect("lists");
        assert_eq!(listed.items.iter().map(|one| one.call).collect::<Vec<_>>(), *wanted, "{narrower:?}");
    }
}

pub async fn a_day_is_summed_up(store: &dyn Store) {
    let day = 86_400_000 * 30;
    let card = |verdict| Scorecard { checks: [(Check::WaitNotice, Finding::new(verdict, ""))].into() };
    for (number, ms, procedure, verdict) in [
        (0, 0, "lomza", Verdict::Kept),
        (1, 1, "lomza", Verdict::Breached),
        (2, 86_399_999, "lomza", Verdict::Kept),
        (3, 5, "bialystok", Verdict::Undetermined),
        (4, -1, "lomza", Verdict::Kept),
        (5, 86_400_000, "lomza", Verdict::Kept),
    ] {
        let facts = CallFacts { procedure: procedure.to_owned(), ..facts(&format!("day-{number}"), "a9") };
        let call = store.open_call(&facts, at_ms(day + ms)).await.expect("opens").call.id;
        store.close_call(call, &card(verdict).into(), at_ms(day + ms + 1)).await.expect("closes");
    }
    open(store, "still going on", "a9", day).await;
    let summary = store.summarise(at_ms(day)..at_ms(day + 86_400_000)).await.expect("sums up");
    assert_eq!(summary.calls, [("bialystok".to_owned(), 1), ("lomza".to_owned(), 3)]);
    let tally = |procedure: &str, verdict, calls| Tally {
        procedure: procedure.to_owned(),
        check: Check::WaitNotice,
        verdict,
        calls,
    };
    let lomza = [tally("lomza", Verdict::Kept, 2), tally("lomza", Verdict::Breached, 1)];
    let wanted = [vec![tally("bialystok", Verdict::Undetermined, 1)], lomza.to_vec()].concat();
    assert_eq!(summary.tallies, wanted);
}

pub async fn advice_is_given_once_a_day(store: &dyn Store) {
    let day = 86_400_000 * 60;
    let date: Date = "2027-01-20".parse().expect("a date");
    let times = || -> std::ops::Range<Timestamp> { at_ms(day)..at_ms(day + 86_400_000) };
    let missed = async |number: i64, extension: &str, rang_ms| {
        let facts = CallFacts { extension: Some(extension.to_owned()), ..facts(&format!("missed-{number}"), "") };
        let call = store.open_call(&facts, at_ms(day + number)).await.expect("opens").call.id;
        let closing = Closing { rang_ms, ..Closing::default() };
        store.close_call(call, &closing, at_ms(day + number + 1)).await.expect("closes");
        call
    };
    missed(1, "301", Some(20_000)).await;
    missed(2, "301", None).await;
    missed(3, "302", Some(20_000)).await;
    assert!(store.often_missed(date, times(), 2).await.expect("lists").is_empty());
    let last = missed(4, "301", Some(1_000)).await;
    let listed = store.often_missed(date, times(), 2).await.expect("lists");
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].call, listed[0].count), (last, 2));
    assert_eq!(listed[0].facts.extension.as_deref(), Some("301"));
    let advice = czujka::store::Advice {
        procedure: "bialystok".to_owned(),
        extension: "301".to_owned(),
        day: date,
        call: last,
        alert: alert(Check::MissedCall, 3, AlertKind::Nudge),
    };
    assert!(store.advise(&advice, at_ms(day)).await.expect("advises"));
    assert!(!store.advise(&advice, at_ms(day)).await.expect("answers"), "once a day");
    assert!(store.often_missed(date, times(), 2).await.expect("lists").is_empty());
}
