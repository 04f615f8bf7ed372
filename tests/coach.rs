//! `recover coach` as people, editors and pipes rely on it.
//!
//! `BLESS=1 cargo test --test coach` writes `docs/coach-rules.md` anew from the shipped rules.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/house.rs"]
mod house;

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;

use house::House;
use recover::coach::{Category, Element, shipped};
use serde_json::{Value, json};

const HARM: &str = "We are sorry if you were put out by the delay.\n";
const SOUND: &str = "I am sorry that we sent the wrong chair. Meera is bringing the right one before ten on Monday.\n";

fn lines(house: &House, args: &[&str], input: &str, code: i32) -> (Vec<Value>, String) {
    let args = [&["coach", "--format", "json", "--jsonl"], args].concat();
    // A pipe that is written to its end before it is read takes no more than the system keeps for it.
    let run = if input.len() < 32 << 10 {
        house.run_with(&args, input).ends(code)
    } else {
        house.file("in.jsonl", input);
        house.run(&[&args[..], &["in.jsonl"]].concat()).ends(code)
    };
    (run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), run.err)
}

fn asked(id: &str, text: &str) -> String {
    format!("{}\n", json!({ "id": id, "text": text }))
}

#[test]
fn a_finding_stands_under_its_words_with_why_and_what_to_say() {
    let house = House::new();
    let run = house.run_with(&["coach"], HARM).ends(0);
    assert_eq!(run.err, "");
    assert!(run.out.starts_with("line 1: error, non-apology"), "{}", run.out);
    for part in
        ["  We are sorry if you were put out", "\n         ^^^^^^^^\n", "\n  instead: ", "It could say:\n", "Score: "]
    {
        assert!(run.out.contains(part), "{part} in {}", run.out);
    }
    assert!(!run.out.contains('\u{1b}'));
    assert_eq!(run.out, house.run_with(&["coach", "-"], HARM).out);
    assert!(house.run_with(&["coach", "--color", "always"], HARM).out.contains("\u{1b}[31merror"));
}

#[test]
fn nothing_is_wider_than_the_terminal() {
    let house = House::new();
    let text = [HARM, "If you take the review down we'll refund you. ", SOUND].concat().repeat(3);
    house.file("letter.txt", &text);
    for columns in ["40", "60", "100"] {
        let shown = house.command(&["coach", "letter.txt"]).env("COLUMNS", columns).output().unwrap();
        let shown = String::from_utf8(shown.stdout).unwrap();
        let width: usize = columns.parse().unwrap();
        for line in shown.lines() {
            assert!(recover::text::display_width(line) <= width, "{columns}: {line}");
        }
    }
}

