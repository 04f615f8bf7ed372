//! Any walk, written as an answers file and walked through again, is the same walk.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{Days, TimeDelta};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::answer::given::read_given;
use crate::answer::{Contact, Direction, Failure, FailureState, Given, Kind, Money, Promise, Value, Verdict};
use crate::answers_file::write;
use crate::journal::Origin;
use crate::playbook::Question;
use crate::spine::Step;
use crate::untrusted::{Untrusted, hostile};
use crate::walk::circumstances::Circumstances;
use crate::walk::{Answered, Next, Standing};

type Moment = DateTime<FixedOffset>;

/// A stream of choices, all of them made by one number.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    fn one_in(&mut self, most: u64) -> bool {
        self.below(most) == 0
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()].clone()
    }

    fn words(&mut self) -> Untrusted {
        let mut texts: Vec<String> =
            ["Yes.", "It rained", "two\nlines", "\"quoted\"", "Zoë 山田"].map(String::from).to_vec();
        texts.extend(hostile::HOSTILE.iter().map(|text| (*text).to_owned()));
        let text = self.pick(&texts);
        let text = text.trim_end_matches(['\r', '\n']);
        if text.trim().is_empty() { "x".into() } else { text.into() }
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.one_in(2) { Some(make(self)) } else { None }
    }

    fn person(&mut self) -> Person {
        let name = self.pick(&[
            "Ann Day",
            "Ben Okri",
            "Maria Lopez",
            "me",
            "a, b",
            "x <y>",
            "山田 太郎",
            "the team",
            "Li\u{202e}na\n",
        ]);
        Person { name: name.into(), role: self.maybe(Self::words), contact: self.maybe(Self::words) }
    }

    fn before(&mut self, at: Moment) -> Moment {
        at - TimeDelta::seconds(i64::try_from(self.below(10_000_000)).unwrap())
            - TimeDelta::nanoseconds(i64::try_from(self.below(3)).unwrap() * 1_500)
    }

    fn value(&mut self, question: &Question, at: Moment) -> Value {
        if question.repeat {
            return Value::Several((0..=self.below(2)).map(|_| self.single(question, at)).collect());
        }
        self.single(question, at)
    }

    fn single(&mut self, question: &Question, at: Moment) -> Value {
        match &question.kind {
            Kind::Text | Kind::LongText => Value::Text(self.words()),
            Kind::Choice(choices) => Value::Choice(self.pick(choices).id),
            Kind::Choices(choices) => {
                let kept =
                    choices.iter().filter(|_| self.one_in(2)).map(|choice| choice.id.clone()).collect::<Vec<_>>();
                Value::Choices(if kept.is_empty() { vec![choices[0].id.clone()] } else { kept })
            }
            Kind::YesNo => Value::YesNo(self.one_in(2)),
            Kind::Number { .. } => {
                let mantissa = i128::from(self.next()) * if self.one_in(2) { 1 } else { -1 };
                Value::Number(Decimal::from_i128_with_scale(mantissa, u32::try_from(self.below(20)).unwrap()))
            }
            Kind::Money => {
                let currency =
                    self.pick(&[iso_currency::Currency::GBP, iso_currency::Currency::JPY, iso_currency::Currency::CHF]);
                Value::Money(Money::new(Decimal::from(self.below(300)), currency).unwrap())
            }
            Kind::Date => Value::Date(at.date_naive() - Days::new(self.below(500))),
            Kind::DateTime => Value::DateTime(self.before(at)),
            Kind::Duration => Value::Duration(self.below(1_000_000)),
            Kind::Person => Value::Person(self.person()),
            Kind::Rating { scale } => Value::Rating(1 + u8::try_from(self.below(u64::from(*scale))).unwrap()),
            Kind::Promise => Value::Promise(Promise {
                what: self.words(),
                due: self.before(at + TimeDelta::days(60)),
                by: self.maybe(Self::person),
                to: self.maybe(Self::words),
                verdict: self.maybe(|dice| dice.pick(&Verdict::ALL)),
                settled_at: self.maybe(|dice| dice.before(at)),
                reason: self.maybe(Self::words),
            }),
            Kind::Contact => Value::Contact(Contact {
                at: self.before(at),
                direction: self.pick(&Direction::ALL),
                channel: self.maybe(|_| "phone".parse().unwrap()),
                who: self.maybe(Self::words),
                with: self.maybe(Self::words),
                said: self.words(),
                answered: self.maybe(|dice| dice.one_in(2)),
                chased: self.maybe(|dice| dice.one_in(2)),
                role: self.maybe(Self::words),
                no_next: self.maybe(Self::words),
            }),
            Kind::Failure => Value::Failure(Failure {
                at: self.before(at),
                what: self.words(),
                promised: self.maybe(Self::words),
                state: self.pick(&FailureState::ALL),
                put_right_at: self.maybe(|dice| dice.before(at)),
            }),
        }
    }
}

