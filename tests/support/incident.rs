//! Incidents for tests: the shipped playbooks walked under a fixed clock.
#![allow(dead_code, reason = "not every test uses all of it")]

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, TimeDelta};
use recover::answer::{Kind, Listening, Person, Promise, Value, Verdict, read};
use recover::journal::{Envelope, Event, IncidentId, Opening};
use recover::playbook::library::SHIPPED;
use recover::playbook::{Layer, Playbook, load};
use recover::record::Record;
use recover::spine::{Name, Step};

use recover::walk::circumstances::Circumstances;
use recover::walk::{Refusal, Walk};

/// The shipped base playbook, with these texts laid over it.
pub fn playbook(over: &[&str]) -> Arc<Playbook> {
    let texts = std::iter::once(SHIPPED[0].text).chain(over.iter().copied());
    let layers: Vec<Layer> = texts.map(|text| Layer { name: "test.toml".into(), text: text.into() }).collect();
    match load(&layers) {
        Ok(playbook) => Arc::new(playbook),
        Err(problems) => panic!("{problems:?}"),
    }
}

/// The wall clock of these incidents: British summer time.
pub fn summer() -> FixedOffset {
    FixedOffset::east_opt(3600).unwrap()
}

/// One incident as it is walked.
pub struct Incident {
    /// The walk so far.
    pub walk: Walk,
    now: DateTime<FixedOffset>,
    me: Person,
}

impl Incident {
    /// An incident opened on Friday 12 June 2026 at 11:52.
    pub fn begin(playbook: Arc<Playbook>, external_ref: Option<&str>) -> Self {
        let me = Person::read("Maria Lopez, shift manager <0161 496 0000>").unwrap();
        let opening = Opening {
            playbook: playbook.id.clone(),
            layers: Vec::new(),
            training: false,
            time_zone: None,
            external_ref: external_ref.map(Into::into),
            responder: Some(me.clone()),
            tool: "0.1.0".into(),
        };
        let now = "2026-06-12T11:52:00+01:00".parse().unwrap();
        let mut incident = Self { walk: Walk::replay(playbook, []), now, me };
        incident.take(vec![Event::Opened(opening)]);
        incident
    }

    fn take(&mut self, events: Vec<Event>) {
        for event in events {
            let seq = self.walk.state().seq + 1;
            self.walk.apply(&Envelope { seq, at: self.now, author: "Maria Lopez".into(), event });
        }
    }

    /// Lets time pass.
    pub fn wait(&mut self, minutes: i64) -> &mut Self {
        self.now += TimeDelta::minutes(minutes);
        self
    }

    /// Sets the clock.
    pub fn at(&mut self, time: &str) -> &mut Self {
        self.now = time.parse().unwrap();
        self
    }

    fn read(&self, kind: &Kind, typed: &str) -> Value {
        let zone = summer();
        let listening = Listening {
            now: self.now,
            zone: &zone,
            me: Some(self.me.clone()),
            currency: self.walk.playbook().currency,
            keeper: self.walk.answer_to("owner").and_then(Value::person).cloned(),
        };
        read::read(kind, typed, &listening).unwrap_or_else(|misread| panic!("{typed}: {misread:?}"))
    }

    /// Types an answer; a repeated question takes a line for each.
    pub fn say(&mut self, id: &str, typed: &str) -> &mut Self {
        let question = self.walk.playbook().question(id).unwrap_or_else(|| panic!("no question {id}")).clone();
        let value = if question.repeat {
            Value::Several(typed.lines().map(|line| self.read(&question.kind, line)).collect())
        } else {
            self.read(&question.kind, typed)
        };
        self.give(id, value)
    }

    /// Gives an answer as a value.
    pub fn give(&mut self, id: &str, value: Value) -> &mut Self {
        match self.try_give(id, value) {
            Ok(()) => self,
            Err(refusal) => panic!("{id}: {refusal:?}"),
        }
    }

    /// Gives an answer as a value, which may be refused.
    pub fn try_give(&mut self, id: &str, value: Value) -> Result<(), Refusal> {
        let me = self.me.clone();
        let events = self.walk.answer(&name(id), value, Circumstances::now(self.now, Some(&me)))?;
        self.take(events);
        Ok(())
    }

