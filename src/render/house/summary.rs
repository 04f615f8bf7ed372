//! The first block of the record: who, where it stands, what is owed.

use chrono::{DateTime, FixedOffset};

use super::House;
use super::rows::NOT_RECORDED;
use crate::answer::Value;
use crate::journal::Status;
use crate::record::{PromiseEntry, PromiseState, Record};
use crate::render::document::{Field, Line, Piece};
use crate::render::value::{self, keeper, long, name_and_role, person, short, what_is_promised};
use crate::spine::{Audience, Gate};

/// `INC-2026-0042: Zoë Okonkwo (closed)`
pub(super) fn title(record: &Record) -> Line<'_> {
    let line = Line::new().piece(Piece::Id(record.identity.id));
    let customer = record.entry("customer").filter(|entry| entry.audience != Audience::Confidential);
    let customer = customer.and_then(|entry| entry.value()).and_then(|value| value.for_house().person());
    let line = match customer {
        Some(customer) => line.words(": ").say(&customer.name),
        None => line,
    };
    line.words(match record.status {
        Status::Open => " (open)",
        Status::Closed => " (closed)",
    })
}

/// The fields of the summary.
pub(super) fn fields<'r>(house: House<'r, '_>) -> Vec<Field<'r>> {
    let record = house.record;
    let mut fields = Vec::with_capacity(12);
    let not_recorded = || Line::faint(NOT_RECORDED);
    fields.push(Field::new(
        "Customer",
        house.value("customer").and_then(Value::person).map_or_else(not_recorded, person),
    ));
    fields.push(Field::new("Owner", owner(house)));
    fields.push(Field::new("Opened", Line::new().piece(long(record.opened_at, house.zone))));
    match record.closed_at {
        Some(at) => fields.push(Field::new("Closed", Line::new().piece(long(at, house.zone)).line(ending(house)))),
        None => fields
            .push(Field::new("Status", Line::ours("open, last entry ").piece(short(record.updated_at, house.zone)))),
    }
    if let Some(gate) = gate(house) {
        fields.push(Field::new("Customer text", gate));
    }
    let chased = house.contacts().filter(|contact| contact.chased == Some(true)).count();
    if chased > 0 {
        let times =
            if chased == 1 { Line::ours("once") } else { Line::new().piece(Piece::Count(chased)).words(" times") };
        fields.push(Field::new("Had to chase us", times));
    }
    fields.push(Field::new("Next due", next_due(house)));
    if !house.is_closed() {
        fields.push(Field::new("Still to be answered", owed(record)));
    }
    if let Some(reference) = &record.identity.external_ref {
        fields.push(Field::new("Our reference", Line::said(reference)));
    }
    fields
}

fn owner<'r>(house: House<'r, '_>) -> Line<'r> {
    let responsibility = &house.record.responsibility;
    let Some(named) = responsibility.named() else {
        return Line::ours("nobody yet");
    };
    let line = name_and_role(named);
    if responsibility.owner.is_none() {
        return line.words(match house.value("owner_accepted") {
            Some(Value::YesNo(false)) => "; has not accepted",
            _ => "; not known to have accepted",
        });
    }
    let line = match responsibility.time_to_own {
        Some(time) if time.num_minutes() > 0 => {
            line.words("; accepted after ").piece(Piece::Duration(time.num_seconds().unsigned_abs()))
        }
        _ => line.words("; accepted"),
    };
    let line = match &responsibility.asked {
        Some(asked) => line.words("; handed to ").say(&asked.person.name).words(", who has not accepted yet"),
        None => line,
    };
    match &responsibility.deputy {
        Some(deputy) => line.words("; ").say(&deputy.name).words(" stands in"),
        None => line,
    }
}

fn ending<'r>(house: House<'r, '_>) -> Line<'r> {
    match house.entry("ending").and_then(|entry| Some((entry.value()?.for_house(), &entry.kind))) {
        Some((ending, kind)) => Line::ours(": ").line(value::value(ending, kind, house.zone)),
        None => Line::new(),
    }
}

fn gate<'r>(house: House<'r, '_>) -> Option<Line<'r>> {
    if house.record.gate == Gate::Closed {
        return Some(Line::ours("held to regret and an undertaking"));
    }
    let lifted_by = house.value("gate_lifted_by").and_then(Value::person)?;
    Some(Line::ours("legal gate lifted by ").line(name_and_role(lifted_by)))
}

/// What falls due next, of what is neither settled nor confidential.
fn next_due<'r>(house: House<'r, '_>) -> Line<'r> {
    let owed = |entry: &&PromiseEntry| {
        !matches!(entry.state(house.record.updated_at), PromiseState::Settled(_))
            && entry.promise.audience() != Audience::Confidential
    };
    let mut owed = house.record.promises.iter().filter(owed);
    let Some(next) = owed.next() else {
        return Line::ours(if house.is_closed() {
            "nothing is owed"
        } else {
            "nothing: they have not been told when they hear next"
        });
    };
    let line = due(house, next.promise.for_house().due, next.state(house.record.updated_at)).words(": ");
    let promise = next.promise.for_house();
    let line = line.line(what_is_promised(promise));
    let line = match keeper(promise) {
        Some(by) => line.words(" (").stretch(by).words(")"),
        None => line,
    };
    match owed.count() {
        0 => line,
        more => line.words("; ").piece(Piece::Count(more)).words(" more under Promises"),
    }
}

fn due<'r>(house: House<'_, '_>, at: DateTime<FixedOffset>, state: PromiseState) -> Line<'r> {
    let line = Line::new().piece(short(at, house.zone));
    if state == PromiseState::Overdue { line.words(", overdue") } else { line }
}

fn owed(record: &Record) -> Line<'_> {
    let count = record.owed().count();
    match record.owed().next() {
        None => Line::ours("nothing; it can be closed"),
        Some((_, first)) => {
            let questions = if count == 1 { " question; next: " } else { " questions; next: " };
            Line::new().piece(Piece::Count(count)).words(questions).say(&first.ask)
        }
    }
}
