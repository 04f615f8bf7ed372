//! JSON text as a tree with places: strict JSON, no comments, no trailing commas, numbers exact.
//!
//! `jsonc-parser` is used for it because it keeps places and the very digits of numbers, which `serde_json` does not, and
//! stops by itself at 512 levels.

use std::collections::HashSet;
use std::ops::Range;

use jsonc_parser::ast::{ObjectPropName, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::tree::{Entry, Faults, Node, Tree, exact};
use crate::table::clip;

/// Nothing of what the parser would let pass beyond JSON.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// The entries of the object in the text. What is no JSON is noted, and then there are none.
pub(super) fn entries(text: &str, faults: &mut Faults) -> Vec<Entry> {
    let value = match parse_to_ast(text, &CollectOptions::default(), &STRICT) {
        Ok(result) => result.value,
        Err(error) => {
            let range = error.range();
            let help = match error.kind() {
                ParseErrorKind::CommentsNotAllowed => "leave the comment out, or use TOML, which has comments",
                ParseErrorKind::TrailingCommasNotAllowed => "leave the last comma out",
                ParseErrorKind::NestingDepthExceeded => "no answer needs more than a few levels",
                _ => "correct it there; a JSON file can be checked with any editor",
            };
            let what = crate::escape::library_message(&error.kind().to_string()).to_lowercase();
            faults.add(place(text, range.start, range.end), format!("this is not JSON: {what}"), "here", help);
            return Vec::new();
        }
    };
    let Some(value) = value else {
        faults.add(0..0, "there is nothing in this file", "here", "write at least `{}`");
        return Vec::new();
    };
    match node(value, faults) {
        Node { tree: Tree::Table(entries), .. } => entries,
        other => {
            let message = "an answers file is an object, with one key a step";
            faults.add(other.span, message, "not an object", "put it into `{ }`, as `recover playbook answers` shows");
            Vec::new()
        }
    }
}

/// The place of an error: never the whole of what was not closed, only its beginning.
fn place(text: &str, start: usize, end: usize) -> Range<usize> {
    let rest = text.get(start..end).unwrap_or("");
    start..start + rest.find('\n').unwrap_or(rest.len())
}

fn node(value: Value<'_>, faults: &mut Faults) -> Node {
    let span = value.start()..value.end();
    let tree = match value {
        Value::StringLit(text) => Tree::Text(text.value.into_owned()),
        Value::BooleanLit(flag) => Tree::Bool(flag.value),
        Value::NumberLit(number) => faults.number(exact(number.value), span.clone()),
        Value::NullKeyword(_) => {
            faults.add(
                span.clone(),
                "`null` is no answer",
                "no answer",
                "leave the key out, or write `{ \"later\": true }`",
            );
            Tree::Nothing
        }
        Value::Array(array) => Tree::List(array.elements.into_iter().map(|element| node(element, faults)).collect()),
        Value::Object(object) => Tree::Table(table(object.properties, faults)),
    };
    Node { span, tree }
}

fn table(properties: Vec<jsonc_parser::ast::ObjectProp<'_>>, faults: &mut Faults) -> Vec<Entry> {
    let mut seen = HashSet::new();
    let mut entries = Vec::with_capacity(properties.len());
    for property in properties {
        let span = property.name.start()..property.name.end();
        let key = match property.name {
            ObjectPropName::String(name) => name.value.into_owned(),
            ObjectPropName::Word(name) => name.value.to_owned(),
        };
        let value = node(property.value, faults);
        if seen.insert(key.clone()) {
            entries.push(Entry { key, span, value });
        } else {
            faults.add(span, format!("`{}` is there twice", clip(&key)), "the second", "leave one out");
        }
    }
    entries
}
