//! Looks through a model file in whisper.cpp's format before whisper.cpp is trusted with it.
//!
//! whisper.cpp reads sizes from the file and believes them: a damaged file can make it abort the
//! whole process. So each size is checked here, down to the last tensor's last byte.
//! The layout is that of `whisper_model_load` in whisper.cpp 1.8.3.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use thiserror::Error;

const MAGIC: u32 = 0x6767_6d6c;

/// What is wrong with a file.
#[derive(Debug, Error)]
pub enum GgmlError {
    /// It begins otherwise.
    #[error("it is not a model in whisper.cpp's ggml format")]
    NotGgml,
    /// It ends too early.
    #[error("it is cut off: {missing} bytes or more are missing at its end")]
    Truncated {
        /// At least so many.
        missing: u64,
    },
    /// A size in it is impossible.
    #[error("it is damaged: {0}")]
    Damaged(String),
    /// It could not be read.
    #[error("it could not be read: {0}")]
    Unreadable(#[from] io::Error),
}

/// A model's dimensions, as its file states them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Entries of the vocabulary.
    pub vocabulary: u32,
    /// Positions of 20 ms that the encoder can take, 1 500 for 30 s.
    pub audio_context: u32,
    /// Width of the encoder.
    pub width: u32,
    /// Layers of the encoder.
    pub encoder_layers: u32,
    /// Layers of the decoder.
    pub decoder_layers: u32,
    /// Bands of the spectrogram.
    pub mel_bands: u32,
    /// Tensors found.
    pub tensors: u32,
}

/// Walks through a whole file of `length` bytes.
///
/// # Errors
/// It is no such file, is cut off, or holds an impossible size.
pub fn inspect(source: impl Read + Seek, length: u64) -> Result<Shape, GgmlError> {
    let mut file = Walk { source: BufReader::new(source), at: 0, length };
    if length < 4 || file.number()? != MAGIC {
        return Err(GgmlError::NotGgml);
    }
    let mut shape = file.head()?;
    file.filters(shape.mel_bands)?;
    file.vocabulary(shape.vocabulary)?;
    while file.at < length {
        file.tensor()?;
        shape.tensors += 1;
    }
    // Convolutions, positions, norms and embeddings besides 15 tensors for each block of the
    // encoder and 24 for each of the decoder.
    let wanted = 11 + 15 * shape.encoder_layers + 24 * shape.decoder_layers;
    if shape.tensors < wanted {
        return Err(GgmlError::Truncated { missing: 1 });
    }
    Ok(shape)
}

struct Walk<R> {
    source: BufReader<R>,
    at: u64,
    length: u64,
}

impl<R: Read + Seek> Walk<R> {
    fn number(&mut self) -> Result<u32, GgmlError> {
        self.need(4)?;
        let mut bytes = [0; 4];
        self.source.read_exact(&mut bytes)?;
        self.at += 4;
        Ok(u32::from_le_bytes(bytes))
    }

    fn within(&mut self, what: &str, low: u32, high: u32) -> Result<u32, GgmlError> {
        let value = self.number()?;
        if (low..=high).contains(&value) { Ok(value) } else { Err(GgmlError::Damaged(format!("{what} is {value}"))) }
    }

    fn need(&self, bytes: u64) -> Result<(), GgmlError> {
        let end = self.at.saturating_add(bytes);
        if end > self.length {
            return Err(GgmlError::Truncated { missing: end - self.length });
        }
        Ok(())
    }

    fn skip(&mut self, bytes: u64) -> Result<(), GgmlError> {
        self.need(bytes)?;
        let offset = i64::try_from(bytes).map_err(|_| GgmlError::Damaged(format!("a size is {bytes}")))?;
        self.source.seek_relative(offset)?;
        self.at += bytes;
        Ok(())
    }

    fn head(&mut self) -> Result<Shape, GgmlError> {
        let vocabulary = self.within("the vocabulary's size", 1, 1 << 20)?;
        let audio_context = self.within("the audio context", 1, 1 << 16)?;
        let width = self.within("the encoder's width", 1, 1 << 14)?;
        self.within("the encoder's number of heads", 1, 1 << 8)?;
        let encoder_layers = self.within("the encoder's number of layers", 1, 1 << 8)?;
        self.within("the text context", 1, 1 << 16)?;
        self.within("the decoder's width", 1, 1 << 14)?;
        self.within("the decoder's number of heads", 1, 1 << 8)?;
        let decoder_layers = self.within("the decoder's number of layers", 1, 1 << 8)?;
        let mel_bands = self.within("the number of mel bands", 1, 1 << 10)?;
        self.within("the number format", 0, 1 << 16)?;
        Ok(Shape { vocabulary, audio_context, width, encoder_layers, decoder_layers, mel_bands, tensors: 0 })
    }

