//! Fetches a model's file, through whatever the network does.
//!
//! Bytes go to `FILE.part`, which a later try goes on from. Only what has the right length, the
//! published digest and the shape of a model gets its name, by renaming. Where no digest is published
//! the one found is written to `FILE.sha256`, so that a later change shows.

mod part;

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use thiserror::Error;
use ureq::http::{Response, StatusCode, header};
use ureq::{Agent, Body};

use self::part::Part;
use super::ggml;
use super::model::{self, ModelEntry, ModelError};

/// How long to put up with a network.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Until a connection stands.
    pub connect: Duration,
    /// Without a byte.
    pub silence: Duration,
    /// Tries in a row that bring nothing new.
    pub tries: u32,
    /// Before the second try; doubled each time, up to 30 s.
    pub pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            silence: Duration::from_secs(30),
            tries: 6,
            pause: Duration::from_secs(1),
        }
    }
}

/// Tries that bring something new each time are bounded too: a server may hand out a byte at a time.
const MOST_TRIES: u32 = 200;

/// How often to begin anew after content that turned out wrong.
const FRESH_STARTS: u32 = 2;

/// How far a fetch has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes that lie on the disk.
    pub received: u64,
    /// Bytes of the whole file, where it is known.
    pub total: Option<u64>,
}

/// What a fetch ended with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The model's file.
    pub path: PathBuf,
    /// Whether it lay there already.
    pub was_there: bool,
    /// The SHA-256 written beside the file, where its publisher gives no digest to compare with.
    pub recorded: Option<String>,
}

/// Why a model was not fetched. What came so far is kept and gone on from.
#[derive(Debug, Error)]
pub enum FetchError {
    /// There is nothing to fetch.
    #[error("the model \"{0}\" is part of the program, there is nothing to fetch")]
    Shipped(String),
    /// The server says no.
    #[error("{url} answers {status}; give another server with --from, or copy the file into place")]
    Refused {
        /// The address.
        url: String,
        /// Its answer.
        status: StatusCode,
    },
    /// Nothing more came.
    #[error(
        "no more of {url} could be had after {tries} tries ({last}); \
         see that the machine reaches it and run the command again: it goes on from {received} bytes"
    )]
    GaveUp {
        /// The address.
        url: String,
        /// Tries in a row without success.
        tries: u32,
        /// What went wrong last.
        last: String,
        /// Bytes kept.
        received: u64,
    },
    /// The server's file is not the model.
    #[error("{url} gives something else than the model: {because}; nothing was kept")]
    WrongContent {
        /// The address.
        url: String,
        /// What is wrong with it.
        because: ModelError,
    },
    /// The disk.
    #[error("{path} cannot be written: {source}")]
    Disk {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Another fetch.
    #[error("{0} is being fetched already; wait for it, or end it")]
    Busy(PathBuf),
}

/// Fetches the file of `entry` into `folder`, from its origin or from the folder at `base_url`.
///
/// # Errors
/// It could not be had; the message says what to do. Under the final name there is then nothing, or
/// what was there before.
pub fn fetch(
    entry: &ModelEntry,
    folder: &Path,
    base_url: Option<&str>,
    patience: Patience,
    progress: &mut dyn FnMut(Progress),
) -> Result<Fetched, FetchError> {
    let path = folder.join(&entry.file);
    let origin = entry.origin.as_ref();
    let url = match base_url {
        Some(base) => format!("{}/{}", base.trim_end_matches('/'), entry.file),
        None => origin.ok_or_else(|| FetchError::Shipped(entry.name.clone()))?.clone(),
    };
    if path.is_file() && check(entry, &path).is_ok() {
        return Ok(Fetched { path, was_there: true, recorded: None });
    }
    let on_disk = |source| FetchError::Disk { path: path.clone(), source };
    std::fs::create_dir_all(folder).map_err(on_disk)?;
    let part_path = folder.join(format!("{}.part", entry.file));
    let mut part = Part::open(&part_path)?;
    let mut visit = Visit { agent: agent(patience), url, entry, patience, progress, part: &mut part };
    visit.until_whole(&part_path)?;
    let recorded = record(entry, &part_path, &path).map_err(on_disk)?;
    part.file.sync_all().map_err(on_disk)?;
    std::fs::rename(&part_path, &path).map_err(on_disk)?;
    Ok(Fetched { path, was_there: false, recorded })
}

/// Whether a file is the whole model: length, digest, shape.
fn check(entry: &ModelEntry, path: &Path) -> Result<(), ModelError> {
    let bad = |source: ggml::GgmlError| ModelError::Bad {
        path: path.to_owned(),
        source,
        advice: format!("run `czujka models fetch {}`", entry.name),
    };
    let open = || File::open(path).map_err(|e| bad(e.into()));
    model::check_digest(entry, path, open()?)?;
    let mut file = open()?;
    let length = ggml::length_of(&mut file).map_err(|e| bad(e.into()))?;
    ggml::inspect(file, length).map(|_| ()).map_err(bad)
}

/// Writes the digest beside the model where its publisher gives none.
fn record(entry: &ModelEntry, part: &Path, path: &Path) -> io::Result<Option<String>> {
    if entry.sha256.is_some() || entry.sha1.is_some() {
        return Ok(None);
    }
    let digest = model::sha256(File::open(part)?)?;
    let beside = path.with_file_name(format!("{}.sha256", entry.file));
    std::fs::write(beside, format!("{digest}  {}\n", entry.file))?;
    Ok(Some(digest))
}

