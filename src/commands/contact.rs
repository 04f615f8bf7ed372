//! `recover contact`: a contact, and when the customer hears next.

use super::change::Change;
use super::coached::Listener;
use super::promise::{number, owner, somebody, tell};
use super::{Failure, House, record, talk, when};
use crate::answer::{Contact, Direction, Promise};
use crate::case::Case;
use crate::cli::ledger::{Contact as Args, YesNo};
use crate::exit_code::ExitCode;
use crate::journal::Event;
use crate::out::Out;
use crate::render::value::verdict_in_words;
use crate::schedule::spoken::Purpose;
use crate::spine::Name;
use crate::spine::choices::CHANNEL;
use crate::untrusted::Untrusted;
use crate::walk::HearsNext;

/// What is promised when only a time is said.
const HEARS_FROM_US: &str = "we get in touch";

/// Logs a contact, from the command line or by asking.
///
/// # Errors
/// [`Failure`].
pub fn run(house: &House, args: &Args, out: &mut Out) -> Result<ExitCode, Failure> {
    let Some(said) = args.said.clone() else { return ask(house, args, out) };
    let mut change = Change::of(house, &args.id, args.me.as_deref())?;
    let contact = contact(house, args, said.into(), &change)?;
    let (next, said_back) = hears_next(house, args, &change)?;
    let keeps = args.keeps.as_deref().map(number).transpose()?;
    let mut listener = Listener::new(house);
    let mut logged = Event::Contacted { contact: contact.clone(), kept: Vec::new() };
    listener.hear(change.walk(), &mut logged);
    let events = change.make(|walk, around| {
        let mut events = walk.contact(contact.clone(), next.clone(), keeps, around)?;
        heard_in(&logged, &mut events);
        Ok(events)
    })?;
    let id = change.id();
    let mut words = vec![format!("logged in {id}{}", when::at_said_back(house, args.at.is_some(), contact.at))];
    for event in &events {
        match event {
            Event::Owned { by } => words.push(format!("nobody answered for it, so {} does now", by.name.term())),
            Event::PromiseSettled { number, verdict, .. } => {
                words.push(format!("{number} is {}", verdict_in_words(*verdict)));
            }
            Event::Promised { .. } => {
                let promised = change.walk().state().pledges.iter().map(|pledge| pledge.number).max();
                let number = promised.map_or_else(String::new, |number| number.to_string());
                let next = if contact.is_with_customer() { "they hear next" } else { "due" };
                words.push(format!("{number}: {next} {said_back}"));
            }
            _ => {}
        }
    }
    tell(house, out, &words.join("\n"))?;
    listener.tell(out)?;
    if change.walk().state().ended.is_some() && contact.direction == Direction::In && !house.global.quiet {
        out.message(&format!(
            "help: {id} is closed; `recover reopen {id} --why TEXT` opens it again if it has to be\n"
        ))?;
    }
    name_what_may_be_kept(house, &change, &contact, keeps.is_some(), out)
}

/// What was kept in the contact as it was heard stands in it as it is logged.
fn heard_in(heard: &Event, events: &mut [Event]) {
    let Event::Contacted { kept: heard, .. } = heard else { return };
    for event in events {
        if let Event::Contacted { kept, .. } = event {
            kept.clone_from(heard);
        }
    }
}

/// A contact that got through to the customer may be what was promised to them.
fn name_what_may_be_kept(
    house: &House,
    change: &Change<'_>,
    contact: &Contact,
    keeps: bool,
    out: &mut Out,
) -> Result<ExitCode, Failure> {
    let walk = change.walk();
    let before = |at| at <= contact.at || walk.next_word(contact.at).is_some();
    let owed = walk.state().pledges.iter().filter(|pledge| pledge.is_owed() && walk.is_to_customer(pledge));
    let earlier = owed.filter(|pledge| pledge.made_at < house.environment.now() && before(pledge.promise.due));
    if let (Some(pledge), true, false) =
        (earlier.min_by_key(|pledge| pledge.promise.due), contact.reached_them(), keeps)
        && !house.global.quiet
    {
        out.message(&format!(
            "help: if this was what `{}` promised, say so with `recover promise {} keep {}`\n",
            pledge.number,
            change.id(),
            pledge.number
        ))?;
    }
    Ok(ExitCode::Done)
}

