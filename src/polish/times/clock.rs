//! Hours of the day: "o dziesiątej trzydzieści", "za kwadrans ósma", "między dziesiątą a jedenastą".

use super::lexeme::{Lexeme, Unit};
use super::parse::{Bound, Reader};

/// An hour as it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// From 0 to 24.
    pub hour: u32,
    /// From 0 to 59.
    pub minute: u32,
    /// Said so that it can be that hour alone: "o 08:30", "o piętnastej", "o północy".
    pub certain: bool,
}

impl Clock {
    fn new(hour: u32, minute: u32) -> Option<Self> {
        let possible = hour < 24 && minute < 60 || hour == 24 && minute == 0;
        possible.then_some(Self { hour, minute, certain: hour > 12 || hour == 0 })
    }

    /// So many minutes before an hour.
    fn before(hour: u32, minutes: u32) -> Option<Self> {
        let hour = if hour == 0 { 24 } else { hour };
        // One o'clock is thirteen as well: a quarter to one lies after noon.
        let whole = if hour == 1 { 13 } else { hour };
        Self::new(whole.checked_sub(1)?, 60 - minutes)
    }
}

/// An hour with the word that bounds it, where it ends, and whether nothing shows that it is one.
pub(super) fn read(reader: &Reader<'_>, from: usize) -> Option<(Clock, Bound, usize, bool)> {
    if let Some(found) = between(reader, from) {
        return Some(found);
    }
    let (bound, at, lead) = lead(reader, from);
    let (clock, end, said) = hour(reader, at, lead)?;
    // "Od dziesiątej do jedenastej".
    if bound == Bound::After && reader.is(from, Lexeme::From) && matches!(reader.at(end), Lexeme::Until) {
        let after = past_hour_word(reader, end + 1);
        if let Some((clock, end, _)) = hour(reader, after, Lead::Preposition) {
            return Some((clock, Bound::By, end, false));
        }
    }
    let bare = lead == Lead::None && !said;
    Some((clock, bound, end, bare))
}

/// What shows that an hour follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lead {
    None,
    About,
    /// "Na dziesiątą": the accusative alone; "na drugiej stronie" is no hour.
    Onto,
    Preposition,
    /// "Godzina".
    Hour,
}

fn lead(reader: &Reader<'_>, from: usize) -> (Bound, usize, Lead) {
    let (mut bound, mut at, mut lead) = (Bound::At, from, Lead::None);
    loop {
        match reader.at(at) {
            Lexeme::At => lead = Lead::Preposition,
            Lexeme::Onto if lead == Lead::None => lead = Lead::Onto,
            Lexeme::After | Lexeme::From => (bound, lead) = (Bound::After, Lead::Preposition),
            Lexeme::Until | Lexeme::Before => (bound, lead) = (Bound::By, Lead::Preposition),
            Lexeme::Latest => (bound, lead) = (Bound::By, Lead::About),
            Lexeme::About => lead = if lead == Lead::None { Lead::About } else { lead },
            Lexeme::Filler => {}
            Lexeme::Unit(Unit::Hour) if lead != Lead::Hour => lead = Lead::Hour,
            _ => return (bound, at, lead),
        }
        at += 1;
        if at >= reader.items.len() {
            return (bound, at, lead);
        }
    }
}

fn past_hour_word(reader: &Reader<'_>, at: usize) -> usize {
    if reader.is(at, Lexeme::Unit(Unit::Hour)) { at + 1 } else { at }
}

/// "Między dziesiątą a jedenastą": by the later one.
fn between(reader: &Reader<'_>, from: usize) -> Option<(Clock, Bound, usize, bool)> {
    if !reader.is(from, Lexeme::Between) {
        return None;
    }
    let (_, end, _) = hour(reader, past_hour_word(reader, from + 1), Lead::Preposition)?;
    if !matches!(reader.at(end), Lexeme::And | Lexeme::Until) {
        return None;
    }
    let (clock, end, _) = hour(reader, past_hour_word(reader, end + 1), Lead::Preposition)?;
    Some((clock, Bound::By, end, false))
}

