//! Whether any series of answers leads to a question.

use std::collections::HashMap;

use super::condition::{Condition, Facts};
use super::model::Question;
use crate::answer::{Kind, Money, Value};
use crate::spine::Name;

/// More combinations than this are not tried; the question is then taken to be reachable.
const MOST_COMBINATIONS: usize = 20_000;

/// Whether some series of answers to the questions before it opens `question`.
///
/// Every question its condition rests on, directly or through other conditions, is tried with each of its answers and with none.
/// Answers that cannot be listed (texts, times, people) are tried as answered and as not answered.
pub fn can_be_asked(question: &Question, before: &[Question]) -> bool {
    let Some(when) = &question.when else { return true };
    let rests_on = ancestors(when, before);
    let combinations = rests_on.iter().map(|question| tries(question).len() + 1).try_fold(1_usize, |product, ways| {
        product.checked_mul(ways).filter(|product| *product <= MOST_COMBINATIONS)
    });
    combinations.is_none() || any_opens(when, &rests_on, &mut Tried::default())
}

/// The questions the condition rests on, in the order of asking.
fn ancestors<'q>(when: &Condition, before: &'q [Question]) -> Vec<&'q Question> {
    let mut wanted: Vec<Name> = when.questions().into_iter().cloned().collect();
    let mut found = Vec::new();
    for question in before.iter().rev() {
        if wanted.contains(&question.id) {
            if let Some(inner) = &question.when {
                wanted.extend(inner.questions().into_iter().cloned());
            }
            found.push(question);
        }
    }
    found.reverse();
    found
}

/// The answers tried for a question.
fn tries(question: &Question) -> Vec<Try> {
    match &question.kind {
        Kind::Choice(choices) => choices.iter().map(|choice| Try::value(Value::Choice(choice.id.clone()))).collect(),
        Kind::Choices(choices) => {
            let all: Vec<Name> = choices.iter().map(|choice| choice.id.clone()).collect();
            let single = all.iter().map(|id| Try::value(Value::Choices(vec![id.clone()])));
            single.chain([Try::value(Value::Choices(all.clone()))]).collect()
        }
        Kind::YesNo => vec![Try::value(Value::YesNo(true)), Try::value(Value::YesNo(false))],
        Kind::Rating { scale } => (1..=*scale).map(|mark| Try::value(Value::Rating(mark))).collect(),
        Kind::Money | Kind::Number { .. } => vec![Try::Amount { over: true }, Try::Amount { over: false }],
        _ => vec![Try::value(Value::YesNo(true))],
    }
}

/// An answer as far as conditions can tell it from others.
#[derive(Debug, Clone)]
enum Try {
    Value(Box<Value>),
    Amount { over: bool },
}

impl Try {
    fn value(value: Value) -> Self {
        Self::Value(Box::new(value))
    }
}

#[derive(Default)]
struct Tried {
    answers: HashMap<Name, Try>,
}

impl Facts for Tried {
    fn answer(&self, question: &Name) -> Option<&Value> {
        match self.answers.get(question) {
            Some(Try::Value(value)) => Some(value),
            _ => None,
        }
    }

    fn authority(&self) -> Option<&Money> {
        None
    }
}

/// As [`Condition::holds`], with amounts that are simply over every bound or none.
fn holds(when: &Condition, tried: &Tried) -> bool {
    match when {
        Condition::All(parts) => parts.iter().all(|part| holds(part, tried)),
        Condition::Any(parts) => parts.iter().any(|part| holds(part, tried)),
        Condition::Not(part) => !holds(part, tried),
        Condition::OverNumber(question, _) | Condition::OverMoney(question, _) | Condition::OverAuthority(question) => {
            matches!(tried.answers.get(question), Some(Try::Amount { over: true }))
        }
        Condition::Answered(question) => tried.answers.contains_key(question),
        Condition::Is { .. } => when.holds(tried),
    }
}

fn any_opens(when: &Condition, rests_on: &[&Question], tried: &mut Tried) -> bool {
    let Some((question, rest)) = rests_on.split_first() else { return holds(when, tried) };
    let open = question.when.as_ref().is_none_or(|inner| holds(inner, tried));
    if open {
        for answer in tries(question) {
            tried.answers.insert(question.id.clone(), answer);
            if any_opens(when, rest, tried) {
                return true;
            }
        }
        tried.answers.remove(&question.id);
    }
    any_opens(when, rest, tried)
}
