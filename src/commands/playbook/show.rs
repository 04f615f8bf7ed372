//! `recover playbook show`: a playbook on one screen, for the moment before the telephone is picked up.

use crate::cli::TextOrJson;
use crate::commands::{Failure, House};
use crate::exit_code::ExitCode;
use crate::out::{Look, Out};
use crate::playbook::deadline::{AfterHours, Deadline, Roll, Serves, Unit};
use crate::playbook::{Advice, Again, Band, Evidence, Limit, NextOwner, Page, Playbook};
use crate::spine::{Name, Step};
use crate::text::{clip, display_width, list_and, wrap_hanging};

/// The six steps of a recovery, without what comes before and after them.
const SIX: std::ops::RangeInclusive<usize> = 2..=7;

/// On a screen narrower than this, in columns, nothing is cut short to fit on one line.
const NARROW: usize = 70;

/// No line is longer than this, in columns.
const WIDEST: usize = 100;

/// Shows what a playbook says, or everything in it as JSON.
///
/// # Errors
/// When the playbook cannot be taken or the output cannot be written.
pub fn run(house: &House, playbook: &str, format: TextOrJson, out: &mut Out) -> Result<ExitCode, Failure> {
    let taken = house.shelf().take(playbook)?;
    let shown = match format {
        TextOrJson::Json => format!("{:#}\n", super::document::document(&taken.playbook)),
        TextOrJson::Text => text(&taken.playbook, out.document_look()),
    };
    out.document(&shown)?;
    Ok(ExitCode::Done)
}

/// The memory jogger.
fn text(playbook: &Playbook, look: Look) -> String {
    let mut sheet = Sheet { look, text: String::new() };
    sheet.opening(playbook);
    let six = Step::ALL.into_iter().filter(|step| SIX.contains(&step.number()));
    for (number, page) in six.filter_map(|step| playbook.page(step)).enumerate() {
        sheet.step(number + 1, page);
    }
    sheet.text.push('\n');
    sheet.amounts(playbook);
    sheet.deadlines(playbook);
    sheet.text.push('\n');
    sheet.again(&playbook.again);
    if let Some(notice) = &playbook.legal.notice {
        sheet.begun("If it may come to law: ", &notice.term());
    }
    sheet.letters(playbook);
    sheet.text
}

/// The page as it is written.
struct Sheet {
    look: Look,
    text: String,
}

impl Sheet {
    /// How many columns are left behind so many.
    fn room(&self, used: usize) -> usize {
        self.look.width.min(WIDEST).saturating_sub(used)
    }

    fn heading(&mut self, words: &str) {
        let shown = wrap_hanging(words, self.look.width, "", "  ");
        for line in shown.lines() {
            self.text.push_str(&self.look.bold(line));
            self.text.push('\n');
        }
    }

    /// The title, and when to use it.
    fn opening(&mut self, playbook: &Playbook) {
        let title = playbook.title.term();
        match &playbook.summary {
            Some(summary) => self.begun(&format!("{title}: "), &summary.term()),
            None => self.heading(&title),
        }
        self.text.push('\n');
    }

    /// Prose that begins with a heading on the same line.
    fn begun(&mut self, heading: &str, words: &str) {
        let shown = wrap_hanging(&format!("{heading}{words}"), self.look.width, "", "  ");
        self.text.push_str(&shown.replacen(heading, &self.look.bold(heading), 1));
        self.text.push('\n');
    }

    /// Words behind a label, the lines below them indented alike.
    fn labelled(&mut self, label: &str, styled: &str, words: &str) {
        let indent = " ".repeat(display_width(label));
        let shown = if self.look.width < NARROW {
            wrap_hanging(words, self.look.width, label, &indent)
        } else {
            format!("{label}{}", clip(words, self.room(indent.len())))
        };
        self.text.push_str(&shown.replacen(label, styled, 1));
        self.text.push('\n');
    }

    fn step(&mut self, number: usize, page: &Page) {
        self.heading(&format!("{number} {}", page.title.term()));
        if let Some((why, _)) = &page.why {
            let why = why.term();
            let why = if self.look.width < NARROW {
                wrap_hanging(&why, self.look.width, "  ", "  ")
            } else {
                format!("  {}", clip(&why, self.room(2)))
            };
            for line in why.lines() {
                self.text.push_str(&self.look.dim(line));
                self.text.push('\n');
            }
        }
        if let Some(advice) = self.most_useful(&page.do_) {
            let (label, words) = ("  say    ", said(advice));
            let label = if advice.spoken { label } else { "  do     " };
            self.labelled(label, &self.look.green(label), &words);
        }
        if let Some(advice) = self.most_useful(&page.dont) {
            let label = "  never  ";
            self.labelled(label, &self.look.red(label), &said(advice));
        }
    }

