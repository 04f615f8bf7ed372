//! The only place that writes to standard output and standard error.
//!
//! [`Out`] keeps documents (standard output, buffered) apart from messages (standard error, at once). A reader that has
//! gone away and a device that is full come back as [`OutError`], never as a panic. Whether to use colour and how wide
//! to write is decided here too, by pure functions of what [`Surroundings`] found.

use std::{
    borrow::Cow,
    ffi::{OsStr, OsString},
    io::{self, BufWriter, IsTerminal, Write},
    os::fd::AsFd,
};

/// How much of a document is kept back before it is written, in bytes.
const BUFFER: usize = 64 << 10;

/// The width where nothing says how wide the terminal is, in columns.
pub const USUAL_WIDTH: usize = 80;

/// The narrowest and the widest width believed, in columns, both inclusive.
const WIDTHS: (usize, usize) = (20, 500);

/// Why something could not be shown.
#[derive(Debug, thiserror::Error)]
pub enum OutError {
    /// Nobody reads any more, as with `| head`: no reason to complain, and nothing more to do.
    #[error("the reader of the output has gone")]
    ClosedPipe,
    /// The output is incomplete.
    #[error("could not write the output: {}\nhelp: make room or choose another place, and run the same command again", crate::files::reason(.0))]
    CannotWrite(#[source] io::Error),
}

impl From<io::Error> for OutError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::ClosedPipe } else { Self::CannotWrite(error) }
    }
}

/// What was asked for with `--color`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ColorChoice {
    /// Colour on a terminal, unless the environment says otherwise.
    #[default]
    Auto,
    /// Colour whatever the environment says.
    Always,
    /// No colour whatever the environment says.
    Never,
}

/// What the environment says about colour and width. Nothing here is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// `NO_COLOR`: no colour, if it is not empty.
    pub no_color: Option<OsString>,
    /// `CLICOLOR_FORCE`: colour without a terminal too, if it is neither empty nor `0`.
    pub clicolor_force: Option<OsString>,
    /// `TERM`: no colour, if it is `dumb`.
    pub term: Option<OsString>,
    /// `COLUMNS`: the width, if it is a number.
    pub columns: Option<OsString>,
}

impl Surroundings {
    /// Whether to use colour on a stream. The choice made on the command line comes first, then `NO_COLOR`, then
    /// `CLICOLOR_FORCE`, then whether the stream is a terminal that is not dumb.
    pub fn wants_colour(&self, choice: ColorChoice, is_terminal: bool) -> bool {
        let filled = |value: &Option<OsString>| value.as_deref().is_some_and(|value| !value.is_empty());
        match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if filled(&self.no_color) => false,
            ColorChoice::Auto
                if filled(&self.clicolor_force) && self.clicolor_force.as_deref() != Some(OsStr::new("0")) =>
            {
                true
            }
            ColorChoice::Auto => is_terminal && self.term.as_deref() != Some(OsStr::new("dumb")),
        }
    }

    /// How wide to write, in columns from 20 to 500: `COLUMNS`, or the size of the terminal, or 80.
    pub fn width(&self, terminal: Option<usize>) -> usize {
        let asked = self.columns.as_deref().and_then(OsStr::to_str).and_then(|columns| columns.parse().ok());
        let (narrowest, widest) = WIDTHS;
        asked.filter(|columns| *columns > 0).or(terminal).unwrap_or(USUAL_WIDTH).clamp(narrowest, widest)
    }
}

/// How text looks on one stream: colour or not, and how wide.
///
/// The styles give back the very text where there is no colour. They expect text that is already harmless.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether escape sequences may be written at all.
    pub colour: bool,
    /// The width of a line, in columns.
    pub width: usize,
}

impl Look {
    /// No colour, 80 columns: the look of a file.
    pub const PLAIN: Self = Self { colour: false, width: USUAL_WIDTH };

    fn of(stream: &(impl AsFd + IsTerminal), choice: ColorChoice, surroundings: &Surroundings) -> Self {
        let size = rustix::termios::tcgetwinsize(stream).ok();
        let columns = size.map(|size| usize::from(size.ws_col)).filter(|columns| *columns > 0);
        Self { colour: surroundings.wants_colour(choice, stream.is_terminal()), width: surroundings.width(columns) }
    }

