//! Whatever is in an answer, a document keeps its structure and hides nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/drafts.rs"]
mod drafts;
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
    incident_of(words).record()
}

fn incident_of(words: &str) -> Incident {
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
    it
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
fn a_letter_keeps_its_structure_whatever_is_in_it() {
    for words in hostile::all() {
        let clean = clean(&words);
        let of = |words: &str| drafts::letters(&incident_of(words), &drafts::house(words));
        for ((letter, _), (same_lines, _)) in of(&words).iter().zip(of(&clean)) {
            let ([md, txt, page], [clean_md, _, clean_page]) = (drafts::forms(letter), drafts::forms(&same_lines));
            assert_eq!(structure(&md), structure(&clean_md), "{words:?}\n{md}");
            for markup in ["<", ">", "\""] {
                assert_eq!(page.matches(markup).count(), clean_page.matches(markup).count(), "{markup} of {words:?}");
            }
            assert!(!txt.contains(hidden) && !md.contains(hidden) && !page.contains(hidden), "{words:?}");
            assert!(!page.contains("<img") && !page.contains("<script"), "{words:?}");
        }
    }
}

#[test]
fn a_message_has_the_heads_we_write_and_no_others() {
    let heads = ["X-Unsent", "Date", "Message-ID", "Subject", "MIME-Version", "Content-Type"];
    for words in hostile::all() {
        for (letter, _) in drafts::letters(&incident_of(&words), &drafts::house(&words)) {
            let (written, [subject, from, to, text, page]) = drafts::message(&letter);
            let (head, body) = written.split_once("\r\n\r\n").unwrap();
            let names = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
            let names: Vec<&str> = names.map(|line| line.split(':').next().unwrap()).collect();
            assert!(names.iter().all(|name| heads.contains(name)), "{words:?}\n{head}");
            assert!(
                names.iter().all(|name| names.iter().filter(|other| *other == name).count() == 1),
                "{words:?}\n{head}"
            );
            assert!(written.is_ascii() && written.lines().all(|line| line.len() <= 998), "{words:?}");
            assert_eq!(body.matches("Content-Type:").count(), 2, "{words:?}");
            assert!(!subject.contains(hidden) && !text.replace('\r', "").contains(hidden), "{words:?}");
            assert_eq!((from.as_str(), to.as_str()), ("", ""), "{words:?}");
            assert!(page.contains("default-src 'none'"), "{words:?}");
            assert_eq!(drafts::message(&letter).0, written, "the same bytes every time");
        }
    }
}

#[test]
fn a_message_is_addressed_where_the_addresses_are_plain() {
    let mut it = Incident::begin(playbook(&[]), None);
    it.say("customer", "Zoë \"Zed\" Müller <zoe@example.org>").say("owner", "me").say("legal_risk", "no");
    it.say("apology_words", "I am sorry, Zoë.");
    let mut house = drafts::house("The Blue Door");
    house.email = Some("hello@blue.example".into());
    let letters = drafts::letters(&it, &house);
    let (answer, _) = letters.iter().find(|(letter, _)| letter.name == *"answer").unwrap();
    let (written, [subject, from, to, text, _]) = drafts::message(answer);
    assert_eq!(subject, answer.subject.as_stored());
    assert_eq!(
        (from.as_str(), to.as_str()),
        ("The Blue Door <hello@blue.example>", "Zoë Zed Müller <zoe@example.org>")
    );
    assert!(written.starts_with("X-Unsent: 1\r\n") && written.is_ascii(), "{written}");
    assert!(text.contains("I am sorry, Zoë.") && !text.contains("zoe@"), "{text}");
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
