//! What is observed in a call: its time, its channels, its signals, its speech.

use std::fmt;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

use crate::private::Private;

/// A moment on the call's clock, in milliseconds; zero is the answer, negative before it.
///
/// Until the clerk's leg answers, zero is the call's first input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallTime(pub i64);

impl CallTime {
    /// The answer.
    pub const ZERO: Self = Self(0);
    /// Later than any moment of a call.
    pub const NEVER: Self = Self(i64::MAX);
}

impl Add<i64> for CallTime {
    type Output = Self;
    /// Adds milliseconds, stopping at the ends of the range.
    fn add(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
}

impl Sub<i64> for CallTime {
    type Output = Self;
    /// Takes milliseconds off, stopping at the ends of the range.
    fn sub(self, ms: i64) -> Self {
        Self(self.0.saturating_sub(ms))
    }
}

impl Sub for CallTime {
    type Output = i64;
    /// Milliseconds between two moments.
    fn sub(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for CallTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Whose voice: the agent's, the caller's, or a bystander's heard on the agent's channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// What the office sends.
    Agent,
    /// What the caller sends.
    Caller,
    /// A bystander on the agent's channel. Their words are graded and dropped.
    Background,
}

impl Channel {
    /// The name in JSON and gRPC.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Caller => "caller",
            Self::Background => "background",
        }
    }
}

/// Who ended a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HangupBy {
    /// The clerk.
    Agent,
    /// The other side.
    Caller,
    /// Nobody: the leg ended because it was transferred.
    Transfer,
}

/// Which way a call was placed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// A resident called the office.
    #[default]
    Inbound,
    /// The office called a resident.
    Outbound,
}

/// What the exchange knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "signal", rename_all = "snake_case")]
pub enum Signal {
    /// Ringing began, or one more ring did.
    Ringing,
    /// The clerk's leg answered (for an outbound call: the other side did).
    Answered,
    /// The caller was put on hold.
    Hold,
    /// The caller was taken off hold.
    Resume,
    /// The call was transferred.
    Transfer {
        /// The target's number or extension, where the exchange tells.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Private<String>>,
    },
    /// The office began to dial.
    Dialling,
    /// The caller waited, or begins to wait, in a queue.
    Queued {
        /// Milliseconds waited so far.
        wait_ms: i64,
        /// The caller's own statement of special needs.
        #[serde(default)]
        special_needs: bool,
    },
    /// The device was switched to its loudspeaker, or back.
    Speakerphone {
        /// `false` when switched back.
        #[serde(default = "on")]
        on: bool,
    },
    /// The call ended.
    Hangup {
        /// Who ended it, where the exchange tells.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<HangupBy>,
    },
}

const fn on() -> bool {
    true
}

/// Who says that a signal was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignalSource {
    /// The telephone exchange.
    #[default]
    Exchange,
    /// The clerk's telephone, headset or softphone.
    Device,
    /// What was said in the call.
    Words,
    /// What the call sounds like.
    Sound,
    /// A person who marked it afterwards.
    Person,
}

impl SignalSource {
    /// Every source.
    pub const ALL: [Self; 5] = [Self::Exchange, Self::Device, Self::Words, Self::Sound, Self::Person];

    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exchange => "exchange",
            Self::Device => "device",
            Self::Words => "words",
            Self::Sound => "sound",
            Self::Person => "person",
        }
    }
}

/// A signal, its moment, who says so and how surely.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignalAt {
    /// When it took effect.
    #[serde(rename = "at_ms")]
    pub at: CallTime,
    /// What it was.
    #[serde(flatten)]
    pub signal: Signal,
    /// Who says so.
    #[serde(default)]
    pub source: SignalSource,
    /// From 0 to 1: how sure they are.
    #[serde(default = "certain")]
    pub confidence: f32,
}

const fn certain() -> f32 {
    1.0
}

impl SignalAt {
    /// From this confidence on a signal is taken at its word; below it no verdict rests on it.
    pub const SURE: f32 = 0.5;

    /// What the exchange says, surely.
    pub const fn new(at: CallTime, signal: Signal) -> Self {
        Self { at, signal, source: SignalSource::Exchange, confidence: certain() }
    }

