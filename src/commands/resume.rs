//! `recover resume`: go on where an incident stopped.

use super::{Failure, House, scripted, talk};
use crate::case::Case;
use crate::cli::Resume;
use crate::exit_code::ExitCode;
use crate::journal::{IncidentId, Summary};
use crate::out::Out;
use crate::schedule::human;
use crate::store::Store;
use crate::term::Opt;
use crate::walk::Next;

/// How many unfinished incidents are offered.
const OFFERED: u32 = 20;

/// Goes on with an incident.
///
/// # Errors
/// [`Failure`].
pub fn run(house: &House, args: &Resume, out: &mut Out) -> Result<ExitCode, Failure> {
    let store = house.store_to_change()?;
    let may_ask = !house.global.no_input && (house.global.plain || house.environment.can_ask);
    let id = match &args.id {
        Some(typed) => house.incident(store.as_ref(), typed)?,
        None => unfinished(house, store.as_ref(), may_ask && !scripted::is_scripted(&args.given), out)?,
    };
    let case = Case::load(store, house.calendars(), id)?;
    if let Next::Ended = case.walk().next() {
        return Err(Failure::Usage(format!("{id} is closed"), format!("look at it with `recover show {id}`")));
    }
    if scripted::is_scripted(&args.given) {
        let answers = scripted::answers(house, &args.given, case.walk().playbook())?;
        return scripted::walk(house, case, &answers, &args.given, out);
    }
    if !may_ask {
        return Err(nobody_to_ask(&case, id));
    }
    let me = house.me(args.given.me.as_deref())?;
    talk::talk(house, case, me, out)
}

/// The only unfinished incident; where there are several, the one somebody chooses.
fn unfinished(house: &House, store: &dyn Store, may_ask: bool, out: &Out) -> Result<IncidentId, Failure> {
    let unfinished = store.unfinished(OFFERED)?;
    let lines: Vec<Opt> = unfinished.iter().map(|summary| line(house, summary)).collect();
    match unfinished.as_slice() {
        [one] => Ok(one.id),
        [] => Err(Failure::Usage("no incident is unfinished".into(), "begin one with `recover start`".into())),
        several if may_ask => {
            let chosen = talk::choose(house, "Which one?", lines, out)?.and_then(|index| several.get(index));
            let stopped = || Failure::Usage("none was chosen".into(), "`recover list` shows them all".into());
            chosen.map(|summary| summary.id).ok_or_else(stopped)
        }
        [first, ..] => {
            let named: Vec<String> = lines.iter().map(|line| format!("  {}", line.label)).collect();
            let help = format!("name one, as `recover resume {}`", first.id);
            Err(Failure::Usage(format!("several incidents are unfinished:\n{}", named.join("\n")), help))
        }
    }
}

/// An unfinished incident as it is offered: who, and how long ago somebody last worked on it.
fn line(house: &House, summary: &Summary) -> Opt {
    let customer =
        summary.customer.as_deref().map_or_else(|| "customer not known".into(), |name| crate::escape::term(name));
    let last = human::distance(summary.updated_at, house.environment.now());
    Opt { name: summary.id.to_string(), label: format!("{} {customer}, {last}", summary.id) }
}

fn nobody_to_ask(case: &Case, id: IncidentId) -> Failure {
    let names: Vec<String> = case.walk().owed().map(|question| format!("`{}`", question.id)).collect();
    Failure::NobodyToAsk(
        format!("there is no terminal to ask on, and these answers are missing: {}", crate::text::list_and(&names)),
        format!("give them with `recover resume {id} --answers FILE` or `--set QUESTION=ANSWER`"),
    )
}
