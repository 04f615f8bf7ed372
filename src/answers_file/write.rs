//! An incident's answers as an answers file that makes the same record when it is walked through again.
//!
//! The file is drafted from the answers somebody gave, walked through in memory, and corrected by what that shows: assumed
//! answers that would not be assumed again are written, questions for which something would be assumed that was not are marked
//! `{ open = true }`, and what would be refused becomes a comment.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset};

use super::blank::comment;
use super::file::{AnswersFile, Closed, Entered, GivenAnswer, GivenNote, GivenReopening, What, nowhere, put_away_in};
use super::listen;
use super::read::WHOLE;
use super::walk_through::{Outcome, Refused, walk_through};
use super::{put, toml_text};
use crate::answer::{Given, Kind, Listening, Person, Value};
use crate::journal::{Envelope, Event, Origin};
use crate::playbook::{Playbook, Question};
use crate::schedule::zone::Zone;
use crate::spine::{Audience, Gate, Name, Step};
use crate::untrusted::Untrusted;
use crate::walk::clockwork::Extension;
use crate::walk::pledges::Place;
use crate::walk::promising::PROMISES;
use crate::walk::{Answered, Skip, Standing, Walk};

type Moment = DateTime<FixedOffset>;
type Key = (Name, usize);

/// The answers of a walk as an answers file in TOML. Every moment is written on the wall clock it was recorded with; `zone` is the
/// one the file will be read in.
///
/// Left out are moves between questions and who answered for whom before a change; answers that are doubtful or no longer asked
/// for are comments, and so is whatever else has no place in a file of answers: earlier times of promises, hand-overs, what was said
/// about time limits, and earlier moves of the legal gate.
pub fn write(walk: &Walk, zone: &dyn Zone) -> String {
    let mut draft = Draft::of(walk);
    let mut outcome = draft.again(walk, zone);
    // Each turn adds a line or takes one away for good, so this ends; a few turns are the rule.
    for _ in 0..walk.playbook().questions.len() {
        if !draft.correct(walk, &outcome.0, &outcome.1) {
            break;
        }
        outcome = draft.again(walk, zone);
    }
    draft.leave_out_what_follows(walk, zone, &outcome.0, &outcome.1);
    draft.text(walk)
}

/// A file in the making.
struct Draft {
    file: AnswersFile,
    /// When and by whom answers were given.
    given: HashMap<Key, (Moment, Untrusted)>,
    /// What is said about a question in a comment, by its step.
    comments: Vec<(Step, Name, String)>,
}

impl Draft {
    fn of(walk: &Walk) -> Self {
        let mut draft = Self { file: AnswersFile::default(), given: HashMap::new(), comments: Vec::new() };
        let state = walk.state();
        if let Some((opening, at, _)) = &state.opened {
            draft.file.responder =
                responder(walk, opening.responder.as_ref()).map(|person| nowhere(put::person(&person)));
            draft.file.started_at = Some(nowhere(put::stamp(*at)));
            draft.file.external_ref = opening.external_ref.as_ref().map(|text| nowhere(text.as_stored().to_owned()));
        }
        for question in in_order_of_steps(walk.playbook()) {
            for (index, round) in state.rounds.iter().enumerate() {
                draft.earlier(
                    walk,
                    question,
                    index + 1,
                    round.answers.get(&question.id),
                    round.skipped.get(&question.id),
                );
            }
            draft.present(walk, question);
        }
        draft.gone_promises(walk);
        draft.sort(walk.playbook());
        for end in &state.earlier_ends {
            draft.file.reopened.push(GivenReopening {
                at: Some(nowhere(put::stamp(end.at))),
                closed: Some(nowhere(put::stamp(end.ended_at))),
                by: Some(nowhere(end.by.as_stored().to_owned())),
                ending: Some(nowhere(end.ending.to_string())),
                why: nowhere(end.reason.as_stored().to_owned()),
                failed: end.failed,
            });
        }
        for (step, skip) in in_step_order(&state.skipped_steps) {
            let reason = skip.reason.as_ref().map(Untrusted::as_stored).unwrap_or_default();
            draft.file.skipped_steps.push((nowhere(*step), nowhere(reason.to_owned())));
        }
        for note in &state.notes {
            draft.file.notes.push(GivenNote {
                question: note.question.clone(),
                text: nowhere(note.text.as_stored().to_owned()),
                at: Some(nowhere(put::stamp(note.at))),
                by: Some(nowhere(note.by.as_stored().to_owned())),
            });
        }
        draft.file.closed = Some(nowhere(match &state.ended {
            Some((_, at)) => Closed::At(put::stamp(*at)),
            None => Closed::No,
        }));
        draft
    }

