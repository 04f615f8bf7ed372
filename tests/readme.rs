//! The README and the documents say what the program does: their blocks are run.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/guide.rs"]
mod guide;
#[path = "support/house.rs"]
mod house;

use std::path::Path;

use house::House;

/// Whether the golden files are to be written anew.
#[allow(clippy::disallowed_methods, reason = "a test is asked for it by its environment")]
fn bless() -> bool {
    std::env::var_os("BLESS").is_some()
}

/// Every document whose blocks are read here.
const DOCUMENTS: &[&str] = &[
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "DESIGN.md",
    "docs/tutorial.md",
    "docs/answers-file.md",
    "docs/coach.md",
    "docs/exit-codes.md",
    "docs/playbook.md",
    "docs/privacy.md",
    "docs/report.md",
    "docs/guides/managers.md",
    "docs/guides/regimes.md",
    "docs/guides/scripters.md",
    "docs/guides/trainers.md",
];

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

const ANSWERS: &[&str] = &[
    "Tom Reed",
    "You charged me twice.",
    "",
    "He had to walk back in the rain",
    "",
    "no",
    "the support team",
    "Maria Lopez, shift manager",
    "/stop",
];

#[test]
fn the_playbook_of_the_readme_is_right_and_its_conversation_and_record_are_real() {
    let readme = document("README.md");
    let house = House::new();
    house.file("playbooks/corner-shop.toml", &blocks(&readme, "toml")[0]);
    house.run(&["playbook", "check", "playbooks/corner-shop.toml"]).ends(0);
    let answers: String = ANSWERS.iter().flat_map(|answer| [*answer, "\n"]).collect();
    let run = house.run_with(&["start", "corner-shop", "--plain"], &answers).ends(5);
    // The shown conversation leaves out the line of keys, and a pipe echoes no answers: both are taken out before comparing.
    let without_keys: String =
        run.err.lines().filter(|line| !line.contains(" · ")).map(|line| format!("{line}\n")).collect();
    let said = |text: &str| {
        text.lines().map(|line| if line.starts_with("> ") { "> " } else { line }).collect::<Vec<_>>().join("\n")
    };
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

/// What the tutorial's reader types on the first ring.
const FIRST_RING: &[&str] = &[
    "Ann Lee <0161 496 0142>",
    "You promised the sofa for this morning. I took the day off, and nobody came and nobody rang.",
    "",
    "A day's leave.",
    "",
    "no",
    "the delivery team",
    "me",
    "Maria Lopez, shop manager",
    "today 4pm",
    "today 4pm Maria rings to hear that the sofa is there",
    "/stop",
];

/// What the tutorial's reader types once the sofa is there.
const LATER: &[&str] = &[
    "Your sofa was not on the van, and I did not ring you. I am sorry you lost a day's leave over it.",
    "",
    "told",
    "corrected",
    "The sofa came at half past three, and I carried it in with the driver.",
    "",
    "fee-waived",
    "A day lost, and the slip was ours alone.",
    "",
    "the delivery charge, taken off the bill",
    "60",
    "<",
    "35",
    "accepted",
    "yes",
    "Well, you rang when you said you would. That will do.",
    "",
    "yes",
    "promise",
    "monday 9am Maria reads the van list against the orders, every morning",
    "",
    "3",
    "A day's leave, and her mother had nowhere to sit.",
    "",
    "s",
];

/// Without empty lines, spaces at the ends and the line of keys: what documents leave out.
fn bare(text: &str) -> String {
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.contains(" · "));
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn the_tutorial_is_what_happens() {
    let tutorial = document("docs/tutorial.md");
    let typed = |answers: &[&str]| answers.iter().flat_map(|answer| [*answer, "\n"]).collect::<String>();
    let first = House::new();
    let rung = first.run_with(&["start", "--plain"], &typed(FIRST_RING)).ends(5);
    let first = first.at("2026-06-12T12:25:00+01:00");
    let listed = first.run(&["list"]).ends(0);
    let later = first.at("2026-06-12T15:55:00+01:00");
    let closed = later.run_with(&["resume", "--plain"], &typed(LATER)).ends(0);
    let conversation = bare(&rung.err) + &bare(&closed.err);
    let mut compared = 0;
    for block in blocks(&tutorial, "conversation") {
        // What is typed does not come back through a pipe, so the block is compared piece by piece, from answer to answer.
        let pieces = block.lines().collect::<Vec<_>>();
        for piece in pieces.split(|line| line.starts_with("> ")) {
            let piece = bare(&piece.join("\n"));
            assert!(conversation.contains(piece.trim_end()), "not said:\n{piece}\n\nbut:\n{conversation}");
        }
        for answer in block.lines().filter_map(|line| line.strip_prefix("> ")) {
            assert!(FIRST_RING.contains(&answer) || LATER.contains(&answer), "not typed: {answer}");
            compared += 1;
        }
    }
    assert!(compared >= 12, "{compared}");
    let record = later.read("incidents/INC-2026-0001.md");
    let customer = later.run(&["record", "1", "--for", "customer"]).ends(0).out;
    plays("docs/tutorial.md", later);
    for (language, whole) in [("record", &record), ("customer", &customer), ("list", &listed.out)] {
        let shown = blocks(&tutorial, language);
        assert!(!shown.is_empty(), "{language}");
        for block in shown {
            assert!(bare(whole).contains(&bare(&block)), "not in the {language}:\n{block}\n\nbut:\n{whole}");
        }
    }
}

#[test]
fn every_file_in_the_guides_is_read_without_problems() {
    let mut checked = 0;
    for name in [
        "docs/tutorial.md",
        "docs/answers-file.md",
        "docs/guides/managers.md",
        "docs/guides/regimes.md",
        "docs/guides/scripters.md",
        "docs/guides/trainers.md",
    ] {
        let text = document(name);
        let toml = blocks(&text, "toml").into_iter().map(|block| ("toml", block));
        for (ending, block) in toml.chain(blocks(&text, "json").into_iter().map(|block| ("json", block))) {
            let house = House::new();
            let overlay = block.lines().find_map(|line| line.strip_prefix("overlay = ")).map(|id| id.trim_matches('"'));
            match overlay {
                Some(id) => {
                    let file = format!(".config/recover/overlays/{id}.toml");
                    house.file(&file, &block);
                    house.run(&["playbook", "check", &file]).ends(0);
                    house.run(&["playbook", "show", id]).ends(0);
                }
                None if block.contains("format = 1") => {
                    house.file("x.toml", &block);
                    house.run(&["playbook", "check", "x.toml"]).ends(0);
                }
                None if block.contains("[me]") || block.contains("[house]") => {
                    house.file(".config/recover/config.toml", &block);
                    house.run(&["playbook", "list"]).ends(0);
                }
                None => {
                    let file = format!("answers.{ending}");
                    house.file(&file, &block);
                    let run = house.run(&["start", "--answers", &file, "--format", "json"]);
                    assert!([0, 5].contains(&run.code), "{name}:\n{block}\n{}", run.err);
                    assert_eq!(run.json()["refused"], serde_json::json!([]), "{name}:\n{block}");
                }
            }
            checked += 1;
        }
    }
    assert!(checked >= 6, "{checked}");
}

/// The calls of `recover` in lines for a shell: what stands between separators and begins with its name.
fn calls(script: &str) -> Vec<Vec<String>> {
    let mut calls = Vec::new();
    for line in script.lines() {
        let (mut words, mut word, mut quote): (Vec<String>, Option<String>, Option<char>) = (Vec::new(), None, None);
        for c in line.chars().chain(['\n']) {
            match (quote, c) {
                (Some(open), _) if c == open => quote = None,
                (None, '"' | '\'') => {
                    quote = Some(c);
                    word.get_or_insert_default();
                }
                (None, '#') if word.is_none() => break,
                (None, _) if c.is_whitespace() => words.extend(word.take()),
                (None, '|' | ';' | '&' | '<' | '>' | '(' | ')') => {
                    words.extend(word.take());
                    calls.push(std::mem::take(&mut words));
                }
                _ => word.get_or_insert_default().push(c),
            }
        }
        words.extend(word);
        calls.push(words);
    }
    let of_recover = calls.into_iter().filter_map(|words| {
        let words =
            words.into_iter().skip_while(|word| ["if", "then", "do"].contains(&word.as_str())).collect::<Vec<_>>();
        words.first().is_some_and(|first| first == "recover").then(|| words.into_iter().skip(1).collect())
    });
    of_recover.collect()
}

#[test]
fn every_call_in_the_documents_is_one_that_can_be_typed() {
    let house = House::new();
    let mut checked = 0;
    for name in DOCUMENTS {
        for block in blocks(&document(name), "sh") {
            for call in calls(&block) {
                let args: Vec<&str> = call.iter().map(String::as_str).chain(["--help"]).collect();
                let run = house.run(&args);
                assert_eq!(run.code, 0, "{name}: recover {}\n{}", call.join(" "), run.err);
                checked += 1;
            }
        }
    }
    assert!(checked >= 30, "{checked}");
}

/// What had happened in the house of the managers' guide before the morning that it tells of: moments, and what was typed then.
const BEFORE: &str = r#"
2026-06-10T15:00:00+01:00
recover start --set "customer=Liam Grant" --set "what_happened=The lift stood still again, and I carried the pram up four floors." --set "effect=Four floors with a pram." --set legal_risk=no --set "owner=Joe Bell" --set owner_accepted=yes --set "next_contact=today 16:00 Joe rings when it runs" --set "apology_words=The lift failed you for the second time. I am sorry." --set cause=told --set correction=corrected --set "correction_what=The lift runs." --set remedy=none-slight --set outcome=yes --set "verdict_words=Good, thank you." --set handling=yes --set cause_class=chance
recover promise 1 keep P1 --quiet
2026-06-12T08:50:00+01:00
recover start --set "customer=Omar Said <0161 496 0203>" --set "what_happened=I was cut off twice yesterday, and nobody rang back." --set legal_risk=no
2026-06-12T09:00:00+01:00
recover start --set "customer=Grace Obi <0161 496 0142>" --set "what_happened=You promised a plumber for this morning. I took the day off, and nobody came." --set "effect=A day's leave." --set legal_risk=no --set owner=me --set "next_contact=today 16:00 Maria rings with the plumber's time"
2026-06-12T09:20:00+01:00
recover start uk-housing --set "customer=Priya Shah" --set "what_happened=The boiler has been off since Monday." --set legal_risk=no --set "owner=Joe Bell" --set owner_accepted=yes --set "next_contact=today 10:00 Joe rings with the engineer's time"
"#;

/// The house of the managers' guide on that morning.
fn house_of_the_managers() -> House {
    let mut house = House::new();
    house.file(".config/recover/config.toml", "[me]\nname = \"Maria Lopez\"\nrole = \"housing manager\"\n");
    for line in BEFORE.lines().filter(|line| !line.is_empty()) {
        match calls(line).first() {
            None => house = house.at(line),
            Some(call) => {
                let run = house.run(&call.iter().map(String::as_str).collect::<Vec<_>>());
                assert!([0, 5].contains(&run.code), "{line}\n{}", run.err);
            }
        }
    }
    house
}

#[test]
fn the_transcripts_of_the_guides_are_what_happens() {
    for name in ["README.md", "docs/guides/managers.md", "docs/guides/scripters.md"] {
        plays(name, house_of_the_managers());
    }
}

/// Plays the transcripts of a document in this house, and writes them anew where that was asked for.
fn plays(name: &str, house: House) {
    let text = document(name);
    let (right, runs) = guide::played(&text, house);
    assert!(runs > 0, "{name}");
    if bless() {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(name), &right).unwrap();
    } else {
        assert!(right == text, "{name} is behind: run the tests with BLESS=1\n{right}");
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
        let is_when = block.contains("when = {") && !block.contains("[step") && !block.contains("[[deadline]]");
        let text = match (is_whole, is_when) {
            (true, _) => block.clone(),
            (_, true) => block
                .lines()
                .enumerate()
                .map(|(n, line)| format!("[step.learn.question.own{n}]\nkind = \"text\"\nask = \"?\"\n{line}\n"))
                .fold(String::from("format = 1\nid = \"x\"\ntitle = \"X\"\ncurrency = \"GBP\"\n"), |all, one| {
                    all + &one
                }),
            _ => {
                format!("format = 1\nid = \"x\"\ntitle = \"X\"\ncurrency = \"GBP\"\n{block}\n{}", dedup(&needs_sources))
            }
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

/// The headings of a document as links name them.
fn headings(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let words = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
            words.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect()
        })
        .collect()
}

#[test]
fn every_document_that_is_linked_exists() {
    for name in DOCUMENTS {
        let text = document(name);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(name).parent().unwrap().to_owned();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (target, heading) = link.split_once('#').unwrap_or((link, ""));
            if target.contains("://") {
                continue;
            }
            let path =
                if target.is_empty() { Path::new(env!("CARGO_MANIFEST_DIR")).join(name) } else { folder.join(target) };
            assert!(path.exists(), "{name} links to {link}");
            assert!(heading.is_empty() || headings(&path).contains(&heading.to_owned()), "{name} links to {link}");
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

/// The commands in the order of the reference.
const COMMANDS: &[&str] = &[
    "start",
    "resume",
    "list",
    "show",
    "record",
    "letter",
    "answers",
    "due",
    "own",
    "assign",
    "card",
    "contact",
    "promise",
    "promise list",
    "promise add",
    "promise keep",
    "promise break",
    "promise release",
    "promise move",
    "failure",
    "failure list",
    "failure add",
    "failure right",
    "failure leave",
    "clock",
    "clock met",
    "clock extend",
    "clock waive",
    "gate",
    "gate close",
    "gate lift",
    "reopen",
    "note",
    "coach",
    "deadline",
    "calendar",
    "calendar list",
    "calendar show",
    "calendar check",
    "verify",
    "playbook",
    "playbook list",
    "playbook show",
    "playbook new",
    "playbook answers",
    "playbook check",
    "playbook schema",
];

#[test]
fn the_help_reference_is_the_help() {
    let house = House::new();
    let help = |command: &str| -> String {
        let args: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let help = house.command(&args).env("COLUMNS", "100").output().unwrap();
        String::from_utf8(help.stdout).unwrap().lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
    };
    // The options that every command has are said once, and not once more with each.
    let whole = help("");
    let shared = whole.split_once("Options of every command:\n").unwrap().1;
    let shared = shared.split_once("\n\nExit codes").map_or(shared, |(shared, _)| shared).trim_end();
    let mut page = String::from("# The commands\n\nWhat `--help` says of each command; a test keeps this page true.\n");
    page.extend(["\n## Options of every command\n\n```text\n", shared, "\n```\n"]);
    for command in COMMANDS {
        let help = help(command);
        let (own, rest) = help.split_once("Options of every command:\n").unwrap();
        let after = rest.strip_prefix(shared).unwrap().trim();
        let own = format!("{}\n\n{}", own.trim_end(), after);
        page.extend(["\n## recover ", command, "\n\n```text\n", own.trim_end(), "\n```\n"]);
    }
    if bless() {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/commands.md"), &page).unwrap();
    }
    assert!(document("docs/commands.md") == page, "docs/commands.md is behind: run the tests with BLESS=1\n{page}");
}
