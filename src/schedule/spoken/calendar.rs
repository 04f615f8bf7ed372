//! From a day that was said to a date: weekdays, dates without a year, and lengths along the calendar.

use chrono::{Datelike, Days, Months, NaiveDate, TimeDelta, Weekday};

use super::clock::Clock;
use super::day::{Day, Way, Which};
use super::not_understood::{NotUnderstood, quoted};
use super::settle::{FARTHEST_DAYS, Setting};
use super::span::Span;
use super::{Purpose, Why};
use crate::schedule::human;

/// A date, and the one the same words might mean as well.
pub(super) type Dated = (NaiveDate, Option<(Why, NaiveDate)>);

impl Setting<'_> {
    pub(super) fn date(&self, day: Day) -> Result<Dated, NotUnderstood> {
        let today = self.today();
        let sure = |date: Option<NaiveDate>| {
            let date = date.ok_or_else(|| self.too_far())?;
            Ok((self.near(date)?, None))
        };
        match day {
            Day::Offset(days) => sure(plus_days(today, days)),
            Day::Weeks(weeks) => sure(plus_days(today, weeks * 7)),
            Day::InWeek(weeks, name) => sure(in_week(today, weeks, name)),
            Day::Months(months) if months < 0 => sure(today.checked_sub_months(Months::new(months.unsigned_abs()))),
            Day::Months(months) => sure(today.checked_add_months(Months::new(months.unsigned_abs()))),
            Day::EndOfWeek => sure(self.end_of_week()),
            Day::EndOfMonth => sure(self.end_of_month()),
            Day::Away(span, way) => {
                let ago = way == Way::Ago || (way == Way::Unsaid && self.purpose == Purpose::Behind);
                sure(Some(self.shifted(span, ago)?))
            }
            Day::Named(which, name) => self.named(which, name).ok_or_else(|| self.too_far()),
            Day::Date { weekday, year, month, day } => sure(Some(self.dated(weekday, year, month, day)?)),
        }
    }

    /// `friday` is strictly after today for what is ahead, and today at the latest for what is behind. `this friday` may
    /// be today. `next friday` is the one after `this friday`. `last friday` is before today.
    fn named(&self, which: Which, name: Weekday) -> Option<Dated> {
        let today = self.today();
        let is_today = today.weekday() == name;
        let this = on_or_after(today, name)?;
        let (before, after) = (plus_days(this, -7)?, plus_days(this, 7)?);
        Some(match (which, self.purpose) {
            (Which::Plain, Purpose::Behind) if is_today => (this, Some((Why::TodayIsThatDay, before))),
            // What happened `this tuesday` happened on the last one.
            (Which::This, Purpose::Behind) if is_today => (this, None),
            (Which::Plain | Which::This, Purpose::Behind) | (Which::Last, _) => (before, None),
            (Which::Plain, _) if is_today => (after, Some((Why::TodayIsThatDay, this))),
            (Which::Plain | Which::This, _) => (this, None),
            (Which::Next, _) if is_today => (after, Some((Why::WhichWeek, plus_days(after, 7)?))),
            (Which::Next, _) => (after, Some((Why::WhichWeek, this))),
        })
    }

    /// The working week ends on Friday; once that has passed, the next week's end is meant.
    fn end_of_week(&self) -> Option<NaiveDate> {
        let friday = monday_of(self.today())?.checked_add_days(Days::new(4))?;
        let has_passed = friday.and_time(Clock::end_of_day()?.time) < self.now.naive_local();
        plus_days(
            friday,
            match self.purpose {
                Purpose::Ahead if has_passed => 7,
                Purpose::Behind if !has_passed => -7,
                _ => 0,
            },
        )
    }

    fn end_of_month(&self) -> Option<NaiveDate> {
        let last = last_of_month(self.today())?;
        let has_passed = last.and_time(Clock::end_of_day()?.time) < self.now.naive_local();
        match self.purpose {
            Purpose::Ahead if has_passed => last_of_month(last.succ_opt()?),
            Purpose::Behind if !has_passed => self.today().with_day(1)?.pred_opt(),
            _ => Some(last),
        }
    }

    /// Without a year: the first such date from today on, or the last up to today, or the nearest. A weekday that was
    /// said has to agree, and chooses the year where the purpose does not.
    fn dated(
        &self,
        weekday: Option<Weekday>,
        year: Option<i32>,
        month: u32,
        day: u32,
    ) -> Result<NaiveDate, NotUnderstood> {
        let no_such_date = || NotUnderstood::NoSuchDate { said: quoted(self.said) };
        let agrees = |date: &NaiveDate| weekday.is_none_or(|name| name == date.weekday());
        let date = if let Some(year) = year {
            NaiveDate::from_ymd_opt(year, month, day)
        } else {
            let today = self.today();
            // Eight years hold a 29 February on either side even around 1900 or 2100.
            let candidates =
                (today.year() - 8..=today.year() + 8).filter_map(|year| NaiveDate::from_ymd_opt(year, month, day));
            let near = |date: &NaiveDate| (*date - today).num_days().unsigned_abs();
            let nearest = |dates: Vec<NaiveDate>| {
                let agreeing = dates.iter().copied().filter(|d| agrees(d) && near(d) < 400);
                let unless_agreeing = dates.iter().copied().min_by_key(near);
                agreeing.min_by_key(near).or(unless_agreeing)
            };
            match self.purpose {
                Purpose::Ahead => candidates.into_iter().find(|date| *date >= today),
                Purpose::Behind => candidates.into_iter().rfind(|date| *date <= today),
                Purpose::Either => nearest(candidates.collect()),
            }
        };
        let date = self.near(date.ok_or_else(no_such_date)?)?;
        if agrees(&date) {
            return Ok(date);
        }
        Err(NotUnderstood::AnotherWeekday { said: quoted(self.said), actual: date.format("%A, %-d %B %Y").to_string() })
    }

    /// A day for which no time of day was said, as a date that suits the purpose; today suits every purpose.
    pub(super) fn date_alone(&self, day: Day) -> Result<NaiveDate, NotUnderstood> {
        let (date, _) = self.date(day)?;
        let (said, shown) = (quoted(self.said), human::date(date));
        match self.purpose {
            Purpose::Ahead if date < self.today() => Err(NotUnderstood::DateInThePast { said, shown }),
            Purpose::Behind if date > self.today() => Err(NotUnderstood::DateInTheFuture { said, shown }),
            _ => Ok(date),
        }
    }

    /// The date a length away, months before days.
    pub(super) fn shifted(&self, span: Span, ago: bool) -> Result<NaiveDate, NotUnderstood> {
        let within = |limit: u64, value: u64| (value <= limit).then_some(value);
        let shift = || {
            let months = Months::new(u32::try_from(within(1200, span.months)?).ok()?);
            let days = Days::new(within(FARTHEST_DAYS, span.days)?);
            let today = self.today();
            if ago {
                today.checked_sub_months(months)?.checked_sub_days(days)
            } else {
                today.checked_add_months(months)?.checked_add_days(days)
            }
        };
        self.near(shift().ok_or_else(|| self.too_far())?)
    }
}

fn plus_days(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    date.checked_add_signed(TimeDelta::try_days(days)?)
}

fn on_or_after(date: NaiveDate, name: Weekday) -> Option<NaiveDate> {
    plus_days(date, i64::from(name.days_since(date.weekday())))
}

fn in_week(today: NaiveDate, weeks: i64, name: Weekday) -> Option<NaiveDate> {
    let days = weeks * 7 + i64::from(name.num_days_from_monday());
    plus_days(monday_of(today)?, days)
}

fn last_of_month(date: NaiveDate) -> Option<NaiveDate> {
    let first = date.with_day(1)?;
    first.checked_add_months(Months::new(1))?.pred_opt()
}

/// The Monday of the week `date` lies in, or `None` at the edge of the calendar.
fn monday_of(date: NaiveDate) -> Option<NaiveDate> {
    let back = u64::from(date.weekday().num_days_from_monday());
    date.checked_sub_days(Days::new(back))
}
