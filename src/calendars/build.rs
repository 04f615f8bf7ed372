//! A calendar from the texts it is made of, lowest first.

use std::fmt::Write;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use toml::de::DeTable;

use super::sheet::Sheet;
use crate::diagnostic::{Problem, Problems, Site, Source};
use crate::schedule::calendar::{Calendar, Validity, Weekend};
use crate::table::Sited;

/// How many bytes of the hash a stamp shows, two letters each.
const STAMP_BYTES: usize = 6;

/// What a calendar's text says before it is read further.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heading {
    /// The calendar it builds on, and where that is said.
    pub extends: Option<(String, Site)>,
}

/// The heading of a text, as far as it can be read.
pub fn heading(text: &str) -> Heading {
    // Reading a calendar twice would double what taking one costs, and most build on no other.
    if !text.contains("extends") {
        return Heading::default();
    }
    let (table, _) = DeTable::parse_recoverable(text);
    let extends = table.get_ref().get("extends").and_then(|value| {
        let base = value.get_ref().as_str()?.to_owned();
        Some((base, Site::new(0, value.span())))
    });
    Heading { extends }
}

/// Makes a calendar of its texts: the one at the bottom first, each of the others over it.
///
/// What a text names, by a holiday or a working day, is settled for every text below it, also where sources differ.
///
/// # Errors
/// Every problem in every text.
pub fn build(id: &str, layers: &[Source]) -> Result<Calendar, Box<Problems>> {
    let mut problems = Vec::new();
    let mut calendar = Calendar { id: id.to_owned(), stamp: stamp(layers), ..Calendar::weekends_only() };
    for (at, layer) in layers.iter().enumerate() {
        let sheet = Sheet::read(&layer.text, at, &mut problems);
        lay_over(&mut calendar, sheet, &mut problems);
    }
    match Problems::found(layers.to_vec(), problems) {
        None => Ok(calendar),
        Some(problems) => Err(Box::new(problems)),
    }
}

/// The problems of a text alone, where what it builds on cannot be found.
pub fn problems_alone(text: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let _only_its_problems = Sheet::read(text, 0, &mut problems);
    problems
}

fn stamp(layers: &[Source]) -> String {
    let mut hash = Sha256::new();
    for layer in layers {
        // The length parts the texts, so that a line moved from one to the other is another stamp.
        hash.update(u64::try_from(layer.text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(layer.text.as_bytes());
    }
    hash.finalize().iter().take(STAMP_BYTES).fold(String::new(), |mut stamp, byte| {
        // Writing to a string does not fail.
        let _infallible = write!(stamp, "{byte:02x}");
        stamp
    })
}

fn lay_over(calendar: &mut Calendar, sheet: Sheet, problems: &mut Vec<Problem>) {
    if !sheet.extends {
        calendar.weekend = Weekend::USUAL;
    }
    calendar.weekend = sheet.weekend.unwrap_or(calendar.weekend);
    if let Some(title) = sheet.title.clone() {
        calendar.title = title;
    }
    calendar.source = sheet.source.clone().or(calendar.source.take());
    calendar.as_of = sheet.as_of.or(calendar.as_of);
    calendar.validity = validity(calendar.validity, &sheet, problems);
    let working = sheet.working_days.iter().map(|date| date.value).collect::<Vec<_>>();
    for (date, name) in sheet.holidays {
        if working.contains(&date.value) {
            problems.push(Problem {
                site: date.site.clone(),
                message: format!("{} is a holiday and a working day", date.value),
                label: "also in `working_days`".into(),
                help: "take it out of one of the two".into(),
            });
        }
        within(calendar.validity, &date, problems);
        calendar.working_days.remove(&date.value);
        calendar.check_locally.remove(&date.value);
        calendar.holidays.insert(date.value, name);
    }
    for date in sheet.working_days {
        let settles = calendar.check_locally.remove(&date.value).is_some();
        if calendar.is_business_day(date.value) && !settles {
            problems.push(Problem {
                site: date.site.clone(),
                message: format!("{} is a working day already", date.value),
                label: "neither weekend nor holiday".into(),
                help: "take it out, or check the date".into(),
            });
        }
        calendar.holidays.remove(&date.value);
        calendar.working_days.insert(date.value);
    }
    for (date, why) in sheet.check_locally {
        within(calendar.validity, &date, problems);
        calendar.check_locally.insert(date.value, why);
    }
}

fn validity(below: Option<Validity>, sheet: &Sheet, problems: &mut Vec<Problem>) -> Option<Validity> {
    let value = |date: &Option<Sited<NaiveDate>>| date.as_ref().map(|date| date.value);
    let from = value(&sheet.valid_from).or(below.map(|known| known.from))?;
    let through = value(&sheet.valid_through).or(below.map(|known| known.through))?;
    if from <= through {
        return Some(Validity { from, through });
    }
    if let Some(date) = sheet.valid_through.as_ref().or(sheet.valid_from.as_ref()) {
        problems.push(Problem {
            site: date.site.clone(),
            message: format!("`valid_from` is {from}, after `valid_through`, which is {through}"),
            label: "ends before it begins".into(),
            help: "change one of the two".into(),
        });
    }
    None
}

fn within(known: Option<Validity>, date: &Sited<NaiveDate>, problems: &mut Vec<Problem>) {
    let Some(known) = known.filter(|known| date.value < known.from || date.value > known.through) else { return };
    problems.push(Problem {
        site: date.site.clone(),
        message: format!("{} is outside of what the calendar knows", date.value),
        label: "outside".into(),
        help: format!("it is valid from {} through {}; change that, or take the day out", known.from, known.through),
    });
}
