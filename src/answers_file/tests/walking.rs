use super::*;
use crate::answers_file::write;
use crate::journal::Origin;
use crate::walk::{Next, Standing};

fn playbook() -> Arc<Playbook> {
    Arc::new(shipped("service-recovery"))
}

/// Everything that has to be said for a satisfied customer.
const WHOLE: &str = r#"
responder = "Maria Lopez, shift manager"
started_at = 2026-11-20T09:34:00+01:00
[intake]
customer = "Zoë 山田"
what_happened = "They cancelled twice."
effect = "Two days off for nothing."
legal_risk = false
[take-responsibility]
owner = "Maria Lopez"
next_contact = "tomorrow 3pm Maria rings with what we found"
[apologise-and-explain]
apology_words = "I am sorry."
cause = "told"
[correct]
correction = "corrected"
correction_what = "The work is done."
[compensate]
remedy = "refund"
remedy_reason = "Two days."
remedy_what = "The call-out fee back"
remedy_value = "12.50 GBP"
remedy_accepted = "accepted"
[ask-if-satisfied]
outcome = "yes"
verdict_words = "That is fine now."
handling = "yes"
[learn]
cause_class = "chance"
"#;

fn names(names: &[crate::spine::Name]) -> Vec<&str> {
    names.iter().map(crate::spine::Name::as_str).collect()
}

#[test]
fn a_whole_file_walks_to_the_end() {
    let (walk, outcome) = walked(&playbook(), WHOLE);
    assert_eq!(outcome.refused, []);
    assert_eq!(names(&outcome.missing), Vec::<&str>::new());
    assert!(matches!(walk.next(), Next::Ended));
    assert_eq!(walk.state().answers["owner_accepted"].origin, Origin::Assumed);
    let due = match &walk.state().answers["next_contact"].value {
        crate::answer::Value::Promise(promise) => promise.due,
        other => panic!("{other:?}"),
    };
    assert_eq!(due.to_rfc3339(), "2026-11-21T15:00:00+01:00");
    let mut again = opened(&playbook(), at("2026-11-20T09:34:00+01:00"), None);
    let file = toml(&playbook(), WHOLE);
    for made in outcome.events {
        assert_eq!((made.at, made.author.as_stored()), (at("2026-11-20T09:34:00+01:00"), "Maria Lopez"));
        again.apply(&Envelope { seq: again.state().seq + 1, at: made.at, author: made.author, event: made.event });
    }
    assert_eq!(again.state().ended, walk.state().ended);
    let second = walk_through(&mut again, &file, &listening(at(NOW)));
    assert_eq!((second.events, second.refused), (vec![], vec![]));
}

#[test]
fn what_is_missing_and_refused_is_all_named_and_the_rest_is_kept() {
    let text = WHOLE
        .replace("cause = \"told\"", "cause = \"unknown\"\nexplanation = \"It was the rain.\"")
        .replace("owner = \"Maria Lopez\"", "owner = \"the support team\"")
        .replace("verdict_words = \"That is fine now.\"", "verdict_words = \"they seem happy\"");
    let (walk, outcome) = walked(&playbook(), &text);
    let refused: Vec<(&str, &str)> = outcome
        .refused
        .iter()
        .map(|refused| (refused.question.as_ref().unwrap().as_str(), refused.message.as_str()))
        .collect();
    assert_eq!(
        refused,
        [
            ("owner", "`the support team` is a team or a place, and a team is no owner"),
            ("verdict_words", "that is what you think they feel; only the customer's own answer counts"),
            ("explanation", "the cause is not known yet, so there is nothing to explain; it is promised instead"),
        ]
    );
    assert_eq!(names(&outcome.missing), ["owner", "explanation_promise", "verdict_words"]);
    assert!(walk.answer_to("remedy_value").is_some());
    let place = &outcome.refused[0].site;
    assert_eq!(text.get(place.start..place.end), Some("\"the support team\""));
    let mut walk = walk;
    let rest = toml(
        &playbook(),
        "[take-responsibility]\nowner = \"Maria Lopez\"\n[apologise-and-explain]\nexplanation_promise = \"monday noon we ring\"\n[ask-if-satisfied]\nverdict_words = \"Fine.\"\n",
    );
    let outcome = walk_through(&mut walk, &rest, &listening(at(NOW)));
    assert_eq!(names(&outcome.missing), ["owner_accepted"]);
    let rest = toml(&playbook(), "[take-responsibility]\nowner_accepted = true");
    assert!(walk_through(&mut walk, &rest, &listening(at(NOW))).missing.is_empty());
    assert!(walk.state().ended.is_some());
}

