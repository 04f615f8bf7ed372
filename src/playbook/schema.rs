//! The format as a JSON Schema, for editors that complete and check while somebody writes.
//!
//! It is made from the lists that the reader itself uses, so that the two cannot drift apart. What needs more than one
//! place of a file (conditions, sources, limits on choices) is for `recover playbook check`.

use serde_json::{Map, Value, json};

use super::advice::Strength;
use super::again::NextOwner;
use super::check::OWN_UNITS;
use super::deadline::{Serves, Start, Stop, Unit};
use super::file::MOST_CHOICES;
use super::letter::AtGate;
use super::raw::keys;
use super::standard;
use crate::coach::rule_file::{LONGEST_TEXT, MOST_PATTERNS, RULE_KEYS};
use crate::coach::{Category, Severity};
use crate::spine::builtin::{BUILTINS, Builtin, Fixed};
use crate::spine::{Asked, Audience, KindName, Step, UnderGate};

/// The grammar of names.
const NAME: &str = "^[a-z0-9][a-z0-9_-]{0,63}$";

/// The schema, in draft 2020-12.
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "recover playbook",
        "description": "Everything about a recovery that may differ from house to house and trade to trade.",
        "type": "object",
        "properties": properties(keys::TOP, top),
        "required": ["format"],
        "anyOf": [{ "required": ["id"] }, { "required": ["overlay"] }],
        "additionalProperties": false,
        "$defs": {
            "name": { "type": "string", "pattern": NAME },
            "text": { "type": "string" },
            "words": { "type": "string", "pattern": "\\S" },
            "money": {
                "description": "an amount with its currency, as \"50 GBP\"; a bare number is read in the playbook's currency",
                "type": ["string", "number"],
            },
            "time": { "description": "a time of day, as \"09:00\"", "type": "string", "pattern": "^([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$" },
            "day": { "description": "a date, as 2026-12-01", "type": "string" },
            "do": advice(keys::DO),
            "dont": advice(keys::DONT),
            "choice": choice(),
            "condition": condition(),
            "own-question": own_question(),
        },
    })
}

/// The properties of a table, in the order of its keys.
fn properties(keys: &[&str], of: impl Fn(&str) -> Value) -> Value {
    Value::Object(keys.iter().map(|key| ((*key).to_owned(), of(key))).collect())
}

/// A table with these keys and no others.
fn table(keys: &[&str], required: &[&str], of: impl Fn(&str) -> Value) -> Value {
    let mut table = json!({ "type": "object", "properties": properties(keys, of), "additionalProperties": false });
    if !required.is_empty() {
        set(&mut table, "required", json!(required));
    }
    table
}

fn set(table: &mut Value, key: &str, value: Value) {
    if let Some(table) = table.as_object_mut() {
        table.insert(key.to_owned(), value);
    }
}

fn described(mut schema: Value, description: &str) -> Value {
    set(&mut schema, "description", json!(description));
    schema
}

fn text(description: &str) -> Value {
    json!({ "description": description, "$ref": "#/$defs/text" })
}

fn words(description: &str) -> Value {
    json!({ "description": description, "$ref": "#/$defs/words" })
}

fn name(description: &str) -> Value {
    json!({ "description": description, "$ref": "#/$defs/name" })
}

fn source_name() -> Value {
    name("the `id` of a `[[source]]`")
}

fn one_of<T>(all: &[T], name: impl Fn(&T) -> &'static str, description: &str) -> Value {
    json!({ "description": description, "enum": all.iter().map(name).collect::<Vec<_>>() })
}

fn list(items: &Value, description: &str) -> Value {
    described(json!({ "type": "array", "items": items }), description)
}

