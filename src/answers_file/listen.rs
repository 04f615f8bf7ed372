//! From what an answers file gives to answers: at which moment each was given, and what it means at that moment.

use chrono::{DateTime, FixedOffset};

use super::file::{AnswersFile, Closed, Entered, What};
use crate::answer::given::read_given;
use crate::answer::{Given, Kind, Listening, Misread, Person, Value};
use crate::diagnostic::{Problem, Site};
use crate::playbook::{Playbook, Question};
use crate::table::Sited;

type Moment = DateTime<FixedOffset>;

impl AnswersFile {
    /// Everything that can never be read as an answer to its question, as a time, or as a person, whatever the walk is like.
    pub fn check_values(&self, playbook: &Playbook, ctx: &Listening<'_>) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut note = |site: &Site, what: &str, why: &Misread| problems.push(problem(site, what, why));
        let ctx = Listening { currency: playbook.currency, me: self.me(ctx), ..ctx.clone() };
        if let (Some(given), Some(Err(why))) = (&self.responder, self.responder(&ctx)) {
            note(&given.site, "responder", &why);
        }
        for (what, text) in self.times() {
            if let Err(why) = moment(&text.value, &ctx) {
                note(&text.site, what, &why);
            }
        }
        let latest = self.times().filter_map(|(_, text)| moment(&text.value, &ctx).ok()).max();
        let entered = self.entered();
        for answer in &self.answers {
            let (Some(question), What::Answer(given)) =
                (playbook.question(answer.question.value.as_str()), &answer.what.value)
            else {
                continue;
            };
            let given_at = entered.get(&(&question.id, answer.round)).and_then(|entered| entered_at(entered, &ctx));
            let at = given_at.or(latest).unwrap_or(ctx.now);
            if let Err(why) = answer_to(question, given, at, &ctx) {
                note(&answer.what.site, question.id.as_str(), &why);
            }
        }
        problems
    }

    /// When the walk began; `None` where the file does not say so, or not readably.
    pub fn started_at(&self, ctx: &Listening<'_>) -> Option<Moment> {
        self.started_at.as_ref().and_then(|text| moment(&text.value, ctx).ok())
    }

    /// Who answers, if the file says so.
    pub fn responder(&self, ctx: &Listening<'_>) -> Option<Result<Person, Misread>> {
        let given = self.responder.as_ref()?;
        Some(
            read_given(&Kind::Person, false, &given.value, ctx)
                .and_then(|value| value.person().cloned().ok_or(Misread::Nameless)),
        )
    }

    /// The responder of the file, or else the one who is known already.
    pub fn me(&self, ctx: &Listening<'_>) -> Option<Person> {
        self.responder(ctx).and_then(Result::ok).or_else(|| ctx.me.clone())
    }

    /// Every time of the file that says when something was done, with what it belongs to.
    fn times(&self) -> impl Iterator<Item = (&str, &Sited<String>)> {
        let entered =
            self.entered.iter().filter_map(|entered| Some((entered.question.value.as_str(), entered.at.as_ref()?)));
        let notes = self.notes.iter().filter_map(|note| Some(("notes", note.at.as_ref()?)));
        let reopened = self
            .reopened
            .iter()
            .flat_map(|reopening| reopening.closed.iter().chain(&reopening.at))
            .map(|text| ("reopened", text));
        self.started_at.iter().map(|text| ("started_at", text)).chain(entered).chain(notes).chain(reopened)
    }

    /// When the incident was closed, if the file says so readably.
    pub(super) fn closed_at(&self, ctx: &Listening<'_>) -> Option<Moment> {
        match self.closed.as_ref().map(|closed| &closed.value) {
            Some(Closed::At(text)) => moment(text, ctx).ok(),
            _ => None,
        }
    }
}

fn problem(site: &Site, what: &str, why: &Misread) -> Problem {
    Problem {
        site: site.clone(),
        message: format!("`{what}`: {}", why.message()),
        label: "not an answer".into(),
        help: why.help(),
    }
}

/// When that answer was given, if the file says so readably.
pub(super) fn entered_at(entered: &Entered, ctx: &Listening<'_>) -> Option<Moment> {
    entered.at.as_ref().and_then(|text| moment(&text.value, ctx).ok())
}

/// A moment that is over.
pub(super) fn moment(text: &str, ctx: &Listening<'_>) -> Result<Moment, Misread> {
    match read_given(&Kind::DateTime, false, &Given::Text(text.to_owned()), ctx)? {
        Value::DateTime(at) => Ok(at),
        _ => Err(Misread::Empty),
    }
}

/// What a value means as an answer given at `at`: `yesterday` is the day before that. A time that names its year means the same
/// whenever it is said, and so it only has to be over by now.
///
/// # Errors
/// Why it is no answer.
pub(super) fn answer_to(question: &Question, given: &Given, at: Moment, ctx: &Listening<'_>) -> Result<Value, Misread> {
    let (given, nobody) = without_nobody(&question.kind, given);
    let then = Listening { now: at, ..ctx.clone() };
    let mut value = match read_given(&question.kind, question.repeat, &given, &then) {
        Err(_) if ctx.now > at && names_its_year(&question.kind, &given) => {
            read_given(&question.kind, question.repeat, &given, ctx)
        }
        read => read,
    }?;
    leave_nobody(&mut value, &nobody);
    Ok(value)
}

fn names_its_year(kind: &Kind, given: &Given) -> bool {
    let begins_with_a_year = |text: &str| matches!(text.trim_start().as_bytes(), [a, b, c, d, b'-', ..] if [a, b, c, d].iter().all(|byte| byte.is_ascii_digit()));
    matches!(kind, Kind::Date | Kind::DateTime)
        && match given {
            Given::Text(text) => begins_with_a_year(text),
            Given::List(parts) => {
                parts.iter().all(|part| matches!(part, Given::Text(text) if begins_with_a_year(text)))
            }
            _ => false,
        }
}

/// The same value without `by = ""`, which says that nobody was named to keep a promise, and which of its parts said so.
fn without_nobody(kind: &Kind, given: &Given) -> (Given, Vec<usize>) {
    let is_nobody =
        |(key, value): &(String, Given)| key == "by" && matches!(value, Given::Text(text) if text.is_empty());
    let mut nobody = Vec::new();
    let mut strip = |index: usize, part: &Given| match part {
        Given::Table(table) if *kind == Kind::Promise && table.iter().any(is_nobody) => {
            nobody.push(index);
            Given::Table(table.iter().filter(|entry| !is_nobody(entry)).cloned().collect())
        }
        other => other.clone(),
    };
    let stripped = match given {
        Given::List(parts) => Given::List(parts.iter().enumerate().map(|(index, part)| strip(index, part)).collect()),
        single => strip(0, single),
    };
    (stripped, nobody)
}

fn leave_nobody(value: &mut Value, nobody: &[usize]) {
    let clear = |index: usize, part: &mut Value| {
        if let (true, Value::Promise(promise)) = (nobody.contains(&index), part) {
            promise.by = None;
        }
    };
    match value {
        Value::Several(parts) => parts.iter_mut().enumerate().for_each(|(index, part)| clear(index, part)),
        single => clear(0, single),
    }
}
