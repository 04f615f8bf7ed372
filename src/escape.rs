//! How text from elsewhere is made harmless for the place it is shown in.
//!
//! These functions take any `&str`, because the messages of libraries need them too. Text that belongs to the
//! domain travels as [`Untrusted`](crate::untrusted::Untrusted), whose methods end up here.
//!
//! Nothing is dropped: a character that must not be shown raw becomes a visible `\u{1b}`. The visible form is for
//! people; it is not meant to be read back, and text that already contains those six letters looks the same.

mod csv;
mod markdown;

use std::borrow::Cow;

pub use csv::csv;
pub use markdown::{markdown, markdown_block};

use crate::limits;

/// How many spaces a tab becomes where lines are kept.
const TAB: &str = "    ";

/// A path as it is shown to people, on one line.
pub fn path(path: &std::path::Path) -> String {
    term(&path.to_string_lossy()).into_owned()
}

/// Whether a character must never be shown raw.
///
/// True for control characters (C0, DEL, C1), bidirectional controls and all other format characters except the
/// joiners U+200C and U+200D and the soft hyphen, for line and paragraph separators, private use, noncharacters,
/// code points that the Unicode version of the standard library leaves unassigned, and the two Hangul fillers that
/// are letters by category and look like nothing. Spaces of any width are not hidden.
pub fn is_hidden(c: char) -> bool {
    match c {
        // The letters and marks that most text in the world is made of come first only because it is quick.
        ' '..='~'
        | '\u{a0}'..='\u{377}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        // Spaces, and the joiners.
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}'
        | '\u{200c}'
        | '\u{200d}' => false,
        '\0'..='\u{9f}' | '\u{3164}' | '\u{ffa0}' => true,
        _ => !is_printable(c),
    }
}

/// Whether the standard library's own Unicode tables call a character printable.
///
/// `str::escape_debug` escapes what is not printable, and additionally combining marks, but those only at the very
/// start of a string: hence the letter in front.
fn is_printable(c: char) -> bool {
    let mut pair = *b"a\0\0\0\0";
    if let Some(room) = pair.get_mut(1..) {
        c.encode_utf8(room);
    }
    std::str::from_utf8(&pair).is_ok_and(|pair| pair.escape_debug().nth(1) == Some(c))
}

/// Whether every byte is a printable ASCII character, which is the common case and needs no work anywhere.
fn is_plain_ascii(bytes: &[u8]) -> bool {
    // Whole chunks without an early exit, so that the compiler can look at many bytes at once.
    bytes.chunks(64).all(|chunk| chunk.iter().fold(true, |plain, byte| plain & (b' '..=b'~').contains(byte)))
}

/// Text as one line for a terminal or a message: line ends and tabs become a space, hidden characters visible.
///
/// ```
/// assert_eq!(recover::escape::term("red\u{1b}[31m\nalert"), "red\\u{1b}[31m alert");
/// ```
pub fn term(text: &str) -> Cow<'_, str> {
    visible(text, Lines::Joined)
}

/// Text as lines for a terminal: line ends are kept (CR LF becomes LF), a tab becomes four spaces, hidden characters
/// become visible.
pub fn term_block(text: &str) -> Cow<'_, str> {
    visible(text, Lines::Kept)
}

/// A message made by a library: one line, of at most [`limits::LIBRARY_MESSAGE_CHARS`] characters before the ellipsis.
///
/// Libraries quote what they were given, of whatever length, so their messages are as untrusted as their input.
pub fn library_message(message: &str) -> String {
    let most = usize::try_from(limits::LIBRARY_MESSAGE_CHARS.value).unwrap_or(usize::MAX);
    match message.char_indices().nth(most) {
        None => term(message).into_owned(),
        Some((end, _)) => format!("{}…", term(message.get(..end).unwrap_or_default())),
    }
}

/// Text for HTML content and quoted attributes: `& < > " '` become entities, line ends are kept, hidden characters
/// become visible.
pub fn html(text: &str) -> Cow<'_, str> {
    let shown = term_block(text);
    if !shown.contains(['&', '<', '>', '"', '\'']) {
        return shown;
    }
    let mut out = String::with_capacity(shown.len() + 16);
    for c in shown.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    Cow::Owned(out)
}

/// As [`html`], with `<br>` for every line end. Put it in an element with `dir="auto"`, which isolates its direction.
pub fn html_block(text: &str) -> Cow<'_, str> {
    let shown = html(text);
    if shown.contains('\n') { Cow::Owned(shown.replace('\n', "<br>")) } else { shown }
}

/// Text as one line of HTML content whose writing direction does not reach its neighbours: `<bdi>…</bdi>`.
pub fn bdi(text: &str) -> String {
    format!("<bdi>{}</bdi>", html(&term(text)))
}

/// What becomes of line ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// They become spaces.
    Joined,
    /// They stay.
    Kept,
}

