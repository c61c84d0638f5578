//! `czujka analyze`: recorded calls in, transcript, alerts and scorecards out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, bail};
use clap::Args;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use nix::sys::resource::{UsageWho, getrusage};

use super::Outcome;
use super::lines::{Format, Lines};
use crate::config::model_folder;
use crate::event::{CallTime, Signal, SignalAt};
use crate::procedure::Procedure;
use crate::replay::{Pace, RecordedCall, ReplayError, replay};
use crate::staff::Staff;
use crate::tap::TapError;
use crate::tap::file::{CallFile, Recording, read_reference};
use crate::transcribe::{Model, WhisperModel, model};

/// Analyses recorded calls: transcript, alerts with the times at which they would have come, scorecard.
///
/// FILE is a stereo recording (left the agent, right the caller) in WAV, FLAC, MP3 or Ogg at any rate;
/// two mono recordings are given as AGENT+CALLER, joined by a plus sign. What the exchange knew lies
/// beside it as NAME.signals.jsonl. Without --realtime the same file gives the same bytes.
#[derive(Debug, Args)]
pub(super) struct Analyze {
    /// Recordings.
    #[arg(required = true)]
    files: Vec<String>,
    /// The procedure: bialystok, lomza, or the path of a .toml file. By default the one that the call's
    /// facts name, else bialystok.
    #[arg(long)]
    procedure: Option<String>,
    /// What the exchange knew, if not beside the recording (one recording only).
    #[arg(long)]
    signals: Option<PathBuf>,
    /// True words to use in the place of the model's (one recording only).
    #[arg(long)]
    transcript: Option<PathBuf>,
    /// The office's staff file, a CSV: names, positions and units that the exchange does not tell.
    #[arg(long)]
    staff: Option<PathBuf>,
    /// The speech model: a name of `czujka models`, or the path of a ggml file.
    #[arg(long, default_value = model::SHIPPED_NAME)]
    model: String,
    /// How to write the lines.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// A folder for one file a call, CALL.jsonl (or CALL.txt).
    #[arg(long)]
    out: Option<PathBuf>,
    /// Adds what the work took.
    #[arg(long)]
    stats: bool,
    /// As fast as it was spoken, with the recogniser's own time instead of the model's stated cost.
    #[arg(long)]
    realtime: bool,
    /// How many recordings to work on at once; by default one a processor, and all with --realtime.
    #[arg(long)]
    jobs: Option<usize>,
}

/// What all recordings of a run share.
struct Work {
    procedures: BTreeMap<String, Arc<Procedure>>,
    staff: Arc<Staff>,
    model: Arc<WhisperModel>,
    progress: MultiProgress,
    /// Calls already seen, since two of one name would overwrite each other.
    seen: Mutex<BTreeSet<String>>,
    stdout: Mutex<()>,
}

