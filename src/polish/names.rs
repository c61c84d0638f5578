//! Who is speaking: the office, the person, their position and unit, as an introduction says them.

use std::ops::Range;

use super::first_names;
use super::lexicon::Kind;
pub use super::lexicon::Lexicon;
use super::line::Line;
use super::phrases::Found;
use super::sound;
use crate::alert::Element;
use crate::event::Word;

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

/// How alike something must be to what the facts say not to differ from it.
const SAME: f32 = 0.6;

struct Search<'a> {
    line: &'a Line,
    lexicon: &'a Lexicon,
    found: Vec<(Kind, Found)>,
    taken: Vec<bool>,
    cue: bool,
    first_name_at: Option<Range<usize>>,
    heard: Vec<Heard>,
}

impl<'a> Search<'a> {
    fn new(line: &'a Line, lexicon: &'a Lexicon) -> Self {
        let found: Vec<(Kind, Found)> = lexicon
            .phrases
            .find(line)
            .into_iter()
            .map(|found| (lexicon.kinds[found.pattern], found))
            .collect();
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

    fn of(&self, wanted: impl Fn(Kind) -> bool) -> Vec<(Kind, Found)> {
        let mut found: Vec<_> = self
            .found
            .iter()
            .copied()
            .filter(|(kind, _)| wanted(*kind))
            .collect();
        found.sort_by(|(_, a), (_, b)| {
            (b.to - b.from)
                .cmp(&(a.to - a.from))
                .then(b.likeness.total_cmp(&a.likeness))
        });
        found
    }

    fn note(&mut self, element: Element, tokens: Range<usize>, confidence: f32, differs: bool) {
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

    fn has(&self, element: Element) -> bool {
        self.heard.iter().any(|heard| heard.element == element)
    }

    fn free(&self, tokens: Range<usize>) -> bool {
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
                let confidence = if own {
                    found.likeness
                } else {
                    found.likeness * 0.9
                };
                self.note(Element::Unit, found.from..found.to, confidence, differs);
            }
        }
        let heads = self.of(|kind| kind == Kind::UnitHead);
        for (_, found) in heads {
            let tail = self.tail(found.to);
            let tail = if found.to - found.from > 1 {
                tail.start..tail.end.max(found.to)
            } else {
                tail
            };
            let placed = self.line.opens(found.from) || self.introduces(found);
            let spoken =
                placed && (found.to - found.from > 1 || !tail.is_empty()) && found.likeness > 0.82;
            if spoken && self.free(found.from..tail.end) && !self.elsewhere(found.from) {
                let differs = self.lexicon.unit_known;
                self.note(
                    Element::Unit,
                    found.from..tail.end,
                    found.likeness * 0.8,
                    differs,
                );
            }
        }
    }

