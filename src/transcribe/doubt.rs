//! When words of the model's are not to be believed.
//!
//! Whisper writes fluent text into music, ringing and noise. Word lists that catch it also eat real
//! thanks, so what counts here is what was measured: loudness, the model's own certainty, and how
//! fast somebody would have to speak.

use super::Nothing;
use super::words::Spelt;

/// Sound whose loudest 50 ms stay below this is not a party's speech: in the 48 measured calls the
/// quietest caller reaches −29 dBFS and the quietest bystander −43, lines hiss up to −49, and
/// the other party's echo is at −47 or below.
pub const SILENCE_DB: f32 = -50.0;

/// Below this mean certainty of its words, what the model wrote is a guess.
pub const LEAST_CONFIDENCE: f32 = 0.4;

/// A letter alone, "o" or "a", is what a note of music or a click gives; it says nothing, so it must be sure.
const LEAST_CONFIDENCE_OF_A_LETTER: f32 = 0.8;

/// Letters a second of sound that nobody reaches: fast Polish is at 20, the measured calls at 19.
pub const MOST_LETTERS_PER_SECOND: f32 = 32.0;

/// Why the words are not to be believed, or `None` where they are.
pub fn doubt(words: &[Spelt], sounding_ms: i64) -> Option<Nothing> {
    if words.is_empty() {
        return Some(Nothing::NoSpeech);
    }
    let letters = |w: &Spelt| w.text.chars().filter(|c| c.is_alphanumeric()).count();
    let all: usize = words.iter().map(letters).sum();
    if all <= 1 && mean_confidence(words) < LEAST_CONFIDENCE_OF_A_LETTER {
        return Some(Nothing::NoSpeech);
    }
    // A word's end is often below the threshold of sound, so a short one gets 300 ms more.
    if all as f32 > MOST_LETTERS_PER_SECOND * (sounding_ms + 300) as f32 / 1000.0 {
        return Some(Nothing::TooFast);
    }
    (mean_confidence(words) < LEAST_CONFIDENCE).then_some(Nothing::Unsure)
}

/// The mean certainty, each word counting by its letters.
pub fn mean_confidence(words: &[Spelt]) -> f32 {
    let weight = |w: &Spelt| w.text.chars().count() as f32;
    let total: f32 = words.iter().map(weight).sum();
    words.iter().map(|w| weight(w) * w.confidence).sum::<f32>() / total.max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, confidence: f32) -> Vec<Spelt> {
        text.split(' ').map(|word| Spelt { text: word.to_owned(), confidence }).collect()
    }

    #[test]
    fn certain_words_at_a_human_rate_are_believed() {
        assert_eq!(doubt(&said("dzień dobry, słucham", 0.8), 1100), None);
        assert_eq!(doubt(&said("tak", 0.8), 40), None);
    }

    #[test]
    fn guesses_floods_and_nothing_are_not() {
        assert_eq!(doubt(&[], 1000), Some(Nothing::NoSpeech));
        assert_eq!(doubt(&said("O", 0.55), 300), Some(Nothing::NoSpeech));
        assert_eq!(doubt(&said("O", 0.9), 300), None);
        assert_eq!(doubt(&said("dziękuję za uwagę", 0.2), 1500), Some(Nothing::Unsure));
        let flood = "napisy stworzone przez społeczność amara.org na potrzeby widzów";
        assert_eq!(doubt(&said(flood, 0.9), 500), Some(Nothing::TooFast));
    }
}
