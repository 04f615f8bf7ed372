//! What every store has to do with what is owed, and with under what customers are known.

use std::ops::ControlFlow;

use super::{assert_whole, at, erasing, heading, id, line, note, opening, owing_nothing};
use crate::journal::incident_id::IncidentId;
use crate::journal::owed::{Owed, OwedKind, Standing};
use crate::journal::summary::{Status, Summary};
use crate::store::{DueCount, DueLine, DueQuery, Opening, Store, StoreError};

pub(super) const PROMISES: &[fn(&mut dyn Store)] = &[
    an_empty_store_owes_nothing,
    what_is_owed_comes_back_as_it_was_written,
    what_is_owed_is_replaced_as_a_whole,
    a_standing_alone_can_be_replaced,
    a_refused_write_changes_nothing_of_what_is_owed,
    two_things_of_one_key_are_refused,
    a_retry_leaves_what_is_owed_as_it_is,
    alarms_come_first_and_everything_else_by_its_time,
    the_instant_counts_and_not_the_clock_that_showed_it,
    among_equals_the_lower_number_and_then_the_lower_key_comes_first,
    what_is_due_at_the_very_instant_is_due_until_then,
    everybody_finds_what_is_theirs,
    what_is_owed_can_be_asked_of_one_incident,
    what_is_owed_in_a_closed_incident_is_owed_all_the_same,
    drills_owe_apart,
    handing_over_stops_when_told,
    what_is_owed_is_counted,
    a_changed_calendar_finds_what_it_counted,
    several_standings_are_replaced_at_once,
    a_standing_that_came_too_late_is_passed_over,
    a_new_store_has_nothing_to_count_anew,
    erasing_deletes_what_was_owed_and_known,
    earlier_incidents_are_found_by_any_name_and_each_once,
    earlier_incidents_come_latest_opened_first,
    under_what_a_customer_is_known_is_replaced_as_a_whole,
];

/// A thing owed since the incident was opened.
fn one(key: &str, kind: OwedKind, due: Option<&str>) -> Owed {
    Owed {
        key: key.to_owned(),
        kind,
        what: format!("do {key}"),
        who: Some("Sam Roe".to_owned()),
        deputy: None,
        since: at("2026-11-20T16:40:00+01:00"),
        due: due.map(at),
        by_day: false,
        moved: 0,
        counted_by: None,
    }
}

fn promise(key: &str, due: &str) -> Owed {
    one(key, OwedKind::Promise, Some(due))
}

fn owing(id: IncidentId, owed: &[Owed]) -> Standing {
    Standing { owed: owed.to_vec(), ..line(id) }
}

fn opening_owing(uid: u8, owed: Vec<Owed>) -> Opening {
    Opening { summarise: Box::new(move |id| owing(id, &owed)), ..opening(uid) }
}

fn opening_known(uid: u8, known_by: &'static [&'static str], opened: &'static str) -> Opening {
    let made = move |id| Standing {
        known_by: known_by.iter().map(|&key| key.to_owned()).collect(),
        ..owing_nothing(Summary { opened_at: at(opened), ..heading(id) })
    };
    Opening { summarise: Box::new(made), ..opening(uid) }
}

fn lines(store: &dyn Store, query: &DueQuery) -> Vec<DueLine> {
    let mut lines = Vec::new();
    let mut each = |line| {
        lines.push(line);
        ControlFlow::Continue(())
    };
    store.due(query, &mut each).unwrap();
    lines
}

/// The number of the incident and the key of each.
fn handed(store: &dyn Store, query: &DueQuery) -> Vec<(u32, String)> {
    lines(store, query).into_iter().map(|line| (line.summary.id.number(), line.owed.key)).collect()
}

fn keys(store: &dyn Store, query: &DueQuery) -> Vec<String> {
    handed(store, query).into_iter().map(|(_, key)| key).collect()
}

fn all(store: &dyn Store) -> Vec<String> {
    keys(store, &DueQuery::default())
}

fn first() -> IncidentId {
    id("INC-2026-0001")
}

fn second() -> IncidentId {
    id("INC-2026-0002")
}

fn earlier(store: &dyn Store, known_by: &[&str]) -> Vec<u32> {
    earlier_than(store, known_by, None, 100)
}

