//! `speakerphone_consent`: the clerk asks before switching to the loudspeaker.
//!
//! Observed: the device's signal, the agent's words ("włączam panią na głośnik"), the sound of a room on
//! their voice, a request for consent and the caller's answer. Example: switching after "nie, wolałbym
//! nie" is a critical breach at that moment. The sound alone accuses nobody: its alert is a question, and
//! the verdict `undetermined`. Known false alarms: the agent talks of a loudspeaker that is not this
//! telephone's; a refusal made out as something else.

use serde::Deserialize;
use serde_json::Value;

use super::{Detector, Scene, evidence, sureness, unheard};
use crate::alert::{AlertKind, Check, Finding, Raised, Severity, Verdict};
use crate::event::{CallTime, Channel, Observation, Signal, SignalSource, Utterance, text_of};
use crate::polish::consent::{Answer, answer, complains};
use crate::polish::speakerphone::{Mention, insists, mention};
use crate::procedure::{Procedure, ProcedureError};

/// Numbers of `[checks.speakerphone_consent]`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// An answer comes so soon after the question.
    answer_within_ms: i64,
    /// Switching without naming it again, and the caller's complaint, follow a refusal so soon.
    insist_within_ms: i64,
    /// Final words may come so much later than the device's signal.
    final_text_ms: i64,
    /// Words made out with less confidence than this do not show that nobody asked.
    doubtful: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { answer_within_ms: 15_000, insist_within_ms: 20_000, final_text_ms: 2000, doubtful: super::DOUBTFUL }
    }
}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let settings: Settings = procedure.settings(Check::SpeakerphoneConsent)?;
    if settings.answer_within_ms <= 0 {
        let message = "answer_within_ms is how long an answer may take: more than 0";
        return Err(procedure.invalid_at(Check::SpeakerphoneConsent, "answer_within_ms", message));
    }
    Ok(Box::new(SpeakerphoneConsent { settings, ..SpeakerphoneConsent::default() }))
}

#[derive(Clone, Debug)]
struct Asked {
    from: CallTime,
    to: CallTime,
    words: String,
    no_consents: bool,
    answer: Option<Answer>,
    /// Where the answer ended.
    answered: CallTime,
}

/// The agent switched to the loudspeaker.
#[derive(Clone, Debug)]
struct Switch {
    from: CallTime,
    at: CallTime,
    words: String,
    source: &'static str,
    unsure: bool,
}

/// How sure a question is that rests on an unsure signal.
const UNSURE: f32 = 0.4;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Kept,
    Unknown,
    Breached,
}

#[derive(Debug, Default)]
struct SpeakerphoneConsent {
    settings: Settings,
    on: bool,
    asked: Option<Asked>,
    /// Waits for the words before it.
    pending: Option<Switch>,
    episode: u32,
    worst: Option<(Outcome, Switch)>,
}

impl Detector for SpeakerphoneConsent {
    fn observe(&mut self, scene: &Scene<'_>, observation: &Observation, raised: &mut Vec<Raised>) {
        match observation {
            Observation::Signal(signal) => {
                if let Signal::Speakerphone { on } = signal.signal {
                    let (at, unsure) = (signal.at, !signal.is_sure());
                    let source = if signal.source == SignalSource::Sound { "sound" } else { "device" };
                    self.switch(on, Switch { from: at, at, words: String::new(), source, unsure });
                }
            }
            Observation::Heard(utterance) if utterance.complete => match utterance.channel {
                Channel::Agent => self.hear_agent(utterance),
                Channel::Caller => self.hear_caller(utterance),
                Channel::Background => {}
            },
            _ => {}
        }
        self.judge(scene, raised);
    }

    fn due(&self, _scene: &Scene<'_>) -> Option<CallTime> {
        self.pending.as_ref().map(|switch| switch.at + self.settings.final_text_ms)
    }

    fn close(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) -> Finding {
        if let Some(switch) = self.pending.take() {
            self.decide(scene, switch, raised);
        }
        if let Some((outcome, switch)) = &self.worst {
            let (verdict, because) = match outcome {
                Outcome::Breached if self.refused() => (Verdict::Breached, "the caller had refused"),
                Outcome::Breached => (Verdict::Breached, "no question whether the caller agrees was heard before"),
                Outcome::Unknown if switch.unsure => (
                    Verdict::Undetermined,
                    "the loudspeaker may have been on, and no question about it was heard before",
                ),
                Outcome::Unknown => (Verdict::Undetermined, "what was said before could not be made out well enough"),
                Outcome::Kept => (Verdict::Kept, "the caller was asked before, and no refusal was heard"),
            };
            let finding = Finding::new(verdict, because).at(switch.from, switch.at).heard(evidence(&switch.words));
            return finding.detail("source", switch.source);
        }
        let end = scene.line.ended.unwrap_or(scene.at);
        match &self.asked {
            Some(asked) if asked.answer == Some(Answer::Refuses) => {
                let because = "the caller refused, and no switching to the loudspeaker was heard";
                Finding::new(Verdict::NotApplicable, because).at(asked.from, asked.answered)
            }
            Some(asked) => {
                let because = "the caller was asked, and no refusal was heard";
                Finding::new(Verdict::Kept, because).at(asked.from, asked.to).heard(evidence(&asked.words))
            }
            None => match scene.line.gap_within(Channel::Agent, CallTime::ZERO, end) {
                Some(gap) => unheard(gap),
                None => Finding::new(Verdict::NotApplicable, "nothing of a loudspeaker was heard"),
            },
        }
    }
}

