//! What a report counts of one incident, in the form in which it is kept, so that a report never has to read events.
//!
//! There are moments, counts, money, names of choices, who owns it, and labels that people group by in it: the site, and the answers to
//! a playbook's own questions for a text of one line that only the house reads, cut short. No other text is in it, nothing confidential,
//! and no answer that is the customer's to read but choices, marks, yes and no.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::answer::Money;

/// The form in which facts are stored. What is in an older form is made anew from the journal; a newer one is a newer program's to read.
const FORM: u32 = 3;

/// Why facts cannot be read as they are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// A program that knows more wrote them.
    #[error("written by a newer version")]
    Newer,
    /// An older program wrote them, or they are not whole. They can be made anew from the journal.
    #[error("to be made anew from the journal")]
    Outdated,
}

/// A moment in seconds since 1970, UTC. Offsets do not matter to a report: it reads days and months in the zone it is made in.
pub type Seconds = i64;

/// The facts of one incident. They are written in the same transaction as the events they sum up and can be made again from them at
/// any time; where they disagree, the events are right.
///
/// The stored form is JSON with short keys; what is unknown, empty or nought is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The playbook it is walked by.
    #[serde(rename = "pb")]
    pub playbook: String,
    /// Who answers for it; none while nobody does. Somebody who was asked and has not accepted does not.
    #[serde(rename = "ow", default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// When it was opened here.
    #[serde(rename = "op")]
    pub opened: Seconds,
    /// When the customer told the house: the answer to `received_at`, else when it was opened. Every clock of a report starts here.
    #[serde(rename = "re")]
    pub received: Seconds,
    /// When somebody accepted for the first time that they answer for it.
    #[serde(rename = "on", default, skip_serializing_if = "Option::is_none")]
    pub owned: Option<Seconds>,
    /// When the customer first heard that the house has it: the answer to `acknowledged_at`, else the first contact that reached them,
    /// or the apology. An apology at an assumed moment counts where that is later than when the incident was opened here: a moment that
    /// was assumed while everything was entered at one stroke says nothing.
    #[serde(rename = "ac", default, skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<Seconds>,
    /// When the customer and a person of the house first spoke with or wrote to each other: the earliest contact that reached the
    /// customer or in which somebody answered them, or the apology, which counts as it does for `acknowledged`.
    #[serde(rename = "sp", default, skip_serializing_if = "Option::is_none")]
    pub spoken: Option<Seconds>,
    /// When it was put right as a whole: the latest answer to `corrected_at`, where `correction` says that it was. An assumed
    /// moment counts where it is later than when the incident was opened here.
    #[serde(rename = "fx", default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<Seconds>,
    /// When the customer, asked, was satisfied, where the incident ended so: `asked_at`, else the end. None where they would have been
    /// asked before they told the house, and where `asked_at` was assumed, or it ended, no later than it was opened here.
    #[serde(rename = "rc", default, skip_serializing_if = "Option::is_none")]
    pub recovered: Option<Seconds>,
    /// When it ended; none while it is open.
    #[serde(rename = "en", default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Seconds>,
    /// How it ended, by the names of `ending`.
    #[serde(rename = "eg", default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<String>,
    /// By when the earliest of what is owed with a time falls due: promises, what the house set itself, time limits.
    #[serde(rename = "du", default, skip_serializing_if = "Option::is_none")]
    pub next_due: Option<Seconds>,
    /// Whether it is open and nobody has said when the customer hears next.
    #[serde(rename = "nw", default, skip_serializing_if = "is_false")]
    pub no_word: bool,
    /// How often it was opened again after it had ended.
    #[serde(rename = "ro", default, skip_serializing_if = "is_nought")]
    pub reopened: u32,
    /// How often of these because the recovery had failed.
    #[serde(rename = "fa", default, skip_serializing_if = "is_nought")]
    pub failed: u32,
    /// How many rounds there were before the present one: the customer wanted more, or it was reopened.
    #[serde(rename = "rd", default, skip_serializing_if = "is_nought")]
    pub earlier_rounds: u32,
    /// How often it went from one person who answered for it to another.
    #[serde(rename = "ho", default, skip_serializing_if = "is_nought")]
    pub hand_overs: u32,
    /// The contacts with the customer.
    #[serde(rename = "ct", default, skip_serializing_if = "Contacts::is_none")]
    pub contacts: Contacts,
    /// What was promised to the customer, or to somebody else outside.
    #[serde(rename = "pr", default, skip_serializing_if = "Pledged::is_none")]
    pub promises: Pledged,
    /// What the house set itself so that it does not happen again.
    #[serde(rename = "pv", default, skip_serializing_if = "Pledged::is_none")]
    pub prevention: Pledged,
    /// What was offered, in the order of the rounds; what was said instead of an offer is among them.
    #[serde(rename = "of", default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<Offer>,
    /// What it cost the house.
    #[serde(rename = "co", default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// The time limits that apply.
    #[serde(rename = "cl", default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<LimitFact>,
    /// Answers by the name of their question, as they stand: the name of a choice, `yes` or `no`, a mark, and short texts.
    #[serde(rename = "an", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, String>,
}

