//! The record for programs: `recover.record/1` for the house and `recover.customer-record/1` for the customer.
//!
//! Text is exactly what was typed. Instants are RFC 3339 with their offset, durations seconds, money an amount and a
//! currency; what is unknown is `null`, never nought or empty. Keys keep their order.

use chrono::{DateTime, FixedOffset};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value as Json};

use crate::answer::{Contact, Failure, Money, Person, Promise, Value};
use crate::journal::Origin;
use crate::record::customer::{CustomerAnswer, CustomerRound};
use crate::record::{
    CustomerRecord, Entry, EntryState, Happening, Limit, Moment, PromiseEntry, Record, Responsibility, RoundRecord,
    StepRecord,
};
use crate::spine::{ForCustomer, Gate, Guarded};
use crate::untrusted::Untrusted;

/// An object whose keys keep their order; unlike `json!` it moves what is in it, where that would copy it at each level.
macro_rules! object {
    ({ $($key:literal: $value:expr),* $(,)? }) => {{
        let mut map = Map::with_capacity([$($key),*].len());
        $(map.insert($key.to_owned(), Json::from($value));)*
        Json::Object(map)
    }};
}

/// The schema of the whole record.
pub const RECORD: &str = "recover.record/1";
/// The schema of what the customer may read.
pub const CUSTOMER_RECORD: &str = "recover.customer-record/1";

/// The whole record.
pub fn house(record: &Record) -> Json {
    let answer = |id: &str| record.answer(id).map(Guarded::for_house);
    let accepted = match (&record.responsibility.owner, answer("owner_accepted")) {
        (Some(_), _) => Json::from(true),
        (None, Some(Value::YesNo(accepted))) => Json::from(*accepted),
        (None, _) => Json::Null,
    };
    let ending = answer("ending").and_then(Value::choice).filter(|_| record.closed_at.is_some());
    object!({
        "schema": RECORD,
        "id": record.identity.id.to_string(),
        "ref": text(record.identity.external_ref.as_ref()),
        "training": record.training,
        "status": record.status.as_str(),
        "gate": gate(record.gate),
        "erased": record.erased,
        "opened_at": instant(record.opened_at),
        "updated_at": instant(record.updated_at),
        "closed_at": record.closed_at.map(instant),
        "customer": answer("customer").map(value),
        "owner": record.responsibility.named().map(person),
        "owner_accepted": accepted,
        "responsibility": responsibility(&record.responsibility),
        "severity": answer("severity").map(value),
        "ending": ending,
        "next_due": record.promises.next_due().map(instant),
        "owed": record.owed().map(|(step, entry)| object!({"step": step.step.name(), "question": entry.id.as_str()})).collect::<Vec<_>>(),
        "playbook": playbook(record),
        "responder": record.provenance.responder.as_ref().map(person),
        "opened_by": known(&record.provenance.opened_by),
        "tool": record.provenance.tool.as_stored(),
        "steps": record.steps.iter().map(|each| (each.step.name().to_owned(), step(each))).collect::<Map<_, _>>(),
        "rounds": record.rounds.iter().map(round).collect::<Vec<_>>(),
        "promises": record.promises.iter().map(promise_entry).collect::<Vec<_>>(),
        "promises_taken_out": record.promises.taken_out().map(promise_entry).collect::<Vec<_>>(),
        "limits": record.limits.iter().map(limit).collect::<Vec<_>>(),
        "timeline": record.timeline.iter().map(moment).collect::<Vec<_>>(),
        "out_of_order": record.out_of_order.iter().map(|step| object!({
            "step": step.step.name(), "reason": step.reason.as_stored(), "at": instant(step.at),
        })).collect::<Vec<_>>(),
        "notes": record.notes.iter().map(|note| object!({
            "at": instant(note.at), "by": known(&note.by), "text": note.text.as_stored(),
        })).collect::<Vec<_>>(),
        "gate_moves": record.gate_moves.iter().map(|moved| object!({
            "to": gate(moved.to), "by": person(&moved.by), "reason": moved.reason.as_stored(), "at": instant(moved.at),
        })).collect::<Vec<_>>(),
        "earlier_ends": record.earlier_ends.iter().map(|end| object!({
            "ending": end.ending.as_str(), "ended_at": instant(end.ended_at), "reopened_at": instant(end.at),
            "reason": end.reason.as_stored(), "failed": end.failed, "owner": end.owner.as_ref().map(person),
        })).collect::<Vec<_>>(),
        "set_aside": record.set_aside.iter().map(|(id, ask)| object!({
            "question": id.as_str(), "ask": ask.as_stored(),
        })).collect::<Vec<_>>(),
    })
}

