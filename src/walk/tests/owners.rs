//! Owners: assigned is not accepted, and whoever answered before does until somebody else accepts.

use chrono::TimeDelta;

use super::*;
use crate::answer::{Contact, Direction, Person, Value};
use crate::journal::Event;
use crate::walk::HearsNext;
use crate::walk::harness::today;

fn person(name: &str) -> Person {
    Person::named(name)
}

fn assigned(story: Story, to: &str) -> Story {
    story.and(|walk| walk.assign(person(to), Some("knows the queue".into())))
}

fn owned(story: Story, by: &str) -> Story {
    story.and(|walk| walk.own(person(by)))
}

fn responsible(story: &Story) -> Option<String> {
    story.walk.state().ownership.responsible().map(|turn| turn.person.name.term().into_owned())
}

fn asked(story: &Story) -> Option<String> {
    story.walk.state().ownership.asked().map(|asked| asked.person.name.term().into_owned())
}

fn owner(story: &Story) -> Option<String> {
    story.walk.answer_to("owner").and_then(Value::person).map(|owner| owner.name.term().into_owned())
}

fn call(direction: Direction) -> Contact {
    Contact::plain(today("12:00"), direction, "hello".into())
}

fn contacted(story: Story, contact: Contact) -> Story {
    story.does(|walk, around| walk.contact(contact, HearsNext::Nothing("they ring us".into()), None, around))
}

#[test]
fn assigned_is_not_accepted() {
    let story = assigned(Story::new(), "Maria Lopez");
    assert_eq!((responsible(&story), asked(&story)), (None, Some("Maria Lopez".into())));
    assert_eq!(story.walk.answer_to("owner_accepted"), None);
    let accepted = owned(story, "Maria Lopez");
    assert_eq!((responsible(&accepted), asked(&accepted)), (Some("Maria Lopez".into()), None));
    assert_eq!(accepted.walk.answer_to("owner_accepted"), Some(&Value::YesNo(true)));
}

#[test]
fn a_hand_over_keeps_the_first_responsible_until_the_next_accepts() {
    let story = assigned(Story::new().rung(), "Maria Lopez");
    assert_eq!((responsible(&story), asked(&story)), (Some("Rob Shaw".into()), Some("Maria Lopez".into())));
    assert_eq!(owner(&story), Some("Rob Shaw".into()), "every record names who answers for it now");
    let accepted = owned(story, "Maria Lopez");
    assert_eq!((responsible(&accepted), owner(&accepted)), (Some("Maria Lopez".into()), Some("Maria Lopez".into())));
    assert_eq!(accepted.walk.state().ownership.hand_overs(), 1);
}

#[test]
fn a_hand_over_by_the_question_keeps_the_first_responsible_as_well() {
    let story = Story::new().rung().says("owner", "Maria Lopez");
    assert_eq!((responsible(&story), asked(&story)), (Some("Rob Shaw".into()), Some("Maria Lopez".into())));
    let declined = story.says("owner_accepted", "no");
    assert_eq!(responsible(&declined), Some("Rob Shaw".into()));
    let accepted = declined.says("owner_accepted", "yes");
    assert_eq!(responsible(&accepted), Some("Maria Lopez".into()));
}

#[test]
fn somebody_who_had_accepted_can_say_that_they_have_not() {
    let story = Story::new().rung().says("owner_accepted", "no");
    assert_eq!((responsible(&story), asked(&story)), (None, Some("Rob Shaw".into())));
}

#[test]
fn anybody_can_take_it_on_whoever_was_asked() {
    let story = owned(assigned(Story::new(), "Maria Lopez"), "Dana Ruiz");
    assert_eq!((responsible(&story), asked(&story)), (Some("Dana Ruiz".into()), None));
    assert_eq!(story.walk.state().ownership.turns.len(), 1);
}

#[test]
fn asking_back_whoever_owns_it_ends_the_hand_over() {
    let handing_over = || assigned(Story::new().rung(), "Maria Lopez");
    let stays =
        [handing_over().says("owner", "me"), assigned(handing_over(), "Rob Shaw"), owned(handing_over(), "Rob Shaw")];
    for story in stays {
        assert_eq!((responsible(&story), asked(&story)), (Some("Rob Shaw".into()), None));
        assert_eq!(story.walk.state().ownership.hand_overs(), 0);
    }
}

