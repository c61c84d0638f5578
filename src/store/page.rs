//! Page tokens: where a list goes on, tied to its filter so that a token of another list is refused.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::StoreError;

/// The token of the page after the item `cursor` of a list.
pub(super) fn token(list: &str, filter: &impl std::fmt::Debug, cursor: i64) -> String {
    format!("{cursor:016x}{}", digest(list, filter))
}

/// The item after which the page of this token begins.
pub(super) fn cursor(list: &str, filter: &impl std::fmt::Debug, token: &str) -> Result<i64, StoreError> {
    let (place, seal) = token.split_at_checked(16).ok_or(StoreError::BadPageToken)?;
    if seal != digest(list, filter) {
        return Err(StoreError::BadPageToken);
    }
    i64::from_str_radix(place, 16).map_err(|_| StoreError::BadPageToken)
}

fn digest(list: &str, filter: &impl std::fmt::Debug) -> String {
    let bytes = Sha256::digest(format!("{list} {filter:?}"));
    bytes.iter().take(8).fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}
