//! Documents on their way out: the form they take, the file or stream they go to, and the engine that prints a PDF.

use std::path::Path;

use super::{Failure, House};
use crate::cli::paper::{PageFormat, RecordFormat};
use crate::files::{private_dir, write_whole};
use crate::out::Out;
use crate::pdf::{Engine, Printer};
use crate::render::{self, Document};
use crate::term::Signals;

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
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" => Some(Self::Html),
            "txt" | "text" => Some(Self::Text),
            "pdf" => Some(Self::Pdf),
            _ => None,
        }
    }

    /// What was asked for, else what the ending of the output says, else `usual`.
    pub fn chosen(asked: Option<PageFormat>, output: Option<&Path>, usual: Self) -> Self {
        asked.map(Self::from).or_else(|| output.and_then(Self::of_file)).unwrap_or(usual)
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
    match (form, place) {
        (Form::Pdf, Place::Stream) => Ok(out.document_bytes(&Press::new(house, engine)?.print(&text)?)?),
        (_, Place::Stream) => Ok(out.document(&text)?),
        (_, Place::File(path)) => {
            let bytes = if form == Form::Pdf { Press::new(house, engine)?.print(&text)? } else { text.into_bytes() };
            write(path, &bytes)?;
            Ok(out.document(&format!("{}\n", path.display()))?)
        }
    }
}

/// Writes a file whole, in a folder that is made where it is missing.
///
/// # Errors
/// [`crate::files::FileError`].
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), crate::files::FileError> {
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty() && !parent.exists()) {
        private_dir(parent)?;
    }
    write_whole(path, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_says_the_form_unless_the_form_is_named() {
        let page = Some(Path::new("card.HTML"));
        assert_eq!(Form::chosen(None, page, Form::Text), Form::Html);
        assert_eq!(Form::chosen(Some(PageFormat::Pdf), page, Form::Text), Form::Pdf);
        assert_eq!(Form::chosen(None, Some(Path::new("card")), Form::Text), Form::Text);
        assert_eq!(Form::chosen(None, None, Form::Markdown), Form::Markdown);
    }

    #[test]
    fn a_hyphen_is_standard_output() {
        assert!(matches!(Place::of(Some(Path::new("-"))), Place::Stream));
        assert!(matches!(Place::of(Some(Path::new("a.pdf"))), Place::File(_)));
    }
}
