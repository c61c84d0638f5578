//! The checks, one detector each.
//!
//! A detector is a pure state machine: it is told what was observed, in order of the moment at which
//! it became known, and raises alerts. It reads no clock and does no I/O. Adding a check is one file
//! here, one row in [`TABLE`], and its lines in the procedure files.

mod advice;
mod answer_delay;
mod background_voice;
mod callback_kept;
mod callback_offer;
mod case_inquiry;
mod comprehension_check;
mod courtesy;
mod hangup_order;
mod hold_on_leaving;
mod introduction;
mod missed_call;
mod overtalk;
mod plain_language;
mod preparation;
mod priority_service;
mod scene;
mod side_conversation;
mod silence;
mod speakerphone_consent;
mod speech_rate;
mod transfer_handover;
mod wait_notice;

pub use callback_kept::Settings as CallbackKeptSettings;
pub use missed_call::Settings as MissedCallSettings;
pub use scene::{Dialogue, Line, Scene, Turn, Unheard, Voice};

use crate::alert::{Check, Finding, Raised, Verdict};
use crate::event::{CallTime, Channel, Gap, Observation, Word, text_of};
use crate::polish::privacy::mask_numbers;
use crate::procedure::{Procedure, ProcedureError};

/// One check's state machine for one call.
pub trait Detector: Send {
    /// Takes in one observation and raises what follows from it.
    fn observe(&mut self, scene: &Scene<'_>, observation: &Observation, raised: &mut Vec<Raised>);

    /// The next moment at which the detector wants a [`Observation::Tick`], if nothing else happens.
    fn due(&self, scene: &Scene<'_>) -> Option<CallTime>;

    /// By when it needs the words of what a channel is saying, if it waits for any. Partial results
    /// are taken for nobody else, since they cost more than the final ones.
    fn wanted(&self, _scene: &Scene<'_>, _channel: Channel) -> Option<CallTime> {
        None
    }

    /// The call is over and all its speech is transcribed: raises what only the end decides, and judges.
    fn close(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) -> Finding;
}

/// Words kept as an alert's evidence at most: enough to find the place, too few to be a record.
const EVIDENCE_WORDS: usize = 16;

/// The few words that an alert rests on, numbers masked.
fn evidence(text: &str) -> String {
    let masked = mask_numbers(text);
    let mut words: Vec<&str> = masked.split_whitespace().collect();
    if words.len() > EVIDENCE_WORDS {
        words.truncate(EVIDENCE_WORDS);
        words.push("…");
    }
    words.join(" ")
}

/// Words made out less surely than this are held to be misheard, unless the procedure file says otherwise. Of the
/// utterances of 96 calls as the shipped model hears them, those below it had nine of ten words wrong, those above it six
/// of a hundred.
const DOUBTFUL: f32 = 0.75;

/// How surely words were made out, from 0 to 1: the mean over them; 1 for none.
fn sureness(words: &[Word]) -> f32 {
    if words.is_empty() {
        return 1.0;
    }
    words.iter().map(|word| word.confidence).sum::<f32>() / words.len() as f32
}

/// An utterance of fewer words hides no question.
const WORDS_OF_A_QUESTION: usize = 3;

/// Whether a question may be in these words, made out less surely than `doubtful`.
fn may_hide_a_question(words: &[Word], doubtful: f32) -> bool {
    words.len() >= WORDS_OF_A_QUESTION && sureness(words) < doubtful
}

/// Why a verdict that rests on all of a party's speech cannot be given.
fn because_unheard(gap: &Gap) -> String {
    format!("the {} could not be heard throughout: {}", gap.channel.as_str(), gap.because)
}

/// The verdict where a party could not be heard throughout.
fn unheard(gap: &Gap) -> Finding {
    Finding::new(Verdict::Undetermined, because_unheard(gap))
}

/// Words that a verdict rests on, and where they were said.
#[derive(Clone, Debug)]
struct Said {
    words: String,
    from: CallTime,
    to: CallTime,
}

impl Said {
    /// Some words of an utterance; none where there are no words.
    fn of(words: &[Word]) -> Option<Self> {
        let (first, last) = (words.first()?, words.last()?);
        Some(Self { words: text_of(words), from: first.from, to: last.to })
    }
}

type Build = fn(&Procedure) -> Result<Box<dyn Detector>, ProcedureError>;

/// What a check's detector rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// What was said in an answered call, and by whom: a channel for each party is needed.
    Speech,
    /// What the exchange or the device says; it also judges calls that nobody answered.
    Signals,
}

/// A check that is built.
pub struct Row {
    /// Which.
    pub check: Check,
    /// What its detector rests on.
    pub evidence: Evidence,
    build: Build,
}

impl Row {
    /// Whether a procedure's settings of this check are valid.
    ///
    /// # Errors
    /// They are not; the error names file, line and key.
    pub fn verify(&self, procedure: &Procedure) -> Result<(), ProcedureError> {
        (self.build)(procedure).map(|_| ())
    }
}

const fn row(check: Check, evidence: Evidence, build: Build) -> Row {
    Row { check, evidence, build }
}

/// The checks that are built, with their detectors.
pub const TABLE: &[Row] = &[
    row(Check::AnswerDelay, Evidence::Signals, answer_delay::build),
    row(Check::CallbackOffer, Evidence::Speech, callback_offer::build),
    row(Check::MissedCall, Evidence::Signals, missed_call::build),
    row(Check::Introduction, Evidence::Speech, introduction::build),
    row(Check::SideConversation, Evidence::Speech, side_conversation::build),
    row(Check::Courtesy, Evidence::Speech, courtesy::build),
    row(Check::BackgroundVoice, Evidence::Speech, background_voice::build),
    row(Check::HoldOnLeaving, Evidence::Speech, hold_on_leaving::build),
    row(Check::Preparation, Evidence::Speech, preparation::build),
    row(Check::CaseInquiry, Evidence::Speech, case_inquiry::build),
    row(Check::ComprehensionCheck, Evidence::Speech, comprehension_check::build),
    row(Check::HangupOrder, Evidence::Signals, hangup_order::build),
    row(Check::CallbackKept, Evidence::Speech, callback_kept::build),
    row(Check::SpeakerphoneConsent, Evidence::Speech, speakerphone_consent::build),
    row(Check::TransferHandover, Evidence::Speech, transfer_handover::build),
    row(Check::WaitNotice, Evidence::Speech, wait_notice::build),
    row(Check::PriorityService, Evidence::Signals, priority_service::build),
    row(Check::SpeechRate, Evidence::Speech, speech_rate::build),
    row(Check::PlainLanguage, Evidence::Speech, plain_language::build),
    row(Check::Overtalk, Evidence::Speech, overtalk::build),
];

/// A check with the detector that decides it.
pub struct Built {
    /// Which.
    pub check: Check,
    /// What the detector rests on.
    pub evidence: Evidence,
    /// Its state machine for one call.
    pub detector: Box<dyn Detector>,
}

/// The detectors of the checks that a procedure monitors.
///
/// # Errors
/// A check's settings are invalid; the error names file, line and key.
pub fn build(procedure: &Procedure) -> Result<Vec<Built>, ProcedureError> {
    TABLE
        .iter()
        .filter(|row| procedure.point(row.check).is_some())
        .map(|row| Ok(Built { check: row.check, evidence: row.evidence, detector: (row.build)(procedure)? }))
        .collect()
}
