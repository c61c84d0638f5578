//! The messages and services of `proto/czujka/v1`, generated, and our own types turned into them.
//!
//! Whatever holds a person's words or number prints itself in `Debug` without its content.

mod convert;

use std::fmt;

pub use convert::{
    agent_message, alert_message, channel_message, direction_message, facts_from, finding_message, heard,
    scorecard_message, signal_from, source_message, timestamp_from, timestamp_message,
};

/// Package `czujka.v1`.
#[allow(missing_docs, clippy::all, clippy::pedantic, clippy::unwrap_used)]
pub mod v1 {
    tonic::include_proto!("czujka.v1");
}

/// The descriptors of `czujka.v1` with their comments, for reflection.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/czujka_descriptor.bin"));

macro_rules! opaque {
    ($($message:ty,)*) => {
        $(impl fmt::Debug for $message {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($message), " [private]"))
            }
        })*
    };
}

// The list must equal PRIVATE in proto/build.rs, which keeps the generator from printing these.
opaque! {
    v1::Alert, v1::Acknowledgement, v1::AcknowledgeAlertRequest, v1::AudioChunk, v1::Call, v1::Commitment,
    v1::Finding, v1::finding::Commitment, v1::Segment, v1::StartCall, v1::exchange_signal::Transfer,
}

// The generator leaves out what lies within a message that it was told to leave out.
impl fmt::Debug for v1::call::State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str_name())
    }
}

impl fmt::Debug for v1::commitment::State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str_name())
    }
}
