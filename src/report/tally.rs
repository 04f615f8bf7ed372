//! What is counted of one group of incidents: fed the facts of one after the other, as large after a million as after a thousand.
//!
//! Of everything that is counted it is kept apart what is known, what nobody knows (`unknown`) and what cannot be known yet
//! (`waiting`). Unknown is never counted as nought, nor as good.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::lengths::Lengths;
use crate::answer::Money;
use crate::journal::facts::{Facts, LimitState, Offer, Pledged, Seconds};

/// How much is not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gaps {
    /// It could be known, and nobody knows.
    pub unknown: u64,
    /// It is not known yet.
    pub waiting: u64,
}

impl Gaps {
    /// One more of which nothing is known: not yet while it is open.
    fn add(&mut self, is_open: bool) {
        if is_open {
            self.waiting += 1;
        } else {
            self.unknown += 1;
        }
    }
}

/// Lengths of time, and those that are not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    /// Those that are known.
    pub lengths: Lengths,
    /// Those that are not.
    pub gaps: Gaps,
}

/// How many of those of which it is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Part {
    /// Those of which it is so.
    pub yes: u64,
    /// All of which it is known.
    pub of: u64,
    /// The others.
    pub gaps: Gaps,
}

impl Part {
    fn known(&mut self, yes: bool) {
        self.of += 1;
        self.yes += u64::from(yes);
    }

    /// Takes in what was counted of others.
    fn merge(&mut self, more: Self) {
        let Self { yes, of, gaps } = more;
        self.yes += yes;
        self.of += of;
        self.gaps.unknown += gaps.unknown;
        self.gaps.waiting += gaps.waiting;
    }
}

/// Money of one currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many amounts.
    pub n: u64,
    /// What they come to.
    pub total: Decimal,
}

/// Money by the code of its currency; nothing is converted.
pub type Sums = BTreeMap<&'static str, Sum>;

fn add_money(sums: &mut Sums, money: &Money) {
    let sum = sums.entry(money.currency().code()).or_default();
    sum.n += 1;
    sum.total = sum.total.saturating_add(money.amount());
}

/// Promises, by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Promises {
    /// Done by the time.
    pub kept: u64,
    /// Done later.
    pub late: u64,
    /// Not done.
    pub broken: u64,
    /// Let off.
    pub released: u64,
    /// Without a verdict, and their time has not passed.
    pub owed: u64,
    /// Without a verdict, and their time has passed.
    pub overdue: u64,
}

impl Promises {
    /// Counts those of one incident.
    pub fn add(&mut self, pledged: &Pledged, now: Seconds) {
        let overdue = pledged.overdue(now);
        self.kept += u64::from(pledged.kept);
        self.late += u64::from(pledged.late);
        self.broken += u64::from(pledged.broken);
        self.released += u64::from(pledged.released);
        self.overdue += overdue;
        self.owed += pledged.owed.len() as u64 - overdue;
    }

    /// Takes in those of others.
    pub const fn merge(&mut self, more: Self) {
        let Self { kept, late, broken, released, owed, overdue } = more;
        self.kept += kept;
        self.late += late;
        self.broken += broken;
        self.released += released;
        self.owed += owed;
        self.overdue += overdue;
    }

    /// Those of which it is known whether they were kept.
    pub const fn judged(&self) -> u64 {
        self.kept + self.late + self.broken
    }

    /// All of them.
    pub const fn all(&self) -> u64 {
        self.judged() + self.released + self.owed + self.overdue
    }
}

/// One time limit of one playbook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LimitTally {
    /// How it counts; none where incidents of the group were opened with several rules.
    pub rule: Option<String>,
    /// Met in time, of those met in time and late.
    pub kept: Part,
    /// Of the late ones, those that still run.
    pub running_late: u64,
    /// Those that somebody said do not apply.
    pub waived: u64,
}

/// Marks by how often each was given, from 0 to 10.
pub type Marks = [u64; 11];

/// How the customer answered when asked whether it is put right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// Those who are satisfied, of those who answered; the rest.
    pub satisfied: Part,
    /// They were asked and gave no answer.
    pub no_answer: u64,
    /// They were not asked, and a reason was given.
    pub not_asked: u64,
}

