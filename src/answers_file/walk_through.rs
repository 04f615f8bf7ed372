//! The walk without a terminal: from a walk and an answers file to events, and to what is missing or refused.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, FixedOffset};

use super::file::{AnswersFile, Closed, Entered, GivenAnswer, GivenReopening, What, put_away_in};
use super::listen;
use crate::answer::{Listening, Person, Value};
use crate::diagnostic::{Problem, Site};
use crate::journal::{Envelope, Event, Origin};
use crate::playbook::Question;
use crate::spine::{Name, Step};
use crate::table::Sited;
use crate::untrusted::Untrusted;
use crate::walk::circumstances::Circumstances;
use crate::walk::{Refusal, RoundEnd, Standing, Walk};

/// What came of walking through an answers file. The walk has taken the events in already.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// What is to be appended, in this order.
    pub events: Vec<Made>,
    /// What is still to be asked and was not put off, in the order of asking.
    pub missing: Vec<Name>,
    /// What was not taken, and why.
    pub refused: Vec<Refused>,
    /// For each answer that was used, in the order of use: its place in the file, when and by whom it was given.
    pub(super) used: Vec<Used>,
    /// When whatever follows the answers happens, where the file does not say.
    pub(super) at_the_end: Option<DateTime<FixedOffset>>,
}

/// An event with its circumstances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What happened.
    pub event: Event,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Who did it; empty when that is not known.
    pub author: Untrusted,
}

/// Something in the file that was not taken. It counts as not given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The question, where it is about one.
    pub question: Option<Name>,
    /// The round, from 1.
    pub round: usize,
    /// What stands against it, as a lower-case fragment, safe to print.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// Where it stands.
    pub site: Site,
}

impl Refused {
    /// The same as a problem, to be shown with an excerpt of the file.
    pub fn problem(&self) -> Problem {
        let message = match &self.question {
            Some(question) => format!("`{question}`: {}", self.message),
            None => self.message.clone(),
        };
        Problem { site: self.site.clone(), message, label: "not taken".into(), help: self.help.clone() }
    }
}

/// An answer that was used.
#[derive(Debug, Clone)]
pub(super) struct Used {
    pub index: usize,
    pub before: (DateTime<FixedOffset>, Untrusted),
}

/// Walks on with the answers of the file, as far as they go.
///
/// Among the answers of the present round the next one taken is the first in the playbook's order of asking whose question is
/// asked on this path, on request or not. It is read as of the moment it was given: `[entered]`, else the moment before, else
/// `started_at`, else now. Steps left out and notes follow, and the incident is closed when nothing is owed, unless `closed` says
/// otherwise. What the walk knows already makes no event, so that the same file can be given again.
///
/// Each turn uses up an answer. The values should have passed [`AnswersFile::check_values`]; what has not is refused here.
pub fn walk_through(walk: &mut Walk, file: &AnswersFile, around: &Listening<'_>) -> Outcome {
    walk_through_knowing(walk, file, around, &|_| false)
}

/// As [`walk_through`], where somebody can tell whether the customer is one the house has failed before.
pub fn walk_through_knowing<'a>(
    walk: &'a mut Walk,
    file: &'a AnswersFile,
    around: &Listening<'a>,
    known: &'a dyn Fn(&Walk) -> bool,
) -> Outcome {
    let me = file.me(around);
    let listening = Listening { me: me.clone(), currency: walk.playbook().currency, ..around.clone() };
    let is_new = walk.state().seq <= 1;
    let began = file.started_at(&listening).filter(|_| is_new);
    let mut places: HashMap<&Name, Vec<usize>> = HashMap::new();
    for (index, answer) in file.answers.iter().enumerate() {
        places.entry(&answer.question.value).or_default().push(index);
    }
    let mut walking = Walking {
        at: began.unwrap_or(around.now),
        unused: (0..file.answers.len()).collect(),
        walk,
        file,
        listening,
        me,
        places,
        entered: file.entered(),
        outcome: Outcome::default(),
        known,
        meant_now: HashSet::new(),
    };
    walking.find_meant_now();
    loop {
        while let Some(index) = walking.next_answer() {
            walking.unused.remove(&index);
            if let Some(answer) = file.answers.get(index) {
                walking.take(index, answer);
            }
        }
        if !walking.reopen() {
            break;
        }
    }
    walking.left_over();
    walking.outcome.at_the_end = Some(walking.at);
    walking.skip_steps();
    walking.finish();
    walking.outcome
}

