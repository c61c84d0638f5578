//! Any rate to 16 kHz, piece by piece, the same however the pieces are cut.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Indexing, Resampler as _};

use super::{AudioError, RATE_HZ};

/// The rates that can be brought to 16 kHz.
pub const RATES_HZ: std::ops::RangeInclusive<u32> = 8_000..=192_000;

/// Pieces of about 20 ms: long enough for a filter that passes 3.4 kHz of an 8 kHz line unharmed,
/// short enough not to be felt in an alert's delay.
const CHUNKS_PER_SECOND: usize = 50;

/// One channel on its way to 16 kHz.
///
/// The filter's delay is taken off: the first sample out belongs to the first sample in. Sound comes
/// out up to 30 ms after it went in (for rates that share no divisor of 50 or more with 16 kHz, such
/// as 8 001 Hz, up to 1.5 s).
pub struct Resampler {
    rate_hz: u32,
    /// `None` where the sound is at 16 kHz already.
    filter: Option<Filter>,
    taken: u64,
    given: u64,
}

struct Filter {
    fft: Fft<f32>,
    chunk_in: usize,
    delay: usize,
    /// Samples of the filter's delay that are still to be dropped.
    to_drop: usize,
    waiting: Vec<f32>,
    chunk_out: Vec<f32>,
}

impl Resampler {
    /// A channel at `rate_hz`.
    ///
    /// # Errors
    /// [`AudioError::Rate`] outside [`RATES_HZ`].
    pub fn new(rate_hz: u32) -> Result<Self, AudioError> {
        if !RATES_HZ.contains(&rate_hz) {
            return Err(AudioError::Rate { rate_hz });
        }
        let filter = if rate_hz == RATE_HZ { None } else { Some(Filter::new(rate_hz)?) };
        Ok(Self { rate_hz, filter, taken: 0, given: 0 })
    }

    /// Takes sound in and appends to `output` what can be said of it at 16 kHz by now.
    pub fn push(&mut self, input: &[f32], output: &mut Vec<f32>) {
        self.taken += input.len() as u64;
        let before = output.len();
        match &mut self.filter {
            None => output.extend_from_slice(input),
            Some(filter) => filter.push(input, output),
        }
        self.given += (output.len() - before) as u64;
    }

    /// Appends what is still inside, so that `round(input × 16 000 / rate)` samples have come out in
    /// all since the beginning or the last flush, and begins anew.
    pub fn flush(&mut self, output: &mut Vec<f32>) {
        let due = self.due();
        if let Some(filter) = &mut self.filter {
            let silence = vec![0.0; filter.chunk_in];
            let before = output.len();
            let missing = due.saturating_sub(self.given) as usize;
            while output.len() - before < missing {
                filter.push(&silence, output);
            }
            output.truncate(before + missing);
            filter.reset();
        }
        (self.taken, self.given) = (0, 0);
    }

    /// How many samples belong to what was taken in.
    fn due(&self) -> u64 {
        let (rate, target) = (u64::from(self.rate_hz), u64::from(RATE_HZ));
        (self.taken * target + rate / 2) / rate
    }
}

impl Filter {
    fn new(rate_hz: u32) -> Result<Self, AudioError> {
        let rate = rate_hz as usize;
        let fft = Fft::new(rate, RATE_HZ as usize, rate / CHUNKS_PER_SECOND, 1, FixedSync::Both)
            .map_err(|error| AudioError::Resampler { rate_hz, reason: error.to_string() })?;
        let (chunk_in, frames_out) = (fft.input_frames_next(), fft.output_frames_next());
        // The filter's middle lies on a whole sample of the input, which `output_delay()` does not
        // take into account where a chunk has an odd length.
        let delay = (chunk_in / 2 * frames_out + chunk_in / 2) / chunk_in;
        let chunk_out = vec![0.0; frames_out];
        Ok(Self { fft, chunk_in, delay, to_drop: delay, waiting: Vec::with_capacity(chunk_in), chunk_out })
    }

    fn push(&mut self, mut input: &[f32], output: &mut Vec<f32>) {
        while !input.is_empty() {
            let wanted = self.chunk_in - self.waiting.len();
            let (now, later) = input.split_at(wanted.min(input.len()));
            self.waiting.extend_from_slice(now);
            input = later;
            if self.waiting.len() == self.chunk_in {
                self.work(output);
            }
        }
    }

