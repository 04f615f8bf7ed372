//! The rules of the six steps, each in a sentence.

mod failures;
mod gate;
mod owners;
mod promises;
mod reopening;

use super::harness::{Story, name, playbook};
use super::{Next, Refusal, Standing, Walk};
use crate::record::CustomerRecord;
use crate::spine::{Audience, Gate, Step};

#[test]
fn the_walk_asks_first_what_is_needed_now_in_six_answers() {
    let mut story = Story::new();
    let answers = ["Martin Hale", "It broke.", "No work.", "no", "me", "today 16:00 Rob rings"];
    let mut asked = Vec::new();
    for answer in answers {
        let question = story.next();
        story = story.says(&question, answer);
        asked.push(question);
    }
    assert_eq!(asked, ["customer", "what_happened", "effect", "legal_risk", "owner", "next_contact"]);
    assert_eq!(story.next(), "apology_words");
}

#[test]
fn the_shortest_complete_recovery_takes_fifteen_answers() {
    let story = Story::new().satisfied().says("cause_class", "chance");
    let given = story.events.iter().filter(|envelope| {
        matches!(&envelope.event, crate::journal::Event::Answered { origin: crate::journal::Origin::Given, .. })
    });
    assert_eq!(given.count(), 15);
    assert_eq!(story.next(), "review");
    assert!(story.walk.close().is_ok());
}

#[test]
fn a_team_is_no_owner() {
    let story = Story::new();
    assert!(matches!(story.tries("owner", "the support team"), Err(Refusal::TeamIsNoOwner(_))));
    assert!(matches!(story.tries("owner", "unassigned queue"), Err(Refusal::TeamIsNoOwner(_))));
    assert!(matches!(story.tries("owner", "the manager"), Err(Refusal::RoleIsNoName(_))));
    assert!(story.tries("owner", "Maria Lopez, support team").is_ok());
}

#[test]
fn whoever_answers_for_themselves_has_accepted() {
    let story = Story::new().says("owner", "me");
    assert_eq!(story.walk.answer_to("owner_accepted"), Some(&crate::answer::Value::YesNo(true)));
}

#[test]
fn somebody_else_has_to_be_asked_whether_they_accept() {
    let story = Story::new().rung().says("owner", "Maria Lopez");
    assert_eq!(story.walk.answer_to("owner_accepted"), None, "accepting for one owner is not accepting for the next");
    assert_eq!(story.next(), "owner_accepted");
}

#[test]
fn a_cause_not_known_yet_means_a_promise_and_no_explanation() {
    let story = Story::new().rung().says("apology_words", "Sorry.").says("cause", "unknown");
    assert_eq!(story.next(), "explanation_promise");
    assert_eq!(story.tries("explanation", "The sensor, probably."), Err(Refusal::NotKnownYet));
    assert!(story.walk.skip(&name("explanation_promise"), Some("busy".into())).is_err());
}

#[test]
fn a_confidential_cause_means_a_promise_and_no_explanation() {
    let story = Story::new().rung().says("apology_words", "Sorry.").says("cause", "confidential");
    assert_eq!(story.next(), "explanation_promise");
    assert_eq!(story.tries("explanation", "He was ill."), Err(Refusal::Confidential));
}

#[test]
fn what_cannot_be_put_right_needs_an_alternative() {
    for correction in ["partly", "impossible"] {
        let story =
            Story::new().rung().says("apology_words", "Sorry.").says("cause", "told").says("correction", correction);
        let alternative = story.walk.playbook().question("alternative").unwrap();
        assert_eq!(story.walk.standing(alternative), Standing::Open, "{correction}");
        assert_eq!(
            story.walk.skip(&name("alternative"), Some("no".into())),
            Err(Refusal::CannotSkip(name("alternative")))
        );
    }
}

#[test]
fn fixed_is_not_recovered() {
    let story = Story::new().put_right();
    assert!(matches!(story.walk.close(), Err(Refusal::StillOwed(_))));
    assert_eq!(story.tries("ending", "satisfied"), Err(Refusal::NotSaidToBeSatisfied));
}

#[test]
fn a_remedy_has_its_reason_either_way() {
    let offered = Story::new().put_right().says("remedy", "gift");
    assert_eq!(offered.next(), "remedy_reason");
    assert!(offered.walk.skip(&name("remedy_reason"), Some("obvious".into())).is_err());
    let nothing = Story::new().put_right().says("remedy", "none-other");
    assert_eq!(nothing.next(), "remedy_reason");
}

