//! When something is to happen, in spoken Polish: "jutro o dziesiątej", "w środę po czternastej",
//! "za pół godziny", "do końca tygodnia".
//!
//! Words become pieces (an hour, a day, a part of the day, a span); pieces of one sentence that do not
//! contradict each other become one [`When`]; and a `When` becomes a moment ([`When::due`]) once it is
//! known when it was said and when the office works. What vague words are held to mean stands in
//! [`Readings`], and can be changed there.

mod clock;
mod day;
mod due;
mod lexeme;
mod parse;
mod span;

use std::ops::Range;

pub use clock::Clock;
pub use day::{Day, Place, Which};
pub use due::{Due, Readings, Undue};
pub use parse::{Bound, Part};
pub use span::Span;

use super::normalise::{self, Token};
use crate::event::Word;
use parse::{Atom, Piece};

/// A time as it was said, before it is known when.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct When {
    /// The day, and from which side it bounds.
    pub day: Option<(Day, Bound)>,
    /// The hour, and from which side it bounds.
    pub clock: Option<(Clock, Bound)>,
    /// The part of the day.
    pub part: Option<Part>,
    /// A span from when it was said.
    pub span: Option<Span>,
}

/// A time and the words that said it.
#[derive(Clone, Debug, PartialEq)]
pub struct Spoken {
    /// The source words.
    pub words: Range<usize>,
    /// What they mean.
    pub when: When,
    /// From 0 to 1: how like the words of time they sounded.
    pub confidence: f32,
}

/// Pieces of one time may have so many other words between them: "jutro oddzwonię do pani o dziesiątej".
const WORDS_BETWEEN: usize = 4;

/// All times among words, in order.
pub fn times(words: &[Word]) -> Vec<Spoken> {
    let tokens = normalise::tokens(words);
    let items = lexeme::lexemes(&tokens);
    let mut groups: Vec<(When, Range<usize>, bool)> = Vec::new();
    for atom in parse::atoms(&items) {
        let when = When::of(atom.piece);
        if let Some((known, range, bare)) = groups.last_mut()
            && let gap = atom.items.start - range.end
            && near(&items, &tokens, range.end..atom.items.start, &atom)
            && let Some(both) = known.joined(when, gap == 0)
            && !(atom.bare && gap > 1)
        {
            *known = both;
            range.end = atom.items.end;
            *bare = false;
        } else {
            groups.push((when, atom.items.clone(), atom.bare));
        }
    }
    // An hour that nothing shows to be one counts only where little else is said, and in the nominative.
    let whole = |range: &Range<usize>| {
        let nominative = items.get(range.end - 1).is_some_and(|item| item.ends != Some('j'));
        nominative && range.start <= 1 && range.end + 1 >= items.len()
    };
    groups
        .into_iter()
        .filter(|(_, range, bare)| !bare || whole(range))
        .filter_map(|(when, range, _)| {
            let said = &items[range];
            let (first, last) = (said.first()?, said.last()?);
            let words = tokens.get(first.tokens.start)?.word..tokens.get(last.tokens.end.checked_sub(1)?)?.word + 1;
            let confidence = said.iter().map(|item| item.likeness).fold(1.0, f32::min);
            Some(Spoken { words, when, confidence })
        })
        .collect()
}

/// Whether a piece is near enough to the last one, in its sentence, and no new thought begins between.
fn near(items: &[lexeme::Item], tokens: &[Token], between: Range<usize>, atom: &Atom) -> bool {
    if between.len() > WORDS_BETWEEN {
        return false;
    }
    let before = between.start.checked_sub(1).and_then(|last| items.get(last)).map_or(0, |item| item.tokens.end);
    let from = items.get(atom.items.start).map_or(tokens.len(), |item| item.tokens.start);
    let marked = (before.saturating_sub(1)..from).find(|at| tokens.get(*at).is_some_and(|token| token.mark.is_some()));
    match marked {
        None => true,
        Some(at) if tokens[at].ends_sentence() => false,
        // "Jutro sprawdzę, a zadzwonię o dziesiątej" has two times, "jutro, tak o dziesiątej" one.
        Some(at) => {
            let next = tokens.get(at + 1).map_or("", |token| token.text.as_str());
            !matches!(next, "a" | "ale" | "i" | "to" | "potem" | "bo" | "że" | "żeby" | "więc" | "wtedy")
        }
    }
}

