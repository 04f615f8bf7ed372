//! Transcripts in guides: what stands behind `$ ` is run, and what it says has to stand beneath it, word for word.
//!
//! A block begins with a fence such as `console 2026-06-12T09:46:00+01:00`, the moment at which it is played. All blocks of a
//! document are played in one house, one after the other. A line `…` stands for lines that are left out, and a last line `[exit 4]` for
//! an exit code other than 0.

use super::calls;
use super::house::House;

/// What begins a block.
const FENCE: &str = "```console ";

/// The document as it would be right, and how many commands were run.
pub fn played(text: &str, mut house: House) -> (String, usize) {
    let mut right = String::new();
    let mut runs = 0;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        right.extend([line, "\n"]);
        let Some(now) = line.strip_prefix(FENCE) else { continue };
        house = house.at(now);
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let blocks: Vec<String> =
            typed_and_shown(&block).iter().map(|(typed, shown)| run(&house, typed, shown)).collect();
        runs += blocks.len();
        right.extend([blocks.join("\n").as_str(), "```\n"]);
    }
    (right, runs)
}

/// Each command of a block with what stands beneath it.
fn typed_and_shown<'l>(block: &[&'l str]) -> Vec<(&'l str, Vec<&'l str>)> {
    let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in block {
        match (line.strip_prefix("$ "), all.last_mut()) {
            (Some(typed), _) => all.push((typed, Vec::new())),
            (None, Some((_, shown))) => shown.push(line),
            (None, None) => panic!("a transcript begins with `$ `: {line}"),
        }
    }
    all
}

/// A command with what it says.
fn run(house: &House, typed: &str, shown: &[&str]) -> String {
    let call = calls(typed).into_iter().next().unwrap_or_else(|| panic!("no call: {typed}"));
    let run = house.run(&call.iter().map(String::as_str).collect::<Vec<_>>());
    let code = if run.code == 0 { String::new() } else { format!("[exit {}]\n", run.code) };
    let said: String = (run.out + &run.err + &code).lines().map(|line| format!("{}\n", line.trim_end())).collect();
    let parts = shown.split(|line| *line == "…").map(|part| part.join("\n"));
    let right = if shown.contains(&"…") && stand_in_order(parts, &said) { shown.join("\n") } else { said };
    format!("$ {typed}\n{}\n", right.trim_end())
}

/// Whether the parts stand in the text one after the other.
fn stand_in_order(parts: impl Iterator<Item = String>, text: &str) -> bool {
    let mut rest = text;
    for part in parts {
        match rest.find(part.trim_end()) {
            Some(place) => rest = &rest[place + part.trim_end().len()..],
            None => return false,
        }
    }
    true
}
