//! Looking over the whole store: every hash, every commitment, the head, and the database under them.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::Connection;

use super::fail::{Doing, explain};
use super::read::{EVENTS, Stored};
use super::{head, id_of, schema};
use crate::journal::chain::{self, Hash, Link};
use crate::journal::incident_id::IncidentId;
use crate::journal::row::ERASED;
use crate::store::error::StoreError;
use crate::store::verification::{Finding, Verification};

/// One thing that is looked at.
type Look = fn(&Connection, &[&str], &mut Checked) -> rusqlite::Result<()>;

const LOOKS: &[Look] = &[database, tables, events, head_row, bodies_astray, sources, summaries, standings_astray];

/// Looks over everything as it is at one moment, however much others write meanwhile.
pub(super) fn whole(connection: &Connection, path: &Path, migrations: &[&str]) -> Result<Verification, StoreError> {
    let failed = |error| explain(path, Doing::Reading, &error);
    let moment = connection.unchecked_transaction().map_err(failed)?;
    let mut checked = Checked::new();
    for look in LOOKS {
        match look(&moment, migrations, &mut checked).map_err(failed) {
            Ok(()) => {}
            Err(StoreError::Damaged { detail, .. }) => {
                checked.outcome.found(Finding::Database { detail });
            }
            Err(other) => return Err(other),
        }
    }
    Ok(checked.outcome)
}

/// What is known so far.
struct Checked {
    outcome: Verification,
    /// Where the event before this one stands in the store.
    position: u64,
    /// Where the last event of each incident stands in it.
    last: BTreeMap<IncidentId, u64>,
    /// Events whose body is missing, while nothing says that it was erased.
    missing: BTreeMap<IncidentId, Vec<u64>>,
}

impl Checked {
    fn new() -> Self {
        Self { outcome: Verification::new(), position: 0, last: BTreeMap::new(), missing: BTreeMap::new() }
    }

    fn event(&mut self, event: &Stored) {
        self.outcome.events += 1;
        let expected = self.position + 1;
        self.position = event.pos;
        if event.pos != expected {
            self.outcome.found(Finding::Position { expected, found: event.pos });
        }
        match id_of(event.incident) {
            None => self
                .outcome
                .found(Finding::Unreadable { detail: format!("event {expected} of the store belongs to no incident") }),
            Some(incident) => self.event_of(incident, event),
        }
    }

    fn event_of(&mut self, incident: IncidentId, event: &Stored) {
        let hash = hash_of(incident, event, &self.outcome.head);
        self.outcome.head = hash;
        if hash != event.hash {
            self.outcome.found(Finding::Changed {
                position: event.pos,
                incident: incident.to_string(),
                seq: event.seq,
            });
            // One changed event is one finding: the walk goes on from what is written, not from what should be.
            self.outcome.head = event.hash;
        }
        let last = self.last.entry(incident).or_default();
        let expected = *last + 1;
        *last = event.seq;
        if event.seq != expected {
            self.outcome.found(Finding::Sequence { incident, expected, found: event.seq });
        }
        self.body(incident, event);
    }

    fn body(&mut self, incident: IncidentId, event: &Stored) {
        let seq = event.seq;
        if event.kind == ERASED {
            self.missing.remove(&incident);
        }
        if event.said.is_none() {
            self.missing.entry(incident).or_default().push(seq);
        } else if !event.is_unchanged() {
            self.outcome.found(Finding::BodyChanged { incident, seq });
        }
    }
}

fn hash_of(incident: IncidentId, event: &Stored, previous: &Hash) -> Hash {
    Link {
        incident,
        seq: event.seq,
        at: &event.at,
        author: &event.author,
        kind: &event.kind,
        version: event.version,
        head: &event.head,
        commitment: event.commitment,
    }
    .hash(previous)
}

fn events(connection: &Connection, _: &[&str], checked: &mut Checked) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(EVENTS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        checked.event(&Stored::of(row)?);
    }
    checked.outcome.incidents = checked.last.len() as u64;
    for (incident, missing) in std::mem::take(&mut checked.missing) {
        for seq in missing {
            checked.outcome.found(Finding::BodyMissing { incident, seq });
        }
    }
    Ok(())
}

fn head_row(connection: &Connection, _: &[&str], checked: &mut Checked) -> rusqlite::Result<()> {
    let claimed = head(connection)?;
    let found = (checked.outcome.events, checked.outcome.head);
    let nothing_yet = claimed.is_none() && found.0 == 0;
    if claimed != Some(found) && !nothing_yet {
        checked.outcome.found(Finding::Head { claimed: claimed.map(|(count, _)| count), found: found.0 });
    }
    Ok(())
}

fn bodies_astray(connection: &Connection, _: &[&str], checked: &mut Checked) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("SELECT pos FROM body WHERE pos NOT IN (SELECT pos FROM event)")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        checked.outcome.found(Finding::BodyAstray { position: row.get(0)? });
    }
    Ok(())
}

fn sources(connection: &Connection, _: &[&str], checked: &mut Checked) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("SELECT digest, text FROM source")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let digest: String = row.get(0)?;
        if chain::digest(row.get_ref(1)?.as_str()?) == digest {
            checked.outcome.sources.insert(digest);
        } else {
            checked.outcome.found(Finding::Source { digest });
        }
    }
    Ok(())
}

fn summaries(connection: &Connection, _: &[&str], checked: &mut Checked) -> rusqlite::Result<()> {
    let mut without = checked.last.clone();
    let mut statement = connection.prepare("SELECT incident, seq FROM summary ORDER BY incident")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (incident, claimed) = (super::incident(0, row)?, row.get(1)?);
        let found = without.remove(&incident).unwrap_or(0);
        if found != claimed {
            checked.outcome.found(Finding::Summary { incident, claimed: Some(claimed), found });
        }
    }
    for (incident, found) in without {
        checked.outcome.found(Finding::Summary { incident, claimed: None, found });
    }
    Ok(())
}

/// What is left of the standing of an incident that is in no list. A table that somebody dropped is found by
/// [`tables`].
fn standings_astray(connection: &Connection, _: &[&str], checked: &mut Checked) -> rusqlite::Result<()> {
    for table in ["owed", "known", "fact", "stale"] {
        if !connection.table_exists(None, table)? {
            continue;
        }
        let sql = format!("SELECT DISTINCT incident FROM {table} WHERE incident NOT IN (SELECT incident FROM summary)");
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let incident: i64 = row.get(0)?;
            let incident = id_of(incident).map_or_else(|| incident.to_string(), |id| id.to_string());
            checked.outcome.found(Finding::StandingAstray { table, incident });
        }
    }
    Ok(())
}

/// Compares tables, indexes and triggers with those of a new store. A newer program may have others, which only
/// that program can judge.
fn tables(connection: &Connection, migrations: &[&str], checked: &mut Checked) -> rusqlite::Result<()> {
    if schema::version(connection)? > schema::newest(migrations) {
        return Ok(());
    }
    let mut made = Connection::open_in_memory()?;
    schema::migrate(&mut made, migrations)?;
    let (made, found) = (schema::objects(&made)?, schema::objects(connection)?);
    let strange = found.iter().filter(|object| !made.contains(object));
    let absent = made.iter().filter(|object| !found.iter().any(|(name, _)| *name == object.0));
    for (name, _) in strange.chain(absent) {
        checked.outcome.found(Finding::Schema { name: name.clone() });
    }
    Ok(())
}

fn database(connection: &Connection, _: &[&str], checked: &mut Checked) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let detail: String = row.get(0)?;
        if detail != "ok" {
            checked.outcome.found(Finding::Database { detail });
        }
    }
    Ok(())
}
