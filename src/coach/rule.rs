//! Rules: patterns with what they hear, why it hurts, and what to say instead.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::category::Category;
use super::pattern::{Pattern, Word, bits_of};
use super::severity::Severity;
use super::token::{self, Token};
use crate::spine::Name;

/// Where a rule comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Shipped in the program: it speaks where the weights find harm of its kind.
    Shipped,
    /// A house's or a playbook's own: it always speaks.
    Own,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its name; a rule named as its category speaks for what no other rule of the category hears.
    pub id: Name,
    /// What it hears.
    pub category: Category,
    /// How much it matters.
    pub severity: Severity,
    /// Its patterns as they are written, to be shown.
    pub hears: Vec<String>,
    /// What it looks for in a sentence; none for a rule named as its category.
    pub patterns: Vec<Pattern>,
    /// It keeps silent in a sentence that says one of these.
    pub unless: Vec<Pattern>,
    /// Why it hurts; `{words}` stands for the words that were found.
    pub why: String,
    /// What to say instead; `{words}` as in `why`.
    pub instead: String,
    /// A sentence it hears.
    pub before: String,
    /// The same, said well.
    pub after: String,
    /// Where the rule comes from, in words.
    pub source: String,
    /// Whose it is.
    pub origin: Origin,
}

impl Rule {
    /// Whether it speaks for its whole category and has no patterns of its own.
    pub fn is_general(&self) -> bool {
        self.id.as_str() == self.category.name()
    }
}

/// A rule that was heard in a sentence: its number, and the tokens that are its words, the last excluded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The rule's number among the rules.
    pub rule: usize,
    /// Which tokens of the sentence.
    pub tokens: std::ops::Range<usize>,
}

/// Rules, with an index of the words they begin with.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    all: Vec<Rule>,
    said: Index,
    stems: Index,
}

type Index = HashMap<u64, Vec<Entry>, BuildHasherDefault<Ready>>;

/// A pattern that begins with a word: its rule's number and its own, and what can stand behind that word.
#[derive(Debug, Clone, Copy)]
struct Entry {
    rule: usize,
    pattern: usize,
    second_bits: u64,
}

/// The keys are hashes already.
#[derive(Debug, Clone, Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Rules {
    /// No rules yet.
    pub const fn none() -> Self {
        Self {
            all: Vec::new(),
            said: HashMap::with_hasher(BuildHasherDefault::new()),
            stems: HashMap::with_hasher(BuildHasherDefault::new()),
        }
    }

    /// Takes these rules.
    pub fn of(rules: Vec<Rule>) -> Self {
        let mut all = Self::default();
        for rule in rules {
            all.add(rule);
        }
        all
    }

    /// Adds a rule; one of the same name is replaced.
    pub fn add(&mut self, rule: Rule) {
        if let Some(place) = self.all.iter().position(|known| known.id == rule.id) {
            self.forget(place);
            self.list(place, &rule);
            self.all[place] = rule;
        } else {
            self.list(self.all.len(), &rule);
            self.all.push(rule);
        }
    }

    fn list(&mut self, place: usize, rule: &Rule) {
        for (number, pattern) in rule.patterns.iter().enumerate() {
            for word in pattern.first_words() {
                let (index, hash) = match word {
                    Word::Said(hash) => (&mut self.said, *hash),
                    Word::Stem(hash) => (&mut self.stems, *hash),
                };
                let entry = Entry { rule: place, pattern: number, second_bits: pattern.second_bits() };
                index.entry(hash).or_default().push(entry);
            }
        }
    }

    fn forget(&mut self, place: usize) {
        for index in [&mut self.said, &mut self.stems] {
            for entries in index.values_mut() {
                entries.retain(|entry| entry.rule != place);
            }
        }
    }

    /// All of them.
    pub fn all(&self) -> &[Rule] {
        &self.all
    }

    /// The rule of that name.
    pub fn named(&self, id: &str) -> Option<&Rule> {
        self.all.iter().find(|rule| rule.id.as_str() == id)
    }

    /// The rule that speaks for a whole category.
    pub fn general(&self, category: Category) -> Option<&Rule> {
        self.named(category.name())
    }

    /// The rules heard in a sentence, each once, where it is heard first; what is quoted is not said.
    pub fn hits(&self, tokens: &[Token]) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        self.each_hit(tokens, |hit| {
            if hits.iter().all(|known| known.rule != hit.rule) {
                hits.push(hit);
            }
            true
        });
        hits
    }

    /// The rule that is heard earliest in a sentence, of several there the first, but none that `passed` names.
    pub fn earliest(&self, tokens: &[Token], passed: impl Fn(&Rule) -> bool) -> Option<Hit> {
        let mut earliest: Option<Hit> = None;
        self.each_hit(tokens, |hit| {
            let known = earliest.as_ref().map(|known| (known.tokens.start, known.rule));
            if known.is_some_and(|(start, _)| start < hit.tokens.start) {
                return false;
            }
            if known.is_none_or(|(_, rule)| hit.rule < rule) && !passed(&self.all[hit.rule]) {
                earliest = Some(hit);
            }
            true
        });
        earliest
    }

    /// Tells every place where a pattern is heard, from left to right, until it is told that this is enough.
    fn each_hit(&self, tokens: &[Token], mut tell: impl FnMut(Hit) -> bool) {
        let mut quoted = Quotes::of(tokens);
        for (from, token) in tokens.iter().enumerate() {
            if quoted.pass(token) {
                continue;
            }
            let second = tokens.get(from + 1).map_or(u64::MAX, bits_of);
            let heard = [self.said.get(&token.word), self.stems.get(&token.stem)];
            for entry in heard.into_iter().flatten().flatten().filter(|entry| entry.second_bits & second != 0) {
                let found = &self.all[entry.rule];
                if let Some(to) = found.patterns[entry.pattern].end_at(tokens, from)
                    && !found.unless.iter().any(|unless| unless.is_in(tokens))
                    && !tell(Hit { rule: entry.rule, tokens: from..to })
                {
                    return;
                }
            }
        }
    }
}

