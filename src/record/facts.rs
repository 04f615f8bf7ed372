//! What reports count of an incident.
//!
//! Only what stands is counted: an answer that is no longer asked is no fact. What nobody said stays unknown, and no value is taken
//! from somewhere else but where its field says so.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use super::clocks::{Clock, ClockStanding, answered_in, ever, is_measured, present};
use super::promises::{Ledger, PromiseEntry};
use super::responsibility::{Responsibility, received_at};
use crate::answer::{Contact, Direction, Promise, Value, Verdict};
use crate::journal::facts::{Contacts, Facts, LimitFact, LimitState, Offer, Pledged, Seconds};
use crate::journal::{Owed, OwedKind};
use crate::playbook::Question;
use crate::spine::{Audience, Builtin, KindName, Name};
use crate::walk::{Answered, Walk};

/// The most characters of a short text that people group by.
pub const MOST_CHARACTERS: usize = 80;

/// Built-in texts of one line that say something about one incident only: nobody groups by them, and some point to the customer.
const NO_LABELS: &[&str] = &["reference", "remedy_what", "route"];

/// The built-in choice that is no fact before the incident is closed with it, and is kept as one of its own then.
const ENDING: &str = "ending";

/// The built-in number that is a mark.
const MARKS: &[&str] = &["nps"];

