//! How each time limit of one incident is counted, day by day, with the rule, the calendar, the zone and the start it used.

use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use super::{Failure, House};
use crate::case::walk_of;
use crate::cli::due::DueFormat;
use crate::commands::deadline::{day_json, rfc3339, rule_json};
use crate::exit_code::ExitCode;
use crate::out::Out;
use crate::playbook::Evidence;
use crate::playbook::deadline::Deadline;
use crate::record::clocks::{Clock, ClockStanding, Count, clocks};
use crate::schedule::calendar::Calendar;
use crate::schedule::count::Counted;
use crate::schedule::count_words::{calendar_words, how_words, rule_words};
use crate::schedule::human;
use crate::text::wrap_hanging;
use crate::walk::Walk;

/// Explains the time limits of an incident.
///
/// # Errors
/// [`Failure`].
pub fn explain(house: &House, id: &str, format: DueFormat, out: &mut Out) -> Result<ExitCode, Failure> {
    let store = house.store_for_reading()?;
    let id = house.incident(store.as_ref(), id)?;
    let walk = walk_of(store.as_ref(), id)?;
    let calendars = house.calendars();
    let all = clocks(&walk, calendars.as_ref());
    match format {
        DueFormat::Table => {}
        DueFormat::Json => {
            let clocks: Vec<Value> = all.iter().map(clock_json).collect();
            let document = json!({ "schema": "recover.clocks/1", "id": id.to_string(), "clocks": clocks });
            out.document(&format!("{document:#}\n"))?;
            return Ok(ExitCode::Done);
        }
        DueFormat::Ics => {
            return Err(Failure::Usage(
                "an account is no calendar file".into(),
                "leave `--explain` out for the file, or `--format ics` for the account".into(),
            ));
        }
    }
    if all.is_empty() {
        out.message(&format!("no time limit of its playbook applies in {id}\n"))?;
        return Ok(ExitCode::Done);
    }
    let mut account = Account {
        house,
        walk: &walk,
        now: house.environment.now(),
        width: out.document_look().width,
        text: String::new(),
    };
    for clock in &all {
        account.clock(clock);
    }
    out.document(&account.text)?;
    Ok(ExitCode::Done)
}

struct Account<'h> {
    house: &'h House,
    walk: &'h Walk,
    now: DateTime<FixedOffset>,
    width: usize,
    text: String,
}

impl Account<'_> {
    fn line(&mut self, indent: &str, words: &str) {
        let hanging = format!("{indent}  ");
        self.text.push_str(&wrap_hanging(words, self.width, indent, &hanging));
        self.text.push('\n');
    }

    fn moment(&self, at: DateTime<FixedOffset>) -> String {
        human::moment(at, self.now, &self.house.environment.zone)
    }

    fn clock(&mut self, clock: &Clock<'_>) {
        let deadline = clock.deadline;
        self.line("", &format!("{}: {}", deadline.id, deadline.what.term()));
        match &clock.standing {
            ClockStanding::NotStarted => {
                self.line("  ", &format!("not started: it runs {}", deadline.start.words()));
            }
            ClockStanding::Waived(reason) => self.line("  ", &format!("does not apply here: {}", reason.term())),
            ClockStanding::Uncountable(why) => self.line("  ", &format!("cannot be counted: {why}")),
            ClockStanding::Counted(count) => self.counted(deadline, count),
        }
        self.must_say(deadline);
        self.source(deadline);
        self.text.push('\n');
    }

    fn counted(&mut self, deadline: &Deadline, count: &Count) {
        let calendar = count.calendar.as_deref();
        let weekends = Calendar::weekends_only();
        self.line("  ", &format!("rule: {}", rule_words(deadline.rule)));
        if let Some(calendar) = calendar {
            self.line("  ", &format!("calendar: {}", calendar_words(calendar)));
        }
        let zone = *count.due.offset();
        self.line(
            "  ",
            &format!("starts {}: {}", deadline.start.words(), human::long(count.started, count.started.offset())),
        );
        self.line("  ", &format!("time zone: {}", count.zone_name));
        for (index, counted) in count.counts.iter().enumerate() {
            if let Some(extension) = index.checked_sub(1).and_then(|index| count.extensions.get(index)) {
                let told = self.moment(extension.told_at);
                let more = extension.unit.counted(extension.n);
                self.line("  ", &format!("extended by {more}: {}; they were told {told}", extension.reason.term()));
            }
            self.days(counted, calendar.unwrap_or(&weekends));
            for warning in &counted.warnings {
                self.line("  ", &format!("warning: {warning}"));
            }
        }
        let due = if count.by_day() {
            format!("the end of {}", human::date(count.due.date_naive()))
        } else {
            human::long(count.due, &zone)
        };
        let away = if count.by_day() {
            human::due(count.due, true, self.now, &zone)
        } else {
            format!("{due}, {}", human::distance(count.due, self.now))
        };
        let words = match (count.met_at, count.in_time()) {
            (Some(at), Some(true)) => format!("due: {due}; met {}, in time", self.moment(at)),
            (Some(at), Some(false)) => format!("due: {due}; met {}, LATE", self.moment(at)),
            (Some(_), None) => format!("due: {due}; met, and nobody said when: it was entered afterwards"),
            (None, _) if count.left_at.is_some() => {
                format!("due: {due}; the incident ended, and nobody said when it was done")
            }
            (None, _) if count.due < self.now => format!("due: {away}, LATE; {}", deadline.stop.words()),
            (None, _) => format!("due: {away}; {}", deadline.stop.words()),
        };
        self.line("  ", &words);
    }

    fn days(&mut self, counted: &Counted, calendar: &Calendar) {
        for day in &counted.days {
            let why = calendar.why_not(day.date).map(|why| format!("  {}", why.words())).unwrap_or_default();
            self.line("    ", &format!("{:<15}  {}{why}", human::date(day.date), how_words(*day)));
        }
    }

    fn must_say(&mut self, deadline: &Deadline) {
        for text in &deadline.must_say {
            self.line("  ", &format!("the answer must say: {}", text.term()));
        }
    }

    fn source(&mut self, deadline: &Deadline) {
        let playbook = self.walk.playbook();
        if let Some(evidence) = playbook.evidence_of(deadline) {
            self.line("  ", &format!("source: {}{}", evidence.title.term(), as_of(evidence)));
        }
        if playbook.overdue_evidence(deadline, self.now.date_naive()).is_some() {
            self.line("  ", "warning: this figure should have been looked up again by now");
        }
    }
}

