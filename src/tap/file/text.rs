//! Small files of text that people and exchanges write, in whatever encoding they did.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use encoding_rs::{UTF_8, WINDOWS_1250};

use crate::tap::TapError;

/// No call has so much to say; a larger file was named by mistake.
const LARGEST_BYTES: u64 = 64 << 20;

/// Reads UTF-8, UTF-16 with its mark, or else what Polish Windows writes.
pub(super) fn read(path: &Path) -> Result<String, TapError> {
    let unreadable = |reason: String| TapError::Unreadable { file: path.to_owned(), reason };
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(error.to_string()))?;
    if bytes.len() as u64 > LARGEST_BYTES {
        return Err(unreadable("it is too large for a text".to_owned()));
    }
    let (text, _, broken) = UTF_8.decode(&bytes);
    let text = if broken { WINDOWS_1250.decode(&bytes).0 } else { text };
    Ok(text.into_owned())
}