    /// What an earlier round knew of a question.
    fn earlier(
        &mut self,
        walk: &Walk,
        question: &Question,
        round: usize,
        answered: Option<&Answered>,
        skip: Option<&Skip>,
    ) {
        let round = first_round(walk, question, round);
        match (answered, skip) {
            (Some(answered), _) if answered.origin == Origin::Given => self.answer(question, round, answered),
            (None, Some(skip)) => self.skip(question, round, skip),
            _ => {}
        }
    }

    /// What is known of a question now.
    fn present(&mut self, walk: &Walk, question: &Question) {
        let state = walk.state();
        let round = first_round(walk, question, state.round());
        let answered = state.answers.get(&question.id);
        if answered.is_some_and(|answered| follows_from_reopening(walk, question, answered)) {
            if let Some(before) = state.beside.superseded(&question.id) {
                self.push(question, round, What::Answer(put::given(&question.kind, before)));
            }
            return;
        }
        match (walk.standing(question), answered) {
            (Standing::Answered, Some(answered)) if answered.origin == Origin::Given => {
                self.answer(question, round, answered);
            }
            (Standing::Reconsider(doubt), Some(answered)) => {
                self.say(question, &format!("doubtful, because {}", doubt.message()), answered);
                self.push(question, round, What::Open);
            }
            (Standing::SetAside, Some(answered)) => {
                self.say(question, "set aside, because it is no longer asked for", answered);
            }
            (Standing::PutOff, _) => self.push(question, round, What::Later),
            (Standing::Skipped, _) => {
                if let Some(skip) = state.skipped.get(&question.id) {
                    self.skip(question, round, skip);
                }
            }
            _ => {}
        }
    }

    fn answer(&mut self, question: &Question, round: usize, answered: &Answered) {
        self.push(question, round, What::Answer(put::given(&question.kind, &answered.value)));
        self.entered(&question.id, round, answered.at, Some(&answered.by));
    }

    /// Promises that were settled and stand in no answer any more: those to the customer among `promises`, the others as comments.
    fn gone_promises(&mut self, walk: &Walk) {
        let promises = walk.playbook().question(PROMISES).filter(|question| walk.applies(&question.id));
        let gone = walk.state().pledges.iter().filter(|pledge| matches!(pledge.place, Place::Gone) && pledge.counts());
        for pledge in gone {
            let given = put::given(&Kind::Promise, &Value::Promise(pledge.promise.clone()));
            let question = walk.playbook().question(pledge.question.as_str());
            let audience = question.map(|question| question.audience);
            if let Some(promises) = promises.filter(|_| audience == Some(Audience::Customer)) {
                self.add_promise(promises, given, pledge.made_at);
            } else {
                let (number, id) = (pledge.number, &pledge.question);
                let written = toml_text::value(&given, false).replace('\n', " ");
                let why = format!("# {number} of `{id}`, which is in no answer any more: {written}");
                self.comments.push((question.map_or(Step::Learn, |question| question.step), id.clone(), why));
            }
        }
    }

    fn add_promise(&mut self, promises: &Question, given: Given, made_at: Moment) {
        let is_list = |answer: &&mut GivenAnswer| answer.question.value == promises.id;
        match self.file.answers.iter_mut().find(is_list).map(|answer| &mut answer.what.value) {
            Some(What::Answer(Given::List(parts))) => parts.push(given),
            other => {
                if let Some(What::Skip(Some(reason))) = other {
                    let why = format!("# `{}` was left out: {}", promises.id, toml_text::string(reason));
                    self.comments.push((promises.step, promises.id.clone(), why));
                }
                self.file.entered.retain(|entered| entered.question.value != promises.id);
                self.push(promises, 1, What::Answer(Given::List(vec![given])));
                self.entered(&promises.id, 1, made_at, None);
            }
        }
    }

