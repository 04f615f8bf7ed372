//! The neutral document that every text-like format renders.
//!
//! What people said is [`Said`] and what we say is `&'static str`, a date or a number. There is no piece that holds a
//! `String`, so nothing of a person can pass for our own words, and each format has to escape what it cannot trust.

use std::borrow::Cow;
use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset, NaiveDate};
use rust_decimal::Decimal;

use super::picture::Picture;
use super::when;
use crate::answer::Money;
use crate::escape;
use crate::journal::{IncidentId, PromiseNumber};
use crate::schedule::human;
use crate::schedule::zone::Zone;
use crate::spine::Name;
use crate::untrusted::Untrusted;

/// What stands where a text has nothing but white space in it.
pub const EMPTY: &str = "(empty)";

/// A document: a title and what follows it.
#[derive(Debug, Clone, Default)]
pub struct Document<'r> {
    /// The title; where there is nothing in it, none is written.
    pub title: Line<'r>,
    /// What stands above the title, as at the head of a letter.
    pub head: Vec<Block<'r>>,
    /// What follows, in order.
    pub blocks: Vec<Block<'r>>,
    /// What it is written as.
    pub form: Form,
    /// The language tag of its words, where it is not our own.
    pub language: Option<Said<'r>>,
}

/// What a document is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// A record: sections under headings.
    #[default]
    Record,
    /// A letter.
    Letter,
}

