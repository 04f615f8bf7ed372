//! `recover report`: figures over many incidents.

mod explain;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

use super::due::recount;
use super::paper::{Form, Place, Press, accept, ending_of, no_such_form};
use super::period::period;
use super::template::own;
use super::{Failure, House};
use crate::cli::report::{Report as Args, ReportFormat};
use crate::exit_code::ExitCode;
use crate::files::write_whole;
use crate::journal::IncidentId;
use crate::journal::facts::Unreadable;
use crate::out::{Out, OutError};
use crate::record::facts::is_builtin_label;
use crate::report::field::{FIXED, Field};
use crate::report::{Period, Report, TooManyGroups, csv, html, json, markdown, table};
use crate::spine::builtin::BUILTINS;
use crate::store::{FactsQuery, Store};
use crate::template::Kind;
use crate::text::{clip, did_you_mean, list_and, plural};

/// Shows figures, or says what they are.
///
/// # Errors
/// [`Failure`].
pub fn run(house: &House, args: &Args, out: &mut Out) -> Result<ExitCode, Failure> {
    if let Some(figure) = &args.explain {
        return explain::run(figure, args.format, out);
    }
    let period = period(house, args.since.as_deref(), args.until.as_deref(), out)?;
    let format = match args.format {
        Some(format) => format,
        None => format_of(args.output.as_deref())?,
    };
    let place = Place::of(args.output.as_deref());
    if format == ReportFormat::Pdf {
        accept(house, Form::Pdf, place)?;
    }
    place.is_reachable()?;
    recount::recount(house, out)?;
    let store = house.store_for_reading()?;
    let mut count = counted(house, store.as_ref(), period.clone(), args.by.as_deref())?;
    let outdated = std::mem::take(&mut count.outdated);
    if !outdated.is_empty() && recount::these(house, outdated, out)? {
        count = counted(house, store.as_ref(), period, args.by.as_deref())?;
    }
    let Count { report, newer, .. } = count;
    if newer > 0 {
        let were = plural(newer, "incident was", "incidents were");
        out.message(&format!(
            "{were} counted by a newer version and cannot be read here: the figures are without them\n\
             help: make the report with the newest `recover` that writes to this store\n"
        ))?;
    }
    let width = match place {
        Place::Stream => out.document_look().width,
        Place::File(_) => crate::out::USUAL_WIDTH,
    };
    let text = match templated(house, args, &report, format)? {
        Some(text) => text,
        None => rendered(house, &report, format, width)?,
    };
    let bytes = match format {
        ReportFormat::Pdf => Press::new(house, args.printing.pdf_engine.as_deref())?.print(&text)?,
        _ => text.into_bytes(),
    };
    match place {
        Place::Stream => out.document_bytes(&bytes)?,
        Place::File(path) => {
            write_whole(path, &bytes)?;
            out.document(&format!("{}\n", crate::escape::path(path)))?;
        }
    }
    Ok(ExitCode::Done)
}

/// What was counted, and what could not be.
struct Count<'h> {
    report: Report<'h>,
    /// Incidents whose facts have to be made anew.
    outdated: BTreeSet<IncidentId>,
    /// How many incidents a newer program counted.
    newer: usize,
}

