//! Which offset holds when: the [`Zone`] a wall clock hangs in, and the hours it skips.

use chrono::{DateTime, Days, FixedOffset, MappedLocalTime, NaiveDateTime, TimeDelta, TimeZone, Utc};

/// Maps instants to wall clocks and back, so that the domain never asks the operating system.
///
/// Instants and local times must lie at least two days inside chrono's range, as everything within a few thousand years
/// of today does.
pub trait Zone {
    /// The same instant, with the offset that holds in this zone at that moment.
    fn at(&self, instant: DateTime<Utc>) -> DateTime<FixedOffset>;

    /// What a wall clock here means: one instant, two (the hour that comes twice in autumn), or none (the hour that is
    /// skipped in spring).
    fn resolve(&self, local: NaiveDateTime) -> MappedLocalTime<DateTime<FixedOffset>>;
}

impl Zone for FixedOffset {
    fn at(&self, instant: DateTime<Utc>) -> DateTime<FixedOffset> {
        instant.with_timezone(self)
    }

    fn resolve(&self, local: NaiveDateTime) -> MappedLocalTime<DateTime<FixedOffset>> {
        self.from_local_datetime(&local)
    }
}

/// A stretch of wall clock that never happens: from `from` (inclusive) to `to` (exclusive).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The wall clock at which the clocks are put forward.
    pub from: NaiveDateTime,
    /// What the clocks show right after.
    pub to: NaiveDateTime,
    /// The instant of the change, with the offset that holds from then on.
    pub change: DateTime<FixedOffset>,
}

impl Gap {
    /// The gap a local time falls into, or `None` when the time exists in this zone.
    pub fn around(local: NaiveDateTime, zone: &dyn Zone) -> Option<Self> {
        if !matches!(zone.resolve(local), MappedLocalTime::None) {
            return None;
        }
        let mut before = local.checked_sub_days(Days::new(1))?.and_utc();
        let mut after = local.checked_add_days(Days::new(1))?.and_utc();
        let old = *zone.at(before).offset();
        while after - before > TimeDelta::seconds(1) {
            let middle = before + TimeDelta::seconds((after - before).num_seconds() / 2);
            if *zone.at(middle).offset() == old {
                before = middle;
            } else {
                after = middle;
            }
        }
        let change = zone.at(after);
        Some(Self { from: after.with_timezone(&old).naive_local(), to: change.naive_local(), change })
    }
}

#[cfg(test)]
pub(crate) use london::London2026;

#[cfg(test)]
mod london {
    use super::*;

    /// London as far as 2026 goes: an hour ahead of UTC from 29 March 01:00 UTC until 25 October 01:00 UTC.
    #[derive(Debug, Clone, Copy)]
    pub(crate) struct London2026;

    fn summer() -> FixedOffset {
        FixedOffset::east_opt(3600).unwrap()
    }

    fn winter() -> FixedOffset {
        FixedOffset::east_opt(0).unwrap()
    }

    impl Zone for London2026 {
        fn at(&self, instant: DateTime<Utc>) -> DateTime<FixedOffset> {
            let begins: DateTime<Utc> = "2026-03-29T01:00:00Z".parse().unwrap();
            let ends: DateTime<Utc> = "2026-10-25T01:00:00Z".parse().unwrap();
            let offset = if (begins..ends).contains(&instant) { summer() } else { winter() };
            instant.with_timezone(&offset)
        }

        fn resolve(&self, local: NaiveDateTime) -> MappedLocalTime<DateTime<FixedOffset>> {
            let fits = |offset: FixedOffset| {
                let instant = offset.from_local_datetime(&local).single()?;
                (*self.at(instant.to_utc()).offset() == offset).then_some(instant)
            };
            match (fits(summer()), fits(winter())) {
                (Some(first), Some(second)) => MappedLocalTime::Ambiguous(first, second),
                (Some(only), None) | (None, Some(only)) => MappedLocalTime::Single(only),
                (None, None) => MappedLocalTime::None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn a_fixed_offset_has_neither_gap_nor_fold() {
        let offset = FixedOffset::east_opt(5 * 3600 + 1800).unwrap();
        let noon = local("2026-03-29T01:30:00");
        let instant = Zone::resolve(&offset, noon).single().unwrap();
        assert_eq!(instant.to_rfc3339(), "2026-03-29T01:30:00+05:30");
        assert_eq!(Zone::at(&offset, instant.to_utc()), instant);
        assert_eq!(Gap::around(noon, &offset), None);
    }

    #[test]
    fn london_skips_an_hour_in_spring_and_repeats_one_in_autumn() {
        let skipped = London2026.resolve(local("2026-03-29T01:30:00"));
        assert_eq!(skipped, MappedLocalTime::None);
        let twice = London2026.resolve(local("2026-10-25T01:30:00"));
        let (first, second) = (twice.earliest().unwrap(), twice.latest().unwrap());
        assert_eq!(second - first, TimeDelta::hours(1));
    }

    #[test]
    fn a_gap_is_found_to_the_second() {
        let gap = Gap::around(local("2026-03-29T01:59:59"), &London2026).unwrap();
        assert_eq!(gap.from, local("2026-03-29T01:00:00"));
        assert_eq!(gap.to, local("2026-03-29T02:00:00"));
        assert_eq!(gap.change.to_rfc3339(), "2026-03-29T02:00:00+01:00");
        assert_eq!(Gap::around(local("2026-03-29T02:00:00"), &London2026), None);
    }
}
