//! The house's plan, held against the `use` lines: data flows one way, and domain rooms know nothing of the edge.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Each room and the rooms it may import. What is in no list may not be imported; leaf modules may be used by all.
const ROOMS: &[(&str, &[&str])] = &[
    ("spine", &[]),
    ("schedule", &[]),
    ("answer", &["spine", "schedule"]),
    ("coach", &["spine", "diagnostic", "table"]),
    ("playbook", &["spine", "answer", "diagnostic", "schedule", "table", "coach"]),
    ("calendars", &["schedule", "diagnostic", "table"]),
    ("journal", &["spine", "answer", "schedule"]),
    ("walk", &["spine", "answer", "playbook", "journal", "schedule"]),
    ("record", &["spine", "answer", "playbook", "journal", "walk", "schedule"]),
    ("letter", &["spine", "answer", "playbook", "journal", "schedule", "record"]),
    ("render", &["spine", "answer", "playbook", "journal", "walk", "schedule", "record", "letter"]),
    ("report", &["spine", "answer", "journal", "schedule"]),
    ("answers_file", &["spine", "answer", "playbook", "journal", "walk", "schedule", "diagnostic", "limits", "record"]),
    ("pdf", &["files"]),
    ("template", &["diagnostic", "answer", "schedule", "render"]),
    ("store", &["journal"]),
    ("term", &["out", "hygiene", "files", "limits"]),
    (
        "conversation",
        &[
            "spine", "answer", "playbook", "journal", "walk", "record", "schedule", "term", "case", "store", "coach",
            "heard",
        ],
    ),
];

/// Small modules that every room may use: they hold no state and reach nothing outside.
const LEAVES: &[&str] = &["untrusted", "escape", "text", "limits", "page", "table"];

/// What a domain room never touches, by the beginning of a path.
const EDGE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::process",
    "std::net",
    "dialoguer",
    "rustyline",
    "console",
    "rusqlite",
    "rustix",
    "signal_hook",
    "getrandom",
    "tempfile",
    "etcetera",
    "chrono::Local",
    "clap",
    "comfy_table",
];

const DOMAIN: &[&str] = &[
    "spine",
    "schedule",
    "answer",
    "coach",
    "playbook",
    "calendars",
    "journal",
    "walk",
    "record",
    "letter",
    "render",
    "report",
    "answers_file",
    "template",
];

#[test]
fn every_room_imports_only_what_the_plan_allows() {
    let mut strayed = Vec::new();
    for (room, allowed) in ROOMS {
        for (file, path) in uses(room) {
            let Some(other) = path.strip_prefix("crate::").and_then(|rest| rest.split("::").next()) else { continue };
            let other = other.trim_matches(['{', '}', ';', ',', ' ']).split(',').next().unwrap_or_default();
            let known = other.is_empty() || other == *room || allowed.contains(&other) || LEAVES.contains(&other);
            if !known {
                strayed.push(format!("{} uses crate::{other}", file.display()));
            }
        }
    }
    assert!(strayed.is_empty(), "{}", strayed.join("\n"));
}

#[test]
fn domain_rooms_never_touch_the_edge() {
    let mut strayed = Vec::new();
    for room in DOMAIN {
        for (file, path) in uses(room) {
            if EDGE.iter().any(|edge| path.starts_with(edge)) {
                strayed.push(format!("{} uses {path}", file.display()));
            }
        }
    }
    assert!(strayed.is_empty(), "{}", strayed.join("\n"));
}

#[test]
fn the_plan_names_every_room() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(src).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let has_rooms_file = path.is_dir() && path.join("mod.rs").exists();
        assert!(
            !has_rooms_file || name == "commands" || ROOMS.iter().any(|(room, _)| *room == name),
            "`{name}` is not in the plan"
        );
    }
}

/// Every `use` path of a room outside its tests, with its file; also paths written out in the code.
fn uses(room: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for file in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room)) {
        let name = file.file_stem().unwrap().to_str().unwrap();
        if ["tests", "harness", "properties", "conformance", "faulty"].contains(&name) {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            if let Some(path) =
                line.trim_start().strip_prefix("pub use ").or_else(|| line.trim_start().strip_prefix("use "))
            {
                found.push((file.clone(), path.trim_end_matches(';').to_owned()));
            }
            for edge in EDGE.iter().chain(&["crate::"]) {
                for (at, _) in line.match_indices(edge) {
                    let before = line[..at].chars().next_back();
                    if before.is_none_or(|c| !c.is_alphanumeric() && c != ':' && c != '_') {
                        let path: String =
                            line[at..].chars().take_while(|c| c.is_alphanumeric() || *c == ':' || *c == '_').collect();
                        let whole = path.contains("::")
                            || EDGE.contains(&path.as_str()) && line[at + path.len()..].starts_with("::");
                        if whole {
                            found.push((file.clone(), path));
                        }
                    }
                }
            }
        }
    }
    found
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}
