//! What a responder can ask for at every question.

use super::{Guide, Stop, Talk};
use crate::playbook::Question;
use crate::spine::{Name, Step};
use crate::term::{Command, Form, Opt, Prompt, Reply, Tone};
use crate::untrusted::Untrusted;

impl Guide<'_> {
    pub(super) fn command(&mut self, question: &Question, command: Command) -> Talk<()> {
        match command {
            Command::Back => {
                let back = self.case.walk().back();
                self.drafts.remove(&question.id);
                self.take(back)?;
                Ok(())
            }
            Command::Help => self.explain(question),
            Command::Skip => self.skip(question),
            Command::Later => {
                let put_off = self.case.walk().put_off(&question.id);
                if self.take(put_off)? {
                    self.tell(Tone::Recorded, "put off; it stays owed and comes up again at the end")?;
                }
                Ok(())
            }
            Command::Note => self.note(Some(&question.id)),
            Command::Contact => self.contact(),
            Command::Jump => self.jump(),
            Command::Said => self.said(),
            Command::More => self.more(question.step),
            Command::Edit => self.edit(question),
            Command::Clear => {
                self.drafts.remove(&question.id);
                self.cleared = Some(question.id.clone());
                Ok(())
            }
            Command::Commands => self.list_commands(),
            Command::Stop => Err(Stop::Asked),
        }
    }

    fn list_commands(&mut self) -> Talk<()> {
        for command in Command::ALL {
            let (typed, does) = command.typed();
            self.tell(Tone::Laid, format!("  {typed:<8} {does}"))?;
        }
        Ok(())
    }

    /// A line of text; `None` when the responder thought better of it.
    pub(super) fn line(&mut self, ask: &str, expects: &str) -> Talk<Option<Untrusted>> {
        let prompt = Prompt {
            ask: ask.into(),
            expects: expects.into(),
            form: Form::Line,
            before: None,
            is_draft: false,
            commands: vec![Command::Back, Command::Stop],
        };
        match self.terminal.ask(&prompt)? {
            Reply::Typed(text) => Ok(Some(text.into())),
            Reply::Command(Command::Stop) => Err(Stop::Asked),
            _ => Ok(None),
        }
    }

    fn skip(&mut self, question: &Question) -> Talk<()> {
        if !question.can_skip {
            let refused = self.case.walk().skip(&question.id, None);
            self.take(refused)?;
            return Ok(());
        }
        let expects =
            if question.required { "a few words for whoever reads the record" } else { "a few words, or Enter" };
        let reason = self.line("Why is it left out?", expects)?;
        if reason.is_none() && question.required {
            return self.tell(Tone::Plain, "then it stays");
        }
        let skipped = self.case.walk().skip(&question.id, reason);
        if self.take(skipped)? {
            self.tell(Tone::Recorded, "left out, with your reason")?;
        }
        Ok(())
    }

    pub(super) fn note(&mut self, beside: Option<&Name>) -> Talk<()> {
        let ask = if beside.is_some() { "What should be noted beside it?" } else { "What should be noted?" };
        let Some(text) = self.line(ask, "for the house only; the customer never sees it")? else { return Ok(()) };
        let noted = self.case.walk().note(beside, text);
        if self.take(noted)? {
            self.tell(Tone::Recorded, "noted")?;
        }
        Ok(())
    }

    fn jump(&mut self) -> Talk<()> {
        let walk = self.case.walk();
        let options = Step::ALL
            .iter()
            .map(|step| {
                let progress = walk.progress(*step);
                let title = walk.playbook().page(*step).map(|page| page.title.term().into_owned()).unwrap_or_default();
                Opt {
                    name: step.name().into(),
                    label: format!("{title}: {} done, {} to go", progress.done, progress.open + progress.put_off),
                }
            })
            .collect();
        let prompt = Prompt {
            ask: "Which step?".into(),
            expects: String::new(),
            form: Form::One(options),
            before: None,
            is_draft: false,
            commands: vec![Command::Back, Command::Stop],
        };
        let step = match self.terminal.ask(&prompt)? {
            Reply::Picked(index) => Step::ALL.get(index).copied(),
            Reply::Typed(text) => chosen_step(&text),
            Reply::Command(Command::Stop) => return Err(Stop::Asked),
            _ => None,
        };
        let Some(step) = step else { return self.tell(Tone::Plain, "no step was chosen; /jump shows them again") };
        let mut reason = None;
        if self.case.walk().is_out_of_order(step) {
            reason = self.line("Why is it taken out of order?", "earlier steps still have open questions")?;
            if reason.is_none() {
                return self.tell(Tone::Plain, "then it goes on here");
            }
        }
        let jumped = self.case.walk().jump(step, reason);
        self.take(jumped)?;
        Ok(())
    }

    fn more(&mut self, step: Step) -> Talk<()> {
        self.offer_more(step)?;
        let more: Vec<(Name, Opt)> = self
            .case
            .walk()
            .on_request(step)
            .map(|question| {
                (question.id.clone(), Opt { name: question.id.to_string(), label: question.ask.term().into_owned() })
            })
            .collect();
        if more.is_empty() {
            return Ok(());
        }
        let prompt = Prompt {
            ask: "Which of these?".into(),
            expects: String::new(),
            form: Form::One(more.iter().map(|(_, option)| option.clone()).collect()),
            before: None,
            is_draft: false,
            commands: vec![Command::Back, Command::Stop],
        };
        let chosen = match self.terminal.ask(&prompt)? {
            Reply::Picked(index) => more.get(index),
            Reply::Typed(text) => pick(&text, &more),
            Reply::Command(Command::Stop) => return Err(Stop::Asked),
            _ => None,
        };
        match chosen {
            Some((id, _)) => {
                let there = self.case.walk().go_to(id);
                self.take(there)?;
                Ok(())
            }
            None => self.tell(Tone::Plain, "none of them was chosen; /more shows them again"),
        }
    }

    fn edit(&mut self, question: &Question) -> Talk<()> {
        let draft = self.prompt(question).before.unwrap_or_default();
        match self.terminal.edit(&draft)? {
            Some(text) if !text.trim().is_empty() => {
                let value = crate::answer::Value::Text(text.trim_end().into());
                if question.kind.name() == crate::spine::KindName::LongText {
                    self.answered(question, value)
                } else {
                    Ok(())
                }
            }
            _ => Ok(()),
        }
    }
}

fn chosen_step(text: &str) -> Option<Step> {
    let typed = text.trim().to_lowercase();
    let by_number =
        typed.parse::<usize>().ok().and_then(|number| Step::ALL.into_iter().find(|step| step.number() == number));
    by_number.or_else(|| Step::ALL.into_iter().find(|step| !typed.is_empty() && step.name().starts_with(&typed)))
}

fn pick<'o>(text: &str, options: &'o [(Name, Opt)]) -> Option<&'o (Name, Opt)> {
    let typed = text.trim().to_lowercase();
    let by_number =
        typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).and_then(|index| options.get(index));
    by_number.or_else(|| options.iter().find(|(id, _)| !typed.is_empty() && id.as_str().starts_with(&typed)))
}
