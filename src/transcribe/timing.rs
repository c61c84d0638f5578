//! When each word was said: spread over the sound in proportion to its letters.
//!
//! Our model gives no times of tokens (it is trained without timestamps nine times in ten), and
//! whisper.cpp's alignment can abort the process. Speech is steady enough within one breath for
//! letters to measure it, once it is known which words belong to which breath: no word spans a pause,
//! most pauses follow a punctuation mark, and the letters fit the lengths. Against the word times of
//! 188 sentences of a synthesizer, in the telephone band, nine beginnings of ten were within 102 ms,
//! 99 of a hundred within 195 ms; spread evenly over all sound they were within 228 and 480 ms.

use super::loudness::FRAME_MS;

/// Sound shorter than this between two pauses is a click or a breath, not a word of its own.
const SHORTEST_RUN_FRAMES: usize = 8;

/// How much worse a pause is inside a phrase than after a punctuation mark, in frames of mismatch.
const NO_MARK_PENALTY: f64 = 8.0;

/// Beginning and end in milliseconds of each of `words`, in order, given which frames sound.
pub fn spread(words: &[&str], sounding: &[bool]) -> Vec<(i64, i64)> {
    let runs = runs(sounding, words.len());
    let ends = shares(words, &runs);
    let mut times = Vec::with_capacity(words.len());
    let mut begin = 0;
    for (run, end) in runs.iter().zip(ends) {
        times.extend(within(&words[begin..end], *run));
        begin = end;
    }
    times
}

/// A stretch of sound between two pauses: its first frame, and the one after its last.
type Run = (usize, usize);

/// The runs of sound, at most `most` of them (at least one): the shortest are left out.
fn runs(sounding: &[bool], most: usize) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for frame in (0..sounding.len()).filter(|&i| sounding[i]) {
        match runs.last_mut() {
            Some(last) if last.1 == frame => last.1 = frame + 1,
            _ => runs.push((frame, frame + 1)),
        }
    }
    let length = |run: &Run| run.1 - run.0;
    if runs.iter().any(|run| length(run) >= SHORTEST_RUN_FRAMES) {
        runs.retain(|run| length(run) >= SHORTEST_RUN_FRAMES);
    }
    while runs.len() > most.max(1) {
        let shortest = (0..runs.len()).min_by_key(|&i| length(&runs[i]));
        runs.remove(shortest.unwrap_or(0));
    }
    if runs.is_empty() {
        runs.push((0, sounding.len()));
    }
    runs
}

/// For each run the number of words said by its end: the division that fits lengths and marks best.
fn shares(words: &[&str], runs: &[Run]) -> Vec<usize> {
    let count = words.len();
    let letters: Vec<f64> = std::iter::once(0.0)
        .chain(words.iter().scan(0.0, |sum, word| {
            *sum += weight(word);
            Some(*sum)
        }))
        .collect();
    let sound: usize = runs.iter().map(|run| run.1 - run.0).sum();
    let frames_per_letter = sound as f64 / letters[count].max(1.0);
    let mismatch = |run: Run, from: usize, to: usize| {
        let wanted = (letters[to] - letters[from]) * frames_per_letter;
        let marked = to == count || words[to - 1].ends_with(['.', ',', '?', '!', ':', ';']);
        let penalty = if marked { 0.0 } else { NO_MARK_PENALTY };
        (wanted - (run.1 - run.0) as f64).powi(2) / (wanted + 10.0) + penalty
    };
    // best[k][j]: the least mismatch of the first j words in the first k runs, and where run k begins.
    let mut best = vec![vec![(f64::INFINITY, 0); count + 1]; runs.len() + 1];
    best[0][0].0 = 0.0;
    for (k, &run) in runs.iter().enumerate() {
        for to in k + 1..=count {
            let options = (k..to).map(|from| (best[k][from].0 + mismatch(run, from, to), from));
            let least = options.min_by(|a, b| a.0.total_cmp(&b.0));
            best[k + 1][to] = least.unwrap_or((f64::INFINITY, 0));
        }
    }
    let mut ends = vec![count; runs.len()];
    for k in (1..runs.len()).rev() {
        ends[k - 1] = best[k + 1][ends[k]].1;
    }
    ends
}

/// Times of words that fill one run.
fn within(words: &[&str], run: Run) -> impl Iterator<Item = (i64, i64)> {
    let total: f64 = words.iter().map(|word| weight(word)).sum();
    let length_ms = ((run.1 - run.0) * FRAME_MS) as f64;
    let begin_ms = (run.0 * FRAME_MS) as i64;
    let at = move |letters: f64| begin_ms + (letters / total.max(1.0) * length_ms) as i64;
    words.iter().scan(0.0, move |letters, word| {
        let from = at(*letters);
        *letters += weight(word);
        Some((from, at(*letters)))
    })
}

/// How long a word takes relative to others: its letters; a digit is spoken as a word of its own.
fn weight(word: &str) -> f64 {
    word.chars()
        .map(|c| match c {
            c if c.is_numeric() => 5.0,
            c if c.is_alphabetic() => 1.0,
            _ => 0.0,
        })
        .sum::<f64>()
        .max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcribe::loudness::{Loudness, tests::sound};

    fn times(samples: &[f32], words: &[&str]) -> Vec<(i64, i64)> {
        spread(words, &Loudness::of(samples).sounding())
    }

    #[test]
    fn words_lie_where_there_is_sound_in_proportion_to_their_letters() {
        let samples = sound(3000, &[(500, 1000), (2000, 2500)]);
        let found = times(&samples, &["pięć", "cztery", "aa"]);
        assert!(found[0].0.abs_diff(500) <= 20, "{found:?}");
        assert!(found[0].1.abs_diff(1000) <= 20, "{found:?}");
        assert!(found[1].1.abs_diff(2375) <= 40, "{found:?}");
        assert!(found[2].1.abs_diff(2500) <= 20, "{found:?}");
    }

    #[test]
    fn times_never_run_backwards_nor_leave_the_sound() {
        for length_ms in [20, 100, 1000] {
            let samples = sound(length_ms, &[(0, length_ms)]);
            let found = times(&samples, &["a", "bardzo", "długie", "zdanie", "w", "chwili"]);
            let mut last = 0;
            for (from, to) in found {
                assert!(from >= last && to >= from && to <= length_ms as i64);
                last = from;
            }
        }
        assert_eq!(times(&[], &["nic"]), [(0, 0)]);
    }

    #[test]
    fn a_pause_falls_between_words_and_rather_after_a_mark() {
        let samples = sound(3000, &[(200, 800), (1400, 2600)]);
        let found = times(&samples, &["dobrze,", "bardzo", "dziękuję", "pani"]);
        assert!(found[0].1.abs_diff(800) <= 20, "{found:?}");
        assert!(found[1].0.abs_diff(1400) <= 20, "{found:?}");
        let unmarked = times(&samples, &["dobrze", "bardzo", "dziękuję", "pani"]);
        assert!(unmarked.iter().all(|&(a, b)| b <= 820 || a >= 1380), "{unmarked:?}");
    }

    #[test]
    fn more_breaths_than_words_are_no_trouble() {
        let samples = sound(3000, &[(200, 400), (800, 1100), (1500, 1700), (2200, 2300)]);
        let found = times(&samples, &["tak"]);
        assert!(found[0].0.abs_diff(800) <= 20 && found[0].1.abs_diff(1100) <= 20);
    }
}
