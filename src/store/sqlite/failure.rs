//! What `SQLite` and the file system say, turned into what to do about it.

use std::fs::{OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use sqlx::migrate::MigrateError;

use crate::store::StoreError;

/// Why a piece of work on a connection ended without its result.
#[derive(Debug)]
pub(super) enum Failure {
    /// The database failed; the connection is not to be trusted any more.
    Database(sqlx::Error),
    /// The request cannot be met; nothing is wrong with the database.
    Refused(StoreError),
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Refused(error)
    }
}

impl Failure {
    pub(super) fn explain(self, path: &Path) -> StoreError {
        match self {
            Self::Database(error) => explain(error, path),
            Self::Refused(error) => error,
        }
    }
}

/// Makes the file when it is missing, and readable and writable by its owner alone; `SQLite` gives its
/// companions (`-wal`, `-shm`) the same rights.
pub(super) fn make_private(path: &Path) -> Result<(), StoreError> {
    let made = OpenOptions::new().create(true).append(true).mode(0o600).open(path).and_then(|file| {
        if file.metadata()?.permissions().mode() & 0o777 == 0o600 {
            return Ok(());
        }
        file.set_permissions(Permissions::from_mode(0o600))
    });
    made.map_err(|error| match error.kind() {
        io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly { path: path.into() },
        io::ErrorKind::StorageFull => StoreError::Full { path: path.into() },
        _ => StoreError::Unopenable { path: path.into(), reason: error.to_string() },
    })
}

/// Result codes of <https://www.sqlite.org/rescode.html>; the low byte is the primary one.
pub(super) fn explain(error: sqlx::Error, path: &Path) -> StoreError {
    let path = path.to_path_buf();
    let code =
        error.as_database_error().and_then(sqlx::error::DatabaseError::code).and_then(|code| code.parse::<i32>().ok());
    match (code.map(|code| code & 0xff), &error) {
        (Some(13), _) => StoreError::Full { path },
        (Some(8), _) => StoreError::ReadOnly { path },
        (Some(11 | 26), _) => StoreError::Corrupt { path },
        (Some(5 | 6), _) => StoreError::Busy { path },
        (Some(10 | 14), _) | (None, sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::WorkerCrashed) => {
            StoreError::Unopenable { path, reason: error.to_string() }
        }
        (None, sqlx::Error::PoolClosed) => StoreError::Closed,
        _ => StoreError::Database(error),
    }
}

/// Why the tables could not be made or updated; `known` is the latest schema of this program.
pub(super) fn explain_migration(error: MigrateError, known: i64, path: &Path) -> StoreError {
    match error {
        MigrateError::VersionMissing(found) => StoreError::Newer { path: path.into(), found, known },
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => explain(error, path),
        other => StoreError::Database(sqlx::Error::Migrate(Box::new(other))),
    }
}
