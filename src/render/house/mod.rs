//! The record for the house: what a manager reads, forwards and files.
//!
//! Everything is in it but confidential answers, which stand apart at the end under their own heading. What was never
//! recorded says so; nothing is guessed and nothing depends on when it is rendered.

mod confidential;
mod fields;
mod ledgers;
mod rows;
mod summary;

use super::document::{Block, Document, Line, Piece};
use super::value::{long, short};
use crate::journal::{Origin, Status};
use crate::record::{Entry, EntryState, Record, StepRecord};
use crate::schedule::zone::Zone;
use crate::spine::{Audience, Gate, Step};
use crate::untrusted::Untrusted;

/// The whole record as a document. Promises are judged as of the record's last entry and not as of now, so that the same
/// record always makes the same document.
pub fn house<'r>(record: &'r Record, zone: &dyn Zone) -> Document<'r> {
    let house = House { record, zone };
    let mut document = Document::titled(summary::title(record));
    document.blocks.reserve(48);
    house.asides(&mut document);
    document.fields(summary::fields(house));
    for step in &record.steps {
        if is_reached(step) {
            house.step(&mut document, step);
        }
        if step.step == Step::Intake {
            ledgers::failures(house, &mut document);
        }
    }
    house.not_reached(&mut document);
    house.rounds(&mut document);
    ledgers::promises(house, &mut document);
    ledgers::limits(house, &mut document);
    ledgers::contacts(house, &mut document);
    ledgers::timeline(house, &mut document);
    house.notes(&mut document);
    confidential::section(house, &mut document);
    house.provenance(&mut document);
    document
}

/// A record as the house reads it.
#[derive(Clone, Copy)]
struct House<'r, 'z> {
    record: &'r Record,
    zone: &'z dyn Zone,
}

