//! How fast the coach reads: `cargo bench --locked --bench coach`.
//!
//! The corpus is 5 MB of JSON lines made of the labelled messages and sentences in `coach/labelled`, over and over. Each figure is the least
//! and the median of several runs of the whole process.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::cast_precision_loss,
    reason = "a benchmark measures time, prints it, and stops where it cannot go on"
)]

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 11;
const CORPUS: usize = 5_000_000;

fn main() {
    // `cargo test --benches` runs this too, with `--test`; there is nothing to prove then.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let labelled = Path::new(env!("CARGO_MANIFEST_DIR")).join("coach/labelled");
    println!("{:<34} {:>9} {:>9} {:>12} {:>9}", "", "least ms", "median", "best MB/s", "peak MiB");
    for (what, ending) in [("5 MB of messages", "-messages.jsonl"), ("5 MB of sentences", "-sentences.jsonl")] {
        let corpus = corpus(&labelled, ending);
        let path = dir.path().join("in.jsonl");
        std::fs::write(&path, &corpus).unwrap();
        read_all(what, dir.path(), &path, corpus.len());
    }
    let long = "We are sorry if you were put out by the delay. ".repeat((10 << 20) / 47);
    let line = format!("{}\n", serde_json::json!({ "id": "long", "text": long }));
    let path = dir.path().join("in.jsonl");
    std::fs::write(&path, &line).unwrap();
    read_all("one line of 10 MiB", dir.path(), &path, line.len());
    first_answer(dir.path());
}

/// Lines of `{"id": …, "text": …}`, and nothing else of what is labelled.
fn corpus(labelled: &Path, ending: &str) -> String {
    let mut names: Vec<_> = std::fs::read_dir(labelled).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.to_string_lossy().ends_with(ending));
    names.sort();
    let texts: Vec<String> = names
        .iter()
        .flat_map(|path| std::fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect::<Vec<_>>())
        .map(|line| {
            let labelled: serde_json::Value = serde_json::from_str(&line).unwrap();
            format!("{}\n", serde_json::json!({ "id": labelled["id"], "text": labelled["text"] }))
        })
        .collect();
    let mut corpus = String::with_capacity(CORPUS + 4096);
    for text in texts.iter().cycle() {
        if corpus.len() >= CORPUS {
            break;
        }
        corpus.push_str(text);
    }
    corpus
}

fn coach(dir: &Path, input: Stdio, output: Stdio) -> Child {
    Command::new(env!("CARGO_BIN_EXE_recover"))
        .args(["coach", "--format", "json", "--jsonl"])
        .current_dir(dir)
        .env_clear()
        .env("HOME", dir)
        .env("TZ", "Europe/London")
        .stdin(input)
        .stdout(output)
        .spawn()
        .unwrap()
}

fn read_all(what: &str, dir: &Path, input: &Path, bytes: usize) {
    let mut times: Vec<Duration> = Vec::new();
    let mut peak = 0;
    for run in 0..=RUNS {
        let begun = Instant::now();
        let mut child = coach(dir, File::open(input).unwrap().into(), Stdio::null());
        while run == 0 && child.try_wait().unwrap().is_none() {
            peak = peak.max(peak_of(child.id()).unwrap_or(0));
        }
        assert!(child.wait().unwrap().success(), "{what}");
        if run > 0 {
            times.push(begun.elapsed());
        }
    }
    times.sort();
    let rate = bytes as f64 / 1e6 / times[0].as_secs_f64();
    let peak = f64::from(peak) / 1024.0;
    println!("{what:<34} {:>9.1} {:>9.1} {rate:>12.1} {peak:>9.1}", ms(times[0]), ms(times[RUNS / 2]));
}

/// From the start of the process until the first answer has been read, with the input kept open.
fn first_answer(dir: &Path) {
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..RUNS {
        let begun = Instant::now();
        let mut child = coach(dir, Stdio::piped(), Stdio::piped());
        let mut input = child.stdin.take().unwrap();
        input.write_all(b"{\"id\":\"a\",\"text\":\"Sorry if you were put out.\"}\n").unwrap();
        input.flush().unwrap();
        let mut answer = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut answer).unwrap();
        times.push(begun.elapsed());
        assert!(answer.contains("non-apology"));
        drop(input);
        assert!(child.wait().unwrap().success());
    }
    times.sort();
    println!("{:<34} {:>9.1} {:>9.1}", "first answer", ms(times[0]), ms(times[RUNS / 2]));
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The most memory a running process has had, in KiB.
fn peak_of(pid: u32) -> Option<u32> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?.parse().ok()
}
