//! `recover record`: the written record, and writing it when a walk stops.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::batch::{self, Job};
use super::paper::{Form, Place, accept, deliver, ending_of, engine, no_such_form};
use super::period::period;
use super::template::own;
use super::{Failure, House};
use crate::case::{Case, CaseError, Replays};
use crate::cli::paper::{Record as Args, RecordFormat, Whom};
use crate::escape;
use crate::exit_code::ExitCode;
use crate::files::{private_dir, write_whole};
use crate::journal::IncidentId;
use crate::out::Out;
use crate::record::{CustomerRecord, Record};
use crate::render;
use crate::report::Period;
use crate::schedule::zone::Zone;
use crate::store::{ListQuery, Store, Which};
use crate::template::{Kind, Prepared};
use crate::text::shell_word;

/// Prints or writes records.
///
/// # Errors
/// [`Failure`].
pub fn run(house: &House, args: &Args, out: &mut Out) -> Result<ExitCode, Failure> {
    let store = house.store_for_reading()?;
    let ids = ids(house, store.as_ref(), args, out)?;
    let place = Place::of(args.output.as_deref());
    if let Place::File(path) = place
        && (args.all || ids.len() > 1)
    {
        accept_folder(path)?;
    }
    let into_folder = matches!(place, Place::File(path) if args.all || ids.len() > 1 || path.is_dir());
    // The name of a folder says no form, also where it has a dot in it.
    let named = args.output.as_deref().filter(|_| !into_folder);
    let format = args.format.map_or_else(|| format_of(named), Ok)?;
    place.is_reachable()?;
    let template = if args.wording.no_template { None } else { template(house, args.audience, format)? };
    let mut writer = Writer { house, replays: Replays::of(store.as_ref()), whom: args.audience, format, template };
    match place {
        Place::File(path) if into_folder => writer.write_all(&ids, path, args, out),
        Place::File(_) => writer.one(&ids, place, args, out),
        Place::Stream => writer.print(&ids, args, out),
    }
}

/// Refuses what is called as a file is, and is no folder, for several records.
fn accept_folder(path: &Path) -> Result<(), Failure> {
    let is_called_as_a_file = is_json(path) || Form::of_file(path).is_some();
    if path.is_dir() || !is_called_as_a_file {
        return Ok(());
    }
    let folder = path.with_extension("");
    Err(Failure::Usage(
        format!("several records cannot be written into the one file `{}`", escape::path(path)),
        format!("name a folder, as in `--output {}`", shell_word(&escape::path(&folder))),
    ))
}

/// The incidents, in their order. Their numbers are all that is kept of them: eight bytes each.
fn ids(house: &House, store: &dyn Store, args: &Args, out: &mut Out) -> Result<Vec<IncidentId>, Failure> {
    if !args.all {
        return args.ids.iter().map(|typed| house.incident(store, typed)).collect();
    }
    let Period { since, until } = period(house, args.since.as_deref(), args.until.as_deref(), out)?;
    let query = ListQuery { which: Which::All, since, until, ..ListQuery::default() };
    let mut ids = Vec::new();
    store.list(&query, &mut |summary| {
        ids.push(summary.id);
        ControlFlow::Continue(())
    })?;
    ids.sort();
    Ok(ids)
}

/// Writes records of one store, for one audience, in one form.
struct Writer<'h> {
    house: &'h House,
    replays: Replays<'h>,
    whom: Whom,
    format: RecordFormat,
    /// The house's own template for that document in that form.
    template: Option<Prepared>,
}

