//! A letter with what the wording coach found in its margin, for whoever writes it.

use std::fmt::Write as _;
use std::ops::Range;

use crate::coach::{Coach, Finding};
use crate::heard;
use crate::text::wrap_hanging;

/// A line in which something was found.
const MARKED: &str = "! ";
/// Any other.
const UNMARKED: &str = "  ";

/// One line of the letter, and where its words are in the running text.
struct Line<'t> {
    said: &'t str,
    words: Range<usize>,
}

/// The letter, with a mark before each line in which something was found, and beneath it why it hurts and what to say instead, in
/// `width` columns; and how many findings there are that count. The letter keeps its own lines.
pub fn margin(letter: &str, coach: &Coach, width: usize) -> (String, usize) {
    let (lines, text) = running(letter);
    let findings: Vec<Finding> =
        coach.read(&text).findings.into_iter().filter(|finding| finding.severity.counts()).collect();
    let touches = |line: &Line<'_>, finding: &Finding| {
        !line.words.is_empty() && line.words.start < finding.span.end && finding.span.start < line.words.end
    };
    let mut shown = String::with_capacity(letter.len() + 256);
    for line in &lines {
        let is_marked = findings.iter().any(|finding| touches(line, finding));
        let marked = format!("{}{}", if is_marked { MARKED } else { UNMARKED }, line.said);
        let _ = writeln!(shown, "{}", marked.trim_end());
        // Words that go over several lines are spoken of beneath the last.
        let ends_here = |finding: &&Finding| touches(line, finding) && finding.span.end <= line.words.end;
        for finding in findings.iter().filter(ends_here) {
            let why = heard::why(&text, finding);
            let instead = crate::escape::term(&finding.suggestion).into_owned();
            for (word, said) in [("coach: ", why), ("instead: ", instead)] {
                let hang = format!("{MARKED}  {}", " ".repeat(word.len()));
                let _ = writeln!(shown, "{}", wrap_hanging(&said, width, &format!("{MARKED}  {word}"), &hang));
            }
        }
    }
    (shown, findings.len())
}

/// The lines of a text that was wrapped, and the text as it ran before: lines of a paragraph follow each other, and an empty line or the
/// beginning of an item begins another paragraph.
fn running(letter: &str) -> (Vec<Line<'_>>, String) {
    let mut text = String::with_capacity(letter.len());
    let mut lines = Vec::new();
    let mut goes_on = false;
    for said in letter.lines() {
        if !said.contains(char::is_alphanumeric) {
            // An empty line, or one that is drawn, says nothing.
            goes_on = false;
            lines.push(Line { said, words: text.len()..text.len() });
            continue;
        }
        let follows = goes_on && !said.starts_with("- ");
        if !text.is_empty() {
            text.push_str(if follows { " " } else { "\n\n" });
        }
        goes_on = true;
        let from = text.len();
        text.push_str(said);
        lines.push(Line { said, words: from..text.len() });
    }
    (lines, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coach() -> Coach {
        crate::coach::shipped::coach().unwrap()
    }

    #[test]
    fn a_sound_letter_has_nothing_in_its_margin() {
        let letter = "Dear Martin Hale,\n\nWe did not ring you back, and that was our mistake.\n";
        let (shown, found) = margin(letter, &coach(), 60);
        assert_eq!(shown, "  Dear Martin Hale,\n\n  We did not ring you back, and that was our mistake.\n");
        assert_eq!(found, 0);
    }

    #[test]
    fn words_that_hurt_are_marked_where_they_stand() {
        let letter = "Dear Martin Hale,\n\nWe rang late. We are sorry if you were\nput out.\n\nRob Shaw\n";
        let (shown, found) = margin(letter, &coach(), 60);
        assert_eq!(found, 1, "{shown}");
        let lines: Vec<&str> = shown.lines().collect();
        assert!(lines[2].starts_with("! We rang late."), "{shown}");
        assert!(shown.contains("!   coach: ") && shown.contains("!   instead: "), "{shown}");
        assert_eq!(lines.last(), Some(&"  Rob Shaw"));
    }

    #[test]
    fn lines_that_were_wrapped_are_read_as_they_ran() {
        let (_, text) = running("We told Rob\nShaw.\n\n- one\n- two\n");
        assert_eq!(text, "We told Rob Shaw.\n\n- one\n\n- two");
        assert_eq!(running("Cold soup\n=========\n\nDear Zoë,").1, "Cold soup\n\nDear Zoë,");
    }
}