    fn skip(&mut self, question: &Question, round: usize, skip: &Skip) {
        self.push(question, round, What::Skip(skip.reason.as_ref().map(|reason| reason.as_stored().to_owned())));
        self.entered(&question.id, round, skip.at, None);
    }

    fn push(&mut self, question: &Question, round: usize, what: What) {
        self.file.put(GivenAnswer {
            step: question.step,
            round,
            question: nowhere(question.id.clone()),
            what: nowhere(what),
        });
    }

    fn entered(&mut self, id: &Name, round: usize, at: Moment, by: Option<&Untrusted>) {
        let by = by.map(|by| nowhere(by.as_stored().to_owned()));
        self.file.entered.push(Entered {
            question: nowhere(id.clone()),
            round,
            at: Some(nowhere(put::stamp(at))),
            by: by.clone(),
        });
        let by = by.map_or_else(Untrusted::default, |by| by.value.into());
        self.given.insert((id.clone(), round), (at, by));
    }

    fn say(&mut self, question: &Question, why: &str, answered: &Answered) {
        let written = toml_text::value(&put::given(&question.kind, &answered.value), false).replace('\n', " ");
        self.comments.push((question.step, question.id.clone(), format!("# {why}: {} = {written}", question.id)));
    }

    /// The walk that the draft makes.
    fn again(&self, walk: &Walk, zone: &dyn Zone) -> (Walk, Outcome) {
        let state = walk.state();
        let now = latest(walk);
        let opened = state.opened.as_ref().map(|(opening, at, author)| Envelope {
            seq: 1,
            at: *at,
            author: author.clone(),
            event: Event::Opened(opening.clone()),
        });
        let mut again = Walk::replay(walk.shared_playbook(), opened.iter());
        let outcome = walk_through(&mut again, &self.file, &listening(now, zone));
        (again, outcome)
    }

    /// Brings the draft nearer to the walk; whether anything had to be changed.
    fn correct(&mut self, walk: &Walk, again: &Walk, outcome: &Outcome) -> bool {
        let mut changed = false;
        for refused in &outcome.refused {
            changed |= self.refused(walk, refused);
        }
        for question in in_order_of_steps(walk.playbook()) {
            for round in 1..=walk.state().round() {
                changed |= self.assumed(walk, again, question, round);
            }
        }
        self.sort(walk.playbook());
        changed
    }

    /// Puts what is said into the order of the steps.
    fn sort(&mut self, playbook: &Playbook) {
        let place =
            |id: &Name| (playbook.question(id.as_str()).map(|question| question.step), playbook.place(id.as_str()));
        self.file.answers.sort_by_key(|answer| (place(&answer.question.value), answer.round));
        self.file.entered.sort_by_key(|entered| (place(&entered.question.value), entered.round));
    }

    /// What would be refused becomes a comment.
    fn refused(&mut self, walk: &Walk, refused: &Refused) -> bool {
        let Some(question) = refused.question.as_ref().and_then(|id| walk.playbook().question(id.as_str())) else {
            return false;
        };
        let round = refused.round;
        let place =
            self.file.answers.iter().position(|answer| answer.round == round && answer.question.value == question.id);
        let Some(place) = place else { return false };
        let answer = self.file.answers.remove(place);
        let written = what(question, &answer.what.value).replace('\n', " ");
        let why = match put_away_in(walk, &question.id, round) {
            Some(ended) => format!("set aside in round {ended}, because it was no longer asked for"),
            None => format!("not taken, because {}", refused.message),
        };
        self.comments.push((question.step, question.id.clone(), format!("# {why}: {} = {written}", question.id)));
        self.file.entered.retain(|entered| entered.round != round || entered.question.value != question.id);
        true
    }

