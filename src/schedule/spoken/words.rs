//! The words of a spoken time, split where digits meet letters, and a cursor that reads them.

/// One word or number, in lower case and without the dots of `p.m.`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    /// Nothing stood between this and what came before, as between the `1`, `h` and `30` of `1h30`.
    pub(super) glued: bool,
}

impl Word {
    pub(super) fn is_number(&self) -> bool {
        self.text.starts_with(|first: char| first.is_ascii_digit())
    }
}

/// Splits `text` into words, or gives `None` when it holds a sign no spoken time has.
pub(super) fn words(text: &str) -> Option<Vec<Word>> {
    let lower = text.to_lowercase();
    let mut rest = lower.as_str();
    let mut found: Vec<Word> = Vec::new();
    let mut glued = false;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_ascii_digit() {
            number_length(rest)
        } else if first.is_alphabetic() {
            rest.find(|c: char| !is_within_a_word(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (piece, after) = rest.split_at_checked(length)?;
        if first.is_alphanumeric() {
            let text = piece.chars().filter(|c| c.is_alphanumeric() || first.is_ascii_digit()).collect();
            found.push(Word { text, glued });
            glued = true;
        } else if first == '@' {
            found.push(Word { text: "at".to_owned(), glued: false });
            glued = false;
        } else if is_a_break(first, after, found.last()) {
            glued = false;
        } else {
            return None;
        }
        rest = after;
    }
    Some(found)
}

fn is_within_a_word(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '.' | '\'' | '’')
}

/// A number runs on over `:`, `.`, `/` and `-` as long as a digit follows: `16:00`, `1.5`, `1/12`, `2026-12-01`.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit_at = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let joins = |at: usize| matches!(bytes.get(at), Some(b':' | b'.' | b'/' | b'-'));
    let mut end = 0;
    while digit_at(end) || (joins(end) && digit_at(end + 1)) {
        end += 1;
    }
    end
}

/// White space and commas part words; so do a full stop at the end and the hyphen of `half-hour`.
fn is_a_break(sign: char, after: &str, before: Option<&Word>) -> bool {
    let next = after.chars().next();
    match sign {
        ',' => true,
        '.' => next.is_none_or(char::is_whitespace),
        '-' => next.is_some_and(char::is_alphabetic) && before.is_some_and(|word| !word.is_number()),
        _ => sign.is_whitespace(),
    }
}

/// What is still to be read. Copying it is how a rule tries something and goes back.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    left: &'a [Word],
}

impl<'a> Cursor<'a> {
    pub(super) fn new(words: &'a [Word]) -> Self {
        Self { left: words }
    }

    pub(super) fn is_done(&self) -> bool {
        self.left.is_empty()
    }

    pub(super) fn peek(&self) -> Option<&'a Word> {
        self.left.first()
    }

    pub(super) fn take(&mut self) -> Option<&'a Word> {
        let (first, rest) = self.left.split_first()?;
        self.left = rest;
        Some(first)
    }

    /// Takes the next word when `wanted` maps it to something.
    pub(super) fn take_if<T>(&mut self, wanted: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let value = wanted(&self.peek()?.text)?;
        self.take();
        Some(value)
    }

    /// Takes the next word when it is one of `wanted`.
    pub(super) fn eat(&mut self, wanted: &[&str]) -> bool {
        self.take_if(|word| wanted.contains(&word).then_some(())).is_some()
    }

    /// Takes all the words of `phrase`, which are parted by one space, or nothing.
    pub(super) fn eat_phrase(&mut self, phrase: &str) -> bool {
        self.attempt(|c| phrase.split(' ').all(|word| c.eat(&[word])).then_some(())).is_some()
    }

    /// Runs `rule`; when it gives `None`, nothing has been read.
    pub(super) fn attempt<T>(&mut self, rule: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut ahead = *self;
        let value = rule(&mut ahead)?;
        *self = ahead;
        Some(value)
    }
}

/// `one` to `twelve`.
pub(super) fn small_number(word: &str) -> Option<u32> {
    let names = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    (1..).zip(names).find_map(|(n, name)| (name == word).then_some(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        let found = words(text).unwrap();
        found.into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn digits_and_letters_part_company() {
        assert_eq!(split("1h30"), ["1", "h", "30"]);
        assert_eq!(split("4.30 p.m."), ["4.30", "pm"]);
        assert_eq!(split("12th Dec, 09:00."), ["12", "th", "dec", "09:00"]);
        assert_eq!(split("2026-12-01T09:00"), ["2026-12-01", "t", "09:00"]);
        assert_eq!(split("half-hour @ NOON"), ["half", "hour", "at", "noon"]);
    }

    #[test]
    fn signs_no_time_has_are_refused() {
        assert_eq!(words("3pm + 2"), None);
        assert_eq!(words("-3 days"), None);
        assert_eq!(words("(noon)"), None);
    }

    #[test]
    fn a_rule_that_fails_reads_nothing() {
        let found = words("end of time").unwrap();
        let mut cursor = Cursor::new(&found);
        assert!(!cursor.eat_phrase("end of day"));
        assert!(cursor.eat_phrase("end of time"));
        assert!(cursor.is_done());
    }
}
