//! Lines as they come in, from a terminal that edits its own lines, or from a pipe.
//!
//! Nothing is read ahead of a question on a terminal, waiting ends when a signal comes, and what was pasted together stays
//! together: see [`Input::rest_of_paste`].

use std::{
    io,
    os::fd::{AsFd, BorrowedFd},
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    termios::{LocalModes, OptionalActions, SpecialCodeIndex, isatty, tcgetattr, tcsetattr},
};

use super::{Gone, Signals};
use crate::limits;

/// What arrives within this of a line was pasted with it: nobody types that fast.
pub(super) const PASTE: Duration = Duration::from_millis(20);

const CHUNK: usize = 64 << 10;

/// Where bytes come from.
pub(super) trait Source: Send {
    /// Waits until there is something to read, the end included, or until `wake` is readable.
    ///
    /// # Errors
    /// The system's error.
    fn wait(&mut self, wake: BorrowedFd) -> io::Result<()>;

    /// Whether a read would give something at once.
    ///
    /// # Errors
    /// The system's error.
    fn is_ready(&mut self) -> io::Result<bool>;

    /// Reads what there is, nothing at the end.
    ///
    /// # Errors
    /// The system's error.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize>;

    /// What comes before it has been quiet for [`PASTE`], an unfinished line too. Nothing where this is no terminal.
    ///
    /// # Errors
    /// The system's error.
    fn burst(&mut self) -> io::Result<Vec<u8>>;
}

/// A file descriptor: standard input in the program, a pipe or a pseudo-terminal in tests.
pub(super) struct Descriptor<F>(pub F);

