//! What only a file can get wrong: lost power, rights, other programs, and people with an SQL shell.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::sync::{Arc, Barrier};
use std::thread;

use tempfile::TempDir;

use super::owed::{Asked, Part};
use super::*;
use crate::journal::owed::{Owed, OwedKind};
use crate::journal::row::{Body, ERASED};
use crate::store::conformance::{at, heading, line, note, opening, owing_nothing};
use crate::store::verification::Finding;
use crate::store::{Opening, Which};

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("incidents.db");
    (folder, path)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o777
}

/// What somebody with an SQL shell can do. The triggers are put back afterwards, as a careful person would.
fn tamper(path: &Path, sql: &str) {
    let shell = Connection::open(path).unwrap();
    shell.pragma_update(None, "foreign_keys", false).unwrap();
    shell.pragma_update(None, "ignore_check_constraints", true).unwrap();
    let mut statement = shell.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").unwrap();
    let triggers: Vec<(String, String)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    for (name, _) in &triggers {
        shell.execute_batch(&["DROP TRIGGER ", name.as_str()].concat()).unwrap();
    }
    shell.execute_batch(sql).unwrap();
    for (_, made) in &triggers {
        shell.execute_batch(made).unwrap();
    }
}

/// A store with two incidents of three events each, in each of which two things are owed.
fn filled(path: &Path) -> SqliteStore {
    let mut store = SqliteStore::open_for_writing(path).unwrap();
    for uid in [1, 2] {
        let id = store.open_incident(opening(uid)).unwrap();
        store.append(id, 1, &[note("two"), note("three")], &owing(id)).unwrap();
    }
    store
}

/// The standing of an incident with an owner who has not accepted, a promise, and a customer known by their name.
fn owing(id: IncidentId) -> Standing {
    let promise = Owed {
        key: "P1".to_owned(),
        kind: OwedKind::Promise,
        what: "ring Zoë back".to_owned(),
        who: Some("Sam Roe".to_owned()),
        deputy: None,
        since: at("2026-11-20T16:40:00+01:00"),
        due: Some(at("2026-11-20T17:40:00+01:00")),
        by_day: false,
        moved: 0,
        counted_by: Some("GB-ENG 1".to_owned()),
    };
    let owner = Owed { key: "owner".to_owned(), kind: OwedKind::NotAccepted, counted_by: None, ..promise.clone() };
    Standing { owed: vec![promise, owner], known_by: vec!["zoë 山田".to_owned()], ..line(id) }
}

fn due(store: &SqliteStore, query: &DueQuery) -> Vec<(u32, String)> {
    let mut found = Vec::new();
    let mut each = |line: DueLine| {
        found.push((line.summary.id.number(), line.owed.key));
        ControlFlow::Continue(())
    };
    store.due(query, &mut each).unwrap();
    found
}

fn stale(store: &SqliteStore) -> Vec<u32> {
    let mut found = Vec::new();
    let mut each = |id: IncidentId| {
        found.push(id.number());
        ControlFlow::Continue(())
    };
    store.stale(&mut each).unwrap();
    found
}

fn findings(path: &Path) -> Vec<Finding> {
    SqliteStore::open_for_reading(path).unwrap().verify().unwrap().findings
}

fn first() -> IncidentId {
    IncidentId::new(2026, 1).unwrap()
}

#[test]
fn it_keeps_the_promises_of_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let mut number = 0;
    crate::store::conformance::run(&mut || {
        number += 1;
        let path = folder.path().join(number.to_string());
        Box::new(SqliteStore::open_for_writing(&path).unwrap())
    });
}

#[test]
fn what_was_acknowledged_is_there_after_reopening() {
    let (_folder, path) = folder();
    drop(filled(&path));
    let store = SqliteStore::open_for_reading(&path).unwrap();
    assert_eq!(store.read(first()).unwrap().len(), 3);
    assert_eq!(store.verify().unwrap().events, 6);
    assert!(store.verify().unwrap().is_whole());
}

