//! What the customer may read, and nothing else: every value in here came through the customer's door.

use chrono::{DateTime, FixedOffset};

use super::entry::Entry;
use super::fold::{Identity, Record, RoundRecord};
use super::moment::Happening;
use crate::answer::{Failure, Kind, Money, Person, Promise, Value};
use crate::spine::{ForCustomer, Gate, Guarded};
use crate::untrusted::Untrusted;

/// The customer's record.
#[derive(Debug, Clone)]
pub struct CustomerRecord {
    /// How the incident is called. The caller's own reference belongs to the house and is never here.
    pub identity: Identity,
    /// When it was opened.
    pub opened_at: DateTime<FixedOffset>,
    /// When it was opened again, oldest first; never why, which is written for the house.
    pub reopened_at: Vec<DateTime<FixedOffset>>,
    /// Who it is for.
    pub customer: Option<ForCustomer<Person>>,
    /// Their own reference.
    pub reference: Option<ForCustomer<Untrusted>>,
    /// What happened, in their words.
    pub what_happened: Option<ForCustomer<Untrusted>>,
    /// What it did to them.
    pub effect: Option<ForCustomer<Untrusted>>,
    /// When it happened.
    pub happened_at: Option<ForCustomer<DateTime<FixedOffset>>>,
    /// What failed on which date.
    pub failures: Vec<ForCustomer<Failure>>,
    /// Who answers for it.
    pub owner: Option<ForCustomer<Person>>,
    /// The words in which responsibility was taken.
    pub responsibility: Option<ForCustomer<Untrusted>>,
    /// Regret while the gate is closed, and before the fuller apology.
    pub regret: Option<ForCustomer<Untrusted>>,
    /// The apology.
    pub apology: Option<ForCustomer<Untrusted>>,
    /// Who made it.
    pub apologised_by: Option<ForCustomer<Person>>,
    /// When.
    pub apologised_at: Option<ForCustomer<DateTime<FixedOffset>>>,
    /// The explanation.
    pub explanation: Option<ForCustomer<Untrusted>>,
    /// What was put right.
    pub corrected: Option<ForCustomer<Untrusted>>,
    /// What could not be, and why.
    pub not_corrected: Option<ForCustomer<Untrusted>>,
    /// What was done in its place.
    pub alternative: Option<ForCustomer<Untrusted>>,
    /// What was offered.
    pub remedy: Option<ForCustomer<Untrusted>>,
    /// What it is worth.
    pub remedy_value: Option<ForCustomer<Money>>,
    /// What they said when they were asked.
    pub verdict: Option<ForCustomer<Untrusted>>,
    /// What more they would like.
    pub more_wanted: Option<ForCustomer<Untrusted>>,
    /// Where they can take it.
    pub route: Option<ForCustomer<Untrusted>>,
    /// What they were promised, earliest due first; never with the house's reason for a verdict.
    pub promises: Vec<ForCustomer<Promise>>,
    /// What was said and done in the rounds before the present one, oldest first.
    pub earlier_rounds: Vec<CustomerRound>,
    /// The playbook's own questions that are for the customer, but for promises and failures, which are above.
    pub others: Vec<CustomerAnswer>,
}

/// A round that ended with the customer wanting something more: what had been done, and what they said.
#[derive(Debug, Clone)]
pub struct CustomerRound {
    /// What was put right.
    pub corrected: Option<ForCustomer<Untrusted>>,
    /// What was offered, where they took it up.
    pub remedy: Option<ForCustomer<Untrusted>>,
    /// What it is worth.
    pub remedy_value: Option<ForCustomer<Money>>,
    /// What they said when they were asked.
    pub verdict: Option<ForCustomer<Untrusted>>,
    /// What more they would like.
    pub more_wanted: Option<ForCustomer<Untrusted>>,
}

/// A playbook's own question and its answer, for the customer.
#[derive(Debug, Clone)]
pub struct CustomerAnswer {
    /// The question.
    pub ask: Untrusted,
    /// What it takes; holds the labels of choices.
    pub kind: Kind,
    /// The answer.
    pub value: ForCustomer<Value>,
}

