//! What the house asks of its files. Each rule takes a file and says where it is broken.

use std::path::Path;

use crate::source::Source;

/// The layers from the lowest. A module imports from lower layers only.
pub const LAYERS: &[&[&str]] = &[
    &[
        "private",
        "clock",
        "calendar",
        "commitment",
        "event",
        "facts",
        "staff",
        "telephone",
        "alert",
        "procedure",
        "audio",
        "polish",
        "proto",
    ],
    &["vad", "transcribe", "speaker", "detect", "tap", "store", "live"],
    &["call"],
    &["session", "replay", "keeper"],
    &["deliver", "web"],
    &["app", "config", "cli", "main", "lib"],
];

/// Who may import whom of their own layer. Nothing of the second layer stands here.
pub const SAME_LAYER: &[(&str, &[&str])] = &[
    ("facts", &["event", "private"]),
    ("event", &["private"]),
    ("clock", &["event"]),
    ("calendar", &["clock", "commitment"]),
    ("commitment", &["private"]),
    ("staff", &["facts", "private"]),
    ("telephone", &["private"]),
    ("alert", &["commitment", "event", "private"]),
    ("procedure", &["alert", "calendar"]),
    ("polish", &["alert", "calendar", "commitment", "event", "facts", "procedure", "staff"]),
    ("proto", &["alert", "commitment", "event", "facts", "private"]),
    ("app", &["config"]),
    ("cli", &["app", "config"]),
    ("main", &["cli"]),
];

/// Who may read a clock, and what for. Everyone else is told the time.
const CLOCKS: &[(&str, &str)] = &[
    ("src/clock.rs", "the wall clock's only place"),
    ("src/replay.rs", "keeps the pace of real time, and measures what a replay takes"),
    ("src/transcribe/pool.rs", "measures how long an utterance took"),
    ("src/cli/play/timeline.rs", "keeps the pace of real time"),
    ("src/deliver/grpc/subscribe.rs", "knows when a bookmark is due"),
    ("src/session.rs", "turns passing time into ticks"),
    ("src/session/", "turns passing time into ticks"),
];

const CLOCK_READS: &[&str] = &["Timestamp::now", "Zoned::now", "SystemTime::now", "Instant::now", "UNIX_EPOCH"];

/// Modules that are fed and asked, and do nothing else.
const PURE: &[&str] = &["call", "detect", "polish", "vad", "speaker"];

const OUTSIDE_WORLD: &[&str] = &["tokio", "async", "await", "File::open"];

/// What of the standard library reaches outside a module.
const OUTSIDE_STD: &[&str] = &["fs", "io", "net", "thread", "process", "env"];

/// Who may name the generated messages: services, taps, and the commands that are clients.
const MESSAGES: &[&str] = &[
    "src/proto/",
    "src/deliver/grpc/",
    "src/tap/grpc.rs",
    "src/tap/grpc/",
    "src/web/",
    "src/app.rs",
    "src/cli/demo",
    "src/cli/play",
    "src/cli/watch.rs",
    "src/cli/commitments.rs",
    "src/cli/summary.rs",
];

/// The longest file that reads well in one go.
const MAX_LINES: usize = 400;

/// Files that are longer still, and how long they may be until somebody splits them.
const TOO_LONG: &[(&str, usize)] = &[("tests/polish.rs", 520)];

/// Tests that a test starts by itself.
const IGNORED: &[(&str, &str)] = &[
    ("tests/store/files.rs", "the child process that a test kills"),
    ("tests/crash/keeper.rs", "the child process that a test kills"),
];

/// Where a rule is broken: file, line, and what is wrong.
#[derive(Debug, PartialEq, Eq)]
pub struct Broken {
    pub path: String,
    pub line: usize,
    pub why: String,
}

/// Every rule on one file.
pub fn broken(source: &Source) -> Vec<Broken> {
    let mut all = unwelcome_words(source);
    if Path::new(&source.path).extension().is_some_and(|ending| ending == "rs") {
        all.extend(unfinished(source));
        all.extend(too_long(source));
    }
    if source.module().is_some() {
        all.extend(layers(source));
        all.extend(clocks(source));
        all.extend(purity(source));
        all.extend(messages(source));
    }
    all
}

