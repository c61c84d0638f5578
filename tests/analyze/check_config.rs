//! What is wrong with a procedure file is said with file and line.

use crate::{czujka, folder};

const PROCEDURE: &str = "id = \"x\"
title = \"X\"
[office]
names = [\"Urząd Gminy X\"]
[checks.introduction]
point = \"1\"
audience = \"agent\"
within_ms = 20000
required = [\"first_name\"]
[checks.wait_notice]
quiet_nudge_ms = 6000
";

#[test]
fn the_procedures_that_ship_are_good() {
    let ran = czujka(folder().path(), &["check-config"]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    assert_eq!(ran.stdout.lines().count(), 2);
}

#[test]
fn a_mistake_is_named_with_file_and_line() {
    let folder = folder();
    for (good, bad, line, key) in [
        ("", "", 0, ""),
        ("within_ms", "whitin_ms", 8, "whitin_ms"),
        ("20000", "\"soon\"", 8, "checks.introduction"),
        ("\"agent\"", "\"agnet\"", 7, "agnet"),
        ("title", "titel", 2, "titel"),
        ("\"first_name\"", "\"reason\"", 9, "reason"),
        ("6000", "60000", 11, "quiet_nudge_ms"),
        ("checks.wait_notice", "checks.wait_notise", 10, "wait_notise"),
    ] {
        std::fs::write(folder.path().join("x.toml"), PROCEDURE.replacen(good, bad, 1)).expect("written");
        let ran = czujka(folder.path(), &["check-config", "x.toml", "lomza"]);
        let all = format!("{}{}", ran.stdout, ran.stderr);
        assert!(all.contains("lomza: good"), "the other is checked as well: {all}");
        if key.is_empty() {
            assert_eq!(ran.status, 0, "{all}");
            continue;
        }
        assert_eq!(ran.status, 2, "{bad}: {all}");
        assert!(all.contains("x.toml") && all.contains(key), "{bad}: {all}");
        assert!(all.contains(&format!("line {line}")), "{bad} is in line {line}: {all}");
    }
}
