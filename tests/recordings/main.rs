//! Recorded calls: every format, and every way in which a file can be bad.

mod damaged;
mod formats;
mod refused;

use std::f64::consts::TAU;
use std::path::{Path, PathBuf};

use czujka::audio::Frame;
use czujka::tap::TapError;
use czujka::tap::file::Recording;
use tempfile::TempDir;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/audio").join(name)
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn written(folder: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("a file in the temporary folder");
    path
}

/// A 16-bit WAV file of these channels' samples.
fn wav(folder: &TempDir, name: &str, rate_hz: u32, channels: &[&[f32]]) -> PathBuf {
    let path = folder.path().join(name);
    let spec = hound::WavSpec {
        channels: channels.len() as u16,
        sample_rate: rate_hz,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(&path, spec).expect("a writer");
    for index in 0..channels[0].len() {
        for channel in channels {
            let sample = (channel[index] * 32_767.0) as i16;
            writer.write_sample(sample).expect("a sample");
        }
    }
    writer.finalize().expect("a whole file");
    path
}

fn tone(rate_hz: u32, tone_hz: f64, samples: usize) -> Vec<f32> {
    (0..samples).map(|n| (0.5 * (TAU * tone_hz * n as f64 / f64::from(rate_hz)).sin()) as f32).collect()
}

/// All of a recording: its sound, the samples that were lost, and why it was cut off.
struct Heard {
    rate_hz: u32,
    both: bool,
    sound: Frame,
    lost: usize,
    cut_off: Option<String>,
}

fn open(files: &[PathBuf]) -> Recording {
    Recording::open(files).unwrap_or_else(|error| panic!("{error}"))
}

fn heard(files: &[PathBuf]) -> Heard {
    let mut recording = open(files);
    let (mut sound, mut lost) = (Frame::default(), 0);
    while let Some(frame) = recording.next_frame().expect("a readable file") {
        assert!(!frame.agent.is_empty() && frame.agent.len() == frame.caller.len());
        assert!(frame.agent.len() <= 65_536, "memory is to stay constant");
        if recording.lost().is_some() {
            lost += frame.agent.len();
            assert!(frame.agent.iter().all(|sample| *sample == 0.0));
        }
        sound.agent.extend_from_slice(&frame.agent);
        sound.caller.extend_from_slice(&frame.caller);
    }
    Heard { rate_hz: recording.rate_hz(), both: recording.both_channels(), sound, lost, cut_off: recording.cut_off() }
}

fn refused(files: &[PathBuf]) -> TapError {
    let error = Recording::open(files).err().expect("to be refused");
    assert!(!error.hint().is_empty());
    error
}

/// How strong a tone is in samples: its amplitude (Goertzel's algorithm, in its direct form).
fn strength(samples: &[f32], rate_hz: u32, tone_hz: f64) -> f64 {
    let (mut re, mut im) = (0.0, 0.0);
    for (n, sample) in samples.iter().enumerate() {
        let phase = TAU * tone_hz * n as f64 / f64::from(rate_hz);
        re += f64::from(*sample) * phase.cos();
        im += f64::from(*sample) * phase.sin();
    }
    2.0 * re.hypot(im) / samples.len() as f64
}

/// Left 440 Hz at 0.5, right 1 000 Hz at 0.25, and neither in the other.
fn assert_tones(name: &str, heard: &Heard) {
    let middle = heard.sound.agent.len() / 10..heard.sound.agent.len() * 9 / 10;
    for (samples, own_hz, level, other_hz) in
        [(&heard.sound.agent, 440.0, 0.5, 1_000.0), (&heard.sound.caller, 1_000.0, 0.25, 440.0)]
    {
        let part = &samples[middle.clone()];
        let own = strength(part, heard.rate_hz, own_hz);
        let other = strength(part, heard.rate_hz, other_hz);
        assert!((own - level).abs() < 0.06, "{name}: {own_hz} Hz is at {own}");
        assert!(other < 0.03, "{name}: {other_hz} Hz is at {other}");
    }
}
