//! The letter of each of the twelve situations, read as the customer would read it and kept in `tests/scenarios/*.letter.md`, and what
//! each regime's letters have to hold.
//!
//! `BLESS=1 cargo test --test letters` writes the letters anew; read every one before you keep it.

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
#[allow(dead_code, reason = "a story is played here, and not compared")]
#[path = "support/transcript.rs"]
mod transcript;

use std::path::Path;

use house::{House, Run};
use transcript::Transcript;

/// A letter that is written in one of the situations.
struct Written {
    /// The file of the situation.
    situation: &'static str,
    /// When it is written; the story is played to that moment.
    at: &'static str,
    /// The incident.
    incident: &'static str,
    /// Who writes it.
    me: &'static str,
    /// A promise that the letter keeps, and which is said to be kept before it is written.
    keeps: Option<&'static str>,
    /// What is said for the letter besides what the story has said by then.
    said: &'static [&'static str],
    /// `[house]`: name, address, telephone.
    house: [&'static str; 3],
}

const LETTERS: &[Written] = &[
    Written {
        situation: "01-the-call-that-never-came-back",
        at: "2026-06-19T10:30:00+01:00",
        incident: "T-20817",
        me: "Neil Ashworth, owner",
        keeps: None,
        said: &[],
        house: ["Ashworth IT Support", "14 Canal Street\\nLeeds LS1 4AB", "0113 496 0142"],
    },
    Written {
        situation: "02-the-repair-that-came-back",
        at: "2026-03-20T10:10:00-05:00",
        incident: "car-240",
        me: "Teresa Mazur, co-owner",
        keeps: None,
        said: &[
            "responsibility_words=You brought it back to us, and it came home wrong again. That is ours twice over.",
            "apology_words=You brought it back to us, and it came home wrong again. That is ours twice over. I am sorry that you could not \
             trust the car with your children in it, and that you had to ring us a second time to be believed.",
            "senior_contact=Teresa Mazur, co-owner",
            "cause=known",
            "explanation=The bracket that holds the sensor was bent when we fitted it. We tightened the sensor, and did not look at the bracket.",
            "correction=unchecked",
            "check_promise=20 march 17:00 Luis drives it once more when it is cold",
            "correction_what=The bracket is new. Luis drove the car for ten miles this morning, and I checked it after him.",
        ],
        house: ["Mazur & Sons Auto", "210 Prairie Avenue\\nMadison, WI 53703", "608-555-0119"],
    },
    Written {
        situation: "03-nobody-came-about-the-alarm",
        at: "2026-05-14T18:30:00-07:00",
        incident: "panel-8805",
        me: "me",
        keeps: None,
        said: &[
            "apology_words=You rang three times, and each time we told you that somebody would ring. Nobody did. The question you were asked \
             at five o'clock, whether you had made yourself clear, should never have been asked: you had. I am sorry that you spent a day \
             looking after our work.",
            "cause=known",
            "explanation=Your call was put into a list that is read in the morning. After half past eight nobody looks at it until the next day.",
            "correction=corrected",
            "correction_what=The panel has a new transmitter. You saw the test signal arrive at the centre at 18:20.",
        ],
        house: ["Harbor Alarm", "88 Front Street\\nPortland, OR 97204", "503-555-0190"],
    },
    Written {
        situation: "04-one-day-became-thirty",
        at: "2026-10-09T15:45:00-06:00",
        incident: "J-2210",
        me: "Greg Nolan, owner",
        keeps: None,
        said: &[
            "regret_words=I am sorry for the thirty days, Carol. You ran your business and ours beside it, and you should have had one day \
             of us and no more.",
        ],
        house: ["Nolan Systems", "9 Alder Road\\nDenver, CO 80203", "303-555-0110"],
    },
    Written {
        situation: "05-the-post-that-travelled",
        at: "2026-06-11T15:20:00-05:00",
        incident: "post-61",
        me: "Jo Lindqvist, head of customer care",
        keeps: None,
        said: &[
            "responsibility_words=Three departments told you that it was not theirs. It was ours, all of it.",
            "apology_words=I am sorry that it took a post in public before one person answered you.",
            "cause=known",
            "explanation=Our address check cancelled every order of that batch, and told nobody. It was switched off on Tuesday at noon.",
            "correction=corrected",
            "correction_what=Six laptops were brought to your door today, and the others whose orders were cancelled have theirs on the way as you do.",
        ],
        house: ["Lakeside Computers", "1200 Shore Drive\\nChicago, IL 60614", "312-555-0133"],
    },
    Written {
        situation: "06-no-room-at-the-inn",
        at: "2026-10-25T09:50:00+00:00",
        incident: "1",
        me: "me",
        keeps: None,
        said: &[
            "apology_words=We sold a room that was yours, and we knew it at four. I should have rung you then. I am sorry that you heard it \
             at ten at night, on your anniversary, with your coats on.",
            "cause=told",
            "correction=impossible",
            "correction_why_not=The first night is gone, and with it the evening that you had planned since March.",
            "alternative=A room at the Merrion Row with the same view of the green, the car there and back, and the bottle that was waiting for you.",
            "remedy=refund",
            "remedy_reason=the anniversary night was lost",
            "remedy_what=Both nights come back to your card, in full.",
            "remedy_value=420 EUR",
            "approved_by=Sean Byrne, general manager",
            "remedy_accepted=accepted",
        ],
        house: ["The Liffey House", "31 Ormond Quay\\nDublin 7", "01 555 0160"],
    },
    Written {
        situation: "07-the-birthday-that-came-in-pieces",
        at: "2026-12-05T20:40:00+00:00",
        incident: "1",
        me: "me",
        keeps: None,
        said: &[
            "apology_words=We promised it for Friday, and it came on Saturday, in pieces, in the rain. That is on us and on nobody else. I am \
             sorry that you stood there with a broken dolls' house at her party.",
            "cause=unknown",
            "explanation_promise=7 december 16:00 Callum tells you what the driver's log shows",
            "correction=impossible",
            "correction_why_not=The house on the right day is gone.",
            "alternative=The one that came by taxi is hers to keep, and so are the pieces of the first.",
            "remedy=refund",
            "remedy_reason=the day was lost",
            "remedy_what=The price and the express charge come back to your card, and there is nothing to send back.",
            "remedy_value=95.95 GBP",
            "approved_by=Ewan Reid, manager",
            "remedy_accepted=accepted",
        ],
        house: ["Rowan Toys", "5 Bridge Street\\nInverness IV1 1HG", "01463 555 018"],
    },
    Written {
        situation: "08-pay-day",
        at: "2026-05-01T09:30:00+02:00",
        incident: "1",
        me: "me",
        keeps: None,
        said: &[
            "apology_words=On pay day the export did not work, and our page told you that all was well. You planned by what we wrote there. I \
             am sorry for the morning that you and 230 families had of it.",
            "cause=unknown",
            "explanation_promise=4 may 09:00 Timo sends the account for your board, with what we know of the cause by then",
            "correction=corrected",
            "correction_what=The files went to the bank by hand at 11:20, and the bank has confirmed each of them. Exports have worked since 13:10.",
            "remedy=credit",
            "remedy_reason=pay day",
            "remedy_what=May is free, and we pay what your bank or your people's banks charge because of this, on sight of the bill.",
            "remedy_value=1180 EUR",
            "approved_by=Anke Brandt, managing director",
            "remedy_accepted=no-answer",
        ],
        house: ["Lohnwerk GmbH", "Hafenstraße 12\\n20457 Hamburg", "+49 40 555 0144"],
    },
    Written {
        situation: "09-charged-twice-before-the-holiday",
        at: "2026-08-20T10:00:00+01:00",
        incident: "C-1840",
        me: "Orla Quinn, complaints",
        keeps: Some("P4"),
        said: &[
            "responsibility_words=We took the payment twice, and the fees that followed are ours too.",
            "apology_words=I am sorry that two of your payments bounced for it, and that your supplier was left to think what he thought.",
            "cause=known",
            "explanation=A file of standing orders was sent a second time on 9 July at 02:10, after a server had been restarted.",
            "correction=corrected",
            "correction_what=The £1,840 and the £18.40 were back on your account on 9 July at 12:40. We rang your supplier the same day, and your credit file is clean.",
            "remedy=money",
            "remedy_reason=two bounced payments and a supplier's trust",
            "remedy_what=We pay the £25 that your supplier charged, and £150 for the trouble, to your account on 24 August.",
            "remedy_value=175 GBP",
            "approved_by=Maeve Kane, head of complaints",
            "remedy_accepted=no-answer",
            "decision=accepted",
            "reasons=The second payment was our error and nobody else's, and everything that followed came from it.",
            "time_limits_waived=(the wording of DISP 1 Annex 3 that fits, as the firm has copied it)",
            "enclosed=the Financial Ombudsman Service's standard leaflet",
        ],
        house: ["Lagan Bank", "2 Donegall Square\\nBelfast BT1 5GS", "028 9601 0000"],
    },
    Written {
        situation: "10-to-the-wrong-address",
        at: "2026-05-22T18:30:00+01:00",
        incident: "pack-7",
        me: "Ruth Bell, manager",
        keeps: None,
        said: &[
            "regret_words=I am so sorry, Leah. You trusted us with where you live, and tonight you are afraid at home. I am with this until you are safe.",
            "they_can_do=If you feel in danger, ring 999. Ring your bank on the number on your card tonight, and ask for new details.",
        ],
        house: ["Bell & Hart Lettings", "40 Mill Lane\\nReading RG1 2AA", "0118 496 0105"],
    },
    Written {
        situation: "11-left-at-the-gate",
        at: "2026-02-13T15:30:00-05:00",
        incident: "1",
        me: "me",
        keeps: None,
        said: &[
            "regret_words=I am sorry for the night that you spent in that chair, without your medication, before a lecture. I have read your \
             letter, and your three questions are in front of me.",
        ],
        house: ["Atlantic Crossing Airlines", "1 Terminal Way\\nAtlanta, GA 30320", "404-555-0177"],
    },
    Written {
        situation: "12-the-sesame",
        at: "2026-08-16T10:20:00-04:00",
        incident: "table-9",
        me: "me",
        keeps: None,
        said: &[
            "regret_words=I am so sorry for the night you have had, Anika. You came to us for a good evening, and you spent it in \
             hospital. I hope that you are breathing easily again.",
            "next_contact=17 august 11:00 Marc rings your sister to ask how you are",
        ],
        house: ["The Olive Court", "77 Queen Street West\\nToronto, ON M5H 2M9", "416-555-0128"],
    },
];

