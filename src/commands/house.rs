//! What every command shares: the configuration, the store, the shelf, the clock.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::Failure;
use crate::almanac::{Almanac, OpenAlmanac};
use crate::answer::Person;
use crate::cli::Global;
use crate::coach::Coach;
use crate::config::Config;
use crate::diagnostic::Source;
use crate::env::Environment;
use crate::files::{decode_utf8, read_limited};
use crate::journal::IncidentId;
use crate::limits;
use crate::local_zone::LocalZone;
use crate::playbook::Playbook;
use crate::schedule::calendar::Calendars;
use crate::shelf::Shelf;
use crate::store::{SqliteStore, Store, StoreError};
use crate::untrusted::Untrusted;
use crate::walk::Walk;

/// The house a command runs in.
pub struct House {
    /// The options of every command.
    pub global: Global,
    /// What the process was started with.
    pub environment: Environment,
    /// What the configuration file says.
    pub config: Config,
    /// The holiday calendars that were looked into.
    calendars: Rc<OpenAlmanac>,
}

impl House {
    /// Reads the configuration.
    ///
    /// # Errors
    /// When the configuration file cannot be read or is wrong.
    pub fn open(global: Global, environment: Environment) -> Result<Self, Failure> {
        let config = read_config(&global, &environment)?;
        let calendars = Rc::new(OpenAlmanac::new(Almanac::new(".", environment.config_dir.clone())));
        Ok(Self { global, environment, config, calendars })
    }

    /// The playbooks.
    pub fn shelf(&self) -> Shelf {
        Shelf::new(".", self.environment.config_dir.clone())
    }

    /// The holiday calendars.
    pub fn almanac(&self) -> Almanac {
        Almanac::new(".", self.environment.config_dir.clone())
    }

    /// The holiday calendars, each read once.
    pub fn calendars(&self) -> Rc<dyn Calendars> {
        Rc::clone(&self.calendars) as Rc<dyn Calendars>
    }

    /// The wording coach with the house's own rules, whether or not it listens to walks.
    ///
    /// # Errors
    /// When it cannot be made, or the house's file of rules is wrong.
    pub fn coach(&self) -> Result<Coach, Failure> {
        super::coach::rules::coach(self, None)
    }

    /// The wording coach as it listens to an incident of that playbook, whose rules stand beside its own; `None` where the house has
    /// switched it off. Nobody is kept waiting for it: where it cannot be made, that is said in place of it.
    ///
    /// # Errors
    /// Why it does not listen, safe to print.
    pub fn listening_coach(&self, playbook: &Playbook) -> Result<Option<Coach>, String> {
        if self.config.coach_is_off {
            return Ok(None);
        }
        let coach = self.coach().map_err(|failure| failure.to_string())?;
        Ok(Some(crate::heard::with_rules_of(coach, playbook)))
    }

    /// The folder that records are written to.
    pub fn records(&self) -> PathBuf {
        self.config.records.as_ref().map_or_else(|| PathBuf::from("incidents"), |path| self.at_home(path))
    }

    /// The zone in which an incident was opened, where its first event names one, else this machine's. What happened at a quarter past
    /// six in Chicago is told as a quarter past six wherever it is printed, and on the same day.
    pub fn zone_of(&self, walk: &Walk) -> LocalZone {
        let named = walk.state().opened.as_ref().and_then(|(opening, ..)| opening.time_zone.as_deref()?.parse().ok());
        named.map_or_else(|| self.environment.zone.clone(), |named| LocalZone::new(Some(named)))
    }

    /// Who is answering: from the command line, else from the configuration.
    ///
    /// # Errors
    /// When the name on the command line is none.
    pub fn me(&self, typed: Option<&str>) -> Result<Option<Person>, Failure> {
        match typed {
            None => Ok(self.config.me.clone()),
            Some(typed) => Person::read(typed).map(Some).map_err(|_| {
                Failure::Usage("`--me` takes a name".into(), "write it as `--me \"Maria Lopez, shift manager\"`".into())
            }),
        }
    }

    /// Who is written down as the author: the responder, else the login name.
    pub fn author(&self, me: Option<&Person>) -> Untrusted {
        me.map(|me| me.name.clone()).or_else(|| self.environment.login.clone().map(Untrusted::from)).unwrap_or_default()
    }

