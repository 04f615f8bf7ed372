//! Small words: counting, listing, wrapping, clipping and guessing what was meant.
//!
//! Widths are columns of a terminal: most characters have one, East Asian wide ones and emoji two, marks none. These
//! functions change no characters; make text from elsewhere harmless first, see [`crate::escape`].

use std::borrow::Cow;

use textwrap::WordSeparator;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Prose is never wider than this, however wide the terminal is.
pub const PROSE_WIDTH: usize = 80;

/// The longest word [`did_you_mean`] thinks about, in characters.
const GUESSABLE_CHARS: usize = 64;

/// A number with its noun: `1 answer`, `2 answers`.
pub fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Words as they are listed in a sentence: `a`, `a and b`, `a, b and c`. Nothing for no words.
pub fn list_and<S: AsRef<str>>(words: &[S]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}

/// A word as it can be typed after a command in a shell, whatever it holds.
///
/// ```
/// assert_eq!(recover::text::shell_word("Sam"), "Sam");
/// assert_eq!(recover::text::shell_word("Maria Lopez"), "\"Maria Lopez\"");
/// assert_eq!(recover::text::shell_word("Pat O'Hara $(id)"), "'Pat O'\\''Hara $(id)'");
/// ```
pub fn shell_word(word: &str) -> String {
    let harmless = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ',' | '@' | '+' | ':' | '/');
    if !word.is_empty() && word.chars().all(harmless) {
        word.to_owned()
    } else if word.chars().all(|c| harmless(c) || c == ' ' || c == '\'') {
        format!("\"{word}\"")
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// How many columns a line takes.
pub fn display_width(line: &str) -> usize {
    line.width()
}

/// A line of at most `max_width` columns: cut between graphemes, with an ellipsis (one column) where it was cut.
///
/// ```
/// assert_eq!(recover::text::clip("Zoë 山田太郎", 8), "Zoë 山…");
/// ```
pub fn clip(line: &str, max_width: usize) -> Cow<'_, str> {
    // A character takes at least a byte and at most two columns for it, so short lines need no counting.
    if line.len() <= max_width && line.is_ascii() || display_width(line) <= max_width {
        return Cow::Borrowed(line);
    }
    if max_width == 0 {
        return Cow::Borrowed("");
    }
    let (head, _) = split_at_width(line, max_width - 1);
    Cow::Owned(format!("{head}…"))
}

/// Text of at most `most` bytes: cut between graphemes, with an ellipsis (three bytes) where it was cut.
pub fn clip_bytes(text: &str, most: usize) -> Cow<'_, str> {
    const ELLIPSIS: &str = "…";
    if text.len() <= most {
        return Cow::Borrowed(text);
    }
    let Some(room) = most.checked_sub(ELLIPSIS.len()) else {
        return Cow::Borrowed("");
    };
    let ends = text.grapheme_indices(true).map(|(at, grapheme)| at + grapheme.len());
    let head = ends.take_while(|end| *end <= room).last().and_then(|end| text.get(..end));
    Cow::Owned(format!("{}{ELLIPSIS}", head.unwrap_or_default()))
}

/// Wraps prose at `width` columns, or at [`PROSE_WIDTH`] if that is less, with `indent` spaces before each line.
///
/// Line ends of the text are kept, blank lines too (without indent). Lines break at spaces and not at
/// hyphens, so that identifiers and options stay whole; a word wider than the line, as in scripts without spaces, is cut between graphemes. There is
/// no line end after the last line.
pub fn wrap(text: &str, width: usize, indent: usize) -> String {
    let indent = " ".repeat(indent);
    wrap_hanging(text, width, &indent, &indent)
}

/// As [`wrap`], with one prefix for the very first line and another for all others: `"help: "` and six spaces.
pub fn wrap_hanging(text: &str, width: usize, first: &str, rest: &str) -> String {
    let width = width.min(PROSE_WIDTH);
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::from(if lines.is_empty() { first } else { rest });
        // Words go into `line` as long as they fit; `used` is its width, `start` the width of its prefix.
        let mut start = display_width(&line);
        let mut used = start;
        let mut space = "";
        for word in WordSeparator::AsciiSpace.find_words(paragraph) {
            let mut word_left = word.word;
            if used > start && is_wider(word_left, width.saturating_sub(used + display_width(space))) {
                lines.push(std::mem::replace(&mut line, rest.to_owned()));
                start = display_width(rest);
                used = start;
            } else {
                line.push_str(space);
                used += display_width(space);
            }
            while is_wider(word_left, width.saturating_sub(used)) {
                let (head, tail) = split_at_width(word_left, width.saturating_sub(used));
                let (head, tail) =
                    if head.is_empty() && used == start { first_grapheme(word_left) } else { (head, tail) };
                line.push_str(head);
                used += display_width(head);
                word_left = tail;
                if word_left.is_empty() {
                    break;
                }
                lines.push(std::mem::replace(&mut line, rest.to_owned()));
                start = display_width(rest);
                used = start;
            }
            line.push_str(word_left);
            used += display_width(word_left);
            space = word.whitespace;
        }
        line.truncate(line.trim_end().len());
        lines.push(line);
    }
    lines.join("\n")
}

/// Whether a line takes more columns than that; looks no further than it has to, since a word can be a megabyte long.
fn is_wider(line: &str, columns: usize) -> bool {
    let mut used = 0;
    line.graphemes(true).any(|grapheme| {
        used += display_width(grapheme);
        used > columns
    })
}

