//! The customer's letter: a playbook's wording filled in with what the customer may read, as a draft for a person.
//!
//! A letter is made from a [`Correspondence`], which holds nothing but values that came through the customer's door, from the wording, and
//! from what the house says of itself. [`Opened`] lets conditions look at other answers and gives none of them away.

mod choose;
mod compose;
mod fill;
mod notes;
mod tongue;

use chrono::{DateTime, FixedOffset};

pub use choose::{choose, demanded_instead, is_demanded, opens};
pub use compose::draft;
pub use notes::{Note, notes};

use crate::journal::IncidentId;
use crate::playbook::condition::Facts;
use crate::playbook::letter::{Known, Slot};
use crate::playbook::{Condition, Playbook};
use crate::record::Correspondence;
use crate::schedule::zone::Zone;
use crate::spine::Name;
use crate::untrusted::Untrusted;

/// What the house says of itself at the head and the foot of a letter. Everything in it may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letterhead {
    /// What it is called.
    pub name: Option<Untrusted>,
    /// Its postal address, on several lines.
    pub address: Option<Untrusted>,
    /// Its telephone number.
    pub phone: Option<Untrusted>,
    /// Its address for e-mail.
    pub email: Option<Untrusted>,
    /// Its website.
    pub website: Option<Untrusted>,
    /// What stands beneath the name of whoever signs, on several lines.
    pub signature: Option<Untrusted>,
}

/// What a letter is made of besides its wording.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The playbook of the incident.
    pub playbook: &'a Playbook,
    /// What it is filled in with.
    pub said: &'a Correspondence,
    /// The conditions.
    pub opened: Opened<'a>,
    /// The house.
    pub house: &'a Letterhead,
    /// Now.
    pub now: DateTime<FixedOffset>,
    /// The zone that times are written in.
    pub zone: &'a dyn Zone,
}

/// Whether conditions hold, whoever may read the answers they look at; the answers themselves do not come out.
#[derive(Clone, Copy)]
pub struct Opened<'a>(&'a dyn Facts);

impl<'a> Opened<'a> {
    /// What conditions look at.
    pub const fn by(facts: &'a dyn Facts) -> Self {
        Self(facts)
    }

    /// Whether it holds; nothing asked for always does.
    pub fn holds(self, when: Option<&Condition>) -> bool {
        when.is_none_or(|when| when.holds(self.0))
    }

    /// Whether it is known how it ended.
    pub fn is_ended(self) -> bool {
        "ending".parse().is_ok_and(|ending| Condition::Answered(ending).holds(self.0))
    }
}

/// A letter that is filled in.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The name of its wording.
    pub name: Name,
    /// What that wording is for.
    pub title: Untrusted,
    /// The incident.
    pub incident: IncidentId,
    /// Whether it belongs to a drill.
    pub training: bool,
    /// The language tag of the wording.
    pub language: Option<Untrusted>,
    /// The house.
    pub house: Letterhead,
    /// The day it is written, in words.
    pub date: String,
    /// When it is written.
    pub at: DateTime<FixedOffset>,
    /// Whom it is to.
    pub addressee: Option<Untrusted>,
    /// How they are reached, where that is known; shown nowhere in the letter.
    pub contact: Option<Untrusted>,
    /// Their own reference.
    pub reference: Option<Untrusted>,
    /// What it is about.
    pub subject: Untrusted,
    /// How it begins.
    pub greeting: Option<Untrusted>,
    /// What it says.
    pub body: Vec<Paragraph>,
    /// How it ends.
    pub closing: Option<Untrusted>,
    /// Who signs: name, role, and what the house puts beneath.
    pub signature: Vec<Untrusted>,
    /// What it has to hold and does not.
    pub missing: Vec<Missing>,
    /// What its paragraphs speak of, by placeholder; nothing of one that has a gap.
    pub said: Vec<Slot>,
    /// What it has a place for and does not speak of: the placeholders of paragraphs that fit the answers and were left out or have a gap,
    /// also where it is the legal gate that holds them back.
    pub unsaid: Vec<Slot>,
}

/// A paragraph of the wording that stands in the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Its name in the wording.
    pub name: Name,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A piece of a letter. The text holds what the customer may read, and the wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Running text; line ends and blank lines are those of an answer.
    Text(Untrusted),
    /// Things one beneath the other.
    List(Vec<Untrusted>),
    /// A required part that is missing, with what the rule demands in words.
    Gap(Untrusted),
}

/// A required part that cannot be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The paragraph.
    pub paragraph: Name,
    /// What the rule demands, in words.
    pub what: Untrusted,
    /// What would fill it in.
    pub needs: Vec<Need>,
    /// Where the demand comes from.
    pub source: Option<Untrusted>,
}

/// What would fill in a required part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// The answer to a question: its name and how it is put.
    Answer(Name, Untrusted),
    /// Something of the house, see `[house]` in the configuration.
    House(Known),
    /// Something that the program knows once something else is said.
    Known(Known),
    /// A time limit that has started.
    Due(Name),
    /// That somebody lifts the legal gate.
    Gate,
    /// That the promise is made anew: the one in the answer was settled, or its time has passed.
    Promise(Name),
    /// That something else is offered: what the answer holds was refused.
    Refused(Name),
}
