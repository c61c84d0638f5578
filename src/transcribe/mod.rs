//! Speech to text: what is asked of a recogniser and what it answers.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::event::{CallTime, Channel, Word};
use crate::private::Private;

/// One stretch of speech to be transcribed.
#[derive(Clone, Debug)]
pub struct Request {
    /// The utterance's number in its call.
    pub utterance: u32,
    /// Whose it is.
    pub channel: Channel,
    /// Where the first sample lies.
    pub from: CallTime,
    /// Where the last one ends.
    pub to: CallTime,
    /// The call time at which it was asked.
    pub asked: CallTime,
    /// `false` for a partial result, wanted while somebody still speaks.
    pub complete: bool,
    /// When a detector needs the words, if one does: the scheduler works earliest deadline first.
    pub deadline: Option<CallTime>,
    /// Sound at 16 kHz, from −1 to 1.
    pub samples: Arc<[f32]>,
}

/// What a recogniser made out of a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Transcript {
    /// The utterance's number in its call.
    pub utterance: u32,
    /// Whose it is.
    pub channel: Channel,
    /// Where the sound began.
    pub from: CallTime,
    /// Where it ended.
    pub to: CallTime,
    /// `false` for a partial result.
    pub complete: bool,
    /// The words, in order; empty where there was nothing to make out.
    pub words: Private<Vec<Word>>,
    /// The call time at which this is known.
    pub available: CallTime,
    /// Set where the sound was not transcribed: why.
    pub failed: Option<String>,
}

/// What a model's work takes, by which plain `analyze` says when a result would be known live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Quiet after the last word until an utterance counts as ended.
    pub hangover_ms: i64,
    /// For any utterance.
    pub base_ms: i64,
    /// For each second of its sound.
    pub per_audio_second_ms: i64,
    /// A partial result is taken each time so much of a turn has been heard.
    pub partial_ms: i64,
}

impl Cost {
    /// Milliseconds of work for a stretch of `length_ms`.
    pub const fn work_ms(&self, length_ms: i64) -> i64 {
        self.base_ms + self.per_audio_second_ms * length_ms / 1000
    }
}

impl Default for Cost {
    fn default() -> Self {
        Self {
            hangover_ms: 400,
            base_ms: 40,
            per_audio_second_ms: 60,
            partial_ms: 1000,
        }
    }
}
