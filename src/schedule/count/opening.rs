//! Limits in business hours: time within opening hours on business days.
//!
//! Opening and closing are instants: on a day on which the clocks change, opening hours are as long as they really are. A
//! time that is skipped means the end of the gap, a time that comes twice means the first.

use chrono::{DateTime, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, TimeDelta};

use super::ledger::Ledger;
use super::{CountError, How};
use crate::schedule::rule::{OpeningHours, Rule};
use crate::schedule::zone::{Gap, Zone};

/// How many days are looked through: more than five hundred years.
const MOST_DAYS: usize = 200_000;

/// The instant at which so many hours of business have passed.
///
/// It lies within opening hours, and at closing time where it is exactly then. No hours at all end at `start`, or at the next
/// opening where that is later.
pub(super) fn count(
    rule: Rule,
    start: DateTime<FixedOffset>,
    ledger: &mut Ledger<'_>,
    zone: &dyn Zone,
) -> Result<DateTime<FixedOffset>, CountError> {
    let mut left = TimeDelta::hours(i64::from(rule.n));
    let mut date = start.date_naive();
    for _ in 0..MOST_DAYS {
        // The calendar is asked only about days on which there is still time.
        let (opens, closes) = hours_of(date, rule.hours, zone).ok_or(CountError::OutOfRange)?;
        let from = opens.max(start);
        if from < closes {
            if ledger.is_business_day(date) {
                let here = left.min(closes - from);
                ledger.note(date, How::Open(here));
                if here == left {
                    return Ok(zone.at((from + left).to_utc()));
                }
                left -= here;
            } else {
                ledger.note(date, How::NotBusiness);
            }
        }
        date = date.succ_opt().ok_or(CountError::OutOfRange)?;
    }
    Err(CountError::OutOfRange)
}

/// When a house opens and closes on a day, as instants.
pub(super) fn hours_of(
    date: NaiveDate,
    hours: OpeningHours,
    zone: &dyn Zone,
) -> Option<(DateTime<FixedOffset>, DateTime<FixedOffset>)> {
    Some((instant(date.and_time(hours.open()), zone)?, instant(date.and_time(hours.close()), zone)?))
}

fn instant(local: NaiveDateTime, zone: &dyn Zone) -> Option<DateTime<FixedOffset>> {
    match zone.resolve(local) {
        MappedLocalTime::Single(only) => Some(only),
        MappedLocalTime::Ambiguous(first, _) => Some(first),
        MappedLocalTime::None => Gap::around(local, zone).map(|gap| gap.change),
    }
}
