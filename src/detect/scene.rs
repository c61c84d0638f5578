//! What every detector may look at besides its observation: the line, the dialogue, the facts.

use std::collections::VecDeque;

use jiff::Timestamp;

use crate::event::{CallTime, Channel, Gap, Lost, Utterance, Word};
use crate::facts::CallFacts;
use crate::polish::names::Lexicon;
use crate::staff::Staff;

/// Turns kept for a look back; far more than any check's window holds.
const TURNS_KEPT: usize = 24;

/// A party's utterances closer together than this are one turn, if the other party says nothing between.
const TURN_PAUSE_MS: i64 = 2500;

/// A moment of a call as detectors see it.
pub struct Scene<'a> {
    /// The moment.
    pub at: CallTime,
    /// The wall time of the call's zero: of its answer, once it is answered; none where nobody knows it.
    pub started: Option<Timestamp>,
    /// What was known before the call.
    pub facts: &'a CallFacts,
    /// Who works at the office; nobody where there is no staff file.
    pub staff: &'a Staff,
    /// The names that matter in this call.
    pub lexicon: &'a Lexicon,
    /// The line and who is speaking on it.
    pub line: &'a Line,
    /// What was said lately.
    pub dialogue: &'a Dialogue,
}

/// Who speaks, and how far their words are known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Voice {
    /// Since when they are speaking, if they are.
    pub speaking: Option<CallTime>,
    /// Where they first spoke.
    pub first: Option<CallTime>,
    /// Where they last stopped.
    pub ended: Option<CallTime>,
    /// Something like speech is on the channel, and it is not known yet whose.
    pub stirring: bool,
}

/// Speech whose words are not known yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unheard {
    /// The utterance's number.
    pub number: u32,
    /// Whose it is.
    pub channel: Channel,
    /// Where it begins.
    pub from: CallTime,
}

/// The state of the line.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Whether the exchange tells what it knows; without it nobody knows of rings, holds or who hung up.
    pub signals: bool,
    /// Whether the call was answered.
    pub answered: bool,
    /// Since when the caller is on hold, by signal or by a mute.
    pub hold: Option<CallTime>,
    /// Where the call's first input lies: zero until the answer moves zero to itself. Moments noted
    /// before the answer are kept as milliseconds from here ([`Line::since_origin`]).
    pub origin: CallTime,
    /// When the line was last opened: by the answer, or at the end of a hold.
    pub opened: CallTime,
    /// When the call ended.
    pub ended: Option<CallTime>,
    /// The clerk's voice.
    pub agent: Voice,
    /// The caller's voice.
    pub caller: Voice,
    /// A bystander's voice on the agent's channel.
    pub background: Voice,
    /// Utterances whose final words are not known yet.
    pub unheard: Vec<Unheard>,
    /// What could not be observed.
    pub gaps: Vec<Gap>,
}

impl Line {
    /// A channel's voice.
    pub const fn voice(&self, channel: Channel) -> &Voice {
        match channel {
            Channel::Agent => &self.agent,
            Channel::Caller => &self.caller,
            Channel::Background => &self.background,
        }
    }

    /// A channel's voice, to be changed.
    pub const fn voice_mut(&mut self, channel: Channel) -> &mut Voice {
        match channel {
            Channel::Agent => &mut self.agent,
            Channel::Caller => &mut self.caller,
            Channel::Background => &mut self.background,
        }
    }

    /// Milliseconds from the call's first input to a moment, which the answer does not change.
    pub fn since_origin(&self, at: CallTime) -> i64 {
        at - self.origin
    }

    /// Since when nobody of the two parties has spoken, if nobody does.
    pub fn quiet_since(&self) -> Option<CallTime> {
        if self.agent.speaking.is_some() || self.caller.speaking.is_some() {
            return None;
        }
        self.agent.ended.max(self.caller.ended).map(|ended| ended.max(self.opened))
    }

