//! The plug is pulled at every question, before its answer and while it is being recorded: every acknowledged answer is there, in order, once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/house.rs"]
mod house;

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use house::House;

/// A question, how it is put, and the answer.
const ANSWERS: &[(&str, &str, &str)] = &[
    ("customer", "Who is the customer?", "Martin Hale"),
    ("what_happened", "What happened, in their words?", "I asked for one phone call.\n"),
    ("effect", "What did it cost them", "Fourteen people at blank screens\n"),
    ("legal_risk", "Anyone hurt", "no"),
    ("owner", "Who owns this", "Rob Shaw"),
    ("next_contact", "When do they hear from us next", "tomorrow 3pm Rob rings"),
    ("owner_accepted", "Has this person said yes", "yes"),
    ("apology_words", "Your apology", "You needed us and we were not there.\n"),
    ("cause", "Do we know why", "told"),
    ("correction", "Has it been put right", "corrected"),
    ("correction_what", "What", "The queue rings after ten minutes.\n"),
];

/// Answers until `asked` questions were put and then kills at once, at some instant around the next answer.
fn killed_after(house: &House, asked: usize, mid_answer: bool) -> usize {
    let mut child = house
        .command(&["start", "--plain"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut acknowledged = 0;
    for (number, (_, ask, answer)) in ANSWERS.iter().enumerate() {
        if !wait_for_question(&mut stderr, ask) {
            break;
        }
        acknowledged = number;
        if number == asked {
            if mid_answer {
                let _ = stdin.write_all(format!("{answer}\n").as_bytes());
            }
            break;
        }
        stdin.write_all(format!("{answer}\n").as_bytes()).unwrap();
        stdin.flush().unwrap();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    acknowledged
}

/// Reads until that question was put: everything before it is acknowledged.
fn wait_for_question(stderr: &mut impl BufRead, ask: &str) -> bool {
    let mut seen = Vec::new();
    loop {
        let mut byte = [0];
        match std::io::Read::read(stderr, &mut byte) {
            Ok(1) => seen.push(byte[0]),
            _ => return false,
        }
        let is_open = seen.ends_with(b"\n> ");
        if is_open && String::from_utf8_lossy(&seen).contains(ask) {
            return true;
        }
    }
}

#[test]
fn whatever_the_moment_every_acknowledged_answer_is_there() {
    let moments = (1..ANSWERS.len()).flat_map(|asked| [(asked, false), (asked, true)]);
    for (asked, mid_answer) in moments {
        let house = House::new();
        let acknowledged = killed_after(&house, asked, mid_answer);
        house.run(&["verify"]).ends(0);
        let shown = house.run(&["show", "1", "--format", "json"]).ends(0).json();
        for (id, _, answer) in &ANSWERS[..acknowledged] {
            let found =
                shown["steps"].as_object().unwrap().values().find_map(|step| step["questions"].get(id)).unwrap();
            let first_word = answer.split_whitespace().next().unwrap();
            assert!(!found["answer"].is_null(), "{id} ({first_word}) of {acknowledged} is not there");
        }
        let next = house.run(&["resume", "1"]).ends(5);
        let (expected, _, _) = ANSWERS[acknowledged];
        let is_next = next.err.contains(&format!("missing: `{expected}`"));
        assert!(is_next || mid_answer, "{expected} is not next: {}", next.err);
    }
}

#[test]
fn two_walks_at_once_never_disturb_each_other() {
    let house = House::new();
    let script: String = ANSWERS.iter().flat_map(|(_, _, answer)| [*answer, "\n"]).collect();
    let mut children: Vec<_> = (0..4)
        .map(|number| {
            // Of one name they would be asked about each other.
            let script = script.replace("Martin Hale", &format!("Martin Hale {}", ["A", "B", "C", "D"][number]));
            let mut child = house
                .command(&["start", "--plain"])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
            child
        })
        .collect();
    for child in &mut children {
        assert_eq!(child.wait().unwrap().code(), Some(5));
    }
    let listed = house.run(&["list", "--format", "json"]).ends(0).json();
    assert_eq!(listed.as_array().unwrap().len(), 4);
    house.run(&["verify"]).ends(0);
    let records: Vec<String> = (1..=4)
        .map(|n| house.run(&["record", &n.to_string()]).ends(0).out.replace(&format!("INC-2026-000{n}"), "ID"))
        .map(|record| {
            ["A", "B", "C", "D"].iter().fold(record, |record, letter| record.replace(&format!("Hale {letter}"), "Hale"))
        })
        .collect();
    assert!(records.windows(2).all(|pair| pair[0] == pair[1]));
}
