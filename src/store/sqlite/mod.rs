//! A store in one `SQLite` file.
//!
//! It writes ahead and syncs on every commit (`WAL`, `synchronous=FULL`), so that what it acknowledged survives a
//! loss of power. Events are one table that only grows, with triggers that refuse anything else; bodies lie in a
//! table of their own, from which they can be erased; summaries are kept by indexes in the order lists show them.
//!
//! - `probe` looks at a file before `SQLite` touches it; `open` makes and opens a store; `schema` has its tables.
//! - `write` adds events; `read` gives them back; `check` verifies.
//! - `standing` replaces what is read without events: `line` turns a summary into columns and back, `owed` what is
//!   owed, `known` finds the other incidents of a customer, and `fact` is what reports count.

mod check;
mod fact;
mod fail;
mod instants;
mod known;
mod line;
mod open;
mod owed;
mod probe;
mod read;
mod schema;
mod standing;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use rusqlite::Connection;

use self::fail::{Doing, explain};
use self::open::Opened;
use super::error::StoreError;
use super::verification::Verification;
use super::{DueCount, DueLine, DueQuery, FactsQuery, ListQuery, Opening, Store};
use crate::journal::chain::{Hash, genesis};
use crate::journal::facts::{Facts, Unreadable};
use crate::journal::incident_id::IncidentId;
use crate::journal::owed::Standing;
use crate::journal::row::{NewRow, Row};
use crate::journal::summary::Summary;

/// A store in one `SQLite` file.
#[derive(Debug)]
pub struct SqliteStore {
    path: PathBuf,
    connection: Option<Connection>,
    writable: bool,
    exposed: bool,
    migrations: &'static [&'static str],
}

impl SqliteStore {
    /// Opens the store at `path` for writing. Where there is none, it is made, for its owner's eyes only, with the
    /// folders above it. The path is never read as a URI.
    ///
    /// # Errors
    ///
    /// [`StoreError::BadPath`], [`StoreError::NotOurs`] (the file is left as it is), [`StoreError::TooNew`],
    /// [`StoreError::CannotOpen`], and whatever keeps `SQLite` from making or reading the file.
    pub fn open_for_writing(path: &Path) -> Result<Self, StoreError> {
        Self::writing(path, schema::MIGRATIONS)
    }

    /// Opens the store at `path` for reading; a store that a newer program wrote may be read, too. Where there is
    /// none, nothing is made, and the store holds nothing.
    ///
    /// # Errors
    ///
    /// As [`SqliteStore::open_for_writing`], except for [`StoreError::TooNew`]; and [`StoreError::NeedsWriting`] or
    /// [`StoreError::TooOld`] when the store cannot be read without changing it, and cannot be changed.
    pub fn open_for_reading(path: &Path) -> Result<Self, StoreError> {
        Self::reading(path, schema::MIGRATIONS)
    }

    /// Whether others than its owner may read or write the file, which is worth a warning.
    pub fn is_exposed(&self) -> bool {
        self.exposed
    }

    fn writing(path: &Path, migrations: &'static [&'static str]) -> Result<Self, StoreError> {
        Ok(Self::from(open::for_writing(path, migrations)?, true, migrations))
    }

    fn reading(path: &Path, migrations: &'static [&'static str]) -> Result<Self, StoreError> {
        Ok(Self::from(open::for_reading(path, migrations)?, false, migrations))
    }

    fn from(opened: Opened, writable: bool, migrations: &'static [&'static str]) -> Self {
        Self { path: opened.path, connection: opened.connection, writable, exposed: opened.exposed, migrations }
    }

    fn unknown(&self, id: IncidentId) -> StoreError {
        StoreError::UnknownIncident { path: self.path.clone(), id }
    }

    fn cannot_read(&self) -> impl Fn(rusqlite::Error) -> StoreError {
        |error| explain(&self.path, Doing::Reading, &error)
    }
}