    /// Heavier than its surroundings.
    pub fn bold<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.styled("1", text)
    }

    /// Fainter than its surroundings.
    pub fn dim<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.styled("2", text)
    }

    /// For what went wrong. The words must say so too.
    pub fn red<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.styled("31", text)
    }

    /// For what is done. The words must say so too.
    pub fn green<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.styled("32", text)
    }

    /// For what needs a look. The words must say so too.
    pub fn yellow<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.styled("33", text)
    }

    fn styled<'a>(&self, code: &str, text: &'a str) -> Cow<'a, str> {
        if self.colour && !text.is_empty() {
            Cow::Owned(format!("\u{1b}[{code}m{text}\u{1b}[0m"))
        } else {
            Cow::Borrowed(text)
        }
    }
}

/// One stream and how it looks.
struct Stream {
    writer: Box<dyn Write + Send>,
    look: Look,
}

impl Stream {
    /// Writes text. Where there is no colour, an escape character that slipped through becomes visible here: this is
    /// the last net, not the place where text is made harmless.
    fn text(&mut self, text: &str) -> Result<(), OutError> {
        if !self.look.colour && text.contains('\u{1b}') {
            self.writer.write_all(text.replace('\u{1b}', "\\u{1b}").as_bytes())?;
        } else {
            self.writer.write_all(text.as_bytes())?;
        }
        Ok(())
    }
}

/// Standard output for documents and standard error for messages.
pub struct Out {
    documents: Stream,
    messages: Stream,
}

impl Out {
    /// The streams of this process.
    pub fn standard(choice: ColorChoice, surroundings: &Surroundings) -> Self {
        let (stdout, stderr) = (io::stdout(), io::stderr());
        let document_look = Look::of(&stdout, choice, surroundings);
        let message_look = Look::of(&stderr, choice, surroundings);
        Self::over(BufWriter::with_capacity(BUFFER, stdout), document_look, stderr, message_look)
    }

    /// Any two streams, for tests and for callers that collect what would be shown.
    pub fn over(
        documents: impl Write + Send + 'static,
        document_look: Look,
        messages: impl Write + Send + 'static,
        message_look: Look,
    ) -> Self {
        Self {
            documents: Stream { writer: Box::new(documents), look: document_look },
            messages: Stream { writer: Box::new(messages), look: message_look },
        }
    }

    /// How documents look.
    pub fn document_look(&self) -> Look {
        self.documents.look
    }

    /// How messages look.
    pub fn message_look(&self) -> Look {
        self.messages.look
    }

    /// Writes a piece of a document. It may be kept back until [`Self::finish`] or the next message.
    ///
    /// # Errors
    ///
    /// [`OutError`] if this piece, or an earlier one that had been kept back, cannot be written.
    pub fn document(&mut self, text: &str) -> Result<(), OutError> {
        self.documents.text(text)
    }

    /// Writes a piece of a document that is not text, unchanged.
    ///
    /// # Errors
    ///
    /// As [`Self::document`].
    pub fn document_bytes(&mut self, bytes: &[u8]) -> Result<(), OutError> {
        Ok(self.documents.writer.write_all(bytes)?)
    }

    /// Writes a message and ends its line if it has not ended it itself, after everything of the document so far.
    ///
    /// # Errors
    ///
    /// [`OutError`] if the message, or what was kept back of the document, cannot be written. The message is tried
    /// even where the document fails.
    pub fn message(&mut self, text: &str) -> Result<(), OutError> {
        let mut line = String::with_capacity(text.len() + 1);
        line.push_str(text);
        if !text.ends_with('\n') {
            line.push('\n');
        }
        self.prompt(&line)
    }

    /// As [`Self::message`], leaving the line open for an answer.
    ///
    /// # Errors
    ///
    /// As [`Self::message`].
    pub fn prompt(&mut self, text: &str) -> Result<(), OutError> {
        let flushed = self.documents.writer.flush();
        self.messages.text(text)?;
        self.messages.writer.flush()?;
        Ok(flushed?)
    }

    /// Writes what was kept back. A program that did not call this does not know whether its output arrived.
    ///
    /// # Errors
    ///
    /// [`OutError`] if something cannot be written.
    pub fn finish(mut self) -> Result<(), OutError> {
        self.documents.writer.flush()?;
        self.messages.writer.flush()?;
        Ok(())
    }
}

