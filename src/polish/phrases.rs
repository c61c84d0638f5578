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
//! | `{pan}` | a named alternative of [`CLASSES`] |
//!
//! Each word may be wrong by its own share of sounds, and the whole phrase by less than the sum of
//! those shares; a word may be joined to its neighbour or split in two.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::line::Line;
use super::trie::{Ending, Occurrence, Trie};

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

/// What a whole phrase may cost for each of its sounds.
const RATE: u32 = 13;
/// What would make a phrase half as likely as a right one, for each of its sounds.
const HALF: u32 = 17;

/// Named alternatives that patterns share.
pub const CLASSES: &[(&str, &str)] = &[
    (
        "{pan}",
        "(pan|pani|panu|panią|pana|państwo|państwa|państwu)",
    ),
    ("{być}", "(jest|są|było|było by|będzie)"),
    (
        "{jasne}",
        "(jasn*|zrozumiał*|czytelne|klarowne|oczywiste|wiadome|przejrzyste|wiadomo)",
    ),
    (
        "{niejasne}",
        "(niejasn*|niezrozumiał*|nieczyteln*|niewyraźn*|nie jasn*|nie zrozumiał*|wątpliwe)",
    ),
    (
        "{chwilę}",
        "(chwil*|chwilecz*|chwilk*|momen*|sekun*|minut*|minutk*|momencik*)",
    ),
];

#[derive(Clone, Debug, Default)]
struct State {
    /// Word to next state, sorted by word.
    words: Vec<(u32, u32)>,
    free: Vec<u32>,
    any: Option<u32>,
    clause: Vec<u32>,
    close: Vec<u32>,
    question: Vec<u32>,
    accepts: Option<u32>,
}

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
        let mut phrases = Self {
            trie: Trie::default(),
            states: vec![State::default()],
        };
        for (number, pattern) in patterns.into_iter().enumerate() {
            let mut text = pattern.to_owned();
            for (name, alternatives) in CLASSES {
                text = text.replace(name, alternatives);
            }
            let pieces = pieces(&text);
            let mut at = 0;
            let last = phrases.alternatives(&pieces, &mut at, 0);
            phrases.states[last as usize].accepts = Some(number as u32);
        }
        for state in &mut phrases.states {
            state.words.sort_unstable();
        }
        phrases
    }

    /// Every pattern's best finds that do not overlap with a better find of the same pattern, in
    /// order of place.
    pub fn find(&self, line: &Line) -> Vec<Found> {
        let mut found = Vec::new();
        let end = line.sounds().len();
        let mut waiting: BTreeMap<usize, HashMap<(u32, usize), Item>> = BTreeMap::new();
        for at in 0..=end {
            let mut items: Vec<Item> = waiting
                .remove(&at)
                .map(|items| items.into_values().collect())
                .unwrap_or_default();
            let follows = !items.is_empty();
            let token = line.token_of(at);
            items.push(Item {
                state: 0,
                from: token,
                to: token,
                cost: 0,
                sounds: 0,
            });
            items.sort_unstable_by_key(|item| (item.state, item.from));
            self.open(line, at, &mut items, &mut found);
            if at == end {
                break;
            }
            let heard = self.trie.at(line, at, follows);
            for item in &items {
                let state = &self.states[item.state as usize];
                if let Some(next) = state.any
                    && line.begins(at)
                {
                    let after = line.start_of(token + 1);
                    wait(
                        &mut waiting,
                        after,
                        Item {
                            state: next,
                            ..*item
                        },
                    );
                }
                self.advance(line, item, &heard, &mut waiting);
            }
        }
        best(found)
    }

    /// The best find of any pattern.
    pub fn first(&self, line: &Line) -> Option<Found> {
        self.find(line).into_iter().next()
    }

    /// Follows the edges that take no word, and notes what is complete.
    fn open(&self, line: &Line, at: usize, items: &mut Vec<Item>, found: &mut Vec<Found>) {
        let token = line.token_of(at);
        let begins = line.begins(at);
        let mut seen: HashMap<(u32, usize), i64> = HashMap::new();
        let mut index = 0;
        while index < items.len() {
            let item = items[index];
            index += 1;
            let best = seen.entry((item.state, item.from)).or_insert(i64::MIN);
            if *best >= item.score() {
                continue;
            }
            *best = item.score();
            let state = &self.states[item.state as usize];
            let whole = Item {
                cost: item.cost + torn(line, at),
                ..item
            };
            if let Some(pattern) = state.accepts
                && item.sounds > 0
                && let Some(likeness) = likeness(&whole)
            {
                found.push(Found {
                    pattern: pattern as usize,
                    from: item.from,
                    to: item.to,
                    likeness,
                });
            }
            let mut follow = |next: &[u32]| {
                items.extend(next.iter().map(|&state| Item { state, ..item }));
            };
            follow(&state.free);
            if begins && line.opens(token) {
                follow(&state.clause);
            }
            if line.closes(token) && (begins || at >= line.sounds().len()) {
                follow(&state.close);
            }
            if line.asked(item.to.saturating_sub(1)) {
                follow(&state.question);
            }
        }
    }

    fn advance(
        &self,
        line: &Line,
        item: &Item,
        heard: &[Occurrence],
        waiting: &mut BTreeMap<usize, HashMap<(u32, usize), Item>>,
    ) {
        let edges = &self.states[item.state as usize].words;
        if edges.is_empty() {
            return;
        }
        for occurrence in heard {
            let first = edges.partition_point(|(word, _)| *word < occurrence.word);
            for &(_, next) in edges[first..]
                .iter()
                .take_while(|(word, _)| *word == occurrence.word)
            {
                let item = Item {
                    state: next,
                    from: item.from,
                    to: line.token_of(occurrence.end - 1) + 1,
                    cost: item.cost + u32::from(occurrence.cost),
                    sounds: item.sounds + self.trie.sounds(occurrence.word) as u32,
                };
                // A phrase that is already hopeless goes no further.
                if item.score() > -60 {
                    wait(waiting, occurrence.end, item);
                }
            }
        }
    }

    fn state(&mut self) -> u32 {
        self.states.push(State::default());
        self.states.len() as u32 - 1
    }

    fn link(&mut self, from: u32, to: u32) {
        self.states[from as usize].free.push(to);
    }

    fn alternatives(&mut self, pieces: &[Piece], at: &mut usize, from: u32) -> u32 {
        let end = self.state();
        loop {
            let last = self.sequence(pieces, at, from);
            self.link(last, end);
            match pieces.get(*at) {
                Some(Piece::Or) => *at += 1,
                _ => return end,
            }
        }
    }

    fn sequence(&mut self, pieces: &[Piece], at: &mut usize, from: u32) -> u32 {
        // A state of its own, so that optional first words cannot leak into other patterns.
        let mut last = self.state();
        self.link(from, last);
        while let Some(piece) = pieces.get(*at) {
            *at += 1;
            match piece {
                Piece::Word(word, ending) => {
                    let number = self.trie.add(word, *ending);
                    let next = self.state();
                    self.states[last as usize].words.push((number, next));
                    last = next;
                }
                Piece::Open => {
                    last = self.alternatives(pieces, at, last);
                    *at += 1;
                }
                Piece::OpenOptional => {
                    let end = self.alternatives(pieces, at, last);
                    *at += 1;
                    self.link(last, end);
                    last = end;
                }
                Piece::Gap(most) => {
                    let end = self.state();
                    for _ in 0..*most {
                        self.link(last, end);
                        let next = self.state();
                        self.states[last as usize].any = Some(next);
                        last = next;
                    }
                    self.link(last, end);
                    last = end;
                }
                Piece::Clause | Piece::Close | Piece::Question => {
                    let next = self.state();
                    let state = &mut self.states[last as usize];
                    match piece {
                        Piece::Clause => state.clause.push(next),
                        Piece::Close => state.close.push(next),
                        _ => state.question.push(next),
                    }
                    last = next;
                }
                Piece::Or | Piece::Close_ => {
                    *at -= 1;
                    return last;
                }
            }
        }
        last
    }
}

