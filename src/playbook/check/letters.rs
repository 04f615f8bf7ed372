//! The letters of a playbook: every placeholder names something that the customer may read, and every condition can hold.

use std::collections::{HashMap, HashSet};

use super::conditions::Around;
use super::{Check, clip};
use crate::diagnostic::Site;
use crate::playbook::deadline::{Deadline, Serves};
use crate::playbook::letter::{
    AtGate, Known, LONGEST_TEXT, LetterWording, MOST_LETTERS, MOST_PARAGRAPHS, ParagraphWording, Slot,
};
use crate::playbook::letter_text::{Fault, Part, Template, Token, tokens};
use crate::playbook::model::Question;
use crate::playbook::raw::{RawLetter, RawParagraph, RawPlaybook, RawWhen};
use crate::playbook::reachable::{MOST_EFFORT, can_hold};
use crate::playbook::standard::paragraphs_of;
use crate::playbook::{Condition, standard};
use crate::spine::{Audience, KindName, Name};
use crate::table::Sited;

/// The question about the customer's own part, which no letter shows by what it holds.
const CUSTOMERS_OWN_PART: &str = "customer_part";

/// What a letter can speak of.
pub(super) struct Speakable<'q> {
    pub(super) questions: &'q [Question],
    pub(super) places: &'q HashMap<Name, usize>,
    pub(super) deadlines: &'q [Deadline],
    /// Where the audience of a question was last said.
    said_at: HashMap<&'q Name, &'q Site>,
}

impl<'q> Speakable<'q> {
    /// Everything the playbook has.
    pub(super) fn of(
        raw: &'q RawPlaybook,
        questions: &'q [Question],
        places: &'q HashMap<Name, usize>,
        deadlines: &'q [Deadline],
    ) -> Self {
        let written = raw.steps.values().flat_map(|step| &step.questions);
        let said_at = written.filter_map(|question| Some((&question.id.value, &question.audience.as_ref()?.site)));
        Self { questions, places, deadlines, said_at: said_at.collect() }
    }

    fn question(&self, name: &str) -> Option<&'q Question> {
        self.places.get(name).and_then(|place| self.questions.get(*place))
    }

    const fn around(&self) -> Around<'q> {
        Around { questions: self.questions, places: self.places, place: self.questions.len(), asked: None }
    }

    /// Whether a layer above the text keeps the answer from the customer: then the placeholder stands empty, and nobody is to blame.
    fn is_narrowed_above(&self, question: &Question, site: &Site) -> bool {
        self.narrowed_above(&question.id, site).is_some()
    }

    /// Where a layer above the text says who may read the answer.
    fn narrowed_above(&self, question: &Name, site: &Site) -> Option<&'q Site> {
        self.said_at.get(question).copied().filter(|said| said.source > site.source)
    }
}

