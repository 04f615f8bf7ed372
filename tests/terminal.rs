//! The real walk at a real terminal: a pseudo-terminal with a person's keys.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/house.rs"]
mod house;

use std::time::Duration;

use expectrl::{Eof, Expect, Session, session::OsSession};
use house::House;

const ESC: &str = "\u{1b}";
const ENTER: &str = "\r";
const CTRL_C: &str = "\u{3}";
const DOWN: &str = "\u{1b}[B";

fn at_a_terminal(house: &House, args: &[&str], columns: u16) -> OsSession {
    let mut command = house.command(args);
    command.env_remove("COLUMNS").env("NO_COLOR", "1");
    let mut session = Session::spawn(command).unwrap();
    session.get_process_mut().set_window_size(columns, 40).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    session
}

/// Types an answer as a person does: Enter comes once the words are on the screen.
fn type_in(session: &mut OsSession, words: &str) {
    session.send(words).unwrap();
    session.expect(words).unwrap();
    session.send(ENTER).unwrap();
}

/// The question is there once its keys are shown and the edit line is open.
fn asked(session: &mut OsSession, question: &str) {
    session.expect(question).unwrap();
    session.expect("> ").unwrap_or_else(|error| panic!("{question}: {error}"));
}

/// Picks the n-th option by its number.
fn pick(session: &mut OsSession, question: &str, n: usize) {
    asked(session, question);
    type_in(session, &n.to_string());
    session.expect("chose: ").unwrap();
}

/// Picks the n-th option with the arrows, once the list is drawn; the first arrow opens it.
fn pick_with_arrows(session: &mut OsSession, question: &str, n: usize) {
    asked(session, question);
    session.send(DOWN).unwrap();
    session.expect("other:").unwrap();
    for _ in 0..n {
        session.send(DOWN).unwrap();
    }
    session.send(ENTER).unwrap();
    session.expect("chose: ").unwrap();
}

fn first_three(session: &mut OsSession) {
    asked(session, "Who is the customer?");
    type_in(session, "Martin Hale");
    asked(session, "What happened");
    type_in(session, "No call came.");
    asked(session, "cost them");
    type_in(session, "A morning.");
}

fn status(session: OsSession) -> i32 {
    let mut session = session;
    session.expect(Eof).unwrap();
    match session.get_process().wait().unwrap() {
        expectrl::process::unix::WaitStatus::Exited(_, code) => code,
        other => panic!("{other:?}"),
    }
}

#[test]
fn ctrl_c_keeps_everything_and_says_how_to_go_on() {
    let house = House::new();
    let mut session = at_a_terminal(&house, &["start"], 80);
    first_three(&mut session);
    pick_with_arrows(&mut session, "lawyers", 2);
    asked(&mut session, "Who owns this");
    session.send(CTRL_C).unwrap();
    session.expect("recover resume INC-2026-0001").unwrap();
    assert_eq!(status(session), 130);
    let shown = house.run(&["show", "1", "--format", "json"]).ends(0).json();
    assert_eq!(shown["steps"]["intake"]["questions"]["legal_risk"]["answer"], false);
}

#[test]
fn ctrl_c_in_a_list_keeps_everything_too() {
    let house = House::new();
    let mut session = at_a_terminal(&house, &["start"], 60);
    first_three(&mut session);
    asked(&mut session, "lawyers");
    session.send(DOWN).unwrap();
    session.expect("other:").unwrap();
    session.send(CTRL_C).unwrap();
    session.expect("recover resume").unwrap();
    assert_eq!(status(session), 130);
}

#[test]
fn one_key_goes_back_with_the_old_answer_in_the_line() {
    let house = House::new();
    let mut session = at_a_terminal(&house, &["start"], 80);
    asked(&mut session, "Who is the customer?");
    type_in(&mut session, "Martin Hale");
    asked(&mut session, "What happened");
    session.send("<").unwrap();
    asked(&mut session, "Who is the customer?");
    session.expect("Martin Hale").unwrap();
    session.send(" the second").unwrap();
    session.expect("second").unwrap();
    session.send(ENTER).unwrap();
    asked(&mut session, "What happened");
    session.send(ESC).unwrap();
    asked(&mut session, "Who is the customer?");
    session.expect("Martin Hale the second").unwrap();
    session.send(ENTER).unwrap();
    asked(&mut session, "What happened");
    type_in(&mut session, "/stop");
    session.expect("recover resume").unwrap();
    assert_eq!(status(session), 5);
}

