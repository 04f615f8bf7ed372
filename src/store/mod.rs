//! Where incidents are kept: one trait, a `SQLite` file for everyday use and a memory for drills and tests.
//!
//! A store only ever adds events. A writer says after which event it writes, so that two people who answer at once
//! never overwrite each other and nobody holds a lock during a telephone call. Every write is one transaction: when
//! it returns `Ok` it is on the disk, and when it returns an error nothing of it is.

mod due;
pub mod error;
mod facts;
pub mod memory;
mod query;
mod salt;
pub mod sqlite;
mod verification;

#[cfg(test)]
pub(crate) mod conformance;
#[cfg(test)]
pub(crate) mod faulty;

use std::collections::BTreeSet;
use std::fmt;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use crate::journal::facts::{Facts, Unreadable};
use crate::journal::incident_id::IncidentId;
use crate::journal::owed::Standing;
use crate::journal::row::{ERASED, NewRow, Row};
use crate::journal::summary::Summary;
use crate::journal::uid::Uid;

pub use crate::journal::chain::digest;
pub use due::{DueCount, DueLine, DueQuery};
pub use error::StoreError;
pub use facts::FactsQuery;
pub use memory::MemoryStore;
pub use query::{ListQuery, Which};
pub use sqlite::SqliteStore;
pub use verification::{Finding, Verification};

/// A place where incidents are kept.
///
/// Every method that writes is all or nothing, and what it wrote survives a loss of power once it has returned `Ok`.
pub trait Store {
    /// Opens several incidents at once, in their order: all of them or none. Each gets the next number of its year.
    ///
    /// An opening whose [`Uid`] is in the store already is not written again; its incident is returned, so that a
    /// lost reply can be answered by trying again.
    ///
    /// # Errors
    ///
    /// [`StoreError::DuplicateRef`] when an incident has that external reference already, and whatever keeps the
    /// store from writing. Nothing is recorded then.
    fn open_incidents(&mut self, openings: Vec<Opening>) -> Result<Vec<IncidentId>, StoreError>;

    /// Opens one incident, as [`Store::open_incidents`] does.
    ///
    /// # Errors
    ///
    /// As [`Store::open_incidents`].
    fn open_incident(&mut self, opening: Opening) -> Result<IncidentId, StoreError> {
        let opened = self.open_incidents(vec![opening])?;
        opened.first().copied().ok_or_else(|| StoreError::Other {
            path: self.place(),
            detail: "the store did not say which incident it opened".to_owned(),
        })
    }

    /// Adds rows to an incident and replaces its standing: the summary, everything owed, under what the customer is
    /// known, and what reports count of it, each as a whole. `after` is the place of the last event the writer has seen; the result is the place
    /// of the last event now. With no rows it replaces the standing alone.
    ///
    /// Rows that are already there, identical and at the same place, count as written: that is a retry after a
    /// lost reply, and the standing stays as it is. The `id`, `uid`, `training` and `seq` of the summary stay what
    /// the store knows them to be.
    ///
    /// # Errors
    ///
    /// [`StoreError::SomeoneElseWrote`] when the last event is not `after`, [`StoreError::UnknownIncident`],
    /// [`StoreError::DuplicateRef`] when another incident has the summary's reference, [`StoreError::Other`] when two
    /// owed things have one key, and whatever keeps the store from writing. Nothing is recorded then.
    fn append(&mut self, id: IncidentId, after: u64, rows: &[NewRow], standing: &Standing) -> Result<u64, StoreError>;

    /// Deletes the bodies of all events of an incident so far and adds rows, in one transaction. One of the rows has
    /// to be of the kind [`ERASED`]: it excuses what is missing. What the standing before said is gone as well: only
    /// what this one says is kept.
    ///
    /// # Errors
    ///
    /// As [`Store::append`], and [`StoreError::Other`] when no row says that something was erased.
    fn erase(&mut self, id: IncidentId, after: u64, rows: &[NewRow], standing: &Standing) -> Result<u64, StoreError>;

    /// Replaces the standings of several incidents in one transaction, and adds no event: for what was made by an
    /// older program ([`Store::stale`]) or counted by a calendar that has changed ([`Store::counted_with`]).
    ///
    /// A standing whose `seq` is no longer the last event of its incident is passed over: somebody has written since,
    /// and their standing is the newer one. The result is how many were replaced.
    ///
    /// # Errors
    ///
    /// As [`Store::append`], [`StoreError::SomeoneElseWrote`] aside. Nothing is replaced then.
    fn recount(&mut self, standings: &[Standing]) -> Result<usize, StoreError>;