#[test]
fn above_the_authority_somebody_named_approves() {
    let within = Story::new()
        .put_right()
        .says("remedy", "refund")
        .says("remedy_reason", "a day lost")
        .says("remedy_what", "the fee")
        .says("remedy_value", "50");
    assert_eq!(within.next(), "remedy_accepted");
    let over = within.says("remedy_value", "50.01");
    assert_eq!(over.next(), "approved_by");
    assert!(matches!(over.tries("approved_by", "head office"), Err(Refusal::TeamIsNoOwner(_))));
    assert!(matches!(over.tries("approved_by", "rob  SHAW"), Err(Refusal::OwnApproval(_))));
    assert!(over.tries("approved_by", "Dana Ruiz, director").is_ok());
}

#[test]
fn whoever_may_decide_any_amount_needs_nobody_to_approve() {
    let text = super::harness::SMALLEST.replace("limit = 50", "limit = \"none\"");
    let story =
        Story::with(&text).put_right().says("remedy", "refund").says("remedy_reason", "r").says("remedy_what", "w");
    assert_eq!(story.says("remedy_value", "5000 EUR").next(), "remedy_accepted");
}

#[test]
fn what_was_promised_before_there_was_an_owner_is_not_laid_at_their_door() {
    let story = Story::new().says("owner", "Dana Ruiz, director");
    let keeper = |id: &str| story.walk.keeper(&name(id)).map(|person| person.name.as_stored().to_owned());
    assert_eq!(keeper("promises").as_deref(), Some("Dana Ruiz"));
    assert_eq!(keeper("earlier_promises"), None);
}

#[test]
fn an_amount_in_another_currency_is_taken_to_be_over_the_authority() {
    let story = Story::new()
        .put_right()
        .says("remedy", "refund")
        .says("remedy_reason", "r")
        .says("remedy_what", "w")
        .says("remedy_value", "5 EUR");
    assert_eq!(story.next(), "approved_by");
}

#[test]
fn only_the_customers_own_words_are_a_verdict() {
    let story = Story::new().put_right().says("remedy", "none-slight").says("outcome", "yes");
    for guess in [
        "seems happy",
        "He seemed fine with it",
        "probably ok",
        "I assume so",
        "the customer appears content",
        "They seem fine",
    ] {
        let refused = story.tries("verdict_words", guess);
        assert_eq!(refused, Err(Refusal::GuessedVerdict), "{guess}");
    }
    for words in ["I think that's fine now, thank you.", "All right.", "He said: fine.", "It looked better before."] {
        assert!(story.tries("verdict_words", words).is_ok(), "{words}");
    }
    assert!(story.walk.skip(&name("verdict_words"), Some("forgot".into())).is_err());
}

#[test]
fn satisfied_with_the_outcome_and_with_the_handling_are_two_answers() {
    let story =
        Story::new().put_right().says("remedy", "none-slight").says("outcome", "yes").says("verdict_words", "Yes.");
    assert_eq!(story.next(), "handling");
    let not_treated_well = story.says("handling", "no");
    assert_eq!(not_treated_well.next(), "ending");
}

#[test]
fn something_more_goes_back_as_often_as_it_is_said() {
    let mut story = Story::new().put_right().says("remedy", "none-slight");
    for round in 1..=3 {
        story = story
            .says("outcome", "more-correct")
            .says("verdict_words", "Nearly.")
            .says("handling", "yes")
            .says("more_wanted", "Tell me about February too.");
        assert_eq!(story.walk.state().rounds.len(), round);
        assert_eq!(story.next(), "correction");
        story = story.says("correction", "corrected").says("correction_what", "Both are on the agenda.");
        assert_eq!(story.next(), "outcome");
    }
    let record = story.record();
    assert_eq!(record.rounds.len(), 3);
    assert!(record.rounds[0].entries.iter().any(|entry| entry.id == *"correction_what"));
}

#[test]
fn something_more_by_way_of_amends_goes_back_to_compensate() {
    let story = Story::new()
        .put_right()
        .says("remedy", "none-slight")
        .says("outcome", "more-compensate")
        .says("verdict_words", "It cost me a day.")
        .says("handling", "yes")
        .says("more_wanted", "The call-out fee back.");
    assert_eq!(story.next(), "remedy");
    assert!(story.walk.answer_to("correction").is_some());
}

