//! A channel gone constant: the agent pressed mute.

use crate::audio::BLOCK_SAMPLES;

/// A block whose samples lie this close together is constant: one step of A-law at its finest is
/// 0.00049, and resampling adds a ripple.
const CONSTANT: f32 = 6e-4;
/// So many quiet blocks with noise in them (a second) show that the tap has a noise floor.
const FLOOR_BLOCKS: u64 = 62;

#[derive(Debug, Default)]
pub(super) struct Mute {
    constant: u64,
    noisy: u64,
    still: u64,
}

impl Mute {
    pub fn push(&mut self, block: &[f32; BLOCK_SAMPLES], speech: bool) {
        let (low, high) = block
            .iter()
            .fold((f32::MAX, f32::MIN), |(low, high), &sample| {
                (low.min(sample), high.max(sample))
            });
        if high - low <= CONSTANT {
            self.constant += 1;
            self.still += u64::from(self.noisy < FLOOR_BLOCKS);
        } else {
            self.constant = 0;
            self.noisy += u64::from(!speech);
        }
    }

    /// Blocks for which the channel has been constant; `None` where that proves nothing, because
    /// the tap has not shown a noise floor, or hardly one.
    pub fn blocks(&self) -> Option<u64> {
        (self.noisy >= FLOOR_BLOCKS && self.still <= self.noisy).then_some(self.constant)
    }
}
