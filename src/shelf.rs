//! Where playbooks are found: `./playbooks`, the user's configuration directory, and those shipped in the program, in
//! that order.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Problem, Problems, Source};
use crate::files::{FileError, decode_utf8, read_limited};
use crate::limits;
use crate::playbook::layers::{Heading, heading};
use crate::playbook::library::{SHIPPED, shipped};
use crate::playbook::{Layer, Playbook, load};

/// The places where playbooks are looked for.
#[derive(Debug, Clone)]
pub struct Shelf {
    here: PathBuf,
    config_dir: Option<PathBuf>,
}

/// Where a playbook came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file, in `./playbooks` or named on the command line.
    Here(PathBuf),
    /// A file in the user's configuration directory.
    Own(PathBuf),
    /// Shipped in the program.
    Shipped,
}

/// A playbook on the shelf, not read further than its heading.
#[derive(Debug, Clone)]
pub struct Spine {
    /// Its name.
    pub id: String,
    /// Where it came from.
    pub origin: Origin,
    /// Its title, summary and what it extends.
    pub heading: Heading,
    /// The house's overlay for it, if there is one.
    pub overlay: Option<PathBuf>,
    /// Whether a playbook of the same name further up the shelf is taken instead.
    pub hidden: bool,
    /// Why it cannot be read, if it cannot.
    pub fault: Option<String>,
}

/// Why a playbook could not be taken from the shelf.
#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    /// There is none of that name.
    #[error("there is no playbook `{}`", crate::table::clip(.name))]
    Unknown {
        /// The name.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// It extends itself, through others or directly.
    #[error("the playbook `{}` extends itself", crate::table::clip(.0))]
    Circle(String),
    /// A file could not be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// A file is not text.
    #[error("{message}")]
    NotText {
        /// The file, the place in it and what is wrong.
        message: String,
        /// What to do.
        help: String,
    },
    /// There are problems in it.
    #[error("{} in the playbook", crate::text::plural(.0.count(), "problem", "problems"))]
    Problems(Box<Problems>),
}

/// A playbook with the texts it was made of.
pub struct Taken {
    /// The playbook.
    pub playbook: Playbook,
    /// Its texts, lowest first.
    pub layers: Vec<Layer>,
}

/// A chain of `extends` longer than this is taken for a circle.
const LONGEST_CHAIN: usize = 16;

impl Shelf {
    /// The shelf as seen from a working directory.
    pub fn new(here: impl Into<PathBuf>, config_dir: Option<PathBuf>) -> Self {
        Self { here: here.into(), config_dir }
    }

    /// The playbook of that name, or in that file where the name has a path separator or ends in `.toml`.
    ///
    /// # Errors
    /// [`ShelfError`].
    pub fn take(&self, name: &str) -> Result<Taken, ShelfError> {
        let layers = if is_path(name) { self.layers_of_file(Path::new(name))? } else { self.layers(name)? };
        let playbook = load(&layers).map_err(ShelfError::Problems)?;
        Ok(Taken { playbook, layers })
    }

    /// The texts of a playbook of that name, lowest first, overlays included.
    fn layers(&self, name: &str) -> Result<Vec<Layer>, ShelfError> {
        let (text, _) = self.find(name)?;
        self.over_its_base(text, Some(name))
    }

    /// The texts of a playbook in a file, lowest first, overlays included.
    ///
    /// # Errors
    /// [`ShelfError`].
    pub fn layers_of_file(&self, path: &Path) -> Result<Vec<Layer>, ShelfError> {
        let text = read(path)?;
        let heading = heading(&text.text);
        if let Some(base) = heading.overlay {
            let mut layers = self.layers_without(&base, path)?;
            layers.push(text);
            Ok(layers)
        } else {
            self.over_its_base(text, heading.id.as_deref())
        }
    }

    fn over_its_base(&self, text: Layer, id: Option<&str>) -> Result<Vec<Layer>, ShelfError> {
        let mut chain = vec![(id.map(str::to_owned), text)];
        while let Some((last, (base, site))) =
            chain.last().and_then(|(_, last)| Some((last, heading(&last.text).extends?)))
        {
            let seen = chain.iter().any(|(id, _)| id.as_deref() == Some(base.as_str()));
            if seen || chain.len() >= LONGEST_CHAIN {
                return Err(ShelfError::Circle(base));
            }
            let found = self.find(&base).map_err(|error| unknown_base(error, last, site))?;
            chain.push((Some(base), found.0));
        }
        // What a house says holds over every shared playbook, also over one that builds on the overlaid one.
        let mut layers = Vec::new();
        let mut overlays = Vec::new();
        for (id, text) in chain.into_iter().rev() {
            layers.push(text);
            if let Some(overlay) = id.as_deref().and_then(|id| self.overlay(id)) {
                overlays.push(read(&overlay)?);
            }
        }
        layers.append(&mut overlays);
        Ok(layers)
    }

