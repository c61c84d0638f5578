//! The noise floor of a channel, by minimum statistics: whatever is there for seconds without a dip
//! is noise, also where a detector takes it for speech (R. Martin, "Noise power spectral density
//! estimation based on optimal smoothing and minimum statistics", 2001; here for the level alone).

/// Blocks over which a minimum is taken; two such spans together (3 s) make the floor.
const SPAN_BLOCKS: u32 = 94;
/// Smoothing from block to block.
const SMOOTHING: f32 = 0.5;
/// A minimum lies below the mean of the noise it is the minimum of.
const BIAS_DB: f32 = 1.5;
/// Below what the finest codec's noise has: digital silence.
const LOWEST_DB: f32 = -85.0;

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
        Self { smooth: f32::NAN, least: f32::MAX, least_before: f32::MAX, blocks: 0 }
    }

    /// Takes in a block's level and answers the floor, both in dB.
    ///
    /// A channel that is switched off has no noise: its silence leaves the floor as it was, else the
    /// noise that comes back would stand out for seconds.
    pub fn push(&mut self, level_db: f32) -> f32 {
        if level_db < LOWEST_DB {
            return self.floor_db();
        }
        self.smooth = if self.smooth.is_nan() { level_db } else { self.smooth + SMOOTHING * (level_db - self.smooth) };
        self.least = self.least.min(self.smooth);
        self.blocks += 1;
        let floor_db = self.floor_db();
        if self.blocks == SPAN_BLOCKS {
            self.blocks = 0;
            self.least_before = self.least;
            self.least = self.smooth;
        }
        floor_db
    }

    fn floor_db(&self) -> f32 {
        let least = self.least.min(self.least_before);
        if least < f32::MAX { least + BIAS_DB } else { LOWEST_DB }
    }
}

impl Default for Floor {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_floor_is_the_noise_whatever_speaks_over_it() {
        let mut floor = Floor::new();
        let levels = (0..400).map(|n| if n % 20 < 14 { -25.0 } else { -60.0 });
        let last = levels.map(|level_db| floor.push(level_db)).last().expect("there are levels");
        assert!((-61.0..-55.0).contains(&last), "{last}");
    }

    #[test]
    fn digital_silence_leaves_the_floor_and_rising_noise_lifts_it() {
        let mut floor = Floor::new();
        (0..200).for_each(|_| _ = floor.push(-60.0));
        let before = floor.push(-60.0);
        (0..400).for_each(|_| _ = floor.push(-120.0));
        assert!((floor.push(-60.0) - before).abs() < 0.1);
        (0..400).for_each(|_| _ = floor.push(-45.0));
        assert!(floor.push(-45.0) > -47.0);
    }
}