#[test]
fn endings_are_honest() {
    let refused = Story::new()
        .put_right()
        .says("remedy", "none-slight")
        .says("outcome", "no")
        .says("verdict_words", "No.")
        .says("handling", "no");
    assert_eq!(refused.next(), "ending");
    assert_eq!(refused.tries("ending", "satisfied"), Err(Refusal::NotSaidToBeSatisfied));
    assert_eq!(refused.tries("ending", "legal-hold"), Err(Refusal::NoLegalGate));
    let not_satisfied = refused.says("ending", "not-satisfied");
    assert_eq!(not_satisfied.next(), "route");
    assert!(not_satisfied.walk.skip(&name("route"), Some("no".into())).is_err());
}

#[test]
fn never_forgiving_is_an_ending_like_any_other() {
    let story = Story::new()
        .put_right()
        .says("remedy", "none-slight")
        .says("outcome", "no")
        .says("verdict_words", "I will never forgive this.")
        .says("handling", "partly")
        .says("ending", "accepted-not-forgiven")
        .says("cause_class", "chance");
    assert!(story.walk.close().is_ok());
}

#[test]
fn unreachable_needs_recorded_attempts() {
    let story = Story::new()
        .put_right()
        .says("remedy", "none-slight")
        .says("outcome", "no-answer")
        .says("ending", "unreachable");
    assert_eq!(story.next(), "attempts");
    assert!(story.walk.skip(&name("attempts"), Some("many".into())).is_err());
    let tried = story.says("attempts", "today 10:00 out phone: no answer");
    assert_eq!(tried.next(), "cause_class");
}

#[test]
fn an_ending_that_a_later_change_makes_untrue_is_asked_again() {
    let story = Story::new().satisfied().says("outcome", "no");
    let ending = story.walk.playbook().question("ending").unwrap();
    assert_eq!(story.walk.standing(ending), Standing::Reconsider(Refusal::NotSaidToBeSatisfied));
}

#[test]
fn skipping_needs_a_reason() {
    let story = Story::new();
    assert_eq!(story.walk.skip(&name("effect"), None), Err(Refusal::ReasonNeeded));
    assert_eq!(story.walk.skip(&name("effect"), Some("  ".into())), Err(Refusal::ReasonNeeded));
    assert!(story.walk.skip(&name("effect"), Some("they would not say".into())).is_ok());
    assert_eq!(story.walk.skip_step(Step::Learn, " ".into()), Err(Refusal::ReasonNeeded));
    assert_eq!(
        story.walk.skip_step(Step::AcceptTheUnforgivable, "x".into()),
        Err(Refusal::CannotSkipStep(Step::AcceptTheUnforgivable))
    );
}

#[test]
fn a_step_taken_out_of_order_has_a_reason_in_the_record() {
    let story = Story::new().rung();
    assert_eq!(story.walk.jump(Step::Compensate, None), Err(Refusal::ReasonNeeded));
    let jumped = story.and(|walk| walk.jump(Step::Compensate, Some("the refund is due at once".into())));
    assert_eq!(jumped.next(), "remedy");
    let jumped = jumped.says("remedy", "refund");
    assert_eq!(jumped.next(), "remedy_reason", "the walk stays in the step until it is done");
    assert_eq!(jumped.record().out_of_order.len(), 1);
}

#[test]
fn the_legal_gate_holds_facts_back() {
    let story = Story::new()
        .says("customer", "Priya Nair")
        .says("what_happened", "FACT there was sesame in it")
        .says("effect", "FACT her sister was taken to hospital")
        .says("legal_risk", "yes")
        .says("owner", "me")
        .says("next_contact", "tomorrow 10:00 Rob rings");
    assert_eq!(story.walk.gate(), Gate::Closed);
    assert_eq!(story.next(), "legal_reason");
    assert_eq!(story.tries("apology_words", "It was our fault."), Err(Refusal::GateClosed));
    let story = story
        .says("legal_reason", "injury")
        .says("legal_owner", "Dana Ruiz")
        .says("regret_words", "I am so sorry Anika was taken ill here.");
    let customer = CustomerRecord::of(&story.record());
    assert!(customer.what_happened.is_none() && customer.effect.is_none() && customer.apology.is_none());
    assert!(customer.regret.is_some() && customer.customer.is_some());
    assert_eq!(customer.promises.len(), 1);
}

