//! The period that `--since` and `--until` name, which lies behind unless somebody says otherwise.

use chrono::{DateTime, FixedOffset, NaiveTime};

use super::when::moment;
use super::{Failure, House};
use crate::out::Out;
use crate::report::Period;
use crate::schedule::human;
use crate::schedule::spoken::{Purpose, Reading};
use crate::schedule::zone::{Gap, Zone as _};

/// The period from `since`, included, until `until`, excluded, with what was understood said back where it was not a date in figures.
///
/// Both are read as what lies behind: `monday` is the last one, `30d` is 30 days ago. What can only lie ahead, as a date of next year,
/// is taken as it is; so is the end of a period that would else end before it begins, as in `--since 1 Nov --until 1 Dec`.
///
/// # Errors
/// When the words are no moments, or the period ends before it begins.
pub fn period(house: &House, since: Option<&str>, until: Option<&str>, out: &mut Out) -> Result<Period, Failure> {
    let begins = since.map(|typed| bound(house, "--since", typed)).transpose()?;
    let ends = until.map(|typed| end(house, typed, begins)).transpose()?;
    if let (Some(begins), Some(ends)) = (begins, ends)
        && begins.at >= ends.at
    {
        return Err(Failure::Usage(
            format!(
                "`--until` is not after `--since`: that is from {} until {}",
                shown(house, begins.at),
                shown(house, ends.at)
            ),
            "`--until` is the first moment that no longer counts: June is `--since 2026-06-01 --until 2026-07-01`"
                .into(),
        ));
    }
    let said: Vec<String> = [("--since", since, begins), ("--until", until, ends)]
        .into_iter()
        .filter_map(|(option, typed, bound)| Some(said_back(house, option, typed?, bound?)))
        .flatten()
        .collect();
    if !said.is_empty() && !house.global.quiet {
        out.message(&said.join("\n"))?;
    }
    Ok(Period { since: begins.map(|bound| bound.at), until: ends.map(|bound| bound.at) })
}

/// One end of a period.
#[derive(Clone, Copy)]
struct Bound {
    at: DateTime<FixedOffset>,
    reading: Reading,
}

/// What was said, as it lies behind, or as it lies ahead where it can only do that.
fn bound(house: &House, option: &str, typed: &str) -> Result<Bound, Failure> {
    let reading = moment(house, option, typed, Purpose::Behind)
        .or_else(|why| moment(house, option, typed, Purpose::Either).map_err(|_| why))?;
    Ok(from(house, reading))
}

fn end(house: &House, typed: &str, begins: Option<Bound>) -> Result<Bound, Failure> {
    let ends = bound(house, "--until", typed)?;
    let Some(begins) = begins.filter(|begins| begins.at >= ends.at) else { return Ok(ends) };
    let ahead = moment(house, "--until", typed, Purpose::Either).map(|reading| from(house, reading));
    Ok(ahead.ok().filter(|ahead| ahead.at > begins.at).unwrap_or(ends))
}

/// A bare day begins at its midnight here: `--since 2026-06-01` takes the whole first of June, by the offset of that midnight and not of
/// a later hour of the day; where clocks skip it, at the first moment of the day.
fn from(house: &House, reading: Reading) -> Bound {
    if reading.exact_time {
        return Bound { at: reading.instant, reading };
    }
    Bound { at: first_moment_of_its_day(house, reading.instant), reading }
}

fn first_moment_of_its_day(house: &House, instant: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    let midnight = instant.date_naive().and_time(NaiveTime::MIN);
    let zone = &house.environment.zone;
    let skipped = || Gap::around(midnight, zone).map(|gap| gap.change);
    zone.resolve(midnight).earliest().or_else(skipped).unwrap_or(instant)
}

/// What was understood, unless it is what was typed.
fn said_back(house: &House, option: &str, typed: &str, bound: Bound) -> Option<String> {
    if typed.contains(&bound.at.format("%Y-%m-%d").to_string()) {
        return None;
    }
    let mut words = format!("{option}: {}", shown(house, bound.at));
    if bound.at > house.environment.now() {
        words.push_str(", which is still to come");
    }
    if let Some(doubt) = bound.reading.doubt {
        let other = if bound.reading.exact_time { doubt.other } else { first_moment_of_its_day(house, doubt.other) };
        words.extend([" (", &doubt.why.to_string(), "; the other reading is ", &shown(house, other), ")"]);
    }
    Some(words)
}

/// `Mon 16 Nov 2026`, with the time where it is not midnight.
fn shown(house: &House, at: DateTime<FixedOffset>) -> String {
    let there = house.environment.zone.at(at.to_utc());
    let date = human::date(there.date_naive());
    if there.time() == NaiveTime::MIN { date } else { format!("{date} {}", there.format("%H:%M")) }
}