fn top(key: &str) -> Value {
    match key {
        "format" => json!({ "description": "the format's version", "const": 1 }),
        "id" => name("how the command line names the playbook"),
        "overlay" => name("only in a house's private overlay file: the playbook this file adds to, in place of `id`"),
        "extends" => {
            name("another playbook this one builds on; its whole content holds except where this file says otherwise")
        }
        "title" => words("shown in lists and records; needed unless `extends` or `overlay` gives one"),
        "summary" => text("when to use it, in one sentence"),
        "version" => text("yours to number as you like; kept with every incident"),
        "language" => text("language tag of the wording, for example `en-GB`"),
        "currency" => {
            json!({ "description": "ISO 4217 code that a bare number is read in, for example `GBP`", "type": "string", "pattern": "^[A-Z]{3}$" })
        }
        "source" => {
            list(&table(keys::SOURCE, &["id", "title", "strength"], source), "where advice and figures come from")
        }
        "step" => steps(),
        "authority" => described(
            table(keys::AUTHORITY, &[], authority),
            "how much the responder may offer alone; without a `limit`, every remedy with a value needs somebody's approval",
        ),
        "band" => list(&table(keys::BAND, &["id", "title", "when"], band), "compensation bands"),
        "own_within" => own_within(),
        "deadline" => list(
            &table(keys::DEADLINE, &["id"], deadline),
            "time limits that apply; each needs `what`, `n` and `unit`, unless the base has it already",
        ),
        "again" => described(
            table(keys::AGAIN, &[], again),
            "what changes when the house failed this customer before, or its recovery failed",
        ),
        "legal" => described(table(keys::LEGAL, &[], legal), "wording while legal proceedings may follow"),
        "letter" => named_tables(
            &table(keys::LETTER, &[], letter),
            "letters to the customer, by name; they lie over the standard letters `acknowledgement`, `again` and `answer`",
        ),
        "wording" => list(
            &table(&RULE_KEYS, &["id", "category", "why", "instead"], wording),
            "rules of this playbook's own for the wording coach; one named as a shipped rule takes its place",
        ),
        _ => json!(true),
    }
}

fn wording(key: &str) -> Value {
    let patterns = |what: &str| {
        described(json!({ "type": "array", "items": { "type": "string" }, "maxItems": MOST_PATTERNS }), what)
    };
    let short = |what: &str| described(json!({ "type": "string", "pattern": "\\S", "maxLength": LONGEST_TEXT }), what);
    match key {
        "id" => name("its name; one named as its category speaks for the whole category and needs no patterns"),
        "category" => one_of(&Category::ALL, |category| category.name(), "what the words do to the customer"),
        "severity" => one_of(
            &Severity::ALL,
            |severity| severity.name(),
            "how much it matters; `warning` where nothing is said, and a `note` is not counted",
        ),
        "patterns" => patterns("the words it listens for; each pattern is one way of saying it"),
        "unless" => patterns("it keeps silent in a sentence that says one of these"),
        "why" => short("why it hurts; `{words}` stands for the words that were found"),
        "instead" => short("what to say in their place; `{words}` as in `why`"),
        "before" => short("a sentence that it hears"),
        "after" => short("the same, said well"),
        _ => short("where the rule comes from, in words"),
    }
}

/// Tables under names of one's own.
fn named_tables(inner: &Value, description: &str) -> Value {
    json!({
        "description": description,
        "type": "object",
        "additionalProperties": inner,
        "propertyNames": { "pattern": NAME },
    })
}

fn letter(key: &str) -> Value {
    match key {
        "title" => words("what this letter is for; needed unless it is a standard letter"),
        "when" => {
            json!({ "description": "the answers, none of them confidential, under which it is the one to write", "$ref": "#/$defs/condition" })
        }
        "subject" => words("what it is about, in one line; needed unless it is a standard letter"),
        "subject_under_gate" => words(
            "what it is about while legal proceedings may follow; the subject itself may be an admission, so the standard letters have a plain one",
        ),
        "greeting" => words("how it begins, as `Dear {{ customer_name }},`"),
        "closing" => words("how it ends, above the name of whoever signs"),
        "signed_by" => name("the question whose answer is the person who signs; the owner where nothing is said"),
        "like" => one_of(standard::NAMES, |(name, _)| name, "the standard letter whose paragraphs this one takes over"),
        "in_place_of" => list(
            &json!({ "enum": standard::NAMES.iter().map(|(name, _)| name).collect::<Vec<_>>() }),
            "the standard letters in whose place it is written: where the answers lead to one of them, they lead to this one, and what it lacks is an error. An empty list takes back what the base says",
        ),
        "in_place_when" => json!({
            "description": "the answers, none of them confidential, under which it stands in their place; always, where nothing is said",
            "$ref": "#/$defs/condition",
        }),
        "off" => json!({ "description": "leave this letter out", "type": "boolean", "default": false }),
        "paragraph" => {
            named_tables(&table(keys::PARAGRAPH, &[], paragraph), "its paragraphs, by name, in the order of the file")
        }
        _ => json!(true),
    }
}

