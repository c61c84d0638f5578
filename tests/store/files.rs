//! What holds for `SQLite` files: rights, erasure, kill -9, a full disk, files of others.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use czujka::alert::AlertKind;
use czujka::event::Direction;
use czujka::private::Private;
use czujka::store::{AlertFilter, Entry, SqliteSettings, SqliteStore, Store, StoreError, append_until_stored};

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::SqliteConnectOptions;

use crate::journal_support::{at_ms, everything, facts, nudge, open, promised, sqlite};

#[tokio::test]
async fn a_filter_that_lets_nothing_through_still_reads_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = sqlite(&folder.path().join("journal.db")).await;
    let call = open(&*store, "x", "a", 0).await;
    let alerts: Vec<_> = (1..=10_500).map(nudge).collect();
    store.append(call, &alerts, at_ms(0)).await.expect("appends");
    let nothing = AlertFilter { kinds: vec![AlertKind::Breach], ..AlertFilter::default() };
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
    store.append(call, &[nudge(1)], at_ms(0)).await.expect("appends");
    store.close_call(call, &promised(3_600_000).into(), at_ms(0)).await.expect("closes");
    for entry in std::fs::read_dir(folder.path()).expect("lists") {
        let entry = entry.expect("lists");
        let mode = entry.metadata().expect("has rights").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", entry.path().display());
    }
    let traces = ["chwileczk", "855550123", "Nowak", "za godzin"];
    assert_eq!(found_in(folder.path(), &traces), traces);
    store.delete_call(call, at_ms(1)).await.expect("deletes");
    assert_eq!(found_in(folder.path(), &traces), [""; 0]);
}

fn found_in<'t>(folder: &Path, traces: &[&'t str]) -> Vec<&'t str> {
    let files = std::fs::read_dir(folder).expect("lists").flatten();
    let bytes: Vec<u8> = files.flat_map(|file| std::fs::read(file.path()).expect("reads")).collect();
    let holds = |trace: &&str| bytes.windows(trace.len()).any(|part| part == trace.as_bytes());
    traces.iter().copied().filter(holds).collect()
}

#[tokio::test]
async fn a_full_journal_says_so_is_still_read_and_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = SqliteSettings { path: folder.path().join("journal.db"), max_pages: Some(60) };
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
    assert!(matches!(error, StoreError::Full { .. }) && error.is_transient(), "{error}");
    assert!(error.to_string().contains("free some space"), "{error}");
    assert_eq!(*store.last_seq().borrow(), kept);
    let read = store.read_journal(0, &AlertFilter::default(), 1_000).await.expect("reads");
    assert_eq!(read.entries.len() as u64, kept);

    let waiting = [long(0)];
    let (stored, deleted) = tokio::join!(append_until_stored(&store, call, &waiting, || at_ms(0)), async {
        tokio::time::sleep(std::time::Duration::from_millis(150)).await;
        assert_eq!(*store.last_seq().borrow(), kept, "nothing was written meanwhile");
        store.delete_call(old, at_ms(0)).await
    },);
    assert_eq!(deleted.expect("deletes"), kept + 1);
    assert_eq!(stored.expect("is stored at last")[0].stored.seq, kept + 2);
}

#[tokio::test]
async fn a_file_that_cannot_be_used_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = async |name: &str| {
        let settings = SqliteSettings { path: folder.path().join(name), max_pages: None };
        SqliteStore::open(&settings).await.map(|_| ()).expect_err("refused")
    };
    std::fs::write(folder.path().join("noise"), "no database at all".repeat(500)).expect("writes");
    let error = open("noise").await;
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
    assert!(error.to_string().contains("put back a copy"), "{error}");

    let error = open("no/such/folder").await;
    assert!(matches!(error, StoreError::Unopenable { .. }), "{error}");

    let newer = folder.path().join("newer");
    sqlite(&newer).await.close().await;
    let pool = sqlx::SqlitePool::connect(&format!("sqlite:{}", newer.display())).await.expect("opens");
    sqlx::query("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9000, 'later', 1, x'00', 0)")
        .execute(&pool)
        .await
        .expect("writes");
    pool.close().await;
    let error = open("newer").await;
    assert!(matches!(error, StoreError::Newer { found: 9000, known: 2, .. }), "{error}");
    assert!(error.to_string().contains("install that version"), "{error}");
}

/// What a version that knew no commitments has written is brought up to date.
#[tokio::test]
async fn a_journal_of_the_first_schema_is_updated() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal.db");
    let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let old = sqlx::SqlitePool::connect_with(options).await.expect("opens");
    let schema = include_str!("../../src/store/migrations/0001_journal.sql").into_sql_str();
    let first = Migration::new(1, "journal".into(), MigrationType::Simple, schema, false);
    Migrator::with_migrations(vec![first]).run(&old).await.expect("makes the tables");
    let facts = r#"{"procedure":"lomza","direction":"outbound","remote":"+48855550123","extension":"214"}"#;
    let call = "019a0000-0000-7000-8000-000000000001";
    sqlx::query(
        "INSERT INTO calls (id, external_id, agent_id, facts, state, opened_us, seen_us, answered_us) \
         VALUES ($1, 'old', 'a1', $2, 'closed', 5, 5, 9)",
    )
    .bind(call)
    .bind(facts)
    .execute(&old)
    .await
    .expect("writes");
    old.close().await;

    let store = sqlite(&path).await;
    let beside = open(&*store, "new", "a1", -1_795_248_000_000).await;
    store.close_call(beside, &promised(0).into(), at_ms(0)).await.expect("closes");
    let waiting = store.waiting_commitments(at_ms(0)).await.expect("lists");
    assert_eq!(waiting[0].attempts.len(), 1, "the old call is known by its number");
    assert_eq!(waiting[0].attempts[0].call.to_string(), call);
    assert_eq!(waiting[0].attempts[0].direction, Direction::Outbound);
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
    let opened = store.open_call(&facts("crash", "a"), at_ms(0)).await.expect("opens");
    for episode in opened.alerts.len() as u32.. {
        let appended = store.append(opened.call.id, &[nudge(episode)], at_ms(0)).await;
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
            .args(["--ignored", "--exact", "files::child_that_is_killed", "--nocapture"])
            .env(CHILD_FILE, &path)
            .stdout(Stdio::piped())
            .spawn()
            .expect("starts");
        let lines = BufReader::new(child.stdout.take().expect("is piped")).lines();
        let numbers = lines.map_while(Result::ok).filter_map(|line| {
            let (_, number) = line.split_once("committed ")?;
            number.parse::<u64>().ok()
        });
        told = numbers.take(7 * round).last().expect("it committed something");
        child.kill().expect("is killed");
        child.wait().expect("is gone");
    }
    let store = sqlite(&path).await;
    let seqs: Vec<_> = everything(&*store, &AlertFilter::default()).await.iter().map(Entry::seq).collect();
    let last = *store.last_seq().borrow();
    assert!(last >= told, "{last} is committed, {told} was told");
    assert_eq!(seqs, (1..=last).collect::<Vec<_>>(), "no number is missing, none came twice");
    let again = store.open_call(&facts("crash", "a"), at_ms(1_000)).await.expect("opens");
    assert!(again.resumed);
    assert_eq!(again.alerts.len() as u64, last);
    let repeated = store.append(again.call.id, &[nudge(0)], at_ms(1_000)).await.expect("appends");
    assert!(repeated[0].known);
}