    /// Assumed answers that would not be assumed again are written, and nothing is assumed that was not.
    fn assumed(&mut self, walk: &Walk, again: &Walk, question: &Question, round: usize) -> bool {
        let wanted = answer_of_round(walk, question, round);
        let found = answer_of_round(again, question, round);
        let first = first_round(walk, question, round);
        let is_written =
            self.file.answers.iter().any(|answer| answer.round == first && answer.question.value == question.id);
        match (wanted, found) {
            _ if is_written => return false,
            (Some(wanted), _) if follows_from_reopening(walk, question, wanted) => return false,
            (Some(wanted), found) if wanted.origin == Origin::Assumed => {
                if found.is_some_and(|found| found.value == wanted.value && found.at == wanted.at) {
                    return false;
                }
                self.answer(question, first, wanted);
            }
            (None, Some(found)) if found.origin == Origin::Assumed => self.push(question, first, What::Open),
            _ => return false,
        }
        true
    }

    /// Leaves out every time and name that the answers before give already.
    fn leave_out_what_follows(&mut self, walk: &Walk, zone: &dyn Zone, again: &Walk, outcome: &Outcome) {
        let is_same = |at: &Moment, other: &Moment| at == other && at.offset() == other.offset();
        let listening = listening(latest(walk), zone);
        let name = self.file.me(&listening).map_or_else(Untrusted::default, |person| person.name);
        for used in &outcome.used {
            let Some(answer) = self.file.answers.get(used.index) else { continue };
            let (id, round) = (answer.question.value.clone(), answer.round);
            let Some((at, _)) = self.given.get(&(id.clone(), round)) else { continue };
            if let Some(entered) =
                self.file.entered.iter_mut().find(|entered| entered.round == round && entered.question.value == id)
            {
                entered.at.take_if(|_| is_same(at, &used.before.0));
                entered.by.take_if(|by| by.value == name.as_stored());
            }
        }
        self.file.entered.retain(|entered| entered.at.is_some() || entered.by.is_some());
        for reopening in &mut self.file.reopened {
            reopening.by.take_if(|by| by.value == name.as_stored());
        }
        if let Some(at_the_end) = outcome.at_the_end {
            for note in &mut self.file.notes {
                note.at.take_if(|at| listen::moment(&at.value, &listening).is_ok_and(|at| is_same(&at, &at_the_end)));
                note.by.take_if(|by| by.value == name.as_stored());
            }
            let closes_by_itself = walk.state().ended.as_ref().is_some_and(|(_, at)| is_same(at, &at_the_end));
            let stays_open_by_itself = walk.state().ended.is_none() && again.close().is_err();
            if closes_by_itself || stays_open_by_itself {
                self.file.closed = None;
            }
        }
    }

    fn text(&self, walk: &Walk) -> String {
        let mut text = String::new();
        let playbook = walk.playbook();
        let mut top = |key: &str, value: &str| {
            let _ = writeln!(text, "{key} = {value}");
        };
        top("playbook", &toml_text::string(playbook.id.as_str()));
        if let Some(reference) = &self.file.external_ref {
            top("ref", &toml_text::string(&reference.value));
        }
        if let Some(responder) = &self.file.responder {
            top("responder", &toml_text::value(&responder.value, false));
        }
        if let Some(at) = &self.file.started_at {
            top("started_at", &moment(&at.value));
        }
        match self.file.closed.as_ref().map(|closed| &closed.value) {
            Some(Closed::No) => top("closed", "false"),
            Some(Closed::At(at)) => top("closed", &moment(at)),
            None => {}
        }
        for step in Step::ALL {
            self.step(&mut text, playbook, step);
        }
        for moved in &walk.state().out_of_order {
            text.push('\n');
            comment(
                &mut text,
                &format!("`{}` was taken out of order: {}", moved.step.name(), moved.reason.as_stored()),
            );
        }
        beside(&mut text, walk);
        self.reopenings(&mut text);
        self.skipped_steps(&mut text);
        self.notes(&mut text);
        self.entered_table(&mut text, playbook);
        text
    }

