//! The caller's own voice on the agent's channel: by which path, how late and how strong it comes
//! back, learned from the sound itself.

use std::collections::VecDeque;
use std::sync::Arc;

use rustfft::num_complex::Complex32;
use rustfft::{Fft, FftPlanner};

use crate::audio::BLOCK_SAMPLES;

/// Samples averaged into one: the path is sought below 2 kHz, where speech has its power.
const DECIMATION: usize = 4;
const SHORT: usize = BLOCK_SAMPLES / DECIMATION;
/// Delays up to this many decimated samples (256 ms) are found.
const DELAYS: usize = 1024;
const FFT: usize = 2 * DELAYS;
/// A step is taken so often, in blocks.
const STEP_BLOCKS: u32 = 8;
/// Of the sums, so much stays from step to step (about 6 s).
const KEPT: f32 = 0.98;
/// Taps around the strongest that count as the path (± 4 ms).
const PATH_TAPS: usize = 16;
/// How far the strongest tap must stand out of all taps' root mean square.
const OUTSTANDING: f32 = 6.0;
/// Steps of the caller's speech below which chance peaks stand out as well.
const FEW_STEPS: u32 = 3;
/// Steps after which a path that was not found is held not to exist (0.8 s of speech).
const ENOUGH_STEPS: u32 = 6;
/// Until then whatever lies so far below the caller may be leak.
const UNKNOWN_GAIN_DB: f32 = -27.0;
/// A found path that has not stood out for so many steps is given up: it was chance, or is gone.
const LOST_STEPS: u32 = 40;
/// A caller's block below this says nothing about the path.
const CALLER_FLOOR_DB: f32 = -50.0;

/// Learns the path and foretells the leak.
pub(super) struct Leak {
    forward: Arc<dyn Fft<f32>>,
    inverse: Arc<dyn Fft<f32>>,
    agent: VecDeque<f32>,
    caller: VecDeque<f32>,
    cross: Vec<Complex32>,
    power: Vec<f32>,
    blocks: u32,
    /// Blocks since the agent's channel carried plain speech.
    since_agent: u32,
    steps: u32,
    /// Steps since the path last stood out.
    faint_steps: u32,
    path: Option<Path>,
    caller_db: VecDeque<f32>,
}

#[derive(Clone, Copy, Debug)]
struct Path {
    delay_blocks: usize,
    gain_db: f32,
}

impl Leak {
    pub fn new() -> Self {
        let mut planner = FftPlanner::new();
        Self {
            forward: planner.plan_fft_forward(FFT),
            inverse: planner.plan_fft_inverse(FFT),
            agent: VecDeque::from(vec![0.0; FFT]),
            caller: VecDeque::from(vec![0.0; FFT]),
            cross: vec![Complex32::default(); FFT],
            power: vec![0.0; FFT],
            blocks: 0,
            since_agent: 0,
            steps: 0,
            faint_steps: 0,
            path: None,
            caller_db: VecDeque::from(vec![-120.0; DELAYS / SHORT + 2]),
        }
    }

    /// Takes in a block of both channels and foretells the level at which the caller's voice comes
    /// back in it, in dB. Nothing is learned while the agent speaks: they drown the path.
    pub fn push(&mut self, agent: &[f32; BLOCK_SAMPLES], caller: &[f32; BLOCK_SAMPLES], agent_speaks: bool) -> f32 {
        decimate(&mut self.agent, agent);
        decimate(&mut self.caller, caller);
        self.caller_db.pop_front();
        self.caller_db.push_back(super::level_db(caller));
        self.since_agent = if agent_speaks { 0 } else { self.since_agent + 1 };
        self.blocks += 1;
        if self.blocks.is_multiple_of(STEP_BLOCKS) && self.since_agent as usize >= FFT / SHORT {
            self.step();
        }
        self.foretell()
    }

    fn foretell(&self) -> f32 {
        let newest = self.caller_db.len() - 1;
        let loudest = |delays: std::ops::RangeInclusive<usize>| {
            delays.filter_map(|delay| self.caller_db.get(newest.checked_sub(delay)?)).copied().fold(-120.0, f32::max)
        };
        match self.path {
            Some(path) => {
                let around = path.delay_blocks.saturating_sub(1)..=path.delay_blocks + 1;
                loudest(around) + path.gain_db
            }
            None if self.steps < ENOUGH_STEPS => loudest(0..=newest) + UNKNOWN_GAIN_DB,
            None => -120.0,
        }
    }

