//! Days: "jutro", "w przyszły wtorek", "piętnastego marca", "do końca tygodnia", "po weekendzie".

use jiff::civil::Weekday;

use super::lexeme::{Lexeme, Unit};
use super::parse::{Bound, Reader};

/// Which of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The nearest to come, not today: "w piątek".
    Coming,
    /// Of this week, today as well: "w ten piątek", "w tym tygodniu".
    This,
    /// Of the next week, month: "w przyszły wtorek".
    Next,
}

/// A place in a week or month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// "Na początku".
    Start,
    /// "W połowie".
    Middle,
    /// "Pod koniec", or anywhere: by its end.
    End,
}

/// A day, or a stretch of days by whose end something is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// So many days after today.
    After(i32),
    /// The first day after today on which the office works.
    NextWorking,
    /// A day of the week.
    Weekday(Weekday, Which),
    /// A day of the week, so many weeks after this one.
    WeekdayIn(Weekday, u32),
    /// A day of a month; the nearest to come where the month is left out.
    Date {
        /// From 1 on; the thirtieth of February is said as well.
        day: u32,
        /// From 1 to 12.
        month: Option<i8>,
        /// Years after the nearest such day.
        year: Option<i16>,
    },
    /// By a place in a week.
    Week(Which, Place),
    /// By a place in a month.
    Month(Which, Place),
    /// "Po weekendzie".
    AfterWeekend,
    /// "W weekend": by its end.
    Weekend,
    /// "Po świętach".
    AfterHolidays,
    /// "W najbliższych dniach".
    ComingDays,
}

/// A day with the word that bounds it, and where it ends.
pub(super) fn read(reader: &Reader<'_>, from: usize) -> Option<(Day, Bound, usize)> {
    if let Some((day, end)) = stretch(reader, from).or_else(|| after_days_off(reader, from)) {
        return Some((day, Bound::At, end));
    }
    let (bound, at) = lead(reader, from);
    let (day, end) = one(reader, at, at > from)?;
    Some((day, bound, end))
}

fn lead(reader: &Reader<'_>, from: usize) -> (Bound, usize) {
    let (mut bound, mut at) = (Bound::At, from);
    while at < reader.items.len() {
        match reader.at(at) {
            Lexeme::On | Lexeme::Onto | Lexeme::Filler | Lexeme::About => {}
            Lexeme::Until | Lexeme::Latest => bound = Bound::By,
            Lexeme::After => bound = Bound::After,
            _ => break,
        }
        at += 1;
    }
    (bound, at)
}

fn one(reader: &Reader<'_>, at: usize, led: bool) -> Option<(Day, usize)> {
    match (reader.at(at), reader.at(at + 1)) {
        (Lexeme::Day(days), _) => return Some((Day::After(days), at + 1)),
        (Lexeme::Weekday(day), Lexeme::Next) if reader.is(at + 2, Lexeme::Unit(Unit::Week)) => {
            return Some((Day::WeekdayIn(day, 1), at + 3));
        }
        (Lexeme::Weekday(day), Lexeme::This) if reader.is(at + 2, Lexeme::Unit(Unit::Week)) => {
            return Some((Day::Weekday(day, Which::This), at + 3));
        }
        (Lexeme::Weekday(day), Lexeme::In) if reader.is(at + 2, Lexeme::Unit(Unit::Week)) => {
            return Some((Day::WeekdayIn(day, 1), at + 3));
        }
        (Lexeme::Weekday(day), _) => return Some((Day::Weekday(day, Which::Coming), at + 1)),
        (Lexeme::This, Lexeme::Weekday(day)) => return Some((Day::Weekday(day, Which::This), at + 2)),
        (Lexeme::Nearest, Lexeme::Weekday(day)) => return Some((Day::Weekday(day, Which::Coming), at + 2)),
        (Lexeme::Next, Lexeme::Weekday(day)) => return Some((Day::WeekdayIn(day, 1), at + 2)),
        (Lexeme::Next | Lexeme::Nearest, Lexeme::Unit(Unit::Day)) => {
            let working = reader.is(at + 2, Lexeme::Working);
            return Some(if working { (Day::NextWorking, at + 3) } else { (Day::After(1), at + 2) });
        }
        (Lexeme::Next | Lexeme::Nearest, Lexeme::Working) if reader.is(at + 2, Lexeme::Unit(Unit::Day)) => {
            return Some((Day::NextWorking, at + 3));
        }
        _ => {}
    }
    date(reader, at, led)
}

