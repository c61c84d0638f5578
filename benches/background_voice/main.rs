//! How well a bystander's voice is told from the agent's, on recorded calls with their truth.
//!
//! `cargo bench --bench background_voice -- [--level DB] [--noise DB]`
//!
//! Reads `ID.flac`, `ID.signals.jsonl` and `ID.truth.json` of the directory in `CZUJKA_CALLS`
//! (`../shared/calls` by default), runs the speaker tracker over each call and counts the episodes of
//! a second of [`Source::Background`]. `--level` makes the agent's channel louder or weaker, `--noise`
//! lays white noise of that level over it: figures that hold only at one level are none.

mod episode;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};
use czujka::audio::{BLOCK_MS, BLOCK_SAMPLES, Block, Blocks};
use czujka::speaker::{LAG_BLOCKS, SpeakerBlock, SpeakerTracker};
use czujka::tap::file::Recording;
use czujka::vad::{AboveFloor, Earshot, VoiceActivity as _};
use episode::{Episode, Episodes};
use nix::time::{ClockId, clock_gettime};
use serde_json::Value;

/// What a call's truth says.
struct Truth {
    background: Vec<(i64, i64)>,
    /// Windows in which an alert is expected; `None` where the check is not scored.
    expected: Option<Vec<(i64, i64)>>,
    holds: Vec<(i64, i64)>,
}

/// What was done to the agent's channel.
struct Altered {
    gain: f32,
    noise: f32,
    bits: u32,
}

#[derive(Default)]
struct Sums {
    expected: usize,
    found: usize,
    unexpected: usize,
    seconds: f64,
    work: Duration,
    delays_ms: Vec<i64>,
}

fn main() -> Result<()> {
    let calls = std::env::var_os("CZUJKA_CALLS").map_or_else(|| PathBuf::from("../shared/calls"), PathBuf::from);
    let Ok(listing) = std::fs::read_dir(&calls) else {
        println!("no calls in {}: set CZUJKA_CALLS to a directory of recorded calls", calls.display());
        return Ok(());
    };
    let mut recordings: Vec<PathBuf> = listing
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "flac"))
        .collect();
    recordings.sort();
    let (gain_db, noise_db) = (option("--level")?.unwrap_or(0.0), option("--noise")?.unwrap_or(-200.0));
    let mut sums = Sums::default();
    for recording in &recordings {
        let mut altered = Altered { gain: amplitude(gain_db), noise: amplitude(noise_db), bits: 1 };
        let truth = Truth::of(recording).with_context(|| format!("the truth of {}", recording.display()))?;
        let began = hear(recording, &truth, &mut altered, &mut sums)?;
        sums.compare(recording, &truth, &began);
    }
    sums.print();
    Ok(())
}

fn option(name: &str) -> Result<Option<f32>> {
    let mut arguments = std::env::args().skip_while(|argument| argument != name).skip(1);
    arguments.next().map(|value| value.parse().with_context(|| format!("{name} takes a number of dB"))).transpose()
}

fn amplitude(db: f32) -> f32 {
    10.0_f32.powf(db / 20.0)
}

/// Runs one call; for each episode when it was noticed and where it began, in milliseconds.
fn hear(recording: &Path, truth: &Truth, altered: &mut Altered, sums: &mut Sums) -> Result<Vec<(i64, i64)>> {
    let mut tap = Recording::open(&[recording.to_owned()])?;
    let mut blocks = Blocks::new(tap.rate_hz())?;
    let mut vads = [0; 2].map(|_| AboveFloor::new(Earshot::new()));
    let (mut tracker, mut episodes, mut began) = (SpeakerTracker::new(), Episodes::new(), Vec::new());
    while let Some(frame) = tap.next_frame()? {
        blocks.push(&frame);
        while let Some(mut block) = blocks.pop() {
            altered.alter(&mut block);
            let at_ms = block.from_sample as i64 / (BLOCK_SAMPLES as i64) * BLOCK_MS;
            let open_line = !truth.holds.iter().any(|&(from, to)| (from..to).contains(&at_ms));
            let (agent_speech, caller_speech) = (vads[0].push(&block.agent), vads[1].push(&block.caller));
            let before = processor_time();
            let heard = tracker.push(&SpeakerBlock {
                agent: &block.agent,
                caller: &block.caller,
                agent_speech,
                caller_speech,
                open_line,
            });
            sums.work += processor_time().saturating_sub(before);
            if let Some(Episode::Began { from }) = heard.and_then(|heard| episodes.push(heard.source)) {
                began.push((at_ms + BLOCK_MS, from as i64 * BLOCK_MS));
            }
            sums.seconds += 0.001 * BLOCK_MS as f64;
        }
    }
    Ok(began)
}

