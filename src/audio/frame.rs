//! The shape of sound inside Czujka.

/// The rate at which everything after the tap works.
pub const RATE_HZ: u32 = 16_000;

/// Samples of a block at [`RATE_HZ`]: what voice activity detection looks at in one step.
pub const BLOCK_SAMPLES: usize = 256;

/// Length of a block.
pub const BLOCK_MS: i64 = 16;

/// A piece of a call's sound at the tap's own rate, any length, both channels in step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// What the office sends, from −1 to 1.
    pub agent: Vec<f32>,
    /// What the caller sends; as long as `agent`.
    pub caller: Vec<f32>,
}