    /// The last round, where what is said about the ending belongs to it and to no other: one table will do for it then.
    fn ends_in(&self) -> Option<usize> {
        let is_end = |answer: &&GivenAnswer| answer.step == Step::AcceptTheUnforgivable;
        let others = self.file.answers.iter().filter(|answer| !is_end(answer));
        let last = others.map(|answer| answer.round).max().unwrap_or(1);
        self.file.answers.iter().filter(is_end).all(|answer| answer.round == last).then_some(last)
    }

    fn step(&self, text: &mut String, playbook: &Playbook, step: Step) {
        let of_step = || self.file.answers.iter().filter(|answer| answer.step == step);
        let comments = || self.comments.iter().filter(|(of, ..)| *of == step);
        let rounds = of_step().map(|answer| answer.round).max().unwrap_or(0);
        if rounds == 0 && comments().next().is_none() {
            return;
        }
        text.push('\n');
        let only = self.ends_in().filter(|_| step == Step::AcceptTheUnforgivable);
        // An ending that is not that of the last round has to say so, even where there is no other.
        let is_list = only.is_none() && (rounds > 1 || step == Step::AcceptTheUnforgivable);
        for round in only.unwrap_or(1)..=rounds.max(1) {
            let _ = if is_list {
                writeln!(text, "[[{}]] # round {round}", step.name())
            } else {
                writeln!(text, "[{}]", step.name())
            };
            for answer in of_step().filter(|answer| answer.round == round) {
                if let Some(question) = playbook.question(answer.question.value.as_str()) {
                    comment(text, question.ask.as_stored());
                    let _ = writeln!(text, "{} = {}", question.id, what(question, &answer.what.value));
                }
            }
            if round < rounds {
                text.push('\n');
            }
        }
        for (_, _, comment) in comments() {
            text.push_str(comment);
            text.push('\n');
        }
    }

    fn reopenings(&self, text: &mut String) {
        for reopening in &self.file.reopened {
            text.push_str("\n[[reopened]]\n");
            for (key, at) in [("closed", &reopening.closed), ("at", &reopening.at)] {
                if let Some(at) = at {
                    let _ = writeln!(text, "{key} = {}", moment(&at.value));
                }
            }
            for (key, said) in [("by", &reopening.by), ("ending", &reopening.ending)] {
                if let Some(said) = said {
                    let _ = writeln!(text, "{key} = {}", toml_text::string(&said.value));
                }
            }
            let _ = writeln!(text, "why = {}", toml_text::string(&reopening.why.value));
            let _ = writeln!(text, "failed = {}", reopening.failed);
        }
    }

    fn skipped_steps(&self, text: &mut String) {
        if !self.file.skipped_steps.is_empty() {
            text.push_str("\n[skip]\n");
        }
        for (step, reason) in &self.file.skipped_steps {
            let _ = writeln!(text, "{} = {}", step.value.name(), toml_text::long_text(&reason.value));
        }
    }

    fn notes(&self, text: &mut String) {
        let mut written: Vec<(Option<&Name>, Vec<String>)> = Vec::new();
        for note in &self.file.notes {
            let shown = match (&note.at, &note.by) {
                (None, None) => toml_text::string(&note.text.value),
                (at, by) => {
                    let mut parts = vec![format!("text = {}", toml_text::string(&note.text.value))];
                    parts.extend(at.as_ref().map(|at| format!("at = {}", moment(&at.value))));
                    parts.extend(by.as_ref().map(|by| format!("by = {}", toml_text::string(&by.value))));
                    format!("{{ {} }}", parts.join(", "))
                }
            };
            match written.iter_mut().find(|(question, _)| *question == note.question.as_ref()) {
                Some((_, notes)) => notes.push(shown),
                None => written.push((note.question.as_ref(), vec![shown])),
            }
        }
        if !written.is_empty() {
            text.push_str("\n[notes]\n");
        }
        for (question, notes) in written {
            let key = question.map_or(WHOLE, Name::as_str);
            let value = match notes.as_slice() {
                [only] => only.clone(),
                several => toml_text::lines(several),
            };
            let _ = writeln!(text, "{key} = {value}");
        }
    }

