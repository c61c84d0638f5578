//! `hold_on_leaving`: a clerk who leaves the desk puts the caller on hold first.
//!
//! Observed: the agent announces that they go to get, ask or check something elsewhere; a hold, by
//! signal or by a mute. Example: "muszę pójść po księgę do archiwum" and an open line are a nudge 5 s
//! later and a breach 15 s later. While the agent is heard, they have not left. Known false alarms:
//! somebody who says that they go and stays; going told of another matter.

use serde::Deserialize;

use super::{Detector, Scene, evidence, unheard};
use crate::alert::{AlertKind, Check, Finding, Raised, Verdict};
use crate::event::{CallTime, Channel, Gap, Observation, Utterance, text_of};
use crate::polish::leaving::announces_leaving;
use crate::procedure::{Procedure, ProcedureError};

/// Numbers of `[checks.hold_on_leaving]`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// A hold that begins so soon after the announcement is in time.
    nudge_ms: i64,
    /// A line still open so long after the announcement is a breach.
    breach_ms: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { nudge_ms: 5000, breach_ms: 15_000 }
    }
}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let settings: Settings = procedure.settings(Check::HoldOnLeaving)?;
    if settings.nudge_ms < 0 || settings.nudge_ms >= settings.breach_ms {
        let message = "the nudge comes before the breach: 0 ≤ nudge_ms < breach_ms";
        return Err(procedure.invalid_at(Check::HoldOnLeaving, "nudge_ms", message));
    }
    Ok(Box::new(HoldOnLeaving { settings, ..HoldOnLeaving::default() }))
}

/// A hold may begin so long before the last word of the announcement was over.
const PRESSED_BEFORE_MS: i64 = 3000;

/// An announcement of leaving, until a hold, a breach or the agent's return.
#[derive(Clone, Debug)]
struct Leaving {
    episode: u32,
    from: CallTime,
    words: String,
    confidence: f32,
    /// The clock runs from here: from the agent's last word.
    to: CallTime,
    nudged: bool,
}

/// How a leaving ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// The agent went on talking: they had not left, or not for long.
    Stayed,
    Held,
    /// Nobody knows of holds on this tap.
    Unknown,
    Breached,
}

#[derive(Debug, Default)]
struct HoldOnLeaving {
    settings: Settings,
    leaving: Option<Leaving>,
    episodes: u32,
    /// Where the last hold began; it may be over before the words are known.
    held_from: Option<CallTime>,
    worst: Option<(Outcome, Leaving)>,
    /// Where the agent fell silent, and where a hold began, for long enough to have been away.
    absences: Vec<CallTime>,
}

impl Detector for HoldOnLeaving {
    fn observe(&mut self, scene: &Scene<'_>, observation: &Observation, raised: &mut Vec<Raised>) {
        if let Some(hold) = scene.line.hold {
            if self.held_from != Some(hold) {
                self.absences.push(hold);
            }
            self.held_from = self.held_from.max(Some(hold));
        }
        if let Observation::SpeechStarted { channel: Channel::Agent, from } = observation {
            self.note_absence(scene, *from);
        }
        if let Observation::Heard(utterance) = observation
            && utterance.channel == Channel::Agent
            && utterance.complete
        {
            self.hear(utterance);
        }
        self.judge(scene, raised);
    }

    fn due(&self, scene: &Scene<'_>) -> Option<CallTime> {
        let leaving = self.leaving.as_ref()?;
        let moments = [self.settings.nudge_ms, self.settings.breach_ms].map(|ms| leaving.to + ms);
        moments.into_iter().find(|moment| *moment > scene.at)
    }

    fn close(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) -> Finding {
        self.judge(scene, raised);
        if let Some(leaving) = self.leaving.take() {
            // The call ended before the line had been open for too long.
            self.settle(Outcome::Stayed, leaving);
        }
        let end = scene.line.ended.unwrap_or(scene.at);
        if let Some((outcome, leaving)) = &self.worst {
            let (verdict, because) = match outcome {
                Outcome::Breached => (Verdict::Breached, "the agent left and the line stayed open"),
                Outcome::Unknown => (
                    Verdict::Undetermined,
                    "the agent announced leaving, and without the exchange's signals nobody knows of a hold",
                ),
                Outcome::Held => (Verdict::Kept, "a hold began when the agent left"),
                Outcome::Stayed => {
                    (Verdict::NotApplicable, "the agent announced leaving and went on with the call before it counted")
                }
            };
            return Finding::new(verdict, because).at(leaving.from, leaving.to).heard(evidence(&leaving.words));
        }
        self.note_absence(scene, end);
        // What was lost could have been an announcement only if the agent was away after it.
        let lost = |gap: &&Gap| {
            let after = gap.from..gap.to + self.settings.nudge_ms;
            gap.channel == Channel::Agent && self.absences.iter().any(|absence| after.contains(absence))
        };
        if let Some(gap) = scene.line.gaps.iter().find(lost) {
            return unheard(gap);
        }
        Finding::new(Verdict::NotApplicable, "no announcement of leaving was heard")
    }
}

