//! The template engine with everything taken out of it that a document does not need.

use std::io::{self, Write};

use minijinja::value::{Serde, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Output, UndefinedBehavior, syntax::SyntaxConfig, tests};
use serde_json::Value as Json;

use super::filter::{self, Paragraphs};
use super::policy::with_policy;
use super::{Medium, check};
use crate::diagnostic::{Problem, Problems, Site, Source};
use crate::escape;

/// How much a template may do: a step is one, and so are about 64 bytes of what it writes or makes, which are some 128 MB in all. A
/// record of a thousand promises takes some fifty thousand.
const FUEL: u64 = 2_000_000;

/// The largest document, in bytes.
const LARGEST: usize = 16 << 20;

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
        ErrorKind::WriteFailure => {
            ("this becomes too large", "loop over less: a document has at most 16 MiB, and what is joined 1 MiB")
        }
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

fn environment(medium: Medium) -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_syntax(syntax());
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_debug(true);
    environment.set_formatter(move |out, _state, value| write(out, value, medium));
    filter::add_all(&mut environment);
    add_tests(&mut environment);
    environment
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
