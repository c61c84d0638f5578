//! A keener ear for faint voices: speech detection on the amplified channel, without music.

use crate::audio::{BLOCK_SAMPLES, Dither, Tonality};

/// earshot judges by level too: a voice at −50 dB is nothing to it. On the shared calls 20 dB more
/// raised its share of a bystander's blocks from 0.75 to 0.89, and that of quiet ones stayed 0.
const GAIN: f32 = 10.0;
/// Probability from which a block is speech.
const SPEECH: f32 = 0.5;

pub(super) struct Ear {
    detector: Box<earshot::Detector>,
    dither: Dither,
    tonality: Tonality,
}

impl Ear {
    pub fn new() -> Self {
        Self {
            detector: Box::default(),
            dither: Dither::new(),
            tonality: Tonality::new(),
        }
    }

    /// Whether a block holds speech, however faint; `plainly` says what an ordinary ear heard.
    pub fn push(&mut self, block: &[f32; BLOCK_SAMPLES], plainly: f32) -> bool {
        let amplified = self
            .dither
            .add(block)
            .map(|sample| (sample * GAIN).clamp(-1.0, 1.0));
        let speech = plainly.max(self.detector.predict_f32(&amplified)) >= SPEECH;
        if speech {
            !self.tonality.push(block)
        } else {
            self.tonality.skip(block);
            false
        }
    }
}
