//! Contacts and promises: every contact says when the customer hears next, and nothing they were told is forgotten.

use super::*;
use crate::answer::{Contact, Direction, Given, Promise, Value, Verdict};
use crate::journal::Event;
use crate::walk::harness::{nth, promise, today};
use crate::walk::pledges::Place;
use crate::walk::promising::{ACTIONS, PROMISES};
use crate::walk::{Became, HearsNext};

fn rang(at: &str) -> Contact {
    Contact::plain(today(at), Direction::Out, "we are on it".into())
}

fn contact(story: &Story, contact: Contact, next: HearsNext) -> Result<Vec<Event>, Refusal> {
    story.walk.contact(contact, next, None, story.around())
}

/// Promised a call at 16:00, as `P1`.
fn promised() -> Story {
    Story::new().rung()
}

fn promises(story: &Story, several: &[Promise]) -> Result<Vec<Event>, Refusal> {
    story.try_value("promises", Value::Several(several.iter().cloned().map(Value::Promise).collect()))
}

fn says_promises(mut story: Story, several: &[Promise]) -> Story {
    let events = promises(&story, several).unwrap();
    story.happens(events);
    story
}

#[test]
fn a_contact_that_does_not_say_when_they_hear_next_is_refused() {
    let nothing = Story::new();
    assert_eq!(contact(&nothing, rang("12:00"), HearsNext::Unsaid), Err(Refusal::NothingNext { stands: None }));
    let story = promised();
    let refused = contact(&story, rang("12:25"), HearsNext::Unsaid);
    assert_eq!(refused, Err(Refusal::NothingNext { stands: Some(nth(1)) }), "what stands is offered, and not assumed");
}

