//! Our own types as messages, and the messages of a tap as our own types.

use std::collections::HashMap;

use jiff::Timestamp;
use prost_types::value::Kind;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::v1;
use crate::alert::{Alert, AlertKind, Audience, Coverage, Element, Finding, Scorecard, Severity, Verdict};
use crate::event::{CallTime, Channel, Direction, HangupBy, ReportedSignal, Signal, SignalSource};
use crate::facts::{Agent, CallFacts};
use crate::private::Private;

const NANOS: i128 = 1_000_000_000;

/// A wall time as a message.
pub fn timestamp_message(time: Timestamp) -> prost_types::Timestamp {
    let nanos = time.as_nanosecond();
    prost_types::Timestamp { seconds: nanos.div_euclid(NANOS) as i64, nanos: nanos.rem_euclid(NANOS) as i32 }
}

/// A wall time from its message; none where it is no valid one.
pub fn timestamp_from(message: &prost_types::Timestamp) -> Option<Timestamp> {
    if !(0..1_000_000_000).contains(&message.nanos) {
        return None;
    }
    Timestamp::from_nanosecond(i128::from(message.seconds) * NANOS + i128::from(message.nanos)).ok()
}

/// A committed alert as a message. `agent` is the id of the call's agent.
pub fn alert_message(
    seq: u64,
    call: Uuid,
    agent: &str,
    alert: &Alert,
    raised_at: Option<Timestamp>,
    answered: bool,
) -> v1::Alert {
    v1::Alert {
        name: format!("alerts/{seq}"),
        seq: seq as i64,
        call: call.to_string(),
        agent: agent.to_owned(),
        check: alert.check.to_string(),
        episode: alert.episode.clone(),
        kind: kind(alert.kind).into(),
        severity: severity(alert.severity).into(),
        audience: audience(alert.audience).into(),
        channel: channel_message(alert.channel).into(),
        at_ms: alert.at.0,
        answered,
        raised_at: raised_at.map(timestamp_message),
        deadline_ms: alert.deadline.map(|time| time.0),
        from_ms: alert.from.0,
        to_ms: alert.to.0,
        heard: heard(alert.channel, alert.heard.expose()),
        missing: names(&alert.missing),
        point: alert.point.clone().unwrap_or_default(),
        confidence: alert.confidence,
        detail: Some(structure(&alert.detail)),
        acknowledgements: Vec::new(),
    }
}

/// What was heard on a channel: nothing of a bystander leaves, whatever was handed in.
pub fn heard(channel: Channel, words: &str) -> String {
    if channel == Channel::Background { String::new() } else { words.to_owned() }
}

/// A finding as a message.
pub fn finding_message(finding: &Finding) -> v1::Finding {
    v1::Finding {
        verdict: verdict(finding.verdict).into(),
        because: finding.because.clone(),
        missing: names(&finding.missing),
        from_ms: finding.from.map(|time| time.0),
        to_ms: finding.to.map(|time| time.0),
        heard: finding.heard.expose().clone(),
        coverage: match finding.coverage {
            Coverage::Full => v1::Coverage::Full,
            Coverage::Part => v1::Coverage::Part,
        }
        .into(),
        detail: Some(structure(&finding.detail)),
        commitment: finding.commitment.as_ref().map(|commitment| v1::finding::Commitment {
            due_time: Some(timestamp_message(commitment.due.timestamp())),
            open_ended: commitment.open_ended,
            said: commitment.said.expose().clone(),
        }),
    }
}

/// A scorecard as a message.
pub fn scorecard_message(call: Uuid, scorecard: &Scorecard) -> v1::Scorecard {
    let checks: HashMap<_, _> =
        scorecard.checks.iter().map(|(check, finding)| (check.to_string(), finding_message(finding))).collect();
    v1::Scorecard { call: call.to_string(), checks }
}

/// A clerk as a message.
pub fn agent_message(agent: &Agent) -> v1::Agent {
    v1::Agent {
        id: agent.id.clone(),
        first_name: agent.first_name.clone().unwrap_or_default(),
        surname: agent.surname.clone().unwrap_or_default(),
        position: agent.position.clone().unwrap_or_default(),
        unit: agent.unit.clone().unwrap_or_default(),
    }
}

/// The facts that a tap's first message tells. `call` stays empty and `started` unset: the journal
/// gives the one, the answer the other.
pub fn facts_from(start: &v1::StartCall) -> CallFacts {
    let agent = start.agent.clone().unwrap_or_default();
    CallFacts {
        call: String::new(),
        external_id: start.external_id.clone(),
        procedure: start.procedure.clone(),
        direction: match start.direction() {
            v1::Direction::Outbound => Direction::Outbound,
            v1::Direction::Unspecified | v1::Direction::Inbound => Direction::Inbound,
        },
        started: None,
        agent: Agent {
            id: agent.id,
            first_name: said(agent.first_name),
            surname: said(agent.surname),
            position: said(agent.position),
            unit: said(agent.unit),
        },
        remote: said(start.remote_number.clone()).map(Private::new),
        extension: said(start.extension.clone()),
    }
}

