//! `recover playbook sheet`: a playbook on one page, for the wall.

use std::path::Path;

use crate::cli::paper::{PageFormat, Printing};
use crate::commands::paper::{Form, Place, deliver};
use crate::commands::{Failure, House};
use crate::exit_code::ExitCode;
use crate::out::Out;
use crate::render::sheet;

/// Writes the wall sheet of a playbook.
///
/// # Errors
/// When the playbook cannot be taken, no PDF can be made, or the output cannot be written.
pub fn run(
    house: &House,
    playbook: &str,
    format: Option<PageFormat>,
    output: Option<&Path>,
    printing: &Printing,
    out: &mut Out,
) -> Result<ExitCode, Failure> {
    let form = Form::chosen(format, output, Form::Text, "a wall sheet")?;
    let taken = house.shelf().take(playbook)?;
    let text = match form {
        Form::Html | Form::Pdf => sheet::page(&taken.playbook),
        Form::Markdown | Form::Text => form.text(&sheet::document(&taken.playbook)),
    };
    deliver(house, text, form, Place::of(output), printing.pdf_engine.as_deref(), out)?;
    Ok(ExitCode::Done)
}
