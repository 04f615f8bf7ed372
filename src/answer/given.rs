//! Reading a value of an answers file as an answer: the same rules as for a typed line, from structured data.

use chrono::{DateTime, FixedOffset};
use rust_decimal::Decimal;

use super::contact::{Contact, Direction};
use super::failure::{Failure, FailureState};
use super::kind::Kind;
use super::money::Money;
use super::person::Person;
use super::promise::{Promise, Verdict};
use super::read::{self, Listening, Misread};
use super::value::Value;
use crate::limits;
use crate::schedule::spoken::Purpose;
use crate::untrusted::Untrusted;

/// A value as a TOML or JSON file gives it. Dates and times of TOML arrive as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A string, or a TOML date or time as written.
    Text(String),
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(Decimal),
    /// A list.
    List(Vec<Given>),
    /// A table, in the order of the file.
    Table(Vec<(String, Given)>),
}

/// Reads the answer to a question of that kind; `repeat` allows a list of them.
///
/// # Errors
/// Why it is no answer, and what would be.
pub fn read_given(kind: &Kind, repeat: bool, given: &Given, ctx: &Listening<'_>) -> Result<Value, Misread> {
    if !repeat {
        return read_one(kind, given, ctx);
    }
    let part = |given: &Given| match given {
        Given::Text(text) => read::read_part(kind, text, ctx),
        other => read_one(kind, other, ctx),
    };
    let parts = match given {
        Given::List(parts) => parts.iter().map(part).collect::<Result<Vec<_>, _>>()?,
        single => vec![part(single)?],
    };
    if parts.is_empty() { Err(Misread::Empty) } else { Ok(Value::Several(parts)) }
}

fn read_one(kind: &Kind, given: &Given, ctx: &Listening<'_>) -> Result<Value, Misread> {
    match (kind, given) {
        (_, Given::Text(text)) => read::read(kind, text, ctx),
        (Kind::YesNo, Given::Bool(answer)) => Ok(Value::YesNo(*answer)),
        (Kind::Number { at_least, at_most, .. }, Given::Number(number)) => {
            read::within(*number, *at_least, *at_most).map(Value::Number)
        }
        (Kind::Rating { scale }, Given::Number(number)) => {
            read::mark(&number.normalize().to_string(), *scale).map(Value::Rating)
        }
        (Kind::Duration, Given::Number(seconds)) => {
            seconds.normalize().to_string().parse().map(Value::Duration).map_err(|_| wrong("whole seconds, from 0"))
        }
        (Kind::Money, Given::Number(number)) => read::money(&number.to_string(), ctx).map(Value::Money),
        (Kind::Money, Given::Table(table)) => money(table, ctx).map(Value::Money),
        (Kind::Choices(choices), Given::List(parts)) => {
            let names = parts.iter().map(text).collect::<Result<Vec<_>, _>>()?;
            read::several_choices(choices, names.into_iter()).map(Value::Choices)
        }
        (Kind::Person, Given::Table(table)) => person(table).map(Value::Person),
        (Kind::Promise, Given::Table(table)) => promise(table, ctx).map(Value::Promise),
        (Kind::Contact, Given::Table(table)) => contact(table, ctx).map(Value::Contact),
        (Kind::Failure, Given::Table(table)) => failure(table, ctx).map(Value::Failure),
        (kind, _) => Err(wrong(expected(kind))),
    }
}

const fn wrong(expected: &'static str) -> Misread {
    Misread::WrongShape { expected }
}

const fn expected(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::LongText => "text in quotes",
        Kind::Choice(_) => "one of the choices, in quotes",
        Kind::Choices(_) => "a list of choices",
        Kind::YesNo => "`true` or `false`",
        Kind::Number { .. } => "a number",
        Kind::Money => "an amount, as `\"12.50 GBP\"`",
        Kind::Date => "a date",
        Kind::DateTime => "a date and time",
        Kind::Duration => "a length of time, as `\"90 min\"`",
        Kind::Person => "a name in quotes, or a table of `name`, `role`, `contact`",
        Kind::Rating { .. } => "a whole number",
        Kind::Promise => "a table of `what` and `due`",
        Kind::Contact => "a table of `at` and `said`",
        Kind::Failure => "a table of `at` and `what`",
    }
}

/// The table's keys, each of which has to be known.
struct Keys<'a> {
    table: &'a [(String, Given)],
}

impl<'a> Keys<'a> {
    fn of(table: &'a [(String, Given)], known: &'static [&'static str]) -> Result<Self, Misread> {
        match table.iter().find(|(key, _)| !known.contains(&key.as_str())) {
            Some((key, _)) => Err(Misread::UnknownKey { key: key.as_str().into(), known }),
            None => Ok(Self { table }),
        }
    }

    fn get(&self, key: &str) -> Option<&'a Given> {
        self.table.iter().find(|(found, _)| found == key).map(|(_, value)| value)
    }

    fn text(&self, key: &str) -> Result<Option<Untrusted>, Misread> {
        let found = self.get(key).map(text).transpose()?;
        Ok(found.filter(|text| !text.trim().is_empty()).map(Untrusted::from))
    }

