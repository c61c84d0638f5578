//! Speech by earshot's small recurrent network, whose weights are part of the crate, and not music.
//!
//! On the shared calls (597 utterances, `benches/vad.rs`) it missed none and began none falsely;
//! Silero v6 began 10 falsely, split 43, and took three times the work. Both take synthetic hold
//! music for speech now and then, earshot nearly always, hence [`Tonality`] behind it.

use super::VoiceActivity;
use crate::audio::{BLOCK_SAMPLES, Dither, Tonality};

/// One channel's detector.
pub struct Earshot {
    detector: Box<::earshot::Detector>,
    dither: Dither,
    tonality: Tonality,
}

impl Earshot {
    /// A detector that has heard nothing yet.
    pub fn new() -> Self {
        Self {
            detector: Box::default(),
            dither: Dither::new(),
            tonality: Tonality::new(),
        }
    }
}

impl Default for Earshot {
    fn default() -> Self {
        Self::new()
    }
}

impl VoiceActivity for Earshot {
    fn push(&mut self, block: &[f32; BLOCK_SAMPLES]) -> f32 {
        const WORTH_A_LOOK: f32 = 0.3;
        let probability = self.detector.predict_f32(&self.dither.add(block));
        if probability < WORTH_A_LOOK {
            self.tonality.skip(block);
            probability
        } else if self.tonality.push(block) {
            0.0
        } else {
            probability
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::RATE_HZ;

    /// The blocks, of a sound of so many seconds, that are held to be speech.
    fn speech_blocks(seconds: f32, sound: impl Fn(f32, u32) -> f32) -> usize {
        let mut detector = Earshot::new();
        let blocks = (seconds * RATE_HZ as f32) as usize / BLOCK_SAMPLES;
        (0..blocks)
            .filter(|block| {
                let samples = std::array::from_fn(|n| {
                    let at = (block * BLOCK_SAMPLES + n) as u32;
                    sound(at as f32 / RATE_HZ as f32, at)
                });
                detector.push(&samples) >= 0.5
            })
            .count()
    }

    /// White noise between −1 and 1, the same each time (xorshift of the sample's number).
    fn noise(at: u32) -> f32 {
        let mut bits = at.wrapping_mul(2_654_435_761).wrapping_add(1);
        for shift in [13, 17, 5] {
            bits ^= if shift == 17 {
                bits >> 17
            } else {
                bits << shift
            };
        }
        bits as f32 / u32::MAX as f32 * 2.0 - 1.0
    }

    fn tone(hz: f32, seconds: f32) -> f32 {
        (std::f32::consts::TAU * hz * seconds).sin()
    }

    #[test]
    fn silence_noise_and_a_breathing_fan_are_not_speech() {
        assert_eq!(speech_blocks(3.0, |_, _| 0.0), 0);
        assert_eq!(speech_blocks(3.0, |_, at| 0.01 * noise(at)), 0);
        let fan = |seconds: f32, at: u32| (1.0 + tone(0.7, seconds)) * 0.005 * noise(at);
        assert_eq!(speech_blocks(4.0, fan), 0);
    }

    #[test]
    fn polish_ringing_is_not_speech() {
        let ringing = |seconds: f32, _| {
            if seconds % 5.0 < 1.0 {
                0.1 * tone(425.0, seconds)
            } else {
                0.0
            }
        };
        assert!(speech_blocks(10.0, ringing) <= 4);
    }

    #[test]
    fn keys_are_not_speech() {
        let keys = |seconds: f32, at: u32| {
            let since = seconds % 0.17;
            0.0005 * noise(at.wrapping_add(7)) + 0.05 * noise(at) * (-since * 200.0).exp()
        };
        assert!(speech_blocks(5.0, keys) <= 6);
    }

    #[test]
    fn music_is_speech_for_a_second_at_most() {
        let chords = [
            [262.0, 330.0, 392.0],
            [220.0, 262.0, 349.0],
            [196.0, 247.0, 294.0],
        ];
        let music = |seconds: f32, _| {
            let chord = chords[(seconds / 2.0) as usize % chords.len()];
            let melody = 524.0 + 88.0 * ((seconds / 0.5) as usize % 3) as f32;
            let fade = 1.0 - 0.5 * (seconds % 0.5);
            let bass: f32 = chord.iter().map(|&hz| 0.03 * tone(hz, seconds)).sum();
            bass + 0.06 * fade * (tone(melody, seconds) + 0.4 * tone(2.0 * melody, seconds))
        };
        assert!(speech_blocks(12.0, music) <= 75);
    }
}
