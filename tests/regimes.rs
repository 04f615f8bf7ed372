//! The playbooks for complaints under rules: their figures, when each limit applies, and the guide that lists them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/house.rs"]
mod house;

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};
use house::House;
use recover::answer::Value;
use recover::calendars;
use recover::diagnostic::Source;
use recover::playbook::condition::Facts;
use recover::playbook::deadline::{Deadline, Unit};
use recover::playbook::library::{SHIPPED, shipped};
use recover::playbook::{Limit, Playbook, Strength, load};
use recover::schedule::calendar::Calendar;
use recover::schedule::count::{Counted, count};
use recover::schedule::named_zone::NamedZone;
use recover::spine::{Asked, Name};

const GUIDE: &str = include_str!("../docs/guides/regimes.md");

const REGIMES: &[&str] =
    &["uk-financial", "uk-housing", "uk-nhs", "us-cfpb", "us-airline", "eu-airline", "data-breach"];

/// What each limit counts, from what, and by which calendar, as the rules have it.
const FIGURES: &[(&str, &str, &str)] = &[
    ("uk-financial", "acknowledge", "5 business_days received GB-ENG"),
    ("uk-financial", "short-route", "3 business_days received GB-ENG"),
    ("uk-financial", "final-response", "8 weeks received"),
    ("uk-financial", "payment-response", "15 business_days received GB-ENG"),
    ("uk-financial", "payment-final", "35 business_days received GB-ENG"),
    ("uk-housing", "stage-1-acknowledge", "5 business_days received GB-ENG"),
    ("uk-housing", "stage-1-answer", "10 business_days acknowledged GB-ENG +10"),
    ("uk-housing", "stage-2-acknowledge", "5 business_days escalated GB-ENG"),
    ("uk-housing", "stage-2-answer", "20 business_days escalated GB-ENG +20"),
    ("uk-nhs", "acknowledge", "3 business_days received GB-ENG"),
    ("uk-nhs", "response", "6 months received inclusive"),
    ("us-cfpb", "response", "15 calendar_days received"),
    ("us-cfpb", "final-response", "60 calendar_days received"),
    ("us-airline", "acknowledge", "30 calendar_days received"),
    ("us-airline", "substantive", "60 calendar_days received"),
    ("us-airline", "disability", "30 calendar_days received"),
    ("us-airline", "refund-card", "7 business_days became-aware US"),
    ("us-airline", "refund-other", "20 calendar_days became-aware"),
    ("eu-airline", "ticket-back", "7 calendar_days received"),
    ("data-breach", "authority", "72 hours became-aware"),
];

fn playbook(id: &str) -> Playbook {
    let layer = |id: &str| {
        let shipped = shipped(id).unwrap();
        Source { name: shipped.id.into(), text: shipped.text.into() }
    };
    let mut layers = vec![layer("service-recovery")];
    if id != "service-recovery" {
        layers.push(layer(id));
    }
    load(&layers).map_err(|problems| problems.render(80)).unwrap()
}

#[derive(Default)]
struct Answers(HashMap<Name, Value>);

impl Facts for Answers {
    fn answer(&self, question: &Name) -> Option<&Value> {
        self.0.get(question)
    }

    fn authority(&self) -> &Limit {
        &Limit::Unset
    }
}

/// Answers as a test writes them: `kind=payment, holding_reply=yes, kinds=written+disability`.
fn answers(given: &str) -> Answers {
    let name = |text: &str| -> Name { text.parse().unwrap() };
    let value = |text: &str| match text {
        "yes" => Value::YesNo(true),
        "no" => Value::YesNo(false),
        several if several.contains('+') => Value::Choices(several.split('+').map(name).collect()),
        one => Value::Choice(name(one)),
    };
    let pairs = given.split(", ").filter_map(|pair| pair.split_once('='));
    Answers(pairs.map(|(question, answer)| (name(question), value(answer))).collect())
}

/// The limits of a playbook that run under these answers.
fn running(id: &str, given: &str) -> Vec<String> {
    let facts = answers(given);
    playbook(id).deadlines_for(&facts).map(|deadline| deadline.id.to_string()).collect()
}

