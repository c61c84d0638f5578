//! Every format, one file or two.

use czujka::audio::Blocks;

use super::*;

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
        assert_eq!(announced, samples as i64 * 1000 / i64::from(rate_hz), "{name}");
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
        let off = all.sound.caller.iter().zip(&right).map(|(a, b)| (a - b).abs());
        assert!(off.fold(0.0, f32::max) < 1e-4);
    }
    for (bits, format) in
        [(8, hound::SampleFormat::Int), (24, hound::SampleFormat::Int), (32, hound::SampleFormat::Float)]
    {
        let path = folder.path().join("y.wav");
        let spec = hound::WavSpec { channels: 1, sample_rate: 8_000, bits_per_sample: bits, sample_format: format };
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
    assert!(all.sound.caller[5_000..].iter().all(|sample| *sample == 0.0));
    let swapped = heard(&[caller, agent]);
    assert_eq!((swapped.sound.agent, swapped.sound.caller), (all.sound.caller, all.sound.agent));
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
