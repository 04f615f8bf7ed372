//! One playbook file as it stands: every key with its place, nothing resolved yet.

use std::collections::BTreeMap;

use chrono::NaiveTime;
use rust_decimal::Decimal;

use super::table::Sited;
use crate::answer::Given;
use crate::coach::Rule;
use crate::diagnostic::Site;
use crate::spine::{Name, Step};

/// The keys each kind of table knows; the JSON Schema is made from the same lists.
pub mod keys {
    /// Top level.
    pub const TOP: &[&str] = &[
        "format",
        "id",
        "overlay",
        "extends",
        "title",
        "summary",
        "version",
        "language",
        "currency",
        "own_within",
        "source",
        "step",
        "authority",
        "band",
        "deadline",
        "again",
        "legal",
        "letter",
        "wording",
    ];
    /// `[[source]]`.
    pub const SOURCE: &[&str] = &["id", "title", "author", "year", "where", "strength", "as_of", "review_by"];
    /// `[step.NAME]`.
    pub const STEP: &[&str] = &["title", "why", "do", "dont", "also_do", "also_dont", "question"];
    /// An entry of `do` or `also_do`.
    pub const DO: &[&str] = &["text", "say", "why", "source"];
    /// An entry of `dont` or `also_dont`.
    pub const DONT: &[&str] = &["text", "say", "why", "instead", "source"];
    /// `why` as a table.
    pub const WHY: &[&str] = &["text", "source"];
    /// `[step.NAME.question.ID]`.
    pub const QUESTION: &[&str] = &[
        "kind",
        "ask",
        "help",
        "example",
        "choices",
        "default",
        "required",
        "asked",
        "audience",
        "under_gate",
        "when",
        "after",
        "repeat",
        "scale",
        "unit",
        "at_least",
        "at_most",
    ];
    /// An entry of `choices`.
    pub const CHOICE: &[&str] = &["id", "label", "help"];
    /// What a condition asks of one answer, where it is a table.
    pub const TEST: &[&str] = &["over", "answered"];
    /// `[authority]`.
    pub const AUTHORITY: &[&str] = &["limit", "role", "approver", "source"];
    /// `[[band]]`.
    pub const BAND: &[&str] = &["id", "title", "when", "kept", "rejected", "form", "approver", "up_to", "source"];
    /// `[[deadline]]`.
    pub const DEADLINE: &[&str] = &[
        "id",
        "what",
        "n",
        "unit",
        "start",
        "stop",
        "when",
        "to",
        "calendar",
        "time_zone",
        "open",
        "close",
        "after_hours",
        "roll",
        "inclusive",
        "extend",
        "must_say",
        "source",
    ];
    /// So many units: `extend` of a deadline, and `own_within` as a table.
    pub const COUNT: &[&str] = &["n", "unit"];
    /// `[again]`.
    pub const AGAIN: &[&str] = &["owner", "senior", "not_remedies", "notice", "say", "never", "source"];
    /// `[legal]`.
    pub const LEGAL: &[&str] = &["notice", "say", "never", "source"];
    /// `[letter.NAME]`.
    pub const LETTER: &[&str] = &[
        "title",
        "when",
        "subject",
        "subject_under_gate",
        "greeting",
        "closing",
        "signed_by",
        "like",
        "in_place_of",
        "in_place_when",
        "off",
        "paragraph",
    ];
    /// `[letter.NAME.paragraph.ID]`.
    pub const PARAGRAPH: &[&str] = &["text", "when", "gate", "required", "source", "after", "off"];
}

type Text = Option<Sited<String>>;

/// A file as it stands.
#[derive(Debug, Clone, Default)]
pub struct RawPlaybook {
    /// `format`.
    pub format: Option<Sited<Decimal>>,
    /// `id`.
    pub id: Text,
    /// `overlay`.
    pub overlay: Text,
    /// `extends`.
    pub extends: Text,
    /// `title`.
    pub title: Text,
    /// `summary`.
    pub summary: Text,
    /// `version`.
    pub version: Text,
    /// `language`.
    pub language: Text,
    /// `currency`.
    pub currency: Text,
    /// `own_within`.
    pub own_within: Option<RawOwnWithin>,
    /// `[[source]]`.
    pub sources: Vec<RawSource>,
    /// `[step.NAME]`.
    pub steps: BTreeMap<Step, RawStep>,
    /// `[authority]`.
    pub authority: RawAuthority,
    /// `[[band]]`.
    pub bands: Vec<RawBand>,
    /// `[[deadline]]`.
    pub deadlines: Vec<RawDeadline>,
    /// `[again]`.
    pub again: RawAgain,
    /// `[legal]`.
    pub legal: RawLegal,
    /// `[letter.NAME]`, in the order of the file.
    pub letters: Vec<RawLetter>,
    /// `[[wording]]`, as far as it can be read.
    pub wording: Vec<Rule>,
    /// Keys that are there with a value that cannot be read, so that nobody calls them missing.
    pub unread: Vec<&'static str>,
}