/// How often something was, in total and where it is known for sure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Often {
    /// How often in all, as far as it is recorded.
    pub total: u64,
    /// How often in the incidents of which it is known.
    pub known: u64,
    /// In how many incidents at least once, of those of which it is known.
    pub once: Part,
}

impl Often {
    fn add(&mut self, times: u32, is_known: bool) {
        self.total += u64::from(times);
        if is_known {
            self.known += u64::from(times);
            self.once.known(times > 0);
        }
    }
}

/// What was offered of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kind {
    /// How often.
    pub offers: u64,
    /// What was accepted of it.
    pub accepted: Sums,
}

/// What stands now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Open.
    pub open: u64,
    /// Open with something overdue.
    pub overdue: u64,
    /// Open, and nobody answers for it.
    pub unowned: u64,
    /// Open, and nobody has said when the customer hears next.
    pub no_word: u64,
}

/// Everything that is counted of a group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the figure of its name, and `define` says what it is")]
pub struct Tally {
    pub received: u64,
    pub time_to_own: Span,
    pub time_to_acknowledge: Span,
    pub time_to_first_contact: Span,
    pub time_to_fix: Span,
    pub time_to_recovered: Span,
    pub limits: BTreeMap<(String, String), LimitTally>,
    pub fixed_not_recovered: Part,
    pub promises: Promises,
    pub chases: Often,
    pub hand_overs: Often,
    pub first_contact_resolution: Part,
    pub reopened: Part,
    pub repeat_failures: Part,
    pub double_deviations: Part,
    pub endings: BTreeMap<String, u64>,
    pub outcome: Asked,
    pub handling: Asked,
    pub csat: (Marks, Gaps),
    pub nps: (Marks, Gaps),
    pub ces: (Marks, Gaps),
    pub remedies: (Sums, Gaps),
    pub refused: u64,
    pub kinds: (BTreeMap<String, Kind>, Gaps),
    pub over_limit: Part,
    pub approved: u64,
    pub approval_lag: Span,
    pub cost: (Sums, Gaps),
    pub causes: (BTreeMap<String, u64>, Gaps),
    pub preventable: Part,
    pub prevention: Promises,
    pub prevention_works: Part,
    pub backlog: Backlog,
}

/// The answers by which customers say that it is put right, or is not.
fn verdict(facts: &Facts) -> Option<bool> {
    match facts.answer("outcome") {
        Some("yes") => Some(true),
        Some("no" | "more-correct" | "more-compensate") => Some(false),
        _ => None,
    }
}

impl Tally {
    /// Every time limit together.
    pub fn in_limit(&self) -> Part {
        let mut all = Part::default();
        for limit in self.limits.values() {
            all.merge(limit.kept);
        }
        all
    }

    /// Counts one incident as it stands at that moment.
    pub fn add(&mut self, facts: &Facts, now: Seconds) {
        self.received += 1;
        self.speed(facts);
        self.limits(facts, now);
        self.promises.add(&facts.promises, now);
        self.effort(facts);
        self.course(facts);
        self.answers(facts);
        self.money(facts);
        self.learning(facts, now);
        self.stands(facts, now);
    }

    fn speed(&mut self, facts: &Facts) {
        let open = facts.is_open();
        let spans = [
            (&mut self.time_to_own, facts.owned),
            (&mut self.time_to_acknowledge, facts.acknowledged),
            (&mut self.time_to_first_contact, facts.spoken),
        ];
        for (span, end) in spans {
            match end {
                Some(end) => span.lengths.between(facts.received, end),
                None => span.gaps.add(open),
            }
        }
        match (facts.fixed, facts.answer("correction")) {
            (Some(fixed), _) => self.time_to_fix.lengths.between(facts.received, fixed),
            (None, Some("corrected" | "unchecked")) => self.time_to_fix.gaps.unknown += 1,
            (None, Some("impossible")) => {}
            (None, Some("partly")) => self.time_to_fix.gaps.waiting += u64::from(open),
            (None, _) => self.time_to_fix.gaps.add(open),
        }
        let is_recovered = ended_satisfied(facts) && is_recovered(facts) == Some(true);
        match facts.recovered.filter(|_| is_recovered) {
            Some(recovered) => self.time_to_recovered.lengths.between(facts.received, recovered),
            None if is_recovered => self.time_to_recovered.gaps.unknown += 1,
            None => self.time_to_recovered.gaps.waiting += u64::from(open),
        }
    }