fn config(house: [&str; 3]) -> String {
    let [name, address, phone] = house;
    format!("[house]\nname = \"{name}\"\naddress = \"{address}\"\nphone = \"{phone}\"\n")
}

impl Written {
    fn house(&self) -> House {
        let story = Transcript::read(&format!("tests/scenarios/{}.md", self.situation));
        let house = story.played_to(self.at);
        house.file(".config/recover/config.toml", config(self.house));
        if let Some(promise) = self.keeps {
            house.run(&["promise", self.incident, "keep", promise]).ends(0);
        }
        if !self.said.is_empty() {
            let mut args = vec!["resume", self.incident, "--no-input", "--quiet"];
            if self.me != "me" {
                args.extend(["--me", self.me]);
            }
            args.extend(self.said.iter().flat_map(|said| ["--set", said]));
            let run = house.run(&args);
            assert!(!run.err.contains("error"), "{}: {}", self.situation, run.err);
        }
        house
    }

    fn letter(&self, house: &House, more: &[&str]) -> Run {
        house.run(&[&["letter", self.incident], more].concat())
    }
}

/// Compares with the file, or writes it.
#[expect(clippy::disallowed_methods, reason = "a test may be told to write its expectations")]
fn is_as_kept(name: &str, text: &str) -> bool {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios").join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    std::fs::read_to_string(&path).unwrap_or_default() == text
}

