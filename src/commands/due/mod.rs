//! `recover due`: what is owed, the most urgent first.

mod calendar_file;
mod explain;
mod json;
pub mod recount;
mod table;

use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, FixedOffset, TimeDelta};

pub use explain::explain;

use super::paper::{Place, ending_of, no_such_form};
use super::{Failure, House};
use crate::cli::due::{Due, DueFormat};
use crate::exit_code::ExitCode;
use crate::out::Out;
use crate::schedule::spoken;
use crate::schedule::zone::Zone;
use crate::store::{DueCount, DueLine, DueQuery, Store};

/// How many lines a table has unless more are asked for.
const READABLE: u32 = 50;

/// How many things of one person are counted.
const MOST_COUNTED: u32 = 1000;

/// Shows what is owed.
///
/// # Errors
/// [`Failure`].
pub fn run(house: &House, args: &Due, out: &mut Out) -> Result<ExitCode, Failure> {
    if let Some(id) = &args.explain {
        return explain(house, id, args.format.unwrap_or(DueFormat::Table), out);
    }
    let format = args.format.map_or_else(|| format_of(args.output.as_deref()), Ok)?;
    Place::of(args.output.as_deref()).is_reachable()?;
    recount::recount(house, out)?;
    let store = house.store_for_reading()?;
    let now = house.environment.now();
    let query = query(house, args, format, now)?;
    let owed = Owed { house, store: store.as_ref(), now, query };
    match (format, args.output.as_deref().filter(|path| *path != Path::new("-"))) {
        (DueFormat::Table, None) => table::table(&owed, out)?,
        (DueFormat::Json, None) => json::json(&owed, &mut |text| Ok(out.document(text)?))?,
        (DueFormat::Ics, None) => calendar_file::calendar_file(&owed, &mut |text| Ok(out.document(text)?))?,
        (_, Some(path)) => {
            let mut whole = String::new();
            let mut keep = |text: &str| {
                whole.push_str(text);
                Ok(())
            };
            match format {
                DueFormat::Table => whole = table::lines(&owed, out.document_look().width)?,
                DueFormat::Json => json::json(&owed, &mut keep)?,
                DueFormat::Ics => calendar_file::calendar_file(&owed, &mut keep)?,
            }
            crate::files::write_whole(path, whole.as_bytes())?;
        }
    }
    let found = args.check && owed.count()?.is_pressing();
    Ok(if found { ExitCode::Found } else { ExitCode::Done })
}

/// What is owed, as it was asked for.
struct Owed<'h> {
    house: &'h House,
    store: &'h dyn Store,
    now: DateTime<FixedOffset>,
    query: DueQuery,
}

impl Owed<'_> {
    /// Everything that is owed, counted in an index; one person's things are looked through one by one, and only so many of them.
    fn count(&self) -> Result<Count, Failure> {
        if self.query.people.is_empty() {
            let DueCount { all, late, alarms } = self.store.count_due(&self.query, self.now)?;
            return Ok(Count { all, late, alarms, or_more: false });
        }
        let mut count = Count::default();
        let query = DueQuery { limit: Some(MOST_COUNTED), ..self.query.clone() };
        self.store.due(&query, &mut |line| {
            count.all += 1;
            count.late += u64::from(line.owed.is_late(self.now));
            count.alarms += u64::from(line.owed.kind.is_alarm());
            ControlFlow::Continue(())
        })?;
        count.or_more = count.all == u64::from(MOST_COUNTED);
        Ok(count)
    }

    /// Hands over line by line; what goes wrong with one ends it.
    fn each(&self, mut take: impl FnMut(&DueLine) -> Result<(), Failure>) -> Result<(), Failure> {
        let mut failed = None;
        self.store.due(&self.query, &mut |line| match take(&line) {
            Ok(()) => ControlFlow::Continue(()),
            Err(failure) => {
                failed = Some(failure);
                ControlFlow::Break(())
            }
        })?;
        failed.map_or(Ok(()), Err)
    }
}

/// How many things are owed.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    /// All of them.
    all: u64,
    /// Those whose time has passed.
    late: u64,
    /// Incidents that nobody answers for.
    alarms: u64,
    /// Whether there may be more, since no more were looked at.
    or_more: bool,
}

impl Count {
    /// Whether a manager has to look now: something is late, or nobody answers for an incident.
    const fn is_pressing(self) -> bool {
        self.late > 0 || self.alarms > 0
    }
}

/// The form that the ending of a file asks for.
fn format_of(output: Option<&Path>) -> Result<DueFormat, Failure> {
    Ok(match ending_of(output).as_deref() {
        Some("ics") => DueFormat::Ics,
        Some("json") => DueFormat::Json,
        Some("txt" | "text") | None => DueFormat::Table,
        Some(other) => return Err(no_such_form("what is owed", other, "`.ics`, `.json` or `.txt`")),
    })
}

fn query(house: &House, args: &Due, format: DueFormat, now: DateTime<FixedOffset>) -> Result<DueQuery, Failure> {
    let until = match &args.within {
        None => None,
        Some(typed) => {
            let seconds = spoken::spoken_duration(typed).map_err(|why| super::when::not_a_time("--within", &why))?;
            let length = TimeDelta::seconds(i64::try_from(seconds).unwrap_or(i64::MAX));
            now.checked_add_signed(length)
        }
    };
    let people = if args.mine { mine(house, args, now)? } else { Vec::new() };
    let limit = match (args.limit, format) {
        (Some(0), _) | (None, DueFormat::Json | DueFormat::Ics) => None,
        (Some(limit), _) => Some(limit),
        (None, DueFormat::Table) => Some(READABLE),
    };
    Ok(DueQuery { until, people, limit, ..DueQuery::default() })
}

/// My name, and the names of those I stand in for now.
fn mine(house: &House, args: &Due, now: DateTime<FixedOffset>) -> Result<Vec<String>, Failure> {
    let me = house.me(args.me.as_deref())?.ok_or_else(|| {
        Failure::Usage(
            "your own name is not known here yet".into(),
            "give it with `--me \"Maria Lopez\"`, or under `[me]` in the configuration file".into(),
        )
    })?;
    let today = house.environment.zone.at(now.to_utc()).date_naive();
    let covered = house.config.away.iter().filter(|away| away.is_away(today) && away.deputy.is_same_as(&me));
    let names = std::iter::once(&me).chain(covered.map(|away| &away.who));
    Ok(names.map(|person| person.name.as_stored().to_owned()).collect())
}
