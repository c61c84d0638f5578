//! The sound of the room: whether the agent speaks into a handset or to a loudspeaker telephone.
//!
//! A microphone at the mouth hears the voice alone; one on the desk hears the walls as well. So the level
//! falls within [`FALL_BLOCKS`] of a peak by 15 to 30 dB in the first case, and in the second by what the
//! room's reverberation lets it: 60 dB in its reverberation time T60, which is 7.7 dB for 0.5 s (T60 by
//! ISO 3382-2). What is compared is the agent's own earlier speech in this call; nothing outlives it.

use std::collections::VecDeque;

/// Blocks of 16 ms from a peak to where its fall is measured: 64 ms.
const FALL_BLOCKS: usize = 4;

/// A peak must stand so far above the noise floor for its fall to be seen, in dB.
const PEAK_ABOVE_FLOOR_DB: f32 = 22.0;

/// The last so many dB above the floor are noise's, not the voice's.
const FLOOR_MARGIN_DB: f32 = 8.0;

/// The floor follows the lowest level at once, and rises so many dB a block (3 dB a second).
const FLOOR_RISE_DB: f32 = 0.05;

/// Below this level there is digital silence, which is no noise floor.
const DIGITAL_SILENCE_DB: f32 = -89.0;

/// Falls that are looked at together: five to ten seconds of speech.
const FALLS: usize = 150;

/// Reverberant is speech whose steepest tenth of falls stays below this, in dB, …
const REVERBERANT_DB: f32 = 8.3;

/// … and below this share of the same agent's falls when they were steepest. On 96 calls of two sets of voices those
/// on a loudspeaker came to at most 7.6 dB and 0.34, all others to at least 9.1 dB and 0.40.
const REVERBERANT_SHARE: f32 = 0.37;

/// From this share on the voice is near again.
const NEAR_SHARE: f32 = 0.6;

/// Watches the agent's channel for the sound of a room.
#[derive(Debug, Default)]
pub struct Room {
    /// The last levels with whether the agent was speaking, oldest first; one more than a fall is long.
    levels: VecDeque<(f32, bool)>,
    floor_db: Option<f32>,
    falls: VecDeque<f32>,
    steepest_db: f32,
    reverberant: bool,
}

impl Room {
    /// Takes in the next block's level in dBFS and whether the agent speaks in it. `Some(true)` when the agent's
    /// voice has come to sound from across a room, `Some(false)` when it is near again.
    pub fn push(&mut self, level_db: f32, agent: bool) -> Option<bool> {
        if level_db > DIGITAL_SILENCE_DB {
            self.floor_db = Some(self.floor_db.map_or(level_db, |floor| level_db.min(floor + FLOOR_RISE_DB)));
        }
        self.levels.push_back((level_db, agent));
        if self.levels.len() > FALL_BLOCKS + 3 {
            self.levels.pop_front();
        }
        let fall_db = self.fall(level_db)?;
        self.falls.push_back(fall_db);
        if self.falls.len() > FALLS {
            self.falls.pop_front();
        }
        if self.falls.len() < FALLS {
            return None;
        }
        let steep_db = steepest_tenth(&self.falls);
        self.steepest_db = self.steepest_db.max(steep_db);
        let share = steep_db / self.steepest_db.max(f32::EPSILON);
        let turned =
            if self.reverberant { share > NEAR_SHARE } else { share < REVERBERANT_SHARE && steep_db < REVERBERANT_DB };
        if turned {
            self.reverberant = !self.reverberant;
        }
        turned.then_some(self.reverberant)
    }

    /// The sound broke off: what follows has no falls from before.
    pub fn interrupt(&mut self) {
        self.levels.clear();
    }

    /// How far the level has fallen since a peak of the agent's speech, if one lies a fall's length back.
    fn fall(&self, level_db: f32) -> Option<f32> {
        let floor_db = self.floor_db?;
        let peak = self.levels.len().checked_sub(FALL_BLOCKS + 1)?;
        let &(peak_db, agent) = self.levels.get(peak)?;
        let highest = self.levels.iter().take(peak).all(|(before, _)| *before <= peak_db);
        let seen = agent && peak >= 2 && highest && peak_db > floor_db + PEAK_ABOVE_FLOOR_DB;
        seen.then(|| peak_db - level_db.max(floor_db + FLOOR_MARGIN_DB))
    }
}

fn steepest_tenth(falls: &VecDeque<f32>) -> f32 {
    let mut falls: Vec<f32> = falls.iter().copied().collect();
    let at = falls.len() * 9 / 10;
    *falls.select_nth_unstable_by(at, f32::total_cmp).1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Levels of syllables that fall by so much a block, over a floor of −65 dBFS.
    fn syllables(count: usize, fall_db: f32) -> Vec<f32> {
        let syllable = (0..16).map(move |block| (-20.0 - fall_db * (block as f32 - 6.0).max(0.0)).max(-65.0));
        std::iter::repeat_n(syllable.collect::<Vec<_>>(), count).flatten().collect()
    }

    fn turns(room: &mut Room, levels: &[f32], agent: bool) -> Vec<bool> {
        levels.iter().filter_map(|level| room.push(*level, agent)).collect()
    }

    #[test]
    fn a_voice_that_moves_away_from_the_microphone_is_noticed_once_and_so_is_its_return() {
        let mut room = Room::default();
        assert_eq!(turns(&mut room, &syllables(60, 7.0), true), [false; 0]);
        assert_eq!(turns(&mut room, &syllables(60, 1.5), true), [true]);
        assert_eq!(turns(&mut room, &syllables(60, 7.0), true), [false]);
    }

    #[test]
    fn neither_a_reverberant_room_from_the_start_nor_somebody_elses_voice_is_a_change() {
        let mut room = Room::default();
        assert_eq!(turns(&mut room, &syllables(120, 1.5), true), [false; 0]);
        let mut room = Room::default();
        assert_eq!(turns(&mut room, &syllables(60, 7.0), true), [false; 0]);
        assert_eq!(turns(&mut room, &syllables(60, 1.5), false), [false; 0]);
    }

    #[test]
    fn silence_of_any_kind_says_nothing() {
        let mut room = Room::default();
        assert_eq!(turns(&mut room, &[-120.0; 2000], true), [false; 0]);
        assert_eq!(turns(&mut room, &[-65.0; 2000], true), [false; 0]);
        room.interrupt();
        assert_eq!(turns(&mut room, &syllables(60, 7.0), true), [false; 0]);
    }
}
