//! Figures in words for people, the same in the terminal, in Markdown and on the page.

use chrono::{DateTime, FixedOffset};
use rust_decimal::Decimal;

use super::define::FigureId;
use super::figures::{Figure, LEAST_FOR_MEDIAN, Part, Row, Value, per_mille};
use super::lengths::Lengths;
use super::tally::{Part as Known, Span, Tally};
use super::{Group, Report};
use crate::schedule::human;
use crate::schedule::zone::Zone;
use crate::spine::choices;

/// What stands where nothing can be said.
pub const NONE: &str = "–";

/// A count with its thousands apart: `6,412`.
pub fn count(of: u64) -> String {
    let digits = of.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `62%`; none where it is a share of too few.
pub fn percent(part: u64, of: u64) -> Option<String> {
    let tenths = per_mille(part, of)?;
    let whole = (tenths + 5) / 10;
    // What happened at all is not rounded away, and what did not happen every time is not rounded up to always.
    Some(match (whole, part, of) {
        (0, 1.., _) => "under 1%".to_owned(),
        (100, part, of) if part < of => "over 99%".to_owned(),
        _ => format!("{whole}%"),
    })
}

/// `62% (31 of 50)`, or `7 of 12` where that is too few for a share.
pub fn share(part: u64, of: u64) -> String {
    match percent(part, of) {
        Some(percent) => format!("{percent} ({} of {})", count(part), count(of)),
        None if of == 0 => NONE.to_owned(),
        None => format!("{} of {}", count(part), count(of)),
    }
}

/// A length in its two largest units: `1 h 30 min`.
pub fn length(seconds: u64) -> String {
    human::duration(seconds)
}

/// An amount with its currency: `GBP 1,234.50`.
pub fn amount(amount: Decimal, currency: &str) -> String {
    let text = amount.to_string();
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), count);
    match rest {
        Some(rest) => format!("{currency} {whole}.{rest}"),
        None => format!("{currency} {whole}"),
    }
}

/// A value alone.
pub fn value(value: &Value) -> String {
    match value {
        Value::Count(of) => count(*of),
        Value::Share { part, of } => share(*part, *of),
        Value::Length(Some(seconds)) => length(*seconds),
        Value::Lengths(lengths) => lengths.iter().map(|seconds| length(*seconds)).collect::<Vec<_>>().join(", "),
        Value::Number(Some(number)) => number.normalize().to_string(),
        Value::Amount(Some(money), currency) => amount(*money, currency),
        Value::Length(None) | Value::Number(None) | Value::Amount(None, _) => NONE.to_owned(),
    }
}

/// The name of a part for people.
fn name(part: &Part) -> String {
    part.name.replace('_', " ")
}

/// A part as a phrase: `62% kept (31 of 50)`, `3 broken`, `median 4 min`, `nine in ten within 2 h`. `None` where there are too few to
/// say it.
pub fn phrase(part: &Part) -> Option<String> {
    let name = name(part);
    if matches!(part.value, Value::Share { of: 0, .. }) {
        return None;
    }
    Some(match &part.value {
        Value::Count(1) => format!("1 {}", name.strip_suffix('s').unwrap_or(&name)),
        Value::Count(of) => format!("{} {name}", count(*of)),
        Value::Share { part, of } => match percent(*part, *of) {
            Some(percent) => format!("{percent} {name} ({} of {})", count(*part), count(*of)),
            None => format!("{} of {} {name}", count(*part), count(*of)),
        },
        Value::Length(Some(seconds)) if part.name == "p90" => format!("nine in ten within {}", length(*seconds)),
        Value::Lengths(_) => value(&part.value),
        Value::Number(Some(number)) if part.name == "score" && number.is_zero() => "0 points".to_owned(),
        Value::Number(Some(number)) if part.name == "score" => format!("{number:+} points"),
        Value::Length(Some(_)) | Value::Number(Some(_)) | Value::Amount(Some(_), _) => {
            format!("{name} {}", value(&part.value))
        }
        Value::Length(None) | Value::Number(None) | Value::Amount(None, _) => return None,
    })
}

/// What a figure says first: its main value, or why there is none.
pub fn headline(figure: &Figure) -> String {
    let leading = leading(figure);
    let phrases: Vec<String> = figure.parts.iter().take(leading).filter_map(phrase).collect();
    if !phrases.is_empty() {
        return phrases.join(", ");
    }
    let values: Vec<String> =
        figure.parts.iter().filter(|part| matches!(part.value, Value::Lengths(_))).filter_map(phrase).collect();
    match (values.is_empty(), figure.rows.is_empty()) {
        (false, _) => values.join(", "),
        (true, false) => String::new(),
        (true, true) => NONE.to_owned(),
    }
}