    fn needed_text(&self, key: &'static str) -> Result<Untrusted, Misread> {
        self.text(key)?.ok_or(Misread::MissingKey(key))
    }

    fn moment(&self, key: &'static str, ctx: &Listening<'_>) -> Result<Option<DateTime<FixedOffset>>, Misread> {
        self.get(key).map(|given| read::moment(text(given)?, Purpose::Either, ctx)).transpose()
    }

    fn needed_moment(&self, key: &'static str, ctx: &Listening<'_>) -> Result<DateTime<FixedOffset>, Misread> {
        self.moment(key, ctx)?.ok_or(Misread::MissingKey(key))
    }

    fn flag(&self, key: &str) -> Result<Option<bool>, Misread> {
        match self.get(key) {
            None => Ok(None),
            Some(Given::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => Err(wrong("`true` or `false`")),
        }
    }

    fn one_of<T: Copy>(&self, key: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Result<Option<T>, Misread> {
        let Some(given) = self.get(key) else { return Ok(None) };
        let typed = text(given)?;
        match all.iter().copied().find(|one| name(*one) == typed) {
            Some(found) => Ok(Some(found)),
            None => Err(Misread::NotAChoice {
                typed: typed.into(),
                choices: all.iter().filter_map(|one| name(*one).parse().ok()).collect(),
            }),
        }
    }
}

fn text(given: &Given) -> Result<&str, Misread> {
    match given {
        Given::Text(text) if limits::ANSWER_BYTES.allows(text.len()) => Ok(text),
        Given::Text(_) => Err(Misread::TooLong),
        _ => Err(wrong("text in quotes")),
    }
}

fn money(table: &[(String, Given)], ctx: &Listening<'_>) -> Result<Money, Misread> {
    let keys = Keys::of(table, &["amount", "currency"])?;
    let amount = match keys.get("amount") {
        Some(Given::Number(number)) => number.to_string(),
        Some(given) => text(given)?.to_owned(),
        None => return Err(Misread::MissingKey("amount")),
    };
    let currency = keys.text("currency")?;
    let code = currency.as_ref().map_or("", |currency| currency.as_stored());
    read::money(&format!("{amount} {code}"), ctx)
}

fn person(table: &[(String, Given)]) -> Result<Person, Misread> {
    let keys = Keys::of(table, &["name", "role", "contact"])?;
    let name = keys.needed_text("name")?;
    if !name.as_stored().chars().any(char::is_alphabetic) {
        return Err(Misread::Nameless);
    }
    Ok(Person { name, role: keys.text("role")?, contact: keys.text("contact")? })
}

fn person_in(given: &Given, ctx: &Listening<'_>) -> Result<Person, Misread> {
    match given {
        Given::Table(table) => person(table),
        other => read::person(text(other)?.trim(), ctx),
    }
}

fn promise(table: &[(String, Given)], ctx: &Listening<'_>) -> Result<Promise, Misread> {
    let keys = Keys::of(table, &["what", "due", "by", "to", "verdict", "settled_at", "reason"])?;
    let by = keys.get("by").map(|given| person_in(given, ctx)).transpose()?;
    Ok(Promise {
        what: keys.needed_text("what")?,
        due: keys.needed_moment("due", ctx)?,
        by: by.or_else(|| ctx.keeper.clone()),
        to: keys.text("to")?,
        verdict: keys.one_of("verdict", &Verdict::ALL, Verdict::name)?,
        settled_at: keys.moment("settled_at", ctx)?,
        reason: keys.text("reason")?,
    })
}

fn contact(table: &[(String, Given)], ctx: &Listening<'_>) -> Result<Contact, Misread> {
    let keys = Keys::of(
        table,
        &["at", "direction", "channel", "who", "with", "said", "answered", "chased", "role", "no_next"],
    )?;
    let channel = match keys.get("channel") {
        None => None,
        Some(given) => Some(text(given)?.parse().map_err(|_| wrong("a channel, such as `phone`"))?),
    };
    Ok(Contact {
        at: keys.needed_moment("at", ctx)?,
        direction: keys.one_of("direction", &Direction::ALL, Direction::name)?.unwrap_or(Direction::In),
        channel,
        who: keys.text("who")?,
        with: keys.text("with")?,
        said: keys.needed_text("said")?,
        answered: keys.flag("answered")?,
        chased: keys.flag("chased")?,
        role: keys.text("role")?,
        no_next: keys.text("no_next")?,
    })
}

fn failure(table: &[(String, Given)], ctx: &Listening<'_>) -> Result<Failure, Misread> {
    let keys = Keys::of(table, &["at", "what", "promised", "state", "put_right_at"])?;
    Ok(Failure {
        at: keys.needed_moment("at", ctx)?,
        what: keys.needed_text("what")?,
        promised: keys.text("promised")?,
        state: keys.one_of("state", &FailureState::ALL, FailureState::name)?.unwrap_or(FailureState::Open),
        put_right_at: keys.moment("put_right_at", ctx)?,
    })
}
