//! Text by a line editor, with one-key commands and nothing raw echoed.

use std::{
    borrow::Cow,
    io,
    sync::{Arc, Mutex, PoisonError},
};

use rustyline::{
    Cmd, ConditionalEventHandler, Config, Editor, Event, EventContext, EventHandler, Helper, KeyCode, KeyEvent,
    Modifiers, RepeatCount,
    completion::Completer,
    config::{BellStyle, ColorMode},
    error::ReadlineError,
    highlight::Highlighter,
    hint::Hinter,
    history::MemHistory,
    validate::Validator,
};

use crate::{
    escape,
    term::{Command, Form, Gone, Prompt, Signals, input::gone},
    text,
};

/// How long an Esc waits for the rest of an arrow key, in milliseconds.
const KEY_SEQUENCE_MS: u16 = 60;

/// What came of a line.
pub(super) enum Edited {
    /// Its text, perhaps of several lines.
    Text(String),
    /// A command given by one key.
    Command(Command),
    /// An arrow on an empty line: the options are to be chosen with arrows.
    Arrows,
}

/// What the keys need to know of the question, and what they did.
#[derive(Default)]
struct Asked {
    before: String,
    commands: Vec<Command>,
    is_lines: bool,
    is_choice: bool,
    pressed: Option<Pressed>,
}

/// The one key that ended a line.
enum Pressed {
    Command(Command),
    Arrow,
}

type Shared = Arc<Mutex<Asked>>;

/// The line editor, made once.
pub(super) struct LineEditor {
    editor: Editor<Harmless, MemHistory>,
    asked: Shared,
}

impl LineEditor {
    pub(super) fn new() -> rustyline::Result<Self> {
        // The highlighter makes raw characters harmless, so it must run where there is no colour too; it sets none.
        let config = Config::builder()
            .color_mode(ColorMode::Enabled)
            .bell_style(BellStyle::None)
            .keyseq_timeout(Some(KEY_SEQUENCE_MS))
            .behavior(rustyline::config::Behavior::PreferTerm)
            .build();
        let mut editor = Editor::with_history(config, MemHistory::with_config(&config_of_history()))?;
        editor.set_helper(Some(Harmless));
        let asked = Shared::default();
        let key = |key| Box::new(Key { asked: Arc::clone(&asked), does: key });
        let alt = Modifiers::ALT;
        for (event, does) in [
            (KeyEvent::from('<'), Does::Command(Command::Back)),
            (KeyEvent::from('?'), Does::Command(Command::Help)),
            (KeyEvent(KeyCode::Esc, Modifiers::NONE), Does::Leave),
            (KeyEvent(KeyCode::Down, Modifiers::NONE), Does::Arrows),
            (KeyEvent(KeyCode::Up, Modifiers::NONE), Does::Arrows),
            (KeyEvent(KeyCode::Tab, Modifiers::NONE), Does::Arrows),
            (KeyEvent::ctrl('J'), Does::NewLine),
            (KeyEvent::alt('\r'), Does::NewLine),
            (KeyEvent::alt('\n'), Does::NewLine),
            (KeyEvent(KeyCode::Enter, alt), Does::NewLine),
        ] {
            editor.bind_sequence(event, EventHandler::Conditional(key(does)));
        }
        editor.bind_sequence(KeyEvent(KeyCode::Enter, Modifiers::NONE), Cmd::AcceptLine);
        Ok(Self { editor, asked })
    }

    /// Lets a person edit `initial`, with the cursor at its end.
    pub(super) fn edit(&mut self, initial: &str, prompt: &Prompt, signals: &Signals) -> Result<Edited, Gone> {
        *lock(&self.asked) = Asked {
            before: initial.to_owned(),
            commands: prompt.commands.clone(),
            is_lines: prompt.form == Form::Lines,
            is_choice: matches!(prompt.form, Form::One(_) | Form::Several(_)),
            pressed: None,
        };
        let edited = signals.during_prompt(|| match signals.pending() {
            Some(gone) => Err(gone),
            None => self.editor.readline_with_initial("> ", (initial, "")).map_err(why),
        });
        match edited {
            Ok(text) => Ok(match lock(&self.asked).pressed.take() {
                None => Edited::Text(text),
                Some(Pressed::Command(command)) => Edited::Command(command),
                Some(Pressed::Arrow) => Edited::Arrows,
            }),
            Err(gone) => Err(signals.pending().unwrap_or(gone)),
        }
    }
}

fn config_of_history() -> Config {
    Config::builder().build()
}

fn lock(asked: &Shared) -> std::sync::MutexGuard<'_, Asked> {
    asked.lock().unwrap_or_else(PoisonError::into_inner)
}

