//! The journal: calls, alerts with their sequence numbers, scorecards, commitments, acknowledgements.
//!
//! Alerts and deletions share one sequence, `seq`, in the order of their commits. Whoever reads
//! after the last number they saw misses nothing and gets nothing twice.

mod abandoned;
mod commitments;
mod error;
mod model;
mod page;
mod retry;
mod sqlite;

use std::ops::Range;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use tokio::sync::watch;
use uuid::Uuid;

use crate::alert::{Check, Scorecard};
use crate::facts::CallFacts;

pub use abandoned::close_abandoned;
pub use commitments::{
    Advice, Attempt, Change, CommitmentFilter, CommitmentState, CommitmentStep, OftenMissed, StoredCommitment, Summary,
    Tally, Waiting,
};
pub use error::StoreError;
pub use model::{
    Acknowledgement, AlertFilter, Appended, Batch, CallFilter, CallState, Closing, Entry, NewAlert, Opened, Page,
    PageRequest, StoredAlert, StoredCall,
};
pub use retry::{append_until_stored, close_until_stored};
pub use sqlite::{SqliteSettings, SqliteStore};

/// A call that gave no sign of life for so long is not resumed any more.
pub const RESUME_WITHIN_MS: i64 = 60_000;

/// The record of everything that was said about calls.
///
/// Writes take effect one after another; each returns after its commit and completes even when the
/// caller stops waiting. `now` is the wall time, given so that no store reads a clock.
///
/// # Errors
/// Every operation may fail with [`StoreError`]; nothing of a failed write remains, and the
/// transient ones ([`StoreError::is_transient`]) may be tried again.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Opens a call, or goes on with the open one of the same `external_id` whose last sign of life
    /// is at most [`RESUME_WITHIN_MS`] old. `facts.call` is ignored: a new call gets an id here.
    /// An empty `external_id` resumes nothing.
    async fn open_call(&self, facts: &CallFacts, now: Timestamp) -> Result<Opened, StoreError>;

    /// A sign of life, wanted at least every 20 s; `append` is one too. Records when the call was
    /// answered, once that is known.
    async fn touch(&self, call: Uuid, answered: Option<Timestamp>, now: Timestamp) -> Result<(), StoreError>;

    /// Commits alerts, in their order. One that the call already has (by check, episode and kind)
    /// is told to be known and takes no number. A closed call still takes alerts: a promised
    /// callback falls due after it.
    async fn append(&self, call: Uuid, alerts: &[NewAlert], now: Timestamp) -> Result<Vec<Appended>, StoreError>;

    /// Ends a call, all of it as one: its last alerts, its scorecard, and a commitment for each finding
    /// that is `pending` with one. Once more replaces the scorecard, keeps the end and the findings of
    /// commitments that were decided since, and makes no commitment twice.
    async fn close_call(&self, call: Uuid, closing: &Closing, now: Timestamp) -> Result<Vec<Appended>, StoreError>;

    /// Open calls whose last sign of life is older than [`RESUME_WITHIN_MS`], with their alerts.
    async fn abandoned(&self, now: Timestamp) -> Result<Vec<(StoredCall, Vec<StoredAlert>)>, StoreError>;

    /// Closes a call that broke off, unless it was heard of since it was listed; says whether it did.
    async fn close_abandoned_call(&self, listed: &StoredCall, scorecard: &Scorecard) -> Result<bool, StoreError>;

    /// The next entries after `after`, at most `limit` (at least 1) of those that pass the filter.
    /// Deletions pass every filter but one by other calls.
    async fn read_journal(&self, after: u64, filter: &AlertFilter, limit: u32) -> Result<Batch, StoreError>;

    /// The place after which everything committed at this wall time or later lies.
    async fn place_before(&self, time: Timestamp) -> Result<u64, StoreError>;

    /// The number of the last commit, to wake whoever waits for the next. It never goes down.
    fn last_seq(&self) -> watch::Receiver<u64>;

    /// Alerts, newest first.
    async fn list_alerts(&self, filter: &AlertFilter, page: &PageRequest) -> Result<Page<StoredAlert>, StoreError>;

    /// One alert.
    async fn get_alert(&self, seq: u64) -> Result<StoredAlert, StoreError>;

    /// Records that somebody saw an alert. Once more by the same person replaces the note and keeps
    /// the time.
    async fn acknowledge(&self, seq: u64, acknowledgement: &Acknowledgement) -> Result<StoredAlert, StoreError>;

    /// Calls, newest first, without their scorecards.
    async fn list_calls(&self, filter: &CallFilter, page: &PageRequest) -> Result<Page<StoredCall>, StoreError>;

    /// One call, with its scorecard once it is over.
    async fn get_call(&self, call: Uuid) -> Result<StoredCall, StoreError>;

    /// Erases everything of a call but a tombstone, whose number is returned.
    async fn delete_call(&self, call: Uuid, now: Timestamp) -> Result<u64, StoreError>;

    /// Commitments that may still change: the open ones, and those kept by mere ringing that were due
    /// after `since`. In order of their due times.
    async fn waiting_commitments(&self, since: Timestamp) -> Result<Vec<Waiting>, StoreError>;

    /// Takes a step of a commitment, with its alerts and its finding; says whether it did. It does not
    /// where the commitment was erased, does not stand as the step expects, or was reminded of before.
    async fn advance_commitment(&self, step: &CommitmentStep, now: Timestamp) -> Result<bool, StoreError>;

    /// Commitments, newest first.
    async fn list_commitments(
        &self,
        filter: &CommitmentFilter,
        page: &PageRequest,
    ) -> Result<Page<StoredCommitment>, StoreError>;

    /// One commitment.
    async fn get_commitment(&self, call: Uuid, check: Check) -> Result<StoredCommitment, StoreError>;

    /// Extensions with at least `count` missed calls among those opened within `times`, the moments of
    /// `day`, about which no advice was given that day.
    async fn often_missed(
        &self,
        day: Date,
        times: Range<Timestamp>,
        count: u32,
    ) -> Result<Vec<OftenMissed>, StoreError>;

    /// Commits advice about an extension, unless it was given that day or its call is erased; says
    /// whether it did.
    async fn advise(&self, advice: &Advice, now: Timestamp) -> Result<bool, StoreError>;

    /// How the calls that began within `times` ended. A call begins with its answer, or with its opening
    /// where nobody answered.
    async fn summarise(&self, times: Range<Timestamp>) -> Result<Summary, StoreError>;
}