fn contact(house: &House, args: &Args, said: Untrusted, change: &Change<'_>) -> Result<Contact, Failure> {
    let direction = match (args.out, args.inside) {
        (true, _) => Direction::Out,
        (_, true) => Direction::Inside,
        _ => Direction::In,
    };
    let at = when::moment_or_now(house, "--at", args.at.as_deref())?;
    let who = match args.who.as_deref() {
        Some(typed) => Some(somebody(house, "--who", typed)?),
        None => change.me().cloned(),
    };
    Ok(Contact {
        channel: args.channel.as_deref().map(channel).transpose()?,
        who: who.as_ref().map(|who| who.name.clone()),
        role: who.and_then(|who| who.role),
        with: args.with.clone().map(Untrusted::from),
        answered: args.answered.map(|answered| answered == YesNo::Yes),
        chased: args.chased.then_some(true),
        ..Contact::plain(at, direction, said)
    })
}

fn channel(typed: &str) -> Result<Name, Failure> {
    let typed = typed.trim().to_lowercase();
    let known = CHANNEL.iter().map(|(name, _)| *name).find(|name| *name == typed);
    known.and_then(|name| name.parse().ok()).ok_or_else(|| {
        let names = || CHANNEL.iter().map(|(name, _)| *name);
        let help = match crate::text::did_you_mean(&typed, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
        };
        Failure::Usage(format!("`{}` is no channel", crate::text::clip(&crate::escape::term(&typed), 60)), help)
    })
}

/// When the customer hears next, and how the time was understood.
fn hears_next(house: &House, args: &Args, change: &Change<'_>) -> Result<(HearsNext, String), Failure> {
    if let Some(why) = &args.no_next {
        return Ok((HearsNext::Nothing(why.as_str().into()), String::new()));
    }
    let Some(typed) = &args.next else { return Ok((HearsNext::Unsaid, String::new())) };
    if let Ok(number) = typed.parse() {
        return Ok((HearsNext::As(number), String::new()));
    }
    let reading = when::moment(house, "--next", typed, Purpose::Ahead)?;
    let by = match args.next_by.as_deref() {
        Some(typed) => Some(somebody(house, "--next-by", typed)?),
        None => owner(change).or_else(|| change.me().cloned()),
    };
    let what = args.next_what.clone().unwrap_or_else(|| HEARS_FROM_US.to_owned());
    let promise = Promise {
        what: what.into(),
        due: reading.instant,
        by,
        to: None,
        verdict: None,
        settled_at: None,
        reason: None,
    };
    Ok((HearsNext::Promised(promise), when::said_back(house, &reading)))
}

/// Asks about the contact on a terminal.
fn ask(house: &House, args: &Args, out: &mut Out) -> Result<ExitCode, Failure> {
    let may_ask = house.global.plain || house.environment.can_ask;
    if house.global.no_input || !may_ask {
        return Err(Failure::Usage(
            "what was said is missing, and there is no terminal to ask on".into(),
            "give it with `--said TEXT`, and when they hear next with `--next TIME` or `--no-next WHY`".into(),
        ));
    }
    let me = house.me(args.me.as_deref())?;
    let store = house.store_to_change()?;
    let id = house.incident(store.as_ref(), &args.id)?;
    let mut case = Case::load(store, house.calendars(), id)?;
    let outcome = talk::guided(house, &mut case, me, out, talk::Through::Contact)?;
    record::write_beside(house, &case)?;
    Ok(talk::exit_code(outcome))
}
