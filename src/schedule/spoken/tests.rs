//! The dialect as tables: what is said on Friday 20 November 2026 at 16:40 in London, and what it means.

use super::*;
use crate::schedule::zone::London2026;

const NOW: &str = "2026-11-20T16:40:00Z";

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn read(said: &str, now: &str, purpose: Purpose) -> Result<Reading, NotUnderstood> {
    spoken_moment(said, at(now), &London2026, purpose)
}

/// Checks a table of what was said and the wall clock meant.
fn reads(purpose: Purpose, table: &[(&str, &str)]) {
    reads_at(NOW, purpose, table);
}

fn reads_at(now: &str, purpose: Purpose, table: &[(&str, &str)]) {
    for (said, meant) in table {
        let reading = read(said, now, purpose).unwrap_or_else(|e| panic!("{said}: {e}"));
        let shown = reading.instant.format("%Y-%m-%d %H:%M").to_string();
        assert_eq!(shown, *meant, "{said} ({purpose:?})");
    }
}

fn doubt(said: &str, purpose: Purpose) -> Option<(Why, String)> {
    let doubt = read(said, NOW, purpose).unwrap().doubt?;
    Some((doubt.why, doubt.other.format("%Y-%m-%d %H:%M").to_string()))
}

fn why(said: &str, purpose: Purpose) -> Option<Why> {
    doubt(said, purpose).map(|(why, _)| why)
}

#[test]
fn a_time_of_day_is_read_in_every_spelling() {
    let table = [
        ("tomorrow 3pm", "2026-11-21 15:00"),
        ("tomorrow at 3pm", "2026-11-21 15:00"),
        ("Tomorrow, 3 p.m.", "2026-11-21 15:00"),
        ("3pm tomorrow", "2026-11-21 15:00"),
        ("tomorrow at 15.30", "2026-11-21 15:30"),
        ("tomorrow 4.30pm", "2026-11-21 16:30"),
        ("tomorrow 12am", "2026-11-21 00:00"),
        ("tomorrow 12pm", "2026-11-21 12:00"),
        ("noon tomorrow", "2026-11-21 12:00"),
        ("12 noon tomorrow", "2026-11-21 12:00"),
        ("tomorrow 24:00", "2026-11-22 00:00"),
        ("tomorrow 00:00", "2026-11-21 00:00"),
        ("tomorrow at 0900", "2026-11-21 09:00"),
        ("tomorrow half past ten", "2026-11-21 10:30"),
        ("tomorrow at a quarter to 10", "2026-11-21 09:45"),
        ("tomorrow at nine", "2026-11-21 09:00"),
        ("tomorrow 5 o'clock", "2026-11-21 17:00"),
        ("by 5pm tomorrow", "2026-11-21 17:00"),
        ("today 17:00", "2026-11-20 17:00"),
    ];
    reads(Purpose::Ahead, &table);
}

#[test]
fn a_bare_time_ahead_is_the_next_and_behind_the_last_such_time() {
    let ahead = [
        ("16:00", "2026-11-21 16:00"),
        ("17:00", "2026-11-20 17:00"),
        ("4pm", "2026-11-21 16:00"),
        ("4.30pm", "2026-11-21 16:30"),
        ("4.30", "2026-11-21 16:30"),
        ("at 4", "2026-11-21 16:00"),
        ("at 5", "2026-11-20 17:00"),
        ("noon", "2026-11-21 12:00"),
        ("midnight", "2026-11-21 00:00"),
        ("end of day", "2026-11-20 17:30"),
        ("EOD", "2026-11-20 17:30"),
        ("in the morning", "2026-11-21 09:00"),
    ];
    reads(Purpose::Ahead, &ahead);
    let behind = [
        ("16:00", "2026-11-20 16:00"),
        ("17:00", "2026-11-19 17:00"),
        ("at 4", "2026-11-20 16:00"),
        ("noon", "2026-11-20 12:00"),
        ("midnight", "2026-11-20 00:00"),
        ("eod", "2026-11-19 17:30"),
    ];
    reads(Purpose::Behind, &behind);
    let either = [("16:00", "2026-11-20 16:00"), ("17:00", "2026-11-20 17:00")];
    reads(Purpose::Either, &either);
}

