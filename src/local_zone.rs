//! The zone of the machine, and the one place that asks the operating system which offset holds when.

use chrono::{DateTime, FixedOffset, Local, MappedLocalTime, NaiveDateTime, TimeZone, Utc};

use crate::schedule::named_zone::NamedZone;
use crate::schedule::zone::Zone;

/// The time zone this process runs in (`TZ`, or what the system says). It reads no clock.
///
/// Where its name is known, the program's own table says which offset holds when, so that a machine without time zone files
/// has the same times as every other. Where it has none, such as `EST5EDT,M3.2.0,M11.1.0`, the system says so.
#[derive(Debug, Clone, Default)]
pub struct LocalZone(Option<NamedZone>);

impl LocalZone {
    /// The zone of that name, else the system's.
    pub const fn new(named: Option<NamedZone>) -> Self {
        Self(named)
    }
}

impl Zone for LocalZone {
    fn at(&self, instant: DateTime<Utc>) -> DateTime<FixedOffset> {
        match &self.0 {
            Some(zone) => zone.at(instant),
            None => instant.with_timezone(&Local).fixed_offset(),
        }
    }

    fn resolve(&self, local: NaiveDateTime) -> MappedLocalTime<DateTime<FixedOffset>> {
        if let Some(zone) = &self.0 {
            return zone.resolve(local);
        }
        match Local.from_local_datetime(&local).map(|instant| instant.fixed_offset()) {
            // The library names the two moments of an hour that comes twice by their kind of time, not by which comes first.
            MappedLocalTime::Ambiguous(one, other) => MappedLocalTime::Ambiguous(one.min(other), one.max(other)),
            certain => certain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noon_here_is_shown_as_noon_here() {
        let noon = "2026-11-20T12:00:00".parse().unwrap();
        let here = LocalZone::default();
        let instant = here.resolve(noon).earliest().unwrap();
        assert_eq!(here.at(instant.to_utc()).naive_local(), noon);
    }
}
