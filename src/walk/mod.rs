//! The walk: a pure state machine from a playbook and the events so far to the next question, and from an answer to events.
//!
//! [`Walk`] is made by replaying events, [`Walk::next`] says what to ask, [`Walk::answer`] and its companions turn what
//! somebody did into events or a [`Refusal`], and [`Walk::apply`] takes events in. A refusal is no error: the question is asked
//! again. Time comes in as an argument; nothing here knows a terminal, a file or a clock.

mod answering;
mod assume;
mod beside;
pub mod circumstances;
pub mod clockwork;
mod deciding;
mod moving;
pub mod ownership;
mod owning;
pub mod pledges;
pub mod promising;
pub mod refusal;
mod rules;
pub mod state;

#[cfg(test)]
pub(crate) mod harness;
#[cfg(test)]
pub(crate) mod properties;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use ownership::Ownership;
pub use pledges::{Pledge, Pledges};
pub use promising::{Became, HearsNext};
pub use refusal::Refusal;
pub use state::{Answered, Note, Round, RoundEnd, Skip, State};

use crate::answer::{Person, Value};
use crate::journal::{Envelope, Event};
use crate::playbook::condition::Facts;
use crate::playbook::{Limit, Playbook, Question};
use crate::spine::{Asked, Gate, Name, Step};

/// A walk through one incident, at some point.
#[derive(Debug, Clone)]
pub struct Walk {
    playbook: Arc<Playbook>,
    state: State,
    /// For every question in the order of asking, whether earlier answers open it.
    applies: Vec<bool>,
}

/// What comes next.
#[derive(Debug, Clone, Copy)]
pub enum Next<'w> {
    /// This question.
    Ask(&'w Question),
    /// Nothing is open: the answers can be looked over and the incident closed.
    Review,
    /// The incident is closed.
    Ended,
}

/// Where a question stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// To be asked.
    Open,
    /// Answered.
    Answered,
    /// Answered, and a later answer made it doubtful.
    Reconsider(Refusal),
    /// Answered, and no longer asked after a change; kept, and left out of the record.
    SetAside,
    /// Left out, with a reason where one was needed.
    Skipped,
    /// Put off and still owed.
    PutOff,
    /// Can be answered, and is not asked by itself.
    OnRequest,
    /// Not opened by the answers so far.
    NotAsked,
}

