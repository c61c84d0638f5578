//! Who is heard on the agent's channel: the agent, somebody else in the office, or the caller's own
//! voice leaking back. All it learns of a voice lives in memory for one call.
//!
//! What tells them apart, in the order of weight: how loud a voice is against the agent's own (a
//! colleague's reaches their microphone 10 to 25 dB weaker), its mel cepstrum and its pitch against
//! the agent's own first speech, and whether the caller's channel explains it.

mod ear;
mod leak;
mod profile;
mod room;
mod spectrum;
mod tracker;

pub use room::Room;
pub use tracker::{Heard, LAG_BLOCKS, Source, SpeakerBlock, SpeakerTracker};

use crate::audio::BLOCK_SAMPLES;

/// The level of a block in dB relative to full scale; silence is −120.
fn level_db(block: &[f32; BLOCK_SAMPLES]) -> f32 {
    let power = block.iter().map(|sample| sample * sample).sum::<f32>() / BLOCK_SAMPLES as f32;
    10.0 * power.max(1e-12).log10()
}
