//! Why a spoken time could not be used, and what to say instead.

use chrono::{DateTime, FixedOffset, NaiveDateTime};

/// A time that was not read, or was read and cannot be meant. Nobody did anything wrong: ask again, showing the message.
///
/// The message holds what was said as it was typed, shortened; escape it for the medium it is shown in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotUnderstood {
    /// Nothing but white space was given.
    #[error("no time was given\nhelp: {help}")]
    Empty {
        /// Examples that are read.
        help: &'static str,
    },
    /// The words are longer than any way to say a time.
    #[error("that is longer than the {most} characters looked at for a time\nhelp: say only the time: {help}")]
    TooLong {
        /// Characters that are looked at.
        most: usize,
        /// Examples that are read.
        help: &'static str,
    },
    /// The words are in no form this room reads.
    #[error("`{said}` is not a {wanted} I can read\nhelp: {help}")]
    Unreadable {
        /// What was typed.
        said: String,
        /// `time`, `date` or `length of time`.
        wanted: &'static str,
        /// Examples that are read.
        help: &'static str,
    },
    /// A moment still to come was wanted.
    #[error(
        "`{said}` is {shown}, which has already been\nhelp: say a time still to come, such as `tomorrow 3pm` or `in 2 hours`"
    )]
    InThePast {
        /// What was typed.
        said: String,
        /// How it was read.
        instant: DateTime<FixedOffset>,
        /// The same, for a person.
        shown: String,
    },
    /// A moment that has been was wanted.
    #[error(
        "`{said}` is {shown}, which is still to come\nhelp: say when it happened, such as `yesterday 17:00` or `10 minutes ago`"
    )]
    InTheFuture {
        /// What was typed.
        said: String,
        /// How it was read.
        instant: DateTime<FixedOffset>,
        /// The same, for a person.
        shown: String,
    },
    /// A date from today on was wanted.
    #[error(
        "`{said}` is {shown}, which has already been\nhelp: say today or a later date, such as `friday` or `1 Dec`"
    )]
    DateInThePast {
        /// What was typed.
        said: String,
        /// How it was read, for a person.
        shown: String,
    },
    /// A date up to today was wanted.
    #[error(
        "`{said}` is {shown}, which is still to come\nhelp: say today or an earlier date, such as `yesterday` or `last friday`"
    )]
    DateInTheFuture {
        /// What was typed.
        said: String,
        /// How it was read, for a person.
        shown: String,
    },
    /// The clocks are put forward over this time.
    #[error(
        "{} does not exist: the clocks go from {} straight to {} that day\nhelp: say a time before or after that, such as `{}` or `{}`",
        .local.format("%a %-d %b %Y %H:%M"), .from.format("%H:%M"), .to.format("%H:%M"),
        before(.from).format("%-d %b %Y %H:%M"), .to.format("%-d %b %Y %H:%M")
    )]
    NoSuchTime {
        /// The wall clock that was said.
        local: NaiveDateTime,
        /// Where the skipped stretch begins, inclusive.
        from: NaiveDateTime,
        /// Where it ends, exclusive.
        to: NaiveDateTime,
    },
    /// The calendar has no such day.
    #[error(
        "`{said}` names a day the calendar does not have\nhelp: the day comes first, as in `1/12/2026` or `1 Dec 2026`"
    )]
    NoSuchDate {
        /// What was typed.
        said: String,
    },
    /// The weekday and the date that were said are not the same day.
    #[error(
        "`{said}` does not agree with itself: the date is a {actual}\nhelp: say the date without the weekday, or the weekday alone, such as `1 Dec` or `friday`"
    )]
    AnotherWeekday {
        /// What was typed.
        said: String,
        /// The weekday that date has, in full.
        actual: String,
    },
    /// More than a hundred years away, which is surely a slip.
    #[error("`{said}` is more than a hundred years away\nhelp: say a nearer one, such as `{example}` or `{other}`")]
    TooFar {
        /// What was typed.
        said: String,
        /// Something that is read.
        example: &'static str,
        /// Something else that is read.
        other: &'static str,
    },
    /// A length of time of more than a hundred years, which is surely a slip.
    #[error("`{said}` is more than a hundred years\nhelp: say a shorter time, such as `90 min` or `3 days`")]
    TooLongAWait {
        /// What was typed.
        said: String,
    },
}

fn before(gap: &NaiveDateTime) -> NaiveDateTime {
    gap.checked_sub_signed(chrono::TimeDelta::minutes(1)).unwrap_or(*gap)
}

/// What was typed, cut to the first few words.
pub(super) fn quoted(said: &str) -> String {
    const MOST: usize = 60;
    let trimmed = said.trim();
    if trimmed.chars().count() <= MOST {
        return trimmed.to_owned();
    }
    trimmed.chars().take(MOST).chain(['…']).collect()
}
