//! What can go wrong with a store: what was not recorded, and what to do next.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::journal::incident_id::IncidentId;

/// Why a store could not do what it was asked. The message says what did not happen; [`StoreError::help`] says what
/// to do next. No variant holds anything a customer said.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The path can never be a store.
    #[error("`{path}` cannot be a store: {reason}")]
    BadPath {
        /// What was given.
        path: PathBuf,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The file or its folder could not be made or opened.
    #[error("could not open the store `{path}`: {detail}")]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// The file is not a store of this program. It was not changed.
    #[error("`{path}` is not a store of `recover`; it was left as it is")]
    NotOurs {
        /// The file.
        path: PathBuf,
    },
    /// A newer program has written the store. It may be read; nothing is written.
    #[error(
        "the store `{path}` has format {found}, and this program writes up to format {known}; nothing was recorded"
    )]
    TooNew {
        /// The file.
        path: PathBuf,
        /// The format it has.
        found: u32,
        /// The newest format this program writes.
        known: u32,
    },
    /// An older program has written the store, and it cannot be brought up to date where it lies.
    #[error("the store `{path}` has the old format {found} and cannot be brought up to format {known} where it is")]
    TooOld {
        /// The file.
        path: PathBuf,
        /// The format it has.
        found: u32,
        /// The format this program reads.
        known: u32,
    },
    /// Somebody else kept the store locked for as long as we wait.
    #[error("`{path}` was in use by somebody else for {waited_seconds} seconds; nothing was recorded")]
    Busy {
        /// The file.
        path: PathBuf,
        /// How long we waited.
        waited_seconds: u64,
    },
    /// There is no space left for the store.
    #[error("could not save to `{path}`: disk full; the last answer is not recorded")]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// The disk failed while something was being saved.
    #[error("could not save to `{path}`: {detail}; the last answer is not recorded")]
    DiskFailed {
        /// The file.
        path: PathBuf,
        /// What the database says.
        detail: String,
    },
    /// The disk failed while something was being read.
    #[error("could not read `{path}`: {detail}")]
    CannotRead {
        /// The file.
        path: PathBuf,
        /// What the database says.
        detail: String,
    },
    /// The store may only be read.
    #[error("could not save to `{path}`: it can only be read here; the last answer is not recorded")]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The store lies where nothing can be written, and its latest changes still wait in a file beside it.
    #[error("could not read `{path}`: its latest changes wait in `{beside}`, and its folder cannot be written")]
    NeedsWriting {
        /// The file.
        path: PathBuf,
        /// The file that has to be folded in first.
        beside: PathBuf,
    },
    /// The erasure is recorded, but another program has the store open and keeps the old text in a file beside it.
    #[error("it is erased, but another program has `{path}` open, and the old text is still in `{beside}`")]
    NotYetGone {
        /// The file.
        path: PathBuf,
        /// The file that still holds the text.
        beside: PathBuf,
    },
    /// Somebody else wrote to the incident first.
    #[error("somebody else wrote to {id} first (event {found}, not {expected}, is its last); yours is not recorded")]
    SomeoneElseWrote {
        /// The incident.
        id: IncidentId,
        /// The last event the writer had seen.
        expected: u64,
        /// The last event there is.
        found: u64,
    },
    /// There is no such incident.
    #[error("there is no incident {id} in `{path}`")]
    UnknownIncident {
        /// The store.
        path: PathBuf,
        /// What was asked for.
        id: IncidentId,
    },
    /// Another incident has this external reference.
    #[error("`{external_ref}` is the reference of {id} already; nothing was recorded")]
    DuplicateRef {
        /// The reference.
        external_ref: String,
        /// The incident that has it.
        id: IncidentId,
    },
    /// All numbers of the year are used.
    #[error("the year {year} has no incident number left; nothing was recorded")]
    NoNumberLeft {
        /// The year.
        year: u16,
    },
    /// Something in the store is not as it was written.
    #[error("the store `{path}` is damaged: {detail}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What and where.
        detail: String,
    },
    /// Anything else.
    #[error("the store `{path}` could not do it: {detail}")]
    Other {
        /// The file.
        path: PathBuf,
        /// What it was.
        detail: String,
    },
}

impl StoreError {
    /// The next thing to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::BadPath { .. } => "name a file with `--store PATH`, such as `./incidents.db`".to_owned(),
            Self::CannotOpen { .. } => "check that the folder exists and is yours, or name another with `--store PATH`".to_owned(),
            Self::NotOurs { .. } => "name another file with `--store PATH`; a file that does not exist yet is made".to_owned(),
            Self::TooNew { .. } => "reading works; install the newer `recover` to write".to_owned(),
            Self::TooOld { .. } => "copy the store to a folder that can be written, and open it there once".to_owned(),
            Self::Busy { .. } => "try again; if it stays so, see which other program has the store open".to_owned(),
            Self::DiskFull { .. } => "make space, then go on with `recover resume`; everything before the last answer is there".to_owned(),
            Self::DiskFailed { .. } => {
                "look after the disk, then run `recover verify` and go on with `recover resume`; everything before the last answer is there".to_owned()
            }
            Self::CannotRead { .. } => "look after the disk, or copy the store and its `-wal` file to another one".to_owned(),
            Self::ReadOnly { .. } => "copy the store to a folder that can be written, or ask for the right to write it".to_owned(),
            Self::NeedsWriting { .. } => "copy both files to a folder that can be written, and read them there".to_owned(),
            Self::NotYetGone { .. } => "close the other program, then erase again".to_owned(),
            Self::SomeoneElseWrote { id, .. } => format!("see what they wrote with `recover show {id}`, then `recover resume {id}`"),
            Self::UnknownIncident { .. } => "see which there are with `recover list --all`".to_owned(),
            Self::DuplicateRef { id, .. } => format!("go on with it: `recover resume {id}`, or give another `--ref`"),
            Self::NoNumberLeft { .. } => "open a new store with `--store PATH`".to_owned(),
            Self::Damaged { .. } => "run `recover verify` to see how far it goes, and fetch the latest backup".to_owned(),
            Self::Other { .. } => "try again, and run `recover verify` if it stays so".to_owned(),
        }
    }

    /// A damaged store, with what is wrong.
    pub(super) fn damaged(path: &Path, detail: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), detail: detail.into() }
    }
}
