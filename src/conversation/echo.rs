//! Saying back how an answer was understood, and what was noted along with it.

use chrono::{DateTime, FixedOffset};

use super::{Guide, Talk};
use crate::answer::{Kind, Person, Promise, Value};
use crate::journal::{Event, Origin};
use crate::playbook::Question;
use crate::schedule::human;
use crate::spine::Step;
use crate::term::Tone;
use crate::text::clip;

impl Guide<'_> {
    /// A moment as a person says it, with how far away it is.
    pub(super) fn moment(&self, at: DateTime<FixedOffset>) -> String {
        human::both(at, (self.around.now)(), self.around.zone)
    }

    /// What was understood, where that is more than what was typed; and what was noted with it.
    pub(super) fn echo(&mut self, events: &[Event]) -> Talk<()> {
        let playbook = self.case.walk().shared_playbook();
        let mut noted = Vec::new();
        for event in events {
            match event {
                Event::Answered { value, origin: Origin::Given, .. } => {
                    if let Some(understood) = self.understood(value) {
                        self.tell(Tone::Recorded, understood)?;
                    }
                }
                Event::Answered { question, value, origin: Origin::Assumed, .. } => {
                    if let Some(question) = playbook.question(question.as_str()) {
                        noted.push(format!("{} {}", short_label(question), self.briefly(&question.kind, value)));
                    }
                }
                Event::Promised { promise, .. } => {
                    let hears = format!("by {}", self.promise(promise));
                    self.tell(Tone::Recorded, hears)?;
                }
                Event::PromiseSettled { number, verdict, .. } => {
                    self.tell(Tone::Recorded, format!("{number} is {}", verdict.name()))?;
                }
                Event::Owned { by } => {
                    self.tell(Tone::Recorded, format!("nobody answered for it, so {} does now", by.name.term()))?;
                }
                Event::LoopedBack { to } => {
                    let back = if *to == Step::Correct { "putting it right" } else { "making amends" };
                    self.tell(Tone::Recorded, format!("They want something more, so this goes back to {back}. What was done so far stays in the record."))?;
                }
                _ => {}
            }
        }
        if !noted.is_empty() {
            self.tell(Tone::Recorded, format!("with it, {}", noted.join("; ")))?;
        }
        Ok(())
    }

    /// What was filled in by itself, without how far away it is: a moment is the present one.
    fn briefly(&self, kind: &Kind, value: &Value) -> String {
        match value {
            Value::DateTime(at) => human::moment(*at, (self.around.now)(), self.around.zone),
            other => self.in_words(kind, other),
        }
    }

    fn understood(&self, value: &Value) -> Option<String> {
        match value {
            Value::Promise(promise) => Some(format!("by {}", self.promise(promise))),
            Value::DateTime(at) => Some(self.moment(*at)),
            Value::Date(date) => Some(human::date(*date)),
            Value::Money(money) => Some(money.to_string()),
            Value::Duration(seconds) => Some(human::duration(*seconds)),
            Value::Contact(contact) => Some(format!("{}: {}", self.moment(contact.at), clip(&contact.said.term(), 60))),
            Value::Failure(failure) => Some(format!("{}: {}", self.moment(failure.at), clip(&failure.what.term(), 60))),
            Value::Several(parts) => parts.last().and_then(|last| self.understood(last)),
            _ => None,
        }
    }

    fn promise(&self, promise: &Promise) -> String {
        let by = promise.by.as_ref().map_or_else(String::new, |by| format!(" ({})", by.name.term()));
        format!("{}: {}{by}", self.moment(promise.due), clip(&promise.what.term(), 200))
    }

    /// An answer in one line.
    pub(super) fn in_words(&self, kind: &Kind, value: &Value) -> String {
        match value {
            Value::Text(text) => text.term().into_owned(),
            Value::Choice(id) => label(kind, id.as_str()),
            Value::Choices(ids) => ids.iter().map(|id| label(kind, id.as_str())).collect::<Vec<_>>().join(", "),
            Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Person(person) => in_words(person),
            Value::Rating(mark) => mark.to_string(),
            Value::Promise(promise) => self.promise(promise),
            Value::Several(parts) => parts.iter().map(|part| self.in_words(kind, part)).collect::<Vec<_>>().join("; "),
            other => self.understood(other).unwrap_or_default(),
        }
    }
}

fn label(kind: &Kind, id: &str) -> String {
    kind.choice(id).map_or_else(|| id.to_owned(), |choice| choice.label.term().into_owned())
}

fn in_words(person: &Person) -> String {
    let role = person.role.as_ref().map_or_else(String::new, |role| format!(", {}", role.term()));
    format!("{}{role}", person.name.term())
}

/// The earlier answer as it would be typed, so that it can stand in the edit line; `None` where it has no such form.
pub(super) fn as_typed(value: &Value) -> Option<String> {
    let moment = |at: &DateTime<FixedOffset>| at.format("%Y-%m-%d %H:%M").to_string();
    Some(match value {
        Value::Text(text) => text.as_stored().to_owned(),
        Value::Choice(id) => id.to_string(),
        Value::Choices(ids) => ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Money(money) => format!("{} {}", money.amount(), money.currency().code()),
        Value::Date(date) => date.to_string(),
        Value::DateTime(at) => moment(at),
        Value::Duration(seconds) => human::duration(*seconds),
        Value::Person(person) => person.as_typed(),
        Value::Rating(mark) => mark.to_string(),
        Value::Promise(promise) => {
            let by = promise.by.as_ref().map_or_else(String::new, |by| format!(" ({})", by.as_typed()));
            format!("{} {}{by}", moment(&promise.due), promise.what.as_stored())
        }
        Value::Contact(contact) => {
            format!("{} {}: {}", moment(&contact.at), contact.direction.name(), contact.said.as_stored())
        }
        Value::Failure(failure) => format!("{} {}", moment(&failure.at), failure.what.as_stored()),
        Value::Several(_) => return None,
    })
}

/// A word or two for a question, where its whole wording would be too long.
pub(super) fn short_label(question: &Question) -> String {
    match question.id.as_str() {
        "received_at" => "received".into(),
        "corrected_at" => "done".into(),
        "owner_accepted" => "accepted:".into(),
        "on_behalf" => "answers".into(),
        "apology_how" => "apologised".into(),
        "apologised_by" => "by".into(),
        "apologised_at" => "said".into(),
        "checked_by" => "checked by".into(),
        "asked_by" => "asked by".into(),
        "asked_at" => "asked".into(),
        "ending" => "ending:".into(),
        other => other.replace('_', " "),
    }
}
