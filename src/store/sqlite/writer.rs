//! The one connection that writes. Each piece of work is a transaction that runs to its end even when
//! whoever asked for it stops waiting.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use futures::future::BoxFuture;
use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use tokio::sync::watch;

use super::SqliteStore;
use super::failure::{self, Failure};
use crate::store::StoreError;

/// Listed by hand: the macro `migrate!` would have every build compile SQLite a second time.
static MIGRATIONS: LazyLock<Migrator> = LazyLock::new(|| {
    let journal = include_str!("../migrations/0001_journal.sql").into_sql_str();
    let commitments = include_str!("../migrations/0002_commitments.sql").into_sql_str();
    Migrator::with_migrations(vec![
        Migration::new(1, "journal".into(), MigrationType::Simple, journal, false),
        Migration::new(2, "commitments".into(), MigrationType::Simple, commitments, false),
    ])
});

pub(super) struct Writer {
    path: Arc<Path>,
    options: SqliteConnectOptions,
    /// None after a failure, until the next write connects anew, and when closed.
    connection: Option<SqliteConnection>,
    closed: bool,
    /// Something was erased and may still lie in the write-ahead log.
    erased: bool,
    last_seq: watch::Sender<u64>,
}

impl SqliteStore {
    /// Runs a piece of work as one transaction.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, Failure>> + Send + 'static,
    ) -> Result<T, StoreError> {
        let writer = Arc::clone(&self.writer);
        let task = tokio::spawn(async move { writer.lock().await.run(work, false).await });
        task.await.map_err(|_| StoreError::Closed)?
    }

    /// The same for work that erases: what it erased leaves the write-ahead log, too.
    pub(super) async fn write_erasing<T: Send + 'static>(
        &self,
        work: impl for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, Failure>> + Send + 'static,
    ) -> Result<T, StoreError> {
        let writer = Arc::clone(&self.writer);
        let task = tokio::spawn(async move { writer.lock().await.run(work, true).await });
        task.await.map_err(|_| StoreError::Closed)?
    }
}

impl Writer {
    pub(super) async fn open(
        path: Arc<Path>,
        options: SqliteConnectOptions,
    ) -> Result<(Self, watch::Receiver<u64>), StoreError> {
        let mut connection =
            SqliteConnection::connect_with(&options).await.map_err(|error| failure::explain(error, &path))?;
        let known = MIGRATIONS.iter().map(|one| one.version).max();
        MIGRATIONS
            .run(&mut connection)
            .await
            .map_err(|error| failure::explain_migration(error, known.unwrap_or(0), &path))?;
        let seq = last_seq(&mut connection).await.map_err(|error| failure::explain(error, &path))?;
        let (sender, receiver) = watch::channel(seq);
        let writer =
            Self { path, options, connection: Some(connection), closed: false, erased: false, last_seq: sender };
        Ok((writer, receiver))
    }

    pub(super) async fn close(&mut self) {
        self.closed = true;
        if let Some(connection) = self.connection.take()
            && let Err(error) = connection.close().await
        {
            tracing::warn!(%error, "the journal did not close cleanly; it recovers when it is opened");
        }
    }

    async fn run<T>(
        &mut self,
        work: impl for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, Failure>>,
        erases: bool,
    ) -> Result<T, StoreError> {
        if self.closed {
            return Err(StoreError::Closed);
        }
        // Taken out, so that a failure (or a panic) leaves no half-used connection behind.
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => SqliteConnection::connect_with(&self.options)
                .await
                .map_err(|error| failure::explain(error, &self.path))?,
        };
        match transaction(&mut connection, work).await {
            Ok((result, seq)) => {
                self.erased |= erases;
                if self.erased && truncate_log(&mut connection).await {
                    self.erased = false;
                }
                self.connection = Some(connection);
                self.last_seq.send_if_modified(|last| {
                    let news = seq > *last;
                    *last = seq.max(*last);
                    news
                });
                Ok(result)
            }
            Err(Failure::Refused(error)) => {
                self.connection = Some(connection);
                Err(error)
            }
            Err(failure) => Err(failure.explain(&self.path)),
        }
    }
}

async fn transaction<T>(
    connection: &mut SqliteConnection,
    work: impl for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, Failure>>,
) -> Result<(T, u64), Failure> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    match work(&mut transaction).await {
        Ok(result) => {
            let seq = last_seq(&mut transaction).await?;
            transaction.commit().await?;
            Ok((result, seq))
        }
        Err(failure) => {
            if matches!(failure, Failure::Refused(_)) {
                transaction.rollback().await?;
            }
            Err(failure)
        }
    }
}

/// The highest number ever given, also when its row was erased since.
pub(super) async fn last_seq(connection: &mut SqliteConnection) -> Result<u64, sqlx::Error> {
    let seq: Option<i64> =
        sqlx::query_scalar("SELECT seq FROM sqlite_sequence WHERE name = 'journal'").fetch_optional(connection).await?;
    Ok(seq.unwrap_or(0) as u64)
}

/// Whether the write-ahead log is empty now; a reader at work keeps it, and the next write tries again.
async fn truncate_log(connection: &mut SqliteConnection) -> bool {
    let busy: Result<i64, _> = sqlx::query_scalar("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(connection).await;
    matches!(busy, Ok(0))
}
