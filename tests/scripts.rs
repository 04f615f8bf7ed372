//! The walk without a terminal, as scripts rely on it: files, exit codes, JSON.

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

const SHORTEST: &str = include_str!("stories/shortest.toml");

#[test]
fn without_a_terminal_every_missing_answer_is_named_and_nothing_hangs() {
    let house = House::new();
    let run = house.run(&["start"]).ends(5);
    for name in ["`customer`", "`what_happened`", "`owner`", "`apology_words`", "`ending`", "`cause_class`"] {
        assert!(run.err.contains(name), "{name} in {}", run.err);
    }
    assert!(run.err.contains("help: "), "{}", run.err);
    assert_eq!(house.run(&["list", "--format", "json"]).ends(0).json().as_array().unwrap().len(), 0);
}

#[test]
fn a_complete_answers_file_makes_a_closed_incident_and_a_private_record() {
    use std::os::unix::fs::PermissionsExt;
    let house = House::new();
    house.file("a.toml", SHORTEST);
    let run = house.run(&["start", "--answers", "a.toml", "--format", "json"]).ends(0);
    let json = run.json();
    assert_eq!(json["schema"], "recover.start/1");
    assert_eq!(json["id"], "INC-2026-0001");
    assert_eq!(json["status"], "closed");
    assert_eq!(json["missing"], serde_json::json!([]));
    assert_eq!(json["ref"], serde_json::Value::Null);
    let path = house.path().join(json["record"].as_str().unwrap());
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(path.parent().unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o700);
    let store = house.path().join(".local/share/recover/recover.db");
    assert_eq!(store.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn missing_and_refused_answers_are_named_and_the_rest_is_kept() {
    let house = House::new();
    house.file("a.toml", "[intake]\ncustomer = \"Martin Hale\"\nwhat_happened = \"x\"\n[take-responsibility]\nowner = \"the support team\"\n");
    let run = house.run(&["start", "--answers", "a.toml", "--format", "json"]).ends(5);
    let json = run.json();
    assert_eq!(json["status"], "open");
    assert!(json["missing"].as_array().unwrap().contains(&"owner".into()));
    assert_eq!(json["refused"][0]["question"], "owner");
    assert!(run.err.contains("a.toml:5:9"), "{}", run.err);
    let shown = house.run(&["show", "1", "--format", "json"]).ends(0).json();
    assert_eq!(shown["steps"]["intake"]["questions"]["customer"]["answer"]["name"], "Martin Hale");
    house.file("b.toml", SHORTEST);
    let done = house.run(&["resume", "1", "--answers", "b.toml", "--format", "json"]).ends(0).json();
    assert_eq!(done["id"], json["id"]);
    assert_eq!(done["status"], "closed");
}

#[test]
fn a_wrong_file_is_refused_whole_with_every_problem_in_its_place() {
    let house = House::new();
    house.file("a.toml", "[intake]\ncustmer = \"x\"\nlegal_risk = \"perhaps\"\n[take-resp]\nowner = \"me\"\n");
    let run = house.run(&["start", "--answers", "a.toml"]).ends(3);
    assert!(run.err.contains("a.toml:2:1") && run.err.contains("did you mean `customer`?"), "{}", run.err);
    assert!(run.err.contains("a.toml:4:"), "{}", run.err);
    assert_eq!(house.run(&["list", "--all", "--format", "json"]).json().as_array().unwrap().len(), 0);
}

#[test]
fn json_answers_come_from_standard_input_and_set_goes_before_them() {
    let house = House::new();
    let answers =
        r#"{"intake": {"customer": "Zoë 山田", "legal_risk": false}, "take-responsibility": {"owner": "Maria Lopez"}}"#;
    let run = house
        .run_with(&["start", "--answers", "-", "--set", "owner=Rob Shaw, owner", "--format", "json"], answers)
        .ends(5);
    let id = run.json()["id"].as_str().unwrap().to_owned();
    let shown = house.run(&["show", &id, "--format", "json"]).ends(0).json();
    assert_eq!(shown["steps"]["take-responsibility"]["questions"]["owner"]["answer"]["name"], "Rob Shaw");
    assert!(house.run(&["show", &id, "--format", "json"]).out.contains("Zoë 山田"));
}

#[test]
fn a_set_that_makes_no_sense_is_a_wrong_command_line() {
    let house = House::new();
    let run = house.run(&["start", "--set", "onwer=Rob", "--set", "nothing"]).ends(2);
    assert!(run.err.contains("did you mean `owner`?"), "{}", run.err);
    assert!(run.err.contains("has no `=`"), "{}", run.err);
}

#[test]
fn the_same_reference_opens_no_second_incident() {
    let house = House::new();
    house.file("a.toml", SHORTEST);
    house.run(&["start", "--answers", "a.toml", "--ref", "T-17"]).ends(0);
    let again = house.run(&["start", "--answers", "a.toml", "--ref", "T-17"]).ends(2);
    assert!(again.err.contains("INC-2026-0001"), "{}", again.err);
    assert_eq!(house.run(&["list", "--all", "--format", "json"]).json()[0]["ref"], "T-17");
    house.run(&["show", "T-17"]).ends(0);
}

#[test]
fn an_incidents_answers_make_the_same_record_again() {
    let house = House::new();
    house.file("a.toml", SHORTEST);
    house.run(&["start", "--answers", "a.toml"]).ends(0);
    let written = house.run(&["answers", "1"]).ends(0).out;
    house.file("b.toml", &written);
    house.run(&["start", "--answers", "b.toml"]).ends(0);
    let first = house.run(&["record", "1"]).ends(0).out.replace("INC-2026-0001", "ID");
    let second = house.run(&["record", "2"]).ends(0).out.replace("INC-2026-0002", "ID");
    assert_eq!(first, second);
    assert_eq!(house.run(&["answers", "2"]).ends(0).out, written);
}

#[test]
fn an_incident_reads_the_same_after_its_playbook_has_changed() {
    let house = House::new();
    house.file("playbooks/shop.toml", "format = 1\nid = \"shop\"\ntitle = \"Shop\"\n[step.intake.question.till]\nkind = \"text\"\nask = \"Which till?\"\n");
    house.run(&["start", "shop", "--set", "till=four", "--set", "customer=Ana"]).ends(5);
    let before = house.run(&["record", "1"]).ends(0).out;
    house.file("playbooks/shop.toml", "format = 1\nid = \"shop\"\ntitle = \"Other\"\n");
    assert_eq!(house.run(&["record", "1"]).ends(0).out, before);
    let resumed = house.run(&["resume", "1", "--set", "till=five"]).ends(5);
    assert!(!resumed.err.contains("no question"), "{}", resumed.err);
    std::fs::remove_file(house.path().join("playbooks/shop.toml")).unwrap();
    house.run(&["show", "1"]).ends(0);
}

#[test]
fn a_customer_document_has_no_internal_answer() {
    let house = House::new();
    house.file("a.toml", SHORTEST);
    house
        .run(&[
            "start",
            "--answers",
            "a.toml",
            "--set",
            "customer_part=SECRET they unplugged it",
            "--set",
            "cause_detail=SECRET too",
        ])
        .ends(0);
    house.run(&["note", "1", "SECRET note"]).ends(0);
    for format in ["markdown", "html", "json", "text"] {
        let run = house.run(&["record", "1", "--for", "customer", "--format", format]).ends(0);
        assert!(!run.out.contains("SECRET"), "{format}: {}", run.out);
        assert!(house.run(&["record", "1", "--format", format]).out.contains("SECRET"), "{format}");
    }
}

#[test]
fn a_record_is_written_whole_into_a_file_or_a_folder() {
    let house = House::new();
    house.file("a.toml", SHORTEST);
    house.run(&["start", "--answers", "a.toml"]).ends(0);
    house.run(&["start", "--answers", "a.toml"]).ends(0);
    house.run(&["record", "1", "--output", "one.html"]).ends(0);
    assert!(house.read("one.html").starts_with("<!"));
    let run = house.run(&["record", "--all", "--output", "out", "--format", "text"]).ends(0);
    assert_eq!(run.out.lines().count(), 2);
    assert!(house.read("out/INC-2026-0002.txt").contains("INC-2026-0002"));
}

#[test]
fn a_full_device_is_an_error_and_a_closed_pipe_is_not() {
    use std::process::Stdio;
    let house = House::new();
    house.file("a.toml", SHORTEST);
    house.run(&["start", "--answers", "a.toml"]).ends(0);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = house.command(&["record", "1"]).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = house.command(&["record", "1"]).stdout(writer).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty());
}

#[test]
fn a_store_that_is_not_ours_is_left_as_it_is() {
    let house = House::new();
    house.file("other.db", "not a database at all, but a letter to somebody");
    let run = house.run(&["--store", "other.db", "list"]).ends(1);
    assert!(run.err.contains("other.db"), "{}", run.err);
    assert_eq!(house.read("other.db"), "not a database at all, but a letter to somebody");
    for bad in [":memory:", "file:x?mode=memory"] {
        house.run(&["--store", bad, "start", "--set", "customer=x"]).ends(1);
    }
    house.run(&["--store", "", "start", "--set", "customer=x"]).ends(2);
    for command in [["list"].as_slice(), &["verify"], &["show", "1"]] {
        let run = house.run(&[&["--store", "typo.db"], command].concat()).ends(2);
        assert!(run.err.contains("there is no store at"), "{}", run.err);
    }
}

#[test]
fn help_and_version_go_to_standard_output_and_a_typing_slip_to_standard_error() {
    let house = House::new();
    assert!(house.run(&["--help"]).ends(0).out.contains("Exit codes: 0 done"));
    assert!(house.run(&["--version"]).ends(0).out.starts_with("recover "));
    let slip = house.run(&["strat"]).ends(2);
    assert!(slip.out.is_empty() && slip.err.contains("start"), "{}", slip.err);
}

#[test]
fn a_wrong_clock_is_named() {
    let house = House::new().at("yesterday");
    assert!(house.run(&["list"]).ends(2).err.contains("RECOVER_NOW"));
}

#[test]
fn a_time_zone_that_there_is_not_is_named_and_never_taken_for_another() {
    let house = House::new();
    let told = house.command(&["list"]).env("TZ", "Europe/Lodnon").output().unwrap();
    assert_eq!(told.status.code(), Some(2));
    let told = String::from_utf8(told.stderr).unwrap();
    assert!(told.contains("`Europe/Lodnon`") && told.contains("did you mean `Europe/London`?"), "{told}");
    for fine in ["Europe/London", ":America/New_York", "EST5EDT,M3.2.0,M11.1.0", "UTC", ""] {
        let told = house.command(&["list"]).env("TZ", fine).output().unwrap();
        assert_eq!(told.status.code(), Some(0), "{fine}");
    }
}

#[test]
fn verify_finds_the_store_whole_and_a_changed_word_in_it() {
    let house = House::new();
    house.file("a.toml", SHORTEST);
    house.run(&["start", "--answers", "a.toml"]).ends(0);
    let whole = house.run(&["verify", "--format", "json"]).ends(0).json();
    assert_eq!(whole["whole"], true);
    let path = house.path().join(".local/share/recover/recover.db");
    let db = rusqlite::Connection::open(path).unwrap();
    db.execute_batch("DROP TRIGGER body_is_never_changed").unwrap();
    let changed = db.execute("UPDATE body SET text = replace(text, 'coffee', 'cocoa')", []).unwrap();
    assert!(changed > 0);
    drop(db);
    let found = house.run(&["verify", "--format", "json"]).ends(4).json();
    assert_eq!(found["whole"], false);
    assert!(house.run(&["show", "1"]).ends(1).err.contains("verify"));
}

#[test]
fn an_answers_file_says_which_playbook_it_is_for() {
    let house = House::new();
    house.file("a.toml", "playbook = \"restaurant\"\n[intake]\ncustomer = \"Ana\"\n");
    house.run(&["start", "--answers", "a.toml"]).ends(5);
    assert_eq!(house.run(&["list", "--format", "json"]).ends(0).json()[0]["playbook"], "restaurant");
}

#[test]
fn the_customers_record_never_takes_the_place_of_the_houses() {
    let house = House::new();
    house.file("a.toml", SHORTEST);
    house.run(&["start", "--answers", "a.toml"]).ends(0);
    let before = house.read("incidents/INC-2026-0001.md");
    house.run(&["record", "1", "--for", "customer", "--output", "incidents"]).ends(0);
    assert_eq!(house.read("incidents/INC-2026-0001.md"), before);
    assert!(house.path().join("incidents/INC-2026-0001-customer.md").exists());
}

#[test]
fn an_overlay_holds_for_every_playbook_that_builds_on_its_own() {
    let house = House::new();
    let overlay = "format = 1\noverlay = \"service-recovery\"\n[authority]\nlimit = \"7 GBP\"\n";
    house.file(".config/recover/overlays/service-recovery.toml", overlay);
    let shown = house.run(&["playbook", "show", "restaurant", "--format", "json"]).ends(0).out;
    assert!(shown.contains("7.00"), "{shown}");
}

#[test]
fn a_record_that_cannot_be_written_still_names_what_was_kept() {
    let house = House::new();
    house.file("incidents", "a file where the folder would be");
    let run = house.run(&["start", "--set", "customer=Ann", "--format", "json"]).ends(1);
    assert_eq!(run.json()["id"], "INC-2026-0001");
    assert!(run.err.contains("recover resume INC-2026-0001"), "{}", run.err);
}
