//! Who answers for an incident: being asked is not accepting, and whoever answered before does until somebody else accepts.

use chrono::{DateTime, FixedOffset};

use crate::answer::Person;
use crate::untrusted::Untrusted;

/// Who answers for the incident, who was asked to, and who did before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ownership {
    /// Who accepted last.
    responsible: Option<Turn>,
    /// Who was asked and has not accepted yet.
    asked: Option<Asked>,
    /// Who stands in for the owner.
    pub deputy: Option<Person>,
    /// Everybody who accepted, the earliest first.
    pub turns: Vec<Turn>,
}

/// Somebody's turn at answering for the incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Who.
    pub person: Person,
    /// Since when.
    pub since: DateTime<FixedOffset>,
}

/// Somebody who was asked to answer for the incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Who.
    pub person: Person,
    /// When they were asked.
    pub at: DateTime<FixedOffset>,
    /// Why, or what they should know.
    pub reason: Option<Untrusted>,
}

impl Ownership {
    /// Who answers for it now.
    pub const fn responsible(&self) -> Option<&Turn> {
        self.responsible.as_ref()
    }

    /// Who was asked and has not accepted yet.
    pub const fn asked(&self) -> Option<&Asked> {
        self.asked.as_ref()
    }

    /// When somebody answered for it for the first time.
    pub fn first_owned_at(&self) -> Option<DateTime<FixedOffset>> {
        self.turns.first().map(|turn| turn.since)
    }

    /// How often it went from one person to another.
    pub const fn hand_overs(&self) -> usize {
        self.turns.len().saturating_sub(1)
    }

    pub(super) fn ask(&mut self, person: &Person, at: DateTime<FixedOffset>, reason: Option<&Untrusted>) {
        match &mut self.responsible {
            Some(turn) if turn.person.is_same_as(person) => {
                turn.person = person.clone();
                self.asked = None;
            }
            _ => self.asked = Some(Asked { person: person.clone(), at, reason: reason.cloned() }),
        }
    }

    pub(super) fn accepted(&mut self, person: &Person, at: DateTime<FixedOffset>) {
        self.asked = None;
        if self.responsible.as_ref().is_some_and(|turn| turn.person.is_same_as(person)) {
            return;
        }
        let turn = Turn { person: person.clone(), since: at };
        self.deputy = None;
        self.turns.push(turn.clone());
        self.responsible = Some(turn);
    }

    /// Whoever answered for it no longer does, because the recovery failed: somebody else has to take it on.
    pub(super) fn stepped_down(&mut self) {
        self.responsible = None;
        self.asked = None;
        self.deputy = None;
    }

    /// It was said that the person who had accepted has not: nobody answers for it.
    pub(super) fn not_accepted(&mut self, person: &Person, at: DateTime<FixedOffset>) {
        if self.responsible.as_ref().is_some_and(|turn| turn.person.is_same_as(person)) {
            self.responsible = None;
            self.asked = Some(Asked { person: person.clone(), at, reason: None });
        }
    }
}