    fn entered_table(&self, text: &mut String, playbook: &Playbook) {
        if !self.file.entered.is_empty() {
            text.push_str(
                "\n# When each answer was given, where that was not together with the one before.\n[entered]\n",
            );
        }
        let ends_in = self.ends_in();
        let is_of_the_end = |id: &Name| {
            playbook.question(id.as_str()).is_some_and(|question| question.step == Step::AcceptTheUnforgivable)
        };
        for entered in &self.file.entered {
            let id = &entered.question.value;
            let is_end = ends_in.is_some() && ends_in == Some(entered.round) && is_of_the_end(id);
            let key = if entered.round > 1 && !is_end {
                toml_text::string(&format!("{id}#{}", entered.round))
            } else {
                id.to_string()
            };
            let at = entered.at.as_ref().map(|at| moment(&at.value));
            let by = entered.by.as_ref().map(|by| toml_text::string(&by.value));
            let value = match (at, by) {
                (Some(at), None) => at,
                (Some(at), Some(by)) => format!("{{ at = {at}, by = {by} }}"),
                (None, Some(by)) => format!("{{ by = {by} }}"),
                (None, None) => continue,
            };
            let _ = writeln!(text, "{key} = {value}");
        }
    }
}

/// Who gave most of the answers: the one who began, where that is the same or nobody gave more.
fn responder(walk: &Walk, began: Option<&Person>) -> Option<Person> {
    let state = walk.state();
    let earlier = state.rounds.iter().flat_map(|round| round.answers.values());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for answered in state.answers.values().chain(earlier) {
        *counts.entry(answered.by.as_stored()).or_default() += 1;
    }
    let count = |name: &str| counts.get(name).copied().unwrap_or(0);
    let began_count = began.map_or(0, |began| count(began.name.as_stored()));
    let most = counts.iter().max_by_key(|(_, count)| **count).map(|(name, _)| *name).unwrap_or_default();
    if began.is_some() && began_count >= count(most) {
        return began.cloned();
    }
    let is_name = most.chars().any(char::is_alphabetic);
    if is_name { Some(Person::named(most)) } else { began.cloned() }
}

/// The latest moment at which anything was recorded, or that any answer tells of as over, in whatever order: what a file says of an
/// hour after it was begun was over when the file was read, and so it is when it is read again.
fn latest(walk: &Walk) -> Moment {
    let state = walk.state();
    let given = || state.answers.values().chain(state.rounds.iter().flat_map(|round| round.answers.values()));
    let (answers, told) = (given(), given().flat_map(|answered| answered.value.parts()).filter_map(over_by));
    let skips = state.skipped.values().chain(state.rounds.iter().flat_map(|round| round.skipped.values()));
    let times = answers
        .map(|answered| answered.at)
        .chain(skips.map(|skip| skip.at))
        .chain(state.notes.iter().map(|note| note.at));
    times.chain(told).chain(state.last_at).max().unwrap_or_default()
}

/// The moment by which what an answer tells was over, where it tells of something that has to be.
fn over_by(told: &Value) -> Option<Moment> {
    match told {
        Value::DateTime(at) => Some(*at),
        Value::Contact(contact) => Some(contact.at),
        Value::Failure(failure) => failure.put_right_at.max(Some(failure.at)),
        Value::Promise(promise) => promise.settled_at,
        _ => None,
    }
}

/// What is known around the answers of a walk that is looked at again.
fn listening(now: Moment, zone: &dyn Zone) -> Listening<'_> {
    Listening { now, zone, me: None, currency: None, keeper: None }
}

fn moment(stamp: &str) -> String {
    toml_text::value(&Given::Text(stamp.to_owned()), true)
}

fn what(question: &Question, what: &What) -> String {
    match what {
        What::Answer(Given::Text(text)) if matches!(question.kind, Kind::Text | Kind::LongText) => {
            toml_text::long_text(text)
        }
        What::Answer(given) => toml_text::value(given, matches!(question.kind, Kind::Date | Kind::DateTime)),
        What::Skip(None) => "{ skip = true }".into(),
        What::Skip(Some(reason)) => format!("{{ skip = {} }}", toml_text::string(reason)),
        What::Later => "{ later = true }".into(),
        What::Open => "{ open = true }".into(),
    }
}

