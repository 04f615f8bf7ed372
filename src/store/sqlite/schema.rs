//! The tables of a `SQLite` store, and how an older store becomes a newer one.

use rusqlite::{Connection, TransactionBehavior};

/// Says in a file's header that it is a store of this program: `RCVR`.
pub(super) const APPLICATION_ID: u32 = 0x5243_5652;

/// The steps from an empty file to today's format, the oldest first. The format of a store is how many of them it
/// has taken; a step that was ever released is never changed.
pub(super) const MIGRATIONS: &[&str] = &[VERSION_1, VERSION_2, VERSION_3];

const VERSION_1: &str = "
CREATE TABLE event (
    pos        INTEGER PRIMARY KEY,
    incident   INTEGER NOT NULL,
    seq        INTEGER NOT NULL CHECK (seq > 0),
    at         TEXT    NOT NULL,
    author     TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    head       TEXT    NOT NULL,
    commitment BLOB    NOT NULL CHECK (length(commitment) = 32),
    hash       BLOB    NOT NULL CHECK (length(hash) = 32),
    UNIQUE (incident, seq)
) STRICT;

CREATE TABLE body (
    pos  INTEGER PRIMARY KEY REFERENCES event (pos),
    salt BLOB NOT NULL CHECK (length(salt) = 16),
    text TEXT NOT NULL
) STRICT;

CREATE TABLE head (
    only  INTEGER PRIMARY KEY CHECK (only = 1),
    count INTEGER NOT NULL,
    hash  BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TABLE source (
    digest TEXT NOT NULL PRIMARY KEY,
    name   TEXT NOT NULL,
    text   TEXT NOT NULL
) STRICT;

CREATE TABLE summary (
    incident          INTEGER PRIMARY KEY,
    uid               BLOB    NOT NULL UNIQUE CHECK (length(uid) = 16),
    external_ref      TEXT    UNIQUE,
    training          INTEGER NOT NULL CHECK (training IN (0, 1)),
    status            TEXT    NOT NULL CHECK (status IN ('open', 'closed')),
    customer          TEXT,
    customer_folded   TEXT,
    summary           TEXT,
    playbook          TEXT    NOT NULL,
    owner             TEXT,
    owner_accepted    INTEGER CHECK (owner_accepted IN (0, 1)),
    severity          TEXT,
    legal_gate_closed INTEGER NOT NULL CHECK (legal_gate_closed IN (0, 1)),
    ending            TEXT,
    instants          BLOB    NOT NULL CHECK (length(instants) = 64),
    missing           INTEGER NOT NULL,
    seq               INTEGER NOT NULL,
    opened_key        INTEGER NOT NULL,
    updated_key       INTEGER NOT NULL,
    closed_key        INTEGER NOT NULL,
    due_key           INTEGER NOT NULL
) STRICT;

CREATE INDEX summary_open ON summary (training, due_key, opened_key DESC, incident DESC) WHERE status = 'open';
CREATE INDEX summary_closed ON summary (training, closed_key, incident) WHERE status = 'closed';
CREATE INDEX summary_unfinished ON summary (updated_key, incident) WHERE status = 'open' AND training = 0;

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'events are never removed'); END;
CREATE TRIGGER body_is_never_changed BEFORE UPDATE ON body
    BEGIN SELECT RAISE(ABORT, 'what was said is never changed'); END;
CREATE TRIGGER source_is_never_changed BEFORE UPDATE ON source
    BEGIN SELECT RAISE(ABORT, 'sources are never changed'); END;
CREATE TRIGGER source_is_never_removed BEFORE DELETE ON source
    BEGIN SELECT RAISE(ABORT, 'sources are never removed'); END;
";

