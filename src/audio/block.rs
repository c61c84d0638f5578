//! Both channels in step, in blocks of 16 ms at 16 kHz.

use std::collections::VecDeque;

use super::{AudioError, BLOCK_SAMPLES, Frame, RATE_HZ, Resampler};

/// A week, longer than any call: keeps the position in range whatever a tap says.
const LONGEST_MISS_MS: i64 = 7 * 24 * 3_600_000;

/// 16 ms of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Where it begins, in samples at 16 kHz since the first sound; a multiple of [`BLOCK_SAMPLES`].
    pub from_sample: u64,
    /// What the office sends, from −1 to 1.
    pub agent: [f32; BLOCK_SAMPLES],
    /// What the caller sends.
    pub caller: [f32; BLOCK_SAMPLES],
}

/// Takes frames of any length at the tap's rate and hands out blocks.
///
/// The blocks are the same, bit for bit, however the sound is cut into frames.
pub struct Blocks {
    agent: Resampler,
    caller: Resampler,
    /// Sound at 16 kHz on its way into blocks; kept for its capacity.
    resampled: Frame,
    filling: Block,
    filled: usize,
    ready: VecDeque<Block>,
}

impl Blocks {
    /// For frames at `rate_hz`.
    ///
    /// # Errors
    /// [`AudioError::Rate`] where the rate is not from 8 000 to 192 000.
    pub fn new(rate_hz: u32) -> Result<Self, AudioError> {
        Ok(Self {
            agent: Resampler::new(rate_hz)?,
            caller: Resampler::new(rate_hz)?,
            resampled: Frame::default(),
            filling: Block::silent(0),
            filled: 0,
            ready: VecDeque::new(),
        })
    }

    /// Takes sound that follows on the last. What is no number becomes silence, and so does what a
    /// channel lacks to be as long as the other.
    pub fn push(&mut self, frame: &Frame) {
        let length = frame.agent.len().max(frame.caller.len());
        let (agent, caller) = (usable(&frame.agent, length), usable(&frame.caller, length));
        self.agent.push(&agent, &mut self.resampled.agent);
        self.caller.push(&caller, &mut self.resampled.caller);
        self.fill();
    }

    /// The next whole block.
    pub fn pop(&mut self) -> Option<Block> {
        self.ready.pop_front()
    }

    /// Passes over `ms` of missing sound. The block it begins in and the one it ends in are filled up
    /// with silence, those between are left out; later sound lies where it belongs.
    pub fn skip(&mut self, ms: i64) {
        if ms <= 0 {
            return;
        }
        self.flush_resamplers();
        let position = self.filling.from_sample + self.filled as u64;
        let later = position + ms.min(LONGEST_MISS_MS) as u64 * u64::from(RATE_HZ / 1000);
        let within = later % BLOCK_SAMPLES as u64;
        if later - within > self.filling.from_sample {
            self.hand_out(later - within);
        }
        self.filled = within as usize;
    }

    /// Hands out what is still inside, the last block filled up with silence. Sound that still follows
    /// begins with the next block.
    pub fn flush(&mut self) {
        self.flush_resamplers();
        self.hand_out(self.filling.from_sample + BLOCK_SAMPLES as u64);
    }

    fn flush_resamplers(&mut self) {
        self.agent.flush(&mut self.resampled.agent);
        self.caller.flush(&mut self.resampled.caller);
        self.fill();
    }

    /// Moves what was resampled into blocks.
    fn fill(&mut self) {
        let mut done = 0;
        while done < self.resampled.agent.len() {
            let length = (BLOCK_SAMPLES - self.filled).min(self.resampled.agent.len() - done);
            let (from, to) = (done..done + length, self.filled..self.filled + length);
            self.filling.agent[to.clone()].copy_from_slice(&self.resampled.agent[from.clone()]);
            self.filling.caller[to].copy_from_slice(&self.resampled.caller[from]);
            self.filled += length;
            done += length;
            if self.filled == BLOCK_SAMPLES {
                self.hand_out(self.filling.from_sample + BLOCK_SAMPLES as u64);
            }
        }
        self.resampled.agent.clear();
        self.resampled.caller.clear();
    }

    /// Makes the block at hand ready, if anything is in it, and begins one at `next`.
    fn hand_out(&mut self, next: u64) {
        if self.filled == 0 {
            self.filling.from_sample = next;
            return;
        }
        let whole = std::mem::replace(&mut self.filling, Block::silent(next));
        self.ready.push_back(whole);
        self.filled = 0;
    }
}

impl Block {
    const fn silent(from_sample: u64) -> Self {
        Self { from_sample, agent: [0.0; BLOCK_SAMPLES], caller: [0.0; BLOCK_SAMPLES] }
    }
}

