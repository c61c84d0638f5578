//! Recorded calls: every format, and every way in which a file can be bad.

use std::f64::consts::TAU;
use std::path::{Path, PathBuf};

use czujka::audio::{Blocks, Frame};
use czujka::tap::TapError;
use czujka::tap::file::Recording;
use tempfile::TempDir;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/audio")
        .join(name)
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
    (0..samples)
        .map(|n| (0.5 * (TAU * tone_hz * n as f64 / f64::from(rate_hz)).sin()) as f32)
        .collect()
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
    Heard {
        rate_hz: recording.rate_hz(),
        both: recording.both_channels(),
        sound,
        lost,
        cut_off: recording.cut_off(),
    }
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
    for (samples, own_hz, level, other_hz) in [
        (&heard.sound.agent, 440.0, 0.5, 1_000.0),
        (&heard.sound.caller, 1_000.0, 0.25, 440.0),
    ] {
        let part = &samples[middle.clone()];
        let own = strength(part, heard.rate_hz, own_hz);
        let other = strength(part, heard.rate_hz, other_hz);
        assert!(
            (own - level).abs() < 0.06,
            "{name}: {own_hz} Hz is at {own}"
        );
        assert!(other < 0.03, "{name}: {other_hz} Hz is at {other}");
    }
}

#[test]
fn every_format_gives_both_channels_whole_and_in_place() {
    for (name, rate_hz, samples) in [
        ("alaw.wav", 8_000, 2_000),
        ("ulaw.wav", 8_000, 2_000),
        ("stereo.flac", 8_000, 12_000),
        ("stereo.mp3", 8_000, 12_000),
        ("stereo-vorbis.ogg", 8_000, 12_000),
        ("stereo.opus", 16_000, 24_000),
    ] {
        let recording = open(&[fixture(name)]);
        let announced = recording.duration_ms().expect("the header tells");
        assert_eq!(
            announced,
            samples as i64 * 1000 / i64::from(rate_hz),
            "{name}"
        );
        let all = heard(&[fixture(name)]);
        assert_eq!((all.rate_hz, all.both), (rate_hz, true), "{name}");
        assert_eq!(all.sound.agent.len(), samples, "{name}");
        assert_eq!((all.lost, all.cut_off.as_deref()), (0, None), "{name}");
        assert_tones(name, &all);
        // Both tones begin at zero and rise; a decoder's delay that was not taken off would show.
        let first = all.sound.agent.iter().position(|s| s.abs() > 0.2);
        let first_ms = first.expect("a tone") as f64 * 1000.0 / f64::from(rate_hz);
        assert!(first_ms < 1.5, "{name} begins at {first_ms} ms");
    }
}

#[test]
fn wav_of_any_rate_and_sample_kind_is_read() {
    let folder = folder();
    for rate_hz in [8_000, 11_025, 44_100, 48_000, 192_000] {
        let (left, right) = (tone(rate_hz, 440.0, 3_000), tone(rate_hz, 700.0, 3_000));
        let path = wav(&folder, "x.wav", rate_hz, &[&left, &right]);
        let all = heard(&[path]);
        assert_eq!((all.rate_hz, all.both), (rate_hz, true));
        let off = all
            .sound
            .caller
            .iter()
            .zip(&right)
            .map(|(a, b)| (a - b).abs());
        assert!(off.fold(0.0, f32::max) < 1e-4);
    }
    for (bits, format) in [
        (8, hound::SampleFormat::Int),
        (24, hound::SampleFormat::Int),
        (32, hound::SampleFormat::Float),
    ] {
        let path = folder.path().join("y.wav");
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: 8_000,
            bits_per_sample: bits,
            sample_format: format,
        };
        let mut writer = hound::WavWriter::create(&path, spec).expect("a writer");
        for _ in 0..100 {
            if bits == 32 {
                writer.write_sample(0.5_f32).expect("a sample");
            } else {
                writer.write_sample(1_i32 << (bits - 2)).expect("a sample");
            }
        }
        writer.finalize().expect("a whole file");
        assert_eq!(heard(&[path]).sound.agent, [0.5; 100]);
    }
}

