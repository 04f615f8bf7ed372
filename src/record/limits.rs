//! The time limits of a record, as readers of it see them: by when, and whether it was in time.

use chrono::{DateTime, FixedOffset};

use super::clocks::{Clock, ClockStanding, clocks};
use crate::schedule::calendar::Calendars;
use crate::spine::Name;
use crate::untrusted::Untrusted;
use crate::walk::Walk;
use crate::walk::clockwork::Extension;

/// One time limit that applies in the incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Its name in the playbook.
    pub id: Name,
    /// What has to be done by then.
    pub what: Untrusted,
    /// By when, that moment included; `None` while it has not started, and where it does not apply or cannot be counted.
    pub due: Option<DateTime<FixedOffset>>,
    /// Whether only the day matters.
    pub by_day: bool,
    /// When it was done; where that was not measured, the latest it can have been.
    pub met_at: Option<DateTime<FixedOffset>>,
    /// Whether that moment was measured.
    pub measured: bool,
    /// When the incident ended without anybody having said that it was done.
    pub left_at: Option<DateTime<FixedOffset>>,
    /// How it was given more time.
    pub extensions: Vec<Extension>,
    /// Why it does not apply here, where somebody said so.
    pub waived: Option<Untrusted>,
    /// Why it cannot be counted.
    pub uncountable: Option<String>,
}

impl Limit {
    /// Whether it was met in time; at `now` while it runs. `None` where there is nothing to be late for, and where it is not known.
    pub fn in_time(&self, now: DateTime<FixedOffset>) -> Option<bool> {
        let due = self.due.filter(|_| self.left_at.is_none())?;
        let in_time = self.met_at.unwrap_or(now) <= due;
        (in_time || self.measured).then_some(in_time)
    }

    fn of(clock: &Clock<'_>) -> Self {
        let limit = Self {
            id: clock.deadline.id.clone(),
            what: clock.deadline.what.clone(),
            due: None,
            by_day: clock.deadline.rule.unit.ends_with_a_day(),
            met_at: None,
            measured: true,
            left_at: None,
            extensions: Vec::new(),
            waived: None,
            uncountable: None,
        };
        match &clock.standing {
            ClockStanding::NotStarted => limit,
            ClockStanding::Waived(reason) => Self { waived: Some(reason.clone()), ..limit },
            ClockStanding::Uncountable(why) => Self { uncountable: Some(why.clone()), ..limit },
            ClockStanding::Counted(count) => Self {
                due: Some(count.due),
                met_at: count.met_at,
                measured: count.measured,
                left_at: count.left_at,
                extensions: count.extensions.clone(),
                ..limit
            },
        }
    }
}

/// The time limits that apply in the incident of a walk, in the order of its playbook.
pub fn limits(walk: &Walk, calendars: &dyn Calendars) -> Vec<Limit> {
    clocks(walk, calendars).iter().map(Limit::of).collect()
}