    /// All events of an incident in their order, each body checked against the commitment in its hashed row.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownIncident`], and [`StoreError::Damaged`] when a body was changed or is missing without an
    /// event that says it was erased.
    fn read(&self, id: IncidentId) -> Result<Vec<Row>, StoreError>;

    /// The text stored under a [`digest`], checked against it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Damaged`] when it is missing or was changed.
    fn source(&self, digest: &str) -> Result<String, StoreError>;

    /// The summary of one incident.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownIncident`].
    fn summary(&self, id: IncidentId) -> Result<Summary, StoreError>;

    /// Hands over one summary after the other until all are seen or `each` breaks off.
    ///
    /// Open incidents come first, by what is due next (those with nothing due last), then the latest opened first;
    /// closed ones follow, the latest closed first.
    ///
    /// # Errors
    ///
    /// Whatever keeps the store from reading.
    fn list(&self, query: &ListQuery, each: &mut dyn FnMut(Summary) -> ControlFlow<()>) -> Result<(), StoreError>;

    /// The incidents somebody may mean: by full number in either case (`inc-2026-42`), by the number alone (`42`, of
    /// any year, the latest year first), or by external reference. Empty when there is none.
    ///
    /// # Errors
    ///
    /// Whatever keeps the store from reading.
    fn resolve(&self, typed: &str) -> Result<Vec<IncidentId>, StoreError>;

    /// At most `limit` open incidents that are no drills, the latest updated first.
    ///
    /// # Errors
    ///
    /// Whatever keeps the store from reading.
    fn unfinished(&self, limit: u32) -> Result<Vec<Summary>, StoreError>;

    /// The incident with this external reference.
    ///
    /// # Errors
    ///
    /// Whatever keeps the store from reading.
    fn by_ref(&self, external_ref: &str) -> Result<Option<IncidentId>, StoreError>;

    /// Hands over one owed thing after the other, the most urgent first, until all are seen or `each` breaks off.
    ///
    /// First the incidents nobody is named to answer for, then those somebody has not accepted, each by how long they
    /// have stood; then everything else by its time, and what has none last. Among equals the lower number of the
    /// incident comes first, then the lower key.
    ///
    /// # Errors
    ///
    /// Whatever keeps the store from reading.
    fn due(&self, query: &DueQuery, each: &mut dyn FnMut(DueLine) -> ControlFlow<()>) -> Result<(), StoreError>;

    /// How many things [`Store::due`] would hand over if it had no limit, and how many of them are late at `now`.
    ///
    /// # Errors
    ///
    /// Whatever keeps the store from reading.
    fn count_due(&self, query: &DueQuery, now: DateTime<FixedOffset>) -> Result<DueCount, StoreError>;

    /// By which calendars owed things and the facts of reports were counted: every `counted_by` there is, once each,
    /// in their order.
    ///
    /// # Errors
    ///
    /// Whatever keeps the store from reading.
    fn counted_by(&self) -> Result<Vec<String>, StoreError>;

    /// Hands over the incidents in which something was counted by exactly this, once each, until all are seen or
    /// `each` breaks off. Drills are among them.
    ///
    /// # Errors
    ///
    /// Whatever keeps the store from reading.
    fn counted_with(
        &self,
        counted_by: &str,
        each: &mut dyn FnMut(IncidentId) -> ControlFlow<()>,
    ) -> Result<(), StoreError>;

    /// Hands over the incidents whose standing was made by a program that did not know yet what is owed or what
    /// reports count, until all are seen or `each` breaks off: [`Store::due`], [`Store::earlier`] and [`Store::facts`]
    /// may miss them until their standing has been replaced, by [`Store::recount`] or by any other write. Drills are among them.
    ///
    /// # Errors
    ///
    /// Whatever keeps the store from reading.
    fn stale(&self, each: &mut dyn FnMut(IncidentId) -> ControlFlow<()>) -> Result<(), StoreError>;

    /// At most `limit` incidents, open and closed, whose customer is known under any of these, the latest opened
    /// first and each once. Drills are not among them, nor is `except`.
    ///
    /// # Errors
    ///
    /// Whatever keeps the store from reading.
    fn earlier(&self, known_by: &[String], except: Option<IncidentId>, limit: u32) -> Result<Vec<Summary>, StoreError>;

