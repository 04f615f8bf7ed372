//! What every part of the page is written with: words that are escaped, headings, charts with their numbers, tables.

use std::fmt::Write as _;

use crate::escape;

/// The page as it is written.
pub(super) struct Page {
    /// What stands so far.
    pub(super) out: String,
}

// Writing to a `String` cannot fail, so what `write!` returns says nothing.
impl Page {
    /// Our own markup.
    pub(super) fn push(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Words, of whomever.
    pub(super) fn words(&mut self, words: &str) {
        self.out.push_str(&escape::html(&escape::term(words)));
    }

    /// Words of ours in which names stand in backticks.
    pub(super) fn with_names(&mut self, words: &str) {
        for (place, part) in words.split('`').enumerate() {
            let is_name = !place.is_multiple_of(2);
            self.push(if is_name { "<code>" } else { "" });
            self.words(part);
            self.push(if is_name { "</code>" } else { "" });
        }
    }

    /// Words in an element of ours.
    pub(super) fn element(&mut self, element: &'static str, words: &str) {
        let _ = write!(self.out, "<{element}>");
        self.words(words);
        let _ = writeln!(self.out, "</{element}>");
    }

    /// A chart with its heading, what it says in a sentence, and its numbers in a table.
    pub(super) fn chart(&mut self, title: &str, sentence: &str, drawn: &str, heads: &[&str], rows: &[Vec<String>]) {
        self.push("<figure>\n<figcaption>");
        self.element("h3", title);
        self.element("p", sentence);
        self.push("</figcaption>\n");
        self.push(drawn);
        self.push("<details><summary>The numbers</summary>\n");
        self.table("", heads, rows);
        self.push("</details>\n</figure>\n");
    }

    /// A table whose first column is words and whose others are numbers.
    pub(super) fn table(&mut self, class: &'static str, heads: &[&str], rows: &[Vec<String>]) {
        let _ = write!(self.out, "<div class=\"scroll\"><table class=\"{class}\"><thead><tr>");
        for (place, head) in heads.iter().enumerate() {
            self.push(if place == 0 { "<th scope=\"col\">" } else { "<th scope=\"col\" class=\"n\">" });
            self.words(head);
            self.push("</th>");
        }
        self.push("</tr></thead>\n<tbody>\n");
        for row in rows {
            self.push("<tr>");
            for (place, cell) in row.iter().enumerate() {
                if place == 0 {
                    let _ = write!(self.out, "<th scope=\"row\">{}</th>", escape::bdi(cell));
                } else {
                    self.push("<td class=\"n\">");
                    self.words(cell);
                    self.push("</td>");
                }
            }
            self.push("</tr>\n");
        }
        self.push("</tbody></table></div>\n");
    }
}
