//! What a procedure says of a commitment: when it is to be kept, and what keeps it.

use jiff::{SignedDuration, Timestamp};

use crate::alert::{Audience, Check, Severity};
use crate::calendar::Calendar;
use crate::commitment::LocalTime;
use crate::detect::{CallbackKeptSettings, MissedCallSettings};
use crate::procedure::{Procedure, ProcedureError};
use crate::store::StoredCommitment;

/// What holds for the commitments of one check.
pub(super) struct Rules {
    hours: Calendar,
    remind_ms: i64,
    /// After the time that was promised, it is still kept for so long.
    grace_ms: i64,
    /// An attempt that rang so long counts although nobody answered.
    pub(super) attempt_ring_ms: i64,
    pub(super) audience: Audience,
    pub(super) severity: Severity,
    pub(super) point: Option<String>,
}

impl Rules {
    pub(super) fn of(check: Check, procedure: &Procedure) -> Result<Self, ProcedureError> {
        let missed: MissedCallSettings = procedure.settings(Check::MissedCall)?;
        let callback: CallbackKeptSettings = procedure.settings(Check::CallbackKept)?;
        let (remind_ms, grace_ms, attempt_ring_ms) = if check == Check::MissedCall {
            (missed.remind_ms, 0, missed.attempt_ring_ms)
        } else {
            (callback.remind_ms, callback.grace_ms, callback.attempt_ring_ms)
        };
        let point = procedure.point(check);
        Ok(Self {
            hours: procedure.office.hours.clone(),
            remind_ms,
            grace_ms,
            attempt_ring_ms,
            audience: point.and_then(|point| point.audience).unwrap_or(Audience::Agent),
            severity: point.and_then(|point| point.severity).unwrap_or(Severity::Warning),
            point: point.and_then(|point| point.point.clone()),
        })
    }

    /// The moment after which it is breached.
    pub(super) fn deadline(&self, commitment: &StoredCommitment) -> Timestamp {
        if commitment.check == Check::MissedCall || commitment.said.expose().is_empty() {
            return commitment.due;
        }
        let promised = later(commitment.due, self.grace_ms);
        if commitment.open_ended {
            let day = LocalTime::of(commitment.due).0.date();
            let closes = self.hours.closes(day).map_or(promised, |closes| closes.timestamp());
            return closes.max(promised);
        }
        promised
    }

    /// When the reminder is due.
    pub(super) fn remind_at(&self, commitment: &StoredCommitment) -> Timestamp {
        later(commitment.due, -self.remind_ms)
    }

    /// From when on a call that nobody answered counts. Ringing long before the promised time is not what
    /// was promised; being reached early is.
    pub(super) fn ringing_counts_from(&self, commitment: &StoredCommitment) -> Timestamp {
        if commitment.check == Check::MissedCall || commitment.said.expose().is_empty() {
            return Timestamp::MIN;
        }
        later(commitment.due, -self.grace_ms)
    }
}

fn later(moment: Timestamp, ms: i64) -> Timestamp {
    moment.saturating_add(SignedDuration::from_millis(ms)).unwrap_or(moment)
}
