//! Families of phrases, each with how surely it means what the family is about.

use super::line::Line;
use super::phrases::{Found, Hit, Phrases};

/// Phrases compiled together with their weights.
#[derive(Clone, Debug)]
pub(super) struct Weighted {
    phrases: Phrases,
    weights: Vec<f32>,
}

impl Weighted {
    /// Reads a weight from 0 to 1 and a pattern from each line; `#` begins a remark.
    ///
    /// # Panics
    /// If a line has no weight: the lists are part of this program.
    pub(super) fn read(list: &str) -> Self {
        Self::with(list, &[])
    }

    /// The same, with names in the patterns that stand for more: `("{co}", "(kto|co)")`.
    pub(super) fn with(list: &str, names: &[(&str, &str)]) -> Self {
        let lines = list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let (mut patterns, mut weights) = (Vec::new(), Vec::new());
        for line in lines {
            let (weight, pattern) = line.split_once(' ').expect("a line is a weight and a pattern");
            weights.push(weight.parse().expect("a line begins with its weight"));
            patterns.push(names.iter().fold(pattern.to_owned(), |text, (name, stands)| text.replace(name, stands)));
        }
        Self { phrases: Phrases::compile(patterns.iter().map(String::as_str)), weights }
    }

    /// Everything found whose every sound may be wrong by no more than `likeness` says, as hits.
    pub(super) fn find(&self, line: &Line, likeness: f32) -> Vec<(Found, f32)> {
        let found = self.phrases.find(line).into_iter().filter(|found| found.likeness >= likeness);
        found.map(|found| (found, self.weights[found.pattern] * found.likeness)).collect()
    }
}

/// One hit for several signs of the same thing: each leaves the doubt that its confidence leaves, and a
/// sign within a surer one adds nothing.
pub(super) fn together(line: &Line, mut signs: Vec<(Found, f32)>) -> Option<Hit> {
    signs.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let mut counted: Vec<(Found, f32)> = Vec::new();
    for (sign, confidence) in signs {
        if !counted.iter().any(|(other, _)| other.from < sign.to && sign.from < other.to) {
            counted.push((sign, confidence));
        }
    }
    let from = counted.iter().map(|(sign, _)| sign.from).min()?;
    let to = counted.iter().map(|(sign, _)| sign.to).max()?;
    let doubt: f32 = counted.iter().map(|(_, confidence)| 1.0 - confidence).product();
    Some(Hit { words: line.words(from..to), confidence: 1.0 - doubt })
}
