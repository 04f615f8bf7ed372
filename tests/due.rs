//! `recover due`: what is owed, in every form, through the built program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/house.rs"]
mod house;

use house::House;
use serde_json::{Value, json};

/// A playbook with a limit in business days and one in hours.
const LIMITS: &str = r#"
format = 1
id = "limits"
title = "With limits"
extends = "service-recovery"
[[deadline]]
id = "acknowledge"
what = "acknowledge in writing"
n = 3
unit = "business_days"
calendar = "GB-ENG"
stop = "acknowledged"
[[deadline]]
id = "authority"
what = "tell the authority"
n = 72
unit = "hours"
start = "became-aware"
to = "regulator"
extend = { n = 24, unit = "hours" }
"#;

fn started(house: House, set: &[&str]) -> House {
    house.file("playbooks/limits.toml", LIMITS);
    let mut args = vec!["start", "limits"];
    for answer in set {
        args.extend(["--set", answer]);
    }
    house.run(&args).ends(5);
    house
}

/// A complaint of Friday 22 May 2026, before a bank holiday, that Rob Shaw owns.
fn friday() -> House {
    let house = House::new().at("2026-05-22T16:40:00+01:00");
    let house =
        started(house, &["customer=Leah Price", "what_happened=sent to him", "owner=Rob Shaw", "owner_accepted=yes"]);
    house.run(&["promise", "1", "add", "Rob rings", "--due", "today 18:00"]).ends(0);
    house
}

fn items(house: &House, args: &[&str]) -> Vec<Value> {
    let all = [&["due", "--format", "json"], args].concat();
    house.run(&all).ends(0).json()["items"].as_array().unwrap().clone()
}

