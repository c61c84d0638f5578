//! What transcription costs and how well it hears, on recorded calls with their true words.
//!
//! `cargo bench --bench transcribe -- --calls ../shared/calls [--model NAME|PATH] [--models DIR] [--first N] [--show N]`
//!
//! Takes the true utterances (200 ms more on each side) of `ID.flac` by `ID.truth.json`, and prints:
//! word error rates of each side; processor time for an utterance and for a second of sound, fitted
//! as `base_ms` + `per_audio_second_ms`; work beyond whisper.cpp's own; and what was not believed in
//! the stretches where nobody speaks. Times are the thread's processor time, since machines are shared.

mod bare;
mod sound;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result};
use czujka::transcribe::{Model, Nothing, Recogniser as _, WhisperModel, WhisperRecogniser};
use serde::Deserialize;

use bare::Bare;
use czujka::clock::thread_cpu;

const AROUND_MS: i64 = 200;

#[derive(Deserialize)]
struct Truth {
    transcript: Vec<Said>,
}

#[derive(Deserialize)]
struct Said {
    channel: String,
    from_ms: i64,
    to_ms: i64,
    text: String,
}

struct Options {
    calls: PathBuf,
    model: String,
    models: PathBuf,
    first: usize,
    show: usize,
}

#[derive(Default)]
struct Score {
    wrong: usize,
    words: usize,
    shown: usize,
    unheard: usize,
    confidence: Vec<f32>,
}

#[derive(Default)]
struct Cost {
    seconds_and_ms: Vec<(f64, f64)>,
    own: f64,
    bare: f64,
}

fn main() -> Result<()> {
    let options = options()?;
    if !options.calls.is_dir() {
        eprintln!("no calls at {}: give --calls DIR", options.calls.display());
        return Ok(());
    }
    let model = Model::find(&options.model, &options.models)?;
    let began = thread_cpu();
    let loaded = WhisperModel::load(&model)?;
    let before_mib = resident_mib();
    let mut recogniser = loaded.recogniser()?;
    println!("{}: loaded in {:.0} ms of CPU", model.entry.name, ms(thread_cpu().saturating_sub(began)));
    recogniser.recognise(&vec![0.1; 16_000], true)?;
    println!(
        "resident: {before_mib:.0} MiB with the model, {:.0} MiB more for a recogniser",
        resident_mib() - before_mib
    );
    let mut bare = Bare::new(&model)?;
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut cost = Cost::default();
    let mut quiet = Quiet::default();
    for truth_path in truths(&options)? {
        let truth: Truth = serde_json::from_str(&std::fs::read_to_string(&truth_path)?)?;
        let sound = sound::read(&PathBuf::from(truth_path.to_string_lossy().replace(".truth.json", ".flac")))?;
        for said in truth.transcript.iter().filter(|s| s.channel != "background") {
            let channel = &sound[usize::from(said.channel == "caller")];
            let samples = cut(channel, said.from_ms - AROUND_MS, said.to_ms + AROUND_MS);
            let before = thread_cpu();
            let heard = recogniser.recognise(&samples, true)?;
            let own = ms(thread_cpu().saturating_sub(before));
            cost.own += own;
            cost.seconds_and_ms.push((samples.len() as f64 / 16_000.0, own));
            cost.bare += bare.run(&samples)?;
            let words = heard.words.expose();
            let text: Vec<&str> = words.iter().map(|w| w.text.as_str()).collect();
            let score = scores.entry(said.channel.clone()).or_default();
            score.unheard += usize::from(text.is_empty());
            score.confidence.extend(mean(words.iter().map(|w| w.confidence)));
            if let Some(because) = heard.nothing {
                println!("  not heard ({because:?}): {}", said.text);
            }
            score.add(&said.text, &text.join(" "), options.show);
        }
        quiet.listen(&mut recogniser, &sound, &truth.transcript)?;
    }
    for (channel, score) in &scores {
        println!(
            "{channel}: word error rate {:.1} %, {} words, {} utterances without any",
            100.0 * score.wrong as f64 / score.words.max(1) as f64,
            score.words,
            score.unheard
        );
    }
    for (channel, score) in &mut scores {
        score.confidence.sort_by(f32::total_cmp);
        let at = |percent: usize| score.confidence[score.confidence.len() * percent / 100];
        println!("{channel}: mean confidence of utterances at 1, 5, 50 %: {:.2} {:.2} {:.2}", at(1), at(5), at(50));
    }
    cost.print();
    println!("where nobody speaks: {}", quiet.report());
    Ok(())
}

fn options() -> Result<Options> {
    let mut options = Options {
        calls: PathBuf::from("../shared/calls"),
        model: "nano-pl".to_owned(),
        models: PathBuf::from("models/downloaded"),
        first: usize::MAX,
        show: 0,
    };
    let mut arguments = std::env::args().skip(1).filter(|a| a != "--bench");
    while let Some(name) = arguments.next() {
        let value = arguments.next().with_context(|| format!("{name} needs a value"))?;
        match name.as_str() {
            "--calls" => options.calls = value.into(),
            "--model" => options.model = value,
            "--models" => options.models = value.into(),
            "--first" => options.first = value.parse()?,
            "--show" => options.show = value.parse()?,
            _ => anyhow::bail!("unknown option {name}"),
        }
    }
    Ok(options)
}

