//! The worked examples of the counting rules, and their edges.

use chrono::NaiveDate;

use super::*;
use crate::calendars::shipped;
use crate::schedule::named_zone::NamedZone;
use crate::schedule::rule::{AfterHours, Roll};

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn zone(name: &str) -> NamedZone {
    name.parse().unwrap()
}

fn calendar(name: &str) -> Calendar {
    shipped(name).unwrap()
}

fn counted(calendar_name: &str, zone_name: &str, start: &str, rule: Rule) -> Counted {
    count(rule, at(start), &calendar(calendar_name), &zone(zone_name)).unwrap()
}

fn inclusive(n: u32, unit: Unit) -> Rule {
    Rule { inclusive: true, ..Rule::plain(n, unit) }
}

fn deemed(n: u32, unit: Unit) -> Rule {
    Rule { after_hours: AfterHours::NextBusinessDay, ..Rule::plain(n, unit) }
}

fn rolled(n: u32, unit: Unit) -> Rule {
    Rule { roll: Roll::NextBusinessDay, ..Rule::plain(n, unit) }
}

#[test]
fn every_worked_example_in_days_is_as_worked() {
    use Unit::{BusinessDays, CalendarDays, Months};
    for (calendar, start, rule, due) in [
        ("GB-ENG", "2025-12-23T10:00:00+00:00", Rule::plain(3, BusinessDays), "2025-12-30"),
        ("GB-ENG", "2025-12-23T17:05:00+00:00", deemed(3, BusinessDays), "2025-12-31"),
        ("GB-SCT", "2025-12-30T10:00:00+00:00", Rule::plain(3, BusinessDays), "2026-01-06"),
        ("GB-ENG", "2025-04-16T10:00:00+01:00", Rule::plain(3, BusinessDays), "2025-04-23"),
        ("GB-SCT", "2025-04-16T10:00:00+01:00", Rule::plain(3, BusinessDays), "2025-04-22"),
        ("IE", "2025-04-16T10:00:00+01:00", Rule::plain(3, BusinessDays), "2025-04-22"),
        ("GB-NIR", "2025-07-10T10:00:00+01:00", Rule::plain(3, BusinessDays), "2025-07-16"),
        ("US", "2025-11-26T10:00:00+00:00", Rule::plain(7, BusinessDays), "2025-12-08"),
        ("GB-ENG", "2026-02-14T10:00:00+00:00", Rule::plain(5, BusinessDays), "2026-02-20"),
        ("GB-ENG", "2025-12-31T10:00:00+00:00", Rule::plain(60, CalendarDays), "2026-03-01"),
        ("GB-ENG", "2025-09-30T10:00:00+01:00", inclusive(6, Months), "2026-03-29"),
        ("GB-ENG", "2025-08-31T10:00:00+01:00", inclusive(6, Months), "2026-02-28"),
        ("GB-ENG", "2026-01-31T10:00:00+00:00", Rule::plain(1, Months), "2026-02-28"),
        ("FR", "2025-04-17T10:00:00+01:00", rolled(14, CalendarDays), "2025-05-02"),
    ] {
        let counted = counted(calendar, "Europe/London", start, rule);
        assert_eq!(counted.due_date, date(due), "{calendar} {start}");
        assert_eq!(counted.due_instant, None);
        assert_eq!(counted.warnings, []);
    }
}

#[test]
fn every_worked_example_in_hours_is_as_worked() {
    for (start, rule, due) in [
        ("2025-10-25T12:00:00+01:00", Rule::plain(72, Unit::Hours), "2025-10-28T11:00:00+00:00"),
        ("2025-08-22T15:30:00+01:00", Rule::plain(4, Unit::BusinessHours), "2025-08-26T11:30:00+01:00"),
    ] {
        let counted = counted("GB-ENG", "Europe/London", start, rule);
        assert_eq!(counted.due_instant.unwrap().to_rfc3339(), due);
        assert_eq!(counted.due_date, counted.due_instant.unwrap().date_naive());
    }
}

#[test]
fn half_past_eleven_in_utc_can_be_tomorrow() {
    let counted = counted("GB-ENG", "Europe/London", "2026-06-30T23:30:00+00:00", Rule::plain(1, Unit::CalendarDays));
    assert_eq!((counted.day_zero, counted.due_date), (date("2026-07-01"), date("2026-07-02")));
}

#[test]
fn closing_time_itself_is_after_hours() {
    let due = |start, rule| counted("GB-ENG", "Europe/London", start, rule).due_date;
    assert_eq!(due("2026-11-20T16:59:59+00:00", deemed(1, Unit::BusinessDays)), date("2026-11-23"));
    assert_eq!(due("2026-11-20T17:00:00+00:00", deemed(1, Unit::BusinessDays)), date("2026-11-24"));
    assert_eq!(due("2026-11-21T10:00:00+00:00", deemed(14, Unit::CalendarDays)), date("2026-12-07"));
    assert_eq!(due("2026-11-20T03:00:00+00:00", deemed(1, Unit::BusinessDays)), date("2026-11-23"));
}

