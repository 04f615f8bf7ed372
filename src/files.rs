//! Files outside the store: the one way they are written, and the one way they are read.
//!
//! A file is written whole or not at all, for its owner only, and never through a link or onto a device. A file is read
//! up to a limit, and only if it is a regular one, so that neither a pipe nor a device can make the program wait.

mod decode;

use std::{
    ffi::{OsStr, OsString},
    fs::{self, DirBuilder, File},
    io::{self, ErrorKind, Read, Write},
    os::{
        fd::OwnedFd,
        unix::{
            ffi::OsStrExt,
            fs::{DirBuilderExt, OpenOptionsExt},
        },
    },
    path::{Path, PathBuf},
};

use rustix::{
    fs::{AtFlags, FileType, Mode, OFlags},
    io::Errno,
};

pub use decode::{NotText, decode_utf8};

use crate::{escape, limits::Limit};

/// How much of a file's name goes into the name of its temporary neighbour, in bytes: names end at 255.
const NAME_PART: usize = 200;

/// Why a file was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is something at the path, but no regular file.
    #[error("`{}` is {what}, not a regular file", escape::path(.path))]
    NotRegular {
        /// Where.
        path: PathBuf,
        /// What is there, with its article.
        what: &'static str,
    },
    /// There is a database at the path, or the path is that of a file beside one.
    #[error("`{}` belongs to a database, such as a store of `recover`, and is not written over", escape::path(.path))]
    Database {
        /// Where.
        path: PathBuf,
    },
    /// The path names no file, as `/` and `..` do.
    #[error("`{}` does not name a file", escape::path(.path))]
    NoName {
        /// The path.
        path: PathBuf,
    },
    /// The file is larger than accepted.
    #[error("`{}` is larger than {limit}, the limit for one {}", escape::path(.path), .limit.name)]
    TooLarge {
        /// Which file; `-` is standard input.
        path: PathBuf,
        /// The limit.
        limit: Limit,
    },
    /// The system refused.
    #[error("could not {doing} `{}`: {}", escape::path(.path), reason(.source))]
    Io {
        /// What was tried, as a verb.
        doing: &'static str,
        /// With which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There was no random name for a temporary file.
    #[error("could not get random numbers from the system: {0}")]
    Random(getrandom::Error),
}

impl FileError {
    /// What to do next.
    pub fn help(&self) -> &'static str {
        match self {
            Self::NotRegular { .. } => "name a regular file, or `-` for a pipe",
            Self::Database { .. } => "name another file; nothing was changed",
            Self::NoName { .. } => "name a file in that folder",
            Self::TooLarge { .. } => "split it, or leave out what is not needed",
            Self::Io { source, .. } => match source.kind() {
                ErrorKind::NotFound => "check the path for a slip of the pen",
                ErrorKind::PermissionDenied => "choose a place you may use, or ask for access to this one",
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                    "make room or choose another place, and run the same command again"
                }
                ErrorKind::ReadOnlyFilesystem => "choose a place that can be written to",
                _ => "choose another place, and run the same command again",
            },
            Self::Random(_) => "run the same command again",
        }
    }
}

/// What the system said, in our words where it is something a person can act on.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::StorageFull => "the disk is full".into(),
        ErrorKind::QuotaExceeded => "your share of the disk is used up".into(),
        ErrorKind::FileTooLarge => "the file would be larger than the system allows".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        ErrorKind::NotFound => "there is no such file or folder".into(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".into(),
        _ => escape::library_message(&error.to_string()),
    }
}

/// Writes a file whole: afterwards the path holds all of `bytes`, safe against power loss, or what it held before.
///
/// The file belongs to its owner only (0600). It is written beside its place and renamed into it, so a folder in which
/// files can be made is needed.
///
/// # Errors
///
/// [`FileError`] if the path holds anything but a regular file, or if any step fails. Nothing is left behind then,
/// and the old file is as it was, except when only the folder could not be synced: the new file is in place then, but
/// may not survive a power cut.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let fail = |source: io::Error| FileError::Io { doing: "write", path: path.to_owned(), source };
    let name = path.file_name().ok_or_else(|| FileError::NoName { path: path.to_owned() })?;
    let folder = open_folder(path).map_err(fail)?;

    accept_target(&folder, name, path)?;
    refuse_database(path)?;
    let mut temporary = Temporary::create(&folder, name, path)?;
    temporary.file.write_all(bytes).and_then(|()| temporary.file.sync_all()).map_err(fail)?;
    accept_target(&folder, name, path)?;
    temporary.become_file(name).map_err(fail)?;
    sync_folder(folder).map_err(fail)
}