#[test]
fn a_length_is_added_to_now_or_taken_off() {
    let ahead = [
        ("now", "2026-11-20 16:40"),
        ("2 hours", "2026-11-20 18:40"),
        ("2h", "2026-11-20 18:40"),
        ("in 2 hours", "2026-11-20 18:40"),
        ("two hours from now", "2026-11-20 18:40"),
        ("in 3 days", "2026-11-23 16:40"),
        ("in 3 days at 9am", "2026-11-23 09:00"),
        ("in 30 min", "2026-11-20 17:10"),
        ("an hour", "2026-11-20 17:40"),
        ("in half an hour", "2026-11-20 17:10"),
        ("in an hour and a half", "2026-11-20 18:10"),
        ("in two and a half hours", "2026-11-20 19:10"),
        ("in 1h30", "2026-11-20 18:10"),
        ("in 1 day 2 hours", "2026-11-21 18:40"),
        ("in a fortnight", "2026-12-04 16:40"),
        ("in 3 months", "2027-02-20 16:40"),
        ("within a week", "2026-11-27 16:40"),
    ];
    reads(Purpose::Ahead, &ahead);
    let behind = [
        ("now", "2026-11-20 16:40"),
        ("10 minutes ago", "2026-11-20 16:30"),
        ("2 days ago", "2026-11-18 16:40"),
        ("2 days ago 17:00", "2026-11-18 17:00"),
        ("a week ago", "2026-11-13 16:40"),
        ("2 hours", "2026-11-20 14:40"),
    ];
    reads(Purpose::Behind, &behind);
}

#[test]
fn a_weekday_ahead_is_strictly_after_today() {
    let table = [
        ("friday", "2026-11-27 09:00"),
        ("this friday", "2026-11-20 17:30"),
        ("next friday", "2026-11-27 09:00"),
        ("fri 17:00", "2026-11-27 17:00"),
        ("fri at 5pm", "2026-11-27 17:00"),
        ("on Friday at 5pm", "2026-11-27 17:00"),
        ("saturday", "2026-11-21 09:00"),
        ("monday 9am", "2026-11-23 09:00"),
        ("this monday", "2026-11-23 09:00"),
        ("next monday", "2026-11-30 09:00"),
        ("monday next week", "2026-11-23 09:00"),
        ("thurs", "2026-11-26 09:00"),
    ];
    reads(Purpose::Ahead, &table);
}

#[test]
fn a_weekday_behind_is_the_most_recent_and_today_counts() {
    let table = [
        ("friday", "2026-11-20 09:00"),
        ("friday 10:00", "2026-11-20 10:00"),
        ("friday 17:00", "2026-11-13 17:00"),
        ("last friday 10:00", "2026-11-13 10:00"),
        ("monday", "2026-11-16 09:00"),
        ("saturday", "2026-11-14 09:00"),
        ("yesterday 17:00", "2026-11-19 17:00"),
        ("last night", "2026-11-19 20:00"),
        ("last week", "2026-11-13 09:00"),
    ];
    reads(Purpose::Behind, &table);
}

#[test]
fn a_date_has_the_day_first_and_the_year_that_suits() {
    let ahead = [
        ("1 dec", "2026-12-01 09:00"),
        ("1 dec 09:30", "2026-12-01 09:30"),
        ("12 December 9:00", "2026-12-12 09:00"),
        ("12 dec 2026 9:00", "2026-12-12 09:00"),
        ("dec 12", "2026-12-12 09:00"),
        ("December 12th, 2026", "2026-12-12 09:00"),
        ("the 1st of December at 3pm", "2026-12-01 15:00"),
        ("Tue 1 Dec 17:00", "2026-12-01 17:00"),
        ("01/12/2026", "2026-12-01 09:00"),
        ("1/12 9:30", "2026-12-01 09:30"),
        ("1.12.26", "2026-12-01 09:00"),
        ("2026-12-01", "2026-12-01 09:00"),
        ("2026-12-01 09:15", "2026-12-01 09:15"),
        ("2026-12-01T09:15", "2026-12-01 09:15"),
        ("2026-12-01T09:15:00Z", "2026-12-01 09:15"),
        ("2026-12-01T09:15+02:00", "2026-12-01 07:15"),
        ("1 nov", "2027-11-01 09:00"),
        ("20 nov", "2026-11-20 17:30"),
        ("29 feb", "2028-02-29 09:00"),
    ];
    reads(Purpose::Ahead, &ahead);
    let behind = [
        ("1 dec", "2025-12-01 09:00"),
        ("1 nov", "2026-11-01 09:00"),
        ("20 nov", "2026-11-20 09:00"),
        ("29 feb", "2024-02-29 09:00"),
    ];
    reads(Purpose::Behind, &behind);
    let either = [
        ("1 dec", "2026-12-01 09:00"),
        ("1 nov", "2026-11-01 09:00"),
        ("Mon 1 Feb", "2027-02-01 09:00"),
        ("Sun 1 Feb", "2026-02-01 09:00"),
    ];
    reads(Purpose::Either, &either);
}

