//! Time limits as a playbook states them: how each counts, what starts and ends it, and when it applies at all.

use super::condition::{Condition, Facts};
pub use crate::schedule::rule::{AfterHours, OpeningHours, Roll, Rule, Unit};
use crate::spine::{Audience, Name};
use crate::untrusted::Untrusted;

/// What starts a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Start {
    /// The complaint was received.
    #[default]
    Received,
    /// It was acknowledged.
    Acknowledged,
    /// It was escalated.
    Escalated,
    /// The house became aware.
    BecameAware,
}

impl Start {
    /// Every start.
    pub const ALL: [Self; 4] = [Self::Received, Self::Acknowledged, Self::Escalated, Self::BecameAware];

    /// Its name in playbooks.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Acknowledged => "acknowledged",
            Self::Escalated => "escalated",
            Self::BecameAware => "became-aware",
        }
    }

    /// How it is read: "after it was received".
    pub const fn words(self) -> &'static str {
        match self {
            Self::Received => "after it was received",
            Self::Acknowledged => "after it was acknowledged",
            Self::Escalated => "after it was escalated",
            Self::BecameAware => "after we became aware",
        }
    }
}

/// What ends a clock by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stop {
    /// The customer was told that the house has it.
    Acknowledged,
    /// The apology was made.
    Apologised,
    /// It was put right.
    Corrected,
    /// The customer was asked whether they are satisfied.
    Asked,
    /// The incident ended.
    Ended,
    /// Nothing: somebody says when it was met.
    #[default]
    ByHand,
}

impl Stop {
    /// Every end.
    pub const ALL: [Self; 6] =
        [Self::Acknowledged, Self::Apologised, Self::Corrected, Self::Asked, Self::Ended, Self::ByHand];

    /// Its name in playbooks.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Acknowledged => "acknowledged",
            Self::Apologised => "apologised",
            Self::Corrected => "corrected",
            Self::Asked => "asked",
            Self::Ended => "ended",
            Self::ByHand => "by-hand",
        }
    }

    /// How it is read: "met once it is acknowledged".
    pub const fn words(self) -> &'static str {
        match self {
            Self::Acknowledged => "met once it is acknowledged",
            Self::Apologised => "met once the apology is made",
            Self::Corrected => "met once it is put right",
            Self::Asked => "met once they are asked",
            Self::Ended => "met once it has ended",
            Self::ByHand => "met when somebody says so",
        }
    }
}

/// Whom a clock serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Serves {
    /// The customer.
    #[default]
    Customer,
    /// A regulator or another authority.
    Regulator,
    /// The house alone.
    House,
}

impl Serves {
    /// Everybody a clock can serve.
    pub const ALL: [Self; 3] = [Self::Customer, Self::Regulator, Self::House];

    /// Its name in playbooks.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Regulator => "regulator",
            Self::House => "house",
        }
    }

    /// Who may read by when it is due: whoever the clock serves. What a regulator or the house itself is owed is not the customer's.
    pub const fn audience(self) -> Audience {
        match self {
            Self::Customer => Audience::Customer,
            Self::Regulator | Self::House => Audience::Internal,
        }
    }
}

/// The most by which a limit may be extended, counted from the day or instant it is due. It takes a reason, and that the customer
/// is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extension {
    /// How many units, 1 to 10000.
    pub n: u32,
    /// Which units.
    pub unit: Unit,
}

/// A limit. How each field counts is in the reference of the playbook format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// Its name.
    pub id: Name,
    /// What has to be done by then.
    pub what: Untrusted,
    /// How it counts; `n` is 1 to 10000.
    pub rule: Rule,
    /// What starts it.
    pub start: Start,
    /// What ends it by itself.
    pub stop: Stop,
    /// The answers under which it applies, of any question of the playbook; `None` when it always does.
    pub when: Option<Condition>,
    /// The holiday calendar, such as `GB-ENG`: letters, digits and `-`. It is always there where the rule counts by one;
    /// whether such a calendar exists shows when counting.
    pub calendar: Option<Untrusted>,
    /// The time zone its days are read in, spelt as `Area/Place` or `UTC`; the house's where there is none.
    pub time_zone: Option<Untrusted>,
    /// By how much it may be extended.
    pub extend: Option<Extension>,
    /// What the answer that meets it has to contain.
    pub must_say: Vec<Untrusted>,
    /// Whom it serves.
    pub serves: Serves,
    /// Where the figure comes from.
    pub source: Option<Name>,
}

impl Deadline {
    /// Whether the limit applies, after the answers so far.
    pub fn applies(&self, facts: &dyn Facts) -> bool {
        self.when.as_ref().is_none_or(|when| when.holds(facts))
    }

    /// Whether extensions of so many units in all are within the most the playbook allows. `None` where it sets no bound. Nothing
    /// here converts one unit into another, so only extensions in the unit of the bound are within it.
    pub fn allows_extension(&self, n: u32, unit: Unit) -> Option<bool> {
        self.extend.map(|most| most.unit == unit && n <= most.n)
    }

    /// Whether it cannot be counted without a calendar of holidays.
    pub fn needs_calendar(&self) -> bool {
        counts_by_calendar(&self.rule, self.extend)
    }
}

/// The name in playbooks of what becomes of something that arrives after closing.
pub const fn after_hours_name(policy: AfterHours) -> &'static str {
    match policy {
        AfterHours::Ignore => "ignore",
        AfterHours::NextBusinessDay => "next_business_day",
    }
}

