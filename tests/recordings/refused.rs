//! Files that are refused, each with its own error and a hint.

use super::*;

#[test]
fn what_is_no_recording_is_refused() {
    let folder = folder();
    let noise: Vec<u8> = (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for (name, bytes) in [
        ("text.wav", b"To nie jest nagranie.\n".as_slice()),
        ("one-byte.flac", b"f"),
        ("page.mp3", b"<!DOCTYPE html><html><body>404</body></html>"),
        ("noise.ogg", &noise),
        ("picture.jpg", b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
        ("utf16.json", b"\xFF\xFE{\x00\"\x00a\x00\"\x00:\x001\x00}\x00"),
    ] {
        let error = refused(&[written(&folder, name, bytes)]);
        assert!(matches!(error, TapError::NotAudio { .. }), "{name}: {error}");
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
        assert!(matches!(error, TapError::Undecodable { .. }), "{name}: {error}");
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
    assert!(matches!(error, TapError::Channels { channels: 3, .. }), "{error}");
    for rate_hz in [4_000, 7_999, 384_000] {
        let error = refused(&[wav(&folder, "r.wav", rate_hz, &[&sound])]);
        assert!(matches!(error, TapError::Rate { .. }), "{error}");
    }
    let narrow = wav(&folder, "8.wav", 8_000, &[&sound]);
    let wide = wav(&folder, "16.wav", 16_000, &[&sound]);
    let error = refused(&[narrow.clone(), wide]);
    let rates = TapError::RatesDiffer { agent_hz: 8_000, caller_hz: 16_000 };
    assert_eq!(error.to_string(), rates.to_string());
    let error = refused(&[narrow.clone(), fixture("stereo.flac")]);
    assert!(matches!(error, TapError::NotMono { .. }), "{error}");
    let error = refused(&[narrow.clone(), narrow.clone(), narrow]);
    assert!(matches!(error, TapError::FileCount { count: 3 }), "{error}");
}