    /// Leaves a question out.
    pub fn skip(&mut self, id: &str, reason: &str) -> &mut Self {
        let events = self.walk.skip(&name(id), Some(reason.into())).unwrap();
        self.take(events);
        self
    }

    /// Leaves a step out.
    pub fn skip_step(&mut self, step: Step, reason: &str) -> &mut Self {
        let events = self.walk.skip_step(step, reason.into()).unwrap();
        self.take(events);
        self
    }

    /// Puts a question off.
    pub fn put_off(&mut self, id: &str) -> &mut Self {
        let events = self.walk.put_off(&name(id)).unwrap();
        self.take(events);
        self
    }

    /// Takes a step out of order.
    pub fn jump(&mut self, step: Step, reason: &str) -> &mut Self {
        let events = self.walk.jump(step, Some(reason.into())).unwrap();
        self.take(events);
        self
    }

    /// Writes a note, beside a question or on its own.
    pub fn note(&mut self, beside: Option<&str>, text: &str) -> &mut Self {
        let events = self.walk.note(beside.map(name).as_ref(), text.into()).unwrap();
        self.take(events);
        self
    }

    /// Closes the incident.
    pub fn close(&mut self) -> &mut Self {
        let events = self.walk.close().unwrap_or_else(|refusal| panic!("{refusal:?}"));
        self.take(events);
        self
    }

    /// The record so far.
    pub fn record(&self) -> Record {
        Record::of(&self.walk, IncidentId::new(2026, 42).unwrap()).unwrap()
    }
}

fn name(id: &str) -> Name {
    id.parse().unwrap()
}

/// A missed call-back that needed two rounds, with everything a record can hold but a closed gate.
pub fn rich() -> Incident {
    let own = r#"
format = 1
id = "broadband"
title = "Broadband faults"
version = "3"
extends = "service-recovery"

[step.correct.question.line_test]
ask = "What did the line test show?"
kind = "number"
unit = "Mbit/s"
audience = "customer"
required = false

[step.correct.question.field_notes]
ask = "What did the engineer see?"
kind = "long-text"
audience = "internal"
required = false
"#;
    let mut it = Incident::begin(playbook(&[own]), Some("ZD-88123"));
    it.say("customer", "Zoë Okonkwo, Bakery on the Corner <zoe@example.org>")
        .say("what_happened", "The network is down and I have a shop full of people.\n\nI rang at half past nine and you said somebody would ring back. Nobody did.")
        .say("effect", "No card payments all morning: eleven customers left without paying or without bread.")
        .say("legal_risk", "no")
        .say("owner", "Maria Lopez, shift manager <0161 496 0000>")
        .say("next_contact", "today 13:00 Maria Lopez rings with what we found")
        .say("severity", "s2")
        .say("channel", "phone")
        .say("happened_at", "today 09:10")
        .say("reference", "ACC-7741")
        .say("failures", "12 june 09:30 nobody rang back within the hour\n12 june 11:40 the engineer went to the old address")
        .say("contacts", "12 june 09:30 in phone: network is down, ring back urgently\n12 june 10:45 in phone: still down, and nobody rang")
        .say("on_behalf", "team")
        .say("responsibility_words", "We left you alone with it all morning. I answer for that.")
        .say("customer_part", "The account still had the old address; it is our form that hides the field.")
        .note(Some("customer_part"), "Do not raise this with her.");
    edit_parts(&mut it);
    it.wait(20)
        .say("apology_words", "You rang twice and we did not ring back: your call sat in a list that nobody watched. I am sorry you lost the morning. I answer for it.")
        .say("cause", "known")
        .say("explanation", "The list of call-backs was not watched between nine and eleven, because the person who does it was in a meeting.")
        .say("cause_detail", "D. was in a disciplinary meeting; HR has the details.")
        .wait(120)
        .say("correction", "corrected")
        .say("correction_what", "Line repaired at 13:40; tested with you on the phone.")
        .say("line_test", "68.5")
        .skip("field_notes", "the engineer is on leave until Monday")
        .say("remedy", "money")
        .say("remedy_reason", "A lost morning, two calls to chase.")
        .say("remedy_what", "One month free.")
        .say("remedy_value", "45 GBP")
        .say("remedy_accepted", "refused")
        .say("outcome", "more-compensate")
        .say("verdict_words", "The line works, thank you. But a free month does not pay for eleven customers.")
        .say("handling", "partly")
        .say("more_wanted", "The takings I lost. I can show you the till.")
        .wait(30)
        .say("remedy", "money")
        .say("remedy_reason", "Lost takings shown from the till: 118.40.")
        .say("remedy_what", "118.40 by bank transfer, on your account on Tuesday.")
        .say("remedy_value", "118.40 GBP")
        .say("approved_by", "Ana Ruiz, area manager")
        .say("remedy_accepted", "accepted")
        .at("2026-06-16T15:05:00+01:00")
        .say("outcome", "yes")
        .say("verdict_words", "It is on my account. I would not want another morning like that.")
        .say("handling", "yes")
        .note(None, "Two other shops in the street were down; both were rung on Friday.")
        .say("cause_class", "process")
        .say("prevention", "19 june Sam Okoro sets an alarm on calls older than ten minutes, and tests it")
        .say("cost", "182.00 GBP")
        .say("lesson", "Ring before they ring.")
        .close();
    it
}

