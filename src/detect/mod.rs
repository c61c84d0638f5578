//! The checks, one detector each.
//!
//! A detector is a pure state machine: it is told what was observed, in order of the moment at which
//! it became known, and raises alerts. It reads no clock and does no I/O. Adding a check is one file
//! here, one row in [`TABLE`], and its lines in the procedure files.

mod background_voice;
mod callback_kept;
mod callback_offer;
mod comprehension_check;
mod introduction;
mod missed_call;
mod scene;
mod wait_notice;

pub use callback_kept::Settings as CallbackKeptSettings;
pub use missed_call::Settings as MissedCallSettings;
pub use scene::{Dialogue, Line, Scene, Turn, Unheard, Voice};

use crate::alert::{Check, Finding, Raised};
use crate::event::{CallTime, Channel, Observation};
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

const fn row(check: Check, evidence: Evidence, build: Build) -> Row {
    Row { check, evidence, build }
}

/// The checks that are built, with their detectors.
pub const TABLE: &[Row] = &[
    row(Check::MissedCall, Evidence::Signals, missed_call::build),
    row(Check::Introduction, Evidence::Speech, introduction::build),
    row(Check::BackgroundVoice, Evidence::Speech, background_voice::build),
    row(Check::ComprehensionCheck, Evidence::Speech, comprehension_check::build),
    row(Check::CallbackOffer, Evidence::Speech, callback_offer::build),
    row(Check::CallbackKept, Evidence::Speech, callback_kept::build),
    row(Check::WaitNotice, Evidence::Speech, wait_notice::build),
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
