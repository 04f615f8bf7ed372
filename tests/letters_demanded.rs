//! What rules demand of a letter: each regime's letters, which of them is taken, and what a letter that lacks a required part says.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/house.rs"]
mod house;

use house::{House, Run};

/// What a regime's letter has to hold.
struct Demanded {
    playbook: &'static str,
    letter: &'static str,
    /// What opens it, besides the answers that every letter needs.
    opened_by: &'static [&'static str],
    /// The questions that a letter without them names.
    asks: &'static [&'static str],
    /// What its error says of where the demand comes from.
    source: &'static str,
    /// The answers.
    answers: &'static [&'static str],
    /// What stands in it then.
    holds: &'static [&'static str],
}

const DEMANDED: &[Demanded] = &[
    Demanded {
        playbook: "uk-financial",
        letter: "final-response",
        opened_by: &["kind_of_complaint=other", "decision=rejected"],
        asks: &["reasons", "time_limits_waived", "enclosed"],
        source: "DISP 1.6",
        answers: &["reasons=The rate was the one agreed.", "time_limits_waived=We do not.", "enclosed=the leaflet"],
        holds: &[
            "Our decision: we do not accept your complaint.",
            "The rate was the one agreed.",
            "you may now refer your complaint to the Financial Ombudsman Service",
            "within six months of the date of this letter",
            "We do not.",
            "www.financial-ombudsman.org.uk",
            "Enclosed with this letter: the leaflet.",
        ],
    },
    Demanded {
        playbook: "uk-financial",
        letter: "final-response",
        opened_by: &["kind_of_complaint=other"],
        asks: &["decision", "time_limits_waived", "enclosed"],
        source: "DISP 1.6",
        answers: &[
            "decision=offered",
            "reasons=It was within the terms.",
            "remedy=money",
            "remedy_reason=the trouble",
            "remedy_what=We pay you £40 on 19 June.",
            "remedy_value=40 GBP",
            "remedy_accepted=no-answer",
            "time_limits_waived=We do.",
            "enclosed=the leaflet",
        ],
        holds: &[
            "and offer you something all the same.",
            "It was within the terms.",
            "We offer you this: We pay you £40 on 19 June.",
        ],
    },
    Demanded {
        playbook: "uk-financial",
        letter: "summary-resolution",
        opened_by: &["kind_of_complaint=other", "short_route=yes"],
        asks: &["time_limits_waived"],
        source: "DISP 1.5",
        answers: &["time_limits_waived=We do not."],
        holds: &[
            "You made a complaint to us",
            "we now consider it resolved",
            "you may be able to refer your complaint to the Financial Ombudsman Service",
            "We do not.",
            "www.financial-ombudsman.org.uk; you find more about the service there",
        ],
    },
    Demanded {
        playbook: "uk-financial",
        letter: "holding",
        opened_by: &["kind_of_complaint=other"],
        asks: &["not_ready_why", "final_by", "time_limits_waived", "enclosed"],
        source: "DISP 1.6",
        answers: &[
            "not_ready_why=We wait for the other bank.",
            "final_by=2026-07-03T17:00:00+01:00 Orla sends the final response",
            "time_limits_waived=We do not.",
            "enclosed=the leaflet",
        ],
        holds: &[
            "We wait for the other bank.",
            "Orla sends the final response, by 17:00 on Friday 3 July 2026.",
            "you may now refer your complaint to the Financial Ombudsman Service.",
            "www.financial-ombudsman.org.uk",
            "the leaflet",
        ],
    },
    Demanded {
        playbook: "uk-financial",
        letter: "acknowledgement",
        opened_by: &[],
        asks: &["final-response"],
        source: "DISP 1.6",
        answers: &["kind_of_complaint=both"],
        holds: &["by Friday 7 August 2026 at the latest", "by Friday 3 July 2026 at the latest"],
    },
    Demanded {
        playbook: "uk-housing",
        letter: "stage-1-answer",
        opened_by: &["decision=1 upheld; 2 upheld."],
        asks: &["points", "reasons", "remedy_what", "outstanding", "stage_two_how"],
        source: "Complaint Handling Code",
        answers: &[
            "points=1 no heating; 2 two visits missed",
            "reasons=Our policy says 24 hours.",
            "remedy=money",
            "remedy_reason=nine days",
            "remedy_what=We pay £45 on 19 June.",
            "remedy_value=45 GBP",
            "remedy_accepted=accepted",
            "outstanding=The boiler goes in on 24 June.",
            "stage_two_how=Tell me, or write to us.",
        ],
        holds: &[
            "our answer at stage one",
            "1 no heating; 2 two visits missed",
            "Our decision: 1 upheld; 2 upheld.",
            "The reasons for it: Our policy says 24 hours.",
            "To put it right for you: We pay £45 on 19 June.",
            "What is still to be done: The boiler goes in on 24 June.",
            "you can ask for stage two, and you need give no reasons: Tell me, or write to us.",
        ],
    },
    Demanded {
        playbook: "uk-housing",
        letter: "stage-2-answer",
        opened_by: &["escalated_at=2026-06-10T09:00:00+01:00", "points=1 no heating", "remedy=none-declined"],
        asks: &["final_decision", "final_reasons", "outstanding", "ombudsman_contact"],
        source: "Complaint Handling Code",
        answers: &[
            "final_decision=Upheld.",
            "final_reasons=It took nine days.",
            "outstanding=Nothing.",
            "ombudsman_contact=by telephone",
        ],
        holds: &[
            "our answer at stage two of our complaints procedure, and our final one",
            "Our decision: Upheld.",
            "The reasons for it: It took nine days.",
            "you can take your complaint to the Housing Ombudsman: by telephone.",
        ],
    },
    Demanded {
        playbook: "uk-housing",
        letter: "longer",
        opened_by: &[],
        asks: &["longer_why", "longer_until", "ombudsman_contact"],
        source: "Complaint Handling Code",
        answers: &[
            "longer_why=The survey is on 22 June.",
            "longer_until=2026-07-03T17:00:00+01:00 Orla sends the answer",
            "ombudsman_contact=by telephone",
        ],
        holds: &[
            "The survey is on 22 June.",
            "This is when you have it: Orla sends the answer, by 17:00 on Friday 3 July 2026.",
            "Housing Ombudsman in the meantime: by telephone.",
        ],
    },
    Demanded {
        playbook: "uk-nhs",
        letter: "response",
        opened_by: &["legal_risk=no"],
        asks: &["looked_into", "conclusions", "remedial_action", "responsible_person", "route"],
        source: "Complaints (England) Regulations 2009",
        answers: &[
            "care=both",
            "looked_into=I read the notes of May.",
            "conclusions=You waited five hours, and nobody told you why.",
            "remedial_action=Since 1 June a nurse tells everybody who waits.",
            "responsible_person=Helen Ward, chief executive",
        ],
        holds: &[
            "This is how we looked into your complaint. I read the notes of May.",
            "This is what we found. You waited five hours, and nobody told you why.",
            "Since 1 June a nurse tells everybody who waits.",
            "Parliamentary and Health Service Ombudsman for the health care, and to the Local Government and Social Care Ombudsman",
            "as the responsible person: Helen Ward, chief executive.",
        ],
    },
    Demanded {
        playbook: "us-cfpb",
        letter: "portal-response",
        opened_by: &[],
        asks: &["steps_taken", "communications", "follow_up"],
        source: "Company portal manual",
        answers: &[
            "steps_taken=The fee is back.",
            "communications=We spoke on June 2.",
            "follow_up=Nothing is left to do.",
        ],
        holds: &["The fee is back.", "We spoke on June 2.", "Nothing is left to do.", "June 12, 2026"],
    },
    Demanded {
        playbook: "us-airline",
        letter: "disability-answer",
        opened_by: &["kind_of_complaint=disability"],
        asks: &["violation", "remedial_steps"],
        source: "14 CFR 382.155",
        answers: &["violation=admitted", "remedial_steps=Since March 2 the hand-over is signed."],
        holds: &[
            "we admit that the rules on disability were broken",
            "Since March 2 the hand-over is signed.",
            "the right to ask the US Department of Transportation to enforce the rules",
        ],
    },
    Demanded {
        playbook: "us-airline",
        letter: "substantive",
        opened_by: &["kind_of_complaint=written"],
        asks: &["answer_to_problems"],
        source: "14 CFR 259.7",
        answers: &["answer_to_problems=You asked why the bag was late: it was never loaded."],
        holds: &["You asked why the bag was late: it was never loaded."],
    },
    Demanded {
        playbook: "eu-airline",
        letter: "flight-answer",
        opened_by: &["late_by=three-or-more", "remedy=none-declined", "fixed_sum=middle"],
        asks: &["sum_due"],
        source: "261/2004",
        answers: &["sum_due=400 EUR", "fixed_sum_promise=2026-06-19T12:00:00+01:00 Ana Ruiz pays it to the card"],
        holds: &["By law, €400.00 is due to you", "Ana Ruiz pays it to the card, by 12:00 on Friday 19 June 2026"],
    },
    Demanded {
        playbook: "data-breach",
        letter: "notice",
        opened_by: &["legal_risk=no"],
        asks: &["breach_nature", "likely_consequences", "measures", "they_can_do", "data_contact", "data_contact_how"],
        source: "GDPR article 34",
        answers: &[
            "breach_nature=Your name and address went to somebody else.",
            "likely_consequences=They know where you live.",
            "measures=We had it deleted on 12 June.",
            "they_can_do=Ring 999 if you feel in danger.",
            "data_contact=Priya Nair, data protection officer",
            "data_contact_how=privacy@example.org",
        ],
        holds: &[
            "Your name and address went to somebody else.",
            "What this could mean for you: They know where you live.",
            "We had it deleted on 12 June.",
            "Ring 999 if you feel in danger.",
            "please ask Priya Nair, data protection officer: privacy@example.org.",
        ],
    },
];

