//! Whether somebody speaks on a channel, block by block, and where utterances begin and end.

mod above_floor;
mod earshot;
mod segment;

pub use above_floor::AboveFloor;
pub use earshot::Earshot;
pub use segment::{SegmentEvent, SegmentRules, Segmenter};

use crate::audio::BLOCK_SAMPLES;

/// A detector of speech in one channel; give each channel its own.
pub trait VoiceActivity {
    /// Takes in the next block of the channel, samples at 16 kHz from −1 to 1, and answers how
    /// probable speech is in it, from 0 to 1.
    fn push(&mut self, block: &[f32; BLOCK_SAMPLES]) -> f32;
}

/// The level of a block in dB relative to full scale (a square wave from −1 to 1 is 0 dB); silence
/// is −120.
pub fn level_db(block: &[f32; BLOCK_SAMPLES]) -> f32 {
    let power = block.iter().map(|sample| sample * sample).sum::<f32>() / BLOCK_SAMPLES as f32;
    10.0 * power.max(1e-12).log10()
}
