//! A text as tokens: words with their contractions opened, numbers, and marks, each with its place.
//!
//! Two hashes stand for the word: one of the word as it is said (`apologised`), one of its stem with names of days, months
//! and numbers taken together (`apologis`, `<day>`). Patterns compare the first or the second; the weights know only the
//! second. No strings are kept, so reading a long text allocates nothing for each word.

/// A word, number or mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// The first byte in the text, included.
    pub start: usize,
    /// The last byte, excluded. Both parts of an opened contraction have places of their own: `did` and `n't`.
    pub end: usize,
    /// The word as it is said, in lower case, with abbreviations of chats written out.
    pub word: u64,
    /// Its stem, or the class of a day, a month or a number.
    pub stem: u64,
}

/// The hash of a word or mark as it is said, in lower case.
pub const fn hash(word: &[u8]) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    while at < word.len() {
        state = (state ^ word[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    state
}

/// Before the first token of a sentence.
pub const OPENING: u64 = hash(b"<s>");
/// Behind the last.
pub const ENDING: u64 = hash(b"</s>");
/// Any number.
pub const NUMBER: u64 = hash(b"<n>");
/// A straight or curly double quotation mark.
pub const QUOTE: u64 = hash(b"\"");
const DAY: u64 = hash(b"<day>");
const MONTH: u64 = hash(b"<month>");
const ELLIPSIS: &[u8] = "…".as_bytes();

/// The longest word that is looked at whole; the rest of a longer one counts for nothing.
const LONGEST: usize = 48;

/// Reads `text` and puts its tokens, whose places are counted from `offset`, behind those in `tokens`.
pub fn read(text: &str, offset: usize, tokens: &mut Vec<Token>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_whitespace() || byte.is_ascii_control() {
            at += 1;
        } else if byte.is_ascii_digit() {
            let end = number_end(bytes, at);
            tokens.push(Token { start: offset + at, end: offset + end, word: NUMBER, stem: NUMBER });
            at = end;
        } else if byte.is_ascii_alphabetic() {
            at = word(text, at, offset, tokens);
        } else if byte.is_ascii() {
            at = mark(bytes, at, offset, tokens);
        } else {
            at = beyond_ascii(text, at, offset, tokens);
        }
    }
}

/// Where a number that starts here ends: digits, with single points, commas and colons between them.
fn number_end(bytes: &[u8], mut at: usize) -> usize {
    loop {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        let inner =
            matches!(bytes.get(at), Some(b'.' | b',' | b':')) && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        if !inner {
            return at;
        }
        at += 1;
    }
}

fn mark(bytes: &[u8], at: usize, offset: usize, tokens: &mut Vec<Token>) -> usize {
    let mut end = at + 1;
    let mut hashed = hash(&bytes[at..end]);
    if bytes[at] == b'.' && bytes.get(end) == Some(&b'.') {
        while bytes.get(end) == Some(&b'.') {
            end += 1;
        }
        hashed = hash(ELLIPSIS);
    }
    tokens.push(Token { start: offset + at, end: offset + end, word: hashed, stem: hashed });
    end
}

/// A character beyond ASCII: a letter begins a word, a space is nothing, everything else is a mark.
fn beyond_ascii(text: &str, at: usize, offset: usize, tokens: &mut Vec<Token>) -> usize {
    let Some(first) = text[at..].chars().next() else { return text.len() };
    if first.is_alphanumeric() {
        return word(text, at, offset, tokens);
    }
    let end = at + first.len_utf8();
    if first.is_whitespace()
        || first.is_control()
        || matches!(first, '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
    {
        return end;
    }
    let hashed = match first {
        '“' | '”' | '„' | '«' | '»' => QUOTE,
        '‘' | '’' => hash(b"'"),
        '–' | '—' | '−' => hash(b"-"),
        _ => hash(&text.as_bytes()[at..end]),
    };
    tokens.push(Token { start: offset + at, end: offset + end, word: hashed, stem: hashed });
    end
}

/// Reads the word that starts at `at`, opens its contraction, and returns where it ends.
fn word(text: &str, at: usize, offset: usize, tokens: &mut Vec<Token>) -> usize {
    let mut letters = Letters::default();
    let bytes = text.as_bytes();
    let mut end = at;
    loop {
        match bytes.get(end) {
            Some(byte) if byte.is_ascii_alphabetic() => {
                letters.push_ascii(byte.to_ascii_lowercase(), end - at);
                end += 1;
            }
            Some(b'\'') if bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic) => {
                letters.apostrophe(end - at);
                end += 1;
            }
            Some(byte) if !byte.is_ascii() => {
                let Some(letter) = text[end..].chars().next() else { break };
                let after = end + letter.len_utf8();
                if letter == '’' && text[after..].starts_with(|next: char| next.is_ascii_alphabetic()) {
                    letters.apostrophe(end - at);
                } else if letter.is_alphanumeric() {
                    let mut room = [0; 4];
                    for lower in letter.to_lowercase() {
                        letters.push(lower.encode_utf8(&mut room).as_bytes(), end - at);
                    }
                } else {
                    break;
                }
                end = after;
            }
            _ => break,
        }
    }
    letters.tell(offset + at, offset + end, tokens);
    end
}

/// The letters of one word in lower case, without apostrophes.
struct Letters {
    bytes: [u8; LONGEST],
    length: usize,
    /// How many letters stand before the last apostrophe, and where it is in the text, from the word's start.
    apostrophe: Option<(usize, usize)>,
    /// How far the last letter is from the word's start, which tells where `n't` begins.
    last: usize,
}

impl Default for Letters {
    fn default() -> Self {
        Self { bytes: [0; LONGEST], length: 0, apostrophe: None, last: 0 }
    }
}

impl Letters {
    fn push(&mut self, letter: &[u8], at: usize) {
        if self.length + letter.len() <= LONGEST {
            self.bytes[self.length..self.length + letter.len()].copy_from_slice(letter);
            self.length += letter.len();
        }
        if self.apostrophe.is_none() {
            self.last = at;
        }
    }

    const fn push_ascii(&mut self, letter: u8, at: usize) {
        if self.length < LONGEST {
            self.bytes[self.length] = letter;
            self.length += 1;
        }
        if self.apostrophe.is_none() {
            self.last = at;
        }
    }

    const fn apostrophe(&mut self, at: usize) {
        self.apostrophe = Some((self.length, at));
    }

    fn tell(&self, start: usize, end: usize, tokens: &mut Vec<Token>) {
        let all = &self.bytes[..self.length];
        let mut put = |word: &[u8], start: usize, end: usize| tokens.push(of_word(word, start, end));
        let Some((before, place)) = self.apostrophe else {
            return match written_out(all) {
                Some(words) => words.iter().for_each(|word| put(word, start, end)),
                None => put(all, start, end),
            };
        };
        let (stem, tail) = all.split_at(before);
        if tail == b"t" && stem.ends_with(b"n") && stem.len() > 1 {
            let verb: &[u8] = match stem {
                b"can" => b"can",
                b"won" => b"will",
                b"shan" => b"shall",
                b"ain" => b"is",
                _ => &stem[..stem.len() - 1],
            };
            put(verb, start, start + self.last);
            put(b"not", start + self.last, end);
            return;
        }
        let opened: &[u8] = match tail {
            b"ve" => b"have",
            b"re" => b"are",
            b"ll" => b"will",
            b"m" => b"am",
            b"d" => b"'d",
            b"s" => b"'s",
            _ => return put(all, start, end),
        };
        put(stem, start, start + place);
        put(opened, start + place, end);
    }
}

fn of_word(word: &[u8], start: usize, end: usize) -> Token {
    Token { start, end, word: hash(word), stem: stem(word) }
}

/// What people write in a hurry, written out; only what can mean nothing else.
fn written_out(word: &[u8]) -> Option<&'static [&'static [u8]]> {
    if word.len() > 8 {
        return None;
    }
    Some(match word {
        b"u" | b"ya" => &[b"you"],
        b"ur" | b"yr" | b"yer" => &[b"your"],
        b"r" => &[b"are"],
        b"cannot" | b"cant" => &[b"can", b"not"],
        b"cust" => &[b"customer"],
        b"custs" => &[b"customers"],
        b"apol" => &[b"apologised"],
        b"pls" | b"plz" => &[b"please"],
        b"thx" | b"ta" => &[b"thanks"],
        b"tmrw" | b"tmw" => &[b"tomorrow"],
        b"cos" | b"coz" | b"bc" => &[b"because"],
        b"im" => &[b"i", b"am"],
        b"ive" => &[b"i", b"have"],
        b"youre" => &[b"you", b"are"],
        b"youve" => &[b"you", b"have"],
        b"theyre" => &[b"they", b"are"],
        b"theyve" => &[b"they", b"have"],
        b"thats" => &[b"that", b"'s"],
        b"weve" => &[b"we", b"have"],
        b"dont" => &[b"do", b"not"],
        b"didnt" => &[b"did", b"not"],
        b"wont" => &[b"will", b"not"],
        b"isnt" => &[b"is", b"not"],
        b"wasnt" => &[b"was", b"not"],
        b"arent" => &[b"are", b"not"],
        b"werent" => &[b"were", b"not"],
        b"doesnt" => &[b"does", b"not"],
        b"havent" => &[b"have", b"not"],
        b"hasnt" => &[b"has", b"not"],
        b"hadnt" => &[b"had", b"not"],
        b"wouldnt" => &[b"would", b"not"],
        b"couldnt" => &[b"could", b"not"],
        b"shouldnt" => &[b"should", b"not"],
        b"shouldve" => &[b"should", b"have"],
        b"couldve" => &[b"could", b"have"],
        b"wouldve" => &[b"would", b"have"],
        b"mustve" => &[b"must", b"have"],
        b"gonna" => &[b"going", b"to"],
        b"wanna" => &[b"want", b"to"],
        b"gotta" => &[b"got", b"to"],
        b"wk" => &[b"week"],
        b"mgr" => &[b"manager"],
        b"appt" => &[b"appointment"],
        b"abt" => &[b"about"],
        _ => return None,
    })
}

