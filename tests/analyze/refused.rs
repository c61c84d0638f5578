//! Inputs that are refused, each with a message that says what to do; the others go on.

use crate::{czujka, folder, small_call};

#[test]
fn of_good_and_bad_files_the_good_are_analysed_and_the_status_is_2() {
    let folder = folder();
    let here = folder.path();
    std::fs::write(here.join("text.wav"), "To nie jest nagranie.").expect("written");
    std::fs::write(here.join("empty.flac"), "").expect("written");
    small_call(&here.join("one.wav"), 0);
    small_call(&here.join("two.wav"), 8_000);
    small_call(&here.join("elsewhere.wav"), 0);
    std::fs::write(here.join("elsewhere.signals.jsonl"), "{\"call\":\"elsewhere\",\"procedure\":\"krakow\"}\n")
        .expect("written");
    let files = ["text.wav", "one.wav", "empty.flac", "two.wav", "missing.wav", "elsewhere.wav"];
    let ran = czujka(here, &[&["analyze", "--format", "json", "--jobs", "3"], &files[..]].concat());
    assert_eq!(ran.status, 2, "{}", ran.stderr);

    let mut refused: Vec<String> =
        ran.of("error").iter().map(|line| line["call"].as_str().expect("a call").to_owned()).collect();
    refused.sort();
    assert_eq!(refused, ["elsewhere", "empty", "missing", "text"]);
    for error in ran.of("error") {
        assert!(!error["message"].as_str().expect("a message").is_empty());
        assert!(!error["hint"].as_str().expect("a hint").is_empty());
    }
    let krakow = ran.of("error").into_iter().find(|line| line["call"] == "elsewhere").expect("refused");
    assert!(krakow["message"].as_str().expect("a message").contains("bialystok, lomza"), "{krakow}");

    let mut analysed: Vec<String> =
        ran.of("scorecard").iter().map(|line| line["call"].as_str().expect("a call").to_owned()).collect();
    analysed.sort();
    assert_eq!(analysed, ["one", "two"]);
    // The lines of one call stand together.
    let mut calls: Vec<String> =
        ran.lines().iter().map(|line| line["call"].as_str().expect("a call").to_owned()).collect();
    calls.dedup();
    assert_eq!(calls.len(), files.len(), "{calls:?}");
}

#[test]
fn two_calls_of_one_name_are_not_written_over_each_other() {
    let folder = folder();
    let here = folder.path();
    std::fs::create_dir(here.join("later")).expect("a folder");
    small_call(&here.join("call.wav"), 0);
    small_call(&here.join("later/call.wav"), 0);
    let ran = czujka(here, &["analyze", "--format", "json", "--jobs", "1", "call.wav", "later/call.wav"]);
    assert_eq!(ran.status, 2);
    assert_eq!((ran.of("scorecard").len(), ran.of("error").len()), (1, 1));
}

#[test]
fn bad_usage_is_refused_before_anything_is_done() {
    let folder = folder();
    let here = folder.path();
    small_call(&here.join("one.wav"), 0);
    small_call(&here.join("two.wav"), 0);
    std::fs::write(here.join("x.jsonl"), "{\"call\":\"x\"}\n").expect("written");
    for (arguments, said) in [
        (&["one.wav", "--procedure", "krakow"][..], "bialystok, lomza"),
        (&["one.wav", "--model", "no-such-model"], "no-such-model"),
        (&["one.wav", "two.wav", "--signals", "x.jsonl"], "one recording"),
        (&["one.wav", "two.wav", "--transcript", "x.jsonl"], "one recording"),
        (&["one.wav", "--format", "xml"], "json"),
        (&["one.wav", "--loud"], "--loud"),
        (&[], "FILES"),
    ] {
        let ran = czujka(here, &[&["analyze"], arguments].concat());
        assert_eq!(ran.status, 2, "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(said), "{arguments:?}: {}", ran.stderr);
        assert_eq!(ran.stdout, "", "{arguments:?}");
    }
}

#[test]
fn the_help_names_every_option() {
    let folder = folder();
    let ran = czujka(folder.path(), &["analyze", "--help"]);
    assert_eq!(ran.status, 0);
    for option in
        ["--procedure", "--signals", "--transcript", "--model", "--format", "--out", "--stats", "--realtime", "--jobs"]
    {
        assert!(ran.stdout.contains(option), "{option} is not in\n{}", ran.stdout);
    }
    let all = czujka(folder.path(), &["--help"]);
    for command in ["demo", "serve", "watch", "analyze", "check-config"] {
        assert!(all.stdout.contains(command), "{command} is not in\n{}", all.stdout);
    }
}
