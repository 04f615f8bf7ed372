//! The conversation: the walk as a person meets it, question by question, over any [`Terminal`].
//!
//! [`Guide::run`] asks what the walk says, offers what was said before, takes commands, and records every answer through the
//! [`Case`] before the next question appears.

mod again;
mod asking;
mod coaching;
mod commands;
mod contact;
mod echo;
mod guidance;
mod review;

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use chrono::{DateTime, FixedOffset};

use crate::answer::{Listening, Person};
use crate::case::{Case, CaseError, Fact};
use crate::coach::Coach;
use crate::journal::Event;
use crate::playbook::{Playbook, Question};
use crate::schedule::zone::Zone;
use crate::spine::{Name, Step};
use crate::store::StoreError;
use crate::term::{Gone, Telling, Terminal, Tone};
use crate::untrusted::Untrusted;
use crate::walk::circumstances::Circumstances;
use crate::walk::{Next, Refusal, Walk};

/// How a conversation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The incident is closed.
    Closed,
    /// The responder stopped; everything is kept.
    Stopped,
    /// Interrupted by Ctrl-C or a signal; everything is kept.
    Interrupted,
    /// The terminal was closed; everything is kept.
    HungUp,
}

/// Why a conversation could not go on.
#[derive(Debug, thiserror::Error)]
pub enum ConversationError {
    /// An answer could not be recorded.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// The terminal cannot be used.
    #[error("the terminal cannot be used: {0}")]
    Terminal(std::io::Error),
}

/// What a conversation needs besides the terminal and the case.
pub struct Around<'a> {
    /// The clock.
    pub now: &'a dyn Fn() -> DateTime<FixedOffset>,
    /// Where local times are read.
    pub zone: &'a dyn Zone,
    /// The responder, if known.
    pub me: Option<Person>,
    /// Who is written down as the author of what is recorded.
    pub author: Untrusted,
    /// Makes the wording coach for incidents of a playbook when the first words for the customer are there, or says why it does not
    /// listen; `None` where nobody wants one.
    pub coach: &'a dyn Fn(&Playbook) -> Result<Option<Coach>, String>,
}

/// Leads one responder through one case.
pub struct Guide<'a> {
    terminal: &'a mut dyn Terminal,
    case: &'a mut Case,
    around: Around<'a>,
    /// The step whose heading was shown last.
    shown: Option<Stage>,
    /// The steps whose advice was shown; going back does not repeat it.
    advised: HashSet<Stage>,
    /// What was typed and refused, offered again.
    drafts: HashMap<Name, String>,
    /// Questions whose earlier answer was cleared from the line.
    cleared: Option<Name>,
    /// Whether the house was told that the first answers are complete.
    told_enough: bool,
    /// The wording coach, once it was needed.
    coach: OnceCell<Option<Coach>>,
}

/// Where the walk is, as headings show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Stage {
    First,
    Step(Step),
}

/// Why the loop stops: no reply will come, the responder said so, or the store refused.
enum Stop {
    Gone(Gone),
    Asked,
    Case(CaseError),
}

impl From<Gone> for Stop {
    fn from(gone: Gone) -> Self {
        Self::Gone(gone)
    }
}

impl From<CaseError> for Stop {
    fn from(error: CaseError) -> Self {
        Self::Case(error)
    }
}

type Talk<T> = Result<T, Stop>;

impl<'a> Guide<'a> {
    /// A guide through that case.
    pub fn new(terminal: &'a mut dyn Terminal, case: &'a mut Case, around: Around<'a>) -> Self {
        Self {
            terminal,
            case,
            around,
            shown: None,
            advised: HashSet::new(),
            drafts: HashMap::new(),
            cleared: None,
            told_enough: false,
            coach: OnceCell::new(),
        }
    }

    /// Asks until the incident is closed or the responder stops.
    ///
    /// # Errors
    /// When an answer could not be recorded, or the terminal fails. Every answer before it is kept.
    pub fn run(&mut self) -> Result<Outcome, ConversationError> {
        outcome(self.talk())
    }

