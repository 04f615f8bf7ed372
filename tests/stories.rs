//! Twelve incidents, five of them real, walked by the program: each file is taken as it is, and its documents are compared with
//! the ones beside it.
//!
//! `BLESS=1 cargo test --test stories` writes the records anew; read the difference before you keep it.

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

/// A story, with a clock a little after its end and the zone it happened in.
struct Story {
    name: &'static str,
    now: &'static str,
    zone: &'static str,
    playbook: &'static str,
    /// Whether the limit of the playbook does not hold here, because whoever responds owns the firm.
    owner_decides: bool,
}

const STORIES: [Story; 12] = [
    Story {
        name: "01-the-call-that-never-came-back",
        now: "2026-06-19T11:00:00+01:00",
        zone: "Europe/London",
        playbook: "it-support",
        owner_decides: false,
    },
    Story {
        name: "02-the-repair-that-came-back",
        now: "2026-03-27T18:00:00-05:00",
        zone: "America/Chicago",
        playbook: "field-service",
        owner_decides: true,
    },
    Story {
        name: "03-nobody-came-about-the-alarm",
        now: "2026-05-21T11:00:00-07:00",
        zone: "America/Los_Angeles",
        playbook: "field-service",
        owner_decides: false,
    },
    Story {
        name: "04-one-day-became-thirty",
        now: "2026-10-16T18:00:00-06:00",
        zone: "America/Denver",
        playbook: "it-support",
        owner_decides: true,
    },
    Story {
        name: "05-the-post-that-travelled",
        now: "2026-06-15T10:00:00-05:00",
        zone: "America/Chicago",
        playbook: "service-recovery",
        owner_decides: false,
    },
    Story {
        name: "06-no-room-at-the-inn",
        now: "2026-10-26T09:00:00+00:00",
        zone: "Europe/Dublin",
        playbook: "service-recovery",
        owner_decides: false,
    },
    Story {
        name: "07-the-birthday-that-came-in-pieces",
        now: "2026-12-08T09:00:00+00:00",
        zone: "Europe/London",
        playbook: "service-recovery",
        owner_decides: false,
    },
    Story {
        name: "08-pay-day",
        now: "2026-05-08T18:00:00+02:00",
        zone: "Europe/Berlin",
        playbook: "it-support",
        owner_decides: false,
    },
    Story {
        name: "09-charged-twice-before-the-holiday",
        now: "2026-07-14T12:00:00+01:00",
        zone: "Europe/London",
        playbook: "uk-financial",
        owner_decides: false,
    },
    Story {
        name: "10-to-the-wrong-address",
        now: "2026-05-25T12:00:00+01:00",
        zone: "Europe/London",
        playbook: "data-breach",
        owner_decides: false,
    },
    Story {
        name: "11-left-at-the-gate",
        now: "2026-03-20T12:00:00-05:00",
        zone: "America/Chicago",
        playbook: "us-airline",
        owner_decides: false,
    },
    Story {
        name: "12-the-sesame",
        now: "2026-08-17T12:00:00-04:00",
        zone: "America/Toronto",
        playbook: "restaurant",
        owner_decides: false,
    },
];

impl Story {
    fn file(&self, ending: &str) -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories").join(format!("{}.{ending}", self.name))
    }

    fn answers(&self) -> String {
        std::fs::read_to_string(self.file("toml")).unwrap()
    }

    fn house(&self) -> House {
        let house = House::new().at(self.now).in_zone(self.zone);
        if self.owner_decides {
            let playbook = self.playbook;
            let overlay = format!("format = 1\noverlay = \"{playbook}\"\n[authority]\nlimit = \"none\"\n");
            house.file(&format!(".config/recover/overlays/{playbook}.toml"), overlay);
        }
        house.file("story.toml", self.answers());
        house
    }

    /// The house in which it was walked to its end, and what the walk said.
    fn walked(&self) -> House {
        let house = self.house();
        let run = house.run(&["start", self.playbook, "--answers", "story.toml", "--format", "json"]).ends(0);
        let json = run.json();
        assert_eq!(json["status"], "closed", "{}: {}", self.name, run.out);
        assert_eq!(json["missing"], serde_json::json!([]), "{}: {}", self.name, run.err);
        assert_eq!(json["refused"], serde_json::json!([]), "{}: {}", self.name, run.err);
        house
    }

    /// Compares with the record beside the story, or writes it.
    #[expect(clippy::disallowed_methods, reason = "a test may be told to write its expectations")]
    fn compare(&self, ending: &str, written: &str, wrong: &mut Vec<String>) {
        let path = self.file(ending);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, written).unwrap();
        } else if std::fs::read_to_string(&path).unwrap_or_default() != written {
            wrong.push(format!("{}\n{written}", path.display()));
        }
    }
}

#[test]
fn every_story_makes_the_records_beside_it() {
    let mut wrong = Vec::new();
    for story in STORIES {
        let house = story.walked();
        story.compare("record.md", &house.run(&["record", "1"]).ends(0).out, &mut wrong);
        let customer = house.run(&["record", "1", "--for", "customer", "--format", "text"]).ends(0).out;
        story.compare("customer.txt", &customer, &mut wrong);
    }
    assert!(wrong.is_empty(), "not as expected: {}", wrong.join("\n"));
}

