//! The rules of the six steps that hold whatever a playbook says.

use super::Walk;
use super::refusal::Refusal;
use super::state::Answered;
use crate::answer::person::NoPerson;
use crate::answer::{Person, Value};
use crate::playbook::Question;
use crate::playbook::again::NextOwner;
use crate::spine::Gate;

/// Questions whose answer has to be a named person, since somebody answers for something with it.
const SOMEBODY: &[&str] = &[
    "owner",
    "senior_contact",
    "approved_by",
    "legal_owner",
    "gate_lifted_by",
    "checked_by",
    "apologised_by",
    "asked_by",
];

/// Whether an answer that is about to be recorded keeps the rules.
pub(super) fn accepts(
    walk: &Walk,
    question: &Question,
    value: &Value,
    responder: Option<&Person>,
) -> Result<(), Refusal> {
    if !fits(question, value) {
        return Err(Refusal::WrongKind(question.kind.name()));
    }
    if !question.builtin {
        return Ok(());
    }
    match question.id.as_str() {
        id if SOMEBODY.contains(&id) => value.person().map_or(Ok(()), somebody)?,
        "remedy" => no_stock_gesture(walk, value)?,
        "failed_before" if *value != Value::YesNo(true) => not_unsaid_after_failing(walk, question)?,
        "legal_risk" => gate_stays_closed(walk, value)?,
        "verdict_words" => their_own_words(value)?,
        _ => {}
    }
    if *question.id.as_str() == *"approved_by" {
        somebody_else(walk, value, responder)?;
    }
    if let (Some(person), true) = (value.person(), *question.id.as_str() == *"owner") {
        may_own_again(walk, person)?;
    }
    holds(walk, question, value)
}

/// Whether an answer that was recorded earlier still keeps the rules, now that others have changed.
pub(super) fn stands(walk: &Walk, question: &Question, answered: &Answered) -> Result<(), Refusal> {
    if !question.builtin {
        return Ok(());
    }
    if matches!(question.id.as_str(), "verdict_words" | "handling") {
        said_to_this_answer(walk, answered)?;
    }
    if *question.id.as_str() == *"approved_by" {
        somebody_else(walk, &answered.value, None)?;
    }
    if *question.id.as_str() == *"remedy" {
        no_stock_gesture(walk, &answered.value)?;
    }
    holds(walk, question, &answered.value)
}

/// The rules that tie one answer to others.
fn holds(walk: &Walk, question: &Question, value: &Value) -> Result<(), Refusal> {
    if *question.id.as_str() == *"ending" {
        honest_ending(walk, value)?;
    }
    Ok(())
}

fn fits(question: &Question, value: &Value) -> bool {
    let several = matches!(value, Value::Several(_));
    several == question.repeat && value.is_of(question.kind.name())
}

/// A team, a queue or a role is no owner, and approves nothing.
pub(super) fn somebody(person: &Person) -> Result<(), Refusal> {
    person.somebody().map_err(|why| match why {
        NoPerson::Team => Refusal::TeamIsNoOwner(person.name.clone()),
        NoPerson::RoleOnly | NoPerson::Nameless => Refusal::RoleIsNoName(person.name.clone()),
    })
}

/// Whoever answered for a recovery that failed does not answer for the next one, where the playbook wants another owner.
pub(super) fn may_own_again(walk: &Walk, person: &Person) -> Result<(), Refusal> {
    let mut failed = walk.state().earlier_ends.iter().filter(|end| end.failed);
    let owned_one = failed.any(|end| end.owner.as_ref().is_some_and(|owner| owner.is_same_as(person)));
    if owned_one && walk.playbook().again.owner == NextOwner::Another {
        Err(Refusal::OwnedTheFailedOne(person.name.clone()))
    } else {
        Ok(())
    }
}

/// That they were failed before is no longer a matter of opinion once this very recovery failed.
pub(super) fn not_unsaid_after_failing(walk: &Walk, question: &Question) -> Result<(), Refusal> {
    let failed = walk.state().earlier_ends.iter().any(|end| end.failed);
    if failed && *question.id.as_str() == *"failed_before" { Err(Refusal::AlreadyAnswered) } else { Ok(()) }
}

/// Where the house failed somebody before, a stock gesture says that nothing was learnt; the playbook names which those are.
fn no_stock_gesture(walk: &Walk, value: &Value) -> Result<(), Refusal> {
    let failed_before = walk.answer_to("failed_before") == Some(&Value::YesNo(true));
    let stock = &walk.playbook().again.not_remedies;
    match value {
        Value::Choice(remedy) if failed_before && stock.contains(remedy) => Err(Refusal::StockGesture(remedy.clone())),
        _ => Ok(()),
    }
}

