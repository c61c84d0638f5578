//! Requests as our own types, and the journal's as messages.

use std::str::FromStr;

use jiff::civil::Date;
use tonic::Status;
use uuid::Uuid;

use super::status::invalid;
use crate::alert::{AlertKind, Audience, Check};
use crate::proto::{self, v1};
use crate::store::{
    AlertFilter, CallFilter, CallState, CommitmentFilter, CommitmentState, PageRequest, StoredAlert, StoredCall,
    StoredCommitment,
};

/// Values of one field of a filter.
const MOST_VALUES: usize = 100;
const USUAL_PAGE: u32 = 50;
const LARGEST_PAGE: u32 = 1000;

pub(super) fn alert(stored: &StoredAlert) -> v1::Alert {
    let mut message =
        proto::alert_message(stored.seq, stored.call, &stored.agent, &stored.alert, stored.raised_at, stored.answered);
    message.acknowledgements = stored
        .acknowledgements
        .iter()
        .map(|given| v1::Acknowledgement {
            by: given.by.clone(),
            note: given.note.expose().clone(),
            acknowledge_time: Some(proto::timestamp_message(given.at)),
        })
        .collect();
    message
}

pub(super) fn call(stored: &StoredCall) -> v1::Call {
    let facts = &stored.facts;
    v1::Call {
        name: format!("calls/{}", stored.id),
        call: stored.id.to_string(),
        external_id: facts.external_id.clone(),
        procedure: facts.procedure.clone(),
        direction: proto::direction_message(facts.direction).into(),
        state: match stored.state {
            CallState::Running => v1::call::State::Running,
            CallState::Closed => v1::call::State::Closed,
            CallState::Abandoned => v1::call::State::Abandoned,
        }
        .into(),
        agent: Some(proto::agent_message(&facts.agent)),
        remote_number: facts.remote.as_ref().map_or_else(String::new, |number| number.expose().clone()),
        extension: facts.extension.clone().unwrap_or_default(),
        create_time: Some(proto::timestamp_message(stored.opened)),
        start_time: facts.started.map(proto::timestamp_message),
        end_time: stored.ended.map(proto::timestamp_message),
        scorecard: stored.scorecard.as_ref().map(|scorecard| proto::scorecard_message(stored.id, scorecard)),
    }
}

pub(super) fn alert_filter(message: Option<v1::AlertFilter>) -> Result<AlertFilter, Status> {
    let message = message.unwrap_or_default();
    bounded("filter.agents", &message.agents)?;
    Ok(AlertFilter {
        calls: parsed("filter.calls", &message.calls, |text| {
            Uuid::parse_str(text).map_err(|_| "is no UUID".to_owned())
        })?,
        checks: parsed("filter.checks", &message.checks, |text| {
            FromStr::from_str(text).map_err(|error: crate::alert::UnknownName| error.to_string())
        })?,
        kinds: parsed("filter.kinds", &message.kinds, |number| match v1::AlertKind::try_from(*number) {
            Ok(v1::AlertKind::Nudge) => Ok(AlertKind::Nudge),
            Ok(v1::AlertKind::Resolved) => Ok(AlertKind::Resolved),
            Ok(v1::AlertKind::Breach) => Ok(AlertKind::Breach),
            Ok(v1::AlertKind::Unspecified) | Err(_) => Err(unknown(*number)),
        })?,
        audiences: parsed("filter.audiences", &message.audiences, |number| match v1::Audience::try_from(*number) {
            Ok(v1::Audience::Agent) => Ok(Audience::Agent),
            Ok(v1::Audience::Supervisor) => Ok(Audience::Supervisor),
            Ok(v1::Audience::Review) => Ok(Audience::Review),
            Ok(v1::Audience::Unspecified) | Err(_) => Err(unknown(*number)),
        })?,
        agents: message.agents,
    })
}

pub(super) fn call_filter(message: Option<v1::CallFilter>) -> Result<CallFilter, Status> {
    let message = message.unwrap_or_default();
    bounded("filter.agents", &message.agents)?;
    bounded("filter.external_ids", &message.external_ids)?;
    Ok(CallFilter {
        states: parsed("filter.states", &message.states, |number| match v1::call::State::try_from(*number) {
            Ok(v1::call::State::Running) => Ok(CallState::Running),
            Ok(v1::call::State::Closed) => Ok(CallState::Closed),
            Ok(v1::call::State::Abandoned) => Ok(CallState::Abandoned),
            Ok(v1::call::State::Unspecified) | Err(_) => Err(unknown(*number)),
        })?,
        agents: message.agents,
        external_ids: message.external_ids,
    })
}

