//! Utterances out of block-by-block probabilities: onset, hangover, lead, and a cut in long ones.

use std::collections::VecDeque;

use crate::audio::BLOCK_MS;

/// Where an utterance begins or ends, in blocks since the channel's beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SegmentEvent {
    /// Somebody began to speak.
    Started {
        /// The first block of the utterance, its lead included.
        from: u64,
    },
    /// They ended, or spoke so long that the utterance was cut; then the next one starts where this
    /// one ends.
    Ended {
        /// The first block, the same as when it started.
        from: u64,
        /// The block after the last.
        to: u64,
    },
}

/// When an utterance starts, ends and is cut; lengths in blocks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SegmentRules {
    /// Probability from which a block counts towards an onset.
    pub onset_probability: f32,
    /// Probability from which a block keeps an utterance open.
    pub stay_probability: f32,
    /// Blocks of speech within [`SegmentRules::onset_window`] that make an onset.
    pub onset_blocks: usize,
    /// Blocks in which they must lie.
    pub onset_window: usize,
    /// Blocks kept before the first one of the onset.
    pub lead: u64,
    /// Blocks without speech that end an utterance.
    pub hangover: u64,
    /// Blocks kept after the last one of speech, at most the hangover.
    pub tail: u64,
    /// Blocks after which an utterance is cut.
    pub longest: u64,
    /// Blocks at its end in which the quietest place for the cut is sought.
    pub cut_window: usize,
}

impl SegmentRules {
    /// The rules for a quiet of so many milliseconds at the end (`Cost::hangover_ms`).
    ///
    /// An onset takes 4 blocks out of 6: a click or a lone chirp of a key is shorter, the shortest
    /// Polish answer ("no", "tak") is longer. The probabilities were chosen on the shared calls
    /// (`benches/vad.rs`): staying at 0.45, an utterance's end is seen 21 ms late (95 %: 72 ms);
    /// higher, utterances fall apart, lower, the end comes later.
    pub fn with_hangover_ms(hangover_ms: i64) -> Self {
        let blocks = |ms: i64| u64::try_from(ms / BLOCK_MS).unwrap_or(0);
        let hangover = blocks(hangover_ms).max(1);
        Self {
            onset_probability: 0.5,
            stay_probability: 0.45,
            onset_blocks: 4,
            onset_window: 6,
            lead: blocks(200),
            hangover,
            tail: blocks(48).min(hangover),
            longest: blocks(12_000),
            cut_window: blocks(3_000) as usize,
        }
    }
}

impl SegmentRules {
    /// The rules for a voice in the background: it begins with a second of speech within three, since
    /// a block here and there is often laid to the wrong speaker.
    pub fn background(hangover_ms: i64) -> Self {
        Self {
            onset_blocks: 63,
            onset_window: 188,
            ..Self::with_hangover_ms(hangover_ms)
        }
    }
}

/// Cuts one channel into utterances.
#[derive(Debug)]
pub struct Segmenter {
    rules: SegmentRules,
    position: u64,
    recent: VecDeque<bool>,
    open: Option<Open>,
    /// Where the last utterance ended: no lead reaches back over it.
    free_from: u64,
    /// A cut utterance's remainder, to be announced with the next block.
    resumes_at: Option<u64>,
}

#[derive(Debug)]
struct Open {
    from: u64,
    last_speech: u64,
    levels_db: VecDeque<f32>,
}

impl Segmenter {
    /// A segmenter at the channel's beginning.
    pub fn new(rules: SegmentRules) -> Self {
        Self {
            rules,
            position: 0,
            recent: VecDeque::with_capacity(rules.onset_window),
            open: None,
            free_from: 0,
            resumes_at: None,
        }
    }

    /// Takes in the next block's probability of speech and its level.
    pub fn push(&mut self, probability: f32, level_db: f32) -> Option<SegmentEvent> {
        let here = self.position;
        self.position += 1;
        if self.open.is_some() {
            self.go_on(here, probability, level_db)
        } else {
            self.await_onset(here, probability, level_db)
        }
    }

    /// Ends the utterance that is open, if one is: the channel fell silent for good, or its sound is
    /// no longer to be listened to. To be called until it answers `None`.
    pub fn finish(&mut self) -> Option<SegmentEvent> {
        self.recent.clear();
        if let Some(from) = self.resumes_at.take() {
            return Some(SegmentEvent::Started { from });
        }
        let open = self.open.take()?;
        let to = (open.last_speech + 1 + self.rules.tail).min(self.position);
        Some(self.end(open.from, to))
    }

    /// The first block of the utterance that is open.
    pub fn open_from(&self) -> Option<u64> {
        self.open.as_ref().map(|open| open.from)
    }

    fn await_onset(&mut self, here: u64, probability: f32, level_db: f32) -> Option<SegmentEvent> {
        if self.recent.len() == self.rules.onset_window {
            self.recent.pop_front();
        }
        self.recent
            .push_back(probability >= self.rules.onset_probability);
        let heard = self.recent.iter().filter(|&&speech| speech).count();
        if heard < self.rules.onset_blocks {
            return None;
        }
        let back = self.recent.iter().position(|&speech| speech).unwrap_or(0);
        let first = here + 1 - (self.recent.len() - back) as u64;
        let from = first.saturating_sub(self.rules.lead).max(self.free_from);
        self.recent.clear();
        self.open = Some(Open {
            from,
            last_speech: here,
            levels_db: VecDeque::from([level_db]),
        });
        Some(SegmentEvent::Started { from })
    }

