//! Where a call should be by the clock, so that time goes on while no sound comes.

use std::time::{Duration, Instant};

/// Sound later than this is not waited for.
pub const LATE_MS: i64 = 200;

/// The distance of ticks while no sound comes.
pub const TICK_MS: i64 = 100;

/// Sound that comes so late was interrupted; sooner, it was merely delayed on its way. The call has
/// the same figure.
const INTERRUPTED_MS: i64 = 1000;

/// How far a call may run ahead of the clock and still be held to it, as it does after a delay that
/// was counted as an interruption. A tap that brings sound faster than real time is ahead for good,
/// and its silence is counted from its last sound.
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

    /// The moment from which to count.
    pub fn begin(self) -> Instant {
        Instant::now()
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

/// Compares how far a call's sound has come with the clock, as [`Call`](crate::call::Call) counts
/// it: sound that is merely delayed fills the time that ticks ran ahead; after a longer interruption
/// it goes on where the ticks have come to.
///
/// All moments are milliseconds of the clock since the call was opened, all positions milliseconds
/// of the call since then.
#[derive(Clone, Debug)]
pub struct Pacer {
    rate_hz: usize,
    sound_ms: i64,
    /// Thousandths of samples beyond `sound_ms`, less than a millisecond of them.
    rest: usize,
    now_ms: i64,
    lead_ms: i64,
    last_tick: Option<i64>,
}

impl Pacer {
    /// A call that was opened now, and whose sound will come at `rate_hz`.
    pub fn new(rate_hz: u32) -> Self {
        Self { rate_hz: rate_hz as usize, sound_ms: 0, rest: 0, now_ms: 0, lead_ms: 0, last_tick: None }
    }

    /// Sound of so many samples came.
    pub fn sound(&mut self, clock_ms: i64, samples: usize) {
        if self.now_ms - self.sound_ms > INTERRUPTED_MS {
            self.sound_ms = self.now_ms;
        }
        let thousandths = self.rest + samples * 1000;
        self.rest = thousandths % self.rate_hz;
        self.go_on(clock_ms, (thousandths / self.rate_hz) as i64);
    }

    /// So many milliseconds of sound are missing after the last sound.
    pub fn missing(&mut self, clock_ms: i64, ms: i64) {
        self.go_on(clock_ms, ms);
    }

    /// The stretch from the last sound until now will not be heard; gives its length.
    pub fn miss_until(&mut self, clock_ms: i64) -> i64 {
        let ms = (clock_ms + self.lead_ms - self.sound_ms).max(0);
        self.go_on(clock_ms, ms);
        ms
    }

    /// The length of an interruption that no sound has ended yet; 0 for a mere delay.
    pub fn interrupted_ms(&self) -> i64 {
        let behind = self.now_ms - self.sound_ms;
        if behind > INTERRUPTED_MS { behind } else { 0 }
    }

    /// When the next tick is due, if no sound comes before.
    pub fn due(&self) -> i64 {
        match self.last_tick {
            Some(last) => last + TICK_MS,
            None => self.sound_ms - self.lead_ms + LATE_MS + 1,
        }
    }

    /// By how many milliseconds the call's time is to go on without sound, if it is.
    pub fn tick(&mut self, clock_ms: i64) -> Option<i64> {
        if clock_ms < self.due() {
            return None;
        }
        self.last_tick = Some(clock_ms);
        let late = clock_ms + self.lead_ms - self.now_ms;
        self.now_ms += late.max(0);
        (late > 0).then_some(late)
    }

    /// How far the call has come.
    pub const fn position_ms(&self) -> i64 {
        self.now_ms
    }

    fn go_on(&mut self, clock_ms: i64, ms: i64) {
        self.last_tick = None;
        self.sound_ms += ms;
        self.now_ms = self.now_ms.max(self.sound_ms);
        let ahead = self.sound_ms - (clock_ms + self.lead_ms);
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
    fn delayed_sound_is_not_counted_twice() {
        let mut pacer = Pacer::new(8_000);
        for round in 0..100 {
            let start = round * 1000;
            for clock in start..start + 500 {
                pacer.tick(clock);
            }
            for frame in 1..=50 {
                pacer.sound(start + 500 + frame * 10, FRAME);
            }
            assert_eq!(pacer.position_ms(), start + 1000);
        }
    }

    #[test]
    fn after_an_interruption_sound_goes_on_where_the_ticks_are() {
        let mut pacer = Pacer::new(8_000);
        pacer.sound(20, FRAME);
        for clock in 21..80_000 {
            pacer.tick(clock);
        }
        let before = pacer.position_ms();
        pacer.sound(80_000, FRAME);
        assert_eq!(pacer.position_ms(), before + 20);
    }

    #[test]
    fn a_tap_faster_than_real_time_has_its_silence_counted_from_its_last_sound() {
        let mut pacer = Pacer::new(8_000);
        for _ in 0..3_000 {
            pacer.sound(10, FRAME);
        }
        assert_eq!(pacer.tick(200), None);
        let passed = pacer.tick(1300).expect("a tick is due");
        assert!((200..=1300).contains(&passed), "{passed}");
    }

    #[test]
    fn a_stretch_that_ticks_covered_is_missed_only_once() {
        let mut pacer = Pacer::new(8_000);
        pacer.sound(20, FRAME);
        assert_eq!(pacer.tick(1020), Some(1000));
        pacer.missing(1020, 1500);
        assert_eq!(pacer.position_ms(), 1520);
        assert_eq!(pacer.miss_until(3000), 1480);
        assert_eq!(pacer.miss_until(3000), 0);
    }

    #[test]
    fn samples_that_make_no_whole_millisecond_are_not_lost() {
        let mut pacer = Pacer::new(44_100);
        for _ in 0..441 {
            pacer.sound(0, 100);
        }
        assert_eq!(pacer.position_ms(), 1000);
    }
}
