//! Taking an incident on, and handing it over.

use super::refusal::Refusal;
use super::{Walk, rules};
use crate::answer::Person;
use crate::journal::Event;
use crate::untrusted::Untrusted;

impl Walk {
    /// What follows from asking somebody to answer for the incident. Whoever answers for it now still does until they accept.
    ///
    /// # Errors
    /// When the incident is closed, when it is no named person, when they answer for it already, and when the playbook wants another
    /// owner after a failed recovery.
    pub fn assign(&self, to: Person, reason: Option<Untrusted>) -> Result<Vec<Event>, Refusal> {
        self.may_own(&to)?;
        if self.answers_for_it(&to) {
            return Err(Refusal::OwnsIt(to.name));
        }
        let reason = reason.filter(|reason| !reason.is_blank());
        Ok(vec![Event::Assigned { to, reason }])
    }

    /// What follows from somebody accepting that they answer for the incident.
    ///
    /// # Errors
    /// As [`Walk::assign`].
    pub fn own(&self, by: Person) -> Result<Vec<Event>, Refusal> {
        self.may_own(&by)?;
        if self.answers_for_it(&by) {
            return Err(Refusal::OwnsIt(by.name));
        }
        Ok(vec![Event::Owned { by }])
    }

    /// What follows from naming who stands in for the owner.
    ///
    /// # Errors
    /// When the incident is closed, when it is no named person, when nobody answers for the incident, and when it is the owner.
    pub fn name_deputy(&self, deputy: Person) -> Result<Vec<Event>, Refusal> {
        self.still_open()?;
        rules::somebody(&deputy)?;
        let owner = self.state.ownership.responsible().ok_or(Refusal::NobodyToStandInFor)?;
        if owner.person.is_same_as(&deputy) {
            return Err(Refusal::OwnsIt(deputy.name));
        }
        Ok(vec![Event::DeputyNamed { deputy }])
    }

    /// Whether that person can answer for the incident.
    pub(super) fn may_own(&self, person: &Person) -> Result<(), Refusal> {
        self.still_open()?;
        rules::somebody(person)?;
        rules::may_own_again(self, person)
    }

    /// Whether they answer for it and nobody else was asked to: while somebody was, they can say that it stays with them.
    fn answers_for_it(&self, person: &Person) -> bool {
        let ownership = &self.state.ownership;
        ownership.asked().is_none() && ownership.responsible().is_some_and(|turn| turn.person.is_same_as(person))
    }

    pub(super) const fn still_open(&self) -> Result<(), Refusal> {
        if self.state.ended.is_some() { Err(Refusal::Closed) } else { Ok(()) }
    }
}
