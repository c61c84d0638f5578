//! `preparation`: a clerk who calls out is prepared, and says at once what they call about.
//!
//! Observed, in outbound calls: the agent's statement of the matter, their words about looking for
//! papers, and silence that is theirs in the first minute. While it dials, the agent is shown a
//! checklist; it goes when the call is answered. Example: "zaraz, muszę znaleźć pani papiery" is a
//! breach. Known false alarms: papers looked for because the other side asks for something new.

use serde::Deserialize;
use serde_json::Value;

use super::silence::not_the_agents;
use super::{Detector, Said, Scene, evidence, unheard};
use crate::alert::{AlertKind, Audience, Check, Finding, Raised, Verdict};
use crate::event::{CallTime, Channel, Direction, Observation, Signal, Utterance, Word};
use crate::polish::matter::{hunts_for_papers, states_matter};
use crate::polish::wait::{SURE, asks_patience};
use crate::procedure::{Procedure, ProcedureError};

/// Numbers of `[checks.preparation]`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// The matter is to be stated within so long after the agent's first turn.
    matter_within_ms: i64,
    /// So much silence of the agent's is looking for something.
    quiet_ms: i64,
    /// Silence and looking for papers count in the call's first part, of this length.
    first_ms: i64,
    /// The words before a silence may still come so long after it counts.
    final_text_ms: i64,
    /// Whether the agent is shown a checklist while it dials.
    checklist: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { matter_within_ms: 20_000, quiet_ms: 8000, first_ms: 60_000, final_text_ms: 2000, checklist: true }
    }
}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let settings: Settings = procedure.settings(Check::Preparation)?;
    if settings.quiet_ms <= 0 || settings.quiet_ms >= settings.first_ms {
        let message = "a silence lies within the call's first part: 0 < quiet_ms < first_ms";
        return Err(procedure.invalid_at(Check::Preparation, "quiet_ms", message));
    }
    Ok(Box::new(Preparation { settings, ..Preparation::default() }))
}

/// The checklist is the first occurrence, a breach the second: they are put right at different times.
const CHECKLIST: u32 = 1;
const BREACH: u32 = 2;

#[derive(Debug, Default)]
struct Preparation {
    settings: Settings,
    listed: bool,
    resolved: bool,
    /// Where the agent's first utterance ended.
    introduced: Option<CallTime>,
    matter: Option<Said>,
    breach: Option<(Said, &'static str)>,
}

impl Detector for Preparation {
    fn observe(&mut self, scene: &Scene<'_>, observation: &Observation, raised: &mut Vec<Raised>) {
        if scene.facts.direction == Direction::Inbound {
            return;
        }
        match observation {
            Observation::Signal(signal) => self.dial(scene, &signal.signal, raised),
            Observation::Heard(utterance) if utterance.channel == Channel::Agent => {
                self.hear(scene, utterance, raised);
            }
            _ => {}
        }
        if scene.line.answered && scene.line.ended.is_none() {
            self.watch_silence(scene, raised);
        }
    }

    fn due(&self, scene: &Scene<'_>) -> Option<CallTime> {
        if scene.facts.direction == Direction::Inbound || self.breach.is_some() || !scene.line.answered {
            return None;
        }
        let since = scene.line.quiet_since().filter(|since| since.0 < self.settings.first_ms)?;
        let s = self.settings;
        [s.quiet_ms, s.quiet_ms + s.final_text_ms].map(|ms| since + ms).into_iter().find(|moment| *moment > scene.at)
    }

