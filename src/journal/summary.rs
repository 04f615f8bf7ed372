//! What lists show of one incident, so that a list never has to read events.

use chrono::{DateTime, FixedOffset};

use super::incident_id::IncidentId;
use super::uid::Uid;

/// The line of one incident in a list. It is written in the same transaction as the events it sums up and can be
/// made again from them at any time; where the two disagree, the events are right.
///
/// Instants are kept with their offset and with all their digits, and ordered by the microsecond.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The number people quote.
    pub id: IncidentId,
    /// The name no other incident in any store has.
    pub uid: Uid,
    /// What another system calls this incident. No two incidents of a store share one.
    pub external_ref: Option<String>,
    /// Whether it is a drill. No list mixes drills with real incidents.
    pub training: bool,
    /// Whether anything is left to do.
    pub status: Status,
    /// The customer's name as it was typed; none while unknown or once erased.
    pub customer: Option<String>,
    /// What happened, in a line; none while unknown or once erased.
    pub summary: Option<String>,
    /// The id of the playbook it is walked by.
    pub playbook: String,
    /// The person who is to put it right; none while nobody is named.
    pub owner: Option<String>,
    /// Whether that person accepted; none while nobody is named or nobody has asked them.
    pub owner_accepted: Option<bool>,
    /// To whom the owner hands it over; none while nobody is asked, and again once that person has accepted.
    pub offered_to: Option<String>,
    /// Who stands in for the owner; none while nobody does.
    pub deputy: Option<String>,
    /// How bad it is, in the playbook's own words; none while unknown.
    pub severity: Option<String>,
    /// Whether the legal gate stands closed, so that nothing may go to the customer until somebody opens it.
    pub legal_gate_closed: bool,
    /// How it ended; none until it has.
    pub ending: Option<String>,
    /// When it was opened.
    pub opened_at: DateTime<FixedOffset>,
    /// When its latest event happened.
    pub updated_at: DateTime<FixedOffset>,
    /// When it was closed; none while it is open.
    pub closed_at: Option<DateTime<FixedOffset>>,
    /// When the earliest of what is owed falls due; none when nothing is.
    pub next_due: Option<DateTime<FixedOffset>>,
    /// How many questions are still open.
    pub missing: u32,
    /// How often it was reopened after it had been closed.
    pub reopened: u32,
    /// The place of its last event, from 1. Stores set it themselves when they write.
    pub seq: u64,
}

/// Whether anything is left to do about an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Something is left to do.
    Open,
    /// Nothing is left to do, until it is reopened.
    Closed,
}

impl Status {
    /// The word that scripts and stores use: `open` or `closed`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

impl Summary {
    /// Whether nobody answers for it: no person is named, or the person named has not accepted.
    pub fn is_unowned(&self) -> bool {
        self.owner.is_none() || self.owner_accepted != Some(true)
    }
}
