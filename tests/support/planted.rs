//! Incidents in which every answer holds planted text, by who may read it.
#![allow(dead_code, reason = "not every test uses all of it")]

use std::fmt::Write as _;
use std::sync::Arc;

use recover::answer::{Contact, Direction, Failure, FailureState, Kind, Money, Person, Promise, Value, Verdict};
use recover::playbook::letter::Known;
use recover::playbook::{Playbook, Question};
use recover::spine::builtin::BUILTINS;
use recover::spine::{Audience, KindName, UnderGate};

use super::incident::{Incident, playbook};

/// In everything that the customer must never read.
pub const SECRET: &str = "SECRET";
/// In everything that the customer may read once the gate is open.
pub const FACT: &str = "FACT";
/// In everything that the customer may read always.
pub const SHOWN: &str = "SHOWN";

/// Internal amounts, dates and numbers that nothing else in these records looks like, in every way they are written.
pub const SECRET_FIGURES: &[&str] = &["613.57", "987654", "2031", "1 day 1 h", "90061"];

/// A playbook with questions of its own of every kind for every audience.
pub fn of_every_kind() -> Arc<Playbook> {
    let mut text = String::from("format = 1\nid = \"planted\"\ntitle = \"Planted\"\nextends = \"service-recovery\"\n");
    for audience in Audience::ALL {
        let tag = if audience == Audience::Customer { FACT } else { SECRET };
        for kind in KindName::ALL {
            let id = format!("own_{}_{}", audience.name(), kind.name().replace('-', "_"));
            let _ =
                write!(text, "\n[step.correct.question.{id}]\nask = \"{tag} ask {id}\"\nkind = \"{}\"\n", kind.name());
            let _ = write!(text, "audience = \"{}\"\nrequired = false\n", audience.name());
            if matches!(kind, KindName::Choice | KindName::Choices) {
                let _ = writeln!(
                    text,
                    "choices = [{{ id = \"a\", label = \"{tag} a\" }}, {{ id = \"b\", label = \"{tag} b\" }}]"
                );
            }
            if kind == KindName::Rating {
                text.push_str("scale = 5\n");
            }
        }
    }
    text.push_str(&everything_in_a_letter());
    playbook(&[&text])
}

/// A letter that names whatever a letter can name, the legal gate open or closed.
fn everything_in_a_letter() -> String {
    let own = KindName::ALL.map(|kind| format!("own_customer_{}", kind.name().replace('-', "_")));
    let builtin = BUILTINS.iter().filter(|builtin| builtin.audience == Audience::Customer);
    let known = Known::ALL.map(|known| known.name().to_owned());
    let names = builtin.map(|builtin| builtin.id.to_owned()).chain(own).chain(known);
    let mut text = String::from(
        "\n[letter.everything]\ntitle = \"everything\"\nsubject = \"{{ what_happened }}\"\n\
         subject_under_gate = \"{{ what_happened }} {{ owner }}\"\ngreeting = \"{{ customer }}\"\n\
         when = { csat = 1 }\n",
    );
    for name in names {
        let _ = write!(text, "[letter.everything.paragraph.p-{name}]\ngate = \"any\"\n");
        let _ = write!(
            text,
            "text = \"\"\"\nIt is {{{{ {name} }}}}, and more: {{{{ {name} }}}}\n\n{{{{ {name} }}}}\"\"\"\n"
        );
    }
    text
}

/// What marks the answers to a question.
pub fn tag(question: &Question) -> &'static str {
    match (question.audience, question.under_gate) {
        (Audience::Customer, UnderGate::Shown) => SHOWN,
        (Audience::Customer, UnderGate::Held) => FACT,
        _ => SECRET,
    }
}

/// An answer of the question's kind that holds its mark wherever it can hold text.
pub fn answer(question: &Question, choice: u8) -> Value {
    let part = single(question, choice);
    if question.repeat { Value::Several(vec![part.clone(), part]) } else { part }
}

