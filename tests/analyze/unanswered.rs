//! A recorded call that nobody answered.

use std::fs;

use crate::{czujka, folder, wav};

#[test]
fn a_call_that_nobody_answered_is_to_be_returned_wherever_its_times_count_from() {
    let folder = folder();
    let here = folder.path();
    let facts = r#"{"call":"missed","procedure":"bialystok","direction":"inbound","started":"2026-07-10T15:00:00+02:00","agent":{"id":"a1"},"remote":"+48855550123","extension":"214"}"#;
    let silence = vec![0.0; 8_000 * 21];
    for (name, rings, hangup, at_ms) in [("from the first ring", 0, 20_000, 20_000), ("up to the end", -20_000, 0, 0)] {
        let file = here.join("missed.wav");
        wav(&file, 8_000, &[&silence, &silence]);
        let signals = format!(
            "{facts}\n{{\"at_ms\":{rings},\"signal\":\"ringing\"}}\n{{\"at_ms\":{hangup},\"signal\":\"hangup\",\"by\":\"caller\"}}\n"
        );
        fs::write(here.join("missed.signals.jsonl"), signals).expect("written");
        let ran = czujka(here, &["analyze", "--format", "json", "missed.wav"]);
        assert_eq!(ran.status, 0, "{name}: {}", ran.stderr);
        assert_eq!(ran.verdict("missed_call"), "pending", "{name}: {}", ran.stdout);
        assert_eq!(ran.verdict("introduction"), "not_applicable", "{name}");
        let finding = &ran.of("scorecard")[0]["checks"]["missed_call"];
        // A Friday afternoon: the end of Monday.
        assert_eq!(finding["commitment"]["due"], "2026-07-13T15:30:00+02:00", "{name}");
        let mut alerts = ran.of("alert");
        alerts.retain(|alert| alert["check"] == "missed_call");
        assert_eq!(alerts.len(), 1, "{name}: {}", ran.stdout);
        assert_eq!((alerts[0]["episode"].as_str(), alerts[0]["kind"].as_str()), (Some("missed_call/1"), Some("nudge")));
        assert_eq!(alerts[0]["at_ms"].as_i64(), Some(at_ms), "{name}");
        let told = czujka(here, &["analyze", "missed.wav"]).stdout;
        assert!(told.contains("by Mon 2026-07-13 15:30"), "{told}");
    }
}
