//! Who answers for the incident, and how long it took until somebody did.

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::answer::{Person, Value};
use crate::walk::Walk;
use crate::walk::ownership::{Asked, Turn};

/// Who answers for the incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Responsibility {
    /// Who answers for it now.
    pub owner: Option<Turn>,
    /// Who was asked and has not accepted; while there is an owner, the owner stays until they do.
    pub asked: Option<Asked>,
    /// Who stands in for the owner.
    pub deputy: Option<Person>,
    /// Everybody who accepted, the earliest first.
    pub turns: Vec<Turn>,
    /// How long it took from the customer telling the house until somebody answered for it; `None` until somebody does. Never
    /// negative.
    pub time_to_own: Option<TimeDelta>,
}

impl Responsibility {
    /// As a walk has it.
    pub fn of(walk: &Walk) -> Self {
        let ownership = &walk.state().ownership;
        let owned_after = |since: DateTime<FixedOffset>| {
            let received = received_at(walk)?;
            Some((since - received).max(TimeDelta::zero()))
        };
        Self {
            owner: ownership.responsible().cloned(),
            asked: ownership.asked().cloned(),
            deputy: ownership.deputy.clone(),
            turns: ownership.turns.clone(),
            time_to_own: ownership.first_owned_at().and_then(owned_after),
        }
    }

    /// Who is named for it at all: the owner, else who was asked.
    pub fn named(&self) -> Option<&Person> {
        self.owner.as_ref().map(|turn| &turn.person).or(self.asked.as_ref().map(|asked| &asked.person))
    }
}

/// When the customer told the house, as far as that is known; else when the incident was opened.
pub fn received_at(walk: &Walk) -> Option<DateTime<FixedOffset>> {
    match walk.answer_to("received_at") {
        Some(Value::DateTime(at)) => Some(*at),
        _ => walk.state().opened_at(),
    }
}
