//! `recover verify`.

use serde_json::json;

use super::{Failure, House};
use crate::cli::{TextOrJson, Verify};
use crate::exit_code::ExitCode;
use crate::out::Out;

/// Checks the whole store.
pub fn run(house: &House, args: &Verify, out: &mut Out) -> Result<ExitCode, Failure> {
    let store = house.store_for_reading()?;
    let verification = store.verify()?;
    let findings: Vec<String> = verification.findings.iter().map(ToString::to_string).collect();
    let head = verification.head.to_string();
    let whole = verification.is_whole();
    match args.format {
        TextOrJson::Json => {
            let document = json!({
                "schema": "recover.verify/1",
                "whole": whole,
                "events": verification.events,
                "head": head,
                "findings": findings,
            });
            out.document(&format!("{document}\n"))?;
        }
        TextOrJson::Text => {
            for finding in &findings {
                out.message(&format!("{}\n", crate::escape::term(finding)))?;
            }
            let word = if whole { "whole" } else { "not whole" };
            out.document(&format!(
                "{word}: {}, head {head}\n",
                crate::text::plural(usize::try_from(verification.events).unwrap_or(usize::MAX), "event", "events")
            ))?;
        }
    }
    Ok(if whole { ExitCode::Done } else { ExitCode::Found })
}
