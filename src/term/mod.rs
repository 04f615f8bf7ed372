//! Asking and telling: the one trait through which the walk meets a person, and its three sides.
//!
//! [`Terminal`] is met by `Rich` (a real terminal, dialoguer and a line editor), `Plain` (lines in, lines out, for screen readers
//! and dumb terminals) and `Scripted` (tests). All text that arrives here is already safe to print.

pub mod editor;
mod input;
mod keys;
mod layout;
pub mod plain;
pub mod rich;
pub mod scripted;
pub mod signals;
mod typed;

pub use editor::Editor;
pub use plain::Plain;
pub use rich::Rich;
pub use scripted::{Does, Scripted};
pub use signals::Signals;

/// Somebody at a terminal, or something that stands in for them.
pub trait Terminal {
    /// Shows something.
    ///
    /// # Errors
    /// [`Gone`] when it cannot be shown.
    fn tell(&mut self, telling: &Telling) -> Result<(), Gone>;

    /// Asks something and waits for the reply.
    ///
    /// # Errors
    /// [`Gone`] when no reply will come: interrupted, hung up, or at the end of the input.
    fn ask(&mut self, prompt: &Prompt) -> Result<Reply, Gone>;

    /// Opens the person's editor on a draft and gives back what they saved; `None` when they left it as it was or
    /// have no editor here.
    ///
    /// # Errors
    /// [`Gone`] when the terminal is gone; an editor that fails is told and gives `None`.
    fn edit(&mut self, draft: &str) -> Result<Option<String>, Gone>;
}

/// Something to show, in one tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telling {
    /// How it is meant.
    pub tone: Tone,
    /// The text, safe to print; newlines separate paragraphs or lines as given.
    pub text: String,
}

/// How something is meant. Never shown by colour alone: the plain side shows it by a word or a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Where the walk is: a line of its own, with an empty line before it.
    Heading,
    /// Ordinary words.
    Plain,
    /// A side remark.
    Aside,
    /// Something to say to the customer.
    Say,
    /// Something never to say.
    Never,
    /// What the wording coach found in an answer, and why it hurts.
    Coach,
    /// What to say in place of it.
    Instead,
    /// What was recorded.
    Recorded,
    /// Why an answer was not taken.
    Refused,
    /// What to do next.
    Help,
    /// Text laid out already, shown line by line as it is, clipped to the width.
    Laid,
    /// An empty line.
    Gap,
}

/// A question as it is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The question.
    pub ask: String,
    /// What is expected, in a few words, shown behind or under the question.
    pub expects: String,
    /// What kind of reply is wanted.
    pub form: Form,
    /// The earlier answer or the default, as it would be typed; Enter takes it, and it stands in the edit line.
    pub before: Option<String>,
    /// Whether `before` is a draft that was not taken: it stands in the edit line to be changed, and Enter alone does not take it.
    pub is_draft: bool,
    /// Which commands mean something here; the line of keys shows the first few of them.
    pub commands: Vec<Command>,
}

/// What kind of reply is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// One line. Several pasted lines are joined by spaces.
    Line,
    /// Several lines.
    Lines,
    /// One of these options; `Reply::Typed` may give its number, name or first letters instead.
    One(Vec<Opt>),
    /// Several of these options.
    Several(Vec<Opt>),
}

/// One option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opt {
    /// Its short name, as it can be typed.
    pub name: String,
    /// What is read.
    pub label: String,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Something typed, with newlines where several lines were.
    Typed(String),
    /// The option with this index, from 0.
    Picked(usize),
    /// The options with these indices, from 0, in order.
    PickedSeveral(Vec<usize>),
    /// Enter alone: the earlier answer or the default, or nothing where there is none.
    Enter,
    /// A command.
    Command(Command),
}

/// What a responder can ask for at every question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// One question back.
    Back,
    /// Why this is asked, and what a good answer is.
    Help,
    /// Leave it out, with a reason.
    Skip,
    /// Put it off and go on.
    Later,
    /// Write a note beside it.
    Note,
    /// Log a contact with the customer.
    Contact,
    /// Go to another step.
    Jump,
    /// What was said so far.
    Said,
    /// More that can be recorded in this step.
    More,
    /// Write the answer in the editor.
    Edit,
    /// Clear the earlier answer from the line.
    Clear,
    /// The whole list of commands.
    Commands,
    /// Stop and keep everything.
    Stop,
}

impl Command {
    /// Every command, in the order of the list.
    pub const ALL: [Self; 13] = [
        Self::Back,
        Self::Help,
        Self::Skip,
        Self::Later,
        Self::Note,
        Self::Jump,
        Self::Said,
        Self::More,
        Self::Contact,
        Self::Edit,
        Self::Clear,
        Self::Commands,
        Self::Stop,
    ];

    /// How it is typed, and what it does in a few words.
    pub const fn typed(self) -> (&'static str, &'static str) {
        match self {
            Self::Back => ("<", "go back one question"),
            Self::Help => ("?", "why this is asked"),
            Self::Skip => ("/skip", "leave it out, with a reason"),
            Self::Later => ("/later", "put it off; it stays owed"),
            Self::Note => ("/note", "write a note beside it, for the house"),
            Self::Contact => ("/contact", "log a contact, and when they hear next"),
            Self::Jump => ("/jump", "go to another step"),
            Self::Said => ("/said", "see what was said so far"),
            Self::More => ("/more", "record more in this step"),
            Self::Edit => ("/edit", "write the answer in your editor"),
            Self::Clear => ("-", "clear the earlier answer"),
            Self::Commands => ("/", "show all of these"),
            Self::Stop => ("/stop", "stop here and keep everything"),
        }
    }

    /// The command that was typed as a whole line, by its sign or its word (`/back`, `/help` and `/keys` too), in any case.
    pub fn from_line(line: &str) -> Option<Self> {
        let line = line.trim().to_lowercase();
        match line.as_str() {
            "/back" => Some(Self::Back),
            "/help" => Some(Self::Help),
            "/keys" => Some(Self::Commands),
            "/quit" | "/exit" => Some(Self::Stop),
            typed => Self::ALL.into_iter().find(|command| command.typed().0 == typed),
        }
    }
}

/// Why no reply will come.
#[derive(Debug, thiserror::Error)]
pub enum Gone {
    /// Ctrl-C, or a signal that asks the program to end.
    #[error("interrupted")]
    Interrupted,
    /// The end of the input, or Ctrl-D on an empty line.
    #[error("the input ended")]
    Ended,
    /// The terminal was closed.
    #[error("the terminal was closed")]
    HungUp,
    /// The terminal cannot be read or written.
    #[error("the terminal cannot be used: {0}")]
    Failed(std::io::Error),
}
