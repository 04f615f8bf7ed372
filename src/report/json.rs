//! The report for scripts: one JSON document, `recover.report/1`.
//!
//! Lengths are seconds, money is an amount with its currency, instants are RFC 3339, and what is unknown or too little is `null`.

use serde_json::{Map, Value as Json, json};

use super::Report;
use super::define::DEFINITIONS;
use super::figures::{Figure, LEAST_FOR_MEDIAN, LEAST_FOR_P90, LEAST_FOR_PERCENT, Part, Row, Value, per_mille};
use super::tally::Tally;

/// The schema of the document.
pub const SCHEMA: &str = "recover.report/1";

/// The report as JSON.
pub fn report(report: &Report<'_>) -> Json {
    let ends = report.series.ends();
    let groups: Vec<Json> =
        report.groups().iter().map(|group| json!({ "group": group.name, "figures": figures(&group.tally) })).collect();
    json!({
        "schema": SCHEMA,
        "made_at": report.now.to_rfc3339(),
        "since": report.period.since.map(|at| at.to_rfc3339()),
        "until": report.period.until.map(|at| at.to_rfc3339()),
        "first_received_on": ends.map(|(first, _)| first.to_string()),
        "last_received_on": ends.map(|(_, last)| last.to_string()),
        "uncounted": report.uncounted,
        "least": { "percent": LEAST_FOR_PERCENT, "p90": LEAST_FOR_P90, "median": LEAST_FOR_MEDIAN },
        "total": figures(&report.total),
        "by": report.by.as_ref().map(super::field::Field::name),
        "groups": groups,
        "definitions": definitions(),
    })
}

fn definitions() -> Json {
    let of = |definition: &super::define::Definition| {
        let said = json!({
            "title": definition.title,
            "definition": definition.definition,
            "clock": definition.clock,
            "unknown": definition.unknown,
        });
        (definition.id.to_owned(), said)
    };
    DEFINITIONS.iter().map(of).collect::<Map<String, Json>>().into()
}

fn figures(tally: &Tally) -> Json {
    tally.figures().iter().map(|figure| (figure.is.id.to_owned(), self::figure(figure))).collect::<Map<_, _>>().into()
}

fn figure(figure: &Figure) -> Json {
    let mut object = Map::new();
    object.insert("n".to_owned(), figure.n.into());
    object.insert("unknown".to_owned(), figure.unknown.into());
    object.insert("not_yet".to_owned(), figure.not_yet.into());
    put(&mut object, &figure.parts);
    if has_rows(figure) {
        object.insert("rows".to_owned(), figure.rows.iter().map(row).collect());
    }
    object.into()
}

/// Figures that say something of each thing among several say so even where there is none.
const fn has_rows(figure: &Figure) -> bool {
    use super::define::FigureId as F;
    matches!(figure.is.figure, F::InLimit | F::Endings | F::Causes | F::RemedyTotal | F::RemedyByKind | F::Cost)
}

fn row(row: &Row) -> Json {
    let mut object = Map::new();
    object.insert("key".to_owned(), row.key.clone().into());
    if let Some(note) = &row.note {
        object.insert("rule".to_owned(), note.clone().into());
    }
    put(&mut object, &row.parts);
    object.into()
}

/// What can stand there several times is a list.
fn put(object: &mut Map<String, Json>, parts: &[Part]) {
    for part in parts {
        let value = value(&part.value);
        if part.repeats {
            let list = object.entry(part.name).or_insert_with(|| Json::Array(Vec::new()));
            if let Json::Array(list) = list {
                list.push(value);
            }
        } else {
            object.insert(part.name.to_owned(), value);
        }
    }
}

fn value(value: &Value) -> Json {
    match value {
        Value::Count(count) => (*count).into(),
        Value::Share { part, of } => json!({ "count": part, "of": of, "percent": percent(*part, *of) }),
        Value::Length(length) => (*length).into(),
        Value::Lengths(lengths) => lengths.clone().into(),
        Value::Number(number) => {
            number.and_then(|number| number.normalize().to_string().parse::<serde_json::Number>().ok()).into()
        }
        Value::Amount(amount, currency) => {
            amount.map(|amount| json!({ "amount": amount.to_string(), "currency": currency })).into()
        }
    }
}

/// Per cent with one decimal, as an exact number of JSON.
fn percent(part: u64, of: u64) -> Option<serde_json::Number> {
    let tenths = per_mille(part, of)?;
    format!("{}.{}", tenths / 10, tenths % 10).parse().ok()
}
