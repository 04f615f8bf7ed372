//! An empty answers file that explains every question of a playbook.

use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset};
use rust_decimal::Decimal;

use super::file::comes_again;
use super::{put, toml_text, words};
use crate::answer::given::read_given;
use crate::answer::{Given, Kind, Listening, Value};
use crate::playbook::{Playbook, Question};
use crate::spine::{Asked, Assumed, Step};
use crate::text::{PROSE_WIDTH, wrap_hanging};
use crate::untrusted::Untrusted;

/// An answers file in which every question of the playbook is a comment: what is asked, what it takes, when, and an example. Lines
/// that begin with `#` and no space behind it are examples; without their `#` the file reads without problems.
pub fn blank(playbook: &Playbook) -> String {
    let mut file = String::new();
    comment(&mut file, &format!("Answers for `recover start {} --answers FILE`.", playbook.id));
    comment(
        &mut file,
        "Take the `#` from the examples you need and write your own answers. In place of an answer, `{ skip = \"why\" }` leaves a \
         question out and `{ later = true }` puts it off. Times can be written as they are said, such as \"yesterday 17:00\".",
    );
    let _ = writeln!(file, "playbook = {}", toml_text::string(playbook.id.as_str()));
    file.push('\n');
    for (what, example) in [
        ("Who answers; without it, the name in the configuration file.", "responder = \"Maria Lopez, shift manager\""),
        ("When the walk began; without it, now.", "started_at = \"yesterday 17:00\""),
        ("Your own reference.", "ref = \"TICKET-1234\""),
    ] {
        comment(&mut file, what);
        let _ = writeln!(file, "#{example}");
    }
    for step in Step::ALL {
        step_lines(&mut file, playbook, step);
    }
    file.push('\n');
    comment(
        &mut file,
        "When single answers were given, by the name of the question; without it, together with the answer before.",
    );
    file.push_str("[entered]\n");
    if let Some(first) = playbook.questions.first() {
        let _ = writeln!(file, "#{} = \"yesterday 17:00\"", first.id);
    }
    file.push('\n');
    comment(&mut file, "Notes for the house, beside a question or for the whole incident.");
    file.push_str("[notes]\n#incident = \"They rang twice.\"\n\n");
    comment(&mut file, "Steps left out as a whole, and why.");
    file.push_str("[skip]\n#learn = \"Done in the weekly meeting.\"\n");
    file
}

/// Prose as comment lines.
pub(super) fn comment(file: &mut String, prose: &str) {
    file.push_str(&wrap_hanging(&crate::escape::term(prose), PROSE_WIDTH, "# ", "# "));
    file.push('\n');
}

fn step_lines(file: &mut String, playbook: &Playbook, step: Step) {
    let title = playbook.page(step).map_or_else(|| step.title().into(), |page| page.title.as_stored().to_owned());
    file.push('\n');
    comment(file, &format!("{}. {title}", step.number()));
    if step == Step::AcceptTheUnforgivable {
        comment(file, "One table for the whole file, however many rounds there were: an incident ends once.");
    } else if comes_again(step) {
        comment(file, &format!("Write `[[{}]]`, once a round, where the customer wanted something more.", step.name()));
    }
    let _ = writeln!(file, "[{}]", step.name());
    for question in playbook.questions_of(step) {
        file.push('\n');
        comment(file, question.ask.as_stored());
        comment(file, &details(question));
        for choice in question.kind.choices() {
            comment(file, &format!("  {}: {}", choice.id, choice.label.as_stored()));
        }
        let example = example(question, playbook);
        let is_shown = |own: &&Untrusted| example != Given::Text(own.as_stored().to_owned());
        if let Some(own) = question.example.as_ref().filter(|own| !own.is_blank()).filter(is_shown) {
            comment(file, &format!("For example: {}", own.as_stored()));
        }
        let example = toml_text::value(&example, false);
        for (number, line) in format!("{} = {example}", question.id).lines().enumerate() {
            // Lines of a list are examples, too.
            let _ = writeln!(file, "#{}", if number == 0 { line } else { line.trim_start() });
        }
    }
}

/// What it takes, whether it has to be answered, when it is asked, who may read it and what is offered.
fn details(question: &Question) -> String {
    let mut parts = vec![takes(question)];
    parts.push(String::from(match (question.asked, question.required, question.can_skip) {
        (Asked::OnRequest, ..) => "not asked by itself",
        (_, true, true) => "required, or skipped with a reason",
        (_, true, false) => "required",
        (_, false, _) => "may be left out",
    }));
    if question.asked == Asked::Now {
        parts.push("among the first".into());
    }
    parts.extend(question.when.as_ref().map(|when| format!("asked {}", words::condition(when))));
    parts.extend(question.assumed.map(|(assumed, _)| String::from(assumed_words(assumed))));
    if let Some(default) = &question.default {
        parts.push(format!("default {}", toml_text::value(&put::given(&question.kind, default), true)));
    }
    parts.push(format!("for `{}`", question.audience.name()));
    format!("Takes {}.", parts.join("; "))
}

