//! Text for Markdown: every character that could start markup is escaped, so that it renders as the very text.
//!
//! Written for `CommonMark`, GitHub's extensions and the extensions renderers commonly add (bare links, tables, maths,
//! footnotes, attributes, strike-through, super- and subscript, definition lists, containers). `<`, `>` and `&` become
//! entities and everything else gets a backslash, so that not even a renderer that knows few escapes makes HTML of it.
//!
//! Deliberately left alone: straight quotes, `--` and `...`, which only renderers told to beautify typography change,
//! and which would make `don't` unreadable in the source. An e-mail address may still become a `mailto:` link (and
//! `xmpp:` an `xmpp:` link) in renderers that look for addresses after they have undone all escapes, as cmark-gfm does;
//! the text shown stays the same, and nothing is fetched.

use std::borrow::Cow;

/// Text as one line inside a paragraph, heading, list item or table cell. Spaces at both ends are dropped, as a
/// renderer would.
///
/// ```
/// assert_eq!(recover::escape::markdown("*see* https://x"), "\\*see\\* https\\://x");
/// ```
pub fn markdown(text: &str) -> Cow<'_, str> {
    match super::term(text) {
        Cow::Borrowed(line) => escaped(line.trim_matches(' ')),
        Cow::Owned(line) => Cow::Owned(escaped(line.trim_matches(' ')).into_owned()),
    }
}

/// Text as paragraphs: blank lines separate them, a single line end becomes a hard break. Starts and ends without an
/// empty line; spaces at both ends of a line are dropped.
pub fn markdown_block(text: &str) -> String {
    let shown = super::term_block(text);
    let mut out = String::with_capacity(shown.len() + 16);
    let mut gap = "";
    for line in shown.split('\n').map(|line| line.trim_matches(' ')) {
        if line.is_empty() {
            gap = if out.is_empty() { "" } else { "\n\n" };
            continue;
        }
        out.push_str(gap);
        out.push_str(&escaped(line));
        gap = "\\\n";
    }
    out
}

/// How one character is written.
enum Written {
    Plain,
    Backslash,
    Entity(&'static str),
}

/// What surrounds a character within its line.
struct Place {
    before: Option<char>,
    after: Option<char>,
    /// Nothing but digits lies between the start of the line and here.
    in_number: bool,
    /// How many `w` lie before here without a break.
    ws: usize,
}

fn escaped(line: &str) -> Cow<'_, str> {
    if line.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ' || byte == b',') {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len() + 16);
    let mut place = Place { before: None, after: None, in_number: true, ws: 0 };
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        place.after = chars.peek().copied();
        match written(c, &place) {
            Written::Plain => out.push(c),
            Written::Backslash => out.extend(['\\', c]),
            Written::Entity(entity) => out.push_str(entity),
        }
        place.in_number &= c.is_ascii_digit();
        place.ws = if matches!(c, 'w' | 'W') { place.ws + 1 } else { 0 };
        place.before = Some(c);
    }
    Cow::Owned(out)
}

fn written(c: char, place: &Place) -> Written {
    let starts_line = place.before.is_none();
    let doubled = place.before == Some(c) || place.after == Some(c);
    let needed = match c {
        '<' => return Written::Entity("&lt;"),
        '>' => return Written::Entity("&gt;"),
        '&' if place.after == Some(' ') => false,
        '&' => return Written::Entity("&amp;"),
        '\\' | '`' | '*' | '_' | '[' | ']' | '{' | '}' | '~' | '|' | '$' | '^' => true,
        '#' => place.before.is_none_or(|before| !before.is_alphanumeric()),
        '-' => starts_line,
        '+' | '=' => starts_line || doubled,
        '!' => starts_line || matches!(place.after, None | Some('[')),
        ')' => starts_item(place),
        '.' => starts_item(place) || dot_joins_a_name(place),
        ':' => starts_line || place.after.is_some_and(|after| after != ' ' && !after.is_ascii_digit()),
        '@' => place.after.is_some_and(|after| after != ' '),
        _ => false,
    };
    if needed { Written::Backslash } else { Written::Plain }
}

/// Whether a dot or bracket here would make a numbered list of the line.
fn starts_item(place: &Place) -> bool {
    place.in_number && place.after.is_none_or(|after| after == ' ')
}

