//! What can be typed about letters.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::paper::{Printing, Wording};

/// `recover letter`.
#[derive(Debug, Args)]
#[command(
    after_help = "The draft is made of the answers that are for the customer, in the wording of the playbook; where it has none, in the \
                  standard one. The apology in it is yours, word for word. A part that the rules demand and that cannot be filled in is \
                  an error that names what would fill it in."
)]
pub struct Letter {
    /// The incident: its id, its number, or your own reference.
    pub id: String,
    /// Which letter, see `--list`. Without one: the first that fits the answers so far, or the one that rules demand in its place.
    #[arg(long, value_name = "NAME")]
    pub letter: Option<String>,
    /// Which letters there are for this incident, which one would be taken, and what each still lacks.
    #[arg(long, conflicts_with_all = ["letter", "output", "incomplete"])]
    pub list: bool,
    /// In what form; without it, by the ending of `--output`, else Markdown. `eml` opens in a mail program as a draft.
    #[arg(long, value_enum)]
    pub format: Option<LetterFormat>,
    /// A file, or `-` for standard output (which is what happens without it).
    #[arg(long, short, value_name = "FILE|-")]
    pub output: Option<PathBuf>,
    /// How a PDF is made.
    #[command(flatten)]
    pub printing: Printing,
    /// Whether the house's own template is used.
    #[command(flatten)]
    pub wording: Wording,
    /// Show it as text with what the wording coach found in the margin; for whoever writes it, so neither with `--output` nor in another
    /// form.
    #[arg(long, conflicts_with = "list")]
    pub coach: bool,
    /// Write it although required parts are missing, with each gap marked where it is.
    #[arg(long)]
    pub incomplete: bool,
}

/// The form of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LetterFormat {
    /// Markdown.
    #[value(alias = "md")]
    Markdown,
    /// One self-contained page, to be printed or sent.
    Html,
    /// Plain text.
    Text,
    /// A PDF file, printed from the page by a program that is installed.
    Pdf,
    /// For scripts.
    Json,
    /// A message that a mail program opens as a draft.
    Eml,
}