fn paragraph(key: &str) -> Value {
    match key {
        "text" => words(
            "the words, with `{{ name }}` for answers that are for the customer; a paragraph with an answer that is missing is left out",
        ),
        "when" => {
            json!({ "description": "the answers, none of them confidential, under which it stands", "$ref": "#/$defs/condition" })
        }
        "gate" => one_of(
            &AtGate::ALL,
            |gate| gate.name(),
            "when it stands: `open`, while nothing speaks against facts, where nothing is said; `closed`, only while legal proceedings may follow; `any`, always",
        ),
        "required" => words("what the rule demands, in words: without this paragraph the letter is an error"),
        "after" => name("the paragraph behind which it stands; where nothing is said, at the end"),
        "off" => {
            json!({ "description": "leave out a paragraph of the letter below", "type": "boolean", "default": false })
        }
        _ => source_name(),
    }
}

fn source(key: &str) -> Value {
    match key {
        "id" => name("its name in this playbook"),
        "title" => words("the title of the work"),
        "author" => text("who wrote it"),
        "year" => json!({ "description": "when", "type": "integer", "minimum": 1, "maximum": 9999 }),
        "where" => text("a reference a reader can follow"),
        "strength" => one_of(
            &Strength::ALL,
            |strength| strength.name(),
            "how strong the evidence is, strongest first; `law` needs `as_of` and `review_by`",
        ),
        "as_of" => json!({ "description": "the day on which a figure from law was looked up", "$ref": "#/$defs/day" }),
        "review_by" => json!({ "description": "the day by which it should be looked up again", "$ref": "#/$defs/day" }),
        _ => json!(true),
    }
}

fn steps() -> Value {
    let steps: Map<String, Value> =
        Step::ALL.into_iter().map(|step| (step.name().to_owned(), step_schema(step))).collect();
    json!({
        "description": "the eight steps, always in this order",
        "type": "object",
        "properties": steps,
        "additionalProperties": false,
    })
}

fn step_schema(step: Step) -> Value {
    let of = |key: &str| match key {
        "title" => words("the step's heading"),
        "why" => json!({
            "description": "why the step matters; shown on demand",
            "anyOf": [{ "$ref": "#/$defs/text" }, table(keys::WHY, &["text"], |key| if key == "text" { text("why") } else { source_name() })],
        }),
        "do" => list(&json!({ "$ref": "#/$defs/do" }), "things to do or say; takes the place of what the base says"),
        "also_do" => list(&json!({ "$ref": "#/$defs/do" }), "things to do or say, besides what the base says"),
        "dont" => {
            list(&json!({ "$ref": "#/$defs/dont" }), "things never to do or say; takes the place of what the base says")
        }
        "also_dont" => {
            list(&json!({ "$ref": "#/$defs/dont" }), "things never to do or say, besides what the base says")
        }
        "question" => questions(step),
        _ => json!(true),
    };
    described(table(keys::STEP, &[], of), step.title())
}

/// The built-in questions of the step by name, and questions of one's own.
fn questions(step: Step) -> Value {
    let here = BUILTINS.iter().filter(|builtin| builtin.step == step);
    let known: Map<String, Value> = here.map(|builtin| (builtin.id.to_owned(), builtin_question(builtin))).collect();
    json!({
        "description": "the wording of built-in questions, or questions of your own",
        "type": "object",
        "properties": known,
        "additionalProperties": { "$ref": "#/$defs/own-question" },
        "propertyNames": { "pattern": NAME },
    })
}

/// A built-in question: what may be changed of it, with the choices it has.
fn builtin_question(builtin: &Builtin) -> Value {
    const FIXED: &[&str] = &["kind", "under_gate", "when", "after", "repeat", "scale", "unit", "at_least", "at_most"];
    let takes_choices = !builtin.choices.is_empty();
    let open: Vec<&str> = keys::QUESTION
        .iter()
        .copied()
        .filter(|key| !FIXED.contains(key) && (takes_choices || *key != "choices"))
        .collect();
    let of = |key: &str| match key {
        "choices" => builtin_choices(builtin),
        "audience" => {
            let narrower: Vec<Audience> =
                Audience::ALL.into_iter().filter(|audience| *audience >= builtin.audience).collect();
            one_of(&narrower, |audience| audience.name(), "who may read the answer; it can be narrowed, never widened")
        }
        other => question(other),
    };
    described(table(&open, &[], of), builtin.ask)
}