    /// Whether all that a channel said before `moment` has been transcribed.
    pub fn heard_until(&self, channel: Channel, moment: CallTime) -> bool {
        !self.unheard.iter().any(|open| open.channel == channel && open.from < moment)
    }

    /// The first gap of a channel that touches a stretch.
    pub fn gap_within(&self, channel: Channel, from: CallTime, to: CallTime) -> Option<&Gap> {
        self.gaps_within(channel, from, to).next()
    }

    /// The first gap of a channel's sound that touches a stretch; words that could not be made out are none.
    pub fn sound_gap_within(&self, channel: Channel, from: CallTime, to: CallTime) -> Option<&Gap> {
        self.gaps_within(channel, from, to).find(|gap| gap.lost == Lost::Sound)
    }

    fn gaps_within(&self, channel: Channel, from: CallTime, to: CallTime) -> impl Iterator<Item = &Gap> {
        self.gaps.iter().filter(move |gap| gap.channel == channel && gap.from < to && gap.to > from)
    }
}

/// What one party said without being answered.
#[derive(Clone, Debug)]
pub struct Turn {
    /// Whose.
    pub channel: Channel,
    /// Its utterances in order; the last may still be growing.
    pub utterances: Vec<Utterance>,
}

impl Turn {
    /// Where it begins.
    pub fn from(&self) -> CallTime {
        self.utterances.first().map_or(CallTime::ZERO, |utterance| utterance.from)
    }

    /// Where it ends.
    pub fn to(&self) -> CallTime {
        self.utterances.iter().map(|utterance| utterance.to).max().unwrap_or_default()
    }

    /// All its words.
    pub fn words(&self) -> Vec<Word> {
        self.utterances.iter().flat_map(|utterance| utterance.words.expose().iter().cloned()).collect()
    }
}

/// The last turns of both parties, in order of their beginnings.
#[derive(Clone, Debug, Default)]
pub struct Dialogue {
    turns: VecDeque<Turn>,
}

impl Dialogue {
    /// Takes in an utterance or its newer form. Bystanders are no part of the dialogue.
    pub fn hear(&mut self, utterance: &Utterance) {
        if utterance.channel == Channel::Background {
            return;
        }
        for turn in self.turns.iter_mut().rev() {
            if let Some(known) = turn.utterances.iter_mut().find(|known| known.number == utterance.number) {
                *known = utterance.clone();
                return;
            }
        }
        if utterance.words.expose().is_empty() {
            return;
        }
        let at = self.turns.iter().rposition(|turn| turn.from() <= utterance.from).map_or(0, |index| index + 1);
        match at.checked_sub(1).and_then(|index| self.turns.get_mut(index)) {
            Some(turn) if turn.channel == utterance.channel && utterance.from - turn.to() < TURN_PAUSE_MS => {
                turn.utterances.push(utterance.clone());
            }
            _ => self.turns.insert(at, Turn { channel: utterance.channel, utterances: vec![utterance.clone()] }),
        }
        while self.turns.len() > TURNS_KEPT {
            self.turns.pop_front();
        }
    }

    /// The turns, the latest first.
    pub fn latest(&self) -> impl Iterator<Item = &Turn> {
        self.turns.iter().rev()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_could_not_be_made_out_are_no_gap_of_the_sound() {
        let gap = |from_ms, lost| Gap {
            channel: Channel::Agent,
            from: CallTime(from_ms),
            to: CallTime(from_ms + 1000),
            lost,
            because: "drawn so".to_owned(),
        };
        let line = Line { gaps: vec![gap(1000, Lost::Words), gap(5000, Lost::Sound)], ..Line::default() };
        let until = |to_ms| (Channel::Agent, CallTime::ZERO, CallTime(to_ms));
        let (channel, from, to) = until(3000);
        assert!(line.gap_within(channel, from, to).is_some());
        assert!(line.sound_gap_within(channel, from, to).is_none());
        let (channel, from, to) = until(5500);
        assert_eq!(line.sound_gap_within(channel, from, to).map(|gap| gap.from), Some(CallTime(5000)));
    }
}
