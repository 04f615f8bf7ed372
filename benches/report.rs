//! How long a report takes over a company's year and over ten, and how much memory: `cargo bench --locked --bench report`.
//!
//! The year is 100,000 made-up incidents with all their events, walked and written through the real store. The million is their facts
//! ten times over, each written through the store with a single event. Stores are made anew in a temporary folder, or kept in the folder
//! that `REPORT_BENCH` names.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::cast_precision_loss,
    reason = "a benchmark measures time, prints it, and stops where it cannot go on"
)]

#[path = "../tests/support/company.rs"]
mod company;

use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};
use company::{Company, at};
use recover::journal::facts::Facts;
use recover::journal::wire::to_row;
use recover::journal::{Event, IncidentId, NewRow, Standing, Uid};
use recover::store::{FactsQuery, Opening, SqliteStore, Store};

const YEAR: u32 = 100_000;
const YEARS: u32 = 10;
const RUNS: usize = 5;

fn main() {
    // `cargo test --benches` runs this too, with `--test`; there is nothing to prove then.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let temporary = tempfile::tempdir().unwrap();
    let dir = std::env::var_os("REPORT_BENCH").map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    let (year, decade) = (dir.join("year.db"), dir.join("decade.db"));
    if !year.exists() {
        let begun = Instant::now();
        let mut store = SqliteStore::open_for_writing(&year).unwrap();
        drop(Company::new(1).fill(&mut store, YEAR));
        println!("made up and wrote {YEAR} incidents in {:.0} s", begun.elapsed().as_secs_f64());
    }
    if !decade.exists() {
        let begun = Instant::now();
        ten_times(&year, &decade);
        println!("wrote the facts of {} in {:.0} s", YEAR * YEARS, begun.elapsed().as_secs_f64());
    }
    for path in [&year, &decade] {
        println!("{}: {} MiB", path.display(), std::fs::metadata(path).unwrap().len() >> 20);
        room(path);
    }
    println!("{:<46} {:>9} {:>9} {:>9}", "", "least ms", "median", "peak MiB");
    let report = |args: &[&'static str]| [&["report"], args].concat();
    for name in ["year.db", "decade.db"] {
        for args in
            [&["--format", "json"][..], &["--by", "month"], &["--by", "site", "--format", "csv"], &["--format", "html"]]
        {
            measure(&dir, name, &report(args));
        }
        measure(&dir, name, &report(&["--since", "2026-06-01", "--until", "2026-06-08"]));
    }
    writes(&year);
}

/// How much room facts take, of how much.
fn room(path: &Path) {
    let shell = rusqlite::Connection::open(path).unwrap();
    let bytes: i64 = shell.query_row("SELECT sum(length(facts)) FROM fact", [], |row| row.get(0)).unwrap();
    let rows: i64 = shell.query_row("SELECT count(*) FROM fact", [], |row| row.get(0)).unwrap();
    println!("  facts: {rows} rows of {} bytes each", bytes / rows.max(1));
}

/// The facts of a store ten times over, a year later each time.
fn ten_times(from: &Path, to: &Path) {
    let source = SqliteStore::open_for_reading(from).unwrap();
    let mut store = SqliteStore::open_for_writing(to).unwrap();
    let row = to_row(&Event::Noted { question: None, text: "x".into() }, at(company::YEAR), &"bench".into());
    for year in 0..YEARS {
        let mut openings = Vec::new();
        source
            .facts(&FactsQuery::default(), &mut |id, facts| {
                openings.push(opening(year, id, facts.unwrap(), &row));
                if openings.len() == 5000 {
                    store.open_incidents(std::mem::take(&mut openings)).unwrap();
                }
                ControlFlow::Continue(())
            })
            .unwrap();
        store.open_incidents(openings).unwrap();
    }
}

fn opening(year: u32, id: IncidentId, mut facts: Facts, row: &NewRow) -> Opening {
    let later = -i64::from(year) * 365 * 86_400;
    for moment in [&mut facts.opened, &mut facts.received] {
        *moment += later;
    }
    let moments = [
        &mut facts.owned,
        &mut facts.acknowledged,
        &mut facts.spoken,
        &mut facts.fixed,
        &mut facts.recovered,
        &mut facts.ended,
        &mut facts.next_due,
    ];
    for moment in moments.into_iter().flatten() {
        *moment += later;
    }
    let mut uid = [0; 16];
    uid[..4].copy_from_slice(&year.to_be_bytes());
    uid[4..8].copy_from_slice(&id.number().to_be_bytes());
    let uid = Uid::from_bytes(uid);
    Opening {
        year: 2026 - u16::try_from(year).unwrap(),
        uid,
        external_ref: None,
        training: false,
        sources: Vec::new(),
        rows: vec![row.clone()],
        summarise: Box::new(move |id| bare(id, uid, facts)),
    }
}

/// A standing with hardly anything in it but facts.
fn bare(id: IncidentId, uid: Uid, facts: Facts) -> Standing {
    let opened: DateTime<FixedOffset> = at(facts.opened);
    let summary = recover::journal::Summary {
        id,
        uid,
        external_ref: None,
        training: false,
        status: recover::journal::Status::Open,
        customer: None,
        summary: None,
        playbook: facts.playbook.clone(),
        owner: facts.owner.clone(),
        owner_accepted: Some(true),
        offered_to: None,
        deputy: None,
        severity: None,
        legal_gate_closed: false,
        ending: None,
        opened_at: opened,
        updated_at: opened,
        closed_at: None,
        next_due: None,
        missing: 0,
        reopened: 0,
        seq: 1,
    };
    Standing { summary, owed: Vec::new(), known_by: Vec::new(), facts }
}

fn measure(dir: &Path, store: &str, args: &[&str]) {
    let mut times: Vec<Duration> = Vec::new();
    let mut peak = 0;
    for run in 0..=RUNS {
        let begun = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_recover"))
            .args(["--store", store])
            .args(args)
            .current_dir(dir)
            .env_clear()
            .env("HOME", dir)
            .env("TZ", "Europe/London")
            .env("RECOVER_NOW", "2027-01-04T09:00:00+00:00")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while run == 0 && child.try_wait().unwrap().is_none() {
            peak = peak.max(peak_of(child.id()).unwrap_or(0));
        }
        assert!(child.wait().unwrap().success(), "{args:?}");
        if run > 0 {
            times.push(begun.elapsed());
        }
    }
    times.sort();
    let what = format!("{store}: {}", args.join(" "));
    println!("{what:<46} {:>9.0} {:>9.0} {:>9.1}", ms(times[0]), ms(times[RUNS / 2]), f64::from(peak) / 1024.0);
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The most memory a running process has had, in KiB.
fn peak_of(pid: u32) -> Option<u32> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?.parse().ok()
}

/// Adding one event to an incident among many: with the same facts, and with others.
fn writes(path: &Path) {
    let mut store = SqliteStore::open_for_writing(path).unwrap();
    let id: IncidentId = "INC-2026-50001".parse().unwrap();
    let mut standing = None;
    store
        .facts(&FactsQuery::default(), &mut |found, facts| {
            if found == id {
                standing = Some(bare(id, Uid::from_bytes([0; 16]), facts.unwrap()));
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    let mut standing = standing.unwrap_or_else(|| panic!("{id} is a drill; choose another"));
    let row = to_row(&Event::Noted { question: None, text: "x".into() }, at(company::YEAR), &"bench".into());
    let mut seq = store.summary(id).unwrap().seq;
    for (what, changes) in [("append: the same facts", false), ("append: other facts", true)] {
        let mut times: Vec<Duration> = Vec::new();
        for run in 0..=200_i64 {
            if changes {
                standing.facts.next_due = Some(run);
            }
            let begun = Instant::now();
            seq = black_box(store.append(id, seq, std::slice::from_ref(&row), &standing).unwrap());
            times.push(begun.elapsed());
        }
        times.sort();
        println!("{what:<46} {:>9.2} {:>9.2}", ms(times[0]), ms(times[100]));
    }
}
