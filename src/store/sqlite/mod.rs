//! The journal in one `SQLite` file, readable by its owner alone.
//!
//! One connection writes, so the order of `seq` is the order of commits and no reader ever sees a
//! number before a lower one; others read beside it (write-ahead log).

mod commitments;
mod failure;
mod read;
mod row;
mod summary;
mod write;
mod writer;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use tokio::sync::{Mutex, watch};
use uuid::Uuid;

use super::{
    Acknowledgement, Advice, AlertFilter, Appended, Batch, CallFilter, Closing, CommitmentFilter, CommitmentStep,
    NewAlert, OftenMissed, Opened, Page, PageRequest, Store, StoreError, StoredAlert, StoredCall, StoredCommitment,
    Summary, Waiting,
};
use crate::alert::{Check, Scorecard};
use crate::facts::CallFacts;
use writer::Writer;

/// Enough for a dozen subscribers who catch up at once; each holds a connection for one batch only.
const READERS: u32 = 4;
/// Another program that holds the file longer than this is in the way.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How to open a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqliteSettings {
    /// The file; made when missing, in a directory that exists.
    pub path: PathBuf,
    /// The size at which the journal counts as full, in pages of 4 KiB; none: as far as the disk goes.
    pub max_pages: Option<u32>,
}

/// The journal in one `SQLite` file.
pub struct SqliteStore {
    path: Arc<Path>,
    writer: Arc<Mutex<Writer>>,
    readers: SqlitePool,
    last_seq: watch::Receiver<u64>,
}

impl SqliteStore {
    /// Opens a journal, making or updating its tables.
    ///
    /// # Errors
    /// The file cannot be opened or written, is no journal, is damaged, or a newer version wrote it.
    pub async fn open(settings: &SqliteSettings) -> Result<Self, StoreError> {
        let path: Arc<Path> = Arc::from(settings.path.as_path());
        failure::make_private(&path)?;
        let options = options(settings);
        let (writer, last_seq) = Writer::open(Arc::clone(&path), options.clone()).await?;
        let readers =
            SqlitePoolOptions::new().max_connections(READERS).connect_lazy_with(options.pragma("query_only", "ON"));
        Ok(Self { path, writer: Arc::new(Mutex::new(writer)), readers, last_seq })
    }

    /// Waits for the write in progress and closes the file; every later operation fails.
    pub async fn close(&self) {
        self.writer.lock().await.close().await;
        self.readers.close().await;
    }

    fn explain(&self, error: read::Error) -> StoreError {
        error.explain(&self.path)
    }
}

