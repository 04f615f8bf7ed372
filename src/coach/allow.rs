//! What somebody lets pass, and why: for a whole reading, or by a line in the text for the paragraph below it.
//!
//! A marker is a line of its own, `coach: allow RULE because REASON`, also written as a comment of HTML,
//! `<!-- coach: allow RULE because REASON -->`. It holds for the paragraph that follows: empty lines and further markers
//! are passed over, then everything up to the next empty line, the next marker or the end of the text. The markers
//! themselves are not read as wording.

use std::ops::Range;

use super::{Coach, Finding};
use crate::diagnostic::{Problem, Site};
use crate::table::clip;

/// How a marker is written, as it is told to whoever wrote it otherwise.
const FORM: &str = "write `coach: allow RULE because REASON`";

/// One thing that is let pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// The rule, or the category with all its rules.
    pub rule: String,
    /// Why.
    pub reason: String,
    /// Where, as bytes of the text; everywhere, if nothing is said.
    pub within: Option<Range<usize>>,
}

impl Allowance {
    /// Whether it lets this finding pass.
    pub fn covers(&self, finding: &Finding) -> bool {
        let named = self.rule == finding.rule || self.rule == finding.category.name();
        named && self.within.as_ref().is_none_or(|within| within.contains(&finding.span.start))
    }
}

/// A finding that was let pass, and the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// The finding.
    pub finding: Finding,
    /// Why it is let pass.
    pub reason: String,
}

/// Takes the findings that are let pass out of the others; of two allowances the first counts.
pub fn part(findings: Vec<Finding>, allowances: &[Allowance]) -> (Vec<Finding>, Vec<Allowed>) {
    let (mut kept, mut allowed) = (Vec::new(), Vec::new());
    for finding in findings {
        match allowances.iter().find(|allowance| allowance.covers(&finding)) {
            Some(allowance) => allowed.push(Allowed { finding, reason: allowance.reason.clone() }),
            None => kept.push(finding),
        }
    }
    (kept, allowed)
}

/// The text without its markers, byte for byte at the same places, and what they allow.
///
/// # Errors
/// When a marker names no rule, or gives no reason: every such marker.
pub fn in_text(text: &str, coach: &Coach) -> Result<(String, Vec<Allowance>), Vec<Problem>> {
    let mut wording = String::with_capacity(text.len());
    let mut found: Vec<Allowance> = Vec::new();
    let mut problems = Vec::new();
    let mut open: Vec<Allowance> = Vec::new();
    let mut paragraph: Option<usize> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let marker = marker(line);
        if (marker.is_some() || line.trim().is_empty())
            && let Some(from) = paragraph.take()
        {
            found.extend(open.drain(..).map(|allowance| Allowance { within: Some(from..at), ..allowance }));
        }
        if let Some(marker) = marker {
            match read(marker, coach) {
                Ok(allowance) => open.push(allowance),
                Err(told) => problems.push(told.at(text, marker, at..at + line.trim_end().len())),
            }
            wording.extend(line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        } else {
            if !line.trim().is_empty() {
                paragraph.get_or_insert(at);
            }
            wording.push_str(line);
        }
        at += line.len();
    }
    let from = paragraph.unwrap_or(at);
    found.extend(open.into_iter().map(|allowance| Allowance { within: Some(from..at), ..allowance }));
    if problems.is_empty() { Ok((wording, found)) } else { Err(problems) }
}

/// What stands in a marker behind `coach: allow`, if the line is one.
fn marker(line: &str) -> Option<&str> {
    let line = line.trim().trim_start_matches('\u{feff}');
    let inner = line.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")).unwrap_or(line).trim();
    let rest = inner.strip_prefix("coach:")?.trim_start().strip_prefix("allow")?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| rest.trim())
}

/// What is wrong with a marker.
struct Wrong {
    message: String,
    label: &'static str,
    help: String,
}

