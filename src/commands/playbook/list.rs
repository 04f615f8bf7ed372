//! `recover playbook list`: which playbooks there are, and where each comes from.

use std::path::PathBuf;

use comfy_table::{ContentArrangement, Table, presets};
use serde_json::{Value, json};

use crate::cli::TableOrJson;
use crate::commands::{Failure, House};
use crate::escape;
use crate::exit_code::ExitCode;
use crate::out::{Look, Out};
use crate::shelf::{Origin, Shelf, ShelfError, Spine};
use crate::spine::Name;
use crate::text::wrap_hanging;

/// Tables are not drawn on a terminal narrower than this, in columns.
const NARROWEST_TABLE: usize = 40;

/// Tables are not drawn wider than this, in columns.
const WIDEST_TABLE: usize = 120;

/// Shows the playbooks in the order in which they are looked for.
///
/// # Errors
/// When a folder cannot be read or the output cannot be written.
pub fn run(house: &House, format: TableOrJson, out: &mut Out) -> Result<ExitCode, Failure> {
    let shelf = house.shelf();
    let lines: Vec<Line> = shelf.list()?.into_iter().map(|spine| Line::of(&shelf, spine)).collect();
    let shown = match format {
        TableOrJson::Json => format!("{:#}\n", lines.iter().map(Line::json).collect::<Value>()),
        TableOrJson::Table if out.document_look().width < NARROWEST_TABLE => plain(&lines, out.document_look()),
        TableOrJson::Table => table(&lines, out.document_look()),
    };
    out.document(&shown)?;
    Ok(ExitCode::Done)
}

/// A playbook in the list.
struct Line {
    spine: Spine,
    title: Option<String>,
    summary: Option<String>,
    fault: Option<String>,
}

impl Line {
    fn of(shelf: &Shelf, spine: Spine) -> Self {
        let (mut title, mut summary) = (spine.heading.title.clone(), spine.heading.summary.clone());
        let mut fault = spine.fault.clone();
        if fault.is_none() && spine.id.parse::<Name>().is_err() {
            fault = Some("its file name is not a name, so nothing can call it".into());
        } else if fault.is_none() && !spine.hidden {
            match shelf.take(&spine.id) {
                Ok(taken) => {
                    title = Some(taken.playbook.title.into_stored());
                    summary = taken.playbook.summary.map(crate::untrusted::Untrusted::into_stored);
                }
                Err(ShelfError::Problems(problems)) => {
                    let places = problems.places().map(|(place, problem)| format!("{place}: {}", problem.message));
                    let more = problems.count() - 1;
                    let more = if more == 0 { String::new() } else { format!(", and {more} more") };
                    fault = places.take(1).last().map(|first| format!("{first}{more}"));
                }
                Err(other) => fault = Some(other.to_string()),
            }
        }
        Self { spine, title, summary, fault }
    }

    fn path(&self) -> Option<&PathBuf> {
        match &self.spine.origin {
            Origin::Here(path) | Origin::Own(path) => Some(path),
            Origin::Shipped => None,
        }
    }

    const fn from(&self) -> (&'static str, &'static str) {
        match self.spine.origin {
            Origin::Here(_) => ("here", "./playbooks"),
            Origin::Own(_) => ("own", "your own"),
            Origin::Shipped => ("shipped", "shipped"),
        }
    }

    /// Where it comes from and what is special about it.
    fn remarks(&self) -> String {
        let mut remarks = self.from().1.to_owned();
        if self.spine.hidden {
            remarks.push_str(", hidden by the one above");
        } else if self.spine.overlay.is_some() {
            remarks.push_str(", with your overlay");
        }
        if self.fault.is_some() {
            remarks.push_str(", faulty");
        }
        remarks
    }

    fn json(&self) -> Value {
        let path = |path: Option<&PathBuf>| path.map(|path| path.display().to_string());
        json!({
            "schema": "recover.playbook-line/1",
            "id": self.spine.id,
            "title": self.title,
            "summary": self.summary,
            "extends": self.spine.heading.extends.as_ref().map(|(base, _)| base),
            "origin": self.from().0,
            "path": path(self.path()),
            "overlay": path(self.spine.overlay.as_ref().filter(|_| !self.spine.hidden)),
            "hidden": self.spine.hidden,
            "fault": self.fault,
        })
    }
}

fn table(lines: &[Line], look: Look) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(look.width.min(WIDEST_TABLE)).unwrap_or(80))
        .set_header(["playbook", "title", "from"]);
    for line in lines {
        let title = line.title.as_deref().unwrap_or_default();
        table.add_row([escape::term(&line.spine.id).into_owned(), escape::term(title).into_owned(), line.remarks()]);
    }
    format!("{table}\n{}", faults(lines, look))
}

fn plain(lines: &[Line], look: Look) -> String {
    let mut shown = String::new();
    for line in lines {
        let title = line.title.as_deref().unwrap_or_default();
        let text = format!("{}: {} ({})", escape::term(&line.spine.id), escape::term(title), line.remarks());
        shown.push_str(&wrap_hanging(&text, look.width, "", "  "));
        shown.push('\n');
    }
    shown + &faults(lines, look)
}

/// The faults in full, below the list.
fn faults(lines: &[Line], look: Look) -> String {
    let mut shown = String::new();
    for line in lines {
        if let Some(fault) = &line.fault {
            let id = escape::term(&line.spine.id);
            let text = format!("{id} is faulty: {}", crate::text::clip_bytes(&escape::term(fault), 1_000));
            shown.push_str(&wrap_hanging(&text, look.width, "", "  "));
            shown.push('\n');
        }
    }
    shown
}
