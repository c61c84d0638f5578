//! Where a call should be by the clock, so that time goes on while no sound comes.

use std::time::{Duration, Instant};

/// Sound later than this is not waited for.
pub const LATE_MS: i64 = 200;

/// The distance of ticks while no sound comes.
pub const TICK_MS: i64 = 100;

/// How far a call may run ahead of the clock and still be held to it. A stall followed by all the
/// sound it held back leaves the call ahead by the stall; the clock then catches up with it. A tap
/// that brings sound faster than real time is ahead for good, and its silence is counted from its
/// last sound.
const AHEAD_MS: i64 = 1000;

/// How fast the clock runs: 1 outside tests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace(f64);

impl Pace {
    /// The clock as it is.
    pub const REAL: Self = Self(1.0);

    /// A clock that runs so many times as fast, so that a test can wait for a minute in seconds.
    pub const fn times(factor: f64) -> Self {
        Self(factor)
    }

    /// Milliseconds since a moment.
    pub fn since_ms(self, moment: Instant) -> i64 {
        (moment.elapsed().as_secs_f64() * 1000.0 * self.0) as i64
    }

    /// How long to sleep for so many milliseconds to pass.
    pub fn sleep(self, ms: i64) -> Duration {
        Duration::from_secs_f64(ms.max(0) as f64 / 1000.0 / self.0)
    }
}

/// Compares how far a call's sound has come with the clock. All moments are milliseconds of the
/// clock since the call was opened.
#[derive(Clone, Debug)]
pub struct Pacer {
    rate_hz: i64,
    sound_samples: i64,
    other_ms: i64,
    lead_ms: i64,
    ticked_ms: i64,
    last_tick: Option<i64>,
}

impl Pacer {
    /// A call that was opened now, and whose sound will come at `rate_hz`.
    pub fn new(rate_hz: u32) -> Self {
        Self {
            rate_hz: i64::from(rate_hz),
            sound_samples: 0,
            other_ms: 0,
            lead_ms: 0,
            ticked_ms: 0,
            last_tick: None,
        }
    }

    /// Sound of so many samples came.
    pub fn sound(&mut self, clock_ms: i64, samples: usize) {
        self.sound_samples += samples as i64;
        self.ticked_ms = 0;
        self.last_tick = None;
        self.catch_up(clock_ms);
    }

    /// So many milliseconds of sound are missing; gives what of them no tick has covered yet.
    pub fn missing(&mut self, clock_ms: i64, ms: i64) -> i64 {
        let uncovered = (ms - self.ticked_ms).max(0);
        self.ticked_ms = (self.ticked_ms - ms).max(0);
        self.other_ms += uncovered;
        self.catch_up(clock_ms);
        uncovered
    }

    /// When the next tick is due, if no sound comes before.
    pub fn due(&self) -> i64 {
        match self.last_tick {
            Some(last) => last + TICK_MS,
            None => self.progress_ms() - self.lead_ms + LATE_MS + 1,
        }
    }

    /// By how many milliseconds time is to go on without sound; `None` while sound is not late.
    pub fn tick(&mut self, clock_ms: i64) -> Option<i64> {
        if clock_ms < self.due() {
            return None;
        }
        let late = self.late(clock_ms);
        self.last_tick = Some(clock_ms);
        self.other_ms += late;
        self.ticked_ms += late;
        (late > 0).then_some(late)
    }

    /// How far the call lies behind the clock; time goes on over it without a tick.
    pub fn skip_to(&mut self, clock_ms: i64) -> i64 {
        let late = self.late(clock_ms);
        self.other_ms += late;
        self.last_tick = None;
        late
    }

    /// How far the call has come since it was opened.
    pub fn progress_ms(&self) -> i64 {
        self.sound_samples * 1000 / self.rate_hz + self.other_ms
    }

    fn late(&self, clock_ms: i64) -> i64 {
        (clock_ms + self.lead_ms - self.progress_ms()).max(0)
    }

    fn catch_up(&mut self, clock_ms: i64) {
        let ahead = self.progress_ms() - (clock_ms + self.lead_ms);
        if ahead > AHEAD_MS {
            self.lead_ms += ahead;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: usize = 160;

    #[test]
    fn sound_in_time_needs_no_tick() {
        let mut pacer = Pacer::new(8_000);
        for frame in 1..500 {
            assert_eq!(pacer.tick(frame * 20), None);
            pacer.sound(frame * 20, FRAME);
        }
    }

    #[test]
    fn silence_is_told_after_200_ms_and_then_every_100_ms() {
        let mut pacer = Pacer::new(8_000);
        pacer.sound(20, FRAME);
        let mut passed = 20;
        let mut ticks = Vec::new();
        for clock in 21..=80_000 {
            if let Some(ms) = pacer.tick(clock) {
                passed += ms;
                ticks.push((clock, passed));
            }
        }
        assert_eq!(ticks[0], (221, 221));
        assert_eq!(ticks[1], (321, 321));
        assert!(ticks.iter().all(|(clock, call)| clock == call));
        assert!(ticks.len() <= 800);
    }

    #[test]
    fn stalls_that_bring_their_sound_later_do_not_add_up() {
        let mut pacer = Pacer::new(8_000);
        let mut call = 0;
        for round in 0..100 {
            let start = round * 1000;
            for clock in start..start + 500 {
                call += pacer.tick(clock).unwrap_or(0);
            }
            for frame in 0..50 {
                pacer.sound(start + 500 + frame * 10, FRAME);
                call += 20;
            }
        }
        assert!(call - 100_000 < 1000, "{call}");
    }

    #[test]
    fn a_tap_faster_than_real_time_has_its_silence_counted_from_its_last_sound() {
        let mut pacer = Pacer::new(8_000);
        for _ in 0..3_000 {
            pacer.sound(10, FRAME);
        }
        assert_eq!(pacer.tick(200), None);
        assert!(pacer.tick(1300).is_some());
    }

    #[test]
    fn a_jump_over_a_stretch_that_ticks_covered_is_not_counted_twice() {
        let mut pacer = Pacer::new(8_000);
        pacer.sound(20, FRAME);
        assert_eq!(pacer.tick(1020), Some(1000));
        assert_eq!(pacer.missing(1020, 1500), 500);
        assert_eq!(pacer.missing(1020, 100), 100);
    }
}
