//! Commitments in the journal: who is still to be called back, and the later calls that bear on it.

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::NewAlert;
use crate::alert::{Check, Finding, Verdict};
use crate::event::Direction;
use crate::facts::CallFacts;
use crate::private::Private;

/// How a commitment stands. One whose call was erased is gone without a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommitmentState {
    /// Nobody has called back yet, and there is time.
    Open,
    /// A later call kept it.
    Kept,
    /// The time passed.
    Breached,
    /// The time passed, and the number is not known by which a call would be recognised.
    Undetermined,
}

impl CommitmentState {
    /// Every value.
    pub const ALL: [Self; 4] = [Self::Open, Self::Kept, Self::Breached, Self::Undetermined];

    /// The name in the database and in the commands' output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Kept => "kept",
            Self::Breached => "breached",
            Self::Undetermined => "undetermined",
        }
    }

    /// The verdict that it gives its call.
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::Open => Verdict::Pending,
            Self::Kept => Verdict::Kept,
            Self::Breached => Verdict::Breached,
            Self::Undetermined => Verdict::Undetermined,
        }
    }
}

/// A commitment in the journal. A call has at most one of each check.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredCommitment {
    /// The call that it came from.
    pub call: Uuid,
    /// Which check made it: `missed_call` or `callback_kept`.
    pub check: Check,
    /// The procedure of its call.
    pub procedure: String,
    /// The id of its agent; empty when unknown.
    pub agent: String,
    /// The extension that was called, or promised.
    pub extension: Option<String>,
    /// The number to be called, in its normal form; none when withheld.
    pub remote: Option<Private<String>>,
    /// By when, or from when on where `open_ended`.
    pub due: Timestamp,
    /// "After two o'clock": it is kept until the end of that working day.
    pub open_ended: bool,
    /// The words that named the time; empty where none did.
    pub said: Private<String>,
    /// How it stands.
    pub state: CommitmentState,
    /// When the reminder was raised.
    pub reminded: Option<Timestamp>,
    /// When it was decided.
    pub decided: Option<Timestamp>,
    /// Of one that was kept: whether somebody was reached, or it only rang long enough.
    pub reached: Option<bool>,
}

/// A later call to or from the number of a commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The call.
    pub call: Uuid,
    /// Which way it was placed.
    pub direction: Direction,
    /// When it was opened.
    pub opened: Timestamp,
    /// When it was answered, if it was.
    pub answered: Option<Timestamp>,
    /// When it ended; none while it goes on.
    pub ended: Option<Timestamp>,
    /// How long it rang without an answer, where that is known.
    pub rang_ms: Option<i64>,
}

/// A commitment that may still change, with what bears on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// The commitment.
    pub commitment: StoredCommitment,
    /// When its call was opened.
    pub opened: Timestamp,
    /// When its call was answered, if it was.
    pub answered: Option<Timestamp>,
    /// Later calls with its number, in order of their opening.
    pub attempts: Vec<Attempt>,
}

/// What becomes of a commitment, committed as one: the state, the alerts of its call, and the finding
/// in its call's scorecard.
#[derive(Clone, Debug, PartialEq)]
pub struct CommitmentStep {
    /// The call that it came from.
    pub call: Uuid,
    /// Its check.
    pub check: Check,
    /// How it must stand for the step to be taken.
    pub before: CommitmentState,
    /// What happens.
    pub change: Change,
    /// The alerts that say so.
    pub alerts: Vec<NewAlert>,
}

/// What happens to a commitment.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The reminder is due; taken once.
    Remind,
    /// It is decided, or decided better: it had only rung, and now somebody was reached.
    Decide {
        /// How.
        state: CommitmentState,
        /// Whether somebody was reached, where it was kept.
        reached: Option<bool>,
        /// The later call that kept it.
        kept_by: Option<Uuid>,
        /// Why, in words for a reader, and what else is known: goes into the call's finding, which
        /// otherwise stays as it was.
        finding: Box<Finding>,
    },
}

/// Which commitments are wanted; works as [`super::AlertFilter`] does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CommitmentFilter {
    /// By the agent's id.
    pub agents: Vec<String>,
    /// By extension.
    pub extensions: Vec<String>,
    /// By check.
    pub checks: Vec<Check>,
    /// By state.
    pub states: Vec<CommitmentState>,
}

/// An extension whose calls were missed.
#[derive(Clone, Debug, PartialEq)]
pub struct OftenMissed {
    /// The last of the calls, with its facts.
    pub call: Uuid,
    /// What is known of that call.
    pub facts: CallFacts,
    /// When that call was opened.
    pub opened: Timestamp,
    /// How many were missed.
    pub count: u32,
}

/// Advice about an extension, given at most once a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// The procedure of its office.
    pub procedure: String,
    /// The extension.
    pub extension: String,
    /// The day, on the office's calendar.
    pub day: Date,
    /// The call that the alert is appended to.
    pub call: Uuid,
    /// What is said.
    pub alert: NewAlert,
}

/// How often a check ended one way among the calls of a procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The procedure.
    pub procedure: String,
    /// The check.
    pub check: Check,
    /// How it ended.
    pub verdict: Verdict,
    /// In how many calls.
    pub calls: u32,
}

/// How the calls of a stretch of time ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Calls that are over, by procedure.
    pub calls: Vec<(String, u32)>,
    /// Their verdicts, in order of procedure and check.
    pub tallies: Vec<Tally>,
}
