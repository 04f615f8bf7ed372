//! The table of built-in questions: what each step must establish, whatever a playbook says about it.

use super::choices::{
    CAUSE, CAUSE_CLASS, CHANNEL, CORRECTION, ENDING, HANDLING, LEGAL_REASON, ON_BEHALF, OUTCOME, REMEDY,
    REMEDY_ACCEPTED, REMEDY_FIXED, SEVERITY, StaticChoice,
};
use super::{Audience, KindName, Step, UnderGate};

/// When a question is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// Among the first, while the phone is ringing.
    Now,
    /// In its place in its step.
    InStep,
    /// Only when the responder asks for more, or a script answers it.
    OnRequest,
}

impl Asked {
    /// Every value, in the order of the reference.
    pub const ALL: [Self; 3] = [Self::Now, Self::InStep, Self::OnRequest];

    /// Its name in playbooks.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::InStep => "in-step",
            Self::OnRequest => "on-request",
        }
    }

    /// The value of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|asked| asked.name() == name)
    }
}

/// How an answer is filled in by itself once its trigger has been answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assumed {
    /// The moment the trigger was answered.
    Now,
    /// The owner.
    Owner,
    /// `yes`, when the owner is the responder.
    YesIfOwnerResponds,
    /// The question's default, if it has one.
    Default,
    /// The question's default, when the owner is the responder.
    DefaultIfOwnerResponds,
    /// The moment the trigger was answered, when the correction is complete.
    NowIfCorrected,
    /// `satisfied`, when outcome and handling are both `yes`.
    SatisfiedIfTheySaidSo,
}

