//! What happened in an incident: facts in the past tense, appended and never changed.

use crate::answer::{Person, Value};
use crate::spine::{Name, Step};
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
    /// The incident was closed. Nothing follows it but a reopening.
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
