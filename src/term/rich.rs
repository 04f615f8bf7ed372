//! `Rich`: a real terminal. The same conversation as in `Plain`, with a line editor for text, arrows for choices, and
//! colour where it is allowed.
//!
//! Two libraries share the terminal here, and each has faults this module keeps away from. dialoguer: it counts the bytes of
//! its items as columns, so it is given short ones and draws others (`choose::Drawn`); it leaves the cursor hidden when it is
//! interrupted; it panics on a terminal of less than three lines. The line editor restarts its reads after signals, so it
//! is nudged ([`Signals`]).

mod choose;
mod edit_line;

use std::io::{self, IsTerminal, Write};

use console::Term;

use super::{
    Command, Editor, Form, Gone, Opt, Prompt, Reply, Signals, Telling, Terminal,
    input::{burst, gone},
    keys, layout,
    typed::{self, Meaning},
};
use crate::{hygiene::TerminalGuard, limits, out::Look};
use choose::{Chosen, Drawn};
use edit_line::{Edited, LineEditor};

/// Below this many lines a choice is typed.
const LINES_FOR_CHOICE: u16 = 6;

/// The widths that are believed, in columns, both inclusive.
const WIDTHS: (usize, usize) = (20, 500);

/// Somebody at a real terminal. It is put back as it was when this is dropped.
pub struct Rich {
    lines: LineEditor,
    term: Term,
    output: Box<dyn Write + Send>,
    look: Look,
    /// Whether the width is the terminal's own, so that it may change with it.
    follows_terminal: bool,
    editor: Editor,
    signals: Signals,
    asked: bool,
    _restores: Option<TerminalGuard>,
}

impl Rich {
    /// The terminal of standard input and standard error, with words to `output`, which should be standard error. None
    /// where these are no terminals, or cannot be used: use `Plain` there, and where `TERM` is `dumb`.
    pub fn new(output: impl Write + Send + 'static, look: Look, editor: Editor, signals: Signals) -> Option<Self> {
        let term = Term::buffered_stderr();
        if !io::stdin().is_terminal() || !term.is_term() {
            return None;
        }
        let follows_terminal = usize::from(term.size().1) == look.width;
        let restores = TerminalGuard::save(true);
        let lines = LineEditor::new().ok()?;
        Some(Self {
            lines,
            term,
            output: Box::new(output),
            look,
            follows_terminal,
            editor,
            signals,
            asked: false,
            _restores: restores,
        })
    }

    /// How it looks now: the terminal may have another width than before.
    fn look(&self) -> Look {
        let columns = usize::from(self.term.size().1);
        let width = if self.follows_terminal { columns } else { columns.min(self.look.width) };
        Look { width: width.clamp(WIDTHS.0, WIDTHS.1), ..self.look }
    }

    fn put(&mut self, words: &str) -> Result<(), Gone> {
        self.output.write_all(words.as_bytes()).and_then(|()| self.output.flush()).map_err(gone)
    }

    fn told(&mut self, words: &str) -> Result<(), Gone> {
        let words = layout::told(words, self.look());
        self.put(&words)
    }

    /// The line of keys, without its end.
    fn keys(&mut self, first: &[&str], commands: &[Command]) -> String {
        let look = self.look();
        let line = keys::line(first, commands, self.asked, look.width);
        self.asked = true;
        look.dim(&line).into_owned()
    }

    fn ask_text(&mut self, prompt: &Prompt) -> Result<Reply, Gone> {
        let mut first: Vec<&str> = Vec::new();
        let mut commands = prompt.commands.clone();
        if prompt.before.is_some() && commands.contains(&Command::Back) {
            // The sign would be a part of the answer that stands in the line.
            first.push("Esc back");
            commands.retain(|command| *command != Command::Back);
        }
        if prompt.form == Form::Lines {
            first.push("Ctrl-J new line");
        }
        let is_choice = matches!(prompt.form, Form::One(_) | Form::Several(_));
        if is_choice {
            first.push("its number, or arrows");
        }
        let keys = self.keys(&first, &commands);
        if !keys.is_empty() {
            self.put(&format!("{keys}\n"))?;
        }
        // An earlier choice is named above the line: what is typed there is a new one.
        let before = prompt.before.as_deref().filter(|_| !is_choice).unwrap_or_default();
        let mut initial = before.to_owned();
        loop {
            let text = match self.lines.edit(&initial, prompt, &self.signals)? {
                Edited::Text(text) => text,
                Edited::Arrows => match self.with_arrows(prompt)? {
                    Some(reply) => return Ok(reply),
                    None => continue,
                },
                Edited::Command(command) => {
                    let look = self.look();
                    let did = format!("{} {}\n", command.typed().0, command.typed().1);
                    self.put(&look.dim(&did))?;
                    return Ok(Reply::Command(command));
                }
            };
            if Self::was_pasted_at()? {
                self.told("more came than one line; look at the answer, change it if needed, and press Enter")?;
                initial = text;
                continue;
            }
            match self.text_reply(prompt, before, &text)? {
                Some(reply) => {
                    self.confirm(prompt, &reply)?;
                    return Ok(reply);
                }
                None => before.clone_into(&mut initial),
            }
        }
    }

