//! From the bytes of a file to text.

/// Why bytes are not text, and where. Lines and columns are counted from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// A byte that does not belong to UTF-8.
    #[error("{line}:{column}: not UTF-8: the byte 0x{byte:02x} has no meaning here")]
    Invalid {
        /// Its line.
        line: usize,
        /// Its column.
        column: usize,
        /// The byte.
        byte: u8,
    },
    /// A NUL character, which no text has.
    #[error("{line}:{column}: a NUL character")]
    Nul {
        /// Its line.
        line: usize,
        /// Its column.
        column: usize,
    },
    /// The file starts like one in UTF-16.
    #[error("1:1: the text is in UTF-16")]
    Utf16,
}

impl NotText {
    /// The line and column.
    pub fn place(&self) -> (usize, usize) {
        match *self {
            Self::Invalid { line, column, .. } | Self::Nul { line, column } => (line, column),
            Self::Utf16 => (1, 1),
        }
    }

    /// What to do next.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Invalid { .. } | Self::Utf16 => "save the file as UTF-8, and run the same command again",
            Self::Nul { .. } => "remove it; a file full of them is no text file",
        }
    }
}

/// The text in the bytes of a file. A byte order mark at the start is dropped; nothing else is changed.
///
/// # Errors
///
/// [`NotText`] at the first byte that is not UTF-8 or the first NUL, whichever comes first.
pub fn decode_utf8(mut bytes: Vec<u8>) -> Result<String, NotText> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(NotText::Utf16);
    }
    if bytes.starts_with(MARK) {
        bytes.drain(..MARK.len());
    }
    let (text, invalid) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let end = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            let byte = bytes.get(end).copied();
            bytes.truncate(end);
            (String::from_utf8(bytes).unwrap_or_default(), byte)
        }
    };
    if let Some(before) = text.find('\0').and_then(|at| text.get(..at)) {
        let (line, column) = end_of(before);
        return Err(NotText::Nul { line, column });
    }
    match invalid {
        None => Ok(text),
        Some(byte) => {
            let (line, column) = end_of(&text);
            Err(NotText::Invalid { line, column, byte })
        }
    }
}

/// The place just after some text.
fn end_of(text: &str) -> (usize, usize) {
    let line = text.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let last = text.rsplit('\n').next().unwrap_or_default();
    (line, last.chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_byte_order_mark_is_dropped_once() {
        assert_eq!(decode_utf8(b"\xef\xbb\xbfa\r\n".to_vec()).unwrap(), "a\r\n");
        assert_eq!(decode_utf8("\u{feff}\u{feff}".into()).unwrap(), "\u{feff}");
    }

    #[test]
    fn the_first_wrong_byte_is_named_by_line_and_column() {
        let error = decode_utf8(b"one\nz\xc3\xa9\xff\0".to_vec()).unwrap_err();
        assert_eq!(error, NotText::Invalid { line: 2, column: 3, byte: 0xff });
        assert_eq!(error.to_string(), "2:3: not UTF-8: the byte 0xff has no meaning here");
        assert_eq!(decode_utf8(b"\xc3".to_vec()).unwrap_err().place(), (1, 1));
    }

    #[test]
    fn a_nul_is_named_where_it_is() {
        assert_eq!(decode_utf8(b"a\n\0\xff".to_vec()), Err(NotText::Nul { line: 2, column: 1 }));
    }

    #[test]
    fn utf_16_is_recognised() {
        assert_eq!(decode_utf8(b"\xff\xfea\0".to_vec()), Err(NotText::Utf16));
    }

    proptest! {
        #[test]
        fn text_without_nul_comes_back_unchanged(text in "[^\0\u{feff}]*") {
            prop_assert_eq!(decode_utf8(text.clone().into()).unwrap(), text);
        }

        #[test]
        fn any_bytes_are_text_or_an_error(bytes in any::<Vec<u8>>()) {
            let good = decode_utf8(bytes.clone()).is_ok();
            prop_assert_eq!(good, std::str::from_utf8(&bytes).is_ok() && !bytes.contains(&0));
        }
    }
}
