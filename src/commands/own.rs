//! `recover own`, `recover assign` and `recover card`: who answers for an incident, and what the next person needs to know.

use super::change::Change;
use super::paper::{Form, Place, deliver};
use super::promise::{somebody, tell};
use super::{Failure, House};
use crate::case::{CaseError, walk_of};
use crate::cli::people::{Assign, Card, Own};
use crate::exit_code::ExitCode;
use crate::out::{Out, USUAL_WIDTH};
use crate::record::Record;
use crate::render;
use crate::schedule::human;

/// Accepts an incident.
///
/// # Errors
/// [`Failure`].
pub fn own(house: &House, args: &Own, out: &mut Out) -> Result<ExitCode, Failure> {
    let mut change = Change::of(house, &args.id, args.me.as_deref())?;
    let person = match (&args.person, change.me()) {
        (Some(typed), _) => somebody(house, "PERSON", typed)?,
        (None, Some(me)) => me.clone(),
        (None, None) => {
            return Err(Failure::Usage(
                "your own name is not known here yet".into(),
                format!(
                    "write `recover own {} \"Maria Lopez\"`, or your name under `[me]` in the configuration file",
                    args.id
                ),
            ));
        }
    };
    let before = change.walk().state().ownership.responsible().cloned();
    change.make(|walk, _| walk.own(person.clone()))?;
    let name = person.name.term();
    let words = match before {
        Some(before) => format!("{name} answers for {} now, in place of {}", change.id(), before.person.name.term()),
        None => format!("{name} answers for {} now{}", change.id(), after(&change)),
    };
    tell(house, out, &words)
}

/// How long nobody did.
fn after(change: &Change<'_>) -> String {
    let responsibility = crate::record::Responsibility::of(change.walk());
    let seconds = responsibility.time_to_own.map_or(0, |time| time.num_seconds().unsigned_abs());
    if seconds < 60 { String::new() } else { format!(", {} after they told us", human::duration(seconds)) }
}

/// Hands an incident over, or names a deputy.
///
/// # Errors
/// [`Failure`].
pub fn assign(house: &House, args: &Assign, out: &mut Out) -> Result<ExitCode, Failure> {
    let person = somebody(house, "PERSON", &args.person)?;
    let mut change = Change::of(house, &args.id, None)?;
    let id = change.id();
    let name = person.name.term();
    if args.deputy {
        change.make(|walk, _| walk.name_deputy(person.clone()))?;
        return tell(house, out, &format!("{name} stands in for the owner of {id}; the owner stays the owner"));
    }
    let why = args.why.clone().map(Into::into);
    change.make(|walk, _| walk.assign(person.clone(), why.clone()))?;
    if !house.global.quiet {
        print_card(house, change.case().record_so_far().as_ref(), out)?;
    }
    let stays = match change.walk().state().ownership.responsible() {
        Some(turn) => format!("{} answers for it", turn.person.name.term()),
        None => "nobody answers for it".to_owned(),
    };
    tell(
        house,
        out,
        &format!(
            "{name} is asked to take on {id}; until `recover own {id} {}`, {stays}",
            crate::text::shell_word(&name)
        ),
    )
}

/// Prints or writes the card of an incident.
///
/// # Errors
/// [`Failure`].
pub fn card(house: &House, args: &Card, out: &mut Out) -> Result<ExitCode, Failure> {
    let place = Place::of(args.output.as_deref());
    let form = Form::chosen(args.format, args.output.as_deref(), Form::Text, "a card")?;
    let store = house.store_for_reading()?;
    let id = house.incident(store.as_ref(), &args.id)?;
    let walk = walk_of(store.as_ref(), id)?;
    let record = Record::of(&walk, id).ok_or(CaseError::NoBeginning(id))?;
    let record = record.counted(&walk, house.calendars().as_ref());
    if form == Form::Text && matches!(place, Place::Stream) {
        print_card(house, Some(&record), out)?;
        return Ok(ExitCode::Done);
    }
    let (now, zone) = (house.environment.now(), &house.environment.zone);
    let text = match form {
        Form::Text => render::card::card(&record, now, zone, USUAL_WIDTH),
        Form::Markdown | Form::Html | Form::Pdf => form.text(&render::card::document(&record, now, zone)),
    };
    deliver(house, text, form, place, args.printing.pdf_engine.as_deref(), out)?;
    Ok(ExitCode::Done)
}

fn print_card(house: &House, record: Option<&Record>, out: &mut Out) -> Result<(), Failure> {
    let Some(record) = record else { return Ok(()) };
    let width = out.document_look().width;
    let card = render::card::card(record, house.environment.now(), &house.environment.zone, width);
    Ok(out.document(&card)?)
}
