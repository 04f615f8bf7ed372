//! The legal gate outside the questions: a named person closes and lifts it, for a reason.

use super::*;
use crate::answer::{Person, Value};
use crate::journal::Event;

fn counsel() -> Person {
    Person::named("Dana Ruiz")
}

fn moved(story: Story, to: Gate, why: &str) -> Story {
    story.and(|walk| walk.move_gate(to, counsel(), why.into()))
}

fn told() -> Story {
    Story::new().rung().says("apology_words", "It was our fault, and I am sorry.")
}

fn tells_facts(story: &Story) -> bool {
    let customer = CustomerRecord::of(&story.record());
    customer.what_happened.is_some() && customer.apology.is_some()
}

#[test]
fn what_the_customer_may_read_follows_the_gate_at_once() {
    let open = told();
    assert!(tells_facts(&open));
    let closed = moved(open, Gate::Closed, "a claim was announced");
    assert_eq!(closed.walk.gate(), Gate::Closed);
    assert!(!tells_facts(&closed));
    assert_eq!(CustomerRecord::of(&closed.record()).promises.len(), 1, "what was undertaken is still said");
    let lifted = moved(closed, Gate::Open, "no claim was made");
    assert_eq!(lifted.walk.gate(), Gate::Open);
    assert!(tells_facts(&lifted));
}

#[test]
fn who_moved_it_and_why_stays_in_the_record() {
    let story = moved(moved(told(), Gate::Closed, "a claim was announced"), Gate::Open, "no claim was made");
    let moves: Vec<_> =
        story.walk.state().gate_moves.iter().map(|moved| (moved.to, moved.by.clone(), moved.reason.term())).collect();
    assert_eq!(
        moves,
        [
            (Gate::Closed, counsel(), "a claim was announced".into()),
            (Gate::Open, counsel(), "no claim was made".into())
        ]
    );
    assert_eq!(story.walk.answer_to("gate_lifted_why"), Some(&Value::Text("no claim was made".into())));
}

#[test]
fn a_named_person_moves_it_for_a_reason() {
    let refused = |story: &Story, to, by: &str, why: &str| -> Result<Vec<Event>, Refusal> {
        story.walk.move_gate(to, Person::named(by), why.into())
    };
    let open = told();
    assert!(matches!(refused(&open, Gate::Closed, "the legal department", "x"), Err(Refusal::TeamIsNoOwner(_))));
    assert_eq!(refused(&open, Gate::Closed, "Dana Ruiz", " "), Err(Refusal::ReasonNeeded));
    assert_eq!(refused(&open, Gate::Open, "Dana Ruiz", "x"), Err(Refusal::GateStands(Gate::Open)));
    let closed = moved(open, Gate::Closed, "a claim was announced");
    assert_eq!(refused(&closed, Gate::Closed, "Dana Ruiz", "x"), Err(Refusal::GateStands(Gate::Closed)));
    assert_eq!(closed.tries("legal_risk", "no"), Err(Refusal::GateNeedsAName));
}

#[test]
fn a_gate_that_was_lifted_can_close_again() {
    let lifted = moved(moved(told(), Gate::Closed, "a claim was announced"), Gate::Open, "no claim was made");
    let again = moved(lifted, Gate::Closed, "a claim was made after all");
    assert_eq!(again.walk.gate(), Gate::Closed);
    assert!(!tells_facts(&again));
    assert_eq!(again.walk.answer_to("gate_lifted_by"), None);
}

#[test]
fn a_gate_closed_by_a_question_is_lifted_by_name_as_well() {
    let story =
        Story::new().rung().says("legal_risk", "yes").says("legal_reason", "injury").says("legal_owner", "Ann Day");
    let lifted = moved(story, Gate::Open, "no claim was made");
    assert_eq!(lifted.walk.gate(), Gate::Open);
    let apology = lifted.walk.playbook().question("apology_words").unwrap();
    assert_eq!(lifted.walk.standing(apology), Standing::Open, "the fuller apology is then given");
}

#[test]
fn the_gate_moves_after_the_end_as_well() {
    let closed = moved(Story::new().closed(), Gate::Closed, "a claim was announced");
    assert!(CustomerRecord::of(&closed.record()).what_happened.is_none());
}
