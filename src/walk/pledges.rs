//! Every promise that was ever made in an incident, by its number, with what became of it.
//!
//! A promise is made by an answer, or outside the questions; it keeps its number when its answer is changed, replaced or put away
//! with an earlier round, so that nothing a customer was told is forgotten.

use chrono::{DateTime, FixedOffset};

use crate::answer::{Person, Promise, Value, Verdict};
use crate::journal::PromiseNumber;
use crate::spine::Name;
use crate::untrusted::Untrusted;

/// One promise with its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pledge {
    /// What it is called.
    pub number: PromiseNumber,
    /// The question it stands under.
    pub question: Name,
    /// When it was recorded.
    pub made_at: DateTime<FixedOffset>,
    /// What was promised, as it stands now, with what became of it.
    pub promise: Promise,
    /// The times it had before, oldest first.
    pub moved: Vec<Moved>,
    /// Where its answer is.
    pub place: Place,
    /// When it was said what became of it, outside the questions.
    said_at: Option<DateTime<FixedOffset>>,
}

/// A promise by an earlier time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// By when it was promised before.
    pub from: DateTime<FixedOffset>,
    /// When it was promised anew.
    pub at: DateTime<FixedOffset>,
    /// Why.
    pub reason: Option<Untrusted>,
}

/// Where the answer of a promise is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Among the present answers: the part of that index, from 0.
    Present(usize),
    /// In the earlier round of that index, from 0: the part of that index.
    Round(usize, usize),
    /// Nowhere: it was replaced or taken out.
    Gone,
}

/// What was said of a promise outside the questions.
#[derive(Debug, Clone, Copy)]
pub struct Settlement<'e> {
    /// What became of it.
    pub verdict: Verdict,
    /// When it was done, or when it was plain that it would not be.
    pub settled_at: DateTime<FixedOffset>,
    /// Why.
    pub reason: Option<&'e Untrusted>,
    /// When it was said.
    pub said_at: DateTime<FixedOffset>,
}

impl Pledge {
    /// Whether it is still to be kept.
    pub const fn is_owed(&self) -> bool {
        self.promise.verdict.is_none() && !matches!(self.place, Place::Gone)
    }

    /// Whether it counts in the ledger: whatever was taken out before it fell due was never a promise to be judged.
    pub const fn counts(&self) -> bool {
        self.promise.verdict.is_some() || !matches!(self.place, Place::Gone)
    }
}

/// The promises of an incident, in the order of their numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pledges(Vec<Pledge>);

