//! A store that fails when it is told to, to see that nobody acknowledges what was not recorded.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

use super::{DueCount, DueLine, DueQuery, FactsQuery, ListQuery, Opening, Store, StoreError, Verification};
use crate::journal::facts::{Facts, Unreadable};
use crate::journal::incident_id::IncidentId;
use crate::journal::owed::Standing;
use crate::journal::row::{NewRow, Row};
use crate::journal::summary::Summary;

/// Wraps a store and lets its k-th call, and every call after it, fail with a full disk.
pub(crate) struct FaultyStore<S> {
    inner: S,
    calls_left: Cell<u64>,
}

impl<S: Store> FaultyStore<S> {
    /// A store that answers `calls` calls and fails from then on.
    pub(crate) fn failing_after(calls: u64, inner: S) -> Self {
        Self { inner, calls_left: Cell::new(calls) }
    }

    /// The store inside, whole again.
    pub(crate) fn into_inner(self) -> S {
        self.inner
    }

    fn call(&self) -> Result<(), StoreError> {
        let left = self.calls_left.get().checked_sub(1).ok_or_else(|| StoreError::DiskFull { path: self.place() })?;
        self.calls_left.set(left);
        Ok(())
    }
}

impl<S: Store> Store for FaultyStore<S> {
    fn open_incidents(&mut self, openings: Vec<Opening>) -> Result<Vec<IncidentId>, StoreError> {
        self.call()?;
        self.inner.open_incidents(openings)
    }

    fn append(&mut self, id: IncidentId, after: u64, rows: &[NewRow], standing: &Standing) -> Result<u64, StoreError> {
        self.call()?;
        self.inner.append(id, after, rows, standing)
    }

    fn erase(&mut self, id: IncidentId, after: u64, rows: &[NewRow], standing: &Standing) -> Result<u64, StoreError> {
        self.call()?;
        self.inner.erase(id, after, rows, standing)
    }

    fn recount(&mut self, standings: &[Standing]) -> Result<usize, StoreError> {
        self.call()?;
        self.inner.recount(standings)
    }

    fn read(&self, id: IncidentId) -> Result<Vec<Row>, StoreError> {
        self.call()?;
        self.inner.read(id)
    }

    fn source(&self, digest: &str) -> Result<String, StoreError> {
        self.call()?;
        self.inner.source(digest)
    }

    fn summary(&self, id: IncidentId) -> Result<Summary, StoreError> {
        self.call()?;
        self.inner.summary(id)
    }

    fn list(&self, query: &ListQuery, each: &mut dyn FnMut(Summary) -> ControlFlow<()>) -> Result<(), StoreError> {
        self.call()?;
        self.inner.list(query, each)
    }

    fn resolve(&self, typed: &str) -> Result<Vec<IncidentId>, StoreError> {
        self.call()?;
        self.inner.resolve(typed)
    }

    fn unfinished(&self, limit: u32) -> Result<Vec<Summary>, StoreError> {
        self.call()?;
        self.inner.unfinished(limit)
    }

    fn by_ref(&self, external_ref: &str) -> Result<Option<IncidentId>, StoreError> {
        self.call()?;
        self.inner.by_ref(external_ref)
    }

    fn due(&self, query: &DueQuery, each: &mut dyn FnMut(DueLine) -> ControlFlow<()>) -> Result<(), StoreError> {
        self.call()?;
        self.inner.due(query, each)
    }

    fn count_due(&self, query: &DueQuery, now: DateTime<FixedOffset>) -> Result<DueCount, StoreError> {
        self.call()?;
        self.inner.count_due(query, now)
    }

    fn counted_by(&self) -> Result<Vec<String>, StoreError> {
        self.call()?;
        self.inner.counted_by()
    }

    fn counted_with(
        &self,
        counted_by: &str,
        each: &mut dyn FnMut(IncidentId) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.call()?;
        self.inner.counted_with(counted_by, each)
    }

    fn stale(&self, each: &mut dyn FnMut(IncidentId) -> ControlFlow<()>) -> Result<(), StoreError> {
        self.call()?;
        self.inner.stale(each)
    }

    fn earlier(&self, known_by: &[String], except: Option<IncidentId>, limit: u32) -> Result<Vec<Summary>, StoreError> {
        self.call()?;
        self.inner.earlier(known_by, except, limit)
    }

    fn facts(
        &self,
        query: &FactsQuery,
        each: &mut dyn FnMut(IncidentId, Result<Facts, Unreadable>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.call()?;
        self.inner.facts(query, each)
    }

    fn verify(&self) -> Result<Verification, StoreError> {
        self.call()?;
        self.inner.verify()
    }

    fn place(&self) -> PathBuf {
        self.inner.place()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::MemoryStore;
    use crate::store::conformance::{line, note, opening};

    #[test]
    fn it_keeps_the_promises_of_a_store_while_it_works() {
        crate::store::conformance::run(&mut || Box::new(FaultyStore::failing_after(u64::MAX, MemoryStore::new())));
    }

    #[test]
    fn what_was_acknowledged_before_it_failed_is_there_and_nothing_else_is() {
        for calls in 1..10 {
            let mut store = FaultyStore::failing_after(calls, MemoryStore::new());
            let id = store.open_incident(opening(1)).unwrap();
            let mut acknowledged = 1;
            while let Ok(seq) = store.append(id, acknowledged, &[note("and then")], &line(id)) {
                acknowledged = seq;
            }
            assert_eq!(acknowledged, calls);
            let store = store.into_inner();
            assert_eq!(store.read(id).unwrap().len() as u64, acknowledged);
            assert!(store.verify().unwrap().is_whole());
        }
    }
}
