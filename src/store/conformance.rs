//! What every store has to do, whatever it keeps its incidents in: one suite, one line for each of them.

mod facts;
mod owed;

use std::ops::ControlFlow;

use chrono::{DateTime, FixedOffset};

use super::{ListQuery, Opening, Source, Store, StoreError, Which, digest};
use crate::journal::facts::Facts;
use crate::journal::incident_id::IncidentId;
use crate::journal::owed::Standing;
use crate::journal::row::{Body, ERASED, NewRow};
use crate::journal::summary::{Status, Summary};
use crate::journal::uid::Uid;

type Fresh<'a> = &'a mut dyn FnMut() -> Box<dyn Store>;

/// Runs the whole suite, each promise on a fresh store.
pub(crate) fn run(fresh: Fresh<'_>) {
    let promises: &[fn(&mut dyn Store)] = &[
        an_empty_store_is_whole_and_lists_nothing,
        numbers_start_from_one_each_year,
        what_was_said_comes_back_byte_for_byte,
        opening_the_same_incident_again_is_a_retry,
        an_external_reference_belongs_to_one_incident,
        openings_are_all_or_nothing,
        an_incident_begins_with_an_event,
        appending_goes_on_where_it_stopped,
        somebody_else_was_first,
        an_identical_retry_is_no_second_answer,
        a_retry_with_another_word_is_no_retry,
        a_refused_append_changes_nothing,
        a_summary_alone_can_be_replaced,
        an_unknown_incident_is_an_error,
        a_source_is_stored_once_and_checked,
        a_summary_comes_back_as_it_was_written,
        open_incidents_are_listed_by_what_is_due,
        closed_incidents_are_listed_latest_first,
        lists_can_be_narrowed,
        names_are_found_in_any_case_and_script,
        lists_stop_when_told,
        drills_and_incidents_never_mix,
        an_incident_is_found_by_what_people_type,
        unfinished_incidents_come_latest_first,
        erasing_leaves_the_chain_whole,
        nothing_is_erased_in_silence,
    ];
    for promise in promises.iter().chain(owed::PROMISES).chain(facts::PROMISES) {
        promise(fresh().as_mut());
    }
}

/// An instant, from RFC 3339.
pub(crate) fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

/// A row that says something.
pub(crate) fn note(text: &str) -> NewRow {
    NewRow {
        at: at("2026-11-20T16:40:00.123456789+01:00"),
        author: "Sam Roe".to_owned(),
        kind: "noted".to_owned(),
        version: 1,
        head: "{\"step\":\"listen\"}".to_owned(),
        body: text.to_owned(),
    }
}

/// The standing of a fresh, open incident in which nothing is owed.
pub(crate) fn line(id: IncidentId) -> Standing {
    owing_nothing(heading(id))
}

/// A standing in which nothing is owed and the customer is known under nothing.
pub(crate) fn owing_nothing(summary: Summary) -> Standing {
    let facts = Facts { received: summary.opened_at.timestamp(), ..Facts::default() };
    Standing { summary, owed: Vec::new(), known_by: Vec::new(), facts }
}

/// The summary of a fresh, open incident.
pub(crate) fn heading(id: IncidentId) -> Summary {
    Summary {
        id,
        uid: Uid::from_bytes([0; 16]),
        external_ref: None,
        training: false,
        status: Status::Open,
        customer: Some("Zoë 山田".to_owned()),
        summary: Some("the cake came late".to_owned()),
        playbook: "late-delivery".to_owned(),
        owner: None,
        owner_accepted: None,
        offered_to: None,
        deputy: None,
        severity: None,
        legal_gate_closed: false,
        ending: None,
        opened_at: at("2026-11-20T16:40:00+01:00"),
        updated_at: at("2026-11-20T16:40:00+01:00"),
        closed_at: None,
        next_due: None,
        missing: 7,
        reopened: 0,
        seq: 0,
    }
}

/// An opening that differs from others by its uid.
pub(crate) fn opening(uid: u8) -> Opening {
    Opening {
        year: 2026,
        uid: Uid::from_bytes([uid; 16]),
        external_ref: None,
        training: false,
        sources: vec![Source::new("late-delivery", "id = \"late-delivery\"\n")],
        rows: vec![note("the cake came late")],
        summarise: Box::new(line),
    }
}

