//! `recover resume`: go on where an incident stopped.

use super::{Failure, House, scripted, talk};
use crate::case::Case;
use crate::cli::Resume;
use crate::exit_code::ExitCode;
use crate::journal::IncidentId;
use crate::out::Out;
use crate::store::Store;
use crate::walk::Next;

/// How many unfinished incidents are offered.
const OFFERED: u32 = 20;

/// Goes on with an incident.
///
/// # Errors
/// [`Failure`].
pub fn run(house: &House, args: Resume, out: &mut Out) -> Result<ExitCode, Failure> {
    let store = house.store_for_writing()?;
    let id = match &args.id {
        Some(typed) => house.incident(store.as_ref(), typed)?,
        None => only_unfinished(store.as_ref())?,
    };
    let case = Case::load(store, id)?;
    if let Next::Ended = case.walk().next() {
        return Err(Failure::Usage(format!("{id} is closed"), format!("look at it with `recover show {id}`")));
    }
    if scripted::is_scripted(&args.given) {
        let answers = scripted::answers(house, &args.given, case.walk().playbook())?;
        return scripted::walk(house, case, &answers, &args.given, out);
    }
    let may_ask = house.global.plain || house.environment.can_ask;
    if house.global.no_input || !may_ask {
        return Err(nobody_to_ask(&case, id));
    }
    let me = house.me(args.given.me.as_deref())?;
    talk::talk(house, case, me, out)
}

/// The only unfinished incident; where there are several, which.
fn only_unfinished(store: &dyn Store) -> Result<IncidentId, Failure> {
    let unfinished = store.unfinished(OFFERED)?;
    match unfinished.as_slice() {
        [one] => Ok(one.id),
        [] => Err(Failure::Usage("no incident is unfinished".into(), "begin one with `recover start`".into())),
        several => {
            let lines: Vec<String> = several
                .iter()
                .map(|summary| {
                    let customer = summary.customer.as_deref().map_or_else(|| "customer not known".into(), |name| crate::escape::term(name).into_owned());
                    format!("  {}  {customer}", summary.id)
                })
                .collect();
            Err(Failure::Usage(format!("several incidents are unfinished:\n{}", lines.join("\n")), format!("name one, as `recover resume {}`", several.first().map(|summary| summary.id.to_string()).unwrap_or_default())))
        }
    }
}

fn nobody_to_ask(case: &Case, id: IncidentId) -> Failure {
    let names: Vec<String> = case.walk().owed().map(|question| format!("`{}`", question.id)).collect();
    Failure::NobodyToAsk(
        format!("there is no terminal to ask on, and these answers are missing: {}", crate::text::list_and(&names)),
        format!("give them with `recover resume {id} --answers FILE` or `--set QUESTION=ANSWER`"),
    )
}
