//! The time limits of an incident, counted from its facts whenever they are looked at.
//!
//! Nothing of this is stored as a count: a limit that is looked at after a correction, or with a corrected calendar, is counted anew.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveTime};

use super::responsibility::received_at;
use crate::answer::Value;
use crate::journal::Origin;
use crate::playbook::deadline::{Deadline, Serves, Start, Stop};
use crate::schedule::calendar::{Calendar, Calendars};
use crate::schedule::count::{Counted, count};
use crate::schedule::named_zone::NamedZone;
use crate::schedule::rule::{AfterHours, Rule};
use crate::schedule::zone::Zone;
use crate::spine::Name;
use crate::untrusted::Untrusted;
use crate::walk::clockwork::{Extension, Said};
use crate::walk::{Answered, Round, Walk};

/// One time limit of an incident.
#[derive(Debug, Clone)]
pub struct Clock<'w> {
    /// The limit, as the playbook states it.
    pub deadline: &'w Deadline,
    /// Where it stands.
    pub standing: ClockStanding,
}

/// Where a time limit stands.
#[derive(Debug, Clone)]
pub enum ClockStanding {
    /// What starts it has not happened yet.
    NotStarted,
    /// It does not apply here, for the reason somebody gave.
    Waived(Untrusted),
    /// It was counted.
    Counted(Box<Count>),
    /// It cannot be counted, for a reason that says what to do.
    Uncountable(String),
}

/// A limit that has started, counted.
#[derive(Debug, Clone)]
pub struct Count {
    /// When what starts it happened.
    pub started: DateTime<FixedOffset>,
    /// The zone its days are read in, and its name.
    pub zone_name: String,
    /// The calendar it was counted by; `None` where none was looked at.
    pub calendar: Option<Arc<Calendar>>,
    /// The count itself, and that of each extension after it.
    pub counts: Vec<Counted>,
    /// The extensions.
    pub extensions: Vec<Extension>,
    /// By when it is due, this instant included; for a limit in days the last second of the day.
    pub due: DateTime<FixedOffset>,
    /// When what it asks for was done; where that was not measured, the latest it can have been.
    pub met_at: Option<DateTime<FixedOffset>>,
    /// Whether that moment was measured, and not assumed when everything was entered at one stroke.
    pub measured: bool,
    /// When the incident ended without anybody having said so; it no longer runs, and whether it was in time is not known.
    pub left_at: Option<DateTime<FixedOffset>>,
}

impl Clock<'_> {
    /// The count, where it runs and nobody has done yet what it asks for.
    pub fn running(&self) -> Option<&Count> {
        match &self.standing {
            ClockStanding::Counted(count) if count.met_at.is_none() && count.left_at.is_none() => Some(count),
            _ => None,
        }
    }
}

impl Count {
    /// Whether it was met in time; `None` while it runs, and where nobody knows. What was entered afterwards was done by then at the
    /// latest: that proves that it was in time, and never that it was late.
    pub fn in_time(&self) -> Option<bool> {
        let in_time = self.met_at? <= self.due;
        (in_time || self.measured).then_some(in_time)
    }

    /// Whether it is due when its last day ends, and not at an instant.
    pub fn by_day(&self) -> bool {
        self.counts.last().is_some_and(|counted| counted.due_instant.is_none())
    }

    /// Which calendar it was counted by, and which text of that calendar: `GB-ENG 1f3a`.
    pub fn counted_by(&self) -> Option<String> {
        self.calendar.as_ref().map(|calendar| stamp(calendar))
    }
}

/// A calendar with the text it was read from: `GB-ENG 1f3a`.
pub fn stamp(calendar: &Calendar) -> String {
    format!("{} {}", calendar.id, calendar.stamp)
}

/// What stands in place of a stamp where the calendar could not be had.
const MISSING: &str = "missing";

/// Whether a count by this calendar still holds: the calendar says what it said then, or is missing as it was then.
pub fn is_still_counted_by(counted_by: &str, calendars: &dyn Calendars) -> bool {
    let name = counted_by.split(' ').next().unwrap_or(counted_by);
    match calendars.calendar(name) {
        Ok(calendar) => stamp(&calendar) == counted_by,
        Err(_) => missing(name) == counted_by,
    }
}

/// A calendar that could not be had, in place of [`stamp`].
pub fn missing(name: &str) -> String {
    format!("{name} {MISSING}")
}

