//! Labels each block of the agent's channel with who is heard in it.

use std::collections::VecDeque;

use super::ear::Ear;

use super::leak::Leak;
use super::level_db;
use super::profile::Profile;
use super::spectrum::{Analyser, Timbre};
use crate::audio::{BLOCK_SAMPLES, Floor};

/// A block's label is given this many blocks after it (320 ms): what follows a block says more about
/// whose it is than what went before.
pub const LAG_BLOCKS: usize = 20;

/// The agent's channel has speech where it is so far above its noise, in dB.
const ABOVE_NOISE_DB: f32 = 6.0;
/// A caller less probably speaking than this leaves the agent's channel to its own noise.
const QUIET_SPEECH: f32 = 0.3;
/// A block this little above the foretold leak is leak.
const ABOVE_LEAK_DB: f32 = 6.0;
/// Blocks without speech that end a stretch (190 ms): the next one may be somebody else's.
const PAUSE_BLOCKS: u32 = 12;
/// A step in loudness that ends a stretch: one voice gave way to another without a pause.
const STEP_DB: f32 = 7.0;
/// A stretch is judged by so many of its latest blocks of speech (3.2 s).
const JUDGED_BLOCKS: usize = 200;
/// Blocks this far below the loudest say little about a voice: they are its echoes and the noise.
const AUDIBLE_DB: f32 = 18.0;
/// A block at most so far below the agent's usual loudness is plainly theirs.
const LOUD_DB: f32 = 5.0;
/// A voice so much louder than the little that was learned, and unlike it, is the agent's.
const NEARER_DB: f32 = 8.0;
/// Before the agent is known, only a voice so much weaker still is taken for somebody else's: the
/// tap's own gain is not known either.
const UNKNOWN_DB: f32 = 10.0;
/// The agent's profile learns only from blocks at least this sure, as log odds.
const SURE: f32 = -1.5;

/// Who is heard in a block of the agent's channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// Nobody: quiet, noise, music, a keyboard.
    Quiet,
    /// The agent.
    Agent,
    /// Another voice in the office, or one from a radio there.
    Background,
    /// The caller's own voice coming back as sidetone or echo.
    Leak,
}

/// A label and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heard {
    /// Who.
    pub source: Source,
    /// How probable that is, from 0.5 to 1.
    pub confidence: f32,
}

/// One block of a call, both channels in step.
#[derive(Clone, Copy, Debug)]
pub struct SpeakerBlock<'a> {
    /// What the office sends, at 16 kHz from −1 to 1.
    pub agent: &'a [f32; BLOCK_SAMPLES],
    /// What the caller sends.
    pub caller: &'a [f32; BLOCK_SAMPLES],
    /// How probable speech is in `agent`, from 0 to 1.
    pub agent_speech: f32,
    /// How probable speech is in `caller`.
    pub caller_speech: f32,
    /// Whether the parties hear each other: `false` on hold and before the answer. Nothing is
    /// learned then, and every block is [`Source::Quiet`].
    pub open_line: bool,
}

/// Follows one call.
pub struct SpeakerTracker {
    ear: Ear,
    analyser: Analyser,
    leak: Leak,
    profile: Profile,
    floor: Floor,
    pending: VecDeque<Pending>,
    stretch: Stretch,
}

#[derive(Clone, Copy, Debug)]
struct Pending {
    open_line: bool,
    level_db: f32,
    leak_db: f32,
    timbre: Option<Timbre>,
}

/// Speech without a pause or a step in loudness.
#[derive(Debug, Default)]
struct Stretch {
    blocks: VecDeque<(f32, Timbre)>,
    loudness_db: f32,
    pause: u32,
    strangeness: f32,
    judged: u32,
}

impl SpeakerTracker {
    /// A tracker that has heard nothing yet.
    pub fn new() -> Self {
        Self {
            ear: Ear::new(),
            analyser: Analyser::new(),
            leak: Leak::new(),
            profile: Profile::new(),
            floor: Floor::new(),
            pending: VecDeque::with_capacity(LAG_BLOCKS + 1),
            stretch: Stretch::default(),
        }
    }

    /// Takes in the next block and labels the one [`LAG_BLOCKS`] before it; `None` for as long as
    /// there is none.
    pub fn push(&mut self, block: &SpeakerBlock<'_>) -> Option<Heard> {
        let pending = if block.open_line { self.hear(block) } else { Pending::closed() };
        self.pending.push_back(pending);
        if self.pending.len() <= LAG_BLOCKS {
            return None;
        }
        let pending = self.pending.pop_front()?;
        Some(self.label(&pending))
    }

