//! Spans from now on: "za godzinę", "za dwa dni", "w ciągu pół godziny".

use super::lexeme::{Lexeme, Unit};
use super::parse::Reader;

/// So much time from when it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Minutes.
    Minutes(u32),
    /// "Za chwilę".
    Moment,
    /// Days of the calendar.
    Days(u32),
    /// Days on which the office works.
    WorkingDays(u32),
    /// Months of the calendar.
    Months(u32),
}

/// A span with the words that lead to it, and where it ends.
pub(super) fn read(reader: &Reader<'_>, from: usize) -> Option<(Span, usize)> {
    let mut at = from;
    at += usize::from(
        matches!(reader.at(at), Lexeme::Latest | Lexeme::Until) && matches!(reader.at(at + 1), Lexeme::In | Lexeme::On),
    );
    let sure = match (reader.at(at), reader.at(at + 1)) {
        (Lexeme::In | Lexeme::Within, _) => {
            at += 1;
            true
        }
        (Lexeme::On, Lexeme::Within) => {
            at += 2;
            true
        }
        // "Po godzinie", "do pół godziny" are spans only where no hour follows, which was looked at before.
        (Lexeme::After | Lexeme::Until, _) => {
            at += 1;
            false
        }
        _ => return None,
    };
    while matches!(reader.at(at), Lexeme::Filler | Lexeme::About | Lexeme::Nearest | Lexeme::Until)
        && at < reader.items.len()
    {
        at += 1;
    }
    if reader.is(at, Lexeme::Unit(Unit::Day)) && reader.is(at - 1, Lexeme::Nearest) {
        return None; // "w ciągu najbliższych dni" is no number of days
    }
    let (mut span, mut end) = amount(reader, at)?;
    if !sure && !matches!(span, Span::Minutes(_) | Span::Days(2..) | Span::WorkingDays(_)) {
        return None;
    }
    // "Godzinę i piętnaście minut", "dwie godziny trzydzieści minut".
    if let Span::Minutes(first) = span {
        let next = if reader.is(end, Lexeme::And) { end + 1 } else { end };
        if let Some((Span::Minutes(more), after)) = amount(reader, next) {
            (span, end) = (Span::Minutes(first.saturating_add(more)), after);
        }
    }
    Some((span, end))
}

fn amount(reader: &Reader<'_>, at: usize) -> Option<(Span, usize)> {
    match (reader.at(at), reader.at(at + 1)) {
        (Lexeme::Quarter, _) => return Some((Span::Minutes(15), at + 1)),
        (Lexeme::Half, Lexeme::Unit(Unit::Hour)) => return Some((Span::Minutes(30), at + 2)),
        (Lexeme::Half, Lexeme::Unit(Unit::Minute)) => return Some((Span::Minutes(1), at + 2)),
        (Lexeme::OneAndHalf, Lexeme::Unit(Unit::Hour)) => return Some((Span::Minutes(90), at + 2)),
        (Lexeme::OneAndHalf, Lexeme::Unit(Unit::Day)) => return Some((Span::Days(2), at + 2)),
        (Lexeme::OneAndHalf, Lexeme::Unit(Unit::Week)) => return Some((Span::Days(11), at + 2)),
        (Lexeme::Some(count), Lexeme::Unit(unit)) => return measured(reader, some(count, unit), unit, at + 2),
        (Lexeme::Some(_), Lexeme::Working) => return measured(reader, 3, Unit::Day, at + 2),
        (Lexeme::Unit(unit), _) => return measured(reader, 1, unit, at + 1),
        _ => {}
    }
    let (count, end) = match reader.at(at) {
        Lexeme::Ordinal { .. } | Lexeme::Other => return None,
        _ => reader.number(at)?,
    };
    // "Dwie i pół godziny".
    if reader.is(end, Lexeme::And) && reader.is(end + 1, Lexeme::Half) && reader.is(end + 2, Lexeme::Unit(Unit::Hour)) {
        return Some((Span::Minutes(count * 60 + 30), end + 3));
    }
    match reader.at(end) {
        Lexeme::Quarters => Some((Span::Minutes(count * 15), end + 1)),
        Lexeme::Unit(unit) => measured(reader, count, unit, end + 1),
        Lexeme::Working if reader.is(end + 1, Lexeme::Unit(Unit::Day)) => Some((Span::WorkingDays(count), end + 2)),
        _ => None,
    }
}

/// "Kilka minut" are ten, of anything else three.
const fn some(count: u32, unit: Unit) -> u32 {
    if matches!(unit, Unit::Minute) && count < 10 { 10 } else { count }
}

fn measured(reader: &Reader<'_>, count: u32, unit: Unit, end: usize) -> Option<(Span, usize)> {
    let span = match unit {
        Unit::Moment => Span::Moment,
        Unit::Minute => Span::Minutes(count),
        Unit::Hour => Span::Minutes(count.checked_mul(60)?),
        Unit::Day if reader.is(end, Lexeme::Working) => return Some((Span::WorkingDays(count), end + 1)),
        Unit::Day => Span::Days(count),
        Unit::Week => Span::Days(count * 7),
        Unit::Month => Span::Months(count),
        Unit::Year => return None,
    };
    Some((span, end))
}
