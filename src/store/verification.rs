//! What a look over the whole store found.

use std::collections::BTreeSet;
use std::fmt;

use crate::journal::chain::Hash;
use crate::journal::incident_id::IncidentId;

/// The outcome of [`super::Store::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// How many events the store holds.
    pub events: u64,
    /// How many incidents they belong to.
    pub incidents: u64,
    /// The hash of the last event, recomputed from the events themselves; of [`crate::journal::chain::genesis`]
    /// while there is none. It is what to keep elsewhere and compare with.
    pub head: Hash,
    /// The digests of all sources that are there and whole, for comparing with those that events mention.
    pub sources: BTreeSet<String>,
    /// Everything that is wrong, in the order it was found; empty when the store is whole. No more than
    /// [`Verification::MOST_FINDINGS`] are kept.
    pub findings: Vec<Finding>,
}

impl Verification {
    /// How many findings are kept at most: a store overwritten by something else has as many as it has events.
    pub const MOST_FINDINGS: usize = 1000;

    pub(super) fn new() -> Self {
        Self {
            events: 0,
            incidents: 0,
            head: crate::journal::chain::genesis(),
            sources: BTreeSet::new(),
            findings: Vec::new(),
        }
    }

    pub(super) fn found(&mut self, finding: Finding) {
        if self.findings.len() < Self::MOST_FINDINGS {
            self.findings.push(finding);
        }
    }

    /// Whether nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.findings.is_empty()
    }
}

/// One thing that is wrong with a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// An event, counted from 1 in the order of the store, has another hash than its fields give.
    Changed {
        /// Which event of the store.
        position: u64,
        /// The incident it says it belongs to.
        incident: String,
        /// The place it says it has there.
        seq: u64,
    },
    /// Events of the store are not numbered one after the other: one was removed, inserted or moved.
    Position {
        /// The number that was due.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// Events of an incident are not numbered one after the other.
    Sequence {
        /// Whose events.
        incident: IncidentId,
        /// The place that was due.
        expected: u64,
        /// The place that came.
        found: u64,
    },
    /// A body does not fit the commitment in its event.
    BodyChanged {
        /// The incident.
        incident: IncidentId,
        /// Which of its events.
        seq: u64,
    },
    /// A body is missing, and no later event says it was erased.
    BodyMissing {
        /// The incident.
        incident: IncidentId,
        /// Which of its events.
        seq: u64,
    },
    /// There is a body without an event, counted from 1 in the order of the store.
    BodyAstray {
        /// The event it says it belongs to.
        position: u64,
    },
    /// The head does not fit the events: the tail was cut, or the head was changed.
    Head {
        /// How many events the head says there are; none when there is no head.
        claimed: Option<u64>,
        /// How many there are.
        found: u64,
    },
    /// A source does not fit its digest.
    Source {
        /// The digest it is stored under.
        digest: String,
    },
    /// An incident has no summary, or its summary was made from fewer or more events than there are.
    Summary {
        /// The incident.
        incident: IncidentId,
        /// The last event the summary knows; none when there is no summary.
        claimed: Option<u64>,
        /// The last event there is; 0 when there is none.
        found: u64,
    },
    /// A table that is kept beside the lists names an incident that is not there.
    StandingAstray {
        /// The table: `owed`, `known` or `stale`.
        table: &'static str,
        /// The incident it names.
        incident: String,
    },
    /// A value is not of the kind it has to be.
    Unreadable {
        /// Where and what.
        detail: String,
    },
    /// Tables, indexes or triggers are not as this program made them.
    Schema {
        /// The name of the table, index or trigger.
        name: String,
    },
    /// The database itself says that it is damaged.
    Database {
        /// What it says.
        detail: String,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { position, incident, seq } => {
                write!(f, "event {position} of the store ({incident}, event {seq}) does not fit its hash")
            }
            Self::Position { expected, found } => {
                write!(f, "event {expected} of the store is not in its place: event {found} stands there")
            }
            Self::Sequence { incident, expected, found } => {
                write!(f, "event {expected} of {incident} is not in its place: event {found} stands there")
            }
            Self::BodyChanged { incident, seq } => {
                write!(f, "what was said in event {seq} of {incident} was changed")
            }
            Self::BodyMissing { incident, seq } => write!(
                f,
                "what was said in event {seq} of {incident} is missing, and nobody recorded that it was erased"
            ),
            Self::BodyAstray { position } => {
                write!(f, "a text belongs to event {position} of the store, which is not there")
            }
            Self::Head { claimed: Some(claimed), found } if claimed != found => {
                write!(f, "the store holds {found} events, but its head counts {claimed}")
            }
            Self::Head { claimed: Some(_), .. } => f.write_str("the last event has another hash than the head says"),
            Self::Head { claimed: None, .. } => f.write_str("the head of the store is missing"),
            Self::Source { digest } => {
                write!(f, "the playbook text stored under `{digest}` was changed")
            }
            Self::Summary { incident, claimed: Some(claimed), found } => {
                write!(f, "the list entry of {incident} was made at event {claimed}, but its last event is {found}")
            }
            Self::Summary { incident, .. } => write!(f, "{incident} is missing from the lists"),
            Self::StandingAstray { table, incident } => {
                write!(f, "`{table}` in the store names {incident}, which is not there")
            }
            Self::Unreadable { detail } => f.write_str(detail),
            Self::Schema { name } => {
                write!(f, "`{name}` in the store is not as this program made it")
            }
            Self::Database { detail } => write!(f, "the database reports: {detail}"),
        }
    }
}
