//! The model that ships hears speech, and writes nothing where there is none.

use std::f32::consts::{PI, TAU};
use std::sync::{Arc, LazyLock};

use czujka::event::{CallTime, Channel};
use czujka::transcribe::{Model, Nothing, Pool, Recognised, Recogniser as _, Request, WhisperModel, to_transcript};

static MODEL: LazyLock<Arc<WhisperModel>> =
    LazyLock::new(|| WhisperModel::load(&Model::shipped().expect("the shipped model")).expect("whisper.cpp takes it"));

fn recognise(samples: &[f32], complete: bool) -> Recognised {
    let mut recogniser = MODEL.recogniser().expect("memory for a state");
    recogniser.recognise(samples, complete).expect("no failure")
}

fn text(recognised: &Recognised) -> String {
    let words = recognised.words.expose();
    let words: Vec<&str> = words.iter().map(|w| w.text.as_str()).collect();
    words.join(" ")
}

/// A recording at 8 kHz, brought to 16 kHz.
fn fixture(name: &str) -> Vec<f32> {
    let path = format!("{}/tests/fixtures/speech/{name}.wav", env!("CARGO_MANIFEST_DIR"));
    let samples: Vec<f32> = hound::WavReader::open(path)
        .expect("the fixture")
        .into_samples::<i16>()
        .map(|s| f32::from(s.expect("a sample")) / 32768.0)
        .collect();
    let at = |i: i32| samples.get(i as usize).copied().unwrap_or(0.0);
    let between = |i: i32| -> f32 {
        (-9..=10)
            .map(|k| {
                let x = 0.5 - k as f32;
                at(i + k) * (PI * x).sin() / (PI * x) * (0.5 + 0.5 * (PI * x / 10.5).cos())
            })
            .sum()
    };
    (0..samples.len() as i32).flat_map(|i| [at(i), between(i)]).collect()
}

fn letters(text: &str) -> Vec<char> {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Letters that differ, of a hundred of the truth's.
fn letter_error_percent(truth: &str, heard: &str) -> usize {
    let (truth, heard) = (letters(truth), letters(heard));
    let mut row: Vec<usize> = (0..=heard.len()).collect();
    for (i, letter) in truth.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, other) in heard.iter().enumerate() {
            let swap = row[j] + usize::from(letter != other);
            next.push(swap.min(row[j + 1] + 1).min(next[j] + 1));
        }
        row = next;
    }
    100 * row[heard.len()] / truth.len()
}

const SAID: [(&str, &str); 3] = [
    ("zrozumiale", "Czy to, co powiedziałam, jest dla pana zrozumiałe?"),
    ("jutro-o-dziesiatej", "Pasuje, jutro o dziesiątej będę w domu."),
    ("do-widzenia", "Dobrze. To do usłyszenia, do widzenia."),
];

#[test]
fn recorded_utterances_are_heard() {
    for (name, truth) in SAID {
        let heard = recognise(&fixture(name), true);
        let wrong = letter_error_percent(truth, &text(&heard));
        assert!(wrong <= 25, "{name}: {wrong} % of {truth} in {}", text(&heard));
        let words = heard.words.expose();
        assert!(words.iter().all(|w| (0.0..=1.0).contains(&w.confidence)));
        assert!(words.is_sorted_by_key(|w| w.from_ms));
        // 200 ms of quiet lie before and after.
        let (first, last) = (&words[0], &words[words.len() - 1]);
        assert!((100..500).contains(&first.from_ms), "{name} begins at {}", first.from_ms);
        let length_ms = fixture(name).len() as i64 / 16;
        assert!((100..600).contains(&(length_ms - last.to_ms)), "{name} ends at {}", last.to_ms);
    }
}

#[test]
fn a_long_stretch_is_heard_in_pieces_in_order() {
    let mut samples = Vec::new();
    for (name, _) in SAID.iter().cycle().take(9) {
        samples.extend(fixture(name));
        samples.extend(vec![0.0; 16_000]);
    }
    let heard = recognise(&samples, true);
    let truth: Vec<&str> = SAID.iter().cycle().take(9).map(|s| s.1).collect();
    let wrong = letter_error_percent(&truth.join(" "), &text(&heard));
    assert!(wrong <= 30, "{wrong} % in {}", text(&heard));
    let words = heard.words.expose();
    assert!(words.is_sorted_by_key(|w| w.from_ms));
    assert!(words[words.len() - 1].to_ms > 30_000);
}

