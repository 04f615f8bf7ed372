//! A walk with a person at the terminal.

use super::{Failure, House, record};
use crate::answer::Person;
use crate::case::Case;
use crate::conversation::{Around, Guide, Outcome};
use crate::exit_code::ExitCode;
use crate::out::{Look, Out};
use crate::term::{Editor, Plain, Rich, Signals, Terminal};

/// Leads through a case until it is closed or the responder stops; then writes the record and says how to go on.
///
/// # Errors
/// When an answer could not be kept, or the terminal cannot be used.
pub fn talk(house: &House, mut case: Case, me: Option<Person>, out: &mut Out) -> Result<ExitCode, Failure> {
    let look = out.message_look();
    let signals = Signals::watch().map_err(|error| Failure::from(crate::conversation::ConversationError::Terminal(error)))?;
    let editor = Editor { command: house.environment.editor.clone() };
    let author = house.author(me.as_ref());
    let now = || house.environment.now();
    let around = Around { now: &now, zone: &house.environment.zone, me, author };
    let mut terminal = terminal(house, look, editor, signals);
    let outcome = Guide::new(terminal.as_mut(), &mut case, around).run();
    drop(terminal);
    let outcome = outcome?;
    let Some(id) = case.id() else {
        out.message("nothing was answered, so nothing was kept\n")?;
        return Ok(exit_code(outcome));
    };
    let path = record::write_beside(house, &case)?;
    out.document(&format!("{id}\n"))?;
    if let Some(path) = path {
        out.message(&format!("record: {}\n", crate::escape::term(&path.display().to_string())))?;
    }
    if outcome != Outcome::Closed {
        out.message(&format!("what was answered is kept; go on with `recover resume {id}`\n"))?;
    }
    Ok(exit_code(outcome))
}

/// A real terminal where there is one, lines otherwise or when lines were asked for.
fn terminal(house: &House, look: Look, editor: Editor, signals: Signals) -> Box<dyn Terminal> {
    if !house.global.plain && !house.environment.wants_lines {
        if let Some(rich) = Rich::new(std::io::stderr(), look, editor.clone(), signals.clone()) {
            return Box::new(rich);
        }
    }
    Box::new(Plain::new(std::io::stdin(), std::io::stderr(), look, editor, signals))
}

const fn exit_code(outcome: Outcome) -> ExitCode {
    match outcome {
        Outcome::Closed => ExitCode::Done,
        Outcome::Stopped => ExitCode::Unfinished,
        Outcome::Interrupted | Outcome::HungUp => ExitCode::Interrupted,
    }
}
