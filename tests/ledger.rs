//! Contacts, promises, owners, the legal gate and reopening, through the built program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/house.rs"]
mod house;

use house::{House, Run};
use serde_json::Value;

/// A house in which Rob Shaw answers at a terminal of his own, with one incident.
fn called() -> House {
    let house = House::new();
    house.file(".config/recover/config.toml", "[me]\nname = \"Rob Shaw\"\nrole = \"owner\"\n");
    house.run(&["start", "--set", "customer=Martin Hale, 020 7946 0999", "--set", "what_happened=nobody rang"]).ends(5);
    house
}

/// The same, walked to its end.
fn closed() -> House {
    let house = called();
    house.file("rest.toml", include_str!("stories/shortest.toml"));
    let rest: String = house
        .read("rest.toml")
        .lines()
        .filter(|line| !line.starts_with("customer") && !line.starts_with("what_happened"))
        .map(|line| format!("{line}\n"))
        .collect();
    house.file("rest.toml", rest);
    house.run(&["resume", "1", "--answers", "rest.toml"]).ends(0);
    assert_eq!(shown(&house)["status"], "closed");
    house
}

fn shown(house: &House) -> Value {
    house.run(&["show", "1", "--format", "json"]).ends(0).json()
}

fn promise(house: &House, number: &str) -> Value {
    let all = house.run(&["promise", "1", "list", "--format", "json"]).ends(0).json();
    let found = all["promises"].as_array().unwrap().iter().find(|promise| promise["number"] == number);
    found.unwrap_or_else(|| panic!("{number} in {all:#}")).clone()
}

#[track_caller]
fn refused(run: Run, message: &str, help: &str) {
    let run = run.ends(2);
    assert!(run.err.contains(message), "{}", run.err);
    assert!(run.err.contains(help), "{}", run.err);
    assert_eq!(run.out, "");
}

#[test]
fn a_contact_says_when_the_customer_hears_next_or_why_not() {
    let house = called();
    refused(
        house.run(&["contact", "1", "--said", "he rang again"]),
        "does not say when the customer hears from us next",
        "--no-next",
    );
    house.run(&["contact", "1", "--said", "he rang again", "--chased", "--next", "today 16:00"]).ends(0);
    assert_eq!(promise(&house, "P1")["due"], "2026-06-12T16:00:00+01:00");
    house.run(&["contact", "1", "--said", "and again", "--next", "P1"]).ends(0);
    house.run(&["contact", "1", "--said", "wrong number", "--no-next", "it was not him"]).ends(0);
    let contacts = house.run(&["record", "1", "--format", "json"]).ends(0).json()["steps"]["intake"].clone();
    let parts = contacts["questions"]["contacts"]["answer"].as_array().unwrap();
    assert_eq!(parts.len(), 3, "{contacts:#}");
    assert_eq!(parts[0]["chased"], true);
    assert_eq!(parts[2]["no_next"], "it was not him");
}

#[test]
fn after_the_end_a_contact_needs_no_next_promise() {
    let house = closed();
    house.run(&["contact", "1", "--said", "she rang to say thank you"]).ends(0);
    assert_eq!(shown(&house)["status"], "closed");
}

#[test]
fn whoever_reaches_the_customer_of_an_unowned_incident_owns_it() {
    let house = called();
    house.run(&["contact", "1", "--out", "--answered", "no", "--said", "left word", "--next", "today 15:00"]).ends(0);
    assert_eq!(shown(&house)["owner"], Value::Null, "nobody was reached");
    let run = house.run(&["contact", "1", "--out", "--said", "rang him", "--next", "today 16:00"]).ends(0);
    assert!(run.err.contains("nobody answered for it, so Rob Shaw does now"), "{}", run.err);
    assert_eq!(shown(&house)["owner"]["name"], "Rob Shaw");
    assert_eq!(shown(&house)["owner_accepted"], true);
}

#[test]
fn a_contact_can_keep_a_promise() {
    let house = called();
    house.run(&["promise", "add", "1", "we ring", "--due", "today 13:00"]).ends(0);
    let later = ["contact", "1", "--out", "--said", "rang", "--keeps", "P1", "--next", "today 16:00"];
    house.run(&later).ends(0);
    assert_eq!(promise(&house, "P1")["verdict"], "kept");
    assert_eq!(promise(&house, "P2")["verdict"], Value::Null);
}