/// A signal as a tap reports it; none where the message holds no known signal.
pub fn signal_from(message: &v1::ExchangeSignal) -> Option<ReportedSignal> {
    use v1::exchange_signal::{Kind, hangup::By};
    let signal = match message.kind.as_ref()? {
        Kind::Ringing(_) => Signal::Ringing,
        Kind::Answered(_) => Signal::Answered,
        Kind::Hold(_) => Signal::Hold,
        Kind::Resume(_) => Signal::Resume,
        Kind::Transfer(transfer) => Signal::Transfer { to: said(transfer.to.clone()).map(Private::new) },
        Kind::Dialling(_) => Signal::Dialling,
        Kind::Queued(queued) => Signal::Queued { wait_ms: queued.wait_ms, special_needs: queued.special_needs },
        Kind::Speakerphone(speakerphone) => Signal::Speakerphone { on: speakerphone.on.unwrap_or(true) },
        Kind::Hangup(hangup) => Signal::Hangup {
            by: match hangup.by() {
                By::Unspecified => None,
                By::Agent => Some(HangupBy::Agent),
                By::Caller => Some(HangupBy::Caller),
                By::Transfer => Some(HangupBy::Transfer),
            },
        },
    };
    Some(ReportedSignal {
        signal,
        at: message.at_ms.map(CallTime),
        source: source_from(message.source()),
        confidence: message.confidence.unwrap_or(1.0),
    })
}

const fn source_from(source: v1::SignalSource) -> SignalSource {
    match source {
        v1::SignalSource::Unspecified | v1::SignalSource::Exchange => SignalSource::Exchange,
        v1::SignalSource::Device => SignalSource::Device,
        v1::SignalSource::Words => SignalSource::Words,
        v1::SignalSource::Sound => SignalSource::Sound,
        v1::SignalSource::Person => SignalSource::Person,
    }
}

/// Who says that a signal was given, as a message.
pub const fn source_message(source: SignalSource) -> v1::SignalSource {
    match source {
        SignalSource::Exchange => v1::SignalSource::Exchange,
        SignalSource::Device => v1::SignalSource::Device,
        SignalSource::Words => v1::SignalSource::Words,
        SignalSource::Sound => v1::SignalSource::Sound,
        SignalSource::Person => v1::SignalSource::Person,
    }
}

/// A channel as a message.
pub const fn channel_message(channel: Channel) -> v1::Channel {
    match channel {
        Channel::Agent => v1::Channel::Agent,
        Channel::Caller => v1::Channel::Caller,
        Channel::Background => v1::Channel::Background,
    }
}

/// A direction as a message.
pub const fn direction_message(direction: Direction) -> v1::Direction {
    match direction {
        Direction::Inbound => v1::Direction::Inbound,
        Direction::Outbound => v1::Direction::Outbound,
    }
}

fn said(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn names(elements: &[Element]) -> Vec<String> {
    elements.iter().map(ToString::to_string).collect()
}

const fn kind(kind: AlertKind) -> v1::AlertKind {
    match kind {
        AlertKind::Nudge => v1::AlertKind::Nudge,
        AlertKind::Resolved => v1::AlertKind::Resolved,
        AlertKind::Breach => v1::AlertKind::Breach,
    }
}

const fn severity(severity: Severity) -> v1::Severity {
    match severity {
        Severity::Info => v1::Severity::Info,
        Severity::Warning => v1::Severity::Warning,
        Severity::Critical => v1::Severity::Critical,
    }
}

const fn audience(audience: Audience) -> v1::Audience {
    match audience {
        Audience::Agent => v1::Audience::Agent,
        Audience::Supervisor => v1::Audience::Supervisor,
        Audience::Review => v1::Audience::Review,
    }
}

const fn verdict(verdict: Verdict) -> v1::Verdict {
    match verdict {
        Verdict::Kept => v1::Verdict::Kept,
        Verdict::Breached => v1::Verdict::Breached,
        Verdict::NotApplicable => v1::Verdict::NotApplicable,
        Verdict::Undetermined => v1::Verdict::Undetermined,
        Verdict::Pending => v1::Verdict::Pending,
        Verdict::NotMonitored => v1::Verdict::NotMonitored,
    }
}

fn structure(detail: &Map<String, Value>) -> prost_types::Struct {
    prost_types::Struct { fields: detail.iter().map(|(name, value)| (name.clone(), value_message(value))).collect() }
}

fn value_message(value: &Value) -> prost_types::Value {
    let kind = match value {
        Value::Null => Kind::NullValue(0),
        Value::Bool(truth) => Kind::BoolValue(*truth),
        Value::Number(number) => Kind::NumberValue(number.as_f64().unwrap_or_default()),
        Value::String(text) => Kind::StringValue(text.clone()),
        Value::Array(values) => {
            Kind::ListValue(prost_types::ListValue { values: values.iter().map(value_message).collect() })
        }
        Value::Object(fields) => Kind::StructValue(structure(fields)),
    };
    prost_types::Value { kind: Some(kind) }
}
