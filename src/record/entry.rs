//! One question of a record with its answer, or with why there is none.

use chrono::{DateTime, FixedOffset};

use crate::answer::{Choice, Kind, Value};
use crate::journal::{KeptWording, Origin};
use crate::playbook::Question;
use crate::spine::{Audience, Guarded, Name, Step};
use crate::untrusted::Untrusted;
use crate::walk::{Answered, Refusal, Round, Standing, Walk};

/// One question as the record has it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The question's name.
    pub id: Name,
    /// The step it belongs to.
    pub step: Step,
    /// The question as it was put.
    pub ask: Untrusted,
    /// What it takes; of its choices, those that were chosen.
    pub kind: Kind,
    /// Whether it is one of the program's own questions.
    pub builtin: bool,
    /// Whether leaving it out needs a reason.
    pub required: bool,
    /// Who may read the answer, and why there is none.
    pub audience: Audience,
    /// The answer behind its audience, or why there is none.
    pub state: EntryState,
    /// Notes that stand beside it, for the house.
    pub notes: Vec<Untrusted>,
    /// What the wording coach advised against in it, and was kept; for the house.
    pub kept: Vec<KeptWords>,
}

/// Words that were kept though the wording coach advised against them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptWords {
    /// The words.
    pub words: Untrusted,
    /// The rule that advised against them.
    pub rule: Name,
    /// What they do, as the coach names it, or `admission`.
    pub category: Name,
}

/// Where a question of a record stands.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant, reason = "most of a record is answered, and a box for each answer would cost more")]
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

    /// The entry of an earlier round; `None` where the question was neither answered nor left out in it.
    pub(super) fn of_round(walk: &Walk, question: &Question, round: &Round) -> Option<Self> {
        let answered = round.answers.get(&question.id).map(|answered| state_of(question, answered, None));
        let skipped = || round.skipped.get(&question.id).map(|skip| EntryState::Skipped(skip.reason.clone()));
        let kept = round.answers.get(&question.id).map(kept_words).unwrap_or_default();
        Some(Self { notes: Vec::new(), kept, ..Self::with(walk, question, answered.or_else(skipped)?) })
    }

    fn with(walk: &Walk, question: &Question, state: EntryState) -> Self {
        let kind = with_choices_made(&question.kind, &state);
        let kept = match &state {
            EntryState::Answered { .. } => walk.state().answers.get(&question.id).map(kept_words),
            _ => None,
        };
        let beside = |note: &&crate::walk::Note| note.question.as_ref() == Some(&question.id);
        Self {
            id: question.id.clone(),
            step: question.step,
            ask: question.ask.clone(),
            kind,
            builtin: question.builtin,
            required: question.required,
            audience: question.audience,
            state,
            notes: walk.state().notes.iter().filter(beside).map(|note| note.text.clone()).collect(),
            kept: kept.unwrap_or_default(),
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

/// The words of an answer that were kept, as they stand in it.
fn kept_words(answered: &Answered) -> Vec<KeptWords> {
    let text = |part: u32| match answered.value.parts().nth(usize::try_from(part).ok()?)? {
        Value::Text(text) => Some(text.as_stored()),
        Value::Contact(contact) => Some(contact.said.as_stored()),
        _ => None,
    };
    let in_words = |kept: &KeptWording| {
        let words = kept.words(text(kept.part)?)?.into();
        Some(KeptWords { words, rule: kept.rule.clone(), category: kept.category.clone() })
    };
    answered.kept.iter().filter_map(in_words).collect()
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

/// The kind with no more choices than the answer has: the others are the playbook's, and a record holds many questions.
fn with_choices_made(kind: &Kind, state: &EntryState) -> Kind {
    let made = |choices: &[Choice]| {
        let EntryState::Answered { value, .. } = state else { return Vec::new() };
        let is_made = |choice: &&Choice| {
            value.for_house().parts().any(|part| match part {
                Value::Choice(id) => *id == choice.id,
                Value::Choices(ids) => ids.contains(&choice.id),
                _ => false,
            })
        };
        choices.iter().filter(is_made).cloned().collect()
    };
    match kind {
        Kind::Choice(choices) => Kind::Choice(made(choices)),
        Kind::Choices(choices) => Kind::Choices(made(choices)),
        other => other.clone(),
    }
}

fn reason(walk: &Walk, question: &Question) -> Option<Untrusted> {
    let state = walk.state();
    let own = state.skipped.get(&question.id);
    own.or_else(|| state.skipped_steps.get(&question.step)).and_then(|skip| skip.reason.clone())
}
