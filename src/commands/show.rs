//! `recover show`: where an incident stands.

use chrono::{DateTime, FixedOffset};

use super::{Failure, House};
use crate::answer::{Person, Value};
use crate::case::walk_of;
use crate::cli::{Show, TextOrJson};
use crate::exit_code::ExitCode;
use crate::journal::Status;
use crate::out::{Look, Out};
use crate::record::{PromiseState, Record};
use crate::render;
use crate::render::value::verdict_in_words;
use crate::schedule::human;
use crate::spine::Gate;
use crate::text::{clip, plural, wrap_hanging};
use crate::untrusted::Untrusted;
use crate::walk::{Next, Walk};

/// How much of a text is shown here, in columns; the record has all of it.
const MOST_COLUMNS: usize = 400;

/// Shows one incident.
pub fn run(house: &House, args: &Show, out: &mut Out) -> Result<ExitCode, Failure> {
    let store = house.store_for_reading()?;
    let id = house.incident(store.as_ref(), &args.id)?;
    let walk = walk_of(store.as_ref(), id)?;
    let record = Record::of(&walk, id).ok_or(crate::case::CaseError::NoBeginning(id))?;
    let record = record.counted(&walk, house.calendars().as_ref());
    let shown = match args.format {
        TextOrJson::Json => format!("{:#}\n", render::json::house(&record)),
        TextOrJson::Text => Standing { house, walk: &walk, record: &record, look: out.document_look() }.text(),
    };
    out.document(&shown)?;
    Ok(ExitCode::Done)
}

/// Where one incident stands, in words.
struct Standing<'s> {
    house: &'s House,
    walk: &'s Walk,
    record: &'s Record,
    look: Look,
}

