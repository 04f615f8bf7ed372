//! The wall sheet: a playbook on one page, for the wall beside the telephone.

mod page;

use super::document::{Block, Content, Document, Field, Label, Line, Piece, Said};
use crate::playbook::deadline::Deadline;
use crate::playbook::{Advice, Band, Limit, Page, Playbook};
use crate::spine::Step;
use crate::untrusted::Untrusted;

pub use page::page;

/// The six steps of a recovery, without what comes before and after them.
const SIX: [Step; 6] = [
    Step::TakeResponsibility,
    Step::ApologiseAndExplain,
    Step::Correct,
    Step::Compensate,
    Step::AskIfSatisfied,
    Step::AcceptTheUnforgivable,
];

/// What stands on the sheet, chosen from a playbook.
struct Chosen<'p> {
    /// The six steps, from 1.
    steps: Vec<OneStep<'p>>,
    bands: &'p [Band],
    limits: &'p [Deadline],
    /// What can be said while the legal gate is closed, and what never.
    say: Option<&'p Untrusted>,
    never: Vec<&'p Untrusted>,
}

/// What stands under the heading of a step.
struct OneStep<'p> {
    number: usize,
    page: &'p Page,
    do_: Vec<&'p Advice>,
    say: Option<&'p Advice>,
    never: Vec<&'p Advice>,
}

fn chosen(playbook: &Playbook) -> Chosen<'_> {
    let pages = SIX.iter().filter_map(|step| playbook.page(*step));
    Chosen {
        steps: pages.zip(1..).map(|(page, number)| one_step(number, page)).collect(),
        bands: &playbook.bands,
        limits: &playbook.deadlines,
        say: playbook.legal.say.first(),
        never: playbook.legal.never.iter().take(3).collect(),
    }
}

fn one_step(number: usize, page: &Page) -> OneStep<'_> {
    let is_done = |advice: &&Advice| !advice.spoken;
    let is_said = |advice: &&Advice| advice.spoken;
    OneStep {
        number,
        page,
        do_: nearest(page.do_.iter().filter(is_done), 2),
        say: nearest(page.do_.iter().filter(is_said), 1).first().copied(),
        never: nearest(page.dont.iter(), 2),
    }
}

/// The first so many, those that a playbook says itself before those of its base: an example for every trade fits this one less.
fn nearest<'p>(all: impl Iterator<Item = &'p Advice>, most: usize) -> Vec<&'p Advice> {
    let mut all: Vec<&Advice> = all.collect();
    all.sort_by_key(|advice| std::cmp::Reverse(advice.layer));
    all.truncate(most);
    all
}

/// The sheet as a document, with nothing cut short.
pub fn document(playbook: &Playbook) -> Document<'_> {
    let chosen = chosen(playbook);
    let mut document = Document::titled(Line::said(&playbook.title));
    if let Some(summary) = &playbook.summary {
        document.push(Block::Paragraph(Line::said(summary)));
    }
    for step in &chosen.steps {
        let heading = Line::new().piece(Piece::Count(step.number)).words(" ").say(&step.page.title);
        document.push(Block::Heading(heading));
        let mut fields: Vec<Field<'_>> =
            step.do_.iter().map(|advice| Field::new("Do", Line::said(&advice.text))).collect();
        fields.extend(step.say.map(|advice| Field::new("Say", spoken(&advice.text))));
        fields.extend(step.never.iter().map(|advice| Field::new("Never", never(advice))));
        document.fields(fields);
    }
    document.heading("What you may give");
    document.push(Block::Paragraph(authority(playbook)));
    document.fields(chosen.bands.iter().map(band).collect());
    if !chosen.limits.is_empty() {
        document.heading("By when");
        document.push(Block::List(chosen.limits.iter().map(limit).collect()));
    }
    law(&mut document, playbook, &chosen);
    document
}

fn law<'p>(document: &mut Document<'p>, playbook: &'p Playbook, chosen: &Chosen<'p>) {
    document.heading("If it may come to law");
    if let Some(notice) = &playbook.legal.notice {
        document.push(Block::Prose(Said::from(notice)));
    }
    let mut fields = vec![Field::new("Ring", Line::ours(BLANK))];
    fields.extend(chosen.say.map(|words| Field::new("Say", spoken(words))));
    fields.extend(chosen.never.iter().map(|words| Field::new("Never", spoken(words))));
    document.fields(fields);
}

