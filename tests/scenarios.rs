//! Twelve situations, told in `tests/scenarios/` with their times and replayed under a fixed clock through the built program: at
//! each time of the story `recover due` says what a good manager would have needed to know then.
//!
//! `BLESS=1 cargo test --test scenarios` writes anew what the program says; read the difference before you keep it. The dates
//! that matter stand here as facts, whatever the files say.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/house.rs"]
mod house;
#[path = "support/transcript.rs"]
mod transcript;

use transcript::Transcript;

const SITUATIONS: [&str; 12] = [
    "01-the-call-that-never-came-back",
    "02-the-repair-that-came-back",
    "03-nobody-came-about-the-alarm",
    "04-one-day-became-thirty",
    "05-the-post-that-travelled",
    "06-no-room-at-the-inn",
    "07-the-birthday-that-came-in-pieces",
    "08-pay-day",
    "09-charged-twice-before-the-holiday",
    "10-to-the-wrong-address",
    "11-left-at-the-gate",
    "12-the-sesame",
];

fn situation(number: usize) -> Transcript {
    Transcript::read(&format!("tests/scenarios/{}.md", SITUATIONS[number - 1]))
}

#[test]
fn at_each_time_of_a_story_the_program_says_what_is_written_there() {
    let wrong: String = (1..=SITUATIONS.len()).filter_map(|number| situation(number).compare()).collect();
    assert!(wrong.is_empty(), "not as expected, BLESS=1 writes it anew:\n{wrong}");
}

/// What is owed in a situation at a moment, everything up to that moment having been done.
struct Owed {
    items: Vec<serde_json::Value>,
    pressing: bool,
}

fn owed(number: usize, at: &str) -> Owed {
    let house = situation(number).played_to(at);
    let due = house.run(&["due", "--format", "json"]).ends(0).json();
    let pressing = house.run(&["due", "--check"]).code == 4;
    Owed { items: due["items"].as_array().unwrap().clone(), pressing }
}

impl Owed {
    #[track_caller]
    fn item(&self, key: &str) -> &serde_json::Value {
        self.maybe(key).unwrap_or_else(|| panic!("no {key} in {:#?}", self.items))
    }

    /// The thing with this key, in the first incident that has it.
    fn maybe(&self, key: &str) -> Option<&serde_json::Value> {
        self.items.iter().find(|item| item["key"] == key)
    }

    /// The thing of which these words are said.
    #[track_caller]
    fn said(&self, words: &str) -> &serde_json::Value {
        let has = |item: &&serde_json::Value| item["what"].as_str().is_some_and(|what| what.contains(words));
        self.items.iter().find(has).unwrap_or_else(|| panic!("nothing of {words:?} in {:#?}", self.items))
    }

    fn is_late(&self, key: &str) -> bool {
        self.item(key)["late"] == true
    }
}

/// A time limit that counts days: it is due when its last day ends.
#[track_caller]
fn ends_with(item: &serde_json::Value, day: &str) {
    assert_eq!(item["by_day"], true, "{item:#}");
    assert_eq!(item["due"].as_str().unwrap().split('T').next(), Some(day), "{item:#}");
    assert!(item["due"].as_str().unwrap().contains("T23:59:59"), "{item:#}");
}

#[track_caller]
fn is_due(item: &serde_json::Value, at: &str) {
    assert_eq!(item["due"], at, "{item:#}");
}

