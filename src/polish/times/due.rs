//! From a time as it was said to the moment that it means.

use jiff::civil::{Date, Time, Weekday};
use jiff::{RoundMode, ToSpan, Unit, Zoned, ZonedRound};
use serde::Deserialize;

use super::When;
use super::clock::Clock;
use super::day::{Day, Place, Which};
use super::parse::{Bound, Part};
use super::span::Span;
use crate::calendar::{self, Calendar, easter};

/// A moment by which something is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The moment in Warsaw, to the minute.
    pub at: Zoned,
    /// From then on rather than by then: "po czternastej".
    pub open_ended: bool,
}

/// Why no moment can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undue {
    /// Such as the thirtieth of February.
    #[error("there is no day {day}.{month:02} to come")]
    NoSuchDay {
        /// As it was said.
        day: u32,
        /// From 1 to 12.
        month: i8,
    },
    /// "Dziś o ósmej", said at noon.
    #[error("the time named is already past")]
    Past,
    /// Beyond what the calendar reaches.
    #[error("the time named is too far ahead")]
    TooFar,
    /// No day, hour or span.
    #[error("no time was named")]
    Nothing,
}

/// What vague words are held to mean: our readings, which a procedure file can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Readings {
    /// "Rano" is by this time of day.
    pub morning: Time,
    /// "Przed południem" is by this time; "w południe" is this time, "po południu" from then on.
    pub noon: Time,
    /// "Wieczorem" is by this time.
    pub evening: Time,
    /// "Za chwilę" is within so many minutes.
    pub moment_min: u32,
    /// "W najbliższych dniach" is within so many working days.
    pub coming_days: u32,
}

impl Default for Readings {
    fn default() -> Self {
        Self {
            morning: Time::constant(10, 0, 0, 0),
            noon: Time::constant(12, 0, 0, 0),
            evening: Time::constant(20, 0, 0, 0),
            moment_min: 15,
            coming_days: 3,
        }
    }
}

/// An hour before this is one of the afternoon, where both or neither lie within office hours.
const EARLIEST_HOUR: u32 = 7;

/// A month's beginning, by this day of it; its middle by that one.
const MONTH_STARTS: i8 = 5;
const MONTH_MIDDLE: i8 = 15;

impl When {
    /// The moment that the time means, said at `said`.
    ///
    /// A day without an hour is due when the office closes on it, or on the first working day after it;
    /// a span in minutes runs from when it was said; an hour without a day is the next such hour on a
    /// day on which the office works; an hour that may be two is the one within office hours.
    ///
    /// # Errors
    /// There is no such day, it is past, or beyond the calendar.
    pub fn due(&self, said: &Zoned, calendar: &Calendar, readings: &Readings) -> Result<Due, Undue> {
        let said = said.with_time_zone(calendar::zone());
        let asked = Asked { when: self, said: &said, calendar, readings };
        let due = asked.due()?;
        let at = due.at.round(ZonedRound::new().smallest(Unit::Minute).mode(RoundMode::HalfExpand));
        Ok(Due { at: at.map_err(|_| Undue::TooFar)?, ..due })
    }
}

struct Asked<'a> {
    when: &'a When,
    said: &'a Zoned,
    calendar: &'a Calendar,
    readings: &'a Readings,
}

