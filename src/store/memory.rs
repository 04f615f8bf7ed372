//! A store that forgets everything when the program ends: for drills and tests.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::due::{due_key, rank, urgency};
use super::error::StoreError;
use super::query::{Meaning, meaning, micros};
use super::verification::{Finding, Verification};
use super::{DueCount, DueLine, DueQuery, FactsQuery, ListQuery, Opening, Store, salt};
use crate::journal::chain::{self, Hash, Link, Salt};
use crate::journal::facts::{Facts, Unreadable};
use crate::journal::incident_id::IncidentId;
use crate::journal::owed::{Owed, Standing};
use crate::journal::row::{Body, NewRow, Row};
use crate::journal::summary::{Status, Summary};

/// What messages call a store without a file.
const PLACE: &str = "(memory)";

/// A store in memory, chained and checked like one in a file.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    events: Vec<Event>,
    sources: BTreeMap<String, String>,
    standings: BTreeMap<IncidentId, Standing>,
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

    fn summaries(&self) -> impl DoubleEndedIterator<Item = &Summary> {
        self.standings.values().map(|standing| &standing.summary)
    }

    fn known(&self, id: IncidentId) -> Result<&Summary, StoreError> {
        let standing = self.standings.get(&id);
        standing.map(|standing| &standing.summary).ok_or_else(|| StoreError::UnknownIncident { path: self.place(), id })
    }

    /// Replaces the standing of an incident whose last event is at `seq`.
    fn stand(&mut self, id: IncidentId, seq: u64, standing: &Standing) -> Result<(), StoreError> {
        super::keys_differ(&self.place(), standing)?;
        self.ref_is_free(id, standing.summary.external_ref.as_deref())?;
        let opened = self.known(id)?;
        let summary = Summary { id, uid: opened.uid, training: opened.training, seq, ..standing.summary.clone() };
        self.standings.insert(id, Standing { summary, ..standing.clone() });
        Ok(())
    }

    /// What a query asks for, in no order.
    fn asked<'a>(&'a self, query: &'a DueQuery) -> impl Iterator<Item = (&'a Summary, &'a Owed)> {
        self.standings
            .values()
            .flat_map(|standing| standing.owed.iter().map(|owed| (&standing.summary, owed)))
            .filter(|(summary, owed)| query.admits(summary, owed))
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
        if let Some(there) = self.summaries().find(|summary| summary.uid == opening.uid) {
            return Ok(there.id);
        }
        super::opening_has_rows(&self.place(), &opening)?;
        let id = self.next_number(opening.year)?;
        self.ref_is_free(id, opening.external_ref.as_deref())?;
        for source in &opening.sources {
            self.sources.insert(source.digest.clone(), source.text.clone());
        }
        let seq = self.push(id, 0, &opening.rows)?;
        let standing = opening.into_standing(id, seq);
        super::keys_differ(&self.place(), &standing)?;
        self.standings.insert(id, standing);
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
        let last = self.standings.keys().rev().find(of_year).map_or(0, IncidentId::number);
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

    fn append(&mut self, id: IncidentId, after: u64, rows: &[NewRow], standing: &Standing) -> Result<u64, StoreError> {
        let found = self.known(id)?.seq;
        if found != after && self.has(id, after, rows) {
            return Ok(after + rows.len() as u64);
        }
        if found != after {
            return Err(StoreError::SomeoneElseWrote { id, expected: after, found });
        }
        self.whole(|store| {
            let seq = store.push(id, after, rows)?;
            store.stand(id, seq, standing)?;
            Ok(seq)
        })
    }

    fn erase(&mut self, id: IncidentId, after: u64, rows: &[NewRow], standing: &Standing) -> Result<u64, StoreError> {
        super::erasure_is_recorded(&self.place(), rows)?;
        self.whole(|store| {
            let seq = store.append(id, after, rows, standing)?;
            for event in &mut store.events {
                if event.incident == id && event.seq <= after {
                    event.said = None;
                    event.row.body.clear();
                }
            }
            Ok(seq)
        })
    }

    fn recount(&mut self, standings: &[Standing]) -> Result<usize, StoreError> {
        self.whole(|store| {
            let mut replaced = 0;
            for standing in standings {
                let (id, seq) = (standing.summary.id, standing.summary.seq);
                if store.known(id)?.seq == seq {
                    store.stand(id, seq, standing)?;
                    replaced += 1;
                }
            }
            Ok(replaced)
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
        let mut listed: Vec<&Summary> = self.summaries().filter(|s| query.admits(s)).collect();
        listed.sort_by_key(|summary| list_order(summary));
        let limit = query.limit.map_or(usize::MAX, |limit| limit as usize);
        for summary in listed.into_iter().take(limit) {
            if each(summary.clone()).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn resolve(&self, typed: &str) -> Result<Vec<IncidentId>, StoreError> {
        let known = self.standings.keys().rev().copied();
        let mut meant: Vec<IncidentId> = match meaning(typed) {
            Meaning::Incident(id) => known.filter(|other| *other == id).collect(),
            Meaning::Number(number) => known.filter(|other| other.number() == number).collect(),
            Meaning::Nothing => Vec::new(),
        };
        super::add_once(&mut meant, self.by_ref(typed)?);
        Ok(meant)
    }

    fn unfinished(&self, limit: u32) -> Result<Vec<Summary>, StoreError> {
        let mut open: Vec<&Summary> = self.summaries().filter(|s| s.status == Status::Open && !s.training).collect();
        open.sort_by_key(|summary| Reverse((micros(&summary.updated_at), summary.id)));
        Ok(open.into_iter().take(limit as usize).cloned().collect())
    }

    fn by_ref(&self, external_ref: &str) -> Result<Option<IncidentId>, StoreError> {
        let named = |summary: &&Summary| summary.external_ref.as_deref() == Some(external_ref);
        Ok(self.summaries().find(named).map(|summary| summary.id))
    }

    fn due(&self, query: &DueQuery, each: &mut dyn FnMut(DueLine) -> ControlFlow<()>) -> Result<(), StoreError> {
        let mut asked: Vec<_> = self.asked(query).collect();
        asked.sort_by_key(|(summary, owed)| (rank(owed.kind), urgency(owed), summary.id, &owed.key));
        let limit = query.limit.map_or(usize::MAX, |limit| limit as usize);
        for (summary, owed) in asked.into_iter().take(limit) {
            if each(DueLine { summary: summary.clone(), owed: owed.clone() }).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn count_due(&self, query: &DueQuery, now: DateTime<FixedOffset>) -> Result<DueCount, StoreError> {
        let mut count = DueCount::default();
        for (_, owed) in self.asked(query) {
            count.all += 1;
            count.late += u64::from(due_key(owed) < micros(&now));
            count.alarms += u64::from(owed.kind.is_alarm());
        }
        Ok(count)
    }

    fn counted_by(&self) -> Result<Vec<String>, StoreError> {
        let stamps: BTreeSet<&str> = self.standings.values().flat_map(stamps).collect();
        Ok(stamps.into_iter().map(str::to_owned).collect())
    }

    fn counted_with(
        &self,
        counted_by: &str,
        each: &mut dyn FnMut(IncidentId) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let was = |standing: &&Standing| stamps(standing).any(|stamp| stamp == counted_by);
        for standing in self.standings.values().filter(was) {
            if each(standing.summary.id).is_break() {
                break;
            }
        }
        Ok(())
    }

    // Nothing in memory outlives the program that wrote it.
    fn stale(&self, _: &mut dyn FnMut(IncidentId) -> ControlFlow<()>) -> Result<(), StoreError> {
        Ok(())
    }

    fn earlier(&self, known_by: &[String], except: Option<IncidentId>, limit: u32) -> Result<Vec<Summary>, StoreError> {
        let is_known = |standing: &&Standing| standing.known_by.iter().any(|key| known_by.contains(key));
        let mut found: Vec<&Summary> = self.standings.values().filter(is_known).map(|s| &s.summary).collect();
        found.retain(|summary| !summary.training && Some(summary.id) != except);
        found.sort_by_key(|summary| Reverse((micros(&summary.opened_at), summary.id)));
        Ok(found.into_iter().take(limit as usize).cloned().collect())
    }

    fn facts(
        &self,
        query: &FactsQuery,
        each: &mut dyn FnMut(IncidentId, Result<Facts, Unreadable>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let asked = |standing: &&Standing| query.admits(standing.summary.training, &standing.facts);
        let mut asked: Vec<&Standing> = self.standings.values().filter(asked).collect();
        asked.sort_by_key(|standing| (standing.facts.received, standing.summary.id));
        for standing in asked {
            if each(standing.summary.id, Ok(standing.facts.clone())).is_break() {
                break;
            }
        }
        Ok(())
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
        outcome.incidents = self.standings.len() as u64;
        outcome.sources = self.sources.keys().cloned().collect();
        Ok(outcome)
    }

    fn place(&self) -> PathBuf {
        PathBuf::from(PLACE)
    }
}

/// By which calendars anything of a standing was counted.
fn stamps(standing: &Standing) -> impl Iterator<Item = &str> {
    let owed = standing.owed.iter().filter_map(|owed| owed.counted_by.as_deref());
    owed.chain(standing.facts.counted_by())
}

/// Sorts open incidents before closed ones, and each as [`Store::list`] says.
fn list_order(summary: &Summary) -> (bool, i64, Reverse<i64>, Reverse<IncidentId>) {
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
