//! Speech by earshot's small recurrent network, whose weights are part of the crate.

use super::VoiceActivity;
use crate::audio::BLOCK_SAMPLES;

/// One channel's detector.
pub struct Earshot {
    detector: Box<::earshot::Detector>,
}

impl Earshot {
    /// A detector that has heard nothing yet.
    pub fn new() -> Self {
        Self {
            detector: Box::default(),
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
        // The crate asserts this range, and resampling overshoots a little.
        let bounded = block.map(|sample| sample.clamp(-1.0, 1.0));
        self.detector.predict_f32(&bounded)
    }
}
