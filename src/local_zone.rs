//! The zone of the machine: the one place that asks the operating system which offset holds when.

use chrono::{DateTime, FixedOffset, Local, MappedLocalTime, NaiveDateTime, TimeZone, Utc};

use crate::schedule::zone::Zone;

/// The time zone this process runs in (`TZ`, or what the system says). It reads no clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct LocalZone;

impl Zone for LocalZone {
    fn at(&self, instant: DateTime<Utc>) -> DateTime<FixedOffset> {
        instant.with_timezone(&Local).fixed_offset()
    }

    fn resolve(&self, local: NaiveDateTime) -> MappedLocalTime<DateTime<FixedOffset>> {
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
        let instant = LocalZone.resolve(noon).earliest().unwrap();
        assert_eq!(LocalZone.at(instant.to_utc()).naive_local(), noon);
    }
}