impl<'r> House<'r, '_> {
    fn asides(self, document: &mut Document<'r>) {
        let mut aside = |words| document.push(Block::Aside(Line::ours(words)));
        if self.record.training {
            aside("A drill: nothing in it happened.");
        }
        if self.record.erased {
            aside("Personal text in this record was erased on request.");
        }
        if self.record.gate == Gate::Closed {
            aside(
                "Legal gate closed: until a named person lifts it, the customer gets regret and an undertaking, and no facts. \
                 Ask before forwarding this record.",
            );
        }
    }

    fn step(self, document: &mut Document<'r>, step: &'r StepRecord) {
        document.push(Block::Heading(heading(step)));
        if let Some(reason) = &step.skipped {
            document.push(Block::Paragraph(Line::ours("Left out: ").say(reason)));
        }
        document.fields(fields::of_step(self, step));
    }

    fn not_reached(self, document: &mut Document<'r>) {
        let steps: Vec<_> =
            self.record.steps.iter().filter(|step| !is_reached(step)).map(|step| Line::said(&step.title)).collect();
        if !steps.is_empty() {
            document.heading("Not reached yet");
            document.push(Block::List(steps));
        }
    }

    fn rounds(self, document: &mut Document<'r>) {
        if self.record.rounds.is_empty() {
            return;
        }
        document.heading("Earlier rounds");
        document.push(Block::Paragraph(Line::ours(
            "Each ended with the customer wanting something more, or with the incident being opened again. What was answered until then:",
        )));
        for round in &self.record.rounds {
            let back_to = self.record.steps.iter().find(|step| step.step == round.to).map(|step| &step.title);
            let line = Line::ours("Round ")
                .piece(Piece::Count(round.number))
                .words(", until ")
                .piece(short(round.at, self.zone));
            let line = match back_to {
                Some(title) => line.words("; then back to: ").say(title),
                None => line,
            };
            document.push(Block::Subheading(line));
            document.fields(fields::of_round(self, &round.entries));
        }
    }

    fn notes(self, document: &mut Document<'r>) {
        if self.record.notes.is_empty() && self.record.set_aside.is_empty() {
            return;
        }
        document.heading("Notes");
        let note = |note: &'r crate::walk::Note| {
            let line = Line::new().piece(short(note.at, self.zone));
            let line = if note.by.is_blank() { line } else { line.words(", ").say(&note.by) };
            line.words(": ").say(&note.text)
        };
        let notes: Vec<_> = self.record.notes.iter().map(note).collect();
        if !notes.is_empty() {
            document.push(Block::List(notes));
        }
        if !self.record.set_aside.is_empty() {
            document.push(Block::Paragraph(Line::ours(
                "Answered earlier, and no longer asked since another answer changed; kept in the journal:",
            )));
            document.push(Block::List(self.record.set_aside.iter().map(|(_, ask)| Line::said(ask)).collect()));
        }
    }

    fn provenance(self, document: &mut Document<'r>) {
        let record = self.record;
        document.heading("About this record");
        let mut fields = Vec::with_capacity(4);
        let playbook = Line::said(&record.playbook_title).words(" (").piece(Piece::Name(&record.playbook));
        let playbook = match &record.playbook_version {
            Some(version) => playbook.words(", version ").say(version).words(")"),
            None => playbook.words(")"),
        };
        fields.push(super::document::Field::new("Playbook", playbook));
        fields.push(super::document::Field::new("Recorded by", self.recorders()));
        fields.push(super::document::Field::new("Last entry", Line::new().piece(long(record.updated_at, self.zone))));
        fields.push(super::document::Field::new("Written with", Line::ours("recover ").say(&record.provenance.tool)));
        document.fields(fields);
        document.push(Block::Footnotes(self.footnotes()));
    }

    /// Who recorded any of it, each once, in the order of the record.
    fn recorders(self) -> Line<'r> {
        let mut names: Vec<&'r Untrusted> = Vec::new();
        let entries = self.record.steps.iter().flat_map(|step| &step.entries);
        let recorded = entries.filter_map(|entry| match &entry.state {
            EntryState::Answered { by, .. } => Some(by),
            _ => None,
        });
        let opened_by = std::iter::once(&self.record.provenance.opened_by);
        for name in opened_by.chain(recorded).chain(self.record.notes.iter().map(|note| &note.by)) {
            if !name.is_blank() && !names.contains(&name) {
                names.push(name);
            }
        }
        let all = names.into_iter().fold(Line::new(), |line, name| {
            if line.is_empty() { Line::said(name) } else { line.words(", ").say(name) }
        });
        match (&self.record.provenance.responder, all.is_empty()) {
            (Some(responder), true) => Line::said(&responder.name),
            (None, true) => Line::faint("not recorded"),
            _ => all,
        }
    }

    fn footnotes(self) -> Vec<Line<'r>> {
        let record = self.record;
        let mut notes = vec![
            Line::ours("Times are local; when this was opened, UTC")
                .piece(Piece::Offset(*self.zone.at(record.opened_at.to_utc()).offset()))
                .words(". Owed and overdue are as of the last entry."),
        ];
        if self.entries().any(|entry| matches!(entry.state, EntryState::Answered { origin: Origin::Assumed, .. })) {
            notes.push(Line::ours(
                "“Assumed”: filled in from another answer or the time of entry, shown to whoever was recording, and not changed.",
            ));
        }
        notes.push(Line::ours("For the house only. What the customer may read is a record of its own."));
        notes
    }

    fn entries(self) -> impl Iterator<Item = &'r Entry> {
        let now = self.record.steps.iter().flat_map(|step| &step.entries);
        now.chain(self.record.rounds.iter().flat_map(|round| &round.entries))
    }

    /// The entry of a question, unless it is confidential.
    fn entry(self, id: &str) -> Option<&'r Entry> {
        self.record.entry(id).filter(|entry| entry.audience != Audience::Confidential)
    }

    fn value(self, id: &str) -> Option<&'r crate::answer::Value> {
        self.entry(id).and_then(Entry::value).map(crate::spine::Guarded::for_house)
    }

    fn is_closed(self) -> bool {
        self.record.status == Status::Closed
    }
}

/// Whether anything was said about a step; the first always counts.
fn is_reached(step: &StepRecord) -> bool {
    let silent =
        |entry: &Entry| matches!(entry.state, EntryState::Open | EntryState::Unknown) && entry.notes.is_empty();
    step.step == Step::Intake || step.skipped.is_some() || !step.entries.iter().all(silent)
}

/// The six steps carry their number; hearing what happened and learning from it stand around them.
fn heading(step: &StepRecord) -> Line<'_> {
    let number = match step.step {
        Step::Intake => return Line::ours("What happened"),
        Step::Learn => return Line::ours("What we learn from it"),
        Step::TakeResponsibility => "1. ",
        Step::ApologiseAndExplain => "2. ",
        Step::Correct => "3. ",
        Step::Compensate => "4. ",
        Step::AskIfSatisfied => "5. ",
        Step::AcceptTheUnforgivable => "6. ",
    };
    Line::ours(number).say(&step.title)
}