fn open_folder(path: &Path) -> io::Result<OwnedFd> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    Ok(rustix::fs::open(parent, flags, Mode::empty())?)
}

/// A target is a regular file or not there yet; a link is looked at itself, not followed.
fn accept_target(folder: &OwnedFd, name: &OsStr, path: &Path) -> Result<(), FileError> {
    match rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(found) => refuse_irregular(FileType::from_raw_mode(found.st_mode), path),
        Err(Errno::NOENT) => Ok(()),
        Err(error) => Err(FileError::Io { doing: "look at", path: path.to_owned(), source: error.into() }),
    }
}

/// What every SQLite database begins with.
const DATABASE: &[u8] = b"SQLite format 3\0";

/// Refuses to write over a database or one of the files that belong to it: a document in the place of a store would be the end of
/// every incident in it.
fn refuse_database(path: &Path) -> Result<(), FileError> {
    let of_database = |path: &Path| {
        let mut begins = [0; 16];
        File::open(path).and_then(|mut file| file.read_exact(&mut begins)).is_ok() && begins == DATABASE
    };
    let name = path.as_os_str().to_string_lossy();
    let mut beside = ["-wal", "-shm", "-journal"].into_iter().filter_map(|ending| name.strip_suffix(ending));
    if of_database(path) || beside.any(|database| of_database(Path::new(database))) {
        return Err(FileError::Database { path: path.to_owned() });
    }
    Ok(())
}

fn refuse_irregular(found: FileType, path: &Path) -> Result<(), FileError> {
    let what = match found {
        FileType::RegularFile => return Ok(()),
        FileType::Directory => "a folder",
        FileType::Symlink => "a symbolic link",
        FileType::Fifo => "a named pipe",
        FileType::Socket => "a socket",
        FileType::CharacterDevice | FileType::BlockDevice => "a device",
        FileType::Unknown => "something else",
    };
    Err(FileError::NotRegular { path: path.to_owned(), what })
}

fn sync_folder(folder: OwnedFd) -> io::Result<()> {
    match File::from(folder).sync_all() {
        // Some file systems have no such thing as syncing a folder, and say so.
        Err(error) if error.kind() == ErrorKind::InvalidInput || error.kind() == ErrorKind::Unsupported => Ok(()),
        result => result,
    }
}

/// A file beside its future place, removed again unless it gets there.
struct Temporary<'a> {
    folder: &'a OwnedFd,
    name: OsString,
    file: File,
    placed: bool,
}

impl<'a> Temporary<'a> {
    fn create(folder: &'a OwnedFd, target: &OsStr, path: &Path) -> Result<Self, FileError> {
        let random = getrandom::u64().map_err(FileError::Random)?;
        let mut name = OsString::from(".");
        name.push(OsStr::from_bytes(target.as_bytes().get(..NAME_PART).unwrap_or(target.as_bytes())));
        name.push(format!(".{random:016x}.tmp"));
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = rustix::fs::openat(folder, &name, flags, Mode::RUSR | Mode::WUSR)
            .map_err(|error| FileError::Io { doing: "write", path: path.to_owned(), source: error.into() })?;
        Ok(Self { folder, name, file: file.into(), placed: false })
    }

    fn become_file(mut self, name: &OsStr) -> io::Result<()> {
        rustix::fs::renameat(self.folder, &self.name, self.folder, name)?;
        self.placed = true;
        Ok(())
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if !self.placed {
            // The error that brought us here is already on its way to the person; this one adds nothing to it.
            let _already_failing = rustix::fs::unlinkat(self.folder, &self.name, AtFlags::empty());
        }
    }
}