#[test]
fn a_part_of_the_day_stands_for_an_hour() {
    let ahead = [
        ("today", "2026-11-20 17:30"),
        ("tomorrow", "2026-11-21 09:00"),
        ("tonight", "2026-11-20 20:00"),
        ("this evening", "2026-11-20 18:00"),
        ("this afternoon", "2026-11-20 18:00"),
        ("tomorrow afternoon", "2026-11-21 15:00"),
        ("tomorrow morning", "2026-11-21 09:00"),
        ("tomorrow in the evening", "2026-11-21 18:00"),
        ("this evening at 7", "2026-11-20 19:00"),
        ("tonight at 9", "2026-11-20 21:00"),
        ("tomorrow morning at 10", "2026-11-21 10:00"),
        ("at 4 in the afternoon", "2026-11-21 16:00"),
        ("midnight tonight", "2026-11-21 00:00"),
        ("end of the week", "2026-11-20 17:30"),
        ("end of the month", "2026-11-30 17:30"),
        ("next week", "2026-11-27 09:00"),
        ("next month", "2026-12-20 09:00"),
        ("the day after tomorrow", "2026-11-22 09:00"),
    ];
    reads(Purpose::Ahead, &ahead);
    reads_at("2026-11-20T13:00:00Z", Purpose::Ahead, &[("this afternoon", "2026-11-20 15:00")]);
    let behind = [
        ("this morning", "2026-11-20 09:00"),
        ("this afternoon", "2026-11-20 15:00"),
        ("today", "2026-11-20 09:00"),
        ("this evening", "2026-11-20 16:40"),
    ];
    reads(Purpose::Behind, &behind);
}

#[test]
fn once_the_working_week_is_over_its_end_is_a_week_away() {
    let saturday = "2026-11-21T10:00:00Z";
    let meant = [("end of the week", "2026-11-27 17:30")];
    reads_at(saturday, Purpose::Ahead, &meant);
    let meant = [("end of the week", "2026-11-20 17:30")];
    reads_at(saturday, Purpose::Behind, &meant);
}

#[test]
fn an_exact_time_is_told_from_a_vague_one() {
    let ahead = |said| read(said, NOW, Purpose::Ahead).unwrap().exact_time;
    for said in ["now", "tomorrow 3pm", "eod", "in 2 hours", "noon", "2026-12-01T09:00Z"] {
        assert!(ahead(said), "{said}");
    }
    for said in ["tomorrow", "friday", "tonight", "in 3 days", "next week", "tomorrow morning"] {
        assert!(!ahead(said), "{said}");
    }
}

#[test]
fn what_can_mean_two_moments_carries_a_doubt() {
    let doubts = |said, purpose, why, other: &str| {
        assert_eq!(doubt(said, purpose), Some((why, other.to_owned())), "{said}");
    };
    let ahead = Purpose::Ahead;
    doubts("friday", ahead, Why::TodayIsThatDay, "2026-11-20 17:30");
    doubts("fri 17:00", ahead, Why::TodayIsThatDay, "2026-11-20 17:00");
    doubts("next monday", ahead, Why::WhichWeek, "2026-11-23 09:00");
    doubts("next friday", ahead, Why::WhichWeek, "2026-12-04 09:00");
    doubts("at 4", ahead, Why::MorningOrAfternoon, "2026-11-21 04:00");
    doubts("tomorrow 4:30", ahead, Why::MorningOrAfternoon, "2026-11-21 04:30");
    doubts("sunday midnight", ahead, Why::WhichMidnight, "2026-11-22 00:00");
    doubts("friday", Purpose::Behind, Why::TodayIsThatDay, "2026-11-13 09:00");
    doubts("2 hours", Purpose::Either, Why::AgoOrAhead, "2026-11-20 14:40");
}