    fn limits(&mut self, facts: &Facts, now: Seconds) {
        for limit in &facts.limits {
            let key = (facts.playbook.clone(), limit.id.clone());
            let is_new = !self.limits.contains_key(&key);
            let tally = self.limits.entry(key).or_default();
            if is_new {
                tally.rule = Some(limit.rule.clone());
            } else if tally.rule.as_ref() != Some(&limit.rule) {
                tally.rule = None;
            }
            match limit.state {
                LimitState::Kept => tally.kept.known(true),
                LimitState::Late => tally.kept.known(false),
                LimitState::Running if limit.due.is_some_and(|due| due < now) => {
                    tally.kept.known(false);
                    tally.running_late += 1;
                }
                LimitState::Running => tally.kept.gaps.waiting += 1,
                LimitState::Unknown => tally.kept.gaps.unknown += 1,
                LimitState::Waived => tally.waived += 1,
            }
        }
    }

    fn effort(&mut self, facts: &Facts) {
        let contacts = facts.contacts;
        let is_known = contacts.all > 0 && contacts.unsaid == 0;
        self.chases.add(contacts.chases, is_known);
        self.chases.once.gaps.unknown += u64::from(!is_known);
        self.hand_overs.add(facts.hand_overs, facts.owned.is_some());
        if facts.owned.is_none() {
            self.hand_overs.once.gaps.add(facts.is_open());
        }
        let came_back = contacts.incoming > 1 || contacts.chases > 0 || facts.earlier_rounds > 0 || facts.reopened > 0;
        let resolution = &mut self.first_contact_resolution;
        match (came_back, facts.is_open(), ended_satisfied(facts)) {
            (true, ..) => resolution.known(false),
            (false, true, _) => resolution.gaps.waiting += 1,
            (false, false, true) if contacts.reached > 0 && contacts.unsaid == 0 => resolution.known(true),
            (false, false, false) if verdict(facts).is_some() => resolution.known(false),
            (false, false, _) => resolution.gaps.unknown += 1,
        }
    }

    fn course(&mut self, facts: &Facts) {
        let open = facts.is_open();
        if !open || facts.reopened > 0 {
            self.reopened.known(facts.reopened > 0);
        } else {
            self.reopened.gaps.waiting += 1;
        }
        match facts.answer("failed_before") {
            Some(said) => self.repeat_failures.known(said == "yes"),
            None => self.repeat_failures.gaps.unknown += 1,
        }
        match (facts.failed > 0, open, verdict(facts)) {
            (true, ..) => self.double_deviations.known(true),
            (false, false, Some(_)) => self.double_deviations.known(false),
            (false, ..) => self.double_deviations.gaps.add(open),
        }
        if let Some(ending) = &facts.ending {
            *self.endings.entry(ending.clone()).or_default() += 1;
        }
        if matches!(facts.answer("correction"), Some("corrected" | "unchecked")) {
            match is_recovered(facts) {
                Some(recovered) => self.fixed_not_recovered.known(!recovered),
                None => self.fixed_not_recovered.gaps.add(open),
            }
        }
    }

    fn answers(&mut self, facts: &Facts) {
        let open = facts.is_open();
        let outcome = facts.answer("outcome");
        match (verdict(facts), outcome) {
            (Some(yes), _) => self.outcome.satisfied.known(yes),
            (None, Some("no-answer")) => {
                self.outcome.no_answer += 1;
                self.outcome.satisfied.gaps.unknown += 1;
            }
            (None, Some("not-asked")) => {
                self.outcome.not_asked += 1;
                self.outcome.satisfied.gaps.unknown += 1;
            }
            (None, _) => self.outcome.satisfied.gaps.add(open),
        }
        match (facts.answer("handling"), outcome) {
            (Some(said @ ("yes" | "partly" | "no")), _) => self.handling.satisfied.known(said == "yes"),
            (Some("no-answer"), _) | (None, Some("no-answer")) => {
                self.handling.no_answer += 1;
                self.handling.satisfied.gaps.unknown += 1;
            }
            (None, Some("not-asked")) => {
                self.handling.not_asked += 1;
                self.handling.satisfied.gaps.unknown += 1;
            }
            (_, _) => self.handling.satisfied.gaps.add(open),
        }
        let marks =
            [(&mut self.csat, "csat", 1..=5_usize), (&mut self.nps, "nps", 0..=10), (&mut self.ces, "ces", 1..=7)];
        for ((counts, gaps), question, scale) in marks {
            let mark = facts.answer(question).and_then(|mark| mark.parse::<usize>().ok());
            match mark.filter(|mark| scale.contains(mark)).and_then(|mark| counts.get_mut(mark)) {
                Some(count) => *count += 1,
                None => gaps.add(open),
            }
        }
    }

