//! What the weights are about: the words of a sentence, and every two and three that stand together.

use super::token::{ENDING, OPENING, Token};

/// Calls `tell` with the hash of every one, two and three stems that stand together, the ends of the sentence included, and
/// with how many of them they are.
///
/// The trainer and the coach both read a sentence through this function, so what was learnt is what is looked up.
pub fn each(tokens: &[Token], mut tell: impl FnMut(u64, usize)) {
    let (mut before, mut last) = (None, OPENING);
    let stems = tokens.iter().map(|token| token.stem).chain([ENDING]);
    for stem in stems {
        tell(spread(stem), 1);
        let pair = joined(last, stem);
        tell(spread(pair), 2);
        if let Some(before) = before {
            tell(spread(joined(before, stem)), 3);
        }
        before = Some(pair);
        last = stem;
    }
}

/// The hash of a pair that `next` follows; a pair and a word make the hash of three.
const fn joined(first: u64, next: u64) -> u64 {
    (first.rotate_left(23) ^ next).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Brings every bit into the upper ones, from which the table takes bucket and print.
const fn spread(hash: u64) -> u64 {
    (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::coach::token;

    fn features(text: &str) -> Vec<u64> {
        let mut tokens = Vec::new();
        token::read(text, 0, &mut tokens);
        let mut found = Vec::new();
        each(&tokens, |feature, _| found.push(feature));
        found
    }

    #[test]
    fn a_sentence_of_three_words_has_eleven_features() {
        let found = features("we were late");
        assert_eq!(found.len(), 11);
        assert_eq!(found.iter().collect::<HashSet<_>>().len(), 11);
    }

    #[test]
    fn order_matters_and_case_does_not() {
        assert_eq!(features("You rang us"), features("you RANG us"));
        let (one, other) = (features("you rang us"), features("us rang you"));
        assert_ne!(one, other);
    }

    #[test]
    fn an_empty_sentence_has_only_its_ends() {
        assert_eq!(features("").len(), 2);
    }
}