/// One block of a document.
#[derive(Debug, Clone)]
pub enum Block<'r> {
    /// The heading of a section.
    Heading(Line<'r>),
    /// The heading of a part of a section.
    Subheading(Line<'r>),
    /// A paragraph.
    Paragraph(Line<'r>),
    /// One or several paragraphs of somebody's words, as part of the running text.
    Prose(Said<'r>),
    /// Somebody's words, set off as theirs.
    Quote(Said<'r>),
    /// Labels with what belongs to them.
    Fields(Vec<Field<'r>>),
    /// A list without order.
    List(Vec<Line<'r>>),
    /// A table.
    Table(Table<'r>),
    /// What happened when, earliest first.
    Timeline(Vec<(Clock, Line<'r>)>),
    /// Something the reader has to know before reading on.
    Aside(Line<'r>),
    /// Small print.
    Footnotes(Vec<Line<'r>>),
    /// Short lines one beneath the other, each with its own line end.
    Lines(Part, Vec<Line<'r>>),
    /// A picture; left out where there is only text.
    Picture(&'r Picture),
}

/// Which part of a letter short lines are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The house.
    Letterhead,
    /// Whom it is to.
    Addressee,
    /// The date and the numbers.
    Particulars,
    /// Who signs.
    Signature,
}

impl Part {
    /// Its name in the style sheet.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Letterhead => "letterhead",
            Self::Addressee => "addressee",
            Self::Particulars => "particulars",
            Self::Signature => "signature",
        }
    }
}

/// A label with what belongs to it.
#[derive(Debug, Clone)]
pub struct Field<'r> {
    /// The label.
    pub label: Label<'r>,
    /// What belongs to it.
    pub content: Content<'r>,
    /// What stands beneath: doubts and notes.
    pub beneath: Vec<Line<'r>>,
}

/// The label of a field.
#[derive(Debug, Clone, Copy)]
pub enum Label<'r> {
    /// Our own words.
    Ours(&'static str),
    /// A question of a playbook.
    Ask(Said<'r>),
}

/// What belongs to a label.
#[derive(Debug, Clone)]
pub enum Content<'r> {
    /// One line.
    Line(Line<'r>),
    /// Several things, one line each.
    Lines(Vec<Line<'r>>),
    /// Somebody's words, with their lines and paragraphs.
    Prose(Said<'r>),
    /// Somebody's words, set off as theirs.
    Quote(Said<'r>),
}

/// A table. Every row has as many cells as there are heads.
#[derive(Debug, Clone)]
pub struct Table<'r> {
    /// What stands above each column.
    pub heads: &'static [&'static str],
    /// The rows.
    pub rows: Vec<Vec<Line<'r>>>,
}

/// A line made of pieces.
#[derive(Debug, Clone, Default)]
pub struct Line<'r>(Vec<Piece<'r>>);

/// A piece of a line.
#[derive(Debug, Clone, Copy)]
pub enum Piece<'r> {
    /// Our own words.
    Words(&'static str),
    /// Our own words about the record itself: unknown, assumed, owed.
    Faint(&'static str),
    /// Somebody's words, as one line.
    Said(Said<'r>),
    /// A name of the program or a playbook.
    Name(&'r Name),
    /// The number of an incident.
    Id(IncidentId),
    /// The number of a promise.
    Promise(PromiseNumber),
    /// A moment.
    Clock(Clock),
    /// A day.
    Day(NaiveDate),
    /// A count.
    Count(usize),
    /// An exact number.
    Number(Decimal),
    /// An amount of money.
    Money(Money),
    /// A length of time in seconds.
    Duration(u64),
    /// The distance of a time zone from UTC.
    Offset(FixedOffset),
}

/// A moment on somebody's wall clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The moment, with the offset that held there.
    pub there: DateTime<FixedOffset>,
    /// How it is written.
    pub form: ClockForm,
}

/// How a moment is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockForm {
    /// `Friday 12 June 2026, 09:34`
    Long,
    /// `Fri 12 Jun 2026, 09:34`
    Short,
}

impl Clock {
    /// A moment as a clock in that zone showed it.
    pub fn at(at: DateTime<FixedOffset>, form: ClockForm, zone: &dyn Zone) -> Self {
        Self { there: zone.at(at.to_utc()), form }
    }

    /// Writes it.
    pub fn write(self, out: &mut String) {
        match self.form {
            ClockForm::Long => when::long(out, self.there),
            ClockForm::Short => when::short(out, self.there),
        }
    }
}

/// A stretch of text that came from somebody. Like [`Untrusted`], it leaves through a method that names where to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Said<'r>(&'r str);

impl std::fmt::Debug for Said<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Said({} bytes)", self.0.len())
    }
}

impl<'r> From<&'r Untrusted> for Said<'r> {
    /// The text without white space around it.
    fn from(text: &'r Untrusted) -> Self {
        Self(text.as_stored().trim())
    }
}

impl<'r> Said<'r> {
    /// One line of a longer text, without white space around it.
    pub fn line(text: &'r str) -> Self {
        Self(text.trim())
    }

    /// Whether there is nothing in it.
    pub const fn is_blank(self) -> bool {
        self.0.is_empty()
    }

    /// The text without a full stop at its end, for the middle of a sentence.
    #[must_use]
    pub fn without_stop(self) -> Self {
        match self.0.strip_suffix('.') {
            Some(rest) if !rest.ends_with('.') => Self(rest.trim_end()),
            _ => self,
        }
    }

    /// The first word.
    #[must_use]
    pub fn first_word(self) -> Self {
        Self(self.0.split_whitespace().next().unwrap_or_default())
    }

    /// Whether it ends with a mark of its own, such as a question mark.
    pub fn ends_with_mark(self) -> bool {
        self.0.ends_with(['?', '.', ':', '!', '…', '？', '。', '：', '！'])
    }

    /// Whether it begins with the other text, whatever case and spacing.
    pub fn begins_with(self, other: Self) -> bool {
        let mut words = self.0.split_whitespace();
        other.0.split_whitespace().all(|word| words.next().is_some_and(|own| own.to_lowercase() == word.to_lowercase()))
    }

    /// The text, if it is a language tag: letters, digits and hyphens, at most 35 characters (RFC 5646, 4.4.1).
    pub fn tag(self) -> Option<&'r str> {
        let is_tag = (2..=35).contains(&self.0.len()) && self.0.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        is_tag.then_some(self.0)
    }

    /// One line for plain text, see [`escape::term`].
    pub fn term(self) -> Cow<'r, str> {
        escape::term(self.0)
    }

    /// Lines for plain text, see [`escape::term_block`].
    pub fn term_block(self) -> Cow<'r, str> {
        escape::term_block(self.0)
    }

    /// One line of Markdown, see [`escape::markdown`].
    pub fn markdown(self) -> Cow<'r, str> {
        escape::markdown(self.0)
    }

    /// Paragraphs of Markdown, see [`escape::markdown_block`].
    pub fn markdown_block(self) -> String {
        escape::markdown_block(self.0)
    }

    /// HTML content on several lines, see [`escape::html`].
    pub fn html(self) -> Cow<'r, str> {
        escape::html(self.0)
    }

    /// One line of HTML content whose direction is isolated, see [`escape::bdi`].
    pub fn bdi(self) -> String {
        escape::bdi(self.0)
    }
}

impl Piece<'_> {
    /// Writes a piece that holds nothing but our own words, dates and numbers. `false`, and nothing is written, where it
    /// holds something else and each format has to write it in its own way.
    pub fn write_ours(self, out: &mut String) -> bool {
        match self {
            Self::Words(words) | Self::Faint(words) => out.push_str(words),
            Self::Said(_) | Self::Name(_) => return false,
            Self::Id(id) => write_to(out, &id),
            Self::Promise(number) => write_to(out, &number),
            Self::Clock(clock) => clock.write(out),
            Self::Day(day) => when::day(out, day),
            Self::Count(count) => write_to(out, &count),
            Self::Number(number) => write_to(out, &number),
            Self::Money(money) => write_to(out, &money),
            Self::Duration(seconds) => out.push_str(&human::duration(seconds)),
            Self::Offset(offset) => write_to(out, &offset),
        }
        true
    }
}

/// Writing to a `String` cannot fail.
fn write_to(out: &mut String, what: &dyn std::fmt::Display) {
    let _ = write!(out, "{what}");
}

impl<'r> Line<'r> {
    /// An empty line.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// A line of our own words.
    pub fn ours(words: &'static str) -> Self {
        Self(vec![Piece::Words(words)])
    }

    /// A line of our own words about the record itself.
    pub fn faint(words: &'static str) -> Self {
        Self(vec![Piece::Faint(words)])
    }

    /// A line of somebody's words.
    pub fn said(text: &'r Untrusted) -> Self {
        Self::new().say(text)
    }

    /// The line with our own words behind it.
    #[must_use]
    pub fn words(mut self, words: &'static str) -> Self {
        self.0.push(Piece::Words(words));
        self
    }

    /// The line with somebody's words behind it.
    #[must_use]
    pub fn say(self, text: &'r Untrusted) -> Self {
        self.stretch(Said::from(text))
    }

    /// The line with a stretch of somebody's words behind it.
    #[must_use]
    pub fn stretch(mut self, said: Said<'r>) -> Self {
        self.0.push(if said.is_blank() { Piece::Faint(EMPTY) } else { Piece::Said(said) });
        self
    }

    /// The line with somebody's words behind it as a sentence of their own: they end with a full stop or a mark.
    #[must_use]
    pub fn sentence(self, said: Said<'r>) -> Self {
        let line = self.stretch(said);
        if said.ends_with_mark() { line } else { line.words(".") }
    }

    /// The line with a piece behind it.
    #[must_use]
    pub fn piece(mut self, piece: Piece<'r>) -> Self {
        self.0.push(piece);
        self
    }

    /// The line with another behind it.
    #[must_use]
    pub fn line(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Puts a piece behind it.
    pub fn push(&mut self, piece: Piece<'r>) {
        self.0.push(piece);
    }

    /// Its pieces.
    pub fn pieces(&self) -> &[Piece<'r>] {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'r> Field<'r> {
    /// A field of our own label and one line.
    pub const fn new(label: &'static str, line: Line<'r>) -> Self {
        Self { label: Label::Ours(label), content: Content::Line(line), beneath: Vec::new() }
    }
}

impl<'r> Document<'r> {
    /// A document with that title.
    pub const fn titled(title: Line<'r>) -> Self {
        Self { title, head: Vec::new(), blocks: Vec::new(), form: Form::Record, language: None }
    }

    /// Adds the heading of a section.
    pub fn heading(&mut self, words: &'static str) {
        self.blocks.push(Block::Heading(Line::ours(words)));
    }

    /// Adds a block.
    pub fn push(&mut self, block: Block<'r>) {
        self.blocks.push(block);
    }

    /// Adds fields, if there are any.
    pub fn fields(&mut self, fields: Vec<Field<'r>>) {
        if !fields.is_empty() {
            self.blocks.push(Block::Fields(fields));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_stop_is_left_out_in_the_middle_of_a_sentence_and_an_ellipsis_is_not() {
        for (typed, left) in
            [("Rings at four. ", "Rings at four"), ("and then...", "and then..."), ("why?", "why?"), (".", "")]
        {
            assert_eq!(Said::from(&Untrusted::from(typed)).without_stop().0, left);
        }
    }

    #[test]
    fn a_sentence_may_begin_with_a_name_in_any_case() {
        let sentence = Untrusted::from("maria  LOPEZ rings");
        assert!(Said::from(&sentence).begins_with(Said::from(&Untrusted::from("Maria Lopez"))));
        assert!(!Said::from(&sentence).begins_with(Said::from(&Untrusted::from("Maria Lo"))));
    }
}
