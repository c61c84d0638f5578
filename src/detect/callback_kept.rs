//! `callback_kept`: a promise to call back becomes a commitment with the moment by which it is due.
//!
//! Observed: the agent promising that they or a colleague will call, the time named with it, what
//! corrects that time later in the call (the agent's own correction, or a time that the caller proposes
//! and the agent agrees to), and a contact number asked for by an agent who cannot talk now. Example:
//! "oddzwonię jutro o dziesiątej" is `pending`, due at ten the next day; whether it was kept is judged
//! across calls by the keeper, not here, and no alert is raised. Known false alarms: a call promised to somebody else
//! in words that name nobody ("zadzwonię jutro i zapytam"), a time that belongs to another matter of
//! the same sentence.

use jiff::{SignedDuration, Zoned};
use serde::Deserialize;

use super::{Detector, Scene, evidence, unheard};
use crate::alert::{Check, Finding, Raised, Verdict};
use crate::calendar::Calendar;
use crate::commitment::{Commitment, LocalTime};
use crate::event::{CallTime, Channel, Observation, Utterance, Word, text_of};
use crate::polish::callback::{
    accepts, agrees, asks_for_number, asks_when, cannot_talk, corrects, promises, proposes, refuses, settles_time,
};
use crate::polish::numbers::digits_said;
use crate::polish::times::{Due, Readings, Spoken, When};
use crate::procedure::{Procedure, ProcedureError};

/// `[checks.callback_kept]`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What vague words of time are held to mean.
    readings: Readings,
    /// So many digits said by the caller, once asked for a number, are one; Polish numbers have nine.
    number_digits: usize,
    /// The reminder comes so long before the promised time.
    pub remind_ms: i64,
    /// "At two" is still kept a quarter of an hour later.
    pub grace_ms: i64,
    /// An attempt that rang so long counts although nobody answered: three rings of the Polish cadence.
    pub attempt_ring_ms: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            readings: Readings::default(),
            number_digits: 7,
            remind_ms: 900_000,
            grace_ms: 900_000,
            attempt_ring_ms: 15_000,
        }
    }
}

pub(super) fn build(procedure: &Procedure) -> Result<Box<dyn Detector>, ProcedureError> {
    let settings = procedure.settings(Check::CallbackKept)?;
    Ok(Box::new(CallbackKept { settings, calendar: procedure.office.hours.clone(), ..CallbackKept::default() }))
}

/// A promise as far as it is known.
#[derive(Clone, Debug)]
struct Promised {
    /// The beginning of the turn that made it.
    turn: CallTime,
    words: String,
    from: CallTime,
    to: CallTime,
    time: Option<Named>,
    offered: bool,
}

/// A time, its words, and the moment at which they were said.
#[derive(Clone, Debug)]
struct Named {
    when: When,
    words: String,
    at: CallTime,
}

#[derive(Debug, Default)]
struct CallbackKept {
    settings: Settings,
    calendar: Calendar,
    promised: Option<Promised>,
    /// Where the agent said that they cannot talk now.
    busy: Option<CallTime>,
    /// The words that asked for a number, and where.
    asked_number: Option<(String, CallTime, CallTime)>,
    number_given: bool,
    /// The agent, or the caller, asked when.
    asked_when: bool,
    /// The caller named a time that the agent has not answered yet.
    proposed: Option<Named>,
}

impl Detector for CallbackKept {
    fn observe(&mut self, scene: &Scene<'_>, observation: &Observation, _raised: &mut Vec<Raised>) {
        let Observation::Heard(utterance) = observation else { return };
        if !utterance.complete || utterance.words.expose().is_empty() {
            return;
        }
        match utterance.channel {
            Channel::Agent => self.hear_agent(scene, utterance),
            Channel::Caller => self.hear_caller(utterance),
            Channel::Background => {}
        }
    }

    fn due(&self, _scene: &Scene<'_>) -> Option<CallTime> {
        None
    }

    fn close(&mut self, scene: &Scene<'_>, _raised: &mut Vec<Raised>) -> Finding {
        if let Some(promised) = self.promised.take() {
            let finding = self.judge(scene, promised.time.as_ref(), promised.to);
            return finding.at(promised.from, promised.to).heard(evidence(&promised.words));
        }
        if let (Some(_), Some((words, from, to))) = (self.busy, self.asked_number.take()) {
            return self.judge(scene, None, to).at(from, to).heard(evidence(&words));
        }
        let end = scene.line.ended.unwrap_or(scene.at);
        if let Some(gap) = scene.line.gap_within(Channel::Agent, CallTime::ZERO, end) {
            return unheard(gap);
        }
        Finding::new(Verdict::NotApplicable, "no promise to call back was heard")
    }
}

impl CallbackKept {
    fn hear_agent(&mut self, scene: &Scene<'_>, utterance: &Utterance) {
        let words = utterance.words.expose();
        if cannot_talk(words).is_some() {
            self.busy.get_or_insert(utterance.from);
        }
        if let Some(hit) = asks_for_number(words)
            && let Some(span) = words.get(hit.words)
        {
            self.asked_number = Some((text_of(span), utterance.from, utterance.to));
        }
        let proposed = self.proposed.take();
        if !self.hear_promise(scene, utterance) {
            self.hear_time(words, proposed);
        }
        self.asked_when = asks_when(words);
    }