    fn money(&mut self, facts: &Facts) {
        let open = facts.is_open();
        if facts.offers.is_empty() {
            self.kinds.1.add(open);
        }
        for offer in &facts.offers {
            self.kinds.0.entry(offer.kind.clone()).or_default().offers += 1;
            if !offer.kind.starts_with("none-") {
                self.offer(offer, open);
            }
        }
        match &facts.cost {
            Some(cost) => add_money(&mut self.cost.0, cost),
            None => self.cost.1.add(open),
        }
    }

    fn offer(&mut self, offer: &Offer, open: bool) {
        match (offer.taken.as_deref(), &offer.value) {
            (Some("accepted"), Some(value)) => {
                add_money(&mut self.remedies.0, value);
                add_money(&mut self.kinds.0.entry(offer.kind.clone()).or_default().accepted, value);
            }
            (Some("accepted"), None) => self.remedies.1.unknown += 1,
            (Some("refused"), _) => self.refused += 1,
            (_, _) => self.remedies.1.add(open),
        }
        match offer.value {
            Some(_) => self.over_limit.known(offer.over_limit),
            None => self.over_limit.gaps.unknown += 1,
        }
        if offer.over_limit {
            self.approved += u64::from(offer.is_approved);
            match (offer.asked, offer.approved) {
                (Some(asked), Some(approved)) => self.approval_lag.lengths.between(asked, approved),
                _ => self.approval_lag.gaps.add(open && !offer.is_approved),
            }
        }
    }

    fn learning(&mut self, facts: &Facts, now: Seconds) {
        let open = facts.is_open();
        match facts.answer("cause_class").filter(|class| *class != "unknown") {
            Some(class) => *self.causes.0.entry(class.to_owned()).or_default() += 1,
            None => self.causes.1.add(open),
        }
        match facts.answer("preventable") {
            Some(said) => self.preventable.known(said == "yes"),
            None => self.preventable.gaps.add(open),
        }
        self.prevention.add(&facts.prevention, now);
        if facts.prevention.all() > 0 {
            match facts.answer("prevention_works") {
                Some(said) => self.prevention_works.known(said == "yes"),
                None => self.prevention_works.gaps.add(!facts.prevention.owed.is_empty()),
            }
        }
    }

    fn stands(&mut self, facts: &Facts, now: Seconds) {
        if facts.is_open() {
            self.backlog.open += 1;
            self.backlog.overdue += u64::from(facts.next_due.is_some_and(|due| due < now));
            self.backlog.unowned += u64::from(facts.owner.is_none());
            self.backlog.no_word += u64::from(facts.no_word);
        }
    }
}

fn ended_satisfied(facts: &Facts) -> bool {
    facts.ending.as_deref() == Some("satisfied")
}

