//! Every kind of event comes back from its stored form as it was, with every text that somebody could write.

use super::*;
use crate::answer::Verdict;
use crate::journal::{KeptWording, LayerRef, Opening, Origin};
use crate::untrusted::{Untrusted, hostile};

/// One of every kind, with that text wherever one can be written, and with and without what may be missing.
fn every_kind(text: &Untrusted) -> Vec<Event> {
    let at = noon();
    let question: crate::spine::Name = "next_contact".parse().unwrap();
    let person = Person { name: text.clone(), role: Some(text.clone()), contact: Some(text.clone()) };
    let promise = Promise {
        what: text.clone(),
        by: Some(person.clone()),
        to: Some(text.clone()),
        verdict: Some(Verdict::Released),
        settled_at: Some(at),
        reason: Some(text.clone()),
        ..ringing()
    };
    let contact = Contact {
        channel: Some("phone".parse().unwrap()),
        who: Some(text.clone()),
        role: Some(text.clone()),
        with: Some(text.clone()),
        answered: Some(false),
        chased: Some(true),
        no_next: Some(text.clone()),
        ..Contact::plain(at, Direction::Inside, text.clone())
    };
    let failure = Failure {
        at,
        what: text.clone(),
        promised: Some(text.clone()),
        state: FailureState::PutRight,
        put_right_at: Some(at),
    };
    let opening = |time_zone| Opening {
        playbook: "small".parse().unwrap(),
        layers: vec![LayerRef { name: text.as_stored().to_owned(), digest: "0".into() }],
        training: true,
        external_ref: Some(text.clone()),
        responder: Some(person.clone()),
        time_zone,
        tool: "0.1.0".into(),
    };
    let kept =
        KeptWording::new(3, "sorry-if".parse().unwrap(), "non-apology".parse().unwrap(), &(0..text.as_stored().len()))
            .unwrap();
    let mut events = vec![
        Event::Opened(opening(None)),
        Event::Opened(opening(Some("Europe/London".into()))),
        Event::Answered {
            question: question.clone(),
            value: Value::Text(text.clone()),
            origin: Origin::Assumed,
            kept: vec![kept.clone()],
        },
        Event::Answered {
            question: question.clone(),
            value: Value::Text(text.clone()),
            origin: Origin::Given,
            kept: Vec::new(),
        },
        Event::Kept { question: question.clone() },
        Event::StepSkipped { step: Step::Learn, reason: text.clone() },
        Event::PutOff { question: question.clone() },
        Event::Noted { question: Some(question.clone()), text: text.clone() },
        Event::Noted { question: None, text: text.clone() },
        Event::LoopedBack { to: Step::Compensate },
        Event::Contacted { contact: contact.clone(), kept: vec![kept] },
        Event::Contacted { contact, kept: Vec::new() },
        Event::Promised { under: "promises".parse().unwrap(), promise },
        Event::FailureFound { failure },
        Event::FailureSettled { number: 7, put_right_at: Some(at) },
        Event::FailureSettled { number: 7, put_right_at: None },
        Event::Owned { by: person.clone() },
        Event::DeputyNamed { deputy: person.clone() },
        Event::GateMoved { to: Gate::Closed, by: person.clone(), reason: text.clone() },
        Event::GateMoved { to: Gate::Open, by: person.clone(), reason: text.clone() },
        Event::ClockMet { clock: "eight-weeks".parse().unwrap(), met_at: at },
        Event::ClockWaived { clock: "eight-weeks".parse().unwrap(), reason: text.clone() },
        Event::Reopened { reason: text.clone(), failed: true },
        Event::Reopened { reason: text.clone(), failed: false },
        Event::Ended { ending: "satisfied".parse().unwrap() },
    ];
    for unit in Unit::ALL {
        let clock = "eight-weeks".parse().unwrap();
        events.push(Event::ClockExtended { clock, n: 3, unit, reason: text.clone(), told_at: at });
    }
    for reason in [None, Some(text.clone())] {
        events.push(Event::Skipped { question: question.clone(), reason: reason.clone() });
        events.push(Event::Moved { to: question.clone(), whole_step: true, reason: reason.clone() });
        events.push(Event::PromiseMoved { number: PromiseNumber::after(11), due: at, reason: reason.clone() });
        events.push(Event::Assigned { to: person.clone(), reason: reason.clone() });
        for verdict in Verdict::ALL {
            let number = PromiseNumber::after(2);
            events.push(Event::PromiseSettled { number, verdict, settled_at: at, reason: reason.clone() });
        }
    }
    events
}

/// A kind's place in the list; a new kind does not compile without one.
const fn place(event: &Event) -> usize {
    match event {
        Event::Opened(_) => 0,
        Event::Answered { .. } => 1,
        Event::Kept { .. } => 2,
        Event::Skipped { .. } => 3,
        Event::StepSkipped { .. } => 4,
        Event::PutOff { .. } => 5,
        Event::Noted { .. } => 6,
        Event::Moved { .. } => 7,
        Event::LoopedBack { .. } => 8,
        Event::Contacted { .. } => 9,
        Event::Promised { .. } => 10,
        Event::PromiseMoved { .. } => 11,
        Event::PromiseSettled { .. } => 12,
        Event::Assigned { .. } => 13,
        Event::Owned { .. } => 14,
        Event::DeputyNamed { .. } => 15,
        Event::GateMoved { .. } => 16,
        Event::FailureFound { .. } => 17,
        Event::FailureSettled { .. } => 18,
        Event::ClockMet { .. } => 19,
        Event::ClockExtended { .. } => 20,
        Event::ClockWaived { .. } => 21,
        Event::Reopened { .. } => 22,
        Event::Ended { .. } => 23,
        Event::Erased { .. } => 24,
    }
}

#[test]
fn every_kind_is_stored_and_read_back() {
    for text in hostile::all() {
        let text = Untrusted::from(text.as_str());
        for event in every_kind(&text) {
            let row = to_row(&event, noon(), &text);
            let row = Row {
                seq: 1,
                at: row.at,
                author: row.author,
                kind: row.kind,
                version: row.version,
                head: row.head,
                body: Body::Kept(row.body),
            };
            assert_eq!(from_row(&row).map(|envelope| envelope.event), Ok(event));
        }
    }
}

#[test]
fn there_is_one_of_every_kind() {
    let mut places: Vec<_> = every_kind(&"x".into()).iter().map(place).collect();
    places.sort_unstable();
    places.dedup();
    assert_eq!(places, (0..=23).collect::<Vec<_>>(), "what was erased has no form of its own");
}
