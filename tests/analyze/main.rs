//! `czujka analyze` and `czujka check-config`, by the real program.

mod accepted;
mod bystanders;
mod check_config;
mod non_speech;
mod refused;
mod unanswered;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// What a run of the program gave.
struct Ran {
    status: i32,
    stdout: String,
    stderr: String,
}

/// Runs the program in a folder.
fn czujka(folder: &Path, arguments: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_czujka"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program starts");
    Ran {
        status: output.status.code().expect("it ends by itself"),
        stdout: String::from_utf8(output.stdout).expect("text"),
        stderr: String::from_utf8(output.stderr).expect("text"),
    }
}

impl Ran {
    /// The JSON lines.
    fn lines(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect()
    }

    /// The lines of one type.
    fn of(&self, r#type: &str) -> Vec<Value> {
        self.lines().into_iter().filter(|line| line["type"] == r#type).collect()
    }

    /// A check's verdict in the only scorecard.
    fn verdict(&self, check: &str) -> String {
        let cards = self.of("scorecard");
        assert_eq!(cards.len(), 1, "{}{}", self.stdout, self.stderr);
        cards[0]["checks"][check]["verdict"].as_str().expect("a verdict").to_owned()
    }
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn shipped(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A fixture's speech at 8 kHz.
fn speech(name: &str) -> Vec<f32> {
    hound::WavReader::open(shipped(&format!("tests/fixtures/speech/{name}.wav")))
        .expect("the fixture")
        .into_samples::<i16>()
        .map(|sample| f32::from(sample.expect("a sample")) / 32_768.0)
        .collect()
}

/// Writes a 16-bit WAV file of channels of one length.
fn wav(path: &Path, rate_hz: u32, channels: &[&[f32]]) {
    let spec = hound::WavSpec {
        channels: channels.len() as u16,
        sample_rate: rate_hz,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(path, spec).expect("a writer");
    for index in 0..channels[0].len() {
        for channel in channels {
            writer.write_sample((channel[index] * 32_767.0) as i16).expect("a sample");
        }
    }
    writer.finalize().expect("a whole file");
}

/// A call in which the agent speaks from 0.3 s on and the caller after them, with so much quiet at its end,
/// between rooms that are never quite silent.
fn small_call(path: &Path, quiet_samples: usize) {
    let (agent, caller) = (speech("jutro-o-dziesiatej"), speech("zrozumiale"));
    let answer_at = 2_400 + agent.len() + 4_000;
    let length = answer_at + caller.len() + 4_000 + quiet_samples;
    let mut random = Random(5);
    let mut channel = |from: usize, speech: &[f32]| {
        let mut samples: Vec<f32> = (0..length).map(|_| 0.001 * random.next()).collect();
        samples[from..].iter_mut().zip(speech).for_each(|(sample, spoken)| *sample += spoken);
        samples
    };
    let (agent, caller) = (channel(2_400, &agent), channel(answer_at, &caller));
    wav(path, 8_000, &[&agent, &caller]);
}

/// Numbers from −1 to 1 (Knuth's linear congruential generator, MMIX).
struct Random(u64);

impl Random {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
    }
}
