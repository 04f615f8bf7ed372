//! What was promised, and what became of it.

use chrono::{DateTime, FixedOffset};

use crate::answer::{Person, Promise, Verdict};
use crate::journal::PromiseNumber;
use crate::spine::{Audience, Guarded, Name};
use crate::walk::pledges::Place;
use crate::walk::{Pledge, Walk};

/// One promise of the incident.
#[derive(Debug, Clone)]
pub struct PromiseEntry {
    /// What it is called within the incident.
    pub number: PromiseNumber,
    /// The question it answers.
    pub question: Name,
    /// The round it was made in, from 1.
    pub round: usize,
    /// How often it was promised anew before it fell due.
    pub moved: usize,
    /// When it was recorded.
    pub made_at: DateTime<FixedOffset>,
    /// Who keeps it now: whoever owned the incident hands what is still owed over with it.
    pub keeper: Option<Person>,
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
pub struct Ledger {
    entries: Vec<PromiseEntry>,
    taken_out: Vec<PromiseEntry>,
}

impl<'l> IntoIterator for &'l Ledger {
    type Item = &'l PromiseEntry;
    type IntoIter = std::slice::Iter<'l, PromiseEntry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Ledger {
    /// The promises of a walk, of earlier rounds as well. A promise to the customer stays in it when its question is no longer asked;
    /// what the house set itself goes with its question.
    pub fn of(walk: &Walk) -> Self {
        let of = |counts: bool| {
            let pledges = walk.state().pledges.iter().filter(|pledge| pledge.counts() == counts);
            let mut entries: Vec<PromiseEntry> = pledges.filter_map(|pledge| entry(walk, pledge)).collect();
            entries.sort_by_key(|entry| entry.promise.for_house().due);
            entries
        };
        Self { entries: of(true), taken_out: of(false) }
    }

    /// What was taken out of an answer before it fell due, earliest due first: nothing of it is owed, and that it was said stays on
    /// record.
    pub fn taken_out(&self) -> std::slice::Iter<'_, PromiseEntry> {
        self.taken_out.iter()
    }

    /// The promises, earliest due first.
    pub fn iter(&self) -> std::slice::Iter<'_, PromiseEntry> {
        self.entries.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// When the earliest of what is still owed falls due.
    pub fn next_due(&self) -> Option<DateTime<FixedOffset>> {
        let owed =
            self.entries.iter().map(|entry| entry.promise.for_house()).filter(|promise| promise.verdict.is_none());
        owed.map(|promise| promise.due).min()
    }
}

/// The entry of a promise; `None` for one within the house whose question is no longer asked.
fn entry(walk: &Walk, pledge: &Pledge) -> Option<PromiseEntry> {
    let question = walk.playbook().question(pledge.question.as_str())?;
    let round = match pledge.place {
        Place::Round(round, _) => round + 1,
        Place::Present(_) | Place::Gone => walk.state().round(),
    };
    let is_asked = !matches!(pledge.place, Place::Present(_)) || walk.applies(&pledge.question);
    let stands = is_asked || question.audience == Audience::Customer;
    stands.then(|| PromiseEntry {
        number: pledge.number,
        question: pledge.question.clone(),
        round,
        moved: pledge.moved.len(),
        made_at: pledge.made_at,
        keeper: pledge.promise.by.as_ref().map(|by| keeper(walk, pledge, by).clone()),
        promise: Guarded::new(pledge.promise.clone(), question.audience, question.under_gate),
    })
}

/// Who keeps a promise now, of what is still owed; else who kept it.
fn keeper<'p>(walk: &'p Walk, pledge: &Pledge, by: &'p Person) -> &'p Person {
    let ownership = &walk.state().ownership;
    let owned_it = ownership.turns.iter().any(|turn| turn.person.is_same_as(by));
    match ownership.responsible() {
        Some(turn) if owned_it && pledge.is_owed() => &turn.person,
        _ => by,
    }
}
