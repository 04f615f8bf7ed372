//! One question: how it is put, and what is done with the reply.

use super::echo::as_typed;
use super::{Guide, Talk};
use crate::answer::{Kind, Misread, Person, Value, read};
use crate::journal::Event;
use crate::playbook::Question;
use crate::schedule::spoken::Doubt;
use crate::spine::{Gate, Name};
use crate::term::{Command, Form, Opt, Prompt, Reply, Tone};
use crate::walk::Standing;
use crate::walk::circumstances::Circumstances;

impl Guide<'_> {
    /// Puts one question and deals with one reply; the caller asks on.
    pub(super) fn ask(&mut self, question: &Question) -> Talk<()> {
        self.place(question)?;
        if let Standing::Reconsider(refusal) = self.case.walk().standing(question) {
            self.refusal(&refusal)?;
        }
        if question.repeat {
            self.show_parts(question)?;
        }
        let prompt = self.prompt(question);
        let reply = self.terminal.ask(&prompt)?;
        match reply {
            Reply::Typed(text) => self.typed(question, &text),
            Reply::Picked(index) => self.picked(question, &[index]),
            Reply::PickedSeveral(indices) => self.picked(question, &indices),
            Reply::Enter => self.enter(question),
            Reply::Command(command) => self.command(question, command),
        }
    }

    /// What a repeated question has already; what is typed is added to it.
    fn show_parts(&mut self, question: &Question) -> Talk<()> {
        let Some(Value::Several(parts)) = self.earlier(question).cloned() else { return Ok(()) };
        for part in parts {
            let line = self.in_words(&question.kind, &part);
            self.tell(Tone::Laid, format!("  {line}"))?;
        }
        self.tell(Tone::Aside, "What you type is added to these; Enter leaves them as they are, - begins anew.")
    }

    pub(super) fn prompt(&self, question: &Question) -> Prompt {
        let has_more = self.more_in(question.step) > 0;
        let fits = |command: &Command| match command {
            Command::More => has_more,
            Command::Edit => matches!(question.kind, Kind::LongText),
            Command::Skip => question.can_skip,
            _ => true,
        };
        Prompt {
            ask: question.ask.term().into_owned(),
            expects: expects(question),
            form: form(question),
            before: self.before(question),
            is_draft: self.drafts.contains_key(&question.id),
            commands: Command::ALL.into_iter().filter(fits).collect(),
        }
    }

    /// What stands in the edit line: a refused draft, the earlier answer, or the default.
    fn before(&self, question: &Question) -> Option<String> {
        if let Some(draft) = self.drafts.get(&question.id) {
            return Some(draft.clone());
        }
        if self.cleared.as_ref() == Some(&question.id) {
            return None;
        }
        let is_refused_choice = matches!(question.kind, Kind::Choice(_))
            && matches!(self.case.walk().standing(question), Standing::Reconsider(_));
        if is_refused_choice {
            return None;
        }
        self.earlier(question).and_then(as_typed).or_else(|| question.default.as_ref().and_then(as_typed))
    }

    pub(super) fn earlier(&self, question: &Question) -> Option<&Value> {
        self.case.walk().state().answers.get(&question.id).map(|answered| &answered.value)
    }

    fn typed(&mut self, question: &Question, text: &str) -> Talk<()> {
        self.drafts.remove(&question.id);
        let mut listening = self.listening(&question.id);
        let read = if question.repeat { read::read_part } else { read::read };
        let mut value = read(&question.kind, text, &listening);
        if value == Err(Misread::WhoIsMe) && self.learn_who_i_am()? {
            listening = self.listening(&question.id);
            value = read(&question.kind, text, &listening);
        }
        match value {
            Ok(value) => {
                let value = match read::doubt(&question.kind, text, &listening) {
                    Some(doubt) => self.which_moment(value, doubt)?,
                    None => value,
                };
                self.answered(question, value)
            }
            Err(why) => {
                if matches!(form(question), Form::Line | Form::Lines) {
                    self.drafts.insert(question.id.clone(), draft_after(&why, text));
                }
                self.refused(why.message(), why.help())
            }
        }
    }

    /// Asks which of two moments is meant; Enter takes the one that was read.
    pub(super) fn which_moment(&mut self, value: Value, doubt: Doubt) -> Talk<Value> {
        let Some(read) = value.moment() else { return Ok(value) };
        let two = [read, doubt.other];
        let said = crate::schedule::human::told_apart(two, (self.around.now)(), self.around.zone);
        let prompt = Prompt {
            ask: "Which of the two is meant?".into(),
            expects: format!("{}; Enter takes the first", doubt.why),
            form: Form::One(said.into_iter().map(|label| Opt { name: String::new(), label }).collect()),
            before: None,
            is_draft: false,
            commands: vec![Command::Stop],
        };
        match self.terminal.ask(&prompt)? {
            Reply::Picked(1) => Ok(value.about(doubt.other)),
            Reply::Typed(typed) if typed.trim() == "2" => Ok(value.about(doubt.other)),
            Reply::Command(Command::Stop) => Err(super::Stop::Asked),
            _ => Ok(value),
        }
    }

    /// Asks the responder's own name, once, when they answer `me`.
    fn learn_who_i_am(&mut self) -> Talk<bool> {
        let prompt = Prompt {
            ask: "And what is your name?".into(),
            expects: "as the customer should know it, and perhaps your role: Maria Lopez, shift manager".into(),
            form: Form::Line,
            before: None,
            is_draft: false,
            commands: vec![Command::Back, Command::Stop],
        };
        match self.terminal.ask(&prompt)? {
            Reply::Typed(name) => match Person::read(&name) {
                Ok(me)
                    if me.somebody().is_ok()
                        && !matches!(name.trim().to_lowercase().as_str(), "me" | "i" | "myself") =>
                {
                    self.around.author = me.name.clone();
                    self.around.me = Some(me);
                    Ok(true)
                }
                _ => Ok(false),
            },
            Reply::Command(Command::Stop) => Err(super::Stop::Asked),
            _ => Ok(false),
        }
    }

    fn picked(&mut self, question: &Question, indices: &[usize]) -> Talk<()> {
        let choices = question.kind.choices();
        let names: Vec<Name> =
            indices.iter().filter_map(|&index| choices.get(index)).map(|choice| choice.id.clone()).collect();
        let value = match (&question.kind, names.as_slice(), indices) {
            (Kind::YesNo, _, [index]) => Value::YesNo(*index == 0),
            (Kind::Choices(_), [_, ..], _) => Value::Choices(names),
            (Kind::Choice(_), [one], _) => Value::Choice(one.clone()),
            _ => return self.enter(question),
        };
        self.answered(question, value)
    }

    /// Enter alone takes the earlier answer or the default; where there is none, an optional question stays unanswered.
    fn enter(&mut self, question: &Question) -> Talk<()> {
        if self.drafts.contains_key(&question.id) {
            return self.tell(Tone::Help, "change it and press Enter; - clears the line, /later puts the question off");
        }
        let walk = self.case.walk();
        let cleared = self.cleared.as_ref() == Some(&question.id);
        let doubted = matches!(walk.standing(question), Standing::Reconsider(_));
        if let (Some(earlier), true, false) = (self.earlier(question).cloned(), doubted, cleared) {
            self.answer(question, &earlier)?;
            return Ok(());
        }
        if self.earlier(question).is_some() && !cleared {
            let kept = walk.keep(&question.id);
            self.take(kept)?;
            return Ok(());
        }
        match (&question.default, question.required) {
            (Some(default), _) if !cleared => {
                let default = default.clone();
                self.answered(question, default)
            }
            (_, false) => {
                let skipped = walk.skip(&question.id, None);
                self.take(skipped)?;
                Ok(())
            }
            _ => {
                let help = if question.can_skip {
                    "/skip leaves it out with a reason, /later puts it off"
                } else {
                    "/later puts it off, and it stays owed"
                };
                self.refused(Misread::Empty.message(), help.into())
            }
        }
    }

    /// Records an answer, says what was understood, and asks on where a question takes several.
    pub(super) fn answered(&mut self, question: &Question, value: Value) -> Talk<()> {
        let value = if question.repeat { Value::Several(self.parts_and(question, value)) } else { value };
        if self.answer(question, &value)? && question.repeat {
            self.ask_for_more_of(question)?;
        }
        Ok(())
    }

    /// A further part of a repeated question stands behind those that are there, unless they were cleared.
    fn parts_and(&self, question: &Question, part: Value) -> Vec<Value> {
        let cleared = self.cleared.as_ref() == Some(&question.id);
        let earlier = self.earlier(question).filter(|_| !cleared);
        earlier.into_iter().flat_map(|value| value.parts().cloned()).chain([part]).collect()
    }

    pub(super) fn answer(&mut self, question: &Question, value: &Value) -> Talk<bool> {
        let (set_aside, gate, failed_before) = (self.set_aside(), self.case.walk().gate(), self.failed_before());
        let known = |walk: &crate::walk::Walk| self.is_known(walk);
        let around =
            Circumstances { known: &known, ..Circumstances::now((self.around.now)(), self.around.me.as_ref()) };
        let mut events: Vec<Event> = match self.case.walk().answer(&question.id, value.clone(), around) {
            Ok(events) => events,
            Err(refusal) => {
                let is_text = matches!(form(question), Form::Line | Form::Lines);
                if let Some(typed) = as_typed(value).filter(|_| is_text) {
                    self.drafts.insert(question.id.clone(), typed);
                }
                self.refusal(&refusal)?;
                return Ok(false);
            }
        };
        let heard = self.hear(question, value)?;
        if !heard.admissions.is_empty() && !self.admission_stands(question, value, &heard)? {
            return Ok(false);
        }
        let before = self.earlier(question).cloned();
        heard.keep_in(&mut events, Some(&question.id));
        if !self.record(events.clone())? {
            return self.offer_again(question, value);
        }
        self.drafts.remove(&question.id);
        self.cleared = None;
        self.echo(&events)?;
        self.earlier_incidents(&events)?;
        if !failed_before && self.failed_before() {
            self.second_failure()?;
        }
        if gate == Gate::Open && self.case.walk().gate() == Gate::Closed {
            self.gate_closed()?;
        }
        self.name_set_aside(&set_aside)?;
        self.advise(question, value, before.as_ref(), &heard)?;
        Ok(true)
    }

    /// What somebody else's answer kept from being recorded is said back and stands in the line of its question.
    fn offer_again(&mut self, question: &Question, value: &Value) -> Talk<bool> {
        let Some(typed) = as_typed(value) else { return Ok(false) };
        self.tell(Tone::Plain, format!("not recorded: {}", crate::escape::term_block(&typed)))?;
        self.drafts.insert(question.id.clone(), typed);
        let there = self.case.walk().go_to(&question.id);
        self.take(there)?;
        Ok(false)
    }

    /// Each further part is recorded before the next is asked for.
    fn ask_for_more_of(&mut self, question: &Question) -> Talk<()> {
        loop {
            let mut prompt = self.prompt(question);
            prompt.ask = "Another one? Enter when that is all.".into();
            prompt.before = None;
            prompt.is_draft = false;
            prompt.commands = vec![Command::Help, Command::Note, Command::Stop];
            match self.terminal.ask(&prompt)? {
                Reply::Typed(text) => match read::read_part(&question.kind, &text, &self.listening(&question.id)) {
                    Ok(part) => {
                        let parts = self.parts_and(question, part);
                        self.answer(question, &Value::Several(parts))?;
                    }
                    Err(why) => self.refused(why.message(), why.help())?,
                },
                Reply::Command(Command::Stop) => return Err(super::Stop::Asked),
                Reply::Command(command) => self.command(question, command)?,
                _ => return Ok(()),
            }
        }
    }

    fn set_aside(&self) -> Vec<Name> {
        self.case.walk().set_aside().map(|question| question.id.clone()).collect()
    }

    /// Names answers that a change has made pointless; they are kept in case it is changed back.
    fn name_set_aside(&mut self, before: &[Name]) -> Talk<()> {
        let now: Vec<String> = self
            .case
            .walk()
            .set_aside()
            .filter(|question| !before.contains(&question.id))
            .map(|question| format!("`{}`", question.ask.term()))
            .collect();
        if now.is_empty() {
            return Ok(());
        }
        self.tell(Tone::Recorded, format!("no longer asked, and left out of the record: {}", now.join(", ")))?;
        self.tell(Tone::Help, "the answers are kept and come back if you change this again")
    }
}

