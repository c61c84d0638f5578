//! `introduction`: the clerk says who they are, in full, within 20 s of the answer.
//!
//! Observed: the office's name, first name, surname, position and unit in the agent's words; which of
//! them are required is the procedure's. Example: "Wydział Komunikacji, Andrzej Zakrzewski, słucham"
//! lacks the position: a nudge a second after that turn, a breach at 20 s. Known false alarms: a rare
//! surname or an unusual unit that the recogniser mangles beyond its sound.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Detector, Scene, because_unheard, evidence};
use crate::alert::{AlertKind, Check, Element, Finding, Raised, Verdict};
use crate::event::{CallTime, Channel, Observation, Utterance};
use crate::polish::names;
use crate::procedure::{Procedure, ProcedureError};

/// Numbers of `[checks.introduction]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// What must be said.
    required: Vec<Element>,
    /// An element counts if its last word ends by then.
    within_ms: i64,
    /// So much silence ends the agent's first turn: longer than a breath, shorter than patience.
    first_turn_quiet_ms: i64,
    /// An agent who has said nothing by then is reminded.
    silent_ms: i64,
    /// The breach waits so much longer for the final text of what was said in time.
    final_text_ms: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            required: vec![Element::FirstName, Element::Surname, Element::Position, Element::Unit],
            within_ms: 20_000,
            first_turn_quiet_ms: 1000,
            silent_ms: 5000,
            final_text_ms: 3000,
        }
    }
}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let settings: Settings = procedure.settings(Check::Introduction)?;
    let known = [Element::Office, Element::FirstName, Element::Surname, Element::Position, Element::Unit];
    if let Some(element) = settings.required.iter().find(|element| !known.contains(element)) {
        let message =
            format!("`{element}` is no part of an introduction; use office, first_name, surname, position, unit");
        return Err(procedure.invalid_at(Check::Introduction, "required", &message));
    }
    Ok(Box::new(Introduction { settings, ..Introduction::default() }))
}

/// What was heard of one element.
#[derive(Clone, Debug)]
struct Said {
    words: String,
    from: CallTime,
    to: CallTime,
    differs: bool,
}

#[derive(Debug, Default)]
struct Introduction {
    settings: Settings,
    said: BTreeMap<Element, Said>,
    /// The agent's words so far, for the evidence.
    heard: BTreeMap<u32, Utterance>,
    nudged: bool,
    resolved: bool,
    breached: bool,
    /// Set when the first turn has been judged, nudge or not.
    first_turn_over: bool,
}

impl Detector for Introduction {
    fn observe(&mut self, scene: &Scene<'_>, observation: &Observation, raised: &mut Vec<Raised>) {
        if self.breached || !scene.line.answered {
            return;
        }
        if let Observation::Heard(utterance) = observation
            && utterance.channel == Channel::Agent
            && utterance.from.0 < self.settings.within_ms
        {
            self.hear(scene, utterance);
        }
        self.resolve(scene, raised);
        self.nudge(scene, raised);
        self.breach(scene, raised);
    }

    fn due(&self, scene: &Scene<'_>) -> Option<CallTime> {
        if self.breached || !scene.line.answered || self.missing().is_empty() {
            return None;
        }
        let moments = [
            Some(CallTime(self.settings.within_ms)),
            Some(CallTime(self.settings.within_ms + self.settings.final_text_ms)),
            (!self.first_turn_over).then(|| self.first_turn_judged(scene)).flatten(),
        ];
        moments.into_iter().flatten().filter(|moment| *moment > scene.at).min()
    }

    fn wanted(&self, _scene: &Scene<'_>, channel: Channel) -> Option<CallTime> {
        let waits = channel == Channel::Agent && self.nudged && !self.resolved && !self.breached;
        waits.then_some(CallTime(self.settings.within_ms))
    }

    fn close(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) -> Finding {
        if !scene.line.answered {
            return Finding::new(Verdict::NotApplicable, "the call was not answered");
        }
        self.breach(scene, raised);
        let missing = self.missing();
        let (from, to) = self.span(scene);
        let finding = if missing.is_empty() {
            Finding::new(Verdict::Kept, "everything required was heard in time")
        } else if self.breached {
            Finding::new(Verdict::Breached, "not all that is required was heard in time")
        } else if let Some(reason) = self.unobserved(scene) {
            Finding::new(Verdict::Undetermined, reason)
        } else {
            Finding::new(Verdict::Undetermined, "the call ended before the time for the introduction was over")
        };
        finding.at(from, to).heard(self.evidence()).missing(missing)
    }
}

impl Introduction {
    fn hear(&mut self, scene: &Scene<'_>, utterance: &Utterance) {
        self.heard.insert(utterance.number, utterance.clone());
        let words = utterance.words.expose();
        // Speech that follows at once belongs to the same sentence, so names may stand across the cut.
        let before = self.heard.range(..utterance.number).next_back().map(|(_, previous)| previous);
        let joined: Vec<_> = before
            .filter(|previous| utterance.from - previous.to < self.settings.first_turn_quiet_ms * 2)
            .into_iter()
            .flat_map(|previous| previous.words.expose())
            .chain(words)
            .cloned()
            .collect();
        for found in names::introduction(&joined, scene.lexicon) {
            let Some(span) = joined.get(found.words.clone()) else { continue };
            let (Some(first), Some(last)) = (span.first(), span.last()) else { continue };
            if last.to.0 <= self.settings.within_ms {
                let said = Said { words: found.said, from: first.from, to: last.to, differs: found.differs };
                self.said.entry(found.element).or_insert(said);
            }
        }
    }

