//! What every store has to do with the facts of reports.

use std::ops::ControlFlow;

use super::{at, heading, line, note, opening, owing_nothing};
use crate::journal::facts::{Facts, LimitFact, LimitState, Unreadable};
use crate::journal::incident_id::IncidentId;
use crate::journal::owed::Standing;
use crate::journal::row::{ERASED, NewRow};
use crate::journal::summary::Summary;
use crate::store::{FactsQuery, Opening, Store};

pub(super) const PROMISES: &[fn(&mut dyn Store)] = &[
    facts_come_back_as_they_were_written,
    facts_come_by_when_the_customer_told_of_it,
    a_period_takes_its_first_second_and_not_the_one_after_its_last,
    facts_of_drills_are_apart,
    facts_go_with_every_write,
    facts_are_counted_anew_with_their_calendars,
    facts_go_with_what_is_erased,
    facts_stop_when_told,
];

fn told(facts: Facts, uid: u8) -> Opening {
    Opening { summarise: Box::new(move |id| Standing { facts, ..line(id) }), ..opening(uid) }
}

fn received(at: i64) -> Facts {
    Facts { playbook: format!("p{at}"), received: at, ..Facts::default() }
}

fn counted_by(stamps: &[&str]) -> Facts {
    let limit = |stamp: &&str| LimitFact {
        id: "answer".to_owned(),
        rule: "5 business days after it was received".to_owned(),
        state: LimitState::Kept,
        due: Some(5),
        counted_by: Some((*stamp).to_owned()),
    };
    Facts { limits: stamps.iter().map(limit).collect(), ..received(7) }
}

fn handed(store: &dyn Store, query: &FactsQuery) -> Vec<(u32, Facts)> {
    let mut found = Vec::new();
    let mut each = |id: IncidentId, facts: Result<Facts, Unreadable>| {
        found.push((id.number(), facts.unwrap()));
        ControlFlow::Continue(())
    };
    store.facts(query, &mut each).unwrap();
    found
}

fn numbers(store: &dyn Store, query: &FactsQuery) -> Vec<u32> {
    handed(store, query).into_iter().map(|(number, _)| number).collect()
}

fn first() -> IncidentId {
    "INC-2026-0001".parse().unwrap()
}

fn facts_come_back_as_they_were_written(store: &mut dyn Store) {
    let rich = Facts { owner: Some("Zoë \"山田\"".to_owned()), owned: Some(9), ..counted_by(&["GB-ENG 1", "US 2"]) };
    store.open_incident(told(rich.clone(), 1)).unwrap();
    assert_eq!(handed(store, &FactsQuery::default()), [(1, rich)]);
}

fn facts_come_by_when_the_customer_told_of_it(store: &mut dyn Store) {
    for (uid, at) in [(1, 30), (2, -10), (3, 20), (4, 20)] {
        store.open_incident(told(received(at), uid)).unwrap();
    }
    assert_eq!(numbers(store, &FactsQuery::default()), [2, 3, 4, 1]);
}

fn a_period_takes_its_first_second_and_not_the_one_after_its_last(store: &mut dyn Store) {
    let second = |second: u32| at(&format!("2026-11-20T16:40:{second:02}+01:00"));
    for uid in 0..4_u8 {
        let facts = received(second(u32::from(uid)).timestamp());
        store.open_incident(told(facts, uid)).unwrap();
    }
    let of = |since: Option<u32>, until: Option<u32>| {
        let query = FactsQuery { since: since.map(second), until: until.map(second), training: false };
        numbers(store, &query)
    };
    assert_eq!(of(Some(1), Some(3)), [2, 3]);
    assert_eq!(of(Some(3), None), [4]);
    assert_eq!(of(None, Some(1)), [1]);
    assert_eq!(of(Some(2), Some(2)), [0; 0]);
    assert_eq!(of(Some(3), Some(1)), [0; 0]);
}

fn facts_of_drills_are_apart(store: &mut dyn Store) {
    store.open_incident(told(received(1), 1)).unwrap();
    store.open_incident(Opening { training: true, ..told(received(2), 2) }).unwrap();
    let second: IncidentId = "INC-2026-0002".parse().unwrap();
    // What a writer says about training counts for nothing once an incident is there.
    let standing = Standing { facts: received(3), ..line(second) };
    store.append(second, 1, &[note("x")], &standing).unwrap();
    assert_eq!(numbers(store, &FactsQuery::default()), [1]);
    assert_eq!(numbers(store, &FactsQuery { training: true, ..FactsQuery::default() }), [2]);
}

fn facts_go_with_every_write(store: &mut dyn Store) {
    store.open_incident(told(received(1), 1)).unwrap();
    let later = Standing { facts: received(2), ..line(first()) };
    store.append(first(), 1, &[note("x")], &later).unwrap();
    assert_eq!(handed(store, &FactsQuery::default()), [(1, received(2))]);
    let refused = Standing { facts: received(3), ..line(first()) };
    assert!(store.append(first(), 1, &[note("y")], &refused).is_err());
    assert_eq!(handed(store, &FactsQuery::default()), [(1, received(2))]);
    let summary = Summary { seq: 2, ..heading(first()) };
    store.recount(&[Standing { facts: received(4), ..owing_nothing(summary) }]).unwrap();
    assert_eq!(handed(store, &FactsQuery::default()), [(1, received(4))]);
}

fn facts_are_counted_anew_with_their_calendars(store: &mut dyn Store) {
    store.open_incident(told(counted_by(&["GB-ENG 1"]), 1)).unwrap();
    store.open_incident(told(counted_by(&["US 2", "GB-ENG 1"]), 2)).unwrap();
    store.open_incident(told(received(1), 3)).unwrap();
    assert_eq!(store.counted_by().unwrap(), ["GB-ENG 1", "US 2"]);
    let with = |store: &dyn Store, stamp: &str| {
        let mut found = Vec::new();
        let mut each = |id: IncidentId| {
            found.push(id.number());
            ControlFlow::Continue(())
        };
        store.counted_with(stamp, &mut each).unwrap();
        found
    };
    assert_eq!(with(store, "GB-ENG 1"), [1, 2]);
    assert_eq!(with(store, "US 2"), [2]);
    assert_eq!(with(store, "GB-ENG"), [0; 0]);
    store.append(first(), 1, &[], &line(first())).unwrap();
    assert_eq!(with(store, "GB-ENG 1"), [2]);
}

fn facts_go_with_what_is_erased(store: &mut dyn Store) {
    let named = Facts { owner: Some("Sam Roe".to_owned()), ..received(1) };
    store.open_incident(told(named, 1)).unwrap();
    let erased = NewRow { kind: ERASED.to_owned(), ..note("") };
    store.erase(first(), 1, &[erased], &Standing { facts: received(1), ..line(first()) }).unwrap();
    assert_eq!(handed(store, &FactsQuery::default()), [(1, received(1))]);
}

fn facts_stop_when_told(store: &mut dyn Store) {
    for uid in 1..4 {
        store.open_incident(told(received(i64::from(uid)), uid)).unwrap();
    }
    let mut seen = 0;
    let mut once = |_, _| {
        seen += 1;
        ControlFlow::Break(())
    };
    store.facts(&FactsQuery::default(), &mut once).unwrap();
    assert_eq!(seen, 1);
}
