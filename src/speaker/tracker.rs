//! Labels each block of the agent's channel with who is heard in it.

use std::collections::VecDeque;

use crate::audio::BLOCK_SAMPLES;

/// A block's label is given this many blocks after it (320 ms): what follows a block says more about
/// whose it is than what went before.
pub const LAG_BLOCKS: usize = 20;

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
    /// From 0 to 1.
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
    levels_db: VecDeque<f32>,
    pending: VecDeque<Pending>,
    reference_db: f32,
}

#[derive(Clone, Copy, Debug)]
struct Pending {
    speech: bool,
    open_line: bool,
}

impl SpeakerTracker {
    /// A tracker that has heard nothing yet.
    pub fn new() -> Self {
        Self {
            levels_db: VecDeque::new(),
            pending: VecDeque::new(),
            reference_db: -30.0,
        }
    }

    /// Takes in the next block and labels the one [`LAG_BLOCKS`] before it; `None` for as long as
    /// there is none.
    pub fn push(&mut self, block: &SpeakerBlock<'_>) -> Option<Heard> {
        let power = block
            .agent
            .iter()
            .map(|sample| sample * sample)
            .sum::<f32>();
        let level_db = 10.0 * (power / BLOCK_SAMPLES as f32).max(1e-12).log10();
        if self.levels_db.len() == 2 * LAG_BLOCKS + 1 {
            self.levels_db.pop_front();
        }
        self.levels_db.push_back(level_db);
        self.pending.push_back(Pending {
            speech: block.agent_speech >= 0.5,
            open_line: block.open_line,
        });
        if self.pending.len() <= LAG_BLOCKS {
            return None;
        }
        let pending = self.pending.pop_front()?;
        let source = if !pending.open_line || !pending.speech {
            Source::Quiet
        } else {
            self.by_level()
        };
        Some(Heard {
            source,
            confidence: 0.5,
        })
    }

    /// Whether the newest block is surely the agent's plain loud speech, known without the lag.
    pub fn agent_now(&self) -> bool {
        self.pending.back().is_some_and(|last| last.speech)
            && self
                .levels_db
                .back()
                .is_some_and(|&level_db| level_db > self.reference_db - 6.0)
    }

    fn by_level(&mut self) -> Source {
        let loudest = self.levels_db.iter().copied().fold(-120.0, f32::max);
        if loudest < self.reference_db - 6.0 {
            return Source::Background;
        }
        self.reference_db += 0.01 * (loudest - 6.0 - self.reference_db);
        Source::Agent
    }
}

impl Default for SpeakerTracker {
    fn default() -> Self {
        Self::new()
    }
}