fn earlier_than(store: &dyn Store, known_by: &[&str], except: Option<IncidentId>, limit: u32) -> Vec<u32> {
    let known_by: Vec<String> = known_by.iter().map(|&key| key.to_owned()).collect();
    store.earlier(&known_by, except, limit).unwrap().iter().map(|summary| summary.id.number()).collect()
}

fn counted_with(store: &dyn Store, calendar: &str) -> Vec<u32> {
    let mut found = Vec::new();
    let mut each = |id: IncidentId| {
        found.push(id.number());
        ControlFlow::Continue(())
    };
    store.counted_with(calendar, &mut each).unwrap();
    found
}

fn an_empty_store_owes_nothing(store: &mut dyn Store) {
    assert_eq!(all(store), [""; 0]);
    let now = at("2026-11-20T16:40:00Z");
    assert_eq!(store.count_due(&DueQuery::default(), now).unwrap(), DueCount::default());
    assert_eq!(store.counted_by().unwrap(), [""; 0]);
    assert_eq!(earlier(store, &["zoë"]), [0; 0]);
}

fn what_is_owed_comes_back_as_it_was_written(store: &mut dyn Store) {
    let full = Owed {
        key: "clock-é".to_owned(),
        kind: OwedKind::Clock,
        what: "\u{1b}[31m; DROP TABLE owed; -- \n".to_owned(),
        who: Some("  Sam  ROE ".to_owned()),
        deputy: Some("山田".to_owned()),
        since: at("1969-12-31T23:59:59.123456789-09:30"),
        due: Some(at("9999-12-31T23:59:59.999999999+14:00")),
        by_day: true,
        moved: u32::MAX,
        counted_by: Some("GB-ENG 1f3a".to_owned()),
    };
    let empty = Owed { what: String::new(), who: None, due: None, ..one("a", OwedKind::NoWord, None) };
    store.open_incident(opening_owing(1, vec![full.clone(), empty.clone()])).unwrap();
    let found = lines(store, &DueQuery::default());
    assert_eq!(found.iter().map(|line| &line.owed).collect::<Vec<_>>(), [&full, &empty]);
    assert_eq!(found[0].owed.since.offset(), full.since.offset());
    assert_eq!(found[0].summary, store.summary(first()).unwrap());
    for (uid, kind) in (2..).zip(OwedKind::ALL) {
        let id = store.open_incident(opening_owing(uid, vec![one("k", kind, None)])).unwrap();
        let query = DueQuery { incident: Some(id), ..DueQuery::default() };
        assert_eq!(lines(store, &query)[0].owed.kind, kind);
    }
}

fn what_is_owed_is_replaced_as_a_whole(store: &mut dyn Store) {
    let (one, two) = (promise("P1", "2026-12-01T10:00:00Z"), promise("P2", "2026-12-02T10:00:00Z"));
    store.open_incidents(vec![opening_owing(1, vec![one.clone(), two.clone()]), opening(2)]).unwrap();
    assert_eq!(all(store), ["P1", "P2"]);
    let moved = Owed { moved: 1, ..promise("P2", "2026-11-30T10:00:00Z") };
    store.append(first(), 1, &[note("x")], &owing(first(), &[moved.clone(), one])).unwrap();
    assert_eq!(all(store), ["P2", "P1"]);
    assert_eq!(lines(store, &DueQuery::default())[0].owed, moved);
    store.append(second(), 1, &[note("x")], &owing(second(), &[two])).unwrap();
    store.append(first(), 2, &[note("x")], &line(first())).unwrap();
    assert_eq!(handed(store, &DueQuery::default()), [(2, "P2".to_owned())]);
    assert_whole(store);
}

fn a_standing_alone_can_be_replaced(store: &mut dyn Store) {
    store.open_incident(opening_owing(1, vec![promise("P1", "2026-12-01T10:00:00Z")])).unwrap();
    let other =
        Standing { known_by: vec!["zoë".to_owned()], ..owing(first(), &[promise("P2", "2026-12-01T10:00:00Z")]) };
    assert_eq!(store.append(first(), 1, &[], &other).unwrap(), 1);
    assert_eq!(all(store), ["P2"]);
    assert_eq!(earlier(store, &["zoë"]), [1]);
    assert_whole(store);
}