impl Wrong {
    fn at(self, text: &str, marker: &str, line: Range<usize>) -> Problem {
        let marker = marker.split_whitespace().next().unwrap_or_default();
        let within = text.get(line.clone()).and_then(|shown| shown.find(marker)).filter(|_| !marker.is_empty());
        let span = within.map_or(line.clone(), |from| line.start + from..line.start + from + marker.len());
        Problem { site: Site::new(0, span), message: self.message, label: self.label.to_owned(), help: self.help }
    }
}

fn read(marker: &str, coach: &Coach) -> Result<Allowance, Wrong> {
    let (rule, rest) = marker.split_once(char::is_whitespace).unwrap_or((marker, ""));
    if rule.is_empty() {
        return Err(Wrong {
            message: "a marker allows a rule or a category".to_owned(),
            label: "no rule is named",
            help: FORM.to_owned(),
        });
    }
    if !coach.knows(rule) {
        return Err(Wrong {
            message: format!("there is no rule and no category `{}`", clip(rule)),
            label: "not known",
            help: unknown_help(coach, rule),
        });
    }
    let reason = rest.trim_start().strip_prefix("because").map(str::trim).filter(|reason| !reason.is_empty());
    match reason {
        Some(reason) => Ok(Allowance { rule: rule.to_owned(), reason: reason.to_owned(), within: None }),
        None => Err(Wrong {
            message: format!("`{}` is allowed without a reason", clip(rule)),
            label: "no reason",
            help: FORM.to_owned(),
        }),
    }
}

/// What to do where a name is neither a rule nor a category.
pub fn unknown_help(coach: &Coach, name: &str) -> String {
    let all = "`recover coach --explain` shows all of them";
    coach.meant_by(name).map_or_else(|| all.to_owned(), |near| format!("did you mean `{near}`? {all}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coach::shipped;

    fn taken(text: &str) -> (String, Vec<(String, String)>) {
        let (wording, found) = in_text(text, &shipped::coach().unwrap()).unwrap();
        assert_eq!(wording.len(), text.len());
        let within = |allowance: &Allowance| text[allowance.within.clone().unwrap()].to_owned();
        let found = found.iter().map(|allowance| (allowance.reason.clone(), within(allowance))).collect();
        (wording, found)
    }

    #[test]
    fn a_marker_holds_for_the_paragraph_below_it() {
        let text =
            "Hello.\n\ncoach: allow minimise because they asked\n\nIt is only a scratch.\nJust one.\n\nOnly this.\n";
        let (wording, found) = taken(text);
        assert!(!wording.contains("allow") && wording.contains("Hello."));
        assert_eq!(found, [("they asked".to_owned(), "It is only a scratch.\nJust one.\n".to_owned())]);
    }

    #[test]
    fn markers_in_a_row_hold_for_the_same_paragraph_and_end_one() {
        let text = "<!-- coach: allow excuse because a é -->\ncoach: allow minimise because b\r\nOne.\ncoach: allow excuse because c\nTwo.";
        let (_, found) = taken(text);
        let found: Vec<(&str, &str)> =
            found.iter().map(|(reason, within)| (reason.as_str(), within.as_str())).collect();
        assert_eq!(found, [("a é", "One.\n"), ("b", "One.\n"), ("c", "Two.")]);
    }

    #[test]
    fn a_sentence_about_allowing_is_no_marker() {
        assert_eq!(taken("Our coach: allowed twenty minutes late.").1, []);
        assert_eq!(taken("We told the coach: allow for rain.\n").1, []);
    }

    #[test]
    fn every_marker_that_says_too_little_is_told() {
        let text = "coach: allow\ncoach: allow minimize because x\ncoach: allow excuse\ncoach: allow excuse because \n";
        let problems = in_text(text, &shipped::coach().unwrap()).unwrap_err();
        let told: Vec<&str> = problems.iter().map(|problem| problem.label.as_str()).collect();
        assert_eq!(told, ["no rule is named", "not known", "no reason", "no reason"]);
        assert!(problems[1].help.contains("`minimise`"), "{}", problems[1].help);
    }
}
