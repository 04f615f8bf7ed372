//! How a time limit counts: so many units, of which kind, and what happens at the edges of a day.

use chrono::NaiveTime;

/// A unit that a limit is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Days on which business is done, by a calendar.
    BusinessDays,
    /// Days.
    CalendarDays,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Elapsed hours.
    Hours,
    /// Hours within opening times on business days.
    BusinessHours,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 6] =
        [Self::BusinessDays, Self::CalendarDays, Self::Weeks, Self::Months, Self::Hours, Self::BusinessHours];

    /// Its name in playbooks and scripts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BusinessDays => "business_days",
            Self::CalendarDays => "calendar_days",
            Self::Weeks => "weeks",
            Self::Months => "months",
            Self::Hours => "hours",
            Self::BusinessHours => "business_hours",
        }
    }

    /// How it is read: "8 weeks".
    pub fn counted(self, n: u32) -> String {
        format!("{n} {}", self.words(n))
    }

    /// What so many of them are called: "weeks".
    pub const fn words(self, n: u32) -> &'static str {
        match (self, n) {
            (Self::BusinessDays, 1) => "business day",
            (Self::BusinessDays, _) => "business days",
            (Self::CalendarDays, 1) => "day",
            (Self::CalendarDays, _) => "days",
            (Self::Weeks, 1) => "week",
            (Self::Weeks, _) => "weeks",
            (Self::Months, 1) => "month",
            (Self::Months, _) => "months",
            (Self::Hours, 1) => "hour",
            (Self::Hours, _) => "hours",
            (Self::BusinessHours, 1) => "business hour",
            (Self::BusinessHours, _) => "business hours",
        }
    }

    /// Whether a limit in it ends with a day, rather than at an instant.
    pub const fn ends_with_a_day(self) -> bool {
        !matches!(self, Self::Hours | Self::BusinessHours)
    }
}

/// What becomes of something that arrives at or after closing time, or on a day without business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AfterHours {
    /// It counts as arriving on the day it arrived. Never gives a later date than the other.
    #[default]
    Ignore,
    /// It counts as arriving on the next business day.
    NextBusinessDay,
}

/// What becomes of a limit in days, weeks or months whose last day is no business day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Roll {
    /// It ends on that day all the same.
    #[default]
    None,
    /// It ends on the next business day.
    NextBusinessDay,
}

/// When the house is open on a business day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpeningHours {
    open: NaiveTime,
    close: NaiveTime,
}

/// Closing time is not after opening time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("closing time `{close}` is not after opening time `{open}`")]
pub struct NeverOpen {
    /// Opening time.
    pub open: NaiveTime,
    /// Closing time.
    pub close: NaiveTime,
}

impl OpeningHours {
    /// Opening hours from `open` (inclusive) to `close` (exclusive) of the same day.
    ///
    /// # Errors
    /// [`NeverOpen`] when `close` is not after `open`.
    pub fn new(open: NaiveTime, close: NaiveTime) -> Result<Self, NeverOpen> {
        if close > open { Ok(Self { open, close }) } else { Err(NeverOpen { open, close }) }
    }

    /// When it opens; that moment is inside.
    pub const fn open(self) -> NaiveTime {
        self.open
    }

    /// When it closes; that moment is outside.
    pub const fn close(self) -> NaiveTime {
        self.close
    }
}

impl Default for OpeningHours {
    /// Nine to five.
    fn default() -> Self {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
        Self { open: hour(9), close: hour(17) }
    }
}

/// How a limit counts. Which calendar and which time zone it is counted in are given beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// How many units, 0 to 10000.
    pub n: u32,
    /// Which units.
    pub unit: Unit,
    /// What arrives after closing.
    pub after_hours: AfterHours,
    /// A last day without business.
    pub roll: Roll,
    /// Whether the first day counts, as in "commencing on the day of receipt".
    pub inclusive: bool,
    /// Opening hours, for business hours and for what arrives after closing.
    pub hours: OpeningHours,
}

impl Rule {
    /// So many units, with nothing special at the edges, nine to five.
    pub fn plain(n: u32, unit: Unit) -> Self {
        Self {
            n,
            unit,
            after_hours: AfterHours::default(),
            roll: Roll::default(),
            inclusive: false,
            hours: OpeningHours::default(),
        }
    }
}
