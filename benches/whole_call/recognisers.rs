//! Recognisers that measure, and that say again what was said.

use std::collections::VecDeque;

use czujka::clock::thread_cpu;
use czujka::transcribe::{Recognised, Recogniser, TranscribeError, WhisperRecogniser};

use crate::milliseconds_since;

/// The real one, with its time, its answers, and the whole utterances that it was asked for.
pub struct Timed {
    real: WhisperRecogniser,
    pub answers: VecDeque<Recognised>,
    pub whole: Vec<Vec<f32>>,
    pub finals_ms: f64,
    pub partials_ms: f64,
}

impl Timed {
    pub fn new(real: WhisperRecogniser) -> Self {
        Self { real, answers: VecDeque::new(), whole: Vec::new(), finals_ms: 0.0, partials_ms: 0.0 }
    }

    /// Forgets the last call.
    pub fn begin(&mut self) {
        self.answers.clear();
        self.whole.clear();
        (self.finals_ms, self.partials_ms) = (0.0, 0.0);
    }
}

impl Recogniser for Timed {
    fn recognise(&mut self, samples: &[f32], complete: bool) -> Result<Recognised, TranscribeError> {
        let before = thread_cpu();
        let answer = self.real.recognise(samples, complete)?;
        let took = milliseconds_since(before);
        self.answers.push_back(answer.clone());
        if complete {
            self.finals_ms += took;
            self.whole.push(samples.to_vec());
        } else {
            self.partials_ms += took;
        }
        Ok(answer)
    }
}

/// Gives answers that are known beforehand, at no cost.
pub struct Again(VecDeque<Recognised>);

impl Again {
    pub fn answering(answers: VecDeque<Recognised>) -> Self {
        Self(answers)
    }

    /// Never makes anything out.
    pub fn silent() -> Self {
        Self(VecDeque::new())
    }
}

impl Recogniser for Again {
    fn recognise(&mut self, _samples: &[f32], _complete: bool) -> Result<Recognised, TranscribeError> {
        Ok(self.0.pop_front().unwrap_or_default())
    }
}
