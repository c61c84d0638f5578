//! `answer_delay`: the clerk answers by the third ring.
//!
//! Observed: the exchange's `ringing` and `answered`. Rings are counted by the Polish cadence from the
//! first one, whether the exchange tells of each or of the first alone. Example: an answer 12 s after
//! the first ring began comes in the third ring: a nudge as that ring began, resolved. Known false
//! alarms: an exchange that rings elsewhere first and tells of it as of this extension.

use serde::Deserialize;
use serde_json::Value;

use super::{Detector, Scene};
use crate::alert::{AlertKind, Check, Finding, Raised, Verdict};
use crate::event::{CallTime, Direction, Observation, Signal, SignalAt};
use crate::procedure::{Procedure, ProcedureError};

/// Numbers of `[checks.answer_delay]`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// An answer within so many rings is in time.
    rings: u32,
    /// From the beginning of a ring to the next: in Poland 1 s of tone and 4 s of silence.
    ring_period_ms: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { rings: 3, ring_period_ms: 5000 }
    }
}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let settings: Settings = procedure.settings(Check::AnswerDelay)?;
    if !(1..=100).contains(&settings.rings) {
        return Err(procedure.invalid_at(Check::AnswerDelay, "rings", "rings is the last ring in time: from 1 to 100"));
    }
    if !(100..=60_000).contains(&settings.ring_period_ms) {
        let message = "ring_period_ms is the time from ring to ring: from 100 to 60000";
        return Err(procedure.invalid_at(Check::AnswerDelay, "ring_period_ms", message));
    }
    Ok(Box::new(AnswerDelay { settings, ..AnswerDelay::default() }))
}

/// Moments are milliseconds from the call's origin, which the answer does not move.
#[derive(Debug, Default)]
struct AnswerDelay {
    settings: Settings,
    first_ring_ms: Option<i64>,
    answered_ms: Option<i64>,
    /// A signal that this rests on was not given surely.
    unsure: bool,
    nudged: bool,
    resolved: bool,
    breached: bool,
}

impl Detector for AnswerDelay {
    fn observe(&mut self, scene: &Scene<'_>, observation: &Observation, raised: &mut Vec<Raised>) {
        if scene.facts.direction == Direction::Outbound {
            return;
        }
        if let Observation::Signal(signal) = observation {
            self.take(scene, signal);
        }
        self.judge(scene, raised);
    }

    fn due(&self, scene: &Scene<'_>) -> Option<CallTime> {
        let first_ms = self.first_ring_ms.filter(|_| self.answered_ms.is_none() && scene.line.ended.is_none())?;
        let moments = [self.last_ring_ms(), self.too_late_ms()].map(|ms| scene.line.origin + first_ms + ms);
        moments.into_iter().find(|moment| *moment > scene.at)
    }

    fn close(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) -> Finding {
        if scene.facts.direction == Direction::Outbound {
            return Finding::new(Verdict::NotApplicable, "the office called out");
        }
        if !scene.line.signals {
            return Finding::new(Verdict::Undetermined, "no signals of the exchange, so nobody knows of rings");
        }
        let Some(first_ms) = self.first_ring_ms else {
            return Finding::new(Verdict::Undetermined, "the exchange told of no ringing");
        };
        if self.unsure {
            return Finding::new(Verdict::Undetermined, "the exchange was not sure of the ringing or of the answer");
        }
        self.judge(scene, raised);
        let first = scene.line.origin + first_ms;
        let until_ms = self.answered_ms.unwrap_or_else(|| scene.line.since_origin(end(scene)));
        // An answer as a ring would begin comes in the ring before.
        let rings = (until_ms.saturating_sub(first_ms).max(1) - 1) / self.settings.ring_period_ms + 1;
        let (verdict, because) = match (self.breached, self.answered_ms) {
            (true, Some(_)) => (Verdict::Breached, "one more ring than allowed had begun before the answer"),
            (true, None) => (Verdict::Breached, "one more ring than allowed began and nobody answered"),
            (false, Some(_)) => (Verdict::Kept, "answered in time"),
            (false, None) => (Verdict::NotApplicable, "the caller gave up before the last ring in time was over"),
        };
        Finding::new(verdict, because).at(first, scene.line.origin + until_ms.max(first_ms)).detail("rings", rings)
    }
}

fn end(scene: &Scene<'_>) -> CallTime {
    scene.line.ended.unwrap_or(scene.at)
}

impl AnswerDelay {
    fn take(&mut self, scene: &Scene<'_>, signal: &SignalAt) {
        let at_ms = scene.line.since_origin(signal.at);
        match signal.signal {
            Signal::Ringing if self.answered_ms.is_none_or(|answered_ms| at_ms < answered_ms) => {
                // Signals out of order: what counts is the earliest ring.
                self.first_ring_ms = Some(self.first_ring_ms.map_or(at_ms, |first_ms| first_ms.min(at_ms)));
                self.unsure |= !signal.is_sure();
            }
            // What rang before the queue was not the clerk's telephone.
            Signal::Queued { wait_ms: 0, .. } if self.answered_ms.is_none() && !self.nudged => {
                self.first_ring_ms = None;
            }
            Signal::Answered if self.answered_ms.is_none() => {
                self.answered_ms = Some(at_ms);
                self.unsure |= !signal.is_sure();
            }
            _ => {}
        }
    }

    /// Rings that begin so late after the first are the last in time.
    fn last_ring_ms(&self) -> i64 {
        i64::from(self.settings.rings - 1) * self.settings.ring_period_ms
    }

    /// An answer so late after the first ring began is too late.
    fn too_late_ms(&self) -> i64 {
        i64::from(self.settings.rings) * self.settings.ring_period_ms
    }

    fn judge(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) {
        let Some(first_ms) = self.first_ring_ms.filter(|_| !self.unsure) else { return };
        let until_ms = self.answered_ms.unwrap_or_else(|| scene.line.since_origin(end(scene)));
        let rang_ms = until_ms.saturating_sub(first_ms);
        let open = self.answered_ms.is_none() && scene.line.ended.is_none();
        if open && rang_ms >= self.last_ring_ms() && rang_ms < self.too_late_ms() && !self.nudged {
            self.nudged = true;
            raised.push(self.alert(scene, AlertKind::Nudge, first_ms));
        }
        // An answer as the next ring begins is still one in the ring before.
        let late = if open { rang_ms >= self.too_late_ms() } else { rang_ms > self.too_late_ms() };
        if late && !self.breached {
            self.breached = true;
            raised.push(self.alert(scene, AlertKind::Breach, first_ms));
        } else if self.nudged && self.answered_ms.is_some() && !self.breached && !self.resolved {
            self.resolved = true;
            raised.push(self.alert(scene, AlertKind::Resolved, first_ms));
        }
    }

    fn alert(&self, scene: &Scene<'_>, kind: AlertKind, first_ms: i64) -> Raised {
        let first = scene.line.origin + first_ms;
        let mut alert = Raised::new(1, kind, first, scene.at.max(first));
        alert.deadline = Some(first + self.too_late_ms());
        let rings = (scene.at - first).max(0) / self.settings.ring_period_ms + 1;
        alert.detail.insert("rings".to_owned(), Value::from(rings));
        alert
    }
}
