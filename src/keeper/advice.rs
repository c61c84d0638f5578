//! Advice to supervisors: an extension whose calls are missed again and again should be forwarded.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde_json::{Map, json};

use crate::alert::{Alert, AlertKind, Audience, Check, Severity};
use crate::calendar;
use crate::commitment::LocalTime;
use crate::detect::MissedCallSettings;
use crate::event::{CallTime, Channel};
use crate::private::Private;
use crate::procedure::Procedure;
use crate::store::{Advice, NewAlert, OftenMissed};

/// Advice about fewer missed calls than this would be about none in particular.
pub(super) const FEWEST: u32 = 2;

/// Beside the nudge of the missed call (1) and its reminder (2).
const EPISODE: u32 = 3;

/// The office's day of a moment, and its moments.
pub(super) fn day_of(now: Timestamp) -> (Date, Range<Timestamp>) {
    let day = LocalTime::of(now).0.date();
    let midnight = |day| calendar::at(day, Time::midnight()).timestamp();
    (day, midnight(day)..midnight(day.tomorrow().unwrap_or(Date::MAX)))
}

/// What is advised, if it is: on a working day, and of so many missed calls as the procedure says.
pub(super) fn advice(missed: &OftenMissed, procedure: &Procedure, day: Date, now: Timestamp) -> Option<Advice> {
    let point = procedure.point(Check::MissedCall)?;
    let settings: MissedCallSettings = procedure.settings(Check::MissedCall).ok()?;
    let enough = settings.advice_after_calls > 0 && missed.count >= settings.advice_after_calls;
    let extension = missed.facts.extension.clone()?;
    if !enough || !procedure.office.hours.is_working_day(day) {
        return None;
    }
    let at = CallTime(now.duration_since(missed.opened).as_millis() as i64);
    let mut detail = Map::new();
    detail.insert("advice".to_owned(), json!("forward_calls"));
    detail.insert("extension".to_owned(), json!(extension));
    detail.insert("missed_calls".to_owned(), json!(missed.count));
    let alert = Alert {
        check: Check::MissedCall,
        episode: format!("{}/{EPISODE}", Check::MissedCall),
        kind: AlertKind::Nudge,
        severity: Severity::Info,
        audience: Audience::Supervisor,
        channel: Channel::Agent,
        at,
        deadline: None,
        from: CallTime::ZERO,
        to: at,
        heard: Private::default(),
        missing: Vec::new(),
        point: point.point.clone(),
        confidence: 1.0,
        detail,
    };
    Some(Advice {
        procedure: missed.facts.procedure.clone(),
        extension,
        day,
        call: missed.call,
        alert: NewAlert { alert, raised_at: Some(now), answered: false },
    })
}
