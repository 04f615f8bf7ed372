//! From what the files say to a playbook that can be relied on, or every reason why not.

mod conditions;
mod deadlines;
mod layer;
mod letters;
mod questions;

use std::collections::{BTreeMap, HashSet};

use iso_currency::Currency;

use super::advice::{Advice, Evidence, Strength};
use super::authority::{Authority, Limit};
use super::model::{Band, Legal, Page, Playbook};
use super::raw::{RawAdvice, RawBand, RawPlaybook, RawSource};
use super::table::{Sited, clip, quoted};
use crate::answer::money::NoMoney;
use crate::answer::{Given, Money};
use crate::diagnostic::{Problem, Site};
use crate::spine::{Name, Step};
use crate::text::did_you_mean;
use crate::untrusted::Untrusted;

pub use deadlines::{OWN_UNITS, OWN_WITHIN};
pub use layer::layer;

/// The most questions a playbook may have.
pub const MOST_QUESTIONS: usize = 1_000;

/// Checks the merged layers. `top` is the number of the last layer, where what is missing should be added.
pub fn playbook(raw: &RawPlaybook, top: usize, problems: &mut Vec<Problem>) -> Option<Playbook> {
    let mut check = Check {
        problems,
        top,
        currency: None,
        bad_currency: false,
        sources: Vec::new(),
        known_sources: BTreeMap::new(),
        limit: Limit::Unset,
        faulty: HashSet::new(),
    };
    // A missing `id` was reported with its file.
    let id = raw.id.as_ref().and_then(|id| check.name(id));
    let title = check.title(raw);
    check.currency(raw.currency.as_ref());
    check.evidences(&raw.sources);
    let authority = check.authority(raw);
    check.limit = authority.limit.clone();
    let pages = Step::ALL.map(|step| check.page(raw, step)).to_vec();
    check.each_once(raw.bands.iter().filter_map(|band| band.id.as_ref()), "bands");
    let bands = raw.bands.iter().filter_map(|band| check.band(band)).collect();
    let legal = check.legal(raw);
    let own_within = check.own_within(raw.own_within.as_ref());
    let (questions, places) = check.questions(raw);
    let deadlines = check.deadlines(&raw.deadlines, &questions, &places);
    let again = check.again(&raw.again, &questions);
    let speakable = letters::Speakable::of(raw, &questions, &places, &deadlines);
    let letters = check.letters(&raw.letters, &speakable);
    Some(Playbook {
        id: id?,
        title: title?,
        summary: words(raw.summary.as_ref()),
        version: words(raw.version.as_ref()),
        language: words(raw.language.as_ref()),
        currency: check.currency,
        pages,
        questions,
        authority,
        bands,
        deadlines,
        own_within,
        again,
        legal,
        letters,
        wording: raw.wording.clone(),
        sources: check.sources,
        places,
    })
}

/// What is being checked, and the problems found so far.
pub(super) struct Check<'p> {
    problems: &'p mut Vec<Problem>,
    top: usize,
    currency: Option<Currency>,
    /// Whether a currency was given that is none, so that bare amounts are not to blame.
    bad_currency: bool,
    sources: Vec<Evidence>,
    /// Every source that was named, right or wrong, and its place among the right ones.
    known_sources: BTreeMap<String, Option<usize>>,
    /// What the responder may offer alone.
    limit: Limit,
    /// Questions that are there and have a problem of their own, so that nobody calls them missing.
    faulty: HashSet<Name>,
}

/// Names are no longer guessed at once there are this many problems; only the first hundred are shown.
const MOST_GUESSES: usize = 200;

fn words(text: Option<&Sited<String>>) -> Option<Untrusted> {
    text.map(|text| text.value.as_str().into())
}