fn builtin_choices(builtin: &Builtin) -> Value {
    let names: Vec<&str> = builtin.choices.iter().map(|(id, _)| *id).collect();
    let description = match builtin.fixed {
        Fixed::All => "other labels and help for its choices, none of which can be left out",
        Fixed::Free | Fixed::These(_) => "its choices; some cannot be left out where rules hang on them",
    };
    let id = if builtin.fixed == Fixed::All {
        json!({ "enum": names })
    } else {
        // Its own choices are offered, and any other name is taken.
        json!({ "anyOf": [{ "enum": names }, { "$ref": "#/$defs/name" }] })
    };
    let of = |key: &str| if key == "id" { id.clone() } else { choice_key(key) };
    let entry = json!({ "anyOf": [id, table(keys::CHOICE, &["id"], of)] });
    list(&entry, description)
}

/// A question of the playbook's own: a file that changes one of its base need not repeat the kind, and editors cannot
/// know the base, so the kind is needed only together with what hangs on it.
fn own_question() -> Value {
    let mut own = described(
        table(keys::QUESTION, &[], question),
        "a question of your own; it needs `kind` and `ask`, unless the base has it already",
    );
    let kinds = |kinds: &[KindName]| json!({ "properties": { "kind": { "enum": kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>() } } });
    let chosen = kinds(&[KindName::Choice, KindName::Choices]);
    let number = kinds(&[KindName::Number]);
    set(
        &mut own,
        "dependentSchemas",
        json!({
            "choices": chosen,
            "scale": kinds(&[KindName::Rating]),
            "unit": number,
            "at_least": number,
            "at_most": number,
        }),
    );
    set(&mut own, "dependentRequired", json!({ "when": ["ask"], "kind": ["ask"] }));
    own
}

fn question(key: &str) -> Value {
    match key {
        "kind" => one_of(&KindName::ALL, |kind| kind.name(), "what kind of answer it takes"),
        "ask" => words("the question, as it is put to the responder"),
        "help" => text("shown when the responder asks for help"),
        "example" => text("an example of a good answer"),
        "choices" => {
            let mut choices =
                list(&json!({ "$ref": "#/$defs/choice" }), "for `choice` and `choices`: the ways to answer");
            set(&mut choices, "minItems", json!(2));
            set(&mut choices, "maxItems", json!(MOST_CHOICES));
            choices
        }
        "default" => json!({ "description": "offered in brackets; Enter takes it" }),
        "required" => {
            json!({ "description": "a required question can only be skipped with a reason", "type": "boolean", "default": true })
        }
        "asked" => one_of(
            &Asked::ALL,
            |asked| asked.name(),
            "`now`: among the first, at most six in all; `in-step`; `on-request`: only when the responder asks for more",
        ),
        "audience" => one_of(
            &Audience::ALL,
            |audience| audience.name(),
            "who may read the answer; `internal` where nothing is said",
        ),
        "under_gate" => one_of(
            &UnderGate::ALL,
            |under_gate| under_gate.name(),
            "for the audience `customer`: `shown` where the answer is regret or an undertaking and stays in the customer's record while legal proceedings may follow; `held` where nothing is said",
        ),
        "when" => json!({ "description": "the earlier answers that open this question", "$ref": "#/$defs/condition" }),
        "after" => name("the question in the same step behind which it stands; where nothing is said, at the end"),
        "repeat" => json!({ "description": "takes several answers of its kind", "type": "boolean", "default": false }),
        "scale" => {
            json!({ "description": "for `rating`: the best mark", "type": "integer", "minimum": 2, "maximum": 10, "default": 5 })
        }
        "unit" => text("for `number`: shown behind the number"),
        "at_least" => json!({ "description": "for `number`: the least that is taken", "type": "number" }),
        "at_most" => json!({ "description": "for `number`: the most that is taken", "type": "number" }),
        _ => json!(true),
    }
}

