//! Problems in files that people wrote: where, what, and what to do, each with an excerpt.
//!
//! A [`Source`] is a text with a name to show, a [`Problem`] points into one of several sources, and [`Problems`] are
//! shown all at once.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::escape;

/// A text that was read, and the name it is shown under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file as the user named it, or what it is instead.
    pub name: String,
    /// The text, without a byte order mark.
    pub text: String,
}

/// A place in one of several sources.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Site {
    /// Which source, from 0.
    pub source: usize,
    /// The first byte, included.
    pub start: usize,
    /// The last byte, excluded.
    pub end: usize,
}

impl Site {
    /// The place of `span` in that source.
    pub const fn new(source: usize, span: Range<usize>) -> Self {
        Self { source, start: span.start, end: span.end }
    }
}

/// One thing that is wrong in a file, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where.
    pub site: Site,
    /// What, as a lower-case fragment.
    pub message: String,
    /// A word or two under the excerpt.
    pub label: String,
    /// What to do.
    pub help: String,
}

/// Everything wrong in one file and the files it builds on; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    sources: Vec<Source>,
    problems: Vec<Problem>,
}

/// The most problems that are shown; more than this come from one cause.
const MOST_SHOWN: usize = 100;

/// The longest stretch of a line that is shown, in bytes on either side of the word.
const WINDOW: usize = 80;

impl Problems {
    /// The problems found in these sources, in the order of the sources; `None` when there are none.
    pub fn found(sources: Vec<Source>, mut problems: Vec<Problem>) -> Option<Self> {
        problems.sort();
        problems.dedup();
        (!problems.is_empty()).then_some(Self { sources, problems })
    }

    /// A single problem in these sources.
    pub fn one(sources: Vec<Source>, problem: Problem) -> Self {
        Self { sources, problems: vec![problem] }
    }

    /// How many there are.
    pub const fn count(&self) -> usize {
        self.problems.len()
    }

    /// Each problem with its place as `FILE:LINE:COLUMN`.
    pub fn places(&self) -> impl Iterator<Item = (String, &Problem)> {
        self.problems.iter().map(|problem| (self.place(problem), problem))
    }

    fn place(&self, problem: &Problem) -> String {
        match self.sources.get(problem.site.source) {
            Some(source) => {
                let (line, column) = line_and_column(&source.text, problem.site.start);
                format!("{}:{line}:{column}", escape::term(&source.name))
            }
            None => String::from("?"),
        }
    }

    /// All of them as text, safe to print, at most `width` columns wide where the words allow it.
    pub fn render(&self, width: usize) -> String {
        let mut shown = String::new();
        for problem in self.problems.iter().take(MOST_SHOWN) {
            shown.push_str(&self.render_one(problem, width));
            shown.push_str("\n\n");
        }
        if self.problems.len() > MOST_SHOWN {
            let more = self.problems.len() - MOST_SHOWN;
            shown.extend(["... and ", &more.to_string(), " more\n\n"]);
        }
        shown
    }

    fn render_one(&self, problem: &Problem, width: usize) -> String {
        let title = Level::ERROR.primary_title(escape::term(&problem.message).into_owned());
        let help = Level::HELP.message(escape::term(&problem.help).into_owned());
        let Some(source) = self.sources.get(problem.site.source) else {
            return Renderer::plain().render(&[Group::with_title(title).element(help)]);
        };
        let (line, column) = line_and_column(&source.text, problem.site.start);
        let excerpt = Excerpt::cut(&source.text, problem.site.start, problem.site.end);
        let origin = Origin::path(escape::term(&source.name).into_owned()).line(line).char_column(column);
        let annotation =
            AnnotationKind::Primary.span(excerpt.start..excerpt.end).label(escape::term(&problem.label).into_owned());
        let snippet = Snippet::source(excerpt.text).line_start(line).annotation(annotation);
        let group = Group::with_title(title).element(origin).element(snippet).element(help);
        let shown = Renderer::plain().term_width(width.max(40)).render(&[group]);
        // The renderer takes the place and the excerpt for two places, and marks the second with a line of its own.
        shown.lines().filter(|line| line.trim() != ":::").collect::<Vec<_>>().join("\n")
    }
}

