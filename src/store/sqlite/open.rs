//! From a path to a connection: for writing, where a store is made when there is none, and for reading.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use rustix::fs::Access;

use super::beside;
use super::fail::{Doing, explain};
use super::probe::{self, Found};
use super::schema;
use crate::store::error::StoreError;

/// How long a lock of somebody else is waited for.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// How soon the change to write-ahead logging is tried again: `SQLite` does not wait for that lock by itself.
const RETRY: Duration = Duration::from_millis(5);

/// What opening found.
pub(super) struct Opened {
    pub(super) path: PathBuf,
    /// None when there is no store to read yet.
    pub(super) connection: Option<Connection>,
    /// Whether others than the owner may read or write the file.
    pub(super) exposed: bool,
}

/// Opens a store for writing, and makes it when there is none.
pub(super) fn for_writing(path: &Path, migrations: &[&str]) -> Result<Opened, StoreError> {
    let path = absolute(path)?;
    if look(&path)? == Found::Missing {
        probe::make(&path).map_err(|error| cannot_open(&path, &error))?;
    }
    let found = look(&path)?;
    let exposed = accept(&path, found)?;
    let opening = |error| cannot_write(&path, &error);
    let mut connection = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(opening)?;
    if found == Found::Unmade && !schema::may_be_made(&connection).map_err(opening)? {
        return Err(StoreError::NotOurs { path });
    }
    let version = schema::version(&connection).map_err(opening)?;
    if version < schema::newest(migrations) {
        schema::migrate(&mut connection, migrations).map_err(opening)?;
    } else if version > schema::newest(migrations) {
        return Err(too_new(&path, version, migrations));
    }
    if !matches!(found, Found::Ours { wal: true, .. }) {
        write_ahead(&connection).map_err(opening)?;
    }
    connection
        .execute_batch("PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cell_size_check=ON;")
        .map_err(opening)?;
    Ok(Opened { path, connection: Some(connection), exposed })
}

/// Opens a store for reading, and makes nothing when there is none.
pub(super) fn for_reading(path: &Path, migrations: &[&str]) -> Result<Opened, StoreError> {
    let path = absolute(path)?;
    let found = look(&path)?;
    if matches!(found, Found::Missing | Found::Unmade) {
        return Ok(Opened { path, connection: None, exposed: false });
    }
    let exposed = accept(&path, found)?;
    let opening = |error| explain(&path, Doing::Opening, &error);
    let (mut connection, writable) = connect_to_read(&path)?;
    let version = schema::version(&connection).map_err(|error| needs_writing(&path, writable, &error))?;
    if version == 0 {
        return Ok(Opened { path, connection: None, exposed });
    }
    if version < schema::newest(migrations) {
        if !writable {
            return Err(StoreError::TooOld { path, found: version, known: schema::newest(migrations) });
        }
        schema::migrate(&mut connection, migrations).map_err(opening)?;
    }
    connection.execute_batch("PRAGMA cell_size_check=ON;").map_err(opening)?;
    Ok(Opened { path, connection: Some(connection), exposed })
}

/// The path as `SQLite` gets it. An absolute one is never taken for a URI, whatever `SQLite` was built with.
fn absolute(path: &Path) -> Result<PathBuf, StoreError> {
    let refuse = |reason| Err(StoreError::BadPath { path: path.to_owned(), reason });
    let bytes = path.as_os_str().as_encoded_bytes();
    if bytes.is_empty() {
        return refuse("it is empty");
    }
    if bytes.contains(&0) {
        return refuse("it contains a NUL byte");
    }
    if bytes.starts_with(b":") {
        return refuse("a name that starts with `:` would be kept in memory only");
    }
    if bytes.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(b"file:")) {
        return refuse("it is a URI and not the path of a file");
    }
    if bytes.ends_with(b"/") || path.file_name().is_none() {
        return refuse("it names a folder");
    }
    std::path::absolute(path).map_err(|error| cannot_open(path, &error))
}

fn look(path: &Path) -> Result<Found, StoreError> {
    probe::look(path).map_err(|error| cannot_open(path, &error))
}

