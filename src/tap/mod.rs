//! Where calls come from.

pub mod file;
pub mod grpc;
pub mod live;

use std::path::PathBuf;

/// Why a call could not be taken in.
#[derive(Debug, thiserror::Error)]
pub enum TapError {
    /// The file cannot be opened or read.
    #[error("{}: cannot be read: {reason}", .file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file has no bytes.
    #[error("{}: the file is empty", .file.display())]
    Empty {
        /// The file.
        file: PathBuf,
    },
    /// The file is no recording of a kind that is known.
    #[error("{}: not a recording in WAV, FLAC, MP3 or Ogg", .file.display())]
    NotAudio {
        /// The file.
        file: PathBuf,
    },
    /// The file is a recording, but broken from its beginning or of an unknown coding.
    #[error("{}: the recording cannot be decoded: {reason}", .file.display())]
    Undecodable {
        /// The file.
        file: PathBuf,
        /// What the decoder said.
        reason: String,
    },
    /// The recording is whole, but lasts no time.
    #[error("{}: the recording holds no sound", .file.display())]
    NoSound {
        /// The file.
        file: PathBuf,
    },
    /// More channels than a call has parties.
    #[error("{}: the recording has {channels} channels, a call has two", .file.display())]
    Channels {
        /// The file.
        file: PathBuf,
        /// How many there are.
        channels: usize,
    },
    /// The sample rate is out of range.
    #[error("{}: {rate_hz} samples a second cannot be used", .file.display())]
    Rate {
        /// The file.
        file: PathBuf,
        /// The rate.
        rate_hz: u32,
    },
    /// One of two files that should hold one party each is not mono.
    #[error("{}: of two files of one call each must be mono, and this one is not", .file.display())]
    NotMono {
        /// The file.
        file: PathBuf,
    },
    /// Two files of one call differ in rate.
    #[error("the agent's file has {agent_hz} samples a second, the caller's {caller_hz}")]
    RatesDiffer {
        /// The first file's rate.
        agent_hz: u32,
        /// The second file's rate.
        caller_hz: u32,
    },
    /// No file, or more than two, for one call.
    #[error("{count} files for one call")]
    FileCount {
        /// How many.
        count: usize,
    },
    /// Nothing in the file of signals can be understood.
    #[error("{}: no line of call facts or signals in it: {reason}", .file.display())]
    Signals {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The file of true words is not what it should be.
    #[error("{}: not a transcript: {reason}", .file.display())]
    Reference {
        /// The file.
        file: PathBuf,
        /// What is wrong, and where.
        reason: String,
    },
}

impl TapError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "check the path and that you may read the file",
            Self::Empty { .. } | Self::NoSound { .. } => "record or export the call again; there is nothing to analyse",
            Self::NotAudio { .. } | Self::Undecodable { .. } => {
                "convert it first, for example: ffmpeg -i RECORDING call.flac"
            }
            Self::Channels { .. } => {
                "give a stereo file (left the agent, right the caller) or two mono files (the agent's first)"
            }
            Self::Rate { .. } => {
                "convert it to 8 000 to 192 000 samples a second, for example: ffmpeg -i RECORDING -ar 16000 call.flac"
            }
            Self::NotMono { .. } => "give two mono files, the agent's first, or one stereo file alone",
            Self::RatesDiffer { .. } => "convert one of them, for example: ffmpeg -i RECORDING -ar 8000 caller.flac",
            Self::FileCount { .. } => "give one stereo file, or two mono files with the agent's first, for each call",
            Self::Signals { .. } => {
                "the first line holds the call's facts, then one signal a line: {\"at_ms\":0,\"signal\":\"answered\"}"
            }
            Self::Reference { .. } => {
                "give a JSON file with a `transcript` list of {channel, from_ms, to_ms, text}, or the lines of `analyze --format json` for one call"
            }
        }
    }
}
