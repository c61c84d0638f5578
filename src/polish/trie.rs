//! A set of words looked for by sound, anywhere in a run of sounds, all at once.

use std::collections::BTreeMap;

use super::line::Line;
use super::sound;

/// Sounds by which a word's length may differ from what was heard.
const DRIFT: usize = 3;
/// Longest word kept, in sounds.
const LONGEST: usize = 30;
/// A word heard in two pieces.
const SPLIT: u16 = 20;
/// A word that begins in the middle of another.
const JOINED: u16 = 50;
/// Shortest word looked for in the middle of another, in sounds.
const JOINED_MIN: usize = 5;

/// Cells of a row: sounds used from `DRIFT` fewer to `DRIFT` more than those of the word.
const BAND: usize = 2 * DRIFT + 1;
const FAR: u16 = u16::MAX / 2;

/// The cost of a word's beginning against so many sounds of the line: cell `k` of the row for `n`
/// sounds of the word stands for `n + k − DRIFT` sounds of the line.
type Row = [u16; BAND];

/// One of the words, heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Occurrence {
    /// Which word.
    pub(super) word: u32,
    /// Where the following sound lies.
    pub(super) end: usize,
    /// What was wrong with it.
    pub(super) cost: u16,
}

#[derive(Clone, Debug, Default)]
struct Node {
    children: Vec<(u8, u32)>,
    words: Vec<u32>,
    /// The most that any word below may cost.
    allowed: u16,
}

/// How much of a word must be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ending {
    /// A wrong or lost ending is one of its errors.
    Loose,
    /// Any ending may follow.
    Any,
    /// The last sound must be right, and little else wrong.
    Tight,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    sounds: usize,
    ending: Ending,
    last: u8,
    allowed: u16,
}

/// The words, as a tree of sounds.
#[derive(Clone, Debug)]
pub(super) struct Trie {
    nodes: Vec<Node>,
    entries: Vec<Entry>,
    known: BTreeMap<(Vec<u8>, Ending), u32>,
}

impl Default for Trie {
    fn default() -> Self {
        Self { nodes: vec![Node::default()], entries: Vec::new(), known: BTreeMap::new() }
    }
}

impl Trie {
    /// Adds a word. Its number stays the same when it is added again.
    pub(super) fn add(&mut self, word: &str, ending: Ending) -> u32 {
        let mut sounds = sound::spell(word);
        sounds.truncate(LONGEST);
        if let Some(&known) = self.known.get(&(sounds.clone(), ending)) {
            return known;
        }
        let number = self.entries.len() as u32;
        let allowed = allowance(sounds.len(), ending);
        let mut at = 0usize;
        self.nodes[at].allowed = self.nodes[at].allowed.max(allowed);
        for &sound in &sounds {
            let child = self.nodes[at].children.iter().find(|(label, _)| *label == sound).map(|(_, child)| *child);
            at = child.unwrap_or_else(|| {
                self.nodes.push(Node::default());
                let child = self.nodes.len() as u32 - 1;
                self.nodes[at].children.push((sound, child));
                child
            }) as usize;
            self.nodes[at].allowed = self.nodes[at].allowed.max(allowed);
        }
        self.nodes[at].words.push(number);
        self.entries.push(Entry {
            sounds: sounds.len(),
            ending,
            last: sounds.last().copied().unwrap_or_default(),
            allowed,
        });
        self.known.insert((sounds, ending), number);
        number
    }

    /// Gives back what only adding needs; nothing is added after it.
    pub(super) fn finish(&mut self) {
        self.known = BTreeMap::new();
        for node in &mut self.nodes {
            node.children.shrink_to_fit();
            node.words.shrink_to_fit();
        }
        self.nodes.shrink_to_fit();
        self.entries.shrink_to_fit();
    }

    /// How many sounds a word has.
    pub(super) fn sounds(&self, word: u32) -> usize {
        self.entries[word as usize].sounds
    }

    /// The words that begin at the sound `at`, sorted by number, the best of each for each end.
    /// In the middle of a token a word must have `JOINED_MIN` sounds, unless `follows` says that
    /// another ended there.
    pub(super) fn at(&self, line: &Line, at: usize, follows: bool) -> Vec<Occurrence> {
        let mut search = Search {
            trie: self,
            line,
            at,
            start_cost: match (line.begins(at), follows) {
                (true, _) => 0,
                (false, true) => 10,
                (false, false) => JOINED,
            },
            strict: !line.begins(at) && !follows,
            shortest: if line.begins(at) || follows { 1 } else { JOINED_MIN },
            found: Vec::new(),
        };
        let mut row: Row = [FAR; BAND];
        row[DRIFT] = search.start_cost;
        if let Some(&first) = line.sounds().get(at)
            && !search.strict
        {
            row[DRIFT + 1] = sound::loss(first) + 10;
        }
        search.descend(0, 0, &row);
        let mut found = search.found;
        found.sort_unstable_by_key(|one| (one.word, one.end, one.cost));
        found.dedup_by_key(|one| (one.word, one.end));
        found
    }
}

/// What a word of so many sounds may cost: little for a short one, up to a fifth for a long one.
const fn allowance(sounds: usize, ending: Ending) -> u16 {
    match sounds {
        0..=2 if matches!(ending, Ending::Tight) => 8,
        3..=4 if matches!(ending, Ending::Tight) => 42,
        5.. if matches!(ending, Ending::Tight) => {
            let cost = 12 * sounds as u16;
            if cost > 150 { 150 } else { cost }
        }
        0..=2 => 26,
        3 => 48,
        4 => 75,
        _ => {
            let cost = 22 * sounds as u16;
            if cost > 280 { 280 } else { cost }
        }
    }
}

