//! How loud a stretch of sound is, and where it sounds at all.

use crate::audio::RATE_HZ;

/// Length of the frames whose loudness is looked at.
pub const FRAME_MS: usize = 10;
const FRAME_SAMPLES: usize = RATE_HZ as usize * FRAME_MS / 1000;

/// Below the loudest frame by so much counts as a pause: a telephone's speech spans about 30 dB.
const BELOW_LOUDEST_DB: f32 = 32.0;

/// So much over the quiet frames' level counts as sound, whatever the line's noise.
const ABOVE_NOISE_DB: f32 = 8.0;

/// Gaps up to so long are parts of words: the closure of a "p" or "k" is quiet for about 100 ms.
const CLOSURE_MS: usize = 120;

/// How loud a stretch is, frame by frame.
#[derive(Clone, Debug)]
pub struct Loudness {
    frames_db: Vec<f32>,
}

impl Loudness {
    /// Measures frames of 10 ms, in dB relative to full scale.
    pub fn of(samples: &[f32]) -> Self {
        let frames_db = samples
            .chunks(FRAME_SAMPLES)
            .map(|frame| {
                let mean = frame.iter().sum::<f32>() / frame.len() as f32;
                let power = frame.iter().map(|x| (x - mean).powi(2)).sum::<f32>();
                let db = 10.0 * (power / frame.len() as f32 + 1e-12).log10();
                // A sample that is no number makes its frame silent, not the loudest of all.
                if db.is_finite() { db } else { -120.0 }
            })
            .collect();
        Self { frames_db }
    }

    /// The level that the loudest 50 ms reach.
    pub fn peak_db(&self) -> f32 {
        self.ranked(self.frames_db.len().saturating_sub(5))
    }

    fn noise_db(&self) -> f32 {
        self.ranked(self.frames_db.len() / 20)
    }

    fn ranked(&self, rank: usize) -> f32 {
        let mut sorted = self.frames_db.clone();
        sorted.sort_by(f32::total_cmp);
        let rank = rank.min(sorted.len().saturating_sub(1));
        sorted.get(rank).copied().unwrap_or(f32::NEG_INFINITY)
    }

    /// Which frames sound, with the closures within words filled.
    pub fn sounding(&self) -> Vec<bool> {
        let peak = self.peak_db();
        // Speech that fills the whole stretch has no quiet frames to tell the noise from.
        let floor = (self.noise_db() + ABOVE_NOISE_DB).min(peak - 12.0);
        let threshold = (peak - BELOW_LOUDEST_DB).max(floor);
        let mut sounding: Vec<bool> = self.frames_db.iter().map(|&db| db > threshold).collect();
        fill(&mut sounding, CLOSURE_MS / FRAME_MS);
        sounding
    }
}

/// The milliseconds that sound.
pub fn sounding_ms(sounding: &[bool]) -> i64 {
    (sounding.iter().filter(|&&s| s).count() * FRAME_MS) as i64
}

/// Whether the stretch ends in the middle of sound.
pub fn ends_sounding(sounding: &[bool]) -> bool {
    let last = sounding.len().saturating_sub(CLOSURE_MS / FRAME_MS);
    sounding[last..].iter().any(|&s| s)
}

/// Where to cut a stretch that is too long: the quietest 100 ms between `low` and `high` samples.
pub fn quietest(samples: &[f32], low: usize, high: usize) -> usize {
    const HALF: usize = FRAME_SAMPLES * 5;
    let high = high.min(samples.len());
    (low..high)
        .step_by(FRAME_SAMPLES)
        .min_by(|&a, &b| {
            let power = |at: usize| {
                let window = &samples[at.saturating_sub(HALF)..(at + HALF).min(samples.len())];
                window.iter().map(|x| x * x).sum::<f32>()
            };
            power(a).total_cmp(&power(b))
        })
        .unwrap_or(high)
}

fn fill(sounding: &mut [bool], longest: usize) {
    let mut last = None;
    for i in 0..sounding.len() {
        if !sounding[i] {
            continue;
        }
        if let Some(last) = last
            && i - last <= longest + 1
        {
            sounding[last..i].fill(true);
        }
        last = Some(i);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A tone where `on`, faint noise elsewhere; times in milliseconds.
    pub fn sound(length_ms: usize, on: &[(usize, usize)]) -> Vec<f32> {
        (0..length_ms * 16)
            .map(|i| {
                let loud = on.iter().any(|&(a, b)| (a * 16..b * 16).contains(&i));
                let level = if loud { 0.1 } else { 0.0005 };
                level * (i as f32 * 0.3).sin()
            })
            .collect()
    }

    #[test]
    fn short_closures_belong_to_words_and_pauses_do_not() {
        let samples = sound(1500, &[(100, 400), (480, 700), (1200, 1400)]);
        assert_eq!(sounding_ms(&Loudness::of(&samples).sounding()), 800);
        assert!(!ends_sounding(&Loudness::of(&sound(1000, &[(100, 800)])).sounding()));
        assert!(ends_sounding(&Loudness::of(&sound(1000, &[(100, 990)])).sounding()));
    }

    #[test]
    fn a_long_stretch_is_cut_in_its_pause() {
        let samples = sound(4000, &[(0, 2200), (2500, 4000)]);
        let cut = quietest(&samples, 1000 * 16, 4000 * 16) / 16;
        assert!((2200..2500).contains(&cut), "{cut}");
    }
}
