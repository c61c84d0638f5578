//! `callback_offer`: an agent who cannot talk now asks for a number to call, or a day or hour is fixed.
//!
//! Observed: the agent saying that they serve somebody in person or cannot talk now; then a contact number
//! asked for, a call promised or asked for at a day or hour, or a time that the caller proposes and the
//! agent agrees to. Example: "nie mogę teraz rozmawiać, mam interesanta" and six seconds without either is
//! a nudge; hanging up then is a breach. "Proszę spróbować po południu" is neither. Known false alarms:
//! an agent who mentions a visitor and goes on to serve the caller all the same.

use serde::Deserialize;

use super::{Detector, Scene, evidence, sureness, unheard};
use crate::alert::{AlertKind, Check, Finding, Raised, Verdict};
use crate::event::{CallTime, Channel, Observation, Utterance, Word, text_of};
use crate::polish::callback::{
    accepts, asks_for_number, asks_when, cannot_talk, corrects, invites_to_call, promises, proposes, settles_time,
};
use crate::polish::farewell::farewell;
use crate::polish::times::When;
use crate::procedure::{Procedure, ProcedureError};

/// Numbers of `[checks.callback_offer]`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// The reminder comes so long after the statement, unless a farewell comes first.
    nudge_ms: i64,
    /// While the agent is speaking then, their words are waited for so much longer.
    words_ms: i64,
    /// What the agent goes on to say within this time belongs to the statement.
    goes_on_ms: i64,
    /// A farewell counts from this confidence on; below it, it may be a mere "that is all".
    farewell: f32,
    /// Words less sure than this do not show that something was not said.
    doubtful: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { nudge_ms: 6000, words_ms: 3500, goes_on_ms: 1500, farewell: 0.5, doubtful: super::DOUBTFUL }
    }
}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let settings = procedure.settings(Check::CallbackOffer)?;
    Ok(Box::new(CallbackOffer { settings, ..CallbackOffer::default() }))
}

/// After a farewell the call may end any moment.
const WORDS_WITHIN_MS: i64 = 1000;

#[derive(Clone, Debug)]
struct Evidence {
    words: String,
    from: CallTime,
    to: CallTime,
    /// What was settled: `number` or `time`.
    how: &'static str,
}

#[derive(Debug, Default)]
struct CallbackOffer {
    settings: Settings,
    statement: Option<Evidence>,
    /// Where the turn with the statement ends.
    said_until: CallTime,
    settled: Option<Evidence>,
    /// A number asked for before the statement, in the same breath.
    asked_before: Option<Evidence>,
    farewell: bool,
    nudged: bool,
    resolved: bool,
    doubtful: bool,
    asked_when: bool,
    proposed: bool,
}

impl Detector for CallbackOffer {
    fn observe(&mut self, scene: &Scene<'_>, observation: &Observation, raised: &mut Vec<Raised>) {
        if let Observation::Heard(utterance) = observation {
            match utterance.channel {
                Channel::Agent => self.hear_agent(scene, utterance),
                Channel::Caller => self.hear_caller(utterance),
                Channel::Background => return,
            }
            let goodbye = farewell(utterance.words.expose()).filter(|hit| hit.confidence >= self.settings.farewell);
            self.farewell |= self.statement.is_some() && goodbye.is_some();
        }
        if self.statement.is_none() {
            return;
        }
        if self.settled.is_some() {
            if self.nudged && !self.resolved {
                self.resolved = true;
                raised.push(self.raise(scene, AlertKind::Resolved));
            }
        } else if !self.nudged && (self.farewell || self.waited(scene)) {
            self.nudged = true;
            raised.push(self.raise(scene, AlertKind::Nudge));
        }
    }

    fn due(&self, scene: &Scene<'_>) -> Option<CallTime> {
        let open = self.statement.is_some() && self.settled.is_none() && !self.nudged;
        let deadline = self.said_until + self.settings.nudge_ms;
        let latest = deadline + self.settings.words_ms;
        open.then_some(if scene.at < deadline { deadline } else { latest })
    }

    fn wanted(&self, scene: &Scene<'_>, channel: Channel) -> Option<CallTime> {
        let waits = channel == Channel::Agent && self.farewell && self.nudged && self.settled.is_none();
        waits.then_some(scene.at + WORDS_WITHIN_MS)
    }

    fn close(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) -> Finding {
        let end = scene.line.ended.unwrap_or(scene.at);
        let gap = scene.line.gap_within(Channel::Agent, CallTime::ZERO, end);
        let Some(statement) = self.statement.clone() else {
            return match gap {
                Some(gap) => unheard(gap),
                None => Finding::new(Verdict::NotApplicable, "the agent was not heard to be unable to talk"),
            };
        };
        if let Some(settled) = &self.settled {
            let because = match settled.how {
                "number" => "the agent asked for a number to call",
                _ => "a day or hour was fixed",
            };
            let finding = Finding::new(Verdict::Kept, because).detail("how", settled.how);
            return finding.at(settled.from, settled.to).heard(evidence(&settled.words));
        }
        if let Some(gap) = gap {
            return unheard(gap);
        }
        if self.doubtful {
            let because = "the agent could not be heard throughout: their words were made out badly";
            return Finding::new(Verdict::Undetermined, because);
        }
        let mut alert = self.raise(scene, AlertKind::Breach);
        (alert.from, alert.to) = (statement.from, end.max(statement.to));
        raised.push(alert);
        let because = "the agent could not talk, and neither asked for a number nor fixed a day or hour";
        Finding::new(Verdict::Breached, because).at(statement.from, statement.to).heard(evidence(&statement.words))
    }
}

