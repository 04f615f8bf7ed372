//! The configuration file: who is answering, where things are kept.

use std::path::PathBuf;

use toml::de::DeTable;

use crate::answer::Person;
use crate::diagnostic::{Problem, Problems, Site, Source};
use crate::playbook::table::Reading;

/// What the configuration file says. Everything in it may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// Who answers on this machine, for `me`.
    pub me: Option<Person>,
    /// The store.
    pub store: Option<PathBuf>,
    /// The folder that records are written to.
    pub records: Option<PathBuf>,
    /// The playbook that `recover start` takes.
    pub playbook: Option<String>,
}

impl Config {
    /// Reads the text of a configuration file.
    ///
    /// # Errors
    /// Every problem in it.
    pub fn read(source: Source) -> Result<Self, Box<Problems>> {
        let mut problems = Vec::new();
        let text = source.text.clone();
        let (table, errors) = DeTable::parse_recoverable(&text);
        for error in &errors {
            problems.push(Problem {
                site: Site::new(0, error.span().unwrap_or(0..0)),
                message: format!("this is not TOML: {}", crate::escape::library_message(error.message())),
                label: "here".into(),
                help: "see `docs/guides/managers.md` for the keys of the configuration file".into(),
            });
        }
        let mut reading = Reading { source: 0, problems: &mut problems };
        let top = table.get_ref();
        reading.only(top, &["me", "store", "records", "playbook"], "in the configuration file");
        let me = reading.table(top, "me").and_then(|me| {
            reading.only(me.value, &["name", "role", "contact"], "in `[me]`");
            let words = |text: Option<crate::playbook::table::Sited<String>>| text.map(|text| text.value.into());
            let name = reading.text(me.value, "name");
            if name.is_none() {
                reading.missing(&me.site, "name", "in `[me]`");
            }
            Some(Person {
                name: name?.value.into(),
                role: words(reading.text(me.value, "role")),
                contact: words(reading.text(me.value, "contact")),
            })
        });
        let path = |text: Option<crate::playbook::table::Sited<String>>| text.map(|text| PathBuf::from(text.value));
        let config = Self {
            me,
            store: path(reading.text(top, "store")),
            records: path(reading.text(top, "records")),
            playbook: reading.text(top, "playbook").map(|name| name.value),
        };
        match Problems::found(vec![source], problems) {
            None => Ok(config),
            Some(problems) => Err(Box::new(problems)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, Box<Problems>> {
        Config::read(Source { name: "config.toml".into(), text: text.into() })
    }

    #[test]
    fn everything_may_be_left_out() {
        assert_eq!(read("").unwrap(), Config::default());
    }

    #[test]
    fn a_misspelt_key_is_named_with_its_place() {
        let problems = read("[me]\nname = \"Rob\"\nrol = \"owner\"\n").unwrap_err();
        let shown = problems.render(80);
        assert!(shown.contains("config.toml:3:1"), "{shown}");
        assert!(shown.contains("did you mean `role`?"), "{shown}");
    }
}