#[test]
fn there_is_no_doubt_where_the_purpose_or_the_words_settle_it() {
    for said in [
        "fri 16:00", // 16:00 today has been.
        "today at 5",
        "tomorrow at 10",
        "tomorrow 04:30",
        "at 4 in the afternoon",
        "4pm",
        "2 hours",
        "monday",
        "tomorrow 24:00",
        "midnight tonight",
    ] {
        assert_eq!(why(said, Purpose::Ahead), None, "{said}");
    }
}

#[test]
fn a_purpose_refuses_the_wrong_side_of_now() {
    for said in ["today 9:00", "yesterday", "2 hours ago", "last friday", "1 Dec 2025"] {
        let refused = read(said, NOW, Purpose::Ahead);
        assert!(matches!(refused, Err(NotUnderstood::InThePast { .. })), "{said}");
    }
    for said in ["today 17:00", "tomorrow", "in 2 hours", "next week", "1 Dec 2027"] {
        let refused = read(said, NOW, Purpose::Behind);
        assert!(matches!(refused, Err(NotUnderstood::InTheFuture { .. })), "{said}");
    }
    let message = read("today 9:00", NOW, Purpose::Ahead).unwrap_err().to_string();
    assert!(message.starts_with("`today 9:00` is today 09:00, which has already been\nhelp: "));
}

#[test]
fn the_running_minute_is_not_past() {
    let now = "2026-11-20T16:40:30.25Z";
    assert!(read("today 16:40", now, Purpose::Ahead).is_ok());
    assert!(read("today 16:39", now, Purpose::Ahead).is_err());
}

#[test]
fn days_the_calendar_does_not_have_are_named_as_such() {
    for said in ["31/02/2026", "30 feb", "12/25/2026", "31 nov", "0/1/2027", "29 feb 2027"] {
        let refused = read(said, NOW, Purpose::Ahead);
        assert!(matches!(refused, Err(NotUnderstood::NoSuchDate { .. })), "{said}");
    }
}

#[test]
fn a_weekday_that_disagrees_with_its_date_is_refused() {
    let refused = read("Sat 27 Nov 17:00", NOW, Purpose::Ahead).unwrap_err();
    assert!(refused.to_string().contains("the date is a Friday, 27 November 2026"));
}

#[test]
fn more_than_a_hundred_years_away_is_refused() {
    for said in [
        "in 99999999999999999999999 years",
        "99999999999999 hours ago",
        "in 5000 weeks 40000 days",
        "1/1/9999",
        "1/1/0001",
        "in 18446744073709551615 days",
        "9999-12-31T23:59:59Z",
    ] {
        let refused = read(said, NOW, Purpose::Either);
        assert!(matches!(refused, Err(NotUnderstood::TooFar { .. })), "{said}: {refused:?}");
    }
}

#[test]
fn what_is_no_moment_is_refused_with_two_examples_that_are_read() {
    for said in [
        "soon",
        "3 business days",
        "16:61",
        "25:00",
        "13pm",
        "0am",
        "fri sat",
        "in",
        "at",
        "half",
        "in 3 days ago",
        "🕓",
        "4",
        "tomorrow 4",
        "-2 hours",
        "next",
        "2 hours at 3pm",
        "1:2:3:4",
    ] {
        for purpose in [Purpose::Ahead, Purpose::Behind, Purpose::Either] {
            let message = read(said, NOW, purpose).unwrap_err().to_string();
            let (_, help) = message.split_once("help: ").unwrap();
            let examples: Vec<&str> = help.split('`').skip(1).step_by(2).collect();
            assert_eq!(examples.len(), 2, "{message}");
            for example in examples {
                assert!(read(example, NOW, purpose).is_ok(), "{example}");
            }
        }
    }
}

