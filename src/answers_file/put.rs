//! Answers as an answers file gives them: the shortest form that reads back as the same answer.

use chrono::{DateTime, FixedOffset};
use rust_decimal::Decimal;

use crate::answer::read::read;
use crate::answer::{Choice, Contact, Failure, Given, Kind, Listening, Person, Promise, Value};
use crate::schedule::human;
use crate::spine::Name;
use crate::untrusted::Untrusted;

/// The value as a file gives it, for a question of that kind.
pub(super) fn given(kind: &Kind, value: &Value) -> Given {
    match value {
        Value::Text(text) => self::text(text),
        Value::Choice(id) => Given::Text(choice(kind.choices(), id)),
        Value::Choices(ids) => Given::List(ids.iter().map(|id| Given::Text(choice(kind.choices(), id))).collect()),
        Value::YesNo(answer) => Given::Bool(*answer),
        Value::Number(number) => self::number(*number),
        Value::Money(money) => Given::Text(format!("{} {}", money.amount(), money.currency().code())),
        Value::Date(date) => Given::Text(date.format("%Y-%m-%d").to_string()),
        Value::DateTime(at) => moment(*at),
        Value::Duration(seconds) => duration(*seconds),
        Value::Person(person) => self::person(person),
        Value::Rating(mark) => Given::Number(Decimal::from(*mark)),
        Value::Promise(promise) => self::promise(promise),
        Value::Contact(contact) => self::contact(contact),
        Value::Failure(failure) => self::failure(failure),
        Value::Several(parts) => Given::List(parts.iter().map(|part| given(kind, part)).collect()),
    }
}

fn text(text: &Untrusted) -> Given {
    Given::Text(text.as_stored().to_owned())
}

/// A choice by its name, or by its number where another choice is meant by that name first.
fn choice(choices: &[Choice], id: &Name) -> String {
    let kind = Kind::Choice(choices.to_vec());
    if reads_as(&kind, id.as_str(), &Value::Choice(id.clone())) {
        return id.to_string();
    }
    let number = choices.iter().position(|choice| choice.id == *id).map(|place| (place + 1).to_string());
    number.unwrap_or_else(|| id.to_string())
}

/// Whether a typed line is read as that value. No time is looked at.
fn reads_as(kind: &Kind, typed: &str, value: &Value) -> bool {
    let Some(zone) = FixedOffset::east_opt(0) else { return false };
    let now = DateTime::UNIX_EPOCH.with_timezone(&zone);
    let ctx = Listening { now, zone: &zone, me: None, currency: None, keeper: None };
    read(kind, typed, &ctx).is_ok_and(|read| read == *value)
}

/// Whole numbers beyond what TOML has are written as text.
fn number(number: Decimal) -> Given {
    let is_toml = number.scale() > 0 || i64::try_from(number).is_ok();
    if is_toml { Given::Number(number) } else { Given::Text(number.to_string()) }
}

/// A moment in full, to the fraction of a second where it has one.
pub(super) fn stamp(at: DateTime<FixedOffset>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

fn moment(at: DateTime<FixedOffset>) -> Given {
    Given::Text(stamp(at))
}

fn duration(seconds: u64) -> Given {
    let words = human::duration(seconds);
    if reads_as(&Kind::Duration, &words, &Value::Duration(seconds)) {
        Given::Text(words)
    } else {
        Given::Number(Decimal::from(seconds))
    }
}

/// A person in one line, or as a table where the line would be read as somebody else.
pub(super) fn person(person: &Person) -> Given {
    let typed = person.as_typed();
    if reads_as(&Kind::Person, &typed, &Value::Person(person.clone())) {
        return Given::Text(typed);
    }
    let Person { name, role, contact } = person;
    let mut table = Table::default();
    table.text("name", Some(name));
    table.text("role", role.as_ref());
    table.text("contact", contact.as_ref());
    Given::Table(table.0)
}

#[derive(Default)]
struct Table(Vec<(String, Given)>);

impl Table {
    fn put(&mut self, key: &str, given: Option<Given>) {
        self.0.extend(given.map(|given| (key.to_owned(), given)));
    }

    fn text(&mut self, key: &str, text: Option<&Untrusted>) {
        self.put(key, text.map(self::text));
    }

    fn name(&mut self, key: &str, name: Option<&str>) {
        self.put(key, name.map(|name| Given::Text(name.to_owned())));
    }
}

// The structures are taken apart in full, so that a field added to one cannot be forgotten here.

fn promise(promise: &Promise) -> Given {
    let Promise { what, due, by, to, verdict, settled_at, reason } = promise;
    let mut table = Table::default();
    table.text("what", Some(what));
    table.put("due", Some(moment(*due)));
    // Without a `by` the owner would be taken for it.
    table.put("by", Some(by.as_ref().map_or_else(|| Given::Text(String::new()), person)));
    table.text("to", to.as_ref());
    table.name("verdict", verdict.map(crate::answer::Verdict::name));
    table.put("settled_at", settled_at.map(moment));
    table.text("reason", reason.as_ref());
    Given::Table(table.0)
}

fn contact(contact: &Contact) -> Given {
    let Contact { at, direction, channel, who, with, said, answered, chased, role, no_next } = contact;
    let mut table = Table::default();
    table.put("at", Some(moment(*at)));
    table.name("direction", Some(direction.name()));
    table.name("channel", channel.as_ref().map(Name::as_str));
    table.text("who", who.as_ref());
    table.text("role", role.as_ref());
    table.text("with", with.as_ref());
    table.text("said", Some(said));
    table.put("answered", answered.map(Given::Bool));
    table.put("chased", chased.map(Given::Bool));
    table.text("no_next", no_next.as_ref());
    Given::Table(table.0)
}

fn failure(failure: &Failure) -> Given {
    let Failure { at, what, promised, state, put_right_at } = failure;
    let mut table = Table::default();
    table.put("at", Some(moment(*at)));
    table.text("what", Some(what));
    table.text("promised", promised.as_ref());
    table.name("state", Some(state.name()));
    table.put("put_right_at", put_right_at.map(moment));
    Given::Table(table.0)
}