#[test]
fn in_situation_1_ten_minutes_without_an_owner_shout_and_the_proof_is_due_on_tuesday_the_16th() {
    let before = owed(1, "2026-06-12T09:44:00+01:00");
    assert!(!before.is_late("owner"), "{:#?}", before.items);
    let shouting = owed(1, "2026-06-12T09:46:00+01:00");
    assert!(shouting.pressing && shouting.is_late("owner"));
    assert_eq!((shouting.items[0]["key"].as_str(), shouting.items[0]["alarm"].as_bool()), (Some("owner"), Some(true)));
    ends_with(shouting.item("clock-gap-closed"), "2026-06-16");
    is_due(shouting.item("clock-p2-first-answer"), "2026-06-12T10:34:00+01:00");
    let owned = owed(1, "2026-06-12T12:32:00+01:00");
    assert!(owned.maybe("owner").is_none());
    is_due(owned.item("P1"), "2026-06-12T12:35:00+01:00");
    let promised = owed(1, "2026-06-12T12:40:00+01:00");
    is_due(promised.said("written summary"), "2026-06-12T17:00:00+01:00");
    is_due(promised.said("proof that the alarm"), "2026-06-16T17:00:00+01:00");
    is_due(promised.said("how it has been"), "2026-06-19T10:00:00+01:00");
}

#[test]
fn in_situation_1_nobody_is_told_that_all_is_well_because_somebody_wrote_a_line_inside_the_house() {
    let after = owed(1, "2026-06-12T10:06:00+01:00");
    assert!(after.maybe("word").is_some(), "{:#?}", after.items);
}

#[test]
fn in_situation_1_what_the_house_set_itself_is_late_although_the_incident_is_closed() {
    let closed = owed(1, "2026-06-29T09:00:00+01:00");
    assert!(closed.pressing && closed.said("rota")["late"] == true);
}

#[test]
fn in_situation_2_the_plan_is_late_from_five_to_eight_and_the_same_owner_is_refused_after_it_failed() {
    assert!(!owed(2, "2026-03-11T07:55:00-05:00").is_late("P1"));
    assert!(owed(2, "2026-03-11T07:55:01-05:00").is_late("P1"));
    let house = situation(2).played_to("2026-03-20T09:00:00-05:00");
    let reopened = owed(2, "2026-03-20T09:00:00-05:00");
    assert!(reopened.pressing);
    is_due(reopened.item("owner"), "2026-03-20T09:10:00-05:00");
    let refused = house.run(&["own", "car-240", "Frank Mazur"]).ends(2);
    assert!(refused.err.contains("answered for the recovery that failed"), "{}", refused.err);
    let ledger =
        situation(2).played_to("2026-03-20T10:05:00-05:00").run(&["promise", "car-240", "list", "--format", "json"]);
    let ledger = ledger.ends(0).json();
    let verdicts: Vec<&str> =
        ledger["promises"].as_array().unwrap().iter().filter_map(|promise| promise["verdict"].as_str()).collect();
    assert_eq!(verdicts, ["late", "kept", "kept", "late"], "{ledger:#}");
}

#[test]
fn in_situation_3_asking_somebody_to_take_it_on_does_not_stop_the_wait_for_an_owner() {
    let nobody = owed(3, "2026-05-14T08:26:00-07:00");
    assert!(nobody.pressing && nobody.is_late("owner"));
    let asked = owed(3, "2026-05-14T11:34:00-07:00");
    assert_eq!(asked.item("owner")["kind"], "not-accepted");
    is_due(asked.item("owner"), "2026-05-14T08:25:00-07:00");
    assert!(asked.is_late("owner"));
    let owned = owed(3, "2026-05-14T17:20:00-07:00");
    assert!(owned.maybe("owner").is_none() && owned.is_late("clock-unprotected"));
    is_due(owned.said("at your door"), "2026-05-14T18:20:00-07:00");
    is_due(owned.item("clock-unprotected"), "2026-05-14T12:15:00-07:00");
    let safe = owed(3, "2026-05-14T18:12:00-07:00");
    is_due(safe.said("night's log"), "2026-05-15T09:00:00-07:00");
    is_due(safe.said("changed since"), "2026-05-21T12:00:00-07:00");
}