    /// What the edited text means; none where it was told what else to type.
    fn text_reply(&mut self, prompt: &Prompt, before: &str, text: &str) -> Result<Option<Reply>, Gone> {
        if text == before {
            return Ok(Some(Reply::Enter));
        }
        if text.trim().is_empty() && !before.is_empty() {
            // What stands in the line is what counts, and there is nothing any more.
            let clears = prompt.commands.contains(&Command::Clear);
            return Ok(Some(if clears { Reply::Command(Command::Clear) } else { Reply::Typed(String::new()) }));
        }
        if !limits::ANSWER_BYTES.allows(text.len()) {
            self.told(&format!("that was longer than {}, nothing of it is kept", limits::ANSWER_BYTES))?;
            return Ok(None);
        }
        // A word of command typed behind the answer that stood in the line is the command.
        let behind = text.strip_prefix(before).map(str::trim).filter(|_| !before.is_empty());
        if let Some(command) = behind.filter(|word| word.starts_with('/')).and_then(Command::from_line) {
            return Ok(prompt.commands.contains(&command).then_some(Reply::Command(command)));
        }
        let text = if prompt.form != Form::Lines && text.contains('\n') {
            let line = typed::joined(text);
            let joined = layout::joined(&line, self.look());
            self.put(&joined)?;
            line
        } else {
            text.to_owned()
        };
        match typed::meaning(&text, prompt) {
            Meaning::Reply(reply) => Ok(Some(reply)),
            Meaning::Told(words) => {
                self.told(&words)?;
                Ok(None)
            }
        }
    }

    /// Whether more came with the last key, which is then thrown away: it must not answer the next question.
    fn was_pasted_at() -> Result<bool, Gone> {
        let more = burst(&io::stdin(), false).map_err(gone)?;
        Ok(!more.is_empty())
    }

    /// The options as a list for arrows, where the terminal is high enough for one; none when it was left for the line.
    fn with_arrows(&mut self, prompt: &Prompt) -> Result<Option<Reply>, Gone> {
        let is_low = self.term.size().0 < LINES_FOR_CHOICE;
        match &prompt.form {
            Form::One(options) if !is_low && !options.is_empty() => self.ask_choice(prompt, options, false),
            Form::Several(options) if !is_low && !options.is_empty() => self.ask_choice(prompt, options, true),
            _ => Ok(None),
        }
    }

    /// Says what a number or a few letters stood for.
    fn confirm(&mut self, prompt: &Prompt, reply: &Reply) -> Result<(), Gone> {
        let (Form::One(options) | Form::Several(options)) = &prompt.form else { return Ok(()) };
        let chosen = match reply {
            Reply::Picked(at) => std::slice::from_ref(at),
            Reply::PickedSeveral(chosen) => chosen,
            _ => return Ok(()),
        };
        let confirmed = layout::confirmed(options, chosen, self.look());
        self.put(&confirmed)
    }

    fn ask_choice(&mut self, prompt: &Prompt, options: &[Opt], several: bool) -> Result<Option<Reply>, Gone> {
        let before = typed::chosen_before(prompt);
        let first: &[&str] =
            if several { &["arrows, Space, Enter", "Esc to the line"] } else { &["arrows, Enter", "Esc to the line"] };
        self.asked = true;
        let other = other_keys(&prompt.commands);
        let labels = options.iter().map(layout::label).chain(other.as_deref());
        let drawn = Drawn::new(labels, options.len(), self.look());
        loop {
            let look = self.look();
            let drawn = drawn.at(look);
            let head = keys::line(first, &[], false, drawn.room_for_head(&self.term));
            let chosen = if several {
                choose::several(&self.term, &self.signals, &drawn, &head, &before)?
            } else {
                choose::one(&self.term, &self.signals, &drawn, &head, before.first().copied())?
            };
            if Self::was_pasted_at()? {
                self.told("more keys came at once than a person presses, so nothing was chosen; choose again")?;
                continue;
            }
            let chosen = match chosen {
                Chosen::Options(chosen) => chosen,
                Chosen::Other => match self.menu(&prompt.commands)? {
                    Some(command) => return Ok(Some(Reply::Command(command))),
                    None => continue,
                },
                Chosen::Left => return Ok(None),
            };
            if chosen.is_empty() && before.is_empty() {
                return Ok(Some(Reply::Enter));
            }
            self.put(&layout::confirmed(options, &chosen, look))?;
            return Ok(Some(match (several, chosen.first()) {
                (false, Some(at)) => Reply::Picked(*at),
                _ => Reply::PickedSeveral(chosen),
            }));
        }
    }

