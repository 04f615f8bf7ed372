//! What holds for every rule, start and calendar.

use chrono::{NaiveDate, TimeZone, Utc};
use proptest::prelude::*;

use super::*;
use crate::schedule::named_zone::NamedZone;
use crate::schedule::rule::{AfterHours, Roll};

const ZONES: [&str; 6] =
    ["UTC", "Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Auckland"];

fn starts() -> impl Strategy<Value = DateTime<FixedOffset>> {
    // The years 2020 to 2033.
    (1_577_836_800_i64..2_019_686_400).prop_map(|at| Utc.timestamp_opt(at, 0).unwrap().fixed_offset())
}

fn zones() -> impl Strategy<Value = NamedZone> {
    (0..ZONES.len()).prop_map(|at| ZONES[at].parse().unwrap())
}

fn calendars() -> impl Strategy<Value = Calendar> {
    proptest::collection::vec(0_u64..5000, 0..200).prop_map(|days| {
        let first: NaiveDate = "2020-01-01".parse().unwrap();
        let mut calendar = Calendar::weekends_only();
        calendar.holidays = days.iter().map(|day| (first + chrono::Days::new(*day), "x".into())).collect();
        calendar
    })
}

fn rules(unit: Unit) -> impl Strategy<Value = Rule> {
    (0_u32..200, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(move |(n, late, roll, inclusive)| Rule {
        after_hours: if late { AfterHours::NextBusinessDay } else { AfterHours::Ignore },
        roll: if roll { Roll::NextBusinessDay } else { Roll::None },
        inclusive,
        ..Rule::plain(n, unit)
    })
}

/// Day by day, in the plainest way there is.
fn naive_business_days(n: u32, day_zero: NaiveDate, inclusive: bool, calendar: &Calendar) -> NaiveDate {
    if n == 0 {
        return day_zero;
    }
    let mut day = if inclusive { day_zero } else { day_zero.succ_opt().unwrap() };
    let mut left = n;
    loop {
        left -= u32::from(calendar.is_business_day(day));
        if left == 0 {
            return day;
        }
        day = day.succ_opt().unwrap();
    }
}

proptest! {
    #[test]
    fn business_days_end_on_one_and_are_what_counting_by_hand_gives(
        rule in rules(Unit::BusinessDays), start in starts(), zone in zones(), calendar in calendars(),
    ) {
        let rule = Rule { roll: Roll::None, ..rule };
        let counted = count(rule, start, &calendar, &zone).unwrap();
        prop_assert!(rule.n == 0 || calendar.is_business_day(counted.due_date));
        let by_hand = naive_business_days(rule.n, counted.day_zero, rule.inclusive, &calendar);
        prop_assert_eq!(counted.due_date, by_hand);
    }

    #[test]
    fn more_units_are_never_due_earlier(
        at in 0..Unit::ALL.len(), start in starts(), zone in zones(), calendar in calendars(), rule in rules(Unit::Weeks),
    ) {
        let rule = Rule { unit: Unit::ALL[at], ..rule };
        let less = count(rule, start, &calendar, &zone).unwrap();
        let more = count(Rule { n: rule.n + 1, ..rule }, start, &calendar, &zone).unwrap();
        prop_assert!(less.due_date <= more.due_date);
        prop_assert!(less.due_instant <= more.due_instant);
    }

    #[test]
    fn business_hours_end_within_opening_hours(
        n in 0_u32..200, start in starts(), zone in zones(), calendar in calendars(),
    ) {
        let rule = Rule::plain(n, Unit::BusinessHours);
        let due = count(rule, start, &calendar, &zone).unwrap().due_instant.unwrap();
        prop_assert!(due >= start);
        prop_assert!(calendar.is_business_day(due.date_naive()));
        prop_assert!(rule.hours.open() <= due.time() && due.time() <= rule.hours.close());
    }

    #[test]
    fn a_rolled_limit_never_ends_on_a_day_without_business(
        at in 0..Unit::ALL.len(), rule in rules(Unit::Months), start in starts(), zone in zones(), calendar in calendars(),
    ) {
        let rule = Rule { unit: Unit::ALL[at], roll: Roll::NextBusinessDay, ..rule };
        prop_assume!(rule.unit.ends_with_a_day());
        let counted = count(rule, start, &calendar, &zone).unwrap();
        prop_assert!(calendar.is_business_day(counted.due_date));
        let plain = count(Rule { roll: Roll::None, ..rule }, start, &calendar, &zone).unwrap();
        prop_assert!(plain.due_date <= counted.due_date);
    }

    #[test]
    fn ignoring_the_hour_never_gives_a_later_date(
        at in 0..Unit::ALL.len(), rule in rules(Unit::Months), start in starts(), zone in zones(), calendar in calendars(),
    ) {
        let rule = Rule { unit: Unit::ALL[at], ..rule };
        let ignored = count(Rule { after_hours: AfterHours::Ignore, ..rule }, start, &calendar, &zone).unwrap();
        let deemed = count(Rule { after_hours: AfterHours::NextBusinessDay, ..rule }, start, &calendar, &zone).unwrap();
        prop_assert!(ignored.due_date <= deemed.due_date);
    }
}
