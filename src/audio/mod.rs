//! Sound on its way in: frames from taps, brought to 16 kHz in blocks of 16 ms.

mod frame;
mod tonality;

pub use frame::{BLOCK_MS, BLOCK_SAMPLES, Frame, RATE_HZ};
pub use tonality::Tonality;
