//! The text of a paragraph taken apart: words, and placeholders between `{{` and `}}`.
//!
//! Lines of one chunk run together, and a blank line begins the next chunk, as in Markdown. `{{{{` and `}}}}` stand for the braces
//! themselves. What is in an answer is never read as a placeholder: text is taken apart once, before anything is filled in.

use super::letter::Slot;
use crate::untrusted::Untrusted;

/// A text of a letter, ready to be filled in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template {
    /// What is divided by blank lines; none of them empty.
    pub chunks: Vec<Vec<Part>>,
}

/// A piece of a chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The playbook's words, with spaces as they are.
    Words(Untrusted),
    /// A placeholder.
    Slot(Slot),
}

impl Template {
    /// The text as a playbook has it, with each chunk on one line.
    pub fn as_written(&self) -> String {
        let part = |part: &Part| match part {
            Part::Words(words) => words.as_stored().replace("{{", "{{{{").replace("}}", "}}}}"),
            Part::Slot(slot) => format!("{{{{ {slot} }}}}"),
        };
        let chunk = |chunk: &Vec<Part>| chunk.iter().map(part).collect::<String>();
        self.chunks.iter().map(chunk).collect::<Vec<_>>().join("\n\n")
    }

    /// Every placeholder in it, in order.
    pub fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.chunks.iter().flatten().filter_map(|part| match part {
            Part::Slot(slot) => Some(slot),
            Part::Words(_) => None,
        })
    }
}

/// A piece of text before it is known what its placeholders name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// Words.
    Words(String),
    /// What stands between the braces, without the white space around it.
    Named(String),
}

/// What is wrong with the braces of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// `{{` without `}}`.
    Unclosed,
    /// `}}` without `{{`.
    Unopened,
    /// Nothing between the braces.
    Empty,
}

/// Takes a text apart into chunks of tokens, with everything that is wrong with its braces.
pub fn tokens(text: &str) -> (Vec<Vec<Token>>, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut chunks = Vec::new();
    for chunk in paragraphs(text) {
        let found = tokens_of(&chunk, &mut faults);
        if !found.is_empty() {
            chunks.push(found);
        }
    }
    (chunks, faults)
}

/// What is divided by blank lines, each on one line.
fn paragraphs(text: &str) -> Vec<String> {
    let mut all: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines() {
        let words = line.split_whitespace();
        if line.trim().is_empty() {
            all.push(Vec::new());
        } else if let Some(last) = all.last_mut() {
            last.extend(words);
        }
    }
    all.iter().map(|words| words.join(" ")).filter(|chunk| !chunk.is_empty()).collect()
}

fn tokens_of(chunk: &str, faults: &mut Vec<Fault>) -> Vec<Token> {
    let mut found = Vec::new();
    let mut words = String::new();
    let mut rest = chunk;
    while let Some(next) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix("{{{{") {
            words.push_str("{{");
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix("}}}}") {
            words.push_str("}}");
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix("{{") {
            let Some((inside, behind)) = behind.split_once("}}").filter(|(inside, _)| !inside.contains("{{")) else {
                faults.push(Fault::Unclosed);
                return found;
            };
            if inside.trim().is_empty() {
                faults.push(Fault::Empty);
            }
            if !words.is_empty() {
                found.push(Token::Words(std::mem::take(&mut words)));
            }
            found.push(Token::Named(inside.trim().to_owned()));
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix("}}") {
            faults.push(Fault::Unopened);
            rest = behind;
        } else {
            words.push(next);
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
        }
    }
    if !words.is_empty() {
        found.push(Token::Words(words));
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Token {
        Token::Words(text.into())
    }

    fn named(text: &str) -> Token {
        Token::Named(text.into())
    }

    #[test]
    fn lines_run_together_and_a_blank_line_begins_the_next() {
        let (chunks, faults) = tokens("Dear  {{name}},\nhow are\tyou\n\n \n{{ a-b }}\n");
        assert!(faults.is_empty());
        let first = vec![words("Dear "), named("name"), words(", how are you")];
        assert_eq!(chunks, [first, vec![named("a-b")]]);
    }

    #[test]
    fn braces_can_be_written() {
        let (chunks, faults) = tokens("a {{{{ b }}}} c { d }");
        assert!(faults.is_empty());
        assert_eq!(chunks, [vec![words("a {{ b }} c { d }")]]);
    }

    #[test]
    fn braces_that_do_not_fit_are_told() {
        for (text, fault) in [
            ("a {{ b", Fault::Unclosed),
            ("a {{ b {{ c }}", Fault::Unclosed),
            ("a }} b", Fault::Unopened),
            ("a {{ }}", Fault::Empty),
        ] {
            assert_eq!(tokens(text).1, [fault], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken_apart(text in "[a-z {}\n]{0,60}") {
            let (chunks, faults) = tokens(&text);
            let is_clean = |token: &Token| !matches!(token, Token::Named(name) if name.contains('\n'));
            prop_assert!(chunks.iter().flatten().all(is_clean));
            if faults.is_empty() && !text.contains("{{{{") && !text.contains("}}}}") {
                let left = |token: &Token| matches!(token, Token::Words(words) if words.contains("{{") || words.contains("}}"));
                prop_assert!(!chunks.iter().flatten().any(left), "{:?}", chunks);
            }
        }
    }
}
