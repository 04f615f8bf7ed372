//! Which of all that is owed is asked for, and in which order it comes.

use chrono::{DateTime, FixedOffset};

use super::query::{micros, same_name};
use crate::journal::incident_id::IncidentId;
use crate::journal::owed::{Owed, OwedKind};
use crate::journal::summary::{Status, Summary};

/// Which owed things are asked for. The default asks for everything that is owed in any incident that is no drill.
///
/// What is owed in a closed incident (a prevention, a promise for next month) is owed all the same, and so it is
/// among them unless [`DueQuery::open_only`] says otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DueQuery {
    /// Only alarms ([`OwedKind::is_alarm`]) and what is due at or before this instant, compared by the microsecond.
    pub until: Option<DateTime<FixedOffset>>,
    /// Only what any of these people is to do: they are named for it or stand in for whoever is; where nobody is
    /// named for it, they own the incident or stand in for its owner. Names are compared whole, in any case and
    /// spacing. Empty asks for everybody's.
    pub people: Vec<String>,
    /// Only what is owed in this incident.
    pub incident: Option<IncidentId>,
    /// Only what is owed in open incidents.
    pub open_only: bool,
    /// Drills instead of real incidents; never both.
    pub training: bool,
    /// At most this many.
    pub limit: Option<u32>,
}

/// One owed thing, with the line of the incident in which it is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueLine {
    /// The incident.
    pub summary: Summary,
    /// What is owed in it.
    pub owed: Owed,
}

/// How many things are owed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DueCount {
    /// All of them.
    pub all: u64,
    /// Those whose time was before the moment asked about, compared by the microsecond; alarms with a time among them.
    pub late: u64,
    /// Those that are alarms ([`OwedKind::is_alarm`]), late or not.
    pub alarms: u64,
}

impl DueQuery {
    /// Whether an owed thing is asked for, the limit aside.
    pub fn admits(&self, summary: &Summary, owed: &Owed) -> bool {
        summary.training == self.training
            && (!self.open_only || summary.status == Status::Open)
            && self.incident.is_none_or(|id| id == summary.id)
            && self.until.is_none_or(|until| owed.kind.is_alarm() || due_key(owed) <= micros(&until))
            && (self.people.is_empty() || self.people.iter().any(|person| is_for(person, summary, owed)))
    }

    /// The names asked for, in the form in which they are compared.
    pub(super) fn names(&self) -> Vec<String> {
        self.people.iter().map(|person| same_name(person)).collect()
    }
}

fn is_for(person: &str, summary: &Summary, owed: &Owed) -> bool {
    let person = same_name(person);
    let is = |name: &Option<String>| name.as_deref().is_some_and(|name| same_name(name) == person);
    let falls_to_them = || is(&summary.owner) || is(&summary.deputy);
    is(&owed.who) || is(&owed.deputy) || (owed.who.is_none() && falls_to_them())
}

/// Alarms before everything else, and nobody at all before somebody who has not accepted.
pub(super) const fn rank(kind: OwedKind) -> u8 {
    match kind {
        OwedKind::Unowned => 0,
        OwedKind::NotAccepted => 1,
        OwedKind::HandOver | OwedKind::Promise | OwedKind::Action | OwedKind::Clock | OwedKind::NoWord => REST,
    }
}

/// The rank of everything that is no alarm.
pub(super) const REST: u8 = 2;

/// By what things of one rank are ordered: alarms by how long they have stood, everything else by its time.
pub(super) fn urgency(owed: &Owed) -> i64 {
    if owed.kind.is_alarm() { micros(&owed.since) } else { due_key(owed) }
}

/// When it is due; after everything else where no time was set.
pub(super) fn due_key(owed: &Owed) -> i64 {
    owed.due.as_ref().map_or(i64::MAX, micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_an_alarm_comes_before_what_is_none() {
        for kind in OwedKind::ALL {
            assert_eq!(kind.is_alarm(), rank(kind) < REST, "{kind:?}");
        }
    }
}
