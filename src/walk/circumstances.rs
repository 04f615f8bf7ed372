//! What is known around an answer while it is judged: when it is given, by whom, and what else is about to come.

use chrono::{DateTime, FixedOffset};

use super::Walk;
use crate::answer::Person;
use crate::spine::Name;

/// The circumstances of an answer.
#[derive(Clone, Copy)]
pub struct Circumstances<'a> {
    /// When it was given.
    pub at: DateTime<FixedOffset>,
    /// Who is answering, if that is known.
    pub responder: Option<&'a Person>,
    /// Questions for which nothing is to be assumed, because an answer is about to come.
    pub to_come: &'a dyn Fn(&Name) -> bool,
    /// Whether the customer of a walk is one the house has failed before, as far as its records tell for certain.
    pub known: &'a dyn Fn(&Walk) -> bool,
}

impl<'a> Circumstances<'a> {
    /// An answer given now, with nothing else to come.
    pub fn now(at: DateTime<FixedOffset>, responder: Option<&'a Person>) -> Self {
        Self { at, responder, to_come: &|_| false, known: &|_| false }
    }
}