#[test]
fn a_writer_killed_in_the_middle_leaves_nothing_behind() {
    let (folder, path) = folder();
    let mut store = filled(&path);
    let _: Result<(), StoreError> = store.write(|writer| {
        writer.append(first(), 3, &[note("four")], &line(first())).unwrap();
        Err(StoreError::DiskFull { path: path.clone() })
    });
    // A copy of all files while a transaction is under way is what a killed writer leaves.
    let copy = folder.path().join("copy.db");
    store
        .write(|writer| {
            writer.append(first(), 3, &[note("four")], &line(first()))?;
            for ending in ["", "-wal"] {
                fs::copy(beside(&path, ending), beside(&copy, ending)).unwrap();
            }
            Ok(())
        })
        .unwrap();
    let reopened = SqliteStore::open_for_writing(&copy).unwrap();
    assert_eq!(reopened.read(first()).unwrap().len(), 3);
    assert!(reopened.verify().unwrap().is_whole());
    assert_eq!(store.read(first()).unwrap().len(), 4);
}

#[test]
fn sixteen_first_starts_at_once_lose_nothing() {
    let (_folder, path) = folder();
    let path = path.with_file_name("deep").join("down").join("incidents.db");
    let barrier = Arc::new(Barrier::new(16));
    let threads: Vec<_> = (1..=16)
        .map(|uid| {
            let (path, barrier) = (path.clone(), barrier.clone());
            thread::spawn(move || {
                barrier.wait();
                let mut store = SqliteStore::open_for_writing(&path).unwrap();
                store.open_incident(opening(uid)).unwrap()
            })
        })
        .collect();
    let ids: BTreeSet<IncidentId> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert_eq!(ids.len(), 16);
    assert_eq!(findings(&path), []);
}

#[test]
fn two_writers_and_a_reader_at_once_lose_nothing() {
    let (_folder, path) = folder();
    drop(filled(&path));
    let writers = [1, 2].map(|number| {
        let path = path.clone();
        thread::spawn(move || {
            let id = IncidentId::new(2026, number).unwrap();
            let mut store = SqliteStore::open_for_writing(&path).unwrap();
            for after in 3..43 {
                store.append(id, after, &[note("more")], &line(id)).unwrap();
            }
        })
    });
    let reader = SqliteStore::open_for_reading(&path).unwrap();
    while writers.iter().any(|writer| !writer.is_finished()) {
        assert!(reader.verify().unwrap().is_whole());
    }
    for writer in writers {
        writer.join().unwrap();
    }
    assert_eq!(reader.verify().unwrap().events, 86);
}

#[test]
fn one_question_gets_one_answer() {
    let (_folder, path) = folder();
    drop(filled(&path));
    let barrier = Arc::new(Barrier::new(2));
    let people = ["Sam", "Kim"].map(|author| {
        let (path, barrier) = (path.clone(), barrier.clone());
        thread::spawn(move || {
            let mut store = SqliteStore::open_for_writing(&path).unwrap();
            barrier.wait();
            let row = NewRow { author: author.to_owned(), ..note("mine") };
            store.append(first(), 3, &[row], &line(first())).is_ok()
        })
    });
    let first_ones = people.map(|person| person.join().unwrap());
    assert_eq!(first_ones.iter().filter(|was_first| **was_first).count(), 1);
}

#[test]
fn files_are_for_the_owner_only_whatever_the_umask() {
    let (folder, path) = folder();
    let path = path.with_file_name("new").join("deeper").join("incidents.db");
    // The umask belongs to the whole process; other tests make files of their own rights or none that matter.
    let before = rustix::process::umask(rustix::fs::Mode::empty());
    let store = filled(&path);
    rustix::process::umask(before);
    assert_eq!(mode(&folder.path().join("new")), 0o700);
    assert_eq!(mode(&folder.path().join("new/deeper")), 0o700);
    for ending in ["", "-wal", "-shm"] {
        assert_eq!(mode(&beside(&path, ending)), 0o600, "{ending}");
    }
    assert!(!store.is_exposed());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(SqliteStore::open_for_reading(&path).unwrap().is_exposed());
}

#[test]
fn a_file_that_is_not_ours_is_left_as_it_is() {
    let (folder, path) = folder();
    let theirs = Connection::open(&path).unwrap();
    theirs.execute_batch("PRAGMA journal_mode=WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1)").unwrap();
    let text = path.with_file_name("letter.txt");
    fs::write(&text, "Dear Sir or Madam").unwrap();
    let long_text = path.with_file_name("zeros");
    fs::write(&long_text, [0; 9000]).unwrap();
    let names = |folder: &TempDir| {
        fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect::<BTreeSet<_>>()
    };
    let listed = names(&folder);
    for path in [&path, &text, &long_text] {
        let before = fs::read(path).unwrap();
        assert!(matches!(SqliteStore::open_for_writing(path), Err(StoreError::NotOurs { .. })));
        assert!(matches!(SqliteStore::open_for_reading(path), Err(StoreError::NotOurs { .. })));
        assert_eq!(fs::read(path).unwrap(), before);
    }
    assert_eq!(names(&folder), listed);
}

