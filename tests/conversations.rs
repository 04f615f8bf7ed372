//! Whole conversations, word for word, through a scripted terminal.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

use chrono::{DateTime, FixedOffset};
use std::rc::Rc;

use recover::almanac::{Almanac, OpenAlmanac};
use recover::answer::Person;
use recover::case::{Beginning, Case};
use recover::conversation::{Around, Guide, Outcome};
use recover::diagnostic::Source;
use recover::journal::Uid;
use recover::playbook::library::shipped;
use recover::playbook::load;
use recover::store::{MemoryStore, SqliteStore, Store};
use recover::term::{Command, Does, Scripted};

fn noon() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-06-12T12:20:00+01:00").unwrap()
}

fn case(playbook: &str) -> Case {
    case_in(Box::new(MemoryStore::new()), playbook, 7)
}

fn case_in(store: Box<dyn Store>, playbook: &str, uid: u8) -> Case {
    let mut layers =
        vec![Source { name: "service-recovery".into(), text: shipped("service-recovery").unwrap().text.into() }];
    if playbook != "service-recovery" {
        layers.push(Source { name: playbook.into(), text: shipped(playbook).unwrap().text.into() });
    }
    let playbook = load(&layers).map_err(|problems| problems.render(80)).unwrap();
    let beginning = Beginning {
        playbook,
        layers,
        external_ref: None,
        responder: Some(me()),
        time_zone: Some("Europe/London".into()),
        uid: Uid::from_bytes([uid; 16]),
    };
    let almanac = OpenAlmanac::new(Almanac::new("no-such-folder", None));
    Case::begin(store, Rc::new(almanac), beginning)
}

fn me() -> Person {
    Person::read("Rob Shaw, owner").unwrap()
}

/// Leads the script through the case and gives the conversation and how it ended.
fn talk(case: &mut Case, wide: usize, script: Vec<Does>) -> (String, Outcome) {
    let mut terminal = Scripted::new(script).wide(wide);
    let now = noon();
    let clock = move || now;
    let zone = *now.offset();
    let coach = recover::coach::shipped::coach().unwrap();
    let listening =
        |playbook: &recover::playbook::Playbook| Ok(Some(recover::heard::with_rules_of(coach.clone(), playbook)));
    let around = Around { now: &clock, zone: &zone, me: Some(me()), author: "Rob Shaw".into(), coach: &listening };
    let outcome = Guide::new(&mut terminal, case, around).run().unwrap();
    let left: Vec<_> = terminal.left().collect();
    assert!(left.is_empty(), "not used: {left:?}\n{}", terminal.conversation());
    (terminal.conversation().to_owned(), outcome)
}

fn first_answers() -> Vec<Does> {
    [
        "Martin Hale",
        "I asked for one phone call.",
        "Fourteen people at blank screens",
        "no",
        "me",
        "today 4pm Rob rings with what we found",
    ]
    .map(Does::from)
    .to_vec()
}

fn lines(script: &[&str]) -> Vec<Does> {
    script.iter().map(|line| Does::from(*line)).collect()
}

#[test]
fn the_shortest_recovery_from_the_first_ring_to_the_end() {
    let mut case = case("service-recovery");
    let mut script = first_answers();
    script.extend(lines(&[
        "You needed us and we were not there. Your call lay in a queue that nobody watched.",
        "told",
        "corrected",
        "The queue rings after ten minutes; I tried it.",
        "none-declined",
        "yes",
        "I'm still not happy, but you rang.",
        "yes",
        "chance",
        "s",
    ]));
    let (conversation, outcome) = talk(&mut case, 80, script);
    assert_eq!(outcome, Outcome::Closed);
    insta::assert_snapshot!(conversation);
}

#[test]
fn refusals_are_kind_and_ask_again() {
    let mut case = case("service-recovery");
    let mut script = lines(&[
        "Martin Hale",
        "It broke.",
        "No work.",
        "perhaps",
        "no",
        "the support team",
        "the manager",
        "me",
        "yesterday 3pm Rob rings",
    ]);
    script.extend(lines(&["friday 4pm", "friday 4pm Rob rings"]));
    // Today is a Friday, so it is asked which one is meant.
    script.push(Does::Picks(2));
    script.push(Command::Stop.into());
    let (conversation, outcome) = talk(&mut case, 80, script);
    assert_eq!(outcome, Outcome::Stopped);
    insta::assert_snapshot!(conversation);
}

