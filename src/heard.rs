//! What the wording coach hears in an answer: in which of its texts, what was found there, and what of it is written down as kept.
//!
//! Only the house's own words are listened to: a long answer that the customer may read, and what was said to them in a contact that
//! went out. What the customer said is theirs, however they said it.

use std::ops::Range;

use crate::answer::{Contact, Direction, Value};
use crate::coach::{Coach, Element, Finding, sentence};
use crate::journal::kept_wording::{ADMISSION, MOST_KEPT};
use crate::journal::{Event, KeptWording};
use crate::playbook::{Playbook, Question};
use crate::spine::{Gate, Name};
use crate::text::clip;
use crate::untrusted::Untrusted;

/// How many columns of the found words are shown at most.
const WORDS_SHOWN: usize = 40;

/// An answer of fewer words is no sentence to be judged by its sound.
const FEWEST_WORDS: usize = 4;

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// The words themselves, as the customer gets them.
    Words,
    /// A note of what was said.
    Note,
}

impl Manner {
    /// How the answers to a question are written.
    pub fn of(question: &Question) -> Self {
        if question.is_said_to_the_customer() { Self::Words } else { Self::Note }
    }
}

/// What was heard in an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// What was found, with the part of the answer it stands in; notes, which do not count, are left out.
    pub findings: Vec<(usize, Finding)>,
    /// Sentences that take the fault upon the house while the legal gate is closed, with the part they stand in.
    pub admissions: Vec<(usize, Range<usize>)>,
}

/// The texts of an answer that the customer gets from the house, each with its part.
pub fn texts<'v>(question: &Question, value: &'v Value) -> Vec<(usize, &'v Untrusted)> {
    let of_part = |part: &'v Value| match part {
        Value::Text(text) if question.is_said_to_the_customer() => Some(text),
        Value::Contact(contact) => said_to_them(contact),
        _ => None,
    };
    value.parts().enumerate().filter_map(|(place, part)| Some((place, of_part(part)?))).collect()
}

/// What the house said in a contact with the customer; `None` where they spoke, or somebody else did.
pub fn said_to_them(contact: &Contact) -> Option<&Untrusted> {
    (contact.direction == Direction::Out && contact.is_with_customer()).then_some(&contact.said)
}

/// The coach with the rules of a playbook besides its own.
#[must_use]
pub fn with_rules_of(mut coach: Coach, playbook: &Playbook) -> Coach {
    for rule in &playbook.wording {
        coach.add(rule.clone());
    }
    coach
}

impl Heard {
    /// What is heard in these texts while the gate stands like this.
    pub fn of(coach: &Coach, texts: &[(usize, &Untrusted)], manner: Manner, gate: Gate) -> Self {
        let mut heard = Self::default();
        for (part, text) in texts {
            let text = text.as_stored();
            let counts = |finding: &Finding| finding.severity.counts() && can_be_judged(text, manner, finding);
            let counted = coach.read(text).findings.into_iter().filter(counts);
            heard.findings.extend(counted.map(|finding| (*part, finding)));
            if gate == Gate::Closed {
                heard.admissions.extend(admissions(coach, text).into_iter().map(|words| (*part, words)));
            }
        }
        heard
    }

    /// The sentences of that part that take the fault upon the house while the legal gate is closed.
    pub fn admitted_in(&self, part: usize) -> impl Iterator<Item = &Range<usize>> {
        self.admissions.iter().filter(move |(of, _)| *of == part).map(|(_, words)| words)
    }

    /// What is written down when the answer stays as it is.
    pub fn kept(&self) -> Vec<KeptWording> {
        let admissions = self.admissions.iter().filter_map(|(part, words)| {
            let name: Name = ADMISSION.parse().ok()?;
            KeptWording::new(*part, name.clone(), name, words)
        });
        let found = self.findings.iter().filter_map(|(part, finding)| {
            let category = finding.category.name().parse().ok()?;
            KeptWording::new(*part, finding.rule.parse().ok()?, category, &finding.span)
        });
        admissions.chain(found).take(MOST_KEPT).collect()
    }