#[test]
fn only_the_path_of_a_file_is_a_store() {
    let (folder, _) = folder();
    for bad in ["", ":memory:", ":x:", "file:x?mode=memory", "FILE:x", "a/", "..", "/", "nul\0"] {
        assert!(matches!(SqliteStore::open_for_writing(Path::new(bad)), Err(StoreError::BadPath { .. })), "{bad}");
        assert!(matches!(SqliteStore::open_for_reading(Path::new(bad)), Err(StoreError::BadPath { .. })), "{bad}");
    }
    for bad in [folder.path(), Path::new("/dev/null")] {
        assert!(matches!(SqliteStore::open_for_writing(bad), Err(StoreError::BadPath { .. })), "{}", bad.display());
    }
}

#[test]
fn odd_names_are_names_and_no_options() {
    let (folder, _) = folder();
    for odd in ["a?mode=memory&cache=shared", "100%41#x", "a b\u{e9}\n", "-rf"] {
        let path = folder.path().join(odd);
        drop(filled(&path));
        assert!(path.is_file());
        assert_eq!(findings(&path), [], "{odd}");
    }
}

#[test]
fn reading_makes_no_store() {
    let (folder, path) = folder();
    let mut store = SqliteStore::open_for_reading(&path).unwrap();
    store.list(&ListQuery::default(), &mut |_| unreachable!()).unwrap();
    assert!(matches!(store.read(first()), Err(StoreError::UnknownIncident { .. })));
    assert!(matches!(store.summary(first()), Err(StoreError::UnknownIncident { .. })));
    assert_eq!(store.resolve("1").unwrap(), []);
    assert_eq!(due(&store, &DueQuery::default()), []);
    assert_eq!(stale(&store), [0; 0]);
    assert!(matches!(store.recount(&[line(first())]), Err(StoreError::ReadOnly { .. })));
    assert!(store.verify().unwrap().is_whole());
    assert!(matches!(store.open_incident(opening(1)), Err(StoreError::ReadOnly { .. })));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_store_opened_for_reading_is_not_written() {
    let (_folder, path) = folder();
    drop(filled(&path));
    let mut store = SqliteStore::open_for_reading(&path).unwrap();
    let refused = store.append(first(), 3, &[note("x")], &line(first()));
    assert!(matches!(refused, Err(StoreError::ReadOnly { .. })));
}

#[test]
fn an_empty_file_becomes_a_store_and_reads_as_none() {
    let (_folder, path) = folder();
    fs::write(&path, "").unwrap();
    assert_eq!(findings(&path), []);
    drop(filled(&path));
    assert_eq!(findings(&path), []);
}

#[test]
fn a_store_that_cannot_be_made_says_so() {
    let (folder, path) = folder();
    std::os::unix::fs::symlink(folder.path().join("nowhere/x"), &path).unwrap();
    assert!(matches!(SqliteStore::open_for_writing(&path), Err(StoreError::CannotOpen { .. })));
    let below_a_file = folder.path().join("file").join("x.db");
    fs::write(folder.path().join("file"), "x").unwrap();
    assert!(matches!(SqliteStore::open_for_writing(&below_a_file), Err(StoreError::CannotOpen { .. })));
}

#[test]
fn a_store_that_cannot_change_is_read_as_it_is() {
    let (folder, path) = folder();
    drop(filled(&path));
    let read = open::frozen(&path).unwrap();
    assert_eq!(read::rows(&read, &path, first()).unwrap().len(), 3);
    drop(read);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// A name of a column and the SQL that changes it.
const TAMPERINGS: &[&str] = &[
    "UPDATE event SET pos = 70 WHERE pos = 6; UPDATE body SET pos = 70 WHERE pos = 6",
    "UPDATE event SET incident = 2026000000003 WHERE pos = 6",
    "UPDATE event SET incident = 5 WHERE pos = 6",
    "UPDATE event SET seq = 9 WHERE pos = 6",
    "UPDATE event SET at = '2026-11-20T16:40:00+02:00' WHERE pos = 2",
    "UPDATE event SET at = 'x' WHERE pos = 2",
    "UPDATE event SET author = 'Kim' WHERE pos = 2",
    "UPDATE event SET kind = 'erased' WHERE pos = 2",
    "UPDATE event SET version = 2 WHERE pos = 2",
    "UPDATE event SET version = 70000 WHERE pos = 2",
    "UPDATE event SET head = '{}' WHERE pos = 2",
    "UPDATE event SET commitment = zeroblob(32) WHERE pos = 2",
    "UPDATE event SET hash = zeroblob(32) WHERE pos = 2",
    "UPDATE event SET hash = x'00' WHERE pos = 2",
    "UPDATE body SET text = 'they never said that' WHERE pos = 2",
    "UPDATE body SET salt = zeroblob(16) WHERE pos = 2",
    "UPDATE body SET pos = 20 WHERE pos = 2",
    "DELETE FROM body WHERE pos = 2",
    "INSERT INTO body SELECT 20, salt, text FROM body WHERE pos = 2",
    "DELETE FROM event WHERE pos = 2; DELETE FROM body WHERE pos = 2",
    "DELETE FROM event WHERE pos = 6; DELETE FROM body WHERE pos = 6; UPDATE summary SET seq = 2 WHERE incident % 10 = 2",
    "DELETE FROM event WHERE pos > 3; DELETE FROM body WHERE pos > 3; DELETE FROM summary WHERE incident % 10 = 2",
    "DELETE FROM event; DELETE FROM body; DELETE FROM summary",
    "INSERT INTO event SELECT 7, incident, 4, at, author, kind, version, head, commitment, hash FROM event WHERE pos = 6",
    "UPDATE head SET count = 5",
    "UPDATE head SET hash = zeroblob(32)",
    "DELETE FROM head",
    "UPDATE source SET text = 'another playbook'",
    "UPDATE source SET digest = 'another'",
    "UPDATE summary SET seq = 2 WHERE incident % 10 = 1",
    "DELETE FROM summary WHERE incident % 10 = 1",
    "UPDATE summary SET incident = 2026000000009 WHERE incident % 10 = 1",
    "CREATE TRIGGER sly AFTER INSERT ON event BEGIN DELETE FROM body; END",
    "CREATE VIEW sly AS SELECT 1",
    "DROP INDEX summary_open",
    "DROP INDEX owed_due",
    "DROP INDEX fact_received",
    "UPDATE fact SET incident = 2026000000009 WHERE incident % 10 = 1",
    "DROP TABLE stale",
    "INSERT INTO stale VALUES (2026000000009)",
    "UPDATE owed SET incident = 2026000000009 WHERE incident % 10 = 1",
    "UPDATE owed SET incident = 7 WHERE key = 'owner' AND incident % 10 = 1",
    "UPDATE known SET incident = 2026000000009 WHERE incident % 10 = 1",
];

#[test]
fn every_edit_by_sql_is_noticed() {
    for sql in TAMPERINGS {
        let (_folder, path) = folder();
        drop(filled(&path));
        tamper(&path, sql);
        assert_ne!(findings(&path), [], "{sql}");
    }
}

#[test]
fn putting_triggers_back_is_no_finding_and_leaving_them_out_is() {
    let (_folder, path) = folder();
    drop(filled(&path));
    tamper(&path, "");
    assert_eq!(findings(&path), []);
    Connection::open(&path).unwrap().execute_batch("DROP TRIGGER event_is_never_removed").unwrap();
    let name = "event_is_never_removed".to_owned();
    assert_eq!(findings(&path), [Finding::Schema { name }]);
}

#[test]
fn one_changed_event_is_one_finding_that_names_it() {
    let (_folder, path) = folder();
    drop(filled(&path));
    tamper(&path, "UPDATE event SET author = 'Kim' WHERE pos = 5");
    let incident = "INC-2026-0002".to_owned();
    let changed = Finding::Changed { position: 5, incident, seq: 2 };
    assert_eq!(findings(&path), [changed]);
}

#[test]
fn a_store_whose_tail_was_cut_is_not_built_upon() {
    let (_folder, path) = folder();
    drop(filled(&path));
    tamper(&path, "DELETE FROM event WHERE pos = 6; DELETE FROM body WHERE pos = 6");
    let mut store = SqliteStore::open_for_writing(&path).unwrap();
    assert!(matches!(store.append(first(), 3, &[note("x")], &line(first())), Err(StoreError::Damaged { .. })));
}

#[test]
fn a_changed_or_missing_body_is_never_shown() {
    for sql in ["UPDATE body SET text = 'x' WHERE pos = 2", "DELETE FROM body WHERE pos = 2"] {
        let (_folder, path) = folder();
        drop(filled(&path));
        tamper(&path, sql);
        let store = SqliteStore::open_for_reading(&path).unwrap();
        assert!(matches!(store.read(first()), Err(StoreError::Damaged { .. })), "{sql}");
    }
}

#[test]
fn events_are_append_only_for_an_sql_shell_too() {
    let (_folder, path) = folder();
    drop(filled(&path));
    let shell = Connection::open(&path).unwrap();
    for sql in [
        "UPDATE event SET author = 'x'",
        "DELETE FROM event",
        "UPDATE body SET text = 'x'",
        "UPDATE source SET text = 'x'",
        "DELETE FROM source",
    ] {
        assert!(shell.execute_batch(sql).unwrap_err().to_string().contains("never"), "{sql}");
    }
}

#[test]
fn flipped_bytes_are_noticed_or_change_nothing() {
    let (_folder, path) = folder();
    drop(filled(&path));
    let whole = fs::read(&path).unwrap();
    let said = |path: &Path| -> Result<_, StoreError> {
        let store = SqliteStore::open_for_reading(path)?;
        let clean = store.verify()?.is_whole();
        Ok((clean, store.read(first())?, store.summary(first())?.seq))
    };
    let before = said(&path).unwrap();
    for at in (0..whole.len()).step_by(97) {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x10;
        let other = path.with_file_name("flipped.db");
        fs::write(&other, flipped).unwrap();
        if let Ok(after) = said(&other)
            && after.0
        {
            assert_eq!(after, before, "byte {at}");
        }
        for ending in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(beside(&other, ending));
        }
    }
}

#[test]
fn erased_is_erased_from_every_file() {
    let (folder, path) = folder();
    let mut store = SqliteStore::open_for_writing(&path).unwrap();
    let id = store.open_incident(Opening { rows: vec![note("SECRET-ONE")], ..opening(1) }).unwrap();
    for after in 1..60 {
        let said = "SECRET-MORE ".repeat(usize::try_from(after).unwrap() * 7);
        let mut standing = owing(id);
        standing.owed[0].what.clone_from(&said);
        standing.owed[0].who = Some(format!("SECRET PERSON {after}"));
        standing.known_by.push(format!("SECRET-NUMBER-{after}"));
        standing.facts.owner = Some(format!("SECRET OWNER {after}"));
        standing.facts.answers.insert("site".to_owned(), format!("SECRET SITE {after}"));
        store.append(id, after, &[note(&said)], &standing).unwrap();
    }
    let erased = NewRow { kind: ERASED.to_owned(), ..note("") };
    let nameless = Summary { customer: None, summary: None, ..heading(id) };
    store.erase(id, 60, &[erased], &owing_nothing(nameless)).unwrap();
    for file in fs::read_dir(folder.path()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        for secret in ["SECRET", "secret", "山田", "Zoë", "zoë", "the cake"] {
            assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret}");
        }
    }
    assert_eq!(store.read(id).unwrap()[0].body, Body::Erased);
    assert_eq!(findings(&path), []);
}