#[test]
fn rounds_are_walked_in_their_order_and_written_back() {
    let text = WHOLE
        .replace("[correct]", "[[correct]]")
        .replace("[compensate]", "[[correct]]\ncorrection = \"corrected\"\ncorrection_what = \"All of it.\"\n[compensate]")
        .replace("[ask-if-satisfied]", "[[ask-if-satisfied]]\noutcome = \"more-correct\"\nverdict_words = \"Half of it.\"\nhandling = \"yes\"\nmore_wanted = \"The rest.\"\n[[ask-if-satisfied]]");
    let (walk, outcome) = walked(&playbook(), &text);
    assert_eq!((outcome.refused, names(&outcome.missing)), (vec![], Vec::<&str>::new()));
    assert_eq!(walk.state().rounds.len(), 1);
    assert!(walk.state().ended.is_some());
    let written = write(&walk, &ZONE);
    assert!(written.contains("[[correct]] # round 2"), "{written}");
    assert!(written.contains("[compensate]\n"), "{written}");
    insta::assert_snapshot!(written);
}

/// Two rounds, with an ending that was not assumed.
fn two_rounds() -> String {
    WHOLE
        .replace("[ask-if-satisfied]", "[[ask-if-satisfied]]\noutcome = \"more-compensate\"\nverdict_words = \"And the fare?\"\nhandling = \"yes\"\nmore_wanted = \"The fare.\"\n[[ask-if-satisfied]]")
        .replace("[compensate]", "[[compensate]]")
        .replace("[[ask-if-satisfied]]\noutcome = \"more", "[[compensate]]\nremedy = \"none-declined\"\n[[ask-if-satisfied]]\noutcome = \"more")
}

#[test]
fn an_ending_in_one_table_is_that_of_the_last_round() {
    let text = two_rounds()
        + "[accept-the-unforgivable]\nending = \"accepted-not-forgiven\"\n[entered]\nending = 2026-11-20T11:00:00+01:00\n";
    let (walk, outcome) = walked(&playbook(), &text);
    assert_eq!((outcome.refused, names(&outcome.missing)), (vec![], Vec::<&str>::new()));
    let ended = walk.state().ended.clone().unwrap();
    assert_eq!(ended.0.as_str(), "accepted-not-forgiven");
    assert_eq!(walk.state().answers["ending"].at, at("2026-11-20T11:00:00+01:00"));
    let written = write(&walk, &ZONE);
    assert!(written.contains("[accept-the-unforgivable]\n"), "{written}");
    assert!(written.contains("\nending = 2026-11-20T11:00:00+01:00"), "{written}");
    let (again, outcome) = walked(&playbook(), &written);
    assert_eq!(outcome.refused, []);
    assert_eq!(again.state().ended, walk.state().ended);
    assert_eq!(write(&again, &ZONE), written);
}

#[test]
fn an_ending_once_a_round_is_read_as_well() {
    let text =
        two_rounds() + "[[accept-the-unforgivable]]\n[[accept-the-unforgivable]]\nending = \"accepted-not-forgiven\"\n";
    let (walk, outcome) = walked(&playbook(), &text);
    assert_eq!(outcome.refused, []);
    assert_eq!(walk.state().ended.clone().unwrap().0.as_str(), "accepted-not-forgiven");
}

#[test]
fn an_ending_of_the_command_line_goes_before_the_one_of_the_file() {
    let text = two_rounds() + "[accept-the-unforgivable]\nending = \"accepted-not-forgiven\"\n";
    let mut file = toml(&playbook(), &text);
    file.put(crate::answers_file::set("ending=satisfied", 0, &playbook()).unwrap());
    let mut walk = opened(&playbook(), at("2026-11-20T09:34:00+01:00"), None);
    let outcome = walk_through(&mut walk, &file, &listening(at(NOW)));
    assert_eq!(outcome.refused, []);
    assert_eq!(walk.state().ended.clone().unwrap().0.as_str(), "satisfied");
}

#[test]
fn answers_for_a_round_that_is_over_or_never_comes_are_refused() {
    let text = "[[ask-if-satisfied]]\noutcome = \"yes\"\n[[ask-if-satisfied]]\noutcome = \"no\"\n";
    let (mut walk, outcome) = walked(&playbook(), text);
    assert_eq!(outcome.refused[0].message, "this is an answer for round 2, and the walk is in round 1");
    let more = toml(&playbook(), "[ask-if-satisfied]\noutcome = \"more-correct\"\nmore_wanted = \"The rest.\"\n");
    assert_eq!(walk_through(&mut walk, &more, &listening(at(NOW))).refused, []);
    assert_eq!(walk.state().round(), 2);
    let late = toml(&playbook(), "[ask-if-satisfied]\noutcome = \"no\"\nmore_wanted = \"The rest.\"\n");
    let outcome = walk_through(&mut walk, &late, &listening(at(NOW)));
    assert_eq!(outcome.refused.len(), 1);
    assert_eq!(outcome.refused[0].message, "round 1 is over");
    assert_eq!(outcome.refused[0].help, "give it in the present round, as `outcome#2`");
}