#[test]
fn help_notes_skips_jumps_and_going_back() {
    let mut case = case("service-recovery");
    let mut script = first_answers();
    script.extend([
        Command::Help.into(),
        Command::Note.into(),
        "he has been with us for four years".into(),
        Command::Later.into(),
        Command::Back.into(),
        Command::Back.into(),
        Does::Enter,
        Command::Said.into(),
        Command::More.into(),
        "customer_part".into(),
        Command::Skip.into(),
        "not looked into".into(),
        Command::Jump.into(),
        "5".into(),
        "the refund is due at once".into(),
        Does::Ends,
    ]);
    let (conversation, outcome) = talk(&mut case, 60, script);
    assert_eq!(outcome, Outcome::Stopped);
    insta::assert_snapshot!(conversation);
}

#[test]
fn a_change_names_what_no_longer_applies() {
    let mut case = case("service-recovery");
    let mut script = first_answers();
    script.extend(lines(&["Sorry.", "known", "A loose clamp."]));
    script.extend([Command::Back.into(), Command::Back.into(), "told".into(), Does::Interrupts]);
    let (conversation, outcome) = talk(&mut case, 80, script);
    assert_eq!(outcome, Outcome::Interrupted);
    insta::assert_snapshot!(conversation);
}

#[test]
fn while_legal_proceedings_may_follow_only_regret_is_said() {
    let mut case = case("restaurant");
    let script = lines(&["Priya Nair", "There was sesame in it.", "sesame", "yes"]);
    let mut script = script;
    script.push(Does::Ends);
    let (conversation, _) = talk(&mut case, 80, script);
    insta::assert_snapshot!(conversation);
}

#[test]
fn the_conversation_at_thirty_and_at_two_hundred_columns() {
    for (wide, name) in [(30, "thirty"), (200, "two_hundred")] {
        let mut case = case("it-support");
        let mut script = lines(&["Zoë 山田 👨‍👩‍👧, 総務", "電話を一本お願いしただけです。", "🥲"]);
        script.push(Command::Commands.into());
        script.push(Does::Ends);
        let (conversation, _) = talk(&mut case, wide, script);
        insta::assert_snapshot!(name, conversation);
    }
}

#[test]
fn hostile_text_reaches_the_terminal_harmlessly() {
    let mut case = case("service-recovery");
    let script = lines(&["Eve \u{1b}[2J\u{202e}evil, \u{7}boss", "a\u{9b}31mb"]);
    let mut script = script;
    script.extend([Command::Said.into(), Does::Ends]);
    let (conversation, _) = talk(&mut case, 80, script);
    let hidden: Vec<char> = conversation.chars().filter(|c| *c != '\n' && recover::escape::is_hidden(*c)).collect();
    assert!(hidden.is_empty(), "{hidden:?}");
}

#[test]
fn everything_said_before_an_interruption_is_kept() {
    let mut kept = Vec::new();
    for stop_after in 1..=6 {
        let mut case = case("service-recovery");
        let mut script: Vec<Does> = first_answers().into_iter().take(stop_after).collect();
        script.push(Does::Interrupts);
        let (_, outcome) = talk(&mut case, 80, script);
        assert_eq!(outcome, Outcome::Interrupted);
        kept.push(
            case.walk()
                .state()
                .answers
                .values()
                .filter(|answered| answered.origin == recover::journal::Origin::Given)
                .count(),
        );
    }
    assert_eq!(kept, [1, 2, 3, 4, 5, 6]);
}

#[test]
fn a_contact_is_logged_in_the_middle_of_a_walk_and_says_when_they_hear_next() {
    let mut case = case("service-recovery");
    let mut script = lines(&["Martin Hale", "I asked for one phone call."]);
    script.push(Command::Contact.into());
    script.push(Does::Picks(2));
    script.push(Does::types("rang him, he was out"));
    script.push(Does::Picks(1));
    script.push(Does::Picks(2));
    script.push(Does::Enter);
    script.push(Does::types(" "));
    script.push(Does::types("today 4pm Rob rings again"));
    script.push(Command::Stop.into());
    let (conversation, outcome) = talk(&mut case, 80, script);
    assert_eq!(outcome, Outcome::Stopped);
    insta::assert_snapshot!(conversation);
}

