//! What a good letter still lacks, for whoever reads it over. None of it stands in the letter, and none of it stops one.

use super::{Around, Letter};
use crate::answer::Kind;
use crate::journal::PromiseNumber;
use crate::playbook::letter::{Known, Slot};
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

/// Everything to look at, most important first.
pub fn notes(letter: &Letter, around: Around<'_>) -> Vec<Note> {
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
    let is_next = |slot: &Slot| match slot {
        Slot::Answer(id) => {
            around.playbook.question(id.as_str()).is_some_and(|question| question.kind == Kind::Promise)
        }
        Slot::Due(_) | Slot::Known(Known::PromisesOwed) => true,
        Slot::Known(_) => false,
    };
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
            Self::Drill => String::new(),
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