impl Standing<'_> {
    fn text(&self) -> String {
        let mut text = self.heading();
        self.line(&mut text, "what happened", self.said("what_happened"));
        self.line(&mut text, "effect", self.said("effect"));
        self.line(&mut text, "owner", Some(self.owner()));
        self.line(
            &mut text,
            "opened",
            Some(human::moment(self.record.opened_at, self.now(), &self.house.environment.zone)),
        );
        if self.record.gate == Gate::Closed {
            let by = match self.record.gate_moves.last().filter(|moved| moved.to == Gate::Closed) {
                Some(moved) => format!(" (closed by {}: {})", moved.by.name.term(), moved.reason.term()),
                None => String::new(),
            };
            self.line(
                &mut text,
                "legal gate",
                Some(format!("closed: customer text holds regret and undertaking only{by}")),
            );
        }
        self.line(&mut text, "ending", self.ending());
        self.reopened(&mut text);
        self.promises(&mut text);
        self.limits(&mut text);
        self.owed(&mut text);
        text
    }

    fn now(&self) -> DateTime<FixedOffset> {
        self.house.environment.now()
    }

    fn heading(&self) -> String {
        let status = match (self.record.status, self.walk.next()) {
            (Status::Closed, _) => "closed".to_owned(),
            (Status::Open, Next::Ask(question)) => format!("open, in step {} of 8", question.step.number()),
            (Status::Open, _) => "open, to be looked over and closed".to_owned(),
        };
        let customer = match self.walk.answer_to("customer").and_then(Value::person) {
            Some(person) => person.name.term().into_owned(),
            None => "customer not known".into(),
        };
        let id = self.record.identity.id.to_string();
        let reference = self
            .record
            .identity
            .external_ref
            .as_ref()
            .map_or_else(String::new, |reference| format!(" ({})", reference.term()));
        let heading = wrap_hanging(&format!("{id}{reference}  {customer}  {status}"), self.look.width, "", "  ");
        format!("{}\n", heading.replacen(&id, &self.look.bold(&id), 1))
    }

    fn said(&self, id: &str) -> Option<String> {
        self.walk.answer_to(id).and_then(Value::text).map(|text| clip(&text.term(), MOST_COLUMNS).into_owned())
    }

    fn owner(&self) -> String {
        let responsibility = &self.record.responsibility;
        let as_typed = |person: &Person| Untrusted::from(person.as_typed()).term().into_owned();
        let mut owner = match (&responsibility.owner, &responsibility.asked) {
            (Some(turn), None) => format!("{}, accepted", as_typed(&turn.person)),
            (Some(turn), Some(asked)) => {
                format!("{}; handed to {}, who has not accepted yet", as_typed(&turn.person), as_typed(&asked.person))
            }
            (None, Some(asked)) => format!("{}, not accepted yet", as_typed(&asked.person)),
            (None, None) => "nobody yet".to_owned(),
        };
        if let Some(deputy) = &responsibility.deputy {
            owner.extend(["; ", &as_typed(deputy), " stands in"]);
        }
        if let Some(time) = responsibility.time_to_own.filter(|time| time.num_minutes() > 0) {
            let length = human::duration(time.num_seconds().unsigned_abs());
            owner.extend(["; owned ", &length, " after they told us"]);
        }
        owner
    }

    /// Ends that were not the last.
    fn reopened(&self, text: &mut String) {
        for end in &self.record.earlier_ends {
            let when = human::moment(end.at, self.now(), &self.house.environment.zone);
            let why = if end.failed { "the recovery failed" } else { "they came back" };
            self.line(text, "opened again", Some(format!("{when}, {why}: {}", end.reason.term())));
        }
    }

    /// The time limits that run, and those that were missed.
    fn limits(&self, text: &mut String) {
        let (now, zone) = (self.now(), &self.house.environment.zone);
        for limit in &self.record.limits {
            let what = limit.what.term();
            let said = match (limit.due, limit.met_at, limit.in_time(now), &limit.uncountable) {
                (_, _, _, Some(why)) => format!("cannot be counted, {why}: {what}"),
                (Some(due), None, Some(false), _) => {
                    format!("LATE, {}: {what}", human::due(due, limit.by_day, now, zone))
                }
                (Some(due), None, Some(true), _) => format!("{}: {what}", human::due(due, limit.by_day, now, zone)),
                (Some(due), Some(_), Some(false), _) => {
                    format!("missed, {}: {what}", human::due(due, limit.by_day, now, zone))
                }
                _ => continue,
            };
            self.line(text, "time limit", Some(said));
        }
    }

    fn ending(&self) -> Option<String> {
        let question = self.walk.playbook().question("ending")?;
        let ending = self.walk.answer_to("ending").and_then(Value::choice)?;
        question.kind.choice(ending).map(|choice| choice.label.term().into_owned())
    }

    fn promises(&self, text: &mut String) {
        let now = self.now();
        for entry in &self.record.promises {
            let promise = entry.promise.for_house();
            let due = human::both(promise.due, now, &self.house.environment.zone);
            let by = entry.keeper.as_ref().map_or_else(String::new, |by| format!(" ({})", by.name.term()));
            let (label, when) = match entry.state(now) {
                PromiseState::Settled(verdict) => (
                    verdict_in_words(verdict).to_owned(),
                    human::moment(promise.due, now, &self.house.environment.zone),
                ),
                PromiseState::Owed => ("promised".to_owned(), due),
                PromiseState::Overdue => ("OVERDUE".to_owned(), due),
            };
            let label = format!("{:<3} {label}", entry.number.to_string());
            self.line(text, &label, Some(format!("{when}: {}{by}", promise.what.term())));
        }
    }

    fn owed(&self, text: &mut String) {
        let owed: Vec<String> = self.walk.owed().map(|question| question.ask.term().into_owned()).collect();
        if owed.is_empty() {
            return;
        }
        text.extend(["\n", &plural(owed.len(), "answer is", "answers are"), " still to come:\n"]);
        for ask in owed {
            text.push_str(&wrap_hanging(&ask, self.look.width, "  - ", "    "));
            text.push('\n');
        }
        let help = format!("help: go on with `recover resume {}`", self.record.identity.id);
        text.extend([&wrap_hanging(&help, self.look.width, "", "  "), "\n"]);
    }

    fn line(&self, text: &mut String, label: &str, said: Option<String>) {
        if let Some(said) = said {
            let indent = " ".repeat(15);
            text.push_str(&wrap_hanging(&said, self.look.width, &format!("{label:<13}  "), &indent));
            text.push('\n');
        }
    }
}
