//! A document as Markdown: what people said renders as the very text, whatever is in it.

use super::document::{Block, Content, Document, EMPTY, Field, Label, Line, Piece, Said, Table};

/// The document as Markdown, ending with a line end.
pub fn render(document: &Document<'_>) -> String {
    let mut out = String::with_capacity(8 * 1024);
    for block in &document.head {
        self::block(&mut out, block);
        out.push('\n');
    }
    out.push_str("# ");
    line(&mut out, &document.title);
    out.push('\n');
    for block in &document.blocks {
        out.push('\n');
        self::block(&mut out, block);
    }
    out
}

fn block(out: &mut String, block: &Block<'_>) {
    match block {
        Block::Heading(text) => line_after(out, "## ", text),
        Block::Subheading(text) => line_after(out, "### ", text),
        Block::Paragraph(text) => line_after(out, "", text),
        Block::Prose(said) => prose(out, *said, "", ""),
        Block::Quote(said) => prose(out, *said, "> ", "> "),
        Block::Fields(fields) => {
            for field in fields {
                self::field(out, field);
            }
        }
        Block::List(lines) => lines_after(out, "- ", lines),
        Block::Table(table) => self::table(out, table),
        Block::Timeline(moments) => {
            for (clock, what) in moments {
                out.push_str("- ");
                clock.write(out);
                out.push_str(": ");
                line(out, what);
                out.push('\n');
            }
        }
        Block::Aside(text) => {
            out.push_str("> **");
            line(out, text);
            out.push_str("**\n");
        }
        Block::Lines(_, lines) => {
            for (place, text) in lines.iter().enumerate() {
                out.push_str(if place == 0 { "" } else { "\\\n" });
                line(out, text);
            }
            out.push('\n');
        }
        Block::Picture(_) => {}
        Block::Footnotes(lines) => {
            out.push_str("---\n\n");
            lines_after(out, "- ", lines);
        }
    }
}

fn lines_after(out: &mut String, before: &str, lines: &[Line<'_>]) {
    for text in lines {
        line_after(out, before, text);
    }
}

fn line_after(out: &mut String, before: &str, text: &Line<'_>) {
    out.push_str(before);
    line(out, text);
    out.push('\n');
}

fn line(out: &mut String, line: &Line<'_>) {
    for piece in line.pieces() {
        match piece {
            Piece::Faint(words) => {
                out.push('_');
                out.push_str(words);
                out.push('_');
            }
            Piece::Said(said) => out.push_str(&said.markdown()),
            Piece::Name(name) => out.push_str(&crate::escape::markdown(name.as_str())),
            ours => {
                ours.write_ours(out);
            }
        }
    }
}

/// Paragraphs, the first line after `first` and every other one after `rest`.
fn prose(out: &mut String, said: Said<'_>, first: &str, rest: &str) {
    let block = if said.is_blank() { format!("_{EMPTY}_") } else { said.markdown_block() };
    for (number, text) in block.split('\n').enumerate() {
        let before = if number == 0 { first } else { rest };
        out.push_str(if text.is_empty() { before.trim_end() } else { before });
        out.push_str(text);
        out.push('\n');
    }
}

fn field(out: &mut String, field: &Field<'_>) {
    out.push_str("- **");
    match field.label {
        Label::Ours(words) => out.push_str(words),
        Label::Ask(said) if said.is_blank() => out.push_str(EMPTY),
        Label::Ask(said) => out.push_str(&said.markdown()),
    }
    out.push_str(if ends_itself(field.label) { "**" } else { ":**" });
    match &field.content {
        Content::Line(text) => line_after(out, " ", text),
        Content::Lines(lines) => {
            out.push('\n');
            lines_after(out, "  - ", lines);
        }
        Content::Prose(said) => prose(out, *said, " ", "  "),
        Content::Quote(said) => {
            out.push('\n');
            prose(out, *said, "  > ", "  > ");
        }
    }
    lines_after(out, "  - ", &field.beneath);
}

/// Whether a label ends with its own mark, as a question does.
pub(super) fn ends_itself(label: Label<'_>) -> bool {
    match label {
        Label::Ours(_) => false,
        Label::Ask(said) => said.ends_with_mark(),
    }
}

fn table(out: &mut String, table: &Table<'_>) {
    let row = |out: &mut String, cell: &mut dyn FnMut(&mut String, usize)| {
        for column in 0..table.heads.len() {
            out.push_str("| ");
            cell(out, column);
            out.push(' ');
        }
        out.push_str("|\n");
    };
    row(out, &mut |out, column| out.push_str(table.heads.get(column).copied().unwrap_or_default()));
    row(out, &mut |out, _| out.push_str("---"));
    for cells in &table.rows {
        row(out, &mut |out, column| {
            if let Some(cell) = cells.get(column) {
                line(out, cell);
            }
        });
    }
}
