//! Whether any series of answers leads to a question.
//!
//! Every question a condition rests on, directly or through other conditions, is tried with each answer that conditions
//! can tell from others, and with none. What is declared unreachable is never opened; where trying would take too long,
//! a question is taken to be reachable.

use std::collections::{HashMap, HashSet};

use iso_currency::Currency;
use rust_decimal::Decimal;

use super::authority::Limit;
use super::condition::{Condition, Facts};
use super::model::Question;
use crate::answer::{Kind, Money, Value};
use crate::spine::Name;

/// How many parts of conditions are looked at for one playbook before every other question is taken to be reachable.
pub const MOST_EFFORT: usize = 4_000_000;

/// More questions than this under one condition are not tried.
const MOST_QUESTIONS: usize = 24;

/// More answers than this to a question of several choices are not told apart.
const MOST_CHOICES: usize = 8;

/// Currencies to choose another from; more than conditions name.
const CURRENCIES: [Currency; 4] = [Currency::GBP, Currency::EUR, Currency::USD, Currency::JPY];

/// Whether some series of answers to other questions opens `question`, as far as `effort` allows to find out.
///
/// `limit` is the most the responder may offer alone.
pub(super) fn can_be_asked(
    question: &Question,
    questions: &[Question],
    places: &HashMap<Name, usize>,
    limit: &Limit,
    effort: &mut usize,
) -> bool {
    question.when.as_ref().is_none_or(|when| can_hold(when, questions, places, limit, effort))
}

/// Whether some series of answers meets `when`, as far as `effort` allows to find out.
///
/// `limit` is the most the responder may offer alone.
pub(super) fn can_hold(
    when: &Condition,
    questions: &[Question],
    places: &HashMap<Name, usize>,
    limit: &Limit,
    effort: &mut usize,
) -> bool {
    let Some(rests_on) = ancestors(when, questions, places) else { return true };
    let conditions: Vec<&Condition> =
        rests_on.iter().filter_map(|question| question.when.as_ref()).chain([when]).collect();
    let tests = Tests::of(&conditions);
    let Some(ways) = rests_on.iter().map(|question| tests.ways(question, limit)).collect::<Option<Vec<_>>>() else {
        return true;
    };
    let rests_on: Vec<(&Question, Vec<Value>)> = rests_on.into_iter().zip(ways).collect();
    let mut search = Search { when, answers: HashMap::new(), limit, effort };
    search.opens(&rests_on)
}

/// The questions the condition rests on, each behind those that open it; `None` when there are too many.
fn ancestors<'q>(
    when: &Condition,
    questions: &'q [Question],
    places: &HashMap<Name, usize>,
) -> Option<Vec<&'q Question>> {
    let mut found: Vec<&Question> = Vec::new();
    let mut seen = HashSet::new();
    gather(when, questions, places, &mut seen, &mut found).then_some(found)
}

fn gather<'q>(
    when: &Condition,
    questions: &'q [Question],
    places: &HashMap<Name, usize>,
    seen: &mut HashSet<usize>,
    found: &mut Vec<&'q Question>,
) -> bool {
    for name in when.questions() {
        let Some(place) = places.get(name) else { continue };
        let Some(question) = questions.get(*place).filter(|_| seen.insert(*place)) else { continue };
        if seen.len() > MOST_QUESTIONS {
            return false;
        }
        if let Some(inner) = &question.when
            && !gather(inner, questions, places, seen, found)
        {
            return false;
        }
        found.push(question);
    }
    true
}

/// What conditions ask of each question.
#[derive(Default)]
struct Tests<'c> {
    answers: HashMap<&'c Name, Vec<&'c Value>>,
    numbers: HashMap<&'c Name, Vec<Decimal>>,
    amounts: HashMap<&'c Name, Vec<Money>>,
}

impl<'c> Tests<'c> {
    fn of(conditions: &[&'c Condition]) -> Self {
        let mut tests = Self::default();
        for condition in conditions {
            tests.add(condition);
        }
        tests
    }

    fn add(&mut self, condition: &'c Condition) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| self.add(part)),
            Condition::Not(part) => self.add(part),
            Condition::Is { question, answers } => self.answers.entry(question).or_default().extend(answers),
            Condition::OverNumber(question, bound) => self.numbers.entry(question).or_default().push(*bound),
            Condition::OverMoney(question, bound) => self.amounts.entry(question).or_default().push(*bound),
            Condition::Answered(_) | Condition::OverAuthority(_) => {}
        }
    }

