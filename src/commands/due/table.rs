//! What is owed, for people.

use chrono::{DateTime, FixedOffset, TimeDelta};
use comfy_table::{Cell, ColumnConstraint, ContentArrangement, Table, Width, presets};

use super::{Failure, Owed};
use crate::journal::OwedKind;
use crate::out::Out;
use crate::schedule::human;
use crate::schedule::zone::Zone;
use crate::store::DueLine;
use crate::text::{clip, plural, wrap_hanging};
use crate::untrusted::Untrusted;

/// Below this many columns there is no box.
const NARROWEST_TABLE: usize = 70;

/// How much of what is owed is shown, in columns; `show` and `due --explain` have all of it.
const MOST_COLUMNS: usize = 120;

/// Shows what is owed, and how much of it is late.
pub fn table(owed: &Owed<'_>, out: &mut Out) -> Result<(), Failure> {
    let count = owed.count()?;
    if owed.house.global.quiet {
        return owed.each(|line| Ok(out.document(&format!("{} {}\n", line.summary.id, line.owed.key))?));
    }
    if count.all == 0 {
        out.message(&format!("{}\n", nothing(owed)))?;
        return Ok(());
    }
    let shown = lines(owed, out.document_look().width)?;
    out.document(&shown)?;
    let all = usize::try_from(count.all).unwrap_or(usize::MAX);
    let more = if count.or_more { "at least " } else { "" };
    let mut end = vec![format!("{more}{} owed", plural(all, "thing is", "things are"))];
    if count.late > 0 {
        end.push(format!("{} late", count.late));
    }
    if count.alarms > 0 {
        end.push(format!("{} with nobody to answer for it", count.alarms));
    }
    let mut end = end.join(", ");
    if owed.query.limit.is_some_and(|limit| u64::from(limit) < count.all) {
        end.push_str("; `--limit 0` shows all, `--within 24h` and `--mine` fewer");
    }
    out.message(&format!("{end}\n"))?;
    Ok(())
}

/// That nothing is owed, of all that was asked for.
fn nothing(owed: &Owed<'_>) -> String {
    let people: Vec<String> = owed.query.people.iter().map(|person| format!("`{}`", safe(person))).collect();
    let by = if people.is_empty() { String::new() } else { format!(" by {}", crate::text::list_and(&people)) };
    match owed.query.until {
        Some(until) => {
            let then = human::moment(until, owed.now, &owed.house.environment.zone);
            format!("nothing falls due{by} until {then}")
        }
        None => format!("nothing is owed{by}"),
    }
}

/// The lines, as a table where there is room for one.
pub fn lines(owed: &Owed<'_>, width: usize) -> Result<String, Failure> {
    if width < NARROWEST_TABLE { narrow(owed, width) } else { wide(owed, width) }
}

fn wide(owed: &Owed<'_>, width: usize) -> Result<String, Failure> {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(u16::try_from(width).unwrap_or(u16::MAX));
    table.set_header(["when", "what", "incident", "who"]);
    let least = u16::try_from(width * 2 / 5).unwrap_or(u16::MAX);
    if let Some(what) = table.column_mut(1) {
        what.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
    }
    owed.each(|line| {
        let incident = format!("{} {}", line.summary.id, customer(line));
        let cells = [when(owed, line), what(line), incident, who(owed, line)];
        table.add_row(cells.map(Cell::new));
        Ok(())
    })?;
    Ok(format!("{table}\n"))
}

fn narrow(owed: &Owed<'_>, width: usize) -> Result<String, Failure> {
    let mut shown = String::new();
    owed.each(|line| {
        let lines = [when(owed, line), what(line), format!("{} {}", line.summary.id, customer(line)), who(owed, line)];
        for (number, text) in lines.iter().filter(|text| !text.is_empty()).enumerate() {
            let (start, more) = if number == 0 { ("", "  ") } else { ("  ", "    ") };
            shown.extend([&wrap_hanging(text, width, start, more), "\n"]);
        }
        Ok(())
    })?;
    Ok(shown)
}

