//! Weeks and months of which only a part was asked for, or has passed.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// The wall clock between whose ends incidents were looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// From when, included; none from the beginning.
    pub begins: Option<NaiveDateTime>,
    /// Until when, excluded: what was asked for, or the moment the report is made, whichever is earlier.
    pub ends: NaiveDateTime,
}

/// What of a step was looked at. It reads as `from 15 Jun`, `until 22 Nov`, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partly {
    /// The first day that counts, where the step begins before.
    pub from: Option<NaiveDate>,
    /// The last day that counts, where the step ends later.
    pub until: Option<NaiveDate>,
}

impl Window {
    /// The first day in it, where it has one.
    pub fn first_day(&self) -> Option<NaiveDate> {
        self.begins.map(|begins| begins.date())
    }

    /// The last day of which anything is in it.
    pub fn last_day(&self) -> NaiveDate {
        let last = self.ends.checked_sub_signed(TimeDelta::nanoseconds(1));
        last.unwrap_or(self.ends).date()
    }

    /// What is in it of the days from the one until before the other; none where it is all of them.
    pub fn part_of(&self, first: NaiveDate, next: NaiveDate) -> Option<Partly> {
        let [begins, ends] = [first, next].map(|day| day.and_time(NaiveTime::MIN));
        let partly = Partly {
            from: self.begins.filter(|at| begins < *at && *at < ends).map(|at| at.date()),
            until: Some(self.last_day()).filter(|_| begins < self.ends && self.ends < ends),
        };
        (partly.from.is_some() || partly.until.is_some()).then_some(partly)
    }
}

impl fmt::Display for Partly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |day: NaiveDate| day.format("%-d %b");
        match (self.from, self.until) {
            (Some(from), Some(until)) => write!(f, "from {} until {}", day(from), day(until)),
            (Some(from), None) => write!(f, "from {}", day(from)),
            (None, Some(until)) => write!(f, "until {}", day(until)),
            (None, None) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(begins: Option<&str>, ends: &str) -> String {
        let window = Window { begins: begins.map(|at| at.parse().unwrap()), ends: ends.parse().unwrap() };
        let (june, july) = ("2026-06-01".parse().unwrap(), "2026-07-01".parse().unwrap());
        window.part_of(june, july).map(|partly| partly.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_month_that_was_asked_for_in_part_says_which() {
        assert_eq!(part(Some("2026-06-01T00:00:00"), "2026-07-01T00:00:00"), "");
        assert_eq!(part(Some("2026-06-15T00:00:00"), "2026-07-01T00:00:00"), "from 15 Jun");
        assert_eq!(part(Some("2026-05-15T00:00:00"), "2026-06-22T10:00:00"), "until 22 Jun");
        assert_eq!(part(None, "2026-06-22T00:00:00"), "until 21 Jun");
        assert_eq!(part(Some("2026-06-15T14:00:00"), "2026-06-22T00:00:00"), "from 15 Jun until 21 Jun");
        assert_eq!(part(None, "2026-09-01T00:00:00"), "");
    }
}
