//! Writing on after a full disk: what must not be lost is tried until it is stored.

use std::time::Duration;

use jiff::Timestamp;
use uuid::Uuid;

use super::{Appended, Closing, NewAlert, Store, StoreError};

const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// Long enough to leave a full disk alone, short enough that a nudge may still be of use.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Appends as [`Store::append`] does, and on a transient failure tries again, with pauses that grow
/// from 0.1 to 5 s, until it is stored. The order of alerts is the caller's: one such append a call
/// at a time.
///
/// # Errors
/// Those that no waiting mends: the call was erased, the file is damaged.
pub async fn append_until_stored(
    store: &dyn Store,
    call: Uuid,
    alerts: &[NewAlert],
    now: impl Fn() -> Timestamp + Send,
) -> Result<Vec<Appended>, StoreError> {
    let mut pause = FIRST_PAUSE;
    loop {
        match store.append(call, alerts, now()).await {
            Err(error) if error.is_transient() => wait(&mut pause, call, &error).await,
            result => return result,
        }
    }
}

/// Closes a call as [`Store::close_call`] does, and tries on as [`append_until_stored`] does.
pub async fn close_until_stored(
    store: &dyn Store,
    call: Uuid,
    closing: &Closing,
    now: impl Fn() -> Timestamp + Send,
) -> Result<Vec<Appended>, StoreError> {
    let mut pause = FIRST_PAUSE;
    loop {
        match store.close_call(call, closing, now()).await {
            Err(error) if error.is_transient() => wait(&mut pause, call, &error).await,
            result => return result,
        }
    }
}

async fn wait(pause: &mut Duration, call: Uuid, error: &StoreError) {
    tracing::warn!(%call, %error, retry_in_ms = pause.as_millis() as u64, "the journal did not take a write");
    tokio::time::sleep(*pause).await;
    *pause = (*pause * 2).min(LONGEST_PAUSE);
}
