//! The standard letters, which lie beneath those of every playbook. They are read when a letter is asked for, and not before.

use super::layers::{Layer, load};
use super::letter::LetterWording;
use crate::diagnostic::Problems;

/// The standard letters with the names of their paragraphs, so that a playbook can be checked against them without reading them.
pub const NAMES: &[(&str, &[&str])] = &[
    ("acknowledgement", &["reopened", "received", "regret", "heard", "owner", "next", "contact"]),
    (
        "again",
        &[
            "regret",
            "responsibility",
            "apology",
            "twice",
            "failures",
            "explanation",
            "explanation-to-come",
            "care",
            "corrected",
            "not-corrected",
            "impossible",
            "alternative",
            "remedy",
            "owner",
            "next",
            "contact",
            "verdict",
            "route",
        ],
    ),
    (
        "answer",
        &[
            "reopened",
            "regret",
            "responsibility",
            "apology",
            "explanation",
            "explanation-to-come",
            "care",
            "failures",
            "corrected",
            "not-corrected",
            "impossible",
            "alternative",
            "remedy",
            "amount",
            "said",
            "said-no",
            "stands",
            "next",
            "verdict",
            "contact",
            "route",
        ],
    ),
];

/// The letter whose greeting and closing hold for a letter that has none and is like no other.
pub const USUAL: &str = "answer";

/// Their text.
pub(super) const TEXT: &str = include_str!("../../letters/standard.toml");

/// The names of a standard letter's paragraphs; `None` where there is no such letter.
pub fn paragraphs_of(letter: &str) -> Option<&'static [&'static str]> {
    NAMES.iter().find(|(name, _)| *name == letter).map(|(_, paragraphs)| *paragraphs)
}

/// The standard letters.
///
/// # Errors
/// What is wrong in them; a test holds that nothing is.
pub fn letters() -> Result<Vec<LetterWording>, Box<Problems>> {
    load(&[Layer { name: "letters/standard.toml".into(), text: TEXT.into() }]).map(|playbook| playbook.letters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::letter::AtGate;

    #[test]
    fn the_names_are_those_of_the_file() {
        let letters = letters().map_err(|problems| problems.render(80)).unwrap();
        let found: Vec<(String, Vec<String>)> = letters
            .iter()
            .map(|letter| (letter.id.to_string(), letter.paragraphs.iter().map(|part| part.id.to_string()).collect()))
            .collect();
        let named: Vec<(String, Vec<String>)> = NAMES
            .iter()
            .map(|(name, parts)| ((*name).to_owned(), parts.iter().map(ToString::to_string).collect()))
            .collect();
        assert_eq!(found, named);
        assert!(paragraphs_of(USUAL).is_some());
    }

    #[test]
    fn every_standard_letter_is_whole() {
        for letter in letters().unwrap() {
            let frame = [&letter.subject, &letter.subject_under_gate, &letter.greeting, &letter.closing];
            assert!(letter.title.is_some() && frame.iter().all(|text| text.is_some()), "{}", letter.id);
            assert!(letter.paragraphs.iter().all(|paragraph| paragraph.text.is_some() && paragraph.required.is_none()));
        }
    }

    #[test]
    fn under_the_gate_a_standard_letter_holds_regret_and_undertaking_only() {
        let under_gate = ["reopened", "received", "regret", "owner", "next", "contact", "care", "explanation-to-come"];
        for letter in letters().unwrap() {
            for paragraph in &letter.paragraphs {
                let stands = paragraph.at_gate() != AtGate::Open;
                assert_eq!(stands, under_gate.contains(&paragraph.id.as_str()), "{} {}", letter.id, paragraph.id);
            }
        }
    }
}
