//! Voice activity on recorded calls with their truth: what is missed, what begins falsely, what it costs.
//!
//! `cargo bench --bench vad`
//!
//! Reads `ID.flac`, `ID.signals.jsonl` and `ID.truth.json` of the directory in `CZUJKA_CALLS`
//! (`../shared/calls` by default), runs each detector with the segmenter over both channels, and prints
//! a table. Silero cannot be run here: whisper.cpp's keeps no state from call to call, and the crates
//! that wrap its ONNX model download it at build time. Measured apart (v6.2, ONNX, one thread, the same
//! rules, the 48 shared calls): 0 of 597 missed, 10 false starts, 43 splits, 6 of 19 bystanders missed,
//! 2.9 ms of work a second of one channel.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use czujka::audio::{BLOCK_MS, BLOCK_SAMPLES, Blocks};
use czujka::tap::file::Recording;
use czujka::vad::{AboveFloor, Earshot, SegmentEvent, SegmentRules, Segmenter, VoiceActivity, level_db};
use nix::time::{ClockId, clock_gettime};
use serde_json::Value;

/// How far an utterance's truth may lie from what is heard.
const NEAR_MS: i64 = 300;
const HANGOVER_MS: i64 = 400;

/// Loud enough is speech: what any detector must beat.
struct Loud;

impl VoiceActivity for Loud {
    fn push(&mut self, block: &[f32; BLOCK_SAMPLES]) -> f32 {
        f32::from(u8::from(level_db(block) > -45.0))
    }
}

type Spans = Vec<(i64, i64)>;

#[derive(Default)]
struct Truth {
    agent: Spans,
    caller: Spans,
    background: Spans,
    holds: Spans,
}

#[derive(Default)]
struct Sums {
    utterances: usize,
    missed: usize,
    background: usize,
    background_missed: usize,
    false_starts: usize,
    splits: usize,
    /// Blocks of hold taken for speech.
    hold_blocks: usize,
    onsets_ms: Spread,
    ends_ms: Spread,
    work: Duration,
    seconds: f64,
}

#[derive(Default)]
struct Spread(Vec<i64>);

