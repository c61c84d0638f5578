//! Files that break off or are broken in the middle.

use super::*;

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
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let cut = written(&folder, &format!("cut-{name}"), &bytes[..bytes.len() * 2 / 3]);
        let part = heard(&[cut]);
        let reason = part.cut_off.unwrap_or_else(|| panic!("{name} was cut off"));
        assert!(reason.contains("cut off after"), "{reason}");
        let (got, all) = (part.sound.agent.len(), whole.sound.agent.len());
        assert!(got > all / 3 && got < all * 3 / 4, "{name}: {got} of {all}");
        assert_eq!(part.rate_hz, rate_hz);
        assert_eq!(part.sound.agent[..got / 2], whole.sound.agent[..got / 2], "{name}");
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
        let off = part.sound.agent[late..].iter().zip(&whole.sound.agent[late..]);
        let most = off.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(most < 0.05, "{name}: {most}");
    }
}