    /// The commands as a choice; none when it was left.
    fn menu(&mut self, commands: &[Command]) -> Result<Option<Command>, Gone> {
        let offered: Vec<Command> = commands.iter().copied().filter(|command| *command != Command::Commands).collect();
        let labels: Vec<&str> = offered.iter().map(|command| command.typed().1).collect();
        let drawn = Drawn::new(labels.iter().copied(), 0, self.look());
        let head = keys::line(&["what else?", "Esc to the question"], &[], false, drawn.room_for_head(&self.term));
        let chosen = choose::one(&self.term, &self.signals, &drawn, &head, Some(0))?;
        let Chosen::Options(chosen) = chosen else { return Ok(None) };
        let command = chosen.first().and_then(|at| offered.get(*at)).copied();
        if let Some(command) = command {
            let (typed, does) = command.typed();
            let did = format!("{typed} {does}\n");
            let look = self.look();
            self.put(&look.dim(&did))?;
        }
        Ok(command)
    }

    fn end_in_order(&mut self, gone: Gone) -> Gone {
        if matches!(gone, Gone::Interrupted) {
            self.signals.interrupt();
        }
        // The reason for the end is told by whoever asked; that the cursor cannot be shown any more is not.
        let _may_be_gone = self.term.show_cursor().and_then(|()| self.term.flush());
        gone
    }
}

/// `other: back, help, stop`, if there is something.
fn other_keys(commands: &[Command]) -> Option<String> {
    let named: Vec<String> = commands
        .iter()
        .filter(|command| **command != Command::Commands)
        .map(|command| format!("{command:?}").to_lowercase())
        .collect();
    (!named.is_empty()).then(|| format!("other: {}", named.join(", ")))
}

impl Terminal for Rich {
    fn tell(&mut self, telling: &Telling) -> Result<(), Gone> {
        let words = layout::telling(telling, self.look());
        self.put(&words)
    }

    fn ask(&mut self, prompt: &Prompt) -> Result<Reply, Gone> {
        let is_choice = matches!(prompt.form, Form::One(_) | Form::Several(_));
        self.put(&layout::question(prompt, self.look(), true, is_choice))?;
        self.ask_text(prompt).map_err(|gone| self.end_in_order(gone))
    }

