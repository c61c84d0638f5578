//! The journal's promises, as one story that any database has to tell, and what `SQLite` files add.

mod journal_support;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use czujka::alert::{AlertKind, Check, Finding, Scorecard, Verdict};
use czujka::event::{CallTime, Channel};
use czujka::private::Private;
use czujka::store::{
    Acknowledgement, AlertFilter, CallFilter, CallState, Entry, PageRequest, SqliteSettings,
    SqliteStore, Store, StoreError, append_until_stored, close_abandoned,
};
use journal_support::{alert, at_ms, facts, nudge, sqlite};
use uuid::Uuid;

#[tokio::test]
async fn sqlite_tells_the_story() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = sqlite(&folder.path().join("journal.db")).await;
    tells_the_story(store).await;
}

/// Every part works on the same journal, in this order.
async fn tells_the_story(store: Arc<dyn Store>) {
    an_alert_is_taken_once(&*store).await;
    a_call_is_resumed_within_a_minute(&*store).await;
    a_call_that_broke_off_is_closed(&*store).await;
    a_scorecard_can_be_replaced(&*store).await;
    lists_come_in_pages(&*store).await;
    alerts_are_acknowledged(&*store).await;
    deletions_are_heard_in_order(&*store).await;
    times_find_their_place(&*store).await;
    readers_see_every_number_in_order(store).await;
}

async fn open(store: &dyn Store, external_id: &str, agent: &str, ms: i64) -> Uuid {
    let opened = store.open_call(&facts(external_id, agent), at_ms(ms)).await;
    opened.expect("opens").call.id
}

async fn everything(store: &dyn Store, filter: &AlertFilter) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut after = 0;
    loop {
        let batch = store.read_journal(after, filter, 3).await.expect("reads");
        assert!(batch.entries.len() <= 3);
        entries.extend(batch.entries);
        if batch.read_to == after {
            return entries;
        }
        after = batch.read_to;
    }
}

async fn an_alert_is_taken_once(store: &dyn Store) {
    let call = open(store, "once", "a1", 0).await;
    let before = *store.last_seq().borrow();
    let resolved = alert(Check::WaitNotice, 1, AlertKind::Resolved);
    let first = store
        .append(call, &[nudge(1), resolved.clone()], at_ms(1_000))
        .await;
    let first = first.expect("appends");
    assert_eq!(
        first.iter().map(|one| one.stored.seq).collect::<Vec<_>>(),
        [before + 1, before + 2]
    );
    assert!(first.iter().all(|one| !one.known));
    assert_eq!(
        *store.last_seq().borrow(),
        before + 2,
        "whoever waits is woken"
    );

    let mut repeated = nudge(1);
    repeated.alert.at = CallTime(99_999);
    let second = store
        .append(call, &[repeated, nudge(2)], at_ms(2_000))
        .await;
    let second = second.expect("appends");
    assert!(second[0].known && !second[1].known);
    assert_eq!(
        second[0].stored, first[0].stored,
        "the repeated one is told as it was committed"
    );
    assert_eq!(
        second[1].stored.seq,
        before + 3,
        "the repeated one takes no number"
    );

    let stored = store.get_alert(before + 1).await.expect("is there");
    assert_eq!(stored.alert, nudge(1).alert, "it comes back as it went in");
    assert_eq!(stored.raised_at, nudge(1).raised_at);
    assert_eq!(
        (stored.call, stored.agent.as_str(), stored.answered),
        (call, "a1", true)
    );

    let mut overheard = alert(Check::BackgroundVoice, 1, AlertKind::Breach);
    overheard.alert.channel = Channel::Background;
    let stored = store
        .append(call, &[overheard], at_ms(3_000))
        .await
        .expect("appends");
    assert_eq!(
        stored[0].stored.alert.heard,
        Private::default(),
        "a bystander's words are dropped"
    );

    let nobody = Uuid::from_u128(7);
    let refused = store.append(nobody, &[nudge(1)], at_ms(0)).await;
    assert!(matches!(refused, Err(StoreError::NoSuchCall(call)) if call == nobody));
}

