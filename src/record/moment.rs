//! The timeline: what happened when, in the order of time.

use chrono::{DateTime, FixedOffset};

use crate::answer::{Contact, Failure, Promise, Value};
use crate::spine::{Guarded, Name, Step, UnderGate};
use crate::untrusted::Untrusted;
use crate::walk::{State, Walk};

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
    /// Somebody took responsibility.
    Owned(Untrusted),
    /// An apology was made.
    Apologised(Option<Untrusted>),
    /// The customer was asked.
    Asked,
    /// The customer wanted something more.
    LoopedBack(Step),
    /// A step was taken out of order.
    OutOfOrder(Step, Untrusted),
    /// A note.
    Noted(Untrusted),
    /// The incident was closed.
    Ended(Name),
}

/// The timeline of a walk, earliest first; of equal times, in the order of recording.
pub fn timeline(walk: &Walk) -> Vec<Moment> {
    let mut moments = Vec::new();
    answers(walk, &mut moments);
    state(walk.state(), &mut moments);
    moments.sort_by_key(|moment| moment.at);
    moments
}

fn answers(walk: &Walk, moments: &mut Vec<Moment>) {
    for question in &walk.playbook().questions {
        let Some(answered) = walk.state().answers.get(&question.id).filter(|_| walk.applies(&question.id)) else { continue };
        let guard = |what: Happening| Guarded::new(what, question.audience, question.under_gate);
        let person = |id: &str| walk.answer_to(id).and_then(Value::person).map(|person| person.name.clone());
        for part in answered.value.parts() {
            match (question.id.as_str(), part) {
                ("happened_at", Value::DateTime(at)) => moments.push(Moment { at: *at, what: guard(Happening::Happened) }),
                ("received_at", Value::DateTime(at)) => moments.push(Moment { at: *at, what: guard(Happening::Received) }),
                ("asked_at", Value::DateTime(at)) => moments.push(Moment { at: *at, what: guard(Happening::Asked) }),
                ("apologised_at", Value::DateTime(at)) => {
                    moments.push(Moment { at: *at, what: guard(Happening::Apologised(person("apologised_by"))) });
                }
                ("owner", Value::Person(owner)) => {
                    moments.push(Moment { at: answered.at, what: guard(Happening::Owned(owner.name.clone())) });
                }
                (_, Value::Failure(failure)) => {
                    moments.push(Moment { at: failure.at, what: guard(Happening::Failed(failure.clone())) });
                    if let Some(at) = failure.put_right_at {
                        moments.push(Moment { at, what: guard(Happening::FailurePutRight(failure.clone())) });
                    }
                }
                (_, Value::Contact(contact)) => {
                    moments.push(Moment { at: contact.at, what: guard(Happening::Contact(contact.clone())) });
                }
                (_, Value::Promise(promise)) => {
                    let settled = promise.verdict.is_some();
                    let at = promise.settled_at.filter(|_| settled).unwrap_or(promise.due);
                    moments.push(Moment { at, what: guard(Happening::Promise { promise: promise.clone(), settled }) });
                }
                _ => {}
            }
        }
    }
}

fn state(state: &State, moments: &mut Vec<Moment>) {
    let internal = |what| Guarded::new(what, crate::spine::Audience::Internal, UnderGate::Held);
    if let Some(at) = state.opened_at() {
        moments.push(Moment { at, what: internal(Happening::Opened) });
    }
    for round in &state.rounds {
        moments.push(Moment { at: round.at, what: internal(Happening::LoopedBack(round.to)) });
    }
    for step in &state.out_of_order {
        moments.push(Moment { at: step.at, what: internal(Happening::OutOfOrder(step.step, step.reason.clone())) });
    }
    for note in &state.notes {
        moments.push(Moment { at: note.at, what: internal(Happening::Noted(note.text.clone())) });
    }
    if let Some((ending, at)) = &state.ended {
        moments.push(Moment { at: *at, what: internal(Happening::Ended(ending.clone())) });
    }
}
