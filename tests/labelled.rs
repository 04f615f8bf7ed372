//! The labelled wording in `coach/` is well formed, nothing occurs twice, and nothing that is held out can be learnt from.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

use std::collections::HashSet;
use std::path::Path;

use serde_json::Value;

const LABELS: [&str; 12] = [
    "blame-customer",
    "blame-other",
    "excuse",
    "non-apology",
    "minimise",
    "we-are-busy",
    "never-happened-before",
    "avoidance",
    "spin-or-evasion",
    "over-promise",
    "cold-policy",
    "conditional",
];

const ELEMENTS: [&str; 10] = [
    "ownership",
    "apology",
    "explanation",
    "impact",
    "correction",
    "prevention",
    "compensation",
    "promise",
    "invitation",
    "thanks",
];

const REGISTERS: [&str; 6] = ["email", "letter", "chat", "tweet", "phone-note", "role-play"];

/// Every line of the files whose names end so, with where it stands.
fn lines(ending: &str) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for folder in ["held-out", "labelled"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("coach").join(folder);
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if !path.to_str().unwrap().ends_with(ending) {
                continue;
            }
            for (number, line) in std::fs::read_to_string(&path).unwrap().lines().enumerate() {
                let place = format!("{}:{}", path.display(), number + 1);
                found.push((place, serde_json::from_str(line).unwrap()));
            }
        }
    }
    found
}

fn words<'l>(line: &'l Value, key: &str, place: &str) -> &'l str {
    let text = line[key].as_str().unwrap_or_else(|| panic!("{place}: no `{key}`"));
    assert!(!text.trim().is_empty(), "{place}: `{key}` is empty");
    text
}

fn all_known(list: &Value, known: &[&str], place: &str) {
    for name in list.as_array().into_iter().flatten() {
        assert!(known.contains(&name.as_str().unwrap()), "{place}: {name}");
    }
}

#[test]
fn every_sentence_has_a_known_label_and_occurs_once() {
    let (mut ids, mut texts) = (HashSet::new(), HashSet::new());
    let sentences = lines("-sentences.jsonl");
    assert!(sentences.len() > 5_000);
    for (place, line) in &sentences {
        let label = words(line, "label", place);
        assert!(label == "sound" || LABELS.contains(&label), "{place}: {label}");
        all_known(&line["also"], &LABELS, place);
        assert!(line["hard"].is_boolean(), "{place}: `hard` is yes or no");
        words(line, "why", place);
        assert!(ids.insert(words(line, "id", place)), "{place}: this id is taken");
        assert!(texts.insert(words(line, "text", place)), "{place}: this sentence stands elsewhere too");
    }
}

#[test]
fn every_message_says_of_each_element_whether_it_is_there_and_occurs_once() {
    let (mut ids, mut texts) = (HashSet::new(), HashSet::new());
    let messages = lines("-messages.jsonl");
    assert!(messages.len() > 400);
    for (place, line) in &messages {
        assert!(
            ELEMENTS.iter().all(|element| line["elements"][element].is_boolean()),
            "{place}: an element is missing"
        );
        assert_eq!(line["elements"].as_object().unwrap().len(), ELEMENTS.len(), "{place}");
        assert!(REGISTERS.contains(&words(line, "register", place)), "{place}: unknown register");
        assert!(line["rating"].as_u64().is_some_and(|rating| rating <= 100), "{place}: the rating is 0 to 100");
        all_known(&line["defensive"], &LABELS, place);
        words(line, "reason", place);
        assert!(ids.insert(words(line, "id", place)), "{place}: this id is taken");
        assert!(texts.insert(words(line, "text", place)), "{place}: this message stands elsewhere too");
    }
}
