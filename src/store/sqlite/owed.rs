//! The table that `due` reads: what is owed as columns and back.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use chrono::{DateTime, FixedOffset};
use rusqlite::types::{Type, Value};
use rusqlite::{Connection, Row, params, params_from_iter};

use super::{incident, instants, key, line};
use crate::journal::incident_id::IncidentId;
use crate::journal::owed::{Owed, OwedKind};
use crate::journal::summary::Summary;
use crate::store::due::{DueCount, DueLine, DueQuery, REST, due_key, rank, urgency};
use crate::store::query::{micros, same_name};

/// The columns of [`read`], in its order.
macro_rules! columns {
    () => {
        "o.key, o.kind, o.what, o.who, o.deputy, o.instants, o.by_day, o.moved, o.counted_by"
    };
}

const OF_ONE: &str = concat!("SELECT ", columns!(), " FROM owed o WHERE o.incident = ?1");

const FORGET: &str = "DELETE FROM owed WHERE incident = ?1";

const PUT: &str = "
INSERT INTO owed (incident, key, training, rank, urgency, due_key, kind, what, who, who_folded, deputy, deputy_folded,
    instants, by_day, moved, counted_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";

/// In the order of the index, each with the line of its incident.
const LINES: &str = concat!(
    "SELECT ",
    line::columns!(),
    ", ",
    columns!(),
    " FROM owed o INDEXED BY owed_due CROSS JOIN summary s ON s.incident = o.incident WHERE "
);

/// One incident owes a handful of things, which are quicker sorted than looked for in the order of all.
const LINES_OF_ONE: &str = concat!(
    "SELECT ",
    line::columns!(),
    ", ",
    columns!(),
    " FROM owed o CROSS JOIN summary s ON s.incident = o.incident WHERE "
);

const IN_ORDER: &str = " ORDER BY o.rank, o.urgency, o.incident, o.key LIMIT ?";

const COUNT: &str = "SELECT count(*), coalesce(sum(o.due_key < ?), 0), coalesce(sum(o.rank < 2), 0) FROM owed o ";

const NEXT_COUNTED_BY: &str = "SELECT min(counted_by) FROM owed INDEXED BY owed_counted WHERE counted_by > ?1";

const COUNTED_WITH: &str =
    "SELECT DISTINCT incident FROM owed INDEXED BY owed_counted WHERE counted_by = ?1 ORDER BY incident";

/// What answers for calendars, for the test that none of it scans or sorts.
#[cfg(test)]
pub(super) const COUNTED: [&str; 2] = [NEXT_COUNTED_BY, COUNTED_WITH];

/// What is looked at first wherever everything is, with what the alarms do not have to fulfil.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Alarms, whatever the time.
    Alarms,
    /// Everything else, up to the time asked for.
    Rest,
}

/// The end of a statement, from `WHERE` on, with what its question marks stand for.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) sql: String,
    values: Vec<Value>,
}

impl Asked {
    fn of(query: &DueQuery) -> Self {
        let mut asked = match query.incident {
            None => Self { sql: "o.training = ?".to_owned(), values: vec![Value::from(query.training)] },
            // The plus keeps SQLite from looking through all drills or no drills for the one incident.
            Some(id) => Self {
                sql: "o.incident = ? AND +o.training = ?".to_owned(),
                values: vec![Value::from(key(id)), Value::from(query.training)],
            },
        };
        if query.open_only {
            asked.and("s.status = 'open'", []);
        }
        let names = query.names();
        if !names.is_empty() {
            let marks = vec!["?"; names.len()].join(", ");
            let theirs = format!(
                "(o.who_folded IN ({marks}) OR o.deputy_folded IN ({marks})
                  OR (o.who IS NULL AND (s.owner_folded IN ({marks}) OR s.deputy_folded IN ({marks}))))"
            );
            let names: Vec<Value> = names.into_iter().map(Value::from).collect();
            asked.and(&theirs, [&names[..]; 4].concat());
        }
        asked
    }

    fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
        self.values.extend(values);
    }

    /// The whole of a statement that hands over one part in its order.
    pub(super) fn lines(query: &DueQuery, part: Part, limit: i64) -> Self {
        let mut asked = Self::of(query);
        match (part, query.until) {
            (Part::Alarms, _) => asked.and("o.rank < ?", [Value::from(REST)]),
            (Part::Rest, None) => asked.and("o.rank = ?", [Value::from(REST)]),
            (Part::Rest, Some(until)) => {
                asked.and("o.rank = ? AND o.urgency <= ?", [Value::from(REST), Value::from(micros(&until))]);
            }
        }
        let from = if query.incident.is_some() { LINES_OF_ONE } else { LINES };
        asked.sql = [from, &asked.sql, IN_ORDER].concat();
        asked.values.push(Value::from(limit));
        asked
    }

    /// The whole of a statement that counts. Without a condition on names or the state of incidents, the index
    /// alone answers it.
    pub(super) fn count(query: &DueQuery, now: DateTime<FixedOffset>) -> Self {
        let mut asked = Self::of(query);
        if let Some(until) = query.until {
            let values = [Value::from(REST), Value::from(REST), Value::from(micros(&until))];
            asked.and("(o.rank < ? OR (o.rank = ? AND o.urgency <= ?))", values);
        }
        let reads_summaries = query.open_only || !query.people.is_empty();
        let join = if reads_summaries { "CROSS JOIN summary s ON s.incident = o.incident WHERE " } else { "WHERE " };
        asked.sql = [COUNT, join, &asked.sql].concat();
        asked.values.insert(0, Value::from(micros(&now)));
        asked
    }
}

