//! `case_inquiry`: the clerk asks about the details of what the caller calls about.
//!
//! Observed: the caller's statement of a matter, the agent's questions about it, and the agent beginning
//! to inform. Example: "huśtawka jest zamówiona, montaż planujemy w maju" without any question before is
//! a nudge, which a question that still comes resolves; none by the end is a breach. Where to call back,
//! whether it was understood and "w czym mogę pomóc?" are questions about something else. Known false
//! alarms: a question by intonation alone, where the recogniser hears no question mark.

use serde::Deserialize;

use super::{Detector, Said, Scene, evidence, unheard};
use crate::alert::{AlertKind, Check, Finding, Raised, Verdict};
use crate::event::{CallTime, Channel, Direction, Observation, Utterance};
use crate::polish::information::information;
use crate::polish::inquiry::{SURE, asks_about_matter, says_wrong_number, states_matter};
use crate::polish::question::begun_as_question;
use crate::procedure::{Procedure, ProcedureError};

/// Numbers of `[checks.case_inquiry]`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// From this confidence on an utterance of the agent's begins to inform.
    information: f32,
    /// An utterance that goes on informs from this length on; a shorter one may yet become a question.
    informing_ms: i64,
    /// Words made out with less confidence than this do not show that nothing was asked.
    doubtful: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { information: 0.7, informing_ms: 3500, doubtful: super::DOUBTFUL }
    }
}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let settings = procedure.settings(Check::CaseInquiry)?;
    Ok(Box::new(CaseInquiry { settings, ..CaseInquiry::default() }))
}

/// A question may follow on the information at once.
const QUESTION_WITHIN_MS: i64 = 1000;

#[derive(Debug, Default)]
struct CaseInquiry {
    settings: Settings,
    matter: Option<Said>,
    asked: Option<Said>,
    nudged: bool,
    wrong_number: bool,
    /// The agent answered the matter with any words.
    answered: bool,
    badly_heard: bool,
}

impl Detector for CaseInquiry {
    fn observe(&mut self, scene: &Scene<'_>, observation: &Observation, raised: &mut Vec<Raised>) {
        let Observation::Heard(utterance) = observation else { return };
        if scene.facts.direction != Direction::Inbound {
            return;
        }
        match utterance.channel {
            Channel::Caller if utterance.complete && self.matter.is_none() => self.hear_caller(utterance),
            Channel::Agent if self.asked.is_none() => self.hear_agent(utterance, raised),
            _ => {}
        }
    }

    fn due(&self, _scene: &Scene<'_>) -> Option<CallTime> {
        None
    }

    fn wanted(&self, scene: &Scene<'_>, channel: Channel) -> Option<CallTime> {
        // Once it was pointed out, the final words of a question come soon enough.
        let waits = channel == Channel::Agent && self.matter.is_some() && self.asked.is_none() && !self.nudged;
        waits.then_some(scene.at + QUESTION_WITHIN_MS)
    }

    fn close(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) -> Finding {
        if scene.facts.direction != Direction::Inbound {
            return Finding::new(Verdict::NotApplicable, "the office called");
        }
        if let Some(asked) = &self.asked {
            return Finding::new(Verdict::Kept, "the agent asked about the matter")
                .at(asked.from, asked.to)
                .heard(evidence(&asked.words));
        }
        let end = scene.line.ended.unwrap_or(scene.at);
        let gap = |channel| scene.line.gap_within(channel, CallTime::ZERO, end);
        let Some(matter) = &self.matter else {
            return match gap(Channel::Caller) {
                Some(gap) => unheard(gap),
                None => Finding::new(Verdict::NotApplicable, "no matter stated by the caller was heard"),
            };
        };
        if self.wrong_number {
            return Finding::new(Verdict::NotApplicable, "the caller had the wrong number");
        }
        if let Some(gap) = gap(Channel::Agent) {
            return unheard(gap);
        }
        if self.badly_heard || !self.answered {
            let because = if self.answered {
                "a question may be in what was made out badly"
            } else {
                "the call ended before the agent could ask"
            };
            return Finding::new(Verdict::Undetermined, because);
        }
        let (from, to, words) = (matter.from, matter.to, evidence(&matter.words));
        let mut alert = Raised::new(1, AlertKind::Breach, from, end.max(to));
        alert.deadline = Some(end);
        raised.push(alert);
        Finding::new(Verdict::Breached, "the caller stated a matter and no question of the agent's about it was heard")
            .at(from, to)
            .heard(words)
    }
}

impl CaseInquiry {
    fn hear_caller(&mut self, utterance: &Utterance) {
        let words = utterance.words.expose();
        self.matter = states_matter(words).and_then(|hit| Said::of(words.get(hit.words)?));
    }

    fn hear_agent(&mut self, utterance: &Utterance, raised: &mut Vec<Raised>) {
        let words = utterance.words.expose();
        self.wrong_number |= utterance.complete && says_wrong_number(words).is_some();
        let Some(matter) = self.matter.as_ref().filter(|matter| utterance.to > matter.to) else { return };
        let after_matter = utterance.from >= matter.from;
        let asks = asks_about_matter(words).filter(|hit| hit.confidence >= SURE);
        if let Some(hit) = asks.clone().filter(|_| after_matter && utterance.complete) {
            self.asked = words.get(hit.words).and_then(Said::of);
            if let Some(asked) = self.asked.as_ref().filter(|_| self.nudged) {
                raised.push(alert(AlertKind::Resolved, asked));
            }
            return;
        }
        if utterance.complete && after_matter {
            self.answered = true;
            self.badly_heard |= super::may_hide_a_question(words, self.settings.doubtful);
        }
        let long = utterance.complete || utterance.to - utterance.from >= self.settings.informing_ms;
        let begun = asks.is_some() || !utterance.complete && begun_as_question(words);
        if after_matter && long && !begun && !self.nudged {
            let informs = information(words).filter(|hit| hit.confidence >= self.settings.information);
            if let Some(told) = informs.and_then(|hit| Said::of(words.get(hit.words)?)) {
                self.nudged = true;
                raised.push(alert(AlertKind::Nudge, &told));
            }
        }
    }
}

fn alert(kind: AlertKind, told: &Said) -> Raised {
    let mut alert = Raised::new(1, kind, told.from, told.to);
    alert.heard = evidence(&told.words).into();
    alert
}
