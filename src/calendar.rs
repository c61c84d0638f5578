//! When an office works: its hours by weekday, Poland's public holidays, and the office's own days off.
//!
//! All of it lies in Europe/Warsaw, daylight saving counted in. Public holidays are those of the Act of
//! 18 January 1951 on days free from work, with 6 January since 2011 and 24 December since 2025; the
//! movable ones follow from Easter Sunday by the Gregorian computus (Meeus, Astronomical Algorithms, 8).

mod holidays;
mod hours;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use serde::Deserialize;

pub use holidays::{easter, public_holiday};
pub use hours::Hours;
use hours::{OpenDay, Week};

use crate::commitment::TIME_ZONE;

/// A working day is looked for this far ahead; no office is closed for longer.
const SEARCH_DAYS: usize = 1000;

/// An office's working time, as `[office.hours]` of a procedure file gives it.
///
/// ```toml
/// [office.hours]
/// monday = "07:30-17:00"        # a weekday left out has 07:30-15:30
/// friday = "closed"
/// saturday = "09:00-13:00"      # Saturday and Sunday are closed unless given
/// closed = ["2026-05-02"]       # the office's own days off
/// open = ["2026-12-24 08:00-12:00", "2026-11-14"]
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Written")]
pub struct Calendar {
    week: Week,
    closed: BTreeSet<Date>,
    open: BTreeMap<Date, Option<Hours>>,
}

/// As the file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default = "hours::usual", deserialize_with = "hours::or_closed")]
    monday: Option<Hours>,
    #[serde(default = "hours::usual", deserialize_with = "hours::or_closed")]
    tuesday: Option<Hours>,
    #[serde(default = "hours::usual", deserialize_with = "hours::or_closed")]
    wednesday: Option<Hours>,
    #[serde(default = "hours::usual", deserialize_with = "hours::or_closed")]
    thursday: Option<Hours>,
    #[serde(default = "hours::usual", deserialize_with = "hours::or_closed")]
    friday: Option<Hours>,
    #[serde(default, deserialize_with = "hours::or_closed")]
    saturday: Option<Hours>,
    #[serde(default, deserialize_with = "hours::or_closed")]
    sunday: Option<Hours>,
    #[serde(default)]
    closed: BTreeSet<Date>,
    #[serde(default)]
    open: Vec<OpenDay>,
}

impl From<Written> for Calendar {
    fn from(written: Written) -> Self {
        let days = [
            written.monday,
            written.tuesday,
            written.wednesday,
            written.thursday,
            written.friday,
            written.saturday,
            written.sunday,
        ];
        let open = written.open.into_iter().map(|day| (day.date, day.hours)).collect();
        Self { week: Week(days), closed: written.closed, open }
    }
}

impl Calendar {
    /// When the office is open on a day; `None` on a day off.
    pub fn hours(&self, date: Date) -> Option<Hours> {
        let usual = self.week.of(date.weekday());
        if let Some(own) = self.open.get(&date) {
            return Some(own.or(usual).unwrap_or_default());
        }
        usual.filter(|_| !self.closed.contains(&date) && public_holiday(date).is_none())
    }

    /// Whether the office works on a day.
    pub fn is_working_day(&self, date: Date) -> bool {
        self.hours(date).is_some()
    }

    /// When the office opens on a day, if it does.
    pub fn opens(&self, date: Date) -> Option<Zoned> {
        self.hours(date).map(|hours| at(date, hours.opens))
    }

    /// When the office closes on a day, if it opens.
    pub fn closes(&self, date: Date) -> Option<Zoned> {
        self.hours(date).map(|hours| at(date, hours.closes))
    }

    /// The first working day after a day.
    pub fn next_working_day(&self, date: Date) -> Date {
        self.working_day_from(date.tomorrow().unwrap_or(Date::MAX))
    }

    /// The day itself if the office works then, else the first working day after it.
    pub fn working_day_from(&self, date: Date) -> Date {
        let ahead = std::iter::successors(Some(date), |day| day.tomorrow().ok()).take(SEARCH_DAYS);
        ahead.into_iter().find(|day| self.is_working_day(*day)).unwrap_or(date)
    }

    /// The last working day of the week, Monday to Sunday, that a day lies in; `None` if it has none.
    pub fn last_working_day_of_week(&self, date: Date) -> Option<Date> {
        let monday = date.checked_sub(i32::from(date.weekday().to_monday_zero_offset()).days()).ok()?;
        (0..7).rev().filter_map(|day| monday.checked_add(day.days()).ok()).find(|day| self.is_working_day(*day))
    }

    /// When the office closes on a day, or on the first working day after it.
    pub fn end_of_working_day(&self, date: Date) -> Zoned {
        let day = self.working_day_from(date);
        at(day, self.hours(day).unwrap_or_default().closes)
    }

    /// When the office closes on the first working day after the day of `from`.
    pub fn end_of_next_working_day(&self, from: &Zoned) -> Zoned {
        self.end_of_working_day(self.next_working_day(from.with_time_zone(zone()).date()))
    }

    /// When the office works on a weekday, holidays aside.
    pub fn usual_hours(&self, weekday: Weekday) -> Option<Hours> {
        self.week.of(weekday)
    }
}

/// A time of a day in Warsaw. A time that the clock leaps over in spring comes out an hour later, one
/// that it passes twice in autumn is the first of the two.
pub fn at(date: Date, time: Time) -> Zoned {
    let local = date.to_datetime(time).to_zoned(zone());
    // Only the last day of year 9999 has moments that cannot be told.
    local.unwrap_or_else(|_| Timestamp::MAX.to_zoned(zone()))
}

/// Warsaw's time.
pub fn zone() -> TimeZone {
    // The bundled time zone database always holds Warsaw; UTC would still be a true time.
    TimeZone::get(TIME_ZONE).unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests;