/// Replaces everything owed in an incident. What is as it was is left as it lies: most events change nothing of it.
pub(super) fn put(connection: &Connection, summary: &Summary, owed: &[Owed]) -> rusqlite::Result<()> {
    if of(connection, summary.id)?.iter().eq(in_order(owed)) {
        return Ok(());
    }
    connection.prepare_cached(FORGET)?.execute([key(summary.id)])?;
    let mut statement = connection.prepare_cached(PUT)?;
    for owed in in_order(owed) {
        statement.execute(params![
            key(summary.id),
            owed.key,
            summary.training,
            rank(owed.kind),
            urgency(owed),
            due_key(owed),
            owed.kind.as_str(),
            owed.what,
            owed.who,
            owed.who.as_deref().map(same_name),
            owed.deputy,
            owed.deputy.as_deref().map(same_name),
            instants::pack([Some(owed.since), owed.due]),
            owed.by_day,
            owed.moved,
            owed.counted_by,
        ])?;
    }
    Ok(())
}

/// In the order of their keys, in which the table holds them.
fn in_order(owed: &[Owed]) -> impl Iterator<Item = &Owed> {
    let mut sorted: Vec<&Owed> = owed.iter().collect();
    sorted.sort_by(|one, other| one.key.cmp(&other.key));
    sorted.into_iter()
}

fn of(connection: &Connection, id: IncidentId) -> rusqlite::Result<Vec<Owed>> {
    let mut statement = connection.prepare_cached(OF_ONE)?;
    let mut owed = statement.query_map([key(id)], |row| read(row, 0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    owed.sort_by(|one, other| one.key.cmp(&other.key));
    Ok(owed)
}

/// Hands over what the query asks for as it is at one moment, row by row as the index gives them.
pub(super) fn due(
    connection: &Connection,
    query: &DueQuery,
    each: &mut dyn FnMut(DueLine) -> ControlFlow<()>,
) -> rusqlite::Result<()> {
    connection.execute_batch(line::ROOM_FOR_LISTS)?;
    let moment = connection.unchecked_transaction()?;
    let mut left = query.limit.map_or(i64::MAX, i64::from);
    for part in [Part::Alarms, Part::Rest] {
        if stream(&moment, &Asked::lines(query, part, left), &mut left, each)?.is_break() {
            break;
        }
    }
    Ok(())
}

fn stream(
    connection: &Connection,
    asked: &Asked,
    left: &mut i64,
    each: &mut dyn FnMut(DueLine) -> ControlFlow<()>,
) -> rusqlite::Result<ControlFlow<()>> {
    let mut statement = connection.prepare_cached(&asked.sql)?;
    let mut rows = statement.query(params_from_iter(&asked.values))?;
    while let Some(row) = rows.next()? {
        *left -= 1;
        if each(DueLine { summary: line::read(row)?, owed: read(row, line::COLUMNS)? }).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// How many there are, how many of them are late, and how many are alarms.
pub(super) fn count(
    connection: &Connection,
    query: &DueQuery,
    now: DateTime<FixedOffset>,
) -> rusqlite::Result<DueCount> {
    let asked = Asked::count(query, now);
    let mut statement = connection.prepare_cached(&asked.sql)?;
    statement.query_row(params_from_iter(&asked.values), |row| {
        Ok(DueCount { all: row.get(0)?, late: row.get(1)?, alarms: row.get(2)? })
    })
}

/// Goes from one to the next by the index instead of reading every row.
pub(super) fn counted_by(connection: &Connection, into: &mut BTreeSet<String>) -> rusqlite::Result<()> {
    let mut found: Vec<String> = Vec::new();
    let mut statement = connection.prepare_cached(NEXT_COUNTED_BY)?;
    // An empty text is the lowest of all and comes from nobody.
    while let Some(next) = statement.query_row([found.last().map_or("", String::as_str)], |row| row.get(0))? {
        found.push(next);
    }
    into.extend(found);
    Ok(())
}

/// The incidents in which something owed was counted by this.
pub(super) fn counted_with(
    connection: &Connection,
    counted_by: &str,
    into: &mut BTreeSet<IncidentId>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(COUNTED_WITH)?;
    let mut rows = statement.query([counted_by])?;
    while let Some(row) = rows.next()? {
        into.insert(incident(0, row)?);
    }
    Ok(())
}

/// The owed thing in the columns from `first` on.
fn read(row: &Row<'_>, first: usize) -> rusqlite::Result<Owed> {
    let damaged = || rusqlite::Error::InvalidColumnType(first + 5, "instants".to_owned(), Type::Blob);
    let [since, due] = instants::unpack(row.get_ref(first + 5)?.as_blob()?).ok_or_else(damaged)?;
    Ok(Owed {
        key: row.get(first)?,
        kind: kind(first + 1, row)?,
        what: row.get(first + 2)?,
        who: row.get(first + 3)?,
        deputy: row.get(first + 4)?,
        since: since.ok_or_else(damaged)?,
        due,
        by_day: row.get(first + 6)?,
        moved: row.get(first + 7)?,
        counted_by: row.get(first + 8)?,
    })
}

fn kind(column: usize, row: &Row<'_>) -> rusqlite::Result<OwedKind> {
    let word = row.get_ref(column)?.as_str()?;
    let known = OwedKind::ALL.into_iter().find(|kind| kind.as_str() == word);
    known.ok_or_else(|| rusqlite::Error::InvalidColumnType(column, "kind".to_owned(), Type::Text))
}
