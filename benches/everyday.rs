//! How long what people do every day takes, as whole processes: `cargo bench --locked`.
//!
//! Each figure is the least and the median of several runs after one warm-up, in milliseconds. The store with 100,000 incidents is made
//! anew in a temporary folder; put `TMPDIR` on the disk that is to be measured.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a benchmark measures time, prints it, and stops where it cannot go on"
)]

use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, TimeDelta};
use recover::journal::wire::to_row;
use recover::journal::{Event, Facts, IncidentId, LayerRef, Opening, Owed, OwedKind, Standing, Status, Summary, Uid};
use recover::playbook::library::SHIPPED;
use recover::store::{self, DueQuery, SqliteStore, Store, digest};

const RUNS: usize = 21;
const MANY: u32 = 100_000;
const SHORTEST: &str = include_str!("../tests/stories/shortest.toml");

fn main() {
    // `cargo test --benches` runs this too, with `--test`; there is nothing to prove then.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("answers.toml"), SHORTEST).unwrap();
    std::fs::write(dir.path().join("playbook.toml"), SHIPPED[0].text).unwrap();
    println!("{:<46} {:>9} {:>9} {:>9}", "", "least ms", "median", "peak MiB");
    measure(dir.path(), "start-up: --version", &["--version"]);
    measure(dir.path(), "start-up: --help", &["--help"]);
    measure(dir.path(), "load and check the 32 KB playbook", &["playbook", "check", "playbook.toml"]);
    measure(dir.path(), "one incident from answers to record, empty store", &["start", "--answers", "answers.toml"]);
    measure(dir.path(), "show it", &["show", "1"]);
    measure(dir.path(), "its record in Markdown", &["record", "1"]);
    fill(&dir.path().join("bare.db"), false);
    fill(&dir.path().join("many.db"), true);
    size(&dir.path().join("bare.db"));
    size(&dir.path().join("many.db"));
    let many = |args: &[&'static str]| [&["--store", "many.db"], args].concat();
    measure(dir.path(), "list 100,000: first page", &many(&["list"]));
    measure(dir.path(), "list 100,000: all of it as JSON", &many(&["list", "--all", "--format", "json"]));
    measure(dir.path(), "list 100,000: by customer", &many(&["list", "--customer", "hale 777"]));
    measure(dir.path(), "show one of 100,000", &many(&["show", "50000"]));
    measure(dir.path(), "add one to 100,000", &many(&["start", "--answers", "answers.toml"]));
    measure_what_is_owed(&dir.path().join("many.db"));
    measure_append(&dir.path().join("bare.db"), "nothing owed in any", false);
    measure_append(&dir.path().join("many.db"), "three things in each", true);
}

fn measure(dir: &Path, what: &str, args: &[&str]) {
    let mut times: Vec<Duration> = Vec::new();
    let mut peak = 0;
    for run in 0..=RUNS {
        let begun = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_recover"))
            .args(args)
            .current_dir(dir)
            .env_clear()
            .env("HOME", dir)
            .env("TZ", "Europe/London")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Memory is read while the program runs, in the warm-up only, so that reading it costs no measured time.
        while run == 0 && child.try_wait().unwrap().is_none() {
            peak = peak.max(peak_of(child.id()).unwrap_or(0));
        }
        assert!(child.wait().unwrap().success(), "{what}");
        if run > 0 {
            times.push(begun.elapsed());
        }
    }
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!("{what:<46} {:>9.2} {:>9.2} {:>9.1}", ms(times[0]), ms(times[RUNS / 2]), f64::from(peak) / 1024.0);
}

/// The most memory a running process has had, in KiB.
fn peak_of(pid: u32) -> Option<u32> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?.parse().ok()
}

fn beginning() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-01-01T08:00:00+00:00").unwrap()
}

/// A store with a hundred thousand open incidents, opened a minute apart, with or without three things owed in each.
fn fill(path: &Path, owes: bool) {
    let mut store = SqliteStore::open_for_writing(path).unwrap();
    let first = beginning();
    for batch in 0..MANY / 1000 {
        let openings = (batch * 1000..(batch + 1) * 1000)
            .map(|number| opening(number, first + TimeDelta::minutes(i64::from(number)), owes));
        store.open_incidents(openings.collect()).unwrap();
    }
}

fn first_event() -> Opening {
    Opening {
        playbook: SHIPPED[0].id.parse().unwrap(),
        layers: vec![LayerRef { name: "service-recovery".into(), digest: digest(SHIPPED[0].text) }],
        training: false,
        external_ref: None,
        responder: None,
        time_zone: None,
        tool: "bench".into(),
    }
}

fn opening(number: u32, at: DateTime<FixedOffset>, owes: bool) -> store::Opening {
    let text = SHIPPED[0].text;
    let mut uid = [0; 16];
    uid[..4].copy_from_slice(&number.to_be_bytes());
    let uid = Uid::from_bytes(uid);
    store::Opening {
        year: 2026,
        uid,
        external_ref: None,
        training: false,
        sources: vec![store::Source::new("service-recovery", text)],
        rows: vec![to_row(&Event::Opened(first_event()), at, &"Rob Shaw".into())],
        summarise: Box::new(move |id: IncidentId| {
            let made = standing(id, uid, number, at);
            if owes { made } else { Standing { owed: Vec::new(), known_by: Vec::new(), ..made } }
        }),
    }
}