/// `LATE by 2 h 10 min (today 10:00)`, `LATE by 9 h (end of yesterday)`, `today 16:00, in 40 min`, `Fri 27 Nov, in 5 days`.
fn when(owed: &Owed<'_>, line: &DueLine) -> String {
    let (now, zone) = (owed.now, &owed.house.environment.zone);
    let Some(due) = line.owed.due else {
        return format!("since {}", human::moment(line.owed.since, now, zone));
    };
    let by_day = line.owed.by_day;
    if line.owed.is_late(now) {
        // A day is over with its last second.
        let from = if by_day { due + TimeDelta::seconds(1) } else { due };
        let late = human::duration(rounded_to_minutes(now, from));
        let was = if by_day { human::end_of_day(due, now) } else { human::moment(due, now, zone) };
        return format!("LATE by {late} ({was})");
    }
    if line.owed.kind.is_alarm() {
        return format!("NOW, since {}", human::moment(line.owed.since, now, zone));
    }
    if !by_day && due - now < TimeDelta::minutes(1) {
        return format!("{}, now", human::moment(due, now, zone));
    }
    let due = human::due(due, by_day, now, zone);
    if by_day { format!("by {due}") } else { due }
}

/// How late it is; the first minute counts as one.
fn rounded_to_minutes(now: DateTime<FixedOffset>, due: DateTime<FixedOffset>) -> u64 {
    let seconds = (now - due).num_seconds().unsigned_abs();
    seconds.div_ceil(60).max(1) * 60
}

/// What is owed, in words that are safe to print.
pub fn what_in_words(line: &DueLine) -> String {
    let person = |who: &Option<String>| who.as_deref().map_or_else(|| "somebody".to_owned(), safe);
    match line.owed.kind {
        OwedKind::Unowned => "nobody answers for it".to_owned(),
        OwedKind::NotAccepted => format!("{} has not accepted it, so nobody answers for it", person(&line.owed.who)),
        OwedKind::HandOver => format!("{} has not accepted the hand-over yet", person(&line.owed.who)),
        OwedKind::NoWord if line.owed.what.is_empty() => "they have not been told when they hear next".to_owned(),
        OwedKind::NoWord => format!("they have not been told when they hear next: {}", safe(&line.owed.what)),
        OwedKind::Promise | OwedKind::Action => safe(&line.owed.what),
        OwedKind::Clock => {
            let clock = line.owed.key.strip_prefix("clock-").unwrap_or(&line.owed.key);
            format!("time limit {clock}: {}", safe(&line.owed.what))
        }
    }
}

fn what(line: &DueLine) -> String {
    let words = what_in_words(line);
    let named = match line.owed.kind {
        OwedKind::Promise | OwedKind::Action => format!("{} {words}", line.owed.key),
        _ => words,
    };
    clip(&named, MOST_COLUMNS).into_owned()
}

fn customer(line: &DueLine) -> String {
    line.summary.customer.as_deref().map_or_else(|| "customer not known".to_owned(), safe)
}

/// Who is to do it, and who stands in where they are away.
fn who(owed: &Owed<'_>, line: &DueLine) -> String {
    let Some(who) = line.owed.who.as_deref().or(line.summary.owner.as_deref()) else { return "nobody".to_owned() };
    let today = owed.house.environment.zone.at(owed.now.to_utc()).date_naive();
    let person = crate::answer::Person::named(who);
    let away = owed.house.config.away.iter().find(|away| away.is_away(today) && away.who.is_same_as(&person));
    match (away, &line.owed.deputy) {
        (Some(away), _) => format!("{}, away; {} stands in", safe(who), away.deputy.name.term()),
        (None, Some(deputy)) => format!("{}, or {}", safe(who), safe(deputy)),
        (None, None) => safe(who),
    }
}

fn safe(text: &str) -> String {
    Untrusted::from(text).term().into_owned()
}