fn with(uid: u8, change: impl Fn(&mut Summary) + Send + 'static) -> Opening {
    Opening {
        summarise: Box::new(move |id| {
            let mut summary = heading(id);
            change(&mut summary);
            owing_nothing(summary)
        }),
        ..opening(uid)
    }
}

fn id(text: &str) -> IncidentId {
    text.parse().unwrap()
}

fn listed(store: &dyn Store, query: &ListQuery) -> Vec<String> {
    let mut ids = Vec::new();
    let mut each = |summary: Summary| {
        ids.push(summary.id.to_string());
        ControlFlow::Continue(())
    };
    store.list(query, &mut each).unwrap();
    ids
}

fn assert_whole(store: &dyn Store) {
    assert_eq!(store.verify().unwrap().findings, []);
}

fn an_empty_store_is_whole_and_lists_nothing(store: &mut dyn Store) {
    let outcome = store.verify().unwrap();
    assert!(outcome.is_whole());
    assert_eq!((outcome.events, outcome.incidents), (0, 0));
    assert_eq!(outcome.head, crate::journal::chain::genesis());
    assert_eq!(listed(store, &ListQuery::default()), [""; 0]);
}

fn numbers_start_from_one_each_year(store: &mut dyn Store) {
    assert_eq!(store.open_incident(opening(1)).unwrap(), id("INC-2026-0001"));
    assert_eq!(store.open_incident(opening(2)).unwrap(), id("INC-2026-0002"));
    let last_year = Opening { year: 2025, ..opening(3) };
    assert_eq!(store.open_incident(last_year).unwrap(), id("INC-2025-0001"));
    assert_eq!(store.open_incident(opening(4)).unwrap(), id("INC-2026-0003"));
    assert_whole(store);
}

fn what_was_said_comes_back_byte_for_byte(store: &mut dyn Store) {
    let said = "  \u{1b}[31m\u{202e} NUL:\0 e\u{301} 山田 \r\n\t'; DROP TABLE event; -- \u{10ffff} ";
    let rows = vec![note(said), note("")];
    let opening = Opening { rows: rows.clone(), ..opening(1) };
    let id = store.open_incident(opening).unwrap();
    let read = store.read(id).unwrap();
    assert_eq!(read.len(), 2);
    for ((read, row), seq) in read.iter().zip(&rows).zip(1..) {
        assert_eq!(read.seq, seq);
        assert_eq!(read.at.to_rfc3339(), row.at.to_rfc3339());
        assert_eq!((&read.author, &read.kind, read.version, &read.head), (&row.author, &row.kind, 1, &row.head));
        assert_eq!(read.body, Body::Kept(row.body.clone()));
    }
    assert_whole(store);
}

fn opening_the_same_incident_again_is_a_retry(store: &mut dyn Store) {
    let first = store.open_incident(opening(1)).unwrap();
    assert_eq!(store.open_incident(opening(1)).unwrap(), first);
    assert_eq!(store.verify().unwrap().events, 1);
}

fn referring(uid: u8, external_ref: &str) -> Opening {
    Opening { external_ref: Some(external_ref.to_owned()), ..opening(uid) }
}

fn an_external_reference_belongs_to_one_incident(store: &mut dyn Store) {
    let first = store.open_incident(referring(1, "ZD-1")).unwrap();
    let second = store.open_incident(opening(2)).unwrap();
    let refused = store.open_incident(referring(3, "ZD-1"));
    assert!(matches!(refused, Err(StoreError::DuplicateRef { id, .. }) if id == first));
    let renamed = Summary { external_ref: Some("ZD-1".to_owned()), ..store.summary(second).unwrap() };
    let refused = store.append(second, 1, &[note("x")], &owing_nothing(renamed));
    assert!(matches!(refused, Err(StoreError::DuplicateRef { id, .. }) if id == first));
    assert_eq!(store.by_ref("ZD-1").unwrap(), Some(first));
    assert_eq!(store.by_ref("zd-1").unwrap(), None);
    assert_whole(store);
}

