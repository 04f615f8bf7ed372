//! Adding events: each write is one transaction that takes the lock before it reads anything.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::fail::{Doing, explain};
use super::{SqliteStore, beside, empty_head, head, id_of, key, line, read, schema, standing};
use crate::journal::chain::{self, Hash, Link};
use crate::journal::incident_id::IncidentId;
use crate::journal::owed::Standing;
use crate::journal::row::NewRow;
use crate::store::error::StoreError;
use crate::store::{self, Opening, Source, salt};

impl SqliteStore {
    /// Does the work in one transaction. It is on the disk when this returns `Ok`, and gone otherwise.
    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let path = self.path.as_path();
        let failed = |error| explain(path, Doing::Writing, &error);
        let connection = match &mut self.connection {
            Some(connection) if self.writable => connection,
            _ => {
                return Err(StoreError::ReadOnly { path: path.to_owned() });
            }
        };
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let mut writer = Writer::begin(&transaction, path, schema::newest(self.migrations))?;
        let done = work(&mut writer)?;
        writer.end()?;
        transaction.commit().map_err(failed)?;
        Ok(done)
    }

    /// Folds the file beside into the store and empties it, so that what was erased is nowhere any more.
    pub(super) fn fold_in(&self) -> Result<(), StoreError> {
        let Some(connection) = &self.connection else {
            return Ok(());
        };
        let blocked: bool = connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(|error| explain(&self.path, Doing::Writing, &error))?;
        if blocked {
            return Err(StoreError::NotYetGone { path: self.path.clone(), beside: beside(&self.path, "-wal") });
        }
        Ok(())
    }
}

/// A transaction under way, with the head of the store as it grows.
pub(super) struct Writer<'a> {
    connection: &'a Connection,
    path: &'a Path,
    began_at: u64,
    count: u64,
    hash: Hash,
}

impl<'a> Writer<'a> {
    fn begin(transaction: &'a Transaction<'_>, path: &'a Path, known: u32) -> Result<Self, StoreError> {
        let failed = |error| explain(path, Doing::Writing, &error);
        let found = schema::version(transaction).map_err(failed)?;
        if found > known {
            return Err(StoreError::TooNew { path: path.to_owned(), found, known });
        }
        let (count, hash) = head(transaction).map_err(failed)?.unwrap_or_else(empty_head);
        let writer = Self { connection: transaction, path, began_at: count, count, hash };
        writer.stands_on_its_head()?;
        Ok(writer)
    }

    /// Refuses to build on a store whose tail was cut: the gap would be hidden for ever.
    fn stands_on_its_head(&self) -> Result<(), StoreError> {
        let mut statement = self.sql("SELECT pos, hash FROM event ORDER BY pos DESC LIMIT 1")?;
        let last = statement
            .query_row([], |row| Ok((row.get(0)?, Hash::from_bytes(row.get(1)?))))
            .optional()
            .map_err(self.failed())?;
        if last.unwrap_or_else(empty_head) == (self.count, self.hash) {
            return Ok(());
        }
        Err(StoreError::damaged(self.path, "its last event is not the one its head names; nothing was recorded"))
    }

    /// Opens one incident, unless its uid says that it is open already.
    pub(super) fn open(&mut self, opening: Opening) -> Result<IncidentId, StoreError> {
        if let Some(id) = read::by_uid(self.connection, opening.uid).map_err(self.failed())? {
            return Ok(id);
        }
        store::opening_has_rows(self.path, &opening)?;
        let id = self.next_number(opening.year)?;
        self.ref_is_free(id, opening.external_ref.as_deref())?;
        for source in &opening.sources {
            self.keep(source)?;
        }
        let seq = self.push(id, 0, &opening.rows)?;
        self.stand(&opening.into_standing(id, seq))?;
        Ok(id)
    }

    /// Adds rows and replaces the standing, unless somebody else was first or the very rows are there.
    pub(super) fn append(
        &mut self,
        id: IncidentId,
        after: u64,
        rows: &[NewRow],
        standing: &Standing,
    ) -> Result<u64, StoreError> {
        let found = self.last_of(id)?;
        if found != after && self.has(id, after, rows)? {
            return Ok(after + rows.len() as u64);
        }
        if found != after {
            return Err(StoreError::SomeoneElseWrote { id, expected: after, found });
        }
        let seq = self.push(id, after, rows)?;
        self.replace(id, seq, standing)?;
        Ok(seq)
    }

    /// Replaces the standings of incidents to which nobody has added since they were made; says how many.
    pub(super) fn recount(&mut self, standings: &[Standing]) -> Result<usize, StoreError> {
        let mut replaced = 0;
        for standing in standings {
            let (id, seq) = (standing.summary.id, standing.summary.seq);
            if self.last_of(id)? == seq {
                self.replace(id, seq, standing)?;
                replaced += 1;
            }
        }
        Ok(replaced)
    }

    fn replace(&self, id: IncidentId, seq: u64, standing: &Standing) -> Result<(), StoreError> {
        self.ref_is_free(id, standing.summary.external_ref.as_deref())?;
        let mut standing = standing.clone();
        (standing.summary.id, standing.summary.seq) = (id, seq);
        if let Some(opened) = line::of(self.connection, id).map_err(self.failed())? {
            standing.summary.training = opened.training;
        }
        self.stand(&standing)
    }

