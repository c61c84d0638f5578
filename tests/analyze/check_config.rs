//! What is wrong with a procedure file is said with file and line.

use crate::{czujka, folder, small_call};

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

#[test]
fn a_staff_file_and_the_files_of_a_configuration_are_checked_with_it() {
    let folder = folder();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    write("x.toml", PROCEDURE);
    write("y.toml", PROCEDURE);
    write("good.csv", "id;nazwisko\na-1;Lis\n");
    write("bad.csv", "id;nazwisko\na-1;Lis\na-1;Wilk\na-2;\n");
    write("good.toml", "procedure = \"x.toml\"\nprocedures = [\"lomza\"]\nstaff = \"good.csv\"\n");
    write("bad.toml", "procedure = \"x.toml\"\nprocedures = [\"y.toml\"]\nstaff = \"bad.csv\"\n");

    let ran = czujka(folder.path(), &["check-config", "--staff", "good.csv"]);
    assert_eq!((ran.status, ran.stdout.lines().count()), (0, 1), "{}", ran.stdout);

    let ran = czujka(folder.path(), &["check-config", "--config", "bad.toml"]);
    assert_eq!(ran.status, 2);
    for told in [
        "x.toml: good",
        "the id `x` is that of",
        "bad.csv: line 3: the id `a-1` stands in line 2 already",
        "bad.csv: line 4: the surname is missing",
    ] {
        assert!(ran.stdout.contains(told), "{told} is not in\n{}", ran.stdout);
    }
}

#[test]
fn a_staff_file_in_windows_1250_tells_the_analysis_who_the_agent_is() {
    let folder = folder();
    let here = folder.path();
    small_call(&here.join("call.wav"), 8_000);
    let staff = "id,imię,nazwisko,jednostka,wewnętrzny\na-1,Łucja,Gołąb,Pracownia Zieleni,4101\n";
    std::fs::write(here.join("staff.csv"), encoding_rs::WINDOWS_1250.encode(staff).0).expect("written");
    std::fs::write(
        here.join("call.signals.jsonl"),
        "{\"call\":\"c\",\"procedure\":\"lomza\",\"extension\":\"4101\"}\n",
    )
    .expect("written");
    let said =
        "{\"transcript\":[{\"channel\":\"agent\",\"from_ms\":500,\"to_ms\":3000,\"text\":\"Gołąb, Zieleń, słucham\"}]}";
    std::fs::write(here.join("said.json"), said).expect("written");
    let missing = |arguments: &[&str]| {
        let given = ["analyze", "--format", "json", "--transcript", "said.json", "call.wav"];
        let ran = czujka(here, &[&given, arguments].concat());
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        ran.of("scorecard")[0]["checks"]["introduction"]["missing"].to_string()
    };
    assert!(missing(&[]).contains("surname"));
    assert!(!missing(&["--staff", "staff.csv"]).contains("surname"));
}