impl Walk {
    /// The walk of an incident as its events left it.
    pub fn replay<'e>(playbook: Arc<Playbook>, events: impl IntoIterator<Item = &'e Envelope>) -> Self {
        let applies = vec![false; playbook.questions.len()];
        let mut walk = Self { playbook, state: State::default(), applies };
        for envelope in events {
            walk.state.take(envelope, &walk.playbook);
        }
        walk.look_again();
        walk
    }

    /// Takes in one event.
    pub fn apply(&mut self, envelope: &Envelope) {
        self.state.take(envelope, &self.playbook);
        self.look_again();
    }

    /// The playbook.
    pub fn playbook(&self) -> &Playbook {
        &self.playbook
    }

    /// The playbook, to be shared.
    pub fn shared_playbook(&self) -> Arc<Playbook> {
        Arc::clone(&self.playbook)
    }

    /// What has been said so far.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// What to ask next: where somebody went back or jumped to, else the first open question.
    pub fn next(&self) -> Next<'_> {
        if self.state.ended.is_some() {
            return Next::Ended;
        }
        let focused = self.state.focus.as_ref().and_then(|id| self.playbook.place(id.as_str()));
        let focused =
            focused.filter(|&place| self.applies_at(place)).and_then(|place| self.playbook.questions.get(place));
        if let Some(question) = focused {
            return Next::Ask(question);
        }
        let open = || self.playbook.questions.iter().filter(|question| self.is_open(question));
        let in_step = self.state.focus_step.and_then(|step| open().find(|question| question.step == step));
        match in_step.or_else(|| open().next()) {
            Some(question) => Next::Ask(question),
            None => Next::Review,
        }
    }

    /// Where a question stands.
    pub fn standing(&self, question: &Question) -> Standing {
        let applies = self.playbook.place(question.id.as_str()).is_some_and(|place| self.applies_at(place));
        let answered = self.state.answers.get(&question.id);
        if let Some(answered) = answered {
            if !applies {
                return Standing::SetAside;
            }
            return match rules::stands(self, question, answered) {
                Ok(()) => Standing::Answered,
                Err(_) if self.state.put_off.contains(&question.id) => Standing::PutOff,
                Err(refusal) => Standing::Reconsider(refusal),
            };
        }
        if !applies {
            return Standing::NotAsked;
        }
        if self.state.skipped.contains_key(&question.id) || self.state.skipped_with_step(question) {
            return Standing::Skipped;
        }
        if self.state.put_off.contains(&question.id) {
            return Standing::PutOff;
        }
        if question.asked == Asked::OnRequest { Standing::OnRequest } else { Standing::Open }
    }

    fn is_open(&self, question: &Question) -> bool {
        matches!(self.standing(question), Standing::Open | Standing::Reconsider(_))
    }

    /// Whether earlier answers open the question.
    pub fn applies(&self, id: &Name) -> bool {
        self.playbook.place(id.as_str()).is_some_and(|place| self.applies_at(place))
    }

    fn applies_at(&self, place: usize) -> bool {
        self.applies.get(place).copied().unwrap_or(false)
    }

    /// The answer to a question, if it stands in the record: given or assumed, and still asked.
    pub fn answer_to(&self, id: &str) -> Option<&Value> {
        let place = self.playbook.place(id)?;
        let question = self.playbook.questions.get(place)?;
        self.applies_at(place).then(|| self.state.answers.get(&question.id).map(|answered| &answered.value)).flatten()
    }

    /// Who keeps a promise when nobody else is named: the owner, and nobody where it was made before there was one.
    pub fn keeper(&self, question: &Name) -> Option<Person> {
        let is_earlier = *question == *"earlier_promises";
        let owner = self.answer_to("owner").and_then(Value::person).filter(|_| !is_earlier);
        owner.map(|owner| Person { contact: None, ..owner.clone() })
    }

    /// Whether customer text is held to regret and undertaking.
    pub fn gate(&self) -> Gate {
        let risk = self.answer_to("legal_risk") == Some(&Value::YesNo(true));
        let lifted = self.answer_to("gate_lifted_by").is_some() && self.answer_to("gate_lifted_why").is_some();
        if risk && !lifted { Gate::Closed } else { Gate::Open }
    }

    /// Everything that the record cannot do without: required questions that are open, and whatever is doubtful or was put off; in
    /// the order of asking.
    pub fn owed(&self) -> impl Iterator<Item = &Question> {
        self.playbook.questions.iter().filter(|question| match self.standing(question) {
            Standing::Open => question.required,
            Standing::Reconsider(_) | Standing::PutOff => true,
            _ => false,
        })
    }

    /// Answers that are kept and no longer asked for.
    pub fn set_aside(&self) -> impl Iterator<Item = &Question> {
        self.playbook.questions.iter().filter(|question| self.standing(question) == Standing::SetAside)
    }

    /// The questions of a step that are not asked by themselves and have no answer yet, or can take another.
    pub fn on_request(&self, step: Step) -> impl Iterator<Item = &Question> {
        self.playbook.questions_of(step).filter(|question| {
            let standing = self.standing(question);
            let takes_another = question.repeat && standing == Standing::Answered && question.asked == Asked::OnRequest;
            standing == Standing::OnRequest || takes_another
        })
    }

    /// How far a step is: answered or left out, and still to come, as far as the answers so far can tell.
    pub fn progress(&self, step: Step) -> Progress {
        let mut progress = Progress::default();
        for question in self.playbook.questions_of(step) {
            match self.standing(question) {
                Standing::Answered | Standing::Skipped if question.asked != Asked::OnRequest => progress.done += 1,
                Standing::Open | Standing::Reconsider(_) => progress.open += 1,
                Standing::PutOff => progress.put_off += 1,
                _ => {}
            }
        }
        progress
    }

    /// Works out anew which questions are open, in one pass: conditions look at earlier questions only.
    fn look_again(&mut self) {
        let mut applies = Vec::with_capacity(self.playbook.questions.len());
        for question in &self.playbook.questions {
            let facts = Known { walk: self, applies: &applies };
            let opened = question.when.as_ref().is_none_or(|when| when.holds(&facts));
            // Where the playbook wants nobody senior after a second failure, nobody is asked for.
            let unwanted =
                question.builtin && *question.id.as_str() == *"senior_contact" && !self.playbook.again.senior;
            applies.push(opened && !unwanted);
        }
        self.applies = applies;
    }

    /// The walk as it would be after these events.
    fn after(&self, events: &[Event], at: chrono::DateTime<chrono::FixedOffset>) -> Self {
        let mut walk = self.clone();
        for event in events {
            walk.apply_next(event.clone(), at);
        }
        walk
    }

    /// Takes in an event as the next one, whoever records it.
    fn apply_next(&mut self, event: Event, at: chrono::DateTime<chrono::FixedOffset>) {
        let seq = self.state.seq + 1;
        self.apply(&Envelope { seq, at, author: "".into(), event });
    }
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Questions answered or left out.
    pub done: usize,
    /// Questions to be asked.
    pub open: usize,
    /// Questions put off.
    pub put_off: usize,
}

/// The answers that stand in the record.
impl Facts for Walk {
    fn answer(&self, question: &Name) -> Option<&Value> {
        self.answer_to(question.as_str())
    }

    fn authority(&self) -> &Limit {
        &self.playbook.authority.limit
    }
}

/// The answers that stand, while it is being worked out which do.
struct Known<'w> {
    walk: &'w Walk,
    applies: &'w [bool],
}

impl Facts for Known<'_> {
    fn answer(&self, question: &Name) -> Option<&Value> {
        let place = self.walk.playbook.place(question.as_str())?;
        let applies = self.applies.get(place).copied().unwrap_or(false);
        applies.then(|| self.walk.state.answers.get(question).map(|answered| &answered.value)).flatten()
    }

    fn authority(&self) -> &Limit {
        &self.walk.playbook.authority.limit
    }
}
