//! From what was said to what it means: the clock and the zone meet the words here, the calendar in `calendar`.

use chrono::{DateTime, Days, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, TimeDelta, Timelike};

use super::clock::{Clock, Part};
use super::day::{Day, Way, Which};
use super::grammar::{Said, Time};
use super::not_understood::{NotUnderstood, quoted};
use super::span::Span;
use super::{Doubt, Purpose, Reading, Why};
use crate::schedule::human;
use crate::schedule::zone::{Gap, Zone};

/// A hundred years, in days.
pub(super) const FARTHEST_DAYS: u64 = 36_525;

/// What the words are read against.
pub(super) struct Setting<'a> {
    pub(super) said: &'a str,
    pub(super) now: DateTime<FixedOffset>,
    zone: &'a dyn Zone,
    pub(super) purpose: Purpose,
}

type Instant = DateTime<FixedOffset>;

impl<'a> Setting<'a> {
    pub(super) fn new(said: &'a str, now: Instant, zone: &'a dyn Zone, purpose: Purpose) -> Self {
        Self { said, now: zone.at(now.to_utc()), zone, purpose }
    }

    pub(super) fn settle(&self, said: Said) -> Result<Reading, NotUnderstood> {
        match said {
            Said::Now => Ok(certain(self.now)),
            Said::Exact(instant) => {
                self.near(instant.date_naive())?;
                self.allowed(self.zone.at(instant.to_utc())).map(certain)
            }
            Said::On { day: Some(Day::Away(span, way)), time } => self.away(span, way, time),
            Said::On { day: Some(day), time } => self.on_a_day(day, time),
            Said::On { day: None, time } => self.at_a_time(time),
        }
    }

    pub(super) fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// Refuses what the purpose excludes. The minute that is running is neither past nor future.
    fn allowed(&self, instant: Instant) -> Result<Instant, NotUnderstood> {
        let into_the_minute =
            TimeDelta::seconds(i64::from(self.now.second())) + TimeDelta::nanoseconds(i64::from(self.now.nanosecond()));
        let this_minute = self.now - into_the_minute;
        let said = || quoted(self.said);
        let shown = || human::moment(instant, self.now, self.zone);
        match self.purpose {
            Purpose::Ahead if instant < this_minute => {
                Err(NotUnderstood::InThePast { said: said(), instant, shown: shown() })
            }
            Purpose::Behind if instant > self.now => {
                Err(NotUnderstood::InTheFuture { said: said(), instant, shown: shown() })
            }
            _ => Ok(instant),
        }
    }

    pub(super) fn near(&self, date: NaiveDate) -> Result<NaiveDate, NotUnderstood> {
        let away = (date - self.today()).num_days().unsigned_abs();
        if away > FARTHEST_DAYS {
            return Err(self.too_far());
        }
        Ok(date)
    }

    pub(super) fn too_far(&self) -> NotUnderstood {
        let (example, other) = match self.purpose {
            Purpose::Behind => ("yesterday 17:00", "2 days ago"),
            Purpose::Ahead | Purpose::Either => ("tomorrow 3pm", "in 3 days"),
        };
        NotUnderstood::TooFar { said: quoted(self.said), example, other }
    }

    fn away(&self, span: Span, way: Way, time: Time) -> Result<Reading, NotUnderstood> {
        let ago = way == Way::Ago || (way == Way::Unsaid && self.purpose == Purpose::Behind);
        let mut reading = self.in_direction(span, ago, time)?;
        if way == Way::Unsaid
            && let Ok(other) = self.in_direction(span, !ago, time)
        {
            reading.suspect(Why::AgoOrAhead, other.instant);
        }
        Ok(reading)
    }

    /// Months, weeks and days move along the calendar and keep the wall clock; hours and minutes are real time.
    fn in_direction(&self, span: Span, ago: bool, time: Time) -> Result<Reading, NotUnderstood> {
        let date = self.shifted(span, ago)?;
        if time != Time::Unsaid {
            return self.timed(date, time);
        }
        let start = if date == self.today() { self.now } else { self.kept(date.and_time(self.now.time()))? };
        let seconds = i64::try_from(span.seconds).map_err(|_| self.too_far())?;
        let real = TimeDelta::try_seconds(if ago { -seconds } else { seconds });
        let end = real
            .filter(|real| real.num_days().unsigned_abs() <= FARTHEST_DAYS)
            .and_then(|real| start.to_utc().checked_add_signed(real))
            .ok_or_else(|| self.too_far())?;
        self.near(end.date_naive())?;
        let instant = self.allowed(self.zone.at(end))?;
        Ok(Reading { exact_time: span.seconds > 0, ..certain(instant) })
    }

    fn at_a_time(&self, time: Time) -> Result<Reading, NotUnderstood> {
        let today = self.today();
        let Time::Clock(clock) = time else {
            let day = match self.purpose {
                Purpose::Ahead => today.succ_opt(),
                Purpose::Behind => today.pred_opt(),
                Purpose::Either => None,
            };
            let another_day = |_| self.timed(day.unwrap_or(today), time);
            return self.timed(today, time).or_else(another_day);
        };
        let mut reading = self.at_a_clock(clock)?;
        if let Some(turned) = clock.turned()
            && let Ok(other) = self.at_a_clock(turned)
        {
            reading.suspect(Why::MorningOrAfternoon, other.instant);
        }
        Ok(reading)
    }

