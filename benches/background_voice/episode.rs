//! Episodes of a background voice out of the labels of blocks, as the check counts them.

use czujka::speaker::Source;

/// Blocks of the voice that make an episode: one second.
const HEARD_BLOCKS: u64 = 63;
/// Blocks without it that end one: two seconds.
const ENDED_BLOCKS: u64 = 125;
/// Blocks of the agent's own speech after which what was heard before no longer counts towards a
/// new episode: scattered doubtful blocks are not a voice.
const AGENT_BLOCKS: u64 = 31;

/// What became known with a block; positions in blocks since the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Episode {
    /// A second of another voice has been heard.
    Began {
        /// Its first block.
        from: u64,
    },
    /// Two seconds have passed without it.
    Ended {
        /// Its first block.
        from: u64,
        /// The block after its last.
        to: u64,
    },
}

/// Collects [`Source::Background`] blocks into episodes.
#[derive(Debug, Default)]
pub struct Episodes {
    position: u64,
    heard: u64,
    agent: u64,
    from: u64,
    last: u64,
    open: bool,
}

impl Episodes {
    /// At the beginning of a call.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in the next block's label.
    pub fn push(&mut self, source: Source) -> Option<Episode> {
        let here = self.position;
        self.position += 1;
        match source {
            Source::Background => {
                if self.heard == 0 {
                    self.from = here;
                }
                self.heard += 1;
                self.agent = 0;
                self.last = here;
            }
            Source::Agent => self.agent += 1,
            Source::Quiet | Source::Leak => {}
        }
        if self.open {
            return self.ended(here);
        }
        if self.agent >= AGENT_BLOCKS || (self.heard > 0 && here - self.last >= ENDED_BLOCKS) {
            self.heard = 0;
        }
        (self.heard >= HEARD_BLOCKS).then(|| {
            self.open = true;
            Episode::Began { from: self.from }
        })
    }

    fn ended(&mut self, here: u64) -> Option<Episode> {
        if here - self.last < ENDED_BLOCKS {
            return None;
        }
        self.open = false;
        self.heard = 0;
        Some(Episode::Ended { from: self.from, to: self.last + 1 })
    }
}
