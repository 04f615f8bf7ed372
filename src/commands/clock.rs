//! `recover clock`: what was done about the time limits of an incident.

use chrono::{DateTime, FixedOffset};

use super::change::Change;
use super::promise::tell;
use super::{Failure, House, due, when};
use crate::cli::due::DueFormat;
use crate::cli::ledger::{Clock, ClockCommand};
use crate::exit_code::ExitCode;
use crate::out::Out;
use crate::record::clocks::{ClockStanding, clocks};
use crate::schedule::human;
use crate::schedule::spoken::Purpose;
use crate::schedule::spoken_limit::spoken_limit;
use crate::spine::Name;

/// Says that a limit was met, extends it, waives it, or shows how each is counted.
///
/// # Errors
/// [`Failure`].
pub fn run(house: &House, args: Clock, out: &mut Out) -> Result<ExitCode, Failure> {
    match args.command {
        None => due::explain(house, &args.id, DueFormat::Table, out),
        Some(ClockCommand::Met { clock, at }) => {
            let clock = name(&clock)?;
            let at = when::moment_or_now(house, "--at", at.as_deref())?;
            let mut change = Change::of(house, &args.id, None)?;
            runs_at(house, &change, &clock, "--at", at)?;
            change.make(|walk, around| walk.meet_clock(&clock, at, around))?;
            tell(house, out, &stands(house, &change, &clock))
        }
        Some(ClockCommand::Extend { clock, by, why, told }) => {
            let clock = name(&clock)?;
            let by = spoken_limit(&by).map_err(|why| Failure::Usage(why.to_string(), why.help()))?;
            let told = when::moment(house, "--told", &told, Purpose::Behind)?.instant;
            let mut change = Change::of(house, &args.id, None)?;
            runs_at(house, &change, &clock, "--told", told)?;
            change.make(|walk, around| walk.extend_clock(&clock, by, why.as_str().into(), told, around))?;
            tell(house, out, &stands(house, &change, &clock))
        }
        Some(ClockCommand::Waive { clock, why }) => {
            let clock = name(&clock)?;
            let mut change = Change::of(house, &args.id, None)?;
            change.make(|walk, _| walk.waive_clock(&clock, why.as_str().into()))?;
            tell(house, out, &format!("`{clock}` does not apply in {}", change.id()))
        }
    }
}

/// Nothing can be met or extended before it runs.
fn runs_at(
    house: &House,
    change: &Change<'_>,
    clock: &Name,
    option: &str,
    at: DateTime<FixedOffset>,
) -> Result<(), Failure> {
    let calendars = house.calendars();
    let all = clocks(change.walk(), calendars.as_ref());
    let Some(each) = all.iter().find(|each| each.deadline.id == *clock) else { return Ok(()) };
    match &each.standing {
        ClockStanding::NotStarted => Err(Failure::Usage(
            format!("`{clock}` has not started yet"),
            format!("it runs {}; `recover show {}` has what is known", each.deadline.start.words(), change.id()),
        )),
        ClockStanding::Counted(count) if at < count.started => {
            let (now, zone) = (house.environment.now(), &house.environment.zone);
            Err(Failure::Usage(
                format!("`{option}`: {} is before `{clock}` started", human::moment(at, now, zone)),
                format!("it runs from {} on; give a time from then on", human::moment(count.started, now, zone)),
            ))
        }
        _ => Ok(()),
    }
}

fn name(typed: &str) -> Result<Name, Failure> {
    typed.parse().map_err(|_| {
        Failure::Usage(
            format!("`{}` is no name of a time limit", crate::text::clip(&crate::escape::term(typed), 60)),
            "see `recover clock ID` for those of an incident".into(),
        )
    })
}

/// The last day of a limit that counts days, as it is where the limit is counted.
fn end_of(due: DateTime<FixedOffset>) -> String {
    format!("the end of {}", human::date(due.date_naive()))
}

/// Where a limit stands after the change.
fn stands(house: &House, change: &Change<'_>, clock: &Name) -> String {
    let (now, zone) = (house.environment.now(), &house.environment.zone);
    let all = clocks(change.walk(), house.calendars().as_ref());
    let standing = all.into_iter().find(|each| each.deadline.id == *clock).map(|each| each.standing);
    match standing {
        Some(ClockStanding::Counted(count)) => match (count.met_at, count.in_time()) {
            (Some(at), Some(true)) => format!("`{clock}` was met in time, {}", human::moment(at, now, zone)),
            (Some(_), None) => format!("`{clock}` was met, and nobody said when"),
            (Some(at), Some(false)) => format!(
                "`{clock}` was met {}, after its time, which was {}",
                human::moment(at, now, zone),
                if count.by_day() { end_of(count.due) } else { human::moment(count.due, now, zone) }
            ),
            (None, _) if count.by_day() => {
                format!("`{clock}` is due by {}, {}", end_of(count.due), human::distance(count.due, now))
            }
            (None, _) if count.left_at.is_some() => format!("`{clock}` ended with the incident"),
            (None, _) => format!("`{clock}` is due {}", human::both(count.due, now, zone)),
        },
        Some(ClockStanding::NotStarted) => format!("`{clock}` has not started yet"),
        Some(ClockStanding::Uncountable(why)) => format!("`{clock}` cannot be counted: {why}"),
        Some(ClockStanding::Waived(_)) | None => format!("`{clock}` does not apply here"),
    }
}
