//! What can be typed about documents: records, cards and wall sheets, and how they are printed.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// How a PDF is made.
#[derive(Debug, Clone, Default, Args)]
pub struct Printing {
    /// The program that makes the PDF, by name or path: Chromium, Chrome, Edge, Brave, WeasyPrint, Prince or wkhtmltopdf (also
    /// `RECOVER_PDF_ENGINE`, or `pdf_engine` in the configuration file). Without one, the first that is installed.
    #[arg(long, value_name = "NAME|PATH")]
    pub pdf_engine: Option<String>,
}

/// Whose wording and layout a document has.
#[derive(Debug, Clone, Default, Args)]
pub struct Wording {
    /// The usual document, also where the house has a template of its own.
    #[arg(long)]
    pub no_template: bool,
}

/// `recover record`.
#[derive(Debug, Args)]
pub struct Record {
    /// The incidents.
    #[arg(required_unless_present = "all")]
    pub ids: Vec<String>,
    /// Every incident, open and closed.
    #[arg(long, conflicts_with = "ids")]
    pub all: bool,
    /// With --all: only those opened then or later: a date, `monday` for the last one, `30d` for 30 days ago.
    #[arg(long, value_name = "TIME", conflicts_with = "ids")]
    pub since: Option<String>,
    /// With --all: only those opened before then.
    #[arg(long, value_name = "TIME", conflicts_with = "ids")]
    pub until: Option<String>,
    /// For whom it is written.
    #[arg(long = "for", value_enum, default_value = "internal", value_name = "WHOM")]
    pub audience: Whom,
    /// In what form; without it, by the ending of `--output`, else Markdown.
    #[arg(long, value_enum)]
    pub format: Option<RecordFormat>,
    /// A file, a folder for several records, or `-` for standard output (which is what happens without it).
    #[arg(long, short, value_name = "FILE|DIR|-")]
    pub output: Option<PathBuf>,
    /// Whether the house's own template is used.
    #[command(flatten)]
    pub wording: Wording,
    /// How a PDF is made.
    #[command(flatten)]
    pub printing: Printing,
}

/// `recover template`.
#[derive(Debug, Args)]
#[command(
    after_help = "A template of the house words and lays out a document in its own way, from the JSON that `--format json` prints. It lies in \
                  the folder `templates` of the configuration directory, as `record.html`, `record-customer.md` and so on, and is used \
                  wherever that document is written in that form; a PDF is printed from the HTML. `--no-template` leaves it aside."
)]
pub struct Template {
    /// What to do.
    #[command(subcommand)]
    pub command: TemplateCommand,
}

/// The commands on templates of the house.
#[derive(Debug, Subcommand)]
pub enum TemplateCommand {
    /// Which templates the house has, and where they are looked for.
    List {
        /// A table for people, or JSON for scripts.
        #[arg(long, value_enum, default_value = "table")]
        format: super::TableOrJson,
    },
    /// Prints a template to begin with.
    New {
        /// What it words.
        #[arg(value_enum)]
        kind: TemplateKind,
        /// For which form.
        #[arg(long, value_enum, default_value = "html")]
        format: TemplateForm,
    },
    /// Every problem in templates, at once: syntax, unknown names, what goes wrong with a full and a nearly empty incident.
    Check {
        /// The files. Without any: those of the house.
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

/// What a template words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TemplateKind {
    /// The customer's letter.
    Letter,
    /// The record for the house.
    Record,
    /// The record for the customer.
    RecordCustomer,
    /// The figures over many incidents.
    Report,
}

/// The form that a template is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TemplateForm {
    /// Markdown.
    #[value(alias = "markdown")]
    Md,
    /// A page, and the PDF that is printed from it.
    Html,
    /// Plain text.
    #[value(alias = "text")]
    Txt,
}

/// For whom a record is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Whom {
    /// The house: everything.
    Internal,
    /// The customer: customer answers only.
    Customer,
}

/// The form of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RecordFormat {
    /// Markdown.
    #[value(alias = "md")]
    Markdown,
    /// One self-contained page.
    Html,
    /// For scripts.
    Json,
    /// Plain text.
    #[value(alias = "txt")]
    Text,
    /// For the file, by a program that is installed.
    Pdf,
}

/// The form of a page that is printed or hung up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    /// Markdown.
    #[value(alias = "md")]
    Markdown,
    /// One self-contained page.
    Html,
    /// Plain text.
    #[value(alias = "txt")]
    Text,
    /// For the printer, by a program that is installed.
    Pdf,
}
