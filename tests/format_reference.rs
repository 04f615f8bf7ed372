//! What `docs/playbook.md` says of the format, compared with what the program holds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

use recover::coach::rule_file::RULE_KEYS;
use recover::playbook::letter::{Known, LONGEST_TEXT, MOST_LETTERS, MOST_PARAGRAPHS};
use recover::playbook::raw::keys;
use recover::playbook::standard;
use recover::spine::builtin::{BUILTINS, Builtin, Fixed, StaticWhen};
use recover::spine::{KindName, UnderGate};

const REFERENCE: &str = include_str!("../docs/playbook.md");

/// The rows of the first table under a heading, each as its cells, without the head.
fn table(heading: &str) -> Vec<Vec<String>> {
    let section = REFERENCE.split_once(&format!("\n{heading}\n")).unwrap().1;
    rows(section)
}

/// The rows of the first table of a text.
fn rows(text: &str) -> Vec<Vec<String>> {
    let lines = text.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    lines.skip(2).map(cells).collect()
}

/// What stands between backticks.
fn names(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The row of a built-in question as the reference has it, but for the words of its last cell.
fn expected(builtin: &Builtin) -> [String; 5] {
    let marks = builtin.best.map(|best| format!(", {} to {best}", u8::from(builtin.kind == KindName::Rating)));
    let kind =
        builtin.kind.name().to_owned() + if builtin.repeat { ", repeated" } else { "" } + &marks.unwrap_or_default();
    let under_gate = if builtin.under_gate == UnderGate::Shown { ", under the gate too" } else { "" };
    let asked = builtin.asked.name().to_owned();
    let audience = builtin.audience.name().to_owned() + under_gate;
    [builtin.step.name().to_owned(), format!("`{}`", builtin.id), kind, audience, asked]
}

/// Every name a condition rests on that its cell has to mention: questions, and answers where there is more than a yes.
fn mentioned(when: &StaticWhen) -> Vec<&'static str> {
    match when {
        StaticWhen::Always => Vec::new(),
        StaticWhen::Is(question, ["yes"]) | StaticWhen::Answered(question) | StaticWhen::OverAuthority(question) => {
            vec![question]
        }
        StaticWhen::Is(_, answers) | StaticWhen::IsOther(_, answers) => answers.to_vec(),
        StaticWhen::Any(parts) => parts.iter().flat_map(mentioned).collect(),
        StaticWhen::Not(part) => mentioned(part),
    }
}

#[test]
fn the_table_of_built_in_questions_is_the_one_of_the_program() {
    let mut step = String::new();
    let mut found = Vec::new();
    for row in table("### Built-in questions") {
        let [named, id, kind, audience, asked, opened_by] = row.as_slice() else { panic!("{row:?}") };
        if !named.is_empty() {
            step.clone_from(named);
        }
        found.push(([step.clone(), id.clone(), kind.clone(), audience.clone()], asked.clone(), opened_by.clone()));
    }
    assert_eq!(found.len(), BUILTINS.len());
    for (builtin, (row, asked, opened_by)) in BUILTINS.iter().zip(found) {
        let [step, id, kind, audience, how] = expected(builtin);
        assert_eq!(row, [step, id, kind, audience]);
        let (said, assumed) = asked.split_once(", assumed").map_or((asked.as_str(), false), |(said, _)| (said, true));
        assert_eq!((said, assumed), (how.as_str(), builtin.assumed.is_some()), "{}", builtin.id);
        let is_always = matches!(builtin.when, StaticWhen::Always);
        assert_eq!(opened_by.is_empty(), is_always, "{}: {opened_by}", builtin.id);
        // Some conditions are said in words alone, such as `something is offered`.
        let wanted = mentioned(&builtin.when);
        let lifted = |name: &&str| *name == "gate_lifted_by" && opened_by.contains("lifted");
        if opened_by.contains('`') {
            for name in wanted.iter().filter(|name| !lifted(name)) {
                let of_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
                let mut words = names(&opened_by).into_iter().flat_map(|cell| cell.split(move |c| !of_name(c)));
                let is_there = words.any(|word| word == *name);
                assert!(is_there, "{}: `{name}` is not in {opened_by:?}", builtin.id);
            }
        }
    }
}

