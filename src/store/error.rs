//! Why the journal could not do what it was asked for, and what to do about it.

use std::path::PathBuf;

use uuid::Uuid;

/// Why the journal could not do what it was asked for. No message holds anything of a call's content.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No room for another page.
    #[error(
        "the disk (or the database's own limit) is full, so alerts wait in memory: free some space beside {path}; writing is tried again by itself"
    )]
    Full {
        /// The database's file.
        path: PathBuf,
    },
    /// The file may not be written.
    #[error(
        "the journal {path} cannot be written: give the service's user the right to write the file and its directory, or mount the disk for writing"
    )]
    ReadOnly {
        /// The database's file.
        path: PathBuf,
    },
    /// The file cannot be opened or read.
    #[error("the journal {path} cannot be opened ({reason}): check the path and its rights")]
    Unopenable {
        /// The database's file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file is no database, or a broken one.
    #[error(
        "the journal {path} is damaged: stop the service, set the file and its -wal aside, and put back a copy (or begin a new one); `sqlite3 FILE .recover` may save what is left"
    )]
    Corrupt {
        /// The database's file.
        path: PathBuf,
    },
    /// The file was written by a later version.
    #[error(
        "the journal {path} was written by a newer Czujka (its schema is {found}, this program knows up to {known}): install that version, or name another file"
    )]
    Newer {
        /// The database's file.
        path: PathBuf,
        /// The file's schema.
        found: i64,
        /// The latest schema known here.
        known: i64,
    },
    /// Another program holds the file.
    #[error("the journal {path} is locked by another program: stop it (is a second Czujka running on the same file?)")]
    Busy {
        /// The database's file.
        path: PathBuf,
    },
    /// There is no such call, or it was erased.
    #[error("there is no call {0}; it may have been erased")]
    NoSuchCall(Uuid),
    /// There is no such alert, or its call was erased.
    #[error("there is no alert {0}; its call may have been erased")]
    NoSuchAlert(u64),
    /// There is no such commitment, or its call was erased.
    #[error("call {0} has no such commitment; the call may have been erased")]
    NoSuchCommitment(Uuid),
    /// A page token that was not given for this list and filter.
    #[error("the page token belongs to no page of this list: begin again without one")]
    BadPageToken,
    /// A row that this program cannot read.
    #[error("a record of the journal cannot be read (its {column}): it may be damaged")]
    Unreadable {
        /// The column concerned.
        column: &'static str,
    },
    /// The store was shut down.
    #[error("the journal is being closed")]
    Closed,
    /// Anything else that the database said.
    #[error("the journal failed: {0}")]
    Database(#[source] sqlx::Error),
}

impl StoreError {
    /// Whether the same operation may succeed later without anybody changing the request.
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Full { .. } | Self::ReadOnly { .. } | Self::Unopenable { .. } | Self::Busy { .. })
    }
}
