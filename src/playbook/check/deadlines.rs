//! The time limits of a playbook: that each can be counted, ends somehow, and can apply at all.

use std::collections::HashMap;

use chrono::TimeDelta;

use super::conditions::Around;
use super::{Check, clip, words};
use crate::diagnostic::Site;
use crate::playbook::deadline::{
    AfterHours, Deadline, Extension, OpeningHours, Roll, Rule, Serves, Start, Stop, Unit, after_hours_name,
    counts_by_calendar, roll_name,
};
use crate::playbook::model::Question;
use crate::playbook::raw::{RawAgain, RawCount, RawDeadline, RawOwnWithin};
use crate::playbook::reachable::{MOST_EFFORT, can_hold};
use crate::playbook::{Again, Condition, NextOwner};
use crate::schedule::spoken::spoken_duration;
use crate::spine::Name;
use crate::table::Sited;
use crate::untrusted::Untrusted;

/// How long an incident may be without an owner where the playbook says nothing: help desks raise the alarm for a ticket that nobody
/// has taken after ten minutes.
pub const OWN_WITHIN: TimeDelta = TimeDelta::minutes(10);

/// The longest an incident may be without an owner, in seconds: thirty days.
const LONGEST_UNOWNED: u64 = 30 * 24 * 3600;

/// The units of `own_within` and their length in seconds.
pub const OWN_UNITS: [(&str, u64); 3] = [("minutes", 60), ("hours", 3600), ("days", 24 * 3600)];

