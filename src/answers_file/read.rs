//! From the text of an answers file to what it says, or every problem in it at once.

use std::ops::Range;

use super::file::{
    AnswersFile, Closed, Entered, GivenAnswer, GivenNote, GivenReopening, MOST_ROUNDS, What, comes_again,
    comes_again_after_the_end,
};
use super::tree::{Entry, Faults, Node, Tree};
use super::{json, toml};
use crate::diagnostic::{Problem, Problems, Site, Source};
use crate::playbook::Playbook;
use crate::spine::{Name, Step};
use crate::table::{Sited, clip, quoted};
use crate::text::did_you_mean;

/// How an answers file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// TOML.
    Toml,
    /// JSON.
    Json,
}

impl Format {
    /// The format of a text whose file name does not tell: JSON begins with a brace.
    pub fn of(text: &str) -> Self {
        if text.trim_start().starts_with('{') { Self::Json } else { Self::Toml }
    }
}

/// The `playbook` of an answers file, whatever else is in it; `None` where there is none or the text cannot be read at all.
pub fn playbook_named(text: &str, format: Format) -> Option<String> {
    match format {
        Format::Json => {
            let document: serde_json::Value = serde_json::from_str(text).ok()?;
            document.get("playbook")?.as_str().map(str::to_owned)
        }
        Format::Toml => {
            let (table, _) = ::toml::de::DeTable::parse_recoverable(text);
            let found = table.get_ref().get("playbook")?;
            found.get_ref().as_str().map(str::to_owned)
        }
    }
}

/// The keys of the top level beside the steps.
pub const TOP: &[&str] =
    &["responder", "started_at", "closed", "entered", "notes", "skip", "reopened", "playbook", "ref"];

/// The key in `[notes]` for notes that stand beside no question.
pub const WHOLE: &str = "incident";

/// More separators than this are no answers file, and would use up memory: each may stand for a value of half a kilobyte. One
/// answer of the largest size has fewer.
const MOST_VALUES: usize = 1_100_000;

/// Reads an answers file for that playbook. The text comes without a byte order mark.
///
/// # Errors
/// Every problem in it: what is no TOML or JSON, unknown steps and questions, and values of the wrong shape. Whether the answers
/// can be read as answers is asked with [`AnswersFile::check_values`].
pub fn read(source: Source, format: Format, playbook: &Playbook) -> Result<AnswersFile, Box<Problems>> {
    let mut faults = Faults::default();
    if source.text.bytes().filter(|byte| b",[{=".contains(byte)).count() > MOST_VALUES {
        faults.add(
            0..0,
            "there is more in this file than answers",
            "in this file",
            "give the answers of one incident at a time",
        );
        return Err(Box::new(problems(source, faults)));
    }
    let (entries, trusted_up_to) = match format {
        Format::Json => (json::entries(&source.text, &mut faults), source.text.len()),
        Format::Toml => {
            let reading = toml::entries(&source.text, &mut faults);
            (reading.entries, reading.trusted_up_to)
        }
    };
    let mut reading = Reading {
        playbook,
        faults: Faults::default(),
        file: AnswersFile::default(),
        rounds: 1,
        has_one_ending: false,
        after_the_end: Vec::new(),
    };
    for entry in entries {
        // What was meant by each of a million wrong keys would take minutes to guess.
        if reading.faults.is_full() {
            break;
        }
        reading.top(entry);
    }
    reading.reopened_nowhere();
    if reading.has_one_ending {
        reading.file.end_in(reading.rounds, playbook);
    }
    faults.0.extend(reading.faults.0.into_iter().filter(|problem: &Problem| problem.site.start < trusted_up_to.max(1)));
    if faults.0.is_empty() {
        reading.file.sources.push(source);
        Ok(reading.file)
    } else {
        Err(Box::new(problems(source, faults)))
    }
}

