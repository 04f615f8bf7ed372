//! What can be typed about contacts, promises, failures and time limits.

use clap::{Args, Subcommand, ValueEnum};

use super::TextOrJson;

/// `recover contact`.
#[derive(Debug, Args)]
#[command(
    after_help = "Every contact with the customer says when they hear next: with --next, or with --no-next and why. Without --said and on a terminal, \
                  everything is asked for.\n\nExample: recover contact 42 --out --channel phone --said \"told her the engineer is on \
                  the way\" --next \"today 16:00\" --next-what \"the engineer rings\""
)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct Contact {
    /// The incident: its id, its number, or your own reference.
    pub id: String,
    /// What was said.
    #[arg(long, value_name = "TEXT")]
    pub said: Option<String>,
    /// We got in touch with them.
    #[arg(long, group = "direction")]
    pub out: bool,
    /// They got in touch with us (this is taken when nothing is said).
    #[arg(long = "in", group = "direction")]
    pub inwards: bool,
    /// Something that happened inside the house and bears on it.
    #[arg(long, group = "direction")]
    pub inside: bool,
    /// How: phone, face-to-face, e-mail, chat, letter, social, review-site, web-form, other.
    #[arg(long, value_name = "HOW")]
    pub channel: Option<String>,
    /// Who spoke or wrote for the house; you, where nobody is named.
    #[arg(long, value_name = "NAME")]
    pub who: Option<String>,
    /// With whom, where that was not the customer.
    #[arg(long, value_name = "NAME")]
    pub with: Option<String>,
    /// When it was; now, where nothing is said.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Whether somebody answered.
    #[arg(long, value_name = "YES|NO")]
    pub answered: Option<YesNo>,
    /// The customer had to chase us.
    #[arg(long)]
    pub chased: bool,
    /// When the customer hears next: a time, or a promise that still holds, such as P3.
    #[arg(long, value_name = "TIME|PROMISE", conflicts_with = "no_next")]
    pub next: Option<String>,
    /// What happens then.
    #[arg(long, value_name = "TEXT", requires = "next")]
    pub next_what: Option<String>,
    /// Who sees to it; the owner, where nobody is named.
    #[arg(long, value_name = "NAME", requires = "next")]
    pub next_by: Option<String>,
    /// Why the customer was not told when they hear next.
    #[arg(long, value_name = "WHY")]
    pub no_next: Option<String>,
    /// The promise that this contact keeps, such as P1.
    #[arg(long, value_name = "PROMISE")]
    pub keeps: Option<String>,
    /// Who you are.
    #[arg(long, value_name = "NAME")]
    pub me: Option<String>,
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    /// Yes.
    Yes,
    /// No.
    No,
}

/// `recover promise`.
#[derive(Debug, Args)]
#[command(
    subcommand_value_name = "DO",
    subcommand_help_heading = "What to do; without it, every promise is listed",
    after_help = "Promises have numbers, P1, P2 and so on, and keep them. The verb may come first: recover promise keep 42 P1.\n\n\
                  Example: recover promise 42 add \"the engineer rings\" --due \"today 16:00\" --by \"Joe Bell\""
)]
pub struct Promise {
    /// The incident: its id, its number, or your own reference.
    pub id: String,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<PromiseCommand>,
}

/// What can be done about promises.
#[derive(Debug, Subcommand)]
pub enum PromiseCommand {
    /// Every promise with what became of it.
    List {
        /// Words for people, or JSON.
        #[arg(long, value_enum, default_value = "text")]
        format: TextOrJson,
    },
    /// Something was promised, or set to be done.
    Add {
        /// What was promised, or is to be done.
        what: String,
        /// By when, such as "tomorrow 10:00"; that moment is still in time.
        #[arg(long, value_name = "TIME")]
        due: String,
        /// Who sees to it; the owner, where nobody is named.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        /// To whom, where that is not the customer.
        #[arg(long, value_name = "NAME")]
        to: Option<String>,
        /// The house sets itself this to do; the customer is told nothing of it.
        #[arg(long, conflicts_with = "to")]
        action: bool,
    },
    /// It was done: kept, or late.
    Keep {
        /// The promise, such as P1.
        promise: String,
        /// When it was done; now, where nothing is said.
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
    },
    /// It was not done.
    Break {
        /// The promise, such as P1.
        promise: String,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
    /// They let us off it: nobody waits for it any more.
    Release {
        /// The promise, such as P1.
        promise: String,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
    /// Another time: before it falls due it stays the same promise; afterwards the old one is broken and a new one made.
    Move {
        /// The promise, such as P1.
        promise: String,
        /// The new time; that moment is still in time.
        #[arg(long, value_name = "TIME")]
        due: String,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        why: Option<String>,
    },
}

/// `recover failure`.
#[derive(Debug, Args)]
#[command(subcommand_value_name = "DO", subcommand_help_heading = "What to do; without it, every failure is listed")]
pub struct Failure {
    /// The incident: its id, its number, or your own reference.
    pub id: String,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<FailureCommand>,
}

/// What can be done about the failures within one incident.
#[derive(Debug, Subcommand)]
pub enum FailureCommand {
    /// What was promised and what came, for each failure.
    List,
    /// One more thing went wrong.
    Add {
        /// What happened.
        what: String,
        /// When; now, where nothing is said.
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
        /// What they had been promised.
        #[arg(long, value_name = "TEXT")]
        promised: Option<String>,
    },
    /// It was put right.
    Right {
        /// Its number, from 1.
        number: u32,
        /// When; now, where nothing is said.
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
    },
    /// It will not be put right, and stays on record.
    Leave {
        /// Its number, from 1.
        number: u32,
    },
}

/// `recover clock`.
#[derive(Debug, Args)]
#[command(
    subcommand_value_name = "DO",
    subcommand_help_heading = "What to do; without it, every limit is counted day by day"
)]
pub struct Clock {
    /// The incident: its id, its number, or your own reference.
    pub id: String,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<ClockCommand>,
}

/// What can be done about the time limits of an incident.
#[derive(Debug, Subcommand)]
pub enum ClockCommand {
    /// What the limit asks for was done.
    Met {
        /// The limit, by its name: see `recover clock ID`.
        clock: String,
        /// When; now, where nothing is said.
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
    },
    /// The limit gets more time, once the customer has been told.
    Extend {
        /// The limit, by its name: see `recover clock ID`.
        clock: String,
        /// By how much, such as "10 business days".
        by: String,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        why: String,
        /// When the customer was told.
        #[arg(long, value_name = "TIME")]
        told: String,
    },
    /// The limit does not apply here.
    Waive {
        /// The limit, by its name: see `recover clock ID`.
        clock: String,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
}