fn a_refused_write_changes_nothing_of_what_is_owed(store: &mut dyn Store) {
    store.open_incident(opening_owing(1, vec![promise("P1", "2026-12-01T10:00:00Z")])).unwrap();
    let other = Standing { known_by: vec!["zoë".to_owned()], ..line(first()) };
    assert!(store.append(first(), 4, &[note("x")], &other).is_err());
    assert!(store.append(first(), 4, &[], &other).is_err());
    assert!(store.erase(first(), 4, &[erasing()], &other).is_err());
    assert_eq!(all(store), ["P1"]);
    assert_eq!(earlier(store, &["zoë"]), [0; 0]);
}

fn two_things_of_one_key_are_refused(store: &mut dyn Store) {
    let twice = vec![promise("P1", "2026-12-01T10:00:00Z"), one("P1", OwedKind::Action, None)];
    assert!(matches!(store.open_incident(opening_owing(1, twice.clone())), Err(StoreError::Other { .. })));
    assert_eq!(store.verify().unwrap().events, 0);
    store.open_incident(opening(1)).unwrap();
    let refused = store.append(first(), 1, &[note("x")], &owing(first(), &twice));
    assert!(matches!(refused, Err(StoreError::Other { .. })), "{refused:?}");
    assert_eq!(store.summary(first()).unwrap().seq, 1);
    assert_eq!(all(store), [""; 0]);
    assert_whole(store);
}

fn a_retry_leaves_what_is_owed_as_it_is(store: &mut dyn Store) {
    let owed = [promise("P1", "2026-12-01T10:00:00Z")];
    store.open_incident(opening(1)).unwrap();
    store.append(first(), 1, &[note("two")], &owing(first(), &owed)).unwrap();
    assert_eq!(store.append(first(), 1, &[note("two")], &owing(first(), &owed)).unwrap(), 2);
    assert_eq!(all(store), ["P1"]);
    store.append(first(), 2, &[note("kept")], &line(first())).unwrap();
    assert_eq!(store.append(first(), 1, &[note("two")], &owing(first(), &owed)).unwrap(), 2);
    assert_eq!(all(store), [""; 0], "a late retry brings nothing back");
    store.open_incident(opening_owing(1, owed.to_vec())).unwrap();
    assert_eq!(all(store), [""; 0], "opening again is a retry, too");
}

fn alarms_come_first_and_everything_else_by_its_time(store: &mut dyn Store) {
    let since = |when, owed: Owed| Owed { since: at(when), ..owed };
    let openings = vec![
        opening_owing(1, vec![one("never", OwedKind::Promise, None), promise("late", "2026-01-01T00:00:00Z")]),
        opening_owing(
            2,
            vec![
                since("2026-11-20T09:00:00Z", one("asked", OwedKind::NotAccepted, Some("2026-11-20T09:15:00Z"))),
                one("clock", OwedKind::Clock, Some("2026-11-21T00:00:00Z")),
            ],
        ),
        opening_owing(3, vec![since("2026-11-20T12:00:00Z", one("new", OwedKind::Unowned, None))]),
        opening_owing(4, vec![since("2026-11-20T08:00:00Z", one("asked-first", OwedKind::NotAccepted, None))]),
        opening_owing(
            5,
            vec![since("2026-11-20T11:00:00Z", one("old", OwedKind::Unowned, Some("2027-01-01T00:00:00Z")))],
        ),
        opening_owing(6, vec![one("action", OwedKind::Action, Some("2026-06-01T00:00:00Z"))]),
        opening_owing(7, vec![one("hand-over", OwedKind::HandOver, Some("2026-07-01T00:00:00Z"))]),
        opening_owing(8, vec![one("no-word", OwedKind::NoWord, Some("2026-08-01T00:00:00Z"))]),
    ];
    store.open_incidents(openings).unwrap();
    let order = ["old", "new", "asked-first", "asked", "late", "action", "hand-over", "no-word", "clock", "never"];
    assert_eq!(all(store), order);
}

fn the_instant_counts_and_not_the_clock_that_showed_it(store: &mut dyn Store) {
    let owed = vec![
        promise("third", "2026-12-01T09:30:00-01:00"),
        promise("first", "2026-12-01T10:30:00.000001+01:00"),
        promise("second", "2026-12-01T10:30:00.000002+01:00"),
    ];
    store.open_incident(opening_owing(1, owed)).unwrap();
    assert_eq!(all(store), ["first", "second", "third"]);
}

