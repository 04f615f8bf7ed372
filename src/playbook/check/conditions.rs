//! The conditions of a playbook's own questions: every name, answer and order in them, and whether they can ever hold.

use super::{Check, clip};
use crate::answer::{Given, Kind, Value};
use crate::diagnostic::Site;
use crate::playbook::Condition;
use crate::playbook::model::Question;
use crate::playbook::raw::{RawPlaybook, RawTest, RawWhen};
use crate::playbook::reachable::can_be_asked;
use crate::playbook::table::Sited;
use crate::text::did_you_mean;

impl Check<'_> {
    /// Reads and checks every `when` of the playbook's own questions.
    pub(super) fn conditions(&mut self, raw: &RawPlaybook, questions: &mut [Question]) {
        let written = raw.steps.values().flat_map(|step| &step.questions).filter_map(|question| Some((question, question.when.as_ref()?)));
        for (question, when) in written {
            let Some(place) = questions.iter().position(|known| known.id == question.id.value && !known.builtin) else { continue };
            let (before, after) = questions.split_at_mut(place);
            let Some((asked, later)) = after.split_first_mut() else { continue };
            let seen = Seen { before, later, itself: asked.id.as_str().to_owned() };
            asked.when = self.condition(when, &seen);
            let (before, after) = questions.split_at(place);
            if let Some(asked) = after.first()
                && asked.when.is_some()
                && !can_be_asked(asked, before)
            {
                self.problem(&question.id.site, format!("no series of answers ever leads to `{}`", question.id.value), "never asked", "look at its `when`, and at those of the questions it names");
            }
        }
    }

    fn condition(&mut self, when: &RawWhen, seen: &Seen<'_>) -> Option<Condition> {
        Some(match when {
            RawWhen::All(parts) => {
                let mut parts: Vec<Condition> = parts.iter().filter_map(|part| self.condition(part, seen)).collect();
                if parts.len() == 1 { parts.pop()? } else { Condition::All(parts) }
            }
            RawWhen::Any(parts) => Condition::Any(parts.iter().filter_map(|part| self.condition(part, seen)).collect()),
            RawWhen::Not(part) => Condition::Not(Box::new(self.condition(part, seen)?)),
            RawWhen::Test { question, test } => self.test(question, test, seen)?,
        })
    }

    fn test(&mut self, named: &Sited<String>, test: &RawTest, seen: &Seen<'_>) -> Option<Condition> {
        let question = self.earlier(named, seen)?;
        let id = question.id.clone();
        match test {
            RawTest::Answered(true) => Some(Condition::Answered(id)),
            RawTest::Answered(false) => Some(Condition::Not(Box::new(Condition::Answered(id)))),
            RawTest::Over(bound) => self.over(question, bound),
            RawTest::Is(answers) => {
                let answers = answers.iter().map(|answer| self.answer(question, answer)).collect::<Option<Vec<_>>>()?;
                if answers.is_empty() {
                    self.problem(&named.site, format!("no answer of `{id}` is named here"), "an empty list", "name at least one");
                    return None;
                }
                Some(Condition::Is { question: id, answers })
            }
        }
    }

    fn earlier<'q>(&mut self, named: &Sited<String>, seen: &Seen<'q>) -> Option<&'q Question> {
        if let Some(found) = seen.before.iter().find(|question| question.id == *named.value) {
            return Some(found);
        }
        let name = clip(&named.value);
        if seen.itself == named.value {
            self.problem(&named.site, format!("`{name}` cannot depend on its own answer"), "itself", "name an earlier question");
        } else if seen.later.iter().any(|question| question.id == *named.value) {
            self.problem(&named.site, format!("`{name}` is asked later than this"), "later", "name an earlier question, or move this one behind it with `after`");
        } else {
            let near = did_you_mean(&named.value, seen.before.iter().map(|question| question.id.as_str()));
            let help = near.map_or_else(|| "name an earlier question".into(), |near| format!("did you mean `{near}`?"));
            self.problem(&named.site, format!("there is no question `{name}`"), "not a question", help);
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
                    let help = match did_you_mean(text, names.iter().copied()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("its answers are {}", super::quoted(&names)),
                    };
                    self.problem(&answer.site, format!("`{}` has no answer `{}`", question.id, clip(text)), "not one of its answers", help);
                    return None;
                }
                chosen
            }
            (Kind::YesNo, Given::Bool(flag)) => Some(Value::YesNo(*flag)),
            (Kind::Rating { scale }, Given::Number(number)) => {
                number.normalize().to_string().parse().ok().filter(|mark| (1..=*scale).contains(mark)).map(Value::Rating)
            }
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

/// The questions around the one whose condition is read.
struct Seen<'q> {
    before: &'q [Question],
    later: &'q [Question],
    itself: String,
}
