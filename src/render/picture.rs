//! A picture that stands in a page as data, and bytes in base64.

use std::io;

use mail_builder::encoders::base64::base64_encode;

/// A picture that stands in a page as data; nothing is fetched for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its type, one of our own.
    pub kind: &'static str,
    /// Its bytes in base64.
    pub base64: String,
}

impl Picture {
    /// The picture that these bytes are, whatever their file is called; `None` where they are none that is known here.
    ///
    /// # Errors
    /// As [`base64`].
    pub fn of(bytes: &[u8]) -> io::Result<Option<Self>> {
        kind_of(bytes).map(|kind| Ok(Self { kind, base64: base64(bytes)? })).transpose()
    }
}

/// Bytes in base64, as pictures and names beyond ASCII are written.
///
/// # Errors
/// Never in practice: it is written to memory, in ASCII.
pub fn base64(bytes: &[u8]) -> io::Result<String> {
    String::from_utf8(base64_encode(bytes)?).map_err(|why| io::Error::new(io::ErrorKind::InvalidData, why))
}

/// What kind of picture it is, by its first bytes. An SVG picture stands in an `img` element, where nothing in it runs or fetches.
fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some("image/png");
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Some("image/jpeg");
    }
    let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}').trim_start();
    let is_svg = text.starts_with("<svg") || text.starts_with("<?xml") && text.contains("<svg");
    is_svg.then_some("image/svg+xml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_told_by_its_first_bytes() {
        for (bytes, kind) in [
            (b"\x89PNG\r\n\x1a\nxx".as_slice(), Some("image/png")),
            (b"\xff\xd8\xff\xe0", Some("image/jpeg")),
            (b"<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>", Some("image/svg+xml")),
            (b" <svg/>", Some("image/svg+xml")),
            (b"<html><svg/></html>", None),
            (b"GIF89a", None),
            (b"", None),
        ] {
            assert_eq!(Picture::of(bytes).unwrap().map(|picture| picture.kind), kind);
        }
        assert_eq!(Picture::of(b"<svg/>").unwrap().unwrap().base64, "PHN2Zy8+");
    }
}
