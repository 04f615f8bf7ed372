//! `recover deadline` and `recover calendar` as scripts and people rely on them.
//!
//! `BLESS=1 cargo test --test deadline` writes `tests/problems/calendars/*.expected` anew; read the difference before you keep it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/house.rs"]
mod house;

use std::path::Path;

use house::House;
use serde_json::{Value, json};

fn lines(house: &House, input: &str, code: i32) -> (Vec<Value>, String) {
    let run = house.run_with(&["deadline", "--jsonl"], input).ends(code);
    (run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), run.err)
}

#[test]
fn a_limit_is_counted_and_says_what_it_rests_on() {
    let house = House::new();
    let run = house
        .run(&[
            "deadline",
            "3 business days",
            "--calendar",
            "GB-ENG",
            "--from",
            "2025-12-23T17:05",
            "--time-zone",
            "Europe/London",
            "--after-hours",
            "next-business-day",
            "--explain",
        ])
        .ends(0);
    assert_eq!(run.err, "");
    for told in [
        "due Wed 31 Dec 2025\n",
        "3 business days, the first day not included",
        "GB-ENG, England: bank holidays, valid through 2035-12-31, as of 2026-11-22",
        "Europe/London",
        "Tue 23 Dec 2025 17:05 +00:00",
        "day 0       Wed 24 Dec 2025",
        "until Wed 31 Dec 2025 17:00 +00:00",
        "  Thu 25 Dec 2025  not counted  Christmas Day\n",
        "  Mon 29 Dec 2025  day 1\n",
    ] {
        let words = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(&told), "{told} in {}", run.out);
    }
}

#[test]
fn as_json_it_has_everything() {
    let house = House::new();
    let args = ["deadline", "4 business hours", "--calendar", "GB-ENG", "--from", "2025-08-22T15:30:00+01:00"];
    let json_args = [&args[..], &["--time-zone", "Europe/London", "--format", "json", "--explain"]].concat();
    let document = house.run(&json_args).ends(0).json();
    assert_eq!(document["schema"], "recover.deadline/1");
    assert_eq!(document["due_date"], "2025-08-26");
    assert_eq!(document["due_instant"], "2025-08-26T11:30:00+01:00");
    assert_eq!(document["start"], "2025-08-22T15:30:00+01:00");
    assert_eq!(document["rule"]["unit"], "business_hours");
    assert_eq!(document["calendar"]["id"], "GB-ENG");
    assert_eq!(document["calendar"]["stamp"].as_str().unwrap().len(), 12);
    assert_eq!(document["time_zone"], "Europe/London");
    assert_eq!(document["warnings"], json!([]));
    let bank_holiday =
        json!({ "date": "2025-08-25", "how": "not_business", "counted": null, "why": "Late Summer Bank Holiday" });
    assert_eq!(document["days"][3], bank_holiday);
    assert_eq!(house.run(&[&args[..], &["--quiet"]].concat()).ends(0).out, "2025-08-26T11:30:00+01:00\n");
}

#[test]
fn without_a_calendar_weekends_are_the_only_days_off() {
    let house = House::new();
    let run = house.run(&["deadline", "3 working days", "--from", "2025-12-23T16:30"]).ends(0);
    assert!(run.out.starts_with("due Fri 26 Dec 2025\n"), "{}", run.out);
    assert!(run.out.contains("weekends-only"), "{}", run.out);
    let now = house.run(&["deadline", "one month", "--quiet"]).ends(0);
    assert_eq!(now.out, "2026-07-12\n");
}

#[test]
fn warnings_go_to_standard_error() {
    let house = House::new();
    let past = ["deadline", "10 business days", "--calendar", "GB-ENG", "--from", "2035-12-28T10:00"];
    let run = house.run(&past).ends(0);
    assert!(run.err.contains("warning: the calendar `GB-ENG` ends on 2035-12-31"), "{}", run.err);
    let local = ["deadline", "1 business day", "--calendar", "GB-SCT", "--from", "2026-06-12T10:00"];
    let run = house.run(&local).ends(0);
    assert!(run.err.contains("warning: check locally: 2026-06-15 counts as a holiday here"), "{}", run.err);
}

