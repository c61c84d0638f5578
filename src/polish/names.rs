//! Who is speaking: the office, the person, their position and unit, as an introduction says them.

use std::ops::Range;

use super::first_names;
use super::lexicon::Kind;
pub use super::lexicon::Lexicon;
use super::line::Line;
use super::phrases::Found;
use crate::alert::Element;
use crate::event::Word;

/// A small word mangled more than this may as well be a word of a name: "zdrowia" sounds like "dobrze, a".
const SMALL_WORD: f32 = 0.9;

/// An element of an introduction that was said.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// Which.
    pub element: Element,
    /// The source words it rests on.
    pub words: Range<usize>,
    /// Those words, in lower case.
    pub said: String,
    /// From 0 to 1.
    pub confidence: f32,
    /// Whether it is not what the agent's facts say; the transcription may be wrong, so this is to
    /// be noted, not judged.
    pub differs: bool,
}

/// The elements of an introduction in one utterance of the agent's, each at most once.
///
/// Names, positions and units of somebody else ("pani Renata Olszewska", "do Wydziału Komunikacji",
/// "czy rozmawiam z panem Malinowskim") are none.
pub fn introduction(words: &[Word], lexicon: &Lexicon) -> Vec<Heard> {
    let line = Line::new(words);
    let mut search = Search::new(&line, lexicon);
    search.office();
    search.units();
    search.positions();
    search.first_name();
    search.surname();
    search.full_name();
    search.heard
}

/// One reading of a line.
pub(super) struct Search<'a> {
    pub(super) line: &'a Line,
    pub(super) lexicon: &'a Lexicon,
    pub(super) found: Vec<(Kind, Found)>,
    pub(super) taken: Vec<bool>,
    pub(super) cue: bool,
    pub(super) first_name_at: Option<Range<usize>>,
    pub(super) heard: Vec<Heard>,
}

impl<'a> Search<'a> {
    fn new(line: &'a Line, lexicon: &'a Lexicon) -> Self {
        let found: Vec<(Kind, Found)> =
            lexicon.phrases.find(line).into_iter().map(|found| (lexicon.kinds[found.pattern], found)).collect();
        Self {
            cue: found.iter().any(|(kind, _)| *kind == Kind::Cue),
            line,
            lexicon,
            found,
            taken: vec![false; line.tokens().len()],
            first_name_at: None,
            heard: Vec::new(),
        }
    }

    pub(super) fn of(&self, wanted: impl Fn(Kind) -> bool) -> Vec<(Kind, Found)> {
        let mut found: Vec<_> = self.found.iter().copied().filter(|(kind, _)| wanted(*kind)).collect();
        found.sort_by(|(_, a), (_, b)| (b.to - b.from).cmp(&(a.to - a.from)).then(b.likeness.total_cmp(&a.likeness)));
        found
    }

    pub(super) fn note(&mut self, element: Element, tokens: Range<usize>, confidence: f32, differs: bool) {
        match self.heard.iter_mut().find(|heard| heard.element == element) {
            Some(known) if known.confidence >= confidence => {}
            known => {
                self.taken[tokens.clone()].fill(true);
                let heard = Heard {
                    element,
                    words: self.line.words(tokens.clone()),
                    said: self.line.said(tokens),
                    confidence,
                    differs,
                };
                match known {
                    Some(known) => *known = heard,
                    None => self.heard.push(heard),
                }
            }
        }
    }

    pub(super) fn has(&self, element: Element) -> bool {
        self.heard.iter().any(|heard| heard.element == element)
    }

    pub(super) fn free(&self, tokens: Range<usize>) -> bool {
        !self.taken[tokens].iter().any(|taken| *taken)
    }

    fn office(&mut self) {
        for (_, found) in self.of(|kind| kind == Kind::Office) {
            self.note(Element::Office, found.from..found.to, found.likeness, false);
        }
    }

    fn units(&mut self) {
        for (kind, found) in self.of(|kind| matches!(kind, Kind::Unit { .. })) {
            if self.free(found.from..found.to) && !self.elsewhere(found.from) {
                let own = kind == Kind::Unit { own: true };
                let differs = self.lexicon.unit_known && !own;
                // The agent's own unit wins over another that sounds like it.
                let confidence = if own { found.likeness } else { found.likeness * 0.9 };
                self.note(Element::Unit, found.from..found.to, confidence, differs);
            }
        }
        let heads = self.of(|kind| kind == Kind::UnitHead);
        for (_, found) in heads {
            let tail = self.tail(found.to);
            let tail = if found.to - found.from > 1 { tail.start..tail.end.max(found.to) } else { tail };
            let placed = self.line.opens(found.from) || self.introduces(found);
            let spoken = placed && (found.to - found.from > 1 || !tail.is_empty()) && found.likeness > 0.82;
            if spoken && self.free(found.from..tail.end) && !self.elsewhere(found.from) {
                let differs = self.lexicon.unit_known;
                self.note(Element::Unit, found.from..tail.end, found.likeness * 0.8, differs);
            }
        }
    }