#[test]
fn help_and_skipping_with_a_reason() {
    let house = House::new();
    let mut session = at_a_terminal(&house, &["start"], 80);
    asked(&mut session, "Who is the customer?");
    session.send("?").unwrap();
    session.expect("The customer may read the answer").unwrap();
    asked(&mut session, "Who is the customer?");
    type_in(&mut session, "/skip");
    asked(&mut session, "Why is it left out?");
    type_in(&mut session, "they would not say");
    asked(&mut session, "What happened");
    type_in(&mut session, "/stop");
    assert_eq!(status(session), 5);
    assert!(house.run(&["record", "1"]).ends(0).out.contains("they would not say"));
}

#[test]
fn three_pasted_lines_are_one_answer() {
    let house = House::new();
    let mut session = at_a_terminal(&house, &["start"], 80);
    asked(&mut session, "Who is the customer?");
    type_in(&mut session, "Martin Hale");
    asked(&mut session, "What happened");
    session.send("\u{1b}[200~I rang at 9:34.\nNobody came.\nI rang again.\u{1b}[201~").unwrap();
    session.expect("I rang again.").unwrap();
    session.send(ENTER).unwrap();
    asked(&mut session, "cost them");
    type_in(&mut session, "/stop");
    assert_eq!(status(session), 5);
    let shown = house.run(&["show", "1", "--format", "json"]).ends(0).json();
    assert_eq!(
        shown["steps"]["intake"]["questions"]["what_happened"]["answer"],
        "I rang at 9:34.\nNobody came.\nI rang again."
    );
}

#[test]
fn a_resumed_walk_asks_what_would_have_been_asked_next() {
    let house = House::new();
    let mut session = at_a_terminal(&house, &["start"], 80);
    first_three(&mut session);
    asked(&mut session, "lawyers");
    session.send(CTRL_C).unwrap();
    assert_eq!(status(session), 130);
    let mut session = at_a_terminal(&house, &["resume"], 80);
    session.expect("INC-2026-0001").unwrap();
    pick(&mut session, "lawyers", 2);
    asked(&mut session, "Who owns this");
    type_in(&mut session, "/stop");
    assert_eq!(status(session), 5);
}

#[test]
fn resume_without_an_id_lets_one_choose_among_the_unfinished() {
    let house = House::new();
    house.run(&["start", "--set", "customer=Martin Hale"]).ends(5);
    house.run(&["start", "--set", "customer=Dana Ruiz"]).ends(5);
    let mut session = at_a_terminal(&house, &["resume"], 80);
    session.expect("Which one?").unwrap();
    session.expect("Martin Hale").unwrap();
    asked(&mut session, "or arrows");
    type_in(&mut session, "1");
    session.expect("chose: ").unwrap();
    asked(&mut session, "What happened");
    type_in(&mut session, "/stop");
    assert_eq!(status(session), 5);
}

#[test]
fn a_contact_is_logged_although_somebody_else_logs_one_meanwhile() {
    let house = House::new();
    house.run(&["start", "--set", "customer=Leah Price", "--set", "what_happened=x"]).ends(5);
    let mut session = at_a_terminal(&house, &["contact", "1"], 80);
    pick(&mut session, "Which way did it go?", 1);
    asked(&mut session, "What was said?");
    type_in(&mut session, "she rang from the station");
    pick(&mut session, "How?", 1);
    pick(&mut session, "Did they have to chase us?", 2);
    asked(&mut session, "When do they hear from us next?");
    house.run(&["contact", "1", "--said", "an e-mail came", "--channel", "e-mail", "--next", "today 16:00"]).ends(0);
    type_in(&mut session, "today 17:00 Rob rings");
    session.expect("logged").unwrap();
    assert_eq!(status(session), 0);
    let contacts = house.run(&["record", "1", "--format", "json"]).ends(0).json()["steps"]["intake"]["questions"]
        ["contacts"]["answer"]
        .clone();
    assert_eq!(contacts.as_array().unwrap().len(), 2, "{contacts:#}");
}

#[test]
fn the_hour_that_comes_twice_is_asked_back_with_its_offset() {
    let house = House::new();
    house.run(&["start", "--set", "customer=Leah Price", "--set", "what_happened=x"]).ends(5);
    let mut session = at_a_terminal(&house, &["contact", "1"], 80);
    pick(&mut session, "Which way did it go?", 3);
    asked(&mut session, "What was said?");
    type_in(&mut session, "the server fell over");
    asked(&mut session, "When do they hear from us next?");
    type_in(&mut session, "25 oct 01:30 Rob rings");
    session.expect("01:30 +01:00").unwrap();
    session.expect("01:30 +00:00").unwrap();
    type_in(&mut session, "1");
    session.expect("logged").unwrap();
}