fn problems(source: Source, faults: Faults) -> Problems {
    let whole = Problem {
        site: Site::new(0, 0..0),
        message: "this file cannot be read".into(),
        label: "here".into(),
        help: "please report this as a fault in recover".into(),
    };
    let sources = vec![source];
    Problems::found(sources.clone(), faults.0).unwrap_or_else(|| Problems::one(sources, whole))
}

struct Reading<'p> {
    playbook: &'p Playbook,
    faults: Faults,
    file: AnswersFile,
    /// The most rounds of any step.
    rounds: usize,
    /// Whether the ending is one table, and so belongs to the last round.
    has_one_ending: bool,
    /// Second tables of steps that are walked again only after a reopening.
    after_the_end: Vec<(Step, Range<usize>)>,
}

const fn sited<T>(value: T, span: Range<usize>) -> Sited<T> {
    Sited { value, site: Site::new(0, span) }
}

impl Reading<'_> {
    fn top(&mut self, entry: Entry) {
        let Entry { key, span, value } = entry;
        let place = value.span.clone();
        match key.as_str() {
            "responder" => self.file.responder = value.given().map(|given| sited(given, place)),
            "started_at" => self.file.started_at = self.text(value, "started_at", "a date and time"),
            "closed" => self.closed(value),
            "ref" => self.file.external_ref = self.text(value, "ref", "text in quotes"),
            "playbook" => self.same_playbook(value),
            "entered" => self.each(value, "entered", Self::entered),
            "notes" => self.each(value, "notes", Self::notes),
            "skip" => self.each(value, "skip", Self::skipped_step),
            "reopened" => self.reopened(value),
            name => match Step::from_name(name) {
                Some(step) => self.rounds(step, value),
                None => self.unknown_at_the_top(name, span),
            },
        }
    }

    fn reopened(&mut self, node: Node) {
        let parts = match node {
            Node { tree: Tree::List(parts), .. } => parts,
            single => vec![single],
        };
        for part in parts {
            if !self.faults.is_full() {
                self.reopening(part);
            }
        }
    }

    fn reopening(&mut self, node: Node) {
        let span = node.span.clone();
        let Tree::Table(entries) = node.tree else {
            self.faults.wrong_type(&node, "reopened", "a table of `why`, `at`, `closed` and `failed`");
            return;
        };
        let (mut at, mut by, mut closed, mut ending, mut why, mut failed) = (None, None, None, None, None, true);
        for Entry { key, span, value } in entries {
            match (key.as_str(), &value.tree) {
                ("at", _) => at = self.text(value, "at", "a date and time"),
                ("closed", _) => closed = self.text(value, "closed", "a date and time"),
                ("by", _) => by = self.text(value, "by", "a name in quotes"),
                ("ending", _) => ending = self.text(value, "ending", "a choice of `ending` in quotes"),
                ("why", _) => why = self.text(value, "why", "the reason in quotes"),
                ("failed", Tree::Bool(answer)) => failed = *answer,
                ("failed", _) => self.faults.wrong_type(&value, "failed", "`true` or `false`"),
                (other, _) => {
                    let known = ["why", "at", "by", "closed", "ending", "failed"];
                    let help = did_you_mean(other, known).map_or_else(
                        || format!("the keys are {}", quoted(&known)),
                        |near| format!("did you mean `{near}`?"),
                    );
                    self.faults.add(span, format!("unknown key `{}`", clip(other)), "not a key here", help);
                }
            }
        }
        match why {
            Some(why) => self.file.reopened.push(GivenReopening { at, closed, by, ending, why, failed }),
            None => self.faults.add(span, "a reopening without its `why`", "here", "add `why = \"...\"`"),
        }
    }

    fn unknown_at_the_top(&mut self, name: &str, span: Range<usize>) {
        if let Some(question) = self.playbook.question(name) {
            let step = question.step.name();
            self.faults.add(
                span,
                format!("`{name}` belongs under `[{step}]`"),
                "at the top level",
                format!("move it to `[{step}]`"),
            );
            return;
        }
        let known = || Step::ALL.iter().map(|step| step.name()).chain(TOP.iter().copied());
        let help = match did_you_mean(name, known()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => match did_you_mean(name, self.playbook.questions.iter().map(|question| question.id.as_str())) {
                Some(near) => self.under(near),
                None => format!("the steps are {}", quoted(&Step::ALL.map(Step::name))),
            },
        };
        self.faults.add(span, format!("there is no step `{}`", clip(name)), "not a step", help);
    }

    fn under(&self, question: &str) -> String {
        let step = self.playbook.question(question).map_or("", |question| question.step.name());
        format!("did you mean `{question}`, under `[{step}]`?")
    }

    fn text(&mut self, node: Node, key: &str, expected: &str) -> Option<Sited<String>> {
        match node {
            Node { tree: Tree::Text(text), span } => Some(sited(text, span)),
            other => {
                self.faults.wrong_type(&other, key, expected);
                None
            }
        }
    }

    fn each(&mut self, node: Node, key: &str, take: fn(&mut Self, Entry)) {
        match node {
            Node { tree: Tree::Table(entries), .. } => {
                for entry in entries {
                    if !self.faults.is_full() {
                        take(self, entry);
                    }
                }
            }
            other => self.faults.wrong_type(&other, key, "a table"),
        }
    }

    fn closed(&mut self, node: Node) {
        self.file.closed = match node.tree {
            Tree::Bool(false) => Some(sited(Closed::No, node.span)),
            _ => self
                .text(node, "closed", "`false`, or a date and time")
                .map(|text| Sited { value: Closed::At(text.value), site: text.site }),
        };
    }

    fn same_playbook(&mut self, node: Node) {
        let Some(named) = self.text(node, "playbook", "the name of a playbook in quotes") else { return };
        let walked = &self.playbook.id;
        if *walked != *named.value {
            let message =
                format!("these are answers for `{}`, and the playbook here is `{walked}`", clip(&named.value));
            let help = format!("start with `recover start {}`, or change `playbook`", clip(&named.value));
            self.faults.add(named.site.start..named.site.end, message, "another playbook", help);
        }
    }

    /// A question by its name, or by `name#round`.
    fn question_of_round(&mut self, key: &str, span: &Range<usize>) -> Option<(Sited<Name>, usize)> {
        let (name, round) = match key.split_once('#') {
            Some((name, round)) => (name, round.parse().ok().filter(|round| (1..=MOST_ROUNDS).contains(round))),
            None => (key, Some(1)),
        };
        let Some(round) = round else {
            self.faults.add(
                span.clone(),
                format!("`{}` names no round", clip(key)),
                "not a round",
                "write the round behind `#`, as `outcome#2`",
            );
            return None;
        };
        let question = self.playbook.question(name).map(|question| sited(question.id.clone(), span.clone()));
        if question.is_none() {
            let near = did_you_mean(name, self.playbook.questions.iter().map(|question| question.id.as_str()));
            let help = near.map_or_else(
                || "see `recover playbook answers` for the questions there are".into(),
                |near| format!("did you mean `{near}`?"),
            );
            self.faults.add(span.clone(), format!("there is no question `{}`", clip(name)), "not a question", help);
        }
        question.map(|question| (question, round))
    }

    fn entered(&mut self, entry: Entry) {
        let Some((question, round)) = self.question_of_round(&entry.key, &entry.span) else { return };
        let Some((at, by, _)) = self.when_and_who(entry.value, "entered", "a date and time", &["at", "by"]) else {
            return;
        };
        self.file.entered.push(Entered { question, round, at, by });
    }

    /// A date and time, or a table of these keys: `at`, `by`, and the text in question if `text` is among them.
    #[allow(clippy::type_complexity, reason = "three texts with their places, used in two places below")]
    fn when_and_who(
        &mut self,
        node: Node,
        key: &str,
        expected: &str,
        known: &[&str],
    ) -> Option<(Option<Sited<String>>, Option<Sited<String>>, Option<Sited<String>>)> {
        let Tree::Table(entries) = node.tree else {
            return self.text(node, key, expected).map(|text| (Some(text), None, None));
        };
        let (mut at, mut by, mut text) = (None, None, None);
        for Entry { key, span, value } in entries {
            match key.as_str() {
                "at" => at = self.text(value, "at", "a date and time"),
                "by" => by = self.text(value, "by", "a name in quotes"),
                "text" if known.contains(&"text") => text = self.text(value, "text", "text in quotes"),
                other => {
                    let help = did_you_mean(other, known.iter().copied()).map_or_else(
                        || format!("the keys are {}", quoted(known)),
                        |near| format!("did you mean `{near}`?"),
                    );
                    self.faults.add(span, format!("unknown key `{}`", clip(other)), "not a key here", help);
                }
            }
        }
        Some((at, by, text))
    }

    fn notes(&mut self, entry: Entry) {
        let question = if entry.key == WHOLE {
            None
        } else {
            let known = self.playbook.question(&entry.key).map(|question| question.id.clone());
            if known.is_none() {
                let names = self.playbook.questions.iter().map(|question| question.id.as_str()).chain([WHOLE]);
                let help = did_you_mean(&entry.key, names)
                    .map_or_else(|| format!("name a question, or `{WHOLE}`"), |near| format!("did you mean `{near}`?"));
                self.faults.add(
                    entry.span,
                    format!("there is no question `{}`", clip(&entry.key)),
                    "not a question",
                    help,
                );
                return;
            }
            known
        };
        let parts = match entry.value {
            Node { tree: Tree::List(parts), .. } => parts,
            single => vec![single],
        };
        for part in parts {
            let span = part.span.clone();
            let note = match part.tree {
                Tree::Table(_) => self.when_and_who(part, "notes", "a note in quotes", &["text", "at", "by"]),
                _ => {
                    self.text(part, "notes", "a note in quotes, or a list of them").map(|text| (None, None, Some(text)))
                }
            };
            match note {
                Some((at, by, Some(text))) => {
                    self.file.notes.push(GivenNote { question: question.clone(), text, at, by });
                }
                Some(_) => self.faults.add(span, "a note without its `text`", "here", "add `text = \"...\"`"),
                None => {}
            }
        }
    }

    fn skipped_step(&mut self, entry: Entry) {
        let Some(step) = Step::from_name(&entry.key) else {
            let help = match did_you_mean(&entry.key, Step::ALL.iter().map(|step| step.name())) {
                Some(near) => format!("did you mean `{near}`?"),
                None => match self.playbook.question(&entry.key) {
                    Some(question) => format!(
                        "to skip a question, write `{} = {{ skip = \"why\" }}` under `[{}]`",
                        question.id,
                        question.step.name()
                    ),
                    None => format!("the steps are {}", quoted(&Step::ALL.map(Step::name))),
                },
            };
            self.faults.add(entry.span, format!("there is no step `{}`", clip(&entry.key)), "not a step", help);
            return;
        };
        if let Some(reason) = self.text(entry.value, "skip", "the reason in quotes") {
            self.file.skipped_steps.push((sited(step, entry.span), reason));
        }
    }

    fn walked_once(&mut self, step: Step, span: Range<usize>) {
        let message = format!("`{}` is walked once, and these are answers for a second round", step.name());
        let help = "give its answers in one table; only `correct` up to `accept-the-unforgivable` are walked again";
        self.faults.add(span, message, "the second", help);
    }

    /// Says of the steps that are walked again only after a reopening that the file tells of none.
    fn reopened_nowhere(&mut self) {
        let given = std::mem::take(&mut self.after_the_end);
        for (step, span) in given.into_iter().filter(|_| self.file.reopened.is_empty()).collect::<Vec<_>>() {
            self.walked_once(step, span);
        }
    }

    fn rounds(&mut self, step: Step, node: Node) {
        let tables = match node {
            Node { tree: Tree::List(tables), .. } => tables,
            single => {
                self.has_one_ending |= step == Step::AcceptTheUnforgivable;
                vec![single]
            }
        };
        self.rounds = self.rounds.max(tables.len().min(MOST_ROUNDS));
        for (index, table) in tables.into_iter().enumerate() {
            if index == 1 && !comes_again(step) {
                if comes_again_after_the_end(step) {
                    self.after_the_end.push((step, table.span.clone()));
                } else {
                    self.walked_once(step, table.span.clone());
                }
            }
            if index == MOST_ROUNDS {
                self.faults.add(
                    table.span.clone(),
                    format!("more than {MOST_ROUNDS} rounds"),
                    "one too many",
                    "leave the rest out",
                );
                return;
            }
            match table {
                Node { tree: Tree::Table(entries), .. } => {
                    for entry in entries {
                        if !self.faults.is_full() {
                            self.answer(step, index + 1, entry);
                        }
                    }
                }
                other => self.faults.wrong_type(&other, step.name(), "a table of questions and answers"),
            }
        }
    }

    fn answer(&mut self, step: Step, round: usize, entry: Entry) {
        let Some(question) = self.playbook.question(&entry.key) else {
            let here = self.playbook.questions_of(step).map(|question| question.id.as_str());
            let help = match did_you_mean(&entry.key, here) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    match did_you_mean(&entry.key, self.playbook.questions.iter().map(|question| question.id.as_str()))
                    {
                        Some(near) => self.under(near),
                        None => "see `recover playbook answers` for the questions there are".into(),
                    }
                }
            };
            self.faults.add(
                entry.span,
                format!("there is no question `{}` in this playbook", clip(&entry.key)),
                "not a question",
                help,
            );
            return;
        };
        if question.step != step {
            let right = question.step.name();
            self.faults.add(
                entry.span,
                format!("`{}` belongs under `[{right}]`", question.id),
                "in another step",
                format!("move it to `[{right}]`"),
            );
            return;
        }
        let span = entry.value.span.clone();
        let question = sited(question.id.clone(), entry.span);
        if let Some(what) = self.what(entry.value) {
            self.file.answers.push(GivenAnswer { step, round, question, what: sited(what, span) });
        }
    }

    /// An answer, or one of the forms that stand in its place.
    fn what(&mut self, node: Node) -> Option<What> {
        let is_form = |entry: &Entry| matches!(entry.key.as_str(), "skip" | "later" | "open");
        let entries = match node.tree {
            Tree::Table(entries) if entries.iter().any(is_form) => entries,
            _ => return node.given().map(What::Answer),
        };
        let [entry] = <[Entry; 1]>::try_from(entries).map_err(|_| self.two_forms(node.span.clone())).ok()?;
        match (entry.key.as_str(), entry.value.tree) {
            ("skip", Tree::Bool(true)) => Some(What::Skip(None)),
            ("skip", Tree::Text(reason)) => Some(What::Skip((!reason.trim().is_empty()).then_some(reason))),
            ("later", Tree::Bool(true)) => Some(What::Later),
            ("open", Tree::Bool(true)) => Some(What::Open),
            (_, Tree::Nothing) => None,
            ("skip", _) => {
                self.faults.add(
                    entry.value.span,
                    "`skip` takes the reason in quotes",
                    "not a reason",
                    "write `{ skip = \"why\" }`",
                );
                None
            }
            (key, _) => {
                self.faults.add(
                    entry.value.span,
                    format!("`{key}` takes `true`"),
                    "not `true`",
                    format!("write `{{ {key} = true }}`, or an answer"),
                );
                None
            }
        }
    }

    fn two_forms(&mut self, span: Range<usize>) {
        self.faults.add(
            span,
            "an answer, or one of `skip` and `later`, and not both",
            "two things at once",
            "leave one out",
        );
    }
}
