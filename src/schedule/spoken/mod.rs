//! Reading a time as people say it: "tomorrow 3pm", "in half an hour", "fri 17:00", "1 Dec", "10 minutes ago".
//!
//! The dialect is British: `01/12/2026` is 1 December, the week begins on Monday, the working day ends at 17:30. Case does
//! not matter. The words first become what was *said* (`grammar`), and only then, against now, the zone and the
//! [`Purpose`], what is *meant* (`settle`, `calendar`). What may mean something else carries a [`Doubt`]: **always show the moment
//! that was read, and ask again when there is a doubt.**
//!
//! | said | read as |
//! | --- | --- |
//! | a day without a time | 09:00; `today` in a promise after that: 17:30, then 23:59 |
//! | `morning`, `afternoon`, `evening`, `tonight` | 09:00, 15:00, 18:00, 20:00 |
//! | `end of day`, `end of the week` | 17:30, Friday 17:30 |
//! | `in 3 days`, `2 weeks ago` | the same wall clock that day |
//! | `in 2 hours` | two real hours, whatever the clocks do |
//! | `friday` | [`Purpose`] decides; said on a Friday, it leaves a doubt |
//! | `this friday`, `next friday` | from today on; the one after that, which leaves a doubt |
//! | `at 4`, `4:30` | 16:00, 16:30, with a doubt; write `04:30` for the night |
//! | `friday midnight` | the end of Friday, with a doubt |
//! | an hour that comes twice in autumn | the first, with a doubt |
//! | an hour that is skipped in spring | refused, naming the gap |

mod calendar;
mod clock;
mod day;
mod grammar;
mod not_understood;
mod settle;
mod span;
mod words;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

use self::grammar::{Said, Time};
pub use self::not_understood::NotUnderstood;
use self::not_understood::quoted;
use self::settle::Setting;
use super::zone::Zone;

/// The longest text that is looked at, in characters.
pub const LONGEST_TEXT: usize = 200;

/// The longest length of time that is read, in seconds: a hundred years.
pub const LONGEST_DURATION: Seconds = 36_525 * 24 * 60 * 60;

/// The most words a moment at the front of a sentence can have.
const MOST_WORDS: usize = 14;

/// Whole seconds, a day being 24 hours.
pub type Seconds = u64;

/// What the moment is for, which decides between readings and refuses the impossible ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A promise or a deadline. A weekday is the next such day strictly after today, a bare time the next such time, a
    /// date without a year the next such date. The past is refused.
    Ahead,
    /// When something happened. A weekday is the most recent such day, today included, a bare time the most recent such
    /// time, a date without a year the most recent such date, and `2 hours` is two hours ago. The future is refused.
    Behind,
    /// Nothing is refused: weekdays as for [`Purpose::Ahead`], a bare time is today's, a date without a year the nearest.
    Either,
}

/// What a spoken moment means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The moment, with the offset of the zone it was read in.
    pub instant: DateTime<FixedOffset>,
    /// A time of day was said (`3pm`, `noon`, `end of day`), or follows from what was said (`in 2 hours`). Not so for a
    /// bare day or a part of the day.
    pub exact_time: bool,
    /// What it could mean as well.
    pub doubt: Option<Doubt>,
}

/// A second moment the same words can mean, so that both can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    /// Why the words are not clear.
    pub why: Why,
    /// The moment that was not taken. It suits the purpose, too.
    pub other: DateTime<FixedOffset>,
}

/// Why words mean two moments. It is shown as a fragment: "today is that weekday, too".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Why {
    /// `friday` on a Friday.
    TodayIsThatDay,
    /// `next friday`: people differ on whether that is the coming one.
    WhichWeek,
    /// `at 4` without am or pm.
    MorningOrAfternoon,
    /// `friday midnight` begins or ends the Friday.
    WhichMidnight,
    /// The clocks are put back over this time.
    TwiceThatNight,
    /// `2 hours` with neither `in` nor `ago`.
    AgoOrAhead,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TodayIsThatDay => "today is that weekday, too",
            Self::WhichWeek => "`next` can mean either week",
            Self::MorningOrAfternoon => "am or pm was not said",
            Self::WhichMidnight => "midnight can begin the day or end it",
            Self::TwiceThatNight => "the clocks go back, and that time comes twice",
            Self::AgoOrAhead => "neither `in` nor `ago` was said",
        })
    }
}

/// Reads all of `text` as a moment.
///
/// `now` may carry any offset and lies in the years 1 to 9999; the wall clock is that of `zone`.
///
/// # Errors
/// [`NotUnderstood`] when the words are no moment, do not suit `purpose`, or name a time that does not exist.
pub fn spoken_moment(
    text: &str,
    now: DateTime<FixedOffset>,
    zone: &dyn Zone,
    purpose: Purpose,
) -> Result<Reading, NotUnderstood> {
    let help = match purpose {
        Purpose::Behind => "try `yesterday 17:00` or `10 minutes ago`",
        Purpose::Ahead | Purpose::Either => "try `tomorrow 3pm` or `in 2 hours`",
    };
    short_enough(text, help)?;
    let said = grammar::moment(text, true).ok_or_else(|| NotUnderstood::Unreadable {
        said: quoted(text),
        wanted: "time",
        help,
    })?;
    Setting::new(text, now, zone, purpose).settle(said)
}

