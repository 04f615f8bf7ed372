//! Looking the answers over: what was said so far, and the screen before the end where each can be changed.

use super::{Guide, Stop, Talk};
use crate::playbook::Question;
use crate::spine::{Asked, Name};
use crate::term::{Command, Form, Prompt, Reply, Tone};
use crate::text::plural;
use crate::walk::Standing;

impl Guide<'_> {
    /// Everything that was said so far.
    pub(super) fn said(&mut self) -> Talk<()> {
        let lines = self.lines();
        if lines.iter().all(|(_, line)| line.ends_with(OWED)) {
            return self.tell(Tone::Plain, "nothing was said yet");
        }
        for (_, line) in lines.into_iter().filter(|(_, line)| !line.ends_with(OWED)) {
            self.tell(Tone::Laid, line)?;
        }
        Ok(())
    }

    /// Every answer with its number, and what is still owed.
    fn lines(&self) -> Vec<(Name, String)> {
        let walk = self.case.walk();
        let mut lines = Vec::new();
        for question in &walk.playbook().questions {
            let Some(said) = self.said_to(question) else { continue };
            let number = lines.len() + 1;
            lines.push((question.id.clone(), format!("{number:>3}  {}  {said}", question.ask.term())));
        }
        lines
    }

    fn said_to(&self, question: &Question) -> Option<String> {
        let walk = self.case.walk();
        match walk.standing(question) {
            Standing::Answered => walk.answer_to(question.id.as_str()).map(|value| self.in_words(&question.kind, value)),
            Standing::Reconsider(_) => Some("to be looked at again".into()),
            Standing::Skipped => {
                let reason = walk.state().skipped.get(&question.id).and_then(|skip| skip.reason.as_ref());
                let by_step = walk.state().skipped_steps.get(&question.step).and_then(|skip| skip.reason.as_ref());
                let reason = reason.or(by_step).map_or_else(String::new, |reason| format!(": {}", reason.term()));
                (question.required || !reason.is_empty()).then(|| format!("left out{reason}"))
            }
            Standing::PutOff => Some(OWED.to_owned()),
            Standing::Open if question.asked != Asked::OnRequest => Some(OWED.to_owned()),
            _ => None,
        }
    }

    /// The screen before the end. True when the incident was closed.
    pub(super) fn review(&mut self) -> Talk<bool> {
        self.shown = None;
        self.tell(Tone::Heading, "Look it over")?;
        let lines = self.lines();
        for (_, line) in &lines {
            self.tell(Tone::Laid, line.clone())?;
        }
        let owed: Vec<Name> = self.case.walk().owed().map(|question| question.id.clone()).collect();
        let expects = if owed.is_empty() {
            "a number changes that answer; s saves and closes; q keeps it open for later".to_owned()
        } else {
            format!("{} still owed: a number answers it; q keeps it open for later", plural(owed.len(), "answer is", "answers are"))
        };
        let prompt = Prompt {
            ask: "Is everything right?".into(),
            expects,
            form: Form::Line,
            before: None,
            commands: vec![Command::Back, Command::Note, Command::Stop],
        };
        match self.terminal.ask(&prompt)? {
            Reply::Typed(text) => self.reviewed(text.trim(), &lines),
            Reply::Command(Command::Stop) => Err(Stop::Asked),
            Reply::Command(Command::Back) => {
                let back = self.case.walk().back();
                self.take(back)?;
                Ok(false)
            }
            Reply::Enter if owed.is_empty() => {
                self.tell(Tone::Help, "type s to save and close, or q to keep it open")?;
                Ok(false)
            }
            _ => Ok(false),
        }
    }

    fn reviewed(&mut self, typed: &str, lines: &[(Name, String)]) -> Talk<bool> {
        match typed.to_lowercase().as_str() {
            "q" | "quit" | "later" | "keep" => return Err(Stop::Asked),
            "s" | "save" | "close" => {
                let closed = self.case.walk().close();
                return self.take(closed);
            }
            _ => {}
        }
        let chosen = typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).and_then(|index| lines.get(index));
        match chosen {
            Some((id, _)) => {
                let there = self.case.walk().go_to(id);
                self.take(there)?;
            }
            None => {
                self.tell(Tone::Help, format!("type a number from 1 to {}, s or q", lines.len()))?;
            }
        }
        Ok(false)
    }
}

const OWED: &str = "still owed";
