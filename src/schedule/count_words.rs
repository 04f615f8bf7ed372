//! A counted limit in words: the rule, the calendar, and what each day counts as.

use super::calendar::Calendar;
use super::count::{CountedDay, How};
use super::human;
use super::rule::{AfterHours, Roll, Rule, Unit};

/// `10 business days, the first day not included; received on the day it arrives, at any hour`
pub fn rule_words(rule: Rule) -> String {
    let mut words = rule.unit.counted(rule.n);
    let hours = || format!("{} to {}", rule.hours.open().format("%H:%M"), rule.hours.close().format("%H:%M"));
    match rule.unit {
        Unit::Hours => words.push_str(", elapsed"),
        Unit::BusinessHours => words.extend([", within ", &hours()]),
        _ => {
            words.push_str(if rule.inclusive { ", the first day included" } else { ", the first day not included" });
            words.push_str(match rule.after_hours {
                AfterHours::Ignore => "; received on the day it arrives, at any hour",
                AfterHours::NextBusinessDay => "; received on the next business day if it arrives outside business, ",
            });
            if rule.after_hours == AfterHours::NextBusinessDay {
                words.push_str(&hours());
            }
            words.push_str(match rule.roll {
                Roll::NextBusinessDay => "; a last day without business moves to the next with",
                Roll::None if rule.unit == Unit::BusinessDays => "",
                Roll::None => "; the last day stands, whatever day it is",
            });
        }
    }
    words
}

/// `GB-ENG, England and Wales, valid through 2033-12-31, as of 2026-11-22`; safe to print.
pub fn calendar_words(calendar: &Calendar) -> String {
    let mut words = format!("{}, {}", calendar.id, calendar.title.term());
    if let Some(known) = calendar.validity {
        words.extend([", valid through ", &known.through.to_string()]);
    }
    if let Some(as_of) = calendar.as_of {
        words.extend([", as of ", &as_of.to_string()]);
    }
    words
}

/// `day 3`, `not counted`, `last day`.
pub fn how_words(day: CountedDay) -> String {
    match day.how {
        How::Arrived => "arrived".to_owned(),
        How::DayZero => "day 0".to_owned(),
        How::Counted(n) => format!("day {n}"),
        How::NotBusiness => "not counted".to_owned(),
        How::Open(length) => format!("counted {}", human::duration(u64::try_from(length.num_seconds()).unwrap_or(0))),
        How::Last => "last day".to_owned(),
        How::MovedTo => "moved to".to_owned(),
    }
}
