//! Times among lexemes: hours, days, parts of the day and spans, each as an [`Atom`].

use std::ops::Range;

use super::clock::{self, Clock};
use super::day::{self, Day};
use super::lexeme::{Item, Lexeme, Unit};
use super::span::{self, Span};

/// From which side a time bounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bound {
    /// "O dziesiątej", "jutro".
    #[default]
    At,
    /// "Po czternastej", "od ósmej".
    After,
    /// "Do piętnastej", "przed dziesiątą", "najpóźniej jutro".
    By,
}

/// A part of the day without an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// "Rano".
    Morning,
    /// "Przed południem".
    Forenoon,
    /// "W południe".
    Noon,
    /// "Po południu".
    Afternoon,
    /// "Wieczorem".
    Evening,
    /// "W nocy".
    Night,
    /// "Pod koniec dnia", "do końca dnia".
    DaysEnd,
}

/// One piece of a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Piece {
    Clock(Clock, Bound),
    Day(Day, Bound),
    Part(Part),
    Span(Span),
}

/// A piece and where it was said.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Atom {
    pub(super) piece: Piece,
    /// Items.
    pub(super) items: Range<usize>,
    /// An hour without a word that shows that it is one: "dziesiąta".
    pub(super) bare: bool,
}

/// The lexemes being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    pub(super) items: &'a [Item],
}

impl Reader<'_> {
    pub(super) fn at(&self, at: usize) -> Lexeme {
        self.items.get(at).map_or(Lexeme::Other, |item| item.lexeme)
    }

    pub(super) fn is(&self, at: usize, lexeme: Lexeme) -> bool {
        self.items.get(at).is_some_and(|item| item.lexeme == lexeme)
    }

    /// Past words that say no more than that a time follows.
    pub(super) fn past_fillers(&self, mut at: usize) -> usize {
        while matches!(self.at(at), Lexeme::Filler | Lexeme::About) && at < self.items.len() {
            at += 1;
        }
        at
    }

    /// A number below a hundred in words or digits.
    pub(super) fn number(&self, at: usize) -> Option<(u32, usize)> {
        match (self.at(at), self.at(at + 1)) {
            (Lexeme::Number(tens @ (20 | 30 | 40 | 50)), Lexeme::Number(ones @ 1..10)) => Some((tens + ones, at + 2)),
            (Lexeme::Number(value) | Lexeme::Digits(value), _) if value < 100 => Some((value, at + 1)),
            _ => None,
        }
    }

    /// An ordinal below a hundred, whether it is feminine, and its last letter.
    pub(super) fn ordinal(&self, at: usize, feminine: bool) -> Option<(u32, usize, Option<char>)> {
        let Lexeme::Ordinal { value, feminine: first } = self.at(at) else { return None };
        if let (20 | 30, Lexeme::Ordinal { value: ones @ 1..10, feminine: second }) = (value, self.at(at + 1))
            && second == feminine
        {
            return Some((value + ones, at + 2, self.items[at + 1].ends));
        }
        (first == feminine && value < 100).then(|| (value, at + 1, self.items[at].ends))
    }

    fn atom_at(&self, at: usize) -> Option<Atom> {
        let found = |piece: Piece, end: usize, bare: bool| Atom { piece, items: at..end, bare };
        if let Some((part, end)) = self.part(at) {
            return Some(found(Piece::Part(part), end, false));
        }
        // "Za piętnaście ósma" is an hour, "za piętnaście minut" a span.
        if let Some((clock, bound, end, bare)) = clock::read(self, at) {
            return Some(found(Piece::Clock(clock, bound), end, bare));
        }
        if let Some((span, end)) = span::read(self, at) {
            return Some(found(Piece::Span(span), end, false));
        }
        day::read(self, at).map(|(day, bound, end)| found(Piece::Day(day, bound), end, false))
    }

    fn part(&self, from: usize) -> Option<(Part, usize)> {
        let (first, second) = (self.at(from), self.at(from + 1));
        Some(match (first, second) {
            (Lexeme::After, Lexeme::Noon) | (Lexeme::On | Lexeme::After, Lexeme::Afternoon) => {
                (Part::Afternoon, from + 2)
            }
            (Lexeme::Before | Lexeme::Until, Lexeme::Noon) => (Part::Forenoon, from + 2),
            (Lexeme::On | Lexeme::At, Lexeme::Noon) => (Part::Noon, from + 2),
            (Lexeme::On, Lexeme::Filler) if self.is(from + 2, Lexeme::Noon) => (Part::Noon, from + 3),
            (Lexeme::Afternoon, _) => (Part::Afternoon, from + 1),
            (Lexeme::Forenoon, _) => (Part::Forenoon, from + 1),
            (Lexeme::From | Lexeme::Filler | Lexeme::On, Lexeme::Morning) => (Part::Morning, from + 2),
            (Lexeme::Morning, _) => (Part::Morning, from + 1),
            (Lexeme::Until, Lexeme::Evening) => (Part::Evening, from + 2),
            (Lexeme::Evening, _) => (Part::Evening, from + 1),
            (Lexeme::On, Lexeme::Night) => (Part::Night, from + 2),
            (Lexeme::Onto | Lexeme::Until | Lexeme::On, Lexeme::End) if self.is(from + 2, Lexeme::Unit(Unit::Day)) => {
                (Part::DaysEnd, from + 3)
            }
            (Lexeme::Within, Lexeme::Unit(Unit::Day)) => (Part::DaysEnd, from + 2),
            (Lexeme::On, Lexeme::Within) if self.is(from + 2, Lexeme::Unit(Unit::Day)) => (Part::DaysEnd, from + 3),
            _ => return None,
        })
    }
}

/// All pieces of times, in order; where two readings overlap, the one that begins first.
pub(super) fn atoms(items: &[Item]) -> Vec<Atom> {
    let reader = Reader { items };
    let mut found: Vec<Atom> = Vec::new();
    let mut at = 0;
    while at < items.len() {
        let Some(atom) = reader.atom_at(at).filter(|atom| atom.items.end > at) else {
            at += 1;
            continue;
        };
        at = atom.items.end;
        // "Dwa dni temu" is over.
        if !reader.is(at, Lexeme::Ago) {
            found.push(atom);
        }
    }
    found
}
