//! A bystander's words are in no output.

use std::fs;

use crate::{Ran, czujka, folder, shipped};

/// What a colleague says behind the agent in `demo/meldunek.flac`.
const SAID: &str = "Pesel siedem, pięć, zero, dwa, jeden, cztery, zero, osiem, trzy. Nazwisko Kowalczuk, imię Halina.";

/// None of it, nor what a recogniser may make of it; nobody else says the like in that call.
const NEVER: [&str; 7] = ["pesel", "siedem", "cztery", "osiem", "nazwisk", "kowalcz", "halin"];

fn analysed(with_transcript: bool, format: &str) -> Ran {
    let folder = folder();
    let here = folder.path();
    let truth = serde_json::json!({"transcript": [
        {"channel": "agent", "from_ms": 1100, "to_ms": 7250, "text": "Dzień dobry, Urząd Miejski w Białymstoku, referent Ewa Borowska, czym mogę służyć?"},
        {"channel": "agent", "from_ms": 26240, "to_ms": 35450, "text": "Odszukam dla pani wzór. Proszę o odrobinę cierpliwości, to chwilę potrwa."},
        {"channel": "background", "from_ms": 36950, "to_ms": 47225, "text": SAID},
    ]});
    fs::write(here.join("truth.json"), truth.to_string()).expect("written");
    let call = shipped("demo/meldunek.flac");
    let call = call.to_str().expect("a path");
    let mut arguments = vec!["analyze", call, "--stats", "--format", format];
    if with_transcript {
        arguments.extend(["--transcript", "truth.json"]);
    }
    let ran = czujka(here, &arguments);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    ran
}

fn assert_untold(ran: &Ran) {
    let all = format!("{}{}", ran.stdout, ran.stderr).to_lowercase();
    for word in NEVER {
        let line = all.lines().find(|line| line.contains(word));
        assert_eq!(line, None, "`{word}` was said by a bystander");
    }
}

fn assert_reported(ran: &Ran) {
    let alerts: Vec<_> = ran.of("alert").into_iter().filter(|alert| alert["check"] == "background_voice").collect();
    assert!(!alerts.is_empty(), "the bystander is noticed");
    assert!(alerts.iter().all(|alert| alert["heard"] == ""));
    let segments: Vec<_> = ran.of("segment").into_iter().filter(|line| line["channel"] == "background").collect();
    assert!(!segments.is_empty() && segments.iter().all(|line| line["text"] == ""));
    assert_eq!(ran.verdict("background_voice"), "breached");
}

#[test]
fn words_given_for_the_grade_are_graded_and_dropped() {
    let ran = analysed(true, "json");
    assert_reported(&ran);
    assert_eq!(ran.of("scorecard")[0]["checks"]["background_voice"]["detail"]["grade"], "personal_data");
    assert_untold(&ran);
    let text = analysed(true, "text");
    assert!(text.stdout.contains("background_voice"), "{}", text.stdout);
    assert_untold(&text);
}

#[test]
fn words_heard_by_the_model_are_dropped() {
    let ran = analysed(false, "json");
    assert_reported(&ran);
    assert!(
        ran.of("segment").iter().any(|line| line["channel"] == "agent" && line["text"] != ""),
        "the agent's are not"
    );
    assert_untold(&ran);
}