/// Writes to standard error when there is no [`Out`] left: from the panic hook and when a terminal is restored.
///
/// A failure has nowhere to go from here, so it is deliberately not looked at.
pub(crate) fn last_words(text: &str) {
    let mut stderr = io::stderr();
    let _nowhere_to_tell = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

#[cfg(test)]
mod tests {
    use std::{
        fs::{File, OpenOptions},
        sync::{Arc, Mutex},
    };

    use super::*;

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl Paper {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    const COLOUR: Look = Look { colour: true, width: 80 };

    fn os(value: &str) -> OsString {
        value.into()
    }

    #[test]
    fn a_closed_pipe_is_a_quiet_end() {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let mut out = Out::over(BufWriter::new(writer), Look::PLAIN, Paper::default(), Look::PLAIN);
        out.document("x").unwrap();
        assert!(matches!(out.finish(), Err(OutError::ClosedPipe)));
    }

    #[test]
    fn a_full_device_is_an_error() {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut out = Out::over(BufWriter::new(full), Look::PLAIN, Paper::default(), Look::PLAIN);
        out.document("x").unwrap();
        let error = out.finish().unwrap_err();
        assert!(matches!(error, OutError::CannotWrite(_)));
        assert!(error.to_string().starts_with("could not write the output: the disk is full\nhelp: "), "{error}");
    }

    #[test]
    fn a_message_is_shown_even_where_the_document_fails() {
        let read_only = File::open("/dev/null").unwrap();
        let messages = Paper::default();
        let mut out = Out::over(BufWriter::new(read_only), Look::PLAIN, messages.clone(), Look::PLAIN);
        out.document("x").unwrap();
        assert!(out.message("told").is_err());
        assert_eq!(messages.text(), "told\n");
    }

    #[test]
    fn documents_come_before_the_message_that_follows_them() {
        let paper = Paper::default();
        let mut out = Out::over(BufWriter::new(paper.clone()), Look::PLAIN, paper.clone(), Look::PLAIN);
        out.document("document\n").unwrap();
        out.message("message").unwrap();
        assert_eq!(paper.text(), "document\nmessage\n");
    }

    #[test]
    fn without_colour_no_escape_character_is_written() {
        let paper = Paper::default();
        let mut out = Out::over(paper.clone(), Look::PLAIN, paper.clone(), Look::PLAIN);
        out.document(&COLOUR.red("late")).unwrap();
        out.message(&Look::PLAIN.red("late")).unwrap();
        assert_eq!(paper.text(), "\\u{1b}[31mlate\\u{1b}[0mlate\n");
    }

    #[test]
    fn with_colour_the_styles_are_written() {
        let paper = Paper::default();
        let mut out = Out::over(paper.clone(), COLOUR, paper.clone(), COLOUR);
        out.document(&COLOUR.bold("a")).unwrap();
        assert_eq!(paper.text(), "\u{1b}[1ma\u{1b}[0m");
        assert_eq!(COLOUR.dim(""), "");
    }

    #[test]
    fn the_command_line_wins_over_the_environment() {
        let no = Surroundings { no_color: Some(os("1")), ..Surroundings::default() };
        let force = Surroundings { clicolor_force: Some(os("1")), ..Surroundings::default() };
        assert!(no.wants_colour(ColorChoice::Always, false));
        assert!(!force.wants_colour(ColorChoice::Never, true));
    }

    #[test]
    fn the_environment_wins_over_the_terminal() {
        let auto = |no, force, term, tty| {
            Surroundings { no_color: no, clicolor_force: force, term, columns: None }
                .wants_colour(ColorChoice::Auto, tty)
        };
        assert!(auto(None, None, None, true));
        assert!(!auto(None, None, None, false));
        assert!(!auto(Some(os("1")), Some(os("1")), None, true));
        assert!(auto(Some(os("")), Some(os("1")), None, false));
        assert!(!auto(None, Some(os("0")), None, false));
        assert!(!auto(None, None, Some(os("dumb")), true));
    }

    #[test]
    fn the_width_is_believed_only_within_reason() {
        let columns = |columns| Surroundings { columns, ..Surroundings::default() };
        assert_eq!(columns(None).width(None), 80);
        assert_eq!(columns(None).width(Some(30)), 30);
        assert_eq!(columns(Some(os("100"))).width(Some(30)), 100);
        assert_eq!(columns(Some(os("x"))).width(Some(30)), 30);
        assert_eq!(columns(Some(os("0"))).width(Some(30)), 30);
        assert_eq!(columns(Some(os("1"))).width(None), 20);
        assert_eq!(columns(Some(os("99999"))).width(None), 500);
    }
}
