//! The wording of letters: paragraphs with plain placeholders, and nothing that could compute.
//!
//! A playbook may come from a stranger, so there is no template language: `{{ name }}` stands for the answer to a question that is for
//! the customer, or for one of the few things the program knows itself ([`Known`]). What a letter becomes is made in `crate::letter`.

use super::condition::Condition;
use super::letter_text::Template;
use crate::spine::Name;
use crate::untrusted::Untrusted;

/// The most letters a playbook may word.
pub const MOST_LETTERS: usize = 40;
/// The most paragraphs a letter may have.
pub const MOST_PARAGRAPHS: usize = 60;
/// The longest text of a letter, in characters, placeholders included.
pub const LONGEST_TEXT: usize = 4_000;

/// What stands in the place of a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// The answer to a question whose audience is the customer.
    Answer(Name),
    /// Something that the program knows.
    Known(Known),
    /// The day on which a time limit of the playbook is due.
    Due(Name),
}

/// As it is written between the braces.
impl std::fmt::Display for Slot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Answer(question) => write!(f, "{question}"),
            Self::Known(known) => f.write_str(known.name()),
            Self::Due(limit) => write!(f, "due:{limit}"),
        }
    }
}

/// What the program itself can say in a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// The day on which the letter is written.
    Today,
    /// The number of the incident.
    Incident,
    /// The customer's name alone.
    CustomerName,
    /// The owner's name alone.
    OwnerName,
    /// How the owner is reached: their own number or address, else the house's.
    OwnerContact,
    /// The day since which it is on record.
    OnRecordSince,
    /// The day on which it was opened again, the last time, if it was.
    ReopenedOn,
    /// What the customer was promised and is still owed, with its times.
    PromisesOwed,
    /// What the house is called.
    HouseName,
    /// Its telephone number.
    HousePhone,
    /// Its address for e-mail.
    HouseEmail,
    /// Its postal address.
    HouseAddress,
    /// Its website.
    HouseWebsite,
}

impl Known {
    /// Each of them, in the order of the reference.
    pub const ALL: [Self; 13] = [
        Self::Today,
        Self::Incident,
        Self::CustomerName,
        Self::OwnerName,
        Self::OwnerContact,
        Self::OnRecordSince,
        Self::ReopenedOn,
        Self::PromisesOwed,
        Self::HouseName,
        Self::HousePhone,
        Self::HouseEmail,
        Self::HouseAddress,
        Self::HouseWebsite,
    ];

    /// Its name in placeholders. A question of a playbook's own that has the same name cannot be named in a letter.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Incident => "incident",
            Self::CustomerName => "customer_name",
            Self::OwnerName => "owner_name",
            Self::OwnerContact => "owner_contact",
            Self::OnRecordSince => "on_record_since",
            Self::ReopenedOn => "reopened_on",
            Self::PromisesOwed => "promises_owed",
            Self::HouseName => "house_name",
            Self::HousePhone => "house_phone",
            Self::HouseEmail => "house_email",
            Self::HouseAddress => "house_address",
            Self::HouseWebsite => "house_website",
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

/// When a paragraph stands, as the legal gate goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AtGate {
    /// While the gate is open. A fixed text may be an admission, so this holds where nothing is said.
    #[default]
    Open,
    /// Only while legal proceedings may follow, or while nobody has said whether they may.
    Closed,
    /// Always: regret, an undertaking, or what the law has told in any case.
    Any,
}

impl AtGate {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Closed, Self::Any];

    /// Its name in playbooks.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Any => "any",
        }
    }
}

/// What one playbook says of one letter. What it does not say comes from the letter it is like, or from the standard letter of that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterWording {
    /// Its name.
    pub id: Name,
    /// What it is for.
    pub title: Option<Untrusted>,
    /// The answers under which it is the one to write.
    pub when: Option<Condition>,
    /// What it is about, in one line.
    pub subject: Option<Template>,
    /// What it is about, in one line, while legal proceedings may follow: the subject itself may be an admission.
    pub subject_under_gate: Option<Template>,
    /// How it begins.
    pub greeting: Option<Template>,
    /// How it ends, above the name.
    pub closing: Option<Template>,
    /// The question that says who signs it.
    pub signed_by: Option<Name>,
    /// The standard letter whose paragraphs it takes over, as the playbook has changed it.
    pub like: Option<Name>,
    /// The standard letters in whose place it is written: where the answers lead to one of them, they lead to this. `None` where the file
    /// does not say; of no letter where it says so, and then a letter that has no `when` is written where somebody names it.
    pub in_place_of: Option<Vec<Name>>,
    /// The answers under which it stands in their place; always, where nothing is said.
    pub in_place_when: Option<Condition>,
    /// Whether it is left out altogether.
    pub off: bool,
    /// Its paragraphs, in the order of the files.
    pub paragraphs: Vec<ParagraphWording>,
}

