//! Moments, dates and durations as a person reads them: "tomorrow 15:00, in 22 h 20 min".

use chrono::{DateTime, FixedOffset, Months, NaiveDate, TimeDelta};

use super::zone::Zone;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// A moment on the wall clock of `zone`, as short as it can be said: `today 16:00`, `tomorrow 15:00`, `yesterday 17:00`,
/// `Fri 27 Nov 17:00` when less than a year away either way, and `27 Nov 2027 17:00` beyond. Seconds are left out.
pub fn moment(instant: DateTime<FixedOffset>, now: DateTime<FixedOffset>, zone: &dyn Zone) -> String {
    let there = zone.at(instant.to_utc());
    let today = zone.at(now.to_utc()).date_naive();
    let day = there.date_naive();
    let clock = there.format("%H:%M");
    match (day - today).num_days() {
        0 => format!("today {clock}"),
        1 => format!("tomorrow {clock}"),
        -1 => format!("yesterday {clock}"),
        _ if within_a_year(day, today) => there.format("%a %-d %b %H:%M").to_string(),
        _ => there.format("%-d %b %Y %H:%M").to_string(),
    }
}

/// Less than a year either way, so that day and month alone name one date only.
fn within_a_year(day: NaiveDate, today: NaiveDate) -> bool {
    let year = Months::new(12);
    let earliest = today.checked_sub_months(year).unwrap_or(NaiveDate::MIN);
    let latest = today.checked_add_months(year).unwrap_or(NaiveDate::MAX);
    earliest < day && day < latest
}

/// Two moments so that they can be told apart: where they read alike, as in the hour that comes twice in autumn, with their offsets.
pub fn told_apart(two: [DateTime<FixedOffset>; 2], now: DateTime<FixedOffset>, zone: &dyn Zone) -> [String; 2] {
    let [first, second] = two.map(|instant| moment(instant, now, zone));
    if first != second {
        return [first, second];
    }
    two.map(|instant| format!("{} {}", moment(instant, now, zone), zone.at(instant.to_utc()).offset()))
}