impl<'p> IntoIterator for &'p Pledges {
    type Item = &'p Pledge;
    type IntoIter = std::slice::Iter<'p, Pledge>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Pledges {
    /// All of them, in the order of their numbers.
    pub fn iter(&self) -> std::slice::Iter<'_, Pledge> {
        self.0.iter()
    }

    /// The promise of that number.
    pub fn get(&self, number: PromiseNumber) -> Option<&Pledge> {
        self.0.iter().find(|pledge| pledge.number == number)
    }

    /// The promises whose answer stands among the present ones of that question.
    pub fn present<'p>(&'p self, question: &'p Name) -> impl Iterator<Item = &'p Pledge> {
        self.0.iter().filter(|pledge| pledge.is_present(question))
    }

    /// Takes in the promises of an answer: which are the same as before, which are new, and which are gone. A promise that was
    /// settled outside the questions keeps its verdict, also in the answer.
    pub(super) fn answered(&mut self, question: &Name, value: &Value, at: DateTime<FixedOffset>) {
        let same = self.counterparts(question, value);
        for pledge in self.0.iter_mut().filter(|pledge| pledge.is_present(question)) {
            pledge.place = Place::Gone;
        }
        for (part, (promise, same)) in promises_in(value).zip(same).enumerate() {
            let place = Place::Present(part);
            match same.and_then(|index| self.0.get_mut(index)) {
                Some(pledge) if !pledge.is_replaced_by(promise) => {
                    pledge.is_now(promise, at);
                    pledge.place = place;
                }
                _ => self.push(question, promise.clone(), place, at),
            }
        }
    }

    /// Which of the present promises of a question each promise of its new answer is: the very same, else the one with the same
    /// words, else the one by the same time, else the only one. None is meant twice.
    fn counterparts(&self, question: &Name, value: &Value) -> Vec<Option<usize>> {
        let mut before: Vec<(usize, &Promise)> = Vec::new();
        for (index, pledge) in self.0.iter().enumerate().filter(|(_, pledge)| pledge.is_present(question)) {
            before.push((index, &pledge.promise));
        }
        let is_single = !matches!(value, Value::Several(_));
        let likenesses: [Likeness<'_>; 4] = [
            &|old, new| old.what == new.what && old.due == new.due,
            &|old, new| old.what == new.what,
            &|old, new| old.due == new.due,
            &|_, _| is_single,
        ];
        let mut found: Vec<(&Promise, Option<usize>)> = promises_in(value).map(|promise| (promise, None)).collect();
        for is_alike in likenesses {
            for (promise, same) in found.iter_mut().filter(|(_, same)| same.is_none()) {
                let place = before.iter().position(|(_, old)| is_alike(old, promise));
                *same = place.map(|place| before.remove(place).0);
            }
        }
        found.into_iter().map(|(_, same)| same).collect()
    }

    /// The promises that would be lost by that answer: no longer there, or by another time.
    pub(super) fn lost_by(&self, question: &Name, value: &Value, at: DateTime<FixedOffset>) -> Vec<&Pledge> {
        let mut after = self.clone();
        after.answered(question, value, at);
        let is_lost = |before: &&Pledge| {
            before.is_owed()
                && after.get(before.number).is_none_or(|after| {
                    after.promise.verdict.is_none()
                        && (matches!(after.place, Place::Gone) || after.promise.due != before.promise.due)
                })
        };
        self.0.iter().filter(|pledge| pledge.is_present(question)).filter(is_lost).collect()
    }

    /// Adds a promise made outside the questions, which stands as that part of the answer.
    pub(super) fn push(&mut self, question: &Name, promise: Promise, place: Place, at: DateTime<FixedOffset>) {
        self.0.push(Pledge {
            number: PromiseNumber::after(self.0.len()),
            question: question.clone(),
            made_at: at,
            promise,
            moved: Vec::new(),
            place,
            said_at: None,
        });
    }

    /// Takes in that the answers of a question were left out at that time. What had fallen due by then is broken.
    pub(super) fn taken_out(&mut self, question: &Name, at: DateTime<FixedOffset>) {
        for pledge in self.0.iter_mut().filter(|pledge| pledge.is_present(question)) {
            if pledge.is_owed() && pledge.promise.due < at {
                pledge.promise.verdict = Some(Verdict::Broken);
                pledge.promise.settled_at = Some(at);
            }
            pledge.place = Place::Gone;
        }
    }

    /// Takes in that the answers of a question were put away with a round.
    pub(super) fn put_away(&mut self, question: &Name, round: usize) {
        for pledge in self.0.iter_mut().filter(|pledge| pledge.question == *question) {
            if let Place::Present(part) = pledge.place {
                pledge.place = Place::Round(round, part);
            }
        }
    }

    /// Brings a promise that was written down earlier up to date, where it stands in an answer: by the time it has now, and with what
    /// became of it. Where nobody else was named than whoever keeps promises now, it is for whoever it was made by.
    pub(super) fn bring_up_to_date(&self, question: &Name, written: &mut Promise, keeper: Option<&Person>) {
        let is_it = |pledge: &&Pledge| {
            let was_by = |due| pledge.promise.due == due || pledge.moved.iter().any(|moved| moved.from == due);
            pledge.promise.what == written.what && was_by(written.due) && !matches!(pledge.place, Place::Gone)
        };
        let mut same = self.0.iter().filter(|pledge| pledge.question == *question).filter(is_it);
        let Some(pledge) = same.next_back() else { return };
        if written.by.as_ref() == keeper {
            written.by.clone_from(&pledge.promise.by);
        }
        if written.verdict.is_none() {
            written.due = pledge.promise.due;
            written.verdict = pledge.promise.verdict;
            written.settled_at = pledge.promise.settled_at;
            written.reason.clone_from(&pledge.promise.reason);
        }
    }

    /// Takes in that a promise was made again before it fell due. What is said later counts, and of two times said at the same time
    /// the earlier, in whatever order they are read.
    pub(super) fn moved(
        &mut self,
        number: PromiseNumber,
        due: DateTime<FixedOffset>,
        reason: Option<&Untrusted>,
        at: DateTime<FixedOffset>,
    ) -> Option<&Pledge> {
        let pledge = self.0.iter_mut().find(|pledge| pledge.number == number)?;
        let before = pledge.promise.due;
        let (from, due) = if pledge.moved.last().is_some_and(|last| last.at == at) {
            (before.max(due), before.min(due))
        } else {
            (before, due)
        };
        pledge.moved.push(Moved { from, at, reason: reason.cloned() });
        pledge.promise.due = due;
        Some(pledge)
    }

    /// Takes in what became of a promise. What is said later counts, and of two things said at the same time the worse, in whatever
    /// order they are read.
    pub(super) fn settled(&mut self, number: PromiseNumber, settlement: Settlement<'_>) -> Option<&Pledge> {
        let pledge = self.0.iter_mut().find(|pledge| pledge.number == number)?;
        let stands = pledge.said_at == Some(settlement.said_at)
            && pledge.promise.verdict.is_some_and(|verdict| worse(&pledge.promise, verdict) >= settlement.rank());
        if !stands {
            pledge.said_at = Some(settlement.said_at);
            pledge.promise.verdict = Some(settlement.verdict);
            pledge.promise.settled_at = Some(settlement.settled_at);
            pledge.promise.reason = settlement.reason.cloned();
        }
        Some(pledge)
    }
}