fn say(house: &House, verb: &[&str], said: &[&str]) -> Run {
    let sets = said.iter().flat_map(|said| ["--set", said]);
    let args: Vec<&str> =
        verb.iter().copied().chain(["--no-input", "--quiet", "--me", "Orla Quinn, complaints"]).chain(sets).collect();
    house.run(&args)
}

#[test]
fn a_regimes_letter_names_every_required_part_that_is_missing_and_holds_each_once_it_is_said() {
    for demanded in DEMANDED {
        let Demanded { playbook, letter, .. } = demanded;
        let house = House::new();
        let base =
            ["customer=Ann Doyle <0161 496 0000>", "what_happened=It is wrong.", "effect=A week lost.", "owner=me"];
        say(&house, &["start", playbook], &base);
        let begun = [
            "legal_risk=no",
            "next_contact=2026-06-15T09:00:00+01:00 Orla rings",
            "apology_words=I am sorry for the week.",
        ];
        say(&house, &["resume", "1"], &begun);
        let more = if demanded.opened_by.is_empty() { &["severity=s3"] } else { demanded.opened_by };
        let opened = say(&house, &["resume", "1"], more);
        assert!(!opened.err.contains("error"), "{playbook} {letter}: {}", opened.err);
        let lacking = house.run(&["letter", "1", "--letter", letter]).ends(1);
        let told = lacking.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(lacking.out, "", "{playbook} {letter}");
        assert!(told.contains(demanded.source), "{playbook} {letter}: {told}");
        for asked in demanded.asks {
            assert!(told.contains(&format!("`{asked}`")), "{playbook} {letter}, {asked}: {told}");
            let is_question = told.contains(&format!("--set \"{asked}=...\""));
            assert!(is_question || *asked == "final-response", "{playbook} {letter}, {asked}: {told}");
        }
        let draft = house.run(&["letter", "1", "--letter", letter, "--incomplete", "--format", "text"]).ends(0);
        assert!(
            draft.out.contains("! Still missing here: ") || *letter == "acknowledgement",
            "{playbook} {letter}: {}",
            draft.out
        );
        let answered = say(&house, &["resume", "1"], demanded.answers);
        assert!(!answered.err.contains("error"), "{playbook} {letter}: {}", answered.err);
        let whole = house.run(&["letter", "1", "--letter", letter, "--format", "text"]).ends(0).out;
        let whole = whole.split_whitespace().collect::<Vec<_>>().join(" ");
        for held in demanded.holds {
            assert!(whole.contains(held), "{playbook} {letter}: {held}\nin {whole}");
        }
        let is_answer = !["holding", "longer", "acknowledgement"].contains(letter);
        assert_eq!(whole.contains("I am sorry for the week."), is_answer, "{whole}");
        assert!(!whole.contains("Still missing"), "{whole}");
    }
}