fn openings_are_all_or_nothing(store: &mut dyn Store) {
    let refused = store.open_incidents(vec![referring(1, "A"), opening(2), referring(3, "A")]);
    assert!(matches!(refused, Err(StoreError::DuplicateRef { .. })));
    assert_eq!(store.verify().unwrap().events, 0);
    let opened = store.open_incidents(vec![referring(1, "A"), opening(2), referring(3, "B")]).unwrap();
    assert_eq!(opened, [id("INC-2026-0001"), id("INC-2026-0002"), id("INC-2026-0003")]);
    assert_whole(store);
}

fn an_incident_begins_with_an_event(store: &mut dyn Store) {
    let empty = Opening { rows: Vec::new(), ..opening(1) };
    assert!(store.open_incident(empty).is_err());
    assert_eq!(listed(store, &ListQuery::default()), [""; 0]);
}

fn appending_goes_on_where_it_stopped(store: &mut dyn Store) {
    let id = store.open_incident(opening(1)).unwrap();
    let changed = Summary { missing: 5, owner: Some("Sam".to_owned()), ..heading(id) };
    assert_eq!(store.append(id, 1, &[note("two"), note("three")], &owing_nothing(changed)).unwrap(), 3);
    let summary = store.summary(id).unwrap();
    assert_eq!((summary.seq, summary.missing, summary.owner.as_deref()), (3, 5, Some("Sam")));
    assert_eq!(summary.uid, Uid::from_bytes([1; 16]));
    assert_eq!(store.read(id).unwrap().len(), 3);
    assert_whole(store);
}

fn somebody_else_was_first(store: &mut dyn Store) {
    let id = store.open_incident(opening(1)).unwrap();
    store.append(id, 1, &[note("theirs")], &line(id)).unwrap();
    for after in [1, 3, 0, u64::MAX] {
        let refused = store.append(id, after, &[note("mine")], &line(id));
        let told = matches!(refused, Err(StoreError::SomeoneElseWrote { expected, found: 2, .. }) if expected == after);
        assert!(told, "{refused:?}");
    }
    assert_eq!(store.read(id).unwrap().len(), 2);
}

fn an_identical_retry_is_no_second_answer(store: &mut dyn Store) {
    let id = store.open_incident(opening(1)).unwrap();
    let rows = [note("two"), note("three")];
    assert_eq!(store.append(id, 1, &rows, &line(id)).unwrap(), 3);
    assert_eq!(store.append(id, 1, &rows, &line(id)).unwrap(), 3);
    assert_eq!(store.append(id, 3, &[note("four")], &line(id)).unwrap(), 4);
    assert_eq!(store.append(id, 1, &rows, &line(id)).unwrap(), 3);
    assert_eq!(store.summary(id).unwrap().seq, 4);
    assert_eq!(store.read(id).unwrap().len(), 4);
    assert_whole(store);
}

fn a_retry_with_another_word_is_no_retry(store: &mut dyn Store) {
    let id = store.open_incident(opening(1)).unwrap();
    store.append(id, 1, &[note("two")], &line(id)).unwrap();
    let differing = [
        note("too"),
        NewRow { author: "Kim".to_owned(), ..note("two") },
        NewRow { kind: "asked".to_owned(), ..note("two") },
        NewRow { version: 2, ..note("two") },
        NewRow { head: "{}".to_owned(), ..note("two") },
        NewRow { at: at("2026-11-20T16:40:00Z"), ..note("two") },
    ];
    for row in differing {
        assert!(matches!(store.append(id, 1, &[row], &line(id)), Err(StoreError::SomeoneElseWrote { .. })));
    }
    let longer = store.append(id, 1, &[note("two"), note("three")], &line(id));
    assert!(matches!(longer, Err(StoreError::SomeoneElseWrote { .. })));
}

fn a_refused_append_changes_nothing(store: &mut dyn Store) {
    let id = store.open_incident(opening(1)).unwrap();
    let before = (store.summary(id).unwrap(), store.verify().unwrap());
    let changed = owing_nothing(Summary { customer: Some("somebody else".to_owned()), ..heading(id) });
    assert!(store.append(id, 4, &[note("x")], &changed).is_err());
    assert!(store.append(id, 4, &[], &changed).is_err());
    assert_eq!((store.summary(id).unwrap(), store.verify().unwrap()), before);
}

