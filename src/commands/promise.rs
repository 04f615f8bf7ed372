//! `recover promise`: what was promised, and what became of it.

use super::change::Change;
use super::{Failure, House, when};
use crate::answer::{Person, Promise as Promised, Verdict};
use crate::case::walk_of;
use crate::cli::TextOrJson;
use crate::cli::ledger::{Promise, PromiseCommand};
use crate::exit_code::ExitCode;
use crate::journal::{Event, PromiseNumber};
use crate::out::Out;
use crate::record::{Ledger, PromiseEntry, PromiseState};
use crate::render::value::verdict_in_words;
use crate::schedule::human;
use crate::schedule::spoken::Purpose;
use crate::text::wrap_hanging;
use crate::untrusted::Untrusted;
use crate::walk::Became;
use crate::walk::promising::{ACTIONS, PROMISES};

/// Adds, settles, moves or lists promises.
///
/// # Errors
/// [`Failure`].
pub fn run(house: &House, args: Promise, out: &mut Out) -> Result<ExitCode, Failure> {
    match args.command {
        None => list(house, &args.id, TextOrJson::Text, out),
        Some(PromiseCommand::List { format }) => list(house, &args.id, format, out),
        Some(PromiseCommand::Add { what, due, by, to, action }) => {
            add(house, &args.id, New { what, due, by, to, action }, out)
        }
        Some(PromiseCommand::Keep { promise, at }) => {
            let done = when::moment_or_now(house, "--at", at.as_deref())?;
            let said_back = when::at_said_back(house, at.is_some(), done);
            settle(house, &args.id, &promise, &Became::Done(done), &said_back, out)
        }
        Some(PromiseCommand::Break { promise, why }) => {
            settle(house, &args.id, &promise, &Became::Broken(why.into()), "", out)
        }
        Some(PromiseCommand::Release { promise, why }) => {
            settle(house, &args.id, &promise, &Became::Released(why.into()), "", out)
        }
        Some(PromiseCommand::Move { promise, due, why }) => promise_anew(house, &args.id, &promise, &due, why, out),
    }
}

struct New {
    what: String,
    due: String,
    by: Option<String>,
    to: Option<String>,
    action: bool,
}

fn add(house: &House, id: &str, new: New, out: &mut Out) -> Result<ExitCode, Failure> {
    let reading = when::moment(house, "--due", &new.due, Purpose::Ahead)?;
    let mut change = Change::of(house, id, None)?;
    let by = match new.by.as_deref() {
        Some(typed) => Some(somebody(house, "--by", typed)?),
        None => owner(&change),
    };
    let promise = Promised {
        what: new.what.into(),
        due: reading.instant,
        by,
        to: new.to.map(Untrusted::from),
        verdict: None,
        settled_at: None,
        reason: None,
    };
    if let Some(number) = promised_already(&change, &promise) {
        out.document(&format!("{number}\n"))?;
        return tell(house, out, &format!("{number} promises that already, {}", when::said_back(house, &reading)));
    }
    let under = if new.action { ACTIONS } else { PROMISES };
    change.make(|walk, _| walk.promise(under, promise.clone()))?;
    let number = last_number(&change);
    out.document(&format!("{number}\n"))?;
    tell(house, out, &format!("{number} is due {}", when::said_back(house, &reading)))
}

/// The same promise, where it is owed already: a script that tries again after a lost reply makes no second one.
fn promised_already(change: &Change<'_>, promise: &Promised) -> Option<PromiseNumber> {
    let mut owed = change.walk().state().pledges.iter().filter(|pledge| pledge.is_owed());
    let is_same = |made: &Promised| made.what == promise.what && made.due == promise.due && made.to == promise.to;
    owed.find(|pledge| is_same(&pledge.promise)).map(|pledge| pledge.number)
}

/// Who keeps a promise when nobody is named.
pub fn owner(change: &Change<'_>) -> Option<Person> {
    let turn = change.walk().state().ownership.responsible();
    turn.map(|turn| Person { contact: None, ..turn.person.clone() })
}

/// A person named on the command line; `me` is whoever the configuration says.
///
/// # Errors
/// When it is no name.
pub fn somebody(house: &House, option: &str, typed: &str) -> Result<Person, Failure> {
    let is_me = matches!(typed.trim().to_lowercase().as_str(), "me" | "myself" | "i");
    if let (true, Some(me)) = (is_me, &house.config.me) {
        return Ok(me.clone());
    }
    let unknown = |help: &str| Failure::Usage(format!("`{option}` takes a person's name"), help.to_owned());
    if is_me {
        return Err(unknown("say who you are with `--me`, or under `[me]` in the configuration file"));
    }
    Person::read(typed).map_err(|_| unknown("write it as \"Maria Lopez, shift manager\""))
}

fn last_number(change: &Change<'_>) -> String {
    let numbers = change.walk().state().pledges.iter().map(|pledge| pledge.number);
    numbers.max().map_or_else(String::new, |number| number.to_string())
}

/// The promise that was typed.
///
/// # Errors
/// When it is no promise's number.
pub fn number(typed: &str) -> Result<PromiseNumber, Failure> {
    typed.parse().map_err(|why: crate::journal::promise_number::NoPromiseNumber| {
        Failure::Usage(why.to_string(), "see `recover promise ID` for those there are".into())
    })
}

