//! Time zones by their IANA name, from a table inside the program: they need no files of the machine.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, MappedLocalTime, NaiveDateTime, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::zone::Zone;

/// The edition of the time zone database inside the program.
pub const DATABASE: &str = chrono_tz::IANA_TZDB_VERSION;

/// A time zone of the IANA database, such as `Europe/London`. Changes of the clock are known until 2099.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedZone(Tz);

/// There is no zone of that name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no time zone `{}`", crate::text::clip(&crate::escape::term(.name), 60))]
pub struct UnknownZone {
    /// The name.
    pub name: String,
    /// The name that was probably meant.
    pub near: Option<&'static str>,
}

impl UnknownZone {
    /// What to do next.
    pub fn help(&self) -> String {
        match self.near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write its IANA name, such as `Europe/London`".to_owned(),
        }
    }
}

impl NamedZone {
    /// Its name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

/// Reads the name; case does not matter.
impl FromStr for NamedZone {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        if let Ok(zone) = name.parse() {
            return Ok(Self(zone));
        }
        let names = || TZ_VARIANTS.iter().map(|zone| zone.name());
        if let Some(zone) = TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(name)) {
            return Ok(Self(*zone));
        }
        // `London` alone is nearer to `Europe/London` than any number of edits says.
        let city = name.replace(' ', "_");
        let of_city =
            names().find(|known| known.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(&city)));
        let near = of_city.or_else(|| crate::text::did_you_mean(name, names()));
        Err(UnknownZone { name: name.to_owned(), near })
    }
}

impl fmt::Display for NamedZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Zone for NamedZone {
    fn at(&self, instant: DateTime<Utc>) -> DateTime<FixedOffset> {
        instant.with_timezone(&self.0).fixed_offset()
    }

    fn resolve(&self, local: NaiveDateTime) -> MappedLocalTime<DateTime<FixedOffset>> {
        self.0.from_local_datetime(&local).map(|instant| instant.fixed_offset())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Result<NamedZone, UnknownZone> {
        name.parse()
    }

    #[test]
    fn a_zone_is_read_by_its_name_in_any_case() {
        assert_eq!(zone("Europe/London").unwrap().name(), "Europe/London");
        assert_eq!(zone("europe/london").unwrap().to_string(), "Europe/London");
    }

    #[test]
    fn an_unknown_zone_is_guessed_at() {
        assert_eq!(zone("Europe/Lodnon").unwrap_err().near, Some("Europe/London"));
        assert_eq!(zone("new york").unwrap_err().near, Some("America/New_York"));
        assert_eq!(zone("the office").unwrap_err().near, None);
    }

    #[test]
    fn clocks_change_as_they_do_there() {
        let london = zone("Europe/London").unwrap();
        let summer: DateTime<Utc> = "2026-06-30T23:30:00Z".parse().unwrap();
        assert_eq!(london.at(summer).to_rfc3339(), "2026-07-01T00:30:00+01:00");
        assert_eq!(london.resolve("2026-03-29T01:30:00".parse().unwrap()), MappedLocalTime::None);
        let twice = london.resolve("2026-10-25T01:30:00".parse().unwrap());
        assert!(matches!(twice, MappedLocalTime::Ambiguous(first, second) if first < second));
    }
}
