//! `Scripted`: a person made of a list, for tests, with the whole conversation written down as it would read.

use std::collections::VecDeque;

use super::{
    Command, Form, Gone, Prompt, Reply, Telling, Terminal, layout,
    typed::{self, Meaning},
};
use crate::out::Look;

/// What a person does at a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Does {
    /// Types this, and Enter; several lines count as one answer. A command, a number or a name does what it does in `Plain`.
    Types(String),
    /// Presses Enter alone.
    Enter,
    /// Picks the option with this number, from 1.
    Picks(usize),
    /// Picks the options with these numbers, from 1; none for none of them.
    PicksSeveral(Vec<usize>),
    /// Gives a command.
    Commands(Command),
    /// Saves this in the editor.
    Edits(String),
    /// Leaves the editor without saving.
    LeavesEditor,
    /// Presses Ctrl-C.
    Interrupts,
    /// Closes the terminal.
    HangsUp,
    /// Ends the input.
    Ends,
}

impl Does {
    /// [`Does::Types`] from any text.
    pub fn types(text: impl Into<String>) -> Self {
        Self::Types(text.into())
    }
}

/// Text alone is typed.
impl From<&str> for Does {
    fn from(text: &str) -> Self {
        Self::types(text)
    }
}

/// A command alone is given.
impl From<Command> for Does {
    fn from(command: Command) -> Self {
        Self::Commands(command)
    }
}

/// Somebody who does what the list says. After the last of it, the input has ended.
#[derive(Debug)]
pub struct Scripted {
    does: VecDeque<Does>,
    conversation: String,
    look: Look,
}

impl Scripted {
    /// Does these, one after the other; the conversation is written down 80 columns wide.
    pub fn new<D: Into<Does>>(does: impl IntoIterator<Item = D>) -> Self {
        Self { does: does.into_iter().map(Into::into).collect(), conversation: String::new(), look: Look::PLAIN }
    }

    /// Writes the conversation down in this many columns.
    #[must_use]
    pub fn wide(mut self, width: usize) -> Self {
        self.look.width = width;
        self
    }

    /// Everything said and done so far: tellings, questions with their options, and replies after `> `.
    pub fn conversation(&self) -> &str {
        &self.conversation
    }

    /// What was not done yet.
    pub fn left(&self) -> impl Iterator<Item = &Does> {
        self.does.iter()
    }

    fn note(&mut self, words: &str) {
        self.conversation.push_str(words);
    }

    fn noted(&mut self, done: &str) {
        let mut lines = done.split('\n');
        self.note(&format!("> {}\n", lines.next().unwrap_or_default()));
        for line in lines {
            self.note(&format!("  {line}\n"));
        }
    }

    fn go(&mut self, how: &str, gone: Gone) -> Gone {
        self.noted(how);
        gone
    }

    fn typed(&mut self, text: &str, prompt: &Prompt) -> Option<Reply> {
        self.noted(&crate::escape::term_block(text));
        let text = if prompt.form != Form::Lines && text.contains('\n') {
            let joined = typed::joined(text);
            self.note(&layout::joined(&joined, self.look));
            joined
        } else {
            text.to_owned()
        };
        match typed::meaning(&text, prompt) {
            Meaning::Reply(reply) => Some(reply),
            Meaning::Told(words) => {
                self.note(&layout::told(&words, self.look));
                None
            }
        }
    }

    fn picked(&mut self, numbers: &[usize], prompt: &Prompt) -> Reply {
        let count = match &prompt.form {
            Form::One(options) | Form::Several(options) => options.len(),
            Form::Line | Form::Lines => 0,
        };
        let typed = numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        self.noted(&typed);
        let picked: Vec<usize> =
            numbers.iter().filter_map(|number| number.checked_sub(1)).filter(|at| *at < count).collect();
        match (&prompt.form, picked.as_slice()) {
            (Form::Several(_), picked) if picked.len() == numbers.len() => Reply::PickedSeveral(picked.to_vec()),
            (Form::One(_), [at]) => Reply::Picked(*at),
            _ => Reply::Typed(typed),
        }
    }
}

impl Terminal for Scripted {
    fn tell(&mut self, telling: &Telling) -> Result<(), Gone> {
        let words = layout::telling(telling, self.look);
        self.note(&words);
        Ok(())
    }

