//! What lies beside a recording: the exchange's signals, and the true words.

use std::path::PathBuf;

use czujka::event::{CallTime, Channel, Direction, HangupBy, ReferenceSegment, Signal, SignalAt, SignalSource};
use czujka::private::Private;
use czujka::tap::TapError;
use czujka::tap::file::{CallFile, read_reference};
use tempfile::TempDir;

const FACTS: &str = r#"{"call":"x-1","procedure":"lomza","direction":"outbound","started":"2026-03-02T08:14:00+01:00","agent":{"id":"a-1","first_name":"Ewa","surname":"Żak","position":"inspektor","unit":"Wydział Spraw Społecznych"},"remote":"+48855550001","extension":"4101","colour":"blue"}"#;

fn written(bytes: impl AsRef<[u8]>) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("x.signals.jsonl");
    std::fs::write(&path, bytes).expect("a file in the temporary folder");
    (folder, path)
}

fn call_file(bytes: impl AsRef<[u8]>) -> CallFile {
    let (_folder, path) = written(bytes);
    CallFile::read(&path).unwrap_or_else(|error| panic!("{error}"))
}

fn at(ms: i64, signal: Signal) -> SignalAt {
    SignalAt::new(CallTime(ms), signal)
}

#[test]
fn facts_and_every_signal_are_read() {
    let file = call_file(format!(
        "{FACTS}\n{}",
        r#"{"at_ms":-9000.4,"signal":"dialling"}
{"at_ms":-5000,"signal":"ringing"}
{"at_ms":-5000,"signal":"queued","wait_ms":31000.6,"special_needs":true}

{"at_ms":0,"signal":"answered"}
{"at_ms":1500.5,"signal":"hold"}
{"at_ms":2000,"signal":"resume"}
{"at_ms":3000,"signal":"speakerphone","source":"device","confidence":0.75}
{"at_ms":3500,"signal":"speakerphone","on":false}
{"at_ms":4000,"signal":"transfer","to":4102}
{"at_ms":4001,"signal":"transfer","to":"4103"}
{"at_ms":4002,"signal":"transfer"}
{"at_ms":5000,"signal":"hangup","by":"transfer"}
"#
    ));
    assert_eq!(file.notices, Vec::<String>::new());
    assert_eq!((file.facts.call.as_str(), file.facts.external_id.as_str()), ("x-1", "x-1"));
    assert_eq!(file.facts.procedure, "lomza");
    assert_eq!(file.facts.direction, Direction::Outbound);
    let started = file.facts.started.expect("a time");
    assert_eq!(started.to_string(), "2026-03-02T07:14:00Z");
    assert_eq!(file.facts.agent.surname.as_deref(), Some("Żak"));
    assert_eq!(file.facts.remote, Some(Private::new("+48855550001".to_owned())));
    assert_eq!(file.facts.extension.as_deref(), Some("4101"));
    assert_eq!(file.audio_from_ms, 0);
    let to = |number: &str| Signal::Transfer { to: Some(Private::new(number.to_owned())) };
    let queued = Signal::Queued { wait_ms: 31_001, special_needs: true };
    let by = Some(HangupBy::Transfer);
    assert_eq!(
        file.signals,
        [
            at(-9_000, Signal::Dialling),
            at(-5_000, Signal::Ringing),
            at(-5_000, queued),
            at(0, Signal::Answered),
            at(1_501, Signal::Hold),
            at(2_000, Signal::Resume),
            SignalAt { source: SignalSource::Device, confidence: 0.75, ..at(3_000, Signal::Speakerphone { on: true }) },
            at(3_500, Signal::Speakerphone { on: false }),
            at(4_000, to("4102")),
            at(4_001, to("4103")),
            at(4_002, Signal::Transfer { to: None }),
            at(5_000, Signal::Hangup { by }),
        ]
    );
}

#[test]
fn every_fact_may_be_missing_null_or_wrong() {
    let file = call_file("{}");
    assert_eq!(file, CallFile::default());
    let file = call_file(
        r#"{"call":null,"remote":null,"agent":null,"started":null,"direction":null,"audio_from_ms":-2500.5}"#,
    );
    assert_eq!(file.audio_from_ms, -2_501);
    assert_eq!(file.facts, CallFile::default().facts);
    let file = call_file(
        r#"{"call":7,"started":"yesterday","direction":"sideways","agent":{"id":101,"surname":["x"]},"remote":"","audio_from_ms":1e300}"#,
    );
    assert_eq!((file.facts.call.as_str(), file.facts.agent.id.as_str()), ("7", "101"));
    assert_eq!((file.facts.remote, file.facts.started, file.audio_from_ms), (None, None, 0));
    for key in ["started", "direction", "surname", "audio_from_ms"] {
        let named = file.notices.iter().filter(|n| n.contains(key) && n.starts_with("line 1:"));
        assert_eq!(named.count(), 1, "{key}: {:?}", file.notices);
    }
}

