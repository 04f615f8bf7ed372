//! Time limits as a playbook states them. They are kept and shown; counting them is for later.

use crate::spine::Name;
use crate::untrusted::Untrusted;

/// A unit that a limit is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

    /// Its name in playbooks.
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
        let (one, many) = match self {
            Self::BusinessDays => ("business day", "business days"),
            Self::CalendarDays => ("day", "days"),
            Self::Weeks => ("week", "weeks"),
            Self::Months => ("month", "months"),
            Self::Hours => ("hour", "hours"),
            Self::BusinessHours => ("business hour", "business hours"),
        };
        crate::text::plural(n as usize, one, many)
    }
}

/// What starts a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// The complaint was received.
    Received,
    /// It was acknowledged.
    Acknowledged,
    /// It was escalated.
    Escalated,
    /// The house became aware.
    BecameAware,
}

impl Start {
    /// Every start.
    pub const ALL: [Self; 4] = [Self::Received, Self::Acknowledged, Self::Escalated, Self::BecameAware];

    /// Its name in playbooks.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Acknowledged => "acknowledged",
            Self::Escalated => "escalated",
            Self::BecameAware => "became-aware",
        }
    }

    /// How it is read: "after it was received".
    pub const fn words(self) -> &'static str {
        match self {
            Self::Received => "after it was received",
            Self::Acknowledged => "after it was acknowledged",
            Self::Escalated => "after it was escalated",
            Self::BecameAware => "after we became aware",
        }
    }
}

/// A limit. How each field counts is in the reference of the playbook format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// Its name.
    pub id: Name,
    /// What has to be done by then.
    pub what: Untrusted,
    /// How many units, 1 to 10000.
    pub n: u32,
    /// Which units.
    pub unit: Unit,
    /// What starts it.
    pub start: Start,
    /// The holiday calendar, such as `GB-ENG`.
    pub calendar: Option<Untrusted>,
    /// The time zone its days are read in.
    pub time_zone: Option<Untrusted>,
    /// Whether what arrives after closing counts as arriving on the next business day.
    pub after_hours_next_day: bool,
    /// Whether a last day that is no business day moves to the next.
    pub rolls: bool,
    /// Whether the first day counts.
    pub inclusive: bool,
    /// Where the figure comes from.
    pub source: Option<Name>,
}
