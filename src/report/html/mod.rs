//! The report as one page with charts, which runs nothing, fetches nothing and needs nothing beside it.
//!
//! Every chart is a drawing with its title and what it shows in words, and has its numbers in a table beneath. No colour says anything
//! that a place, a pattern or a word does not say as well.

mod charts;
mod svg;

use std::fmt::Write as _;

use self::charts::Bar;
use super::Report;
use super::define::{DEFINITIONS, FigureId, Section};
use super::figures::{Figure, Value};
use super::lengths::Lengths;
use super::tally::Tally;
use super::words::{self, count, details, headline, row_phrases};
use crate::escape;
use crate::page::{Fetched, open};
use crate::untrusted::Untrusted;

const STYLE: &str = include_str!("page.css");

/// Up to this many bars in a chart; the table beneath has all of them.
const MOST_BARS: usize = 9;

/// The widths of the chart over time, in pixels: on a screen or paper, and on a telephone.
const WIDE: i64 = 920;
const NARROW: i64 = 420;

/// The report as a page, headed by the name of the house where that is known.
pub fn render(report: &Report<'_>, house: Option<&Untrusted>) -> String {
    let mut page = Page { out: String::with_capacity(64 * 1024) };
    page.head(report, house);
    if report.total.received == 0 {
        page.push("<p>There are no incidents in this period, so there is nothing to count yet. ");
        page.push("A longer period may have some: <code>recover report --since 2026-01-01</code>.</p>\n");
    } else {
        let figures = report.total.figures();
        page.tiles(&report.total);
        page.over_time(report);
        page.speed(&report.total);
        page.course(&figures);
        page.money(&figures);
        page.groups(report);
        page.figures(&figures);
    }
    page.definitions();
    page.push("</main>\n</body>\n</html>\n");
    page.out
}

struct Page {
    out: String,
}