impl Check<'_> {
    fn problem(&mut self, site: &Site, message: impl Into<String>, label: &str, help: impl Into<String>) {
        self.problems.push(Problem {
            site: site.clone(),
            message: message.into(),
            label: label.into(),
            help: help.into(),
        });
    }

    /// The start of the last layer, for what is missing altogether.
    fn beginning(&self) -> Site {
        Site::new(self.top, 0..0)
    }

    /// The name that was probably meant.
    fn near<'n>(&self, word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
        if self.problems.len() > MOST_GUESSES { None } else { did_you_mean(word, names) }
    }

    fn title(&mut self, raw: &RawPlaybook) -> Option<Untrusted> {
        if raw.title.is_none() && !raw.unread.contains(&"title") {
            let site = self.beginning();
            self.missing(&site, "title", "at the top level");
        }
        self.filled(raw.title.as_ref(), "title")
    }

    /// A text with words in it, if it is there.
    fn filled(&mut self, text: Option<&Sited<String>>, key: &str) -> Option<Untrusted> {
        let text = text?;
        if text.value.trim().is_empty() {
            self.problem(&text.site, format!("`{key}` is empty"), "nothing here", "write some words");
            return None;
        }
        Some(text.value.as_str().into())
    }

    /// Reports the second of two things of the same name.
    fn each_once<'r>(&mut self, ids: impl Iterator<Item = &'r Sited<String>>, what: &str) {
        let mut seen = HashSet::new();
        for id in ids {
            if !seen.insert(id.value.as_str()) {
                self.problem(
                    &id.site,
                    format!("there are two {what} `{}`", clip(&id.value)),
                    "the second",
                    "give each its own `id`",
                );
            }
        }
    }

    fn missing(&mut self, site: &Site, key: &str, place: &str) {
        self.problem(site, format!("`{key}` is missing {place}"), "here", format!("add `{key} = ...`"));
    }

    fn name(&mut self, text: &Sited<String>) -> Option<Name> {
        match text.value.parse() {
            Ok(name) => Some(name),
            Err(why) => {
                self.problem(
                    &text.site,
                    format!("`{}` is not a name", clip(&text.value)),
                    "not a name",
                    why.to_string(),
                );
                None
            }
        }
    }

    /// One of several words.
    fn one_of<T: Copy>(
        &mut self,
        text: &Sited<String>,
        key: &str,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let found = all.iter().copied().find(|one| name(*one) == text.value);
        if found.is_none() {
            let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
            let help = match self.near(&text.value, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write one of {}", quoted(&names)),
            };
            self.problem(
                &text.site,
                format!("`{}` is no value of `{key}`", clip(&text.value)),
                "not one of them",
                help,
            );
        }
        found
    }

    fn currency(&mut self, text: Option<&Sited<String>>) {
        let Some(text) = text else { return };
        self.currency = Currency::from_code(&text.value);
        self.bad_currency = self.currency.is_none();
        if self.bad_currency {
            self.problem(
                &text.site,
                format!("`{}` is no currency code", clip(&text.value)),
                "not a code",
                "write an ISO 4217 code, as `GBP`",
            );
        }
    }

    fn money(&mut self, given: &Sited<Given>) -> Option<Money> {
        let typed = match &given.value {
            Given::Text(text) => text.clone(),
            Given::Number(number) => number.to_string(),
            _ => String::new(),
        };
        match Money::read(&typed, self.currency) {
            Ok(money) => Some(money),
            Err(NoMoney::NoCurrency) if self.bad_currency => None,
            Err(why) => {
                let message = match &why {
                    NoMoney::UnknownCurrency(code) => format!("`{}` is no currency code", clip(code)),
                    NoMoney::TooFine(code) => format!("this amount has more decimals than {code}"),
                    other => format!("this is {other}"),
                };
                self.problem(
                    &given.site,
                    message,
                    "not an amount",
                    "write an amount and its currency, as `\"50 GBP\"`",
                );
                None
            }
        }
    }

    /// The name of a source that the playbook has.
    fn source(&mut self, text: Option<&Sited<String>>) -> Option<Name> {
        let text = text?;
        if let Some(known) = self.known_sources.get(&text.value) {
            return known.and_then(|place| self.sources.get(place)).map(|source| source.id.clone());
        }
        let help = match self.near(&text.value, self.known_sources.keys().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add a `[[source]]` with this `id`".into(),
        };
        self.problem(&text.site, format!("there is no source `{}`", clip(&text.value)), "not a source", help);
        None
    }

    fn evidences(&mut self, sources: &[RawSource]) {
        self.each_once(sources.iter().filter_map(|source| source.id.as_ref()), "sources");
        for raw in sources {
            let evidence = self.evidence(raw);
            let place = evidence.is_some().then_some(self.sources.len());
            self.sources.extend(evidence);
            if let Some(id) = &raw.id {
                self.known_sources.entry(id.value.clone()).or_insert(place);
            }
        }
    }

    fn evidence(&mut self, raw: &RawSource) -> Option<Evidence> {
        let id = raw.id.as_ref().and_then(|id| self.name(id));
        let title = self.filled(raw.title.as_ref(), "title");
        let strength =
            raw.strength.as_ref().and_then(|text| self.one_of(text, "strength", &Strength::ALL, Strength::name));
        if strength == Some(Strength::Law) {
            for (key, date) in [("as_of", &raw.as_of), ("review_by", &raw.review_by)] {
                if date.is_none() {
                    self.problem(
                        &raw.site,
                        format!("a source of law needs `{key}`"),
                        "this source",
                        format!("add `{key} = 2026-12-01` with the right day"),
                    );
                }
            }
        }
        Some(Evidence {
            id: id?,
            title: title?,
            author: words(raw.author.as_ref()),
            year: raw.year.as_ref().map(|year| year.value),
            place: words(raw.place.as_ref()),
            strength: strength?,
            as_of: raw.as_of.as_ref().map(|date| date.value),
            review_by: raw.review_by.as_ref().map(|date| date.value),
        })
    }

    fn authority(&mut self, raw: &RawPlaybook) -> Authority {
        let authority = &raw.authority;
        Authority {
            limit: authority.limit.as_ref().map_or(Limit::Unset, |limit| self.limit(limit)),
            role: words(authority.role.as_ref()),
            approver: words(authority.approver.as_ref()),
            source: self.source(authority.source.as_ref()),
        }
    }

    fn limit(&mut self, given: &Sited<Given>) -> Limit {
        match &given.value {
            Given::Text(word) if word.trim() == Limit::NONE => Limit::Unlimited,
            _ => self.money(given).map_or(Limit::Unset, Limit::UpTo),
        }
    }

    fn page(&mut self, raw: &RawPlaybook, step: Step) -> Page {
        let Some(said) = raw.steps.get(&step) else {
            return Page { step, title: step.title().into(), why: None, do_: Vec::new(), dont: Vec::new() };
        };
        let why = said.why.as_ref().map(|(text, source)| (text.value.as_str().into(), self.source(source.as_ref())));
        let list = |check: &mut Self, given: Option<&Vec<RawAdvice>>, also: &[RawAdvice]| {
            given.into_iter().flatten().chain(also).map(|advice| check.advice(advice)).collect()
        };
        Page {
            step,
            title: self.filled(said.title.as_ref(), "title").unwrap_or_else(|| step.title().into()),
            why,
            do_: list(self, said.do_.as_ref(), &said.also_do),
            dont: list(self, said.dont.as_ref(), &said.also_dont),
        }
    }

    fn advice(&mut self, raw: &RawAdvice) -> Advice {
        Advice {
            text: raw.text.value.as_str().into(),
            spoken: raw.spoken,
            why: words(raw.why.as_ref()),
            instead: words(raw.instead.as_ref()),
            source: self.source(raw.source.as_ref()),
            layer: raw.text.site.source,
        }
    }

    fn band(&mut self, raw: &RawBand) -> Option<Band> {
        let id = raw.id.as_ref().and_then(|id| self.name(id));
        let title = self.filled(raw.title.as_ref(), "title");
        let when = self.filled(raw.when.as_ref(), "when");
        let up_to = raw.up_to.as_ref().and_then(|amount| self.money(amount));
        let source = self.source(raw.source.as_ref());
        Some(Band {
            id: id?,
            title: title?,
            when: when?,
            kept: words(raw.kept.as_ref()),
            rejected: words(raw.rejected.as_ref()),
            form: words(raw.form.as_ref()),
            approver: words(raw.approver.as_ref()),
            up_to,
            source,
        })
    }

    fn legal(&mut self, raw: &RawPlaybook) -> Legal {
        let legal = &raw.legal;
        let texts = |texts: &Option<Vec<Sited<String>>>| -> Vec<Untrusted> {
            texts.iter().flatten().map(|text| text.value.as_str().into()).collect()
        };
        Legal {
            notice: words(legal.notice.as_ref()),
            say: texts(&legal.say),
            never: texts(&legal.never),
            source: self.source(legal.source.as_ref()),
        }
    }
}
