//! The filters of templates: the engine's own that make little of much, and ours for what documents hold.

use minijinja::value::{Object, ObjectRepr, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, filters};

use crate::answer::Money;
use crate::render::when;

/// The filters there are, in the order of the alphabet.
pub const FILTERS: &[&str] = &[
    "capitalize",
    "count",
    "d",
    "day",
    "default",
    "dictsort",
    "duration",
    "first",
    "float",
    "groupby",
    "int",
    "items",
    "join",
    "last",
    "length",
    "lines",
    "list",
    "lower",
    "map",
    "moment",
    "money",
    "paragraphs",
    "person",
    "reject",
    "rejectattr",
    "reverse",
    "round",
    "select",
    "selectattr",
    "sort",
    "title",
    "trim",
    "unique",
    "upper",
];

/// How long a text may be before nothing more is joined to it, in bytes.
const LONGEST_JOINED: usize = 1 << 20;

/// Text whose lines and paragraphs are kept.
#[derive(Debug)]
pub struct Paragraphs(pub String);

impl Object for Paragraphs {
    fn repr(self: &std::sync::Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }
}

/// Gives an environment every filter there is.
pub fn add_all(environment: &mut Environment<'static>) {
    environment.add_filter("capitalize", filters::capitalize);
    environment.add_filter("count", filters::length);
    environment.add_filter("d", filters::default);
    environment.add_filter("default", filters::default);
    environment.add_filter("dictsort", filters::dictsort);
    environment.add_filter("first", filters::first);
    environment.add_filter("float", filters::float);
    environment.add_filter("groupby", filters::groupby);
    environment.add_filter("int", filters::int);
    environment.add_filter("items", filters::items);
    environment.add_filter("last", filters::last);
    environment.add_filter("length", filters::length);
    environment.add_filter("lines", filters::lines);
    environment.add_filter("list", filters::list);
    environment.add_filter("lower", filters::lower);
    environment.add_filter("map", filters::map);
    environment.add_filter("reject", filters::reject);
    environment.add_filter("rejectattr", filters::rejectattr);
    environment.add_filter("reverse", filters::reverse);
    environment.add_filter("round", filters::round);
    environment.add_filter("select", filters::select);
    environment.add_filter("selectattr", filters::selectattr);
    environment.add_filter("sort", filters::sort);
    environment.add_filter("title", filters::title);
    environment.add_filter("trim", filters::trim);
    environment.add_filter("unique", filters::unique);
    environment.add_filter("upper", filters::upper);
    environment.add_filter("join", join);
    environment.add_filter("day", day);
    environment.add_filter("moment", moment);
    environment.add_filter("duration", duration);
    environment.add_filter("money", money);
    environment.add_filter("person", person);
    environment.add_filter("paragraphs", paragraphs);
}

fn paragraphs(value: &Value) -> Result<Value, Error> {
    Ok(if value.is_none() { Value::from(()) } else { Value::from_object(Paragraphs(text(value)?)) })
}

/// The text of a value; nothing in it is said where it is none.
fn text(value: &Value) -> Result<String, Error> {
    let as_text = value.as_str().map(str::to_owned);
    as_text.ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "this is not a text"))
}

/// Texts with something between them; together at most [`LONGEST_JOINED`] and the last of them.
fn join(values: &Value, between: Option<&str>) -> Result<String, Error> {
    let mut joined = String::new();
    for (place, value) in values.try_iter()?.enumerate() {
        if place > 0 {
            joined.push_str(between.unwrap_or_default());
        }
        match value.kind() {
            ValueKind::None => {}
            ValueKind::String | ValueKind::Number => joined.push_str(&value.to_string()),
            _ => return Err(Error::new(ErrorKind::InvalidOperation, "only texts and numbers can be joined")),
        }
        if joined.len() > LONGEST_JOINED {
            return Err(Error::from(ErrorKind::WriteFailure));
        }
    }
    Ok(joined)
}

fn no_moment() -> Error {
    Error::new(ErrorKind::InvalidOperation, "this is not a moment such as 2026-06-12T10:00:00+01:00")
}

/// `Fri 12 Jun 2026`, from a day or a moment. Nothing of nothing.
fn day(value: &Value) -> Result<Value, Error> {
    written(value, |text, out| {
        let day = text.get(..10).and_then(|day| day.parse().ok()).ok_or_else(no_moment)?;
        when::day(out, day);
        Ok(())
    })
}

/// `Fri 12 Jun 2026, 10:00`. Nothing of nothing.
fn moment(value: &Value) -> Result<Value, Error> {
    written(value, |text, out| {
        when::short(out, chrono::DateTime::parse_from_rfc3339(text).map_err(|_| no_moment())?);
        Ok(())
    })
}

fn written(value: &Value, write: impl FnOnce(&str, &mut String) -> Result<(), Error>) -> Result<Value, Error> {
    if value.is_none() {
        return Ok(Value::from(()));
    }
    let mut out = String::new();
    write(&text(value)?, &mut out)?;
    Ok(Value::from(out))
}

/// `2 hours`, from seconds. Nothing of nothing.
fn duration(value: &Value) -> Result<Value, Error> {
    if value.is_none() {
        return Ok(Value::from(()));
    }
    let seconds = u64::try_from(value.clone())?;
    Ok(Value::from(crate::schedule::human::duration(seconds)))
}

/// `£45.00`, from an amount with its currency. Nothing of nothing.
fn money(value: &Value) -> Result<Value, Error> {
    if value.is_none() {
        return Ok(Value::from(()));
    }
    let part = |name: &str| value.get_attr(name).and_then(|part| text(&part));
    let money = Money::read(&format!("{} {}", part("amount")?, part("currency")?), None);
    let money =
        money.map_err(|_| Error::new(ErrorKind::InvalidOperation, "this is not an amount with its currency"))?;
    Ok(Value::from(money.to_string()))
}

/// `Maria Lopez, shift manager`, from a person. Nothing of nothing.
fn person(value: &Value) -> Result<Value, Error> {
    if value.is_none() {
        return Ok(Value::from(()));
    }
    let name = text(&value.get_attr("name")?)?;
    let role = value.get_attr("role")?;
    Ok(Value::from(match role.as_str() {
        Some(role) => format!("{name}, {role}"),
        None => name,
    }))
}
