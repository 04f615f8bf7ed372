//! How long ten thousand records take in one process, and how much memory: `cargo bench --locked --bench documents`.
//!
//! The store is made anew in a temporary folder, from one full incident; put `TMPDIR` on the disk that is to be measured.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a benchmark measures time, prints it, and stops where it cannot go on"
)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use recover::almanac::{Almanac, OpenAlmanac};
use recover::case::walk_of;
use recover::journal::{Body, NewRow, Row};
use recover::journal::{Event, Uid, wire};
use recover::record::standing::standing;
use recover::store::{self, SqliteStore, Store};

const MANY: u32 = 10_000;
const FULL: &str = include_str!("../tests/stories/03-nobody-came-about-the-alarm.toml");

fn main() {
    // `cargo test --benches` runs this too, with `--test`; there is nothing to prove then.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("answers.toml"), FULL).unwrap();
    run(dir.path(), &["--store", "one.db", "start", "--answers", "answers.toml"]);
    fill(dir.path());
    println!("{:<46} {:>9} {:>9}", "10,000 records in one process", "seconds", "peak MiB");
    let all = |args: &[&'static str]| [&["--store", "many.db", "record", "--all"], args].concat();
    for (what, args) in [
        ("to standard output: Markdown", ["--format", "markdown"].as_slice()),
        ("to standard output: HTML", &["--format", "html"]),
        ("to standard output: JSON", &["--format", "json"]),
        ("to standard output: the customer's, HTML", &["--format", "html", "--for", "customer"]),
        ("into a folder, each file synced: Markdown", &["--format", "markdown", "--output", "md"]),
        ("into a folder, each file synced: HTML", &["--format", "html", "--output", "html"]),
    ] {
        let (seconds, peak) = run(dir.path(), &all(args));
        println!("{what:<46} {seconds:>9.2} {:>9.1}", f64::from(peak) / 1024.0);
    }
}

/// Many incidents with the very events of one.
fn fill(dir: &Path) {
    let one = SqliteStore::open_for_reading(&dir.join("one.db")).unwrap();
    let first = one.resolve("1").unwrap()[0];
    let rows = one.read(first).unwrap();
    let Event::Opened(opened) = wire::from_row(&rows[0]).unwrap().event else { return };
    let layers = opened.layers;
    let rows: Vec<NewRow> = rows.into_iter().map(again).collect();
    let walk = walk_of(&one, first).unwrap();
    let calendars = OpenAlmanac::new(Almanac::new(dir, None));
    let sources: Vec<_> =
        layers.iter().map(|layer| store::Source::new(layer.name.clone(), one.source(&layer.digest).unwrap())).collect();
    let mut many = SqliteStore::open_for_writing(&dir.join("many.db")).unwrap();
    for batch in 0..MANY / 1000 {
        let openings = (batch * 1000..(batch + 1) * 1000).map(|number| {
            let mut uid = [0; 16];
            uid[..4].copy_from_slice(&number.to_be_bytes());
            let uid = Uid::from_bytes(uid);
            let standing = standing(&walk, first, uid, &calendars).unwrap();
            let (rows, sources) = (rows.clone(), sources.clone());
            let summarise = Box::new(move |_| standing);
            store::Opening { year: 2026, uid, external_ref: None, training: false, sources, rows, summarise }
        });
        many.open_incidents(openings.collect()).unwrap();
    }
}

fn again(row: Row) -> NewRow {
    NewRow {
        at: row.at,
        author: row.author,
        kind: row.kind,
        version: row.version,
        head: row.head,
        body: match row.body {
            Body::Kept(body) => body,
            Body::Erased => String::new(),
        },
    }
}

/// Seconds and the most memory, in KiB.
fn run(dir: &Path, args: &[&str]) -> (f64, u32) {
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
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        peak = peak.max(peak_of(child.id()).unwrap_or(0));
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let seconds = begun.elapsed().as_secs_f64();
    assert!(child.wait().unwrap().success(), "{args:?}");
    (seconds, peak)
}

/// The most memory a running process has had, in KiB.
fn peak_of(pid: u32) -> Option<u32> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?.parse().ok()
}
