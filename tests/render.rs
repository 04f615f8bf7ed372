//! What records look like in every format.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/incident.rs"]
mod incident;

use incident::{gated, nearly_empty, rich, summer};
use recover::record::{CustomerRecord, Record};
use recover::render::{Document, customer, house, html, json, markdown, text};

fn each(name: &str, record: &Record) {
    let zone = summer();
    let of_customer = CustomerRecord::of(record);
    for (who, document) in [("house", house(record, &zone)), ("customer", customer(&of_customer, &zone))] {
        shown(&format!("{name}_{who}"), &document);
    }
    let pretty = |json| serde_json::to_string_pretty(&json).unwrap();
    insta::assert_snapshot!(format!("{name}_house.json"), pretty(json::house(record)));
    insta::assert_snapshot!(format!("{name}_customer.json"), pretty(json::customer(&of_customer)));
}

fn shown(name: &str, document: &Document<'_>) {
    insta::assert_snapshot!(format!("{name}.md"), markdown::render(document));
    insta::assert_snapshot!(format!("{name}.txt"), text::render(document));
    insta::assert_snapshot!(format!("{name}.html"), html::render(document));
}

#[test]
fn a_full_record_reads_well() {
    each("rich", &rich().record());
}

#[test]
fn a_nearly_empty_record_says_what_is_missing() {
    each("nearly_empty", &nearly_empty().record());
}

#[test]
fn a_closed_gate_leaves_regret_and_undertaking() {
    each("gated", &gated().record());
}
