//! What the coach found: where, what it does to the customer, and what to say instead.

use std::ops::Range;

use super::category::Category;
use super::element::Elements;
use super::severity::Severity;

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What the words do.
    pub category: Category,
    /// The words that do the harm, as bytes of the text; never empty, and on boundaries of characters.
    pub span: Range<usize>,
    /// How much it matters.
    pub severity: Severity,
    /// The rule that speaks, by its name.
    pub rule: String,
    /// Why it hurts.
    pub message: String,
    /// What to say in its place.
    pub suggestion: String,
}

/// What the coach has to say about a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What was found, by start, then end, then category.
    pub findings: Vec<Finding>,
    /// The elements that the text has.
    pub elements: Elements,
    /// 0 to 100, higher is better.
    pub score: u8,
}

impl Reading {
    /// Whether a finding is counted: an error or a warning.
    pub fn is_flagged(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity.counts())
    }
}