#[test]
fn a_word_cut_off_by_the_end_of_a_partial_sound_is_left_out() {
    let whole = fixture("jutro-o-dziesiatej");
    let cut = &whole[..16 * 1650];
    let partial = recognise(cut, false);
    let as_final = recognise(cut, true);
    let count = |r: &Recognised| r.words.expose().len();
    assert_eq!(count(&partial) + 1, count(&as_final), "{}", text(&as_final));
}

/// Evenly distributed numbers from −1 to 1, the same each time.
fn noise(length: usize) -> Vec<f32> {
    let mut state = 0x2545_f491_u32;
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as f32 / u32::MAX as f32 * 2.0 - 1.0
    })
    .take(length)
    .collect()
}

fn tone(frequency_hz: f32, level: f32, length: usize) -> Vec<f32> {
    (0..length).map(|i| level * (TAU * frequency_hz * i as f32 / 16_000.0).sin()).collect()
}

/// Chords that change every 400 ms, with overtones that decay, as a music on hold.
fn music(length: usize) -> Vec<f32> {
    let chords = [[220.0, 277.2, 329.6], [196.0, 246.9, 293.7], [174.6, 220.0, 261.6]];
    (0..length)
        .map(|i| {
            let (beat, within) = (i / 6_400, i % 6_400);
            let decay = (-(within as f32) / 5_000.0).exp();
            let seconds = i as f32 / 16_000.0;
            chords[beat % 3]
                .iter()
                .flat_map(|f| [(f * 1.0, 0.05), (f * 2.0, 0.03), (f * 3.0, 0.015)])
                .map(|(f, level): (f32, f32)| level * decay * (TAU * f * seconds).sin())
                .sum()
        })
        .collect()
}

/// Clicks of 6 ms, seven a second.
fn keyboard(length: usize) -> Vec<f32> {
    let noise = noise(length);
    (0..length).map(|i| if i % 2_300 < 96 { noise[i] * 0.1 } else { noise[i] * 0.001 }).collect()
}

#[test]
fn nothing_is_written_where_nobody_speaks() {
    let scaled = |level: f32| -> Vec<f32> { noise(64_000).iter().map(|x| x * level).collect() };
    let sounds = [
        ("silence", vec![0.0; 64_000]),
        ("hiss", scaled(0.002)),
        ("loud noise", scaled(0.05)),
        ("ringing tone", tone(425.0, 0.1, 16_000)),
        ("dialling tone", tone(425.0, 0.1, 64_000)),
        ("music", music(96_000)),
        ("keyboard", keyboard(64_000)),
    ];
    for (name, samples) in sounds {
        let heard = recognise(&samples, true);
        assert_eq!(text(&heard), "", "{name}");
        assert!(heard.nothing.is_some());
    }
}

#[test]
fn the_shortest_sounds_are_taken() {
    for length in [0, 1, 2, 159, 160, 1_599, 4_800] {
        let heard = recognise(&tone(300.0, 0.1, length), true);
        assert!(heard.words.expose().len() <= 2, "{length}: {}", text(&heard));
    }
    assert_eq!(recognise(&[], true).nothing, Some(Nothing::Silence));
    assert_eq!(recognise(&vec![f32::NAN; 16_000], true).nothing, Some(Nothing::Silence));
}

#[test]
fn a_pool_answers_a_request_in_call_time() {
    let pool = Pool::new(&MODEL, 2).expect("a pool");
    let samples = fixture("do-widzenia");
    let request = Request {
        utterance: 1,
        channel: Channel::Caller,
        from: CallTime(60_000),
        to: CallTime(60_000 + samples.len() as i64 / 16),
        asked: CallTime(63_000),
        complete: true,
        deadline: None,
        samples: Arc::from(samples),
    };
    let finished = pool.recognise_now(&Arc::from("a call"), &request).expect("an answer");
    assert!(finished.cpu.as_millis() > 0);
    let transcript = to_transcript(&request, &finished.recognised, CallTime(63_100));
    let words = transcript.words.expose();
    assert!(letter_error_percent("widzenia", &words[words.len() - 1].text) < 60);
    assert!(words.iter().all(|w| w.from >= request.from && w.to <= request.to));
}
