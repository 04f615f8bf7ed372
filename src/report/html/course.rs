//! How incidents ended, and why they happened.

use super::charts::{self, Bar};
use super::page::Page;
use super::{MOST_BARS, gaps};
use crate::report::define::FigureId;
use crate::report::figures::{Figure, Part, Value};
use crate::report::words::{self, count};

impl Page {
    pub(super) fn course(&mut self, figures: &[Figure]) {
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
}

fn share_of(parts: &[Part]) -> u64 {
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
