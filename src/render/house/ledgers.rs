//! Failures, promises and contacts as tables, and what happened when.

use super::House;
use super::fields::kept;
use crate::answer::{Contact, Direction, Failure, Promise, Value};
use crate::record::{Happening, Limit, PromiseState};
use crate::render::document::{Block, Clock, ClockForm, Document, Line, Piece, Said, Table};
use crate::render::value::{self, channel, circumstances, failure_state, short, verdict_in_words, way};
use crate::spine::{Audience, Gate, Guarded, Step};

impl<'r> House<'r, '_> {
    fn parts(self) -> impl Iterator<Item = &'r Value> {
        let entries = self.entries().filter(|entry| entry.audience != Audience::Confidential);
        entries.filter_map(|entry| entry.value()).flat_map(|value| value.for_house().parts())
    }

    /// Every contact that is not confidential, in the order of the record.
    pub(super) fn contacts(self) -> impl Iterator<Item = &'r Contact> {
        self.parts().filter_map(|part| match part {
            Value::Contact(contact) => Some(contact),
            _ => None,
        })
    }

    fn failures(self) -> impl Iterator<Item = &'r Failure> {
        self.parts().filter_map(|part| match part {
            Value::Failure(failure) => Some(failure),
            _ => None,
        })
    }
}

/// What was promised and what came, earliest first.
pub(super) fn failures<'r>(house: House<'r, '_>, document: &mut Document<'r>) {
    let mut failures: Vec<&Failure> = house.failures().collect();
    if failures.is_empty() {
        return;
    }
    failures.sort_by_key(|failure| failure.at);
    document.heading("Promised and delivered");
    let row = |failure: &'r Failure| {
        vec![
            Line::new().piece(short(failure.at, house.zone)),
            failure.promised.as_ref().map_or_else(|| Line::faint("not recorded"), Line::said),
            Line::said(&failure.what),
            failure_state(failure, house.zone),
        ]
    };
    let rows = failures.into_iter().map(row).collect();
    document.push(Block::Table(Table { heads: &["When", "Promised", "What came", "Since then"], rows }));
}

/// Every promise with what became of it, earliest due first.
pub(super) fn promises<'r>(house: House<'r, '_>, document: &mut Document<'r>) {
    let entries = house.record.promises.iter().filter(|entry| entry.promise.audience() != Audience::Confidential);
    let rows: Vec<Vec<Line<'r>>> = entries
        .map(|entry| {
            let promise = entry.promise.for_house();
            let to = match &promise.to {
                Some(to) => Line::said(to),
                None if entry.promise.audience() == Audience::Customer => Line::ours("the customer"),
                None => Line::ours("the house"),
            };
            let what = Line::new().piece(Piece::Promise(entry.number)).words(" ").say(&promise.what);
            let what = match entry.moved {
                0 => what,
                1 => what.words(" (promised anew once, in time)"),
                times => what.words(" (promised anew ").piece(Piece::Count(times)).words(" times, in time)"),
            };
            vec![
                Line::new().piece(short(promise.due, house.zone)),
                what,
                promise.by.as_ref().map_or_else(|| Line::faint("nobody named"), |by| Line::said(&by.name)),
                to,
                became(house, promise, entry.state(house.record.updated_at)),
            ]
        })
        .collect();
    document.heading("Promises");
    if rows.is_empty() {
        document.push(Block::Paragraph(Line::faint("None recorded.")));
    } else {
        document.push(Block::Table(Table { heads: &["Due", "What", "Seen to by", "To whom", "Came of it"], rows }));
    }
    let taken_out = house.record.promises.taken_out();
    let taken_out: Vec<Line<'r>> = taken_out
        .filter(|entry| entry.promise.audience() != Audience::Confidential)
        .map(|entry| {
            let promise = entry.promise.for_house();
            let line =
                Line::new().piece(Piece::Promise(entry.number)).words(", for ").piece(short(promise.due, house.zone));
            line.words(": ").say(&promise.what)
        })
        .collect();
    if !taken_out.is_empty() {
        document.push(Block::Paragraph(Line::ours("Taken out before it fell due:")));
        document.push(Block::List(taken_out));
    }
}

