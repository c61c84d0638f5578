//! `transfer_handover`: before a transfer the caller hears to whom and why.
//!
//! Observed: the exchange's `transfer` (or a leg that ended by one, or a second number being dialled),
//! and what the agent said shortly before. Example: "Przełączam panią" is a nudge, since it names
//! nobody; the transfer that follows is a breach. Only what the caller was told is judged. Known false
//! alarms: a target named in words that the grammar does not know.

use serde::Deserialize;
use serde_json::Value;

use super::{Detector, Scene, because_unheard, evidence, sureness};
use crate::alert::{AlertKind, Check, Coverage, Finding, Raised, Verdict};
use crate::event::{CallTime, Channel, HangupBy, Observation, Signal, SignalAt, text_of};
use crate::polish::transfer::handover;
use crate::private::Private;
use crate::procedure::{Procedure, ProcedureError};

/// Numbers of `[checks.transfer_handover]`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// What was said so long before the transfer counts.
    told_before_ms: i64,
    /// Final words may come so much later than the transfer.
    final_text_ms: i64,
    /// Words made out with less confidence than this do not show that something was not said.
    doubtful: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { told_before_ms: 60_000, final_text_ms: 2000, doubtful: super::DOUBTFUL }
    }
}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let settings: Settings = procedure.settings(Check::TransferHandover)?;
    if settings.told_before_ms <= 0 {
        let message = "told_before_ms is how long before the transfer counts: more than 0";
        return Err(procedure.invalid_at(Check::TransferHandover, "told_before_ms", message));
    }
    Ok(Box::new(TransferHandover { settings, ..TransferHandover::default() }))
}

/// What the caller was told before a moment.
#[derive(Clone, Debug, Default)]
struct Told {
    announced: bool,
    target: bool,
    reason: bool,
    colleague_informed: bool,
    /// What was said was made out badly, so that what is missing may well have been said.
    doubtful: bool,
    words: String,
    from: Option<CallTime>,
    to: Option<CallTime>,
}

impl Told {
    const fn name(&self) -> &'static str {
        match (self.target, self.reason) {
            (true, true) => "target_and_reason",
            (true, false) => "target",
            (false, true) => "reason",
            (false, false) => "nothing",
        }
    }
}

/// A transfer whose handover is not judged yet: some words may still come.
#[derive(Clone, Debug)]
struct Transfer {
    at: CallTime,
    to: Option<Private<String>>,
    /// The exchange was not sure.
    unsure: bool,
}

#[derive(Debug, Default)]
struct TransferHandover {
    settings: Settings,
    episode: u32,
    nudged: bool,
    pending: Option<Transfer>,
    /// The worst transfer so far.
    finding: Option<Finding>,
}

impl Detector for TransferHandover {
    fn observe(&mut self, scene: &Scene<'_>, observation: &Observation, raised: &mut Vec<Raised>) {
        if !scene.line.answered {
            return;
        }
        match observation {
            Observation::Signal(signal) => self.take(scene, signal, raised),
            Observation::Heard(utterance) if utterance.channel == Channel::Agent && utterance.complete => {
                self.remind(scene, false, raised);
            }
            _ => {}
        }
        self.judge(scene, raised);
    }

    fn due(&self, _scene: &Scene<'_>) -> Option<CallTime> {
        self.pending.as_ref().map(|transfer| transfer.at + self.settings.final_text_ms)
    }

    fn close(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) -> Finding {
        if let Some(transfer) = self.pending.take() {
            self.decide(scene, &transfer, raised);
        }
        if let Some(finding) = self.finding.take() {
            return finding;
        }
        if scene.line.signals {
            Finding::new(Verdict::NotApplicable, "the exchange told of no transfer")
        } else {
            Finding::new(Verdict::Undetermined, "no signals of the exchange, so nobody knows of transfers")
        }
    }
}

impl TransferHandover {
    fn take(&mut self, scene: &Scene<'_>, signal: &SignalAt, raised: &mut Vec<Raised>) {
        let to = match &signal.signal {
            // A second number is dialled while the caller is there.
            Signal::Dialling => return self.remind(scene, true, raised),
            Signal::Transfer { to } => to.clone(),
            // A leg that ended by a transfer was transferred, also where the exchange told no more.
            Signal::Hangup { by: Some(HangupBy::Transfer) } if self.episode == 0 || self.nudged => None,
            _ => return,
        };
        if self.pending.is_none() {
            self.pending = Some(Transfer { at: signal.at, to, unsure: !signal.is_sure() });
        }
    }

