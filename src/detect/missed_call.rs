//! `missed_call`: a call that rang and that nobody answered is returned by the end of the next working day.
//!
//! The call itself only shows that it was missed: it rang, and it ended before an answer. Its verdict is
//! then `pending`, with a commitment that the keeper decides by later calls to and from the same number.
//!
//! Example: rings from −20 s, hangs up at 0 without `answered`, on a Friday before a long weekend: `nudge`
//! at the hangup, `pending` until the closing hour of Tuesday.
//!
//! Known false alarms: in a group of telephones that ring together, an exchange that does not say that the
//! call was taken elsewhere (`hangup` by `transfer`, or `transfer`) makes every other telephone of the group
//! miss it; the answered leg then resolves the nudge at once, since it is an answered call from that number.
//! A call with no `ringing` signal is not counted: nobody knows that it rang.

use serde::Deserialize;

use super::{Detector, Scene};
use crate::alert::{AlertKind, Audience, Check, Finding, Raised, Verdict};
use crate::calendar::Calendar;
use crate::clock::wall_time;
use crate::commitment::{Commitment, LocalTime};
use crate::event::{CallTime, Direction, HangupBy, Observation, Signal};
use crate::private::Private;
use crate::procedure::{Procedure, ProcedureError};
use crate::telephone::normal_form;

/// What a procedure may set. The detector asks for none of it: all of it is about the time after the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The reminder comes so long before the deadline: time enough to call and to be called back.
    pub remind_ms: i64,
    /// An attempt that rang so long counts although nobody answered: three rings of the Polish cadence.
    pub attempt_ring_ms: i64,
    /// So many missed calls of one extension in a working day are a reason to forward its calls.
    pub advice_after_calls: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { remind_ms: 3_600_000, attempt_ring_ms: 15_000, advice_after_calls: 3 }
    }
}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let _: Settings = procedure.settings(Check::MissedCall)?;
    Ok(Box::new(MissedCall { hours: procedure.office.hours.clone(), rang: None, passed_on: false, hung_up: None }))
}

struct MissedCall {
    hours: Calendar,
    /// When it first rang.
    rang: Option<CallTime>,
    /// Whether the call went elsewhere.
    passed_on: bool,
    hung_up: Option<CallTime>,
}

impl Detector for MissedCall {
    fn observe(&mut self, _scene: &Scene<'_>, observation: &Observation, _raised: &mut Vec<Raised>) {
        let Observation::Signal(signal) = observation else { return };
        match signal.signal {
            Signal::Ringing => self.rang = self.rang.or(Some(signal.at)),
            Signal::Transfer { .. } => self.passed_on = true,
            Signal::Hangup { by } => {
                self.passed_on |= by == Some(HangupBy::Transfer);
                self.hung_up = Some(signal.at);
            }
            _ => {}
        }
    }

    fn due(&self, _scene: &Scene<'_>) -> Option<CallTime> {
        None
    }

    fn close(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) -> Finding {
        let not_applicable = |because| Finding::new(Verdict::NotApplicable, because);
        let undetermined = |because| Finding::new(Verdict::Undetermined, because);
        if scene.facts.direction == Direction::Outbound {
            return not_applicable("the office placed the call");
        }
        if scene.line.answered {
            return not_applicable("the call was answered");
        }
        if self.passed_on {
            return not_applicable("the call was passed on before it was answered here");
        }
        let Some(rang) = self.rang else {
            if scene.line.gaps.is_empty() {
                return not_applicable("the call rang nowhere");
            }
            return undetermined("listening broke off, so it is not known whether the call rang");
        };
        let Some(hung_up) = self.hung_up else {
            return undetermined("the exchange did not tell how the call ended, so it may have been answered");
        };
        if scene.facts.remote.as_ref().and_then(normal_form).is_none() {
            return undetermined("nobody answered, and the caller's number was withheld").at(rang, hung_up);
        }
        let Some(started) = scene.started else {
            return undetermined("nobody answered, and the call's date is not known").at(rang, hung_up);
        };
        let due = self.hours.end_of_next_working_day(&LocalTime::of(wall_time(started, hung_up)).0);
        let mut nudge = Raised::new(1, AlertKind::Nudge, rang, hung_up);
        nudge.deadline = Some(CallTime(due.timestamp().duration_since(started).as_millis() as i64));
        nudge.audience = scene.facts.agent.id.is_empty().then_some(Audience::Supervisor);
        let due = LocalTime(due);
        nudge.detail.insert("due".to_owned(), serde_json::json!(due));
        raised.push(nudge);
        let mut finding = Finding::new(Verdict::Pending, "the call rang and nobody answered; it is to be returned");
        finding.commitment = Some(Commitment { due, open_ended: false, said: Private::default() });
        finding.at(rang, hung_up).detail("rang_ms", hung_up - rang)
    }
}
