//! Syllables of Polish words, as they are spoken.

/// How many syllables a word has: its vowels, where an "i" before a vowel only softens what precedes
/// it, and "au" and "eu" are one syllable.
///
/// `None` for a word with digits or without a letter: nobody knows how it was read out.
pub fn syllables(word: &str) -> Option<usize> {
    let letters: Vec<char> =
        word.chars().flat_map(char::to_lowercase).filter(|letter| letter.is_alphanumeric()).collect();
    if letters.is_empty() || letters.iter().any(char::is_ascii_digit) {
        return None;
    }
    if letters.len() > 1 && !letters.iter().any(|letter| vowel(*letter)) {
        // "w", "z" lean on the next word; an abbreviation is spelt out.
        return Some(letters.len());
    }
    let mut count = 0;
    for (at, &letter) in letters.iter().enumerate() {
        let next = letters.get(at + 1).copied();
        let softens = letter == 'i' && next.is_some_and(vowel);
        let before = at.checked_sub(1).map(|at| letters[at]);
        let glide = letter == 'u' && matches!(before, Some('a' | 'e')) && !splits(&letters, at);
        if vowel(letter) && !softens && !glide {
            count += 1;
        }
    }
    Some(count)
}

const fn vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'ą' | 'e' | 'ę' | 'i' | 'o' | 'ó' | 'u' | 'y')
}

/// Whether the "u" at `at` begins a syllable: after a prefix ("nauka", "zaufać", "nieuwaga") or in "muzeum".
fn splits(letters: &[char], at: usize) -> bool {
    let before: String = letters[..at].iter().collect();
    let after: String = letters[at + 1..].iter().take(2).collect();
    let latin = before.ends_with('e') && letters[at + 1..] == ['m'];
    latin
        || matches!(before.as_str(), "na" | "za" | "nie" | "prze" | "pona" | "wyna" | "przena" | "dona")
            && !matches!(after.as_str(), "" | "t" | "to")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vowels_are_counted_as_they_are_spoken() {
        for (word, count) in [
            ("dom", 1),
            ("w", 0),
            ("z", 0),
            ("ze", 1),
            ("i", 1),
            ("o", 1),
            ("pan", 1),
            ("pani", 2),
            ("pania", 2),
            ("wniosek", 2),
            ("siedem", 2),
            ("dziesięć", 2),
            ("dzień", 1),
            ("dobry", 2),
            ("miasto", 2),
            ("zaświadczenie", 4),
            ("niepełnosprawności", 6),
            ("auto", 2),
            ("autobus", 3),
            ("Europa", 3),
            ("nauka", 3),
            ("zaufanie", 4),
            ("nieuwaga", 4),
            ("muzeum", 3),
            ("ewidencja", 4),
            ("historia", 3),
            ("biuro", 2),
            ("proszę,", 2),
            ("Urząd", 2),
            ("Białymstoku", 4),
            ("Łomży", 2),
            ("ą", 1),
            ("ósmy", 2),
            ("VAT", 1),
            ("PKP", 3),
        ] {
            assert_eq!(syllables(word), Some(count), "{word}");
        }
        for word in ["", "-", "15", "2a", "…"] {
            assert_eq!(syllables(word), None, "{word}");
        }
    }
}
