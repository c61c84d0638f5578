//! Recorded calls: the sound, and beside it what the exchange knew and what was truly said.

mod call_file;
mod container;
mod decoder;
mod opus_decoder;
mod reference;
mod text;

pub use call_file::CallFile;
pub use reference::read_reference;

use std::path::PathBuf;

use self::decoder::{Decoder, Piece};
use super::TapError;
use crate::audio::{Frame, RATES_HZ};

/// A call's sound out of one or two files, read as it is asked for.
///
/// Memory does not grow with its length: no more than one packet of each file is held.
pub struct Recording {
    parties: Vec<Party>,
    rate_hz: u32,
    lost: Option<String>,
}

/// One file, and what of its last piece has not been handed out.
struct Party {
    decoder: Decoder,
    piece: Piece,
    done: usize,
    ended: bool,
}

impl Recording {
    /// Opens a stereo file (left the agent, right the caller), two mono files (the agent's first), or
    /// one mono file, in WAV, FLAC, MP3, Ogg Vorbis or Ogg Opus, and decodes its beginning.
    pub fn open(files: &[PathBuf]) -> Result<Self, TapError> {
        if !(1..=2).contains(&files.len()) {
            return Err(TapError::FileCount { count: files.len() });
        }
        let parties = files.iter().map(|file| Party::open(file.clone())).collect::<Result<Vec<_>, _>>()?;
        let rate_hz = parties[0].decoder.rate_hz();
        for (party, file) in parties.iter().zip(files) {
            let (own_hz, channels) = (party.decoder.rate_hz(), party.decoder.channels());
            if !RATES_HZ.contains(&own_hz) {
                let (file, rate_hz) = (file.clone(), own_hz);
                return Err(TapError::Rate { file, rate_hz });
            }
            if parties.len() == 2 && channels != 1 {
                return Err(TapError::NotMono { file: file.clone() });
            }
            if own_hz != rate_hz {
                return Err(TapError::RatesDiffer { agent_hz: rate_hz, caller_hz: own_hz });
            }
        }
        Ok(Self { parties, rate_hz, lost: None })
    }

    /// Samples a second of the frames. Opus comes at 16 000, whatever it was made from.
    pub fn rate_hz(&self) -> u32 {
        self.rate_hz
    }

    /// Whether each party has a channel of its own; with `false` there is only the agent's.
    pub fn both_channels(&self) -> bool {
        self.parties.len() == 2 || self.parties[0].decoder.channels() == 2
    }

    /// How long it lasts by its header, where that says; of two files the longer. For a progress bar:
    /// a header may be wrong.
    pub fn duration_ms(&self) -> Option<i64> {
        let known = self.parties.iter().filter_map(|p| p.decoder.duration_ms());
        known.max()
    }

    /// The next piece of sound, never empty, up to some seconds long; `None` at the end. The shorter
    /// of two files is made as long as the other by silence.
    ///
    /// # Errors
    /// [`TapError::Unreadable`] where the system fails to read on. A file that is cut off or broken in
    /// the middle is no error: see [`Recording::cut_off`] and [`Recording::lost`].
    pub fn next_frame(&mut self) -> Result<Option<Frame>, TapError> {
        for party in &mut self.parties {
            party.refill()?;
        }
        let length = self.parties.iter().filter_map(Party::left).min();
        let Some(length) = length else {
            return Ok(None);
        };
        self.lost = None;
        let mut frame = Frame::default();
        if let [both] = self.parties.as_mut_slice() {
            let mut channels = both.take(length, &mut self.lost).into_iter();
            frame.agent = channels.next().unwrap_or_default();
            frame.caller = channels.next().unwrap_or_else(|| vec![0.0; length]);
        } else {
            for (party, into) in self.parties.iter_mut().zip([&mut frame.agent, &mut frame.caller]) {
                let mut channels = party.take(length, &mut self.lost);
                *into = channels.pop().unwrap_or_else(|| vec![0.0; length]);
            }
        }
        Ok(Some(frame))
    }

    /// Why the last frame is silence in place of sound that could not be decoded; `None` where it is
    /// sound.
    pub fn lost(&self) -> Option<&str> {
        self.lost.as_deref()
    }

    /// After the end: why sound is missing there, if it is. What came before counts.
    pub fn cut_off(&self) -> Option<String> {
        let reasons: Vec<&str> = self.parties.iter().filter_map(|party| party.decoder.cut_off()).collect();
        (!reasons.is_empty()).then(|| reasons.join("; "))
    }
}

impl Party {
    fn open(file: PathBuf) -> Result<Self, TapError> {
        let mut party = Self { decoder: Decoder::open(&file)?, piece: Piece::default(), done: 0, ended: false };
        party.refill()?;
        if party.decoder.decoded() {
            return Ok(party);
        }
        let reason = party.decoder.cut_off().map(str::to_owned);
        Err(match reason {
            None if party.ended => TapError::NoSound { file },
            reason => {
                TapError::Undecodable { file, reason: reason.unwrap_or_else(|| "all of it is damaged".to_owned()) }
            }
        })
    }

    /// Decodes on where everything has been handed out.
    fn refill(&mut self) -> Result<(), TapError> {
        if self.ended || self.done < self.piece.length() {
            return Ok(());
        }
        self.done = 0;
        let next = self.decoder.next_piece()?;
        self.ended = next.is_none();
        self.piece = next.unwrap_or_default();
        Ok(())
    }

    /// How many samples are at hand, `None` after the end.
    fn left(&self) -> Option<usize> {
        (!self.ended).then(|| self.piece.length() - self.done)
    }

    /// Hands out samples of each channel; none after the end.
    fn take(&mut self, length: usize, lost: &mut Option<String>) -> Vec<Vec<f32>> {
        if self.ended {
            return Vec::new();
        }
        if self.piece.lost.is_some() {
            lost.clone_from(&self.piece.lost);
        }
        let range = self.done..self.done + length;
        self.done += length;
        let channels = self.piece.channels.iter();
        channels.map(|all| all[range.clone()].to_vec()).collect()
    }
}
