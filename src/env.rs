//! The edge: the clock, the environment, the terminal's nature and chance, read here once and passed down as values.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, Timelike, Utc};
use etcetera::BaseStrategy;

use crate::journal::Uid;
use crate::local_zone::LocalZone;
use crate::out::Surroundings;
use crate::schedule::named_zone::{NamedZone, UnknownZone};
use crate::schedule::zone::Zone;

/// What the process was started with.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own about the process, and they do not hang together"
)]
pub struct Environment {
    /// Where local times are read.
    pub zone: LocalZone,
    /// The name of that zone, such as `Europe/London`, where the system says it.
    pub time_zone: Option<String>,
    /// The clock.
    pub clock: Clock,
    /// The home directory.
    pub home: Option<PathBuf>,
    /// Where configuration and the user's own playbooks are.
    pub config_dir: Option<PathBuf>,
    /// Where the store is, where nothing else is said.
    pub data_dir: Option<PathBuf>,
    /// `RECOVER_STORE`.
    pub store: Option<OsString>,
    /// `RECOVER_PDF_ENGINE`: the program that makes PDF files, by name or path.
    pub pdf_engine: Option<String>,
    /// `PATH`, where programs are found.
    pub path: Option<OsString>,
    /// Whether standard output is a terminal, which cannot show a PDF.
    pub reads_on_terminal: bool,
    /// The login name, for the author of what is recorded.
    pub login: Option<String>,
    /// `$VISUAL`, else `$EDITOR`.
    pub editor: Option<String>,
    /// Whether the terminal is dumb, or lines were asked for by `ACCESSIBLE`.
    pub wants_lines: bool,
    /// Whether the character set of the terminal is UTF-8, by `LC_ALL`, `LC_CTYPE` or `LANG`, whichever is set first.
    pub speaks_utf8: bool,
    /// Whether somebody can answer: standard input and standard error are both terminals.
    pub can_ask: bool,
    /// What decides colour and width.
    pub surroundings: Surroundings,
}

/// The clock: the system's, or fixed by `RECOVER_NOW` for tests and lessons.
#[derive(Debug, Clone, Copy)]
pub struct Clock(Option<DateTime<FixedOffset>>);

/// Why the environment cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum EnvError {
    /// `RECOVER_NOW` is no RFC 3339 time.
    #[error("`RECOVER_NOW` is `{}`, which is not a time such as `2026-06-12T12:20:00+01:00`", crate::escape::term(.0))]
    BadClock(String),
    /// `TZ` names a zone that there is not.
    #[error("`TZ` cannot be used: {0}")]
    BadZone(UnknownZone),
    /// The system gave no random numbers.
    #[error("could not get random numbers from the system: {0}")]
    NoChance(getrandom::Error),
}

impl Environment {
    /// Reads it from the process.
    ///
    /// # Errors
    /// [`EnvError::BadClock`], [`EnvError::BadZone`].
    #[expect(clippy::disallowed_methods, reason = "this is the place where the environment is read")]
    pub fn of_process() -> Result<Self, EnvError> {
        let text = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let clock = match text("RECOVER_NOW") {
            None => Clock(None),
            Some(now) => Clock(Some(DateTime::parse_from_rfc3339(&now).map_err(|_| EnvError::BadClock(now))?)),
        };
        let zone = named_zone(text("TZ")).map_err(EnvError::BadZone)?;
        let strategy = etcetera::choose_base_strategy().ok();
        Ok(Self {
            time_zone: zone.as_ref().map(ToString::to_string),
            zone: LocalZone::new(zone),
            clock,
            home: strategy.as_ref().map(|dirs| dirs.home_dir().to_owned()),
            config_dir: strategy.as_ref().map(|dirs| dirs.config_dir().join("recover")),
            data_dir: strategy.as_ref().map(|dirs| dirs.data_dir().join("recover")),
            store: std::env::var_os("RECOVER_STORE").filter(|path| !path.is_empty()),
            pdf_engine: text("RECOVER_PDF_ENGINE"),
            path: std::env::var_os("PATH"),
            reads_on_terminal: std::io::stdout().is_terminal(),
            login: text("USER").or_else(|| text("LOGNAME")),
            editor: text("VISUAL").or_else(|| text("EDITOR")),
            wants_lines: text("ACCESSIBLE").is_some() || text("TERM").is_none_or(|term| term == "dumb"),
            speaks_utf8: is_utf8(text("LC_ALL").or_else(|| text("LC_CTYPE")).or_else(|| text("LANG")).as_deref()),
            can_ask: std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
            surroundings: Surroundings {
                no_color: std::env::var_os("NO_COLOR"),
                clicolor_force: std::env::var_os("CLICOLOR_FORCE"),
                term: std::env::var_os("TERM"),
                columns: std::env::var_os("COLUMNS"),
            },
        })
    }

    /// The present moment in the local zone, without fractions of a second.
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.clock.now(&self.zone)
    }

    /// A name for a new incident that no other incident has.
    ///
    /// # Errors
    /// [`EnvError::NoChance`].
    pub fn uid() -> Result<Uid, EnvError> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(EnvError::NoChance)?;
        Ok(Uid::from_bytes(bytes))
    }
}

/// Whether a locale such as `en_GB.UTF-8` says that text is UTF-8. One that says nothing, such as `C`, does not.
fn is_utf8(locale: Option<&str>) -> bool {
    locale.is_some_and(|locale| {
        let lower = locale.to_ascii_lowercase();
        lower.contains("utf-8") || lower.contains("utf8")
    })
}

/// The zone that `TZ` names, else the one the system names; `None` for a rule such as `EST5EDT,M3.2.0`, which has digits in its
/// first part, and for a file.
///
/// # Errors
/// When `TZ` is a name, and there is no such zone: taken for UTC, as the C library does, every time in a record would be wrong.
fn named_zone(tz: Option<String>) -> Result<Option<NamedZone>, UnknownZone> {
    let Some(tz) = tz else { return Ok(iana_time_zone::get_timezone().ok().and_then(|name| name.parse().ok())) };
    let name = tz.trim_start_matches(':');
    match name.parse() {
        Ok(zone) => Ok(Some(zone)),
        Err(_) if is_rule_or_file(name) => Ok(None),
        Err(unknown) => Err(unknown),
    }
}

fn is_rule_or_file(tz: &str) -> bool {
    tz.starts_with(['/', '<']) || (!tz.contains('/') && tz.contains(|c: char| c.is_ascii_digit()))
}

impl Clock {
    /// The present moment in that zone, without fractions of a second.
    #[expect(clippy::disallowed_methods, reason = "this is the place where the clock is read")]
    pub fn now(self, zone: &dyn Zone) -> DateTime<FixedOffset> {
        let now = self.0.unwrap_or_else(|| zone.at(Utc::now()));
        now.with_nanosecond(0).unwrap_or(now)
    }
}