// Writing to a `String` cannot fail, so what `write!` returns says nothing.
impl Page {
    /// Our own markup.
    fn push(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Words, of whomever.
    fn words(&mut self, words: &str) {
        self.out.push_str(&escape::html(&escape::term(words)));
    }

    /// Words of ours in which names stand in backticks.
    fn with_names(&mut self, words: &str) {
        for (place, part) in words.split('`').enumerate() {
            let is_name = !place.is_multiple_of(2);
            self.push(if is_name { "<code>" } else { "" });
            self.words(part);
            self.push(if is_name { "</code>" } else { "" });
        }
    }

    /// Words in an element of ours.
    fn element(&mut self, element: &'static str, words: &str) {
        let _ = write!(self.out, "<{element}>");
        self.words(words);
        let _ = writeln!(self.out, "</{element}>");
    }

    fn head(&mut self, report: &Report<'_>, house: Option<&Untrusted>) {
        let title = |out: &mut String| {
            out.push_str("Recovery report: ");
            out.push_str(&escape::html(&escape::term(&words::period(report))));
        };
        open(&mut self.out, "en-GB", Fetched::Nothing, title, STYLE);
        self.push("<svg class=\"defs\" aria-hidden=\"true\"><defs><pattern id=\"late\" width=\"6\" height=\"6\" ");
        self.push("patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"1\" y1=\"0\" x2=\"1\" y2=\"6\"/>");
        self.push("</pattern><pattern id=\"broken\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\"><path class=\"cross\" d=\"M0 2H4M2 0V4\"/>");
        self.push("</pattern></defs></svg>\n<main>\n<header>\n<h1>Recovery report</h1>\n");
        if let Some(house) = house.filter(|house| !house.is_blank()) {
            let _ = writeln!(self.out, "<p>{}</p>", escape::bdi(house.as_stored()));
        }
        self.push("<p class=\"soft\">");
        self.words(&words::period(report));
        self.push("</p>\n</header>\n");
    }

    /// The few numbers that everybody asks for first.
    fn tiles(&mut self, tally: &Tally) {
        let median = |lengths: &Lengths| match lengths.rank(50) {
            Some(length) if charts::can_be_spread(lengths) => words::length(length),
            _ => words::NONE.to_owned(),
        };
        let share = |part, of| words::percent(part, of).unwrap_or_else(|| words::share(part, of));
        let rests = |n: u64, unknown: u64| match unknown {
            0 => format!("of {}", count(n)),
            _ => format!("of {}; {} unknown", count(n), count(unknown)),
        };
        let promises = tally.promises;
        let outcome = tally.outcome.satisfied;
        let fixed = tally.fixed_not_recovered;
        let limit = tally.in_limit();
        let own = &tally.time_to_own;
        let recovered = &tally.time_to_recovered;
        let backlog = tally.backlog;
        let tiles = [
            ("Received", count(tally.received), format!("{} open now", count(backlog.open))),
            ("Promises kept", share(promises.kept, promises.judged()), rests(promises.judged(), promises.overdue)),
            ("Median time to own", median(&own.lengths), rests(own.lengths.n(), own.gaps.unknown)),
            (
                "Median time to recovered",
                median(&recovered.lengths),
                rests(recovered.lengths.n(), recovered.gaps.unknown),
            ),
            ("Satisfied with the outcome", share(outcome.yes, outcome.of), rests(outcome.of, outcome.gaps.unknown)),
            ("In their time limit", share(limit.yes, limit.of), rests(limit.of, limit.gaps.unknown)),
            ("Fixed, not recovered", share(fixed.yes, fixed.of), rests(fixed.of, fixed.gaps.unknown)),
            (
                "Open, and something overdue",
                count(backlog.overdue),
                format!("{} with no owner, {} with no next contact", count(backlog.unowned), count(backlog.no_word)),
            ),
        ];
        self.push("<dl class=\"tiles\">\n");
        for (name, value, beneath) in tiles {
            self.push("<div><dt>");
            self.words(name);
            self.push("</dt><dd class=\"big\">");
            self.words(&value);
            self.push("</dd><dd class=\"small\">");
            self.words(&beneath);
            self.push("</dd></div>\n");
        }
        self.push("</dl>\n");
    }

    /// A chart with its heading, what it says in a sentence, and its numbers in a table.
    fn chart(&mut self, title: &str, sentence: &str, drawn: &str, heads: &[&str], rows: &[Vec<String>]) {
        self.push("<figure>\n<figcaption>");
        self.element("h3", title);
        self.element("p", sentence);
        self.push("</figcaption>\n");
        self.push(drawn);
        self.push("<details><summary>The numbers</summary>\n");
        self.table("", heads, rows);
        self.push("</details>\n</figure>\n");
    }

    /// A table whose first column is words and whose others are numbers.
    fn table(&mut self, class: &'static str, heads: &[&str], rows: &[Vec<String>]) {
        let _ = write!(self.out, "<div class=\"scroll\"><table class=\"{class}\"><thead><tr>");
        for (place, head) in heads.iter().enumerate() {
            self.push(if place == 0 { "<th scope=\"col\">" } else { "<th scope=\"col\" class=\"n\">" });
            self.words(head);
            self.push("</th>");
        }
        self.push("</tr></thead>\n<tbody>\n");
        for row in rows {
            self.push("<tr>");
            for (place, cell) in row.iter().enumerate() {
                if place == 0 {
                    let _ = write!(self.out, "<th scope=\"row\">{}</th>", escape::bdi(cell));
                } else {
                    self.push("<td class=\"n\">");
                    self.words(cell);
                    self.push("</td>");
                }
            }
            self.push("</tr>\n");
        }
        self.push("</tbody></table></div>\n");
    }

    fn over_time(&mut self, report: &Report<'_>) {
        let (stride, steps) = report.series.steps();
        let most = steps.iter().max_by_key(|(_, step)| step.received).filter(|_| steps.len() > 1);
        let busiest = most.map_or_else(String::new, |(first, step)| {
            let received = words::count(step.received);
            format!("The most came {}: {received}. ", stride.when(*first))
        });
        let promises = report.total.promises;
        let sentence = format!(
            "{busiest}Of the promises made, {} are kept, {} kept late, {} broken, and {} have no verdict or were released.",
            count(promises.kept),
            count(promises.late),
            count(promises.broken),
            count(promises.owed + promises.overdue + promises.released),
        );
        self.push("<h2>Over time</h2>\n");
        let drawn = [
            charts::over_time("wide", WIDE, stride, &steps, &sentence),
            charts::over_time("narrow", NARROW, stride, &steps, &sentence),
            key(&[("kept", "kept"), ("late", "kept late"), ("broken", "broken"), ("open", "no verdict, or released")]),
        ];
        let heads = [stride.name(), "incidents", "promises", "kept", "late", "broken", "released", "owed", "overdue"];
        let rows: Vec<Vec<String>> = steps
            .iter()
            .map(|(first, step)| {
                let of = step.promises;
                let counts = [step.received, of.all(), of.kept, of.late, of.broken, of.released, of.owed, of.overdue];
                std::iter::once(stride.label(*first)).chain(counts.map(count)).collect()
            })
            .collect();
        self.chart(charts::OVER_TIME, &sentence, &drawn.concat(), &heads, &rows);
    }

    fn speed(&mut self, tally: &Tally) {
        let spans = [
            (FigureId::TimeToOwn, &tally.time_to_own),
            (FigureId::TimeToAcknowledge, &tally.time_to_acknowledge),
            (FigureId::TimeToFirstContact, &tally.time_to_first_contact),
            (FigureId::TimeToFix, &tally.time_to_fix),
            (FigureId::TimeToRecovered, &tally.time_to_recovered),
            (FigureId::ApprovalLag, &tally.approval_lag),
        ];
        self.push("<h2>How fast</h2>\n<p class=\"note\">Time runs along a scale on which each bar is about twice as long as the one before. ");
        self.push("The line is the median, the dashed one what nine in ten do not exceed.</p>\n<div class=\"grid\">\n");
        for (figure, span) in spans {
            let is = figure.definition();
            let lengths = &span.lengths;
            let missing = gaps(span.gaps.unknown, span.gaps.waiting);
            if !charts::can_be_spread(lengths) {
                self.push("<figure>\n<figcaption>");
                self.element("h3", is.title);
                let few: Vec<String> = lengths.first(4).into_iter().map(words::length).collect();
                let few = if few.is_empty() { "None is known".to_owned() } else { format!("Only {}", few.join(", ")) };
                self.element("p", &format!("{few}{missing}."));
                self.push("</figcaption>\n</figure>\n");
                continue;
            }
            let sentence = format!("{} known{missing}.", count(lengths.n()));
            let drawn = charts::spread(is.id, is.title, &spread_in_words(lengths, &sentence), lengths);
            let rows: Vec<Vec<String>> = STEPS
                .iter()
                .zip(lengths.binned(&STEPS.map(|(bound, _)| bound)))
                .map(|((_, name), times)| vec![(*name).to_owned(), count(times)])
                .chain(std::iter::once(vec!["longer".to_owned(), count(beyond(lengths))]))
                .collect();
            self.chart(is.title, &sentence, &drawn, &["how long", "incidents"], &rows);
        }
        self.push("</div>\n");
    }

    fn course(&mut self, figures: &[Figure]) {
        self.push("<h2>How it ended, and why it happened</h2>\n<div class=\"grid\">\n");
        for id in [FigureId::Endings, FigureId::Causes] {
            let Some(figure) = figures.iter().find(|figure| figure.is.figure == id) else { continue };
            let is_pareto = id == FigureId::Causes;
            let missing = gaps(figure.unknown, figure.not_yet);
            let mut sentence = format!("{} known{missing}.", count(figure.n));
            if is_pareto && figure.rows.len() > 1 {
                sentence.push_str(" The largest come first; the dots add them up, from the left to all of them.");
            }
            let shares: Vec<(String, u64)> =
                figure.rows.iter().map(|row| (words::label(id, &row.key), share_of(&row.parts))).collect();
            let bars = largest(&shares, figure.n);
            let desc =
                shares.iter().map(|(name, times)| format!("{name}: {}", count(*times))).collect::<Vec<_>>().join("; ");
            let drawn = if bars.is_empty() {
                String::new()
            } else {
                charts::bars(figure.is.id, figure.is.title, &desc, &bars, Some(figure.n), is_pareto)
            };
            let mut sum = 0;
            let rows: Vec<Vec<String>> = shares
                .iter()
                .map(|(name, times)| {
                    sum += times;
                    vec![name.clone(), count(*times), words::share(sum, figure.n)]
                })
                .collect();
            self.chart(figure.is.title, &sentence, &drawn, &["", "incidents", "added up"], &rows);
        }
        self.push("</div>\n");
    }

    /// Accepted remedies by kind, a chart for each currency: nothing is converted.
    fn money(&mut self, figures: &[Figure]) {
        let find = |id: FigureId| figures.iter().find(|figure| figure.is.figure == id);
        let (Some(total), Some(kinds)) = (find(FigureId::RemedyTotal), find(FigureId::RemedyByKind)) else { return };
        self.push("<h2>What it cost</h2>\n<div class=\"grid\">\n");
        for currency in total.rows.iter().map(|row| row.key.as_str()) {
            let mut amounts: Vec<(String, rust_decimal::Decimal)> = Vec::new();
            for row in &kinds.rows {
                for part in &row.parts {
                    if let Value::Amount(Some(amount), code) = part.value
                        && code == currency
                    {
                        amounts.push((words::label(FigureId::RemedyByKind, &row.key), amount));
                    }
                }
            }
            amounts.sort_by_key(|(_, amount)| std::cmp::Reverse(*amount));
            let bars: Vec<Bar> = amounts
                .iter()
                .take(MOST_BARS)
                .map(|(label, amount)| Bar {
                    label: label.clone(),
                    value: u64::try_from(amount.mantissa()).unwrap_or(0) / 10_u64.pow(amount.scale().min(4)),
                    words: words::amount(*amount, currency),
                })
                .collect();
            let title = format!("Remedies accepted, {currency}");
            let said = total.rows.iter().find(|row| row.key == currency).map(row_phrases).unwrap_or_default();
            let missing = gaps(total.unknown, total.not_yet);
            let sentence = format!(
                "{}{}",
                capital(&said.join(", ")),
                if missing.is_empty() { ".".to_owned() } else { format!("{missing} in all currencies.") }
            );
            let id = ["remedy-", currency].concat();
            let desc = bars.iter().map(|bar| format!("{}: {}", bar.label, bar.words)).collect::<Vec<_>>().join("; ");
            let drawn = charts::bars(&id, &title, &desc, &bars, None, false);
            let rows: Vec<Vec<String>> =
                amounts.iter().map(|(label, amount)| vec![label.clone(), words::amount(*amount, currency)]).collect();
            self.chart(&title, &sentence, &drawn, &["kind", "accepted"], &rows);
        }
        self.push("</div>\n");
        if total.rows.is_empty() {
            self.element("p", "No accepted remedy is recorded with an amount.");
        }
        if let Some(cost) = find(FigureId::Cost).filter(|cost| !cost.rows.is_empty()) {
            let said: Vec<String> = cost.rows.iter().map(|row| row_phrases(row).join(", ")).collect();
            let missing = gaps(cost.unknown, cost.not_yet);
            self.element("p", &format!("Cost of recovery, where somebody said: {}{missing}.", said.join("; ")));
        }
    }

    fn groups(&mut self, report: &Report<'_>) {
        let Some(by) = &report.by else { return };
        let by = by.name();
        self.push("<h2>By ");
        self.words(&words::field_label(by));
        self.push("</h2>\n");
        let heads: Vec<&str> = std::iter::once("").chain(words::COLUMNS.iter().map(|column| column.title)).collect();
        let rows: Vec<Vec<String>> = report
            .groups()
            .iter()
            .map(|group| {
                let values = words::COLUMNS.iter().map(|column| (column.value)(&group.tally));
                std::iter::once(words::group_label(by, group.name.as_deref())).chain(values).collect()
            })
            .collect();
        self.table("groups", &heads, &rows);
    }

    fn figures(&mut self, figures: &[Figure]) {
        self.push("<h2>Every figure</h2>\n<p class=\"note\">");
        self.with_names(words::FOOT);
        self.push(
            "</p>\n<table class=\"figures\"><thead><tr><th scope=\"col\">figure</th><th scope=\"col\">value</th>",
        );
        self.push("<th scope=\"col\" class=\"n\">n</th><th scope=\"col\" class=\"n\">unknown</th>");
        self.push("<th scope=\"col\" class=\"n\">not yet</th></tr></thead>\n<tbody>\n");
        for section in Section::ALL {
            self.push("<tr class=\"head\"><th colspan=\"5\" scope=\"rowgroup\">");
            self.words(section.title());
            self.push("</th></tr>\n");
            for figure in figures.iter().filter(|figure| figure.is.section == section) {
                self.figure(figure);
            }
        }
        self.push("</tbody></table>\n");
    }

    fn figure(&mut self, figure: &Figure) {
        let mut said = vec![headline(figure)];
        said.extend(details(figure));
        said.retain(|words| !words.is_empty());
        self.push("<tr><th scope=\"row\">");
        self.words(figure.is.title);
        self.push("</th><td>");
        self.words(&said.join(", "));
        self.push("</td>");
        for (head, value) in [("n", figure.n), ("unknown", figure.unknown), ("not yet", figure.not_yet)] {
            let _ = write!(self.out, "<td class=\"n\" data-head=\"{head}\">{}</td>", count(value));
        }
        self.push("</tr>\n");
        for row in &figure.rows {
            self.push("<tr class=\"row\"><th scope=\"row\">");
            let label = words::label(figure.is.figure, &row.key);
            self.out.push_str(&escape::bdi(&label));
            self.push("</th><td colspan=\"4\">");
            self.words(&row_phrases(row).join(", "));
            if let Some(note) = &row.note {
                self.push("<br><span class=\"note\">");
                self.words(note);
                self.push("</span>");
            }
            self.push("</td></tr>\n");
        }
    }

    fn definitions(&mut self) {
        self.push("<h2>What each figure counts</h2>\n<dl class=\"what\">\n");
        for is in DEFINITIONS {
            self.push("<div><dt>");
            self.words(is.title);
            self.push("</dt><dd>");
            self.with_names(is.definition);
            self.push("</dd><dd class=\"note\">Clock: ");
            self.with_names(is.clock);
            self.push(". ");
            self.with_names(&capital(is.unknown));
            self.push(".</dd></div>\n");
        }
        self.push("</dl>\n");
    }
}

/// The steps of the tables of lengths: below each, in seconds, and how it is called.
const STEPS: [(u64, &str); 9] = [
    (60, "under 1 min"),
    (600, "1 min to 10 min"),
    (3600, "10 min to 1 h"),
    (4 * 3600, "1 h to 4 h"),
    (86_400, "4 h to 1 day"),
    (3 * 86_400, "1 to 3 days"),
    (7 * 86_400, "3 to 7 days"),
    (30 * 86_400, "7 to 30 days"),
    (60 * 86_400, "30 to 60 days"),
];

fn beyond(lengths: &Lengths) -> u64 {
    lengths.binned(&STEPS.map(|(bound, _)| bound)).last().copied().unwrap_or(0)
}

fn spread_in_words(lengths: &Lengths, sentence: &str) -> String {
    let half = lengths.rank(50).map(words::length).unwrap_or_default();
    let nine = lengths.rank(90).map(words::length).unwrap_or_default();
    if lengths.n() < super::figures::LEAST_FOR_P90 {
        return format!("{sentence} The median is {half}.");
    }
    format!("{sentence} The median is {half}; nine in ten take no longer than {nine}.")
}

/// `, 12 unknown, 3 not yet`
fn gaps(unknown: u64, not_yet: u64) -> String {
    let mut words = String::new();
    for (times, what) in [(unknown, "unknown"), (not_yet, "not yet")] {
        if times > 0 {
            words.extend([", ", &count(times), " ", what]);
        }
    }
    words
}

fn share_of(parts: &[super::figures::Part]) -> u64 {
    let share = parts.iter().find_map(|part| match part.value {
        Value::Share { part, .. } => Some(part),
        _ => None,
    });
    share.unwrap_or(0)
}

/// The largest as bars, the rest of them together.
fn largest(shares: &[(String, u64)], n: u64) -> Vec<Bar> {
    let words = |times: u64| match words::percent(times, n) {
        Some(percent) => format!("{}, {percent}", count(times)),
        None => format!("{} of {}", count(times), count(n)),
    };
    let most = if shares.len() > MOST_BARS { MOST_BARS - 1 } else { MOST_BARS };
    let mut bars: Vec<Bar> = shares
        .iter()
        .take(most)
        .map(|(label, times)| Bar { label: label.clone(), value: *times, words: words(*times) })
        .collect();
    let rest: u64 = shares.iter().skip(most).map(|(_, times)| times).sum();
    if rest > 0 {
        let others = shares.len() - most;
        bars.push(Bar { label: format!("{others} others together"), value: rest, words: words(rest) });
    }
    bars
}

/// What the fills of a chart mean.
fn key(entries: &[(&'static str, &'static str)]) -> String {
    let mut out = String::from("<ul class=\"key\">");
    for (class, words) in entries {
        let _ = write!(
            out,
            "<li><svg viewBox=\"0 0 14 14\" aria-hidden=\"true\"><rect class=\"{class}\" x=\"1\" y=\"1\" width=\"12\" height=\"12\"/></svg>{words}</li>"
        );
    }
    out.push_str("</ul>\n");
    out
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
