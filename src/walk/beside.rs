//! Facts from outside the questions, folded into the answers they bear on, so that every record and list reads one thing only.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};

use super::Walk;
use super::pledges::{Place, Pledge};
use super::state::{Answered, EarlierEnd, GateMove, RoundEnd, State};
use crate::answer::{Failure, FailureState, Person, Promise, Value};
use crate::journal::{Envelope, KeptWording, Origin};
use crate::playbook::Playbook;
use crate::playbook::again::NextOwner;
use crate::spine::{Gate, Name, Step};
use crate::untrusted::Untrusted;

/// What came in from outside the questions since they were last answered, so that an older text of the answers neither takes it away
/// nor puts something else in its place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// How many parts were added to an answer; they are its last.
    added: HashMap<Name, usize>,
    /// What had been answered to questions whose answer then came from outside, or was taken away.
    superseded: HashMap<Name, Value>,
}

impl Beside {
    /// How many of the last parts of an answer were added from outside.
    pub fn added(&self, question: &Name) -> usize {
        self.added.get(question).copied().unwrap_or(0)
    }

    /// What had been answered before something from outside took its place.
    pub fn superseded(&self, question: &Name) -> Option<&Value> {
        self.superseded.get(question)
    }

    pub(super) fn answered(&mut self, question: &Name) {
        self.added.remove(question);
        self.superseded.remove(question);
    }

    fn supersede(&mut self, question: &Name, before: Option<&Answered>) {
        if let Some(before) = before {
            self.superseded.entry(question.clone()).or_insert_with(|| before.value.clone());
        }
    }
}

impl Walk {
    /// A promise, contact or failure list, or a promise, as it was written down earlier, with what has become known outside the
    /// questions since: promises that were moved or settled, failures that were put right, and parts that were added.
    pub fn brought_up_to_date(&self, question: &Name, mut value: Value) -> Value {
        let state = self.state();
        let now = state.answers.get(question).map(|answered| &answered.value);
        let failures: Vec<&Value> = now.into_iter().flat_map(Value::parts).collect();
        let keeper = self.keeper(question);
        let bring = |part: &mut Value| match part {
            Value::Promise(promise) => state.pledges.bring_up_to_date(question, promise, keeper.as_ref()),
            Value::Failure(failure) if failure.state == FailureState::Open => {
                let same = failures.iter().find_map(|part| match part {
                    Value::Failure(known) if known.at == failure.at && known.what == failure.what => Some(known),
                    _ => None,
                });
                if let Some(known) = same {
                    failure.clone_from(known);
                }
            }
            _ => {}
        };
        match &mut value {
            Value::Several(parts) => {
                parts.iter_mut().for_each(bring);
                let added = failures.iter().rev().take(state.beside.added(question)).rev();
                let missing: Vec<Value> =
                    added.filter(|part| !parts.contains(part)).map(|part| (*part).clone()).collect();
                parts.extend(missing);
            }
            single => bring(single),
        }
        value
    }
}

impl State {
    /// What answers about the owner say about who answers for the incident.
    pub(super) fn owner_answered(&mut self, question: &Name, at: DateTime<FixedOffset>) {
        let Some(owner) = self.answers.get("owner").and_then(|answered| answered.value.person()) else { return };
        match (question.as_str(), self.answers.get(question).map(|answered| &answered.value)) {
            ("owner", _) => self.ownership.ask(owner, at, None),
            ("owner_accepted", Some(Value::YesNo(true))) => self.ownership.accepted(owner, at),
            ("owner_accepted", Some(Value::YesNo(false))) => self.ownership.not_accepted(owner, at),
            _ => {}
        }
    }

    /// One more part of a question that takes several, from outside the questions.
    pub(super) fn add_part(&mut self, question: &str, part: Value, envelope: &Envelope) {
        let Ok(question) = question.parse::<Name>() else { return };
        self.skipped.remove(&question);
        *self.beside.added.entry(question.clone()).or_default() += 1;
        if let Some(Value::Several(parts)) = self.answers.get_mut(&question).map(|answered| &mut answered.value) {
            parts.push(part);
        } else {
            let value = Value::Several(vec![part]);
            self.answers.insert(question, Answered::by(envelope, value, Origin::Given));
        }
    }

    /// What was kept, despite advice, in the part that was added last.
    pub(super) fn kept_in_last_part(&mut self, question: &str, kept: &[KeptWording]) {
        let Some(answered) = self.answers.get_mut(question) else { return };
        let last = u32::try_from(answered.value.parts().count().saturating_sub(1)).unwrap_or(u32::MAX);
        answered.kept.extend(kept.iter().map(|kept| KeptWording { part: last, ..kept.clone() }));
    }

    pub(super) fn promised(&mut self, under: &Name, promise: &Promise, takes_several: bool, envelope: &Envelope) {
        if !takes_several {
            self.pledges.taken_out(under, envelope.at);
            self.insert(under.as_str(), Value::Promise(promise.clone()), envelope);
            self.pledges.push(under, promise.clone(), Place::Present(0), envelope.at);
            return;
        }
        self.add_part(under.as_str(), Value::Promise(promise.clone()), envelope);
        let last = self.answers.get(under).map_or(0, |answered| answered.value.parts().count().saturating_sub(1));
        self.pledges.push(under, promise.clone(), Place::Present(last), envelope.at);
    }