async fn a_call_is_resumed_within_a_minute(store: &dyn Store) {
    let call = open(store, "resumed", "a2", 0).await;
    store
        .append(call, &[nudge(1)], at_ms(10_000))
        .await
        .expect("appends");
    store
        .touch(call, Some(at_ms(5_000)), at_ms(20_000))
        .await
        .expect("touches");
    store
        .touch(call, Some(at_ms(6_000)), at_ms(30_000))
        .await
        .expect("touches");

    let again = store
        .open_call(&facts("resumed", ""), at_ms(90_000))
        .await
        .expect("opens");
    assert!(again.resumed);
    assert_eq!(again.call.id, call);
    assert_eq!(again.call.facts.call, call.to_string());
    assert_eq!(again.call.facts.agent.id, "a2", "the facts on record count");
    assert_eq!(again.call.facts.remote, facts("", "").remote);
    assert_eq!(
        again.call.facts.started,
        Some(at_ms(5_000)),
        "the first answer counts"
    );
    assert_eq!(again.alerts.len(), 1);
    assert_eq!(again.alerts[0].alert, nudge(1).alert);

    let late = store
        .open_call(&facts("resumed", "a2"), at_ms(150_001))
        .await
        .expect("opens");
    assert!(!late.resumed && late.alerts.is_empty() && late.call.id != call);

    store
        .close_call(late.call.id, &Scorecard::default(), at_ms(150_002))
        .await
        .expect("closes");
    let over = store
        .open_call(&facts("resumed", "a2"), at_ms(150_003))
        .await
        .expect("opens");
    assert!(!over.resumed, "a call that ended is not resumed");

    let nameless = open(store, "", "a2", 0).await;
    assert_ne!(
        open(store, "", "a2", 1).await,
        nameless,
        "a call without a name is never resumed"
    );
}

async fn a_call_that_broke_off_is_closed(store: &dyn Store) {
    let hour = 3_600_000;
    let broken = open(store, "broken", "a3", hour).await;
    let alive = open(store, "alive", "a3", hour).await;
    let breach = alert(Check::WaitNotice, 1, AlertKind::Breach);
    let raised = [
        alert(Check::Introduction, 1, AlertKind::Nudge),
        breach.clone(),
    ];
    store
        .append(broken, &raised, at_ms(hour + 5_000))
        .await
        .expect("appends");
    store
        .touch(alive, None, at_ms(hour + 50_000))
        .await
        .expect("touches");

    let now = at_ms(hour + 65_001);
    let listed = store.abandoned(now).await.expect("lists");
    let (stale, alerts) = listed
        .iter()
        .find(|(call, _)| call.id == broken)
        .expect("is listed");
    assert_eq!(alerts.len(), 2);
    assert!(listed.iter().all(|(call, _)| call.id != alive));

    store
        .touch(broken, None, at_ms(hour + 65_000))
        .await
        .expect("touches");
    let taken = store
        .close_abandoned_call(stale, &Scorecard::default())
        .await;
    assert!(!taken.expect("answers"), "heard of since it was listed");

    let now = at_ms(hour + 125_001);
    store.touch(alive, None, now).await.expect("touches");
    let monitored = |_: &_, check| check != Check::PriorityService;
    let closed = close_abandoned(store, &monitored, now)
        .await
        .expect("closes");
    assert!(closed.contains(&broken) && !closed.contains(&alive));
    let call = store.get_call(broken).await.expect("is there");
    assert_eq!(call.state, CallState::Abandoned);
    assert_eq!(
        call.ended,
        Some(at_ms(hour + 65_000)),
        "it ended with its last sign of life"
    );
    let verdicts: BTreeMap<_, _> = call
        .scorecard
        .expect("has one")
        .checks
        .into_iter()
        .collect();
    assert_eq!(verdicts.len(), Check::ALL.len());
    assert_eq!(verdicts[&Check::WaitNotice].verdict, Verdict::Breached);
    assert_eq!(verdicts[&Check::WaitNotice].heard, breach.alert.heard);
    assert_eq!(
        verdicts[&Check::Introduction].verdict,
        Verdict::Undetermined
    );
    assert_eq!(
        verdicts[&Check::PriorityService].verdict,
        Verdict::NotMonitored
    );
    assert!(
        close_abandoned(store, &monitored, now)
            .await
            .expect("closes")
            .is_empty()
    );
}

