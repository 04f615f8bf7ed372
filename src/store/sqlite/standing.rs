//! What is read of an incident without its events, replaced as a whole.

use std::ops::ControlFlow;

use rusqlite::Connection;

use super::{each_incident, fact, key, known, line, owed};
use crate::journal::incident_id::IncidentId;
use crate::journal::owed::Standing;

/// Writes a standing in place of the one there may be.
pub(super) fn put(connection: &Connection, standing: &Standing) -> rusqlite::Result<()> {
    let summary = &standing.summary;
    line::put(connection, summary)?;
    owed::put(connection, summary, &standing.owed)?;
    known::put(connection, summary, &standing.known_by)?;
    fact::put(connection, summary, &standing.facts)?;
    connection.prepare_cached("DELETE FROM stale WHERE incident = ?1")?.execute([key(summary.id)])?;
    Ok(())
}

/// Hands over the incidents whose standing was made before the store knew what is owed, or what reports count.
pub(super) fn stale(
    connection: &Connection,
    each: &mut dyn FnMut(IncidentId) -> ControlFlow<()>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached("SELECT incident FROM stale ORDER BY incident")?;
    each_incident(statement.query([])?, each)
}
