//! Errors as clients are told them: what was wrong with a request, and nothing of the machine.

use tonic::Status;

use crate::store::StoreError;

/// A request that cannot be met, with the field concerned.
pub(super) fn invalid(field: &str, what: impl std::fmt::Display) -> Status {
    Status::invalid_argument(format!("{field}: {what}"))
}

/// Why a stream ends when the service does.
pub(super) fn stopping() -> Status {
    Status::unavailable("the service is stopping: connect again and resume")
}

/// A failure of the journal; its details go to the log alone.
pub(super) fn of_store(error: StoreError) -> Status {
    match error {
        StoreError::NoSuchCall(_) | StoreError::NoSuchAlert(_) | StoreError::NoSuchCommitment(_) => {
            Status::not_found(error.to_string())
        }
        StoreError::BadPageToken => invalid("page_token", error),
        error => {
            tracing::error!(%error, "a request failed on the journal");
            Status::unavailable("the journal cannot be used at the moment; the service's log says why. Try again later")
        }
    }
}
