//! The hand-over card: everything the next person needs, so that the customer need not tell it again.

mod page;

use chrono::{DateTime, FixedOffset};

pub use page::document;

use crate::answer::{Contact, Failure, FailureState, Value};
use crate::record::{PromiseEntry, PromiseState, Record};
use crate::render::document::Piece;
use crate::render::value::{choice, verdict_in_words};
use crate::schedule::human;
use crate::schedule::zone::Zone;
use crate::spine::{Audience, Gate, Guarded};
use crate::text::wrap_hanging;

/// How many of the latest contacts are on the card.
const LATEST_CONTACTS: usize = 5;

/// The width of the labels.
const LABELS: usize = 17;

/// The card of a record as lines of at most `width` columns, safe to print. Nothing confidential is on it.
pub fn card(record: &Record, now: DateTime<FixedOffset>, zone: &dyn Zone, width: usize) -> String {
    let mut card = Card { record, now, zone, width, text: String::new() };
    card.heading();
    card.answer("the customer", "customer");
    card.answer("their reference", "reference");
    card.answer("in their words", "what_happened");
    card.answer("what it did", "effect");
    card.people();
    card.gate();
    card.answer("told them", "explanation");
    card.answer("apologised", "apology_words");
    card.answer("done", "correction_what");
    card.answer("not possible", "correction_why_not");
    card.answer("offered", "remedy_what");
    card.answer("they said", "verdict_words");
    card.answer("they want more", "more_wanted");
    card.failures();
    card.promises();
    card.limits();
    card.contacts();
    card.before();
    card.text
}

/// How bad it is, in the words of the playbook: the letter and number of the choice say nothing to whoever takes over.
fn severity(record: &Record) -> Option<Piece<'_>> {
    let entry = record.entry("severity")?;
    let value = entry.value().filter(|value| value.audience() != Audience::Confidential)?;
    match Guarded::for_house(value) {
        Value::Choice(id) => Some(choice(id, entry.kind.choices())),
        _ => None,
    }
}

struct Card<'r> {
    record: &'r Record,
    now: DateTime<FixedOffset>,
    zone: &'r dyn Zone,
    width: usize,
    text: String,
}

