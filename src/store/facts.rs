//! Of which incidents the facts are asked for.

use chrono::{DateTime, FixedOffset};

use crate::journal::facts::{Facts, Seconds};

/// Of which incidents the facts are asked for. The default asks for those of every incident that is no drill.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FactsQuery {
    /// Only those that the customer told of at this moment or later, compared by the second.
    pub since: Option<DateTime<FixedOffset>>,
    /// Only those that the customer told of before this moment, compared by the second.
    pub until: Option<DateTime<FixedOffset>>,
    /// Drills instead of real incidents; never both.
    pub training: bool,
}

impl FactsQuery {
    /// From when, included, to when, excluded.
    pub(super) fn bounds(&self) -> (Seconds, Seconds) {
        let of = |at: &DateTime<FixedOffset>| at.timestamp();
        (self.since.as_ref().map_or(Seconds::MIN, of), self.until.as_ref().map_or(Seconds::MAX, of))
    }

    /// Whether the facts of an incident are asked for.
    pub(super) fn admits(&self, training: bool, facts: &Facts) -> bool {
        let (from, to) = self.bounds();
        training == self.training && (from..to).contains(&facts.received)
    }
}