impl Store for SqliteStore {
    fn open_incidents(&mut self, openings: Vec<Opening>) -> Result<Vec<IncidentId>, StoreError> {
        self.write(|writer| openings.into_iter().map(|opening| writer.open(opening)).collect())
    }

    fn append(&mut self, id: IncidentId, after: u64, rows: &[NewRow], standing: &Standing) -> Result<u64, StoreError> {
        self.write(|writer| writer.append(id, after, rows, standing))
    }

    fn erase(&mut self, id: IncidentId, after: u64, rows: &[NewRow], standing: &Standing) -> Result<u64, StoreError> {
        super::erasure_is_recorded(&self.path, rows)?;
        let seq = self.write(|writer| {
            writer.forget(id, after)?;
            writer.append(id, after, rows, standing)
        })?;
        self.fold_in()?;
        Ok(seq)
    }

    fn recount(&mut self, standings: &[Standing]) -> Result<usize, StoreError> {
        self.write(|writer| writer.recount(standings))
    }

    fn read(&self, id: IncidentId) -> Result<Vec<Row>, StoreError> {
        let connection = self.connection.as_ref().ok_or_else(|| self.unknown(id))?;
        read::rows(connection, &self.path, id)
    }

    fn source(&self, digest: &str) -> Result<String, StoreError> {
        let text = match &self.connection {
            None => None,
            Some(connection) => read::source(connection, digest).map_err(self.cannot_read())?,
        };
        text.filter(|text| super::digest(text) == digest).ok_or_else(|| {
            StoreError::damaged(&self.path, format!("the playbook text `{digest}` is missing or was changed"))
        })
    }

    fn summary(&self, id: IncidentId) -> Result<Summary, StoreError> {
        let connection = self.connection.as_ref().ok_or_else(|| self.unknown(id))?;
        line::of(connection, id).map_err(self.cannot_read())?.ok_or_else(|| self.unknown(id))
    }

    fn list(&self, query: &ListQuery, each: &mut dyn FnMut(Summary) -> ControlFlow<()>) -> Result<(), StoreError> {
        match &self.connection {
            None => Ok(()),
            Some(connection) => line::list(connection, query, each).map_err(self.cannot_read()),
        }
    }

    fn resolve(&self, typed: &str) -> Result<Vec<IncidentId>, StoreError> {
        let Some(connection) = &self.connection else {
            return Ok(Vec::new());
        };
        let mut meant = read::meant(connection, typed).map_err(self.cannot_read())?;
        super::add_once(&mut meant, self.by_ref(typed)?);
        Ok(meant)
    }

    fn unfinished(&self, limit: u32) -> Result<Vec<Summary>, StoreError> {
        match &self.connection {
            None => Ok(Vec::new()),
            Some(connection) => line::unfinished(connection, limit).map_err(self.cannot_read()),
        }
    }

    fn by_ref(&self, external_ref: &str) -> Result<Option<IncidentId>, StoreError> {
        match &self.connection {
            None => Ok(None),
            Some(connection) => read::by_ref(connection, external_ref).map_err(self.cannot_read()),
        }
    }

    fn due(&self, query: &DueQuery, each: &mut dyn FnMut(DueLine) -> ControlFlow<()>) -> Result<(), StoreError> {
        match &self.connection {
            None => Ok(()),
            Some(connection) => owed::due(connection, query, each).map_err(self.cannot_read()),
        }
    }

    fn count_due(&self, query: &DueQuery, now: DateTime<FixedOffset>) -> Result<DueCount, StoreError> {
        match &self.connection {
            None => Ok(DueCount::default()),
            Some(connection) => owed::count(connection, query, now).map_err(self.cannot_read()),
        }
    }

    fn counted_by(&self) -> Result<Vec<String>, StoreError> {
        match &self.connection {
            None => Ok(Vec::new()),
            Some(connection) => {
                let mut found: BTreeSet<String> = BTreeSet::new();
                owed::counted_by(connection, &mut found).map_err(self.cannot_read())?;
                fact::counted_by(connection, &mut found).map_err(self.cannot_read())?;
                Ok(found.into_iter().collect())
            }
        }
    }