/// The facts of a walk, with its time limits counted and what is owed in it. `None` for a walk without its first event.
pub fn facts(walk: &Walk, clocks: &[Clock<'_>], owed: &[Owed]) -> Option<Facts> {
    let state = walk.state();
    let opened = state.opened_at()?;
    let received = received_at(walk).unwrap_or(opened);
    let responsibility = Responsibility::of(walk);
    let choice = |id: &str| walk.answer_to(id).and_then(Value::choice);
    let is_fixed = matches!(choice("correction"), Some("corrected" | "unchecked"));
    let satisfied_at = state.ended.as_ref().filter(|(ending, _)| *ending == *"satisfied").map(|(_, at)| *at);
    let ledger = Ledger::of(walk);
    Some(Facts {
        playbook: walk.playbook().id.to_string(),
        owner: responsibility.owner.as_ref().map(|turn| turn.person.name.as_stored().to_owned()),
        opened: seconds(opened),
        received: seconds(received),
        owned: state.ownership.first_owned_at().map(seconds),
        acknowledged: acknowledged_at(walk, opened).map(seconds),
        spoken: spoken_at(walk, opened).map(seconds),
        fixed: present(walk, "corrected_at").and_then(|at| measured(at, opened)).filter(|_| is_fixed).map(seconds),
        recovered: satisfied_at
            .and_then(|ended| recovered_at(walk, opened, ended))
            .map(seconds)
            .filter(|at| *at >= seconds(received)),
        ended: state.ended.as_ref().map(|(_, at)| seconds(*at)),
        ending: state.ended.as_ref().map(|(ending, _)| ending.to_string()),
        next_due: next_due(owed),
        no_word: owed.iter().any(|owed| owed.kind == OwedKind::NoWord),
        reopened: count(state.earlier_ends.len()),
        failed: count(state.earlier_ends.iter().filter(|end| end.failed).count()),
        earlier_rounds: count(state.rounds.len()),
        hand_overs: count(state.ownership.hand_overs()),
        contacts: contacts(walk),
        promises: pledged(ledger.iter().filter(|entry| entry.promise.audience() == Audience::Customer)),
        prevention: pledged(ledger.iter().filter(|entry| *entry.question.as_str() == *"prevention")),
        offers: offers(walk),
        cost: match walk.answer_to("cost") {
            Some(Value::Money(cost)) => Some(*cost),
            _ => None,
        },
        limits: clocks.iter().filter_map(limit).collect(),
        answers: answers(walk),
    })
}

const fn seconds(at: DateTime<FixedOffset>) -> Seconds {
    at.timestamp()
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

fn moment(walk: &Walk, question: &str) -> Option<DateTime<FixedOffset>> {
    match walk.answer_to(question) {
        Some(Value::DateTime(at)) => Some(*at),
        _ => None,
    }
}

/// The moment that an answer gives, where it was measured.
fn measured(answered: &Answered, begun: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
    answered.value.moment().filter(|_| is_measured(answered, begun))
}

/// When a customer who is satisfied was asked, else the end; unknown where neither was measured.
fn recovered_at(
    walk: &Walk,
    opened: DateTime<FixedOffset>,
    ended: DateTime<FixedOffset>,
) -> Option<DateTime<FixedOffset>> {
    match present(walk, "asked_at") {
        Some(asked) => measured(asked, opened),
        None => Some(ended).filter(|ended| seconds(*ended) > seconds(opened)),
    }
}

/// The apologies of every round whose time is known.
fn apologies(walk: &Walk, opened: DateTime<FixedOffset>) -> impl Iterator<Item = DateTime<FixedOffset>> {
    super::clocks::apologies(walk).filter_map(move |answered| measured(answered, opened))
}

/// When the customer first heard that the house has it: as somebody said, else the first contact that reached them, or the apology.
fn acknowledged_at(walk: &Walk, opened: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
    let reached = with_customer(walk).filter(|contact| contact.reached_them()).map(|contact| contact.at);
    moment(walk, "acknowledged_at").or_else(|| reached.chain(apologies(walk, opened)).min())
}

/// As in lists: whatever has a time that somebody set or a rule counted.
fn next_due(owed: &[Owed]) -> Option<Seconds> {
    let timed = owed.iter().filter(|owed| matches!(owed.kind, OwedKind::Promise | OwedKind::Action | OwedKind::Clock));
    timed.filter_map(|owed| owed.due).min().map(seconds)
}

/// Every contact with the customer, of every round.
fn with_customer(walk: &Walk) -> impl Iterator<Item = &Contact> {
    let every = ["contacts", "attempts"].into_iter().flat_map(|id| ever(walk, id)).flat_map(Value::parts);
    every.filter_map(|part| match part {
        Value::Contact(contact) if contact.is_with_customer() => Some(contact),
        _ => None,
    })
}

/// When both sides first met: a person of the house reached the customer, answered them, or apologised. That the customer left word
/// with nobody answering is no such contact, nor is an acknowledgement that a machine may have sent.
fn spoken_at(walk: &Walk, opened: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
    let contacts = with_customer(walk).filter(|contact| both_met(contact)).map(|contact| contact.at);
    contacts.chain(apologies(walk, opened)).min()
}

/// Whether a contact reached the customer, or somebody answered them in it.
fn both_met(contact: &Contact) -> bool {
    let by_somebody = contact.answered == Some(true) || (contact.answered.is_none() && contact.who.is_some());
    contact.reached_them() || (contact.direction == Direction::In && by_somebody)
}

fn contacts(walk: &Walk) -> Contacts {
    let mut counted = Contacts::default();
    for contact in with_customer(walk) {
        let came_in = contact.direction == Direction::In;
        counted.all += 1;
        counted.incoming += u32::from(came_in);
        counted.chases += u32::from(contact.chased == Some(true));
        counted.unsaid += u32::from(came_in && contact.chased.is_none());
        counted.reached += u32::from(both_met(contact));
    }
    counted
}

fn pledged<'l>(entries: impl Iterator<Item = &'l PromiseEntry>) -> Pledged {
    let mut pledged = Pledged::default();
    for entry in entries {
        let Promise { verdict, due, .. } = entry.promise.for_house();
        match verdict {
            Some(Verdict::Kept) => pledged.kept += 1,
            Some(Verdict::Late) => pledged.late += 1,
            Some(Verdict::Broken) => pledged.broken += 1,
            Some(Verdict::Released) => pledged.released += 1,
            None => pledged.owed.push(seconds(*due)),
        }
    }
    pledged.owed.sort_unstable();
    pledged
}

/// What was offered in each round, and now.
fn offers(walk: &Walk) -> Vec<Offer> {
    let earlier = walk.state().rounds.iter().filter_map(|round| offer(walk, &|id| answered_in(round, id)));
    let present = offer(walk, &|id| {
        walk.answer_to(id)?;
        walk.state().answers.get(&id.parse::<Name>().ok()?)
    });
    earlier.chain(present).collect()
}

fn offer<'w>(walk: &Walk, answered: &dyn Fn(&str) -> Option<&'w Answered>) -> Option<Offer> {
    let value = |id: &str| answered(id).map(|answered| &answered.value);
    let kind = value("remedy").and_then(Value::choice)?.to_owned();
    let amount = match value("remedy_value") {
        Some(Value::Money(money)) => Some(*money),
        _ => None,
    };
    let over_limit = amount.is_some_and(|amount| walk.playbook().authority.limit.is_exceeded_by(&amount));
    let is_approved = over_limit && value("approved_by").is_some();
    let asked = answered("remedy_value").map(|answered| answered.at);
    let approved = answered("approved_at").zip(asked).and_then(|(approved, asked)| measured(approved, asked));
    Some(Offer {
        kind,
        value: amount,
        taken: value("remedy_accepted").and_then(Value::choice).map(str::to_owned),
        over_limit,
        asked: asked.filter(|_| over_limit).map(seconds),
        is_approved,
        approved: approved.filter(|_| is_approved).map(seconds),
    })
}

