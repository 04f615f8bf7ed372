//! The program: makes the process private and quiet, and runs the command.

use std::process::ExitCode;

fn main() -> ExitCode {
    if recover::hygiene::begin().is_err() {
        return recover::exit_code::ExitCode::Failed.into();
    }
    recover::commands::run().into()
}
