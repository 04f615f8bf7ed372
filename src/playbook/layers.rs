//! A playbook is read in layers: what it extends, itself, and the house's private overlays, each over the one before.

mod left_out;
mod letters;

use std::ffi::OsStr;
use std::path::Path;

use chrono::NaiveDate;
use toml::de::DeTable;

use self::letters::letters_over;
use super::check;
use super::model::Playbook;
use super::raw::{RawAgain, RawDeadline, RawPlaybook, RawQuestion, RawSource, RawStep};
use super::syntax;
use super::table::{Reading, clip};
use crate::diagnostic::{Problem, Problems, Site, Source};
use crate::spine::Name;

/// One text of a playbook, lowest first.
pub type Layer = Source;

/// The playbook these layers make, the first of which extends nothing.
///
/// # Errors
/// Every problem in all of them.
pub fn load(layers: &[Layer]) -> Result<Playbook, Box<Problems>> {
    let mut problems = Vec::new();
    let mut merged = Some(RawPlaybook::default());
    for (source, layer) in layers.iter().enumerate() {
        let raw = read(&layer.text, source, &mut problems);
        if let (Some(below), Some(raw)) = (&merged, &raw) {
            overlay_fits(below, raw, layer, &mut problems);
        }
        merged = merged.zip(raw).map(|(below, raw)| over(below, raw));
    }
    // Where a file is not TOML, what it says is not known, and complaints about what is missing would mislead.
    let playbook = merged.and_then(|merged| check::playbook(&merged, layers.len().saturating_sub(1), &mut problems));
    match playbook {
        Some(playbook) if problems.is_empty() => Ok(playbook),
        _ => Err(Box::new(Problems::found(layers.to_vec(), problems).unwrap_or_else(|| unexplained(layers)))),
    }
}

/// What is wrong in one file by itself, whatever it builds on.
pub fn problems_alone(layer: &Layer) -> Vec<Problem> {
    let mut problems = Vec::new();
    read(&layer.text, 0, &mut problems);
    problems
}

/// What is worth a warning in these layers together, though each is right: what a rule demands and one of them leaves out.
pub fn remarks_together(layers: &[Layer]) -> Vec<Problem> {
    let mut unreported = Vec::new();
    let raws = layers.iter().enumerate().map(|(source, layer)| parse(&layer.text, source, &mut unreported));
    let merged = raws.flatten().fold(RawPlaybook::default(), over);
    let mut remarks = left_out::left_out(&merged);
    remarks.sort();
    remarks
}

/// What is worth a warning in a file, though it is right: figures that should have been looked up again before
/// `today`, and a name that is not the file's.
pub fn remarks(layer: &Layer, today: NaiveDate) -> Vec<Problem> {
    let Some(raw) = read(&layer.text, 0, &mut Vec::new()) else { return Vec::new() };
    let mut remarks: Vec<Problem> = raw.sources.iter().filter_map(|source| overdue(source, today)).collect();
    remarks.extend(other_name(&raw, layer));
    remarks.sort();
    remarks
}

fn overdue(source: &RawSource, today: NaiveDate) -> Option<Problem> {
    let review_by = source.review_by.as_ref().filter(|review_by| review_by.value < today)?;
    Some(Problem {
        site: review_by.site.clone(),
        message: format!(
            "the source `{}` should have been looked up again by {}",
            clip(&source.id.as_ref()?.value),
            review_by.value
        ),
        label: "overdue".into(),
        help: "look it up, then change `as_of` and `review_by`".into(),
    })
}

fn other_name(raw: &RawPlaybook, layer: &Layer) -> Option<Problem> {
    let name = raw.id.as_ref().or(raw.overlay.as_ref())?;
    let path = Path::new(&layer.name);
    let stem = path.file_stem().and_then(OsStr::to_str).filter(|stem| *stem != "-" && *stem != name.value)?;
    let named: Name = name.value.parse().ok()?;
    let called = clip(stem);
    Some(Problem {
        site: name.site.clone(),
        message: format!(
            "this is `{named}`, and the file is called `{called}`: it will be looked for by the name of the file"
        ),
        label: "not the file's name".into(),
        help: format!("call the file `{named}.toml`, or write `{called}` here"),
    })
}

