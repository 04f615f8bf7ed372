//! What customers said when they were asked, and whether they are satisfied.

use super::Tally;
use super::known::Part;
use crate::journal::facts::Facts;

/// Marks by how often each was given, from 0 to 10.
pub type Marks = [u64; 11];

/// How the customer answered when asked whether it is put right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// Those who are satisfied, of those who answered; the rest.
    pub satisfied: Part,
    /// They were asked and gave no answer.
    pub no_answer: u64,
    /// They were not asked, and a reason was given.
    pub not_asked: u64,
}

/// The answers by which customers say that it is put right, or is not.
pub(super) fn verdict(facts: &Facts) -> Option<bool> {
    match facts.answer("outcome") {
        Some("yes") => Some(true),
        Some("no" | "more-correct" | "more-compensate") => Some(false),
        _ => None,
    }
}

pub(super) fn ended_satisfied(facts: &Facts) -> bool {
    facts.ending.as_deref() == Some("satisfied")
}

/// Whether the customer is satisfied, as far as anybody knows: with what came of it and with how they were treated. An ending as satisfied
/// speaks only where they did not say otherwise.
pub(super) fn is_recovered(facts: &Facts) -> Option<bool> {
    let treated_badly = matches!(facts.answer("handling"), Some("partly" | "no"));
    let ended_badly = matches!(facts.ending.as_deref(), Some("accepted-not-forgiven" | "not-satisfied"));
    let said_so_twice = verdict(facts) == Some(true) && facts.answer("handling") == Some("yes");
    if verdict(facts) == Some(false) || treated_badly || ended_badly {
        return Some(false);
    }
    (said_so_twice || ended_satisfied(facts)).then_some(true)
}

impl Tally {
    pub(super) fn answers(&mut self, facts: &Facts) {
        let open = facts.is_open();
        let outcome = facts.answer("outcome");
        match (verdict(facts), outcome) {
            (Some(yes), _) => self.outcome.satisfied.known(yes),
            (None, Some("no-answer")) => {
                self.outcome.no_answer += 1;
                self.outcome.satisfied.gaps.unknown += 1;
            }
            (None, Some("not-asked")) => {
                self.outcome.not_asked += 1;
                self.outcome.satisfied.gaps.unknown += 1;
            }
            (None, _) => self.outcome.satisfied.gaps.add(open),
        }
        match (facts.answer("handling"), outcome) {
            (Some(said @ ("yes" | "partly" | "no")), _) => self.handling.satisfied.known(said == "yes"),
            (Some("no-answer"), _) | (None, Some("no-answer")) => {
                self.handling.no_answer += 1;
                self.handling.satisfied.gaps.unknown += 1;
            }
            (None, Some("not-asked")) => {
                self.handling.not_asked += 1;
                self.handling.satisfied.gaps.unknown += 1;
            }
            (_, _) => self.handling.satisfied.gaps.add(open),
        }
        let marks =
            [(&mut self.csat, "csat", 1..=5_usize), (&mut self.nps, "nps", 0..=10), (&mut self.ces, "ces", 1..=7)];
        for ((counts, gaps), question, scale) in marks {
            let mark = facts.answer(question).and_then(|mark| mark.parse::<usize>().ok());
            match mark.filter(|mark| scale.contains(mark)).and_then(|mark| counts.get_mut(mark)) {
                Some(count) => *count += 1,
                None => gaps.add(open),
            }
        }
    }
}