fn became<'r>(house: House<'r, '_>, promise: &'r Promise, state: PromiseState) -> Line<'r> {
    let line = match state {
        PromiseState::Owed => return Line::ours("owed"),
        PromiseState::Overdue => return Line::ours("overdue"),
        PromiseState::Settled(verdict) => Line::ours(verdict_in_words(verdict)),
    };
    let line = match promise.settled_at {
        Some(at) => line.words(", ").piece(short(at, house.zone)),
        None => line,
    };
    match &promise.reason {
        Some(reason) => line.words(": ").say(reason),
        None => line,
    }
}

/// Every time limit that applies, and whether it was in time: a limit that was missed is a failure of its own.
pub(super) fn limits<'r>(house: House<'r, '_>, document: &mut Document<'r>) {
    if house.record.limits.is_empty() {
        return;
    }
    document.heading("Time limits");
    let row = |limit: &'r Limit| {
        let due = match limit.due {
            Some(due) if limit.by_day => Line::new().piece(Piece::Day(due.date_naive())),
            Some(due) => Line::new().piece(short(due, house.zone)),
            None => Line::faint("not started"),
        };
        vec![due, Line::said(&limit.what), came_of_it(house, limit)]
    };
    let rows = house.record.limits.iter().map(row).collect();
    document.push(Block::Table(Table { heads: &["By", "What", "Came of it"], rows }));
}

fn came_of_it<'r>(house: House<'r, '_>, limit: &'r Limit) -> Line<'r> {
    if let Some(reason) = &limit.waived {
        return Line::ours("does not apply: ").say(reason);
    }
    if limit.uncountable.is_some() {
        return Line::ours("could not be counted");
    }
    let line = match (limit.met_at, limit.in_time(house.record.updated_at)) {
        (Some(at), Some(true)) => Line::ours("met in time, ").piece(short(at, house.zone)),
        (Some(at), Some(false)) => Line::ours("met LATE, ").piece(short(at, house.zone)),
        (Some(_), None) => Line::ours("met, and nobody said when"),
        (None, Some(false)) => Line::ours("LATE"),
        (None, Some(true)) => Line::ours("runs"),
        (None, None) if limit.left_at.is_some() => Line::faint("not recorded"),
        (None, None) => Line::new(),
    };
    match limit.extensions.last() {
        Some(extension) => line.words("; extended: ").say(&extension.reason),
        None => line,
    }
}

/// Every contact, earliest first.
pub(super) fn contacts<'r>(house: House<'r, '_>, document: &mut Document<'r>) {
    let mut contacts: Vec<&Contact> = house.contacts().collect();
    if contacts.is_empty() {
        return;
    }
    contacts.sort_by_key(|contact| contact.at);
    document.heading("Contacts");
    let row = |contact: &'r Contact| {
        let way = way(contact);
        let way = match &contact.who {
            Some(who) => way.words("; ").say(who),
            None => way,
        };
        let said = Line::said(&contact.said);
        let said = match circumstances(contact) {
            Some(words) => {
                Line::new().stretch(Said::from(&contact.said).without_stop()).words(" (").words(words).words(")")
            }
            None => said,
        };
        vec![Line::new().piece(short(contact.at, house.zone)), way, said]
    };
    let rows = contacts.into_iter().map(row).collect();
    document.push(Block::Table(Table { heads: &["When", "How", "What was said"], rows }));
    let of_contacts = house
        .entries()
        .filter(|entry| entry.audience != Audience::Confidential && matches!(entry.kind, crate::answer::Kind::Contact));
    for kept in of_contacts.filter_map(kept) {
        document.push(Block::Paragraph(kept));
    }
}

