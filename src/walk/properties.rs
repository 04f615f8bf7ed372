//! Properties of every walk, over random sequences of doings on the shipped playbooks.

mod ledger;
mod stored;

use std::sync::Arc;

use chrono::TimeDelta;
use proptest::prelude::*;

use super::circumstances::Circumstances;
use super::harness::{Story, noon};
use super::{Became, HearsNext, Next, Refusal, Walk};
use crate::answer::{Contact, Direction, Failure, FailureState, Kind, Money, Person, Promise, Value};
use crate::diagnostic::Source;
use crate::journal::wire::{from_row, to_row};
use crate::journal::{Body, Event, PromiseNumber, Row};
use crate::playbook::library::SHIPPED;
use crate::playbook::{Playbook, Question, load};
use crate::schedule::rule::Unit;
use crate::spine::{Gate, Step};

/// Something a responder does, chosen by numbers so that proptest can shrink it.
#[derive(Debug, Clone)]
enum Doing {
    Answer(u8),
    AnswerAny(u8, u8),
    Skip,
    PutOff,
    Back,
    Jump(u8),
    Keep,
    Close,
    Verb(u8, u8),
    Clock(i16),
}

fn doing() -> impl Strategy<Value = Doing> {
    prop_oneof![
        12 => any::<u8>().prop_map(Doing::Answer),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(question, answer)| Doing::AnswerAny(question, answer)),
        1 => Just(Doing::Skip),
        1 => Just(Doing::PutOff),
        1 => Just(Doing::Back),
        1 => any::<u8>().prop_map(Doing::Jump),
        1 => Just(Doing::Keep),
        1 => Just(Doing::Close),
        6 => (any::<u8>(), any::<u8>()).prop_map(|(which, number)| Doing::Verb(which, number)),
        1 => any::<i16>().prop_map(Doing::Clock),
    ]
}

/// An answer of the question's kind, chosen by a number.
pub(crate) fn answer(question: &Question, number: u8) -> Value {
    let n = usize::from(number);
    let one = match &question.kind {
        Kind::Text | Kind::LongText => Value::Text(format!("words {number}\nand more").as_str().into()),
        Kind::Choice(choices) => Value::Choice(choices[n % choices.len()].id.clone()),
        Kind::Choices(choices) => Value::Choices(vec![choices[n % choices.len()].id.clone()]),
        Kind::YesNo => Value::YesNo(n.is_multiple_of(2)),
        Kind::Number { at_least, .. } => Value::Number(at_least.unwrap_or(rust_decimal::Decimal::from(n))),
        Kind::Money => Value::Money(Money::new(rust_decimal::Decimal::from(n), iso_currency::Currency::GBP).unwrap()),
        Kind::Date => Value::Date(noon().date_naive()),
        Kind::DateTime => Value::DateTime(noon()),
        Kind::Duration => Value::Duration(u64::from(number)),
        Kind::Person => Value::Person(Person::named(["Maria Lopez", "Rob Shaw", "the team", "山田 太郎"][n % 4])),
        Kind::Rating { scale } => Value::Rating(number % scale + 1),
        Kind::Promise => Value::Promise(ringing()),
        Kind::Contact => Value::Contact(Contact {
            at: noon(),
            direction: Direction::Out,
            channel: None,
            who: None,
            with: None,
            said: "rang".into(),
            answered: None,
            chased: None,
            role: None,
            no_next: None,
        }),
        Kind::Failure => Value::Failure(Failure {
            at: noon(),
            what: "late".into(),
            promised: None,
            state: FailureState::Open,
            put_right_at: None,
        }),
    };
    if question.repeat { Value::Several(vec![one]) } else { one }
}

fn ringing() -> Promise {
    Promise { what: "ring".into(), due: noon(), by: None, to: None, verdict: None, settled_at: None, reason: None }
}

