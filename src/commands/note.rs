//! `recover note ID TEXT`.

use super::change::Change;
use super::promise::tell;
use super::{Failure, House};
use crate::cli::Note;
use crate::exit_code::ExitCode;
use crate::out::Out;
use crate::untrusted::Untrusted;

/// Adds a note for the house.
///
/// # Errors
/// [`Failure`].
pub fn run(house: &House, args: Note, out: &mut Out) -> Result<ExitCode, Failure> {
    let mut change = Change::of(house, &args.id, None)?;
    let text = Untrusted::from(args.text);
    change.make(|walk, _| walk.note(None, text.clone()))?;
    tell(house, out, &format!("noted in {}", change.id()))
}
