//! Why it happened, and what is done about it.

use super::Tally;
use crate::journal::facts::{Facts, Seconds};

impl Tally {
    pub(super) fn learning(&mut self, facts: &Facts, now: Seconds) {
        let open = facts.is_open();
        match facts.answer("cause_class").filter(|class| *class != "unknown") {
            Some(class) => *self.causes.0.entry(class.to_owned()).or_default() += 1,
            None => self.causes.1.add(open),
        }
        match facts.answer("preventable") {
            Some(said) => self.preventable.known(said == "yes"),
            None => self.preventable.gaps.add(open),
        }
        self.prevention.add(&facts.prevention, now);
        if facts.prevention.all() > 0 {
            match facts.answer("prevention_works") {
                Some(said) => self.prevention_works.known(said == "yes"),
                None => self.prevention_works.gaps.add(!facts.prevention.owed.is_empty()),
            }
        }
    }
}
