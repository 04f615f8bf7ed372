//! Moments and days written into a document.
//!
//! The same words as [`crate::schedule::human`] has, made without a format string: a batch of records holds tens of
//! thousands of them.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike};

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// How many letters an abbreviated day or month keeps.
const SHORT: usize = 3;

/// `Friday 12 June 2026, 09:34`, by the clock of the moment's own offset.
pub fn long(out: &mut String, at: DateTime<FixedOffset>) {
    date(out, at.date_naive(), usize::MAX);
    clock(out, at);
}

/// `Fri 12 Jun 2026, 09:34`, by the clock of the moment's own offset.
pub fn short(out: &mut String, at: DateTime<FixedOffset>) {
    date(out, at.date_naive(), SHORT);
    clock(out, at);
}

/// `Fri 12 Jun 2026`
pub fn day(out: &mut String, day: NaiveDate) {
    date(out, day, SHORT);
}

fn date(out: &mut String, date: NaiveDate, letters: usize) {
    let name = |names: &[&'static str], at: u32| names.get(at as usize).copied().unwrap_or_default();
    let cut = |name: &'static str| name.get(..letters).unwrap_or(name);
    out.push_str(cut(name(&DAYS, date.weekday().num_days_from_monday())));
    out.push(' ');
    number(out, date.day(), 1);
    out.push(' ');
    out.push_str(cut(name(&MONTHS, date.month0())));
    out.push(' ');
    if date.year() < 0 {
        out.push('-');
    }
    number(out, date.year().unsigned_abs(), 4);
}

fn clock(out: &mut String, at: DateTime<FixedOffset>) {
    out.push_str(", ");
    number(out, at.hour(), 2);
    out.push(':');
    number(out, at.minute(), 2);
}

/// Digits, with noughts in front up to `least`.
fn number(out: &mut String, number: u32, least: u32) {
    let mut digit = 10_u32.pow(number.checked_ilog10().unwrap_or(0).max(least.saturating_sub(1)));
    while digit > 0 {
        out.push(char::from_digit(number / digit % 10, 10).unwrap_or('0'));
        digit /= 10;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::schedule::human;

    proptest! {
        #[test]
        fn moments_read_as_everywhere_else(seconds in -60_000_000_000_i64..200_000_000_000, offset in -50_000_i32..50_000) {
            let offset = FixedOffset::east_opt(offset).unwrap();
            let at = DateTime::from_timestamp(seconds, 0).unwrap().with_timezone(&offset);
            let mut written = String::new();
            long(&mut written, at);
            prop_assert_eq!(&written, &human::long(at, &offset));
            written.clear();
            day(&mut written, at.date_naive());
            prop_assert_eq!(&written, &human::date(at.date_naive()));
            written.clear();
            short(&mut written, at);
            prop_assert_eq!(written, at.format("%a %-d %b %Y, %H:%M").to_string());
        }
    }
}
