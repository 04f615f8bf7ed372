//! What a TOML and a JSON text have in common: values with their places.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::answer::Given;
use crate::diagnostic::{Problem, Site};

/// A value and where it stands, in bytes.
#[derive(Debug)]
pub(super) struct Node {
    pub span: Range<usize>,
    pub tree: Tree,
}

/// A value.
#[derive(Debug)]
pub(super) enum Tree {
    Text(String),
    Bool(bool),
    Number(Decimal),
    List(Vec<Node>),
    Table(Vec<Entry>),
    /// Something that is no answer; the problem was noted already.
    Nothing,
}

/// A key with its value.
#[derive(Debug)]
pub(super) struct Entry {
    pub key: String,
    pub span: Range<usize>,
    pub value: Node,
}

impl Node {
    /// The value as answers are read from it; `None` when a part of it is nothing.
    pub fn given(self) -> Option<Given> {
        Some(match self.tree {
            Tree::Text(text) => Given::Text(text),
            Tree::Bool(flag) => Given::Bool(flag),
            Tree::Number(number) => Given::Number(number),
            Tree::List(parts) => Given::List(parts.into_iter().map(Self::given).collect::<Option<_>>()?),
            Tree::Table(entries) => Given::Table(
                entries.into_iter().map(|entry| Some((entry.key, entry.value.given()?))).collect::<Option<_>>()?,
            ),
            Tree::Nothing => return None,
        })
    }

    /// What it is called in messages.
    pub const fn kind(&self) -> &'static str {
        match self.tree {
            Tree::Text(_) => "text",
            Tree::Bool(_) => "`true` or `false`",
            Tree::Number(_) => "a number",
            Tree::List(_) => "a list",
            Tree::Table(_) => "a table",
            Tree::Nothing => "nothing",
        }
    }
}

/// More problems than this come from one cause and only use up memory.
const MOST_PROBLEMS: usize = 1_000;

/// The problems found so far in one source.
#[derive(Debug, Default)]
pub(super) struct Faults(pub Vec<Problem>);

impl Faults {
    /// Notes a problem.
    pub fn add(&mut self, span: Range<usize>, message: impl Into<String>, label: &str, help: impl Into<String>) {
        if !self.is_full() {
            let site = Site::new(0, span);
            self.0.push(Problem { site, message: message.into(), label: label.into(), help: help.into() });
        }
    }

    /// Whether no further problem is noted.
    pub const fn is_full(&self) -> bool {
        self.0.len() >= MOST_PROBLEMS
    }

    /// Notes that a value is of another type than it should be.
    pub fn wrong_type(&mut self, node: &Node, key: &str, expected: &str) {
        if !matches!(node.tree, Tree::Nothing) {
            let message = format!("`{key}` takes {expected}, and this is {}", node.kind());
            self.add(node.span.clone(), message, "not that", format!("write {expected}"));
        }
    }

    /// A number; noted when it cannot be kept exactly.
    pub fn number(&mut self, number: Option<Decimal>, span: Range<usize>) -> Tree {
        if number.is_none() {
            let help = "give at most 28 digits, or write it as text";
            self.add(span, "this number cannot be kept exactly", "too long or too large", help);
        }
        number.map_or(Tree::Nothing, Tree::Number)
    }
}

/// A number as JSON and TOML write it in tens, if it can be kept exactly.
pub(super) fn exact(text: &str) -> Option<Decimal> {
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let number = Decimal::from_str_exact(digits.strip_prefix('+').unwrap_or(digits)).ok()?;
    match exponent {
        0 => Some(number),
        // Nothing outside these can be kept, and ten to that power can.
        1..=28 => number.checked_mul(Decimal::from_i128_with_scale(10_i128.checked_pow(exponent.unsigned_abs())?, 0)),
        -28..=-1 => {
            let scale = number.scale().checked_add(exponent.unsigned_abs())?;
            Decimal::try_from_i128_with_scale(number.mantissa(), scale).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_kept_exactly_or_not_at_all() {
        for (text, kept) in [("1.50", "1.50"), ("1.5e3", "1500.0"), ("25e-1", "2.5"), ("-0.1", "-0.1"), ("+7", "7")] {
            assert_eq!(exact(text).unwrap().to_string(), kept);
        }
        for text in [
            "1e400",
            "1e-400",
            "0.12345678901234567890123456789012",
            "99999999999999999999999999999999",
            "inf",
            "nan",
            "1e99999999999",
        ] {
            assert_eq!(exact(text), None, "{text}");
        }
    }
}
