//! Documents on paper: PDF by an engine, and batches. The engines here are scripts; real ones are tried in `printed.rs`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/house.rs"]
mod house;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use house::{House, Run};

/// A house with an engine that does what a script says, and so many incidents, whose customers are called `Guest 1` and so on.
fn house(engine: &str, incidents: usize) -> House {
    let house = House::new();
    let path = house.file("bin/weasyprint", format!("#!/bin/sh\nfor last; do page=$pdf; pdf=$last; done\n{engine}\n"));
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    fs::create_dir(house.path().join("tmp")).unwrap();
    for number in 1..=incidents {
        let customer = format!("customer=Guest {number}");
        house.run(&["start", "--no-input", "--set", &customer, "--set", "what_happened=Cold soup."]).ends(5);
    }
    house
}

fn command(house: &House, args: &[&str]) -> Command {
    let mut command = house.command(args);
    command.env("PATH", format!("{}:/usr/bin:/bin", house.path().join("bin").display()));
    command.env("TMPDIR", house.path().join("tmp"));
    command.env("RECOVER_PDF_ENGINE", "weasyprint");
    command
}

fn run(house: &House, args: &[&str]) -> Run {
    command(house, args).stdin(Stdio::null()).output().unwrap().into()
}

fn names(house: &House, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(house.path().join(folder)).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

const PRINTS: &str = "{ printf '%%PDF-1.7\\n'; cat \"$page\"; } > \"$pdf\"";

#[test]
fn a_record_is_printed_by_the_engine_that_was_named_and_nothing_is_left_behind() {
    let house = house(PRINTS, 1);
    fs::create_dir(house.path().join("a")).unwrap();
    assert_eq!(run(&house, &["record", "1", "--for", "customer", "-o", "a/r.pdf"]).ends(0).out, "a/r.pdf\n");
    let pdf = house.read("a/r.pdf");
    assert!(pdf.starts_with("%PDF-") && pdf.contains("Guest 1") && pdf.contains("Content-Security-Policy"), "{pdf}");
    let printed = run(&house, &["record", "1", "--format", "pdf"]).ends(0).out;
    assert!(printed.starts_with("%PDF-"));
    assert!(names(&house, "tmp").is_empty());
}

#[test]
fn the_engine_on_the_command_line_comes_before_the_others() {
    let house = house("exit 9", 1);
    let other = house.file("other/prince", "#!/bin/sh\nfor last; do :; done; echo '%PDF-other' > \"$last\"\n");
    fs::set_permissions(&other, fs::Permissions::from_mode(0o755)).unwrap();
    house.file(".config/recover/config.toml", "pdf_engine = \"chromium\"\n");
    let other = other.to_str().unwrap();
    run(&house, &["record", "1", "-o", "r.pdf", "--pdf-engine", other]).ends(0);
    assert_eq!(house.read("r.pdf"), "%PDF-other\n");
    let failed = run(&house, &["record", "1", "-o", "s.pdf"]).ends(1);
    assert!(failed.err.contains("`weasyprint` ended with exit status: 9"), "{}", failed.err);
    assert!(!house.path().join("s.pdf").exists());
}

#[test]
fn without_an_engine_it_is_said_what_to_install_and_what_to_do_instead() {
    let house = house(PRINTS, 1);
    let none = house.run(&["record", "1", "-o", "r.pdf"]).ends(1);
    assert!(none.err.contains("chromium") && none.err.contains("--format html"), "{}", none.err);
    assert!(!house.path().join("r.pdf").exists());
}

#[test]
fn an_ending_that_no_form_goes_by_is_refused_and_the_others_are_named() {
    let house = house(PRINTS, 1);
    for (command, endings) in [
        (&["record", "1"][..], "`.md`, `.html`, `.txt`, `.pdf` or `.json`"),
        (&["letter", "1"], "`.md`, `.html`, `.txt`, `.pdf`, `.eml` or `.json`"),
        (&["card", "1"], "`.txt`, `.md`, `.html` or `.pdf`"),
        (&["playbook", "sheet", "restaurant"], "`.txt`, `.md`, `.html` or `.pdf`"),
        (&["report"], "`.html`, `.pdf`, `.csv`, `.json`, `.md` or `.txt`"),
        (&["due"], "`.ics`, `.json` or `.txt`"),
    ] {
        let refused = run(&house, &[command, &["--output", "a.DOCX"]].concat()).ends(2);
        assert!(refused.err.contains("goes by the ending `.docx`"), "{command:?}: {}", refused.err);
        assert!(refused.err.contains(endings) && refused.err.contains("--format"), "{command:?}: {}", refused.err);
        assert!(!house.path().join("a.DOCX").exists(), "{command:?}");
    }
    run(&house, &["record", "1", "--format", "markdown", "--output", "a.DOCX"]).ends(0);
    run(&house, &["record", "--all", "--output", "june.2026"]).ends(0);
    run(&house, &["record", "1", "--output", "june.2026"]).ends(0);
    assert_eq!(names(&house, "june.2026"), ["INC-2026-0001.md"]);
}

#[test]
fn a_folder_that_is_not_there_is_named_and_not_made_but_for_that_of_a_batch() {
    let house = house(PRINTS, 2);
    for command in [
        &["record", "1"][..],
        &["letter", "1"],
        &["card", "1"],
        &["playbook", "sheet", "restaurant"],
        &["report"],
        &["due"],
    ] {
        let refused = run(&house, &[command, &["--output", "no where/a.txt"]].concat()).ends(2);
        assert!(refused.err.contains("there is no folder `no where`"), "{command:?}: {}", refused.err);
        assert!(refused.err.contains("mkdir -p \"no where\""), "{command:?}: {}", refused.err);
        assert!(!house.path().join("no where").exists(), "{command:?}");
    }
    let refused = run(&house, &["record", "--all", "--output", "2026/june"]).ends(2);
    assert!(
        refused.err.contains("there is no folder `2026`") && !house.path().join("2026").exists(),
        "{}",
        refused.err
    );
    run(&house, &["record", "--all", "--output", "june"]).ends(0);
    assert_eq!(names(&house, "june").len(), 2);
}

#[test]
fn a_path_that_is_shown_writes_nothing_to_the_terminal_but_itself() {
    let house = house(PRINTS, 2);
    let name = "a\u{1b}[2J\u{202e}.md";
    let shown = run(&house, &["record", "1", "--output", name]).ends(0);
    assert_eq!(shown.out, "a\\u{1b}[2J\\u{202e}.md\n");
    assert!(house.path().join(name).exists());
    for command in [&["letter", "1"][..], &["card", "1"], &["report"], &["playbook", "sheet", "restaurant"]] {
        assert_eq!(run(&house, &[command, &["--output", name]].concat()).ends(0).out, shown.out, "{command:?}");
    }
    let all = run(&house, &["record", "--all", "--output", "b\u{1b}[2J"]).ends(0);
    assert!(!all.out.contains('\u{1b}') && !all.err.contains('\u{1b}'), "{}{}", all.out, all.err);
    let store = house.run(&["--store", "s\u{1b}[2J.db", "show", "7"]).ends(2);
    assert!(!store.err.contains('\u{1b}'), "{}", store.err);
}

#[test]
fn a_batch_writes_every_record_of_the_period_under_a_name_that_stays() {
    let house = house(PRINTS, 3);
    let all = ["record", "--all", "--for", "customer", "--output", "all"];
    let first = run(&house, &all).ends(0);
    let files = ["INC-2026-0001-customer.md", "INC-2026-0002-customer.md", "INC-2026-0003-customer.md"];
    assert_eq!(names(&house, "all"), files);
    assert_eq!(first.out, files.map(|file| format!("all/{file}\n")).concat());
    assert_eq!(first.err, "3 documents in all\n");
    let later = ["record", "--all", "--since", "2026-06-13", "--output", "none"];
    assert_eq!(run(&house, &later).ends(0).err, "0 documents in none\n");
    assert_eq!(run(&house, &[&all[..], &["--quiet"]].concat()).ends(0).err, "");
    let usage = run(&house, &["record", "1", "--since", "2026-06-13"]).ends(2);
    assert!(usage.err.contains("--since"), "{}", usage.err);
}

#[test]
fn what_fails_is_named_and_the_others_go_on() {
    let house = house(&format!("grep -q 'Guest 2' \"$page\" && {{ echo 'no ink' >&2; exit 1; }}; {PRINTS}"), 4);
    let batch = run(&house, &["record", "--all", "--format", "pdf", "--output", "all"]).ends(1);
    assert_eq!(names(&house, "all"), ["INC-2026-0001.pdf", "INC-2026-0003.pdf", "INC-2026-0004.pdf"]);
    assert!(
        batch.err.contains("INC-2026-0002: error: `weasyprint` ended with exit status: 1, and said: no ink"),
        "{}",
        batch.err
    );
    assert!(batch.err.contains("3 documents in all; 1 failed"), "{}", batch.err);
    assert!(names(&house, "tmp").is_empty());
}

#[test]
fn an_interrupted_batch_leaves_whole_files_no_litter_and_no_engine() {
    let house = house(
        &format!(
            "case $(cat \"$page\") in *'Guest 1<'*) {PRINTS};; *) echo $$ >> ../../engines; exec sleep 1000;; esac"
        ),
        6,
    );
    let all = ["record", "--all", "--format", "pdf", "--output", "all"];
    let child =
        command(&house, &all).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let first = house.path().join("all/INC-2026-0001.pdf");
    while !(first.exists() && house.path().join("engines").exists()) {
        std::thread::yield_now();
    }
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let batch = Run::from(child.wait_with_output().unwrap()).ends(130);
    assert!(batch.err.contains("interrupted: 1 document of 6 in all, each of them whole"), "{}", batch.err);
    assert_eq!(names(&house, "all"), ["INC-2026-0001.pdf"]);
    assert!(names(&house, "tmp").is_empty());
    for engine in house.read("engines").lines() {
        let stat = fs::read_to_string(format!("/proc/{engine}/stat"));
        assert!(stat.map_or(true, |stat| stat.contains(") Z ")), "the engine {engine} still runs");
    }
}

#[test]
fn a_wall_sheet_takes_every_form() {
    let house = house(PRINTS, 0);
    for (file, beginning) in
        [("s.html", "<!DOCTYPE html>"), ("s.md", "# "), ("s.txt", "Restaurant\n=="), ("s.pdf", "%PDF-")]
    {
        run(&house, &["playbook", "sheet", "restaurant", "-o", file]).ends(0);
        let text = house.read(file);
        assert!(text.starts_with(beginning), "{file}: {text}");
        assert!(text.contains("Put it right") || file == "s.pdf", "{text}");
    }
}

#[test]
fn a_card_takes_every_form() {
    let house = house(PRINTS, 1);
    let shown = run(&house, &["card", "1"]).ends(0).out;
    run(&house, &["card", "1", "-o", "c.txt"]).ends(0);
    assert_eq!(house.read("c.txt"), shown);
    for (file, beginning) in [("c.html", "<!DOCTYPE html>"), ("c.md", "# Hand-over"), ("c.pdf", "%PDF-")] {
        run(&house, &["card", "1", "-o", file]).ends(0);
        let text = house.read(file);
        assert!(
            text.starts_with(beginning) && text.contains("Guest 1") && text.contains("Cold soup."),
            "{file}: {text}"
        );
    }
}

#[test]
fn a_card_says_in_words_how_bad_it_is() {
    let house = House::new();
    let said = ["--set", "customer=Ann Lee", "--set", "what_happened=Cold soup.", "--set", "severity=s2"];
    house.run(&[&["start", "--no-input"][..], &said].concat()).ends(5);
    for format in ["text", "markdown", "html"] {
        let card = run(&house, &["card", "1", "--format", format]).ends(0).out;
        assert!(card.contains("a day or an event spoilt, or our second failure"), "{card}");
        assert!(![", S2", ">s2", " s2"].iter().any(|name| card.contains(name)), "{card}");
    }
}

#[test]
fn a_template_of_the_house_words_the_record_in_its_form_and_only_there() {
    let house = house(PRINTS, 1);
    house.file(
        ".config/recover/templates/record-customer.html",
        "<!doctype html><title>{{ id }}</title><p>Dear {{ customer.name }}",
    );
    let record = |more: &[&str]| run(&house, &[&["record", "1", "--for", "customer"], more].concat()).ends(0).out;
    let page = record(&["--format", "html"]);
    assert!(page.contains("<p>Dear Guest 1") && page.contains("Content-Security-Policy"), "{page}");
    assert!(record(&["--format", "pdf"]).contains("<p>Dear Guest 1"));
    assert!(!record(&["--format", "html", "--no-template"]).contains("Dear"));
    assert!(!record(&["--format", "markdown"]).contains("Dear"));
    assert!(!run(&house, &["record", "1", "--format", "html"]).ends(0).out.contains("Dear"));
    assert!(run(&house, &["template", "list"]).ends(0).out.ends_with("templates/record-customer.html\n"));
}

#[test]
fn a_template_that_fails_in_use_names_its_place_says_nothing_of_the_customer_and_writes_nothing() {
    let house = house(PRINTS, 1);
    house.file(".config/recover/templates/record.md", "# {{ id }}\n{{ what_happened }} {{ customer }}\n");
    let failed = run(&house, &["record", "1", "-o", "r.md"]).ends(3);
    assert!(failed.err.contains("record.md:2:4") && !failed.err.contains("Guest"), "{}", failed.err);
    assert!(!house.path().join("r.md").exists());
    let checked = run(&house, &["template", "check"]).ends(3);
    assert!(checked.err.contains("there is no `what_happened` here"), "{}", checked.err);
    run(&house, &["template", "check", "letters.md"]).ends(2);
}

#[test]
fn a_record_tells_the_hours_of_the_place_where_it_was_opened_wherever_it_is_printed() {
    let house = House::new().at("2026-06-15T10:00:00-05:00").in_zone("America/Chicago");
    let story = include_str!("stories/05-the-post-that-travelled.toml");
    house.file("story.toml", story);
    house.run(&["start", "service-recovery", "--answers", "story.toml"]).ends(0);
    let here = house.run(&["record", "1"]).ends(0).out;
    let house = house.in_zone("Asia/Tokyo");
    assert_eq!(house.run(&["record", "1"]).ends(0).out, here);
    assert_eq!(house.run(&["letter", "1"]).code, 0);
}

#[test]
fn a_batch_that_gives_up_says_so_also_where_the_last_of_it_succeeds() {
    let waits = format!("while [ ! -e ../../go ]; do sleep 0.01; done; {PRINTS}");
    let house = house(&waits, 23);
    let only_the_first = "<p>{{ id }}{% if customer.name != 'Guest 1' %}{{ nothing }}{% endif %}";
    house.file(".config/recover/templates/record.html", only_the_first);
    let all = ["record", "--all", "--format", "pdf", "--output", "all"];
    let mut child =
        command(&house, &all).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    let mut stream = BufReader::new(child.stderr.take().unwrap());
    while said.matches("INC-2026-").count() < 20 {
        assert!(stream.read_line(&mut said).unwrap() > 0, "{said}");
    }
    house.file("go", "");
    stream.read_to_string(&mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert!(said.contains("1 document in all; 20 failed; after 20 failures in a row the rest was left"), "{said}");
    assert_eq!(names(&house, "all"), ["INC-2026-0001.pdf"]);
}

#[test]
fn an_interrupted_batch_lists_what_was_written_behind_what_was_not() {
    if std::thread::available_parallelism().map_or(1, usize::from) < 2 {
        // Only one engine prints at once here, and nothing overtakes anything.
        return;
    }
    let house = house(&format!("case $(cat \"$page\") in *'Guest 2<'*) {PRINTS};; *) exec sleep 1000;; esac"), 4);
    let all = ["record", "--all", "--format", "pdf", "--output", "all"];
    let child =
        command(&house, &all).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while !house.path().join("all/INC-2026-0002.pdf").exists() {
        std::thread::yield_now();
    }
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let batch = Run::from(child.wait_with_output().unwrap()).ends(130);
    assert_eq!(batch.out, "all/INC-2026-0002.pdf\n");
}

#[test]
fn several_records_do_not_go_into_what_is_called_as_a_file_is() {
    let house = house(PRINTS, 2);
    for file in ["two/b.pdf", "b.md", "b.JSON", "b.html"] {
        for which in [["1", "2"].as_slice(), &["--all"]] {
            let refused = run(&house, &[&["record"], which, &["-o", file]].concat()).ends(2);
            assert!(refused.err.contains("name a folder, as in `--output "), "{}", refused.err);
            assert!(!house.path().join(file).exists() && !house.path().join("two").exists());
        }
    }
    fs::create_dir(house.path().join("c.md")).unwrap();
    run(&house, &["record", "1", "2", "-o", "c.md"]).ends(0);
    assert_eq!(names(&house, "c.md").len(), 2);
    run(&house, &["record", "1", "2", "-o", "june.2026"]).ends(0);
}

#[test]
fn templates_that_cannot_be_looked_at_are_not_taken_for_none() {
    let house = house(PRINTS, 1);
    house.file(".config/recover/templates", "no folder");
    for args in [["record", "1"].as_slice(), &["template", "list"], &["template", "check"]] {
        let refused = run(&house, args).ends(3);
        assert!(refused.err.contains("could not look at `"), "{}", refused.err);
    }
    run(&house, &["record", "1", "--no-template"]).ends(0);
}

#[test]
fn a_template_check_goes_on_behind_what_cannot_be_read() {
    let house = House::new();
    house.file("letter.md", [0xff, 0xfe, 0x00]);
    house.file("record.md", "x".repeat(9 << 20));
    house.file("report.md", "{{ nonsense }}\n");
    house.file("record-customer.md", "{{ id }}\n");
    let all = ["letter.md", "record.md", "missing/letter.md", "notes.md", "report.md", "record-customer.md"];
    let run = house.run(&[&["template", "check"][..], &all].concat());
    assert_ne!(run.code, 0);
    for told in ["letter.md", "record.md", "missing/letter.md", "notes.md", "nonsense"] {
        assert!(run.err.contains(told), "{told} in {}", run.err);
    }
    assert_eq!(run.out, "record-customer.md: ok\n");
}