#[test]
fn a_sound_message_is_left_alone_and_a_check_of_it_says_nothing() {
    let house = House::new();
    let run = house.run_with(&["coach"], SOUND).ends(0);
    assert!(run.out.starts_with("Nothing here stands in the way."), "{}", run.out);
    let run = house.run_with(&["coach", "--check"], SOUND).ends(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", ""));
    let run = house.run_with(&["coach", "--check"], HARM).ends(4);
    assert!(run.out.contains("^^^") && !run.out.contains("Score"), "{}", run.out);
    assert_eq!(house.run_with(&["coach", "--check", "--quiet"], HARM).ends(4).out, "");
    house.run_with(&["coach", "--check", "--format", "json"], HARM).ends(4).json();
}

#[test]
fn the_document_of_a_text_has_places_words_and_all_ten_elements() {
    let house = House::new();
    let text = format!("👍 Hello.\n{HARM}");
    house.file("letter.txt", &text);
    let document = house.run(&["coach", "letter.txt", "--format", "json"]).ends(0).json();
    assert_eq!(document["schema"], "recover.coach/1");
    let finding = &document["findings"][0];
    assert_eq!((&finding["line"], &finding["column"]), (&json!(2), &json!(8)));
    assert_eq!(finding["start"], 19);
    assert!(finding["words"].as_str().unwrap().starts_with("sorry if"));
    assert_eq!(document["elements"].as_object().unwrap().len(), 10);
    assert_eq!(document["allowed"], json!([]));
}

#[test]
fn what_cannot_be_read_is_told_as_everywhere() {
    let house = House::new();
    house.file("latin.txt", b"Caf\xe9");
    assert!(house.run(&["coach", "latin.txt"]).ends(3).err.contains("latin.txt:1:4"));
    assert!(house.run(&["coach", "none.txt"]).ends(3).err.contains("none.txt"));
    house.run_with(&["coach"], "").ends(0);
    house.file("large.txt", vec![b'a'; (16 << 20) + 1]);
    assert!(house.run(&["coach", "large.txt"]).ends(3).err.contains("larger than 16 MiB"));
}

#[test]
fn text_from_elsewhere_cannot_write_to_the_terminal() {
    let house = House::new();
    let run = house.run_with(&["coach"], "We are sorry if \u{1b}[2J you were \u{202e} put out.").ends(0);
    assert!(run.out.contains("^^^") && !run.out.contains(['\u{1b}', '\u{202e}']), "{}", run.out);
}

#[test]
fn every_line_has_its_answer_in_order_and_bad_ones_are_told() {
    let house = House::new();
    let input = [
        &asked("1", HARM),
        "\n  \n",
        "not json\n",
        "[\"a\",\"b\"]\n",
        "{\"id\":7,\"text\":\"x\"}\n",
        "{\"text\":\"x\"}\n",
        &asked("", ""),
        "{\"more\":{\"x\":[1,2]},\"text\":\"Thank you.\",\"id\":\"é\\n\"}",
    ]
    .concat();
    let (answers, err) = lines(&house, &[], &input, 2);
    let ids: Vec<&str> = answers.iter().map(|answer| answer["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["1", "", "é\n"]);
    for number in [4, 5, 6, 7] {
        assert!(err.contains(&format!("standard input:{number}: ")), "{number}: {err}");
    }
    assert_eq!(answers[1]["findings"], json!([]));
    assert_eq!(answers[1].get("allowed"), None);
}

#[test]
fn answers_keep_the_contract() {
    let house = House::new();
    let texts = [
        HARM.to_owned(),
        format!("👩‍👩‍👧 “So” — {HARM}{SOUND}If you take the review down we'll refund you. 👍"),
        "\u{1b}[31m\0 \u{202e}".to_owned(),
        "ﬁ".repeat(1000),
    ];
    let input: String = texts.iter().enumerate().map(|(id, text)| asked(&id.to_string(), text)).collect();
    let (answers, err) = lines(&house, &[], &input, 0);
    assert_eq!(err, "");
    assert_eq!(answers.len(), texts.len());
    for (answer, text) in answers.iter().zip(&texts) {
        let findings = answer["findings"].as_array().unwrap();
        let key = |finding: &Value| {
            let number = |key: &str| usize::try_from(finding[key].as_u64().unwrap()).unwrap();
            (number("start"), number("end"), finding["category"].as_str().unwrap().to_owned())
        };
        assert!(findings.is_sorted_by_key(key));
        for finding in findings {
            let (start, end, category) = key(finding);
            assert!(start < end && text.get(start..end).is_some(), "{finding}");
            assert!(Category::named(&category).is_some());
            for filled in ["message", "suggestion", "rule"] {
                assert!(!finding[filled].as_str().unwrap().is_empty(), "{finding}");
            }
            assert!(["error", "warning", "note"].contains(&finding["severity"].as_str().unwrap()));
        }
        for element in Element::ALL {
            assert!(answer["elements"][element.name()].is_boolean());
        }
        assert!((0..=100).contains(&answer["score"].as_u64().unwrap()));
    }
    assert!(!answers[1]["findings"].as_array().unwrap().is_empty());
    let run = || house.run_with(&["coach", "--jsonl"], &input).ends(0).out;
    assert_eq!(run(), run());
}

#[test]
fn a_line_of_ten_megabytes_is_answered() {
    let house = House::new();
    let input =
        [asked("long", &HARM.repeat((10 << 20) / HARM.len() + 1).replace('\n', " ")), asked("next", SOUND)].concat();
    let (answers, _) = lines(&house, &[], &input, 0);
    assert_eq!(answers.len(), 2);
    assert_eq!((&answers[0]["id"], &answers[1]["id"]), (&json!("long"), &json!("next")));
}

#[test]
fn an_answer_comes_before_the_next_text_is_written() {
    let house = House::new();
    let mut child = house
        .command(&["coach", "--jsonl", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for id in ["a", "b"] {
        // The beginning of the next line is no reason to keep the answer back.
        write!(input, "{}{{", asked(id, SOUND).trim_start_matches(if id == "a" { '\0' } else { '{' })).unwrap();
        input.flush().unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&answer).unwrap()["id"], id);
    }
    writeln!(input, "}}").unwrap();
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

#[test]
fn many_lines_are_read_from_a_file_too_and_checked() {
    let house = House::new();
    house.file("many.jsonl", [asked("1", SOUND), asked("2", HARM)].concat());
    let run = house.run(&["coach", "many.jsonl", "--jsonl", "--check"]).ends(4);
    assert_eq!(run.out.lines().count(), 2);
    house.run_with(&["coach", "--jsonl", "--check"], &asked("1", SOUND)).ends(0);
    house.run(&["coach", "--jsonl", "--format", "text"]).ends(2);
}

#[test]
fn what_is_allowed_with_a_reason_is_counted_and_not_checked() {
    let house = House::new();
    let allow = ["coach", "--check", "--allow", "non-apology=the customer's own words"];
    assert_eq!(house.run_with(&allow, HARM).ends(0).out, "");
    let run = house.run_with(&["coach", "--allow", "non-apology=the customer's own words"], HARM).ends(0);
    assert!(run.out.contains("1 finding is allowed:\n  sorry-if"), "{}", run.out);
    assert!(run.out.contains("the customer's own words"), "{}", run.out);
    let (answers, _) = lines(&house, &["--allow", "non-apology=x"], &asked("1", HARM), 0);
    assert_eq!(answers[0]["findings"], json!([]));
    assert_eq!(answers[0]["allowed"][0]["reason"], "x");
    let run = house.run_with(&["coach", "--allow", "non-apolgy=x"], HARM).ends(2);
    assert!(run.err.contains("did you mean `non-apology`?"), "{}", run.err);
    house.run_with(&["coach", "--allow", "non-apology"], HARM).ends(2);
}

#[test]
fn a_marker_in_the_text_allows_in_the_paragraph_below_it() {
    let house = House::new();
    let marker = "<!-- coach: allow non-apology because they asked for these words -->\n";
    let text = format!("{marker}{HARM}\n{HARM}");
    let document = house.run_with(&["coach", "--format", "json"], &text).ends(0).json();
    assert_eq!(document["allowed"][0]["reason"], "they asked for these words");
    assert_eq!(document["allowed"][0]["line"], 2);
    assert_eq!(document["findings"].as_array().unwrap().len(), 1);
    assert_eq!(document["findings"][0]["line"], 4);
    let run = house.run_with(&["coach"], "Hello.\ncoach: allow non-apolgy because x\n").ends(3);
    assert!(run.err.contains("standard input:2:14") && run.err.contains("did you mean `non-apology`?"), "{}", run.err);
    house.run_with(&["coach"], "coach: allow non-apology\n").ends(3);
    // Texts in a stream come from elsewhere, and cannot say what is let pass.
    let (answers, _) = lines(&house, &[], &asked("1", &text), 0);
    assert_eq!(answers[0].get("allowed"), None);
    assert!(!answers[0]["findings"].as_array().unwrap().is_empty());
}

const OWN: &str = r#"format = 1
off = ["conditional"]

[severity]
non-apology = "warning"

[lists]
till = ["till~", "register~"]

[[rule]]
id = "blames-the-till"
category = "excuse"
severity = "error"
patterns = ["the @till was down"]
why = "“{words}” is about our machine, and they waited."
instead = "say how long they waited, and what you did"
before = "The till was down."
after = "You stood there for ten minutes, and I did not help you."
source = "our own shop floor"
"#;

#[test]
fn a_house_brings_its_own_rules_and_quiets_others() {
    let house = House::new();
    house.file(".config/recover/coach.toml", OWN);
    let text = format!("{HARM}If you take the review down we'll refund you.\nThe tills was down.\n");
    let document = house.run_with(&["coach", "--format", "json"], &text).ends(0).json();
    let found: Vec<(&str, &str)> = document["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| (finding["category"].as_str().unwrap(), finding["severity"].as_str().unwrap()))
        .collect();
    assert!(found.contains(&("non-apology", "warning")) && found.contains(&("excuse", "error")), "{found:?}");
    assert!(found.iter().all(|(category, _)| *category != "conditional"), "{found:?}");
    let explained = house.run(&["coach", "--explain", "blames-the-till"]).ends(0).out;
    for part in ["the house's own", "the @till was down", "our own shop floor"] {
        assert!(explained.contains(part), "{part} in {explained}");
    }
    assert!(house.run(&["coach", "--explain", "conditional"]).ends(0).out.contains("switched off"));
}

#[test]
fn every_problem_in_the_rules_of_a_house_is_told_at_its_place() {
    let house = House::new();
    let wrong = OWN.replace("[\"conditional\"]", "[\"conditonal\"]").replace("non-apology =", "nonapology =");
    house.file("rules.toml", &wrong);
    let run = house.run_with(&["coach", "--rules", "rules.toml"], SOUND).ends(3);
    for part in ["rules.toml:2:8", "did you mean `conditional`?", "rules.toml:5:1", "did you mean `non-apology`?"] {
        assert!(run.err.contains(part), "{part} in {}", run.err);
    }
    house.file("rules.toml", OWN.replace("excuse", "excuses").replace("format = 1", "format = 2"));
    let run = house.run(&["coach", "--rules", "rules.toml", "--explain"]).ends(3);
    assert!(run.err.contains("did you mean `excuse`?") && run.err.contains("rules.toml:1:10"), "{}", run.err);
    // Rules that are wrong are nobody else's business.
    house.file(".config/recover/coach.toml", "off = 3");
    house.run(&["list"]).ends(0);
    house.run_with(&["coach"], SOUND).ends(3);
}

#[test]
fn a_rule_says_what_it_hears_why_and_what_instead() {
    let house = House::new();
    let one = house.run(&["coach", "--explain", "minimise"]).ends(0).out;
    for part in ["minimise: makes the harm small", "  why     ", "  instead ", "  before  ", "  after   ", "  source  "]
    {
        assert!(one.contains(part), "{part} in {one}");
    }
    let all = house.run(&["coach", "--explain"]).ends(0).out;
    let document = house.run(&["coach", "--explain", "--format", "json"]).ends(0).json();
    assert_eq!(document["schema"], "recover.coach-rules/1");
    for rule in document["rules"].as_array().unwrap() {
        assert!(all.contains(rule["rule"].as_str().unwrap()));
    }
    let run = house.run(&["coach", "--explain", "minimize"]).ends(2);
    assert!(run.err.contains("did you mean `minimise`?"), "{}", run.err);
}

#[test]
fn the_page_of_rules_is_what_the_program_holds() {
    let mut page = String::from(
        "# The rules of the wording coach\n\nOne section a rule, made from the shipped rules by a test. \
         `recover coach --explain RULE` shows the same. How patterns are written is in [coach.md](coach.md).\n",
    );
    for category in Category::ALL {
        write!(page, "\n## {category}\n\nWhat {}.\n", category.meaning()).unwrap();
        let rules = shipped::checked_rules_of(category).unwrap();
        let of = || rules.all().iter();
        for rule in of().filter(|rule| rule.is_general()).chain(of().filter(|rule| !rule.is_general())) {
            let hears = match rule.hears.as_slice() {
                [] => "whatever no other rule of the kind says closer".to_owned(),
                patterns => patterns.iter().map(|pattern| format!("`{pattern}`")).collect::<Vec<_>>().join(", "),
            };
            let filled = |words: &str| words.replace("{words}", "…");
            write!(
                page,
                "\n### {}\n\n- Severity: {}\n- Hears: {hears}\n- Why: {}\n- Instead: {}\n- Before: “{}”\n- After: “{}”\n- Source: {}\n",
                if rule.is_general() { format!("{} in general", rule.id) } else { rule.id.to_string() },
                rule.severity,
                filled(&rule.why),
                filled(&rule.instead),
                rule.before,
                rule.after,
                rule.source
            )
            .unwrap();
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/coach-rules.md");
    if bless() {
        std::fs::write(&path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, page, "`BLESS=1 cargo test --test coach` writes docs/coach-rules.md anew");
}

#[allow(clippy::disallowed_methods, reason = "a test is asked for it by its environment")]
fn bless() -> bool {
    std::env::var_os("BLESS").is_some()
}

/// The coach has learnt from these sentences, so this says that the whole chain works, and nothing of how good it is.
#[test]
fn the_sentences_it_has_learnt_from_are_told_apart_through_the_filter() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("coach/labelled");
    let mut labels = Vec::new();
    let mut input = String::new();
    for name in ["a-sentences.jsonl", "b-sentences.jsonl"] {
        for line in std::fs::read_to_string(folder.join(name)).unwrap().lines() {
            let sentence: Value = serde_json::from_str(line).unwrap();
            labels.push(sentence["label"] != "sound");
            input.extend([line, "\n"]);
        }
    }
    let (answers, _) = lines(&House::new(), &[], &input, 0);
    assert_eq!(answers.len(), labels.len());
    let (mut right, mut wrong) = (0_u32, 0_u32);
    for (answer, defensive) in answers.iter().zip(labels) {
        let flagged = answer["findings"].as_array().unwrap().iter().any(|finding| finding["severity"] != "note");
        right += 2 * u32::from(flagged && defensive);
        wrong += u32::from(flagged != defensive);
    }
    let f1 = f64::from(right) / f64::from(right + wrong);
    assert!(f1 >= 0.9, "F1 {f1}");
}
