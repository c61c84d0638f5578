//! Wordings that an office adds to those known here, in its procedure file.
//!
//! Each is a pattern of [`super::phrases`]: "(mocium|mości) panie", "proszę trwać przy aparacie".

use std::sync::Arc;

use serde::Deserialize;

use super::line::Line;
use super::phrases::{Hit, Phrases, surest};
use crate::event::Word;

/// How much like its pattern a phrase must sound.
const CLEAR: f32 = 0.78;

/// Words that no wording should find anything in.
const OF_NO_MEANING: &str = "Bzdryngol prztyk! Wchrząszcz fąfel, gżegżółek mżyn?";

/// An office's own phrases; none unless its procedure file has some.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct Wordings(Option<Arc<Phrases>>);

impl Wordings {
    /// The surest of these phrases among some words.
    pub fn find(&self, words: &[Word]) -> Option<Hit> {
        let phrases = self.0.as_ref()?;
        let line = Line::new(words);
        let found = phrases.find(&line).into_iter().filter(|found| found.likeness >= CLEAR);
        surest(found.map(|found| found.hit(&line, 1.0)))
    }
}

impl TryFrom<Vec<String>> for Wordings {
    type Error = String;

    /// Refuses a pattern that is left open, or that finds itself in anything.
    fn try_from(patterns: Vec<String>) -> Result<Self, String> {
        for pattern in &patterns {
            let refused = |because: &str| Err(format!("the wording `{pattern}` {because}"));
            if !(balanced(pattern, '(', ')') && balanced(pattern, '[', ']')) {
                return refused("has a bracket without its other half");
            }
            let alone = Phrases::compile([pattern.as_str()]);
            if !pattern.chars().any(char::is_alphabetic) || !alone.find(&Line::of_text(OF_NO_MEANING)).is_empty() {
                return refused("would be found in anything: give at least one word that must be said");
            }
        }
        let compiled = Phrases::compile(patterns.iter().map(String::as_str));
        Ok(Self((!patterns.is_empty()).then(|| Arc::new(compiled))))
    }
}

/// Whether brackets of a kind are opened before they are closed, and closed at the end.
fn balanced(pattern: &str, opens: char, closes: char) -> bool {
    let mut open = 0_u32;
    for letter in pattern.chars() {
        if letter == opens {
            open += 1;
        } else if letter == closes {
            let Some(left) = open.checked_sub(1) else { return false };
            open = left;
        }
    }
    open == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::polish::normalise::words_of;

    fn wordings(patterns: &[&str]) -> Result<Wordings, String> {
        Wordings::try_from(patterns.iter().map(|&pattern| pattern.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn an_offices_own_phrases_are_found_by_sound() {
        let own = wordings(&["(trwać|trwa) przy aparacie", "laboga"]).expect("they are patterns");
        assert_eq!(own.find(&words_of("Proszę tfać przy aparacie, szukam")).map(|hit| hit.words), Some(1..4));
        assert!(own.find(&words_of("Proszę przyjść jutro")).is_none());
        assert!(Wordings::default().find(&words_of("laboga")).is_none());
        assert!(wordings(&[]).expect("none is no mistake").find(&words_of("laboga")).is_none());
    }

    #[test]
    fn what_would_be_found_in_anything_is_refused() {
        for (pattern, because) in [
            ("", "at least one word"),
            ("~2", "at least one word"),
            ("?", "at least one word"),
            ("(laboga", "other half"),
            ("laboga]", "other half"),
            (")laboga(", "other half"),
        ] {
            let refused = wordings(&["dobre słowo", pattern]).expect_err(pattern);
            assert!(refused.contains(because) && refused.contains(pattern), "{pattern}: {refused}");
        }
    }
}
