//! What holds after the last recorded change of a zone: `GMT0BST,M3.5.0/1,M10.5.0` and the like (POSIX `TZ`).

use chrono::{DateTime, Datelike, Days, NaiveDate};

/// Standard time, and perhaps summer time between two days of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PosixRule {
    standard: i32,
    summer: Option<Summer>,
}

/// When summer time holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Summer {
    offset: i32,
    begins: Change,
    ends: Change,
}

/// A change on some day of every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Change {
    day: Day,
    /// Seconds after midnight, on the wall clock before the change.
    time: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Day {
    /// Month, week (5 is the last) and day of the week from Sunday, 0.
    OfMonth { month: u32, week: u32, day: u32 },
    /// Day of the year from 1, with 29 February never counted.
    NoLeap(u64),
    /// Day of the year from 0.
    FromNought(u64),
}

impl PosixRule {
    /// Reads the rule; `None` when it is none.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut text = Text(text);
        text.name()?;
        let standard = -text.time()?;
        if text.0.is_empty() {
            return Some(Self { standard, summer: None });
        }
        text.name()?;
        let offset = if text.0.starts_with(',') { standard + 3600 } else { -text.time()? };
        let begins = text.change()?;
        let ends = text.change()?;
        text.0.is_empty().then_some(Self { standard, summer: Some(Summer { offset, begins, ends }) })
    }

    /// The offset at an instant, in seconds towards the east.
    pub(super) fn offset_at(&self, instant: i64) -> i32 {
        self.summer.and_then(|summer| self.summer_offset_at(summer, instant)).unwrap_or(self.standard)
    }

    fn summer_offset_at(&self, summer: Summer, instant: i64) -> Option<i32> {
        let year = DateTime::from_timestamp(instant + i64::from(self.standard), 0)?.year();
        let begins = summer.begins.instant(year, self.standard)?;
        let ends = summer.ends.instant(year, summer.offset)?;
        let is_summer = if begins < ends {
            (begins..ends).contains(&instant)
        } else {
            // In the south, winter lies within the year.
            !(ends..begins).contains(&instant)
        };
        is_summer.then_some(summer.offset)
    }
}

impl Change {
    /// When it happens in a year, where that offset holds before it.
    fn instant(self, year: i32, before: i32) -> Option<i64> {
        let midnight = self.day.date(year)?.and_hms_opt(0, 0, 0)?.and_utc().timestamp();
        Some(midnight + self.time - i64::from(before))
    }
}

impl Day {
    fn date(self, year: i32) -> Option<NaiveDate> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
        match self {
            Self::FromNought(days) => first.checked_add_days(Days::new(days)),
            Self::NoLeap(day) => {
                let leap = first.leap_year() && day >= 60;
                first.checked_add_days(Days::new(if leap { day } else { day.checked_sub(1)? }))
            }
            Self::OfMonth { month, week, day } => {
                let first = NaiveDate::from_ymd_opt(year, month, 1)?;
                let until = (7 + day - first.weekday().num_days_from_sunday()) % 7;
                let date = |week: u32| first.with_day(1 + until + 7 * (week - 1));
                date(week).or_else(|| date(week - 1))
            }
        }
    }
}

/// What is left to read.
struct Text<'t>(&'t str);

impl Text<'_> {
    fn eat(&mut self, sign: char) -> bool {
        let rest = self.0.strip_prefix(sign);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// Skips the name of a kind of time.
    fn name(&mut self) -> Option<()> {
        let end = if self.0.starts_with('<') {
            self.0.find('>')? + 1
        } else {
            self.0.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.0.len())
        };
        self.0 = self.0.get(end..)?;
        (end > 0).then_some(())
    }

    fn number<T: std::str::FromStr>(&mut self) -> Option<T> {
        let end = self.0.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        digits.parse().ok()
    }

    /// Hours, minutes and seconds with a sign, in seconds.
    fn time(&mut self) -> Option<i32> {
        let negative = self.eat('-');
        if !negative {
            self.eat('+');
        }
        let mut seconds = self.number::<i32>().filter(|hours| *hours <= 167)? * 3600;
        for unit in [60, 1] {
            if self.eat(':') {
                seconds += self.number::<i32>().filter(|part| *part < 60)? * unit;
            }
        }
        Some(if negative { -seconds } else { seconds })
    }

    fn change(&mut self) -> Option<Change> {
        if !self.eat(',') {
            return None;
        }
        let day = if self.eat('J') {
            Day::NoLeap(self.number().filter(|day| (1..=365).contains(day))?)
        } else if self.eat('M') {
            let month = self.number()?;
            let week = if self.eat('.') { self.number().filter(|week| (1..=5).contains(week))? } else { return None };
            let day = if self.eat('.') { self.number().filter(|day| *day < 7)? } else { return None };
            Day::OfMonth { month, week, day }
        } else {
            Day::FromNought(self.number().filter(|day| *day < 366)?)
        };
        let time = if self.eat('/') { self.time()? } else { 2 * 3600 };
        Some(Change { day, time: i64::from(time) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offset(rule: &str, instant: &str) -> i32 {
        let instant = DateTime::parse_from_rfc3339(instant).unwrap().timestamp();
        PosixRule::read(rule).unwrap().offset_at(instant)
    }

    #[test]
    fn summer_time_begins_and_ends_to_the_second() {
        let london = "GMT0BST,M3.5.0/1,M10.5.0";
        assert_eq!(offset(london, "2050-03-27T00:59:59Z"), 0);
        assert_eq!(offset(london, "2050-03-27T01:00:00Z"), 3600);
        assert_eq!(offset(london, "2050-10-30T00:59:59Z"), 3600);
        assert_eq!(offset(london, "2050-10-30T01:00:00Z"), 0);
    }

    #[test]
    fn in_the_south_summer_goes_over_the_new_year() {
        let sydney = "AEST-10AEDT,M10.1.0,M4.1.0/3";
        assert_eq!(offset(sydney, "2050-01-01T00:00:00Z"), 11 * 3600);
        assert_eq!(offset(sydney, "2050-07-01T00:00:00Z"), 10 * 3600);
        assert_eq!(offset(sydney, "2049-12-31T23:59:59Z"), 11 * 3600);
    }

    #[test]
    fn every_way_to_say_a_day_is_read() {
        assert_eq!(offset("<+0330>-3:30", "2050-07-01T00:00:00Z"), 12_600);
        assert_eq!(offset("A0B,J60/0,J61/0", "2052-03-01T12:00:00Z"), 3600);
        assert_eq!(offset("A0B,59/0,60/0", "2052-02-29T12:00:00Z"), 3600);
        assert_eq!(offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-03-27T01:00:00Z"), -3600);
    }

    #[test]
    fn what_is_no_rule_is_none() {
        for text in ["", "0", "GMT", "GMT0BST", "GMT0BST,M3.5.0", "GMT0BST,M3.6.0,M10.5.0", "GMT0BST,M3.5.0,M10.5.0x"] {
            assert_eq!(PosixRule::read(text), None, "{text}");
        }
    }
}
