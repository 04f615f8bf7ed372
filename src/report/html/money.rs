//! What it cost: a chart for each currency, since nothing is converted.

use super::charts::{self, Bar};
use super::page::Page;
use super::{MOST_BARS, capital, gaps};
use crate::report::define::FigureId;
use crate::report::figures::{Figure, Value};
use crate::report::words::{self, row_phrases};

impl Page {
    /// Accepted remedies by kind, a chart for each currency: nothing is converted.
    pub(super) fn money(&mut self, figures: &[Figure]) {
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
}
