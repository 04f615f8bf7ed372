//! The table that lists read: a summary as columns and back.

use std::ops::ControlFlow;

use chrono::{DateTime, FixedOffset};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{incident, instants, key};
use crate::journal::incident_id::IncidentId;
use crate::journal::summary::{Status, Summary};
use crate::journal::uid::Uid;
use crate::store::query::{ListQuery, Which, fold, micros, same_name};

/// What lists may hold in memory: without it, a list in the order of an index reads the same pages again and again.
pub(super) const ROOM_FOR_LISTS: &str = "PRAGMA cache_size=-65536";

const PUT: &str = "
INSERT INTO summary (incident, uid, external_ref, training, status, customer, customer_folded, summary, playbook,
    owner, owner_accepted, severity, legal_gate_closed, ending, instants, missing, seq, opened_key, updated_key, closed_key, due_key,
    owner_folded, offered_to, deputy, deputy_folded, reopened)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,
    ?25, ?26)
ON CONFLICT (incident) DO UPDATE SET external_ref = excluded.external_ref, status = excluded.status,
    customer = excluded.customer, customer_folded = excluded.customer_folded, summary = excluded.summary,
    playbook = excluded.playbook, owner = excluded.owner, owner_accepted = excluded.owner_accepted,
    severity = excluded.severity, legal_gate_closed = excluded.legal_gate_closed, ending = excluded.ending,
    instants = excluded.instants, missing = excluded.missing, seq = excluded.seq, opened_key = excluded.opened_key,
    updated_key = excluded.updated_key, closed_key = excluded.closed_key, due_key = excluded.due_key,
    owner_folded = excluded.owner_folded, offered_to = excluded.offered_to, deputy = excluded.deputy,
    deputy_folded = excluded.deputy_folded, reopened = excluded.reopened";

/// The columns that [`read`] takes, in its order.
macro_rules! columns {
    () => {
        "s.incident, s.uid, s.external_ref, s.training, s.status, s.customer, s.summary, s.playbook, s.owner, \
         s.owner_accepted, s.severity, s.legal_gate_closed, s.ending, s.instants, s.missing, s.seq, s.offered_to, \
         s.deputy, s.reopened"
    };
}
pub(super) use columns;

/// How many columns [`read`] takes.
pub(super) const COLUMNS: usize = 19;

macro_rules! lines {
    ($rest:literal) => {
        concat!("SELECT ", columns!(), " FROM summary s ", $rest)
    };
}

const ONE: &str = lines!("WHERE incident = ?1");

const OPEN: &str = lines!(
    "INDEXED BY summary_open
     WHERE status = 'open' AND training = ?1 AND due_key <= ?2 AND opened_key BETWEEN ?3 AND ?4
       AND (?5 = 0 OR owner IS NULL OR owner_accepted IS NOT 1)
       AND (?6 IS NULL OR instr(customer_folded, ?6) > 0)
     ORDER BY due_key, opened_key DESC, incident DESC LIMIT ?7"
);

const CLOSED: &str = lines!(
    "INDEXED BY summary_closed
     WHERE status = 'closed' AND training = ?1 AND ?2 = ?2 AND opened_key BETWEEN ?3 AND ?4
       AND (?5 = 0 OR owner IS NULL OR owner_accepted IS NOT 1)
       AND (?6 IS NULL OR instr(customer_folded, ?6) > 0)
     ORDER BY closed_key DESC, incident DESC LIMIT ?7"
);

const UNFINISHED: &str = lines!(
    "INDEXED BY summary_unfinished
     WHERE status = 'open' AND training = 0 ORDER BY updated_key DESC, incident DESC LIMIT ?1"
);

/// Every list, for the test that none of them sorts.
#[cfg(test)]
pub(super) const LISTS: [&str; 3] = [OPEN, CLOSED, UNFINISHED];