struct Walking<'a> {
    walk: &'a mut Walk,
    file: &'a AnswersFile,
    listening: Listening<'a>,
    me: Option<Person>,
    /// The moment of the last answer.
    at: DateTime<FixedOffset>,
    places: HashMap<&'a Name, Vec<usize>>,
    entered: HashMap<(&'a Name, usize), &'a Entered>,
    unused: HashSet<usize>,
    outcome: Outcome,
    /// Answers that name no round and are those of the present one.
    meant_now: HashSet<usize>,
    /// Whether the customer is one the house has failed before.
    known: &'a dyn Fn(&Walk) -> bool,
}

impl<'a> Walking<'a> {
    /// The next answer to use. What the customer wants more is kept until nothing else of the round is left, since it ends the round.
    fn next_answer(&self) -> Option<usize> {
        let playbook = self.walk.playbook();
        let ready = playbook.questions.iter().filter(|question| self.walk.applies(&question.id));
        let mut ready = ready.filter_map(|question| Some((question, self.present_answer(question)?)));
        let (first, index) = ready.next()?;
        if first.id != *"more_wanted" {
            return Some(index);
        }
        let of_the_round = |(question, _): &(&Question, usize)| question.step != Step::Learn;
        ready.find(of_the_round).map_or(Some(index), |(_, later)| Some(later))
    }

    /// Closes the incident and opens it again, where the file says that this happened next; whether it did.
    fn reopen(&mut self) -> bool {
        let file = self.file;
        let Some(reopening) = file.reopened.get(self.walk.state().earlier_ends.len()) else { return false };
        let moment = |text: &Option<Sited<String>>| {
            text.as_ref().and_then(|text| listen::moment(&text.value, &self.listening).ok())
        };
        let (closed, at) = (moment(&reopening.closed), moment(&reopening.at));
        let me = name_of(self.me.as_ref());
        if self.walk.state().ended.is_none() {
            match self.walk.close().or_else(|refusal| self.as_it_ended(reopening).ok_or(refusal)) {
                Ok(events) => self.append(events, closed.unwrap_or(self.at), &me),
                Err(refusal) => return self.not_reopened(reopening, &refusal),
            }
        }
        self.at = at.or(closed).unwrap_or(self.at);
        match self.walk.reopen(reopening.why.value.as_str().into(), reopening.failed) {
            Ok(events) => {
                let by = reopening.by.as_ref().map_or(me, |by| name_of(person(by).as_ref()));
                self.append(events, self.at, &by);
            }
            Err(refusal) => return self.not_reopened(reopening, &refusal),
        }
        true
    }

    /// The end that the file tells of. Some of what it rested on may have been changed since; the incident is open again after it, and
    /// closes only when everything is there.
    fn as_it_ended(&self, reopening: &GivenReopening) -> Option<Vec<Event>> {
        let ending: Name = reopening.ending.as_ref()?.value.parse().ok()?;
        let question = self.walk.playbook().question("ending")?;
        let is_one = question.kind.choices().iter().any(|choice| choice.id == ending);
        is_one.then(|| vec![Event::Ended { ending }])
    }

    fn not_reopened(&mut self, reopening: &GivenReopening, refusal: &Refusal) -> bool {
        self.outcome.refused.push(Refused {
            question: None,
            round: self.walk.state().round(),
            message: format!("the incident is not closed and opened again: {}", refusal.message()),
            help: refusal.help(),
            site: reopening.why.site.clone(),
        });
        false
    }