#[test]
fn in_situation_4_the_account_is_due_on_friday_16_october_because_monday_is_a_federal_holiday() {
    let now = owed(4, "2026-10-08T15:00:00-06:00");
    ends_with(now.item("clock-full-account"), "2026-10-16");
    is_due(now.item("clock-roll-back"), "2026-10-09T15:00:00-06:00");
    let evening = owed(4, "2026-10-08T18:50:00-06:00");
    is_due(evening.said("report at nine"), "2026-10-09T09:00:00-06:00");
    is_due(evening.said("report at four"), "2026-10-09T16:00:00-06:00");
    is_due(evening.said("passwords"), "2026-10-12T12:00:00-06:00");
    let insurer = owed(4, "2026-10-08T15:50:00-06:00");
    assert_eq!(insurer.said("insurer")["kind"], "action");
    let house = situation(4).played_to("2026-10-17T09:00:00-06:00");
    let customer = house.run(&["record", "J-2210", "--for", "customer", "--format", "text"]).ends(0).out;
    assert!(!customer.contains("insurer") && !customer.contains("18,000"), "{customer}");
}

#[test]
fn in_situation_4_a_promise_made_again_after_its_time_is_a_broken_one_and_a_new_one() {
    let house = situation(4).played_to("2026-10-09T09:20:00-06:00");
    let ledger = house.run(&["promise", "J-2210", "list", "--format", "json"]).ends(0).json();
    let of = |number: &str| ledger["promises"].as_array().unwrap().iter().find(|one| one["number"] == number).unwrap();
    assert_eq!(of("P3")["verdict"], "broken", "{ledger:#}");
    assert_eq!((&of("P6")["verdict"], &of("P6")["what"]), (&serde_json::Value::Null, &of("P3")["what"]), "{ledger:#}");
}

#[test]
fn in_situation_5_the_first_reply_is_due_within_fifteen_minutes_and_kept_to_the_minute_is_kept() {
    is_due(owed(5, "2026-06-09T08:46:00-05:00").item("P1"), "2026-06-09T08:55:00-05:00");
    is_due(owed(5, "2026-06-09T08:54:00-05:00").item("P2"), "2026-06-09T14:00:00-05:00");
    let others = owed(5, "2026-06-09T17:19:00-05:00");
    assert!(others.pressing && others.said("every customer")["late"] == true);
    let fixed = owed(5, "2026-06-11T15:10:00-05:00");
    is_due(fixed.said("closing note"), "2026-06-12T15:10:00-05:00");
    let house = situation(5).played_to("2026-06-12T15:10:00-05:00");
    let ledger = house.run(&["promise", "post-61", "list", "--format", "json"]).ends(0).json();
    let last = ledger["promises"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["number"], &last["verdict"]), (&"P6".into(), &"kept".into()), "{ledger:#}");
}

#[test]
fn in_situation_6_the_refund_is_due_on_tuesday_27_october_and_ten_oclock_is_ten_oclock_in_winter_time() {
    let evening = owed(6, "2026-10-24T22:14:00+01:00");
    ends_with(evening.item("clock-refund"), "2026-10-27");
    is_due(evening.said("return or stay"), "2026-10-25T10:00:00+00:00");
    is_due(evening.item("P2"), "2026-10-24T23:15:00+01:00");
    is_due(owed(6, "2026-10-24T22:05:00+01:00").item("P1"), "2026-10-24T22:15:00+01:00");
}

#[test]
fn in_situation_7_the_refund_is_promised_for_today_and_the_law_says_saturday_19_december() {
    let now = owed(7, "2026-12-05T13:28:00+00:00");
    ends_with(now.item("clock-money-back"), "2026-12-19");
    is_due(now.said("express fee"), "2026-12-05T20:00:00+00:00");
    is_due(owed(7, "2026-12-05T13:20:00+00:00").item("P1"), "2026-12-05T13:30:00+00:00");
}

