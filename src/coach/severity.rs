//! How much a finding matters.

use std::fmt;

/// How much a finding matters, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A hint, which is not counted.
    Note,
    /// It weakens the message.
    Warning,
    /// It would make things worse; change it before it is sent.
    Error,
}

impl Severity {
    /// All of them, the worst last.
    pub const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    /// The name that files and options use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }

    /// Whether a finding of this severity is counted: everything but a note.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Note)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
