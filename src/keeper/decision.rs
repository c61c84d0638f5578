//! One commitment's next step, from what the journal knows of it and the time.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::rules::Rules;
use crate::alert::{Alert, AlertKind, Audience, Check, Finding};
use crate::commitment::LocalTime;
use crate::event::{CallTime, Channel, Direction};
use crate::private::Private;
use crate::store::{Attempt, Change, CommitmentState, CommitmentStep, NewAlert, StoredCommitment, Waiting};

/// A breach found so much later than it fell due was found late: the service was not there, or the clock
/// was moved.
const LATE: SignedDuration = SignedDuration::from_mins(1);

/// What is to be done now, if anything.
pub(super) fn next_step(waiting: &Waiting, rules: &Rules, now: Timestamp) -> Option<CommitmentStep> {
    let commitment = &waiting.commitment;
    let deadline = rules.deadline(commitment);
    let told = Told { waiting, rules, deadline, now };
    let in_time = |moment: &Timestamp| *moment <= deadline;
    let reached = moments(waiting, |attempt| reached(commitment.check, attempt))
        .filter(|(_, at)| in_time(at))
        .min_by_key(|(_, at)| *at);
    if commitment.state == CommitmentState::Kept {
        return reached.map(|(attempt, at)| told.kept(attempt, at, true, Vec::new()));
    }
    let kept = reached.map(|(attempt, at)| (attempt, at, true)).or_else(|| {
        let from = rules.ringing_counts_from(commitment);
        let rang = moments(waiting, |attempt| rang(attempt, rules.attempt_ring_ms));
        rang.filter(|(_, at)| in_time(at) && *at >= from)
            .min_by_key(|(_, at)| *at)
            .map(|(attempt, at)| (attempt, at, false))
    });
    if let Some((attempt, at, reached)) = kept {
        let alerts = episodes(commitment).into_iter().map(|episode| told.resolved(episode, reached)).collect();
        return Some(told.kept(attempt, at, reached, alerts));
    }
    if now > deadline {
        if commitment.remote.is_none() {
            return Some(told.undetermined());
        }
        // Whoever is being rung at this moment may still answer a call that was placed in time.
        let trying = waiting.attempts.iter().any(|attempt| is_trying(attempt) && attempt.opened <= deadline);
        return (!trying).then(|| told.breached());
    }
    (commitment.reminded.is_none() && now >= rules.remind_at(commitment)).then(|| told.reminder())
}

fn moments<'a>(
    waiting: &'a Waiting,
    moment: impl Fn(&Attempt) -> Option<Timestamp> + 'a,
) -> impl Iterator<Item = (&'a Attempt, Timestamp)> {
    waiting.attempts.iter().filter_map(move |attempt| Some((attempt, moment(attempt)?)))
}

/// When somebody was reached by a call that counts. A missed call is returned as well by the caller's own
/// next call, if that is answered; a promise to call is not.
fn reached(check: Check, attempt: &Attempt) -> Option<Timestamp> {
    attempt.answered.filter(|_| attempt.direction == Direction::Outbound || check == Check::MissedCall)
}

/// When a call of the office had rung for long enough.
fn rang(attempt: &Attempt, enough_ms: i64) -> Option<Timestamp> {
    let rang_ms = attempt.rang_ms.filter(|ms| *ms >= enough_ms && attempt.direction == Direction::Outbound)?;
    attempt.ended?.checked_sub(SignedDuration::from_millis(rang_ms - enough_ms)).ok()
}

fn is_trying(attempt: &Attempt) -> bool {
    attempt.direction == Direction::Outbound && attempt.answered.is_none() && attempt.ended.is_none()
}

/// The episodes of the nudges that were raised so far. A missed call's first nudge came when it was
/// recorded; the journal takes an episode's nudge once, so its reminder has an episode of its own.
fn episodes(commitment: &StoredCommitment) -> Vec<u32> {
    let missed = commitment.check == Check::MissedCall;
    let recorded = missed.then_some(1);
    let reminded = commitment.reminded.map(|_| reminder_episode(commitment.check));
    recorded.into_iter().chain(reminded).collect()
}

const fn reminder_episode(check: Check) -> u32 {
    if matches!(check, Check::MissedCall) { 2 } else { 1 }
}

struct Told<'a> {
    waiting: &'a Waiting,
    rules: &'a Rules,
    deadline: Timestamp,
    now: Timestamp,
}

