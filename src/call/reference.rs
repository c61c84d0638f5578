//! True words in the place of a recogniser's: known when a recogniser would know them.

use std::collections::BTreeMap;

use crate::detect::Unheard;
use crate::event::{CallTime, ReferenceSegment, Utterance, Word};
use crate::transcribe::Cost;

/// Numbers of reference utterances begin here, away from those of the listener.
const FIRST_NUMBER: u32 = 1 << 20;

/// What a reference makes known.
#[derive(Clone, Debug)]
pub(super) enum Said {
    /// Somebody began to speak; their words are on the way.
    Begun(Unheard),
    /// Words, so far or at last.
    Words(Utterance),
}

/// All that is said in a call, by the moment at which it is known.
pub(super) struct Reference {
    said: BTreeMap<(CallTime, u32, u32), Said>,
}

impl Reference {
    pub(super) fn new(segments: Vec<ReferenceSegment>, cost: Cost) -> Self {
        let mut said = BTreeMap::new();
        for (number, segment) in (FIRST_NUMBER..).zip(segments) {
            let begun = Unheard { number, channel: segment.channel, from: segment.from };
            said.insert((segment.from, number, 0), Said::Begun(begun));
            let partial_ms = cost.partial_ms.max(100);
            let mut order = 1;
            let mut until = segment.from + partial_ms;
            while until < segment.to {
                let known = until + cost.work_ms(until - segment.from);
                said.insert((known, number, order), Said::Words(utterance(number, &segment, until, false)));
                until = until + partial_ms;
                order += 1;
            }
            let known = segment.to + cost.hangover_ms + cost.work_ms(segment.to - segment.from);
            said.insert((known, number, order), Said::Words(utterance(number, &segment, segment.to, true)));
        }
        Self { said }
    }

    /// When something becomes known next.
    pub(super) fn next(&self) -> Option<CallTime> {
        self.said.keys().next().map(|(known, ..)| *known)
    }

    pub(super) fn pop(&mut self) -> Option<Said> {
        self.said.pop_first().map(|(_, said)| said)
    }

    /// Forgets what was said later than the call's end.
    pub(super) fn end(&mut self, at: CallTime) {
        self.said.retain(|_, said| match said {
            Said::Begun(begun) => begun.from < at,
            Said::Words(utterance) => utterance.from < at,
        });
    }
}

fn utterance(number: u32, segment: &ReferenceSegment, until: CallTime, complete: bool) -> Utterance {
    let words: Vec<Word> = segment.words.iter().filter(|word| complete || word.to <= until).cloned().collect();
    Utterance {
        number,
        channel: segment.channel,
        from: segment.from,
        to: until,
        words: words.into(),
        confidence: 1.0,
        complete,
    }
}
