//! The words that open a question.

use crate::event::Word;

/// They ask for a fact, in every case of theirs.
const FACTS: [&str; 36] = [
    "kto", "kogo", "komu", "kim", "czego", "czemu", "czym", "gdzie", "dokąd", "skąd", "odkąd", "kiedy", "jaki", "jaka",
    "jakie", "jaką", "jakiej", "jakiego", "jakim", "jakich", "ile", "ilu", "który", "która", "które", "którą",
    "której", "którego", "którym", "których", "dlaczego", "czyj", "czyja", "czyje", "czyją", "czyjego",
];

/// These do too, but often open a statement: "co do opłaty", "jak najbardziej".
const OFTEN_FACTS: [&str; 2] = ["co", "jak"];

/// The word before a question to be answered by yes or no.
const YES_OR_NO: &str = "czy";

/// Whether a word in lower case asks for a fact, as far as one word can tell.
pub(super) fn asks_for_fact(word: &str) -> bool {
    FACTS.contains(&word) || OFTEN_FACTS.contains(&word)
}

/// Whether a word in lower case opens questions and next to nothing else.
pub(super) fn surely_asks(word: &str) -> bool {
    word == YES_OR_NO || FACTS.contains(&word)
}

/// All these words as alternatives of a pattern.
pub(super) fn alternatives() -> String {
    format!("({YES_OR_NO}|{}|{})", FACTS.join("|"), OFTEN_FACTS.join("|"))
}

/// Words of a sentence among which a question opens.
const OPENING: usize = 3;

/// Whether the sentence that is being said began as a question.
pub fn begun_as_question(words: &[Word]) -> bool {
    let last = words.iter().rposition(|word| word.text.ends_with(['.', '?', '!'])).map_or(0, |at| at + 1);
    words[last..].iter().take(OPENING).any(|word| {
        let word = word.text.to_lowercase();
        surely_asks(word.trim_matches(|letter: char| !letter.is_alphanumeric()))
    })
}
