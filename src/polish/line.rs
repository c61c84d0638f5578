//! An utterance prepared for matching: its tokens and, end to end, their sounds.

use std::ops::Range;

use super::normalise::{self, Token};
use super::sound;
use crate::event::Word;

/// What was said, as tokens and as one run of sounds.
#[derive(Clone, Debug, Default)]
pub struct Line {
    tokens: Vec<Token>,
    sounds: Vec<u8>,
    token_at: Vec<usize>,
    starts: Vec<usize>,
}

impl Line {
    /// Prepares words.
    pub fn new(words: &[Word]) -> Self {
        Self::of_tokens(normalise::tokens(words))
    }

    /// Prepares a text; its words are counted between spaces.
    pub fn of_text(text: &str) -> Self {
        Self::new(&normalise::words_of(text))
    }

    fn of_tokens(tokens: Vec<Token>) -> Self {
        let mut line = Self::default();
        for token in tokens {
            let sounds = sound::spell(&token.text);
            if sounds.is_empty() {
                continue;
            }
            line.starts.push(line.sounds.len());
            line.token_at.extend(std::iter::repeat_n(line.tokens.len(), sounds.len()));
            line.sounds.extend(sounds);
            line.tokens.push(token);
        }
        line.starts.push(line.sounds.len());
        line
    }

    /// The tokens, in order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// All sounds end to end.
    pub fn sounds(&self) -> &[u8] {
        &self.sounds
    }

    /// The sounds of one token.
    pub fn sounds_of(&self, token: usize) -> &[u8] {
        &self.sounds[self.starts[token]..self.starts[token + 1]]
    }

    /// Which token the sound at `at` belongs to; the number of tokens at the end.
    pub fn token_of(&self, at: usize) -> usize {
        self.token_at.get(at).copied().unwrap_or(self.tokens.len())
    }

    /// Whether a token begins at this sound (the end counts).
    pub fn begins(&self, at: usize) -> bool {
        at >= self.sounds.len() || self.starts[self.token_at[at]] == at
    }

    /// Where a token's sounds begin; the end of all for the number of tokens.
    pub fn start_of(&self, token: usize) -> usize {
        self.starts.get(token).copied().unwrap_or(self.sounds.len())
    }

    /// Whether a clause begins with this token: the first, or one after a mark.
    pub fn opens(&self, token: usize) -> bool {
        token == 0 || self.tokens.get(token - 1).is_some_and(|before| before.mark.is_some())
    }

    /// Whether a sentence ends with the token before this one.
    pub fn closes(&self, token: usize) -> bool {
        token >= self.tokens.len() || token > 0 && self.tokens[token - 1].ends_sentence()
    }

    /// Whether the sentence that the token belongs to ends with a question mark.
    pub fn asked(&self, token: usize) -> bool {
        self.tokens[token.min(self.tokens.len())..]
            .iter()
            .find(|token| token.ends_sentence())
            .is_some_and(|token| token.mark == Some('?'))
    }

    /// The tokens of each sentence.
    pub fn sentences(&self) -> Vec<Range<usize>> {
        let mut sentences = Vec::new();
        let mut from = 0;
        for (at, token) in self.tokens.iter().enumerate() {
            if token.ends_sentence() || at + 1 == self.tokens.len() {
                sentences.push(from..at + 1);
                from = at + 1;
            }
        }
        sentences
    }

    /// The source words of a range of tokens.
    pub fn words(&self, tokens: Range<usize>) -> Range<usize> {
        match (self.tokens.get(tokens.start), tokens.end.checked_sub(1)) {
            (Some(first), Some(last)) if last >= tokens.start => {
                first.word..self.tokens[last.min(self.tokens.len() - 1)].word + 1
            }
            _ => 0..0,
        }
    }

    /// The tokens of a range, joined by spaces.
    pub fn said(&self, tokens: Range<usize>) -> String {
        let texts: Vec<&str> = self.tokens[tokens].iter().map(|token| token.text.as_str()).collect();
        texts.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_sounds_lead_back_to_words() {
        let line = Line::of_text("Proszę pana, chwileczkę. Tak?");
        assert_eq!(line.tokens().len(), 4);
        assert_eq!(line.token_of(line.start_of(2)), 2);
        assert!(line.begins(line.start_of(1)) && !line.begins(line.start_of(1) + 1));
        assert_eq!(line.words(1..3), 1..3);
        assert_eq!(line.said(1..3), "pana chwileczkę");
        assert_eq!(line.sentences(), vec![0..3, 3..4]);
        assert!(line.opens(2) && line.asked(3) && !line.asked(0) && line.closes(3));
    }
}
