//! `recover record`: the written record, and writing it when a walk stops.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::{Failure, House};
use crate::case::{Case, CaseError, walk_of};
use crate::cli::{Record as Args, RecordFormat, Whom};
use crate::exit_code::ExitCode;
use crate::files::{private_dir, write_whole};
use crate::journal::IncidentId;
use crate::out::Out;
use crate::record::{CustomerRecord, Record};
use crate::render::{self, Document};
use crate::schedule::zone::Zone;
use crate::store::{ListQuery, Store, Which};

/// Prints or writes records.
///
/// # Errors
/// [`Failure`].
pub fn run(house: &House, args: &Args, out: &mut Out) -> Result<ExitCode, Failure> {
    let store = house.store_for_reading()?;
    let ids = ids(house, store.as_ref(), args)?;
    let format = args.format.unwrap_or_else(|| format_of(args.output.as_deref()));
    let single_file = match (&args.output, ids.as_slice()) {
        (None, _) => return print(house, store.as_ref(), &ids, args.audience, format, out),
        (Some(path), _) if path == Path::new("-") => {
            return print(house, store.as_ref(), &ids, args.audience, format, out);
        }
        (Some(path), [_]) if !path.is_dir() && !args.all => Some(path.clone()),
        _ => None,
    };
    let folder = args.output.clone().unwrap_or_default();
    for id in ids {
        let path = single_file
            .clone()
            .unwrap_or_else(|| folder.join(format!("{id}{}.{}", whose(args.audience), ending(format))));
        if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty() && !parent.exists()) {
            private_dir(parent)?;
        }
        write_whole(&path, rendered(house, store.as_ref(), id, args.audience, format)?.as_bytes())?;
        out.document(&format!("{}\n", path.display()))?;
    }
    Ok(ExitCode::Done)
}

fn ids(house: &House, store: &dyn Store, args: &Args) -> Result<Vec<IncidentId>, Failure> {
    if !args.all {
        return args.ids.iter().map(|typed| house.incident(store, typed)).collect();
    }
    let mut ids = Vec::new();
    let query = ListQuery { which: Which::All, ..ListQuery::default() };
    store.list(&query, &mut |summary| {
        ids.push(summary.id);
        ControlFlow::Continue(())
    })?;
    ids.sort();
    Ok(ids)
}

fn print(
    house: &House,
    store: &dyn Store,
    ids: &[IncidentId],
    whom: Whom,
    format: RecordFormat,
    out: &mut Out,
) -> Result<ExitCode, Failure> {
    for (place, id) in ids.iter().enumerate() {
        if place > 0 && format != RecordFormat::Json {
            out.document("\n")?;
        }
        out.document(&rendered(house, store, *id, whom, format)?)?;
    }
    Ok(ExitCode::Done)
}

fn rendered(
    house: &House,
    store: &dyn Store,
    id: IncidentId,
    whom: Whom,
    format: RecordFormat,
) -> Result<String, Failure> {
    let walk = walk_of(store, id)?;
    let record = Record::of(&walk, id).ok_or(CaseError::NoBeginning(id))?;
    let record = record.counted(&walk, house.calendars().as_ref());
    Ok(match whom {
        Whom::Internal => render_house(&record, &house.environment.zone, format),
        Whom::Customer => {
            let record = CustomerRecord::of(&record);
            match format {
                RecordFormat::Json => format!("{:#}\n", render::json::customer(&record)),
                _ => in_format(&render::customer(&record, &house.environment.zone), format),
            }
        }
    })
}

fn render_house(record: &Record, zone: &dyn Zone, format: RecordFormat) -> String {
    match format {
        RecordFormat::Json => format!("{:#}\n", render::json::house(record)),
        _ => in_format(&render::house(record, zone), format),
    }
}

fn in_format(document: &Document<'_>, format: RecordFormat) -> String {
    match format {
        RecordFormat::Html => render::html::render(document),
        RecordFormat::Text => render::text::render(document),
        RecordFormat::Markdown | RecordFormat::Json => render::markdown::render(document),
    }
}

/// The customer's record never takes the place of the house's.
const fn whose(whom: Whom) -> &'static str {
    match whom {
        Whom::Internal => "",
        Whom::Customer => "-customer",
    }
}

const fn ending(format: RecordFormat) -> &'static str {
    match format {
        RecordFormat::Markdown => "md",
        RecordFormat::Html => "html",
        RecordFormat::Json => "json",
        RecordFormat::Text => "txt",
    }
}

fn format_of(output: Option<&Path>) -> RecordFormat {
    let ending = output.and_then(Path::extension).and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    match ending.as_deref() {
        Some("html" | "htm") => RecordFormat::Html,
        Some("json") => RecordFormat::Json,
        Some("txt") => RecordFormat::Text,
        _ => RecordFormat::Markdown,
    }
}

/// Writes the record of a case into the house's folder for records, and gives its path; `None` when nothing was recorded yet.
///
/// # Errors
/// When the file cannot be written. What was answered is in the store all the same.
pub fn write_beside(house: &House, case: &Case) -> Result<Option<PathBuf>, Failure> {
    let Some(record) = case.record_so_far() else { return Ok(None) };
    let folder = house.records();
    private_dir(&folder)?;
    let path = folder.join(format!("{}.md", record.identity.id));
    let text = render_house(&record, &house.environment.zone, RecordFormat::Markdown);
    write_whole(&path, text.as_bytes())?;
    Ok(Some(path))
}