    /// The words after a unit's first that belong to its name.
    fn tail(&self, from: usize) -> Range<usize> {
        let tokens = self.line.tokens();
        let mut to = from;
        while to < tokens.len() && to < from + 5 {
            if to > from && tokens[to - 1].mark.is_some() || to == from && from > 0 && tokens[from - 1].mark.is_some() {
                break;
            }
            let joins = matches!(tokens[to].text.as_str(), "i" | "oraz" | "do" | "spraw" | "obsługi");
            if !joins && (!self.content(to) || !self.free(to..to + 1)) {
                break;
            }
            to += 1;
        }
        while to > from && matches!(tokens[to - 1].text.as_str(), "i" | "oraz" | "do") {
            to -= 1;
        }
        from..to
    }

    /// Whether a token is neither a small word nor a position nor a first name.
    pub(super) fn content(&self, token: usize) -> bool {
        let covered = self.found.iter().any(|(kind, found)| {
            let small = *kind == Kind::Stop && found.likeness > SMALL_WORD;
            (small
                || matches!(
                    kind,
                    Kind::Position { .. } | Kind::UnitHead | Kind::Office | Kind::FirstName | Kind::Surname
                ))
                && found.from <= token
                && token < found.to
        });
        let text = &self.line.tokens()[token].text;
        !covered
            && text.chars().count() > 2
            && !text.starts_with(|letter: char| letter.is_ascii_digit())
            && first_names::recognise(self.line.sounds_of(token)).is_none_or(|name| name.likeness < 0.9)
    }

    /// Whether what begins here is spoken of, not spoken for: "do Wydziału", "pani inspektor".
    fn elsewhere(&self, from: usize) -> bool {
        let tokens = self.line.tokens();
        let Some(before) = from.checked_sub(1).map(|at| tokens[at].text.as_str()) else {
            return false;
        };
        let lately = |words: &[&str], most: usize| {
            tokens[from.saturating_sub(most)..from]
                .iter()
                .any(|token| words.iter().any(|word| token.text.starts_with(word)))
        };
        let reached = ["dodzwonił", "łączy", "połączył", "rozmawia", "dzwoni", "mówi", "kłania", "jestem", "pracuję"];
        match before {
            "do" | "od" | "dla" | "przez" | "u" | "bez" | "ku" | "obok" => !lately(&["dodzwonił"], 4),
            "z" | "ze" | "w" | "we" => {
                let introduced = self.taken[from.saturating_sub(5)..from].iter().any(|taken| *taken)
                    || self.found.iter().any(|(kind, found)| {
                        matches!(kind, Kind::Position { .. } | Kind::FirstName | Kind::Surname)
                            && found.to <= from
                            && found.to + 4 > from
                    });
                !introduced && !lately(&reached, 4) || lately(&["rozmawiam"], 3)
            }
            "pan" | "pani" | "pana" | "panią" | "panem" | "panu" | "panie" | "kolega" | "kolegi" | "kolegą"
            | "koleżanka" | "koleżanki" | "nasz" | "nasza" | "nasze" | "tego" | "ten" | "ta" | "tym" | "tą"
            | "jest" | "są" => tokens[from - 1].mark.is_none() && !lately(&["rozmawia", "łączy"], 3),
            // "Proszę zapytać naczelnika."
            _ => before.chars().count() > 3 && before.ends_with('ć') && tokens[from - 1].mark.is_none(),
        }
    }

    fn positions(&mut self) {
        for (kind, found) in self.of(|kind| matches!(kind, Kind::Position { .. })) {
            let own = kind == Kind::Position { own: true };
            let clear = own || found.likeness > 0.75;
            let spoken_of = self.elsewhere(found.from) || self.does(found.to);
            if !clear || spoken_of || !self.free(found.from..found.to) || !self.introduces(found) {
                continue;
            }
            let confidence = if own { found.likeness } else { found.likeness * 0.9 };
            let differs = self.lexicon.position_known && !own;
            self.note(Element::Position, found.from..found.to, confidence, differs);
        }
    }

    /// Whether a verb of somebody else's follows: "kierownik podpisze", "inspektor wróci jutro".
    fn does(&self, to: usize) -> bool {
        const VERBS: &[&str] = &[
            "mówi",
            "mówił",
            "powie",
            "powiedział",
            "odpowie",
            "podpis",
            "wróci",
            "wraca",
            "jest",
            "był",
            "ma",
            "nie",
            "zajmuje",
            "prowadzi",
            "przyjmuje",
            "oddzwoni",
            "słyszy",
            "będzie",
            "wyszedł",
            "wyszła",
            "przyjdzie",
            "zadzwoni",
            "decyduje",
            "zdecyduje",
            "potwierdz",
            "sprawdzi",
        ];
        let Some(next) = self.line.tokens().get(to) else {
            return false;
        };
        let paused = self.line.tokens()[to - 1].mark.is_some();
        !paused
            && VERBS.iter().any(|verb| next.text == *verb || verb.chars().count() > 4 && next.text.starts_with(verb))
    }

    /// Whether anything else in the line says that somebody introduces themselves.
    fn introduces(&self, found: Found) -> bool {
        self.cue
            || self.line.tokens().len() <= 4
            || !self.heard.is_empty()
            || self.found.iter().any(|(kind, other)| {
                matches!(kind, Kind::FirstName | Kind::Surname) && other.from.abs_diff(found.from) < 5
            })
    }
}