#[test]
fn a_promise_done_at_the_last_moment_is_kept_and_a_second_later_it_is_late() {
    for (at, verdict) in [("2026-06-12T16:00:00+01:00", "kept"), ("2026-06-12T16:00:01+01:00", "late")] {
        let house = called();
        house.run(&["promise", "1", "add", "we ring", "--due", "today 16:00"]).ends(0);
        let house = house.at("2026-06-12T18:00:00+01:00");
        house.run(&["promise", "1", "keep", "P1", "--at", at]).ends(0);
        assert_eq!(promise(&house, "P1")["verdict"], verdict);
        refused(house.run(&["promise", "1", "keep", "P1"]), "settled already", "stays");
    }
}

#[test]
fn a_promise_made_anew_before_it_falls_due_is_the_same_and_afterwards_it_is_broken() {
    let house = called();
    house.run(&["promise", "1", "add", "we ring", "--due", "today 16:00"]).ends(0);
    let run = house.run(&["promise", "1", "move", "P1", "--due", "today 17:00", "--why", "part late"]).ends(0);
    assert!(run.err.contains("the same promise"), "{}", run.err);
    let house = house.at("2026-06-12T18:00:00+01:00");
    house.run(&["promise", "1", "move", "P1", "--due", "tomorrow 10:00"]).ends(0);
    assert_eq!(promise(&house, "P1")["verdict"], "broken");
    assert_eq!(promise(&house, "P1")["moved"], 1);
    assert_eq!(promise(&house, "P2")["due"], "2026-06-13T10:00:00+01:00");
}

#[test]
fn breaking_and_releasing_a_promise_take_a_reason() {
    let house = called();
    house.run(&["promise", "1", "add", "we ring", "--due", "today 16:00"]).ends(0);
    assert_eq!(house.run(&["promise", "1", "break", "P1"]).code, 2);
    refused(house.run(&["promise", "1", "release", "P1", "--why", " "]), "needs a reason", "say why");
    house.run(&["promise", "1", "release", "P1", "--why", "he does not need it any more"]).ends(0);
    assert_eq!(promise(&house, "P1")["verdict"], "released");
    refused(house.run(&["promise", "1", "keep", "P9"]), "there is no promise `P9`", "promise");
    refused(house.run(&["promise", "1", "keep", "Q"]), "`Q` is no promise's number", "promise");
}

#[test]
fn a_time_that_has_passed_is_refused_where_one_to_come_is_meant() {
    let house = called();
    let run = house.run(&["promise", "1", "add", "we ring", "--due", "yesterday 16:00"]).ends(2);
    assert!(run.err.contains("--due"), "{}", run.err);
    let house = house.at("2026-03-28T12:00:00+00:00");
    let gap = house.run(&["promise", "1", "add", "we ring", "--due", "tomorrow 01:30"]).ends(2);
    assert!(gap.err.contains("01:00"), "the clocks go forward over it: {}", gap.err);
}

#[test]
fn assigned_is_not_accepted_and_the_first_owner_stays_until_the_next_accepts() {
    let house = called();
    house.run(&["assign", "1", "Maria Lopez"]).ends(0);
    assert_eq!(shown(&house)["owner_accepted"], Value::Null);
    house.run(&["own", "1"]).ends(0);
    let card = house.run(&["assign", "1", "Maria Lopez, shift manager", "--why", "my shift ends"]).ends(0);
    for told in ["Martin Hale", "nobody rang", "answers for it   Rob Shaw", "my shift ends"] {
        assert!(card.out.contains(told), "{told} in {}", card.out);
    }
    assert_eq!(shown(&house)["owner"]["name"], "Rob Shaw");
    let listed = house.run(&["list", "--format", "json"]).ends(0).json();
    assert_eq!(listed[0]["offered_to"], "Maria Lopez");
    house.run(&["own", "1", "Maria Lopez"]).ends(0);
    assert_eq!(shown(&house)["owner"]["name"], "Maria Lopez");
    refused(house.run(&["own", "1", "Maria Lopez"]), "answers for this incident already", "nothing needs to be done");
    refused(house.run(&["assign", "1", "the night shift team"]), "a team is no owner", "who is the person?");
}

