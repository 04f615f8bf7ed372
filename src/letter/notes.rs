//! What a good letter still lacks, for whoever reads it over. None of it stands in the letter, and none of it stops one.

use super::{Around, Letter};
use crate::answer::{Kind, Value};
use crate::journal::{Origin, PromiseNumber};
use crate::playbook::letter::{Known, Slot};
use crate::record::{EntryState, Record};
use crate::spine::Gate;
use crate::text::list_and;
use crate::untrusted::Untrusted;

/// Something to look at before the letter goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// It belongs to a drill.
    Drill,
    /// Nobody has said whether legal proceedings may follow.
    GateUnknown,
    /// Legal proceedings may follow.
    GateClosed,
    /// Promises stand in it as they were typed, though legal proceedings may follow.
    PromisesUnderGate,
    /// The customer wants no more contact.
    ContactDeclined,
    /// The customer could not be reached.
    Unreachable,
    /// It offers more than the responder may offer alone, and nobody is recorded as having approved it.
    NotApproved,
    /// It speaks of an earlier failure that nobody has said there was.
    AssumedAgain,
    /// Whoever is named to look after it was asked and has not accepted.
    NotAccepted,
    /// It has a place for an apology and holds none; under the gate, no words of regret.
    NoApology {
        /// The question that takes them.
        question: &'static str,
    },
    /// The cause is not told, and no time is named at which they hear it.
    NoExplanation,
    /// It has a place for what happens next and says nothing of it.
    NothingNext,
    /// Promises whose time has passed and of which nobody said what became of them.
    Overdue(Vec<PromiseNumber>),
    /// Nobody has taken it on.
    NoOwner,
    /// It is not known whom it is to.
    NoCustomer,
    /// Nobody can be rung: neither the owner's number nor the house's is known.
    NobodyToRing,
    /// The house has no name to stand at its head.
    NoLetterhead,
}

/// Everything to look at, most important first. The record is looked at as the house sees it: notes are for whoever writes.
pub fn notes(letter: &Letter, around: Around<'_>, record: &Record) -> Vec<Note> {
    let said = around.said;
    let has = |id: &str| said.answer(id).is_some();
    let says = |id: &str| is_among(&letter.said, id);
    let lacks = |id: &str| is_among(&letter.unsaid, id);
    let mut notes = Vec::new();
    if said.training {
        notes.push(Note::Drill);
    }
    match said.gate {
        Gate::Closed if !said.gate_is_known => notes.push(Note::GateUnknown),
        Gate::Closed => notes.push(Note::GateClosed),
        Gate::Open => {}
    }
    let is_next = |slot: &Slot| is_of_promises(slot, around);
    if said.gate == Gate::Closed && letter.said.iter().any(is_next) {
        notes.push(Note::PromisesUnderGate);
    }
    notes.extend(not_written_to(record));
    let offers = says("remedy_what") || says("remedy_value");
    if offers && is_unapproved(record) {
        notes.push(Note::NotApproved);
    }
    if is_failure_assumed(record) {
        notes.push(Note::AssumedAgain);
    }
    let asked = record.responsibility.asked.as_ref();
    if said.person("owner").is_some_and(|owner| asked.is_some_and(|asked| asked.person.is_same_as(owner))) {
        notes.push(Note::NotAccepted);
    }
    let is_sorry = says("apology_words") || says("regret_words");
    let question = if said.gate == Gate::Open { "apology_words" } else { "regret_words" };
    // A letter that has no place for an apology, such as one that says what comes later, lacks none.
    if !is_sorry && lacks("apology_words") && lacks(question) {
        notes.push(Note::NoApology { question });
    }
    let told = says("explanation") || says("explanation_promise") || says("apology_words");
    if said.gate == Gate::Open && !told && (lacks("explanation") || lacks("explanation_promise")) {
        notes.push(Note::NoExplanation);
    }
    let overdue: Vec<PromiseNumber> =
        said.owed.iter().filter(|owed| owed.promise.get().due < around.now).map(|owed| owed.number).collect();
    if !overdue.is_empty() {
        notes.push(Note::Overdue(overdue));
    }
    let is_over = has("verdict_words") || around.opened.is_ended();
    let has_a_place = letter.unsaid.contains(&Slot::Known(Known::PromisesOwed)) || lacks("next_contact");
    if !is_over && has_a_place && !letter.said.iter().any(is_next) {
        notes.push(Note::NothingNext);
    }
    if !has("owner") {
        notes.push(Note::NoOwner);
    }
    if !has("customer") {
        notes.push(Note::NoCustomer);
    }
    let house = around.house;
    let is_known = |text: &Option<Untrusted>| text.as_ref().is_some_and(|text| !text.is_blank());
    let can_be_rung = letter.said.contains(&Slot::Known(Known::OwnerContact));
    if !can_be_rung && !is_known(&house.phone) && !is_known(&house.email) {
        notes.push(Note::NobodyToRing);
    }
    if !is_known(&house.name) {
        notes.push(Note::NoLetterhead);
    }
    notes
}

/// Whether a placeholder stands for what is promised or due.
fn is_of_promises(slot: &Slot, around: Around<'_>) -> bool {
    match slot {
        Slot::Answer(id) => {
            around.playbook.question(id.as_str()).is_some_and(|question| question.kind == Kind::Promise)
        }
        Slot::Due(_) | Slot::Known(Known::PromisesOwed) => true,
        Slot::Known(_) => false,
    }
}