#[test]
fn one_mono_file_is_the_agents() {
    let folder = folder();
    let path = wav(&folder, "x.wav", 8_000, &[&tone(8_000, 440.0, 4_000)]);
    let all = heard(&[path]);
    assert!(!all.both);
    assert_eq!(all.sound.caller, vec![0.0; 4_000]);
    assert!(strength(&all.sound.agent, 8_000, 440.0) > 0.45);
    let opus = heard(&[fixture("mono.opus")]);
    assert_eq!((opus.both, opus.sound.agent.len()), (false, 24_000));
    assert!(strength(&opus.sound.agent, 16_000, 440.0) > 0.45);
}

#[test]
fn two_mono_files_are_one_call_and_the_shorter_is_padded() {
    let folder = folder();
    let agent = wav(&folder, "a.wav", 8_000, &[&tone(8_000, 440.0, 8_000)]);
    let caller = wav(&folder, "c.wav", 8_000, &[&tone(8_000, 1_000.0, 5_000)]);
    let recording = open(&[agent.clone(), caller.clone()]);
    assert_eq!(recording.duration_ms(), Some(1_000));
    let all = heard(&[agent.clone(), caller.clone()]);
    assert!(all.both && all.cut_off.is_none());
    assert_eq!(all.sound.agent.len(), 8_000);
    assert!(strength(&all.sound.caller[..5_000], 8_000, 1_000.0) > 0.45);
    assert!(
        all.sound.caller[5_000..]
            .iter()
            .all(|sample| *sample == 0.0)
    );
    let swapped = heard(&[caller, agent]);
    assert_eq!(
        (swapped.sound.agent, swapped.sound.caller),
        (all.sound.caller, all.sound.agent)
    );
}

#[test]
fn two_files_of_different_kinds_are_one_call_if_their_rates_agree() {
    let folder = folder();
    let caller = wav(&folder, "c.wav", 16_000, &[&tone(16_000, 1_000.0, 24_000)]);
    let all = heard(&[fixture("mono.opus"), caller]);
    assert_eq!((all.rate_hz, all.sound.agent.len()), (16_000, 24_000));
    assert!(strength(&all.sound.agent, 16_000, 440.0) > 0.45);
    assert!(strength(&all.sound.caller, 16_000, 1_000.0) > 0.45);
}

