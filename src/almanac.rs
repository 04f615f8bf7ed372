//! Where calendars are found: `./calendars`, the user's configuration directory, and those shipped in the program, in
//! that order.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::calendars::{build, heading, problems_alone, shipped_names, shipped_source};
use crate::diagnostic::{Problem, Problems, Site, Source};
use crate::files::{FileError, decode_utf8, read_limited};
use crate::limits;
use crate::schedule::calendar::{Calendar, Calendars};
use crate::table::clip;

/// A chain of `extends` longer than this is taken for a circle.
const LONGEST_CHAIN: usize = 16;

/// The longest name of a calendar, in bytes.
const LONGEST_NAME: usize = 64;

/// The places where calendars are looked for.
#[derive(Debug, Clone)]
pub struct Almanac {
    here: PathBuf,
    config_dir: Option<PathBuf>,
}

/// Why a calendar could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum AlmanacError {
    /// There is none of that name.
    #[error("there is no calendar `{}`", clip(.name))]
    Unknown {
        /// The name.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// A file could not be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// A file is not text.
    #[error("{message}")]
    NotText {
        /// The file, the place in it and what is wrong.
        message: String,
        /// What to do.
        help: &'static str,
    },
    /// There are problems in it.
    #[error("{} in the calendar", crate::text::plural(.0.count(), "problem", "problems"))]
    Problems(Box<Problems>),
}

impl AlmanacError {
    /// What to do next; nothing for [`AlmanacError::Problems`], each of which says it itself.
    pub fn help(&self) -> String {
        match self {
            Self::Unknown { name, known } => unknown_help(name, known),
            Self::File(error) => error.help().to_owned(),
            Self::NotText { help, .. } => (*help).to_owned(),
            Self::Problems(_) => String::new(),
        }
    }
}

fn unknown_help(name: &str, known: &[String]) -> String {
    let names = known.iter().map(|known| format!("`{}`", clip(known))).collect::<Vec<_>>();
    let near = crate::text::did_you_mean(name, known.iter().map(String::as_str));
    let near = near.map(|near| format!("did you mean `{}`? ", clip(near))).unwrap_or_default();
    format!("{near}there are {}", crate::text::list_and(&names))
}

/// Where a calendar came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file of the house.
    Own(PathBuf),
    /// Shipped in the program.
    Shipped,
}

impl Almanac {
    /// The almanac as seen from a working directory.
    pub fn new(here: impl Into<PathBuf>, config_dir: Option<PathBuf>) -> Self {
        Self { here: here.into(), config_dir }
    }

    /// The calendar of that name, with everything it builds on. Case matters.
    ///
    /// # Errors
    /// [`AlmanacError`].
    pub fn take(&self, name: &str) -> Result<Calendar, AlmanacError> {
        self.over_its_base(name, self.find(name)?.0)
    }

    /// The calendar in a file, with everything it builds on.
    ///
    /// # Errors
    /// [`AlmanacError`].
    pub fn take_file(&self, path: &Path) -> Result<Calendar, AlmanacError> {
        self.over_its_base(&stem(path), read(path)?)
    }

    fn over_its_base(&self, name: &str, text: Source) -> Result<Calendar, AlmanacError> {
        let mut chain = vec![(name.to_owned(), text)];
        while let Some((last, (base, site))) =
            chain.last().and_then(|(_, last)| Some((last, heading(&last.text).extends?)))
        {
            if chain.iter().any(|(seen, _)| *seen == base) || chain.len() >= LONGEST_CHAIN {
                return Err(no_base(last, site, &[], &base));
            }
            let (found, _) = match self.find(&base) {
                Err(AlmanacError::Unknown { name, known }) => return Err(no_base(last, site, &known, &name)),
                found => found?,
            };
            chain.push((base, found));
        }
        let layers: Vec<Source> = chain.into_iter().rev().map(|(_, text)| text).collect();
        build(name, &layers).map_err(AlmanacError::Problems)
    }

