//! A letter as a message that a mail program opens as a draft: text and HTML beside each other, and nothing that sends it.
//!
//! The same letter always makes the same bytes: the date is the letter's own, and boundary and message number follow from what is in it.

use std::fmt::Write as _;

use mail_builder::MessageBuilder;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::MimePart;
use sha2::{Digest, Sha256};

use super::letter::message;
use super::picture::base64;
use super::{html, text};
use crate::escape;
use crate::letter::Letter;
use crate::untrusted::Untrusted;

/// The longest subject, in columns.
const LONGEST: usize = 200;
/// The longest name, in columns.
const LONGEST_NAME: usize = 80;
/// How many bytes go into one encoded word.
const BYTES_OF_A_WORD: usize = 42;

/// The message, with line ends as messages have them.
///
/// # Errors
/// Never in practice: it is written to memory.
pub fn render(letter: &Letter) -> std::io::Result<Vec<u8>> {
    let document = message(letter);
    let key = format!("{}.{}.{}", letter.incident, letter.name, letter.at.timestamp());
    let plain = crlf(text::render(&document).trim_start());
    let page = crlf(&html::render(&document));
    let whole = ContentType::new("multipart/alternative").attribute("boundary", boundary(&[&key, &plain, &page]));
    let parts = vec![MimePart::new("text/plain", plain), MimePart::new("text/html", page)];
    let mut built = MessageBuilder::new()
        .header("X-Unsent", Raw::new("1"))
        .date(letter.at.timestamp())
        .message_id(format!("{key}@recover.invalid"))
        .subject(heading(&letter.subject))
        .body(MimePart::new(whole, parts));
    if let Some(from) = letter.house.email.as_ref().and_then(plausible) {
        built = built.header("From", mailbox(letter.house.name.as_ref(), from)?);
    }
    if let Some(to) = letter.contact.as_ref().and_then(plausible) {
        built = built.header("To", mailbox(letter.addressee.as_ref(), to)?);
    }
    built.write_to_vec()
}

/// What stands between the parts. Short texts in ASCII are written as they are, so an answer could hold any boundary that is known before
/// it is given; nobody can write a text that holds its own hash.
fn boundary(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().take(20).fold(String::from("=_"), |mut boundary, byte| {
        let _ = write!(boundary, "{byte:02x}");
        boundary
    })
}

fn crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

/// One line for the head of a message: no line end and no hidden character is left in it.
fn heading(text: &Untrusted) -> String {
    crate::text::clip(&escape::term(text.as_stored().trim()), LONGEST).into_owned()
}

/// A name and an address. A name beyond ASCII is written in encoded words (RFC 2047), which stand outside of quotes.
fn mailbox(name: Option<&Untrusted>, email: &str) -> std::io::Result<Raw<'static>> {
    // Quotes and backslashes have a meaning in the head of a message, and none in a name.
    let name = name.map(|name| crate::text::clip(&heading(name).replace(['"', '\\'], ""), LONGEST_NAME).into_owned());
    Ok(match name.filter(|name| !name.trim().is_empty()) {
        None => Raw::new(format!("<{email}>")),
        Some(name) if name.is_ascii() => Raw::new(format!("\"{name}\" <{email}>")),
        Some(name) => Raw::new(format!("{} <{email}>", encoded_words(&name)?)),
    })
}

/// Text as encoded words of at most 75 characters each, divided between characters.
fn encoded_words(text: &str) -> std::io::Result<String> {
    let mut words: Vec<String> = vec![String::new()];
    for c in text.chars() {
        match words.last_mut() {
            Some(word) if word.len() + c.len_utf8() <= BYTES_OF_A_WORD => word.push(c),
            _ => words.push(c.to_string()),
        }
    }
    let encoded = words.iter().map(|word| Ok(format!("=?utf-8?B?{}?=", base64(word.as_bytes())?)));
    Ok(encoded.collect::<std::io::Result<Vec<_>>>()?.join(" "))
}

/// The text, if it looks like one address for e-mail and like nothing else: `name@place.tld` in letters, digits and the marks that are
/// usual in them.
fn plausible(contact: &Untrusted) -> Option<&str> {
    let text = contact.as_stored().trim();
    let (name, place) = text.split_once('@')?;
    let usual = |c: char, marks: &str| c.is_ascii_alphanumeric() || marks.contains(c);
    let dots_are_right = |text: &str| !text.starts_with('.') && !text.ends_with('.') && !text.contains("..");
    let fits = text.len() <= 254
        && !name.is_empty()
        && name.chars().all(|c| usual(c, ".!#$%&'*+/=?^_`{|}~-"))
        && place.chars().all(|c| usual(c, ".-"))
        && place.contains('.')
        && dots_are_right(name)
        && dots_are_right(place)
        && place.split('.').all(|label| !label.starts_with('-') && !label.ends_with('-'));
    fits.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_one_address_is_taken_for_one() {
        for right in ["m.hale@example.org", " ana+x@mail.example.co.uk "] {
            assert_eq!(plausible(&right.into()), Some(right.trim()));
        }
        for wrong in [
            "0161 496 0000",
            "a@b",
            "a@b.c, d@e.f",
            "a@b.c\r\nBcc: x@y.z",
            "<a@b.c>",
            "a b@c.d",
            "a@b..c",
            ".a@b.c",
            "a@-b.c",
            "\u{202e}a@b.c",
            "a@bücher.example",
        ] {
            assert_eq!(plausible(&wrong.into()), None, "{wrong:?}");
        }
    }
}