    fn hear(&mut self, block: &SpeakerBlock<'_>) -> Pending {
        let level_db = level_db(block.agent);
        let speech = self.ear.push(block.agent, block.agent_speech);
        let floor_db = self.floor.push(level_db);
        let loud = level_db > self.profile.reference_db() - LOUD_DB;
        let leak_db = self.leak.push(block.agent, block.caller, speech && loud);
        let timbre = if speech && level_db > floor_db + ABOVE_NOISE_DB {
            Some(self.analyser.speech(block.agent))
        } else if !speech && block.caller_speech < QUIET_SPEECH {
            self.analyser.noise(block.agent);
            None
        } else {
            self.analyser.skip(block.agent);
            None
        };
        Pending { open_line: true, level_db, leak_db, timbre }
    }

    fn label(&mut self, block: &Pending) -> Heard {
        if !block.open_line {
            self.stretch = Stretch::default();
            return Heard::surely(Source::Quiet);
        }
        let Some(timbre) = block.timbre else {
            self.stretch.rest();
            return Heard::surely(Source::Quiet);
        };
        if block.level_db <= block.leak_db + ABOVE_LEAK_DB {
            self.stretch.rest();
            return Heard::surely(Source::Leak);
        }
        let ahead = self
            .pending
            .iter()
            .filter(|next| next.timbre.is_some() && next.open_line)
            .map(|next| next.level_db)
            .fold(block.level_db, f32::max);
        self.stretch.go_on(block.level_db, timbre, ahead);
        self.stretch.judge(&self.profile);
        let mut apart_db = self.stretch.loudness_db - self.profile.reference_db();
        if apart_db > NEARER_DB && self.profile.doubtful() && self.stretch.strangeness > 0.0 {
            self.profile = Profile::new();
        }
        if !self.profile.known() {
            apart_db += UNKNOWN_DB;
        }
        let odds = by_level(apart_db) + self.stretch.strangeness;
        if odds < SURE {
            self.profile.learn(&timbre, self.stretch.loudness_db);
        }
        Heard::by_odds(odds)
    }
}

impl Default for SpeakerTracker {
    fn default() -> Self {
        Self::new()
    }
}

impl Pending {
    const fn closed() -> Self {
        Self { open_line: false, level_db: -120.0, leak_db: -120.0, timbre: None }
    }
}

impl Heard {
    fn surely(source: Source) -> Self {
        Self { source, confidence: 1.0 }
    }

    fn by_odds(odds: f32) -> Self {
        let source = if odds > 0.0 { Source::Background } else { Source::Agent };
        Self { source, confidence: 1.0 / (1.0 + (-odds.abs()).exp()) }
    }
}

impl Stretch {
    fn rest(&mut self) {
        self.pause += 1;
        if self.pause >= PAUSE_BLOCKS {
            *self = Self::default();
        }
    }

    /// Takes in a block of speech; `ahead_db` is the loudest of it and those known after it.
    fn go_on(&mut self, level_db: f32, timbre: Timbre, ahead_db: f32) {
        const BEHIND: usize = 2 * LAG_BLOCKS;
        self.pause = 0;
        let behind = self.blocks.iter().rev().take(BEHIND);
        let loudness_db = behind.map(|(level, _)| *level).fold(ahead_db, f32::max);
        if !self.blocks.is_empty() && (loudness_db - self.loudness_db).abs() >= STEP_DB {
            self.blocks.clear();
            self.judged = 0;
        }
        self.loudness_db = loudness_db;
        if self.blocks.len() == JUDGED_BLOCKS {
            self.blocks.pop_front();
        }
        self.blocks.push_back((level_db, timbre));
    }

    fn judge(&mut self, profile: &Profile) {
        const EVERY: u32 = 4;
        self.judged += 1;
        if self.judged % EVERY == 1 {
            let audible: Vec<Timbre> = self
                .blocks
                .iter()
                .filter(|(level_db, _)| *level_db > self.loudness_db - AUDIBLE_DB)
                .map(|(_, timbre)| *timbre)
                .collect();
            self.strangeness = profile.strangeness(&audible);
        }
    }
}

/// How much a stretch's loudness against the agent's usual one speaks for somebody else, as log
/// odds: none that is nearly as loud, surely one 20 dB weaker. In between, where a quiet agent and
/// a near bystander meet and where an agent is after a shout, it leaves the word to the sound.
fn by_level(apart_db: f32) -> f32 {
    const POINTS: [(f32, f32); 7] =
        [(-20.0, 6.0), (-16.0, 3.0), (-13.0, 0.8), (-7.5, 0.6), (-6.0, 0.0), (-4.0, -3.0), (-2.0, -8.0)];
    if apart_db <= POINTS[0].0 {
        return POINTS[0].1;
    }
    POINTS.windows(2).find(|pair| apart_db <= pair[1].0).map_or(-8.0, |pair| {
        let ((from, low), (to, high)) = (pair[0], pair[1]);
        low + (high - low) * (apart_db - from) / (to - from)
    })
}
