//! Patterns over the words of a sentence, as rules write them.
//!
//! | written | stands for |
//! | --- | --- |
//! | `sorry` | that word, in any case; contractions are opened, so `didn't` is `did not` |
//! | `apologise~` | that word with any ending |
//! | `a\|the\|our` | one of these words |
//! | `[really\|very]` | one of these words or nothing |
//! | `!our\|my` | one word that is none of these |
//! | `*` | any one word or mark |
//! | `..3` | up to three words or marks, as few as will do; 1 to 6, at most three times in a pattern |
//! | `#` | a number |
//! | `@time` | one of the words of that list |
//! | `^` | in front: the sentence begins here |
//! | `$` | at the end: the sentence ends here, but for its last marks |
//!
//! The first part that is not `^` must be words, a list or a number: they say where to look. A pattern has at most 16 parts,
//! so no text can make it run away.

use super::token::{self, Token};

/// The most parts of a pattern.
const MOST_PARTS: usize = 16;

/// The most gaps of a pattern.
const MOST_GAPS: usize = 3;

/// The widest gap, in words and marks.
const WIDEST_GAP: usize = 6;

/// A list of words that patterns name.
pub type Lists = std::collections::BTreeMap<String, Vec<String>>;

/// Something is wrong in how a pattern is written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Nothing is in it.
    #[error("an empty pattern")]
    Empty,
    /// More than 16 parts.
    #[error("more than {MOST_PARTS} parts")]
    TooLong,
    /// More than three gaps.
    #[error("more than {MOST_GAPS} gaps")]
    TooManyGaps,
    /// It begins with something that can be anything.
    #[error("a pattern that could begin anywhere")]
    Floating,
    /// A gap that is no number from 1 to 6.
    #[error("`{0}` is no gap")]
    Gap(String),
    /// A list that is not there.
    #[error("no list `@{0}`")]
    List(String),
    /// An alternative that is not one word.
    #[error("`{0}` is not one word")]
    NotOneWord(String),
    /// `^` or `$` in the middle.
    #[error("`{0}` in the middle of a pattern")]
    Misplaced(char),
}

impl PatternError {
    /// What to do about it.
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Empty => "write the words to look for, as `sorry if`",
            Self::TooLong | Self::TooManyGaps => "make two patterns of it, or look for fewer words",
            Self::Floating => "begin with a word, a list (`@name`) or a number (`#`)",
            Self::Gap(_) => "write `..` and a number from 1 to 6, as `..3`",
            Self::List(_) => "write the list under `[lists]`, or its words with `|` between them",
            Self::NotOneWord(_) => "write one word between the bars; two words need two patterns",
            Self::Misplaced(_) => "`^` stands in front of everything, `$` behind it",
        }
    }
}

/// A word or its stem, by hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Word {
    /// As it is said.
    Said(u64),
    /// With any ending.
    Stem(u64),
}

impl Word {
    const fn is(self, token: &Token) -> bool {
        match self {
            Self::Said(word) => token.word == word,
            Self::Stem(stem) => token.stem == stem,
        }
    }
}

/// Words of which one is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Words {
    any_of: Vec<Word>,
    /// A bit for each word, by the upper bits of its hash: most tokens are none of the words, and seen to be none by this alone.
    bits: u64,
}

impl Words {
    fn of(any_of: Vec<Word>) -> Self {
        let bits = any_of.iter().fold(0, |bits, word| match word {
            Word::Said(hash) | Word::Stem(hash) => bits | bit(*hash),
        });
        Self { any_of, bits }
    }

    fn hold(&self, token: &Token) -> bool {
        self.bits & bits_of(token) != 0 && self.any_of.iter().any(|word| word.is(token))
    }
}

const fn bit(hash: u64) -> u64 {
    1 << (hash >> 58)
}

/// The bits that a token can be looked for by: of its word and of its stem.
pub(super) const fn bits_of(token: &Token) -> u64 {
    bit(token.word) | bit(token.stem)
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    One(Words),
    Maybe(Words),
    Not(Words),
    Any,
    Gap(usize),
}

