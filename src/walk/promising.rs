//! Contacts and promises outside the questions: every contact says when the customer hears next, and every promise ends in a verdict.

use chrono::{DateTime, FixedOffset};

use super::circumstances::Circumstances;
use super::pledges::{Pledge, promises_in};
use super::refusal::Refusal;
use super::{Walk, rules};
use crate::answer::{Contact, Promise, Value, Verdict};
use crate::journal::{Event, PromiseNumber};
use crate::spine::Name;
use crate::untrusted::Untrusted;

/// The question that promises to the customer stand under when they are made outside the questions.
pub const PROMISES: &str = "promises";

/// The question when the customer hears next.
const NEXT_CONTACT: &str = "next_contact";

/// The question that what the house sets itself to do stands under.
pub const ACTIONS: &str = "actions";

/// When the customer hears next, as somebody says it with a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HearsNext {
    /// At a time promised with this contact.
    Promised(Promise),
    /// At a time that was promised before and still holds.
    As(PromiseNumber),
    /// Not at any set time, for a reason.
    Nothing(Untrusted),
    /// It was not said.
    Unsaid,
}

/// What became of a promise, as somebody says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// It was done at that time.
    Done(DateTime<FixedOffset>),
    /// It was not done, for a reason.
    Broken(Untrusted),
    /// The other side let us off it, for a reason.
    Released(Untrusted),
}

impl Walk {
    /// What follows from a contact: the contact, the promise made with it, and a promise that it kept.
    ///
    /// Whoever reaches the customer about an incident that nobody answers for, answers for it from then on.
    ///
    /// # Errors
    /// When nothing was said in it, and when nobody said when the customer hears next although the incident is open.
    pub fn contact(
        &self,
        mut contact: Contact,
        next: HearsNext,
        keeps: Option<PromiseNumber>,
        around: Circumstances<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        if contact.said.is_blank() {
            return Err(Refusal::NothingSaid);
        }
        if contact.at > around.at {
            return Err(Refusal::NotYet);
        }
        let mut events = Vec::new();
        if let Some(number) = keeps {
            events.extend(self.settle(number, Became::Done(contact.at), around)?);
        }
        let acknowledges = contact.reached_them() && self.state.ownership.responsible().is_none();
        if let Some(me) = around.responder.filter(|me| acknowledges && self.may_own(me).is_ok()) {
            events.push(Event::Owned { by: me.clone() });
        }
        let promised = match next {
            HearsNext::Promised(promise) if contact.with.is_some() => {
                let to = promise.to.or_else(|| contact.with.clone());
                Some(self.promise(PROMISES, Promise { to, ..promise })?)
            }
            HearsNext::Promised(promise) => Some(self.promise(self.place_of_next_word(), promise)?),
            HearsNext::As(number) => {
                self.still_tells_them(number, keeps, around.at)?;
                None
            }
            HearsNext::Nothing(reason) if reason.is_blank() => return Err(Refusal::ReasonNeeded),
            HearsNext::Nothing(reason) => {
                contact.no_next = Some(reason);
                None
            }
            HearsNext::Unsaid if self.state.ended.is_some() || !contact.is_with_customer() => None,
            HearsNext::Unsaid => {
                return Err(Refusal::NothingNext { stands: self.next_word_but(keeps, around.at) });
            }
        };
        events.push(Event::Contacted { contact, kept: Vec::new() });
        events.extend(promised.into_iter().flatten());
        Ok(events)
    }

