//! The few numbers that everybody asks for first.

use super::charts;
use super::page::Page;
use crate::report::lengths::Lengths;
use crate::report::tally::Tally;
use crate::report::words::{self, count};

impl Page {
    /// The few numbers that everybody asks for first.
    pub(super) fn tiles(&mut self, tally: &Tally) {
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
}