fn among_equals_the_lower_number_and_then_the_lower_key_comes_first(store: &mut dyn Store) {
    let due = "2026-12-01T10:00:00Z";
    let alarm = || one("owner", OwedKind::Unowned, None);
    let openings = vec![
        opening_owing(1, vec![promise("P2", due), promise("P10", due), one("b", OwedKind::NoWord, None), alarm()]),
        opening_owing(2, vec![alarm(), one("a", OwedKind::NoWord, None), promise("P1", due)]),
    ];
    store.open_incidents(openings).unwrap();
    let last_year = Opening { year: 2025, ..opening_owing(3, vec![promise("P1", due)]) };
    store.open_incident(last_year).unwrap();
    let order = ["owner", "owner", "P1", "P10", "P2", "P1", "b", "a"];
    assert_eq!(all(store), order);
}

fn what_is_due_at_the_very_instant_is_due_until_then(store: &mut dyn Store) {
    let owed = vec![
        promise("before", "2026-12-01T10:59:59.999999+01:00"),
        promise("at", "2026-12-01T11:00:00+01:00"),
        promise("after", "2026-12-01T10:00:00.000001Z"),
        one("whenever", OwedKind::Action, None),
        one("alarm", OwedKind::NotAccepted, Some("2027-01-01T00:00:00Z")),
    ];
    store.open_incident(opening_owing(1, owed)).unwrap();
    let query = DueQuery { until: Some(at("2026-12-01T10:00:00Z")), ..DueQuery::default() };
    assert_eq!(keys(store, &query), ["alarm", "before", "at"]);
    let one_only = DueQuery { incident: Some(first()), ..query };
    assert_eq!(keys(store, &one_only), ["alarm", "before", "at"]);
}

fn everybody_finds_what_is_theirs(store: &mut dyn Store) {
    let due = "2026-12-01T10:00:00Z";
    let of = |key: &str, who: Option<&str>, deputy: Option<&str>| Owed {
        who: who.map(str::to_owned),
        deputy: deputy.map(str::to_owned),
        ..promise(key, due)
    };
    let owed = vec![
        of("a-hers", Some("ÉMILIE  Roe"), None),
        of("b-she-stands-in", Some("Kim"), Some("émilie roe")),
        of("c-nobodys", None, None),
        of("d-nobodys-but-one-stands-in", None, Some("Ada")),
        of("e-kims", Some("Kim"), None),
        of("f-longer-name", Some("Émilie Roe-Smith"), None),
    ];
    let made = move |id| Standing {
        summary: Summary { owner: Some("Émilie Roe".to_owned()), deputy: Some("Ola".to_owned()), ..heading(id) },
        ..owing(id, &owed)
    };
    store.open_incident(Opening { summarise: Box::new(made), ..opening(1) }).unwrap();
    store.open_incident(opening_owing(2, vec![of("g-ownerless", None, None)])).unwrap();
    let of = |people: &[&str]| {
        let people = people.iter().map(|&name| name.to_owned()).collect();
        let query = DueQuery { people, ..DueQuery::default() };
        let keys: Vec<String> = keys(store, &query).iter().map(|key| key[..1].to_owned()).collect();
        let count = store.count_due(&query, at("2027-01-01T00:00:00Z")).unwrap();
        assert_eq!((count.all, count.late), (keys.len() as u64, keys.len() as u64));
        keys.concat()
    };
    assert_eq!(of(&["émilie ROE"]), "abcd");
    assert_eq!(of(&[" Émilie\tRoe "]), "abcd");
    assert_eq!(of(&["ola"]), "cd");
    assert_eq!(of(&["ada"]), "d");
    assert_eq!(of(&["KIM"]), "be");
    assert_eq!(of(&["kim", "Ada", "kim"]), "bde");
    assert_eq!(of(&["Émilie"]), "", "names are compared whole");
    assert_eq!(of(&["%", "' OR 1=1 --", ""]), "");
    assert_eq!(of(&[]), "abcdefg");
}

fn what_is_owed_can_be_asked_of_one_incident(store: &mut dyn Store) {
    let owed = |due| vec![one("never", OwedKind::Action, None), promise("P1", due), one("o", OwedKind::Unowned, None)];
    let openings = vec![
        opening_owing(1, owed("2026-12-01T10:00:00Z")),
        opening_owing(2, owed("2026-12-02T10:00:00Z")),
        opening(3),
    ];
    store.open_incidents(openings).unwrap();
    let of = |id| DueQuery { incident: Some(id), ..DueQuery::default() };
    let told = |number: u32| ["o", "P1", "never"].map(|key| (number, key.to_owned()));
    assert_eq!(handed(store, &of(second())), told(2));
    assert_eq!(handed(store, &of(id("INC-2026-0003"))), []);
    assert_eq!(handed(store, &of(id("INC-2026-0009"))), []);
    let count = store.count_due(&of(second()), at("2027-01-01T00:00:00Z")).unwrap();
    assert_eq!(count, DueCount { all: 3, late: 1, alarms: 1 });
}

