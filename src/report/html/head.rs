//! The beginning of the page: what it is about, and whose.

use std::fmt::Write as _;

use super::page::Page;
use crate::escape;
use crate::page::{Fetched, open};
use crate::report::{Report, words};
use crate::untrusted::Untrusted;

const STYLE: &str = include_str!("page.css");

// Writing to a `String` cannot fail, so what `write!` returns says nothing.
impl Page {
    pub(super) fn head(&mut self, report: &Report<'_>, house: Option<&Untrusted>) {
        let title = |out: &mut String| {
            out.push_str("Recovery report: ");
            out.push_str(&escape::html(&escape::term(&words::period(report))));
        };
        open(&mut self.out, "en-GB", Fetched::Nothing, title, STYLE);
        self.push("<svg class=\"defs\" aria-hidden=\"true\"><defs><pattern id=\"late\" width=\"6\" height=\"6\" ");
        self.push("patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"1\" y1=\"0\" x2=\"1\" y2=\"6\"/>");
        self.push("</pattern><pattern id=\"broken\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\"><path class=\"cross\" d=\"M0 2H4M2 0V4\"/>");
        self.push("</pattern></defs></svg>\n<main>\n<header>\n<h1>Recovery report</h1>\n");
        if let Some(house) = house.filter(|house| !house.is_blank()) {
            let _ = writeln!(self.out, "<p>{}</p>", escape::bdi(house.as_stored()));
        }
        self.push("<p class=\"soft\">");
        self.words(&words::period(report));
        self.push("</p>\n</header>\n");
    }
}
