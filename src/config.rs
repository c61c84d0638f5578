//! The service's configuration file.

use std::env;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::procedure::in_one_line;
use crate::transcribe::model::SHIPPED_NAME;

/// Where the service listens by default: on this machine only.
pub const DEFAULT_LISTEN: &str = "127.0.0.1:7401";

/// In place of a model: listen without making out words.
pub const NO_MODEL: &str = "none";

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("the configuration {path} cannot be read: {reason}; give the path of a TOML file after --config")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the file system said.
        reason: std::io::Error,
    },
    /// Not TOML, an unknown key, or a value of the wrong kind; with the line.
    #[error("{path}: {message}")]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong and where.
        message: String,
    },
    /// There is nowhere to keep the journal.
    #[error("neither XDG_STATE_HOME nor HOME is set, so say where the journal is kept: store = \"/path/czujka.db\"")]
    NoHome,
}

/// What the service is told. Every key may be left out.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where gRPC listens. There is no encryption and no login: keep it on this machine, or behind a
    /// proxy that has both.
    pub listen: SocketAddr,
    /// The journal's file; by default `czujka/czujka.db` in the user's folder for state.
    pub store: Option<PathBuf>,
    /// The procedure of calls that name none: one that ships, or the path of a file.
    pub procedure: String,
    /// Paths of further procedures that calls may name by their `id`.
    pub procedures: Vec<PathBuf>,
    /// The office's staff file, a CSV: names, positions and units that the exchange does not tell.
    pub staff: Option<PathBuf>,
    /// The speech model: its name, the path of its file, or `none` to do without words.
    pub model: String,
    /// Threads that transcribe; by default one for each processor.
    pub workers: Option<usize>,
    /// How many calls are listened to at once at most.
    pub max_calls: usize,
    /// What is logged, in the syntax of `CZUJKA_LOG`, which overrides it.
    pub log: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 7401)),
            store: None,
            procedure: "bialystok".to_owned(),
            procedures: Vec::new(),
            staff: None,
            model: SHIPPED_NAME.to_owned(),
            workers: None,
            max_calls: 64,
            log: "info".to_owned(),
        }
    }
}

impl Config {
    /// Reads a file; relative paths in it are relative to it.
    ///
    /// # Errors
    /// It cannot be read, or is not what it should be; the message names file and line.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|reason| ConfigError::Unreadable { path: path.to_owned(), reason })?;
        let mut config = Self::parse(&text, path)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        config.store = config.store.map(|store| folder.join(store));
        config.staff = config.staff.map(|staff| folder.join(staff));
        for procedure in &mut config.procedures {
            *procedure = folder.join(&*procedure);
        }
        for name in [&mut config.procedure, &mut config.model] {
            if name.contains(['/', '.']) {
                *name = folder.join(&*name).to_string_lossy().into_owned();
            }
        }
        Ok(config)
    }

    /// Parses the text of a file; `path` names it in errors.
    ///
    /// # Errors
    /// It is not what it should be; the message names the line.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let invalid = |message: String| ConfigError::Invalid { path: path.to_owned(), message };
        let config: Self = toml::from_str(text).map_err(|error| invalid(in_one_line(&error, text)))?;
        for (key, value) in [("max_calls", Some(config.max_calls)), ("workers", config.workers)] {
            if value == Some(0) {
                return Err(invalid(format!("{key}: must be at least 1")));
            }
        }
        Ok(config)
    }

    /// The journal's file.
    ///
    /// # Errors
    /// None is configured, and the environment names no home.
    pub fn store_path(&self) -> Result<PathBuf, ConfigError> {
        match &self.store {
            Some(path) => Ok(path.clone()),
            None => {
                home("XDG_STATE_HOME", ".local/state").map(|folder| folder.join("czujka.db")).ok_or(ConfigError::NoHome)
            }
        }
    }

    /// Threads that transcribe.
    pub fn worker_count(&self) -> usize {
        let processors = || std::thread::available_parallelism().map_or(1, usize::from);
        self.workers.unwrap_or_else(processors)
    }
}

/// Where fetched models are kept.
pub fn model_folder() -> PathBuf {
    home("XDG_DATA_HOME", ".local/share").map_or_else(|| PathBuf::from("models"), |folder| folder.join("models"))
}

/// Our folder in one of the XDG base directories; a relative value does not count (XDG Base
/// Directory Specification 0.8).
fn home(variable: &str, below_home: &str) -> Option<PathBuf> {
    let base = env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = base.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(below_home)))?;
    Some(base.join("czujka"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        Config::parse(text, Path::new("czujka.toml")).expect_err("refused").to_string()
    }

    #[test]
    fn an_empty_file_is_the_defaults() {
        let config = Config::parse("", Path::new("czujka.toml")).expect("valid");
        assert_eq!(config, Config::default());
        assert_eq!(config.listen.to_string(), DEFAULT_LISTEN);
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let text = refused("workers = 2\nlissten = \"127.0.0.1:1\"\n");
        assert!(text.contains("line 2") && text.contains("lissten") && text.contains("czujka.toml"), "{text}");
    }

    #[test]
    fn impossible_values_are_refused() {
        assert!(refused("max_calls = 0").contains("max_calls"));
        assert!(refused("workers = 0").contains("workers"));
        assert!(refused("listen = \"here\"").contains("line 1"));
    }

    #[test]
    fn paths_are_relative_to_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("czujka.toml");
        let text = "store = \"j.db\"\nprocedure = \"our.toml\"\nprocedures = [\"a.toml\"]\n";
        std::fs::write(&path, text).expect("written");
        let config = Config::read(&path).expect("valid");
        assert_eq!(config.store_path().expect("configured"), folder.path().join("j.db"));
        assert_eq!(Path::new(&config.procedure), folder.path().join("our.toml"));
        assert_eq!(config.procedures, [folder.path().join("a.toml")]);
        assert_eq!(config.model, SHIPPED_NAME);
    }
}