    fn stand(&self, standing: &Standing) -> Result<(), StoreError> {
        store::keys_differ(self.path, standing)?;
        standing::put(self.connection, standing).map_err(self.failed())
    }

    /// Deletes what was said in the events of an incident up to `upto` (inclusive).
    pub(super) fn forget(&mut self, id: IncidentId, upto: u64) -> Result<(), StoreError> {
        self.sql("DELETE FROM body WHERE pos IN (SELECT pos FROM event WHERE incident = ?1 AND seq <= ?2)")?
            .execute(params![key(id), upto])
            .map_err(self.failed())?;
        Ok(())
    }

    fn end(self) -> Result<(), StoreError> {
        if self.count == self.began_at {
            return Ok(());
        }
        self.sql(
            "INSERT INTO head (only, count, hash) VALUES (1, ?1, ?2)
                  ON CONFLICT (only) DO UPDATE SET count = excluded.count, hash = excluded.hash",
        )?
        .execute(params![self.count, self.hash.as_bytes()])
        .map_err(self.failed())?;
        Ok(())
    }

    fn push(&mut self, id: IncidentId, after: u64, rows: &[NewRow]) -> Result<u64, StoreError> {
        let mut seq = after;
        for row in rows {
            seq += 1;
            self.push_one(id, seq, row)?;
        }
        Ok(seq)
    }

    fn push_one(&mut self, id: IncidentId, seq: u64, row: &NewRow) -> Result<(), StoreError> {
        let salt = salt::fresh(self.path)?;
        let at = chain::instant(&row.at);
        let link = Link {
            incident: id,
            seq,
            at: &at,
            author: &row.author,
            kind: &row.kind,
            version: row.version,
            head: &row.head,
            commitment: chain::commitment(&salt, &row.body),
        };
        self.hash = link.hash(&self.hash);
        self.count += 1;
        self.sql(
            "INSERT INTO event (pos, incident, seq, at, author, kind, version, head, commitment, hash)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            self.count,
            key(id),
            seq,
            at,
            row.author,
            row.kind,
            row.version,
            row.head,
            link.commitment.as_bytes(),
            self.hash.as_bytes()
        ])
        .map_err(self.failed())?;
        self.sql("INSERT INTO body (pos, salt, text) VALUES (?1, ?2, ?3)")?
            .execute(params![self.count, salt, row.body])
            .map_err(self.failed())?;
        Ok(())
    }

    fn keep(&self, source: &Source) -> Result<(), StoreError> {
        self.sql("INSERT INTO source (digest, name, text) VALUES (?1, ?2, ?3) ON CONFLICT (digest) DO NOTHING")?
            .execute(params![source.digest, source.name, source.text])
            .map_err(self.failed())?;
        Ok(())
    }

    fn next_number(&self, year: u16) -> Result<IncidentId, StoreError> {
        let none_left = |_| StoreError::NoNumberLeft { year };
        let first = IncidentId::new(year, 1).map_err(none_left)?;
        let most = IncidentId::new(year, IncidentId::MAX_NUMBER).map_err(none_left)?;
        let last: Option<i64> = self
            .sql("SELECT max(incident) FROM summary WHERE incident BETWEEN ?1 AND ?2")?
            .query_row([key(first), key(most)], |row| row.get(0))
            .map_err(self.failed())?;
        match last.and_then(id_of) {
            None => Ok(first),
            Some(last) => IncidentId::new(year, last.number() + 1).map_err(none_left),
        }
    }

    fn ref_is_free(&self, id: IncidentId, external_ref: Option<&str>) -> Result<(), StoreError> {
        let Some(external_ref) = external_ref else {
            return Ok(());
        };
        let taken_by = read::by_ref(self.connection, external_ref).map_err(self.failed())?;
        store::free_for(id, external_ref, taken_by)
    }

    fn last_of(&self, id: IncidentId) -> Result<u64, StoreError> {
        let last: Option<u64> = self
            .sql("SELECT max(seq) FROM event WHERE incident = ?1")?
            .query_row([key(id)], |row| row.get(0))
            .map_err(self.failed())?;
        last.ok_or_else(|| StoreError::UnknownIncident { path: self.path.to_owned(), id })
    }

    /// Whether exactly these rows stand after `after` already: a retry after a lost reply.
    fn has(&self, id: IncidentId, after: u64, rows: &[NewRow]) -> Result<bool, StoreError> {
        let there = read::rows_after(self.connection, self.path, id, after, rows.len())?;
        Ok(!rows.is_empty() && there.len() == rows.len() && there.iter().zip(rows).all(|(there, row)| there.is(row)))
    }

    fn sql(&self, text: &str) -> Result<rusqlite::CachedStatement<'a>, StoreError> {
        self.connection.prepare_cached(text).map_err(self.failed())
    }

    fn failed(&self) -> impl Fn(rusqlite::Error) -> StoreError + use<'a> {
        let path = self.path;
        move |error| explain(path, Doing::Writing, &error)
    }
}