fn processor_time() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_or(Duration::ZERO, Duration::from)
}

impl Truth {
    fn of(recording: &Path) -> Result<Self> {
        let truth: Value = serde_json::from_str(&std::fs::read_to_string(recording.with_extension("truth.json"))?)?;
        let spans = |list: &Value, from: &str, to: &str| -> Vec<(i64, i64)> {
            let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
            list.iter().filter_map(|one| Some((one[from].as_i64()?, one[to].as_i64()?))).collect()
        };
        let mut background = truth["transcript"].clone();
        if let Some(said) = background.as_array_mut() {
            said.retain(|one| one["channel"] == "background");
        }
        let check = &truth["checks"]["background_voice"];
        let expected = check.is_object().then(|| spans(&check["alerts"], "earliest_ms", "latest_ms"));
        let signals = std::fs::read_to_string(recording.with_extension("signals.jsonl"))?;
        let mut holds = Vec::new();
        for line in signals.lines() {
            let signal: Value = serde_json::from_str(line)?;
            let at_ms = signal["at_ms"].as_i64().unwrap_or_default();
            match signal["signal"].as_str() {
                Some("hold") => holds.push((at_ms, i64::MAX)),
                Some("resume") => holds.iter_mut().for_each(|hold| hold.1 = hold.1.min(at_ms)),
                _ => {}
            }
        }
        Ok(Self { background: spans(&background, "from_ms", "to_ms"), expected, holds })
    }
}

impl Altered {
    fn alter(&mut self, block: &mut Block) {
        for sample in &mut block.agent {
            self.bits ^= self.bits << 13;
            self.bits ^= self.bits >> 17;
            self.bits ^= self.bits << 5;
            // Evenly spread noise from −1 to 1 has a root mean square of 1/√3.
            let noise = (self.bits as f32 / u32::MAX as f32 * 2.0 - 1.0) * 3.0_f32.sqrt() * self.noise;
            *sample = (*sample * self.gain + noise).clamp(-1.0, 1.0);
        }
    }
}

impl Sums {
    fn compare(&mut self, recording: &Path, truth: &Truth, began: &[(i64, i64)]) {
        let name = recording.file_stem().unwrap_or_default().to_string_lossy();
        let mut left = began.to_vec();
        for &(earliest, latest) in truth.expected.iter().flatten() {
            self.expected += 1;
            let found = left.iter().position(|(noticed, _)| (earliest..=latest).contains(noticed));
            if let Some(found) = found {
                self.found += 1;
                // The window opens half a second after the voice.
                self.delays_ms.push(left.remove(found).0 - earliest + 500);
            } else {
                println!("{name}: nothing noticed from {earliest} to {latest} ms");
            }
        }
        let near = |from: i64| truth.background.iter().any(|&(start, end)| (start - 500..end + 500).contains(&from));
        for (noticed, from) in left.into_iter().filter(|(_, from)| truth.expected.is_some() && !near(*from)) {
            self.unexpected += 1;
            println!("{name}: noticed at {noticed} ms, from {from} ms, where nobody else speaks");
        }
    }

    fn print(&mut self) {
        self.delays_ms.sort_unstable();
        let delay = |share: usize| self.delays_ms.get(self.delays_ms.len() * share / 100).copied().unwrap_or_default();
        println!(
            "expected {}, found {}, false {} ({:.2} an hour)",
            self.expected,
            self.found,
            self.unexpected,
            self.unexpected as f64 * 3600.0 / self.seconds.max(1.0)
        );
        println!(
            "noticed after {} ms in the middle, {} ms at 95 % (lag {} ms included)",
            delay(50),
            delay(95),
            LAG_BLOCKS as i64 * BLOCK_MS
        );
        println!(
            "processor time of the tracker: {:.2} ms a second of call",
            self.work.as_secs_f64() * 1000.0 / self.seconds.max(1.0)
        );
    }
}
