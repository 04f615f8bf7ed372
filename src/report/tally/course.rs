//! What it took the customer, and how it went.

use super::Tally;
use super::verdict::{ended_satisfied, is_recovered, verdict};
use crate::journal::facts::Facts;

impl Tally {
    pub(super) fn effort(&mut self, facts: &Facts) {
        let contacts = facts.contacts;
        let is_known = contacts.all > 0 && contacts.unsaid == 0;
        self.chases.add(contacts.chases, is_known);
        self.chases.once.gaps.unknown += u64::from(!is_known);
        self.hand_overs.add(facts.hand_overs, facts.owned.is_some());
        if facts.owned.is_none() {
            self.hand_overs.once.gaps.add(facts.is_open());
        }
        let came_back = contacts.incoming > 1 || contacts.chases > 0 || facts.earlier_rounds > 0 || facts.reopened > 0;
        let resolution = &mut self.first_contact_resolution;
        match (came_back, facts.is_open(), ended_satisfied(facts)) {
            (true, ..) => resolution.known(false),
            (false, true, _) => resolution.gaps.waiting += 1,
            (false, false, true) if contacts.reached > 0 && contacts.unsaid == 0 => resolution.known(true),
            (false, false, false) if verdict(facts).is_some() => resolution.known(false),
            (false, false, _) => resolution.gaps.unknown += 1,
        }
    }

    pub(super) fn course(&mut self, facts: &Facts) {
        let open = facts.is_open();
        if !open || facts.reopened > 0 {
            self.reopened.known(facts.reopened > 0);
        } else {
            self.reopened.gaps.waiting += 1;
        }
        match facts.answer("failed_before") {
            Some(said) => self.repeat_failures.known(said == "yes"),
            None => self.repeat_failures.gaps.unknown += 1,
        }
        match (facts.failed > 0, open, verdict(facts)) {
            (true, ..) => self.double_deviations.known(true),
            (false, false, Some(_)) => self.double_deviations.known(false),
            (false, ..) => self.double_deviations.gaps.add(open),
        }
        if let Some(ending) = &facts.ending {
            *self.endings.entry(ending.clone()).or_default() += 1;
        }
        if matches!(facts.answer("correction"), Some("corrected" | "unchecked")) {
            match is_recovered(facts) {
                Some(recovered) => self.fixed_not_recovered.known(!recovered),
                None => self.fixed_not_recovered.gaps.add(open),
            }
        }
    }
}
