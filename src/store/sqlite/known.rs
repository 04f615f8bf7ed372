//! Under what customers are known, and by it their other incidents.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::{incident, key, line};
use crate::journal::incident_id::IncidentId;
use crate::journal::summary::Summary;
use crate::store::query::micros;

const OF_ONE: &str = "SELECT key, opened_key FROM known INDEXED BY known_of WHERE incident = ?1";

const FORGET: &str = "DELETE FROM known WHERE incident = ?1";

const PUT: &str = "INSERT INTO known (key, opened_key, incident) VALUES (?1, ?2, ?3)";

/// By the order of the table itself: nothing is sorted, however often somebody came back.
pub(super) const LATEST: &str = "SELECT opened_key, incident FROM known WHERE key = ?1 AND incident IS NOT ?2
     ORDER BY opened_key DESC, incident DESC LIMIT ?3";

/// Replaces under what the customer of an incident is known. Drills know nobody: no real incident ever points to one.
pub(super) fn put(connection: &Connection, summary: &Summary, known_by: &[String]) -> rusqlite::Result<()> {
    let opened = micros(&summary.opened_at);
    let known_by = if summary.training { &[] } else { known_by };
    let wanted: BTreeSet<(String, i64)> = known_by.iter().map(|key| (key.clone(), opened)).collect();
    if of(connection, summary.id)? == wanted {
        return Ok(());
    }
    connection.prepare_cached(FORGET)?.execute([key(summary.id)])?;
    let mut statement = connection.prepare_cached(PUT)?;
    for (known, opened) in wanted {
        statement.execute(params![known, opened, key(summary.id)])?;
    }
    Ok(())
}

fn of(connection: &Connection, id: IncidentId) -> rusqlite::Result<BTreeSet<(String, i64)>> {
    let mut statement = connection.prepare_cached(OF_ONE)?;
    let known = statement.query_map([key(id)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    known.collect()
}

/// The latest opened incidents that are known under any of these. The latest of all are among the latest of each.
pub(super) fn earlier(
    connection: &Connection,
    known_by: &[String],
    except: Option<IncidentId>,
    limit: u32,
) -> rusqlite::Result<Vec<Summary>> {
    let moment = connection.unchecked_transaction()?;
    let mut found: BTreeSet<Reverse<(i64, IncidentId)>> = BTreeSet::new();
    let mut statement = moment.prepare_cached(LATEST)?;
    for known in known_by {
        let latest = statement
            .query_map(params![known, except.map(key), limit], |row| Ok(Reverse((row.get(0)?, incident(1, row)?))))?;
        for one in latest {
            found.insert(one?);
        }
    }
    let mut summaries = Vec::new();
    for Reverse((_, id)) in found.into_iter().take(limit as usize) {
        summaries.extend(line::of(&moment, id)?);
    }
    Ok(summaries)
}