/// The rest of what a figure says, part by part.
pub fn details(figure: &Figure) -> Vec<String> {
    let rest = figure.parts.iter().skip(leading(figure));
    let says_nothing = figure.n == 0 && figure.rows.is_empty();
    let is_said = |part: &&Part| match part.value {
        Value::Lengths(_) => false,
        Value::Count(0) => !says_nothing,
        _ => true,
    };
    let is_backlog = figure.is.figure == FigureId::Backlog;
    let whole = |said: String| if is_backlog { said.replace(" overdue", " with something overdue") } else { said };
    rest.filter(is_said).filter_map(phrase).map(whole).collect()
}

/// How many parts make up the headline.
const fn leading(figure: &Figure) -> usize {
    match figure.is.figure {
        FigureId::TimeToOwn
        | FigureId::TimeToAcknowledge
        | FigureId::TimeToFirstContact
        | FigureId::TimeToFix
        | FigureId::TimeToRecovered
        | FigureId::ApprovalLag => 2,
        FigureId::RemedyTotal => 0,
        _ => 1,
    }
}

/// What a row is called: the usual words of a built-in choice, else its name, which is text from elsewhere.
pub fn label(figure: FigureId, key: &str) -> String {
    let choices = match figure {
        FigureId::Endings => choices::ENDING,
        FigureId::Causes => choices::CAUSE_CLASS,
        FigureId::RemedyByKind => choices::REMEDY,
        _ => &[],
    };
    choices.iter().find(|(id, _)| *id == key).map_or_else(|| key.to_owned(), |(_, label)| (*label).to_owned())
}

/// What a group is called: the usual words of a built-in choice, else as it was said. It is text from elsewhere.
fn group_label(field: &str, name: Option<&str>) -> String {
    let choices = match field {
        "ending" => choices::ENDING,
        "cause_class" => choices::CAUSE_CLASS,
        "channel" => choices::CHANNEL,
        "severity" => choices::SEVERITY,
        "remedy" => choices::REMEDY,
        _ => &[],
    };
    let Some(name) = name else {
        return (if field == "owner" { "nobody" } else { super::field::UNKNOWN }).to_owned();
    };
    match choices.iter().find(|(id, _)| *id == name) {
        Some((id, label)) if field == "severity" => format!("{id}: {label}"),
        Some((_, label)) => (*label).to_owned(),
        None => name.to_owned(),
    }
}

/// What a group is called, with what of it was looked at where that is not all: `2026-06, from 15 Jun`. It is text from elsewhere.
pub fn group_title(field: &str, group: &Group) -> String {
    let label = group_label(field, group.name.as_deref());
    match group.partly {
        Some(partly) => format!("{label}, {partly}"),
        None => label,
    }
}

/// What a field to group by is called in a heading.
pub fn field_label(field: &str) -> String {
    if field == "cause_class" { "cause".to_owned() } else { field.replace('_', " ") }
}

/// What a row says, phrase by phrase.
pub fn row_phrases(row: &Row) -> Vec<String> {
    let alone = |part: &Part| match &part.value {
        Value::Share { part: yes, of } if part.name == "incidents" => Some(share(*yes, *of)),
        Value::Count(0) => None,
        _ => phrase(part),
    };
    row.parts.iter().filter_map(alone).collect()
}

/// The part of the whole that a bar shows, in thousandths; `None` where there are too few for a share.
pub fn bar(parts: &[Part]) -> Option<u64> {
    parts.iter().find_map(|part| match part.value {
        Value::Share { part, of } => Some(per_mille(part, of)),
        _ => None,
    })?
}

/// What stands beneath every report.
pub const FOOT: &str = "n is how many a figure rests on; unknown is of how many it could be known and nobody knows; not yet is of how many it \
                        cannot be known yet. Unknown is never counted as nought or as good. Below 20 there is no percentage, below 10 no \
                        nine in ten, below 5 no median and no mean. Drills are not counted. `recover report --explain` says what each figure is.";