/// The samples without NaN and infinities, which a filter would spread, made `length` long.
fn usable(samples: &[f32], length: usize) -> std::borrow::Cow<'_, [f32]> {
    if samples.len() == length && samples.iter().all(|sample| sample.is_finite()) {
        return samples.into();
    }
    let mut samples: Vec<f32> = samples.iter().map(|sample| if sample.is_finite() { *sample } else { 0.0 }).collect();
    samples.resize(length, 0.0);
    samples.into()
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "samples are to be the same bit for bit")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn frame(agent: &[f32], caller: &[f32]) -> Frame {
        Frame { agent: agent.to_vec(), caller: caller.to_vec() }
    }

    fn drained(blocks: &mut Blocks) -> Vec<Block> {
        std::iter::from_fn(|| blocks.pop()).collect()
    }

    #[test]
    fn a_block_comes_as_soon_as_it_is_whole() {
        let mut blocks = Blocks::new(16_000).expect("a rate in range");
        blocks.push(&frame(&[0.25; 255], &[-0.25; 255]));
        assert_eq!(blocks.pop(), None);
        blocks.push(&frame(&[0.25; 2], &[-0.25; 2]));
        let first = blocks.pop().expect("256 samples came");
        assert_eq!(first.from_sample, 0);
        assert_eq!(first.agent, [0.25; BLOCK_SAMPLES]);
        assert_eq!(first.caller, [-0.25; BLOCK_SAMPLES]);
        blocks.flush();
        let last = blocks.pop().expect("one sample was left");
        assert_eq!((last.from_sample, last.agent[0], last.agent[1]), (256, 0.25, 0.0));
        assert_eq!(blocks.pop(), None);
    }

    #[test]
    fn a_flush_without_sound_gives_nothing() {
        let mut blocks = Blocks::new(8_000).expect("a rate in range");
        blocks.flush();
        assert_eq!(blocks.pop(), None);
    }

    #[test]
    fn missing_sound_moves_the_later_sound_to_where_it_belongs() {
        let mut blocks = Blocks::new(16_000).expect("a rate in range");
        blocks.push(&frame(&[1.0; 100], &[1.0; 100]));
        blocks.skip(1_000);
        blocks.push(&frame(&[0.5; 300], &[0.5; 300]));
        blocks.flush();
        let all = drained(&mut blocks);
        // 16 100 = 62 × 256 + 228.
        let starts: Vec<u64> = all.iter().map(|block| block.from_sample).collect();
        assert_eq!(starts, [0, 62 * 256, 63 * 256, 64 * 256]);
        assert_eq!(all[0].agent[99..101], [1.0, 0.0]);
        assert_eq!(all[1].agent[227..229], [0.0, 0.5]);
        assert_eq!(all[3].agent[15..17], [0.5, 0.0]);
    }

    #[test]
    fn a_short_miss_stays_within_its_block() {
        let mut blocks = Blocks::new(16_000).expect("a rate in range");
        blocks.push(&frame(&[1.0; 100], &[1.0; 100]));
        blocks.skip(2);
        blocks.skip(0);
        blocks.skip(-5);
        blocks.push(&frame(&[0.5; 124], &[0.5; 124]));
        let block = blocks.pop().expect("100 + 32 + 124 samples");
        assert_eq!(block.agent[99..101], [1.0, 0.0]);
        assert_eq!(block.agent[131..133], [0.0, 0.5]);
        assert_eq!(blocks.pop(), None);
    }

    #[test]
    fn a_miss_before_the_first_sound_and_an_endless_one_are_borne() {
        let mut blocks = Blocks::new(8_000).expect("a rate in range");
        blocks.skip(16);
        blocks.push(&frame(&[0.5; 400], &[0.5; 400]));
        blocks.skip(i64::MAX);
        blocks.flush();
        assert_eq!(blocks.pop().map(|block| block.from_sample), Some(256));
    }

    #[test]
    fn what_is_no_number_becomes_silence() {
        for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let mut blocks = Blocks::new(8_000).expect("a rate in range");
            blocks.push(&frame(&[0.0, bad, 0.0], &[bad; 3]));
            blocks.flush();
            let block = blocks.pop().expect("three samples came");
            assert_eq!(block.agent, [0.0; BLOCK_SAMPLES]);
            assert_eq!(block.caller, [0.0; BLOCK_SAMPLES]);
        }
    }

    #[test]
    fn the_shorter_channel_is_made_as_long_as_the_other() {
        let mut blocks = Blocks::new(16_000).expect("a rate in range");
        blocks.push(&frame(&[1.0; 10], &[]));
        blocks.push(&frame(&[1.0; 10], &[0.5; 10]));
        blocks.flush();
        let block = blocks.pop().expect("twenty samples came");
        assert_eq!(block.caller[9..11], [0.0, 0.5]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn cutting_into_frames_changes_nothing(
            rate_hz in prop_oneof![Just(8_000), Just(16_000), Just(44_100), Just(48_000)],
            agent in proptest::collection::vec(-1.0_f32..1.0, 1..6_000),
            missing in (0_usize..6_000, 0_i64..200),
            cuts in proptest::collection::vec(0_usize..900, 0..30),
        ) {
            let caller: Vec<f32> = agent.iter().map(|sample| -sample / 2.0).collect();
            let (at, ms) = (missing.0.min(agent.len()), missing.1);
            let run = |cuts: &[usize]| {
                let mut blocks = Blocks::new(rate_hz).expect("a rate in range");
                for (index, range) in [0..at, at..agent.len()].into_iter().enumerate() {
                    if index == 1 {
                        blocks.skip(ms);
                    }
                    let mut from = range.start;
                    for cut in cuts.iter().copied().chain([usize::MAX]) {
                        let to = from.saturating_add(cut).min(range.end);
                        blocks.push(&frame(&agent[from..to], &caller[from..to]));
                        from = to;
                    }
                }
                blocks.flush();
                drained(&mut blocks)
            };
            let whole = run(&[]);
            prop_assert!(whole.iter().all(|block| block.from_sample.is_multiple_of(256)));
            prop_assert!(whole.is_sorted_by(|a, b| a.from_sample < b.from_sample));
            prop_assert_eq!(run(&cuts), whole);
        }
    }
}
