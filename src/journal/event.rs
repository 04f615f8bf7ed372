//! What happened in an incident: facts in the past tense, appended and never changed.

use chrono::{DateTime, FixedOffset};

use super::kept_wording::KeptWording;
use super::promise_number::PromiseNumber;
use crate::answer::{Contact, Failure, Person, Promise, Value, Verdict};
use crate::schedule::rule::Unit;
use crate::spine::{Gate, Name, Step};
use crate::untrusted::Untrusted;

/// One fact. Each says what it changes and how it is corrected; a correction is always a later fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The incident was opened. The first fact of every incident and of none other; never corrected.
    Opened(Opening),
    /// A question was answered. Replaces an earlier answer to it; corrected by answering again.
    Answered {
        /// The question.
        question: Name,
        /// The answer.
        value: Value,
        /// How it came about.
        origin: Origin,
        /// What the wording coach advised against in it, and was kept; for the house only.
        kept: Vec<KeptWording>,
    },
    /// An answer was looked at again and left as it is. Changes only where the walk stands.
    Kept {
        /// The question.
        question: Name,
    },
    /// A question was left out. Corrected by answering it.
    Skipped {
        /// The question.
        question: Name,
        /// Why; always given for a required question.
        reason: Option<Untrusted>,
    },
    /// A whole step was left out. Corrected by answering its questions.
    StepSkipped {
        /// The step.
        step: Step,
        /// Why.
        reason: Untrusted,
    },
    /// A question was put off: it stays owed and the walk goes on. Corrected by answering it.
    PutOff {
        /// The question.
        question: Name,
    },
    /// Somebody wrote a note, for the house only.
    Noted {
        /// The question it stands beside, if it does.
        question: Option<Name>,
        /// The note.
        text: Untrusted,
    },
    /// The walk went to another question. Answers stay; corrected by going elsewhere.
    Moved {
        /// Where to.
        to: Name,
        /// Whether to stay in that question's step until it is done.
        whole_step: bool,
        /// Why a step was taken out of order, where it was.
        reason: Option<Untrusted>,
    },
    /// The customer wanted something more: the answers of this step, of asking and of ending became an earlier round.
    LoopedBack {
        /// The step the walk went back to, `correct` or `compensate`.
        to: Step,
    },
    /// There was a contact with the customer, or something inside the house that bears on it. Stands in the record beside the contacts
    /// that were given as answers; corrected by a note.
    Contacted {
        /// The contact, with when the customer hears next or why nothing further was said.
        contact: Contact,
        /// What the wording coach advised against in what was said, and was kept; for the house only.
        kept: Vec<KeptWording>,
    },
    /// Something was promised, or the house set itself something to do, outside the questions. Corrected by settling it.
    Promised {
        /// The question it stands under: `promises` for the customer, `actions` for the house.
        under: Name,
        /// The promise.
        promise: Promise,
    },
    /// A promise was made again before it fell due. It is the same promise, by another time; corrected by moving it again.
    PromiseMoved {
        /// Which.
        number: PromiseNumber,
        /// By when now, this instant included.
        due: DateTime<FixedOffset>,
        /// Why.
        reason: Option<Untrusted>,
    },
    /// It was said what became of a promise. Corrected by saying it again, and of two said at the same time the worse counts.
    PromiseSettled {
        /// Which.
        number: PromiseNumber,
        /// What became of it.
        verdict: Verdict,
        /// When it was done, or when it was plain that it would not be.
        settled_at: DateTime<FixedOffset>,
        /// Why; always given where it was broken or released.
        reason: Option<Untrusted>,
    },
    /// Somebody was asked to answer for the incident. Until they accept, whoever did before still does.
    Assigned {
        /// Who.
        to: Person,
        /// Why, or what they should know.
        reason: Option<Untrusted>,
    },
    /// Somebody accepted that they answer for the incident. Corrected by handing it over.
    Owned {
        /// Who.
        by: Person,
    },
    /// Somebody stands in for the owner while they are away. Replaces an earlier deputy.
    DeputyNamed {
        /// Who.
        deputy: Person,
    },
    /// The legal gate was closed or lifted outside the questions, by a named person. Corrected by the opposite.
    GateMoved {
        /// How it stands from now on.
        to: Gate,
        /// Who decided it.
        by: Person,
        /// Why.
        reason: Untrusted,
    },
    /// One more failure came to light. Stands beside those that were given as answers.
    FailureFound {
        /// The failure.
        failure: Failure,
    },
    /// A failure was put right, or it was said that it will not be. Corrected by saying it again.
    FailureSettled {
        /// Its place among the failures of the incident, from 1.
        number: u32,
        /// When it was put right; `None` where it will not be.
        put_right_at: Option<DateTime<FixedOffset>>,
    },
    /// What a time limit asks for was done. Corrected by saying it again.
    ClockMet {
        /// The limit, by its name in the playbook.
        clock: Name,
        /// When it was done.
        met_at: DateTime<FixedOffset>,
    },
    /// A time limit was extended, and the customer was told.
    ClockExtended {
        /// The limit, by its name in the playbook.
        clock: Name,
        /// By how many units more.
        n: u32,
        /// Of which unit.
        unit: Unit,
        /// Why.
        reason: Untrusted,
        /// When the customer was told.
        told_at: DateTime<FixedOffset>,
    },
    /// A time limit does not apply here. Corrected by meeting or extending it.
    ClockWaived {
        /// The limit, by its name in the playbook.
        clock: Name,
        /// Why.
        reason: Untrusted,
    },
    /// The incident was opened again after its end: the answers about correction, asking and ending became an earlier round.
    Reopened {
        /// Why.
        reason: Untrusted,
        /// Whether the recovery failed, rather than that the customer came back with something else.
        failed: bool,
    },
    /// The incident was closed. Nothing follows it but a reopening, notes, contacts, and what becomes of promises.
    Ended {
        /// How, by the names of the `ending` question.
        ending: Name,
    },
    /// A fact whose personal text was erased at somebody's request; what kind it was remains.
    Erased {
        /// The kind of fact, as in the journal.
        kind: String,
    },
}

/// How an incident began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The playbook's name.
    pub playbook: Name,
    /// The playbook's texts, lowest first; the texts themselves are kept once in the store, under their digest.
    pub layers: Vec<LayerRef>,
    /// Whether this is a drill; no list or report mixes drills with live incidents.
    pub training: bool,
    /// The caller's own reference.
    pub external_ref: Option<Untrusted>,
    /// Who was answering.
    pub responder: Option<Person>,
    /// The name of the time zone it was opened in, such as `Europe/London`, where that is known: the days of time limits are read in
    /// it, wherever the record is looked at.
    pub time_zone: Option<String>,
    /// The version of recover that wrote it.
    pub tool: String,
}

/// One text of a playbook, by its digest.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LayerRef {
    /// The name it was read under.
    pub name: String,
    /// SHA-256 of the text, in hex.
    pub digest: String,
}

/// How an answer came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Somebody gave it.
    Given,
    /// It was filled in from another answer, shown, and not changed.
    Assumed,
}