fn a_summary_alone_can_be_replaced(store: &mut dyn Store) {
    let id = store.open_incident(opening(1)).unwrap();
    let changed = Summary { missing: 1, ..heading(id) };
    assert_eq!(store.append(id, 1, &[], &owing_nothing(changed)).unwrap(), 1);
    assert_eq!(store.summary(id).unwrap().missing, 1);
    assert_whole(store);
}

fn an_unknown_incident_is_an_error(store: &mut dyn Store) {
    store.open_incident(opening(1)).unwrap();
    let nobody = id("INC-2026-0002");
    let unknown = |error| matches!(error, StoreError::UnknownIncident { id, .. } if id == nobody);
    assert!(unknown(store.read(nobody).unwrap_err()));
    assert!(unknown(store.summary(nobody).unwrap_err()));
    assert!(unknown(store.append(nobody, 0, &[note("x")], &line(nobody)).unwrap_err()));
    assert!(unknown(store.erase(nobody, 0, &[erasing()], &line(nobody)).unwrap_err()));
}

fn a_source_is_stored_once_and_checked(store: &mut dyn Store) {
    store.open_incident(opening(1)).unwrap();
    store.open_incident(opening(2)).unwrap();
    let text = "id = \"late-delivery\"\n";
    assert_eq!(store.source(&digest(text)).unwrap(), text);
    assert!(matches!(store.source(&digest("other")), Err(StoreError::Damaged { .. })));
    let sources = store.verify().unwrap().sources;
    assert_eq!(sources.into_iter().collect::<Vec<_>>(), [digest(text)]);
}

fn a_summary_comes_back_as_it_was_written(store: &mut dyn Store) {
    let id = store.open_incident(Opening { training: true, ..referring(9, "A/1 é") }).unwrap();
    let full = Summary {
        uid: Uid::from_bytes([9; 16]),
        external_ref: Some("A/1 é".to_owned()),
        training: true,
        status: Status::Closed,
        customer: Some(String::new()),
        summary: Some("\u{1b}\n".to_owned()),
        playbook: "p".to_owned(),
        owner: Some("Sam".to_owned()),
        owner_accepted: Some(false),
        offered_to: Some("Kim".to_owned()),
        deputy: Some("Ola".to_owned()),
        severity: Some("high".to_owned()),
        legal_gate_closed: true,
        ending: Some("satisfied".to_owned()),
        opened_at: at("2026-11-20T16:40:00.123456789-09:30"),
        updated_at: at("1969-12-31T23:59:59.5Z"),
        closed_at: Some(at("2026-11-21T00:00:00+14:00")),
        next_due: Some(at("9999-12-31T23:59:59Z")),
        missing: u32::MAX,
        reopened: 3,
        seq: 2,
        ..heading(id)
    };
    store.append(id, 1, &[note("x")], &owing_nothing(full.clone())).unwrap();
    assert_eq!(store.summary(id).unwrap(), full);
    assert_eq!(store.summary(id).unwrap().opened_at.offset(), full.opened_at.offset());
}

fn due(uid: u8, when: Option<&'static str>, opened: &'static str) -> Opening {
    with(uid, move |summary| {
        summary.next_due = when.map(at);
        summary.opened_at = at(opened);
    })
}

fn open_incidents_are_listed_by_what_is_due(store: &mut dyn Store) {
    let openings = vec![
        due(1, None, "2026-01-01T00:00:00Z"),
        due(2, Some("2026-03-01T10:00:00Z"), "2026-01-01T00:00:00Z"),
        due(3, Some("2026-03-01T10:30:00+01:00"), "2026-01-01T00:00:00Z"),
        due(4, None, "2026-01-02T00:00:00Z"),
        due(5, Some("2026-03-01T10:00:00Z"), "2026-01-02T00:00:00Z"),
        due(6, None, "2026-01-02T00:00:00Z"),
    ];
    store.open_incidents(openings).unwrap();
    let order = ["INC-2026-0003", "INC-2026-0005", "INC-2026-0002", "INC-2026-0006", "INC-2026-0004", "INC-2026-0001"];
    assert_eq!(listed(store, &ListQuery::default()), order);
    let overdue = ListQuery { overdue_at: Some(at("2026-03-01T10:00:00Z")), which: Which::All, ..ListQuery::default() };
    assert_eq!(listed(store, &overdue), ["INC-2026-0003"]);
}

