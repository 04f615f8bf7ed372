//! Times on the command line, in the words of people, said back before they count.

use chrono::{DateTime, FixedOffset};

use super::{Failure, House};
use crate::schedule::human;
use crate::schedule::spoken::{self, NotUnderstood, Purpose, Reading};

/// The moment that an option names.
///
/// # Errors
/// When the words are no moment, or one that cannot be meant here.
pub fn moment(house: &House, option: &str, typed: &str, purpose: Purpose) -> Result<Reading, Failure> {
    let environment = &house.environment;
    spoken::spoken_moment(typed, environment.now(), &environment.zone, purpose).map_err(|why| not_a_time(option, &why))
}

/// The moment that an option names, or now.
///
/// # Errors
/// As [`moment`].
pub fn moment_or_now(house: &House, option: &str, typed: Option<&str>) -> Result<DateTime<FixedOffset>, Failure> {
    match typed {
        None => Ok(house.environment.now()),
        Some(typed) => moment(house, option, typed, Purpose::Behind).map(|reading| reading.instant),
    }
}

/// `, as of yesterday 11:00`, where somebody said when it was: a bare time that is still to come is read as the one before.
pub fn at_said_back(house: &House, was_said: bool, at: DateTime<FixedOffset>) -> String {
    let (now, zone) = (house.environment.now(), &house.environment.zone);
    if was_said { format!(", as of {}", human::moment(at, now, zone)) } else { String::new() }
}

/// Why an option names no time.
pub fn not_a_time(option: &str, why: &NotUnderstood) -> Failure {
    let whole = why.to_string();
    let (message, help) = whole.split_once("\nhelp: ").unwrap_or((&whole, "say a time such as `tomorrow 3pm`"));
    Failure::Usage(format!("`{option}`: {message}"), help.to_owned())
}

/// A moment as it was understood, with what else it could have meant: `tomorrow 15:00, in 22 h`.
pub fn said_back(house: &House, reading: &Reading) -> String {
    let (now, zone) = (house.environment.now(), &house.environment.zone);
    match reading.doubt {
        None => human::both(reading.instant, now, zone),
        Some(doubt) => {
            let [read, other] = human::told_apart([reading.instant, doubt.other], now, zone);
            let distance = human::distance(reading.instant, now);
            format!("{read}, {distance} ({}; the other reading is {other})", doubt.why)
        }
    }
}
