//! A look at a file before `SQLite` touches it, so that a file that is not ours is never changed.
//!
//! Closing a file drops every POSIX lock this process holds on it, `SQLite`'s included. So a file that was looked at
//! stays open until the program ends; there is at most one such handle for each file.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::beside;
use super::schema::APPLICATION_ID;

/// The files that were looked at, by device and inode.
static LOOKED_AT: Mutex<BTreeMap<(u64, u64), File>> = Mutex::new(BTreeMap::new());

/// What lies at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing.
    Missing,
    /// An empty file, or one in which the making of a store was broken off: nothing was ever recorded in it.
    Unmade,
    /// A store of this program.
    Ours {
        /// Whether it writes ahead already; the last step of making a store.
        wal: bool,
        /// Whether others than its owner may read or write the file.
        exposed: bool,
    },
    /// A file of somebody else.
    Foreign,
    /// A folder, a device, or anything else that is no file.
    NoFile,
}

/// Looks at the file without changing it.
pub(super) fn look(path: &Path) -> io::Result<Found> {
    let mut looked_at = looked_at();
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Found::Missing),
        Err(error) => Err(error),
        Ok(metadata) if !metadata.is_file() => Ok(Found::NoFile),
        Ok(metadata) => {
            let key = (metadata.dev(), metadata.ino());
            let file = match looked_at.entry(key) {
                Entry::Occupied(open) => open.into_mut(),
                Entry::Vacant(new) => new.insert(File::open(path)?),
            };
            classify(path, file, &metadata)
        }
    }
}

/// Makes an empty file that only its owner may read, and the folders above it. A file that is there stays.
pub(super) fn make(path: &Path) -> io::Result<()> {
    let mut looked_at = looked_at();
    if let Some(folder) = path.parent().filter(|folder| !folder.exists()) {
        make_folders(folder)?;
    }
    let made = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path);
    match made {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.exists() => Ok(()),
        Err(error) => Err(error),
        Ok(file) => {
            let metadata = file.metadata()?;
            looked_at.insert((metadata.dev(), metadata.ino()), file);
            path.parent().map_or(Ok(()), sync_folder)
        }
    }
}

/// Makes each missing folder and writes its name to the disk.
fn make_folders(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent() {
        make_folders(above)?;
    }
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
        Ok(()) => folder.parent().map_or(Ok(()), sync_folder),
    }
}

/// A folder we may write to but not read cannot be synced by us; `SQLite` syncs it before it acknowledges anything.
fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(()),
        Err(error) => Err(error),
        Ok(opened) => opened.sync_all(),
    }
}

fn looked_at() -> MutexGuard<'static, BTreeMap<(u64, u64), File>> {
    LOOKED_AT.lock().unwrap_or_else(PoisonError::into_inner)
}

fn classify(path: &Path, file: &File, metadata: &Metadata) -> io::Result<Found> {
    if metadata.len() == 0 {
        return Ok(Found::Unmade);
    }
    let mut header = [0; 100];
    match file.read_exact_at(&mut header, 0) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(Found::Foreign),
        Err(error) => return Err(error),
        Ok(()) => {}
    }
    let starts_with_its_name = header.starts_with(b"SQLite format 3\0");
    if starts_with_its_name && header.get(68..72) == Some(&APPLICATION_ID.to_be_bytes()) {
        return Ok(Found::Ours { wal: header.get(18) == Some(&2), exposed: metadata.mode() & 0o077 != 0 });
    }
    // Power was lost while the tables were made: later pages reached the disk, the first one did not, and SQLite
    // will take it all back with the journal that lies beside.
    if header == [0; 100] && beside(path, "-journal").exists() {
        return Ok(Found::Unmade);
    }
    Ok(Found::Foreign)
}
