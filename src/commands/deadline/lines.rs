//! Many cases from a stream, one line out for each line in, in their order and in flat memory.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

use serde_json::json;

use super::case::{Case, Fault, Fields};
use super::shown::rfc3339;
use crate::almanac::{Almanac, AlmanacError};
use crate::commands::Failure;
use crate::commands::line_reader::{Line, LineReader};
use crate::diagnostic::Problems;
use crate::escape;
use crate::exit_code::ExitCode;
use crate::files::FileError;
use crate::limits;
use crate::out::Out;
use crate::schedule::calendar::Calendar;
use crate::schedule::count::{Counted, count};

/// Counts every case. A faulty line is told, gets a line of its own in its place, and decides the exit code.
///
/// # Errors
/// When the stream cannot be read or the output not be written.
pub(super) fn run(almanac: Almanac, stream: impl Read, out: &mut Out) -> Result<ExitCode, Failure> {
    let mut calendars = Calendars { almanac, taken: BTreeMap::new(), weekends: Calendar::weekends_only() };
    let mut reader = LineReader::new(stream, limits::LINE_BYTES);
    let mut code = ExitCode::Done;
    loop {
        // Whoever writes one case and waits for its answer gets it before the next is read.
        if reader.may_wait() {
            out.prompt("")?;
        }
        let line = reader
            .next()
            .map_err(|source| Failure::GivenFile(FileError::Io { doing: "read", path: PathBuf::from("-"), source }))?;
        let Some(line) = line else { return Ok(code) };
        if line.bytes.is_some_and(|bytes| bytes.trim_ascii().is_empty()) {
            continue;
        }
        let (id, counted) = answer(&line, &mut calendars);
        out.document(&written(id, &counted))?;
        if let Err(fault) = counted {
            code = ExitCode::WrongFile;
            let message = escape::term(&fault.message).into_owned();
            let help = escape::term(&fault.help).into_owned();
            out.message(&format!("standard input:{}: {message}\nhelp: {help}", line.number))?;
        }
    }
}

/// The id of a line as it was written, and what came of it.
fn answer<'l>(line: &Line<'l>, calendars: &mut Calendars) -> (Option<&'l str>, Result<Counted, Fault>) {
    let fields = match text(line).and_then(Fields::read) {
        Ok(fields) => fields,
        Err(fault) => return (None, Err(fault)),
    };
    match fields.id() {
        Ok(id) => (id, fields.case().and_then(|case| calendars.count(&case))),
        Err(fault) => (None, Err(fault)),
    }
}

fn text<'l>(line: &Line<'l>) -> Result<&'l str, Fault> {
    let Some(bytes) = line.bytes else {
        let limit = limits::LINE_BYTES;
        return Err(Fault::new(format!("the line is longer than {limit}"), "write one case a line"));
    };
    std::str::from_utf8(bytes).map_err(|_| Fault::new("the line is not UTF-8", "save the input as UTF-8"))
}

fn written(id: Option<&str>, counted: &Result<Counted, Fault>) -> String {
    let id = id.unwrap_or("null");
    let (date, instant, more) = match counted {
        Ok(counted) => {
            let warnings = counted.warnings.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
            let warning = if warnings.is_empty() { String::new() } else { format!(",\"warning\":{}", json!(warnings)) };
            (json!(counted.due_date.to_string()), json!(counted.due_instant.map(rfc3339)), warning)
        }
        Err(fault) => {
            let error = format!("{}; {}", fault.message, fault.help);
            (json!(null), json!(null), format!(",\"error\":{}", json!(error)))
        }
    };
    format!("{{\"id\":{id},\"due_date\":{date},\"due_instant\":{instant}{more}}}\n")
}

/// The calendars that were taken so far. Only those that exist are kept, so that wrong names take no memory.
struct Calendars {
    almanac: Almanac,
    taken: BTreeMap<String, Calendar>,
    weekends: Calendar,
}

impl Calendars {
    fn count(&mut self, case: &Case) -> Result<Counted, Fault> {
        let calendar = match &case.calendar {
            None => &self.weekends,
            Some(name) => {
                if !self.taken.contains_key(name) {
                    self.taken.insert(name.clone(), self.almanac.take(name).map_err(|error| calendar_fault(&error))?);
                }
                self.taken.get(name).unwrap_or(&self.weekends)
            }
        };
        count(case.rule, case.start, calendar, case.zone())
            .map_err(|error| Fault::new(error.to_string(), "take a shorter limit, or a start in the years 1 to 9999"))
    }
}

fn calendar_fault(error: &AlmanacError) -> Fault {
    let AlmanacError::Problems(problems) = error else { return Fault::new(error.to_string(), error.help()) };
    let first = Problems::places(problems).next();
    let (message, help) = first.map_or((error.to_string(), String::new()), |(place, it)| {
        (format!("{place}: {}", it.message), it.help.clone())
    });
    Fault::new(message, help)
}
