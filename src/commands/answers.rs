//! `recover answers ID`: an incident's answers as an answers file.

use super::{Failure, House};
use crate::answers_file;
use crate::case::walk_of;
use crate::cli::Answers;
use crate::exit_code::ExitCode;
use crate::out::Out;

/// Writes the answers of an incident.
///
/// # Errors
/// [`Failure`].
pub fn run(house: &House, args: &Answers, out: &mut Out) -> Result<ExitCode, Failure> {
    let store = house.store_for_reading()?;
    let id = house.incident(store.as_ref(), &args.id)?;
    let walk = walk_of(store.as_ref(), id)?;
    out.document_bytes(answers_file::write(&walk, &house.environment.zone).as_bytes())?;
    Ok(ExitCode::Done)
}
