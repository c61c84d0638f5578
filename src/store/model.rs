//! What goes into the journal and what comes out of it.

use jiff::Timestamp;
use uuid::Uuid;

use crate::alert::{Alert, AlertKind, Audience, Check, Scorecard};
use crate::facts::CallFacts;
use crate::private::Private;

/// An alert to be committed.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAlert {
    /// What the call raised.
    pub alert: Alert,
    /// The wall time of its `at`; none where the call's is unknown.
    pub raised_at: Option<Timestamp>,
    /// Whether the call had been answered; its times count from the first input otherwise.
    pub answered: bool,
}

/// A committed alert.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredAlert {
    /// Its place in the journal, from 1.
    pub seq: u64,
    /// Its call.
    pub call: Uuid,
    /// The id of the call's agent; empty when unknown.
    pub agent: String,
    /// What the call raised.
    pub alert: Alert,
    /// The wall time of its `at`; none where the call's is unknown.
    pub raised_at: Option<Timestamp>,
    /// Whether the call had been answered.
    pub answered: bool,
    /// Who has seen it, in order of time.
    pub acknowledgements: Vec<Acknowledgement>,
}

/// What became of an alert given to `append`.
#[derive(Clone, Debug, PartialEq)]
pub struct Appended {
    /// The committed alert; for a repeated one, as it was committed before.
    pub stored: StoredAlert,
    /// Whether the journal had it already.
    pub known: bool,
}

/// How a call ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Closing {
    /// Its findings. Each that is `pending` with a commitment becomes a [`super::StoredCommitment`].
    pub scorecard: Scorecard,
    /// The alerts that only its end decided.
    pub alerts: Vec<NewAlert>,
    /// How long it rang, of a call that nobody answered; none where it was answered or passed on, or
    /// nobody knows.
    pub rang_ms: Option<i64>,
}

impl From<Scorecard> for Closing {
    fn from(scorecard: Scorecard) -> Self {
        Self { scorecard, ..Self::default() }
    }
}

/// Somebody's word that they saw an alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// Who.
    pub by: String,
    /// What they had to say of it.
    pub note: Private<String>,
    /// When.
    pub at: Timestamp,
}

/// Whether a call goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CallState {
    /// It goes on, or broke off and may still be resumed.
    Running,
    /// It is over.
    Closed,
    /// It broke off and nobody resumed it.
    Abandoned,
}

impl CallState {
    /// The name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Closed => "closed",
            Self::Abandoned => "abandoned",
        }
    }
}

/// A call in the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredCall {
    /// Its id.
    pub id: Uuid,
    /// What was known when it was opened; `call` is the id, `started` the answer as soon as known.
    pub facts: CallFacts,
    /// Whether it goes on.
    pub state: CallState,
    /// When it was opened.
    pub opened: Timestamp,
    /// Its last sign of life.
    pub seen: Timestamp,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// Its findings, once it is over and where asked for.
    pub scorecard: Option<Scorecard>,
}

/// A call that was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The call, with its id and the facts that are on record.
    pub call: StoredCall,
    /// Whether it goes on with one that broke off.
    pub resumed: bool,
    /// The alerts that it has already, in order.
    pub alerts: Vec<StoredAlert>,
}

/// Which alerts are wanted: values of a field are alternatives, fields narrow each other down, and
/// an empty one leaves everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct AlertFilter {
    /// By call.
    pub calls: Vec<Uuid>,
    /// By the agent's id.
    pub agents: Vec<String>,
    /// By check.
    pub checks: Vec<Check>,
    /// By kind.
    pub kinds: Vec<AlertKind>,
    /// By audience.
    pub audiences: Vec<Audience>,
}

/// Which calls are wanted; works as [`AlertFilter`] does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CallFilter {
    /// By the agent's id.
    pub agents: Vec<String>,
    /// By the tap's identifier.
    pub external_ids: Vec<String>,
    /// By state.
    pub states: Vec<CallState>,
}

/// One place in the journal.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// An alert.
    Alert(Box<StoredAlert>),
    /// A call was erased.
    Deleted {
        /// The deletion's own number.
        seq: u64,
        /// The call's id.
        call: Uuid,
    },
}

impl Entry {
    /// Its place.
    pub const fn seq(&self) -> u64 {
        match self {
            Self::Alert(alert) => alert.seq,
            Self::Deleted { seq, .. } => *seq,
        }
    }
}

/// A stretch of the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// What passed the filter, in order.
    pub entries: Vec<Entry>,
    /// How far was read: everything up to here either is in `entries` or did not pass.
    pub read_to: u64,
}

/// Which page of a list is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// How many items at most, at least 1.
    pub size: u32,
    /// The `next` of the page before, with the same filter.
    pub token: Option<String>,
}

impl PageRequest {
    /// The first page.
    pub const fn first(size: u32) -> Self {
        Self { size, token: None }
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// The token of the next page; none on the last.
    pub next: Option<String>,
}
