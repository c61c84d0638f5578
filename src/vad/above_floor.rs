//! A detector that leaves noise alone: what does not stand out from the channel's own floor is no speech.

use std::collections::VecDeque;

use super::{VoiceActivity, level_db};
use crate::audio::{BLOCK_SAMPLES, Floor};

/// Steady noise varies by 2 or 3 dB from block to block; the faintest speech that a recogniser makes
/// anything of stands out by more than this.
const MARGIN_DB: f32 = 5.0;

/// Smoothing of the level from block to block, so that a dip within a word does not count.
const SMOOTHING: f32 = 0.4;

/// So many of the last quiet blocks are shown to the other detector once something stands out: pauses
/// up to that length leave no gap in what it hears, and longer ones cost it no work.
const SHOWN_BLOCKS: usize = 16;

/// Another detector's probability, nought where the level is not above the floor.
pub struct AboveFloor<V> {
    inner: V,
    floor: Floor,
    smooth_db: f32,
    /// The last blocks that it was not asked about.
    quiet: VecDeque<[f32; BLOCK_SAMPLES]>,
}

impl<V> AboveFloor<V> {
    /// Watches over a detector at its channel's beginning.
    pub fn new(inner: V) -> Self {
        Self { inner, floor: Floor::new(), smooth_db: -80.0, quiet: VecDeque::with_capacity(SHOWN_BLOCKS) }
    }
}

impl<V: VoiceActivity> VoiceActivity for AboveFloor<V> {
    fn push(&mut self, block: &[f32; BLOCK_SAMPLES]) -> f32 {
        let level = level_db(block);
        let floor_db = self.floor.push(level);
        self.smooth_db = level.max(self.smooth_db + SMOOTHING * (level - self.smooth_db));
        if self.smooth_db <= floor_db + MARGIN_DB {
            if self.quiet.len() == SHOWN_BLOCKS {
                self.quiet.pop_front();
            }
            self.quiet.push_back(*block);
            return 0.0;
        }
        for quiet in self.quiet.drain(..) {
            self.inner.push(&quiet);
        }
        self.inner.push(block)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Always;

    impl VoiceActivity for Always {
        fn push(&mut self, _block: &[f32; BLOCK_SAMPLES]) -> f32 {
            1.0
        }
    }

    #[test]
    fn steady_noise_is_no_speech_and_what_stands_out_of_it_is() {
        let mut vad = AboveFloor::new(Always);
        let noise = |n: u32, scale: f32| {
            let mut state = n.wrapping_mul(2_654_435_761).max(1);
            [(); BLOCK_SAMPLES].map(|()| {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                (state as f32 / u32::MAX as f32 - 0.5) * scale
            })
        };
        let speech = (1..400).filter(|n| vad.push(&noise(*n, 0.005)) > 0.5).count();
        assert_eq!(speech, 0);
        assert!(vad.push(&noise(500, 0.05)) > 0.5);
    }
}
