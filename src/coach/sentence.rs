//! A text as sentences, by the rules of Unicode, with what those rules do not know: abbreviations, wrapped lines, and chats
//! without capitals.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Words before whose full stop nothing ends, in lower case.
const ABBREVIATIONS: [&str; 44] = [
    "mr", "mrs", "ms", "dr", "prof", "rev", "st", "sr", "jr", "cust", "expl", "apol", "approx", "appt", "mgr", "dept",
    "no", "nos", "tel", "ref", "est", "min", "mins", "hr", "hrs", "wk", "rd", "ave", "co", "ltd", "inc", "corp", "eg",
    "e.g", "ie", "i.e", "etc", "vs", "cf", "a.m", "p.m", "incl", "excl", "acct",
];

/// The sentences of a text, in order, without the space around them; nothing for a text of nothing but space.
pub fn all(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Option<usize> = None;
    each_bound(text, |start, end| {
        let from = open.take().unwrap_or(start);
        if goes_on(text, from..end) {
            open = Some(from);
        } else {
            split_at_small_letters(text, from..end, &mut found);
        }
    });
    if let Some(from) = open {
        split_at_small_letters(text, from..text.len(), &mut found);
    }
    found
}

/// Tells every sentence of the text as Unicode's rules bound it, each with the space behind it.
///
/// Most ends are beyond doubt and found by their bytes; the library is asked about the stretches between them that hold
/// anything else, which is what it takes its time for. A property test holds the two against each other.
fn each_bound(text: &str, mut tell: impl FnMut(usize, usize)) {
    let bytes = text.as_bytes();
    let (mut start, mut doubtful) = (0, false);
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        at += 1;
        if !matches!(byte, b'.' | b'!' | b'?' | b'\n' | b'\r') {
            doubtful |= !byte.is_ascii();
            continue;
        }
        let certain = byte == b'\n'
            || (bytes.get(at) == Some(&b' ') && bytes.get(at + 1).is_some_and(u8::is_ascii_uppercase) && byte != b'\r');
        if !certain {
            doubtful = true;
            continue;
        }
        if byte != b'\n' {
            at += 1;
        }
        tell_stretch(text, start..at, doubtful, &mut tell);
        (start, doubtful) = (at, false);
    }
    if start < bytes.len() {
        tell_stretch(text, start..bytes.len(), doubtful, &mut tell);
    }
}

fn tell_stretch(text: &str, stretch: Range<usize>, doubtful: bool, tell: &mut impl FnMut(usize, usize)) {
    if doubtful {
        for (start, piece) in text[stretch.clone()].split_sentence_bound_indices() {
            tell(stretch.start + start, stretch.start + start + piece.len());
        }
    } else {
        tell(stretch.start, stretch.end);
    }
}

/// Whether what the library took for an end is none: an abbreviation, or a line that was wrapped.
fn goes_on(text: &str, piece: Range<usize>) -> bool {
    let (said, rest) = (text[piece.clone()].trim_end(), &text[piece.end..]);
    if rest.is_empty() {
        return false;
    }
    if ends_with_abbreviation(said) {
        return true;
    }
    let space = &text[piece.start + said.len()..piece.end];
    let one_line_end = space.bytes().filter(|byte| *byte == b'\n').count() == 1;
    one_line_end
        && !rest.starts_with(['\n', '\r'])
        && said.ends_with(|last: char| last.is_alphanumeric() || last == ',')
        && rest.trim_start().starts_with(char::is_lowercase)
}

fn ends_with_abbreviation(said: &str) -> bool {
    said.strip_suffix('.').is_some_and(|said| {
        let word = said.rsplit(|one: char| one.is_whitespace() || matches!(one, '(' | '"')).next().unwrap_or(said);
        word.len() <= 6 && ABBREVIATIONS.contains(&word.to_lowercase().as_str())
    })
}

/// Chats end a sentence with a full stop and go on with a small letter.
fn split_at_small_letters(text: &str, piece: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut from = piece.start;
    let bytes = text.as_bytes();
    for at in piece.clone() {
        if bytes[at] != b'.' || !matches!(bytes.get(at + 1), Some(b' ' | b'\n')) || at + 2 >= piece.end {
            continue;
        }
        let word = bytes[from..at].iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if bytes[at + 2].is_ascii_lowercase() && word >= 2 && !ends_with_abbreviation(&text[from..=at]) {
            push(text, from..at + 1, found);
            from = at + 1;
        }
    }
    push(text, from..piece.end, found);
}

fn push(text: &str, piece: Range<usize>, found: &mut Vec<Range<usize>>) {
    let part = &text[piece.clone()];
    let start = piece.start + (part.len() - part.trim_start().len());
    let end = start + part.trim().len();
    if start < end {
        found.push(start..end);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        all(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn titles_and_abbreviations_end_nothing() {
        assert_eq!(sentences("Mrs. Khan rang. Dr. Lee did not."), ["Mrs. Khan rang.", "Dr. Lee did not."]);
        assert_eq!(sentences("Cust. rang approx. ten."), ["Cust. rang approx. ten."]);
    }

    #[test]
    fn wrapped_lines_go_on_and_paragraphs_do_not() {
        assert_eq!(sentences("We sent it\nto the wrong house.\n\nSorry"), ["We sent it\nto the wrong house.", "Sorry"]);
        assert_eq!(sentences("Dear Ms Lee,\nWe are sorry."), ["Dear Ms Lee,", "We are sorry."]);
    }

    #[test]
    fn chats_without_capitals_have_sentences() {
        assert_eq!(
            sentences("sorry about that. we lost it! its on its way"),
            ["sorry about that.", "we lost it!", "its on its way"]
        );
    }

    #[test]
    fn ends_beyond_doubt_are_those_of_the_library() {
        let texts = [
            "We did. It broke! Why? Nobody knows... A.B. Cooper said so.\r\nNew line\n\nAnd. more",
            "“Sorry.” She said! He’s 3.5 m. tall. (Yes.) No",
            "a.\u{a0}B. C.\u{2028}D? E",
            "...\n. A",
        ];
        for text in texts {
            let mut found = Vec::new();
            each_bound(text, |start, end| found.push(&text[start..end]));
            assert_eq!(found, text.split_sentence_bounds().collect::<Vec<_>>());
        }
    }

    proptest! {
        #[test]
        fn any_text_is_bound_as_the_library_does(text in "[a-cA-C0-9.!?,;:'\"()\u{201c}\u{201d}\u{e9}\u{4e00}\u{3002} \r\n\u{a0}\u{301}-]{0,40}") {
            let mut found = Vec::new();
            each_bound(&text, |start, end| found.push(text[start..end].to_owned()));
            prop_assert_eq!(found, text.split_sentence_bounds().map(str::to_owned).collect::<Vec<_>>());
        }
    }

    #[test]
    fn nothing_is_lost_but_space() {
        for text in ["", "  ", "a", "Ok. ", "¿Qué? No.", "…", "!!", "a.b.c. d", "x\r\ny", "We. are\n\n\nhere"] {
            let said: String = all(text).into_iter().map(|range| text[range].to_owned()).collect();
            let (said, whole): (String, String) =
                (said.split_whitespace().collect(), text.split_whitespace().collect());
            assert_eq!(said, whole, "{text:?}");
        }
    }
}