fn wait(waiting: &mut BTreeMap<usize, HashMap<(u32, usize), Item>>, at: usize, item: Item) {
    waiting
        .entry(at)
        .or_default()
        .entry((item.state, item.from))
        .and_modify(|known| {
            if item.score() > known.score() {
                *known = item;
            }
        })
        .or_insert(item);
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
    found.sort_by(|a, b| {
        (b.likeness.total_cmp(&a.likeness)).then((b.to - b.from).cmp(&(a.to - a.from)))
    });
    let mut kept: Vec<Found> = Vec::new();
    for one in found {
        let doubled = kept.iter().any(|known| {
            known.pattern == one.pattern && known.from < one.to && one.from < known.to
        });
        if !doubled {
            kept.push(one);
        }
    }
    kept.sort_by_key(|one| (one.from, one.to, one.pattern));
    kept
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Word(String, Ending),
    Open,
    OpenOptional,
    Close_,
    Or,
    Gap(u8),
    Clause,
    Close,
    Question,
}

fn pieces(pattern: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '(' => pieces.push(Piece::Open),
            '[' => pieces.push(Piece::OpenOptional),
            ')' | ']' => pieces.push(Piece::Close_),
            '|' => pieces.push(Piece::Or),
            '^' => pieces.push(Piece::Clause),
            '$' => pieces.push(Piece::Close),
            '?' => pieces.push(Piece::Question),
            '~' => {
                let most = letters.next().and_then(|digit| digit.to_digit(10));
                pieces.push(Piece::Gap(most.unwrap_or(1) as u8));
            }
            letter if letter.is_alphanumeric() => {
                let mut word: String = letter.to_lowercase().collect();
                while let Some(more) = letters.next_if(|next| next.is_alphanumeric()) {
                    word.extend(more.to_lowercase());
                }
                let ending = match letters.next_if(|next| matches!(next, '*' | '!')) {
                    Some('*') => Ending::Any,
                    Some(_) => Ending::Tight,
                    None => Ending::Loose,
                };
                pieces.push(Piece::Word(word, ending));
            }
            _ => {}
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &str, said: &str) -> Option<String> {
        let line = Line::of_text(said);
        let phrases = Phrases::compile([pattern]);
        let best = phrases
            .find(&line)
            .into_iter()
            .max_by(|a, b| a.likeness.total_cmp(&b.likeness))?;
        Some(line.said(best.from..best.to))
    }

    #[test]
    fn the_grammar_means_what_it_says() {
        for (pattern, said, expected) in [
            (
                "proszę [o] cierpliwoś*",
                "bardzo proszę o cierpliwość",
                Some("proszę o cierpliwość"),
            ),
            (
                "proszę [o] cierpliwoś*",
                "proszę cierpliwości",
                Some("proszę cierpliwości"),
            ),
            ("proszę [o] cierpliwoś*", "dziękuję za cierpliwość", None),
            (
                "(mam|masz) ~2 czas",
                "mam dla pani czas",
                Some("mam dla pani czas"),
            ),
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
            assert_eq!(
                found(pattern, said).as_deref(),
                expected,
                "{pattern} / {said}"
            );
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
