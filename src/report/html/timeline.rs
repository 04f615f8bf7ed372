//! Incidents and promises along the period.

use std::fmt::Write as _;

use super::charts;
use super::page::Page;
use crate::report::Report;
use crate::report::series::{Stretch, Stride};
use crate::report::words::{self, count};

/// The widths of the chart over time, in pixels: on a screen or paper, and on a telephone.
const WIDE: i64 = 920;
const NARROW: i64 = 420;

impl Page {
    pub(super) fn over_time(&mut self, report: &Report<'_>) {
        let (stride, steps) = report.series.steps(&report.window());
        let most = steps.iter().max_by_key(|stretch| stretch.step.received).filter(|_| steps.len() > 1);
        let busiest = most.map_or_else(String::new, |most| {
            let received = words::count(most.step.received);
            format!("The most came {}: {received}. ", stride.when(most.first))
        });
        let promises = report.total.promises;
        let sentence = format!(
            "{busiest}{}Of the promises made, {} are kept, {} kept late, {} broken, and {} have no verdict or were released.",
            not_whole(stride, &steps),
            count(promises.kept),
            count(promises.late),
            count(promises.broken),
            count(promises.owed + promises.overdue + promises.released),
        );
        self.push("<h2>Over time</h2>\n");
        let mut fills = vec![("kept", "kept"), ("late", "kept late"), ("broken", "broken")];
        fills.push(("open", "no verdict, or released"));
        if steps.iter().any(|stretch| stretch.partly.is_some()) {
            fills.push(("part", stride.in_part()));
        }
        let drawn = [
            charts::over_time("wide", WIDE, stride, &steps, &sentence),
            charts::over_time("narrow", NARROW, stride, &steps, &sentence),
            key(&fills),
        ];
        let heads = [stride.name(), "incidents", "promises", "kept", "late", "broken", "released", "owed", "overdue"];
        let rows: Vec<Vec<String>> = steps
            .iter()
            .map(|stretch| {
                let of = stretch.step.promises;
                let counts =
                    [stretch.step.received, of.all(), of.kept, of.late, of.broken, of.released, of.owed, of.overdue];
                std::iter::once(stride.label(stretch.first, stretch.partly)).chain(counts.map(count)).collect()
            })
            .collect();
        self.chart(charts::OVER_TIME, &sentence, &drawn.concat(), &heads, &rows);
    }
}

/// `Nov 2026 is not whole: until 22 Nov. `, where there is such a step.
fn not_whole(stride: Stride, steps: &[Stretch]) -> String {
    let parts = steps.iter().filter_map(|stretch| Some((stretch, stretch.partly?)));
    let names: Vec<String> = parts.map(|(stretch, partly)| stride.label(stretch.first, Some(partly))).collect();
    if names.is_empty() { String::new() } else { format!("Not whole: {}. ", names.join("; ")) }
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