/// Every required part of every shipped letter has a source, so that an error can say where the demand comes from.
#[test]
fn every_required_part_has_a_source_and_every_letter_of_a_regime_is_tried() {
    let tried: Vec<(&str, &str)> = DEMANDED.iter().map(|demanded| (demanded.playbook, demanded.letter)).collect();
    let house = House::new();
    let shown = house.run(&["playbook", "list", "--format", "json"]).ends(0).json();
    for playbook in shown["playbooks"].as_array().unwrap_or_else(|| shown.as_array().unwrap()) {
        let id = playbook["id"].as_str().unwrap();
        let whole = house.run(&["playbook", "show", id, "--format", "json"]).ends(0).json();
        for letter in whole["letters"].as_array().unwrap() {
            let required = letter["paragraphs"].as_array().unwrap().iter().filter(|part| !part["required"].is_null());
            let parts: Vec<_> = required.collect();
            assert!(parts.iter().all(|part| part["source"].is_string()), "{id} {letter:#}");
            let name = letter["id"].as_str().unwrap();
            let is_small = ["late", "stage-2-acknowledgement", "acknowledgement"].contains(&name);
            assert!(parts.is_empty() || is_small || tried.contains(&(id, name)), "{id} {name} is not tried");
        }
    }
}

#[test]
fn under_the_gate_a_regimes_letter_says_what_waits_for_it() {
    let house = House::new();
    let said =
        ["customer=Leah Price", "what_happened=He knows where I live.", "effect=fear", "owner=me", "legal_risk=yes"];
    say(&house, &["start", "data-breach"], &said);
    let held = ["breach_nature=We sent it to him.", "they_can_do=Ring 999.", "regret_words=I am so sorry, Leah."];
    say(&house, &["resume", "1"], &held);
    let told = house.run(&["letter", "1", "--letter", "notice"]).ends(1).err;
    assert!(told.contains("the legal gate to be lifted") && told.contains("recover gate INC-2026-0001 lift"), "{told}");
    let draft = house.run(&["letter", "1", "--letter", "notice", "--incomplete"]).ends(0).out;
    assert!(
        draft.contains("Ring 999.") && draft.contains("I am so sorry, Leah.") && !draft.contains("sent it"),
        "{draft}"
    );
    assert!(draft.contains("Still missing here: what kind of breach it is, in plain words"), "{draft}");
    let page = house.run(&["letter", "1", "--letter", "notice", "--incomplete", "--format", "json"]).ends(0).json();
    let gaps = page["paragraphs"].as_array().unwrap().iter().filter(|part| !part["blocks"][0]["missing"].is_null());
    assert_eq!(gaps.count(), page["missing"].as_array().unwrap().len(), "{page:#}");
    let answer = house.run(&["letter", "1", "--letter", "answer"]).ends(0).out;
    assert!(answer.contains("Ring 999.") && !answer.contains("went wrong"), "{answer}");
}

