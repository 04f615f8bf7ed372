//! The README and the documents say what the program does: their blocks are run.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/house.rs"]
mod house;

use std::path::Path;

use house::House;

/// Whether the golden files are to be written anew.
#[allow(clippy::disallowed_methods, reason = "a test is asked for it by its environment")]
fn bless() -> bool {
    std::env::var_os("BLESS").is_some()
}

fn document(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The fenced blocks of one language.
fn blocks(document: &str, language: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside: Option<(bool, String)> = None;
    for line in document.lines() {
        inside = match (inside.take(), line.strip_prefix("```")) {
            (None, Some(opened)) => Some((opened == language, String::new())),
            (Some((wanted, block)), Some(_)) => {
                if wanted {
                    found.push(block);
                }
                None
            }
            (Some((wanted, block)), None) => Some((wanted, block + line + "\n")),
            (None, None) => None,
        };
    }
    found
}

const ANSWERS: &[&str] = &["Tom Reed", "You charged me twice.", "", "He had to walk back in the rain", "", "no", "the support team", "Maria Lopez, shift manager", "/stop"];

#[test]
fn the_playbook_of_the_readme_is_right_and_its_conversation_and_record_are_real() {
    let readme = document("README.md");
    let house = House::new();
    house.file("playbooks/corner-shop.toml", &blocks(&readme, "toml")[0]);
    house.run(&["playbook", "check", "playbooks/corner-shop.toml"]).ends(0);
    let answers: String = ANSWERS.iter().flat_map(|answer| [*answer, "\n"]).collect();
    let run = house.run_with(&["start", "corner-shop", "--plain"], &answers).ends(5);
    // The shown conversation leaves out the line of keys, and a pipe echoes no answers: both are taken out before comparing.
    let without_keys: String = run.err.lines().filter(|line| !line.contains(" · ")).map(|line| format!("{line}\n")).collect();
    let said = |text: &str| text.lines().map(|line| if line.starts_with("> ") { "> " } else { line }).collect::<Vec<_>>().join("\n");
    for block in blocks(&readme, "conversation") {
        for part in block.split("\n\n") {
            let asked: String = said(part).trim_end().split("> ").next().unwrap().into();
            assert!(without_keys.contains(asked.trim_end()), "not said:\n{asked}\n\nbut:\n{without_keys}");
        }
    }
    let record = house.read("incidents/INC-2026-0001.md");
    for block in blocks(&readme, "record") {
        assert!(record.contains(&block), "not in the record:\n{block}\n\nbut:\n{record}");
    }
}

#[test]
fn every_playbook_block_of_the_format_reference_is_right() {
    let reference = document("docs/playbook.md");
    let mut checked = 0;
    for block in blocks(&reference, "toml") {
        let needs_sources: String = block
            .lines()
            .filter_map(|line| line.split("source = \"").nth(1))
            .filter_map(|rest| rest.split('"').next())
            .filter(|id| !block.contains(&format!("id = \"{id}\"")))
            .map(|id| format!("[[source]]\nid = \"{id}\"\ntitle = \"t\"\nstrength = \"practice\"\n"))
            .collect();
        let is_whole = block.contains("format = 1");
        let is_when = block.contains("when = {") && !block.contains("[step");
        let text = match (is_whole, is_when) {
            (true, _) => block.clone(),
            (_, true) => block
                .lines()
                .enumerate()
                .map(|(n, line)| format!("[step.learn.question.own{n}]\nkind = \"text\"\nask = \"?\"\n{line}\n"))
                .fold(String::from("format = 1\nid = \"x\"\ntitle = \"X\"\ncurrency = \"GBP\"\n"), |all, one| all + &one),
            _ => format!("format = 1\nid = \"x\"\ntitle = \"X\"\ncurrency = \"GBP\"\n{block}\n{}", dedup(&needs_sources)),
        };
        let house = House::new();
        house.file("x.toml", &text);
        house.run(&["playbook", "check", "x.toml"]).ends(0);
        checked += 1;
    }
    assert!(checked >= 7, "{checked}");
}

fn dedup(sources: &str) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for source in sources.split_inclusive("strength = \"practice\"\n") {
        if !seen.contains(&source) {
            seen.push(source);
        }
    }
    seen.concat()
}

#[test]
fn every_document_that_is_linked_exists() {
    for name in ["README.md", "CONTRIBUTING.md", "docs/tutorial.md", "docs/guides/managers.md", "docs/guides/scripters.md"] {
        let text = document(name);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(name).parent().unwrap().to_owned();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap();
            if !target.is_empty() && !target.contains("://") {
                assert!(folder.join(target).exists(), "{name} links to {link}");
            }
        }
    }
}

#[test]
fn the_exit_codes_page_names_every_code_and_the_help_names_them_too() {
    let page = document("docs/exit-codes.md");
    let help = House::new().run(&["--help"]).ends(0).out;
    for code in ["0", "1", "2", "3", "4", "5", "130"] {
        assert!(page.contains(&format!("| {code} |")), "{code}");
        assert!(help.contains(&format!("{code} ")), "{code}");
    }
}

#[test]
fn the_help_reference_is_the_help() {
    let reference = document("docs/commands.md");
    let house = House::new();
    for command in ["start", "resume", "list", "show", "record", "answers", "note", "verify", "playbook"] {
        let help = house.command(&[command, "--help"]).env("COLUMNS", "100").output().unwrap();
        let help = String::from_utf8(help.stdout).unwrap();
        let written = format!("## recover {command}\n\n```text\n{help}```\n");
        if !bless() {
            assert!(reference.contains(&written), "docs/commands.md is behind: run the tests with BLESS=1\n{help}");
        }
    }
    if bless() {
        let mut page = String::from("# The commands\n\nWhat `--help` says of each command; a test keeps this page true.\n");
        for command in ["start", "resume", "list", "show", "record", "answers", "note", "verify", "playbook"] {
            let help = house.command(&[command, "--help"]).env("COLUMNS", "100").output().unwrap();
            page.extend(["\n## recover ", command, "\n\n```text\n", &String::from_utf8(help.stdout).unwrap(), "```\n"]);
        }
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/commands.md"), page).unwrap();
    }
}