#[test]
fn the_letters_of_the_twelve_situations_are_those_that_were_read() {
    let mut wrong = String::new();
    for written in LETTERS {
        let house = written.house();
        let letter = written.letter(&house, &[]).ends(0);
        let kept = format!("{}\n<!-- {} -->\n", letter.out, letter.err.trim().replace('\n', "\n     "));
        if !is_as_kept(&format!("{}.letter.md", written.situation), &kept) {
            wrong.extend([written.situation, "\n", &kept]);
        }
    }
    assert!(wrong.is_empty(), "not as kept, BLESS=1 writes them anew:\n{wrong}");
}

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
    let answer = house.run(&["letter", "1", "--letter", "answer"]).ends(0).out;
    assert!(answer.contains("Ring 999.") && !answer.contains("went wrong"), "{answer}");
}

#[test]
fn the_form_follows_the_ending_and_the_file_is_whole_or_not_there() {
    let written = &LETTERS[2];
    let house = written.house();
    for (name, begins) in [
        ("a.html", "<!DOCTYPE html>"),
        ("a.txt", "Harbor Alarm\n88 Front Street"),
        ("a.md", "Harbor Alarm\\\n"),
        ("a.eml", "X-Unsent: 1\r\n"),
        ("a.json", "{\n  \"schema\": \"recover.letter/1\""),
    ] {
        let run = written.letter(&house, &["--output", name]).ends(0);
        assert_eq!(run.out.trim(), name);
        assert!(run.err.starts_with("draft of the letter `answer` to Dr Ellen Marsh"), "{}", run.err);
        assert!(house.read(name).starts_with(begins), "{}", house.read(name));
    }
    let json = written.letter(&house, &["--format", "json"]).ends(0).json();
    assert_eq!((&json["letter"], &json["missing"]), (&"answer".into(), &serde_json::json!([])));
    assert_eq!(json["paragraphs"][0]["id"], "apology");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "an engine lies where this machine has its programs")]
