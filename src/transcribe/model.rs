//! Which models there are, where their files lie, and whether a file can be trusted.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use thiserror::Error;

use super::ggml::{self, GgmlError, Shape};
use super::manifest::estimated;
pub use super::manifest::{ModelEntry, entry, known};

/// The model that ships, inside the program.
///
/// It is part of the binary so that one file is all there is to install and `czujka` works from any
/// folder, with no search for a share folder that can fail; 26 MB are mapped, not read, at the start.
/// A `static`, since the compiler writes a constant's bytes into its own files, several times over.
pub static SHIPPED: &[u8] = include_bytes!("../../models/nano-pl-q8_0.bin");

/// The name of the model that ships.
pub const SHIPPED_NAME: &str = "nano-pl";

/// Why a model cannot be had.
#[derive(Debug, Error)]
pub enum ModelError {
    /// No such name in the manifest, and no such file.
    #[error("no model is called \"{name}\" and no such file exists; known are {known}")]
    Unknown {
        /// What was asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// In the manifest, but not on this machine.
    #[error("the model \"{name}\" is not at {path}; get it with `czujka models fetch {name}`")]
    Missing {
        /// Its name.
        name: String,
        /// Where it was looked for.
        path: PathBuf,
    },
    /// Not a model, cut off, or damaged.
    #[error("the model file {path} cannot be used: {source}; {advice}")]
    Bad {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: GgmlError,
        /// What to do.
        advice: String,
    },
    /// The content is not what its publisher says it is.
    #[error(
        "the model file {path} is not what it should be: its {kind} is {found}, not {wanted}; \
         delete it and fetch it again"
    )]
    WrongDigest {
        /// The file.
        path: PathBuf,
        /// `SHA-256` or `SHA-1`.
        kind: &'static str,
        /// What was computed.
        found: String,
        /// What it should be.
        wanted: String,
    },
    /// whisper.cpp refused it although it looks whole.
    #[error("whisper.cpp cannot load the model \"{name}\": {because}; {advice}")]
    Refused {
        /// Its name.
        name: String,
        /// The engine's words.
        because: String,
        /// What to do.
        advice: String,
    },
    /// The manifest in the binary is wrong; its tests prevent it.
    #[error("the list of models is damaged: {0}")]
    Manifest(#[from] toml::de::Error),
}

/// Where a model's bytes are.
#[derive(Clone, Debug)]
pub enum Source {
    /// In the program itself.
    Shipped(&'static [u8]),
    /// In a file.
    File(PathBuf),
}

/// A model that was looked through and can be loaded.
#[derive(Clone, Debug)]
pub struct Model {
    /// What is known of it; for a file outside the manifest, estimated from its width.
    pub entry: ModelEntry,
    /// Where its bytes are.
    pub source: Source,
    /// Its dimensions.
    pub shape: Shape,
}

impl Model {
    /// The model that ships.
    ///
    /// # Errors
    /// The program's file is damaged.
    pub fn shipped() -> Result<Self, ModelError> {
        let entry = entry(SHIPPED_NAME)?;
        let shape = ggml::inspect(Cursor::new(SHIPPED), SHIPPED.len() as u64)
            .map_err(|source| bad(Path::new(&entry.file), source, "install the program anew"))?;
        Ok(Self { entry, source: Source::Shipped(SHIPPED), shape })
    }

    /// A model by its name in the manifest (its file in `folder`), or by the path of a file.
    ///
    /// # Errors
    /// There is none, or its file is not a whole model. The message says what to do.
    pub fn find(name_or_path: &str, folder: &Path) -> Result<Self, ModelError> {
        if name_or_path == SHIPPED_NAME {
            return Self::shipped();
        }
        match entry(name_or_path) {
            Ok(entry) => Self::named(entry, folder),
            Err(_) if Path::new(name_or_path).is_file() => Self::at(Path::new(name_or_path)),
            Err(unknown) => Err(unknown),
        }
    }

    /// Computes the digest of the file and compares it with the published one, if there is one.
    ///
    /// # Errors
    /// They differ, or the file cannot be read.
    pub fn verify(&self) -> Result<(), ModelError> {
        match &self.source {
            Source::Shipped(bytes) => check_digest(&self.entry, Path::new(&self.entry.file), Cursor::new(bytes)),
            Source::File(path) => {
                let file = File::open(path).map_err(|e| bad(path, e.into(), "make it readable"))?;
                check_digest(&self.entry, path, file)
            }
        }
    }

    fn named(entry: ModelEntry, folder: &Path) -> Result<Self, ModelError> {
        let path = folder.join(&entry.file);
        if !path.is_file() {
            return Err(ModelError::Missing { name: entry.name, path });
        }
        let advice = format!("delete it and run `czujka models fetch {}`", entry.name);
        let shape = look_through(&path, &advice)?;
        Ok(Self { entry, source: Source::File(path), shape })
    }