#[test]
fn teams_do_not_own_and_nobody_owns_twice_or_after_the_end() {
    let story = Story::new().rung();
    assert!(matches!(story.walk.assign(person("the support team"), None), Err(Refusal::TeamIsNoOwner(_))));
    assert!(matches!(story.walk.own(person("the manager")), Err(Refusal::RoleIsNoName(_))));
    assert!(matches!(story.walk.own(person("Rob Shaw")), Err(Refusal::OwnsIt(_))));
    assert!(matches!(story.walk.assign(person("Rob Shaw"), None), Err(Refusal::OwnsIt(_))));
    let closed = Story::new().closed();
    assert_eq!(closed.walk.own(person("Maria Lopez")), Err(Refusal::Closed));
    assert_eq!(closed.walk.assign(person("Maria Lopez"), None), Err(Refusal::Closed));
    assert_eq!(closed.walk.name_deputy(person("Maria Lopez")), Err(Refusal::Closed));
}

#[test]
fn whoever_gets_in_touch_about_an_unowned_incident_owns_it() {
    let story = contacted(assigned(Story::new(), "Maria Lopez"), call(Direction::Out));
    assert_eq!((responsible(&story), asked(&story)), (Some("Rob Shaw".into()), None));
    let owned_already = contacted(Story::new().rung().by("Dana Ruiz"), call(Direction::Out));
    assert_eq!(responsible(&owned_already), Some("Rob Shaw".into()));
}

#[test]
fn only_getting_in_touch_with_the_customer_takes_it_on() {
    for direction in [Direction::In, Direction::Inside] {
        assert_eq!(responsible(&contacted(Story::new(), call(direction))), None);
    }
    let supplier = Contact { with: Some("the supplier".into()), ..call(Direction::Out) };
    assert_eq!(responsible(&contacted(Story::new(), supplier)), None);
    assert_eq!(responsible(&contacted(Story::new().by("the support team"), call(Direction::Out))), None);
}

#[test]
fn nobody_takes_on_what_has_ended() {
    let closed = Story::new().satisfied().says("owner_accepted", "no").says("owner", "Maria Lopez");
    let closed = closed.says("owner_accepted", "yes").says("cause_class", "chance").and(Walk::close);
    let events = closed.walk.contact(call(Direction::Out), HearsNext::Unsaid, None, closed.around()).unwrap();
    assert!(matches!(events.as_slice(), [Event::Contacted { .. }]));
}

#[test]
fn whoever_owned_the_failed_recovery_does_not_get_it_back_by_a_call() {
    let story = Story::new().failed().says("owner", "Maria Lopez").says("owner_accepted", "yes");
    let nobody = story.says("owner_accepted", "no");
    assert_eq!(responsible(&nobody), None);
    assert_eq!(responsible(&contacted(nobody, call(Direction::Out))), None);
}

#[test]
fn a_deputy_stands_in_for_an_owner() {
    assert_eq!(Story::new().walk.name_deputy(person("Dana Ruiz")), Err(Refusal::NobodyToStandInFor));
    let story = Story::new().rung();
    assert!(matches!(story.walk.name_deputy(person("Rob Shaw")), Err(Refusal::OwnsIt(_))));
    assert!(matches!(story.walk.name_deputy(person("the support team")), Err(Refusal::TeamIsNoOwner(_))));
    let covered = story.and(|walk| walk.name_deputy(person("Dana Ruiz")));
    assert_eq!(covered.walk.state().ownership.deputy, Some(person("Dana Ruiz")));
    assert_eq!(responsible(&covered), Some("Rob Shaw".into()));
    let handed_over = owned(covered, "Maria Lopez");
    assert_eq!(handed_over.walk.state().ownership.deputy, None, "the next owner has a deputy of their own");
}

#[test]
fn the_time_to_own_runs_from_when_they_told_us_until_the_first_accepts() {
    let time = |story: &Story| story.record().responsibility.time_to_own;
    let story = assigned(Story::new().says("received_at", "today 09:41"), "Maria Lopez").at("12:41");
    assert_eq!(time(&story), None);
    let taken = owned(story, "Maria Lopez");
    assert_eq!(time(&taken), Some(TimeDelta::hours(3)));
    assert_eq!(time(&owned(taken, "Dana Ruiz")), Some(TimeDelta::hours(3)), "a hand-over does not change it");
}

#[test]
fn the_time_to_own_is_never_negative() {
    let story = Story::new().says("owner", "me").at("13:00").says("received_at", "today 12:59");
    assert_eq!(story.record().responsibility.time_to_own, Some(TimeDelta::zero()));
    let clock_jumped_back = Story::new().at("11:00").says("owner", "me");
    assert_eq!(clock_jumped_back.record().responsibility.time_to_own, Some(TimeDelta::zero()));
}
