//! `hangup_order`: the caller hangs up first.
//!
//! Observed: the exchange's `hangup` and who it says ended the call, also after a transfer. Example:
//! `hangup` by the agent is a breach at that moment. Known false alarms: none of its own; an exchange
//! that names the wrong side makes one.

use super::{Detector, Scene};
use crate::alert::{AlertKind, Check, Finding, Raised, Verdict};
use crate::event::{CallTime, HangupBy, Observation, Signal, SignalAt};
use crate::procedure::{Procedure, ProcedureError};

/// `[checks.hangup_order]` has no numbers.
#[derive(Clone, Copy, Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let Settings {} = procedure.settings(Check::HangupOrder)?;
    Ok(Box::new(HangupOrder::default()))
}

#[derive(Debug, Default)]
struct HangupOrder {
    hangup: Option<SignalAt>,
}

impl Detector for HangupOrder {
    fn observe(&mut self, scene: &Scene<'_>, observation: &Observation, raised: &mut Vec<Raised>) {
        let Observation::Signal(signal) = observation else { return };
        let Signal::Hangup { by } = signal.signal else { return };
        if !scene.line.answered || self.hangup.is_some() {
            return;
        }
        self.hangup = Some(signal.clone());
        if by == Some(HangupBy::Agent) && signal.is_sure() {
            let mut alert = Raised::new(1, AlertKind::Breach, signal.at, scene.at.max(signal.at));
            alert.confidence = signal.confidence;
            raised.push(alert);
        }
    }

    fn due(&self, _scene: &Scene<'_>) -> Option<CallTime> {
        None
    }

    fn close(&mut self, scene: &Scene<'_>, _raised: &mut Vec<Raised>) -> Finding {
        if !scene.line.answered {
            return Finding::new(Verdict::NotApplicable, "the call was not answered");
        }
        let Some(hangup) = &self.hangup else {
            let because = if scene.line.signals {
                "the exchange did not tell how the call ended"
            } else {
                "no signals of the exchange, so nobody knows who hung up"
            };
            return Finding::new(Verdict::Undetermined, because);
        };
        let by = match hangup.signal {
            Signal::Hangup { by } if hangup.is_sure() => by,
            _ => None,
        };
        let (verdict, because) = match by {
            Some(HangupBy::Caller) => (Verdict::Kept, "the caller hung up"),
            Some(HangupBy::Agent) => (Verdict::Breached, "the agent hung up"),
            Some(HangupBy::Transfer) => (Verdict::NotApplicable, "the call went on elsewhere"),
            None => (Verdict::Undetermined, "the exchange does not say, or not surely, who hung up"),
        };
        Finding::new(verdict, because).at(hangup.at, hangup.at)
    }
}
