//! From the model's tokens to words.

/// One piece of the model's output: some bytes of text, which need not be whole letters.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The model's number of it.
    pub token: i32,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// From 0 to 1.
    pub probability: f32,
}

/// A word without a time yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Spelt {
    /// The word with its punctuation.
    pub text: String,
    /// The geometric mean of its pieces' probabilities.
    pub confidence: f32,
}

/// The words of a row of pieces.
///
/// Whisper's tokens are bytes, and Polish letters are often split between two: bytes are joined
/// before they are read as UTF-8. What holds no letter or digit (a dash, a note sign) is no word,
/// and neither is a remark in brackets ("[Muzyka]").
pub fn spell(pieces: &[Piece]) -> Vec<Spelt> {
    let mut words = Vec::new();
    let mut bytes = Vec::new();
    let mut logarithms = Vec::new();
    for piece in pieces {
        for (position, &byte) in piece.bytes.iter().enumerate() {
            if byte.is_ascii_whitespace() {
                close(&mut words, &mut bytes, &mut logarithms);
                continue;
            }
            if bytes.is_empty() || position == 0 {
                logarithms.push(piece.probability.max(1e-6).ln());
            }
            bytes.push(byte);
        }
    }
    close(&mut words, &mut bytes, &mut logarithms);
    without_remarks(words)
}

fn close(words: &mut Vec<Spelt>, bytes: &mut Vec<u8>, logarithms: &mut Vec<f32>) {
    let text = String::from_utf8_lossy(bytes).replace('\u{fffd}', "");
    let mean = logarithms.iter().sum::<f32>() / logarithms.len().max(1) as f32;
    bytes.clear();
    logarithms.clear();
    if text.chars().any(char::is_alphanumeric) || opens(&text) || shuts(&text) {
        words.push(Spelt { text, confidence: mean.exp().clamp(0.0, 1.0) });
    }
}

fn opens(text: &str) -> bool {
    text.starts_with(['[', '(', '*', '♪'])
}

fn shuts(text: &str) -> bool {
    text.trim_end_matches(['.', ',', '!', '?']).ends_with([']', ')', '*', '♪'])
}

fn without_remarks(words: Vec<Spelt>) -> Vec<Spelt> {
    let mut inside = false;
    let mut kept: Vec<Spelt> = words
        .iter()
        .filter(|word| {
            inside |= opens(&word.text);
            let keep = !inside;
            inside &= !shuts(&word.text) || word.text.chars().count() == 1;
            keep
        })
        .cloned()
        .collect();
    if inside {
        // A bracket that never shuts is a slip of the model's, not a remark.
        kept = words;
    }
    kept.retain(|word| word.text.chars().any(char::is_alphanumeric));
    kept
}

/// The length of `tokens` without a repetition at its end, if it ends in one: the pattern once.
///
/// Greedy decoding can be caught in a loop ("proszę proszę proszę …"). People do repeat themselves,
/// so a pattern of up to 16 tokens counts only when it comes four times or more and fills 12 tokens.
pub fn before_loop(tokens: &[i32]) -> Option<usize> {
    const LONGEST: usize = 16;
    const TIMES: usize = 4;
    const FILLS: usize = 12;
    (1..=LONGEST.min(tokens.len() / TIMES)).find_map(|period| {
        let repeated =
            tokens.iter().rev().zip(tokens.iter().rev().skip(period)).take_while(|(a, b)| a == b).count() + period;
        (repeated >= (TIMES * period).max(FILLS)).then_some(tokens.len() - repeated + period)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(parts: &[(&[u8], f32)]) -> Vec<Piece> {
        parts
            .iter()
            .zip(0..)
            .map(|(&(bytes, probability), token)| Piece { token, bytes: bytes.to_vec(), probability })
            .collect()
    }

    fn texts(parts: &[(&[u8], f32)]) -> Vec<String> {
        spell(&pieces(parts)).into_iter().map(|w| w.text).collect()
    }

    #[test]
    fn letters_split_between_tokens_are_joined() {
        let parts: &[(&[u8], f32)] = &[(b" Dzie", 0.9), (b"\xc5", 0.9), (b"\x84", 0.9), (b" dobry", 0.5), (b",", 0.5)];
        assert_eq!(texts(parts), ["Dzień", "dobry,"]);
        let words = spell(&pieces(parts));
        assert!((words[0].confidence - 0.9).abs() < 1e-3);
        assert!((words[1].confidence - 0.5).abs() < 1e-3);
    }

    #[test]
    fn blanks_dashes_remarks_and_broken_bytes_are_no_words() {
        assert!(texts(&[(b"  ", 0.9)]).is_empty());
        assert_eq!(texts(&[(b" tak", 0.9), (b" -", 0.9), (b" nie", 0.9)]), ["tak", "nie"]);
        assert!(texts(&[(b" [Muzyka", 0.9), (b" w tle]", 0.9)]).is_empty());
        assert_eq!(texts(&[(b" (", 0.9), (b" tak", 0.9)]), ["tak"]);
        assert_eq!(texts(&[(b" dom\xc5", 0.9)]), ["dom"]);
    }

    #[test]
    fn a_loop_is_cut_to_its_pattern_and_honest_repetition_stays() {
        let looping = [7, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3];
        assert_eq!(before_loop(&looping), Some(4));
        assert_eq!(before_loop(&[5; 20]), Some(1));
        assert_eq!(before_loop(&[9, 5, 5, 5, 5]), None);
        assert_eq!(before_loop(&[1, 2, 3, 4, 1, 2, 3, 4]), None);
        assert_eq!(before_loop(&[]), None);
    }
}