fn layers(source: &Source) -> Vec<Broken> {
    let module = source.module().unwrap_or_default();
    let Some(own) = layer_of(module) else {
        return vec![at(
            source,
            1,
            format!(
                "the module `{module}` has no layer; give it one in tests/architecture/rules.rs and DESIGN's table"
            ),
        )];
    };
    let allowed = SAME_LAYER.iter().find(|(name, _)| *name == module).map_or(&[][..], |(_, others)| others);
    let mut found = Vec::new();
    for (line, other) in source.imports() {
        // A name that is no module is an item of lib.rs or of the crate's root.
        let Some(its) = layer_of(&other) else { continue };
        if its > own {
            found.push(at(
                source,
                line,
                format!("`{module}` (layer {}) imports `{other}` (layer {})", own + 1, its + 1),
            ));
        } else if its == own && other != module && !allowed.contains(&other.as_str()) {
            found.push(at(source, line, format!("`{module}` imports `{other}` of its own layer {}", own + 1)));
        }
    }
    found
}

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

fn clocks(source: &Source) -> Vec<Broken> {
    if CLOCKS.iter().any(|(path, _)| source.path.starts_with(path)) {
        return Vec::new();
    }
    mentions(source, CLOCK_READS, "outside clock.rs: be told the time")
}

fn purity(source: &Source) -> Vec<Broken> {
    if !source.module().is_some_and(|module| PURE.contains(&module)) {
        return Vec::new();
    }
    let why = "in a module that does no I/O and starts nothing";
    let mut found = mentions(source, OUTSIDE_WORLD, why);
    let named = source.named_under("std").into_iter().filter(|(_, name)| OUTSIDE_STD.contains(&name.as_str()));
    found.extend(named.map(|(line, name)| at(source, line, format!("`std::{name}` {why}"))));
    found
}

fn mentions(source: &Source, paths: &[&str], why: &str) -> Vec<Broken> {
    let mut found = Vec::new();
    for path in paths {
        found.extend(source.lines_with(path).into_iter().map(|line| at(source, line, format!("`{path}` {why}"))));
    }
    found
}

fn messages(source: &Source) -> Vec<Broken> {
    if MESSAGES.iter().any(|path| source.path.starts_with(path)) {
        return Vec::new();
    }
    let imports = source.imports().into_iter().filter(|(_, module)| module == "proto").map(|(line, _)| line);
    imports
        .chain(source.lines_with("prost_types"))
        .map(|line| {
            at(
                source,
                line,
                "generated messages belong to the services and their clients; use the types of event.rs and alert.rs"
                    .to_owned(),
            )
        })
        .collect()
}

fn unfinished(source: &Source) -> Vec<Broken> {
    let mut found = Vec::new();
    let marks = [concat!("to", "do!("), concat!("unimpl", "emented!(")];
    for (number, line) in numbered(source) {
        found.extend(
            marks
                .iter()
                .filter(|mark| line.contains(**mark))
                .map(|mark| at(source, number, format!("`{mark}…)`: finish it or leave it out"))),
        );
        if line.trim_start().starts_with(concat!("#[ig", "nore"))
            && !IGNORED.iter().any(|(path, _)| *path == source.path)
        {
            found.push(at(
                source,
                number,
                "a test that nobody runs proves nothing: make it quick, or put it behind `make test-all`".to_owned(),
            ));
        }
    }
    found
}

fn too_long(source: &Source) -> Vec<Broken> {
    let length = source.lines.len();
    let granted = TOO_LONG.iter().find(|(path, _)| *path == source.path).map(|(_, lines)| *lines);
    match granted {
        Some(_) if length <= MAX_LINES => {
            vec![at(source, length, format!("fits into {MAX_LINES} lines now: take it off TOO_LONG"))]
        }
        Some(lines) if length <= lines => Vec::new(),
        None if length <= MAX_LINES => Vec::new(),
        _ => vec![at(
            source,
            length,
            format!("{length} lines, {} are allowed: split it by ideas", granted.unwrap_or(MAX_LINES)),
        )],
    }
}

/// Paths that exist on one machine only.
fn unwelcome_words(source: &Source) -> Vec<Broken> {
    let folders = [
        concat!("/ho", "me/"),
        concat!("/ro", "ot/"),
        concat!("/Us", "ers/"),
        concat!("/wo", "rk/"),
        concat!("/m", "nt/"),
    ];
    let mut found = Vec::new();
    for (number, line) in numbered(source) {
        let broken = folders.iter().filter(|folder| starts_a_path(line, folder));
        found.extend(broken.map(|folder| at(source, number, format!("`{folder}…` is a path of one machine"))));
    }
    found
}

/// Whether the folder stands there as a path's beginning, not in the middle of a longer one.
fn starts_a_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(place, _)| {
        let before = line[..place].chars().next_back();
        before.is_none_or(|letter| !letter.is_alphanumeric() && !"._-~}*/".contains(letter))
    })
}

fn numbered(source: &Source) -> impl Iterator<Item = (usize, &String)> {
    source.lines.iter().enumerate().map(|(index, line)| (index + 1, line))
}

fn at(source: &Source, line: usize, why: String) -> Broken {
    Broken { path: source.path.clone(), line, why }
}