/// `[letter.NAME]`.
#[derive(Debug, Clone)]
pub struct RawLetter {
    /// The name, at its place.
    pub id: Sited<Name>,
    /// `title`.
    pub title: Text,
    /// `when`, at the place of its key.
    pub when: Option<Sited<RawWhen>>,
    /// `subject`.
    pub subject: Text,
    /// `subject_under_gate`.
    pub subject_under_gate: Text,
    /// `greeting`.
    pub greeting: Text,
    /// `closing`.
    pub closing: Text,
    /// `signed_by`.
    pub signed_by: Text,
    /// `like`.
    pub like: Text,
    /// `in_place_of`.
    pub in_place_of: Option<Vec<Sited<String>>>,
    /// `in_place_when`, at the place of its key.
    pub in_place_when: Option<Sited<RawWhen>>,
    /// `off`.
    pub off: Option<Sited<bool>>,
    /// `paragraph`, in the order of the file.
    pub paragraphs: Vec<RawParagraph>,
    /// Keys that are there with a value that cannot be read, so that nobody calls them missing.
    pub unread: Vec<&'static str>,
}

/// `[letter.NAME.paragraph.ID]`.
#[derive(Debug, Clone)]
pub struct RawParagraph {
    /// The name, at its place.
    pub id: Sited<Name>,
    /// `text`.
    pub text: Text,
    /// `when`, at the place of its key.
    pub when: Option<Sited<RawWhen>>,
    /// `gate`.
    pub gate: Text,
    /// `required`.
    pub required: Text,
    /// `source`.
    pub source: Text,
    /// `after`.
    pub after: Text,
    /// `off`.
    pub off: Option<Sited<bool>>,
    /// Keys that are there with a value that cannot be read, so that nobody calls them missing.
    pub unread: Vec<&'static str>,
}

/// `[[source]]`.
#[derive(Debug, Clone)]
pub struct RawSource {
    /// Where it stands.
    pub site: Site,
    /// `id`.
    pub id: Text,
    /// `title`.
    pub title: Text,
    /// `author`.
    pub author: Text,
    /// `year`.
    pub year: Option<Sited<u32>>,
    /// `where`.
    pub place: Text,
    /// `strength`.
    pub strength: Text,
    /// `as_of`.
    pub as_of: Option<Sited<chrono::NaiveDate>>,
    /// `review_by`.
    pub review_by: Option<Sited<chrono::NaiveDate>>,
}

/// `[step.NAME]`.
#[derive(Debug, Clone, Default)]
pub struct RawStep {
    /// `title`.
    pub title: Text,
    /// `why`: text and source.
    pub why: Option<(Sited<String>, Text)>,
    /// `do`.
    pub do_: Option<Vec<RawAdvice>>,
    /// `dont`.
    pub dont: Option<Vec<RawAdvice>>,
    /// `also_do`.
    pub also_do: Vec<RawAdvice>,
    /// `also_dont`.
    pub also_dont: Vec<RawAdvice>,
    /// `question`, in the order of the file.
    pub questions: Vec<RawQuestion>,
}

/// An entry of `do` or `dont`.
#[derive(Debug, Clone)]
pub struct RawAdvice {
    /// What to do, or the words.
    pub text: Sited<String>,
    /// Whether it is words to speak.
    pub spoken: bool,
    /// `why`.
    pub why: Text,
    /// `instead`.
    pub instead: Text,
    /// `source`.
    pub source: Text,
}

/// `[step.NAME.question.ID]`.
#[derive(Debug, Clone)]
pub struct RawQuestion {
    /// The name, at its place.
    pub id: Sited<Name>,
    /// `kind`.
    pub kind: Text,
    /// `ask`.
    pub ask: Text,
    /// `help`.
    pub help: Text,
    /// `example`.
    pub example: Text,
    /// `choices`.
    pub choices: Option<Sited<Vec<RawChoice>>>,
    /// `default`.
    pub default: Option<Sited<Given>>,
    /// `required`.
    pub required: Option<Sited<bool>>,
    /// `asked`.
    pub asked: Text,
    /// `audience`.
    pub audience: Text,
    /// `under_gate`.
    pub under_gate: Text,
    /// `when`, at the place of its key.
    pub when: Option<Sited<RawWhen>>,
    /// `after`.
    pub after: Text,
    /// `repeat`.
    pub repeat: Option<Sited<bool>>,
    /// `scale`.
    pub scale: Option<Sited<u32>>,
    /// `unit`.
    pub unit: Text,
    /// `at_least`.
    pub at_least: Option<Sited<Decimal>>,
    /// `at_most`.
    pub at_most: Option<Sited<Decimal>>,
    /// Keys that are there with a value that cannot be read, so that nobody calls them missing.
    pub unread: Vec<&'static str>,
}

