//! Everything that is owed in an incident, as `due` lists it.

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::clocks::{Clock, ClockStanding, missing};
use super::promises::{Ledger, PromiseEntry};
use super::responsibility::{Responsibility, received_at};
use super::summary::first_line;
use crate::answer::{Person, Value};
use crate::journal::{Owed, OwedKind};
use crate::spine::Audience;
use crate::walk::Walk;

/// How long a customer may be without a word on when they hear next: a day, after which it is late.
const LONGEST_SILENCE: TimeDelta = TimeDelta::days(1);

/// What stands in a list in place of something confidential.
const CONFIDENTIAL: &str = "(confidential)";

/// Everything that is owed: somebody to answer for it, promises, what the house set itself, time limits, and a word to the customer.
pub fn owed(walk: &Walk, clocks: &[Clock<'_>]) -> Vec<Owed> {
    let Some(opened_at) = walk.state().opened_at() else { return Vec::new() };
    let responsibility = Responsibility::of(walk);
    let around = Around { walk, opened_at, responsibility: &responsibility };
    let ledger = Ledger::of(walk);
    let mut all = Vec::new();
    if walk.state().ended.is_none() {
        all.extend(around.somebody());
    }
    let owed = ledger.iter().filter(|entry| entry.promise.for_house().verdict.is_none());
    all.extend(owed.clone().map(|entry| around.promise(entry)));
    all.extend(clocks.iter().filter_map(|clock| around.clock(clock)));
    let somebody_waits_for_word = owed.into_iter().any(is_to_customer);
    if walk.state().ended.is_none() && !somebody_waits_for_word {
        all.push(around.word(&ledger));
    }
    all
}

fn is_to_customer(entry: &PromiseEntry) -> bool {
    entry.promise.audience() == Audience::Customer && entry.promise.for_house().to.is_none()
}

struct Around<'w> {
    walk: &'w Walk,
    opened_at: DateTime<FixedOffset>,
    responsibility: &'w Responsibility,
}

impl Around<'_> {
    fn plain(&self, key: &str, kind: OwedKind, since: DateTime<FixedOffset>) -> Owed {
        Owed {
            key: key.to_owned(),
            kind,
            what: String::new(),
            who: None,
            deputy: self.responsibility.deputy.as_ref().map(name),
            since,
            due: None,
            by_day: false,
            moved: 0,
            counted_by: None,
        }
    }

    /// Somebody to answer for it: nobody is named, whoever is has not accepted, or it is being handed over.
    fn somebody(&self) -> Option<Owed> {
        let within = self.walk.playbook().own_within;
        let received = received_at(self.walk).unwrap_or(self.opened_at);
        let (kind, asked) = match (&self.responsibility.owner, &self.responsibility.asked) {
            (Some(_), None) => return None,
            (Some(_), Some(asked)) => (OwedKind::HandOver, Some(asked)),
            (None, Some(asked)) => (OwedKind::NotAccepted, Some(asked)),
            (None, None) => (OwedKind::Unowned, None),
        };
        // Asking somebody does not stop the wait of a customer whom nobody has answered for yet.
        let never_owned = self.responsibility.turns.is_empty();
        let reopened = self.walk.state().earlier_ends.last().map(|end| end.at);
        let waits = reopened.unwrap_or(received);
        let since = asked.filter(|_| !never_owned).map_or(waits, |asked| asked.at);
        let who = asked.map(|asked| name(&asked.person));
        Some(Owed { who, due: since.checked_add_signed(within), ..self.plain("owner", kind, since) })
    }

    fn promise(&self, entry: &PromiseEntry) -> Owed {
        let promise = entry.promise.for_house();
        let is_for_customer = entry.promise.audience() == Audience::Customer;
        let kind = if is_for_customer { OwedKind::Promise } else { OwedKind::Action };
        let what = match entry.promise.audience() {
            Audience::Confidential => CONFIDENTIAL.to_owned(),
            _ => first_line(&promise.what),
        };
        let number = entry.number.to_string();
        let by = entry.keeper.as_ref();
        let owner = self.responsibility.owner.as_ref();
        let is_the_owners = by.is_none_or(|by| owner.is_some_and(|turn| turn.person.is_same_as(by)));
        let who = by.map(name);
        let plain = self.plain(&number, kind, entry.made_at);
        Owed {
            what,
            who,
            deputy: plain.deputy.clone().filter(|_| is_the_owners),
            due: Some(promise.due),
            moved: u32::try_from(entry.moved).unwrap_or(u32::MAX),
            ..plain
        }
    }

    fn clock(&self, clock: &Clock<'_>) -> Option<Owed> {
        let key = format!("clock-{}", clock.deadline.id);
        match &clock.standing {
            ClockStanding::NotStarted | ClockStanding::Waived(_) => None,
            ClockStanding::Uncountable(why) => {
                let what = format!("{}: cannot be counted: {why}", clock.deadline.what.term());
                let counted_by = clock.deadline.calendar.as_ref().map(|name| missing(name.as_stored()));
                Some(Owed { what, counted_by, ..self.plain(&key, OwedKind::Clock, self.opened_at) })
            }
            ClockStanding::Counted(_) => clock.running().map(|count| Owed {
                what: first_line(&clock.deadline.what),
                due: Some(count.due),
                by_day: count.by_day(),
                moved: u32::try_from(count.extensions.len()).unwrap_or(u32::MAX),
                counted_by: count.counted_by(),
                ..self.plain(&key, OwedKind::Clock, count.started)
            }),
        }
    }

    /// A word on when the customer hears next, with the reason where the last contact in which both sides spoke says one. They have
    /// been without since that contact, or since the last promise to them was settled.
    fn word(&self, ledger: &Ledger) -> Owed {
        let contacts = self.walk.answer_to("contacts").into_iter().flat_map(Value::parts);
        let last = contacts
            .filter_map(|part| match part {
                Value::Contact(contact) => Some(contact),
                _ => None,
            })
            .filter(|contact| contact.is_with_customer() && contact.answered != Some(false))
            .max_by_key(|contact| contact.at);
        let why_not = last.and_then(|contact| contact.no_next.as_ref()).map(first_line);
        let settled = ledger.iter().filter(|entry| is_to_customer(entry));
        let settled = settled.filter_map(|entry| entry.promise.for_house().settled_at).max();
        let since = last.map(|contact| contact.at).max(settled).unwrap_or(self.opened_at);
        let due = since.checked_add_signed(LONGEST_SILENCE);
        Owed { what: why_not.unwrap_or_default(), due, ..self.plain("word", OwedKind::NoWord, since) }
    }
}

fn name(person: &Person) -> String {
    person.name.as_stored().to_owned()
}
