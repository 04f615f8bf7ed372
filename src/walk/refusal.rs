//! Why an answer is not taken, in words that say what would be.

use crate::spine::{KindName, Name, Step};
use crate::untrusted::Untrusted;

/// Why something is not taken. The question is asked again; nothing was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A team or a queue was named where a person answers.
    TeamIsNoOwner(Untrusted),
    /// A role was named, and not who holds it.
    RoleIsNoName(Untrusted),
    /// The responder or the owner would approve their own offer.
    OwnApproval(Untrusted),
    /// What the customer answered was corrected after their words were recorded.
    AnotherOutcome,
    /// An ending that says what the customer thinks, although they gave no answer.
    NothingSaidByThem,
    /// `unreachable`, although the customer answered.
    WasReached,
    /// Putting off a question that is answered.
    AlreadyAnswered,
    /// The owner did not accept, and nobody else has.
    NobodyAccepted,
    /// The cause is not known, so there is nothing to explain yet.
    NotKnownYet,
    /// The cause is confidential, so it is not explained.
    Confidential,
    /// Facts wait while the legal gate is closed.
    GateClosed,
    /// The gate is lifted by a named person with a reason.
    GateNeedsAName,
    /// A guess at what the customer thinks.
    GuessedVerdict,
    /// `satisfied`, without the customer having said so.
    NotSaidToBeSatisfied,
    /// `not-satisfied`, although the customer said they are.
    SaidToBeSatisfied,
    /// `legal-hold`, without a closed gate.
    NoLegalGate,
    /// Leaving this out needs a reason.
    ReasonNeeded,
    /// The record would be untrue without this answer.
    CannotSkip(Name),
    /// There is no record without this step.
    CannotSkipStep(Step),
    /// There is no earlier answer to keep.
    NothingToKeep,
    /// An empty note.
    NothingSaid,
    /// There is no question before this one.
    AtTheBeginning,
    /// Nothing in that step is asked on this path.
    NothingInStep(Step),
    /// The question is not opened by the answers so far.
    NotAsked {
        /// The question.
        question: Name,
        /// The questions its condition rests on.
        rests_on: Vec<Name>,
    },
    /// The playbook has no such question.
    NoSuchQuestion(Name),
    /// The answer is of another kind.
    WrongKind(KindName),
    /// These are still owed.
    StillOwed(Vec<Name>),
    /// No ending was given.
    NoEnding,
    /// The incident is closed.
    Closed,
}

impl Refusal {
    /// What stands against it, as a lower-case fragment, safe to print.
    pub fn message(&self) -> String {
        match self {
            Self::TeamIsNoOwner(name) => format!("`{}` is a team or a place, and a team is no owner", clipped(name)),
            Self::RoleIsNoName(name) => format!("`{}` is what somebody is, and not who they are", clipped(name)),
            Self::OwnApproval(name) => format!("`{}` makes the offer, so somebody else approves it", clipped(name)),
            Self::AnotherOutcome => "their answer was changed after these words were recorded".into(),
            Self::NothingSaidByThem => "this ending says what the customer thinks, and they gave no answer".into(),
            Self::WasReached => "the customer was reached, since they gave an answer".into(),
            Self::AlreadyAnswered => "this is answered already".into(),
            Self::NobodyAccepted => "the owner has not accepted, so nobody answers for this yet".into(),
            Self::NotKnownYet => {
                "the cause is not known yet, so there is nothing to explain; it is promised instead".into()
            }
            Self::Confidential => {
                "the cause is confidential, so it is not explained; what can be told is promised instead".into()
            }
            Self::GateClosed => "legal proceedings may follow, so only regret is said for now".into(),
            Self::GateNeedsAName => {
                "once legal proceedings may follow, a named person decides when facts can be told".into()
            }
            Self::GuessedVerdict => "that is what you think they feel; only the customer's own answer counts".into(),
            Self::NotSaidToBeSatisfied => "`satisfied` needs the customer to have said that it is put right".into(),
            Self::SaidToBeSatisfied => "the customer said that it is put right".into(),
            Self::NoLegalGate => "`legal-hold` needs the question about legal proceedings to be answered `yes`".into(),
            Self::ReasonNeeded => "this needs a reason, for whoever reads the record".into(),
            Self::CannotSkip(question) => {
                format!("`{question}` cannot be left out, because the record would not be true without it")
            }
            Self::CannotSkipStep(step) => format!("the step `{}` cannot be left out", step.name()),
            Self::NothingToKeep => "there is no earlier answer to keep".into(),
            Self::NothingSaid => "there is nothing in it yet".into(),
            Self::AtTheBeginning => "this is the first question".into(),
            Self::NothingInStep(step) => format!("nothing in the step `{}` is asked on this path", step.name()),
            Self::NotAsked { question, .. } => format!("`{question}` is not asked on this path"),
            Self::NoSuchQuestion(question) => format!("this playbook has no question `{question}`"),
            Self::WrongKind(kind) => format!("this question takes a `{}`", kind.name()),
            Self::StillOwed(questions) => {
                format!("{} still to come", crate::text::plural(questions.len(), "answer is", "answers are"))
            }
            Self::NoEnding => "an incident closes only through an ending".into(),
            Self::Closed => "this incident is closed".into(),
        }
    }