    fn find(&self, name: &str) -> Result<(Source, Origin), AlmanacError> {
        if is_name(name) {
            for dir in self.folders() {
                let path = dir.join(format!("{name}.toml"));
                if path.symlink_metadata().is_ok() {
                    return Ok((read(&path)?, Origin::Own(path)));
                }
            }
            if let Some(found) = shipped_source(name) {
                return Ok((found, Origin::Shipped));
            }
        }
        let known = self.list()?.into_iter().map(|(name, _)| name).collect();
        Err(AlmanacError::Unknown { name: name.to_owned(), known })
    }

    fn folders(&self) -> impl Iterator<Item = PathBuf> {
        let here = self.here.join("calendars");
        std::iter::once(here).chain(self.config_dir.as_ref().map(|dir| dir.join("calendars")))
    }

    /// The names of every calendar there is and where each comes from, in the order of the alphabet.
    ///
    /// # Errors
    /// [`AlmanacError::File`] when a folder cannot be read.
    pub fn list(&self) -> Result<Vec<(String, Origin)>, AlmanacError> {
        let mut known: std::collections::BTreeMap<String, Origin> =
            shipped_names().map(|name| (name.to_owned(), Origin::Shipped)).collect();
        let folders: Vec<PathBuf> = self.folders().collect();
        // The nearest folder comes last, and its files stay.
        for dir in folders.iter().rev() {
            for path in toml_files(dir)? {
                known.insert(stem(&path), Origin::Own(path));
            }
        }
        known.retain(|name, _| is_name(name));
        Ok(known.into_iter().collect())
    }
}

/// An almanac that stays open at every calendar it was asked for, so that each is read once.
#[derive(Debug)]
pub struct OpenAlmanac {
    almanac: Almanac,
    read: RefCell<HashMap<String, Result<Arc<Calendar>, String>>>,
}

impl OpenAlmanac {
    /// Opens an almanac.
    pub fn new(almanac: Almanac) -> Self {
        Self { almanac, read: RefCell::default() }
    }
}

impl Calendars for OpenAlmanac {
    fn calendar(&self, name: &str) -> Result<Arc<Calendar>, String> {
        let take = || self.almanac.take(name).map(Arc::new).map_err(|error| error.to_string());
        self.read.borrow_mut().entry(name.to_owned()).or_insert_with(take).clone()
    }
}

/// Letters, digits, hyphens and underscores, and no hyphen at the front.
fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    name.len() <= LONGEST_NAME && name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(fits)
}

/// A base that does not exist, or that leads back, is a problem in the file that names it, beside the others there.
fn no_base(layer: &Source, site: Site, known: &[String], base: &str) -> AlmanacError {
    let problem = if known.is_empty() {
        Problem {
            site,
            message: format!("this leads in a circle: the calendar `{}` extends itself", clip(base)),
            label: "leads back".into(),
            help: format!("take `extends` out of this file or out of `{}`", clip(base)),
        }
    } else {
        Problem {
            site,
            message: format!("there is no calendar `{}` to extend", clip(base)),
            label: "not found".into(),
            help: unknown_help(base, known),
        }
    };
    let mut problems = problems_alone(&layer.text);
    problems.push(problem.clone());
    let sources = vec![layer.clone()];
    let told = Problems::found(sources.clone(), problems).unwrap_or_else(|| Problems::one(sources, problem));
    AlmanacError::Problems(Box::new(told))
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn toml_files(dir: &Path) -> Result<Vec<PathBuf>, FileError> {
    let fail = |source| FileError::Io { doing: "look into", path: dir.to_owned(), source };
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(fail(error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(fail)?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            files.push(path);
        }
    }
    Ok(files)
}

fn read(path: &Path) -> Result<Source, AlmanacError> {
    let bytes = read_limited(path, limits::CALENDAR_BYTES)?;
    let name = path.display().to_string();
    match decode_utf8(bytes) {
        Ok(text) => Ok(Source { name, text }),
        Err(why) => {
            Err(AlmanacError::NotText { message: format!("{}:{why}", crate::escape::term(&name)), help: why.help() })
        }
    }
}
