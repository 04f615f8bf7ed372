//! What can be typed: the command line as clap knows it. Everything is turned into meaning once, in `commands`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub mod coach;
pub mod due;
pub mod either_order;
pub mod ledger;
pub mod letter;
pub mod paper;
pub mod people;
pub mod report;

/// Walks you through making it right with a customer the business has failed, and leaves a written record.
#[derive(Debug, Parser)]
#[command(
    name = "recover",
    version,
    after_help = "Exit codes: 0 done, 1 it could not be done, 2 the command line is wrong, 3 a file you gave is wrong, 4 a check \
                  found something, 5 the walk is not finished and what was answered is kept, 130 interrupted and what was answered is kept.",
    max_term_width = 100
)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Where the options of every command stand in its help, apart from its own.
const EVERYWHERE: &str = "Options of every command";

/// Options of every command.
#[derive(Debug, Args)]
pub struct Global {
    /// The store: a SQLite file (also `RECOVER_STORE`, or `store` in the configuration file).
    #[arg(long, global = true, value_name = "PATH", help_heading = EVERYWHERE)]
    pub store: Option<PathBuf>,
    /// The configuration file.
    #[arg(long, global = true, value_name = "FILE", help_heading = EVERYWHERE)]
    pub config: Option<PathBuf>,
    /// Colour.
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN", help_heading = EVERYWHERE)]
    pub color: Color,
    /// Print only what was asked for: an id or a path.
    #[arg(long, short, global = true, help_heading = EVERYWHERE)]
    pub quiet: bool,
    /// Never ask, also on a terminal.
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub no_input: bool,
    /// Lines in, lines out: for screen readers and simple terminals (also `ACCESSIBLE`, or `TERM=dumb`).
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub plain: bool,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Walk a new incident.
    Start(Start),
    /// Go on where an incident stopped.
    Resume(Resume),
    /// One line for each incident.
    List(List),
    /// Where an incident stands.
    Show(Show),
    /// The written record.
    Record(paper::Record),
    /// The customer's letter, as a draft for you to read over. Nothing is ever sent.
    Letter(letter::Letter),
    /// An incident's answers, as an answers file that makes the same record again.
    Answers(Answers),
    /// What is owed, the most urgent first: nobody to answer for it, promises, time limits.
    Due(due::Due),
    /// Take an incident on: from now on you answer for it.
    Own(people::Own),
    /// Hand an incident over, or name a deputy.
    Assign(people::Assign),
    /// Everything the next person needs, so that the customer need not tell it again.
    Card(people::Card),
    /// Log a contact, and when the customer hears next.
    Contact(ledger::Contact),
    /// What was promised, and what became of it.
    Promise(ledger::Promise),
    /// What went wrong within one incident, each with its date.
    Failure(ledger::Failure),
    /// The time limits of an incident.
    Clock(ledger::Clock),
    /// The legal gate: who decided what may be said.
    Gate(people::Gate),
    /// Open an incident again: it failed again, or the customer came back.
    Reopen(people::Reopen),
    /// Add a note to an incident, for the house only.
    Note(Note),
    /// Playbooks: what there is, what they say, whether they are right.
    Playbook(Playbook),
    /// The house's own templates for letters, records and reports: which there are, whether they are right.
    Template(paper::Template),
    /// When something is due: a time limit, counted.
    Deadline(Deadline),
    /// Holiday calendars: which there are, what they say, whether they are right.
    Calendar(Calendar),
    /// Figures over many incidents: how fast, what was promised and kept, how it ended, what it cost, why.
    Report(report::Report),
    /// Check wording before a customer hears it: which words would do harm, why, and what to say instead.
    Coach(coach::Coach),
    /// Is the store whole?
    Verify(Verify),
}

/// Answers for a walk without a terminal.
#[derive(Debug, Args)]
pub struct Given {
    /// An answers file, TOML or JSON by its ending; `-` reads either from standard input.
    #[arg(long, value_name = "FILE|-")]
    pub answers: Option<PathBuf>,
    /// One answer; comes before the answers file.
    #[arg(long, value_name = "QUESTION=VALUE")]
    pub set: Vec<String>,
    /// Who is answering, for `me`.
    #[arg(long, value_name = "NAME")]
    pub me: Option<String>,
    /// What is printed at the end.
    #[arg(long, value_enum, default_value = "text")]
    pub format: TextOrJson,
}