#[test]
fn hours_are_never_moved_and_days_without_a_roll_neither() {
    let rule = Rule { roll: Roll::NextBusinessDay, ..deemed(24, Unit::Hours) };
    let hours = counted("GB-ENG", "Europe/London", "2026-11-20T20:00:00+00:00", rule);
    assert_eq!(hours.due_instant.unwrap(), at("2026-11-21T20:00:00+00:00"));
    let days = counted("GB-ENG", "Europe/London", "2026-11-20T20:00:00+00:00", Rule::plain(1, Unit::CalendarDays));
    assert_eq!(days.due_date, date("2026-11-21"));
}

#[test]
fn the_first_day_counts_where_the_rule_says_so() {
    let due = |start, rule| counted("GB-ENG", "Europe/London", start, rule).due_date;
    assert_eq!(due("2026-11-23T10:00:00+00:00", inclusive(1, Unit::BusinessDays)), date("2026-11-23"));
    assert_eq!(due("2026-11-21T10:00:00+00:00", inclusive(1, Unit::BusinessDays)), date("2026-11-23"));
    assert_eq!(due("2026-11-23T10:00:00+00:00", inclusive(8, Unit::Weeks)), date("2027-01-17"));
    assert_eq!(due("2026-11-23T10:00:00+00:00", inclusive(10, Unit::CalendarDays)), date("2026-12-02"));
    for unit in Unit::ALL.into_iter().filter(|unit| unit.ends_with_a_day()) {
        assert_eq!(due("2026-11-23T10:00:00+00:00", inclusive(0, unit)), date("2026-11-23"));
    }
}

#[test]
fn business_hours_that_end_at_closing_stay_there() {
    let due = |start, n| {
        let counted = counted("GB-ENG", "Europe/London", start, Rule::plain(n, Unit::BusinessHours));
        counted.due_instant.unwrap().to_rfc3339()
    };
    assert_eq!(due("2026-11-20T09:00:00+00:00", 8), "2026-11-20T17:00:00+00:00");
    assert_eq!(due("2026-11-20T17:00:00+00:00", 8), "2026-11-23T17:00:00+00:00");
    assert_eq!(due("2026-11-20T19:00:00+00:00", 1), "2026-11-23T10:00:00+00:00");
    assert_eq!(due("2026-11-21T12:00:00+00:00", 0), "2026-11-23T09:00:00+00:00");
}

#[test]
fn business_hours_are_as_long_as_they_really_are() {
    let hours = |open: &str, close: &str| OpeningHours::new(open.parse().unwrap(), close.parse().unwrap()).unwrap();
    let mut every_day = Calendar::weekends_only();
    every_day.weekend = crate::schedule::calendar::Weekend::new(&[]).unwrap();
    let london = zone("Europe/London");
    let due = |start, rule: Rule| count(rule, at(start), &every_day, &london).unwrap().due_instant.unwrap();
    // The clocks go forward at 01:00: opening at 01:30 means at 02:00, and the night is an hour shorter.
    let night = Rule { hours: hours("01:30:00", "04:00:00"), ..Rule::plain(1, Unit::BusinessHours) };
    assert_eq!(due("2026-03-29T00:30:00+00:00", night).to_rfc3339(), "2026-03-29T03:00:00+01:00");
    let across = Rule { hours: hours("00:00:00", "04:00:00"), ..Rule::plain(3, Unit::BusinessHours) };
    assert_eq!(due("2026-03-29T00:00:00+00:00", across).to_rfc3339(), "2026-03-29T04:00:00+01:00");
    // They go back at 02:00: five hours lie between midnight and four.
    let across = Rule { n: 5, ..across };
    assert_eq!(due("2026-10-25T00:00:00+01:00", across).to_rfc3339(), "2026-10-25T04:00:00+00:00");
}

#[test]
fn a_day_that_was_skipped_altogether_has_no_hours() {
    let mut every_day = Calendar::weekends_only();
    every_day.weekend = crate::schedule::calendar::Weekend::new(&[]).unwrap();
    let counted =
        count(Rule::plain(8, Unit::BusinessHours), at("2011-12-29T16:00:00-10:00"), &every_day, &zone("Pacific/Apia"));
    assert_eq!(counted.unwrap().due_instant.unwrap().to_rfc3339(), "2011-12-31T16:00:00+14:00");
}