impl Writer<'_> {
    fn print(&mut self, ids: &[IncidentId], args: &Args, out: &mut Out) -> Result<ExitCode, Failure> {
        if self.format == RecordFormat::Pdf {
            if ids.len() != 1 {
                return Err(Failure::Usage(
                    "several PDF files cannot be written one behind the other".into(),
                    "name a folder with `--output DIR`".into(),
                ));
            }
            return self.one(ids, Place::Stream, args, out);
        }
        for (place, id) in ids.iter().enumerate() {
            if place > 0 && self.format != RecordFormat::Json {
                out.document("\n")?;
            }
            out.document(&self.text(*id)?)?;
        }
        Ok(ExitCode::Done)
    }

    fn one(&mut self, ids: &[IncidentId], place: Place<'_>, args: &Args, out: &mut Out) -> Result<ExitCode, Failure> {
        // Whatever stands for JSON is written as it is.
        let form = Form::of_record(self.format).unwrap_or(Form::Text);
        accept(self.house, form, place)?;
        for id in ids {
            deliver(self.house, self.text(*id)?, form, place, args.printing.pdf_engine.as_deref(), out)?;
        }
        Ok(ExitCode::Done)
    }

    fn write_all(
        &mut self,
        ids: &[IncidentId],
        folder: &Path,
        args: &Args,
        out: &mut Out,
    ) -> Result<ExitCode, Failure> {
        let ending = format!("{}.{}", whose(self.whom), ending(self.format));
        let batch = batch::Batch {
            house: self.house,
            folder,
            engine: match self.format {
                RecordFormat::Pdf => Some(engine(self.house, args.printing.pdf_engine.as_deref())?),
                _ => None,
            },
            lists_paths: !(args.all && self.house.environment.reads_on_terminal) || self.house.global.quiet,
        };
        let jobs =
            ids.iter().map(|id| Job { what: id.to_string(), file: format!("{id}{ending}"), text: self.text(*id) });
        batch.write(ids.len(), jobs, out)
    }

    fn text(&mut self, id: IncidentId) -> Result<String, Failure> {
        let walk = self.replays.walk(id)?;
        let record = Record::of(&walk, id).ok_or(CaseError::NoBeginning(id))?;
        let record = record.counted(&walk, self.house.calendars().as_ref());
        let zone = &self.house.zone_of(&walk);
        if let Some(template) = &self.template {
            let document = match self.whom {
                Whom::Internal => render::json::house(&record),
                Whom::Customer => render::json::customer(&CustomerRecord::of(&record)),
            };
            return template.render(&document).map_err(Failure::WrongFile);
        }
        Ok(match self.whom {
            Whom::Internal => for_house(&record, zone, self.format),
            Whom::Customer => for_customer(&CustomerRecord::of(&record), zone, self.format),
        })
    }
}

/// The house's own template for the record, where it has one; JSON is what templates are made from.
fn template(house: &House, whom: Whom, format: RecordFormat) -> Result<Option<Prepared>, Failure> {
    let kind = match whom {
        Whom::Internal => Kind::Record,
        Whom::Customer => Kind::RecordCustomer,
    };
    Form::of_record(format).map_or(Ok(None), |form| own(house, kind, form))
}

fn for_house(record: &Record, zone: &dyn Zone, format: RecordFormat) -> String {
    match Form::of_record(format) {
        None => format!("{:#}\n", render::json::house(record)),
        Some(form) => form.text(&render::house(record, zone)),
    }
}

fn for_customer(record: &CustomerRecord, zone: &dyn Zone, format: RecordFormat) -> String {
    match Form::of_record(format) {
        None => format!("{:#}\n", render::json::customer(record)),
        Some(form) => form.text(&render::customer(record, zone)),
    }
}

/// The customer's record never takes the place of the house's.
const fn whose(whom: Whom) -> &'static str {
    match whom {
        Whom::Internal => "",
        Whom::Customer => "-customer",
    }
}

fn ending(format: RecordFormat) -> &'static str {
    Form::of_record(format).map_or("json", Form::ending)
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

fn format_of(output: Option<&Path>) -> Result<RecordFormat, Failure> {
    let Some(ending) = ending_of(output) else { return Ok(RecordFormat::Markdown) };
    Ok(match (ending.as_str(), Form::of_ending(&ending)) {
        ("json", _) => RecordFormat::Json,
        (_, Some(Form::Markdown)) => RecordFormat::Markdown,
        (_, Some(Form::Html)) => RecordFormat::Html,
        (_, Some(Form::Text)) => RecordFormat::Text,
        (_, Some(Form::Pdf)) => RecordFormat::Pdf,
        (other, None) => {
            return Err(no_such_form("a record", other, "`.md`, `.html`, `.txt`, `.pdf` or `.json`"));
        }
    })
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
    let text = for_house(&record, &house.environment.zone, RecordFormat::Markdown);
    write_whole(&path, text.as_bytes())?;
    Ok(Some(path))
}
