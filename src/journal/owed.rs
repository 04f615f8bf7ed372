//! What is owed in an incident, in the form in which `due` reads it without reading events.

use chrono::{DateTime, FixedOffset};

use super::facts::Facts;
use super::summary::Summary;

/// What lists, `due` and reports read of one incident. It is written in the same transaction as the events it sums up and can be
/// made again from them at any time; where they disagree, the events are right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its line in lists.
    pub summary: Summary,
    /// Everything that is owed. The keys differ from each other.
    pub owed: Vec<Owed>,
    /// Under what the customer is known, to find their other incidents: names, numbers and addresses, each in the form in
    /// which it is compared. Without repetition.
    pub known_by: Vec<String>,
    /// What reports count of it.
    pub facts: Facts,
}

/// One thing that is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// What it is called within the incident, the same for as long as it is owed: `owner`, `P3`, `clock-final-answer`.
    pub key: String,
    /// Of what kind it is.
    pub kind: OwedKind,
    /// What has to be done, in a line; empty where the kind says it all, and once erased.
    pub what: String,
    /// Who is to do it; none where nobody is named.
    pub who: Option<String>,
    /// Who stands in for them; none where nobody does.
    pub deputy: Option<String>,
    /// Since when it is owed.
    pub since: DateTime<FixedOffset>,
    /// By when, this instant included; none where no time was set.
    pub due: Option<DateTime<FixedOffset>>,
    /// Whether it is owed by a day rather than by a time: `due` is then the last second of that day's business.
    pub by_day: bool,
    /// How often the time has been moved.
    pub moved: u32,
    /// Which calendar the time was counted by, and which text of it, so that a change of the calendar is noticed:
    /// `GB-ENG 1f3a…`. None where no calendar was looked at.
    pub counted_by: Option<String>,
}

/// What kind of thing is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OwedKind {
    /// Nobody is named to answer for it.
    Unowned,
    /// Somebody is named and has not accepted, so nobody answers for it.
    NotAccepted,
    /// Somebody answers for it and has handed it to somebody else, who has not accepted yet.
    HandOver,
    /// Something was promised to the customer or to somebody else outside.
    Promise,
    /// Something the house has to do: a prevention, a check.
    Action,
    /// A time limit of the playbook.
    Clock,
    /// Nobody has said when the customer hears next.
    NoWord,
}

impl OwedKind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Unowned, Self::NotAccepted, Self::HandOver, Self::Promise, Self::Action, Self::Clock, Self::NoWord];

    /// The word that scripts and stores use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unowned => "unowned",
            Self::NotAccepted => "not-accepted",
            Self::HandOver => "hand-over",
            Self::Promise => "promise",
            Self::Action => "action",
            Self::Clock => "clock",
            Self::NoWord => "no-word",
        }
    }

    /// Whether it is an alarm whatever the time: nobody answers for the incident.
    pub const fn is_alarm(self) -> bool {
        matches!(self, Self::Unowned | Self::NotAccepted)
    }
}

impl Owed {
    /// Whether it is late at that moment; the due instant itself is still in time.
    pub fn is_late(&self, now: DateTime<FixedOffset>) -> bool {
        self.due.is_some_and(|due| due < now)
    }
}
