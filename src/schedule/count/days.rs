//! Limits that end with a day: business days, days, weeks and months.

use chrono::{DateTime, Datelike, Days, FixedOffset, Months, NaiveDate};

use super::ledger::Ledger;
use super::{CountError, How};
use crate::schedule::rule::{AfterHours, Roll, Rule, Unit};

/// The day something counts as received on.
pub(super) fn received_on(
    rule: Rule,
    start: DateTime<FixedOffset>,
    ledger: &mut Ledger<'_>,
) -> Result<NaiveDate, CountError> {
    let arrived = start.date_naive();
    if rule.after_hours == AfterHours::Ignore {
        return Ok(arrived);
    }
    let too_late = start.time() >= rule.hours.close();
    // After closing, the day itself no longer matters, so the calendar is not asked about it.
    if !too_late && ledger.is_business_day(arrived) {
        return Ok(arrived);
    }
    ledger.note(arrived, How::Arrived);
    next_business_day(arrived, ledger)
}

/// The day a limit ends on.
pub(super) fn count(rule: Rule, day_zero: NaiveDate, ledger: &mut Ledger<'_>) -> Result<NaiveDate, CountError> {
    if rule.unit == Unit::BusinessDays {
        let due = business_days(rule, day_zero, ledger)?;
        // Only a limit of no days at all can end on a day without business.
        return if rule.n == 0 { roll(rule, due, ledger) } else { Ok(due) };
    }
    ledger.note(day_zero, How::DayZero);
    let due = plain(rule, day_zero).ok_or(CountError::OutOfRange)?;
    ledger.note(due, How::Last);
    roll(rule, due, ledger)
}

fn business_days(rule: Rule, day_zero: NaiveDate, ledger: &mut Ledger<'_>) -> Result<NaiveDate, CountError> {
    let mut date = day_zero;
    let mut counted = 0;
    if rule.inclusive && rule.n > 0 && ledger.is_business_day(date) {
        counted = 1;
        ledger.note(date, How::Counted(counted));
    } else {
        ledger.note(date, How::DayZero);
    }
    while counted < rule.n {
        date = after(date)?;
        if ledger.is_business_day(date) {
            counted += 1;
            ledger.note(date, How::Counted(counted));
        } else {
            ledger.note(date, How::NotBusiness);
        }
    }
    Ok(date)
}

/// The last day by its number alone; `None` where no date is that far away.
fn plain(rule: Rule, day_zero: NaiveDate) -> Option<NaiveDate> {
    let days = match rule.unit {
        Unit::Months => return months(rule, day_zero),
        Unit::Weeks => u64::from(rule.n) * 7,
        _ => u64::from(rule.n),
    };
    day_zero.checked_add_days(Days::new(if rule.inclusive { days.saturating_sub(1) } else { days }))
}

fn months(rule: Rule, day_zero: NaiveDate) -> Option<NaiveDate> {
    let due = day_zero.checked_add_months(Months::new(rule.n))?;
    let has_such_a_day = due.day() == day_zero.day();
    if rule.inclusive && rule.n > 0 && has_such_a_day { due.pred_opt() } else { Some(due) }
}

/// Moves a last day without business to the next with, where the rule says so.
fn roll(rule: Rule, due: NaiveDate, ledger: &mut Ledger<'_>) -> Result<NaiveDate, CountError> {
    if rule.roll == Roll::None || ledger.is_business_day(due) {
        return Ok(due);
    }
    let moved = next_business_day(due, ledger)?;
    ledger.note(moved, How::MovedTo);
    Ok(moved)
}

fn next_business_day(date: NaiveDate, ledger: &mut Ledger<'_>) -> Result<NaiveDate, CountError> {
    let mut next = after(date)?;
    while !ledger.is_business_day(next) {
        ledger.note(next, How::NotBusiness);
        next = after(next)?;
    }
    Ok(next)
}

fn after(date: NaiveDate) -> Result<NaiveDate, CountError> {
    date.succ_opt().ok_or(CountError::OutOfRange)
}
