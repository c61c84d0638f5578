//! A recorded call through the call's state machine: at once, or in real time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::alert::{Alert, Scorecard};
use crate::call::{Call, CallError, CallSettings, Input, Output};
use crate::clock::thread_cpu;
use crate::event::{Channel, Gap, ReferenceSegment, SignalAt, Utterance};
use crate::facts::CallFacts;
use crate::procedure::Procedure;
use crate::staff::Staff;
use crate::tap::TapError;
use crate::tap::file::Recording;
use crate::transcribe::{Cost, Recognised, Recogniser, Request, Transcript, failed_transcript, to_transcript};

/// Why a recording could not be replayed.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The recording cannot be read.
    #[error(transparent)]
    Tap(#[from] TapError),
    /// The call cannot be listened to.
    #[error(transparent)]
    Call(#[from] CallError),
}

impl ReplayError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Tap(error) => error.hint(),
            Self::Call(_) => "run `czujka check-config` on the procedure file",
        }
    }
}

/// A recorded call with what is known of it.
pub struct RecordedCall {
    /// The sound.
    pub recording: Recording,
    /// The facts.
    pub facts: CallFacts,
    /// Who works at the office; nobody where there is no staff file.
    pub staff: Arc<Staff>,
    /// What the exchange knows; empty if it told nothing.
    pub signals: Vec<SignalAt>,
    /// Whether the exchange's signals are known at all.
    pub signals_known: bool,
    /// Where the first sample lies on the call's clock.
    pub audio_from_ms: i64,
    /// True words in the place of a recogniser's.
    pub reference: Option<Vec<ReferenceSegment>>,
}

/// What a replay hands out, in order of the moment at which it is known.
#[derive(Clone, Debug)]
pub enum Line {
    /// An utterance.
    Segment(Utterance),
    /// An alert.
    Alert(Alert),
    /// Something that could not be observed.
    Gap(Gap),
    /// The verdicts.
    Scorecard(Scorecard),
}

/// What a replay took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stats {
    /// Length of the sound.
    pub audio_ms: i64,
    /// Length of all speech in it, both parties' and bystanders'.
    pub speech_ms: i64,
    /// Time that passed.
    pub wall_ms: i64,
    /// The processor's time, all together.
    pub cpu_ms: i64,
    /// Of which the recogniser's.
    pub transcribe_cpu_ms: i64,
    /// Of which everything between: resampling, voice activity, speakers, detectors.
    pub listen_cpu_ms: i64,
    /// Whole utterances.
    pub utterances: u32,
}

/// How a recording is replayed.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// As fast as it was spoken, with the recogniser's measured time instead of its model's cost.
    pub realtime: bool,
    /// The model's cost.
    pub cost: Cost,
}

/// Replays a call and hands out its lines; `progress` is told the milliseconds of sound done so far.
///
/// Without `realtime` the result depends on the recording, the procedure and the model alone.
///
/// # Errors
/// The recording turns out unreadable, or the procedure's settings are invalid.
pub fn replay(
    recorded: RecordedCall,
    procedure: Arc<Procedure>,
    recogniser: &mut dyn Recogniser,
    pace: Pace,
    mut line: impl FnMut(Line),
    mut progress: impl FnMut(i64),
) -> Result<Stats, ReplayError> {
    let RecordedCall { mut recording, facts, staff, signals, signals_known, audio_from_ms, reference } = recorded;
    let settings = CallSettings {
        rate_hz: recording.rate_hz(),
        cost: pace.cost,
        signals: signals_known,
        both_channels: recording.both_channels(),
        audio_from: Some(crate::event::CallTime(audio_from_ms)),
        began: None,
        staff,
        reference,
        resumed: Vec::new(),
    };
    let mut call = Call::new(facts, procedure, settings)?;
    let mut run = Run {
        recogniser,
        pace,
        stats: Stats::default(),
        transcribe_cpu: Duration::ZERO,
        began: Instant::now(),
        line: &mut line,
    };
    let cpu_before = thread_cpu();
    for signal in signals {
        call.feed(Input::Signal(signal.into()));
    }
    run.drain(&mut call);
    let mut samples = 0_u64;
    while let Some(frame) = recording.next_frame()? {
        samples += frame.agent.len() as u64;
        let done_ms = (samples * 1000 / u64::from(recording.rate_hz().max(1))) as i64;
        run.keep_pace(done_ms);
        let missing = recording.lost().map(|because| {
            let ms = (frame.agent.len() as u64 * 1000 / u64::from(recording.rate_hz().max(1))) as i64;
            Input::Missing { ms, because: because.to_owned() }
        });
        call.feed(missing.unwrap_or(Input::Audio(frame)));
        run.drain(&mut call);
        run.stats.audio_ms = done_ms;
        progress(done_ms);
    }
    if let Some(because) = recording.cut_off() {
        // What is missing at the end is of unknown length; a second of it says that it is missing.
        call.feed(Input::Missing { ms: 1000, because });
    }
    call.feed(Input::End);
    run.drain(&mut call);
    let mut stats = run.stats;
    stats.transcribe_cpu_ms = run.transcribe_cpu.as_millis() as i64;
    stats.wall_ms = run.began.elapsed().as_millis() as i64;
    stats.cpu_ms = (thread_cpu().saturating_sub(cpu_before)).as_millis() as i64;
    stats.listen_cpu_ms = stats.cpu_ms - stats.transcribe_cpu_ms;
    Ok(stats)
}

struct Run<'a> {
    recogniser: &'a mut dyn Recogniser,
    pace: Pace,
    stats: Stats,
    transcribe_cpu: Duration,
    began: Instant,
    line: &'a mut dyn FnMut(Line),
}

impl Run<'_> {
    /// Sound is known only when it has been spoken.
    fn keep_pace(&self, done_ms: i64) {
        if self.pace.realtime {
            let due = Duration::from_millis(u64::try_from(done_ms).unwrap_or_default());
            std::thread::sleep(due.saturating_sub(self.began.elapsed()));
        }
    }

    fn drain(&mut self, call: &mut Call) {
        while let Some(output) = call.next() {
            match output {
                Output::Transcribe(request) => {
                    let transcript = self.transcribe(&request);
                    call.feed(Input::Transcript(transcript));
                }
                Output::Segment(utterance) => {
                    self.stats.utterances += u32::from(utterance.channel != Channel::Background);
                    self.stats.speech_ms += utterance.to - utterance.from;
                    (self.line)(Line::Segment(utterance));
                }
                Output::Alert(alert) => (self.line)(Line::Alert(alert)),
                Output::Gap(gap) => (self.line)(Line::Gap(gap)),
                Output::Scorecard(scorecard) => (self.line)(Line::Scorecard(scorecard)),
                Output::Signal(_) => {}
            }
        }
    }

    fn transcribe(&mut self, request: &Request) -> Transcript {
        let (cpu, wall) = (thread_cpu(), Instant::now());
        let result = self.recogniser.recognise(&request.samples, request.complete);
        self.transcribe_cpu += thread_cpu().saturating_sub(cpu);
        let work_ms = if self.pace.realtime {
            wall.elapsed().as_millis() as i64
        } else {
            self.pace.cost.work_ms(request.to - request.from)
        };
        let available = request.asked + work_ms;
        match result {
            Ok(recognised) => to_transcript(request, &recognised, available),
            Err(error) => failed_transcript(request, &error, available)
                .unwrap_or_else(|| to_transcript(request, &Recognised::default(), available)),
        }
    }
}