fn single(question: &Question, choice: u8) -> Value {
    let internal = question.audience != Audience::Customer;
    let text = |what: &str| recover::untrusted::Untrusted::from(format!("{} {what} {}", tag(question), question.id));
    let person = || Person { name: text("name"), role: Some(text("role")), contact: Some(text("contact")) };
    let at = |internal_at: &str| if internal { internal_at } else { "2026-06-12T10:00:00+01:00" }.parse().unwrap();
    let picked = |choices: &[recover::answer::Choice]| choices[usize::from(choice) % choices.len()].id.clone();
    match &question.kind {
        Kind::Text | Kind::LongText => Value::Text(text("text")),
        Kind::Choice(choices) => Value::Choice(picked(choices)),
        Kind::Choices(choices) => Value::Choices(vec![picked(choices)]),
        Kind::YesNo => Value::YesNo(choice.is_multiple_of(2)),
        Kind::Number { .. } => Value::Number(if internal { "987654.321" } else { "7" }.parse().unwrap()),
        Kind::Money => Value::Money(Money::read(if internal { "613.57 GBP" } else { "70.00 GBP" }, None).unwrap()),
        Kind::Date => Value::Date(if internal { "2031-03-04" } else { "2026-06-12" }.parse().unwrap()),
        Kind::DateTime => Value::DateTime(at("2031-03-04T05:06:00Z")),
        Kind::Duration => Value::Duration(if internal { 90_061 } else { 60 }),
        Kind::Person => Value::Person(person()),
        Kind::Rating { .. } => Value::Rating(3),
        Kind::Promise => Value::Promise(Promise {
            what: text("what"),
            due: at("2031-03-04T05:06:00Z"),
            by: Some(person()),
            to: Some(text("to")),
            verdict: [None, Some(Verdict::Kept), Some(Verdict::Broken), Some(Verdict::Released)]
                [usize::from(choice) % 4],
            settled_at: Some(at("2031-03-05T05:06:00Z")),
            reason: Some(format!("{SECRET} reason of a verdict").into()),
        }),
        Kind::Contact => Value::Contact(Contact {
            at: at("2031-03-04T05:06:00Z"),
            direction: Direction::Out,
            channel: Some("phone".parse().unwrap()),
            who: Some(text("who")),
            with: Some(text("with")),
            said: text("said"),
            answered: Some(false),
            chased: Some(true),
            role: Some(text("who")),
            no_next: Some(text("who")),
        }),
        Kind::Failure => Value::Failure(Failure {
            at: at("2031-03-04T05:06:00Z"),
            what: text("what"),
            promised: Some(text("promised")),
            state: [FailureState::Open, FailureState::PutRight, FailureState::NotPutRight][usize::from(choice) % 3],
            put_right_at: Some(at("2031-03-05T05:06:00Z")),
        }),
    }
}

/// A walk that answers, leaves out and annotates as `choices` say, several times over, so that rounds come about.
pub fn walked(playbook: &Arc<Playbook>, legal: bool, choices: &[u8]) -> Incident {
    let mut it = Incident::begin(Arc::clone(playbook), Some("SECRET reference of the house"));
    let mut choices = choices.iter().copied().cycle();
    for _ in 0..3 {
        for question in &playbook.questions {
            let id = question.id.as_str();
            let choice = choices.next().unwrap_or(0);
            it.wait(1);
            if !it.walk.applies(&question.id) || id == "gate_lifted_by" {
                continue;
            }
            if choice % 16 == 15 && question.can_skip {
                it.skip(id, "SECRET reason for leaving out");
                continue;
            }
            let value = match id {
                "legal_risk" => Value::YesNo(legal),
                _ => answer(question, choice),
            };
            // A rule may stand against it; then it stays open.
            let _ = it.try_give(id, value);
            if choice % 8 == 7 {
                it.note(Some(id), "SECRET note beside");
            }
        }
        it.note(None, "SECRET note");
    }
    it
}