fn read(text: &str, source: usize, problems: &mut Vec<Problem>) -> Option<RawPlaybook> {
    let raw = parse(text, source, problems)?;
    check::layer(&raw, source, problems);
    Some(raw)
}

/// An overlay says for which playbook it is, or has its file's name; it lies over no other.
fn overlay_fits(below: &RawPlaybook, raw: &RawPlaybook, layer: &Layer, problems: &mut Vec<Problem>) {
    let (Some(overlay), Some(id)) = (&raw.overlay, &below.id) else { return };
    let stem = Path::new(&layer.name).file_stem().and_then(OsStr::to_str);
    if overlay.value == id.value || Some(overlay.value.as_str()) == stem {
        return;
    }
    let (named, laid_over) = (clip(&overlay.value), clip(&id.value));
    problems.push(Problem {
        site: overlay.site.clone(),
        message: format!("this overlay is for `{named}`, and its file lies over `{laid_over}`"),
        label: "another playbook".into(),
        help: format!("write `overlay = \"{laid_over}\"`, or call the file `{named}.toml`"),
    });
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
    /// `overlay`, and where it stands.
    pub overlay_at: Option<(String, Site)>,
}

/// Reads the heading of a file, whatever else is wrong with it.
pub fn heading(text: &str) -> Heading {
    let mut unreported = Vec::new();
    let (table, errors) = DeTable::parse_recoverable(before_the_tables(text));
    // What looked like the first table may have been a line of a longer text.
    let table = if errors.is_empty() { table } else { DeTable::parse_recoverable(text).0 };
    let mut reading = Reading { source: 0, problems: &mut unreported };
    let top = table.get_ref();
    let overlay = reading.text(top, "overlay");
    Heading {
        id: reading.text(top, "id").map(|id| id.value),
        title: reading.text(top, "title").map(|title| title.value),
        summary: reading.text(top, "summary").map(|summary| summary.value),
        extends: reading.text(top, "extends").map(|extends| (extends.value, extends.site)),
        overlay: overlay.as_ref().map(|overlay| overlay.value.clone()),
        overlay_at: overlay.map(|overlay| (overlay.value, overlay.site)),
    }
}

/// The text before the first line that begins a table; nothing of the heading can stand behind it.
fn before_the_tables(text: &str) -> &str {
    let end = if text.starts_with('[') { Some(0) } else { text.find("\n[").map(|newline| newline + 1) };
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// A parse with every syntax problem noted; `None` when there were any, since keys would then be missed.
fn parse(text: &str, source: usize, problems: &mut Vec<Problem>) -> Option<RawPlaybook> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        problems.push(syntax::problem(error.message(), Site::new(source, span), text));
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
        own_within: upper.own_within.or(lower.own_within),
        sources: by_name(lower.sources, upper.sources, |source| source.id.as_ref().map(|id| id.value.as_str()), whole),
        steps,
        authority: super::raw::RawAuthority {
            limit: upper.authority.limit.or(lower.authority.limit),
            role: upper.authority.role.or(lower.authority.role),
            approver: upper.authority.approver.or(lower.authority.approver),
            source: upper.authority.source.or(lower.authority.source),
        },
        bands: by_name(lower.bands, upper.bands, |band| band.id.as_ref().map(|id| id.value.as_str()), whole),
        deadlines: by_name(
            lower.deadlines,
            upper.deadlines,
            |deadline| deadline.id.as_ref().map(|id| id.value.as_str()),
            deadline_over,
        ),
        again: again_over(lower.again, upper.again),
        legal: super::raw::RawLegal {
            notice: upper.legal.notice.or(lower.legal.notice),
            say: upper.legal.say.or(lower.legal.say),
            never: upper.legal.never.or(lower.legal.never),
            source: upper.legal.source.or(lower.legal.source),
        },
        letters: letters_over(lower.letters, upper.letters),
        wording: by_name(lower.wording, upper.wording, |rule| Some(rule.id.as_str()), whole),
        unread: lower.unread.into_iter().chain(upper.unread).collect(),
    }
}

