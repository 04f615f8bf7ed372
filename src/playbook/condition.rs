//! Which earlier answers open a question: data, evaluated and checked, no language.

use rust_decimal::Decimal;

use super::authority::Limit;
use crate::answer::{Money, Value};
use crate::spine::Name;
use crate::spine::builtin::StaticWhen;

/// A condition on earlier answers. A question with several answers meets it when one of them does.
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
    /// The amount is over the responder's authority; see [`Limit`].
    OverAuthority(Name),
}

/// What a condition may ask of the answers so far.
pub trait Facts {
    /// The answer that stands, if there is one.
    fn answer(&self, question: &Name) -> Option<&Value>;
    /// The most the responder may offer alone.
    fn authority(&self) -> &Limit;
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
            Self::OverNumber(question, bound) => facts
                .answer(question)
                .is_some_and(|found| found.parts().any(|one| matches!(one, Value::Number(number) if number > bound))),
            Self::OverMoney(question, bound) => {
                over(facts.answer(question), |amount| amount.is_over(bound).unwrap_or(true))
            }
            Self::OverAuthority(question) => {
                over(facts.answer(question), |amount| facts.authority().is_exceeded_by(amount))
            }
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

    /// The condition as a sentence reads it, with the names of questions and answers as the file has them:
    /// `severity is s1 or s2`, `legal_risk is yes and not (channel is phone)`.
    pub fn words(&self) -> String {
        match self {
            Self::All(parts) if parts.is_empty() => "always".to_owned(),
            Self::Any(parts) if parts.is_empty() => "never".to_owned(),
            Self::All(parts) => Self::joined(parts, " and "),
            Self::Any(parts) => Self::joined(parts, " or "),
            Self::Not(part) => format!("not ({})", part.words()),
            Self::Is { question, answers } => {
                let answers: Vec<String> = answers.iter().map(answer_words).collect();
                format!("{question} is {}", answers.join(" or "))
            }
            Self::Answered(question) => format!("{question} is answered"),
            Self::OverNumber(question, bound) => format!("{question} is over {bound}"),
            Self::OverMoney(question, bound) => format!("{question} is over {bound}"),
            Self::OverAuthority(question) => format!("{question} is over the authority"),
        }
    }

    /// Several parts in brackets where one by itself is of several parts.
    fn joined(parts: &[Self], between: &str) -> String {
        let part = |part: &Self| match part {
            Self::All(inner) | Self::Any(inner) if inner.len() > 1 && parts.len() > 1 => format!("({})", part.words()),
            other => other.words(),
        };
        parts.iter().map(part).collect::<Vec<_>>().join(between)
    }

    /// How many parts it has, itself included: what looking at it costs.
    pub fn size(&self) -> usize {
        match self {
            Self::All(parts) | Self::Any(parts) => 1 + parts.iter().map(Self::size).sum::<usize>(),
            Self::Not(part) => 1 + part.size(),
            Self::Is { answers, .. } => 1 + answers.len(),
            Self::Answered(_) | Self::OverNumber(..) | Self::OverMoney(..) | Self::OverAuthority(_) => 1,
        }
    }

