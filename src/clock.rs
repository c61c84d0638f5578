//! The only place that reads the wall clock, and the processor's.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use nix::time::{ClockId, clock_gettime};

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

/// The processor's time that this thread has used; zero where the system cannot tell.
pub fn thread_cpu() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_or(Duration::ZERO, Duration::from)
}
