//! What one call takes: processor time for a minute of it, where that goes, and memory.
//!
//! `cargo bench --bench whole_call`
//!
//! Replays the first calls of the directory in `CZUJKA_CALLS` (`../shared/calls` by default; as many
//! as `CZUJKA_FIRST` says, 12 by default) with the shipped model, and prints for each: processor time
//! for a minute of both channels without reading the file, whisper.cpp's own on the same whole
//! utterances, the work beyond it, and of that the partial results, the listening (resampling, voice
//! activity, speakers) and the meaning of words. Then the memory of one more call. Times are the
//! thread's processor time, since machines are shared.

#[path = "../transcribe/bare.rs"]
mod bare;
mod memory;
mod recognisers;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use czujka::audio::{Blocks, Frame};
use czujka::clock::thread_cpu;
use czujka::procedure::Procedure;
use czujka::replay::{Pace, RecordedCall, replay};
use czujka::speaker::{SpeakerBlock, SpeakerTracker};
use czujka::tap::file::{CallFile, Recording};
use czujka::transcribe::{Model, Recogniser, WhisperModel};
use czujka::vad::{AboveFloor, Earshot, VoiceActivity as _};

use bare::Bare;
use recognisers::{Again, Timed};

/// What a call took, in milliseconds of processor time.
#[derive(Clone, Copy, Debug, Default)]
struct Took {
    minutes: f64,
    total: f64,
    /// whisper.cpp's own on the whole utterances.
    own: f64,
    finals: f64,
    partials: f64,
    /// Everything but the recogniser, the words included.
    around: f64,
    /// The same, were nothing ever made out.
    wordless: f64,
}

/// What listening takes apart, in milliseconds for the sound of all calls, holds included.
#[derive(Clone, Copy, Debug, Default)]
struct Parts {
    resampling: f64,
    voice_activity: f64,
    speakers: f64,
}

fn main() -> Result<()> {
    let recordings = recordings();
    if recordings.is_empty() {
        println!("no calls: set CZUJKA_CALLS to a directory of recorded calls");
        return Ok(());
    }
    let model = Model::shipped()?;
    let pace = Pace { realtime: false, cost: model.entry.cost };
    let mut timed = Timed::new(WhisperModel::load(&model)?.recogniser()?);
    let mut bare = Bare::new(&model)?;
    println!("call            minutes  cpu s/min   whisper   beyond   partials  listening  words");
    let (mut sum, mut parts) = (Took::default(), Parts::default());
    for recording in &recordings {
        let took = measure(recording, pace, &mut timed, &mut bare)?;
        took.print(&name(recording));
        sum.add(&took);
        parts.add(recording)?;
    }
    sum.print("all");
    let a_minute = |ms: f64| ms / sum.minutes;
    println!(
        "a minute of listening in ms: resampling {:.1}, voice activity {:.1}, speakers {:.1}, the rest {:.1}",
        a_minute(parts.resampling),
        a_minute(parts.voice_activity),
        a_minute(parts.speakers),
        a_minute(sum.wordless - parts.resampling - parts.voice_activity - parts.speakers),
    );
    memory::print(&name(&recordings[0]), &recordings[0])
}

fn recordings() -> Vec<PathBuf> {
    let calls = std::env::var_os("CZUJKA_CALLS").map_or_else(|| PathBuf::from("../shared/calls"), PathBuf::from);
    let first = std::env::var("CZUJKA_FIRST").ok().and_then(|n| n.parse().ok()).unwrap_or(12);
    let listing = std::fs::read_dir(calls).into_iter().flatten();
    let mut found: Vec<PathBuf> = listing
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "flac"))
        .collect();
    found.sort();
    found.truncate(first);
    found
}

