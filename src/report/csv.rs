//! The report for spreadsheets: a row a value, so that a pivot table makes of it what somebody needs.
//!
//! The columns are `group` (empty for all incidents together), `figure`, `row` (an ending, a cause, a time limit, a kind or a currency, where the figure has such), `value_of`
//! (which value it is), `unit` (`count`, `percent`, `seconds`, `number`, or the code of a currency), `value`, `of` (what a count is a part
//! of), `n`, `unknown` and `not_yet`. A value of too few is empty; nothing is nought because it is unknown. A cell never begins a formula
//! ([`escape::csv`]); a cell that begins with `-` is a negative number, whole, such as a score.

use std::io;

use super::Report;
use super::field::{Field, UNKNOWN};
use super::figures::{Figure, Part, Value, per_mille};
use super::tally::Tally;
use crate::escape;

const HEAD: [&str; 10] = ["group", "figure", "row", "value_of", "unit", "value", "of", "n", "unknown", "not_yet"];

/// The group of all incidents has no name: a site may be called anything.
const ALL: &str = "";

/// The report as CSV with a head, separated by commas, lines ended by CR LF as RFC 4180 has it.
///
/// # Errors
/// When there is no memory to write to, which does not happen.
pub fn render(report: &Report<'_>) -> io::Result<String> {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(HEAD)?;
    group(&mut writer, ALL, &report.total)?;
    let nobody = if report.by == Some(Field::Owner) { "nobody" } else { UNKNOWN };
    for one in report.groups() {
        group(&mut writer, &escape::csv(one.name.as_deref().unwrap_or(nobody)), &one.tally)?;
    }
    let bytes = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

fn group(writer: &mut ::csv::Writer<Vec<u8>>, name: &str, tally: &Tally) -> io::Result<()> {
    for figure in tally.figures() {
        for part in &figure.parts {
            cells(writer, name, &figure, "", part)?;
        }
        for row in &figure.rows {
            let key = escape::csv(&row.key).into_owned();
            for part in &row.parts {
                cells(writer, name, &figure, &key, part)?;
            }
        }
    }
    Ok(())
}

fn cells(writer: &mut ::csv::Writer<Vec<u8>>, group: &str, figure: &Figure, row: &str, part: &Part) -> io::Result<()> {
    for (unit, value, of) in values(&part.value) {
        let counts = [figure.n, figure.unknown, figure.not_yet].map(|count| count.to_string());
        let [n, unknown, not_yet] = counts.each_ref().map(String::as_str);
        let cells = [group, figure.is.id, row, part.name, unit, &value, &of, n, unknown, not_yet];
        writer.write_record(cells)?;
    }
    Ok(())
}

/// Each value with its unit and what it is a part of.
fn values(value: &Value) -> Vec<(&'static str, String, String)> {
    let none = String::new;
    let number = |of: &Option<rust_decimal::Decimal>| of.map(|of| of.to_string()).unwrap_or_default();
    match value {
        Value::Count(count) => vec![("count", count.to_string(), none())],
        Value::Share { part, of } => {
            let tenths = per_mille(*part, *of).map(|tenths| format!("{}.{}", tenths / 10, tenths % 10));
            vec![("count", part.to_string(), of.to_string()), ("percent", tenths.unwrap_or_default(), of.to_string())]
        }
        Value::Length(length) => vec![("seconds", length.map(|of| of.to_string()).unwrap_or_default(), none())],
        Value::Lengths(lengths) => lengths.iter().map(|of| ("seconds", of.to_string(), none())).collect(),
        Value::Number(of) => vec![("number", number(of), none())],
        Value::Amount(of, currency) => vec![(currency, number(of), none())],
    }
}
