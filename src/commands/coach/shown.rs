//! A reading as words for people.

use super::Told;
use super::excerpt::excerpt;
use crate::coach::allow::Allowed;
use crate::coach::{Element, Finding, Severity};
use crate::diagnostic::Lines;
use crate::escape;
use crate::out::Look;
use crate::text::{list_and, plural, wrap, wrap_hanging};

/// What was found, what the message has and could still say, and the score.
pub fn reading(text: &str, told: &Told, look: Look) -> String {
    let mut shown = String::new();
    let lines = Lines::of(text);
    for one in &told.findings {
        finding(&mut shown, text, &lines, one, look);
    }
    if told.findings.is_empty() {
        shown.push_str(&look.green(if text.trim().is_empty() {
            "There are no words here yet."
        } else {
            "Nothing here stands in the way."
        }));
        shown.push_str("\n\n");
    }
    allowed(&mut shown, &told.allowed, look);
    elements(&mut shown, told, look);
    shown.extend(["\n", &look.bold(&format!("Score: {} of 100", told.score)), count(&told.findings).as_str(), "\n"]);
    shown
}

/// Only what makes a check fail.
pub fn check(text: &str, told: &Told, look: Look) -> String {
    let mut shown = String::new();
    let lines = Lines::of(text);
    for one in told.findings.iter().filter(|finding| finding.severity.counts()) {
        finding(&mut shown, text, &lines, one, look);
    }
    shown.truncate(shown.trim_end().len());
    shown.push('\n');
    shown
}

fn finding(shown: &mut String, text: &str, lines: &Lines, finding: &Finding, look: Look) {
    let severity = match finding.severity {
        Severity::Error => look.red("error"),
        Severity::Warning => look.yellow("warning"),
        Severity::Note => look.dim("note"),
    };
    let (line, _) = lines.place(text, finding.span.start);
    let rule = if finding.rule == finding.category.name() { String::new() } else { format!(", rule {}", finding.rule) };
    let heading = format!("line {line}: {severity}, {}{rule}", finding.category.name());
    shown.extend([&wrap_hanging(&heading, look.width, "", "  "), "\n"]);
    shown.push_str(&excerpt(text, &finding.span, look));
    let words = |words: &str| escape::term(words).into_owned();
    shown.extend([&wrap(&words(&finding.message), look.width, 2), "\n"]);
    if !finding.suggestion.is_empty() {
        let instead = wrap_hanging(&words(&finding.suggestion), look.width, "  instead: ", "           ");
        shown.extend([&instead, "\n"]);
    }
    shown.push('\n');
}

fn allowed(shown: &mut String, allowed: &[Allowed], look: Look) {
    if allowed.is_empty() {
        return;
    }
    shown.extend([&plural(allowed.len(), "finding is", "findings are"), " allowed:\n"]);
    for one in allowed {
        let line = format!("{}: {}", one.finding.rule, escape::term(&one.reason));
        shown.extend([&wrap_hanging(&line, look.width, "  ", "    "), "\n"]);
    }
    shown.push('\n');
}

fn elements(shown: &mut String, told: &Told, look: Look) {
    let (has, lacks): (Vec<Element>, Vec<Element>) =
        Element::ALL.into_iter().partition(|element| told.elements.has(*element));
    if !has.is_empty() {
        let names: Vec<&str> = has.iter().map(|element| element.name()).collect();
        let all = if lacks.is_empty() { ", all ten" } else { "" };
        let line = format!("It has: {}{all}.", list_and(&names));
        shown.extend([&wrap_hanging(&line, look.width, "", "  "), "\n"]);
    }
    if !lacks.is_empty() {
        shown.push_str(if has.is_empty() { "It could say:\n" } else { "It could still say:\n" });
    }
    for element in lacks {
        let line = format!("{:<13} {}", element.name(), element.hint());
        shown.extend([&wrap_hanging(&line, look.width, "  ", "                "), "\n"]);
    }
}

/// How many errors, warnings and notes stand, after the score.
fn count(findings: &[Finding]) -> String {
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let words = [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Note, "note", "notes"),
    ];
    let parts: Vec<String> = words
        .into_iter()
        .filter(|(severity, ..)| of(*severity) > 0)
        .map(|(severity, one, many)| plural(of(severity), one, many))
        .collect();
    if parts.is_empty() { String::new() } else { format!("; {}", list_and(&parts)) }
}