    fn close(&mut self, scene: &Scene<'_>, _raised: &mut Vec<Raised>) -> Finding {
        if scene.facts.direction == Direction::Inbound {
            return Finding::new(Verdict::NotApplicable, "the call came in");
        }
        if let Some((said, because)) = &self.breach {
            return Finding::new(Verdict::Breached, *because).at(said.from, said.to).heard(evidence(&said.words));
        }
        let end = scene.line.ended.unwrap_or(scene.at);
        let first = end.min(CallTime(self.settings.first_ms));
        let gap = scene.line.gap_within(Channel::Agent, CallTime::ZERO, first);
        if let Some(gap) = gap {
            return unheard(gap);
        }
        let (Some(matter), Some(introduced)) = (&self.matter, self.introduced) else {
            return Finding::new(Verdict::Undetermined, "what the office called about was not made out");
        };
        let (verdict, because) = if matter.to - introduced <= self.settings.matter_within_ms {
            (Verdict::Kept, "the matter was stated soon after the introduction")
        } else {
            (Verdict::Undetermined, "the matter was made out late, and nothing shows that the agent was not prepared")
        };
        Finding::new(verdict, because).at(matter.from, matter.to).heard(evidence(&matter.words))
    }
}

impl Preparation {
    /// The checklist, from dialling to the answer.
    fn dial(&mut self, scene: &Scene<'_>, signal: &Signal, raised: &mut Vec<Raised>) {
        let kind = match signal {
            Signal::Dialling if self.settings.checklist && !scene.line.answered && !self.listed => {
                self.listed = true;
                AlertKind::Nudge
            }
            Signal::Answered | Signal::Hangup { .. } if self.listed && !self.resolved => {
                self.resolved = true;
                AlertKind::Resolved
            }
            _ => return,
        };
        let mut alert = Raised::new(CHECKLIST, kind, scene.at, scene.at);
        alert.audience = Some(Audience::Agent);
        alert.detail.insert("checklist".to_owned(), Value::from(vec!["papers", "matter", "number", "pen"]));
        raised.push(alert);
    }

    fn hear(&mut self, scene: &Scene<'_>, utterance: &Utterance, raised: &mut Vec<Raised>) {
        if !utterance.complete {
            return;
        }
        self.introduced.get_or_insert(utterance.to);
        let words = utterance.words.expose();
        let said = |range: std::ops::Range<usize>| Said::of(words.get(range)?);
        if let Some(hunt) = hunts_for_papers(words).and_then(|hit| said(hit.words))
            && utterance.from.0 < self.settings.first_ms
        {
            self.breach(scene, hunt, "the agent said that they must find the papers", raised);
        }
        if self.matter.is_none() {
            self.matter = states_matter(words).and_then(|hit| said(hit.words));
        }
    }

    /// Silence although it is the agent's turn.
    fn watch_silence(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) {
        let s = self.settings;
        let line = scene.line;
        let Some(since) = line.quiet_since().filter(|_| line.hold.is_none() && self.breach.is_none()) else { return };
        let quiet_ms = scene.at - since;
        if quiet_ms < s.quiet_ms || since.0 + s.quiet_ms > s.first_ms || line.agent.stirring {
            return;
        }
        let heard = line.heard_until(Channel::Agent, since) && line.heard_until(Channel::Caller, since);
        let lost = [Channel::Agent, Channel::Caller].iter().any(|who| line.gap_within(*who, since, scene.at).is_some());
        if lost || !heard && quiet_ms < s.quiet_ms + s.final_text_ms || !waited_for(scene, since) {
            return;
        }
        let silence = Said { words: String::new(), from: since, to: scene.at };
        self.breach(scene, silence, "a long silence in the agent's turn", raised);
    }

    fn breach(&mut self, scene: &Scene<'_>, said: Said, because: &'static str, raised: &mut Vec<Raised>) {
        if self.breach.is_some() {
            return;
        }
        let mut alert = Raised::new(BREACH, AlertKind::Breach, said.from, said.to.max(scene.at));
        alert.heard = evidence(&said.words).into();
        raised.push(alert);
        self.breach = Some((said, because));
    }
}

/// Whether the other side waits for the agent: it spoke last, or was asked to be patient.
fn waited_for(scene: &Scene<'_>, quiet_from: CallTime) -> bool {
    let last = scene.dialogue.latest().find(|turn| turn.from() < quiet_from);
    let asked = |words: &[Word]| asks_patience(words).is_some_and(|hit| hit.confidence >= SURE);
    last.is_some_and(|turn| turn.channel == Channel::Caller || asked(&turn.words()))
        && !not_the_agents(scene, quiet_from)
}