fn shipped(number: usize) -> Arc<Playbook> {
    let base = Source { name: "base".into(), text: SHIPPED[0].text.into() };
    let mut layers = vec![base];
    if !number.is_multiple_of(SHIPPED.len()) {
        layers.push(Source { name: "own".into(), text: SHIPPED[number % SHIPPED.len()].text.into() });
    }
    Arc::new(load(&layers).map_err(|problems| problems.render(80)).unwrap())
}

/// Something outside the questions, chosen by numbers.
fn verb(story: &Story, which: u8, number: u8) -> Result<Vec<Event>, Refusal> {
    let (walk, around) = (&story.walk, story.around());
    let n = usize::from(number);
    let promise = PromiseNumber::after(n % 8);
    let person = Person::named(["Maria Lopez", "Rob Shaw", "the team", "山田 太郎"][n % 4]);
    let later = story.now + TimeDelta::minutes(i64::from(number) - 20);
    let made = || Promise { what: format!("thing {}", n % 3).as_str().into(), due: later, ..ringing() };
    match which % 16 {
        0 => walk.promise(["promises", "actions"][n % 2], made()),
        1 => walk.promise_anew(promise, later, None, around),
        2 => walk.settle(promise, Became::Done(story.now - TimeDelta::minutes(i64::from(number % 30))), around),
        3 => walk.settle(promise, Became::Broken("forgotten".into()), around),
        4 => walk.settle(promise, Became::Released("not needed".into()), around),
        5 | 6 => {
            let directions = Direction::ALL;
            let contact = Contact::plain(story.now, directions[n % directions.len()], "hello".into());
            let next = [
                HearsNext::Promised(made()),
                HearsNext::As(promise),
                HearsNext::Nothing("no".into()),
                HearsNext::Unsaid,
            ];
            let keeps = n.is_multiple_of(3).then(|| PromiseNumber::after(n % 5));
            walk.contact(contact, next[n % 4].clone(), keeps, around)
        }
        7 => walk.assign(person, Some("please".into())),
        8 => walk.own(person),
        9 => walk.name_deputy(person),
        10 => walk.move_gate([Gate::Closed, Gate::Open][n % 2], person, "counsel says so".into()),
        11 => walk.find_failure(Failure {
            at: noon(),
            what: "late".into(),
            promised: None,
            state: FailureState::Open,
            put_right_at: None,
        }),
        12 => walk.settle_failure(u32::from(number % 4), n.is_multiple_of(2).then_some(story.now), around),
        13 => walk.reopen("it broke again".into(), n.is_multiple_of(2)),
        14 => {
            // The same question again, with a promise for an answer.
            let id = ["next_contact", "promises", "actions", "earlier_promises"][n % 4];
            let one = Value::Promise(made());
            let value = if n.is_multiple_of(4) { one } else { Value::Several(vec![one]) };
            walk.answer(&id.parse().unwrap(), value, around)
        }
        _ => {
            let Some(deadline) = walk.playbook().deadlines.first() else { return Ok(Vec::new()) };
            match n % 3 {
                0 => walk.meet_clock(&deadline.id, story.now, around),
                1 => walk.extend_clock(&deadline.id, (1, Unit::Weeks), "the part is late".into(), story.now, around),
                _ => walk.waive_clock(&deadline.id, "withdrawn".into()),
            }
        }
    }
}