impl Asked<'_> {
    fn due(&self) -> Result<Due, Undue> {
        let by = |at: Zoned| Due { at, open_ended: false };
        match self.when.span {
            Some(Span::Minutes(minutes)) => return self.minutes(minutes).map(by),
            Some(Span::Moment) => return self.minutes(self.readings.moment_min).map(by),
            _ => {}
        }
        let day = match (self.when.span, self.when.day) {
            (Some(span), _) => Some(self.spanned(span)?),
            (None, Some((day, bound))) => Some(self.day(day, bound)?),
            (None, None) => None,
        };
        match (self.when.clock, self.when.part) {
            (Some((clock, bound)), part) => self.at_hour(day, clock, bound, part),
            (None, Some(part)) => self.in_part(day, part),
            (None, None) => self.end_of(day.ok_or(Undue::Nothing)?).map(by),
        }
    }

    fn minutes(&self, minutes: u32) -> Result<Zoned, Undue> {
        self.said.checked_add(i64::from(minutes).minutes()).map_err(|_| Undue::TooFar)
    }

    fn today(&self) -> Date {
        self.said.date()
    }

    fn later(&self, days: i64) -> Result<Date, Undue> {
        self.today().checked_add(days.days()).map_err(|_| Undue::TooFar)
    }

    /// When the office closes on a day, or at midnight where it has closed already today.
    fn end_of(&self, date: Date) -> Result<Zoned, Undue> {
        let end = self.calendar.end_of_working_day(date);
        if end > *self.said {
            return Ok(end);
        }
        if date < self.today() {
            return Err(Undue::Past);
        }
        Ok(calendar::at(date, Time::constant(23, 59, 0, 0)))
    }

    /// The hour of a clock on a day: of two that may be meant, the one within office hours.
    fn hour(&self, date: Date, clock: Clock, part: Option<Part>) -> Result<Zoned, Undue> {
        let time = |hour: u32| {
            let time = Time::new(i8::try_from(hour % 24).unwrap_or(0), i8::try_from(clock.minute).unwrap_or(0), 0, 0);
            time.map_err(|_| Undue::TooFar)
        };
        if clock.hour == 24 {
            return Ok(calendar::at(date.tomorrow().map_err(|_| Undue::TooFar)?, time(0)?));
        }
        let (early, late) = (clock.hour, clock.hour + 12);
        let evening = matches!(part, Some(Part::Afternoon | Part::Evening | Part::DaysEnd));
        let chosen = match part {
            _ if clock.certain || clock.hour >= 12 => early,
            Some(_) if evening => late,
            Some(Part::Night) if clock.hour >= 9 => late,
            Some(_) => early,
            None => {
                let hours = self.calendar.hours(date).unwrap_or_default();
                let open = |time: Time| (hours.opens..=hours.closes).contains(&time);
                match (open(time(early)?), open(time(late)?)) {
                    (true, false) => early,
                    (false, true) => late,
                    _ if clock.hour < EARLIEST_HOUR => late,
                    _ => early,
                }
            }
        };
        Ok(calendar::at(date, time(chosen)?))
    }

    fn at_hour(&self, day: Option<Date>, clock: Clock, bound: Bound, part: Option<Part>) -> Result<Due, Undue> {
        let open_ended = bound == Bound::After;
        let due = |at: Zoned| Due { at, open_ended };
        let minute = self.said.round(ZonedRound::new().smallest(Unit::Minute).mode(RoundMode::Trunc));
        let minute = minute.map_err(|_| Undue::TooFar)?;
        let Some(date) = day else {
            let soon = self.hour(self.today(), clock, part)?;
            if soon > minute {
                return Ok(due(soon));
            }
            return self.hour(self.calendar.next_working_day(self.today()), clock, part).map(due);
        };
        let at = self.hour(date, clock, part)?;
        if at >= minute {
            return Ok(due(at));
        }
        // "Dziś po dziesiątej", said at eleven, is from now on; "dziś o ósmej" is over, unless in the evening.
        if open_ended && date == self.today() {
            return Ok(due(self.said.clone()));
        }
        Err(Undue::Past)
    }

    fn in_part(&self, day: Option<Date>, part: Part) -> Result<Due, Undue> {
        let named = |date: Date| -> Result<Due, Undue> {
            let by = |time: Time| Due { at: calendar::at(date, time), open_ended: part == Part::Afternoon };
            Ok(match part {
                Part::Morning => by(self.readings.morning),
                Part::Forenoon | Part::Noon | Part::Afternoon => by(self.readings.noon),
                Part::Evening => by(self.readings.evening),
                Part::Night => by(Time::constant(23, 59, 0, 0)),
                Part::DaysEnd => Due { at: self.end_of(date)?, open_ended: false },
            })
        };
        let date = day.unwrap_or(self.today());
        let due = named(date)?;
        if due.at > *self.said {
            return Ok(due);
        }
        // In the afternoon itself, "po południu" is what is left of it.
        let closes = self.calendar.closes(date).filter(|closes| closes > self.said);
        match (part, closes, day) {
            (Part::Afternoon, Some(closes), _) => Ok(Due { at: closes, open_ended: false }),
            (_, _, Some(_)) => Err(Undue::Past),
            (_, _, None) => named(self.calendar.next_working_day(self.today())),
        }
    }

    fn spanned(&self, span: Span) -> Result<Date, Undue> {
        match span {
            Span::Days(days) => self.later(i64::from(days)),
            Span::WorkingDays(days) => Ok(self.working_days(days)),
            Span::Months(months) => self.today().checked_add(i64::from(months).months()).map_err(|_| Undue::TooFar),
            Span::Minutes(_) | Span::Moment => Ok(self.today()),
        }
    }

    fn working_days(&self, days: u32) -> Date {
        (0..days.min(1000)).fold(self.today(), |day, _| self.calendar.next_working_day(day))
    }

    fn day(&self, day: Day, bound: Bound) -> Result<Date, Undue> {
        let date = match day {
            Day::After(days) => self.later(i64::from(days))?,
            Day::NextWorking => self.calendar.next_working_day(self.today()),
            Day::Weekday(weekday, which) => self.weekday(weekday, which)?,
            Day::WeekdayIn(weekday, weeks) => {
                let monday = self.later(i64::from(weeks) * 7 - days_since_monday(self.today()))?;
                let ahead = i64::from(weekday.to_monday_zero_offset());
                monday.checked_add(ahead.days()).map_err(|_| Undue::TooFar)?
            }
            Day::Date { day, month, year } => self.date(day, month, year)?,
            Day::Week(which, place) => self.in_week(which, place)?,
            Day::Month(which, place) => self.in_month(which, place)?,
            Day::AfterWeekend => {
                let monday = self.later(7 - days_since_monday(self.today()))?;
                self.calendar.working_day_from(monday)
            }
            Day::Weekend => self.later(6 - days_since_monday(self.today()))?,
            Day::AfterHolidays => self.after_holidays()?,
            Day::ComingDays => self.working_days(self.readings.coming_days),
        };
        let later = bound == Bound::After && matches!(day, Day::Weekday(..) | Day::WeekdayIn(..) | Day::Date { .. });
        Ok(if later && self.when.clock.is_none() { self.calendar.next_working_day(date) } else { date })
    }

    fn weekday(&self, weekday: Weekday, which: Which) -> Result<Date, Undue> {
        let ahead = i64::from(self.today().weekday().until(weekday));
        match which {
            Which::This => self.later(ahead),
            Which::Coming => self.later(if ahead == 0 { 7 } else { ahead }),
            Which::Next => self.later(ahead + 7),
        }
    }

    fn date(&self, day: u32, month: Option<i8>, year: Option<i16>) -> Result<Date, Undue> {
        let today = self.today();
        let in_month = |year: i16, month: i8| i8::try_from(day).ok().and_then(|day| Date::new(year, month, day).ok());
        if let Some(month) = month {
            let none = Undue::NoSuchDay { day, month };
            if let Some(year) = year {
                return in_month(year, month).ok_or(none);
            }
            let this = in_month(today.year(), month);
            if let Some(date) = this.filter(|date| *date >= today) {
                return Ok(date);
            }
            let next = || in_month(today.year().saturating_add(1), month).ok_or(none);
            // A day that this year lacks is not put off to another, unless its month is over.
            return if this.is_none() && month >= today.month() { Err(none) } else { next() };
        }
        let first = today.first_of_month();
        let months = (0..12).filter_map(|months: i32| first.checked_add(months.months()).ok());
        let mut days = months.filter_map(|first| in_month(first.year(), first.month()));
        days.find(|date| *date >= today).ok_or(Undue::NoSuchDay { day, month: today.month() })
    }

    fn in_week(&self, which: Which, place: Place) -> Result<Date, Undue> {
        let weeks = i64::from(matches!(which, Which::Next | Which::Coming));
        let monday = self.later(weeks * 7 - days_since_monday(self.today()))?;
        let later = |days: i64| monday.checked_add(days.days()).map_err(|_| Undue::TooFar);
        let end = self.calendar.last_working_day_of_week(monday).map_or_else(|| later(4), Ok)?;
        let date = match place {
            Place::Start => self.calendar.working_day_from(later(1)?).min(end),
            Place::Middle => self.calendar.working_day_from(later(2)?).min(end),
            Place::End => end,
        };
        // On a Saturday what was left of the week is over.
        if date < self.today() { Ok(self.calendar.next_working_day(self.today())) } else { Ok(date) }
    }

    fn in_month(&self, which: Which, place: Place) -> Result<Date, Undue> {
        let first = self.today().first_of_month();
        let month = |months: i32| first.checked_add(months.months()).map_err(|_| Undue::TooFar);
        let of = |first: Date| -> Date {
            let date = |day: i8| Date::new(first.year(), first.month(), day).unwrap_or(first);
            match place {
                Place::Start => date(MONTH_STARTS),
                Place::Middle => date(MONTH_MIDDLE),
                Place::End => {
                    let days = std::iter::successors(Some(first.last_of_month()), |day| day.yesterday().ok()).take(31);
                    days.into_iter().find(|day| self.calendar.is_working_day(*day)).unwrap_or(first.last_of_month())
                }
            }
        };
        let this = of(month(i32::from(which == Which::Next))?);
        if this >= self.today() { Ok(this) } else { Ok(of(month(1)?)) }
    }

    /// The first working day after the next Easter or Christmas.
    fn after_holidays(&self) -> Result<Date, Undue> {
        let today = self.today();
        let years = [today.year(), today.year().saturating_add(1)];
        let ends = years.into_iter().flat_map(|year| {
            let monday = easter(year).and_then(|easter| easter.tomorrow().ok());
            [monday, Date::new(year, 12, 26).ok()]
        });
        let end = ends.flatten().find(|end| *end >= today).ok_or(Undue::TooFar)?;
        Ok(self.calendar.next_working_day(end))
    }
}

fn days_since_monday(date: Date) -> i64 {
    i64::from(date.weekday().to_monday_zero_offset())
}