    /// Brings one whole chunk over.
    fn work(&mut self, output: &mut Vec<f32>) {
        let frames_out = self.chunk_out.len();
        let input = InterleavedSlice::new(self.waiting.as_slice(), 1, self.chunk_in)
            .expect("the waiting samples are one whole chunk");
        let mut out = InterleavedSlice::new_mut(self.chunk_out.as_mut_slice(), 1, frames_out)
            .expect("the chunk was made to this length");
        self.fft
            .process_into_buffer(&input, &mut out, None::<&Indexing>)
            .expect("both buffers have the lengths that the resampler named, which are fixed");
        self.waiting.clear();
        let dropped = self.to_drop.min(frames_out);
        self.to_drop -= dropped;
        output.extend_from_slice(&self.chunk_out[dropped..]);
    }

    fn reset(&mut self) {
        self.fft.reset();
        self.waiting.clear();
        self.to_drop = self.delay;
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use proptest::prelude::*;

    use super::*;

    fn tone(rate_hz: u32, tone_hz: f64, samples: usize) -> Vec<f32> {
        (0..samples).map(|n| (0.5 * (TAU * tone_hz * n as f64 / f64::from(rate_hz)).sin()) as f32).collect()
    }

    fn resampled(rate_hz: u32, input: &[f32]) -> Vec<f32> {
        let mut resampler = Resampler::new(rate_hz).expect("a rate in range");
        let mut output = Vec::new();
        resampler.push(input, &mut output);
        resampler.flush(&mut output);
        output
    }

    fn level_db(samples: &[f32]) -> f32 {
        let power: f32 = samples.iter().map(|s| s * s).sum::<f32>() / samples.len() as f32;
        10.0 * power.log10()
    }

    #[test]
    fn rates_outside_8_to_192_khz_are_refused() {
        for rate_hz in [0, 1, 7_999, 192_001, u32::MAX] {
            let error = Resampler::new(rate_hz).err().expect("out of range");
            assert!(error.to_string().contains(&rate_hz.to_string()), "{error}");
        }
    }

    #[test]
    fn a_tone_keeps_its_level_and_its_place() {
        for rate_hz in [8_000, 11_025, 12_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000, 192_000, 8_001] {
            let input = tone(rate_hz, 1_000.0, rate_hz as usize);
            let output = resampled(rate_hz, &input);
            let expected = tone(RATE_HZ, 1_000.0, output.len());
            assert_eq!(output.len(), 16_000, "at {rate_hz} Hz");
            let difference: Vec<f32> =
                output[1_600..14_400].iter().zip(&expected[1_600..]).map(|(a, b)| a - b).collect();
            // At this tone half a sample out of place is a difference 14 dB below it.
            let error_db = level_db(&difference) - level_db(&expected);
            assert!(error_db < -14.0, "{error_db} dB at {rate_hz} Hz");
        }
    }

    #[test]
    fn what_a_telephone_carries_passes_and_what_16_khz_cannot_carry_does_not() {
        let speech_edge = resampled(8_000, &tone(8_000, 3_400.0, 8_000));
        let loss_db = level_db(&tone(8_000, 3_400.0, 8_000)) - level_db(&speech_edge);
        assert!(loss_db.abs() < 0.5, "{loss_db} dB lost at 3.4 kHz");
        let folded = resampled(48_000, &tone(48_000, 10_000.0, 48_000));
        assert!(level_db(&folded[800..15_000]) < -70.0);
    }

    #[test]
    fn sixteen_khz_passes_through() {
        let input = tone(16_000, 440.0, 1_234);
        assert_eq!(resampled(16_000, &input), input);
    }

    #[test]
    fn a_flush_begins_anew() {
        let input = tone(8_000, 700.0, 1_001);
        let mut resampler = Resampler::new(8_000).expect("a rate in range");
        let (mut first, mut second) = (Vec::new(), Vec::new());
        resampler.push(&input, &mut first);
        resampler.flush(&mut first);
        resampler.push(&input, &mut second);
        resampler.flush(&mut second);
        assert_eq!(first, second);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn cutting_the_input_changes_nothing(
            rate_hz in prop_oneof![
                Just(8_000), Just(11_025), Just(16_000), Just(44_100), Just(48_000), 8_000_u32..=192_000,
            ],
            samples in proptest::collection::vec(-1.0_f32..1.0, 0..3_000),
            cuts in proptest::collection::vec(0_usize..700, 1..20),
        ) {
            let whole = resampled(rate_hz, &samples);
            let due = (samples.len() as f64 * 16_000.0 / f64::from(rate_hz)).round() as usize;
            prop_assert_eq!(whole.len(), due);
            let mut resampler = Resampler::new(rate_hz).expect("a rate in range");
            let (mut pieces, mut rest) = (Vec::new(), samples.as_slice());
            for cut in cuts {
                let (now, later) = rest.split_at(cut.min(rest.len()));
                resampler.push(now, &mut pieces);
                rest = later;
            }
            resampler.push(rest, &mut pieces);
            resampler.flush(&mut pieces);
            prop_assert_eq!(pieces, whole);
        }
    }
}
