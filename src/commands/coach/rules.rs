//! The coach with the house's own rules: `coach.toml` in the configuration directory, or the file that was named.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::coach::rule_file::RuleFile;
use crate::coach::{Coach, Origin, allow, shipped};
use crate::commands::{Failure, House};
use crate::diagnostic::{Problem, Problems, Source};
use crate::escape;
use crate::files::{FileError, decode_utf8, read_limited};
use crate::limits;

/// The shipped coach with the house's rules.
///
/// # Errors
/// When the house's file cannot be read or is wrong: every problem in it.
pub fn coach(house: &House, named: Option<&Path>) -> Result<Coach, Failure> {
    let mut coach = shipped::coach().map_err(Failure::Coach)?;
    if let Some(source) = source(house, named)? {
        take(&mut coach, source)?;
    }
    Ok(coach)
}

fn take(coach: &mut Coach, source: Source) -> Result<(), Failure> {
    let file = RuleFile::read(&source.name, &source.text, &shipped::lists(), Origin::Own)
        .map_err(|problems| Failure::WrongFile(Box::new(problems)))?;
    let Err(unknown) = coach.take(file) else { return Ok(()) };
    let problems = unknown.into_iter().map(|unknown| Problem {
        message: format!("there is no rule and no category `{}`", crate::table::clip(&unknown.0.value)),
        label: "not known".to_owned(),
        help: allow::unknown_help(coach, &unknown.0.value),
        site: unknown.0.site,
    });
    match Problems::found(vec![source], problems.collect()) {
        Some(problems) => Err(Failure::WrongFile(Box::new(problems))),
        None => Ok(()),
    }
}

/// The house's file, if it has one. A folder that cannot be looked into is no sign that it has none.
fn source(house: &House, named: Option<&Path>) -> Result<Option<Source>, Failure> {
    if let Some(path) = named {
        return read(path).map(Some);
    }
    let Some(path) = house.environment.config_dir.as_ref().map(|dir| dir.join("coach.toml")) else { return Ok(None) };
    match path.symlink_metadata() {
        Ok(_) => read(&path).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Failure::GivenFile(FileError::Io { doing: "look at", path: PathBuf::from(&path), source })),
    }
}

fn read(path: &Path) -> Result<Source, Failure> {
    let bytes = read_limited(path, limits::PLAYBOOK_BYTES).map_err(Failure::GivenFile)?;
    let name = path.display().to_string();
    let text = decode_utf8(bytes)
        .map_err(|why| Failure::WrongText(format!("{}:{why}", escape::term(&name)), why.help().to_owned()))?;
    Ok(Source { name, text })
}