/// `None` for what has not started.
fn limit(clock: &Clock<'_>) -> Option<LimitFact> {
    let (state, due, counted_by) = match &clock.standing {
        ClockStanding::NotStarted => return None,
        ClockStanding::Waived(_) => (LimitState::Waived, None, None),
        ClockStanding::Uncountable(_) => {
            let missing = clock.deadline.calendar.as_ref().map(|name| super::clocks::missing(name.as_stored()));
            (LimitState::Unknown, None, missing)
        }
        ClockStanding::Counted(count) => {
            let state = match (count.in_time(), count.met_at.or(count.left_at)) {
                (Some(true), _) => LimitState::Kept,
                (Some(false), _) => LimitState::Late,
                (None, Some(_)) => LimitState::Unknown,
                (None, None) => LimitState::Running,
            };
            (state, Some(seconds(count.due)), count.counted_by())
        }
    };
    Some(LimitFact { id: clock.deadline.id.to_string(), rule: rule(clock), state, due, counted_by })
}

/// `5 business days after it was received, GB-ENG`
fn rule(clock: &Clock<'_>) -> String {
    let deadline = clock.deadline;
    let counted = deadline.rule.unit.counted(deadline.rule.n);
    let by = deadline.calendar.as_ref().map(|name| [", ", name.as_stored()].concat()).unwrap_or_default();
    [&counted, " ", deadline.start.words(), &by].concat()
}

/// The answers that people group by and that figures are made from.
fn answers(walk: &Walk) -> BTreeMap<String, String> {
    let questions = walk.playbook().questions.iter().filter(|question| is_label(question));
    let labels = questions.filter_map(|question| {
        let label = label(walk.answer_to(question.id.as_str())?)?;
        Some((question.id.to_string(), label))
    });
    labels.collect()
}

/// Whether a report may count the answers to a question: it takes one short answer, and that is not confidential. A text of the
/// playbook's own counts only where the house alone reads it: what the customer reads as well may name them.
pub fn is_label(question: &Question) -> bool {
    let id = question.id.as_str();
    let is_short = is_short(question.kind.name(), question.builtin.then_some(id));
    let is_words = !question.builtin && question.kind.name() == KindName::Text;
    let is_for_reports = match question.audience {
        Audience::Internal => true,
        Audience::Customer => !is_words,
        Audience::Confidential => false,
    };
    is_short && !question.repeat && is_for_reports
}

/// As [`is_label`], of a built-in question as it is where no playbook narrows it.
pub fn is_builtin_label(question: &Builtin) -> bool {
    is_short(question.kind, Some(question.id)) && !question.repeat && question.audience != Audience::Confidential
}

/// Whether answers of that kind are short enough to group by. A built-in question goes by its name as well.
fn is_short(kind: KindName, builtin: Option<&str>) -> bool {
    match kind {
        KindName::Choice if builtin == Some(ENDING) => false,
        KindName::Choice | KindName::YesNo | KindName::Rating => true,
        KindName::Text => builtin.is_none_or(|id| !NO_LABELS.contains(&id)),
        KindName::Number => builtin.is_some_and(|id| MARKS.contains(&id)),
        _ => false,
    }
}

fn label(value: &Value) -> Option<String> {
    let text = match value {
        Value::Choice(id) => id.to_string(),
        Value::YesNo(yes) => (if *yes { "yes" } else { "no" }).to_owned(),
        Value::Rating(mark) => mark.to_string(),
        Value::Number(number) => number.normalize().to_string(),
        Value::Text(text) => {
            let words: Vec<&str> = text.as_stored().split_whitespace().collect();
            words.join(" ").chars().take(MOST_CHARACTERS).collect()
        }
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}