/// The commonest endings, each with what stands in its place; the first that fits is taken.
const ENDINGS: [(&[u8], &[u8]); 15] = [
    (b"ingly", b""),
    (b"edly", b""),
    (b"ations", b""),
    (b"ation", b""),
    (b"ings", b""),
    (b"ing", b""),
    (b"ied", b"y"),
    (b"ies", b"y"),
    (b"ers", b""),
    (b"ed", b""),
    (b"es", b""),
    (b"er", b""),
    (b"ly", b""),
    (b"s", b""),
    (b"e", b""),
];

/// The hash of a word's stem: a class for days, months and small numbers, else the word without its commonest endings.
pub fn stem(word: &[u8]) -> u64 {
    match word {
        b"monday" | b"tuesday" | b"wednesday" | b"thursday" | b"friday" | b"saturday" | b"sunday" | b"mon" | b"tue"
        | b"tues" | b"wed" | b"thu" | b"thurs" | b"fri" | b"sat" | b"sun" => return DAY,
        b"january" | b"february" | b"march" | b"april" | b"june" | b"july" | b"august" | b"september" | b"october"
        | b"november" | b"december" | b"jan" | b"feb" | b"apr" | b"jun" | b"jul" | b"aug" | b"sep" | b"sept"
        | b"oct" | b"nov" | b"dec" => return MONTH,
        b"two" | b"three" | b"four" | b"five" | b"six" | b"seven" | b"eight" | b"nine" | b"ten" | b"eleven"
        | b"twelve" | b"thirteen" | b"fifteen" | b"twenty" | b"thirty" | b"forty" | b"fifty" | b"sixty"
        | b"hundred" | b"thousand" => {
            return NUMBER;
        }
        _ => {}
    }
    if word.len() <= 4 {
        return hash(word);
    }
    for (ending, instead) in ENDINGS {
        if word.len() >= ending.len() + 3
            && let Some(stem) = word.strip_suffix(ending)
        {
            let mut room = [0; LONGEST];
            room[..stem.len()].copy_from_slice(stem);
            room[stem.len()..stem.len() + instead.len()].copy_from_slice(instead);
            return hash(&room[..stem.len() + instead.len()]);
        }
    }
    hash(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(&str, u64)> {
        let mut tokens = Vec::new();
        read(text, 0, &mut tokens);
        tokens.into_iter().map(|token| (&text[token.start..token.end], token.word)).collect()
    }

    fn said(text: &str) -> Vec<u64> {
        words(text).into_iter().map(|(_, hash)| hash).collect()
    }

    #[test]
    fn contractions_are_opened_and_keep_their_places() {
        assert_eq!(said("We didn't"), said("we did not"));
        assert_eq!(said("we’re sorry you’ve waited"), said("We are sorry you have waited"));
        assert_eq!(said("won't can't cannot"), said("will not can not can not"));
        let parts: Vec<_> = words("didn't").into_iter().map(|(part, _)| part).collect();
        assert_eq!(parts, ["did", "n't"]);
        let parts: Vec<_> = words("you’ve").into_iter().map(|(part, _)| part).collect();
        assert_eq!(parts, ["you", "’ve"]);
    }

    #[test]
    fn haste_is_written_out() {
        assert_eq!(said("u shouldve rung ur mgr"), said("you should have rung your manager"));
    }

    #[test]
    fn numbers_are_one_token_and_one_word() {
        let found = words("£12.50 at 10:30, 3pm.");
        let parts: Vec<_> = found.iter().map(|(part, _)| *part).collect();
        assert_eq!(parts, ["£", "12.50", "at", "10:30", ",", "3", "pm", "."]);
        assert_eq!(found[1].1, NUMBER);
        assert_eq!(stem(b"twelve"), NUMBER);
    }

    #[test]
    fn endings_of_a_word_do_not_make_it_another() {
        assert_eq!(stem(b"couriers"), stem(b"courier"));
        assert_eq!(stem(b"apologised"), stem(b"apologise"));
        assert_eq!(stem(b"friday"), stem(b"mon"));
        assert_ne!(stem(b"feel"), stem(b"fee"));
    }

    #[test]
    fn any_text_is_read_with_places_on_its_characters() {
        for text in ["", "naïve Zoë's café", "😀👍🏽 ok", "مرحبا، آسف", "…", "a\u{200d}b", "''", "x'"]
        {
            let mut tokens = Vec::new();
            read(text, 0, &mut tokens);
            for token in tokens {
                assert!(token.start < token.end && text.get(token.start..token.end).is_some(), "{text:?} {token:?}");
            }
        }
    }
}