#[test]
fn the_table_of_choices_is_the_one_of_the_program() {
    let section = REFERENCE.split_once("The choices of built-in questions.").unwrap().1;
    let mut told = Vec::new();
    for row in rows(section) {
        let [questions, choices] = row.as_slice() else { panic!("{row:?}") };
        for id in names(questions) {
            let builtin = BUILTINS.iter().find(|builtin| builtin.id == id).unwrap();
            let ids: Vec<&str> = builtin.choices.iter().map(|(id, _)| *id).collect();
            assert_eq!(names(choices), ids, "{id}");
            let starred = |id: &str| choices.contains(&format!("`{id}` *"));
            match builtin.fixed {
                Fixed::All => assert!(questions.contains(&format!("`{id}` *")), "{id}"),
                Fixed::Free => assert!(!questions.contains('*') && !choices.contains('*'), "{id}"),
                Fixed::These(fixed) => {
                    assert!(ids.iter().all(|id| starred(id) == fixed.contains(id)), "{id}: {choices}");
                }
            }
            told.push(builtin.id);
        }
    }
    for builtin in BUILTINS.iter().filter(|builtin| !builtin.choices.is_empty()) {
        assert!(told.contains(&builtin.id), "{} is not in the table", builtin.id);
    }
}

#[test]
fn every_placeholder_and_every_standard_letter_has_its_row() {
    let all_names = |cells: &[String]| cells.iter().flat_map(|cell| names(cell)).map(str::to_owned).collect::<Vec<_>>();
    let firsts: Vec<String> = table("### Placeholders").into_iter().map(|row| row[0].clone()).collect();
    let mut known: Vec<&str> = Known::ALL.map(Known::name).to_vec();
    known.push("due:ID");
    assert_eq!(sorted(&all_names(&firsts)), sorted(&known));
    let section = REFERENCE.split_once("\n## Letters\n").unwrap().1;
    let told: Vec<Vec<String>> = rows(section).iter().map(|row| all_names(row)).collect();
    let standard = standard::NAMES.iter().map(|(name, parts)| [&[*name], *parts].concat());
    assert_eq!(
        told,
        standard.map(|names| names.iter().map(ToString::to_string).collect()).collect::<Vec<Vec<String>>>()
    );
    for (limit, words) in [
        (MOST_LETTERS, "at most 40 letters"),
        (MOST_PARAGRAPHS, "at most 60 paragraphs"),
        (LONGEST_TEXT, "At most 4,000 characters"),
    ] {
        assert!(words.replace(',', "").contains(&limit.to_string()) && REFERENCE.contains(words), "{words}");
    }
}

/// The same names in the order of the alphabet.
fn sorted<S: ToString>(names: &[S]) -> Vec<String> {
    let mut names: Vec<String> = names.iter().map(ToString::to_string).collect();
    names.sort();
    names
}

#[test]
fn every_key_and_every_kind_has_its_row() {
    let first = |heading: &str| -> Vec<String> {
        let of_row = |row: &Vec<String>| names(&row[0]).into_iter().map(str::to_owned).collect::<Vec<_>>();
        table(heading).iter().flat_map(of_row).collect()
    };
    assert_eq!(first("## Questions"), keys::QUESTION);
    assert_eq!(sorted(&first("## Deadlines")), sorted(keys::DEADLINE));
    assert_eq!(sorted(&first("## When it fails again")), sorted(keys::AGAIN));
    assert_eq!(sorted(&first("## Wording")), sorted(&RULE_KEYS));
    assert_eq!(sorted(&first("### Keys of a letter")), sorted(keys::LETTER));
    assert_eq!(sorted(&first("### Keys of a paragraph")), sorted(keys::PARAGRAPH));
    assert_eq!(first("### Kinds"), KindName::ALL.map(KindName::name));
    let key = |name: &str| name.trim_matches(['[', ']']).split('.').next().unwrap_or_default().to_owned();
    let mut top: Vec<String> = first("## Top level").iter().map(|name| key(name)).collect();
    let mut known: Vec<String> = keys::TOP.iter().map(|name| (*name).to_owned()).collect();
    top.sort();
    known.sort();
    assert_eq!(top, known);
}