fn truths(options: &Options) -> Result<Vec<PathBuf>> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(&options.calls)?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.to_string_lossy().ends_with(".truth.json"))
        .collect();
    found.sort();
    found.truncate(options.first);
    Ok(found)
}

impl Score {
    fn add(&mut self, truth: &str, heard: &str, show: usize) {
        let (truth_words, heard_words) = (plain(truth), plain(heard));
        self.wrong += distance(&truth_words, &heard_words);
        self.words += truth_words.len();
        if self.shown < show {
            self.shown += 1;
            println!("  true: {truth}\n  said: {heard}");
        }
    }
}

impl Cost {
    fn print(&self) {
        let count = self.seconds_and_ms.len() as f64;
        let seconds: f64 = self.seconds_and_ms.iter().map(|p| p.0).sum();
        let total: f64 = self.seconds_and_ms.iter().map(|p| p.1).sum();
        let (length, work) = (seconds / count, total / count);
        let over: f64 = self.seconds_and_ms.iter().map(|p| (p.0 - length) * (p.1 - work)).sum();
        let under: f64 = self.seconds_and_ms.iter().map(|p| (p.0 - length).powi(2)).sum();
        let slope = over / under;
        println!(
            "{count} utterances of {length:.1} s: {work:.1} ms each, real-time factor {:.4}",
            total / 1000.0 / seconds
        );
        println!("fitted: base_ms {:.1}, per_audio_second_ms {slope:.1}", work - slope * length);
        for second in [1, 2, 3, 5, 8, 12] {
            let near = |p: &&(f64, f64)| (p.0 / f64::from(second) - 1.0).abs() < 0.15;
            let mut near: Vec<f64> = self.seconds_and_ms.iter().filter(near).map(|p| p.1).collect();
            near.sort_by(f64::total_cmp);
            if let Some(last) = near.len().checked_sub(1) {
                let at = |percent: usize| near[last * percent / 100];
                println!("  {second} s: {:.0} ms, nine of ten below {:.0}", at(50), at(90));
            }
        }
        println!("work beyond whisper.cpp's own: {:+.1} %", 100.0 * (self.own / self.bare - 1.0));
    }
}

fn mean(values: impl Iterator<Item = f32>) -> Option<f32> {
    let values: Vec<f32> = values.collect();
    (!values.is_empty()).then(|| values.iter().sum::<f32>() / values.len() as f32)
}

/// What is heard where the truth says that nobody speaks.
#[derive(Default)]
struct Quiet {
    stretches: usize,
    words: usize,
    reasons: BTreeMap<&'static str, usize>,
    texts: Vec<String>,
}

impl Quiet {
    fn listen(&mut self, recogniser: &mut WhisperRecogniser, sound: &[Vec<f32>; 2], said: &[Said]) -> Result<()> {
        for (index, channel) in sound.iter().enumerate() {
            let here: Vec<&Said> = said.iter().filter(|s| usize::from(s.channel == "caller") == index).collect();
            let length_ms = (channel.len() / 16) as i64;
            for from_ms in (0..length_ms - 2000).step_by(2000) {
                let to_ms = from_ms + 2000;
                if here.iter().any(|s| s.from_ms < to_ms + 300 && from_ms < s.to_ms + 300) {
                    continue;
                }
                let heard = recogniser.recognise(&cut(channel, from_ms, to_ms), true)?;
                self.stretches += 1;
                let name = match heard.nothing {
                    None => "words",
                    Some(Nothing::Silence) => "silence",
                    Some(Nothing::NoSpeech) => "no speech",
                    Some(Nothing::Unsure) => "unsure",
                    Some(Nothing::TooFast) => "too fast",
                };
                *self.reasons.entry(name).or_default() += 1;
                let words = heard.words.expose();
                self.words += words.len();
                if !words.is_empty() {
                    let confidence: f32 = words.iter().map(|w| w.confidence).sum();
                    let text: Vec<&str> = words.iter().map(|w| w.text.as_str()).collect();
                    let mean = confidence / words.len() as f32;
                    self.texts.push(format!("{} ({mean:.2})", text.join(" ")));
                }
            }
        }
        Ok(())
    }

    fn report(&self) -> String {
        let texts = self.texts.join("; ");
        let (stretches, words, reasons) = (self.stretches, self.words, &self.reasons);
        format!("{stretches} stretches of 2 s, {words} words, {reasons:?}\n  {texts}")
    }
}

fn plain(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn distance(truth: &[String], heard: &[String]) -> usize {
    let mut row: Vec<usize> = (0..=heard.len()).collect();
    for (i, word) in truth.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, other) in heard.iter().enumerate() {
            let swap = row[j] + usize::from(word != other);
            next.push(swap.min(row[j + 1] + 1).min(next[j] + 1));
        }
        row = next;
    }
    row[heard.len()]
}

fn cut(samples: &[f32], from_ms: i64, to_ms: i64) -> Vec<f32> {
    let at = |ms: i64| (ms.max(0) as usize * 16).min(samples.len());
    samples[at(from_ms)..at(to_ms)].to_vec()
}

/// What of this process lies in memory; nothing where the system does not tell.
fn resident_mib() -> f64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = pages.split(' ').nth(1).and_then(|n| n.parse::<f64>().ok());
    pages.unwrap_or_default() * 4096.0 / f64::from(1 << 20)
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
