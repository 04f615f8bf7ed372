//! What a rule demands of a letter and a file leaves out or takes back: right as a file, and worth a warning.

use super::super::raw::{RawLetter, RawParagraph, RawPlaybook};
use crate::diagnostic::{Problem, Site};

/// The most characters of a text that stand in a warning.
const LONGEST_SHOWN: usize = 200;

/// Every required paragraph that is left out, and every letter that holds one and is left out or no longer taken by itself.
pub(super) fn left_out(merged: &RawPlaybook) -> Vec<Problem> {
    let mut remarks = Vec::new();
    for letter in &merged.letters {
        let name = &letter.id.value;
        let demanded = |paragraph: &RawParagraph| demanded(paragraph, below(letter, paragraph, merged), merged);
        let parts = letter.paragraphs.iter().filter(|part| !is_off(part) && demanded(part).is_some());
        let parts: Vec<String> = parts.map(|part| format!("`{}`", part.id.value)).collect();
        let parts = crate::text::list_and(&parts);
        if let Some(off) = letter.off.as_ref().filter(|off| off.value) {
            if !parts.is_empty() {
                let message = format!("the letter `{name}` is left out, and rules demand what stands in its {parts}");
                remarks.push(remark(&off.site, message));
            }
            continue;
        }
        if letter.in_place_of.as_ref().is_some_and(Vec::is_empty) && !parts.is_empty() {
            let message = format!(
                "the letter `{name}` stands in the place of none any more, and rules demand what stands in its {parts}"
            );
            let help = "take `in_place_of = []` out, unless the rule does not bind you".into();
            remarks.push(Problem { help, ..remark(&letter.id.site, message) });
        }
        for paragraph in letter.paragraphs.iter().filter(|part| is_off(part)) {
            if let (Some(off), Some(what)) = (&paragraph.off, demanded(paragraph)) {
                let id = &paragraph.id.value;
                let message =
                    format!("the paragraph `{id}` of the letter `{name}` is left out, and a rule demands it: {what}");
                remarks.push(remark(&off.site, message));
            }
        }
    }
    remarks
}

fn is_off(paragraph: &RawParagraph) -> bool {
    paragraph.off.as_ref().is_some_and(|off| off.value)
}

/// The paragraph of the letter that this one is like, as the playbook has it.
fn below<'r>(letter: &RawLetter, paragraph: &RawParagraph, merged: &'r RawPlaybook) -> Option<&'r RawParagraph> {
    let like = letter.like.as_ref()?;
    let like = merged.letters.iter().find(|other| other.id.value == *like.value)?;
    like.paragraphs.iter().find(|other| other.id.value == paragraph.id.value)
}

/// What the rule demands, and where that comes from.
fn demanded(paragraph: &RawParagraph, below: Option<&RawParagraph>, merged: &RawPlaybook) -> Option<String> {
    let said = [Some(paragraph), below];
    let what = said.iter().flatten().find_map(|part| part.required.as_ref())?;
    let source = said.iter().flatten().find_map(|part| part.source.as_ref()).and_then(|named| {
        let is_named = |id: &crate::table::Sited<String>| id.value == named.value;
        let source = merged.sources.iter().find(|source| source.id.as_ref().is_some_and(is_named))?;
        source.title.as_ref()
    });
    let source = source.map(|title| format!(" (from: {})", shown(&title.value))).unwrap_or_default();
    Some(format!("{}{source}", shown(&what.value)))
}

/// A text of a file, on one line and not without end.
fn shown(text: &str) -> String {
    crate::text::clip(&crate::escape::term(text), LONGEST_SHOWN).into_owned()
}

fn remark(site: &Site, message: String) -> Problem {
    Problem {
        site: site.clone(),
        message,
        label: "left out".into(),
        help: "take `off = true` out, unless the rule does not bind you".into(),
    }
}