fn standing(id: IncidentId, uid: Uid, number: u32, at: DateTime<FixedOffset>) -> Standing {
    let summary = Summary {
        id,
        uid,
        external_ref: None,
        training: false,
        status: Status::Open,
        customer: Some(format!("Martin Hale {number}")),
        summary: Some("The network was down and nobody rang back, though I had asked for one call.".into()),
        playbook: SHIPPED[0].id.into(),
        owner: Some(owner_of(number)),
        owner_accepted: Some(!number.is_multiple_of(10)),
        offered_to: None,
        deputy: None,
        severity: None,
        legal_gate_closed: false,
        ending: None,
        opened_at: at,
        updated_at: at,
        closed_at: None,
        next_due: Some(at + TimeDelta::hours(4)),
        missing: 9,
        reopened: 0,
        seq: 1,
    };
    let facts = Facts { received: at.timestamp(), ..Facts::default() };
    let known_by = vec![format!("martin hale {number}"), format!("0{number}")];
    Standing { summary, owed: owed(number, at), known_by, facts }
}

/// A thousand people, each with a hundred incidents.
fn owner_of(number: u32) -> String {
    format!("Rob Shaw {}", number % 1000)
}

/// Three things owed: a promise or an alarm, an action, and a time limit counted by a calendar.
fn owed(number: u32, at: DateTime<FixedOffset>) -> Vec<Owed> {
    let one = |key: &str, kind, what: &str, days: i64| Owed {
        key: key.into(),
        kind,
        what: what.into(),
        who: Some(owner_of(number)),
        deputy: None,
        since: at,
        due: Some(at + TimeDelta::days(days)),
        by_day: false,
        moved: 0,
        counted_by: None,
    };
    let first = if number.is_multiple_of(10) { OwedKind::NotAccepted } else { OwedKind::Promise };
    vec![
        one("P1", first, "ring back and say when the engineer comes", 0),
        one("P2", OwedKind::Action, "the queue gets an owner for each day of the week", 14),
        Owed {
            who: None,
            by_day: true,
            counted_by: Some("GB-ENG 1f3a9c0d".into()),
            ..one("clock-final-answer", OwedKind::Clock, "the final answer", 56)
        },
    ]
}

/// What is read in one process, as `due` and `start` read it.
fn measure_what_is_owed(path: &Path) {
    let store = SqliteStore::open_for_reading(path).unwrap();
    let now = beginning() + TimeDelta::days(30);
    let everything = DueQuery::default();
    let page = DueQuery { limit: Some(25), ..everything.clone() };
    let pressing = DueQuery { until: Some(now), ..page.clone() };
    let mine = DueQuery { people: vec!["rob shaw 777".into()], ..everything.clone() };
    let my_page = DueQuery { limit: Some(25), ..mine.clone() };
    let open_only = DueQuery { open_only: true, ..everything.clone() };
    let handed = |query: &DueQuery| {
        let mut seen = 0_u32;
        let mut each = |_| {
            seen += 1;
            ControlFlow::Continue(())
        };
        store.due(query, &mut each).unwrap();
        seen
    };
    assert_eq!(handed(&everything), 3 * MANY);
    assert_eq!(handed(&mine), 300);
    within("due: first page of 300,000", || handed(&page));
    within("due: first page of what is due by now", || handed(&pressing));
    within("due: all 300,000", || handed(&everything));
    within("due: first page of one person in a thousand", || handed(&my_page));
    within("due: all of one person in a thousand", || handed(&mine));
    within("due: how many, late, alarms", || store.count_due(&everything, now).unwrap());
    within("due: how many of open incidents", || store.count_due(&open_only, now).unwrap());
    within("due: how many of one person's", || store.count_due(&mine, now).unwrap());
    within("calendars that anything was counted by", || store.counted_by().unwrap());
    let known = ["martin hale 777".to_owned(), "0777".to_owned()];
    within("earlier incidents of a customer", || store.earlier(&known, None, 10).unwrap());
}

/// Adding one event to one of many, with the same standing and with one in which something else is owed.
fn measure_append(path: &Path, what: &str, owes: bool) {
    let mut store = SqliteStore::open_for_writing(path).unwrap();
    let id: IncidentId = "INC-2026-50001".parse().unwrap();
    let at = beginning();
    let uid = store.summary(id).unwrap().uid;
    let mut seq = store.summary(id).unwrap().seq;
    let mut made = standing(id, uid, 50_000, at);
    if !owes {
        (made.owed, made.known_by) = (Vec::new(), Vec::new());
    }
    let row = to_row(&Event::Opened(first_event()), at, &"Rob Shaw".into());
    within(&format!("append, {what}: the same is owed"), || {
        seq = store.append(id, seq, std::slice::from_ref(&row), &made).unwrap();
    });
    if owes {
        let mut moved = 0;
        within(&format!("append, {what}: all of it is moved"), || {
            moved += 1;
            for owed in &mut made.owed {
                owed.moved = moved;
                owed.due = Some(at + TimeDelta::minutes(i64::from(moved) * 997));
            }
            seq = store.append(id, seq, std::slice::from_ref(&row), &made).unwrap();
        });
    }
}

fn within<T>(what: &str, mut work: impl FnMut() -> T) {
    let mut times: Vec<Duration> = Vec::new();
    for run in 0..=RUNS {
        let begun = Instant::now();
        black_box(work());
        if run > 0 {
            times.push(begun.elapsed());
        }
    }
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!("{what:<46} {:>9.2} {:>9.2}", ms(times[0]), ms(times[RUNS / 2]));
}

fn size(path: &Path) {
    let bytes = std::fs::metadata(path).unwrap().len();
    println!("{:<46} {:>9} MiB", format!("{} of {MANY} incidents", path.file_name().unwrap().display()), bytes >> 20);
}
