//! Nothing internal or confidential reaches a customer document of any format, and no fact does while the gate is closed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/incident.rs"]
mod incident;
#[path = "support/planted.rs"]
mod planted;

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

fn check(legal: bool, choices: &[u8]) -> Result<(), TestCaseError> {
    let playbook = of_every_kind();
    let record = walked(&playbook, legal, choices).record();
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