#[test]
fn the_gate_is_lifted_by_a_named_person_with_a_reason() {
    let story = Story::new().rung().says("legal_risk", "yes").says("legal_owner", "Dana Ruiz");
    assert_eq!(story.tries("legal_risk", "no"), Err(Refusal::GateNeedsAName));
    assert!(matches!(story.tries("gate_lifted_by", "legal department"), Err(Refusal::TeamIsNoOwner(_))));
    let named = story.says("gate_lifted_by", "Dana Ruiz, counsel");
    assert_eq!(named.walk.gate(), Gate::Closed, "a name without a reason lifts nothing");
    let lifted = named.says("gate_lifted_why", "no claim was made");
    assert_eq!(lifted.walk.gate(), Gate::Open);
    let apology = lifted.walk.playbook().question("apology_words").unwrap();
    assert_eq!(lifted.walk.standing(apology), Standing::Open, "the fuller apology is then given");
}

#[test]
fn the_customers_own_part_stays_internal_whatever_a_playbook_says() {
    let text = format!(
        "{}[step.take-responsibility.question.customer_part]\naudience = \"customer\"\n",
        super::harness::SMALLEST
    );
    let layer = crate::diagnostic::Source { name: "x".into(), text };
    let problems = crate::playbook::load(&[layer]).unwrap_err();
    assert!(problems.render(80).contains("never for more than `internal`"));
    let story = Story::new().rung().says("customer_part", "they unplugged it");
    let part = story.record().answer("customer_part").unwrap().audience();
    assert_eq!(part, Audience::Internal);
}

#[test]
fn an_incident_closes_only_through_an_ending() {
    let story = Story::new();
    assert!(matches!(story.walk.close(), Err(Refusal::StillOwed(_))));
    let story = Story::new().satisfied().says("cause_class", "chance").and(Walk::close);
    assert_eq!(story.next(), "ended");
    assert_eq!(story.tries("effect", "other"), Err(Refusal::Closed));
}

#[test]
fn what_was_put_off_stays_owed() {
    let story = Story::new().and(|walk| walk.put_off(&name("customer")));
    assert_eq!(story.next(), "what_happened");
    let story = story.says("what_happened", "It broke.");
    assert!(story.walk.owed().any(|question| question.id == *"customer"));
}

#[test]
fn going_back_keeps_later_answers_and_names_those_that_no_longer_apply() {
    let story = Story::new()
        .rung()
        .says("apology_words", "Sorry.")
        .says("cause", "known")
        .says("explanation", "A loose clamp.")
        .and(Walk::back);
    assert_eq!(story.next(), "explanation");
    let story = story.and(Walk::back);
    assert_eq!(story.next(), "cause");
    let story = story.says("cause", "told");
    let set_aside: Vec<_> = story.walk.set_aside().map(|question| question.id.to_string()).collect();
    assert_eq!(set_aside, ["explanation"]);
    assert_eq!(story.next(), "correction", "the walk goes on where it was");
    let story = story.says("cause", "known");
    assert_eq!(story.walk.set_aside().count(), 0, "changing back brings the answer back");
    assert!(story.walk.answer_to("explanation").is_some());
}

#[test]
fn leaving_the_old_answer_goes_on_where_the_walk_was() {
    let story = Story::new().rung().and(Walk::back).and(Walk::back);
    assert_eq!(story.next(), "owner");
    let story = story.and(|walk| walk.keep(&name("owner")));
    assert_eq!(story.next(), "apology_words");
}

#[test]
fn a_playbooks_own_questions_are_asked_in_their_place_and_opened_by_answers() {
    let text = format!(
        "{}[step.correct.question.images]\nkind = \"yes-no\"\nask = \"Are there images?\"\nafter = \"correction\"\nwhen = {{ any = [{{ correction = \"partly\" }}, {{ not = {{ severity = \"s4\" }} }}] }}\n",
        super::harness::SMALLEST
    );
    let story = Story::on(playbook(&text))
        .rung()
        .says("apology_words", "Sorry.")
        .says("cause", "told")
        .says("correction", "corrected");
    assert_eq!(story.next(), "images");
    let irritated = story.says("severity", "s4");
    assert_eq!(irritated.next(), "correction_what");
}

#[test]
fn progress_counts_what_is_done_and_what_is_to_come() {
    let story = Story::new().rung();
    assert_eq!(story.step(Step::TakeResponsibility).open, 0);
    assert!(story.step(Step::ApologiseAndExplain).open >= 2);
    assert!(matches!(story.walk.next(), Next::Ask(_)));
}