#[test]
fn lines_that_cannot_be_understood_are_left_out_with_a_notice() {
    let file = call_file(format!(
        "{FACTS}\n{}",
        r#"{"at_ms":0,"signal":"answered"}
not json
{"at_ms":10,"signal":"dancing"}
{"at_ms":"soon","signal":"hold"}
{"signal":"hold"}
{"at_ms":1e15,"signal":"hold"}
{"at_ms":20,"signal":3}
{"at_ms":30}
[1,2]
{"at_ms":40,"signal":"hangup","by":"fate"}
{"at_ms":45,"signal":"hold","confidence":7}
{"at_ms":50,"signal":"hol"#
    ));
    assert_eq!(file.signals, [at(0, Signal::Answered), at(40, Signal::Hangup { by: None })]);
    let lines: Vec<&str> = file.notices.iter().filter_map(|n| n.split(':').next()).collect();
    let expected: Vec<String> = (3..=13).map(|line| format!("line {line}")).collect();
    assert_eq!(lines, expected, "{:?}", file.notices);
    assert!(file.notices[1].contains("dancing"));
}

#[test]
fn times_out_of_order_are_sorted_and_repetitions_left_out() {
    let file = call_file(format!(
        "{FACTS}\n{}",
        r#"{"at_ms":9000,"signal":"hangup","by":"caller"}
{"at_ms":-5000,"signal":"ringing"}
{"at_ms":-5000,"signal":"ringing"}
{"at_ms":-1000,"signal":"ringing"}
{"at_ms":0,"signal":"answered"}
{"at_ms":700,"signal":"answered"}
{"at_ms":9500,"signal":"hangup","by":"agent"}
"#
    ));
    let by = Some(HangupBy::Caller);
    assert_eq!(
        file.signals,
        [
            at(-5_000, Signal::Ringing),
            at(-1_000, Signal::Ringing),
            at(0, Signal::Answered),
            at(9_000, Signal::Hangup { by }),
        ]
    );
    for line in [3, 4, 7, 8] {
        let begins = format!("line {line}:");
        assert!(file.notices.iter().any(|n| n.starts_with(&begins)), "{:?}", file.notices);
    }
}

#[test]
fn a_signal_in_place_of_the_facts_is_a_signal() {
    let file = call_file("{\"at_ms\":0,\"signal\":\"answered\"}\n");
    assert_eq!(file.signals, [at(0, Signal::Answered)]);
    assert_eq!(file.notices.len(), 1);
}

#[test]
fn the_encodings_of_windows_are_read() {
    let utf16: Vec<u8> = "\u{FEFF}".encode_utf16().chain(FACTS.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let bom = [b"\xEF\xBB\xBF", FACTS.as_bytes()].concat();
    let polish: Vec<u8> = FACTS
        .chars()
        .map(|letter| match letter {
            'Ż' => 0xAF,
            'ł' => 0xB3,
            letter => u8::try_from(letter).expect("no other letter is beyond ASCII"),
        })
        .collect();
    for bytes in [utf16, bom, polish] {
        let file = call_file(bytes);
        assert_eq!(file.facts.agent.surname.as_deref(), Some("Żak"));
        assert_eq!(file.facts.agent.unit.as_deref(), Some("Wydział Spraw Społecznych"));
    }
}

#[test]
fn a_wholly_unreadable_file_is_an_error_and_an_empty_one_is_not() {
    let (folder, path) = written("RIFF\0\0\0\0 not at all\nnor this");
    let error = CallFile::read(&path).expect_err("nothing in it");
    assert!(matches!(error, TapError::Signals { .. }), "{error}");
    assert!(error.to_string().contains("line 1") && error.hint().contains("at_ms"));
    let absent = folder.path().join("absent.jsonl");
    let error = CallFile::read(&absent).expect_err("no such file");
    assert!(matches!(error, TapError::Unreadable { .. }), "{error}");
    assert_eq!(call_file("\n \n"), CallFile::default());
}

#[test]
fn the_file_beside_a_recording_is_found() {
    let (folder, _) = written(FACTS);
    for name in ["x.flac", "x.wav", "x.opus"] {
        let file = CallFile::beside(&folder.path().join(name)).expect("readable");
        assert_eq!(file.expect("it is there").facts.call, "x-1");
    }
    let other = CallFile::beside(&folder.path().join("y.flac")).expect("nothing to read");
    assert_eq!(other, None);
}

#[test]
fn neither_notices_nor_errors_show_a_number() {
    let file = call_file(
        r#"{"remote":["+48855550001"]}
{"at_ms":1,"signal":"transfer","to":["+48855550001"]}
{"at_ms":2,"to":"+48855550001"}"#,
    );
    assert_eq!(file.notices.len(), 3);
    assert!(!format!("{file:?}").contains("555"), "{file:?}");
}

fn reference(text: &str) -> Result<Vec<ReferenceSegment>, TapError> {
    let (_folder, path) = written(text);
    read_reference(&path)
}

fn words(segment: &ReferenceSegment) -> Vec<(&str, i64, i64)> {
    let words = segment.words.iter();
    words.map(|w| (w.text.as_str(), w.from.0, w.to.0)).collect()
}

#[test]
fn true_words_without_times_are_spread_evenly() {
    let segments = reference(
        r#"{"id":"x","transcript":[
            {"channel":"caller","from_ms":5000,"to_ms":6000,"text":"Tak,  słucham."},
            {"channel":"agent","from_ms":1000,"to_ms":2000.4,"text":"Dzień dobry, urząd"},
            {"channel":"background","from_ms":7000,"to_ms":9000,"text":"","from":"desk"}],
            "verdicts":{}}"#,
    )
    .expect("a transcript");
    assert_eq!(segments[0].channel, Channel::Agent);
    assert_eq!(words(&segments[0]), [("Dzień", 1_000, 1_333), ("dobry,", 1_333, 1_666), ("urząd", 1_666, 2_000)]);
    assert_eq!(words(&segments[1]), [("Tak,", 5_000, 5_500), ("słucham.", 5_500, 6_000)]);
    assert_eq!(segments[2].channel, Channel::Background);
    assert!(segments[2].words.is_empty());
}

