//! What a question takes, with the choices, bounds and units its kind needs.

use rust_decimal::Decimal;

use crate::spine::{KindName, Name};
use crate::untrusted::Untrusted;

/// One of a question's choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its name in answers files and records.
    pub id: Name,
    /// What the responder reads.
    pub label: Untrusted,
    /// A word more, on demand.
    pub help: Option<Untrusted>,
}

/// A [`KindName`] with everything needed to read an answer of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// One of these.
    Choice(Vec<Choice>),
    /// Several of these.
    Choices(Vec<Choice>),
    /// Yes or no.
    YesNo,
    /// A number, with its unit and its bounds, both included.
    Number {
        /// Shown behind the number.
        unit: Option<Untrusted>,
        /// The least that is accepted.
        at_least: Option<Decimal>,
        /// The most that is accepted.
        at_most: Option<Decimal>,
    },
    /// An amount with its currency.
    Money,
    /// A day.
    Date,
    /// An instant in the past.
    DateTime,
    /// A length of time.
    Duration,
    /// A person.
    Person,
    /// A mark from 1 to `scale`.
    Rating {
        /// The best mark, 2 to 10.
        scale: u8,
    },
    /// A promise.
    Promise,
    /// A contact.
    Contact,
    /// A dated failure.
    Failure,
}

impl Kind {
    /// The kind's name.
    pub const fn name(&self) -> KindName {
        match self {
            Self::Text => KindName::Text,
            Self::LongText => KindName::LongText,
            Self::Choice(_) => KindName::Choice,
            Self::Choices(_) => KindName::Choices,
            Self::YesNo => KindName::YesNo,
            Self::Number { .. } => KindName::Number,
            Self::Money => KindName::Money,
            Self::Date => KindName::Date,
            Self::DateTime => KindName::DateTime,
            Self::Duration => KindName::Duration,
            Self::Person => KindName::Person,
            Self::Rating { .. } => KindName::Rating,
            Self::Promise => KindName::Promise,
            Self::Contact => KindName::Contact,
            Self::Failure => KindName::Failure,
        }
    }

    /// The choices of a `choice` or `choices` question, and none otherwise.
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::Choice(choices) | Self::Choices(choices) => choices,
            _ => &[],
        }
    }

    /// The choice of that name.
    pub fn choice(&self, id: &str) -> Option<&Choice> {
        self.choices().iter().find(|choice| choice.id == *id)
    }
}
