//! What kind of file it is, by its first bytes.

use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use symphonia::core::errors::Error;
use symphonia::core::formats::{FormatOptions, FormatReader};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::default::formats::{FlacReader, MpaReader, OggReader, WavReader};

use crate::tap::TapError;

/// Opens a file and reads its header.
pub(super) fn open_format(path: &Path) -> Result<Box<dyn FormatReader>, TapError> {
    let mut file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let facts = file.metadata().map_err(|error| unreadable(path, &error))?;
    if !facts.is_file() {
        return Err(TapError::Unreadable { file: path.to_owned(), reason: "it is no plain file".to_owned() });
    }
    if facts.len() == 0 {
        let file = path.to_owned();
        return Err(TapError::Empty { file });
    }
    let (begin, magic) = beginning(&mut file).map_err(|error| unreadable(path, &error))?;
    let mut source = MediaSourceStream::new(Box::new(file), MediaSourceStreamOptions::default());
    source.seek(SeekFrom::Start(begin)).map_err(|error| unreadable(path, &error))?;
    let options = FormatOptions::default();
    let format: Result<Box<dyn FormatReader>, Error> = match &magic {
        b"RIFF" => WavReader::try_new(source, options).map(|reader| Box::new(reader) as _),
        b"fLaC" => FlacReader::try_new(source, options).map(|reader| Box::new(reader) as _),
        b"OggS" => OggReader::try_new(source, options).map(|reader| Box::new(reader) as _),
        _ if begin > 0 || is_mpeg(magic) => MpaReader::try_new(source, options).map(|reader| Box::new(reader) as _),
        _ => {
            let file = path.to_owned();
            return Err(TapError::NotAudio { file });
        }
    };
    format.map_err(|error| match error {
        Error::IoError(error) if error.kind() != ErrorKind::UnexpectedEof => unreadable(path, &error),
        Error::IoError(_) => undecodable(path, "the file ends before any sound".to_owned()),
        error => undecodable(path, error.to_string()),
    })
}

/// Where the sound's own header lies (after an ID3 tag, if there is one) and its first four bytes.
fn beginning(file: &mut File) -> std::io::Result<(u64, [u8; 4])> {
    let mut head = Vec::new();
    file.by_ref().take(10).read_to_end(&mut head)?;
    let begin = match head.as_slice() {
        // https://id3.org/id3v2.4.0-structure, 3.1: seven bits of each of the last four bytes.
        [b'I', b'D', b'3', _, _, flags, a, b, c, d] => {
            let size = [*a, *b, *c, *d].iter().fold(0, |size, byte| size << 7 | u64::from(byte & 0x7F));
            10 + size + if flags & 0x10 == 0 { 0 } else { 10 }
        }
        _ => 0,
    };
    file.seek(SeekFrom::Start(begin))?;
    let mut magic = Vec::new();
    file.take(4).read_to_end(&mut magic)?;
    magic.resize(4, 0);
    Ok((begin, [magic[0], magic[1], magic[2], magic[3]]))
}

/// A frame of MPEG layer III begins with eleven ones, and names a bit rate and a sample rate.
fn is_mpeg([first, second, third, _]: [u8; 4]) -> bool {
    first == 0xFF && second & 0xE0 == 0xE0 && second & 0x06 == 0x02 && third & 0xF0 != 0xF0 && third & 0x0C != 0x0C
}

/// The file as one that the system failed to read.
pub(super) fn unreadable(file: &Path, error: &std::io::Error) -> TapError {
    TapError::Unreadable { file: file.to_owned(), reason: error.to_string() }
}

/// The file as one that is broken or unknown.
pub(super) fn undecodable(file: &Path, reason: String) -> TapError {
    TapError::Undecodable { file: file.to_owned(), reason }
}