    fn go_on(&mut self, here: u64, probability: f32, level_db: f32) -> Option<SegmentEvent> {
        let rules = self.rules;
        let open = self.open.as_mut()?;
        if probability >= rules.stay_probability {
            open.last_speech = here;
        }
        if open.levels_db.len() == rules.cut_window {
            open.levels_db.pop_front();
        }
        open.levels_db.push_back(level_db);
        if let Some(from) = self.resumes_at.take() {
            return Some(SegmentEvent::Started { from });
        }
        if here - open.last_speech >= rules.hangover {
            let (from, to) = (open.from, open.last_speech + 1 + rules.tail);
            self.open = None;
            return Some(self.end(from, to));
        }
        if here + 1 - open.from >= rules.longest {
            return Some(self.cut(here));
        }
        None
    }

    fn cut(&mut self, here: u64) -> SegmentEvent {
        let Some(open) = self.open.as_mut() else {
            unreachable!("only an open utterance is cut")
        };
        let cut = here + 1 - quietest_from_end(&open.levels_db) as u64;
        let from = open.from;
        open.from = cut;
        let keep = (here + 1 - cut) as usize;
        open.levels_db.drain(..open.levels_db.len() - keep);
        self.resumes_at = Some(cut);
        self.end(from, cut)
    }

    fn end(&mut self, from: u64, to: u64) -> SegmentEvent {
        self.free_from = to;
        SegmentEvent::Ended { from, to }
    }
}

/// How many blocks before the end the quietest five in a row have their middle.
fn quietest_from_end(levels_db: &VecDeque<f32>) -> usize {
    const ROW: usize = 5;
    let levels: Vec<f32> = levels_db.iter().copied().collect();
    levels
        .windows(ROW)
        .enumerate()
        .min_by(|(_, a), (_, b)| a.iter().sum::<f32>().total_cmp(&b.iter().sum()))
        .map_or(1, |(start, _)| levels.len() - start - ROW / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds stretches of (blocks, probability, level) and collects what comes out.
    fn events(rules: SegmentRules, stretches: &[(usize, f32, f32)]) -> Vec<SegmentEvent> {
        let mut segmenter = Segmenter::new(rules);
        let mut events = Vec::new();
        for &(blocks, probability, level_db) in stretches {
            for _ in 0..blocks {
                events.extend(segmenter.push(probability, level_db));
            }
        }
        while let Some(event) = segmenter.finish() {
            events.push(event);
        }
        events
    }

    #[test]
    fn an_utterance_keeps_its_lead_and_ends_after_the_hangover() {
        let rules = SegmentRules::with_hangover_ms(320);
        let events = events(
            rules,
            &[(50, 0.0, -60.0), (40, 0.9, -25.0), (40, 0.0, -60.0)],
        );
        assert_eq!(
            events,
            [
                SegmentEvent::Started { from: 50 - 12 },
                SegmentEvent::Ended { from: 38, to: 93 }
            ]
        );
    }

    #[test]
    fn a_click_starts_nothing_and_a_short_pause_ends_nothing() {
        let rules = SegmentRules::with_hangover_ms(320);
        let clicks = [(10, 0.0, -60.0), (3, 0.9, -30.0), (10, 0.0, -60.0)];
        assert_eq!(events(rules, &clicks), []);
        let pause = [(20, 0.9, -25.0), (19, 0.0, -60.0), (20, 0.9, -25.0)];
        assert_eq!(events(rules, &pause).len(), 2);
    }

    #[test]
    fn no_lead_reaches_back_over_the_utterance_before() {
        let rules = SegmentRules::with_hangover_ms(96);
        let events = events(
            rules,
            &[(20, 0.9, -25.0), (7, 0.0, -60.0), (20, 0.9, -25.0)],
        );
        assert_eq!(events[1], SegmentEvent::Ended { from: 0, to: 23 });
        assert_eq!(events[2], SegmentEvent::Started { from: 23 });
    }

    #[test]
    fn a_long_utterance_is_cut_at_its_quietest_place_and_goes_on_there() {
        let rules = SegmentRules::with_hangover_ms(320);
        let long = rules.longest as usize;
        let events = events(
            rules,
            &[(long - 60, 0.9, -25.0), (5, 0.9, -40.0), (200, 0.9, -25.0)],
        );
        let cut = long as u64 - 60 + 2;
        assert_eq!(events[1], SegmentEvent::Ended { from: 0, to: cut });
        assert_eq!(events[2], SegmentEvent::Started { from: cut });
        assert!(matches!(events[3], SegmentEvent::Ended { from, .. } if from == cut));
    }

    #[test]
    fn finishing_right_after_a_cut_announces_the_remainder_first() {
        let rules = SegmentRules::with_hangover_ms(320);
        let events = events(rules, &[(rules.longest as usize, 0.9, -25.0)]);
        assert_eq!(events.len(), 4);
        assert!(matches!(events[2], SegmentEvent::Started { .. }));
    }
}
