//! A small grammar of phrases, compiled once and found by sound anywhere in an utterance.
//!
//! A pattern is words with spaces between them, in plain Polish spelling:
//!
//! | piece | meaning |
//! |---|---|
//! | `cierpliwoś*` | a stem with any ending |
//! | `sprawdzę!` | a word whose ending matters |
//! | `[bardzo]` | may be absent |
//! | `(chwilę\|moment)` | one of several, each a pattern of its own |
//! | `~2` | up to two words of any kind |
//! | `^` | a clause begins here |
//! | `$` | a sentence ends here |
//! | `?` | the sentence ends with a question mark |
//! | `{pan}` | a form of address; so `{chwilę}`, `{jasne}`, `{niejasne}` |
//!
//! Each word may be wrong by its own share of sounds, and the whole phrase by less than the sum of
//! those shares; a word may be joined to its neighbour or split in two.

use std::ops::Range;

use super::grammar::{self, State};
use super::line::Line;
use super::trie::{Occurrence, Trie};

/// Something that was said.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The source words it rests on.
    pub words: Range<usize>,
    /// From 0 to 1: how surely it was said, and how surely it means this.
    pub confidence: f32,
}

/// A phrase found in a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// The number of the pattern.
    pub pattern: usize,
    /// Its first token.
    pub from: usize,
    /// The token after its last.
    pub to: usize,
    /// From 0.6 (as wrong as allowed) to 1 (every sound right).
    pub likeness: f32,
}

impl Found {
    /// The same as a hit, whose confidence is the likeness times `weight`.
    pub fn hit(&self, line: &Line, weight: f32) -> Hit {
        Hit { words: line.words(self.from..self.to), confidence: weight * self.likeness }
    }
}

/// The surest of several hits; the first of equally sure ones.
pub fn surest(hits: impl IntoIterator<Item = Hit>) -> Option<Hit> {
    hits.into_iter().reduce(|best, hit| if hit.confidence > best.confidence { hit } else { best })
}

/// What a whole phrase may cost for each of its sounds.
const RATE: u32 = 13;
/// What would make a phrase half as likely as a right one, for each of its sounds.
const HALF: u32 = 17;
/// A gap that begins in the middle of a token.
const TORN_GAP: u32 = 50;
/// A phrase this much behind is given up before its end.
const HOPELESS: i64 = -60;

/// Patterns compiled together; their words are looked for all at once.
#[derive(Clone, Debug)]
pub struct Phrases {
    trie: Trie,
    states: Vec<State>,
}

#[derive(Clone, Copy, Debug)]
struct Item {
    state: u32,
    from: usize,
    to: usize,
    cost: u32,
    sounds: u32,
}

impl Item {
    const fn score(&self) -> i64 {
        self.sounds as i64 * RATE as i64 - self.cost as i64
    }
}

impl Phrases {
    /// Compiles patterns; they are numbered in their order. A bracket left open ends with its pattern.
    pub fn compile<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Self {
        let mut trie = Trie::default();
        let states = grammar::compile(patterns, &mut trie);
        trie.finish();
        Self { trie, states }
    }

    /// Every pattern's best finds that do not overlap with a better find of the same pattern, in
    /// order of place.
    pub fn find(&self, line: &Line) -> Vec<Found> {
        let mut found = Vec::new();
        let end = line.sounds().len();
        // What has been matched so far, by the sound that comes next.
        let mut waiting: Vec<Vec<Item>> = vec![Vec::new(); end + 1];
        for at in 0..=end {
            let mut items = std::mem::take(&mut waiting[at]);
            let follows = !items.is_empty();
            let token = line.token_of(at);
            items.push(Item { state: 0, from: token, to: token, cost: 0, sounds: 0 });
            self.open(line, at, &mut items, &mut found);
            if at == end {
                break;
            }
            let heard = self.trie.at(line, at, follows);
            let after = line.start_of(token + 1);
            let torn_gap = if line.begins(at) { 0 } else { TORN_GAP };
            for item in &items {
                for &state in &self.states[item.state as usize].any {
                    let cost = item.cost + torn_gap;
                    wait(&mut waiting[after], Item { state, cost, ..*item });
                }
                self.advance(line, item, &heard, &mut waiting);
            }
        }
        best(found)
    }

    /// Follows the edges that take no word, and notes what is complete.
    fn open(&self, line: &Line, at: usize, items: &mut Vec<Item>, found: &mut Vec<Found>) {
        let token = line.token_of(at);
        let opens = line.begins(at) && line.opens(token);
        let closes = line.begins(at) && line.closes(token);
        let torn = torn(line, at);
        let mut index = 0;
        while index < items.len() {
            let item = items[index];
            index += 1;
            let state = &self.states[item.state as usize];
            let whole = Item { cost: item.cost + torn, ..item };
            if item.sounds > 0
                && !state.accepts.is_empty()
                && let Some(likeness) = likeness(&whole)
            {
                found.extend(state.accepts.iter().map(|&pattern| Found {
                    pattern: pattern as usize,
                    from: item.from,
                    to: item.to,
                    likeness,
                }));
            }
            let mut follow = |next: &[u32]| {
                items.extend(next.iter().map(|&state| Item { state, ..item }));
            };
            if opens {
                follow(&state.clause);
            }
            if closes {
                follow(&state.close);
            }
            if !state.question.is_empty() && line.asked(item.to.saturating_sub(1)) {
                follow(&state.question);
            }
        }
    }