#[test]
fn every_limit_of_a_regime_has_the_figures_of_its_rule_and_there_are_no_others() {
    let mut found = Vec::new();
    for id in REGIMES {
        for limit in &playbook(id).deadlines {
            let rule = &limit.rule;
            let mut figures = vec![rule.n.to_string(), rule.unit.name().into(), limit.start.name().into()];
            figures.extend(limit.calendar.as_ref().map(|calendar| calendar.as_stored().to_owned()));
            figures.extend(rule.inclusive.then(|| "inclusive".to_owned()));
            figures.extend(limit.extend.map(|extend| format!("+{}", extend.n)));
            assert!(limit.extend.is_none_or(|extend| extend.unit == rule.unit), "{id}/{}", limit.id);
            found.push((*id, limit.id.to_string(), figures.join(" ")));
        }
    }
    let expected: Vec<_> =
        FIGURES.iter().map(|(id, limit, figures)| (*id, (*limit).to_owned(), (*figures).to_owned())).collect();
    assert_eq!(found, expected);
}

/// The day each limit is due that starts at this moment: the worked examples of the rules.
const EXAMPLES: &[(&str, &str, &str, &str)] = &[
    ("uk-financial", "short-route", "2025-12-23T16:30:00+00:00", "2025-12-30"),
    ("uk-financial", "acknowledge", "2026-02-14T10:00:00+00:00", "2026-02-20"),
    ("uk-financial", "final-response", "2026-06-08T10:00:00+01:00", "2026-08-03"),
    ("uk-housing", "stage-1-acknowledge", "2026-02-14T10:00:00+00:00", "2026-02-20"),
    ("uk-nhs", "acknowledge", "2025-04-16T10:00:00+01:00", "2025-04-23"),
    ("uk-nhs", "response", "2025-09-30T10:00:00+01:00", "2026-03-29"),
    ("uk-nhs", "response", "2025-08-31T10:00:00+01:00", "2026-02-28"),
    ("us-cfpb", "final-response", "2025-12-31T10:00:00-05:00", "2026-03-01"),
    ("us-airline", "refund-card", "2025-11-26T10:00:00-05:00", "2025-12-08"),
];

#[test]
fn the_limits_of_the_regimes_end_on_the_days_of_the_worked_examples() {
    for (id, limit, start, due) in EXAMPLES {
        let playbook = playbook(id);
        let counted = due_of(playbook.deadline(limit).unwrap(), start);
        assert_eq!(counted.due_date.to_string(), *due, "{id}/{limit}");
    }
}

#[test]
fn seventy_two_hours_run_through_the_night_on_which_the_clocks_go_back() {
    let playbook = playbook("data-breach");
    let counted = due_of(playbook.deadline("authority").unwrap(), "2025-10-25T12:00:00+01:00");
    let due = counted.due_instant.unwrap();
    assert_eq!(due, "2025-10-28T11:00:00+00:00".parse::<DateTime<FixedOffset>>().unwrap());
}

#[test]
fn every_calendar_and_every_zone_of_a_shipped_limit_exists() {
    for shipped in SHIPPED {
        for limit in &playbook(shipped.id).deadlines {
            due_of(limit, "2026-06-08T10:00:00+01:00");
        }
    }
}

/// The limit counted from that moment, in its zone or else in London.
fn due_of(limit: &Deadline, start: &str) -> Counted {
    let calendar = limit.calendar.as_ref().map_or_else(Calendar::weekends_only, |name| {
        calendars::shipped(name.as_stored()).unwrap_or_else(|| panic!("{}", limit.id))
    });
    let zone = limit.time_zone.as_ref().map_or("Europe/London", |name| name.as_stored());
    let zone: NamedZone = zone.parse().unwrap();
    count(limit.rule, start.parse().unwrap(), &calendar, &zone).unwrap()
}