/// What one playbook says of one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParagraphWording {
    /// Its name within the letter.
    pub id: Name,
    /// The text; `None` where the letter below has it.
    pub text: Option<Template>,
    /// The answers under which it stands.
    pub when: Option<Condition>,
    /// When it stands, as the legal gate goes.
    pub gate: Option<AtGate>,
    /// What the rule demands, in words, where the letter is not complete without it.
    pub required: Option<Untrusted>,
    /// Where that comes from.
    pub source: Option<Name>,
    /// The paragraph behind which it stands.
    pub after: Option<Name>,
    /// Whether it is left out; `None` where the file does not say.
    pub off: Option<bool>,
}

impl ParagraphWording {
    /// When it stands, as the legal gate goes.
    pub fn at_gate(&self) -> AtGate {
        self.gate.unwrap_or_default()
    }
}

impl LetterWording {
    /// The standard letters in whose place it is written.
    pub fn stands_for(&self) -> &[Name] {
        self.in_place_of.as_deref().unwrap_or_default()
    }

    /// This laid over what it builds on.
    #[must_use]
    pub fn over(&self, below: &Self) -> Self {
        let mut paragraphs = below.paragraphs.clone();
        for own in in_order(&self.paragraphs) {
            let place = paragraphs.iter().position(|paragraph| paragraph.id == own.id);
            let merged = match place {
                Some(place) => paragraph_over(paragraphs.remove(place), own),
                None => own.clone(),
            };
            let behind = own.after.as_ref().and_then(|after| paragraphs.iter().position(|other| other.id == *after));
            let at = behind.map(|at| at + 1).or(place).unwrap_or(paragraphs.len());
            paragraphs.insert(at, merged);
        }
        Self {
            id: self.id.clone(),
            title: self.title.clone().or_else(|| below.title.clone()),
            when: self.when.clone().or_else(|| below.when.clone()),
            subject: self.subject.clone().or_else(|| below.subject.clone()),
            subject_under_gate: self.subject_under_gate.clone().or_else(|| below.subject_under_gate.clone()),
            greeting: self.greeting.clone().or_else(|| below.greeting.clone()),
            closing: self.closing.clone().or_else(|| below.closing.clone()),
            signed_by: self.signed_by.clone().or_else(|| below.signed_by.clone()),
            like: self.like.clone(),
            in_place_of: self.in_place_of.clone(),
            in_place_when: self.in_place_when.clone(),
            off: self.off,
            paragraphs,
        }
    }
}

/// In the order of the file, but one that stands behind another of the same file comes once that one has its place. A ring of them,
/// which the check of a playbook refuses, stays in the order of the file.
fn in_order(own: &[ParagraphWording]) -> Vec<&ParagraphWording> {
    let mut waiting: Vec<&ParagraphWording> = own.iter().collect();
    let mut placed = Vec::with_capacity(own.len());
    while !waiting.is_empty() {
        let waits =
            |paragraph: &&ParagraphWording| waiting.iter().any(|other| paragraph.after.as_ref() == Some(&other.id));
        let ready = waiting.iter().position(|paragraph| !waits(paragraph)).unwrap_or(0);
        placed.push(waiting.remove(ready));
    }
    placed
}

fn paragraph_over(below: ParagraphWording, own: &ParagraphWording) -> ParagraphWording {
    ParagraphWording {
        id: below.id,
        text: own.text.clone().or(below.text),
        when: own.when.clone().or(below.when),
        gate: own.gate.or(below.gate),
        required: own.required.clone().or(below.required),
        source: own.source.clone().or(below.source),
        after: own.after.clone().or(below.after),
        off: own.off.or(below.off),
    }
}

/// Every letter of a playbook, with nothing left to look up: its own first, in the order of its file, then the standard letters with the
/// playbook's changes.
pub fn complete(own: &[LetterWording], standard: &[LetterWording]) -> Vec<LetterWording> {
    // The greeting and closing of whatever says nothing of its own are ours, whatever the playbook made of its `answer`.
    let usual = standard.iter().find(|letter| letter.id == *super::standard::USUAL);
    let changed = standard.iter().map(|letter| {
        let over = own.iter().find(|own| own.id == letter.id);
        over.map_or_else(|| letter.clone(), |over| over.over(letter))
    });
    let changed: Vec<LetterWording> = changed.collect();
    let named = |id: &Name| changed.iter().find(|letter| letter.id == *id);
    let of_its_own = own.iter().filter(|letter| named(&letter.id).is_none()).map(|letter| {
        let frame = usual.map(|usual| LetterWording { paragraphs: Vec::new(), when: None, ..usual.clone() });
        let below = letter.like.as_ref().and_then(named).map(|like| LetterWording { when: None, ..like.clone() });
        below.or(frame).map_or_else(|| letter.clone(), |below| letter.over(&below))
    });
    let of_its_own: Vec<LetterWording> = of_its_own.collect();
    of_its_own.into_iter().chain(changed).filter(|letter| !letter.off).collect()
}
