//! Going back, jumping to another step, and asking for more.

use super::refusal::Refusal;
use super::{Next, Standing, Walk};
use crate::journal::{Event, Origin};
use crate::playbook::Question;
use crate::spine::{Asked, Name, Step};
use crate::untrusted::Untrusted;

impl Walk {
    /// What follows from going back one question from where the walk is.
    ///
    /// # Errors
    /// [`Refusal::AtTheBeginning`] when there is none before it.
    pub fn back(&self) -> Result<Vec<Event>, Refusal> {
        let here = match self.next() {
            Next::Ask(question) => self.playbook.place(question.id.as_str()).unwrap_or(0),
            Next::Review => self.playbook.questions.len(),
            Next::Ended => return Err(Refusal::Closed),
        };
        let before = self.playbook.questions.iter().take(here).rev();
        match before.filter(|question| self.was_put(question)).map(|question| question.id.clone()).next() {
            Some(to) => Ok(vec![Event::Moved { to, whole_step: false, reason: None }]),
            None => Err(Refusal::AtTheBeginning),
        }
    }

    /// Whether the responder has been at this question: it was asked, and not filled in by itself.
    fn was_put(&self, question: &Question) -> bool {
        let assumed = self.state.answers.get(&question.id).is_some_and(|answered| answered.origin == Origin::Assumed);
        question.asked != Asked::OnRequest
            && !assumed
            && matches!(
                self.standing(question),
                Standing::Answered | Standing::Reconsider(_) | Standing::Skipped | Standing::PutOff | Standing::Open
            )
    }

    /// What follows from going to one question, to answer it or to change the answer.
    ///
    /// # Errors
    /// When there is no such question, or it is not asked on this path.
    pub fn go_to(&self, id: &Name) -> Result<Vec<Event>, Refusal> {
        if self.state.ended.is_some() {
            return Err(Refusal::Closed);
        }
        let question = self.playbook.question(id.as_str()).ok_or_else(|| Refusal::NoSuchQuestion(id.clone()))?;
        if !self.applies(id) {
            return Err(super::rules::why_not_asked(self, question));
        }
        Ok(vec![Event::Moved { to: id.clone(), whole_step: false, reason: None }])
    }

    /// Whether going to that step leaves earlier questions open, so that it needs a reason.
    pub fn is_out_of_order(&self, step: Step) -> bool {
        self.owed().any(|question| question.step < step && question.required)
    }

    /// What follows from going to another step.
    ///
    /// # Errors
    /// When earlier questions are open and no reason is given, or when nothing in that step is asked on this path.
    pub fn jump(&self, step: Step, reason: Option<Untrusted>) -> Result<Vec<Event>, Refusal> {
        if self.state.ended.is_some() {
            return Err(Refusal::Closed);
        }
        let reason = reason.filter(|reason| !reason.is_blank());
        if reason.is_none() && self.is_out_of_order(step) {
            return Err(Refusal::ReasonNeeded);
        }
        let in_step = || self.playbook.questions_of(step).filter(|question| self.applies(&question.id));
        let first_open =
            in_step().find(|question| matches!(self.standing(question), Standing::Open | Standing::Reconsider(_)));
        let to = first_open.or_else(|| in_step().next()).ok_or(Refusal::NothingInStep(step))?;
        Ok(vec![Event::Moved { to: to.id.clone(), whole_step: true, reason }])
    }
}