fn a_letter_is_printed_where_an_engine_is_installed_and_else_it_is_said_what_to_install() {
    let written = &LETTERS[2];
    let house = written.house();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut command = house.command(&["letter", written.incident, "--output", "a.pdf"]);
    let run: Run = command.env("PATH", path).output().unwrap().into();
    if run.code == 0 {
        assert!(std::fs::read(house.path().join("a.pdf")).unwrap().starts_with(b"%PDF-"));
    } else {
        assert!(run.err.contains("nothing on this machine makes PDF files"), "{}", run.err);
        assert!(!house.path().join("a.pdf").exists());
    }
    let nothing = written.letter(&house, &["--output", "b.pdf"]).ends(1);
    assert!(nothing.err.contains("install") && !house.path().join("b.pdf").exists(), "{}", nothing.err);
}

#[test]
fn the_list_says_which_letter_would_be_taken_and_what_the_others_lack() {
    let written = &LETTERS[8];
    let house = written.house();
    let list = written.letter(&house, &["--list"]).ends(0).out;
    assert!(list.contains("final-response (the one to write now): final response"), "{list}");
    assert!(list.contains("lacks why there is no final response yet: needs `not_ready_why`"), "{list}");
    let json = written.letter(&house, &["--list", "--format", "json"]).ends(0).json();
    let taken: Vec<_> = json["letters"].as_array().unwrap().iter().filter(|letter| letter["taken"] == true).collect();
    assert_eq!(taken.len(), 1);
    let unknown = written.letter(&house, &["--letter", "final-respons"]).ends(2);
    assert!(unknown.err.contains("did you mean `final-response`?"), "{}", unknown.err);
}

#[test]
fn a_picture_stands_in_the_page_as_data_and_what_is_no_picture_is_refused() {
    let written = &LETTERS[2];
    let house = written.house();
    let with_logo = format!("{}logo = \"logo.bin\"\n", config(written.house));
    house.file(".config/recover/config.toml", with_logo);
    house.file(".config/recover/logo.bin", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>");
    let page = written.letter(&house, &["--format", "html"]).ends(0).out;
    assert!(page.contains("<img class=\"logo\" alt=\"\" src=\"data:image/svg+xml;base64,PHN2Z"), "{page}");
    assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:\""), "{page}");
    assert!(!written.letter(&house, &["--format", "text"]).ends(0).out.contains("svg"));
    house.file(".config/recover/logo.bin", "GIF89a");
    let refused = written.letter(&house, &["--format", "html"]).ends(3);
    assert!(refused.err.contains("is no picture that letters can hold"), "{}", refused.err);
}

#[test]
fn where_rules_demand_a_letter_and_another_is_written_it_is_said() {
    let house = House::new().at("2026-07-14T12:00:00+01:00").in_zone("Europe/London");
    house.file("story.toml", include_str!("stories/09-charged-twice-before-the-holiday.toml"));
    house.run(&["start", "uk-financial", "--answers", "story.toml"]).ends(0);
    let told = house.run(&["letter", "1"]).ends(0).err;
    assert!(told.contains("rules demand") && told.contains("`final-response`") && told.contains("--list"), "{told}");
    assert!(!house.run(&["letter", "1", "--letter", "answer"]).ends(0).err.contains("rules demand"));
}

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
    assert_eq!(moved, ["regret", "heard", "owner", "next", "contact", "late", "received"]);
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
