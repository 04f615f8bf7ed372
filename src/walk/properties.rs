//! Properties of every walk, over random sequences of doings on the shipped playbooks.

use std::sync::Arc;

use proptest::prelude::*;

use super::circumstances::Circumstances;
use super::harness::{Story, noon};
use super::{Next, Walk};
use crate::answer::{Contact, Direction, Failure, FailureState, Kind, Money, Person, Promise, Value};
use crate::diagnostic::Source;
use crate::journal::wire::{from_row, to_row};
use crate::journal::{Body, Event, Row};
use crate::playbook::library::SHIPPED;
use crate::playbook::{Playbook, Question, load};
use crate::spine::Step;

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
        Kind::Promise => Value::Promise(Promise {
            what: "ring".into(),
            due: noon(),
            by: None,
            to: None,
            verdict: None,
            settled_at: None,
            reason: None,
        }),
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

fn shipped(number: usize) -> Arc<Playbook> {
    let base = Source { name: "base".into(), text: SHIPPED[0].text.into() };
    let mut layers = vec![base];
    if !number.is_multiple_of(SHIPPED.len()) {
        layers.push(Source { name: "own".into(), text: SHIPPED[number % SHIPPED.len()].text.into() });
    }
    Arc::new(load(&layers).map_err(|problems| problems.render(80)).unwrap())
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
                let rests_on_another = ["owner_accepted", "approved_by"].contains(&id.as_str());
                let kept = rests_on_another || after.answers.contains_key(id) || after.skipped.contains_key(id)
                    || after.rounds.iter().any(|round| round.answers.contains_key(id));
                prop_assert!(kept, "{} was lost by {:?}", id, doing);
            }
        }
    }
}