fn choice() -> Value {
    json!({ "anyOf": [{ "$ref": "#/$defs/name" }, table(keys::CHOICE, &["id"], choice_key)] })
}

fn choice_key(key: &str) -> Value {
    match key {
        "id" => name("its name in answers files and records"),
        "label" => text("what the responder reads"),
        "help" => text("a word more, on demand"),
        _ => json!(true),
    }
}

/// An entry of `do` or `dont`: plain text, or a table with either `say` or `text`.
fn advice(keys: &[&str]) -> Value {
    let of = |key: &str| match key {
        "say" => text("words to speak"),
        "why" => text("why"),
        "instead" => text("words to use in its place"),
        "source" => source_name(),
        _ => text("something to do, or never to"),
    };
    let mut entry = table(keys, &[], of);
    set(&mut entry, "oneOf", json!([{ "required": ["text"] }, { "required": ["say"] }]));
    json!({ "anyOf": [{ "$ref": "#/$defs/text" }, entry] })
}

/// Earlier questions with the answers that open this one.
fn condition() -> Value {
    let parts = json!({ "type": "array", "items": { "$ref": "#/$defs/condition" }, "minItems": 1 });
    let single = json!({ "type": ["string", "boolean", "number"] });
    let asked = |key: &str| match key {
        "over" => json!({ "description": "for money and numbers: more than this", "type": ["string", "number"] }),
        _ => json!({ "description": "whether it was answered at all", "type": "boolean" }),
    };
    let mut test = table(keys::TEST, &[], asked);
    set(&mut test, "minProperties", json!(1));
    set(&mut test, "maxProperties", json!(1));
    json!({
        "description": "earlier questions, each with the answer that opens this one or a list of such answers; all of them must hold",
        "type": "object",
        "minProperties": 1,
        "properties": {
            "all": described(parts.clone(), "all of these"),
            "any": described(parts, "at least one of these"),
            "not": { "$ref": "#/$defs/condition" },
        },
        "additionalProperties": { "anyOf": [single.clone(), { "type": "array", "items": single, "minItems": 1 }, test] },
    })
}

fn authority(key: &str) -> Value {
    match key {
        "limit" => json!({
            "description": "the most, included; `none` where the responder may decide any amount alone",
            "$ref": "#/$defs/money",
        }),
        "role" => text("whose limit that is"),
        "approver" => text("who decides above it"),
        _ => source_name(),
    }
}

fn band(key: &str) -> Value {
    match key {
        "id" => name("its name"),
        "title" => words("its title"),
        "when" => words("when it fits"),
        "kept" => text("what is usual when the customer keeps the flawed thing"),
        "rejected" => text("what is usual when they return or refuse it"),
        "form" => text("in what form"),
        "approver" => text("who may approve it"),
        "up_to" => json!({ "description": "the most, included", "$ref": "#/$defs/money" }),
        _ => source_name(),
    }
}

fn deadline(key: &str) -> Value {
    let next_day = |stays: &str, description: &str| json!({ "description": description, "enum": [stays, "next_business_day"], "default": stays });
    match key {
        "id" => name("its name"),
        "what" => words("what has to be done by then"),
        "n" => units(),
        "unit" => one_of(&Unit::ALL, |unit| unit.name(), "what it is counted in"),
        "start" => one_of(&Start::ALL, |start| start.name(), "what starts it; `received` where nothing is said"),
        "stop" => one_of(&Stop::ALL, |stop| stop.name(), "what ends it by itself; `by-hand` where nothing is said"),
        "when" => {
            json!({ "description": "the answers under which it applies, of any question of the playbook", "$ref": "#/$defs/condition" })
        }
        "to" => one_of(&Serves::ALL, |serves| serves.name(), "whom it serves; `customer` where nothing is said"),
        "calendar" => json!({
            "description": "the holiday calendar, such as `GB-ENG`, or one of your own",
            "type": "string",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9-]{0,63}$",
        }),
        "time_zone" => json!({
            "description": "the time zone its days are read in, such as `Europe/London`",
            "type": "string",
            "pattern": "^(UTC|[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z][A-Za-z0-9_+-]*)+)$",
        }),
        "open" => {
            json!({ "description": "when business begins; needs `close`; 09:00 where nothing is said", "$ref": "#/$defs/time" })
        }
        "close" => {
            json!({ "description": "when business ends; needs `open`; 17:00 where nothing is said", "$ref": "#/$defs/time" })
        }
        "extend" => described(
            table(keys::COUNT, keys::COUNT, |key| {
                if key == "n" { units() } else { one_of(&Unit::ALL, |unit| unit.name(), "of what") }
            }),
            "the most it may be extended by, counted from the due date; it takes a reason, and that the customer is told",
        ),
        "must_say" => list(&json!({ "$ref": "#/$defs/words" }), "what the answer that meets it has to contain"),
        "after_hours" => {
            next_day("ignore", "whether what arrives after closing counts as arriving on the next business day")
        }
        "roll" => next_day("none", "whether a last day that is no business day moves to the next"),
        "inclusive" => json!({ "description": "whether the first day counts", "type": "boolean", "default": false }),
        _ => source_name(),
    }
}