    /// Words to speak before anything else, and what fits on one line before what does not.
    fn most_useful<'a>(&self, list: &'a [Advice]) -> Option<&'a Advice> {
        let fits = |advice: &&Advice| display_width(&said(advice)) <= self.room(9);
        let spoken = || list.iter().filter(|advice| advice.spoken);
        spoken().find(fits).or_else(|| spoken().next()).or_else(|| list.iter().find(fits)).or_else(|| list.first())
    }

    fn amounts(&mut self, playbook: &Playbook) {
        let authority = &playbook.authority;
        let approver = authority.approver.as_ref().map_or_else(|| "somebody else".into(), |who| who.term());
        match &authority.limit {
            Limit::UpTo(limit) => self.heading(&format!("You may offer {limit} alone; above that: {approver}")),
            Limit::Unlimited => self.heading("You may offer any amount alone"),
            Limit::Unset => self.heading(&format!("Nothing of value is offered alone; ask: {approver}")),
        }
        let widest = playbook.bands.iter().map(|band| display_width(&band.title.term())).max().unwrap_or(0).min(14);
        for band in &playbook.bands {
            let title = band.title.term();
            let gap = " ".repeat(widest.saturating_sub(display_width(&title)) + 2);
            let label = format!("  {title}{gap}");
            self.labelled(&label, &label, &worth(band));
        }
    }

    /// What changes after a second failure; nothing where the playbook says nothing of it.
    fn again(&mut self, again: &Again) {
        if *again == Again::default() {
            return;
        }
        let owner = match again.owner {
            NextOwner::Another => "another owner",
            NextOwner::Same => "the owner may be the same",
        };
        let mut path = vec![owner.to_owned()];
        if again.senior {
            path.push("somebody senior rings".to_owned());
        }
        if !again.not_remedies.is_empty() {
            let gestures: Vec<&str> = again.not_remedies.iter().map(Name::as_str).collect();
            path.push(format!("no {}", gestures.join(" or ")));
        }
        self.begun("If we failed them before: ", &path.join("; "));
    }

    /// The letters it words itself, with what each has to hold.
    fn letters(&mut self, playbook: &Playbook) {
        let worded = playbook.letters.iter().filter(|letter| !letter.off);
        let titled: Vec<_> = worded.filter_map(|letter| Some((letter, letter.title.as_ref()?))).collect();
        if titled.is_empty() {
            return;
        }
        self.text.push('\n');
        self.heading("Letters");
        for (letter, title) in titled {
            self.indented(2, &format!("{}: {}", letter.id, title.term()), false);
            if let Some(when) = &letter.when {
                self.indented(4, &format!("if {}", when.words()), true);
            }
            if !letter.stands_for().is_empty() {
                let names: Vec<String> = letter.stands_for().iter().map(|name| format!("`{name}`")).collect();
                let when = letter.in_place_when.as_ref().map(|when| format!(", if {}", when.words()));
                let line = format!("in the place of {}{}", list_and(&names), when.unwrap_or_default());
                self.indented(4, &line, true);
            }
            let parts = letter.paragraphs.iter().filter(|paragraph| paragraph.off != Some(true));
            let demanded: Vec<String> =
                parts.filter_map(|part| part.required.as_ref()).map(|what| what.term().into_owned()).collect();
            if !demanded.is_empty() {
                self.indented(4, &format!("It must say: {}.", demanded.join("; ")), true);
            }
        }
    }

    /// Every time limit with all that decides it, nothing of it cut short.
    fn deadlines(&mut self, playbook: &Playbook) {
        if playbook.deadlines.is_empty() {
            return;
        }
        self.text.push('\n');
        self.heading("Time limits");
        for deadline in &playbook.deadlines {
            let within = deadline.rule.unit.counted(deadline.rule.n);
            self.indented(2, &format!("{within} {}: {}", deadline.start.words(), deadline.what.term()), false);
            self.indented(4, &decided_by(deadline), true);
            if !deadline.must_say.is_empty() {
                let texts: Vec<String> = deadline.must_say.iter().map(|text| text.term().into_owned()).collect();
                self.indented(4, &format!("It must say: {}.", texts.join("; ")), true);
            }
            if let Some(evidence) = playbook.evidence_of(deadline) {
                self.indented(4, &origin(evidence), true);
            }
        }
    }

    /// Words behind a margin, and further in from their second line on.
    fn indented(&mut self, margin: usize, words: &str, dim: bool) {
        let (first, rest) = (" ".repeat(margin), " ".repeat(margin + 2));
        for line in wrap_hanging(words, self.look.width.min(WIDEST), &first, &rest).lines() {
            self.text.push_str(&if dim { self.look.dim(line) } else { line.into() });
            self.text.push('\n');
        }
    }
}

