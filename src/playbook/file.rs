//! Reading one playbook file, key by key, into what it says.

mod letter;

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::raw::{
    RawAdvice, RawAgain, RawAuthority, RawBand, RawChoice, RawCount, RawDeadline, RawLegal, RawOwnWithin, RawPlaybook,
    RawQuestion, RawSource, RawStep, RawTest, RawWhen, keys,
};
use super::table::{Reading, Sited, clip, entry, given, in_file_order, kind_of, quoted};
use crate::answer::Given;
use crate::coach::rule::Origin;
use crate::coach::{Rule, shipped};
use crate::spine::{Name, Step};
use crate::text::did_you_mean;

/// Conditions nested deeper than this are not written by people.
const DEEPEST: usize = 16;

/// How many units a time limit may have.
const MOST_UNITS: std::ops::RangeInclusive<u32> = 1..=10_000;

/// Nobody chooses from more than this.
pub const MOST_CHOICES: usize = 200;

/// Those of the keys that are in the table and could not be read.
fn unread<const N: usize>(table: &DeTable<'_>, read: [(&'static str, bool); N]) -> Vec<&'static str> {
    read.into_iter().filter(|(key, read)| !read && entry(table, key).is_some()).map(|(key, _)| key).collect()
}

impl Reading<'_> {
    /// Reads a whole file.
    pub fn playbook(&mut self, top: &DeTable<'_>) -> RawPlaybook {
        self.only(top, keys::TOP, "at the top level");
        let (format, id, overlay) = (self.number(top, "format"), self.text(top, "id"), self.text(top, "overlay"));
        let title = self.text(top, "title");
        let read = [
            ("format", format.is_some()),
            ("id", id.is_some()),
            ("overlay", overlay.is_some()),
            ("title", title.is_some()),
        ];
        let unread = unread(top, read);
        RawPlaybook {
            format,
            id,
            overlay,
            extends: self.text(top, "extends"),
            title,
            summary: self.text(top, "summary"),
            version: self.text(top, "version"),
            language: self.text(top, "language"),
            currency: self.text(top, "currency"),
            own_within: self.own_within(top),
            sources: self.tables(top, "source").iter().map(|table| self.source(table)).collect(),
            steps: self.steps(top),
            authority: self.authority(top),
            bands: self.tables(top, "band").iter().map(|table| self.band(table)).collect(),
            deadlines: self.tables(top, "deadline").iter().map(|table| self.deadline(table)).collect(),
            again: self.again(top),
            legal: self.legal(top),
            letters: self.letters(top),
            wording: self.wording(top),
            unread,
        }
    }

    /// Rules for the wording coach. The lists that they may name are the shipped ones.
    fn wording(&mut self, top: &DeTable<'_>) -> Vec<Rule> {
        let tables = self.tables(top, "wording");
        if tables.is_empty() {
            return Vec::new();
        }
        let lists = shipped::lists();
        let mut rules: Vec<Rule> = Vec::with_capacity(tables.len());
        for table in tables {
            let Some(rule) = self.wording_rule(&table, &lists, Origin::Own) else { continue };
            if rules.iter().any(|known| known.id == rule.id) {
                self.problem(
                    table.site.clone(),
                    format!("the wording rule `{}` is written twice", rule.id),
                    "the second",
                    "give it another `id`, or take one of them out",
                );
            }
            rules.push(rule);
        }
        rules
    }

    /// Reports each of these keys that is not in the table.
    fn needs(&mut self, table: &Sited<&DeTable<'_>>, keys: &[&str], place: &str) {
        for key in keys {
            if entry(table.value, key).is_none() {
                self.missing(&table.site, key, place);
            }
        }
    }

    fn source(&mut self, table: &Sited<&DeTable<'_>>) -> RawSource {
        let inner = table.value;
        self.only(inner, keys::SOURCE, "in a source");
        self.needs(table, &["id", "title", "strength"], "in this source");
        RawSource {
            site: table.site.clone(),
            id: self.text(inner, "id"),
            title: self.text(inner, "title"),
            author: self.text(inner, "author"),
            year: self.whole(inner, "year", 1..=9999),
            place: self.text(inner, "where"),
            strength: self.text(inner, "strength"),
            as_of: self.date(inner, "as_of"),
            review_by: self.date(inner, "review_by"),
        }
    }

    fn steps(&mut self, top: &DeTable<'_>) -> BTreeMap<Step, RawStep> {
        let mut steps = BTreeMap::new();
        let Some(table) = self.table(top, "step") else { return steps };
        let names = Step::ALL.map(Step::name);
        for (key, value) in in_file_order(table.value) {
            let name = key.get_ref().as_ref();
            match (Step::from_name(name), value.get_ref()) {
                (Some(step), DeValue::Table(inner)) => {
                    steps.insert(step, self.step(inner));
                }
                (Some(_), _) => {
                    let site = self.site(value.span());
                    self.problem(
                        site,
                        format!("step `{name}` takes a table"),
                        "not a table",
                        format!("write `[step.{name}]`"),
                    );
                }
                (None, _) => {
                    let begun = names.into_iter().find(|step| name.len() > 3 && step.starts_with(name));
                    let help = match did_you_mean(name, names).or(begun) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("the steps are {}", quoted(&names)),
                    };
                    let site = self.site(key.span());
                    self.problem(site, format!("there is no step `{}`", clip(name)), "not a step", help);
                }
            }
        }
        steps
    }

    fn step(&mut self, table: &DeTable<'_>) -> RawStep {
        self.only(table, keys::STEP, "in a step");
        RawStep {
            title: self.text(table, "title"),
            why: self.why(table),
            do_: self.advice(table, "do", keys::DO),
            dont: self.advice(table, "dont", keys::DONT),
            also_do: self.advice(table, "also_do", keys::DO).unwrap_or_default(),
            also_dont: self.advice(table, "also_dont", keys::DONT).unwrap_or_default(),
            questions: self.questions(table),
        }
    }

    fn why(&mut self, table: &DeTable<'_>) -> Option<(Sited<String>, Option<Sited<String>>)> {
        let (span, value) = entry(table, "why")?;
        match value.get_ref() {
            DeValue::Table(inner) => {
                self.only(inner, keys::WHY, "in `why`");
                let text = self.text(inner, "text");
                if entry(inner, "text").is_none() {
                    let site = self.site(span);
                    self.missing(&site, "text", "in `why`");
                }
                let source = self.text(inner, "source");
                text.map(|text| (text, source))
            }
            _ => self.text(table, "why").map(|text| (text, None)),
        }
    }

    fn advice(&mut self, table: &DeTable<'_>, key: &str, known: &[&str]) -> Option<Vec<RawAdvice>> {
        let list = self.list(table, key)?;
        Some(list.value.iter().filter_map(|item| self.one_advice(item, key, known)).collect())
    }

    fn one_advice(&mut self, item: &Spanned<DeValue<'_>>, key: &str, known: &[&str]) -> Option<RawAdvice> {
        let site = self.site(item.span());
        match item.get_ref() {
            DeValue::String(text) => {
                let text = Sited { value: text.to_string(), site };
                Some(RawAdvice { text, spoken: false, why: None, instead: None, source: None })
            }
            DeValue::Table(inner) => {
                self.only(inner, known, &format!("in `{key}`"));
                let said = self.text(inner, "say");
                let text = self.text(inner, "text");
                let spoken = said.is_some();
                match (entry(inner, "say"), entry(inner, "text")) {
                    (Some(_), Some((second, _))) => {
                        let site = self.site(second);
                        self.problem(
                            site,
                            format!("this entry of `{key}` has both `say` and `text`"),
                            "the second",
                            "keep `say` for words to speak, `text` for anything else",
                        );
                    }
                    (None, None) => {
                        self.problem(
                            site,
                            format!("this entry of `{key}` says nothing"),
                            "here",
                            "add `say = \"...\"` or `text = \"...\"`",
                        );
                    }
                    _ => {}
                }
                Some(RawAdvice {
                    text: said.or(text)?,
                    spoken,
                    why: self.text(inner, "why"),
                    instead: known.contains(&"instead").then(|| self.text(inner, "instead")).flatten(),
                    source: self.text(inner, "source"),
                })
            }
            other => {
                self.problem(
                    site,
                    format!("an entry of `{key}` is text or a table"),
                    kind_of(other),
                    "put the words in quotes",
                );
                None
            }
        }
    }

    fn questions(&mut self, table: &DeTable<'_>) -> Vec<RawQuestion> {
        let Some(questions) = self.table(table, "question") else { return Vec::new() };
        let mut found = Vec::new();
        for (key, value) in in_file_order(questions.value) {
            let name = key.get_ref().as_ref();
            let site = self.site(key.span());
            match (name.parse::<Name>(), value.get_ref()) {
                (Ok(id), DeValue::Table(inner)) => found.push(self.question(Sited { value: id, site }, inner)),
                (Err(why), _) => self.problem(
                    site,
                    format!("`{}` cannot name a question", clip(name)),
                    "not a name",
                    why.to_string(),
                ),
                (Ok(_), _) => self.problem(
                    site,
                    format!("question `{name}` takes a table"),
                    "not a table",
                    "write its keys in a table of its own",
                ),
            }
        }
        found
    }

    fn question(&mut self, id: Sited<Name>, table: &DeTable<'_>) -> RawQuestion {
        self.only(table, keys::QUESTION, "in a question");
        let (kind, ask, choices) = (self.text(table, "kind"), self.text(table, "ask"), self.choices(table));
        let read = [("kind", kind.is_some()), ("ask", ask.is_some()), ("choices", choices.is_some())];
        RawQuestion {
            id,
            unread: unread(table, read),
            kind,
            ask,
            help: self.text(table, "help"),
            example: self.text(table, "example"),
            choices,
            default: self.given(table, "default"),
            required: self.flag(table, "required"),
            asked: self.text(table, "asked"),
            audience: self.text(table, "audience"),
            under_gate: self.text(table, "under_gate"),
            when: self.opened_by(table, "when"),
            after: self.text(table, "after"),
            repeat: self.flag(table, "repeat"),
            scale: self.whole(table, "scale", 2..=10),
            unit: self.text(table, "unit"),
            at_least: self.number(table, "at_least"),
            at_most: self.number(table, "at_most"),
        }
    }

    fn given(&mut self, table: &DeTable<'_>, key: &str) -> Option<Sited<Given>> {
        entry(table, key).and_then(|(_, value)| self.given_value(value))
    }

    fn given_value(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Sited<Given>> {
        let site = self.site(value.span());
        let Some(given) = given(value.get_ref()) else {
            self.problem(site, "this number is larger than can be kept", "here", "write a smaller number");
            return None;
        };
        Some(Sited { value: given, site })
    }

    fn choices(&mut self, table: &DeTable<'_>) -> Option<Sited<Vec<RawChoice>>> {
        let list = self.list(table, "choices")?;
        if list.value.len() > MOST_CHOICES {
            self.problem(
                list.site,
                format!("there are more than {MOST_CHOICES} choices"),
                "too many to choose from",
                "ask with `kind = \"text\"`, or in two questions",
            );
            return None;
        }
        // A list with an entry that cannot be read is not used at all, so that the entry is not called missing as well.
        let choices: Vec<Option<RawChoice>> = list.value.iter().map(|item| self.choice(item)).collect();
        let choices: Option<Vec<RawChoice>> = choices.into_iter().collect();
        choices.map(|choices| list.with(choices))
    }

    fn choice(&mut self, item: &Spanned<DeValue<'_>>) -> Option<RawChoice> {
        let (id, label, help) = match item.get_ref() {
            DeValue::Table(inner) => {
                self.only(inner, keys::CHOICE, "in a choice");
                if entry(inner, "id").is_none() {
                    let site = self.site(item.span());
                    self.missing(&site, "id", "in this choice");
                }
                let (id, label, help) = (self.text(inner, "id"), self.text(inner, "label"), self.text(inner, "help"));
                (id?, label, help)
            }
            DeValue::String(text) => (Sited { value: text.to_string(), site: self.site(item.span()) }, None, None),
            _ => {
                let site = self.site(item.span());
                self.problem(site, "a choice is a name or a table", "neither", "write its name in quotes");
                return None;
            }
        };
        match id.value.parse() {
            Ok(name) => Some(RawChoice { id: id.with(name), label, help }),
            Err(why) => {
                self.problem(
                    id.site,
                    format!("`{}` cannot name a choice", clip(&id.value)),
                    "not a name",
                    format!("{why}; put the words in `label`"),
                );
                None
            }
        }
    }

    fn when(&mut self, value: &Spanned<DeValue<'_>>, depth: usize) -> RawWhen {
        let site = self.site(value.span());
        if depth > DEEPEST {
            self.problem(
                site,
                "this condition is nested deeper than can be followed",
                "here",
                "say it with fewer levels",
            );
            return RawWhen::Unread;
        }
        let DeValue::Table(table) = value.get_ref() else {
            self.problem(site, "a condition is a table", "not a table", "write `{ question = \"answer\" }`");
            return RawWhen::Unread;
        };
        if table.is_empty() {
            self.problem(
                site,
                "this condition asks for nothing",
                "empty",
                "name an earlier question and its answer, or leave `when` out",
            );
            return RawWhen::Unread;
        }
        let part = |(key, value): (&Spanned<DeString<'_>>, &Spanned<DeValue<'_>>)| match key.get_ref().as_ref() {
            "all" => self.whens(value, depth).map_or(RawWhen::Unread, RawWhen::All),
            "any" => self.whens(value, depth).map_or(RawWhen::Unread, RawWhen::Any),
            "not" => RawWhen::Not(Box::new(self.when(value, depth + 1))),
            question => {
                let question = Sited { value: question.to_owned(), site: self.site(key.span()) };
                self.test(&question, value).map_or(RawWhen::Unread, |test| RawWhen::Test { question, test })
            }
        };
        RawWhen::All(in_file_order(table).into_iter().map(part).collect())
    }

    fn whens(&mut self, value: &Spanned<DeValue<'_>>, depth: usize) -> Option<Vec<RawWhen>> {
        match value.get_ref() {
            DeValue::Array(items) if !items.is_empty() => {
                Some(items.iter().map(|item| self.when(item, depth + 1)).collect())
            }
            _ => {
                let site = self.site(value.span());
                self.problem(
                    site,
                    "`all` and `any` take a list of conditions",
                    "not such a list",
                    "write `[ { ... }, { ... } ]`",
                );
                None
            }
        }
    }

    fn test(&mut self, question: &Sited<String>, value: &Spanned<DeValue<'_>>) -> Option<RawTest> {
        match value.get_ref() {
            DeValue::Array(items) => {
                let answers: Vec<Option<Sited<Given>>> = items.iter().map(|item| self.given_value(item)).collect();
                answers.into_iter().collect::<Option<_>>().map(RawTest::Is)
            }
            DeValue::Table(table) => {
                self.only(table, keys::TEST, "in a condition on one answer");
                match (entry(table, "over"), entry(table, "answered")) {
                    (Some((_, bound)), None) => self.given_value(bound).map(RawTest::Over),
                    (None, Some(_)) => self.flag(table, "answered").map(|flag| RawTest::Answered(flag.value)),
                    (Some((first, _)), Some((second, _))) => {
                        let site = self.site(if first.start > second.start { first } else { second });
                        self.problem(
                            site,
                            "a condition has `over` or `answered`, not both",
                            "the second",
                            "leave one out; what is over a bound was answered",
                        );
                        None
                    }
                    (None, None) if table.is_empty() => {
                        let name = clip(&question.value);
                        self.problem(
                            question.site.clone(),
                            format!("nothing is asked of the answer to `{name}`"),
                            "an empty table",
                            "write `{ answered = true }`, or the answer itself",
                        );
                        None
                    }
                    (None, None) => None,
                }
            }
            _ => self.given_value(value).map(|given| RawTest::Is(vec![given])),
        }
    }

    fn authority(&mut self, top: &DeTable<'_>) -> RawAuthority {
        let Some(table) = self.table(top, "authority") else { return RawAuthority::default() };
        self.only(table.value, keys::AUTHORITY, "in `authority`");
        RawAuthority {
            limit: self.given(table.value, "limit"),
            role: self.text(table.value, "role"),
            approver: self.text(table.value, "approver"),
            source: self.text(table.value, "source"),
        }
    }

    fn band(&mut self, table: &Sited<&DeTable<'_>>) -> RawBand {
        let inner = table.value;
        self.only(inner, keys::BAND, "in a band");
        self.needs(table, &["id", "title", "when"], "in this band");
        RawBand {
            site: table.site.clone(),
            id: self.text(inner, "id"),
            title: self.text(inner, "title"),
            when: self.text(inner, "when"),
            kept: self.text(inner, "kept"),
            rejected: self.text(inner, "rejected"),
            form: self.text(inner, "form"),
            approver: self.text(inner, "approver"),
            up_to: self.given(inner, "up_to"),
            source: self.text(inner, "source"),
        }
    }

    fn deadline(&mut self, table: &Sited<&DeTable<'_>>) -> RawDeadline {
        let inner = table.value;
        self.only(inner, keys::DEADLINE, "in a deadline");
        // What else it needs may be in the file below.
        self.needs(table, &["id"], "in this deadline");
        let (what, n, unit) = (self.text(inner, "what"), self.whole(inner, "n", MOST_UNITS), self.text(inner, "unit"));
        let (open, close, calendar) =
            (self.time(inner, "open"), self.time(inner, "close"), self.text(inner, "calendar"));
        let read = [
            ("what", what.is_some()),
            ("n", n.is_some()),
            ("unit", unit.is_some()),
            ("open", open.is_some()),
            ("close", close.is_some()),
            ("calendar", calendar.is_some()),
        ];
        RawDeadline {
            site: table.site.clone(),
            unread: unread(inner, read),
            id: self.text(inner, "id"),
            what,
            n,
            unit,
            start: self.text(inner, "start"),
            stop: self.text(inner, "stop"),
            when: self.opened_by(inner, "when"),
            to: self.text(inner, "to"),
            calendar,
            time_zone: self.text(inner, "time_zone"),
            open,
            close,
            after_hours: self.text(inner, "after_hours"),
            roll: self.text(inner, "roll"),
            inclusive: self.flag(inner, "inclusive"),
            extend: self.table(inner, "extend").map(|count| self.count(&count, "in `extend`")),
            must_say: self.texts(inner, "must_say"),
            source: self.text(inner, "source"),
        }
    }

    fn opened_by(&mut self, table: &DeTable<'_>, key: &str) -> Option<Sited<RawWhen>> {
        entry(table, key).map(|(key, value)| Sited { value: self.when(value, 0), site: self.site(key) })
    }

    fn count(&mut self, table: &Sited<&DeTable<'_>>, place: &str) -> RawCount {
        self.only(table.value, keys::COUNT, place);
        self.needs(table, keys::COUNT, place);
        RawCount {
            site: table.site.clone(),
            n: self.whole(table.value, "n", MOST_UNITS),
            unit: self.text(table.value, "unit"),
        }
    }

    fn own_within(&mut self, top: &DeTable<'_>) -> Option<RawOwnWithin> {
        let (_, value) = entry(top, "own_within")?;
        if matches!(value.get_ref(), DeValue::Table(_)) {
            let table = self.table(top, "own_within")?;
            return Some(RawOwnWithin::Counted(self.count(&table, "in `own_within`")));
        }
        self.text(top, "own_within").map(RawOwnWithin::Said)
    }

    fn again(&mut self, top: &DeTable<'_>) -> RawAgain {
        let Some(table) = self.table(top, "again") else { return RawAgain::default() };
        self.only(table.value, keys::AGAIN, "in `again`");
        RawAgain {
            owner: self.text(table.value, "owner"),
            senior: self.flag(table.value, "senior"),
            not_remedies: self.texts(table.value, "not_remedies"),
            notice: self.text(table.value, "notice"),
            say: self.texts(table.value, "say"),
            never: self.texts(table.value, "never"),
            source: self.text(table.value, "source"),
        }
    }

    fn legal(&mut self, top: &DeTable<'_>) -> RawLegal {
        let Some(table) = self.table(top, "legal") else { return RawLegal::default() };
        self.only(table.value, keys::LEGAL, "in `legal`");
        RawLegal {
            notice: self.text(table.value, "notice"),
            say: self.texts(table.value, "say"),
            never: self.texts(table.value, "never"),
            source: self.text(table.value, "source"),
        }
    }
}
