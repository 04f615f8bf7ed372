//! A playbook as JSON for scripts, which name their answers by it.

use serde_json::{Map, Value as Json, json};

use crate::answer::{Choice, Kind, Value};
use crate::playbook::deadline::{Deadline, after_hours_name, roll_name};
use crate::playbook::letter_text::Template;
use crate::playbook::{Advice, AtGate, Condition, Evidence, LetterWording, Limit, Page, Playbook, Question};
use crate::spine::{Assumed, Name};

/// Everything a playbook says.
pub fn document(playbook: &Playbook) -> Json {
    let authority = &playbook.authority;
    json!({
        "schema": "recover.playbook/1",
        "id": playbook.id,
        "title": playbook.title,
        "summary": playbook.summary,
        "version": playbook.version,
        "language": playbook.language,
        "currency": playbook.currency.map(|currency| currency.code()),
        "steps": playbook.pages.iter().map(|page| step(playbook, page)).collect::<Vec<_>>(),
        "authority": {
            "limit": limit(&authority.limit),
            "role": authority.role,
            "approver": authority.approver,
            "source": authority.source,
        },
        "bands": playbook.bands.iter().map(|band| json!({
            "id": band.id,
            "title": band.title,
            "when": band.when,
            "kept": band.kept,
            "rejected": band.rejected,
            "form": band.form,
            "approver": band.approver,
            "up_to": band.up_to,
            "source": band.source,
        })).collect::<Vec<_>>(),
        "own_within": playbook.own_within.num_seconds(),
        "deadlines": playbook.deadlines.iter().map(|limit| deadline(playbook, limit)).collect::<Vec<_>>(),
        "again": {
            "owner": playbook.again.owner.name(),
            "senior": playbook.again.senior,
            "not_remedies": playbook.again.not_remedies,
            "notice": playbook.again.notice,
            "say": playbook.again.say,
            "never": playbook.again.never,
            "source": playbook.again.source,
        },
        "legal": {
            "notice": playbook.legal.notice,
            "say": playbook.legal.say,
            "never": playbook.legal.never,
            "source": playbook.legal.source,
        },
        "letters": playbook.letters.iter().map(|wording| letter(playbook, wording)).collect::<Vec<_>>(),
        "sources": playbook.sources.iter().map(source).collect::<Vec<_>>(),
    })
}

/// What the playbook itself says of a letter; what it does not say is `null`, and comes from the standard letters.
fn letter(playbook: &Playbook, letter: &LetterWording) -> Json {
    json!({
        "id": letter.id,
        "title": letter.title,
        "when": letter.when.as_ref().map(|when| condition(playbook, when)),
        "subject": letter.subject.as_ref().map(Template::as_written),
        "subject_under_gate": letter.subject_under_gate.as_ref().map(Template::as_written),
        "greeting": letter.greeting.as_ref().map(Template::as_written),
        "closing": letter.closing.as_ref().map(Template::as_written),
        "signed_by": letter.signed_by,
        "like": letter.like,
        "in_place_of": letter.stands_for(),
        "in_place_when": letter.in_place_when.as_ref().map(|when| condition(playbook, when)),
        "off": letter.off,
        "paragraphs": letter.paragraphs.iter().map(|paragraph| json!({
            "id": paragraph.id,
            "text": paragraph.text.as_ref().map(Template::as_written),
            "when": paragraph.when.as_ref().map(|when| condition(playbook, when)),
            "gate": paragraph.gate.map(AtGate::name),
            "required": paragraph.required,
            "source": paragraph.source,
            "after": paragraph.after,
            "off": paragraph.off,
        })).collect::<Vec<_>>(),
    })
}

/// A time limit with everything that decides it.
fn deadline(playbook: &Playbook, deadline: &Deadline) -> Json {
    let rule = &deadline.rule;
    let time = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
    json!({
        "id": deadline.id,
        "what": deadline.what,
        "n": rule.n,
        "unit": rule.unit.name(),
        "start": deadline.start.name(),
        "stop": deadline.stop.name(),
        "when": deadline.when.as_ref().map(|when| condition(playbook, when)),
        "to": deadline.serves.name(),
        "calendar": deadline.calendar,
        "time_zone": deadline.time_zone,
        "open": time(rule.hours.open()),
        "close": time(rule.hours.close()),
        "after_hours": after_hours_name(rule.after_hours),
        "roll": roll_name(rule.roll),
        "inclusive": rule.inclusive,
        "extend": deadline.extend.map(|extend| json!({ "n": extend.n, "unit": extend.unit.name() })),
        "must_say": deadline.must_say,
        "source": deadline.source,
    })
}

fn source(source: &Evidence) -> Json {
    json!({
        "id": source.id,
        "title": source.title,
        "author": source.author,
        "year": source.year,
        "where": source.place,
        "strength": source.strength.name(),
        "as_of": source.as_of,
        "review_by": source.review_by,
    })
}

fn step(playbook: &Playbook, page: &Page) -> Json {
    json!({
        "id": page.step.name(),
        "title": page.title,
        "why": page.why.as_ref().map(|(text, source)| json!({ "text": text, "source": source })),
        "do": page.do_.iter().map(advice).collect::<Vec<_>>(),
        "dont": page.dont.iter().map(advice).collect::<Vec<_>>(),
        "questions": playbook.questions_of(page.step).map(|asked| question(playbook, asked)).collect::<Vec<_>>(),
    })
}

