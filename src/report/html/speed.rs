//! How long things took, as pictures of how the lengths are spread.

use super::charts;
use super::gaps;
use super::page::Page;
use crate::report::define::FigureId;
use crate::report::figures::LEAST_FOR_P90;
use crate::report::lengths::Lengths;
use crate::report::tally::Tally;
use crate::report::words::{self, count};

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

impl Page {
    pub(super) fn speed(&mut self, tally: &Tally) {
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
}

fn beyond(lengths: &Lengths) -> u64 {
    lengths.binned(&STEPS.map(|(bound, _)| bound)).last().copied().unwrap_or(0)
}

fn spread_in_words(lengths: &Lengths, sentence: &str) -> String {
    let half = lengths.rank(50).map(words::length).unwrap_or_default();
    let nine = lengths.rank(90).map(words::length).unwrap_or_default();
    if lengths.n() < LEAST_FOR_P90 {
        return format!("{sentence} The median is {half}.");
    }
    format!("{sentence} The median is {half}; nine in ten take no longer than {nine}.")
}