/// An entry of `choices`.
#[derive(Debug, Clone)]
pub struct RawChoice {
    /// `id`.
    pub id: Sited<Name>,
    /// `label`.
    pub label: Text,
    /// `help`.
    pub help: Text,
}

/// A `when` table.
#[derive(Debug, Clone)]
pub enum RawWhen {
    /// All of these.
    All(Vec<RawWhen>),
    /// Any of these.
    Any(Vec<RawWhen>),
    /// Not this.
    Not(Box<RawWhen>),
    /// Something that cannot be read, and was reported.
    Unread,
    /// A question and what its answer has to be.
    Test {
        /// The question's name.
        question: Sited<String>,
        /// What is asked of its answer.
        test: RawTest,
    },
}

/// What a condition asks of one answer.
#[derive(Debug, Clone)]
pub enum RawTest {
    /// One of these answers.
    Is(Vec<Sited<Given>>),
    /// More than this.
    Over(Sited<Given>),
    /// It was answered, or not.
    Answered(bool),
}

/// `[authority]`.
#[derive(Debug, Clone, Default)]
pub struct RawAuthority {
    /// `limit`.
    pub limit: Option<Sited<Given>>,
    /// `role`.
    pub role: Text,
    /// `approver`.
    pub approver: Text,
    /// `source`.
    pub source: Text,
}

/// `[[band]]`.
#[derive(Debug, Clone)]
pub struct RawBand {
    /// Where it stands.
    pub site: Site,
    /// `id`.
    pub id: Text,
    /// `title`.
    pub title: Text,
    /// `when`.
    pub when: Text,
    /// `kept`.
    pub kept: Text,
    /// `rejected`.
    pub rejected: Text,
    /// `form`.
    pub form: Text,
    /// `approver`.
    pub approver: Text,
    /// `up_to`.
    pub up_to: Option<Sited<Given>>,
    /// `source`.
    pub source: Text,
}

/// `[[deadline]]`.
#[derive(Debug, Clone)]
pub struct RawDeadline {
    /// Where it stands.
    pub site: Site,
    /// `id`.
    pub id: Text,
    /// `what`.
    pub what: Text,
    /// `n`.
    pub n: Option<Sited<u32>>,
    /// `unit`.
    pub unit: Text,
    /// `start`.
    pub start: Text,
    /// `stop`.
    pub stop: Text,
    /// `when`, at the place of its key.
    pub when: Option<Sited<RawWhen>>,
    /// `to`.
    pub to: Text,
    /// `calendar`.
    pub calendar: Text,
    /// `time_zone`.
    pub time_zone: Text,
    /// `open`.
    pub open: Option<Sited<NaiveTime>>,
    /// `close`.
    pub close: Option<Sited<NaiveTime>>,
    /// `after_hours`.
    pub after_hours: Text,
    /// `roll`.
    pub roll: Text,
    /// `inclusive`.
    pub inclusive: Option<Sited<bool>>,
    /// `extend`.
    pub extend: Option<RawCount>,
    /// `must_say`.
    pub must_say: Option<Vec<Sited<String>>>,
    /// `source`.
    pub source: Text,
    /// Keys that are there with a value that cannot be read, so that nobody calls them missing.
    pub unread: Vec<&'static str>,
}

/// So many units, as `{ n = 10, unit = "business_days" }`.
#[derive(Debug, Clone)]
pub struct RawCount {
    /// Where it stands.
    pub site: Site,
    /// `n`.
    pub n: Option<Sited<u32>>,
    /// `unit`.
    pub unit: Text,
}

/// `own_within`.
#[derive(Debug, Clone)]
pub enum RawOwnWithin {
    /// In words, as `"10 minutes"`.
    Said(Sited<String>),
    /// As a table.
    Counted(RawCount),
}

/// `[again]`.
#[derive(Debug, Clone, Default)]
pub struct RawAgain {
    /// `owner`.
    pub owner: Text,
    /// `senior`.
    pub senior: Option<Sited<bool>>,
    /// `not_remedies`.
    pub not_remedies: Option<Vec<Sited<String>>>,
    /// `notice`.
    pub notice: Text,
    /// `say`.
    pub say: Option<Vec<Sited<String>>>,
    /// `never`.
    pub never: Option<Vec<Sited<String>>>,
    /// `source`.
    pub source: Text,
}

/// `[legal]`.
#[derive(Debug, Clone, Default)]
pub struct RawLegal {
    /// `notice`.
    pub notice: Text,
    /// `say`.
    pub say: Option<Vec<Sited<String>>>,
    /// `never`.
    pub never: Option<Vec<Sited<String>>>,
    /// `source`.
    pub source: Text,
}
