//! The wording coach where nobody can be asked, in records, and in the margin of letters.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/house.rs"]
mod house;

use house::{House, Run};

const SORRY_IF: &str = "apology_words=I am sorry if you were put out.";

fn start(house: &House, more: &[&str]) -> Run {
    let mut args =
        vec!["start", "--no-input", "--set", "customer=Martin Hale", "--set", "legal_risk=no", "--set", SORRY_IF];
    args.extend(more);
    house.run(&args).ends(5)
}

#[test]
fn a_script_is_told_in_one_line_what_was_kept_and_the_record_says_it_to_the_house_alone() {
    let house = House::new();
    let told = start(&house, &[]);
    assert_eq!(told.err.matches("coach: ").count(), 1, "{}", told.err);
    assert!(told.err.contains("coach: kept as said: \u{201c}") && told.err.contains("apology_words"), "{}", told.err);
    assert_eq!(told.out, "INC-2026-0001\n");
    let record = house.run(&["record", "1"]).ends(0).out;
    assert!(record.contains("Kept as said: \u{201c}"), "{record}");
    let json = house.run(&["record", "1", "--format", "json"]).ends(0).json();
    let entry = &json["steps"]["apologise-and-explain"]["questions"]["apology_words"];
    assert_eq!(entry["kept_wording"][0]["category"], "non-apology", "{entry}");
    for form in ["markdown", "text", "html", "json"] {
        let customer = house.run(&["record", "1", "--for", "customer", "--format", form]).ends(0).out;
        assert!(!customer.contains("Kept as said") && !customer.contains("kept_wording"), "{customer}");
        assert!(!customer.contains("non-apology"), "{customer}");
    }
}

#[test]
fn nothing_is_said_where_it_is_to_be_quiet_and_it_is_recorded_all_the_same() {
    let house = House::new();
    let told = house.run(&[
        "--quiet",
        "start",
        "--no-input",
        "--set",
        "customer=M",
        "--set",
        "legal_risk=no",
        "--set",
        SORRY_IF,
    ]);
    assert!(!told.err.contains("coach"), "{}", told.err);
    assert!(house.run(&["record", "1"]).ends(0).out.contains("Kept as said"));
}

#[test]
fn a_house_switches_the_coach_off() {
    let house = House::new();
    house.file(".config/recover/config.toml", "coach = false\n");
    assert!(!start(&house, &[]).err.contains("coach"));
    assert!(!house.run(&["record", "1"]).ends(0).out.contains("Kept as said"));
}

#[test]
fn an_admission_in_a_script_is_kept_and_told_while_the_gate_is_closed() {
    let house = House::new();
    let told = house.run(&[
        "start",
        "--no-input",
        "--set",
        "customer=Priya Nair",
        "--set",
        "legal_risk=yes",
        "--set",
        "regret_words=We served you sesame, and that was our fault.",
    ]);
    assert!(told.err.contains("the legal gate is closed"), "{}", told.err);
    assert!(house.run(&["record", "1"]).ends(0).out.contains("(admission)"));
}

#[test]
fn answers_that_are_written_out_and_read_again_make_the_same_record() {
    let house = House::new();
    start(&house, &[]);
    let answers = house.run(&["answers", "1"]).ends(0).out;
    house.file("again.toml", &answers);
    house.run(&["start", "--no-input", "--answers", "again.toml"]).ends(5);
    let entry = |id: &str| {
        let json = house.run(&["record", id, "--format", "json"]).ends(0).json();
        json["steps"]["apologise-and-explain"]["questions"]["apology_words"]["kept_wording"].clone()
    };
    assert_eq!(entry("1"), entry("2"));
}

#[test]
fn what_was_said_in_a_contact_is_heard_and_stands_beneath_the_contacts() {
    let house = House::new();
    start(&house, &[]);
    let told = house
        .run(&[
            "contact",
            "1",
            "--out",
            "--channel",
            "phone",
            "--no-next",
            "they ring us",
            "--said",
            "sorry if you were put out",
        ])
        .ends(0);
    assert!(told.err.contains("coach: kept as said"), "{}", told.err);
    let record = house.run(&["record", "1", "--format", "text"]).ends(0).out;
    let contacts = record.split("Contacts").nth(1).unwrap();
    assert!(contacts.contains("Kept as said: \u{201c}"), "{record}");
}

const OWN: &str = r#"format = 1
id = "ours"
extends = "service-recovery"

[[wording]]
id = "our-printer"
category = "blame-other"
patterns = ["the printer"]
why = "\u201c{words}\u201d is ours."
instead = "say that we did not look after it"
"#;

#[test]
fn a_playbook_s_own_rules_are_heard_in_its_incidents_and_letters() {
    let house = House::new();
    house.file("ours.toml", OWN);
    house.run(&["playbook", "check", "ours.toml"]).ends(0);
    let told = start(&house, &["ours.toml", "--set", "cause=known", "--set", "explanation=There was the printer."]);
    assert!(told.err.contains("\u{201c}the printer\u{201d}"), "{}", told.err);
    let letter = house.run(&["letter", "1", "--incomplete", "--coach"]).ends(0);
    assert!(letter.out.contains("coach: \u{201c}the printer\u{201d} is ours."), "{}", letter.out);
    assert!(letter.out.contains("instead: say that we did not look after it"), "{}", letter.out);
    let plain = house.run(&["letter", "1", "--incomplete"]).ends(0);
    assert!(!plain.out.contains("coach") && !plain.err.contains("coach: "), "{}{}", plain.out, plain.err);
}

#[test]
fn every_problem_of_a_wording_rule_is_told_with_the_playbook() {
    let house = House::new();
    house.file("ours.toml", OWN.replace("blame-other", "blame-others").replace("why =", "wy ="));
    let told = house.run(&["playbook", "check", "ours.toml"]).ends(3).err;
    for part in ["did you mean `blame-other`?", "unknown key `wy`", "`why` is missing in a wording rule"] {
        assert!(told.contains(part), "{told}");
    }
    house.file(
        "ours.toml",
        format!("{OWN}{}", OWN.split_once("[[wording]]").map(|(_, rule)| format!("[[wording]]{rule}")).unwrap()),
    );
    assert!(house.run(&["playbook", "check", "ours.toml"]).ends(3).err.contains("written twice"));
}

#[test]
fn the_margin_goes_into_no_file_and_no_other_form() {
    let house = House::new();
    start(&house, &[]);
    for more in [["--output", "letter.md"], ["--format", "html"]] {
        let refused = house.run(&[&["letter", "1", "--coach"][..], &more].concat()).ends(2);
        assert!(refused.err.contains("help: leave out `--output` and `--format`"), "{}", refused.err);
    }
    assert!(!house.path().join("letter.md").exists());
}