/// Whether a promise of an earlier answer is the same as one of a later.
type Likeness<'a> = &'a dyn Fn(&Promise, &Promise) -> bool;

/// How bad a verdict is, and what decides between equal ones.
type Rank<'p> = (u8, DateTime<FixedOffset>, Option<&'p str>);

const fn badness(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Kept => 0,
        Verdict::Released => 1,
        Verdict::Late => 2,
        Verdict::Broken => 3,
    }
}

fn worse(promise: &Promise, verdict: Verdict) -> Rank<'_> {
    let settled_at = promise.settled_at.unwrap_or(promise.due);
    (badness(verdict), settled_at, promise.reason.as_ref().map(Untrusted::as_stored))
}

impl<'e> Settlement<'e> {
    fn rank(&self) -> Rank<'e> {
        (badness(self.verdict), self.settled_at, self.reason.map(Untrusted::as_stored))
    }
}

impl Pledge {
    /// Whether its answer stands among the present ones of that question.
    fn is_present(&self, question: &Name) -> bool {
        self.question == *question && matches!(self.place, Place::Present(_))
    }

    /// Whether a promise in a new answer takes the place of this one, which is settled, rather than being the same.
    fn is_replaced_by(&self, promise: &Promise) -> bool {
        self.promise.verdict.is_some() && promise.verdict.is_none() && promise.due != self.promise.due
    }

    /// Takes in the promise as an answer says it now.
    fn is_now(&mut self, promise: &Promise, at: DateTime<FixedOffset>) {
        if promise.due != self.promise.due {
            self.moved.push(Moved { from: self.promise.due, at, reason: None });
        }
        let settled = std::mem::replace(&mut self.promise, promise.clone());
        if self.promise.verdict.is_none() && settled.verdict.is_some() {
            self.promise.verdict = settled.verdict;
            self.promise.settled_at = settled.settled_at;
            self.promise.reason = settled.reason;
        }
    }
}

/// The promises of an answer, in its order.
pub(super) fn promises_in(value: &Value) -> impl Iterator<Item = &Promise> {
    value.parts().filter_map(|part| match part {
        Value::Promise(promise) => Some(promise),
        _ => None,
    })
}