/// The time limits that apply in an incident, in the order of its playbook.
pub fn clocks<'w>(walk: &'w Walk, calendars: &dyn Calendars) -> Vec<Clock<'w>> {
    let deadlines = walk.playbook().deadlines.iter().filter(|deadline| deadline.applies(walk));
    deadlines.map(|deadline| Clock { deadline, standing: standing(walk, deadline, calendars) }).collect()
}

fn standing(walk: &Walk, deadline: &Deadline, calendars: &dyn Calendars) -> ClockStanding {
    let said = walk.state().clocks.of(&deadline.id);
    if let Some(reason) = said.and_then(|said| said.waived.clone()) {
        return ClockStanding::Waived(reason);
    }
    let Some(started) = started(walk, deadline.start) else { return ClockStanding::NotStarted };
    match counted(walk, deadline, said, started, calendars) {
        Ok(count) => ClockStanding::Counted(Box::new(count)),
        Err(why) => ClockStanding::Uncountable(why),
    }
}

fn counted(
    walk: &Walk,
    deadline: &Deadline,
    said: Option<&Said>,
    started: DateTime<FixedOffset>,
    calendars: &dyn Calendars,
) -> Result<Count, String> {
    let named = deadline.calendar.as_ref().map(|name| calendars.calendar(name.as_stored())).transpose()?;
    let calendar = named.clone().unwrap_or_else(|| Arc::new(Calendar::weekends_only()));
    let (zone, zone_name) = zone_of(walk, deadline, started)?;
    let words = |why: crate::schedule::count::CountError| why.to_string();
    let first = count(deadline.rule, started, &calendar, zone.as_ref()).map_err(words)?;
    let mut due = due(&first, zone.as_ref())?;
    let started = first.start;
    let mut counts = vec![first];
    let extensions: Vec<Extension> = said.map(|said| said.extensions.clone()).unwrap_or_default();
    for extension in &extensions {
        // The last day is a day already: nothing arrives on it after closing.
        let rule = Rule {
            n: extension.n,
            unit: extension.unit,
            inclusive: false,
            after_hours: AfterHours::Ignore,
            ..deadline.rule
        };
        let more = count(rule, due, &calendar, zone.as_ref()).map_err(words)?;
        due = self::due(&more, zone.as_ref())?;
        counts.push(more);
    }
    let said_to_be_met = said.and_then(|said| said.met_at).map(Stopped::measured);
    let stopped = said_to_be_met.or_else(|| stopped(walk, deadline));
    let met_at = stopped.map(|stopped| stopped.at);
    let measured = stopped.is_none_or(|stopped| stopped.is_measured);
    let left_at = left(walk, deadline).filter(|_| met_at.is_none());
    Ok(Count { started, zone_name, calendar: named, counts, extensions, due, met_at, measured, left_at })
}

/// The last moment that is in time: the instant itself, or the last second of the day.
fn due(counted: &Counted, zone: &dyn Zone) -> Result<DateTime<FixedOffset>, String> {
    if let Some(instant) = counted.due_instant {
        return Ok(instant);
    }
    let end = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN);
    let last = zone.resolve(counted.due_date.and_time(end));
    last.latest().ok_or_else(|| "the last moment of its last day does not exist in its time zone".to_owned())
}

/// The zone of the limit, else the zone in which the incident was opened, else the offset of its start.
fn zone_of(
    walk: &Walk,
    deadline: &Deadline,
    started: DateTime<FixedOffset>,
) -> Result<(Box<dyn Zone>, String), String> {
    let opened_in = walk.state().opened.as_ref().and_then(|(opening, _, _)| opening.time_zone.clone());
    let own = deadline.time_zone.as_ref().map(|name| name.as_stored().to_owned());
    match own.or(opened_in) {
        Some(name) => {
            let zone: NamedZone = name
                .parse()
                .map_err(|why: crate::schedule::named_zone::UnknownZone| format!("{why}; {}", why.help()))?;
            let name = zone.name().to_owned();
            Ok((Box::new(zone), name))
        }
        None => Ok((Box::new(*started.offset()), started.offset().to_string())),
    }
}

fn moment(walk: &Walk, question: &str) -> Option<DateTime<FixedOffset>> {
    match walk.answer_to(question) {
        Some(Value::DateTime(at)) => Some(*at),
        _ => None,
    }
}

