//! Incidents and promises along the days of a period, for the chart over time.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};

use super::partly::{Partly, Window};
use super::tally::Promises;
use crate::journal::facts::{Facts, Seconds};

/// Up to this many days a step is a day; up to [`MOST_WEEKS`] weeks a week, and a month beyond.
const MOST_DAYS: i64 = 31;

/// Up to this many weeks a step is a week.
const MOST_WEEKS: i64 = 26;

/// Up to this many months of a period are drawn; of a longer one, from the first to the last in which anything was received.
const MOST_MONTHS: i64 = 120;

/// What is counted of one step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Step {
    /// Incidents received.
    pub received: u64,
    /// Promises made in these incidents.
    pub promises: Promises,
}

/// One step along the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Its first day, as the calendar has it.
    pub first: NaiveDate,
    /// What of it was looked at, where that is not all.
    pub partly: Option<Partly>,
    /// What was counted.
    pub step: Step,
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

    /// The steps of the whole period that was asked for, up to the moment the report is made, those with nothing among them.
    pub fn steps(&self, window: &Window) -> (Stride, Vec<Stretch>) {
        let Some((first, last)) = self.drawn(window) else { return (Stride::Month, Vec::new()) };
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
        let stretch = |(first, step)| Stretch {
            first,
            partly: stride.next(first).and_then(|next| window.part_of(first, next)),
            step,
        };
        (stride, steps.into_iter().map(stretch).collect())
    }

    /// The first and the last day of the picture.
    fn drawn(&self, window: &Window) -> Option<(NaiveDate, NaiveDate)> {
        let (first, last) = self.ends()?;
        let asked = (window.first_day().map_or(first, |day| day.min(first)), window.last_day().max(last));
        let months = (asked.1 - asked.0).num_days() / 30;
        Some(if months <= MOST_MONTHS { asked } else { (first, last) })
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

    /// What a bar of it is called that counts only a part.
    pub const fn in_part(self) -> &'static str {
        match self {
            Self::Day => "incidents of a day in part",
            Self::Week => "incidents of a week in part",
            Self::Month => "incidents of a month in part",
        }
    }

    /// `on 12 Jun`, `in the week from 12 Jun`, `in Jun 2026`.
    pub fn when(self, first: NaiveDate) -> String {
        let before = match self {
            Self::Day => "on ",
            Self::Week => "in the week from ",
            Self::Month => "in ",
        };
        [before, &self.name_of(first)].concat()
    }

    /// `12 Jun`, `12 Jun` for a week from that day, `Jun 2026`.
    pub fn name_of(self, first: NaiveDate) -> String {
        match self {
            Self::Month => first.format("%b %Y").to_string(),
            Self::Day | Self::Week => first.format("%-d %b").to_string(),
        }
    }

    /// As [`Self::name_of`], with what of it was looked at: `Jun 2026, from 15 Jun`. Of a day: `12 Jun, in part`.
    pub fn label(self, first: NaiveDate, partly: Option<Partly>) -> String {
        let name = self.name_of(first);
        match partly {
            None => name,
            Some(_) if self == Self::Day => [&name, ", in part"].concat(),
            Some(partly) => format!("{name}, {partly}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn window(begins: Option<&str>, ends: &str) -> Window {
        Window { begins: begins.map(|at| at.parse().unwrap()), ends: ends.parse().unwrap() }
    }

    fn series(days: &[&str]) -> Series {
        let mut series = Series::default();
        for one in days {
            series.add(day(one), &Facts::default(), 0);
        }
        series
    }

    fn drawn(series: &Series, window: &Window) -> Vec<(String, u64)> {
        let (stride, steps) = series.steps(window);
        steps.iter().map(|step| (stride.label(step.first, step.partly), step.step.received)).collect()
    }

    #[test]
    fn a_period_is_drawn_from_end_to_end_however_quiet_its_ends_were() {
        let few = series(&["2026-06-03", "2026-06-03"]);
        let steps = drawn(&few, &window(Some("2026-06-01T00:00:00"), "2026-06-06T00:00:00"));
        assert_eq!(steps.iter().map(|(_, received)| *received).collect::<Vec<_>>(), [0, 0, 2, 0, 0]);
        let year = drawn(&few, &window(Some("2026-01-01T00:00:00"), "2027-01-01T00:00:00"));
        assert_eq!((year.len(), year[0].0.as_str(), year[11].0.as_str()), (12, "Jan 2026", "Dec 2026"));
    }

    #[test]
    fn a_step_of_which_only_a_part_was_asked_for_says_so() {
        let few = series(&["2026-02-03", "2026-11-20"]);
        let months = drawn(&few, &window(Some("2026-01-15T00:00:00"), "2026-11-22T16:00:00"));
        assert_eq!(months[0], ("Jan 2026, from 15 Jan".to_owned(), 0));
        assert_eq!(months[1], ("Feb 2026".to_owned(), 1));
        assert_eq!(months.last(), Some(&("Nov 2026, until 22 Nov".to_owned(), 1)));
    }

    #[test]
    fn a_century_that_was_asked_for_is_drawn_where_anything_happened() {
        let few = series(&["2026-06-03", "2026-06-04"]);
        assert_eq!(drawn(&few, &window(Some("1926-01-01T00:00:00"), "2026-06-05T00:00:00")).len(), 2);
    }
}
