//! `recover note ID TEXT`.

use super::{Failure, House};
use crate::case::{Case, Fact};
use crate::cli::Note;
use crate::exit_code::ExitCode;
use crate::out::Out;

/// Adds a note for the house.
pub fn run(house: &House, args: Note, out: &mut Out) -> Result<ExitCode, Failure> {
    let store = house.store_for_writing()?;
    let id = house.incident(store.as_ref(), &args.id)?;
    let mut case = Case::load(store, house.calendars(), id)?;
    let events = case
        .walk()
        .note(None, args.text.into())
        .map_err(|refusal| Failure::Usage(refusal.message(), refusal.help()))?;
    let (at, author) = (house.environment.now(), house.author(house.config.me.as_ref()));
    case.record(events.into_iter().map(|event| Fact { event, at, author: author.clone() }).collect())?;
    super::record::write_beside(house, &case)?;
    if !house.global.quiet {
        out.message(&format!("noted in {id}\n"))?;
    }
    Ok(ExitCode::Done)
}