#[test]
fn a_day_on_which_sources_differ_is_warned_of_only_where_it_decides() {
    let scotland = |start, rule| counted("GB-SCT", "Europe/London", start, rule).warnings;
    let warnings = scotland("2026-06-12T10:00:00+01:00", Rule::plain(1, Unit::BusinessDays));
    assert!(matches!(warnings.as_slice(), [Warning::CheckLocally { worked: false, .. }]), "{warnings:?}");
    assert!(warnings[0].to_string().starts_with("check locally: 2026-06-15 counts as a holiday here; "));
    assert_eq!(scotland("2026-06-12T10:00:00+01:00", Rule::plain(30, Unit::CalendarDays)), []);
    assert_eq!(scotland("2026-06-15T10:00:00+01:00", Rule::plain(1, Unit::BusinessDays)), []);
    assert_eq!(scotland("2026-06-15T18:00:00+01:00", deemed(1, Unit::BusinessDays)), []);
    assert_eq!(scotland("2026-06-15T10:00:00+01:00", deemed(1, Unit::BusinessDays)).len(), 1);
    assert_eq!(scotland("2026-06-14T10:00:00+01:00", rolled(1, Unit::CalendarDays)).len(), 1);
}

#[test]
fn what_lies_outside_the_calendar_is_warned_of() {
    let england = |start, rule| counted("GB-ENG", "Europe/London", start, rule).warnings;
    let past = england("2035-12-28T10:00:00+00:00", Rule::plain(3, Unit::BusinessDays));
    assert!(matches!(past.as_slice(), [Warning::PastCalendar { .. }]), "{past:?}");
    let before = england("2019-12-27T10:00:00+00:00", Rule::plain(1, Unit::BusinessDays));
    assert!(matches!(before.as_slice(), [Warning::BeforeCalendar { .. }]), "{before:?}");
    assert_eq!(england("2035-12-28T10:00:00+00:00", Rule::plain(8, Unit::Weeks)), []);
}

#[test]
fn the_account_names_every_day_and_stays_small_for_months() {
    let days = counted("GB-ENG", "Europe/London", "2025-12-23T17:05:00+00:00", deemed(3, Unit::BusinessDays)).days;
    let shown: Vec<String> = days.iter().map(|day| format!("{} {:?}", day.date, day.how)).collect();
    assert_eq!(
        shown,
        [
            "2025-12-23 Arrived",
            "2025-12-24 DayZero",
            "2025-12-25 NotBusiness",
            "2025-12-26 NotBusiness",
            "2025-12-27 NotBusiness",
            "2025-12-28 NotBusiness",
            "2025-12-29 Counted(1)",
            "2025-12-30 Counted(2)",
            "2025-12-31 Counted(3)",
        ]
    );
    let months = counted("FR", "Europe/Paris", "2025-04-17T10:00:00+02:00", rolled(14, Unit::CalendarDays)).days;
    let shown: Vec<String> = months.iter().map(|day| format!("{} {:?}", day.date, day.how)).collect();
    assert_eq!(shown, ["2025-04-17 DayZero", "2025-05-01 Last", "2025-05-02 MovedTo"]);
}

#[test]
fn the_last_business_moment_is_the_closing_before_it_is_too_late() {
    let england = calendar("GB-ENG");
    let london = zone("Europe/London");
    let last = |start: &str, rule: Rule| {
        let counted = count(rule, at(start), &england, &london).unwrap();
        counted.last_business_moment(rule.hours, &england, &london).map(|moment| moment.to_rfc3339())
    };
    let noon = "2026-11-20T12:00:00+00:00";
    assert_eq!(last(noon, Rule::plain(1, Unit::BusinessDays)).unwrap(), "2026-11-23T17:00:00+00:00");
    assert_eq!(last(noon, Rule::plain(2, Unit::CalendarDays)).unwrap(), "2026-11-20T17:00:00+00:00");
    assert_eq!(last(noon, Rule::plain(2, Unit::Hours)).unwrap(), "2026-11-20T14:00:00+00:00");
    assert_eq!(last(noon, Rule::plain(72, Unit::Hours)).unwrap(), "2026-11-23T12:00:00+00:00");
    assert_eq!(last(noon, Rule::plain(68, Unit::Hours)).unwrap(), "2026-11-20T17:00:00+00:00");
    assert_eq!(last("2026-11-21T12:00:00+00:00", Rule::plain(1, Unit::CalendarDays)), None);
}

#[test]
fn what_cannot_be_counted_is_an_error_and_never_hangs() {
    let weekends = Calendar::weekends_only();
    let of = |rule, start| count(rule, at(start), &weekends, &zone("UTC")).map(|counted| counted.due_date);
    let most = Rule::plain(MOST_UNITS, Unit::BusinessDays);
    assert_eq!(of(most, "2026-11-20T12:00:00Z"), Ok(date("2065-03-20")));
    assert_eq!(of(Rule { n: MOST_UNITS + 1, ..most }, "2026-11-20T12:00:00Z"), Err(CountError::TooMany(10_001)));
    for unit in Unit::ALL {
        assert_eq!(of(Rule::plain(MOST_UNITS, unit), "9999-12-01T12:00:00Z"), Err(CountError::OutOfRange));
    }
    let a_second = OpeningHours::new("09:00:00".parse().unwrap(), "09:00:01".parse().unwrap()).unwrap();
    let slow = Rule { hours: a_second, ..Rule::plain(MOST_UNITS, Unit::BusinessHours) };
    assert_eq!(of(slow, "2026-11-20T12:00:00Z"), Err(CountError::OutOfRange));
}
