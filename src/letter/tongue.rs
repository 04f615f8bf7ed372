//! How dates are written in the running text of a letter. The words are English, in the order of the playbook's language.

use chrono::{DateTime, FixedOffset, NaiveDate, Timelike};

use crate::schedule::zone::Zone;

/// In which order a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    /// `Friday 12 June 2026`
    DayFirst,
    /// `Friday, June 12, 2026`
    MonthFirst,
}

impl Tongue {
    /// The one of a language tag: `en-US` puts the month first.
    pub fn of(language: Option<&str>) -> Self {
        let is_american = language.is_some_and(|tag| tag.eq_ignore_ascii_case("en-US"));
        if is_american { Self::MonthFirst } else { Self::DayFirst }
    }

    /// A day with its weekday.
    pub fn day(self, day: NaiveDate) -> String {
        match self {
            Self::DayFirst => day.format("%A %-d %B %Y").to_string(),
            Self::MonthFirst => day.format("%A, %B %-d, %Y").to_string(),
        }
    }

    /// A day without its weekday, as at the head of a letter.
    pub fn date(self, day: NaiveDate) -> String {
        match self {
            Self::DayFirst => day.format("%-d %B %Y").to_string(),
            Self::MonthFirst => day.format("%B %-d, %Y").to_string(),
        }
    }

    /// A time of day.
    fn clock(self, at: DateTime<FixedOffset>) -> String {
        match self {
            Self::DayFirst => at.format("%H:%M").to_string(),
            Self::MonthFirst => {
                let (is_afternoon, hour) = at.hour12();
                format!("{hour}:{:02} {}", at.minute(), if is_afternoon { "p.m." } else { "a.m." })
            }
        }
    }

    /// A moment: `16:00 on Friday 12 June 2026`.
    pub fn moment(self, at: DateTime<FixedOffset>, zone: &dyn Zone) -> String {
        let there = zone.at(at.to_utc());
        format!("{} on {}", self.clock(there), self.day(there.date_naive()))
    }

    /// A moment that began something: `Friday 12 June 2026 at 09:34`.
    pub fn happened(self, at: DateTime<FixedOffset>, zone: &dyn Zone) -> String {
        let there = zone.at(at.to_utc());
        format!("{} at {}", self.day(there.date_naive()), self.clock(there))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_out_as_the_language_has_them() {
        let at: DateTime<FixedOffset> = "2026-06-12T16:05:00+01:00".parse().unwrap();
        let zone = *at.offset();
        for (tag, moment, date) in [
            (None, "16:05 on Friday 12 June 2026", "12 June 2026"),
            (Some("en-us"), "4:05 p.m. on Friday, June 12, 2026", "June 12, 2026"),
        ] {
            let tongue = Tongue::of(tag);
            assert_eq!(tongue.moment(at, &zone), moment);
            assert_eq!(tongue.date(at.date_naive()), date);
        }
    }
}