    /// The words after a unit's first that belong to its name.
    fn tail(&self, from: usize) -> Range<usize> {
        let tokens = self.line.tokens();
        let mut to = from;
        while to < tokens.len() && to < from + 5 {
            if to > from && tokens[to - 1].mark.is_some()
                || to == from && from > 0 && tokens[from - 1].mark.is_some()
            {
                break;
            }
            let joins = matches!(
                tokens[to].text.as_str(),
                "i" | "oraz" | "do" | "spraw" | "obsługi"
            );
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
    fn content(&self, token: usize) -> bool {
        let covered = self.found.iter().any(|(kind, found)| {
            matches!(
                kind,
                Kind::Stop
                    | Kind::Position { .. }
                    | Kind::UnitHead
                    | Kind::Office
                    | Kind::FirstName
                    | Kind::Surname
            ) && found.from <= token
                && token < found.to
        });
        let text = &self.line.tokens()[token].text;
        !covered
            && text.chars().count() > 2
            && !text.starts_with(|letter: char| letter.is_ascii_digit())
            && first_names::recognise(self.line.sounds_of(token))
                .is_none_or(|name| name.likeness < 0.9)
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
        let reached = [
            "dodzwonił",
            "łączy",
            "połączył",
            "rozmawia",
            "dzwoni",
            "mówi",
            "kłania",
            "jestem",
            "pracuję",
        ];
        match before {
            "do" | "od" | "dla" | "przez" | "u" | "bez" | "ku" | "obok" => {
                !lately(&["dodzwonił"], 4)
            }
            "z" | "ze" | "w" | "we" => {
                let introduced = self.taken[from.saturating_sub(5)..from]
                    .iter()
                    .any(|taken| *taken)
                    || self.found.iter().any(|(kind, found)| {
                        matches!(
                            kind,
                            Kind::Position { .. } | Kind::FirstName | Kind::Surname
                        ) && found.to <= from
                            && found.to + 4 > from
                    });
                !introduced && !lately(&reached, 4) || lately(&["rozmawiam"], 3)
            }
            "pan" | "pani" | "pana" | "panią" | "panem" | "panu" | "panie" | "kolega"
            | "kolegi" | "kolegą" | "koleżanka" | "koleżanki" | "nasz" | "nasza" | "nasze"
            | "tego" | "ten" | "ta" | "tym" | "tą" | "jest" | "są" => {
                tokens[from - 1].mark.is_none() && !lately(&["rozmawia", "łączy"], 3)
            }
            _ => false,
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
            let confidence = if own {
                found.likeness
            } else {
                found.likeness * 0.9
            };
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
            && VERBS.iter().any(|verb| {
                next.text == *verb || verb.chars().count() > 4 && next.text.starts_with(verb)
            })
    }

    /// Whether anything else in the line says that somebody introduces themselves.
    fn introduces(&self, found: Found) -> bool {
        self.cue
            || self.line.tokens().len() <= 4
            || !self.heard.is_empty()
            || self.found.iter().any(|(kind, other)| {
                matches!(kind, Kind::FirstName | Kind::Surname)
                    && other.from.abs_diff(found.from) < 5
            })
    }

    fn first_name(&mut self) {
        for (_, found) in self.of(|kind| kind == Kind::FirstName) {
            let joined = self.joined(found, self.lexicon.first_name.as_deref());
            if (joined || self.free(found.from..found.to)) && !self.somebody_else(found.from) {
                self.first_name_at = Some(found.from..found.to);
                self.note(
                    Element::FirstName,
                    found.from..found.to,
                    found.likeness,
                    false,
                );
            }
        }
        if self.has(Element::FirstName) {
            return;
        }
        for token in 0..self.line.tokens().len() {
            let Some(name) = first_names::recognise(self.line.sounds_of(token)) else {
                continue;
            };
            if !self.taken[token]
                && !self.somebody_else(token)
                && self.stands_as_name(token, name.likeness)
            {
                let differs = self.lexicon.first_name.is_some();
                self.first_name_at = Some(token..token + 1);
                self.note(
                    Element::FirstName,
                    token..token + 1,
                    name.likeness * 0.9,
                    differs,
                );
                return;
            }
        }
    }

    /// Whether a name is part of a longer token, so that the rest may be something else:
    /// "podinspektorandrzej".
    fn joined(&self, found: Found, name: Option<&[u8]>) -> bool {
        found.to == found.from + 1
            && name.is_some_and(|name| self.line.sounds_of(found.from).len() >= name.len() + 4)
    }

    /// Whether a word that sounds like a first name stands where one does.
    fn stands_as_name(&self, token: usize, likeness: f32) -> bool {
        let tokens = self.line.tokens();
        let beside = token
            .checked_sub(1)
            .into_iter()
            .chain((token + 1 < tokens.len()).then_some(token + 1));
        let next_to = beside.into_iter().any(|other| {
            self.taken[other] || self.surname_found(other) || surname_shaped(&tokens[other].text)
        });
        let announced = token > 0
            && [
                "mówi",
                "jestem",
                "tu",
                "telefonie",
                "strony",
                "się",
                "aparacie",
                "imię",
                "dobry",
            ]
            .contains(&tokens[token - 1].text.as_str());
        likeness > 0.8 && tokens[token].capital && (next_to || announced || !self.heard.is_empty())
            || likeness > 0.95 && (next_to || announced)
    }

    fn surname_found(&self, token: usize) -> bool {
        self.found
            .iter()
            .any(|(kind, found)| *kind == Kind::Surname && found.from <= token && token < found.to)
    }

    /// Whether a name that begins here is another person's.
    fn somebody_else(&self, from: usize) -> bool {
        let tokens = self.line.tokens();
        let before = |back: usize| from.checked_sub(back).map(|at| &tokens[at]);
        let titles = |text: &str| {
            matches!(
                text,
                "pan"
                    | "pani"
                    | "pana"
                    | "panią"
                    | "panem"
                    | "panu"
                    | "panie"
                    | "państwa"
                    | "kolega"
                    | "koleżanka"
                    | "koleżanki"
                    | "koleżankę"
                    | "kolegi"
                    | "ulica"
                    | "ulicy"
                    | "świętego"
            )
        };
        let titled = (1..=2).any(|back| {
            before(back).is_some_and(|token| titles(&token.text) && token.mark.is_none())
        });
        // "Rozmawia pani z panem Adamem": the agent speaks of themselves.
        let themselves = (2..=5).any(|back| {
            before(back).is_some_and(|token| {
                token.text.starts_with("rozmawia") && token.text != "rozmawiam"
                    || token.text.starts_with("dodzwonił")
            })
        });
        let asked = (1..=4).any(|back| {
            before(back)
                .is_some_and(|token| token.text == "rozmawiam" || token.text == "rozmawiałam")
        });
        let governed = before(1).is_some_and(|token| {
            matches!(token.text.as_str(), "do" | "od" | "dla" | "u" | "przez")
                && token.mark.is_none()
        });
        (titled && !themselves) || asked || governed
    }

    fn surname(&mut self) {
        for (_, found) in self.of(|kind| kind == Kind::Surname) {
            let near = self
                .first_name_at
                .as_ref()
                .is_some_and(|at| at.end.abs_diff(found.from) < 3);
            let sounds: usize = (found.from..found.to)
                .map(|token| self.line.sounds_of(token).len())
                .sum();
            let sure = near || sounds >= 6 || found.likeness > 0.95;
            let joined = self.joined(found, self.lexicon.surname.as_deref());
            let free = joined || self.free(found.from..found.to);
            if sure && free && !self.somebody_else(found.from) {
                self.note(
                    Element::Surname,
                    found.from..found.to,
                    found.likeness,
                    false,
                );
            }
        }
        if self.has(Element::Surname) {
            return;
        }
        let tokens = self.line.tokens();
        if let Some(first_name) = self.first_name_at.clone() {
            let after = first_name.end;
            let before = first_name.start.checked_sub(1);
            let next = (after < tokens.len()).then_some(after);
            for token in next.into_iter().chain(before) {
                if self.named_beside(token, after) {
                    self.note_other_surname(token);
                    return;
                }
            }
        }
        let lone = (0..tokens.len()).find(|&token| {
            surname_shaped(&tokens[token].text)
                && self.content(token)
                && !self.taken[token]
                && !self.somebody_else(token)
                && tokens[token].capital
                && (self.cue || !self.heard.is_empty())
        });
        if let Some(token) = lone {
            self.note_other_surname(token);
        }
    }

    /// Whether the token beside a first name is its surname: it has the shape of one, or follows
    /// without a pause and is no other word of an introduction.
    fn named_beside(&self, token: usize, after_first_name: usize) -> bool {
        if self.taken[token] || !self.content(token) || self.somebody_else(token) {
            return false;
        }
        let tokens = self.line.tokens();
        let follows = token == after_first_name && tokens[token - 1].mark.is_none();
        surname_shaped(&tokens[token].text) || follows && tokens[token].text.chars().count() >= 4
    }

    fn note_other_surname(&mut self, token: usize) {
        let likeness = self
            .lexicon
            .surname
            .as_ref()
            .map_or(0.7, |surname| alike(surname, self.line.sounds_of(token)));
        let differs = self.lexicon.surname.is_some() && likeness < SAME;
        let confidence = if differs { 0.55 } else { 0.7 };
        self.note(Element::Surname, token..token + 1, confidence, differs);
    }

    /// A first name and surname that the recogniser cut or ran together elsewhere than between
    /// them, or shortened: "Agniesz Kaleończuk", "Marcinowski" for "Marcin Ostrowski".
    fn full_name(&mut self) {
        let (Some(first), Some(surname)) = (&self.lexicon.first_name, &self.lexicon.surname) else {
            return;
        };
        if self.has(Element::Surname) && self.has(Element::FirstName) {
            return;
        }
        let full: Vec<u8> = first.iter().chain(surname).copied().collect();
        let count = self.line.tokens().len();
        for from in 0..count {
            for to in from + 1..=(from + 3).min(count) {
                let sounds = &self.line.sounds()[self.line.start_of(from)..self.line.start_of(to)];
                let free = (from..to).all(|token| {
                    !self.taken[token]
                        || self
                            .first_name_at
                            .as_ref()
                            .is_some_and(|at| at.contains(&token))
                        || self.surname_found(token)
                });
                if free && runs_together(&full, sounds, surname.len()) && !self.somebody_else(from)
                {
                    self.note(Element::FirstName, from..to, 0.7, false);
                    self.note(Element::Surname, from..to, 0.7, false);
                    return;
                }
            }
        }
    }
}

fn runs_together(full: &[u8], heard: &[u8], surname: usize) -> bool {
    if heard.len() < 7 || heard.len().abs_diff(full.len()) > 5 {
        return false;
    }
    let close = |a: &[u8], b: &[u8]| sound::distance(a, b) <= 80;
    let cost = usize::from(sound::distance(full, heard));
    cost <= 13 * full.len()
        || cost <= 27 * full.len()
            && surname >= 6
            && close(&full[..3], &heard[..3])
            && close(&full[full.len() - 3..], &heard[heard.len() - 3..])
}

fn alike(a: &[u8], b: &[u8]) -> f32 {
    let length = a.len().max(b.len()).max(1) as f32;
    1.0 - f32::from(sound::distance(a, b)) / (length * f32::from(sound::WHOLE))
}

/// Whether a word has an ending that Polish surnames have and few other words of an introduction.
pub(super) fn surname_shaped(text: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "ski", "ska", "cki", "cka", "dzki", "dzka", "wicz", "czyk", "czuk", "niuk", "siuk", "ciuk",
        "luk", "ruk", "duk", "szuk", "jko", "enko", "iak", "czak", "rzak", "szak", "owa", "ryś",
    ];
    const OTHERS: &[&str] = &[
        "miejski",
        "miejska",
        "białostocki",
        "białostocka",
        "łomżyński",
        "łomżyńska",
        "podlaski",
        "polski",
        "polska",
        "obywatelski",
        "mieszkańców",
        "wojewódzki",
        "budowa",
        "umowa",
        "rozmowa",
        "nowa",
        "połowa",
        "osobowa",
        "skarbowa",
        "dokładka",
        "ludzki",
        "ludzka",
        "sprawa",
        "jak",
        "tak",
    ];
    text.chars().count() >= 5
        && !OTHERS.contains(&text)
        && ENDINGS.iter().any(|ending| text.ends_with(ending))
}
