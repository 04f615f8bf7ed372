//! Nothing internal or confidential reaches a customer document of any format, and no fact does while the gate is closed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/drafts.rs"]
mod drafts;
#[path = "support/incident.rs"]
mod incident;
#[path = "support/planted.rs"]
mod planted;

use std::sync::Arc;

use incident::summer;
use planted::{FACT, SECRET, SECRET_FIGURES, SHOWN, of_every_kind, walked};
use proptest::prelude::*;
use recover::record::{CustomerRecord, Record};
use recover::render::{customer, house, html, json, markdown, text};
use recover::spine::Gate;

fn customer_documents(record: &Record) -> Vec<String> {
    let record = CustomerRecord::of(record);
    let zone = summer();
    let document = customer(&record, &zone);
    vec![
        markdown::render(&document),
        text::render(&document),
        html::render(&document),
        json::customer(&record).to_string(),
    ]
}

/// The text without line ends and indents, so that wrapping hides nothing.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every letter of the incident in every form.
fn letters(it: &incident::Incident) -> Vec<String> {
    let house = recover::letter::Letterhead::default();
    let drafted = drafts::letters(it, &house);
    let forms = drafted.into_iter().flat_map(|(letter, json)| {
        let (_, read) = drafts::message(&letter);
        drafts::forms(&letter).into_iter().chain([json]).chain(read)
    });
    forms.collect()
}

fn check(legal: bool, choices: &[u8]) -> Result<(), TestCaseError> {
    let playbook = of_every_kind();
    let it = walked(&playbook, legal, choices);
    let record = it.record();
    for letter in letters(&it) {
        let letter = joined(&letter);
        prop_assert!(!letter.contains(SECRET), "{}", letter);
        for figure in SECRET_FIGURES {
            prop_assert!(!letter.contains(figure), "{} in {}", figure, letter);
        }
        prop_assert!(!letter.contains("{{"), "{}", letter);
        prop_assert!(!legal || !letter.contains(FACT), "{}", letter);
    }
    prop_assert_eq!(record.gate, if legal { Gate::Closed } else { Gate::Open });
    for document in customer_documents(&record) {
        let document = joined(&document);
        prop_assert!(!document.contains(SECRET), "{}", document);
        for figure in SECRET_FIGURES {
            prop_assert!(!document.contains(figure), "{} in {}", figure, document);
        }
        prop_assert!(document.contains(SHOWN) || record.answer("customer").is_none());
        if legal {
            prop_assert!(!document.contains(FACT), "{}", document);
        }
    }
    Ok(())
}

#[test]
fn the_house_reads_what_was_planted_and_the_customer_does_not() {
    let record = walked(&of_every_kind(), false, &[0]).record();
    let zone = summer();
    let for_house = joined(&text::render(&house(&record, &zone)));
    assert!([SECRET, FACT, SHOWN].iter().all(|planted| for_house.contains(planted)));
    assert!(SECRET_FIGURES[..3].iter().all(|figure| for_house.contains(figure)));
    let for_customer = customer_documents(&record);
    assert!(for_customer.iter().all(|document| document.contains(FACT) && !document.contains(SECRET)));
}

#[test]
fn a_letter_holds_what_is_for_the_customer_and_nothing_of_the_house() {
    let it = walked(&of_every_kind(), false, &[0]);
    let everything: Vec<String> = letters(&it).into_iter().filter(|letter| letter.contains(FACT)).collect();
    assert!(everything.len() > 10 && everything.iter().all(|letter| !joined(letter).contains(SECRET)));
    for kind in recover::spine::KindName::ALL.map(recover::spine::KindName::name) {
        let id = format!("p-own_customer_{}", kind.replace('-', "_"));
        let said = kind == "promise" || everything.iter().any(|letter| letter.contains(&format!("\"{id}\"")));
        assert!(said, "{id}");
    }
}

/// No limit here names a calendar.
struct NoCalendars;

impl recover::schedule::calendar::Calendars for NoCalendars {
    fn calendar(&self, name: &str) -> Result<Arc<recover::schedule::calendar::Calendar>, String> {
        Err(format!("no calendar {name}"))
    }
}

#[test]
fn by_when_the_house_or_a_regulator_is_served_is_no_part_of_what_a_letter_is_filled_in_with() {
    let limit = |id: &str, to: &str| {
        format!("[[deadline]]\nid = \"{id}\"\nwhat = \"answer\"\nn = 3\nunit = \"calendar_days\"\nto = \"{to}\"\n")
    };
    let own = ["customer", "house", "regulator"].map(|to| limit(&format!("for-{to}"), to)).concat();
    let playbook = incident::playbook(&[&format!(
        "format = 1\nid = \"timed\"\ntitle = \"Timed\"\nextends = \"service-recovery\"\n{own}"
    )]);
    let mut it = incident::Incident::begin(playbook.clone(), None);
    it.say("customer", "Ann").say("what_happened", "It is wrong.").say("legal_risk", "no");
    let record = it.record().counted(&it.walk, &NoCalendars);
    let said = recover::record::Correspondence::of(&record, &playbook);
    let held: Vec<&str> = said.due.keys().map(recover::spine::Name::as_str).collect();
    assert_eq!(held, ["for-customer"]);
}

#[test]
fn whatever_a_playbook_writes_no_fact_is_in_a_letter_under_the_gate() {
    let playbook = incident::playbook(&[
        "format = 1\nid = \"bold\"\ntitle = \"Bold\"\nextends = \"service-recovery\"\n\
        [letter.answer]\nsubject = \"FACT in the subject\"\n[letter.answer.paragraph.bold]\ntext = \"FACT in words of ours\"\n\
        [letter.answer.paragraph.apology]\ngate = \"any\"\n",
    ]);
    for risk in [Some("yes"), None] {
        let mut it = incident::Incident::begin(playbook.clone(), None);
        it.say("customer", "Ann").say("what_happened", "FACT of theirs");
        if let Some(risk) = risk {
            it.say("legal_risk", risk).say("regret_words", "I am sorry for your fall.");
        }
        for letter in letters(&it) {
            assert!(!letter.contains(FACT), "{letter}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_customer_document_holds_nothing_of_the_house(legal: bool, choices in proptest::collection::vec(any::<u8>(), 1..200)) {
        check(legal, &choices)?;
    }
}

#[test]
fn confidential_answers_stand_in_their_own_section_and_nowhere_before_it() {
    let overlay = "format = 1\nid = \"hushed\"\ntitle = \"Hushed\"\nextends = \"service-recovery\"\n\
                   [step.intake.question.customer]\naudience = \"confidential\"\n\
                   [step.take-responsibility.question.next_contact]\naudience = \"confidential\"\n\
                   [step.intake.question.contacts]\naudience = \"confidential\"\n";
    let mut it = incident::Incident::begin(incident::playbook(&[overlay]), None);
    it.say("customer", "Unheard Name").say("owner", "me").say("next_contact", "tomorrow 11:00 unheard promise");
    it.say("contacts", "today 09:30 in phone: unheard contact").note(Some("contacts"), "unheard note");
    let record = it.record();
    let zone = summer();
    let document = house(&record, &zone);
    for rendered in [markdown::render(&document), text::render(&document), html::render(&document)] {
        let (before, after) = rendered.split_once("Only for those in the house").unwrap();
        assert!(!before.to_lowercase().contains("unheard"), "{before}");
        for planted in ["Unheard Name", "unheard promise", "unheard contact", "unheard note"] {
            assert!(after.contains(planted), "{planted} in {after}");
        }
    }
}
