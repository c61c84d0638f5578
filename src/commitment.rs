//! A promise that outlasts its call: by when somebody is to be called back.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::private::Private;

/// Where the offices are, and in whose time they promise.
pub const TIME_ZONE: &str = "Europe/Warsaw";

/// A wall time as the office reads it: RFC 3339 with Warsaw's offset.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalTime(pub Zoned);

impl LocalTime {
    /// A moment on the office's clock.
    pub fn of(moment: Timestamp) -> Self {
        // The bundled time zone database always holds Warsaw; UTC would still be a true time.
        Self(moment.to_zoned(TimeZone::get(TIME_ZONE).unwrap_or(TimeZone::UTC)))
    }

    /// The moment.
    pub fn timestamp(&self) -> Timestamp {
        self.0.timestamp()
    }
}

impl Serialize for LocalTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.strftime("%Y-%m-%dT%H:%M:%S%:z"))
    }
}

impl<'de> Deserialize<'de> for LocalTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Timestamp::deserialize(deserializer).map(Self::of)
    }
}

/// Somebody is to be called back by a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// By when, or from when on where `open_ended`.
    pub due: LocalTime,
    /// "After two o'clock": it is kept until the end of that working day.
    pub open_ended: bool,
    /// The words that named the time; empty where none did.
    pub said: Private<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_due_time_is_written_on_the_offices_clock_in_winter_and_in_summer() {
        for (moment, written) in [
            ("2026-03-13T14:00:00Z", "\"2026-03-13T15:00:00+01:00\""),
            ("2026-07-01T08:30:00Z", "\"2026-07-01T10:30:00+02:00\""),
        ] {
            let due = LocalTime::of(moment.parse().expect("a time"));
            let json = serde_json::to_string(&due).expect("it is a string");
            assert_eq!(json, written);
            assert_eq!(serde_json::from_str::<LocalTime>(&json).expect("it is read back"), due);
        }
    }
}
