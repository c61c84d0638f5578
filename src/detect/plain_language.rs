//! `plain_language` (advice): the clerk speaks plainly.
//!
//! Observed: the agent's sentences, by Pisarek's index of 1969 over a turn (see
//! [`crate::polish::officialese`]), and turns of phrase of offices. Example: "niniejszym wzywam do
//! przedłożenia w terminie ustawowym" is a nudge. Judged from so many words on that one long name decides
//! nothing. Known false alarms: a recogniser that hears one sentence where there were three.

use serde::Deserialize;
use serde_json::Value;

use super::{Detector, Scene, advice, evidence};
use crate::alert::{AlertKind, Check, Finding, Raised};
use crate::event::{CallTime, Channel, Observation, Utterance, Word, text_of};
use crate::polish::officialese::{difficulty, officialese};
use crate::procedure::{Procedure, ProcedureError};

/// Numbers of `[checks.plain_language]`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// Pisarek's index of a turn from which on it is hard: a full introduction, all names and titles,
    /// reaches 17.
    index: f32,
    /// Turns of fewer words are not measured.
    words: usize,
    /// A sentence of so many words is too long to follow by ear.
    sentence_words: usize,
    /// So many turns of phrase of offices in one turn are too many.
    phrases: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { index: 18.0, words: 25, sentence_words: 35, phrases: 2 }
    }
}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let settings = procedure.settings(Check::PlainLanguage)?;
    Ok(Box::new(PlainLanguage { settings, ..PlainLanguage::default() }))
}

#[derive(Debug, Default)]
struct PlainLanguage {
    settings: Settings,
    heard: bool,
    /// Where the turn last advised on begins.
    advised: Option<CallTime>,
    nudges: u32,
}

impl Detector for PlainLanguage {
    fn observe(&mut self, scene: &Scene<'_>, observation: &Observation, raised: &mut Vec<Raised>) {
        let Observation::Heard(utterance) = observation else { return };
        if utterance.channel == Channel::Agent && utterance.complete {
            self.heard = true;
            self.judge(scene, utterance, raised);
        }
    }

    fn due(&self, _scene: &Scene<'_>) -> Option<CallTime> {
        None
    }

    fn close(&mut self, scene: &Scene<'_>, _raised: &mut Vec<Raised>) -> Finding {
        advice::verdict(scene, self.nudges, self.heard, "no long official sentences and no officialese were heard")
    }
}

impl PlainLanguage {
    fn judge(&mut self, scene: &Scene<'_>, utterance: &Utterance, raised: &mut Vec<Raised>) {
        let turn =
            scene.dialogue.latest().find(|turn| turn.utterances.iter().any(|one| one.number == utterance.number));
        let Some(turn) = turn else { return };
        if self.advised == Some(turn.from()) {
            return;
        }
        let words = turn.words();
        let Some((measure, detail)) = self.hard(&words) else { return };
        self.advised = Some(turn.from());
        self.nudges += 1;
        let mut alert = Raised::new(self.nudges, AlertKind::Nudge, turn.from(), turn.to());
        let said = match officialese(&words).first().and_then(|hit| words.get(hit.words.clone())) {
            Some(said) => said.to_vec(),
            None => words,
        };
        alert.heard = evidence(&text_of(&said)).into();
        alert.detail.insert(measure.to_owned(), detail);
        raised.push(alert);
    }

    /// What makes a turn hard to follow, if anything does.
    fn hard(&self, words: &[Word]) -> Option<(&'static str, Value)> {
        let s = self.settings;
        let phrases = officialese(words);
        if phrases.len() >= s.phrases {
            return Some(("phrases", Value::from(phrases.len())));
        }
        let difficulty = difficulty(words)?;
        if difficulty.longest_sentence >= s.sentence_words {
            return Some(("sentence_words", Value::from(difficulty.longest_sentence)));
        }
        let index = (f64::from(difficulty.index) * 10.0).round() / 10.0;
        (difficulty.words >= s.words && difficulty.index >= s.index).then(|| ("index", Value::from(index)))
    }
}