#[test]
fn words_with_times_keep_them() {
    let segments = reference(
        r#"[{"channel":"agent","from_ms":0,"to_ms":2000,"text":"dzień dobry",
            "words":[{"text":"dzień","from_ms":100,"to_ms":400.6},{"text":" dobry","from_ms":1500,"to_ms":1900,"confidence":0.5}]}]"#,
    )
    .expect("a list of segments");
    assert_eq!(words(&segments[0]), [("dzień", 100, 401), ("dobry", 1_500, 1_900)]);
    let sure: Vec<f32> = segments[0].words.iter().map(|w| w.confidence).collect();
    assert_eq!(sure, [1.0, 0.5]);
}

#[test]
fn our_own_lines_are_a_transcript() {
    let segments = reference(
        r#"{"type":"segment","call":"x","channel":"agent","from_ms":0,"to_ms":900,"text":"halo","confidence":0.75}
{"type":"alert","call":"x","seq":1}
{"type":"segment","call":"x","channel":"background","from_ms":950,"to_ms":1900,"text":"","confidence":0.0}
{"type":"scorecard","call":"x","checks":{}}
"#,
    )
    .expect("lines of segments");
    assert_eq!(segments.len(), 2);
    assert_eq!((words(&segments[0]), segments[0].words[0].confidence), (vec![("halo", 0, 900)], 0.75));
}

#[test]
fn what_is_no_transcript_is_refused_with_its_place() {
    for (text, place) in [
        ("", "empty"),
        ("nonsense", "line 1"),
        ("{\"verdicts\":{}}", "line 1"),
        (r#"{"transcript":"words"}"#, "not a list"),
        (
            r#"{"transcript":[{"channel":"agent","from_ms":0,"to_ms":1,"text":"a"},{"channel":"robot","from_ms":0,"to_ms":1}]}"#,
            "segment 2",
        ),
        (r#"{"transcript":[{"channel":"agent","from_ms":10,"to_ms":1,"text":"a"}]}"#, "segment 1"),
        (r#"{"transcript":[{"channel":"agent","to_ms":1,"text":"a"}]}"#, "from_ms"),
        (
            "{\"type\":\"segment\",\"call\":\"x\",\"channel\":\"agent\",\"from_ms\":0,\"to_ms\":1}\n{\"type\":\"segment\",\"call\":\"y\",\"channel\":\"agent\",\"from_ms\":0,\"to_ms\":1}",
            "line 2",
        ),
    ] {
        let error = reference(text).expect_err(place);
        assert!(error.to_string().contains(place), "{error}");
        assert!(error.hint().contains("transcript"));
    }
}