    /// Answers to the question such that every other answer is like one of them to all conditions; `None` when there
    /// are too many.
    fn ways(&self, question: &Question, limit: &Limit) -> Option<Vec<Value>> {
        let asked_for = |value: &Value| self.answers.get(&question.id).is_some_and(|answers| answers.contains(&value));
        // Answers that no condition names are all alike: one stands for them.
        let mut other_seen = false;
        let mut told_apart = |value: &Value| asked_for(value) || !std::mem::replace(&mut other_seen, true);
        let single: Vec<Value> = match &question.kind {
            Kind::Choice(choices) => choices
                .iter()
                .map(|choice| Value::Choice(choice.id.clone()))
                .filter(|value| told_apart(value))
                .collect(),
            Kind::Choices(choices) => {
                let values = choices.iter().map(|choice| Value::Choice(choice.id.clone()));
                return sets(&values.filter(|value| told_apart(value)).collect::<Vec<_>>());
            }
            Kind::YesNo => vec![Value::YesNo(true), Value::YesNo(false)],
            Kind::Rating { scale } => (1..=*scale).map(Value::Rating).collect(),
            Kind::Number { at_least, at_most, .. } => {
                let bounds = self.numbers.get(&question.id).cloned().unwrap_or_default();
                numbers(bounds, *at_least, *at_most).into_iter().map(Value::Number).collect()
            }
            Kind::Money => {
                let bounds = self.amounts.get(&question.id).into_iter().flatten().chain(limit.amount());
                amounts(&bounds.copied().collect::<Vec<_>>()).into_iter().map(Value::Money).collect()
            }
            // Conditions ask of all others only whether they were answered.
            _ => vec![Value::YesNo(true)],
        };
        if !question.repeat {
            return Some(single);
        }
        let sets = subsets(&single)?;
        Some(sets.into_iter().map(Value::Several).collect())
    }
}

/// Every set of these choices but the empty one.
fn sets(choices: &[Value]) -> Option<Vec<Value>> {
    let id = |value: &Value| value.choice().and_then(|id| id.parse().ok());
    Some(subsets(choices)?.iter().map(|set| Value::Choices(set.iter().filter_map(id).collect())).collect())
}

/// Every subset but the empty one; `None` when there are too many.
fn subsets(values: &[Value]) -> Option<Vec<Vec<Value>>> {
    if values.len() > MOST_CHOICES {
        return None;
    }
    let member = |set: u32, place: usize| set >> place & 1 == 1;
    let subset = |set: u32| {
        values.iter().enumerate().filter(|(place, _)| member(set, *place)).map(|(_, value)| value.clone()).collect()
    };
    Some((1..1_u32 << values.len()).map(subset).collect())
}

/// One number from each stretch between the bounds, within what the question takes.
fn numbers(mut bounds: Vec<Decimal>, at_least: Option<Decimal>, at_most: Option<Decimal>) -> Vec<Decimal> {
    bounds.sort();
    bounds.dedup();
    let above = bounds.last().map_or(Decimal::ZERO, |last| last.checked_add(Decimal::ONE).unwrap_or(Decimal::MAX));
    let tops = bounds.iter().copied().chain([above]);
    // A stretch ends at its top, included; the lowest that still fits stands for what lies below every bound.
    let mut numbers: Vec<Decimal> = tops
        .map(|top| top.min(at_most.unwrap_or(top)))
        .filter(|top| at_least.is_none_or(|least| *top >= least))
        .collect();
    numbers.extend(at_least);
    numbers.extend(at_most);
    numbers
}

/// One amount from each stretch between the bounds of each currency, and one in a currency that no bound has.
fn amounts(bounds: &[Money]) -> Vec<Money> {
    let above =
        bounds.iter().filter_map(|bound| Money::new(bound.amount().checked_add(Decimal::ONE)?, bound.currency()).ok());
    let other = CURRENCIES.into_iter().find(|currency| bounds.iter().all(|bound| bound.currency() != *currency));
    let other = other.and_then(|currency| Money::new(Decimal::ONE, currency).ok());
    bounds.iter().copied().chain(above).chain(other).collect()
}

/// A search through answers, which stops when `effort` is used up.
struct Search<'s> {
    when: &'s Condition,
    answers: HashMap<&'s Name, Value>,
    limit: &'s Limit,
    effort: &'s mut usize,
}

impl Facts for Search<'_> {
    fn answer(&self, question: &Name) -> Option<&Value> {
        self.answers.get(question)
    }

    fn authority(&self) -> &Limit {
        self.limit
    }
}

impl<'s> Search<'s> {
    fn holds(&mut self, condition: &Condition) -> bool {
        *self.effort = self.effort.saturating_sub(condition.size());
        condition.holds(self)
    }

