//! Calendars as files.

use super::*;
use crate::diagnostic::{Problems, Source};
use crate::schedule::calendar::Calendar;

fn read(texts: &[&str]) -> Result<Calendar, Box<Problems>> {
    let layers: Vec<Source> =
        texts.iter().map(|text| Source { name: "own.toml".into(), text: (*text).into() }).collect();
    build("own", &layers)
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

const BASE: &str = r#"
format = 1
title = "The base"
valid_from = 2026-01-01
valid_through = 2026-12-31
holidays = [{ date = 2026-12-25, name = "Christmas Day" }]
check_locally = [{ date = 2026-08-03, why = "x" }, { date = 2026-12-25, why = "x" }]
"#;

#[test]
fn every_shipped_calendar_is_without_problems_and_knows_enough() {
    let names: Vec<&str> = shipped_names().collect();
    assert_eq!(names.len(), 12);
    assert!(names.is_sorted());
    for name in names {
        let calendar = build(name, &[shipped_source(name).unwrap()]).unwrap_or_else(|it| panic!("{}", it.render(80)));
        assert!(calendar.knows(day("2020-01-01")) && calendar.knows(day("2033-12-31")), "{name}");
        assert!(calendar.source.is_some() && calendar.as_of.is_some(), "{name}");
        assert_eq!(calendar.stamp.len(), 12);
    }
    assert!(shipped("XX").is_none());
}

#[test]
fn the_days_that_are_easily_missed_are_there() {
    for (calendar, date, worked) in [
        ("GB-ENG", "2025-04-21", false),
        ("GB-SCT", "2025-04-21", true),
        ("IE", "2025-04-18", true),
        ("FR", "2025-04-18", true),
        ("DE", "2025-04-18", false),
        ("GB-SCT", "2026-01-02", false),
        ("NZ", "2026-01-02", false),
        ("GB-NIR", "2027-07-12", false),
        ("GB-NIR", "2026-03-17", false),
        ("GB-ENG", "2027-12-27", false),
        ("GB-ENG", "2027-12-28", false),
        ("US", "2026-07-03", false),
        ("NZ", "2026-07-10", false),
        ("GB-ENG", "2028-02-29", true),
    ] {
        assert_eq!(shipped(calendar).unwrap().is_business_day(day(date)), worked, "{calendar} {date}");
    }
}

#[test]
fn the_days_on_which_sources_differ_are_marked() {
    for (calendar, date) in [
        ("IE", "2027-12-27"),
        ("CA-ON", "2026-08-03"),
        ("AU-NSW", "2026-04-27"),
        ("AU-NSW", "2027-04-26"),
        ("GB-SCT", "2026-06-15"),
        ("DE-BY", "2029-08-15"),
        ("US", "2027-12-31"),
        ("IN", "2027-03-10"),
    ] {
        assert!(shipped(calendar).unwrap().differs_on(day(date)).is_some(), "{calendar} {date}");
    }
}

#[test]
fn a_house_adds_days_takes_days_out_and_settles_what_was_open() {
    let own = r#"
format = 1
extends = "base"
title = "Ours"
holidays = [{ date = 2026-08-03, name = "Summer outing" }]
working_days = [2026-12-25, 2026-12-26]
"#;
    let calendar = read(&[BASE, own]).unwrap();
    assert_eq!(calendar.title.as_stored(), "Ours");
    assert!(!calendar.is_business_day(day("2026-08-03")));
    assert!(calendar.is_business_day(day("2026-12-25")) && calendar.is_business_day(day("2026-12-26")));
    assert!(calendar.check_locally.is_empty());
    assert_ne!(calendar.stamp, read(&[BASE]).unwrap().stamp);
}

#[test]
fn another_text_is_another_stamp() {
    assert_eq!(read(&[BASE]).unwrap().stamp, read(&[BASE]).unwrap().stamp);
    assert_ne!(read(&[BASE]).unwrap().stamp, read(&[&format!("{BASE}\n")]).unwrap().stamp);
}

#[test]
fn every_problem_is_told_at_once() {
    let problems =
        read(&["format = 2\nweekend = [\"sunnday\"]\nholidays = [{ date = \"2026-02-30\", nam = \"x\" }]\n"]);
    let shown = problems.unwrap_err().render(80);
    for told in ["this format of calendars", "did you mean `sunday`?", "unknown key `nam`", "`title` is missing"] {
        assert!(shown.contains(told), "{told} in {shown}");
    }
}
