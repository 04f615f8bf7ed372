//! Days in words: "tomorrow", "next friday", "1 Dec", "01/12/2026", "3 days ago".

use chrono::{Month, Weekday};

use super::span::{Span, span};
use super::words::Cursor;

/// Which of the days with one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// `friday`.
    Plain,
    /// `this friday`: today counts.
    This,
    /// `next friday`: a week after `this friday`.
    Next,
    /// `last friday`: before today.
    Last,
}

/// In which direction a length was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Unsaid,
    Ahead,
    Ago,
}

/// A day as it was said, before anybody looked at a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// So many days from today.
    Offset(i64),
    Named(Which, Weekday),
    Date {
        weekday: Option<Weekday>,
        year: Option<i32>,
        month: u32,
        day: u32,
    },
    /// The same weekday, so many weeks away.
    Weeks(i64),
    /// A weekday in the week that is so many weeks away.
    InWeek(i64, Weekday),
    /// The same day of the month, so many months away.
    Months(i32),
    EndOfWeek,
    EndOfMonth,
    /// A length from now, on the wall clock.
    Away(Span, Way),
}

impl Day {
    /// What two days said together mean: `Fri 27 Nov`, `monday next week`.
    pub(super) fn joined(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Named(Which::Plain, name), date @ Self::Date { weekday: None, .. })
            | (date @ Self::Date { weekday: None, .. }, Self::Named(Which::Plain, name)) => date.on_a(name),
            (Self::Named(Which::Plain, name), Self::Weeks(weeks))
            | (Self::Weeks(weeks), Self::Named(Which::Plain, name)) => Some(Self::InWeek(weeks, name)),
            _ => None,
        }
    }

    fn on_a(self, name: Weekday) -> Option<Self> {
        match self {
            Self::Date { year, month, day, .. } => Some(Self::Date { weekday: Some(name), year, month, day }),
            _ => None,
        }
    }
}

/// Reads a day off the front.
pub(super) fn day(cursor: &mut Cursor) -> Option<Day> {
    phrase(cursor)
        .or_else(|| cursor.attempt(named_day))
        .or_else(|| cursor.attempt(away))
        .or_else(|| cursor.attempt(numeric_date))
        .or_else(|| cursor.attempt(day_then_month))
        .or_else(|| cursor.attempt(month_then_day))
}

fn phrase(cursor: &mut Cursor) -> Option<Day> {
    [
        ("the day after tomorrow", Day::Offset(2)),
        ("day after tomorrow", Day::Offset(2)),
        ("the day before yesterday", Day::Offset(-2)),
        ("day before yesterday", Day::Offset(-2)),
        ("today", Day::Offset(0)),
        ("tomorrow", Day::Offset(1)),
        ("tmrw", Day::Offset(1)),
        ("yesterday", Day::Offset(-1)),
        ("next week", Day::Weeks(1)),
        ("last week", Day::Weeks(-1)),
        ("next month", Day::Months(1)),
        ("last month", Day::Months(-1)),
        ("the end of the week", Day::EndOfWeek),
        ("end of the week", Day::EndOfWeek),
        ("end of this week", Day::EndOfWeek),
        ("end of week", Day::EndOfWeek),
        ("eow", Day::EndOfWeek),
        ("the end of the month", Day::EndOfMonth),
        ("end of the month", Day::EndOfMonth),
        ("end of this month", Day::EndOfMonth),
        ("end of month", Day::EndOfMonth),
    ]
    .into_iter()
    .find_map(|(phrase, day)| cursor.eat_phrase(phrase).then_some(day))
}

fn named_day(cursor: &mut Cursor) -> Option<Day> {
    let which = cursor.take_if(|word| match word {
        "this" | "coming" => Some(Which::This),
        "next" => Some(Which::Next),
        "last" => Some(Which::Last),
        _ => None,
    });
    let name = cursor.take_if(weekday)?;
    Some(Day::Named(which.unwrap_or(Which::Plain), name))
}

/// `in 3 days`, `2 hours ago`, `an hour from now`, and a bare `2 hours`.
fn away(cursor: &mut Cursor) -> Option<Day> {
    let ahead = cursor.eat(&["in", "within"]);
    let length = span(cursor)?;
    let way = match (ahead, cursor.eat(&["ago"])) {
        (true, true) => return None,
        (false, true) => Way::Ago,
        (true, false) => Way::Ahead,
        (false, false) if cursor.eat_phrase("from now") => Way::Ahead,
        (false, false) => Way::Unsaid,
    };
    Some(Day::Away(length, way))
}

/// `2026-12-01`, and in the British order `01/12/2026`, `1/12`, `1.12.2026`, `1-12-26`.
fn numeric_date(cursor: &mut Cursor) -> Option<Day> {
    let text = &cursor.take()?.text;
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let signs: Vec<&str> = text.matches(['/', '-', '.', ':']).collect();
    let same_sign = signs.windows(2).all(|pair| pair.first() == pair.last());
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if year.len() == 4 && same_sign => (Some(year.parse().ok()?), month, day),
        [day, month, year] if same_sign => (Some(short_or_full_year(year)?), month, day),
        [day, month] if signs == ["/"] => (None, month, day),
        _ => return None,
    };
    if month.len() > 2 || day.len() > 2 {
        return None;
    }
    Some(Day::Date { weekday: None, year, month: month.parse().ok()?, day: day.parse().ok()? })
}

fn short_or_full_year(text: &str) -> Option<i32> {
    match text.len() {
        2 => text.parse::<i32>().ok().map(|year| 2000 + year),
        4 => text.parse().ok(),
        _ => None,
    }
}

/// `1 dec`, `the 27th of November 2026`.
fn day_then_month(cursor: &mut Cursor) -> Option<Day> {
    cursor.eat(&["the"]);
    let day = day_of_month(cursor)?;
    cursor.eat(&["of"]);
    let month = cursor.take_if(month)?;
    Some(Day::Date { weekday: None, year: year(cursor), month, day })
}

/// `dec 12`, `November 27th, 2026`.
fn month_then_day(cursor: &mut Cursor) -> Option<Day> {
    let month = cursor.take_if(month)?;
    cursor.eat(&["the"]);
    let day = day_of_month(cursor)?;
    Some(Day::Date { weekday: None, year: year(cursor), month, day })
}

fn day_of_month(cursor: &mut Cursor) -> Option<u32> {
    let day = cursor.take_if(|word| {
        let short = (1..=2).contains(&word.len());
        word.parse().ok().filter(|_| short)
    })?;
    cursor.attempt(|c| {
        let ending = c.take().filter(|word| word.glued)?;
        ["st", "nd", "rd", "th"].contains(&ending.text.as_str()).then_some(())
    });
    Some(day)
}

fn year(cursor: &mut Cursor) -> Option<i32> {
    cursor.take_if(|word| {
        let four_digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        word.parse().ok().filter(|_| four_digits)
    })
}

fn weekday(word: &str) -> Option<Weekday> {
    // chrono knows the full and the three-letter names; these are the others in use.
    match word {
        "tues" => Some(Weekday::Tue),
        "weds" => Some(Weekday::Wed),
        "thur" | "thurs" => Some(Weekday::Thu),
        _ => word.parse().ok(),
    }
}

fn month(word: &str) -> Option<u32> {
    match word {
        "sept" => Some(9),
        _ => word.parse::<Month>().ok().map(|m| m.number_from_month()),
    }
}
