//! Opening an incident again: the history stays, it counts, and after a failed recovery the path is another.

use super::*;
use crate::answer::{Person, Value, Verdict};
use crate::walk::harness::{SMALLEST, nth};
use crate::walk::pledges::Place;
use crate::walk::{Became, RoundEnd};

fn came_back() -> Story {
    Story::new().closed().and(|walk| walk.reopen("the invoice is wrong as well".into(), false))
}

fn standing(story: &Story, question: &str) -> Standing {
    story.walk.standing(story.walk.playbook().question(question).unwrap())
}

/// The second recovery, by somebody else, as far as its end.
fn recovered_again(story: Story, owner: &str) -> Story {
    story
        .by(owner)
        .says("owner", "me")
        .says("next_contact", "today 18:00 we ring")
        .says("apology_words", "We failed you twice.")
        .says("senior_contact", "Ada King, director")
        .says("correction", "corrected")
        .says("correction_what", "A new part.")
        .says("remedy", "none-declined")
        .says("outcome", "yes")
        .says("verdict_words", "Thank you.")
        .says("handling", "yes")
}

#[test]
fn only_what_has_ended_is_opened_again_and_for_a_reason() {
    assert_eq!(Story::new().walk.reopen("x".into(), true), Err(Refusal::StillOpen));
    assert_eq!(Story::new().closed().walk.reopen(" ".into(), true), Err(Refusal::ReasonNeeded));
}

#[test]
fn the_history_stays_and_counts() {
    let story = Story::new().failed();
    let state = story.walk.state();
    assert_eq!((state.earlier_ends.len(), state.rounds.len(), state.rounds[0].why), (1, 1, RoundEnd::Failed));
    let end = &state.earlier_ends[0];
    assert_eq!((end.ending.as_str(), end.reason.term()), ("satisfied", "it broke again".into()));
    assert_eq!(end.owner, Some(Person::named("Rob Shaw")));
    let record = story.record();
    for kept in ["correction_what", "verdict_words", "ending", "apology_words", "remedy"] {
        assert!(record.rounds[0].entries.iter().any(|entry| entry.id == *kept), "{kept}");
    }
    assert!(story.walk.answer_to("what_happened").is_some(), "what happened has not changed");
    let twice = recovered_again(story, "Maria Lopez").and(Walk::close).and(|walk| walk.reopen("again".into(), true));
    assert_eq!((twice.walk.state().earlier_ends.len(), twice.walk.state().round()), (2, 3));
}

#[test]
fn a_failed_recovery_is_walked_anew() {
    let mut story = Story::new().failed();
    assert_eq!(story.next(), "owner");
    assert_eq!(story.walk.answer_to("failed_before"), Some(&Value::YesNo(true)));
    let mut asked = Vec::new();
    for answer in ["me", "today 18:00 we ring", "We failed you twice.", "Ada King", "corrected", "A new part."] {
        asked.push(story.next());
        let question = story.next();
        story = story.by("Maria Lopez").says(&question, answer);
    }
    assert_eq!(asked, ["owner", "next_contact", "apology_words", "senior_contact", "correction", "correction_what"]);
    assert_eq!(story.next(), "remedy", "what was offered for the first failure does not make good the second");
    assert!(matches!(story.walk.close(), Err(Refusal::StillOwed(_))));
}

#[test]
fn somebody_who_came_back_with_something_else_keeps_their_owner_and_what_they_got() {
    let story = came_back();
    assert_eq!(story.next(), "next_contact");
    assert_eq!(standing(&story, "owner"), Standing::Answered);
    assert_eq!(standing(&story, "remedy"), Standing::Answered);
    assert_eq!(standing(&story, "senior_contact"), Standing::NotAsked);
    assert!(story.walk.answer_to("failed_before").is_none());
    assert!(story.tries("owner", "Rob Shaw").is_ok());
    assert_eq!(story.says("next_contact", "today 18:00 Rob rings").next(), "correction");
}

