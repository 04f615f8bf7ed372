//! What `due` and lists read of an incident.

use super::clocks::clocks;
use super::known_by::known_by;
use super::owed::owed;
use super::summary::summary;
use crate::journal::{IncidentId, OwedKind, Standing, Summary, Uid};
use crate::schedule::calendar::Calendars;
use crate::walk::Walk;

/// The standing of a walk. `None` for a walk without its first event.
pub fn standing(walk: &Walk, id: IncidentId, uid: Uid, calendars: &dyn Calendars) -> Option<Standing> {
    let owed = owed(walk, &clocks(walk, calendars));
    let with_a_time =
        owed.iter().filter(|owed| matches!(owed.kind, OwedKind::Promise | OwedKind::Action | OwedKind::Clock));
    let next_due = with_a_time.filter_map(|owed| owed.due).min();
    let summary = Summary { next_due, ..summary(walk, id, uid)? };
    Some(Standing { summary, owed, known_by: known_by(walk) })
}