fn what_is_owed_in_a_closed_incident_is_owed_all_the_same(store: &mut dyn Store) {
    let owed = [one("A1", OwedKind::Action, Some("2026-12-01T10:00:00Z"))];
    store.open_incidents(vec![opening_owing(1, owed.to_vec()), opening_owing(2, owed.to_vec())]).unwrap();
    let closed = Summary { status: Status::Closed, closed_at: Some(at("2026-11-21T10:00:00Z")), ..heading(first()) };
    let closed = Standing { summary: closed, ..owing(first(), &owed) };
    store.append(first(), 1, &[note("closed")], &closed).unwrap();
    let numbers = |query| handed(store, &query).iter().map(|(number, _)| *number).collect::<Vec<_>>();
    assert_eq!(numbers(DueQuery::default()), [1, 2]);
    assert_eq!(lines(store, &DueQuery::default())[0].summary.status, Status::Closed);
    let open_only = DueQuery { open_only: true, ..DueQuery::default() };
    assert_eq!(numbers(open_only.clone()), [2]);
    assert_eq!(store.count_due(&open_only, at("2027-01-01T00:00:00Z")).unwrap().all, 1);
}

fn drills_owe_apart(store: &mut dyn Store) {
    let owed = || vec![promise("P1", "2026-12-01T10:00:00Z")];
    let known = Opening { training: true, ..opening_known(3, &["zoë"], "2026-01-01T00:00:00Z") };
    let drill = Opening { training: true, ..opening_owing(1, owed()) };
    store.open_incidents(vec![drill, opening_owing(2, owed()), known]).unwrap();
    let drills = DueQuery { training: true, ..DueQuery::default() };
    let numbers = |query: &DueQuery| handed(store, query).iter().map(|(number, _)| *number).collect::<Vec<_>>();
    assert_eq!(numbers(&drills), [1]);
    assert_eq!(numbers(&DueQuery::default()), [2]);
    let now = at("2027-01-01T00:00:00Z");
    assert_eq!(store.count_due(&drills, now).unwrap(), DueCount { all: 1, late: 1, alarms: 0 });
    assert_eq!(earlier(store, &["zoë"]), [0; 0]);
    // A standing cannot make an incident of a drill.
    let standing = Standing { known_by: vec!["zoë".to_owned()], ..owing(first(), &owed()) };
    store.append(first(), 1, &[note("x")], &standing).unwrap();
    assert_eq!(handed(store, &DueQuery::default()), [(2, "P1".to_owned())]);
    assert_eq!(earlier(store, &["zoë"]), [0; 0]);
}

