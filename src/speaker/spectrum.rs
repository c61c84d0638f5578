//! What one block of a voice sounds like: mel cepstrum over the channel's own noise, and pitch.

use std::f32::consts::PI;
use std::sync::Arc;

use rustfft::num_complex::Complex32;
use rustfft::{Fft, FftPlanner};

use crate::audio::{BLOCK_SAMPLES, RATE_HZ};

/// Cepstral coefficients kept, without the zeroth, which is the level.
pub(super) const CEPSTRA: usize = 12;

const WINDOW: usize = 2 * BLOCK_SAMPLES;
const FFT: usize = 1024;
const BINS: usize = FFT / 2 + 1;
const BANDS: usize = 18;
/// The telephone band, less the edges where codecs and filters differ.
const BAND_HZ: (f32, f32) = (120.0, 3_700.0);
/// Pitch periods looked at, in samples: 400 to 64 Hz.
const PERIODS: std::ops::Range<usize> = 40..250;
/// Normalised autocorrelation from which a block counts as voiced.
const VOICED: f32 = 0.6;

/// One block of speech.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timbre {
    /// Mel cepstrum, coefficients 1 to 12.
    pub cepstrum: [f32; CEPSTRA],
    /// Pitch as log2 of Hz, where the block is voiced.
    pub pitch_octaves: Option<f32>,
}

/// Analyses one channel block by block.
pub(super) struct Analyser {
    forward: Arc<dyn Fft<f32>>,
    inverse: Arc<dyn Fft<f32>>,
    samples: [f32; WINDOW],
    hann: [f32; WINDOW],
    /// Autocorrelation of the window, by which that of the sound is divided.
    window_correlation: Vec<f32>,
    filters: Vec<(usize, Vec<f32>)>,
    cosines: [[f32; BANDS]; CEPSTRA],
    noise: [f32; BANDS],
    noise_blocks: f32,
    buffer: Vec<Complex32>,
    scratch: Vec<Complex32>,
}

impl Analyser {
    pub fn new() -> Self {
        let mut planner = FftPlanner::new();
        let forward = planner.plan_fft_forward(FFT);
        let inverse = planner.plan_fft_inverse(FFT);
        let scratch = forward.get_inplace_scratch_len().max(inverse.get_inplace_scratch_len());
        let hann: [f32; WINDOW] = std::array::from_fn(|n| 0.5 - 0.5 * (2.0 * PI * n as f32 / WINDOW as f32).cos());
        Self {
            forward,
            inverse,
            samples: [0.0; WINDOW],
            hann,
            window_correlation: correlation(&hann),
            filters: mel_filters(),
            cosines: std::array::from_fn(|k| {
                std::array::from_fn(|n| {
                    let angle = PI * (k + 1) as f32 * (n as f32 + 0.5) / BANDS as f32;
                    (2.0 / BANDS as f32).sqrt() * angle.cos()
                })
            }),
            noise: [0.0; BANDS],
            noise_blocks: 0.0,
            buffer: vec![Complex32::default(); FFT],
            scratch: vec![Complex32::default(); scratch],
        }
    }

    /// Takes in a block with speech.
    pub fn speech(&mut self, block: &[f32; BLOCK_SAMPLES]) -> Timbre {
        let bands = self.bands(block);
        let logs: [f32; BANDS] = std::array::from_fn(|band| {
            // A twentieth stays, so that a band at the noise's own level does not fall to nothing.
            let clean = (bands[band] - self.noise[band]).max(0.05 * bands[band]);
            (clean + 1e-9).ln()
        });
        let cepstrum = std::array::from_fn(|k| {
            let row = &self.cosines[k];
            row.iter().zip(&logs).map(|(cosine, log)| cosine * log).sum()
        });
        Timbre { cepstrum, pitch_octaves: self.pitch() }
    }

    /// Takes in a block in which nobody speaks.
    pub fn noise(&mut self, block: &[f32; BLOCK_SAMPLES]) {
        const REMEMBERED_BLOCKS: f32 = 125.0;
        let bands = self.bands(block);
        self.noise_blocks = (self.noise_blocks + 1.0).min(REMEMBERED_BLOCKS);
        for (noise, band) in self.noise.iter_mut().zip(bands) {
            *noise += (band - *noise) / self.noise_blocks;
        }
    }

    /// Takes in a block of which nothing is to be learned.
    pub fn skip(&mut self, block: &[f32; BLOCK_SAMPLES]) {
        self.samples.copy_within(BLOCK_SAMPLES.., 0);
        self.samples[BLOCK_SAMPLES..].copy_from_slice(block);
    }

