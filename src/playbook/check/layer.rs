//! What each file has to have by itself, before it is laid over another.

use rust_decimal::Decimal;

use crate::diagnostic::{Problem, Site};
use crate::playbook::raw::RawPlaybook;

/// Checks one file: its format, and that it is either a playbook or an overlay.
pub fn layer(raw: &RawPlaybook, source: usize, problems: &mut Vec<Problem>) {
    let mut problem = |site: &Site, message: String, label: &str, help: String| {
        problems.push(Problem { site: site.clone(), message, label: label.into(), help });
    };
    let beginning = Site::new(source, 0..0);
    match &raw.format {
        Some(format) if format.value == Decimal::ONE => {}
        Some(format) => problem(
            &format.site,
            format!("format {} is not known here", format.value),
            "not 1",
            "write `format = 1`, or use the version of recover that the playbook was written for".into(),
        ),
        None if raw.unread.contains(&"format") => {}
        None => problem(&beginning, "`format` is missing at the top level".into(), "here", "add `format = 1`".into()),
    }
    match (&raw.id, &raw.overlay) {
        (Some(id), Some(_)) => problem(
            &id.site,
            "a file is a playbook or an overlay, and this one says it is both".into(),
            "`id` of a playbook",
            "leave out `id` or `overlay`".into(),
        ),
        (None, None) if raw.unread.contains(&"id") || raw.unread.contains(&"overlay") => {}
        (None, None) => problem(
            &beginning,
            "`id` is missing at the top level".into(),
            "here",
            "add `id = \"...\"`, or `overlay = \"...\"` for what a house adds to a playbook".into(),
        ),
        _ => {}
    }
    if let (Some(_), Some(extends)) = (&raw.overlay, &raw.extends) {
        problem(&extends.site, "an overlay extends nothing".into(), "in an overlay", "leave out `extends`".into());
    }
}
