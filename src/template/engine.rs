//! The template engine with everything taken out of it that a document does not need.

use std::io::{self, Write};

use minijinja::value::{Object, ObjectRepr, Serde, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Output, UndefinedBehavior, filters, syntax::SyntaxConfig, tests};
use serde_json::Value as Json;

use super::{Medium, check};
use crate::answer::Money;
use crate::diagnostic::{Problem, Problems, Site, Source};
use crate::escape;
use crate::render::when;

/// How many steps a template may take. A record of a thousand promises takes some fifty thousand.
const FUEL: u64 = 2_000_000;

/// The largest document, in bytes.
const LARGEST: usize = 16 << 20;

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

/// The tests there are.
pub const TESTS: &[&str] = &[
    "defined",
    "undefined",
    "none",
    "true",
    "false",
    "string",
    "number",
    "mapping",
    "sequence",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "in",
    "startingwith",
    "endingwith",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
];

/// The name that the one template has in the engine.
const NAME: &str = "template";

/// How blocks are written: a line that holds nothing but a block leaves no empty line.
pub fn syntax() -> SyntaxConfig {
    SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().unwrap_or_default()
}

/// A template that has been read.
pub struct Prepared {
    environment: Environment<'static>,
    source: Source,
    medium: Medium,
}

impl Prepared {
    /// Reads a template.
    ///
    /// # Errors
    /// Every problem with its syntax, and with what this language does not have.
    pub fn new(source: &Source, medium: Medium) -> Result<Self, Box<Problems>> {
        if let Some(problems) = Problems::found(vec![source.clone()], check::unsound(source)) {
            return Err(Box::new(problems));
        }
        let mut environment = environment(medium);
        let added = environment.add_template_owned(NAME, source.text.clone());
        let prepared = Self { environment, source: source.clone(), medium };
        match added {
            Ok(()) => Ok(prepared),
            Err(error) => Err(Box::new(Problems::one(vec![source.clone()], prepared.problem(&error, true)))),
        }
    }

    /// The document that the template makes of this JSON.
    ///
    /// # Errors
    /// The place at which it cannot go on. Nothing of the JSON is said.
    pub fn render(&self, document: &Json) -> Result<String, Box<Problems>> {
        self.made(document)
            .map_err(|error| Box::new(Problems::one(vec![self.source.clone()], self.problem(&error, false))))
    }

    /// As [`Self::render`], for a sample, of which everything may be said.
    pub(super) fn tried(&self, sample: &Json) -> Result<String, Problem> {
        self.made(sample).map_err(|error| self.problem(&error, true))
    }

    fn made(&self, document: &Json) -> Result<String, Error> {
        let mut limited = Limited(Vec::new());
        let template = self.environment.get_template(NAME)?;
        template.render_captured_to(Value::from(Serde(document)), &mut limited)?;
        let text = String::from_utf8(limited.0).map_err(|_| Error::from(ErrorKind::BadSerialization))?;
        Ok(if self.medium == Medium::Html { with_policy(&text) } else { text })
    }

    /// What the engine has against it, as a problem with its place. What it says in detail may quote what a customer said, and is
    /// left out where that could be.
    fn problem(&self, error: &Error, tells: bool) -> Problem {
        let said = if tells || error.kind() == ErrorKind::UndefinedError { error.detail() } else { None };
        let (message, help) = words(error.kind());
        let message = match said {
            Some(said) => format!("{message}: {}", escape::library_message(said)),
            None => message.to_owned(),
        };
        let range = error.range().or_else(|| error.line().map(|line| check::line_range(&self.source.text, line)));
        Problem { site: Site::new(0, range.unwrap_or(0..0)), message, label: "here".into(), help: help.into() }
    }
}

const fn words(kind: ErrorKind) -> (&'static str, &'static str) {
    match kind {
        ErrorKind::SyntaxError => ("this is no template", "see `docs/documents.md` for the language of templates"),
        ErrorKind::UndefinedError => (
            "there is nothing of that name here",
            "ask first with `{% if NAME is defined %}`, or look at the JSON of the document",
        ),
        ErrorKind::UnknownFilter => ("there is no such filter", "see `docs/documents.md` for those there are"),
        ErrorKind::UnknownTest => ("there is no such test", "see `docs/documents.md` for those there are"),
        ErrorKind::OutOfFuel => ("the template takes too long", "loop over less"),
        ErrorKind::WriteFailure => ("the document becomes larger than 16 MiB", "loop over less"),
        _ => (
            "this cannot be done with what stands here",
            "look at the JSON of the document for what kind of value it is",
        ),
    }
}

