//! Goodbyes.

use std::sync::LazyLock;

use super::line::Line;
use super::phrases::{Hit, Phrases, surest};
use crate::event::Word;

/// From this confidence on a hit is a farewell; below it is only a sign that one is near.
pub const FAREWELL: f32 = 0.5;

/// Patterns and how surely each is a farewell.
const PATTERNS: &[(&str, f32)] = &[
    ("do (widzenia!|widzeni!|widzenie!)", 1.0),
    ("do (usłyszenia!|usłyszeni!|usłyszenie!)", 1.0),
    ("do (zobaczenia!|zobaczeni!|zobaczenie!)", 1.0),
    (
        "(miłego|dobrego|spokojnego|udanego|przyjemnego|pięknego|słonecznego) ~1 (dnia|weekendu|popołudnia|wieczoru|urlopu|świąt|tygodnia)",
        0.95,
    ),
    ("(miłej|spokojnej) (niedzieli|soboty|nocy|drogi|reszty)", 0.9),
    ("(zostańcie|zostań|zostańcie państwo|idź|idźcie|niech pani zostanie) z bogiem", 0.95),
    ("^ z [panem] bogiem", 0.8),
    ("^ żegnam", 0.95),
    ("żegnam {pan}", 0.95),
    ("^ kłaniam! się", 0.65),
    ("^ pozdrawiam $", 0.6),
    ("^ wszystkiego (dobrego|najlepszego)", 0.85),
    ("^ (szerokiej drogi|wesołych świąt|dobranoc|pa pa|no pa|no to cześć)", 0.7),
    ("^ [to] [no] (pa|cześć|nara|hej) $", 0.55),
    ("^ [no] [to] na razie $", 0.45),
    ("^ [to] do (jutra|poniedziałku|wtorku|środy|czwartku|piątku|soboty|następnego) $", 0.4),
    ("^ [nie] [dziękuję] to [już] [by] [było] wszystko $", 0.3),
    ("^ [nie] to [już] wszystko [bardzo] dziękuję", 0.35),
    ("^ [no] to [ja] [bardzo] (dziękuję|dziękujemy) [{pan}] [bardzo] [serdecznie] [ślicznie] $", 0.35),
    ("polecam* się ~2 przyszłość", 0.3),
];

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile(PATTERNS.iter().map(|(pattern, _)| *pattern)));

const ON: &[&str] = &[
    "^ [a] [i] [no] [ale] jeszcze (jedno|jedną|jedna|sekun*|chwil*|momen*|coś|tylko|zapytam|pytanie|chciał*|dopytam|powiem)",
    "^ [a] (zaraz|chwil*|momen*|sekun*|aha|a propos|przepraszam) ~1 jeszcze",
    "(zapomniał*|przypomniało mi) ~3",
    "^ [a] [czy] mogę jeszcze (zapytać|o coś|coś|dopytać)",
];

static GOES_ON: LazyLock<Phrases> = LazyLock::new(|| Phrases::compile(ON.iter().copied()));

/// The surest farewell in an utterance, whole or partial; see [`FAREWELL`] for what its confidence
/// means. "Dzień dobry" is none.
pub fn farewell(words: &[Word]) -> Option<Hit> {
    let line = Line::new(words);
    let found = PHRASES.find(&line).into_iter();
    surest(found.map(|found| found.hit(&line, PATTERNS[found.pattern].1)))
}

/// Whether somebody goes on after the goodbyes: "jeszcze sekundkę", "a jeszcze jedno pytanie".
pub fn goes_on(words: &[Word]) -> bool {
    !GOES_ON.find(&Line::new(words)).is_empty()
}
