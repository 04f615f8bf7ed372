//! `Plain`: lines in, lines out, for screen readers, dumb terminals and pipes.
//!
//! The cursor never moves, nothing is drawn twice, nothing has a colour, and one thought is one line or paragraph.

use std::{io::Write, os::fd::AsFd};

use rustix::termios::isatty;

use super::{
    Command, Editor, Form, Gone, Prompt, Reply, Signals, Telling, Terminal,
    input::{Descriptor, Input, Line, Source, gone},
    keys, layout,
    typed::{self, Meaning},
};
use crate::{limits, out::Look};

/// Somebody who reads and writes lines.
pub struct Plain {
    input: Input,
    output: Box<dyn Write + Send>,
    look: Look,
    editor: Editor,
    signals: Signals,
    /// Whether the input shows what is typed by itself.
    is_terminal: bool,
    asked: bool,
    /// A command that ended a long text: it is given at the next question, once the text has been taken.
    pending: Option<Command>,
}

impl Plain {
    /// Lines from a file descriptor, such as standard input, with words to `output`. Only the width of `look` counts.
    pub fn new(
        input: impl AsFd + Send + 'static,
        output: impl Write + Send + 'static,
        look: Look,
        editor: Editor,
        signals: Signals,
    ) -> Self {
        let is_terminal = isatty(&input);
        Self::over(Descriptor(input), is_terminal, output, look, editor, signals)
    }

    fn over(
        source: impl Source + 'static,
        is_terminal: bool,
        output: impl Write + Send + 'static,
        look: Look,
        editor: Editor,
        signals: Signals,
    ) -> Self {
        Self {
            input: Input::new(source, signals.clone()),
            output: Box::new(output),
            look: Look { colour: false, ..look },
            editor,
            signals,
            is_terminal,
            asked: false,
            pending: None,
        }
    }

    fn put(&mut self, words: &str) -> Result<(), Gone> {
        self.output.write_all(words.as_bytes()).and_then(|()| self.output.flush()).map_err(gone)
    }

    fn told(&mut self, words: &str) -> Result<(), Gone> {
        let words = layout::told(words, self.look);
        self.put(&words)
    }

    fn put_keys(&mut self, prompt: &Prompt) -> Result<(), Gone> {
        let first: &[&str] = if prompt.form == Form::Lines { &["an empty line ends it"] } else { &[] };
        let keys = keys::line(first, &prompt.commands, self.asked, self.look.width);
        self.asked = true;
        if keys.is_empty() { Ok(()) } else { self.put(&format!("{keys}\n")) }
    }

    /// A line that can be used; why another cannot be is told.
    fn line(&mut self) -> Result<String, Gone> {
        loop {
            let line = self.input.line();
            if !self.is_terminal {
                // Nobody pressed Enter where it shows.
                self.put("\n")?;
            }
            match line? {
                Line::Text(line) => {
                    if self.is_terminal && line.len() >= TERMINAL_LINE {
                        self.told(CUT_OFF)?;
                    }
                    return Ok(line);
                }
                Line::TooLong => self.told(&too_long())?,
                Line::NotUtf8 => self.told(NOT_UTF8)?,
            }
            self.put("> ")?;
        }
    }

    /// What was pasted after a line, if it can be used; why it cannot be is told.
    fn rest_of_paste(&mut self) -> Result<Option<String>, Gone> {
        let rest = self.input.rest_of_paste()?;
        if !rest.is_empty() && rest.last() != Some(&b'\n') {
            self.put("\n")?;
        }
        if !limits::ANSWER_BYTES.allows(rest.len()) {
            self.told(&too_long())?;
            return Ok(None);
        }
        let Ok(rest) = String::from_utf8(rest) else {
            self.told(NOT_UTF8)?;
            return Ok(None);
        };
        Ok(Some(rest.replace("\r\n", "\n").replace('\r', "\n")))
    }

    fn one_line(&mut self, prompt: &Prompt) -> Result<Reply, Gone> {
        loop {
            self.put("> ")?;
            let mut line = self.line()?;
            let Some(rest) = self.rest_of_paste()? else { continue };
            if !rest.trim().is_empty() {
                line = typed::joined(&format!("{line}\n{rest}"));
                let joined = layout::joined(&line, self.look);
                self.put(&joined)?;
            }
            match typed::meaning(&line, prompt) {
                Meaning::Reply(reply) => return Ok(reply),
                Meaning::Told(words) => self.told(&words)?,
            }
        }
    }