    /// What became of a promise stands in its answer as well, wherever that is.
    pub(super) fn write_back(&mut self, pledge: Option<&Pledge>) {
        let Some(pledge) = pledge else { return };
        let (answered, part) = match pledge.place {
            Place::Present(part) => (self.answers.get_mut(&pledge.question), part),
            Place::Round(round, part) => {
                (self.rounds.get_mut(round).and_then(|round| round.answers.get_mut(&pledge.question)), part)
            }
            Place::Gone => return,
        };
        if let Some(promise) = answered.and_then(|answered| promise_at(&mut answered.value, part)) {
            promise.clone_from(&pledge.promise);
        }
    }

    pub(super) fn failure_settled(&mut self, number: u32, put_right_at: Option<DateTime<FixedOffset>>) {
        let place = (number as usize).saturating_sub(1);
        let failures = self.answers.get_mut("failures").map(|answered| &mut answered.value);
        let failure: Option<&mut Failure> = match failures {
            Some(Value::Several(parts)) => parts.get_mut(place).and_then(|part| match part {
                Value::Failure(failure) => Some(failure),
                _ => None,
            }),
            _ => None,
        };
        if let Some(failure) = failure {
            failure.state = if put_right_at.is_some() { FailureState::PutRight } else { FailureState::NotPutRight };
            failure.put_right_at = put_right_at;
        }
    }

    pub(super) fn assigned(&mut self, to: &Person, reason: Option<&Untrusted>, envelope: &Envelope) {
        self.ownership.ask(to, envelope.at, reason);
        if self.ownership.responsible().is_none() {
            self.insert("owner", Value::Person(to.clone()), envelope);
            self.take_away("owner_accepted");
        }
    }

    pub(super) fn owned(&mut self, by: &Person, envelope: &Envelope) {
        self.ownership.accepted(by, envelope.at);
        self.insert("owner", Value::Person(by.clone()), envelope);
        self.insert("owner_accepted", Value::YesNo(true), envelope);
    }

    pub(super) fn gate_moved(&mut self, to: Gate, by: &Person, reason: &Untrusted, envelope: &Envelope) {
        self.gate_moves.push(GateMove { to, by: by.clone(), reason: reason.clone(), at: envelope.at });
        match to {
            Gate::Closed => {
                self.insert("legal_risk", Value::YesNo(true), envelope);
                self.insert("legal_owner", Value::Person(by.clone()), envelope);
                self.insert("legal_note", Value::Text(reason.clone()), envelope);
                self.take_away("gate_lifted_by");
                self.take_away("gate_lifted_why");
            }
            Gate::Open => {
                self.insert("gate_lifted_by", Value::Person(by.clone()), envelope);
                self.insert("gate_lifted_why", Value::Text(reason.clone()), envelope);
            }
        }
    }

    /// An answer that follows from something outside the questions.
    pub(super) fn insert(&mut self, question: &str, value: Value, envelope: &Envelope) {
        let Ok(question) = question.parse::<Name>() else { return };
        self.skipped.remove(&question);
        self.put_off.remove(&question);
        self.beside.supersede(&question, self.answers.get(&question));
        self.answers.insert(question, Answered::by(envelope, value, Origin::Given));
    }

    /// An answer that something outside the questions takes away.
    fn take_away(&mut self, question: &str) {
        let Ok(question) = question.parse::<Name>() else { return };
        let before = self.answers.remove(&question);
        self.beside.supersede(&question, before.as_ref());
    }

    /// The recovery begins anew at putting it right: who answers, when they hear next, what was done, asked and ended become an
    /// earlier round.
    pub(super) fn reopened(&mut self, reason: &Untrusted, failed: bool, envelope: &Envelope, playbook: &Playbook) {
        let Some((ending, ended_at)) = self.ended.take() else { return };
        let owner = self.ownership.responsible().map(|turn| turn.person.clone());
        self.earlier_ends.push(EarlierEnd {
            ending,
            ended_at,
            at: envelope.at,
            by: envelope.author.clone(),
            reason: reason.clone(),
            failed,
            owner,
        });
        if failed && playbook.again.owner == NextOwner::Another {
            self.ownership.stepped_down();
        }
        let why = if failed { RoundEnd::Failed } else { RoundEnd::CameBack };
        self.begin_round(Step::Correct, why, envelope.at, playbook);
        let is_known = self.answers.get("failed_before").is_some_and(|before| before.value == Value::YesNo(true));
        if failed && !is_known {
            self.insert("failed_before", Value::YesNo(true), envelope);
        }
    }
}

/// The promise that is that part of an answer, from 0.
fn promise_at(value: &mut Value, part: usize) -> Option<&mut Promise> {
    let part = match value {
        Value::Several(parts) => parts.get_mut(part)?,
        single => single,
    };
    match part {
        Value::Promise(promise) => Some(promise),
        _ => None,
    }
}
