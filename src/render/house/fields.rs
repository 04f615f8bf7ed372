//! The answers of a step as fields.

use super::House;
use super::rows::{IN_TABLES, NOT_RECORDED, Part, Row, Tone, rows};
use crate::answer::{Kind, Value};
use crate::journal::Origin;
use crate::record::{Entry, EntryState, StepRecord};
use crate::render::document::{Content, Field, Label, Line, Piece, Said};
use crate::render::value;
use crate::spine::{Audience, Step};
use crate::walk::Refusal;

/// The fields of a step of the present round: our own rows first, then the playbook's questions.
pub(super) fn of_step<'r>(house: House<'r, '_>, step: &'r StepRecord) -> Vec<Field<'r>> {
    let whole_step_left_out = step.skipped.is_some();
    let shown = |entry: &&'r Entry| {
        let with_its_step = whole_step_left_out && !matches!(entry.state, EntryState::Answered { .. });
        entry.audience != Audience::Confidential && !with_its_step
    };
    gathered(house, rows(step.step), step.entries.iter().filter(shown))
}

/// The fields of answers of an earlier round.
pub(super) fn of_round<'r>(house: House<'r, '_>, entries: &'r [Entry]) -> Vec<Field<'r>> {
    let shown = || entries.iter().filter(|entry| entry.audience != Audience::Confidential);
    let of_step = |step| gathered(house, rows(step), shown().filter(move |entry| entry.step == step));
    Step::ALL.into_iter().flat_map(of_step).collect()
}

fn gathered<'r>(
    house: House<'r, '_>,
    rows: &'static [Row],
    entries: impl Iterator<Item = &'r Entry>,
) -> Vec<Field<'r>> {
    let entries: Vec<&'r Entry> = entries.collect();
    let mut fields = Vec::with_capacity(entries.len());
    for row in rows {
        let of_row =
            |part: &'static Part| Some((part, *entries.iter().find(|entry| entry.id == part.id && entry.builtin)?));
        let parts = row.parts.iter().filter_map(of_row);
        let parts = parts.collect::<Vec<_>>();
        if !parts.is_empty() {
            fields.extend(field(house, row, &parts));
        }
    }
    let in_row = |entry: &Entry| entry.builtin && rows.iter().flat_map(|row| row.parts).any(|part| entry.id == part.id);
    for entry in entries.iter().filter(|entry| !in_row(entry) && !in_table(entry)) {
        let content = answered(house, entry, Tone::Plain).or_else(|| state(entry).map(Content::Line));
        if let Some(content) = content {
            fields.push(Field { label: Label::Ask(Said::from(&entry.ask)), content, beneath: beneath(entry) });
        }
    }
    fields
}

fn in_table(entry: &Entry) -> bool {
    IN_TABLES.contains(&entry.id.as_str())
        || matches!(entry.kind, Kind::Contact | Kind::Failure) && entry.value().is_some()
}

fn field<'r>(house: House<'r, '_>, row: &'static Row, parts: &[(&'static Part, &'r Entry)]) -> Option<Field<'r>> {
    let is_unknown = |entry: &Entry| matches!(entry.state, EntryState::Unknown);
    let musts = parts.iter().any(|(part, _)| part.unknown.is_some());
    let beneath: Vec<_> = parts.iter().flat_map(|(_, entry)| beneath(entry)).collect();
    if parts.iter().all(|(_, entry)| is_unknown(entry)) {
        let noted = musts || !beneath.is_empty();
        return noted.then(|| Field {
            label: Label::Ours(row.label),
            content: Content::Line(Line::faint(NOT_RECORDED)),
            beneath,
        });
    }
    let content = match parts {
        [(part, entry)] => answered_part(house, part, entry, row.tone).or_else(|| state(entry).map(Content::Line))?,
        several => Content::Line(joined(house, several)),
    };
    Some(Field { label: Label::Ours(row.label), content, beneath })
}

/// The answers of a row in one line; where all of them were assumed, that is said once.
fn joined<'r>(house: House<'r, '_>, parts: &[(&'static Part, &'r Entry)]) -> Line<'r> {
    let all_assumed = parts.iter().all(|(_, entry)| is_assumed(entry));
    let lines = parts.iter().filter_map(|(part, entry)| match &entry.state {
        EntryState::Unknown => part.unknown.map(Line::faint),
        EntryState::Answered { .. } if all_assumed => in_line(house, part, entry),
        EntryState::Answered { .. } => in_line(house, part, entry).map(|line| marked(line, entry)),
        _ => state(entry),
    });
    let line = lines.fold(Line::new(), |all, line| if all.is_empty() { line } else { all.words("; ").line(line) });
    if all_assumed { line.words(" ").line(Line::faint("(all assumed)")) } else { line }
}