fn keys(house: &House, args: &[&str]) -> Vec<String> {
    items(house, args).iter().map(|item| item["key"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn nothing_is_owed_in_an_empty_store() {
    let house = House::new();
    let run = house.run(&["due", "--check"]).ends(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", "nothing is owed\n"));
    assert_eq!(house.run(&["due", "--format", "json"]).ends(0).json()["items"], serde_json::json!([]));
}

#[test]
fn an_incident_that_nobody_answers_for_shouts_at_once_and_is_late_after_ten_minutes() {
    let house = started(House::new().at("2026-06-12T09:36:00+01:00"), &["customer=Martin Hale"]);
    let check = house.run(&["due", "--check"]).ends(4);
    assert!(check.out.contains("NOW") && check.out.contains("nobody answers for it"), "{}", check.out);
    let house = house.at("2026-06-12T09:46:01+01:00");
    let first = items(&house, &[]).remove(0);
    assert_eq!((first["kind"].as_str(), first["late_by"].as_i64()), (Some("unowned"), Some(1)));
    assert!(house.run(&["due"]).ends(0).out.contains("LATE by 1 min"));
}

#[test]
fn the_most_urgent_comes_first() {
    let house = friday();
    house.run(&["start", "--set", "customer=Somebody Else"]).ends(5);
    let order: Vec<String> = keys(&house, &[]);
    assert_eq!(order, ["owner", "P1", "word", "clock-authority", "clock-acknowledge"]);
}

#[test]
fn limits_are_counted_from_their_own_start_and_seventy_two_hours_do_not_stop_for_a_holiday() {
    let house = friday();
    let due = |key: &str| items(&house, &[]).into_iter().find(|item| item["key"] == key).unwrap()["due"].clone();
    assert_eq!(due("clock-authority"), "2026-05-25T16:40:00+01:00");
    assert_eq!(due("clock-acknowledge"), "2026-05-28T23:59:59+01:00");
    house.run(&["resume", "1", "--set", "aware_at=today 16:00"]).ends(5);
    assert_eq!(due("clock-authority"), "2026-05-25T16:00:00+01:00", "a corrected start is counted anew");
}

#[test]
fn a_limit_ends_by_itself_or_by_hand_and_can_be_extended_with_a_reason_once_they_were_told() {
    let house = friday();
    let contact = ["contact", "1", "--out", "--said", "we have it", "--next", "P1"];
    house.run(&contact).ends(0);
    assert!(!keys(&house, &[]).contains(&"clock-acknowledge".to_owned()), "acknowledged");
    let too_much = house.run(&["clock", "1", "extend", "authority", "48 hours", "--why", "x", "--told", "now"]).ends(2);
    assert!(too_much.err.contains("cannot be given that much more time"), "{}", too_much.err);
    let extended = ["clock", "extend", "1", "authority", "24 hours", "--why", "files", "--told", "today 16:40"];
    house.run(&extended).ends(0);
    assert!(house.run(&["clock", "1"]).ends(0).out.contains("extended by 24 hours: files"));
    house.run(&["clock", "1", "met", "authority"]).ends(0);
    assert_eq!(keys(&house, &[]), ["P1"]);
    let unknown = house.run(&["clock", "1", "met", "authorities"]).ends(2);
    assert!(unknown.err.contains("`authority`"), "{}", unknown.err);
}

#[test]
fn the_count_is_explained_day_by_day_with_rule_calendar_zone_and_start() {
    let out = friday().run(&["due", "--explain", "1"]).ends(0).out;
    for told in [
        "3 business days",
        "GB-ENG",
        "Europe/London",
        "22 May 2026, 16:40",
        "Spring Bank Holiday",
        "day 3",
        "Thu 28 May 2026",
    ] {
        assert!(out.contains(told), "{told} in\n{out}");
    }
}

#[test]
fn the_account_is_there_for_scripts_as_well() {
    let house = friday();
    let account = house.run(&["due", "--explain", "1", "--format", "json"]).ends(0).json();
    let clock = &account["clocks"][0];
    assert_eq!((clock["clock"].as_str(), clock["standing"].as_str()), (Some("acknowledge"), Some("running")));
    assert_eq!(clock["due"], "2026-05-28T23:59:59+01:00");
    let holiday = clock["days"].as_array().unwrap().iter().find(|day| day["date"] == "2026-05-25").unwrap();
    assert_eq!(holiday["how"], "not_business");
    house.run(&["due", "--explain", "1", "--format", "ics"]).ends(2);
}

#[test]
fn within_shows_what_falls_due_by_then_and_whatever_is_late() {
    let house = friday().at("2026-05-22T19:00:00+01:00");
    assert_eq!(keys(&house, &["--within", "1h"]), ["P1"]);
    assert_eq!(keys(&house, &["--within", "3 days"]), ["P1", "clock-authority"]);
    let wrong = house.run(&["due", "--within", "soonish"]).ends(2);
    assert!(wrong.err.contains("`--within`"), "{}", wrong.err);
}

#[test]
fn mine_is_what_i_own_promised_or_stand_in_for() {
    let house = friday();
    house.run(&["promise", "1", "add", "Ann checks the file", "--due", "tomorrow 10:00", "--by", "Ann Lee"]).ends(0);
    assert_eq!(keys(&house, &["--mine", "--me", "ann  lee"]), ["P2"]);
    assert_eq!(keys(&house, &["--mine", "--me", "Rob Shaw"]), ["P1", "clock-authority", "clock-acknowledge"]);
    assert!(keys(&house, &["--mine", "--me", "Maria Lopez"]).is_empty());
    let away = "[[away]]\nwho = \"Rob Shaw\"\ndeputy = \"Maria Lopez\"\nfrom = 2026-05-22\nuntil = 2026-05-29\n";
    house.file(".config/recover/config.toml", away);
    assert_eq!(keys(&house, &["--mine", "--me", "Maria Lopez"]).len(), 3, "she covers for him");
    let shown = house.run(&["due"]).ends(0).out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains("Maria") && shown.contains("away"), "{shown}");
    let house = house.at("2026-05-30T09:00:00+01:00");
    assert!(keys(&house, &["--mine", "--me", "Maria Lopez"]).is_empty(), "he is back");
    let nobody = house.run(&["due", "--mine"]).ends(2);
    assert!(nobody.err.contains("your own name"), "{}", nobody.err);
}

#[test]
fn actions_and_what_the_authority_is_owed_outlive_the_end() {
    let house = friday();
    house.run(&["promise", "1", "add", "check addresses", "--due", "2026-06-05 17:00", "--action"]).ends(0);
    let answers = include_str!("stories/shortest.toml");
    let rest: String = answers
        .lines()
        .filter(|line| {
            !["playbook", "customer", "what_happened", "owner", "next_contact"].iter().any(|id| line.starts_with(id))
        })
        .map(|line| format!("{line}\n"))
        .collect();
    house.file("rest.toml", rest);
    house
        .run(&[
            "resume",
            "1",
            "--answers",
            "rest.toml",
            "--set",
            "owner=Rob Shaw",
            "--set",
            "next_contact=today 17:30 Rob",
        ])
        .ends(0);
    let left = keys(&house, &[]);
    assert!(left.contains(&"clock-authority".to_owned()) && left.contains(&"P2".to_owned()), "{left:?}");
    assert!(!left.contains(&"clock-acknowledge".to_owned()) && !left.contains(&"owner".to_owned()), "{left:?}");
}

#[test]
fn a_changed_calendar_is_counted_by_at_once() {
    let house = friday();
    let own = "format = 1\nextends = \"GB-ENG\"\nholidays = [{ date = 2026-05-26, name = \"Stocktaking\" }]\n";
    house.file(".config/recover/calendars/GB-ENG.toml", own.replace("extends = \"GB-ENG\"", "extends = \"BASE\""));
    let base = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/calendars/GB-ENG.toml")).unwrap();
    house.file(".config/recover/calendars/BASE.toml", base);
    let clock = items(&house, &[]).into_iter().find(|item| item["key"] == "clock-acknowledge").unwrap();
    assert_eq!(clock["due"], "2026-05-29T23:59:59+01:00");
}

#[test]
fn a_calendar_that_is_missing_is_said_and_never_counted_as_if_it_had_no_holidays() {
    let house = House::new();
    house.file("playbooks/limits.toml", LIMITS.replace("GB-ENG", "OUR-OWN"));
    house.run(&["start", "limits", "--set", "customer=Leah Price"]).ends(5);
    let clock = items(&house, &[]).into_iter().find(|item| item["key"] == "clock-acknowledge").unwrap();
    assert_eq!(clock["due"], Value::Null);
    assert!(clock["what"].as_str().unwrap().contains("there is no calendar `OUR-OWN`"), "{clock:#}");
}

#[test]
fn every_table_fits_its_terminal() {
    let house = friday();
    house.run(&["promise", "1", "add", &"a very long promise ".repeat(20), "--due", "tomorrow 10:00"]).ends(0);
    for columns in [30, 60, 69, 70, 80, 120, 200] {
        for args in [&["due"][..], &["due", "--explain", "1"], &["promise", "1"], &["card", "1"], &["show", "1"]] {
            let output = house.command(args).env("COLUMNS", columns.to_string()).output().unwrap();
            let shown = String::from_utf8(output.stdout).unwrap();
            let widest = shown.lines().map(|line| line.chars().count()).max().unwrap_or(0);
            assert!(widest <= columns, "{args:?} at {columns}: {widest}\n{shown}");
        }
    }
}

#[test]
fn a_calendar_file_keeps_its_names_so_that_reading_it_twice_doubles_nothing() {
    let house = friday();
    let entries = |house: &House| {
        let text = house.run(&["due", "--format", "ics"]).ends(0).out;
        let calendar = ical::IcalParser::new(std::io::Cursor::new(text)).next().unwrap().unwrap();
        let entry = |event: &ical::parser::ical::component::IcalEvent| {
            let value = |name: &str| event.properties.iter().find(|property| property.name == name)?.value.clone();
            (value("UID").unwrap(), value("DTSTART").unwrap(), value("SUMMARY").unwrap(), value("SEQUENCE").unwrap())
        };
        calendar.events.iter().map(entry).collect::<Vec<_>>()
    };
    let before = entries(&house);
    assert_eq!(before.len(), 3);
    assert_eq!(before[0].1, "20260522T170000Z");
    assert_eq!(before[2].1, "20260528", "a limit in days is an entry of the day");
    house.run(&["promise", "1", "move", "P1", "--due", "today 18:30"]).ends(0);
    let after = entries(&house);
    assert_eq!(after[0].0, before[0].0, "the same entry");
    assert_eq!((after[0].1.as_str(), after[0].3.as_str()), ("20260522T173000Z", "1"), "moved, and newer");
    let names: std::collections::HashSet<_> = after.iter().map(|entry| &entry.0).collect();
    assert_eq!(names.len(), after.len());
}

#[test]
fn the_same_state_makes_the_same_calendar_file_at_any_time() {
    let house = friday();
    let first = house.run(&["due", "--format", "ics"]).ends(0).out;
    let house = house.at("2026-05-22T17:00:00+01:00");
    assert_eq!(house.run(&["due", "--format", "ics"]).ends(0).out, first);
    house.run(&["due", "--format", "ics", "--output", "due.ics", "--quiet"]).ends(0);
    assert_eq!(house.read("due.ics"), first);
}

#[test]
fn a_pipe_that_closes_early_is_no_failure() {
    let house = friday();
    let mut child = house.command(&["due", "--format", "json"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn the_ending_of_the_file_says_in_what_form() {
    let house = friday();
    for (file, start) in [("owed.ics", "BEGIN:VCALENDAR"), ("owed.json", "{\"schema\""), ("owed.txt", "")] {
        house.run(&["due", "--output", file]).ends(0);
        assert!(house.read(file).starts_with(start), "{}", house.read(file));
    }
    house.run(&["due", "--output", "owed.ics", "--format", "json"]).ends(0);
    assert!(house.read("owed.ics").starts_with('{'));
}

/// Three limits in hours that the apology ends.
const APOLOGY_DUE: &str = "format = 1\nid = \"x\"\ntitle = \"X\"\nextends = \"service-recovery\"\n\
    [[deadline]]\nid = \"soon\"\nwhat = \"say sorry\"\nn = 2\nunit = \"hours\"\nstop = \"apologised\"\n\
    [[deadline]]\nid = \"later\"\nwhat = \"say sorry at the latest\"\nn = 500\nunit = \"hours\"\nstop = \"apologised\"\n";

/// Whether each limit was in time, when an incident from the day before is entered at one stroke.
fn in_time_when_entered_afterwards(more: &[&str]) -> Vec<(String, Value)> {
    let house = House::new();
    house.file("x.toml", APOLOGY_DUE);
    let said = ["customer=Ann Lee", "what_happened=Cold soup.", "received_at=2026-06-11 09:00", "owner=Jo Doe"];
    let words = ["apology_words=I am sorry, we let it go cold."];
    let set = said.iter().chain(&words).chain(more).flat_map(|answer| ["--set", answer]);
    let start = ["start", "./x.toml", "--no-input"].into_iter().chain(set).collect::<Vec<_>>();
    house.run(&start).ends(5);
    let record = house.run(&["record", "1", "--format", "json"]).ends(0).json();
    let explained = house.run(&["due", "--explain", "1", "--format", "json"]).ends(0).json();
    let limits = record["limits"].as_array().unwrap();
    for (limit, clock) in limits.iter().zip(explained["clocks"].as_array().unwrap()) {
        assert_eq!(limit["in_time"], clock["in_time"], "{limit}");
    }
    limits.iter().map(|limit| (limit["clock"].as_str().unwrap().to_owned(), limit["in_time"].clone())).collect()
}

#[test]
fn what_was_entered_afterwards_proves_that_it_was_in_time_and_never_that_it_was_late() {
    let limits = in_time_when_entered_afterwards(&[]);
    assert_eq!(limits, [("soon".into(), Value::Null), ("later".into(), json!(true))]);
    let said = in_time_when_entered_afterwards(&["apologised_at=2026-06-11 15:00"]);
    assert_eq!(said[0], ("soon".into(), json!(false)), "somebody said when, and it was late");
    let quick = in_time_when_entered_afterwards(&["apologised_at=2026-06-11 10:00"]);
    assert_eq!(quick[0], ("soon".into(), json!(true)));
}
