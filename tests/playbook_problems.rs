//! What `recover playbook check` says about every kind of mistake, compared with `tests/problems/*.expected`.
//!
//! `BLESS=1 cargo test --test playbook_problems` writes the expectations anew; read the difference before you keep it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/problems")
}

/// Runs the check as a person would, in that folder.
fn check(here: &Path, files: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_recover"))
        .args(["playbook", "check"])
        .args(files)
        .current_dir(here)
        .env_clear()
        .envs([("XDG_CONFIG_HOME", folder().join("config")), ("HOME", folder())])
        .envs([("RECOVER_NOW", "2026-06-12T12:20:00+01:00"), ("COLUMNS", "80"), ("NO_COLOR", "1")])
        .output()
        .unwrap()
}

fn told(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    format!("{}{}exit {}\n", text(&output.stdout), text(&output.stderr), output.status.code().unwrap())
}

/// Compares with the expectation, or writes it.
#[expect(clippy::disallowed_methods, reason = "a test may be told to write its expectations")]
fn compare(name: &str, told: &str, wrong: &mut Vec<String>) {
    let path = folder().join(format!("{name}.expected"));
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, told).unwrap();
    } else if fs::read_to_string(&path).unwrap_or_default() != told {
        wrong.push(format!("{name}\n{told}"));
    }
}

/// Nothing of what a file holds reaches the terminal as it is.
fn is_harmless(told: &str) -> bool {
    !told.chars().any(|c| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c) || c == '\u{feff}')
}

#[test]
fn every_mistake_is_told_with_its_place_and_what_to_do() {
    let mut files: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension() == Some(OsStr::new("toml")));
    files.sort();
    assert!(files.len() > 60);
    let mut wrong = Vec::new();
    for path in &files {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let output = check(&folder(), &[&format!("{name}.toml")]);
        let told = told(&output);
        let code = if name.starts_with("fine-") { 0 } else { 3 };
        if !is_harmless(&told) || output.status.code() != Some(code) {
            wrong.push(format!("{name}: not harmless, or not exit {code}\n{told}"));
        }
        compare(name, &told, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn huge_and_odd_files_are_told_too() {
    let here = Path::new(env!("CARGO_TARGET_TMPDIR")).join("problems");
    fs::create_dir_all(&here).unwrap();
    let head = |id: &str| format!("format = 1\nid = \"{id}\"\ntitle = \"x\"\n");
    let many = |of: &str, times: usize| of.repeat(times);
    let question = |at: usize| format!("[step.learn.question.q{at}]\nkind=\"text\"\nask=\"a\"\nwhen={{zz{at}=1}}\n");
    let cases = [
        ("huge-line", format!("{}summary = \"{}\"\n", head("huge-line"), many("x", 2 << 20))),
        ("huge-key", format!("{}{} = 1\n", head("huge-key"), many("x", 900_000))),
        ("huge-tables", format!("{}{}", head("huge-tables"), many("[[t]]\n", 100_000))),
        ("huge-sources", format!("{}{}", head("huge-sources"), many("[[source]]\n", 90_000))),
        ("huge-questions", format!("{}{}", head("huge-questions"), (0..14_000).map(question).collect::<String>())),
        (
            "huge-names",
            format!("{}[step.learn]\ndo = [{}]\n", head("huge-names"), many("{say=\"x\",source=\"qqqqqq\"},", 30_000)),
        ),
    ];
    let mut wrong = Vec::new();
    for (name, text) in cases {
        fs::write(here.join(format!("{name}.toml")), text).unwrap();
        let output = check(&here, &[&format!("{name}.toml")]);
        assert_eq!(output.status.code(), Some(3), "{name}");
        let told = told(&output);
        assert!(told.len() < 100_000 && is_harmless(&told), "{name}");
        compare(name, &told, &mut wrong);
    }
    let pipe = here.join("pipe.toml");
    if !pipe.exists() {
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR, 0).unwrap();
    }
    fs::create_dir_all(here.join("folder.toml")).unwrap();
    fs::write(here.join("fine.toml"), head("fine")).unwrap();
    let output = check(&here, &["pipe.toml", "folder.toml", "nowhere.toml", "fine.toml"]);
    assert_eq!(output.status.code(), Some(3));
    compare("odd-files", &told(&output), &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