fn units() -> Value {
    json!({ "description": "how many units", "type": "integer", "minimum": 1, "maximum": 10_000 })
}

fn own_within() -> Value {
    let unit = |key: &str| if key == "n" { units() } else { one_of(&OWN_UNITS, |(name, _)| name, "of what") };
    json!({
        "description": "how long an incident may be without an owner who has accepted, as \"10 minutes\"; ten minutes where nothing is said",
        "anyOf": [{ "$ref": "#/$defs/words" }, table(keys::COUNT, keys::COUNT, unit)],
    })
}

fn again(key: &str) -> Value {
    match key {
        "owner" => one_of(
            &NextOwner::ALL,
            |owner| owner.name(),
            "`another` where nothing is said: whoever owned the recovery that failed cannot own the next",
        ),
        "senior" => {
            json!({ "description": "whether somebody senior speaks to the customer", "type": "boolean", "default": true })
        }
        "not_remedies" => {
            list(&json!({ "$ref": "#/$defs/name" }), "choices of `remedy` that would be a stock gesture now")
        }
        "notice" => text("shown when the path begins"),
        "say" => list(&json!({ "$ref": "#/$defs/text" }), "what can be said"),
        "never" => list(&json!({ "$ref": "#/$defs/text" }), "what cannot be said"),
        _ => source_name(),
    }
}

