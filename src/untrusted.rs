//! [`Untrusted`]: text that came from a person, a playbook, a file, the environment or a library, and has not been
//! made harmless yet.
//!
//! It is stored byte for byte as it came and can be shown only through a method that names the place it is shown in.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

use crate::escape;

/// Text from elsewhere. It has no `Display`, and its `Debug` tells only how long it is, so that it can reach neither a
/// terminal nor a report nor a log by accident.
///
/// ```
/// use recover::untrusted::Untrusted;
/// let name = Untrusted::from("Zoë\u{1b}[2J");
/// assert_eq!(name.term(), "Zoë\\u{1b}[2J");
/// assert_eq!(format!("{name:?}"), "Untrusted(8 bytes)");
/// ```
///
/// ```compile_fail
/// println!("{}", recover::untrusted::Untrusted::from("x"));
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Untrusted(String);

impl Untrusted {
    /// The bytes as they came: for storing, comparing and parsing, never for showing.
    pub fn as_stored(&self) -> &str {
        &self.0
    }

    /// As [`Self::as_stored`], giving the text away.
    pub fn into_stored(self) -> String {
        self.0
    }

    /// Whether there is nothing in it but white space.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// One line for a terminal or a message, see [`escape::term`].
    pub fn term(&self) -> Cow<'_, str> {
        escape::term(&self.0)
    }

    /// Lines for a terminal, see [`escape::term_block`].
    pub fn term_block(&self) -> Cow<'_, str> {
        escape::term_block(&self.0)
    }

    /// One line of Markdown that renders as the very text, see [`escape::markdown`].
    pub fn markdown(&self) -> Cow<'_, str> {
        escape::markdown(&self.0)
    }

    /// Paragraphs of Markdown that render as the very text, see [`escape::markdown_block`].
    pub fn markdown_block(&self) -> String {
        escape::markdown_block(&self.0)
    }

    /// HTML content or the inside of a quoted attribute, see [`escape::html`].
    pub fn html(&self) -> Cow<'_, str> {
        escape::html(&self.0)
    }

    /// HTML content with `<br>` for line ends, see [`escape::html_block`].
    pub fn html_block(&self) -> Cow<'_, str> {
        escape::html_block(&self.0)
    }

    /// One line of HTML content whose direction is isolated, see [`escape::bdi`].
    pub fn bdi(&self) -> String {
        escape::bdi(&self.0)
    }
}

impl fmt::Debug for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Untrusted({} bytes)", self.0.len())
    }
}

impl From<&str> for Untrusted {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Untrusted {
    fn from(text: String) -> Self {
        Self(text)
    }
}

#[cfg(test)]
#[path = "../tests/support/hostile.rs"]
pub(crate) mod hostile;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_tells_only_the_length() {
        assert_eq!(format!("{:?}", Some(Untrusted::from("sécret"))), "Some(Untrusted(7 bytes))");
    }

    #[test]
    fn what_was_typed_is_stored_byte_for_byte() {
        for text in hostile::all() {
            let untrusted = Untrusted::from(text.as_str());
            assert_eq!(untrusted.as_stored(), text);
            let json = serde_json::to_string(&untrusted).unwrap();
            assert_eq!(json, serde_json::to_string(&text).unwrap());
            assert_eq!(serde_json::from_str::<Untrusted>(&json).unwrap().into_stored(), text);
        }
    }

    #[test]
    fn white_space_is_blank() {
        assert!(Untrusted::from(" \n\t").is_blank());
        assert!(!Untrusted::from(" a").is_blank());
    }
}