/// A document that stops growing at its limit.
struct Limited(Vec<u8>);

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len().saturating_add(bytes.len()) > LARGEST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Text whose lines and paragraphs are kept.
#[derive(Debug)]
struct Paragraphs(String);

impl Object for Paragraphs {
    fn repr(self: &std::sync::Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }
}

fn environment(medium: Medium) -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_syntax(syntax());
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_debug(true);
    environment.set_formatter(move |out, _state, value| write(out, value, medium));
    add_filters(&mut environment);
    add_tests(&mut environment);
    environment
}

fn add_filters(environment: &mut Environment<'static>) {
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

fn add_tests(environment: &mut Environment<'static>) {
    environment.add_test("defined", tests::is_defined);
    environment.add_test("undefined", tests::is_undefined);
    environment.add_test("none", tests::is_none);
    environment.add_test("true", tests::is_true);
    environment.add_test("false", tests::is_false);
    environment.add_test("string", tests::is_string);
    environment.add_test("number", tests::is_number);
    environment.add_test("mapping", tests::is_mapping);
    environment.add_test("sequence", tests::is_sequence);
    environment.add_test("startingwith", tests::is_startingwith);
    environment.add_test("endingwith", tests::is_endingwith);
    environment.add_test("in", tests::is_in);
    for (name, sign) in [("eq", "=="), ("ne", "!="), ("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">=")] {
        let test = match name {
            "eq" => tests::is_eq,
            "ne" => tests::is_ne,
            "lt" => tests::is_lt,
            "le" => tests::is_le,
            "gt" => tests::is_gt,
            _ => tests::is_ge,
        };
        environment.add_test(name, test);
        environment.add_test(sign, test);
    }
}

/// Writes a value for its medium. There is no value that is written as it is.
fn write(out: &mut Output<'_>, value: &Value, medium: Medium) -> Result<(), Error> {
    if let Some(Paragraphs(text)) = value.downcast_object_ref() {
        return Ok(match medium {
            Medium::Html => out.write_str(&escape::html_block(text)),
            Medium::Markdown => out.write_str(&escape::markdown_block(text)),
            Medium::Text => out.write_str(&escape::term_block(text)),
        }?);
    }
    let text = match value.kind() {
        ValueKind::Undefined => return Err(Error::from(ErrorKind::UndefinedError)),
        // What is unknown is said by the template, or not at all.
        ValueKind::None => return Ok(()),
        ValueKind::Bool => (if value.is_true() { "yes" } else { "no" }).to_owned(),
        ValueKind::Number | ValueKind::String => value.to_string(),
        _ => {
            let several =
                "this is not one text: loop over it, write one of its parts, or use `join`, `person` or `money`";
            return Err(Error::new(ErrorKind::InvalidOperation, several));
        }
    };
    Ok(match medium {
        Medium::Html => out.write_str(&escape::html(&text)),
        Medium::Markdown => out.write_str(&escape::markdown(&text)),
        Medium::Text => out.write_str(&escape::term(&text)),
    }?)
}

fn paragraphs(value: &Value) -> Result<Value, Error> {
    Ok(if value.is_none() { Value::from(()) } else { Value::from_object(Paragraphs(text(value)?)) })
}

/// The text of a value; nothing in it is said where it is none.
fn text(value: &Value) -> Result<String, Error> {
    let as_text = value.as_str().map(str::to_owned);
    as_text.ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "this is not a text"))
}

/// Texts with something between them; together not longer than a document may be.
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
        if joined.len() > LARGEST / 16 {
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

/// What a page of a house's template may do: nothing but look the way it says. Pictures and typefaces are in it or not at all.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
                      img-src data:; font-src data:\">";

/// The page with that policy before anything that could be run: behind `<head>`, else at the very beginning of what follows the
/// doctype.
fn with_policy(page: &str) -> String {
    let lower = page.to_ascii_lowercase();
    let end_of = |from: usize| lower.get(from..).and_then(|rest| rest.find('>')).map(|end| from + end + 1);
    let head = lower
        .match_indices("<head")
        .find(|(at, _)| lower.as_bytes().get(at + 5).is_some_and(|next| *next == b'>' || next.is_ascii_whitespace()));
    let blanks = lower.len() - lower.trim_start().len();
    let doctype = lower.get(blanks..).is_some_and(|rest| rest.starts_with("<!doctype")).then_some(blanks);
    let at = head.map(|(at, _)| at).or(doctype).and_then(end_of).unwrap_or(0);
    let (before, after) = page.split_at(at);
    format!("{before}{POLICY}{after}")
}