/// When what starts a clock happened. The house is aware once the customer has told it, unless somebody says otherwise.
fn started(walk: &Walk, start: Start) -> Option<DateTime<FixedOffset>> {
    match start {
        Start::Received => received_at(walk),
        Start::Acknowledged => acknowledged_at(walk),
        Start::Escalated => moment(walk, "escalated_at"),
        Start::BecameAware => moment(walk, "aware_at").or_else(|| received_at(walk)),
    }
}

/// When the customer first heard from the house: as somebody said, else the first contact that got through to them, or the apology. What
/// was said in an earlier round was heard all the same.
pub fn acknowledged_at(walk: &Walk) -> Option<DateTime<FixedOffset>> {
    let reached = |part: &Value| match part {
        Value::Contact(contact) if contact.reached_them() => Some(contact.at),
        _ => None,
    };
    let contacts = ["contacts", "attempts"].into_iter().flat_map(|id| ever(walk, id)).flat_map(Value::parts);
    let apologies = ever(walk, "apologised_at").filter_map(Value::moment);
    moment(walk, "acknowledged_at").or_else(|| contacts.filter_map(reached).chain(apologies).min())
}

/// Every answer there ever was to a question: those of earlier rounds, and the present one.
pub fn ever<'w>(walk: &'w Walk, question: &'w str) -> impl Iterator<Item = &'w Value> {
    let earlier = walk.state().rounds.iter().filter_map(move |round| answered_in(round, question));
    earlier.map(|answered| &answered.value).chain(walk.answer_to(question))
}

/// The answer to a question in an earlier round.
pub fn answered_in<'r>(round: &'r Round, question: &str) -> Option<&'r Answered> {
    question.parse::<Name>().ok().and_then(|question| round.answers.get(&question))
}

/// The answer to a question as it stands, with its circumstances.
pub(super) fn present<'w>(walk: &'w Walk, question: &str) -> Option<&'w Answered> {
    walk.answer_to(question)?;
    walk.state().answers.get(&question.parse::<Name>().ok()?)
}

/// Whether the moment of an answer was measured. An assumed one is the moment of typing: that is the moment it happened only where it is
/// later than `begun`, and says nothing where everything was entered at one stroke.
pub(super) fn is_measured(answered: &Answered, begun: DateTime<FixedOffset>) -> bool {
    answered.origin != Origin::Assumed || answered.value.moment().is_some_and(|at| is_later(at, begun))
}

fn is_later(at: DateTime<FixedOffset>, begun: DateTime<FixedOffset>) -> bool {
    at.timestamp() > begun.timestamp()
}

/// What ended a clock by itself.
#[derive(Clone, Copy)]
struct Stopped {
    at: DateTime<FixedOffset>,
    is_measured: bool,
}

impl Stopped {
    const fn measured(at: DateTime<FixedOffset>) -> Self {
        Self { at, is_measured: true }
    }
}

/// When what ends a clock by itself happened.
fn stopped(walk: &Walk, deadline: &Deadline) -> Option<Stopped> {
    let begun = walk.state().opened_at()?;
    let answered = |question: &str| {
        let answered = present(walk, question)?;
        Some(Stopped { at: answered.value.moment()?, is_measured: is_measured(answered, begun) })
    };
    match deadline.stop {
        // Where one of the apologies was not measured, it may have been the first word they had.
        Stop::Acknowledged => acknowledged_at(walk).map(|at| Stopped {
            at,
            is_measured: moment(walk, "acknowledged_at").is_some()
                || apologies(walk).all(|one| is_measured(one, begun)),
        }),
        Stop::Apologised => answered("apologised_at"),
        Stop::Corrected => answered("corrected_at"),
        Stop::Asked => answered("asked_at"),
        Stop::Ended => {
            walk.state().ended.as_ref().map(|(_, at)| Stopped { at: *at, is_measured: is_later(*at, begun) })
        }
        Stop::ByHand => None,
    }
}

/// The apologies of every round.
pub(super) fn apologies(walk: &Walk) -> impl Iterator<Item = &Answered> {
    let earlier = walk.state().rounds.iter().filter_map(|round| answered_in(round, "apologised_at"));
    earlier.chain(present(walk, "apologised_at"))
}

/// When the incident ended: whatever serves the customer no longer runs then, but for a legal hold, which only postpones the answer.
fn left(walk: &Walk, deadline: &Deadline) -> Option<DateTime<FixedOffset>> {
    let ended = walk.state().ended.as_ref().filter(|(ending, _)| *ending != *"legal-hold");
    ended.map(|(_, at)| *at).filter(|_| deadline.serves == Serves::Customer)
}
