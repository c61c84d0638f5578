//! Who is heard on the agent's channel: the agent, somebody else in the office, or the caller's own
//! voice leaking back. All it learns of a voice lives in memory for one call.

mod tracker;

pub use tracker::{Heard, LAG_BLOCKS, Source, SpeakerBlock, SpeakerTracker};
