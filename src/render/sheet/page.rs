//! The wall sheet as a page that prints on one landscape A4: what would not fit is cut short, and says so.

use super::{OneStep, authority, chosen, within};
use crate::escape;
use crate::page::{Fetched, open};
use crate::playbook::{Advice, Playbook};
use crate::render::document::{Line, Piece, Said};
use crate::text::clip;
use crate::untrusted::Untrusted;

const STYLE: &str = include_str!("sheet.css");

/// How much of a text is shown, in columns: about three lines of a step, about four of a box, whose type is small.
const ADVICE: usize = 110;
const BOX: usize = 200;
const NOTICE: usize = 420;

/// How many bands and time limits are shown.
const MOST_BANDS: usize = 6;
const MOST_LIMITS: usize = 7;

/// The sheet of a playbook.
pub fn page(playbook: &Playbook) -> String {
    let chosen = chosen(playbook);
    let mut out = String::with_capacity(16 * 1024);
    let title = playbook.title.term();
    let language = playbook.language.as_ref().map(Said::from).and_then(Said::tag).unwrap_or("en-GB");
    open(&mut out, language, Fetched::Nothing, |out| out.push_str(&escape::html(&title)), STYLE);
    out.push_str("<main>\n<header><h1>");
    text(&mut out, &playbook.title, BOX);
    out.push_str("</h1>");
    if let Some(summary) = &playbook.summary {
        element(&mut out, "p", |out| text(out, summary, ADVICE));
    }
    out.push_str("</header>\n<ol class=\"steps\">\n");
    for one in &chosen.steps {
        step(&mut out, one);
    }
    out.push_str("</ol>\n<div class=\"boxes\">\n");
    amounts(&mut out, playbook, chosen.bands);
    if !chosen.limits.is_empty() {
        out.push_str("<section><h2>By when</h2>\n<ul>\n");
        for limit in chosen.limits.iter().take(MOST_LIMITS) {
            out.push_str("<li><b>");
            line(&mut out, &within(limit));
            out.push_str("</b>: ");
            text(&mut out, &limit.what, BOX);
            out.push_str("</li>\n");
        }
        more(&mut out, chosen.limits.len(), MOST_LIMITS);
        out.push_str("</ul>\n</section>\n");
    }
    out.push_str(
        "<section class=\"law\"><h2>If it may come to law</h2>\n<p class=\"ring\"><b>Ring</b> <span></span></p>\n",
    );
    if let Some(notice) = &playbook.legal.notice {
        element(&mut out, "p", |out| text(out, notice, NOTICE));
    }
    if let Some(words) = chosen.say {
        labelled(&mut out, "say", "Say", |out| quoted(out, words, BOX));
    }
    if !chosen.never.is_empty() {
        labelled(&mut out, "never", "Never", |out| {
            for (place, words) in chosen.never.iter().enumerate() {
                out.push_str(if place > 0 { " " } else { "" });
                quoted(out, words, BOX);
            }
        });
    }
    out.push_str("</section>\n</div>\n</main>\n</body>\n</html>\n");
    out
}

fn step(out: &mut String, step: &OneStep<'_>) {
    out.push_str("<li><h2><span class=\"number\">");
    out.push_str(&step.number.to_string());
    out.push_str("</span> ");
    text(out, &step.page.title, BOX);
    out.push_str("</h2>\n");
    for advice in &step.do_ {
        labelled(out, "do", "Do", |out| text(out, &advice.text, ADVICE));
    }
    if let Some(advice) = step.say {
        labelled(out, "say", "Say", |out| quoted(out, &advice.text, ADVICE));
    }
    for advice in &step.never {
        labelled(out, "never", "Never", |out| said(out, advice));
    }
    out.push_str("</li>\n");
}

fn amounts(out: &mut String, playbook: &Playbook, bands: &[crate::playbook::Band]) {
    out.push_str("<section><h2>What you may give</h2>\n<p><b>");
    line(out, &authority(playbook));
    out.push_str("</b></p>\n");
    if bands.is_empty() {
        out.push_str("</section>\n");
        return;
    }
    out.push_str("<dl>\n");
    for band in bands.iter().take(MOST_BANDS) {
        out.push_str("<div><dt>");
        text(out, &band.title, BOX);
        out.push_str("</dt><dd>");
        if let Some(what) = band.kept.as_ref().or(band.form.as_ref()) {
            out.push_str("<b>");
            text(out, what, BOX);
            out.push_str("</b>: ");
        }
        text(out, &band.when, BOX);
        out.push_str("</dd></div>\n");
    }
    out.push_str("</dl>\n");
    out.push_str("</section>\n");
}

/// What is left out, so that nobody takes the sheet for the whole.
fn more(out: &mut String, all: usize, shown: usize) {
    if all > shown {
        out.push_str("<li>and ");
        out.push_str(&(all - shown).to_string());
        out.push_str(" more, see <i>recover playbook show</i></li>\n");
    }
}

fn element(out: &mut String, name: &'static str, content: impl FnOnce(&mut String)) {
    for part in ["<", name, ">"] {
        out.push_str(part);
    }
    content(out);
    for part in ["</", name, ">\n"] {
        out.push_str(part);
    }
}

fn labelled(out: &mut String, class: &'static str, label: &'static str, content: impl FnOnce(&mut String)) {
    for part in ["<p class=\"", class, "\"><b>", label, "</b> <span>"] {
        out.push_str(part);
    }
    content(out);
    out.push_str("</span></p>\n");
}

/// What must not be said or done; what to say in its place is in the playbook.
fn said(out: &mut String, advice: &Advice) {
    if advice.spoken { quoted(out, &advice.text, BOX) } else { text(out, &advice.text, BOX) }
}

fn quoted(out: &mut String, words: &Untrusted, most: usize) {
    out.push('“');
    text(out, words, most);
    out.push('”');
}

fn text(out: &mut String, words: &Untrusted, most: usize) {
    out.push_str(&escape::bdi(&clip(words.term().trim(), most)));
}

fn line(out: &mut String, line: &Line<'_>) {
    for piece in line.pieces() {
        match piece {
            Piece::Said(said) => out.push_str(&escape::bdi(&clip(&said.term(), BOX))),
            Piece::Name(name) => out.push_str(name.as_str()),
            ours => {
                ours.write_ours(out);
            }
        }
    }
}
