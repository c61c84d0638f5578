//! Alerts: taken once, acknowledged, erased, read in order.

use std::sync::Arc;

use czujka::alert::{AlertKind, Check};
use czujka::event::{CallTime, Channel};
use czujka::private::Private;
use czujka::store::{Acknowledgement, AlertFilter, Entry, Store, StoreError};
use uuid::Uuid;

use crate::journal_support::{alert, at_ms, everything, nudge, open};

pub async fn an_alert_is_taken_once(store: &dyn Store) {
    let call = open(store, "once", "a1", 0).await;
    let before = *store.last_seq().borrow();
    let resolved = alert(Check::WaitNotice, 1, AlertKind::Resolved);
    let first = store.append(call, &[nudge(1), resolved.clone()], at_ms(1_000)).await;
    let first = first.expect("appends");
    assert_eq!(first.iter().map(|one| one.stored.seq).collect::<Vec<_>>(), [before + 1, before + 2]);
    assert!(first.iter().all(|one| !one.known));
    assert_eq!(*store.last_seq().borrow(), before + 2, "whoever waits is woken");

    let mut repeated = nudge(1);
    repeated.alert.at = CallTime(99_999);
    let second = store.append(call, &[repeated, nudge(2)], at_ms(2_000)).await;
    let second = second.expect("appends");
    assert!(second[0].known && !second[1].known);
    assert_eq!(second[0].stored, first[0].stored, "the repeated one is told as it was committed");
    assert_eq!(second[1].stored.seq, before + 3, "the repeated one takes no number");

    let stored = store.get_alert(before + 1).await.expect("is there");
    assert_eq!(stored.alert, nudge(1).alert, "it comes back as it went in");
    assert_eq!(stored.raised_at, nudge(1).raised_at);
    assert_eq!((stored.call, stored.agent.as_str(), stored.answered), (call, "a1", true));

    let mut overheard = alert(Check::BackgroundVoice, 1, AlertKind::Breach);
    overheard.alert.channel = Channel::Background;
    let stored = store.append(call, &[overheard], at_ms(3_000)).await.expect("appends");
    assert_eq!(stored[0].stored.alert.heard, Private::default(), "a bystander's words are dropped");

    let nobody = Uuid::from_u128(7);
    let refused = store.append(nobody, &[nudge(1)], at_ms(0)).await;
    assert!(matches!(refused, Err(StoreError::NoSuchCall(call)) if call == nobody));
}

pub async fn alerts_are_acknowledged(store: &dyn Store) {
    let call = open(store, "seen", "a5", 0).await;
    let seq = store.append(call, &[nudge(1)], at_ms(0)).await.expect("appends")[0].stored.seq;
    let word =
        |by: &str, note: &str, ms| Acknowledgement { by: by.into(), note: Private::new(note.into()), at: at_ms(ms) };
    store.acknowledge(seq, &word("kierowniczka", "", 10)).await.expect("acknowledges");
    store.acknowledge(seq, &word("a5", "już", 20)).await.expect("acknowledges");
    let seen = store.acknowledge(seq, &word("kierowniczka", "omówione", 30)).await.expect("again");
    let wanted = [word("kierowniczka", "omówione", 10), word("a5", "już", 20)];
    assert_eq!(seen.acknowledgements, wanted);
    assert_eq!(store.get_alert(seq).await.expect("is there").acknowledgements, wanted);
    let nobody = store.acknowledge(999_999, &word("a5", "", 0)).await;
    assert!(matches!(nobody, Err(StoreError::NoSuchAlert(999_999))));
}

pub async fn deletions_are_heard_in_order(store: &dyn Store) {
    let (gone, stays) = (open(store, "gone", "a6", 0).await, open(store, "stays", "a6", 0).await);
    let seq = store.append(gone, &[nudge(1)], at_ms(0)).await.expect("appends")[0].stored.seq;
    store.append(stays, &[nudge(1)], at_ms(0)).await.expect("appends");
    store.append(gone, &[nudge(2)], at_ms(0)).await.expect("appends");
    let tombstone = store.delete_call(gone, at_ms(1)).await.expect("deletes");
    assert_eq!(tombstone, seq + 3, "a deletion takes the next number");
    let after = store.append(stays, &[nudge(2)], at_ms(2)).await.expect("appends");
    assert_eq!(after[0].stored.seq, seq + 4);

    let filter = AlertFilter { calls: vec![gone, stays], ..AlertFilter::default() };
    let heard: Vec<_> = everything(store, &filter).await.iter().map(Entry::seq).collect();
    assert_eq!(heard, [seq + 1, seq + 3, seq + 4]);
    for (filter, passes) in [
        (AlertFilter { agents: vec!["other".into()], ..AlertFilter::default() }, true),
        (AlertFilter { checks: vec![Check::Courtesy], ..AlertFilter::default() }, true),
        (AlertFilter { calls: vec![stays], ..AlertFilter::default() }, false),
    ] {
        let deleted = Entry::Deleted { seq: tombstone, call: gone };
        assert_eq!(everything(store, &filter).await.contains(&deleted), passes, "{filter:?}");
    }
    assert!(matches!(store.get_call(gone).await, Err(StoreError::NoSuchCall(_))));
    assert!(matches!(store.get_alert(seq).await, Err(StoreError::NoSuchAlert(_))));
    assert!(matches!(store.append(gone, &[nudge(3)], at_ms(3)).await, Err(StoreError::NoSuchCall(_))));
    assert!(matches!(store.delete_call(gone, at_ms(3)).await, Err(StoreError::NoSuchCall(_))));
}

pub async fn times_find_their_place(store: &dyn Store) {
    let later = 86_400_000;
    let call = open(store, "times", "a7", later).await;
    let first = store.append(call, &[nudge(1)], at_ms(later)).await.expect("appends")[0].stored.seq;
    store.append(call, &[nudge(2)], at_ms(later + 1_000)).await.expect("appends");
    // The wall clock is put back by an hour.
    store.append(call, &[nudge(3)], at_ms(later - 3_600_000)).await.expect("appends");
    for (ms, place) in [(0, first - 1), (1, first), (1_000, first), (1_001, first + 2)] {
        assert_eq!(store.place_before(at_ms(later + ms)).await.expect("finds"), place, "{ms}");
    }
}

pub async fn readers_see_every_number_in_order(store: Arc<dyn Store>) {
    let start = *store.last_seq().borrow();
    let mut tasks = Vec::new();
    for writer in 0..4 {
        let store = Arc::clone(&store);
        tasks.push(tokio::spawn(async move {
            let call = open(&*store, &format!("order-{writer}"), "order", 0).await;
            for episode in 0..10 {
                store.append(call, &[nudge(episode)], at_ms(0)).await.expect("appends");
            }
        }));
    }
    let mut news = store.last_seq();
    let (mut seen, mut after) = (Vec::new(), start);
    while seen.len() < 40 {
        let batch = store.read_journal(after, &AlertFilter::default(), 7).await.expect("reads");
        seen.extend(batch.entries.iter().map(Entry::seq));
        if batch.read_to == after {
            news.wait_for(|last| *last > after).await.expect("the store lives");
        }
        after = batch.read_to;
    }
    for task in tasks {
        task.await.expect("no writer failed");
    }
    assert_eq!(seen, (start + 1..=start + 40).collect::<Vec<_>>());
}