    /// A transfer announced, or dialled, without a word to whom.
    fn remind(&mut self, scene: &Scene<'_>, dialled: bool, raised: &mut Vec<Raised>) {
        if self.pending.is_some() || scene.line.ended.is_some() {
            return;
        }
        let told = self.told(scene, scene.at);
        if self.nudged {
            if told.target {
                self.nudged = false;
                raised.push(alert(self.episode, AlertKind::Resolved, scene, &told));
            }
            return;
        }
        // The target may come with the next words.
        let going_on = !dialled && scene.line.agent.speaking.is_some();
        if (told.announced || dialled) && !told.target && !told.doubtful && !going_on {
            self.nudged = true;
            self.episode += 1;
            raised.push(alert(self.episode, AlertKind::Nudge, scene, &told));
        }
    }

    fn judge(&mut self, scene: &Scene<'_>, raised: &mut Vec<Raised>) {
        let Some(transfer) = &self.pending else { return };
        let known = scene.line.heard_until(Channel::Agent, transfer.at);
        if known || scene.at - transfer.at >= self.settings.final_text_ms {
            let transfer = transfer.clone();
            self.pending = None;
            self.decide(scene, &transfer, raised);
        }
    }

    fn decide(&mut self, scene: &Scene<'_>, transfer: &Transfer, raised: &mut Vec<Raised>) {
        let told = self.told(scene, transfer.at);
        let before = transfer.at - self.settings.told_before_ms;
        let gap = scene.line.gap_within(Channel::Agent, before.max(CallTime::ZERO), transfer.at);
        if !self.nudged {
            self.episode += 1;
        }
        self.nudged = false;
        let (verdict, because) = if told.target {
            let because = if told.reason {
                "the caller was told to whom and why"
            } else {
                "the caller was told to whom; why was not made out"
            };
            (Verdict::Kept, because.to_owned())
        } else if transfer.unsure {
            (Verdict::Undetermined, "the exchange was not sure of the transfer".to_owned())
        } else if let Some(gap) = gap {
            (Verdict::Undetermined, because_unheard(gap))
        } else if told.doubtful || told.reason {
            (Verdict::Undetermined, "what was said before the transfer could not be made out well enough".to_owned())
        } else {
            let mut breach = alert(self.episode, AlertKind::Breach, scene, &told);
            breach.from = told.from.unwrap_or(transfer.at);
            breach.to = transfer.at.max(breach.from);
            breach.deadline = Some(transfer.at);
            raised.push(breach);
            (Verdict::Breached, "neither to whom nor why the caller was transferred was heard".to_owned())
        };
        let mut finding = Finding::new(verdict, because)
            .at(told.from.unwrap_or(transfer.at), transfer.at)
            .heard(evidence(&told.words))
            .detail("told", told.name());
        // What the colleague heard is on another leg, which no tap brings yet.
        finding.coverage = Coverage::Part;
        if told.colleague_informed {
            finding.detail.insert("colleague_announced".to_owned(), Value::from(true));
        }
        if let Some(known) = transfer.to.as_ref().and_then(|number| known_number(scene, number)) {
            finding.detail.insert("target_known".to_owned(), Value::from(known));
        }
        if self.finding.as_ref().is_none_or(|worst| weight(verdict) > weight(worst.verdict)) {
            self.finding = Some(finding);
        }
    }

    /// What the agent told the caller in the turns that ended shortly before `until`.
    fn told(&self, scene: &Scene<'_>, until: CallTime) -> Told {
        let mut told = Told::default();
        let since = until - self.settings.told_before_ms;
        // The voice may end a little after the button was pressed.
        let turns = scene.dialogue.latest().filter(|turn| turn.channel == Channel::Agent && turn.from() < until + 500);
        for (age, turn) in turns.take_while(|turn| turn.to() >= since).enumerate() {
            let words = turn.words();
            let heard = handover(&words);
            // What was said long before is not where the missing words would be.
            told.doubtful |= age < 2 && sureness(&words) < self.settings.doubtful;
            told.colleague_informed |= heard.colleague_informed.is_some();
            told.announced |= heard.announced.is_some();
            told.reason |= heard.reason.is_some();
            let tells = heard.target.is_some() && !told.target;
            told.target |= heard.target.is_some();
            if tells || told.words.is_empty() && (heard.announced.is_some() || age == 0) {
                told.words = text_of(&words);
                (told.from, told.to) = (Some(turn.from()), Some(turn.to()));
            }
        }
        told
    }
}

/// Whether the staff file knows the number a call was transferred to; none without a staff file.
fn known_number(scene: &Scene<'_>, number: &Private<String>) -> Option<bool> {
    (!scene.staff.people().is_empty()).then(|| scene.staff.at_extension(number.expose()).is_some())
}

/// The worst transfer of a call is its verdict.
const fn weight(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Breached => 2,
        Verdict::Undetermined => 1,
        _ => 0,
    }
}

fn alert(episode: u32, kind: AlertKind, scene: &Scene<'_>, told: &Told) -> Raised {
    let from = told.from.unwrap_or(scene.at);
    let mut alert = Raised::new(episode, kind, from, told.to.unwrap_or(scene.at).max(from));
    alert.heard = evidence(&told.words).into();
    alert.detail.insert("told".to_owned(), Value::from(told.name()));
    alert
}
