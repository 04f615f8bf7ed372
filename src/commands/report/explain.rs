//! `recover report --explain`: what each figure counts.

use serde_json::{Map, Value as Json, json};

use super::Failure;
use crate::cli::report::ReportFormat;
use crate::exit_code::ExitCode;
use crate::out::Out;
use crate::report::define::{DEFINITIONS, Definition, Section, by_name};
use crate::text::{clip, did_you_mean, wrap_hanging};

/// Says what one figure is, or all of them where none is named.
pub fn run(figure: &str, format: Option<ReportFormat>, out: &mut Out) -> Result<ExitCode, Failure> {
    let asked: Vec<&Definition> = if figure.is_empty() {
        DEFINITIONS.iter().collect()
    } else {
        vec![by_name(figure).ok_or_else(|| unknown(figure))?]
    };
    if format == Some(ReportFormat::Json) {
        out.document(&format!("{:#}\n", json(&asked)))?;
        return Ok(ExitCode::Done);
    }
    let width = out.document_look().width;
    let mut shown = String::new();
    for section in Section::ALL {
        for definition in asked.iter().filter(|definition| definition.section == section) {
            if !shown.is_empty() {
                shown.push('\n');
            }
            one(&mut shown, definition, width);
        }
    }
    out.document(&shown)?;
    Ok(ExitCode::Done)
}

fn one(shown: &mut String, definition: &Definition, width: usize) {
    shown.extend([definition.title, " (", definition.id, ")\n"]);
    for (what, words) in [("", definition.definition), ("clock: ", definition.clock), ("", definition.unknown)] {
        let line = [what, words].concat();
        shown.extend([&wrap_hanging(&line, width, "  ", "  "), "\n"]);
    }
}

fn json(asked: &[&Definition]) -> Json {
    let of = |definition: &&Definition| {
        json!({
            "figure": definition.id,
            "title": definition.title,
            "definition": definition.definition,
            "clock": definition.clock,
            "unknown": definition.unknown,
        })
    };
    let mut object = Map::new();
    object.insert("schema".to_owned(), "recover.report-definitions/1".into());
    object.insert("figures".to_owned(), asked.iter().map(of).collect());
    object.into()
}

fn unknown(figure: &str) -> Failure {
    let typed = clip(&crate::escape::term(figure), 60).into_owned();
    let meant = did_you_mean(figure, DEFINITIONS.iter().map(|definition| definition.id));
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`? `recover report --explain` shows all of them"),
        None => "`recover report --explain` shows all of them".to_owned(),
    };
    Failure::Usage(format!("there is no figure `{typed}`"), help)
}