/// A pattern, ready to be held against a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<Part>,
    opens: bool,
    closes: bool,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// When it is not written as the module tells, or names a list that is not among `lists`.
    pub fn read(written: &str, lists: &Lists) -> Result<Self, PatternError> {
        let mut parts = Vec::new();
        let (mut opens, mut closes) = (false, false);
        for piece in written.split_whitespace() {
            if closes {
                return Err(PatternError::Misplaced('$'));
            }
            match piece {
                "^" if parts.is_empty() && !opens => opens = true,
                "^" => return Err(PatternError::Misplaced('^')),
                "$" => closes = true,
                "*" => parts.push(Part::Any),
                _ => read_piece(piece, lists, &mut parts)?,
            }
        }
        match parts.first() {
            None => return Err(PatternError::Empty),
            Some(Part::One(_)) => {}
            Some(_) => return Err(PatternError::Floating),
        }
        if parts.len() > MOST_PARTS {
            return Err(PatternError::TooLong);
        }
        if parts.iter().filter(|part| matches!(part, Part::Gap(_))).count() > MOST_GAPS {
            return Err(PatternError::TooManyGaps);
        }
        Ok(Self { parts, opens, closes })
    }

    /// The words it can begin with.
    pub(super) fn first_words(&self) -> &[Word] {
        match self.parts.first() {
            Some(Part::One(words)) => &words.any_of,
            _ => &[],
        }
    }

    /// The bits of the words that can stand behind its first; all of them where anything can. See [`bits_of`].
    pub(super) fn second_bits(&self) -> u64 {
        match self.parts.get(1) {
            Some(Part::One(words)) => words.bits,
            _ => u64::MAX,
        }
    }

    /// Where it ends when it is said from the token `from` of this sentence on; the end is excluded.
    pub fn end_at(&self, tokens: &[Token], from: usize) -> Option<usize> {
        if self.opens && !tokens[..from].iter().all(is_mark) {
            return None;
        }
        self.parts_end(&self.parts, tokens, from)
    }

    /// Whether it is said anywhere in this sentence.
    pub fn is_in(&self, tokens: &[Token]) -> bool {
        (0..tokens.len()).any(|from| self.end_at(tokens, from).is_some())
    }

    fn parts_end(&self, parts: &[Part], tokens: &[Token], at: usize) -> Option<usize> {
        let Some((part, rest)) = parts.split_first() else {
            return (!self.closes || tokens[at..].iter().all(is_mark)).then_some(at);
        };
        let token = tokens.get(at);
        let any_of = |words: &Words| token.is_some_and(|token| words.hold(token));
        match part {
            Part::One(words) => any_of(words).then(|| self.parts_end(rest, tokens, at + 1)).flatten(),
            Part::Maybe(words) => any_of(words)
                .then(|| self.parts_end(rest, tokens, at + 1))
                .flatten()
                .or_else(|| self.parts_end(rest, tokens, at)),
            Part::Not(words) => {
                (token.is_some() && !any_of(words)).then(|| self.parts_end(rest, tokens, at + 1)).flatten()
            }
            Part::Any => token.and_then(|_| self.parts_end(rest, tokens, at + 1)),
            Part::Gap(widest) => (0..=*widest)
                .take_while(|skipped| at + skipped <= tokens.len())
                .find_map(|skipped| self.parts_end(rest, tokens, at + skipped)),
        }
    }
}

/// Marks are told by their bytes: what is no letter and no number has a place of its own and no word in it.
fn is_mark(token: &Token) -> bool {
    const MARKS: [u64; 10] = [
        token::hash(b"."),
        token::hash(b"!"),
        token::hash(b"?"),
        token::hash(b","),
        token::hash(b";"),
        token::hash(b":"),
        token::hash(b"-"),
        token::hash(b"'"),
        token::hash(b")"),
        token::hash("…".as_bytes()),
    ];
    token.word == token::QUOTE || MARKS.contains(&token.word)
}

fn read_piece(piece: &str, lists: &Lists, parts: &mut Vec<Part>) -> Result<(), PatternError> {
    if let Some(width) = piece.strip_prefix("..").filter(|width| !width.starts_with('.')) {
        let width = width.parse().ok().filter(|width| (1..=WIDEST_GAP).contains(width));
        parts.push(Part::Gap(width.ok_or_else(|| PatternError::Gap(piece.to_owned()))?));
    } else if let Some(inner) = piece.strip_prefix('[').and_then(|piece| piece.strip_suffix(']')) {
        parts.push(Part::Maybe(Words::of(alternatives(inner, lists)?)));
    } else if let Some(inner) = piece.strip_prefix('!').filter(|inner| !inner.is_empty()) {
        parts.push(Part::Not(Words::of(alternatives(inner, lists)?)));
    } else if piece.len() > 1 && (piece.contains('|') || piece.starts_with('@')) {
        parts.push(Part::One(Words::of(alternatives(piece, lists)?)));
    } else {
        for word in words(piece) {
            parts.push(Part::One(Words::of(vec![word])));
        }
    }
    Ok(())
}