fn agent(patience: Patience) -> Agent {
    Agent::config_builder()
        .timeout_connect(Some(patience.connect))
        .timeout_recv_response(Some(patience.silence))
        .timeout_per_read(Some(patience.silence))
        .http_status_as_error(false)
        .build()
        .into()
}

/// How one try ended, other than for good.
enum Outcome {
    /// The server says that this is all, or has nothing beyond it.
    Ended,
    /// More should come: what went wrong.
    Cut(String),
    /// What came cannot be gone on from: why.
    Useless(String),
}

struct Visit<'a> {
    agent: Agent,
    url: String,
    entry: &'a ModelEntry,
    patience: Patience,
    progress: &'a mut dyn FnMut(Progress),
    part: &'a mut Part,
}

impl Visit<'_> {
    /// Tries until the part is the whole model.
    fn until_whole(&mut self, part_path: &Path) -> Result<(), FetchError> {
        let (mut in_vain, mut fresh_starts) = (0, 0);
        let mut last = String::new();
        for _ in 0..MOST_TRIES {
            if in_vain >= self.patience.tries {
                break;
            }
            if in_vain > 0 {
                std::thread::sleep(pause(self.patience, in_vain));
            }
            let before = self.part.length;
            let outcome = self.once()?;
            in_vain = if self.part.length > before { 0 } else { in_vain + 1 };
            match outcome {
                Outcome::Cut(why) => {
                    last = why;
                    // Some servers cut off after the last byte.
                    if Some(self.part.length) != self.entry.size_bytes {
                        in_vain = in_vain.max(1);
                        continue;
                    }
                }
                Outcome::Useless(why) => {
                    last = why;
                    self.part.empty()?;
                    continue;
                }
                Outcome::Ended => {}
            }
            let Err(because) = check(self.entry, part_path) else {
                return Ok(());
            };
            let short = self.entry.size_bytes.is_some_and(|size| self.part.length < size);
            last = because.to_string();
            if short {
                continue;
            }
            self.part.empty()?;
            fresh_starts += 1;
            if fresh_starts >= FRESH_STARTS {
                // The lock goes with the file; an empty part is of no use to anybody.
                let _ = std::fs::remove_file(part_path);
                let url = self.url.clone();
                return Err(FetchError::WrongContent { url, because });
            }
        }
        Err(FetchError::GaveUp { url: self.url.clone(), tries: in_vain, last, received: self.part.length })
    }

    /// One request: from where the part ends, or from the beginning.
    fn once(&mut self) -> Result<Outcome, FetchError> {
        let from = self.part.length;
        let mut request = self.agent.get(&self.url);
        // A compressed answer would have lengths and ranges of its own.
        request = request.header(header::ACCEPT_ENCODING, "identity");
        if from > 0 {
            request = request.header(header::RANGE, format!("bytes={from}-"));
        }
        let response = match request.call() {
            Ok(response) => response,
            Err(error) => return Ok(Outcome::Cut(error.to_string())),
        };
        let status = response.status();
        match status {
            StatusCode::PARTIAL_CONTENT => match content_range(&response) {
                Some((start, _)) if start != from => {
                    Ok(Outcome::Useless(format!("the server sent bytes from {start} instead of {from}")))
                }
                range => self.take(response, range.and_then(|(_, total)| total)),
            },
            StatusCode::OK => {
                self.part.empty()?;
                let total = response.body().content_length();
                self.take(response, total)
            }
            // Nothing beyond what is there: it is whole, or it is not what the server has.
            StatusCode::RANGE_NOT_SATISFIABLE => Ok(Outcome::Ended),
            _ if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
                Ok(Outcome::Cut(format!("the server answers {status}")))
            }
            _ => Err(FetchError::Refused { url: self.url.clone(), status }),
        }
    }

    fn take(&mut self, response: Response<Body>, total: Option<u64>) -> Result<Outcome, FetchError> {
        let size = self.entry.size_bytes;
        let mut body = response.into_body().into_reader();
        let mut piece = vec![0; 1 << 16];
        loop {
            let count = match body.read(&mut piece) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) => return Ok(Outcome::Cut(error.to_string())),
            };
            self.part.add(&piece[..count])?;
            (self.progress)(Progress { received: self.part.length, total: size.or(total) });
            if size.is_some_and(|size| self.part.length > size) {
                // More than there can be: the check will refuse it.
                return Ok(Outcome::Ended);
            }
        }
        match size.or(total) {
            Some(wanted) if self.part.length < wanted => {
                Ok(Outcome::Cut(format!("the connection ended at {} of {wanted} bytes", self.part.length)))
            }
            _ => Ok(Outcome::Ended),
        }
    }
}

fn pause(patience: Patience, in_vain: u32) -> Duration {
    let doubled = patience.pause.saturating_mul(1 << (in_vain - 1).min(10));
    doubled.min(Duration::from_secs(30))
}

/// Start and total length of `Content-Range: bytes START-END/TOTAL`.
fn content_range(response: &Response<Body>) -> Option<(u64, Option<u64>)> {
    let value = response.headers().get(header::CONTENT_RANGE)?.to_str().ok()?;
    let (span, total) = value.strip_prefix("bytes ")?.split_once('/')?;
    let start = span.split_once('-')?.0.parse().ok()?;
    Some((start, total.parse().ok()))
}

#[cfg(test)]
mod tests;
