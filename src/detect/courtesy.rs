//! `courtesy`: no rude or dismissive wording.
//!
//! Observed: the agent's words alone, held against the list of [`crate::polish::courtesy`]. Example:
//! "proszę nie zawracać głowy" is a breach as soon as it is made out; what else is said in the same turn
//! belongs to the same occurrence. Nothing about mood, tone or attitude is inferred, so `kept` says no
//! more than that no listed wording was heard. Known false alarms: quoting what somebody else said;
//! known misses: coldness in words that are polite each by themselves.

use serde::Deserialize;
use serde_json::Value;

use super::{Detector, Said, Scene, evidence, unheard};
use crate::alert::{AlertKind, Check, Coverage, Finding, Raised, Verdict};
use crate::event::{CallTime, Channel, Observation, Utterance, Word};
use crate::polish::courtesy::rude_wording;
use crate::polish::wordings::Wordings;
use crate::procedure::{Procedure, ProcedureError};

/// Settings of `[checks.courtesy]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// Listed beyond what is listed here.
    wordings: Wordings,
    /// Words made out with less confidence than this accuse nobody.
    doubtful: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { wordings: Wordings::default(), doubtful: super::DOUBTFUL }
    }
}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let settings = procedure.settings(Check::Courtesy)?;
    Ok(Box::new(Courtesy { settings, ..Courtesy::default() }))
}

#[derive(Debug, Default)]
struct Courtesy {
    settings: Settings,
    occurrences: Vec<Said>,
    /// Something like listed wording, too badly made out to say so.
    unsure: Option<Said>,
    /// Some of the agent's words were made out badly.
    badly_heard: bool,
}

impl Detector for Courtesy {
    fn observe(&mut self, scene: &Scene<'_>, observation: &Observation, raised: &mut Vec<Raised>) {
        let Observation::Heard(utterance) = observation else { return };
        if utterance.channel == Channel::Agent && utterance.complete {
            self.hear(scene, utterance, raised);
        }
    }

    fn due(&self, _scene: &Scene<'_>) -> Option<CallTime> {
        None
    }

    fn close(&mut self, scene: &Scene<'_>, _raised: &mut Vec<Raised>) -> Finding {
        if let Some(first) = self.occurrences.first() {
            return Finding::new(Verdict::Breached, "listed wording was heard from the agent")
                .at(first.from, first.to)
                .heard(evidence(&first.words))
                .detail("occurrences", Value::from(self.occurrences.len()));
        }
        let end = scene.line.ended.unwrap_or(scene.at);
        if let Some(gap) = scene.line.sound_gap_within(Channel::Agent, CallTime::ZERO, end) {
            return unheard(gap);
        }
        if let Some(unsure) = &self.unsure {
            return Finding::new(
                Verdict::Undetermined,
                "something like listed wording was made out, too badly to be sure",
            )
            .at(unsure.from, unsure.to);
        }
        let mut finding = Finding::new(Verdict::Kept, "no listed wording was heard");
        // The verdict says no more than that nothing of the list was heard.
        if self.badly_heard || scene.line.gap_within(Channel::Agent, CallTime::ZERO, end).is_some() {
            finding.coverage = Coverage::Part;
            finding.because.push_str("; some of the agent's words were made out badly");
        }
        finding
    }
}

impl Courtesy {
    fn hear(&mut self, scene: &Scene<'_>, utterance: &Utterance, raised: &mut Vec<Raised>) {
        self.badly_heard |= super::sureness(utterance.words.expose()) < self.settings.doubtful;
        let said_before = self.occurrences.last().map_or(CallTime(i64::MIN), |last| last.to);
        let turn =
            scene.dialogue.latest().find(|turn| turn.utterances.iter().any(|one| one.number == utterance.number));
        // A phrase may be cut in two by a breath, so the whole turn is looked at.
        let words: Vec<Word> = turn.map_or_else(|| utterance.words.expose().clone(), super::Turn::words);
        let words: Vec<Word> = words.into_iter().filter(|word| word.from >= said_before).collect();
        let hit = rude_wording(&words).or_else(|| self.settings.wordings.find(&words));
        let Some(said) = hit.and_then(|hit| words.get(hit.words)) else { return };
        let Some(occurrence) = Said::of(said) else { return };
        let confidence = super::sureness(said);
        if confidence < self.settings.doubtful {
            self.unsure.get_or_insert(occurrence);
            return;
        }
        let turn_from = turn.map_or(utterance.from, super::Turn::from);
        if let Some(last) = self.occurrences.last_mut().filter(|last| last.from >= turn_from) {
            last.to = occurrence.to;
            return;
        }
        let number = self.occurrences.len() as u32 + 1;
        let mut alert = Raised::new(number, AlertKind::Breach, occurrence.from, occurrence.to);
        alert.heard = evidence(&occurrence.words).into();
        alert.confidence = confidence;
        raised.push(alert);
        self.occurrences.push(occurrence);
    }
}
