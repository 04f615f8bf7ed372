//! What the wording coach had advised against in an answer, and somebody kept.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::spine::Name;

/// Words that were kept as they were said though the coach advised against them. Where they are is written down and not what they
/// are, so that they go when the answer is erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptWording {
    /// Which part of an answer that has several, from 0; 0 in one that has not.
    #[serde(default, skip_serializing_if = "is_first")]
    pub part: u32,
    /// The rule that advised against them; [`ADMISSION`] for an admission while the legal gate was closed.
    pub rule: Name,
    /// What the words do, as the coach names it; [`ADMISSION`] likewise.
    pub category: Name,
    /// Their first byte in the text.
    pub from: u32,
    /// The byte behind their last.
    pub to: u32,
}

/// What an admission is called that was made while the legal gate was closed.
pub const ADMISSION: &str = "admission";

/// The most that is written down of one answer.
pub const MOST_KEPT: usize = 50;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_first(part: &u32) -> bool {
    *part == 0
}

impl KeptWording {
    /// What was kept; `None` where the bytes are beyond what is counted.
    pub fn new(part: usize, rule: Name, category: Name, words: &Range<usize>) -> Option<Self> {
        let narrow = |place: usize| u32::try_from(place).ok();
        Some(Self { part: narrow(part)?, rule, category, from: narrow(words.start)?, to: narrow(words.end)? })
    }

    /// The words in the text of that part; `None` where the text has no such place.
    pub fn words<'t>(&self, text: &'t str) -> Option<&'t str> {
        text.get(usize::try_from(self.from).ok()?..usize::try_from(self.to).ok()?)
    }

    /// Whether it is an admission that was made while the legal gate was closed.
    pub fn is_admission(&self) -> bool {
        self.category.as_str() == ADMISSION
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(words: Range<usize>) -> KeptWording {
        let name = |text: &str| text.parse().unwrap();
        KeptWording::new(0, name("sorry-if"), name("non-apology"), &words).unwrap()
    }

    #[test]
    fn the_words_are_in_the_answer_and_nowhere_else() {
        let said = "We are sorry if you waited.";
        assert_eq!(kept(7..15).words(said), Some("sorry if"));
        assert!(!serde_json::to_string(&kept(7..15)).unwrap().contains("sorry if"));
    }

    #[test]
    fn a_place_that_the_text_does_not_have_gives_no_words() {
        assert_eq!(kept(7..99).words("We are"), None);
        assert_eq!(kept(1..2).words("é"), None);
        assert_eq!(KeptWording { from: 5, to: 2, ..kept(0..1) }.words("We are"), None);
    }
}
