//! `czujka analyze` and `czujka check-config`, by the real program.

mod accepted;
mod bystanders;
mod check_config;
mod non_speech;
mod refused;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// What a run of the program gave.
pub struct Ran {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs the program in a folder.
pub fn czujka(folder: &Path, arguments: &[&str]) -> Ran {
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
    pub fn lines(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect()
    }

    /// The lines of one type.
    pub fn of(&self, r#type: &str) -> Vec<Value> {
        self.lines().into_iter().filter(|line| line["type"] == r#type).collect()
    }

    /// A check's verdict in the only scorecard.
    pub fn verdict(&self, check: &str) -> String {
        let cards = self.of("scorecard");
        assert_eq!(cards.len(), 1, "{}{}", self.stdout, self.stderr);
        cards[0]["checks"][check]["verdict"].as_str().expect("a verdict").to_owned()
    }
}

pub fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

pub fn shipped(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A fixture's speech at 8 kHz.
pub fn speech(name: &str) -> Vec<f32> {
    hound::WavReader::open(shipped(&format!("tests/fixtures/speech/{name}.wav")))
        .expect("the fixture")
        .into_samples::<i16>()
        .map(|sample| f32::from(sample.expect("a sample")) / 32_768.0)
        .collect()
}

/// Writes a 16-bit WAV file; channels may differ in length.
pub fn wav(path: &Path, rate_hz: u32, channels: &[&[f32]]) {
    let spec = hound::WavSpec {
        channels: channels.len() as u16,
        sample_rate: rate_hz,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(path, spec).expect("a writer");
    let length = channels.iter().map(|channel| channel.len()).max().unwrap_or(0);
    for index in 0..length {
        for channel in channels {
            let sample = channel.get(index).copied().unwrap_or(0.0);
            writer.write_sample((sample * 32_767.0) as i16).expect("a sample");
        }
    }
    writer.finalize().expect("a whole file");
}

/// A call in which the agent speaks from 0.3 s on and the caller after them; its length in samples varies with `more`.
pub fn small_call(path: &Path, more: usize) {
    let (agent, caller) = (speech("jutro-o-dziesiatej"), speech("zrozumiale"));
    let agent_channel = [vec![0.0; 2400], agent.clone()].concat();
    let caller_channel = [vec![0.0; 2400 + agent.len() + 4000], caller, vec![0.0; 4000 + more]].concat();
    wav(path, 8_000, &[&agent_channel, &caller_channel]);
}