/// What is owed, and under what customers are known. Standings made before hold neither: their incidents are `stale`
/// until they have been counted anew.
const VERSION_2: &str = "
ALTER TABLE summary ADD COLUMN owner_folded TEXT;
ALTER TABLE summary ADD COLUMN offered_to TEXT;
ALTER TABLE summary ADD COLUMN deputy TEXT;
ALTER TABLE summary ADD COLUMN deputy_folded TEXT;
ALTER TABLE summary ADD COLUMN reopened INTEGER NOT NULL DEFAULT 0;

CREATE TABLE owed (
    incident      INTEGER NOT NULL REFERENCES summary (incident),
    key           TEXT    NOT NULL,
    training      INTEGER NOT NULL CHECK (training IN (0, 1)),
    rank          INTEGER NOT NULL CHECK (rank BETWEEN 0 AND 2),
    urgency       INTEGER NOT NULL,
    due_key       INTEGER NOT NULL,
    kind          TEXT    NOT NULL,
    what          TEXT    NOT NULL,
    who           TEXT,
    who_folded    TEXT,
    deputy        TEXT,
    deputy_folded TEXT,
    instants      BLOB    NOT NULL CHECK (length(instants) = 32),
    by_day        INTEGER NOT NULL CHECK (by_day IN (0, 1)),
    moved         INTEGER NOT NULL,
    counted_by    TEXT,
    PRIMARY KEY (incident, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX owed_due ON owed (training, rank, urgency, incident, key, due_key);
CREATE INDEX owed_counted ON owed (counted_by, incident) WHERE counted_by IS NOT NULL;

CREATE TABLE known (
    key        TEXT    NOT NULL,
    opened_key INTEGER NOT NULL,
    incident   INTEGER NOT NULL REFERENCES summary (incident),
    PRIMARY KEY (key, opened_key, incident)
) STRICT, WITHOUT ROWID;

CREATE INDEX known_of ON known (incident);

CREATE TABLE stale (
    incident INTEGER PRIMARY KEY REFERENCES summary (incident)
) STRICT;

INSERT INTO stale SELECT incident FROM summary ORDER BY incident;
";

/// What reports count, in the form that `journal::facts` describes. Standings made before hold none of it.
const VERSION_3: &str = "
CREATE TABLE fact (
    incident     INTEGER PRIMARY KEY REFERENCES summary (incident),
    training     INTEGER NOT NULL CHECK (training IN (0, 1)),
    received_key INTEGER NOT NULL,
    counted_by   TEXT,
    facts        TEXT    NOT NULL
) STRICT;

CREATE INDEX fact_received ON fact (training, received_key, incident);
CREATE INDEX fact_counted ON fact (counted_by, incident) WHERE counted_by IS NOT NULL;

INSERT OR IGNORE INTO stale SELECT incident FROM summary ORDER BY incident;
";

/// The format a program with these migrations writes.
pub(super) fn newest(migrations: &[&str]) -> u32 {
    u32::try_from(migrations.len()).unwrap_or(u32::MAX)
}

/// The format a store has; 0 while it holds nothing.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Whether the database is empty, or was made by this program in the meantime.
pub(super) fn may_be_made(connection: &Connection) -> rusqlite::Result<bool> {
    if objects(connection)?.is_empty() {
        return Ok(true);
    }
    let application: u32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    Ok(application == APPLICATION_ID)
}

/// Takes the steps a store has not taken yet, all of them or none. Another program that does the same at the same
/// time waits, and then finds nothing left to do.
pub(super) fn migrate(connection: &mut Connection, migrations: &[&str]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let taken = version(&transaction)?;
    let left = migrations.iter().skip(taken as usize);
    for step in left {
        transaction.execute_batch(step)?;
    }
    if taken == 0 {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    if taken < newest(migrations) {
        transaction.pragma_update(None, "user_version", newest(migrations))?;
    }
    transaction.commit()
}

/// The name and text of every table, index and trigger, in the order of their names.
pub(super) fn objects(connection: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    let mut statement = connection.prepare("SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name")?;
    let objects = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    objects.collect()
}