#[test]
fn the_answers_of_every_story_make_the_same_record_again() {
    for story in STORIES {
        let house = story.walked();
        let written = house.run(&["answers", "1"]).ends(0).out;
        // The reference of the story is taken by the first incident.
        let again = written.lines().filter(|line| !line.starts_with("ref = ")).collect::<Vec<_>>().join("\n");
        house.file("again.toml", again);
        house.run(&["start", story.playbook, "--answers", "again.toml"]).ends(0);
        for format in ["markdown", "json"] {
            let record = |number: &str| {
                let record = house.run(&["record", number, "--format", format]).ends(0).out;
                let without_names = |line: &&str| !line.contains("Our reference") && !line.contains("\"ref\"");
                record.lines().filter(without_names).collect::<Vec<_>>().join("\n")
            };
            let second = record("2").replace("INC-2026-0002", "INC-2026-0001");
            assert_eq!(record("1"), second, "{} {format}", story.name);
        }
        assert!(written.contains("[accept-the-unforgivable]\n"), "{written}");
    }
}

#[test]
fn what_is_not_for_the_customer_is_in_no_customer_record() {
    for story in STORIES {
        let house = story.walked();
        let record = house.run(&["record", "1", "--format", "json"]).ends(0).json();
        let customer = house.run(&["record", "1", "--for", "customer", "--format", "text"]).ends(0).out;
        let customer = one_line(&customer);
        let mut looked = 0;
        for (step, page) in record["steps"].as_object().unwrap() {
            for (id, question) in page["questions"].as_object().unwrap() {
                let words = question["answer"].as_str().filter(|words| words.len() > 20);
                if let (Some(words), true) = (words, question["audience"] != "customer") {
                    assert!(!customer.contains(&one_line(words)), "{}: {step}.{id}", story.name);
                    looked += 1;
                }
            }
        }
        for contact in record["steps"]["intake"]["questions"]["contacts"]["answer"].as_array().unwrap() {
            let said = one_line(contact["said"].as_str().unwrap());
            assert!(!customer.contains(&said), "{}: {said}", story.name);
            looked += 1;
        }
        assert!(looked > 5, "{}", story.name);
    }
}

#[test]
fn while_the_gate_is_closed_the_customer_reads_regret_and_undertakings_and_no_facts() {
    let story = &STORIES[3];
    let house = story.walked();
    let record = house.run(&["record", "1", "--format", "json"]).ends(0).json();
    let customer = one_line(&house.run(&["record", "1", "--for", "customer", "--format", "text"]).ends(0).out);
    let questions = || {
        let steps = record["steps"].as_object().unwrap().values();
        let rounds = record["rounds"].as_array().unwrap().iter();
        steps.chain(rounds).flat_map(|part| part["questions"].as_object().unwrap())
    };
    for (id, question) in questions() {
        let words = question["answer"].as_str().filter(|words| words.contains(' '));
        let Some(words) = words.map(one_line) else { continue };
        let is_shown = ["regret_words", "work_meanwhile"].contains(&id.as_str());
        assert_eq!(customer.contains(&words), is_shown, "{id}: {words}\n{customer}");
    }
    let facts = record["steps"]["intake"]["questions"]["failures"]["answer"].as_array().unwrap();
    assert_eq!(facts.len(), 13);
    for fact in facts {
        let what = one_line(fact["what"].as_str().unwrap());
        assert!(!customer.contains(what.trim_end_matches('.')), "{what}");
    }
    for promise in record["promises"].as_array().unwrap() {
        let is_shown = ["next_contact", "promises", "explanation_promise", "warranty_promise", "handover"];
        let is_shown = is_shown.contains(&promise["question"].as_str().unwrap());
        let what = one_line(promise["what"].as_str().unwrap());
        assert_eq!(customer.contains(&what), is_shown, "{what}\n{customer}");
    }
    for word in ["fault", "late,", "$18,000", "4,800", "4800", "insurer", "overwritten", "written over"] {
        assert!(!customer.contains(word), "{word}\n{customer}");
    }
}

#[test]
fn both_rounds_are_in_the_record_and_in_the_timeline() {
    let twice = STORIES.iter().filter(|story| story.answers().contains("more_wanted"));
    assert_eq!(twice.clone().count(), 5);
    for story in twice {
        let record = story.walked().run(&["record", "1", "--format", "json"]).ends(0).json();
        let points =
            |kind: &str| record["timeline"].as_array().unwrap().iter().filter(|moment| moment["kind"] == kind).count();
        assert_eq!(record["rounds"].as_array().unwrap().len(), 1, "{}", story.name);
        assert_eq!(points("asked"), 2, "{}", story.name);
        let corrected = if record["rounds"][0]["to"] == "correct" { 2 } else { 1 };
        assert_eq!(points("corrected"), corrected, "{}", story.name);
        assert_eq!((points("apologised"), points("looped-back"), points("closed")), (1, 1, 1), "{}", story.name);
    }
}

/// The words of a text with single spaces, so that line ends do not matter.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