fn name(recording: &Path) -> String {
    recording.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

fn measure(recording: &Path, pace: Pace, timed: &mut Timed, bare: &mut Bare) -> Result<Took> {
    let decoding = decoding(recording)?;
    timed.begin();
    let (total, audio_ms) = replayed(recording, pace, timed)?;
    let mut own = 0.0;
    for samples in &timed.whole {
        own += bare.run(samples)?;
    }
    let mut again = Again::answering(std::mem::take(&mut timed.answers));
    let (around, _) = replayed(recording, pace, &mut again)?;
    let (wordless, _) = replayed(recording, pace, &mut Again::silent())?;
    Ok(Took {
        minutes: audio_ms as f64 / 60_000.0,
        total: total - decoding,
        own,
        finals: timed.finals_ms,
        partials: timed.partials_ms,
        around: around - decoding,
        wordless: wordless - decoding,
    })
}

/// Milliseconds of processor time for a whole replay, and the length of its sound.
fn replayed(recording: &Path, pace: Pace, recogniser: &mut dyn Recogniser) -> Result<(f64, i64)> {
    let (call, procedure) = open(recording)?;
    let before = thread_cpu();
    let stats = replay(call, procedure, recogniser, pace, |_| {}, |_| {})?;
    Ok((milliseconds_since(before), stats.audio_ms))
}

fn open(recording: &Path) -> Result<(RecordedCall, Arc<Procedure>)> {
    let told = CallFile::beside(recording)?.unwrap_or_default();
    let procedure = if told.facts.procedure.is_empty() { "bialystok" } else { &told.facts.procedure };
    let procedure = Arc::new(Procedure::load(procedure)?);
    let call = RecordedCall {
        recording: Recording::open(&[recording.to_owned()])?,
        staff: Arc::default(),
        signals_known: !told.signals.is_empty(),
        facts: told.facts,
        signals: told.signals,
        audio_from_ms: told.audio_from_ms,
        reference: None,
    };
    Ok((call, procedure))
}

fn decoding(recording: &Path) -> Result<f64> {
    let before = thread_cpu();
    let mut recording = Recording::open(&[recording.to_owned()])?;
    while recording.next_frame()?.is_some() {}
    Ok(milliseconds_since(before))
}

fn frames(recording: &Path) -> Result<(u32, Vec<Frame>)> {
    let mut recording = Recording::open(&[recording.to_owned()])?;
    let mut frames = Vec::new();
    while let Some(frame) = recording.next_frame()? {
        frames.push(frame);
    }
    Ok((recording.rate_hz(), frames))
}

fn milliseconds_since(before: std::time::Duration) -> f64 {
    thread_cpu().saturating_sub(before).as_secs_f64() * 1000.0
}

impl Took {
    fn add(&mut self, other: &Self) {
        self.minutes += other.minutes;
        self.total += other.total;
        self.own += other.own;
        self.finals += other.finals;
        self.partials += other.partials;
        self.around += other.around;
        self.wordless += other.wordless;
    }

    fn print(&self, name: &str) {
        let share = |ms: f64| 100.0 * ms / self.own;
        println!(
            "{name:<16} {:>6.1} {:>10.3} {:>9.3}  {:>6.1} %  {:>6.1} %  {:>7.1} %  {:>6.1} %  (finals {:+.1} %)",
            self.minutes,
            self.total / 1000.0 / self.minutes,
            self.own / 1000.0 / self.minutes,
            share(self.total - self.own),
            share(self.partials),
            share(self.wordless),
            share(self.around - self.wordless),
            share(self.finals - self.own),
        );
    }
}

impl Parts {
    fn add(&mut self, recording: &Path) -> Result<()> {
        let (rate_hz, frames) = frames(recording)?;
        let before = thread_cpu();
        let mut blocks = Blocks::new(rate_hz)?;
        let mut cut = Vec::new();
        for frame in &frames {
            blocks.push(frame);
            cut.extend(std::iter::from_fn(|| blocks.pop()));
        }
        self.resampling += milliseconds_since(before);
        let before = thread_cpu();
        let mut detectors = [(); 2].map(|()| AboveFloor::new(Earshot::new()));
        let [agent, caller] = &mut detectors;
        let speech: Vec<(f32, f32)> =
            cut.iter().map(|block| (agent.push(&block.agent), caller.push(&block.caller))).collect();
        self.voice_activity += milliseconds_since(before);
        let before = thread_cpu();
        let mut tracker = SpeakerTracker::new();
        for (block, (agent_speech, caller_speech)) in cut.iter().zip(speech) {
            let block = SpeakerBlock {
                agent: &block.agent,
                caller: &block.caller,
                agent_speech,
                caller_speech,
                open_line: true,
            };
            tracker.push(&block);
        }
        self.speakers += milliseconds_since(before);
        Ok(())
    }
}
