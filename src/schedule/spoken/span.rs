//! Lengths of time in words: "an hour and a half", "1h30", "3 days", "PT1H30M".

use super::words::{Cursor, small_number};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// A length in three parts, because a month has no fixed days and a day, on a wall clock, no fixed hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Span {
    pub(super) months: u64,
    pub(super) days: u64,
    pub(super) seconds: u64,
}

impl Span {
    fn plus(self, other: Self) -> Self {
        Self {
            months: self.months.saturating_add(other.months),
            days: self.days.saturating_add(other.days),
            seconds: self.seconds.saturating_add(other.seconds),
        }
    }

    /// The length in seconds with days of 24 hours, or `None` when months are part of it.
    pub(super) fn in_seconds(self) -> Option<u64> {
        (self.months == 0).then(|| self.days.saturating_mul(DAY).saturating_add(self.seconds))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Seconds(u64),
    Days(u64),
    Months(u64),
}

/// How many of a unit, as an exact fraction.
#[derive(Debug, Clone, Copy)]
struct Amount {
    numerator: u64,
    denominator: u64,
}

impl Amount {
    const HALF: Self = Self::new(1, 2);

    const fn new(numerator: u64, denominator: u64) -> Self {
        Self { numerator, denominator }
    }

    fn with_a_half(self) -> Self {
        let doubled = self.numerator.saturating_mul(2);
        Self::new(doubled.saturating_add(self.denominator), self.denominator.saturating_mul(2))
    }

    /// Fractions of a second are cut off; a fraction of a month is no length at all.
    fn of(self, unit: Unit) -> Option<Span> {
        let times = |unit: u64| {
            let product = u128::from(self.numerator) * u128::from(unit);
            u64::try_from(product / u128::from(self.denominator.max(1))).unwrap_or(u64::MAX)
        };
        Some(match unit {
            Unit::Seconds(unit) => Span { seconds: times(unit), ..Span::default() },
            Unit::Days(days) => {
                let seconds = times(days * DAY);
                Span { days: seconds / DAY, seconds: seconds % DAY, ..Span::default() }
            }
            Unit::Months(_) if self.denominator != 1 => return None,
            Unit::Months(months) => Span { months: times(months), ..Span::default() },
        })
    }
}

/// Reads a length off the front: one or more pieces, joined by `and` or nothing.
pub(super) fn span(cursor: &mut Cursor) -> Option<Span> {
    let mut total = piece(cursor)?;
    while let Some(next) = cursor.attempt(|c| {
        c.eat(&["and"]);
        piece(c)
    }) {
        total = total.plus(next);
    }
    Some(total)
}

fn piece(cursor: &mut Cursor) -> Option<Span> {
    cursor.attempt(|c| {
        let amount = amount(c)?;
        let unit = c.take_if(unit)?;
        let found = amount.of(unit)?;
        if c.eat_phrase("and a half") {
            return Some(found.plus(Amount::HALF.of(unit)?));
        }
        if unit == Unit::Seconds(HOUR) {
            let minutes = glued_minutes(c).unwrap_or_default();
            return Some(found.plus(minutes));
        }
        Some(found)
    })
}

/// The `30` of `1h30`.
fn glued_minutes(cursor: &mut Cursor) -> Option<Span> {
    cursor.attempt(|c| {
        let word = c.take().filter(|word| word.glued && word.text.len() == 2)?;
        let minutes = word.text.parse().ok().filter(|minutes| *minutes < 60)?;
        let unit_follows = c.peek().is_some_and(|next| unit(&next.text).is_some());
        (!unit_follows).then_some(())?;
        Amount::new(minutes, 1).of(Unit::Seconds(MINUTE))
    })
}

fn amount(cursor: &mut Cursor) -> Option<Amount> {
    let fractions = [
        ("three quarters of an", 3, 4),
        ("a quarter of an", 1, 4),
        ("quarter of an", 1, 4),
        ("half an", 1, 2),
        ("half a", 1, 2),
        ("a half", 1, 2),
        ("half", 1, 2),
        ("a couple of", 2, 1),
        ("a", 1, 1),
        ("an", 1, 1),
    ];
    for (phrase, numerator, denominator) in fractions {
        if cursor.eat_phrase(phrase) {
            return Some(Amount::new(numerator, denominator));
        }
    }
    let whole = cursor.take_if(|word| decimal(word).or_else(|| named(word)))?;
    if cursor.eat_phrase("and a half") {
        return Some(whole.with_a_half());
    }
    Some(whole)
}

fn named(word: &str) -> Option<Amount> {
    small_number(word).map(|count| Amount::new(u64::from(count), 1))
}

/// `90` or `1.5`. A number too large to hold becomes the largest one, which is out of every bound as well.
fn decimal(word: &str) -> Option<Amount> {
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let Some((whole, fraction)) = word.split_once('.') else {
        let value = word.parse().unwrap_or(u64::MAX);
        return all_digits(word).then_some(Amount::new(value, 1));
    };
    if !all_digits(whole) || !all_digits(fraction) || fraction.len() > 6 {
        return None;
    }
    let denominator = fraction.bytes().fold(1, |power, _| power * 10);
    let numerator = whole.parse().unwrap_or(u64::MAX);
    let numerator = u64::saturating_mul(numerator, denominator);
    Some(Amount::new(numerator.saturating_add(fraction.parse().ok()?), denominator))
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "s" | "sec" | "secs" | "second" | "seconds" => Unit::Seconds(1),
        "m" | "min" | "mins" | "minute" | "minutes" => Unit::Seconds(MINUTE),
        "h" | "hr" | "hrs" | "hour" | "hours" => Unit::Seconds(HOUR),
        "d" | "day" | "days" => Unit::Days(1),
        "w" | "wk" | "wks" | "week" | "weeks" => Unit::Days(7),
        "fortnight" | "fortnights" => Unit::Days(14),
        "month" | "months" => Unit::Months(1),
        "yr" | "yrs" | "year" | "years" => Unit::Months(12),
        _ => return None,
    })
}

/// An ISO 8601 duration of weeks, days, hours, minutes and seconds, in any case: `PT1H30M`, `P3D`, `P1DT2H`.
pub(super) fn iso_span(text: &str) -> Option<Span> {
    let upper = text.to_ascii_uppercase();
    let body = upper.strip_prefix('P')?;
    let (date, time) = match body.split_once('T') {
        Some((_, "")) => return None,
        Some(both) => both,
        None => (body, ""),
    };
    let date_units = [("W", Unit::Days(7)), ("D", Unit::Days(1))];
    let time_units = [("H", Unit::Seconds(HOUR)), ("M", Unit::Seconds(MINUTE)), ("S", Unit::Seconds(1))];
    if body.is_empty() {
        return None;
    }
    Some(iso_part(date, &date_units)?.plus(iso_part(time, &time_units)?))
}

/// Reads each designator at most once and in the order given, as the standard has it.
fn iso_part(text: &str, units: &[(&str, Unit)]) -> Option<Span> {
    let mut total = Span::default();
    let mut rest = text;
    for (designator, unit) in units {
        if let Some((number, after)) = rest.split_once(designator) {
            total = total.plus(decimal(number)?.of(*unit)?);
            rest = after;
        }
    }
    rest.is_empty().then_some(total)
}