/// How far away a moment is in elapsed time, rounded to the unit shown: `in 40 min`, `in 2 h 10 min`, `3 days ago`, and
/// `just now` for less than half a minute either way.
pub fn distance(instant: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> String {
    let away = instant.signed_duration_since(now);
    let seconds = away.num_seconds().unsigned_abs();
    if seconds < MINUTE / 2 {
        return "just now".to_owned();
    }
    let length = rounded_length(seconds);
    if away > TimeDelta::zero() { format!("in {length}") } else { format!("{length} ago") }
}

fn rounded_length(seconds: u64) -> String {
    let nearest = |unit: u64| (seconds + unit / 2) / unit;
    let days = nearest(DAY);
    if seconds < 2 * DAY - MINUTE / 2 {
        duration(nearest(MINUTE) * MINUTE)
    } else if days < 60 {
        counted(days, "day", "days")
    } else if days < 730 {
        // A month is taken as 30.44 days: at this distance the day no longer matters.
        counted((days * 100 + 1522) / 3044, "month", "months")
    } else {
        counted((days * 100 + 18262) / 36525, "year", "years")
    }
}

/// The moment and how far away it is: `tomorrow 15:00, in 22 h 20 min`.
pub fn both(instant: DateTime<FixedOffset>, now: DateTime<FixedOffset>, zone: &dyn Zone) -> String {
    format!("{}, {}", moment(instant, now, zone), distance(instant, now))
}

/// The end of a day on which something falls due, named on its own wall clock: `the end of today`, `the end of Fri 27 Nov 2026`.
pub fn end_of_day(due: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> String {
    match days_ahead(due, now) {
        0 => "the end of today".to_owned(),
        1 => "the end of tomorrow".to_owned(),
        -1 => "the end of yesterday".to_owned(),
        _ => format!("the end of {}", date(due.date_naive())),
    }
}

/// When something is due and how far away that is, for what is due by a day (`the end of Fri 27 Nov 2026, in 7 days`) and for what is
/// due by a moment, as [`both`].
pub fn due(due: DateTime<FixedOffset>, by_day: bool, now: DateTime<FixedOffset>, zone: &dyn Zone) -> String {
    if !by_day {
        return both(due, now, zone);
    }
    let end = end_of_day(due, now);
    match days_ahead(due, now) {
        -1..=1 => end,
        days => {
            let length = counted(days.unsigned_abs(), "day", "days");
            if days > 0 { format!("{end}, in {length}") } else { format!("{end}, {length} ago") }
        }
    }
}

/// How many days ahead the day of a moment is, each on the wall clock it was stored with.
fn days_ahead(due: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> i64 {
    let today = now.with_timezone(due.offset()).date_naive();
    (due.date_naive() - today).num_days()
}

/// A date in full but short: `Fri 27 Nov 2026`.
pub fn date(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

/// A moment for documents, which are read long after: `Friday 12 June 2026, 09:34`.
pub fn long(instant: DateTime<FixedOffset>, zone: &dyn Zone) -> String {
    let there = zone.at(instant.to_utc());
    there.format("%A %-d %B %Y, %H:%M").to_string()
}

/// A length in its two largest units, the second left out when it is zero: `1 h 30 min`, `3 days`, `1 day 2 h`, `45 s`.
/// What is smaller than the second unit is cut off, never rounded up. A day is 24 hours.
pub fn duration(seconds: u64) -> String {
    let (days, hours) = (seconds / DAY, seconds % DAY / HOUR);
    let (minutes, rest) = (seconds % HOUR / MINUTE, seconds % MINUTE);
    let pair = |large: String, small: u64, unit: &str| match small {
        0 => large,
        _ => format!("{large} {small} {unit}"),
    };
    if days > 0 {
        pair(counted(days, "day", "days"), hours, "h")
    } else if hours > 0 {
        pair(format!("{hours} h"), minutes, "min")
    } else if minutes > 0 {
        pair(format!("{minutes} min"), rest, "s")
    } else {
        format!("{rest} s")
    }
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::zone::London2026;

    const NOW: &str = "2026-11-20T16:40:00Z";

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    #[test]
    fn a_moment_is_said_as_shortly_as_it_can_be() {
        for (instant, shown) in [
            ("2026-11-20T16:00:00Z", "today 16:00"),
            ("2026-11-21T15:00:00Z", "tomorrow 15:00"),
            ("2026-11-19T17:00:00Z", "yesterday 17:00"),
            ("2026-11-27T17:00:00Z", "Fri 27 Nov 17:00"),
            ("2027-11-19T17:00:00Z", "Fri 19 Nov 17:00"),
            ("2027-11-20T17:00:00Z", "20 Nov 2027 17:00"),
            ("2025-11-20T17:00:00Z", "20 Nov 2025 17:00"),
        ] {
            assert_eq!(moment(at(instant), at(NOW), &London2026), shown);
        }
    }

    #[test]
    fn the_wall_clock_is_the_zones_and_not_the_offset_it_was_stored_with() {
        let summer = at("2026-06-12T08:34:00+00:00");
        assert_eq!(long(summer, &London2026), "Friday 12 June 2026, 09:34");
        assert_eq!(moment(summer, at(NOW), &London2026), "Fri 12 Jun 09:34");
        let elsewhere = at("2026-11-21T01:30:00+09:00");
        assert_eq!(moment(elsewhere, at(NOW), &London2026), "today 16:30");
    }

    #[test]
    fn a_distance_is_rounded_to_the_unit_shown() {
        for (instant, shown) in [
            ("2026-11-20T16:40:29Z", "just now"),
            ("2026-11-20T16:39:31Z", "just now"),
            ("2026-11-20T17:19:40Z", "in 40 min"),
            ("2026-11-20T18:50:00Z", "in 2 h 10 min"),
            ("2026-11-20T15:40:00Z", "1 h ago"),
            ("2026-11-21T15:40:00Z", "in 23 h"),
            ("2026-11-22T15:40:00Z", "in 1 day 23 h"),
            ("2026-11-22T16:39:50Z", "in 2 days"),
            ("2026-11-17T16:00:00Z", "3 days ago"),
            ("2026-11-27T09:00:00Z", "in 7 days"),
            ("2027-02-20T09:00:00Z", "in 3 months"),
            ("2036-11-20T09:00:00Z", "in 10 years"),
        ] {
            assert_eq!(distance(at(instant), at(NOW)), shown, "{instant}");
        }
    }

    #[test]
    fn the_hour_that_comes_twice_is_told_apart_by_its_offset() {
        let twice = [at("2026-10-25T01:30:00+01:00"), at("2026-10-25T01:30:00+00:00")];
        let [first, second] = told_apart(twice, at(NOW), &London2026);
        assert_eq!((first.as_str(), second.as_str()), ("Sun 25 Oct 01:30 +01:00", "Sun 25 Oct 01:30 +00:00"));
        let plain = told_apart([at("2026-11-21T15:00:00Z"), at("2026-11-28T15:00:00Z")], at(NOW), &London2026);
        assert_eq!(plain, ["tomorrow 15:00", "Sat 28 Nov 15:00"]);
    }

    #[test]
    fn both_says_when_and_how_far() {
        let shown = both(at("2026-11-21T15:40:00Z"), at(NOW), &London2026);
        assert_eq!(shown, "tomorrow 15:40, in 23 h");
    }

    #[test]
    fn what_is_due_by_a_day_is_due_by_its_end() {
        for (instant, shown) in [
            ("2026-11-20T23:59:59Z", "the end of today"),
            ("2026-11-21T23:59:59Z", "the end of tomorrow"),
            ("2026-11-19T23:59:59Z", "the end of yesterday"),
            ("2026-11-27T23:59:59Z", "the end of Fri 27 Nov 2026, in 7 days"),
            ("2026-11-17T23:59:59Z", "the end of Tue 17 Nov 2026, 3 days ago"),
        ] {
            assert_eq!(due(at(instant), true, at(NOW), &London2026), shown);
        }
        assert_eq!(due(at("2026-11-21T15:40:00Z"), false, at(NOW), &London2026), "tomorrow 15:40, in 23 h");
    }

    #[test]
    fn a_date_carries_its_weekday_and_year() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 27).unwrap();
        assert_eq!(date(day), "Fri 27 Nov 2026");
    }

    #[test]
    fn a_duration_is_shown_in_its_two_largest_units() {
        for (seconds, shown) in [
            (0, "0 s"),
            (45, "45 s"),
            (90, "1 min 30 s"),
            (5400, "1 h 30 min"),
            (7200, "2 h"),
            (86_400, "1 day"),
            (93_600, "1 day 2 h"),
            (259_200, "3 days"),
        ] {
            assert_eq!(duration(seconds), shown);
        }
    }
}