fn handing_over_stops_when_told(store: &mut dyn Store) {
    let owed = vec![one("o", OwedKind::Unowned, None), promise("a", "2026-12-01T10:00:00Z")];
    let more = vec![promise("b", "2026-12-02T10:00:00Z"), promise("c", "2026-12-03T10:00:00Z")];
    store.open_incidents(vec![opening_owing(1, owed), opening_owing(2, more)]).unwrap();
    let limited = |limit| keys(store, &DueQuery { limit: Some(limit), ..DueQuery::default() });
    assert_eq!(limited(0), [""; 0]);
    assert_eq!(limited(1), ["o"]);
    assert_eq!(limited(3), ["o", "a", "b"]);
    assert_eq!(limited(9).len(), 4);
    for last in 1..=3 {
        let mut seen = 0;
        let mut each = |_| {
            seen += 1;
            if seen == last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        store.due(&DueQuery::default(), &mut each).unwrap();
        assert_eq!(seen, last);
    }
    let two = DueQuery { limit: Some(2), ..DueQuery::default() };
    assert_eq!(store.count_due(&two, at("2026-01-01T00:00:00Z")).unwrap().all, 4, "a count has no limit");
    store.append(first(), 1, &[note("x")], &line(first())).unwrap();
}

fn what_is_owed_is_counted(store: &mut dyn Store) {
    let owed = vec![
        one("o", OwedKind::Unowned, None),
        one("n", OwedKind::NotAccepted, Some("2026-12-01T09:00:00Z")),
        promise("before", "2026-12-01T09:59:59Z"),
        promise("at", "2026-12-01T11:00:00+01:00"),
        promise("after", "2026-12-01T10:00:01Z"),
        one("whenever", OwedKind::NoWord, None),
    ];
    store.open_incident(opening_owing(1, owed)).unwrap();
    let now = at("2026-12-01T10:00:00Z");
    assert_eq!(store.count_due(&DueQuery::default(), now).unwrap(), DueCount { all: 6, late: 2, alarms: 2 });
    let until = DueQuery { until: Some(now), ..DueQuery::default() };
    assert_eq!(store.count_due(&until, now).unwrap(), DueCount { all: 4, late: 2, alarms: 2 });
    let much_later = at("2027-01-01T00:00:00Z");
    assert_eq!(store.count_due(&DueQuery::default(), much_later).unwrap(), DueCount { all: 6, late: 4, alarms: 2 });
}

fn a_changed_calendar_finds_what_it_counted(store: &mut dyn Store) {
    let counted = |key: &str, by: &str| Owed {
        counted_by: Some(by.to_owned()),
        ..one(key, OwedKind::Clock, Some("2026-12-01T10:00:00Z"))
    };
    let openings = vec![
        opening_owing(1, vec![counted("a", "GB-ENG 2"), counted("b", "GB-ENG 2"), counted("c", "DE 1")]),
        opening_owing(2, vec![promise("P1", "2026-12-01T10:00:00Z")]),
        Opening { training: true, ..opening_owing(3, vec![counted("a", "GB-ENG 2")]) },
    ];
    store.open_incidents(openings).unwrap();
    assert_eq!(store.counted_by().unwrap(), ["DE 1", "GB-ENG 2"]);
    assert_eq!(counted_with(store, "GB-ENG 2"), [1, 3]);
    assert_eq!(counted_with(store, "DE 1"), [1]);
    assert_eq!(counted_with(store, "GB-ENG"), [0; 0]);
    let mut seen = 0;
    let mut each = |_| {
        seen += 1;
        ControlFlow::Break(())
    };
    store.counted_with("GB-ENG 2", &mut each).unwrap();
    assert_eq!(seen, 1);
    store.append(first(), 1, &[], &owing(first(), &[counted("a", "GB-ENG 3")])).unwrap();
    assert_eq!(store.counted_by().unwrap(), ["GB-ENG 2", "GB-ENG 3"]);
    assert_eq!(counted_with(store, "GB-ENG 2"), [3]);
}

fn recounted(store: &dyn Store, id: IncidentId, key: &str) -> Standing {
    let summary = store.summary(id).unwrap();
    Standing { summary, ..owing(id, &[promise(key, "2026-12-01T10:00:00Z")]) }
}

fn several_standings_are_replaced_at_once(store: &mut dyn Store) {
    store.open_incidents(vec![opening(1), opening(2)]).unwrap();
    let events = store.verify().unwrap().events;
    let standings = [recounted(store, first(), "P1"), recounted(store, second(), "P2")];
    assert_eq!(store.recount(&standings).unwrap(), 2);
    assert_eq!(all(store), ["P1", "P2"]);
    assert_eq!(store.recount(&[]).unwrap(), 0);
    let nobody = Standing { summary: Summary { seq: 1, ..heading(id("INC-2026-0009")) }, ..line(first()) };
    let refused = store.recount(&[recounted(store, first(), "P3"), nobody]);
    assert!(matches!(refused, Err(StoreError::UnknownIncident { .. })));
    assert_eq!(all(store), ["P1", "P2"], "all of them or none");
    assert_eq!(store.verify().unwrap().events, events);
    assert_whole(store);
}

fn a_standing_that_came_too_late_is_passed_over(store: &mut dyn Store) {
    store.open_incidents(vec![opening(1), opening(2)]).unwrap();
    let standings = [recounted(store, first(), "old"), recounted(store, second(), "P2")];
    let newer = owing(first(), &[promise("newer", "2026-12-01T10:00:00Z")]);
    store.append(first(), 1, &[note("meanwhile")], &newer).unwrap();
    assert_eq!(store.recount(&standings).unwrap(), 1);
    assert_eq!(all(store), ["newer", "P2"]);
}

fn a_new_store_has_nothing_to_count_anew(store: &mut dyn Store) {
    store.open_incident(opening(1)).unwrap();
    store.stale(&mut |_| unreachable!()).unwrap();
}

fn erasing_deletes_what_was_owed_and_known(store: &mut dyn Store) {
    let named = Standing {
        known_by: vec!["zoë".to_owned()],
        ..owing(first(), &[promise("P1", "2026-12-01T10:00:00Z"), promise("P2", "2026-12-01T10:00:00Z")])
    };
    store.open_incident(opening(1)).unwrap();
    store.append(first(), 1, &[note("x")], &named).unwrap();
    let wordless = Owed { what: String::new(), who: None, ..promise("P1", "2026-12-01T10:00:00Z") };
    store.erase(first(), 2, &[erasing()], &owing(first(), std::slice::from_ref(&wordless))).unwrap();
    let left: Vec<Owed> = lines(store, &DueQuery::default()).into_iter().map(|line| line.owed).collect();
    assert_eq!(left, [wordless]);
    assert_eq!(earlier(store, &["zoë"]), [0; 0]);
    assert_whole(store);
}

fn earlier_incidents_are_found_by_any_name_and_each_once(store: &mut dyn Store) {
    let when = "2026-01-01T00:00:00Z";
    let openings = vec![
        opening_known(1, &["zoë 山田", "+44 20 7946 0000", "zoe@example.org"], when),
        opening_known(2, &["+44 20 7946 0000"], when),
        opening_known(3, &["zoë 山"], when),
        opening_known(4, &[], when),
    ];
    store.open_incidents(openings).unwrap();
    assert_eq!(earlier(store, &["zoë 山田"]), [1]);
    assert_eq!(earlier(store, &["+44 20 7946 0000", "zoë 山田", "zoe@example.org", "zoë 山田"]), [2, 1]);
    assert_eq!(earlier(store, &["zoë", "", "%"]), [0; 0], "a part of a name is another name");
    assert_eq!(earlier(store, &[]), [0; 0]);
    let all = ["+44 20 7946 0000", "zoë 山田"];
    assert_eq!(earlier_than(store, &all, Some(second()), 100), [1]);
    assert_eq!(earlier_than(store, &all, Some(second()), 1), [1], "the exception takes no place");
    assert_eq!(earlier_than(store, &all, None, 0), [0; 0]);
}

fn earlier_incidents_come_latest_opened_first(store: &mut dyn Store) {
    let openings = vec![
        opening_known(1, &["a"], "2026-03-01T00:00:00Z"),
        opening_known(2, &["b"], "2026-05-01T00:00:00Z"),
        opening_known(3, &["a", "b"], "2026-04-01T01:00:00+01:00"),
        opening_known(4, &["a"], "2026-04-01T00:00:00Z"),
    ];
    store.open_incidents(openings).unwrap();
    let closed = Standing {
        summary: Summary {
            status: Status::Closed,
            opened_at: at("2026-05-01T00:00:00Z"),
            closed_at: Some(at("2026-06-01T00:00:00Z")),
            ..heading(second())
        },
        known_by: vec!["b".to_owned()],
        ..line(second())
    };
    store.append(second(), 1, &[note("closed")], &closed).unwrap();
    assert_eq!(earlier(store, &["a", "b"]), [2, 4, 3, 1]);
    assert_eq!(earlier_than(store, &["a", "b"], None, 3), [2, 4, 3]);
    assert_eq!(earlier_than(store, &["b", "a"], Some(second()), 2), [4, 3]);
    let found = store.earlier(&["b".to_owned()], None, 1).unwrap();
    assert_eq!(found, [store.summary(second()).unwrap()]);
}

fn under_what_a_customer_is_known_is_replaced_as_a_whole(store: &mut dyn Store) {
    store.open_incident(opening_known(1, &["a", "b"], "2026-03-01T00:00:00Z")).unwrap();
    let known = |known_by: &[&str]| Standing {
        known_by: known_by.iter().map(|&key| key.to_owned()).collect(),
        ..line(first())
    };
    store.append(first(), 1, &[note("x")], &known(&["b", "c"])).unwrap();
    assert_eq!(["a", "b", "c"].map(|key| earlier(store, &[key]).len()), [0, 1, 1]);
    store.append(first(), 2, &[note("x")], &known(&[])).unwrap();
    assert_eq!(earlier(store, &["a", "b", "c"]), [0; 0]);
}
