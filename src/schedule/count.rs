//! Counting a time limit: from the moment it starts to the day, or the instant, by which the thing is due.
//!
//! | unit | how it is counted |
//! | --- | --- |
//! | business days | day 0 is the day of receipt, whatever kind of day it is; day *n* is the *n*-th business day after it |
//! | days, weeks | that date and *n* days, or 7 × *n* days |
//! | months | the same day of the month *n* months on, else the last day of that month |
//! | months, inclusive | the day before that one; where the month has no such day, its last day |
//! | hours | elapsed time, through nights, weekends and changes of the clock |
//! | business hours | elapsed time within opening hours on business days |
//!
//! [`AfterHours`] and [`Roll`] concern units that end with a day. Dates are read on the wall clock of the zone.

mod days;
mod ledger;
mod opening;

use std::fmt;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta};

use self::ledger::Ledger;
use super::calendar::Calendar;
use super::rule::{OpeningHours, Rule, Unit};
use super::zone::Zone;
use crate::untrusted::Untrusted;

#[cfg(doc)]
use super::rule::{AfterHours, Roll};

/// The most units a limit has.
pub const MOST_UNITS: u32 = 10_000;

/// The first and the last year that are counted in, both included.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9999;

/// A limit, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The moment it starts, on the wall clock of the zone.
    pub start: DateTime<FixedOffset>,
    /// The day that it counts as received on. For hours and business hours it is the day of `start`.
    pub day_zero: NaiveDate,
    /// The day by which the thing is due, that day included.
    pub due_date: NaiveDate,
    /// The instant by which it is due, for limits in hours and business hours.
    pub due_instant: Option<DateTime<FixedOffset>>,
    /// What to look at before relying on it.
    pub warnings: Vec<Warning>,
    /// How the days were counted, in order. For days, weeks, months and hours only where it starts, ends and is moved.
    pub days: Vec<CountedDay>,
}

/// One day of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountedDay {
    /// The day.
    pub date: NaiveDate,
    /// What it counts as.
    pub how: How,
}

/// What a day counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It arrived on this day, and counts as received later.
    Arrived,
    /// It is received on this day, from which the others are counted.
    DayZero,
    /// It is the day of that number.
    Counted(u32),
    /// It is not counted, since no business is done on it; the calendar says why.
    NotBusiness,
    /// That much of its opening hours is counted, to the second.
    Open(TimeDelta),
    /// The limit ends on it by its number.
    Last,
    /// The limit is moved to it from a day without business.
    MovedTo,
}

/// Why a limit could not be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CountError {
    /// More units than are counted.
    #[error("{0} is more than is counted, which is {MOST_UNITS}")]
    TooMany(u32),
    /// It starts or ends outside the years 1 to 9999, or further away than opening hours are looked through.
    #[error("it would be due outside the dates that can be counted")]
    OutOfRange,
}

/// What to look at before relying on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// A day was looked at that is before the calendar begins.
    BeforeCalendar {
        /// The calendar.
        calendar: String,
        /// The first day it knows.
        from: NaiveDate,
    },
    /// A day was looked at that is past the end of the calendar.
    PastCalendar {
        /// The calendar.
        calendar: String,
        /// The last day it knows.
        through: NaiveDate,
    },
    /// The date depends on a day on which good sources differ.
    CheckLocally {
        /// The day.
        date: NaiveDate,
        /// Why sources differ.
        why: Untrusted,
        /// Whether business is done on it by this calendar.
        worked: bool,
    },
}

/// One line, safe to print: `check locally: 2026-06-15 counts as a holiday here; ...`.
impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BeforeCalendar { calendar, from } => {
                let calendar = crate::escape::term(calendar);
                write!(f, "the calendar `{calendar}` begins on {from}; before that only weekends are known")
            }
            Self::PastCalendar { calendar, through } => {
                let calendar = crate::escape::term(calendar);
                write!(f, "the calendar `{calendar}` ends on {through}; past that only weekends are known")
            }
            Self::CheckLocally { date, why, worked } => {
                let kind = if *worked { "working day" } else { "holiday" };
                write!(f, "check locally: {date} counts as a {kind} here; {}", why.term())
            }
        }
    }
}

/// Counts a limit from `start`, which may carry any offset.
///
/// # Errors
/// [`CountError`].
pub fn count(
    rule: Rule,
    start: DateTime<FixedOffset>,
    calendar: &Calendar,
    zone: &dyn Zone,
) -> Result<Counted, CountError> {
    if rule.n > MOST_UNITS {
        return Err(CountError::TooMany(rule.n));
    }
    if !YEARS.contains(&start.to_utc().year()) {
        return Err(CountError::OutOfRange);
    }
    let start = zone.at(start.to_utc());
    let mut ledger = Ledger::new(calendar);
    let (day_zero, due_date, due_instant) = match rule.unit {
        Unit::Hours => {
            let due = start.checked_add_signed(TimeDelta::hours(i64::from(rule.n))).ok_or(CountError::OutOfRange)?;
            let due = zone.at(due.to_utc());
            ledger.note(start.date_naive(), How::DayZero);
            ledger.note(due.date_naive(), How::Last);
            (start.date_naive(), due.date_naive(), Some(due))
        }
        Unit::BusinessHours => {
            let due = opening::count(rule, start, &mut ledger, zone)?;
            (start.date_naive(), due.date_naive(), Some(due))
        }
        _ => {
            let day_zero = days::received_on(rule, start, &mut ledger)?;
            (day_zero, days::count(rule, day_zero, &mut ledger)?, None)
        }
    };
    if !YEARS.contains(&due_date.year()) {
        return Err(CountError::OutOfRange);
    }
    let warnings = ledger.warnings();
    Ok(Counted { start, day_zero, due_date, due_instant, warnings, days: ledger.into_days() })
}

impl Counted {
    /// The last moment within opening hours at which the thing is still done in time: the end of business on the day it
    /// is due, or on the last business day before. `None` when there is none after the start.
    pub fn last_business_moment(
        &self,
        hours: OpeningHours,
        calendar: &Calendar,
        zone: &dyn Zone,
    ) -> Option<DateTime<FixedOffset>> {
        let mut date = self.due_date;
        while date >= self.start.date_naive() {
            if calendar.is_business_day(date) {
                let (opens, closes) = opening::hours_of(date, hours, zone)?;
                let end = self.due_instant.map_or(closes, |due| closes.min(due));
                if opens < end {
                    return (end > self.start).then(|| zone.at(end.to_utc()));
                }
            }
            date = date.pred_opt()?;
        }
        None
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