/// An incident that waits for a letter, with these answers besides those that every letter needs.
fn waiting(playbook: &str, said: &[&str]) -> House {
    let house = House::new();
    let base = ["customer=Ann Doyle", "what_happened=It is wrong.", "effect=A week lost.", "owner=me"];
    say(&house, &["start", playbook], &base);
    let run = say(&house, &["resume", "1"], said);
    assert!(!run.err.contains("error"), "{playbook}: {}", run.err);
    house
}

/// What an error or a note says, on one line.
fn told(run: &Run) -> String {
    run.err.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The letters that stand in the place of the answer, with the answers that say so and the first part that each lacks.
const IN_PLACE: &[(&str, &str, &[&str], &str)] = &[
    ("uk-financial", "final-response", &[], "`decision`: whether the complaint is accepted"),
    ("uk-housing", "stage-1-answer", &[], "`definition`: the complaint as defined"),
    ("uk-nhs", "response", &[], "`looked-into`: how the complaint was looked into"),
    ("us-airline", "disability-answer", &["kind_of_complaint=disability"], "`violation`: whether we admit or deny"),
    ("us-airline", "substantive", &["kind_of_complaint=written"], "`problems`: an answer to each problem"),
    ("us-cfpb", "portal-response", &[], "`steps-taken`: what we have done"),
];

#[test]
fn once_there_is_an_answer_to_write_the_letter_that_rules_demand_is_taken_and_says_what_it_lacks() {
    for (playbook, letter, said, lacks) in IN_PLACE {
        let answer = ["legal_risk=no", "apology_words=I am sorry."];
        let house = waiting(playbook, &[answer.as_slice(), *said].concat());
        let lacking = house.run(&["letter", "1"]).ends(1);
        let words = told(&lacking);
        assert!(words.contains(&format!("the letter `{letter}` lacks")), "{playbook}: {words}");
        assert!(
            words.contains(lacks) && words.contains("(from: ") && words.contains("--set \""),
            "{playbook}: {words}"
        );
        assert!(words.contains("`--letter NAME` writes another one, see `--list`"), "{playbook}: {words}");
        let list = house.run(&["letter", "1", "--list"]).ends(0).out;
        assert!(list.contains(&format!("{letter} (the one to write now)")), "{playbook}: {list}");
        let other = told(&house.run(&["letter", "1", "--letter", "answer"]).ends(0));
        assert!(other.contains("rules demand") && other.contains(&format!("`{letter}`")), "{playbook}: {other}");
    }
}

#[test]
fn after_a_second_failure_too_the_letter_that_rules_demand_is_taken() {
    let house = waiting("uk-nhs", &["legal_risk=no", "failed_before=yes", "apology_words=I am sorry."]);
    assert!(told(&house.run(&["letter", "1"]).ends(1)).contains("the letter `response` lacks"));
    let other = house.run(&["letter", "1", "--letter", "again"]).ends(0);
    assert!(told(&other).contains("rules demand what stands in `response`"), "{}", other.err);
}

#[test]
fn before_there_is_an_answer_and_under_the_gate_the_standard_letter_is_taken() {
    let early = waiting("uk-nhs", &["legal_risk=no"]);
    assert!(told(&early.run(&["letter", "1"]).ends(0)).contains("the letter `acknowledgement`"));
    let held = waiting("uk-nhs", &["legal_risk=yes", "regret_words=I am sorry for the night."]);
    let words = told(&held.run(&["letter", "1"]).ends(0));
    assert!(words.contains("the letter `answer`") && words.contains("rules demand"), "{words}");
    assert!(words.contains("`response`"), "{words}");
    let refund =
        waiting("us-airline", &["legal_risk=no", "kind_of_complaint=refund-card", "apology_words=I am sorry."]);
    let words = told(&refund.run(&["letter", "1"]).ends(0));
    assert!(words.contains("the letter `answer`") && !words.contains("rules demand"), "{words}");
}

#[test]
fn once_it_is_over_the_letter_that_rules_demand_is_due_whatever_the_gate() {
    let house = House::new().at("2026-07-14T12:00:00+01:00").in_zone("Europe/London");
    let story = include_str!("stories/09-charged-twice-before-the-holiday.toml");
    house.file("story.toml", story.replace("legal_risk = false", "legal_risk = true"));
    house.run(&["start", "uk-financial", "--answers", "story.toml"]);
    let words = told(&house.run(&["letter", "1"]).ends(1));
    assert!(words.contains("the letter `final-response` lacks"), "{words}");
}

#[test]
fn at_stage_two_the_request_is_acknowledged_and_its_end_needs_the_final_answer() {
    let said = [
        "legal_risk=no",
        "escalated_at=2026-06-12T09:00:00+01:00",
        "still_wanted=The bill.",
        "apology_words=I am sorry.",
    ];
    let house = waiting("uk-housing", &said);
    assert!(told(&house.run(&["letter", "1"]).ends(0)).contains("the letter `stage-2-acknowledgement`"));
    let end = [
        "next_contact=2026-06-15T09:00:00+01:00 Orla rings",
        "cause=told",
        "correction=corrected",
        "correction_what=Paid.",
    ];
    say(&house, &["resume", "1"], &end);
    say(
        &house,
        &["resume", "1"],
        &["remedy=none-slight", "outcome=yes", "verdict_words=Fine.", "handling=yes", "ending=satisfied"],
    );
    let words = told(&house.run(&["letter", "1"]).ends(1));
    assert!(words.contains("the letter `stage-2-answer` lacks") && words.contains("`final_decision`"), "{words}");
}

#[test]
fn a_letter_stands_in_the_place_of_another_as_the_playbook_and_what_lies_over_it_say() {
    let own = "format = 1\nid = \"mine\"\ntitle = \"Mine\"\nextends = \"service-recovery\"\n\
        [letter.own]\ntitle = \"t\"\nsubject = \"s\"\nlike = \"answer\"\nin_place_of = [\"answer\"]\n\
        in_place_when = { severity = \"s1\" }\n[letter.own.paragraph.rule]\ntext = \"{{ route }}\"\nrequired = \"where to turn\"\n";
    let said = ["legal_risk=no", "apology_words=I am sorry."];
    let taken = |over: &str, severity: &str| {
        let house = House::new();
        house.file("mine.toml", own);
        house.file(".config/recover/overlays/mine.toml", format!("format = 1\noverlay = \"mine\"\n{over}"));
        let begun = ["customer=Ann Doyle", "what_happened=It is wrong.", "effect=A week lost.", "owner=me", severity];
        say(&house, &["start", "mine.toml"], &begun);
        say(&house, &["resume", "1"], &said);
        let list = house.run(&["letter", "1", "--list"]).ends(0).out;
        list.lines().find(|line| line.contains("(the one to write now)")).unwrap().split(' ').next().unwrap().to_owned()
    };
    assert_eq!(taken("", "severity=s1"), "own");
    assert_eq!(taken("", "severity=s2"), "answer");
    assert_eq!(taken("[letter.own]\nin_place_when = { severity = \"s2\" }\n", "severity=s2"), "own");
    assert_eq!(taken("[letter.own]\nin_place_of = []\n", "severity=s1"), "answer");
    assert_eq!(taken("[letter.own]\nwhen = { severity = \"s3\" }\n", "severity=s3"), "own");
}

#[test]
fn where_no_letter_fits_it_is_said_how_to_name_one() {
    let house = House::new();
    house.file(
        "mine.toml",
        "format = 1\nid = \"mine\"\ntitle = \"Mine\"\nextends = \"service-recovery\"\n[letter.answer]\noff = true\n",
    );
    let said = ["customer=Ann Doyle", "what_happened=It is wrong.", "apology_words=I am sorry."];
    say(&house, &["start", "mine.toml"], &said);
    let nothing = house.run(&["letter", "1"]).ends(1);
    assert!(nothing.err.contains("no letter fits the answers so far"), "{}", nothing.err);
    assert!(nothing.err.contains("`--letter NAME`; there are `acknowledgement` and `again`"), "{}", nothing.err);
}

#[test]
fn an_offer_that_was_refused_is_asked_for_anew_and_not_as_if_nobody_had_made_one() {
    let house = House::new();
    house.file(
        "mine.toml",
        "format = 1\nid = \"mine\"\ntitle = \"Mine\"\nextends = \"service-recovery\"\n\
         [letter.answer.paragraph.remedy]\nrequired = \"what is offered\"\n",
    );
    let said = ["customer=Ann Doyle", "what_happened=It is wrong.", "effect=A week lost.", "owner=me", "legal_risk=no"];
    say(&house, &["start", "mine.toml"], &said);
    let offered = [
        "remedy=gift",
        "remedy_reason=the week",
        "remedy_what=A basket.",
        "remedy_value=20 GBP",
        "remedy_accepted=refused",
    ];
    let run = say(&house, &["resume", "1"], &offered);
    assert!(!run.err.contains("error"), "{}", run.err);
    let told = house.run(&["letter", "1", "--letter", "answer"]).ends(1).err;
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("needs `remedy_what` anew: what was offered was refused"), "{told}");
    assert!(told.contains("--set \"remedy_what=...\" --set \"remedy_accepted=...\""), "{told}");
}