async fn a_scorecard_can_be_replaced(store: &dyn Store) {
    let call = open(store, "card", "a4", 0).await;
    let card = |verdict| Scorecard {
        checks: [(Check::CallbackKept, Finding::new(verdict, "ponieważ"))].into(),
    };
    assert_eq!(
        store.get_call(call).await.expect("is there").state,
        CallState::Running
    );
    store
        .close_call(call, &card(Verdict::Pending), at_ms(9_000))
        .await
        .expect("closes");
    store
        .append(call, &[nudge(1)], at_ms(10_000))
        .await
        .expect("a closed call takes alerts");
    store
        .close_call(call, &card(Verdict::Kept), at_ms(99_000))
        .await
        .expect("closes");
    let stored = store.get_call(call).await.expect("is there");
    assert_eq!(stored.state, CallState::Closed);
    assert_eq!(stored.ended, Some(at_ms(9_000)));
    assert_eq!(stored.scorecard, Some(card(Verdict::Kept)));
    let nobody = store
        .close_call(Uuid::from_u128(1), &Scorecard::default(), at_ms(0))
        .await;
    assert!(matches!(nobody, Err(StoreError::NoSuchCall(_))));
}

async fn lists_come_in_pages(store: &dyn Store) {
    let mut ids = Vec::new();
    for number in 0..5 {
        let call = open(store, &format!("page-{number}"), "pages", number).await;
        store
            .append(call, &[nudge(1)], at_ms(number))
            .await
            .expect("appends");
        ids.insert(0, call);
    }
    let filter = CallFilter {
        agents: vec!["pages".into()],
        ..CallFilter::default()
    };
    let first = store
        .list_calls(&filter, &PageRequest::first(2))
        .await
        .expect("lists");
    open(store, "page-new", "pages", 9).await;
    let mut listed: Vec<_> = first.items.iter().map(|call| call.id).collect();
    let mut token = first.next;
    while token.is_some() {
        let page = store
            .list_calls(&filter, &PageRequest { size: 2, token })
            .await
            .expect("lists");
        listed.extend(page.items.iter().map(|call| call.id));
        token = page.next;
    }
    assert_eq!(listed, ids, "newest first, and a new one shifts no page");

    let by_agent = AlertFilter {
        agents: vec!["pages".into()],
        ..AlertFilter::default()
    };
    let page = store
        .list_alerts(&by_agent, &PageRequest::first(3))
        .await
        .expect("lists");
    assert_eq!(
        page.items.iter().map(|one| one.call).collect::<Vec<_>>(),
        ids[..3]
    );
    let request = PageRequest {
        size: 3,
        token: page.next,
    };
    let rest = store.list_alerts(&by_agent, &request).await.expect("lists");
    assert_eq!(
        rest.items.iter().map(|one| one.call).collect::<Vec<_>>(),
        ids[3..]
    );
    assert_eq!(rest.next, None);

    for (filter, token) in [
        (
            AlertFilter::default(),
            request.token.as_deref().expect("there was one"),
        ),
        (by_agent, "nonsense"),
    ] {
        let token = Some(token.to_owned());
        let refused = store
            .list_alerts(&filter, &PageRequest { size: 3, token })
            .await;
        assert!(matches!(refused, Err(StoreError::BadPageToken)));
    }
    let only = CallFilter {
        external_ids: vec!["page-3".into()],
        states: vec![CallState::Running],
        ..filter
    };
    let one = store
        .list_calls(&only, &PageRequest::first(9))
        .await
        .expect("lists");
    assert_eq!(
        one.items.iter().map(|call| call.id).collect::<Vec<_>>(),
        [ids[1]]
    );
    assert_eq!(one.next, None);
}