impl SpeakerphoneConsent {
    fn refused(&self) -> bool {
        self.asked.as_ref().is_some_and(|asked| asked.answer == Some(Answer::Refuses))
    }

    fn hear_agent(&mut self, utterance: &Utterance) {
        let words = utterance.words.expose();
        let said = |range: std::ops::Range<usize>| {
            let span = words.get(range).unwrap_or_default();
            (span.first().map_or(utterance.from, |word| word.from), text_of(span))
        };
        match mention(words) {
            Some((Mention::Asks { no_consents }, range)) => {
                let (from, words) = said(range);
                let (to, answered) = (utterance.to, utterance.to);
                self.asked = Some(Asked { from, to, words, no_consents, answer: None, answered });
            }
            Some((Mention::SwitchesOff, _)) => self.on = false,
            Some((Mention::Switches, range)) => {
                let (from, words) = said(range);
                self.switch(true, Switch { from, at: utterance.to, words, source: "words", unsure: false });
            }
            None => {
                let soon = self.asked.as_ref().is_some_and(|asked| {
                    asked.answer == Some(Answer::Refuses)
                        && utterance.from - asked.answered < self.settings.insist_within_ms
                });
                if let Some(range) = insists(words).filter(|_| soon) {
                    let (from, words) = said(range);
                    self.switch(true, Switch { from, at: utterance.to, words, source: "words", unsure: false });
                }
            }
        }
    }

    fn hear_caller(&mut self, utterance: &Utterance) {
        let words = utterance.words.expose();
        let Some(asked) = &mut self.asked else { return };
        let after_ms = utterance.from - asked.to;
        if asked.answer != Some(Answer::Refuses) && (-2000..=self.settings.answer_within_ms).contains(&after_ms) {
            if let Some(answer) = answer(words, asked.no_consents) {
                // The first clear answer counts, unless a refusal follows it.
                if asked.answer.is_none() || answer == Answer::Refuses {
                    (asked.answer, asked.answered) = (Some(answer), utterance.to);
                }
            }
        } else if asked.answer == Some(Answer::Refuses)
            && utterance.from - asked.answered < self.settings.insist_within_ms
            && complains(words)
        {
            // Nobody complains of a loudspeaker that is not on.
            let (from, at, words) = (utterance.from, utterance.to, text_of(words));
            self.switch(true, Switch { from, at, words, source: "words", unsure: false });
        }
    }

    fn switch(&mut self, on: bool, switch: Switch) {
        if on && !self.on && self.pending.is_none() {
            self.pending = Some(switch);
        }
        self.on = on;
    }

    fn judge(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) {
        let Some(switch) = &self.pending else { return };
        let known = [Channel::Agent, Channel::Caller].iter().all(|who| scene.line.heard_until(*who, switch.from));
        if (known || scene.at - switch.at >= self.settings.final_text_ms)
            && let Some(switch) = self.pending.take()
        {
            self.decide(scene, switch, raised);
        }
    }

    fn decide(&mut self, scene: &Scene<'_>, switch: Switch, raised: &mut Vec<Raised>) {
        let refused = self.refused();
        let asked = self.asked.as_ref().is_some_and(|asked| asked.from < switch.at);
        let outcome = if asked && !refused {
            Outcome::Kept
        } else if switch.unsure || !refused && self.unclear(scene, &switch) {
            Outcome::Unknown
        } else {
            Outcome::Breached
        };
        let kind = match outcome {
            Outcome::Breached => Some(AlertKind::Breach),
            // The sound alone accuses nobody: it asks.
            Outcome::Unknown if switch.unsure => Some(AlertKind::Nudge),
            Outcome::Unknown | Outcome::Kept => None,
        };
        if let Some(kind) = kind {
            self.episode += 1;
            let mut alert = Raised::new(self.episode, kind, switch.from, switch.at);
            alert.heard = evidence(&switch.words).into();
            alert.severity = refused.then_some(Severity::Critical);
            alert.detail.insert("source".to_owned(), Value::from(switch.source));
            if switch.unsure {
                alert.confidence = UNSURE;
                alert.detail.insert("question".to_owned(), Value::from("is_the_loudspeaker_on"));
            }
            alert.detail.insert("consent".to_owned(), Value::from(if refused { "refused" } else { "not_asked" }));
            raised.push(alert);
        }
        if self.worst.as_ref().is_none_or(|(worst, _)| outcome > *worst) {
            self.worst = Some((outcome, switch));
        }
    }

    /// Whether the question may have been in what was lost or made out badly just before.
    fn unclear(&self, scene: &Scene<'_>, switch: &Switch) -> bool {
        let since = switch.from - self.settings.answer_within_ms;
        if scene.line.gap_within(Channel::Agent, since.max(CallTime::ZERO), switch.from).is_some() {
            return true;
        }
        let before = scene.dialogue.latest().filter(|turn| turn.channel == Channel::Agent && turn.from() < switch.from);
        before.take_while(|turn| turn.to() >= since).any(|turn| {
            let words = turn.words();
            sureness(&words) < self.settings.doubtful
        })
    }
}