fn closed(uid: u8, when: &'static str) -> Opening {
    with(uid, move |summary| {
        summary.status = Status::Closed;
        summary.next_due = Some(at("2026-01-01T00:00:00Z"));
        summary.closed_at = Some(at(when));
    })
}

fn closed_incidents_are_listed_latest_first(store: &mut dyn Store) {
    let openings = vec![
        closed(1, "2026-03-01T00:00:00Z"),
        closed(2, "2026-05-01T00:00:00Z"),
        opening(3),
        closed(4, "2026-03-01T00:00:00Z"),
    ];
    store.open_incidents(openings).unwrap();
    let only = |which| ListQuery { which, ..ListQuery::default() };
    assert_eq!(listed(store, &only(Which::Closed)), ["INC-2026-0002", "INC-2026-0004", "INC-2026-0001"]);
    assert_eq!(listed(store, &only(Which::Open)), ["INC-2026-0003"]);
    assert_eq!(listed(store, &only(Which::All)), ["INC-2026-0003", "INC-2026-0002", "INC-2026-0004", "INC-2026-0001"]);
    let limited = ListQuery { limit: Some(2), ..only(Which::All) };
    assert_eq!(listed(store, &limited), ["INC-2026-0003", "INC-2026-0002"]);
    let overdue = ListQuery { overdue_at: Some(at("2027-01-01T00:00:00Z")), ..only(Which::Closed) };
    assert_eq!(listed(store, &overdue), [""; 0]);
}

fn lists_can_be_narrowed(store: &mut dyn Store) {
    let owned = |uid, owner: Option<&'static str>, accepted| {
        with(uid, move |summary| {
            summary.owner = owner.map(str::to_owned);
            summary.owner_accepted = accepted;
        })
    };
    let openings = vec![
        owned(1, None, None),
        owned(2, Some("Sam"), None),
        owned(3, Some("Sam"), Some(false)),
        owned(4, Some("Sam"), Some(true)),
        due(5, None, "2026-02-01T00:00:00Z"),
        due(6, None, "2026-02-01T01:00:00+01:00"),
        due(7, None, "2026-02-02T00:00:00Z"),
    ];
    store.open_incidents(openings).unwrap();
    let unowned = ListQuery { unowned: true, since: Some(at("2026-11-01T00:00:00Z")), ..ListQuery::default() };
    assert_eq!(listed(store, &unowned), ["INC-2026-0003", "INC-2026-0002", "INC-2026-0001"]);
    let february_first = ListQuery {
        since: Some(at("2026-02-01T00:00:00Z")),
        until: Some(at("2026-02-02T00:00:00Z")),
        ..ListQuery::default()
    };
    assert_eq!(listed(store, &february_first), ["INC-2026-0006", "INC-2026-0005"]);
}

fn names_are_found_in_any_case_and_script(store: &mut dyn Store) {
    let named = |uid, name: Option<&'static str>| with(uid, move |summary| summary.customer = name.map(str::to_owned));
    let customers = [Some("ÉMILE Zola"), Some("Ольга 50%_"), None, Some("山田")];
    let openings = (1..).zip(customers).map(|(uid, name)| named(uid, name)).collect();
    store.open_incidents(openings).unwrap();
    let found = |text: &str| {
        let query = ListQuery { customer: Some(text.to_owned()), ..ListQuery::default() };
        listed(store, &query)
    };
    assert_eq!(found("émile z"), ["INC-2026-0001"]);
    assert_eq!(found("ОЛЬГА"), ["INC-2026-0002"]);
    assert_eq!(found("%_"), ["INC-2026-0002"]);
    assert_eq!(found("田"), ["INC-2026-0004"]);
    assert_eq!(found("nobody"), [""; 0]);
}

