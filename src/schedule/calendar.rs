//! Which days business is done on: weekends, holidays by name, and the days on which good sources differ.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::untrusted::Untrusted;

/// The days of the week without business; at least one day of the week is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weekend(u8);

impl Weekend {
    /// Saturday and Sunday.
    pub const USUAL: Self = Self(0b110_0000);

    /// These days; `None` when they are the whole week.
    pub fn new(days: &[Weekday]) -> Option<Self> {
        let bits = days.iter().fold(0, |bits, day| bits | Self::bit(*day));
        (bits != 0b111_1111).then_some(Self(bits))
    }

    /// Whether that day is one of them.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & Self::bit(day) != 0
    }

    fn bit(day: Weekday) -> u8 {
        1 << day.num_days_from_monday()
    }
}

/// From when until when a calendar knows its holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// The first day it knows, included.
    pub from: NaiveDate,
    /// The last day it knows, included.
    pub through: NaiveDate,
}

/// A holiday calendar.
///
/// Outside its validity it still answers, by weekends alone; [`Calendar::knows`] says when that is so, and counting warns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The name it is taken by, such as `GB-ENG`.
    pub id: String,
    /// What it is, in words.
    pub title: Untrusted,
    /// The days of the week without business.
    pub weekend: Weekend,
    /// Holidays with their names, also those that fall on a weekend.
    pub holidays: BTreeMap<NaiveDate, Untrusted>,
    /// Days on which business is done although the day of the week or a base calendar says otherwise.
    pub working_days: BTreeSet<NaiveDate>,
    /// Days on which good sources differ, with the reason. What a day counts as is said by the other fields.
    pub check_locally: BTreeMap<NaiveDate, Untrusted>,
    /// The days it knows; `None` for a calendar without holidays, which has nothing to know.
    pub validity: Option<Validity>,
    /// Where the holidays come from.
    pub source: Option<Untrusted>,
    /// When they were taken from there.
    pub as_of: Option<NaiveDate>,
    /// The beginning of a SHA-256 over the texts it was read from, in hexadecimal: another text, another stamp.
    /// Empty for a calendar that was read from none.
    pub stamp: String,
}

/// Why no business is done on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot<'c> {
    /// It is a holiday of this name.
    Holiday(&'c Untrusted),
    /// It is a day of the weekend.
    Weekend(Weekday),
}

impl WhyNot<'_> {
    /// The name of the holiday or of the day, harmless: `Good Friday`, `Saturday`.
    pub fn words(&self) -> String {
        match self {
            Self::Holiday(name) => name.term().into_owned(),
            Self::Weekend(day) => full_name(*day).to_owned(),
        }
    }
}

/// A day of the week in full.
pub const fn full_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// Where calendars come from, so that counting never reads a file.
pub trait Calendars {
    /// The calendar of that name.
    ///
    /// # Errors
    /// Why it cannot be had, in a lower-case fragment that is safe to print.
    fn calendar(&self, name: &str) -> Result<Arc<Calendar>, String>;
}

impl Calendar {
    /// The name of the calendar that has no holidays.
    pub const WEEKENDS_ONLY: &'static str = "weekends-only";

    /// A calendar without holidays, for limits that name none: business is done from Monday to Friday.
    pub fn weekends_only() -> Self {
        Self {
            id: Self::WEEKENDS_ONLY.to_owned(),
            title: "Saturdays and Sundays, no holidays".into(),
            weekend: Weekend::USUAL,
            holidays: BTreeMap::new(),
            working_days: BTreeSet::new(),
            check_locally: BTreeMap::new(),
            validity: None,
            source: None,
            as_of: None,
            stamp: String::new(),
        }
    }

    /// Whether business is done on that day.
    pub fn is_business_day(&self, date: NaiveDate) -> bool {
        self.why_not(date).is_none()
    }

    /// Why no business is done on that day; `None` when it is. A holiday on a weekend is told by its name.
    pub fn why_not(&self, date: NaiveDate) -> Option<WhyNot<'_>> {
        if self.working_days.contains(&date) {
            return None;
        }
        let day = date.weekday();
        let weekend = self.weekend.contains(day).then_some(WhyNot::Weekend(day));
        self.holidays.get(&date).map(WhyNot::Holiday).or(weekend)
    }

    /// The first business day strictly after that day; `None` at the end of what dates can be.
    pub fn next_business_day(&self, date: NaiveDate) -> Option<NaiveDate> {
        let mut next = date.succ_opt()?;
        while !self.is_business_day(next) {
            next = next.succ_opt()?;
        }
        Some(next)
    }

    /// Whether its holidays are known on that day.
    pub fn knows(&self, date: NaiveDate) -> bool {
        self.validity.is_none_or(|known| known.from <= date && date <= known.through)
    }

    /// Why good sources differ on that day; `None` when they do not, or when the day is a weekend anyway.
    pub fn differs_on(&self, date: NaiveDate) -> Option<&Untrusted> {
        self.check_locally.get(&date).filter(|_| !self.weekend.contains(date.weekday()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn christmas() -> Calendar {
        let mut calendar = Calendar::weekends_only();
        calendar.holidays.insert(day("2026-12-25"), "Christmas Day".into());
        calendar.holidays.insert(day("2026-12-26"), "Boxing Day".into());
        calendar.validity = Some(Validity { from: day("2026-01-01"), through: day("2026-12-31") });
        calendar
    }

    #[test]
    fn a_week_without_business_is_no_week() {
        use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
        assert_eq!(Weekend::new(&[Mon, Tue, Wed, Thu, Fri, Sat, Sun]), None);
        assert_eq!(Weekend::new(&[Sat, Sun]), Some(Weekend::USUAL));
        assert!(Weekend::new(&[Fri]).unwrap().contains(Fri));
    }

    #[test]
    fn a_day_without_business_says_why() {
        let calendar = christmas();
        let why = |date| calendar.why_not(day(date)).map(|why| why.words());
        assert_eq!(why("2026-12-25").as_deref(), Some("Christmas Day"));
        assert_eq!(why("2026-12-26").as_deref(), Some("Boxing Day"));
        assert_eq!(why("2026-12-27").as_deref(), Some("Sunday"));
        assert_eq!(why("2026-12-28"), None);
        assert_eq!(calendar.next_business_day(day("2026-12-24")), Some(day("2026-12-28")));
    }

    #[test]
    fn a_working_day_is_one_whatever_else_is_said() {
        let mut calendar = christmas();
        calendar.working_days.insert(day("2026-12-26"));
        assert!(calendar.is_business_day(day("2026-12-26")));
    }

    #[test]
    fn a_calendar_knows_its_years_only() {
        let calendar = christmas();
        assert!(calendar.knows(day("2026-12-31")) && !calendar.knows(day("2027-01-01")));
        assert!(Calendar::weekends_only().knows(day("2527-01-01")));
    }

    #[test]
    fn a_weekend_is_never_to_be_checked() {
        let mut calendar = christmas();
        calendar.check_locally.insert(day("2026-12-27"), "x".into());
        calendar.check_locally.insert(day("2026-12-28"), "x".into());
        assert!(calendar.differs_on(day("2026-12-27")).is_none());
        assert!(calendar.differs_on(day("2026-12-28")).is_some());
    }
}
