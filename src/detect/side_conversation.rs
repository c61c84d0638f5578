//! `side_conversation`: on an open line the agent speaks to the caller alone.
//!
//! Observed: words of the agent's that are for somebody in the room: a colleague called by name, an order
//! or a question in the second person singular while the caller is "pan" or "pani", an answer to a voice
//! that was just heard beside the agent. Example: "Beata, weź te pieczątki" is a breach as soon as it is
//! made out. On hold the caller hears nothing, so nothing counts. Known false alarms: reading out a
//! message that is put familiarly; known misses: asides without any address ("leżą na biurku"). Words
//! spoken while a bystander speaks may be the bystander's, so they are neither counted nor kept.

use serde::Deserialize;
use serde_json::Value;

use super::{Detector, Said, Scene, evidence, unheard};
use crate::alert::{AlertKind, Check, Finding, Raised, Verdict};
use crate::event::{CallTime, Channel, Observation, Utterance};
use crate::polish::Hit;
use crate::polish::aside::{ASIDE, answers_somebody_near, keeps_distance, on_first_name_terms, to_somebody_else};
use crate::procedure::{Procedure, ProcedureError};

/// Numbers of `[checks.side_conversation]`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// Asides closer together than this are one occurrence, if the caller says nothing between.
    episode_end_ms: i64,
    /// An answer to a voice beside the agent comes this soon after it.
    answer_within_ms: i64,
    /// Words made out with less confidence than this accuse nobody.
    doubtful: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { episode_end_ms: 5000, answer_within_ms: 2500, doubtful: super::DOUBTFUL }
    }
}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let settings = procedure.settings(Check::SideConversation)?;
    Ok(Box::new(SideConversation { settings, ..SideConversation::default() }))
}

/// How much surer an aside is that follows a voice beside the agent.
const FOLLOWS_A_VOICE: f32 = 0.15;

/// So much of a bystander's speech may lie under an utterance of the agent's by the edges alone.
const EDGE_MS: i64 = 300;

#[derive(Debug, Default)]
struct SideConversation {
    settings: Settings,
    asides: Vec<Said>,
    unsure: Option<Said>,
    episodes: u32,
    /// When the line was on hold; the last may go on.
    holds: Vec<(CallTime, CallTime)>,
    /// When bystanders spoke.
    voices: Vec<(CallTime, CallTime)>,
    /// The caller speaks to the agent as one does to family or friends.
    familiar_caller: bool,
    distant: bool,
}

impl Detector for SideConversation {
    fn observe(&mut self, scene: &Scene<'_>, observation: &Observation, raised: &mut Vec<Raised>) {
        self.follow_hold(scene);
        match observation {
            Observation::SpeechEnded { channel: Channel::Background, from, to } => self.voices.push((*from, *to)),
            Observation::Heard(utterance) if utterance.complete => match utterance.channel {
                Channel::Agent => self.hear_agent(scene, utterance, raised),
                Channel::Caller => self.hear_caller(utterance),
                Channel::Background => {}
            },
            _ => {}
        }
    }

    fn due(&self, _scene: &Scene<'_>) -> Option<CallTime> {
        None
    }

    fn close(&mut self, scene: &Scene<'_>, _raised: &mut Vec<Raised>) -> Finding {
        if let Some(first) = self.asides.first() {
            return Finding::new(
                Verdict::Breached,
                "on an open line the agent spoke to somebody other than the caller",
            )
            .at(first.from, first.to)
            .heard(evidence(&first.words))
            .detail("episodes", Value::from(self.episodes));
        }
        let end = scene.line.ended.unwrap_or(scene.at);
        if let Some(gap) = scene.line.gap_within(Channel::Agent, CallTime::ZERO, end) {
            return unheard(gap);
        }
        if let Some(unsure) = &self.unsure {
            let because = "words as if for somebody else were made out, but not surely the agent's or not clearly";
            return Finding::new(Verdict::Undetermined, because).at(unsure.from, unsure.to);
        }
        Finding::new(Verdict::Kept, "no words of the agent's for anybody else were heard on an open line")
    }
}