    fn talk(&mut self) -> Talk<()> {
        self.greet()?;
        loop {
            match self.case.walk().next() {
                Next::Ask(question) => {
                    let question = question.clone();
                    self.ask(&question)?;
                }
                Next::Review => {
                    if self.review()? {
                        return Ok(());
                    }
                }
                Next::Ended => return Ok(()),
            }
        }
    }

    fn tell(&mut self, tone: Tone, text: impl Into<String>) -> Talk<()> {
        Ok(self.terminal.tell(&Telling { tone, text: text.into() })?)
    }

    fn refused(&mut self, message: String, help: String) -> Talk<()> {
        self.tell(Tone::Refused, message)?;
        self.tell(Tone::Help, help)
    }

    fn refusal(&mut self, refusal: &Refusal) -> Talk<()> {
        self.refused(refusal.message(), refusal.help())
    }

    fn listening(&self, question: &Name) -> Listening<'a> {
        Listening {
            now: (self.around.now)(),
            zone: self.around.zone,
            me: self.around.me.clone(),
            currency: self.case.walk().playbook().currency,
            keeper: self.case.walk().keeper(question),
        }
    }

    /// Records events, or tells why they do not stand.
    fn take(&mut self, events: Result<Vec<Event>, Refusal>) -> Talk<bool> {
        match events {
            Err(refusal) => {
                self.refusal(&refusal)?;
                Ok(false)
            }
            Ok(events) => self.record(events),
        }
    }

    /// Records what only adds to the incident, such as a contact: what somebody else wrote meanwhile takes nothing from it, so it is
    /// decided upon anew and recorded behind that.
    fn add(
        &mut self,
        decide: impl Fn(&Walk, Circumstances<'_>) -> Result<Vec<Event>, Refusal>,
    ) -> Talk<Result<Vec<Event>, Refusal>> {
        loop {
            let at = (self.around.now)();
            let events = match decide(self.case.walk(), Circumstances::now(at, self.around.me.as_ref())) {
                Ok(events) => events,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let author = &self.around.author;
            let facts = events.iter().map(|event| Fact { event: event.clone(), at, author: author.clone() }).collect();
            match self.case.record(facts) {
                Ok(()) => return Ok(Ok(events)),
                Err(CaseError::Store(StoreError::SomeoneElseWrote { .. })) => self.case.catch_up()?,
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Records events. When somebody else wrote first, says so and reads the incident anew.
    fn record(&mut self, events: Vec<Event>) -> Talk<bool> {
        let at = (self.around.now)();
        let facts = events.into_iter().map(|event| Fact { event, at, author: self.around.author.clone() }).collect();
        match self.case.record(facts) {
            Ok(()) => Ok(true),
            Err(CaseError::Store(StoreError::SomeoneElseWrote { .. })) => {
                self.case.catch_up()?;
                self.refused(
                    "somebody else answered in this incident while you did, and your last answer is not recorded"
                        .into(),
                    "look at what they wrote with /said, and give your answer again if it still holds".into(),
                )?;
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn stage(question: &Question) -> Stage {
        match question.asked {
            crate::spine::Asked::Now => Stage::First,
            _ => Stage::Step(question.step),
        }
    }
}

/// How a talk ended, or why it could not go on.
fn outcome(talked: Talk<()>) -> Result<Outcome, ConversationError> {
    match talked {
        Ok(()) => Ok(Outcome::Closed),
        Err(Stop::Asked | Stop::Gone(Gone::Ended)) => Ok(Outcome::Stopped),
        Err(Stop::Gone(Gone::Interrupted)) => Ok(Outcome::Interrupted),
        Err(Stop::Gone(Gone::HungUp)) => Ok(Outcome::HungUp),
        Err(Stop::Gone(Gone::Failed(error))) => Err(ConversationError::Terminal(error)),
        Err(Stop::Case(error)) => Err(error.into()),
    }
}