/// Whether a dot may be part of a host name, which some renderers make a link of: `www.`, `example.com`.
fn dot_joins_a_name(place: &Place) -> bool {
    let in_decimal = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    place.ws >= 3
        || (place.after.is_some_and(char::is_alphanumeric) && !(in_decimal(place.before) && in_decimal(place.after)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;
    use crate::untrusted::hostile;

    /// The text a renderer with every extension shows, or the first event that is markup.
    fn rendered(source: &str) -> Result<String, String> {
        let mut extensions = Options::all();
        extensions.remove(Options::ENABLE_SMART_PUNCTUATION);
        let mut text = String::new();
        for event in Parser::new_ext(source, extensions) {
            match event {
                Event::Start(Tag::Paragraph) if text.is_empty() => {}
                Event::Start(Tag::Paragraph) => text.push_str("\n\n"),
                Event::End(TagEnd::Paragraph) => {}
                Event::Text(part) => text.push_str(&part),
                Event::HardBreak => text.push('\n'),
                markup => return Err(format!("{markup:?} in {source:?}")),
            }
        }
        Ok(text)
    }

    /// What a block should show: lines without the spaces around them, paragraphs one blank line apart.
    fn paragraphs(text: &str) -> String {
        let shown = crate::escape::term_block(text);
        let lines: Vec<&str> = shown.split('\n').map(|line| line.trim_matches(' ')).collect();
        let groups = lines.split(|line| line.is_empty()).filter(|group| !group.is_empty());
        groups.map(|group| group.join("\n")).collect::<Vec<_>>().join("\n\n")
    }

    fn check(text: &str) -> Result<(), TestCaseError> {
        let line = rendered(&markdown(text)).map_err(TestCaseError::fail)?;
        let shown = crate::escape::term(text);
        prop_assert_eq!(line, shown.trim_matches(' '));
        let block = rendered(&markdown_block(text)).map_err(TestCaseError::fail)?;
        prop_assert_eq!(block, paragraphs(text));
        Ok(())
    }

    #[test]
    fn bare_addresses_do_not_become_links() {
        assert_eq!(markdown("https://evil.example/x"), "https\\://evil\\.example/x");
        assert_eq!(markdown("www.evil.example"), "www\\.evil\\.example");
        assert_eq!(markdown("mailto:a@b.c"), "mailto\\:a\\@b\\.c");
        assert_eq!(markdown("javascript:alert(1)"), "javascript\\:alert(1)");
    }

    #[test]
    fn everyday_prose_stays_readable() {
        for plain in [
            "It is right now.",
            "We don't know yet: call at 10:30.",
            "3.14 (about 50%)",
            "Smith & Sons, Ltd. - paid",
            "C#",
        ] {
            assert_eq!(markdown(plain), plain);
        }
    }

    #[test]
    fn line_starts_are_not_blocks() {
        assert_eq!(markdown_block("1. one\n- two\n# three\n> four"), "1\\. one\\\n\\- two\\\n\\# three\\\n&gt; four");
        assert_eq!(markdown_block("title\n===\n\n\n    code"), "title\\\n\\=\\=\\=\n\ncode");
    }

    #[test]
    fn blank_lines_at_the_ends_are_dropped() {
        assert_eq!(markdown_block("\n \na\n\n"), "a");
        assert_eq!(markdown_block(" \n"), "");
    }

    #[test]
    fn the_hostile_corpus_renders_as_text() {
        for text in hostile::all() {
            assert!(check(&text).is_ok(), "{:?} {:?}", check(&text), markdown_block(&text));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn any_text_renders_as_itself(text in proptest::collection::vec(any::<char>(), 0..40)) {
            check(&String::from_iter(text))?;
        }

        #[test]
        fn any_heap_of_markup_renders_as_itself(text in "[-a1 .:)(#>+=*_`~|$^!<\\[\\]{}&;@/\"'\\\\\n\t]{0,24}") {
            check(&text)?;
        }

        #[test]
        fn hostile_strings_side_by_side_render_as_themselves(
            parts in proptest::sample::subsequence(hostile::all(), 0..5), between in "[ \n.:-]{0,2}",
        ) {
            check(&parts.join(&between))?;
        }
    }
}