/// `, as of 2026-06-01`
fn as_of(evidence: &Evidence) -> String {
    evidence.as_of.map_or_else(String::new, |as_of| format!(", as of {as_of}"))
}

/// One limit and its count, for scripts.
fn clock_json(clock: &Clock<'_>) -> Value {
    let deadline = clock.deadline;
    let mut fields = json!({
        "clock": deadline.id.as_str(),
        "what": deadline.what.as_stored(),
        "start": deadline.start.name(),
        "stop": deadline.stop.name(),
        "rule": rule_json(deadline.rule),
        "calendar": deadline.calendar.as_ref().map(crate::untrusted::Untrusted::as_stored),
        "must_say": deadline.must_say.iter().map(crate::untrusted::Untrusted::as_stored).collect::<Vec<_>>(),
    });
    let standing = match &clock.standing {
        ClockStanding::NotStarted => json!({ "standing": "not-started" }),
        ClockStanding::Waived(reason) => json!({ "standing": "waived", "reason": reason.as_stored() }),
        ClockStanding::Uncountable(why) => json!({ "standing": "uncountable", "reason": why }),
        ClockStanding::Counted(count) => count_json(count),
    };
    if let (Some(fields), Value::Object(standing)) = (fields.as_object_mut(), standing) {
        fields.extend(standing);
    }
    fields
}

fn count_json(count: &Count) -> Value {
    let weekends = Calendar::weekends_only();
    let calendar = count.calendar.as_deref().unwrap_or(&weekends);
    let standing = match (count.met_at, count.left_at) {
        (Some(_), _) => "met",
        (None, Some(_)) => "left",
        (None, None) => "running",
    };
    json!({
        "standing": standing,
        "started": rfc3339(count.started),
        "time_zone": count.zone_name,
        "due": rfc3339(count.due),
        "met_at": count.met_at.map(rfc3339),
        "in_time": count.in_time(),
        "extensions": count.extensions.iter().map(|extension| json!({
            "n": extension.n,
            "unit": extension.unit.name(),
            "reason": extension.reason.as_stored(),
            "told_at": rfc3339(extension.told_at),
        })).collect::<Vec<_>>(),
        "days": count.counts.iter().flat_map(|counted| &counted.days).map(|day| day_json(*day, calendar)).collect::<Vec<_>>(),
        "warnings": count.counts.iter().flat_map(|counted| &counted.warnings).map(ToString::to_string).collect::<Vec<_>>(),
    })
}