#[test]
fn an_empty_and_an_endless_text_are_refused() {
    assert!(matches!(read(" \t", NOW, Purpose::Ahead), Err(NotUnderstood::Empty { .. })));
    let endless = "1 ".repeat(5_000_000);
    assert!(matches!(read(&endless, NOW, Purpose::Ahead), Err(NotUnderstood::TooLong { .. })));
    assert!(spoken_duration(&endless).is_err());
    assert_eq!(split_moment(&endless), None);
}

const BEFORE_SPRING: &str = "2026-03-28T10:00:00Z";
const BEFORE_AUTUMN: &str = "2026-10-24T10:00:00+01:00";

#[test]
fn a_skipped_time_is_refused_and_the_gap_is_named() {
    let refused = read("tomorrow 01:30", BEFORE_SPRING, Purpose::Ahead).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "Sun 29 Mar 2026 01:30 does not exist: the clocks go from 01:00 straight to 02:00 that day\n\
         help: say a time before or after that, such as `29 Mar 2026 00:59` or `29 Mar 2026 02:00`"
    );
}

#[test]
fn a_bare_time_jumps_over_a_gap_that_has_passed() {
    let after = "2026-03-29T12:00:00+01:00";
    reads_at(after, Purpose::Ahead, &[("01:30", "2026-03-30 01:30")]);
}

#[test]
fn days_keep_the_wall_clock_and_hours_are_real() {
    let spring = [("in 1 day", "2026-03-29 10:00"), ("in 24 hours", "2026-03-29 11:00")];
    reads_at(BEFORE_SPRING, Purpose::Ahead, &spring);
    let autumn = [("in 1 day", "2026-10-25 10:00"), ("in 24 hours", "2026-10-25 09:00")];
    reads_at(BEFORE_AUTUMN, Purpose::Ahead, &autumn);
}

#[test]
fn a_wall_clock_nobody_named_moves_out_of_a_gap() {
    let now = "2026-03-28T01:30:00Z";
    reads_at(now, Purpose::Ahead, &[("in 1 day", "2026-03-29 02:00")]);
}

#[test]
fn the_hour_that_comes_twice_is_read_as_the_first() {
    let reading = read("tomorrow 01:30", BEFORE_AUTUMN, Purpose::Ahead).unwrap();
    assert_eq!(reading.instant.to_rfc3339(), "2026-10-25T01:30:00+01:00");
    let doubt = reading.doubt.unwrap();
    assert_eq!(doubt.why, Why::TwiceThatNight);
    assert_eq!(doubt.other.to_rfc3339(), "2026-10-25T01:30:00+00:00");
}

#[test]
fn between_the_two_the_second_is_meant_by_what_is_ahead() {
    let now = "2026-10-25T01:10:00+00:00";
    let reading = read("today 01:30", now, Purpose::Ahead).unwrap();
    assert_eq!(reading.instant.to_rfc3339(), "2026-10-25T01:30:00+00:00");
    assert_eq!(reading.doubt, None);
}

#[test]
fn a_reading_carries_the_offset_of_its_own_day() {
    let reading = read("1 June 2027 09:00", NOW, Purpose::Ahead).unwrap();
    assert_eq!(reading.instant.to_rfc3339(), "2027-06-01T09:00:00+00:00");
    let reading = read("1 June 2026 09:00", NOW, Purpose::Behind).unwrap();
    assert_eq!(reading.instant.to_rfc3339(), "2026-06-01T09:00:00+01:00");
}

