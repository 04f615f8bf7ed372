//! Lengths of time, counted by their rounded value, so that a median over a million of them takes no more room than over a thousand.

use std::collections::BTreeMap;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// From here on lengths are cut to whole minutes.
const TO_THE_MINUTE: u64 = HOUR;

/// From here on lengths are cut to whole hours.
const TO_THE_HOUR: u64 = 30 * DAY;

/// Lengths of time. Each is exact to the second below an hour, cut to the minute from an hour on, and cut to the hour from 30 days on;
/// a median is exact for what was so rounded. There are some fifty thousand different values in a century.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lengths {
    counts: BTreeMap<u64, u64>,
    n: u64,
}

/// A length as it is counted.
pub const fn rounded(seconds: u64) -> u64 {
    match seconds {
        TO_THE_HOUR.. => seconds - seconds % HOUR,
        TO_THE_MINUTE.. => seconds - seconds % MINUTE,
        _ => seconds,
    }
}

impl Lengths {
    /// Counts the time between two moments; where clocks went wrong and the end came first, nought.
    pub fn between(&mut self, start: i64, end: i64) {
        self.add(u64::try_from(end.saturating_sub(start)).unwrap_or(0));
    }

    /// Counts one more length.
    pub fn add(&mut self, seconds: u64) {
        *self.counts.entry(rounded(seconds)).or_default() += 1;
        self.n += 1;
    }

    /// How many there are.
    pub const fn n(&self) -> u64 {
        self.n
    }

    /// The length that this many per cent of all do not exceed, by nearest rank: the lengths in order, the one at the place n × per
    /// cent ÷ 100, rounded up. `None` where there is none. `percent` is 1 to 100.
    pub fn rank(&self, percent: u64) -> Option<u64> {
        let place = (self.n * percent).div_ceil(100).max(1);
        let mut passed = 0;
        self.counts.iter().find_map(|(length, count)| {
            passed += count;
            (passed >= place).then_some(*length)
        })
    }

    /// Every length in order, at most `most` of them.
    pub fn first(&self, most: usize) -> Vec<u64> {
        let each = self.counts.iter().flat_map(|(length, count)| {
            let times = usize::try_from(*count).unwrap_or(usize::MAX).min(most);
            std::iter::repeat_n(*length, times)
        });
        each.take(most).collect()
    }

    /// How many lengths lie in each bin: below the first of these bounds, from each to below the next, and from the last on.
    pub fn binned(&self, bounds: &[u64]) -> Vec<u64> {
        let mut bins = vec![0; bounds.len() + 1];
        for (length, count) in &self.counts {
            let place = bounds.partition_point(|bound| bound <= length);
            if let Some(bin) = bins.get_mut(place) {
                *bin += count;
            }
        }
        bins
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(lengths: &[u64]) -> Lengths {
        let mut counted = Lengths::default();
        for length in lengths {
            counted.add(*length);
        }
        counted
    }

    #[test]
    fn the_median_is_the_one_at_the_nearest_rank() {
        assert_eq!(of(&[]).rank(50), None);
        assert_eq!(of(&[7]).rank(50), Some(7));
        assert_eq!(of(&[1, 2]).rank(50), Some(1));
        assert_eq!(of(&[3, 1, 2]).rank(50), Some(2));
        assert_eq!(of(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).rank(90), Some(9));
        assert_eq!(of(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]).rank(90), Some(10));
        assert_eq!(of(&[5, 5, 5, 60]).rank(50), Some(5));
    }

    #[test]
    fn seconds_count_below_an_hour_minutes_below_thirty_days_and_hours_beyond() {
        let cases = [
            (3599, 3599),
            (3600, 3600),
            (3659, 3600),
            (30 * DAY - 1, 30 * DAY - 60),
            (30 * DAY, 30 * DAY),
            (30 * DAY + HOUR + 5, 30 * DAY + HOUR),
        ];
        for (length, expected) in cases {
            assert_eq!(rounded(length), expected);
        }
    }

    #[test]
    fn a_clock_that_went_backwards_gives_nought_and_no_negative_time() {
        let mut lengths = Lengths::default();
        lengths.between(100, 40);
        assert_eq!(lengths.rank(50), Some(0));
    }

    #[test]
    fn bins_hold_everything_and_take_their_lower_bound() {
        assert_eq!(of(&[1, 10, 11, 99, 100, 5000]).binned(&[10, 100]), [1, 3, 2]);
    }

    proptest! {
        #[test]
        fn a_rank_is_that_of_the_sorted_rounded_lengths(lengths in prop::collection::vec(0_u64..10_000_000, 1..200), percent in 1_u64..=100) {
            let counted = of(&lengths);
            let mut sorted: Vec<u64> = lengths.iter().map(|length| rounded(*length)).collect();
            sorted.sort_unstable();
            // The first that at least so many per cent of all do not exceed.
            let is_it = |length: &u64| {
                let within = sorted.iter().filter(|other| *other <= length).count();
                u64::try_from(within * 100).unwrap() >= percent * u64::try_from(sorted.len()).unwrap()
            };
            prop_assert_eq!(counted.rank(percent), sorted.iter().copied().find(is_it));
            prop_assert_eq!(counted.first(usize::MAX), sorted);
        }
    }
}