    fn bands(&mut self, block: &[f32; BLOCK_SAMPLES]) -> [f32; BANDS] {
        self.skip(block);
        self.buffer.fill(Complex32::default());
        for (n, slot) in self.buffer.iter_mut().take(WINDOW).enumerate() {
            slot.re = self.samples[n] * self.hann[n];
        }
        self.forward.process_with_scratch(&mut self.buffer, &mut self.scratch);
        for slot in &mut self.buffer {
            *slot = Complex32::new(slot.norm_sqr(), 0.0);
        }
        std::array::from_fn(|band| {
            let (first, weights) = &self.filters[band];
            let bins = &self.buffer[*first..];
            weights.iter().zip(bins).map(|(w, bin)| w * bin.re).sum()
        })
    }

    /// The pitch of the block whose power spectrum lies in the buffer, by autocorrelation.
    fn pitch(&mut self) -> Option<f32> {
        self.inverse.process_with_scratch(&mut self.buffer, &mut self.scratch);
        let whole = self.buffer[0].re.max(1e-9);
        let mut best = (0, 0.0_f32);
        for period in PERIODS {
            let like = self.buffer[period].re / whole / self.window_correlation[period];
            // A slight preference for the shorter of two alike periods avoids octave errors.
            let score = like - 0.0005 * period as f32;
            if score > best.1 {
                best = (period, score);
            }
        }
        let (period, score) = best;
        (score + 0.0005 * period as f32 >= VOICED && period > 0).then(|| (RATE_HZ as f32 / period as f32).log2())
    }
}

fn correlation(window: &[f32]) -> Vec<f32> {
    let at = |lag: usize| -> f32 { window.iter().zip(&window[lag..]).map(|(a, b)| a * b).sum() };
    let whole = at(0);
    (0..PERIODS.end).map(|lag| at(lag) / whole).collect()
}

/// Triangles evenly spaced in mel (2595 log10(1 + f/700)): first bin and weights of each.
fn mel_filters() -> Vec<(usize, Vec<f32>)> {
    let mel = |hz: f32| 2595.0 * (1.0 + hz / 700.0).log10();
    let hz = |mel: f32| 700.0 * (10.0_f32.powf(mel / 2595.0) - 1.0);
    let (low, high) = (mel(BAND_HZ.0), mel(BAND_HZ.1));
    let edge = |n: usize| hz(low + (high - low) * n as f32 / (BANDS + 1) as f32);
    (0..BANDS)
        .map(|band| {
            let (left, middle, right) = (edge(band), edge(band + 1), edge(band + 2));
            let weight = |bin: usize| {
                let hz = bin as f32 * RATE_HZ as f32 / FFT as f32;
                ((hz - left) / (middle - left)).min((right - hz) / (right - middle))
            };
            let first = (0..BINS).find(|&bin| weight(bin) > 0.0).unwrap_or(0);
            let weights = (first..BINS).map(weight).take_while(|&weight| weight > 0.0).collect();
            (first, weights)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A buzz of so many Hz, its treble cut by a one-pole low-pass.
    fn last_timbre(hz: f32, lowpass: f32) -> Timbre {
        let mut analyser = Analyser::new();
        let mut smooth = 0.0;
        let mut timbre = None;
        for block in 0..8 {
            let samples = std::array::from_fn(|n| {
                let at = (block * BLOCK_SAMPLES + n) as f32 / RATE_HZ as f32;
                smooth += lowpass * (0.2 * ((at * hz).fract() - 0.5) - smooth);
                smooth
            });
            timbre = Some(analyser.speech(&samples));
        }
        timbre.expect("eight blocks were heard")
    }

    #[test]
    fn the_pitch_of_a_buzz_is_found() {
        for hz in [90.0, 140.0, 230.0] {
            let octaves = last_timbre(hz, 0.5).pitch_octaves.expect("a buzz is voiced");
            assert!((octaves - f32::log2(hz)).abs() < 0.03, "{hz}");
        }
    }

    #[test]
    fn the_cepstrum_tells_timbres_apart_more_than_pitches() {
        let apart =
            |a: &Timbre, b: &Timbre| -> f32 { a.cepstrum.iter().zip(b.cepstrum).map(|(a, b)| (a - b).powi(2)).sum() };
        let bright = last_timbre(140.0, 0.9);
        assert!(apart(&bright, &last_timbre(140.0, 0.1)) > 10.0 * apart(&bright, &last_timbre(146.0, 0.9)));
    }
}