const fn gate(gate: Gate) -> &'static str {
    match gate {
        Gate::Open => "open",
        Gate::Closed => "closed",
    }
}

fn responsibility(of: &Responsibility) -> Json {
    object!({
        "asked": of.asked.as_ref().map(|asked| object!({
            "person": person(&asked.person), "at": instant(asked.at), "reason": text(asked.reason.as_ref()),
        })),
        "deputy": of.deputy.as_ref().map(person),
        "turns": of.turns.iter().map(|turn| object!({
            "person": person(&turn.person), "since": instant(turn.since),
        })).collect::<Vec<_>>(),
        "time_to_own": of.time_to_own.map(|time| time.num_seconds()),
    })
}

fn limit(limit: &Limit) -> Json {
    object!({
        "clock": limit.id.as_str(),
        "what": limit.what.as_stored(),
        "due": limit.due.map(instant),
        "by_day": limit.by_day,
        "met_at": limit.met_at.map(instant),
        "left_at": limit.left_at.map(instant),
        "in_time": limit.met_at.and_then(|met_at| limit.in_time(met_at)),
        "extensions": limit.extensions.iter().map(|extension| object!({
            "n": extension.n, "unit": extension.unit.name(), "reason": extension.reason.as_stored(),
            "told_at": instant(extension.told_at),
        })).collect::<Vec<_>>(),
        "waived": text(limit.waived.as_ref()),
        "uncountable": limit.uncountable.as_deref(),
    })
}

/// What the customer may read.
pub fn customer(record: &CustomerRecord) -> Json {
    object!({
        "schema": CUSTOMER_RECORD,
        "id": record.identity.id.to_string(),
        "opened_at": instant(record.opened_at),
        "reopened_at": record.reopened_at.iter().map(|at| instant(*at)).collect::<Vec<_>>(),
        "customer": record.customer.as_ref().map(|customer| person(customer.get())),
        "reference": words(record.reference.as_ref()),
        "what_happened": words(record.what_happened.as_ref()),
        "effect": words(record.effect.as_ref()),
        "happened_at": record.happened_at.as_ref().map(|at| instant(*at.get())),
        "failures": record.failures.iter().map(|failed| failure(failed.get())).collect::<Vec<_>>(),
        "owner": record.owner.as_ref().map(|owner| person(owner.get())),
        "responsibility": words(record.responsibility.as_ref()),
        "regret": words(record.regret.as_ref()),
        "apology": words(record.apology.as_ref()),
        "apologised_by": record.apologised_by.as_ref().map(|by| person(by.get())),
        "apologised_at": record.apologised_at.as_ref().map(|at| instant(*at.get())),
        "explanation": words(record.explanation.as_ref()),
        "corrected": words(record.corrected.as_ref()),
        "not_corrected": words(record.not_corrected.as_ref()),
        "alternative": words(record.alternative.as_ref()),
        "remedy": words(record.remedy.as_ref()),
        "remedy_value": record.remedy_value.as_ref().map(|worth| money(worth.get())),
        "verdict": words(record.verdict.as_ref()),
        "more_wanted": words(record.more_wanted.as_ref()),
        "route": words(record.route.as_ref()),
        "promises": record.promises.iter().map(|made| promise_to_customer(made.get())).collect::<Vec<_>>(),
        "earlier_rounds": record.earlier_rounds.iter().map(round_for_customer).collect::<Vec<_>>(),
        "others": record.others.iter().map(other).collect::<Vec<_>>(),
    })
}

fn round_for_customer(round: &CustomerRound) -> Json {
    object!({
        "corrected": words(round.corrected.as_ref()),
        "remedy": words(round.remedy.as_ref()),
        "remedy_value": round.remedy_value.as_ref().map(|worth| money(worth.get())),
        "verdict": words(round.verdict.as_ref()),
        "more_wanted": words(round.more_wanted.as_ref()),
    })
}

