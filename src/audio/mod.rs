//! Sound on its way in: frames from taps, brought to 16 kHz in blocks of 16 ms.

mod block;
mod dither;
mod floor;
mod frame;
mod g711;
mod resample;
mod tonality;

pub use block::{Block, Blocks};
pub use dither::Dither;
pub use floor::Floor;
pub use frame::{BLOCK_MS, BLOCK_SAMPLES, Frame, RATE_HZ};
pub use g711::Encoding;
pub use resample::{RATES_HZ, Resampler};
pub use tonality::Tonality;

/// Why sound could not be used.
#[derive(Debug, thiserror::Error)]
pub enum AudioError {
    /// Outside what can be brought to 16 kHz.
    #[error("{rate_hz} samples a second cannot be used: give sound at 8 000 to 192 000")]
    Rate {
        /// The rate that was asked for.
        rate_hz: u32,
    },
    /// The bytes end in the middle of a sample.
    #[error("{bytes} bytes are no whole number of {sample_bytes}-byte samples: send whole samples")]
    PartialSample {
        /// How many bytes came.
        bytes: usize,
        /// How many one sample takes.
        sample_bytes: usize,
    },
    /// The resampler refused a rate within range.
    #[error("sound at {rate_hz} samples a second cannot be resampled ({reason}): convert it first")]
    Resampler {
        /// The rate.
        rate_hz: u32,
        /// What the resampler said.
        reason: String,
    },
}