    /// Whether a verdict may rest on it.
    pub fn is_sure(&self) -> bool {
        self.confidence >= Self::SURE
    }
}

/// A signal as a tap reports it: with its moment, or without one when it is given now.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportedSignal {
    /// What it is.
    pub signal: Signal,
    /// When it took effect; none: now.
    pub at: Option<CallTime>,
    /// Who says so.
    pub source: SignalSource,
    /// From 0 to 1: how sure they are.
    pub confidence: f32,
}

impl ReportedSignal {
    /// The signal at the moment it took effect, which is `now` where the tap named none.
    pub fn at(self, now: CallTime) -> SignalAt {
        let Self { signal, at, source, confidence } = self;
        SignalAt { at: at.unwrap_or(now), signal, source, confidence }
    }
}

impl From<Signal> for ReportedSignal {
    /// What the exchange says now, surely.
    fn from(signal: Signal) -> Self {
        Self { signal, at: None, source: SignalSource::Exchange, confidence: certain() }
    }
}

impl From<SignalAt> for ReportedSignal {
    fn from(SignalAt { at, signal, source, confidence }: SignalAt) -> Self {
        Self { signal, at: Some(at), source, confidence }
    }
}

/// One word as it was made out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// The word with its punctuation, without spaces.
    pub text: String,
    /// Its beginning.
    #[serde(rename = "from_ms")]
    pub from: CallTime,
    /// Its end.
    #[serde(rename = "to_ms")]
    pub to: CallTime,
    /// From 0 to 1: how sure the recogniser is of it.
    pub confidence: f32,
}

/// One stretch of speech by one party with the words made out of it, whole or so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Utterance {
    /// Counts within the call; all partial results and the final one of a stretch share it.
    pub number: u32,
    /// Whose it is.
    pub channel: Channel,
    /// Where the speech begins.
    pub from: CallTime,
    /// Where the speech (so far) ends.
    pub to: CallTime,
    /// The words, in order. Empty where nothing could be made out.
    pub words: Private<Vec<Word>>,
    /// From 0 to 1: the mean over its words.
    pub confidence: f32,
    /// `false` while the speech goes on and the words may still change.
    pub complete: bool,
}

impl Utterance {
    /// The words joined by spaces.
    pub fn text(&self) -> String {
        text_of(self.words.expose())
    }
}

/// Words joined by spaces.
pub fn text_of(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// A stretch of speech whose words are known beforehand, from a file of true words.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferenceSegment {
    /// Whose speech; a bystander's words serve for the grade alone.
    pub channel: Channel,
    /// Its beginning.
    pub from: CallTime,
    /// Its end, not before its beginning.
    pub to: CallTime,
    /// Its words, in order.
    pub words: Vec<Word>,
}

/// What of a stretch of the call is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lost {
    /// All of it: no sound came.
    Sound,
    /// Its words alone: somebody was heard to speak, but not what they said.
    Words,
}

/// A stretch that could not be observed. Verdicts that rest on it are `undetermined`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The channel concerned.
    pub channel: Channel,
    /// Its beginning.
    #[serde(rename = "from_ms")]
    pub from: CallTime,
    /// Its end.
    #[serde(rename = "to_ms")]
    pub to: CallTime,
    /// What of it is lost.
    pub lost: Lost,
    /// What went missing, in words for a reader.
    pub because: String,
}

/// What a detector is told, in order of the moment at which it became known.
#[derive(Clone, Debug, PartialEq)]
pub enum Observation {
    /// Speech began on a channel (known as soon as the onset is sure; `from` lies a little before).
    SpeechStarted {
        /// Whose.
        channel: Channel,
        /// Where the speech begins.
        from: CallTime,
    },
    /// Speech ended on a channel (known one hangover later).
    SpeechEnded {
        /// Whose.
        channel: Channel,
        /// Where it began.
        from: CallTime,
        /// Where it ended.
        to: CallTime,
    },
    /// Words were made out. Partial results of an utterance come before its final one.
    Heard(Utterance),
    /// The exchange said something.
    Signal(SignalAt),
    /// Something could not be observed.
    Gap(Gap),
    /// Time passed: the moment that the detector asked for by `due`, or a later one.
    Tick,
}