pub(super) fn commitment(stored: &StoredCommitment) -> v1::Commitment {
    let time = |moment: Option<jiff::Timestamp>| moment.map(proto::timestamp_message);
    v1::Commitment {
        name: format!("calls/{}/commitments/{}", stored.call, stored.check),
        call: stored.call.to_string(),
        check: stored.check.to_string(),
        procedure: stored.procedure.clone(),
        agent: stored.agent.clone(),
        extension: stored.extension.clone().unwrap_or_default(),
        remote_number: stored.remote.as_ref().map_or_else(String::new, |number| number.expose().clone()),
        due_time: time(Some(stored.due)),
        open_ended: stored.open_ended,
        said: stored.said.expose().clone(),
        state: match stored.state {
            CommitmentState::Open => v1::commitment::State::Open,
            CommitmentState::Kept => v1::commitment::State::Kept,
            CommitmentState::Breached => v1::commitment::State::Breached,
            CommitmentState::Undetermined => v1::commitment::State::Undetermined,
        }
        .into(),
        remind_time: time(stored.reminded),
        decide_time: time(stored.decided),
        reached: stored.reached,
    }
}

pub(super) fn commitment_filter(message: Option<v1::CommitmentFilter>) -> Result<CommitmentFilter, Status> {
    let message = message.unwrap_or_default();
    bounded("filter.agents", &message.agents)?;
    bounded("filter.extensions", &message.extensions)?;
    Ok(CommitmentFilter {
        checks: parsed("filter.checks", &message.checks, |text| {
            FromStr::from_str(text).map_err(|error: crate::alert::UnknownName| error.to_string())
        })?,
        states: parsed("filter.states", &message.states, |number| match v1::commitment::State::try_from(*number) {
            Ok(v1::commitment::State::Open) => Ok(CommitmentState::Open),
            Ok(v1::commitment::State::Kept) => Ok(CommitmentState::Kept),
            Ok(v1::commitment::State::Breached) => Ok(CommitmentState::Breached),
            Ok(v1::commitment::State::Undetermined) => Ok(CommitmentState::Undetermined),
            Ok(v1::commitment::State::Unspecified) | Err(_) => Err(unknown(*number)),
        })?,
        agents: message.agents,
        extensions: message.extensions,
    })
}

/// The page asked for, its size brought within bounds.
pub(super) fn page(size: i32, token: String) -> Result<PageRequest, Status> {
    let size = match u32::try_from(size) {
        Ok(0) => USUAL_PAGE,
        Ok(size) => size.min(LARGEST_PAGE),
        Err(_) => return Err(invalid("page_size", "must not be negative")),
    };
    Ok(PageRequest { size, token: (!token.is_empty()).then_some(token) })
}

/// The number in `alerts/{seq}`.
pub(super) fn alert_name(name: &str) -> Result<u64, Status> {
    name.strip_prefix("alerts/")
        .and_then(|seq| seq.parse::<u64>().ok())
        .filter(|seq| i64::try_from(*seq).is_ok())
        .ok_or_else(|| invalid("name", "must have the form alerts/{seq}, such as alerts/12"))
}

/// The id in `calls/{call}`.
pub(super) fn call_name(name: &str) -> Result<Uuid, Status> {
    name.strip_prefix("calls/")
        .and_then(|id| Uuid::parse_str(id).ok())
        .ok_or_else(|| invalid("name", "must have the form calls/{call} with the call's UUID"))
}

/// The call and the check in `calls/{call}/commitments/{check}`.
pub(super) fn commitment_name(name: &str) -> Result<(Uuid, Check), Status> {
    name.strip_prefix("calls/")
        .and_then(|rest| rest.split_once("/commitments/"))
        .and_then(|(id, check)| Some((Uuid::parse_str(id).ok()?, check.parse().ok()?)))
        .ok_or_else(|| invalid("name", "must have the form calls/{call}/commitments/{check}"))
}

/// The date in `dailySummaries/{date}`.
pub(super) fn summary_name(name: &str) -> Result<Date, Status> {
    name.strip_prefix("dailySummaries/")
        .filter(|date| date.len() == "YYYY-MM-DD".len())
        .and_then(|date| date.parse().ok())
        .ok_or_else(|| invalid("name", "must have the form dailySummaries/{date}, such as dailySummaries/2026-07-10"))
}

/// A text that must be there, or not, and not be too long.
pub(super) fn text(field: &str, text: String, longest: usize, required: bool) -> Result<String, Status> {
    if required && text.trim().is_empty() {
        return Err(invalid(field, "is required"));
    }
    if text.chars().count() > longest {
        return Err(invalid(field, format!("has more than {longest} characters")));
    }
    Ok(text)
}

pub(super) fn bounded<V>(field: &str, values: &[V]) -> Result<(), Status> {
    if values.len() > MOST_VALUES {
        return Err(invalid(field, format!("has more than {MOST_VALUES} values")));
    }
    Ok(())
}

fn parsed<V, T>(field: &str, values: &[V], parse: impl Fn(&V) -> Result<T, String>) -> Result<Vec<T>, Status> {
    bounded(field, values)?;
    let each = values.iter().enumerate();
    each.map(|(index, value)| parse(value).map_err(|what| invalid(&format!("{field}[{index}]"), what))).collect()
}

fn unknown(number: i32) -> String {
    format!("{number} is no value of this field")
}
