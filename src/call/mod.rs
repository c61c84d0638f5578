//! A call: a synchronous state machine, fed with sound, signals and transcripts, that hands out
//! what to transcribe, what was heard, and alerts. It reads no clock, does no I/O, spawns nothing.

mod hearing;
mod listen;
mod panel;
mod progress;
mod reference;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use jiff::Timestamp;

use crate::alert::{Alert, Scorecard};
use crate::audio::{AudioError, Blocks, Frame};
use crate::detect::{Dialogue, Line, Scene};
use crate::event::{CallTime, Channel, Gap, Observation, ReferenceSegment, ReportedSignal, SignalAt, Utterance};
use crate::facts::CallFacts;
use crate::polish::names::Lexicon;
use crate::procedure::{Procedure, ProcedureError};
use crate::staff::Staff;
use crate::transcribe::{Cost, Request, Transcript};
use listen::Listener;
use panel::Panel;
use reference::Reference;

/// Once the call has ended, words still being transcribed are waited for so long.
const LAST_WORDS_MS: i64 = 3000;

/// Sound that comes so late was interrupted; sooner, it was merely delayed on its way.
const INTERRUPTED_MS: i64 = 1000;

/// Why a call cannot be listened to.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// The procedure's settings of a check are invalid.
    #[error(transparent)]
    Procedure(#[from] ProcedureError),
    /// The sound is of a kind that cannot be worked on.
    #[error(transparent)]
    Audio(#[from] AudioError),
}

/// How a call is to be listened to.
#[derive(Clone, Debug)]
pub struct CallSettings {
    /// Samples a second of the frames that will come, 8 000 to 192 000.
    pub rate_hz: u32,
    /// The model's cost; its `hangover_ms` and `partial_ms` cut the utterances.
    pub cost: Cost,
    /// Whether the tap brings the exchange's signals. Without them the first sound is the answer,
    /// and what a check needs of them is unknown.
    pub signals: bool,
    /// Whether each party has a channel of its own. With one channel for both, checks that need to
    /// know who speaks are `undetermined`.
    pub both_channels: bool,
    /// Where the first sound lies on the call's clock, if the answer is known beforehand (a recorded
    /// call). In a live call zero is the first input, until the answer moves it.
    pub audio_from: Option<CallTime>,
    /// The wall time of the first input, where the answer's is not in the call's facts.
    pub began: Option<Timestamp>,
    /// Who works at the office; nobody where there is no staff file.
    pub staff: Arc<Staff>,
    /// True words that stand in for a recogniser's; nothing is handed out to transcribe then.
    pub reference: Option<Vec<ReferenceSegment>>,
    /// Alerts already in the journal, where a call is resumed after a crash.
    pub resumed: Vec<Alert>,
}

/// What a call is fed.
#[derive(Clone, Debug)]
pub enum Input {
    /// Sound that follows on the last.
    Audio(Frame),
    /// A signal: now, or at a moment of the call that lies behind or ahead.
    Signal(ReportedSignal),
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
    /// What was said since the call's beginning is lost: the call is resumed after a crash.
    Forgotten {
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
    facts: CallFacts,
    lexicon: Lexicon,
    staff: Arc<Staff>,
    inputs: VecDeque<Input>,
    outputs: VecDeque<Output>,
    blocks: Blocks,
    listener: Listener,
    panel: Panel,
    line: Line,
    dialogue: Dialogue,
    reference: Option<Reference>,
    /// Signals by moment and order of arrival.
    signals: BTreeMap<(CallTime, u32), SignalAt>,
    signals_seen: u32,
    /// Transcripts by the moment at which they are known.
    transcripts: BTreeMap<(CallTime, u32, bool), Transcript>,
    /// Call time of sample 0 of `blocks`.
    zero: CallTime,
    now: CallTime,
    /// The wall time of the call's zero.
    started: Option<Timestamp>,
    /// Where the last sound ended; time may be ahead of it.
    sound_until: CallTime,
    /// Whether anything has taken effect yet.
    begun: bool,
    held_by_signal: bool,
    /// Where the last hold by signal began.
    held_from: Option<CallTime>,
    over: bool,
}

impl Call {
    /// A call that has not begun.
    ///
    /// # Errors
    /// The procedure's settings of a check are invalid, or the rate is out of range.
    pub fn new(facts: CallFacts, procedure: Arc<Procedure>, settings: CallSettings) -> Result<Self, CallError> {
        let lexicon = Lexicon::new(&procedure, &settings.staff, &facts.agent);
        let zero = settings.audio_from.unwrap_or_default();
        let line = Line { signals: settings.signals, answered: !settings.signals, ..Line::default() };
        Ok(Self {
            lexicon,
            staff: settings.staff,
            inputs: VecDeque::new(),
            outputs: VecDeque::new(),
            blocks: Blocks::new(settings.rate_hz)?,
            listener: Listener::new(settings.cost),
            panel: Panel::new(procedure, settings.both_channels, &settings.resumed)?,
            line,
            dialogue: Dialogue::default(),
            reference: settings.reference.map(|segments| Reference::new(segments, settings.cost)),
            signals: BTreeMap::new(),
            signals_seen: 0,
            transcripts: BTreeMap::new(),
            zero,
            now: zero,
            started: facts.started.or(settings.began),
            sound_until: zero,
            begun: false,
            held_by_signal: false,
            held_from: None,
            over: false,
            facts,
        })
    }

    /// Takes an input in; its effects come out of [`Call::next`].
    pub fn feed(&mut self, input: Input) {
        match input {
            // A transcript must not queue behind sound that is later than it.
            Input::Transcript(transcript) => {
                let key = (transcript.available, transcript.utterance, transcript.complete);
                self.transcripts.insert(key, transcript);
            }
            Input::Signal(reported) if reported.at.is_some() => self.schedule(reported.at(self.now)),
            input => self.inputs.push_back(input),
        }
    }

    /// The next output, working through what was fed as far as needed; `None` when it is used up.
    ///
    /// A transcript fed before the audio has passed its `available` takes effect exactly there, so
    /// answering each [`Output::Transcribe`] before asking for the next output makes a recorded
    /// call's results independent of how its sound was cut into frames.
    #[expect(clippy::should_implement_trait, reason = "feeding and taking alternate, so it is no iterator")]
    pub fn next(&mut self) -> Option<Output> {
        loop {
            if let Some(output) = self.outputs.pop_front() {
                return Some(output);
            }
            if self.over || !self.step() {
                return None;
            }
        }
    }

    /// Where the call is.
    pub const fn now(&self) -> CallTime {
        self.now
    }

    /// Whether the clerk's leg has answered.
    pub const fn answered(&self) -> bool {
        self.line.answered
    }

    /// By when a detector needs the words of what a channel is saying, if one does.
    pub fn wanted(&self, channel: Channel) -> Option<CallTime> {
        self.panel.wanted(&self.scene(), channel)
    }

    fn observe(&mut self, observation: &Observation) {
        let scene = scene(&self.facts, &self.staff, &self.lexicon, &self.line, &self.dialogue, self.started, self.now);
        let alerts = self.panel.observe(&scene, observation);
        self.outputs.extend(alerts.into_iter().map(Output::Alert));
    }

    fn scene(&self) -> Scene<'_> {
        scene(&self.facts, &self.staff, &self.lexicon, &self.line, &self.dialogue, self.started, self.now)
    }

    /// Sample positions are at 16 kHz: 16 to a millisecond.
    fn time_of(&self, sample: u64) -> CallTime {
        self.zero + (sample / 16) as i64
    }
}

const fn scene<'a>(
    facts: &'a CallFacts,
    staff: &'a Staff,
    lexicon: &'a Lexicon,
    line: &'a Line,
    dialogue: &'a Dialogue,
    started: Option<Timestamp>,
    at: CallTime,
) -> Scene<'a> {
    Scene { at, started, facts, staff, lexicon, line, dialogue }
}
