//! A call: a synchronous state machine, fed with sound, signals and transcripts, that hands out
//! what to transcribe, what was heard, and alerts. It reads no clock, does no I/O, spawns nothing.

mod listen;
mod panel;
mod reference;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::alert::{Alert, Scorecard};
use crate::audio::{AudioError, Block, Blocks, Frame};
use crate::detect::{Dialogue, Line, Scene, Unheard};
use crate::event::{CallTime, Channel, Gap, Observation, ReferenceSegment, Signal, SignalAt, Utterance};
use crate::facts::CallFacts;
use crate::polish::names::Lexicon;
use crate::procedure::{Procedure, ProcedureError};
use crate::transcribe::{Cost, Request, Transcript};
use listen::{Heard, Listener};
use panel::Panel;
use reference::{Reference, Said};

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
    inputs: VecDeque<Input>,
    outputs: VecDeque<Output>,
    blocks: Blocks,
    listener: Listener,
    panel: Panel,
    line: Line,
    dialogue: Dialogue,
    reference: Option<Reference>,
    /// Signals by moment and order of arrival.
    signals: BTreeMap<(CallTime, u32), Signal>,
    signals_seen: u32,
    /// Transcripts by the moment at which they are known.
    transcripts: BTreeMap<(CallTime, u32, bool), Transcript>,
    /// Call time of sample 0 of `blocks`.
    zero: CallTime,
    now: CallTime,
    /// Where the last sound ended; time may be ahead of it.
    sound_until: CallTime,
    held_by_signal: bool,
    ending: bool,
    over: bool,
}