    fn edit(&mut self, draft: &str) -> Result<Option<String>, Gone> {
        let (edited, words) = self.editor.edit_and_say(draft, &self.signals);
        if let Some(words) = words {
            self.told(&words)?;
        }
        match self.signals.pending() {
            Some(gone) => Err(self.end_in_order(gone)),
            None => Ok(edited),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{env, process, time::Duration};

    use expectrl::{Eof, Expect, Session, session::OsSession};

    use super::*;
    use crate::term::Tone;

    #[test]
    fn the_last_item_names_the_commands() {
        assert_eq!(other_keys(&[Command::Help, Command::Stop, Command::Commands]).unwrap(), "other: help, stop");
        assert_eq!(other_keys(&[Command::Commands]), None);
    }

    /// Set for the process at the terminal: a terminal belongs to a whole process.
    const CHILD: &str = "RECOVER_TEST_CHILD";

    const NO_COLOUR: Look = Look { colour: false, width: 60 };

    /// This test again, in a process of its own at a terminal of its own.
    fn at_a_terminal(test: &str) -> OsSession {
        let mut command = process::Command::new(env::current_exe().unwrap());
        command.args([&format!("term::rich::tests::{test}"), "--exact", "--nocapture", "--test-threads=1"]);
        command.env(CHILD, "1").env("TERM", "xterm");
        let mut session = Session::spawn(command).unwrap();
        session.get_process_mut().set_window_size(60, 24).unwrap();
        session.set_expect_timeout(Some(Duration::from_secs(20)));
        session
    }

    fn is_child() -> bool {
        env::vars_os().any(|(name, _)| name == CHILD)
    }

    fn prompt(form: Form, before: Option<&str>) -> Prompt {
        Prompt {
            ask: String::from("How was it found out?"),
            expects: String::new(),
            form,
            before: before.map(String::from),
            is_draft: false,
            commands: vec![Command::Back, Command::Help, Command::Stop, Command::Commands],
        }
    }

    fn options() -> Vec<Opt> {
        ["letter", "phone"].iter().map(|name| Opt { name: (*name).into(), label: format!("by {name}") }).collect()
    }

    /// Asks at the terminal of this process and says what came of it.
    fn ask_here(prompt: &Prompt) {
        let mut rich = Rich::new(io::stderr(), NO_COLOUR, Editor::default(), Signals::watch().unwrap()).unwrap();
        let reply = rich.ask(prompt);
        let text = format!("came: {reply:?}.");
        rich.tell(&Telling { tone: Tone::Plain, text }).unwrap();
    }

    fn came(session: &mut OsSession, reply: &str) {
        session.expect(format!("came: {reply}.")).unwrap();
        session.expect(Eof).unwrap();
    }

    #[test]
    fn the_earlier_answer_stands_in_the_line() {
        if is_child() {
            return ask_here(&prompt(Form::Line, Some("Zoë")));
        }
        let mut session = at_a_terminal("the_earlier_answer_stands_in_the_line");
        session.expect("> Zoë").unwrap();
        session.send(" 山田").unwrap();
        session.expect("山田").unwrap();
        session.send("\r").unwrap();
        came(&mut session, "Ok(Typed(\"Zoë 山田\"))");
    }

    #[test]
    fn one_key_goes_back() {
        if is_child() {
            return ask_here(&prompt(Form::Line, Some("Zoë")));
        }
        let mut session = at_a_terminal("one_key_goes_back");
        session.expect("> Zoë").unwrap();
        session.send("\u{1b}").unwrap();
        came(&mut session, "Ok(Command(Back))");
    }

    #[test]
    fn a_paste_of_several_lines_is_one_answer() {
        if is_child() {
            return ask_here(&prompt(Form::Line, None));
        }
        let mut session = at_a_terminal("a_paste_of_several_lines_is_one_answer");
        session.expect("> ").unwrap();
        session.send("\u{1b}[200~one\rtwo\rthree\u{1b}[201~").unwrap();
        session.expect("three").unwrap();
        session.send("\r").unwrap();
        session.expect("joined into one: one two three").unwrap();
        came(&mut session, "Ok(Typed(\"one two three\"))");
    }

    #[test]
    fn an_option_is_chosen_by_arrows() {
        if is_child() {
            return ask_here(&prompt(Form::One(options()), Some("letter")));
        }
        let mut session = at_a_terminal("an_option_is_chosen_by_arrows");
        session.expect("> ").unwrap();
        session.send("\u{1b}[B").unwrap();
        session.expect("> 1 by letter").unwrap();
        session.expect("other: back, help, stop").unwrap();
        session.send("\u{1b}[B").unwrap();
        session.expect("> 2 by phone").unwrap();
        session.expect("other: back, help, stop").unwrap();
        session.send("\r").unwrap();
        session.expect("chose: 2 by phone").unwrap();
        came(&mut session, "Ok(Picked(1))");
    }

    #[test]
    fn ctrl_c_ends_the_line() {
        ends_on_ctrl_c(Form::Line, "ctrl_c_ends_the_line", "> ");
    }

    #[test]
    fn ctrl_c_ends_the_choice_and_shows_the_cursor() {
        ends_on_ctrl_c(Form::One(options()), "ctrl_c_ends_the_choice_and_shows_the_cursor", "> ");
    }

    fn ends_on_ctrl_c(form: Form, test: &str, asked: &str) {
        if is_child() {
            return ask_here(&prompt(form, None));
        }
        let mut session = at_a_terminal(test);
        session.expect(asked).unwrap();
        // The first one may come before the keys are read one by one, and is then a signal to another thread of the test.
        session.set_expect_timeout(Some(Duration::from_secs(5)));
        let shown = (0..3).any(|_| session.send("\u{3}").is_ok() && session.expect("\u{1b}[?25h").is_ok());
        assert!(shown);
        came(&mut session, "Err(Interrupted)");
    }

    #[test]
    fn the_end_of_the_input_ends_the_line() {
        if is_child() {
            return ask_here(&prompt(Form::Line, None));
        }
        let mut session = at_a_terminal("the_end_of_the_input_ends_the_line");
        session.expect("> ").unwrap();
        session.send("\u{4}").unwrap();
        came(&mut session, "Err(Ended)");
    }
}