/// The format of some day to come.
const NEWER: &[&str] =
    &[schema::MIGRATIONS[0], schema::MIGRATIONS[1], schema::MIGRATIONS[2], "ALTER TABLE summary ADD COLUMN mood TEXT"];

#[test]
fn an_older_store_is_brought_up_to_date() {
    let (_folder, path) = folder();
    drop(filled(&path));
    let mut store = SqliteStore::writing(&path, NEWER).unwrap();
    store.append(first(), 3, &[note("x")], &line(first())).unwrap();
    assert!(store.verify().unwrap().is_whole());
    assert_eq!(schema::version(store.connection.as_ref().unwrap()).unwrap(), 4);
}

#[test]
fn a_newer_store_is_read_and_not_written() {
    let (_folder, path) = folder();
    let mut late = filled(&path);
    drop(SqliteStore::writing(&path, NEWER).unwrap());
    let reader = SqliteStore::open_for_reading(&path).unwrap();
    assert_eq!(reader.read(first()).unwrap().len(), 3);
    assert!(reader.verify().unwrap().is_whole());
    let all = ListQuery { which: Which::All, ..ListQuery::default() };
    let mut seen = 0;
    reader
        .list(&all, &mut |_| {
            seen += 1;
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(seen, 2);
    assert!(matches!(SqliteStore::open_for_writing(&path), Err(StoreError::TooNew { found: 4, known: 3, .. })));
    let refused = late.append(first(), 3, &[note("x")], &line(first()));
    assert!(matches!(refused, Err(StoreError::TooNew { .. })), "{refused:?}");
}

/// A store as the first format had it, with everything that [`filled`] makes except what that format did not know.
fn of_the_first_format(path: &Path) -> SqliteStore {
    let new = path.with_file_name("new.db");
    let filled = filled(&new);
    let mut old = Connection::open(path).unwrap();
    schema::migrate(&mut old, &schema::MIGRATIONS[..1]).unwrap();
    old.execute("ATTACH ?1 AS new", [new.to_str().unwrap()]).unwrap();
    old.execute_batch(
        "PRAGMA journal_mode=WAL;
         INSERT INTO event SELECT * FROM new.event;
         INSERT INTO body SELECT * FROM new.body;
         INSERT INTO head SELECT * FROM new.head;
         INSERT INTO source SELECT * FROM new.source;
         INSERT INTO summary SELECT incident, uid, external_ref, training, status, customer, customer_folded, summary,
             playbook, owner, owner_accepted, severity, legal_gate_closed, ending, instants, missing, seq, opened_key,
             updated_key, closed_key, due_key FROM new.summary;",
    )
    .unwrap();
    assert_eq!(schema::version(&old).unwrap(), 1);
    filled
}

#[test]
fn a_store_of_the_first_format_keeps_every_event_and_hash() {
    for open in [SqliteStore::open_for_writing, SqliteStore::open_for_reading] {
        let (_folder, path) = folder();
        let same = of_the_first_format(&path);
        let store = open(&path).unwrap();
        assert_eq!(schema::version(store.connection.as_ref().unwrap()).unwrap(), 3);
        assert_eq!(store.verify().unwrap(), same.verify().unwrap());
        for id in [first(), IncidentId::new(2026, 2).unwrap()] {
            assert_eq!(store.read(id).unwrap(), same.read(id).unwrap());
            assert_eq!(store.summary(id).unwrap(), same.summary(id).unwrap());
        }
    }
}

#[test]
fn what_the_first_format_did_not_know_is_counted_anew() {
    let (_folder, path) = folder();
    drop(of_the_first_format(&path));
    let mut store = SqliteStore::open_for_writing(&path).unwrap();
    assert_eq!(stale(&store), [1, 2]);
    assert_eq!(due(&store, &DueQuery::default()), []);
    let summary = store.summary(first()).unwrap();
    store.recount(&[Standing { summary, ..owing(first()) }]).unwrap();
    assert_eq!(stale(&store), [2]);
    assert_eq!(due(&store, &DueQuery::default()), [(1, "owner".to_owned()), (1, "P1".to_owned())]);
    let second = IncidentId::new(2026, 2).unwrap();
    store.append(second, 3, &[note("any write does")], &line(second)).unwrap();
    assert_eq!(stale(&store), [0; 0]);
    drop(store);
    let reopened = SqliteStore::open_for_writing(&path).unwrap();
    assert_eq!(stale(&reopened), [0; 0], "it is upgraded once");
    assert_eq!(findings(&path), []);
}

#[test]
fn what_is_left_of_an_incident_that_is_not_there_is_named() {
    for table in ["owed", "known", "fact"] {
        let (_folder, path) = folder();
        drop(filled(&path));
        tamper(&path, &["UPDATE ", table, " SET incident = 2026000000009 WHERE incident = 2026000000001"].concat());
        let astray = Finding::StandingAstray { table, incident: "INC-2026-0009".to_owned() };
        assert_eq!(findings(&path), [astray]);
    }
}

#[test]
fn a_store_without_facts_is_stale_until_it_has_them() {
    let (_folder, path) = folder();
    drop(of_the_first_format(&path));
    let mut older = Connection::open(&path).unwrap();
    schema::migrate(&mut older, &schema::MIGRATIONS[..2]).unwrap();
    older.execute_batch("DELETE FROM stale").unwrap();
    drop(older);
    let mut store = SqliteStore::open_for_writing(&path).unwrap();
    assert_eq!(stale(&store), [1, 2]);
    let summary = store.summary(first()).unwrap();
    store.recount(&[Standing { summary, ..owing(first()) }]).unwrap();
    assert_eq!(stale(&store), [2]);
    let mut counted = Vec::new();
    let mut each = |id: IncidentId, _| {
        counted.push(id);
        ControlFlow::Continue(())
    };
    store.facts(&FactsQuery::default(), &mut each).unwrap();
    assert_eq!(counted, [first()]);
}

#[test]
fn facts_that_did_not_change_are_not_written_again() {
    let (_folder, path) = folder();
    let store = filled(&path);
    let connection = store.connection.as_ref().unwrap();
    let standing = owing(first());
    let before = connection.total_changes();
    fact::put(connection, &standing.summary, &standing.facts).unwrap();
    assert_eq!(connection.total_changes(), before);
    let facts = Facts { owned: Some(1), ..standing.facts };
    fact::put(connection, &standing.summary, &facts).unwrap();
    assert_eq!(connection.total_changes(), before + 1);
}

/// What SQLite does to answer, a line for each step.
fn plan(store: &SqliteStore, sql: &str) -> Vec<String> {
    let explain = ["EXPLAIN QUERY PLAN ", sql].concat();
    let mut statement = store.connection.as_ref().unwrap().prepare(&explain).unwrap();
    statement.raw_query().mapped(|row| row.get(3)).map(Result::unwrap).collect()
}

#[test]
fn what_is_due_is_read_in_the_order_of_an_index() {
    let (_folder, path) = folder();
    let store = filled(&path);
    for narrowed in 0..8 {
        let given = |bit: u8| narrowed & bit != 0;
        let query = DueQuery {
            until: given(1).then(|| at("2026-12-01T10:00:00Z")),
            people: if given(2) { vec!["Sam".to_owned(), "Kim".to_owned()] } else { Vec::new() },
            open_only: given(4),
            ..DueQuery::default()
        };
        let rest = if given(1) { "rank=? AND urgency<?" } else { "rank=?" };
        for (part, range) in [(Part::Alarms, "rank<?"), (Part::Rest, rest)] {
            let plan = plan(&store, &Asked::lines(&query, part, 25).sql);
            assert_eq!(plan.len(), 2, "{query:?}: {plan:?}");
            assert_eq!(plan[0], format!("SEARCH o USING INDEX owed_due (training=? AND {range})"), "{query:?}");
            assert!(plan[1].starts_with("SEARCH s USING INTEGER PRIMARY KEY"), "{plan:?}");
        }
    }
    let of_one = DueQuery { incident: Some(first()), ..DueQuery::default() };
    let now = at("2026-12-01T10:00:00Z");
    for sql in [Asked::lines(&of_one, Part::Rest, 25).sql, Asked::count(&of_one, now).sql] {
        let plan = plan(&store, &sql);
        assert!(plan[0].starts_with("SEARCH o USING PRIMARY KEY (incident=?)"), "{plan:?}");
    }
}

#[test]
fn what_is_due_is_counted_by_an_index_alone() {
    let (_folder, path) = folder();
    let store = filled(&path);
    let now = at("2026-12-01T10:00:00Z");
    for query in [DueQuery::default(), DueQuery { until: Some(now), ..DueQuery::default() }] {
        let plan = plan(&store, &Asked::count(&query, now).sql);
        assert!(plan.iter().all(|step| step.contains("USING COVERING INDEX owed_due")), "{plan:?}");
    }
}

#[test]
fn calendars_and_customers_are_found_by_an_index_alone() {
    let (_folder, path) = folder();
    let store = filled(&path);
    for sql in owed::COUNTED.into_iter().chain(fact::COUNTED).chain([known::LATEST, fact::OF_PERIOD]) {
        let plan = plan(&store, sql);
        let searched = |step: &String| step.contains("SEARCH") && step.contains("USING");
        assert!(plan.iter().all(searched), "{sql}: {plan:?}");
    }
}

#[test]
fn lists_are_answered_by_an_index_alone() {
    let (_folder, path) = folder();
    let store = filled(&path);
    for sql in line::LISTS {
        let plan = plan(&store, sql);
        assert!(plan.iter().all(|step| step.contains("USING INDEX")), "{plan:?}");
    }
}
