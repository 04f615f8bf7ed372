//! Which incidents a list shows.

use chrono::{DateTime, FixedOffset};

use crate::journal::incident_id::IncidentId;
use crate::journal::summary::{Status, Summary};

/// Which incidents a list shows. The default shows every open incident that is no drill.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// Open ones, closed ones, or both.
    pub which: Which,
    /// Only those nobody answers for: no owner named, or the owner has not accepted.
    pub unowned: bool,
    /// Only open ones with something due before this instant (exclusive).
    pub overdue_at: Option<DateTime<FixedOffset>>,
    /// Only those whose customer's name contains this text, in any case and any script.
    pub customer: Option<String>,
    /// Only those opened at or after this instant.
    pub since: Option<DateTime<FixedOffset>>,
    /// Only those opened before this instant (exclusive).
    pub until: Option<DateTime<FixedOffset>>,
    /// Drills instead of real incidents; never both.
    pub training: bool,
    /// At most this many.
    pub limit: Option<u32>,
}

/// Open incidents, closed ones, or both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Which {
    /// Those with something left to do.
    #[default]
    Open,
    /// Those with nothing left to do.
    Closed,
    /// Both: the open ones first.
    All,
}

impl Which {
    pub(super) fn includes(self, status: Status) -> bool {
        match self {
            Self::All => true,
            Self::Open => status == Status::Open,
            Self::Closed => status == Status::Closed,
        }
    }
}

impl ListQuery {
    /// Whether a summary belongs on the list, the limit aside.
    pub fn admits(&self, summary: &Summary) -> bool {
        let opened = micros(&summary.opened_at);
        summary.training == self.training
            && self.which.includes(summary.status)
            && (!self.unowned || summary.is_unowned())
            && self.overdue_at.is_none_or(|now| is_overdue(summary, &now))
            && self.customer.as_deref().is_none_or(|part| names(summary, part))
            && self.since.is_none_or(|since| opened >= micros(&since))
            && self.until.is_none_or(|until| opened < micros(&until))
    }
}

fn is_overdue(summary: &Summary, now: &DateTime<FixedOffset>) -> bool {
    summary.status == Status::Open && summary.next_due.is_some_and(|due| micros(&due) < micros(now))
}

fn names(summary: &Summary, part: &str) -> bool {
    summary.customer.as_deref().is_some_and(|name| fold(name).contains(&fold(part)))
}

/// The form in which names are compared: lower case in every script.
pub(super) fn fold(name: &str) -> String {
    name.to_lowercase()
}

/// The form in which a person's whole name is compared: lower case in every script, one space between words.
pub(super) fn same_name(name: &str) -> String {
    fold(&name.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The form in which instants are compared: microseconds since 1970, UTC.
pub(super) fn micros(at: &DateTime<FixedOffset>) -> i64 {
    at.timestamp_micros()
}

/// The numbers somebody may mean by what they typed: an incident, or a number of any year.
pub(super) enum Meaning {
    /// One incident, which may or may not exist.
    Incident(IncidentId),
    /// A number that any year may have.
    Number(u32),
    /// Neither.
    Nothing,
}

/// Reads what somebody typed as a number: `INC-2026-0042` in either case and with any zeros, or `42`.
pub(super) fn meaning(typed: &str) -> Meaning {
    let typed = typed.trim();
    if let Some(number) = digits(typed) {
        return Meaning::Number(number);
    }
    let upper = typed.to_ascii_uppercase();
    upper
        .strip_prefix("INC-")
        .and_then(|rest| rest.split_once('-'))
        .and_then(|(year, number)| Some((u16::try_from(digits(year)?).ok()?, digits(number)?)))
        .and_then(|(year, number)| IncidentId::new(year, number).ok())
        .map_or(Meaning::Nothing, Meaning::Incident)
}

fn digits(text: &str) -> Option<u32> {
    let all_digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    all_digits.then(|| text.parse().ok()).flatten()
}
