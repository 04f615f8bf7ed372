//! Which earlier answers open a question: data, evaluated and checked, no language.

use rust_decimal::Decimal;

use crate::answer::{Money, Value};
use crate::spine::Name;
use crate::spine::builtin::StaticWhen;

/// A condition on earlier answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// All of these hold; true when there are none.
    All(Vec<Condition>),
    /// At least one of these holds; false when there are none.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
    /// The question has one of these answers. False while it is unanswered.
    Is {
        /// The earlier question.
        question: Name,
        /// The answers, of kinds `choice`, `yes-no` or `rating`.
        answers: Vec<Value>,
    },
    /// The question was answered at all.
    Answered(Name),
    /// The number is more than this; false at the bound itself.
    OverNumber(Name, Decimal),
    /// The amount is more than this, or of another currency, which nothing here converts.
    OverMoney(Name, Money),
    /// The amount is over the responder's authority; any amount is, when no limit is set.
    OverAuthority(Name),
}

/// What a condition may ask of the answers so far.
pub trait Facts {
    /// The answer that stands, if there is one.
    fn answer(&self, question: &Name) -> Option<&Value>;
    /// The most the responder may offer alone.
    fn authority(&self) -> Option<&Money>;
}

impl Condition {
    /// Whether the condition holds.
    pub fn holds(&self, facts: &dyn Facts) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(facts)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(facts)),
            Self::Not(part) => !part.holds(facts),
            Self::Is { question, answers } => facts.answer(question).is_some_and(|found| is_one_of(found, answers)),
            Self::Answered(question) => facts.answer(question).is_some(),
            Self::OverNumber(question, bound) => {
                matches!(facts.answer(question), Some(Value::Number(number)) if number > bound)
            }
            Self::OverMoney(question, bound) => over(facts.answer(question), Some(bound)),
            Self::OverAuthority(question) => over(facts.answer(question), facts.authority()),
        }
    }

    /// Every question the condition asks about, with repetitions.
    pub fn questions(&self) -> Vec<&Name> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::questions).collect(),
            Self::Not(part) => part.questions(),
            Self::Is { question, .. }
            | Self::Answered(question)
            | Self::OverNumber(question, _)
            | Self::OverMoney(question, _)
            | Self::OverAuthority(question) => vec![question],
        }
    }

    /// The same condition as the table of built-in questions has it; `None` where there is none.
    pub fn from_table(when: &StaticWhen) -> Option<Self> {
        let named = |id: &str| id.parse::<Name>().ok();
        Some(match when {
            StaticWhen::Always => return None,
            StaticWhen::Is(id, answers) => Self::Is { question: named(id)?, answers: answers.iter().filter_map(|answer| table_answer(answer)).collect() },
            StaticWhen::Answered(id) => Self::Answered(named(id)?),
            StaticWhen::OverAuthority(id) => Self::OverAuthority(named(id)?),
            StaticWhen::IsOther(id, answers) => {
                let is = Self::from_table(&StaticWhen::Is(id, answers))?;
                Self::All(vec![Self::Answered(named(id)?), Self::Not(Box::new(is))])
            }
            StaticWhen::Any(parts) => Self::Any(parts.iter().filter_map(Self::from_table).collect()),
            StaticWhen::Not(part) => Self::Not(Box::new(Self::from_table(part)?)),
        })
    }
}

/// In the table `yes` and `no` are answers to both yes-no questions and choices; a condition takes either.
fn table_answer(answer: &str) -> Option<Value> {
    answer.parse().ok().map(Value::Choice)
}

fn is_one_of(found: &Value, answers: &[Value]) -> bool {
    match found {
        Value::Choices(chosen) => chosen.iter().any(|one| answers.contains(&Value::Choice(one.clone()))),
        Value::YesNo(yes) => {
            let word = if *yes { "yes" } else { "no" };
            answers.iter().any(|answer| answer == found || answer.choice() == Some(word))
        }
        other => answers.contains(other),
    }
}

fn over(found: Option<&Value>, bound: Option<&Money>) -> bool {
    match found {
        Some(Value::Money(amount)) => bound.is_none_or(|bound| amount.is_over(bound).unwrap_or(true)),
        _ => false,
    }
}
