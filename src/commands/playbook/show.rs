//! `recover playbook show`: a playbook on one screen, for the moment before the telephone is picked up.

use crate::cli::TextOrJson;
use crate::commands::{Failure, House};
use crate::exit_code::ExitCode;
use crate::out::{Look, Out};
use crate::playbook::deadline::Deadline;
use crate::playbook::{Advice, Band, Limit, Page, Playbook};
use crate::spine::Step;
use crate::text::{clip, display_width, wrap_hanging};

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
    sheet.deadlines(&playbook.deadlines);
    if let Some(notice) = &playbook.legal.notice {
        sheet.text.push('\n');
        sheet.begun("If it may come to law: ", &notice.term());
    }
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

    fn deadlines(&mut self, deadlines: &[Deadline]) {
        if deadlines.is_empty() {
            return;
        }
        self.text.push('\n');
        self.heading("Deadlines");
        for deadline in deadlines {
            let within = deadline.unit.counted(deadline.n);
            self.labelled("  ", "  ", &format!("{within} {}: {}", deadline.start.words(), deadline.what.term()));
        }
    }
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
        assert!((24..=40).contains(&lines), "{lines}\n{}", shown(80));
    }

    #[test]
    fn no_line_is_wider_than_the_screen() {
        for width in [40, 60, 80, 200] {
            assert!(shown(width).lines().all(|line| display_width(line) <= width), "{}", shown(width));
        }
    }
}
