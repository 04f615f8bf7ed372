//! Documents on their way out: the form they take, the file or stream they go to, and the engine that prints a PDF.

use std::path::Path;

use super::{Failure, House};
use crate::cli::paper::{PageFormat, RecordFormat};
use crate::escape;
use crate::files::write_whole;
use crate::out::Out;
use crate::pdf::{Engine, Printer};
use crate::render::{self, Document};
use crate::term::Signals;
use crate::text::{clip, shell_word};

/// The form of a document that people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Markdown.
    Markdown,
    /// One self-contained page.
    Html,
    /// Plain text.
    Text,
    /// A PDF file, printed from the page.
    Pdf,
}

impl Form {
    /// How the names of its files end, without the dot.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Text => "txt",
            Self::Pdf => "pdf",
        }
    }

    /// The form that the ending of a file's name says, in any case.
    pub fn of_file(path: &Path) -> Option<Self> {
        Self::of_ending(&ending_of(Some(path))?)
    }

    /// The form that goes by an ending in small letters, without the dot.
    pub fn of_ending(ending: &str) -> Option<Self> {
        match ending {
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" => Some(Self::Html),
            "txt" | "text" => Some(Self::Text),
            "pdf" => Some(Self::Pdf),
            _ => None,
        }
    }

    /// What was asked for, else what the ending of the output says, else `usual`. `what` is the document, with its article.
    ///
    /// # Errors
    /// An ending that no form goes by, where none was asked for.
    pub fn chosen(asked: Option<PageFormat>, output: Option<&Path>, usual: Self, what: &str) -> Result<Self, Failure> {
        match (asked, ending_of(output)) {
            (Some(asked), _) => Ok(asked.into()),
            (None, None) => Ok(usual),
            (None, Some(ending)) => {
                Self::of_ending(&ending).ok_or_else(|| no_such_form(what, &ending, "`.txt`, `.md`, `.html` or `.pdf`"))
            }
        }
    }

    /// The form of a record; `None` for JSON, which is for programs.
    pub const fn of_record(format: RecordFormat) -> Option<Self> {
        match format {
            RecordFormat::Markdown => Some(Self::Markdown),
            RecordFormat::Html => Some(Self::Html),
            RecordFormat::Text => Some(Self::Text),
            RecordFormat::Pdf => Some(Self::Pdf),
            RecordFormat::Json => None,
        }
    }

    /// The document in this form, as text. What a PDF is printed from is the page.
    pub fn text(self, document: &Document<'_>) -> String {
        match self {
            Self::Markdown => render::markdown::render(document),
            Self::Text => render::text::render(document),
            Self::Html | Self::Pdf => render::html::render(document),
        }
    }
}

impl From<PageFormat> for Form {
    fn from(format: PageFormat) -> Self {
        match format {
            PageFormat::Markdown => Self::Markdown,
            PageFormat::Html => Self::Html,
            PageFormat::Text => Self::Text,
            PageFormat::Pdf => Self::Pdf,
        }
    }
}

/// The ending of a file's name in small letters, without the dot, where it has one.
pub fn ending_of(path: Option<&Path>) -> Option<String> {
    path?.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase())
}

/// That no form of a document goes by the ending of the file that was named. `what` is the document, with its article.
pub fn no_such_form(what: &str, ending: &str, endings: &str) -> Failure {
    let ending = clip(&escape::term(ending), 20).into_owned();
    Failure::Usage(
        format!("no form of {what} goes by the ending `.{ending}`"),
        format!("take {endings}, or name the form with `--format`"),
    )
}

/// Where a document goes.
#[derive(Debug, Clone, Copy)]
pub enum Place<'p> {
    /// Standard output.
    Stream,
    /// A file.
    File(&'p Path),
}

impl<'p> Place<'p> {
    /// What `--output` says; `-` is standard output, and so is nothing.
    pub fn of(output: Option<&'p Path>) -> Self {
        output.filter(|path| *path != Path::new("-")).map_or(Self::Stream, Self::File)
    }

    /// Whether the folder of the file is there. It is not made: a slip of the pen would make one.
    ///
    /// # Errors
    /// When it is not, with how to make it.
    pub fn is_reachable(self) -> Result<(), Failure> {
        match self {
            Self::Stream => Ok(()),
            Self::File(path) => in_a_folder(path),
        }
    }
}

/// Makes PDF files one after the other; a Ctrl-C ends the engine and what it started.
pub struct Press<'h> {
    engine: Engine,
    house: &'h House,
    signals: Signals,
}