impl Told<'_> {
    fn kept(&self, attempt: &Attempt, at: Timestamp, reached: bool, alerts: Vec<NewAlert>) -> CommitmentStep {
        let because = match (attempt.direction, reached) {
            (_, false) => "the number was called in time and rang long enough, and nobody answered",
            (Direction::Outbound, true) => "the number was called back in time",
            (Direction::Inbound, true) => "the caller called again in time and was answered",
        };
        let finding = Finding::new(CommitmentState::Kept.verdict(), because)
            .detail("reached", reached)
            .detail("called_at", json!(LocalTime::of(at)));
        self.decide(CommitmentState::Kept, Some(reached), Some(attempt), finding, alerts)
    }

    fn breached(&self) -> CommitmentStep {
        let mut finding = Finding::new(CommitmentState::Breached.verdict(), "nobody called the number back in time");
        finding.detail = self.fell_due();
        let mut alert = self.alert(1, AlertKind::Breach);
        alert.alert.detail.extend(self.fell_due());
        if episodes(&self.waiting.commitment).len() > 1 {
            let ends: Vec<String> =
                episodes(&self.waiting.commitment).into_iter().map(|one| self.episode(one)).collect();
            alert.alert.detail.insert("ends".to_owned(), json!(ends));
        }
        self.decide(CommitmentState::Breached, None, None, finding, vec![alert])
    }

    fn undetermined(&self) -> CommitmentStep {
        let because = "the number was withheld, so that nobody can tell whether it was called back";
        let mut finding = Finding::new(CommitmentState::Undetermined.verdict(), because);
        finding.detail = self.fell_due();
        self.decide(CommitmentState::Undetermined, None, None, finding, Vec::new())
    }

    fn decide(
        &self,
        state: CommitmentState,
        reached: Option<bool>,
        kept_by: Option<&Attempt>,
        finding: Finding,
        alerts: Vec<NewAlert>,
    ) -> CommitmentStep {
        self.step(
            Change::Decide { state, reached, kept_by: kept_by.map(|attempt| attempt.call), finding: Box::new(finding) },
            alerts,
        )
    }

    fn reminder(&self) -> CommitmentStep {
        let commitment = &self.waiting.commitment;
        let episode = reminder_episode(commitment.check);
        let mut alert = self.alert(episode, AlertKind::Nudge);
        if episode > 1 {
            alert.alert.detail.insert("reminder_of".to_owned(), json!(self.episode(1)));
        }
        self.step(Change::Remind, vec![alert])
    }

    fn resolved(&self, episode: u32, reached: bool) -> NewAlert {
        let mut alert = self.alert(episode, AlertKind::Resolved);
        alert.alert.detail.insert("reached".to_owned(), json!(reached));
        alert
    }

    fn step(&self, change: Change, alerts: Vec<NewAlert>) -> CommitmentStep {
        let StoredCommitment { call, check, state, .. } = self.waiting.commitment;
        CommitmentStep { call, check, before: state, change, alerts }
    }

    fn alert(&self, episode: u32, kind: AlertKind) -> NewAlert {
        let commitment = &self.waiting.commitment;
        let (at, deadline) = (self.call_time(self.now), self.call_time(self.deadline));
        let mut detail = Map::new();
        detail.insert("due".to_owned(), json!(LocalTime::of(commitment.due)));
        let alert = Alert {
            check: commitment.check,
            episode: self.episode(episode),
            kind,
            severity: self.rules.severity,
            audience: if commitment.agent.is_empty() { Audience::Supervisor } else { self.rules.audience },
            channel: Channel::Agent,
            at,
            deadline: Some(deadline),
            from: CallTime::ZERO,
            to: at,
            heard: Private::new(commitment.said.expose().clone()),
            missing: Vec::new(),
            point: self.rules.point.clone(),
            confidence: 1.0,
            detail,
        };
        NewAlert { alert, raised_at: Some(self.now), answered: self.waiting.answered.is_some() }
    }

    fn episode(&self, number: u32) -> String {
        format!("{}/{number}", self.waiting.commitment.check)
    }

    /// When it fell due, and how late that was found out.
    fn fell_due(&self) -> Map<String, Value> {
        let mut detail = Map::new();
        detail.insert("fell_due".to_owned(), json!(LocalTime::of(self.deadline)));
        let late = self.now.duration_since(self.deadline);
        if late > LATE {
            detail.insert("found_late_s".to_owned(), json!(late.as_secs()));
        }
        detail
    }

    /// A wall time on the clock of the commitment's call.
    fn call_time(&self, moment: Timestamp) -> CallTime {
        let zero = self.waiting.answered.unwrap_or(self.waiting.opened);
        CallTime(moment.duration_since(zero).as_millis() as i64)
    }
}

#[cfg(test)]
mod tests;
