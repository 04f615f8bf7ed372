//! The table of built-in questions: what each step must establish, whatever a playbook says about it.

use super::KindName::{
    Choice, Choices, Contact, DateTime, Failure, LongText, Money, Number, Person, Promise, Rating, Text, YesNo,
};
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
    /// `yes`, when the store knows earlier incidents of the same customer.
    YesIfKnown,
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
    /// How it is filled in by itself, and after which questions.
    pub assumed: Option<(Assumed, &'static [&'static str])>,
    /// The question, where a playbook gives no wording.
    pub ask: &'static str,
    /// Its choices.
    pub choices: &'static [StaticChoice],
    /// The choices a playbook may neither add to nor leave out.
    pub fixed: Fixed,
    /// The best mark of a rating, which begins at 1, or the most of a number, which begins at 0; 5 for a rating and no bounds for a
    /// number where nothing is said.
    pub best: Option<u8>,
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
    kind: LongText,
    repeat: false,
    audience: Audience::Internal,
    under_gate: UnderGate::Held,
    asked: Asked::InStep,
    can_skip: true,
    when: StaticWhen::Always,
    assumed: None,
    ask: "",
    choices: &[],
    fixed: Fixed::Free,
    best: None,
};

/// How the table is written: each entry begins with what it asks and goes on with what is particular about it.
impl Builtin {
    const fn asks(self, id: &'static str, kind: KindName, ask: &'static str) -> Self {
        Self { id, kind, ask, ..self }
    }

    const fn several(self) -> Self {
        Self { repeat: true, ..self }
    }

    const fn for_customer(self) -> Self {
        Self { audience: Audience::Customer, ..self }
    }

    const fn confidential(self) -> Self {
        Self { audience: Audience::Confidential, ..self }
    }

    const fn shown_under_gate(self) -> Self {
        Self { under_gate: UnderGate::Shown, ..self }
    }

    const fn now(self) -> Self {
        Self { asked: Asked::Now, ..self }
    }

    const fn on_request(self) -> Self {
        Self { asked: Asked::OnRequest, ..self }
    }

    const fn never_skipped(self) -> Self {
        Self { can_skip: false, ..self }
    }

    const fn when(self, when: StaticWhen) -> Self {
        Self { when, ..self }
    }

