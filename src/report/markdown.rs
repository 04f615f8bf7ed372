//! The report in Markdown, for a wiki or a mail.

use super::Report;
use super::define::Section;
use super::figures::Figure;
use super::words::{self, count, details, headline, row_phrases};
use crate::escape;

/// The report as Markdown. Everything that people wrote is escaped.
pub fn render(report: &Report<'_>) -> String {
    let mut out = String::from("# Recovery report\n\n");
    out.extend([&escape::markdown(&words::period(report)), "\n"]);
    let figures = report.total.figures();
    for section in Section::ALL {
        out.extend(["\n## ", section.title(), "\n\n"]);
        out.push_str("| figure | value | n | unknown | not yet |\n| --- | --- | ---: | ---: | ---: |\n");
        for figure in figures.iter().filter(|figure| figure.is.section == section) {
            self::figure(&mut out, figure);
        }
    }
    if let Some(by) = &report.by {
        groups(&mut out, report, by.name());
    }
    out.extend(["\n", words::FOOT, "\n"]);
    out
}

fn figure(out: &mut String, figure: &Figure) {
    let mut said = vec![headline(figure)];
    said.extend(details(figure));
    said.retain(|words| !words.is_empty());
    let counts = [figure.n, figure.unknown, figure.not_yet].map(count);
    line(out, &[figure.is.title, &said.join("; "), &counts[0], &counts[1], &counts[2]]);
    for row in &figure.rows {
        let label = words::label(figure.is.figure, &row.key);
        line(out, &[&["– ", &label].concat(), &row_phrases(row).join("; "), "", "", ""]);
    }
}

fn groups(out: &mut String, report: &Report<'_>, by: &str) {
    let title = words::field_label(by);
    out.extend(["\n## By ", &escape::markdown(&title), "\n\n| ", &escape::markdown(&title)]);
    for column in words::COLUMNS {
        out.extend([" | ", column.title]);
    }
    out.push_str(" |\n| ---");
    out.push_str(&" | ---:".repeat(words::COLUMNS.len()));
    out.push_str(" |\n");
    for group in report.groups() {
        let mut cells = vec![words::group_title(by, group)];
        cells.extend(words::COLUMNS.iter().map(|column| (column.value)(&group.tally)));
        line(out, &cells.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

fn line(out: &mut String, cells: &[&str]) {
    for cell in cells {
        out.extend(["| ", &escape::markdown(cell), " "]);
    }
    out.push_str("|\n");
}