/// Contacts with the customer, counted. Attempts to reach them are among them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contacts {
    /// All of them.
    #[serde(rename = "a", default, skip_serializing_if = "is_nought")]
    pub all: u32,
    /// Those in which the customer got in touch.
    #[serde(rename = "i", default, skip_serializing_if = "is_nought")]
    pub incoming: u32,
    /// Those in which the customer had to chase.
    #[serde(rename = "c", default, skip_serializing_if = "is_nought")]
    pub chases: u32,
    /// Those in which the customer got in touch, and nobody said whether they had to chase.
    #[serde(rename = "u", default, skip_serializing_if = "is_nought")]
    pub unsaid: u32,
    /// Those that reached the customer, or in which somebody answered them.
    #[serde(rename = "r", default, skip_serializing_if = "is_nought")]
    pub reached: u32,
}

/// Promises, counted by what became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pledged {
    /// Done by the time.
    #[serde(rename = "k", default, skip_serializing_if = "is_nought")]
    pub kept: u32,
    /// Done after the time.
    #[serde(rename = "l", default, skip_serializing_if = "is_nought")]
    pub late: u32,
    /// Not done.
    #[serde(rename = "b", default, skip_serializing_if = "is_nought")]
    pub broken: u32,
    /// The other side let the house off.
    #[serde(rename = "r", default, skip_serializing_if = "is_nought")]
    pub released: u32,
    /// Of those without a verdict, by when each is due.
    #[serde(rename = "o", default, skip_serializing_if = "Vec::is_empty")]
    pub owed: Vec<Seconds>,
}

/// One offer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Of what kind, by the names of `remedy`.
    #[serde(rename = "k")]
    pub kind: String,
    /// How much.
    #[serde(rename = "v", default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
    /// Whether the customer took it, by the names of `remedy_accepted`; none where nobody said.
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<String>,
    /// Whether it is more than the responder may offer alone.
    #[serde(rename = "x", default, skip_serializing_if = "is_false")]
    pub over_limit: bool,
    /// When the amount was recorded, where somebody had to approve it.
    #[serde(rename = "q", default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Seconds>,
    /// Whether it is more than the responder may offer alone, and somebody approved it, at whatever time.
    #[serde(rename = "b", default, skip_serializing_if = "is_false")]
    pub is_approved: bool,
    /// When it was approved. An assumed moment counts where it is later than when the amount was recorded.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<Seconds>,
}

/// One time limit, and whether it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitFact {
    /// Its name in the playbook.
    #[serde(rename = "i")]
    pub id: String,
    /// How it counts, from when and by which calendar: `5 business days after it was received, GB-ENG`.
    #[serde(rename = "r")]
    pub rule: String,
    /// Whether it was kept.
    #[serde(rename = "s")]
    pub state: LimitState,
    /// By when, that moment included; none where it could not be counted.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Seconds>,
    /// Which calendar it was counted by, and which text of it; none where no calendar was looked at.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub counted_by: Option<String>,
}

/// Whether a time limit was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LimitState {
    /// What it asks for was done in time.
    #[serde(rename = "k")]
    Kept,
    /// What it asks for was done late.
    #[serde(rename = "l")]
    Late,
    /// It runs: whether it is late is a matter of now.
    #[serde(rename = "r")]
    Running,
    /// The incident ended without anybody having said that it was done, or it cannot be counted: nobody knows.
    #[serde(rename = "u")]
    Unknown,
    /// It does not apply here: somebody said so, with a reason.
    #[serde(rename = "w")]
    Waived,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_nought(count: &u32) -> bool {
    *count == 0
}

impl Contacts {
    fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

impl Pledged {
    fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// All of them, whatever became of them.
    pub fn all(&self) -> u64 {
        self.judged() + u64::from(self.released) + self.owed.len() as u64
    }

