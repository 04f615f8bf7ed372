//! The hand-over card as a document, for a page that is printed, pinned up or sent on inside the house.

use chrono::{DateTime, FixedOffset};

use super::{LATEST_CONTACTS, severity};
use crate::answer::{Failure, FailureState, Value};
use crate::record::{PromiseEntry, PromiseState, Record};
use crate::render::document::{Block, Content, Document, Field, Line, Piece, Said, Table};
use crate::render::value::{keeper, long, name_and_role, person, short, verdict_in_words, way, what_is_promised};
use crate::schedule::zone::Zone;
use crate::spine::{Audience, Gate, Guarded};

/// The card of a record, as things stand at `now`. Nothing confidential is on it.
pub fn document<'r>(record: &'r Record, now: DateTime<FixedOffset>, zone: &dyn Zone) -> Document<'r> {
    let card = Card { record, now, zone };
    let mut document = Document::titled(card.title());
    if record.gate == Gate::Closed {
        document.push(Block::Aside(Line::ours(
            "Legal gate closed: say how sorry you are, and that it is being looked into; no facts, no causes.",
        )));
    }
    document.fields(card.who());
    card.story(&mut document);
    card.failures(&mut document);
    card.promises(&mut document);
    card.limits(&mut document);
    card.contacts(&mut document);
    card.before(&mut document);
    document
}

struct Card<'r, 'z> {
    record: &'r Record,
    now: DateTime<FixedOffset>,
    zone: &'z dyn Zone,
}