#[test]
fn a_customer_of_the_same_name_is_asked_about_and_a_second_failure_changes_the_path() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Box::new(SqliteStore::open_for_writing(&folder.path().join("recover.db")).unwrap());
    let mut first = case_in(open(), "service-recovery", 7);
    let mut script = lines(&["Martin Hale, 020 7946 0999", "The backup had failed."]);
    script.push(Command::Stop.into());
    talk(&mut first, 80, script);
    let mut second = case_in(open(), "service-recovery", 8);
    let mut script = lines(&["martin hale"]);
    script.push(Does::Picks(1));
    script.push(Command::Stop.into());
    let (conversation, _) = talk(&mut second, 60, script);
    insta::assert_snapshot!(conversation);
}

#[test]
fn words_that_hurt_are_spoken_of_and_stay_or_are_changed() {
    let mut case = case("service-recovery");
    let mut script = first_answers();
    script.push("I am sorry if you were put out.".into());
    script.push(Does::Picks(2));
    script.push("We did not ring you back, and that was my mistake. I am sorry.".into());
    script.push("known".into());
    script.push("Your line was down because you did not restart the router.".into());
    script.push(Does::Enter);
    script.push(Command::Stop.into());
    let (conversation, outcome) = talk(&mut case, 60, script);
    assert_eq!(outcome, Outcome::Stopped);
    let kept = |id: &str| case.walk().state().answers.get(id).unwrap().kept.len();
    assert_eq!((kept("apology_words"), kept("explanation")), (0, 1), "{conversation}");
    insta::assert_snapshot!(conversation);
}

#[test]
fn whoever_leaves_while_words_are_spoken_of_keeps_them() {
    let mut case = case("service-recovery");
    let mut script = first_answers();
    script.push("I am sorry if you were put out.".into());
    script.push(Does::HangsUp);
    let (_, outcome) = talk(&mut case, 80, script);
    assert_eq!(outcome, Outcome::HungUp);
    let answered = case.walk().state().answers.get("apology_words").unwrap();
    assert_eq!(answered.kept.len(), 1);
}

#[test]
fn an_admission_under_the_closed_gate_is_asked_about_before_it_is_taken() {
    let mut case = case("service-recovery");
    let mut script = lines(&["Priya Nair", "There was sesame in it.", "She was taken ill.", "yes", "me"]);
    script.extend(lines(&["today 4pm Rob rings", "1", "me"]));
    script.push("We served you sesame. That was our fault.".into());
    script.push(Does::Enter);
    script.push("I am so sorry for the night you had.".into());
    script.push(Command::Back.into());
    script.push("We served you sesame. That was our fault.".into());
    script.push("take".into());
    script.push(Command::Stop.into());
    let (conversation, _) = talk(&mut case, 60, script);
    insta::assert_snapshot!(conversation);
    let answered = case.walk().state().answers.get("regret_words").unwrap();
    assert!(answered.kept.iter().any(recover::journal::KeptWording::is_admission), "{:?}", answered.kept);
}

#[test]
fn what_was_told_the_customer_in_a_contact_is_heard_and_what_they_said_is_not() {
    let mut case = case("service-recovery");
    let mut script = lines(&["Martin Hale", "I asked for one phone call."]);
    for way in [1, 2] {
        script.push(Command::Contact.into());
        script.push(Does::Picks(way));
        script.push("sorry if you were put out, sir".into());
        if way == 2 {
            script.push("keep".into());
        }
        script.push(Does::Picks(1));
        script.push(Does::Picks(2));
        script.push("today 4pm Rob rings again".into());
    }
    script.push(Command::Stop.into());
    let (conversation, _) = talk(&mut case, 80, script);
    let kept = &case.walk().state().answers.get("contacts").unwrap().kept;
    assert_eq!(kept.iter().map(|kept| kept.part).collect::<Vec<_>>(), [1], "{conversation}");
}