#[test]
fn every_limit_names_its_source_and_what_is_law_says_when_to_look_again() {
    for shipped in SHIPPED {
        let playbook = playbook(shipped.id);
        for limit in &playbook.deadlines {
            let evidence = playbook.evidence_of(limit).unwrap_or_else(|| panic!("{}/{}", shipped.id, limit.id));
            let is_dated = evidence.as_of.is_some() && evidence.review_by.is_some();
            let is_rule = matches!(evidence.strength, Strength::Law | Strength::Guidance);
            assert!(is_dated || !is_rule, "{}/{}", shipped.id, limit.id);
        }
    }
}

#[test]
fn every_answer_to_a_regulated_complaint_says_what_it_has_to_contain() {
    // A payment is no letter, and the first of the airline's letters has no contents laid down.
    let without = ["refund-card", "refund-other", "ticket-back"];
    for id in REGIMES {
        for limit in &playbook(id).deadlines {
            let none_laid_down =
                without.contains(&limit.id.as_str()) || (*id, limit.id.as_str()) == ("us-airline", "acknowledge");
            assert_eq!(limit.must_say.is_empty(), none_laid_down, "{id}/{}", limit.id);
        }
    }
}

#[test]
fn in_a_financial_complaint_the_kind_decides_the_clock() {
    let always = ["acknowledge", "short-route"];
    let with = |more: &[&str]| -> Vec<String> { always.iter().chain(more).map(|id| (*id).to_owned()).collect() };
    assert_eq!(running("uk-financial", ""), with(&[]));
    assert_eq!(running("uk-financial", "kind_of_complaint=other"), with(&["final-response"]));
    assert_eq!(running("uk-financial", "kind_of_complaint=payment"), with(&["payment-response"]));
    assert_eq!(
        running("uk-financial", "kind_of_complaint=payment, holding_reply=yes"),
        with(&["payment-response", "payment-final"])
    );
    assert_eq!(
        running("uk-financial", "kind_of_complaint=both, holding_reply=no"),
        with(&["final-response", "payment-response"])
    );
}

#[test]
fn an_airline_runs_the_clock_of_each_thing_that_was_ticked_and_no_other() {
    assert!(running("us-airline", "").is_empty());
    assert!(running("us-airline", "kind_of_complaint=none+none").is_empty());
    assert_eq!(running("us-airline", "kind_of_complaint=disability+refund-card"), ["disability", "refund-card"]);
    assert_eq!(running("us-airline", "kind_of_complaint=written+written"), ["acknowledge", "substantive"]);
    assert_eq!(running("eu-airline", "ticket_back=yes"), ["ticket-back"]);
    assert!(running("eu-airline", "late_by=three-or-more").is_empty());
}

#[test]
fn the_authority_is_told_until_somebody_says_that_nobody_is_likely_to_be_hurt() {
    assert_eq!(running("data-breach", ""), ["authority"]);
    assert_eq!(running("data-breach", "risk_to_people=high"), ["authority"]);
    assert!(running("data-breach", "risk_to_people=unlikely").is_empty());
}

#[test]
fn in_a_house_without_rules_no_limit_runs_that_nothing_was_said_of() {
    for id in ["service-recovery", "it-support", "field-service", "restaurant"] {
        assert!(running(id, "").is_empty(), "{id}");
    }
    assert_eq!(running("it-support", "severity=s1"), ["p2-first-answer"]);
    assert_eq!(running("it-support", "severity=s4, it_trouble=missed-call"), ["p4-first-answer", "gap-closed"]);
    assert_eq!(running("field-service", "statutory=energy, at_risk=no"), ["energy-payment"]);
    assert_eq!(running("field-service", "statutory=water, channel=letter"), ["water-reply"]);
    assert!(running("field-service", "statutory=water, channel=phone").is_empty());
    assert_eq!(running("restaurant", "trouble=illness, left_before=yes"), ["before-the-review", "illness-call"]);
}

