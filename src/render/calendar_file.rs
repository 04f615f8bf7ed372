//! What is owed as entries of an iCalendar file, which calendar programs take.
//!
//! An entry keeps its name for as long as the thing is owed, so that a program that reads the file again moves the entry in place of
//! adding another.

use std::fmt;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use icalendar::{Alarm, Component, Event, EventLike};

/// How long before it is due a calendar program reminds.
const REMINDS_BEFORE: TimeDelta = TimeDelta::minutes(15);

/// When a calendar program reminds of what is due by the end of a day: at nine in the morning of it.
const REMINDS_ON_THE_DAY: TimeDelta = TimeDelta::hours(9);

/// How long an entry lasts in the calendar.
const LASTS: TimeDelta = TimeDelta::minutes(15);

/// The beginning of the file.
pub const BEGINNING: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//recover//due//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nX-WR-CALNAME:recover: due\r\n";

/// The end of the file.
pub const END: &str = "END:VCALENDAR\r\n";

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name: no other entry of any store has it.
    pub name: String,
    /// What stands in the calendar; one line, free of control characters.
    pub title: String,
    /// What is shown beneath it; free of control characters but for line breaks.
    pub about: String,
    /// By when it is due.
    pub due: DateTime<FixedOffset>,
    /// Whether only the day matters.
    pub by_day: bool,
    /// How often its time has been moved.
    pub moved: u32,
    /// When it was last changed.
    pub changed: DateTime<FixedOffset>,
}

/// Writes one entry. The same entry always makes the same bytes.
///
/// # Errors
/// Whatever keeps `out` from being written.
pub fn write(entry: &Entry, out: &mut impl fmt::Write) -> fmt::Result {
    let changed = entry.changed.to_utc();
    let mut event = Event::new();
    event
        .uid(&entry.name)
        .timestamp(changed)
        .last_modified(changed)
        .sequence(entry.moved)
        .summary(&entry.title)
        .description(&entry.about)
        .add_property("TRANSP", "TRANSPARENT");
    if entry.by_day {
        // The end of an entry is the first moment that is no longer part of it.
        let day = entry.due.date_naive();
        event.starts(day).ends(day.succ_opt().unwrap_or(day));
    } else {
        let due: DateTime<Utc> = entry.due.to_utc();
        event.starts(due).ends(due.checked_add_signed(LASTS).unwrap_or(due));
    }
    let reminds = if entry.by_day { REMINDS_ON_THE_DAY } else { -REMINDS_BEFORE };
    let mut reminder = Alarm::display(&entry.title, reminds);
    // Left to themselves these would be made up anew each time, and equal files would differ.
    reminder.uid(&format!("{}-reminder", entry.name)).timestamp(changed);
    event.alarm(reminder);
    event.fmt_write(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            name: "0123-P1@recover".into(),
            title: "INC-2026-0001 Zoë; Martin, \\ ring".into(),
            about: "a line\nand another".into(),
            due: DateTime::parse_from_rfc3339("2026-06-12T16:00:00+01:00").unwrap(),
            by_day: false,
            moved: 2,
            changed: DateTime::parse_from_rfc3339("2026-06-12T12:20:00+01:00").unwrap(),
        }
    }

    fn written(entry: &Entry) -> String {
        let mut text = String::new();
        write(entry, &mut text).unwrap();
        text
    }

    #[test]
    fn an_entry_says_when_in_universal_time_and_escapes_what_was_said() {
        let text = written(&entry());
        assert!(text.contains("DTSTART:20260612T150000Z\r\n"), "{text}");
        assert!(text.contains("SUMMARY:INC-2026-0001 Zoë\\; Martin\\, \\\\ ring\r\n"), "{text}");
        assert!(text.contains("DESCRIPTION:a line\\nand another\r\n"), "{text}");
        assert!(text.contains("SEQUENCE:2\r\n"), "{text}");
    }

    #[test]
    fn what_is_due_by_a_day_is_an_entry_of_that_whole_day_with_its_reminder_in_the_morning() {
        let text = written(&Entry { by_day: true, ..entry() });
        assert!(text.contains("DTEND;VALUE=DATE:20260613\r\n"), "{text}");
        assert!(text.contains("TRIGGER:PT32400S\r\n"), "{text}");
        assert!(text.contains("DTSTART;VALUE=DATE:20260612\r\n"), "{text}");
    }

    #[test]
    fn every_stamp_is_that_of_the_last_change_so_that_equal_files_are_equal() {
        let text = written(&entry());
        let mut stamps = text.split("\r\n").filter(|line| line.starts_with("DTSTAMP"));
        assert!(stamps.all(|stamp| stamp == "DTSTAMP:20260612T112000Z"), "{text}");
    }

    #[test]
    fn no_line_is_longer_than_75_bytes() {
        let text = written(&Entry { title: "山田 ".repeat(60), ..entry() });
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    }
}