/// What happened when. Notes stand in their own section.
pub(super) fn timeline<'r>(house: House<'r, '_>, document: &mut Document<'r>) {
    let open = house.record.timeline.iter().filter(|moment| moment.what.audience() != Audience::Confidential);
    let rows: Vec<(Clock, Line<'r>)> = open
        .filter_map(|moment| {
            let what = happening(house, Guarded::for_house(&moment.what))?;
            Some((Clock::at(moment.at, ClockForm::Short, house.zone), what))
        })
        .collect();
    document.heading("Timeline");
    document.push(Block::Timeline(rows));
}

fn happening<'r>(house: House<'r, '_>, what: &'r Happening) -> Option<Line<'r>> {
    Some(match what {
        Happening::Happened => Line::ours("It happened."),
        Happening::Received => Line::ours("They told us."),
        Happening::Opened => Line::ours("This record was opened."),
        Happening::Failed(failure) => Line::ours("Failed: ").say(&failure.what),
        Happening::FailurePutRight(failure) => Line::ours("Put right: ").say(&failure.what),
        Happening::Contact(contact) => contact_happened(contact),
        Happening::Promise { promise, settled } => promise_happened(house, promise, *settled),
        Happening::Owned(owner) => Line::said(owner).words(" took it on."),
        Happening::Asked(owner) => Line::said(owner).words(" was asked to take it on, and has not accepted yet."),
        Happening::GateMoved(to, by, reason) => {
            let moved = match to {
                Gate::Closed => " closed the legal gate: ",
                Gate::Open => " lifted the legal gate: ",
            };
            Line::said(by).words(moved).sentence(Said::from(reason))
        }
        Happening::Reopened { reason, failed } => {
            let line = Line::ours(if *failed { "Opened again, since it failed: " } else { "Opened again: " });
            line.sentence(Said::from(reason))
        }
        Happening::Apologised(by) => {
            let who = by.as_ref().map_or_else(|| Line::ours("We"), Line::said);
            who.words(if house.value("apology_words").is_some() { " apologised." } else { " expressed regret." })
        }
        Happening::Corrected { wholly: true } => Line::ours("It was put right."),
        Happening::Corrected { wholly: false } => Line::ours("It was put right in part."),
        Happening::AskedThem => Line::ours("They were asked whether it is right."),
        Happening::LoopedBack(step) => {
            Line::ours("They wanted something more; back to: ").line(title(house, *step)).words(".")
        }
        Happening::OutOfOrder(step, reason) => {
            Line::ours("Taken before its turn: ").line(title(house, *step)).words(". Why: ").say(reason)
        }
        Happening::Noted(_) => return None,
        Happening::Ended(ending) => closed(house, ending),
    })
}

fn title<'r>(house: House<'r, '_>, step: Step) -> Line<'r> {
    let of_playbook = house.record.steps.iter().find(|each| each.step == step).map(|each| &each.title);
    of_playbook.map_or_else(|| Line::ours(step.title()), Line::said)
}

fn contact_happened(contact: &Contact) -> Line<'_> {
    let line = match (contact.direction, &contact.with) {
        (Direction::In, None) => Line::ours("They got in touch"),
        (Direction::In, Some(somebody)) => Line::ours("Word from ").say(somebody),
        (Direction::Out, None) => Line::ours("We got in touch with them"),
        (Direction::Out, Some(somebody)) => Line::ours("We got in touch with ").say(somebody),
        (Direction::Inside, None) => return Line::ours("Inside the house: ").say(&contact.said),
        (Direction::Inside, Some(somebody)) => {
            return Line::ours("Inside the house, with ").say(somebody).words(": ").say(&contact.said);
        }
    };
    let line = match &contact.channel {
        Some(name) => line.words(", ").piece(channel(name)),
        None => line,
    };
    line.words(if contact.chased == Some(true) { ", having to chase us." } else { "." })
}

fn promise_happened<'r>(house: House<'r, '_>, promise: &'r Promise, settled: bool) -> Line<'r> {
    let line = match promise.verdict.filter(|_| settled) {
        Some(verdict) => Line::ours("Promise ").words(verdict_in_words(verdict)),
        None if promise.due < house.record.updated_at => Line::ours("Promise overdue"),
        None => Line::ours("Promise due"),
    };
    line.words(": ").line(value::what_is_promised(promise)).words(".")
}

fn closed<'r>(house: House<'r, '_>, ending: &'r crate::spine::Name) -> Line<'r> {
    let choices = house.entry("ending").map_or(&[][..], |entry| entry.kind.choices());
    let label: Piece<'r> = value::choice(ending, choices);
    Line::ours("Closed: ").piece(label).words(".")
}
