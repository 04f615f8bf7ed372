//! One question of a record with its answer, or with why there is none.

use chrono::{DateTime, FixedOffset};

use crate::answer::{Kind, Value};
use crate::journal::Origin;
use crate::playbook::Question;
use crate::spine::{Guarded, Name};
use crate::untrusted::Untrusted;
use crate::walk::{Answered, Refusal, Standing, Walk};

/// One question as the record has it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The question's name.
    pub id: Name,
    /// The question as it was put.
    pub ask: Untrusted,
    /// What it takes; holds the labels of choices.
    pub kind: Kind,
    /// Whether it is one of the program's own questions.
    pub builtin: bool,
    /// Whether leaving it out needs a reason.
    pub required: bool,
    /// The answer behind its audience, or why there is none.
    pub state: EntryState,
    /// Notes that stand beside it, for the house.
    pub notes: Vec<Untrusted>,
}

/// Where a question of a record stands.
#[derive(Debug, Clone)]
pub enum EntryState {
    /// Answered.
    Answered {
        /// The answer.
        value: Guarded<Value>,
        /// Given, or assumed from another answer.
        origin: Origin,
        /// When it was recorded.
        at: DateTime<FixedOffset>,
        /// Who recorded it.
        by: Untrusted,
        /// What makes it doubtful since, if anything does.
        doubt: Option<Refusal>,
    },
    /// Left out, with the reason where one was needed.
    Skipped(Option<Untrusted>),
    /// Put off, and still owed.
    PutOff,
    /// Asked for and not answered yet.
    Open,
    /// Not asked for, and not answered: unknown.
    Unknown,
}

impl Entry {
    /// The entry of a question, where it belongs to the path; `None` where the answers so far do not ask for it.
    pub(super) fn of(walk: &Walk, question: &Question) -> Option<Self> {
        let state = match walk.standing(question) {
            Standing::NotAsked | Standing::SetAside => return None,
            Standing::Answered => answered(walk, question, None)?,
            Standing::Reconsider(doubt) => answered(walk, question, Some(doubt))?,
            Standing::Skipped => EntryState::Skipped(reason(walk, question)),
            Standing::PutOff => EntryState::PutOff,
            Standing::Open => EntryState::Open,
            Standing::OnRequest => EntryState::Unknown,
        };
        Some(Self::with(walk, question, state))
    }

    /// The entry of an earlier round.
    pub(super) fn of_round(walk: &Walk, question: &Question, answered: &Answered) -> Self {
        Self::with(walk, question, state_of(question, answered, None))
    }

    fn with(walk: &Walk, question: &Question, state: EntryState) -> Self {
        let beside = |note: &&crate::walk::Note| note.question.as_ref() == Some(&question.id);
        Self {
            id: question.id.clone(),
            ask: question.ask.clone(),
            kind: question.kind.clone(),
            builtin: question.builtin,
            required: question.required,
            state,
            notes: walk.state().notes.iter().filter(beside).map(|note| note.text.clone()).collect(),
        }
    }

    /// The answer behind its audience, if there is one.
    pub const fn value(&self) -> Option<&Guarded<Value>> {
        match &self.state {
            EntryState::Answered { value, .. } => Some(value),
            _ => None,
        }
    }
}

fn answered(walk: &Walk, question: &Question, doubt: Option<Refusal>) -> Option<EntryState> {
    walk.state().answers.get(&question.id).map(|answered| state_of(question, answered, doubt))
}

fn state_of(question: &Question, answered: &Answered, doubt: Option<Refusal>) -> EntryState {
    EntryState::Answered {
        value: Guarded::new(answered.value.clone(), question.audience, question.under_gate),
        origin: answered.origin,
        at: answered.at,
        by: answered.by.clone(),
        doubt,
    }
}

fn reason(walk: &Walk, question: &Question) -> Option<Untrusted> {
    let state = walk.state();
    let own = state.skipped.get(&question.id);
    own.or_else(|| state.skipped_steps.get(&question.step)).and_then(|skip| skip.reason.clone())
}