impl CallbackOffer {
    fn hear_agent(&mut self, scene: &Scene<'_>, utterance: &Utterance) {
        let words = utterance.words.expose();
        if words.is_empty() {
            return;
        }
        if utterance.complete {
            self.hear_statement(utterance);
        }
        if self.statement.is_some() {
            let doubtful = words.len() > 1 && sureness(words) < self.settings.doubtful;
            self.doubtful |= utterance.complete && doubtful;
            if self.settled.is_none() {
                self.settled = self.settling(scene, utterance);
            }
        } else if asks_for_number(words).is_some() {
            self.asked_before = Some(evidence_of(words, "number"));
        }
        if utterance.complete {
            self.proposed = false;
            self.asked_when = asks_when(words);
        }
    }

    fn hear_statement(&mut self, utterance: &Utterance) {
        let words = utterance.words.expose();
        if self.statement.is_some() {
            if utterance.from - self.said_until < self.settings.goes_on_ms && !self.nudged {
                self.said_until = utterance.to.max(self.said_until);
            }
        } else if let Some(span) = cannot_talk(words).and_then(|hit| words.get(hit.words)) {
            self.statement = Some(evidence_of(span, "statement"));
            self.said_until = utterance.to;
            let just = |asked: &Evidence| utterance.from - asked.to < self.settings.goes_on_ms;
            self.settled = self.asked_before.take().filter(just);
        }
    }

    /// What of the agent's words settles how the two will talk.
    fn settling(&self, scene: &Scene<'_>, utterance: &Utterance) -> Option<Evidence> {
        let words = utterance.words.expose();
        if let Some(span) = asks_for_number(words).and_then(|hit| words.get(hit.words)) {
            return Some(evidence_of(span, "number"));
        }
        // "Oddzwonię." and "Jutro o dziesiątej." may be two utterances of one turn.
        let mut turns = scene.dialogue.latest().filter(|turn| turn.channel == Channel::Agent);
        let turn = turns.find(|turn| turn.utterances.iter().any(|known| known.number == utterance.number));
        let all = turn.map_or_else(|| words.clone(), super::Turn::words);
        let promise = promises(&all);
        let promised = promise.as_ref().and_then(|promise| promise.time.as_ref()).map(|time| time.when);
        let invited = invites_to_call(&all).map(|spoken| spoken.when).filter(|when| !when.is_today_at_large());
        let own = settles_time(words, self.asked_when).or_else(|| corrects(words)).map(|spoken| spoken.when);
        let fixed = [promised, invited, own].into_iter().flatten().any(|when: When| when.fixes_day_or_hour());
        (fixed || self.proposed && accepts(words)).then(|| evidence_of(words, "time"))
    }

    fn hear_caller(&mut self, utterance: &Utterance) {
        if self.statement.is_none() || !utterance.complete {
            return;
        }
        let proposed = proposes(utterance.words.expose(), self.asked_when);
        self.proposed |= proposed.is_some_and(|spoken| spoken.when.fixes_day_or_hour());
        self.asked_when |= asks_when(utterance.words.expose());
    }

    /// Whether the time for it has passed, and nothing that the agent is saying may still do it.
    fn waited(&self, scene: &Scene<'_>) -> bool {
        let deadline = self.said_until + self.settings.nudge_ms;
        let speaking = scene.line.agent.speaking.is_some() || !scene.line.heard_until(Channel::Agent, scene.at);
        scene.at >= deadline && (!speaking || scene.at >= deadline + self.settings.words_ms)
    }

    fn raise(&self, scene: &Scene<'_>, kind: AlertKind) -> Raised {
        let rests_on = if kind == AlertKind::Resolved { self.settled.as_ref() } else { self.statement.as_ref() };
        let (from, to) = rests_on.map_or((scene.at, scene.at), |evidence| (evidence.from, evidence.to));
        let mut alert = Raised::new(1, kind, from, to);
        alert.heard = rests_on.map_or_else(String::new, |rests_on| evidence(&rests_on.words)).into();
        if let (AlertKind::Resolved, Some(settled)) = (kind, &self.settled) {
            alert.detail.insert("how".to_owned(), settled.how.into());
        }
        alert
    }
}

fn evidence_of(words: &[Word], how: &'static str) -> Evidence {
    Evidence {
        words: text_of(words),
        from: words.first().map_or(CallTime::ZERO, |word| word.from),
        to: words.last().map_or(CallTime::ZERO, |word| word.to),
        how,
    }
}
