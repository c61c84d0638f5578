//! What the agent of this call sounds like, learned from their own speech in it, and how far another
//! stretch of speech is from that.

use super::spectrum::{CEPSTRA, Timbre};

/// Standard deviation of a cepstral coefficient's mean over [`SPREAD_BLOCKS`] of one speaker's
/// speech, measured on the agents of the shared calls.
const SPREAD: [f32; CEPSTRA] = [1.95, 2.23, 1.21, 1.05, 0.65, 0.64, 0.56, 0.38, 0.44, 0.26, 0.29, 0.28];
const SPREAD_BLOCKS: f32 = 100.0;
/// Of the variance over [`SPREAD_BLOCKS`], so much stays however long the stretch.
const LASTING: f32 = 0.16;
/// Speech from which the profile says something (0.8 s), and on which it is sure.
const KNOWN_BLOCKS: f32 = 50.0;
/// A stretch from which its sound counts in full.
const SURE_BLOCKS: f32 = 40.0;
/// The profile forgets with this many blocks (a minute of speech).
const REMEMBERED_BLOCKS: f32 = 3_750.0;
/// Levels are counted in bins of 1 dB from here up.
const LOWEST_DB: f32 = -70.0;
const LEVELS: usize = 80;
/// The loudness of a telephone agent before this one has been heard: peaks at −21 dB in an active
/// speech level of −26 dB (ITU-T P.56), in blocks of weight.
const EXPECTED_DB: f32 = -21.0;
const EXPECTED_BLOCKS: f32 = 30.0;
/// The agent's reference is this quantile of their loudness: a shout does not move it far.
const REFERENCE: f32 = 0.35;

/// The agent of one call.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    cepstrum: [f32; CEPSTRA],
    blocks: f32,
    pitch_octaves: f32,
    pitch_blocks: f32,
    levels: [f32; LEVELS],
}

impl Profile {
    pub fn new() -> Self {
        let mut levels = [0.0; LEVELS];
        for spread in 0..7 {
            levels[bin(EXPECTED_DB - 3.0 + spread as f32)] = EXPECTED_BLOCKS / 7.0;
        }
        Self { cepstrum: [0.0; CEPSTRA], blocks: 0.0, pitch_octaves: 0.0, pitch_blocks: 0.0, levels }
    }

    /// Learns a block that is the agent's, in a stretch as loud as `loudness_db`.
    pub fn learn(&mut self, timbre: &Timbre, loudness_db: f32) {
        self.blocks = (self.blocks + 1.0).min(REMEMBERED_BLOCKS);
        for (mean, new) in self.cepstrum.iter_mut().zip(timbre.cepstrum) {
            *mean += (new - *mean) / self.blocks;
        }
        if let Some(octaves) = timbre.pitch_octaves {
            self.pitch_blocks = (self.pitch_blocks + 1.0).min(REMEMBERED_BLOCKS);
            // A step of fixed size in the direction of the new value finds the median, which octave
            // errors do not move.
            let step = (2.0 / self.pitch_blocks).clamp(0.002, 0.5);
            self.pitch_octaves = if self.pitch_blocks <= 1.0 {
                octaves
            } else {
                self.pitch_octaves + (octaves - self.pitch_octaves).clamp(-step, step)
            };
        }
        for level in &mut self.levels {
            *level *= 1.0 - 1.0 / REMEMBERED_BLOCKS;
        }
        self.levels[bin(loudness_db)] += 1.0;
    }

    /// Whether enough of the agent's speech has been heard to know their sound and loudness.
    pub fn known(&self) -> bool {
        self.blocks >= KNOWN_BLOCKS
    }

    /// Whether so little has been learned that it may have been somebody else's: a voice nearer to
    /// the microphone than this one is the agent's.
    pub fn doubtful(&self) -> bool {
        const DOUBTFUL_BLOCKS: f32 = 375.0;
        self.blocks < DOUBTFUL_BLOCKS
    }

    /// The agent's usual loudness, in dB.
    pub fn reference_db(&self) -> f32 {
        let wanted = self.levels.iter().sum::<f32>() * REFERENCE;
        let mut below = 0.0;
        for (n, level) in self.levels.iter().enumerate() {
            if below + level >= wanted {
                return LOWEST_DB + n as f32 + (wanted - below) / level.max(1e-6);
            }
            below += level;
        }
        EXPECTED_DB
    }