    fn missing(&self) -> Vec<Element> {
        let required = self.settings.required.iter();
        required.copied().filter(|element| !self.said.contains_key(element)).collect()
    }

    fn resolve(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) {
        if self.nudged && !self.resolved && self.missing().is_empty() {
            self.resolved = true;
            raised.push(self.raise(scene, AlertKind::Resolved));
        }
    }

    fn nudge(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) {
        if self.first_turn_over
            || scene.line.agent.stirring
            || self.first_turn_judged(scene).is_none_or(|moment| scene.at < moment)
        {
            return;
        }
        let spoken_until = scene.line.agent.ended.unwrap_or(CallTime::ZERO);
        if !scene.line.heard_until(Channel::Agent, spoken_until) {
            return; // its words are on their way
        }
        self.first_turn_over = true;
        if !self.missing().is_empty() && self.unobserved(scene).is_none() {
            self.nudged = true;
            raised.push(self.raise(scene, AlertKind::Nudge));
        }
    }

    /// When the agent's first turn, or the wait for one, is over.
    fn first_turn_judged(&self, scene: &Scene<'_>) -> Option<CallTime> {
        let line = scene.line;
        let quiet = self.settings.first_turn_quiet_ms;
        if line.agent.first.is_some() {
            let ended = line.agent.ended.filter(|_| line.agent.speaking.is_none())?;
            return Some(ended + quiet);
        }
        let silent = CallTime(self.settings.silent_ms);
        let answered_to = line.caller.ended.filter(|_| line.caller.speaking.is_none());
        Some(answered_to.map_or(silent, |ended| silent.min(ended + quiet)))
    }

    fn breach(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) {
        let limit = CallTime(self.settings.within_ms);
        if self.breached || scene.at < limit || self.missing().is_empty() {
            return;
        }
        let waited_enough = scene.at >= limit + self.settings.final_text_ms || scene.line.ended.is_some();
        let all_heard = scene.line.heard_until(Channel::Agent, limit);
        // Someone still speaking at the limit may be naming the last element: its words end soon.
        if !all_heard && !waited_enough {
            return;
        }
        if self.unobserved(scene).is_some() || scene.line.ended.is_some_and(|ended| ended < limit) {
            return;
        }
        self.breached = true;
        raised.push(self.raise(scene, AlertKind::Breach));
    }

    /// Why the introduction could not be observed, if it could not.
    fn unobserved(&self, scene: &Scene<'_>) -> Option<String> {
        let limit = CallTime(self.settings.within_ms);
        let gap = scene.line.gap_within(Channel::Agent, CallTime::ZERO, limit.min(scene.at));
        if let Some(gap) = gap {
            return Some(because_unheard(gap));
        }
        let spoke = scene.line.agent.first.is_some_and(|first| first < limit);
        let understood = self.heard.values().any(|utterance| !utterance.words.expose().is_empty());
        (spoke && !understood && scene.at >= limit).then(|| "the agent's words could not be made out".to_owned())
    }

    fn raise(&self, scene: &Scene<'_>, kind: AlertKind) -> Raised {
        let (from, to) = self.span(scene);
        let mut alert = Raised::new(1, kind, from, to);
        alert.deadline = Some(CallTime(self.settings.within_ms));
        alert.heard = self.evidence().into();
        alert.missing = self.missing();
        alert.confidence = confidence(self.heard.values());
        let differing: Vec<&str> =
            self.said.iter().filter(|(_, said)| said.differs).map(|(element, _)| element.as_str()).collect();
        if !differing.is_empty() {
            alert.detail.insert("differs_from_staff_file".to_owned(), differing.into());
        }
        alert
    }

    fn span(&self, scene: &Scene<'_>) -> (CallTime, CallTime) {
        let from = self.heard.values().map(|utterance| utterance.from).min();
        let to = self.heard.values().map(|utterance| utterance.to).max();
        let said_to = self.said.values().map(|said| said.to).max();
        let said_from = self.said.values().map(|said| said.from).min();
        (said_from.or(from).unwrap_or(CallTime::ZERO), said_to.or(to).unwrap_or(scene.at))
    }

    fn evidence(&self) -> String {
        if self.said.is_empty() {
            return self.heard.values().next().map_or_else(String::new, |first| evidence(&first.text()));
        }
        let mut parts: Vec<&Said> = self.said.values().collect();
        parts.sort_by_key(|said| said.from);
        evidence(&parts.iter().map(|said| said.words.as_str()).collect::<Vec<_>>().join(" "))
    }
}

fn confidence<'a>(utterances: impl Iterator<Item = &'a Utterance>) -> f32 {
    let (sum, count) = utterances.fold((0.0, 0_u16), |(sum, count), utterance| (sum + utterance.confidence, count + 1));
    if count == 0 { 1.0 } else { sum / f32::from(count) }
}
