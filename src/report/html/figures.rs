//! Every figure, every group, and what each figure counts, as tables.

use std::fmt::Write as _;

use super::capital;
use super::page::Page;
use crate::escape;
use crate::report::Report;
use crate::report::define::{DEFINITIONS, Section};
use crate::report::figures::Figure;
use crate::report::words::{self, count, details, headline, row_phrases};

// Writing to a `String` cannot fail, so what `write!` returns says nothing.
impl Page {
    pub(super) fn groups(&mut self, report: &Report<'_>) {
        let Some(by) = &report.by else { return };
        let by = by.name();
        self.push("<h2>By ");
        self.words(&words::field_label(by));
        self.push("</h2>\n");
        let heads: Vec<&str> = std::iter::once("").chain(words::COLUMNS.iter().map(|column| column.title)).collect();
        let rows: Vec<Vec<String>> = report
            .groups()
            .iter()
            .map(|group| {
                let values = words::COLUMNS.iter().map(|column| (column.value)(&group.tally));
                std::iter::once(words::group_title(by, group)).chain(values).collect()
            })
            .collect();
        self.table("groups", &heads, &rows);
    }

    pub(super) fn figures(&mut self, figures: &[Figure]) {
        self.push("<h2>Every figure</h2>\n<p class=\"note\">");
        self.with_names(words::FOOT);
        self.push(
            "</p>\n<table class=\"figures\"><thead><tr><th scope=\"col\">figure</th><th scope=\"col\">value</th>",
        );
        self.push("<th scope=\"col\" class=\"n\">n</th><th scope=\"col\" class=\"n\">unknown</th>");
        self.push("<th scope=\"col\" class=\"n\">not yet</th></tr></thead>\n<tbody>\n");
        for section in Section::ALL {
            self.push("<tr class=\"head\"><th colspan=\"5\" scope=\"rowgroup\">");
            self.words(section.title());
            self.push("</th></tr>\n");
            for figure in figures.iter().filter(|figure| figure.is.section == section) {
                self.figure(figure);
            }
        }
        self.push("</tbody></table>\n");
    }

    pub(super) fn figure(&mut self, figure: &Figure) {
        let mut said = vec![headline(figure)];
        said.extend(details(figure));
        said.retain(|words| !words.is_empty());
        self.push("<tr><th scope=\"row\">");
        self.words(figure.is.title);
        self.push("</th><td>");
        self.words(&said.join(", "));
        self.push("</td>");
        for (head, value) in [("n", figure.n), ("unknown", figure.unknown), ("not yet", figure.not_yet)] {
            let _ = write!(self.out, "<td class=\"n\" data-head=\"{head}\">{}</td>", count(value));
        }
        self.push("</tr>\n");
        for row in &figure.rows {
            self.push("<tr class=\"row\"><th scope=\"row\">");
            let label = words::label(figure.is.figure, &row.key);
            self.out.push_str(&escape::bdi(&label));
            self.push("</th><td colspan=\"4\">");
            self.words(&row_phrases(row).join(", "));
            if let Some(note) = &row.note {
                self.push("<br><span class=\"note\">");
                self.words(note);
                self.push("</span>");
            }
            self.push("</td></tr>\n");
        }
    }

    pub(super) fn definitions(&mut self) {
        self.push("<h2>What each figure counts</h2>\n<dl class=\"what\">\n");
        for is in DEFINITIONS {
            self.push("<div><dt>");
            self.words(is.title);
            self.push("</dt><dd>");
            self.with_names(is.definition);
            self.push("</dd><dd class=\"note\">Clock: ");
            self.with_names(is.clock);
            self.push(". ");
            self.with_names(&capital(is.unknown));
            self.push(".</dd></div>\n");
        }
        self.push("</dl>\n");
    }
}