#[test]
fn a_clock_of_a_regime_hangs_on_something_that_is_asked_without_being_requested() {
    // Until a complaint is marked as in progress, the first clock of the portal runs.
    let runs_besides = ("us-cfpb", "final-response");
    for id in REGIMES {
        let playbook = playbook(id);
        for limit in &playbook.deadlines {
            let Some(when) = limit.when.as_ref().filter(|_| (*id, limit.id.as_str()) != runs_besides) else { continue };
            let asked = |name: &Name| {
                playbook.question(name.as_str()).is_some_and(|question| question.asked != Asked::OnRequest)
            };
            assert!(when.questions().into_iter().any(asked), "{id}/{}", limit.id);
        }
    }
}

/// How the guide writes what a limit counts.
fn counted(limit: &Deadline) -> String {
    let counted = format!("{} {}", limit.rule.n, limit.rule.unit.name().replace('_', " "));
    let extended = limit.extend.map(|extend| format!("{} more at most", extend.n));
    let inclusive = limit.rule.inclusive.then(|| "the first day counts".to_owned());
    [Some(counted), extended, inclusive].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[test]
fn the_guide_lists_every_limit_with_its_figures_and_a_command_that_counts_the_same() {
    for id in REGIMES {
        let (_, section) = GUIDE.split_once(&format!(": `{id}`\n")).unwrap_or_else(|| panic!("{id}"));
        let section = section.split("\n## ").next().unwrap();
        let rows: Vec<Vec<&str>> = section
            .lines()
            .filter(|line| line.starts_with("| `"))
            .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
            .collect();
        let playbook = playbook(id);
        assert_eq!(rows.len(), playbook.deadlines.len(), "{id}");
        for (row, limit) in rows.iter().zip(&playbook.deadlines) {
            let [named, counts, from, _, command] = row.as_slice() else { panic!("{row:?}") };
            assert_eq!(*named, format!("`{}`", limit.id), "{id}");
            assert_eq!(*counts, counted(limit), "{id}/{}", limit.id);
            assert_eq!(*from, format!("`{}`", limit.start.name()), "{id}/{}", limit.id);
            let unit = match limit.rule.unit {
                Unit::CalendarDays => "days".to_owned(),
                other => other.name().replace('_', " "),
            };
            assert!(command.contains(&format!("\"{} {unit}\"", limit.rule.n)), "{id}/{}: {command}", limit.id);
            assert_eq!(command.contains("--inclusive"), limit.rule.inclusive, "{id}/{}", limit.id);
            let calendar = limit.calendar.as_ref().map(|calendar| format!("--calendar {}", calendar.as_stored()));
            match calendar {
                Some(calendar) => assert!(command.contains(&calendar), "{id}/{}", limit.id),
                None => assert!(!command.contains("--calendar"), "{id}/{}", limit.id),
            }
        }
    }
}

#[test]
fn every_command_of_the_guide_counts_what_its_playbook_counts() {
    let house = House::new();
    let commands: Vec<&str> = GUIDE.split('`').filter(|code| code.starts_with("recover deadline ")).collect();
    let limits: Vec<Deadline> = REGIMES.iter().flat_map(|id| playbook(id).deadlines).collect();
    assert_eq!(commands.len(), limits.len());
    for (command, limit) in commands.iter().zip(&limits) {
        let [_, counted, flags] = command.split('"').collect::<Vec<_>>()[..] else { panic!("{command}") };
        let mut args = vec!["deadline", counted, "--format", "json"];
        args.extend(flags.split_whitespace());
        let told = house.run(&args).ends(0).json();
        let due = due_of(limit, "2026-06-08T10:00:00+01:00").due_date;
        assert_eq!(told["due_date"], due.to_string(), "{command}");
    }
}

#[test]
fn every_shipped_playbook_says_what_changes_after_a_second_failure() {
    for shipped in SHIPPED {
        let again = playbook(shipped.id).again;
        assert!(again.senior && again.is_stock_gesture("gift"), "{}", shipped.id);
        assert!(!again.say.is_empty() && !again.never.is_empty() && again.notice.is_some(), "{}", shipped.id);
        assert!(again.source.is_some(), "{}", shipped.id);
    }
}

/// A house in which a complaint under rules was taken up: the playbook, when it was received, and the answers that matter.
fn complaint(playbook: &str, zone: &str, received: &str, answers: &[&str]) -> House {
    let house = House::new().in_zone(zone);
    let mut args = vec!["start", playbook, "--no-input", "--me", "Ben Low", "--set", "customer=Ann Hart"];
    let owned = ["legal_risk=no", "owner=Ben Low", "next_contact=tomorrow 17:00 Ben rings with where it stands"];
    for answer in owned.iter().chain(answers) {
        args.extend(["--set", answer]);
    }
    at(&house, received, &args).ends(5);
    house
}

fn at(house: &House, now: &str, args: &[&str]) -> house::Run {
    house.command(args).env("RECOVER_NOW", now).output().unwrap().into()
}

/// The time limits that are owed: the name of each, the day it is due, and whether it is late.
fn limits(house: &House, now: &str) -> Vec<(String, String, bool)> {
    let due = at(house, now, &["due", "--format", "json"]).ends(0).json();
    let limit = |item: &serde_json::Value| {
        let id = item["key"].as_str().unwrap().strip_prefix("clock-")?.to_owned();
        let due = item["due"].as_str().unwrap().split('T').next().unwrap().to_owned();
        Some((id, due, item["late"].as_bool().unwrap()))
    };
    due["items"].as_array().unwrap().iter().filter_map(limit).collect()
}

#[track_caller]
fn runs(house: &House, now: &str, expected: &[(&str, &str, bool)]) {
    let found = limits(house, now);
    let found: Vec<_> = found.iter().map(|(id, due, late)| (id.as_str(), due.as_str(), *late)).collect();
    assert_eq!(found, expected, "at {now}");
}

/// The account of one limit.
fn account(house: &House, now: &str, limit: &str) -> String {
    let all = at(house, now, &["due", "--explain", "1"]).ends(0).out;
    let found = all.split("\n\n").find(|part| part.starts_with(&format!("{limit}: ")));
    found.unwrap_or_else(|| panic!("{limit} in {all}")).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn contact(house: &House, now: &str, channel: &str) {
    let args = ["contact", "1", "--out", "--channel", channel, "--said", "We have it.", "--no-next", "x"];
    at(house, now, &args).ends(0);
}

#[test]
fn a_financial_complaint_from_its_receipt_to_a_late_final_response() {
    let received = "2026-06-08T10:00:00+01:00";
    let house = complaint("uk-financial", "Europe/London", received, &["kind_of_complaint=both"]);
    let all = [
        ("short-route", "2026-06-11", false),
        ("acknowledge", "2026-06-15", false),
        ("payment-response", "2026-06-29", false),
        ("final-response", "2026-08-03", false),
    ];
    runs(&house, received, &all);
    // A telephone call is no acknowledgement in writing.
    contact(&house, "2026-06-08T15:00:00+01:00", "phone");
    runs(&house, "2026-06-08T15:00:00+01:00", &all);
    at(&house, "2026-06-09T09:00:00+01:00", &["clock", "1", "met", "acknowledge"]).ends(0);
    assert!(account(&house, "2026-06-10T09:00:00+01:00", "acknowledge").contains("met yesterday 09:00, in time"));
    at(&house, "2026-06-29T09:00:00+01:00", &["resume", "1", "--no-input", "--set", "holding_reply=yes"]).ends(5);
    let met = at(&house, "2026-06-30T09:00:00+01:00", &["clock", "1", "met", "payment-response"]).ends(0);
    assert!(met.err.contains("after its time, which was the end of Mon 29 Jun 2026"), "{}", met.err);
    let waived = ["clock", "1", "waive", "short-route", "--why", "not accepted in time"];
    at(&house, "2026-06-30T09:00:00+01:00", &waived).ends(0);
    let left = [("payment-final", "2026-07-27", true), ("final-response", "2026-08-03", true)];
    runs(&house, "2026-08-04T00:00:00+01:00", &left);
    let final_response = account(&house, "2026-08-04T00:00:00+01:00", "final-response");
    assert!(final_response.contains("8 weeks") && final_response.contains("LATE"), "{final_response}");
    assert!(final_response.contains("the answer must say") && final_response.contains("DISP 1.6"), "{final_response}");
}

#[test]
fn a_housing_complaint_runs_its_first_answer_from_the_acknowledgement_and_its_second_stage_from_the_request() {
    let received = "2026-02-14T10:00:00+00:00";
    let house = complaint("uk-housing", "Europe/London", received, &[]);
    runs(&house, received, &[("stage-1-acknowledge", "2026-02-20", false)]);
    contact(&house, "2026-02-18T10:00:00+00:00", "letter");
    runs(&house, "2026-02-18T10:00:00+00:00", &[("stage-1-answer", "2026-03-04", false)]);
    let extend = |now: &str, by: &str| {
        at(
            &house,
            now,
            &["clock", "1", "extend", "stage-1-answer", by, "--why", "the surveyor comes on the 9th", "--told", "now"],
        )
    };
    let refused = extend("2026-02-26T10:00:00+00:00", "11 business days").ends(2);
    assert!(refused.err.contains("cannot be given that much more time"), "{}", refused.err);
    let extended = extend("2026-02-26T10:00:00+00:00", "10 business days").ends(0);
    assert!(extended.err.contains("due by the end of Wed 18 Mar 2026"), "{}", extended.err);
    extend("2026-02-27T10:00:00+00:00", "1 business day").ends(2);
    runs(&house, "2026-03-18T23:59:59+00:00", &[("stage-1-answer", "2026-03-18", false)]);
    runs(&house, "2026-03-19T00:00:00+00:00", &[("stage-1-answer", "2026-03-18", true)]);
    at(&house, "2026-03-19T09:00:00+00:00", &["clock", "1", "met", "stage-1-answer"]).ends(0);
    let first = account(&house, "2026-03-19T09:00:00+00:00", "stage-1-answer");
    assert!(first.contains("extended by 10 business days: the surveyor comes on the 9th"), "{first}");
    assert!(first.contains("met today 09:00, LATE"), "{first}");
    at(&house, "2026-03-20T10:00:00+00:00", &["resume", "1", "--no-input", "--set", "escalated_at=2026-03-19 17:00"])
        .ends(5);
    // Good Friday and Easter Monday lie between.
    let second = [("stage-2-acknowledge", "2026-03-26", false), ("stage-2-answer", "2026-04-20", false)];
    runs(&house, "2026-03-20T10:00:00+00:00", &second);
    let counted = account(&house, "2026-03-20T10:00:00+00:00", "stage-2-answer");
    assert!(counted.contains("Good Friday") && counted.contains("Easter Monday"), "{counted}");
}

#[test]
fn a_complaint_about_care_is_acknowledged_by_word_of_mouth_and_answered_within_six_months_the_first_day_included() {
    let received = "2025-09-30T10:00:00+01:00";
    let house = complaint("uk-nhs", "Europe/London", received, &[]);
    runs(&house, received, &[("acknowledge", "2025-10-03", false), ("response", "2026-03-29", false)]);
    contact(&house, "2025-10-02T16:00:00+01:00", "phone");
    runs(&house, "2025-10-02T16:00:00+01:00", &[("response", "2026-03-29", false)]);
    runs(&house, "2026-03-29T23:59:59+01:00", &[("response", "2026-03-29", false)]);
    runs(&house, "2026-03-30T00:00:00+01:00", &[("response", "2026-03-29", true)]);
    at(&house, "2026-03-30T09:00:00+01:00", &["clock", "1", "met", "response", "--at", "2026-03-27 12:00"]).ends(0);
    runs(&house, "2026-03-30T09:00:00+01:00", &[]);
    assert!(account(&house, "2026-03-30T09:00:00+01:00", "response").contains("in time"));
}

#[test]
fn a_complaint_through_the_portal_has_fifteen_days_and_sixty_once_it_is_in_progress() {
    let received = "2025-12-31T10:00:00-05:00";
    let house = complaint("us-cfpb", "America/New_York", received, &[]);
    runs(&house, received, &[("response", "2026-01-15", false)]);
    at(&house, "2026-01-15T09:00:00-05:00", &["resume", "1", "--no-input", "--set", "in_progress=yes"]).ends(5);
    at(&house, "2026-01-15T09:00:00-05:00", &["clock", "1", "met", "response"]).ends(0);
    // The sixtieth day is a Sunday, and stands.
    runs(&house, "2026-02-28T09:00:00-05:00", &[("final-response", "2026-03-01", false)]);
    runs(&house, "2026-03-02T00:00:00-05:00", &[("final-response", "2026-03-01", true)]);
    assert!(account(&house, "2026-03-02T00:00:00-05:00", "final-response").contains("the last day stands"));
}

#[test]
fn an_airline_acknowledges_in_writing_answers_in_sixty_days_and_refunds_in_seven_business_days() {
    let received = "2025-11-26T10:00:00-05:00";
    let kinds = ["kind_of_complaint=written,disability,refund-card,refund-other", "aware_at=2025-11-26 10:00"];
    let house = complaint("us-airline", "America/New_York", received, &kinds);
    let all = [
        ("refund-card", "2025-12-08", false),
        ("refund-other", "2025-12-16", false),
        ("acknowledge", "2025-12-26", false),
        ("disability", "2025-12-26", false),
        ("substantive", "2026-01-25", false),
    ];
    runs(&house, received, &all);
    // A call is no acknowledgement in writing.
    contact(&house, "2025-11-26T16:00:00-05:00", "phone");
    runs(&house, "2025-11-26T16:00:00-05:00", &all);
    for limit in ["refund-card", "refund-other", "acknowledge"] {
        at(&house, "2025-12-08T16:00:00-05:00", &["clock", "1", "met", limit]).ends(0);
    }
    let left = [("disability", "2025-12-26", true), ("substantive", "2026-01-25", false)];
    runs(&house, "2025-12-27T00:00:00-05:00", &left);
    let refund = account(&house, "2025-12-27T00:00:00-05:00", "refund-card");
    assert!(refund.contains("Thanksgiving") && refund.contains("in time"), "{refund}");
}

#[test]
fn the_authority_hears_within_seventy_two_hours_through_the_night_on_which_the_clocks_go_back() {
    let aware = "2025-10-25T12:00:00+01:00";
    let house = complaint("data-breach", "Europe/London", aware, &["aware_at=2025-10-25 12:00"]);
    let due = |now: &str| at(&house, now, &["due", "--format", "json"]).ends(0).json()["items"][1].clone();
    assert_eq!(due(aware)["due"], "2025-10-28T11:00:00+00:00", "{:#}", due(aware));
    runs(&house, "2025-10-28T11:00:00+00:00", &[("authority", "2025-10-28", false)]);
    runs(&house, "2025-10-28T11:00:01+00:00", &[("authority", "2025-10-28", true)]);
    at(&house, "2025-10-28T12:00:00+00:00", &["resume", "1", "--no-input", "--set", "risk_to_people=unlikely"]).ends(5);
    runs(&house, "2025-10-28T12:00:00+00:00", &[]);
}

#[test]
fn a_ticket_they_no_longer_want_is_paid_back_within_seven_days() {
    let received = "2026-06-08T10:00:00+02:00";
    let house = complaint("eu-airline", "Europe/Paris", received, &["late_by=cancelled", "ticket_back=yes"]);
    runs(&house, received, &[("ticket-back", "2026-06-15", false)]);
    runs(&house, "2026-06-16T00:00:00+02:00", &[("ticket-back", "2026-06-15", true)]);
    at(&house, "2026-06-16T09:00:00+02:00", &["clock", "1", "met", "ticket-back"]).ends(0);
    let account = account(&house, "2026-06-16T09:00:00+02:00", "ticket-back");
    assert!(account.contains("met today 09:00, LATE"), "{account}");
}
