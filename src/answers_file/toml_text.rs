//! Values as TOML text that reads back as exactly the same values, and that is safe to look at in a terminal.

use std::fmt::Write as _;

use crate::answer::Given;
use crate::escape::is_hidden;

/// Keys of tables whose text is a date and time.
const MOMENTS: &[&str] = &["at", "due", "settled_at", "put_right_at"];

/// A value in one line, but for lists of tables, which take a line each. Where `is_moment` says so, a date or time stands without
/// quotes.
pub(super) fn value(given: &Given, is_moment: bool) -> String {
    match given {
        Given::Text(text) if is_moment && is_datetime(text) => text.clone(),
        Given::Text(text) => string(text),
        Given::Bool(flag) => flag.to_string(),
        Given::Number(number) => number.to_string(),
        Given::List(parts) => list(parts, is_moment),
        Given::Table(entries) => {
            let entries = entries.iter().map(|(key, part)| {
                format!("{} = {}", bare_or_quoted(key), value(part, MOMENTS.contains(&key.as_str())))
            });
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

fn list(parts: &[Given], is_moment: bool) -> String {
    let written: Vec<String> = parts.iter().map(|part| value(part, is_moment)).collect();
    if parts.iter().any(|part| matches!(part, Given::Table(_) | Given::List(_))) {
        lines(&written)
    } else {
        format!("[{}]", written.join(", "))
    }
}

/// A list over several lines.
pub(super) fn lines(parts: &[String]) -> String {
    format!("[\n  {},\n]", parts.join(",\n  "))
}

/// Whether TOML has the text as a date or time and gives the same moment back.
fn is_datetime(text: &str) -> bool {
    let moment = |text: &str| chrono::DateTime::parse_from_rfc3339(text).ok();
    let back = text.parse::<::toml::value::Datetime>().map(|datetime| datetime.to_string());
    back.is_ok_and(|back| back == text || moment(&back).is_some_and(|back| moment(text) == Some(back)))
}

/// A text as the answer to a question: over several lines where it has several and none of them can be changed by an editor.
pub(super) fn long_text(text: &str) -> String {
    let has_lines = text.contains('\n');
    let is_safe = !text.contains('\r') && !text.split('\n').any(|line| line.ends_with([' ', '\t']));
    if has_lines && is_safe { format!("\"\"\"\n{}\"\"\"", escaped(text, true)) } else { string(text) }
}

/// A text in one line.
pub(super) fn string(text: &str) -> String {
    format!("\"{}\"", escaped(text, false))
}

fn escaped(text: &str, over_lines: bool) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\n' if over_lines => written.push('\n'),
            // Single quotation marks within lines are plain; runs of them, and one at the end, would end the text.
            '"' if over_lines && signs.peek().is_some_and(|next| *next != '"') && !written.ends_with('"') => {
                written.push('"');
            }
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            hidden if is_hidden(hidden) => {
                let code = u32::from(hidden);
                let _ =
                    if code <= 0xffff { write!(written, "\\u{code:04X}") } else { write!(written, "\\U{code:08X}") };
            }
            plain => written.push(plain),
        }
    }
    written
}

/// A key as it stands, or in quotes.
pub(super) fn bare_or_quoted(key: &str) -> String {
    let is_bare =
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if is_bare { key.to_owned() } else { string(key) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::untrusted::hostile;

    fn back(written: &str) -> String {
        let text = format!("a = {written}\n");
        let (table, errors) = ::toml::de::DeTable::parse_recoverable(&text);
        assert!(errors.is_empty(), "{errors:?} in {text}");
        table.get_ref().get("a").unwrap().get_ref().as_str().unwrap().to_owned()
    }

    #[test]
    fn every_hostile_text_comes_back_byte_for_byte_and_shows_nothing_raw() {
        for text in hostile::all() {
            assert_eq!(back(&string(&text)), text);
            assert_eq!(back(&long_text(&text)), text);
            assert!(!long_text(&text).chars().any(|sign| sign != '\n' && is_hidden(sign)));
        }
    }

    #[test]
    fn quotation_marks_never_end_a_long_text() {
        for text in
            ["a\n\"", "\"\"\"\n\"\"\"", "\n\"x\"\"y\"\"\"\"", "she said \"no\"\nand \"no\" again", "\\\n\\", "\n"]
        {
            assert_eq!(back(&long_text(text)), text, "{}", long_text(text));
        }
        assert_eq!(long_text("said \"no\"\ntwice"), "\"\"\"\nsaid \"no\"\ntwice\"\"\"");
    }

    proptest! {
        #[test]
        fn any_text_comes_back_unchanged(text in any::<String>(), lines in "[\"\\\\\n ab\t]*") {
            prop_assert_eq!(back(&string(&text)), text.clone());
            prop_assert_eq!(back(&long_text(&text)), text);
            prop_assert_eq!(back(&long_text(&lines)), lines);
        }
    }
}