/// The named things of both layers: those of `upper` lie over their namesakes in place and the rest follow.
fn by_name<T: Clone>(
    mut lower: Vec<T>,
    upper: Vec<T>,
    name: impl Fn(&T) -> Option<&str>,
    lay: impl Fn(T, T) -> T,
) -> Vec<T> {
    let inherited = lower.len();
    for item in upper {
        let namesake =
            lower.iter().take(inherited).position(|below| name(below).is_some() && name(below) == name(&item));
        match namesake.and_then(|place| lower.get_mut(place)) {
            Some(below) => *below = lay(below.clone(), item),
            None => lower.push(item),
        }
    }
    lower
}

/// What is of one piece: the upper takes the place of the lower.
fn whole<T>(_lower: T, upper: T) -> T {
    upper
}

fn deadline_over(lower: RawDeadline, upper: RawDeadline) -> RawDeadline {
    RawDeadline {
        site: upper.site,
        id: upper.id,
        unread: lower.unread.into_iter().chain(upper.unread).collect(),
        what: upper.what.or(lower.what),
        n: upper.n.or(lower.n),
        unit: upper.unit.or(lower.unit),
        start: upper.start.or(lower.start),
        stop: upper.stop.or(lower.stop),
        when: upper.when.or(lower.when),
        to: upper.to.or(lower.to),
        calendar: upper.calendar.or(lower.calendar),
        time_zone: upper.time_zone.or(lower.time_zone),
        open: upper.open.or(lower.open),
        close: upper.close.or(lower.close),
        after_hours: upper.after_hours.or(lower.after_hours),
        roll: upper.roll.or(lower.roll),
        inclusive: upper.inclusive.or(lower.inclusive),
        extend: upper.extend.or(lower.extend),
        must_say: upper.must_say.or(lower.must_say),
        source: upper.source.or(lower.source),
    }
}