/// The line and column of a byte, both from 1, the column in characters.
pub fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
    let column = before.get(line_start..).unwrap_or("").chars().count() + 1;
    (line, column)
}

/// Where the lines of a text begin, to find many places in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines(Vec<usize>);

impl Lines {
    /// The lines of a text.
    pub fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect())
    }

    /// As [`line_and_column`], for the text that they were made of.
    pub fn place(&self, text: &str, at: usize) -> (usize, usize) {
        let line = self.0.partition_point(|start| *start <= at);
        let start = line.checked_sub(1).and_then(|line| self.0.get(line)).copied().unwrap_or(0);
        (line, text.get(start..at).unwrap_or_default().chars().count() + 1)
    }
}

/// One line around a span, with everything hidden made visible and the span moved accordingly.
struct Excerpt {
    text: String,
    start: usize,
    end: usize,
}

impl Excerpt {
    fn cut(text: &str, start: usize, end: usize) -> Self {
        let start = floor_char(text, start.min(text.len()));
        let line_start = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
        let line_end =
            text.get(start..).and_then(|after| after.find('\n')).map_or(text.len(), |newline| start + newline);
        let end = floor_char(text, end.clamp(start, line_end));
        let from = floor_char(text, line_start.max(start.saturating_sub(WINDOW)));
        let to = floor_char(text, line_end.min(end.min(start + WINDOW) + WINDOW));
        let shown =
            |range: Range<usize>| escape::term(text.get(range).unwrap_or("").trim_end_matches('\r')).into_owned();
        let before = shown(from..start);
        let marked = shown(start..end.min(to));
        let after = shown(end.min(to)..to);
        let excerpt_start = before.len();
        let excerpt_end = excerpt_start + marked.len();
        Self { text: format!("{before}{marked}{after}"), start: excerpt_start, end: excerpt_end.max(excerpt_start) }
    }
}

fn floor_char(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(start: usize, end: usize) -> Problem {
        Problem {
            site: Site::new(0, start..end),
            message: "unknown key `aks`".into(),
            label: "not a key here".into(),
            help: "did you mean `ask`?".into(),
        }
    }

    fn render(text: &str, start: usize, end: usize) -> String {
        let source = Source { name: "pb.toml".into(), text: text.into() };
        Problems::found(vec![source], vec![problem(start, end)]).unwrap().render(80)
    }

    #[test]
    fn a_problem_shows_its_place_the_line_and_what_to_do() {
        let shown = render("format = 1\naks = 1\n", 11, 14);
        assert!(shown.contains("pb.toml:2:1"), "{shown}");
        assert!(shown.contains("^^^ not a key here"), "{shown}");
        assert!(shown.contains("help: did you mean `ask`?"), "{shown}");
    }

    #[test]
    fn hidden_characters_are_shown_and_the_mark_stays_under_its_word() {
        let shown = render("a = \"\u{1b}[2J\" aks = 1", 12, 15);
        assert!(!shown.contains('\u{1b}'), "{shown}");
        assert!(shown.contains(":1:11") || shown.contains(":1:13"), "{shown}");
    }

    #[test]
    fn lines_are_found_as_places_are() {
        let text = "é a\n\nb";
        for at in [0, 2, 4, 5, 6, 7] {
            assert_eq!(Lines::of(text).place(text, at), line_and_column(text, at), "{at}");
        }
    }

    #[test]
    fn a_line_of_a_megabyte_is_shown_in_part() {
        let text = format!("{}aks{}", "x".repeat(500_000), "y".repeat(500_000));
        let shown = render(&text, 500_000, 500_003);
        assert!(shown.len() < 4096, "{}", shown.len());
    }
}