#[test]
fn the_same_answer_again_does_not_settle_what_has_become_doubtful() {
    let refund = |story: Story| {
        story
            .says("remedy", "refund")
            .says("remedy_reason", "a day lost")
            .says("remedy_what", "the fee")
            .says("remedy_value", "80")
    };
    let story = refund(Story::new().put_right())
        .says("approved_by", "Dana Ruiz")
        .says("owner", "Dana Ruiz")
        .says("owner_accepted", "yes");
    assert_eq!(story.next(), "approved_by");
    assert!(matches!(story.tries("approved_by", "Dana Ruiz"), Err(Refusal::OwnApproval(_))));
}

#[test]
fn a_new_owner_who_accepts_settles_it() {
    let story =
        Story::new().rung().says("owner", "Maria Lopez").says("owner_accepted", "yes").says("owner", "Dana Ruiz");
    assert_eq!(story.next(), "owner_accepted");
    assert_eq!(story.says("owner_accepted", "yes").next(), "apology_words");
}

#[test]
fn an_approval_holds_for_the_amount_it_was_given_for() {
    let story = Story::new()
        .put_right()
        .says("remedy", "refund")
        .says("remedy_reason", "a day lost")
        .says("remedy_what", "the fee")
        .says("remedy_value", "60")
        .says("approved_by", "Dana Ruiz")
        .says("remedy_value", "5000");
    assert_eq!(story.next(), "approved_by");
}

#[test]
fn words_said_to_another_answer_are_looked_at_again() {
    let story = Story::new().satisfied().says("outcome", "no");
    assert_eq!(story.next(), "verdict_words");
    let confirmed = story.says("verdict_words", "You rang. That is something.");
    assert_eq!(confirmed.next(), "handling");
}

#[test]
fn no_ending_says_more_than_the_customer_did() {
    let silent = Story::new().put_right().says("remedy", "none-slight").says("outcome", "no-answer");
    assert_eq!(silent.tries("ending", "accepted-not-forgiven"), Err(Refusal::NothingSaidByThem));
    assert_eq!(silent.tries("ending", "not-satisfied"), Err(Refusal::NothingSaidByThem));
    assert!(silent.tries("ending", "withdrawn").is_ok() && silent.tries("ending", "contact-declined").is_ok());
    let reached = Story::new().satisfied();
    assert_eq!(reached.tries("ending", "unreachable"), Err(Refusal::WasReached));
}

#[test]
fn a_slip_on_the_legal_question_can_be_taken_back_until_something_rests_on_it() {
    let slip = Story::new().rung().says("legal_risk", "yes");
    assert!(slip.tries("legal_risk", "no").is_ok());
    let meant = slip.says("legal_owner", "Dana Ruiz");
    assert_eq!(meant.tries("legal_risk", "no"), Err(Refusal::GateNeedsAName));
}

#[test]
fn nothing_is_told_to_the_customer_while_the_legal_question_is_open() {
    let story = Story::new().says("what_happened", "FACT").and(|walk| walk.put_off(&name("legal_risk")));
    let customer = CustomerRecord::of(&story.record());
    assert!(customer.what_happened.is_none());
}

#[test]
fn an_owner_who_said_no_keeps_the_incident_open() {
    let story = Story::new().satisfied().says("cause_class", "chance").says("owner_accepted", "no");
    assert_eq!(story.walk.close(), Err(Refusal::NobodyAccepted));
}

#[test]
fn a_doubted_answer_can_be_put_off_and_an_answered_question_cannot() {
    let story = Story::new().satisfied().says("outcome", "no").and(|walk| walk.put_off(&name("verdict_words")));
    assert_ne!(story.next(), "verdict_words");
    assert!(story.walk.owed().any(|question| question.id == *"verdict_words"));
    assert_eq!(story.walk.put_off(&name("customer")), Err(Refusal::AlreadyAnswered));
}

#[test]
fn what_is_no_money_has_its_worth_too_so_that_no_name_hides_an_amount() {
    let story = Story::new()
        .put_right()
        .says("remedy", "other")
        .says("remedy_reason", "thirty days lost")
        .says("remedy_what", "a car");
    assert_eq!(story.next(), "remedy_value");
    let valued = story.says("remedy_value", "30000");
    assert_eq!(valued.next(), "approved_by");
}
