//! `recover deadline`: when something is due. One limit for a person, or many cases as lines of JSON.

mod case;
mod limit;
mod lines;
mod shown;

pub use shown::{day_json, rfc3339, rule_json};

use crate::cli::Deadline;
use crate::commands::{Failure, House};
use crate::exit_code::ExitCode;
use crate::out::Out;

/// Counts one limit, or every case on standard input.
///
/// # Errors
/// When the limit, calendar, zone or start makes no sense, or the output cannot be written.
pub fn run(house: &House, args: &Deadline, out: &mut Out) -> Result<ExitCode, Failure> {
    if args.jsonl {
        return lines::run(house.almanac(), std::io::stdin().lock(), out);
    }
    let limit = limit::Limit::of(house, args)?;
    let counted = limit.count()?;
    limit.tell(args, &counted, house.global.quiet, out)
}