fn again_over(lower: RawAgain, upper: RawAgain) -> RawAgain {
    RawAgain {
        owner: upper.owner.or(lower.owner),
        senior: upper.senior.or(lower.senior),
        not_remedies: upper.not_remedies.or(lower.not_remedies),
        notice: upper.notice.or(lower.notice),
        say: upper.say.or(lower.say),
        never: upper.never.or(lower.never),
        source: upper.source.or(lower.source),
    }
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
        id: upper.id,
        unread: lower.unread.into_iter().chain(upper.unread).collect(),
        kind: upper.kind.or(lower.kind),
        ask: upper.ask.or(lower.ask),
        help: upper.help.or(lower.help),
        example: upper.example.or(lower.example),
        choices: upper.choices.or(lower.choices),
        default: upper.default.or(lower.default),
        required: upper.required.or(lower.required),
        asked: upper.asked.or(lower.asked),
        audience: upper.audience.or(lower.audience),
        under_gate: upper.under_gate.or(lower.under_gate),
        when: upper.when.or(lower.when),
        after: upper.after.or(lower.after),
        repeat: upper.repeat.or(lower.repeat),
        scale: upper.scale.or(lower.scale),
        unit: upper.unit.or(lower.unit),
        at_least: upper.at_least.or(lower.at_least),
        at_most: upper.at_most.or(lower.at_most),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::Playbook;
    use crate::spine::Step;

    fn layer(name: &str, text: &str) -> Layer {
        Layer { name: name.into(), text: text.into() }
    }

    const BASE: &str = r#"
format = 1
id = "base"
title = "Base"
[[source]]
id = "a"
title = "A"
strength = "survey"
[step.learn]
title = "Learn"
do = ["one"]
dont = ["never"]
[step.learn.question.own]
kind = "text"
ask = "What?"
help = "Help."
[authority]
limit = "50 GBP"
role = "front line"
[[band]]
id = "small"
title = "Small"
when = "x"
"#;

    fn over_base(upper: &str) -> Playbook {
        let upper = format!("format = 1\n{upper}");
        load(&[layer("base.toml", BASE), layer("upper.toml", &upper)]).map_err(|problems| problems.render(80)).unwrap()
    }

    fn said(playbook: &Playbook) -> Vec<&str> {
        playbook.page(Step::Learn).unwrap().do_.iter().map(|advice| advice.text.as_stored()).collect()
    }

    #[test]
    fn what_a_file_does_not_say_is_inherited() {
        let playbook = over_base("id = \"upper\"\nextends = \"base\"\n");
        assert_eq!(playbook.id, "upper");
        assert_eq!(playbook.title.as_stored(), "Base");
        assert_eq!(said(&playbook), ["one"]);
        assert!(playbook.question("own").is_some());
    }

    #[test]
    fn do_takes_the_place_and_also_do_adds() {
        assert_eq!(said(&over_base("id = \"u\"\n[step.learn]\ndo = [\"two\"]\n")), ["two"]);
        assert_eq!(said(&over_base("id = \"u\"\n[step.learn]\nalso_do = [\"two\"]\n")), ["one", "two"]);
    }

    #[test]
    fn questions_are_merged_key_by_key_and_named_things_whole() {
        let playbook = over_base(
            "id = \"u\"\n[step.learn.question.own]\nask = \"Why?\"\n[authority]\nlimit = \"9 GBP\"\n[[band]]\nid = \"small\"\ntitle = \"Tiny\"\nwhen = \"y\"\n[[band]]\nid = \"big\"\ntitle = \"Big\"\nwhen = \"z\"\n",
        );
        let own = playbook.question("own").unwrap();
        assert_eq!(own.ask.as_stored(), "Why?");
        assert_eq!(own.help.as_ref().unwrap().as_stored(), "Help.");
        assert_eq!(playbook.authority.role.as_ref().unwrap().as_stored(), "front line");
        assert_eq!(playbook.bands.iter().map(|band| band.title.as_stored()).collect::<Vec<_>>(), ["Tiny", "Big"]);
    }

    const LIMITS: &str = r#"
own_within = "1 hour"
[again]
owner = "same"
notice = "Once more."
not_remedies = ["gift"]
[[deadline]]
id = "answer"
what = "answer in writing"
n = 10
unit = "business_days"
calendar = "GB-ENG"
must_say = ["the decision"]
extend = { n = 10, unit = "business_days" }
[[deadline]]
id = "call"
what = "call"
n = 4
unit = "hours"
"#;

    fn over_limits(upper: &str) -> Result<Playbook, String> {
        let base = format!("format = 1\nid = \"limits\"\ntitle = \"Limits\"\n{LIMITS}");
        let upper = format!("format = 1\noverlay = \"limits\"\n{upper}");
        load(&[layer("limits.toml", &base), layer("limits.toml", &upper)]).map_err(|problems| problems.render(80))
    }

    #[test]
    fn a_deadline_of_the_same_name_is_changed_key_by_key() {
        let playbook = over_limits(
            "[[deadline]]\nid = \"answer\"\nn = 5\ncalendar = \"GB-SCT\"\nwhen = { severity = \"s1\" }\nstop = \"ended\"\n",
        )
        .unwrap();
        let answer = playbook.deadline("answer").unwrap();
        assert_eq!((answer.rule.n, answer.rule.unit), (5, crate::schedule::rule::Unit::BusinessDays));
        assert_eq!(answer.what.as_stored(), "answer in writing");
        assert_eq!(answer.calendar.as_ref().unwrap().as_stored(), "GB-SCT");
        assert_eq!(answer.stop, crate::playbook::deadline::Stop::Ended);
        assert_eq!(answer.extend.map(|extend| extend.n), Some(10));
        assert_eq!(answer.must_say.len(), 1);
        assert_eq!(answer.when.as_ref().unwrap().words(), "severity is s1");
        assert!(playbook.deadline("call").unwrap().when.is_none());
        assert_eq!(playbook.deadlines.iter().map(|limit| limit.id.as_str()).collect::<Vec<_>>(), ["answer", "call"]);
    }

    #[test]
    fn a_deadline_that_no_file_completes_is_told_at_the_last() {
        let told = over_limits("[[deadline]]\nid = \"new\"\nn = 5\n").unwrap_err();
        for missing in ["`what` is missing in this deadline", "`unit` is missing in this deadline"] {
            assert!(told.contains(missing), "{told}");
        }
        assert!(!told.contains("`n` is missing"), "{told}");
    }

    #[test]
    fn a_second_failure_and_the_time_to_own_are_merged_key_by_key() {
        let playbook = over_limits("own_within = \"5 minutes\"\n[again]\nsenior = false\n").unwrap();
        assert_eq!(playbook.own_within, chrono::TimeDelta::minutes(5));
        assert!(!playbook.again.senior);
        assert_eq!(playbook.again.owner, crate::playbook::NextOwner::Same);
        assert_eq!(playbook.again.notice.as_ref().unwrap().as_stored(), "Once more.");
        assert!(playbook.again.is_stock_gesture("gift") && !playbook.again.is_stock_gesture("redo"));
    }

    #[test]
    fn an_overlay_keeps_the_name_of_what_it_lies_over() {
        let playbook = over_base("overlay = \"base\"\ntitle = \"Ours\"\n");
        assert_eq!(playbook.id, "base");
        assert_eq!(playbook.title.as_stored(), "Ours");
    }

    #[test]
    fn an_overlay_may_keep_from_the_customer_what_was_an_undertaking_and_may_lift_the_limit() {
        let base = format!(
            "{BASE}\n[step.correct.question.loan]\nkind = \"text\"\nask = \"Until then?\"\naudience = \"customer\"\nunder_gate = \"shown\"\n"
        );
        let overlay = "format = 1\noverlay = \"base\"\n[step.correct.question.loan]\naudience = \"internal\"\n[authority]\nlimit = \"none\"\n";
        let playbook = load(&[layer("base.toml", &base), layer("base.toml", overlay)]).unwrap();
        assert_eq!(playbook.question("loan").unwrap().audience, crate::spine::Audience::Internal);
        assert_eq!(playbook.authority.limit, crate::playbook::Limit::Unlimited);
    }

    #[test]
    fn an_overlay_for_another_playbook_is_refused() {
        let problems =
            load(&[layer("base.toml", BASE), layer("base.toml", "format = 1\noverlay = \"other\"\n")]).unwrap_err();
        assert!(problems.render(80).contains("this overlay is for `other`, and its file lies over `base`"));
    }

    #[test]
    fn a_file_that_is_no_toml_is_told_once() {
        let problems = load(&[layer("base.toml", "format = 1\nid = \"base\ntitel = 1\n")]).unwrap_err();
        assert_eq!(problems.count(), 1, "{}", problems.render(80));
    }

    #[test]
    fn the_heading_is_read_whatever_follows_it() {
        let text = "id = \"a\"\nsummary = \"\"\"\n[not a table]\n\"\"\"\nextends = \"b\"\n[broken\n";
        let heading = heading(text);
        assert_eq!((heading.id.as_deref(), heading.extends.map(|(base, _)| base).as_deref()), (Some("a"), Some("b")));
    }
}