#[test]
fn what_is_no_recording_is_refused() {
    let folder = folder();
    let noise: Vec<u8> = (0..200_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    for (name, bytes) in [
        ("text.wav", b"To nie jest nagranie.\n".as_slice()),
        ("one-byte.flac", b"f"),
        ("page.mp3", b"<!DOCTYPE html><html><body>404</body></html>"),
        ("noise.ogg", &noise),
        (
            "picture.jpg",
            b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00",
        ),
        (
            "utf16.json",
            b"\xFF\xFE{\x00\"\x00a\x00\"\x00:\x001\x00}\x00",
        ),
    ] {
        let error = refused(&[written(&folder, name, bytes)]);
        assert!(
            matches!(error, TapError::NotAudio { .. }),
            "{name}: {error}"
        );
        assert!(error.to_string().contains(name));
    }
}

#[test]
fn broken_headers_are_refused() {
    let folder = folder();
    let flac = std::fs::read(fixture("stereo.flac")).expect("the fixture");
    let opus = std::fs::read(fixture("stereo.opus")).expect("the fixture");
    let mut gsm = std::fs::read(fixture("alaw.wav")).expect("the fixture");
    gsm[20] = 0x31;
    for (name, bytes) in [
        ("head.flac", &flac[..60]),
        ("head.wav", b"RIFF\x24\0\0\0WAVEfmt ".as_slice()),
        ("avi.wav", b"RIFF\x24\0\0\0AVI LIST\0\0\0\0\0\0\0\0"),
        ("head.opus", &opus[..70]),
        ("head.mp3", b"\xFF\xFB\x90\x44rest"),
        ("tag.mp3", b"ID3\x04\x00\x00\x00\x00\x00\x05abcde"),
        ("gsm.wav", &gsm),
    ] {
        let error = refused(&[written(&folder, name, bytes)]);
        assert!(
            matches!(error, TapError::Undecodable { .. }),
            "{name}: {error}"
        );
    }
}

#[test]
fn nothing_in_it_is_refused() {
    let folder = folder();
    let error = refused(&[written(&folder, "zero.wav", b"")]);
    assert!(matches!(error, TapError::Empty { .. }), "{error}");
    let error = refused(&[wav(&folder, "none.wav", 8_000, &[&[]])]);
    assert!(matches!(error, TapError::NoSound { .. }), "{error}");
    let error = refused(&[folder.path().join("absent.wav")]);
    assert!(matches!(error, TapError::Unreadable { .. }), "{error}");
    let error = refused(&[folder.path().to_owned()]);
    assert!(matches!(error, TapError::Unreadable { .. }), "{error}");
    let error = refused(&[]);
    assert!(matches!(error, TapError::FileCount { count: 0 }), "{error}");
}

#[test]
fn what_does_not_fit_a_call_is_refused() {
    let folder = folder();
    let sound = tone(8_000, 440.0, 100);
    let error = refused(&[fixture("three.wav")]);
    assert!(
        matches!(error, TapError::Channels { channels: 3, .. }),
        "{error}"
    );
    for rate_hz in [4_000, 7_999, 384_000] {
        let error = refused(&[wav(&folder, "r.wav", rate_hz, &[&sound])]);
        assert!(matches!(error, TapError::Rate { .. }), "{error}");
    }
    let narrow = wav(&folder, "8.wav", 8_000, &[&sound]);
    let wide = wav(&folder, "16.wav", 16_000, &[&sound]);
    let error = refused(&[narrow.clone(), wide]);
    let rates = TapError::RatesDiffer {
        agent_hz: 8_000,
        caller_hz: 16_000,
    };
    assert_eq!(error.to_string(), rates.to_string());
    let error = refused(&[narrow.clone(), fixture("stereo.flac")]);
    assert!(matches!(error, TapError::NotMono { .. }), "{error}");
    let error = refused(&[narrow.clone(), narrow.clone(), narrow]);
    assert!(matches!(error, TapError::FileCount { count: 3 }), "{error}");
}

#[test]
fn a_file_cut_off_counts_as_far_as_it_goes_and_says_so() {
    let folder = folder();
    let long = tone(8_000, 440.0, 16_000);
    let path = wav(&folder, "long.wav", 8_000, &[&long, &long]);
    for (path, rate_hz) in [
        (path, 8_000),
        (fixture("stereo.flac"), 8_000),
        (fixture("stereo.mp3"), 8_000),
        (fixture("stereo.opus"), 16_000),
    ] {
        let bytes = std::fs::read(&path).expect("the file");
        let whole = heard(std::slice::from_ref(&path));
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let cut = written(
            &folder,
            &format!("cut-{name}"),
            &bytes[..bytes.len() * 2 / 3],
        );
        let part = heard(&[cut]);
        let reason = part.cut_off.unwrap_or_else(|| panic!("{name} was cut off"));
        assert!(reason.contains("cut off after"), "{reason}");
        let (got, all) = (part.sound.agent.len(), whole.sound.agent.len());
        assert!(got > all / 3 && got < all * 3 / 4, "{name}: {got} of {all}");
        assert_eq!(part.rate_hz, rate_hz);
        assert_eq!(
            part.sound.agent[..got / 2],
            whole.sound.agent[..got / 2],
            "{name}"
        );
    }
}

#[test]
fn of_two_files_the_one_cut_off_is_padded_and_told() {
    let folder = folder();
    let sound = tone(8_000, 440.0, 16_000);
    let agent = wav(&folder, "a.wav", 8_000, &[&sound]);
    let bytes = std::fs::read(&agent).expect("the file");
    let caller = written(&folder, "c.wav", &bytes[..bytes.len() / 2]);
    let all = heard(&[agent, caller]);
    assert_eq!(all.sound.agent.len(), 16_000);
    assert!(all.cut_off.is_some());
}

#[test]
fn damage_in_the_middle_is_silence_and_later_sound_keeps_its_place() {
    let folder = folder();
    for name in ["stereo.flac", "stereo.opus"] {
        let whole = heard(&[fixture(name)]);
        let mut bytes = std::fs::read(fixture(name)).expect("the fixture");
        let middle = bytes.len() / 2;
        for byte in &mut bytes[middle..middle + 40] {
            *byte = !*byte;
        }
        let part = heard(&[written(&folder, name, &bytes)]);
        assert!(part.lost > 0, "{name}");
        let length = whole.sound.agent.len();
        assert_eq!(part.sound.agent.len(), length, "{name}");
        assert!(part.lost < length / 2, "{name}: {} of {length}", part.lost);
        let late = length * 9 / 10;
        let off = part.sound.agent[late..]
            .iter()
            .zip(&whole.sound.agent[late..]);
        let most = off.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(most < 0.05, "{name}: {most}");
    }
}

#[test]
fn a_variable_bit_rate_without_a_tag_loses_no_sound() {
    let all = heard(&[fixture("untagged-vbr.mp3")]);
    // The guess by the loud beginning's bit rate falls far short of the two and a half seconds.
    assert!(all.sound.agent.len() >= 20_000, "{}", all.sound.agent.len());
    assert_eq!(all.cut_off, None);
}

#[test]
fn a_tag_with_a_picture_before_an_mp3_is_passed_over() {
    let folder = folder();
    let mp3 = std::fs::read(fixture("stereo.mp3")).expect("the fixture");
    // 300 bytes of tag that look like MPEG frames and like a WAV file; its size has 7 bits a byte.
    let mut bytes = b"ID3\x04\x00\x00\x00\x00\x02\x2C".to_vec();
    bytes.extend(b"\xFF\xFB\x90\x44RIFF\0\0\0\0WAVE".iter().cycle().take(300));
    bytes.extend(&mp3);
    let tagged = heard(&[written(&folder, "tagged.mp3", &bytes)]);
    assert_eq!(tagged.sound, heard(&[fixture("stereo.mp3")]).sound);
}

#[test]
fn a_wav_written_into_a_pipe_is_whole() {
    let folder = folder();
    let sound = tone(8_000, 440.0, 1_152 * 4);
    let mut bytes = std::fs::read(wav(&folder, "x.wav", 8_000, &[&sound])).expect("the file");
    bytes[4..8].fill(0xFF);
    bytes[40..44].fill(0xFF);
    let all = heard(&[written(&folder, "pipe.wav", &bytes)]);
    assert_eq!(all.sound.agent.len(), sound.len());
    assert_eq!(all.cut_off, None);
}

#[test]
fn a_recording_goes_through_to_blocks() {
    let mut recording = open(&[fixture("stereo.flac")]);
    let mut blocks = Blocks::new(recording.rate_hz()).expect("a rate in range");
    while let Some(frame) = recording.next_frame().expect("a readable file") {
        blocks.push(&frame);
    }
    blocks.flush();
    let all: Vec<_> = std::iter::from_fn(|| blocks.pop()).collect();
    assert_eq!(all.len(), 24_000_usize.div_ceil(256));
    let caller: Vec<f32> = all.iter().flat_map(|block| block.caller).collect();
    assert!((strength(&caller[2_000..22_000], 16_000, 1_000.0) - 0.25).abs() < 0.01);
}
