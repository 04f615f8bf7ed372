//! How long things took.

use super::Tally;
use super::verdict::{ended_satisfied, is_recovered};
use crate::journal::facts::Facts;

impl Tally {
    pub(super) fn speed(&mut self, facts: &Facts) {
        let open = facts.is_open();
        let spans = [
            (&mut self.time_to_own, facts.owned),
            (&mut self.time_to_acknowledge, facts.acknowledged),
            (&mut self.time_to_first_contact, facts.spoken),
        ];
        for (span, end) in spans {
            match end {
                Some(end) => span.lengths.between(facts.received, end),
                None => span.gaps.add(open),
            }
        }
        match (facts.fixed, facts.answer("correction")) {
            (Some(fixed), _) => self.time_to_fix.lengths.between(facts.received, fixed),
            (None, Some("corrected" | "unchecked")) => self.time_to_fix.gaps.unknown += 1,
            (None, Some("impossible")) => {}
            (None, Some("partly")) => self.time_to_fix.gaps.waiting += u64::from(open),
            (None, _) => self.time_to_fix.gaps.add(open),
        }
        let is_recovered = ended_satisfied(facts) && is_recovered(facts) == Some(true);
        match facts.recovered.filter(|_| is_recovered) {
            Some(recovered) => self.time_to_recovered.lengths.between(facts.received, recovered),
            None if is_recovered => self.time_to_recovered.gaps.unknown += 1,
            None => self.time_to_recovered.gaps.waiting += u64::from(open),
        }
    }
}