/// A condition in the table; the playbook's conditions have the same meaning.
#[derive(Debug, Clone, Copy)]
pub enum StaticWhen {
    /// Always.
    Always,
    /// The question has one of these answers (`yes` and `no` for a yes-no question).
    Is(&'static str, &'static [&'static str]),
    /// The question was answered.
    Answered(&'static str),
    /// The money answer is over the responder's authority.
    OverAuthority(&'static str),
    /// The question was answered, and not with one of these.
    IsOther(&'static str, &'static [&'static str]),
    /// Any of these.
    Any(&'static [StaticWhen]),
    /// Not this.
    Not(&'static StaticWhen),
}

/// One built-in question.
#[derive(Debug, Clone, Copy)]
pub struct Builtin {
    /// Its name, unique in every playbook.
    pub id: &'static str,
    /// The step it belongs to.
    pub step: Step,
    /// What kind of answer it takes.
    pub kind: KindName,
    /// Whether it takes several answers.
    pub repeat: bool,
    /// The widest audience its answer may have.
    pub audience: Audience,
    /// Whether a closed legal gate holds the answer back.
    pub under_gate: UnderGate,
    /// When it is put, where a playbook does not say otherwise.
    pub asked: Asked,
    /// Whether it may be left out with a reason; some cannot, because the record would be untrue without them.
    pub can_skip: bool,
    /// Which earlier answers open it.
    pub when: StaticWhen,
    /// Where an [`Asked::InStep`] question is only asked under a condition and can be answered on request otherwise.
    pub asked_if: StaticWhen,
    /// How it is filled in by itself, and after which questions.
    pub assumed: Option<(Assumed, &'static [&'static str])>,
    /// The question, where a playbook gives no wording.
    pub ask: &'static str,
    /// Its choices.
    pub choices: &'static [StaticChoice],
    /// The choices a playbook may neither add to nor leave out.
    pub fixed: Fixed,
}

/// How far a playbook may change the choices of a built-in question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixed {
    /// It may add and leave out.
    Free,
    /// Labels only.
    All,
    /// It may add, and leave out all but these.
    These(&'static [&'static str]),
}

const PLAIN: Builtin = Builtin {
    id: "",
    step: Step::Intake,
    kind: KindName::LongText,
    repeat: false,
    audience: Audience::Internal,
    under_gate: UnderGate::Held,
    asked: Asked::InStep,
    can_skip: true,
    when: StaticWhen::Always,
    asked_if: StaticWhen::Always,
    assumed: None,
    ask: "",
    choices: &[],
    fixed: Fixed::Free,
};

const INTAKE: Builtin = PLAIN;
const OWN: Builtin = Builtin { step: Step::TakeResponsibility, ..PLAIN };
const EXPLAIN: Builtin = Builtin { step: Step::ApologiseAndExplain, ..PLAIN };
const CORRECT: Builtin = Builtin { step: Step::Correct, ..PLAIN };
const COMPENSATE: Builtin = Builtin { step: Step::Compensate, ..PLAIN };
const ASK: Builtin = Builtin { step: Step::AskIfSatisfied, ..PLAIN };
const END: Builtin = Builtin { step: Step::AcceptTheUnforgivable, ..PLAIN };
const LEARN: Builtin = Builtin { step: Step::Learn, ..PLAIN };

const APOLOGISED: &[&str] = &["apology_words", "regret_words"];
const OFFERED: StaticWhen = StaticWhen::IsOther("remedy", &["none-slight", "none-declined", "none-other"]);
const GAVE_AN_ANSWER: StaticWhen = StaticWhen::Is("outcome", &["yes", "more-correct", "more-compensate", "no"]);
const WANTS_MORE: StaticWhen = StaticWhen::Is("outcome", &["more-correct", "more-compensate"]);
const LEGAL: StaticWhen = StaticWhen::Is("legal_risk", &["yes"]);

/// The most questions that may be asked `now`.
pub const MOST_NOW: usize = 6;

/// The questions asked first, in this order; a playbook's own `now` questions follow.
pub const NOW_ORDER: [&str; 6] = ["customer", "what_happened", "effect", "legal_risk", "owner", "next_contact"];

/// Every built-in question, in the order of the walk.
pub const BUILTINS: &[Builtin] = &[
    Builtin {
        id: "customer",
        kind: KindName::Person,
        audience: Audience::Customer,
        under_gate: UnderGate::Shown,
        asked: Asked::Now,
        ask: "Who is the customer?",
        ..INTAKE
    },
    Builtin {
        id: "what_happened",
        audience: Audience::Customer,
        asked: Asked::Now,
        ask: "What happened, in their words?",
        ..INTAKE
    },
    Builtin { id: "effect", audience: Audience::Customer, asked: Asked::Now, ask: "What did it do to them?", ..INTAKE },
    Builtin {
        id: "legal_risk",
        kind: KindName::YesNo,
        asked: Asked::Now,
        can_skip: false,
        ask: "Was anybody hurt, or was a lawyer, a regulator, the police or the press mentioned?",
        ..INTAKE
    },
    Builtin {
        id: "legal_reason",
        kind: KindName::Choices,
        when: LEGAL,
        ask: "Which of these?",
        choices: LEGAL_REASON,
        ..INTAKE
    },
    Builtin { id: "legal_owner", kind: KindName::Person, when: LEGAL, ask: "Who decides what may be said?", ..INTAKE },
    Builtin {
        id: "gate_lifted_by",
        kind: KindName::Person,
        asked: Asked::OnRequest,
        when: LEGAL,
        ask: "Who decided that the facts may be told now?",
        ..INTAKE
    },
    Builtin {
        id: "gate_lifted_why",
        can_skip: false,
        when: StaticWhen::Answered("gate_lifted_by"),
        ask: "Why may they be told now?",
        ..INTAKE
    },
    Builtin {
        id: "severity",
        kind: KindName::Choice,
        asked: Asked::OnRequest,
        ask: "How bad is it for them?",
        choices: SEVERITY,
        ..INTAKE
    },
    Builtin {
        id: "channel",
        kind: KindName::Choice,
        asked: Asked::OnRequest,
        ask: "How did they get in touch?",
        choices: CHANNEL,
        ..INTAKE
    },
    Builtin {
        id: "happened_at",
        kind: KindName::DateTime,
        audience: Audience::Customer,
        asked: Asked::OnRequest,
        ask: "When did it happen?",
        ..INTAKE
    },
    Builtin {
        id: "received_at",
        kind: KindName::DateTime,
        asked: Asked::OnRequest,
        assumed: Some((Assumed::Now, &["customer"])),
        ask: "When did they tell us?",
        ..INTAKE
    },
    Builtin {
        id: "reference",
        kind: KindName::Text,
        audience: Audience::Customer,
        under_gate: UnderGate::Shown,
        asked: Asked::OnRequest,
        ask: "Their order, account or ticket number?",
        ..INTAKE
    },
    Builtin {
        id: "failed_before",
        kind: KindName::YesNo,
        asked: Asked::OnRequest,
        ask: "Have we failed them before?",
        ..INTAKE
    },
    Builtin {
        id: "failures",
        kind: KindName::Failure,
        repeat: true,
        audience: Audience::Customer,
        asked: Asked::OnRequest,
        ask: "What went wrong, and when?",
        ..INTAKE
    },
    Builtin {
        id: "contacts",
        kind: KindName::Contact,
        repeat: true,
        asked: Asked::OnRequest,
        ask: "Which contacts were there so far?",
        ..INTAKE
    },
    Builtin {
        id: "earlier_promises",
        kind: KindName::Promise,
        repeat: true,
        audience: Audience::Customer,
        asked: Asked::OnRequest,
        ask: "What were they promised so far?",
        ..INTAKE
    },
    Builtin {
        id: "others_affected",
        asked: Asked::OnRequest,
        ask: "Who else is affected, and have they been told?",
        ..INTAKE
    },
    Builtin {
        id: "owner",
        kind: KindName::Person,
        audience: Audience::Customer,
        under_gate: UnderGate::Shown,
        asked: Asked::Now,
        ask: "Who takes responsibility, by name?",
        ..OWN
    },
    Builtin {
        id: "next_contact",
        kind: KindName::Promise,
        audience: Audience::Customer,
        under_gate: UnderGate::Shown,
        asked: Asked::Now,
        ask: "When do they hear from us next?",
        ..OWN
    },
    Builtin {
        id: "promises",
        kind: KindName::Promise,
        repeat: true,
        audience: Audience::Customer,
        under_gate: UnderGate::Shown,
        asked: Asked::OnRequest,
        ask: "What else were they promised, by when?",
        ..OWN
    },
    Builtin {
        id: "owner_accepted",
        kind: KindName::YesNo,
        when: StaticWhen::Answered("owner"),
        assumed: Some((Assumed::YesIfOwnerResponds, &["owner"])),
        ask: "Have they accepted it?",
        ..OWN
    },
    Builtin {
        id: "on_behalf",
        kind: KindName::Choice,
        asked: Asked::OnRequest,
        when: StaticWhen::Answered("owner"),
        assumed: Some((Assumed::DefaultIfOwnerResponds, &["owner"])),
        ask: "For whom do they answer?",
        choices: ON_BEHALF,
        fixed: Fixed::All,
        ..OWN
    },
    Builtin {
        id: "responsibility_words",
        audience: Audience::Customer,
        asked: Asked::OnRequest,
        ask: "In which words did they take responsibility?",
        ..OWN
    },
    Builtin {
        id: "customer_part",
        asked: Asked::OnRequest,
        ask: "What was the customer's own part in it, if any?",
        ..OWN
    },
    Builtin {
        id: "regret_words",
        audience: Audience::Customer,
        under_gate: UnderGate::Shown,
        when: LEGAL,
        ask: "In which words did you say how sorry you are for what they went through?",
        ..EXPLAIN
    },
    Builtin {
        id: "apology_words",
        audience: Audience::Customer,
        when: StaticWhen::Any(&[StaticWhen::Not(&LEGAL), StaticWhen::Answered("gate_lifted_by")]),
        ask: "In which words did you apologise?",
        ..EXPLAIN
    },
    Builtin {
        id: "apology_how",
        kind: KindName::Choice,
        audience: Audience::Customer,
        asked: Asked::OnRequest,
        assumed: Some((Assumed::Default, APOLOGISED)),
        ask: "How did you apologise?",
        choices: CHANNEL,
        ..EXPLAIN
    },
    Builtin {
        id: "apologised_by",
        kind: KindName::Person,
        audience: Audience::Customer,
        asked: Asked::OnRequest,
        assumed: Some((Assumed::Owner, APOLOGISED)),
        ask: "Who apologised?",
        ..EXPLAIN
    },
    Builtin {
        id: "apologised_at",
        kind: KindName::DateTime,
        audience: Audience::Customer,
        asked: Asked::OnRequest,
        assumed: Some((Assumed::Now, APOLOGISED)),
        ask: "When?",
        ..EXPLAIN
    },
    Builtin {
        id: "cause",
        kind: KindName::Choice,
        ask: "Do you know how it came about?",
        choices: CAUSE,
        fixed: Fixed::All,
        ..EXPLAIN
    },
    Builtin {
        id: "explanation",
        audience: Audience::Customer,
        when: StaticWhen::Is("cause", &["known"]),
        ask: "What did you tell them?",
        ..EXPLAIN
    },
    Builtin {
        id: "explanation_promise",
        kind: KindName::Promise,
        audience: Audience::Customer,
        under_gate: UnderGate::Shown,
        can_skip: false,
        when: StaticWhen::Is("cause", &["confidential", "unknown"]),
        ask: "When will they hear what can be told?",
        ..EXPLAIN
    },
    Builtin {
        id: "cause_detail",
        audience: Audience::Confidential,
        asked: Asked::OnRequest,
        ask: "What is known of the cause, for the file?",
        ..EXPLAIN
    },
    Builtin {
        id: "correction",
        kind: KindName::Choice,
        audience: Audience::Customer,
        ask: "Is it put right?",
        choices: CORRECTION,
        fixed: Fixed::All,
        ..CORRECT
    },
    Builtin {
        id: "correction_what",
        audience: Audience::Customer,
        when: StaticWhen::Is("correction", &["corrected", "unchecked", "partly"]),
        ask: "What was put right?",
        ..CORRECT
    },
    Builtin {
        id: "corrected_at",
        kind: KindName::DateTime,
        audience: Audience::Customer,
        asked: Asked::OnRequest,
        when: StaticWhen::Is("correction", &["corrected", "unchecked", "partly"]),
        assumed: Some((Assumed::NowIfCorrected, &["correction"])),
        ask: "When was it put right?",
        ..CORRECT
    },
    Builtin {
        id: "correction_why_not",
        audience: Audience::Customer,
        when: StaticWhen::Is("correction", &["partly", "impossible"]),
        ask: "What could not be put right, and why?",
        ..CORRECT
    },
    Builtin {
        id: "alternative",
        audience: Audience::Customer,
        can_skip: false,
        when: StaticWhen::Is("correction", &["partly", "impossible"]),
        ask: "What did you do for them in its place?",
        ..CORRECT
    },
    Builtin {
        id: "checked_by",
        kind: KindName::Person,
        asked: Asked::OnRequest,
        when: StaticWhen::Is("correction", &["corrected"]),
        assumed: Some((Assumed::Owner, &["correction"])),
        ask: "Who checked it?",
        ..CORRECT
    },
    Builtin {
        id: "check_promise",
        kind: KindName::Promise,
        when: StaticWhen::Is("correction", &["unchecked"]),
        ask: "Who will check it, by when?",
        ..CORRECT
    },
    Builtin {
        id: "remedy",
        kind: KindName::Choice,
        ask: "What did you offer them for the trouble?",
        choices: REMEDY,
        fixed: Fixed::These(REMEDY_FIXED),
        ..COMPENSATE
    },
    Builtin {
        id: "remedy_reason",
        can_skip: false,
        when: StaticWhen::IsOther("remedy", &["none-slight", "none-declined"]),
        ask: "Why this, and why so much?",
        ..COMPENSATE
    },
    Builtin {
        id: "remedy_what",
        kind: KindName::Text,
        audience: Audience::Customer,
        when: OFFERED,
        ask: "What exactly, in words they would know?",
        ..COMPENSATE
    },
    Builtin {
        id: "remedy_value",
        kind: KindName::Money,
        audience: Audience::Customer,
        can_skip: false,
        when: OFFERED,
        asked_if: StaticWhen::Is("remedy", &["refund", "money", "credit", "fee-waived"]),
        ask: "How much?",
        ..COMPENSATE
    },
    Builtin {
        id: "approved_by",
        kind: KindName::Person,
        can_skip: false,
        when: StaticWhen::OverAuthority("remedy_value"),
        ask: "Who approved it?",
        ..COMPENSATE
    },
    Builtin {
        id: "remedy_accepted",
        kind: KindName::Choice,
        when: OFFERED,
        ask: "Did they accept?",
        choices: REMEDY_ACCEPTED,
        fixed: Fixed::All,
        ..COMPENSATE
    },
    Builtin {
        id: "outcome",
        kind: KindName::Choice,
        ask: "You asked whether it is put right. What did they say?",
        choices: OUTCOME,
        fixed: Fixed::All,
        ..ASK
    },
    Builtin {
        id: "not_asked_why",
        can_skip: false,
        when: StaticWhen::Is("outcome", &["not-asked"]),
        ask: "Why were they not asked?",
        ..ASK
    },
    Builtin {
        id: "verdict_words",
        audience: Audience::Customer,
        can_skip: false,
        when: GAVE_AN_ANSWER,
        ask: "What did they say, word for word?",
        ..ASK
    },
    Builtin {
        id: "handling",
        kind: KindName::Choice,
        when: GAVE_AN_ANSWER,
        ask: "And are they satisfied with how they were treated?",
        choices: HANDLING,
        fixed: Fixed::All,
        ..ASK
    },
    Builtin {
        id: "asked_by",
        kind: KindName::Person,
        asked: Asked::OnRequest,
        when: StaticWhen::IsOther("outcome", &["not-asked"]),
        assumed: Some((Assumed::Owner, &["outcome"])),
        ask: "Who asked them?",
        ..ASK
    },
    Builtin {
        id: "asked_at",
        kind: KindName::DateTime,
        asked: Asked::OnRequest,
        when: StaticWhen::IsOther("outcome", &["not-asked"]),
        assumed: Some((Assumed::Now, &["outcome"])),
        ask: "When were they asked?",
        ..ASK
    },
    Builtin {
        id: "more_wanted",
        audience: Audience::Customer,
        can_skip: false,
        when: WANTS_MORE,
        ask: "What more would they like?",
        ..ASK
    },
    Builtin {
        id: "ending",
        kind: KindName::Choice,
        can_skip: false,
        assumed: Some((Assumed::SatisfiedIfTheySaidSo, &["outcome", "handling"])),
        ask: "How did it end?",
        choices: ENDING,
        fixed: Fixed::All,
        ..END
    },
    Builtin {
        id: "attempts",
        kind: KindName::Contact,
        repeat: true,
        can_skip: false,
        when: StaticWhen::Is("ending", &["unreachable"]),
        ask: "When and how did you try to reach them?",
        ..END
    },
    Builtin {
        id: "route",
        kind: KindName::Text,
        audience: Audience::Customer,
        can_skip: false,
        when: StaticWhen::Is("ending", &["not-satisfied"]),
        ask: "Where did you tell them they can take it?",
        ..END
    },
    Builtin {
        id: "cause_class",
        kind: KindName::Choice,
        ask: "What kind of cause was it?",
        choices: CAUSE_CLASS,
        ..LEARN
    },
    Builtin {
        id: "prevention",
        kind: KindName::Promise,
        repeat: true,
        when: StaticWhen::IsOther("cause_class", &["chance", "unknown"]),
        ask: "What will be changed, by whom, by when?",
        ..LEARN
    },
    Builtin { id: "cost", kind: KindName::Money, asked: Asked::OnRequest, ask: "What did it cost us?", ..LEARN },
    Builtin { id: "lesson", asked: Asked::OnRequest, ask: "What did we learn?", ..LEARN },
];

/// The built-in question of that name.
pub fn builtin(id: &str) -> Option<&'static Builtin> {
    BUILTINS.iter().find(|question| question.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_steps_and_names_are_unique() {
        assert!(BUILTINS.is_sorted_by_key(|question| question.step));
        for question in BUILTINS {
            assert_eq!(BUILTINS.iter().filter(|other| other.id == question.id).count(), 1, "{}", question.id);
            assert!(question.id.parse::<crate::spine::Name>().is_ok());
        }
    }

    #[test]
    fn the_first_questions_are_those_marked_now() {
        let marked: Vec<_> =
            BUILTINS.iter().filter(|question| question.asked == Asked::Now).map(|question| question.id).collect();
        assert_eq!(marked.len(), NOW_ORDER.len());
        assert!(NOW_ORDER.iter().all(|id| marked.contains(id)));
        assert!(marked.len() <= MOST_NOW);
    }
}