/// Where the house writes by hand whom to ring.
const BLANK: &str = ". . . . . . . . . . . . . . . .";

fn spoken(words: &Untrusted) -> Line<'_> {
    Line::ours("“").say(words).words("”")
}

fn never(advice: &Advice) -> Line<'_> {
    let line = if advice.spoken { spoken(&advice.text) } else { Line::said(&advice.text) };
    match &advice.instead {
        Some(instead) => line.words(" Rather: ").line(spoken(instead)),
        None => line,
    }
}

fn authority(playbook: &Playbook) -> Line<'_> {
    let authority = &playbook.authority;
    let approver = |line: Line<'static>| match &authority.approver {
        Some(who) => Line::new().line(line).say(who),
        None => line.words("somebody else"),
    };
    match authority.limit {
        Limit::UpTo(most) => {
            approver(Line::ours("You alone: up to ").piece(Piece::Money(most)).words(". Above that: "))
        }
        Limit::Unlimited => Line::ours("You alone: any amount."),
        Limit::Unset => approver(Line::ours("Nothing of value alone. Ask: ")),
    }
}

fn band(band: &Band) -> Field<'_> {
    let line = match band.kept.as_ref().or(band.form.as_ref()) {
        Some(what) => Line::said(what).words(": ").say(&band.when),
        None => Line::said(&band.when),
    };
    Field { label: Label::Ask(Said::from(&band.title)), content: Content::Line(line), beneath: Vec::new() }
}

fn limit(limit: &Deadline) -> Line<'_> {
    within(limit).words(": ").say(&limit.what)
}

fn within(limit: &Deadline) -> Line<'_> {
    let n = usize::try_from(limit.rule.n).unwrap_or(usize::MAX);
    let line = Line::new().piece(Piece::Count(n)).words(" ").words(limit.rule.unit.words(limit.rule.n));
    line.words(" ").words(limit.start.words())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::library::SHIPPED;
    use crate::playbook::{Layer, load};

    fn shipped(id: &str) -> Layer {
        let text = SHIPPED.iter().find(|shipped| shipped.id == id).map(|shipped| shipped.text);
        Layer { name: id.into(), text: text.unwrap_or_default().into() }
    }

    #[test]
    fn what_a_playbook_says_itself_stands_before_what_its_base_says() {
        let own = "format = 1\nid = \"x\"\ntitle = \"X\"\nextends = \"service-recovery\"\n\
                   [step.correct]\nalso_do = [\"Ours.\", { say = \"Our words.\" }]\n[[step.correct.also_dont]]\ntext = \"Our never.\"\n";
        let playbook = load(&[shipped("service-recovery"), Layer { name: "x".into(), text: own.into() }]).unwrap();
        let chosen = chosen(&playbook);
        let correct = &chosen.steps[2];
        let texts = |all: &[&Advice]| all.iter().map(|advice| advice.text.term().into_owned()).collect::<Vec<_>>();
        assert_eq!(texts(&correct.do_), ["Ours.", "Take the repair to them: go there, fetch it, lend them one."]);
        assert_eq!(correct.say.map(|advice| advice.text.term().into_owned()).as_deref(), Some("Our words."));
        assert_eq!(texts(&correct.never)[0], "Our never.");
    }

    #[test]
    fn the_restaurants_sheet_has_no_word_of_another_trade() {
        let playbook = load(&[shipped("service-recovery"), shipped("restaurant")]).unwrap();
        let chosen = chosen(&playbook);
        for step in &chosen.steps {
            let all = step.do_.iter().chain(&step.say).chain(&step.never);
            for advice in all.filter(|advice| advice.layer == 0) {
                let words = [Some(&advice.text), advice.instead.as_ref()]
                    .map(|text| text.map(Untrusted::term).unwrap_or_default());
                for other in ["ring", "call", "morning", "month", "trainee", "files", "court"] {
                    assert!(!words.iter().any(|text| text.to_lowercase().contains(other)), "{other}: {words:?}");
                }
            }
        }
    }

    #[test]
    fn nothing_is_cut_short_on_the_sheet_of_a_shipped_playbook() {
        for one in SHIPPED {
            let base = (one.id != "service-recovery").then(|| shipped("service-recovery"));
            let layers: Vec<Layer> = base.into_iter().chain([shipped(one.id)]).collect();
            let sheet = page(&load(&layers).unwrap());
            assert!(!sheet.contains('…'), "{}", one.id);
        }
    }
}
