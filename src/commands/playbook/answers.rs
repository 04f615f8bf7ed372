//! `recover playbook answers`.

use crate::commands::{Failure, House};
use crate::exit_code::ExitCode;
use crate::out::Out;

/// Prints an empty answers file, with every question as a comment.
///
/// # Errors
/// When the playbook cannot be taken or the output cannot be written.
pub fn run(house: &House, playbook: &str, out: &mut Out) -> Result<ExitCode, Failure> {
    let taken = house.shelf().take(playbook)?;
    out.document(&crate::answers_file::blank(&taken.playbook))?;
    Ok(ExitCode::Done)
}