impl<F: AsFd + Send> Source for Descriptor<F> {
    fn wait(&mut self, wake: BorrowedFd) -> io::Result<()> {
        let mut watched = [PollFd::new(&self.0, PollFlags::IN), PollFd::new(&wake, PollFlags::IN)];
        match poll(&mut watched, None) {
            Ok(_) | Err(Errno::INTR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn is_ready(&mut self) -> io::Result<bool> {
        readable_within(&self.0, Duration::ZERO)
    }

    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        Ok(rustix::io::read(&self.0, buffer)?)
    }

    fn burst(&mut self) -> io::Result<Vec<u8>> {
        burst(&self.0, true)
    }
}

fn readable_within(descriptor: &impl AsFd, within: Duration) -> io::Result<bool> {
    let mut watched = [PollFd::new(descriptor, PollFlags::IN)];
    let within = Timespec::try_from(within).map_err(io::Error::other)?;
    match poll(&mut watched, Some(&within)) {
        Ok(ready) => Ok(ready > 0),
        Err(Errno::INTR) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// What comes from a terminal before it has been quiet for [`PASTE`], an unfinished line too: for this time the terminal
/// hands out characters instead of lines. Nothing where it is no terminal.
///
/// # Errors
/// The system's error.
pub(super) fn burst(terminal: &impl AsFd, echo: bool) -> io::Result<Vec<u8>> {
    if !isatty(terminal) {
        return Ok(Vec::new());
    }
    let modes = tcgetattr(terminal)?;
    let mut by_character = modes.clone();
    by_character.local_modes.remove(LocalModes::ICANON);
    by_character.local_modes.set(LocalModes::ECHO, echo && modes.local_modes.contains(LocalModes::ECHO));
    by_character.special_codes[SpecialCodeIndex::VMIN] = 0;
    by_character.special_codes[SpecialCodeIndex::VTIME] = 0;
    tcsetattr(terminal, OptionalActions::Now, &by_character)?;
    let came = until_quiet(terminal);
    tcsetattr(terminal, OptionalActions::Now, &modes)?;
    came
}

fn until_quiet(terminal: &impl AsFd) -> io::Result<Vec<u8>> {
    let mut came = Vec::new();
    let mut chunk = vec![0; CHUNK];
    // A terminal that never stops sending is cut off a little above what one answer may hold.
    while limits::ANSWER_BYTES.allows(came.len()) && readable_within(terminal, PASTE)? {
        let length = rustix::io::read(terminal, &mut chunk)?;
        if length == 0 {
            break;
        }
        came.extend(chunk.iter().take(length));
    }
    Ok(came)
}

/// One line, without its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Its text.
    Text(String),
    /// It was longer than an answer may be, and is gone.
    TooLong,
    /// It was no UTF-8, and is gone.
    NotUtf8,
}

impl Line {
    fn of(mut bytes: Vec<u8>) -> Self {
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        if limits::ANSWER_BYTES.allows(bytes.len()) {
            String::from_utf8(bytes).map_or(Self::NotUtf8, Self::Text)
        } else {
            Self::TooLong
        }
    }
}

/// Lines from a source, one at a time.
pub(super) struct Input {
    source: Box<dyn Source>,
    signals: Signals,
    kept: Vec<u8>,
    ended: bool,
}

impl Input {
    pub(super) fn new(source: impl Source + 'static, signals: Signals) -> Self {
        Self { source: Box::new(source), signals, kept: Vec::new(), ended: false }
    }

    /// The next line. A last line without an end counts.
    ///
    /// # Errors
    /// [`Gone`] when no line will come.
    pub(super) fn line(&mut self) -> Result<Line, Gone> {
        let mut searched = 0;
        let mut is_too_long = false;
        loop {
            if let Some(end) = self.kept.iter().skip(searched).position(|byte| *byte == b'\n') {
                let mut line: Vec<u8> = self.kept.drain(..=searched + end).collect();
                line.pop();
                return Ok(if is_too_long { Line::TooLong } else { Line::of(line) });
            }
            searched = self.kept.len();
            if !limits::ANSWER_BYTES.allows(searched) {
                // Only its end still matters.
                is_too_long = true;
                self.kept.clear();
                searched = 0;
            }
            if self.ended {
                let line = std::mem::take(&mut self.kept);
                return match (is_too_long, line.is_empty()) {
                    (true, _) => Ok(Line::TooLong),
                    (false, true) => Err(Gone::Ended),
                    (false, false) => Ok(Line::of(line)),
                };
            }
            self.read_more()?;
        }
    }

    /// What was pasted together with the line before, with its line ends. Empty where nothing was, and on a pipe, where
    /// every line is an answer.
    ///
    /// # Errors
    /// [`Gone`] when the terminal has gone.
    pub(super) fn rest_of_paste(&mut self) -> Result<Vec<u8>, Gone> {
        let came = self.source.burst().map_err(gone)?;
        if came.is_empty() {
            return Ok(came);
        }
        let mut rest = std::mem::take(&mut self.kept);
        rest.extend(came);
        Ok(rest)
    }

    fn read_more(&mut self) -> Result<(), Gone> {
        loop {
            if let Some(gone) = self.signals.pending() {
                return Err(gone);
            }
            if self.source.is_ready().map_err(gone)? {
                break;
            }
            self.source.wait(self.signals.wake_fd()).map_err(gone)?;
            self.signals.awake();
        }
        let mut chunk = vec![0; CHUNK];
        match self.source.read(&mut chunk) {
            Ok(0) => self.ended = true,
            Ok(length) => self.kept.extend(chunk.iter().take(length)),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(gone(error)),
        }
        Ok(())
    }
}

/// What a failure to read or write means: a terminal that was closed gives an input and output error.
pub(super) fn gone(error: io::Error) -> Gone {
    if error.raw_os_error() == Some(Errno::IO.raw_os_error()) { Gone::HungUp } else { Gone::Failed(error) }
}

#[cfg(test)]
pub(super) mod tests {
    use std::{collections::VecDeque, io::Write};

    use super::*;

    /// A terminal that was typed at: what came together, one after the other.
    pub(in crate::term) struct Bursts(pub VecDeque<Vec<u8>>);

    impl Bursts {
        pub(in crate::term) fn of(bursts: &[&str]) -> Self {
            Self(bursts.iter().map(|burst| burst.as_bytes().to_vec()).collect())
        }
    }

    impl Source for Bursts {
        fn wait(&mut self, _: BorrowedFd) -> io::Result<()> {
            Ok(())
        }

        fn is_ready(&mut self) -> io::Result<bool> {
            Ok(true)
        }

        /// As a terminal does: one line at a time.
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let Some(burst) = self.0.front_mut() else { return Ok(0) };
            let end = burst.iter().position(|byte| *byte == b'\n').map_or(burst.len(), |end| end + 1);
            let line: Vec<u8> = burst.drain(..end).collect();
            buffer[..line.len()].copy_from_slice(&line);
            if burst.is_empty() {
                self.0.pop_front();
                // What comes next came later.
                self.0.push_front(Vec::new());
            }
            Ok(line.len())
        }

        fn burst(&mut self) -> io::Result<Vec<u8>> {
            Ok(self.0.pop_front().unwrap_or_default())
        }
    }

    fn piped(bytes: &[u8]) -> Input {
        let (reader, mut writer) = io::pipe().unwrap();
        let bytes = bytes.to_vec();
        std::thread::spawn(move || writer.write_all(&bytes).unwrap());
        Input::new(Descriptor(reader), Signals::unwatched().unwrap())
    }

    fn text(text: &str) -> Line {
        Line::Text(text.into())
    }

    #[test]
    fn each_line_of_a_pipe_is_one_line() {
        let mut input = piped(b"one\r\n\nlast");
        assert_eq!(input.line().unwrap(), text("one"));
        assert!(input.rest_of_paste().unwrap().is_empty());
        assert_eq!(input.line().unwrap(), text(""));
        assert_eq!(input.line().unwrap(), text("last"));
        assert!(matches!(input.line(), Err(Gone::Ended)));
    }

    #[test]
    fn a_line_longer_than_an_answer_is_gone_and_the_next_is_not() {
        let mut bytes = vec![b'x'; (3 << 20) + 7];
        bytes.extend(b"\nnext\n");
        let mut input = piped(&bytes);
        assert_eq!(input.line().unwrap(), Line::TooLong);
        assert_eq!(input.line().unwrap(), text("next"));
    }

    #[test]
    fn the_longest_answer_is_taken() {
        let mut bytes = vec![b'x'; 1 << 20];
        bytes.push(b'\n');
        let Line::Text(line) = piped(&bytes).line().unwrap() else { panic!() };
        assert_eq!(line.len(), 1 << 20);
    }

    #[test]
    fn what_is_no_utf8_is_said_to_be_none() {
        let mut input = piped(b"\xff\xfe\nnext\n");
        assert_eq!(input.line().unwrap(), Line::NotUtf8);
        assert_eq!(input.line().unwrap(), text("next"));
    }

    #[test]
    fn an_interrupt_ends_the_waiting() {
        let (reader, _writer) = io::pipe().unwrap();
        let signals = Signals::unwatched().unwrap();
        let mut input = Input::new(Descriptor(reader), signals.clone());
        signals.interrupt();
        assert!(matches!(input.line(), Err(Gone::Interrupted)));
    }

    #[test]
    fn what_was_pasted_together_comes_together() {
        let mut input = Input::new(Bursts::of(&["one\ntwo\nthr", "four\n"]), Signals::unwatched().unwrap());
        assert_eq!(input.line().unwrap(), text("one"));
        assert_eq!(input.rest_of_paste().unwrap(), b"two\nthr");
        assert_eq!(input.line().unwrap(), text("four"));
        assert!(input.rest_of_paste().unwrap().is_empty());
    }

    #[test]
    fn a_real_terminal_hands_out_an_unfinished_line() {
        use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&ours).unwrap();
        unlockpt(&ours).unwrap();
        let theirs = ioctl_tiocgptpeer(&ours, OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        let before = tcgetattr(&theirs).unwrap();
        rustix::io::write(&ours, b"one\ntwo\nthr").unwrap();
        let mut input = Input::new(Descriptor(theirs.try_clone().unwrap()), Signals::unwatched().unwrap());
        assert_eq!(input.line().unwrap(), text("one"));
        assert_eq!(input.rest_of_paste().unwrap(), b"two\nthr");
        assert_eq!(tcgetattr(&theirs).unwrap().local_modes, before.local_modes);
    }
}
