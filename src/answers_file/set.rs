//! `--set QUESTION=VALUE`: one answer from the command line.

use super::file::{GivenAnswer, MOST_ROUNDS, What, comes_again};
use crate::answer::Given;
use crate::diagnostic::Site;
use crate::playbook::Playbook;
use crate::spine::{Name, Step};
use crate::table::{Sited, clip, quoted};
use crate::text::did_you_mean;

/// Why a `--set` is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetError {
    /// There is no `=` in it.
    #[error("`{}` has no `=`", clip(.0))]
    NoEquals(String),
    /// Nothing stands behind the `=`.
    #[error("there is nothing behind `{0}=`")]
    Empty(Name),
    /// The playbook has no such question.
    #[error("there is no question `{}` in this playbook", clip(.name))]
    UnknownQuestion {
        /// What was written.
        name: String,
        /// What was probably meant.
        near: Option<Name>,
    },
    /// There is no such step.
    #[error("there is no step `{}`", clip(.0))]
    UnknownStep(String),
    /// The question belongs to another step.
    #[error("`{question}` belongs to the step `{}`", .right.name())]
    WrongStep {
        /// The question.
        question: Name,
        /// Its step.
        right: Step,
    },
    /// What stands behind `#` is no round, or one this question does not have.
    #[error("`{}` names no round of this question", clip(.0))]
    BadRound(String),
}

impl SetError {
    /// What to do next.
    pub fn help(&self) -> String {
        match self {
            Self::NoEquals(_) => "write `--set QUESTION=ANSWER`, as `--set owner='Maria Lopez'`".into(),
            Self::Empty(_) => "give an answer, or leave this `--set` out".into(),
            Self::UnknownQuestion { near: Some(near), .. } => format!("did you mean `{near}`?"),
            Self::UnknownQuestion { near: None, .. } => {
                "see `recover playbook answers` for the questions there are".into()
            }
            Self::UnknownStep(name) => match did_you_mean(name, Step::ALL.iter().map(|step| step.name())) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the steps are {}", quoted(&Step::ALL.map(Step::name))),
            },
            Self::WrongStep { question, right } => {
                format!("write `{}.{question}=...`, or `{question}=...`", right.name())
            }
            Self::BadRound(_) => {
                format!(
                    "write `name#2` for the second round, up to {MOST_ROUNDS}; the steps from `correct` to the ending have rounds"
                )
            }
        }
    }
}

/// Reads `NAME=VALUE`, `STEP.NAME=VALUE` or `NAME#ROUND=VALUE`; the value is read later, like a typed line. `source` is the number
/// of the source that holds `argument`, for problems to point into.
///
/// # Errors
/// Why it is no answer; see [`SetError`].
pub fn set(argument: &str, source: usize, playbook: &Playbook) -> Result<GivenAnswer, SetError> {
    let (target, value) = argument.split_once('=').ok_or_else(|| SetError::NoEquals(argument.to_owned()))?;
    let target = target.trim();
    let (path, round) = match target.split_once('#') {
        Some((path, round)) => (path, round.parse().ok().filter(|round| (1..=MOST_ROUNDS).contains(round))),
        None => (target, Some(1)),
    };
    let (step, name) = match path.split_once('.') {
        Some((step, name)) => {
            (Some(Step::from_name(step).ok_or_else(|| SetError::UnknownStep(step.to_owned()))?), name)
        }
        None => (None, path),
    };
    let question = playbook.question(name).ok_or_else(|| unknown(name, playbook))?;
    if step.is_some_and(|step| step != question.step) {
        return Err(SetError::WrongStep { question: question.id.clone(), right: question.step });
    }
    let round = round
        .filter(|round| *round == 1 || comes_again(question.step))
        .ok_or_else(|| SetError::BadRound(target.to_owned()))?;
    if value.trim().is_empty() {
        return Err(SetError::Empty(question.id.clone()));
    }
    let equals = argument.len() - value.len();
    Ok(GivenAnswer {
        step: question.step,
        round,
        question: Sited { value: question.id.clone(), site: Site::new(source, 0..equals - 1) },
        what: Sited {
            value: What::Answer(Given::Text(value.to_owned())),
            site: Site::new(source, equals..argument.len()),
        },
    })
}

fn unknown(name: &str, playbook: &Playbook) -> SetError {
    let near = did_you_mean(name, playbook.questions.iter().map(|question| question.id.as_str()));
    SetError::UnknownQuestion { name: name.to_owned(), near: near.and_then(|near| near.parse().ok()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers_file::tests::shipped;

    fn error(argument: &str) -> (String, String) {
        let error = set(argument, 1, &shipped("service-recovery")).unwrap_err();
        (error.to_string(), error.help())
    }

    #[test]
    fn a_question_is_named_alone_with_its_step_or_with_its_round() {
        let playbook = shipped("service-recovery");
        let answer = set("owner=Maria Lopez = boss", 1, &playbook).unwrap();
        assert_eq!(answer.what.value, What::Answer(Given::Text("Maria Lopez = boss".into())));
        assert_eq!((answer.what.site.start, answer.question.site.end), (6, 5));
        assert_eq!(set("take-responsibility.owner=Ann", 1, &playbook).unwrap().step, Step::TakeResponsibility);
        assert_eq!(set("outcome#2=yes", 1, &playbook).unwrap().round, 2);
        assert_eq!(set("correct.correction#3=partly", 1, &playbook).unwrap().round, 3);
    }

    #[test]
    fn what_is_wrong_is_said_with_what_to_do() {
        assert_eq!(
            error("owner"),
            ("`owner` has no `=`".into(), "write `--set QUESTION=ANSWER`, as `--set owner='Maria Lopez'`".into())
        );
        assert_eq!(
            error("ownr=x"),
            ("there is no question `ownr` in this playbook".into(), "did you mean `owner`?".into())
        );
        assert_eq!(
            error("owner= "),
            ("there is nothing behind `owner=`".into(), "give an answer, or leave this `--set` out".into())
        );
        assert_eq!(error("intake.owner=x").0, "`owner` belongs to the step `take-responsibility`");
        assert_eq!(error("intak.owner=x").1, "did you mean `intake`?");
        for bad in ["outcome#0=yes", "outcome#x=yes", "outcome#101=yes", "owner#2=Ann"] {
            assert!(error(bad).0.ends_with("names no round of this question"), "{bad}");
        }
    }
}