#[test]
fn skipping_putting_off_notes_and_steps_left_out_are_taken() {
    let text = r#"
started_at = "yesterday 17:00"
[intake]
customer = "Zoë"
what_happened = { skip = "they would not say" }
effect = { later = true }
legal_risk = { skip = "no" }
[notes]
incident = ["one", { text = "two", at = "today 09:00", by = "Ben" }]
customer = "three"
[skip]
compensate = "nothing was asked for"
intake = "no"
[entered]
what_happened = "today 10:00"
"#;
    let (mut walk, outcome) = walked(&playbook(), text);
    let refused: Vec<&str> = outcome.refused.iter().map(|refused| refused.message.as_str()).collect();
    assert_eq!(
        refused,
        [
            "`legal_risk` cannot be left out, because the record would not be true without it",
            "the step `intake` cannot be left out"
        ]
    );
    assert!(!names(&outcome.missing).contains(&"effect"));
    assert!(names(&outcome.missing).contains(&"legal_risk"));
    assert!(!names(&outcome.missing).contains(&"remedy"));
    let standing = |walk: &Walk, id: &str| walk.standing(walk.playbook().question(id).unwrap());
    assert_eq!(standing(&walk, "effect"), Standing::PutOff);
    assert_eq!(standing(&walk, "what_happened"), Standing::Skipped);
    let notes: Vec<(&str, &str)> =
        walk.state().notes.iter().map(|note| (note.text.as_stored(), note.by.as_stored())).collect();
    // Notes later than the walk itself follow it.
    assert_eq!(notes, [("one", "Ann Day"), ("two", "Ben"), ("three", "Ann Day")]);
    let again = walk_through(&mut walk, &toml(&playbook(), text), &listening(at(NOW)));
    assert_eq!(again.events, []);
}

#[test]
fn times_are_read_as_of_the_moment_the_answer_was_given() {
    let text = "started_at = 2026-06-12T09:34:00+01:00\n[intake]\nhappened_at = \"yesterday 17:00\"\nreceived_at = 2026-06-14T10:00:00+01:00\n";
    let (walk, outcome) = walked(&playbook(), text);
    assert_eq!(outcome.refused, []);
    assert_eq!(walk.answer_to("happened_at"), Some(&crate::answer::Value::DateTime(at("2026-06-11T17:00:00+01:00"))));
    assert_eq!(walk.answer_to("received_at"), Some(&crate::answer::Value::DateTime(at("2026-06-14T10:00:00+01:00"))));
}

#[test]
fn json_and_toml_give_the_same_outcome() {
    let json = r#"{"responder": "Maria Lopez, shift manager", "started_at": "2026-11-20T09:34:00+01:00",
      "intake": {"customer": {"name": "Zoë 山田"}, "what_happened": "a\nb\u0000", "effect": "Two days", "legal_risk": false,
                 "failures": [{"at": "2026-11-01T10:00:00Z", "what": "x"}]},
      "take-responsibility": {"owner": "Maria Lopez"},
      "correct": [{"correction": "partly"}],
      "compensate": {"remedy_value": 12.5, "remedy": "refund", "remedy_what": {"skip": "no"}, "remedy_accepted": {"later": true}},
      "learn": {"cost": {"amount": 12.50, "currency": "EUR"}}, "notes": {"incident": ["x"]}}"#;
    let toml_text = r#"
      responder = "Maria Lopez, shift manager"
      started_at = 2026-11-20T09:34:00+01:00
      notes.incident = "x"
      [intake]
      customer = { name = "Zoë 山田" }
      what_happened = "a\nb\u0000"
      effect = "Two days"
      legal_risk = false
      failures = [{ at = 2026-11-01T10:00:00Z, what = "x" }]
      [take-responsibility]
      owner = "Maria Lopez"
      [correct]
      correction = "partly"
      [compensate]
      remedy_value = 12.5
      remedy = "refund"
      remedy_what = { skip = "no" }
      remedy_accepted = { later = true }
      [learn]
      cost = { amount = 12.50, currency = "EUR" }"#;
    let playbook = playbook();
    let source = Source { name: "a.json".into(), text: json.into() };
    let file = read(source, Format::Json, &playbook).unwrap_or_else(|problems| panic!("{}", problems.render(100)));
    let mut walk = opened(&playbook, at(NOW), None);
    let from_json = walk_through(&mut walk, &file, &listening(at(NOW)));
    let (_, from_toml) = walked(&playbook, toml_text);
    assert_eq!(from_json.events, from_toml.events);
    assert_eq!(from_json.missing, from_toml.missing);
    assert_eq!(from_json.refused.len(), from_toml.refused.len());
    assert_eq!(Format::of(json), Format::Json);
    assert_eq!(Format::of(toml_text), Format::Toml);
}

#[test]
fn an_answer_of_a_mebibyte_is_taken_and_one_byte_more_is_refused() {
    let text = |size: usize| format!("[intake]\nwhat_happened = \"{}\"\n", "x".repeat(size));
    let (walk, _) = walked(&playbook(), &text(1 << 20));
    assert!(walk.answer_to("what_happened").is_some());
    let (_, outcome) = walked(&playbook(), &text((1 << 20) + 1));
    assert_eq!(outcome.refused[0].message, "the answer is longer than 1 MiB");
}
