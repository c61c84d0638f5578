//! `comprehension_check`: before the goodbye, the clerk makes sure that what they said was understood.
//!
//! Observed: information given by the agent, a question or an offer about understanding it, a farewell
//! by either party. Example: "Dziękuję, do widzenia" after unasked information is a nudge at its first
//! words; hanging up then is a breach. Known false alarms: a farewell that is quoted, a question in
//! words that the grammar does not know. Whether the caller understood is never judged.

use serde::Deserialize;
use serde_json::Value;

use super::{Detector, Said, Scene, evidence, may_hide_a_question, unheard};
use crate::alert::{AlertKind, Check, Finding, Raised, Verdict};
use crate::event::{CallTime, Channel, Observation, Signal, SignalAt, Utterance};
use crate::polish::aside::{ASIDE, to_somebody_else};
use crate::polish::callback::{cannot_talk, invites_to_call, promises};
use crate::polish::comprehension::{Form, comprehension_question, sums_up};
use crate::polish::farewell::farewell;
use crate::polish::information::told;
use crate::polish::inquiry::says_wrong_number;
use crate::polish::transfer::handover;
use crate::polish::wordings::Wordings;
use crate::procedure::{Procedure, ProcedureError};

/// Settings of `[checks.comprehension_check]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// Questions whether it was understood, beyond those known here.
    wordings: Wordings,
    /// Sum over the agent's clauses of how sure it is that they inform, from which on they did.
    information: f32,
    /// The same where the caller is put off, called back or transferred: some of it is about that.
    information_beside: f32,
    /// What a long sentence in words that the grammar does not know adds to that sum.
    statement: f32,
    /// A farewell counts from this confidence on; below it, it may be a mere "that is all".
    farewell: f32,
    /// Words made out with less confidence than this do not show that nothing was asked.
    doubtful: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            wordings: Wordings::default(),
            information: 0.6,
            information_beside: 1.5,
            statement: 0.2,
            farewell: 0.5,
            doubtful: super::DOUBTFUL,
        }
    }
}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let settings = procedure.settings(Check::ComprehensionCheck)?;
    Ok(Box::new(ComprehensionCheck { settings, ..ComprehensionCheck::default() }))
}

/// After a farewell the call may end any moment.
const QUESTION_WITHIN_MS: i64 = 1000;

#[derive(Debug, Default)]
struct ComprehensionCheck {
    settings: Settings,
    /// Sum of the agent's informing so far, and where it last happened.
    informed: f32,
    information: Option<Said>,
    /// The agent cannot talk, promises to call, asks to be called, or transfers the caller.
    put_off: bool,
    asked: Option<(Form, Said)>,
    /// A question about all that was said, with no information after it: at the end it counts as asked.
    summed_up: Option<Said>,
    farewell: Option<Said>,
    badly_heard: bool,
    nudged: bool,
    resolved: bool,
}

impl Detector for ComprehensionCheck {
    fn observe(&mut self, scene: &Scene<'_>, observation: &Observation, raised: &mut Vec<Raised>) {
        let utterance = match observation {
            Observation::Heard(utterance) => utterance,
            Observation::Signal(SignalAt { signal: Signal::Transfer { .. }, .. }) => {
                self.put_off = true;
                return;
            }
            _ => return,
        };
        match utterance.channel {
            Channel::Agent => self.hear_agent(scene, utterance),
            Channel::Caller => {}
            Channel::Background => return,
        }
        self.hear_farewell(utterance);
        if self.farewell.is_some() {
            self.count_summed_up();
        }
        if self.asked.is_some() {
            if self.nudged && !self.resolved {
                self.resolved = true;
                raised.push(self.raise(scene, AlertKind::Resolved));
            }
        } else if self.farewell.is_some() && self.informed() && !self.nudged {
            self.nudged = true;
            raised.push(self.raise(scene, AlertKind::Nudge));
        }
    }

    fn wanted(&self, scene: &Scene<'_>, channel: Channel) -> Option<CallTime> {
        let waits = channel == Channel::Agent && self.nudged && !self.resolved;
        waits.then_some(scene.at + QUESTION_WITHIN_MS)
    }

    fn due(&self, _scene: &Scene<'_>) -> Option<CallTime> {
        None
    }