/// Writes a summary in place of the one there may be. The uid and the kind of an incident never change.
pub(super) fn put(connection: &Connection, summary: &Summary) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(PUT)?;
    statement.execute(params![
        key(summary.id),
        summary.uid.as_bytes(),
        summary.external_ref,
        summary.training,
        summary.status.as_str(),
        summary.customer,
        summary.customer.as_deref().map(fold),
        summary.summary,
        summary.playbook,
        summary.owner,
        summary.owner_accepted,
        summary.severity,
        summary.legal_gate_closed,
        summary.ending,
        instants::pack([Some(summary.opened_at), Some(summary.updated_at), summary.closed_at, summary.next_due]),
        summary.missing,
        summary.seq,
        micros(&summary.opened_at),
        micros(&summary.updated_at),
        summary.closed_at.as_ref().map_or(i64::MIN, micros),
        summary.next_due.as_ref().map_or(i64::MAX, micros),
        summary.owner.as_deref().map(same_name),
        summary.offered_to,
        summary.deputy,
        summary.deputy.as_deref().map(same_name),
        summary.reopened,
    ])?;
    Ok(())
}

/// The summary of one incident.
pub(super) fn of(connection: &Connection, id: IncidentId) -> rusqlite::Result<Option<Summary>> {
    connection.prepare_cached(ONE)?.query_row([key(id)], read).optional()
}

/// The latest updated open incidents.
pub(super) fn unfinished(connection: &Connection, limit: u32) -> rusqlite::Result<Vec<Summary>> {
    let mut statement = connection.prepare_cached(UNFINISHED)?;
    let summaries = statement.query_map([limit], read)?;
    summaries.collect()
}

/// Hands over what the query admits, row by row as an index gives them.
pub(super) fn list(
    connection: &Connection,
    query: &ListQuery,
    each: &mut dyn FnMut(Summary) -> ControlFlow<()>,
) -> rusqlite::Result<()> {
    connection.execute_batch(ROOM_FOR_LISTS)?;
    let mut left = query.limit.map_or(i64::MAX, i64::from);
    // Nothing that is closed is overdue.
    let closed_too = query.overdue_at.is_none();
    if query.which != Which::Closed && stream(connection, OPEN, query, &mut left, each)?.is_break() {
        return Ok(());
    }
    if query.which != Which::Open && closed_too {
        let _ = stream(connection, CLOSED, query, &mut left, each)?;
    }
    Ok(())
}

fn stream(
    connection: &Connection,
    sql: &str,
    query: &ListQuery,
    left: &mut i64,
    each: &mut dyn FnMut(Summary) -> ControlFlow<()>,
) -> rusqlite::Result<ControlFlow<()>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![
        query.training,
        query.overdue_at.as_ref().map_or(i64::MAX, before),
        query.since.as_ref().map_or(i64::MIN, micros),
        query.until.as_ref().map_or(i64::MAX, before),
        query.unowned,
        query.customer.as_deref().map(fold),
        *left,
    ])?;
    while let Some(row) = rows.next()? {
        *left -= 1;
        if each(read(row)?).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// The last microsecond before an instant.
fn before(at: &DateTime<FixedOffset>) -> i64 {
    micros(at).saturating_sub(1)
}

/// The summary in the first [`COLUMNS`] columns.
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Summary> {
    let damaged = || rusqlite::Error::InvalidColumnType(13, "instants".to_owned(), Type::Blob);
    let [opened_at, updated_at, closed_at, next_due] =
        instants::unpack(row.get_ref(13)?.as_blob()?).ok_or_else(damaged)?;
    Ok(Summary {
        id: incident(0, row)?,
        uid: Uid::from_bytes(row.get(1)?),
        external_ref: row.get(2)?,
        training: row.get(3)?,
        status: status(4, row)?,
        customer: row.get(5)?,
        summary: row.get(6)?,
        playbook: row.get(7)?,
        owner: row.get(8)?,
        owner_accepted: row.get(9)?,
        severity: row.get(10)?,
        legal_gate_closed: row.get(11)?,
        ending: row.get(12)?,
        opened_at: opened_at.ok_or_else(damaged)?,
        updated_at: updated_at.ok_or_else(damaged)?,
        closed_at,
        next_due,
        missing: row.get(14)?,
        seq: row.get(15)?,
        offered_to: row.get(16)?,
        deputy: row.get(17)?,
        reopened: row.get(18)?,
    })
}

fn status(column: usize, row: &Row<'_>) -> rusqlite::Result<Status> {
    match row.get_ref(column)?.as_str()? {
        "open" => Ok(Status::Open),
        "closed" => Ok(Status::Closed),
        _ => Err(rusqlite::Error::InvalidColumnType(column, "status".to_owned(), Type::Text)),
    }
}
