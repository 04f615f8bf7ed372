//! From what somebody did to events: answering, skipping, putting off, noting, closing.

use chrono::{DateTime, FixedOffset};

use super::circumstances::Circumstances;
use super::refusal::Refusal;
use super::{Next, Standing, Walk, assume, rules};
use crate::answer::Value;
use crate::journal::{Event, Origin};
use crate::playbook::Question;
use crate::spine::{Name, Step};
use crate::untrusted::Untrusted;

impl Walk {
    /// What follows from answering a question: the answer, whatever can be assumed from it, and perhaps a loop back.
    ///
    /// # Errors
    /// A [`Refusal`] when a rule of the six steps stands against it; nothing has changed then.
    pub fn answer(&self, id: &Name, value: Value, around: Circumstances<'_>) -> Result<Vec<Event>, Refusal> {
        let question = self.answerable(id)?;
        let is_same =
            self.state.answers.get(id).is_some_and(|before| before.value == value && before.origin == Origin::Given);
        let ends_hand_over = *id == *"owner" && self.state.ownership.asked().is_some();
        if is_same && !ends_hand_over && self.standing(question) == Standing::Answered {
            return Ok(vec![Event::Kept { question: id.clone() }]);
        }
        rules::accepts(self, question, &value, around.responder)?;
        let mut events = self.broken_by(id, &value, around.at);
        events.push(Event::Answered { question: id.clone(), value, origin: Origin::Given, kept: Vec::new() });
        assume::follow(self, id, &mut events, around);
        self.loop_if_more_is_wanted(id, &mut events, around.at);
        Ok(events)
    }

    fn answerable(&self, id: &Name) -> Result<&Question, Refusal> {
        if self.state.ended.is_some() {
            return Err(Refusal::Closed);
        }
        let question = self.playbook.question(id.as_str()).ok_or_else(|| Refusal::NoSuchQuestion(id.clone()))?;
        if self.applies(id) { Ok(question) } else { Err(rules::why_not_asked(self, question)) }
    }

    /// "Something more" goes back to correct or compensate, as often as it is said.
    fn loop_if_more_is_wanted(&self, id: &Name, events: &mut Vec<Event>, at: DateTime<FixedOffset>) {
        if *id != *"more_wanted" {
            return;
        }
        let after = self.after(events, at);
        let to = match after.answer_to("outcome").and_then(Value::choice) {
            Some("more-correct") => Step::Correct,
            Some("more-compensate") => Step::Compensate,
            _ => return,
        };
        events.push(Event::LoopedBack { to });
    }

    /// What follows from leaving the earlier answer as it is.
    ///
    /// # Errors
    /// When there is none, or a later answer stands against it.
    pub fn keep(&self, id: &Name) -> Result<Vec<Event>, Refusal> {
        let question = self.answerable(id)?;
        match self.standing(question) {
            Standing::Reconsider(refusal) => Err(refusal),
            Standing::Answered => Ok(vec![Event::Kept { question: id.clone() }]),
            _ => Err(Refusal::NothingToKeep),
        }
    }

    /// What follows from leaving a question out.
    ///
    /// # Errors
    /// When the question is required and there is no reason, or when the record would be untrue without an answer.
    pub fn skip(&self, id: &Name, reason: Option<Untrusted>) -> Result<Vec<Event>, Refusal> {
        let question = self.answerable(id)?;
        let reason = reason.filter(|reason| !reason.is_blank());
        if !question.can_skip {
            return Err(Refusal::CannotSkip(id.clone()));
        }
        rules::not_unsaid_after_failing(self, question)?;
        if question.required && reason.is_none() {
            return Err(Refusal::ReasonNeeded);
        }
        Ok(vec![Event::Skipped { question: id.clone(), reason }])
    }

    /// What follows from leaving a whole step out.
    ///
    /// # Errors
    /// When there is no reason, or when it is the intake or the ending, without which there is no record.
    pub fn skip_step(&self, step: Step, reason: Untrusted) -> Result<Vec<Event>, Refusal> {
        if self.state.ended.is_some() {
            return Err(Refusal::Closed);
        }
        if matches!(step, Step::Intake | Step::AcceptTheUnforgivable) {
            return Err(Refusal::CannotSkipStep(step));
        }
        if reason.is_blank() {
            return Err(Refusal::ReasonNeeded);
        }
        Ok(vec![Event::StepSkipped { step, reason }])
    }

    /// What follows from putting a question off.
    ///
    /// # Errors
    /// When the incident is closed or the question is not asked.
    pub fn put_off(&self, id: &Name) -> Result<Vec<Event>, Refusal> {
        let question = self.answerable(id)?;
        if self.standing(question) == Standing::Answered {
            return Err(Refusal::AlreadyAnswered);
        }
        Ok(vec![Event::PutOff { question: id.clone() }])
    }

    /// What follows from writing a note. Notes may be added after the end as well.
    ///
    /// # Errors
    /// When there is nothing in it.
    pub fn note(&self, question: Option<&Name>, text: Untrusted) -> Result<Vec<Event>, Refusal> {
        if text.is_blank() {
            return Err(Refusal::NothingSaid);
        }
        Ok(vec![Event::Noted { question: question.cloned(), text }])
    }

    /// What follows from closing the incident.
    ///
    /// # Errors
    /// When something is still owed: an incident closes only through an ending, and the record is whole by then.
    pub fn close(&self) -> Result<Vec<Event>, Refusal> {
        if self.state.ended.is_some() {
            return Err(Refusal::Closed);
        }
        let owed: Vec<Name> = self.owed().map(|question| question.id.clone()).collect();
        if !owed.is_empty() {
            return Err(Refusal::StillOwed(owed));
        }
        if self.answer_to("owner_accepted") == Some(&Value::YesNo(false)) {
            return Err(Refusal::NobodyAccepted);
        }
        match (self.next(), self.answer_to("ending").and_then(Value::choice).and_then(|ending| ending.parse().ok())) {
            (Next::Review | Next::Ask(_), Some(ending)) => Ok(vec![Event::Ended { ending }]),
            _ => Err(Refusal::NoEnding),
        }
    }
}
