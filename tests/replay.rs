//! The same sound gives the same lines however it is cut and however fast it comes, and no order of inputs
//! breaks a call.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use czujka::audio::Frame;
use czujka::call::{Call, CallSettings, Input, Output};
use czujka::event::{
    CallTime, Channel, HangupBy, ReferenceSegment, ReportedSignal, Signal, SignalAt, SignalSource, Word,
};
use czujka::facts::CallFacts;
use czujka::procedure::Procedure;
use czujka::tap::file::Recording;
use czujka::transcribe::{
    Cost, Model, Recognised, Recogniser as _, Transcript, WhisperModel, WhisperRecogniser, to_transcript,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

const RATE_HZ: u32 = 8_000;

/// The beginning of a call that ships: both parties speak, and somebody falls silent.
fn recording(seconds: usize) -> Frame {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/podatek.flac");
    let mut recording = Recording::open(&[path]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(recording.rate_hz(), RATE_HZ);
    let mut sound = Frame::default();
    while let Some(frame) = recording.next_frame().expect("a readable file") {
        sound.agent.extend(frame.agent);
        sound.caller.extend(frame.caller);
    }
    sound.agent.truncate(seconds * RATE_HZ as usize);
    sound.caller.truncate(seconds * RATE_HZ as usize);
    sound
}

fn call(reference: Option<Vec<ReferenceSegment>>, cost: Cost) -> Call {
    let procedure = Arc::new(Procedure::load("bialystok").expect("it ships"));
    let settings = CallSettings {
        rate_hz: RATE_HZ,
        cost,
        signals: true,
        both_channels: true,
        audio_from: Some(CallTime::ZERO),
        began: None,
        staff: Arc::default(),
        reference,
        resumed: Vec::new(),
    };
    Call::new(CallFacts::default(), procedure, settings).expect("valid settings")
}

/// Words in the places of the recording's first turns.
fn reference() -> Vec<ReferenceSegment> {
    let segment = |channel, from: i64, to: i64, text: &str| {
        let said: Vec<&str> = text.split_whitespace().collect();
        let at = |index: usize| CallTime(from + (to - from) * index as i64 / said.len() as i64);
        let word = |(index, text): (usize, &&str)| Word {
            text: (*text).to_owned(),
            from: at(index),
            to: at(index + 1),
            confidence: 1.0,
        };
        ReferenceSegment {
            channel,
            from: CallTime(from),
            to: CallTime(to),
            words: said.iter().enumerate().map(word).collect(),
        }
    };
    vec![
        segment(Channel::Agent, 1_100, 7_000, "Dzień dobry, Urząd Miejski w Białymstoku, inspektor Zalewski, słucham"),
        segment(Channel::Caller, 7_600, 11_000, "Dzień dobry, chodzi o podatek"),
        segment(Channel::Agent, 11_500, 15_000, "Nazywam się Krzysztof Zalewski, opłata wynosi sto złotych"),
        segment(Channel::Caller, 16_000, 18_000, "Dziękuję, do widzenia"),
    ]
}

/// What has been recognised before, so that equal sound is transcribed once for all cases.
struct Memory {
    recogniser: WhisperRecogniser,
    known: HashMap<(Vec<u32>, bool), Recognised>,
}

impl Memory {
    fn recognise(&mut self, samples: &[f32], complete: bool) -> Recognised {
        let key = (samples.iter().map(|sample| sample.to_bits()).collect(), complete);
        let recogniser = &mut self.recogniser;
        self.known.entry(key).or_insert_with(|| recogniser.recognise(samples, complete).expect("no failure")).clone()
    }
}

/// All lines of a replay in which frames have these lengths, in turn, and arrive so many at a time.
fn lines(sound: &Frame, lengths: &[usize], at_once: usize, words: &mut Words<'_>) -> Vec<String> {
    let (reference, cost) = match words {
        Words::Reference(cost) => (Some(reference()), *cost),
        Words::Model(_, cost) => (None, *cost),
    };
    let mut call = call(reference, cost);
    call.feed(Input::Signal(SignalAt::new(CallTime::ZERO, Signal::Answered).into()));
    call.feed(Input::Signal(SignalAt::new(CallTime(21_003), Signal::Hold).into()));
    let mut lines = Vec::new();
    let mut drain = |call: &mut Call| {
        while let Some(output) = call.next() {
            match output {
                Output::Transcribe(request) => {
                    let Words::Model(memory, cost) = words else { panic!("the words are known") };
                    let recognised = memory.recognise(&request.samples, request.complete);
                    let available = request.asked + cost.work_ms(request.to - request.from);
                    call.feed(Input::Transcript(to_transcript(&request, &recognised, available)));
                }
                Output::Segment(said) => {
                    lines.push(format!("{:?} {} {} {}", said.channel, said.from, said.to, said.text()));
                }
                Output::Alert(alert) => lines.push(serde_json::to_string(&alert).expect("it is written so")),
                Output::Gap(gap) => lines.push(serde_json::to_string(&gap).expect("it is written so")),
                Output::Scorecard(card) => lines.push(serde_json::to_string(&card).expect("it is written so")),
                Output::Signal(signal) => lines.push(format!("{signal:?}")),
            }
        }
    };
    let mut from = 0;
    for (count, length) in lengths.iter().cycle().enumerate() {
        let to = (from + length).min(sound.agent.len());
        call.feed(Input::Audio(Frame {
            agent: sound.agent[from..to].to_vec(),
            caller: sound.caller[from..to].to_vec(),
        }));
        if count % at_once == 0 {
            drain(&mut call);
        }
        from = to;
        if from == sound.agent.len() {
            break;
        }
    }
    call.feed(Input::End);
    drain(&mut call);
    lines
}

/// Where the words come from.
enum Words<'a> {
    Reference(Cost),
    Model(&'a mut Memory, Cost),
}

/// Cuts a recording in as many ways as `cases` says and wants the same lines each time.
fn same_however_cut(cases: u32, words: &mut Words<'_>) -> Vec<String> {
    let sound = recording(26);
    let expected = lines(&sound, &[160], 1, words);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let words = std::cell::RefCell::new(words);
    TestRunner::new(config)
        .run(&(vec(1_usize..5_000, 1..40), 1_usize..60), |(lengths, at_once)| {
            prop_assert_eq!(&lines(&sound, &lengths, at_once, &mut words.borrow_mut()), &expected);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
    expected
}

#[test]
fn known_words_give_the_same_lines_however_the_sound_is_cut() {
    let lines = same_however_cut(6, &mut Words::Reference(Cost::default()));
    let all = lines.join("\n");
    for told in [
        "introduction/1\",\"kind\":\"nudge",
        "comprehension_check/1\",\"kind\":\"nudge",
        "wait_notice/1\",\"kind\":\"breach",
    ] {
        assert!(all.contains(told), "{told} is not in\n{all}");
    }
}

#[test]
fn the_model_gives_the_same_lines_however_the_sound_is_cut() {
    let model = WhisperModel::load(&Model::shipped().expect("the shipped model")).expect("whisper.cpp takes it");
    let mut memory = Memory { recogniser: model.recogniser().expect("memory for a state"), known: HashMap::new() };
    let lines = same_however_cut(4, &mut Words::Model(&mut memory, model.cost()));
    assert!(lines.iter().any(|line| line.starts_with("Agent") && line.len() > 30), "{lines:?}");
}

fn moment() -> impl Strategy<Value = CallTime> {
    (-5_000_i64..30_000).prop_map(CallTime)
}

fn signal() -> impl Strategy<Value = Signal> {
    prop_oneof![
        Just(Signal::Ringing),
        Just(Signal::Answered),
        Just(Signal::Hold),
        Just(Signal::Resume),
        Just(Signal::Transfer { to: None }),
        Just(Signal::Dialling),
        (any::<i64>(), any::<bool>()).prop_map(|(wait_ms, special_needs)| Signal::Queued { wait_ms, special_needs }),
        any::<bool>().prop_map(|on| Signal::Speakerphone { on }),
        Just(Signal::Hangup { by: None }),
        Just(Signal::Hangup { by: Some(HangupBy::Agent) }),
    ]
}

/// What officials and callers say, for its words.
const TALK: [&str; 3] = [
    include_str!("../models/train/texts/agents.txt"),
    include_str!("../models/train/texts/office_callbacks.txt"),
    include_str!("../models/train/texts/callers.txt"),
];

fn transcript() -> impl Strategy<Value = Transcript> {
    let channel = prop_oneof![Just(Channel::Agent), Just(Channel::Caller), Just(Channel::Background)];
    let told = prop_oneof![
        Just("Krzysztof Zalewski, Urząd Miejski w Białymstoku"),
        Just("proszę o chwilę cierpliwości, sprawdzę w systemie"),
        Just("do widzenia"),
        Just("czy wszystko jest jasne?"),
        Just("wniosek trzeba złożyć osobiście"),
        Just("przełączam panią, muszę pójść do archiwum"),
        Just("czy mogę włączyć głośnik?"),
        Just("nie, wolałbym nie, włączam jednak głośnik"),
        Just("dzwonię w sprawie wniosku, gdzieś mi się zapodział"),
        Just(""),
        Just("… 1 ? yyy"),
    ];
    let words: Vec<&str> = TALK.iter().flat_map(|text| text.split_whitespace()).collect();
    let mixed = vec(proptest::sample::select(words), 0..14).prop_map(|words| words.join(" "));
    let text = prop_oneof![told.prop_map(str::to_owned), mixed];
    (0_u32..6, channel, moment(), moment(), moment(), any::<bool>(), text, any::<bool>()).prop_map(
        |(utterance, channel, from, to, available, complete, text, failed)| {
            let word = |text: &str| Word { text: text.to_owned(), from, to, confidence: 0.7 };
            let words: Vec<Word> = text.split_whitespace().map(word).collect();
            let failed = (failed && complete).then(|| "drawn so".to_owned());
            Transcript { utterance, channel, from, to, complete, words: words.into(), available, failed }
        },
    )
}

fn input() -> impl Strategy<Value = Input> {
    let frame = vec(-1.5_f32..1.5, 0..2_000).prop_map(|agent| {
        let caller = agent.iter().rev().copied().collect();
        Input::Audio(Frame { agent, caller })
    });
    prop_oneof![
        4 => frame,
        4 => (signal(), proptest::option::of(moment()), 0..SignalSource::ALL.len(), 0.0_f32..=1.0).prop_map(|(signal, at, source, confidence)| {
            let source = SignalSource::ALL[source];
            Input::Signal(ReportedSignal { signal, at, source, confidence })
        }),
        4 => transcript().prop_map(Input::Transcript),
        3 => moment().prop_map(Input::Tick),
        1 => (-1_000_i64..3_000).prop_map(|ms| Input::Missing { ms, because: "drawn so".to_owned() }),
        1 => Just(Input::Forgotten { because: "drawn so".to_owned() }),
    ]
}

#[test]
fn no_order_of_inputs_breaks_a_call() {
    let config = Config {
        cases: std::env::var("CASES").map_or(48, |c| c.parse().unwrap()),
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&(vec(input(), 0..40), any::<bool>(), any::<bool>()), |(inputs, known, early_end)| {
            let mut call = call(known.then(reference), Cost::default());
            let (mut alerts, mut scorecards, mut before) = (Vec::new(), 0, None);
            let half = inputs.len() / 2;
            let end = std::iter::once(Input::End);
            let inputs = inputs.into_iter().enumerate().flat_map(|(index, input)| {
                let end = (early_end && index == half).then_some(Input::End);
                std::iter::once(input).chain(end)
            });
            // Words that never come are waited for no longer than a tick three seconds after the end.
            for input in inputs.chain(end).chain([Input::Tick(CallTime(200_000)), Input::End]) {
                call.feed(input);
                while let Some(output) = call.next() {
                    prop_assert_eq!(scorecards, 0, "nothing follows the scorecard");
                    match output {
                        Output::Alert(alert) => alerts.push((alert.check, alert.episode, alert.kind)),
                        Output::Scorecard(_) => scorecards += 1,
                        _ => {}
                    }
                }
                let now = (call.answered(), call.now());
                // Time never runs back, but for the answer, which is its new zero.
                if let Some((answered, at)) = before
                    && answered == now.0
                {
                    prop_assert!(now.1 >= at, "time ran back from {} to {}", at, now.1);
                }
                before = Some(now);
            }
            prop_assert_eq!(scorecards, 1, "every call ends with its scorecard");
            let all = alerts.len();
            alerts.sort();
            alerts.dedup();
            prop_assert_eq!(alerts.len(), all, "no alert comes twice");
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}