fn lists_stop_when_told(store: &mut dyn Store) {
    store.open_incidents((1..=5).map(opening).collect()).unwrap();
    let mut seen = 0;
    let mut each = |_| {
        seen += 1;
        if seen == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let all = ListQuery { which: Which::All, ..ListQuery::default() };
    store.list(&all, &mut each).unwrap();
    assert_eq!(seen, 2);
    store.append(id("INC-2026-0001"), 1, &[note("x")], &line(id("INC-2026-0001"))).unwrap();
}

fn drills_and_incidents_never_mix(store: &mut dyn Store) {
    let drill = Opening { training: true, ..opening(1) };
    store.open_incidents(vec![drill, opening(2)]).unwrap();
    let drills = ListQuery { training: true, ..ListQuery::default() };
    assert_eq!(listed(store, &drills), ["INC-2026-0001"]);
    assert_eq!(listed(store, &ListQuery::default()), ["INC-2026-0002"]);
    assert_eq!(store.unfinished(9).unwrap().len(), 1);
    // A summary cannot make an incident of a drill.
    store.append(id("INC-2026-0001"), 1, &[note("x")], &line(id("INC-2026-0001"))).unwrap();
    assert_eq!(listed(store, &drills), ["INC-2026-0001"]);
}

fn an_incident_is_found_by_what_people_type(store: &mut dyn Store) {
    let last_year = Opening { year: 2024, ..opening(1) };
    store.open_incidents(vec![last_year, opening(2), referring(3, "1"), referring(4, "inc-2026-1")]).unwrap();
    let (old, new, third, fourth) =
        (id("INC-2024-0001"), id("INC-2026-0001"), id("INC-2026-0002"), id("INC-2026-0003"));
    let resolve = |typed: &str| store.resolve(typed).unwrap();
    assert_eq!(resolve("inc-2024-0001"), [old]);
    assert_eq!(resolve("Inc-2024-1"), [old]);
    assert_eq!(resolve("1"), [new, old, third]);
    assert_eq!(resolve("0002"), [third]);
    assert_eq!(resolve("inc-2026-1"), [new, fourth]);
    for nothing in ["", "0", "9", "INC-2026-0009", "99999999999999999999", "INC-2026-", "-1", "4294967295", "山"] {
        assert_eq!(resolve(nothing), [], "{nothing}");
    }
}

fn unfinished_incidents_come_latest_first(store: &mut dyn Store) {
    let updated = |uid, when: &'static str| with(uid, move |summary| summary.updated_at = at(when));
    let openings = vec![
        updated(1, "2026-01-01T00:00:00Z"),
        updated(2, "2026-03-01T00:00:00Z"),
        closed(3, "2026-03-01T00:00:00Z"),
        updated(4, "2026-02-01T00:00:00Z"),
    ];
    store.open_incidents(openings).unwrap();
    let ids = |limit| store.unfinished(limit).unwrap().iter().map(|s| s.id.number()).collect::<Vec<_>>();
    assert_eq!(ids(10), [2, 4, 1]);
    assert_eq!(ids(2), [2, 4]);
}

fn erasing() -> NewRow {
    NewRow { kind: ERASED.to_owned(), head: "{\"why\":\"asked\"}".to_owned(), ..note("") }
}

fn erasing_leaves_the_chain_whole(store: &mut dyn Store) {
    let first = store.open_incident(opening(1)).unwrap();
    let other = store.open_incident(opening(2)).unwrap();
    let nameless = owing_nothing(Summary { customer: None, summary: None, ..heading(first) });
    assert_eq!(store.erase(first, 1, &[erasing()], &nameless).unwrap(), 2);
    assert_eq!(store.erase(first, 1, &[erasing()], &nameless).unwrap(), 2, "a retry after a lost reply");
    assert_eq!(store.append(first, 2, &[note("after")], &nameless).unwrap(), 3);
    let bodies: Vec<Body> = store.read(first).unwrap().into_iter().map(|row| row.body).collect();
    assert_eq!(bodies, [Body::Erased, Body::Kept(String::new()), Body::Kept("after".to_owned())]);
    assert_eq!(store.read(other).unwrap()[0].body, Body::Kept("the cake came late".to_owned()));
    assert_whole(store);
}

fn nothing_is_erased_in_silence(store: &mut dyn Store) {
    let id = store.open_incident(opening(1)).unwrap();
    assert!(store.erase(id, 1, &[note("nothing to see")], &line(id)).is_err());
    let stale = store.erase(id, 7, &[erasing()], &line(id));
    assert!(matches!(stale, Err(StoreError::SomeoneElseWrote { .. })));
    assert_eq!(store.read(id).unwrap()[0].body, Body::Kept("the cake came late".to_owned()));
    assert_whole(store);
}
