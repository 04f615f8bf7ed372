//! A stretch of a text with marks under the words that are meant, wrapped at the width of the terminal.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::escape;
use crate::out::Look;
use crate::text::{PROSE_WIDTH, display_width};

/// How much of the line is shown on either side of the words, in characters.
const AROUND: usize = 90;

/// How many of the words themselves are shown, in characters.
const MOST_MARKED: usize = 400;

const INDENT: &str = "  ";

/// One thing that takes room in a line.
struct Cell<'t> {
    shown: &'t str,
    marked: bool,
}

/// The words of `span` in their line, each row with its marks below it.
pub fn excerpt(text: &str, span: &Range<usize>, look: Look) -> String {
    let [before, marked, after] = parts(text, span);
    let cells: Vec<Cell<'_>> = [(&before, false), (&marked, true), (&after, false)]
        .into_iter()
        .flat_map(|(part, marked)| part.graphemes(true).map(move |shown| Cell { shown, marked }))
        .collect();
    let mut shown = String::new();
    for row in rows(&cells, look.width.min(PROSE_WIDTH).saturating_sub(INDENT.len()).max(8)) {
        push_row(&mut shown, row, look);
    }
    shown
}

/// What stands before the words in their line, the words, and what stands after them, with everything hidden made visible.
fn parts(text: &str, span: &Range<usize>) -> [String; 3] {
    let get = |range: Range<usize>| text.get(range).unwrap_or_default();
    let (line, rest) = (get(0..span.start), get(span.end..text.len()));
    let line = line.rsplit('\n').next().unwrap_or_default().trim_start();
    let rest = rest.split('\n').next().unwrap_or_default().trim_end();
    let before = line.char_indices().rev().nth(AROUND).map_or_else(
        || line.to_owned(),
        |(at, _)| ["…", line.get(at..).and_then(|cut| cut.split_once(' ')).map_or("", |(_, kept)| kept)].concat(),
    );
    let after = clipped(rest, AROUND);
    [&before, &clipped(get(span.clone()), MOST_MARKED), &after].map(|part| escape::term(part).into_owned())
}

/// At most so many characters, to the end of a word where there is one.
fn clipped(text: &str, most: usize) -> String {
    let Some((at, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let head = text.get(..at).unwrap_or_default();
    let head = head.rsplit_once(' ').map_or(head, |(head, _)| head);
    format!("{head}…")
}

/// Cells as rows of at most `width` columns, broken behind spaces where there are any.
fn rows<'c, 't>(cells: &'c [Cell<'t>], width: usize) -> Vec<&'c [Cell<'t>]> {
    let mut rows = Vec::new();
    let mut rest = cells;
    while !rest.is_empty() {
        let mut used = 0;
        let fits = rest
            .iter()
            .take_while(|cell| {
                used += display_width(cell.shown);
                used <= width
            })
            .count();
        let mut end = fits.max(1);
        if end < rest.len() && rest[end].shown != " " {
            end = rest[..end].iter().rposition(|cell| cell.shown == " ").map_or(end, |space| space + 1);
        }
        let (row, others) = rest.split_at(end);
        rows.push(row);
        let spaces = others.iter().take_while(|cell| cell.shown == " ").count();
        rest = &others[spaces..];
    }
    rows
}

fn push_row(shown: &mut String, row: &[Cell<'_>], look: Look) {
    let blank = row.iter().rev().take_while(|cell| cell.shown == " ").count();
    let row = &row[..row.len() - blank];
    let words: String = row.iter().map(|cell| cell.shown).collect();
    shown.extend([INDENT, &words, "\n"]);
    let mark = |cell: &Cell<'_>| if cell.marked { "^" } else { " " }.repeat(display_width(cell.shown));
    let marks: String = row.iter().map(mark).collect();
    if let Some(first) = marks.find('^') {
        let (space, marks) = marks.trim_end().split_at(first);
        shown.extend([INDENT, space, &look.yellow(marks), "\n"]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, words: &str, width: usize) -> String {
        let start = text.find(words).unwrap();
        excerpt(text, &(start..start + words.len()), Look { colour: false, width })
    }

    #[test]
    fn marks_stand_under_their_words() {
        assert_eq!(at("One.\nSorry if you minded.\nTwo.", "Sorry if", 80), "  Sorry if you minded.\n  ^^^^^^^^\n");
    }

    #[test]
    fn marks_follow_their_words_over_rows() {
        let shown = at("We are very sorry if you were put out by it.", "sorry if you were", 20);
        assert_eq!(shown, "  We are very sorry\n              ^^^^^\n  if you were put\n  ^^^^^^^^^^^\n  out by it.\n");
    }

    #[test]
    fn wide_letters_have_wide_marks_and_hidden_ones_are_seen() {
        assert_eq!(at("👍 sorry if", "sorry", 80), "  👍 sorry if\n     ^^^^^\n");
        assert_eq!(at("山田 x", "山田", 80), "  山田 x\n  ^^^^\n");
        assert_eq!(at("a\u{1b}[2J b", "b", 80), "  a\\u{1b}[2J b\n             ^\n");
    }

    #[test]
    fn of_a_long_line_only_what_stands_around_the_words_is_shown() {
        let text = format!("{}sorry if{}", "word ".repeat(100_000), " word".repeat(100_000));
        let shown = at(&text, "sorry if", 60);
        assert!(shown.len() < 400 && shown.contains('…') && shown.contains("^^^^^^^^"), "{shown}");
        assert!(shown.lines().all(|line| display_width(line) <= 60), "{shown}");
    }
}
