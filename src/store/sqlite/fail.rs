//! From what `SQLite` says to what a person is told.

use std::path::Path;

use rusqlite::{Error, ErrorCode, ffi};

use super::open::PATIENCE;
use crate::store::error::StoreError;

/// What was being done when it failed, which decides what was not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    Opening,
    Reading,
    Writing,
}

/// Says what a failure of `SQLite` means for the store at `path`.
pub(super) fn explain(path: &Path, doing: Doing, error: &Error) -> StoreError {
    let path = path.to_owned();
    let detail = error.to_string();
    match error.sqlite_error() {
        None => from_a_value(error, path, detail),
        Some(failure) => match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
                StoreError::Busy { path, waited_seconds: PATIENCE.as_secs() }
            }
            ErrorCode::DiskFull => StoreError::DiskFull { path },
            ErrorCode::SystemIoFailure if is_out_of_space(*failure) => StoreError::DiskFull { path },
            ErrorCode::SystemIoFailure if doing == Doing::Writing => StoreError::DiskFailed { path, detail },
            ErrorCode::SystemIoFailure => StoreError::CannotRead { path, detail },
            ErrorCode::ReadOnly => StoreError::ReadOnly { path },
            ErrorCode::CannotOpen => StoreError::CannotOpen { path, detail },
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::ConstraintViolation => {
                StoreError::Damaged { path, detail }
            }
            _ if doing == Doing::Writing => {
                StoreError::Other { path, detail: format!("{detail}; nothing was recorded") }
            }
            _ => StoreError::Other { path, detail },
        },
    }
}

/// The index beside a WAL cannot grow: in practice the disk is full, and `SQLite` calls it an I/O error.
fn is_out_of_space(failure: ffi::Error) -> bool {
    failure.extended_code == ffi::SQLITE_IOERR_SHMSIZE
}

/// Values of the wrong kind were not written by this program.
fn from_a_value(error: &Error, path: std::path::PathBuf, detail: String) -> StoreError {
    match error {
        Error::FromSqlConversionFailure(..)
        | Error::IntegralValueOutOfRange(..)
        | Error::InvalidColumnType(..)
        | Error::QueryReturnedNoRows
        | Error::Utf8Error(..) => StoreError::Damaged { path, detail },
        _ => StoreError::Other { path, detail },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(code: std::ffi::c_int, doing: Doing) -> String {
        let error = Error::SqliteFailure(ffi::Error::new(code), None);
        explain(Path::new("/s.db"), doing, &error).to_string()
    }

    #[test]
    fn a_full_disk_is_called_so() {
        let full = "could not save to `/s.db`: disk full; the last answer is not recorded";
        assert_eq!(told(ffi::SQLITE_FULL, Doing::Writing), full);
        assert_eq!(told(ffi::SQLITE_IOERR_SHMSIZE, Doing::Writing), full);
    }

    #[test]
    fn a_failing_disk_is_told_apart_from_a_full_one() {
        let told = told(ffi::SQLITE_IOERR_FSYNC, Doing::Writing);
        assert!(told.contains("could not save to `/s.db`") && told.contains("not recorded"), "{told}");
    }

    #[test]
    fn reading_never_claims_that_an_answer_was_lost() {
        assert!(!told(ffi::SQLITE_IOERR_READ, Doing::Reading).contains("recorded"));
    }

    #[test]
    fn a_lock_tells_how_long_we_waited() {
        assert!(told(ffi::SQLITE_BUSY, Doing::Writing).contains("30 seconds"));
    }
}
