//! Time limits as a playbook states them. They are kept and shown; counting them is for later.

pub use crate::schedule::rule::Unit;
use crate::spine::Name;
use crate::untrusted::Untrusted;

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
