//! Times of day in words: "3pm", "16:00", "at 4", "half past four", "noon", "end of day", "this evening".

use chrono::{NaiveTime, Timelike};

use super::words::{Cursor, small_number};

/// The end of the working day: what `end of day` and `end of the week` mean.
pub(super) const END_OF_DAY: (u32, u32) = (17, 30);

/// A time of day somebody named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) time: NaiveTime,
    /// The time belongs to the night after the day named: `midnight` and `24:00`.
    pub(super) next_day: bool,
    /// `midnight` may begin the day as well as end it; `24:00` may not.
    pub(super) is_midnight: bool,
    /// Twelve hours away from `time`, when morning and afternoon are both likely.
    other: Option<NaiveTime>,
    /// An hour on the twelve-hour dial with neither am nor pm, which a part of the day can still turn round.
    on_the_dial: bool,
}

impl Clock {
    fn exactly(hour: u32, minute: u32, second: u32) -> Option<Self> {
        Some(Self {
            time: NaiveTime::from_hms_opt(hour, minute, second)?,
            next_day: false,
            is_midnight: false,
            other: None,
            on_the_dial: false,
        })
    }

    fn midnight() -> Self {
        Self { time: NaiveTime::MIN, next_day: true, is_midnight: true, other: None, on_the_dial: false }
    }

    pub(super) fn end_of_day() -> Option<Self> {
        Self::exactly(END_OF_DAY.0, END_OF_DAY.1, 0)
    }

    /// An hour from 1 to 12 with neither am nor pm: 1 to 6 is taken as the afternoon, 7 to 12 as it stands; from 9 on
    /// nobody doubts it.
    fn on_dial(hour: u32, minute: u32, second: u32) -> Option<Self> {
        let turned = (hour + 12) % 24;
        let (likely, other) = match hour {
            1..=6 => (turned, Some(hour)),
            7..=8 => (hour, Some(turned)),
            9..=12 => (hour, None),
            _ => return None,
        };
        Some(Self {
            other: other.and_then(|hour| NaiveTime::from_hms_opt(hour, minute, second)),
            on_the_dial: true,
            ..Self::exactly(likely, minute, second)?
        })
    }

    /// The same hour in the other half of the day, when both are likely.
    pub(super) fn turned(self) -> Option<Self> {
        self.other.map(|time| Self { time, other: None, ..self })
    }

    /// This time within a part of the day: `this evening at 7` is 19:00. `None` when the two contradict each other.
    pub(super) fn within(self, part: Part) -> Option<Self> {
        let hour = self.time.hour();
        if part == Part::Night && hour == 12 && self.on_the_dial {
            return (self.time.minute() == 0).then(Self::midnight);
        }
        let turned = (hour + 12) % 24;
        let fits = |hour: u32| (part.begins().hour()..part.ends_before()).contains(&hour);
        if self.is_midnight && part == Part::Night || fits(hour) {
            return Some(Self { other: None, ..self });
        }
        if self.on_the_dial && fits(turned) {
            return Some(Self { time: self.time.with_hour(turned)?, other: None, ..self });
        }
        None
    }
}

/// A stretch of the day, when no hour was named. The whole day is one too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    WholeDay,
    Morning,
    Afternoon,
    Evening,
    Night,
}

impl Part {
    /// The time it stands for.
    pub(super) fn usual(self) -> NaiveTime {
        hour(match self {
            Self::WholeDay | Self::Morning => 9,
            Self::Afternoon => 15,
            Self::Evening => 18,
            Self::Night => 20,
        })
    }

    /// From when on something that happened in it can have happened.
    pub(super) fn begins(self) -> NaiveTime {
        hour(match self {
            Self::WholeDay => 0,
            Self::Morning => 5,
            Self::Afternoon => 12,
            Self::Evening => 16,
            Self::Night => 18,
        })
    }

    /// The first hour that is no longer in it, up to 24.
    fn ends_before(self) -> u32 {
        match self {
            Self::Morning => 12,
            Self::Afternoon => 19,
            Self::Evening | Self::Night | Self::WholeDay => 24,
        }
    }

    /// When the usual time is over already: what a promise for this part of today still can mean, the best first.
    pub(super) fn later(self) -> [NaiveTime; 2] {
        let last_minute = time(23, 59);
        match self {
            Self::WholeDay => [time(END_OF_DAY.0, END_OF_DAY.1), last_minute],
            Self::Morning => [hour(12), hour(12)],
            Self::Afternoon => [hour(18), hour(18)],
            Self::Evening => [hour(22), last_minute],
            Self::Night => [last_minute, last_minute],
        }
    }
}

fn hour(hour: u32) -> NaiveTime {
    time(hour, 0)
}

fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN)
}

