//! A counted limit in words and as JSON. A date is never shown without the rule, calendar, zone and start it rests on.

use std::fmt::Write;

use chrono::{DateTime, FixedOffset, SecondsFormat};
use serde_json::{Value, json};

use super::limit::Limit;
use crate::out::Look;
use crate::schedule::calendar::{Calendar, WhyNot};
use crate::schedule::count::{Counted, CountedDay, How};
use crate::schedule::count_words::{calendar_words, how_words, rule_words};
use crate::schedule::human;
use crate::schedule::rule::{AfterHours, Roll, Rule};

/// The date or instant alone, for scripts.
pub(super) fn bare(counted: &Counted) -> String {
    match counted.due_instant {
        Some(instant) => format!("{}\n", rfc3339(instant)),
        None => format!("{}\n", counted.due_date),
    }
}

/// For people.
pub(super) fn text(limit: &Limit, counted: &Counted, explain: bool, look: Look) -> String {
    let due = match counted.due_instant {
        Some(instant) => moment(instant),
        None => human::date(counted.due_date),
    };
    let mut lines = vec![
        ("rule", rule_words(limit.rule)),
        ("calendar", calendar_words(&limit.calendar)),
        ("time zone", limit.zone.as_ref().map_or("this machine's".to_owned(), ToString::to_string)),
        ("start", moment(counted.start)),
    ];
    if limit.rule.unit.ends_with_a_day() {
        lines.push(("day 0", human::date(counted.day_zero)));
    }
    let last = counted.last_business_moment(limit.rule.hours, &limit.calendar, limit.zone());
    lines.push((
        "in business",
        last.map_or("never before it is due".to_owned(), |last| format!("until {}", moment(last))),
    ));
    let mut shown = format!("due {}\n\n", look.bold(&due));
    for (name, words) in lines {
        shown.push_str(&crate::text::wrap_hanging(&words, look.width, &format!("  {name:<12}"), &" ".repeat(14)));
        shown.push('\n');
    }
    if explain {
        shown.push('\n');
        for day in &counted.days {
            let why = limit.calendar.why_not(day.date).map(|why| format!("  {}", why.words())).unwrap_or_default();
            // Writing to a string does not fail.
            let _infallible = writeln!(shown, "  {:<15}  {}{why}", human::date(day.date), how_words(*day));
        }
    }
    shown
}

/// For scripts.
pub(super) fn json(limit: &Limit, counted: &Counted, explain: bool) -> String {
    let calendar = &limit.calendar;
    let date = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string());
    let last = counted.last_business_moment(limit.rule.hours, calendar, limit.zone());
    let mut document = json!({
        "schema": "recover.deadline/1",
        "due_date": counted.due_date.to_string(),
        "due_instant": counted.due_instant.map(rfc3339),
        "last_business_moment": last.map(rfc3339),
        "start": rfc3339(counted.start),
        "day_zero": counted.day_zero.to_string(),
        "rule": rule_json(limit.rule),
        "calendar": {
            "id": calendar.id,
            "title": calendar.title.as_stored(),
            "valid_from": date(calendar.validity.map(|known| known.from)),
            "valid_through": date(calendar.validity.map(|known| known.through)),
            "as_of": date(calendar.as_of),
            "source": calendar.source.as_ref().map(crate::untrusted::Untrusted::as_stored),
            "stamp": (!calendar.stamp.is_empty()).then_some(&calendar.stamp),
        },
        "time_zone": limit.zone.as_ref().map_or("local", crate::schedule::named_zone::NamedZone::name),
        "warnings": limit.warnings(counted),
    });
    if explain && let Some(fields) = document.as_object_mut() {
        let days = counted.days.iter().map(|day| day_json(*day, calendar)).collect();
        fields.insert("days".to_owned(), Value::Array(days));
    }
    format!("{document}\n")
}

/// An instant with the offset of its zone.
pub fn rfc3339(instant: DateTime<FixedOffset>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::AutoSi, false)
}

fn moment(instant: DateTime<FixedOffset>) -> String {
    instant.format("%a %-d %b %Y %H:%M %:z").to_string()
}

/// One day of the account, for scripts.
pub fn day_json(day: CountedDay, calendar: &Calendar) -> Value {
    let why = calendar.why_not(day.date).map(|why| match why {
        WhyNot::Holiday(name) => name.as_stored().to_owned(),
        WhyNot::Weekend(_) => why.words(),
    });
    let (how, counted) = match day.how {
        How::Arrived => ("arrived", Value::Null),
        How::DayZero => ("day_zero", Value::Null),
        How::Counted(n) => ("counted", n.into()),
        How::NotBusiness => ("not_business", Value::Null),
        How::Open(length) => ("open_seconds", length.num_seconds().into()),
        How::Last => ("last", Value::Null),
        How::MovedTo => ("moved_to", Value::Null),
    };
    json!({ "date": day.date.to_string(), "how": how, "counted": counted, "why": why })
}

/// A rule, for scripts.
pub fn rule_json(rule: Rule) -> Value {
    json!({
        "n": rule.n,
        "unit": rule.unit.name(),
        "after_hours": match rule.after_hours {
            AfterHours::Ignore => "ignore",
            AfterHours::NextBusinessDay => "next_business_day",
        },
        "roll": match rule.roll {
            Roll::None => "none",
            Roll::NextBusinessDay => "next_business_day",
        },
        "inclusive": rule.inclusive,
        "open": rule.hours.open().format("%H:%M:%S").to_string(),
        "close": rule.hours.close().format("%H:%M:%S").to_string(),
    })
}