    /// The same condition as the table of built-in questions has it; `None` where there is none.
    pub fn from_table(when: &StaticWhen) -> Option<Self> {
        let named = |id: &str| id.parse::<Name>().ok();
        Some(match when {
            StaticWhen::Always => return None,
            StaticWhen::Is(id, answers) => Self::Is {
                question: named(id)?,
                answers: answers.iter().filter_map(|answer| table_answer(answer)).collect(),
            },
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

fn answer_words(answer: &Value) -> String {
    match answer {
        Value::Choice(id) => id.to_string(),
        Value::YesNo(yes) => (if *yes { "yes" } else { "no" }).to_owned(),
        Value::Rating(mark) => mark.to_string(),
        _ => "another answer".to_owned(),
    }
}

fn is_one_of(found: &Value, answers: &[Value]) -> bool {
    match found {
        Value::Choices(chosen) => chosen.iter().any(|one| answers.contains(&Value::Choice(one.clone()))),
        Value::YesNo(yes) => {
            let word = if *yes { "yes" } else { "no" };
            answers.iter().any(|answer| answer == found || answer.choice() == Some(word))
        }
        Value::Several(parts) => parts.iter().any(|part| is_one_of(part, answers)),
        other => answers.contains(other),
    }
}

fn over(found: Option<&Value>, is_over: impl Fn(&Money) -> bool) -> bool {
    found.is_some_and(|found| found.parts().any(|one| matches!(one, Value::Money(amount) if is_over(amount))))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[derive(Default)]
    struct Answers {
        given: HashMap<Name, Value>,
        limit: Limit,
    }

    impl Facts for Answers {
        fn answer(&self, question: &Name) -> Option<&Value> {
            self.given.get(question)
        }

        fn authority(&self) -> &Limit {
            &self.limit
        }
    }

    fn name(text: &str) -> Name {
        text.parse().unwrap()
    }

    fn given(question: &str, value: Value) -> Answers {
        Answers { given: HashMap::from([(name(question), value)]), limit: Limit::Unset }
    }

    fn choice(id: &str) -> Value {
        Value::Choice(name(id))
    }

    fn is(question: &str, answers: &[Value]) -> Condition {
        Condition::Is { question: name(question), answers: answers.to_vec() }
    }

    fn money(text: &str) -> Money {
        Money::read(text, None).unwrap()
    }

    #[test]
    fn an_unanswered_question_meets_no_condition_and_meets_its_opposite() {
        let nothing = Answers::default();
        for condition in [
            is("cause", &[choice("known")]),
            Condition::Answered(name("cause")),
            Condition::OverNumber(name("hours"), Decimal::ZERO),
            Condition::OverMoney(name("value"), money("0 GBP")),
            Condition::OverAuthority(name("value")),
        ] {
            assert!(!condition.holds(&nothing), "{condition:?}");
            assert!(Condition::Not(Box::new(condition)).holds(&nothing));
        }
    }

    #[test]
    fn one_of_several_answers_is_enough() {
        let either = is("cause", &[choice("known"), choice("told")]);
        assert!(either.holds(&given("cause", choice("told"))));
        assert!(!either.holds(&given("cause", choice("unknown"))));
        assert!(
            is("reason", &[choice("press")]).holds(&given("reason", Value::Choices(vec![name("data"), name("press")])))
        );
    }

    #[test]
    fn a_repeated_question_meets_a_condition_by_any_of_its_answers() {
        let several = given("mark", Value::Several(vec![Value::Rating(2), Value::Rating(5)]));
        assert!(is("mark", &[Value::Rating(5)]).holds(&several));
        assert!(!is("mark", &[Value::Rating(4)]).holds(&several));
        let hours = given("hours", Value::Several(vec![Value::Number(1.into()), Value::Number(9.into())]));
        assert!(Condition::OverNumber(name("hours"), 5.into()).holds(&hours));
    }

    #[test]
    fn yes_is_true_in_the_table_of_built_in_questions() {
        let legal = Condition::from_table(&StaticWhen::Is("legal_risk", &["yes"])).unwrap();
        assert!(legal.holds(&given("legal_risk", Value::YesNo(true))));
        assert!(!legal.holds(&given("legal_risk", Value::YesNo(false))));
    }

    #[test]
    fn over_excludes_the_bound_and_other_currencies_are_over() {
        let over = Condition::OverMoney(name("value"), money("50 GBP"));
        for (amount, expected) in [("50 GBP", false), ("50.01 GBP", true), ("1 EUR", true)] {
            assert_eq!(over.holds(&given("value", Value::Money(money(amount)))), expected, "{amount}");
        }
    }

    #[test]
    fn without_a_limit_every_amount_is_over_the_authority() {
        let over = Condition::OverAuthority(name("value"));
        let mut answers = given("value", Value::Money(money("1 GBP")));
        assert!(over.holds(&answers));
        answers.limit = Limit::UpTo(money("1 GBP"));
        assert!(!over.holds(&answers));
    }

    #[test]
    fn without_end_no_amount_of_any_currency_is_over_the_authority() {
        let over = Condition::OverAuthority(name("value"));
        for amount in ["0 GBP", "1000000 GBP", "1 EUR"] {
            let answers = Answers { limit: Limit::Unlimited, ..given("value", Value::Money(money(amount))) };
            assert!(!over.holds(&answers), "{amount}");
        }
    }

    #[test]
    fn a_condition_reads_as_a_sentence() {
        let severe = is("severity", &[choice("s1"), choice("s2")]);
        let legal = is("legal_risk", &[Value::YesNo(true)]);
        let both = Condition::All(vec![legal, Condition::Any(vec![severe.clone(), Condition::Answered(name("cost"))])]);
        assert_eq!(severe.words(), "severity is s1 or s2");
        assert_eq!(both.words(), "legal_risk is yes and (severity is s1 or s2 or cost is answered)");
        assert_eq!(Condition::Not(Box::new(severe)).words(), "not (severity is s1 or s2)");
    }

    #[test]
    fn all_of_nothing_holds_and_any_of_nothing_does_not() {
        let nothing = Answers::default();
        assert!(Condition::All(Vec::new()).holds(&nothing));
        assert!(!Condition::Any(Vec::new()).holds(&nothing));
    }
}
