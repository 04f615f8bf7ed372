//! The letters of one layer laid over those of the layers below, by name and key by key, as questions are.

use super::super::raw::{RawLetter, RawParagraph};

/// `upper` over `lower`.
pub(super) fn letters_over(mut lower: Vec<RawLetter>, upper: Vec<RawLetter>) -> Vec<RawLetter> {
    for letter in upper {
        match lower.iter().position(|below| below.id.value == letter.id.value) {
            Some(place) => {
                let below = lower.remove(place);
                lower.insert(place, letter_over(below, letter));
            }
            None => lower.push(letter),
        }
    }
    lower
}

fn letter_over(lower: RawLetter, upper: RawLetter) -> RawLetter {
    let mut paragraphs = lower.paragraphs;
    for paragraph in upper.paragraphs {
        match paragraphs.iter().position(|below| below.id.value == paragraph.id.value) {
            Some(place) => {
                let below = paragraphs.remove(place);
                paragraphs.insert(place, paragraph_over(below, paragraph));
            }
            None => paragraphs.push(paragraph),
        }
    }
    RawLetter {
        id: upper.id,
        unread: lower.unread.into_iter().chain(upper.unread).collect(),
        title: upper.title.or(lower.title),
        when: upper.when.or(lower.when),
        subject: upper.subject.or(lower.subject),
        subject_under_gate: upper.subject_under_gate.or(lower.subject_under_gate),
        greeting: upper.greeting.or(lower.greeting),
        closing: upper.closing.or(lower.closing),
        signed_by: upper.signed_by.or(lower.signed_by),
        like: upper.like.or(lower.like),
        in_place_of: upper.in_place_of.or(lower.in_place_of),
        in_place_when: upper.in_place_when.or(lower.in_place_when),
        off: upper.off.or(lower.off),
        paragraphs,
    }
}

fn paragraph_over(lower: RawParagraph, upper: RawParagraph) -> RawParagraph {
    RawParagraph {
        id: upper.id,
        unread: lower.unread.into_iter().chain(upper.unread).collect(),
        text: upper.text.or(lower.text),
        when: upper.when.or(lower.when),
        gate: upper.gate.or(lower.gate),
        required: upper.required.or(lower.required),
        source: upper.source.or(lower.source),
        after: upper.after.or(lower.after),
        off: upper.off.or(lower.off),
    }
}