/// Whether the customer is satisfied, as far as anybody knows: with what came of it and with how they were treated. An ending as satisfied
/// speaks only where they did not say otherwise.
fn is_recovered(facts: &Facts) -> Option<bool> {
    let treated_badly = matches!(facts.answer("handling"), Some("partly" | "no"));
    let ended_badly = matches!(facts.ending.as_deref(), Some("accepted-not-forgiven" | "not-satisfied"));
    let said_so_twice = verdict(facts) == Some(true) && facts.answer("handling") == Some("yes");
    if verdict(facts) == Some(false) || treated_badly || ended_badly {
        return Some(false);
    }
    (said_so_twice || ended_satisfied(facts)).then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::facts::{Contacts, LimitFact};

    fn ended() -> Facts {
        Facts { ended: Some(100), ending: Some("unreachable".into()), ..Facts::default() }
    }

    fn tally(facts: &[Facts]) -> Tally {
        let mut tally = Tally::default();
        for facts in facts {
            tally.add(facts, 1000);
        }
        tally
    }

    fn with(answers: &[(&str, &str)], facts: Facts) -> Facts {
        let answers = answers.iter().map(|(question, said)| ((*question).to_owned(), (*said).to_owned())).collect();
        Facts { answers, ..facts }
    }

    #[test]
    fn what_nobody_recorded_is_unknown_and_never_nought_or_good() {
        let tally = tally(&[ended()]);
        let spans = [&tally.time_to_own, &tally.time_to_acknowledge, &tally.time_to_first_contact, &tally.time_to_fix];
        assert!(spans.iter().all(|span| span.lengths.n() == 0 && span.gaps == Gaps { unknown: 1, waiting: 0 }));
        let parts = [tally.chases.once, tally.first_contact_resolution, tally.outcome.satisfied, tally.repeat_failures];
        assert!(parts.iter().all(|part| (part.yes, part.of, part.gaps.unknown) == (0, 0, 1)), "{parts:?}");
        assert_eq!((tally.causes.1.unknown, tally.cost.1.unknown, tally.preventable.gaps.unknown), (1, 1, 1));
        assert_eq!((tally.hand_overs.once.of, tally.double_deviations.of), (0, 0));
    }

    #[test]
    fn what_is_open_is_not_known_yet_rather_than_unknown() {
        let tally = tally(&[Facts::default()]);
        assert_eq!(tally.time_to_own.gaps, Gaps { unknown: 0, waiting: 1 });
        assert_eq!(tally.outcome.satisfied.gaps, Gaps { unknown: 0, waiting: 1 });
        assert_eq!(tally.reopened.gaps, Gaps { unknown: 0, waiting: 1 });
    }

    #[test]
    fn a_promise_that_is_overdue_is_unknown_and_not_broken() {
        let promises = Pledged { kept: 1, owed: vec![999, 1000, 2000], ..Pledged::default() };
        let tally = tally(&[Facts { promises, ..Facts::default() }]);
        let Promises { kept, broken, overdue, owed, .. } = tally.promises;
        assert_eq!((kept, broken, overdue, owed), (1, 0, 1, 2));
        assert_eq!(tally.promises.judged(), 1);
    }

    #[test]
    fn a_limit_that_runs_past_its_time_is_late_before_anybody_says_so() {
        let limit =
            |state, due| LimitFact { id: "answer".into(), rule: "r".into(), state, due: Some(due), counted_by: None };
        let running = [999, 1000].map(|due| limit(LimitState::Running, due));
        let tally = tally(&[Facts { limits: running.into(), ..Facts::default() }]);
        let all = tally.in_limit();
        assert_eq!((all.yes, all.of, all.gaps.waiting), (0, 1, 1));
        assert_eq!(tally.limits.values().next().map(|limit| limit.running_late), Some(1));
    }

    #[test]
    fn contacts_that_do_not_say_whether_somebody_chased_leave_it_unknown() {
        let contacts = Contacts { all: 2, incoming: 2, chases: 1, unsaid: 1, reached: 2 };
        let tally = tally(&[Facts { contacts, ..Facts::default() }]);
        assert_eq!((tally.chases.total, tally.chases.once.of, tally.chases.once.gaps.unknown), (1, 0, 1));
    }

    #[test]
    fn fixed_is_not_recovered() {
        let fixed = |said: &[(&str, &str)]| with(&[&[("correction", "corrected")], said].concat(), ended());
        let recovered = Facts { recovered: Some(90), ending: Some("satisfied".into()), ..fixed(&[("outcome", "yes")]) };
        let facts = [recovered, fixed(&[("outcome", "no")]), fixed(&[("outcome", "not-asked")]), fixed(&[])];
        let Part { yes, of, gaps } = tally(&facts).fixed_not_recovered;
        assert_eq!((yes, of, gaps.unknown), (1, 2, 2));
    }

    #[test]
    fn a_cause_that_is_said_not_to_be_known_is_unknown() {
        let tally = tally(&[with(&[("cause_class", "unknown")], ended())]);
        assert_eq!((tally.causes.0.len(), tally.causes.1.unknown), (0, 1));
    }

    #[test]
    fn currencies_are_never_mixed_and_a_refused_offer_costs_nothing() {
        let offer = |amount: &str, taken: &str| Offer {
            kind: "refund".into(),
            value: Money::read(amount, None).ok(),
            taken: Some(taken.into()),
            ..Offer::default()
        };
        let offers = vec![
            offer("0.10 GBP", "accepted"),
            offer("0.20 GBP", "accepted"),
            offer("5 EUR", "accepted"),
            offer("900 GBP", "refused"),
            offer("7 GBP", "no-answer"),
        ];
        let tally = tally(&[Facts { offers, ..ended() }]);
        let totals: Vec<(&str, String)> =
            tally.remedies.0.iter().map(|(code, sum)| (*code, sum.total.to_string())).collect();
        assert_eq!(totals, [("EUR", "5.00".to_owned()), ("GBP", "0.30".to_owned())]);
        assert_eq!((tally.refused, tally.remedies.1.unknown), (1, 1));
    }

    #[test]
    fn a_mark_outside_its_scale_is_none() {
        let tally = tally(&[with(&[("csat", "9"), ("nps", "0")], ended())]);
        assert_eq!((tally.csat.1.unknown, tally.nps.0[0]), (1, 1));
    }

    #[test]
    fn who_was_treated_badly_is_not_recovered_whatever_the_ending_says() {
        let said = |handling| with(&[("correction", "corrected"), ("outcome", "yes"), ("handling", handling)], ended());
        let facts = ["no", "partly", "yes"].map(|handling| Facts {
            ending: Some("satisfied".into()),
            recovered: Some(90),
            ..said(handling)
        });
        let tally = tally(&facts);
        assert_eq!((tally.fixed_not_recovered.yes, tally.fixed_not_recovered.of), (2, 3));
        assert_eq!((tally.time_to_recovered.lengths.n(), tally.time_to_recovered.gaps), (1, Gaps::default()));
    }

    #[test]
    fn an_open_incident_whose_customer_is_satisfied_twice_is_recovered() {
        let both = with(&[("correction", "corrected"), ("outcome", "yes"), ("handling", "yes")], Facts::default());
        let once = with(&[("correction", "corrected"), ("outcome", "yes")], Facts::default());
        let Part { yes, of, gaps } = tally(&[both, once]).fixed_not_recovered;
        assert_eq!((yes, of, gaps.waiting), (0, 1, 1));
    }

    #[test]
    fn a_recovery_at_an_unknown_time_is_unknown_and_not_nought() {
        let tally = tally(&[Facts { ending: Some("satisfied".into()), ..ended() }]);
        assert_eq!((tally.time_to_recovered.lengths.n(), tally.time_to_recovered.gaps.unknown), (0, 1));
    }

    #[test]
    fn a_first_contact_resolves_only_where_it_reached_them_and_nobody_can_have_chased() {
        let of = |contacts| Facts { contacts, ending: Some("satisfied".into()), ..ended() };
        let good = Contacts { all: 1, incoming: 1, chases: 0, unsaid: 0, reached: 1 };
        let facts = [of(good), of(Contacts { unsaid: 1, ..good }), of(Contacts { reached: 0, ..good })];
        let Part { yes, of, gaps } = tally(&facts).first_contact_resolution;
        assert_eq!((yes, of, gaps.unknown), (1, 1, 2));
    }

    #[test]
    fn what_was_put_right_in_part_and_is_open_is_not_put_right_yet() {
        let partly = with(&[("correction", "partly")], Facts::default());
        let gaps = |facts: &Facts| tally(std::slice::from_ref(facts)).time_to_fix.gaps;
        assert_eq!(gaps(&partly), Gaps { unknown: 0, waiting: 1 });
        assert_eq!(gaps(&Facts { ended: Some(9), ..partly }), Gaps::default());
    }

    #[test]
    fn who_approved_at_an_unknown_time_approved_all_the_same() {
        let over = Offer { value: Money::read("90 GBP", None).ok(), over_limit: true, ..Offer::default() };
        let offers = vec![Offer { asked: Some(5), is_approved: true, ..over }];
        let tally = tally(&[Facts { offers, ..Facts::default() }]);
        assert_eq!((tally.approved, tally.approval_lag.gaps), (1, Gaps { unknown: 1, waiting: 0 }));
    }
}
