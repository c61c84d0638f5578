//! `priority_service`: a caller with special needs does not wait in the queue.
//!
//! Observed: the exchange's `queued` with the caller's own statement of special needs, never the voice:
//! that somebody has special needs is their own to say. Sent on entering the queue (0 ms waited) the
//! wait is counted on from there; sent on leaving it, the wait is what the signal says. Example: entered
//! at 0, not answered at 30 s: a nudge to supervisors; answered at 45 s: a breach. Known false alarms:
//! an exchange that tells of a queue the caller chose to stay in.

use serde::Deserialize;
use serde_json::Value;

use super::{Detector, Scene};
use crate::alert::{AlertKind, Check, Finding, Raised, Verdict};
use crate::event::{CallTime, Direction, Observation, Signal, SignalAt};
use crate::procedure::{Procedure, ProcedureError};

/// Numbers of `[checks.priority_service]`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// So long a wait is still out of turn; the procedure names no number.
    limit_ms: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { limit_ms: 30_000 }
    }
}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let settings: Settings = procedure.settings(Check::PriorityService)?;
    if settings.limit_ms < 0 {
        let message = "limit_ms is the longest wait in milliseconds: 0 or more";
        return Err(procedure.invalid_at(Check::PriorityService, "limit_ms", message));
    }
    Ok(Box::new(PriorityService { settings, ..PriorityService::default() }))
}

/// A wait in the queue; moments are milliseconds from the call's origin.
#[derive(Clone, Copy, Debug)]
struct Wait {
    entered_ms: i64,
    /// Its whole length, where the exchange told of it on leaving.
    told_ms: Option<i64>,
}

#[derive(Debug, Default)]
struct PriorityService {
    settings: Settings,
    special_needs: bool,
    wait: Option<Wait>,
    /// A signal that this rests on was not given surely, or says what cannot be.
    unsure: bool,
    answered_ms: Option<i64>,
    nudged: bool,
    breached: bool,
}

impl Detector for PriorityService {
    fn observe(&mut self, scene: &Scene<'_>, observation: &Observation, raised: &mut Vec<Raised>) {
        if scene.facts.direction == Direction::Outbound {
            return;
        }
        if let Observation::Signal(signal) = observation {
            self.take(scene, signal);
        }
        if !self.special_needs || self.unsure {
            return;
        }
        let Some(wait) = self.wait else { return };
        let waited_ms = self.waited_ms(scene, wait);
        let over = self.answered_ms.is_some() || scene.line.ended.is_some();
        if over && waited_ms > self.settings.limit_ms && !self.breached {
            self.breached = true;
            raised.push(self.alert(scene, AlertKind::Breach, wait));
        } else if !over && wait.told_ms.is_none() && waited_ms >= self.settings.limit_ms && !self.nudged {
            self.nudged = true;
            raised.push(self.alert(scene, AlertKind::Nudge, wait));
        }
    }

    fn due(&self, scene: &Scene<'_>) -> Option<CallTime> {
        let wait = self.wait.filter(|wait| wait.told_ms.is_none() && self.special_needs && !self.unsure)?;
        let open = self.answered_ms.is_none() && scene.line.ended.is_none() && !self.nudged;
        open.then(|| scene.line.origin + wait.entered_ms + self.settings.limit_ms)
    }

    fn close(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) -> Finding {
        if scene.facts.direction == Direction::Outbound {
            return Finding::new(Verdict::NotApplicable, "the office called out");
        }
        if !scene.line.signals {
            return Finding::new(Verdict::Undetermined, "no signals of the exchange, so nobody knows of a queue");
        }
        if self.unsure {
            return Finding::new(
                Verdict::Undetermined,
                "the exchange was not sure of the queue, or told the impossible",
            );
        }
        let Some(wait) = self.wait.filter(|_| self.special_needs) else {
            return Finding::new(Verdict::NotApplicable, "the exchange told of no special needs in a queue");
        };
        let waited_ms = self.waited_ms(scene, wait);
        let (verdict, because) = if self.breached {
            (Verdict::Breached, "the caller with special needs waited longer than the limit")
        } else if waited_ms > self.settings.limit_ms {
            raised.push(self.alert(scene, AlertKind::Breach, wait));
            (Verdict::Breached, "the caller with special needs waited longer than the limit")
        } else if self.answered_ms.is_some() {
            (Verdict::Kept, "the caller with special needs did not wait longer than the limit")
        } else {
            (Verdict::NotApplicable, "the caller gave up before the limit")
        };
        let from = scene.line.origin + wait.entered_ms;
        Finding::new(verdict, because).at(from, from + waited_ms).detail("waited_ms", waited_ms)
    }
}

impl PriorityService {
    fn take(&mut self, scene: &Scene<'_>, signal: &SignalAt) {
        let at_ms = scene.line.since_origin(signal.at);
        match signal.signal {
            Signal::Queued { wait_ms, special_needs } if self.answered_ms.is_none_or(|ms| at_ms <= ms) => {
                self.special_needs |= special_needs;
                self.unsure |= wait_ms < 0 || !signal.is_sure();
                self.wait = match (wait_ms, self.wait) {
                    // Told of again: the wait goes on.
                    (0, Some(wait)) => Some(wait),
                    (0, None) => Some(Wait { entered_ms: at_ms, told_ms: None }),
                    (told_ms, _) => Some(Wait { entered_ms: at_ms.saturating_sub(told_ms), told_ms: Some(told_ms) }),
                };
            }
            Signal::Answered if self.answered_ms.is_none() => self.answered_ms = Some(at_ms),
            _ => {}
        }
    }

    fn waited_ms(&self, scene: &Scene<'_>, wait: Wait) -> i64 {
        let until = scene.line.ended.unwrap_or(scene.at);
        let until_ms = self.answered_ms.unwrap_or_else(|| scene.line.since_origin(until));
        wait.told_ms.unwrap_or_else(|| until_ms.saturating_sub(wait.entered_ms).max(0))
    }

    fn alert(&self, scene: &Scene<'_>, kind: AlertKind, wait: Wait) -> Raised {
        let from = scene.line.origin + wait.entered_ms;
        let mut alert = Raised::new(1, kind, from, scene.at.max(from));
        alert.deadline = Some(from + self.settings.limit_ms);
        alert.detail.insert("waited_ms".to_owned(), Value::from(self.waited_ms(scene, wait)));
        alert
    }
}