#[test]
fn the_longest_moment_at_the_front_is_taken() {
    for (text, said, rest) in [
        ("tomorrow 3pm Maria rings with the findings", "tomorrow 3pm", "Maria rings with the findings"),
        ("tomorrow 3pm: Maria rings", "tomorrow 3pm", "Maria rings"),
        ("fri 17:00 – Maria rings", "fri 17:00", "Maria rings"),
        ("friday, Maria rings ", "friday", "Maria rings"),
        ("in 2 hours - Maria rings", "in 2 hours", "Maria rings"),
        ("1 dec 2026 9:00 Zoë", "1 dec 2026 9:00", "Zoë"),
        ("tomorrow on the phone", "tomorrow", "on the phone"),
        ("tomorrow 4 customers ring", "tomorrow", "4 customers ring"),
        ("tomorrow 12.50 refund", "tomorrow", "12.50 refund"),
        ("sat: Maria rings", "sat", "Maria rings"),
        ("by the end of the week a letter", "by the end of the week", "a letter"),
        ("  2h  ", "2h", ""),
    ] {
        assert_eq!(split_moment(text), Some((said, rest)), "{text}");
    }
    for text in ["Maria rings tomorrow", "sat with her", "", "3 business days: letter"] {
        assert_eq!(split_moment(text), None, "{text}");
    }
}

#[test]
fn a_moment_at_the_front_is_read_for_its_purpose() {
    let lead = |text| leading_moment(text, at(NOW), &London2026, Purpose::Ahead);
    let (reading, rest) = lead("tomorrow 3pm: Maria rings").unwrap();
    assert_eq!(reading.instant, at("2026-11-21T15:00:00Z"));
    assert_eq!(rest, "Maria rings");
    assert_eq!(lead("yesterday 3pm: Maria rings"), None);
}

#[test]
fn a_date_is_read_for_its_purpose() {
    let today = day("2026-11-20");
    for (said, purpose, meant) in [
        ("today", Purpose::Ahead, "2026-11-20"),
        ("today", Purpose::Behind, "2026-11-20"),
        ("friday", Purpose::Ahead, "2026-11-27"),
        ("friday", Purpose::Behind, "2026-11-20"),
        ("01/12/2026", Purpose::Either, "2026-12-01"),
        ("in 2 weeks", Purpose::Ahead, "2026-12-04"),
        ("3 months ago", Purpose::Behind, "2026-08-20"),
        ("end of the month", Purpose::Ahead, "2026-11-30"),
        ("end of the week", Purpose::Ahead, "2026-11-20"),
    ] {
        assert_eq!(spoken_date(said, today, purpose), Ok(day(meant)), "{said}");
    }
}

#[test]
fn a_date_with_a_time_or_on_the_wrong_side_is_refused() {
    let today = day("2026-11-20");
    for said in ["friday 3pm", "in 2 hours", "noon", "now", "tonight", "", "soon"] {
        assert!(spoken_date(said, today, Purpose::Ahead).is_err(), "{said}");
    }
    assert!(matches!(spoken_date("yesterday", today, Purpose::Ahead), Err(NotUnderstood::DateInThePast { .. })));
    assert!(matches!(spoken_date("tomorrow", today, Purpose::Behind), Err(NotUnderstood::DateInTheFuture { .. })));
}

#[test]
fn a_length_of_time_is_read_in_seconds() {
    for (said, seconds) in [
        ("90 min", 5400),
        ("1h30", 5400),
        ("1h30m", 5400),
        ("1 h 30 min", 5400),
        ("2 hours", 7200),
        ("1.5 hours", 5400),
        ("an hour and a half", 5400),
        ("three quarters of an hour", 2700),
        ("1 hour and 5 minutes", 3900),
        ("3 days", 259_200),
        ("1 week", 604_800),
        ("45s", 45),
        ("0 min", 0),
        ("PT1H30M", 5400),
        ("P1DT2H", 93_600),
        ("p2w", 1_209_600),
        ("PT1.5H", 5400),
        ("36525 days", LONGEST_DURATION),
    ] {
        assert_eq!(spoken_duration(said), Ok(seconds), "{said}");
    }
}

#[test]
fn what_has_no_fixed_length_or_unit_is_no_length_of_time() {
    for said in ["90", "2 months", "1 year", "P1Y", "P1M", "PT", "P", "P1H", "-2 h", "3 business days"] {
        let refused = spoken_duration(said);
        assert!(matches!(refused, Err(NotUnderstood::Unreadable { .. })), "{said}");
    }
    for said in ["36526 days", "99999999999999999999 hours", "P99999999999D"] {
        let refused = spoken_duration(said);
        assert!(matches!(refused, Err(NotUnderstood::TooLongAWait { .. })), "{said}");
    }
}
