//! The calendars shipped in the program.

use super::build;
use crate::diagnostic::Source;
use crate::schedule::calendar::Calendar;

/// Names and texts.
const SHIPPED: &[(&str, &str)] = &[
    ("AU-NSW", include_str!("../../calendars/AU-NSW.toml")),
    ("CA-ON", include_str!("../../calendars/CA-ON.toml")),
    ("DE", include_str!("../../calendars/DE.toml")),
    ("DE-BY", include_str!("../../calendars/DE-BY.toml")),
    ("FR", include_str!("../../calendars/FR.toml")),
    ("GB-ENG", include_str!("../../calendars/GB-ENG.toml")),
    ("GB-NIR", include_str!("../../calendars/GB-NIR.toml")),
    ("GB-SCT", include_str!("../../calendars/GB-SCT.toml")),
    ("IE", include_str!("../../calendars/IE.toml")),
    ("IN", include_str!("../../calendars/IN.toml")),
    ("NZ", include_str!("../../calendars/NZ.toml")),
    ("US", include_str!("../../calendars/US.toml")),
];

/// The names of the shipped calendars, in the order of the alphabet.
pub fn shipped_names() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|(name, _)| *name)
}

/// The text of the shipped calendar of that name.
pub fn shipped_source(name: &str) -> Option<Source> {
    let (name, text) = SHIPPED.iter().find(|(known, _)| *known == name)?;
    Some(Source { name: format!("shipped:{name}.toml"), text: (*text).to_owned() })
}

/// The shipped calendar of that name, without anything a house has added.
pub fn shipped(name: &str) -> Option<Calendar> {
    // Every shipped calendar is without problems: a test reads them all.
    build(name, &[shipped_source(name)?]).ok()
}