    /// How much the sound of a stretch speaks for somebody else, as a log odds ratio; negative is
    /// for the agent, 0 where too little is known.
    ///
    /// The weights are those of a logistic regression without regard to level, over stretches of
    /// 0.6 to 3.2 s of the shared calls and of mixtures with further voices (area under the curve
    /// among speech 4 to 15 dB weaker than the agent's usual: 0.93 at half a second, 0.98 at one,
    /// 0.99 at two).
    pub fn strangeness(&self, stretch: &[Timbre]) -> f32 {
        const MOST: f32 = 5.0;
        let blocks = stretch.len() as f32;
        if !self.known() || stretch.is_empty() {
            return 0.0;
        }
        let both = 1.0 / blocks + 1.0 / self.blocks;
        let wider = (LASTING + (1.0 - LASTING) * SPREAD_BLOCKS * both).sqrt();
        let apart: [f32; CEPSTRA] = std::array::from_fn(|k| {
            let mean = stretch.iter().map(|one| one.cepstrum[k]).sum::<f32>() / blocks;
            (mean - self.cepstrum[k]) / SPREAD[k] / wider
        });
        let distance = apart.iter().map(|one| one * one).sum::<f32>() / CEPSTRA as f32;
        // The second coefficient falls with the treble, which a distant voice has less of.
        let duller = -apart[1];
        let odds = -5.6 + 4.0 * distance.sqrt() + 3.1 * self.pitch_apart(stretch) + 1.4 * duller;
        // A stretch says as much as it is long, up to half a second.
        (odds * (blocks / SURE_BLOCKS).min(1.0)).clamp(-MOST, MOST)
    }

    /// Octaves between the medians of the pitch, at most 0.6.
    fn pitch_apart(&self, stretch: &[Timbre]) -> f32 {
        const VOICED_BLOCKS: usize = 8;
        let mut pitches: Vec<f32> = stretch.iter().filter_map(|one| one.pitch_octaves).collect();
        if pitches.len() < VOICED_BLOCKS || self.pitch_blocks < KNOWN_BLOCKS {
            // As far as one voice is from itself, usually.
            return 0.05;
        }
        pitches.sort_unstable_by(f32::total_cmp);
        (pitches[pitches.len() / 2] - self.pitch_octaves).abs().min(0.6)
    }
}

fn bin(level_db: f32) -> usize {
    ((level_db - LOWEST_DB).max(0.0) as usize).min(LEVELS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many blocks of a voice at this pitch, its cepstrum shifted by so many spreads.
    fn voice(blocks: usize, shifted: f32, octaves: f32) -> Vec<Timbre> {
        let one = |n: usize| Timbre {
            cepstrum: SPREAD.map(|spread| spread * (shifted + if n.is_multiple_of(2) { 0.3 } else { -0.3 })),
            pitch_octaves: Some(octaves + if n.is_multiple_of(3) { 0.1 } else { -0.05 }),
        };
        (0..blocks).map(one).collect()
    }

    fn learned(blocks: usize, loudness_db: f32) -> Profile {
        let mut profile = Profile::new();
        for timbre in voice(blocks, 0.0, 7.0) {
            profile.learn(&timbre, loudness_db);
        }
        profile
    }

    #[test]
    fn the_same_voice_is_no_stranger_and_another_is() {
        let profile = learned(300, -21.0);
        assert!(profile.strangeness(&voice(100, 0.0, 7.0)) < -3.0);
        assert!(profile.strangeness(&voice(100, -2.0, 7.6)) > 3.0);
    }

    #[test]
    fn nothing_is_said_before_the_agent_is_known() {
        let profile = learned(20, -21.0);
        assert!(!profile.known());
        assert!(profile.strangeness(&voice(100, 3.0, 8.0)).abs() < f32::EPSILON);
    }

    #[test]
    fn the_reference_follows_the_agent_and_not_a_shout() {
        let mut profile = learned(400, -30.0);
        assert!((profile.reference_db() + 30.0).abs() < 1.5);
        for timbre in voice(400, 0.0, 7.0) {
            profile.learn(&timbre, -17.0);
        }
        assert!(profile.reference_db() < -28.0);
    }
}
