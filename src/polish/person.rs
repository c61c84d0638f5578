//! Who introduces themselves: first names and surnames, and whose they are.

use super::first_names;
use super::lexicon::Kind;
use super::names::Search;
use super::phrases::Found;
use super::sound;
use crate::alert::Element;

/// How alike a surname must be to what the facts say not to differ from it.
const SAME: f32 = 0.6;

impl Search<'_> {
    pub(super) fn first_name(&mut self) {
        for (_, found) in self.of(|kind| kind == Kind::FirstName) {
            let joined = self.joined(found, self.lexicon.first_name.as_deref());
            if (joined || self.free(found.from..found.to)) && !self.somebody_else(found.from) {
                self.first_name_at = Some(found.from..found.to);
                self.note(Element::FirstName, found.from..found.to, found.likeness, false);
            }
        }
        if self.has(Element::FirstName) {
            return;
        }
        for token in 0..self.line.tokens().len() {
            let tokens = self.line.tokens();
            if self.joined_names(token) {
                self.first_name_at = Some(token..token + 1);
                self.note(Element::FirstName, token..token + 1, 0.6, false);
                self.note(Element::Surname, token..token + 1, 0.6, false);
                return;
            }
            let beside = tokens.get(token + 1).is_some_and(|next| surname_shaped(&next.text));
            let sounds = self.line.sounds_of(token);
            let name =
                if beside { first_names::recognise_beside_surname(sounds) } else { first_names::recognise(sounds) };
            let Some(name) = name else {
                continue;
            };
            if !self.taken[token] && !self.somebody_else(token) && self.stands_as_name(token, name.likeness) {
                let differs = self.lexicon.first_name.is_some();
                self.first_name_at = Some(token..token + 1);
                self.note(Element::FirstName, token..token + 1, name.likeness * 0.9, differs);
                return;
            }
        }
    }

    /// Whether a token is a first name and a surname in one.
    fn joined_names(&self, token: usize) -> bool {
        let text = &self.line.tokens()[token].text;
        !self.taken[token]
            && surname_shaped(text)
            && (first_names::prefix(text).is_some_and(|name| surname_shaped(&text[name.len()..]))
                || first_names::opens(self.line.sounds_of(token)))
            && !self.somebody_else(token)
    }

    /// Whether a name is part of a longer token, so that the rest may be something else:
    /// "podinspektorandrzej".
    fn joined(&self, found: Found, name: Option<&[u8]>) -> bool {
        found.to == found.from + 1 && name.is_some_and(|name| self.line.sounds_of(found.from).len() >= name.len() + 4)
    }

    /// Whether a word that sounds like a first name stands where one does.
    fn stands_as_name(&self, token: usize, likeness: f32) -> bool {
        let tokens = self.line.tokens();
        let beside = token.checked_sub(1).into_iter().chain((token + 1 < tokens.len()).then_some(token + 1));
        let next_to = beside
            .into_iter()
            .any(|other| self.taken[other] || self.surname_found(other) || surname_shaped(&tokens[other].text));
        let announced = token > 0
            && ["mówi", "jestem", "tu", "telefonie", "strony", "się", "aparacie", "imię", "dobry"]
                .contains(&tokens[token - 1].text.as_str());
        likeness > 0.8 && tokens[token].capital && (next_to || announced || !self.heard.is_empty())
            || likeness > 0.95 && (next_to || announced)
    }

    fn surname_found(&self, token: usize) -> bool {
        self.found.iter().any(|(kind, found)| *kind == Kind::Surname && found.from <= token && token < found.to)
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
        let addressed =
            (1..=2).any(|back| before(back).is_some_and(|token| titles(&token.text) && token.mark.is_none()));
        // "Rozmawia pani z panem Adamem": the agent speaks of themselves.
        let themselves = (2..=5).any(|back| {
            before(back).is_some_and(|token| {
                token.text.starts_with("rozmawia") && token.text != "rozmawiam" || token.text.starts_with("dodzwonił")
            })
        });
        let asked = (1..=4)
            .any(|back| before(back).is_some_and(|token| token.text == "rozmawiam" || token.text == "rozmawiałam"));
        let governed = before(1).is_some_and(|token| {
            matches!(token.text.as_str(), "do" | "od" | "dla" | "u" | "przez") && token.mark.is_none()
        });
        (addressed && !themselves) || asked || governed
    }

    pub(super) fn surname(&mut self) {
        for (_, found) in self.of(|kind| kind == Kind::Surname) {
            let near = self.first_name_at.as_ref().is_some_and(|at| at.end.abs_diff(found.from) < 3);
            let sounds: usize = (found.from..found.to).map(|token| self.line.sounds_of(token).len()).sum();
            let sure = near || sounds >= 6 || found.likeness > 0.95;
            let joined = self.joined(found, self.lexicon.surname.as_deref());
            let free = joined || self.free(found.from..found.to);
            if sure && free && !self.somebody_else(found.from) {
                self.note(Element::Surname, found.from..found.to, found.likeness, false);
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
        surname_shaped(&tokens[token].text) || follows && tokens[token].text.chars().count() >= 3
    }

    fn note_other_surname(&mut self, token: usize) {
        let likeness = self.lexicon.surname.as_ref().map_or(0.7, |surname| alike(surname, self.line.sounds_of(token)));
        let differs = self.lexicon.surname.is_some() && likeness < SAME;
        let confidence = if differs { 0.55 } else { 0.7 };
        self.note(Element::Surname, token..token + 1, confidence, differs);
    }

    /// A first name and surname that the recogniser cut or ran together elsewhere than between
    /// them, or shortened: "Agniesz Kaleończuk", "Marcinowski" for "Marcin Ostrowski".
    pub(super) fn full_name(&mut self) {
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
                        || self.first_name_at.as_ref().is_some_and(|at| at.contains(&token))
                        || self.surname_found(token)
                });
                if free && runs_together(&full, sounds, surname.len()) && !self.somebody_else(from) {
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
        "ski", "ska", "cki", "cka", "dzki", "dzka", "wicz", "czyk", "czuk", "niuk", "siuk", "ciuk", "luk", "ruk",
        "duk", "szuk", "jko", "enko", "iak", "czak", "rzak", "szak", "owa", "ryś",
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
    text.chars().count() >= 5 && !OTHERS.contains(&text) && ENDINGS.iter().any(|ending| text.ends_with(ending))
}