#[test]
fn whoever_owned_the_failed_recovery_does_not_own_the_next() {
    let story = Story::new().failed();
    assert!(matches!(story.tries("owner", "Rob Shaw"), Err(Refusal::OwnedTheFailedOne(_))));
    assert!(matches!(story.walk.own(Person::named("Rob Shaw")), Err(Refusal::OwnedTheFailedOne(_))));
    assert!(matches!(story.walk.assign(Person::named("Rob Shaw"), None), Err(Refusal::OwnedTheFailedOne(_))));
    assert_eq!(story.walk.state().ownership.responsible(), None, "nobody answers for it until somebody else does");
    let twice = recovered_again(story, "Maria Lopez").and(Walk::close).and(|walk| walk.reopen("again".into(), true));
    for failed in ["Rob Shaw", "Maria Lopez"] {
        assert!(matches!(twice.walk.own(Person::named(failed)), Err(Refusal::OwnedTheFailedOne(_))), "{failed}");
    }
    assert!(twice.walk.own(Person::named("Dana Ruiz")).is_ok());
}

#[test]
fn a_house_of_one_can_say_that_the_same_person_tries_again() {
    let story = Story::with(&format!("{SMALLEST}[again]\nowner = \"same\"\n")).failed();
    assert!(story.tries("owner", "Rob Shaw").is_ok());
}

#[test]
fn a_recovery_that_failed_cannot_be_said_not_to_have() {
    let story = Story::new().failed();
    assert_eq!(story.tries("failed_before", "no"), Err(Refusal::AlreadyAnswered));
    assert_eq!(story.walk.skip(&name("failed_before"), Some("x".into())), Err(Refusal::AlreadyAnswered));
    assert!(came_back().tries("failed_before", "no").is_ok());
}

#[test]
fn somebody_senior_is_asked_for_after_a_failed_recovery() {
    assert_eq!(standing(&Story::new(), "senior_contact"), Standing::NotAsked);
    let story = Story::new().failed();
    assert_eq!(standing(&story, "senior_contact"), Standing::Open);
    assert!(matches!(story.tries("senior_contact", "the management team"), Err(Refusal::TeamIsNoOwner(_))));
    let not_wanted = Story::with(&format!("{SMALLEST}[again]\nsenior = false\n")).failed();
    assert_eq!(standing(&not_wanted, "senior_contact"), Standing::NotAsked);
}

#[test]
fn a_stock_gesture_is_refused_after_a_failed_recovery() {
    let text = format!("{SMALLEST}[again]\nnot_remedies = [\"gift\"]\n");
    assert!(Story::with(&text).put_right().tries("remedy", "gift").is_ok());
    let learnt_later = Story::with(&text).put_right().says("remedy", "gift").says("failed_before", "yes");
    assert_eq!(standing(&learnt_later, "remedy"), Standing::Reconsider(Refusal::StockGesture(name("gift"))));
    let refused = Story::with(&text).failed().tries("remedy", "gift");
    assert_eq!(refused, Err(Refusal::StockGesture(name("gift"))));
}

#[test]
fn a_promise_of_an_earlier_round_is_still_owed_and_settled() {
    let story = Story::new().failed();
    assert_eq!(story.pledge(1).place, Place::Round(0, 0));
    assert!(story.pledge(1).is_owed());
    let kept = story.at("16:00").does(|walk, around| walk.settle(nth(1), Became::Done(around.at), around));
    assert_eq!(kept.verdict(1), Some(Verdict::Kept));
    let Value::Promise(promise) = &kept.walk.state().rounds[0].answers["next_contact"].value else { panic!() };
    assert_eq!(promise.verdict, Some(Verdict::Kept));
    let next = kept.says("next_contact", "today 18:00 we ring");
    assert_eq!(next.pledge(2).promise.verdict, None, "the next word is another promise");
}

#[test]
fn a_step_that_was_left_out_is_walked_after_a_reopening() {
    let story = Story::new()
        .rung()
        .says("apology_words", "Sorry.")
        .says("cause", "told")
        .says("correction", "corrected")
        .says("correction_what", "Done.")
        .and(|walk| walk.skip_step(Step::Compensate, "they wanted nothing".into()))
        .says("outcome", "yes")
        .says("verdict_words", "Fine.")
        .says("handling", "yes")
        .says("cause_class", "chance")
        .and(Walk::close)
        .and(|walk| walk.reopen("it broke again".into(), true));
    assert_eq!(standing(&story, "remedy"), Standing::Open);
}
