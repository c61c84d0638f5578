//! The only place that reads the wall clock, and the processor's.

use std::time::Duration;

use std::fmt;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use nix::time::{ClockId, clock_gettime};

use crate::event::CallTime;

/// Now, by the machine's clock.
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// A wall clock to be handed around: the machine's, or one that a test sets as it likes.
#[derive(Clone)]
pub struct WallClock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl WallClock {
    /// The machine's clock.
    pub fn of_machine() -> Self {
        Self(Arc::new(now))
    }

    /// A clock that tells what `tell` says.
    pub fn telling(tell: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    /// Now, by this clock.
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl fmt::Debug for WallClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WallClock").field(&self.now()).finish()
    }
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
