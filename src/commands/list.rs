//! `recover list`: one line an incident.

use std::ops::ControlFlow;

use chrono::{DateTime, FixedOffset};
use comfy_table::{Cell, ColumnConstraint, ContentArrangement, Table, Width, presets};
use serde::Serialize;

use super::period::period;
use super::{Failure, House};
use crate::cli::{List, TableOrJson};
use crate::exit_code::ExitCode;
use crate::journal::{Status, Summary};
use crate::out::{Out, OutError};
use crate::report::Period;
use crate::schedule::human;
use crate::store::{ListQuery, Which};
use crate::text::{clip, plural};
use crate::untrusted::Untrusted;

/// How many lines a table has unless more are asked for: a table is for reading.
const READABLE: u32 = 100;

/// Lists incidents.
pub fn run(house: &House, args: &List, out: &mut Out) -> Result<ExitCode, Failure> {
    let store = house.store_for_reading()?;
    let period = period(house, args.since.as_deref(), args.until.as_deref(), out)?;
    let query = query(house, args, period);
    match args.format {
        TableOrJson::Json => json(store.as_ref(), &query, out)?,
        TableOrJson::Table => table(house, store.as_ref(), query, out)?,
    }
    Ok(ExitCode::Done)
}

fn query(house: &House, args: &List, Period { since, until }: Period) -> ListQuery {
    let now = house.environment.now();
    let which = match (args.closed, args.all) {
        (true, _) => Which::Closed,
        (_, true) => Which::All,
        _ => Which::Open,
    };
    let limit = match (args.limit, args.format) {
        (Some(0), _) | (None, TableOrJson::Json) => None,
        (Some(limit), _) => Some(limit),
        (None, TableOrJson::Table) => Some(READABLE),
    };
    ListQuery {
        which,
        unowned: args.unowned,
        overdue_at: args.overdue.then_some(now),
        customer: args.customer.clone(),
        since,
        until,
        training: false,
        limit,
    }
}

/// One incident as scripts read it.
#[derive(Serialize)]
struct Line<'s> {
    schema: &'static str,
    id: String,
    #[serde(rename = "ref")]
    reference: Option<&'s str>,
    customer: Option<&'s str>,
    summary: Option<&'s str>,
    playbook: &'s str,
    status: &'static str,
    owner: Option<&'s str>,
    owner_accepted: Option<bool>,
    offered_to: Option<&'s str>,
    deputy: Option<&'s str>,
    reopened: u32,
    severity: Option<&'s str>,
    legal_gate: &'static str,
    ending: Option<&'s str>,
    opened_at: String,
    updated_at: String,
    closed_at: Option<String>,
    next_due: Option<String>,
    missing: u32,
}

fn line(summary: &Summary) -> Line<'_> {
    let instant = |at: &DateTime<FixedOffset>| at.to_rfc3339();
    Line {
        schema: "recover.incident/1",
        id: summary.id.to_string(),
        reference: summary.external_ref.as_deref(),
        customer: summary.customer.as_deref(),
        summary: summary.summary.as_deref(),
        playbook: &summary.playbook,
        status: summary.status.as_str(),
        owner: summary.owner.as_deref(),
        owner_accepted: summary.owner_accepted,
        offered_to: summary.offered_to.as_deref(),
        deputy: summary.deputy.as_deref(),
        reopened: summary.reopened,
        severity: summary.severity.as_deref(),
        legal_gate: if summary.legal_gate_closed { "closed" } else { "open" },
        ending: summary.ending.as_deref(),
        opened_at: instant(&summary.opened_at),
        updated_at: instant(&summary.updated_at),
        closed_at: summary.closed_at.as_ref().map(instant),
        next_due: summary.next_due.as_ref().map(instant),
        missing: summary.missing,
    }
}