fn visible(text: &str, lines: Lines) -> Cow<'_, str> {
    if is_plain_ascii(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let stays = |c: char| !is_hidden(c) || (c == '\n' && lines == Lines::Kept);
    let Some((clean, rest)) = text.find(|c| !stays(c)).and_then(|at| text.split_at_checked(at)) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(clean);
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\t' if lines == Lines::Kept => out.push_str(TAB),
            '\n' | '\t' if lines == Lines::Joined => out.push(' '),
            c if stays(c) => out.push(c),
            c => out.extend(c.escape_unicode()),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::untrusted::hostile;

    /// Written out apart from the code under test: what the terminal must never get.
    fn forbidden(c: char) -> bool {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}')
            || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{180e}')
            || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{e0000}'..='\u{e007f}')
            || matches!(c, '\u{1d173}'..='\u{1d17a}' | '\u{1bca0}'..='\u{1bca3}' | '\u{13430}'..='\u{1343f}')
            || c >= '\u{f0000}'
    }

    fn mixed() -> impl Strategy<Value = String> {
        let any = proptest::collection::vec(any::<char>(), 0..40).prop_map(String::from_iter);
        let hostile = proptest::sample::subsequence(hostile::all(), 0..4).prop_map(|parts| parts.concat());
        prop_oneof![any, hostile]
    }

    #[test]
    fn escape_sequences_become_visible() {
        assert_eq!(term("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(term("a\u{9b}2Jb\u{7f}"), "a\\u{9b}2Jb\\u{7f}");
        assert_eq!(term("paid\rFREE"), "paid\\u{d}FREE");
    }

    #[test]
    fn bidi_controls_and_tags_become_visible() {
        assert_eq!(term("user\u{202e}nimda"), "user\\u{202e}nimda");
        assert_eq!(term("a\u{e0041}"), "a\\u{e0041}");
        assert_eq!(term("a\u{2028}b\u{2029}"), "a\\u{2028}b\\u{2029}");
    }

    #[test]
    fn names_of_the_world_and_emoji_stay_as_they_are() {
        for name in [
            "Zoë 山田",
            "e\u{301}",
            "עברית",
            "العربية",
            "न\u{94d}\u{200d}य",
            "👩\u{200d}👩\u{200d}👧",
            "Straße",
            "❤\u{fe0f}",
            "\u{a0}\u{3000}",
        ] {
            assert!(matches!(term(name), Cow::Borrowed(same) if same == name), "{name:?}");
        }
    }

    #[test]
    fn unassigned_and_private_characters_are_hidden() {
        for c in ['\u{378}', '\u{e000}', '\u{fffe}', '\u{10ffff}', '\u{50000}', '\u{feff}', '\u{180e}', '\u{600}'] {
            assert!(is_hidden(c), "{c:?}");
        }
        assert!(!is_hidden('\u{fffd}'));
    }

    #[test]
    fn a_block_keeps_its_lines_and_loses_its_tabs() {
        assert_eq!(term_block("a\r\nb\tc\rd\n"), "a\nb    c\\u{d}d\n");
        assert_eq!(term("a\r\nb\tc"), "a b c");
    }

    #[test]
    fn library_messages_are_clipped_before_they_are_shown() {
        let long = "\u{1b}".repeat(2_000_000);
        assert_eq!(library_message(&long).chars().filter(|c| *c == '\\').count(), 400);
        assert_eq!(library_message("expected `]`\n"), "expected `]` ");
    }

    #[test]
    fn html_has_no_markup_of_the_text() {
        assert_eq!(html("<a href='x'>\"&amp;"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;amp;");
        assert_eq!(html_block("a\r\n<b>"), "a<br>&lt;b&gt;");
        assert_eq!(bdi("שלום\nx"), "<bdi>שלום x</bdi>");
    }

    #[test]
    fn clean_text_is_borrowed() {
        assert!(matches!(term("plain words, 10% off"), Cow::Borrowed(_)));
        assert!(matches!(html("plain words"), Cow::Borrowed(_)));
        assert!(matches!(term_block("two\nlines"), Cow::Borrowed(_)));
    }

    #[test]
    fn the_hostile_corpus_is_harmless_everywhere() {
        for text in hostile::all() {
            assert!(!term(&text).contains(forbidden), "{text:?}");
            assert!(!term_block(&text).contains(|c| forbidden(c) && c != '\n'), "{text:?}");
            assert!(!html(&text).contains(|c| (forbidden(c) && c != '\n') || "<>\"'".contains(c)), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn term_never_shows_a_forbidden_character(text in mixed()) {
            let shown = term(&text);
            prop_assert!(!shown.contains(forbidden));
            prop_assert_eq!(term(&shown), shown.as_ref());
        }

        #[test]
        fn a_block_shows_nothing_forbidden_but_line_ends(text in mixed()) {
            let shown = term_block(&text);
            prop_assert!(!shown.contains(|c| forbidden(c) && c != '\n'));
            prop_assert_eq!(term_block(&shown), shown.as_ref());
        }

        #[test]
        fn html_never_holds_markup_or_quotes(text in mixed()) {
            prop_assert!(!html(&text).contains(['<', '>', '"', '\'']));
            prop_assert!(!html_block(&text).replace("<br>", "").contains(['<', '>', '"', '\'']));
        }

        #[test]
        fn html_unescapes_to_what_was_shown(text in mixed()) {
            let back = html(&text).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
                .replace("&#39;", "'").replace("&amp;", "&");
            prop_assert_eq!(back, term_block(&text));
        }
    }
}
