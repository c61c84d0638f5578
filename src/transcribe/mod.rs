//! Speech to text: what is asked of a recogniser and what it answers.

mod doubt;
mod error;
pub mod fetch;
mod ggml;
mod loudness;
mod manifest;
pub mod model;
mod pool;
mod queue;
mod timing;
mod whisper;
mod words;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::event::{CallTime, Channel, Word};
use crate::private::Private;

pub use error::TranscribeError;
pub use model::{Model, ModelError};
pub use pool::{Finished, Job, Pool, Reply};
pub use whisper::{WhisperModel, WhisperRecogniser, sampling};

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
        Self { hangover_ms: 400, base_ms: 40, per_audio_second_ms: 60, partial_ms: 1000 }
    }
}

/// Turns sound into words. One per thread; not shared.
pub trait Recogniser {
    /// The words of one stretch of sound at 16 kHz.
    ///
    /// `complete` is `false` while somebody still speaks: a word cut off by the end of the sound is
    /// then left out, since it would be guessed.
    ///
    /// # Errors
    /// The engine failed on the sound. The next stretch can be tried all the same.
    fn recognise(&mut self, samples: &[f32], complete: bool) -> Result<Recognised, TranscribeError>;
}

/// The words of one stretch of sound.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recognised {
    /// In order. Empty where there was nothing to make out, or nothing to be believed.
    pub words: Private<Vec<RecognisedWord>>,
    /// Set where `words` is empty although there was sound: why.
    pub nothing: Option<Nothing>,
}

/// A word, timed from the beginning of its stretch of sound.
#[derive(Clone, Debug, PartialEq)]
pub struct RecognisedWord {
    /// The word with its punctuation, without spaces.
    pub text: String,
    /// Its beginning.
    pub from_ms: i64,
    /// Its end.
    pub to_ms: i64,
    /// From 0 to 1: the geometric mean of its pieces' probabilities.
    pub confidence: f32,
}

/// Why there are no words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nothing {
    /// Nothing loud enough was in it to be speech; the model was not asked.
    Silence,
    /// The model itself found none.
    NoSpeech,
    /// The model wrote words that it was not sure of.
    Unsure,
    /// The model wrote more than anybody can say in the time.
    TooFast,
}

/// A stretch at least so long that could not be made out is reported as not understood; a shorter one
/// is as likely a cough or a chair.
const NOT_UNDERSTOOD_FROM_MS: i64 = 1_000;

/// A request's answer in call time.
///
/// A whole utterance whose words are not to be believed has `failed` set: it becomes a gap, since
/// something was said there.
pub fn to_transcript(request: &Request, recognised: &Recognised, available: CallTime) -> Transcript {
    let at = |ms: i64| (request.from + ms.max(0)).min(request.to.max(request.from));
    let words = recognised
        .words
        .expose()
        .iter()
        .map(|word| Word {
            text: word.text.clone(),
            from: at(word.from_ms),
            to: at(word.to_ms),
            confidence: word.confidence,
        })
        .collect();
    let long = request.to - request.from >= NOT_UNDERSTOOD_FROM_MS;
    let doubtful = matches!(recognised.nothing, Some(Nothing::Unsure | Nothing::TooFast));
    let because = (request.complete && long && doubtful).then(|| "what was said could not be made out".to_owned());
    answered(request, words, available, because)
}

/// The answer to a request that failed; none where no words are lost by it.
pub fn failed_transcript(request: &Request, error: &TranscribeError, available: CallTime) -> Option<Transcript> {
    let because = error.loses_words().then(|| error.to_string())?;
    Some(answered(request, Vec::new(), available, Some(because)))
}

fn answered(request: &Request, words: Vec<Word>, available: CallTime, failed: Option<String>) -> Transcript {
    Transcript {
        utterance: request.utterance,
        channel: request.channel,
        from: request.from,
        to: request.to,
        complete: request.complete,
        words: Private::new(words),
        available,
        failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Request {
        Request {
            utterance: 3,
            channel: Channel::Caller,
            from: CallTime(-500),
            to: CallTime(1500),
            asked: CallTime(1900),
            complete: true,
            deadline: None,
            samples: Arc::from(vec![0.0; 32_000]),
        }
    }

    #[test]
    fn word_times_are_moved_into_the_call_and_never_leave_the_sound() {
        let word = |from_ms, to_ms| RecognisedWord { text: "tak".to_owned(), from_ms, to_ms, confidence: 0.5 };
        let recognised = Recognised { words: Private::new(vec![word(100, 400), word(1900, 2600)]), nothing: None };
        let transcript = to_transcript(&request(), &recognised, CallTime(2000));
        let times: Vec<_> = transcript.words.expose().iter().map(|w| (w.from, w.to)).collect();
        assert_eq!(times, [(CallTime(-400), CallTime(-100)), (CallTime(1400), CallTime(1500))]);
        assert_eq!((transcript.utterance, transcript.failed), (3, None));
    }

    #[test]
    fn what_could_not_be_made_out_is_a_gap_and_quiet_is_none() {
        let heard = |nothing| Recognised { nothing: Some(nothing), ..Recognised::default() };
        let failed = |request: &Request, nothing| to_transcript(request, &heard(nothing), CallTime(2000)).failed;
        let whole = request();
        assert!(failed(&whole, Nothing::Unsure).is_some());
        assert_eq!(failed(&whole, Nothing::Silence), None);
        assert_eq!(failed(&whole, Nothing::NoSpeech), None);
        let short = Request { to: CallTime(100), ..request() };
        assert_eq!(failed(&short, Nothing::Unsure), None);
        let partial = Request { complete: false, ..request() };
        assert_eq!(failed(&partial, Nothing::Unsure), None);
    }

    #[test]
    fn only_lost_words_become_a_failed_transcript() {
        let lost = TranscribeError::QueueFull { waiting: 64 };
        let failed = failed_transcript(&request(), &lost, CallTime(2000)).expect("a transcript");
        assert!(failed.failed.expect("a reason").contains("64"));
        let none = failed_transcript(&request(), &TranscribeError::Superseded, CallTime(2000));
        assert_eq!(none, None);
    }
}