#[test]
fn a_reason_will_do_in_place_of_a_promise() {
    let story = promised();
    assert_eq!(contact(&story, rang("12:25"), HearsNext::Nothing(" ".into())), Err(Refusal::ReasonNeeded));
    let events = contact(&story, rang("12:25"), HearsNext::Nothing("they ring us".into())).unwrap();
    let [Event::Contacted { contact, .. }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(contact.no_next, Some("they ring us".into()));
}

#[test]
fn once_the_incident_has_ended_nothing_more_needs_to_be_promised() {
    let story = Story::new().closed();
    assert!(contact(&story, rang("12:25"), HearsNext::Unsaid).is_ok());
}

#[test]
fn a_contact_brings_its_promise_with_it() {
    let story = Story::new().rung().does(|walk, around| {
        walk.contact(rang("12:25"), HearsNext::Promised(promise("we write", "15:00")), None, around)
    });
    assert_eq!(story.walk.state().pledges.iter().count(), 2);
    assert_eq!(story.pledge(2).question, *PROMISES);
    assert_eq!(story.walk.answer_to("contacts").unwrap().parts().count(), 1);
    assert_eq!(story.walk.next_word(today("14:00")), Some(nth(2)), "the earliest is the next");
    assert_eq!(story.walk.next_word(today("15:30")), Some(nth(1)), "one that is overdue tells nobody when they hear");
}

#[test]
fn a_promise_that_stands_will_do_if_it_is_to_them_and_still_to_come() {
    let story = promised().and(|walk| walk.promise(ACTIONS, promise("mend the queue", "15:00")));
    assert!(contact(&story, rang("12:25"), HearsNext::As(nth(1))).is_ok());
    assert_eq!(contact(&story, rang("12:25"), HearsNext::As(nth(9))), Err(Refusal::NoSuchPromise(nth(9))));
    assert_eq!(
        contact(&story, rang("12:25"), HearsNext::As(nth(2))),
        Err(Refusal::NothingNext { stands: Some(nth(1)) }),
        "what the house set itself tells the customer nothing"
    );
    let late = story.at("16:00:01");
    assert_eq!(contact(&late, rang("16:00"), HearsNext::As(nth(1))), Err(Refusal::HasPassed));
}

#[test]
fn a_contact_keeps_a_promise_and_so_needs_another() {
    let story = promised().at("15:58");
    let keeps = |next| story.walk.contact(rang("15:57"), next, Some(nth(1)), story.around());
    assert_eq!(keeps(HearsNext::Unsaid), Err(Refusal::NothingNext { stands: None }));
    assert!(keeps(HearsNext::As(nth(1))).is_err());
    let kept = story.does(|walk, around| {
        walk.contact(rang("15:57"), HearsNext::Promised(promise("we write", "18:00")), Some(nth(1)), around)
    });
    assert_eq!((kept.verdict(1), kept.verdict(2)), (Some(Verdict::Kept), None));
    assert_eq!(kept.pledge(1).promise.settled_at, Some(today("15:57")));
}

#[test]
fn a_contact_says_something_and_has_happened() {
    let story = promised();
    let silent = Contact { said: " ".into(), ..rang("12:25") };
    assert_eq!(contact(&story, silent, HearsNext::As(nth(1))), Err(Refusal::NothingSaid));
    assert_eq!(contact(&story, rang("19:00"), HearsNext::As(nth(1))), Err(Refusal::NotYet));
}

#[test]
fn contacts_are_logged_in_the_middle_of_a_walk_and_after_it() {
    let asked = promised().next();
    let middle = promised().does(|walk, around| walk.contact(rang("12:25"), HearsNext::As(nth(1)), None, around));
    assert_eq!(middle.next(), asked, "the walk goes on where it was");
    let after = Story::new().closed().does(|walk, around| walk.contact(rang("12:25"), HearsNext::Unsaid, None, around));
    assert_eq!(after.next(), "ended");
    assert_eq!(after.walk.answer_to("contacts").unwrap().parts().count(), 1);
}

#[test]
fn done_at_the_due_instant_is_kept_and_a_second_later_is_late() {
    let done = |at: &str| {
        let done_at = today(at);
        promised().at("18:00").does(|walk, around| walk.settle(nth(1), Became::Done(done_at), around)).verdict(1)
    };
    assert_eq!(done("15:59:59"), Some(Verdict::Kept));
    assert_eq!(done("16:00"), Some(Verdict::Kept));
    assert_eq!(done("16:00:01"), Some(Verdict::Late));
}

#[test]
fn nothing_is_done_in_the_future() {
    let story = promised();
    assert_eq!(story.walk.settle(nth(1), Became::Done(today("15:00")), story.around()), Err(Refusal::NotYet));
}

#[test]
fn a_promise_is_broken_or_released_for_a_reason() {
    let story = promised();
    for became in [Became::Broken(" ".into()), Became::Released("".into())] {
        assert_eq!(story.walk.settle(nth(1), became, story.around()), Err(Refusal::ReasonNeeded));
    }
    let released = story.does(|walk, around| walk.settle(nth(1), Became::Released("they rang us".into()), around));
    assert_eq!(released.verdict(1), Some(Verdict::Released));
    assert_eq!(released.pledge(1).promise.reason, Some("they rang us".into()));
}

#[test]
fn what_is_settled_stays_settled() {
    let story = promised().does(|walk, around| walk.settle(nth(1), Became::Broken("forgotten".into()), around));
    let again = story.walk.settle(nth(1), Became::Done(story.now), story.around());
    assert_eq!(again, Err(Refusal::SettledAlready(nth(1), Verdict::Broken)));
    let anew = story.walk.promise_anew(nth(1), today("18:00"), None, story.around());
    assert_eq!(anew, Err(Refusal::SettledAlready(nth(1), Verdict::Broken)));
}

#[test]
fn a_verdict_stands_in_the_answer_as_well() {
    let story = promised().does(|walk, around| walk.settle(nth(1), Became::Done(around.at), around));
    let Some(Value::Promise(promise)) = story.walk.answer_to("next_contact") else { panic!() };
    assert_eq!(promise.verdict, Some(Verdict::Kept));
}

#[test]
fn promised_anew_in_time_it_is_the_same_promise() {
    for at in ["15:00", "16:00"] {
        let moved = promised()
            .at(at)
            .does(|walk, around| walk.promise_anew(nth(1), today("17:00"), Some("the part is late".into()), around));
        assert_eq!(moved.verdict(1), None);
        assert_eq!(moved.pledge(1).promise.due, today("17:00"));
        assert_eq!(moved.pledge(1).moved[0].from, today("16:00"));
        assert_eq!(moved.walk.state().pledges.iter().count(), 1);
        let kept = moved.at("17:00").does(|walk, around| walk.settle(nth(1), Became::Done(around.at), around));
        assert_eq!(kept.verdict(1), Some(Verdict::Kept));
    }
}

#[test]
fn promised_anew_after_it_fell_due_it_was_broken() {
    let moved = promised().at("16:00:01").does(|walk, around| walk.promise_anew(nth(1), today("17:00"), None, around));
    assert_eq!((moved.verdict(1), moved.verdict(2)), (Some(Verdict::Broken), None));
    assert_eq!(moved.pledge(2).promise.due, today("17:00"));
    assert_eq!(moved.pledge(2).question, *PROMISES);
}

#[test]
fn what_the_house_promised_itself_stays_within_it_when_it_is_promised_anew() {
    let story = promised().and(|walk| walk.promise(ACTIONS, promise("mend the queue", "15:00")));
    let moved = story.at("15:30").does(|walk, around| walk.promise_anew(nth(2), today("17:00"), None, around));
    assert_eq!(moved.pledge(3).question, *ACTIONS);
}

#[test]
fn a_new_time_is_another_one_and_still_to_come() {
    let story = promised();
    let anew = |due: &str| story.walk.promise_anew(nth(1), today(due), None, story.around());
    assert_eq!(anew("16:00"), Err(Refusal::SameTime(nth(1))));
    assert_eq!(anew("12:00"), Err(Refusal::HasPassed));
}

#[test]
fn answered_anew_in_time_it_is_the_same_promise() {
    let story = promised().at("15:59").says("next_contact", "today 17:00 Rob rings");
    assert_eq!(story.walk.state().pledges.iter().count(), 1);
    assert_eq!((story.verdict(1), story.pledge(1).promise.due), (None, today("17:00")));
    assert_eq!(story.record().promises.iter().next().unwrap().moved, 1);
}

#[test]
fn answered_anew_after_it_fell_due_it_was_broken() {
    let story = promised().at("16:01").says("next_contact", "today 17:00 Rob rings");
    assert_eq!((story.verdict(1), story.verdict(2)), (Some(Verdict::Broken), None));
    assert_eq!(story.pledge(1).place, Place::Gone);
    assert_eq!(story.record().promises.iter().count(), 2, "the broken one stays in the ledger");
}

#[test]
fn left_out_after_it_fell_due_it_was_broken() {
    let skip = |walk: &Walk| walk.skip(&name("next_contact"), Some("they declined".into()));
    assert_eq!(promised().at("16:01").and(skip).verdict(1), Some(Verdict::Broken));
    let in_time = promised().at("15:00").and(skip);
    assert_eq!(in_time.verdict(1), None);
    assert!(in_time.record().promises.is_empty());
}

#[test]
fn an_overdue_promise_is_not_lost_from_a_list() {
    let (early, late) = (promise("we write", "14:00"), promise("we ring", "18:00"));
    let story = says_promises(promised(), &[early.clone(), late.clone()]).at("14:30");
    let settled = Promise { verdict: Some(Verdict::Kept), settled_at: Some(today("14:10")), ..late };
    let without = says_promises(story, &[settled]);
    assert_eq!((without.verdict(2), without.verdict(3)), (Some(Verdict::Broken), Some(Verdict::Kept)));
}

#[test]
fn another_wording_is_the_same_promise() {
    let story = says_promises(promised(), &[promise("we wirte", "14:00"), promise("we ring", "14:00")]).at("14:30");
    let corrected = says_promises(story, &[promise("we ring", "14:00"), promise("we write", "14:00")]);
    assert_eq!(corrected.walk.state().pledges.iter().count(), 3);
    assert_eq!(corrected.pledge(2).promise.what, "we write".into());
    assert_eq!((corrected.verdict(2), corrected.pledge(2).place), (None, Place::Present(1)));
    assert_eq!(corrected.pledge(3).place, Place::Present(0));
}

#[test]
fn a_number_is_given_once() {
    let story = says_promises(promised(), &[promise("we write", "18:00")]);
    let without = says_promises(story, &[promise("we knock", "19:00")]);
    assert_eq!(without.pledge(2).place, Place::Gone);
    assert_eq!(without.pledge(3).promise.what, "we knock".into());
    let story = without.and(|walk| walk.promise(PROMISES, promise("we sing", "20:00")));
    assert_eq!(story.pledge(4).promise.what, "we sing".into());
    assert_eq!(story.walk.answer_to("promises").unwrap().parts().count(), 2);
}

#[test]
fn a_promise_says_what() {
    assert_eq!(Story::new().walk.promise(PROMISES, promise(" ", "18:00")), Err(Refusal::NothingSaid));
}

#[test]
fn a_promise_whose_question_is_no_longer_asked_is_still_owed() {
    let story = promised()
        .says("apology_words", "Sorry.")
        .says("cause", "unknown")
        .says("explanation_promise", "today 17:00 Rob tells them what it was")
        .says("cause", "told");
    assert!(story.walk.set_aside().any(|question| question.id == *"explanation_promise"));
    assert_eq!(story.record().promises.iter().count(), 2);
    let settled = story.at("18:00").does(|walk, around| walk.settle(nth(2), Became::Done(around.at), around));
    assert_eq!(settled.verdict(2), Some(Verdict::Late));
}

#[test]
fn prevention_and_review_dates_are_promises_too() {
    let story = Story::new().satisfied().says("cause_class", "process");
    let one = |what: &str| {
        Given::Table(vec![
            ("what".into(), Given::Text(what.into())),
            ("due".into(), Given::Text("2026-07-01T12:00:00+01:00".into())),
        ])
    };
    let value = story.read("prevention", &Given::List(vec![one("an alarm after ten minutes")]));
    let mut story = story;
    let events = story.try_value("prevention", value).unwrap();
    story.happens(events);
    let entry = story.record().promises.iter().find(|entry| entry.question == *"prevention").cloned().unwrap();
    let released =
        story.does(|walk, around| walk.settle(entry.number, Became::Released("the queue is gone".into()), around));
    assert_eq!(released.walk.state().pledges.get(entry.number).unwrap().promise.verdict, Some(Verdict::Released));
}
