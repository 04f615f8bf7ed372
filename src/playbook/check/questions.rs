//! The questions of a playbook: the built-in ones with its wording, and its own, in the order of asking.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};
use rust_decimal::Decimal;

use super::{Check, MOST_QUESTIONS, words};
use crate::answer::given::read_given;
use crate::answer::{Choice, Kind, Listening, Value};
use crate::playbook::Condition;
use crate::playbook::model::Question;
use crate::playbook::raw::{RawChoice, RawPlaybook, RawQuestion};
use crate::spine::builtin::{BUILTINS, Builtin, Fixed, MOST_NOW, NOW_ORDER, builtin};
use crate::spine::{Asked, Audience, KindName, Name, Step, UnderGate};
use crate::table::{Sited, quoted};
use crate::text::list_and;

impl Check<'_> {
    /// Every question in the order of asking.
    pub(super) fn questions(&mut self, raw: &RawPlaybook) -> (Vec<Question>, HashMap<Name, usize>) {
        let mut left = MOST_QUESTIONS;
        let mut in_steps: Vec<Question> = Vec::new();
        let mut said: Vec<(Step, &RawQuestion)> = Vec::new();
        for step in Step::ALL {
            let written = raw.steps.get(&step).map(|step| step.questions.as_slice()).unwrap_or_default();
            if let Some(first) = written.get(left) {
                self.problem(
                    &first.id.site,
                    format!("there are more than {MOST_QUESTIONS} questions"),
                    "one too many",
                    "split it into several playbooks",
                );
            }
            let written = written.get(..left).unwrap_or(written);
            left -= written.len();
            let mut page = self.builtins_of(step, written);
            for question in written {
                self.place_own(step, question, &mut page, &in_steps);
            }
            said.extend(written.iter().map(|question| (step, question)));
            in_steps.append(&mut page);
        }
        let mut ordered = in_order_of_asking(in_steps);
        let places = ordered.iter().enumerate().map(|(place, question)| (question.id.clone(), place)).collect();
        self.first_questions(&ordered, &said);
        self.conditions(&said, &mut ordered, &places);
        (ordered, places)
    }

    /// The built-in questions of a step, with the playbook's wording over them.
    fn builtins_of(&mut self, step: Step, said: &[RawQuestion]) -> Vec<Question> {
        BUILTINS
            .iter()
            .filter(|builtin| builtin.step == step)
            .filter_map(|builtin| {
                let wording = said.iter().find(|question| question.id.value == *builtin.id);
                self.builtin(builtin, wording)
            })
            .collect()
    }

    fn builtin(&mut self, builtin: &Builtin, wording: Option<&RawQuestion>) -> Option<Question> {
        let mut question = Question {
            id: builtin.id.parse().ok()?,
            step: builtin.step,
            kind: table_kind(builtin),
            repeat: builtin.repeat,
            ask: builtin.ask.into(),
            help: None,
            example: None,
            default: (builtin.id == "on_behalf").then(|| "self".parse().ok().map(Value::Choice)).flatten(),
            required: true,
            can_skip: builtin.can_skip,
            asked: builtin.asked,
            audience: builtin.audience,
            under_gate: builtin.under_gate,
            when: Condition::from_table(&builtin.when),
            assumed: builtin.assumed,
            builtin: true,
        };
        if let Some(wording) = wording {
            self.reword(builtin, wording, &mut question);
        }
        Some(question)
    }

    /// Lays a playbook's wording over a built-in question.
    fn reword(&mut self, builtin: &Builtin, wording: &RawQuestion, question: &mut Question) {
        self.not_for_builtin(wording);
        if let Some(ask) = self.filled(wording.ask.as_ref(), "ask") {
            question.ask = ask;
        }
        question.help = words(wording.help.as_ref());
        question.example = words(wording.example.as_ref());
        if let Some(choices) = &wording.choices {
            self.rechoose(builtin, choices, question);
        }
        if let Some(required) = &wording.required {
            if !required.value && !builtin.can_skip {
                self.problem(
                    &required.site,
                    format!("`{}` cannot be left out", builtin.id),
                    "always needed",
                    "leave `required` out",
                );
            }
            question.required = required.value || !builtin.can_skip;
        }
        if let Some(asked) = &wording.asked {
            question.asked = self.one_of(asked, "asked", &Asked::ALL, Asked::name).unwrap_or(builtin.asked);
        }
        if let Some(text) = &wording.audience {
            let audience = self.one_of(text, "audience", &Audience::ALL, Audience::name).unwrap_or(builtin.audience);
            if audience < builtin.audience {
                let widest = builtin.audience.name();
                self.problem(
                    &text.site,
                    format!("`{}` is never for more than `{widest}`", builtin.id),
                    "wider than that",
                    format!("write `{widest}`, or leave `audience` out"),
                );
            }
            question.audience = audience.max(builtin.audience);
        }
        question.default = self.default(wording.default.as_ref(), question).or_else(|| question.default.take());
    }

    /// Keys that only a question of the playbook's own may have.
    fn not_for_builtin(&mut self, wording: &RawQuestion) {
        let found = [
            ("kind", wording.kind.as_ref().map(|kind| kind.site.clone())),
            ("under_gate", wording.under_gate.as_ref().map(|under_gate| under_gate.site.clone())),
            ("when", wording.when.as_ref().map(|when| when.site.clone())),
            ("after", wording.after.as_ref().map(|after| after.site.clone())),
            ("repeat", wording.repeat.as_ref().map(|repeat| repeat.site.clone())),
            ("scale", wording.scale.as_ref().map(|scale| scale.site.clone())),
            ("unit", wording.unit.as_ref().map(|unit| unit.site.clone())),
            ("at_least", wording.at_least.as_ref().map(|bound| bound.site.clone())),
            ("at_most", wording.at_most.as_ref().map(|bound| bound.site.clone())),
        ];
        for (key, site) in found {
            if let Some(site) = site {
                let id = &wording.id.value;
                self.problem(
                    &site,
                    format!("`{id}` is a built-in question, and its `{key}` cannot be changed"),
                    "fixed",
                    format!("leave `{key}` out, or give the question a name of your own"),
                );
            }
        }
    }

    /// Replaces the choices of a built-in question as far as its rules allow.
    fn rechoose(&mut self, builtin: &Builtin, given: &Sited<Vec<RawChoice>>, question: &mut Question) {
        let must_stay = |id: &str| match builtin.fixed {
            Fixed::Free => false,
            Fixed::All => true,
            Fixed::These(fixed) => fixed.contains(&id),
        };
        if builtin.choices.is_empty() {
            let kind = builtin.kind.name();
            self.problem(
                &given.site,
                format!("`{}` is a `{kind}` question and takes no `choices`", builtin.id),
                "not here",
                "leave `choices` out",
            );
            return;
        }
        let fixed = builtin.choices.iter().filter(|(id, _)| must_stay(id));
        let missing: Vec<String> = fixed
            .filter(|(id, _)| !given.value.iter().any(|choice| choice.id.value == **id))
            .map(|(id, _)| format!("`{id}`"))
            .collect();
        if !missing.is_empty() {
            let message = format!("`{}` cannot do without {}", builtin.id, list_and(&missing));
            self.problem(
                &given.site,
                message,
                "missing here",
                "add them, each as `{ id = \"...\" }` with a label of your own if you like",
            );
        }
        if builtin.fixed == Fixed::All {
            for choice in &given.value {
                if !builtin.choices.iter().any(|(id, _)| choice.id.value == **id) {
                    let names: Vec<&str> = builtin.choices.iter().map(|(id, _)| *id).collect();
                    let help = match self.near(choice.id.value.as_str(), names.iter().copied()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("the choices are {}", quoted(&names)),
                    };
                    self.problem(
                        &choice.id.site,
                        format!("`{}` has no choice `{}`", builtin.id, choice.id.value),
                        "not one of them",
                        help,
                    );
                }
            }
        }
        let choices =
            self.choices(given, |id| builtin.choices.iter().find(|(known, _)| *known == id).map(|(_, label)| *label));
        question.kind = match question.kind {
            Kind::Choices(_) => Kind::Choices(choices),
            _ => Kind::Choice(choices),
        };
    }

    fn choices(&mut self, given: &Sited<Vec<RawChoice>>, usual: impl Fn(&str) -> Option<&'static str>) -> Vec<Choice> {
        let mut choices: Vec<Choice> = Vec::with_capacity(given.value.len());
        for raw in &given.value {
            let id = raw.id.value.clone();
            if choices.iter().any(|choice| choice.id == id) {
                self.problem(&raw.id.site, format!("the choice `{id}` is there twice"), "the second", "leave one out");
                continue;
            }
            let label = words(raw.label.as_ref()).unwrap_or_else(|| {
                usual(id.as_str()).map_or_else(|| id.as_str().replace(['-', '_'], " "), str::to_owned).into()
            });
            choices.push(Choice { id, label, help: words(raw.help.as_ref()) });
        }
        choices
    }

    /// Reads a default with the very rules for answers. Times are left out: a default is the same on every day.
    fn default(&mut self, given: Option<&Sited<crate::answer::Given>>, question: &Question) -> Option<Value> {
        let given = given?;
        let zone = FixedOffset::east_opt(0)?;
        let now = DateTime::UNIX_EPOCH.with_timezone(&zone);
        let ctx = Listening { now, zone: &zone, me: None, currency: self.currency, keeper: None };
        let timed = [KindName::Date, KindName::DateTime, KindName::Promise, KindName::Contact, KindName::Failure];
        if timed.contains(&question.kind.name()) {
            let kind = question.kind.name().name();
            self.problem(&given.site, format!("a `{kind}` question has no default"), "here", "leave `default` out");
            return None;
        }
        match read_given(&question.kind, question.repeat, &given.value, &ctx) {
            Ok(value) => Some(value),
            Err(why) => {
                self.problem(
                    &given.site,
                    format!("this default would be refused: {}", why.message()),
                    "not an answer",
                    why.help(),
                );
                None
            }
        }
    }

    /// Puts a question of the playbook's own into its place in the step.
    fn place_own(&mut self, step: Step, raw: &RawQuestion, page: &mut Vec<Question>, earlier: &[Question]) {
        let id = &raw.id.value;
        if let Some(builtin) = builtin(id.as_str()) {
            if builtin.step != step {
                let right = builtin.step.name();
                self.problem(
                    &raw.id.site,
                    format!("`{id}` belongs to the step `{right}`"),
                    "in another step",
                    format!("write `[step.{right}.question.{id}]`"),
                );
            }
            return;
        }
        if let Some(other) = earlier.iter().find(|question| question.id == *id) {
            let where_ = other.step.name();
            self.problem(
                &raw.id.site,
                format!("there is a question `{id}` in the step `{where_}` already"),
                "the second",
                "give it another name",
            );
            return;
        }
        if matches!(id.as_str(), "all" | "any" | "not") {
            self.problem(
                &raw.id.site,
                format!("`{id}` has its own meaning in conditions"),
                "not for a question",
                "give it another name",
            );
            return;
        }
        let Some(question) = self.own(step, raw) else {
            self.faulty.insert(id.clone());
            return;
        };
        let place = match &raw.after {
            None => page.len(),
            Some(after) => match page.iter().position(|question| question.id == *after.value) {
                Some(place) => place + 1,
                None if self.faulty.contains(after.value.as_str()) => page.len(),
                None => {
                    let near =
                        self.near(&after.value, page.iter().map(|question| question.id.as_str())).map(str::to_owned);
                    let help = near.map_or_else(
                        || "name an earlier question of the same step".into(),
                        |near| format!("did you mean `{near}`?"),
                    );
                    self.problem(
                        &after.site,
                        format!("there is no question `{}` before this in the step", super::clip(&after.value)),
                        "not there",
                        help,
                    );
                    page.len()
                }
            },
        };
        page.insert(place, question);
    }

    fn own(&mut self, step: Step, raw: &RawQuestion) -> Option<Question> {
        let site = &raw.id.site;
        let id = &raw.id.value;
        let ask = self.filled(raw.ask.as_ref(), "ask");
        let Some(kind_text) = &raw.kind else {
            if raw.unread.contains(&"kind") {
                return None;
            }
            let near = self
                .near(id.as_str(), BUILTINS.iter().filter(|builtin| builtin.step == step).map(|builtin| builtin.id));
            let help = match near {
                Some(near) => {
                    format!("did you mean the built-in `{near}`? a question of your own needs `kind = \"...\"`")
                }
                None => "add `kind = \"...\"`".into(),
            };
            self.problem(site, format!("the question `{id}` has no `kind`"), "here", help);
            return None;
        };
        if raw.ask.is_none() && !raw.unread.contains(&"ask") {
            self.missing(site, "ask", "in this question");
        }
        let kind =
            self.one_of(kind_text, "kind", &KindName::ALL, KindName::name).and_then(|kind| self.own_kind(raw, kind));
        let audience =
            raw.audience.as_ref().and_then(|text| self.one_of(text, "audience", &Audience::ALL, Audience::name));
        let asked = raw.asked.as_ref().and_then(|text| self.one_of(text, "asked", &Asked::ALL, Asked::name));
        let mut question = Question {
            id: id.clone(),
            step,
            kind: kind?,
            repeat: raw.repeat.as_ref().is_some_and(|repeat| repeat.value),
            ask: ask?,
            help: words(raw.help.as_ref()),
            example: words(raw.example.as_ref()),
            default: None,
            required: raw.required.as_ref().is_none_or(|required| required.value),
            can_skip: true,
            asked: asked.unwrap_or(Asked::InStep),
            audience: audience.unwrap_or(Audience::Internal),
            under_gate: self.own_under_gate(raw),
            when: None,
            assumed: None,
            builtin: false,
        };
        question.default = self.default(raw.default.as_ref(), &question);
        Some(question)
    }

    /// What a closed legal gate does to the answer: a fact waits, unless the playbook says that it is an undertaking.
    fn own_under_gate(&mut self, raw: &RawQuestion) -> UnderGate {
        let Some(text) = &raw.under_gate else { return UnderGate::Held };
        // A file that narrows the audience of a question of its base need not know what stands there.
        let is_wrong = |audience: &Sited<String>| {
            audience.value != Audience::Customer.name() && audience.site.source == text.site.source
        };
        if raw.audience.as_ref().is_none_or(is_wrong) {
            self.problem(
                &text.site,
                format!("`{}` is not for the customer, so the legal gate holds nothing of it back", raw.id.value),
                "not for the customer",
                "write `audience = \"customer\"` as well, or leave `under_gate` out",
            );
        }
        self.one_of(text, "under_gate", &UnderGate::ALL, UnderGate::name).unwrap_or(UnderGate::Held)
    }

    fn own_kind(&mut self, raw: &RawQuestion, name: KindName) -> Option<Kind> {
        let takes_choices = matches!(name, KindName::Choice | KindName::Choices);
        let only_for = [
            ("choices", raw.choices.as_ref().map(|choices| &choices.site), takes_choices),
            ("scale", raw.scale.as_ref().map(|scale| &scale.site), name == KindName::Rating),
            ("unit", raw.unit.as_ref().map(|unit| &unit.site), name == KindName::Number),
            ("at_least", raw.at_least.as_ref().map(|bound| &bound.site), name == KindName::Number),
            ("at_most", raw.at_most.as_ref().map(|bound| &bound.site), name == KindName::Number),
        ];
        for (key, site, fits) in only_for {
            if let (Some(site), false) = (site, fits) {
                self.problem(
                    site,
                    format!("a `{}` question takes no `{key}`", name.name()),
                    "not here",
                    format!("leave `{key}` out, or change `kind`"),
                );
            }
        }
        if let (Some(least), Some(most)) = (&raw.at_least, &raw.at_most)
            && least.value > most.value
        {
            self.problem(
                &most.site,
                "`at_most` is less than `at_least`, so no number fits",
                "less than `at_least`",
                "change one of them",
            );
        }
        Some(match name {
            KindName::Text => Kind::Text,
            KindName::LongText => Kind::LongText,
            KindName::Choice => Kind::Choice(self.own_choices(raw)?),
            KindName::Choices => Kind::Choices(self.own_choices(raw)?),
            KindName::YesNo => Kind::YesNo,
            KindName::Number => Kind::Number {
                unit: words(raw.unit.as_ref()),
                at_least: raw.at_least.as_ref().map(|bound| bound.value),
                at_most: raw.at_most.as_ref().map(|bound| bound.value),
            },
            KindName::Money => Kind::Money,
            KindName::Date => Kind::Date,
            KindName::DateTime => Kind::DateTime,
            KindName::Duration => Kind::Duration,
            KindName::Person => Kind::Person,
            KindName::Rating => {
                Kind::Rating { scale: raw.scale.as_ref().and_then(|scale| u8::try_from(scale.value).ok()).unwrap_or(5) }
            }
            KindName::Promise => Kind::Promise,
            KindName::Contact => Kind::Contact,
            KindName::Failure => Kind::Failure,
        })
    }

    fn own_choices(&mut self, raw: &RawQuestion) -> Option<Vec<Choice>> {
        match &raw.choices {
            Some(given) if given.value.len() >= 2 => Some(self.choices(given, |_| None)),
            Some(given) => {
                self.problem(
                    &given.site,
                    "a choice needs at least two ways to answer",
                    "fewer than two",
                    "add another, or use `kind = \"yes-no\"`",
                );
                None
            }
            None if raw.unread.contains(&"choices") => None,
            None => {
                self.missing(&raw.id.site, "choices", "in this question");
                None
            }
        }
    }

    /// At most six questions come first, so that the walk helps while the phone is ringing.
    fn first_questions(&mut self, questions: &[Question], said: &[(Step, &RawQuestion)]) {
        let first = questions.iter().filter(|question| question.asked == Asked::Now);
        for question in first.skip(MOST_NOW) {
            let written = said.iter().find(|(step, written)| *step == question.step && written.id.value == question.id);
            let site = written.map(|(_, written)| written.asked.as_ref().map_or(&written.id.site, |asked| &asked.site));
            let site = site.cloned().unwrap_or_else(|| self.beginning());
            self.problem(
                &site,
                format!("more than {MOST_NOW} questions are asked `now`, and `{}` is one too many", question.id),
                "one too many",
                "ask it `in-step`, or put another one off",
            );
        }
    }
}

