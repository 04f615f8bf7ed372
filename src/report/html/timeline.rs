//! Incidents and promises along the period.

use std::fmt::Write as _;

use super::charts;
use super::page::Page;
use crate::report::Report;
use crate::report::words::{self, count};

/// The widths of the chart over time, in pixels: on a screen or paper, and on a telephone.
const WIDE: i64 = 920;
const NARROW: i64 = 420;

impl Page {
    pub(super) fn over_time(&mut self, report: &Report<'_>) {
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
