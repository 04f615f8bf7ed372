//! Whatever is in an answer, a document keeps its structure and hides nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/hostile.rs"]
mod hostile;
#[path = "support/incident.rs"]
mod incident;

use incident::{Incident, playbook, summer};
use pulldown_cmark::{Event, Options, Parser};
use recover::answer::{Contact, Direction, Failure, FailureState, Person, Promise, Value};
use recover::record::{CustomerRecord, Record};
use recover::render::{customer, house, html, json, markdown, text};
use recover::untrusted::Untrusted;

/// A record in which every text is this text, own questions included where a playbook may hold it.
fn record_of(words: &str) -> Record {
    let said = || Untrusted::from(words);
    let toml: String = words.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect();
    let own = format!(
        "format = 1\nid = \"hostile\"\ntitle = \"Hostile\"\nextends = \"service-recovery\"\n\
         [step.intake.question.own]\nask = \"x{toml}x\"\nkind = \"choice\"\naudience = \"customer\"\nrequired = false\n\
         choices = [{{ id = \"a\", label = \"x{toml}x\" }}, {{ id = \"b\", label = \"b\" }}]\n"
    );
    let mut it = Incident::begin(playbook(&[&own]), Some(words));
    let person = || Person { name: said(), role: Some(said()), contact: Some(said()) };
    let at = "2026-06-12T10:00:00+01:00".parse().unwrap();
    let promise = || Promise {
        what: said(),
        due: at,
        by: Some(person()),
        to: Some(said()),
        verdict: None,
        settled_at: None,
        reason: Some(said()),
    };
    let contact = Contact {
        at,
        direction: Direction::In,
        channel: None,
        who: Some(said()),
        with: Some(said()),
        said: said(),
        answered: None,
        chased: Some(true),
        role: Some(said()),
        no_next: Some(said()),
    };
    let failure = Failure { at, what: said(), promised: Some(said()), state: FailureState::Open, put_right_at: None };
    it.give("customer", Value::Person(person()))
        .give("what_happened", Value::Text(said()))
        .give("effect", Value::Text(said()));
    it.give("legal_risk", Value::YesNo(false))
        .give("reference", Value::Text(said()))
        .give("own", Value::Choice("a".parse().unwrap()));
    it.give("failures", Value::Several(vec![Value::Failure(failure)]))
        .give("contacts", Value::Several(vec![Value::Contact(contact)]));
    it.give("earlier_promises", Value::Several(vec![Value::Promise(promise())]))
        .give("next_contact", Value::Promise(promise()));
    // A rule refuses some of these as the name of an owner.
    it.give("owner", Value::Person(Person { name: "Jo Doe".into(), ..person() }));
    it.give("responsibility_words", Value::Text(said())).give("apology_words", Value::Text(said()));
    it.give("cause", Value::Choice("told".parse().unwrap())).give("cause_detail", Value::Text(said()));
    it.give("correction", Value::Choice("partly".parse().unwrap())).give("correction_what", Value::Text(said()));
    it.give("correction_why_not", Value::Text(said())).give("alternative", Value::Text(said()));
    it.skip("remedy", &format!("x{words}x"))
        .note(Some("cause"), &format!("x{words}x"))
        .note(None, &format!("x{words}x"));
    it.record()
}

/// A harmless text with the same lines.
fn clean(words: &str) -> String {
    let shown = recover::escape::term_block(words.trim());
    let lines: Vec<&str> =
        shown.split('\n').map(|line| if line.trim_matches(' ').is_empty() { "" } else { "x" }).collect();
    lines.join("\n")
}

fn documents(record: &Record) -> Vec<(String, String, String)> {
    let zone = summer();
    let of_customer = CustomerRecord::of(record);
    [house(record, &zone), customer(&of_customer, &zone)]
        .iter()
        .map(|document| (markdown::render(document), text::render(document), html::render(document)))
        .collect()
}

/// The structure a renderer with every extension sees, without the texts.
fn structure(source: &str) -> Vec<String> {
    let mut extensions = Options::all();
    extensions.remove(Options::ENABLE_SMART_PUNCTUATION);
    let markup = Parser::new_ext(source, extensions).filter(|event| !matches!(event, Event::Text(_)));
    markup.map(|event| format!("{event:?}")).collect()
}

fn hidden(c: char) -> bool {
    c != '\n' && recover::escape::is_hidden(c)
}

#[test]
fn hostile_text_changes_nothing_but_the_words() {
    for words in hostile::all() {
        let same_lines = documents(&record_of(&clean(&words)));
        for ((md, txt, page), (clean_md, _, clean_page)) in documents(&record_of(&words)).iter().zip(&same_lines) {
            assert_eq!(structure(md), structure(clean_md), "{words:?}\n{md}");
            for markup in ["<", ">", "\"", "'"] {
                assert_eq!(page.matches(markup).count(), clean_page.matches(markup).count(), "{markup} of {words:?}");
            }
            assert!(!txt.contains(hidden) && !md.contains(hidden) && !page.contains(hidden), "{words:?}");
            for line in txt.lines() {
                assert!(recover::text::display_width(line) <= 80, "{line}");
            }
        }
    }
}

#[test]
fn json_gives_back_the_very_bytes() {
    for words in hostile::all() {
        let record = record_of(&words);
        let whole: serde_json::Value = serde_json::from_str(&json::house(&record).to_string()).unwrap();
        let questions = &whole["steps"]["intake"]["questions"];
        assert_eq!(questions["what_happened"]["answer"], words.as_str());
        assert_eq!(questions["customer"]["answer"]["role"], words.as_str());
        assert_eq!(questions["contacts"]["answer"][0]["said"], words.as_str());
        assert_eq!(whole["ref"], words.as_str());
        assert_eq!(whole["notes"][0]["text"], format!("x{words}x"));
        let theirs = json::customer(&CustomerRecord::of(&record));
        assert_eq!(theirs["apology"], words.as_str());
    }
}