impl<'h> Press<'h> {
    /// The engine from the command line, else `RECOVER_PDF_ENGINE`, else the configuration, else the first that is installed.
    ///
    /// # Errors
    /// When there is none, and when signals cannot be watched.
    pub fn new(house: &'h House, asked: Option<&str>) -> Result<Self, Failure> {
        Ok(Self { engine: engine(house, asked)?, house, signals: watch()? })
    }

    /// A page as a PDF file.
    ///
    /// # Errors
    /// [`crate::pdf::PdfError`].
    pub fn print(&self, page: &str) -> Result<Vec<u8>, Failure> {
        let printer = Printer::new(&self.engine, self.house.environment.path.as_deref())?;
        Ok(printer.print_one(page, &|| self.signals.pending().is_some())?)
    }
}

/// The engine that is to be used, see [`Press::new`].
///
/// # Errors
/// When there is none.
pub fn engine(house: &House, asked: Option<&str>) -> Result<Engine, Failure> {
    let asked = asked.or(house.environment.pdf_engine.as_deref()).or(house.config.pdf_engine.as_deref());
    Ok(Engine::find(asked, house.environment.path.as_deref())?)
}

/// Notices Ctrl-C from now on.
///
/// # Errors
/// When the system does not let us.
pub fn watch() -> Result<Signals, Failure> {
    Signals::watch().map_err(Failure::Signals)
}

/// Refuses a PDF on a terminal, which would show its bytes.
///
/// # Errors
/// A wrong command line.
pub fn accept(house: &House, form: Form, place: Place<'_>) -> Result<(), Failure> {
    if form == Form::Pdf && matches!(place, Place::Stream) && house.environment.reads_on_terminal {
        return Err(Failure::Usage(
            "a terminal cannot show a PDF".into(),
            "name a file with `--output FILE.pdf`, or send it on with `| lp`".into(),
        ));
    }
    Ok(())
}

/// Makes a document what was asked for and takes it where it goes: to a file, whole or not at all, whose path is printed then, or to
/// standard output. `text` is the document in that form; for a PDF, the page.
///
/// # Errors
/// [`Failure`].
pub fn deliver(
    house: &House,
    text: String,
    form: Form,
    place: Place<'_>,
    engine: Option<&str>,
    out: &mut Out,
) -> Result<(), Failure> {
    accept(house, form, place)?;
    place.is_reachable()?;
    match (form, place) {
        (Form::Pdf, Place::Stream) => Ok(out.document_bytes(&Press::new(house, engine)?.print(&text)?)?),
        (_, Place::Stream) => Ok(out.document(&text)?),
        (_, Place::File(path)) => {
            let bytes = if form == Form::Pdf { Press::new(house, engine)?.print(&text)? } else { text.into_bytes() };
            write_whole(path, &bytes)?;
            Ok(out.document(&format!("{}\n", escape::path(path)))?)
        }
    }
}

/// Refuses a path in a folder that is not there.
///
/// # Errors
/// A wrong command line, with how to make the folder.
pub fn in_a_folder(path: &Path) -> Result<(), Failure> {
    match path.parent().filter(|parent| !parent.as_os_str().is_empty() && !parent.is_dir()) {
        None => Ok(()),
        Some(parent) => Err(Failure::Usage(
            format!("there is no folder `{}` to write into", escape::path(parent)),
            format!("make it with `mkdir -p {}`, or name another place", shell_word(&escape::path(parent))),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_says_the_form_unless_the_form_is_named() {
        let chosen = |asked, name: Option<&str>| Form::chosen(asked, name.map(Path::new), Form::Text, "a card");
        assert_eq!(chosen(None, Some("card.HTML")).unwrap(), Form::Html);
        assert_eq!(chosen(Some(PageFormat::Pdf), Some("card.HTML")).unwrap(), Form::Pdf);
        assert_eq!(chosen(Some(PageFormat::Pdf), Some("card.odd")).unwrap(), Form::Pdf);
        assert_eq!(chosen(None, Some("card")).unwrap(), Form::Text);
        assert_eq!(chosen(None, None).unwrap(), Form::Text);
        assert!(chosen(None, Some("card.docx")).is_err());
    }

    #[test]
    fn a_hyphen_is_standard_output() {
        assert!(matches!(Place::of(Some(Path::new("-"))), Place::Stream));
        assert!(matches!(Place::of(Some(Path::new("a.pdf"))), Place::File(_)));
    }
}
