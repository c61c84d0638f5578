//! The only place that reads the wall clock.

use jiff::{SignedDuration, Timestamp};

use crate::event::CallTime;

/// Now, by the machine's clock.
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// The wall time of a moment of a call that was answered at `started`.
///
/// Saturates at the calendar's ends, which no call reaches.
pub fn wall_time(started: Timestamp, at: CallTime) -> Timestamp {
    started.saturating_add(SignedDuration::from_millis(at.0)).unwrap_or(started)
}
