//! Properties of the ledger: no promise is lost, no verdict changes by itself, and the order of the same moment decides nothing.

use super::*;
use crate::answer::Verdict;
use crate::journal::Envelope;
use crate::walk::harness::nth;
use crate::walk::promising::PROMISES;

/// Something said of one of four promises, at one of three moments.
fn said() -> impl Strategy<Value = (i64, Event)> {
    let event = (1_usize..=4, 0_usize..6, -3_i64..3, 0_usize..3).prop_map(|(number, what, minutes, reason)| {
        let number = nth(number);
        let time = noon() + TimeDelta::minutes(minutes * 10);
        let reason = [None, Some("a".into()), Some("b".into())][reason].clone();
        match Verdict::ALL.get(what) {
            Some(verdict) => Event::PromiseSettled { number, verdict: *verdict, settled_at: time, reason },
            None => Event::PromiseMoved { number, due: time, reason },
        }
    });
    (0_i64..3, event)
}

/// The verdicts and times of a story in which these things are said, in that order.
fn ledger(said: &[(i64, Event)]) -> Vec<Promise> {
    let mut story = Story::new();
    for _ in 0..4 {
        let events = story.walk.promise(PROMISES, ringing()).unwrap();
        story.happens(events);
    }
    for (minute, event) in said {
        let seq = story.walk.state().seq + 1;
        let at = noon() + TimeDelta::hours(1) + TimeDelta::minutes(*minute);
        story.walk.apply(&Envelope { seq, at, author: "Rob Shaw".into(), event: event.clone() });
    }
    story.walk.state().pledges.iter().map(|pledge| pledge.promise.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Every number ever given is still there, and a verdict once given stays, whatever the clock does.
    #[test]
    fn no_promise_is_lost_and_no_verdict_changes_by_itself(number in 0_usize..4, doings in proptest::collection::vec(doing(), 0..80)) {
        let mut story = Story::on(shipped(number));
        for doing in &doings {
            let before = story.walk.state().pledges.clone();
            does(&mut story, doing);
            let after = &story.walk.state().pledges;
            for pledge in &before {
                let later = after.get(pledge.number);
                prop_assert!(later.is_some(), "{} was lost by {:?}", pledge.number, doing);
                if pledge.promise.verdict.is_some() {
                    prop_assert_eq!(later.and_then(|later| later.promise.verdict), pledge.promise.verdict, "by {:?}", doing);
                }
            }
            let numbers: Vec<_> = after.iter().map(|pledge| pledge.number).collect();
            prop_assert_eq!(numbers, (1..=after.iter().count()).map(nth).collect::<Vec<_>>());
        }
    }

    /// What fell due and was never settled is still in the ledger of the record.
    #[test]
    fn nothing_that_fell_due_leaves_the_ledger(doings in proptest::collection::vec(doing(), 0..80)) {
        let mut story = Story::on(shipped(0));
        for doing in &doings {
            let before = story.walk.state().pledges.clone();
            let now = story.now;
            does(&mut story, doing);
            for pledge in before.iter().filter(|pledge| pledge.counts() && pledge.promise.due < now) {
                let later = story.walk.state().pledges.get(pledge.number).unwrap();
                prop_assert!(later.counts(), "{} left by {:?}", pledge.number, doing);
            }
        }
    }

    /// Of things said at the same moment it does not matter which is read first.
    #[test]
    fn verdicts_do_not_depend_on_the_order_of_the_same_moment(
        (in_order, shuffled) in proptest::collection::vec(said(), 0..12)
            .prop_flat_map(|said| (Just(said.clone()), Just(said).prop_shuffle()))
    ) {
        let sorted = |mut said: Vec<(i64, Event)>| {
            said.sort_by_key(|(minute, _)| *minute);
            said
        };
        prop_assert_eq!(ledger(&sorted(in_order)), ledger(&sorted(shuffled)));
    }
}
