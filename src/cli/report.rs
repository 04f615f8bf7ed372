//! What can be typed about figures over many incidents.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::paper::{Printing, Wording};

/// `recover report`.
#[derive(Debug, Args)]
#[command(
    after_help = "An incident belongs to the period in which the customer told the house. Drills are never counted, what is unknown is never \
                  counted as nought or as good, and a handful is no percentage. `--explain` says what each figure counts."
)]
pub struct Report {
    /// Only incidents that customers told of then or later: a date, `monday` for the last one, `30d` for 30 days ago.
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Only incidents that customers told of before then, read as what lies behind too.
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// In groups as well: month, week, playbook, owner, channel, cause, severity, site, ending, or any question with a short answer.
    #[arg(long, value_name = "FIELD")]
    pub by: Option<String>,
    /// In what form; without it, by the ending of `--output`, else a table.
    #[arg(long, value_enum)]
    pub format: Option<ReportFormat>,
    /// A file, or `-` for standard output (which is what happens without it).
    #[arg(long, short, value_name = "FILE|-")]
    pub output: Option<PathBuf>,
    /// What each figure counts, by which clock, and what is unknown of it; or one figure.
    #[arg(long, value_name = "FIGURE", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["since", "until", "by", "output"])]
    pub explain: Option<String>,
    /// Whether the house's own template is used.
    #[command(flatten)]
    pub wording: Wording,
    /// How a PDF is made.
    #[command(flatten)]
    pub printing: Printing,
}

/// In what form a report is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people, with small bars.
    Table,
    /// For scripts.
    Json,
    /// For spreadsheets: a row a value.
    Csv,
    /// A page with charts, for a browser or a printer.
    Html,
    /// For a wiki or a mail.
    Markdown,
    /// A PDF file, printed from the page by a program that is installed.
    Pdf,
}
