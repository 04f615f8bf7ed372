//! The house's own templates for letters and reports, through the built program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/house.rs"]
mod house;

use std::collections::BTreeSet;
use std::path::Path;

use house::House;
use serde_json::Value;

const STORY: &str = include_str!("stories/06-no-room-at-the-inn.toml");

/// A house in which one incident has been walked to its end.
fn house() -> House {
    let house = House::new().at("2026-10-26T09:00:00+00:00").in_zone("Europe/Dublin");
    house.file("story.toml", STORY);
    house.run(&["start", "service-recovery", "--answers", "story.toml"]).ends(0);
    house
}

/// The path of every name in a document; what stands in a list has the path of the list.
fn names(document: &Value, path: &str, found: &mut BTreeSet<String>) {
    match document {
        Value::Object(parts) => {
            for (name, part) in parts {
                let path = format!("{path}.{name}");
                found.insert(path.clone());
                names(part, &path, found);
            }
        }
        Value::Array(parts) => {
            for part in parts {
                names(part, path, found);
            }
        }
        _ => {}
    }
}

fn samples(kind: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for sample in ["full", "empty"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/template/samples/{kind}.{sample}.json"));
        names(&serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap(), "", &mut found);
    }
    found
}

/// What the JSON of a letter tells the house and no template.
fn is_the_houses(kind: &str, path: &str) -> bool {
    let ours = [".for", ".notes", ".missing.needs", ".missing.paragraph", ".missing.source"];
    kind == "letter" && ours.iter().any(|own| path == *own || path.starts_with(&format!("{own}.")))
}

#[test]
fn the_samples_that_templates_are_checked_by_have_every_name_that_letters_and_reports_have() {
    let house = house();
    for (kind, command) in [("letter", ["letter", "1"].as_slice()), ("report", &["report", "--by", "playbook"])] {
        let known = samples(kind);
        let mut found = BTreeSet::new();
        let document = house.run(&[command, &["--format", "json"]].concat()).ends(0).json();
        names(&document, "", &mut found);
        // Limits are called by their playbook and name, and so are the questions to group by.
        let strangers = found.difference(&known).filter(|path| !path.contains('/'));
        let strangers: Vec<_> = strangers.filter(|path| !is_the_houses(kind, path)).collect();
        assert!(strangers.is_empty(), "{kind}: {strangers:?}");
    }
}

#[test]
fn the_houses_own_template_words_a_letter_and_sees_no_note_for_the_house() {
    let house = house();
    let template = "{{ greeting }} We are {{ house.name or 'here' }}.";
    house.file(".config/recover/templates/letter.md", template);
    let letter = house.run(&["letter", "1"]).ends(0);
    assert_eq!(letter.out, "Dear Aoife Brennan, We are here.");
    assert!(letter.err.contains("note: "), "{}", letter.err);
    assert!(house.run(&["letter", "1", "--no-template"]).ends(0).out.contains("I should have rung you at four"));
    assert!(house.run(&["letter", "1", "--format", "text"]).ends(0).out.contains("I should have rung you at four"));
}

#[test]
fn the_houses_own_template_words_a_report() {
    let house = house();
    house.file(".config/recover/templates/report.md", "{{ total.received.incidents }} came in.");
    let checked = house.run(&["template", "check"]);
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
    assert_eq!(house.run(&["report", "--format", "markdown"]).ends(0).out, "1 came in.");
    assert!(house.run(&["report", "--format", "markdown", "--no-template"]).ends(0).out.starts_with("# "));
}

#[test]
fn a_template_that_goes_wrong_in_use_is_named_with_its_place_and_nothing_is_written() {
    let house = house();
    house.file(".config/recover/templates/letter.html", "<p>{{ greting }}</p>\n");
    let wrong = house.run(&["letter", "1", "--output", "letter.html"]).ends(3);
    assert!(wrong.err.contains("letter.html:1") && wrong.err.contains("greting"), "{}", wrong.err);
    assert!(!house.path().join("letter.html").exists());
}

#[test]
fn a_letter_template_sees_of_a_gap_what_belongs_there_and_nothing_of_what_it_needs() {
    assert!(samples("letter").iter().all(|path| !is_the_houses("letter", path)), "{:?}", samples("letter"));
    let house = house();
    for name in ["notes", "for", "missing[0].needs", "missing[0].source"] {
        house.file(".config/recover/templates/letter.md", format!("{{{{ {name} }}}}"));
        let refused = house.run(&["template", "check"]);
        assert_eq!(refused.code, 3, "{name}: {}{}", refused.out, refused.err);
    }
    house.file(
        "own.toml",
        "format = 1\nid = \"own\"\ntitle = \"Own\"\nextends = \"service-recovery\"\n[letter.answer.paragraph.route]\nrequired = \"where they can turn\"\n",
    );
    house.run(&["start", "own.toml", "--no-input", "--quiet", "--set", "customer=Ann", "--set", "legal_risk=yes"]);
    house.file(".config/recover/templates/letter.md", "{% for gap in missing %}{{ gap }}{{ gap.what }}{% endfor %}");
    let letter = house.run(&["letter", "2", "--letter", "answer", "--incomplete"]);
    assert!(!letter.out.contains("gate") && !letter.out.contains("needs"), "{}", letter.out);
    house.file(".config/recover/templates/letter.md", "{% for gap in missing %}{{ gap.what }}{% endfor %}");
    assert_eq!(house.run(&["letter", "2", "--letter", "answer", "--incomplete"]).ends(0).out, "where they can turn");
}