impl SideConversation {
    fn follow_hold(&mut self, scene: &Scene<'_>) {
        match (scene.line.hold, self.holds.last_mut()) {
            (Some(from), Some(last)) if last.0 == from => {}
            (Some(from), _) => self.holds.push((from, CallTime::NEVER)),
            (None, Some(last)) if last.1 == CallTime::NEVER => last.1 = scene.line.opened,
            (None, _) => {}
        }
    }

    fn hear_caller(&mut self, utterance: &Utterance) {
        let words = utterance.words.expose();
        self.distant |= keeps_distance(words);
        self.familiar_caller |= on_first_name_terms(words);
    }

    fn hear_agent(&mut self, scene: &Scene<'_>, utterance: &Utterance, raised: &mut Vec<Raised>) {
        if self.holds.iter().any(|(from, to)| (*from..*to).contains(&utterance.from)) {
            return;
        }
        let words = utterance.words.expose();
        let Some(hit) = self.aside(scene, utterance) else { return };
        let said = words.get(hit.words.clone()).unwrap_or_default();
        let Some(aside) = Said::of(said) else { return };
        let confidence = super::sureness(said);
        if hit.confidence < ASIDE || confidence < self.settings.doubtful || self.under_a_voice(scene, utterance) {
            if hit.confidence >= ASIDE {
                self.unsure.get_or_insert(aside);
            }
            return;
        }
        if !self.goes_on(scene, &aside) {
            self.episodes += 1;
            let mut alert = Raised::new(self.episodes, AlertKind::Breach, aside.from, aside.to);
            alert.heard = evidence(&aside.words).into();
            alert.confidence = hit.confidence.min(confidence);
            raised.push(alert);
        }
        self.asides.push(aside);
    }

    /// How surely the utterance is for somebody else, with what was going on around it.
    fn aside(&self, scene: &Scene<'_>, utterance: &Utterance) -> Option<Hit> {
        let words = utterance.words.expose();
        let to_colleague = to_somebody_else(words);
        let answer = self.follows_a_voice(scene, utterance).then(|| answers_somebody_near(words)).flatten();
        let mut hit = match (to_colleague, answer) {
            (Some(aside), Some(answer)) => {
                if aside.confidence < answer.confidence {
                    answer
                } else {
                    aside
                }
            }
            (aside, answer) => aside.or(answer)?,
        };
        if hit.confidence >= 0.5 && self.follows_a_voice(scene, utterance) {
            hit.confidence = (hit.confidence + FOLLOWS_A_VOICE).min(1.0);
        }
        if self.familiar_caller && !self.distant {
            hit.confidence *= 0.5;
        }
        Some(hit)
    }

    /// Whether a voice beside the agent spoke just before, and the caller has not spoken since.
    fn follows_a_voice(&self, scene: &Scene<'_>, utterance: &Utterance) -> bool {
        let within = self.settings.answer_within_ms;
        let voice = self.voices.iter().rev().find(|(_, to)| *to <= utterance.from + EDGE_MS);
        let caller = scene.line.caller.ended;
        voice.is_some_and(|(from, to)| {
            utterance.from - *to <= within && caller.is_none_or(|ended| ended <= *from || ended > utterance.to)
        })
    }

    /// Whether a bystander spoke at the same time.
    fn under_a_voice(&self, scene: &Scene<'_>, utterance: &Utterance) -> bool {
        let now = scene.line.background.speaking.map(|from| (from, scene.at));
        let overlaps = |(from, to): (CallTime, CallTime)| to.min(utterance.to) - from.max(utterance.from) > EDGE_MS;
        self.voices.iter().copied().chain(now).any(overlaps)
    }

    /// Whether it belongs to the aside before it.
    fn goes_on(&self, scene: &Scene<'_>, aside: &Said) -> bool {
        self.asides.last().is_some_and(|last| {
            let caller_between = scene.line.caller.ended.is_some_and(|ended| ended > last.to && ended < aside.from);
            aside.from - last.to < self.settings.episode_end_ms && !caller_between
        })
    }
}
