//! `recover reopen`: it failed again, or the customer came back.

use super::change::Change;
use super::promise::tell;
use super::{Failure, House};
use crate::cli::people::Reopen;
use crate::exit_code::ExitCode;
use crate::out::Out;
use crate::text::list_and;

/// Opens an incident again.
///
/// # Errors
/// [`Failure`].
pub fn run(house: &House, args: &Reopen, out: &mut Out) -> Result<ExitCode, Failure> {
    let mut change = Change::of(house, &args.id, None)?;
    change.make(|walk, _| walk.reopen(args.why.as_str().into(), !args.came_back))?;
    let id = change.id();
    out.document(&format!("{id}\n"))?;
    let times = change.walk().state().earlier_ends.len();
    let mut words = format!("{id} is open again, for the {} time; go on with `recover resume {id}`", ordinal(times));
    if !args.came_back {
        let again = &change.walk().playbook().again;
        if let Some(notice) = &again.notice {
            words.extend(["\n", &notice.term()]);
        }
        if !again.not_remedies.is_empty() {
            let kinds: Vec<String> = again.not_remedies.iter().map(|kind| format!("`{kind}`")).collect();
            words.extend(["\n", &list_and(&kinds), " would read as a stock gesture now"]);
        }
    }
    tell(house, out, &words)
}

fn ordinal(times: usize) -> String {
    match times {
        1 => "first".into(),
        2 => "second".into(),
        3 => "third".into(),
        more => format!("{more}th"),
    }
}
