//! What is counted, from facts made by hand.

use super::*;
use crate::answer::Money;
use crate::journal::facts::{Contacts, LimitFact, LimitState, Offer, Pledged};

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
