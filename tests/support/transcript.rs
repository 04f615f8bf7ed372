//! A story with its times and commands, told in Markdown: a heading that begins with a moment sets the clock, a `console` block
//! holds commands with what they print, and a block named after a file is written before anything is run.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::house::{House, Run};

/// One line of a story, or one command with what it printed.
enum Piece {
    Text(String),
    Moment(String, DateTime<FixedOffset>),
    Command { typed: Vec<String>, printed: Vec<String> },
}

/// A story.
pub struct Transcript {
    path: PathBuf,
    zone: String,
    files: Vec<(String, String)>,
    pieces: Vec<Piece>,
}

impl Transcript {
    /// Reads the story in a file of the project.
    pub fn read(name: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut story = Self { path, zone: String::new(), files: Vec::new(), pieces: Vec::new() };
        let mut block: Option<String> = None;
        for line in text.lines() {
            match block.clone() {
                None => {
                    block = line.strip_prefix("```").map(str::to_owned);
                    if let Some(name) = block.as_ref().and_then(|info| info.strip_prefix("toml ")) {
                        story.files.push((name.to_owned(), String::new()));
                    }
                    story.outside(line);
                }
                Some(_) if line == "```" => {
                    block = None;
                    story.pieces.push(Piece::Text(line.to_owned()));
                }
                Some(info) if info == "console" => story.inside(line),
                Some(_) => {
                    story.files.last_mut().unwrap().1.extend([line, "\n"]);
                    story.pieces.push(Piece::Text(line.to_owned()));
                }
            }
        }
        assert!(block.is_none() && !story.zone.is_empty(), "{}", story.path.display());
        story
    }

    fn outside(&mut self, line: &str) {
        if let Some(zone) = line.strip_prefix("Zone: ") {
            zone.clone_into(&mut self.zone);
        }
        let moment = line.strip_prefix("## ").and_then(|rest| rest.split(' ').next()?.parse().ok());
        self.pieces.push(match moment {
            Some(at) => Piece::Moment(line.to_owned(), at),
            None => Piece::Text(line.to_owned()),
        });
    }

    fn inside(&mut self, line: &str) {
        match (line.strip_prefix("$ "), self.pieces.last_mut()) {
            (Some(_), _) => self.pieces.push(Piece::Command { typed: vec![line.to_owned()], printed: Vec::new() }),
            (None, Some(Piece::Command { typed, .. })) if typed.last().is_some_and(|last| last.ends_with('\\')) => {
                typed.push(line.to_owned());
            }
            (None, Some(Piece::Command { printed, .. })) => printed.push(line.to_owned()),
            (None, _) => panic!("{}: {line} is no command", self.path.display()),
        }
    }

    fn house(&self) -> House {
        let house = House::new().in_zone(&self.zone);
        for (name, text) in &self.files {
            house.file(name, text);
        }
        house
    }

    /// The house after everything that happens up to a moment, with its clock there.
    pub fn played_to(&self, at: &str) -> House {
        let until: DateTime<FixedOffset> = at.parse().unwrap();
        let mut house = self.house();
        for piece in &self.pieces {
            match piece {
                Piece::Moment(_, moment) if *moment > until => break,
                Piece::Moment(_, moment) => house = house.at(&moment.to_rfc3339()),
                Piece::Command { typed, .. } => drop(run(&house, typed)),
                Piece::Text(_) => {}
            }
        }
        house.at(at)
    }

    /// Plays the story to its end. What was not as it is written, if anything; with BLESS it is written anew.
    #[expect(clippy::disallowed_methods, reason = "a test may be told to write its expectations")]
    pub fn compare(&self) -> Option<String> {
        let mut house = self.house();
        let mut last = None;
        let (mut told, mut wrong) = (String::new(), String::new());
        for piece in &self.pieces {
            match piece {
                Piece::Text(line) => told.extend([line.trim_end(), "\n"]),
                Piece::Moment(line, at) => {
                    assert!(last <= Some(*at), "{}: {line} goes back", self.path.display());
                    last = Some(*at);
                    house = house.at(&at.to_rfc3339());
                    told.extend([line.as_str(), "\n"]);
                }
                Piece::Command { typed, printed } => {
                    let now = printed_by(&house, typed);
                    let (before, command) = (printed.join("\n"), typed.join("\n"));
                    if before.trim_end() != now.trim_end() {
                        let at = last.map(|at| at.to_rfc3339()).unwrap_or_default();
                        writeln!(wrong, "{} {at}\n{command}\n{now}", self.path.display()).unwrap();
                    }
                    told.extend([command.as_str(), "\n", &now]);
                }
            }
        }
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&self.path, told).unwrap();
            return None;
        }
        Some(wrong).filter(|wrong| !wrong.is_empty())
    }
}

fn run(house: &House, typed: &[String]) -> Run {
    let words = arguments(typed);
    house.run(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

/// What a command prints, first on standard output and then on standard error, and how it ends where that is not 0.
fn printed_by(house: &House, typed: &[String]) -> String {
    let run = run(house, typed);
    let mut printed: String = run.out.lines().chain(run.err.lines()).flat_map(|line| [line.trim_end(), "\n"]).collect();
    if run.code != 0 {
        writeln!(printed, "[exit {}]", run.code).unwrap();
    }
    printed
}

/// The arguments behind `recover`, as a shell would take them apart.
fn arguments(typed: &[String]) -> Vec<String> {
    let line = typed.iter().map(|line| line.trim_end_matches('\\').trim_start()).collect::<Vec<_>>().join(" ");
    let line = line.strip_prefix("$ recover").unwrap_or_else(|| panic!("{line} does not begin with `$ recover`"));
    let mut words: Vec<String> = Vec::new();
    let (mut quote, mut is_open) = (None, false);
    for c in line.chars() {
        match (quote, c) {
            (None, '"' | '\'') => {
                quote = Some(c);
                if !is_open {
                    words.push(String::new());
                    is_open = true;
                }
            }
            (Some(open), c) if open == c => quote = None,
            (None, ' ') => is_open = false,
            (_, c) => {
                if !is_open {
                    words.push(String::new());
                    is_open = true;
                }
                words.last_mut().unwrap().push(c);
            }
        }
    }
    assert!(quote.is_none(), "{line}");
    words
}
