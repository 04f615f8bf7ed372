//! `recover failure`: what went wrong within one incident, each with its date and what became of it.

use super::change::Change;
use super::promise::tell;
use super::{Failure as CannotDo, House, when};
use crate::answer::{Failure, FailureState, Value};
use crate::case::walk_of;
use crate::cli::ledger::{Failure as Args, FailureCommand};
use crate::exit_code::ExitCode;
use crate::out::Out;
use crate::schedule::human;
use crate::text::wrap_hanging;
use crate::untrusted::Untrusted;
use crate::walk::Walk;

/// Adds, settles or lists failures.
///
/// # Errors
/// [`CannotDo`].
pub fn run(house: &House, args: Args, out: &mut Out) -> Result<ExitCode, CannotDo> {
    match args.command {
        None | Some(FailureCommand::List) => list(house, &args.id, out),
        Some(FailureCommand::Add { what, at, promised }) => {
            let happened = when::moment_or_now(house, "--at", at.as_deref())?;
            let said_back = when::at_said_back(house, at.is_some(), happened);
            let failure = Failure {
                at: happened,
                what: what.into(),
                promised: promised.map(Untrusted::from),
                state: FailureState::Open,
                put_right_at: None,
            };
            let mut change = Change::of(house, &args.id, None)?;
            change.make(|walk, _| walk.find_failure(failure.clone()))?;
            let number = failures(change.walk()).count();
            tell(house, out, &format!("failure {number} of {}{said_back}", change.id()))
        }
        Some(FailureCommand::Right { number, at }) => {
            let done = when::moment_or_now(house, "--at", at.as_deref())?;
            let said_back = when::at_said_back(house, at.is_some(), done);
            let mut change = Change::of(house, &args.id, None)?;
            change.make(|walk, around| walk.settle_failure(number, Some(done), around))?;
            tell(house, out, &format!("failure {number} is put right{said_back}"))
        }
        Some(FailureCommand::Leave { number }) => {
            let mut change = Change::of(house, &args.id, None)?;
            change.make(|walk, around| walk.settle_failure(number, None, around))?;
            tell(house, out, &format!("failure {number} will not be put right; say what they get in its place"))
        }
    }
}

fn failures(walk: &Walk) -> impl Iterator<Item = &Failure> {
    walk.answer_to("failures").into_iter().flat_map(Value::parts).filter_map(|part| match part {
        Value::Failure(failure) => Some(failure),
        _ => None,
    })
}

/// `1  put right  Tue 8 Sep 09:40: only the server came; promised: all of it; put right Fri 11 Sep 12:00`
fn list(house: &House, id: &str, out: &mut Out) -> Result<ExitCode, CannotDo> {
    let store = house.store_for_reading()?;
    let id = house.incident(store.as_ref(), id)?;
    let walk = walk_of(store.as_ref(), id)?;
    let (now, zone, width) = (house.environment.now(), &house.environment.zone, out.document_look().width);
    let mut none = true;
    for (index, failure) in failures(&walk).enumerate() {
        none = false;
        let state = match failure.state {
            FailureState::Open => "open",
            FailureState::PutRight => "put right",
            FailureState::NotPutRight => "left",
        };
        let promised = failure
            .promised
            .as_ref()
            .map_or_else(String::new, |text| format!("; promised: {}", text.term().trim_end_matches('.')));
        let since =
            failure.put_right_at.map_or_else(String::new, |at| format!("; put right {}", human::moment(at, now, zone)));
        let what = failure.what.term();
        let what = what.trim_end_matches('.');
        let words = format!("{}: {what}{promised}{since}", human::moment(failure.at, now, zone));
        let start = format!("{:<3} {state:<10} ", index + 1);
        let indent = " ".repeat(start.len());
        out.document(&format!("{}\n", wrap_hanging(&words, width, &start, &indent)))?;
    }
    if none {
        out.message(&format!("no failures of their own are recorded in {id}\n"))?;
    }
    Ok(ExitCode::Done)
}