fn options(settings: &SqliteSettings) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new()
        .filename(&settings.path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        // What is erased is overwritten, and nothing spills into a temporary file.
        .pragma("secure_delete", "ON")
        .pragma("temp_store", "MEMORY");
    match settings.max_pages {
        Some(pages) => options.pragma("max_page_count", pages.to_string()),
        None => options,
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn open_call(&self, facts: &CallFacts, now: Timestamp) -> Result<Opened, StoreError> {
        let facts = facts.clone();
        self.write(move |connection| Box::pin(write::open_call(connection, facts, now))).await
    }

    async fn touch(&self, call: Uuid, answered: Option<Timestamp>, now: Timestamp) -> Result<(), StoreError> {
        self.write(move |connection| Box::pin(write::touch(connection, call, answered, now))).await
    }

    async fn append(&self, call: Uuid, alerts: &[NewAlert], now: Timestamp) -> Result<Vec<Appended>, StoreError> {
        let alerts = alerts.to_vec();
        self.write(move |connection| Box::pin(write::append(connection, call, alerts, now))).await
    }

    async fn close_call(&self, call: Uuid, closing: &Closing, now: Timestamp) -> Result<Vec<Appended>, StoreError> {
        let closing = closing.clone();
        self.write(move |connection| Box::pin(write::close_call(connection, call, closing, now))).await
    }

    async fn abandoned(&self, now: Timestamp) -> Result<Vec<(StoredCall, Vec<StoredAlert>)>, StoreError> {
        read::abandoned(&self.readers, now).await.map_err(|error| self.explain(error))
    }

    async fn close_abandoned_call(&self, listed: &StoredCall, scorecard: &Scorecard) -> Result<bool, StoreError> {
        let (call, seen, scorecard) = (listed.id, listed.seen, scorecard.clone());
        self.write(move |connection| Box::pin(write::close_abandoned(connection, call, seen, scorecard))).await
    }

    async fn read_journal(&self, after: u64, filter: &AlertFilter, limit: u32) -> Result<Batch, StoreError> {
        read::journal(&self.readers, after, filter, limit).await.map_err(|error| self.explain(error))
    }

    async fn place_before(&self, time: Timestamp) -> Result<u64, StoreError> {
        read::place_before(&self.readers, time).await.map_err(|error| self.explain(error))
    }

    fn last_seq(&self) -> watch::Receiver<u64> {
        self.last_seq.clone()
    }

    async fn list_alerts(&self, filter: &AlertFilter, page: &PageRequest) -> Result<Page<StoredAlert>, StoreError> {
        read::list_alerts(&self.readers, filter, page).await.map_err(|error| self.explain(error))
    }

    async fn get_alert(&self, seq: u64) -> Result<StoredAlert, StoreError> {
        read::alert(&self.readers, seq).await.map_err(|error| self.explain(error))
    }

    async fn acknowledge(&self, seq: u64, acknowledgement: &Acknowledgement) -> Result<StoredAlert, StoreError> {
        let acknowledgement = acknowledgement.clone();
        self.write(move |connection| Box::pin(write::acknowledge(connection, seq, acknowledgement))).await
    }

    async fn list_calls(&self, filter: &CallFilter, page: &PageRequest) -> Result<Page<StoredCall>, StoreError> {
        read::list_calls(&self.readers, filter, page).await.map_err(|error| self.explain(error))
    }

    async fn get_call(&self, call: Uuid) -> Result<StoredCall, StoreError> {
        read::call(&self.readers, call).await.map_err(|error| self.explain(error))
    }

    async fn delete_call(&self, call: Uuid, now: Timestamp) -> Result<u64, StoreError> {
        self.write_erasing(move |connection| Box::pin(write::delete_call(connection, call, now))).await
    }

    async fn waiting_commitments(&self, since: Timestamp) -> Result<Vec<Waiting>, StoreError> {
        commitments::waiting(&self.readers, since).await.map_err(|error| self.explain(error))
    }

    async fn advance_commitment(&self, step: &CommitmentStep, now: Timestamp) -> Result<bool, StoreError> {
        let step = step.clone();
        self.write(move |connection| Box::pin(commitments::advance(connection, step, now))).await
    }

    async fn list_commitments(
        &self,
        filter: &CommitmentFilter,
        page: &PageRequest,
    ) -> Result<Page<StoredCommitment>, StoreError> {
        commitments::list(&self.readers, filter, page).await.map_err(|error| self.explain(error))
    }

    async fn get_commitment(&self, call: Uuid, check: Check) -> Result<StoredCommitment, StoreError> {
        commitments::get(&self.readers, call, check).await.map_err(|error| self.explain(error))
    }

    async fn often_missed(
        &self,
        day: Date,
        times: Range<Timestamp>,
        count: u32,
    ) -> Result<Vec<OftenMissed>, StoreError> {
        summary::often_missed(&self.readers, day, times, count).await.map_err(|error| self.explain(error))
    }

    async fn advise(&self, advice: &Advice, now: Timestamp) -> Result<bool, StoreError> {
        let advice = advice.clone();
        self.write(move |connection| Box::pin(summary::advise(connection, advice, now))).await
    }

    async fn summarise(&self, times: Range<Timestamp>) -> Result<Summary, StoreError> {
        summary::summarise(&self.readers, times).await.map_err(|error| self.explain(error))
    }
}