const fn assumed_words(assumed: Assumed) -> &'static str {
    match assumed {
        Assumed::Now => "without it, the moment of the answer before is taken",
        Assumed::Owner => "without it, the owner is taken",
        Assumed::YesIfOwnerResponds => "without it, yes is taken if the owner responds",
        Assumed::YesIfKnown => "without it, yes is taken if the records know earlier incidents of the same customer",
        Assumed::DefaultIfOwnerResponds => "without it, the default is taken if the owner responds",
        Assumed::NowIfCorrected => "without it, the moment of the answer before is taken if it is put right",
        Assumed::Default => "without it, the default is taken",
        Assumed::SatisfiedIfTheySaidSo => "without it, `satisfied` is taken if they said so twice",
    }
}

fn takes(question: &Question) -> String {
    let one = match &question.kind {
        Kind::Number { unit, at_least, at_most } => {
            let unit = unit.as_ref().map(|unit| format!(" of {}", unit.as_stored())).unwrap_or_default();
            let bounds = match (at_least, at_most) {
                (Some(least), Some(most)) => format!(" from {least} to {most}"),
                (Some(least), None) => format!(", {least} or more"),
                (None, Some(most)) => format!(", {most} or less"),
                (None, None) => String::new(),
            };
            format!("a number{unit}{bounds}")
        }
        Kind::Rating { scale } => format!("a whole number from 1 to {scale}"),
        Kind::Choice(_) => "one of the choices below".into(),
        Kind::Choices(_) => "a list of the choices below".into(),
        Kind::YesNo => "`true` or `false`".into(),
        other => format!("`{}`", other.name().name()),
    };
    if question.repeat { format!("{one}, or a list of them") } else { one }
}

/// An answer in the right form: the playbook's own example where it reads as one, on whatever day.
fn example(question: &Question, playbook: &Playbook) -> Given {
    let in_words = |text: &Untrusted| Given::Text(text.as_stored().to_owned());
    let own = question.example.as_ref().map(in_words).filter(|given| reads(question, given, playbook));
    let example = own.unwrap_or_else(|| of_kind(question, playbook));
    if question.repeat { Given::List(vec![example]) } else { example }
}

fn reads(question: &Question, given: &Given, playbook: &Playbook) -> bool {
    let depends_on_the_day =
        matches!(question.kind, Kind::Date | Kind::DateTime | Kind::Promise | Kind::Contact | Kind::Failure);
    let Some(zone) = FixedOffset::east_opt(0) else { return false };
    let now = DateTime::UNIX_EPOCH.with_timezone(&zone);
    let ctx = Listening { now, zone: &zone, me: None, currency: playbook.currency, keeper: None };
    !depends_on_the_day && read_given(&question.kind, false, given, &ctx).is_ok()
}

fn of_kind(question: &Question, playbook: &Playbook) -> Given {
    let text = |text: &str| Given::Text(text.to_owned());
    let table = |entries: &[(&str, &str)]| {
        Given::Table(entries.iter().map(|(key, value)| ((*key).to_owned(), text(value))).collect())
    };
    match &question.kind {
        Kind::Text | Kind::LongText => text("..."),
        Kind::Choice(choices) => {
            let usual = || choices.first().map(|choice| Value::Choice(choice.id.clone()));
            question
                .default
                .clone()
                .or_else(usual)
                .map_or_else(|| text("..."), |value| put::given(&question.kind, &value))
        }
        Kind::Choices(choices) => {
            let first = choices.iter().take(1).map(|choice| choice.id.clone()).collect();
            put::given(&question.kind, &Value::Choices(first))
        }
        Kind::YesNo => Given::Bool(true),
        Kind::Number { at_least, at_most, .. } => {
            put::given(&question.kind, &Value::Number(at_least.or(*at_most).unwrap_or(Decimal::ONE)))
        }
        Kind::Money => text(&format!("12 {}", playbook.currency.map_or("GBP", |currency| currency.code()))),
        Kind::Date => text("yesterday"),
        Kind::DateTime => text("yesterday 17:00"),
        Kind::Duration => text("90 min"),
        Kind::Person => text("Maria Lopez, shift manager"),
        Kind::Rating { scale } => Given::Number(Decimal::from(*scale)),
        Kind::Promise => {
            table(&[("what", "Maria rings with what we found"), ("due", "tomorrow 15:00"), ("by", "Maria Lopez")])
        }
        Kind::Contact => table(&[
            ("at", "yesterday 17:00"),
            ("direction", "in"),
            ("channel", "phone"),
            ("said", "ring back, please"),
        ]),
        Kind::Failure => table(&[("at", "yesterday 17:00"), ("what", "only half of it came"), ("state", "open")]),
    }
}
