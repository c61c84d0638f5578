//! Words and numbers of people, kept out of logs by their type.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A value that must not reach a log: a caller's words, a telephone number.
///
/// `Debug` and `Display` print `[private]`. Serialisation passes the value on, since it happens only
/// where the value is meant to go: the journal, a subscriber, the output of `analyze`.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Private<T>(T);

impl<T> Private<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. Each use is a place to look at when privacy is reviewed.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// Takes the value out.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> From<T> for Private<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[private]")
    }
}

impl<T> fmt::Display for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[private]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_debug_nor_display_shows_the_value() {
        let number = Private::new("+48855550001".to_owned());
        assert_eq!(format!("{number} {number:?}"), "[private] [private]");
        assert_eq!(number.expose(), "+48855550001");
    }
}
