//! The whole of a spoken moment: days, times and parts of the day in any order.

use chrono::{DateTime, FixedOffset};

use super::clock::{Clock, Part, clock};
use super::day::{Day, day};
use super::words::{Cursor, Word, words};

/// The time of day that was said with a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Time {
    Unsaid,
    During(Part),
    Clock(Clock),
}

/// A moment as it was said, before anybody looked at a clock or a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Now,
    /// Written out with its offset.
    Exact(DateTime<FixedOffset>),
    /// At least one of the two is there.
    On {
        day: Option<Day>,
        time: Time,
    },
}

/// Reads all of `text` as a moment. `whole` is false when `text` was cut off the front of a sentence: then what may as
/// well be an ordinary word or number is left alone.
pub(super) fn moment(text: &str, whole: bool) -> Option<Said> {
    if let Some(instant) = with_offset(text) {
        return Some(Said::Exact(instant));
    }
    let found = words(text)?;
    if !whole && is_also_plain_english(&found) {
        return None;
    }
    let mut cursor = Cursor::new(&found);
    cursor.eat(&["by"]);
    if cursor.eat(&["now"]) || cursor.eat_phrase("right now") || cursor.eat_phrase("just now") {
        return cursor.is_done().then_some(Said::Now);
    }
    let mut parts = Parts::default();
    while !cursor.is_done() {
        parts.read(&mut cursor, whole)?;
    }
    parts.together()
}

/// `sat with the customer` and `sun cream` are no Saturday and no Sunday.
fn is_also_plain_english(found: &[Word]) -> bool {
    matches!(found, [only] if ["sat", "sun", "wed", "coming"].contains(&only.text.as_str()))
}

/// RFC 3339, a space in place of the `T` and missing seconds allowed.
fn with_offset(text: &str) -> Option<DateTime<FixedOffset>> {
    let written = text.trim().to_ascii_uppercase().replacen(' ', "T", 1);
    let spelled = match written.strip_suffix('Z') {
        Some(utc) => format!("{utc}+00:00"),
        None => written,
    };
    if !spelled.is_ascii() || !spelled.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    DateTime::parse_from_rfc3339(&spelled).or_else(|_| DateTime::parse_from_str(&spelled, "%Y-%m-%dT%H:%M%:z")).ok()
}

#[derive(Debug, Default)]
struct Parts {
    day: Option<Day>,
    clock: Option<Clock>,
    part: Option<Part>,
}

impl Parts {
    /// Reads one more part, or gives `None` when nothing fits or it was said before.
    fn read(&mut self, cursor: &mut Cursor, whole: bool) -> Option<()> {
        cursor.eat(&["on", "by"]);
        if let Some((offset, part)) = part(cursor) {
            if let Some(offset) = offset {
                self.add_day(Day::Offset(offset))?;
            }
            return put(&mut self.part, part);
        }
        // The T of `2026-12-01T09:00` stands for `at`.
        if matches!(self.day, Some(Day::Date { .. })) {
            cursor.eat(&["t"]);
        }
        if let Some(found) = clock(cursor, whole) {
            return put(&mut self.clock, found);
        }
        let found = day(cursor)?;
        if matches!(found, Day::EndOfWeek | Day::EndOfMonth) {
            put(&mut self.clock, Clock::end_of_day()?)?;
        }
        self.add_day(found)
    }

    fn add_day(&mut self, found: Day) -> Option<()> {
        self.day = Some(match self.day {
            None => found,
            // `midnight tonight` and `today, this evening` name one day twice.
            Some(same) if same == found => same,
            Some(earlier) => earlier.joined(found)?,
        });
        Some(())
    }

    fn together(self) -> Option<Said> {
        let time = match (self.clock, self.part) {
            (Some(clock), Some(part)) => Time::Clock(clock.within(part)?),
            (Some(clock), None) => Time::Clock(clock),
            (None, Some(part)) => Time::During(part),
            (None, None) => Time::Unsaid,
        };
        let has_hours = matches!(self.day, Some(Day::Away(span, _)) if span.seconds > 0);
        let empty = self.day.is_none() && time == Time::Unsaid;
        if empty || (has_hours && time != Time::Unsaid) {
            return None;
        }
        Some(Said::On { day: self.day, time })
    }
}

fn put<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.is_none().then(|| *place = Some(value))
}

/// `this evening`, `tonight`, `last night`, `in the morning`, and the `morning` of `tomorrow morning`: the day, in days
/// from today where one was said, and the part of it.
fn part(cursor: &mut Cursor) -> Option<(Option<i64>, Part)> {
    if cursor.eat(&["tonight"]) {
        return Some((Some(0), Part::Night));
    }
    if cursor.eat_phrase("last night") {
        return Some((Some(-1), Part::Night));
    }
    cursor.attempt(|c| {
        let this = c.eat(&["this"]);
        if !this && !c.eat_phrase("in the") && c.peek().is_some_and(|word| word.text == "at") {
            // Only the night takes `at`.
            return c.eat_phrase("at night").then_some((None, Part::Night));
        }
        let part = c.take_if(|word| match word {
            "morning" => Some(Part::Morning),
            "afternoon" => Some(Part::Afternoon),
            "evening" => Some(Part::Evening),
            "night" => Some(Part::Night),
            _ => None,
        })?;
        Some((this.then_some(0), part))
    })
}

#[cfg(test)]
mod tests {
    use super::super::day::Which;
    use super::*;

    #[test]
    fn a_part_said_twice_is_no_moment() {
        assert_eq!(moment("3pm 4pm", true), None);
        assert_eq!(moment("tomorrow yesterday", true), None);
        assert_eq!(moment("friday monday", true), None);
        assert_eq!(moment("in 2 hours at 3pm", true), None);
        assert_eq!(moment("tomorrow morning 4pm", true), None);
        assert_eq!(moment("next 3pm", true), None);
    }

    #[test]
    fn a_loose_connecting_word_is_no_part_of_a_moment() {
        assert_eq!(moment("tomorrow 3pm on", true), None);
        assert_eq!(moment("by", true), None);
        assert_eq!(moment("", true), None);
        assert!(moment("by 3pm on friday", true).is_some());
    }

    #[test]
    fn a_weekday_keeps_its_word_of_choice() {
        let said = moment("Next Friday", true);
        let day = Some(Day::Named(Which::Next, chrono::Weekday::Fri));
        assert_eq!(said, Some(Said::On { day, time: Time::Unsaid }));
    }
}
