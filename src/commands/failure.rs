//! What a command could not do: one place for the words and the exit code.

use crate::answers_file::SetError;
use crate::case::CaseError;
use crate::coach::shipped::Unfit;
use crate::conversation::ConversationError;
use crate::diagnostic::Problems;
use crate::env::EnvError;
use crate::escape;
use crate::exit_code::ExitCode;
use crate::files::FileError;
use crate::out::{Look, OutError};
use crate::pdf::PdfError;
use crate::shelf::ShelfError;
use crate::store::StoreError;

/// Why a command ended without being done.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Something typed makes no sense; the second part says what would.
    #[error("{0}")]
    Usage(String, String),
    /// Several `--set` make no sense.
    #[error("{} cannot be used", crate::text::plural(.0.len(), "`--set`", "`--set`s"))]
    Set(Vec<SetError>),
    /// A file is wrong.
    #[error("{} found", crate::text::plural(.0.count(), "problem", "problems"))]
    WrongFile(Box<Problems>),
    /// A file is not text, or cannot be read as what it should be.
    #[error("{0}")]
    WrongText(String, String),
    /// The playbook could not be taken.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A case could not be opened or added to.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// A file that was given could not be read.
    #[error(transparent)]
    GivenFile(FileError),
    /// A file could not be written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The output could not be written.
    #[error(transparent)]
    Out(#[from] OutError),
    /// There is no PDF.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// A Ctrl-C would not be noticed.
    #[error("signals cannot be watched: {}", crate::files::reason(.0))]
    Signals(#[source] std::io::Error),
    /// The environment cannot be used.
    #[error(transparent)]
    Env(#[from] EnvError),
    /// A conversation could not go on.
    #[error(transparent)]
    Conversation(#[from] ConversationError),
    /// A letter lacks what it has to hold; the second part says how to fill it in.
    #[error("{0}")]
    Incomplete(String, String),
    /// The wording coach cannot be made.
    #[error("the wording coach cannot be made: {0}")]
    Coach(Unfit),
    /// There is nothing to ask on, and answers are needed.
    #[error("{0}")]
    NobodyToAsk(String, String),
}

impl Failure {
    /// How the program ends.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Store(error) | Self::Case(CaseError::Store(error)) => store_exit_code(error),
            Self::Usage(..)
            | Self::Set(_)
            | Self::Shelf(ShelfError::Unknown { .. })
            | Self::Env(EnvError::BadClock(_) | EnvError::BadZone(_)) => ExitCode::Usage,
            Self::WrongFile(_) | Self::WrongText(..) | Self::GivenFile(_) | Self::Shelf(_) => ExitCode::WrongFile,
            Self::Out(OutError::ClosedPipe) => ExitCode::Done,
            Self::NobodyToAsk(..) => ExitCode::Unfinished,
            Self::Pdf(PdfError::Interrupted) => ExitCode::Interrupted,
            _ => ExitCode::Failed,
        }
    }

    /// What is said about it, with what to do next.
    pub fn render(&self, look: Look) -> String {
        match self {
            Self::WrongFile(problems) | Self::Shelf(ShelfError::Problems(problems)) => problems.render(look.width),
            Self::Case(CaseError::Playbook { problems, .. }) => {
                format!("{}\n{}", self.line(look), problems.render(look.width))
            }
            Self::Set(errors) => errors.iter().map(|error| told(look, &error.to_string(), &error.help())).collect(),
            _ => told(look, &self.to_string(), &self.help()),
        }
    }

    fn line(&self, look: Look) -> String {
        told(look, &self.to_string(), &self.help())
    }

    fn help(&self) -> String {
        match self {
            Self::Usage(_, help)
            | Self::WrongText(_, help)
            | Self::Incomplete(_, help)
            | Self::NobodyToAsk(_, help) => help.clone(),
            Self::Shelf(error) => shelf_help(error),
            Self::Store(error)
            | Self::Case(CaseError::Store(error))
            | Self::Conversation(ConversationError::Case(CaseError::Store(error))) => error.help(),
            Self::Case(CaseError::Unreadable { .. } | CaseError::NoBeginning(_)) => {
                "run `recover verify`; a newer version of recover may have written it".into()
            }
            Self::Case(_) => "use the version of recover that wrote it".into(),
            Self::File(error) | Self::GivenFile(error) => error.help().to_owned(),
            Self::Env(EnvError::BadZone(zone)) => zone.help(),
            Self::Pdf(error) => error.help(),
            Self::Env(EnvError::BadClock(_)) => "leave `RECOVER_NOW` out, or give a time with its offset".into(),
            Self::Env(_) => "try again".into(),
            Self::Signals(_) => "close some programs, or raise how many files one may have open, and try again".into(),
            Self::Conversation(_) => "run `recover resume`; every answer before this is kept".into(),
            Self::Coach(_) => "write `coach = false` in the configuration file to go on without it".into(),
            Self::Out(_) | Self::WrongFile(_) | Self::Set(_) => String::new(),
        }
    }
}

/// What names an incident wrongly, or twice, is a wrong command line; the rest is the store's.
const fn store_exit_code(error: &StoreError) -> ExitCode {
    match error {
        StoreError::UnknownIncident { .. } | StoreError::DuplicateRef { .. } => ExitCode::Usage,
        _ => ExitCode::Failed,
    }
}

fn shelf_help(error: &ShelfError) -> String {
    match error {
        ShelfError::Unknown { name, known } => {
            match crate::text::did_you_mean(name, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{}`?", escape::term(near)),
                None => format!(
                    "there are {}",
                    crate::text::list_and(
                        &known.iter().map(|known| format!("`{}`", escape::term(known))).collect::<Vec<_>>()
                    )
                ),
            }
        }
        ShelfError::Circle(_) => "take `extends` out of one of the files".into(),
        ShelfError::File(error) => error.help().to_owned(),
        ShelfError::NotText { help, .. } => help.clone(),
        ShelfError::Problems(_) => String::new(),
    }
}

fn told(look: Look, message: &str, help: &str) -> String {
    let message = escape::term_block(message);
    let mut words = format!(
        "{}: {}\n",
        look.red("error"),
        crate::text::clip_bytes(&message, usize::try_from(crate::limits::MESSAGE_BYTES.value).unwrap_or(usize::MAX))
    );
    if !help.is_empty() {
        words.extend(["help: ", &escape::term_block(help), "\n"]);
    }
    words
}