/// Refuses what is no store, and says whether others may see into one that is.
fn accept(path: &Path, found: Found) -> Result<bool, StoreError> {
    match found {
        Found::Ours { exposed, .. } => Ok(exposed),
        Found::Unmade | Found::Missing => Ok(false),
        Found::Foreign => Err(StoreError::NotOurs { path: path.to_owned() }),
        Found::NoFile => Err(StoreError::BadPath { path: path.to_owned(), reason: "it is not a regular file" }),
    }
}

fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    Ok(connection)
}

/// Opens for reading, and says whether the folder can be written.
///
/// A reader has to write where it can: only so does it see what a killed writer left in the files beside. Where
/// nothing can be written and nothing lies beside, the file cannot change and is read as it is.
fn connect_to_read(path: &Path) -> Result<(Connection, bool), StoreError> {
    let opening = |error| explain(path, Doing::Opening, &error);
    let real = fs::canonicalize(path).map_err(|error| cannot_open(path, &error))?;
    let folder = real.parent().unwrap_or(&real);
    if rustix::fs::access(folder, Access::WRITE_OK).is_ok() {
        return Ok((connect(&real, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(opening)?, true));
    }
    if holds_something(&beside(&real, "-journal")) {
        return Err(StoreError::NeedsWriting { path: path.to_owned(), beside: beside(&real, "-journal") });
    }
    if holds_something(&beside(&real, "-wal")) {
        let connection = connect(&real, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(opening)?;
        return Ok((connection, false));
    }
    Ok((frozen(&real).map_err(opening)?, false))
}

/// Opens a file that cannot change, without locks and without files beside it.
pub(super) fn frozen(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    connect(&immutable(path), flags)
}

/// Tells a place where nothing can be written from one where nothing can be found.
fn cannot_write(path: &Path, error: &rusqlite::Error) -> StoreError {
    let writable = |path: &Path| rustix::fs::access(path, Access::WRITE_OK).is_ok();
    match explain(path, Doing::Opening, error) {
        StoreError::CannotOpen { .. } if !path.parent().is_some_and(writable) || !writable(path) => {
            StoreError::ReadOnly { path: path.to_owned() }
        }
        other => other,
    }
}

fn holds_something(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.len() > 0)
}

/// A failed first read where nothing can be written most often means that a writer was killed before the store was
/// put there, and only a writer can tidy up after it.
fn needs_writing(path: &Path, writable: bool, error: &rusqlite::Error) -> StoreError {
    let wal = beside(path, "-wal");
    let explained = explain(path, Doing::Opening, error);
    match explained {
        StoreError::CannotOpen { .. } | StoreError::ReadOnly { .. } if !writable && holds_something(&wal) => {
            StoreError::NeedsWriting { path: path.to_owned(), beside: wal }
        }
        other => other,
    }
}

/// The URI by which `SQLite` takes our word that a file cannot change.
fn immutable(path: &Path) -> PathBuf {
    use std::fmt::Write as _;
    let mut uri = "file:".to_owned();
    for &byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(uri, "%{byte:02x}");
        }
    }
    uri.push_str("?immutable=1");
    PathBuf::from(uri)
}

/// Turns write-ahead logging on, as the last step of making a store.
fn write_ahead(connection: &Connection) -> rusqlite::Result<()> {
    let mut tries_left = PATIENCE.as_millis() / RETRY.as_millis();
    loop {
        // A file system without shared memory keeps the old mode, which is slower and just as safe.
        match connection.query_row("PRAGMA journal_mode=WAL", [], |_| Ok(())) {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && tries_left > 0 => {
                tries_left -= 1;
                thread::sleep(RETRY);
            }
            outcome => return outcome,
        }
    }
}

fn too_new(path: &Path, found: u32, migrations: &[&str]) -> StoreError {
    StoreError::TooNew { path: path.to_owned(), found, known: schema::newest(migrations) }
}

fn cannot_open(path: &Path, error: &io::Error) -> StoreError {
    StoreError::CannotOpen { path: path.to_owned(), detail: error.to_string() }
}
