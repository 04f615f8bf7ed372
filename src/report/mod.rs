//! The report: figures over many incidents, counted from their facts one after the other.
//!
//! - [`Report`] takes facts in and holds what was counted, in total and for each group; its size does not depend on how many there
//!   were.
//! - [`define`] says what each figure is; [`tally`] counts, [`lengths`], [`series`] and [`partly`] for it; [`figures`] makes figures of counts.
//! - [`words`] says figures for people; `table`, `json`, `csv`, `markdown` and `html` write the whole report, each for its readers.

pub mod csv;
pub mod define;
pub mod field;
pub mod figures;
pub mod html;
pub mod json;
pub mod lengths;
pub mod markdown;
pub mod partly;
pub mod series;
pub mod table;
pub mod tally;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};

use self::field::{Field, Key};
use self::partly::{Partly, Window};
use self::series::Series;
use self::tally::Tally;
use crate::journal::facts::Facts;
use crate::schedule::zone::Zone;

/// The most groups a report has: more are no groups, and would take memory with every incident.
pub const MOST_GROUPS: usize = 2000;

/// Which incidents a report is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Period {
    /// From when, included; none from the beginning.
    pub since: Option<DateTime<FixedOffset>>,
    /// Until when, excluded; none up to now.
    pub until: Option<DateTime<FixedOffset>>,
}

/// A report as it is counted.
pub struct Report<'z> {
    /// Which incidents it is about.
    pub period: Period,
    /// When it is made; what is overdue is read off against it.
    pub now: DateTime<FixedOffset>,
    /// By what it groups.
    pub by: Option<Field>,
    /// Of all incidents together.
    pub total: Tally,
    /// Along the days.
    pub series: Series,
    /// How many incidents of the store could not be counted: a newer program counted them, or an older one did and the store may only
    /// be read.
    pub uncounted: u64,
    zone: &'z dyn Zone,
    groups: BTreeMap<Key, Group>,
    questions: BTreeSet<String>,
}

/// One group of a report.
#[derive(Debug, Clone)]
pub struct Group {
    /// How it is called, as the first incident of it says; none where nobody knows. It is text from elsewhere.
    pub name: Option<String>,
    /// What of it was looked at, where it is a week or a month and that is not all of it.
    pub partly: Option<Partly>,
    /// What was counted of it.
    pub tally: Tally,
}

/// That there are more groups than a report takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there are more than {MOST_GROUPS} different answers")]
pub struct TooManyGroups;

impl<'z> Report<'z> {
    /// An empty report, made at that moment, for the days of that zone.
    pub fn new(period: Period, by: Option<Field>, now: DateTime<FixedOffset>, zone: &'z dyn Zone) -> Self {
        Self {
            period,
            now,
            by,
            total: Tally::default(),
            series: Series::default(),
            uncounted: 0,
            zone,
            groups: BTreeMap::new(),
            questions: BTreeSet::new(),
        }
    }

    /// Takes in the facts of one incident.
    ///
    /// # Errors
    /// [`TooManyGroups`].
    pub fn take(&mut self, facts: &Facts) -> Result<(), TooManyGroups> {
        let now = self.now.timestamp();
        self.total.add(facts, now);
        self.series.add(field::day_of(facts.received, self.zone), facts, now);
        for question in facts.answers.keys() {
            if !self.questions.contains(question) {
                self.questions.insert(question.clone());
            }
        }
        let Some(by) = &self.by else { return Ok(()) };
        let (key, label) = by.key(facts, self.zone);
        if !self.groups.contains_key(&key) {
            if self.groups.len() == MOST_GROUPS {
                return Err(TooManyGroups);
            }
            let name = Some(label).filter(|_| key != Key::Unknown);
            let partly = by.days_of(&key).and_then(|(first, next)| self.window().part_of(first, next));
            self.groups.insert(key.clone(), Group { name, partly, tally: Tally::default() });
        }
        if let Some(group) = self.groups.get_mut(&key) {
            group.tally.add(facts, now);
        }
        Ok(())
    }

    /// The questions of which any incident had an answer that can be counted, in the order of their names.
    pub fn questions(&self) -> impl Iterator<Item = &str> {
        self.questions.iter().map(String::as_str)
    }

    /// Whether any incident had an answer to that question.
    pub fn has_answers_to(&self, question: &str) -> bool {
        self.questions.contains(question)
    }

    /// The groups: by their time, else the largest first; the one of those nobody knows last.
    pub fn groups(&self) -> Vec<&Group> {
        let mut groups: Vec<(&Key, &Group)> = self.groups.iter().collect();
        let in_time = self.by.as_ref().is_some_and(Field::is_time);
        groups.sort_by_key(|(key, group)| {
            let size = if in_time { 0 } else { group.tally.received };
            (**key == Key::Unknown, std::cmp::Reverse(size))
        });
        groups.into_iter().map(|(_, group)| group).collect()
    }

    /// Between which ends incidents are looked for, on the wall clock of its zone.
    pub fn window(&self) -> Window {
        let local = |at: DateTime<FixedOffset>| self.zone.at(at.to_utc()).naive_local();
        let ends = self.period.until.map_or(self.now, |until| until.min(self.now));
        Window { begins: self.period.since.map(local), ends: local(ends) }
    }

    /// Where its days are read.
    pub const fn zone(&self) -> &dyn Zone {
        self.zone
    }
}