    /// As [`Shelf::layers`], without the overlay that is being looked at.
    fn layers_without(&self, name: &str, overlay: &Path) -> Result<Vec<Layer>, ShelfError> {
        let is_overlay = |layer: &Layer| match (std::fs::canonicalize(&layer.name), std::fs::canonicalize(overlay)) {
            (Ok(layer), Ok(overlay)) => layer == overlay,
            _ => false,
        };
        Ok(self.layers(name)?.into_iter().filter(|layer| !is_overlay(layer)).collect())
    }

    fn find(&self, name: &str) -> Result<(Layer, Origin), ShelfError> {
        if name.parse::<crate::spine::Name>().is_ok() {
            for (path, origin) in self.paths(name) {
                if path.symlink_metadata().is_ok() {
                    return Ok((read(&path)?, origin));
                }
            }
            if let Some(found) = shipped(name) {
                let name = format!("shipped:{}.toml", found.id);
                return Ok((Source { name, text: found.text.to_owned() }, Origin::Shipped));
            }
        }
        let known = self.list()?.into_iter().filter(|spine| !spine.hidden).map(|spine| spine.id).collect();
        Err(ShelfError::Unknown { name: name.to_owned(), known })
    }

    fn paths(&self, name: &str) -> Vec<(PathBuf, Origin)> {
        let file = format!("{name}.toml");
        let here = self.here.join("playbooks").join(&file);
        let own = self.config_dir.as_ref().map(|dir| dir.join("playbooks").join(&file));
        let mut paths = vec![(here.clone(), Origin::Here(here))];
        paths.extend(own.map(|own| (own.clone(), Origin::Own(own))));
        paths
    }

    fn overlay(&self, name: &str) -> Option<PathBuf> {
        let path = self.config_dir.as_ref()?.join("overlays").join(format!("{name}.toml"));
        path.symlink_metadata().is_ok().then_some(path)
    }

    /// Every playbook on the shelf by its heading, in the order in which they are found.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn list(&self) -> Result<Vec<Spine>, ShelfError> {
        let mut spines: Vec<Spine> = Vec::new();
        let mut add = |id: String, origin: Origin, text: Result<Layer, ShelfError>| {
            let hidden = spines.iter().any(|spine| spine.id == id);
            let overlay = self.overlay(&id);
            let fault = text.as_ref().err().map(ToString::to_string);
            let heading = text.map(|text| heading(&text.text)).unwrap_or_default();
            spines.push(Spine { id, origin, heading, overlay, hidden, fault });
        };
        for path in toml_files(&self.here.join("playbooks"))? {
            add(stem(&path), Origin::Here(path.clone()), read(&path));
        }
        if let Some(dir) = &self.config_dir {
            for path in toml_files(&dir.join("playbooks"))? {
                add(stem(&path), Origin::Own(path.clone()), read(&path));
            }
        }
        for shipped in SHIPPED {
            let text = Source { name: shipped.id.to_owned(), text: shipped.text.to_owned() };
            add(shipped.id.to_owned(), Origin::Shipped, Ok(text));
        }
        Ok(spines)
    }
}

/// Whether a playbook is named by its file.
pub fn is_path(name: &str) -> bool {
    name.contains(std::path::MAIN_SEPARATOR)
        || Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
}

/// A base that does not exist is a problem in the file that names it.
fn unknown_base(error: ShelfError, layer: &Layer, site: crate::diagnostic::Site) -> ShelfError {
    let ShelfError::Unknown { name, known } = error else { return error };
    let near = crate::text::did_you_mean(&name, known.iter().map(String::as_str)).map(str::to_owned);
    let problem = Problem {
        site,
        message: format!("there is no playbook `{}` to extend", crate::table::clip(&name)),
        label: "not found".into(),
        help: near.map_or_else(|| "see `recover playbook list`".into(), |near| format!("did you mean `{near}`?")),
    };
    ShelfError::Problems(Box::new(Problems::one(vec![layer.clone()], problem)))
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn toml_files(dir: &Path) -> Result<Vec<PathBuf>, ShelfError> {
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(FileError::Io { doing: "look into", path: dir.to_owned(), source }.into()),
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|source| FileError::Io { doing: "look into", path: dir.to_owned(), source })?;
        let path = entry.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Reads a file of a playbook as text, with its limits.
///
/// # Errors
/// [`ShelfError::File`] and [`ShelfError::NotText`].
pub fn read(path: &Path) -> Result<Layer, ShelfError> {
    let bytes = read_limited(path, limits::PLAYBOOK_BYTES)?;
    let name = path.display().to_string();
    match decode_utf8(bytes) {
        Ok(text) => Ok(Source { name, text }),
        Err(why) => Err(ShelfError::NotText {
            message: format!("{}:{why}", crate::escape::term(&name)),
            help: why.help().to_string(),
        }),
    }
}
