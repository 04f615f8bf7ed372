//! `recover playbook schema`.

use crate::commands::Failure;
use crate::exit_code::ExitCode;
use crate::out::Out;

/// Prints the JSON Schema of the playbook format.
///
/// # Errors
/// When the output cannot be written.
pub fn run(out: &mut Out) -> Result<ExitCode, Failure> {
    out.document(&format!("{:#}\n", crate::playbook::schema::schema()))?;
    Ok(ExitCode::Done)
}
