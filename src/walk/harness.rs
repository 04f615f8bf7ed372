//! A story builder for tests of the walk: `Story::new().says("customer", "Martin Hale")…`.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::circumstances::Circumstances;
use super::{Next, Pledge, Refusal, Walk};
use crate::answer::{Given, Listening, Person, Promise, Value, Verdict, given::read_given};
use crate::diagnostic::Source;
use crate::journal::{Envelope, Event, IncidentId, LayerRef, Opening, PromiseNumber};
use crate::playbook::{Playbook, load};
use crate::record::Record;
use crate::spine::{Name, Step};

/// The smallest playbook there is, with a limit of fifty pounds.
pub(crate) const SMALLEST: &str =
    "format = 1\nid = \"small\"\ntitle = \"Small\"\ncurrency = \"GBP\"\n[authority]\nlimit = 50\n";

pub(crate) fn playbook(text: &str) -> Arc<Playbook> {
    let layer = Source { name: "small.toml".into(), text: text.into() };
    Arc::new(load(&[layer]).map_err(|problems| problems.render(80)).unwrap())
}

/// Friday 12 June 2026, 12:20 in London.
pub(crate) fn noon() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-06-12T12:20:00+01:00").unwrap()
}

pub(crate) fn name(text: &str) -> Name {
    text.parse().unwrap()
}

/// A time of that day, such as `16:00` or `16:00:01`.
pub(crate) fn today(time: &str) -> DateTime<FixedOffset> {
    let seconds = if time.len() == 5 { ":00" } else { "" };
    DateTime::parse_from_rfc3339(&format!("2026-06-12T{time}{seconds}+01:00")).unwrap()
}

/// The number of the nth promise, from 1.
pub(crate) fn nth(number: usize) -> PromiseNumber {
    PromiseNumber::after(number - 1)
}

pub(crate) fn promise(what: &str, due: &str) -> Promise {
    Promise { what: what.into(), due: today(due), by: None, to: None, verdict: None, settled_at: None, reason: None }
}

/// A walk told as a story; everything that happens is kept as events.
pub(crate) struct Story {
    pub walk: Walk,
    pub events: Vec<Envelope>,
    pub now: DateTime<FixedOffset>,
    pub me: Option<Person>,
}

impl Story {
    pub fn new() -> Self {
        Self::with(SMALLEST)
    }

    pub fn with(text: &str) -> Self {
        Self::on(playbook(text))
    }

    pub fn on(playbook: Arc<Playbook>) -> Self {
        let id = playbook.id.clone();
        let mut story = Self {
            walk: Walk::replay(playbook, []),
            events: Vec::new(),
            now: noon(),
            me: Some(Person::named("Rob Shaw")),
        };
        let opening = Opening {
            playbook: id,
            layers: vec![LayerRef { name: "small.toml".into(), digest: String::new() }],
            training: false,
            time_zone: None,
            external_ref: None,
            responder: story.me.clone(),
            tool: "0".into(),
        };
        story.happens(vec![Event::Opened(opening)]);
        story
    }

    pub fn happens(&mut self, events: Vec<Event>) {
        for event in events {
            let seq = self.walk.state().seq + 1;
            let envelope = Envelope { seq, at: self.now, author: "Rob Shaw".into(), event };
            self.walk.apply(&envelope);
            self.events.push(envelope);
        }
        self.now += TimeDelta::minutes(1);
    }

    pub fn read(&self, question: &str, given: &Given) -> Value {
        let zone = *self.now.offset();
        let keeper = self.walk.answer_to("owner").and_then(Value::person).cloned();
        let currency = self.walk.playbook().currency;
        let ctx = Listening { now: self.now, zone: &zone, me: self.me.clone(), currency, keeper };
        let question = self.walk.playbook().question(question).unwrap();
        read_given(&question.kind, question.repeat, given, &ctx).unwrap()
    }

    pub fn try_value(&self, question: &str, value: Value) -> Result<Vec<Event>, Refusal> {
        self.walk.answer(&name(question), value, Circumstances::now(self.now, self.me.as_ref()))
    }

    pub fn tries(&self, question: &str, typed: &str) -> Result<Vec<Event>, Refusal> {
        self.try_value(question, self.read(question, &Given::Text(typed.into())))
    }

    pub fn says(mut self, question: &str, typed: &str) -> Self {
        let events = self.tries(question, typed).unwrap_or_else(|refusal| panic!("{question}: {}", refusal.message()));
        self.happens(events);
        self
    }

    pub fn and(mut self, events: impl FnOnce(&Walk) -> Result<Vec<Event>, Refusal>) -> Self {
        let events = events(&self.walk).unwrap_or_else(|refusal| panic!("{}", refusal.message()));
        self.happens(events);
        self
    }

    /// Something done by whoever answers at that moment.
    pub fn does(mut self, doing: impl FnOnce(&Walk, Circumstances<'_>) -> Result<Vec<Event>, Refusal>) -> Self {
        let events = doing(&self.walk, self.around()).unwrap_or_else(|refusal| panic!("{}", refusal.message()));
        self.happens(events);
        self
    }

    pub fn around(&self) -> Circumstances<'_> {
        Circumstances::now(self.now, self.me.as_ref())
    }

    /// The story goes on at that time of the day, such as `16:00` or `16:00:01`.
    pub fn at(mut self, time: &str) -> Self {
        self.now = today(time);
        self
    }

    /// Somebody else answers from now on.
    pub fn by(mut self, me: &str) -> Self {
        self.me = Some(Person::named(me));
        self
    }

    pub fn pledge(&self, number: usize) -> &Pledge {
        self.walk.state().pledges.get(nth(number)).unwrap()
    }

    pub fn verdict(&self, number: usize) -> Option<Verdict> {
        self.pledge(number).promise.verdict
    }

    pub fn record(&self) -> Record {
        Record::of(&self.walk, IncidentId::new(2026, 1).unwrap()).unwrap()
    }

    pub fn next(&self) -> String {
        match self.walk.next() {
            Next::Ask(question) => question.id.to_string(),
            Next::Review => "review".into(),
            Next::Ended => "ended".into(),
        }
    }

    /// The first answers of an ordinary call.
    pub fn rung(self) -> Self {
        self.says("customer", "Martin Hale")
            .says("what_happened", "I asked for one phone call.")
            .says("effect", "Fourteen people at blank screens")
            .says("legal_risk", "no")
            .says("owner", "me")
            .says("next_contact", "today 16:00 Rob rings with the findings")
    }

    /// As far as the end of putting it right.
    pub fn put_right(self) -> Self {
        self.rung()
            .says("apology_words", "You needed us and we were not there.")
            .says("cause", "told")
            .says("correction", "corrected")
            .says("correction_what", "The queue rings after ten minutes.")
    }

    /// As far as the customer's verdict.
    pub fn satisfied(self) -> Self {
        self.put_right()
            .says("remedy", "none-declined")
            .says("outcome", "yes")
            .says("verdict_words", "You rang. That is something.")
            .says("handling", "yes")
    }

    /// Closed with the customer satisfied.
    pub fn closed(self) -> Self {
        self.satisfied().says("cause_class", "chance").and(Walk::close)
    }

    /// Opened again because the recovery failed.
    pub fn failed(self) -> Self {
        self.closed().and(|walk| walk.reopen("it broke again".into(), true))
    }

    pub fn step(&self, step: Step) -> super::Progress {
        self.walk.progress(step)
    }
}