/// Reads a time of day off the front. `whole` says that nothing but a time can follow, so that `4.30` may be one even
/// without `at` or `pm`; before other words it may as well be a price.
pub(super) fn clock(cursor: &mut Cursor, whole: bool) -> Option<Clock> {
    cursor.attempt(|c| {
        let after_at = c.eat(&["at"]);
        named(c)
            .or_else(|| past_or_to(c))
            .or_else(|| c.attempt(|c| in_digits(c, after_at, whole)))
            .or_else(|| in_words(c, after_at))
    })
}

fn named(cursor: &mut Cursor) -> Option<Clock> {
    if cursor.eat(&["noon", "midday"]) {
        return Clock::exactly(12, 0, 0);
    }
    if cursor.eat(&["midnight"]) {
        return Some(Clock::midnight());
    }
    let ends_of_day = ["end of the day", "the end of the day", "end of day", "close of business", "eod", "cob"];
    ends_of_day.iter().any(|phrase| cursor.eat_phrase(phrase)).then(Clock::end_of_day)?
}

/// `half past 4`, `quarter to five`.
fn past_or_to(cursor: &mut Cursor) -> Option<Clock> {
    cursor.attempt(|c| {
        c.eat(&["a"]);
        let (hours_back, minute) = [("half past", (0, 30)), ("quarter past", (0, 15)), ("quarter to", (1, 45))]
            .into_iter()
            .find_map(|(phrase, shift)| c.eat_phrase(phrase).then_some(shift))?;
        let named = c.take_if(|word| small_number(word).or_else(|| word.parse().ok()))?;
        let hour = match named {
            1 if hours_back == 1 => 12,
            1..=12 => named - hours_back,
            _ => return None,
        };
        with_half_of_day(c, hour, minute, 0)
    })
}

fn in_digits(cursor: &mut Cursor, after_at: bool, whole: bool) -> Option<Clock> {
    let word = cursor.take().filter(|word| word.is_number())?;
    let text = word.text.as_str();
    if text.contains(['/', '-']) {
        return None;
    }
    let by_colon: Vec<&str> = text.split(':').collect();
    let by_dot: Vec<&str> = text.split('.').collect();
    let (hour, minute, second, sure) = match (by_colon.as_slice(), by_dot.as_slice()) {
        ([hour, minute], _) => (*hour, *minute, "00", true),
        ([hour, minute, second], _) => (*hour, *minute, *second, true),
        (_, [hour, minute]) => (*hour, *minute, "00", after_at || whole),
        (_, [hours]) if after_at && hours.len() == 4 => {
            let (hour, minute) = hours.split_at_checked(2)?;
            (hour, minute, "00", true)
        }
        (_, [hour]) => (*hour, "00", "00", after_at),
        _ => return None,
    };
    if hour.len() > 2 || minute.len() != 2 || second.len() != 2 {
        return None;
    }
    let leading_zero = hour.starts_with('0');
    let (hour, minute, second) = (hour.parse().ok()?, minute.parse().ok()?, second.parse().ok()?);
    if let Some(clock) = cursor.attempt(|c| {
        let clock = with_half_of_day(c, hour, minute, second)?;
        (!clock.on_the_dial).then_some(clock)
    }) {
        return Some(clock);
    }
    let sure = cursor.eat(&["oclock"]) || sure;
    sure.then_some(())?;
    match hour {
        1..=12 if !leading_zero => Clock::on_dial(hour, minute, second),
        24 if minute == 0 && second == 0 => Some(Clock { is_midnight: false, ..Clock::midnight() }),
        _ => Clock::exactly(hour, minute, second),
    }
}

/// `four` after `at`, and `four o'clock` and `four pm` anywhere.
fn in_words(cursor: &mut Cursor, after_at: bool) -> Option<Clock> {
    cursor.attempt(|c| {
        let hour = c.take_if(small_number)?;
        let sure = c.eat(&["oclock"]) || after_at;
        let clock = with_half_of_day(c, hour, 0, 0)?;
        (sure || !clock.on_the_dial).then_some(clock)
    })
}

/// An hour of the dial, and the `am`, `pm` or `noon` that may follow it.
fn with_half_of_day(cursor: &mut Cursor, hour: u32, minute: u32, second: u32) -> Option<Clock> {
    if !(1..=12).contains(&hour) {
        return None;
    }
    if cursor.eat(&["am"]) {
        return Clock::exactly(hour % 12, minute, second);
    }
    if cursor.eat(&["pm"]) {
        return Clock::exactly(hour % 12 + 12, minute, second);
    }
    let twelve = hour == 12 && minute == 0 && second == 0;
    if twelve && cursor.eat(&["noon", "midday"]) {
        return Clock::exactly(12, 0, 0);
    }
    if twelve && cursor.eat(&["midnight"]) {
        return Some(Clock::midnight());
    }
    Clock::on_dial(hour, minute, second)
}
