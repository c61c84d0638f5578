//! The keeper killed at any point of its decisions: each alert comes once, and says what the journal says.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use czujka::alert::{AlertKind, Check, Finding, Scorecard, Verdict};
use czujka::clock::WallClock;
use czujka::commitment::{Commitment, LocalTime};
use czujka::event::Direction;
use czujka::facts::CallFacts;
use czujka::keeper::Keeper;
use czujka::procedure::Procedure;
use czujka::store::{AlertFilter, Closing, Entry, Store};
use jiff::Timestamp;
use uuid::Uuid;

use crate::journal_support::{alert, at_ms, everything, facts, sqlite};

const JOURNAL: &str = "CZUJKA_TEST_JOURNAL";
const NOW: &str = "CZUJKA_TEST_NOW_MS";

/// Commitments of each fate.
const OF_EACH: usize = 15;

const HOUR: i64 = 3_600_000;
const DUE: i64 = 8 * HOUR;

/// When everything is to be reminded of, and when its time is past.
const MOMENTS: [i64; 2] = [DUE - 60_000, DUE + HOUR];

fn keeper(store: Arc<dyn Store>, now: Timestamp) -> Keeper {
    let procedure = Arc::new(Procedure::load("bialystok").expect("shipped"));
    Keeper::new(store, Arc::new(move |_: &str| Some(Arc::clone(&procedure))), WallClock::telling(move || now))
}

/// What the killed process does: says that it begins, and looks.
#[tokio::test]
#[ignore = "the child process of `no_decision_is_lost_or_doubled_however_often_the_keeper_is_killed`"]
async fn child_that_is_killed() {
    let (Some(path), Ok(now)) = (std::env::var_os(JOURNAL), std::env::var(NOW)) else { return };
    let keeper = keeper(sqlite(Path::new(&path)).await, at_ms(now.parse().expect("a time")));
    println!("begins");
    loop {
        keeper.look().await.expect("looks");
        println!("looked");
    }
}

/// A call that leaves a commitment.
async fn owed(store: &dyn Store, number: usize, check: Check) -> Uuid {
    let facts = CallFacts { remote: Some(remote(number).into()), ..facts(&format!("owed-{number}"), "a1") };
    let call = store.open_call(&facts, at_ms(0)).await.expect("opens").call.id;
    let mut finding = Finding::new(Verdict::Pending, "to be called back");
    let due = LocalTime::of(at_ms(DUE));
    finding.commitment = Some(Commitment { due, open_ended: false, said: String::new().into() });
    let alerts = if check == Check::MissedCall { vec![alert(check, 1, AlertKind::Nudge)] } else { Vec::new() };
    let scorecard = Scorecard { checks: [(check, finding)].into() };
    store.close_call(call, &Closing { scorecard, alerts, rang_ms: None }, at_ms(1)).await.expect("closes");
    call
}

fn remote(number: usize) -> String {
    format!("+4885555{number:04}")
}

/// Commitments by what must have come of them in the end.
async fn prepare(store: &dyn Store) -> BTreeMap<Uuid, &'static [&'static str]> {
    let mut wanted: BTreeMap<Uuid, &'static [&'static str]> = BTreeMap::new();
    for number in 0..OF_EACH * 3 {
        let fate = number % 3;
        let check = if fate == 2 { Check::CallbackKept } else { Check::MissedCall };
        let call = owed(store, number, check).await;
        let alerts: &[&str] = match fate {
            0 => &["nudge missed_call/1", "nudge missed_call/2", "breach missed_call/1"],
            1 => &["nudge missed_call/1", "resolved missed_call/1"],
            _ => &["nudge callback_kept/1", "breach callback_kept/1"],
        };
        wanted.insert(call, alerts);
        if fate == 1 {
            let back = CallFacts {
                remote: Some(remote(number).into()),
                direction: Direction::Outbound,
                ..facts(&format!("back-{number}"), "a1")
            };
            let back = store.open_call(&back, at_ms(2)).await.expect("opens").call.id;
            store.touch(back, Some(at_ms(3)), at_ms(3)).await.expect("touches");
            store.close_call(back, &Closing::default(), at_ms(4)).await.expect("closes");
        }
    }
    wanted
}

/// The alerts of each call; each commitment's state, its call's finding and its alerts must say the same.
async fn told(store: &dyn Store, wanted: &BTreeMap<Uuid, &[&str]>) -> BTreeMap<Uuid, Vec<String>> {
    let mut told: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for entry in everything(store, &AlertFilter::default()).await {
        let Entry::Alert(stored) = entry else { continue };
        told.entry(stored.call).or_default().push(format!("{} {}", stored.alert.kind, stored.alert.episode));
    }
    for (call, alerts) in wanted {
        let check = if alerts[0].contains("missed_call") { Check::MissedCall } else { Check::CallbackKept };
        let commitment = store.get_commitment(*call, check).await.expect("is there");
        let finding = &store.get_call(*call).await.expect("is there").scorecard.expect("is over").checks[&check];
        assert_eq!(finding.verdict, commitment.state.verdict());
        let came = told.get(call).cloned().unwrap_or_default();
        let last = came.last().map_or("", |last| last.split(' ').next().unwrap_or_default());
        let says = match commitment.state.verdict() {
            Verdict::Pending => last == "nudge" || last.is_empty(),
            Verdict::Kept => last == "resolved",
            _ => last == "breach",
        };
        assert!(says, "{commitment:?} with {came:?}");
        assert!(alerts.starts_with(&came.iter().map(String::as_str).collect::<Vec<_>>()), "{came:?} of {alerts:?}");
    }
    told
}

#[tokio::test]
async fn no_decision_is_lost_or_doubled_however_often_the_keeper_is_killed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("czujka.db");
    let store = sqlite(&path).await;
    let wanted = prepare(&*store).await;
    store.close().await;
    let (mut kills, mut amidst) = (0_u64, 0);
    for now in MOMENTS {
        let mut done = false;
        while !done {
            let mut child = Command::new(std::env::current_exe().expect("this test"))
                .args(["--ignored", "--exact", "keeper::child_that_is_killed", "--nocapture"])
                .env(JOURNAL, &path)
                .env(NOW, now.to_string())
                .stdout(Stdio::piped())
                .spawn()
                .expect("starts");
            let mut lines = BufReader::new(child.stdout.take().expect("is piped")).lines().map_while(Result::ok);
            assert!(lines.any(|line| line.contains("begins")), "the child begins");
            // A decision takes some milliseconds, most of it waiting for the disk; more on a busy machine.
            let pause = RandomState::new().hash_one(kills) % (30_000 + kills * 1_000);
            tokio::time::sleep(Duration::from_micros(pause)).await;
            child.kill().expect("is killed");
            child.wait().expect("is gone");
            kills += 1;
            done = lines.any(|line| line.contains("looked"));
            amidst += usize::from(!done);
            let store = sqlite(&path).await;
            told(&*store, &wanted).await;
            store.close().await;
        }
    }
    let store = sqlite(&path).await;
    keeper(Arc::<czujka::store::SqliteStore>::clone(&store), at_ms(MOMENTS[1])).look().await.expect("looks");
    let told = told(&*store, &wanted).await;
    for (call, alerts) in &wanted {
        assert_eq!(told[call], *alerts);
    }
    println!("{kills} kills, {amidst} of them amidst the decisions, {} alerts", told.values().flatten().count());
    assert!(amidst > 0, "it was never killed amidst its decisions, so nothing is proved");
}