#[test]
fn in_situation_8_the_full_account_is_due_on_friday_8_may_and_the_authority_on_sunday_at_ten_past_one() {
    let now = owed(8, "2026-04-30T13:20:00+02:00");
    ends_with(now.item("clock-full-account"), "2026-05-08");
    is_due(now.item("clock-summary"), "2026-05-01T08:12:00+02:00");
    is_due(now.item("clock-authority"), "2026-05-03T13:10:00+02:00");
    is_due(owed(8, "2026-04-30T09:05:00+02:00").said("public note"), "2026-04-30T09:10:00+02:00");
    is_due(owed(8, "2026-04-30T11:20:00+02:00").said("account for the board"), "2026-05-04T09:00:00+02:00");
}

#[test]
fn in_situation_9_monday_is_no_working_day_15_july_31_july_28_august() {
    let now = owed(9, "2026-07-09T10:15:00+01:00");
    ends_with(now.item("clock-short-route"), "2026-07-15");
    ends_with(now.item("clock-payment-response"), "2026-07-31");
    assert!(now.maybe("clock-payment-final").is_none());
    assert!(!owed(9, "2026-07-15T23:59:00+01:00").is_late("clock-short-route"));
    assert!(owed(9, "2026-07-16T08:00:00+01:00").items.iter().any(|item| item["late"] == true));
    let holding = owed(9, "2026-07-31T16:00:00+01:00");
    ends_with(holding.item("clock-payment-final"), "2026-08-28");
    // Counted by the playbook's own calendar, Monday would be a working day.
    let house = situation(9).played_to("2026-07-09T10:15:00+01:00");
    let by = |calendar: &str| {
        let args =
            ["deadline", "3 business days", "--calendar", calendar, "--from", "2026-07-09T10:15", "--format", "json"];
        house.run(&args).ends(0).json()["due_date"].clone()
    };
    assert_eq!((by("GB-NIR"), by("GB-ENG")), ("2026-07-15".into(), "2026-07-14".into()));
}

#[test]
fn in_situation_10_the_authority_hears_by_monday_25_may_at_1640_holiday_or_not() {
    let aware = owed(10, "2026-05-22T16:40:00+01:00");
    is_due(aware.item("clock-authority"), "2026-05-25T16:40:00+01:00");
    assert!(!owed(10, "2026-05-25T16:40:00+01:00").is_late("clock-authority"));
    assert!(owed(10, "2026-05-25T16:40:30+01:00").is_late("clock-authority"));
    let house = situation(10).played_to("2026-05-22T16:40:00+01:00");
    assert!(house.run(&["card", "pack-7"]).ends(0).out.contains("no facts"));
}

#[test]
fn in_situation_11_the_answer_is_due_on_saturday_14_march_and_no_weekend_moves_it() {
    let now = owed(11, "2026-02-12T09:30:00-05:00");
    ends_with(now.item("clock-disability"), "2026-03-14");
    is_due(owed(11, "2026-02-13T15:00:00-05:00").said("leaves the house"), "2026-03-13T12:00:00-04:00");
    assert!(!owed(11, "2026-03-14T23:59:59-04:00").is_late("clock-disability"));
    assert!(owed(11, "2026-03-15T00:00:00-04:00").is_late("clock-disability"));
}

#[test]
fn in_situation_12_the_insurer_hears_the_same_evening_and_she_is_rung_the_next_day() {
    let evening = owed(12, "2026-08-15T20:31:00-04:00");
    is_due(evening.said("insurer"), "2026-08-15T23:00:00-04:00");
    is_due(evening.said("asks how she is"), "2026-08-16T10:00:00-04:00");
    is_due(evening.item("clock-illness-call"), "2026-08-17T20:20:00-04:00");
    is_due(owed(12, "2026-08-16T10:00:00-04:00").said("what we found"), "2026-08-21T17:00:00-04:00");
    let house = situation(12).played_to("2026-08-17T09:00:00-04:00");
    let customer = house.run(&["record", "table-9", "--for", "customer", "--format", "text"]).ends(0).out;
    assert!(!customer.contains("tahini"), "{customer}");
}
