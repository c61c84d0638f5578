//! The grammar of [`super::phrases`]: patterns parsed and laid out as states with edges.

use super::trie::{Ending, Trie};

/// Named alternatives that patterns share.
const CLASSES: &[(&str, &str)] = &[
    ("{pan}", "(pan|pani|panu|panią|pana|państwo|państwa|państwu)"),
    ("{jasne}", "(jasne|jasny|jasna|jasno|zrozumiał*|czytelne|klarowne|oczywiste|wiadome!|przejrzyste|wiadomo!)"),
    ("{niejasne}", "(niejasn*|niezrozumiał*|nieczyteln*|niewyraźn*|nie jasn*|nie zrozumiał*|wątpliwe)"),
    ("{chwilę}", "(chwil*|chwilecz*|chwilk*|momen*|sekun*|minut*|minutk*|momencik*)"),
];

/// A place in a pattern, and where one may go from it. What leads on without a word is already
/// followed: the edges of all states reached that way are its own.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    /// Word to next state, sorted by word.
    pub(super) words: Vec<(u32, u32)>,
    /// Past one token of any kind.
    pub(super) any: Vec<u32>,
    /// Where a clause begins.
    pub(super) clause: Vec<u32>,
    /// Where a sentence ends.
    pub(super) close: Vec<u32>,
    /// In a sentence that ends with a question mark.
    pub(super) question: Vec<u32>,
    /// The patterns that are complete here.
    pub(super) accepts: Vec<u32>,
}

/// Compiles patterns into states, of which the first is every pattern's beginning.
pub(super) fn compile<'a>(patterns: impl IntoIterator<Item = &'a str>, trie: &mut Trie) -> Vec<State> {
    let mut builder = Builder { trie, states: vec![State::default()], free: vec![Vec::new()] };
    for (number, pattern) in patterns.into_iter().enumerate() {
        let mut text = pattern.to_owned();
        for (name, alternatives) in CLASSES {
            text = text.replace(name, alternatives);
        }
        let last = builder.alternatives(&pieces(&text), &mut 0, 0);
        builder.states[last as usize].accepts.push(number as u32);
    }
    builder.closed()
}

struct Builder<'a> {
    trie: &'a mut Trie,
    states: Vec<State>,
    /// Edges that take nothing.
    free: Vec<Vec<u32>>,
}

impl Builder<'_> {
    fn state(&mut self) -> u32 {
        self.states.push(State::default());
        self.free.push(Vec::new());
        self.states.len() as u32 - 1
    }

    fn link(&mut self, from: u32, to: u32) {
        self.free[from as usize].push(to);
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
            last = match piece {
                Piece::Word(word, ending) => {
                    let number = self.trie.add(word, *ending);
                    let next = self.state();
                    self.states[last as usize].words.push((number, next));
                    next
                }
                Piece::Open => {
                    let end = self.alternatives(pieces, at, last);
                    *at += 1;
                    end
                }
                Piece::OpenOptional => {
                    let end = self.alternatives(pieces, at, last);
                    *at += 1;
                    self.link(last, end);
                    end
                }
                Piece::Gap(most) => self.gap(last, *most),
                Piece::Clause | Piece::Close | Piece::Question => {
                    let next = self.state();
                    let state = &mut self.states[last as usize];
                    match piece {
                        Piece::Clause => state.clause.push(next),
                        Piece::Close => state.close.push(next),
                        _ => state.question.push(next),
                    }
                    next
                }
                Piece::Or | Piece::Shut => {
                    *at -= 1;
                    return last;
                }
            };
        }
        last
    }

    fn gap(&mut self, from: u32, most: u8) -> u32 {
        let end = self.state();
        let mut last = from;
        for _ in 0..most {
            self.link(last, end);
            let next = self.state();
            self.states[last as usize].any.push(next);
            last = next;
        }
        self.link(last, end);
        end
    }

    fn closed(self) -> Vec<State> {
        let mut closed = Vec::with_capacity(self.states.len());
        for start in 0..self.states.len() {
            let mut state = State::default();
            let mut seen = vec![start as u32];
            let mut at = 0;
            while let Some(&reached) = seen.get(at) {
                at += 1;
                let edges = &self.states[reached as usize];
                state.words.extend(&edges.words);
                state.any.extend(&edges.any);
                state.clause.extend(&edges.clause);
                state.close.extend(&edges.close);
                state.question.extend(&edges.question);
                state.accepts.extend(&edges.accepts);
                for next in &self.free[reached as usize] {
                    // The first state reaches every pattern; no path leads to one place twice there.
                    if start == 0 || !seen.contains(next) {
                        seen.push(*next);
                    }
                }
            }
            state.words.sort_unstable();
            state.words.dedup();
            state.accepts.sort_unstable();
            state.accepts.dedup();
            closed.push(state);
        }
        closed
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Word(String, Ending),
    Open,
    OpenOptional,
    Shut,
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
            ')' | ']' => pieces.push(Piece::Shut),
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