#[test]
fn opened_again_the_first_word_to_the_customer_knows_that_it_is_not_the_first_time() {
    let house = House::new();
    house.file("shortest.toml", include_str!("stories/shortest.toml"));
    house.run(&["start", "service-recovery", "--answers", "shortest.toml"]).ends(0);
    let record = |form: &str| house.run(&["record", "1", "--for", "customer", "--format", form]).ends(0);
    assert!(!record("text").out.contains("Opened again"));
    assert_eq!(record("json").json()["reopened_at"], serde_json::json!([]));
    let house = house.at("2026-06-15T09:00:00+01:00");
    house.run(&["reopen", "1", "--why", "SECRET it stopped again"]).ends(0);
    let letter = house.run(&["letter", "1", "--format", "text"]).ends(0);
    assert!(told(&letter).contains("the letter `acknowledgement`"), "{}", letter.err);
    let words = letter.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("On 15 June 2026 we opened this again. It is not over for you"), "{words}");
    assert!(!words.contains("SECRET") && !words.contains("This is what we heard from you"), "{words}");
    let record = |form: &str| house.run(&["record", "1", "--for", "customer", "--format", form]).ends(0);
    for form in ["text", "markdown", "html"] {
        let out = record(form).out;
        assert!(out.contains("Opened again by us") && out.contains("Monday 15 June 2026, 09:00"), "{out}");
        assert!(!out.contains("SECRET"), "{out}");
    }
    assert_eq!(record("json").json()["reopened_at"], serde_json::json!(["2026-06-15T09:00:00+01:00"]));
}

#[test]
fn who_came_back_with_something_else_reads_that_it_is_open_again() {
    let house = House::new();
    house.file("shortest.toml", include_str!("stories/shortest.toml"));
    house.run(&["start", "service-recovery", "--answers", "shortest.toml"]).ends(0);
    let words = |house: &House| house.run(&["letter", "1", "--format", "text"]).ends(0).out;
    assert!(!words(&house).contains("opened this again"), "{}", words(&house));
    let house = house.at("2026-06-15T09:00:00+01:00");
    house.run(&["reopen", "1", "--why", "asks for an invoice", "--came-back"]).ends(0);
    assert!(words(&house).contains("On 15 June 2026 we opened this again."), "{}", words(&house));
}
