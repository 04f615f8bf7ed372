//! Promises, by what became of them.

use crate::journal::facts::{Pledged, Seconds};

/// Promises, by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Promises {
    /// Done by the time.
    pub kept: u64,
    /// Done later.
    pub late: u64,
    /// Not done.
    pub broken: u64,
    /// Let off.
    pub released: u64,
    /// Without a verdict, and their time has not passed.
    pub owed: u64,
    /// Without a verdict, and their time has passed.
    pub overdue: u64,
}

impl Promises {
    /// Counts those of one incident.
    pub fn add(&mut self, pledged: &Pledged, now: Seconds) {
        let overdue = pledged.overdue(now);
        self.kept += u64::from(pledged.kept);
        self.late += u64::from(pledged.late);
        self.broken += u64::from(pledged.broken);
        self.released += u64::from(pledged.released);
        self.overdue += overdue;
        self.owed += pledged.owed.len() as u64 - overdue;
    }

    /// Takes in those of others.
    pub const fn merge(&mut self, more: Self) {
        let Self { kept, late, broken, released, owed, overdue } = more;
        self.kept += kept;
        self.late += late;
        self.broken += broken;
        self.released += released;
        self.owed += owed;
        self.overdue += overdue;
    }

    /// Those of which it is known whether they were kept.
    pub const fn judged(&self) -> u64 {
        self.kept + self.late + self.broken
    }

    /// All of them.
    pub const fn all(&self) -> u64 {
        self.judged() + self.released + self.owed + self.overdue
    }
}
