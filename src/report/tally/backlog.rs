//! What stands now.

use super::Tally;
use crate::journal::facts::{Facts, Seconds};

/// What stands now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Open.
    pub open: u64,
    /// Open with something overdue.
    pub overdue: u64,
    /// Open, and nobody answers for it.
    pub unowned: u64,
    /// Open, and nobody has said when the customer hears next.
    pub no_word: u64,
}

impl Tally {
    pub(super) fn stands(&mut self, facts: &Facts, now: Seconds) {
        if facts.is_open() {
            self.backlog.open += 1;
            self.backlog.overdue += u64::from(facts.next_due.is_some_and(|due| due < now));
            self.backlog.unowned += u64::from(facts.owner.is_none());
            self.backlog.no_word += u64::from(facts.no_word);
        }
    }
}
