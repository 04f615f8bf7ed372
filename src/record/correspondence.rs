//! What a letter to the customer can be filled in with: answers by the names of their questions, what is still owed to them, and by when
//! an answer is due.
//!
//! Every answer, promise and date in here came through the customer's door. Beside them stand what the house knows of the incident itself
//! and the customer is told in any case (its number, the days on which it was opened and opened again, whether it is a drill) and what is never written into a letter
//! but says why something is not in it: how the gate stands, whether that is known, and the names of the questions that wait for it or
//! whose offer was refused.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};

use super::customer::CustomerAnswer;
use super::fold::Record;
use crate::answer::{Person, Promise, Value};
use crate::journal::{IncidentId, PromiseNumber};
use crate::playbook::Playbook;
use crate::spine::{Audience, ForCustomer, Gate, Guarded, Name, UnderGate};

/// What a letter can be filled in with.
#[derive(Debug, Clone)]
pub struct Correspondence {
    /// The number of the incident. The caller's own reference belongs to the house and is never here.
    pub id: IncidentId,
    /// When it was opened.
    pub opened_at: DateTime<FixedOffset>,
    /// When it was opened again, the last time.
    pub reopened_at: Option<DateTime<FixedOffset>>,
    /// Whether it is a drill.
    pub training: bool,
    /// What the customer's door holds back.
    pub gate: Gate,
    /// Whether somebody has said if legal proceedings may follow.
    pub gate_is_known: bool,
    /// The answers, by the names of their questions.
    pub answers: BTreeMap<Name, CustomerAnswer>,
    /// The questions that are for the customer and whose answers wait until the legal gate is lifted.
    pub held: BTreeSet<Name>,
    /// The questions about an offer that was refused, and so is none any more.
    pub refused: BTreeSet<Name>,
    /// What was promised to them and has no verdict, earliest due first.
    pub owed: Vec<OwedToThem>,
    /// By when an answer is due to them, by the names of the limits.
    pub due: BTreeMap<Name, ForCustomer<DateTime<FixedOffset>>>,
}

/// Something that was promised to the customer and has no verdict.
#[derive(Debug, Clone)]
pub struct OwedToThem {
    /// What it is called within the incident.
    pub number: PromiseNumber,
    /// The question it answers.
    pub question: Name,
    /// The promise; never with the house's words about it.
    pub promise: ForCustomer<Promise>,
    /// Who keeps it now.
    pub by: Option<ForCustomer<Person>>,
}

impl Correspondence {
    /// What of a record a letter may hold now. The limits have to be counted by then, see [`Record::counted`].
    pub fn of(record: &Record, playbook: &Playbook) -> Self {
        let gate = record.customer_gate();
        let refused = refused(record);
        Self {
            id: record.identity.id,
            opened_at: record.opened_at,
            reopened_at: record.earlier_ends.last().map(|end| end.at),
            training: record.training,
            gate,
            gate_is_known: record.answer("legal_risk").is_some(),
            answers: answers(record, gate, &refused),
            refused,
            held: held(record, gate),
            owed: owed(record, gate),
            due: due(record, playbook, gate),
        }
    }

    /// The answer to a question, if the customer may read it.
    pub fn answer(&self, id: &str) -> Option<&Value> {
        self.answers.get(id).map(|answer| answer.value.get())
    }

    /// The person who is the answer to a question, if the customer may read it.
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.answer(id).and_then(Value::person)
    }
}

/// An offer that was refused is no longer one.
fn refused(record: &Record) -> BTreeSet<Name> {
    let accepted = record.answer("remedy_accepted").map(|answer| answer.for_house().choice());
    let was_refused = accepted == Some(Some("refused"));
    let entries = record.steps.iter().flat_map(|step| &step.entries).filter(|entry| entry.value().is_some());
    let offered = entries.filter(|entry| was_refused && (entry.id == *"remedy_what" || entry.id == *"remedy_value"));
    offered.map(|entry| entry.id.clone()).collect()
}

fn answers(record: &Record, gate: Gate, refused: &BTreeSet<Name>) -> BTreeMap<Name, CustomerAnswer> {
    let entries = record.steps.iter().flat_map(|step| &step.entries).filter(|entry| !refused.contains(&entry.id));
    entries
        .filter_map(|entry| {
            let value = entry.value()?.for_customer(gate)?.map(Clone::clone);
            let value = value.filter_map(made_to_them)?;
            Some((entry.id.clone(), CustomerAnswer { ask: entry.ask.clone(), kind: entry.kind.clone(), value }))
        })
        .collect()
}

/// The names, and nothing of the answers.
fn held(record: &Record, gate: Gate) -> BTreeSet<Name> {
    let entries = record.steps.iter().flat_map(|step| &step.entries);
    let waits = entries.filter(|entry| {
        let value = entry.value().filter(|value| value.audience() == Audience::Customer);
        value.is_some_and(|value| value.for_customer(gate).is_none())
    });
    waits.map(|entry| entry.id.clone()).collect()
}

/// The answer without what was promised to somebody else, and without why a promise was broken or released, which is written by the
/// house, for the house. `None` where nothing is left.
fn made_to_them(value: Value) -> Option<Value> {
    match value {
        Value::Promise(promise) => promise.to.is_none().then_some(Value::Promise(Promise { reason: None, ..promise })),
        Value::Several(parts) => {
            let parts: Vec<Value> = parts.into_iter().filter_map(made_to_them).collect();
            (!parts.is_empty()).then_some(Value::Several(parts))
        }
        other => Some(other),
    }
}

fn owed(record: &Record, gate: Gate) -> Vec<OwedToThem> {
    let owner = record.answer("owner").and_then(|answer| answer.for_customer(gate));
    let owner = owner.and_then(|owner| owner.get().person().cloned().map(|person| owner.map(|_| person)));
    let owed = record.promises.iter().filter_map(|entry| {
        let promise = entry.promise.for_customer(gate)?.map(|promise| Promise { reason: None, ..promise.clone() });
        if promise.get().verdict.is_some() || promise.get().to.is_some() {
            return None;
        }
        let made_by = promise.get().by.clone().map(|by| promise.clone().map(|_| by));
        let is_the_owners =
            |owner: &&ForCustomer<Person>| entry.keeper.as_ref().is_some_and(|keeper| owner.get().is_same_as(keeper));
        let by = owner.as_ref().filter(is_the_owners).cloned().or(made_by);
        Some(OwedToThem { number: entry.number, question: entry.question.clone(), promise, by })
    });
    owed.collect()
}

/// By when an answer is due to them is the customer's to know, whatever it is counted from; what a regulator is owed, or the house has
/// set itself, is not.
fn due(record: &Record, playbook: &Playbook, gate: Gate) -> BTreeMap<Name, ForCustomer<DateTime<FixedOffset>>> {
    let limits = record.limits.iter().filter_map(|limit| {
        let audience = playbook.deadline(limit.id.as_str())?.serves.audience();
        let due = Guarded::new(limit.due?, audience, UnderGate::Shown);
        Some((limit.id.clone(), due.for_customer(gate)?.map(|due| *due)))
    });
    limits.collect()
}
