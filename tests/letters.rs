//! The letter of each of the twelve situations, read as the customer would read it and kept in `tests/scenarios/*.letter.md`.
//!
//! `BLESS=1 cargo test --test letters` writes the letters anew; read every one before you keep it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/house.rs"]
mod house;
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
