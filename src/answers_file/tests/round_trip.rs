//! Any walk, written as an answers file and walked through again, is the same walk.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{Days, TimeDelta};
use proptest::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::*;
use crate::answer::given::read_given;
use crate::answer::{Contact, Direction, Failure, FailureState, Given, Kind, Money, Promise, Value, Verdict};
use crate::answers_file::write;
use crate::journal::Origin;
use crate::journal::PromiseNumber;
use crate::playbook::Question;
use crate::spine::{Gate, Step};
use crate::untrusted::{Untrusted, hostile};
use crate::walk::circumstances::Circumstances;
use crate::walk::pledges::Place;
use crate::walk::{Answered, Became, HearsNext, Next, Standing};

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
            Kind::Number { at_most: Some(most), .. } => {
                Value::Number(Decimal::from(self.below(1 + most.to_u64().unwrap())))
            }
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
                continue;
            }
            Next::Ended if dice.one_in(3) => {
                now += TimeDelta::seconds(1);
                let events = walk.reopen(dice.words(), dice.one_in(2));
                take(&mut walk, events, now, by.as_ref());
                continue;
            }
            _ if dice.one_in(5) => {
                let events = beside(&mut dice, &walk, now, by.as_ref());
                take(&mut walk, events, now, by.as_ref());
                continue;
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

/// Something that is done outside the questions.
fn beside(dice: &mut Dice, walk: &Walk, now: Moment, by: Option<&Person>) -> Result<Vec<Event>, crate::walk::Refusal> {
    let around = Circumstances::now(now, by);
    let playbook = walk.playbook();
    let promised = |dice: &mut Dice| match dice.single(playbook.question("next_contact").unwrap(), now) {
        Value::Promise(promise) => Promise { verdict: None, settled_at: None, reason: None, ..promise },
        other => panic!("{other:?}"),
    };
    let number = PromiseNumber::after(usize::try_from(dice.below(6)).unwrap());
    let person = dice.person();
    match dice.below(11) {
        0 => walk.promise(dice.pick(&["promises", "actions"]), promised(dice)),
        1 => walk.promise_anew(number, now + TimeDelta::hours(3), dice.maybe(Dice::words), around),
        2 => walk.settle(number, Became::Done(dice.before(now)), around),
        3 => walk.settle(number, Became::Broken(dice.words()), around),
        4 => {
            let next =
                if dice.one_in(2) { HearsNext::Promised(promised(dice)) } else { HearsNext::Nothing(dice.words()) };
            match dice.single(playbook.question("contacts").unwrap(), now) {
                Value::Contact(contact) => walk.contact(contact, next, None, around),
                other => panic!("{other:?}"),
            }
        }
        5 => walk.assign(person, dice.maybe(Dice::words)),
        6 => walk.own(person),
        7 => walk.name_deputy(person),
        // A gate that closes after the end asks for what nobody can answer any more; see docs/answers-file.md.
        8 if walk.state().ended.is_some() => Ok(Vec::new()),
        8 => walk.move_gate(dice.pick(&[Gate::Closed, Gate::Open]), person, dice.words()),
        9 => match dice.single(playbook.question("failures").unwrap(), now) {
            Value::Failure(failure) => walk.find_failure(failure),
            other => panic!("{other:?}"),
        },
        _ => walk.settle_failure(1, dice.maybe(|_| now), around),
    }
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
    // What was settled and is in no answer any more stands among `promises` from then on, also where that was put off.
    let has_gone = walk.state().pledges.iter().any(|pledge| matches!(pledge.place, Place::Gone) && pledge.counts());
    let without_promises = |owed: &str| {
        let owed = serde_json::from_str::<Vec<String>>(owed);
        owed.map(|owed| owed.into_iter().filter(|id| id != "promises").collect::<Vec<_>>()).ok()
    };
    let is_same = |before: &str, after: &str| {
        is_same(before, after)
            || has_gone
                && (after.contains("\"promise\"")
                    || without_promises(before).is_some_and(|before| without_promises(after) == Some(before)))
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
    // An answer that has become doubtful is a comment, and what rests on it is no longer asked without it.
    let has_doubt = ["doubtful", "not taken"].iter().any(|what| written.contains(&format!("\n# {what}, because ")));
    let rests_on_doubt =
        |key: &str| has_doubt && (key == "owed" || after.get(key).is_some_and(|now| now == "NotAsked"));
    let different: Vec<_> = before
        .iter()
        .filter(|(key, value)| {
            !is_comment(key) && !rests_on_doubt(key) && !after.get(*key).is_some_and(|after| is_same(value, after))
        })
        .map(|(key, value)| (key, value, after.get(key)))
        .collect();
    let more: Vec<_> = after.keys().filter(|key| !before.contains_key(*key)).collect();
    assert!(different.is_empty() && more.is_empty(), "{different:#?} {more:?} {:?}\n{written}", outcome.refused);
    // The same file once more changes nothing, and what is written then is the same text, but for answers that were comments.
    let once_more = walk_through(&mut again, &file, &listening);
    assert_eq!(once_more.events, [], "{written}");
    let is_whole = !["# doubtful", "# set aside", "# not taken"].iter().any(|comment| written.contains(comment));
    let second = write(&again, &ZONE);
    let said = |text: &str| -> Vec<String> {
        text.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")).map(str::to_owned).collect()
    };
    assert!(!is_whole || said(&second) == said(&written), "{written}\nsecond:\n{second}");
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

/// A closed incident with nearly everything that can happen to promises on the way.
fn eventful() -> Walk {
    let playbook = Arc::new(shipped("service-recovery"));
    let at_minute = |minute: i64| at("2026-11-02T09:00:00+01:00") + TimeDelta::minutes(minute);
    let rob = Person::named("Rob Shaw");
    let mut walk = opened(&playbook, at_minute(0), Some(rob.clone()));
    let mut minute = 0;
    let mut says = |walk: &mut Walk, by: &Person, id: &str, given: &str| {
        minute += 1;
        let now = at_minute(minute);
        let question = playbook.question(id).unwrap();
        let listening = Listening { me: Some(by.clone()), ..listening(now) };
        let value = read_given(&question.kind, question.repeat, &Given::Text(given.into()), &listening).unwrap();
        let events = walk.answer(&id.parse().unwrap(), value, Circumstances::now(now, Some(by)));
        assert!(events.is_ok(), "{id}: {events:?}");
        take(walk, events, now, Some(by));
    };
    let recover = |walk: &mut Walk, by: &Person, says: &mut dyn FnMut(&mut Walk, &Person, &str, &str)| {
        for (id, given) in [
            ("correction", "corrected"),
            ("correction_what", "The queue rings."),
            ("remedy", "none-declined"),
            ("outcome", "yes"),
            ("verdict_words", "Thank you."),
            ("handling", "yes"),
        ] {
            says(walk, by, id, given);
        }
    };
    for (id, given) in [
        ("customer", "Martin Hale"),
        ("what_happened", "I asked for one phone call."),
        ("effect", "Fourteen people at blank screens"),
        ("legal_risk", "no"),
        ("owner", "me"),
        ("next_contact", "2026-11-02T09:30:00+01:00 Rob rings"),
        ("apology_words", "Sorry."),
        ("cause", "told"),
    ] {
        says(&mut walk, &rob, id, given);
    }
    recover(&mut walk, &rob, &mut says);
    says(&mut walk, &rob, "cause_class", "chance");
    let around = |minute| Circumstances::now(at_minute(minute), Some(&rob));
    let due = |minute: i64, what: &str| Promise {
        what: what.into(),
        due: at_minute(minute),
        by: None,
        to: None,
        verdict: None,
        settled_at: None,
        reason: None,
    };
    let nth = |number: usize| PromiseNumber::after(number - 1);
    let told = Contact::plain(at_minute(20), Direction::Out, "still on it".into());
    let events = walk.contact(told, HearsNext::Promised(due(60, "we write")), None, around(20));
    take(&mut walk, events, at_minute(20), Some(&rob));
    let events = walk.promise_anew(nth(2), at_minute(70), Some("the part is late".into()), around(30));
    take(&mut walk, events, at_minute(30), Some(&rob));
    let events = walk.promise_anew(nth(1), at_minute(90), None, around(40));
    take(&mut walk, events, at_minute(40), Some(&rob));
    let events = walk.promise("actions", due(80, "mend the queue"));
    take(&mut walk, events, at_minute(41), Some(&rob));
    let events = walk.settle(nth(2), Became::Done(at_minute(65)), around(66));
    take(&mut walk, events, at_minute(66), Some(&rob));
    let events = walk.move_gate(Gate::Closed, Person::named("Dana Ruiz"), "a claim was announced".into());
    take(&mut walk, events, at_minute(67), Some(&rob));
    let events = walk.move_gate(Gate::Open, Person::named("Dana Ruiz"), "no claim was made".into());
    take(&mut walk, events, at_minute(68), Some(&rob));
    for id in ["legal_reason", "regret_words"] {
        let events = walk.skip(&id.parse().unwrap(), Some("it was lifted".into()));
        take(&mut walk, events, at_minute(69), Some(&rob));
    }
    let events = walk.close();
    assert!(events.is_ok(), "{events:?}");
    take(&mut walk, events, at_minute(70), Some(&rob));
    let events = walk.reopen("it broke again".into(), true);
    take(&mut walk, events, at_minute(100), Some(&rob));
    let maria = Person::named("Maria Lopez");
    let events = walk.own(maria.clone());
    take(&mut walk, events, at_minute(101), Some(&maria));
    let mut minute = 110;
    let mut says = |walk: &mut Walk, by: &Person, id: &str, given: &str| {
        minute += 1;
        let now = at_minute(minute);
        let question = playbook.question(id).unwrap();
        let listening = Listening { me: Some(by.clone()), ..listening(now) };
        let value = read_given(&question.kind, question.repeat, &Given::Text(given.into()), &listening).unwrap();
        let events = walk.answer(&id.parse().unwrap(), value, Circumstances::now(now, Some(by)));
        assert!(events.is_ok(), "{id}: {events:?}");
        take(walk, events, now, Some(by));
    };
    for (id, given) in [
        ("next_contact", "2026-11-02T14:00:00+01:00 Maria rings"),
        ("apology_words", "We failed you twice."),
        ("senior_contact", "Ada King"),
    ] {
        says(&mut walk, &maria, id, given);
    }
    recover(&mut walk, &maria, &mut says);
    walk
}

#[test]
fn an_incident_that_was_opened_again_comes_back_with_its_rounds_and_promises() {
    let playbook = Arc::new(shipped("service-recovery"));
    let mut walk = eventful();
    comes_back(&walk, &playbook);
    let written = write(&walk, &ZONE);
    for part in [
        "[[reopened]]",
        "[[take-responsibility]] # round 2",
        "verdict = \"broken\"",
        "verdict = \"kept\"",
        "P2 of `promises` was promised by 2026-11-02T10:00:00+01:00 until 2026-11-02T09:30:00+01:00",
        "Rob Shaw answered for it from",
        "the legal gate was closed by Dana Ruiz",
    ] {
        assert!(written.replace("\n# ", " ").contains(part), "{part}\n{written}");
    }
    assert!(!written.contains("# not taken"), "{written}");
    let events = walk.close();
    take(&mut walk, events, at("2026-11-02T15:00:00+01:00"), None);
    comes_back(&walk, &playbook);
}

#[test]
fn what_names_no_round_is_said_of_the_incident_as_it_is_now() {
    let playbook = Arc::new(shipped("service-recovery"));
    let now = at("2026-11-20T12:00:00+01:00");
    let mut walk = eventful();
    let events = walk.close();
    take(&mut walk, events, now, None);
    let events = walk.reopen("again".into(), true);
    take(&mut walk, events, now, None);
    let text = "closed = false\n[take-responsibility]\nowner = \"Jo Ray\"\n[compensate]\nremedy = \"gift\"\n";
    let outcome = walk_through(&mut walk, &toml(&playbook, text), &listening(now));
    assert_eq!(walk.answer_to("owner").and_then(Value::person), Some(&Person::named("Jo Ray")));
    let refused: Vec<_> = outcome.refused.iter().map(|refused| refused.message.as_str()).collect();
    assert_eq!(refused, ["they were failed before, and `gift` would read as a stock gesture"]);
}

#[test]
fn an_older_text_of_the_answers_takes_nothing_away_that_came_later() {
    let playbook = Arc::new(shipped("service-recovery"));
    let text = r#"
responder = "Rob Shaw"
started_at = 2026-11-02T09:00:00+01:00
closed = false
[intake]
customer = "Martin Hale"
legal_risk = false
contacts = [{ at = 2026-11-02T08:00:00+01:00, direction = "in", said = "ring me" }]
failures = [{ at = 2026-11-02T07:00:00+01:00, what = "nobody rang", state = "open" }]
[take-responsibility]
owner = "me"
next_contact = { what = "Rob rings", due = 2026-11-02T16:00:00+01:00 }
promises = [{ what = "we write", due = 2026-11-02T17:00:00+01:00 }]
"#;
    let file = toml(&playbook, text);
    let now = at("2026-11-02T12:00:00+01:00");
    let rob = Person::named("Rob Shaw");
    let mut walk = opened(&playbook, at("2026-11-02T09:00:00+01:00"), None);
    walk_through(&mut walk, &file, &listening(now));
    let around = Circumstances::now(now, Some(&rob));
    let nth = |number: usize| PromiseNumber::after(number - 1);
    let contact = Contact::plain(now, Direction::Out, "we are on it".into());
    let events = walk.contact(contact, HearsNext::As(nth(1)), None, around);
    take(&mut walk, events, now, Some(&rob));
    let another = Promise {
        what: "we knock".into(),
        due: at("2026-11-02T18:00:00+01:00"),
        by: None,
        to: None,
        verdict: None,
        settled_at: None,
        reason: None,
    };
    for events in [
        walk.promise("promises", another),
        walk.settle(nth(1), Became::Done(now), around),
        walk.promise_anew(nth(2), at("2026-11-02T19:00:00+01:00"), None, around),
        walk.settle_failure(1, Some(now), around),
        walk.own(Person::named("Maria Lopez")),
        walk.move_gate(Gate::Closed, Person::named("Dana Ruiz"), "a claim".into()),
    ] {
        assert!(events.is_ok(), "{events:?}");
        take(&mut walk, events, now, Some(&rob));
    }
    let before = walk.clone();
    let outcome = walk_through(&mut walk, &file, &listening(now));
    assert_eq!((outcome.events, outcome.refused), (Vec::new(), Vec::new()));
    assert_eq!(walk.state(), before.state());
    // An answer more in it is still taken, and the rest of its list stays.
    let more = text.replace("promises = [", "promises = [{ what = \"we sing\", due = 2026-11-02T20:00:00+01:00 }, ");
    walk_through(&mut walk, &toml(&playbook, &more), &listening(now));
    assert_eq!(walk.state().pledges.iter().filter(|pledge| pledge.counts()).count(), 4);
    assert_eq!(walk.state().pledges.get(nth(1)), before.state().pledges.get(nth(1)));
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

#[test]
fn a_promise_that_is_gone_is_remembered_in_its_own_step_and_opens_no_other() {
    let playbook = Arc::new(shipped(PLAYBOOKS[1]));
    comes_back(&made(&playbook, 4_898_813_534_451_854_026, 17), &playbook);
}
