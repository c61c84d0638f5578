//! Calls and alerts to put into a journal.
#![allow(dead_code, reason = "each test binary uses its part")]

use std::path::Path;
use std::sync::Arc;

use czujka::alert::{Alert, AlertKind, Audience, Check, Element, Finding, Scorecard, Severity, Verdict};
use czujka::commitment::{Commitment, LocalTime};
use czujka::event::{CallTime, Channel, Direction};
use czujka::facts::{Agent, CallFacts};
use czujka::private::Private;
use czujka::store::{AlertFilter, Entry, NewAlert, SqliteSettings, SqliteStore, Store};
use jiff::Timestamp;
use uuid::Uuid;

/// So many milliseconds after a Saturday morning in November.
pub fn at_ms(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(1_795_248_000_000 + ms).expect("within the calendar")
}

pub async fn sqlite(path: &Path) -> Arc<SqliteStore> {
    let settings = SqliteSettings { path: path.to_owned(), max_pages: None };
    Arc::new(SqliteStore::open(&settings).await.expect("opens"))
}

pub fn facts(external_id: &str, agent: &str) -> CallFacts {
    CallFacts {
        call: String::new(),
        external_id: external_id.to_owned(),
        procedure: "bialystok".to_owned(),
        direction: Direction::Inbound,
        started: None,
        agent: Agent { id: agent.to_owned(), surname: Some("Nowak".to_owned()), ..Agent::default() },
        remote: Some(Private::new("+48855550123".to_owned())),
        extension: Some("214".to_owned()),
    }
}

pub fn alert(check: Check, episode: u32, kind: AlertKind) -> NewAlert {
    let at = CallTime(i64::from(episode) * 10_000);
    NewAlert {
        alert: Alert {
            check,
            episode: format!("{check}/{episode}"),
            kind,
            severity: Severity::Warning,
            audience: Audience::Agent,
            channel: Channel::Agent,
            at,
            deadline: Some(at + 4_000),
            from: at - 2_000,
            to: at,
            heard: Private::new("proszę chwileczkę zaczekać".to_owned()),
            missing: vec![Element::Reason],
            point: Some("III.16".to_owned()),
            confidence: 0.83,
            detail: serde_json::json!({"quiet_ms": 6000, "steps": [1, "dwa", null]})
                .as_object()
                .cloned()
                .expect("is an object"),
        },
        raised_at: Some(at_ms(at.0)),
        answered: true,
    }
}

pub fn nudge(episode: u32) -> NewAlert {
    alert(Check::WaitNotice, episode, AlertKind::Nudge)
}

/// The findings of a call in which a callback was promised for so many milliseconds later.
pub fn promised(due_ms: i64) -> Scorecard {
    let mut finding = Finding::new(Verdict::Pending, "a callback was promised");
    let said = Private::new("za godzinę".to_owned());
    finding.commitment = Some(Commitment { due: LocalTime::of(at_ms(due_ms)), open_ended: false, said });
    Scorecard { checks: [(Check::CallbackKept, finding)].into() }
}

/// Opens a call and gives its id.
pub async fn open(store: &dyn Store, external_id: &str, agent: &str, ms: i64) -> Uuid {
    let opened = store.open_call(&facts(external_id, agent), at_ms(ms)).await;
    opened.expect("opens").call.id
}

/// The whole journal, read in small pieces.
pub async fn everything(store: &dyn Store, filter: &AlertFilter) -> Vec<Entry> {
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