    /// Those of which it is known whether they were kept: kept, late or broken.
    pub fn judged(&self) -> u64 {
        u64::from(self.kept) + u64::from(self.late) + u64::from(self.broken)
    }

    /// Those without a verdict whose time had passed at that moment; the due moment itself is still in time.
    pub fn overdue(&self, now: Seconds) -> u64 {
        self.owed.iter().filter(|due| **due < now).count() as u64
    }
}

impl Facts {
    /// Whether it has not ended.
    pub const fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// The answer to a question, where it stands and is one that a report counts.
    pub fn answer(&self, question: &str) -> Option<&str> {
        self.answers.get(question).map(String::as_str)
    }

    /// By which calendars anything in it was counted, once each, in their order.
    pub fn counted_by(&self) -> Vec<&str> {
        let mut stamps: Vec<&str> = self.limits.iter().filter_map(|limit| limit.counted_by.as_deref()).collect();
        stamps.sort_unstable();
        stamps.dedup();
        stamps
    }

    /// The form in which it is stored: the number of the form, a space, and JSON.
    ///
    /// # Errors
    /// Where a value has no form in JSON.
    pub fn to_stored(&self) -> Result<String, serde_json::Error> {
        Ok(format!("{FORM} {}", serde_json::to_string(self)?))
    }

    /// Reads the stored form.
    ///
    /// # Errors
    /// [`Unreadable`], which is nothing to end a report over.
    pub fn from_stored(text: &str) -> Result<Self, Unreadable> {
        let (form, json) = text.split_once(' ').ok_or(Unreadable::Outdated)?;
        match form.parse::<u32>() {
            Ok(FORM) => serde_json::from_str(json).map_err(|_| Unreadable::Outdated),
            Ok(form) if form > FORM => Err(Unreadable::Newer),
            _ => Err(Unreadable::Outdated),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rich() -> Facts {
        Facts {
            playbook: "it-support".into(),
            owner: Some("Zoë \"山田\"".into()),
            received: 1_780_000_000,
            owned: Some(1_780_000_060),
            next_due: Some(-5),
            contacts: Contacts { all: 3, incoming: 2, chases: 1, unsaid: 0, reached: 1 },
            promises: Pledged { kept: 2, owed: vec![10, 20], ..Pledged::default() },
            offers: vec![Offer {
                kind: "refund".into(),
                value: Money::read("12.50 GBP", None).ok(),
                over_limit: true,
                asked: Some(7),
                ..Offer::default()
            }],
            limits: vec![LimitFact {
                id: "final-answer".into(),
                rule: "8 weeks after it was received".into(),
                state: LimitState::Running,
                due: Some(9),
                counted_by: Some("GB-ENG 1f3a".into()),
            }],
            answers: BTreeMap::from([("site".to_owned(), "Leeds".to_owned())]),
            ..Facts::default()
        }
    }

    #[test]
    fn facts_come_back_as_they_were_written() {
        for facts in [Facts::default(), rich()] {
            assert_eq!(Facts::from_stored(&facts.to_stored().unwrap()), Ok(facts));
        }
    }

    #[test]
    fn what_is_unknown_takes_no_room() {
        assert_eq!(Facts::default().to_stored().unwrap(), "3 {\"pb\":\"\",\"op\":0,\"re\":0}");
    }

    #[test]
    fn another_form_is_not_guessed_at() {
        for text in
            ["", "{}", "1 {\"pb\":\"\",\"op\":0,\"re\":0}", "2 {\"pb\":\"\",\"op\":0,\"re\":0}", "3 {\"pb\":\"\"}", "3"]
        {
            assert_eq!(Facts::from_stored(text), Err(Unreadable::Outdated), "{text}");
        }
        assert_eq!(Facts::from_stored("4 [\"whatever comes\"]"), Err(Unreadable::Newer));
    }

    #[test]
    fn what_falls_due_now_is_not_overdue_yet() {
        let promises = Pledged { owed: vec![10, 20], ..Pledged::default() };
        assert_eq!([10, 11, 21].map(|now| promises.overdue(now)), [0, 1, 2]);
    }

    #[test]
    fn every_calendar_is_named_once() {
        let mut facts = rich();
        facts.limits.push(facts.limits[0].clone());
        assert_eq!(facts.counted_by(), ["GB-ENG 1f3a"]);
    }
}
