//! One limit as the command line asks for it.

use chrono::{DateTime, FixedOffset, NaiveTime};

use super::shown;
use crate::cli::{Deadline, LastDay, LateArrival, TextOrJson};
use crate::commands::{Failure, House};
use crate::escape::term;
use crate::exit_code::ExitCode;
use crate::local_zone::LocalZone;
use crate::out::Out;
use crate::schedule::calendar::Calendar;
use crate::schedule::count::{Counted, count};
use crate::schedule::human;
use crate::schedule::named_zone::NamedZone;
use crate::schedule::rule::{AfterHours, OpeningHours, Roll, Rule};
use crate::schedule::spoken::{Doubt, Purpose, spoken_moment};
use crate::schedule::spoken_limit::spoken_limit;
use crate::schedule::zone::Zone;
use crate::text::clip;

/// Everything a date is counted with.
pub(super) struct Limit {
    /// How it counts.
    pub rule: Rule,
    /// In which calendar.
    pub calendar: Calendar,
    /// In which zone; `None` is this machine's.
    pub zone: Option<NamedZone>,
    /// This machine's.
    here: LocalZone,
    /// From when.
    pub start: DateTime<FixedOffset>,
    /// What the words for the start could mean as well.
    pub doubt: Option<Doubt>,
}

impl Limit {
    /// Reads the command line.
    pub(super) fn of(house: &House, args: &Deadline) -> Result<Self, Failure> {
        let (n, unit) = spoken_limit(args.limit.as_deref().unwrap_or_default())
            .map_err(|wrong| Failure::Usage(wrong.to_string(), wrong.help()))?;
        let rule = Rule {
            after_hours: match args.after_hours {
                LateArrival::Ignore => AfterHours::Ignore,
                LateArrival::NextBusinessDay => AfterHours::NextBusinessDay,
            },
            roll: match args.roll {
                LastDay::None => Roll::None,
                LastDay::NextBusinessDay => Roll::NextBusinessDay,
            },
            inclusive: args.inclusive,
            hours: opening_hours(&args.open, &args.close).map_err(|message| {
                Failure::Usage(
                    message,
                    "write both as on a clock of 24 hours, such as `--open 09:00 --close 17:00`".into(),
                )
            })?,
            ..Rule::plain(n, unit)
        };
        let calendar = match &args.calendar {
            Some(name) => house.almanac().take(name)?,
            None => Calendar::weekends_only(),
        };
        let zone: Option<NamedZone> = args.time_zone.as_deref().map(str::parse).transpose().map_err(
            |unknown: crate::schedule::named_zone::UnknownZone| Failure::Usage(unknown.to_string(), unknown.help()),
        )?;
        let here = house.environment.zone.clone();
        let mut limit = Self { rule, calendar, zone, here, start: house.environment.now(), doubt: None };
        if let Some(said) = &args.from {
            let reading = spoken_moment(said, limit.start, limit.zone(), Purpose::Either)
                .map_err(|wrong| Failure::Usage(wrong.to_string(), "write it as `2025-12-23T16:30`".into()))?;
            limit.start = reading.instant;
            limit.doubt = reading.doubt;
        }
        Ok(limit)
    }

    /// The zone whose days are counted.
    pub(super) fn zone(&self) -> &dyn Zone {
        self.zone.as_ref().map_or(&self.here, |zone| zone as &dyn Zone)
    }

    /// Counts it.
    pub(super) fn count(&self) -> Result<Counted, Failure> {
        count(self.rule, self.start, &self.calendar, self.zone()).map_err(|error| {
            Failure::Usage(error.to_string(), "take a shorter limit, or a start in the years 1 to 9999".into())
        })
    }

    /// What to look at before relying on the date.
    pub(super) fn warnings(&self, counted: &Counted) -> Vec<String> {
        let doubt = self
            .doubt
            .map(|doubt| format!("the start could also be {}: {}", human::long(doubt.other, self.zone()), doubt.why));
        doubt.into_iter().chain(counted.warnings.iter().map(ToString::to_string)).collect()
    }

    /// Shows what was counted, and warns on standard error.
    pub(super) fn tell(
        &self,
        args: &Deadline,
        counted: &Counted,
        quiet: bool,
        out: &mut Out,
    ) -> Result<ExitCode, Failure> {
        let shown = match (args.format, quiet) {
            (TextOrJson::Json, _) => shown::json(self, counted, args.explain),
            (TextOrJson::Text, true) => shown::bare(counted),
            (TextOrJson::Text, false) => shown::text(self, counted, args.explain, out.document_look()),
        };
        out.document(&shown)?;
        let yellow = out.message_look().yellow("warning").into_owned();
        for warning in self.warnings(counted) {
            out.message(&format!("{yellow}: {warning}"))?;
        }
        Ok(ExitCode::Done)
    }
}

/// Reads opening hours; the error is what is wrong with them.
pub(super) fn opening_hours(open: &str, close: &str) -> Result<OpeningHours, String> {
    OpeningHours::new(clock(open)?, clock(close)?).map_err(|wrong| wrong.to_string())
}

fn clock(said: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(said, "%H:%M")
        .or_else(|_| NaiveTime::parse_from_str(said, "%H:%M:%S"))
        .map_err(|_| format!("`{}` is not a time of day such as `09:00`", clip(&term(said), 60)))
}
