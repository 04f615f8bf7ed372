//! The house's own templates: a document worded and laid out by the house, from the very JSON that scripts read.
//!
//! A template sees that JSON and nothing else, so a customer's template cannot show what is not the customer's. The language is
//! a part of Jinja's: values, conditions, loops. It has no files, no network, no functions, and nothing that makes much text of
//! little; what somebody said is escaped for the medium by the program, and there is no way to ask that it be not.

mod check;
mod engine;
mod filter;
mod policy;
mod shape;
mod size;

use serde_json::Value as Json;

pub use engine::Prepared;

use crate::diagnostic::{Problem, Problems, Site, Source};

/// What a template words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The customer's letter.
    Letter,
    /// The record for the house.
    Record,
    /// The record for the customer.
    RecordCustomer,
    /// The figures over many incidents.
    Report,
}

/// The medium of a template: how what somebody said is made harmless.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// Markdown.
    Markdown,
    /// HTML, and PDF that is printed from it.
    Html,
    /// Plain text.
    Text,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Letter, Self::Record, Self::RecordCustomer, Self::Report];

    /// The name of its files, without the ending.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Record => "record",
            Self::RecordCustomer => "record-customer",
            Self::Report => "report",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The media it can be written for.
    pub const fn media(self) -> &'static [Medium] {
        match self {
            Self::Letter | Self::Record | Self::RecordCustomer => &[Medium::Markdown, Medium::Html, Medium::Text],
            Self::Report => &[Medium::Markdown, Medium::Html],
        }
    }

    /// The command whose `--format json` prints what a template of this kind sees; a letter's prints besides what is the house's alone.
    pub const fn command(self) -> &'static str {
        match self {
            Self::Letter => "recover letter ID --format json",
            Self::Record => "recover record ID --format json",
            Self::RecordCustomer => "recover record ID --for customer --format json",
            Self::Report => "recover report --format json",
        }
    }

    /// A full sample of what it sees, and a nearly empty one.
    const fn samples(self) -> [&'static str; 2] {
        match self {
            Self::Letter => [include_str!("samples/letter.full.json"), include_str!("samples/letter.empty.json")],
            Self::Record => [include_str!("samples/record.full.json"), include_str!("samples/record.empty.json")],
            Self::RecordCustomer => {
                [include_str!("samples/record-customer.full.json"), include_str!("samples/record-customer.empty.json")]
            }
            Self::Report => [include_str!("samples/report.full.json"), include_str!("samples/report.empty.json")],
        }
    }

    /// A template to begin with.
    pub const fn starter(self, medium: Medium) -> &'static str {
        match (self, medium) {
            (Self::Letter, Medium::Html) => include_str!("starters/letter.html"),
            (Self::Letter, _) => include_str!("starters/letter.md"),
            (Self::Record, Medium::Html) => include_str!("starters/record.html"),
            (Self::Record, _) => include_str!("starters/record.md"),
            (Self::RecordCustomer, Medium::Html) => include_str!("starters/record-customer.html"),
            (Self::RecordCustomer, _) => include_str!("starters/record-customer.md"),
            (Self::Report, Medium::Html) => include_str!("starters/report.html"),
            (Self::Report, _) => include_str!("starters/report.md"),
        }
    }
}

impl Medium {
    /// Every medium.
    pub const ALL: [Self; 3] = [Self::Markdown, Self::Html, Self::Text];

    /// How the names of its templates end.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Text => "txt",
        }
    }

    /// The medium of that ending.
    pub fn from_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|medium| medium.ending() == ending)
    }
}

/// Every problem of a template: its syntax, what this language does not have, names that the document does not have, also inside
/// loops, and what goes wrong with a full and with a nearly empty incident. `None` where it is right.
pub fn check(source: &Source, kind: Kind, medium: Medium) -> Option<Problems> {
    let mut samples = Vec::new();
    for text in kind.samples() {
        match serde_json::from_str::<Json>(text) {
            Ok(sample) => samples.push(sample),
            // The samples are ours, and a test reads them.
            Err(error) => return Some(fault(source, &error.to_string())),
        }
    }
    let problems = check::problems(source, &shape::of(&samples), kind);
    if let Some(found) = Problems::found(vec![source.clone()], problems) {
        return Some(found);
    }
    let prepared = match Prepared::new(source, medium) {
        Ok(prepared) => prepared,
        Err(problems) => return Some(*problems),
    };
    let mut found = Vec::new();
    for (sample, which) in samples.iter().zip(["a full incident", "a nearly empty incident"]) {
        if let Err(mut problem) = prepared.tried(sample) {
            problem.message = format!("{} ({which})", problem.message);
            found.push(problem);
        }
    }
    Problems::found(vec![source.clone()], found)
}

fn fault(source: &Source, message: &str) -> Problems {
    let problem = Problem {
        site: Site::new(0, 0..0),
        message: format!("the sample of this kind cannot be read: {}", crate::escape::library_message(message)),
        label: "here".into(),
        help: "this is a fault in recover, not in the template".into(),
    };
    Problems::one(vec![source.clone()], problem)
}

#[cfg(test)]
mod tests;
