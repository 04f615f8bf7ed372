//! What the events of an incident add up to: the fold that everything else reads.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, FixedOffset};

use super::beside::Beside;
use super::clockwork::{Clockwork, Extension};
use super::ownership::Ownership;
use super::pledges::{Pledges, Settlement};
use crate::answer::{Person, Value};
use crate::journal::{Envelope, Event, KeptWording, Opening, Origin};
use crate::playbook::{Playbook, Question};
use crate::spine::{Gate, Name, Step};
use crate::untrusted::Untrusted;

/// An answer with its circumstances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The answer.
    pub value: Value,
    /// How it came about.
    pub origin: Origin,
    /// When it was recorded.
    pub at: DateTime<FixedOffset>,
    /// Who recorded it.
    pub by: Untrusted,
    /// The event that recorded it.
    pub seq: u64,
    /// What the wording coach advised against in it, and was kept.
    pub kept: Vec<KeptWording>,
}

impl Answered {
    pub(super) fn by(envelope: &Envelope, value: Value, origin: Origin) -> Self {
        Self { value, origin, at: envelope.at, by: envelope.author.clone(), seq: envelope.seq, kept: Vec::new() }
    }
}

/// Something left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skip {
    /// Why.
    pub reason: Option<Untrusted>,
    /// When.
    pub at: DateTime<FixedOffset>,
}

/// A note for the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The question it stands beside.
    pub question: Option<Name>,
    /// The note.
    pub text: Untrusted,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Who wrote it.
    pub by: Untrusted,
}

/// Why a round ended and another began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundEnd {
    /// The customer wanted something more.
    WantedMore,
    /// The incident had ended, and the customer came back with something else.
    CameBack,
    /// The incident had ended, and its recovery failed.
    Failed,
}

/// What is said anew after a reopening, besides what was done, asked and ended.
const SAID_ANEW: &[&str] = &["next_contact"];

/// What is said anew as well when the recovery failed, besides amends: who answers for it, and the apology.
const SAID_ANEW_AFTER_FAILING: &[&str] =
    &["owner", "owner_accepted", "senior_contact", "apology_words", "regret_words", "apologised_at", "apologised_by"];

impl RoundEnd {
    /// Whether a question of that step is asked again in the round that follows, where the walk goes back to `to`.
    fn opens_again(self, to: Step, question: &Name, step: Option<Step>) -> bool {
        let is_among = |questions: &[&str]| questions.contains(&question.as_str());
        let is_said_anew = match self {
            Self::WantedMore => false,
            Self::CameBack => is_among(SAID_ANEW),
            Self::Failed => is_among(SAID_ANEW) || is_among(SAID_ANEW_AFTER_FAILING),
        };
        is_said_anew || step.is_some_and(|step| self.opens_step(to, step))
    }

    /// Whether the whole step is walked again. A second failure is no longer made good by what was offered after the first.
    fn opens_step(self, to: Step, step: Step) -> bool {
        step == to
            || matches!(step, Step::AskIfSatisfied | Step::AcceptTheUnforgivable)
            || (self == Self::Failed && step == Step::Compensate)
    }
}

/// Answers that were superseded when the customer wanted something more, or when the incident was opened again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Why it ended.
    pub why: RoundEnd,
    /// The step the walk went back to.
    pub to: Step,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// What had been answered until then in the steps that were opened again.
    pub answers: HashMap<Name, Answered>,
    /// What had been left out there.
    pub skipped: HashMap<Name, Skip>,
}

impl Round {
    /// Whether that question was opened again when the round ended, so that what had been said of it belongs to the round.
    pub fn opened_again(&self, question: &Question) -> bool {
        self.why.opens_again(self.to, &question.id, Some(question.step))
    }
}

/// An end that was not the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierEnd {
    /// How it had ended.
    pub ending: Name,
    /// When.
    pub ended_at: DateTime<FixedOffset>,
    /// When it was opened again.
    pub at: DateTime<FixedOffset>,
    /// Who opened it again.
    pub by: Untrusted,
    /// Why.
    pub reason: Untrusted,
    /// Whether the recovery failed, rather than that the customer came back with something else.
    pub failed: bool,
    /// Who answered for it then.
    pub owner: Option<Person>,
}

/// The legal gate, closed or lifted outside the questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateMove {
    /// How it stood from then on.
    pub to: Gate,
    /// Who decided it.
    pub by: Person,
    /// Why.
    pub reason: Untrusted,
    /// When.
    pub at: DateTime<FixedOffset>,
}

/// A step taken out of order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutOfOrder {
    /// The step.
    pub step: Step,
    /// Why.
    pub reason: Untrusted,
    /// When.
    pub at: DateTime<FixedOffset>,
}

