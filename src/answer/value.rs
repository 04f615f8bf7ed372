//! An accepted answer.

use chrono::{DateTime, FixedOffset, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Contact, Failure, Money, Person, Promise};
use crate::spine::{KindName, Name};
use crate::untrusted::Untrusted;

/// The answer to one question, typed by the question's kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// One or several lines of text, as typed.
    Text(Untrusted),
    /// The name of the choice.
    Choice(Name),
    /// The names of the choices, in the order of the question, each once.
    Choices(Vec<Name>),
    /// Yes or no.
    YesNo(bool),
    /// An exact number.
    #[serde(with = "rust_decimal::serde::str")]
    Number(Decimal),
    /// An amount of money.
    Money(Money),
    /// A day.
    Date(NaiveDate),
    /// An instant.
    DateTime(DateTime<FixedOffset>),
    /// A length of time, in seconds.
    Duration(u64),
    /// A person.
    Person(Person),
    /// A mark, from 1.
    Rating(u8),
    /// A promise.
    Promise(Promise),
    /// A contact.
    Contact(Contact),
    /// A failure.
    Failure(Failure),
    /// The answers of a repeated question, in the order they were given; never empty.
    Several(Vec<Value>),
}

impl Value {
    /// Whether this is an answer of that kind; [`Value::Several`] is one when all of its parts are.
    pub fn is_of(&self, kind: KindName) -> bool {
        match self {
            Self::Text(_) => matches!(kind, KindName::Text | KindName::LongText),
            Self::Choice(_) => kind == KindName::Choice,
            Self::Choices(_) => kind == KindName::Choices,
            Self::YesNo(_) => kind == KindName::YesNo,
            Self::Number(_) => kind == KindName::Number,
            Self::Money(_) => kind == KindName::Money,
            Self::Date(_) => kind == KindName::Date,
            Self::DateTime(_) => kind == KindName::DateTime,
            Self::Duration(_) => kind == KindName::Duration,
            Self::Person(_) => kind == KindName::Person,
            Self::Rating(_) => kind == KindName::Rating,
            Self::Promise(_) => kind == KindName::Promise,
            Self::Contact(_) => kind == KindName::Contact,
            Self::Failure(_) => kind == KindName::Failure,
            Self::Several(parts) => parts.iter().all(|part| part.is_of(kind)),
        }
    }

    /// The choice, if it is one.
    pub fn choice(&self) -> Option<&str> {
        match self {
            Self::Choice(id) => Some(id.as_str()),
            _ => None,
        }
    }

    /// The person, if it is one.
    pub const fn person(&self) -> Option<&Person> {
        match self {
            Self::Person(person) => Some(person),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub const fn text(&self) -> Option<&Untrusted> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The moment it is about: when something was, or when a promise is due.
    pub const fn moment(&self) -> Option<DateTime<FixedOffset>> {
        match self {
            Self::DateTime(at) => Some(*at),
            Self::Promise(promise) => Some(promise.due),
            Self::Contact(contact) => Some(contact.at),
            Self::Failure(failure) => Some(failure.at),
            _ => None,
        }
    }

    /// The same answer about another moment; an answer about none stays as it is.
    #[must_use]
    pub fn about(mut self, moment: DateTime<FixedOffset>) -> Self {
        match &mut self {
            Self::DateTime(at) => *at = moment,
            Self::Promise(promise) => promise.due = moment,
            Self::Contact(contact) => contact.at = moment,
            Self::Failure(failure) => failure.at = moment,
            _ => {}
        }
        self
    }

    /// The single answers: the parts of a repeated one, or the answer itself.
    pub fn parts(&self) -> std::slice::Iter<'_, Self> {
        match self {
            Self::Several(parts) => parts.iter(),
            single => std::slice::from_ref(single).iter(),
        }
    }
}
