//! The rules themselves, tried on sources made up to break them, and on near misses that do not.

use crate::rules::broken;
use crate::source::Source;

/// The lines on which a made-up file breaks a rule.
fn lines(path: &str, text: &str) -> Vec<usize> {
    broken(&Source::new(path, text)).into_iter().map(|broken| broken.line).collect()
}

#[test]
fn an_import_upwards_is_found_however_it_is_written() {
    for upwards in [
        "use crate::session::Switchboard;",
        "use crate::{alert::Alert, session};",
        "use crate::{\n    alert::{Alert, session},\n    call::Call,\n};",
        "fn f() { crate::session::start(); }",
        "use super::session;",
        "mod inner { use super::super::session; }",
        "pub use czujka::session;",
    ] {
        let found = lines("src/detect.rs", upwards);
        assert_eq!(found.len(), 1, "{upwards}: {found:?}");
    }
    assert_eq!(lines("src/tap/file/decoder.rs", "\n\nuse super::super::super::call::Call;"), [3]);
    assert_eq!(lines("src/tap/mod.rs", "use super::call::Call;"), [1]);
}

#[test]
fn what_only_looks_like_an_import_is_not_found() {
    for fine in [
        "// use crate::session;",
        "/* use crate::session; */",
        "const A: &str = \"crate::session\";",
        "const A: &str = r#\"\"crate::session\"\"#;",
        "const A: char = '\"'; use crate::alert; const B: char = '\"';",
        "fn f<'a>(session: &'a str) -> &'a str { session }",
        "use super::call_file::session;",
        "#[cfg(test)]\nmod tests {\n    use crate::session;\n}",
    ] {
        assert_eq!(lines("src/tap/file.rs", fine), [] as [usize; 0], "{fine}");
    }
}

#[test]
fn a_neighbour_of_the_same_layer_must_be_named() {
    assert_eq!(lines("src/detect/courtesy.rs", "use crate::speaker::Tracker;"), [1]);
    assert_eq!(lines("src/event.rs", "use crate::alert::Alert;"), [1]);
    assert!(lines("src/alert.rs", "use crate::event::CallTime;").is_empty());
    assert!(lines("src/detect/courtesy.rs", "use crate::detect::Scene;").is_empty());
}

#[test]
fn a_module_without_a_layer_is_found() {
    assert_eq!(lines("src/helpers.rs", "fn f() {}"), [1]);
}

#[test]
fn a_clock_is_read_in_its_places_only() {
    let reads = "use std::time::Instant;\nfn f() -> Instant {\n    Instant::now()\n}";
    assert_eq!(lines("src/store/sqlite/mod.rs", reads), [3]);
    assert!(lines("src/session/pacer.rs", reads).is_empty());
    assert_eq!(lines("src/cli/analyze.rs", "fn f() { jiff::Timestamp::now(); }"), [1]);
    assert!(lines("src/store/mod.rs", &format!("#[cfg(test)]\nmod tests {{ {reads} }}")).is_empty());
}

#[test]
fn a_pure_module_touches_nothing() {
    for touch in [
        "use std::fs;",
        "use std::{fmt, io::{self, Read}};",
        "fn f() { std::thread::spawn(|| ()); }",
        "use tokio::sync::mpsc;",
        "async fn f() {}",
    ] {
        assert_eq!(lines("src/polish/times.rs", touch), [1], "{touch}");
        assert!(lines("src/store/mod.rs", touch).is_empty(), "{touch}");
    }
}

#[test]
fn a_pure_module_may_use_the_rest_of_the_standard_library() {
    let fine = "use std::{fmt, collections::{BTreeMap, VecDeque}};\nfn f(fs: i64) -> i64 { fs }";
    assert!(lines("src/polish/times.rs", fine).is_empty());
}

#[test]
fn generated_messages_stay_with_services_and_clients() {
    assert_eq!(lines("src/session/journal.rs", "use crate::proto::v1;"), [1]);
    assert_eq!(lines("src/store/model.rs", "fn f(_: prost_types::Timestamp) {}"), [1]);
    assert!(lines("src/tap/grpc/decode.rs", "use crate::proto::v1;").is_empty());
}

#[test]
fn unfinished_work_is_found() {
    assert_eq!(lines("src/call/panel.rs", concat!("fn f() {\n    to", "do!()\n}")), [2]);
    assert_eq!(lines("tests/new.rs", concat!("#[test]\n#[ig", "nore]\nfn f() {}")), [2]);
}

#[test]
fn a_long_file_is_found() {
    assert_eq!(lines("src/call/panel.rs", &"\n".repeat(401)), [401]);
    assert!(lines("src/call/panel.rs", &"\n".repeat(400)).is_empty());
}

#[test]
fn a_path_of_one_machine_is_found() {
    assert_eq!(lines("README.md", concat!("run\n`/ho", "me/anna/czujka`")), [2]);
    assert_eq!(lines("demo/README.md", concat!("/wo", "rk/calls")), [1]);
    assert!(lines("README.md", concat!("https://example.org/ho", "me/ and ./wo", "rk/")).is_empty());
}
