//! A store that forgets everything when the program ends: for drills and tests.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::error::StoreError;
use super::query::{Meaning, meaning, micros};
use super::verification::{Finding, Verification};
use super::{ListQuery, Opening, Store, salt};
use crate::journal::chain::{self, Hash, Link, Salt};
use crate::journal::incident_id::IncidentId;
use crate::journal::row::{Body, NewRow, Row};
use crate::journal::summary::{Status, Summary};

/// What messages call a store without a file.
const PLACE: &str = "(memory)";

/// A store in memory, chained and checked like one in a file.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    events: Vec<Event>,
    sources: BTreeMap<String, String>,
    summaries: BTreeMap<IncidentId, Summary>,
}

#[derive(Debug, Clone)]
struct Event {
    incident: IncidentId,
    seq: u64,
    row: NewRow,
    said: Option<Salt>,
    commitment: Hash,
    hash: Hash,
}

impl Event {
    /// Its body, or nothing when it does not fit its commitment.
    fn body(&self) -> Option<Body> {
        match &self.said {
            None => Some(Body::Erased),
            Some(salt) if chain::commitment(salt, &self.row.body) == self.commitment => {
                Some(Body::Kept(self.row.body.clone()))
            }
            Some(_) => None,
        }
    }

    fn hash_after(&self, previous: &Hash) -> Hash {
        Link {
            incident: self.incident,
            seq: self.seq,
            at: &chain::instant(&self.row.at),
            author: &self.row.author,
            kind: &self.row.kind,
            version: self.row.version,
            head: &self.row.head,
            commitment: self.commitment,
        }
        .hash(previous)
    }
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn head(&self) -> Hash {
        self.events.last().map_or_else(chain::genesis, |event| event.hash)
    }

    fn events_of(&self, id: IncidentId) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(move |event| event.incident == id)
    }

    fn known(&self, id: IncidentId) -> Result<&Summary, StoreError> {
        self.summaries.get(&id).ok_or_else(|| StoreError::UnknownIncident { path: self.place(), id })
    }

    fn push(&mut self, id: IncidentId, after: u64, rows: &[NewRow]) -> Result<u64, StoreError> {
        let mut seq = after;
        for row in rows {
            seq += 1;
            let salt = salt::fresh(Path::new(PLACE))?;
            let mut event = Event {
                incident: id,
                seq,
                commitment: chain::commitment(&salt, &row.body),
                row: row.clone(),
                said: Some(salt),
                hash: chain::genesis(),
            };
            event.hash = event.hash_after(&self.head());
            self.events.push(event);
        }
        Ok(seq)
    }

    fn open_one(&mut self, opening: Opening) -> Result<IncidentId, StoreError> {
        if let Some(there) = self.summaries.values().find(|summary| summary.uid == opening.uid) {
            return Ok(there.id);
        }
        super::opening_has_rows(&self.place(), &opening)?;
        let id = self.next_number(opening.year)?;
        self.ref_is_free(id, opening.external_ref.as_deref())?;
        for source in &opening.sources {
            self.sources.insert(source.digest.clone(), source.text.clone());
        }
        let seq = self.push(id, 0, &opening.rows)?;
        self.summaries.insert(id, opening.into_summary(id, seq));
        Ok(id)
    }

    fn ref_is_free(&self, id: IncidentId, external_ref: Option<&str>) -> Result<(), StoreError> {
        let Some(external_ref) = external_ref else {
            return Ok(());
        };
        super::free_for(id, external_ref, self.by_ref(external_ref)?)
    }

    fn next_number(&self, year: u16) -> Result<IncidentId, StoreError> {
        let of_year = |id: &&IncidentId| id.year() == year;
        let last = self.summaries.keys().rev().find(of_year).map_or(0, IncidentId::number);
        IncidentId::new(year, last + 1).map_err(|_| StoreError::NoNumberLeft { year })
    }

    /// Whether exactly these rows stand after `after` already: a retry after a lost reply.
    fn has(&self, id: IncidentId, after: u64, rows: &[NewRow]) -> bool {
        let there = self.events_of(id).filter(|event| event.seq > after);
        let same = there.zip(rows).filter(|(event, row)| event.said.is_some() && event.row == **row);
        !rows.is_empty() && same.count() == rows.len()
    }

    /// Does all of the work on a copy, so that a failure half-way leaves nothing behind.
    fn whole<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut copy = self.clone();
        let done = work(&mut copy)?;
        *self = copy;
        Ok(done)
    }
}

impl Store for MemoryStore {
    fn open_incidents(&mut self, openings: Vec<Opening>) -> Result<Vec<IncidentId>, StoreError> {
        self.whole(|store| openings.into_iter().map(|opening| store.open_one(opening)).collect())
    }

