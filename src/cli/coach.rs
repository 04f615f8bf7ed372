//! What can be typed about wording.

use std::path::PathBuf;

use clap::Args;

use super::TextOrJson;

/// `recover coach`.
#[derive(Debug, Args)]
#[command(
    after_help = "A line of its own such as `coach: allow minimise because the customer said so first`, in Markdown also as \
                  `<!-- coach: allow RULE because REASON -->`, allows a rule in the paragraph that follows.\n\n\
                  The house's own rules are in `coach.toml` in your configuration directory. See docs/coach.md; \
                  every rule is in docs/coach-rules.md."
)]
pub struct Coach {
    /// The text: a file, or `-` for standard input (which is what happens without it).
    #[arg(value_name = "FILE|-")]
    pub file: Option<PathBuf>,
    /// Exit with 4 when an error or a warning stands; print only these.
    #[arg(long)]
    pub check: bool,
    /// Let a rule or a whole category pass, with the reason; may be given more than once.
    #[arg(long, value_name = "RULE=REASON")]
    pub allow: Vec<String>,
    /// The house's own rules, in place of `coach.toml` in the configuration directory.
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,
    /// What a rule or a category hears, why, and what to say instead; without a name, every rule there is.
    #[arg(long, value_name = "RULE", num_args = 0..=1, default_missing_value = "",
          conflicts_with_all = ["file", "check", "allow", "jsonl"])]
    pub explain: Option<String>,
    /// Words for people, or JSON.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<TextOrJson>,
    /// Read many texts, one JSON object with `id` and `text` a line, and write one line of JSON for each.
    #[arg(long)]
    pub jsonl: bool,
}
