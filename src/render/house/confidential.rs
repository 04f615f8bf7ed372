//! Confidential answers, set apart from everything else in the record.

use super::House;
use super::fields::{answered, beneath, state};
use super::rows::Tone;
use crate::record::Entry;
use crate::render::document::{Block, Content, Document, Field, Label, Line, Said};
use crate::spine::Audience;

/// The section, if there is anything confidential.
pub(super) fn section<'r>(house: House<'r, '_>, document: &mut Document<'r>) {
    let confidential = house.entries().filter(|entry| entry.audience == Audience::Confidential);
    let fields: Vec<Field<'r>> = confidential.filter_map(|entry| field(house, entry)).collect();
    if fields.is_empty() {
        return;
    }
    document.heading("Confidential");
    document.push(Block::Aside(Line::ours(
        "Only for those in the house who need it. Take this section out before passing the record on.",
    )));
    document.push(Block::Fields(fields));
}

fn field<'r>(house: House<'r, '_>, entry: &'r Entry) -> Option<Field<'r>> {
    let beneath = beneath(entry);
    let content = answered(house, entry, Tone::Plain).or_else(|| state(entry).map(Content::Line));
    let noted = || (!beneath.is_empty()).then(|| Content::Line(Line::faint("not recorded")));
    let content = content.or_else(noted)?;
    Some(Field { label: Label::Ask(Said::from(&entry.ask)), content, beneath })
}