    fn counted_with(
        &self,
        counted_by: &str,
        each: &mut dyn FnMut(IncidentId) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        match &self.connection {
            None => Ok(()),
            Some(connection) => {
                let mut found: BTreeSet<IncidentId> = BTreeSet::new();
                owed::counted_with(connection, counted_by, &mut found).map_err(self.cannot_read())?;
                fact::counted_with(connection, counted_by, &mut found).map_err(self.cannot_read())?;
                for id in found {
                    if each(id).is_break() {
                        break;
                    }
                }
                Ok(())
            }
        }
    }

    fn stale(&self, each: &mut dyn FnMut(IncidentId) -> ControlFlow<()>) -> Result<(), StoreError> {
        match &self.connection {
            None => Ok(()),
            Some(connection) => standing::stale(connection, each).map_err(self.cannot_read()),
        }
    }

    fn earlier(&self, known_by: &[String], except: Option<IncidentId>, limit: u32) -> Result<Vec<Summary>, StoreError> {
        match &self.connection {
            None => Ok(Vec::new()),
            Some(connection) => known::earlier(connection, known_by, except, limit).map_err(self.cannot_read()),
        }
    }

    fn facts(
        &self,
        query: &FactsQuery,
        each: &mut dyn FnMut(IncidentId, Result<Facts, Unreadable>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        match &self.connection {
            None => Ok(()),
            Some(connection) => fact::of_period(connection, query, each).map_err(self.cannot_read()),
        }
    }

    fn verify(&self) -> Result<Verification, StoreError> {
        match &self.connection {
            None => Ok(Verification::new()),
            Some(connection) => check::whole(connection, &self.path, self.migrations),
        }
    }

    fn place(&self) -> PathBuf {
        self.path.clone()
    }
}

/// The file that `SQLite` keeps beside a store, such as `-wal`.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// How many events there are, and the hash of the last one.
fn head(connection: &Connection) -> rusqlite::Result<Option<(u64, Hash)>> {
    use rusqlite::OptionalExtension as _;
    let mut statement = connection.prepare_cached("SELECT count, hash FROM head WHERE only = 1")?;
    statement.query_row([], |row| Ok((row.get(0)?, Hash::from_bytes(row.get(1)?)))).optional()
}

/// The head of a store without events, when there is none yet.
fn empty_head() -> (u64, Hash) {
    (0, genesis())
}

/// The number under which an incident is stored: its year, then nine digits for its number, so that the order of
/// numbers is the order of ids and a person reading the table can see which it is.
fn key(id: IncidentId) -> i64 {
    i64::from(id.year()) * NUMBERS_A_YEAR + i64::from(id.number())
}

const NUMBERS_A_YEAR: i64 = IncidentId::MAX_NUMBER as i64 + 1;

/// Hands over the incidents in the first column until all are seen or `each` breaks off.
fn each_incident(
    mut rows: rusqlite::Rows<'_>,
    each: &mut dyn FnMut(IncidentId) -> ControlFlow<()>,
) -> rusqlite::Result<()> {
    while let Some(row) = rows.next()? {
        if each(incident(0, row)?).is_break() {
            break;
        }
    }
    Ok(())
}

/// The incident stored under a number.
fn incident(column: usize, row: &rusqlite::Row<'_>) -> rusqlite::Result<IncidentId> {
    let key: i64 = row.get(column)?;
    id_of(key).ok_or(rusqlite::Error::IntegralValueOutOfRange(column, key))
}

fn id_of(key: i64) -> Option<IncidentId> {
    let year = u16::try_from(key / NUMBERS_A_YEAR).ok()?;
    let number = u32::try_from(key % NUMBERS_A_YEAR).ok()?;
    IncidentId::new(year, number).ok()
}