    fn ask(&mut self, prompt: &Prompt) -> Result<Reply, Gone> {
        let question = layout::question(prompt, self.look, true, true);
        self.note(&question);
        loop {
            let reply = match self.does.pop_front() {
                Some(Does::Types(text)) => self.typed(&text, prompt),
                Some(Does::Enter) => self.typed("", prompt),
                Some(Does::Picks(number)) => Some(self.picked(&[number], prompt)),
                Some(Does::PicksSeveral(numbers)) => Some(self.picked(&numbers, prompt)),
                Some(Does::Commands(command)) => {
                    self.noted(command.typed().0);
                    Some(Reply::Command(command))
                }
                Some(Does::Edits(_) | Does::LeavesEditor) => {
                    // A test that opens an editor where there is none reads here why it fails.
                    self.noted("[the editor is not open]");
                    return Err(Gone::Ended);
                }
                Some(Does::Interrupts) => return Err(self.go("[Ctrl-C]", Gone::Interrupted)),
                Some(Does::HangsUp) => return Err(self.go("[the terminal is closed]", Gone::HungUp)),
                Some(Does::Ends) | None => return Err(self.go("[the input ends]", Gone::Ended)),
            };
            if let Some(reply) = reply {
                return Ok(reply);
            }
        }
    }

    fn edit(&mut self, draft: &str) -> Result<Option<String>, Gone> {
        self.note(&format!("[the editor opens on {} bytes]\n", draft.len()));
        match self.does.pop_front() {
            Some(Does::Edits(text)) => {
                self.noted(&text);
                Ok((text != draft).then_some(text))
            }
            Some(Does::LeavesEditor) => {
                self.noted("[the editor is left]");
                Ok(None)
            }
            Some(Does::Interrupts) => Err(self.go("[Ctrl-C]", Gone::Interrupted)),
            Some(Does::HangsUp) => Err(self.go("[the terminal is closed]", Gone::HungUp)),
            Some(Does::Ends) | None => Err(self.go("[the input ends]", Gone::Ended)),
            Some(other) => {
                self.noted("[the editor is left]");
                self.does.push_front(other);
                Ok(None)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::{Opt, Tone};

    fn prompt(form: Form) -> Prompt {
        Prompt {
            ask: "How did they tell us?".into(),
            expects: String::new(),
            form,
            before: Some("phone".into()),
            is_draft: false,
            commands: vec![Command::Back, Command::Commands],
        }
    }

    fn options() -> Vec<Opt> {
        ["email", "phone"].iter().map(|name| Opt { name: (*name).into(), label: format!("by {name}") }).collect()
    }

    #[test]
    fn the_whole_conversation_is_written_down() {
        let mut person = Scripted::new([Does::Picks(2), "/skpi".into(), "a\nb".into(), Does::Interrupts]).wide(40);
        person.tell(&Telling { tone: Tone::Heading, text: "Step 1".into() }).unwrap();
        assert_eq!(person.ask(&prompt(Form::One(options()))).unwrap(), Reply::Picked(1));
        assert_eq!(person.ask(&prompt(Form::Line)).unwrap(), Reply::Typed("a b".into()));
        assert!(matches!(person.ask(&prompt(Form::Lines)), Err(Gone::Interrupted)));
        insta::assert_snapshot!(person.conversation(), @r"

        Step 1
        How did they tell us?
        1 by email
        2 by phone
        Enter takes [2 by phone]
        > 2
        How did they tell us?
        Enter takes [phone]
        > /skpi
        `/skpi` is no command here
        there are:
        < go back one question
        / show all of these
        a space in front makes it an answer
        > a
          b
        several lines were pasted; joined into
        one: a b
        How did they tell us?
        Enter takes [phone]
        > [Ctrl-C]
        ");
    }

    #[test]
    fn after_the_list_the_input_has_ended() {
        let mut person = Scripted::new::<Does>([]);
        assert!(matches!(person.ask(&prompt(Form::Line)), Err(Gone::Ended)));
    }

    #[test]
    fn several_are_picked_by_number() {
        let mut person =
            Scripted::new([Does::PicksSeveral(vec![1, 2]), Does::PicksSeveral(vec![]), Does::PicksSeveral(vec![3])]);
        let several = prompt(Form::Several(options()));
        assert_eq!(person.ask(&several).unwrap(), Reply::PickedSeveral(vec![0, 1]));
        assert_eq!(person.ask(&several).unwrap(), Reply::PickedSeveral(vec![]));
        assert_eq!(person.ask(&several).unwrap(), Reply::Typed("3".into()));
    }

    #[test]
    fn the_editor_gives_back_what_was_saved() {
        let mut person =
            Scripted::new([Does::Edits("new".into()), Does::Edits("new".into()), Does::LeavesEditor, Does::Enter]);
        assert_eq!(person.edit("old").unwrap().as_deref(), Some("new"));
        assert_eq!(person.edit("new").unwrap(), None);
        assert_eq!(person.edit("old").unwrap(), None);
        assert_eq!(person.edit("old").unwrap(), None);
        assert_eq!(person.left().count(), 1);
    }
}