    /// Hands over the facts of one incident after the other, by when the customer told of it, then by number, until
    /// all are seen or `each` breaks off. Facts in a form that this program does not read are handed over as that.
    ///
    /// # Errors
    ///
    /// Whatever keeps the store from reading.
    fn facts(
        &self,
        query: &FactsQuery,
        each: &mut dyn FnMut(IncidentId, Result<Facts, Unreadable>) -> ControlFlow<()>,
    ) -> Result<(), StoreError>;

    /// Checks everything that can be checked without knowing what events mean. See [`crate::journal::chain`] for
    /// what a clean result proves and what it does not.
    ///
    /// # Errors
    ///
    /// Whatever keeps the store from reading. Damage is a finding and not an error.
    fn verify(&self) -> Result<Verification, StoreError>;

    /// What a message calls this store: the path of its file, or what stands for it.
    fn place(&self) -> PathBuf;
}

/// An incident to be opened.
pub struct Opening {
    /// The year its number belongs to, 1 to 9999.
    pub year: u16,
    /// The name no other incident has; the same name again is a retry.
    pub uid: Uid,
    /// What another system calls it.
    pub external_ref: Option<String>,
    /// Whether it is a drill.
    pub training: bool,
    /// The texts its rows refer to by [`digest`]. Each text is stored once, however many incidents use it.
    pub sources: Vec<Source>,
    /// Its first rows; at least one.
    pub rows: Vec<NewRow>,
    /// Makes its standing once the number is known. The store itself fills in what is said here or known to it:
    /// `id`, `uid`, `external_ref`, `training` and `seq`.
    pub summarise: Box<dyn FnOnce(IncidentId) -> Standing + Send>,
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Rows and texts hold what customers said, which does not belong in logs.
        f.debug_struct("Opening")
            .field("year", &self.year)
            .field("uid", &self.uid)
            .field("training", &self.training)
            .field("rows", &self.rows.len())
            .finish_non_exhaustive()
    }
}

impl Opening {
    /// The standing of this opening under the number it was given, whose last row is at `seq`.
    fn into_standing(self, id: IncidentId, seq: u64) -> Standing {
        let made = (self.summarise)(id);
        let summary = Summary {
            id,
            uid: self.uid,
            external_ref: self.external_ref,
            training: self.training,
            seq,
            ..made.summary
        };
        Standing { summary, ..made }
    }
}

/// The text of a playbook as it was when an incident was opened with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    name: String,
    text: String,
    digest: String,
}

impl Source {
    /// A text and what its owner calls it: a file name or the id of a shipped playbook. The name is kept for people who look into
    /// the store; nothing is ever looked up by it.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let (name, text) = (name.into(), text.into());
        let digest = digest(&text);
        Self { name, text, digest }
    }

    /// What its owner calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The [`digest`] it is found by.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

/// Refuses to erase anything without a row that says so, for `verify` would call the store damaged ever after.
fn erasure_is_recorded(path: &Path, rows: &[NewRow]) -> Result<(), StoreError> {
    if rows.iter().any(|row| row.kind == ERASED) {
        return Ok(());
    }
    Err(StoreError::Other {
        path: path.to_owned(),
        detail: "nothing says that it is being erased, and nothing was".to_owned(),
    })
}

fn add_once(ids: &mut Vec<IncidentId>, id: Option<IncidentId>) {
    if let Some(id) = id.filter(|id| !ids.contains(id)) {
        ids.push(id);
    }
}

/// Refuses an incident that begins with nothing.
fn opening_has_rows(path: &Path, opening: &Opening) -> Result<(), StoreError> {
    if !opening.rows.is_empty() {
        return Ok(());
    }
    Err(StoreError::Other {
        path: path.to_owned(),
        detail: "an incident begins with at least one event; nothing was recorded".to_owned(),
    })
}

/// Refuses a standing in which two owed things are called the same: one would take the place of the other.
fn keys_differ(path: &Path, standing: &Standing) -> Result<(), StoreError> {
    let mut keys = BTreeSet::new();
    match standing.owed.iter().find(|owed| !keys.insert(owed.key.as_str())) {
        None => Ok(()),
        Some(twice) => Err(StoreError::Other {
            path: path.to_owned(),
            detail: format!("two things owed are both called `{}`; nothing was recorded", twice.key),
        }),
    }
}

/// Refuses an external reference for `id` when another incident has it.
fn free_for(id: IncidentId, external_ref: &str, taken_by: Option<IncidentId>) -> Result<(), StoreError> {
    match taken_by {
        Some(other) if other != id => {
            Err(StoreError::DuplicateRef { external_ref: external_ref.to_owned(), id: other })
        }
        _ => Ok(()),
    }
}
