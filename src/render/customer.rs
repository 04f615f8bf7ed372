//! The record as it may be handed to the customer. It is made from a [`CustomerRecord`] and knows nothing else.

use super::document::{Block, Content, Document, Field, Label, Line, Piece, Said};
use super::value::{keeper, long, name_and_role, person, short, value, what_is_promised};
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
    put_right(&mut document, record);
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
    for at in &record.reopened_at {
        fields.push(Field::new("Opened again by us", Line::new().piece(long(*at, zone))));
    }
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
    let failed = failed.get();
    let line = Line::new().piece(short(failed.at, zone)).words(": ").sentence(Said::from(&failed.what));
    let line = match &failed.promised {
        Some(promised) => line.words(" We had promised: ").sentence(Said::from(promised)),
        None => line,
    };
    match (failed.state, failed.put_right_at) {
        (FailureState::PutRight, Some(at)) => line.words(" Put right ").piece(short(at, zone)).words("."),
        (FailureState::PutRight, None) => line.words(" Put right."),
        (FailureState::Open | FailureState::NotPutRight, _) => line,
    }
}

fn our_words<'r>(document: &mut Document<'r>, record: &'r CustomerRecord, zone: &dyn Zone) {
    let longer = [&record.regret, &record.apology];
    let is_repeated = |words: &&ForCustomer<Untrusted>| {
        longer.into_iter().flatten().any(|other| Said::from(other.get()).begins_with(Said::from(words.get())))
    };
    let responsibility = record.responsibility.as_ref().filter(|words| !is_repeated(words));
    let words = [responsibility, record.regret.as_ref(), record.apology.as_ref()];
    if words.iter().any(Option::is_some) {
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

/// What was put right in every round, in the order in which it was.
fn put_right<'r>(document: &mut Document<'r>, record: &'r CustomerRecord) {
    let earlier = record.earlier_rounds.iter().filter_map(|round| round.corrected.as_ref());
    let mut all = earlier.chain(&record.corrected).peekable();
    if all.peek().is_some() {
        document.heading("What we have put right");
        document.blocks.extend(all.map(|words| Block::Prose(Said::from(words.get()))));
    }
}

/// What was offered in every round.
fn remedy<'r>(document: &mut Document<'r>, record: &'r CustomerRecord) {
    let earlier = record.earlier_rounds.iter().map(|round| (&round.remedy, &round.remedy_value));
    let all = earlier.chain([(&record.remedy, &record.remedy_value)]);
    let mut all = all.filter(|(what, worth)| what.is_some() || worth.is_some()).peekable();
    if all.peek().is_none() {
        return;
    }
    document.heading("For the trouble it gave you");
    for (what, worth) in all {
        if let Some(what) = what {
            document.push(Block::Prose(Said::from(what.get())));
        }
        if let Some(worth) = worth {
            document.push(Block::Paragraph(Line::ours("Amount: ").piece(Piece::Money(*worth.get())).words(".")));
        }
    }
}

/// What they said each time they were asked.
fn what_you_said<'r>(document: &mut Document<'r>, record: &'r CustomerRecord) {
    let earlier = record.earlier_rounds.iter().map(|round| (&round.verdict, &round.more_wanted));
    let all = earlier.chain([(&record.verdict, &record.more_wanted)]);
    for (number, (verdict, more)) in all.filter(|(verdict, more)| verdict.is_some() || more.is_some()).enumerate() {
        if number == 0 {
            document.heading("What you said when we asked");
        } else {
            document.push(Block::Paragraph(Line::ours("And when we asked again:")));
        }
        if let Some(verdict) = verdict {
            document.push(Block::Quote(Said::from(verdict.get())));
        }
        if let Some(more) = more {
            document.push(Block::Paragraph(Line::ours("What you still wanted:")));
            document.push(Block::Quote(Said::from(more.get())));
        }
    }
}

/// What is settled, and then what is still open, whether its time has come or not.
fn promises<'r>(document: &mut Document<'r>, record: &'r CustomerRecord, zone: &dyn Zone) {
    let of = |settled: bool| -> Vec<Line<'r>> {
        let promises = record.promises.iter().map(ForCustomer::get);
        promises.filter(|made| made.verdict.is_some() == settled).map(|made| one_promise(made, zone)).collect()
    };
    for (heading, lines) in [("What we promised you", of(true)), ("What is still open", of(false))] {
        if !lines.is_empty() {
            document.heading(heading);
            document.push(Block::List(lines));
        }
    }
}

fn one_promise<'r>(made: &'r Promise, zone: &dyn Zone) -> Line<'r> {
    let line = Line::ours("By ").piece(short(made.due, zone)).words(": ").line(what_is_promised(made));
    let line = match &made.to {
        Some(to) => line.words(", to ").say(to),
        None => line,
    };
    let line = match keeper(made) {
        Some(by) => line.words(" (").stretch(by).words(")."),
        None if made.to.is_none() && Said::from(&made.what).without_stop().ends_with_mark() => line,
        None => line.words("."),
    };
    match made.verdict {
        None => line,
        Some(Verdict::Kept) => line.words(" Done."),
        Some(Verdict::Late) => line.words(" Done, but late."),
        Some(Verdict::Broken) => line.words(" We did not do this."),
        Some(Verdict::Released) => line.words(" No longer needed."),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{Document, text};

    #[test]
    fn a_promise_that_is_a_question_keeps_its_mark() {
        let due: chrono::DateTime<chrono::FixedOffset> = "2026-10-24T23:15:00+00:00".parse().unwrap();
        let what = "Niamh rings: is it as it should be?".into();
        let asked = Promise { what, due, by: None, to: None, verdict: None, settled_at: None, reason: None };
        let mut document = Document::default();
        document.push(Block::List(vec![one_promise(&asked, due.offset())]));
        assert!(text::render(&document).ends_with("is it as it should be?\n"));
    }
}