/// An hour itself, where it ends, and whether its own words show that it is one.
fn hour(reader: &Reader<'_>, at: usize, lead: Lead) -> Option<(Clock, usize, bool)> {
    if let Some((clock, end)) = around(reader, at) {
        return Some((clock, end, true));
    }
    if reader.is(at, Lexeme::Midnight) && lead != Lead::None {
        return Some((Clock { hour: 24, minute: 0, certain: true }, at + 1, true));
    }
    if let Some((hour, end, ends)) = reader.ordinal(at, true) {
        if lead == Lead::Onto && ends != Some('ą') || hour > 24 {
            return None;
        }
        let (minute, end, shown) = minutes(reader, end, true);
        return Clock::new(hour, minute).map(|clock| (clock, end, shown));
    }
    // "Po czternasty": after these words only "czternastej" can have been meant.
    if lead == Lead::Preposition
        && let Some((hour, end, Some('y' | 'i'))) = reader.ordinal(at, false)
        && !reader.items.get(end).is_some_and(|next| matches!(next.lexeme, Lexeme::Other | Lexeme::Unit(_)))
    {
        return Clock::new(hour, 0).map(|clock| (clock, end, false));
    }
    let (hour, end) = match (reader.at(at), lead) {
        (Lexeme::Number(_), Lead::Hour) => reader.number(at)?,
        (Lexeme::Digits(hour), _) if hour <= 24 => (hour, at + 1),
        _ => return None,
    };
    if counts_something(reader, end) {
        return None;
    }
    let written = reader.items.get(end).is_some_and(|next| next.tokens.start == reader.items[at].tokens.end);
    let (minute, end, shown) = minutes(reader, end, written);
    if let (Lexeme::Digits(_), Lead::None | Lead::About, false) = (reader.at(at), lead, shown) {
        return None;
    }
    // "08:30" and "15:30" leave nothing open, "8:30" does.
    Clock::new(hour, minute).map(|clock| (clock, end, shown))
}

/// Whether a number before this place counts something rather than the hours of a day.
fn counts_something(reader: &Reader<'_>, at: usize) -> bool {
    matches!(reader.at(at), Lexeme::Unit(_) | Lexeme::Month(_) | Lexeme::Quarters | Lexeme::Working)
}

/// The minutes after an hour: "trzydzieści", "zero pięć", "30"; and whether there were any.
fn minutes(reader: &Reader<'_>, at: usize, may_follow: bool) -> (u32, usize, bool) {
    let none = (0, at, false);
    if !may_follow {
        return none;
    }
    if reader.is(at, Lexeme::Number(0)) {
        return match reader.at(at + 1) {
            Lexeme::Number(minute @ 0..10) => (minute, at + 2, true),
            _ => (0, at + 1, true),
        };
    }
    let Some((minute, end)) = reader.number(at) else { return none };
    let counted = counts_something(reader, end) && !reader.is(end, Lexeme::Unit(Unit::Minute));
    if counted || minute >= 60 || minute < 10 && minute != 5 && !matches!(reader.at(at), Lexeme::Digits(_)) {
        return none;
    }
    (minute, if reader.is(end, Lexeme::Unit(Unit::Minute)) { end + 1 } else { end }, true)
}

/// "Wpół do dziewiątej", "za kwadrans ósma", "pięć po dziesiątej", "kwadrans przed trzynastą".
fn around(reader: &Reader<'_>, from: usize) -> Option<(Clock, usize)> {
    let at = if reader.is(from, Lexeme::On) && reader.is(from + 1, Lexeme::Half) { from + 1 } else { from };
    if matches!(reader.at(at), Lexeme::Half | Lexeme::HalfTo) && reader.is(at + 1, Lexeme::Until) {
        let (hour, end, _) = reader.ordinal(past_hour_word(reader, at + 2), true)?;
        return Some((Clock::before(hour, 30)?, end));
    }
    let to = reader.is(at, Lexeme::In);
    let at = at + usize::from(to);
    let (minutes, end) = match reader.at(at) {
        Lexeme::Quarter => (15, at + 1),
        _ => reader.number(at).filter(|(minutes, _)| (1..30).contains(minutes))?,
    };
    let end = if reader.is(end, Lexeme::Unit(Unit::Minute)) { end + 1 } else { end };
    if to {
        let (hour, end, _) = reader.ordinal(end, true)?;
        return Some((Clock::before(hour, minutes)?, end));
    }
    let before = reader.is(end, Lexeme::Before);
    if !before && !reader.is(end, Lexeme::After) {
        return None;
    }
    let (hour, end, _) = reader.ordinal(past_hour_word(reader, end + 1), true)?;
    Some((if before { Clock::before(hour, minutes)? } else { Clock::new(hour, minutes)? }, end))
}
