//! What can go wrong between a stretch of sound and its words.

use thiserror::Error;

use super::model::ModelError;

/// Why a request got no words.
#[derive(Debug, Error)]
pub enum TranscribeError {
    /// The model cannot be had or used.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The engine refused the sound or failed on it.
    #[error("the recogniser failed on this stretch of sound: {0}")]
    Engine(String),
    /// The engine panicked; it was made anew for the next request.
    #[error("the recogniser crashed on this stretch of sound")]
    Crashed,
    /// Too much waits already.
    #[error(
        "the machine cannot keep up, {waiting} stretches of sound were waiting: \
         take a smaller model, fewer calls or more cores"
    )]
    QueueFull {
        /// Requests that waited.
        waiting: usize,
    },
    /// A later request of the same utterance took the place of this partial one.
    #[error("a later result of the same utterance took the place of this partial one")]
    Superseded,
    /// A partial result was left out because too much waits; the final one still comes.
    #[error("a partial result was left out under load")]
    PartialLeftOut,
    /// The call ended, or the service stops.
    #[error("the call ended before its turn came")]
    Cancelled,
}

impl TranscribeError {
    /// Whether words are lost by it, so that the stretch has to be reported as a gap.
    ///
    /// A partial result that made way for a later one of the same utterance loses none.
    pub const fn loses_words(&self) -> bool {
        !matches!(self, Self::Superseded | Self::PartialLeftOut)
    }
}
