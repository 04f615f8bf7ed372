//! What holds for every text: nothing panics, a reading suits its purpose, and what is shown is read back.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::schedule::human;
use crate::schedule::zone::London2026;

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

const PURPOSES: [Purpose; 3] = [Purpose::Ahead, Purpose::Behind, Purpose::Either];

fn try_everything(text: &str, now: DateTime<FixedOffset>) {
    for purpose in PURPOSES {
        if let Ok(reading) = spoken_moment(text, now, &London2026, purpose) {
            human::both(reading.instant, now, &London2026);
        }
        if let Some((_, rest)) = leading_moment(text, now, &London2026, purpose) {
            assert!(text.contains(rest));
        }
        let _ = spoken_date(text, now.date_naive(), purpose);
    }
    let _ = spoken_duration(text);
}

/// Words that occur in spoken times, in any order and number.
fn jumble() -> impl Strategy<Value = String> {
    let words = [
        "in",
        "at",
        "on",
        "by",
        "the",
        "a",
        "half",
        "and a half",
        "quarter to",
        "next",
        "last",
        "this",
        "friday",
        "sun",
        "tomorrow",
        "tonight",
        "morning",
        "night",
        "midnight",
        "noon",
        "12",
        "0",
        "24:00",
        "01:30",
        "4.30",
        "pm",
        "am",
        "hours",
        "h",
        "30",
        "days",
        "months",
        "years",
        "ago",
        "29 feb",
        "31/12/9999",
        "2026-03-29",
        "2026-10-25",
        "t",
        "99999999999999999999",
        "end of the week",
        "eod",
        "week",
        "1.5",
        "dec",
        "-",
        ",",
        ":",
        "é",
        "İ",
        "2026-12-01T09:00:00Z",
    ];
    let word = proptest::sample::select(words.to_vec());
    let gap = proptest::sample::select(vec![" ", ""]);
    proptest::collection::vec((word, gap), 0..9)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>()) {
        try_everything(&text, at("2026-11-20T16:40:00Z"));
    }

    #[test]
    fn no_jumble_of_time_words_makes_the_reader_panic(text in jumble(), now in 0_i64..250_000_000_000) {
        let now = DateTime::from_timestamp(now, 0).unwrap().fixed_offset();
        try_everything(&text, now);
    }

    #[test]
    fn a_reading_suits_its_purpose(text in jumble()) {
        let now = at("2026-11-20T16:40:00Z");
        for (purpose, suits) in [(Purpose::Ahead, i64::ge as fn(&i64, &i64) -> bool), (Purpose::Behind, i64::le)] {
            if let Ok(reading) = spoken_moment(&text, now, &London2026, purpose) {
                prop_assert!(suits(&reading.instant.timestamp(), &now.timestamp()));
                let other = reading.doubt.map_or(reading.instant, |doubt| doubt.other);
                prop_assert!(suits(&other.timestamp(), &now.timestamp()));
            }
        }
    }

    #[test]
    fn what_is_shown_is_read_back(now in 0_i64..527_000, millis in 0_i64..60_000, minutes in -432_000_i64..432_000) {
        // Any minute of 2026, and any other within 300 days of it.
        let start: DateTime<FixedOffset> = at("2026-01-01T00:00:00Z");
        let this_minute = start + TimeDelta::minutes(now);
        let now = this_minute + TimeDelta::milliseconds(millis);
        let instant = this_minute + TimeDelta::minutes(minutes);
        let shown = human::moment(instant, now, &London2026);
        let side = if minutes < 0 { Purpose::Behind } else { Purpose::Ahead };
        for purpose in [side, Purpose::Either] {
            let reading = spoken_moment(&shown, now, &London2026, purpose).unwrap();
            let other = reading.doubt.map(|doubt| doubt.other);
            prop_assert!(reading.instant == instant || other == Some(instant), "{} {:?}", shown, reading);
        }
    }

    #[test]
    fn a_length_that_is_shown_is_read_back(hours in 0_u64..10_000, minutes in 0_u64..60) {
        let whole = if hours < 24 { hours * 3600 + minutes * 60 } else { hours * 3600 };
        prop_assert_eq!(spoken_duration(&human::duration(whole)), Ok(whole));
    }
}