/// Nobody approves above their own authority.
fn somebody_else(walk: &Walk, value: &Value, responder: Option<&Person>) -> Result<(), Refusal> {
    let Some(approver) = value.person() else { return Ok(()) };
    let owner = walk.answer_to("owner").and_then(Value::person);
    let is_own = [owner, responder].into_iter().flatten().any(|person| person.is_same_as(approver));
    if is_own { Err(Refusal::OwnApproval(approver.name.clone())) } else { Ok(()) }
}

/// Once something rests on it that legal proceedings may follow, facts wait until a named person lifts the gate. A slip of the
/// finger before that can be taken back.
fn gate_stays_closed(walk: &Walk, value: &Value) -> Result<(), Refusal> {
    let says_no = *value == Value::YesNo(false);
    let rests_on_it = ["legal_reason", "legal_owner", "regret_words"].iter().any(|id| walk.answer_to(id).is_some());
    if says_no && rests_on_it && walk.gate() == Gate::Closed { Err(Refusal::GateNeedsAName) } else { Ok(()) }
}

/// Only the customer's answer counts, never a guess at it.
fn their_own_words(value: &Value) -> Result<(), Refusal> {
    let Some(text) = value.text() else { return Ok(()) };
    let lower = text.as_stored().trim().to_lowercase();
    let mut words =
        lower.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty() && *word != "the");
    let first = words.next().unwrap_or("");
    let second = words.next().unwrap_or("");
    let supposes =
        |word: &str| ["seem", "seems", "seemed", "appear", "appears", "appeared", "sounded", "looked"].contains(&word);
    let doubts =
        |word: &str| ["probably", "presumably", "apparently", "assume", "assumed", "maybe", "guess"].contains(&word);
    let is_judged =
        |word: &str| ["is", "was", "are", "were"].contains(&word) && !lower.contains(['"', '\u{201c}', '\'']);
    let speaks_of_them = ["he", "she", "they", "customer", "client"].contains(&first)
        && (supposes(second) || doubts(second) || is_judged(second) || second == "satisfied");
    let is_empty = ["", "n/a", "na", "none", "-", "--"].contains(&lower.as_str());
    let is_guess = is_empty
        || supposes(first)
        || doubts(first)
        || speaks_of_them
        || (first == "i" && ["assume", "guess"].contains(&second))
        || ["i think he", "i think she", "i think they"].iter().any(|guess| lower.starts_with(guess))
        || lower.trim_end_matches('.').ends_with(" i think");
    if is_guess { Err(Refusal::GuessedVerdict) } else { Ok(()) }
}

/// What the customer said belongs to the answer they gave; when that is corrected, the words are looked at again.
fn said_to_this_answer(walk: &Walk, answered: &Answered) -> Result<(), Refusal> {
    let newer = walk.state().answers.get("outcome").is_some_and(|outcome| outcome.seq > answered.seq);
    if newer { Err(Refusal::AnotherOutcome) } else { Ok(()) }
}

/// Endings are honest: each says no more than the customer did, and a legal hold needs a reason in the record.
fn honest_ending(walk: &Walk, value: &Value) -> Result<(), Refusal> {
    let outcome = walk.answer_to("outcome").and_then(Value::choice);
    let gave_an_answer = matches!(outcome, Some("yes" | "no" | "more-correct" | "more-compensate"));
    match value.choice() {
        Some("satisfied") if outcome != Some("yes") => Err(Refusal::NotSaidToBeSatisfied),
        Some("not-satisfied") if outcome == Some("yes") => Err(Refusal::SaidToBeSatisfied),
        Some("accepted-not-forgiven" | "not-satisfied") if !gave_an_answer => Err(Refusal::NothingSaidByThem),
        Some("unreachable") if gave_an_answer => Err(Refusal::WasReached),
        Some("legal-hold") if walk.gate() == Gate::Open => Err(Refusal::NoLegalGate),
        _ => Ok(()),
    }
}

/// Why a question is not asked on this path; the rule behind it where there is one.
pub(super) fn why_not_asked(walk: &Walk, question: &Question) -> Refusal {
    let cause = walk.answer_to("cause").and_then(Value::choice);
    match (question.id.as_str(), cause) {
        ("explanation", Some("unknown")) => Refusal::NotKnownYet,
        ("explanation", Some("confidential")) => Refusal::Confidential,
        ("apology_words", _) if walk.gate() == Gate::Closed => Refusal::GateClosed,
        _ => {
            let rests_on = question.when.as_ref().map(|when| when.questions().into_iter().cloned().collect());
            Refusal::NotAsked { question: question.id.clone(), rests_on: rests_on.unwrap_or_default() }
        }
    }
}