/// Answers that mean nothing once another has changed: who accepted for one owner has not for the next, and who approved one amount
/// has not approved another. They are asked anew.
const RESTS_ON: &[(&str, &str)] =
    &[("owner", "owner_accepted"), ("remedy", "approved_by"), ("remedy_value", "approved_by")];

/// What the events add up to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// How the incident began, and when.
    pub opened: Option<(Opening, DateTime<FixedOffset>, Untrusted)>,
    /// The answers of the present round.
    pub answers: HashMap<Name, Answered>,
    /// Questions left out in the present round.
    pub skipped: HashMap<Name, Skip>,
    /// Steps left out.
    pub skipped_steps: HashMap<Step, Skip>,
    /// Questions put off.
    pub put_off: HashSet<Name>,
    /// Earlier rounds, oldest first.
    pub rounds: Vec<Round>,
    /// Notes, oldest first.
    pub notes: Vec<Note>,
    /// Steps taken out of order, oldest first.
    pub out_of_order: Vec<OutOfOrder>,
    /// Where somebody went back or jumped to.
    pub focus: Option<Name>,
    /// The step to stay in until it is done.
    pub focus_step: Option<Step>,
    /// Every promise that was ever made.
    pub pledges: Pledges,
    /// What came in from outside the questions since they were last answered.
    pub beside: Beside,
    /// Who answers for it.
    pub ownership: Ownership,
    /// What was said about the time limits.
    pub clocks: Clockwork,
    /// The legal gate's moves outside the questions, oldest first.
    pub gate_moves: Vec<GateMove>,
    /// Ends that were not the last, oldest first.
    pub earlier_ends: Vec<EarlierEnd>,
    /// How it ended, and when.
    pub ended: Option<(Name, DateTime<FixedOffset>)>,
    /// Whether personal text was erased.
    pub erased: bool,
    /// The last event's place, 0 before the first.
    pub seq: u64,
    /// When the last event was recorded.
    pub last_at: Option<DateTime<FixedOffset>>,
}

impl State {
    /// Takes in one event.
    pub fn take(&mut self, envelope: &Envelope, playbook: &Playbook) {
        self.seq = envelope.seq;
        self.last_at = Some(envelope.at);
        match &envelope.event {
            Event::Opened(opening) => self.opened = Some((opening.clone(), envelope.at, envelope.author.clone())),
            Event::Answered { question, value, origin, kept } => {
                self.answered(question, value, *origin, envelope);
                if let Some(answered) = self.answers.get_mut(question) {
                    answered.kept.clone_from(kept);
                }
            }
            Event::Kept { question } => self.done_with(question),
            Event::Skipped { question, reason } => {
                self.answers.remove(question);
                self.pledges.taken_out(question, envelope.at);
                self.done_with(question);
                self.skipped.insert(question.clone(), Skip { reason: reason.clone(), at: envelope.at });
            }
            Event::StepSkipped { step, reason } => {
                self.focus = None;
                self.focus_step = None;
                self.skipped_steps.insert(*step, Skip { reason: Some(reason.clone()), at: envelope.at });
            }
            Event::PutOff { question } => {
                self.done_with(question);
                self.put_off.insert(question.clone());
            }
            Event::Noted { question, text } => self.notes.push(Note {
                question: question.clone(),
                text: text.clone(),
                at: envelope.at,
                by: envelope.author.clone(),
            }),
            Event::Moved { to, whole_step, reason } => self.moved(to, *whole_step, reason.as_ref(), envelope, playbook),
            Event::LoopedBack { to } => self.loop_back(*to, envelope.at, playbook),
            Event::Contacted { contact, kept } => {
                self.add_part("contacts", Value::Contact(contact.clone()), envelope);
                self.kept_in_last_part("contacts", kept);
            }
            Event::Promised { under, promise } => {
                let takes_several = playbook.question(under.as_str()).is_some_and(|question| question.repeat);
                self.promised(under, promise, takes_several, envelope);
            }
            Event::PromiseMoved { number, due, reason } => {
                let pledge = self.pledges.moved(*number, *due, reason.as_ref(), envelope.at).cloned();
                self.write_back(pledge.as_ref());
            }
            Event::PromiseSettled { number, verdict, settled_at, reason } => {
                let settlement = Settlement {
                    verdict: *verdict,
                    settled_at: *settled_at,
                    reason: reason.as_ref(),
                    said_at: envelope.at,
                };
                let pledge = self.pledges.settled(*number, settlement).cloned();
                self.write_back(pledge.as_ref());
            }
            Event::FailureFound { failure } => {
                self.add_part("failures", Value::Failure(failure.clone()), envelope);
            }
            Event::FailureSettled { number, put_right_at } => self.failure_settled(*number, *put_right_at),
            Event::Assigned { to, reason } => self.assigned(to, reason.as_ref(), envelope),
            Event::Owned { by } => self.owned(by, envelope),
            Event::DeputyNamed { deputy } => self.ownership.deputy = Some(deputy.clone()),
            Event::GateMoved { to, by, reason } => self.gate_moved(*to, by, reason, envelope),
            Event::ClockMet { clock, met_at } => self.clocks.applies(clock).met_at = Some(*met_at),
            Event::ClockExtended { clock, n, unit, reason, told_at } => {
                let extension = Extension { n: *n, unit: *unit, reason: reason.clone(), told_at: *told_at };
                self.clocks.applies(clock).extensions.push(extension);
            }
            Event::ClockWaived { clock, reason } => self.clocks.said(clock).waived = Some(reason.clone()),
            Event::Reopened { reason, failed } => self.reopened(reason, *failed, envelope, playbook),
            Event::Ended { ending } => self.ended = Some((ending.clone(), envelope.at)),
            Event::Erased { .. } => self.erased = true,
        }
    }