    /// A promise may be spread over the utterances of a turn.
    fn hear_promise(&mut self, scene: &Scene<'_>, utterance: &Utterance) -> bool {
        let mut turns = scene.dialogue.latest().filter(|turn| turn.channel == Channel::Agent);
        let turn = turns.find(|turn| turn.utterances.iter().any(|known| known.number == utterance.number));
        let words = turn.map_or_else(|| utterance.words.expose().clone(), super::Turn::words);
        let begins = turn.map_or(utterance.from, super::Turn::from);
        let Some(promise) = promises(&words) else { return false };
        if self.promised.as_ref().is_some_and(|known| known.turn == begins && known.to >= utterance.from) {
            // Said before in this turn; what follows may still name or correct its time.
            if promise.time.is_none() {
                return false;
            }
        }
        let Some(span) = words.get(promise.hit.words.clone()) else { return false };
        let time = promise.time.map(|spoken| named(&words, spoken));
        let known = self.promised.take().and_then(|known| known.time);
        let all = promise.hit.words.start..words.len().min(promise.hit.words.end + 12);
        self.promised = Some(Promised {
            turn: begins,
            words: text_of(words.get(all).unwrap_or(span)),
            from: span.first().map_or(utterance.from, |word| word.from),
            to: span.last().map_or(utterance.to, |word| word.to),
            time: time.or(known),
            offered: promise.offered,
        });
        true
    }

    /// A time said without a promise: it corrects the promised one, or agrees to the caller's.
    fn hear_time(&mut self, words: &[Word], proposed: Option<Named>) {
        let Some(promised) = &mut self.promised else { return };
        let own = corrects(words).or_else(|| settles_time(words, self.asked_when || promised.time.is_none()));
        let by = match (own, proposed) {
            (Some(own), _) => Some(named(words, own)),
            (None, Some(proposed)) if accepts(words) => Some(proposed),
            _ => None,
        };
        if let Some(by) = by {
            promised.time = Some(match promised.time.take() {
                Some(time) => Named { when: time.when.amended(&by.when), ..by },
                None => by,
            });
        }
    }

    fn hear_caller(&mut self, utterance: &Utterance) {
        let words = utterance.words.expose();
        if self.asked_number.is_some() && digits_said(words) >= self.settings.number_digits {
            self.number_given = true;
        }
        if self.promised.as_ref().is_some_and(|promised| promised.offered) && refuses(words) && !agrees(words) {
            self.promised = None;
        }
        if self.promised.is_some() || self.busy.is_some() {
            // "Pasuje, ja tu siedzę do czwartej" agrees to the time that was named and proposes none.
            let settled = self.promised.as_ref().is_some_and(|promised| promised.time.is_some()) && agrees(words);
            let spoken = proposes(words, self.asked_when && !settled).filter(|_| !settled || corrects(words).is_some());
            let proposed = spoken.map(|spoken| named(words, spoken));
            self.proposed = proposed.or(self.proposed.take());
        }
        self.asked_when |= asks_when(words);
    }

    /// What is owed, once everything was said.
    fn judge(&self, scene: &Scene<'_>, time: Option<&Named>, said: CallTime) -> Finding {
        let undetermined = |because: String| Finding::new(Verdict::Undetermined, because);
        let Some(started) = scene.started else {
            return undetermined("a call back was promised, but the time of day of this call is not known".to_owned());
        };
        if scene.facts.remote.is_none() && !self.number_given {
            let because = "a call back was promised, but the caller's number is withheld and none was given";
            return undetermined(because.to_owned());
        }
        let moment = |at: CallTime| -> Option<Zoned> {
            let moment = started.checked_add(SignedDuration::from_millis(at.0)).ok()?;
            Some(LocalTime::of(moment).0)
        };
        let (at, words) = time.map_or((said, ""), |named| (named.at, named.words.as_str()));
        let Some(at) = moment(at) else {
            return undetermined("a call back was promised at a time beyond the calendar".to_owned());
        };
        let due = match time {
            Some(named) => named.when.due(&at, &self.calendar, &self.settings.readings),
            None => Ok(Due { at: self.calendar.end_of_next_working_day(&at), open_ended: false }),
        };
        match due {
            Ok(due) => {
                let because = match time {
                    Some(_) => "a call back was promised at a time",
                    None => "a call back was promised without a time: due by the end of the next working day",
                };
                let mut finding = Finding::new(Verdict::Pending, because);
                finding.commitment = Some(Commitment {
                    due: LocalTime(due.at),
                    open_ended: due.open_ended,
                    said: words.to_owned().into(),
                });
                finding
            }
            Err(undue) => undetermined(format!("a call back was promised, but {undue}")),
        }
    }
}

fn named(words: &[Word], spoken: Spoken) -> Named {
    let span = words.get(spoken.words).unwrap_or_default();
    Named { when: spoken.when, words: text_of(span), at: span.last().map_or(CallTime::ZERO, |word| word.to) }
}
