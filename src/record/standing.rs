//! What `due` and lists read of an incident.

use super::summary::summary;
use crate::journal::{IncidentId, Standing, Uid};
use crate::walk::Walk;

/// The standing of a walk. `None` for a walk without its first event.
pub fn standing(walk: &Walk, id: IncidentId, uid: Uid) -> Option<Standing> {
    Some(Standing { summary: summary(walk, id, uid)?, owed: Vec::new(), known_by: Vec::new() })
}