    /// What to do next.
    pub fn help(&self) -> String {
        match self {
            Self::TeamIsNoOwner(_) => "who is the person? give a name, as `Maria Lopez, shift manager`".into(),
            Self::RoleIsNoName(_) => "who is it? give a name and then the role, as `Maria Lopez, duty manager`".into(),
            Self::OwnApproval(_) => "name the person who said yes to the amount".into(),
            Self::AnotherOutcome => "if they still hold, give them again; else write what was said".into(),
            Self::NothingSaidByThem => {
                "choose `unreachable`, `contact-declined` or `withdrawn`, or change `outcome`".into()
            }
            Self::WasReached => "choose the ending that fits what they said".into(),
            Self::AlreadyAnswered => "Enter keeps it".into(),
            Self::NobodyAccepted => {
                "name somebody else under `owner`, or change `owner_accepted` once they accept".into()
            }
            Self::NotKnownYet | Self::Confidential => {
                "say when they will hear more, under `explanation_promise`; or change the answer to `cause`".into()
            }
            Self::GateClosed => {
                "answer `regret_words`; the fuller apology follows once `gate_lifted_by` is answered".into()
            }
            Self::GateNeedsAName => "answer `gate_lifted_by` and `gate_lifted_why` when that has been decided".into(),
            Self::GuessedVerdict => "write what they said, or answer `no-answer` to the question before".into(),
            Self::NotSaidToBeSatisfied => {
                "choose the ending that happened, such as `accepted-not-forgiven`; it is no failure of yours".into()
            }
            Self::SaidToBeSatisfied => "choose `satisfied`, or change what they said under `outcome`".into(),
            Self::NoLegalGate => "answer `legal_risk` with `yes` first, or choose another ending".into(),
            Self::ReasonNeeded => "say why in a few words".into(),
            Self::CannotSkip(_) => "answer it, or put it off and it stays owed".into(),
            Self::CannotSkipStep(_) => "skip single questions of it instead".into(),
            Self::NothingToKeep => "give an answer".into(),
            Self::NothingSaid => "write a word or two".into(),
            Self::AtTheBeginning => "answer it, or stop and keep".into(),
            Self::NothingInStep(_) => "go to another step".into(),
            Self::NotAsked { rests_on, .. } if rests_on.is_empty() => "leave it out".into(),
            Self::NotAsked { rests_on, .. } => format!("it depends on the answer to {}", listed(rests_on)),
            Self::NoSuchQuestion(_) => "see `recover playbook answers` for the questions there are".into(),
            Self::WrongKind(_) => "see `recover playbook answers` for the form of each answer".into(),
            Self::StillOwed(questions) => format!("next is {}", listed(questions.get(..1).unwrap_or_default())),
            Self::NoEnding => "answer `ending`".into(),
            Self::Closed => "look at it with `recover show`".into(),
        }
    }
}

fn clipped(text: &Untrusted) -> String {
    crate::text::clip(&text.term(), 60).into_owned()
}

fn listed(questions: &[Name]) -> String {
    crate::text::list_and(&questions.iter().map(|question| format!("`{question}`")).collect::<Vec<_>>())
}
