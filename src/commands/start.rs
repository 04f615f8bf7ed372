//! `recover start`: walk a new incident.

use std::sync::Arc;

use super::{Failure, House, scripted, talk};
use crate::answers_file::AnswersFile;
use crate::case::{Beginning, Case};
use crate::cli::Start;
use crate::env::Environment;
use crate::exit_code::ExitCode;
use crate::out::Out;
use crate::playbook::Playbook;
use crate::playbook::library::SHIPPED;
use crate::shelf::Taken;
use crate::walk::Walk;

/// Opens an incident and walks it, with a person or with answers.
///
/// # Errors
/// [`Failure`].
pub fn run(house: &House, args: Start, out: &mut Out) -> Result<ExitCode, Failure> {
    let named = match &args.playbook {
        Some(typed) => Some(typed.clone()),
        None => scripted::playbook_named_in(&args.given)?,
    };
    let taken = house.shelf().take(&playbook_name(house, named.as_deref()))?;
    if scripted::is_scripted(&args.given) {
        let answers = scripted::answers(house, &args.given, &taken.playbook)?;
        let me = responder(house, &args, &answers)?;
        let reference =
            args.reference.or_else(|| answers.external_ref.as_ref().map(|reference| reference.value.clone()));
        let case = begin(house, taken, reference, me)?;
        return scripted::walk(house, case, &answers, &args.given, out);
    }
    let may_ask = house.global.plain || house.environment.can_ask;
    if house.global.no_input || !may_ask {
        return Err(nobody_to_ask(taken.playbook));
    }
    let me = house.me(args.given.me.as_deref())?;
    let case = begin(house, taken, args.reference, me.clone())?;
    talk::talk(house, case, me, out)
}

/// The playbook of the command line or the answers file, else that of the configuration, else the first shipped one.
fn playbook_name(house: &House, named: Option<&str>) -> String {
    let shipped = SHIPPED.first().map_or("", |shipped| shipped.id);
    named.or(house.config.playbook.as_deref()).unwrap_or(shipped).to_owned()
}

fn responder(house: &House, args: &Start, answers: &AnswersFile) -> Result<Option<crate::answer::Person>, Failure> {
    let me = house.me(args.given.me.as_deref())?;
    Ok(answers.me(&scripted::listening(house, me)))
}

fn begin(
    house: &House,
    taken: Taken,
    reference: Option<String>,
    responder: Option<crate::answer::Person>,
) -> Result<Case, Failure> {
    let store = house.store_for_writing()?;
    let uid = Environment::uid()?;
    let Taken { playbook, layers } = taken;
    Ok(Case::begin(
        store,
        house.calendars(),
        Beginning {
            playbook,
            layers,
            external_ref: reference,
            responder,
            time_zone: house.environment.time_zone.clone(),
            uid,
        },
    ))
}

/// Without a terminal and without answers: what would be needed, all of it at once.
fn nobody_to_ask(playbook: Playbook) -> Failure {
    let id = playbook.id.clone();
    let walk = Walk::replay(Arc::new(playbook), []);
    let names: Vec<String> = walk.owed().map(|question| format!("`{}`", question.id)).collect();
    Failure::NobodyToAsk(
        format!("there is no terminal to ask on, and these answers are missing: {}", crate::text::list_and(&names)),
        format!(
            "give them with `--answers FILE` or `--set QUESTION=ANSWER`; `recover playbook answers {id}` prints a file to fill in"
        ),
    )
}
