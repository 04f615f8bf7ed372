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
}

impl Limit {
    /// Whether something of this size is accepted.
    pub fn allows(&self, size: usize) -> bool {
        u64::try_from(size).is_ok_and(|size| size <= self.value)
    }
}

/// Shows the value with its unit: `1 MiB`, `400 characters`.
impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const KIB: u64 = 1 << 10;
        const MIB: u64 = 1 << 20;
        match self.unit {
            Unit::Bytes if self.value.is_multiple_of(MIB) => write!(f, "{} MiB", self.value / MIB),
            Unit::Bytes if self.value.is_multiple_of(KIB) => write!(f, "{} KiB", self.value / KIB),
            Unit::Bytes => write!(f, "{} bytes", self.value),
            Unit::Characters => write!(f, "{} characters", self.value),
        }
    }
}

const fn bytes(name: &'static str, value: u64, why: &'static str) -> Limit {
    Limit { name, value, unit: Unit::Bytes, why }
}

const fn characters(name: &'static str, value: u64, why: &'static str) -> Limit {
    Limit { name, value, unit: Unit::Characters, why }
}

/// Size of a playbook file, checked before it is parsed.
pub const PLAYBOOK_BYTES: Limit =
    bytes("playbook file", 1 << 20, "a playbook is read whole; small files can still be slow to parse");

/// Size of a calendar file, checked before it is parsed.
pub const CALENDAR_BYTES: Limit =
    bytes("calendar file", 1 << 20, "a calendar is read whole; a century takes a tenth of it");

/// Size of one line of JSON on standard input.
pub const LINE_BYTES: Limit = bytes("line of input", 64 << 10, "lines are read one by one, so that memory stays flat");

/// Size of a text that is coached, checked before it is read.
pub const COACHED_BYTES: Limit =
    bytes("text to coach", 16 << 20, "a text is read whole; a long letter takes a thousandth of it");

/// Size of one line of JSON that is coached.
pub const COACHED_LINE_BYTES: Limit =
    bytes("line to coach", 64 << 20, "lines are read one by one, so that memory does not grow with their number");

/// Size of an answers file, checked before it is parsed.
pub const ANSWERS_BYTES: Limit = bytes("answers file", 16 << 20, "an answers file is read whole");

/// Size of one answer.
pub const ANSWER_BYTES: Limit = bytes("one answer", 1 << 20, "larger things are attachments: name where they are kept");

/// Size of the picture at the head of letters.
pub const LOGO_BYTES: Limit = bytes("logo", 512 << 10, "it stands in every letter as data");
/// Size of a template of the house, checked before it is parsed.
pub const TEMPLATE_BYTES: Limit =
    bytes("template", 256 << 10, "a template is read whole; style sheets and small pictures fit in it");

/// Size of a PDF file that an engine made.
pub const PDF_BYTES: Limit =
    bytes("PDF file", 64 << 20, "a PDF is read whole; a thousand pages of text take a tenth of it");

/// Size of one message on standard error.
pub const MESSAGE_BYTES: Limit = bytes("one message", 4 << 10, "a longer message hides what matters");

/// Length of a library's message inside one of ours.
pub const LIBRARY_MESSAGE_CHARS: Limit =
    characters("quoted message", 400, "libraries quote what they were given, of whatever length");

/// The table.
pub const ALL: &[Limit] = &[
    PLAYBOOK_BYTES,
    CALENDAR_BYTES,
    LINE_BYTES,
    COACHED_BYTES,
    COACHED_LINE_BYTES,
    ANSWERS_BYTES,
    ANSWER_BYTES,
    LOGO_BYTES,
    TEMPLATE_BYTES,
    PDF_BYTES,
    MESSAGE_BYTES,
    LIBRARY_MESSAGE_CHARS,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_inclusive() {
        assert!(LIBRARY_MESSAGE_CHARS.allows(400));
        assert!(!LIBRARY_MESSAGE_CHARS.allows(401));
    }

    #[test]
    fn values_are_shown_with_their_units() {
        let shown = [PLAYBOOK_BYTES, MESSAGE_BYTES, LIBRARY_MESSAGE_CHARS].map(|limit| limit.to_string());
        assert_eq!(shown, ["1 MiB", "4 KiB", "400 characters"]);
    }

    #[test]
    fn every_limit_has_its_own_name_and_a_reason() {
        for (at, limit) in ALL.iter().enumerate() {
            assert!(!limit.why.is_empty());
            assert!(ALL.iter().skip(at + 1).all(|other| other.name != limit.name), "{}", limit.name);
        }
    }
}