impl Analyze {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        if self.files.len() > 1 && (self.signals.is_some() || self.transcript.is_some()) {
            anstream::eprintln!(
                "czujka: --signals and --transcript belong to one recording; put the files beside each recording, or run it once for each"
            );
            return Ok(Outcome::Refused);
        }
        let work = match self.prepare() {
            Ok(work) => work,
            Err(error) => {
                anstream::eprintln!("czujka: {error:#}");
                return Ok(Outcome::Refused);
            }
        };
        let total = ProgressBar::new(self.files.len() as u64);
        let target = work.progress.add(total.with_style(bar("{pos}/{len} calls {wide_bar}")));
        let next = Mutex::new(self.files.iter());
        let refused = Mutex::new(false);
        let jobs = self.jobs.unwrap_or_else(|| self.usual_jobs()).clamp(1, self.files.len());
        let results: Vec<anyhow::Result<()>> = std::thread::scope(|scope| {
            let threads: Vec<_> =
                (0..jobs).map(|_| scope.spawn(|| self.worker(&work, &next, &target, &refused))).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap_or_else(|_| bail!("a worker broke down; this is a mistake of ours")))
                .collect()
        });
        target.finish_and_clear();
        results.into_iter().collect::<anyhow::Result<()>>()?;
        let refused = refused.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(if refused { Outcome::Refused } else { Outcome::Done })
    }

    fn usual_jobs(&self) -> usize {
        if self.realtime {
            return self.files.len();
        }
        std::thread::available_parallelism().map_or(1, usize::from)
    }

    fn prepare(&self) -> anyhow::Result<Work> {
        let mut procedures = BTreeMap::new();
        if let Some(name) = &self.procedure {
            let procedure = Procedure::load(name)?;
            crate::detect::build(&procedure)?;
            procedures.insert(name.clone(), Arc::new(procedure));
        }
        let staff = self.staff.as_deref().map(Staff::read).transpose()?.unwrap_or_default();
        if let Some(folder) = &self.out {
            fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
        }
        let found = Model::find(&self.model, &model_folder())?;
        let progress = MultiProgress::with_draw_target(ProgressDrawTarget::stderr());
        Ok(Work {
            procedures,
            staff: Arc::new(staff),
            model: WhisperModel::load(&found)?,
            progress,
            seen: Mutex::default(),
            stdout: Mutex::default(),
        })
    }

    fn worker<'a>(
        &self,
        work: &Work,
        next: &Mutex<impl Iterator<Item = &'a String>>,
        total: &ProgressBar,
        refused: &Mutex<bool>,
    ) -> anyhow::Result<()> {
        let mut recogniser = work.model.recogniser()?;
        loop {
            let Some(file) = next.lock().unwrap_or_else(PoisonError::into_inner).next() else { return Ok(()) };
            let good = self.one(work, file, &mut recogniser)?;
            if !good {
                *refused.lock().unwrap_or_else(PoisonError::into_inner) = true;
            }
            total.inc(1);
        }
    }

    /// Analyses one recording; `false` if it was refused.
    fn one(
        &self,
        work: &Work,
        file: &str,
        recogniser: &mut crate::transcribe::WhisperRecogniser,
    ) -> anyhow::Result<bool> {
        let fallback =
            Path::new(file).file_stem().map_or_else(|| file.to_owned(), |stem| stem.to_string_lossy().into_owned());
        let mut lines = Vec::new();
        let (call, good) = match self.open(work, file, &fallback) {
            Ok((recorded, procedure)) => {
                let call = recorded.facts.call.clone();
                let mut writer = Lines::new(&mut lines, self.format, call.clone(), recorded.facts.started);
                let done = self.replay(work, recorded, procedure, recogniser, &mut writer)?;
                (call, done)
            }
            Err(refusal) => {
                let mut writer = Lines::new(&mut lines, self.format, fallback.clone(), None);
                writer.error(&refusal.message, refusal.hint)?;
                if self.format == Format::Json {
                    work.progress
                        .suspend(|| anstream::eprintln!("czujka: {file}: {}; {}", refusal.message, refusal.hint));
                }
                (fallback, false)
            }
        };
        self.deliver(work, &call, &lines)?;
        Ok(good)
    }

    fn replay(
        &self,
        work: &Work,
        recorded: RecordedCall,
        procedure: Arc<Procedure>,
        recogniser: &mut crate::transcribe::WhisperRecogniser,
        lines: &mut Lines<&mut Vec<u8>>,
    ) -> anyhow::Result<bool> {
        let bar_of_call = recorded
            .recording
            .duration_ms()
            .map_or_else(ProgressBar::no_length, |ms| ProgressBar::new(ms.unsigned_abs()));
        let progress = work.progress.add(
            bar_of_call.with_style(bar("{prefix} {wide_bar} {percent} %")).with_prefix(recorded.facts.call.clone()),
        );
        let pace = Pace { realtime: self.realtime, cost: work.model.cost() };
        let mut written = lines.heading();
        let result = replay(
            recorded,
            procedure,
            recogniser,
            pace,
            |line| {
                written =
                    written.as_ref().map_err(|error| io::Error::from(error.kind())).and_then(|()| lines.line(&line));
            },
            |done_ms| progress.set_position(done_ms.unsigned_abs()),
        );
        progress.finish_and_clear();
        written?;
        match result {
            Ok(stats) => {
                if self.stats {
                    lines.stats(&stats, work.model.name(), peak_rss_bytes())?;
                }
                Ok(true)
            }
            Err(error) => {
                lines.error(&error.to_string(), error.hint())?;
                Ok(false)
            }
        }
    }

    /// Opens a recording with all that belongs to it.
    fn open(&self, work: &Work, file: &str, fallback: &str) -> Result<(RecordedCall, Arc<Procedure>), Refusal> {
        let files: Vec<PathBuf> =
            if Path::new(file).exists() { vec![file.into()] } else { file.split('+').map(PathBuf::from).collect() };
        let recording = Recording::open(&files)?;
        let told = match &self.signals {
            Some(path) => Some(CallFile::read(path)?),
            None => CallFile::beside(files.first().map_or_else(|| Path::new(file), PathBuf::as_path))?,
        };
        let signals_known = told.as_ref().is_some_and(|told| !told.signals.is_empty());
        let mut told = told.unwrap_or_default();
        if told.facts.call.is_empty() {
            fallback.clone_into(&mut told.facts.call);
        }
        told.facts.external_id.clone_from(&told.facts.call);
        work.staff.complete(&mut told.facts.agent, told.facts.extension.as_deref());
        if signals_known
            && !told.signals.iter().any(|signal| signal.signal == Signal::Answered)
            && !never_answered(&told.signals)
        {
            told.notices
                .push("no `answered` among the signals; the recording's zero is taken for the answer".to_owned());
            told.signals.insert(0, SignalAt::new(CallTime::ZERO, Signal::Answered));
        }
        if !recording.both_channels() {
            told.notices.push("one channel only: checks that need to know who speaks are undetermined".to_owned());
        }
        for notice in &told.notices {
            work.progress.suspend(|| anstream::eprintln!("czujka: {file}: {notice}"));
        }
        if !work.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(told.facts.call.clone()) {
            return Err(Refusal {
                message: format!("a call named {} was given before", told.facts.call),
                hint: "name each call once in its facts",
            });
        }
        let procedure = self.procedure_of(work, &told.facts.procedure)?;
        let reference = self.transcript.as_deref().map(read_reference).transpose()?;
        let recorded = RecordedCall {
            recording,
            facts: told.facts,
            staff: Arc::clone(&work.staff),
            signals: told.signals,
            signals_known,
            audio_from_ms: told.audio_from_ms,
            reference,
        };
        Ok((recorded, procedure))
    }

    fn procedure_of(&self, work: &Work, named: &str) -> Result<Arc<Procedure>, Refusal> {
        if let Some(procedure) = self.procedure.as_ref().and_then(|name| work.procedures.get(name)) {
            return Ok(Arc::clone(procedure));
        }
        let name = if named.is_empty() { "bialystok" } else { named };
        Procedure::load(name)
            .map(Arc::new)
            .map_err(|error| Refusal { message: error.to_string(), hint: "name a procedure with --procedure" })
    }

    /// Writes a call's lines all at once, so that those of several calls never mix.
    fn deliver(&self, work: &Work, call: &str, lines: &[u8]) -> anyhow::Result<()> {
        let Some(folder) = &self.out else {
            let _one_at_a_time = work.stdout.lock().unwrap_or_else(PoisonError::into_inner);
            return work.progress.suspend(|| {
                let mut stdout = anstream::stdout().lock();
                stdout.write_all(lines).and_then(|()| stdout.flush()).context("the lines could not be written")
            });
        };
        let ending = if self.format == Format::Json { "jsonl" } else { "txt" };
        let name: String =
            call.chars().map(|c| if c.is_alphanumeric() || "-_.+".contains(c) { c } else { '_' }).collect();
        let path = folder.join(format!("{name}.{ending}"));
        // Colour is for a terminal.
        let plain = anstream::adapter::strip_bytes(lines).into_vec();
        let written = File::create(&path).and_then(|mut file| file.write_all(&plain));
        written.with_context(|| format!("{} cannot be written", path.display()))
    }
}

/// Why a recording was refused.
struct Refusal {
    message: String,
    hint: &'static str,
}

impl From<TapError> for Refusal {
    fn from(error: TapError) -> Self {
        Self { hint: error.hint(), message: error.to_string() }
    }
}

impl From<ReplayError> for Refusal {
    fn from(error: ReplayError) -> Self {
        Self { hint: error.hint(), message: error.to_string() }
    }
}

/// Whether the call rang and ended without an answer. Its times may count from its first ring, or run up
/// to its end.
fn never_answered(signals: &[SignalAt]) -> bool {
    signals.iter().any(|signal| match signal.signal {
        Signal::Hangup { .. } => signal.at <= CallTime::ZERO,
        Signal::Ringing | Signal::Dialling => signal.at >= CallTime::ZERO,
        _ => false,
    })
}

fn bar(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// The most memory that the program has held; Linux counts it in kibibytes.
fn peak_rss_bytes() -> i64 {
    getrusage(UsageWho::RUSAGE_SELF).map_or(0, |usage| usage.max_rss() * 1024)
}