/// An answer, in the form that answers files take.
pub fn value(answer: &Value) -> Json {
    match answer {
        Value::Text(text) => text.as_stored().into(),
        Value::Choice(id) => id.as_str().into(),
        Value::Choices(ids) => ids.iter().map(crate::spine::Name::as_str).collect(),
        Value::YesNo(yes) => (*yes).into(),
        Value::Number(exact) => number(*exact),
        Value::Money(amount) => money(amount),
        Value::Date(day) => day.to_string().into(),
        Value::DateTime(at) => instant(*at),
        Value::Duration(seconds) => (*seconds).into(),
        Value::Person(somebody) => person(somebody),
        Value::Rating(mark) => (*mark).into(),
        Value::Promise(made) => promise(made),
        Value::Contact(had) => contact(had),
        Value::Failure(failed) => failure(failed),
        Value::Several(parts) => parts.iter().map(value).collect(),
    }
}

fn playbook(record: &Record) -> Json {
    let layers = record
        .provenance
        .layers
        .iter()
        .map(|layer| object!({"name": layer.name.as_str(), "digest": layer.digest.as_str()}));
    object!({
        "id": record.playbook.as_str(),
        "title": record.playbook_title.as_stored(),
        "version": text(record.playbook_version.as_ref()),
        "layers": layers.collect::<Vec<_>>(),
    })
}

fn step(step: &StepRecord) -> Json {
    object!({"title": step.title.as_stored(), "skipped": text(step.skipped.as_ref()), "questions": questions(&step.entries)})
}

fn round(round: &RoundRecord) -> Json {
    object!({"number": round.number, "to": round.to.name(), "at": instant(round.at), "questions": questions(&round.entries)})
}

fn questions(entries: &[Entry]) -> Map<String, Json> {
    entries.iter().map(|each| (each.id.to_string(), entry(each))).collect()
}

fn entry(entry: &Entry) -> Json {
    let (mut answer, mut origin, mut at, mut by, mut doubt, mut reason) = Default::default();
    let state = match &entry.state {
        EntryState::Answered { value: guarded, origin: how, at: when, by: who, doubt: against } => {
            answer = value(guarded.for_house());
            origin = Json::from(match how {
                Origin::Given => "given",
                Origin::Assumed => "assumed",
            });
            at = instant(*when);
            by = known(who);
            doubt = against.as_ref().map_or(Json::Null, |against| against.message().into());
            if against.is_some() { "reconsider" } else { "answered" }
        }
        EntryState::Skipped(why) => {
            reason = text(why.as_ref());
            "skipped"
        }
        EntryState::PutOff => "put-off",
        EntryState::Open => "open",
        EntryState::Unknown => "unknown",
    };
    object!({
        "ask": entry.ask.as_stored(),
        "kind": entry.kind.name().name(),
        "state": state,
        "answer": answer,
        "audience": entry.audience.name(),
        "origin": origin,
        "at": at,
        "by": by,
        "reason": reason,
        "doubt": doubt,
        "notes": entry.notes.iter().map(Untrusted::as_stored).collect::<Vec<_>>(),
        "kept_wording": entry.kept.iter().map(|kept| object!({
            "words": kept.words.as_stored(), "rule": kept.rule.as_str(), "category": kept.category.as_str(),
        })).collect::<Vec<_>>(),
    })
}

/// A promise with its number and what became of it.
pub fn promise_entry(entry: &PromiseEntry) -> Json {
    let made = entry.promise.for_house();
    object!({
        "number": entry.number.to_string(),
        "question": entry.question.as_str(),
        "round": entry.round,
        "moved": entry.moved,
        "made_at": instant(entry.made_at),
        "audience": entry.promise.audience().name(),
        "what": made.what.as_stored(),
        "due": instant(made.due),
        "by": made.by.as_ref().map(person),
        "to": text(made.to.as_ref()),
        "verdict": made.verdict.map(crate::answer::Verdict::name),
        "settled_at": made.settled_at.map(instant),
        "reason": text(made.reason.as_ref()),
    })
}

fn moment(moment: &Moment) -> Json {
    let (kind, detail) = happening(moment.what.for_house());
    object!({"at": instant(moment.at), "audience": moment.what.audience().name(), "kind": kind, "detail": detail})
}