#[test]
fn the_time_until_somebody_owned_it_is_measured_from_when_they_told_us() {
    let house = called();
    house.run(&["resume", "1", "--set", "received_at=09:34"]).ends(5);
    let run = house.run(&["own", "1"]).ends(0);
    assert!(run.err.contains("2 h 46 min after they told us"), "{}", run.err);
    assert_eq!(shown(&house)["responsibility"]["time_to_own"], 9960);
}

#[test]
fn a_deputy_stands_in_and_the_owner_stays_the_owner() {
    let house = called();
    refused(house.run(&["assign", "1", "Jo Ray", "--deputy"]), "nobody answers for this incident yet", "recover own");
    house.run(&["own", "1"]).ends(0);
    house.run(&["assign", "1", "Jo Ray", "--deputy"]).ends(0);
    assert_eq!(shown(&house)["responsibility"]["deputy"]["name"], "Jo Ray");
    assert_eq!(shown(&house)["owner"]["name"], "Rob Shaw");
    house.run(&["promise", "1", "add", "we ring", "--due", "today 16:00"]).ends(0);
    let hers = house.run(&["due", "--mine", "--me", "Jo Ray", "--format", "json"]).ends(0).json();
    assert_eq!(hers["items"].as_array().unwrap().len(), 1, "{hers:#}");
}

#[test]
fn the_legal_gate_is_closed_and_lifted_by_a_named_person_with_a_reason() {
    let house = called();
    let customer = |house: &House| house.run(&["record", "1", "--for", "customer", "--format", "text"]).ends(0).out;
    house.run(&["resume", "1", "--set", "legal_risk=no"]).ends(5);
    assert!(customer(&house).contains("nobody rang"));
    refused(house.run(&["gate", "1", "close", "--by", "legal team", "--why", "claim"]), "a team is no owner", "who");
    house.run(&["gate", "close", "1", "--by", "Ann Lee, solicitor", "--why", "a claim was announced"]).ends(0);
    assert!(!customer(&house).contains("nobody rang"), "facts wait");
    assert!(house.run(&["record", "1"]).ends(0).out.contains("a claim was announced"));
    refused(house.run(&["gate", "1", "close", "--by", "Ann Lee", "--why", "x"]), "closed already", "recover record");
    house.run(&["gate", "1", "lift", "--by", "Ann Lee, solicitor", "--why", "settled"]).ends(0);
    assert!(customer(&house).contains("nobody rang"));
    assert_eq!(shown(&house)["gate_moves"].as_array().unwrap().len(), 2);
    house.run(&["gate", "1", "close", "--by", "Ann Lee", "--why", "a second letter"]).ends(0);
    assert!(!customer(&house).contains("nobody rang"), "it can be closed again");
}

#[test]
fn failures_within_one_incident_have_dates_and_states_of_their_own() {
    let house = called();
    let add = ["failure", "1", "add", "only the server came", "--at", "yesterday 09:40", "--promised", "all of it"];
    house.run(&add).ends(0);
    house.run(&["failure", "add", "1", "the laptop was opened", "--at", "yesterday 10:00"]).ends(0);
    refused(house.run(&["failure", "1", "right", "3"]), "there is no failure 3", "numbered from 1");
    house.run(&["failure", "1", "right", "1"]).ends(0);
    house.run(&["failure", "1", "leave", "2"]).ends(0);
    let listed = house.run(&["failure", "1"]).ends(0).out;
    assert!(listed.contains("1   put right") && listed.contains("promised: all of it"), "{listed}");
    assert!(listed.contains("2   left"), "{listed}");
    assert!(house.run(&["record", "1"]).ends(0).out.contains("Promised and delivered"));
}