/// `recover start`.
#[derive(Debug, Args)]
pub struct Start {
    /// The playbook: a name, or a file. Without one: `playbook` of the configuration file, or service-recovery.
    pub playbook: Option<String>,
    /// Your own reference for the incident, such as a ticket number; no two incidents share one.
    #[arg(long = "ref", value_name = "EXTERNAL")]
    pub reference: Option<String>,
    /// Answers.
    #[command(flatten)]
    pub given: Given,
}

/// `recover resume`.
#[derive(Debug, Args)]
pub struct Resume {
    /// The incident: its id, its number, or your own reference. Without one: choose among the unfinished.
    pub id: Option<String>,
    /// Answers.
    #[command(flatten)]
    pub given: Given,
}

/// `recover list`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct List {
    /// The open ones (this is what is shown anyway).
    #[arg(long, conflicts_with_all = ["closed", "all"])]
    pub open: bool,
    /// The closed ones.
    #[arg(long, conflicts_with = "all")]
    pub closed: bool,
    /// All of them.
    #[arg(long)]
    pub all: bool,
    /// Only those that nobody has taken on.
    #[arg(long)]
    pub unowned: bool,
    /// Only those with something overdue.
    #[arg(long)]
    pub overdue: bool,
    /// Only those whose customer's name contains this.
    #[arg(long, value_name = "TEXT")]
    pub customer: Option<String>,
    /// Only those opened then or later: a date, `monday` for the last one, `30d` for 30 days ago.
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Only those opened before then.
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// At most this many; 0 for all. A table shows 100 unless you say otherwise, JSON all.
    #[arg(long, value_name = "N")]
    pub limit: Option<u32>,
    /// A table for people, or JSON for scripts.
    #[arg(long, value_enum, default_value = "table")]
    pub format: TableOrJson,
}

/// `recover show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The incident: its id, its number, or your own reference.
    pub id: String,
    /// Words for people, or the whole folded record as JSON.
    #[arg(long, value_enum, default_value = "text")]
    pub format: TextOrJson,
}

/// `recover answers`.
#[derive(Debug, Args)]
pub struct Answers {
    /// The incident.
    pub id: String,
}

/// `recover note`.
#[derive(Debug, Args)]
pub struct Note {
    /// The incident.
    pub id: String,
    /// The note.
    pub text: String,
}

/// `recover verify`.
#[derive(Debug, Args)]
#[command(
    after_help = "What a clean result proves: nobody changed, removed, reordered or inserted an event without computing everything \
                        after it anew, and the file is whole. What it does not prove: who wrote an event, when, that it is true, or that \
                        somebody who can write the file has not rewritten all of it. Keep the head hash elsewhere to notice that."
)]
pub struct Verify {
    /// Words for people, or JSON.
    #[arg(long, value_enum, default_value = "text")]
    pub format: TextOrJson,
}

/// `recover playbook`.
#[derive(Debug, Args)]
pub struct Playbook {
    /// What to do.
    #[command(subcommand)]
    pub command: PlaybookCommand,
}

