//! `recover coach --explain`: what a rule hears, why it hurts, and what to say instead.

use serde_json::{Value, json};

use crate::cli::TextOrJson;
use crate::coach::{Category, Coach, Origin, Rule, allow};
use crate::commands::Failure;
use crate::escape;
use crate::exit_code::ExitCode;
use crate::out::{Look, Out};
use crate::text::{clip, wrap_hanging};

/// Explains one rule or a category with its rules, or lists all rules where none is named.
pub fn run(coach: &Coach, name: &str, format: Option<TextOrJson>, out: &mut Out) -> Result<ExitCode, Failure> {
    let category = Category::named(name);
    let asked: Vec<&Rule> = in_order(coach)
        .filter(|rule| name.is_empty() || rule.id.as_str() == name || Some(rule.category) == category)
        .collect();
    if asked.is_empty() && category.is_none() {
        return Err(Failure::Usage(super::no_rule(name), allow::unknown_help(coach, name)));
    }
    if format == Some(TextOrJson::Json) {
        let rules: Value = asked.iter().map(|rule| json(coach, rule)).collect();
        out.document(&format!("{:#}\n", json!({ "schema": "recover.coach-rules/1", "rules": rules })))?;
        return Ok(ExitCode::Done);
    }
    let look = out.document_look();
    let mut shown = String::new();
    if name.is_empty() {
        list(&mut shown, coach, &asked, look);
    } else {
        if let Some(category) = category {
            let line = format!("{category}: {}", category.meaning());
            shown.extend([&wrap_hanging(&line, look.width, "", "  "), "\n\n"]);
        }
        let sections: Vec<String> = asked.iter().map(|rule| section(coach, rule, look)).collect();
        shown.push_str(&sections.join("\n"));
    }
    out.document(&shown)?;
    Ok(ExitCode::Done)
}

/// By category, and within one the rule for the whole of it first.
fn in_order(coach: &Coach) -> impl Iterator<Item = &Rule> {
    Category::ALL.into_iter().flat_map(move |category| {
        let of = move || coach.rules().filter(move |rule| rule.category == category);
        of().filter(|rule| rule.is_general()).chain(of().filter(|rule| !rule.is_general()))
    })
}

fn list(shown: &mut String, coach: &Coach, rules: &[&Rule], look: Look) {
    let widest = rules.iter().map(|rule| rule.id.as_str().len()).max().unwrap_or(0).min(look.width / 2);
    for category in Category::ALL {
        let heading = format!("{category}: {}", category.meaning());
        if !shown.is_empty() {
            shown.push('\n');
        }
        shown.extend([&wrap_hanging(&look.bold(&heading), look.width, "", "  "), "\n"]);
        for rule in rules.iter().filter(|rule| rule.category == category) {
            let state = if coach.is_off(rule) { "off" } else { coach.severity_of(rule).name() };
            let line = format!("  {:<widest$}  {state:<7}  {}", rule.id.as_str(), escape::term(&rule.before));
            shown.extend([clip(&line, look.width).trim_end(), "\n"]);
        }
    }
}

fn section(coach: &Coach, rule: &Rule, look: Look) -> String {
    let mut shown = String::new();
    let state = if coach.is_off(rule) { ", switched off" } else { "" };
    let own = if rule.origin == Origin::Own { ", the house's own" } else { "" };
    let severity = coach.severity_of(rule);
    shown.extend([&look.bold(rule.id.as_str()), format!(" ({}, {severity}{own}{state})\n", rule.category).as_str()]);
    let hears = if rule.hears.is_empty() {
        format!("whatever {}, where no other rule says it closer", rule.category.meaning())
    } else {
        rule.hears.join(" · ")
    };
    let parts = [
        ("hears", hears.as_str()),
        ("why", &rule.why),
        ("instead", &rule.instead),
        ("before", &rule.before),
        ("after", &rule.after),
        ("source", &rule.source),
    ];
    for (what, words) in parts.into_iter().filter(|(_, words)| !words.is_empty()) {
        let words = escape::term(words).replace("{words}", "…");
        shown.extend([&wrap_hanging(&words, look.width, &format!("  {what:<8}"), "          "), "\n"]);
    }
    shown
}

fn json(coach: &Coach, rule: &Rule) -> Value {
    json!({
        "rule": rule.id.as_str(),
        "category": rule.category.name(),
        "severity": coach.severity_of(rule).name(),
        "off": coach.is_off(rule),
        "own": rule.origin == Origin::Own,
        "hears": rule.hears,
        "why": rule.why,
        "instead": rule.instead,
        "before": rule.before,
        "after": rule.after,
        "source": rule.source,
    })
}