/// Settles the promises, and says what had been promised and who had to chase.
fn edit_parts(it: &mut Incident) {
    let values = |it: &Incident, id: &str| match it.walk.answer_to(id) {
        Some(Value::Several(parts)) => parts.clone(),
        Some(value) => vec![value.clone()],
        None => Vec::new(),
    };
    let mut failures = values(it, "failures");
    for (failure, promised) in failures.iter_mut().zip(["a call back within the hour", "an engineer by 11:30"]) {
        if let Value::Failure(failure) = failure {
            failure.promised = Some(promised.into());
        }
    }
    if let Some(Value::Failure(failure)) = failures.last_mut() {
        failure.state = recover::answer::FailureState::PutRight;
        failure.put_right_at = Some("2026-06-12T13:40:00+01:00".parse().unwrap());
    }
    it.give("failures", Value::Several(failures));
    let mut contacts = values(it, "contacts");
    if let Some(Value::Contact(contact)) = contacts.last_mut() {
        contact.chased = Some(true);
        contact.who = Some("Dev, help desk".into());
    }
    it.give("contacts", Value::Several(contacts));
    let broken = Promise {
        what: "Somebody rings back.".into(),
        due: "2026-06-12T10:30:00+01:00".parse().unwrap(),
        by: Some(Person::named("Dev")),
        to: None,
        verdict: Some(Verdict::Broken),
        settled_at: None,
        reason: Some("nobody watched the list".into()),
    };
    it.give("earlier_promises", Value::Several(vec![Value::Promise(broken)]));
    let mut next = values(it, "next_contact");
    if let Some(Value::Promise(promise)) = next.first_mut() {
        promise.verdict = Some(recover::answer::Verdict::Kept);
        promise.settled_at = Some("2026-06-12T12:50:00+01:00".parse().unwrap());
    }
    let next = next.remove(0);
    it.give("next_contact", next);
}

/// An incident at which the phone rang and little else happened.
pub fn nearly_empty() -> Incident {
    let mut it = Incident::begin(playbook(&[]), None);
    it.say("customer", "Mr Abara").say("what_happened", "You never came.").put_off("effect");
    it
}

/// An incident with a closed legal gate.
pub fn gated() -> Incident {
    let mut it = Incident::begin(playbook(&[]), None);
    it.say("customer", "Ines Duarte <07700 900123>")
        .say("what_happened", "I slipped on your wet stairs and my wrist is broken.")
        .say("effect", "A broken wrist; six weeks off work.")
        .say("legal_risk", "yes")
        .say("legal_reason", "injury, lawyer")
        .say("legal_owner", "Priya Nair, risk manager <0161 496 0123>")
        .say("owner", "Tom Bell, site manager")
        .say("next_contact", "tomorrow 11:00 Tom Bell rings to ask how you are")
        .say("owner_accepted", "yes")
        .say("regret_words", "I am so sorry about your fall. I ring you tomorrow at eleven, myself.")
        .say("cause", "unknown")
        .say("explanation_promise", "friday 19 june 12:00 Tom Bell rings with what can be said by then");
    it
}
