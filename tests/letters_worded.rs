//! How a letter is worded: its paragraphs in their order, what is said once, what is still to come, and what is noted about it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/drafts.rs"]
mod drafts;
#[path = "support/house.rs"]
mod house;
#[path = "support/incident.rs"]
mod incident;

/// An incident about which a letter can be written, with these letters laid over the shipped playbook.
fn begun(letters: &str) -> incident::Incident {
    let over = format!("format = 1\nid = \"own\"\ntitle = \"Own\"\nextends = \"service-recovery\"\n{letters}");
    let mut it = incident::Incident::begin(incident::playbook(&[&over]), None);
    it.say("customer", "Ann Doyle").say("what_happened", "It is wrong.").say("effect", "A week lost.");
    it.say("legal_risk", "no").say("owner", "me");
    it
}

/// A letter of the incident as plain text on one line, drafted then.
fn drafted(it: &incident::Incident, name: &str, now: &str) -> String {
    let house = recover::letter::Letterhead::default();
    let all = drafts::letters_at(it, &house, now);
    let (letter, _) = all.iter().find(|(letter, _)| letter.name == *name).unwrap();
    let [_, text, _] = drafts::forms(letter);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const NOON: &str = "2026-06-12T12:00:00+01:00";

#[test]
fn a_paragraph_is_a_repetition_only_where_another_begins_with_all_of_its_words() {
    let letters = "[letter.own]\ntitle = \"t\"\nsubject = \"s\"\n\
        [letter.own.paragraph.a]\ntext = \"{{ apology_words }}\"\n[letter.own.paragraph.b]\ntext = \"{{ remedy_what }}\"\n";
    let mut it = begun(letters);
    it.say("apology_words", "We refund you £5").say("remedy", "money").say("remedy_reason", "the week");
    it.say("remedy_what", "We refund you £5.50 and the fee");
    let letter = drafted(&it, "own", NOON);
    assert!(letter.contains("We refund you £5. We refund you £5.50 and the fee."), "{letter}");
    it.say("remedy_what", "We refund you £5. And the fee.");
    let letter = drafted(&it, "own", NOON);
    assert!(letter.contains("We refund you £5. And the fee.") && letter.matches("We refund").count() == 1, "{letter}");
}

#[test]
fn a_required_paragraph_is_never_taken_for_a_repetition() {
    let letters = "[letter.own]\ntitle = \"t\"\nsubject = \"s\"\n\
        [letter.own.paragraph.a]\ntext = \"{{ apology_words }}\"\nrequired = \"the apology\"\n\
        [letter.own.paragraph.b]\ntext = \"{{ explanation }}\"\n";
    let mut it = begun(letters);
    it.say("apology_words", "It is our fault.")
        .say("cause", "known")
        .say("explanation", "It is our fault. We forgot it.");
    let letter = drafted(&it, "own", NOON);
    assert!(letter.contains("It is our fault. It is our fault. We forgot it."), "{letter}");
    it.say("explanation", "It is our fault.");
    let house = recover::letter::Letterhead::default();
    let all = drafts::letters_at(&it, &house, NOON);
    let (letter, _) = all.iter().find(|(letter, _)| letter.name == *"own").unwrap();
    let names: Vec<&str> = letter.body.iter().map(|paragraph| paragraph.name.as_str()).collect();
    assert_eq!(names, ["a"], "the same words stand once, and it is the required part that stays");
}

/// Promises that a repeated question holds: one to come, one of yesterday, and one to somebody else.
fn promised(letters: &str) -> incident::Incident {
    let mut it = begun(letters);
    let promise = |what: &str, due: &str, to: Option<&str>| {
        recover::answer::Value::Promise(recover::answer::Promise {
            what: what.into(),
            due: due.parse().unwrap(),
            by: None,
            to: to.map(Into::into),
            verdict: None,
            settled_at: None,
            reason: None,
        })
    };
    it.give(
        "promises",
        recover::answer::Value::Several(vec![
            promise("a parcel comes", "2026-06-12T16:00:00+01:00", None),
            promise("a taxi comes", "2026-06-14T16:00:00+01:00", None),
            promise("the insurer is rung", "2026-06-15T16:00:00+01:00", Some("the insurer")),
            promise("a letter comes", "2026-06-16T16:00:00+01:00", None),
        ]),
    );
    it
}

const SATURDAY: &str = "2026-06-13T12:00:00+01:00";

#[test]
fn what_was_promised_to_somebody_else_or_is_past_its_time_is_not_still_to_come_for_the_customer() {
    let it = promised(
        "[letter.own]\ntitle = \"t\"\nsubject = \"s\"\n[letter.own.paragraph.a]\ntext = \"To come: {{ promises }}\"\n",
    );
    let letter = drafted(&it, "own", SATURDAY);
    assert!(letter.contains("a taxi comes") && letter.contains("a letter comes"), "{letter}");
    assert!(!letter.contains("parcel") && !letter.contains("insurer"), "{letter}");
}

#[test]
fn promises_that_a_paragraph_says_are_left_out_of_the_list_and_no_other_is() {
    let letters = "[letter.own]\ntitle = \"t\"\nsubject = \"s\"\n\
        [letter.own.paragraph.a]\ntext = \"First: {{ promises }}\"\n\
        [letter.own.paragraph.b]\ntext = \"Then: {{ promises_owed }}\"\n";
    let mut it = promised(letters);
    let letter = drafted(&it, "own", SATURDAY);
    assert_eq!(letter.matches("a taxi comes").count(), 1, "{letter}");
    it.say("next_contact", "2026-06-15T09:00:00+01:00 Maria rings");
    let letter = drafted(&it, "own", SATURDAY);
    for what in ["a taxi comes", "a letter comes", "Maria rings"] {
        assert_eq!(letter.matches(what).count(), 1, "{what} in {letter}");
    }
}

#[test]
fn a_gap_has_said_no_promise() {
    let letters = "[letter.own]\ntitle = \"t\"\nsubject = \"s\"\n\
        [letter.own.paragraph.a]\ntext = \"{{ explanation }} {{ promises }}\"\nrequired = \"how it came about\"\n\
        [letter.own.paragraph.b]\ntext = \"Then: {{ promises_owed }}\"\n";
    let letter = drafted(&promised(letters), "own", SATURDAY);
    assert!(letter.contains("Still missing here: how it came about"), "{letter}");
    assert!(letter.contains("a taxi comes") && letter.contains("a letter comes"), "{letter}");
    let both = "[letter.own]\ntitle = \"t\"\nsubject = \"s\"\n\
        [letter.own.paragraph.a]\ntext = \"Soon: {{ promises }} In all: {{ promises_owed }}\"\n";
    assert!(drafted(&promised(both), "own", SATURDAY).contains("a taxi comes"));
}

#[test]
fn no_answer_can_end_a_part_of_the_message() {
    let mut it = begun("");
    it.say("apology_words", "I am sorry.");
    let house = recover::letter::Letterhead::default();
    let message = |it: &incident::Incident| {
        let all = drafts::letters_at(it, &house, NOON);
        let (letter, _) = all.into_iter().find(|(letter, _)| letter.name == *"answer").unwrap();
        drafts::message(&letter)
    };
    let boundary = |written: &str| written.split("boundary=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let old = format!("--=_INC-2026-0042.answer.{}--", 1_781_262_000);
    for planted in [old, format!("--{}--", boundary(&message(&it).0))] {
        it.say("apology_words", &format!("I am sorry.\n\n{planted}\n\nAnd this is still read."));
        let (written, [.., text, page]) = message(&it);
        assert!(!planted.contains(&boundary(&written)), "{planted}");
        assert!(text.contains(&planted) && text.contains("And this is still read."), "{written}");
        assert!(page.contains("And this is still read."), "{written}");
        assert_eq!(written, message(&it).0);
    }
}

/// The names of a letter's paragraphs as the playbook has them in the end.
fn paragraphs(letters: &str, name: &str) -> Vec<String> {
    let over = format!("format = 1\nid = \"own\"\ntitle = \"Own\"\nextends = \"service-recovery\"\n{letters}");
    let playbook = incident::playbook(&[&over]);
    let standard = recover::playbook::standard::letters().unwrap();
    let all = recover::playbook::letter::complete(&playbook.letters, &standard);
    let letter = all.into_iter().find(|letter| letter.id == *name).unwrap();
    letter.paragraphs.iter().filter(|part| part.off != Some(true)).map(|part| part.id.to_string()).collect()
}

#[test]
fn a_paragraph_stands_behind_another_wherever_that_is_written() {
    let part = |id: &str, after: &str| {
        let after = if after.is_empty() { String::new() } else { format!("after = \"{after}\"\n") };
        format!("[letter.own.paragraph.{id}]\ntext = \"x\"\n{after}")
    };
    let own = |parts: &[(&str, &str)]| {
        let parts: String = parts.iter().map(|(id, after)| part(id, after)).collect();
        paragraphs(&format!("[letter.own]\ntitle = \"t\"\nsubject = \"s\"\n{parts}"), "own")
    };
    assert_eq!(own(&[("a", "c"), ("b", ""), ("c", "d"), ("d", "")]), ["b", "d", "c", "a"]);
    let moved = paragraphs(
        "[letter.acknowledgement.paragraph.received]\nafter = \"late\"\n\
         [letter.acknowledgement.paragraph.late]\ntext = \"x\"\n",
        "acknowledgement",
    );
    assert_eq!(moved, ["reopened", "regret", "heard", "owner", "next", "contact", "late", "received"]);
}

#[test]
fn a_letter_that_is_like_another_is_like_it_as_the_playbook_has_it() {
    let parts = paragraphs(
        "[letter.answer.paragraph.verdict]\noff = true\n[letter.answer.paragraph.more]\ntext = \"x\"\nafter = \"apology\"\n\
         [letter.own]\ntitle = \"t\"\nsubject = \"s\"\nlike = \"answer\"\n[letter.own.paragraph.end]\ntext = \"y\"\nafter = \"more\"\n",
        "own",
    );
    assert!(!parts.contains(&"verdict".to_owned()), "{parts:?}");
    assert!(parts.windows(3).any(|parts| parts == ["apology", "more", "end"]), "{parts:?}");
}

/// What is noted about a letter, by name.
fn noted(it: &incident::Incident, name: &str) -> String {
    let house = recover::letter::Letterhead::default();
    let all = drafts::letters_at(it, &house, NOON);
    let (_, json) = all.iter().find(|(letter, _)| letter.name == *name).unwrap();
    let read: serde_json::Value = serde_json::from_str(json).unwrap();
    read["notes"].as_array().unwrap().iter().map(|note| format!("{} ", note["note"].as_str().unwrap())).collect()
}

#[test]
fn what_is_noted_is_what_the_letter_that_is_taken_has_a_place_for() {
    let letters = "[letter.holding]\ntitle = \"t\"\nsubject = \"s\"\n[letter.holding.paragraph.a]\ntext = \"It takes longer.\"\n\
        [letter.like]\ntitle = \"t\"\nsubject = \"s\"\nlike = \"answer\"\n[letter.like.paragraph.next]\noff = true\n";
    let mut it = begun(letters);
    let holding = noted(&it, "holding");
    for note in ["no-apology", "no-explanation", "nothing-next"] {
        assert!(!holding.contains(note), "{holding}");
        assert!(noted(&it, "answer").contains(note), "{note}");
    }
    assert!(!noted(&it, "acknowledgement").contains("no-apology"), "{}", noted(&it, "acknowledgement"));
    assert!(!noted(&it, "like").contains("nothing-next"));
    assert!(holding.contains("nobody-to-ring") && !noted(&it, "answer").contains("nobody-to-ring"), "{holding}");
    it.say("apology_words", "I am sorry.").say("next_contact", "today 16:00 Maria rings");
    let answer = noted(&it, "answer");
    assert!(!answer.contains("no-apology") && !answer.contains("nothing-next"), "{answer}");
}

#[test]
fn an_offer_above_the_limit_is_noted_until_somebody_approved_it() {
    let mut it = begun("");
    it.say("apology_words", "I am sorry.").say("remedy", "money").say("remedy_reason", "the week");
    it.say("remedy_what", "We pay for the week.").say("remedy_value", "900 GBP");
    assert!(noted(&it, "answer").contains("not-approved"), "{}", noted(&it, "answer"));
    assert!(!noted(&it, "acknowledgement").contains("not-approved"), "it offers nothing");
    it.say("approved_by", "Dana Ruiz, director");
    assert!(!noted(&it, "answer").contains("not-approved"));
    let mut small = begun("");
    small.say("apology_words", "I am sorry.").say("remedy", "money").say("remedy_reason", "the week");
    small.say("remedy_what", "We pay for the week.").say("remedy_value", "20 GBP");
    assert!(!noted(&small, "answer").contains("not-approved"));
}

#[test]
fn whoever_is_named_and_has_not_accepted_is_noted() {
    let mut it = begun("");
    assert!(!noted(&it, "answer").contains("not-accepted"));
    it.say("owner", "Teresa Mazur, co-owner");
    assert!(noted(&it, "answer").contains("not-accepted"), "{}", noted(&it, "answer"));
    it.say("owner_accepted", "yes");
    assert!(!noted(&it, "answer").contains("not-accepted"));
}

#[test]
fn under_the_gate_the_wording_of_promises_is_to_be_read() {
    let mut it = begun("");
    it.say("next_contact", "today 16:00 Maria rings").say("apology_words", "I am sorry.");
    assert!(!noted(&it, "answer").contains("promises-under-gate"));
    it.say("legal_risk", "yes");
    assert!(noted(&it, "answer").contains("gate-closed promises-under-gate"), "{}", noted(&it, "answer"));
}

#[test]
fn an_ending_without_the_customer_is_noted() {
    for (ending, note) in [("contact-declined", "contact-declined"), ("unreachable", "unreachable")] {
        let mut it = begun("");
        it.jump(recover::spine::Step::AcceptTheUnforgivable, "they hung up").say("ending", ending);
        assert!(noted(&it, "answer").contains(note), "{}", noted(&it, "answer"));
    }
}

#[test]
fn a_failure_before_that_is_only_assumed_is_noted_until_somebody_says_so() {
    let house = house::House::new();
    let said =
        ["--set", "customer=Ann Doyle <0161 496 0000>", "--set", "what_happened=It is wrong.", "--set", "owner=me"];
    for _ in 0..2 {
        house.run(
            &[&["start", "service-recovery", "--no-input", "--quiet", "--me", "Maria Lopez"], said.as_slice()].concat(),
        );
    }
    let notes =
        |incident| house.run(&["letter", incident]).ends(0).err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(!notes("1").contains("only assumed"), "{}", notes("1"));
    assert!(notes("2").contains("it is only assumed that you have failed them before"), "{}", notes("2"));
    assert!(notes("2").contains("`recover resume INC-2026-0002 --set failed_before=no`, or `yes`"), "{}", notes("2"));
    house.run(&["resume", "2", "--no-input", "--quiet", "--set", "failed_before=yes"]);
    assert!(!notes("2").contains("only assumed"), "{}", notes("2"));
}