/// A time without saying what is a good beginning: it stays in the line with room for the rest.
fn draft_after(why: &Misread, text: &str) -> String {
    match why {
        Misread::NothingSaid => format!("{} ", text.trim_end()),
        _ => text.to_owned(),
    }
}

fn form(question: &Question) -> Form {
    let options = || {
        question
            .kind
            .choices()
            .iter()
            .map(|choice| Opt { name: choice.id.to_string(), label: choice.label.term().into_owned() })
            .collect()
    };
    match question.kind {
        Kind::Choice(_) => Form::One(options()),
        Kind::Choices(_) => Form::Several(options()),
        Kind::YesNo => Form::One(vec![
            Opt { name: "yes".into(), label: "yes".into() },
            Opt { name: "no".into(), label: "no".into() },
        ]),
        Kind::LongText => Form::Lines,
        _ => Form::Line,
    }
}

/// What is expected, in a few words.
fn expects(question: &Question) -> String {
    let kind = match &question.kind {
        Kind::Number { unit: Some(unit), .. } => format!("a number, in {}", unit.term()),
        Kind::Number { .. } => "a number".into(),
        Kind::Money => "an amount, such as 12.50".into(),
        Kind::Date => "a day, such as yesterday or 12 june".into(),
        Kind::DateTime => "when, such as today 9:30 or 12 june 09:34".into(),
        Kind::Duration => "how long, such as 90 min or 2 days".into(),
        Kind::Person if *question.id.as_str() == *"owner" => "a name, and perhaps a role; `me` if it is you".into(),
        Kind::Person => "a name, and perhaps a role and <number>".into(),
        Kind::Rating { scale } => format!("1 to {scale}"),
        Kind::Promise => "when and what, such as tomorrow 3pm Maria rings".into(),
        Kind::Contact => "when, in or out, how and what, such as today 9:30 in phone: rang to complain".into(),
        Kind::Failure => "when and what, such as 8 sep 9:40: only the server came".into(),
        Kind::Text | Kind::LongText | Kind::Choice(_) | Kind::Choices(_) | Kind::YesNo => String::new(),
    };
    match (kind.is_empty(), question.required) {
        (true, false) => "Enter leaves it out".into(),
        (false, false) => format!("{kind}; Enter leaves it out"),
        (_, true) => kind,
    }
}