impl HoldOnLeaving {
    /// Notes the silence that ends at `until`, if it was a long one.
    fn note_absence(&mut self, scene: &Scene<'_>, until: CallTime) {
        let since = scene.line.agent.ended.unwrap_or(scene.line.opened);
        if until - since >= self.settings.breach_ms {
            // A stretch of lost sound is no speech: the agent may have left anywhere in it.
            let lost = scene.line.gaps.iter().filter(|gap| gap.channel == Channel::Agent && gap.to > since);
            self.absences.extend(lost.map(|gap| gap.from));
            self.absences.push(since);
        }
    }

    fn hear(&mut self, utterance: &Utterance) {
        let words = utterance.words.expose();
        let Some(hit) = announces_leaving(words) else { return };
        let span = words.get(hit.words).unwrap_or_default();
        let (Some(first), Some(_)) = (span.first(), span.last()) else { return };
        match &mut self.leaving {
            // Said again: still the same going.
            Some(leaving) => leaving.to = leaving.to.max(utterance.to),
            None => {
                self.leaving = Some(Leaving {
                    episode: self.episodes + 1,
                    from: first.from,
                    words: text_of(span),
                    confidence: hit.confidence,
                    to: utterance.to,
                    nudged: false,
                });
            }
        }
    }

    fn judge(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) {
        let s = self.settings;
        let Some(leaving) = &mut self.leaving else { return };
        let held = self.held_from.is_some_and(|hold| hold >= leaving.to - PRESSED_BEFORE_MS);
        if held {
            self.end(Outcome::Held, scene, raised);
            return;
        }
        // Still talking: not gone yet. A word after the nudge is a return.
        let agent = &scene.line.agent;
        let last = agent.speaking.map(|_| scene.at).max(agent.ended).filter(|last| *last > leaving.to);
        if let Some(last) = last {
            let silent_ms = agent.speaking.or(agent.ended).map_or(0, |begun| begun - leaving.to);
            if leaving.nudged || silent_ms >= s.nudge_ms {
                self.end(Outcome::Stayed, scene, raised);
                return;
            }
            leaving.to = last;
        }
        let open_ms = scene.line.ended.unwrap_or(scene.at) - leaving.to;
        if !scene.line.signals {
            if open_ms >= s.breach_ms {
                self.end(Outcome::Unknown, scene, raised);
            }
            return;
        }
        if open_ms >= s.breach_ms {
            raised.push(leaving.alert(AlertKind::Breach, scene, s.breach_ms));
            self.episodes = leaving.episode;
            self.end(Outcome::Breached, scene, raised);
        } else if open_ms >= s.nudge_ms && !leaving.nudged && scene.line.ended.is_none() {
            leaving.nudged = true;
            self.episodes = leaving.episode;
            raised.push(leaving.alert(AlertKind::Nudge, scene, s.breach_ms));
        }
    }

    fn end(&mut self, outcome: Outcome, scene: &Scene<'_>, raised: &mut Vec<Raised>) {
        let Some(leaving) = self.leaving.take() else { return };
        if leaving.nudged && outcome != Outcome::Breached {
            raised.push(leaving.alert(AlertKind::Resolved, scene, self.settings.breach_ms));
        }
        self.settle(outcome, leaving);
    }

    fn settle(&mut self, outcome: Outcome, leaving: Leaving) {
        if self.worst.as_ref().is_none_or(|(worst, _)| outcome > *worst) {
            self.worst = Some((outcome, leaving));
        }
    }
}

impl Leaving {
    fn alert(&self, kind: AlertKind, scene: &Scene<'_>, breach_ms: i64) -> Raised {
        let mut alert = Raised::new(self.episode, kind, self.from, scene.at.max(self.to));
        alert.deadline = Some(self.to + breach_ms);
        alert.heard = evidence(&self.words).into();
        alert.confidence = self.confidence;
        alert
    }
}
