//! Words as they came, cut into plain lower-case tokens that remember their source.

use crate::event::{CallTime, Word};

/// A plain lower-case run of letters or digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Lower case, diacritics kept.
    pub text: String,
    /// Which of the source words it comes from.
    pub word: usize,
    /// The strongest mark that follows it within its word: `?` over `.` and `!` over `,`.
    pub mark: Option<char>,
    /// Whether its first letter was a capital.
    pub capital: bool,
}

impl Token {
    /// Whether a sentence ends after it.
    pub const fn ends_sentence(&self) -> bool {
        matches!(self.mark, Some('?' | '.' | '!'))
    }
}

/// The tokens of words, hesitations ("yyy", "eee") left out.
pub fn tokens(words: &[Word]) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(words.len());
    for (index, word) in words.iter().enumerate() {
        cut(&word.text, index, &mut tokens);
    }
    tokens
}

/// Words of a text without times, for tests and for text that has none.
pub fn words_of(text: &str) -> Vec<Word> {
    text.split_whitespace()
        .map(|text| Word { text: text.to_owned(), from: CallTime::ZERO, to: CallTime::ZERO, confidence: 1.0 })
        .collect()
}

/// Lower case without diacritics: "Łomża" becomes "lomza".
pub fn fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'ą' => 'a',
            'ć' => 'c',
            'ę' => 'e',
            'ł' => 'l',
            'ń' => 'n',
            'ó' => 'o',
            'ś' => 's',
            'ź' | 'ż' => 'z',
            other => other,
        })
        .collect()
}

fn cut(text: &str, word: usize, tokens: &mut Vec<Token>) {
    let first = tokens.len();
    let mut open = false;
    for letter in text.chars() {
        if letter.is_alphanumeric() {
            if !open {
                tokens.push(Token { text: String::new(), word, mark: None, capital: letter.is_uppercase() });
                open = true;
            }
            if let Some(token) = tokens.last_mut() {
                token.text.extend(letter.to_lowercase());
            }
        } else {
            open = false;
            // A mark that stands alone belongs to the token before it.
            if let Some(token) = tokens.last_mut()
                && weight(Some(letter)) > weight(token.mark)
            {
                token.mark = Some(letter);
            }
        }
    }
    if tokens.len() > first && tokens[first..].iter().all(|token| hesitates(&token.text)) {
        let mark = tokens.last().and_then(|token| token.mark);
        tokens.truncate(first);
        if let Some(token) = tokens.last_mut()
            && weight(mark) > weight(token.mark)
        {
            token.mark = mark;
        }
    }
}

const fn weight(mark: Option<char>) -> u8 {
    match mark {
        Some('?') => 3,
        Some('.' | '!' | '…') => 2,
        Some(',' | ';' | ':' | '-' | '–') => 1,
        _ => 0,
    }
}

fn hesitates(text: &str) -> bool {
    let mut letters = text.chars();
    let first = letters.next();
    match first {
        Some('y' | 'e' | 'm' | 'h') => {
            text.chars().count() > 1 && letters.all(|letter| matches!(letter, 'y' | 'e' | 'm' | 'h'))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_know_their_word_and_the_mark_after_it() {
        let tokens = tokens(&words_of("Dzień dobry, yyy - czy-li „Łomża”? Tak."));
        let texts: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
        assert_eq!(texts, ["dzień", "dobry", "czy", "li", "łomża", "tak"]);
        let places: Vec<usize> = tokens.iter().map(|token| token.word).collect();
        assert_eq!(places, [0, 1, 4, 4, 5, 6]);
        assert_eq!(tokens[1].mark, Some(','));
        assert_eq!(tokens[4].mark, Some('?'));
        assert!(tokens[5].ends_sentence() && tokens[0].capital && !tokens[1].capital);
    }

    #[test]
    fn folding_drops_case_and_diacritics() {
        assert_eq!(fold("ZAŻÓŁĆ gęślą Jaźń"), "zazolc gesla jazn");
    }
}
