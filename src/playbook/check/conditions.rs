//! The conditions of a playbook's own questions and of its time limits: every name, answer and order in them, and whether they can ever hold.

use std::collections::HashMap;

use super::{Check, clip};
use crate::answer::{Given, Kind, Value};
use crate::diagnostic::Site;
use crate::playbook::Condition;
use crate::playbook::model::Question;
use crate::playbook::raw::{RawQuestion, RawTest, RawWhen};
use crate::playbook::reachable::{MOST_EFFORT, can_be_asked};
use crate::spine::{Asked, Name, Step};
use crate::table::Sited;

impl Check<'_> {
    /// Reads and checks every `when` of the playbook's own questions.
    pub(super) fn conditions(
        &mut self,
        said: &[(Step, &RawQuestion)],
        questions: &mut [Question],
        places: &HashMap<Name, usize>,
    ) {
        let mut opened = Vec::new();
        for (step, written) in said {
            let (Some(when), Some(&place)) = (&written.when, places.get(&written.id.value)) else { continue };
            let Some(asked) = questions.get(place).filter(|asked| !asked.builtin && asked.step == *step) else {
                continue;
            };
            let around = Around { questions, places, place, asked: Some(asked) };
            let condition = self.condition(&when.value, &around);
            let whole = condition.is_some();
            if let Some(asked) = questions.get_mut(place) {
                asked.when = condition;
            }
            if whole {
                opened.push((place, &when.site));
            }
        }
        let mut effort = MOST_EFFORT;
        for (place, site) in opened {
            if let Some(asked) = questions.get(place)
                && !can_be_asked(asked, questions, places, &self.limit, &mut effort)
            {
                let message = format!("no series of answers ever leads to `{}`", asked.id);
                self.problem(
                    site,
                    message,
                    "never true",
                    "look at this condition, and at those of the questions it names",
                );
            }
        }
    }

    /// The condition, or `None` when something in it is wrong, all of which is reported.
    pub(super) fn condition(&mut self, when: &RawWhen, around: &Around<'_>) -> Option<Condition> {
        match when {
            RawWhen::All(parts) => {
                let mut parts = self.parts(parts, around)?;
                if parts.len() == 1 { parts.pop() } else { Some(Condition::All(parts)) }
            }
            RawWhen::Any(parts) => self.parts(parts, around).map(Condition::Any),
            RawWhen::Not(part) => self.condition(part, around).map(|part| Condition::Not(Box::new(part))),
            RawWhen::Test { question, test } => self.test(question, test, around),
            RawWhen::Unread => None,
        }
    }

    /// Every part is looked at, also behind a wrong one.
    fn parts(&mut self, parts: &[RawWhen], around: &Around<'_>) -> Option<Vec<Condition>> {
        let parts: Vec<Option<Condition>> = parts.iter().map(|part| self.condition(part, around)).collect();
        parts.into_iter().collect()
    }

    fn test(&mut self, named: &Sited<String>, test: &RawTest, around: &Around<'_>) -> Option<Condition> {
        let question = self.earlier(named, around)?;
        let id = question.id.clone();
        match test {
            RawTest::Answered(true) => Some(Condition::Answered(id)),
            RawTest::Answered(false) => Some(Condition::Not(Box::new(Condition::Answered(id)))),
            RawTest::Over(bound) => self.over(question, bound),
            RawTest::Is(answers) => {
                let answers: Vec<Option<Value>> = answers.iter().map(|answer| self.answer(question, answer)).collect();
                let answers = answers.into_iter().collect::<Option<Vec<_>>>()?;
                if answers.is_empty() {
                    self.problem(
                        &named.site,
                        format!("no answer of `{id}` is named here"),
                        "an empty list",
                        "name at least one",
                    );
                    return None;
                }
                Some(Condition::Is { question: id, answers })
            }
        }
    }

    fn earlier<'q>(&mut self, named: &Sited<String>, around: &Around<'q>) -> Option<&'q Question> {
        let name = clip(&named.value);
        let earlier = around.questions.get(..around.place).unwrap_or_default();
        match around.places.get(named.value.as_str()) {
            Some(place) if *place < around.place => return earlier.get(*place),
            Some(place) if *place == around.place => {
                self.problem(
                    &named.site,
                    format!("`{name}` cannot depend on its own answer"),
                    "itself",
                    "name an earlier question",
                );
            }
            Some(_) => {
                let help = if around.asked.is_some_and(|asked| asked.asked == Asked::Now) {
                    "leave `asked = \"now\"` out, or name a question that is asked before this one"
                } else {
                    "name an earlier question, or move this one behind it with `after`"
                };
                self.problem(&named.site, format!("`{name}` is asked later than this"), "later", help);
            }
            None if self.faulty.contains(named.value.as_str()) => {}
            None => {
                let near = self.near(&named.value, earlier.iter().map(|question| question.id.as_str()));
                let other = if around.asked.is_some() {
                    "name an earlier question"
                } else {
                    "name a question of this playbook"
                };
                let help = near.map_or_else(|| other.into(), |near| format!("did you mean `{near}`?"));
                self.problem(&named.site, format!("there is no question `{name}`"), "not a question", help);
            }
        }
        None
    }

    fn over(&mut self, question: &Question, bound: &Sited<Given>) -> Option<Condition> {
        match (&question.kind, &bound.value) {
            (Kind::Money, _) => self.money(bound).map(|money| Condition::OverMoney(question.id.clone(), money)),
            (Kind::Number { .. }, Given::Number(number)) => Some(Condition::OverNumber(question.id.clone(), *number)),
            _ => {
                self.wrong_answer(&bound.site, question, "`over` asks about money and numbers");
                None
            }
        }
    }

    fn answer(&mut self, question: &Question, answer: &Sited<Given>) -> Option<Value> {
        let found = match (&question.kind, &answer.value) {
            (Kind::Choice(_) | Kind::Choices(_), Given::Text(text)) => {
                let chosen = question.kind.choice(text).map(|choice| Value::Choice(choice.id.clone()));
                if chosen.is_none() {
                    let names: Vec<&str> = question.kind.choices().iter().map(|choice| choice.id.as_str()).collect();
                    let help = match self.near(text, names.iter().copied()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("its answers are {}", super::quoted(&names)),
                    };
                    self.problem(
                        &answer.site,
                        format!("`{}` has no answer `{}`", question.id, clip(text)),
                        "not one of its answers",
                        help,
                    );
                    return None;
                }
                chosen
            }
            (Kind::YesNo, Given::Bool(flag)) => Some(Value::YesNo(*flag)),
            (Kind::Rating { scale }, Given::Number(number)) => number
                .normalize()
                .to_string()
                .parse()
                .ok()
                .filter(|mark| (1..=*scale).contains(mark))
                .map(Value::Rating),
            _ => None,
        };
        if found.is_none() {
            self.wrong_answer(&answer.site, question, "this is not one of its answers");
        }
        found
    }

    fn wrong_answer(&mut self, site: &Site, question: &Question, what: &str) {
        let help = match &question.kind {
            Kind::YesNo => "write `true` or `false`".to_owned(),
            Kind::Rating { scale } => format!("write a whole number from 1 to {scale}"),
            Kind::Choice(_) | Kind::Choices(_) => "write one of its choices in quotes".to_owned(),
            Kind::Money => "write `{ over = \"50 GBP\" }` or `{ answered = true }`".to_owned(),
            Kind::Number { .. } => "write `{ over = 10 }` or `{ answered = true }`".to_owned(),
            _ => "write `{ answered = true }`".to_owned(),
        };
        let kind = question.kind.name().name();
        self.problem(site, format!("`{}` is a `{kind}` question: {what}", question.id), "does not fit", help);
    }
}

/// The questions around the one whose condition is read, or around what stands outside the walk.
pub(super) struct Around<'q> {
    /// Every question in the order of asking.
    pub(super) questions: &'q [Question],
    /// The place of each among them.
    pub(super) places: &'q HashMap<Name, usize>,
    /// The condition may look at the questions before this place.
    pub(super) place: usize,
    /// The question it opens; `None` for what is outside the walk and may look at every answer.
    pub(super) asked: Option<&'q Question>,
}
