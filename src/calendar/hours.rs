//! Opening hours as a procedure file writes them.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Time, Weekday, time};
use serde::{Deserialize, Deserializer, de};

/// From when to when an office is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// The beginning.
    pub opens: Time,
    /// The end, after the beginning.
    pub closes: Time,
}

impl Default for Hours {
    /// What Polish local government works by where nothing else is said: 07:30 to 15:30.
    fn default() -> Self {
        Self { opens: time(7, 30, 0, 0), closes: time(15, 30, 0, 0) }
    }
}

/// Why hours cannot be understood.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum HoursError {
    /// Not two times of day.
    #[error("`{0}` is no office hours: write them as \"07:30-15:30\", or \"closed\"")]
    Unreadable(String),
    /// The end is not after the beginning.
    #[error("`{0}` ends before it begins: write opening-closing, as in \"07:30-15:30\"")]
    Reversed(String),
    /// Not a day with or without hours.
    #[error("`{0}` is no day: write it as \"2026-12-24\", or with hours as \"2026-12-24 08:00-12:00\"")]
    NoDay(String),
}

impl FromStr for Hours {
    type Err = HoursError;
    fn from_str(text: &str) -> Result<Self, HoursError> {
        let unreadable = || HoursError::Unreadable(text.to_owned());
        let (opens, closes) = text.split_once(['-', '–']).ok_or_else(unreadable)?;
        let moment = |part: &str| Time::strptime("%H:%M", part.trim()).map_err(|_| unreadable());
        let (opens, closes) = (moment(opens)?, moment(closes)?);
        if opens >= closes {
            return Err(HoursError::Reversed(text.to_owned()));
        }
        Ok(Self { opens, closes })
    }
}

/// Hours from Monday to Sunday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Week(pub(super) [Option<Hours>; 7]);

impl Default for Week {
    fn default() -> Self {
        let usual = usual();
        Self([usual, usual, usual, usual, usual, None, None])
    }
}

impl Week {
    pub(super) fn of(&self, weekday: Weekday) -> Option<Hours> {
        self.0[weekday.to_monday_zero_offset() as usize]
    }
}

/// The hours of a weekday that the file leaves out.
#[expect(clippy::unnecessary_wraps, reason = "serde wants the field's type")]
pub(super) fn usual() -> Option<Hours> {
    Some(Hours::default())
}

/// Reads hours, or "closed".
pub(super) fn or_closed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Hours>, D::Error> {
    deserializer.deserialize_str(Text("office hours such as \"07:30-15:30\", or \"closed\"", |text: &str| {
        if text == "closed" { Ok(None) } else { text.parse().map(Some) }
    }))
}

/// A day on which the office is open against the rule.
pub(super) struct OpenDay {
    pub(super) date: Date,
    pub(super) hours: Option<Hours>,
}

impl<'de> Deserialize<'de> for OpenDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text("a day such as \"2026-12-24\"", |text: &str| {
            let (date, hours) = text.split_once(' ').map_or((text, None), |(date, hours)| (date, Some(hours)));
            let date = date.parse().map_err(|_| HoursError::NoDay(text.to_owned()))?;
            Ok(Self { date, hours: hours.map(str::parse).transpose()? })
        }))
    }
}

/// Reads a text by a function, so that an error stands at the text's own line.
struct Text<F>(&'static str, F);

impl<T, F: FnOnce(&str) -> Result<T, HoursError>> de::Visitor<'_> for Text<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.1)(text).map_err(E::custom)
    }
}