async fn alerts_are_acknowledged(store: &dyn Store) {
    let call = open(store, "seen", "a5", 0).await;
    let seq = store
        .append(call, &[nudge(1)], at_ms(0))
        .await
        .expect("appends")[0]
        .stored
        .seq;
    let word = |by: &str, note: &str, ms| Acknowledgement {
        by: by.into(),
        note: Private::new(note.into()),
        at: at_ms(ms),
    };
    store
        .acknowledge(seq, &word("kierowniczka", "", 10))
        .await
        .expect("acknowledges");
    store
        .acknowledge(seq, &word("a5", "już", 20))
        .await
        .expect("acknowledges");
    let seen = store
        .acknowledge(seq, &word("kierowniczka", "omówione", 30))
        .await
        .expect("again");
    let wanted = [word("kierowniczka", "omówione", 10), word("a5", "już", 20)];
    assert_eq!(seen.acknowledgements, wanted);
    assert_eq!(
        store
            .get_alert(seq)
            .await
            .expect("is there")
            .acknowledgements,
        wanted
    );
    let nobody = store.acknowledge(999_999, &word("a5", "", 0)).await;
    assert!(matches!(nobody, Err(StoreError::NoSuchAlert(999_999))));
}

async fn deletions_are_heard_in_order(store: &dyn Store) {
    let (gone, stays) = (
        open(store, "gone", "a6", 0).await,
        open(store, "stays", "a6", 0).await,
    );
    let seq = store
        .append(gone, &[nudge(1)], at_ms(0))
        .await
        .expect("appends")[0]
        .stored
        .seq;
    store
        .append(stays, &[nudge(1)], at_ms(0))
        .await
        .expect("appends");
    store
        .append(gone, &[nudge(2)], at_ms(0))
        .await
        .expect("appends");
    let tombstone = store.delete_call(gone, at_ms(1)).await.expect("deletes");
    assert_eq!(tombstone, seq + 3, "a deletion takes the next number");
    let after = store
        .append(stays, &[nudge(2)], at_ms(2))
        .await
        .expect("appends");
    assert_eq!(after[0].stored.seq, seq + 4);

    let filter = AlertFilter {
        calls: vec![gone, stays],
        ..AlertFilter::default()
    };
    let heard: Vec<_> = everything(store, &filter)
        .await
        .iter()
        .map(Entry::seq)
        .collect();
    assert_eq!(heard, [seq + 1, seq + 3, seq + 4]);
    for (filter, passes) in [
        (
            AlertFilter {
                agents: vec!["other".into()],
                ..AlertFilter::default()
            },
            true,
        ),
        (
            AlertFilter {
                checks: vec![Check::Courtesy],
                ..AlertFilter::default()
            },
            true,
        ),
        (
            AlertFilter {
                calls: vec![stays],
                ..AlertFilter::default()
            },
            false,
        ),
    ] {
        let deleted = Entry::Deleted {
            seq: tombstone,
            call: gone,
        };
        assert_eq!(
            everything(store, &filter).await.contains(&deleted),
            passes,
            "{filter:?}"
        );
    }
    assert!(matches!(
        store.get_call(gone).await,
        Err(StoreError::NoSuchCall(_))
    ));
    assert!(matches!(
        store.get_alert(seq).await,
        Err(StoreError::NoSuchAlert(_))
    ));
    assert!(matches!(
        store.append(gone, &[nudge(3)], at_ms(3)).await,
        Err(StoreError::NoSuchCall(_))
    ));
    assert!(matches!(
        store.delete_call(gone, at_ms(3)).await,
        Err(StoreError::NoSuchCall(_))
    ));
}

async fn times_find_their_place(store: &dyn Store) {
    let later = 86_400_000;
    let call = open(store, "times", "a7", later).await;
    let first = store
        .append(call, &[nudge(1)], at_ms(later))
        .await
        .expect("appends")[0]
        .stored
        .seq;
    store
        .append(call, &[nudge(2)], at_ms(later + 1_000))
        .await
        .expect("appends");
    // The wall clock is put back by an hour.
    store
        .append(call, &[nudge(3)], at_ms(later - 3_600_000))
        .await
        .expect("appends");
    for (ms, place) in [
        (0, first - 1),
        (1, first),
        (1_000, first),
        (1_001, first + 2),
    ] {
        assert_eq!(
            store.place_before(at_ms(later + ms)).await.expect("finds"),
            place,
            "{ms}"
        );
    }
}