    /// The first unused answer to that question in the present round.
    fn present_answer(&self, question: &Question) -> Option<usize> {
        let places = self.places.get(&question.id)?;
        places.iter().copied().find(|index| self.unused.contains(index) && self.is_present(*index))
    }

    /// A file that tells of no reopening, or a `--set`, speaks of the incident as it is now: what it says of a question that was
    /// opened again with the incident is an answer of the present round, unless an earlier round knows the very same.
    fn find_meant_now(&mut self) {
        let was_reopened = |answer: &GivenAnswer| {
            let round = put_away_in(self.walk, &answer.question.value, answer.round)?;
            let mut later = self.walk.state().rounds.iter().skip(round - 1);
            Some(later.any(|round| round.why != RoundEnd::WantedMore))
        };
        if self.file.reopened.is_empty() {
            let answers = self.file.answers.iter().enumerate().filter(|(_, answer)| answer.round == 1);
            let meant_now = answers
                .filter(|(_, answer)| was_reopened(answer) == Some(true) && !self.is_in_an_earlier_round(answer));
            self.meant_now = meant_now.map(|(index, _)| index).collect();
        }
    }

    fn is_present(&self, index: usize) -> bool {
        if self.meant_now.contains(&index) {
            return true;
        }
        self.file.answers.get(index).is_some_and(|answer| {
            answer.round <= self.walk.state().round()
                && put_away_in(self.walk, &answer.question.value, answer.round).is_none()
        })
    }

    /// Whether the file says something about the question, so that nothing is assumed for it.
    fn is_to_come(&self, id: &Name) -> bool {
        let stays_owed = |index: &usize| {
            self.file.answers.get(*index).is_some_and(|answer| matches!(answer.what.value, What::Later | What::Open))
        };
        let places = self.places.get(id).into_iter().flatten();
        places.copied().any(|index| self.is_present(index) && (self.unused.contains(&index) || stays_owed(&index)))
    }

    fn take(&mut self, index: usize, answer: &'a GivenAnswer) {
        let entered = self.entered.get(&(&answer.question.value, answer.round)).copied();
        self.outcome.used.push(Used { index, before: (self.at, name_of(self.me.as_ref())) });
        if let Some(at) = entered.and_then(|entered| listen::entered_at(entered, &self.listening)) {
            self.at = at;
        }
        let by = entered.and_then(|entered| entered.by.as_ref()).map(person);
        let responder = by.unwrap_or_else(|| self.me.clone());
        match self.events_of(answer, responder.as_ref()) {
            Ok(events) => {
                let author = name_of(responder.as_ref());
                self.append(events, self.at, &author);
            }
            Err((message, help)) => self.refuse(answer, message, help),
        }
    }

    fn events_of(&self, answer: &GivenAnswer, responder: Option<&Person>) -> Result<Vec<Event>, (String, String)> {
        let id = &answer.question.value;
        let state = self.walk.state();
        let refused = |refusal: Refusal| (refusal.message(), refusal.help());
        match &answer.what.value {
            What::Open => Ok(Vec::new()),
            What::Later if state.put_off.contains(id) || state.answers.contains_key(id) => Ok(Vec::new()),
            What::Later => self.walk.put_off(id).map_err(refused),
            What::Skip(reason) => {
                let reason = reason.as_deref().map(Untrusted::from);
                if state.skipped.get(id).is_some_and(|skip| skip.reason == reason) {
                    return Ok(Vec::new());
                }
                self.walk.skip(id, reason).map_err(refused)
            }
            What::Answer(_) => {
                let value = self.value(answer)?;
                // What came in from outside the questions later stands against an older text.
                if state.beside.superseded(id) == Some(&value) {
                    return Ok(Vec::new());
                }
                let value = self.walk.brought_up_to_date(id, value);
                let before = state.answers.get(id);
                let is_known = before.is_some_and(|before| before.value == value && before.origin == Origin::Given);
                if is_known && state.focus.as_ref() != Some(id) {
                    return Ok(Vec::new());
                }
                let to_come = |id: &Name| self.is_to_come(id);
                let around = Circumstances { at: self.at, responder, to_come: &to_come, known: self.known };
                self.walk.answer(id, value, around).map_err(refused)
            }
        }
    }