    fn close(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) -> Finding {
        self.count_summed_up();
        if let Some((form, asked)) = &self.asked {
            let mut finding = Finding::new(Verdict::Kept, "the agent asked whether it was understood");
            finding.detail.insert("form".to_owned(), Value::from(form.as_str()));
            return finding.at(asked.from, asked.to).heard(evidence(&asked.words));
        }
        let end = scene.line.ended.unwrap_or(scene.at);
        if let Some(gap) = scene.line.gap_within(Channel::Agent, CallTime::ZERO, end) {
            return unheard(gap);
        }
        match &self.information {
            Some(_) if self.informed() && self.badly_heard => {
                Finding::new(Verdict::Undetermined, "a question may be in what was made out badly")
            }
            Some(information) if self.informed() => {
                let (from, to, words) = (information.from, information.to, evidence(&information.words));
                let mut alert = self.raise(scene, AlertKind::Breach);
                (alert.from, alert.to) = (from, end.max(to));
                raised.push(alert);
                let because = "information was given and no question whether it was understood was heard";
                Finding::new(Verdict::Breached, because).at(from, to).heard(words)
            }
            _ => Finding::new(Verdict::NotApplicable, "no information given was heard"),
        }
    }
}

impl ComprehensionCheck {
    fn hear_agent(&mut self, scene: &Scene<'_>, utterance: &Utterance) {
        let words = utterance.words.expose();
        // A question whether it was understood says itself that something was explained.
        let own = || self.settings.wordings.find(words).map(|hit| (Form::Closed, hit));
        if let Some((form, hit)) = comprehension_question(words).or_else(own)
            && let Some(asked) = words.get(hit.words).and_then(Said::of)
            && self.asked.is_none()
        {
            self.asked = Some((form, asked));
        }
        if !utterance.complete || self.asked.is_some() {
            return; // half a sentence informs of nothing yet, and once it was asked nothing rests on it
        }
        if to_somebody_else(words).is_some_and(|hit| hit.confidence >= ASIDE) {
            return; // what a visitor is told is no information for the caller
        }
        self.badly_heard |= may_hide_a_question(words, self.settings.doubtful);
        self.put_off = self.put_off
            || promises(words).is_some()
            || cannot_talk(words).is_some()
            || invites_to_call(words).is_some()
            || handover(words).announced.is_some()
            || says_wrong_number(words).is_some();
        let told = told(words);
        // Before the caller has said a word, nothing is known that they could be told of.
        let statements = if scene.line.caller.ended.is_some() { told.statements } else { 0 };
        let informs =
            told.phrases.iter().map(|hit| hit.confidence).sum::<f32>() + statements as f32 * self.settings.statement;
        if !told.phrases.is_empty() {
            self.summed_up = None;
        }
        let sum = sums_up(words).filter(|sum| told.phrases.iter().all(|hit| hit.words.start < sum.words.start));
        if let Some(said) = sum.and_then(|sum| Said::of(words.get(sum.words)?)) {
            self.summed_up = Some(said);
        }
        if let Some(more) = Said::of(words).filter(|_| informs > 0.0) {
            self.informed += informs;
            self.information = Some(match self.information.take() {
                Some(known) => Said { to: more.to, ..known },
                None => more,
            });
        }
    }

    fn hear_farewell(&mut self, utterance: &Utterance) {
        let words = utterance.words.expose();
        let hit = farewell(words).filter(|hit| hit.confidence >= self.settings.farewell);
        if self.informed() && self.farewell.is_none() {
            self.farewell = hit.and_then(|hit| Said::of(words.get(hit.words)?));
        }
    }

    fn count_summed_up(&mut self) {
        if self.asked.is_none() && self.informed() {
            self.asked = self.summed_up.take().map(|said| (Form::Closed, said));
        }
    }

    fn informed(&self) -> bool {
        let s = &self.settings;
        self.informed >= if self.put_off { s.information_beside } else { s.information }
    }

    fn raise(&self, scene: &Scene<'_>, kind: AlertKind) -> Raised {
        let asked = self.asked.as_ref().map(|(_, asked)| asked);
        let rests_on = match kind {
            AlertKind::Resolved => asked,
            AlertKind::Nudge => self.farewell.as_ref(),
            AlertKind::Breach => self.information.as_ref(),
        };
        let (from, to) = rests_on.map_or((scene.at, scene.at), |evidence| (evidence.from, evidence.to));
        let mut alert = Raised::new(1, kind, from, to);
        alert.heard = rests_on.map_or_else(String::new, |rests_on| evidence(&rests_on.words)).into();
        if let (AlertKind::Resolved, Some((form, _))) = (kind, &self.asked) {
            alert.detail.insert("form".to_owned(), Value::from(form.as_str()));
        }
        alert
    }
}
