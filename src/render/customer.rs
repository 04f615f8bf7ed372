//! The record as it may be handed to the customer. It is made from a [`CustomerRecord`] and knows nothing else.

use super::document::{Block, Content, Document, Field, Label, Line, Piece, Said};
use super::value::{failure_state, keeper, long, name_and_role, person, promise_and_due, value, what_failed};
use crate::answer::{Failure, FailureState, Promise, Verdict};
use crate::record::CustomerRecord;
use crate::schedule::zone::Zone;
use crate::spine::ForCustomer;
use crate::untrusted::Untrusted;

/// What the customer may read, as a document addressed to them.
pub fn customer<'r>(record: &'r CustomerRecord, zone: &dyn Zone) -> Document<'r> {
    let mut document = Document::titled(title(record));
    document.fields(particulars(record, zone));
    what_you_told_us(&mut document, record, zone);
    our_words(&mut document, record, zone);
    prose(&mut document, "What we have put right", record.corrected.as_ref());
    prose(&mut document, "What we cannot put right", record.not_corrected.as_ref());
    prose(&mut document, "What we do in its place", record.alternative.as_ref());
    remedy(&mut document, record);
    what_you_said(&mut document, record);
    promises(&mut document, record, zone);
    prose(&mut document, "Where you can take this further", record.route.as_ref());
    others(&mut document, record, zone);
    document
}

fn title(record: &CustomerRecord) -> Line<'_> {
    match &record.customer {
        Some(customer) => Line::ours("For ").say(&customer.get().name).words(": where we stand"),
        None => Line::ours("Where we stand"),
    }
}

fn particulars<'r>(record: &'r CustomerRecord, zone: &dyn Zone) -> Vec<Field<'r>> {
    let mut fields = vec![Field::new("Our number", Line::new().piece(Piece::Id(record.identity.id)))];
    if let Some(reference) = &record.reference {
        fields.push(Field::new("Your reference", Line::said(reference.get())));
    }
    fields.push(Field::new("On record since", Line::new().piece(long(record.opened_at, zone))));
    if let Some(owner) = &record.owner {
        fields.push(Field::new("Looking after it", person(owner.get())));
    }
    fields
}

fn what_you_told_us<'r>(document: &mut Document<'r>, record: &'r CustomerRecord, zone: &dyn Zone) {
    let facts = [
        record.what_happened.is_some(),
        record.happened_at.is_some(),
        record.effect.is_some(),
        !record.failures.is_empty(),
    ];
    if !facts.contains(&true) {
        return;
    }
    document.heading("What happened");
    if let Some(words) = &record.what_happened {
        document.push(Block::Paragraph(Line::ours("You told us:")));
        document.push(Block::Quote(Said::from(words.get())));
    }
    if let Some(at) = &record.happened_at {
        document.push(Block::Paragraph(Line::ours("When: ").piece(long(*at.get(), zone)).words(".")));
    }
    if let Some(effect) = &record.effect {
        document.push(Block::Paragraph(Line::ours("What it meant for you, as we understood it:")));
        document.push(Block::Prose(Said::from(effect.get())));
    }
    if !record.failures.is_empty() {
        document.push(Block::Paragraph(Line::ours("What went wrong, one by one:")));
        document.push(Block::List(record.failures.iter().map(|failed| one_failure(failed, zone)).collect()));
    }
}

fn one_failure<'r>(failed: &'r ForCustomer<Failure>, zone: &dyn Zone) -> Line<'r> {
    let line = what_failed(failed.get(), zone);
    match failed.get().state {
        FailureState::PutRight => line.words("; ").line(failure_state(failed.get(), zone)).words("."),
        FailureState::Open | FailureState::NotPutRight => line.words("."),
    }
}

fn our_words<'r>(document: &mut Document<'r>, record: &'r CustomerRecord, zone: &dyn Zone) {
    let words = [&record.responsibility, &record.regret, &record.apology];
    if words.iter().any(|words| words.is_some()) {
        document.heading("What we say to you");
        for said in words.into_iter().flatten() {
            document.push(Block::Prose(Said::from(said.get())));
        }
        document.blocks.extend(signature(record, zone));
    }
    prose(document, "How it came about", record.explanation.as_ref());
}

/// Who apologised, and when.
fn signature<'r>(record: &'r CustomerRecord, zone: &dyn Zone) -> Option<Block<'r>> {
    record.apology.as_ref()?;
    let line = name_and_role(record.apologised_by.as_ref()?.get());
    Some(Block::Paragraph(match &record.apologised_at {
        Some(at) => line.words(", ").piece(long(*at.get(), zone)),
        None => line,
    }))
}

fn remedy<'r>(document: &mut Document<'r>, record: &'r CustomerRecord) {
    if record.remedy.is_none() && record.remedy_value.is_none() {
        return;
    }
    document.heading("For the trouble it gave you");
    if let Some(what) = &record.remedy {
        document.push(Block::Prose(Said::from(what.get())));
    }
    if let Some(worth) = &record.remedy_value {
        document.push(Block::Paragraph(Line::ours("Worth ").piece(Piece::Money(*worth.get())).words(".")));
    }
}

fn what_you_said<'r>(document: &mut Document<'r>, record: &'r CustomerRecord) {
    if record.verdict.is_none() && record.more_wanted.is_none() {
        return;
    }
    document.heading("What you said when we asked");
    if let Some(verdict) = &record.verdict {
        document.push(Block::Quote(Said::from(verdict.get())));
    }
    if let Some(more) = &record.more_wanted {
        document.push(Block::Paragraph(Line::ours("What you would still like:")));
        document.push(Block::Quote(Said::from(more.get())));
    }
}

fn promises<'r>(document: &mut Document<'r>, record: &'r CustomerRecord, zone: &dyn Zone) {
    if record.promises.is_empty() {
        return;
    }
    document.heading("What we promised you");
    document.push(Block::List(record.promises.iter().map(|made| one_promise(made.get(), zone)).collect()));
}

fn one_promise<'r>(made: &'r Promise, zone: &dyn Zone) -> Line<'r> {
    let line = promise_and_due(made, zone);
    let line = match keeper(made) {
        Some(by) => line.words(" (").stretch(by).words(")"),
        None => line,
    };
    match made.verdict {
        None => line.words("."),
        Some(Verdict::Kept) => line.words(": done."),
        Some(Verdict::Late) => line.words(": done, and late."),
        Some(Verdict::Broken) => line.words(": we did not do this."),
        Some(Verdict::Released) => line.words(": no longer needed."),
    }
}

fn prose<'r>(document: &mut Document<'r>, heading: &'static str, words: Option<&'r ForCustomer<Untrusted>>) {
    if let Some(words) = words {
        document.heading(heading);
        document.push(Block::Prose(Said::from(words.get())));
    }
}

fn others<'r>(document: &mut Document<'r>, record: &'r CustomerRecord, zone: &dyn Zone) {
    if record.others.is_empty() {
        return;
    }
    document.heading("Also on record");
    let field = |other: &'r crate::record::customer::CustomerAnswer| Field {
        label: Label::Ask(Said::from(&other.ask)),
        content: match other.value.get() {
            crate::answer::Value::Text(text) => Content::Prose(Said::from(text)),
            answer => Content::Line(value(answer, &other.kind, zone)),
        },
        beneath: Vec::new(),
    };
    document.fields(record.others.iter().map(field).collect());
}
