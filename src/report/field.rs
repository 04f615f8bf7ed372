//! By what a report groups incidents: a field that every incident has, or the answers to a question.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate};

use crate::journal::facts::{Facts, Seconds};
use crate::schedule::zone::Zone;

/// By what incidents are grouped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// By the month in which the customer told the house.
    Month,
    /// By the week, which begins on a Monday and is called by that day.
    Week,
    /// By the playbook.
    Playbook,
    /// By who answers for it now, or did when it ended.
    Owner,
    /// By how it ended.
    Ending,
    /// By the answer to a question.
    Answer(String),
}

/// The fields that are no questions.
pub const FIXED: &[(&str, Field)] = &[
    ("month", Field::Month),
    ("week", Field::Week),
    ("playbook", Field::Playbook),
    ("owner", Field::Owner),
    ("ending", Field::Ending),
];

/// What people say for a question of another name.
const ALSO: &[(&str, &str)] = &[("cause", "cause_class")];

/// The name of the group of those of whom it is not known.
pub const UNKNOWN: &str = "unknown";

/// A group, in the form in which groups are compared and put in order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A month or a week, by its first day.
    Days(NaiveDate),
    /// A label, in one case and spacing.
    Label(String),
    /// Nobody knows, or nobody said.
    Unknown,
}

impl Field {
    /// The field of that name: a fixed one, or a question.
    pub fn named(name: &str) -> Self {
        let name = name.trim().to_lowercase();
        let fixed = FIXED.iter().find(|(fixed, _)| *fixed == name).map(|(_, field)| field.clone());
        fixed.unwrap_or_else(|| {
            let underscored = name.replace('-', "_");
            let other = ALSO.iter().find(|(said, _)| *said == underscored).map(|(_, question)| (*question).to_owned());
            Self::Answer(other.unwrap_or(underscored))
        })
    }

    /// Its name for scripts.
    pub fn name(&self) -> &str {
        match self {
            Self::Answer(question) => question,
            fixed => FIXED.iter().find(|(_, field)| field == fixed).map_or("", |(name, _)| name),
        }
    }

    /// Whether its groups follow each other in time.
    pub const fn is_time(&self) -> bool {
        matches!(self, Self::Month | Self::Week)
    }

    /// The group of an incident, and how it is called there. An answer that says that it is not known is none.
    pub fn key(&self, facts: &Facts, zone: &dyn Zone) -> (Key, String) {
        let label = match self {
            Self::Month | Self::Week => {
                let Some(day) = self.first_day(day_of(facts.received, zone)) else { return unknown() };
                return (Key::Days(day), self.date_label(day));
            }
            Self::Playbook => Some(facts.playbook.as_str()),
            Self::Owner => facts.owner.as_deref(),
            Self::Ending => facts.ending.as_deref(),
            Self::Answer(question) => facts.answer(question),
        };
        let Some(label) = label.filter(|label| *label != UNKNOWN) else { return unknown() };
        let folded = label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        (Key::Label(folded), label.to_owned())
    }

    /// The days of a month or a week: its first, and the first that follows it.
    pub fn days_of(&self, key: &Key) -> Option<(NaiveDate, NaiveDate)> {
        let Key::Days(first) = key else { return None };
        let next = match self {
            Self::Month => first.checked_add_months(Months::new(1))?,
            _ => first.checked_add_days(Days::new(7))?,
        };
        Some((*first, next))
    }

    fn first_day(&self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Month => day.with_day(1),
            _ => Some(day.week(chrono::Weekday::Mon).first_day()),
        }
    }

    fn date_label(&self, day: NaiveDate) -> String {
        match self {
            Self::Month => day.format("%Y-%m").to_string(),
            _ => day.to_string(),
        }
    }
}

fn unknown() -> (Key, String) {
    (Key::Unknown, UNKNOWN.to_owned())
}

/// The day of a moment in a zone; the first day there is for a moment that no calendar reaches.
pub fn day_of(at: Seconds, zone: &dyn Zone) -> NaiveDate {
    DateTime::from_timestamp(at, 0).map(|at| zone.at(at).date_naive()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(field: &Field, facts: &Facts) -> String {
        field.key(facts, &chrono::FixedOffset::east_opt(3600).unwrap()).1
    }

    #[test]
    fn a_month_begins_at_midnight_of_the_zone_of_the_report() {
        let just_before: DateTime<chrono::FixedOffset> = "2026-05-31T22:59:59Z".parse().unwrap();
        let of = |seconds: i64| Facts { received: just_before.timestamp() + seconds, ..Facts::default() };
        assert_eq!(group(&Field::Month, &of(0)), "2026-05");
        assert_eq!(group(&Field::Month, &of(1)), "2026-06");
        assert_eq!(group(&Field::Week, &of(0)), "2026-05-25");
        assert_eq!(group(&Field::Week, &of(1)), "2026-06-01");
    }

    #[test]
    fn no_answer_and_an_answer_that_it_is_not_known_are_one_group() {
        let mut facts = Facts::default();
        let cause = Field::named("cause");
        assert_eq!(cause.name(), "cause_class");
        assert_eq!(group(&cause, &facts), "unknown");
        facts.answers.insert("cause_class".into(), "unknown".into());
        assert_eq!(cause.key(&facts, &chrono::FixedOffset::east_opt(0).unwrap()).0, Key::Unknown);
    }

    #[test]
    fn a_site_typed_in_another_case_is_the_same_site() {
        let key = |site: &str| {
            let facts = Facts { answers: [("site".to_owned(), site.to_owned())].into(), ..Facts::default() };
            Field::named("site").key(&facts, &chrono::FixedOffset::east_opt(0).unwrap()).0
        };
        assert_eq!(key("Leeds  North"), key("leeds north"));
        assert_ne!(key("Leeds"), key("Leeds North"));
    }

    #[test]
    fn the_owner_of_nobody_is_unknown() {
        assert_eq!(group(&Field::named("Owner"), &Facts::default()), "unknown");
    }
}
