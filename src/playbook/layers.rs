//! A playbook is read in layers: what it extends, itself, and the house's private overlays, each over the one before.

use toml::de::DeTable;

use super::check;
use super::model::Playbook;
use super::raw::{RawPlaybook, RawQuestion, RawStep};
use super::table::Reading;
use crate::diagnostic::{Problem, Problems, Site, Source};
use crate::escape;

/// One text of a playbook, lowest first.
pub type Layer = Source;

/// The playbook these layers make, the first of which extends nothing.
///
/// # Errors
/// Every problem in all of them.
pub fn load(layers: &[Layer]) -> Result<Playbook, Box<Problems>> {
    let mut problems = Vec::new();
    let mut merged = RawPlaybook::default();
    for (source, layer) in layers.iter().enumerate() {
        if let Some(raw) = parse(&layer.text, source, &mut problems) {
            check::layer(&raw, source, &mut problems);
            merged = over(merged, raw);
        }
    }
    let playbook = check::playbook(&merged, layers.len().saturating_sub(1), &mut problems);
    match (Problems::found(layers.to_vec(), problems), playbook) {
        (None, Some(playbook)) => Ok(playbook),
        (Some(problems), _) => Err(Box::new(problems)),
        (None, None) => Err(Box::new(unexplained(layers))),
    }
}

/// The `id`, `extends` and `overlay` of a file, as far as it can be read; what a library needs to find the other layers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heading {
    /// `id`.
    pub id: Option<String>,
    /// `title`.
    pub title: Option<String>,
    /// `summary`.
    pub summary: Option<String>,
    /// `extends`, and where it stands.
    pub extends: Option<(String, Site)>,
    /// `overlay`.
    pub overlay: Option<String>,
}

/// Reads the heading of a file, whatever else is wrong with it.
pub fn heading(text: &str) -> Heading {
    let mut unreported = Vec::new();
    let (table, _) = DeTable::parse_recoverable(text);
    let mut reading = Reading { source: 0, problems: &mut unreported };
    let top = table.get_ref();
    Heading {
        id: reading.text(top, "id").map(|id| id.value),
        title: reading.text(top, "title").map(|title| title.value),
        summary: reading.text(top, "summary").map(|summary| summary.value),
        extends: reading.text(top, "extends").map(|extends| (extends.value, extends.site)),
        overlay: reading.text(top, "overlay").map(|overlay| overlay.value),
    }
}

/// A parse with every syntax problem noted; `None` when there were any, since keys would then be missed.
fn parse(text: &str, source: usize, problems: &mut Vec<Problem>) -> Option<RawPlaybook> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        let message = escape::library_message(error.message());
        problems.push(Problem {
            site: Site::new(source, span),
            message: format!("this is not TOML: {}", message.lines().next().unwrap_or("it cannot be read")),
            label: "here".into(),
            help: "compare with the playbook printed by `recover playbook new`".into(),
        });
    }
    if !errors.is_empty() {
        return None;
    }
    Some(Reading { source, problems }.playbook(table.get_ref()))
}

fn unexplained(layers: &[Layer]) -> Problems {
    let problem = Problem {
        site: Site::new(0, 0..0),
        message: "this playbook cannot be read".into(),
        label: "here".into(),
        help: "please report this as a fault in recover".into(),
    };
    Problems::one(layers.to_vec(), problem)
}

/// `upper` laid over `lower`: what `upper` gives holds, and lists of named things are merged by name.
fn over(lower: RawPlaybook, upper: RawPlaybook) -> RawPlaybook {
    let mut steps = lower.steps;
    for (step, raw) in upper.steps {
        let merged = match steps.remove(&step) {
            Some(below) => step_over(below, raw),
            None => raw,
        };
        steps.insert(step, merged);
    }
    RawPlaybook {
        format: upper.format.or(lower.format),
        id: upper.id.or(lower.id),
        overlay: upper.overlay,
        extends: upper.extends,
        title: upper.title.or(lower.title),
        summary: upper.summary.or(lower.summary),
        version: upper.version.or(lower.version),
        language: upper.language.or(lower.language),
        currency: upper.currency.or(lower.currency),
        sources: by_name(lower.sources, upper.sources, |source| source.id.as_ref().map(|id| id.value.as_str())),
        steps,
        authority: super::raw::RawAuthority {
            limit: upper.authority.limit.or(lower.authority.limit),
            role: upper.authority.role.or(lower.authority.role),
            approver: upper.authority.approver.or(lower.authority.approver),
            source: upper.authority.source.or(lower.authority.source),
        },
        bands: by_name(lower.bands, upper.bands, |band| band.id.as_ref().map(|id| id.value.as_str())),
        deadlines: by_name(lower.deadlines, upper.deadlines, |deadline| deadline.id.as_ref().map(|id| id.value.as_str())),
        legal: super::raw::RawLegal {
            notice: upper.legal.notice.or(lower.legal.notice),
            say: upper.legal.say.or(lower.legal.say),
            never: upper.legal.never.or(lower.legal.never),
            source: upper.legal.source.or(lower.legal.source),
        },
    }
}

/// The named things of both layers: those of `upper` replace their namesakes in place and the rest follow.
fn by_name<T>(mut lower: Vec<T>, upper: Vec<T>, name: impl Fn(&T) -> Option<&str>) -> Vec<T> {
    let inherited = lower.len();
    for item in upper {
        let namesake = lower.iter().take(inherited).position(|below| name(below).is_some() && name(below) == name(&item));
        match namesake.and_then(|place| lower.get_mut(place)) {
            Some(below) => *below = item,
            None => lower.push(item),
        }
    }
    lower
}

fn step_over(lower: RawStep, upper: RawStep) -> RawStep {
    let mut questions = lower.questions;
    for question in upper.questions {
        match questions.iter().position(|below| below.id.value == question.id.value) {
            Some(place) => {
                let below = questions.remove(place);
                questions.insert(place, question_over(below, question));
            }
            None => questions.push(question),
        }
    }
    let advice = |below: Option<Vec<_>>, also_below: Vec<_>, replaced: Option<Vec<_>>| match (below, replaced) {
        (_, Some(replaced)) => Some(replaced),
        (below, None) if also_below.is_empty() => below,
        (below, None) => Some(below.unwrap_or_default().into_iter().chain(also_below).collect()),
    };
    RawStep {
        title: upper.title.or(lower.title),
        why: upper.why.or(lower.why),
        do_: advice(lower.do_, lower.also_do, upper.do_),
        dont: advice(lower.dont, lower.also_dont, upper.dont),
        also_do: upper.also_do,
        also_dont: upper.also_dont,
        questions,
    }
}

fn question_over(lower: RawQuestion, upper: RawQuestion) -> RawQuestion {
    RawQuestion {
        id: lower.id,
        kind: upper.kind.or(lower.kind),
        ask: upper.ask.or(lower.ask),
        help: upper.help.or(lower.help),
        example: upper.example.or(lower.example),
        choices: upper.choices.or(lower.choices),
        default: upper.default.or(lower.default),
        required: upper.required.or(lower.required),
        asked: upper.asked.or(lower.asked),
        audience: upper.audience.or(lower.audience),
        when: upper.when.or(lower.when),
        after: upper.after.or(lower.after),
        repeat: upper.repeat.or(lower.repeat),
        scale: upper.scale.or(lower.scale),
        unit: upper.unit.or(lower.unit),
        at_least: upper.at_least.or(lower.at_least),
        at_most: upper.at_most.or(lower.at_most),
    }
}