/// "Piętnastego marca", "15 marca", "dwudziestego pierwszego".
fn date(reader: &Reader<'_>, at: usize, led: bool) -> Option<(Day, usize)> {
    let (day, end) = match reader.at(at) {
        Lexeme::Digits(day @ 1..32) => (day, at + 1),
        Lexeme::Digits(_) => return None,
        _ => reader.ordinal(at, false).map(|(day, end, _)| (day, end))?,
    };
    if let Lexeme::Month(month) = reader.at(end) {
        let (year, end) = year(reader, end + 1);
        return Some((Day::Date { day, month: Some(month), year }, end));
    }
    let alone =
        end >= reader.items.len() || !matches!(reader.at(end), Lexeme::Other | Lexeme::Unit(_) | Lexeme::Working);
    let said = matches!(reader.at(at), Lexeme::Ordinal { .. })
        && reader.items[end - 1].ends == Some('o')
        && (1..32).contains(&day);
    let this_month = reader.is(end, Lexeme::This) && reader.is(end + 1, Lexeme::Unit(Unit::Month));
    (said && (alone || led && day > 4))
        .then_some((Day::Date { day, month: None, year: None }, if this_month { end + 2 } else { end }))
}

/// "Dwa tysiące dwudziestego szóstego roku", "2026".
fn year(reader: &Reader<'_>, at: usize) -> (Option<i16>, usize) {
    let (year, end) = match (reader.at(at), reader.at(at + 1)) {
        (Lexeme::Digits(year @ 2000..3000), _) => (year, at + 1),
        (Lexeme::Number(2), Lexeme::Thousand) => match reader.ordinal(at + 2, false) {
            Some((rest, end, _)) => (2000 + rest, end),
            None => return (None, at),
        },
        _ => return (None, at),
    };
    (i16::try_from(year).ok(), if reader.is(end, Lexeme::Unit(Unit::Year)) { end + 1 } else { end })
}

/// "W przyszłym tygodniu", "do końca miesiąca", "na początku tygodnia".
fn stretch(reader: &Reader<'_>, from: usize) -> Option<(Day, usize)> {
    let mut at = from;
    let mut led = false;
    while matches!(
        reader.at(at),
        Lexeme::On | Lexeme::Onto | Lexeme::Until | Lexeme::Filler | Lexeme::Before | Lexeme::Within | Lexeme::Latest
    ) && at < reader.items.len()
    {
        led |= !matches!(reader.at(at), Lexeme::Filler);
        at += 1;
    }
    if led && reader.is(at, Lexeme::Nearest) && reader.is(at + 1, Lexeme::Unit(Unit::Day)) {
        return Some((Day::ComingDays, at + 2));
    }
    let place = match reader.at(at) {
        Lexeme::Start => Some(Place::Start),
        Lexeme::Middle => Some(Place::Middle),
        Lexeme::End => Some(Place::End),
        _ => None,
    };
    at += usize::from(place.is_some());
    let which = match reader.at(at) {
        Lexeme::Next => Some(Which::Next),
        Lexeme::This | Lexeme::Nearest => Some(Which::This),
        _ => None,
    };
    at += usize::from(which.is_some());
    let place_of_all = place.unwrap_or(Place::End);
    let unit = match reader.at(at) {
        // "W tygodniu" alone is any day but Sunday.
        Lexeme::Unit(_) if place.is_none() && (which.is_none() || !led) => return None,
        Lexeme::Unit(Unit::Week) => Unit::Week,
        Lexeme::Unit(Unit::Month) => Unit::Month,
        Lexeme::Weekend if led && which.is_some() => return Some((Day::Weekend, at + 1)),
        _ => return None,
    };
    // The start of a week that is not named is the next one's.
    let which = which.unwrap_or(if place == Some(Place::Start) { Which::Coming } else { Which::This });
    let day = if unit == Unit::Week {
        // "W przyszłym tygodniu w środę".
        let next = at + 1 + usize::from(matches!(reader.at(at + 1), Lexeme::On));
        if let (Lexeme::Weekday(day), None) = (reader.at(next), place) {
            let day = if which == Which::Next { Day::WeekdayIn(day, 1) } else { Day::Weekday(day, Which::This) };
            return Some((day, next + 1));
        }
        Day::Week(which, place_of_all)
    } else {
        Day::Month(which, place_of_all)
    };
    Some((day, at + 1))
}

fn after_days_off(reader: &Reader<'_>, from: usize) -> Option<(Day, usize)> {
    let at = reader.past_fillers(from);
    match (reader.at(at), reader.at(at + 1)) {
        (Lexeme::After, Lexeme::Weekend | Lexeme::Weekday(Weekday::Sunday)) => Some((Day::AfterWeekend, at + 2)),
        (Lexeme::After, Lexeme::Holidays) => Some((Day::AfterHolidays, at + 2)),
        (Lexeme::On, Lexeme::Weekend) => Some((Day::Weekend, at + 2)),
        (Lexeme::Until | Lexeme::Before, Lexeme::Weekend) => Some((Day::Week(Which::This, Place::End), at + 2)),
        _ => None,
    }
}
