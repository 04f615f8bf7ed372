//! What is known of something, and how much of it is not.

use crate::report::lengths::Lengths;

/// How much is not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gaps {
    /// It could be known, and nobody knows.
    pub unknown: u64,
    /// It is not known yet.
    pub waiting: u64,
}

impl Gaps {
    /// One more of which nothing is known: not yet while it is open.
    pub(super) fn add(&mut self, is_open: bool) {
        if is_open {
            self.waiting += 1;
        } else {
            self.unknown += 1;
        }
    }
}

/// Lengths of time, and those that are not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    /// Those that are known.
    pub lengths: Lengths,
    /// Those that are not.
    pub gaps: Gaps,
}

/// How many of those of which it is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Part {
    /// Those of which it is so.
    pub yes: u64,
    /// All of which it is known.
    pub of: u64,
    /// The others.
    pub gaps: Gaps,
}

impl Part {
    pub(super) fn known(&mut self, yes: bool) {
        self.of += 1;
        self.yes += u64::from(yes);
    }

    /// Takes in what was counted of others.
    pub(super) fn merge(&mut self, more: Self) {
        let Self { yes, of, gaps } = more;
        self.yes += yes;
        self.of += of;
        self.gaps.unknown += gaps.unknown;
        self.gaps.waiting += gaps.waiting;
    }
}

/// How often something was, in total and where it is known for sure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Often {
    /// How often in all, as far as it is recorded.
    pub total: u64,
    /// How often in the incidents of which it is known.
    pub known: u64,
    /// In how many incidents at least once, of those of which it is known.
    pub once: Part,
}

impl Often {
    pub(super) fn add(&mut self, times: u32, is_known: bool) {
        self.total += u64::from(times);
        if is_known {
            self.known += u64::from(times);
            self.once.known(times > 0);
        }
    }
}
