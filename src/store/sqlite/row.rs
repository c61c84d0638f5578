//! Rows as our own types, and back.

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use super::failure::Failure;
use crate::alert::{Check, Scorecard};
use crate::event::{Channel, Direction};
use crate::facts::CallFacts;
use crate::private::Private;
use crate::store::{Acknowledgement, CallState, NewAlert, StoreError, StoredAlert, StoredCall};

/// The columns that [`alert`] reads.
pub(super) const ALERT: &str = "alerts.seq, alerts.call_id, calls.agent_id, alerts.raised_us, \
     alerts.answered, alerts.alert";

/// The columns that [`call`] reads.
pub(super) const CALL: &str = "calls.number, calls.id, calls.facts, calls.state, calls.opened_us, \
     calls.seen_us, calls.answered_us, calls.ended_us";

pub(super) fn alert(row: &SqliteRow) -> Result<StoredAlert, Failure> {
    let raised_us: Option<i64> = row.try_get("raised_us")?;
    Ok(StoredAlert {
        seq: row.try_get::<i64, _>("seq")? as u64,
        call: uuid(row.try_get("call_id")?)?,
        agent: row.try_get("agent_id")?,
        alert: from_json(row.try_get("alert")?, "alert")?,
        raised_at: raised_us.map(time).transpose()?,
        answered: row.try_get("answered")?,
        acknowledgements: Vec::new(),
    })
}

pub(super) fn call(row: &SqliteRow) -> Result<StoredCall, Failure> {
    let id = uuid(row.try_get("id")?)?;
    let mut facts: CallFacts = from_json(row.try_get("facts")?, "facts")?;
    let answered_us: Option<i64> = row.try_get("answered_us")?;
    facts.call = id.to_string();
    facts.started = answered_us.map(time).transpose()?;
    let ended_us: Option<i64> = row.try_get("ended_us")?;
    Ok(StoredCall {
        id,
        facts,
        state: state(row.try_get("state")?)?,
        opened: time(row.try_get("opened_us")?)?,
        seen: time(row.try_get("seen_us")?)?,
        ended: ended_us.map(time).transpose()?,
        scorecard: None,
    })
}

pub(super) fn acknowledgement(row: &SqliteRow) -> Result<Acknowledgement, Failure> {
    Ok(Acknowledgement {
        by: row.try_get("given_by")?,
        note: Private::new(row.try_get("note")?),
        at: time(row.try_get("given_us")?)?,
    })
}

/// A bystander's words are never written, whatever was handed in.
pub(super) fn without_bystander(mut new: NewAlert) -> NewAlert {
    if new.alert.channel == Channel::Background {
        new.alert.heard = Private::default();
    }
    new
}

/// The same of a scorecard.
pub(super) fn scorecard_without_bystander(mut scorecard: Scorecard) -> Scorecard {
    if let Some(finding) = scorecard.checks.get_mut(&Check::BackgroundVoice) {
        finding.heard = Private::default();
    }
    scorecard
}

pub(super) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("our own types have text keys and no failing serialisers")
}

pub(super) fn from_json<T: DeserializeOwned>(text: &str, column: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Unreadable { column })
}

pub(super) fn uuid(text: &str) -> Result<Uuid, StoreError> {
    Uuid::parse_str(text).map_err(|_| StoreError::Unreadable { column: "call id" })
}

/// The name that serialisation gives it, too.
pub(super) const fn direction_name(direction: Direction) -> &'static str {
    match direction {
        Direction::Inbound => "inbound",
        Direction::Outbound => "outbound",
    }
}

pub(super) fn direction(text: &str) -> Result<Direction, StoreError> {
    [Direction::Inbound, Direction::Outbound]
        .into_iter()
        .find(|direction| direction_name(*direction) == text)
        .ok_or(StoreError::Unreadable { column: "direction" })
}

/// A wall time that may be unknown.
pub(super) fn time_in(row: &SqliteRow, column: &str) -> Result<Option<Timestamp>, Failure> {
    let us: Option<i64> = row.try_get(column)?;
    Ok(us.map(time).transpose()?)
}

pub(super) fn time(us: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(us).map_err(|_| StoreError::Unreadable { column: "time" })
}

fn state(text: &str) -> Result<CallState, StoreError> {
    [CallState::Running, CallState::Closed, CallState::Abandoned]
        .into_iter()
        .find(|state| state.as_str() == text)
        .ok_or(StoreError::Unreadable { column: "state" })
}