fn in_order_of_steps(playbook: &Playbook) -> impl Iterator<Item = &Question> {
    Step::ALL.into_iter().flat_map(|step| playbook.questions_of(step))
}

fn in_step_order(steps: &HashMap<Step, Skip>) -> Vec<(&Step, &Skip)> {
    let mut in_order: Vec<_> = steps.iter().collect();
    in_order.sort_by_key(|(step, _)| **step);
    in_order
}

/// What has no place in a file of answers, as comments, so that nobody thinks it was never there.
fn beside(text: &mut String, walk: &Walk) {
    let state = walk.state();
    let mut lines: Vec<String> = Vec::new();
    for pledge in &state.pledges {
        for moved in &pledge.moved {
            let why = moved.reason.as_ref().map(|why| format!(": {}", why.as_stored())).unwrap_or_default();
            let (until, from) = (put::stamp(moved.at), put::stamp(moved.from));
            lines.push(format!("{} of `{}` was promised by {from} until {until}{why}", pledge.number, pledge.question));
        }
    }
    let ownership = &state.ownership;
    let turns = ownership.turns.iter().filter(|_| ownership.hand_overs() > 0);
    lines.extend(
        turns.map(|turn| format!("{} answered for it from {}", turn.person.name.as_stored(), put::stamp(turn.since))),
    );
    if let (Some(asked), Some(_)) = (ownership.asked(), ownership.responsible()) {
        let why = asked.reason.as_ref().map(|why| format!(": {}", why.as_stored())).unwrap_or_default();
        lines.push(format!(
            "{} was asked on {} to take it over{why}",
            asked.person.name.as_stored(),
            put::stamp(asked.at)
        ));
    }
    if let Some(deputy) = &ownership.deputy {
        lines.push(format!("{} stands in for the owner", deputy.name.as_stored()));
    }
    for moved in &state.gate_moves {
        let what = if moved.to == Gate::Closed { "closed" } else { "lifted" };
        let (by, at) = (moved.by.name.as_stored(), put::stamp(moved.at));
        lines.push(format!("the legal gate was {what} by {by} on {at}: {}", moved.reason.as_stored()));
    }
    for deadline in &walk.playbook().deadlines {
        let Some(said) = state.clocks.of(&deadline.id) else { continue };
        lines.extend(said.met_at.map(|at| format!("`{}` was met on {}", deadline.id, put::stamp(at))));
        for Extension { n, unit, reason, told_at } in &said.extensions {
            let (unit, told) = (unit.name(), put::stamp(*told_at));
            let why = reason.as_stored();
            lines.push(format!("`{}` was extended by {n} {unit}, which they were told on {told}: {why}", deadline.id));
        }
        lines.extend(said.waived.as_ref().map(|why| format!("`{}` was waived: {}", deadline.id, why.as_stored())));
    }
    if !lines.is_empty() {
        text.push('\n');
    }
    for line in lines {
        comment(text, &line);
    }
}

/// Whether an answer was filled in by opening the incident again, so that it comes back with that.
fn follows_from_reopening(walk: &Walk, question: &Question, answered: &Answered) -> bool {
    let mut failed = walk.state().earlier_ends.iter().filter(|end| end.failed);
    *question.id.as_str() == *"failed_before" && failed.any(|end| end.at == answered.at)
}

/// The first round, from 1, whose answer to that question is still that of `round`: where the end of no round opened it again.
fn first_round(walk: &Walk, question: &Question, round: usize) -> usize {
    let mut ended = walk.state().rounds.iter().enumerate().take(round.saturating_sub(1));
    ended.rfind(|(_, ended)| ended.opened_again(question)).map_or(1, |(index, _)| index + 2)
}

/// The answer that stood in that round.
fn answer_of_round<'w>(walk: &'w Walk, question: &Question, round: usize) -> Option<&'w Answered> {
    match walk.state().rounds.get(round - 1) {
        Some(ended) => ended.answers.get(&question.id),
        None if walk.state().round() == round => {
            walk.state().answers.get(&question.id).filter(|_| matches!(walk.standing(question), Standing::Answered))
        }
        None => None,
    }
}
