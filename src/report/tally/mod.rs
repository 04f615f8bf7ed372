//! What is counted of one group of incidents: fed the facts of one after the other, as large after a million as after a thousand.
//!
//! Of everything that is counted it is kept apart what is known, what nobody knows (`unknown`) and what cannot be known yet
//! (`waiting`). Unknown is never counted as nought, nor as good.

mod backlog;
mod course;
mod known;
mod learning;
mod limits;
mod money;
mod promises;
mod speed;
#[cfg(test)]
mod tests;
mod verdict;

use std::collections::BTreeMap;

pub use self::backlog::Backlog;
pub use self::known::{Gaps, Often, Part, Span};
pub use self::limits::LimitTally;
pub use self::money::{Kind, Sum, Sums};
pub use self::promises::Promises;
pub use self::verdict::{Asked, Marks};
use crate::journal::facts::{Facts, Seconds};

/// Everything that is counted of a group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the figure of its name, and `define` says what it is")]
pub struct Tally {
    pub received: u64,
    pub time_to_own: Span,
    pub time_to_acknowledge: Span,
    pub time_to_first_contact: Span,
    pub time_to_fix: Span,
    pub time_to_recovered: Span,
    pub limits: BTreeMap<(String, String), LimitTally>,
    pub fixed_not_recovered: Part,
    pub promises: Promises,
    pub chases: Often,
    pub hand_overs: Often,
    pub first_contact_resolution: Part,
    pub reopened: Part,
    pub repeat_failures: Part,
    pub double_deviations: Part,
    pub endings: BTreeMap<String, u64>,
    pub outcome: Asked,
    pub handling: Asked,
    pub csat: (Marks, Gaps),
    pub nps: (Marks, Gaps),
    pub ces: (Marks, Gaps),
    pub remedies: (Sums, Gaps),
    pub refused: u64,
    pub kinds: (BTreeMap<String, Kind>, Gaps),
    pub over_limit: Part,
    pub approved: u64,
    pub approval_lag: Span,
    pub cost: (Sums, Gaps),
    pub causes: (BTreeMap<String, u64>, Gaps),
    pub preventable: Part,
    pub prevention: Promises,
    pub prevention_works: Part,
    pub backlog: Backlog,
}

impl Tally {
    /// Every time limit together.
    pub fn in_limit(&self) -> Part {
        let mut all = Part::default();
        for limit in self.limits.values() {
            all.merge(limit.kept);
        }
        all
    }

    /// Counts one incident as it stands at that moment.
    pub fn add(&mut self, facts: &Facts, now: Seconds) {
        self.received += 1;
        self.speed(facts);
        self.limits(facts, now);
        self.promises.add(&facts.promises, now);
        self.effort(facts);
        self.course(facts);
        self.answers(facts);
        self.money(facts);
        self.learning(facts, now);
        self.stands(facts, now);
    }
}