impl Call {
    /// A call that has not begun.
    ///
    /// # Errors
    /// The procedure's settings of a check are invalid, or the rate is out of range.
    pub fn new(facts: CallFacts, procedure: Arc<Procedure>, settings: CallSettings) -> Result<Self, CallError> {
        let lexicon = Lexicon::new(&procedure, &facts.agent);
        let zero = settings.audio_from.unwrap_or_default();
        let line = Line { answered: !settings.signals, ..Line::default() };
        Ok(Self {
            lexicon,
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
            sound_until: zero,
            held_by_signal: false,
            ending: false,
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
            Input::Signal(signal, Some(at)) => self.schedule(signal, at),
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

    /// By when a detector needs the words of what is being said, if one does.
    pub fn wanted(&self) -> Option<CallTime> {
        self.panel.wanted(&self.scene())
    }

    /// Does one unit of work; `false` if there is none.
    fn step(&mut self) -> bool {
        if self.line.ended.is_some() {
            return self.finish();
        }
        if let Some(block) = self.blocks.pop() {
            self.take_block(&block);
            return true;
        }
        let Some(input) = self.inputs.pop_front() else {
            // Late transcripts take effect although nothing else happens.
            return self.apply_until(self.now);
        };
        match input {
            Input::Audio(frame) => self.take_audio(&frame),
            Input::Signal(signal, _) => self.schedule(signal, self.now),
            Input::Transcript(_) => {}
            Input::Tick(at) => {
                self.advance(at.max(self.now));
            }
            Input::Missing { ms, because } => self.skip(ms, &because),
            Input::Forgotten { because } => self.forget(&because),
            Input::End => {
                self.blocks.flush();
                self.ending = true;
                while let Some(block) = self.blocks.pop() {
                    self.take_block(&block);
                    if self.line.ended.is_some() {
                        return true;
                    }
                }
                let last = self.signals.keys().next_back().map_or(self.now, |(at, _)| *at);
                if last - self.sound_until > INTERRUPTED_MS {
                    self.skip(last - self.sound_until, "the sound ends before the call");
                }
                self.advance(last.max(self.now));
                self.end(self.now);
            }
        }
        true
    }

    fn take_audio(&mut self, frame: &Frame) {
        let late_ms = self.now - self.sound_until;
        if late_ms > INTERRUPTED_MS {
            self.skip(late_ms, "no audio arrived");
        }
        self.blocks.push(frame);
    }

    fn take_block(&mut self, block: &Block) {
        let end = self.time_of(block.from_sample + block.agent.len() as u64);
        self.sound_until = self.advance(end);
        if self.line.ended.is_some() || !self.line.answered {
            return;
        }
        let open = self.line.hold.is_none() || !self.held_by_signal;
        let heard = self.listener.hear(block, open);
        for event in heard {
            self.notice(event);
        }
        let stirring = self.listener.stirring();
        if std::mem::replace(&mut self.line.agent.stirring, stirring) && !stirring {
            // What was held back for it can be said now.
            self.observe(&Observation::Tick);
        }
    }

    /// Sound is missing: time goes on over it.
    fn skip(&mut self, ms: i64, because: &str) {
        let from = self.sound_until;
        let to = from + ms.max(0);
        for event in self.listener.interrupt() {
            self.notice(event);
        }
        self.blocks.skip(ms.max(0));
        while let Some(block) = self.blocks.pop() {
            self.take_block(&block);
        }
        // Nobody misses the sound of a hold.
        if self.line.hold.is_none() && self.line.answered {
            for channel in [Channel::Agent, Channel::Caller] {
                self.add_gap(Gap { channel, from, to, because: because.to_owned() });
            }
        }
        let zero = self.zero;
        self.advance(to.max(self.now));
        self.sound_until = to - (zero - self.zero);
    }

    fn forget(&mut self, because: &str) {
        for channel in [Channel::Agent, Channel::Caller] {
            let (from, to) = (CallTime::ZERO.min(self.now), self.now);
            self.add_gap(Gap { channel, from, to: to.max(from + 1), because: because.to_owned() });
        }
    }

    fn add_gap(&mut self, gap: Gap) {
        self.line.gaps.push(gap.clone());
        self.outputs.push_back(Output::Gap(gap.clone()));
        self.observe(&Observation::Gap(gap));
    }

    fn schedule(&mut self, signal: Signal, at: CallTime) {
        self.signals_seen += 1;
        self.signals.insert((at, self.signals_seen), signal);
        if at <= self.now {
            self.apply_until(self.now);
        }
    }

    /// Lets time go on to `to`, with everything on the way; gives `to` again, which an answer on the
    /// way moves with zero.
    fn advance(&mut self, to: CallTime) -> CallTime {
        let zero = self.zero;
        self.apply_until(to);
        let to = to - (zero - self.zero);
        if self.line.ended.is_none() {
            self.now = self.now.max(to);
        }
        to
    }

    /// Applies signals, transcripts and ticks up to `to` in order of time; `false` if there was none.
    fn apply_until(&mut self, mut to: CallTime) -> bool {
        let mut any = false;
        loop {
            let signal = self.signals.keys().next().map(|(at, _)| *at);
            let transcript = self.transcripts.keys().next().map(|(at, ..)| *at);
            let reference = self.reference.as_ref().and_then(Reference::next);
            let due = self.panel.due(&self.scene());
            let Some(first) = [signal, transcript, reference, due].into_iter().flatten().min() else { return any };
            if first > to || self.over {
                return any;
            }
            any = true;
            self.now = self.now.max(first);
            if signal == Some(first) {
                let Some(((at, _), signal)) = self.signals.pop_first() else { return any };
                let zero = self.zero;
                self.apply_signal(SignalAt { at, signal });
                // An answer moves zero, and with it the moment worked up to.
                to = to - (zero - self.zero);
                if self.line.ended.is_some() {
                    return any;
                }
            } else if transcript == Some(first) {
                let Some((_, transcript)) = self.transcripts.pop_first() else { return any };
                self.apply_transcript(transcript);
            } else if reference == Some(first) {
                match self.reference.as_mut().and_then(Reference::pop) {
                    Some(Said::Begun(begun)) => self.line.unheard.push(begun),
                    Some(Said::Words(utterance)) => self.hear(utterance),
                    None => return any,
                }
            } else {
                self.observe(&Observation::Tick);
            }
        }
    }

    fn apply_signal(&mut self, mut signal: SignalAt) {
        match signal.signal {
            Signal::Answered if !self.line.answered => {
                self.answer(signal.at);
                signal.at = CallTime::ZERO;
            }
            Signal::Hold if self.line.answered && !self.held_by_signal => {
                self.held_by_signal = true;
                self.line.hold = Some(signal.at);
                self.interrupt();
            }
            Signal::Resume if self.held_by_signal => {
                self.held_by_signal = false;
                self.line.hold = None;
                self.line.opened = signal.at;
            }
            Signal::Hangup { .. } => {
                self.outputs.push_back(Output::Signal(signal.clone()));
                self.observe(&Observation::Signal(signal.clone()));
                self.end(signal.at.max(self.sound_until.min(self.now)));
                return;
            }
            _ => {}
        }
        self.outputs.push_back(Output::Signal(signal.clone()));
        self.observe(&Observation::Signal(signal));
    }

    /// Zero moves to the answer.
    fn answer(&mut self, at: CallTime) {
        self.line.answered = true;
        let shift = at.0;
        if shift != 0 {
            self.zero = self.zero - shift;
            self.now = self.now - shift;
            self.sound_until = self.sound_until - shift;
            let waiting = std::mem::take(&mut self.signals);
            self.signals = waiting.into_iter().map(|((at, order), signal)| ((at - shift, order), signal)).collect();
        }
    }

    fn apply_transcript(&mut self, transcript: Transcript) {
        if let Some(reason) = &transcript.failed {
            if transcript.complete {
                let Transcript { channel, from, to, .. } = transcript;
                self.settle(transcript.utterance);
                self.add_gap(Gap { channel, from, to, because: reason.clone() });
            }
            return;
        }
        let words = transcript.words;
        let sum: f32 = words.expose().iter().map(|word| word.confidence).sum();
        let confidence = sum / words.expose().len().max(1) as f32;
        let Transcript { utterance: number, channel, from, to, complete, .. } = transcript;
        self.hear(Utterance { number, channel, from, to, words, confidence, complete });
    }

    /// Words became known, by the recogniser or by reference.
    fn hear(&mut self, utterance: Utterance) {
        self.dialogue.hear(&utterance);
        if utterance.complete {
            self.settle(utterance.number);
            let said = !utterance.words.expose().is_empty();
            if said && utterance.channel != Channel::Background {
                self.outputs.push_back(Output::Segment(utterance.clone()));
            }
        }
        self.observe(&Observation::Heard(utterance));
    }

    fn settle(&mut self, number: u32) {
        self.line.unheard.retain(|open| open.number != number);
    }

    /// Takes in what the listener noticed.
    fn notice(&mut self, event: Heard) {
        match event {
            Heard::Started { number, channel, from_sample } => {
                let from = self.time_of(from_sample);
                let voice = self.line.voice_mut(channel);
                voice.speaking = Some(from);
                voice.first.get_or_insert(from);
                if self.reference.is_none() {
                    self.line.unheard.push(Unheard { number, channel, from });
                }
                self.observe(&Observation::SpeechStarted { channel, from });
            }
            Heard::Ended { channel, from_sample, to_sample } => {
                let (from, to) = (self.time_of(from_sample), self.time_of(to_sample));
                let voice = self.line.voice_mut(channel);
                voice.speaking = None;
                voice.ended = Some(to);
                if channel == Channel::Background {
                    let words = Vec::new().into();
                    let silent = Utterance { number: 0, channel, from, to, words, confidence: 0.0, complete: true };
                    self.outputs.push_back(Output::Segment(silent));
                }
                self.observe(&Observation::SpeechEnded { channel, from, to });
            }
            Heard::Spoken { number, channel, from_sample, to_sample, complete, samples } => {
                if self.reference.is_some() {
                    return;
                }
                let deadline = self.wanted();
                self.outputs.push_back(Output::Transcribe(Request {
                    utterance: number,
                    channel,
                    from: self.time_of(from_sample),
                    to: self.time_of(to_sample),
                    asked: self.now,
                    complete,
                    deadline,
                    samples,
                }));
            }
            Heard::Muted { from_sample } if self.line.hold.is_none() => {
                self.line.hold = Some(self.time_of(from_sample));
                self.observe(&Observation::Tick);
            }
            Heard::Unmuted { at_sample } if !self.held_by_signal => {
                self.line.hold = None;
                self.line.opened = self.time_of(at_sample);
                self.observe(&Observation::Tick);
            }
            Heard::Muted { .. } | Heard::Unmuted { .. } => {}
        }
    }

    fn interrupt(&mut self) {
        for event in self.listener.interrupt() {
            self.notice(event);
        }
    }

    fn end(&mut self, at: CallTime) {
        self.interrupt();
        self.line.ended = Some(at);
        self.now = self.now.max(at);
        self.signals.clear();
        if let Some(reference) = &mut self.reference {
            reference.end(at);
        }
    }

    /// Waits for the last words, then judges.
    fn finish(&mut self) -> bool {
        let Some(ended) = self.line.ended else { return false };
        let latest = ended + LAST_WORDS_MS;
        while let Some(Input::Tick(at)) = self.inputs.pop_front() {
            self.now = self.now.max(at);
        }
        let known = [
            self.transcripts.keys().next().map(|(at, ..)| *at),
            self.reference.as_ref().and_then(Reference::next).filter(|at| *at <= latest),
        ];
        if let Some(next) = known.into_iter().flatten().min() {
            self.apply_until(next.max(self.now));
            self.now = self.now.max(next);
            return true;
        }
        if !self.line.unheard.is_empty() && self.now < latest {
            return false; // the driver has been asked for words that have not come
        }
        self.close();
        true
    }

    fn close(&mut self) {
        let unheard = std::mem::take(&mut self.line.unheard);
        for open in unheard {
            let to = self.line.ended.unwrap_or(self.now);
            self.add_gap(Gap { channel: open.channel, from: open.from, to, because: "its transcription did not come in time".to_owned() });
        }
        let scene = scene(&self.facts, &self.lexicon, &self.line, &self.dialogue, self.now);
        let (alerts, scorecard) = self.panel.close(&scene);
        self.outputs.extend(alerts.into_iter().map(Output::Alert));
        self.outputs.push_back(Output::Scorecard(scorecard));
        self.over = true;
    }

    fn observe(&mut self, observation: &Observation) {
        let scene = scene(&self.facts, &self.lexicon, &self.line, &self.dialogue, self.now);
        let alerts = self.panel.observe(&scene, observation);
        self.outputs.extend(alerts.into_iter().map(Output::Alert));
    }

    fn scene(&self) -> Scene<'_> {
        scene(&self.facts, &self.lexicon, &self.line, &self.dialogue, self.now)
    }

    /// Sample positions are at 16 kHz: 16 to a millisecond.
    fn time_of(&self, sample: u64) -> CallTime {
        self.zero + (sample / 16) as i64
    }
}

const fn scene<'a>(facts: &'a CallFacts, lexicon: &'a Lexicon, line: &'a Line, dialogue: &'a Dialogue, at: CallTime) -> Scene<'a> {
    Scene { at, facts, lexicon, line, dialogue }
}
