//! Every limit of the program, in one table, each with its reason.
//!
//! A limit is inclusive: what is exactly as large is accepted.

use std::fmt;

/// One limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// What is limited, as a person would say it.
    pub name: &'static str,
    /// The largest value accepted.
    pub value: u64,
    /// What the value counts.
    pub unit: Unit,
    /// Why there is a limit, and why this one.
    pub why: &'static str,
}

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes, shown in binary multiples where they divide evenly.
    Bytes,
    /// Unicode characters (scalar values).
    Characters,
    /// Things, named in the plural.
    Count(&'static str),
}

impl Limit {
    /// Whether something of this size is accepted.
    pub fn allows(&self, size: usize) -> bool {
        u64::try_from(size).is_ok_and(|size| size <= self.value)
    }
}

/// Shows the value with its unit: `1 MiB`, `500 characters`, `1000 steps`.
impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const KIB: u64 = 1 << 10;
        const MIB: u64 = 1 << 20;
        match self.unit {
            Unit::Bytes if self.value.is_multiple_of(MIB) => write!(f, "{} MiB", self.value / MIB),
            Unit::Bytes if self.value.is_multiple_of(KIB) => write!(f, "{} KiB", self.value / KIB),
            Unit::Bytes => write!(f, "{} bytes", self.value),
            Unit::Characters => write!(f, "{} characters", self.value),
            Unit::Count(things) => write!(f, "{} {things}", self.value),
        }
    }
}

const fn bytes(name: &'static str, value: u64, why: &'static str) -> Limit {
    Limit { name, value, unit: Unit::Bytes, why }
}

const fn characters(name: &'static str, value: u64, why: &'static str) -> Limit {
    Limit { name, value, unit: Unit::Characters, why }
}

const fn count(name: &'static str, value: u64, things: &'static str, why: &'static str) -> Limit {
    Limit { name, value, unit: Unit::Count(things), why }
}

/// Size of a playbook file, checked before it is parsed.
pub const PLAYBOOK_BYTES: Limit =
    bytes("playbook file", 1 << 20, "a playbook is read whole; small files can still be slow to parse");

/// Steps in a playbook.
pub const PLAYBOOK_STEPS: Limit = count(
    "playbook steps",
    1_000,
    "steps",
    "nobody walks through more, and every screen of a walk looks at all of them",
);

/// Nesting of tables and arrays in a playbook. The parser has the same limit of its own.
pub const PLAYBOOK_DEPTH: Limit =
    count("playbook nesting", 80, "levels", "deeper nesting would use up the stack of the parser");

/// Patterns in a playbook.
pub const PATTERNS: Limit = count("playbook patterns", 200, "patterns", "each takes time and memory to compile");

/// Length of one pattern.
pub const PATTERN_BYTES: Limit = bytes("one pattern", 1_000, "a longer one is no longer understood by its readers");

/// Size of one pattern after it has been compiled.
pub const PATTERN_COMPILED_BYTES: Limit =
    bytes("one compiled pattern", 1 << 20, "a short pattern can stand for a huge machine");

/// Length of an identifier.
pub const ID_CHARS: Limit = characters("identifier", 64, "identifiers are typed, listed and compared by eye");

/// Size of an answers file, checked before it is parsed.
pub const ANSWERS_BYTES: Limit = bytes("answers file", 16 << 20, "an answers file is read whole");

/// Size of one answer.
pub const ANSWER_BYTES: Limit = bytes("one answer", 1 << 20, "larger things are attachments: name where they are kept");

/// Length of the title of an incident.
pub const TITLE_CHARS: Limit = characters("title", 500, "a title is shown on one line of a list");

/// Size of one row of an import. Rows are streamed, and their number has no limit.
pub const IMPORT_ROW_BYTES: Limit =
    bytes("one row of an import", 1 << 20, "a missing quote would otherwise swallow the whole file");

/// Size of one field of a CSV file.
pub const CSV_FIELD_BYTES: Limit = bytes("one CSV field", 1 << 20, "spreadsheets cut longer ones without a word");

/// Size of one message on standard error.
pub const MESSAGE_BYTES: Limit = bytes("one message", 4 << 10, "a longer message hides what matters");

/// Length of a library's message inside one of ours.
pub const LIBRARY_MESSAGE_CHARS: Limit =
    characters("quoted message", 400, "libraries quote what they were given, of whatever length");

/// All limits, in the order in which they are shown.
pub const ALL: &[Limit] = &[
    PLAYBOOK_BYTES,
    PLAYBOOK_STEPS,
    PLAYBOOK_DEPTH,
    PATTERNS,
    PATTERN_BYTES,
    PATTERN_COMPILED_BYTES,
    ID_CHARS,
    ANSWERS_BYTES,
    ANSWER_BYTES,
    TITLE_CHARS,
    IMPORT_ROW_BYTES,
    CSV_FIELD_BYTES,
    MESSAGE_BYTES,
    LIBRARY_MESSAGE_CHARS,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_inclusive() {
        assert!(TITLE_CHARS.allows(500));
        assert!(!TITLE_CHARS.allows(501));
    }

    #[test]
    fn values_are_shown_with_their_units() {
        let shown = [PLAYBOOK_BYTES, MESSAGE_BYTES, PATTERN_BYTES, TITLE_CHARS, PLAYBOOK_STEPS].map(|l| l.to_string());
        assert_eq!(shown, ["1 MiB", "4 KiB", "1000 bytes", "500 characters", "1000 steps"]);
    }

    #[test]
    fn every_limit_has_its_own_name_and_a_reason() {
        for (at, limit) in ALL.iter().enumerate() {
            assert!(!limit.why.is_empty());
            assert!(ALL.iter().skip(at + 1).all(|other| other.name != limit.name), "{}", limit.name);
        }
    }
}
