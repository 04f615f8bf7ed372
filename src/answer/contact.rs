//! One contact with the customer, in or out, or something inside the house that bears on it.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::spine::Name;
use crate::untrusted::Untrusted;

/// A call, a message, a visit; or an event inside the house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// When it was.
    pub at: DateTime<FixedOffset>,
    /// Who got in touch with whom.
    pub direction: Direction,
    /// How, by the names of the `channel` question.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub channel: Option<Name>,
    /// Who spoke for the house, or wrote.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub who: Option<Untrusted>,
    /// What they are in the house.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub role: Option<Untrusted>,
    /// With whom, where that was not the customer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub with: Option<Untrusted>,
    /// What was said.
    pub said: Untrusted,
    /// Whether somebody answered; `None` when that is not known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub answered: Option<bool>,
    /// Whether the customer had to chase.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub chased: Option<bool>,
    /// Why the customer was not told when they hear next, where they were not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub no_next: Option<Untrusted>,
}

impl Contact {
    /// A contact of which nothing is known but when it was, which way it went and what was said.
    pub fn plain(at: DateTime<FixedOffset>, direction: Direction, said: Untrusted) -> Self {
        Self {
            at,
            direction,
            channel: None,
            who: None,
            role: None,
            with: None,
            said,
            answered: None,
            chased: None,
            no_next: None,
        }
    }

    /// Whether it was with the customer, rather than with somebody else or inside the house.
    pub fn is_with_customer(&self) -> bool {
        self.direction != Direction::Inside && self.with.is_none()
    }

    /// Whether somebody of the house got through to the customer with it.
    pub fn reached_them(&self) -> bool {
        self.direction == Direction::Out && self.with.is_none() && self.answered != Some(false)
    }
}

/// Who got in touch with whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// The customer got in touch with us.
    In,
    /// We got in touch with the customer.
    Out,
    /// Something that happened inside the house, such as a ticket that lay in a queue.
    Inside,
}

impl Direction {
    /// Every direction.
    pub const ALL: [Self; 3] = [Self::In, Self::Out, Self::Inside];

    /// Its name in files and records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::Inside => "inside",
        }
    }
}
