//! A call: a synchronous state machine, fed with sound, signals and transcripts, that hands out
//! what to transcribe, what was heard, and alerts. It reads no clock, does no I/O, spawns nothing.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::alert::{Alert, Scorecard};
use crate::audio::Frame;
use crate::event::{CallTime, Gap, Signal, SignalAt, Utterance};
use crate::facts::CallFacts;
use crate::procedure::{Procedure, ProcedureError};
use crate::transcribe::{Cost, Request, Transcript};

/// How a call is to be listened to.
#[derive(Clone, Debug)]
pub struct CallSettings {
    /// Samples a second of the frames that will come, 8 000 to 192 000.
    pub rate_hz: u32,
    /// The model's cost; its `hangover_ms` and `partial_ms` cut the utterances.
    pub cost: Cost,
    /// Whether the tap brings the exchange's signals. Without them the first sound is the answer
    /// and checks that need a signal are `undetermined`.
    pub signals: bool,
    /// Whether both parties have a channel of their own. With one channel only (`false`), it is the
    /// agent's, and checks that need to know who speaks are `undetermined`.
    pub both_channels: bool,
    /// Episodes already in the journal by check, where a call is resumed after a crash.
    pub resumed: Vec<Alert>,
}

/// What a call is fed.
#[derive(Clone, Debug)]
pub enum Input {
    /// Sound that follows on the last.
    Audio(Frame),
    /// A signal, now (at the audio position) or at a moment of the call that lies behind or ahead.
    Signal(Signal, Option<CallTime>),
    /// A transcript that was asked for.
    Transcript(Transcript),
    /// Time went on to this moment although no sound came.
    Tick(CallTime),
    /// So many milliseconds of sound are missing here; time goes on over them.
    Missing {
        /// How many.
        ms: i64,
        /// Why, in words for a reader.
        because: String,
    },
    /// Nothing more will come.
    End,
}

/// What a call hands out, in order.
#[derive(Clone, Debug)]
pub enum Output {
    /// Sound to transcribe; feed the [`Transcript`] back.
    Transcribe(Request),
    /// A whole utterance with its words (none for a bystander).
    Segment(Utterance),
    /// An alert; unique in the call by check, episode and kind.
    Alert(Alert),
    /// A signal took effect.
    Signal(SignalAt),
    /// Something could not be observed.
    Gap(Gap),
    /// The call is over; nothing follows.
    Scorecard(Scorecard),
}

/// One call.
pub struct Call {
    outputs: VecDeque<Output>,
}

impl Call {
    /// A call that has not begun.
    ///
    /// # Errors
    /// The procedure's settings of a check are invalid.
    pub fn new(
        _facts: CallFacts,
        _procedure: Arc<Procedure>,
        _settings: CallSettings,
    ) -> Result<Self, ProcedureError> {
        Ok(Self {
            outputs: VecDeque::new(),
        })
    }

    /// Takes an input in; its effects come out of [`Call::next`].
    pub fn feed(&mut self, _input: Input) {}

    /// The next output, working through what was fed as far as needed; `None` when it is used up.
    ///
    /// A transcript fed before the audio has passed its `available` takes effect exactly there, so
    /// answering each [`Output::Transcribe`] before asking for the next output makes a recorded
    /// call's results independent of how its sound was cut into frames.
    #[expect(
        clippy::should_implement_trait,
        reason = "feeding and taking alternate, so it is no iterator"
    )]
    pub fn next(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// Where the call is.
    pub fn now(&self) -> CallTime {
        CallTime::ZERO
    }

    /// Whether the clerk's leg has answered.
    pub fn answered(&self) -> bool {
        false
    }

    /// By when a detector needs the words of a channel that is speaking, if one does.
    pub fn wanted(&self) -> Option<CallTime> {
        None
    }
}