/// That it ended without the customer, if it did.
fn not_written_to(record: &Record) -> Option<Note> {
    let ending = record.answer("ending").and_then(|ending| ending.for_house().choice());
    match ending {
        Some("contact-declined") => Some(Note::ContactDeclined),
        Some("unreachable") => Some(Note::Unreachable),
        _ => None,
    }
}

/// Whether somebody has to approve the offer and nobody is recorded as having done so, or only somebody who cannot. The question is on
/// the path only where the offer is above the responder's authority.
fn is_unapproved(record: &Record) -> bool {
    let approval = record.entry("approved_by").map(|entry| &entry.state);
    approval.is_some_and(|state| !matches!(state, EntryState::Answered { doubt: None, .. }))
}

/// Whether it is taken from the customer being known that the house has failed them before. A recovery that failed is known, and not assumed.
fn is_failure_assumed(record: &Record) -> bool {
    let state = record.entry("failed_before").map(|entry| &entry.state);
    let is_assumed = matches!(
        state,
        Some(EntryState::Answered { origin: Origin::Assumed, value, .. }) if *value.for_house() == Value::YesNo(true)
    );
    is_assumed && !record.earlier_ends.iter().any(|end| end.failed)
}

/// Whether the answer to a question is spoken of.
fn is_among(slots: &[Slot], id: &str) -> bool {
    slots.iter().any(|slot| matches!(slot, Slot::Answer(question) if *question == *id))
}

impl Note {
    /// Its name for scripts.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Drill => "drill",
            Self::GateUnknown => "gate-unknown",
            Self::GateClosed => "gate-closed",
            Self::PromisesUnderGate => "promises-under-gate",
            Self::ContactDeclined => "contact-declined",
            Self::Unreachable => "unreachable",
            Self::NotApproved => "not-approved",
            Self::AssumedAgain => "assumed-again",
            Self::NotAccepted => "not-accepted",
            Self::NoApology { .. } => "no-apology",
            Self::NoExplanation => "no-explanation",
            Self::NothingNext => "nothing-next",
            Self::Overdue(_) => "overdue",
            Self::NoOwner => "no-owner",
            Self::NoCustomer => "no-customer",
            Self::NobodyToRing => "nobody-to-ring",
            Self::NoLetterhead => "no-letterhead",
        }
    }

    /// What it is, in words.
    pub fn message(&self) -> String {
        match self {
            Self::Drill => "this is a drill, and the draft says so".into(),
            Self::GateUnknown => {
                "nobody has said whether legal proceedings may follow, so it holds regret and what you undertake to do"
                    .into()
            }
            Self::GateClosed => "legal proceedings may follow, so it holds regret and what you undertake to do".into(),
            Self::PromisesUnderGate => {
                "what was promised stands in it as it was typed: read the wording of the promises for facts and admissions"
                    .into()
            }
            Self::ContactDeclined => "they want no more contact, so think whether it should go at all".into(),
            Self::Unreachable => "they could not be reached, so see that it goes where they can find it".into(),
            Self::NotApproved => {
                "it offers more than you may offer alone, and nobody is recorded as having approved it".into()
            }
            Self::AssumedAgain => {
                "it is only assumed that you have failed them before, since they are known here".into()
            }
            Self::NotAccepted => "whoever is named in it as looking after this was asked, and has not accepted".into(),
            Self::NoApology { question: "regret_words" } => "it has no word of regret yet".into(),
            Self::NoApology { .. } => "it has no apology yet, and only you can say it".into(),
            Self::NoExplanation => "it does not say how it came about, or when they hear".into(),
            Self::NothingNext => "it does not say what happens next".into(),
            Self::Overdue(numbers) => {
                let numbers: Vec<String> = numbers.iter().map(|number| format!("`{number}`")).collect();
                let (be, they) = if numbers.len() == 1 { ("is", "it is") } else { ("are", "they are") };
                format!("{} {be} past the time you named, so {they} not in it", list_and(&numbers))
            }
            Self::NoOwner => "nobody has taken it on, so nobody signs it".into(),
            Self::NoCustomer => "it is not known whom it is to".into(),
            Self::NobodyToRing => "it does not say whom they can ring".into(),
            Self::NoLetterhead => "it has no letterhead".into(),
        }
    }

    /// What to do about it, with `ID` in the place of the incident.
    pub fn help(&self) -> String {
        match self {
            Self::Drill | Self::PromisesUnderGate | Self::ContactDeclined | Self::Unreachable => String::new(),
            Self::NotApproved => "`recover resume ID --set \"approved_by=...\"` once somebody has".into(),
            Self::AssumedAgain => "say it with `recover resume ID --set failed_before=no`, or `yes`".into(),
            Self::NotAccepted => "they take it on with `recover own ID`".into(),
            Self::GateUnknown => "say it with `recover resume ID --set legal_risk=no`, or `yes`".into(),
            Self::GateClosed => {
                "`recover gate ID lift --by NAME --why TEXT` once that person lets the rest be told".into()
            }
            Self::NoApology { question } => format!("`recover resume ID --set \"{question}=...\"`"),
            Self::NoExplanation => "`recover resume ID`, and answer `cause`".into(),
            Self::NothingNext => "name it with `recover promise ID add \"...\" --due TIME`".into(),
            Self::Overdue(_) => {
                "say what became of it with `recover promise ID keep`, `break`, `release` or `move`".into()
            }
            Self::NoOwner => "`recover own ID`".into(),
            Self::NoCustomer => "`recover resume ID --set \"customer=...\"`".into(),
            Self::NobodyToRing => "put `phone` into `[house]` of the configuration file".into(),
            Self::NoLetterhead => "put `name` and `address` into `[house]` of the configuration file".into(),
        }
    }
}