impl Card<'_> {
    fn line(&mut self, label: &str, words: &str) {
        let start = format!("{label:<LABELS$}");
        self.text.push_str(&wrap_hanging(words, self.width, &start, &" ".repeat(LABELS)));
        self.text.push('\n');
    }

    fn heading(&mut self) {
        self.text.extend([&self.record.identity.id.to_string(), "\n"]);
        let opened = human::both(self.record.opened_at, self.now, self.zone);
        self.line("opened", &opened);
        let words = severity(self.record).and_then(|piece| match piece {
            Piece::Said(said) => Some(said.term().into_owned()),
            Piece::Name(name) => Some(name.to_string()),
            _ => None,
        });
        if let Some(severity) = words {
            self.line("how bad", &severity);
        }
    }

    /// An answer that is not confidential.
    fn open(&self, id: &str) -> Option<&Value> {
        let answer = self.record.answer(id)?;
        (answer.audience() != Audience::Confidential).then(|| Guarded::for_house(answer))
    }

    fn answer(&mut self, label: &str, id: &str) {
        let words = match self.open(id) {
            Some(Value::Text(text)) => text.term_block().into_owned(),
            Some(Value::Person(person)) => crate::untrusted::Untrusted::from(person.as_typed()).term().into_owned(),
            _ => return,
        };
        self.line(label, &words);
    }

    fn people(&mut self) {
        let responsibility = &self.record.responsibility;
        let owner = match &responsibility.owner {
            Some(turn) => {
                format!("{}, since {}", turn.person.name.term(), human::moment(turn.since, self.now, self.zone))
            }
            None => "nobody yet".to_owned(),
        };
        self.line("answers for it", &owner);
        if let Some(asked) = &responsibility.asked {
            let why = asked.reason.as_ref().map_or_else(String::new, |why| format!(": {}", why.term()));
            self.line("asked to", &format!("{}{why}", asked.person.name.term()));
        }
        if let Some(deputy) = &responsibility.deputy {
            self.line("stands in", &deputy.name.term());
        }
    }

    fn gate(&mut self) {
        if self.record.gate == Gate::Closed {
            self.line(
                "legal gate",
                "closed: say how sorry you are, and that it is being looked into; no facts, no causes",
            );
        }
    }

    fn failures(&mut self) {
        let failures: Vec<Failure> = self
            .open("failures")
            .into_iter()
            .flat_map(Value::parts)
            .filter_map(|part| match part {
                Value::Failure(failure) => Some(failure.clone()),
                _ => None,
            })
            .collect();
        for failure in failures {
            let label = match failure.state {
                FailureState::Open => "failed",
                FailureState::PutRight => "put right",
                FailureState::NotPutRight => "not put right",
            };
            let promised =
                failure.promised.as_ref().map_or_else(String::new, |text| format!(" (promised: {})", text.term()));
            let when = human::moment(failure.at, self.now, self.zone);
            self.line(label, &format!("{when}: {}{promised}", failure.what.term()));
        }
    }

    /// The limits that run.
    fn limits(&mut self) {
        let running = self.record.limits.iter().filter(|limit| limit.met_at.is_none() && limit.left_at.is_none());
        let lines: Vec<(&str, String)> = running
            .filter_map(|limit| {
                let due = limit.due?;
                let label = if limit.in_time(self.now) == Some(false) { "limit, LATE" } else { "limit" };
                Some((label, format!("{}: {}", human::due(due, limit.by_day, self.now, self.zone), limit.what.term())))
            })
            .collect();
        for (label, words) in lines {
            self.line(label, &words);
        }
    }

    fn promises(&mut self) {
        let shown = |entry: &&PromiseEntry| entry.promise.audience() != Audience::Confidential;
        let entries: Vec<&PromiseEntry> = self.record.promises.iter().filter(shown).collect();
        for entry in entries {
            let promise = entry.promise.for_house();
            let due = || human::both(promise.due, self.now, self.zone);
            let (state, due) = match entry.state(self.now) {
                PromiseState::Owed => ("promised", due()),
                PromiseState::Overdue => ("OVERDUE", due()),
                PromiseState::Settled(verdict) => {
                    (verdict_in_words(verdict), human::moment(promise.due, self.now, self.zone))
                }
            };
            let label = format!("{} {state}", entry.number);
            let by = entry.keeper.as_ref().map_or_else(String::new, |by| format!(" ({})", by.name.term()));
            let words = format!("{due}: {}{by}", promise.what.term());
            self.line(&label, &words);
        }
    }

    fn contacts(&mut self) {
        let parts = self.open("contacts").into_iter().flat_map(Value::parts);
        let mut contacts: Vec<Contact> = parts
            .filter_map(|part| match part {
                Value::Contact(contact) => Some(contact.clone()),
                _ => None,
            })
            .collect();
        contacts.sort_by_key(|contact| contact.at);
        let chased = contacts.iter().filter(|contact| contact.chased == Some(true)).count();
        let earlier = contacts.len().saturating_sub(LATEST_CONTACTS);
        for contact in contacts.iter().skip(earlier) {
            let who = contact.who.as_ref().map_or_else(String::new, |who| format!(" ({})", who.term()));
            let when = human::moment(contact.at, self.now, self.zone);
            self.line(
                &format!("contact, {}", contact.direction.name()),
                &format!("{when}{who}: {}", contact.said.term()),
            );
        }
        if chased > 0 {
            let times = if chased == 1 { "once".to_owned() } else { format!("{chased} times") };
            self.line("had to chase us", &times);
        }
    }

    /// What went before: earlier ends, so that the next person does not begin as if nothing had been.
    fn before(&mut self) {
        let ends: Vec<String> = self
            .record
            .earlier_ends
            .iter()
            .map(|end| {
                let when = human::moment(end.at, self.now, self.zone);
                let how = if end.failed { "the recovery failed" } else { "they came back" };
                format!("{when}, {how}: {}", end.reason.term())
            })
            .collect();
        for end in ends {
            self.line("opened again", &end);
        }
    }
}
