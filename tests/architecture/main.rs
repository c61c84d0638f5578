//! The house rules of DESIGN and ARCHITECTURE.md, held by a test: layers, purity, clocks, messages, lengths.

mod made_up;
mod rules;
mod source;

use std::fs;
use std::path::Path;

use source::Source;
use walkdir::{DirEntry, WalkDir};

/// Folders that are not the project's own, or not text of it.
const NOT_OURS: &[&str] = &["target", ".git", ".venv", "downloaded", "node_modules"];

const TEXT: &[&str] = &["rs", "toml", "md", "proto", "py", "sh", "jsonl", "yaml", "yml", "sql", ""];

#[test]
fn the_house_rules_hold() {
    let sources = sources();
    assert!(sources.len() > 40, "only {} files were found: the walk is wrong", sources.len());
    let broken: Vec<String> = sources
        .iter()
        .flat_map(rules::broken)
        .map(|broken| format!("{}:{}: {}", broken.path, broken.line, broken.why))
        .collect();
    assert!(broken.is_empty(), "the house rules are broken:\n{}", broken.join("\n"));
}

/// Every module of the table that the program declares has its file, and the other way round.
#[test]
fn every_module_has_a_layer() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(root).expect("src/ is there").flatten() {
        let name = entry.file_name().to_string_lossy().trim_end_matches(".rs").to_owned();
        let known = rules::LAYERS.iter().any(|layer| layer.contains(&name.as_str()));
        assert!(known, "src/{name} stands in no layer of tests/architecture/rules.rs");
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ours = |entry: &DirEntry| entry.file_name().to_str().is_none_or(|name| !NOT_OURS.contains(&name));
    let files = WalkDir::new(root).into_iter().filter_entry(ours).flatten().filter(|entry| entry.file_type().is_file());
    let mut sources = Vec::new();
    for file in files {
        let ending = file.path().extension().map_or("", |ending| ending.to_str().unwrap_or("?"));
        if !TEXT.contains(&ending) {
            continue;
        }
        // What is not text has no words to look at.
        let Ok(text) = fs::read_to_string(file.path()) else { continue };
        let path = file.path().strip_prefix(root).expect("the walk began at the root");
        sources.push(Source::new(&path.to_string_lossy().replace('\\', "/"), &text));
    }
    sources
}

/// The README promises that its script is the whole of the file, which people copy from either.
#[test]
fn the_readme_shows_the_subscriber_as_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).expect("it is part of the repository");
    let script = read("demo/subscribe.py");
    let body = &script[script.find("import sys").expect("it begins with its imports")..];
    assert!(read("README.md").contains(body), "copy demo/subscribe.py into README.md");
}