fn alternatives(written: &str, lists: &Lists) -> Result<Vec<Word>, PatternError> {
    let mut found = Vec::new();
    for one in written.split('|') {
        if let Some(name) = one.strip_prefix('@').filter(|name| !name.is_empty()) {
            let list = lists.get(name).ok_or_else(|| PatternError::List(name.to_owned()))?;
            for word in list {
                found.push(single(word)?);
            }
        } else {
            found.push(single(one)?);
        }
    }
    Ok(found)
}

fn single(written: &str) -> Result<Word, PatternError> {
    match words(written).as_slice() {
        [word] => Ok(*word),
        _ => Err(PatternError::NotOneWord(written.to_owned())),
    }
}

/// The words of a piece; several for a contraction, none for what is no word.
fn words(written: &str) -> Vec<Word> {
    if written == "#" {
        return vec![Word::Stem(token::NUMBER)];
    }
    let (written, any_ending) = match written.strip_suffix('~') {
        Some(word) if !word.is_empty() => (word, true),
        _ => (written, false),
    };
    let mut tokens = Vec::new();
    token::read(written, 0, &mut tokens);
    tokens.into_iter().map(|token| if any_ending { Word::Stem(token.stem) } else { Word::Said(token.word) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        token::read(text, 0, &mut tokens);
        tokens
    }

    fn lists() -> Lists {
        Lists::from([("driver".to_owned(), vec!["driver~".to_owned(), "courier~".to_owned()])])
    }

    fn hits(pattern: &str, text: &str) -> bool {
        Pattern::read(pattern, &lists()).unwrap().is_in(&tokens(text))
    }

    #[test]
    fn words_are_found_in_any_case_and_ending() {
        assert!(hits("sorry if", "We are SORRY if you waited"));
        assert!(hits("apologise~ for", "Apologising for that"));
        assert!(!hits("apologise for", "Apologising for that"));
        assert!(hits("you didn't", "because you did not say so"));
    }

    #[test]
    fn lists_choices_gaps_and_numbers_are_understood() {
        assert!(hits("the|our @driver was [very] late", "Our couriers was very late"));
        assert!(hits("the|our @driver was [very] late", "the driver was late"));
        assert!(hits("sorry ..4 but", "Sorry about the whole mess but no"));
        assert!(!hits("sorry ..2 but", "Sorry about the whole mess but no"));
        assert!(hits("within # days", "within 14 days"));
        assert!(hits("within # days", "within ten days"));
        assert!(hits("is !our fault", "is your fault"));
        assert!(!hits("is !our fault", "is our fault"));
    }

    #[test]
    fn ends_of_the_sentence_are_kept() {
        assert!(hits("^ sorry", "\"Sorry!"));
        assert!(!hits("^ sorry", "So sorry"));
        assert!(hits("sorry $", "So sorry..."));
        assert!(!hits("sorry $", "sorry again"));
    }

    #[test]
    fn what_is_written_wrongly_is_told() {
        let error = |pattern: &str| Pattern::read(pattern, &lists()).unwrap_err();
        assert_eq!(error(""), PatternError::Empty);
        assert_eq!(error("..2 sorry"), PatternError::Floating);
        assert_eq!(error("sorry ..9 if"), PatternError::Gap("..9".to_owned()));
        assert_eq!(error("the @cook"), PatternError::List("cook".to_owned()));
        assert_eq!(error("a|don't"), PatternError::NotOneWord("don't".to_owned()));
        assert_eq!(error("so ^ sorry"), PatternError::Misplaced('^'));
        assert_eq!(error("a ..1 b ..1 c ..1 d ..1 e"), PatternError::TooManyGaps);
    }

    #[test]
    fn no_text_makes_a_pattern_run_away() {
        let pattern = Pattern::read("a ..6 a ..6 a ..6 b", &lists()).unwrap();
        assert!(!pattern.is_in(&tokens(&"a ".repeat(20_000))));
    }
}
