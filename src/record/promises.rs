//! What was promised, and what became of it.

use chrono::{DateTime, FixedOffset};

use crate::answer::{Promise, Value, Verdict};
use crate::spine::{Guarded, Name};
use crate::walk::{Answered, Walk};

/// One promise of the incident.
#[derive(Debug, Clone)]
pub struct PromiseEntry {
    /// The question it answers.
    pub question: Name,
    /// The round it was made in, from 1.
    pub round: usize,
    /// The promise behind its audience.
    pub promise: Guarded<Promise>,
}

/// Where a promise stands at some moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromiseState {
    /// Owed, and its time has not passed.
    Owed,
    /// Owed, and its time has passed.
    Overdue,
    /// Settled.
    Settled(Verdict),
}

impl PromiseEntry {
    /// Where it stands at that moment; the due instant itself is still in time.
    pub fn state(&self, now: DateTime<FixedOffset>) -> PromiseState {
        let promise = self.promise.for_house();
        match promise.verdict {
            Some(verdict) => PromiseState::Settled(verdict),
            None if promise.due < now => PromiseState::Overdue,
            None => PromiseState::Owed,
        }
    }
}

/// Every promise of an incident, earliest due first.
#[derive(Debug, Clone, Default)]
pub struct Ledger(Vec<PromiseEntry>);

impl<'l> IntoIterator for &'l Ledger {
    type Item = &'l PromiseEntry;
    type IntoIter = std::slice::Iter<'l, PromiseEntry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Ledger {
    /// The promises of a walk, of earlier rounds as well.
    pub fn of(walk: &Walk) -> Self {
        let mut entries = Vec::new();
        for question in &walk.playbook().questions {
            let earlier =
                walk.state().rounds.iter().enumerate().filter_map(|(number, round)| {
                    round.answers.get(&question.id).map(|answered| (number + 1, answered))
                });
            let present = walk.state().answers.get(&question.id).filter(|_| walk.applies(&question.id));
            let mut add = |round: usize, answered: &Answered| {
                for part in answered.value.parts() {
                    if let Value::Promise(promise) = part {
                        let promise = Guarded::new(promise.clone(), question.audience, question.under_gate);
                        entries.push(PromiseEntry { question: question.id.clone(), round, promise });
                    }
                }
            };
            earlier.for_each(|(round, answered)| add(round, answered));
            if let Some(answered) = present {
                add(walk.state().round(), answered);
            }
        }
        entries.sort_by_key(|entry| entry.promise.for_house().due);
        Self(entries)
    }

    /// The promises, earliest due first.
    pub fn iter(&self) -> std::slice::Iter<'_, PromiseEntry> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// When the earliest of what is still owed falls due.
    pub fn next_due(&self) -> Option<DateTime<FixedOffset>> {
        let owed = self.0.iter().map(|entry| entry.promise.for_house()).filter(|promise| promise.verdict.is_none());
        owed.map(|promise| promise.due).min()
    }
}