impl Check<'_> {
    /// Every letter that can be written.
    pub(super) fn letters(&mut self, raw: &[RawLetter], speakable: &Speakable<'_>) -> Vec<LetterWording> {
        if let Some(first) = raw.get(MOST_LETTERS) {
            let message = format!("there are more than {MOST_LETTERS} letters");
            self.problem(&first.id.site, message, "one too many", "split it into several playbooks");
        }
        let mut effort = MOST_EFFORT;
        raw.iter().take(MOST_LETTERS).map(|letter| self.letter(letter, raw, speakable, &mut effort)).collect()
    }

    fn letter(
        &mut self,
        raw: &RawLetter,
        all: &[RawLetter],
        speakable: &Speakable<'_>,
        effort: &mut usize,
    ) -> LetterWording {
        let id = &raw.id.value;
        let is_standard = paragraphs_of(id.as_str()).is_some();
        let like = raw.like.as_ref().and_then(|like| self.like(raw, like));
        let is_off = raw.off.as_ref().is_some_and(|off| off.value);
        if !is_standard && !is_off {
            for (key, is_there) in [("title", raw.title.is_some()), ("subject", raw.subject.is_some())] {
                if !is_there && !raw.unread.contains(&key) {
                    self.missing(&raw.id.site, key, "in this letter");
                }
            }
            if raw.paragraphs.is_empty() && raw.like.is_none() {
                let help = format!("add `[letter.{id}.paragraph.NAME]` with a `text`, or `like = \"answer\"`");
                self.problem(&raw.id.site, format!("the letter `{id}` says nothing"), "no paragraph", help);
            }
        }
        if let Some(first) = raw.paragraphs.get(MOST_PARAGRAPHS) {
            let message = format!("the letter `{id}` has more than {MOST_PARAGRAPHS} paragraphs");
            self.problem(&first.id.site, message, "one too many", "put some of them together");
        }
        let below = paragraphs_below(id, like.as_ref(), all);
        let below = below.as_slice();
        let mut known: HashSet<&str> = below.iter().copied().collect();
        known.extend(raw.paragraphs.iter().map(|paragraph| paragraph.id.value.as_str()));
        self.no_ring(&raw.paragraphs);
        let paragraphs = raw.paragraphs.iter().take(MOST_PARAGRAPHS);
        let paragraphs =
            paragraphs.map(|paragraph| self.paragraph(paragraph, is_off, below, &known, speakable, effort)).collect();
        let mut one_line =
            |text: &Option<Sited<String>>, key| text.as_ref().and_then(|text| self.template(text, key, speakable));
        let (subject, greeting) = (one_line(&raw.subject, "subject"), one_line(&raw.greeting, "greeting"));
        let closing = one_line(&raw.closing, "closing");
        let subject_under_gate = one_line(&raw.subject_under_gate, "subject_under_gate");
        let in_place_of = self.in_place_of(raw);
        let what = format!("letter `{id}` in the place of another");
        let in_place_when = self.holds_when(raw.in_place_when.as_ref(), &what, is_off, speakable, effort);
        LetterWording {
            id: id.clone(),
            title: self.filled(raw.title.as_ref(), "title"),
            when: self.holds_when(raw.when.as_ref(), &format!("letter `{id}`"), is_off, speakable, effort),
            subject,
            subject_under_gate,
            greeting,
            closing,
            signed_by: raw.signed_by.as_ref().and_then(|name| self.signed_by(name, speakable)),
            like,
            in_place_of,
            in_place_when,
            off: is_off,
            paragraphs,
        }
    }

    /// Paragraphs that stand behind each other in a ring have no order.
    fn no_ring(&mut self, paragraphs: &[RawParagraph]) {
        let behind: HashMap<&str, &str> = paragraphs
            .iter()
            .filter_map(|paragraph| Some((paragraph.id.value.as_str(), paragraph.after.as_ref()?.value.as_str())))
            .filter(|(id, after)| id != after)
            .collect();
        for paragraph in paragraphs {
            let (id, Some(after)) = (paragraph.id.value.as_str(), &paragraph.after) else { continue };
            let mut next = behind.get(id).copied();
            let ring = std::iter::from_fn(|| {
                let here = next?;
                next = behind.get(here).copied();
                Some(here)
            });
            if ring.take(behind.len()).any(|here| here == id) {
                let message = format!("the paragraph `{id}` stands behind itself");
                let help = "take `after` from one of the paragraphs that stand behind each other";
                self.problem(&after.site, message, "in a ring", help);
            }
        }
    }

    /// A letter takes over the paragraphs of a standard letter, and of no other, so that nothing goes round in circles.
    fn like(&mut self, raw: &RawLetter, like: &Sited<String>) -> Option<Name> {
        if paragraphs_of(raw.id.value.as_str()).is_some() {
            let message = format!("`{}` is a standard letter, and like no other", raw.id.value);
            self.problem(&like.site, message, "not here", "leave `like` out, or give the letter a name of your own");
            return None;
        }
        self.standard(like)
    }

    /// A letter of the playbook's own stands in the place of standard letters, and of no other: they are what the answers lead to where
    /// nothing else is said.
    fn in_place_of(&mut self, raw: &RawLetter) -> Option<Vec<Name>> {
        let names = raw.in_place_of.as_deref().unwrap_or_default();
        if let (Some(first), true) = (names.first(), paragraphs_of(raw.id.value.as_str()).is_some()) {
            let message = format!("`{}` is a standard letter, and stands in no other's place", raw.id.value);
            self.problem(&first.site, message, "not here", "give the letter a name of your own");
            return None;
        }
        if let (Some(when), None) = (&raw.in_place_when, &raw.in_place_of)
            && !raw.unread.contains(&"in_place_of")
        {
            let message = format!("`{}` stands in the place of no letter, so this opens nothing", raw.id.value);
            let help = "say of which, as `in_place_of = [\"answer\", \"again\"]`, or leave this out";
            self.problem(&when.site, message, "without `in_place_of`", help);
        }
        raw.in_place_of.as_ref().map(|names| names.iter().filter_map(|named| self.standard(named)).collect())
    }

    /// The standard letter that is named.
    fn standard(&mut self, named: &Sited<String>) -> Option<Name> {
        if paragraphs_of(&named.value).is_some() {
            return named.value.parse().ok();
        }
        let known = standard::NAMES.iter().map(|(name, _)| *name);
        let help = match self.near(&named.value, known.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the standard letters are {}", super::quoted(&known.collect::<Vec<_>>())),
        };
        let message = format!("there is no standard letter `{}`", clip(&named.value));
        self.problem(&named.site, message, "not a standard letter", help);
        None
    }

    fn signed_by(&mut self, name: &Sited<String>, speakable: &Speakable<'_>) -> Option<Name> {
        let Some(Slot::Answer(id)) = self.slot(&name.value, &name.site, speakable) else { return None };
        let is_person = speakable.question(id.as_str()).is_some_and(|found| found.kind.name() == KindName::Person);
        if !is_person {
            let message = format!("`{id}` names no person, and only a person signs");
            self.problem(&name.site, message, "not a person", "name a question of the kind `person`");
        }
        is_person.then_some(id)
    }

    fn paragraph(
        &mut self,
        raw: &RawParagraph,
        letter_is_off: bool,
        below: &[&str],
        known: &HashSet<&str>,
        speakable: &Speakable<'_>,
        effort: &mut usize,
    ) -> ParagraphWording {
        let id = &raw.id.value;
        let is_off = raw.off.as_ref().is_some_and(|off| off.value);
        let is_new = !below.contains(&id.as_str());
        if raw.text.is_none() && is_new && !is_off && !raw.unread.contains(&"text") {
            self.missing(&raw.id.site, "text", "in this paragraph");
        }
        if let Some(after) = &raw.after
            && (!known.contains(after.value.as_str()) || after.value == id.as_str())
        {
            let near = self.near(&after.value, known.iter().copied().filter(|name| *name != id.as_str()));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name another paragraph of the same letter".into(),
            };
            let message = format!("there is no other paragraph `{}` in this letter", clip(&after.value));
            self.problem(&after.site, message, "not there", help);
        }
        ParagraphWording {
            id: id.clone(),
            text: raw.text.as_ref().and_then(|text| self.template(text, "text", speakable)),
            when: self.holds_when(
                raw.when.as_ref(),
                &format!("paragraph `{id}`"),
                is_off || letter_is_off,
                speakable,
                effort,
            ),
            gate: raw.gate.as_ref().and_then(|gate| self.one_of(gate, "gate", &AtGate::ALL, AtGate::name)),
            required: self.filled(raw.required.as_ref(), "required"),
            source: self.source(raw.source.as_ref()),
            after: raw.after.as_ref().and_then(|after| after.value.parse().ok()),
            off: raw.off.as_ref().map(|off| off.value),
        }
    }

    fn holds_when(
        &mut self,
        when: Option<&Sited<RawWhen>>,
        what: &str,
        is_off: bool,
        speakable: &Speakable<'_>,
        effort: &mut usize,
    ) -> Option<Condition> {
        let written = when?;
        let when = self.condition(&written.value, &speakable.around())?;
        if !is_off {
            self.gives_nothing_away(&when, &written.site, what, speakable);
        }
        if !can_hold(&when, speakable.questions, speakable.places, &self.limit, effort) {
            let message = format!("no series of answers ever leads to the {what}");
            let help = "look at this condition, and at those of the questions it names";
            self.problem(&written.site, message, "never true", help);
        }
        Some(when)
    }

    /// What a condition opens is read by the customer, and tells them what the answer was: internal ones may be told like that, what is
    /// confidential may not, nor what part they had in it themselves.
    fn gives_nothing_away(&mut self, when: &Condition, site: &Site, what: &str, speakable: &Speakable<'_>) {
        let mut told: Vec<&Name> = Vec::new();
        for id in when.questions() {
            let is_confidential =
                speakable.question(id.as_str()).is_some_and(|question| question.audience == Audience::Confidential);
            if (is_confidential || *id == *CUSTOMERS_OWN_PART) && !told.contains(&id) {
                told.push(id);
                let why = if is_confidential { "its answers are confidential" } else { "it is about their own part" };
                let message = format!(
                    "the {what} cannot rest on `{id}`: {why}, and whoever reads the letter sees what was answered"
                );
                // What a layer above has made confidential is told where it says so: that is the file which can be changed.
                let (site, help) = match speakable.narrowed_above(id, site) {
                    Some(narrowed) => {
                        (narrowed, format!("keep it internal, or leave the {what} out with `off = true`"))
                    }
                    None => (site, "rest it on another question, or leave it out with `off = true`".to_owned()),
                };
                self.problem(site, message, "gives it away", help);
            }
        }
    }

    /// A text with its placeholders, or `None` when something in it is wrong, all of which is reported.
    fn template(&mut self, text: &Sited<String>, key: &str, speakable: &Speakable<'_>) -> Option<Template> {
        self.filled(Some(text), key)?;
        if text.value.chars().count() > LONGEST_TEXT {
            let message = format!("`{key}` is longer than {LONGEST_TEXT} characters");
            self.problem(&text.site, message, "too long", "divide it into several paragraphs");
            return None;
        }
        let (chunks, faults) = tokens(&text.value);
        for fault in &faults {
            let (message, label, help) = match fault {
                Fault::Unclosed => {
                    ("a placeholder has no end", "`{{` without `}}`", "write `{{ name }}`, or `{{{{` for two braces")
                }
                Fault::Unopened => (
                    "a placeholder has no beginning",
                    "`}}` without `{{`",
                    "write `{{ name }}`, or `}}}}` for two braces",
                ),
                Fault::Empty => {
                    ("a placeholder names nothing", "`{{ }}`", "write the name of a question between the braces")
                }
            };
            self.problem(&text.site, message, label, help);
        }
        let mut whole = faults.is_empty();
        let mut read = Vec::with_capacity(chunks.len());
        for chunk in chunks {
            let mut parts = Vec::with_capacity(chunk.len());
            for token in chunk {
                match token {
                    Token::Words(words) => parts.push(Part::Words(words.into())),
                    Token::Named(name) if name.is_empty() => {}
                    Token::Named(name) => match self.slot(&name, &text.site, speakable) {
                        Some(slot) => parts.push(Part::Slot(slot)),
                        None => whole = false,
                    },
                }
            }
            read.push(parts);
        }
        whole.then_some(Template { chunks: read })
    }

    /// What a placeholder names, if it is something that may stand in a letter.
    fn slot(&mut self, name: &str, site: &Site, speakable: &Speakable<'_>) -> Option<Slot> {
        if let Some(known) = Known::from_name(name) {
            return Some(Slot::Known(known));
        }
        if let Some(limit) = name.strip_prefix("due:") {
            return self.due(limit.trim(), site, speakable);
        }
        let shown = clip(name);
        if self.faulty.contains(name) {
            return None;
        }
        let Some(question) = speakable.question(name) else {
            let open = speakable.questions.iter().filter(|question| question.audience == Audience::Customer);
            let names = open.map(|question| question.id.as_str()).chain(Known::ALL.map(Known::name));
            let help = match self.near(name, names) {
                Some(near) => format!("did you mean `{{{{ {near} }}}}`?"),
                None if name.parse::<Name>().is_err() => {
                    "a placeholder is one name and nothing more; `when` opens a paragraph that stands only sometimes"
                        .into()
                }
                None => {
                    "name a question whose audience is `customer`, or see the placeholders in docs/playbook.md".into()
                }
            };
            self.problem(site, format!("there is nothing called `{shown}` to stand in a letter"), "in here", help);
            return None;
        };
        if question.audience != Audience::Customer && !speakable.is_narrowed_above(question, site) {
            let audience = question.audience.name();
            let help = if question.builtin {
                "name another question; its answer never leaves the house".to_owned()
            } else {
                format!("name another question, or give `{shown}` `audience = \"customer\"`")
            };
            self.problem(
                site,
                format!(
                    "`{shown}` cannot stand in a letter: its answers are {audience}, and a letter is for the customer"
                ),
                "in here",
                help,
            );
            return None;
        }
        Some(Slot::Answer(question.id.clone()))
    }

    fn due(&mut self, limit: &str, site: &Site, speakable: &Speakable<'_>) -> Option<Slot> {
        let Some(deadline) = speakable.deadlines.iter().find(|deadline| deadline.id == *limit) else {
            let help = match self.near(limit, speakable.deadlines.iter().map(|deadline| deadline.id.as_str())) {
                Some(near) => format!("did you mean `{{{{ due:{near} }}}}`?"),
                None => "write the `id` of a `[[deadline]]` of this playbook behind `due:`".into(),
            };
            self.problem(site, format!("there is no deadline `{}`", clip(limit)), "in here", help);
            return None;
        };
        if deadline.serves.audience() != Audience::Customer {
            let why = match deadline.serves {
                Serves::House => "is the house's own",
                Serves::Regulator | Serves::Customer => "is owed to a regulator",
            };
            let message = format!("the deadline `{limit}` {why}, and a letter is for the customer");
            self.problem(site, message, "in here", "name a deadline that serves the customer");
            return None;
        }
        Some(Slot::Due(deadline.id.clone()))
    }
}

/// The paragraphs that a letter is laid over: those of the standard letter of its name, or of the one it is like, with what the playbook
/// adds to that.
fn paragraphs_below<'r>(id: &Name, like: Option<&Name>, all: &'r [RawLetter]) -> Vec<&'r str> {
    if let Some(standard) = paragraphs_of(id.as_str()) {
        return standard.to_vec();
    }
    let Some(like) = like else { return Vec::new() };
    let shipped = paragraphs_of(like.as_str()).unwrap_or_default().iter().copied();
    let changed = all.iter().filter(|letter| letter.id.value == *like).flat_map(|letter| &letter.paragraphs);
    shipped.chain(changed.map(|paragraph| paragraph.id.value.as_str())).collect()
}
