//! The file that a model's bytes gather in until they are whole.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::FetchError;

/// What has come so far; locked, so that two fetches do not write into each other.
pub(super) struct Part {
    pub(super) file: File,
    path: PathBuf,
    pub(super) length: u64,
}

impl Part {
    pub(super) fn open(path: &Path) -> Result<Self, FetchError> {
        let on_disk = |source| FetchError::Disk { path: path.to_owned(), source };
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create(true).truncate(false);
        let mut file = file.open(path).map_err(on_disk)?;
        if file.try_lock().is_err() {
            return Err(FetchError::Busy(path.to_owned()));
        }
        let length = file.seek(SeekFrom::End(0)).map_err(on_disk)?;
        Ok(Self { file, path: path.to_owned(), length })
    }

    pub(super) fn empty(&mut self) -> Result<(), FetchError> {
        let emptied = self.file.set_len(0).and_then(|()| self.file.rewind());
        self.length = 0;
        emptied.map_err(|source| self.on_disk(source))
    }

    pub(super) fn add(&mut self, bytes: &[u8]) -> Result<(), FetchError> {
        self.length += bytes.len() as u64;
        self.file.write_all(bytes).map_err(|source| self.on_disk(source))
    }

    fn on_disk(&self, source: io::Error) -> FetchError {
        FetchError::Disk { path: self.path.clone(), source }
    }
}