    fn append(&mut self, id: IncidentId, after: u64, rows: &[NewRow], summary: &Summary) -> Result<u64, StoreError> {
        let found = self.known(id)?.seq;
        if found != after && self.has(id, after, rows) {
            return Ok(after + rows.len() as u64);
        }
        if found != after {
            return Err(StoreError::SomeoneElseWrote { id, expected: after, found });
        }
        self.whole(|store| {
            store.ref_is_free(id, summary.external_ref.as_deref())?;
            let seq = store.push(id, after, rows)?;
            let opened = store.known(id)?;
            let summary = Summary { id, uid: opened.uid, training: opened.training, seq, ..summary.clone() };
            store.summaries.insert(id, summary);
            Ok(seq)
        })
    }

    fn erase(&mut self, id: IncidentId, after: u64, rows: &[NewRow], summary: &Summary) -> Result<u64, StoreError> {
        super::erasure_is_recorded(&self.place(), rows)?;
        self.whole(|store| {
            let seq = store.append(id, after, rows, summary)?;
            for event in &mut store.events {
                if event.incident == id && event.seq <= after {
                    event.said = None;
                    event.row.body.clear();
                }
            }
            Ok(seq)
        })
    }

    fn read(&self, id: IncidentId) -> Result<Vec<Row>, StoreError> {
        self.known(id)?;
        self.events_of(id)
            .map(|event| {
                let changed = || StoreError::damaged(&self.place(), format!("event {} of {id} was changed", event.seq));
                Ok(Row {
                    seq: event.seq,
                    at: event.row.at,
                    author: event.row.author.clone(),
                    kind: event.row.kind.clone(),
                    version: event.row.version,
                    head: event.row.head.clone(),
                    body: event.body().ok_or_else(changed)?,
                })
            })
            .collect()
    }

    fn source(&self, digest: &str) -> Result<String, StoreError> {
        let missing = || StoreError::damaged(&self.place(), format!("there is no playbook text `{digest}`"));
        self.sources.get(digest).cloned().ok_or_else(missing)
    }

    fn summary(&self, id: IncidentId) -> Result<Summary, StoreError> {
        self.known(id).cloned()
    }

    fn list(&self, query: &ListQuery, each: &mut dyn FnMut(Summary) -> ControlFlow<()>) -> Result<(), StoreError> {
        let mut listed: Vec<&Summary> = self.summaries.values().filter(|s| query.admits(s)).collect();
        listed.sort_by_key(|summary| urgency(summary));
        let limit = query.limit.map_or(usize::MAX, |limit| limit as usize);
        for summary in listed.into_iter().take(limit) {
            if each(summary.clone()).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn resolve(&self, typed: &str) -> Result<Vec<IncidentId>, StoreError> {
        let known = self.summaries.keys().rev().copied();
        let mut meant: Vec<IncidentId> = match meaning(typed) {
            Meaning::Incident(id) => known.filter(|other| *other == id).collect(),
            Meaning::Number(number) => known.filter(|other| other.number() == number).collect(),
            Meaning::Nothing => Vec::new(),
        };
        super::add_once(&mut meant, self.by_ref(typed)?);
        Ok(meant)
    }

    fn unfinished(&self, limit: u32) -> Result<Vec<Summary>, StoreError> {
        let mut open: Vec<&Summary> =
            self.summaries.values().filter(|s| s.status == Status::Open && !s.training).collect();
        open.sort_by_key(|summary| Reverse((micros(&summary.updated_at), summary.id)));
        Ok(open.into_iter().take(limit as usize).cloned().collect())
    }

    fn by_ref(&self, external_ref: &str) -> Result<Option<IncidentId>, StoreError> {
        let named = |summary: &&Summary| summary.external_ref.as_deref() == Some(external_ref);
        Ok(self.summaries.values().find(named).map(|summary| summary.id))
    }

    fn verify(&self) -> Result<Verification, StoreError> {
        let mut outcome = Verification::new();
        for event in &self.events {
            outcome.events += 1;
            outcome.head = event.hash_after(&outcome.head);
            if outcome.head != event.hash {
                outcome.found(Finding::Changed {
                    position: outcome.events,
                    incident: event.incident.to_string(),
                    seq: event.seq,
                });
            }
            if event.body().is_none() {
                outcome.found(Finding::BodyChanged { incident: event.incident, seq: event.seq });
            }
        }
        outcome.incidents = self.summaries.len() as u64;
        outcome.sources = self.sources.keys().cloned().collect();
        Ok(outcome)
    }

    fn place(&self) -> PathBuf {
        PathBuf::from(PLACE)
    }
}

/// Sorts open incidents before closed ones, and each as [`Store::list`] says.
fn urgency(summary: &Summary) -> (bool, i64, Reverse<i64>, Reverse<IncidentId>) {
    match summary.status {
        Status::Open => {
            let due = summary.next_due.as_ref().map_or(i64::MAX, micros);
            (false, due, Reverse(micros(&summary.opened_at)), Reverse(summary.id))
        }
        Status::Closed => {
            let closed = summary.closed_at.as_ref().map_or(i64::MIN, micros);
            (true, 0, Reverse(closed), Reverse(summary.id))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_keeps_the_promises_of_a_store() {
        crate::store::conformance::run(&mut || Box::new(MemoryStore::new()));
    }
}
