//! The timeline: what happened when, in the order of time.

use chrono::{DateTime, FixedOffset};

use crate::answer::{Contact, Failure, Promise, Value};
use crate::playbook::Question;
use crate::spine::{Audience, Gate, Guarded, Name, Step, UnderGate};
use crate::untrusted::Untrusted;
use crate::walk::Walk;

/// One point of the timeline.
#[derive(Debug, Clone)]
pub struct Moment {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// What, behind its audience.
    pub what: Guarded<Happening>,
}

/// What a point of the timeline is about.
#[derive(Debug, Clone)]
pub enum Happening {
    /// It happened.
    Happened,
    /// The customer told us.
    Received,
    /// The incident was opened here.
    Opened,
    /// Something failed.
    Failed(Failure),
    /// A failure was put right.
    FailurePutRight(Failure),
    /// There was a contact.
    Contact(Contact),
    /// A promise fell due, or was settled; `settled` says which.
    Promise {
        /// The promise.
        promise: Promise,
        /// Whether this is when it was settled, rather than when it fell due.
        settled: bool,
    },
    /// Somebody accepted that they answer for it.
    Owned(Untrusted),
    /// Somebody is asked to answer for it, and has not accepted.
    Asked(Untrusted),
    /// The legal gate was closed or lifted by a named person.
    GateMoved(Gate, Untrusted, Untrusted),
    /// It was opened again after its end.
    Reopened {
        /// Why.
        reason: Untrusted,
        /// Whether the recovery had failed.
        failed: bool,
    },
    /// An apology was made.
    Apologised(Option<Untrusted>),
    /// It was put right.
    Corrected {
        /// Whether all of it was, rather than a part.
        wholly: bool,
    },
    /// The customer was asked whether it is right.
    AskedThem,
    /// The customer wanted something more.
    LoopedBack(Step),
    /// A step was taken out of order.
    OutOfOrder(Step, Untrusted),
    /// A note.
    Noted(Untrusted),
    /// The incident was closed.
    Ended(Name),
}

impl Happening {
    /// What comes first when two things have the same time.
    const fn turn(&self) -> u8 {
        match self {
            Self::Happened => 0,
            Self::Received => 1,
            Self::Opened => 2,
            Self::Ended(_) => 4,
            _ => 3,
        }
    }
}

/// The timeline of a walk, earliest first; of equal times, in the order of the questions, and the end last.
pub fn timeline(walk: &Walk) -> Vec<Moment> {
    let mut moments = Vec::new();
    answers(walk, &mut moments);
    state(walk, &mut moments);
    moments.sort_by_key(|moment| (moment.at, moment.what.for_house().turn()));
    moments
}

/// The moments in the answers of every round: those of earlier rounds happened as well.
fn answers(walk: &Walk, moments: &mut Vec<Moment>) {
    let state = walk.state();
    for question in &walk.playbook().questions {
        let earlier = state.rounds.iter().map(|round| &round.answers);
        for answers in earlier.chain(walk.applies(&question.id).then_some(&state.answers)) {
            if let Some(answered) = answers.get(&question.id) {
                let beside =
                    |id: &str| answers.get(id).map(|answered| &answered.value).or_else(|| walk.answer_to(id)).cloned();
                for part in answered.value.parts() {
                    moments_of(question, part, &beside, moments);
                }
            }
        }
    }
}

fn moments_of(question: &Question, part: &Value, beside: &dyn Fn(&str) -> Option<Value>, moments: &mut Vec<Moment>) {
    let mut push = |at: DateTime<FixedOffset>, what: Happening| {
        moments.push(Moment { at, what: Guarded::new(what, question.audience, question.under_gate) });
    };
    match (question.id.as_str(), part) {
        ("happened_at", Value::DateTime(at)) => push(*at, Happening::Happened),
        ("received_at", Value::DateTime(at)) => push(*at, Happening::Received),
        ("asked_at", Value::DateTime(at)) => push(*at, Happening::AskedThem),
        ("corrected_at", Value::DateTime(at)) => {
            let partly = beside("correction").is_some_and(|correction| correction.choice() == Some("partly"));
            push(*at, Happening::Corrected { wholly: !partly });
        }
        ("apologised_at", Value::DateTime(at)) => {
            let by = beside("apologised_by").as_ref().and_then(Value::person).map(|person| person.name.clone());
            push(*at, Happening::Apologised(by));
        }
        (_, Value::Failure(failure)) => {
            push(failure.at, Happening::Failed(failure.clone()));
            if let Some(at) = failure.put_right_at {
                push(at, Happening::FailurePutRight(failure.clone()));
            }
        }
        (_, Value::Contact(contact)) => push(contact.at, Happening::Contact(contact.clone())),
        (_, Value::Promise(promise)) => {
            let settled = promise.verdict.is_some();
            let at = promise.settled_at.filter(|_| settled).unwrap_or(promise.due);
            push(at, Happening::Promise { promise: promise.clone(), settled });
        }
        _ => {}
    }
}

fn state(walk: &Walk, moments: &mut Vec<Moment>) {
    let state = walk.state();
    let internal = |what| Guarded::new(what, Audience::Internal, UnderGate::Held);
    if let Some(at) = state.opened_at() {
        moments.push(Moment { at, what: internal(Happening::Opened) });
    }
    owners(walk, moments);
    for moved in &state.gate_moves {
        let what = Happening::GateMoved(moved.to, moved.by.name.clone(), moved.reason.clone());
        moments.push(Moment { at: moved.at, what: internal(what) });
    }
    for end in &state.earlier_ends {
        moments.push(Moment { at: end.ended_at, what: internal(Happening::Ended(end.ending.clone())) });
        let what = Happening::Reopened { reason: end.reason.clone(), failed: end.failed };
        moments.push(Moment { at: end.at, what: internal(what) });
    }
    let reopened = |round: &&crate::walk::Round| state.earlier_ends.iter().any(|end| end.at == round.at);
    for round in state.rounds.iter().filter(|round| !reopened(round)) {
        moments.push(Moment { at: round.at, what: internal(Happening::LoopedBack(round.to)) });
    }
    for step in &state.out_of_order {
        moments.push(Moment { at: step.at, what: internal(Happening::OutOfOrder(step.step, step.reason.clone())) });
    }
    for note in &state.notes {
        let beside = note.question.as_ref().and_then(|id| walk.playbook().question(id.as_str()));
        let confidential = beside.is_some_and(|question| question.audience == Audience::Confidential);
        let audience = if confidential { Audience::Confidential } else { Audience::Internal };
        let what = Guarded::new(Happening::Noted(note.text.clone()), audience, UnderGate::Held);
        moments.push(Moment { at: note.at, what });
    }
    if let Some((ending, at)) = &state.ended {
        moments.push(Moment { at: *at, what: internal(Happening::Ended(ending.clone())) });
    }
}

/// Who answered for it from when, and who was asked to. Their audience is that of the question.
fn owners(walk: &Walk, moments: &mut Vec<Moment>) {
    let Some(question) = walk.playbook().question("owner") else { return };
    let guarded = |what| Guarded::new(what, question.audience, question.under_gate);
    let ownership = &walk.state().ownership;
    for turn in &ownership.turns {
        moments.push(Moment { at: turn.since, what: guarded(Happening::Owned(turn.person.name.clone())) });
    }
    if let Some(asked) = ownership.asked() {
        moments.push(Moment { at: asked.at, what: guarded(Happening::Asked(asked.person.name.clone())) });
    }
}