    fn value(&self, answer: &GivenAnswer) -> Result<Value, (String, String)> {
        let id = &answer.question.value;
        let unknown = || Refusal::NoSuchQuestion(id.clone());
        let question =
            self.walk.playbook().question(id.as_str()).ok_or_else(|| (unknown().message(), unknown().help()))?;
        let What::Answer(given) = &answer.what.value else { return Err((unknown().message(), unknown().help())) };
        let keeper = self.walk.keeper(id);
        let listening = Listening { keeper, ..self.listening.clone() };
        listen::answer_to(question, given, self.at, &listening).map_err(|why| (why.message(), why.help()))
    }

    /// What is to be said about answers that were never asked for.
    fn left_over(&mut self) {
        let mut left: Vec<usize> = self.unused.drain().collect();
        left.sort_unstable();
        for index in left {
            let Some(answer) = self.file.answers.get(index) else { continue };
            if matches!(answer.what.value, What::Later | What::Open) || self.is_in_an_earlier_round(answer) {
                continue;
            }
            let rounds = self.walk.state().round();
            if answer.round > rounds {
                let message =
                    format!("this is an answer for round {}, and the walk is in round {rounds}", answer.round);
                let help =
                    "another round begins when the customer wants something more: answer `outcome` and `more_wanted`";
                self.refuse(answer, message, help.into());
            } else if !self.meant_now.contains(&index)
                && put_away_in(self.walk, &answer.question.value, answer.round).is_some()
            {
                let help = format!("give it in the present round, as `{}#{rounds}`", answer.question.value);
                self.refuse(answer, format!("round {} is over", answer.round), help);
            } else if let Err(refusal) = self.walk.put_off(&answer.question.value) {
                self.refuse(answer, refusal.message(), refusal.help());
            }
        }
    }

    /// Whether an earlier round knows the very same answer.
    fn is_in_an_earlier_round(&self, answer: &GivenAnswer) -> bool {
        let id = &answer.question.value;
        let Some(round) = put_away_in(self.walk, &answer.question.value, answer.round) else { return false };
        let Some(earlier) = self.walk.state().rounds.get(round - 1) else { return false };
        match &answer.what.value {
            What::Skip(reason) => earlier
                .skipped
                .get(id)
                .is_some_and(|skip| skip.reason.as_ref().map(Untrusted::as_stored) == reason.as_deref()),
            What::Answer(_) => self
                .value(answer)
                .map(|value| self.walk.brought_up_to_date(id, value))
                .is_ok_and(|value| earlier.answers.get(id).is_some_and(|before| before.value == value)),
            What::Later | What::Open => true,
        }
    }

    fn skip_steps(&mut self) {
        for (step, reason) in &self.file.skipped_steps {
            let text = Untrusted::from(reason.value.as_str());
            if self.walk.state().skipped_steps.get(&step.value).is_some_and(|skip| skip.reason.as_ref() == Some(&text))
            {
                continue;
            }
            match self.walk.skip_step(step.value, text) {
                Ok(events) => self.append(events, self.at, &name_of(self.me.as_ref())),
                Err(refusal) => self.outcome.refused.push(Refused {
                    question: None,
                    round: 1,
                    message: refusal.message(),
                    help: refusal.help(),
                    site: reason.site.clone(),
                }),
            }
        }
    }