#[test]
fn reopening_keeps_the_history_and_counts() {
    let house = closed();
    refused(house.run(&["reopen", "1", "--why", " "]), "needs a reason", "say why");
    house.run(&["reopen", "1", "--why", "it stopped again"]).ends(0);
    refused(house.run(&["reopen", "1", "--why", "x"]), "this incident is open", "recover resume");
    let again = shown(&house);
    assert_eq!(again["status"], "open");
    assert_eq!(again["rounds"].as_array().unwrap().len(), 1);
    assert_eq!(again["earlier_ends"][0]["ending"], "satisfied");
    let listed = house.run(&["list", "--format", "json"]).ends(0).json();
    assert_eq!(listed[0]["reopened"], 1);
}

#[test]
fn after_a_failed_recovery_somebody_else_owns_it_and_somebody_senior_is_asked_for() {
    let house = closed();
    let owner = shown(&house)["owner"]["name"].as_str().unwrap().to_owned();
    house.run(&["reopen", "1", "--why", "it stopped again"]).ends(0);
    refused(house.run(&["own", "1", &owner]), "answered for the recovery that failed", "somebody else");
    let alarm = house.run(&["due", "--check", "--format", "json"]).ends(4).json();
    assert_eq!(alarm["items"][0]["kind"], "unowned", "whoever failed no longer answers for it: {alarm:#}");
    house.run(&["own", "1", "Jo Ray"]).ends(0);
    let missing = house.run(&["resume", "1", "--set", "effect=worse", "--format", "json"]).ends(5).json();
    let missing = missing["missing"].as_array().unwrap();
    for question in ["senior_contact", "next_contact", "apology_words", "correction", "remedy", "outcome", "ending"] {
        assert!(missing.iter().any(|name| name == question), "{question} in {missing:?}");
    }
    let gift = house.run(&["resume", "1", "--set", "remedy=gift", "--format", "json"]).ends(5).json();
    assert!(gift["refused"][0]["message"].as_str().unwrap().contains("stock gesture"), "{gift:#}");
}

#[test]
fn a_customer_who_came_back_with_something_else_finds_the_same_owner() {
    let house = closed();
    let owner = shown(&house)["owner"]["name"].clone();
    house.run(&["reopen", "1", "--why", "asks for an invoice", "--came-back"]).ends(0);
    assert_eq!(shown(&house)["owner"]["name"], owner);
    let due = house.run(&["due", "--format", "json"]).ends(0).json();
    assert_eq!(due["count"]["unowned"], 0, "{due:#}");
}

#[test]
fn a_store_is_whole_after_all_of_it() {
    let house = closed();
    house.run(&["reopen", "1", "--why", "it stopped again"]).ends(0);
    house.run(&["own", "1", "Jo Ray"]).ends(0);
    house.run(&["contact", "1", "--out", "--said", "rang", "--next", "tomorrow 10:00"]).ends(0);
    house.run(&["gate", "1", "close", "--by", "Ann Lee", "--why", "claim"]).ends(0);
    house.run(&["verify"]).ends(0);
    assert!(house.run(&["record", "1"]).ends(0).out.contains("Opened again, since it failed"));
}

#[test]
fn a_name_in_arabic_and_text_that_would_move_the_terminal_are_shown_safely() {
    let house = called();
    house.run(&["own", "1", "أحمد منصور"]).ends(0);
    let hostile = "ring\u{1b}[2J\u{7}\u{202e}back";
    house.run(&["promise", "1", "add", hostile, "--due", "today 16:00"]).ends(0);
    for args in [&["promise", "1"][..], &["due"], &["card", "1"], &["due", "--format", "ics"], &["show", "1"]] {
        let run = house.run(args).ends(0);
        assert!(
            !run.out.contains('\u{1b}') && !run.out.contains('\u{202e}') && !run.out.contains('\u{7}'),
            "{}",
            run.out
        );
    }
    assert!(house.run(&["due"]).ends(0).out.contains("أحمد منصور"));
}