    fn filters(&mut self, mel_bands: u32) -> Result<(), GgmlError> {
        let bands = self.within("the number of mel filters", mel_bands, mel_bands)?;
        let bins = self.within("the length of a mel filter", 1, 1 << 14)?;
        self.skip(4 * u64::from(bands) * u64::from(bins))
    }

    fn vocabulary(&mut self, vocabulary: u32) -> Result<(), GgmlError> {
        let words = self.within("the number of words", 1, vocabulary)?;
        for _ in 0..words {
            let bytes = self.within("the length of a word", 0, 1 << 12)?;
            self.skip(u64::from(bytes))?;
        }
        Ok(())
    }

    fn tensor(&mut self) -> Result<(), GgmlError> {
        let dimensions = self.within("a tensor's number of dimensions", 1, 4)?;
        let name = self.within("the length of a tensor's name", 1, 256)?;
        let kind = self.number()?;
        let mut elements = 1_u64;
        for _ in 0..dimensions {
            let size = self.within("a tensor's size", 1, 1 << 24)?;
            elements = elements.saturating_mul(u64::from(size));
        }
        self.skip(u64::from(name))?;
        let (block, bytes) =
            block_of(kind).ok_or_else(|| GgmlError::Damaged(format!("a tensor's number format is {kind}")))?;
        self.skip((elements / block).saturating_mul(bytes))
    }
}

/// Elements and bytes of a block by ggml's number of the format (`ggml.h`, `ggml_type`).
const fn block_of(kind: u32) -> Option<(u64, u64)> {
    Some(match kind {
        0 => (1, 4),
        1 => (1, 2),
        2 => (32, 18),
        3 => (32, 20),
        6 => (32, 22),
        7 => (32, 24),
        8 => (32, 34),
        10 => (256, 84),
        11 => (256, 110),
        12 => (256, 144),
        13 => (256, 176),
        14 => (256, 210),
        _ => return None,
    })
}

/// The length of a source, which is left at its beginning.
///
/// # Errors
/// It cannot be read.
pub fn length_of(source: &mut impl Seek) -> io::Result<u64> {
    let length = source.seek(SeekFrom::End(0))?;
    source.rewind()?;
    Ok(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcribe::model::SHIPPED;
    use std::io::Cursor;

    fn look(bytes: &[u8]) -> Result<Shape, GgmlError> {
        inspect(Cursor::new(bytes), bytes.len() as u64)
    }

    #[test]
    fn the_shipped_model_is_whole() {
        let shape = look(SHIPPED).expect("the shipped model");
        assert_eq!((shape.audio_context, shape.mel_bands), (1500, 80));
    }

    #[test]
    fn a_file_cut_off_anywhere_is_refused() {
        for keep in [0, 3, 4, 40, 5_000, 700_000, SHIPPED.len() / 2, SHIPPED.len() - 1] {
            assert!(look(&SHIPPED[..keep]).is_err(), "{keep} bytes were taken");
        }
    }

    #[test]
    fn a_file_cut_between_two_tensors_is_refused() {
        let mut walk = Walk { source: BufReader::new(Cursor::new(SHIPPED)), at: 0, length: SHIPPED.len() as u64 };
        walk.number().expect("magic");
        let shape = walk.head().expect("head");
        walk.filters(shape.mel_bands).expect("filters");
        walk.vocabulary(shape.vocabulary).expect("vocabulary");
        walk.tensor().expect("a tensor");
        assert!(matches!(look(&SHIPPED[..walk.at as usize]), Err(GgmlError::Truncated { .. })));
    }

    #[test]
    fn other_files_and_impossible_sizes_are_refused() {
        assert!(matches!(look(b"RIFF\0\0\0\0WAVE"), Err(GgmlError::NotGgml)));
        let mut damaged = SHIPPED[..1000].to_vec();
        damaged[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(matches!(look(&damaged), Err(GgmlError::Damaged(_))));
    }
}