#[test]
fn words_for_the_start_that_could_mean_two_moments_are_told() {
    let house = House::new();
    let run = house.run(&["deadline", "1 day", "--from", "yesterday at 4", "--format", "json"]).ends(0);
    assert_eq!(run.json()["start"], "2026-06-11T16:00:00+01:00");
    assert!(run.err.contains("warning: the start could also be"), "{}", run.err);
    assert_eq!(run.json()["warnings"].as_array().unwrap().len(), 1);
}

#[test]
fn what_makes_no_sense_is_told_with_what_would() {
    let house = House::new();
    for (args, told, help) in [
        (&["deadline", "soon"][..], "`soon` is not a time limit", "10 business days"),
        (&["deadline", "10001 days"], "more than is counted", "10000"),
        (&["deadline", "1 day", "--calendar", "GB-EGN"], "no calendar `GB-EGN`", "did you mean `GB-ENG`?"),
        (&["deadline", "1 day", "--time-zone", "Europe/Lodnon"], "no time zone", "did you mean `Europe/London`?"),
        (&["deadline", "1 day", "--from", "whenever"], "whenever", "2025-12-23T16:30"),
        (&["deadline", "1 day", "--open", "18:00"], "not after opening time", "--close 17:00"),
        (&["deadline", "1 day", "--close", "late"], "`late` is not a time of day", "24 hours"),
        (&["deadline"], "LIMIT", "--help"),
        (&["deadline", "1 day", "--jsonl"], "cannot be used with", "--help"),
    ] {
        let run = house.run(args).ends(2);
        assert!(run.err.contains(told), "{told} in {}", run.err);
        assert!(run.err.contains(help), "{help} in {}", run.err);
        assert_eq!(run.out, "");
    }
}

#[test]
fn lines_of_json_are_answered_in_their_order() {
    let house = House::new();
    let input = concat!(
        "\u{feff}{\"id\":1,\"calendar\":\"GB-ENG\",\"tz\":\"Europe/London\",\"start\":\"2025-12-23T10:00:00+00:00\",\"n\":3,\"unit\":\"business_days\"}\r\n",
        "\n",
        "{\"id\":\"b\",\"tz\":\"Europe/London\",\"start\":\"2025-10-25T12:00:00+01:00\",\"n\":72,\"unit\":\"hours\"}\n",
        "{\"id\":3,\"start\":\"2026-06-30T23:30:00+02:00\",\"n\":1,\"unit\":\"calendar_days\",\"roll\":\"next_business_day\",\"inclusive\":true}\n",
        "{\"id\":4,\"calendar\":\"GB-SCT\",\"start\":\"2026-06-12T10:00:00+01:00\",\"n\":1,\"unit\":\"business_days\"}",
    );
    let (answers, err) = lines(&house, input, 0);
    assert_eq!(err, "");
    assert_eq!(answers[0], json!({ "id": 1, "due_date": "2025-12-30", "due_instant": null }));
    assert_eq!(answers[1], json!({ "id": "b", "due_date": "2025-10-28", "due_instant": "2025-10-28T11:00:00+00:00" }));
    assert_eq!(answers[2], json!({ "id": 3, "due_date": "2026-06-30", "due_instant": null }));
    assert_eq!(answers[3]["due_date"], "2026-06-16");
    assert!(answers[3]["warning"].as_str().unwrap().starts_with("check locally: 2026-06-15"));
    assert_eq!(answers.len(), 4);
}

