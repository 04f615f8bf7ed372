//! A document as one HTML page that runs nothing, fetches nothing and needs nothing beside it.

use std::fmt::Write as _;

use super::document::{Block, Clock, Content, Document, EMPTY, Field, Form, Label, Line, Piece, Said, Table};
use crate::page::{Fetched, open};

const STYLE: &str = include_str!("page.css");

/// The document as a page.
pub fn render(document: &Document<'_>) -> String {
    let mut out = String::with_capacity(16 * 1024);
    // A picture stands in the page itself; no other source is ever allowed.
    let has_picture = document.head.iter().any(|block| matches!(block, Block::Picture(_)));
    let fetched = if has_picture { Fetched::PicturesInside } else { Fetched::Nothing };
    open(&mut out, language(document), fetched, |out| plain(out, &document.title), STYLE);
    out.push_str(match document.form {
        Form::Record => "<main>\n",
        Form::Letter => "<main class=\"letter\">\n",
    });
    for block in &document.head {
        self::block(&mut out, block);
    }
    if !document.title.is_empty() {
        wrapped(&mut out, "h1", &document.title);
    }
    let mut open_section = false;
    for block in &document.blocks {
        if matches!(block, Block::Heading(_)) {
            out.push_str(if open_section { "</section>\n<section>\n" } else { "<section>\n" });
            open_section = true;
        }
        self::block(&mut out, block);
    }
    if open_section {
        out.push_str("</section>\n");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn block(out: &mut String, block: &Block<'_>) {
    match block {
        Block::Heading(text) => wrapped(out, "h2", text),
        Block::Subheading(text) => wrapped(out, "h3", text),
        Block::Paragraph(text) => wrapped(out, "p", text),
        Block::Prose(said) => prose(out, *said),
        Block::Quote(said) => quote(out, *said),
        Block::Fields(fields) => {
            out.push_str("<dl>\n");
            for field in fields {
                self::field(out, field);
            }
            out.push_str("</dl>\n");
        }
        Block::List(lines) => list(out, lines, "<ul>\n"),
        Block::Footnotes(lines) => list(out, lines, "<ul class=\"small\">\n"),
        Block::Table(table) => self::table(out, table),
        Block::Timeline(moments) => {
            out.push_str("<ol class=\"timeline\">\n");
            for (at, what) in moments {
                out.push_str("<li>");
                clock(out, *at);
                out.push_str(" <span>");
                line(out, what);
                out.push_str("</span></li>\n");
            }
            out.push_str("</ol>\n");
        }
        Block::Aside(text) => {
            out.push_str("<p class=\"aside\" role=\"note\">");
            line(out, text);
            out.push_str("</p>\n");
        }
        Block::Lines(part, lines) => {
            for part in ["<p class=\"", part.name(), "\">"] {
                out.push_str(part);
            }
            for (place, text) in lines.iter().enumerate() {
                out.push_str(if place == 0 { "" } else { "<br>\n" });
                line(out, text);
            }
            out.push_str("</p>\n");
        }
        Block::Picture(picture) => {
            for part in ["<img class=\"logo\" alt=\"\" src=\"data:", picture.kind, ";base64,", &picture.base64, "\">\n"]
            {
                out.push_str(part);
            }
        }
    }
}

/// The language tag of the page: the document's, if it is one, else our own.
fn language<'r>(document: &Document<'r>) -> &'r str {
    document.language.and_then(Said::tag).unwrap_or("en-GB")
}

/// An element whose content is one line. `element` is one of our own.
fn wrapped(out: &mut String, element: &'static str, text: &Line<'_>) {
    for part in ["<", element, ">"] {
        out.push_str(part);
    }
    line(out, text);
    for part in ["</", element, ">\n"] {
        out.push_str(part);
    }
}

fn list(out: &mut String, lines: &[Line<'_>], start: &'static str) {
    out.push_str(start);
    for text in lines {
        wrapped(out, "li", text);
    }
    out.push_str("</ul>\n");
}

fn line(out: &mut String, line: &Line<'_>) {
    for piece in line.pieces() {
        match piece {
            Piece::Faint(words) => {
                out.push_str("<i>");
                out.push_str(words);
                out.push_str("</i>");
            }
            Piece::Said(said) => out.push_str(&said.bdi()),
            Piece::Name(name) => out.push_str(name.as_str()),
            Piece::Clock(at) => clock(out, *at),
            Piece::Day(day) => {
                // Writing to a `String` cannot fail.
                let _ = write!(out, "<time datetime=\"{day}\">");
                piece.write_ours(out);
                out.push_str("</time>");
            }
            ours => {
                ours.write_ours(out);
            }
        }
    }
}

/// The line without any element, for the title of the window.
fn plain(out: &mut String, line: &Line<'_>) {
    for piece in line.pieces() {
        match piece {
            Piece::Said(said) => out.push_str(&crate::escape::html(&said.term())),
            Piece::Name(name) => out.push_str(name.as_str()),
            ours => {
                ours.write_ours(out);
            }
        }
    }
}

fn clock(out: &mut String, clock: Clock) {
    out.push_str("<time datetime=\"");
    out.push_str(&clock.there.to_rfc3339());
    out.push_str("\">");
    clock.write(out);
    out.push_str("</time>");
}

/// Lines and blank lines are kept by the style sheet, so that no element comes from what somebody wrote.
fn prose(out: &mut String, said: Said<'_>) {
    out.push_str("<p class=\"prose\" dir=\"auto\"><bdi>");
    words(out, said);
    out.push_str("</bdi></p>\n");
}

fn quote(out: &mut String, said: Said<'_>) {
    out.push_str("<blockquote class=\"prose\" dir=\"auto\"><bdi>");
    words(out, said);
    out.push_str("</bdi></blockquote>\n");
}

fn words(out: &mut String, said: Said<'_>) {
    if said.is_blank() {
        out.push_str(EMPTY);
    } else {
        out.push_str(&said.html());
    }
}

fn field(out: &mut String, field: &Field<'_>) {
    out.push_str("<div><dt>");
    match field.label {
        Label::Ours(words) => out.push_str(words),
        Label::Ask(said) if said.is_blank() => out.push_str(EMPTY),
        Label::Ask(said) => out.push_str(&said.bdi()),
    }
    out.push_str("</dt><dd>");
    match &field.content {
        Content::Line(text) => line(out, text),
        Content::Lines(lines) => list(out, lines, "<ul>\n"),
        Content::Prose(said) => prose(out, *said),
        Content::Quote(said) => quote(out, *said),
    }
    if !field.beneath.is_empty() {
        list(out, &field.beneath, "<ul class=\"small\">\n");
    }
    out.push_str("</dd></div>\n");
}

fn table(out: &mut String, table: &Table<'_>) {
    out.push_str("<table>\n<thead><tr>");
    for head in table.heads {
        for part in ["<th scope=\"col\">", head, "</th>"] {
            out.push_str(part);
        }
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for cells in &table.rows {
        out.push_str("<tr>");
        for (head, cell) in table.heads.iter().zip(cells) {
            for part in ["<td data-head=\"", head, "\">"] {
                out.push_str(part);
            }
            line(out, cell);
            out.push_str("</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}