struct Search<'a> {
    trie: &'a Trie,
    line: &'a Line,
    at: usize,
    start_cost: u16,
    strict: bool,
    shortest: usize,
    found: Vec<Occurrence>,
}

impl Search<'_> {
    fn descend(&mut self, node: usize, depth: usize, row: &Row) {
        let trie = self.trie;
        for &(label, child) in &trie.nodes[node].children {
            let child = child as usize;
            let (next, least) = self.step(label, depth + 1, row);
            if least > trie.nodes[child].allowed.min(self.bound(depth + 1)) {
                continue;
            }
            for &word in &trie.nodes[child].words {
                self.accept(word, depth + 1, &next);
            }
            if depth + 1 < LONGEST {
                self.descend(child, depth + 1, &next);
            }
        }
    }

    /// Errors are rarely all at a word's beginning, so the search gives up early there.
    const fn bound(&self, depth: usize) -> u16 {
        let depth = depth as u16;
        if self.strict { self.start_cost + 5 + 15 * depth } else { self.start_cost + 75 + 20 * depth }
    }

    fn step(&self, label: u8, depth: usize, row: &Row) -> (Row, u16) {
        let mut next: Row = [FAR; BAND];
        let lost = sound::loss(label);
        let mut least = FAR;
        for cell in 0..BAND {
            let Some(used) = (depth + cell).checked_sub(DRIFT) else {
                continue;
            };
            let skipped = row.get(cell + 1).copied().unwrap_or(FAR);
            let mut cost = skipped.saturating_add(lost);
            if used > 0 {
                let at = self.at + used - 1;
                let Some(&heard) = self.line.sounds().get(at) else {
                    break;
                };
                let split = if used > 1 && self.line.begins(at) { SPLIT } else { 0 };
                let taken = row[cell].saturating_add(sound::confusion(label, heard) + split);
                let added =
                    cell.checked_sub(1).map_or(FAR, |before| next[before].saturating_add(sound::loss(heard) + split));
                cost = cost.min(taken).min(added);
            }
            next[cell] = cost;
            least = least.min(cost);
        }
        (next, least)
    }

    fn accept(&mut self, word: u32, depth: usize, row: &Row) {
        let entry = self.trie.entries[word as usize];
        if entry.sounds < self.shortest {
            return;
        }
        let allowed = entry.allowed;
        for (cell, &cost) in row.iter().enumerate() {
            let end = (self.at + depth + cell).saturating_sub(DRIFT);
            if cost > allowed || end <= self.at || end > self.line.sounds().len() {
                continue;
            }
            let tight = entry.ending == Ending::Tight;
            if tight && sound::confusion(entry.last, self.line.sounds()[end - 1]) > 30 {
                continue;
            }
            self.push(word, end, cost);
            if tight || self.line.begins(end) {
                continue;
            }
            let next = self.line.start_of(self.line.token_of(end) + 1);
            let rest = next - end;
            if entry.ending == Ending::Any && rest <= 7 {
                self.push(word, next, cost);
            } else if rest <= 2 {
                let endings: u16 = self.line.sounds()[end..next].iter().map(|&sound| sound::loss(sound) / 2).sum();
                if cost + endings <= allowed {
                    self.push(word, next, cost + endings);
                }
            }
        }
    }

    fn push(&mut self, word: u32, end: usize, cost: u16) {
        self.found.push(Occurrence { word, end, cost });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(words: &[&str], said: &str, at_token: usize) -> Option<(u32, u16)> {
        let mut trie = Trie::default();
        for word in words {
            let ending = match word.chars().last() {
                Some('*') => Ending::Any,
                Some('!') => Ending::Tight,
                _ => Ending::Loose,
            };
            trie.add(word.trim_end_matches(['*', '!']), ending);
        }
        let line = Line::of_text(said);
        let at = line.start_of(at_token);
        trie.at(&line, at, false)
            .into_iter()
            .filter(|one| line.begins(one.end))
            .min_by_key(|one| one.cost)
            .map(|one| (one.word, one.cost))
    }

    #[test]
    fn words_are_heard_through_slips_of_the_recogniser() {
        for (word, said) in [
            ("obsługi", "psługi"),
            ("podinspektor", "pod inspektor"),
            ("cierpliwość*", "cierpliwości"),
            ("zakrzewski", "zakszewski"),
            ("chwileczkę", "chwilecke"),
            ("referent", "referęt"),
            ("sprawdzę!", "spraudze"),
            ("wpisuję!", "wpisuje"),
        ] {
            assert!(best(&[word], said, 0).is_some(), "{word} in {said}");
        }
    }

    #[test]
    fn other_words_are_not() {
        for (word, said) in [
            ("czy", "trzy"),
            ("jasne", "ważne"),
            ("proszę", "prosto"),
            ("nie", "mnie"),
            ("pan", "plan"),
            ("sprawdzę!", "sprawdzi"),
            ("szukam!", "szukać"),
            ("sprawdzę!", "sprawdzić"),
        ] {
            assert_eq!(best(&[word], said, 0).filter(|(_, cost)| *cost < 60), None, "{word} in {said}");
        }
    }
}