impl CustomerRecord {
    /// What of a record the customer may read now.
    pub fn of(record: &Record) -> Self {
        let door = Door { record, gate: record.customer_gate() };
        let answered = record.answer("remedy_accepted").map(|answer| answer.for_house().choice());
        let was_refused = answered == Some(Some("refused"));
        Self {
            identity: Identity { id: record.identity.id, external_ref: None },
            opened_at: record.opened_at,
            reopened_at: record.earlier_ends.iter().map(|end| end.at).collect(),
            customer: door.answer("customer", Value::person),
            reference: door.text("reference"),
            what_happened: door.text("what_happened"),
            effect: door.text("effect"),
            happened_at: door.moment("happened_at"),
            failures: door.failures(),
            owner: door.answer("owner", Value::person),
            responsibility: door.text("responsibility_words"),
            regret: door.text("regret_words"),
            apology: door.text("apology_words"),
            apologised_by: door.answer("apologised_by", Value::person),
            apologised_at: door.moment("apologised_at"),
            explanation: door.text("explanation"),
            corrected: door.text("correction_what"),
            not_corrected: door.text("correction_why_not"),
            alternative: door.text("alternative"),
            remedy: door.text("remedy_what").filter(|_| !was_refused),
            remedy_value: door.answer("remedy_value", money).filter(|_| !was_refused),
            verdict: door.text("verdict_words"),
            more_wanted: door.text("more_wanted"),
            route: door.text("route"),
            promises: door.promises(),
            earlier_rounds: record.rounds.iter().map(|round| door.round(round)).collect(),
            others: door.others(),
        }
    }
}

/// A part of an answer, through the customer's door.
fn part_of<T: Clone>(
    answer: &Guarded<Value>,
    gate: Gate,
    part: impl FnOnce(&Value) -> Option<&T>,
) -> Option<ForCustomer<T>> {
    let value = answer.for_customer(gate)?;
    let part = part(value.get())?.clone();
    Some(value.map(|_| part))
}

const fn money(value: &Value) -> Option<&Money> {
    match value {
        Value::Money(money) => Some(money),
        _ => None,
    }
}

/// The customer's door of one record.
struct Door<'r> {
    record: &'r Record,
    gate: Gate,
}

impl Door<'_> {
    fn answer<T: Clone>(&self, id: &str, part: impl FnOnce(&Value) -> Option<&T>) -> Option<ForCustomer<T>> {
        part_of(self.record.answer(id)?, self.gate, part)
    }

    fn round(&self, round: &RoundRecord) -> CustomerRound {
        let entry = |id: &str| round.entries.iter().find(|entry| entry.id == *id).and_then(Entry::value);
        let text = |id: &str| part_of(entry(id)?, self.gate, Value::text);
        // An offer that was not taken up is no longer one, and must not read as if it came on top of the next.
        let holds = entry("remedy_accepted").is_some_and(|answer| answer.for_house().choice() == Some("accepted"));
        CustomerRound {
            corrected: text("correction_what"),
            remedy: text("remedy_what").filter(|_| holds),
            remedy_value: entry("remedy_value").filter(|_| holds).and_then(|value| part_of(value, self.gate, money)),
            verdict: text("verdict_words"),
            more_wanted: text("more_wanted"),
        }
    }

    fn text(&self, id: &str) -> Option<ForCustomer<Untrusted>> {
        self.answer(id, Value::text)
    }

    fn moment(&self, id: &str) -> Option<ForCustomer<DateTime<FixedOffset>>> {
        self.answer(id, |value| match value {
            Value::DateTime(at) => Some(at),
            _ => None,
        })
    }

    fn failures(&self) -> Vec<ForCustomer<Failure>> {
        let failed = self.record.timeline.iter().filter_map(|moment| moment.what.for_customer(self.gate));
        failed
            .filter_map(|what| match what.get() {
                Happening::Failed(failure) => {
                    let failure = failure.clone();
                    Some(what.map(|_| failure))
                }
                _ => None,
            })
            .collect()
    }

    fn promises(&self) -> Vec<ForCustomer<Promise>> {
        let promises = self.record.promises.iter().filter_map(|entry| entry.promise.for_customer(self.gate));
        // Why one was broken or released is written by the house, for the house.
        promises.map(|promise| promise.map(|promise| Promise { reason: None, ..promise.clone() })).collect()
    }

    fn others(&self) -> Vec<CustomerAnswer> {
        let entries = self.record.steps.iter().flat_map(|step| &step.entries);
        let above = |kind: &Kind| matches!(kind, Kind::Promise | Kind::Failure);
        let entries = entries.filter(|entry| !entry.builtin && !above(&entry.kind));
        entries
            .filter_map(|entry| {
                let value = entry.value()?.for_customer(self.gate)?.map(Clone::clone);
                Some(CustomerAnswer { ask: entry.ask.clone(), kind: entry.kind.clone(), value })
            })
            .collect()
    }
}