fn happening(what: &Happening) -> (&'static str, Json) {
    match what {
        Happening::Happened => ("happened", Json::Null),
        Happening::Received => ("received", Json::Null),
        Happening::Opened => ("opened", Json::Null),
        Happening::Failed(failed) => ("failed", failure(failed)),
        Happening::FailurePutRight(failed) => ("put-right", failure(failed)),
        Happening::Contact(had) => ("contact", contact(had)),
        Happening::Promise { promise: made, settled: true } => ("promise-settled", promise(made)),
        Happening::Promise { promise: made, settled: false } => ("promise-due", promise(made)),
        Happening::Owned(owner) => ("owned", object!({"name": owner.as_stored()})),
        Happening::Asked(owner) => ("owner-asked", object!({"name": owner.as_stored()})),
        Happening::GateMoved(to, by, reason) => {
            let to = gate(*to);
            ("gate-moved", object!({"to": to, "by": by.as_stored(), "reason": reason.as_stored()}))
        }
        Happening::Reopened { reason, failed } => {
            ("reopened", object!({"reason": reason.as_stored(), "failed": *failed}))
        }
        Happening::Apologised(by) => ("apologised", object!({"by": text(by.as_ref())})),
        Happening::Corrected { wholly } => ("corrected", object!({"wholly": *wholly})),
        Happening::AskedThem => ("asked", Json::Null),
        Happening::LoopedBack(step) => ("looped-back", object!({"to": step.name()})),
        Happening::OutOfOrder(step, reason) => {
            ("out-of-order", object!({"step": step.name(), "reason": reason.as_stored()}))
        }
        Happening::Noted(note) => ("note", object!({"text": note.as_stored()})),
        Happening::Ended(ending) => ("closed", object!({"ending": ending.as_str()})),
    }
}

fn other(other: &CustomerAnswer) -> Json {
    object!({"ask": other.ask.as_stored(), "kind": other.kind.name().name(), "answer": value(other.value.get())})
}

fn person(somebody: &Person) -> Json {
    object!({
        "name": somebody.name.as_stored(),
        "role": text(somebody.role.as_ref()),
        "contact": text(somebody.contact.as_ref()),
    })
}

fn promise(made: &Promise) -> Json {
    let mut all = promise_to_customer(made);
    if let Json::Object(all) = &mut all {
        all.insert("reason".to_owned(), text(made.reason.as_ref()));
    }
    all
}

fn promise_to_customer(made: &Promise) -> Json {
    object!({
        "what": made.what.as_stored(),
        "due": instant(made.due),
        "by": made.by.as_ref().map(person),
        "to": text(made.to.as_ref()),
        "verdict": made.verdict.map(crate::answer::Verdict::name),
        "settled_at": made.settled_at.map(instant),
    })
}

fn contact(had: &Contact) -> Json {
    object!({
        "at": instant(had.at),
        "direction": had.direction.name(),
        "channel": had.channel.as_ref().map(crate::spine::Name::as_str),
        "who": text(had.who.as_ref()),
        "with": text(had.with.as_ref()),
        "said": had.said.as_stored(),
        "answered": had.answered,
        "chased": had.chased,
        "role": text(had.role.as_ref()),
        "no_next": text(had.no_next.as_ref()),
    })
}

fn failure(failed: &Failure) -> Json {
    object!({
        "at": instant(failed.at),
        "what": failed.what.as_stored(),
        "promised": text(failed.promised.as_ref()),
        "state": failed.state.name(),
        "put_right_at": failed.put_right_at.map(instant),
    })
}

fn money(amount: &Money) -> Json {
    object!({"amount": amount.amount().to_string(), "currency": amount.currency().code()})
}

/// A JSON number where that is exact, and the digits as text where it is not.
fn number(exact: Decimal) -> Json {
    if let Some(whole) = exact.to_i64().filter(|whole| Decimal::from(*whole) == exact) {
        return whole.into();
    }
    let near = exact.to_f64().filter(|near| near.to_string().parse() == Ok(exact.normalize()));
    near.map_or_else(|| exact.to_string().into(), Json::from)
}

fn instant(at: DateTime<FixedOffset>) -> Json {
    at.to_rfc3339().into()
}

fn text(text: Option<&Untrusted>) -> Json {
    text.map_or(Json::Null, |text| text.as_stored().into())
}

/// Text that is empty where it is not known.
fn known(text: &Untrusted) -> Json {
    if text.as_stored().is_empty() { Json::Null } else { text.as_stored().into() }
}

fn words(words: Option<&ForCustomer<Untrusted>>) -> Json {
    text(words.map(ForCustomer::get))
}
