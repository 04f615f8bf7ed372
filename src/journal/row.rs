//! One event as a store keeps it: a head that is hashed for ever and a body that may be erased.

use chrono::{DateTime, FixedOffset};

/// An event before a store has numbered it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRow {
    /// When it happened, as the clock of the machine said it. Order never comes from this.
    pub at: DateTime<FixedOffset>,
    /// Who recorded it.
    pub author: String,
    /// What kind of event it is, such as `answered`. The kind [`ERASED`] has a meaning for stores.
    pub kind: String,
    /// The version of the wire form of this kind, from 1.
    pub version: u16,
    /// JSON without anything a customer or responder said. It is hashed and never erased.
    pub head: String,
    /// JSON with everything a customer or responder said; may be empty. It is kept apart from the hashed row,
    /// which holds only a commitment to it, so that it can be erased and the chain still verifies.
    pub body: String,
}

/// An event as a store gives it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its place in its incident, from 1, without gaps. This and nothing else is the order of events.
    pub seq: u64,
    /// When it happened, as the clock of the machine said it.
    pub at: DateTime<FixedOffset>,
    /// Who recorded it.
    pub author: String,
    /// What kind of event it is.
    pub kind: String,
    /// The version of the wire form of this kind, from 1.
    pub version: u16,
    /// JSON without anything a customer or responder said.
    pub head: String,
    /// What was said, unless it has been erased.
    pub body: Body,
}

/// What is left of an event's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// The text, checked against the commitment in the hashed row.
    Kept(String),
    /// It was erased, and a later event of the kind [`ERASED`] in the same incident says who did so and why.
    Erased,
}

/// The kind of event that excuses the missing bodies of the events before it in its incident.
pub const ERASED: &str = "erased";
