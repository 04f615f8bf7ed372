//! Why an answer is not taken, in words that say what would be.

use crate::answer::Verdict;
use crate::journal::PromiseNumber;
use crate::spine::{Gate, KindName, Name, Step};
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
    /// The incident is open, so there is nothing to open again.
    StillOpen,
    /// A contact that does not say when the customer hears next.
    NothingNext {
        /// The promise to the customer that still stands, if there is one.
        stands: Option<PromiseNumber>,
    },
    /// There is no promise of that number.
    NoSuchPromise(PromiseNumber),
    /// It has been said what became of that promise.
    SettledAlready(PromiseNumber, Verdict),
    /// The promise is by that time already.
    SameTime(PromiseNumber),
    /// A time that has passed, where one to come is meant.
    HasPassed,
    /// A time to come, where one that has passed is meant.
    NotYet,
    /// A promise kept before it was made.
    BeforeItWasMade(PromiseNumber),
    /// A failure put right before it happened.
    BeforeItHappened,
    /// There is no failure of that number.
    NoSuchFailure(u32),
    /// They answer for it already.
    OwnsIt(Untrusted),
    /// Whoever answered for the recovery that failed does not answer for the next.
    OwnedTheFailedOne(Untrusted),
    /// A stock gesture after a second failure.
    StockGesture(Name),
    /// A deputy, while nobody answers for the incident.
    NobodyToStandInFor,
    /// The legal gate stands so already.
    GateStands(Gate),
    /// More time than the playbook lets a limit be given.
    ExtendedTooFar(Name),
    /// The playbook has no such time limit.
    NoSuchClock {
        /// The name that was given.
        clock: Name,
        /// The limits there are.
        known: Vec<Name>,
    },
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
            Self::StillOpen => "this incident is open".into(),
            Self::NothingNext { .. } => "this does not say when the customer hears from us next".into(),
            Self::NoSuchPromise(number) => format!("there is no promise `{number}` in this incident"),
            Self::SettledAlready(number, verdict) => format!("`{number}` is settled already: {}", verdict.name()),
            Self::SameTime(number) => format!("`{number}` is promised by that time already"),
            Self::HasPassed => "that time has passed".into(),
            Self::NotYet => "that time is still to come".into(),
            Self::BeforeItWasMade(number) => format!("`{number}` was not promised yet at that time"),
            Self::BeforeItHappened => "it cannot have been put right before it happened".into(),
            Self::NoSuchFailure(number) => format!("there is no failure {number} in this incident"),
            Self::OwnsIt(name) => format!("`{}` answers for this incident already", clipped(name)),
            Self::OwnedTheFailedOne(name) => {
                format!("`{}` answered for the recovery that failed, so somebody else takes it on now", clipped(name))
            }
            Self::StockGesture(remedy) => {
                format!("they were failed before, and `{remedy}` would read as a stock gesture")
            }
            Self::NobodyToStandInFor => "nobody answers for this incident yet, so nobody can stand in".into(),
            Self::GateStands(Gate::Closed) => "the legal gate is closed already".into(),
            Self::GateStands(Gate::Open) => "the legal gate is open already".into(),
            Self::ExtendedTooFar(clock) => format!("`{clock}` cannot be given that much more time"),
            Self::NoSuchClock { clock, .. } => format!("this playbook has no time limit `{clock}`"),
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
            Self::Closed => {
                "look at it with `recover show ID`, or open it again with `recover reopen ID --why WHY`".into()
            }
            Self::StillOpen => "go on with `recover resume ID`".into(),
            Self::NothingNext { stands: Some(number) } => format!(
                "say `--next \"tomorrow 10:00\"`, or `--next {number}` if they know that it still holds, or `--no-next` and why"
            ),
            Self::NothingNext { stands: None } => {
                "say `--next \"tomorrow 10:00\"`, or `--no-next` and why nothing further was said".into()
            }
            Self::NoSuchPromise(_) => "see `recover promise ID` for those there are".into(),
            Self::SettledAlready(..) => "what is recorded stays; add a note if there is more to say".into(),
            Self::SameTime(_) => "give another time".into(),
            Self::HasPassed => "give a time to come".into(),
            Self::NotYet => "give the time at which it happened".into(),
            Self::BeforeItWasMade(_) | Self::BeforeItHappened => "give a later time".into(),
            Self::NoSuchFailure(_) => "see `recover failure ID` for those there are, numbered from 1".into(),
            Self::OwnsIt(_) => "nothing needs to be done".into(),
            Self::OwnedTheFailedOne(_) => {
                "name somebody else; a house of one says `[again] owner = \"same\"` in its overlay of the playbook"
                    .into()
            }
            Self::StockGesture(_) => "offer what fits this customer, or nothing, with the reason".into(),
            Self::NobodyToStandInFor => "take it on with `recover own ID` first".into(),
            Self::GateStands(_) => "`recover record ID` says who decides what is said, and why".into(),
            Self::ExtendedTooFar(_) => "see `recover playbook show` for the most it can be extended".into(),
            Self::NoSuchClock { known, .. } if known.is_empty() => "its playbook has no time limits".into(),
            Self::NoSuchClock { known, .. } => format!("there are {}", listed(known)),
        }
    }
}

fn clipped(text: &Untrusted) -> String {
    crate::text::clip(&text.term(), 60).into_owned()
}

fn listed(questions: &[Name]) -> String {
    crate::text::list_and(&questions.iter().map(|question| format!("`{question}`")).collect::<Vec<_>>())
}