fn table_kind(builtin: &Builtin) -> Kind {
    let choices = || {
        builtin
            .choices
            .iter()
            .filter_map(|(id, label)| Some(Choice { id: id.parse().ok()?, label: (*label).into(), help: None }))
            .collect()
    };
    match builtin.kind {
        KindName::Text => Kind::Text,
        KindName::LongText => Kind::LongText,
        KindName::Choice => Kind::Choice(choices()),
        KindName::Choices => Kind::Choices(choices()),
        KindName::YesNo => Kind::YesNo,
        KindName::Number => Kind::Number {
            unit: None,
            at_least: builtin.best.map(|_| Decimal::ZERO),
            at_most: builtin.best.map(Decimal::from),
        },
        KindName::Money => Kind::Money,
        KindName::Date => Kind::Date,
        KindName::DateTime => Kind::DateTime,
        KindName::Duration => Kind::Duration,
        KindName::Person => Kind::Person,
        KindName::Rating => Kind::Rating { scale: builtin.best.unwrap_or(5) },
        KindName::Promise => Kind::Promise,
        KindName::Contact => Kind::Contact,
        KindName::Failure => Kind::Failure,
    }
}

/// Those asked `now` first: the built-in ones in their own order, then the playbook's, then everything else step by step.
fn in_order_of_asking(in_steps: Vec<Question>) -> Vec<Question> {
    let (mut first, rest): (Vec<_>, Vec<_>) = in_steps.into_iter().partition(|question| question.asked == Asked::Now);
    first.sort_by_key(|question| NOW_ORDER.iter().position(|id| question.id == **id).unwrap_or(NOW_ORDER.len()));
    first.extend(rest);
    first
}
