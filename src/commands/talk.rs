//! A walk with a person at the terminal.

use super::{Failure, House, record};
use crate::answer::Person;
use crate::case::Case;
use crate::conversation::{Around, ConversationError, Guide, Outcome};
use crate::exit_code::ExitCode;
use crate::out::Out;
use crate::playbook::Playbook;
use crate::term::{Command, Editor, Form, Gone, Opt, Plain, Prompt, Reply, Rich, Signals, Terminal};

/// Lets somebody choose one of several options; `None` when they stop or go back.
///
/// # Errors
/// When the terminal cannot be used.
pub fn choose(house: &House, ask: &str, options: Vec<Opt>, out: &Out) -> Result<Option<usize>, Failure> {
    let mut terminal = at_terminal(house, out)?;
    let prompt = Prompt {
        ask: ask.into(),
        expects: String::new(),
        form: Form::One(options),
        before: None,
        is_draft: false,
        commands: vec![Command::Back, Command::Stop],
    };
    loop {
        match terminal.ask(&prompt) {
            Ok(Reply::Picked(index)) => return Ok(Some(index)),
            Ok(Reply::Command(_)) | Err(Gone::Interrupted | Gone::Ended | Gone::HungUp) => return Ok(None),
            Ok(Reply::Typed(_) | Reply::PickedSeveral(_) | Reply::Enter) => {}
            Err(Gone::Failed(error)) => return Err(ConversationError::Terminal(error).into()),
        }
    }
}

/// Leads through a case until it is closed or the responder stops; then writes the record and says how to go on.
///
/// # Errors
/// When an answer could not be kept, or the terminal cannot be used.
pub fn talk(house: &House, mut case: Case, me: Option<Person>, out: &mut Out) -> Result<ExitCode, Failure> {
    let outcome = guided(house, &mut case, me, out, Through::Walk)?;
    if outcome == Outcome::HungUp {
        // There is nobody left to tell.
        record::write_beside(house, &case)?;
        return Ok(exit_code(outcome));
    }
    let Some(id) = case.id() else {
        out.message("nothing was answered, so nothing was kept\n")?;
        return Ok(exit_code(outcome));
    };
    let written = record::write_beside(house, &case);
    out.document(&format!("{id}\n"))?;
    if let Ok(Some(path)) = &written {
        out.message(&format!("record: {}\n", crate::escape::path(path)))?;
    }
    if outcome == Outcome::Closed {
        out.message(&format!("letter: `recover letter {id}` drafts what they get\n"))?;
    } else {
        out.message(&format!("what was answered is kept; go on with `recover resume {id}`\n"))?;
    }
    written?;
    Ok(exit_code(outcome))
}

/// What somebody is led through at the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Through {
    /// The walk, to its end or as far as they go.
    Walk,
    /// One contact.
    Contact,
}

/// Lets a guide at the terminal do something with a case.
///
/// # Errors
/// When an answer could not be kept, or the terminal cannot be used.
pub fn guided(
    house: &House,
    case: &mut Case,
    me: Option<Person>,
    out: &Out,
    through: Through,
) -> Result<Outcome, Failure> {
    let author = house.author(me.as_ref());
    let now = || house.environment.now();
    let coach = |playbook: &Playbook| house.listening_coach(playbook);
    let around = Around { now: &now, zone: &house.environment.zone, me, author, coach: &coach };
    let mut terminal = at_terminal(house, out)?;
    let mut guide = Guide::new(terminal.as_mut(), case, around);
    let outcome = match through {
        Through::Walk => guide.run(),
        Through::Contact => guide.log_contact(),
    };
    drop(terminal);
    match outcome {
        Err(ConversationError::Terminal(error))
            if rustix::io::Errno::from_io_error(&error) == Some(rustix::io::Errno::IO) =>
        {
            Ok(Outcome::HungUp)
        }
        other => Ok(other?),
    }
}

/// A real terminal where there is one, lines otherwise or when lines were asked for.
fn at_terminal(house: &House, out: &Out) -> Result<Box<dyn Terminal>, Failure> {
    let look = out.message_look();
    let signals = Signals::watch().map_err(ConversationError::Terminal)?;
    let editor = Editor { command: house.environment.editor.clone() };
    let rich = if house.global.plain || house.environment.wants_lines {
        None
    } else {
        Rich::new(std::io::stderr(), look, editor.clone(), signals.clone())
    };
    if let Some(rich) = rich {
        return Ok(Box::new(rich));
    }
    Ok(Box::new(Plain::new(std::io::stdin(), std::io::stderr(), look, editor, signals)))
}

/// How the program ends after a conversation.
pub const fn exit_code(outcome: Outcome) -> ExitCode {
    match outcome {
        Outcome::Closed => ExitCode::Done,
        Outcome::Stopped => ExitCode::Unfinished,
        Outcome::Interrupted | Outcome::HungUp => ExitCode::Interrupted,
    }
}
