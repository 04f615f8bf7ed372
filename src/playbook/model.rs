//! A checked playbook: everything in it can be relied on.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};
use iso_currency::Currency;

use super::advice::{Advice, Evidence};
use super::again::Again;
use super::authority::Authority;
use super::condition::{Condition, Facts};
use super::deadline::Deadline;
use super::letter::LetterWording;
use crate::answer::{Kind, Money, Value};
use crate::coach::Rule;
use crate::spine::{Asked, Assumed, Audience, Name, Step, UnderGate};
use crate::untrusted::Untrusted;

/// A playbook that has passed every check.
#[derive(Debug, Clone)]
pub struct Playbook {
    /// How the command line names it.
    pub id: Name,
    /// Its title.
    pub title: Untrusted,
    /// When to use it.
    pub summary: Option<Untrusted>,
    /// The author's own version.
    pub version: Option<Untrusted>,
    /// The language tag of its wording.
    pub language: Option<Untrusted>,
    /// The currency of a bare amount.
    pub currency: Option<Currency>,
    /// The eight steps, in order.
    pub pages: Vec<Page>,
    /// Every question, in the order in which they are asked: those for `now` first.
    pub questions: Vec<Question>,
    /// What the responder may offer alone.
    pub authority: Authority,
    /// The compensation bands, in the order of the file.
    pub bands: Vec<Band>,
    /// The time limits, in the order of the file; not every one applies to every incident.
    pub deadlines: Vec<Deadline>,
    /// How long an incident may be without an owner who has accepted: 1 minute to 30 days, both included; ten minutes where the file
    /// says nothing.
    pub own_within: TimeDelta,
    /// What changes after a second failure.
    pub again: Again,
    /// Wording while legal proceedings may follow.
    pub legal: Legal,
    /// What it says of letters, in the order of the file; the standard letters lie beneath it.
    pub letters: Vec<LetterWording>,
    /// Rules of its own for the wording coach, in the order of the file.
    pub wording: Vec<Rule>,
    /// Where advice and figures come from.
    pub sources: Vec<Evidence>,
    pub(super) places: HashMap<Name, usize>,
}

/// What a playbook says about one step.
#[derive(Debug, Clone)]
pub struct Page {
    /// Which step.
    pub step: Step,
    /// Its heading.
    pub title: Untrusted,
    /// Why it matters, and where that comes from.
    pub why: Option<(Untrusted, Option<Name>)>,
    /// What to do and say.
    pub do_: Vec<Advice>,
    /// What never to do or say.
    pub dont: Vec<Advice>,
}

/// One question of the walk.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the format, and they do not hang together")]
pub struct Question {
    /// Its name, unique in the playbook.
    pub id: Name,
    /// The step it belongs to.
    pub step: Step,
    /// What it takes.
    pub kind: Kind,
    /// Whether it takes several answers.
    pub repeat: bool,
    /// The question as it is put.
    pub ask: Untrusted,
    /// Why it is asked and what a good answer is.
    pub help: Option<Untrusted>,
    /// A good answer.
    pub example: Option<Untrusted>,
    /// Offered in brackets.
    pub default: Option<Value>,
    /// Whether leaving it out needs a reason.
    pub required: bool,
    /// Whether it may be left out with a reason.
    pub can_skip: bool,
    /// When it is put.
    pub asked: Asked,
    /// Who may read the answer.
    pub audience: Audience,
    /// What a closed legal gate does to the answer.
    pub under_gate: UnderGate,
    /// Which earlier answers open it; `None` when it is always open.
    pub when: Option<Condition>,
    /// How it is filled in by itself, and after which questions.
    pub assumed: Option<(Assumed, &'static [&'static str])>,
    /// Whether the program's own rules know it.
    pub builtin: bool,
}

impl Question {
    /// Whether the answer is what the house says to the customer, at some length: what the wording coach listens to. In the intake and
    /// when they are asked whether it is put right, the words are theirs.
    pub fn is_said_to_the_customer(&self) -> bool {
        let is_theirs = matches!(self.step, Step::Intake | Step::AskIfSatisfied);
        matches!(self.kind, Kind::LongText) && self.audience == Audience::Customer && !is_theirs
    }
}

/// A compensation band.
#[derive(Debug, Clone)]
pub struct Band {
    /// Its name.
    pub id: Name,
    /// Its title.
    pub title: Untrusted,
    /// When it fits.
    pub when: Untrusted,
    /// What is usual when the customer keeps the flawed thing.
    pub kept: Option<Untrusted>,
    /// What is usual when they return or refuse it.
    pub rejected: Option<Untrusted>,
    /// In what form.
    pub form: Option<Untrusted>,
    /// Who may approve it.
    pub approver: Option<Untrusted>,
    /// The most, included.
    pub up_to: Option<Money>,
    /// Where that comes from.
    pub source: Option<Name>,
}

/// Wording while legal proceedings may follow.
#[derive(Debug, Clone, Default)]
pub struct Legal {
    /// Shown when the gate closes.
    pub notice: Option<Untrusted>,
    /// What can be said.
    pub say: Vec<Untrusted>,
    /// What cannot.
    pub never: Vec<Untrusted>,
    /// Where that comes from.
    pub source: Option<Name>,
}

impl Playbook {
    /// The question of that name.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.place(id).and_then(|place| self.questions.get(place))
    }

    /// The question's place in the order of asking, from 0.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// What is said about a step.
    pub fn page(&self, step: Step) -> Option<&Page> {
        self.pages.iter().find(|page| page.step == step)
    }

    /// The questions of one step, in the order of the step.
    pub fn questions_of(&self, step: Step) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(move |question| question.step == step)
    }

    /// The source of that name.
    pub fn evidence(&self, id: &Name) -> Option<&Evidence> {
        self.sources.iter().find(|source| source.id == *id)
    }

    /// The time limit of that name.
    pub fn deadline(&self, id: &str) -> Option<&Deadline> {
        self.deadlines.iter().find(|deadline| deadline.id == *id)
    }

    /// The time limits that apply after the answers so far, in the order of the file.
    pub fn deadlines_for<'p>(&'p self, facts: &'p dyn Facts) -> impl Iterator<Item = &'p Deadline> {
        self.deadlines.iter().filter(move |deadline| deadline.applies(facts))
    }

    /// Where the figure of a limit comes from.
    pub fn evidence_of(&self, deadline: &Deadline) -> Option<&Evidence> {
        deadline.source.as_ref().and_then(|source| self.evidence(source))
    }

    /// The source of a limit's figure, where it should have been looked up again before `today`: its `review_by` has passed.
    pub fn overdue_evidence(&self, deadline: &Deadline, today: NaiveDate) -> Option<&Evidence> {
        self.evidence_of(deadline).filter(|evidence| evidence.review_by.is_some_and(|review_by| review_by < today))
    }
}