    /// What is promised with a contact answers the question when they hear next, where that has no answer yet.
    fn place_of_next_word(&self) -> &'static str {
        let is_answered = self.answer_to(NEXT_CONTACT).is_some() || self.state.ended.is_some();
        if is_answered { PROMISES } else { NEXT_CONTACT }
    }

    /// The promise by which the customer hears next: the earliest to them that is owed and not overdue.
    pub fn next_word(&self, at: DateTime<FixedOffset>) -> Option<PromiseNumber> {
        self.next_word_but(None, at)
    }

    fn next_word_but(&self, kept: Option<PromiseNumber>, at: DateTime<FixedOffset>) -> Option<PromiseNumber> {
        let others = self.state.pledges.iter().filter(|pledge| Some(pledge.number) != kept);
        let to_customer = others.filter(|pledge| self.is_to_customer(pledge));
        let ahead = to_customer.filter(|pledge| pledge.is_owed() && pledge.promise.due >= at);
        ahead.min_by_key(|pledge| pledge.promise.due).map(|pledge| pledge.number)
    }

    /// Whether the customer hears by that promise still: it is to them, it was not kept just now, and its time is to come.
    fn still_tells_them(
        &self,
        number: PromiseNumber,
        kept: Option<PromiseNumber>,
        at: DateTime<FixedOffset>,
    ) -> Result<(), Refusal> {
        let pledge = self.owed_promise(number)?;
        if kept == Some(number) || !self.is_to_customer(pledge) {
            Err(Refusal::NothingNext { stands: self.next_word_but(kept, at) })
        } else if pledge.promise.due < at {
            Err(Refusal::HasPassed)
        } else {
            Ok(())
        }
    }

    /// Whether a promise was made to the customer, rather than to somebody else or within the house.
    pub fn is_to_customer(&self, pledge: &Pledge) -> bool {
        let audience = self.playbook.question(pledge.question.as_str()).map(|question| question.audience);
        audience == Some(crate::spine::Audience::Customer) && pledge.promise.to.is_none()
    }

    /// What follows from promising something outside the questions, under `promises` or `actions`.
    ///
    /// # Errors
    /// When it does not say what.
    pub fn promise(&self, under: &str, promise: Promise) -> Result<Vec<Event>, Refusal> {
        if promise.what.is_blank() {
            return Err(Refusal::NothingSaid);
        }
        promise.by.as_ref().map_or(Ok(()), rules::somebody)?;
        let question = self.playbook.question(under).ok_or(Refusal::NothingSaid)?;
        Ok(vec![Event::Promised { under: question.id.clone(), promise }])
    }

    /// What follows from saying what became of a promise: kept or late by the time it was done, broken or released with a reason.
    ///
    /// # Errors
    /// When there is no such promise, when it is settled already, when a reason is missing, and when it would be done in the future.
    pub fn settle(
        &self,
        number: PromiseNumber,
        became: Became,
        around: Circumstances<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        let pledge = self.owed_promise(number)?;
        let (verdict, settled_at, reason) = match became {
            Became::Done(at) if at > around.at => return Err(Refusal::NotYet),
            Became::Done(at) if at < pledge.made_at && pledge.promise.due >= pledge.made_at => {
                return Err(Refusal::BeforeItWasMade(number));
            }
            Became::Done(at) if at <= pledge.promise.due => (Verdict::Kept, at, None),
            Became::Done(at) => (Verdict::Late, at, None),
            Became::Broken(reason) | Became::Released(reason) if reason.is_blank() => {
                return Err(Refusal::ReasonNeeded);
            }
            Became::Broken(reason) => (Verdict::Broken, around.at, Some(reason)),
            Became::Released(reason) => (Verdict::Released, around.at, Some(reason)),
        };
        Ok(vec![Event::PromiseSettled { number, verdict, settled_at, reason }])
    }

    /// What follows from promising the same by another time. Until it falls due that is the same promise, and the customer hears of
    /// it in time; afterwards the old one is broken, and a new one stands beside it.
    ///
    /// # Errors
    /// As [`Walk::settle`]; and when the new time has passed, or is the old one.
    pub fn promise_anew(
        &self,
        number: PromiseNumber,
        due: DateTime<FixedOffset>,
        reason: Option<Untrusted>,
        around: Circumstances<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        let pledge = self.owed_promise(number)?;
        if due == pledge.promise.due {
            return Err(Refusal::SameTime(number));
        }
        if due < around.at {
            return Err(Refusal::HasPassed);
        }
        let reason = reason.filter(|reason| !reason.is_blank());
        if around.at <= pledge.promise.due {
            return Ok(vec![Event::PromiseMoved { number, due, reason }]);
        }
        let under = if self.is_to_customer(pledge) { PROMISES } else { ACTIONS };
        let promise = Promise { due, ..pledge.promise.clone() };
        let mut events = vec![broken(number, reason, around.at)];
        events.extend(self.promise(under, promise)?);
        Ok(events)
    }

    fn owed_promise(&self, number: PromiseNumber) -> Result<&Pledge, Refusal> {
        let pledge = self.state.pledges.get(number).filter(|pledge| pledge.counts());
        let pledge = pledge.ok_or(Refusal::NoSuchPromise(number))?;
        match pledge.promise.verdict {
            Some(verdict) => Err(Refusal::SettledAlready(number, verdict)),
            None => Ok(pledge),
        }
    }

    /// The promises of a question that are overdue and would be lost by its new answer: they are broken, and stay in the ledger.
    pub(super) fn broken_by(&self, question: &Name, value: &Value, at: DateTime<FixedOffset>) -> Vec<Event> {
        let lost = self.state.pledges.lost_by(question, value, at).into_iter();
        lost.filter(|pledge| pledge.promise.due < at)
            .map(|pledge| {
                let made_anew = promises_in(value).any(|new| new.due > at && new.what == pledge.promise.what);
                let left_out = || Untrusted::from("the time had passed when the answer was changed");
                broken(pledge.number, (!made_anew).then(left_out), at)
            })
            .collect()
    }
}

/// A promise that was made anew, or taken out, after it had fallen due.
fn broken(number: PromiseNumber, reason: Option<Untrusted>, at: DateTime<FixedOffset>) -> Event {
    let reason = reason.or_else(|| Some("the time had passed when it was promised anew".into()));
    Event::PromiseSettled { number, verdict: Verdict::Broken, settled_at: at, reason }
}