async fn readers_see_every_number_in_order(store: Arc<dyn Store>) {
    let start = *store.last_seq().borrow();
    let mut tasks = Vec::new();
    for writer in 0..4 {
        let store = Arc::clone(&store);
        tasks.push(tokio::spawn(async move {
            let call = open(&*store, &format!("order-{writer}"), "order", 0).await;
            for episode in 0..10 {
                store
                    .append(call, &[nudge(episode)], at_ms(0))
                    .await
                    .expect("appends");
            }
        }));
    }
    let mut news = store.last_seq();
    let (mut seen, mut after) = (Vec::new(), start);
    while seen.len() < 40 {
        let batch = store
            .read_journal(after, &AlertFilter::default(), 7)
            .await
            .expect("reads");
        seen.extend(batch.entries.iter().map(Entry::seq));
        if batch.read_to == after {
            news.wait_for(|last| *last > after)
                .await
                .expect("the store lives");
        }
        after = batch.read_to;
    }
    for task in tasks {
        task.await.expect("no writer failed");
    }
    assert_eq!(seen, (start + 1..=start + 40).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_filter_that_lets_nothing_through_still_reads_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = sqlite(&folder.path().join("journal.db")).await;
    let call = open(&*store, "x", "a", 0).await;
    let alerts: Vec<_> = (1..=10_500).map(nudge).collect();
    store
        .append(call, &alerts, at_ms(0))
        .await
        .expect("appends");
    let nothing = AlertFilter {
        kinds: vec![AlertKind::Breach],
        ..AlertFilter::default()
    };
    let mut places = vec![0];
    while *places.last().expect("has one") < 10_500 {
        let after = places[places.len() - 1];
        let batch = store.read_journal(after, &nothing, 1).await.expect("reads");
        assert!(batch.entries.is_empty() && batch.read_to > after);
        places.push(batch.read_to);
    }
    assert_eq!(places.len(), 3, "a long journal is read in stretches");
}

#[tokio::test]
async fn only_the_owner_may_read_the_files_and_what_is_erased_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal.db");
    let store = sqlite(&path).await;
    let call = open(&*store, "x", "a", 0).await;
    store
        .append(call, &[nudge(1)], at_ms(0))
        .await
        .expect("appends");
    store
        .close_call(call, &Scorecard::default(), at_ms(0))
        .await
        .expect("closes");
    for entry in std::fs::read_dir(folder.path()).expect("lists") {
        let entry = entry.expect("lists");
        let mode = entry.metadata().expect("has rights").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", entry.path().display());
    }
    let traces = ["chwileczk", "855550123", "Nowak"];
    assert_eq!(found_in(folder.path(), &traces), traces);
    store.delete_call(call, at_ms(1)).await.expect("deletes");
    assert_eq!(found_in(folder.path(), &traces), [""; 0]);
}

fn found_in<'t>(folder: &Path, traces: &[&'t str]) -> Vec<&'t str> {
    let files = std::fs::read_dir(folder).expect("lists").flatten();
    let bytes: Vec<u8> = files
        .flat_map(|file| std::fs::read(file.path()).expect("reads"))
        .collect();
    let holds = |trace: &&str| {
        bytes
            .windows(trace.len())
            .any(|part| part == trace.as_bytes())
    };
    traces.iter().copied().filter(holds).collect()
}

#[tokio::test]
async fn a_full_journal_says_so_is_still_read_and_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = SqliteSettings {
        path: folder.path().join("journal.db"),
        max_pages: Some(60),
    };
    let store = SqliteStore::open(&settings).await.expect("opens");
    let old = open(&store, "old", "a", 0).await;
    let call = open(&store, "new", "a", 0).await;
    let long = |episode| {
        let mut new = nudge(episode);
        new.alert.heard = Private::new("słowo ".repeat(500));
        new
    };
    let mut kept = 0;
    let error = loop {
        match store.append(old, &[long(kept as u32)], at_ms(0)).await {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
        assert!(kept < 1_000, "it never fills");
    };
    assert!(
        matches!(error, StoreError::Full { .. }) && error.is_transient(),
        "{error}"
    );
    assert!(error.to_string().contains("free some space"), "{error}");
    assert_eq!(*store.last_seq().borrow(), kept);
    let read = store
        .read_journal(0, &AlertFilter::default(), 1_000)
        .await
        .expect("reads");
    assert_eq!(read.entries.len() as u64, kept);

    let waiting = [long(0)];
    let (stored, deleted) = tokio::join!(
        append_until_stored(&store, call, &waiting, || at_ms(0)),
        async {
            tokio::time::sleep(std::time::Duration::from_millis(150)).await;
            assert_eq!(
                *store.last_seq().borrow(),
                kept,
                "nothing was written meanwhile"
            );
            store.delete_call(old, at_ms(0)).await
        },
    );
    assert_eq!(deleted.expect("deletes"), kept + 1);
    assert_eq!(stored.expect("is stored at last")[0].stored.seq, kept + 2);
}