/// Makes sure that a folder is there. It and the missing ones above it are made for their owner only (0700) and synced;
/// what already exists is accepted as it is.
///
/// # Errors
///
/// [`FileError`] if something else is at the path, or if a folder cannot be made.
pub fn private_dir(path: &Path) -> Result<(), FileError> {
    let fail = |source: io::Error| FileError::Io { doing: "make the folder", path: path.to_owned(), source };
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => return Ok(()),
        Ok(_) => return Err(fail(io::Error::from(ErrorKind::NotADirectory))),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(fail(error)),
    }
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        private_dir(parent)?;
    }
    match DirBuilder::new().mode(0o700).create(path) {
        // Another process was faster, which is as good.
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(error) => Err(fail(error)),
        Ok(()) => open_folder(path).and_then(sync_folder).map_err(fail),
    }
}

/// Reads a regular file, or standard input for `-`, of at most `limit` bytes.
///
/// # Errors
///
/// [`FileError`] if the file is larger, cannot be read, or is no regular file (a link to one is fine).
pub fn read_limited(path: &Path, limit: Limit) -> Result<Vec<u8>, FileError> {
    if path == Path::new("-") {
        return read_stream(io::stdin().lock(), path, limit);
    }
    let (file, size) = open_regular(path)?;
    if size > limit.value {
        return Err(FileError::TooLarge { path: path.to_owned(), limit });
    }
    read_stream(file, path, limit)
}

/// Opens a regular file for reading it piece by piece.
///
/// # Errors
///
/// [`FileError`] if it cannot be opened, or is no regular file (a link to one is fine).
pub fn open_to_read(path: &Path) -> Result<File, FileError> {
    open_regular(path).map(|(file, _)| file)
}

/// A regular file and how large it is, in bytes.
fn open_regular(path: &Path) -> Result<(File, u64), FileError> {
    let fail = |source: io::Error| FileError::Io { doing: "read", path: path.to_owned(), source };
    // Without waiting for somebody to write into it, should it be a pipe; for a regular file this changes nothing.
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    let flags = i32::try_from(flags.bits()).map_err(|_| fail(io::Error::from(ErrorKind::InvalidInput)))?;
    let file = File::options().read(true).custom_flags(flags).open(path).map_err(fail)?;
    let found = rustix::fs::fstat(&file).map_err(|error| fail(error.into()))?;
    refuse_irregular(FileType::from_raw_mode(found.st_mode), path)?;
    Ok((file, u64::try_from(found.st_size).unwrap_or(0)))
}

