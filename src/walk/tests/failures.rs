//! Failures within an incident: each with its own date and state.

use super::*;
use crate::answer::{Failure, FailureState, Value};
use crate::walk::harness::today;

fn failure(at: &str, what: &str) -> Failure {
    let promised = Some("by noon".into());
    Failure { at: today(at), what: what.into(), promised, state: FailureState::Open, put_right_at: None }
}

fn found() -> Story {
    Story::new()
        .and(|walk| walk.find_failure(failure("09:00", "nobody rang back")))
        .and(|walk| walk.find_failure(failure("11:00", "nobody rang back again")))
}

fn state(story: &Story, number: usize) -> (FailureState, Option<String>) {
    let parts: Vec<_> = story.walk.answer_to("failures").unwrap().parts().cloned().collect();
    let Value::Failure(failure) = &parts[number - 1] else { panic!() };
    (failure.state, failure.put_right_at.map(|at| at.time().to_string()))
}

#[test]
fn each_failure_is_put_right_by_itself() {
    let story = found().does(|walk, around| walk.settle_failure(2, Some(today("12:00")), around));
    assert_eq!(state(&story, 1), (FailureState::Open, None));
    assert_eq!(state(&story, 2), (FailureState::PutRight, Some("12:00:00".into())));
    let left = story.does(|walk, around| walk.settle_failure(1, None, around));
    assert_eq!(state(&left, 1), (FailureState::NotPutRight, None));
    let after_all = left.does(|walk, around| walk.settle_failure(1, Some(today("12:10")), around));
    assert_eq!(state(&after_all, 1), (FailureState::PutRight, Some("12:10:00".into())), "said again, it is corrected");
}

#[test]
fn a_failure_is_put_right_after_it_happened_and_before_now() {
    let story = found();
    let right = |number, at: &str| story.walk.settle_failure(number, Some(today(at)), story.around());
    assert_eq!(right(1, "08:59"), Err(Refusal::BeforeItHappened));
    assert_eq!(right(1, "20:00"), Err(Refusal::NotYet));
    assert_eq!(right(3, "12:00"), Err(Refusal::NoSuchFailure(3)));
    assert_eq!(right(0, "12:00"), Err(Refusal::NoSuchFailure(0)));
    assert_eq!(story.walk.find_failure(failure("09:00", " ")), Err(Refusal::NothingSaid));
}

#[test]
fn failures_come_to_light_after_the_end_as_well() {
    let story = Story::new().closed().and(|walk| walk.find_failure(failure("09:00", "the invoice went out")));
    assert_eq!(state(&story, 1).0, FailureState::Open);
}
