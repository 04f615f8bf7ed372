//! Giving back what was written, checked.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};

use super::fail::{Doing, explain};
use super::{NUMBERS_A_YEAR, id_of, incident, key};
use crate::journal::chain::{self, Hash, Salt};
use crate::journal::incident_id::IncidentId;
use crate::journal::row::{Body, ERASED, NewRow, Row};
use crate::journal::uid::Uid;
use crate::store::error::StoreError;
use crate::store::query::{Meaning, meaning};

/// The columns of [`Stored`], in its order.
pub(super) const EVENTS: &str =
    "SELECT e.pos, e.incident, e.seq, e.at, e.author, e.kind, e.version, e.head, e.commitment, e.hash, b.salt, b.text
     FROM event e LEFT JOIN body b ON b.pos = e.pos ORDER BY e.pos";

const EVENTS_OF_ONE: &str =
    "SELECT e.pos, e.incident, e.seq, e.at, e.author, e.kind, e.version, e.head, e.commitment, e.hash, b.salt, b.text
     FROM event e LEFT JOIN body b ON b.pos = e.pos
     WHERE e.incident = ?1 AND e.seq > ?2 ORDER BY e.seq LIMIT ?3";

/// An event as its table has it, with its body if there is one.
pub(super) struct Stored {
    pub(super) pos: u64,
    pub(super) incident: i64,
    pub(super) seq: u64,
    pub(super) at: String,
    pub(super) author: String,
    pub(super) kind: String,
    pub(super) version: u16,
    pub(super) head: String,
    pub(super) commitment: Hash,
    pub(super) hash: Hash,
    pub(super) said: Option<(Salt, String)>,
}

impl Stored {
    pub(super) fn of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let salt: Option<Salt> = row.get(10)?;
        let text: Option<String> = row.get(11)?;
        Ok(Self {
            pos: row.get(0)?,
            incident: row.get(1)?,
            seq: row.get(2)?,
            at: row.get(3)?,
            author: row.get(4)?,
            kind: row.get(5)?,
            version: row.get(6)?,
            head: row.get(7)?,
            commitment: Hash::from_bytes(row.get(8)?),
            hash: Hash::from_bytes(row.get(9)?),
            said: salt.zip(text),
        })
    }

    /// Whether a body that is there is the one that was written.
    pub(super) fn is_unchanged(&self) -> bool {
        self.said.as_ref().is_none_or(|(salt, text)| chain::commitment(salt, text) == self.commitment)
    }

    /// Whether this is what writing `row` would have stored.
    pub(super) fn is(&self, row: &NewRow) -> bool {
        self.at == chain::instant(&row.at)
            && self.author == row.author
            && self.kind == row.kind
            && self.version == row.version
            && self.head == row.head
            && self.said.as_ref().is_some_and(|(_, text)| *text == row.body)
    }

    fn into_row(self, erased_upto: u64) -> Result<Row, String> {
        let (incident, seq) = (self.incident, self.seq);
        let name = id_of(incident).map_or_else(|| incident.to_string(), |id| id.to_string());
        if !self.is_unchanged() {
            return Err(format!("what was said in event {seq} of {name} was changed"));
        }
        let body = match self.said {
            Some((_, text)) => Body::Kept(text),
            None if seq <= erased_upto => Body::Erased,
            None => {
                return Err(format!("what was said in event {seq} of {name} is missing, and nobody erased it"));
            }
        };
        let at = chrono::DateTime::parse_from_rfc3339(&self.at)
            .map_err(|error| format!("the time of event {seq} of {name} cannot be read ({error})"))?;
        Ok(Row { seq, at, author: self.author, kind: self.kind, version: self.version, head: self.head, body })
    }
}

/// All events of one incident, checked.
pub(super) fn rows(connection: &Connection, path: &Path, id: IncidentId) -> Result<Vec<Row>, StoreError> {
    let stored = rows_after(connection, path, id, 0, usize::MAX)?;
    if stored.is_empty() {
        return Err(StoreError::UnknownIncident { path: path.to_owned(), id });
    }
    let erased_upto = stored.iter().rev().find(|event| event.kind == ERASED).map_or(0, |event| event.seq);
    let in_order = |(expected, event): (u64, Stored)| {
        if event.seq != expected {
            return Err(format!("event {expected} of {id} is missing"));
        }
        event.into_row(erased_upto)
    };
    (1..).zip(stored).map(in_order).collect::<Result<_, _>>().map_err(|detail| StoreError::damaged(path, detail))
}

/// At most `limit` events of one incident that come after `after`, as they are stored.
pub(super) fn rows_after(
    connection: &Connection,
    path: &Path,
    id: IncidentId,
    after: u64,
    limit: usize,
) -> Result<Vec<Stored>, StoreError> {
    let limit = i64::try_from(limit).unwrap_or(-1);
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let collect = || {
        let mut statement = connection.prepare_cached(EVENTS_OF_ONE)?;
        let stored = statement.query_map(params![key(id), after, limit], Stored::of)?;
        stored.collect::<rusqlite::Result<Vec<_>>>()
    };
    collect().map_err(|error| explain(path, Doing::Reading, &error))
}

/// The text under a digest, unchecked.
pub(super) fn source(connection: &Connection, digest: &str) -> rusqlite::Result<Option<String>> {
    let mut statement = connection.prepare_cached("SELECT text FROM source WHERE digest = ?1")?;
    statement.query_row([digest], |row| row.get(0)).optional()
}

/// The incident with this reference.
pub(super) fn by_ref(connection: &Connection, external_ref: &str) -> rusqlite::Result<Option<IncidentId>> {
    let mut statement = connection.prepare_cached("SELECT incident FROM summary WHERE external_ref = ?1")?;
    statement.query_row([external_ref], |row| incident(0, row)).optional()
}

/// The incident with this uid.
pub(super) fn by_uid(connection: &Connection, uid: Uid) -> rusqlite::Result<Option<IncidentId>> {
    let mut statement = connection.prepare_cached("SELECT incident FROM summary WHERE uid = ?1")?;
    statement.query_row([uid.as_bytes()], |row| incident(0, row)).optional()
}

/// The incidents that a typed number may mean, the latest year first.
pub(super) fn meant(connection: &Connection, typed: &str) -> rusqlite::Result<Vec<IncidentId>> {
    match meaning(typed) {
        Meaning::Nothing => Ok(Vec::new()),
        Meaning::Incident(id) => Ok(exists(connection, key(id))?.then_some(id).into_iter().collect()),
        Meaning::Number(number) => of_any_year(connection, number),
    }
}

/// Goes from year to year by the key instead of reading every incident.
fn of_any_year(connection: &Connection, number: u32) -> rusqlite::Result<Vec<IncidentId>> {
    let mut found = Vec::new();
    let mut below = i64::MAX;
    let mut statement = connection.prepare_cached("SELECT max(incident) FROM summary WHERE incident < ?1")?;
    while let Some(last) = statement.query_row([below], |row| row.get::<_, Option<i64>>(0))? {
        below = last / NUMBERS_A_YEAR * NUMBERS_A_YEAR;
        let candidate = below.saturating_add(i64::from(number));
        if let Some(id) = id_of(candidate).filter(|id| id.number() == number)
            && exists(connection, candidate)?
        {
            found.push(id);
        }
    }
    Ok(found)
}

fn exists(connection: &Connection, key: i64) -> rusqlite::Result<bool> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM summary WHERE incident = ?1")?;
    statement.exists([key])
}