fn does(story: &mut Story, doing: &Doing) {
    let walk = &story.walk;
    let around = Circumstances::now(story.now, story.me.as_ref());
    let asked = match walk.next() {
        Next::Ask(question) => Some(question.clone()),
        _ => None,
    };
    let events: Vec<Event> = match (doing, asked) {
        (Doing::Answer(number), Some(question)) => walk.answer(&question.id, answer(&question, *number), around),
        (Doing::AnswerAny(which, number), _) => {
            let questions = &walk.playbook().questions;
            let question = &questions[usize::from(*which) % questions.len()];
            walk.answer(&question.id, answer(question, *number), around)
        }
        (Doing::Skip, Some(question)) => walk.skip(&question.id, Some("no time".into())),
        (Doing::PutOff, Some(question)) => walk.put_off(&question.id),
        (Doing::Back, _) => walk.back(),
        (Doing::Jump(step), _) => walk.jump(Step::ALL[usize::from(*step) % 8], Some("needed".into())),
        (Doing::Keep, Some(question)) => walk.keep(&question.id),
        (Doing::Close, _) => walk.close(),
        (Doing::Verb(which, number), _) => verb(story, *which, *number),
        (Doing::Clock(minutes), _) => {
            story.now += TimeDelta::minutes(i64::from(*minutes));
            return;
        }
        (_, None) => walk.note(None, "done".into()),
    }
    .unwrap_or_default();
    story.happens(events);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Replay is live: the events alone give the same walk, through the form in which they are stored.
    #[test]
    fn a_resumed_walk_asks_the_same_next_question(number in 0_usize..4, doings in proptest::collection::vec(doing(), 0..60)) {
        let mut story = Story::on(shipped(number));
        for doing in &doings {
            does(&mut story, doing);
            let stored: Vec<_> = story.events.iter().map(|envelope| {
                let row = to_row(&envelope.event, envelope.at, &envelope.author);
                let row = Row { seq: envelope.seq, at: row.at, author: row.author, kind: row.kind, version: row.version, head: row.head, body: Body::Kept(row.body) };
                from_row(&row).unwrap()
            }).collect();
            prop_assert_eq!(&stored, &story.events);
            let resumed = Walk::replay(story.walk.shared_playbook(), &stored);
            prop_assert!(*resumed.state() == *story.walk.state(), "another state after {:?}", doing);
            let live = story.next();
            let again = Story { walk: resumed, events: Vec::new(), now: story.now, me: None }.next();
            prop_assert_eq!(live, again);
        }
    }

    /// However it goes, answering what is asked comes to an end: no walk is stuck or goes round for ever.
    #[test]
    fn answering_what_is_asked_comes_to_the_review(number in 0_usize..4, doings in proptest::collection::vec(doing(), 0..30)) {
        let mut story = Story::on(shipped(number));
        for doing in &doings {
            does(&mut story, doing);
        }
        let mut asked = 0;
        while let Next::Ask(question) = story.walk.next() {
            let question = question.clone();
            asked += 1;
            prop_assert!(asked < 300, "asked {} for ever", question.id);
            // "Nothing more" and honest endings are always open to the responder.
            let around = Circumstances::now(story.now, story.me.as_ref());
            let ways = (0..=u8::MAX).filter(|_| true).map(|number| answer(&question, number));
            let events = ways
                .filter(|value| !matches!(value.choice(), Some("more-correct" | "more-compensate")))
                .find_map(|value| story.walk.answer(&question.id, value, around).ok().or_else(|| story.walk.keep(&question.id).ok()));
            prop_assert!(events.is_some(), "{} takes no answer", question.id);
            story.happens(events.unwrap());
        }
    }

    /// An answer that was kept is never lost by anything but being replaced, skipped or taken into an earlier round.
    #[test]
    fn no_answer_is_lost(doings in proptest::collection::vec(doing(), 0..60)) {
        let mut story = Story::on(shipped(0));
        for doing in &doings {
            let before = story.walk.state().clone();
            does(&mut story, doing);
            let after = story.walk.state();
            for id in before.answers.keys() {
                let rests_on_another =
                    ["owner_accepted", "approved_by", "gate_lifted_by", "gate_lifted_why"].contains(&id.as_str());
                let kept = rests_on_another || after.answers.contains_key(id) || after.skipped.contains_key(id)
                    || after.rounds.iter().any(|round| round.answers.contains_key(id));
                prop_assert!(kept, "{} was lost by {:?}", id, doing);
            }
        }
    }
}
