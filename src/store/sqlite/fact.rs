//! What reports count: one row of facts an incident, in the order of when the customer told the house.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use rusqlite::{Connection, params};

use super::{incident, key, line};
use crate::journal::facts::{Facts, Unreadable};
use crate::journal::incident_id::IncidentId;
use crate::journal::summary::Summary;
use crate::store::FactsQuery;

/// What is as it was is not written again: most events change nothing that is counted.
const PUT: &str = "
INSERT INTO fact (incident, training, received_key, counted_by, facts) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (incident) DO UPDATE SET training = excluded.training, received_key = excluded.received_key,
        counted_by = excluded.counted_by, facts = excluded.facts
    WHERE facts <> excluded.facts OR training <> excluded.training";

/// A period, in the order of the index.
pub(super) const OF_PERIOD: &str = "
SELECT incident, facts FROM fact INDEXED BY fact_received
    WHERE training = ?1 AND received_key >= ?2 AND received_key < ?3 ORDER BY received_key, incident";

const NEXT_COUNTED_BY: &str = "SELECT min(counted_by) FROM fact INDEXED BY fact_counted WHERE counted_by > ?1";

const COUNTED_WITH: &str = "SELECT incident FROM fact INDEXED BY fact_counted WHERE counted_by = ?1";

/// What answers for calendars, for the test that none of it scans.
#[cfg(test)]
pub(super) const COUNTED: [&str; 2] = [NEXT_COUNTED_BY, COUNTED_WITH];

/// What stands between the calendars that one incident was counted by.
const BETWEEN: &str = "\n";

/// Replaces the facts of an incident.
pub(super) fn put(connection: &Connection, summary: &Summary, facts: &Facts) -> rusqlite::Result<()> {
    let counted_by = Some(facts.counted_by().join(BETWEEN)).filter(|stamps| !stamps.is_empty());
    let stored = facts.to_stored().map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    let mut statement = connection.prepare_cached(PUT)?;
    statement.execute(params![key(summary.id), summary.training, facts.received, counted_by, stored])?;
    Ok(())
}

/// Hands over the facts of a period as they are at one moment, row by row as the index gives them.
pub(super) fn of_period(
    connection: &Connection,
    query: &FactsQuery,
    each: &mut dyn FnMut(IncidentId, Result<Facts, Unreadable>) -> ControlFlow<()>,
) -> rusqlite::Result<()> {
    connection.execute_batch(line::ROOM_FOR_LISTS)?;
    let moment = connection.unchecked_transaction()?;
    let mut statement = moment.prepare_cached(OF_PERIOD)?;
    let (from, to) = query.bounds();
    let mut rows = statement.query(params![query.training, from, to])?;
    while let Some(row) = rows.next()? {
        let facts = Facts::from_stored(row.get_ref(1)?.as_str()?);
        if each(incident(0, row)?, facts).is_break() {
            break;
        }
    }
    Ok(())
}

/// The calendars as they stand together in incidents; a handful, found from one to the next by the index.
fn together(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    let mut statement = connection.prepare_cached(NEXT_COUNTED_BY)?;
    while let Some(next) = statement.query_row([found.last().map_or("", String::as_str)], |row| row.get(0))? {
        found.push(next);
    }
    Ok(found)
}

/// By which calendars facts were counted.
pub(super) fn counted_by(connection: &Connection, into: &mut BTreeSet<String>) -> rusqlite::Result<()> {
    for stamps in together(connection)? {
        into.extend(stamps.split(BETWEEN).map(str::to_owned));
    }
    Ok(())
}

/// The incidents whose facts were counted by this.
pub(super) fn counted_with(
    connection: &Connection,
    counted_by: &str,
    into: &mut BTreeSet<IncidentId>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(COUNTED_WITH)?;
    for stamps in together(connection)?.iter().filter(|stamps| stamps.split(BETWEEN).any(|one| one == counted_by)) {
        let mut rows = statement.query([stamps])?;
        while let Some(row) = rows.next()? {
            into.insert(incident(0, row)?);
        }
    }
    Ok(())
}