/// An array, written as it is read, so that memory does not grow with the number of incidents.
fn json(store: &dyn crate::store::Store, query: &ListQuery, out: &mut Out) -> Result<(), Failure> {
    let mut written: Result<(), OutError> = out.document("[");
    let mut separator = "\n";
    let mut buffer = Vec::new();
    store.list(query, &mut |summary| {
        buffer.clear();
        buffer.extend_from_slice(separator.as_bytes());
        separator = ",\n";
        written = match serde_json::to_writer(&mut buffer, &line(&summary)) {
            Ok(()) => out.document_bytes(&buffer),
            Err(error) => Err(OutError::CannotWrite(error.into())),
        };
        if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    written?;
    out.document("\n]\n")?;
    Ok(())
}

fn table(house: &House, store: &dyn crate::store::Store, mut query: ListQuery, out: &mut Out) -> Result<(), Failure> {
    let limit = query.limit;
    query.limit = limit.map(|limit| limit.saturating_add(1));
    let mut found: Vec<Summary> = Vec::new();
    store.list(&query, &mut |summary| {
        found.push(summary);
        ControlFlow::Continue(())
    })?;
    let more = limit.and_then(|limit| usize::try_from(limit).ok()).is_some_and(|limit| found.len() > limit);
    if let (true, Some(limit)) = (more, limit) {
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    if found.is_empty() {
        let narrowed = query.unowned
            || query.overdue_at.is_some()
            || query.customer.is_some()
            || query.since.is_some()
            || query.until.is_some();
        let none = if narrowed {
            "nothing matches\nhelp: `recover list` shows all that are open"
        } else {
            "no incidents here\nhelp: `recover list --all` shows closed ones as well, `recover start` begins one"
        };
        out.message(none)?;
        return Ok(());
    }
    if house.global.quiet {
        for summary in &found {
            out.document(&format!("{}\n", summary.id))?;
        }
        return Ok(());
    }
    let width = out.document_look().width;
    let now = house.environment.now();
    let shown = if width < 60 { narrow(house, &found, now, width) } else { wide(house, &found, now, width) };
    out.document(&shown)?;
    let mut end = plural(found.len(), "incident", "incidents");
    if more {
        end.push_str(
            " shown, and there are more: `--limit 0` shows all, `--customer`, `--since` and `--overdue` fewer",
        );
    }
    out.message(&format!("{end}\n"))?;
    Ok(())
}

fn wide(house: &House, found: &[Summary], now: DateTime<FixedOffset>, width: usize) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(u16::try_from(width).unwrap_or(u16::MAX));
    table.set_header(["incident", "customer", "what happened", "owner", "next"]);
    let share = width.saturating_sub(16) / 4;
    for summary in found {
        let cells = [
            summary.id.to_string(),
            customer(summary),
            what(summary, share * 2),
            owner(summary),
            next(house, summary, now),
        ];
        table.add_row(cells.map(Cell::new));
    }
    if let Some(column) = table.column_mut(0) {
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(15)));
    }
    format!("{table}\n")
}

/// Below sixty columns each incident takes a few short lines and there is no box.
fn narrow(house: &House, found: &[Summary], now: DateTime<FixedOffset>, width: usize) -> String {
    let mut shown = String::new();
    for summary in found {
        let lines = [
            format!("{}  {}", summary.id, customer(summary)),
            what(summary, width),
            owner(summary),
            next(house, summary, now),
        ];
        for (number, line) in lines.iter().filter(|line| !line.is_empty()).enumerate() {
            let indent = if number == 0 { "" } else { "  " };
            shown.extend([indent, &clip(line, width.saturating_sub(indent.len())), "\n"]);
        }
    }
    shown
}

fn words(text: Option<&str>) -> String {
    text.map(|text| Untrusted::from(text).term().into_owned()).unwrap_or_default()
}

fn customer(summary: &Summary) -> String {
    if summary.customer.is_some() { words(summary.customer.as_deref()) } else { "not known".into() }
}

fn what(summary: &Summary, width: usize) -> String {
    clip(&words(summary.summary.as_deref()), width.clamp(20, 80)).into_owned()
}

fn owner(summary: &Summary) -> String {
    match (&summary.owner, summary.owner_accepted) {
        (None, _) => "nobody yet".into(),
        (Some(_), Some(true)) => match &summary.offered_to {
            Some(_) => format!(
                "{}, handed to {}, who has not accepted yet",
                words(summary.owner.as_deref()),
                words(summary.offered_to.as_deref())
            ),
            None => words(summary.owner.as_deref()),
        },
        (Some(_), _) => format!("{}, not accepted yet", words(summary.owner.as_deref())),
    }
}

fn next(house: &House, summary: &Summary, now: DateTime<FixedOffset>) -> String {
    if summary.status == Status::Closed {
        return format!("closed: {}", summary.ending.as_deref().unwrap_or("closed").replace('-', " "));
    }
    match summary.next_due {
        Some(due) if due < now => format!("overdue since {}", human::moment(due, now, &house.environment.zone)),
        Some(due) => human::both(due, now, &house.environment.zone),
        None => "no next contact".into(),
    }
}