type Detectors = [(&'static str, fn() -> Box<dyn VoiceActivity>); 3];

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
    let detectors: Detectors = [
        ("louder than -45 dB", || Box::new(Loud)),
        ("earshot", || Box::new(Earshot::new())),
        ("earshot above floor", || Box::new(AboveFloor::new(Earshot::new()))),
    ];
    println!(
        "detector             missed  false  splits  bystanders  hold s  onset ms 5/50/95 %   end ms 5/50/95 %    work ms/s"
    );
    for (name, detector) in detectors {
        let mut sums = Sums::default();
        for recording in &recordings {
            let truth = Truth::of(recording)?;
            for channel in 0..2 {
                let heard = sums.hear(recording, channel, detector(), &truth)?;
                sums.compare(channel, &heard, &truth);
            }
        }
        sums.print(name);
    }
    Ok(())
}

impl Truth {
    fn of(recording: &Path) -> Result<Self> {
        let truth: Value = serde_json::from_str(&std::fs::read_to_string(recording.with_extension("truth.json"))?)?;
        let mut whole = Self::default();
        for said in truth["transcript"].as_array().into_iter().flatten() {
            let span = (said["from_ms"].as_i64().unwrap_or_default(), said["to_ms"].as_i64().unwrap_or_default());
            match said["channel"].as_str() {
                Some("agent") => whole.agent.push(span),
                Some("caller") => whole.caller.push(span),
                _ => whole.background.push(span),
            }
        }
        for line in std::fs::read_to_string(recording.with_extension("signals.jsonl"))?.lines() {
            let signal: Value = serde_json::from_str(line)?;
            let at_ms = signal["at_ms"].as_i64().unwrap_or_default();
            match signal["signal"].as_str() {
                Some("hold") => whole.holds.push((at_ms, i64::MAX)),
                Some("resume") => whole.holds.iter_mut().for_each(|hold| hold.1 = hold.1.min(at_ms)),
                _ => {}
            }
        }
        Ok(whole)
    }
}

impl Sums {
    /// The utterances of one channel, without lead and tail.
    fn hear(
        &mut self,
        recording: &Path,
        channel: usize,
        mut detector: Box<dyn VoiceActivity>,
        truth: &Truth,
    ) -> Result<Spans> {
        let rules = SegmentRules { lead: 0, tail: 0, ..SegmentRules::with_hangover_ms(HANGOVER_MS) };
        let mut segmenter = Segmenter::new(rules);
        let mut tap = Recording::open(&[recording.to_owned()])?;
        let mut blocks = Blocks::new(tap.rate_hz())?;
        let mut heard = Vec::new();
        let mut at_ms = 0;
        while let Some(frame) = tap.next_frame()? {
            blocks.push(&frame);
            while let Some(block) = blocks.pop() {
                let sound = if channel == 0 { &block.agent } else { &block.caller };
                let before = processor_time();
                let probability = detector.push(sound);
                self.work += processor_time().saturating_sub(before);
                self.seconds += 0.001 * BLOCK_MS as f64;
                let hold = channel == 0 && truth.holds.iter().any(|&(from, to)| (from..to).contains(&at_ms));
                self.hold_blocks += usize::from(hold && probability >= 0.5);
                heard.extend(segmenter.push(probability, level_db(sound)).and_then(span));
                at_ms += BLOCK_MS;
            }
        }
        while let Some(event) = segmenter.finish() {
            heard.extend(span(event));
        }
        Ok(heard)
    }

    fn compare(&mut self, channel: usize, heard: &Spans, truth: &Truth) {
        let said = if channel == 0 { &truth.agent } else { &truth.caller };
        let overlapping = |from: i64, to: i64| heard.iter().filter(move |one| one.0 < to && one.1 > from);
        for &(from, to) in said {
            self.utterances += 1;
            let (Some(first), Some(last)) = (overlapping(from, to).next(), overlapping(from, to).next_back()) else {
                self.missed += 1;
                continue;
            };
            self.splits += overlapping(from, to).count() - 1;
            self.onsets_ms.0.push(first.0 - from);
            self.ends_ms.0.push(last.1 - to);
        }
        let background: &[(i64, i64)] = if channel == 0 { &truth.background } else { &[] };
        self.background += background.len();
        self.background_missed +=
            background.iter().filter(|(from, to)| overlapping(*from, *to).next().is_none()).count();
        let explained = |one: &&(i64, i64)| {
            let near = |span: &(i64, i64)| one.0 < span.1.saturating_add(NEAR_MS) && one.1 > span.0 - NEAR_MS;
            said.iter().chain(background).any(near) || truth.holds.iter().any(near)
        };
        self.false_starts += heard.iter().filter(|one| !explained(one)).count();
    }

    fn print(&mut self, name: &str) {
        println!(
            "{name:<20} {:>3}/{:<4} {:>4} {:>6} {:>6}/{:<4} {:>7.1}  {:>18}  {:>18} {:>10.2}",
            self.missed,
            self.utterances,
            self.false_starts,
            self.splits,
            self.background_missed,
            self.background,
            self.hold_blocks as f64 * 0.001 * BLOCK_MS as f64,
            self.onsets_ms.print(),
            self.ends_ms.print(),
            self.work.as_secs_f64() * 1000.0 / self.seconds.max(1.0),
        );
    }
}

impl Spread {
    fn print(&mut self) -> String {
        self.0.sort_unstable();
        let at = |share: usize| self.0.get(self.0.len() * share / 100).copied().unwrap_or_default();
        format!("{}/{}/{}", at(5), at(50), at(95))
    }
}

fn span(event: SegmentEvent) -> Option<(i64, i64)> {
    match event {
        SegmentEvent::Started { .. } => None,
        SegmentEvent::Ended { from, to } => Some((from as i64 * BLOCK_MS, to as i64 * BLOCK_MS)),
    }
}

fn processor_time() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_or(Duration::ZERO, Duration::from)
}