/// A walk that somebody made, with everything that can be done on the way.
fn made(playbook: &Arc<Playbook>, seed: u64, turns: u64) -> Walk {
    let mut dice = Dice(seed);
    let mut now = at("2026-11-02T09:00:00+01:00");
    let responder = dice.maybe(|dice| Person { role: None, contact: None, ..dice.person() });
    let mut walk = opened(playbook, now, responder.clone());
    for _ in 0..turns {
        if dice.one_in(2) {
            now += TimeDelta::milliseconds(i64::try_from(dice.below(5_000_000)).unwrap());
        }
        let by = if dice.one_in(6) { dice.maybe(Dice::person) } else { responder.clone() };
        let next = match walk.next() {
            Next::Ask(question) => question.id.clone(),
            Next::Review if dice.one_in(3) => {
                let events = walk.close();
                take(&mut walk, events, now, by.as_ref());
                break;
            }
            _ => dice.pick(&playbook.questions).id.clone(),
        };
        let id = if dice.one_in(8) { dice.pick(&playbook.questions).id.clone() } else { next };
        let question = playbook.question(id.as_str()).unwrap();
        let events = match dice.below(24) {
            0 => walk.skip(&id, dice.maybe(Dice::words)),
            1 => walk.put_off(&id),
            2 => walk.note(dice.maybe(|_| id.clone()).as_ref(), dice.words()),
            3 if dice.one_in(4) => walk.skip_step(dice.pick(&Step::ALL), dice.words()),
            _ => {
                let value = dice.value(question, now);
                walk.answer(&id, value, Circumstances::now(now, by.as_ref()))
            }
        };
        take(&mut walk, events, now, by.as_ref());
    }
    walk
}

fn take(walk: &mut Walk, events: Result<Vec<Event>, crate::walk::Refusal>, at: Moment, by: Option<&Person>) {
    let author = by.map_or_else(Untrusted::default, |person| person.name.clone());
    for event in events.unwrap_or_default() {
        walk.apply(&Envelope { seq: walk.state().seq + 1, at, author: author.clone(), event });
    }
}

/// What a record is made from, in a form that can be compared and read.
fn told(walk: &Walk) -> BTreeMap<String, String> {
    let mut told = BTreeMap::new();
    let said = |answered: &Answered| {
        let json = serde_json::to_string(&answered.value).unwrap();
        // What is assumed is recorded in the name of whoever gave the answer it follows from.
        let by = if answered.origin == Origin::Given { answered.by.term() } else { "".into() };
        format!("{json} {:?} {} {by}", answered.origin, answered.at.to_rfc3339())
    };
    let state = walk.state();
    for question in &walk.playbook().questions {
        let standing = walk.standing(question);
        let shown = match (&standing, state.answers.get(&question.id)) {
            (Standing::Answered, Some(answered)) => said(answered),
            (Standing::Reconsider(_), _) => "Open".into(),
            (Standing::Skipped, _) => format!(
                "Skipped {:?}",
                state.skipped.get(&question.id).map(|skip| (skip.reason.as_ref().map(Untrusted::term), skip.at))
            ),
            (Standing::SetAside, _) => "NotAsked".into(),
            _ => format!("{standing:?}"),
        };
        told.insert(question.id.to_string(), shown);
    }
    for (index, round) in state.rounds.iter().enumerate() {
        told.insert(format!("round {index}"), format!("{:?} {}", round.to, round.at));
        for (id, answered) in &round.answers {
            told.insert(format!("round {index} {id}"), said(answered));
        }
        for (id, skip) in &round.skipped {
            told.insert(
                format!("round {index} {id} skipped"),
                format!("{:?} {}", skip.reason.as_ref().map(Untrusted::term), skip.at),
            );
        }
    }
    let mut notes: Vec<String> = state
        .notes
        .iter()
        .map(|note| format!("{:?} {} {} {}", note.question, note.text.term(), note.at, note.by.term()))
        .collect();
    notes.sort();
    told.insert("notes".into(), notes.join("\n"));
    let mut steps: Vec<String> = state
        .skipped_steps
        .iter()
        .map(|(step, skip)| format!("{step:?} {:?}", skip.reason.as_ref().map(Untrusted::term)))
        .collect();
    steps.sort();
    told.insert("steps".into(), steps.join("\n"));
    told.insert("ended".into(), format!("{:?}", state.ended));
    told.insert("owed".into(), format!("{:?}", walk.owed().map(|question| question.id.as_str()).collect::<Vec<_>>()));
    told.insert(
        "next".into(),
        format!(
            "{:?}",
            match walk.next() {
                Next::Ask(question) => question.id.as_str(),
                Next::Review => "review",
                Next::Ended => "ended",
            }
        ),
    );
    told
}

