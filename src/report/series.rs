//! Incidents and promises along the days of a period, for the chart over time.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};

use super::tally::Promises;
use crate::journal::facts::{Facts, Seconds};

/// Up to this many days a step is a day; up to [`MOST_WEEKS`] weeks a week, and a month beyond.
const MOST_DAYS: i64 = 31;

/// Up to this many weeks a step is a week.
const MOST_WEEKS: i64 = 26;

/// What is counted of one step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Step {
    /// Incidents received.
    pub received: u64,
    /// Promises made in these incidents.
    pub promises: Promises,
}

/// How long a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stride {
    /// A day.
    Day,
    /// A week from Monday.
    Week,
    /// A month.
    Month,
}

/// What is counted of each day, as large as the period has days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Series {
    days: BTreeMap<NaiveDate, Step>,
}

impl Series {
    /// Counts an incident received on that day.
    pub fn add(&mut self, day: NaiveDate, facts: &Facts, now: Seconds) {
        let step = self.days.entry(day).or_default();
        step.received += 1;
        step.promises.add(&facts.promises, now);
    }

    /// The first and the last day on which anything was received.
    pub fn ends(&self) -> Option<(NaiveDate, NaiveDate)> {
        Some((*self.days.first_key_value()?.0, *self.days.last_key_value()?.0))
    }

    /// The steps from the first to the last, those with nothing among them, each by its first day.
    pub fn steps(&self) -> (Stride, Vec<(NaiveDate, Step)>) {
        let Some((first, last)) = self.ends() else { return (Stride::Month, Vec::new()) };
        let days = (last - first).num_days() + 1;
        let stride = if days <= MOST_DAYS {
            Stride::Day
        } else if days <= MOST_WEEKS * 7 {
            Stride::Week
        } else {
            Stride::Month
        };
        let mut steps: BTreeMap<NaiveDate, Step> = BTreeMap::new();
        let mut at = stride.first(first);
        while at <= last {
            steps.insert(at, Step::default());
            let Some(next) = stride.next(at) else { break };
            at = next;
        }
        for (day, counted) in &self.days {
            let step = steps.entry(stride.first(*day)).or_default();
            step.received += counted.received;
            step.promises.merge(counted.promises);
        }
        (stride, steps.into_iter().collect())
    }
}

impl Stride {
    fn first(self, day: NaiveDate) -> NaiveDate {
        match self {
            Self::Day => day,
            Self::Week => day.week(Weekday::Mon).first_day(),
            Self::Month => day.with_day(1).unwrap_or(day),
        }
    }

    fn next(self, first: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => first.succ_opt(),
            Self::Week => first.checked_add_days(chrono::Days::new(7)),
            Self::Month => first.checked_add_months(chrono::Months::new(1)),
        }
    }

    /// `day`, `week` or `month`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// `on 12 Jun`, `in the week from 12 Jun`, `in Jun 2026`.
    pub fn when(self, first: NaiveDate) -> String {
        let before = match self {
            Self::Day => "on ",
            Self::Week => "in the week from ",
            Self::Month => "in ",
        };
        [before, &self.label(first)].concat()
    }

    /// `12 Jun`, `12 Jun` for a week from that day, `Jun 2026`.
    pub fn label(self, first: NaiveDate) -> String {
        match self {
            Self::Month => first.format("%b %Y").to_string(),
            Self::Day | Self::Week => first.format("%-d %b").to_string(),
        }
    }
}
