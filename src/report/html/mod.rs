//! The report as one page with charts, which runs nothing, fetches nothing and needs nothing beside it.
//!
//! Every chart is a drawing with its title and what it shows in words, and has its numbers in a table beneath. No colour says anything
//! that a place, a pattern or a word does not say as well.

mod charts;
mod course;
mod figures;
mod head;
mod money;
mod page;
mod speed;
mod svg;
mod tiles;
mod timeline;

use self::page::Page;
use super::Report;
use super::words::count;
use crate::untrusted::Untrusted;

/// Up to this many bars in a chart; the table beneath has all of them.
const MOST_BARS: usize = 9;

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

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