    fn opens(&mut self, rests_on: &[(&'s Question, Vec<Value>)]) -> bool {
        if *self.effort == 0 {
            return true;
        }
        let Some(((question, ways), rest)) = rests_on.split_first() else { return self.holds(self.when) };
        if question.when.as_ref().is_none_or(|inner| self.holds(inner)) {
            for answer in ways {
                self.answers.insert(&question.id, answer.clone());
                if self.opens(rest) {
                    return true;
                }
            }
            self.answers.remove(&question.id);
        }
        self.opens(rest)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::playbook::{Layer, Playbook, load};

    const HEAD: &str = "format = 1\nid = \"x\"\ntitle = \"x\"\ncurrency = \"GBP\"\n";

    fn loaded(body: &str) -> Result<Playbook, Vec<String>> {
        let layer = Layer { name: "x.toml".into(), text: format!("{HEAD}{body}") };
        load(&[layer]).map_err(|problems| problems.places().map(|(_, problem)| problem.message.clone()).collect())
    }

    fn own(id: &str, when: &str) -> String {
        format!("[step.learn.question.{id}]\nkind = \"text\"\nask = \"x\"\nwhen = {when}\n")
    }

    #[test]
    fn what_contradicts_itself_is_never_asked() {
        for when in [
            "{ all = [{ legal_risk = true }, { legal_risk = false }] }",
            "{ correction = \"corrected\", alternative = { answered = true } }",
            "{ all = [{ cost = { over = 20 } }, { not = { cost = { over = 10 } } }] }",
            "{ all = [{ outcome = \"yes\" }, { not = { outcome = { answered = true } } }] }",
        ] {
            assert_eq!(loaded(&own("q", when)).unwrap_err(), ["no series of answers ever leads to `q`"], "{when}");
        }
    }

    #[test]
    fn what_lies_between_two_bounds_or_needs_several_choices_can_be_asked() {
        for when in [
            "{ all = [{ cost = { over = 10 } }, { not = { cost = { over = 20 } } }] }",
            "{ all = [{ legal_reason = \"press\" }, { legal_reason = \"data\" }, { not = { legal_reason = \"injury\" } }] }",
            "{ remedy_value = { over = \"5 EUR\" }, outcome = \"yes\" }",
            "{ not = { alternative = { answered = true } } }",
        ] {
            assert!(loaded(&own("q", when)).is_ok(), "{when}");
        }
    }

    /// Conditions on a few questions of different kinds.
    fn when() -> impl Strategy<Value = String> {
        let test = prop::sample::select(vec![
            "legal_risk = true",
            "legal_risk = false",
            "correction = \"partly\"",
            "correction = [\"corrected\", \"impossible\"]",
            "alternative = { answered = true }",
            "legal_reason = \"press\"",
            "legal_reason = \"data\"",
            "remedy = \"refund\"",
            "remedy_value = { over = 10 }",
            "remedy_value = { over = 20 }",
            "approved_by = { answered = true }",
        ]);
        test.prop_map(|test| format!("{{ {test} }}")).prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 1..4)
                    .prop_map(|parts| format!("{{ all = [{}] }}", parts.join(", "))),
                prop::collection::vec(inner.clone(), 1..4)
                    .prop_map(|parts| format!("{{ any = [{}] }}", parts.join(", "))),
                inner.prop_map(|part| format!("{{ not = {part} }}")),
            ]
        })
    }

    /// Random answers to the questions that are open, in the order of asking.
    fn answered(playbook: &Playbook, dice: &[u32]) -> HashMap<Name, Value> {
        struct Given<'p>(HashMap<Name, Value>, &'p Playbook);
        impl Facts for Given<'_> {
            fn answer(&self, question: &Name) -> Option<&Value> {
                self.0.get(question)
            }
            fn authority(&self) -> &Limit {
                &self.1.authority.limit
            }
        }
        let mut given = Given(HashMap::new(), playbook);
        for (question, die) in playbook.questions.iter().zip(dice.iter().cycle()) {
            if die % 7 == 0 || question.when.as_ref().is_some_and(|when| !when.holds(&given)) {
                continue;
            }
            let pick = *die as usize;
            let ids: Vec<Name> = question.kind.choices().iter().map(|choice| choice.id.clone()).collect();
            let value = match &question.kind {
                Kind::Choice(_) => Value::Choice(ids[pick % ids.len()].clone()),
                Kind::Choices(_) => Value::Choices(
                    ids.into_iter().enumerate().filter(|(at, _)| pick >> at & 1 == 1).map(|(_, id)| id).collect(),
                ),
                Kind::Money => Value::Money(
                    Money::new(Decimal::from(die % 40), if die % 3 == 0 { Currency::EUR } else { Currency::GBP })
                        .unwrap(),
                ),
                _ => Value::YesNo(die % 2 == 0),
            };
            given.0.insert(question.id.clone(), value);
        }
        given.0
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(192))]

        #[test]
        fn a_question_that_is_declared_unreachable_is_never_opened(when in when(), dice in prop::collection::vec(any::<u32>(), 61)) {
            let Err(problems) = loaded(&own("q", &when)) else { return Ok(()) };
            prop_assert_eq!(problems.len(), 1);
            // The same playbook without the condition answers at random, and the condition is looked at afterwards.
            let free = loaded(&own("q", "{ legal_risk = true }")).unwrap();
            let given = answered(&free, &dice);
            let reopened = loaded(&own("q", &format!("{{ any = [{when}, {{ not = {{ severity = {{ answered = true }} }} }}] }}"))).unwrap();
            let Some(Condition::Any(parts)) = &reopened.question("q").unwrap().when else { return Err(TestCaseError::fail("an `any`")) };
            let search = Search { when: &parts[0], answers: HashMap::new(), limit: &Limit::Unset, effort: &mut 0 };
            let facts = Search { answers: given.iter().map(|(name, value)| (name, value.clone())).collect(), ..search };
            prop_assert!(!parts[0].holds(&facts), "{when}: {given:?}");
        }
    }
}