fn answered_part<'r>(house: House<'r, '_>, part: &Part, entry: &'r Entry, tone: Tone) -> Option<Content<'r>> {
    match entry.value()?.for_house() {
        Value::YesNo(_) => in_line(house, part, entry).map(|line| Content::Line(marked(line, entry))),
        _ => answered(house, entry, tone),
    }
}

fn in_line<'r>(house: House<'r, '_>, part: &Part, entry: &'r Entry) -> Option<Line<'r>> {
    Some(match entry.value()?.for_house() {
        Value::YesNo(yes) => Line::ours(if *yes { part.yes_no.0 } else { part.yes_no.1 }),
        other => value::value(other, &entry.kind, house.zone),
    })
}

/// An answer in full.
pub(super) fn answered<'r>(house: House<'r, '_>, entry: &'r Entry, tone: Tone) -> Option<Content<'r>> {
    Some(match (entry.value()?.for_house(), tone) {
        (Value::Text(text), Tone::TheirWords) => Content::Quote(Said::from(text)),
        (Value::Text(text), Tone::Plain) => Content::Prose(Said::from(text)),
        (Value::Several(parts), _) => {
            Content::Lines(parts.iter().map(|part| value::value(part, &entry.kind, house.zone)).collect())
        }
        (value, _) => Content::Line(marked(value::value(value, &entry.kind, house.zone), entry)),
    })
}

fn marked<'r>(line: Line<'r>, entry: &Entry) -> Line<'r> {
    if is_assumed(entry) { line.words(" ").line(Line::faint("(assumed)")) } else { line }
}

fn is_assumed(entry: &Entry) -> bool {
    matches!(entry.state, EntryState::Answered { origin: Origin::Assumed, .. })
}

/// Why there is no answer, where that is to be said.
pub(super) fn state(entry: &Entry) -> Option<Line<'_>> {
    match &entry.state {
        EntryState::Skipped(Some(reason)) => Some(Line::faint("left out:").words(" ").say(reason)),
        EntryState::Skipped(None) => Some(Line::faint("left out")),
        EntryState::PutOff => Some(Line::faint("put off, and still owed")),
        EntryState::Open => Some(Line::faint("not answered yet")),
        EntryState::Answered { .. } | EntryState::Unknown => None,
    }
}

/// What stands beneath an answer: what makes it doubtful, and notes.
pub(super) fn beneath(entry: &Entry) -> Vec<Line<'_>> {
    let doubt = match &entry.state {
        EntryState::Answered { doubt: Some(doubt), .. } => {
            Some(Line::ours("To be looked at again: ").words(in_words(doubt)))
        }
        _ => None,
    };
    let notes = entry.notes.iter().map(|note| Line::ours("Note: ").say(note));
    doubt.into_iter().chain(notes).chain(kept(entry)).collect()
}

/// What was kept as it was said though the wording coach advised against it.
pub(super) fn kept(entry: &Entry) -> Option<Line<'_>> {
    let all = entry.kept.iter().fold(Line::new(), |all, kept| {
        let line = if all.is_empty() { Line::ours("Kept as said: \u{201c}") } else { all.words(", \u{201c}") };
        line.say(&kept.words).words("\u{201d} (").piece(Piece::Name(&kept.category)).words(")")
    });
    (!all.is_empty()).then_some(all)
}

/// Why a later answer stands against an earlier one.
const fn in_words(doubt: &Refusal) -> &'static str {
    match doubt {
        Refusal::AnotherOutcome => "their answer has changed since.",
        Refusal::OwnApproval(_) => "this is whoever makes the offer, and somebody else has to approve it.",
        Refusal::NotSaidToBeSatisfied => "the customer has not said that they are satisfied.",
        Refusal::SaidToBeSatisfied => "the customer has said that they are satisfied.",
        Refusal::NoLegalGate => "the legal gate is not closed.",
        _ => "a later answer stands against it.",
    }
}
