//! When each word was said: spread over the sound in proportion to its letters, where there is sound.
//!
//! Our model gives no times of tokens (it is trained without timestamps nine times in ten), and
//! whisper.cpp's alignment aborts the process on some inputs. Speech is steady enough within one
//! utterance for letters to measure it, once its pauses are taken out.

use crate::audio::RATE_HZ;

/// Length of the frames whose loudness is looked at.
const FRAME_MS: usize = 10;
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

/// Beginning and end in milliseconds of each of `words`, in order.
pub fn spread(words: &[&str], sounding: &[bool]) -> Vec<(i64, i64)> {
    let frames: Vec<usize> = (0..sounding.len()).filter(|&i| sounding[i]).collect();
    let frames = if frames.is_empty() {
        (0..sounding.len()).collect()
    } else {
        frames
    };
    let total: usize = words.iter().map(|w| weight(w)).sum();
    let mut before = 0;
    words
        .iter()
        .map(|word| {
            let first = before * frames.len() / total.max(1);
            before += weight(word);
            let end = (before * frames.len())
                .div_ceil(total.max(1))
                .max(first + 1);
            let from = frames.get(first).copied().unwrap_or(sounding.len());
            let to = frames.get(end - 1).map_or(sounding.len(), |&last| last + 1);
            ((from * FRAME_MS) as i64, (to.max(from) * FRAME_MS) as i64)
        })
        .collect()
}

/// How long a word takes relative to others: its letters; a digit is spoken as a word of its own.
fn weight(word: &str) -> usize {
    word.chars()
        .map(|c| match c {
            c if c.is_numeric() => 5,
            c if c.is_alphabetic() => 1,
            _ => 0,
        })
        .sum::<usize>()
        .max(1)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A tone where `on`, faint noise elsewhere; times in milliseconds.
    fn sound(length_ms: usize, on: &[(usize, usize)]) -> Vec<f32> {
        (0..length_ms * 16)
            .map(|i| {
                let loud = on.iter().any(|&(a, b)| (a * 16..b * 16).contains(&i));
                let level = if loud { 0.1 } else { 0.0005 };
                level * (i as f32 * 0.3).sin()
            })
            .collect()
    }

    fn times(samples: &[f32], words: &[&str]) -> Vec<(i64, i64)> {
        spread(words, &Loudness::of(samples).sounding())
    }

    #[test]
    fn words_lie_where_there_is_sound_in_proportion_to_their_letters() {
        let samples = sound(3000, &[(500, 1000), (2000, 2500)]);
        let found = times(&samples, &["pięć", "cztery", "aa"]);
        assert!(found[0].0.abs_diff(500) <= 20, "{found:?}");
        assert!(found[0].1.abs_diff(830) <= 40, "{found:?}");
        assert!(found[1].1.abs_diff(2330) <= 40, "{found:?}");
        assert!(found[2].1.abs_diff(2500) <= 20, "{found:?}");
    }

    #[test]
    fn times_never_run_backwards_nor_leave_the_sound() {
        for length_ms in [20, 100, 1000] {
            let samples = sound(length_ms, &[(0, length_ms)]);
            let found = times(
                &samples,
                &["a", "bardzo", "długie", "zdanie", "w", "chwili"],
            );
            let mut last = 0;
            for (from, to) in found {
                assert!(from >= last && to >= from && to <= length_ms as i64);
                last = from;
            }
        }
        assert_eq!(times(&[], &["nic"]), [(0, 0)]);
    }

    #[test]
    fn short_closures_belong_to_words_and_pauses_do_not() {
        let samples = sound(1500, &[(100, 400), (480, 700), (1200, 1400)]);
        assert_eq!(sounding_ms(&Loudness::of(&samples).sounding()), 800);
        assert!(!ends_sounding(
            &Loudness::of(&sound(1000, &[(100, 800)])).sounding()
        ));
        assert!(ends_sounding(
            &Loudness::of(&sound(1000, &[(100, 990)])).sounding()
        ));
    }

    #[test]
    fn a_long_stretch_is_cut_in_its_pause() {
        let samples = sound(4000, &[(0, 2200), (2500, 4000)]);
        let cut = quietest(&samples, 1000 * 16, 4000 * 16) / 16;
        assert!((2200..2500).contains(&cut), "{cut}");
    }
}
