//! Time limits, by whether they were met.

use super::Tally;
use super::known::Part;
use crate::journal::facts::{Facts, LimitState, Seconds};

/// One time limit of one playbook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LimitTally {
    /// How it counts; none where incidents of the group were opened with several rules.
    pub rule: Option<String>,
    /// Met in time, of those met in time and late.
    pub kept: Part,
    /// Of the late ones, those that still run.
    pub running_late: u64,
    /// Those that somebody said do not apply.
    pub waived: u64,
}

impl Tally {
    pub(super) fn limits(&mut self, facts: &Facts, now: Seconds) {
        for limit in &facts.limits {
            let key = (facts.playbook.clone(), limit.id.clone());
            let is_new = !self.limits.contains_key(&key);
            let tally = self.limits.entry(key).or_default();
            if is_new {
                tally.rule = Some(limit.rule.clone());
            } else if tally.rule.as_ref() != Some(&limit.rule) {
                tally.rule = None;
            }
            match limit.state {
                LimitState::Kept => tally.kept.known(true),
                LimitState::Late => tally.kept.known(false),
                LimitState::Running if limit.due.is_some_and(|due| due < now) => {
                    tally.kept.known(false);
                    tally.running_late += 1;
                }
                LimitState::Running => tally.kept.gaps.waiting += 1,
                LimitState::Unknown => tally.kept.gaps.unknown += 1,
                LimitState::Waived => tally.waived += 1,
            }
        }
    }
}