    /// Notes, the closing, notes that came after it, and what is still missing.
    fn finish(&mut self) {
        let closes_at = self.file.closed_at(&self.listening).unwrap_or(self.at);
        let notes = self.walk.state().notes.iter();
        let mut known: Vec<(Option<Name>, Untrusted)> =
            notes.map(|note| (note.question.clone(), note.text.clone())).collect();
        self.notes(&mut known, |at| at <= closes_at);
        let stays_open = matches!(self.file.closed.as_ref().map(|closed| &closed.value), Some(Closed::No));
        match self.walk.close() {
            Ok(events) if !stays_open => self.append(events, closes_at, &name_of(self.me.as_ref())),
            Err(Refusal::NobodyAccepted) if !stays_open && self.walk.owed().next().is_none() => self.nobody_accepted(),
            // Any other refusal to close is told by what is missing.
            _ => {}
        }
        self.notes(&mut known, |at| at > closes_at);
        if self.walk.state().ended.is_none() {
            let owed = self.walk.owed().filter(|question| self.walk.standing(question) != Standing::PutOff);
            self.outcome.missing = owed.map(|question| question.id.clone()).collect();
        }
    }

    /// Everything is there, and the owner said no.
    fn nobody_accepted(&mut self) {
        let refusal = Refusal::NobodyAccepted;
        let given = self.file.answers.iter().find(|answer| answer.question.value == *"owner_accepted");
        let (question, site) = match given {
            Some(answer) => (Some(answer.question.value.clone()), answer.what.site.clone()),
            None => (None, Site::new(0, 0..0)),
        };
        let (message, help) = (refusal.message(), refusal.help());
        self.outcome.refused.push(Refused { question, round: self.walk.state().round(), message, help, site });
    }

    /// The notes of these times, but those the walk knows already, each as often as it knows it.
    fn notes(&mut self, known: &mut Vec<(Option<Name>, Untrusted)>, is_meant: impl Fn(DateTime<FixedOffset>) -> bool) {
        for note in &self.file.notes {
            let at =
                note.at.as_ref().and_then(|text| listen::moment(&text.value, &self.listening).ok()).unwrap_or(self.at);
            if !is_meant(at) {
                continue;
            }
            let text = Untrusted::from(note.text.value.as_str());
            let same = |(question, before): &(Option<Name>, Untrusted)| *question == note.question && *before == text;
            if let Some(place) = known.iter().position(same) {
                known.swap_remove(place);
                continue;
            }
            let author = note.by.as_ref().map_or_else(|| self.me.clone(), person);
            match self.walk.note(note.question.as_ref(), text) {
                Ok(events) => self.append(events, at, &name_of(author.as_ref())),
                Err(refusal) => self.outcome.refused.push(Refused {
                    question: note.question.clone(),
                    round: 1,
                    message: refusal.message(),
                    help: refusal.help(),
                    site: note.text.site.clone(),
                }),
            }
        }
    }

    fn refuse(&mut self, answer: &GivenAnswer, message: String, help: String) {
        let question = Some(answer.question.value.clone());
        self.outcome.refused.push(Refused {
            question,
            round: answer.round,
            message,
            help,
            site: answer.what.site.clone(),
        });
    }

    fn append(&mut self, events: Vec<Event>, at: DateTime<FixedOffset>, author: &Untrusted) {
        for event in events {
            let seq = self.walk.state().seq + 1;
            self.walk.apply(&Envelope { seq, at, author: author.clone(), event: event.clone() });
            self.outcome.events.push(Made { event, at, author: author.clone() });
        }
    }
}

/// The author that stands for a person; empty when nobody is known.
fn name_of(person: Option<&Person>) -> Untrusted {
    person.map_or_else(Untrusted::default, |person| person.name.clone())
}

/// The person of a `by`; nobody for an empty one.
fn person(by: &Sited<String>) -> Option<Person> {
    (!by.value.is_empty()).then(|| Person::named(by.value.as_str()))
}
