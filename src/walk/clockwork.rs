//! What was said about the time limits of the playbook; when each is due is counted from the facts whenever it is asked.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};

use crate::schedule::rule::Unit;
use crate::spine::Name;
use crate::untrusted::Untrusted;

/// What was said about each time limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clockwork(HashMap<Name, Said>);

/// What was said about one time limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// When what it asks for was done.
    pub met_at: Option<DateTime<FixedOffset>>,
    /// Why it does not apply here.
    pub waived: Option<Untrusted>,
    /// Its extensions, the earliest first.
    pub extensions: Vec<Extension>,
}

/// More time, with the reason, and the customer told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// How many units more.
    pub n: u32,
    /// Of which unit.
    pub unit: Unit,
    /// Why.
    pub reason: Untrusted,
    /// When the customer was told.
    pub told_at: DateTime<FixedOffset>,
}

impl Clockwork {
    /// What was said about a limit, if anything was.
    pub fn of(&self, clock: &Name) -> Option<&Said> {
        self.0.get(clock)
    }

    /// What was said about a limit of which something is said that shows it applies after all.
    pub(super) fn applies(&mut self, clock: &Name) -> &mut Said {
        let said = self.said(clock);
        said.waived = None;
        said
    }

    pub(super) fn said(&mut self, clock: &Name) -> &mut Said {
        self.0.entry(clock.clone()).or_default()
    }
}