    fn several_lines(&mut self, prompt: &Prompt) -> Result<Reply, Gone> {
        loop {
            self.put("> ")?;
            let first = self.line()?;
            let Some(rest) = self.rest_of_paste()? else { continue };
            if rest.is_empty() {
                match typed::meaning(&first, prompt) {
                    Meaning::Reply(Reply::Typed(first)) => return self.lines_after(first, prompt),
                    Meaning::Reply(reply) => return Ok(reply),
                    Meaning::Told(words) => self.told(&words)?,
                }
            } else {
                return self.lines_after(format!("{first}\n{rest}"), prompt);
            }
        }
    }

    /// Lines until an empty one that was not pasted together with others, or until the input ends.
    fn lines_after(&mut self, first: String, prompt: &Prompt) -> Result<Reply, Gone> {
        let mut lines = first;
        loop {
            self.put("> ")?;
            let line = match self.line() {
                Ok(line) => line,
                Err(Gone::Ended) => break,
                Err(gone) => return Err(gone),
            };
            let Some(rest) = self.rest_of_paste()? else { continue };
            if line.trim().is_empty() && rest.is_empty() {
                break;
            }
            if let Some(command) = command_alone(&line, prompt).filter(|_| rest.is_empty()) {
                self.pending = Some(command);
                break;
            }
            if !lines.ends_with('\n') {
                lines.push('\n');
            }
            lines.push_str(&line);
            if !rest.is_empty() {
                lines.push('\n');
                lines.push_str(&rest);
            }
        }
        if limits::ANSWER_BYTES.allows(lines.len()) {
            lines.truncate(lines.trim_end().len());
            Ok(Reply::Typed(lines))
        } else {
            self.told(&too_long())?;
            Ok(Reply::Enter)
        }
    }

    fn confirm(&mut self, prompt: &Prompt, reply: &Reply) -> Result<(), Gone> {
        let (Form::One(options) | Form::Several(options)) = &prompt.form else { return Ok(()) };
        let chosen = match reply {
            Reply::Picked(at) => vec![*at],
            Reply::PickedSeveral(chosen) => chosen.clone(),
            Reply::Enter => typed::chosen_before(prompt),
            Reply::Typed(_) | Reply::Command(_) => return Ok(()),
        };
        if chosen.is_empty() {
            return Ok(());
        }
        self.put(&layout::confirmed(options, &chosen, self.look))
    }
}

/// How much of one line a terminal passes on while it edits lines itself, in bytes. It drops the rest without a word.
const TERMINAL_LINE: usize = 4095;

const CUT_OFF: &str = "a line of a terminal holds 4095 bytes, so the end of this one may be missing\nhelp: go back and look at it; write long answers in several lines, or with /edit";

const NOT_UTF8: &str = "that was not readable as text (it is not UTF-8), nothing of it is kept\nhelp: type it again";

/// A word such as `/stop` alone on a line of a long text: somebody is in a hurry, and it is not the customer's.
fn command_alone(line: &str, prompt: &Prompt) -> Option<Command> {
    let is_word = line.starts_with('/');
    Command::from_line(line).filter(|command| is_word && prompt.commands.contains(command))
}

fn too_long() -> String {
    let most = limits::ANSWER_BYTES;
    format!("that was longer than {most}, nothing of it is kept\nhelp: type less; {}", most.why)
}

impl Terminal for Plain {
    fn tell(&mut self, telling: &Telling) -> Result<(), Gone> {
        let words = layout::telling(telling, self.look);
        self.put(&words)
    }

    fn ask(&mut self, prompt: &Prompt) -> Result<Reply, Gone> {
        if let Some(command) = self.pending.take().filter(|command| prompt.commands.contains(command)) {
            return Ok(Reply::Command(command));
        }
        self.put(&layout::question(prompt, self.look, true, true))?;
        self.put_keys(prompt)?;
        let reply = if prompt.form == Form::Lines { self.several_lines(prompt) } else { self.one_line(prompt) };
        match &reply {
            // The line of the prompt is still open.
            Err(_) if self.is_terminal => self.put("\n")?,
            Err(_) => {}
            Ok(reply) => self.confirm(prompt, reply)?,
        }
        reply
    }

