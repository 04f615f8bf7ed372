//! A fact with its place, its time and its author.

use chrono::{DateTime, FixedOffset};

use super::Event;
use crate::untrusted::Untrusted;

/// One event of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Its place in the incident, from 1. Order is by this and never by time.
    pub seq: u64,
    /// When it was recorded.
    pub at: DateTime<FixedOffset>,
    /// Who recorded it; empty when that is not known.
    pub author: Untrusted,
    /// What happened.
    pub event: Event,
}