/// Parts a sentence into the moment at its front, as long as it can be, and the rest: `tomorrow 3pm: Maria rings` into
/// `tomorrow 3pm` and `Maria rings`. `None` when it does not begin with a moment.
///
/// Only the form is looked at. Give the first part to [`spoken_moment`], which may still refuse it and says why.
pub fn split_moment(text: &str) -> Option<(&str, &str)> {
    let start = text.trim_start();
    let mut ends = Vec::new();
    let mut was_space = true;
    for (at, sign) in start.char_indices().take(LONGEST_TEXT) {
        if sign.is_whitespace() && !was_space {
            ends.push(at);
        }
        was_space = sign.is_whitespace();
    }
    if start.chars().nth(LONGEST_TEXT).is_none() && !was_space {
        ends.push(start.len());
    }
    ends.truncate(MOST_WORDS);
    ends.into_iter().rev().find_map(|end| {
        let (front, rest) = start.split_at_checked(end)?;
        let said = front.trim_end_matches(is_separator);
        let rest = rest.trim_start_matches(is_separator).trim_end();
        // A separator or the end of the text says that the moment is over.
        let whole = said.len() < front.len() || rest.is_empty();
        grammar::moment(said, whole).map(|_| (said, rest))
    })
}

fn is_separator(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, ':' | '-' | ',' | ';' | '–' | '—')
}

/// Reads the moment at the front of a sentence, and gives the rest of the sentence without what parted them.
///
/// `None` when there is no moment, and also when there is one that cannot be meant; [`split_moment`] and then
/// [`spoken_moment`] tell the two apart.
pub fn leading_moment<'a>(
    text: &'a str,
    now: DateTime<FixedOffset>,
    zone: &dyn Zone,
    purpose: Purpose,
) -> Option<(Reading, &'a str)> {
    let (said, rest) = split_moment(text)?;
    let reading = spoken_moment(said, now, zone, purpose).ok()?;
    Some((reading, rest))
}

/// Reads all of `text` as a date, without a time of day. Today suits every purpose.
///
/// # Errors
/// [`NotUnderstood`] when the words are no date, or one that does not suit `purpose`.
pub fn spoken_date(text: &str, today: NaiveDate, purpose: Purpose) -> Result<NaiveDate, NotUnderstood> {
    let help = "try `friday` or `1 Dec 2026`";
    short_enough(text, help)?;
    let Some(Said::On { day: Some(day), time }) = grammar::moment(text, true) else {
        return Err(no_date(text, help));
    };
    let ends_a_period = matches!(day, day::Day::EndOfWeek | day::Day::EndOfMonth);
    let has_hours = matches!(day, day::Day::Away(span, _) if span.seconds > 0);
    if has_hours || (time != Time::Unsaid && !ends_a_period) {
        return Err(no_date(text, help));
    }
    // A date knows no zone: midnight in UTC stands for the whole of today.
    let midnight = today.and_time(NaiveTime::MIN).and_utc().fixed_offset();
    Setting::new(text, midnight, midnight.offset(), purpose).date_alone(day)
}

fn no_date(text: &str, help: &'static str) -> NotUnderstood {
    NotUnderstood::Unreadable { said: quoted(text), wanted: "date", help }
}

/// Reads all of `text` as a length of time: `90 min`, `1h30`, `1.5 hours`, `3 days` (72 hours), `PT1H30M`. Months and years
/// have no fixed length and are not read. Nothing below a second, nothing above [`LONGEST_DURATION`].
///
/// # Errors
/// [`NotUnderstood`] when the words are no length of time, or one too long.
pub fn spoken_duration(text: &str) -> Result<Seconds, NotUnderstood> {
    let help = "try `90 min` or `3 days`";
    short_enough(text, help)?;
    let in_words = || {
        let found = words::words(text)?;
        let mut cursor = words::Cursor::new(&found);
        let length = span::span(&mut cursor)?;
        cursor.is_done().then_some(length)
    };
    let length = span::iso_span(text.trim()).or_else(in_words);
    let seconds = length.and_then(span::Span::in_seconds);
    match seconds {
        Some(seconds) if seconds <= LONGEST_DURATION => Ok(seconds),
        Some(_) => Err(NotUnderstood::TooLongAWait { said: quoted(text) }),
        None => Err(NotUnderstood::Unreadable { said: quoted(text), wanted: "length of time", help }),
    }
}

fn short_enough(text: &str, help: &'static str) -> Result<(), NotUnderstood> {
    // Counting stops early on purpose: the text may be a whole file.
    if text.chars().nth(LONGEST_TEXT).is_some() {
        return Err(NotUnderstood::TooLong { most: LONGEST_TEXT, help });
    }
    if text.trim().is_empty() {
        return Err(NotUnderstood::Empty { help });
    }
    Ok(())
}
