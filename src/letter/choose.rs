//! Which letter is the one to write as the answers stand, and which a rule demands in the place of another.

use super::{Around, Opened};
use crate::playbook::LetterWording;
use crate::spine::Gate;

/// The letter to write: the one that was named; else the first whose condition holds, or the one that stands in its place.
///
/// `None` where there is none of that name, or where no condition holds: the last standard letter has none of its own and so is written in
/// the end, but a playbook may give it one or leave it out.
pub fn choose<'l>(letters: &'l [LetterWording], named: Option<&str>, around: Around<'_>) -> Option<&'l LetterWording> {
    if let Some(named) = named {
        return letters.iter().find(|letter| letter.id == *named);
    }
    let first = letters.iter().find(|letter| opens(letter, around.opened))?;
    if !is_time_for_answer(around) {
        return Some(first);
    }
    Some(stand_ins(letters, first, around.opened).next().unwrap_or(first))
}

/// Whether the letter is opened by its own condition. One that stands in the place of others and has no condition is written only there.
pub fn opens(letter: &LetterWording, opened: Opened<'_>) -> bool {
    let only_in_place = letter.when.is_none() && letter.in_place_of.is_some();
    !only_in_place && opened.holds(letter.when.as_ref())
}

/// Whether the letter has a part that a rule demands.
pub fn is_demanded(letter: &LetterWording) -> bool {
    letter.paragraphs.iter().any(|paragraph| paragraph.required.is_some() && paragraph.off != Some(true))
}

/// The letters with parts that rules demand and that are passed over where this one is written: those that stand in its place, or of which
/// nobody but a person can say whether they are due.
pub fn demanded_instead<'l>(
    letters: &'l [LetterWording],
    written: &LetterWording,
    around: Around<'_>,
) -> Vec<&'l LetterWording> {
    let due = choose(letters, None, around).filter(|due| due.id != written.id && !due.stands_for().is_empty());
    let due: Vec<&LetterWording> = due.into_iter().filter(|due| is_demanded(due)).collect();
    if !due.is_empty() || is_demanded(written) {
        return due;
    }
    let stand_ins: Vec<&LetterWording> =
        stand_ins(letters, written, around.opened).filter(|letter| is_demanded(letter)).collect();
    if !stand_ins.is_empty() {
        return stand_ins;
    }
    letters.iter().filter(|letter| letter.stands_for().is_empty() && is_demanded(letter)).collect()
}

/// The letters that stand in the place of this one as the answers are.
fn stand_ins<'l>(
    letters: &'l [LetterWording],
    written: &LetterWording,
    opened: Opened<'_>,
) -> impl Iterator<Item = &'l LetterWording> {
    letters
        .iter()
        .filter(move |letter| letter.stands_for().contains(&written.id) && opened.holds(letter.in_place_when.as_ref()))
}

/// While legal proceedings may follow, a standard letter holds regret and undertakings and is no answer yet, so that a rule's answer can wait
/// for the gate; but not once it is over.
fn is_time_for_answer(around: Around<'_>) -> bool {
    around.said.gate == Gate::Open || around.opened.is_ended()
}