/// Tells which tokens stand between quotation marks, in a sentence that is not quoted as a whole.
struct Quotes {
    counts: bool,
    open: bool,
}

impl Quotes {
    fn of(tokens: &[Token]) -> Self {
        let is_quote = |token: &Token| token.word == token::QUOTE;
        let whole = tokens.first().is_some_and(is_quote);
        Self { counts: !whole && tokens.iter().filter(|token| is_quote(token)).count() >= 2, open: false }
    }

    /// Goes past a token; true when it is quoted.
    fn pass(&mut self, token: &Token) -> bool {
        if self.counts && token.word == token::QUOTE {
            self.open = !self.open;
        }
        self.counts && self.open
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coach::pattern::Lists;

    fn rule(id: &str, patterns: &[&str], unless: &[&str]) -> Rule {
        let read = |all: &[&str]| all.iter().map(|one| Pattern::read(one, &Lists::new()).unwrap()).collect();
        Rule {
            id: id.parse().unwrap(),
            category: Category::NonApology,
            severity: Severity::Error,
            hears: Vec::new(),
            patterns: read(patterns),
            unless: read(unless),
            why: "why".into(),
            instead: "instead".into(),
            before: String::new(),
            after: String::new(),
            source: String::new(),
            origin: Origin::Shipped,
        }
    }

    fn heard(rules: &Rules, text: &str) -> Vec<(usize, String)> {
        let mut tokens = Vec::new();
        token::read(text, 0, &mut tokens);
        let words =
            |range: std::ops::Range<usize>| text[tokens[range.start].start..tokens[range.end - 1].end].to_owned();
        rules.hits(&tokens).into_iter().map(|hit| (hit.rule, words(hit.tokens))).collect()
    }

    #[test]
    fn a_rule_is_heard_once_where_it_is_said_first() {
        let rules = Rules::of(vec![rule("sorry-if", &["sorry if", "apologise~ if"], &[])]);
        assert_eq!(heard(&rules, "So sorry if, and sorry if again"), [(0, "sorry if".to_owned())]);
    }

    #[test]
    fn a_rule_keeps_silent_beside_its_unless() {
        let rules = Rules::of(vec![rule("sorry-if", &["sorry if"], &["you prefer"])]);
        assert!(heard(&rules, "sorry if you prefer another day").is_empty());
    }

    #[test]
    fn what_is_quoted_is_not_said() {
        let rules = Rules::of(vec![rule("sorry-if", &["sorry if"], &[])]);
        assert!(heard(&rules, "We wrote “sorry if you were put out”, and that was wrong.").is_empty());
        assert_eq!(heard(&rules, "\"Sorry if you were put out.\"").len(), 1);
    }

    #[test]
    fn a_rule_of_the_same_name_replaces_the_first() {
        let mut rules = Rules::of(vec![rule("sorry-if", &["sorry if"], &[])]);
        rules.add(rule("sorry-if", &["pardon if"], &[]));
        assert_eq!(rules.all().len(), 1);
        assert!(heard(&rules, "sorry if").is_empty());
        assert_eq!(heard(&rules, "pardon if").len(), 1);
    }
}