fn why(error: ReadlineError) -> Gone {
    match error {
        ReadlineError::Interrupted | ReadlineError::Signal(_) => Gone::Interrupted,
        ReadlineError::Eof => Gone::Ended,
        ReadlineError::Io(error) if error.kind() == io::ErrorKind::Interrupted => Gone::Interrupted,
        ReadlineError::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => Gone::HungUp,
        ReadlineError::Io(error) => gone(error),
        ReadlineError::Errno(errno) => gone(io::Error::from_raw_os_error(errno as i32)),
        other => Gone::Failed(io::Error::other(other)),
    }
}

/// What a key does.
#[derive(Clone, Copy)]
enum Does {
    /// Gives this command where the line is empty or as it was.
    Command(Command),
    /// Goes back where the line is empty or as it was.
    Leave,
    /// Chooses with arrows where there are options and the line is empty.
    Arrows,
    /// Begins a new line where there may be several, and ends the answer elsewhere.
    NewLine,
}

struct Key {
    asked: Shared,
    does: Does,
}

impl ConditionalEventHandler for Key {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, context: &EventContext) -> Option<Cmd> {
        let mut asked = lock(&self.asked);
        press(&mut asked, self.does, context.line())
    }
}

/// None where the key is an ordinary one.
fn press(asked: &mut Asked, does: Does, line: &str) -> Option<Cmd> {
    let command = match does {
        Does::NewLine if asked.is_lines => return Some(Cmd::Newline),
        Does::NewLine => return Some(Cmd::AcceptLine),
        Does::Command(command) if (line.is_empty() || line == asked.before) && asked.commands.contains(&command) => {
            command
        }
        Does::Leave if (line.is_empty() || line == asked.before) && asked.commands.contains(&Command::Back) => {
            Command::Back
        }
        Does::Leave => return Some(Cmd::Noop),
        Does::Arrows if asked.is_choice && line.is_empty() => {
            asked.pressed = Some(Pressed::Arrow);
            return Some(Cmd::AcceptLine);
        }
        Does::Arrows | Does::Command(_) => return None,
    };
    asked.pressed = Some(Pressed::Command(command));
    Some(Cmd::AcceptLine)
}

/// Shows characters that must not reach a terminal as dots. What is answered keeps them.
struct Harmless;

impl Highlighter for Harmless {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if line.chars().any(is_raw) {
            Cow::Owned(line.chars().filter_map(shown).collect())
        } else {
            Cow::Borrowed(line)
        }
    }
}

fn is_raw(c: char) -> bool {
    c != '\n' && c != '\t' && escape::is_hidden(c)
}

/// A character of the same width, as the editor counts it.
fn shown(c: char) -> Option<char> {
    if !is_raw(c) {
        return Some(c);
    }
    (text::display_width(c.encode_utf8(&mut [0; 4])) > 0).then_some('·')
}

impl Completer for Harmless {
    type Candidate = String;
}

impl Hinter for Harmless {
    type Hint = String;
}

impl Validator for Harmless {}

impl Helper for Harmless {}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(before: &str, commands: &[Command]) -> Asked {
        Asked { before: before.into(), commands: commands.to_vec(), ..Asked::default() }
    }

    fn pressed(mut asked: Asked, does: Does, line: &str) -> (Option<Cmd>, Option<Command>) {
        let cmd = press(&mut asked, does, line);
        let command = asked.pressed.map(|pressed| match pressed {
            Pressed::Command(command) => command,
            Pressed::Arrow => Command::More,
        });
        (cmd, command)
    }

    #[test]
    fn a_sign_is_a_command_on_an_empty_line_only() {
        let back = Does::Command(Command::Back);
        assert_eq!(pressed(asked("", &[Command::Back]), back, ""), (Some(Cmd::AcceptLine), Some(Command::Back)));
        assert_eq!(pressed(asked("", &[Command::Back]), back, "a"), (None, None));
        assert_eq!(pressed(asked("", &[]), back, ""), (None, None));
    }

    #[test]
    fn esc_goes_back_unless_something_was_typed() {
        let commands = [Command::Back];
        assert_eq!(pressed(asked("Zoë", &commands), Does::Leave, "Zoë").1, Some(Command::Back));
        assert_eq!(pressed(asked("Zoë", &commands), Does::Leave, "").1, Some(Command::Back));
        assert_eq!(pressed(asked("Zoë", &commands), Does::Leave, "Zo"), (Some(Cmd::Noop), None));
    }

    #[test]
    fn a_new_line_ends_an_answer_of_one_line() {
        assert_eq!(pressed(asked("", &[]), Does::NewLine, "a").0, Some(Cmd::AcceptLine));
        let lines = Asked { is_lines: true, ..asked("", &[]) };
        assert_eq!(pressed(lines, Does::NewLine, "a").0, Some(Cmd::Newline));
    }

    #[test]
    fn nothing_raw_is_echoed() {
        assert_eq!(Harmless.highlight("a\u{1b}[2J\u{202e}山", 0), "a·[2J山");
        assert!(matches!(Harmless.highlight("Zoë 👩\u{200d}👧\n", 0), Cow::Borrowed(_)));
    }
}
