//! Why there is no PDF, and what to do about it.

use std::io;
use std::process::ExitStatus;
use std::time::Duration;

use super::NAMES;
use crate::files::{FileError, reason};

/// Why no PDF was made.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// No engine is installed.
    #[error("nothing on this machine makes PDF files")]
    NoEngine,
    /// The engine that was asked for is not there.
    #[error("there is no program `{asked}`")]
    NotFound {
        /// What was asked for, safe to show.
        asked: String,
    },
    /// The program is none of those that are known here.
    #[error("`{asked}` is no PDF engine that is known here")]
    Unknown {
        /// What was asked for, safe to show.
        asked: String,
    },
    /// There was no private folder to work in.
    #[error("no private folder could be made for the PDF engine: {}", reason(.0))]
    Folder(#[source] io::Error),
    /// The private folder is still there.
    #[error("{}the private folder `{folder}` could not be removed: {}", after(.before.as_deref()), reason(.source))]
    Left {
        /// Where, safe to show.
        folder: String,
        /// What the system said.
        source: io::Error,
        /// What had gone wrong before.
        before: Option<Box<Self>>,
    },
    /// The engine did not start.
    #[error("`{engine}` could not be started: {}", reason(.source))]
    NotStarted {
        /// Its name, safe to show.
        engine: String,
        /// What the system said.
        source: io::Error,
    },
    /// The engine ended with an error.
    #[error("`{engine}` ended with {status}{}", quoted(.said))]
    Failed {
        /// Its name, safe to show.
        engine: String,
        /// How it ended.
        status: ExitStatus,
        /// The end of what it said, safe to show.
        said: String,
    },
    /// The engine says that it is done, and there is no PDF.
    #[error("`{engine}` wrote no PDF{}", quoted(.said))]
    NoPdf {
        /// Its name, safe to show.
        engine: String,
        /// The end of what it said, safe to show.
        said: String,
    },
    /// The engine took too long.
    #[error("`{engine}` was not done after {} seconds", .allowed.as_secs())]
    Late {
        /// Its name, safe to show.
        engine: String,
        /// How long it was given.
        allowed: Duration,
    },
    /// Somebody pressed Ctrl-C.
    #[error("interrupted")]
    Interrupted,
    /// What the engine wrote cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
}

fn quoted(said: &str) -> String {
    if said.is_empty() { String::new() } else { format!(", and said: {said}") }
}

fn after(error: Option<&PdfError>) -> String {
    error.map_or_else(String::new, |error| format!("{error}; and "))
}

impl PdfError {
    /// What to do next.
    pub fn help(&self) -> String {
        match self {
            Self::NoEngine => "install Chromium (`apt install chromium`, or any Chrome, Edge or Brave) or WeasyPrint (`pipx install \
                               weasyprint`); or write `--format html` and print the page from any browser"
                .into(),
            Self::NotFound { .. } => "give the name of an installed program or its path, or leave `--pdf-engine` out and the \
                                      first one that is installed is taken"
                .into(),
            Self::Unknown { .. } => format!("these are known: {}", NAMES.join(", ")),
            Self::Folder(_) => "make room, or name another folder for temporary files in TMPDIR".into(),
            Self::Left { .. } => "remove it by hand: the page of a customer may lie in it; then run the same command again".into(),
            Self::Failed { .. } | Self::NoPdf { .. } | Self::NotStarted { .. } => {
                "choose another with `--pdf-engine NAME`, or write `--format html` and print the page from any browser; a \
                 browser installed as a snap cannot read temporary files"
                    .into()
            }
            Self::Late { .. } => "run the same command again; a machine under load can be slow".into(),
            Self::Interrupted => "run the same command again".into(),
            Self::File(error) => error.help().to_owned(),
        }
    }
}
