//! The wording coach in the walk: what it found stands below the answer, and the responder keeps the words or changes them.
//!
//! It never stands in the way. An answer is on disk before anything is said of it, and Enter leaves it as it is. Only an admission
//! while the legal gate is closed is asked about first.

use std::ops::Range;

use super::{Guide, Stop, Talk};
use crate::answer::{Contact, Kind, Value};
use crate::heard::{self, Heard, Manner};
use crate::playbook::Question;
use crate::term::{Command, Form, Prompt, Reply, Tone};
use crate::text::list_and;
use crate::untrusted::Untrusted;

/// How many findings are shown unasked.
const SHOWN: usize = 3;

impl Guide<'_> {
    /// What the coach hears in an answer; nothing where nobody wants it or the words are not the house's.
    pub(super) fn hear(&mut self, question: &Question, value: &Value) -> Talk<Heard> {
        let texts = heard::texts(question, value);
        self.hear_texts(&texts, Manner::of(question))
    }

    fn hear_texts(&mut self, texts: &[(usize, &Untrusted)], manner: Manner) -> Talk<Heard> {
        if texts.is_empty() {
            return Ok(Heard::default());
        }
        if self.coach.get().is_none() {
            let made = (self.around.coach)(self.case.walk().playbook());
            let coach = match made {
                Ok(coach) => coach,
                Err(why) => {
                    self.tell(Tone::Coach, format!("does not listen to what you write: {why}"))?;
                    None
                }
            };
            self.coach.get_or_init(|| coach);
        }
        let gate = self.case.walk().gate();
        let coach = self.coach.get().and_then(Option::as_ref);
        Ok(coach.map(|coach| Heard::of(coach, texts, manner, gate)).unwrap_or_default())
    }

    /// Whether an admission is to be taken while the legal gate is closed. Where it is not, the responder has changed the words, and
    /// what they wrote then has been dealt with.
    pub(super) fn admission_stands(&mut self, question: &Question, value: &Value, heard: &Heard) -> Talk<bool> {
        for (part, text) in heard::texts(question, value) {
            let admitted: Vec<_> = heard.admitted_in(part).collect();
            let is_known = self.earlier(question).and_then(|earlier| text_of(question, earlier, part)) == Some(text);
            if admitted.is_empty() || is_known {
                continue;
            }
            while !self.confirmed(text, &admitted)? {
                if let Some(changed) = self.put_differently(text, matches!(question.kind, Kind::LongText))? {
                    self.answer(question, &with_text(value, part, &changed))?;
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    fn confirmed(&mut self, text: &Untrusted, admitted: &[&Range<usize>]) -> Talk<bool> {
        let said: Vec<String> =
            admitted.iter().take(SHOWN).map(|words| heard::quoted(text.as_stored(), (*words).clone())).collect();
        let admits = if said.len() == 1 { "admits" } else { "admit" };
        self.tell(Tone::Coach, format!("{} {admits} a fault, and the legal gate is closed.", list_and(&said)))?;
        self.tell(Tone::Instead, "say how sorry you are for what they went through, and what you undertake to do")?;
        let options = [("change", "change it"), ("take", "take it as it is; the record says that you were asked")];
        let chosen = self.pick("Take it all the same? Enter changes it.", &options);
        if matches!(chosen, Err(Stop::Asked)) {
            self.tell(Tone::Plain, format!("not recorded: {}", text.term_block()))?;
        }
        Ok(chosen? == Some(1))
    }

    /// Shows what was found in the words that are new, and asks once whether they stay. They are on disk by now.
    pub(super) fn advise(
        &mut self,
        question: &Question,
        value: &Value,
        before: Option<&Value>,
        heard: &Heard,
    ) -> Talk<()> {
        for (part, text) in heard::texts(question, value) {
            let is_known = before.and_then(|before| text_of(question, before, part)) == Some(text);
            if is_known || !heard.findings.iter().any(|(of, _)| *of == part) {
                continue;
            }
            self.show_findings(text, part, heard)?;
            if !self.stays()?
                && let Some(changed) = self.put_differently(text, matches!(value, Value::Text(_)))?
            {
                self.answer(question, &with_text(value, part, &changed))?;
                return Ok(());
            }
        }
        Ok(())
    }

    /// What was said in a contact is heard as soon as it is there, and can be put differently.
    pub(super) fn hear_contact(&mut self, contact: &mut Contact) -> Talk<Heard> {
        loop {
            let Some(said) = heard::said_to_them(contact).cloned() else { return Ok(Heard::default()) };
            let heard = self.hear_texts(&[(0, &said)], Manner::Note)?;
            let admitted: Vec<_> = heard.admitted_in(0).collect();
            let stays = match admitted.as_slice() {
                [_, ..] => self.confirmed(&said, &admitted)?,
                [] if heard.findings.is_empty() => true,
                [] => {
                    self.show_findings(&said, 0, &heard)?;
                    self.stays()?
                }
            };
            if stays {
                return Ok(heard);
            }
            match self.put_differently(&said, false)? {
                Some(changed) => contact.said = changed,
                None if heard.admissions.is_empty() => return Ok(heard),
                None => {}
            }
        }
    }

    fn show_findings(&mut self, text: &Untrusted, part: usize, heard: &Heard) -> Talk<()> {
        let found: Vec<_> = heard.findings.iter().filter(|(of, _)| *of == part).map(|(_, finding)| finding).collect();
        for finding in found.iter().take(SHOWN) {
            self.tell(Tone::Coach, heard::why(text.as_stored(), finding))?;
            self.tell(Tone::Instead, crate::escape::term(&finding.suggestion).into_owned())?;
        }
        let more = found.len().saturating_sub(SHOWN);
        if more > 0 {
            self.tell(Tone::Aside, format!("and {more} more like these"))?;
        }
        Ok(())
    }

    fn stays(&mut self) -> Talk<bool> {
        let options = [("keep", "keep it as it is"), ("change", "change it")];
        Ok(self.pick("Keep it, or change it? Enter keeps it.", &options)? != Some(1))
    }

    /// The text in the line once more, to be changed; `None` when it is left as it is.
    fn put_differently(&mut self, text: &Untrusted, is_long: bool) -> Talk<Option<Untrusted>> {
        let commands = if is_long { vec![Command::Edit, Command::Stop] } else { vec![Command::Stop] };
        let prompt = Prompt {
            ask: "How do you put it now?".into(),
            expects: String::new(),
            form: if is_long { Form::Lines } else { Form::Line },
            before: Some(text.as_stored().to_owned()),
            is_draft: false,
            commands,
        };
        let changed = match self.terminal.ask(&prompt)? {
            Reply::Typed(changed) => Some(changed),
            Reply::Command(Command::Edit) => self.terminal.edit(text.as_stored())?,
            Reply::Command(Command::Stop) => return Err(Stop::Asked),
            _ => None,
        };
        Ok(changed
            .map(|changed| changed.trim_end().to_owned())
            .filter(|changed| !changed.is_empty())
            .map(Untrusted::from))
    }
}

/// The words of one part that the customer gets from the house.
fn text_of<'v>(question: &Question, value: &'v Value, part: usize) -> Option<&'v Untrusted> {
    heard::texts(question, value).into_iter().find_map(|(of, text)| (of == part).then_some(text))
}

/// The answer with other words in that part.
fn with_text(value: &Value, part: usize, text: &Untrusted) -> Value {
    let changed = |value: &Value| match value {
        Value::Contact(contact) => Value::Contact(Contact { said: text.clone(), ..contact.clone() }),
        _ => Value::Text(text.clone()),
    };
    match value {
        Value::Several(parts) => {
            let parts = parts.iter().enumerate();
            Value::Several(parts.map(|(at, value)| if at == part { changed(value) } else { value.clone() }).collect())
        }
        single => changed(single),
    }
}