    fn edit(&mut self, draft: &str) -> Result<Option<String>, Gone> {
        if !self.is_terminal {
            self.told("there is no terminal here for an editor\nhelp: write the answer in lines")?;
            return Ok(None);
        }
        let (edited, words) = self.editor.edit_and_say(draft, &self.signals);
        if let Some(words) = words {
            self.told(&words)?;
        }
        match self.signals.pending() {
            Some(gone) => Err(gone),
            None => Ok(edited),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::term::{Command, Opt, Tone, input::tests::Bursts};

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl Paper {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    const LOOK: Look = Look { colour: true, width: 60 };

    fn typing(bursts: &[&str]) -> (Plain, Paper) {
        let paper = Paper::default();
        let signals = Signals::unwatched().unwrap();
        let plain = Plain::over(Bursts::of(bursts), true, paper.clone(), LOOK, Editor::default(), signals);
        (plain, paper)
    }

    fn piped(bytes: &[u8]) -> (Plain, Paper) {
        let (reader, mut writer) = std::io::pipe().unwrap();
        let bytes = bytes.to_vec();
        std::thread::spawn(move || writer.write_all(&bytes).unwrap());
        let paper = Paper::default();
        let plain = Plain::new(reader, paper.clone(), LOOK, Editor::default(), Signals::unwatched().unwrap());
        (plain, paper)
    }

    fn prompt(form: Form) -> Prompt {
        Prompt {
            ask: "How did they tell us?".into(),
            expects: String::new(),
            form,
            before: None,
            is_draft: false,
            commands: vec![Command::Back, Command::Help, Command::Clear, Command::Commands],
        }
    }

    fn options() -> Vec<Opt> {
        ["email", "phone", "letter"]
            .iter()
            .map(|name| Opt { name: (*name).into(), label: format!("by {name}") })
            .collect()
    }

    fn typed(text: &str) -> Reply {
        Reply::Typed(text.into())
    }

    #[test]
    fn the_conversation_reads_line_by_line() {
        let (mut plain, paper) = typing(&["fax\n", "2\n"]);
        plain.tell(&Telling { tone: Tone::Heading, text: "Step 1".into() }).unwrap();
        assert_eq!(plain.ask(&prompt(Form::Line)).unwrap(), typed("fax"));
        assert_eq!(plain.ask(&prompt(Form::One(options()))).unwrap(), Reply::Picked(1));
        // What is typed is shown by the terminal itself, so it is not here.
        insta::assert_snapshot!(paper.text(), @r"

        Step 1
        How did they tell us?
        < back · ? help · - clear · / commands
        > How did they tell us?
        1 by email
        2 by phone
        3 by letter
        < back · ? help · / commands
        > chose: 2 by phone
        ");
    }

    #[test]
    fn nothing_has_a_colour_or_moves_the_cursor() {
        let (mut plain, paper) = typing(&["1\n", "\n"]);
        for tone in [Tone::Heading, Tone::Never, Tone::Recorded, Tone::Laid] {
            plain.tell(&Telling { tone, text: "x".into() }).unwrap();
        }
        plain.ask(&prompt(Form::One(options()))).unwrap();
        plain.ask(&prompt(Form::Several(options()))).unwrap();
        assert!(!paper.text().contains(['\u{1b}', '\r', '\u{8}']));
    }

    #[test]
    fn enter_takes_what_stands_in_brackets() {
        let (mut plain, paper) = typing(&["\n"]);
        let before = Prompt { before: Some("letter".into()), ..prompt(Form::One(options())) };
        assert_eq!(plain.ask(&before).unwrap(), Reply::Enter);
        assert!(paper.text().contains("Enter takes [3 by letter]\n"));
        assert!(paper.text().ends_with("> chose: 3 by letter\n"));
    }

    #[test]
    fn several_are_confirmed_by_number_and_words() {
        let (mut plain, paper) = typing(&["3 1\n"]);
        assert_eq!(plain.ask(&prompt(Form::Several(options()))).unwrap(), Reply::PickedSeveral(vec![0, 2]));
        assert!(paper.text().ends_with("> chose: 1 by email; 3 by letter\n"));
    }

    #[test]
    fn a_dash_clears_and_a_sign_goes_back() {
        let (mut plain, _) = typing(&["-\n", "<\n"]);
        assert_eq!(plain.ask(&prompt(Form::Line)).unwrap(), Reply::Command(Command::Clear));
        assert_eq!(plain.ask(&prompt(Form::Lines)).unwrap(), Reply::Command(Command::Back));
    }

    #[test]
    fn an_unknown_command_is_told_and_asked_again() {
        let (mut plain, paper) = typing(&["/hlp\n", " /hlp\n"]);
        assert_eq!(plain.ask(&prompt(Form::Line)).unwrap(), typed("/hlp"));
        assert!(
            paper.text().contains("`/hlp` is no command here\ndid you mean `/help`?\nthere are:\n"),
            "{}",
            paper.text()
        );
    }

    #[test]
    fn lines_pasted_at_a_question_of_one_line_are_joined_and_told() {
        let (mut plain, paper) = typing(&["one\ntwo\n\nthree", "next\n"]);
        assert_eq!(plain.ask(&prompt(Form::Line)).unwrap(), typed("one two three"));
        assert!(paper.text().ends_with("several lines were pasted; joined into one: one two three\n"));
        assert_eq!(plain.ask(&prompt(Form::Line)).unwrap(), typed("next"));
    }

    #[test]
    fn lines_pasted_at_a_choice_never_answer_the_next_question() {
        let (mut plain, _) = typing(&["1\n2\n", "3\n"]);
        assert_eq!(plain.ask(&prompt(Form::One(options()))).unwrap(), typed("1 2"));
        assert_eq!(plain.ask(&prompt(Form::One(options()))).unwrap(), Reply::Picked(2));
    }

    #[test]
    fn a_long_text_ends_with_an_empty_line() {
        let (mut plain, paper) = typing(&["one\n", " two\n", "\n", "next\n"]);
        assert_eq!(plain.ask(&prompt(Form::Lines)).unwrap(), typed("one\n two"));
        assert!(paper.text().contains("an empty line ends it · < back"));
        assert_eq!(plain.ask(&prompt(Form::Line)).unwrap(), typed("next"));
    }

    #[test]
    fn empty_lines_in_a_paste_belong_to_a_long_text() {
        let (mut plain, _) = typing(&["Dear all,\n\nit is late.\n\n", "more\n", "\n"]);
        assert_eq!(plain.ask(&prompt(Form::Lines)).unwrap(), typed("Dear all,\n\nit is late.\n\nmore"));
    }

    #[test]
    fn a_command_in_the_middle_of_a_long_text_is_text() {
        let (mut plain, _) = typing(&["one\n", "<\n", "\n"]);
        assert_eq!(plain.ask(&prompt(Form::Lines)).unwrap(), typed("one\n<"));
    }

    #[test]
    fn a_word_of_command_ends_a_long_text_and_is_obeyed_at_the_next_question() {
        let (mut plain, _) = typing(&["The boiler\n", "/stop\n"]);
        let lines = Prompt { commands: vec![Command::Stop], ..prompt(Form::Lines) };
        assert_eq!(plain.ask(&lines).unwrap(), typed("The boiler"));
        assert_eq!(plain.ask(&lines).unwrap(), Reply::Command(Command::Stop));
    }

    #[test]
    fn each_line_of_a_pipe_is_an_answer() {
        let (mut plain, _) = piped(b"one\ntwo\n\n\xff\nthree");
        assert_eq!(plain.ask(&prompt(Form::Line)).unwrap(), typed("one"));
        assert_eq!(plain.ask(&prompt(Form::Line)).unwrap(), typed("two"));
        assert_eq!(plain.ask(&prompt(Form::Line)).unwrap(), Reply::Enter);
        assert_eq!(plain.ask(&prompt(Form::Line)).unwrap(), typed("three"));
        assert!(matches!(plain.ask(&prompt(Form::Line)), Err(Gone::Ended)));
    }

    #[test]
    fn a_long_text_of_a_pipe_may_end_with_it() {
        let (mut plain, _) = piped(b"one\ntwo");
        assert_eq!(plain.ask(&prompt(Form::Lines)).unwrap(), typed("one\ntwo"));
    }

    #[test]
    fn what_cannot_be_used_is_told_and_asked_again() {
        let mut bytes = vec![b'x'; (1 << 20) + 1];
        bytes.extend(b"\n\xff\nfine\n");
        let (mut plain, paper) = piped(&bytes);
        assert_eq!(plain.ask(&prompt(Form::Line)).unwrap(), typed("fine"));
        assert!(paper.text().contains("that was longer than 1 MiB"));
        assert!(paper.text().contains("it is not UTF-8"));
    }

    #[test]
    fn a_line_as_long_as_a_terminal_passes_on_is_taken_with_a_warning() {
        let line = "x".repeat(TERMINAL_LINE);
        let (mut plain, paper) = typing(&[&format!("{line}\n")]);
        assert_eq!(plain.ask(&prompt(Form::Line)).unwrap(), typed(&line));
        assert!(paper.text().contains("a line of a terminal holds 4095 bytes"));
    }

    #[test]
    fn no_editor_is_opened_without_a_terminal() {
        let (mut plain, paper) = piped(b"");
        assert_eq!(plain.edit("draft").unwrap(), None);
        assert!(paper.text().contains("there is no terminal here for an editor\nhelp: "));
    }

    #[test]
    fn an_interrupt_ends_the_question() {
        let (mut plain, _) = typing(&["never read\n"]);
        plain.signals.interrupt();
        assert!(matches!(plain.ask(&prompt(Form::Line)), Err(Gone::Interrupted)));
    }
}