    fn advance(&self, line: &Line, item: &Item, heard: &[Occurrence], waiting: &mut [Vec<Item>]) {
        let mut edges = self.states[item.state as usize].words.as_slice();
        for occurrence in heard {
            let first = edges.partition_point(|(word, _)| *word < occurrence.word);
            edges = &edges[first..];
            for &(_, next) in edges.iter().take_while(|(word, _)| *word == occurrence.word) {
                let item = Item {
                    state: next,
                    from: item.from,
                    to: line.token_of(occurrence.end - 1) + 1,
                    cost: item.cost + u32::from(occurrence.cost),
                    sounds: item.sounds + self.trie.sounds(occurrence.word) as u32,
                };
                if item.score() > HOPELESS {
                    wait(&mut waiting[occurrence.end], item);
                }
            }
        }
    }
}

fn wait(waiting: &mut Vec<Item>, item: Item) {
    let known = waiting.iter_mut().find(|known| known.state == item.state && known.from == item.from);
    match known {
        Some(known) if known.score() >= item.score() => {}
        Some(known) => *known = item,
        None => waiting.push(item),
    }
}

/// What it costs that a phrase ends in the middle of a token: little where another word seems to be
/// joined on, much where only an ending is left.
fn torn(line: &Line, at: usize) -> u32 {
    if line.begins(at) {
        return 0;
    }
    let rest = line.start_of(line.token_of(at) + 1) - at;
    if rest <= 3 { 150 } else { 60 }
}

fn likeness(item: &Item) -> Option<f32> {
    let half = item.sounds * HALF + 10;
    (item.cost <= item.sounds * RATE + 10).then(|| 1.0 - 0.5 * item.cost as f32 / half as f32)
}

/// Of finds that overlap and share a pattern, the likeliest and then the longest stays.
fn best(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by(|a, b| (b.likeness.total_cmp(&a.likeness)).then((b.to - b.from).cmp(&(a.to - a.from))));
    let mut kept: Vec<Found> = Vec::new();
    for one in found {
        let doubled =
            kept.iter().any(|known| known.pattern == one.pattern && known.from < one.to && one.from < known.to);
        if !doubled {
            kept.push(one);
        }
    }
    kept.sort_by_key(|one| (one.from, one.to, one.pattern));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &str, said: &str) -> Option<String> {
        let line = Line::of_text(said);
        let phrases = Phrases::compile([pattern]);
        let best = phrases.find(&line).into_iter().max_by(|a, b| a.likeness.total_cmp(&b.likeness))?;
        Some(line.said(best.from..best.to))
    }

    #[test]
    fn the_grammar_means_what_it_says() {
        for (pattern, said, expected) in [
            ("proszę [o] cierpliwoś*", "bardzo proszę o cierpliwość", Some("proszę o cierpliwość")),
            ("proszę [o] cierpliwoś*", "proszę cierpliwości", Some("proszę cierpliwości")),
            ("proszę [o] cierpliwoś*", "dziękuję za cierpliwość", None),
            ("(mam|masz) ~2 czas", "mam dla pani czas", Some("mam dla pani czas")),
            ("(mam|masz) ~1 czas", "mam dla pani czas", None),
            ("^ halo", "no halo", None),
            ("^ halo", "no, halo", Some("halo")),
            ("jasne $", "jasne jak słońce", None),
            ("jasne $", "wszystko jasne. Dobrze", Some("jasne")),
            ("jasne ?", "jasne?", Some("jasne")),
            ("jasne ?", "jasne. Tak?", None),
            ("(a b|c d) e", "c d e", Some("c d e")),
            ("[bardzo] (miło|fajnie)", "fajnie", Some("fajnie")),
        ] {
            assert_eq!(found(pattern, said).as_deref(), expected, "{pattern} / {said}");
        }
    }

    #[test]
    fn word_borders_may_be_lost_or_wrong() {
        for (pattern, said) in [
            ("wtedy płaci", "wtedypłaci pani mniej"),
            ("punkt obsługi", "punkto psługi mieszkańców"),
            ("starszy inspektor agnieszka", "starszy inspektora gnieszka"),
            ("tomasz wasilewski", "to masz wasilewski"),
            ("do widzenia", "dowidzenia"),
            ("idę zapytać", "i dę zapytać"),
        ] {
            assert!(found(pattern, said).is_some(), "{pattern} / {said}");
        }
    }

    #[test]
    fn an_open_bracket_does_no_harm() {
        assert!(found("proszę (o|", "proszę o").is_some());
        assert_eq!(Phrases::compile([""]).find(&Line::of_text("coś")), vec![]);
    }
}