impl When {
    const fn of(piece: Piece) -> Self {
        let none = Self { day: None, clock: None, part: None, span: None };
        match piece {
            Piece::Clock(clock, bound) => Self { clock: Some((clock, bound)), ..none },
            Piece::Day(day, bound) => Self { day: Some((day, bound)), ..none },
            Piece::Part(part) => Self { part: Some(part), ..none },
            Piece::Span(span) => Self { span: Some(span), ..none },
        }
    }

    /// Both as one time, where they do not contradict each other; `close` if no word lies between.
    fn joined(&self, more: Self, close: bool) -> Option<Self> {
        let short = |span: Option<Span>| matches!(span, Some(Span::Minutes(_) | Span::Moment));
        let day = match (self.day, more.day) {
            (Some(first), Some(second)) if close => Some(same_day(first, second)?),
            (Some(_), Some(_)) => return None,
            (first, second) => first.or(second),
        };
        if self.clock.is_some() && more.clock.is_some() || self.span.is_some() && more.span.is_some() {
            return None;
        }
        if self.part.is_some() && more.part.is_some() {
            return None;
        }
        let both = Self {
            day,
            clock: self.clock.or(more.clock),
            part: self.part.or(more.part),
            span: self.span.or(more.span),
        };
        if both.clock.is_some() && both.part.is_some() && !close && self.clock.is_some() != self.part.is_some() {
            let own = self.day.is_some() && more.day.is_none();
            if !own {
                return None;
            }
        }
        if short(both.span) && (both.day.is_some_and(|(day, _)| day != Day::After(0)) || both.clock.is_some()) {
            return None;
        }
        match (both.span, both.day) {
            // "Za tydzień w środę", "w środę za tydzień".
            (Some(Span::Days(days)), Some((Day::Weekday(weekday, _), bound))) if days % 7 == 0 => {
                Some(Self { span: None, day: Some((Day::WeekdayIn(weekday, days / 7), bound)), ..both })
            }
            // "Za dwa dni, w piątek".
            (Some(_), Some((Day::Weekday(..) | Day::Date { .. }, _))) => Some(Self { span: None, ..both }),
            (Some(span), Some(_)) if !short(Some(span)) => None,
            _ => Some(both),
        }
    }

    /// Whether a day or an hour is named, not a part of the day or a stretch of days alone.
    pub fn fixes_day_or_hour(&self) -> bool {
        let day = self.day.is_some_and(|(day, _)| {
            !matches!(day, Day::Week(..) | Day::Month(..) | Day::ComingDays | Day::AfterHolidays)
        });
        day || self.clock.is_some()
            || matches!(self.span, Some(Span::Minutes(_) | Span::Days(_) | Span::WorkingDays(_)))
    }

    /// Whether no more than today is named, or a part of it.
    pub fn is_today_at_large(&self) -> bool {
        matches!(self.day, Some((Day::After(0), _))) && self.clock.is_none() && self.span.is_none()
    }

    /// The time with what a correction of it names anew: "a nie, lepiej o jedenastej" keeps the day.
    #[must_use]
    pub fn amended(&self, by: &Self) -> Self {
        if by.span.is_some() {
            return *by;
        }
        let (clock, part) =
            if by.clock.is_some() || by.part.is_some() { (by.clock, by.part) } else { (self.clock, self.part) };
        let span = if by.day.is_some() {
            None
        } else {
            self.span.filter(|span| !matches!(span, Span::Minutes(_) | Span::Moment))
        };
        Self { day: by.day.or(self.day), clock, part, span }
    }
}

/// One day named twice: "jutro, w środę"; the surer name stays.
fn same_day(first: (Day, Bound), second: (Day, Bound)) -> Option<(Day, Bound)> {
    Some(match (first.0, second.0) {
        (Day::After(_) | Day::Date { .. }, Day::Weekday(..)) => first,
        (Day::Weekday(..), Day::After(_) | Day::Date { .. }) => second,
        (Day::After(_), Day::Date { .. }) => second,
        (Day::Week(Which::Next, _), Day::Weekday(weekday, _)) => (Day::WeekdayIn(weekday, 1), second.1),
        (Day::Weekday(weekday, _), Day::Week(Which::Next, _)) => (Day::WeekdayIn(weekday, 1), first.1),
        (Day::Weekday(weekday, _), Day::Week(Which::This, _)) => (Day::Weekday(weekday, Which::This), first.1),
        (Day::Week(Which::This, _), Day::Weekday(weekday, _)) => (Day::Weekday(weekday, Which::This), second.1),
        (Day::AfterWeekend, Day::Weekday(..)) => second,
        (Day::After(0), _) if first.1 == Bound::At => second,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
