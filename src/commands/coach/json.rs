//! A reading as JSON: one document, or one line among many.

use serde_json::{Map, Value, json};

use super::Told;
use crate::coach::allow::Allowed;
use crate::coach::{Element, Finding};
use crate::diagnostic::Lines;

/// The document of one text.
pub fn document(text: &str, told: &Told) -> String {
    let lines = Lines::of(text);
    let elements: Map<String, Value> = Element::ALL
        .into_iter()
        .map(|element| (element.name().to_owned(), told.elements.has(element).into()))
        .collect();
    let document = json!({
        "schema": "recover.coach/1",
        "findings": told.findings.iter().map(|finding| one(text, &lines, finding, None)).collect::<Value>(),
        "allowed": told.allowed.iter().map(|it| one(text, &lines, &it.finding, Some(&it.reason))).collect::<Value>(),
        "elements": elements,
        "score": told.score,
    });
    format!("{document:#}\n")
}

fn one(text: &str, lines: &Lines, finding: &Finding, reason: Option<&str>) -> Value {
    let (line, column) = lines.place(text, finding.span.start);
    let mut value = json!({
        "category": finding.category.name(),
        "start": finding.span.start,
        "end": finding.span.end,
        "line": line,
        "column": column,
        "words": text.get(finding.span.clone()),
        "severity": finding.severity.name(),
        "rule": finding.rule,
        "message": finding.message,
        "suggestion": finding.suggestion,
    });
    if let (Some(object), Some(reason)) = (value.as_object_mut(), reason) {
        object.insert("reason".to_owned(), reason.into());
    }
    value
}

/// Writes the line of one text among many; `allowed` is left out where nothing could be.
pub fn line(id: &str, told: &Told, with_allowed: bool, line: &mut Vec<u8>) -> serde_json::Result<()> {
    line.extend_from_slice(b"{\"id\":");
    text(id, line)?;
    line.extend_from_slice(b",\"findings\":[");
    for (number, finding) in told.findings.iter().enumerate() {
        brief(number, finding, None, line)?;
    }
    line.push(b']');
    if with_allowed {
        line.extend_from_slice(b",\"allowed\":[");
        for (number, Allowed { finding, reason }) in told.allowed.iter().enumerate() {
            brief(number, finding, Some(reason), line)?;
        }
        line.push(b']');
    }
    for (number, element) in Element::ALL.into_iter().enumerate() {
        line.extend_from_slice(if number == 0 { b",\"elements\":{\"" } else { b",\"" });
        line.extend_from_slice(element.name().as_bytes());
        line.extend_from_slice(if told.elements.has(element) { b"\":true" } else { b"\":false" });
    }
    line.extend_from_slice(b"},\"score\":");
    serde_json::to_writer(&mut *line, &told.score)?;
    line.extend_from_slice(b"}\n");
    Ok(())
}

fn brief(number: usize, finding: &Finding, reason: Option<&str>, line: &mut Vec<u8>) -> serde_json::Result<()> {
    line.extend_from_slice(if number == 0 { b"{\"category\":\"" } else { b",{\"category\":\"" });
    line.extend_from_slice(finding.category.name().as_bytes());
    line.extend_from_slice(b"\",\"start\":");
    serde_json::to_writer(&mut *line, &finding.span.start)?;
    line.extend_from_slice(b",\"end\":");
    serde_json::to_writer(&mut *line, &finding.span.end)?;
    line.extend_from_slice(b",\"severity\":\"");
    line.extend_from_slice(finding.severity.name().as_bytes());
    line.push(b'"');
    let rest = [
        ("rule", Some(finding.rule.as_str())),
        ("message", Some(&finding.message)),
        ("suggestion", Some(&finding.suggestion)),
        ("reason", reason),
    ];
    for (key, value) in rest {
        if let Some(value) = value {
            line.extend_from_slice(b",\"");
            line.extend_from_slice(key.as_bytes());
            line.extend_from_slice(b"\":");
            text(value, line)?;
        }
    }
    line.push(b'}');
    Ok(())
}

fn text(text: &str, line: &mut Vec<u8>) -> serde_json::Result<()> {
    serde_json::to_writer(line, text)
}
