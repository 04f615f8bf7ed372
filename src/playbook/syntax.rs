//! What is said about text that is not TOML: the parser knows where, people need to know what to do.

use crate::diagnostic::{Problem, Site};
use crate::escape;

/// How the parser's message begins, what is said instead, and what helps.
const SAID: &[(&str, &str, &str)] = &[
    (
        "invalid basic string",
        "this text has no end",
        "close it with `\"` on the same line, or begin and end it with `\"\"\"`",
    ),
    ("invalid multi-line basic string", "this text has no end", "close it with `\"\"\"`"),
    ("invalid literal string", "this text has no end", "close it with `'` on the same line"),
    ("string values must be quoted", "this text has no quotes", "put it in quotes: `\"...\"`"),
    (
        "missing escaped value",
        "`\\` begins an escape in quotes, and this is none",
        "write `\\\\` for a backslash, or use single quotes",
    ),
    (
        "too few unicode value digits",
        "this escape has too few digits",
        "write `\\\\` for a backslash; `\\u` takes four digits, as `\\u00e9`",
    ),
    (
        "duplicate key",
        "this is here for the second time",
        "keep one; things of which there are several stand under `[[...]]`",
    ),
    ("key with no value", "this key has no value", "write `key = \"value\"`"),
    ("missing value for key", "this key has no value", "write `key = \"value\"`"),
    ("missing assignment", "a `=` is missing", "write `key = \"value\"`"),
    ("extra `=`", "one `=` too many", "leave one out"),
    ("extra assignment", "one `=` too many", "leave one out"),
    ("extra comma", "one comma too many", "leave one out"),
    ("missing comma", "a comma is missing before this", "put a comma between the entries"),
    ("unclosed table", "this heading has no closing bracket", "end it with `]`"),
    ("unclosed array table", "this heading has no closing brackets", "end it with `]]`"),
    ("unclosed array", "this list has no end", "close it with `]`"),
    ("unclosed inline table", "this table has no end", "close it with `}`"),
    ("carriage return must be followed", "a carriage return stands alone", "end lines with LF or CR LF"),
    ("cannot recurse further", "this is nested deeper than can be followed", "say it with fewer levels"),
    ("recursion limit", "this is nested deeper than can be followed", "say it with fewer levels"),
];

/// The problem for a message of the parser at a place in `text`.
pub fn problem(message: &str, site: Site, text: &str) -> Problem {
    let here = text.get(site.start..site.end).unwrap_or_default();
    if here.contains(['“', '”', '„', '‘', '’']) {
        return said(site, "these quotes are not those of TOML", "use straight ones: `\"...\"`");
    }
    if here.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return said(
            site,
            "there is a control character in here",
            "take it out; in quotes it can be written as `\\u001b`",
        );
    }
    if message.starts_with("string values must be quoted") && here.trim().is_empty() {
        return said(site, "this key has no value", "write `key = \"value\"`");
    }
    if let Some((_, what, help)) = SAID.iter().find(|(begins, ..)| message.starts_with(begins)) {
        return said(site, what, help);
    }
    let message = escape::library_message(message);
    said(
        site,
        message.lines().next().unwrap_or("it cannot be read"),
        "compare with a file made by `recover playbook new`",
    )
}

fn said(site: Site, what: &str, help: &str) -> Problem {
    Problem { site, message: format!("this is not TOML: {what}"), label: "here".into(), help: help.into() }
}
