//! A document as plain text without any markup, at most 80 columns wide.

use super::document::{Block, Clock, Content, Document, EMPTY, Field, Label, Line, Piece, Said, Table};
use super::markdown::ends_itself;
use crate::text::{PROSE_WIDTH, display_width, wrap_hanging};

/// The widest column of labels.
const WIDEST_LABEL: usize = 22;
/// How far everything below a label that has its own line is set in.
const INDENT: &str = "    ";

/// The document as plain text, ending with a line end. No hidden character is left in it.
pub fn render(document: &Document<'_>) -> String {
    let mut out = String::with_capacity(8 * 1024);
    for block in &document.head {
        self::block(&mut out, block);
        out.push('\n');
    }
    if !document.title.is_empty() {
        heading(&mut out, &document.title, '=');
    }
    for block in &document.blocks {
        out.push('\n');
        self::block(&mut out, block);
    }
    out
}

fn block(out: &mut String, block: &Block<'_>) {
    match block {
        Block::Heading(text) => {
            out.push('\n');
            heading(out, text, '-');
        }
        Block::Subheading(text) | Block::Paragraph(text) => wrapped(out, &line(text), "", ""),
        Block::Prose(said) => prose(out, *said, "", ""),
        Block::Quote(said) => prose(out, *said, "  | ", "  | "),
        Block::Fields(fields) => self::fields(out, fields),
        Block::List(lines) | Block::Footnotes(lines) => {
            for text in lines {
                wrapped(out, &line(text), "- ", "  ");
            }
        }
        Block::Table(table) => self::table(out, table),
        Block::Timeline(moments) => {
            for (clock, what) in moments {
                moment(out, *clock, what);
            }
        }
        Block::Aside(text) => wrapped(out, &line(text), "! ", "! "),
        Block::Lines(_, lines) => lines.iter().for_each(|text| wrapped(out, &line(text), "", "")),
        Block::Picture(_) => {}
    }
}

fn heading(out: &mut String, text: &Line<'_>, rule: char) {
    let shown = wrap_hanging(&line(text), PROSE_WIDTH, "", "");
    let width = shown.lines().map(display_width).max().unwrap_or(0).max(1);
    out.push_str(&shown);
    out.push('\n');
    out.extend(std::iter::repeat_n(rule, width));
    out.push('\n');
}

fn line(line: &Line<'_>) -> String {
    let mut out = String::new();
    for piece in line.pieces() {
        match piece {
            Piece::Said(said) => out.push_str(&said.term()),
            Piece::Name(name) => out.push_str(name.as_str()),
            ours => {
                ours.write_ours(&mut out);
            }
        }
    }
    out
}

fn wrapped(out: &mut String, text: &str, first: &str, rest: &str) {
    for text in wrap_hanging(text, PROSE_WIDTH, first, rest).split('\n') {
        out.push_str(text.trim_end());
        out.push('\n');
    }
}

fn prose(out: &mut String, said: Said<'_>, first: &str, rest: &str) {
    if said.is_blank() {
        wrapped(out, EMPTY, first, rest);
    } else {
        wrapped(out, &said.term_block(), first, rest);
    }
}

fn label(label: Label<'_>) -> String {
    match label {
        Label::Ours(words) => words.to_owned(),
        Label::Ask(said) if said.is_blank() => EMPTY.to_owned(),
        Label::Ask(said) => said.term().into_owned(),
    }
}

fn fields(out: &mut String, fields: &[Field<'_>]) {
    let width =
        fields.iter().map(|field| display_width(&label(field.label))).filter(|width| *width <= WIDEST_LABEL).max();
    let column = width.unwrap_or(0) + 2;
    for field in fields {
        self::field(out, field, column);
    }
}

fn field(out: &mut String, field: &Field<'_>, column: usize) {
    let label = label(field.label);
    let width = display_width(&label);
    let beside = " ".repeat(column);
    let (first, rest) = if width + 2 <= column {
        (format!("{label}{}", " ".repeat(column - width)), beside.as_str())
    } else {
        let end = if ends_itself(field.label) { "" } else { ":" };
        wrapped(out, &format!("{label}{end}"), "", "  ");
        (INDENT.to_owned(), INDENT)
    };
    match &field.content {
        Content::Line(text) => wrapped(out, &line(text), &first, rest),
        Content::Lines(lines) => {
            for (number, text) in lines.iter().enumerate() {
                let before = if number == 0 { format!("{first}- ") } else { format!("{rest}- ") };
                wrapped(out, &line(text), &before, &format!("{rest}  "));
            }
        }
        Content::Prose(said) => prose(out, *said, &first, rest),
        Content::Quote(said) => prose(out, *said, &format!("{first}| "), &format!("{rest}| ")),
    }
    for text in &field.beneath {
        wrapped(out, &line(text), &format!("{rest}- "), &format!("{rest}  "));
    }
}

/// Every row as a small block: columns side by side would not fit, and would be read aloud in the wrong order.
fn table(out: &mut String, table: &Table<'_>) {
    let column = table.heads.iter().skip(1).map(|head| display_width(head)).max().unwrap_or(0) + 2;
    let rest = " ".repeat(column + 2);
    for (number, cells) in table.rows.iter().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        for (place, (head, cell)) in table.heads.iter().zip(cells).enumerate() {
            let shown = line(cell);
            if place == 0 {
                wrapped(out, &shown, "", "  ");
            } else {
                wrapped(
                    out,
                    &shown,
                    &format!("  {head}{}", " ".repeat(column.saturating_sub(display_width(head)))),
                    &rest,
                );
            }
        }
    }
}

fn moment(out: &mut String, clock: Clock, what: &Line<'_>) {
    let mut at = String::new();
    clock.write(&mut at);
    // The longest moment, `Wed 30 Sep 2026, 09:34`, and two spaces.
    let column = at.len().max(22) + 2;
    let first = format!("{at}{}", " ".repeat(column - at.len()));
    wrapped(out, &line(what), &first, &" ".repeat(column));
}
