//! Logging a contact: which way it went, what was said, which promise it kept, and when the customer hears next.

use super::{ConversationError, Guide, Outcome, Talk, outcome};
use crate::answer::{Contact, Direction, Kind, Listening, Promise, Value, read};
use crate::heard::Heard;
use crate::journal::PromiseNumber;
use crate::schedule::spoken::Doubt;
use crate::spine::choices::CHANNEL;
use crate::term::{Command, Form, Opt, Prompt, Reply, Tone};
use crate::walk::circumstances::Circumstances;
use crate::walk::{HearsNext, Refusal, Walk};

/// The directions in the order in which they are offered.
const WAYS: [(Direction, &str); 3] = [
    (Direction::In, "they got in touch with us"),
    (Direction::Out, "we got in touch with them"),
    (Direction::Inside, "something in the house that bears on it"),
];

impl Guide<'_> {
    /// Asks about one contact and logs it; nothing is logged when the responder goes back.
    ///
    /// # Errors
    /// When it could not be recorded, or the terminal fails.
    pub fn log_contact(&mut self) -> Result<Outcome, ConversationError> {
        outcome(self.contact())
    }

    pub(super) fn contact(&mut self) -> Talk<()> {
        let ways = WAYS.map(|(way, label)| (way.name(), label));
        let Some(way) = self.pick("Which way did it go?", &ways)? else { return self.nothing_logged() };
        let Some(&(direction, _)) = WAYS.get(way) else { return self.nothing_logged() };
        let Some(said) = self.line("What was said?", "in a sentence or two")? else { return self.nothing_logged() };
        let now = (self.around.now)();
        let mut contact = Contact::plain(now, direction, said);
        let heard = self.hear_contact(&mut contact)?;
        contact.who = self.around.me.as_ref().map(|me| me.name.clone());
        contact.role = self.around.me.as_ref().and_then(|me| me.role.clone());
        if direction != Direction::Inside {
            contact.channel = self
                .pick("How?", CHANNEL)?
                .and_then(|place| CHANNEL.get(place))
                .and_then(|(name, _)| name.parse().ok());
        }
        match direction {
            Direction::In => contact.chased = self.yes_or_no("Did they have to chase us?")?,
            Direction::Out => contact.answered = self.yes_or_no("Did somebody answer?")?,
            Direction::Inside => {}
        }
        let keeps = if contact.reached_them() { self.kept_by_it()? } else { None };
        self.hears_next(&contact, keeps, &heard)
    }

    /// The promise that the contact keeps: of those to the customer, the one that is due first.
    fn kept_by_it(&mut self) -> Talk<Option<PromiseNumber>> {
        let walk = self.case.walk();
        let owed = walk.state().pledges.iter().filter(|pledge| pledge.is_owed() && walk.is_to_customer(pledge));
        let Some(first) = owed.min_by_key(|pledge| pledge.promise.due).cloned() else { return Ok(None) };
        let due = self.moment(first.promise.due);
        let ask = format!("Does it keep what was promised for {due}: {}?", first.promise.what.term());
        Ok(self.yes_or_no(&ask)?.filter(|kept| *kept).map(|_| first.number))
    }

    /// Asks until it is said when the customer hears next, or why not.
    fn hears_next(&mut self, contact: &Contact, keeps: Option<PromiseNumber>, heard: &Heard) -> Talk<()> {
        loop {
            let next = self.next_word()?;
            let logged = |walk: &Walk, around: Circumstances<'_>| {
                let mut events = walk.contact(contact.clone(), next.clone(), keeps, around)?;
                heard.keep_in(&mut events, None);
                Ok(events)
            };
            match self.add(logged)? {
                Ok(events) => {
                    self.echo(&events)?;
                    return self.tell(Tone::Recorded, "logged");
                }
                Err(refusal @ (Refusal::NothingNext { .. } | Refusal::ReasonNeeded)) => {
                    self.refused(refusal.message(), "say when and what, or why not".into())?;
                }
                Err(refusal) => return self.refusal(&refusal),
            }
        }
    }

    fn next_word(&mut self) -> Talk<HearsNext> {
        if self.case.walk().state().ended.is_some() {
            return Ok(HearsNext::Unsaid);
        }
        let expects = "when and what, such as tomorrow 3pm Maria rings; Enter if nothing was said";
        let Some(typed) = self.line("When do they hear from us next?", expects)?.filter(|typed| !typed.is_blank())
        else {
            let why = self.line("Why were they not told?", "a few words for whoever reads the record")?;
            return Ok(why.map_or(HearsNext::Unsaid, HearsNext::Nothing));
        };
        if let Ok(number) = typed.as_stored().parse() {
            return Ok(HearsNext::As(number));
        }
        match self.read_promise(typed.as_stored()) {
            Ok((promise, doubt)) => {
                let promise = match doubt {
                    Some(doubt) => self.which_moment(Value::Promise(promise), doubt)?,
                    None => Value::Promise(promise),
                };
                match promise {
                    Value::Promise(promise) => Ok(HearsNext::Promised(promise)),
                    _ => Ok(HearsNext::Unsaid),
                }
            }
            Err(why) => {
                self.refused(why.message(), why.help())?;
                self.next_word()
            }
        }
    }

    fn read_promise(&self, typed: &str) -> Result<(Promise, Option<Doubt>), read::Misread> {
        let walk = self.case.walk();
        let listening = Listening {
            now: (self.around.now)(),
            zone: self.around.zone,
            me: self.around.me.clone(),
            currency: walk.playbook().currency,
            keeper: walk.state().ownership.responsible().map(|turn| turn.person.clone()),
        };
        match read::read(&Kind::Promise, typed, &listening)? {
            Value::Promise(promise) => Ok((promise, read::doubt(&Kind::Promise, typed, &listening))),
            _ => Err(read::Misread::NothingSaid),
        }
    }

    fn nothing_logged(&mut self) -> Talk<()> {
        self.tell(Tone::Plain, "nothing was logged")
    }

    /// The place of the option that was chosen; `None` for Enter and for going back.
    pub(super) fn pick(&mut self, ask: &str, options: &[(&str, &str)]) -> Talk<Option<usize>> {
        let opts = options.iter().map(|(name, label)| Opt { name: (*name).into(), label: (*label).into() }).collect();
        let prompt = Prompt {
            ask: ask.into(),
            expects: String::new(),
            form: Form::One(opts),
            before: None,
            is_draft: false,
            commands: vec![Command::Back, Command::Stop],
        };
        loop {
            match self.terminal.ask(&prompt)? {
                Reply::Picked(place) => return Ok(Some(place)),
                Reply::Typed(typed) => {
                    if let Some(place) = chosen(&typed, options) {
                        return Ok(Some(place));
                    }
                    self.refused(
                        "that is not one of the choices".into(),
                        "type its number or its first letters; Enter leaves it out".into(),
                    )?;
                }
                Reply::Command(Command::Stop) => return Err(super::Stop::Asked),
                _ => return Ok(None),
            }
        }
    }

    pub(super) fn yes_or_no(&mut self, ask: &str) -> Talk<Option<bool>> {
        Ok(self.pick(ask, &[("yes", "yes"), ("no", "no")])?.map(|place| place == 0))
    }
}

/// What was meant: a number from 1, or the first letters of a name or label.
fn chosen(typed: &str, options: &[(&str, &str)]) -> Option<usize> {
    let typed = typed.trim().to_lowercase();
    let by_number = typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let begins = |(name, label): &(&str, &str)| name.starts_with(&typed) || label.starts_with(&typed);
    by_number
        .filter(|place| *place < options.len())
        .or_else(|| options.iter().position(|option| !typed.is_empty() && begins(option)))
}