#[test]
fn a_faulty_line_is_told_in_its_place_and_the_others_are_counted() {
    let house = House::new();
    let good = "{\"id\":1,\"start\":\"2026-06-12T10:00:00+01:00\",\"n\":1,\"unit\":\"weeks\"}";
    let long = format!("{{\"id\":\"{}\"}}", "x".repeat(100_000));
    let input = [
        good,
        "{\"id\":2,\"calendar\":\"GB-XXX\",\"start\":\"2026-06-12T10:00:00+01:00\",\"n\":1,\"unit\":\"weeks\"}",
        "no json",
        "{\"id\":\"four\",\"colour\":\"red\"}",
        &long,
        good,
    ]
    .join("\n");
    let (answers, err) = lines(&house, &input, 3);
    assert_eq!(answers.len(), 6);
    assert_eq!((&answers[0]["due_date"], &answers[5]["due_date"]), (&json!("2026-06-19"), &json!("2026-06-19")));
    for (at, id) in [(1, json!(2)), (2, json!(null)), (3, json!("four")), (4, json!(null))] {
        assert_eq!(answers[at]["id"], id);
        assert_eq!((&answers[at]["due_date"], &answers[at]["due_instant"]), (&Value::Null, &Value::Null));
        assert!(answers[at]["error"].is_string());
        assert!(err.contains(&format!("standard input:{}: ", at + 1)), "{err}");
    }
    assert!(err.contains("there is no calendar `GB-XXX`") && err.contains("longer than 64 KiB"), "{err}");
    let other = house.command(&["deadline", "--jsonl"]).stdin(bytes_file(&house)).output().unwrap();
    assert_eq!(other.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&other.stderr).contains("standard input:1: the line is not UTF-8"));
}

fn bytes_file(house: &House) -> std::fs::File {
    std::fs::File::open(house.file("bytes", b"{\"id\":\xff}\n")).unwrap()
}

#[test]
fn a_script_that_waits_for_each_answer_gets_it() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::Stdio;
    let house = House::new();
    let mut child =
        house.command(&["deadline", "--jsonl"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for id in 0..3 {
        writeln!(input, "{{\"id\":{id},\"start\":\"2026-06-12T10:00:00+01:00\",\"n\":1,\"unit\":\"weeks\"}}").unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert!(line.starts_with(&format!("{{\"id\":{id},")), "{line}");
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_house_has_calendars_of_its_own() {
    let house = House::new();
    house.file(
        ".config/recover/calendars/leeds.toml",
        include_str!("problems/calendars/fine-own.toml").replace("2026-12-24", "2026-06-15"),
    );
    let due = |calendar: &str| {
        let args = ["deadline", "1 bd", "--calendar", calendar, "--from", "2026-06-12T10:00", "--quiet"];
        house.run(&args).ends(0).out
    };
    assert_eq!((due("leeds"), due("GB-ENG")), ("2026-06-16\n".into(), "2026-06-15\n".into()));
    house.file("calendars/GB-ENG.toml", "format = 1\ntitle = \"x\"\nvalid_from = 2026-01-01\nvalid_through = 2026-12-31\nholidays = [{ date = 2026-06-15, name = \"x\" }]\n");
    assert_eq!(due("GB-ENG"), "2026-06-16\n");
    let listed = house.run(&["calendar", "list", "--format", "json"]).ends(0).json();
    let ids: Vec<&str> = listed.as_array().unwrap().iter().map(|line| line["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 13);
    assert!(ids.contains(&"leeds"), "{ids:?}");
}

#[test]
fn a_calendar_shows_a_year() {
    let house = House::new();
    let shown = house.run(&["calendar", "show", "GB-SCT"]).ends(0).out;
    assert!(shown.starts_with("GB-SCT, Scotland: bank holidays, 2026\n"), "{shown}");
    assert!(shown.contains("Fri 2 Jan 2026  New Year Holiday\n"), "{shown}");
    assert!(shown.contains("check locally: "), "{shown}");
    let unknown = house.run(&["calendar", "show", "GB-SCT", "--year", "2099"]).ends(0);
    assert!(unknown.err.contains("does not know 2099"), "{}", unknown.err);
    house.run(&["calendar", "show", "XX"]).ends(2);
}

/// Compares with the expectations, or writes them.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test may be told to write its expectations")]
fn every_mistake_in_a_calendar_is_told_with_its_place_and_what_to_do() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/problems/calendars");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    assert!(files.len() > 6);
    let mut wrong = Vec::new();
    for path in files {
        // In a folder `calendars`, so that one can extend itself.
        let house = House::new();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        house.file(&format!("calendars/{name}"), std::fs::read(&path).unwrap());
        let code = if name.starts_with("fine-") { 0 } else { 3 };
        let run = house.run(&["calendar", "check", &format!("calendars/{name}")]).ends(code);
        let told = format!("{}{}exit {}\n", run.out, run.err, run.code);
        let expected = path.with_extension("expected");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&expected, &told).unwrap();
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != told {
            wrong.push(format!("{name}\n{told}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
