//! Inputs that are less than they should be: analysed, and honest about what that costs.

use std::fs;

use serde_json::Value;

use crate::{czujka, folder, shipped, small_call, speech, wav};

const CHECKS: [&str; 4] = ["introduction", "wait_notice", "background_voice", "comprehension_check"];

#[test]
fn a_file_cut_off_ends_with_a_gap_and_judges_nothing_that_rests_on_it() {
    let folder = folder();
    let here = folder.path();
    let flac = fs::read(shipped("demo/podatek.flac")).expect("a call that ships");
    fs::write(here.join("cut.flac"), &flac[..flac.len() / 6]).expect("written");
    small_call(&here.join("whole.wav"), 8_000);
    let bytes = fs::read(here.join("whole.wav")).expect("written");
    fs::write(here.join("cut.wav"), &bytes[..bytes.len() * 2 / 3]).expect("written");
    for name in ["cut.flac", "cut.wav"] {
        let ran = czujka(here, &["analyze", "--format", "json", name]);
        assert_eq!(ran.status, 0, "{name}: {}", ran.stderr);
        let gaps = ran.of("gap");
        assert!(
            gaps.iter().any(|gap| gap["because"].as_str().expect("a reason").contains("cut off")),
            "{name}: {gaps:?}"
        );
        let last_word = ran.of("segment").iter().map(|line| line["to_ms"].as_i64().expect("a time")).max();
        assert!(
            gaps.iter().all(|gap| gap["from_ms"].as_i64() >= last_word.map(|to| to - 500)),
            "{name}: the gap is at the end"
        );
        for check in CHECKS {
            assert_eq!(ran.verdict(check), "undetermined", "{name}: {check}");
        }
    }
}

#[test]
fn one_channel_costs_the_checks_that_need_to_know_who_speaks() {
    let folder = folder();
    let here = folder.path();
    wav(&here.join("mono.wav"), 8_000, &[&speech("jutro-o-dziesiatej")]);
    let ran = czujka(here, &["analyze", "--format", "json", "mono.wav"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("one channel only"), "{}", ran.stderr);
    assert!(!ran.of("segment").is_empty(), "it is transcribed all the same");
    assert!(ran.of("alert").is_empty());
    for check in CHECKS {
        assert_eq!(ran.verdict(check), "undetermined", "{check}");
    }
}

#[test]
fn any_rate_gives_the_same_speech_in_the_same_places() {
    let folder = folder();
    let here = folder.path();
    small_call(&here.join("8000.wav"), 0);
    let spec = |rate_hz: u32| {
        let mut reader = hound::WavReader::open(here.join("8000.wav")).expect("written");
        let all: Vec<f32> =
            reader.samples::<i16>().map(|sample| f32::from(sample.expect("a sample")) / 32_768.0).collect();
        let of = |channel: usize| resampled(&all.iter().copied().skip(channel).step_by(2).collect::<Vec<_>>(), rate_hz);
        wav(&here.join(format!("{rate_hz}.wav")), rate_hz, &[&of(0), &of(1)]);
    };
    spec(11_025);
    spec(48_000);
    let places = |name: &str| {
        let ran = czujka(here, &["analyze", "--format", "json", name]);
        assert_eq!(ran.status, 0, "{name}: {}", ran.stderr);
        let place = |line: &Value| {
            (line["channel"].as_str().expect("a channel").to_owned(), line["from_ms"].as_i64(), line["to_ms"].as_i64())
        };
        let segments = ran.of("segment");
        assert!(segments.iter().all(|line| !line["text"].as_str().expect("a text").is_empty()), "{name}");
        segments.iter().map(place).collect::<Vec<_>>()
    };
    let expected = places("8000.wav");
    assert_eq!(expected.iter().map(|(channel, ..)| channel.as_str()).collect::<Vec<_>>(), ["agent", "caller"]);
    for name in ["11025.wav", "48000.wav"] {
        let found = places(name);
        assert_eq!(found.len(), expected.len(), "{name}: {found:?}");
        for ((channel, from, to), (expected_channel, expected_from, expected_to)) in found.iter().zip(&expected) {
            let near = |a: &Option<i64>, b: &Option<i64>| a.zip(*b).is_some_and(|(a, b)| (a - b).abs() <= 150);
            assert!(
                channel == expected_channel && near(from, expected_from) && near(to, expected_to),
                "{name}: {found:?}, not {expected:?}"
            );
        }
    }
}

/// By straight lines between samples: good enough to place speech.
fn resampled(samples: &[f32], rate_hz: u32) -> Vec<f32> {
    let length = samples.len() as u64 * u64::from(rate_hz) / 8_000;
    let at = |index: usize| samples.get(index).copied().unwrap_or(0.0);
    (0..length)
        .map(|index| {
            let place = index as f64 * 8_000.0 / f64::from(rate_hz);
            let (whole, part) = (place as usize, place.fract() as f32);
            at(whole) * (1.0 - part) + at(whole + 1) * part
        })
        .collect()
}

#[test]
fn the_same_file_gives_the_same_bytes() {
    let folder = folder();
    let here = folder.path();
    small_call(&here.join("a.wav"), 0);
    small_call(&here.join("b.wav"), 16_000);
    let bytes = |out: &str| {
        let ran = czujka(here, &["analyze", "--format", "json", "--out", out, "a.wav", "b.wav"]);
        assert_eq!((ran.status, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
        ["a", "b"].map(|call| fs::read(here.join(out).join(format!("{call}.jsonl"))).expect("a file a call"))
    };
    let first = bytes("first");
    assert_eq!(first, bytes("second"));
    assert!(first.iter().all(|lines| lines.windows(9).any(|part| part == b"scorecard")));
    assert_ne!(first[0], first[1]);
}