/// Reads a stream to its end, but one byte past the limit at most: a file can grow while it is read.
fn read_stream(stream: impl Read, path: &Path, limit: Limit) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    let read = stream.take(limit.value.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|source| FileError::Io { doing: "read", path: path.to_owned(), source })?;
    if limit.allows(bytes.len()) { Ok(bytes) } else { Err(FileError::TooLarge { path: path.to_owned(), limit }) }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use rustix::fs::{CWD, mkfifoat};
    use tempfile::TempDir;

    use super::*;
    use crate::limits;

    fn folder() -> TempDir {
        tempfile::tempdir().unwrap()
    }

    fn names(folder: &TempDir) -> Vec<OsString> {
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    }

    fn small(value: u64) -> Limit {
        Limit { value, ..limits::PLAYBOOK_BYTES }
    }

    #[test]
    fn a_new_file_is_whole_private_and_alone() {
        let folder = folder();
        let path = folder.path().join("report.md");
        write_whole(&path, b"# Report\n").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"# Report\n");
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o600);
        assert_eq!(names(&folder), ["report.md"]);
    }

    #[test]
    fn an_old_file_is_replaced_and_its_hard_links_keep_the_old_text() {
        let folder = folder();
        let (path, other) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&path, "old").unwrap();
        fs::hard_link(&path, &other).unwrap();
        write_whole(&path, b"new").unwrap();
        assert_eq!((fs::read(&path).unwrap(), fs::read(&other).unwrap()), (b"new".to_vec(), b"old".to_vec()));
    }

    #[test]
    fn a_database_and_the_files_beside_it_are_no_targets() {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("recover.db");
        std::fs::write(&store, b"SQLite format 3\0 and all that was ever promised").unwrap();
        for name in ["recover.db", "recover.db-wal", "recover.db-shm", "recover.db-journal"] {
            let refused = write_whole(&dir.path().join(name), b"a report");
            assert!(matches!(refused, Err(FileError::Database { .. })), "{name}");
        }
        assert!(std::fs::read(&store).unwrap().ends_with(b"promised"));
        assert!(write_whole(&dir.path().join("other-wal"), b"a report").is_ok());
    }

    #[test]
    fn links_devices_pipes_and_folders_are_no_targets() {
        let folder = folder();
        let victim = folder.path().join("victim");
        fs::write(&victim, "old").unwrap();
        let [link, dangling, pipe] = ["link", "dangling", "pipe"].map(|name| folder.path().join(name));
        symlink(&victim, &link).unwrap();
        symlink("nowhere", &dangling).unwrap();
        mkfifoat(CWD, &pipe, Mode::RUSR | Mode::WUSR).unwrap();
        let before = names(&folder);
        for (path, what) in [(&link, "a symbolic link"), (&dangling, "a symbolic link"), (&pipe, "a named pipe")] {
            let error = write_whole(path, b"new").unwrap_err();
            assert!(error.to_string().contains(what), "{error}");
        }
        assert!(write_whole(Path::new("/dev/null"), b"x").unwrap_err().to_string().contains("a device"));
        assert!(write_whole(folder.path(), b"x").unwrap_err().to_string().contains("a folder"));
        assert!(matches!(write_whole(Path::new("/"), b"x"), Err(FileError::NoName { .. })));
        assert_eq!(fs::read(&victim).unwrap(), b"old");
        assert_eq!(names(&folder), before);
    }

    #[test]
    fn a_temporary_file_that_gets_nowhere_is_removed() {
        let folder = folder();
        let open = open_folder(&folder.path().join("x")).unwrap();
        let temporary = Temporary::create(&open, OsStr::new("x"), Path::new("x")).unwrap();
        assert_eq!(names(&folder).len(), 1);
        drop(temporary);
        assert!(names(&folder).is_empty());
    }

    #[test]
    fn names_of_any_length_can_be_written() {
        let folder = folder();
        write_whole(&folder.path().join("n".repeat(255)), b"x").unwrap();
        assert!(write_whole(&folder.path().join("n".repeat(256)), b"x").is_err());
        assert_eq!(names(&folder).len(), 1);
    }

    #[test]
    fn a_missing_folder_is_named_harmlessly() {
        let error = write_whole(Path::new("/no\u{1b}[2J/such/file"), b"x").unwrap_err();
        assert_eq!(error.to_string(), "could not write `/no\\u{1b}[2J/such/file`: there is no such file or folder");
        assert!(!error.help().is_empty());
    }

    #[test]
    fn folders_are_made_private_and_existing_ones_accepted() {
        let folder = folder();
        let path = folder.path().join("a/b");
        private_dir(&path).unwrap();
        private_dir(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o700);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        private_dir(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o755);
        fs::write(folder.path().join("file"), "").unwrap();
        assert!(private_dir(&folder.path().join("file")).is_err());
        assert!(private_dir(&folder.path().join("file/c")).is_err());
    }

    #[test]
    fn a_file_is_read_up_to_its_limit() {
        let folder = folder();
        let path = folder.path().join("p.toml");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read_limited(&path, small(5)).unwrap(), b"12345");
        let error = read_limited(&path, small(4)).unwrap_err();
        assert!(error.to_string().ends_with("is larger than 4 bytes, the limit for one playbook file"), "{error}");
    }

    #[test]
    fn a_stream_without_end_is_read_only_past_the_limit() {
        let endless = io::repeat(b'x');
        assert!(matches!(read_stream(endless, Path::new("-"), small(1 << 16)), Err(FileError::TooLarge { .. })));
        assert_eq!(read_stream(&b"abc"[..], Path::new("-"), small(3)).unwrap(), b"abc");
    }

    #[test]
    fn pipes_devices_and_folders_are_not_read_nor_waited_for() {
        let folder = folder();
        let pipe = folder.path().join("pipe");
        mkfifoat(CWD, &pipe, Mode::RUSR | Mode::WUSR).unwrap();
        for path in [&*pipe, Path::new("/dev/zero"), folder.path()] {
            assert!(matches!(read_limited(path, small(9)), Err(FileError::NotRegular { .. })), "{path:?}");
        }
        assert!(matches!(read_limited(&folder.path().join("none"), small(9)), Err(FileError::Io { .. })));
    }
}