#[tokio::test]
async fn a_file_that_cannot_be_used_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = async |name: &str| {
        let settings = SqliteSettings {
            path: folder.path().join(name),
            max_pages: None,
        };
        SqliteStore::open(&settings)
            .await
            .map(|_| ())
            .expect_err("refused")
    };
    std::fs::write(
        folder.path().join("noise"),
        "no database at all".repeat(500),
    )
    .expect("writes");
    let error = open("noise").await;
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
    assert!(error.to_string().contains("put back a copy"), "{error}");

    let error = open("no/such/folder").await;
    assert!(matches!(error, StoreError::Unopenable { .. }), "{error}");

    let newer = folder.path().join("newer");
    sqlite(&newer).await.close().await;
    let pool = sqlx::SqlitePool::connect(&format!("sqlite:{}", newer.display()))
        .await
        .expect("opens");
    sqlx::query("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9000, 'later', 1, x'00', 0)")
        .execute(&pool)
        .await
        .expect("writes");
    pool.close().await;
    let error = open("newer").await;
    assert!(
        matches!(
            error,
            StoreError::Newer {
                found: 9000,
                known: 1,
                ..
            }
        ),
        "{error}"
    );
    assert!(
        error.to_string().contains("install that version"),
        "{error}"
    );
}

const CHILD_FILE: &str = "CZUJKA_TEST_JOURNAL";

/// What the killed process does: appends one alert after another and tells each committed number.
#[tokio::test]
#[ignore = "the child process of `a_process_killed_while_it_writes_loses_nothing`"]
async fn child_that_is_killed() {
    let Some(path) = std::env::var_os(CHILD_FILE) else {
        return;
    };
    let store = sqlite(Path::new(&path)).await;
    let opened = store
        .open_call(&facts("crash", "a"), at_ms(0))
        .await
        .expect("opens");
    for episode in opened.alerts.len() as u32.. {
        let appended = store
            .append(opened.call.id, &[nudge(episode)], at_ms(0))
            .await;
        println!("committed {}", appended.expect("appends")[0].stored.seq);
    }
}

#[tokio::test]
async fn a_process_killed_while_it_writes_loses_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal.db");
    let mut told = 0;
    for round in 1..=4 {
        let mut child = Command::new(std::env::current_exe().expect("this test"))
            .args([
                "--ignored",
                "--exact",
                "child_that_is_killed",
                "--nocapture",
            ])
            .env(CHILD_FILE, &path)
            .stdout(Stdio::piped())
            .spawn()
            .expect("starts");
        let lines = BufReader::new(child.stdout.take().expect("is piped")).lines();
        let numbers = lines.map_while(Result::ok).filter_map(|line| {
            let (_, number) = line.split_once("committed ")?;
            number.parse::<u64>().ok()
        });
        told = numbers
            .take(7 * round)
            .last()
            .expect("it committed something");
        child.kill().expect("is killed");
        child.wait().expect("is gone");
    }
    let store = sqlite(&path).await;
    let seqs: Vec<_> = everything(&*store, &AlertFilter::default())
        .await
        .iter()
        .map(Entry::seq)
        .collect();
    let last = *store.last_seq().borrow();
    assert!(last >= told, "{last} is committed, {told} was told");
    assert_eq!(
        seqs,
        (1..=last).collect::<Vec<_>>(),
        "no number is missing, none came twice"
    );
    let again = store
        .open_call(&facts("crash", "a"), at_ms(1_000))
        .await
        .expect("opens");
    assert!(again.resumed);
    assert_eq!(again.alerts.len() as u64, last);
    let repeated = store
        .append(again.call.id, &[nudge(0)], at_ms(1_000))
        .await
        .expect("appends");
    assert!(repeated[0].known);
}
