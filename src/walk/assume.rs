//! Answers that follow from others: filled in by themselves, shown to the responder, and marked in the record.

use super::circumstances::Circumstances;
use super::{Walk, rules};
use crate::answer::{Person, Value};
use crate::journal::{Event, Origin};
use crate::playbook::Question;
use crate::spine::{Assumed, Name};

/// Adds to `events` what can be assumed once `id` has been answered by them.
pub(super) fn follow(walk: &Walk, id: &Name, events: &mut Vec<Event>, around: Circumstances<'_>) {
    let triggered = |question: &&Question| {
        question.assumed.is_some_and(|(_, triggers)| triggers.iter().any(|trigger| *id == **trigger))
    };
    let mut after: Option<Walk> = None;
    for question in walk.playbook().questions.iter().filter(triggered) {
        if (around.to_come)(&question.id) {
            continue;
        }
        let now = after.get_or_insert_with(|| walk.after(events, around.at));
        let is_free =
            !now.state().answers.contains_key(&question.id) && !now.state().skipped.contains_key(&question.id);
        if !is_free || !now.applies(&question.id) {
            continue;
        }
        if let Some(value) = value(now, question, around)
            && rules::accepts(now, question, &value, around.responder).is_ok()
        {
            let event =
                Event::Answered { question: question.id.clone(), value, origin: Origin::Assumed, kept: Vec::new() };
            now.apply_next(event.clone(), around.at);
            events.push(event);
        }
    }
}

fn value(walk: &Walk, question: &Question, around: Circumstances<'_>) -> Option<Value> {
    let (assumed, _) = question.assumed?;
    let owner = || walk.answer_to("owner").and_then(Value::person);
    let owner_responds = || around.responder.zip(owner()).is_some_and(|(responder, owner)| responder.is_same_as(owner));
    let is = |id: &str, choice: &str| walk.answer_to(id).and_then(Value::choice) == Some(choice);
    match assumed {
        Assumed::Now => Some(Value::DateTime(around.at)),
        Assumed::Owner => owner().map(|owner| Value::Person(Person { contact: None, ..owner.clone() })),
        Assumed::Default => question.default.clone(),
        Assumed::DefaultIfOwnerResponds if owner_responds() => question.default.clone(),
        Assumed::YesIfOwnerResponds if owner_responds() => Some(Value::YesNo(true)),
        Assumed::NowIfCorrected if is("correction", "corrected") => Some(Value::DateTime(around.at)),
        Assumed::YesIfKnown => (around.known)(walk).then_some(Value::YesNo(true)),
        Assumed::DefaultIfOwnerResponds | Assumed::YesIfOwnerResponds | Assumed::NowIfCorrected => None,
        Assumed::SatisfiedIfTheySaidSo => (is("outcome", "yes") && is("handling", "yes"))
            .then(|| "satisfied".parse().ok().map(Value::Choice))
            .flatten(),
    }
}