/// The name in playbooks of what becomes of a last day without business.
pub const fn roll_name(roll: Roll) -> &'static str {
    match roll {
        Roll::None => "none",
        Roll::NextBusinessDay => "next_business_day",
    }
}

/// Whether the rule, or an extension of it, counts by a calendar of holidays.
pub(super) fn counts_by_calendar(rule: &Rule, extend: Option<Extension>) -> bool {
    let business = |unit| matches!(unit, Unit::BusinessDays | Unit::BusinessHours);
    business(rule.unit)
        || extend.is_some_and(|extend| business(extend.unit))
        || rule.roll == Roll::NextBusinessDay
        || rule.after_hours == AfterHours::NextBusinessDay
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use chrono::{NaiveDate, NaiveTime, TimeDelta};

    use super::*;
    use crate::answer::Value;
    use crate::playbook::{Again, Layer, Limit, Playbook, load};

    struct Answers(HashMap<Name, Value>);

    impl Facts for Answers {
        fn answer(&self, question: &Name) -> Option<&Value> {
            self.0.get(question)
        }

        fn authority(&self) -> &Limit {
            &Limit::Unset
        }
    }

    fn answers(given: &[(&str, &str)]) -> Answers {
        let read =
            |(question, answer): &(&str, &str)| (question.parse().unwrap(), Value::Choice(answer.parse().unwrap()));
        Answers(given.iter().map(read).collect())
    }

    fn playbook(body: &str) -> Playbook {
        let text = format!("format = 1\nid = \"x\"\ntitle = \"x\"\n{body}");
        load(&[Layer { name: "x.toml".into(), text }]).map_err(|problems| problems.render(80)).unwrap()
    }

    const ENDED: &str = "[[deadline]]\nid = \"signpost\"\nwhat = \"name the ombudsman\"\nn = 3\nunit = \"hours\"\nwhen = { ending = \"not-satisfied\" }\n";

    #[test]
    fn a_limit_may_hang_on_a_question_that_is_asked_last() {
        let playbook = playbook(ENDED);
        let limit = playbook.deadline("signpost").unwrap();
        assert!(limit.applies(&answers(&[("ending", "not-satisfied")])));
        assert!(!limit.applies(&answers(&[("ending", "satisfied")])));
    }

    #[test]
    fn a_limit_whose_question_is_unanswered_does_not_run_and_one_without_a_condition_does() {
        let always = "[[deadline]]\nid = \"always\"\nwhat = \"answer\"\nn = 8\nunit = \"weeks\"\n";
        let playbook = playbook(&format!("{ENDED}{always}"));
        let nothing = answers(&[]);
        let running: Vec<&str> = playbook.deadlines_for(&nothing).map(|limit| limit.id.as_str()).collect();
        assert_eq!(running, ["always"]);
    }

    #[test]
    fn what_is_not_said_of_a_limit_has_its_default() {
        let playbook = playbook("[[deadline]]\nid = \"d\"\nwhat = \"answer\"\nn = 8\nunit = \"weeks\"\n");
        let limit = playbook.deadline("d").unwrap();
        assert_eq!(limit.rule, Rule::plain(8, Unit::Weeks));
        assert_eq!((limit.start, limit.stop, limit.serves), (Start::Received, Stop::ByHand, Serves::Customer));
        assert!(limit.when.is_none() && limit.extend.is_none() && !limit.needs_calendar());
        assert_eq!(playbook.own_within, TimeDelta::minutes(10));
        assert_eq!(playbook.again, Again::default());
    }

    #[test]
    fn every_key_of_a_limit_is_kept() {
        let playbook = playbook(
            r#"
[[deadline]]
id = "d"
what = "answer"
n = 4
unit = "business_hours"
start = "escalated"
stop = "asked"
to = "regulator"
calendar = "head-office"
time_zone = "Europe/London"
open = "08:30"
close = 18:00:00
after_hours = "next_business_day"
extend = { n = 2, unit = "weeks" }
must_say = ["the decision", "the reasons"]
"#,
        );
        let limit = playbook.deadline("d").unwrap();
        let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
        assert_eq!(limit.rule.hours, OpeningHours::new(time(8, 30), time(18, 0)).unwrap());
        assert_eq!(limit.rule.after_hours, AfterHours::NextBusinessDay);
        assert_eq!((limit.start, limit.stop, limit.serves), (Start::Escalated, Stop::Asked, Serves::Regulator));
        assert_eq!(limit.extend, Some(Extension { n: 2, unit: Unit::Weeks }));
        let allowed =
            [(2, Unit::Weeks), (3, Unit::Weeks), (1, Unit::Months)].map(|(n, unit)| limit.allows_extension(n, unit));
        assert_eq!(allowed, [Some(true), Some(false), Some(false)]);
        assert_eq!(limit.must_say.len(), 2);
        assert!(limit.needs_calendar());
    }

    #[test]
    fn a_source_is_overdue_the_day_after_it_should_have_been_looked_up() {
        let playbook = playbook(
            r#"
[[source]]
id = "rules"
title = "Rules"
strength = "law"
as_of = 2026-06-01
review_by = 2026-12-31
[[deadline]]
id = "d"
what = "answer"
n = 8
unit = "weeks"
source = "rules"
"#,
        );
        let limit = playbook.deadline("d").unwrap();
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        assert!(playbook.overdue_evidence(limit, day(2026, 12, 31)).is_none());
        assert_eq!(playbook.overdue_evidence(limit, day(2027, 1, 1)).unwrap().id, "rules");
    }
}
