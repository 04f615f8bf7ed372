//! TOML text as a tree with places, as much of it as can be trusted when there are errors.

use std::ops::Range;

use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::tree::{Entry, Faults, Node, Tree, exact};
use crate::escape;
use crate::table::in_file_order;

/// The top level of a text, and how far it can be trusted: an error in the form may move what follows it into another table.
pub(super) struct Reading {
    pub entries: Vec<Entry>,
    pub trusted_up_to: usize,
}

/// The entries of the text. What is no TOML is noted.
pub(super) fn entries(text: &str, faults: &mut Faults) -> Reading {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut trusted_up_to = text.len();
    for error in &errors {
        let message = escape::library_message(error.message());
        let message = message.lines().next().unwrap_or("it cannot be read");
        let span = error.span().unwrap_or_else(|| too_deep(text));
        let is_double = message.contains("duplicate key");
        if !is_double {
            trusted_up_to = trusted_up_to.min(span.start);
        }
        let help = if is_double {
            "leave one of the two out"
        } else {
            "compare with an empty one from `recover playbook answers`"
        };
        faults.add(span, format!("this is not TOML: {message}"), if is_double { "the second" } else { "here" }, help);
    }
    let mut unsure = Faults::default();
    let entries = nodes(table.get_ref(), &mut unsure);
    faults.0.extend(unsure.0.into_iter().filter(|problem| problem.site.start < trusted_up_to));
    Reading { entries, trusted_up_to }
}

/// The first line with more parts to a key than the parser takes; it names no place itself.
fn too_deep(text: &str) -> Range<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.bytes().filter(|byte| *byte == b'.').count() >= 80 {
            return start..start + line.trim_end().len();
        }
        start += line.len();
    }
    0..0
}

fn nodes(table: &DeTable<'_>, faults: &mut Faults) -> Vec<Entry> {
    let in_order = in_file_order(table).into_iter();
    in_order
        .map(|(key, value)| Entry { key: key.get_ref().to_string(), span: key.span(), value: node(value, faults) })
        .collect()
}

fn node(value: &Spanned<DeValue<'_>>, faults: &mut Faults) -> Node {
    let span = value.span();
    let tree = match value.get_ref() {
        DeValue::String(text) => Tree::Text(text.to_string()),
        DeValue::Datetime(datetime) => Tree::Text(datetime.to_string()),
        DeValue::Boolean(flag) => Tree::Bool(*flag),
        DeValue::Integer(integer) => faults.number(whole(integer), span.clone()),
        DeValue::Float(float) => faults.number(exact(&float.as_str().replace('_', "")), span.clone()),
        DeValue::Array(items) => Tree::List(items.iter().map(|item| node(item, faults)).collect()),
        DeValue::Table(table) => Tree::Table(nodes(table, faults)),
    };
    Node { span, tree }
}

fn whole(integer: &DeInteger<'_>) -> Option<Decimal> {
    let digits = integer.as_str().replace('_', "");
    match integer.radix() {
        10 => exact(&digits),
        radix => i64::from_str_radix(&digits, radix).ok().map(Decimal::from),
    }
}
