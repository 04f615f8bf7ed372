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
        let mut said: Vec<Line> = self.lines().into_iter().filter(|line| line.said != OWED).collect();
        for (number, line) in said.iter_mut().enumerate() {
            line.number = number + 1;
        }
        if said.is_empty() {
            return self.tell(Tone::Plain, "nothing was said yet");
        }
        for line in &said {
            self.tell(Tone::Laid, format!("{:>3}  {}", line.number, line.ask))?;
            self.tell(Tone::Plain, line.said.clone())?;
        }
        Ok(())
    }

    /// Each question on a line and the answer under it, so that neither hides the other on a narrow screen.
    fn show(&mut self, lines: &[Line]) -> Talk<()> {
        for line in lines {
            self.tell(Tone::Laid, format!("{:>3}  {}", line.number, line.ask))?;
            self.tell(Tone::Laid, format!("     {}", line.said))?;
        }
        Ok(())
    }

    /// Every answer with its number, and what is still owed.
    fn lines(&self) -> Vec<Line> {
        let walk = self.case.walk();
        let mut lines = Vec::new();
        for question in &walk.playbook().questions {
            let Some(said) = self.said_to(question) else { continue };
            lines.push(Line {
                number: lines.len() + 1,
                id: question.id.clone(),
                ask: question.ask.term().into_owned(),
                said,
            });
        }
        lines
    }

    fn said_to(&self, question: &Question) -> Option<String> {
        let walk = self.case.walk();
        match walk.standing(question) {
            Standing::Answered => {
                walk.answer_to(question.id.as_str()).map(|value| self.in_words(&question.kind, value))
            }
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
        self.show(&lines)?;
        let owed: Vec<Name> = self.case.walk().owed().map(|question| question.id.clone()).collect();
        let expects = if owed.is_empty() {
            "a number changes that answer; s saves and closes; q keeps it open for later".to_owned()
        } else {
            format!(
                "{} still owed: a number answers it; q keeps it open for later",
                plural(owed.len(), "answer is", "answers are")
            )
        };
        let prompt = Prompt {
            ask: "Is everything right?".into(),
            expects,
            form: Form::Line,
            before: None,
            is_draft: false,
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
            Reply::Command(Command::Note) => {
                self.note(None)?;
                Ok(false)
            }
            Reply::Enter if owed.is_empty() => {
                self.tell(Tone::Help, "type s to save and close, or q to keep it open")?;
                Ok(false)
            }
            _ => Ok(false),
        }
    }

    fn reviewed(&mut self, typed: &str, lines: &[Line]) -> Talk<bool> {
        match typed.to_lowercase().as_str() {
            "q" | "quit" | "later" | "keep" => return Err(Stop::Asked),
            "s" | "save" | "close" => {
                let closed = self.case.walk().close();
                return self.take(closed);
            }
            _ => {}
        }
        let chosen =
            typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).and_then(|index| lines.get(index));
        match chosen {
            Some(line) => {
                let there = self.case.walk().go_to(&line.id);
                self.take(there)?;
            }
            None => {
                self.tell(Tone::Help, format!("type a number from 1 to {}, s or q", lines.len()))?;
            }
        }
        Ok(false)
    }
}

/// One question and its answer as they are looked over.
struct Line {
    number: usize,
    id: Name,
    ask: String,
    said: String,
}

const OWED: &str = "still owed";