impl<'r> Card<'r, '_> {
    /// An answer that is not confidential.
    fn open(&self, id: &str) -> Option<&'r Value> {
        let answer = self.record.answer(id)?;
        (answer.audience() != Audience::Confidential).then(|| Guarded::for_house(answer))
    }

    fn title(&self) -> Line<'r> {
        let line = Line::ours("Hand-over: ").piece(Piece::Id(self.record.identity.id));
        match self.open("customer") {
            Some(Value::Person(customer)) => line.words(", ").say(&customer.name),
            _ => line,
        }
    }

    fn who(&self) -> Vec<Field<'r>> {
        let mut fields = Vec::new();
        if let Some(Value::Person(customer)) = self.open("customer") {
            fields.push(Field::new("The customer", person(customer)));
        }
        if let Some(Value::Text(reference)) = self.open("reference") {
            fields.push(Field::new("Their reference", Line::said(reference)));
        }
        fields.extend(severity(self.record).map(|severity| Field::new("How bad", Line::new().piece(severity))));
        fields.push(Field::new("Opened", Line::new().piece(long(self.record.opened_at, self.zone))));
        let responsibility = &self.record.responsibility;
        let owner = match &responsibility.owner {
            Some(turn) => name_and_role(&turn.person).words(", since ").piece(short(turn.since, self.zone)),
            None => Line::faint("nobody yet"),
        };
        fields.push(Field::new("Answers for it", owner));
        if let Some(asked) = &responsibility.asked {
            let line = name_and_role(&asked.person);
            let line = match &asked.reason {
                Some(why) => line.words(": ").say(why),
                None => line,
            };
            fields.push(Field::new("Asked to", line));
        }
        fields.extend(responsibility.deputy.as_ref().map(|deputy| Field::new("Stands in", name_and_role(deputy))));
        fields
    }

    fn story(&self, document: &mut Document<'r>) {
        const STORY: [(&str, &str); 10] = [
            ("In their words", "what_happened"),
            ("What it did", "effect"),
            ("Told them", "explanation"),
            ("Apologised", "apology_words"),
            ("Done", "correction_what"),
            ("Not possible", "correction_why_not"),
            ("In its place", "alternative"),
            ("Offered", "remedy_what"),
            ("They said", "verdict_words"),
            ("They want more", "more_wanted"),
        ];
        const THEIRS: [&str; 3] = ["what_happened", "verdict_words", "more_wanted"];
        let field = |(label, id): &(&'static str, &str)| match self.open(id)? {
            Value::Text(text) => {
                let mut field = Field::new(label, Line::new());
                let said = Said::from(text);
                field.content = if THEIRS.contains(id) { Content::Quote(said) } else { Content::Prose(said) };
                Some(field)
            }
            _ => None,
        };
        let fields: Vec<Field<'r>> = STORY.iter().filter_map(field).collect();
        if !fields.is_empty() {
            document.heading("So that they need not tell it again");
            document.fields(fields);
        }
    }

    fn failures(&self, document: &mut Document<'r>) {
        let parts = self.open("failures").into_iter().flat_map(Value::parts);
        let failures = parts.filter_map(|part| match part {
            Value::Failure(failure) => Some(self.failure(failure)),
            _ => None,
        });
        list(document, "What failed", failures.collect());
    }

    fn failure(&self, failure: &'r Failure) -> Line<'r> {
        let line = Line::new().piece(short(failure.at, self.zone)).words(": ").say(&failure.what);
        let line = match &failure.promised {
            Some(promised) => line.words(" (promised: ").say(promised).words(")"),
            None => line,
        };
        line.words(match failure.state {
            FailureState::Open => ": open",
            FailureState::PutRight => ": put right",
            FailureState::NotPutRight => ": will not be put right",
        })
    }

    fn promises(&self, document: &mut Document<'r>) {
        let shown = |entry: &&PromiseEntry| entry.promise.audience() != Audience::Confidential;
        let rows: Vec<Vec<Line<'r>>> =
            self.record.promises.iter().filter(shown).map(|entry| self.promise(entry)).collect();
        if !rows.is_empty() {
            document.heading("Promises");
            document.push(Block::Table(Table { heads: &["Due", "What", "Seen to by", "State"], rows }));
        }
    }

    fn promise(&self, entry: &'r PromiseEntry) -> Vec<Line<'r>> {
        let promise = entry.promise.for_house();
        let state = match entry.state(self.now) {
            PromiseState::Owed => "owed",
            PromiseState::Overdue => "OVERDUE",
            PromiseState::Settled(verdict) => verdict_in_words(verdict),
        };
        let what = Line::new().piece(Piece::Promise(entry.number)).words(" ").line(what_is_promised(promise));
        let by = entry.keeper.as_ref().map(|by| Line::said(&by.name));
        let by = by.or_else(|| keeper(promise).map(|by| Line::new().stretch(by)));
        vec![Line::new().piece(short(promise.due, self.zone)), what, by.unwrap_or_default(), Line::ours(state)]
    }

    fn limits(&self, document: &mut Document<'r>) {
        let running = self.record.limits.iter().filter(|limit| limit.met_at.is_none() && limit.left_at.is_none());
        let lines = running.filter_map(|limit| {
            let due = limit.due?;
            let line = if limit.by_day {
                Line::new().piece(Piece::Day(self.zone.at(due.to_utc()).date_naive()))
            } else {
                Line::new().piece(short(due, self.zone))
            };
            let late = if limit.in_time(self.now) == Some(false) { ", LATE: " } else { ": " };
            Some(line.words(late).say(&limit.what))
        });
        let lines = lines.collect();
        list(document, "Time limits that run", lines);
    }

    fn contacts(&self, document: &mut Document<'r>) {
        let parts = self.open("contacts").into_iter().flat_map(Value::parts);
        let mut contacts: Vec<_> = parts
            .filter_map(|part| match part {
                Value::Contact(contact) => Some(contact),
                _ => None,
            })
            .collect();
        contacts.sort_by_key(|contact| contact.at);
        let chased = contacts.iter().filter(|contact| contact.chased == Some(true)).count();
        let earlier = contacts.len().saturating_sub(LATEST_CONTACTS);
        let mut lines: Vec<Line<'r>> = contacts
            .into_iter()
            .skip(earlier)
            .map(|contact| {
                let line = Line::new().piece(short(contact.at, self.zone)).words(", ").line(way(contact));
                line.words(": ").say(&contact.said)
            })
            .collect();
        if chased > 0 {
            lines.push(Line::ours("They had to chase us: ").piece(Piece::Count(chased)).words("×"));
        }
        list(document, "Latest contacts", lines);
    }

    /// What went before: earlier ends, so that the next person does not begin as if nothing had been.
    fn before(&self, document: &mut Document<'r>) {
        let ends = self.record.earlier_ends.iter().map(|end| {
            let how = if end.failed { ", the recovery failed: " } else { ", they came back: " };
            Line::new().piece(short(end.at, self.zone)).words(how).say(&end.reason)
        });
        list(document, "Opened again", ends.collect());
    }
}

fn list<'r>(document: &mut Document<'r>, heading: &'static str, lines: Vec<Line<'r>>) {
    if !lines.is_empty() {
        document.heading(heading);
        document.push(Block::List(lines));
    }
}
