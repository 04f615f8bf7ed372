//! One calendar file, key by key, with the place of every date.

use std::collections::BTreeSet;

use chrono::{NaiveDate, Weekday};
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use crate::diagnostic::{Problem, Site};
use crate::schedule::calendar::Weekend;
use crate::table::{Reading, Sited, clip, kind_of, quoted};
use crate::text::did_you_mean;
use crate::untrusted::Untrusted;

/// The keys of a calendar file.
const KEYS: [&str; 11] = [
    "format",
    "title",
    "extends",
    "weekend",
    "valid_from",
    "valid_through",
    "source",
    "as_of",
    "holidays",
    "working_days",
    "check_locally",
];

const DAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

/// What one file says, and nothing of what it builds on.
pub(super) struct Sheet {
    pub(super) title: Option<Untrusted>,
    pub(super) extends: bool,
    pub(super) weekend: Option<Weekend>,
    pub(super) valid_from: Option<Sited<NaiveDate>>,
    pub(super) valid_through: Option<Sited<NaiveDate>>,
    pub(super) source: Option<Untrusted>,
    pub(super) as_of: Option<NaiveDate>,
    pub(super) holidays: Vec<(Sited<NaiveDate>, Untrusted)>,
    pub(super) working_days: Vec<Sited<NaiveDate>>,
    pub(super) check_locally: Vec<(Sited<NaiveDate>, Untrusted)>,
}

impl Sheet {
    /// Reads the text of one file, the `source`-th of those that make the calendar.
    pub(super) fn read(text: &str, source: usize, problems: &mut Vec<Problem>) -> Self {
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            problems.push(Problem {
                site: Site::new(source, error.span().unwrap_or(0..0)),
                message: format!("this is not TOML: {}", crate::escape::library_message(error.message())),
                label: "here".into(),
                help: "see `docs/calendars.md` for the format of a calendar".into(),
            });
        }
        let top = table.get_ref();
        let mut reading = Reading { source, problems };
        reading.only(top, &KEYS, "in a calendar");
        match reading.number(top, "format") {
            None if top.get("format").is_none() && errors.is_empty() => {
                reading.missing(&Site::new(source, 0..0), "format", "in this calendar");
            }
            Some(format) if format.value != Decimal::ONE => {
                reading.problem(
                    format.site,
                    "this format of calendars is not known here",
                    "unknown",
                    "write `format = 1`",
                );
            }
            _ => {}
        }
        let extends = reading.text(top, "extends").is_some();
        if !extends && errors.is_empty() {
            must_stand_alone(top, &mut reading);
        }
        Self {
            title: words(&mut reading, top, "title"),
            extends,
            weekend: weekend(&mut reading, top),
            valid_from: reading.date(top, "valid_from"),
            valid_through: reading.date(top, "valid_through"),
            source: words(&mut reading, top, "source"),
            as_of: reading.date(top, "as_of").map(|date| date.value),
            holidays: days(&mut reading, top, "holidays", "name"),
            working_days: working_days(&mut reading, top),
            check_locally: days(&mut reading, top, "check_locally", "why"),
        }
    }
}

/// A calendar that builds on no other says everything itself.
fn must_stand_alone(top: &DeTable<'_>, reading: &mut Reading<'_>) {
    let here = Site::new(reading.source, 0..0);
    for key in ["title", "valid_from", "valid_through"] {
        if top.get(key).is_none() {
            reading.missing(&here, key, "in a calendar that extends no other");
        }
    }
}

fn words(reading: &mut Reading<'_>, top: &DeTable<'_>, key: &str) -> Option<Untrusted> {
    let text = reading.text(top, key)?;
    if text.value.trim().is_empty() {
        reading.problem(text.site, format!("`{key}` is empty"), "no words", "write a word or two, or leave it out");
        return None;
    }
    Some(text.value.into())
}

fn weekend(reading: &mut Reading<'_>, top: &DeTable<'_>) -> Option<Weekend> {
    let list = reading.list(top, "weekend")?;
    let names: Vec<&str> = DAYS.iter().map(|(name, _)| *name).collect();
    let mut days = Vec::new();
    for item in list.value {
        let said = item.get_ref().as_str().unwrap_or_default();
        if let Some((_, day)) = DAYS.iter().find(|(name, _)| *name == said) {
            days.push(*day);
            continue;
        }
        let help = match did_you_mean(said, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the days are {}", quoted(&names)),
        };
        let site = reading.site(item.span());
        reading.problem(site, "`weekend` takes days of the week", "not a day", help);
    }
    let weekend = Weekend::new(&days);
    if weekend.is_none() {
        reading.problem(list.site, "`weekend` is the whole week", "no day is left", "leave at least one day out");
    }
    weekend
}

/// A list of tables, each with a `date` and a text; a date stands in it once.
fn days(reading: &mut Reading<'_>, top: &DeTable<'_>, key: &str, text: &str) -> Vec<(Sited<NaiveDate>, Untrusted)> {
    let place = format!("in `{key}`");
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for table in reading.tables(top, key) {
        reading.only(table.value, &["date", text], &place);
        let date = sited_date(reading, table.value);
        let said = words(reading, table.value, text);
        for key in ["date", text] {
            if table.value.get(key).is_none() {
                reading.missing(&table.site, key, &place);
            }
        }
        let (Some(date), Some(said)) = (date, said) else { continue };
        if once(reading, &mut seen, &date, key) {
            found.push((date, said));
        }
    }
    found
}

fn working_days(reading: &mut Reading<'_>, top: &DeTable<'_>) -> Vec<Sited<NaiveDate>> {
    let items = reading.list(top, "working_days").map(|list| list.value).unwrap_or_default();
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for item in items {
        let site = reading.site(item.span());
        let Some(date) = date(item) else {
            let kind = kind_of(item.get_ref());
            reading.problem(site, "`working_days` takes dates", kind, "write dates, as `[2026-12-24, 2026-12-31]`");
            continue;
        };
        let date = Sited { value: date, site };
        if once(reading, &mut seen, &date, "working_days") {
            found.push(date);
        }
    }
    found
}

/// The `date` of a table. The usual case is read without a detour through text: there are hundreds of them.
fn sited_date(reading: &mut Reading<'_>, table: &DeTable<'_>) -> Option<Sited<NaiveDate>> {
    let plain = table.get("date").and_then(|item| Some(Sited { value: date(item)?, site: reading.site(item.span()) }));
    plain.or_else(|| reading.date(table, "date"))
}

fn date(item: &Spanned<DeValue<'_>>) -> Option<NaiveDate> {
    match item.get_ref() {
        DeValue::Datetime(Datetime { date: Some(date), time: None, offset: None }) => {
            NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
        }
        DeValue::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn once(reading: &mut Reading<'_>, seen: &mut BTreeSet<NaiveDate>, date: &Sited<NaiveDate>, key: &str) -> bool {
    let first = seen.insert(date.value);
    if !first {
        reading.problem(
            date.site.clone(),
            format!("{} stands twice in `{}`", date.value, clip(key)),
            "again",
            "join the two in one line",
        );
    }
    first
}