    /// Adds the last half second to the sums: the transfer from caller to agent is their cross
    /// spectrum over the caller's power, its inverse transform the path's impulse response.
    fn step(&mut self) {
        let half = self.caller_db.iter().rev().skip(DELAYS / SHORT / 2);
        if half.copied().fold(-120.0, f32::max) < CALLER_FLOOR_DB {
            return;
        }
        let mut caller: Vec<Complex32> = self
            .caller
            .iter()
            .enumerate()
            .map(|(n, &sample)| Complex32::new(if n < DELAYS { sample } else { 0.0 }, 0.0))
            .collect();
        let mut agent: Vec<Complex32> = self.agent.iter().map(|&sample| Complex32::new(sample, 0.0)).collect();
        self.forward.process(&mut caller);
        self.forward.process(&mut agent);
        for (n, (caller, agent)) in caller.iter().zip(&agent).enumerate() {
            self.cross[n] = self.cross[n] * KEPT + caller.conj() * agent;
            self.power[n] = self.power[n] * KEPT + caller.norm_sqr();
        }
        self.steps += 1;
        self.find_path();
    }

    fn find_path(&mut self) {
        let mean = self.power.iter().sum::<f32>() / FFT as f32;
        let mut response: Vec<Complex32> =
            self.cross.iter().zip(&self.power).map(|(cross, power)| cross / (power + 0.01 * mean + 1e-12)).collect();
        self.inverse.process(&mut response);
        let taps: Vec<f32> = response[..DELAYS].iter().map(|tap| tap.re / FFT as f32).collect();
        let rms = (taps.iter().map(|tap| tap * tap).sum::<f32>() / DELAYS as f32).sqrt();
        let Some((strongest, &peak)) = taps.iter().enumerate().max_by(|(_, a), (_, b)| a.abs().total_cmp(&b.abs()))
        else {
            return;
        };
        if self.steps < FEW_STEPS || peak.abs() < OUTSTANDING * rms {
            self.faint_steps += 1;
            if self.faint_steps >= LOST_STEPS {
                self.path = None;
            }
            return;
        }
        self.faint_steps = 0;
        let around = strongest.saturating_sub(PATH_TAPS)..(strongest + PATH_TAPS).min(DELAYS);
        let power: f32 = taps[around].iter().map(|tap| tap * tap).sum();
        self.path = Some(Path { delay_blocks: strongest / SHORT, gain_db: 10.0 * power.max(1e-12).log10() });
    }
}

fn decimate(into: &mut VecDeque<f32>, block: &[f32; BLOCK_SAMPLES]) {
    into.drain(..SHORT);
    into.extend(block.chunks_exact(DECIMATION).map(|four| four.iter().sum::<f32>() / DECIMATION as f32));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Speech-like noise: white, in bursts of 300 ms.
    fn burst(at: usize) -> f32 {
        let mut bits = (at as u32).wrapping_mul(2_654_435_761).wrapping_add(1);
        bits ^= bits << 13;
        bits ^= bits >> 17;
        bits ^= bits << 5;
        let loud = if at % 6_400 < 4_800 { 0.2 } else { 0.001 };
        loud * (bits as f32 / u32::MAX as f32 * 2.0 - 1.0)
    }

    /// The last block's own level and the leak foretold for it, after 3 s of a caller whose voice
    /// comes back so late and so weak.
    fn after_three_seconds(delay_samples: usize, gain: f32) -> (f32, f32) {
        let mut leak = Leak::new();
        let mut last = (0.0, 0.0);
        for block in 0..187 {
            let start = block * BLOCK_SAMPLES;
            let caller = std::array::from_fn(|n| burst(start + n));
            let agent = std::array::from_fn(|n| {
                let back = (start + n).checked_sub(delay_samples).map_or(0.0, burst);
                gain * back + 0.0002 * burst(start + n + 1_000_000)
            });
            last = (super::super::level_db(&agent), leak.push(&agent, &caller, false));
        }
        last
    }

    #[test]
    fn the_leak_is_foretold_by_its_path() {
        for (delay_samples, gain) in [(488, 0.03), (2_400, 0.01)] {
            let (level_db, foretold_db) = after_three_seconds(delay_samples, gain);
            assert!((level_db - foretold_db).abs() < 4.0, "{level_db} {foretold_db}");
        }
    }

    #[test]
    fn without_a_path_no_leak_is_foretold() {
        let (_, foretold_db) = after_three_seconds(488, 0.0);
        assert!(foretold_db < -100.0);
    }
}
