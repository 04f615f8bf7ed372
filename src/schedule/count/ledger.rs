//! The account of a count: which days were asked about, what each counted as, and what to warn of.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{CountedDay, How, Warning};
use crate::schedule::calendar::Calendar;

/// Asks the calendar and remembers what was asked.
pub(super) struct Ledger<'c> {
    calendar: &'c Calendar,
    days: Vec<CountedDay>,
    before: bool,
    past: bool,
    doubtful: BTreeSet<NaiveDate>,
}

impl<'c> Ledger<'c> {
    pub(super) const fn new(calendar: &'c Calendar) -> Self {
        Self { calendar, days: Vec::new(), before: false, past: false, doubtful: BTreeSet::new() }
    }

    /// Whether business is done on a day on which the outcome depends.
    pub(super) fn is_business_day(&mut self, date: NaiveDate) -> bool {
        if let Some(known) = self.calendar.validity {
            self.before |= date < known.from;
            self.past |= date > known.through;
        }
        if self.calendar.differs_on(date).is_some() {
            self.doubtful.insert(date);
        }
        self.calendar.is_business_day(date)
    }

    /// Writes down what a day counts as.
    pub(super) fn note(&mut self, date: NaiveDate, how: How) {
        self.days.push(CountedDay { date, how });
    }

    pub(super) fn into_days(self) -> Vec<CountedDay> {
        self.days
    }

    /// What to warn of, by the days that were asked about.
    pub(super) fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if let Some(known) = self.calendar.validity {
            let calendar = || self.calendar.id.clone();
            if self.before {
                warnings.push(Warning::BeforeCalendar { calendar: calendar(), from: known.from });
            }
            if self.past {
                warnings.push(Warning::PastCalendar { calendar: calendar(), through: known.through });
            }
        }
        warnings.extend(self.doubtful.iter().filter_map(|date| {
            let why = self.calendar.differs_on(*date)?.clone();
            Some(Warning::CheckLocally { date: *date, why, worked: self.calendar.is_business_day(*date) })
        }));
        warnings
    }
}
