//! What can be typed about who answers for an incident, the legal gate, and opening an incident again.

use clap::{Args, Subcommand};

/// `recover own`.
#[derive(Debug, Args)]
pub struct Own {
    /// The incident: its id, its number, or your own reference.
    pub id: String,
    /// Who accepts it; you, where nobody is named.
    pub person: Option<String>,
    /// Who you are.
    #[arg(long, value_name = "NAME")]
    pub me: Option<String>,
}

/// `recover assign`.
#[derive(Debug, Args)]
#[command(
    after_help = "Whoever answers for it now still does until PERSON accepts with `recover own`. A card with everything the next person \
                  needs goes to standard output."
)]
pub struct Assign {
    /// The incident: its id, its number, or your own reference.
    pub id: String,
    /// Who is asked to take it on.
    pub person: String,
    /// Why, or what they should know.
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
    /// PERSON stands in while the owner is away; the owner stays the owner.
    #[arg(long, conflicts_with = "why")]
    pub deputy: bool,
}

/// `recover card`.
#[derive(Debug, Args)]
pub struct Card {
    /// The incident: its id, its number, or your own reference.
    pub id: String,
    /// In what form; without it, by the ending of `--output`, else plain text as wide as the terminal.
    #[arg(long, value_enum)]
    pub format: Option<super::paper::PageFormat>,
    /// A file, or `-` for standard output (which is what happens without it).
    #[arg(long, short, value_name = "FILE|-")]
    pub output: Option<std::path::PathBuf>,
    /// How a PDF is made.
    #[command(flatten)]
    pub printing: super::paper::Printing,
}

/// `recover reopen`.
#[derive(Debug, Args)]
#[command(
    after_help = "Nothing is lost: what was done, asked and answered stays as an earlier round, and putting it right begins anew. Unless \
                  --came-back is given, the recovery failed, and what the playbook says of a second failure holds from now on."
)]
pub struct Reopen {
    /// The incident: its id, its number, or your own reference.
    pub id: String,
    /// Why: what failed, or what they came back with.
    #[arg(long, value_name = "TEXT")]
    pub why: String,
    /// The customer came back with something else, and the recovery did not fail.
    #[arg(long)]
    pub came_back: bool,
}

/// `recover gate`.
#[derive(Debug, Args)]
#[command(subcommand_value_name = "DO", subcommand_help_heading = "What to do")]
pub struct Gate {
    /// The incident: its id, its number, or your own reference.
    pub id: String,
    /// What to do.
    #[command(subcommand)]
    pub command: GateCommand,
}

/// What can be done about the legal gate.
#[derive(Debug, Subcommand)]
pub enum GateCommand {
    /// From now on customer documents hold regret and undertakings only.
    Close(GateMove),
    /// The facts may be told.
    Lift(GateMove),
}

/// Who decided it, and why.
#[derive(Debug, Args)]
pub struct GateMove {
    /// Who decided it, by name.
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub why: String,
}
