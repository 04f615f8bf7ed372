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

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, TimeDelta};
use recover::journal::wire::to_row;
use recover::journal::{Event, IncidentId, LayerRef, Opening, Status, Summary, Uid};
use recover::playbook::library::SHIPPED;
use recover::store::{self, SqliteStore, Store, digest};

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
    fill(&dir.path().join("many.db"));
    let many = |args: &[&'static str]| [&["--store", "many.db"], args].concat();
    measure(dir.path(), "list 100,000: first page", &many(&["list"]));
    measure(dir.path(), "list 100,000: all of it as JSON", &many(&["list", "--all", "--format", "json"]));
    measure(dir.path(), "list 100,000: by customer", &many(&["list", "--customer", "hale 777"]));
    measure(dir.path(), "show one of 100,000", &many(&["show", "50000"]));
    measure(dir.path(), "add one to 100,000", &many(&["start", "--answers", "answers.toml"]));
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

/// A store with a hundred thousand open incidents, opened a minute apart.
fn fill(path: &Path) {
    let mut store = SqliteStore::open_for_writing(path).unwrap();
    let first = DateTime::parse_from_rfc3339("2026-01-01T08:00:00+00:00").unwrap();
    for batch in 0..MANY / 1000 {
        let openings = (batch * 1000..(batch + 1) * 1000)
            .map(|number| opening(number, first + TimeDelta::minutes(i64::from(number))));
        store.open_incidents(openings.collect()).unwrap();
    }
}

fn opening(number: u32, at: DateTime<FixedOffset>) -> store::Opening {
    let text = SHIPPED[0].text;
    let event = Event::Opened(Opening {
        playbook: SHIPPED[0].id.parse().unwrap(),
        layers: vec![LayerRef { name: "service-recovery".into(), digest: digest(text) }],
        training: false,
        external_ref: None,
        responder: None,
        tool: "bench".into(),
    });
    let mut uid = [0; 16];
    uid[..4].copy_from_slice(&number.to_be_bytes());
    let uid = Uid::from_bytes(uid);
    store::Opening {
        year: 2026,
        uid,
        external_ref: None,
        training: false,
        sources: vec![store::Source::new("service-recovery", text)],
        rows: vec![to_row(&event, at, &"Rob Shaw".into())],
        summarise: Box::new(move |id: IncidentId| Summary {
            id,
            uid,
            external_ref: None,
            training: false,
            status: Status::Open,
            customer: Some(format!("Martin Hale {number}")),
            summary: Some("The network was down and nobody rang back, though I had asked for one call.".into()),
            playbook: SHIPPED[0].id.into(),
            owner: Some("Rob Shaw".into()),
            owner_accepted: Some(true),
            severity: None,
            legal_gate_closed: false,
            ending: None,
            opened_at: at,
            updated_at: at,
            closed_at: None,
            next_due: Some(at + TimeDelta::hours(4)),
            missing: 9,
            seq: 1,
        }),
    }
}