fn counted<'h>(house: &'h House, store: &dyn Store, period: Period, by: Option<&str>) -> Result<Count<'h>, Failure> {
    let field = by.map(Field::named);
    let query = FactsQuery { since: period.since, until: period.until, training: false };
    let mut report = Report::new(period, field, house.environment.now(), &house.environment.zone);
    let mut taken: Result<(), TooManyGroups> = Ok(());
    let mut uncounted = BTreeSet::new();
    let mut newer = 0;
    store.facts(&query, &mut |id, facts| {
        match facts {
            Ok(facts) => taken = report.take(&facts),
            Err(Unreadable::Newer) => newer += 1,
            Err(Unreadable::Outdated) => {
                uncounted.insert(id);
            }
        }
        if taken.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    taken.map_err(|why| {
        let by = clip(&crate::escape::term(by.unwrap_or_default()), 60).into_owned();
        Failure::Usage(
            format!("`--by {by}`: {why}"),
            "group by something that many incidents share, such as `--by site`, or narrow the period with `--since`"
                .into(),
        )
    })?;
    if let Some(Field::Answer(question)) = &report.by {
        is_a_field(&report, question)?;
    }
    let outdated = uncounted.clone();
    store.stale(&mut |id| {
        uncounted.insert(id);
        ControlFlow::Continue(())
    })?;
    report.uncounted = (uncounted.len() + newer) as u64;
    Ok(Count { report, outdated, newer })
}

/// A question that nobody has answered yet is one all the same if it is built in; any other has to have been answered by somebody.
fn is_a_field(report: &Report<'_>, question: &str) -> Result<(), Failure> {
    if report.has_answers_to(question)
        || BUILTINS.iter().any(|builtin| builtin.id == question && is_builtin_label(builtin))
    {
        return Ok(());
    }
    let typed = clip(&crate::escape::term(question), 60).into_owned();
    let fixed = FIXED.iter().map(|(name, _)| *name);
    let mut there: Vec<&str> = fixed.chain(report.questions()).collect();
    there.extend(["channel", "cause", "severity", "site", "ending"].iter().filter(|id| !report.has_answers_to(id)));
    there.sort_unstable();
    there.dedup();
    let meant = did_you_mean(question, there.iter().copied());
    let names: Vec<String> = there.iter().map(|name| format!("`{name}`")).collect();
    let names = list_and(&names);
    Err(Failure::Usage(
        format!("there is nothing to group by called `{typed}`"),
        match meant {
            Some(meant) => format!("did you mean `{meant}`? There are {names}"),
            None => format!("there are {names}"),
        },
    ))
}

/// The report in the wording of the house's own template, if it has one for that form.
fn templated(house: &House, args: &Args, report: &Report<'_>, format: ReportFormat) -> Result<Option<String>, Failure> {
    let form = match format {
        ReportFormat::Markdown => Form::Markdown,
        ReportFormat::Html => Form::Html,
        ReportFormat::Pdf => Form::Pdf,
        ReportFormat::Table | ReportFormat::Json | ReportFormat::Csv => return Ok(None),
    };
    let template = if args.wording.no_template { None } else { own(house, Kind::Report, form)? };
    template.map(|template| template.render(&json::report(report)).map_err(Failure::WrongFile)).transpose()
}

/// The report as text; what a PDF is printed from is the page.
fn rendered(house: &House, report: &Report<'_>, format: ReportFormat, width: usize) -> Result<String, Failure> {
    let plain = house.global.plain || !house.environment.speaks_utf8;
    Ok(match format {
        ReportFormat::Table => table::render(report, width, plain),
        ReportFormat::Json => format!("{:#}\n", json::report(report)),
        ReportFormat::Csv => csv::render(report).map_err(OutError::from)?,
        ReportFormat::Html | ReportFormat::Pdf => html::render(report, house.config.house.name.as_ref()),
        ReportFormat::Markdown => markdown::render(report),
    })
}

/// The form that the ending of a file asks for; without an ending, a table.
fn format_of(output: Option<&Path>) -> Result<ReportFormat, Failure> {
    let ending = ending_of(output);
    Ok(match ending.as_deref() {
        Some("json") => ReportFormat::Json,
        Some("csv") => ReportFormat::Csv,
        Some("html" | "htm") => ReportFormat::Html,
        Some("md" | "markdown") => ReportFormat::Markdown,
        Some("pdf") => ReportFormat::Pdf,
        Some("txt") | None => ReportFormat::Table,
        Some(other) => {
            return Err(no_such_form("a report", other, "`.html`, `.pdf`, `.csv`, `.json`, `.md` or `.txt`"));
        }
    })
}