    fn answered(&mut self, question: &Name, value: &Value, origin: Origin, envelope: &Envelope) {
        if origin == Origin::Given {
            self.done_with(question);
        }
        self.put_off.remove(question);
        self.skipped.remove(question);
        self.beside.answered(question);
        if self.answers.get(question).is_some_and(|before| before.value != *value) {
            for (_, resting) in RESTS_ON.iter().filter(|(id, _)| *question == **id) {
                self.answers.retain(|id, _| *id != **resting);
            }
        }
        self.pledges.answered(question, value, envelope.at);
        self.answers.insert(question.clone(), Answered::by(envelope, value.clone(), origin));
        let pledges: Vec<_> = self.pledges.present(question).cloned().collect();
        for pledge in &pledges {
            self.write_back(Some(pledge));
        }
        self.owner_answered(question, envelope.at);
    }

    /// Leaves a question that was gone back to.
    fn done_with(&mut self, question: &Name) {
        self.put_off.remove(question);
        if self.focus.as_ref() == Some(question) {
            self.focus = None;
        }
    }

    fn moved(
        &mut self,
        to: &Name,
        whole_step: bool,
        reason: Option<&Untrusted>,
        envelope: &Envelope,
        playbook: &Playbook,
    ) {
        self.focus = Some(to.clone());
        let step = playbook.question(to.as_str()).map(|question| question.step);
        if whole_step {
            self.focus_step = step;
        }
        if let (Some(reason), Some(step)) = (reason, step) {
            self.out_of_order.push(OutOfOrder { step, reason: reason.clone(), at: envelope.at });
        }
    }

    /// The answers of the step that is opened again, and of asking and ending, become an earlier round.
    fn loop_back(&mut self, to: Step, at: DateTime<FixedOffset>, playbook: &Playbook) {
        self.begin_round(to, RoundEnd::WantedMore, at, playbook);
    }

    pub(super) fn begin_round(&mut self, to: Step, why: RoundEnd, at: DateTime<FixedOffset>, playbook: &Playbook) {
        let opened_again = |id: &Name| {
            let step = playbook.question(id.as_str()).map(|question| question.step);
            why.opens_again(to, id, step)
        };
        let (earlier, kept) = std::mem::take(&mut self.answers).into_iter().partition(|(id, _)| opened_again(id));
        let (skipped, still_skipped): (HashMap<_, _>, _) =
            std::mem::take(&mut self.skipped).into_iter().partition(|(id, _)| opened_again(id));
        self.answers = kept;
        self.skipped = still_skipped;
        self.put_off.retain(|id| !opened_again(id));
        self.skipped_steps.retain(|step, _| !why.opens_step(to, *step));
        self.focus = None;
        self.focus_step = None;
        for question in earlier.keys() {
            self.pledges.put_away(question, self.rounds.len());
            self.beside.answered(question);
        }
        self.rounds.push(Round { why, to, at, answers: earlier, skipped });
    }

    /// Whether the question was left out together with its step.
    pub fn skipped_with_step(&self, question: &Question) -> bool {
        question.can_skip && self.skipped_steps.contains_key(&question.step)
    }

    /// When the incident was opened.
    pub fn opened_at(&self) -> Option<DateTime<FixedOffset>> {
        self.opened.as_ref().map(|(_, at, _)| *at)
    }

    /// The present round, from 1.
    pub const fn round(&self) -> usize {
        self.rounds.len() + 1
    }
}