fn comes_back(walk: &Walk, playbook: &Arc<Playbook>) {
    let written = write(walk, &ZONE);
    let file = toml(playbook, &written);
    let now = walk.state().last_at.unwrap();
    let listening = Listening { me: None, ..listening(now) };
    let problems = file.check_values(playbook, &listening);
    assert!(problems.is_empty(), "{problems:?}\n{written}");
    let (opening, at, _) = walk.state().opened.clone().unwrap();
    assert_eq!(file.started_at(&listening), Some(at));
    let mut again = opened(playbook, at, opening.responder);
    let outcome = walk_through(&mut again, &file, &listening);
    let (before, after) = (told(walk), told(&again));
    // What was assumed under other circumstances is written, and is an answer that somebody gave from then on.
    let is_same = |before: &str, after: &str| {
        before == after || before.contains(" Assumed ") && after.starts_with(&before.replace(" Assumed ", " Given "))
    };
    // What was no longer asked for when a round ended is a comment.
    let is_comment = |key: &str| {
        key.strip_prefix("round ").and_then(|rest| rest.split_once(' ')).is_some_and(|(index, rest)| {
            let round = index.parse::<usize>().unwrap() + 1;
            let question = rest.trim_end_matches(" skipped");
            written
                .contains(&format!("\n# set aside in round {round}, because it was no longer asked for: {question} = "))
        })
    };
    let different: Vec<_> = before
        .iter()
        .filter(|(key, value)| !is_comment(key) && !after.get(*key).is_some_and(|after| is_same(value, after)))
        .map(|(key, value)| (key, value, after.get(key)))
        .collect();
    let more: Vec<_> = after.keys().filter(|key| !before.contains_key(*key)).collect();
    assert!(different.is_empty() && more.is_empty(), "{different:#?} {more:?} {:?}\n{written}", outcome.refused);
    // The same file once more changes nothing, and what is written then is the same text, but for answers that were comments.
    let once_more = walk_through(&mut again, &file, &listening);
    assert_eq!(once_more.events, [], "{written}");
    let is_whole = !["# doubtful", "# set aside", "# not taken"].iter().any(|comment| written.contains(comment));
    let second = write(&again, &ZONE);
    assert!(!is_whole || second == written, "{written}\nsecond:\n{second}");
}

/// One own question of every kind.
fn every_kind() -> Playbook {
    let kinds = [
        "text",
        "long-text",
        "yes-no",
        "number",
        "money",
        "date",
        "date-time",
        "duration",
        "person",
        "rating",
        "promise",
        "contact",
        "failure",
    ];
    let mut text = String::new();
    for kind in kinds {
        for (repeat, name) in [("false", "one"), ("true", "several")] {
            let _ = write!(
                text,
                "[step.learn.question.{name}-{kind}]\nkind = \"{kind}\"\nask = \"?\"\nrepeat = {repeat}\n"
            );
        }
    }
    for kind in ["choice", "choices"] {
        let _ = write!(
            text,
            "[step.intake.question.own-{kind}]\nkind = \"{kind}\"\nask = \"?\"\nrepeat = true\nchoices = [\"3\", \"1\", \"2\"]\n"
        );
    }
    text.push_str(
        "[step.ask-if-satisfied.question.after-more]\nkind = \"text\"\nask = \"?\"\nafter = \"more_wanted\"\n",
    );
    own(&text)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_walk_comes_back_from_its_answers_file(seed in any::<u64>(), turns in 0_u64..160, which in 0_usize..5) {
        let playbook = Arc::new(PLAYBOOKS.get(which).map_or_else(every_kind, |id| shipped(id)));
        comes_back(&made(&playbook, seed, turns), &playbook);
    }
}

#[test]
fn every_hostile_text_comes_back_byte_for_byte() {
    let playbook = Arc::new(shipped("service-recovery"));
    for text in hostile::all() {
        let Ok(value) = read_given(&Kind::LongText, false, &Given::Text(text.clone()), &listening(at(NOW))) else {
            continue;
        };
        let mut walk = opened(&playbook, at(NOW), None);
        let note = walk.note(None, text.as_str().into());
        take(&mut walk, note, at(NOW), None);
        let person = Person {
            name: format!("N{text}").into(),
            role: Some(format!("r{text}").into()),
            contact: Some(format!("c{text}").into()),
        };
        for (id, value) in [("what_happened", value), ("customer", Value::Person(person))] {
            let events = walk.answer(&id.parse().unwrap(), value, Circumstances::now(at(NOW), None));
            take(&mut walk, events, at(NOW), None);
        }
        comes_back(&walk, &playbook);
    }
}

#[test]
fn an_assumed_answer_is_left_out_and_stays_assumed() {
    let playbook = Arc::new(shipped("service-recovery"));
    let mut walk = opened(&playbook, at(NOW), Some(Person::named("Ann Day")));
    let events = walk.answer(
        &"owner".parse().unwrap(),
        Value::Person(Person::named("Ann Day")),
        Circumstances::now(at(NOW), Some(&Person::named("Ann Day"))),
    );
    take(&mut walk, events, at(NOW), Some(&Person::named("Ann Day")));
    assert_eq!(walk.state().answers["owner_accepted"].origin, Origin::Assumed);
    let written = write(&walk, &ZONE);
    assert!(!written.contains("owner_accepted"), "{written}");
    comes_back(&walk, &playbook);
}