    /// The next time the clock shows this, or the last, or today's when the purpose leaves it open.
    fn at_a_clock(&self, clock: Clock) -> Result<Reading, NotUnderstood> {
        let today = self.today();
        let wall = self.wall(today, clock)?;
        let is_ahead = wall > self.now.naive_local();
        let date = match self.purpose {
            Purpose::Ahead if !is_ahead => today.succ_opt(),
            Purpose::Behind if is_ahead => today.pred_opt(),
            _ => Some(today),
        };
        let date = date.ok_or_else(|| self.too_far())?;
        self.exactly(self.wall(date, clock)?)
    }

    fn on_a_day(&self, day: Day, time: Time) -> Result<Reading, NotUnderstood> {
        let (date, other) = self.date(day)?;
        let week_before = date.checked_sub_days(Days::new(7));
        let mut reading = match (self.timed(date, time), day, week_before) {
            // `fri 17:00` said on a Friday morning about something that happened.
            (Err(NotUnderstood::InTheFuture { .. }), Day::Named(Which::Plain, _), Some(before)) => {
                return self.timed(before, time);
            }
            (reading, _, _) => reading?,
        };
        if let Some((why, other)) = other
            && let Ok(other) = self.timed(other, time)
        {
            reading.suspect(why, other.instant);
        }
        Ok(reading)
    }

    fn timed(&self, date: NaiveDate, time: Time) -> Result<Reading, NotUnderstood> {
        let clock = match time {
            Time::Unsaid => return self.during(date, Part::WholeDay),
            Time::During(part) => return self.during(date, part),
            Time::Clock(clock) => clock,
        };
        let mut reading = self.exactly(self.wall(date, clock)?)?;
        let other = if clock.is_midnight {
            Some((Why::WhichMidnight, date.and_time(clock.time)))
        } else {
            let turned = clock.turned().map(|turned| date.and_time(turned.time));
            turned.map(|wall| (Why::MorningOrAfternoon, wall))
        };
        if let Some((why, wall)) = other
            && let Ok(other) = self.exactly(wall)
        {
            reading.suspect(why, other.instant);
        }
        Ok(reading)
    }

    fn wall(&self, date: NaiveDate, clock: Clock) -> Result<NaiveDateTime, NotUnderstood> {
        let nights = Days::new(u64::from(clock.next_day));
        let date = date.checked_add_days(nights).ok_or_else(|| self.too_far())?;
        Ok(date.and_time(clock.time))
    }

    /// A named time of day, which must exist.
    fn exactly(&self, wall: NaiveDateTime) -> Result<Reading, NotUnderstood> {
        self.near(wall.date())?;
        match self.zone.resolve(wall) {
            MappedLocalTime::Single(instant) => self.allowed(instant).map(certain),
            MappedLocalTime::Ambiguous(first, second) => {
                let (first, second) = (self.allowed(first), self.allowed(second));
                let Ok(first) = first else {
                    return second.or(first).map(certain);
                };
                let mut reading = certain(first);
                if let Ok(second) = second {
                    reading.suspect(Why::TwiceThatNight, second);
                }
                Ok(reading)
            }
            MappedLocalTime::None => {
                let gap = Gap::around(wall, self.zone).ok_or_else(|| self.too_far())?;
                Err(NotUnderstood::NoSuchTime { local: wall, from: gap.from, to: gap.to })
            }
        }
    }

    /// A wall clock nobody named: the first of two, and the end of a gap it would fall into.
    fn kept(&self, wall: NaiveDateTime) -> Result<Instant, NotUnderstood> {
        self.near(wall.date())?;
        let resolved = self.zone.resolve(wall).earliest();
        let after_a_gap = || Gap::around(wall, self.zone).map(|gap| gap.change);
        resolved.or_else(after_a_gap).ok_or_else(|| self.too_far())
    }

    /// A part of a day stands for its usual time. On the present day that gives way to now, for what has happened, and to
    /// a later end, for what is promised.
    fn during(&self, date: NaiveDate, part: Part) -> Result<Reading, NotUnderstood> {
        let vague = |instant| Reading { exact_time: false, ..certain(instant) };
        let usual = self.allowed(self.kept(date.and_time(part.usual()))?);
        if usual.is_ok() || date != self.today() {
            return usual.map(vague);
        }
        if self.purpose == Purpose::Behind && self.now.time() >= part.begins() {
            return Ok(vague(self.now));
        }
        for later in part.later() {
            if let Ok(instant) = self.allowed(self.kept(date.and_time(later))?) {
                return Ok(vague(instant));
            }
        }
        usual.map(vague)
    }
}

fn certain(instant: Instant) -> Reading {
    Reading { instant, exact_time: true, doubt: None }
}

impl Reading {
    /// Notes what else may be meant, unless something weightier is noted already or it is the same moment.
    fn suspect(&mut self, why: Why, other: Instant) {
        if self.doubt.is_none() && other != self.instant {
            self.doubt = Some(Doubt { why, other });
        }
    }
}