fn advice(advice: &Advice) -> Json {
    let key = if advice.spoken { "say" } else { "text" };
    let mut table = Map::from_iter([(key.to_owned(), json!(advice.text))]);
    let rest = [("why", json!(advice.why)), ("instead", json!(advice.instead)), ("source", json!(advice.source))];
    table.extend(rest.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key.to_owned(), value)));
    Json::Object(table)
}

fn question(playbook: &Playbook, question: &Question) -> Json {
    let mut table = json!({
        "id": question.id,
        "step": question.step.name(),
        "place": playbook.place(question.id.as_str()).map(|place| place + 1),
        "kind": question.kind.name().name(),
        "ask": question.ask,
        "help": question.help,
        "example": question.example,
        "choices": question.kind.choices().iter().map(choice).collect::<Vec<_>>(),
        "default": question.default.as_ref().map(value),
        "required": question.required,
        "can_skip": question.can_skip,
        "asked": question.asked.name(),
        "audience": question.audience.name(),
        "under_gate": question.under_gate.name(),
        "repeat": question.repeat,
        "when": question.when.as_ref().map(|when| condition(playbook, when)),
        "assumed": question.assumed.map(|(how, after)| json!({ "value": assumed(how), "after": after })),
        "builtin": question.builtin,
    });
    let more: Vec<(&str, Json)> = match &question.kind {
        Kind::Number { unit, at_least, at_most } => {
            let bound = |bound: &Option<rust_decimal::Decimal>| json!(bound.map(|bound| bound.to_string()));
            vec![("unit", json!(unit)), ("at_least", bound(at_least)), ("at_most", bound(at_most))]
        }
        Kind::Rating { scale } => vec![("scale", json!(scale))],
        _ => Vec::new(),
    };
    if let Some(table) = table.as_object_mut() {
        table.extend(more.into_iter().map(|(key, value)| (key.to_owned(), value)));
    }
    table
}

fn choice(choice: &Choice) -> Json {
    json!({ "id": choice.id, "label": choice.label, "help": choice.help })
}

/// How a question fills itself in.
const fn assumed(how: Assumed) -> &'static str {
    match how {
        Assumed::Now => "now",
        Assumed::Owner => "owner",
        Assumed::YesIfOwnerResponds => "yes-if-owner-responds",
        Assumed::YesIfKnown => "yes-if-known",
        Assumed::Default => "default",
        Assumed::DefaultIfOwnerResponds => "default-if-owner-responds",
        Assumed::NowIfCorrected => "now-if-corrected",
        Assumed::SatisfiedIfTheySaidSo => "satisfied-if-they-said-so",
    }
}

/// An answer in the shape of an answers file.
fn value(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::Choice(id) => json!(id),
        Value::Choices(ids) => json!(ids),
        Value::YesNo(yes) => json!(yes),
        Value::Number(number) => json!(number.to_string()),
        Value::Money(money) => json!(money),
        Value::Date(date) => json!(date),
        Value::DateTime(at) => json!(at.to_rfc3339()),
        Value::Duration(seconds) => json!(seconds),
        Value::Person(person) => json!({ "name": person.name, "role": person.role, "contact": person.contact }),
        Value::Rating(mark) => json!(mark),
        Value::Promise(_) | Value::Contact(_) | Value::Failure(_) => Json::Null,
        Value::Several(parts) => parts.iter().map(self::value).collect(),
    }
}

/// The most the responder may offer alone, in the shape that a playbook has it in.
fn limit(limit: &Limit) -> Json {
    match limit {
        Limit::Unset => Json::Null,
        Limit::UpTo(most) => json!(most),
        Limit::Unlimited => json!(Limit::NONE),
    }
}

/// A condition in the shape that a playbook has it in; what only the table of built-in questions can say is
/// `{ over = "authority" }`.
fn condition(playbook: &Playbook, when: &Condition) -> Json {
    let parts = |parts: &[Condition]| -> Json { parts.iter().map(|part| condition(playbook, part)).collect() };
    match when {
        Condition::All(all) => json!({ "all": parts(all) }),
        Condition::Any(any) => json!({ "any": parts(any) }),
        Condition::Not(part) => json!({ "not": condition(playbook, part) }),
        Condition::Is { question, answers } => match answers.as_slice() {
            [single] => test(question, answer(playbook, question, single)),
            several => test(question, several.iter().map(|one| answer(playbook, question, one)).collect()),
        },
        Condition::Answered(question) => test(question, json!({ "answered": true })),
        Condition::OverNumber(question, bound) => test(question, json!({ "over": bound.to_string() })),
        Condition::OverMoney(question, bound) => {
            test(question, json!({ "over": format!("{} {}", bound.amount(), bound.currency().code()) }))
        }
        Condition::OverAuthority(question) => test(question, json!({ "over": "authority" })),
    }
}

fn test(question: &Name, test: Json) -> Json {
    Json::Object(Map::from_iter([(question.to_string(), test)]))
}

/// The table of built-in questions writes `yes` and `no` for yes-no questions too; scripts give booleans.
fn answer(playbook: &Playbook, question: &Name, given: &Value) -> Json {
    let yes_no = playbook.question(question.as_str()).is_some_and(|question| question.kind == Kind::YesNo);
    match given.choice() {
        Some(word) if yes_no => json!(word == "yes"),
        _ => value(given),
    }
}
