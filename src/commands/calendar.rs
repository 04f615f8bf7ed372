//! `recover calendar`: which calendars there are, what one says of a year, whether files are right.

use std::path::PathBuf;

use chrono::{Datelike, NaiveDate};
use comfy_table::{ContentArrangement, Table, presets};
use serde_json::{Value, json};

use super::{Failure, House};
use crate::almanac::{AlmanacError, Origin};
use crate::cli::{CalendarCommand, TableOrJson};
use crate::escape;
use crate::exit_code::ExitCode;
use crate::out::Out;
use crate::schedule::calendar::Calendar;
use crate::schedule::human;
use crate::text::plural;

impl From<AlmanacError> for Failure {
    fn from(error: AlmanacError) -> Self {
        let help = error.help();
        match error {
            AlmanacError::Unknown { .. } => Self::Usage(error.to_string(), help),
            AlmanacError::File(error) => Self::GivenFile(error),
            AlmanacError::Problems(problems) => Self::WrongFile(problems),
            AlmanacError::NotText { .. } => Self::WrongText(error.to_string(), help),
        }
    }
}

/// Runs one of the commands on calendars.
///
/// # Errors
/// When a calendar cannot be taken or the output not be written.
pub fn run(house: &House, command: &CalendarCommand, out: &mut Out) -> Result<ExitCode, Failure> {
    match command {
        CalendarCommand::List { format } => list(house, *format, out),
        CalendarCommand::Show { name, year, format } => show(house, name, *year, *format, out),
        CalendarCommand::Check { files } => check(house, files, out),
    }
}

fn list(house: &House, format: TableOrJson, out: &mut Out) -> Result<ExitCode, Failure> {
    let almanac = house.almanac();
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(["calendar", "title", "valid through", "from"]);
    let mut lines = Vec::new();
    for (name, origin) in almanac.list()? {
        let from = match &origin {
            Origin::Own(path) => escape::path(path),
            Origin::Shipped => "shipped".to_owned(),
        };
        // A calendar that cannot be read is listed with its fault; the others are there all the same.
        match almanac.take(&name) {
            Ok(calendar) => {
                let through = calendar.validity.map(|known| known.through.to_string()).unwrap_or_default();
                table.add_row([name.as_str(), &calendar.title.term(), &through, &from]);
                lines.push(heading(&calendar, &from));
            }
            Err(error) => {
                table.add_row([name.as_str(), &escape::term(&error.to_string()), "", &from]);
                lines.push(json!({ "id": name, "from": from, "fault": error.to_string() }));
            }
        }
    }
    match format {
        TableOrJson::Json => out.document(&format!("{}\n", Value::Array(lines)))?,
        TableOrJson::Table => out.document(&trimmed(&table))?,
    }
    Ok(ExitCode::Done)
}

fn show(house: &House, name: &str, year: Option<i32>, format: TableOrJson, out: &mut Out) -> Result<ExitCode, Failure> {
    let calendar = house.almanac().take(name)?;
    let year = year.unwrap_or_else(|| house.environment.now().year());
    let of_year = |date: &NaiveDate| date.year() == year;
    let mut days: std::collections::BTreeSet<NaiveDate> = calendar.holidays.keys().copied().filter(of_year).collect();
    days.extend(calendar.check_locally.keys().chain(&calendar.working_days).copied().filter(of_year));
    let known = calendar.validity.is_none_or(|known| known.from.year() <= year && year <= known.through.year());
    if format == TableOrJson::Json {
        let text = |it: Option<&crate::untrusted::Untrusted>| it.map(|text| text.as_stored().to_owned());
        let days: Vec<Value> = days
            .iter()
            .map(|day| {
                json!({
                    "date": day.to_string(),
                    "holiday": text(calendar.holidays.get(day)),
                    "business_day": calendar.is_business_day(*day),
                    "check_locally": text(calendar.check_locally.get(day)),
                })
            })
            .collect();
        let document = json!({ "schema": "recover.calendar/1", "calendar": heading(&calendar, name), "year": year, "known": known, "days": days });
        out.document(&format!("{document}\n"))?;
        return Ok(ExitCode::Done);
    }
    let mut shown = format!("{}, {}, {year}\n\n", calendar.id, calendar.title.term());
    for day in days {
        let kind = calendar.why_not(day).map_or("working day".to_owned(), |why| why.words());
        let open = calendar.check_locally.get(&day).map(|why| format!("; check locally: {}", why.term()));
        shown.extend(["  ", &human::date(day), "  ", &kind, &open.unwrap_or_default(), "\n"]);
    }
    out.document(&shown)?;
    if !known {
        let warning = out.message_look().yellow("warning").into_owned();
        out.message(&format!("{warning}: the calendar `{}` does not know {year}", calendar.id))?;
    }
    Ok(ExitCode::Done)
}

fn check(house: &House, files: &[PathBuf], out: &mut Out) -> Result<ExitCode, Failure> {
    let almanac = house.almanac();
    let mut code = ExitCode::Done;
    for file in files {
        match almanac.take_file(file) {
            Ok(calendar) if !house.global.quiet => {
                let days = plural(calendar.holidays.len(), "holiday", "holidays");
                out.document(&format!("{}: fine, {days}\n", escape::path(file)))?;
            }
            Ok(_) => {}
            Err(error) => {
                code = ExitCode::WrongFile;
                let told = Failure::from(error).render(out.message_look());
                out.prompt(&told)?;
            }
        }
    }
    Ok(code)
}

fn heading(calendar: &Calendar, from: &str) -> Value {
    json!({
        "id": calendar.id,
        "title": calendar.title.as_stored(),
        "valid_from": calendar.validity.map(|known| known.from.to_string()),
        "valid_through": calendar.validity.map(|known| known.through.to_string()),
        "source": calendar.source.as_ref().map(|source| source.as_stored().to_owned()),
        "as_of": calendar.as_of.map(|date| date.to_string()),
        "stamp": calendar.stamp,
        "from": from,
    })
}

/// A table without the blank before each line and those at its end.
fn trimmed(table: &Table) -> String {
    table.to_string().lines().flat_map(|line| [line.trim(), "\n"]).collect()
}
