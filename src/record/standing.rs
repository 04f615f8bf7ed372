//! What `due`, lists and reports read of an incident.

use super::clocks::clocks;
use super::facts::facts;
use super::known_by::known_by;
use super::owed::owed;
use super::summary::summary;
use crate::journal::{IncidentId, OwedKind, Standing, Summary, Uid};
use crate::schedule::calendar::Calendars;
use crate::walk::Walk;

/// The standing of a walk. `None` for a walk without its first event.
pub fn standing(walk: &Walk, id: IncidentId, uid: Uid, calendars: &dyn Calendars) -> Option<Standing> {
    let clocks = clocks(walk, calendars);
    let owed = owed(walk, &clocks);
    let with_a_time =
        owed.iter().filter(|owed| matches!(owed.kind, OwedKind::Promise | OwedKind::Action | OwedKind::Clock));
    let next_due = with_a_time.filter_map(|owed| owed.due).min();
    let summary = Summary { next_due, ..summary(walk, id, uid)? };
    let facts = facts(walk, &clocks, &owed)?;
    Some(Standing { summary, owed, known_by: known_by(walk), facts })
}