    fn at(path: &Path) -> Result<Self, ModelError> {
        let shape = look_through(path, "give a model in whisper.cpp's format, or a name that `czujka models` lists")?;
        let file = path.file_name().map(|n| n.to_string_lossy().into_owned());
        let file = file.unwrap_or_default();
        let entry = known()?.into_iter().find(|e| e.file == file).unwrap_or_else(|| estimated(file, shape));
        Ok(Self { entry, source: Source::File(path.to_owned()), shape })
    }
}

/// Compares a digest with the published one, if the manifest has one.
pub(super) fn check_digest(entry: &ModelEntry, path: &Path, source: impl Read) -> Result<(), ModelError> {
    let unreadable = |e: io::Error| bad(path, e.into(), "make it readable");
    let (kind, wanted, found) = if let Some(wanted) = &entry.sha256 {
        ("SHA-256", wanted, sha256(source).map_err(unreadable)?)
    } else if let Some(wanted) = &entry.sha1 {
        ("SHA-1", wanted, sha1(source).map_err(unreadable)?)
    } else {
        return Ok(());
    };
    if found == *wanted {
        return Ok(());
    }
    Err(ModelError::WrongDigest { path: path.to_owned(), kind, found, wanted: wanted.clone() })
}

/// SHA-256 of a source in hexadecimal.
pub(super) fn sha256(source: impl Read) -> io::Result<String> {
    let mut digest = Sha256::new();
    each_piece(source, |piece| digest.update(piece))?;
    Ok(hexadecimal(&digest.finalize()))
}

fn sha1(source: impl Read) -> io::Result<String> {
    let mut digest = <sha1::Sha1 as sha1::Digest>::new();
    each_piece(source, |piece| sha1::Digest::update(&mut digest, piece))?;
    Ok(hexadecimal(&sha1::Digest::finalize(digest)))
}

fn each_piece(mut source: impl Read, mut take: impl FnMut(&[u8])) -> io::Result<()> {
    let mut piece = vec![0; 1 << 16];
    loop {
        match source.read(&mut piece)? {
            0 => return Ok(()),
            n => take(&piece[..n]),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn bad(path: &Path, source: GgmlError, advice: &str) -> ModelError {
    ModelError::Bad { path: path.to_owned(), source, advice: advice.to_owned() }
}

fn look_through(path: &Path, advice: &str) -> Result<Shape, ModelError> {
    let look = || -> Result<Shape, GgmlError> {
        let mut file = File::open(path)?;
        let length = ggml::length_of(&mut file)?;
        ggml::inspect(file, length)
    };
    look().map_err(|source| bad(path, source, advice))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_agrees_with_the_file_that_ships() {
        let model = Model::shipped().expect("the shipped model");
        assert_eq!(
            model.entry.size_bytes,
            Some(SHIPPED.len() as u64),
            "a new model file: put its `wc -c` and `sha256sum` into models/manifest.toml"
        );
        model.verify().expect("a new model file: put its `sha256sum` into models/manifest.toml");
    }

    #[test]
    fn what_is_missing_says_how_to_get_it() {
        let folder = tempfile::tempdir().expect("folder");
        let missing = Model::find("small", folder.path()).expect_err("not there");
        assert!(missing.to_string().contains("czujka models fetch small"));
        let unknown = Model::find("huge", folder.path()).expect_err("unknown");
        assert!(unknown.to_string().contains("nano-pl, base, small"));
    }

    #[test]
    fn a_damaged_file_is_refused_with_advice() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("ggml-small.bin");
        std::fs::write(&path, &SHIPPED[..SHIPPED.len() - 7]).expect("write");
        let cut = Model::find("small", folder.path()).expect_err("cut off");
        assert!(cut.to_string().contains("cut off: 7 bytes"), "{cut}");
        std::fs::write(&path, "<html>404</html>").expect("write");
        let other = Model::find("small", folder.path()).expect_err("no model");
        assert!(other.to_string().contains("czujka models fetch small"));
    }

    #[test]
    fn a_file_of_ones_own_gets_an_estimated_cost() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("own.bin");
        std::fs::write(&path, SHIPPED).expect("write");
        let own = Model::find(path.to_str().expect("a path"), folder.path()).expect("own");
        assert_eq!(own.entry.name, "own.bin");
        assert!(own.entry.cost.base_ms > 0);
    }

    #[test]
    fn a_changed_byte_shows_in_the_digest() {
        let mut entry = entry(SHIPPED_NAME).expect("entry");
        let mut bytes = SHIPPED.to_vec();
        bytes[20_000_000] ^= 1;
        let path = Path::new("x.bin");
        assert!(matches!(
            check_digest(&entry, path, Cursor::new(&bytes)),
            Err(ModelError::WrongDigest { kind: "SHA-256", .. })
        ));
        entry.sha256 = None;
        entry.sha1 = Some("a9993e364706816aba3e25717850c26c9cd0d89d".to_owned());
        check_digest(&entry, path, Cursor::new("abc")).expect("the SHA-1 of \"abc\"");
    }
}