fn settle(
    house: &House,
    id: &str,
    promise: &str,
    became: &Became,
    said_back: &str,
    out: &mut Out,
) -> Result<ExitCode, Failure> {
    let number = number(promise)?;
    let mut change = Change::of(house, id, None)?;
    let events = change.make(|walk, around| walk.settle(number, became.clone(), around))?;
    let verdict = events.iter().find_map(|event| match event {
        Event::PromiseSettled { verdict, .. } => Some(*verdict),
        _ => None,
    });
    let words = match (verdict, change.walk().state().pledges.get(number)) {
        (Some(Verdict::Late), Some(pledge)) => {
            let due = human::moment(pledge.promise.due, house.environment.now(), &house.environment.zone);
            format!("{number} was done, late{said_back}: it was due {due}")
        }
        (Some(verdict), _) => format!("{number} is {}{said_back}", verdict_in_words(verdict)),
        (None, _) => String::new(),
    };
    tell(house, out, &words)?;
    warn_of_silence(house, &change, out)
}

/// Once nothing more is promised, the customer does not know when they hear next.
fn warn_of_silence(house: &House, change: &Change<'_>, out: &mut Out) -> Result<ExitCode, Failure> {
    let walk = change.walk();
    let hears = walk.next_word(house.environment.now()).is_some();
    if !house.global.quiet && !hears && walk.state().ended.is_none() {
        out.message(&format!(
            "help: they have not been told when they hear next; `recover promise {} add \"we ring\" --due \"tomorrow 10:00\"` says it\n",
            change.id()
        ))?;
    }
    Ok(ExitCode::Done)
}

fn promise_anew(
    house: &House,
    id: &str,
    promise: &str,
    due: &str,
    why: Option<String>,
    out: &mut Out,
) -> Result<ExitCode, Failure> {
    let number = number(promise)?;
    let reading = when::moment(house, "--due", due, Purpose::Ahead)?;
    let mut change = Change::of(house, id, None)?;
    let why = why.map(Untrusted::from);
    let events = change.make(|walk, around| walk.promise_anew(number, reading.instant, why.clone(), around))?;
    let said_back = when::said_back(house, &reading);
    if matches!(events.first(), Some(Event::PromiseMoved { .. })) {
        return tell(
            house,
            out,
            &format!("{number} is due {said_back}; it had not fallen due, so it is the same promise"),
        );
    }
    let new = last_number(&change);
    out.document(&format!("{new}\n"))?;
    tell(house, out, &format!("{number} had fallen due and is broken; {new} stands in its place, due {said_back}"))
}

/// Says what was done, unless only what was asked for is to be printed.
pub fn tell(house: &House, out: &mut Out, words: &str) -> Result<ExitCode, Failure> {
    if !house.global.quiet {
        out.message(&format!("{}\n", crate::escape::term_block(words)))?;
    }
    Ok(ExitCode::Done)
}

fn list(house: &House, id: &str, format: TextOrJson, out: &mut Out) -> Result<ExitCode, Failure> {
    let store = house.store_for_reading()?;
    let id = house.incident(store.as_ref(), id)?;
    let ledger = Ledger::of(&walk_of(store.as_ref(), id)?);
    if format == TextOrJson::Json {
        let promises: Vec<_> = ledger.iter().map(crate::render::json::promise_entry).collect();
        let taken_out: Vec<_> = ledger.taken_out().map(crate::render::json::promise_entry).collect();
        let document = serde_json::json!({ "schema": "recover.promises/1", "id": id.to_string(), "promises": promises, "taken_out": taken_out });
        out.document(&format!("{document:#}\n"))?;
        return Ok(ExitCode::Done);
    }
    if ledger.is_empty() && ledger.taken_out().len() == 0 {
        out.message(&format!("nothing was promised in {id}\n"))?;
        return Ok(ExitCode::Done);
    }
    let width = out.document_look().width;
    for entry in &ledger {
        out.document(&line(house, entry, width))?;
    }
    for entry in ledger.taken_out() {
        let due = human::moment(entry.promise.for_house().due, house.environment.now(), &house.environment.zone);
        let words = format!("{due}: {}", entry.promise.for_house().what.term());
        out.document(&aligned(entry, "taken out", &words, width))?;
    }
    Ok(ExitCode::Done)
}

/// `P1  overdue    today 10:00, 25 min ago: the engineer rings (Maria Lopez)`
fn line(house: &House, entry: &PromiseEntry, width: usize) -> String {
    let (now, zone) = (house.environment.now(), &house.environment.zone);
    let promise = entry.promise.for_house();
    let (state, due) = match entry.state(now) {
        PromiseState::Owed => ("promised", human::both(promise.due, now, zone)),
        PromiseState::Overdue => ("OVERDUE", human::both(promise.due, now, zone)),
        PromiseState::Settled(verdict) => (verdict_in_words(verdict), human::moment(promise.due, now, zone)),
    };
    let by = entry.keeper.as_ref().map_or_else(String::new, |by| format!(" ({})", by.name.term()));
    let to = promise.to.as_ref().map_or_else(String::new, |to| format!(", to {}", to.term()));
    let reason = promise.reason.as_ref().map_or_else(String::new, |reason| format!("; {}", reason.term()));
    let words = format!("{due}: {}{by}{to}{reason}", promise.what.term());
    aligned(entry, state, &words, width)
}

fn aligned(entry: &PromiseEntry, state: &str, words: &str, width: usize) -> String {
    let start = format!("{:<4} {state:<9} ", entry.number.to_string());
    let indent = " ".repeat(start.len());
    format!("{}\n", wrap_hanging(words, width, &start, &indent))
}