/// Which incidents the report is about: `6,412 incidents received from 1 January 2026 to 30 June 2026; as of 1 July 2026, 09:00`.
pub fn period(report: &Report<'_>) -> String {
    let zone = report.zone();
    let day = |at: DateTime<FixedOffset>| human::date(zone.at(at.to_utc()).date_naive());
    let received = report.total.received;
    let incidents = if received == 1 { "1 incident".to_owned() } else { format!("{} incidents", count(received)) };
    let when = match (report.period.since, report.period.until, report.series.ends()) {
        (Some(since), Some(until), _) => format!("from {} to before {}", moment(since, zone), moment(until, zone)),
        (Some(since), None, _) => format!("since {}", moment(since, zone)),
        (None, Some(until), _) => format!("before {}", moment(until, zone)),
        (None, None, Some((first, last))) if first == last => format!("on {}", human::date(first)),
        (None, None, Some((first, last))) => format!("from {} to {}", human::date(first), human::date(last)),
        (None, None, None) => "so far".to_owned(),
    };
    format!("{incidents} received {when}; as of {}, {}", day(report.now), zone.at(report.now.to_utc()).format("%H:%M"))
}

/// A bare day where it is midnight.
fn moment(at: DateTime<FixedOffset>, zone: &dyn Zone) -> String {
    let there = zone.at(at.to_utc());
    let date = human::date(there.date_naive());
    if there.time() == chrono::NaiveTime::MIN { date } else { format!("{date}, {}", there.format("%H:%M")) }
}

/// One column of the table of groups.
pub struct Column {
    /// What stands above it.
    pub title: &'static str,
    /// The figure it is of.
    pub figure: FigureId,
    /// Its value for a group.
    pub value: fn(&Tally) -> String,
}

/// The columns of the table of groups, the most important first: a narrow terminal shows the first of them.
pub const COLUMNS: &[Column] = &[
    Column { title: "received", figure: FigureId::Received, value: |tally| count(tally.received) },
    Column {
        title: "promises kept",
        figure: FigureId::Promises,
        value: |tally| share_only(tally.promises.kept, tally.promises.judged()),
    },
    Column { title: "satisfied", figure: FigureId::SatisfiedOutcome, value: |tally| part(tally.outcome.satisfied) },
    Column { title: "to own", figure: FigureId::TimeToOwn, value: |tally| median(&tally.time_to_own) },
    Column {
        title: "to recovered",
        figure: FigureId::TimeToRecovered,
        value: |tally| median(&tally.time_to_recovered),
    },
    Column { title: "to fix", figure: FigureId::TimeToFix, value: |tally| median(&tally.time_to_fix) },
    Column { title: "in limit", figure: FigureId::InLimit, value: in_limit },
    Column { title: "reopened", figure: FigureId::Reopened, value: |tally| part(tally.reopened) },
    Column { title: "open now", figure: FigureId::Backlog, value: |tally| count(tally.backlog.open) },
];

/// `62%`, or `7 of 12`.
fn share_only(part: u64, of: u64) -> String {
    percent(part, of).unwrap_or_else(|| share(part, of))
}

fn part(known: Known) -> String {
    share_only(known.yes, known.of)
}

fn in_limit(tally: &Tally) -> String {
    part(tally.in_limit())
}

fn median(span: &Span) -> String {
    let enough = span.lengths.n() >= LEAST_FOR_MEDIAN;
    span.lengths.rank(50).filter(|_| enough).map_or_else(|| few(&span.lengths), length)
}

/// How many there are, where they are too few for a median.
fn few(lengths: &Lengths) -> String {
    match lengths.first(1).first() {
        Some(only) if lengths.n() == 1 => length(*only),
        Some(_) => format!("only {}", lengths.n()),
        None => NONE.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handful_is_no_percentage() {
        assert_eq!(share(7, 12), "7 of 12");
        assert_eq!(share(19, 19), "19 of 19");
        assert_eq!(share(10, 20), "50% (10 of 20)");
        assert_eq!(share(0, 0), "–");
    }

    #[test]
    fn what_happened_once_is_not_never_and_what_failed_once_is_not_always() {
        assert_eq!(share(1, 1000), "under 1% (1 of 1,000)");
        assert_eq!(share(999, 1000), "over 99% (999 of 1,000)");
        assert_eq!(share(0, 1000), "0% (0 of 1,000)");
        assert_eq!(share(1000, 1000), "100% (1,000 of 1,000)");
    }

    #[test]
    fn money_is_exact_and_has_its_currency() {
        assert_eq!(amount("1234567.50".parse().unwrap(), "GBP"), "GBP 1,234,567.50");
        assert_eq!(amount("900".parse().unwrap(), "JPY"), "JPY 900");
    }

    #[test]
    fn a_score_of_nought_has_no_sign() {
        let score =
            |number: &str| phrase(&Part { name: "score", value: Value::Number(number.parse().ok()), repeats: false });
        assert_eq!(
            ["-0", "0", "-1", "12"].map(score).map(Option::unwrap),
            ["0 points", "0 points", "-1 points", "+12 points"]
        );
    }
}