/// The commands on playbooks.
#[derive(Debug, Subcommand)]
pub enum PlaybookCommand {
    /// Which playbooks there are, and where each comes from.
    List {
        /// A table for people, or JSON for scripts.
        #[arg(long, value_enum, default_value = "table")]
        format: TableOrJson,
    },
    /// A playbook on one screen: what to do and say, and what never to.
    Show {
        /// The playbook: a name, or a file.
        playbook: String,
        /// Words for people, or everything as JSON.
        #[arg(long, value_enum, default_value = "text")]
        format: TextOrJson,
    },
    /// A playbook on one printed page, for the wall: the six steps, what you may give, by when, and if it may come to law.
    Sheet {
        /// The playbook: a name, or a file.
        playbook: String,
        /// In what form; without it, by the ending of `--output`, else plain text.
        #[arg(long, value_enum)]
        format: Option<paper::PageFormat>,
        /// A file, or `-` for standard output (which is what happens without it).
        #[arg(long, short, value_name = "FILE|-")]
        output: Option<PathBuf>,
        /// How a PDF is made.
        #[command(flatten)]
        printing: paper::Printing,
    },
    /// Begin a playbook of your own.
    New {
        /// Its name; the file is `playbooks/NAME.toml`.
        name: String,
        /// The playbook it builds on.
        #[arg(long, default_value = "service-recovery", value_name = "PLAYBOOK")]
        extends: String,
    },
    /// An empty answers file with every question as a comment.
    Answers {
        /// The playbook: a name, or a file.
        playbook: String,
    },
    /// Every problem in playbook files, at once.
    Check {
        /// The files.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// The JSON Schema of the format, for editors.
    Schema,
}

/// `recover deadline`.
#[derive(Debug, Args)]
#[command(
    after_help = "The date names the rule, calendar, zone and start it was counted with. It is no legal advice.\n\n\
                  With --jsonl each line is a case such as {\"id\": 1, \"calendar\": \"GB-ENG\", \"tz\": \"Europe/London\", \
                  \"start\": \"2025-12-23T16:30:00+00:00\", \"n\": 10, \"unit\": \"business_days\"}; see docs/calendars.md."
)]
pub struct Deadline {
    /// The limit: `10 business days`, `8 weeks`, `72 hours`, `4 business hours`, `one month`.
    #[arg(required_unless_present = "jsonl")]
    pub limit: Option<String>,
    /// The holiday calendar, see `recover calendar list`. Without one, weekends are the only days off.
    #[arg(long, value_name = "NAME")]
    pub calendar: Option<String>,
    /// When it starts: `2025-12-23T16:30`, `yesterday 17:00`, with or without an offset. Without it: now.
    #[arg(long, value_name = "TIME")]
    pub from: Option<String>,
    /// The time zone whose days are counted, such as `Europe/London`. Without one: this machine's.
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,
    /// What arrives at or after closing, or on a day without business.
    #[arg(long, value_enum, default_value = "ignore", value_name = "WHAT")]
    pub after_hours: LateArrival,
    /// A last day without business.
    #[arg(long, value_enum, default_value = "none", value_name = "WHERE")]
    pub roll: LastDay,
    /// The first day counts, as in "commencing on the day of receipt".
    #[arg(long)]
    pub inclusive: bool,
    /// When the house opens.
    #[arg(long, default_value = "09:00", value_name = "HH:MM")]
    pub open: String,
    /// When it closes.
    #[arg(long, default_value = "17:00", value_name = "HH:MM")]
    pub close: String,
    /// Show how each day was counted.
    #[arg(long)]
    pub explain: bool,
    /// Words for people, or JSON.
    #[arg(long, value_enum, default_value = "text")]
    pub format: TextOrJson,
    /// Read many cases from standard input, one JSON object a line, and write one line for each.
    #[arg(long, conflicts_with_all = ["limit", "calendar", "from", "time_zone", "after_hours", "roll", "inclusive", "open",
                                      "close", "explain", "format"])]
    pub jsonl: bool,
}

/// What becomes of what arrives after closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LateArrival {
    /// It counts on the day it arrived.
    #[value(alias = "none")]
    Ignore,
    /// It counts on the next business day.
    NextBusinessDay,
}

/// What becomes of a last day without business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LastDay {
    /// It stands.
    #[value(alias = "ignore")]
    None,
    /// It moves to the next business day.
    NextBusinessDay,
}

/// `recover calendar`.
#[derive(Debug, Args)]
pub struct Calendar {
    /// What to do.
    #[command(subcommand)]
    pub command: CalendarCommand,
}

/// The commands on calendars.
#[derive(Debug, Subcommand)]
pub enum CalendarCommand {
    /// Which calendars there are, until when each is valid, and where it comes from.
    List {
        /// A table for people, or JSON for scripts.
        #[arg(long, value_enum, default_value = "table")]
        format: TableOrJson,
    },
    /// The holidays of a year, and the days on which good sources differ.
    Show {
        /// The calendar.
        name: String,
        /// The year. Without one: this year.
        #[arg(long)]
        year: Option<i32>,
        /// A table for people, or JSON for scripts.
        #[arg(long, value_enum, default_value = "table")]
        format: TableOrJson,
    },
    /// Every problem in calendar files, at once.
    Check {
        /// The files.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

/// Words or JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TextOrJson {
    /// For people.
    Text,
    /// For scripts.
    Json,
}

/// A table or JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableOrJson {
    /// For people.
    Table,
    /// For scripts.
    Json,
}