fn legal(key: &str) -> Value {
    match key {
        "notice" => text("shown when the gate closes"),
        "say" => list(&json!({ "$ref": "#/$defs/text" }), "what can be said, in place of the steps' own words"),
        "never" => list(&json!({ "$ref": "#/$defs/text" }), "what cannot be said"),
        _ => source_name(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::playbook::library::SHIPPED;

    fn read(text: &str) -> Value {
        serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap()).map(dates_as_text).unwrap()
    }

    /// Editors see a TOML date as text; serde wraps it.
    fn dates_as_text(value: Value) -> Value {
        match value {
            Value::Object(table) => match table.get("$__toml_private_datetime") {
                Some(date) => date.clone(),
                None => Value::Object(table.into_iter().map(|(key, value)| (key, dates_as_text(value))).collect()),
            },
            Value::Array(items) => items.into_iter().map(dates_as_text).collect(),
            other => other,
        }
    }

    fn faults(text: &str) -> Vec<String> {
        let schema = jsonschema::draft202012::new(&schema()).unwrap();
        schema.iter_errors(&read(text)).map(|error| format!("{error} at {}", error.instance_path)).collect()
    }

    #[test]
    fn the_schema_is_one_of_its_draft() {
        assert!(jsonschema::draft202012::meta::is_valid(&schema()));
    }

    #[test]
    fn every_shipped_playbook_fits_it() {
        for shipped in SHIPPED {
            assert_eq!(faults(shipped.text), Vec::<String>::new(), "{}", shipped.id);
        }
        assert_eq!(faults(standard::TEXT), Vec::<String>::new());
    }

    #[test]
    fn a_misspelt_key_does_not_fit() {
        let head = "format = 1\nid = \"x\"\ntitle = \"x\"\n";
        assert!(faults(head).is_empty());
        for tail in [
            "titel = \"x\"",
            "[step.intake]\nquestoin = 1",
            "[step.intakes]\ntitle = \"x\"",
            "[step.intake.question.customer]\naks = \"Who?\"",
            "[step.intake.question.customer]\nkind = \"text\"",
            "[step.learn.question.own]\nkind = \"txet\"\nask = \"x\"",
            "[step.learn.question.own]\nkind = \"text\"\nask = \"x\"\nchoices = [\"a\", \"b\"]",
            "[step.learn.question.own]\nkind = \"text\"\nask = \"x\"\nwhen = { legal_risk = {} }",
            "[step.learn]\ndo = [{ why = \"x\" }]",
            "[[band]]\nid = \"x\"",
            "[[deadline]]\nwhat = \"x\"",
            "[[deadline]]\nid = \"x\"\nstop = \"acknowledge\"",
            "[[deadline]]\nid = \"x\"\nopen = \"9am\"",
            "[[deadline]]\nid = \"x\"\nextend = { n = 1 }",
            "own_within = { n = 1, unit = \"weeks\" }",
            "[again]\nowner = \"anybody\"",
            "[letter.x]\ntilte = \"x\"",
            "[letter.x]\nin_place_of = [\"anwser\"]",
            "[letter.x]\nin_place_when = { severity = {} }",
            "[letter.x.paragraph.y]\ngate = \"shut\"",
            "[letter.Answer]\ntitle = \"x\"",
        ] {
            assert!(!faults(&format!("{head}{tail}\n")).is_empty(), "{tail}");
        }
    }

    #[test]
    fn the_keys_of_the_reader_are_those_of_the_schema() {
        let schema = schema();
        let defs = &schema["$defs"];
        let of =
            |value: &Value| -> BTreeSet<String> { value["properties"].as_object().unwrap().keys().cloned().collect() };
        let top = &schema["properties"];
        let step = &top["step"]["properties"]["intake"];
        let builtin: BTreeSet<String> = of(&step["properties"]["question"]["properties"]["severity"]);
        for (keys, found) in [
            (keys::TOP, of(&schema)),
            (keys::SOURCE, of(&top["source"]["items"])),
            (keys::STEP, of(step)),
            (keys::WHY, of(&step["properties"]["why"]["anyOf"][1])),
            (keys::DO, of(&defs["do"]["anyOf"][1])),
            (keys::DONT, of(&defs["dont"]["anyOf"][1])),
            (keys::QUESTION, of(&defs["own-question"])),
            (keys::CHOICE, of(&defs["choice"]["anyOf"][1])),
            (keys::TEST, of(&defs["condition"]["additionalProperties"]["anyOf"][2])),
            (keys::AUTHORITY, of(&top["authority"])),
            (keys::BAND, of(&top["band"]["items"])),
            (keys::DEADLINE, of(&top["deadline"]["items"])),
            (keys::COUNT, of(&top["deadline"]["items"]["properties"]["extend"])),
            (keys::COUNT, of(&top["own_within"]["anyOf"][1])),
            (keys::AGAIN, of(&top["again"])),
            (keys::LEGAL, of(&top["legal"])),
            (keys::LETTER, of(&top["letter"]["additionalProperties"])),
            (
                keys::PARAGRAPH,
                of(&top["letter"]["additionalProperties"]["properties"]["paragraph"]["additionalProperties"]),
            ),
        ] {
            assert_eq!(found, keys.iter().map(|key| (*key).to_owned()).collect::<BTreeSet<_>>());
        }
        assert!(builtin.iter().all(|key| keys::QUESTION.contains(&key.as_str())));
    }

    #[test]
    fn every_key_is_described() {
        fn look(value: &Value) {
            for (key, inner) in value["properties"].as_object().into_iter().flatten() {
                let plain = inner.as_object().is_some_and(|inner| {
                    inner.contains_key("description")
                        || inner.contains_key("$ref")
                        || inner.contains_key("enum")
                        || inner.contains_key("anyOf")
                });
                assert!(plain, "{key}: {inner}");
                look(inner);
            }
        }
        look(&schema());
    }

    #[test]
    fn steps_and_built_in_questions_are_offered() {
        let schema = schema();
        for builtin in BUILTINS {
            let step = &schema["properties"]["step"]["properties"][builtin.step.name()];
            assert!(step["properties"]["question"]["properties"][builtin.id].is_object(), "{}", builtin.id);
        }
    }
}