    const fn assumed(self, how: Assumed, after: &'static [&'static str]) -> Self {
        Self { assumed: Some((how, after)), ..self }
    }

    const fn up_to(self, best: u8) -> Self {
        Self { best: Some(best), ..self }
    }

    const fn choices(self, choices: &'static [StaticChoice], fixed: Fixed) -> Self {
        Self { choices, fixed, ..self }
    }
}

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
    INTAKE.asks("customer", Person, "Who is the customer?").for_customer().shown_under_gate().now(),
    INTAKE.asks("what_happened", LongText, "What happened, in their words?").for_customer().now(),
    INTAKE.asks("effect", LongText, "What did it do to them?").for_customer().now(),
    INTAKE
        .asks("legal_risk", YesNo, "Was anybody hurt, or was a lawyer, a regulator, the police or the press mentioned?")
        .now()
        .never_skipped(),
    INTAKE.asks("legal_reason", Choices, "Which of these?").when(LEGAL).choices(LEGAL_REASON, Fixed::Free),
    INTAKE.asks("legal_owner", Person, "Who decides what may be said?").when(LEGAL),
    INTAKE.asks("legal_note", LongText, "What makes that likely?").on_request().when(LEGAL),
    INTAKE.asks("gate_lifted_by", Person, "Who decided that the facts may be told now?").on_request().when(LEGAL),
    INTAKE
        .asks("gate_lifted_why", LongText, "Why may they be told now?")
        .never_skipped()
        .when(StaticWhen::Answered("gate_lifted_by")),
    INTAKE.asks("severity", Choice, "How bad is it for them?").on_request().choices(SEVERITY, Fixed::Free),
    INTAKE.asks("channel", Choice, "How did they get in touch?").on_request().choices(CHANNEL, Fixed::Free),
    INTAKE.asks("site", Text, "At which site, branch or shop was it?").on_request(),
    INTAKE.asks("happened_at", DateTime, "When did it happen?").for_customer().on_request(),
    INTAKE.asks("received_at", DateTime, "When did they tell us?").on_request().assumed(Assumed::Now, &["customer"]),
    INTAKE
        .asks("reference", Text, "Their order, account or ticket number?")
        .for_customer()
        .shown_under_gate()
        .on_request(),
    INTAKE.asks("acknowledged_at", DateTime, "When did they first hear from us that we have it?").on_request(),
    INTAKE.asks("aware_at", DateTime, "When were we sure of it?").on_request(),
    INTAKE.asks("escalated_at", DateTime, "When did they ask for the next stage?").on_request(),
    INTAKE
        .asks("failed_before", YesNo, "Have we failed them before?")
        .on_request()
        .assumed(Assumed::YesIfKnown, &["customer", "reference"]),
    INTAKE.asks("failures", Failure, "What went wrong, and when?").several().for_customer().on_request(),
    INTAKE.asks("contacts", Contact, "Which contacts were there so far?").several().on_request(),
    INTAKE.asks("earlier_promises", Promise, "What were they promised so far?").several().for_customer().on_request(),
    INTAKE.asks("others_affected", LongText, "Who else is affected, and have they been told?").on_request(),
    OWN.asks("owner", Person, "Who takes responsibility, by name?").for_customer().shown_under_gate().now(),
    OWN.asks("next_contact", Promise, "When do they hear from us next?").for_customer().shown_under_gate().now(),
    OWN.asks("promises", Promise, "What else were they promised, by when?")
        .several()
        .for_customer()
        .shown_under_gate()
        .on_request(),
    OWN.asks("owner_accepted", YesNo, "Have they accepted it?")
        .when(StaticWhen::Answered("owner"))
        .assumed(Assumed::YesIfOwnerResponds, &["owner"]),
    OWN.asks("on_behalf", Choice, "For whom do they answer?")
        .on_request()
        .when(StaticWhen::Answered("owner"))
        .assumed(Assumed::DefaultIfOwnerResponds, &["owner"])
        .choices(ON_BEHALF, Fixed::All),
    OWN.asks("responsibility_words", LongText, "In which words did they take responsibility?")
        .for_customer()
        .on_request(),
    OWN.asks("customer_part", LongText, "What was the customer's own part in it, if any?").on_request(),
    EXPLAIN
        .asks("regret_words", LongText, "In which words did you say how sorry you are for what they went through?")
        .for_customer()
        .shown_under_gate()
        .when(LEGAL),
    EXPLAIN
        .asks("apology_words", LongText, "In which words did you apologise?")
        .for_customer()
        .when(StaticWhen::Any(&[StaticWhen::Not(&LEGAL), StaticWhen::Answered("gate_lifted_by")])),
    EXPLAIN
        .asks("senior_contact", Person, "Who senior to you has spoken to them, or will?")
        .when(StaticWhen::Is("failed_before", &["yes"])),
    EXPLAIN
        .asks("apology_how", Choice, "How did you apologise?")
        .for_customer()
        .on_request()
        .assumed(Assumed::Default, APOLOGISED)
        .choices(CHANNEL, Fixed::Free),
    EXPLAIN
        .asks("apologised_by", Person, "Who apologised?")
        .for_customer()
        .on_request()
        .assumed(Assumed::Owner, APOLOGISED),
    EXPLAIN.asks("apologised_at", DateTime, "When?").for_customer().on_request().assumed(Assumed::Now, APOLOGISED),
    EXPLAIN.asks("cause", Choice, "Do you know how it came about?").choices(CAUSE, Fixed::All),
    EXPLAIN
        .asks("explanation", LongText, "What did you tell them?")
        .for_customer()
        .when(StaticWhen::Is("cause", &["known"])),
    EXPLAIN
        .asks("explanation_promise", Promise, "When will they hear what can be told?")
        .for_customer()
        .shown_under_gate()
        .never_skipped()
        .when(StaticWhen::Is("cause", &["confidential", "unknown"])),
    EXPLAIN.asks("cause_detail", LongText, "What is known of the cause, for the file?").confidential().on_request(),
    CORRECT.asks("correction", Choice, "Is it put right?").for_customer().choices(CORRECTION, Fixed::All),
    CORRECT
        .asks("correction_what", LongText, "What was put right?")
        .for_customer()
        .when(StaticWhen::Is("correction", &["corrected", "unchecked", "partly"])),
    CORRECT
        .asks("corrected_at", DateTime, "When was it put right?")
        .for_customer()
        .on_request()
        .when(StaticWhen::Is("correction", &["corrected", "unchecked", "partly"]))
        .assumed(Assumed::NowIfCorrected, &["correction"]),
    CORRECT
        .asks("correction_why_not", LongText, "What could not be put right, and why?")
        .for_customer()
        .when(StaticWhen::Is("correction", &["partly", "impossible"])),
    CORRECT
        .asks("alternative", LongText, "What did you do for them in its place?")
        .for_customer()
        .never_skipped()
        .when(StaticWhen::Is("correction", &["partly", "impossible"])),
    CORRECT
        .asks("checked_by", Person, "Who checked it?")
        .on_request()
        .when(StaticWhen::Is("correction", &["corrected"]))
        .assumed(Assumed::Owner, &["correction"]),
    CORRECT
        .asks("check_promise", Promise, "Who will check it, by when?")
        .when(StaticWhen::Is("correction", &["unchecked"])),
    COMPENSATE
        .asks("remedy", Choice, "What did you offer them for the trouble?")
        .choices(REMEDY, Fixed::These(REMEDY_FIXED)),
    COMPENSATE
        .asks("remedy_reason", LongText, "Why this, and why so much?")
        .never_skipped()
        .when(StaticWhen::IsOther("remedy", &["none-slight", "none-declined"])),
    COMPENSATE.asks("remedy_what", Text, "What exactly, in words they would know?").for_customer().when(OFFERED),
    COMPENSATE.asks("remedy_value", Money, "How much?").for_customer().never_skipped().when(OFFERED),
    COMPENSATE
        .asks("approved_by", Person, "Who approved it?")
        .never_skipped()
        .when(StaticWhen::OverAuthority("remedy_value")),
    COMPENSATE
        .asks("approved_at", DateTime, "When was it approved?")
        .on_request()
        .when(StaticWhen::OverAuthority("remedy_value"))
        .assumed(Assumed::Now, &["approved_by"]),
    COMPENSATE.asks("remedy_accepted", Choice, "Did they accept?").when(OFFERED).choices(REMEDY_ACCEPTED, Fixed::All),
    ASK.asks("outcome", Choice, "You asked whether it is put right. What did they say?").choices(OUTCOME, Fixed::All),
    ASK.asks("not_asked_why", LongText, "Why were they not asked?")
        .never_skipped()
        .when(StaticWhen::Is("outcome", &["not-asked"])),
    ASK.asks("verdict_words", LongText, "What did they say, word for word?")
        .for_customer()
        .never_skipped()
        .when(GAVE_AN_ANSWER),
    ASK.asks("handling", Choice, "And are they satisfied with how they were treated?")
        .when(GAVE_AN_ANSWER)
        .choices(HANDLING, Fixed::All),
    ASK.asks("asked_by", Person, "Who asked them?")
        .on_request()
        .when(StaticWhen::IsOther("outcome", &["not-asked"]))
        .assumed(Assumed::Owner, &["outcome"]),
    ASK.asks("asked_at", DateTime, "When were they asked?")
        .on_request()
        .when(StaticWhen::IsOther("outcome", &["not-asked"]))
        .assumed(Assumed::Now, &["outcome"]),
    ASK.asks("csat", Rating, "From 1 to 5, how satisfied are they with how it was put right?")
        .on_request()
        .when(GAVE_AN_ANSWER)
        .up_to(5),
    ASK.asks("nps", Number, "From 0 to 10, would they recommend us to a friend?")
        .on_request()
        .when(GAVE_AN_ANSWER)
        .up_to(10),
    ASK.asks("ces", Rating, "From 1 to 7, how easy did we make it for them?")
        .on_request()
        .when(GAVE_AN_ANSWER)
        .up_to(7),
    ASK.asks("more_wanted", LongText, "What more would they like?").for_customer().never_skipped().when(WANTS_MORE),
    END.asks("ending", Choice, "How did it end?")
        .never_skipped()
        .assumed(Assumed::SatisfiedIfTheySaidSo, &["outcome", "handling"])
        .choices(ENDING, Fixed::All),
    END.asks("attempts", Contact, "When and how did you try to reach them?")
        .several()
        .never_skipped()
        .when(StaticWhen::Is("ending", &["unreachable"])),
    END.asks("route", Text, "Where did you tell them they can take it?")
        .for_customer()
        .never_skipped()
        .when(StaticWhen::Is("ending", &["not-satisfied"])),
    LEARN.asks("cause_class", Choice, "What kind of cause was it?").choices(CAUSE_CLASS, Fixed::Free),
    LEARN.asks("preventable", YesNo, "Could it have been prevented?").on_request(),
    LEARN
        .asks("prevention", Promise, "What will be changed, by whom, by when?")
        .several()
        .when(StaticWhen::IsOther("cause_class", &["chance", "unknown"])),
    LEARN
        .asks("prevention_works", YesNo, "Somebody looked whether the change works: does it?")
        .on_request()
        .when(StaticWhen::Answered("prevention")),
    LEARN.asks("actions", Promise, "What else has to be done in the house, by whom, by when?").several().on_request(),
    LEARN.asks("cost", Money, "What did it cost us?").on_request(),
    LEARN.asks("lesson", LongText, "What did we learn?").on_request(),
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