impl Check<'_> {
    /// Every limit that can be counted.
    pub(super) fn deadlines(
        &mut self,
        raw: &[RawDeadline],
        questions: &[Question],
        places: &HashMap<Name, usize>,
    ) -> Vec<Deadline> {
        self.each_once(raw.iter().filter_map(|deadline| deadline.id.as_ref()), "deadlines");
        let around = Around { questions, places, place: questions.len(), asked: None };
        let mut effort = MOST_EFFORT;
        raw.iter().filter_map(|deadline| self.deadline(deadline, &around, &mut effort)).collect()
    }

    fn deadline(&mut self, raw: &RawDeadline, around: &Around<'_>, effort: &mut usize) -> Option<Deadline> {
        let id = raw.id.as_ref().and_then(|id| self.name(id));
        self.incomplete(raw);
        let what = self.filled(raw.what.as_ref(), "what");
        let start = match &raw.start {
            Some(text) => self.one_of(text, "start", &Start::ALL, Start::name),
            None => Some(Start::default()),
        };
        let stop = match &raw.stop {
            Some(text) => self.one_of(text, "stop", &Stop::ALL, Stop::name),
            None => Some(Stop::default()),
        };
        let serves = match &raw.to {
            Some(text) => self.one_of(text, "to", &Serves::ALL, Serves::name),
            None => Some(Serves::default()),
        };
        let rule = self.rule(raw);
        let extend = raw.extend.as_ref().and_then(|extend| self.extension(extend));
        let calendar = raw.calendar.as_ref().and_then(|text| self.calendar(text));
        let time_zone = raw.time_zone.as_ref().and_then(|text| self.time_zone(text));
        if let Some(rule) = &rule {
            self.needs_calendar(raw, rule, extend);
        }
        let when = self.applies_when(raw, around, effort);
        let must_say = raw.must_say.iter().flatten().filter_map(|text| self.filled(Some(text), "must_say")).collect();
        let source = self.source(raw.source.as_ref());
        Some(Deadline {
            id: id?,
            what: what?,
            rule: rule?,
            start: start?,
            stop: stop?,
            when,
            calendar,
            time_zone,
            extend,
            must_say,
            serves: serves?,
            source,
        })
    }

    /// Reports what no layer gave.
    fn incomplete(&mut self, raw: &RawDeadline) {
        let given = [("what", raw.what.is_some()), ("n", raw.n.is_some()), ("unit", raw.unit.is_some())];
        for (key, is_there) in given {
            if !is_there && !raw.unread.contains(&key) {
                self.missing(&raw.site, key, "in this deadline");
            }
        }
    }

    fn rule(&mut self, raw: &RawDeadline) -> Option<Rule> {
        let unit = raw.unit.as_ref().and_then(|text| self.unit(text));
        let after_hours = raw.after_hours.as_ref().and_then(|text| {
            let all = [AfterHours::Ignore, AfterHours::NextBusinessDay];
            self.one_of(text, "after_hours", &all, after_hours_name)
        });
        let roll = raw.roll.as_ref().and_then(|text| {
            let all = [Roll::None, Roll::NextBusinessDay];
            self.one_of(text, "roll", &all, roll_name)
        });
        let inclusive = raw.inclusive.as_ref().is_some_and(|flag| flag.value);
        let hours = self.opening_hours(raw);
        let unit = unit?;
        if !unit.ends_with_a_day() {
            if inclusive && let Some(flag) = &raw.inclusive {
                self.only_for_days(&flag.site, "inclusive");
            }
            if roll == Some(Roll::NextBusinessDay)
                && let Some(text) = &raw.roll
            {
                self.only_for_days(&text.site, "roll");
            }
        }
        Some(Rule {
            n: raw.n.as_ref()?.value,
            unit,
            after_hours: after_hours.unwrap_or_default(),
            roll: roll.unwrap_or_default(),
            inclusive,
            hours: hours?,
        })
    }

    fn unit(&mut self, text: &Sited<String>) -> Option<Unit> {
        self.one_of(text, "unit", &Unit::ALL, Unit::name)
    }

    fn only_for_days(&mut self, site: &Site, key: &str) {
        self.problem(
            site,
            format!("`{key}` is for days, weeks and months, and this limit is in hours"),
            "hours end when they end",
            format!("leave `{key}` out, or count in days"),
        );
    }

    fn opening_hours(&mut self, raw: &RawDeadline) -> Option<OpeningHours> {
        let (open, close) = match (&raw.open, &raw.close) {
            (Some(open), Some(close)) => (open, close),
            (Some(one), None) if !raw.unread.contains(&"close") => {
                self.missing(&one.site, "close", "beside `open`");
                return None;
            }
            (None, Some(one)) if !raw.unread.contains(&"open") => {
                self.missing(&one.site, "open", "beside `close`");
                return None;
            }
            _ => return Some(OpeningHours::default()),
        };
        let hours = OpeningHours::new(open.value, close.value).ok();
        if hours.is_none() {
            let (from, until) = (open.value.format("%H:%M"), close.value.format("%H:%M"));
            self.problem(
                &close.site,
                format!("`close` is `{until}`, and that is not after `open`, `{from}`"),
                "not after opening",
                "write two times of one day, the later one here",
            );
        }
        hours
    }

    fn extension(&mut self, raw: &RawCount) -> Option<Extension> {
        let unit = raw.unit.as_ref().and_then(|text| self.unit(text));
        Some(Extension { n: raw.n.as_ref()?.value, unit: unit? })
    }

    /// Only the spelling: houses have calendars of their own.
    fn calendar(&mut self, text: &Sited<String>) -> Option<Untrusted> {
        let name = &text.value;
        let is_name = name.starts_with(|c: char| c.is_ascii_alphanumeric())
            && name.len() <= 64
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !is_name {
            self.problem(
                &text.site,
                format!("`{}` cannot name a calendar", clip(name)),
                "not a name",
                "a calendar's name has letters, digits and `-`, as `GB-ENG` or `head-office`",
            );
        }
        is_name.then(|| name.as_str().into())
    }

    /// Only the spelling: which zones there are is known when counting.
    fn time_zone(&mut self, text: &Sited<String>) -> Option<Untrusted> {
        let name = &text.value;
        let is_zone = name == "UTC" || (name.contains('/') && name.len() <= 64 && name.split('/').all(is_part_of_zone));
        if !is_zone {
            self.problem(
                &text.site,
                format!("`{}` is not spelt as a time zone", clip(name)),
                "not `Area/Place`",
                "write a zone of the IANA list, as `Europe/London`, or `UTC`",
            );
        }
        is_zone.then(|| name.as_str().into())
    }

    fn needs_calendar(&mut self, raw: &RawDeadline, rule: &Rule, extend: Option<Extension>) {
        if raw.calendar.is_some() || raw.unread.contains(&"calendar") || !counts_by_calendar(rule, extend) {
            return;
        }
        let site = match (rule.unit, &raw.unit, &raw.roll, &raw.after_hours, &raw.extend) {
            (Unit::BusinessDays | Unit::BusinessHours, Some(unit), ..) => &unit.site,
            (_, _, Some(roll), ..) if rule.roll == Roll::NextBusinessDay => &roll.site,
            (_, _, _, Some(policy), _) if rule.after_hours == AfterHours::NextBusinessDay => &policy.site,
            (.., Some(extend)) => &extend.site,
            _ => &raw.site,
        };
        self.problem(
            site,
            "this counts by business days, and no calendar says which days those are",
            "needs a calendar",
            "add `calendar = \"GB-ENG\"`, or `GB-SCT`, `GB-NIR`, `IE`, `US`, `DE`, `FR`, or one of your own",
        );
    }

    fn applies_when(&mut self, raw: &RawDeadline, around: &Around<'_>, effort: &mut usize) -> Option<Condition> {
        let written = raw.when.as_ref()?;
        let when = self.condition(&written.value, around)?;
        if !can_hold(&when, around.questions, around.places, &self.limit, effort) {
            let id = raw.id.as_ref().map_or_else(|| "this".into(), |id| clip(&id.value));
            self.problem(
                &written.site,
                format!("no series of answers ever starts the deadline `{id}`"),
                "never true",
                "look at this condition, and at those of the questions it names",
            );
        }
        Some(when)
    }

    /// How long an incident may be without an owner who has accepted.
    pub(super) fn own_within(&mut self, raw: Option<&RawOwnWithin>) -> TimeDelta {
        let Some(raw) = raw else { return OWN_WITHIN };
        let (seconds, site) = match raw {
            RawOwnWithin::Said(text) => (self.length(text), &text.site),
            RawOwnWithin::Counted(count) => (self.own_count(count), &count.site),
        };
        let Some(seconds) = seconds else { return OWN_WITHIN };
        if !(60..=LONGEST_UNOWNED).contains(&seconds) {
            self.problem(
                site,
                "`own_within` takes a length of time from 1 minute to 30 days",
                "outside",
                "write it as `\"10 minutes\"` or `\"2 hours\"`",
            );
        }
        i64::try_from(seconds).ok().and_then(TimeDelta::try_seconds).unwrap_or(OWN_WITHIN)
    }

    fn length(&mut self, text: &Sited<String>) -> Option<u64> {
        let seconds = spoken_duration(&text.value).ok();
        if seconds.is_none() {
            self.problem(
                &text.site,
                format!("`{}` is not a length of time", clip(&text.value)),
                "not a length of time",
                "write it as `\"10 minutes\"` or `\"2 hours\"`",
            );
        }
        seconds
    }

    fn own_count(&mut self, count: &RawCount) -> Option<u64> {
        let unit = count.unit.as_ref()?;
        let units = OWN_UNITS.map(|(name, _)| name);
        let name = self.one_of(unit, "unit", &units, |name| name)?;
        let (_, length) = OWN_UNITS.into_iter().find(|(unit, _)| *unit == name)?;
        Some(u64::from(count.n.as_ref()?.value) * length)
    }

    /// What changes after a second failure; the gestures have to be among the answers of `remedy`.
    pub(super) fn again(&mut self, raw: &RawAgain, questions: &[Question]) -> Again {
        let owner = raw.owner.as_ref().and_then(|text| self.one_of(text, "owner", &NextOwner::ALL, NextOwner::name));
        let texts = |texts: &Option<Vec<Sited<String>>>| -> Vec<Untrusted> {
            texts.iter().flatten().map(|text| text.value.as_str().into()).collect()
        };
        let remedy = questions.iter().find(|question| question.id == *"remedy");
        let not_remedies = raw.not_remedies.iter().flatten().filter_map(|named| self.remedy(named, remedy)).collect();
        Again {
            owner: owner.unwrap_or_default(),
            senior: raw.senior.as_ref().is_none_or(|flag| flag.value),
            not_remedies,
            notice: words(raw.notice.as_ref()),
            say: texts(&raw.say),
            never: texts(&raw.never),
            source: self.source(raw.source.as_ref()),
        }
    }

    fn remedy(&mut self, named: &Sited<String>, remedy: Option<&Question>) -> Option<Name> {
        let remedy = remedy?;
        if let Some(choice) = remedy.kind.choices().iter().find(|choice| choice.id == *named.value.as_str()) {
            return Some(choice.id.clone());
        }
        let known: Vec<&str> = remedy.kind.choices().iter().map(|choice| choice.id.as_str()).collect();
        let help = match self.near(&named.value, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("its answers are {}", super::quoted(&known)),
        };
        self.problem(
            &named.site,
            format!("`remedy` has no answer `{}`", clip(&named.value)),
            "not one of its answers",
            help,
        );
        None
    }
}

fn is_part_of_zone(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_alphabetic())
        && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'))
}