    /// Writes down in these events what stays in them: in the answer to that question, and in a contact.
    pub fn keep_in(&self, events: &mut [Event], answered: Option<&Name>) {
        for event in events {
            match event {
                Event::Answered { question, kept, .. } if Some(&*question) == answered => *kept = self.kept(),
                Event::Contacted { kept, .. } if answered.is_none() => *kept = self.kept(),
                _ => {}
            }
        }
    }
}

/// A few words, such as `a loose clamp`, and what is noted of a contact, are judged by rules that name its words and not by what it sounds like: the weights
/// know sentences.
fn can_be_judged(text: &str, manner: Manner, finding: &Finding) -> bool {
    let is_by_sound = finding.rule == finding.category.name();
    !is_by_sound || manner == Manner::Words && text.split_whitespace().nth(FEWEST_WORDS - 1).is_some()
}

/// The sentences in which the house takes the fault upon itself.
fn admissions(coach: &Coach, text: &str) -> Vec<Range<usize>> {
    let admits = |words: &Range<usize>| {
        text.get(words.clone()).is_some_and(|said| coach.read(said).elements.has(Element::Ownership))
    };
    sentence::all(text).into_iter().filter(admits).collect()
}

/// Words on one line.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a place, in quotation marks, on one line, as they are shown.
pub fn quoted(text: &str, words: Range<usize>) -> String {
    let words = crate::escape::term(&one_line(text.get(words).unwrap_or_default())).into_owned();
    format!("\u{201c}{}\u{201d}", clip(&words, WORDS_SHOWN))
}

/// Why the words hurt: the rule's sentence, after the words where they are not in it.
pub fn why(text: &str, finding: &Finding) -> String {
    let message = crate::escape::term(&finding.message).into_owned();
    let said = one_line(text.get(finding.span.clone()).unwrap_or_default());
    if message.contains(&*crate::escape::term(&said)) {
        message
    } else {
        format!("{}: {message}", quoted(text, finding.span.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coach::shipped;

    fn heard(text: &str, gate: Gate) -> Heard {
        Heard::of(&shipped::coach().unwrap(), &[(0, &text.into())], Manner::Words, gate)
    }

    #[test]
    fn a_note_of_a_few_words_is_not_judged_by_its_sound() {
        assert_eq!(heard("A loose clamp.", Gate::Open), Heard::default());
        assert!(!heard("I am sorry if you were put out.", Gate::Open).findings.is_empty());
    }

    #[test]
    fn an_admission_matters_only_while_the_gate_is_closed() {
        let said = "We lost your parcel, and that was our fault.";
        assert!(heard(said, Gate::Open).admissions.is_empty());
        let closed = heard(said, Gate::Closed);
        assert_eq!(closed.admissions, [(0, 0..said.len())]);
        assert!(closed.kept().iter().any(KeptWording::is_admission));
        assert!(heard("I am so sorry for the night you had.", Gate::Closed).admissions.is_empty());
    }

    #[test]
    fn only_what_the_house_said_to_the_customer_is_listened_to() {
        let at = chrono::DateTime::parse_from_rfc3339("2026-06-12T12:20:00+01:00").unwrap();
        let contact = |direction| Contact::plain(at, direction, "sorry if you were put out".into());
        assert!(said_to_them(&contact(Direction::Out)).is_some());
        assert!(said_to_them(&contact(Direction::In)).is_none());
        assert!(said_to_them(&contact(Direction::Inside)).is_none());
        let with_another = Contact { with: Some("the insurer".into()), ..contact(Direction::Out) };
        assert!(said_to_them(&with_another).is_none());
    }

    #[test]
    fn words_are_shown_on_one_line_and_harmlessly() {
        assert_eq!(quoted("a\n b\u{1b}[2J", 0..4), "\u{201c}a b\u{201d}");
        assert!(!quoted("evil \u{1b}[2J", 0..9).contains('\u{1b}'));
    }
}
