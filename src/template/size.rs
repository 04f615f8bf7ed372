//! How much of a template the engine's reader can take: it works by recursion, and must not exhaust the stack.
//!
//! It is measured in the engine's own tokens, so that what is a string, a comment or raw text here is one there as well.

use std::ops::Range;

use minijinja::machinery::{Token, tokenize};

use super::engine::syntax;
use crate::diagnostic::{Problem, Site};

/// The longest tag, in bytes.
const LONGEST_TAG: usize = 400;

/// How many signs that turn what follows may stand in one tag.
const MOST_TURNS: usize = 40;

/// How deep conditions and loops may stand in each other.
const DEEPEST: usize = 40;

/// The first place that is too long or too deep for the reader.
pub fn too_much(text: &str) -> Option<Problem> {
    let mut tag: Option<Tag> = None;
    let mut nesting = Nesting::default();
    // The reader stops at the first slip as well, and says which it is.
    for (token, span) in tokenize(text, false, syntax()).map_while(Result::ok) {
        let (start, end) = (span.start_offset as usize, span.end_offset as usize);
        match token {
            Token::TemplateData(_) => continue,
            Token::VariableStart => tag = Some(Tag::at(start, false)),
            Token::BlockStart => tag = Some(Tag::at(start, true)),
            _ => {}
        }
        // Every token but text stands in a tag.
        let Some(open) = &mut tag else { continue };
        if end.saturating_sub(open.start) > LONGEST_TAG {
            let message = format!("this is longer than {LONGEST_TAG} bytes");
            return Some(problem(open.sign(), message, "give parts of it a name with `{% set %}`"));
        }
        if matches!(token, Token::Minus | Token::Ident("not")) {
            open.turns += 1;
            if open.turns > MOST_TURNS {
                let message = format!("more than {MOST_TURNS} signs turn what follows here");
                return Some(problem(open.sign(), message, "say it in a simpler way"));
            }
        }
        if let (Token::Ident(word), true) = (&token, open.awaits_word) {
            open.awaits_word = false;
            nesting.take(word);
            if nesting.depth > DEEPEST {
                let message = format!("more than {DEEPEST} conditions and loops stand in each other here");
                return Some(problem(open.sign(), message, "split it"));
            }
        }
    }
    None
}

fn problem(range: Range<usize>, message: String, help: &str) -> Problem {
    Problem { site: Site::new(0, range), message, label: "here".into(), help: help.into() }
}

/// A tag that has begun, of which every token is measured: it may never end.
struct Tag {
    start: usize,
    turns: usize,
    /// Whether the word that says which block it is has yet to come.
    awaits_word: bool,
}

impl Tag {
    const fn at(start: usize, awaits_word: bool) -> Self {
        Self { start, turns: 0, awaits_word }
    }

    /// The bytes of the sign that it begins with.
    const fn sign(&self) -> Range<usize> {
        self.start..self.start + 2
    }
}

/// How deep the blocks stand. Those that are not counted here the reader itself lets stand in each other only so often.
#[derive(Default)]
struct Nesting {
    depth: usize,
    /// How many branches each open block has: a further branch is read inside the one before it.
    branches: Vec<usize>,
}

impl Nesting {
    fn take(&mut self, word: &str) {
        match word {
            "if" | "for" | "with" => {
                self.branches.push(1);
                self.depth += 1;
            }
            "elif" => {
                self.depth += 1;
                self.branches.last_mut().into_iter().for_each(|branches| *branches += 1);
            }
            "endif" | "endfor" | "endwith" => {
                self.depth = self.depth.saturating_sub(self.branches.pop().unwrap_or(0));
            }
            _ => {}
        }
    }
}
