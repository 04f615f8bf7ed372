//! What an answers file says, before any of it has been walked.

use std::collections::HashMap;

use crate::answer::Given;
use crate::diagnostic::{Site, Source};
use crate::playbook::Playbook;
use crate::spine::{Name, Step};
use crate::table::Sited;
use crate::walk::Walk;

/// The most rounds an answers file may have.
pub const MOST_ROUNDS: usize = 100;

/// A file of answers whose steps and questions are those of a playbook. The answers themselves may still be wrong; see
/// [`AnswersFile::check_values`].
#[derive(Debug, Clone, Default)]
pub struct AnswersFile {
    /// Where all of it was read: the file first, then each `--set`.
    pub sources: Vec<Source>,
    /// Who answers.
    pub responder: Option<Sited<Given>>,
    /// When the walk began, as written.
    pub started_at: Option<Sited<String>>,
    /// Whether and when the incident was closed; without it, it closes as soon as nothing is owed.
    pub closed: Option<Sited<Closed>>,
    /// The caller's own reference.
    pub external_ref: Option<Sited<String>>,
    /// When and by whom single answers were given.
    pub entered: Vec<Entered>,
    /// Notes, in the order of the file.
    pub notes: Vec<GivenNote>,
    /// Steps left out as a whole, and why.
    pub skipped_steps: Vec<(Sited<Step>, Sited<String>)>,
    /// When the incident was opened again after its end, and why; the earliest first. Each ends a round.
    pub reopened: Vec<GivenReopening>,
    /// The answers, in the order of the file.
    pub answers: Vec<GivenAnswer>,
    /// The round of the ending, where the file gives the ending as one table: its last, since an incident ends once.
    pub ends_in: Option<usize>,
}

/// What is said about one question in one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenAnswer {
    /// The question's step.
    pub step: Step,
    /// The round it belongs to, from 1.
    pub round: usize,
    /// The question.
    pub question: Sited<Name>,
    /// What is said.
    pub what: Sited<What>,
}

/// What can be said about a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// This answer.
    Answer(Given),
    /// It is left out, perhaps with a reason.
    Skip(Option<String>),
    /// It is put off and stays owed.
    Later,
    /// It stays open: nothing is assumed for it.
    Open,
}

/// When an answer was given, and by whom where that was not the responder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// The question.
    pub question: Sited<Name>,
    /// The round, from 1.
    pub round: usize,
    /// When, as written.
    pub at: Option<Sited<String>>,
    /// By whom; empty for nobody known.
    pub by: Option<Sited<String>>,
}

/// A note for the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenNote {
    /// The question it stands beside, if it does.
    pub question: Option<Name>,
    /// The note.
    pub text: Sited<String>,
    /// When it was written, as written there.
    pub at: Option<Sited<String>>,
    /// Who wrote it.
    pub by: Option<Sited<String>>,
}

/// The incident was opened again after its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenReopening {
    /// When, as written.
    pub at: Option<Sited<String>>,
    /// When it had been closed, as written.
    pub closed: Option<Sited<String>>,
    /// Who opened it again; empty for nobody known.
    pub by: Option<Sited<String>>,
    /// How it had ended, where its answers do not say, or no longer say it in full.
    pub ending: Option<Sited<String>>,
    /// Why.
    pub why: Sited<String>,
    /// Whether the recovery failed, rather than that the customer came back with something else.
    pub failed: bool,
}

/// Whether the incident is to be closed once nothing is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closed {
    /// No, it is to stay open.
    No,
    /// Yes, at this time, as written.
    At(String),
}

impl AnswersFile {
    /// Takes in an answer in place of what was said about the same question in the same round. The source its sites point to is
    /// added with [`AnswersFile::add_source`] first.
    pub fn put(&mut self, mut answer: GivenAnswer) {
        if let (Step::AcceptTheUnforgivable, 1, Some(last)) = (answer.step, answer.round, self.ends_in) {
            answer.round = last;
        }
        let same =
            |other: &&mut GivenAnswer| other.round == answer.round && other.question.value == answer.question.value;
        match self.answers.iter_mut().find(same) {
            Some(before) => *before = answer,
            None => self.answers.push(answer),
        }
    }

    /// Moves what is said about the ending into that round.
    pub(super) fn end_in(&mut self, last: usize, playbook: &Playbook) {
        self.ends_in = Some(last);
        for answer in self.answers.iter_mut().filter(|answer| answer.step == Step::AcceptTheUnforgivable) {
            answer.round = last;
        }
        for entered in self.entered.iter_mut().filter(|entered| entered.round == 1) {
            let question = playbook.question(entered.question.value.as_str());
            if question.is_some_and(|question| question.step == Step::AcceptTheUnforgivable) {
                entered.round = last;
            }
        }
    }

    /// Adds a source for problems to point into, and gives its number.
    pub fn add_source(&mut self, source: Source) -> usize {
        self.sources.push(source);
        self.sources.len() - 1
    }

    /// What is said about when and by whom answers were given, by question and round.
    pub(super) fn entered(&self) -> HashMap<(&Name, usize), &Entered> {
        self.entered.iter().map(|entered| ((&entered.question.value, entered.round), entered)).collect()
    }
}

/// Whether a step can be walked in more than one round.
pub(super) const fn comes_again(step: Step) -> bool {
    matches!(step, Step::Correct | Step::Compensate | Step::AskIfSatisfied | Step::AcceptTheUnforgivable)
}

/// Whether questions of a step can be walked again once the incident was opened again.
pub(super) const fn comes_again_after_the_end(step: Step) -> bool {
    comes_again(step) || matches!(step, Step::TakeResponsibility | Step::ApologiseAndExplain)
}

/// The round, from 1, with whose end the answer to that question in that round was put away; `None` while it is present.
pub(super) fn put_away_in(walk: &Walk, question: &Name, round: usize) -> Option<usize> {
    let question = walk.playbook().question(question.as_str())?;
    let later = walk.state().rounds.iter().enumerate().skip(round.saturating_sub(1));
    later.filter(|(_, ended)| ended.opened_again(question)).map(|(index, _)| index + 1).next()
}

/// A value that stands in no source.
pub(super) const fn nowhere<T>(value: T) -> Sited<T> {
    Sited { value, site: Site::new(0, 0..0) }
}