/// Where a figure comes from, how strong that is, and how old.
fn origin(evidence: &Evidence) -> String {
    let mut words = format!("From: {} ({}", evidence.title.term(), evidence.strength.name());
    for (label, day) in [("as of", evidence.as_of), ("look again by", evidence.review_by)] {
        if let Some(day) = day {
            words = format!("{words}, {label} {day}");
        }
    }
    words + ")"
}

/// The calendar, the zone and the edges of a limit, what ends it, when it applies, and how far it may be moved.
fn decided_by(deadline: &Deadline) -> String {
    let rule = &deadline.rule;
    let mut parts = Vec::new();
    if let Some(when) = &deadline.when {
        parts.push(format!("only if {}", when.words()));
    }
    match (&deadline.calendar, &deadline.time_zone) {
        (Some(calendar), Some(zone)) => parts.push(format!("calendar {}, time of {}", calendar.term(), zone.term())),
        (Some(calendar), None) => parts.push(format!("calendar {}", calendar.term())),
        (None, Some(zone)) => parts.push(format!("time of {}", zone.term())),
        (None, None) => {}
    }
    if rule.unit == Unit::BusinessHours || rule.after_hours == AfterHours::NextBusinessDay {
        parts.push(format!("open {} to {}", rule.hours.open().format("%H:%M"), rule.hours.close().format("%H:%M")));
    }
    if rule.after_hours == AfterHours::NextBusinessDay {
        parts.push("after closing counts as the next business day".to_owned());
    }
    if rule.roll == Roll::NextBusinessDay {
        parts.push("a last day without business moves to the next with".to_owned());
    }
    if rule.inclusive {
        parts.push("the first day counts".to_owned());
    }
    parts.push(deadline.stop.words().to_owned());
    if let Some(extend) = deadline.extend {
        parts.push(format!("may be extended by {}, with a reason they are told", extend.unit.counted(extend.n)));
    }
    match deadline.serves {
        Serves::Customer => {}
        Serves::Regulator => parts.push("for the regulator".to_owned()),
        Serves::House => parts.push("the house's own".to_owned()),
    }
    parts.join("; ")
}

fn said(advice: &Advice) -> String {
    if advice.spoken { format!("“{}”", advice.text.term()) } else { advice.text.term().into_owned() }
}

/// What a band is and when it fits.
fn worth(band: &Band) -> String {
    let what = band.kept.as_ref().or(band.form.as_ref()).map(|what| format!("{}: ", what.term()));
    format!("{}{}", what.unwrap_or_default(), band.when.term())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::library::SHIPPED;
    use crate::playbook::{Layer, load};

    fn shown(width: usize) -> String {
        let layer = Layer { name: "base".into(), text: SHIPPED[0].text.into() };
        text(&load(&[layer]).unwrap(), Look { colour: false, width })
    }

    #[test]
    fn the_playbook_of_all_fits_on_one_screen() {
        let lines = shown(80).lines().count();
        assert!((24..=41).contains(&lines), "{lines}\n{}", shown(80));
    }

    #[test]
    fn a_limit_is_shown_with_all_that_decides_it_and_nothing_is_cut_short() {
        let layers = ["service-recovery", "uk-housing"].map(|id| {
            let text = crate::playbook::library::shipped(id).unwrap().text.into();
            Layer { name: id.into(), text }
        });
        let shown = text(&load(&layers).unwrap(), Look { colour: false, width: 60 });
        assert!(!shown.contains('…') && shown.lines().all(|line| display_width(line) <= 60), "{shown}");
        let flat = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        for said in [
            "10 business days after it was acknowledged: stage one: full answer",
            "calendar GB-ENG, time of Europe/London; met when somebody says so; may be extended by 10 business days",
            "It must say: that this is stage one, and the complaint as defined; the decision",
            "From: Complaint Handling Code 2024, statutory since 1 April 2024 (law, as of 2024-04-01, look again by 2027-04-01)",
            "If we failed them before: another owner; somebody senior rings; no gift",
        ] {
            assert!(flat.contains(said), "{said}\n{shown}");
        }
    }

    #[test]
    fn no_line_is_wider_than_the_screen() {
        for width in [40, 60, 80, 200] {
            assert!(shown(width).lines().all(|line| display_width(line) <= width), "{}", shown(width));
        }
    }
}
