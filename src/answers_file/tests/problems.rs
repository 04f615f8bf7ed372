use insta::assert_snapshot;

use super::*;
use crate::answers_file::blank;
use crate::diagnostic::Problems;
use crate::table::clip;
use crate::untrusted::hostile;

fn rendered(format: Format, text: &str) -> String {
    let playbook = shipped("service-recovery");
    let name = if format == Format::Toml { "answers.toml" } else { "answers.json" };
    let source = Source { name: name.into(), text: text.into() };
    let shown = match read(source, format, &playbook) {
        Err(problems) => problems.render(100),
        Ok(file) => {
            let problems = file.check_values(&playbook, &listening(at(NOW)));
            Problems::found(file.sources.clone(), problems).map(|problems| problems.render(100)).unwrap_or_default()
        }
    };
    shown.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

#[test]
fn all_faults_of_a_file_are_shown_at_once() {
    assert_snapshot!(rendered(
        Format::Toml,
        r#"
playbook = "restaurant"
started_at = 12
owner = "Maria"
interview = 1

[intak]
customer = "x"

[intake]
custmer = "Ann"
owner = "Maria Lopez"
effect = { skip = "no", later = true }
severity = { later = false }
channel = { skip = 3 }
cost = 1e99

[[take-responsibility]]
owner = "Maria Lopez"
[[take-responsibility]]
owner = "Maria Lopez"

[entered]
ownr = 2026-01-01T10:00:00Z
owner = { at = 2026-01-01T10:00:00Z, form = "x" }
"outcome#0" = 2026-01-01T10:00:00Z

[notes]
incident = { at = 2026-01-01T10:00:00Z }
ownr = "x"

[skip]
owner = "x"
lern = "x"
"#
    ));
}

#[test]
fn values_that_are_no_answers_are_shown_all_at_once() {
    assert_snapshot!(rendered(
        Format::Toml,
        r#"
responder = 7
started_at = "tomorrow"

[intake]
customer = { name = "Zoë", rle = "boss" }
legal_risk = "perhaps"
severity = "s9"
happened_at = 2027-01-01T10:00:00Z

[take-responsibility]
next_contact = { what = "ring" }

[compensate]
remedy_value = "12.505 GBP"

[learn]
cost = { amount = 5, currency = "XXZ" }
"#
    ));
}

#[test]
fn errors_of_toml_are_shown_all_at_once_with_what_stands_before_them() {
    assert_snapshot!(rendered(
        Format::Toml,
        "[intake]\ncustmer = \"Ann\"\neffect = \"a\"\neffect = \"b\"\nwhat_happened = \"open\n[nowhere]\nlegal_risk = yes\n"
    ));
}

#[test]
fn errors_of_json_have_their_place() {
    assert_snapshot!(rendered(Format::Json, "{\n  \"intake\": {\n    \"customer\": \"Ann\",\n  }\n}\n"));
    assert_snapshot!(rendered(Format::Json, "{ // who\n}"));
    assert_snapshot!(rendered(
        Format::Json,
        "{\"intake\": {\"customer\": null, \"effect\": \"a\", \"effect\": \"b\", \"custmer\": 1}, \"learn\": 7, \"owner\": 1}"
    ));
    assert_snapshot!(rendered(Format::Json, ""));
    assert_snapshot!(rendered(Format::Json, "[1]"));
}

#[test]
fn line_ends_of_windows_change_no_place() {
    let unix = rendered(Format::Toml, "[intake]\nlegal_risk = true\ncustmer = 1\n");
    let windows = rendered(Format::Toml, "[intake]\r\nlegal_risk = true\r\ncustmer = 1\r\n");
    assert_eq!(unix, windows);
    assert!(unix.contains("answers.toml:3:1"), "{unix}");
}

#[test]
fn deep_nesting_and_nul_are_problems_and_no_panics() {
    let playbook = shipped("service-recovery");
    let deep = |open: &str, count: usize| open.repeat(count);
    let many = (0..50_000).map(|number| format!("a{number} = 1")).collect::<Vec<_>>().join("\n");
    let texts = [
        (Format::Toml, format!("a = {}", deep("[", 200_000))),
        (Format::Toml, format!("a = {}", deep("{a=", 200_000))),
        (Format::Toml, format!("x = 1\n{}a = 1", deep("a.", 200_000))),
        (Format::Toml, format!("[{}a]", deep("a.", 200_000))),
        (Format::Json, deep("[", 200_000)),
        (Format::Json, deep("{\"a\":", 200_000)),
        (Format::Json, format!("{}{}", deep("[", 500), deep("]", 500))),
        (Format::Json, format!("{{\"intake\":{{\"effect\":{}{}}}}}", deep("[", 500), deep("]", 500))),
        (Format::Toml, "[intake]\ncustomer = \"a\0b\"".into()),
        (Format::Json, "{\"intake\": {\"customer\": \"a\0b\"}}".into()),
        (Format::Toml, "[[correct]]\n".repeat(1_000)),
        (Format::Toml, ",".repeat(3_000_000)),
        (Format::Json, format!("[{}1]", "1,".repeat(1_500_000))),
        (Format::Toml, many.clone()),
        (Format::Toml, format!("[intake]\n{many}")),
    ];
    for (format, text) in texts {
        let source = Source { name: "a".into(), text };
        let shown = clip(source.text.get(..40).unwrap_or(&source.text));
        let result = read(source, format, &playbook);
        match result {
            Err(problems) => assert!(problems.render(80).len() < 200_000, "{shown}"),
            Ok(file) => assert!(
                !file.check_values(&playbook, &listening(at(NOW))).is_empty() || shown.contains("customer"),
                "{shown} {:?}",
                file.answers.first()
            ),
        }
    }
}

#[test]
fn a_key_nested_too_deeply_is_named_by_its_line() {
    let shown = rendered(Format::Toml, &format!("ref = \"x\"\n{}a = 1\n", "a.".repeat(100)));
    assert!(shown.contains("answers.toml:2:1"), "{shown}");
}

#[test]
fn hostile_texts_in_every_place_are_read_or_refused() {
    let playbook = shipped("restaurant");
    for text in hostile::all() {
        let string = crate::answers_file::toml_text::string(&text);
        let key = crate::answers_file::toml_text::bare_or_quoted(&text);
        for text in [
            text.clone(),
            format!("[intake]\ncustomer = {string}"),
            format!("{key} = 1\n[intake]\n{key} = 2\n[notes]\n{key} = 3\n[entered]\n{key} = 4\n[skip]\n{key} = 1"),
            format!("started_at = {string}\nplaybook = {string}\n[entered]\nowner = {{ at = {string} }}"),
        ] {
            for format in [Format::Toml, Format::Json] {
                let source = Source { name: "a".into(), text: text.clone() };
                let problems = match read(source, format, &playbook) {
                    Ok(file) => {
                        Problems::found(file.sources.clone(), file.check_values(&playbook, &listening(at(NOW))))
                    }
                    Err(problems) => Some(*problems),
                };
                let shown = problems.map(|problems| problems.render(100)).unwrap_or_default();
                assert!(!shown.chars().any(|sign| sign != '\n' && crate::escape::is_hidden(sign)), "{shown:?}");
            }
        }
    }
}

#[test]
fn the_examples_of_an_empty_file_read_without_problems() {
    let bloc = "[step.intake.question.nights]\nkind = \"number\"\nask = \"How many\\nnights?\"\nat_least = 2\nunit = \"nights\"\n\
                [step.intake.question.rooms]\nkind = \"choices\"\nask = \"Rooms?\"\nchoices = [\"2\", \"1\"]\nrepeat = true\n\
                [step.learn.question.wait]\nkind = \"duration\"\nask = \"Wait?\"\nexample = \"half a day\"\n\
                [step.learn.question.mark]\nkind = \"rating\"\nask = \"Mark?\"\nscale = 10\n[step.learn.question.day]\nkind = \"date\"\nask = \"Day?\"\n";
    let playbooks = PLAYBOOKS.iter().map(|id| shipped(id)).chain([own(bloc)]);
    for playbook in playbooks {
        let empty = blank(&playbook);
        assert!(toml(&playbook, &empty).answers.is_empty());
        let is_example = |line: &&str| line.starts_with('#') && !line.starts_with("# ");
        let uncommented: Vec<&str> =
            empty.lines().map(|line| if is_example(&line) { line.trim_start_matches('#') } else { line }).collect();
        let file = toml(&playbook, &uncommented.join("\n"));
        assert_eq!(file.answers.len(), playbook.questions.len());
        for now in [NOW, "2026-01-01T00:00:00Z", "2026-12-31T23:59:59Z"] {
            let problems = file.check_values(&playbook, &listening(at(now)));
            assert!(problems.is_empty(), "{problems:?}");
        }
    }
}

#[test]
fn an_empty_file_explains_each_question() {
    let empty = blank(&shipped("service-recovery"));
    let part = empty.split("\n[correct]").nth(1).unwrap().split("\n[").next().unwrap();
    assert_snapshot!(part);
}
