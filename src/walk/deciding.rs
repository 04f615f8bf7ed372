//! Decisions outside the questions: the legal gate, time limits, failures, and opening an incident again.

use chrono::{DateTime, FixedOffset};

use super::circumstances::Circumstances;
use super::refusal::Refusal;
use super::{Walk, rules};
use crate::answer::{Failure, Person, Value};
use crate::journal::Event;
use crate::playbook::deadline::Deadline;
use crate::schedule::rule::Unit;
use crate::spine::{Gate, Name};
use crate::untrusted::Untrusted;

impl Walk {
    /// What follows from a named person closing or lifting the legal gate, for a reason.
    ///
    /// # Errors
    /// When it is no named person, when a reason is missing, and when the gate stands so already.
    pub fn move_gate(&self, to: Gate, by: Person, reason: Untrusted) -> Result<Vec<Event>, Refusal> {
        rules::somebody(&by)?;
        if reason.is_blank() {
            return Err(Refusal::ReasonNeeded);
        }
        if self.gate() == to {
            return Err(Refusal::GateStands(to));
        }
        Ok(vec![Event::GateMoved { to, by, reason }])
    }

    /// What follows from having done what a time limit asks for.
    ///
    /// # Errors
    /// When the playbook has no such limit, or the time has not come.
    pub fn meet_clock(
        &self,
        clock: &Name,
        at: DateTime<FixedOffset>,
        around: Circumstances<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        self.deadline(clock)?;
        if at > around.at {
            return Err(Refusal::NotYet);
        }
        Ok(vec![Event::ClockMet { clock: clock.clone(), met_at: at }])
    }

    /// What follows from giving a time limit more time, for a reason, once the customer has been told.
    ///
    /// # Errors
    /// When the playbook has no such limit, when a reason is missing, and when the customer will only be told later.
    pub fn extend_clock(
        &self,
        clock: &Name,
        (n, unit): (u32, Unit),
        reason: Untrusted,
        told_at: DateTime<FixedOffset>,
        around: Circumstances<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        let deadline = self.deadline(clock)?;
        if reason.is_blank() {
            return Err(Refusal::ReasonNeeded);
        }
        if told_at > around.at {
            return Err(Refusal::NotYet);
        }
        let before = self.state.clocks.of(clock).into_iter().flat_map(|said| &said.extensions);
        let so_far: u32 = before.filter(|extension| extension.unit == unit).map(|extension| extension.n).sum();
        if deadline.allows_extension(so_far.saturating_add(n), unit) == Some(false) {
            return Err(Refusal::ExtendedTooFar(clock.clone()));
        }
        Ok(vec![Event::ClockExtended { clock: clock.clone(), n, unit, reason, told_at }])
    }

    /// What follows from a time limit not applying here.
    ///
    /// # Errors
    /// When the playbook has no such limit, and when a reason is missing.
    pub fn waive_clock(&self, clock: &Name, reason: Untrusted) -> Result<Vec<Event>, Refusal> {
        self.deadline(clock)?;
        if reason.is_blank() {
            return Err(Refusal::ReasonNeeded);
        }
        Ok(vec![Event::ClockWaived { clock: clock.clone(), reason }])
    }

    fn deadline(&self, clock: &Name) -> Result<&Deadline, Refusal> {
        let known = || self.playbook.deadlines.iter().map(|deadline| deadline.id.clone()).collect();
        let found = self.playbook.deadlines.iter().find(|deadline| deadline.id == *clock);
        found.ok_or_else(|| Refusal::NoSuchClock { clock: clock.clone(), known: known() })
    }

    /// What follows from one more failure coming to light.
    ///
    /// # Errors
    /// When it does not say what.
    pub fn find_failure(&self, failure: Failure) -> Result<Vec<Event>, Refusal> {
        if failure.what.is_blank() {
            return Err(Refusal::NothingSaid);
        }
        Ok(vec![Event::FailureFound { failure }])
    }

    /// What follows from a failure being put right at that time, or from saying that it will not be.
    ///
    /// # Errors
    /// When there is no failure of that number, from 1; and when it was put right before it happened or in the future.
    pub fn settle_failure(
        &self,
        number: u32,
        put_right_at: Option<DateTime<FixedOffset>>,
        around: Circumstances<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        let parts = self.answer_to("failures").into_iter().flat_map(Value::parts);
        let mut failures = parts.filter_map(|part| match part {
            Value::Failure(failure) => Some(failure),
            _ => None,
        });
        let failure = (number as usize).checked_sub(1).and_then(|place| failures.nth(place));
        let failure = failure.ok_or(Refusal::NoSuchFailure(number))?;
        match put_right_at {
            Some(at) if at > around.at => Err(Refusal::NotYet),
            Some(at) if at < failure.at => Err(Refusal::BeforeItHappened),
            _ => Ok(vec![Event::FailureSettled { number, put_right_at }]),
        }
    }

    /// What follows from opening an incident again after its end.
    ///
    /// # Errors
    /// When it is open, and when a reason is missing.
    pub fn reopen(&self, reason: Untrusted, failed: bool) -> Result<Vec<Event>, Refusal> {
        if self.state.ended.is_none() {
            return Err(Refusal::StillOpen);
        }
        if reason.is_blank() {
            return Err(Refusal::ReasonNeeded);
        }
        Ok(vec![Event::Reopened { reason, failed }])
    }
}