#[test]
fn a_hand_over_hands_the_promises_of_the_first_owner_over_with_it() {
    let house = called();
    house.run(&["own", "1", "Joe Bell"]).ends(0);
    house.run(&["promise", "1", "add", "we ring", "--due", "today 16:00"]).ends(0);
    house.run(&["promise", "1", "add", "the part is in", "--due", "today 17:00", "--by", "Ann Lee"]).ends(0);
    house.run(&["own", "1", "Ana Silva"]).ends(0);
    let mine = |me: &str| {
        let due = house.run(&["due", "--mine", "--me", me, "--format", "json"]).ends(0).json();
        due["items"].as_array().unwrap().iter().map(|item| item["key"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(mine("Ana Silva"), ["P1"]);
    assert_eq!(mine("Ann Lee"), ["P2"], "whoever else promised keeps it");
    assert!(mine("Joe Bell").is_empty());
    let nobody = house.run(&["due", "--mine", "--me", "Anna Silva"]).ends(0);
    assert_eq!(nobody.err, "nothing is owed by `Anna Silva`\n");
}

#[test]
fn what_is_promised_with_a_contact_answers_the_question_when_they_hear_next() {
    let house = called();
    house.run(&["contact", "1", "--said", "he rang again", "--next", "today 16:00"]).ends(0);
    let missing = house.run(&["resume", "1", "--set", "effect=none", "--format", "json"]).ends(5).json();
    assert!(!missing["missing"].as_array().unwrap().contains(&"next_contact".into()), "{missing:#}");
    let house = house.at("2026-06-12T17:00:00+01:00");
    refused(house.run(&["contact", "1", "--said", "again", "--next", "P1"]), "that time has passed", "a time to come");
}

#[test]
fn an_overdue_promise_that_an_answer_leaves_out_is_broken_whatever_else_the_answer_holds() {
    let house = called();
    let made = |what: &str, more: &str| format!("{{ what = \"{what}\", due = 2026-06-12T16:00:00+01:00{more} }}");
    let answers = |parts: &[String]| format!("[take-responsibility]\npromises = [{}]\n", parts.join(", "));
    house.file("made.toml", answers(&[made("send the cheque", ""), made("ring back", ""), made("write", "")]));
    house.run(&["resume", "1", "--answers", "made.toml"]).ends(5);
    let house = house.at("2026-06-12T18:00:00+01:00");
    let kept = ", verdict = \"kept\", settled_at = 2026-06-12T15:00:00+01:00";
    house.file("fewer.toml", answers(&[made("ring back", kept), made("write", "")]));
    house.run(&["resume", "1", "--answers", "fewer.toml"]).ends(5);
    assert_eq!(promise(&house, "P1")["verdict"], "broken");
    assert_eq!(promise(&house, "P1")["reason"], "the time had passed when the answer was changed");
    assert_eq!(promise(&house, "P2")["verdict"], "kept");
    assert_eq!(promise(&house, "P3")["verdict"], Value::Null, "it is owed still, and overdue");
}

#[test]
fn many_contacts_at_once_are_all_logged() {
    let house = called();
    std::thread::scope(|scope| {
        for minute in 10..34 {
            let (house, next) = (&house, format!("tomorrow 10:{minute}"));
            scope.spawn(move || house.run(&["contact", "1", "--said", &next, "--next", &next]).ends(0));
        }
    });
    let all = house.run(&["promise", "1", "list", "--format", "json"]).ends(0).json();
    let numbers: std::collections::BTreeSet<_> =
        all["promises"].as_array().unwrap().iter().map(|promise| promise["number"].to_string()).collect();
    assert_eq!(numbers.len(), 24);
    house.run(&["verify"]).ends(0);
}

#[test]
fn looking_for_an_incident_makes_no_store() {
    let house = House::new();
    for args in [
        &["contact", "1", "--said", "x", "--no-next", "y"][..],
        &["promise", "1", "add", "x", "--due", "tomorrow"],
        &["own", "1", "Rob Shaw"],
        &["note", "1", "x"],
        &["resume", "1"],
    ] {
        let run = house.run(&[args, &["--store", "elsewhere.db"]].concat());
        refused(run, "there is no store at", "`recover start` makes one there");
        assert!(!house.path().join("elsewhere.db").exists(), "{args:?}");
    }
}

#[test]
fn what_to_do_next_can_be_typed_as_it_stands() {
    let house = called();
    refused(house.run(&["promise", "1", "keep", "P9"]), "there is no promise", "`recover promise INC-2026-0001`");
    refused(house.run(&["failure", "1", "right", "9"]), "there is no failure", "`recover failure INC-2026-0001`");
    let run = house.run(&["assign", "1", "Pat $(id)"]).ends(0);
    assert!(run.err.contains("`recover own INC-2026-0001 'Pat $(id)'`"), "{}", run.err);
    refused(closed().run(&["own", "1", "Rob Shaw"]), "is closed", "`recover reopen INC-2026-0001 --why");
}

#[test]
fn a_time_that_comes_twice_is_the_first_and_is_told_apart_by_its_offset() {
    let house = called();
    let run = house.run(&["promise", "1", "add", "ring", "--due", "2026-10-25 01:30"]).ends(0);
    assert_eq!(promise(&house, "P1")["due"], "2026-10-25T01:30:00+01:00");
    assert!(run.err.contains("+01:00") && run.err.contains("+00:00"), "{}", run.err);
}

#[test]
fn a_limit_is_extended_and_met_only_within_what_the_playbook_and_the_clock_allow() {
    let house = House::new().at("2026-05-22T17:40:00+01:00");
    house.run(&["start", "uk-housing", "--set", "customer=Leah Price", "--set", "acknowledged_at=today 17:00"]).ends(5);
    let extend = |by: &str, told: &str| {
        house.run(&["clock", "1", "extend", "stage-1-answer", by, "--why", "the surveyor is ill", "--told", told])
    };
    refused(
        extend("10 business days", "2 weeks ago"),
        "is before `stage-1-answer` started",
        "give a time from then on",
    );
    extend("10 business days", "now").ends(0);
    refused(extend("10 days", "now"), "cannot be given that much more time", "playbook show");
    let met = house.run(&["clock", "1", "met", "stage-1-answer", "--at", "1 jan 2026"]);
    refused(met, "is before `stage-1-answer` started", "give a time from then on");
}

#[test]
fn a_script_that_tries_again_makes_no_second_promise() {
    let house = called();
    let add = ["promise", "1", "add", "we ring", "--due", "today 16:00"];
    assert_eq!(house.run(&add).ends(0).out, "P1\n");
    let again = house.run(&add).ends(0);
    assert_eq!(again.out, "P1\n");
    assert!(again.err.contains("promises that already"), "{}", again.err);
    house.run(&["promise", "1", "keep", "P1"]).ends(0);
    assert_eq!(house.run(&add).ends(0).out, "P2\n", "once it is kept, the same words are another promise");
}

#[test]
fn a_promise_that_is_taken_out_before_it_falls_due_stays_on_record_and_is_not_owed() {
    let house = called();
    house.run(&["resume", "1", "--set", "next_contact=today 16:00 Rob rings"]).ends(5);
    house.file("skip.toml", "[take-responsibility]\nnext_contact = { skip = \"typed by mistake\" }\n");
    house.run(&["resume", "1", "--answers", "skip.toml"]).ends(5);
    let listed = house.run(&["promise", "1"]).ends(0).out;
    assert!(listed.contains("P1   taken out") && listed.contains("Rob rings"), "{listed}");
    let all = house.run(&["promise", "1", "list", "--format", "json"]).ends(0).json();
    assert_eq!(all["promises"], serde_json::json!([]));
    assert_eq!(all["taken_out"][0]["number"], "P1");
    assert!(house.run(&["record", "1"]).ends(0).out.contains("Taken out before it fell due"));
    assert!(!house.run(&["record", "1", "--for", "customer"]).ends(0).out.contains("Rob rings"));
    let due = house.run(&["due", "--format", "json"]).ends(0).json();
    assert!(due["items"].as_array().unwrap().iter().all(|item| item["key"] != "P1"), "{due:#}");
}

#[test]
fn speaking_to_somebody_else_does_not_stop_the_wait_of_the_customer() {
    let house = called().at("2026-06-13T12:00:00+01:00");
    let other = ["contact", "1", "--out", "--with", "the supplier", "--said", "asked for the part"];
    house.run(&other).ends(0);
    let due = house.run(&["due", "--format", "json"]).ends(0).json();
    let word = due["items"].as_array().unwrap().iter().find(|item| item["kind"] == "no-word").unwrap();
    assert_eq!(word["since"], "2026-06-12T12:20:00+01:00", "since it was opened: {word:#}");
}
