//! The noise floor of a channel, by minimum statistics: whatever is there for seconds without a dip
//! is noise, also where a detector takes it for speech (R. Martin, "Noise power spectral density
//! estimation based on optimal smoothing and minimum statistics", 2001; here for the level alone).

/// Blocks over which a minimum is taken; two such spans together (3 s) make the floor.
const SPAN_BLOCKS: u32 = 94;
/// Smoothing from block to block.
const SMOOTHING: f32 = 0.5;
/// A minimum lies below the mean of the noise it is the minimum of.
const BIAS_DB: f32 = 1.5;
const LOWEST_DB: f32 = -80.0;

/// Follows one channel.
#[derive(Debug)]
pub struct Floor {
    smooth: f32,
    least: f32,
    least_before: f32,
    blocks: u32,
}

impl Floor {
    /// A channel at its beginning.
    pub fn new() -> Self {
        Self {
            smooth: f32::NAN,
            least: f32::MAX,
            least_before: f32::MAX,
            blocks: 0,
        }
    }

    /// Takes in a block's level and answers the floor, both in dB.
    pub fn push(&mut self, level_db: f32) -> f32 {
        let level_db = level_db.max(LOWEST_DB);
        self.smooth = if self.smooth.is_nan() {
            level_db
        } else {
            self.smooth + SMOOTHING * (level_db - self.smooth)
        };
        self.least = self.least.min(self.smooth);
        self.blocks += 1;
        let floor_db = self.least.min(self.least_before) + BIAS_DB;
        if self.blocks == SPAN_BLOCKS {
            self.blocks = 0;
            self.least_before = self.least;
            self.least = self.smooth;
        }
        floor_db
    }
}

impl Default for Floor {
    fn default() -> Self {
        Self::new()
    }
}
