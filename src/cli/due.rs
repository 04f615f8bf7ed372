//! What can be typed about what is owed.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// `recover due`.
#[derive(Debug, Args)]
#[command(
    after_help = "The most urgent comes first: what nobody answers for, then what is late, then what falls due next. With --check the exit \
                  code is 4 when anything is late or nobody answers for it."
)]
pub struct Due {
    /// End with exit code 4 when anything is late, or an incident has nobody to answer for it.
    #[arg(long)]
    pub check: bool,
    /// Only what falls due within this time, such as 24h; what is late, or nobody answers for, is always shown.
    #[arg(long, value_name = "TIME")]
    pub within: Option<String>,
    /// Only what is yours: what you are to do, what you own where nobody else is named, and what you stand in for.
    #[arg(long)]
    pub mine: bool,
    /// Who you are, for --mine.
    #[arg(long, value_name = "NAME")]
    pub me: Option<String>,
    /// How each time limit of one incident is counted, day by day.
    #[arg(long, value_name = "ID", conflicts_with_all = ["check", "within", "mine", "output"])]
    pub explain: Option<String>,
    /// In what form; without it, by the ending of `--output`, else a table.
    #[arg(long, value_enum)]
    pub format: Option<DueFormat>,
    /// At most this many; 0 for all. A table shows 50 unless you say otherwise, JSON and calendar files all.
    #[arg(long, value_name = "N")]
    pub limit: Option<u32>,
    /// A file, or `-` for standard output (which is what happens without it).
    #[arg(long, short, value_name = "FILE|-")]
    pub output: Option<PathBuf>,
}

/// In what form what is owed is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DueFormat {
    /// For people.
    Table,
    /// For scripts.
    Json,
    /// iCalendar, for a calendar program.
    Ics,
}