    /// The store, made if it does not exist yet.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn store_for_writing(&self) -> Result<Box<dyn Store>, Failure> {
        Ok(Box::new(SqliteStore::open_for_writing(&self.store_path()?)?))
    }

    /// The store, to change an incident in it: one that does not exist yet has none, and is not made by looking for it.
    ///
    /// # Errors
    /// As [`House::store_for_reading`] and [`House::store_for_writing`].
    pub fn store_to_change(&self) -> Result<Box<dyn Store>, Failure> {
        let exists = self.store_path()?.symlink_metadata().is_ok();
        if exists { self.store_for_writing() } else { self.store_for_reading() }
    }

    /// The store, as it is.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn store_for_reading(&self) -> Result<Box<dyn Store>, Failure> {
        let path = self.store_path()?;
        let was_named = self.global.store.is_some() || self.environment.store.is_some();
        if was_named && path.symlink_metadata().is_err() {
            return Err(Failure::Usage(
                format!("there is no store at `{}`", crate::escape::path(&path)),
                "`recover start` makes one there".into(),
            ));
        }
        Ok(Box::new(SqliteStore::open_for_reading(&path)?))
    }

    /// A path of the configuration file: `~/` is the home directory, and anything else that is relative is beside the file.
    pub(super) fn at_home(&self, path: &Path) -> PathBuf {
        if let (Ok(rest), Some(home)) = (path.strip_prefix("~"), &self.environment.home) {
            return home.join(rest);
        }
        let named = self.global.config.as_deref().and_then(Path::parent);
        named.or(self.environment.config_dir.as_deref()).map_or_else(|| path.to_owned(), |dir| dir.join(path))
    }

    fn store_path(&self) -> Result<PathBuf, Failure> {
        let named = self
            .global
            .store
            .clone()
            .or_else(|| self.environment.store.clone().map(PathBuf::from))
            .or_else(|| self.config.store.as_ref().map(|path| self.at_home(path)));
        let usual = self.environment.data_dir.as_ref().map(|dir| dir.join("recover.db"));
        let path = named.or(usual).ok_or_else(|| {
            Failure::Usage(
                "there is no place for the store".into(),
                "name one with `--store PATH` or RECOVER_STORE".into(),
            )
        })?;
        let unusable =
            path.as_os_str().is_empty() || path == Path::new(":memory:") || path.to_string_lossy().starts_with("file:");
        if unusable {
            return Err(StoreError::BadPath { path, reason: "it names no file on disk" }.into());
        }
        std::path::absolute(&path).map_err(|source| crate::files::FileError::Io { doing: "find", path, source }.into())
    }

    /// The incident somebody means by an id, a number, or their own reference.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn incident(&self, store: &dyn Store, typed: &str) -> Result<IncidentId, Failure> {
        match store.resolve(typed)?.as_slice() {
            [one] => Ok(*one),
            [] => Err(Failure::Usage(
                format!(
                    "there is no incident `{}` in `{}`",
                    crate::text::clip(&crate::escape::term(typed), 60),
                    crate::escape::path(&store.place())
                ),
                "see `recover list --all`".into(),
            )),
            several => {
                let ids: Vec<String> = several.iter().map(|id| format!("`{id}`")).collect();
                Err(Failure::Usage(
                    format!("`{}` could be {}", crate::escape::term(typed), crate::text::list_and(&ids)),
                    "write the whole id".into(),
                ))
            }
        }
    }
}

fn read_config(global: &Global, environment: &Environment) -> Result<Config, Failure> {
    let (path, named) = match (&global.config, &environment.config_dir) {
        (Some(path), _) => (path.clone(), true),
        (None, Some(dir)) => (dir.join("config.toml"), false),
        (None, None) => return Ok(Config::default()),
    };
    if !named && path.symlink_metadata().is_err() {
        return Ok(Config::default());
    }
    let bytes = read_limited(&path, limits::PLAYBOOK_BYTES).map_err(Failure::GivenFile)?;
    let name = path.display().to_string();
    let text = decode_utf8(bytes)
        .map_err(|why| Failure::WrongText(format!("{}:{why}", crate::escape::term(&name)), why.help().to_owned()))?;
    Config::read(Source { name, text }).map_err(Failure::WrongFile)
}