/// Splits after the last grapheme that still fits into `width` columns.
fn split_at_width(line: &str, width: usize) -> (&str, &str) {
    let mut used = 0;
    for (at, grapheme) in line.grapheme_indices(true) {
        used += display_width(grapheme);
        if used > width {
            return line.split_at_checked(at).unwrap_or((line, ""));
        }
    }
    (line, "")
}

fn first_grapheme(word: &str) -> (&str, &str) {
    let end = word.graphemes(true).next().map_or(0, str::len);
    word.split_at_checked(end).unwrap_or((word, ""))
}

/// The candidate that was probably meant, if there is one.
///
/// A candidate is near enough when at most one edit in three characters of the word turns it into the candidate (one
/// edit for words of up to five characters, none for a single character), where an edit inserts, deletes or replaces a
/// character or swaps two neighbours. Case does not count. The nearest wins, the first of equals. Words longer than 64
/// characters are not guessed at.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let chars = word.chars().take(GUESSABLE_CHARS + 1).count();
    if !(2..=GUESSABLE_CHARS).contains(&chars) {
        return None;
    }
    let most = (chars / 3).max(1);
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= 4 * GUESSABLE_CHARS)
        .map(|candidate| (strsim::osa_distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(edits, _)| *edits <= most)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_is_singular_and_none_is_plural() {
        assert_eq!(plural(1, "answer", "answers"), "1 answer");
        assert_eq!(plural(0, "answer", "answers"), "0 answers");
        assert_eq!(plural(2, "answer", "answers"), "2 answers");
    }

    #[test]
    fn lists_read_like_sentences() {
        assert_eq!(list_and::<&str>(&[]), "");
        assert_eq!(list_and(&["a"]), "a");
        assert_eq!(list_and(&["a", "b"]), "a and b");
        assert_eq!(list_and(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn wide_and_joined_characters_are_counted_by_columns() {
        assert_eq!(display_width("Zoë 山田"), 8);
        assert_eq!(display_width("e\u{301}"), 1);
        assert_eq!(display_width("👩\u{200d}👩\u{200d}👧"), 2);
    }

    #[test]
    fn clipping_never_cuts_a_grapheme() {
        assert_eq!(clip("short", 5), "short");
        assert_eq!(clip("longer", 5), "long…");
        assert_eq!(clip("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        assert_eq!(clip("山田", 3), "山…");
        assert_eq!(clip("山田", 1), "…");
        assert_eq!(clip("x", 0), "");
    }

    #[test]
    fn messages_are_clipped_by_bytes() {
        assert_eq!(clip_bytes("abcde", 5), "abcde");
        assert_eq!(clip_bytes("abcdef", 5), "ab…");
        assert_eq!(clip_bytes("山田太郎", 8), "山…");
        assert_eq!(clip_bytes("abc", 2), "");
    }

    #[test]
    fn prose_wraps_at_words_and_keeps_blank_lines() {
        assert_eq!(wrap("one two three\n\nfour", 9, 2), "  one two\n  three\n\n  four");
        assert_eq!(wrap("", 10, 2), "");
        assert_eq!(
            wrap_hanging("use --no-input now", 16, "help: ", "      "),
            "help: use\n      --no-input\n      now"
        );
    }

    #[test]
    fn prose_is_never_wider_than_eighty_columns() {
        assert!(wrap(&"word ".repeat(100), 300, 0).lines().all(|line| line.len() <= 80));
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut() {
        assert_eq!(wrap("abcdefg", 3, 0), "abc\ndef\ng");
        assert_eq!(wrap("山田太郎", 4, 0), "山田\n太郎");
        assert_eq!(wrap("ab", 0, 4), "    a\n    b");
        assert_eq!(wrap("👩\u{200d}👩\u{200d}👧x", 1, 0), "👩\u{200d}👩\u{200d}👧\nx");
    }

    #[test]
    fn near_words_are_guessed_and_far_ones_are_not() {
        let known = ["start", "resume", "status", "show"];
        assert_eq!(did_you_mean("strat", known), Some("start"));
        assert_eq!(did_you_mean("RESUEM", known), Some("resume"));
        assert_eq!(did_you_mean("sho", known), Some("show"));
        assert_eq!(did_you_mean("banana", known), None);
        assert_eq!(did_you_mean("s", ["b"]), None);
        assert_eq!(did_you_mean(&"s".repeat(1 << 20), known), None);
    }

    proptest! {
        #[test]
        fn wrapping_loses_no_letters(text in "[a-z山é\u{301} \n-]{0,80}", width in 0_usize..40, indent in 0_usize..6) {
            let letters = |text: &str| text.replace([' ', '\n'], "");
            prop_assert_eq!(letters(&wrap(&text, width, indent)), letters(&text));
        }

        #[test]
        fn wrapped_lines_fit(text in "[a-z山 \n]{0,80}", width in 10_usize..40, indent in 0_usize..6) {
            for line in wrap(&text, width, indent).lines() {
                prop_assert!(display_width(line) <= width, "{:?}", line);
            }
        }

        #[test]
        fn clipped_messages_fit(text in any::<String>(), most in 0_usize..20) {
            prop_assert!(clip_bytes(&text, most).len() <= most);
        }

        #[test]
        fn clipped_lines_fit(text in any::<String>(), width in 0_usize..20) {
            let line = crate::escape::term(&text);
            prop_assert!(display_width(&clip(&line, width)) <= width);
        }
    }
}
